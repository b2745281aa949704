"""Charts: which an indicator gets, what is drawn (digits and codes only, in the page's colours), and the interactive
specifications with their words.
"""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import vl_convert
from downloads import loaded
from drawings import charts_on, summary
from folders import LONG_PLANS, ROOT
from hypothesis import given
from hypothesis import strategies as st
from overlays import REPORT, OverlayTree
from sites import TODAY

from generator.core.codes import Attainment
from generator.core.model import Package, Period
from generator.publishing.charts import (
    BreakdownData,
    ChartData,
    Column,
    Part,
    Point,
    ProgressData,
    SeriesData,
    YearsData,
    bundle,
    draw,
    drawing,
    forms,
    specification,
)
from generator.publishing.charts.axes import BREADTH, HEIGHT, LABEL, WIDTH, Box, scale, ticks, width
from generator.publishing.charts.data import DOTS, Shape
from generator.publishing.charts.draw import lighter
from generator.publishing.charts.shapes import shape
from generator.publishing.pages import contexts
from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.verdicts.standings import assess_package

SVG = "{http://www.w3.org/2000/svg}"
START, HALF, END = date(2023, 1, 1), date(2023, 6, 30), date(2023, 12, 31)


def points(*rows: tuple[date, str]) -> tuple[Point, ...]:
    return tuple(Point(day, Decimal(value)) for day, value in rows)


def level(value: str) -> tuple[Point, ...]:
    return points((START, value), (END, value))


def data(wanted: str, *results: tuple[date, str], plan: bool = True) -> ProgressData:
    return ProgressData(level(wanted), points((START, "0"), (END, wanted)) if plan else (), points(*results))


MONTHS = tuple((date(2023, month, 1), f"{month * 20}") for month in range(1, 13))


def days(text: str) -> Period:
    """`2021`, `2016/2020`, or two days."""
    start, _, end = text.partition("/")
    end = end or start
    return Period(
        date.fromisoformat(start if len(start) > 4 else f"{start}-01-01"),
        date.fromisoformat(end if len(end) > 4 else f"{end}-12-31"),
    )


def column(period: str, target: str = "", result: str = "", *, interim: bool = False) -> Column:
    """`target` may be a range: `7 10`."""
    ends = [Decimal(end) for end in target.split()]
    return Column(
        days(period),
        ends[0] if ends else None,
        ends[1] if len(ends) > 1 else None,
        Decimal(result) if result else None,
        interim,
    )


def years(*columns: Column, shape: Shape = Shape.BARS) -> YearsData:
    return YearsData(columns, shape)


def series(*values: str, month: int = 12) -> SeriesData:
    """One value at the end of each year from 2000 on, or on a day of another month."""
    days = (date(2000 + number, month, 31) for number in range(len(values)))
    return SeriesData(points(*zip(days, values, strict=True)))


def parts(*values: str) -> BreakdownData:
    return BreakdownData(tuple(Part(Decimal(value), name=f"{n}") for n, value in enumerate(values, 1)))


