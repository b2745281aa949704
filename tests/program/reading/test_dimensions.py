"""A table has a column for a breakdown only where it needs one; what its rows say does not depend on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest
from compared import read, told
from hypothesis import given, settings
from hypothesis import strategies as st
from overlays import REPORT, TODAY, OverlayTree

from generator.comparing.changes import compare
from generator.comparing.silent import silent_changes
from generator.core.problems import Report
from generator.publishing.export import ledger as published
from generator.reading.load import load

OBSERVATIONS = f"{REPORT}/observations.csv"
DECLARED = """\
power:
  title_zh: 供电方式
  exhaustive: false
  values:
    grid: {title_zh: 市电}
    solar: {title_zh: 太阳能}
height:
  title_zh: 灯高
  exhaustive: false
  values:
    low: {title_zh: 矮}
"""
Codes = tuple[str, str]
"""The power and the height of the lamps that a row counts; empty for all of them."""

ROWS = st.lists(
    st.tuples(st.sampled_from(["", "grid", "solar"]), st.sampled_from(["", "low"])), min_size=1, unique=True
)
NAMES = ("power", "height")


def table(rows: Sequence[Codes], columns: Collection[str]) -> str:
    """Rows on lamps in the order given, broken down in some columns alone; each counts one more."""
    kept = [name for name in NAMES if name in columns]
    head = f"indicator_id,area_id,{''.join(f'{name},' for name in kept)}period_start,period_end,as_of,value"
    lines = [f"{head},qualifier,obs_status,locator,figure,note_zh,note_en"]
    for number, codes in enumerate(rows, 1):
        own = "".join(f"{code}," for name, code in zip(NAMES, codes, strict=True) if name in kept)
        days = "2023-01-01,2023-12-31,2023-12-31"
        lines.append(f"lamps-installed,qinghe,{own}{days},{number},exact,A,一/(一),{number}盏,,")
    return "\n".join(lines) + "\n"


def town(rows: Sequence[Codes], columns: Collection[str]) -> OverlayTree:
    tree = OverlayTree().write("town/dimensions.yaml", DECLARED)
    tree.remove("town/explanations.csv").remove("town/corrections.csv").remove("town/relations.yaml")
    return tree.write(OBSERVATIONS, table(rows, columns))


def used(rows: Sequence[Codes]) -> set[str]:
    """The breakdowns of which some row names a code."""
    return {name for place, name in enumerate(NAMES) if any(codes[place] for codes in rows)}


def ids(rows: Sequence[Codes]) -> list[str]:
    steps = (("power/" * bool(power) + power, "height/" * bool(height) + height) for power, height in rows)
    return ["/".join(filter(None, ("2023-report/lamps-installed", *step, "2023-12-31"))) for step in steps]


@settings(deadline=None)
@given(ROWS, st.sets(st.sampled_from(NAMES)))
def test_columns_that_say_nothing_change_nothing(rows: list[Codes], more: set[str]) -> None:
    """Neither what is read nor what is published; and to take such a column out or in needs no correction."""
    whole, lean = town(rows, NAMES), town(rows, used(rows) | more)
    (ledger, _), (other, report) = load(whole), load(lean)
    assert ledger is not None
    assert other is not None, report.render("text", "en")
    assert list(other.packages["town"].observations) == ids(rows)
    assert other.packages["town"].observations == ledger.packages["town"].observations
    packages = (item.packages["town"] for item in (ledger, other))
    tables = (published.observation_columns(package).items() for package in packages)
    first, second = ({name: list(column) for name, column in table} for table in tables)
    assert first == second
    for before, after in ((read(whole), read(lean)), (read(lean), read(whole))):
        found = compare(before, after)
        assert (told(found), list(silent_changes(before, after, found, TODAY))) == ([], [])


def test_a_column_without_codes_that_goes_is_told_as_written_otherwise() -> None:
    rows = [("", "")]
    found = compare(read(town(rows, NAMES)), read(town(rows, ())))
    assert found.rewritten == (OBSERVATIONS,)


def test_a_breakdown_that_appears_renames_nothing() -> None:
    """Declared for the first time, with a column in one table: every figure of before keeps its id."""
    before, after = town([("", "")], ()), town([("", ""), ("grid", "")], ["power"])
    before.remove("town/dimensions.yaml")
    changes = [item for item in told(compare(read(before), read(after))) if item[1] == "observations"]
    assert changes == [
        ("added", "observations", "2023-report/lamps-installed/power/grid/2023-12-31", "added", "", "2")
    ]


def test_a_column_with_codes_that_goes_is_no_small_matter() -> None:
    """Its rows would then be totals."""
    before, after = town([("grid", "")], ["power"]), town([("", "")], ())
    sides = read(before), read(after)
    problems = silent_changes(*sides, compare(*sides), TODAY)
    assert [problem.code for problem in problems] == ["rename-unexplained"]


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        (["power", "height"], []),
        (["power"], ["unknown-column"]),  # height is misspelt below, and nothing guessed
    ],
)
def test_a_misspelt_breakdown_is_told(columns: list[str], codes: list[str]) -> None:
    text = table([("grid", "low")], NAMES)
    if "height" not in columns:
        text = text.replace("height", "heigth")
    report = load(town([("", "")], ()).write(OBSERVATIONS, text))[1]
    assert [problem.code for problem in report] == codes


def test_the_columns_that_every_table_needs_are_named_without_breakdowns() -> None:
    text = table([("", "")], ()).replace("area_id,", "").replace("qinghe,", "")
    report: Report = load(town([("", "")], ()).write(OBSERVATIONS, text))[1]
    [problem] = [problem for problem in report if problem.code == "missing-column"]
    assert problem.values["columns"] == "area_id"
    assert "power" not in problem.values["header"]
