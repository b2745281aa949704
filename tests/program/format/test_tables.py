"""A table is declared once: a column added to a declaration is found in everything that follows from it."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from declaring import declare, grow
from overlays import PLAN, REPORT, OverlayTree, report_against
from speaking import LANGUAGES

from generator.comparing.changes import compare, side
from generator.core.messages import catalogue
from generator.core.model import Package
from generator.editing.sheets.grids import Order
from generator.editing.sheets.source import Data
from generator.format import tables
from generator.format.binding import Binder
from generator.format.fields import AnyField, Field, Type
from generator.format.json_schemas import json_schemas
from generator.format.published import AUTHORED, published_fields
from generator.format.tables import CORRECTABLE, Table
from generator.publishing.export.write import write_package
from generator.reading.load import load
from generator.reading.validate import validate
from generator.reading.validate.locks import cited_figures
from generator.verdicts.standings import assess_package

DAY = date(2024, 3, 1)
WORD = "by-hand"
"""What stands in the new column, in one row."""

WORDS = {"zh": "怎样得来的", "en": "How it was obtained"}
"""What it is called."""

FILES = {
    "targets": f"{PLAN}/targets.csv",
    "planned": f"{PLAN}/planned.csv",
    "deliverables": f"{PLAN}/deliverables.csv",
    "observations": f"{REPORT}/observations.csv",
    "progress": f"{REPORT}/progress.csv",
    "claims": f"{REPORT}/claims.csv",
    "goals": f"{PLAN}/goals.yaml",
    "indicators": "town/indicators/lighting.yaml",
    "documents": f"{PLAN}/document.yaml",
}
"""Where the tables that a correction may name stand in the example."""

CITED = [name for name, table in CORRECTABLE.items() if "figure" in table.by_name]
ENTRY = {"goals": "  summary_zh:", "indicators": "  definition_zh:", "documents": "title_zh:"}
"""What the new key is put before in YAML."""


@pytest.fixture(params=list(FILES))
def grown(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a table whose declaration has one more column, added while the program runs."""
    table = CORRECTABLE[request.param]
    cited = request.param in CITED
    column: AnyField = Field(
        "method", Type.ID, required=False, optional_column=True, default="", figure=True, locked=cited
    )
    grow(request, table, column)
    for language, words in WORDS.items():
        monkeypatch.setitem(catalogue(language, "fields")["fields"], "method", words)
        monkeypatch.setitem(catalogue(language, "fields")["titles"], "method", words)
    return str(request.param)


def with_word(name: str, word: str = WORD) -> OverlayTree:
    """The example with a word in the new column of a table's first row."""
    tree, path = OverlayTree(), FILES[name]
    text = tree.read(path).decode()
    if path.endswith(".csv"):
        head, first, *others = text.splitlines()
        lines = [f"{head},method", f"{first},{word}", *(f"{line}," for line in others)]
        return tree.write(path, "\n".join(lines) + "\n")
    before = ENTRY[name]
    indent = " " * (len(before) - len(before.lstrip()))
    return tree.write(path, text.replace(before, f"{indent}method: {word}\n{before}", 1))


def package_of(tree: OverlayTree) -> Package:
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def test_what_is_written_there_is_kept(grown: str) -> None:
    package = package_of(with_word(grown))
    rows: dict[str, Iterable[Any]] = {
        "planned": [point for target in package.targets.values() for point in target.planned],
        "progress": package.progress,
    }
    found: Iterable[Any] = rows.get(grown) or getattr(package, grown).values()
    assert [row.more["method"] for row in found if row.more["method"]] == [WORD]


