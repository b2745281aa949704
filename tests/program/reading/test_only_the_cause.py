"""One mistake that spoils much is told alone: what was done, and all that is told of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from overlays import PLAN, REPORT, OverlayTree, checksum

from generator.reading.load import load
from generator.reading.validate import validate
from generator.reading.validate.locks import cited_figures

OBSERVATIONS = f"{REPORT}/observations.csv"
TARGETS = f"{PLAN}/targets.csv"
UNITS = "town/units.yaml"
LOCK = "town/citations.lock"
Change = Callable[[OverlayTree], OverlayTree]


def locked(tree: OverlayTree) -> OverlayTree:
    """The tree with all of its figures locked, as if they were verified."""
    packages, _ = validate(tree, locked=False)
    rows = (
        f"{item.id},{checksum(item.id)},1,{item.fingerprint}\n"
        for package in packages
        for item in cited_figures(package)
    )
    return tree.write(LOCK, "".join(["citation,sha256,offset,row\n", *rows]))


def town() -> OverlayTree:
    """The example with a unit that has words of its own, a figure of a fall and a lock."""
    tree = OverlayTree().edit(UNITS, "  title_zh: 盏\n", "  title_zh: 盏\n  printed: [盏, 大盏]\n")
    tree.edit(OBSERVATIONS, ",980,exact,A,,,,,一/(一),980盏,", ",980,exact,A,,,,,一/(一),980大盏,")
    tree.edit(OBSERVATIONS, ",181,exact,A,,,,,一/(一),181盏", ",-181,exact,A,,,,,一/(一),减少181盏")
    return locked(tree)


def headed(file: str, old: str, new: str) -> Change:
    """With a column under another name."""

    def change(tree: OverlayTree) -> OverlayTree:
        head, _, rest = tree.read(file).decode().partition("\n")
        names = head.split(",")
        names[names.index(old)] = new
        return tree.write(file, f"{','.join(names)}\n{rest}")

    return change


def without(file: str, name: str) -> Change:
    """With a column less."""

    def change(tree: OverlayTree) -> OverlayTree:
        rows = list(csv.reader(io.StringIO(tree.read(file).decode())))
        at = rows[0].index(name)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([*row[:at], *row[at + 1 :]] for row in rows)
        return tree.write(file, out.getvalue())

    return change


TOLD: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "nothing": (lambda tree: tree, []),
    **{
        f"{name} under another name": (
            headed(file, name, "xyz"),
            [("unknown-column", f"{file}:1")],
        )
        for file in (OBSERVATIONS, TARGETS)
        for name in ("indicator_id", "value", "figure", "locator", "area_id", "period_start")
    },
    **{
        f"{name} gone": (without(file, name), [("missing-column", f"{file}:1")])
        for file in (OBSERVATIONS, TARGETS)
        for name in ("indicator_id", "value", "figure", "locator", "area_id", "period_start")
    },
    "what asks for, under another name": (
        headed(TARGETS, "comparator", "标准"),
        [("unknown-column", f"{TARGETS}:1")],
    ),
    "what may be left out, under another name": (
        headed(OBSERVATIONS, "qualifier", "qualifer"),
        [("unknown-column", f"{OBSERVATIONS}:1")],
    ),
    "a column twice": (
        headed(OBSERVATIONS, "stated_share", "value"),
        [("duplicate-column", f"{OBSERVATIONS}:1")],
    ),
    "units gone": (lambda tree: tree.remove(UNITS), [("missing-file", f"{UNITS}:0")]),
    "units that cannot be read": (
        lambda tree: tree.edit(UNITS, "  title_zh: 盏\n", "\ttitle_zh: 盏\n"),
        [("yaml-tab", f"{UNITS}:2")],
    ),
    "words of units that cannot be read": (
        lambda tree: tree.edit(UNITS, "[盏, 大盏]", "[盏, [大盏]]"),
        [("not-a-value", f"{UNITS}:3")],
    ),
    "whether it falls, by a word that is none": (
        lambda tree: tree.edit(
            "town/indicators/lighting.yaml", "  measure: flow\n", "  measure: flow\n  falls: 降\n"
        ),
        [("bad-boolean", "town/indicators/lighting.yaml:8")],
    ),
    "a unit that there is not": (
        lambda tree: tree.edit(
            "town/indicators/lighting.yaml",
            "  unit_id: lamp\n  measure: flow",
            "  unit_id: lamps\n  measure: flow",
        ),
        [("unknown-reference", "town/indicators/lighting.yaml:6")],
    ),
    "the package gone": (
        lambda tree: tree.remove("town/package.yaml").write(
            "town/programmes.yaml",
            "lights:\n  title_zh: 亮灯\n  title_en: Lights\n  kind: campaign\n  summary_zh: 亮灯。\n  summary_en: Lights.\n"
            "  targets: [2023-plan/1/lamps-installed/2023]\n",
        ),
        [("missing-file", "town/package.yaml:0"), ("programme-unnamed", "town/programmes.yaml:1")],
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_follows_from_a_mistake_is_not_told_beside_it(case: str) -> None:
    change, expected = TOLD[case]
    report = load(change(town()))[1]
    told = [(problem.code, f"{problem.place.file}:{problem.place.line}") for problem in report]
    assert told == expected


ROW = "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980,exact,A,,,,,一/(一),980大盏,"
CHANGED: list[tuple[str, str, list[tuple[str, str]]]] = [
    # what stands there now in the place of what was verified, and all that is told of it, each at its cell
    ("980,exact,A", "890,exact,A", [("figure-differs", "value (G4)")]),
    ("980,exact,A", '"9,800",exact,A', [("number-thousands", "value (G4)")]),
    ("980,exact,A", "980盏,exact,A", [("number-unit", "value (G4)")]),
    ("一/(一)", "一/(九)", [("unknown-reference", "locator (N4)")]),
    ("一/(一)", "一／(一)", [("bad-locator", "locator (N4)")]),
    ("980大盏,", "980,", [("lock-changed", "")]),
    # nothing else is wrong with it, and one cell is another
    ("一/(一)", "一/(二)", [("lock-changed", "locator (N4)")]),
    (",exact,A,", ",exact,P,", [("lock-changed", "obs_status (I4)")]),
    ("980大盏,", "980大盏,3", [("lock-changed", "occurrence (P4)")]),
    # the day is a part of what the row is called
    ("2023-12-31,980", "2023-12-30,980", [("lock-changed", "as_of (F4)")]),
    ("2023-12-31,980", "2023-06-30,980", [("lock-changed", "as_of (F4)")]),
    # or several, or one whose value is nowhere else
    (",exact,A,,,,,一/(一)", ",exact,P,,,,,一/(二)", [("lock-changed", "")]),
    ("980,exact,A,,,,,一/(一),980大盏", "981,exact,A,,,,,一/(一),981大盏", [("lock-changed", "")]),
    # what is no part of what was verified
    ("980大盏,", "980大盏,1", []),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGED)
def test_what_is_wrong_with_a_verified_row_is_told_once_and_at_its_cell(
    old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert old in ROW
    report = load(town().edit(OBSERVATIONS, ROW, ROW.replace(old, new)))[1]
    told = [(problem.code, problem.place.spot("zh")) for problem in report if problem.place.line == 4]
    assert (told, len(report)) == (expected, len(expected))


def test_of_another_day_and_another_value_both_names_are_told() -> None:
    report = load(
        town().edit(OBSERVATIONS, ROW, ROW.replace("2023-12-31,980,exact,A", "2023-12-30,980,exact,P"))
    )[1]
    assert [problem.code for problem in report] == ["lock-stale", "lock-missing"]


def test_what_was_verified_apart_of_a_row_of_another_day_is_told_with_it() -> None:
    row = "lamps-installed,qinghe,,2023-01-01,2023-12-31,2023-12-31,210,exact,A,105,105%"
    report = load(town().edit(OBSERVATIONS, row, row.replace("31,210", "30,210")))[1]
    assert [(problem.code, problem.place.spot("zh")) for problem in report] == [
        ("lock-changed", "as_of (F2)")
    ]


def test_a_row_is_held_against_the_lock_again_once_it_is_right() -> None:
    tree = town()
    wrong = ROW.replace("980,exact,A", "890,exact,P")
    assert [problem.code for problem in load(tree.edit(OBSERVATIONS, ROW, wrong))[1]] == ["figure-differs"]
    mended = wrong.replace("890", "980")
    assert [problem.code for problem in load(tree.edit(OBSERVATIONS, wrong, mended))[1]] == ["lock-changed"]


def test_of_rows_whose_errors_are_only_counted_nothing_else_is_told() -> None:
    """A hundred of a kind are told one by one, and where the others are is not."""
    tree = OverlayTree()
    lines = "".join(
        f"lamps-standing,qinghe,,{year}-01-01,{year}-12-31,{year}-12-31,980,exact,A,,,,,一/(一),980盏,,,\n"
        for year in range(1800, 2020)
    )
    tree = locked(tree.write(OBSERVATIONS, tree.read(OBSERVATIONS).decode() + lines))
    text = tree.read(OBSERVATIONS).decode().replace(",980,exact,A", ",“980”,exact,A")
    codes = {problem.code for problem in load(tree.write(OBSERVATIONS, text))[1]}
    assert codes == {"bad-number"}


def test_of_very_many_changed_rows_the_first_are_told_and_all_are_counted() -> None:
    tree = OverlayTree()
    lines = "".join(
        f"lamps-standing,qinghe,,{year}-01-01,{year}-12-31,{year}-12-31,980,exact,A,,,,,一/(一),980盏,,,\n"
        for year in range(1800, 2020)
    )
    tree = locked(tree.write(OBSERVATIONS, tree.read(OBSERVATIONS).decode() + lines))
    text = tree.read(OBSERVATIONS).decode().replace(",980,exact,A", ",980,exact,P")
    report = load(tree.write(OBSERVATIONS, text))[1]
    assert ({problem.code for problem in report}, report.errors) == ({"lock-changed"}, 221)


LIGHTING = "town/indicators/lighting.yaml"
NAMES: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    # what was done, and all that is told
    "an id that there is not": (
        lambda tree: tree.edit(OBSERVATIONS, "lamps-standing,", "lamps-standng,"),
        [("unknown-reference", f"{OBSERVATIONS}:4")],
    ),
    "a place that there is not": (
        lambda tree: tree.edit(OBSERVATIONS, "lamps-standing,qinghe", "lamps-standing,qinhe"),
        [("unknown-reference", f"{OBSERVATIONS}:4")],
    ),
    "an indicator renamed, and its rows not": (
        lambda tree: tree.edit(LIGHTING, "lamps-standing:", "lamps-on:"),
        [("unknown-reference", f"{OBSERVATIONS}:4"), ("unknown-reference", "town/relations.yaml:3")],
    ),
    "an indicator renamed, with its rows": (
        lambda tree: tree.edit(LIGHTING, "lamps-standing:", "lamps-on:").edit(
            OBSERVATIONS, "lamps-standing,", "lamps-on,"
        ),
        [("lock-missing", f"{OBSERVATIONS}:4"), ("unknown-reference", "town/relations.yaml:3")],
    ),
    "a row gone": (
        lambda tree: tree.write(
            OBSERVATIONS,
            "".join(
                line
                for line in tree.read(OBSERVATIONS).decode().splitlines(keepends=True)
                if not line.startswith("lamps-standing,")
            ),
        ),
        [("lock-stale", f"{LOCK}:0")],
    ),
    "a row gone, and another mistake elsewhere": (
        lambda tree: tree.write(
            OBSERVATIONS,
            "".join(
                line
                for line in tree.read(OBSERVATIONS).decode().splitlines(keepends=True)
                if not line.startswith("lamps-standing,")
            ),
        ).edit(TARGETS, "ge,200,", "ge,210,"),
        [("lock-stale", f"{LOCK}:0"), ("figure-differs", f"{TARGETS}:2")],
    ),
    "a row gone, and another one that is new": (
        lambda tree: tree.edit(
            OBSERVATIONS,
            "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980,exact,A,,,,,一/(一),980大盏,",
            "lamps-standing,qinghe,,2021-01-01,2021-12-31,2021-12-31,970,exact,A,,,,,一/(一),970大盏,",
        ),
        [("lock-stale", f"{LOCK}:0"), ("lock-missing", f"{OBSERVATIONS}:4")],
    ),
}


@pytest.mark.parametrize("case", NAMES)
def test_a_row_that_is_there_is_not_told_as_gone(case: str) -> None:
    change, expected = NAMES[case]
    report = load(change(town()))[1]
    told = [
        (problem.code, f"{problem.place.file}:{0 if problem.place.file == LOCK else problem.place.line}")
        for problem in report
    ]
    assert sorted(told) == sorted(expected)


MEANT: list[tuple[str, str, str, str]] = [
    # what stood in a file, what somebody wrote in its place, and the id that is named to them
    (OBSERVATIONS, "lamps-standing,qinghe", "Lamps standing,qinghe", "lamps-standing"),
    (OBSERVATIONS, "lamps-standing,qinghe", "路灯总数,qinghe", "lamps-standing"),
    (OBSERVATIONS, "lamps-standing,qinghe", "Lamps-Standing,qinghe", "lamps-standing"),
    (OBSERVATIONS, "lamps-standing,qinghe", "lamps-standing,青禾镇", "qinghe"),
    (f"{PLAN}/goals.yaml", "[lighting]", "[路灯]", "lighting"),
    (
        "town/indicators/lighting.yaml",
        "unit_id: lamp\n  measure: flow",
        "unit_id: 盏\n  measure: flow",
        "lamp",
    ),
    # nothing has it as its title, and no id is made up
    (OBSERVATIONS, "lamps-standing,qinghe", "Trees planted in spring,qinghe", ""),
]


@pytest.mark.parametrize(("file", "old", "new", "meant"), MEANT)
def test_a_title_in_the_place_of_an_id_is_told_with_the_id(file: str, old: str, new: str, meant: str) -> None:
    [problem] = load(OverlayTree().edit(file, old, new))[1]
    assert (problem.code, problem.values["suggestion"]) == ("bad-id", meant)


DAYS: list[tuple[str, list[str], tuple[str, str]]] = [
    # what a spreadsheet shows in the place of the number of a goal, the goals that there are, and what is named
    ("3-Feb", ["2-3"], ("2-3", "")),
    ("02-mars", ["2-3"], ("2-3", "")),
    ("02-mars", ["2-3", "3-2"], ("3-2", "2-3")),
    ("3月2日", ["3-2"], ("3-2", "")),
    ("2025/2/3", ["2-3"], ("2-3", "")),
    ("2025-02-03", ["2-3"], ("2-3", "")),
    ("3-Feb", ["4-5"], ("", "")),
]


@pytest.mark.parametrize(("shown", "goals", "meant"), DAYS)
def test_an_id_that_a_spreadsheet_made_a_day_is_told_with_what_it_was(
    shown: str, goals: list[str], meant: tuple[str, str]
) -> None:
    listed = f"{PLAN}/goals.yaml"
    tree = OverlayTree()
    texts = tree.read(listed).decode().split("'2':\n")[1]
    tree.write(
        listed,
        tree.read(listed).decode()
        + "".join(
            f"'{name}':\n{texts}".replace("建口袋公园", f"建公园{name}").replace(
                "A pocket park", f"Park {name}"
            )
            for name in goals
        ),
    )
    tree.edit(f"{PLAN}/deliverables.csv", "2,pocket-park,", f"{shown},pocket-park,")
    [problem] = [problem for problem in load(tree)[1] if problem.place.field == "goal"]
    assert (problem.code, problem.values["suggestion"], problem.values["detail"]) == ("id-as-day", *meant)


def test_a_place_that_a_spreadsheet_made_a_day_is_told_with_what_it_was() -> None:
    listed = f"{PLAN}/goals.yaml"
    tree = OverlayTree().edit(listed, "locator: 一/2", "locator: 1/2")
    tree.edit(f"{PLAN}/deliverables.csv", ",一/2,", ",2-Jan,")
    problems = [problem for problem in load(tree)[1] if problem.place.field == "locator"]
    assert ("id-as-day", "1/2") in [(problem.code, problem.values["suggestion"]) for problem in problems]
