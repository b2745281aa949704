"""The drawings: digits only, colours of the page, silent to screen readers, the same in every time zone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from generator.charts import HEIGHT, WIDTH, Point, ProgressData, progress_chart

SVG = "{http://www.w3.org/2000/svg}"
START, HALF, END = date(2023, 1, 1), date(2023, 6, 30), date(2023, 12, 31)


def points(*rows: tuple[date, str]) -> tuple[Point, ...]:
    return tuple(Point(day, Decimal(value)) for day, value in rows)


def level(value: str) -> tuple[Point, ...]:
    return points((START, value), (END, value))


def data(wanted: str, *results: tuple[date, str], plan: bool = True) -> ProgressData:
    return ProgressData(level(wanted), points((START, "0"), (END, wanted)) if plan else (), points(*results))


MONTHS = tuple((date(2023, month, 1), f"{month * 20}") for month in range(1, 13))

# What is drawn, and the labels of its results and of its target as they must be printed.
CHARTS: dict[str, tuple[ProgressData, list[str]]] = {
    "heating pipes": (data("30", (HALF, "18.30")), ["30", "18.3"]),
    "two results": (data("100", (HALF, "40"), (END, "95")), ["100", "40", "95"]),
    "one for each month": (data("200", *MONTHS), ["200", *(value for _, value in MONTHS)]),
    "no plan": (data("97.5", (HALF, "98.2"), plan=False), ["97.5", "98.2"]),
    "no result": (data("30"), ["30"]),
    "no target": (ProgressData((), (), points((HALF, "18.3"))), ["18.3"]),
    "nothing": (ProgressData((), (), ()), []),
    "great": (
        data("123456789012345678", (HALF, "60000000000000000")),
        ["123456789012345678", "60000000000000000"],
    ),
    "small": (data("0.05", (HALF, "0.03")), ["0.05", "0.03"]),
    "below zero": (data("-20.4", (HALF, "-7")), ["-20.4", "-7"]),
    "zero": (data("0", (HALF, "0"), plan=False), ["0", "0"]),
    "one day": (ProgressData(points((END, "5")), (), points((END, "5"))), ["5", "5"]),
    "one day, twice": (data("30", (HALF, "5"), (HALF, "5")), ["30", "5", "5"]),
    "over the years": (data("30", (date(1949, 10, 1), "1"), (date(2149, 12, 31), "2")), ["30", "1", "2"]),
}
NAMES = pytest.mark.parametrize("name", CHARTS)


def marks(root: ET.Element, role: str) -> Iterator[ET.Element]:
    """The drawn elements of one kind of mark, axes left out."""
    for group in root.iter(f"{SVG}g"):
        if group.get("class", "").startswith(f"mark-{role} role-mark"):
            yield from group


def drawn(name: str) -> tuple[str, ET.Element]:
    text = progress_chart(CHARTS[name][0])
    return text, ET.fromstring(text)


@NAMES
def test_is_a_drawing_hidden_from_assistive_technology(name: str) -> None:
    _, root = drawn(name)
    assert root.tag == f"{SVG}svg"
    assert (root.get("aria-hidden"), root.get("focusable")) == ("true", "false")
    assert root.get("viewBox")
    assert (root.get("width"), root.get("height")) == (None, None), "the page decides how wide it is"
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith(("aria-", "role"))} - {"aria-hidden"}
    assert not [element.tag for element in root.iter() if element.tag in (f"{SVG}title", f"{SVG}desc")]


@NAMES
def test_holds_no_words(name: str) -> None:
    _, root = drawn(name)
    texts = [text.strip() for text in root.itertext() if text.strip()]
    assert [text for text in texts if not re.fullmatch(r"[-−]?\d[\d.-]*", text, re.ASCII)] == []


@NAMES
def test_takes_every_colour_from_the_page(name: str) -> None:
    text, root = drawn(name)
    colours = {
        value
        for element in root.iter()
        for attribute, value in element.attrib.items()
        if attribute in ("fill", "stroke", "color", "stop-color", "style")
    }
    variables = {"text", "grid", "plan", "result", "target"}
    assert colours <= {"none", "transparent", *(f"var(--mz-chart-{name})" for name in variables)}
    assert not re.search(r"#[0-9a-fA-F]{3}|rgb|hsl|url\(|href", text)


@NAMES
def test_shows_what_it_was_given(name: str) -> None:
    given, labels = CHARTS[name]
    _, root = drawn(name)
    dots = [mark for mark in marks(root, "symbol") if mark.get("fill") == "var(--mz-chart-result)"]
    assert len(dots) == len(given.results)
    assert sorted(mark.text or "" for mark in marks(root, "text")) == sorted(labels)
    lines = [mark.get("stroke") for mark in marks(root, "line")]
    assert ("var(--mz-chart-plan)" in lines) == bool(given.plan)


def test_the_plan_is_dashed_so_that_colour_is_not_all() -> None:
    _, root = drawn("heating pipes")
    dashes = {mark.get("stroke"): mark.get("stroke-dasharray") for mark in marks(root, "line")}
    assert dashes["var(--mz-chart-plan)"] == "5,4"
    assert dashes["var(--mz-chart-target)"] is dashes["var(--mz-chart-result)"] is None


def test_a_dot_stands_where_its_day_and_value_are() -> None:
    _, root = drawn("two results")
    places = [re.findall(r"[\d.]+", mark.get("transform", "")) for mark in marks(root, "symbol")]
    # 180 and 364 of the 364 days from the first to the last; 40 and 95 of 100, counted from the top
    expected = [(WIDTH * 180 / 364, HEIGHT * 0.60), (WIDTH, HEIGHT * 0.05)]
    assert [tuple(map(float, place)) for place in places] == [
        pytest.approx(place, abs=0.1) for place in expected
    ]


EXTREME = ["0.000000000001", "-0.000000000001", "999999999999999999.999999999999", "-999999999999999999"]


@pytest.mark.parametrize("plan", [True, False])
@pytest.mark.parametrize("result", EXTREME)
@pytest.mark.parametrize("wanted", EXTREME)
def test_no_number_is_too_great_or_too_small_to_draw(wanted: str, result: str, plan: bool) -> None:  # noqa: FBT001 - a parameter of the test
    root = ET.fromstring(progress_chart(data(wanted, (HALF, result), plan=plan)))
    assert len(list(marks(root, "symbol"))) == 1


def test_drawn_again_it_is_the_same() -> None:
    assert drawn("heating pipes")[0] == drawn("heating pipes")[0]


IN_ANOTHER_ZONE = """
import sys
from test_charts import CHARTS, progress_chart
sys.stdout.write("\\n".join(progress_chart(CHARTS[name][0]) for name in ("heating pipes", "one for each month")))
"""


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "UTC"])
def test_is_the_same_in_every_time_zone(zone: str) -> None:
    here = "\n".join(drawn(name)[0] for name in ("heating pipes", "one for each month"))
    run = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_ZONE],
        cwd=Path(__file__).parent,
        env={**os.environ, "TZ": zone, "PYTHONPATH": os.pardir},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.stdout, run.stderr) == (here, "")
