"""What stands on the sheets of a workbook: its parts in their order, their columns, rows and what is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import by_name
import pytest
import revising
from folders import BASE
from overlays import PLAN, REPORT, OverlayTree

from generator.editing.sheets.grids import SHA256, Grid, Order, in_data, is_offered
from generator.editing.sheets.source import Data
from generator.format import tables
from generator.format.fields import Shape
from generator.reading.trees import ChangedTree, WorkingTree

HALF = Order("town", "2023-h1-report", (date(2023, 1, 1), date(2023, 6, 30)))


@cache
def town() -> Data:
    """The small example. Its grids are made for each test anew, so that a fault in them meets all that ask for them."""
    return Data.of(WorkingTree(BASE))


def grids_of(order: Order) -> list[Grid]:
    """The grids of an order from the small example."""
    return town().grids(order)[0]


FACTS = (
    "title_zh title_en kind publisher_id period_start period_end published completeness archive_sha256 url archived_url "
    "retrieved document_number media_type notes_zh notes_en language"
)
SECTIONS, REMARKS = "locator title_zh title_en", "printed reason_zh reason_en"
YEAR = {"period_start": "2023-01-01", "period_end": "2023-12-31", "as_of": "2023-12-31", "area_id": "qinghe"}
BEGUN = {"period_start": "2023-01-01", "period_end": "2023-06-30", "as_of": "2023-06-30", "area_id": "qinghe"}

Part = tuple[str, str, str, str, Mapping[str, str]]
PARTS: dict[Order, list[Part]] = {
    # an order, and its parts: (the part, its file, its columns, what is locked, what stands in a spare row)
    Order("town", "2023-report"): [
        (
            "observations",
            "observations.csv",
            (
                "value figure locator qualifier as_of period_start period_end note_zh note_en power obs_status stated_share "
                "stated_share_figure stated_change stated_change_figure occurrence indicator_id area_id"
            ),
            "indicator_id area_id",
            YEAR,
        ),
        (
            "progress",
            "progress.csv",
            "locator state evidence_zh evidence_en as_of new_due note_zh note_en deliverable_id",
            "deliverable_id",
            {"as_of": "2023-12-31"},
        ),
        (
            "claims",
            "claims.csv",
            "figure locator as_of period_start period_end note_zh note_en share occurrence slug",
            "slug",
            {},
        ),
        ("sections", "document.yaml", SECTIONS, "locator", {}),
        ("not_data", "document.yaml", REMARKS, "", {}),
        ("document", "document.yaml", FACTS, "", {}),
    ],
    Order("town", "2023-plan"): [
        (
            "targets",
            "targets.csv",
            (
                "value figure locator qualifier period_start period_end note_zh note_en comparator value_upper baseline occurrence "
                "attainment baseline_start baseline_end goal indicator_id area_id"
            ),
            "goal indicator_id area_id",
            {name: YEAR[name] for name in ("period_start", "period_end", "area_id")},
        ),
        (
            "deliverables",
            "deliverables.csv",
            "locator title_zh title_en note_zh note_en due goal slug",
            "goal slug",
            {},
        ),
        (
            "planned",
            "planned.csv",
            "value figure locator note_zh note_en date occurrence target_id",
            "target_id",
            {},
        ),
        (
            "goals",
            "goals.yaml",
            "number locator title_zh title_en summary_zh summary_en themes organisations officers continues",
            "number",
            {},
        ),
        ("sections", "document.yaml", SECTIONS, "locator", {}),
        ("not_data", "document.yaml", REMARKS, "", {}),
        ("document", "document.yaml", FACTS, "", {}),
    ],
    HALF: [
        ("sections", "document.yaml", SECTIONS, "locator", {}),
        ("document", "document.yaml", " ".join(f"+{name}" for name in FACTS.split()), "", {}),
        (
            "observations",
            "observations.csv",
            (
                "value figure locator qualifier as_of period_start period_end note_zh note_en unit_id obs_status stated_share "
                "stated_share_figure stated_change stated_change_figure occurrence page indicator_id area_id"
            ),
            "indicator_id area_id",
            BEGUN,
        ),
        (
            "progress",
            "progress.csv",
            "locator state evidence_zh evidence_en as_of new_due note_zh note_en deliverable_id",
            "deliverable_id",
            {"as_of": "2023-06-30"},
        ),
        ("not_data", "document.yaml", REMARKS, "", {}),
    ],
}


@pytest.mark.parametrize("order", PARTS, ids=lambda order: order.document)
def test_the_sheets_of_a_document(order: Order) -> None:
    folder = f"town/documents/{order.document}/"
    assert [
        (
            grid.part,
            grid.file.removeprefix(folder),
            " ".join(grid.fields),
            " ".join(name for name in grid.fields if grid.locked(name)),
            grid.spare,
        )
        for grid in grids_of(order)
    ] == PARTS[order]
    for grid in grids_of(order):
        assert grid.upright == (grid.part == "document")
        assert grid.headings == (("value",) if grid.upright else tuple(grid.fields))


def part(name: str, order: Order) -> Grid:
    return next(grid for grid in grids_of(order) if grid.part == name)


ROWS: list[tuple[Order, str, int, str, dict[str, str], int]] = [
    # an order, a part, which of its rows, its reference, some of its cells, its line or its place in a list
    (Order("town", "2023-report"), "observations", 5, "2023-report/lamps-installed/east-village/2023-12-31", {"value": "30", "qualifier": "over", "power": ""}, 7),
    (Order("town", "2023-plan"), "goals", 0, "1", {"number": "1", "organisations": "works-office", "officers": "分管副镇长", "continues": ""}, 0),
    (Order("town", "2023-plan"), "not_data", 1, "6月底前", {"printed": "6月底前", "reason_en": "The day of the planned value, recorded in its row."}, 1),
    (Order("town", "2023-plan"), "sections", 0, "一", {"locator": "一", "title_en": "Main goals"}, 0),
    (Order("town", "2023-plan"), "document", 2, "kind", {"value": "plan"}, 0),
    (Order("town", "2023-report"), "document", 6, "published", {"value": ""}, 0),
    (HALF, "document", 2, "+kind", {"value": "report"}, 0),
    (HALF, "document", 3, "+publisher_id", {"value": "town-government"}, 0),
    (HALF, "document", 4, "+period_start", {"value": "2023-01-01"}, 0),
    (HALF, "document", 5, "+period_end", {"value": "2023-06-30"}, 0),
    (HALF, "document", 7, "+completeness", {"value": "full"}, 0),
    (HALF, "document", 0, "+title_zh", {"value": ""}, 0),
    (HALF, "observations", 1, "+repair-days/qinghe", {"indicator_id": "repair-days", "as_of": "2023-06-30"}, 0),
]  # fmt: skip


def test_the_rows_of_a_sheet() -> None:
    found = []
    for order, name, at, _, cells, _ in ROWS:
        row = part(name, order).rows[at]
        found.append((order, name, at, row.ref, {key: row.cells[key] for key in cells}, row.line))
    assert found == ROWS


def test_a_row_is_known_by_its_key_and_a_cell_by_its_field() -> None:
    results, facts = part("observations", Order("town", "2023-report")), part("document", HALF)
    assert results.key(results.rows[3].cells) == (
        *("lamps-installed", "qinghe", "2023-01-01", "2023-12-31", "2023-12-31", "grid"),
    )
    assert part("goals", Order("town", "2023-plan")).key({}) == ("",)
    assert (results.field("", "value").name, facts.field("+kind", "value").name) == ("value", "kind")
    goals = part("goals", Order("town", "2023-plan"))
    assert list(goals.by_ref().items()) == list(zip(("1", "2"), goals.rows, strict=True))
    assert [in_data(ref) for ref in ("", "+kind", "kind")] == [False, False, True]
    assert [replace(results, part=name).table for name in ("observations", "observations/2023/x")] == [
        "observations"
    ] * 2


def test_the_entries_of_a_list_stand_in_one_cell() -> None:
    tree = OverlayTree().edit(f"{PLAN}/goals.yaml", "[lighting]", "[lighting, greening]")
    [goals] = [grid for grid in Data.of(tree).grids(Order("town", "2023-plan"))[0] if grid.part == "goals"]
    assert [row.cells["themes"] for row in goals.rows] == ["lighting;greening", "greening"]


def test_a_breakdown_that_is_asked_for_stands_behind_the_area() -> None:
    order = replace(HALF, breakdowns=("power",))
    names = list(part("observations", order).fields)
    assert names[names.index("note_en") : names.index("obs_status")] == ["note_en", "power", "unit_id"]
    assert part("observations", order).key_names[-1] == "power"
    known = replace(Order("town", "2023-report"), breakdowns=("power",))
    assert list(part("observations", known).fields).count("power") == 1


def test_results_in_several_files_have_a_sheet_each_and_what_is_open_stands_on_the_first() -> None:
    tree = WorkingTree(BASE)
    folder = "town/documents/2023-report"
    head, *rows = tree.read(f"{folder}/observations.csv").decode().splitlines(keepends=True)
    files = {
        f"{folder}/observations.csv": head.encode(),
        f"{folder}/observations/later.csv": "".join([head, *rows[:3]]).encode(),
        f"{folder}/observations/sooner.csv": "".join([head, *rows[3:7]]).encode(),
    }
    grids = Data.of(ChangedTree(tree, files)).grids(Order("town", "2023-report"))[0]
    found = [(grid.part, grid.file, [row.ref for row in grid.rows if row.ref[0] == "+"]) for grid in grids]
    assert [item for item in found if item[0].startswith("observations")] == [
        ("observations", f"{folder}/observations.csv", ["+repair-days/qinghe"]),
        ("observations/later", f"{folder}/observations/later.csv", []),
        ("observations/sooner", f"{folder}/observations/sooner.csv", []),
    ]


def test_what_is_called_by_a_name_has_a_sheet_where_a_package_has_programmes() -> None:
    data = Data.of(by_name.tree())
    for order in (Order("town", "2023-plan"), Order("town", "2023-report"), HALF):
        [called] = [grid for grid in data.grids(order)[0] if grid.part == "mentions"]
        assert [name for name in called.fields if called.locked(name)] == ["programme_id", "slug"]
    assert "mentions" not in [grid.part for grid in grids_of(HALF)]


def test_a_plan_beside_others_is_asked_what_its_targets_revise() -> None:
    data = Data.of(revising.revised(revising.row("ge 150 150盏以上")))
    [targets] = [grid for grid in data.grids(Order("town", "2023-plan"))[0] if grid.part == "targets"]
    asked = ["supersedes", "revised_on", "revision_reason_zh", "revision_reason_en"]
    assert [name for name in targets.fields if name in asked] == asked
    assert not set(asked) & set(part("targets", Order("town", "2023-plan")).fields)


def test_a_report_is_asked_for_what_it_does_not_have_yet() -> None:
    data = Data.of(OverlayTree().remove(f"{REPORT}/progress.csv"))
    [progress] = [
        grid for grid in data.grids(Order("town", "2023-report"))[0] if grid.file == f"{REPORT}/progress.csv"
    ]
    assert [row.ref for row in progress.rows] == ["+2023-plan/2/pocket-park"]


def test_of_a_document_without_a_period_nothing_but_the_area_is_known() -> None:
    grids = grids_of(Order("town", "2024-report"))
    assert {grid.part: grid.spare for grid in grids if grid.spare} == {"observations": {"area_id": "qinghe"}}
    [facts] = [grid for grid in grids if grid.part == "document"]
    known = {row.ref: row.cells["value"] for row in facts.rows if row.cells["value"]}
    assert known == {"+kind": "report", "+publisher_id": "town-government", "+completeness": "full"}


def test_the_checksum_of_the_text_is_one_of_the_facts() -> None:
    assert f"+{SHA256}" in part("document", HALF).fields


ORDERED: list[tuple[str, tuple[str, ...], str]] = [
    # the columns of a file, breakdowns that are asked for, and the sheet's columns that are no first and no naming ones
    ("obs_status occurrence indicator_id area_id", (), "obs_status occurrence"),
    ("obs_status occurrence indicator_id area_id", ("power",), "obs_status occurrence power"),
    ("obs_status area_id occurrence indicator_id", ("power",), "obs_status power occurrence"),
    ("area_id obs_status occurrence indicator_id", ("power",), "power obs_status occurrence"),
    ("indicator_id obs_status area_id occurrence power", ("power",), "obs_status occurrence power"),
    ("area_id obs_status occurrence indicator_id", ("height",), "obs_status occurrence"),
]


@pytest.mark.parametrize(("columns", "breakdowns", "rest"), ORDERED)
def test_the_columns_of_a_sheet_stand_as_in_its_file(
    columns: str, breakdowns: tuple[str, ...], rest: str
) -> None:
    row = {
        "indicator_id": "lamps-standing",
        "area_id": "qinghe",
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "as_of": "2023-12-31",
        "value": "980",
        "qualifier": "exact",
        "figure": "980盏",
        "locator": "一/(一)",
        "obs_status": "A",
    }
    names = [*columns.split(), *(name for name in row if name not in columns.split())]
    content = "\n".join([",".join(names), ",".join(row.get(name, "") for name in names), ""])
    tree = OverlayTree().remove("town/corrections.csv").write(f"{REPORT}/observations.csv", content)
    grids = Data.of(tree).grids(replace(Order("town", "2023-report"), breakdowns=breakdowns))[0]
    [results] = [grid for grid in grids if grid.part == "observations"]
    known = row.keys() - {"obs_status"}
    assert " ".join(name for name in results.fields if name not in known) == rest


OFFERED: list[tuple[str, Shape, bool]] = [
    # a column, its table, whether a sheet has it though the table may do without it
    ("qualifier", tables.TARGETS, True),
    ("attainment", tables.TARGETS, True),
    ("supersedes", tables.TARGETS, True),
    ("revision_reason_zh", tables.TARGETS, True),
    ("value", tables.TARGETS, False),
    ("note_zh", tables.TARGETS, False),
    ("new_due_zh", tables.PROGRESS, False),
    ("new_due", tables.PROGRESS, True),
]


@pytest.mark.parametrize(("name", "shape", "offered"), OFFERED)
def test_which_columns_a_sheet_has_though_a_table_may_do_without_them(
    name: str, shape: Shape, *, offered: bool
) -> None:
    assert is_offered(name, shape) is offered
