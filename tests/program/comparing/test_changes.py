"""Every value of two trees is compared, and renamed ids are recognised."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Mapping

import pytest
from compared import Told, read, told
from overlays import PLAN, REPORT, TODAY, OverlayTree

from generator.comparing.changes import Comparison, Kind, compare
from generator.comparing.differing import naming, table_of, under
from generator.comparing.entries import KEYS, SHAPES, Differing, canonical
from generator.comparing.silent import silent_changes
from generator.format import tables

MUTATIONS = 10_000 if os.environ.get("MUTATIONS") == "all" else 1_000

DAY = "2023-12-31"
TARGET = "2023-plan/1/lamps-installed/2023"
STANDING = "2023-report/lamps-standing/2023-12-31"
PROGRESS = "2023-plan/2/pocket-park/2023-report/2023-12-31"
RELATION = "increment/lamps-installed/lamps-standing"
CORRECTION = "observations/2023-report/lamps-installed/2023-12-31/value/2024-02-01"


def test_the_same_tree_has_no_changes() -> None:
    assert compare(read(OverlayTree()), read(OverlayTree())) == Comparison((), {}, ())


def test_every_shape_of_the_format_is_compared() -> None:
    assert set(SHAPES) == set(KEYS)
    compared = {id(shape) for shape in SHAPES.values()}
    assert [name for name, shape in tables.FILES if id(shape) not in compared] == []


def replaced(tree: OverlayTree, old: str, new: str) -> OverlayTree:
    """With a text changed wherever it stands."""
    for path in [entry.path for entry in tree.entries()]:
        tree.write(path, tree.read(path).decode().replace(old, new))
    return tree


CASES: Mapping[str, tuple[Callable[[OverlayTree], object], list[Told]]] = {
    "a figure": (
        lambda tree: tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,", "ge,201.50,,,"),
        [
            ("changed", "targets", TARGET, "value", "200", "201.5"),
            ("changed", "targets", TARGET, "baseline", "180", ""),
        ],
    ),
    "every field of a code list": (
        lambda tree: tree.edit(
            "town/areas.yaml", "title_en: East Village\n  part_of: qinghe", "title_en: East"
        ),
        [
            ("changed", "areas", "east-village", "title_en", "East Village", "East"),
            ("changed", "areas", "east-village", "part_of", "qinghe", ""),
        ],
    ),
    "the package": (
        lambda tree: tree.edit("town/package.yaml", "version: 0.1.0", "version: 0.1.1"),
        [("changed", "package", "town", "version", "0.1.0", "0.1.1")],
    ),
    "what stands below a key": (
        lambda tree: tree.edit(
            f"{PLAN}/document.yaml", "reason_zh: 音近而误。", "reason_zh: 形近而误。"
        ).edit(f"{PLAN}/document.yaml", "  一:\n    title_zh: 主要目标", "  一:\n    title_zh: 目标"),
        [
            ("changed", "restorations", "2023-plan/路等", "reason_zh", "音近而误。", "形近而误。"),
            ("changed", "sections", "2023-plan/一", "title_zh", "主要目标", "目标"),
        ],
    ),
    "a value of a breakdown": (
        lambda tree: tree.edit("town/dimensions.yaml", "title_en: Mains", "title_en: Grid"),
        [("changed", "dimension values", "power/grid", "title_en", "Mains", "Grid")],
    ),
    "a list": (
        lambda tree: tree.edit(f"{PLAN}/goals.yaml", "themes: [lighting]", "themes: [lighting, greening]"),
        [("changed", "goals", "2023-plan/1", "themes", "lighting", "lighting;greening")],
    ),
    "a goal that goes, with its deliverable": (
        lambda tree: (
            tree.write(f"{PLAN}/goals.yaml", tree.read(f"{PLAN}/goals.yaml").partition(b"'2':")[0])
            .remove(f"{PLAN}/deliverables.csv")
            .remove(f"{REPORT}/progress.csv")
        ),
        [
            ("removed", "goals", "2023-plan/2", "removed", "建口袋公园", ""),
            ("removed", "deliverables", "2023-plan/2/pocket-park", "removed", "建成口袋公园", ""),
            ("removed", "progress", PROGRESS, "removed", "delivered", ""),
        ],
    ),
    "relations, corrections and progress": (
        lambda tree: (
            tree.edit("town/relations.yaml", "New lamps add to the total.", "They add up.")
            .edit("town/corrections.csv", "录入时两位数字颠倒。", "录入时把两位数字写反了。")
            .edit(f"{REPORT}/progress.csv", "delivered", "under_way")
        ),
        [
            ("changed", "relations", RELATION, "note_en", "New lamps add to the total.", "They add up."),
            ("changed", "progress", PROGRESS, "state", "delivered", "under_way"),
            (
                "changed",
                "corrections",
                CORRECTION,
                "reason_zh",
                "录入时两位数字颠倒。",
                "录入时把两位数字写反了。",
            ),
        ],
    ),
    "a row more": (
        lambda tree: tree.edit(
            f"{PLAN}/planned.csv",
            "120盏,,,\n",
            "120盏,,,\n2023-plan/1/lamps-installed/2023,2023-09-30,160,一/1,160盏,,,\n",
        ),
        [("added", "planned", f"{TARGET}/2023-09-30", "added", "", "160")],
    ),
    "a row less": (
        lambda tree: tree.edit(
            f"{REPORT}/claims.csv", "all-done,2023-01-01,2023-12-31,2023-12-31,100,一,全面完成,,,\n", ""
        ),
        [("removed", "claims", "2023-report/all-done", "removed", "100", "")],
    ),
    "another period": (
        lambda tree: tree.edit(
            f"{REPORT}/observations.csv",
            "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31",
            "lamps-standing,qinghe,,2022-01-01,2022-12-31,2022-12-31",
        ),
        [
            (
                "renamed",
                "observations",
                STANDING,
                "key",
                STANDING,
                "2023-report/lamps-standing/2022/2022-12-31",
            )
        ],
    ),
    "another period and another value": (
        lambda tree: tree.edit(
            f"{REPORT}/observations.csv",
            "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980,",
            "lamps-standing,qinghe,,2022-01-01,2022-12-31,2022-12-31,890,",
        ),
        [
            ("removed", "observations", STANDING, "removed", "980", ""),
            ("added", "observations", "2023-report/lamps-standing/2022/2022-12-31", "added", "", "890"),
        ],
    ),
    "the day of a planned value": (
        lambda tree: tree.edit(f"{PLAN}/planned.csv", "2023-06-30", "2023-07-31"),
        [
            (
                "renamed",
                "planned",
                f"{TARGET}/2023-06-30",
                "key",
                f"{TARGET}/2023-06-30",
                f"{TARGET}/2023-07-31",
            )
        ],
    ),
    "an indicator's id": (
        lambda tree: replaced(tree, "lamps-installed", "new-lamps"),
        [
            ("renamed", "indicators", "lamps-installed", "key", "lamps-installed", "new-lamps"),
            ("removed", "corrections", CORRECTION, "removed", "", ""),
            ("added", "corrections", CORRECTION.replace("lamps-installed", "new-lamps"), "added", "", ""),
        ],
    ),
    "an indicator's id, and a figure of it": (
        lambda tree: replaced(tree, "lamps-standing", "lamps-total").edit(
            f"{REPORT}/observations.csv", ",980,exact", ",981,exact"
        ),
        [
            ("renamed", "indicators", "lamps-standing", "key", "lamps-standing", "lamps-total"),
            ("changed", "observations", "2023-report/lamps-total/2023-12-31", "value", "980", "981"),
        ],
    ),
    "a document's id": (
        lambda tree: replaced(
            tree.rename(PLAN, "town/documents/2023-work-plan"), "2023-plan/", "2023-work-plan/"
        ),
        [("renamed", "documents", "2023-plan", "key", "2023-plan", "2023-work-plan")],
    ),
    "a theme's id": (
        lambda tree: replaced(
            tree.rename("town/indicators/lighting.yaml", "town/indicators/street-lamps.yaml"),
            "lighting",
            "street-lamps",
        ),
        [("renamed", "themes", "lighting", "key", "lighting", "street-lamps")],
    ),
    "a unit's id": (
        lambda tree: replaced(
            replaced(tree, "lamp:\n", "street-lamp:\n"), "unit_id: lamp\n", "unit_id: street-lamp\n"
        ),
        [("renamed", "units", "lamp", "key", "lamp", "street-lamp")],
    ),
    "an organisation's id": (
        lambda tree: replaced(tree, "town-government", "government"),
        [("renamed", "organisations", "town-government", "key", "town-government", "government")],
    ),
    "an area's id": (
        lambda tree: replaced(tree, "east-village", "east"),
        [("renamed", "areas", "east-village", "key", "east-village", "east")],
    ),
    "the main area's id": (
        lambda tree: replaced(tree, "qinghe", "town-area"),
        [("renamed", "areas", "qinghe", "key", "qinghe", "town-area")],
    ),
    "the main area's id and an indicator's, of which the ids of the rows follow": (
        lambda tree: replaced(replaced(tree, "qinghe", "town-area"), "lamps-standing", "lamps-total"),
        [
            ("renamed", "areas", "qinghe", "key", "qinghe", "town-area"),
            ("renamed", "indicators", "lamps-standing", "key", "lamps-standing", "lamps-total"),
        ],
    ),
    "a goal's number": (
        lambda tree: replaced(
            tree.edit(f"{PLAN}/goals.yaml", "'1':", "'7':").edit(
                f"{PLAN}/planned.csv", "2023-plan/1/", "2023-plan/7/"
            ),
            "\n1,",
            "\n7,",
        ),
        [("renamed", "goals", "2023-plan/1", "key", "2023-plan/1", "2023-plan/7")],
    ),
    "a deliverable's slug": (
        lambda tree: replaced(tree, "pocket-park", "small-park"),
        [
            (
                *("renamed", "deliverables", "2023-plan/2/pocket-park", "key"),
                *("2023-plan/2/pocket-park", "2023-plan/2/small-park"),
            ),
        ],
    ),
    "an indicator's theme": (
        lambda tree: tree.rename("town/indicators/lighting.yaml", "town/indicators/greening.yaml"),
        [
            ("changed", "indicators", name, "theme_id", "lighting", "greening")
            for name in ("lamps-installed", "lamps-standing", "lamps-working-share", "repair-days")
        ],
    ),
    "a document's first day": (
        lambda tree: tree.edit(
            f"{REPORT}/document.yaml", "period_start: 2023-01-01", "period_start: 2022-12-01"
        ),
        [
            ("changed", "documents", "2023-report", "period_start", "2023-01-01", "2022-12-01"),
            *(
                ("renamed", "observations", f"{row}/{DAY}", "key", f"{row}/{DAY}", f"{row}/2023/{DAY}")
                for row in (
                    "2023-report/lamps-installed",
                    "2023-report/lamps-standing",
                    "2023-report/lamps-installed/power/grid",
                    "2023-report/lamps-installed/power/solar",
                    "2023-report/lamps-installed/east-village",
                    "2023-report/repair-days",
                )
            ),
        ],
    ),
    "a day of every year": (
        lambda tree: tree.edit(
            "town/package.yaml", "version: 0.1.0", "version: 0.1.0\nfiscal_year_starts: 04-01"
        ),
        [("changed", "package", "town", "fiscal_year_starts", "", "04-01")],
    ),
    "the entries of a list": (
        lambda tree: tree.edit(f"{PLAN}/goals.yaml", "officers: [分管副镇长]", "officers: [甲, 乙]"),
        [("changed", "goals", "2023-plan/1", "officers", "分管副镇长", "甲;乙")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_changed_is_told(case: str) -> None:
    edit, expected = CASES[case]
    tree = OverlayTree()
    edit(tree)
    assert sorted(told(compare(read(OverlayTree()), read(tree)))) == sorted(expected)


@pytest.mark.parametrize("case", CASES)
def test_the_way_back_is_told_the_other_way_round(case: str) -> None:
    edit, expected = CASES[case]
    tree = OverlayTree()
    edit(tree)
    back = compare(read(tree), read(OverlayTree())).changes
    opposite = {"added": "removed", "removed": "added", "changed": "changed", "renamed": "renamed"}
    assert sorted((item.table, item.kind) for item in back) == sorted(
        (told[1], opposite[told[0]]) for told in expected
    )


def test_passing_over_what_is_the_same_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def compared() -> Iterator[Comparison]:
        for edit, _ in CASES.values():
            tree = OverlayTree()
            edit(tree)
            yield compare(read(OverlayTree()), read(tree))

    quick = [(told(item), item.rewritten) for item in compared()]
    monkeypatch.setattr(Differing, "of_file", lambda _, records: range(records.length))
    monkeypatch.setattr(Differing, "of_table", lambda _, records: range(records.length))
    assert [(told(item), item.rewritten) for item in compared()] == quick


REWRITTEN: Mapping[str, tuple[Callable[[OverlayTree], object], list[str]]] = {
    "a remark": (
        lambda tree: tree.edit("town/units.yaml", "lamp:\n", "# counted\nlamp:\n"),
        ["town/units.yaml"],
    ),
    "quotes": (
        lambda tree: tree.edit("town/package.yaml", "version: 0.1.0", "version: '0.1.0'"),
        ["town/package.yaml"],
    ),
    "another order": (
        lambda tree: tree.write(f"{PLAN}/targets.csv", reordered(tree.read(f"{PLAN}/targets.csv"))),
        [f"{PLAN}/targets.csv"],
    ),
    "a number": (
        lambda tree: tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,", "ge,200.0,,180.00,"),
        [f"{PLAN}/targets.csv"],
    ),
    "a default": (
        lambda tree: tree.write(
            f"{REPORT}/observations.csv", tree.read(f"{REPORT}/observations.csv").replace(b",exact,A", b",,")
        ),
        [f"{REPORT}/observations.csv"],
    ),
    "Windows": (
        lambda tree: tree.write(
            f"{REPORT}/claims.csv", tree.read(f"{REPORT}/claims.csv").replace(b"\n", b"\r\n")
        ),
        [f"{REPORT}/claims.csv"],
    ),
    "a table in two files": (
        lambda tree: tree.write(
            f"{REPORT}/observations/all.csv", tree.read(f"{REPORT}/observations.csv")
        ).remove(f"{REPORT}/observations.csv"),
        [f"{REPORT}/observations.csv", f"{REPORT}/observations/all.csv"],
    ),
}


def reordered(content: bytes) -> bytes:
    head, *rows = content.splitlines(keepends=True)
    return b"".join([head, *reversed(rows)])


@pytest.mark.parametrize("case", REWRITTEN)
def test_files_that_only_say_the_same_otherwise_are_told(case: str) -> None:
    edit, expected = REWRITTEN[case]
    tree = OverlayTree()
    edit(tree)
    comparison = compare(read(OverlayTree()), read(tree))
    assert (comparison.changes, comparison.rewritten) == ((), tuple(expected))


def test_the_place_is_that_of_the_cell() -> None:
    tree = OverlayTree().edit(f"{PLAN}/targets.csv", "ge,200,", "ge,201,")
    tree.edit("town/areas.yaml", "title_en: East Village", "title_en: East")
    places = [item.place for item in compare(read(OverlayTree()), read(tree)).changes]
    assert [(place.file, place.line, place.column) for place in places] == [
        ("town/areas.yaml", 6, 13),
        (f"{PLAN}/targets.csv", 2, 51),
    ]


def test_ids_of_rows_follow_their_indicator() -> None:
    comparison = compare(read(OverlayTree()), read(replaced(OverlayTree(), "lamps-standing", "lamps-total")))
    assert comparison.ids["town", "observations"] == {STANDING: "2023-report/lamps-total/2023-12-31"}
    assert comparison.now("town", "observations", STANDING) == "2023-report/lamps-total/2023-12-31"
    assert comparison.now("town", "targets", TARGET) == TARGET


SEASON = """season:
  title_zh: 季节
  title_en: Season
  exhaustive: false
  values:
    summer:
      title_zh: 夏
      title_en: Summer
