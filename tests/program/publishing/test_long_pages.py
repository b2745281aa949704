"""The pages of indicators with very many figures: what opens, what is told of the rest, and the file it is drawn from.

`UPDATE_GOLDEN=1` writes the golden page anew, as in `test_pages.py`.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import many
import pytest
from finished import Document
from folders import FIXTURES, ROOT
from overlays import OverlayTree
from shown import Shown

from generator.publishing.pages import Site, contexts, views
from generator.publishing.pages.figures import LATEST, NAMED, OF_EACH
from generator.publishing.pages.plan import all_pages
from generator.publishing.pages.views import PackageView
from generator.verdicts.standings import assess_package

TODAY = date(2024, 6, 1)
GOLDEN = FIXTURES / "golden" / "long-series"
PAGE = f"{many.PAGE}index.md"
FILE = f"{many.PAGE}series.json"


def view_of(tree: OverlayTree) -> PackageView:
    package = many.package(tree)
    return PackageView(package, assess_package(package, TODAY))


def rendered(view: PackageView, language: str) -> Mapping[str, str]:
    return Shown(Site((view,), {"town": ()}, TODAY, TODAY), language)


@pytest.fixture(scope="module")
def lamps() -> PackageView:
    """390 figures of one indicator: the whole, by two dimensions, by both together."""
    return view_of(many.lamps())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_long_page_is_as_it_was(lamps: PackageView, language: str) -> None:
    page = rendered(lamps, language)[PAGE]
    golden = GOLDEN / f"{language}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")


def series_in(text: str) -> Iterator[tuple[Mapping[str, str], Mapping[str, str]]]:
    """What each series of the file is of, and its values by day."""
    file = json.loads(text)
    for pairs, times, values, *_ in file["series"]:
        of = {
            file["columns"][column][0]: file["columns"][column][2][code][0]
            for column, code in zip(pairs[::2], pairs[1::2], strict=True)
        }
        yield of, {file["times"][time][0]: value for time, value in zip(times, values, strict=True)}


def test_the_file_holds_every_figure_once(lamps: PackageView) -> None:
    held = [
        (tuple(of.items()), day, Decimal(value))
        for of, values in series_in(rendered(lamps, "zh")[FILE])
        for day, value in values.items()
    ]
    rows = lamps.observations_by_indicator[many.INDICATOR]
    assert sorted(held) == sorted((row.breakdown, row.as_of.isoformat(), row.value) for row in rows)


def test_where_rows_stand_is_told_without_making_them(lamps: PackageView) -> None:
    rows, stated = lamps.observations_by_indicator[many.INDICATOR], lamps.places(many.INDICATOR)
    told = [(row.id, *lamps.package.places[f"observations/{row.id}"]) for row in rows]
    assert (list(stated), len(stated)) == (told, len(rows))
    assert told[-1] in stated
    assert ("", *told[-1][1:]) not in stated


def test_years_of_a_large_package_are_those_of_its_rows(lamps: PackageView) -> None:
    rows = lamps.observations_by_indicator[many.INDICATOR]
    promised = lamps.assessments_by_indicator[many.INDICATOR]
    periods = [*(row.period for row in rows), *(item.target.period for item in promised)]
    assert lamps.years_of_indicator(many.INDICATOR) == sorted({period.end.year for period in periods})


def test_it_stands_once_for_all_languages(lamps: PackageView) -> None:
    assert FILE in rendered(lamps, "zh")
    assert FILE not in rendered(lamps, "en")
    file: Any = json.loads(rendered(lamps, "zh")[FILE])
    assert file["columns"][0] == [
        "sex",
        {"zh": "按sex", "en": "By sex"},
        [["men", {"zh": "值men", "en": "Code men"}], ["women", {"zh": "值women", "en": "Code women"}]],
    ]
    assert file["times"][0] == ["1996-12-31", {"zh": "1996年", "en": "1996"}]
    assert file["forms"] == [["{value}", 1]]
    assert file["documents"] == [["statistics", {"zh": "青禾镇统计表", "en": "Statistics of Qinghe Town"}]]
    assert file["series"][0][3:] == [0, 0]


WORDED = [
    # qualifier and status of a figure, how it is told in English, whether it is drawn
    ("about,", "about {value}", 1),
    (",E", "{value} (estimate)", 1),
    (",F", "{value} (forecast)", 0),
]


@pytest.mark.parametrize(("said", "words", "drawn"), WORDED)
def test_how_a_number_is_told_travels_with_it(said: str, words: str, drawn: int) -> None:
    tree = many.lamps()
    table = tree.read(f"{many.FOLDER}/observations.csv").decode()
    changed = table.replace(",1250.5,,,", f",1250.5,{said},", 1)
    assert changed != table
    file = json.loads(rendered(view_of(tree.write(f"{many.FOLDER}/observations.csv", changed)), "zh")[FILE])
    assert [form[0]["en"] for form in file["forms"] if isinstance(form[0], dict)] == [words]
    assert [form[1] for form in file["forms"] if isinstance(form[0], dict)] == [drawn]
    assert sorted({*file["series"][0][3]}) == [0, 1]


REGION: Mapping[str, Sequence[str]] = {"region": ("north", "south"), "sex": ("men", "women")}
NO_WHOLE = [
    # parts, what the page opens with
    ([{"region": "north"}, {"region": "south"}], "By region: Code north"),
    ([{"region": "north", "sex": "men"}, {"region": "south"}], "By region: Code south"),
]


@pytest.mark.parametrize(("parts", "opens"), NO_WHOLE)
def test_where_there_is_no_whole_the_page_says_what_it_opens_with(
    parts: list[Mapping[str, str]], opens: str
) -> None:
    text = Document(rendered(view_of(many.tree(REGION, parts, range(1996, 2022))), "en")[PAGE]).text
    assert "give no figure for the whole" in text
    assert opens in text.partition("What was reported")[0]


def test_what_all_figures_share_is_said_once() -> None:
    parts = [{"sex": "men"}, {"sex": "men", "region": "north"}]
    page = rendered(view_of(many.tree(REGION, parts, range(1996, 2022))), "en")[PAGE]
    assert "All figures here are of: By sex: Code men." in Document(page).text
    assert "give no figure for the whole" not in Document(page).text
    assert re.findall(r"<summary>([^<]*) <span", page) == ["By region"]


def test_the_list_of_a_theme_gives_the_figure_that_the_page_opens_with(lamps: PackageView) -> None:
    leading = lamps.leading(many.INDICATOR)
    assert leading is not None
    assert (leading.breakdown, leading.value) == ((), Decimal("1250.5"))


def test_nothing_is_silently_left_out(lamps: PackageView) -> None:
    page = rendered(lamps, "en")[PAGE]
    text = Document(page).text
    assert "390 figures are reported, in 15 series." in text
    assert re.findall(r"Series: (\d+) · figures: (\d+)", text) == [("2", "52"), ("4", "104"), ("8", "208")]
    assert f"{390 - LATEST} in all:" in text
    assert 'href="../../../../data/town/indicators/lamps-counted.csv"' in page


MANY = {f"d{number}": tuple(f"c{code}" for code in range(40)) for number in range(12)}


@pytest.fixture(scope="module")
def crowd() -> PackageView:
    """An indicator with 9,620 figures in 481 series of twelve breakdowns."""
    parts = [{}, *({name: code} for name, codes in MANY.items() for code in codes)]
    return view_of(many.tree(MANY, parts, range(2001, 2021)))


LARGEST = 45_000
"""Bytes of a page without what is around it on every page, and of what it loads with it."""


def test_nine_thousand_figures_are_as_light_as_nine(crowd: PackageView) -> None:
    pages = rendered(crowd, "zh")
    assert len(crowd.observations_by_indicator[many.INDICATOR]) == 9620
    assert len(pages[PAGE].encode()) < LARGEST
    assert len(pages[FILE].encode()) < 250_000


def test_of_many_breakdowns_the_first_give_values_and_all_are_named(crowd: PackageView) -> None:
    page = rendered(crowd, "en")[PAGE]
    named = re.findall(r"<summary>(By d\d+) <span", page)
    assert len(named) == NAMED // OF_EACH
    assert page.count('<span class="mz-figures__value">') == NAMED
    others = re.findall(r"<li>(By d\d+) \((\d+)\)</li>", page)
    assert {*named} | {name for name, _ in others} == {f"By d{number}" for number in range(12)}
    assert {count for _, count in others} == {"40"}
    assert page.count(f"found in the download: {40 - OF_EACH}.") == len(named)


def test_templates_and_contexts_agree(lamps: PackageView) -> None:
    """The template asks only for fields that its page has, and for all that it has beside those of a short page."""
    page = next(
        page
        for page in all_pages((lamps,), {"town": ()}, "en")
        if isinstance(page, contexts.LongIndicatorPage)
    )
    asked = set(
        re.findall(r"\bpage\.(\w+)", (ROOT / "site_src" / "templates" / page.template).read_text("utf-8"))
    )
    own = {field.name for field in dataclasses.fields(page)}
    short = {field.name for field in dataclasses.fields(contexts.IndicatorPage)}
    assert own - short <= asked <= own


def test_the_data_page_tells_of_the_file_where_there_is_one(lamps: PackageView) -> None:
    told = "stands series.json"
    assert told in rendered(lamps, "en")["data/index.md"]
    assert told not in rendered(view_of(many.tree({}, [{}], range(2020, 2022))), "en")["data/index.md"]


HEAVY = [
    # promises and figures of an indicator, how many bytes a promise is thought to take → whether its page is long
    (2, 5, 3_900, False),
    (2, 5, 30_000, True),
]


@pytest.mark.parametrize(("promised", "reported", "weight", "long"), HEAVY)
def test_a_page_is_long_where_its_promises_are_too_heavy_for_one(
    monkeypatch: pytest.MonkeyPatch, promised: int, reported: int, weight: int, *, long: bool
) -> None:
    view = view_of(OverlayTree())
    name = next(
        name for name in view.package.indicators if len(view.assessments_by_indicator[name]) == promised
    )
    assert view.observation_counts[name] == reported
    monkeypatch.setattr(views, "OF_A_PROMISE", weight)
    assert view.is_long(name) is long