def test_it_is_published_at_the_end_of_its_table(grown: str, tmp_path: Path) -> None:
    package = package_of(with_word(grown))
    write_package(tmp_path / "town", package, assess_package(package, DAY))
    with (tmp_path / "town" / f"{grown}.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert (head[-1], [row[-1] for row in rows if row[-1]]) == ("method", [WORD])
    described = json.loads((tmp_path / "town/datapackage.json").read_text(encoding="utf-8"))
    columns = next(item["schema"]["fields"] for item in described["resources"] if item["name"] == grown)
    assert columns[-1]["name"] == "method"
    assert columns[-1]["constraints"] == {"pattern": "[a-z0-9]+(-[a-z0-9]+)*"}
    with sqlite3.connect(tmp_path / "town/town.sqlite") as database:
        assert database.execute(f"SELECT method FROM {grown} WHERE method IS NOT NULL").fetchall() == [
            (WORD,)
        ]
        told = 'SELECT meaning_zh, meaning_en FROM codebook WHERE "table" = ? AND "column" = \'method\''
        assert database.execute(told, (grown,)).fetchall() == [(WORDS["zh"], WORDS["en"])]
    book = openpyxl.load_workbook(BytesIO((tmp_path / "town/town.xlsx").read_bytes()))
    assert WORD in {cell.value for row in book[grown].iter_rows() for cell in row}


def test_a_change_of_it_is_told_and_needs_a_correction(grown: str) -> None:
    before, after = with_word(grown), with_word(grown, "by-machine")
    sides = [side(tree, validate(tree, locked=False)[0]) for tree in (before, after)]
    changes = compare(*sides).changes
    assert [(item.table, item.field, item.old, item.new) for item in changes] == [
        (grown, "method", WORD, "by-machine")
    ]
    assert "change-unexplained" in [problem.code for problem in report_against(before, after)]
    assert tables.CORRECTIONS.by_name["table"].choices == tuple(CORRECTABLE)


def test_a_word_that_it_cannot_hold_is_refused(grown: str) -> None:
    report = load(with_word(grown, "By-Hand"))[1]
    assert [(problem.code, problem.values["suggestion"]) for problem in report] == [("bad-id", "by-hand")]


def test_verification_locks_it(grown: str) -> None:
    """Where a table cites figures; a row in which nothing stands there keeps its fingerprint."""
    prints = [
        {item.id: item.fingerprint for package in validate(tree)[0] for item in cited_figures(package)}
        for tree in (OverlayTree(), with_word(grown))
    ]
    changed = [name for name in prints[0] if prints[0][name] != prints[1][name]]
    assert len(changed) == (1 if grown in CITED else 0)


@pytest.mark.parametrize(("old", "new", "same"), [("97.5,", "97.50,", True), ("97.5,", "97.51,", False)])
def test_a_lock_holds_values_not_their_spelling(old: str, new: str, same: bool) -> None:  # noqa: FBT001 - what is expected
    trees = OverlayTree(), OverlayTree().edit(f"{PLAN}/targets.csv", f"ge,{old}", f"ge,{new}")
    one, other = (
        {item.id: item.fingerprint for package in validate(tree)[0] for item in cited_figures(package)}
        for tree in trees
    )
    assert (one == other) is same


def test_the_workbook_and_the_editor_know_it(grown: str) -> None:
    if FILES[grown].endswith(".yaml"):
        shape = CORRECTABLE[grown]
        schema = json.loads(json_schemas([LANGUAGES], LANGUAGES)[f"{shape.name}.json"])
        record = schema.get("additionalProperties") or schema
        assert record["properties"]["method"]["title"] == f"{WORDS['zh']} · {WORDS['en']}"
    if grown != "indicators":
        document = FILES[grown].split("/")[2]
        grids, _ = Data.of(with_word(grown)).grids(Order("town", document))
        [grid] = [
            grid
            for grid in grids
            if grown in (grid.table, f"{grid.table}s") and grid.shape.name != "sections"
        ]
        assert "method" in grid.fields


@pytest.mark.parametrize("name", list(AUTHORED))
def test_every_column_has_a_place_in_the_ledger_or_travels_along(name: str) -> None:
    """Nothing that authors write is thrown away: it names the row, or the value of the ledger has it."""
    table = AUTHORED[name]
    own = {item.name for item in fields(table.becomes)}
    lost = [
        item.name
        for item in table.fields
        if item.path.partition(".")[0] not in own and item.name not in table.naming and item.nested is None
    ]
    assert lost == [column for column in lost if column in Binder(table).travelling]


@pytest.mark.parametrize("name", list(AUTHORED))
def test_every_column_is_published_unless_it_says_no(name: str) -> None:
    table = AUTHORED[name].in_languages(("zh", "en"))
    published = [item.name for item in published_fields(name, table.tongues)]
    hidden = [item.name for item in table.fields if not item.published or item.nested is not None]
    assert [item.name for item in table.fields if item.name not in (*published, *hidden)] == []
    assert len(set(published)) == len(published)


HIDDEN: dict[str, tuple[str, ...]] = {
    "documents": ("language", "restorations", "not_data", "sections"),
    "targets": ("goal", "occurrence"),
    "planned": ("occurrence",),
    "deliverables": ("goal", "slug"),
    "observations": ("occurrence",),
    "claims": ("slug", "occurrence"),
    "mentions": ("slug", "occurrence"),
    "units": ("printed",),
}


def test_what_is_not_published_is_known() -> None:
    """`goal` and `slug` are parts of published ids; `occurrence` and `printed` serve the reading of printed figures."""
    found = {
        name: tuple(item.name for item in table.fields if not item.published or item.nested is not None)
        for name, table in AUTHORED.items()
    }
    assert {name: columns for name, columns in found.items() if columns} == HIDDEN


MISDECLARED: dict[str, Callable[[Table], object]] = {
    "a figure that no correction could name": lambda table: [
        name for name in table.figures if name not in table.by_name
    ],
    "a main figure that is none": lambda table: table.main and table.main not in table.figures,
    "a name that is no column": lambda table: [
        name for name in table.naming if name not in {*table.by_name, table.entry.name}
    ],
    "a locked column without a figure that could be verified": lambda table: (
        "figure" not in table.by_name and [item.name for item in table.fields if item.locked]
    ),
    "a value of the ledger that nobody fills": lambda table: (
        {item.name for item in fields(table.becomes)}
        - {item.path.partition(".")[0] for item in table.declared}
        - table.reserved
        - {"part_of"}  # which the values of all code lists have, though themes and units are part of nothing
    ),
    "a published column that is nobody's": lambda table: (
        set(table.download) - table.reserved - {item.name for item in table.declared}
    ),
    "a printed form that is no column": lambda table: [
        item.name for item in table.fields if item.printed_as and item.printed_as not in table.by_name
    ],
}


TAKEN = [
    # a table, and each name that a column of it may not have
    *((name, taken) for name, table in AUTHORED.items() for taken in sorted(table.reserved)),
    ("observations", "status"),
    ("observations", "period"),
    ("targets", "citation"),
    ("deliverables", "title"),
    ("deliverables", "evidence_zh"),
    ("goals", "section_kk"),
    ("relations", "kind"),
]


def test_a_column_cannot_hide_what_stands_there_already(monkeypatch: pytest.MonkeyPatch) -> None:
    unseen = []
    for name, taken in TAKEN:
        table = AUTHORED[name]
        with monkeypatch.context() as patch:
            declare(patch, table, Field(taken))
            unseen += [] if taken in table.hiding() else [(name, taken)]
    assert unseen == []


def test_the_names_that_were_shadowed_are_taken() -> None:
    """Authors' values under these were thrown away for those of the program."""
    shadowed = {
        "deliverables": {"state", "state_as_of", "evidence", "overdue", "goal_id", "deliverable_id"},
        "observations": {"published", "issued", "breakdown", "document_id", "id"},
        "targets": {"planned", "restates", "goal_id", "more"},
        "goals": {"section", "number", "goal_id"},
        "indicators": {"theme_id"},
        "progress": {"issued", "document_id", "progress_id"},
    }
    assert {name: names - AUTHORED[name].reserved for name, names in shadowed.items()} == {
        name: set() for name in shadowed
    }


def test_a_declaration_with_such_a_column_cannot_be_loaded() -> None:
    class Things(Table, name="things", identity="document/slug", download="thing_id +state slug"):
        slug: Field[str] = Field()
        state: Field[str] = Field()

    with pytest.raises(TypeError, match="things: state would hide"):
        Things()


@pytest.mark.parametrize("fault", list(MISDECLARED))
def test_no_declaration_has(fault: str) -> None:
    assert [name for name, table in AUTHORED.items() if MISDECLARED[fault](table)] == []