"""


def with_seasons(*, power: bool = True) -> OverlayTree:
    """The town with a second breakdown, or with that alone; only the lamps on solar power are broken down by it."""
    tree, path = OverlayTree(), f"{REPORT}/observations.csv"
    head, *rows = csv.reader(tree.read(path).decode().splitlines())
    rows = [[*row[:3], "summer" if row[2] == "solar" else "", *row[3:]] for row in rows]
    table = [[*head[:3], "season", *head[3:]], *(row for row in rows if power or row[2] != "grid")]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(
        table if power else [row[:2] + row[3:] for row in table]
    )
    declared = tree.read("town/dimensions.yaml").decode() if power else ""
    return tree.write("town/dimensions.yaml", declared + SEASON).write(path, written.getvalue())


SOLAR = "2023-report/lamps-installed/power/solar"


def test_another_order_of_breakdowns_gives_rows_other_ids() -> None:
    power = OverlayTree().read("town/dimensions.yaml").decode()
    head = with_seasons().write("town/dimensions.yaml", SEASON + power)
    old = f"{SOLAR}/season/summer/2023-12-31"
    new = "2023-report/lamps-installed/season/summer/power/solar/2023-12-31"
    assert told(compare(read(with_seasons()), read(head))) == [
        ("renamed", "observations", old, "key", old, new)
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (OverlayTree(), [("renamed", f"{SOLAR}/season/summer", SOLAR)]),
        (
            with_seasons(power=False),
            [
                ("removed", "2023-report/lamps-installed/power/grid", ""),
                ("renamed", f"{SOLAR}/season/summer", "2023-report/lamps-installed/season/summer"),
            ],
        ),
    ],
)
def test_a_breakdown_that_goes_is_told_of_the_rows_that_had_it(
    head: OverlayTree, expected: list[tuple[str, str, str]]
) -> None:
    """The others keep their ids, and none of them is taken for a row that was broken down."""
    found = [item for item in told(compare(read(with_seasons()), read(head))) if item[1] == "observations"]
    assert sorted((kind, key, new if kind == "renamed" else "") for kind, _, key, _, _, new in found) == [
        (kind, f"{old}/{DAY}", f"{new}/{DAY}" if new else "") for kind, old, new in expected
    ]


def test_of_two_that_went_none_is_told_as_the_one_that_came() -> None:
    """As nobody can say which; the way back is told likewise."""
    path = f"{REPORT}/observations.csv"
    tree, row = OverlayTree(), "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980"
    tree.edit(path, row, row.replace("2023-12-31,980", "2024-01-01,980"))
    rest = next(line for line in tree.read(path).decode().split("\n") if ",980," in line)
    tree.edit(path, rest, f"{rest}\n{rest.replace('2024-01-01,980', '2024-02-01,980')}")
    kinds = [item.kind for item in compare(read(tree), read(OverlayTree())).changes]
    assert sorted(kinds) == [Kind.ADDED, Kind.REMOVED, Kind.REMOVED]


def test_a_file_whose_rows_only_follow_another_id_is_not_told_as_written_otherwise() -> None:
    tree = replaced(OverlayTree(), "lamps-standing", "lamps-total")
    assert compare(read(OverlayTree()), read(tree)).rewritten == ()


def test_which_of_several_alike_is_cited_is_a_value() -> None:
    tree = OverlayTree().edit(f"{PLAN}/targets.csv", "3天以内,2,", "3天以内,,")
    repair = "2023-plan/1/repair-days/2023"
    assert told(compare(read(OverlayTree()), read(tree))) == [
        ("changed", "targets", repair, "occurrence", "2", "1")
    ]


WRITTEN = [
    # table, column; what somebody wrote, and what is meant
    ("targets", "value", "200.0", "200"),
    ("targets", "value", "二百", "二百"),
    ("targets", "removed", "200.0", "200"),
    ("targets", "figure", "200.0", "200.0"),
    ("indicators", "removed", "1.0", "1.0"),
    ("documents", "removed", "1.0", "1.0"),
    ("elsewhere", "value", "200.0", "200.0"),
]


@pytest.mark.parametrize(("table", "field", "written", "meant"), WRITTEN)
def test_numbers_are_compared_as_numbers_and_texts_as_texts(
    table: str, field: str, written: str, meant: str
) -> None:
    assert canonical(table, field, written) == meant


HEADS = [
    # a line of a table, its head, the head that it is to stand under, what stands there
    (b"1,2", b"a,b", b"a,b", b"1,2"),
    (b"1,2", b"a,b", b"b,a,c", b"2,1,"),
    (b"1,2", b" a,b ", b"b, a", b"2,1"),
    (b'"1,0",2', b"a,b", b"b,a", b'2,"1,0"'),
    (b"1", b"a,b", b"b,a", b",1"),
]


@pytest.mark.parametrize(("line", "head", "other", "expected"), HEADS)
def test_a_line_stands_under_another_head(line: bytes, head: bytes, other: bytes, expected: bytes) -> None:
    assert under(line, head, other) == expected


def test_an_empty_file_names_nothing() -> None:
    assert naming(b"", ["x"]) == b"\n"
    assert naming(b"a,b\nx,1\ny,2\n\n", ["x"]) == b"a,b\nx,1\n"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("town/documents/2023-plan/targets.csv", ("2023-plan", "targets")),
        ("town/documents/2023-plan/observations/part.csv", ("2023-plan", "observations")),
        ("town/documents/2023-plan/targets.csv.bak", None),
        ("town/documents/2023-plan/document.yaml", None),
        ("town/corrections.csv", None),
    ],
)
def test_which_table_a_file_is(path: str, expected: tuple[str, str] | None) -> None:
    assert table_of(path) == expected


def test_packages_are_told_in_their_order() -> None:
    tree, names = OverlayTree(), [f"place-{number}" for number in range(8)]
    for entry in list(tree.entries()):
        for name in names:
            tree.write(entry.path.replace("town/", f"{name}/"), tree.read(entry.path))
    changes = compare(read(OverlayTree()), read(tree)).changes
    assert list(dict.fromkeys(item.package for item in changes)) == names


def test_two_that_could_be_meant_are_not_told_as_renamed() -> None:
    tree = OverlayTree()
    row = next(
        line for line in tree.read(f"{REPORT}/observations.csv").decode().split("\n") if ",980," in line
    )
    later = [row.replace("2023-12-31,980", f"2024-0{month}-01,980") for month in (1, 2)]
    tree.edit(f"{REPORT}/observations.csv", row, "\n".join(later))
    kinds = [item.kind for item in compare(read(OverlayTree()), read(tree)).changes]
    assert sorted(kinds) == [Kind.ADDED, Kind.ADDED, Kind.REMOVED]


BROKEN: list[Callable[[OverlayTree], object]] = [
    lambda tree: tree.remove("*"),
    lambda tree: tree.remove("town/package.yaml"),
    lambda tree: tree.remove(f"{REPORT}/document.yaml"),
    lambda tree: tree.write("town/areas.yaml", "- x"),
    lambda tree: tree.write(f"{PLAN}/targets.csv", "goal\n1\n1\n"),
    lambda tree: tree.write(
        f"{PLAN}/targets.csv",
        tree.read(f"{PLAN}/targets.csv") + tree.read(f"{PLAN}/targets.csv").split(b"\n")[1],
    ),
    lambda tree: tree.edit(f"{REPORT}/observations.csv", "2022-01-01,2022-12-31,2022-12-31", "x,y,z"),
    lambda tree: tree.write(f"{REPORT}/claims.csv", b"\xff\xfe"),
]


@pytest.mark.parametrize("number", range(len(BROKEN)))
def test_nothing_broken_breaks_the_comparison(number: int) -> None:
    tree = OverlayTree()
    BROKEN[number](tree)
    for pair in ((OverlayTree(), tree), (tree, OverlayTree()), (tree, tree)):
        sides = read(pair[0]), read(pair[1])
        comparison = compare(*sides)
        list(silent_changes(*sides, comparison, TODAY))
        assert bool(comparison.changes) is (pair[0] is not pair[1])
