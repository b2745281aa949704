"""The charts of the shipped record: which there are, in whose language, and valid for others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import altair as alt
import pytest
import vl_convert
from drawings import charts_on, summary
from folders import DATA
from sites import TODAY
from speaking import LANGUAGES

from generator.core.model import Package
from generator.publishing.pages import contexts
from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.standings import assess_package

COLOURS = {"text": "#51626f", "grid": "#dde4e9", "plan": "#7b8a95", "result": "#1d5fa6", "target": "#16242e"}


def coloured(value: Any) -> Any:
    """A specification with colours in the place of the page's variables, as the page's script puts them in."""
    if isinstance(value, dict):
        return {key: coloured(item) for key, item in value.items()}
    if isinstance(value, list):
        return [coloured(item) for item in value]
    if isinstance(value, str) and (found := re.fullmatch(r"var\(--mz-(?:chart-)?([a-z]+)\)", value)):
        return COLOURS.get(found[1], "#fff")
    return value


@pytest.fixture(scope="module")
def qingdao() -> Package:
    ledger, report = load(WorkingTree(DATA))
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["qingdao"]


def real_charts(package: Package, language: str) -> Iterator[tuple[str, contexts.Chart]]:
    view = PackageView(package, assess_package(package, TODAY))
    for name in package.indicators:
        for chart in charts_on(view, name, language):
            yield name, chart


def test_years_stand_side_by_side_in_the_real_record(qingdao: Package) -> None:
    found = {
        name: summary(chart)
        for name, chart in real_charts(qingdao, "zh")
        if "columns" in chart.specification["datasets"]
    }
    assert found == {
        "top-hundred-public-toilets": "years 2021:/100 2023-H1:326/",
        "all-day-public-toilets-added": "years 2021:/200 2023-H1:129/",
        "old-dwellings-gas-connected": "years 2021:/1000 2023:1195?/2500",
        "heating-pipes-renewed": "years 2021:/30 2023:18.3?/30",
        "demonstration-courtyards": "years 2023-H1:83/ 2023-H2:/300",
        "signboard-streets": "years 2021:/7–10 2023:5?/10",
        "light-show-performances": "years 2021:/400 2023-H1:280/",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_specification_speaks_the_language_of_its_page(qingdao: Package, language: str) -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    for name, chart in real_charts(qingdao, language):
        found = chart.specification
        title = "".join(found["title"]["text"]).replace(" ", "")
        named = {"zh": "青岛市：", "en": "Qingdao:"}[language] + qingdao.indicators[name].title[language]
        assert title.startswith(named.replace(" ", "")), title
        tips = [row["tip"] for rows in found["datasets"].values() for row in rows if "tip" in row]
        assert tips
        assert all("\n" in tip for tip in tips), name
        words = [*tips, chart.caption, found["description"]]
        assert all(bool(chinese.search(text)) == (language == "zh") for text in words), name


def form_of(specification: dict[str, Any]) -> str:
    """A specification without its figures and its texts, in which charts of one form differ."""
    rest = {name: value for name, value in specification.items() if name not in ("datasets", "description")}
    return json.dumps({**rest, "title": sorted(rest["title"])}, sort_keys=True)


def test_every_specification_is_valid_and_can_be_drawn_by_others(qingdao: Package) -> None:
    forms: set[str] = set()
    for name, chart in real_charts(qingdao, "zh"):
        found = coloured(chart.specification)
        assert found["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
        if form_of(found) not in forms:
            alt.Chart.from_dict(found, validate=True)
            forms.add(form_of(found))
        svg = vl_convert.vegalite_to_svg(found)
        assert not re.search(r"var\(|NaN|undefined|null|Infinity", svg), name