# What is drawn, and the numbers that must stand at its marks.
CHARTS: dict[str, tuple[ChartData, list[str]]] = {
    "heating pipes": (data("30", (HALF, "18.30")), ["30", "18.3"]),
    "two results": (data("100", (HALF, "40"), (END, "95")), ["100", "40", "95"]),
    "one for each month": (data("200", *MONTHS), ["200", *(value for _, value in MONTHS)]),
    "no plan": (data("97.5", (HALF, "98.2"), plan=False), ["97.5", "98.2"]),
    "no result": (data("30"), ["30"]),
    "no target": (ProgressData((), (), points((HALF, "18.3"))), ["18.3"]),
    "nothing": (ProgressData((), (), ()), []),
    "great": (
        data("123456789012345678", (HALF, "60000000000000000")),
        ["123,456,789,012,345,678", "60,000,000,000,000,000"],
    ),
    "small": (data("0.05", (HALF, "0.03")), ["0.05", "0.03"]),
    "below zero": (data("-20.4", (HALF, "-7")), ["-20.4", "-7"]),
    "zero": (data("0", (HALF, "0"), plan=False), ["0", "0"]),
    "one day": (ProgressData(points((END, "5")), (), points((END, "5"))), ["5", "5"]),
    "one day, twice": (data("30", (HALF, "5"), (HALF, "5")), ["30", "5", "5"]),
    "over the years": (data("30", (date(1949, 10, 1), "1"), (date(2149, 12, 31), "2")), ["30", "1", "2"]),
    "a year without a result": (
        years(column("2021", "30"), column("2023", "30", "18.30", interim=True)),
        ["30", "18.3"],  # of targets alike one is named
    ),
    "a range": (years(column("2021", "7 10"), column("2023", "10", "5")), ["7–10", "10", "5"]),
    "only results": (years(column("2021", "", "7"), column("2022", "", "8")), ["7", "8"]),
    "below zero in two years": (years(column("2021", "-3", "-4"), column("2022", "2")), ["-3", "-4", "2"]),
    "nothing at all": (years(column("2021", "0", "0"), column("2022", "0")), ["0", "0"]),
    "of all kinds": (
        years(
            column("2016/2020", "300", "290"),
            column("2021", "3", "2.9"),
            column("2022-01-01/2022-06-30", "", "32"),
            column("2022-09-09/2022-09-09", "", "7"),
        ),
        ["290", "3", "32", "7"],
    ),
    "more numbers than there is room for": (
        years(*(column(str(year), "12345", str(year)) for year in range(2001, 2024))),
        ["12,345", "2,023", "2,001"],
    ),
    "a series": (series("400", "90", "12.50"), ["400", "12.5"]),
    "a series far from zero": (series("90", "95", "92", month=3), ["90", "92"]),
    "a series below zero": (series("-3", "2"), ["-3", "2"]),
    "a series of a hundred years": (series(*map(str, range(1, 101))), ["1", "100"]),
    "parts": (parts("923", "443.5", "12", "0"), ["923", "443.5", "12", "0"]),
    "parts below zero": (parts("2", "-3"), ["2", "-3"]),
    "two hundred parts": (parts(*map(str, range(200, 0, -1))), [str(number) for number in range(200, 0, -1)]),
}
NAMES = pytest.mark.parametrize("name", CHARTS)


def marks(root: ET.Element, role: str) -> Iterator[ET.Element]:
    """The drawn elements of one kind of mark, axes left out, each with what all of its group look like."""
    for group in root.iter(f"{SVG}g"):
        if group.get("class", "").startswith(f"mark-{role} role-mark"):
            for mark in group:
                mark.attrib = {**group.attrib, **mark.attrib}
                yield mark


def drawn(name: str) -> tuple[str, ET.Element]:
    text = drawing(CHARTS[name][0], "en")
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
def test_holds_no_words_but_those_it_was_given(name: str) -> None:
    _, root = drawn(name)
    texts = [text.strip() for text in root.itertext() if text.strip()]
    assert [
        text for text in texts if not re.fullmatch(r"[-−]?\d[\d,./–-]*(H[12]|[MBT])?", text, re.ASCII)
    ] == []


@NAMES
def test_its_size_does_not_depend_on_the_fonts_of_a_machine(name: str) -> None:
    """What Vega measures is as wide as the fonts at hand, which have Chinese or not; so nothing is left to measure."""
    shown = CHARTS[name][0]
    _, root = drawn(name)
    margins = shown.margins("en")
    across, down = [float(number) for number in (root.get("viewBox") or "").split()[2:]]
    wide = BREADTH if isinstance(shown, BreakdownData) else WIDTH
    assert across == pytest.approx(margins.left + wide + margins.right, abs=1)
    if not isinstance(shown, BreakdownData):
        assert down == pytest.approx(margins.top + HEIGHT + margins.bottom, abs=1)


@NAMES
def test_vega_measures_no_word_and_the_drawing_is_that_of_one_who_measures_all(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To measure the words took Vega two thirds of its time."""
    ours, drawn_by_vega = [], []
    vega = vl_convert.vega_to_svg

    def watched(chart: dict[str, Any]) -> str:
        drawn_by_vega.append(vega(chart))
        return drawn_by_vega[-1]

    def as_compiled(form: str) -> Mapping[str, Any]:
        compiled: Mapping[str, Any] = vl_convert.vegalite_to_vega({**shape(form), "datasets": {}})
        return compiled

    forget = draw._drawn.cache_clear  # noqa: SLF001 - what is drawn once is drawn again
    monkeypatch.setattr(vl_convert, "vega_to_svg", watched)
    for _ in range(2):
        forget()
        ours.append(drawing(CHARTS[name][0], "en"))
        monkeypatch.setattr(draw, "_compiled", as_compiled)
    forget()
    assert ours[0] == ours[1]
    without, measured = ["".join(ET.fromstring(text).itertext()).strip() for text in drawn_by_vega]
    assert (without, bool(measured)) == ("", True)


@NAMES
def test_takes_every_colour_from_the_page(name: str) -> None:
    text, root = drawn(name)
    colours = {
        value
        for element in root.iter()
        for attribute, value in element.attrib.items()
        if attribute in ("fill", "stroke", "color", "stop-color", "style")
    }
    variables = {
        "chart-text",
        "chart-grid",
        "chart-plan",
        "chart-result",
        "chart-target",
        "chart-line-1",
        "achieved",
        "missed",
    }
    assert colours <= {"none", "transparent", *(f"var(--mz-{name})" for name in variables)}
    assert not re.search(r"#[0-9a-fA-F]{3}|rgb|hsl|url\(|href", text)


@NAMES
def test_shows_what_it_was_given(name: str) -> None:
    shown, labels = CHARTS[name]
    _, root = drawn(name)
    assert sorted(mark.text for mark in marks(root, "text") if mark.text) == sorted(labels)
    dots = len(list(marks(root, "symbol")))
    if isinstance(shown, ProgressData):
        assert dots == len(shown.results)
        lines = [mark.get("stroke") for mark in marks(root, "line")]
        assert ("var(--mz-chart-plan)" in lines) == bool(shown.plan)
    elif isinstance(shown, YearsData):
        bars = [mark for mark in marks(root, "rect") if mark.get("stroke") == "var(--mz-chart-result)"]
        assert len(bars) == sum(item.result is not None for item in shown.columns)
        dashed = [mark for mark in bars if mark.get("stroke-dasharray") == "5,4"]
        assert len(dashed) == sum(item.interim for item in shown.columns)
    elif isinstance(shown, SeriesData):
        assert dots == (len(shown.points) if len(shown.points) <= DOTS else 0)
        assert [mark.get("stroke") for mark in marks(root, "line")] == ["var(--mz-chart-line-1)"]
    elif isinstance(shown, BreakdownData):
        assert dots == len(shown.parts)


LIGHTER = {
    # what Vega wrote → what stands on the page
    "what all look like stands once": (
        '<g class="mark-rule"><line x2="1" stroke="red"/><line x2="2" stroke="red"/></g>',
        '<g class="mark-rule" stroke="red"><line x2="1"/><line x2="2"/></g>',
    ),
    "what only some look like stands with each": (
        '<g class="mark-rule"><line x2="1" stroke="red"/><line x2="2"/></g>',
        '<g class="mark-rule"><line x2="1" stroke="red"/><line x2="2"/></g>',
    ),
    "a look that two share and a third has otherwise": (
        '<g class="mark-rect"><path d="M0" fill="red"/><path d="M1" fill="red"/><path d="M2" fill="blue"/></g>',
        '<g class="mark-rect"><path d="M0" fill="red"/><path d="M1" fill="red"/><path d="M2" fill="blue"/></g>',
    ),
    "where a mark is and how much it is seen through is its own": (
        '<g class="mark-rect"><path d="M0" opacity="0.5"/><path d="M0" opacity="0.5"/></g>',
        '<g class="mark-rect"><path d="M0" opacity="0.5"/><path d="M0" opacity="0.5"/></g>',
    ),
    "one alone": (
        '<g class="mark-rule"><line x2="1" stroke="red"/></g>',
        '<g class="mark-rule"><line x2="1" stroke="red"/></g>',
    ),
    "words are no looks": (
        '<g class="mark-text"><text fill="red">fill="red"</text><text fill="red">stroke="1"</text></g>',
        '<g class="mark-text" fill="red"><text>fill="red"</text><text>stroke="1"</text></g>',
    ),
    "lines of a text": (
        '<g class="mark-text"><text x="1" fill="red"><tspan x="0">a</tspan></text><text x="2" fill="red">b</text></g>',
        '<g class="mark-text" fill="red"><text x="1"><tspan x="0">a</tspan></text><text x="2">b</text></g>',
    ),
    "what is not seen": (
        '<path d="M0" fill="red" opacity="0"/><path fill-opacity="0" d="M1"/>',
        '<path fill-opacity="0" d="M1"/>',
    ),
    "what holds of course": (
        '<line transform="translate(0,0)" x2="340" y2="0" opacity="1"/><line x1="0" opacity="0.1"/>',
        '<line x2="340"/><line opacity="0.1"/>',
    ),
    "long coordinates": ('<line x2="1.23456"/>1.23456', '<line x2="1.2"/>1.23456'),
    "groups within groups": (
        '<g class="mark-group"><g class="mark-rule"><line x1="1" fill="a"/><line x1="2" fill="a"/></g></g>',
        '<g class="mark-group"><g class="mark-rule" fill="a"><line x1="1"/><line x1="2"/></g></g>',
    ),
}


@pytest.mark.parametrize("case", LIGHTER)
def test_a_drawing_does_not_say_things_twice(case: str) -> None:
    written, expected = LIGHTER[case]
    assert lighter(written) == expected


SCALES = [
    # the values of a series, whether its scale begins at zero
    (("400", "90"), True),
    (("90", "95"), False),
    (("90", "180"), True),
    (("-5", "-4"), True),
    (("0", "0"), True),
]


@pytest.mark.parametrize(("values", "from_zero"), SCALES)
def test_a_scale_begins_at_zero_unless_all_would_look_alike(
    values: tuple[str, ...], *, from_zero: bool
) -> None:
    assert series(*values).from_zero == from_zero


def test_the_days_of_a_series_are_named_the_last_one_always() -> None:
    shown = series(*map(str, range(12))).values("en")
    named = [datetime.fromtimestamp(day / 1000, UTC).date() for day in shown["ticks"]]
    assert [day.year for day in named] == [2002, 2005, 2008, 2011]
    assert shown["yearly"]
    assert not series("1", "2", month=3).values("en")["yearly"]


def test_no_names_of_days_of_a_series_lie_on_each_other() -> None:
    monthly = (
        (date(2022, 12, 31), "1"),
        (date(2023, 12, 31), "2"),
        (date(2024, 1, 31), "3"),
        (date(2024, 2, 29), "4"),
    )
    shown = SeriesData(points(*monthly, (date(2024, 12, 1), "5"))).values("en")
    named = [datetime.fromtimestamp(day / 1000, UTC).date() for day in shown["ticks"]]
    assert named == [date(2022, 12, 31), date(2024, 2, 29), date(2024, 12, 1)]


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
    root = ET.fromstring(drawing(data(wanted, (HALF, result), plan=plan), "en"))
    assert len(list(marks(root, "symbol"))) == 1


def test_drawn_again_it_is_the_same() -> None:
    assert drawn("heating pipes")[0] == drawn("heating pipes")[0]


CODES = {
    "2021": "2021",
    "2016/2020": "2016/2020",
    "2023-01-01/2023-06-30": "2023-H1",
    "2023-07-01/2023-12-31": "2023-H2",
    "2023-04-01/2023-06-30": "2023-Q2",
    "2024-02-01/2024-02-29": "2024-02",
    "2023-06-30/2023-06-30": "2023-06-30",
    "2023-02-03/2024-02-02": "2023-02-03/\n2024-02-02",
}


@pytest.mark.parametrize("period", CODES)
def test_a_column_is_named_by_a_code(period: str) -> None:
    assert column(period).code == CODES[period]


# From the first day to the last, and the days that are named under the chart.
NAMED = {
    ("2023-01-01", "2023-12-31"): "2023-01-01 2023-04-01 2023-07-01 2023-10-01",
    ("2023-07-01", "2023-12-31"): "2023-07-01 2023-10-01",
    ("2023-01-15", "2023-05-10"): "2023-02-01 2023-03-01 2023-04-01 2023-05-01",
    ("2021-01-01", "2025-12-31"): "2021-01-01 2022-01-01 2023-01-01 2024-01-01 2025-01-01",
    ("2021-03-15", "2030-12-31"): "2022-01-01 2024-01-01 2026-01-01 2028-01-01 2030-01-01",
    ("2023-06-05", "2023-06-25"): "2023-06-05 2023-06-25",
    ("2023-06-05", "2023-06-05"): "2023-06-05",
}


@pytest.mark.parametrize(("first", "last"), NAMED)
def test_an_axis_of_time_names_first_days_of_months(first: str, last: str) -> None:
    found = ticks(date.fromisoformat(first), date.fromisoformat(last))
    assert " ".join(map(str, found)) == NAMED[first, last]


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(0, 300_000))
def test_an_axis_of_time_never_names_too_many_days(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = ticks(first, last)
    assert len(found) <= 5
    assert all(first <= day <= last for day in found)


numbers = st.decimals(-1000, 1000, places=1)
some_columns = st.lists(
    st.builds(
        Column,
        st.integers(2001, 2015).map(lambda year: days(str(year))),
        numbers,
        st.none(),
        st.none() | numbers,
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda column: column.period,
)


@given(some_columns, st.sampled_from(Shape))
def test_numbers_of_years_do_not_run_into_each_other(found: list[Column], shape: Shape) -> None:
    shown = years(*sorted(found, key=lambda column: column.period.end), shape=shape)
    values = shown.values("en")
    time, height = values["last"] - values["first"], values["high"] - values["low"]
    boxes = []
    for row in shown.datasets("en")["labels"]:
        across = (row["at"] - values["first"]) / time * WIDTH
        middle = (row["value"] - values["low"]) / height * HEIGHT - row["dy"]
        boxes.append(Box(across - width(row["label"]) / 2, across + width(row["label"]) / 2, middle))
    assert [(one, other) for one, other in combinations(boxes, 2) if one.meets(other)] == []
    assert all(-LABEL <= box.middle <= HEIGHT + LABEL for box in boxes)
    results = [column for column in shown.columns if column.result is not None]
    told = [row["value"] for row in shown.datasets("en")["labels"] if row["kind"] == "result"]
    assert not results or told[0] == float(results[-1].result or 0), "the last is always told"


SCALES_OF_VALUES = {
    # the values, from zero or not → what is named
    ("0 3", True): "0 1 2 3",
    ("1130 1600", True): "0 500 1000 1500 2000",
    ("94.2 98.5", False): "94 95 96 97 98 99",
    ("5 5", False): "5 6",
    ("0 0", True): "0 0.2",
    ("-7 20", True): "-10 0 10 20",
    ("0.000000000001 0.000000000002", True): "0 5e-13 1e-12 1.5e-12 2e-12",
}


@pytest.mark.parametrize(("values", "from_zero"), SCALES_OF_VALUES)
def test_a_scale_is_named_at_round_numbers(values: str, *, from_zero: bool) -> None:
    found = scale(map(Decimal, values.split()), from_zero=from_zero)
    assert " ".join(f"{float(value):g}" for value in found.named) == SCALES_OF_VALUES[values, from_zero]


@given(st.lists(st.decimals(-(10**18), 10**18, places=12), min_size=1, max_size=5), st.booleans())
def test_a_scale_holds_all_values_with_few_names(values: list[Decimal], from_zero: bool) -> None:  # noqa: FBT001 - a parameter of the test
    found = scale(values, from_zero=from_zero)
    assert found.low <= min(values) <= max(values) <= found.high
    assert (found.named[0], found.named[-1]) == (found.low, found.high)
    assert 2 <= len(found.named) <= 8
    assert not from_zero or found.low <= 0 <= found.high


def test_a_form_is_built_once_and_a_drawing_serves_both_languages() -> None:
    assert forms.form("years") is forms.form("years")
    one, other = (
        ProgressData(level("30"), (), (Point(HALF, Decimal(3), tip),)) for tip in ("结果", "Result")
    )
    assert drawing(one, "en") is drawing(other, "zh")


IN_ANOTHER_ZONE = """
import pickle, sys
from generator.publishing.charts import drawing
charts = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write("\\n".join(drawing(chart, "en") for chart in charts).encode())
"""


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_is_the_same_in_every_time_zone(zone: str) -> None:
    charts = [CHARTS[name][0] for name in ("heating pipes", "one for each month")]
    run = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_ZONE],
        input=pickle.dumps(charts),
        env={**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (run.stdout.decode(), run.stderr) == ("\n".join(drawing(chart, "en") for chart in charts), b"")


CROWDED = {
    # results from the first of January on, each so many days after the last → what has a label
    "with room": ((120, "40", "50", "60"), ["40", "50", "60"]),
    "one beside another": ((8, "40", "41", "42"), ["", "", "42"]),
    "one above another": ((8, "10", "40", "80"), ["10", "40", "80"]),
}


@pytest.mark.parametrize("name", CROWDED)
def test_numbers_of_dots_do_not_run_into_each_other(name: str) -> None:
    (step, *values), expected = CROWDED[name]
    found = [(START + timedelta(days=step * (number + 1)), value) for number, value in enumerate(values)]
    rows = data("100", *found, plan=False).datasets("en")["results"]
    assert [row["label"] for row in rows] == expected


def test_a_start_of_an_earlier_year_is_a_ring_at_its_own_time() -> None:
    shown = replace(data("100", (END, "90")), start=points((START - timedelta(days=365), "40")))
    root = ET.fromstring(drawing(shown, "en"))
    symbols = list(marks(root, "symbol"))
    looks = [(mark.get("stroke"), mark.get("fill")) for mark in symbols]
    assert looks == [("var(--mz-chart-target)", None), (None, "var(--mz-chart-result)")]
    assert next(root.iter(f"{SVG}g")).get("fill") == "none"
    across = [float(re.findall(r"[\d.]+", mark.get("transform", ""))[0]) for mark in symbols]
    assert across == [0, pytest.approx(WIDTH, abs=0.1)]
    assert "40" in {mark.text for mark in marks(root, "text")}


# Which charts an indicator gets: rows of a report, and the charts with what is in them

HEAD = "indicator_id,area_id,power,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure"


def package_with(
    *rows: str, areas: str = "", dimensions: str = "", indicator: str = "lamps-installed", unit: str = "盏"
) -> Package:
    """The small town with the figures of `rows`: area, part, period, as-of date (`end`: its last day), value, status."""
    lines = []
    for row in rows:
        area, part, time, as_of, value, *status = row.split()
        period = days(time)
        day = str(period.end) if as_of == "end" else as_of
        printed = value + ("天" if value == "3" else unit)
        cells = [
            indicator,
            area,
            "" if part == "-" else part,
            str(period.start),
            str(period.end),
            day,
            value,
            "exact",
            *(status or ["A"]),
            "一/(一)",
            printed,
        ]
        lines.append(",".join(cells))
    tree = OverlayTree().write(f"{REPORT}/observations.csv", "\n".join([HEAD, *lines, ""]))
    if areas:
        tree.write("town/areas.yaml", tree.read("town/areas.yaml").decode() + areas)
    if dimensions:
        tree.edit("town/dimensions.yaml", "title_zh: 太阳能\n      title_en: Solar", dimensions)
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def charts_of(
    package: Package, indicator: str = "lamps-installed", language: str = "zh"
) -> list[contexts.Chart]:
    """The charts of the one indicator that the rows are about."""
    view = PackageView(package, assess_package(package, TODAY))
    return charts_on(view, indicator, language)


WHICH: dict[str, tuple[list[str], list[str]]] = {
    "no figure": ([], []),
    "a result alone is no chart but beside its target": (["qinghe - 2023 end 210"], ["progress 210"]),
    "an interim result": (
        ["qinghe - 2023-01-01/2023-06-30 end 90", "qinghe - 2022 end 181"],
        ["progress 90", "years 2022:181/ 2023:90?/200"],
    ),
    "a whole period": (
        ["qinghe - 2023 end 210", "qinghe - 2022 end 181"],
        ["progress 210", "years 2022:181/ 2023:210/200"],
    ),
    "a target without a result": (["qinghe - 2022 end 181"], ["years 2022:181/ 2023:/200"]),
    "read before the period was over": (["qinghe - 2022 2022-09-30 150"], ["years 2022:150?/ 2023:/200"]),
    "a half year inside a year": (
        ["qinghe - 2022-01-01/2022-06-30 end 80", "qinghe - 2022 end 181"],
        ["years 2022:181/ 2023:/200"],
    ),
    "a forecast is no result": (["qinghe - 2022 end 181 F"], []),
    "parts are no years": (["qinghe solar 2022 end 80", "qinghe solar 2021 end 70"], []),
    "parts": (
        ["qinghe grid 2022 end 70", "qinghe solar 2022 end 80"],
        ["breakdown 1:80 2:70"],
    ),
    "alike parts stand in the order of the code list": (
        ["qinghe solar 2022 end 70", "qinghe grid 2022 end 70"],
        ["breakdown 1:70 2:70"],
    ),
    "the latest day with two parts": (
        [
            *("qinghe grid 2021 end 7", "qinghe solar 2021 end 8", "qinghe grid 2022 end 20"),
            *("qinghe solar 2022 end 30", "qinghe solar 2023 end 40"),
        ],
        ["breakdown 1:30 2:20"],
    ),
    "areas come first": (
        [
            *("east-village - 2022 end 33", "west-village - 2022 end 44"),
            *("qinghe grid 2022 end 70", "qinghe solar 2022 end 80"),
        ],
        ["breakdown 1:44 2:33"],
    ),
    "a village and a part of it are no two villages": (
        ["east-village - 2022 end 33", "mill-lane - 2022 end 44"],
        [],
    ),
}

PLACES = """
west-village:
  title_zh: 西村
  title_en: West Village
  part_of: qinghe
mill-lane:
  title_zh: 磨坊巷
  title_en: Mill Lane
  part_of: east-village
"""


@pytest.mark.parametrize("name", WHICH)
def test_which_charts_an_indicator_gets(name: str) -> None:
    rows, expected = WHICH[name]
    assert [summary(chart) for chart in charts_of(package_with(*rows, areas=PLACES))] == expected


TREES = "2015:1500/ 2016:1800/ 2017:2100/ 2018:1900/ 2019:2000/ 2020:1700/ 2021:2600/2500 2022:2300/"
LONG: dict[str, list[str]] = {
    # a plan for 2016 to 2030, and what the yearbook has for each year from 2015 to 2022: every result is drawn
    "forest-cover": ["progress from 18 at 2015-12-31: (18.7) 18.9 (19.2) 19.6 (20.1) 20.4 (21) 21.3"],
    "letters-answered": ["progress 88 91 (92) 90 89 (93) (94) 95"],
    # a count is drawn added up, then beside the target of one of the years
    "trees-planted": [
        "progress 1,800 (3900) 5,800 (7800) 9,500 (12100) 14,400",
        f"years {TREES}",
    ],
    "lamps-standing": ["progress from 200 at 2015-12-31: 200 (225) (240) 270 (290) 300 (330) 345"],
    "road-deaths": ["progress from 6 at 2015-12-31: 6 (5.8) 5.9 (5.2) 5 (4.1) 4.4 4"],
    "repair-days": ["progress 7 5 5 4 4 (6) 4 3"],
}


@pytest.mark.parametrize("indicator", LONG)
def test_the_results_of_years_stand_beside_a_target_of_several(indicator: str) -> None:
    assert [summary(chart) for chart in charts_of(loaded(LONG_PLANS, "bay"), indicator, "en")] == LONG[
        indicator
    ]


RATES: dict[str, tuple[list[str], list[str]]] = {
    # a share of the working lamps, asked of the whole year 2023, with what was reported for which period
    "one quarter alone is no comparison": (["qinghe - 2023-01-01/2023-03-31 end 84"], []),
    "a quarter is not the year": (
        ["qinghe - 2022 end 96", "qinghe - 2023-01-01/2023-03-31 end 84"],
        ["years 2022:96/ 2023-Q1:84/97.5"],
    ),
    "each quarter stands for itself": (
        ["qinghe - 2023-01-01/2023-03-31 end 84", "qinghe - 2023-04-01/2023-06-30 2023-05-31 98"],
        ["years 2023-Q1:84/97.5 2023-Q2:98?/97.5"],
    ),
    "a quarter inside a half year": (
        [
            *("qinghe - 2022 end 96", "qinghe - 2023-01-01/2023-03-31 end 84"),
            "qinghe - 2023-01-01/2023-06-30 end 90",
        ],
        ["years 2022:96/ 2023-H1:90/97.5"],
    ),
    "the year's own": (
        ["qinghe - 2022 end 96", "qinghe - 2023-01-01/2023-03-31 end 84", "qinghe - 2023 end 97"],
        ["years 2022:96/ 2023:97/97.5"],
    ),
    "the year without a result": (["qinghe - 2022 end 96"], ["years 2022:96/ 2023:/97.5"]),
}


def test_a_share_to_be_reached_is_asked_of_the_end_alone() -> None:
    quarters = [
        "qinghe - 2022 end 90",
        "qinghe - 2023-01-01/2023-03-31 end 92",
        "qinghe - 2023-04-01/2023-06-30 end 94",
    ]
    package = package_with(*quarters, indicator="lamps-working-share", unit="%")
    targets = {
        name: replace(target, attainment=Attainment.BY_END) for name, target in package.targets.items()
    }
    drawn = charts_of(replace(package, targets=targets), "lamps-working-share")
    assert [summary(chart) for chart in drawn] == ["progress 92 94", "years 2022:90/ 2023:94?/97.5"]


@pytest.mark.parametrize("name", RATES)
def test_a_share_is_drawn_in_the_period_that_it_was_reported_for(name: str) -> None:
    rows, expected = RATES[name]
    package = package_with(*rows, indicator="lamps-working-share", unit="%")
    assert [summary(chart) for chart in charts_of(package, "lamps-working-share")] == expected


MARKED: dict[str, tuple[list[str], list[list[str]], str]] = {
    # rows → the numbers in each chart, what every caption says of them
    "an estimate": (
        ["qinghe - 2023 end 210 E", "qinghe - 2022 end 181"],
        [["210 E"], ["210 E", "200", "181"]],
        "E：估计数。",
    ),
    "a provisional figure": (
        ["qinghe - 2023 end 210 P", "qinghe - 2022 end 181"],
        [["210 P"], ["210 P", "200", "181"]],
        "P：初步数。",
    ),
    "a sum of two kinds": (
        ["qinghe - 2023-01-01/2023-06-30 end 90 E", "qinghe - 2023-07-01/2023-12-31 end 120 B"],
        [["90 E", "210 BE"]],
        "B：口径变化。E：估计数。",
    ),
    "parts": (["qinghe grid 2022 end 70 E", "qinghe solar 2022 end 80"], [["80", "70 E"]], "E：估计数。"),
    "a forecast": (
        ["qinghe - 2023 end 210", "qinghe - 2022 end 181", "qinghe - 2021 end 170 F"],
        [["210"], ["210", "200", "181"]],
        "预测没有画，列在页面上。",
    ),
}


@pytest.mark.parametrize("name", MARKED)
def test_what_is_recorded_of_a_figure_is_drawn_with_it(name: str) -> None:
    rows, numbers, sentence = MARKED[name]
    charts = charts_of(package_with(*rows))
    drawn = [
        [
            row["label"]
            for layer in ("results", "parts", "labels")
            for row in chart.specification["datasets"].get(layer, ())
        ]
        for chart in charts
    ]
    assert drawn == numbers
    for chart in charts:
        assert sentence in chart.caption
        for number in numbers[charts.index(chart)]:
            assert number in chart.svg


def test_nothing_is_said_of_plain_figures() -> None:
    for language in ("zh", "en"):
        for chart in charts_of(
            package_with("qinghe - 2023 end 210", "qinghe - 2022 end 181"), language=language
        ):
            for code in ("E", "P", "B"):
                assert f"{code}：" not in chart.caption
                assert f" {code}: " not in chart.caption


def test_the_list_under_a_dot_plot_names_its_rows() -> None:
    package = package_with("qinghe grid 2022 end 70", "qinghe solar 2022 end 80")
    (chart,) = charts_of(package)
    assert [(name.own("zh"), str(row.value)) for name, row in chart.parts] == [
        ("太阳能", "80"),
        ("市电", "70"),
    ]
    assert "供电方式" in chart.caption
    assert "2022年12月31日" in chart.caption


HOSTILE = "</script><img src=x onerror=alert(1)>var(--mz-ink)"


def test_a_text_of_the_data_is_a_text_in_a_drawing() -> None:
    package = package_with(
        *("qinghe grid 2022 end 70", "qinghe solar 2022 end 80"),
        dimensions=f'title_zh: "{HOSTILE}"\n      title_en: "{HOSTILE}"',
    )
    (chart,) = charts_of(package)
    root = ET.fromstring(chart.svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg",
        "g",
        "path",
        "line",
        "text",
        "defs",
        "rect",
        "clipPath",
    }
    assert any((element.text or "").startswith("</script>") for element in root.iter(f"{SVG}text"))
    assert "<img" not in chart.svg
    assert "</script>" not in chart.svg
    assert chart.specification["datasets"]["parts"][0]["tip"].startswith(HOSTILE)


def test_in_chinese_no_line_of_a_title_begins_with_punctuation() -> None:
    caption = "数" * 44 + "。" + "字" * 44 + "，" + "末"
    lines = specification(parts("1", "2"), "名", caption, "zh")["title"]["subtitle"]
    assert lines == ["数" * 44 + "。", "字" * 44 + "，", "末"]


def test_in_chinese_no_line_ends_within_a_number() -> None:
    # 44 characters have room: the year would be cut after its first digit.
    caption = "字" * 43 + "2023年工作要点，完成99.5%。"
    lines = specification(parts("1", "2"), "名", caption, "zh")["title"]["subtitle"]
    assert lines == ["字" * 43, "2023年工作要点，完成99.5%。"]
    # A number for which no line is long enough is cut.
    assert len(specification(parts("1", "2"), "名", "1" * 50, "zh")["title"]["subtitle"]) == 2


def test_the_program_is_one_script_that_names_its_makers_and_asks_nobody_for_anything() -> None:
    text = bundle()
    head = text.split("\n", 1)[0]
    assert re.fullmatch(r"/\*! Vega [\d.]+, Vega-Lite [\d.]+, Vega-Embed [\d.]+, .*BSD-3-Clause.* \*/", head)
    assert re.search(r"\nwindow\.mzVega = \{ embed: [\w$]+ \};\}\)\(\);\n$", text)
    assert not re.search(r"""(?:from|import)[\s(]*["']https?:""", text)
    assert not re.search(r"""(?:^|[;}])\s*(?:export|import)[\s{*]""", text)
