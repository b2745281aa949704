"""The description of a package for Frictionless's tools: what it says, that frictionless holds it, when it is stale."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from declaring import grow
from describing import complaints, described, put
from folders import ROOT
from overlays import PLAN, REPORT, OverlayTree
from speaking import LANGUAGES

from generator.cli import main
from generator.core.messages import catalogue
from generator.editing.files import apply
from generator.format import tables
from generator.format.fields import AnyField, Field, Type
from generator.format.table_schemas import authors_tables, table_schemas
from generator.reading.load import load
from generator.reading.trees import FilesTree, Tree, WorkingTree
from generator.reading.validate.describing import descriptors
from generator.reading.validate.inventory import gather

NAME = "town/datapackage.yaml"


def description(tree: Tree) -> Any:
    """What the description of the town says."""
    return yaml.load(descriptors(tree, gather(tree)[0])[NAME], Loader=yaml.CSafeLoader)


def resource(tree: Tree, name: str) -> Any:
    [found] = [item for item in description(tree)["resources"] if item["name"] == name]
    return found


def told(tree: Tree) -> list[str]:
    return [problem.code for problem in load(tree)[1]]


def kept(tree: OverlayTree) -> OverlayTree:
    """A tree with the description that it has now."""
    return tree.write(NAME, descriptors(tree, gather(tree)[0])[NAME])


# What it says


SCHEMAS: dict[str, Any] = {
    path.removeprefix("tables/").removesuffix(".json"): json.loads(text)
    for path, text in table_schemas([("zh", "en")], LANGUAGES).items()
}
COLUMNS = [
    (table.name, item) for table in authors_tables() for item in table.in_languages(("zh", "en")).fields
]


def test_the_committed_table_schemas_are_those_of_the_format() -> None:
    folder = ROOT / "schemas" / "tables"
    committed = {f"tables/{path.name}": path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert committed == table_schemas([("zh", "en")], LANGUAGES), "run: mingzhang schemas"


def test_every_table_that_authors_write_as_csv_has_a_schema_with_its_columns_in_their_order() -> None:
    named = {name.rpartition("/")[2] for name, _ in tables.FILES if name.endswith(".csv")}
    assert {f"{name}.csv" for name in SCHEMAS} == named
    assert [(name, field["name"]) for name, schema in SCHEMAS.items() for field in schema["fields"]] == [
        (name, item.name) for name, item in COLUMNS
    ]


TYPES = {Type.NUMBER: "number", Type.COUNT: "integer", Type.PAGE: "integer", Type.DATE: "date"}


@pytest.mark.parametrize(("name", "item"), COLUMNS, ids=[f"{name}.{item.name}" for name, item in COLUMNS])
def test_each_rule_of_a_column_has_its_counterpart(name: str, item: AnyField) -> None:
    [field] = [field for field in SCHEMAS[name]["fields"] if field["name"] == item.name]
    limits = field.get("constraints", {})
    kind = TYPES.get(item.type, "string")
    said = {
        "type": field["type"],
        "required": limits.get("required", False),
        "choices": limits.get("enum"),
        "form": "pattern" in limits,
        "bounds": {"minimum", "maximum"} <= set(limits),
        "key": item.name in SCHEMAS[name]["primaryKey"],
    }
    assert said == {
        "type": kind,
        "required": item.required,
        "choices": list(item.choices) or None,
        "form": kind == "string" and item.type is not Type.CHOICE,
        "bounds": kind in ("integer", "date"),
        "key": item.name in {table.name: table for table in authors_tables()}[name].naming,
    }
    assert field["title"]
    assert field["description"]


UNSAID = {"targets.supersedes", "planned.target_id", "progress.deliverable_id"}
"""References to rows by ids that stand in no cell, as they are made of several: of these only the form can be said."""


def test_every_reference_is_one_that_can_be_followed_or_is_known_to_be_none() -> None:
    wide = {
        f"{PLAN}/targets.csv": tables.TARGETS,
        f"{PLAN}/planned.csv": tables.PLANNED,
        f"{PLAN}/deliverables.csv": tables.DELIVERABLES,
        f"{REPORT}/observations.csv": tables.OBSERVATIONS,
        f"{REPORT}/progress.csv": tables.PROGRESS,
        f"{REPORT}/claims.csv": tables.CLAIMS,
        f"{REPORT}/mentions.csv": tables.MENTIONS,
        "town/explanations.csv": tables.EXPLANATIONS,
        "town/corrections.csv": tables.CORRECTIONS,
    }
    tree = OverlayTree()
    tree.write("town/programmes.yaml", "parks:\n  title_zh: 公园\n")
    for path, table in wide.items():
        tree.write(path, ",".join(item.name for item in table.in_languages(("zh", "en")).fields) + "\n")
    followed = {
        (item["name"].rpartition("/")[2], key["fields"][0])
        for item in description(tree)["resources"]
        for key in item["schema"].get("foreignKeys", ())
    }
    referring = {(name, item.name) for name, item in COLUMNS if item.refers_to}
    assert {f"{table}.{column}" for table, column in referring - followed} == UNSAID
    assert followed <= referring


def test_a_file_has_the_schema_of_its_own_columns() -> None:
    plan = resource(OverlayTree(), "2023-plan/targets")
    assert plan["path"] == "documents/2023-plan/targets.csv"
    names = [field["name"] for field in plan["schema"]["fields"]]
    assert ",".join(names) == OverlayTree().read(f"{PLAN}/targets.csv").decode().split("\n")[0]
    assert plan["schema"]["primaryKey"] == ["goal", "indicator_id", "area_id", "period_start", "period_end"]


HEADERS = {
    # what is done to the first line of the targets, and the columns of which the schema speaks
    "a column that a table can do without": ("baseline,", "baseline,page,", "baseline,page,"),
    "another order": ("goal,indicator_id,", "indicator_id,goal,", "indicator_id,goal,"),
    "a column that is missing stands behind": (",value_upper,baseline,", ",baseline,", ",baseline,"),
    "a column that nobody knows is none": ("baseline,", "baseline,basline,", "baseline,"),
    "spaces around a name": ("baseline,", " baseline ,", "baseline,"),
}


@pytest.mark.parametrize("case", HEADERS)
def test_the_schema_follows_the_header(case: str) -> None:
    old, new, seen = HEADERS[case]
    header = OverlayTree().read(f"{PLAN}/targets.csv").decode().split("\n")[0]
    tree = OverlayTree().write(f"{PLAN}/targets.csv", header.replace(old, new) + "\n")
    named = [field["name"] for field in resource(tree, "2023-plan/targets")["schema"]["fields"]]
    missing = ["value_upper"] if "missing" in case else []
    assert named == [*header.replace(old, seen).split(","), *missing]


def test_ids_of_yaml_files_stand_once_in_resources_of_their_own() -> None:
    found = {item["name"]: item["data"] for item in description(OverlayTree())["resources"] if "data" in item}
    assert {name: [row["id"] for row in rows] for name, rows in found.items()} == {
        "indicators": ["lamps-installed", "lamps-standing", "lamps-working-share", "repair-days"],
        "areas": ["qinghe", "east-village"],
        "2023-plan/goals": ["1", "2"],
        "2023-plan/locators": ["一", "一/1", "一/2"],
        "2023-report/locators": ["一", "一/(一)", "一/(二)"],
    }


def test_an_empty_breakdown_is_a_value_and_part_of_the_key() -> None:
    schema = resource(OverlayTree(), "2023-report/observations")["schema"]
    [power] = [field for field in schema["fields"] if field["name"] == "power"]
    assert (power["missingValues"], power["constraints"]) == ([], {"enum": ["", "grid", "solar"]})
    assert "power" in schema["primaryKey"]


def test_parts_that_are_alike_share_their_schema() -> None:
    tree = OverlayTree().rename(f"{REPORT}/observations.csv", f"{REPORT}/observations/a.csv")
    one = len(descriptors(tree, gather(tree)[0])[NAME])
    tree.write(
        f"{REPORT}/observations/b.csv", tree.read(f"{REPORT}/observations/a.csv").split(b"\n")[0] + b"\n"
    )
    both = [resource(tree, f"2023-report/observations/{part}") for part in "ab"]
    assert both[0]["schema"] == both[1]["schema"]
    assert both[1]["path"] == "documents/2023-report/observations/b.csv"
    assert len(descriptors(tree, gather(tree)[0])[NAME]) - one < 300


def test_the_languages_of_the_package_are_said() -> None:
    said = description(OverlayTree())
    assert (said["name"], said["languages"]) == ("town", ["zh", "en"])
    assert said["title"].count(" / ") == 1


def test_the_licence_of_the_package_is_said() -> None:
    """One that is not written yet is left to the check."""
    said = description(OverlayTree())
    assert said["licenses"] == [{"name": "CC-BY-4.0"}]


# What frictionless makes of it


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town, described."""
    return described(tmp_path_factory.mktemp("described"), OverlayTree()) / "town"


def test_frictionless_finds_a_sound_package_valid(town: Path) -> None:
    assert complaints(town) == set()


OBSERVATIONS = "2023-report/observations"
TARGETS = "2023-plan/targets"
MISTAKES = {
    # file, what stands there, the mistake; column and kind of frictionless's error; what the check says
    "required": (TARGETS, "一/1,200盏以上", ",200盏以上", "locator", "constraint-error", "missing-value"),
    "number": (TARGETS, ",ge,200,", ",ge,200盏,", "value", "type-error", "number-unit"),
    "number with a comma": (TARGETS, ",ge,200,", ',ge,"2,000",', "value", "type-error", "number-thousands"),
    "date": (OBSERVATIONS, "2022-12-31,181", "2022/12/31,181", "as_of", "type-error", "bad-date"),
    "day that is none": (OBSERVATIONS, "2022-12-31,181", "2022-02-30,181", "as_of", "type-error", "date-not-real"),
    "year beyond": (OBSERVATIONS, "2022-12-31,181", "3022-12-31,181", "as_of", "constraint-error", "bad-date"),
    "choice": (TARGETS, ",le,3,", ",at-most,3,", "comparator", "constraint-error", "unknown-choice"),
    "breakdown": (OBSERVATIONS, ",grid,", ",gas,", "power", "constraint-error", "unknown-choice"),
    "id": ("2023-plan/deliverables", "pocket-park", "Pocket Park", "slug", "constraint-error", "bad-id"),
    "path": ("2023-plan/planned", "plan/1/lamps", "plan//lamps", "target_id", "constraint-error", "bad-path"),
    "locator": ("2023-report/claims", "100,一,", "100,（一）,", "locator", "constraint-error", "bad-locator"),
    "text": ("2023-report/claims", "全面完成", " 全面完成", "figure", "constraint-error", "spaces-around"),
    "occurrence": (TARGETS, "3天以内,2", "3天以内,两", "occurrence", "type-error", "bad-occurrence"),
    "occurrence that is none": (TARGETS, "3天以内,2", "3天以内,0", "occurrence", "constraint-error", "bad-occurrence"),
    "indicator": (OBSERVATIONS, "lamps-standing", "lamps", "indicator_id", "foreign-key", "unknown-reference"),
    "area": (OBSERVATIONS, "east-village", "west-village", "area_id", "foreign-key", "unknown-reference"),
    "goal": ("2023-plan/deliverables", "2,pocket", "3,pocket", "goal", "foreign-key", "unknown-reference"),
    "place": ("2023-report/claims", "100,一,", "100,二,", "locator", "foreign-key", "unknown-reference"),
    "twice": (OBSERVATIONS, "2022-01-01,2022-12-31,2022-12-31", "2023-01-01,2023-12-31,2023-12-31", "",
              "primary-key", "conflicting-row"),
    "column": (TARGETS, "comparator,", "operator,", "comparator", "incorrect-label", "unknown-column"),
    "one cell more": (TARGETS, "3天以内,2", "3天以内,,2", "", "extra-cell", "extra-field"),
    "blank row": (TARGETS, "1,repair-days", ",,,,,,,,,,,,,\n1,repair-days", "", "blank-row", "blank-row"),
}  # fmt: skip


@pytest.mark.parametrize("case", MISTAKES)
def test_frictionless_refuses_what_the_check_refuses(town: Path, case: str) -> None:
    name, right, wrong, column, kind, code = MISTAKES[case]
    path = f"documents/{name}.csv"
    tree = OverlayTree().edit(f"town/{path}", right, wrong)
    assert code in told(tree)
    before = (town / path).read_bytes()
    put(town / path, tree.read(f"town/{path}"))
    try:
        found = complaints(town, name)
    finally:
        put(town / path, before)
    assert (path, column, kind) in found


ACCEPTED: dict[str, Callable[[OverlayTree], OverlayTree]] = {
    "the mark of Excel before the first line": lambda tree: tree.write(
        f"{PLAN}/targets.csv", b"\xef\xbb\xbf" + tree.read(f"{PLAN}/targets.csv")
    ),
    "lines that end as on Windows": lambda tree: tree.write(
        f"{PLAN}/targets.csv", tree.read(f"{PLAN}/targets.csv").replace(b"\n", b"\r\n")
    ),
    "parts of one table": lambda tree: tree.rename(
        f"{REPORT}/observations.csv", f"{REPORT}/observations/lamps.csv"
    ),
    "a table without rows": lambda tree: tree.write(
        f"{REPORT}/progress.csv", tree.read(f"{REPORT}/progress.csv").split(b"\n")[0] + b"\n"
    ),
    "a column that a table can do without": lambda tree: tree.write(
        f"{REPORT}/claims.csv",
        tree.read(f"{REPORT}/claims.csv")
        .replace(b"occurrence", b"page")
        .replace("完成,,".encode(), "完成,3,".encode()),
    ),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_frictionless_passes_what_the_check_passes(tmp_path: Path, case: str) -> None:
    tree = ACCEPTED[case](OverlayTree())
    assert set(told(tree)) <= {"lock-stale", "lock-missing"}
    assert complaints(described(tmp_path, tree) / "town") == set()


# When it is stale


FITS: dict[str, Callable[[OverlayTree], OverlayTree]] = {
    "nothing": lambda tree: tree,
    "another value": lambda tree: tree.edit(f"{REPORT}/observations.csv", "980,", "981,"),
    "a row less": lambda tree: tree.write(
        f"{REPORT}/claims.csv", tree.read(f"{REPORT}/claims.csv").split(b"\n")[0] + b"\n"
    ),
    "another name of the package": lambda tree: tree.edit(
        "town/package.yaml", "title_en: ", "title_en: New "
    ),
    "another summary": lambda tree: tree.edit("town/themes.yaml", "title_zh: 绿化", "title_zh: 园林"),
    "columns called otherwise": lambda tree: tree.write(
        NAME, tree.read(NAME).replace("数值 / ".encode(), "值 / ".encode())
    ),
    "another remark": lambda tree: tree.write(NAME, b"# older words\n" + tree.read(NAME).split(b"\n", 1)[1]),
    "lines that end as on Windows": lambda tree: tree.write(NAME, tree.read(NAME).replace(b"\n", b"\r\n")),
}
STALE: dict[str, Callable[[OverlayTree], OverlayTree]] = {
    "a column more": lambda tree: tree.edit(f"{REPORT}/claims.csv", "figure,", "figure,page,").edit(
        f"{REPORT}/claims.csv", "全面完成,", "全面完成,,"
    ),
    "a file more": lambda tree: tree.write(
        "town/explanations.csv", "finding_id,date,explanation_zh,explanation_en,responsible\n"
    ),
    "a part": lambda tree: tree.rename(f"{REPORT}/observations.csv", f"{REPORT}/observations/lamps.csv"),
    "an id more": lambda tree: tree.edit(
        "town/areas.yaml",
        "east-village:",
        "west-village:\n  title_zh: 西村\n  title_en: West Village\neast-village:",
    ),
    "a code more": lambda tree: tree.edit(
        "town/dimensions.yaml",
        "    solar:",
        "    wind:\n      title_zh: 风\n      title_en: Wind\n    solar:",
    ),
    "another language": lambda tree: tree.edit("town/package.yaml", "[zh, en]", "[en, zh]"),
    "somebody's own words in it": lambda tree: tree.write(NAME, tree.read(NAME) + b"- name: mine\n"),
    "no text": lambda tree: tree.write(NAME, b"\xff\xfe"),
}


@pytest.mark.parametrize("case", FITS)
def test_ordinary_edits_leave_the_description_alone(case: str) -> None:
    assert "descriptor-stale" not in told(FITS[case](kept(OverlayTree())))


@pytest.mark.parametrize("case", STALE)
def test_a_description_that_does_not_fit_is_told(case: str) -> None:
    tree = STALE[case](kept(OverlayTree()))
    assert "descriptor-stale" in told(tree)
    assert "descriptor-stale" not in told(kept(tree))


GONE: dict[str, tuple[Callable[[OverlayTree], OverlayTree], list[str]]] = {
    "a table": (lambda tree: tree.remove(f"{REPORT}/claims.csv"), [f"{REPORT}/claims.csv"]),
    "two of a kind": (
        lambda tree: tree.remove(f"{REPORT}/observations.csv").remove("town/corrections.csv"),
        ["town/corrections.csv", f"{REPORT}/observations.csv"],
    ),
    "one that cannot be read is there": (lambda tree: tree.write(f"{REPORT}/claims.csv", ""), []),
    "one, while another cannot be read": (
        lambda tree: tree.write(f"{REPORT}/claims.csv", "").remove(f"{REPORT}/progress.csv"),
        [f"{REPORT}/progress.csv"],
    ),
    "a table under another name is there": (
        lambda tree: tree.rename(f"{REPORT}/observations.csv", f"{REPORT}/observations/lamps.csv"),
        [],
    ),
    "of two that came under one name": (
        lambda tree: tree.rename(f"{REPORT}/observations/a.csv", f"{REPORT}/observations/c.csv").remove(
            f"{REPORT}/observations/b.csv"
        ),
        [f"{REPORT}/observations/b.csv"],
    ),
}


@pytest.mark.parametrize("case", GONE)
def test_a_described_table_that_is_gone_keeps_the_data_from_being_published(case: str) -> None:
    """Its figures would be taken off the site without a word."""
    change, gone = GONE[case]
    tree = OverlayTree()
    if "two that came" in case:
        text = tree.read(f"{REPORT}/observations.csv").decode()
        head, *rows = text.splitlines()
        for name, part in (("a", rows[:3]), ("b", rows[3:])):
            tree.write(f"{REPORT}/observations/{name}.csv", "\n".join([head, *part, ""]))
        tree.remove(f"{REPORT}/observations.csv")
    report = load(change(kept(tree)))[1]
    told = [problem.place.file for problem in report if problem.code == "file-gone"]
    assert (told, report.ok) == (gone, not gone and "cannot" not in case)


NEXT, RENAMED = "town/documents/2024-report", "town/documents/2023-annual"


def copied(tree: OverlayTree, folder: str) -> OverlayTree:
    """The report once more, in another folder."""
    for path in [entry.path for entry in tree.entries()]:
        if path.startswith(f"{REPORT}/"):
            tree.write(path.replace(REPORT, folder), tree.read(path))
    return tree


COPIED: dict[str, tuple[Callable[[OverlayTree], OverlayTree], list[str]]] = {
    "one, while the document was copied for the next year": (
        lambda tree: copied(tree, NEXT).remove(f"{REPORT}/observations.csv"),
        [f"{REPORT}/observations.csv"],
    ),
    "one under another name, while the document was copied": (
        lambda tree: copied(tree, NEXT).rename(
            f"{REPORT}/observations.csv", f"{REPORT}/observations/lamps.csv"
        ),
        [],
    ),
    "one, while another document got one like it": (
        lambda tree: tree.rename(f"{REPORT}/observations.csv", f"{PLAN}/observations.csv"),
        [f"{REPORT}/observations.csv"],
    ),
    "none of a document under another name": (
        lambda tree: tree.rename(REPORT, RENAMED),
        [],
    ),
    "one of a document under another name": (
        lambda tree: tree.rename(REPORT, RENAMED).remove(f"{RENAMED}/claims.csv"),
        [f"{REPORT}/claims.csv"],
    ),
}


@pytest.mark.parametrize("case", COPIED)
def test_a_document_that_came_hides_no_table_of_another_that_is_gone(case: str) -> None:
    """A report begins as a copy of the one before, and a slip then takes a table of that."""
    change, gone = COPIED[case]
    report = load(change(kept(OverlayTree())))[1]
    assert [problem.place.file for problem in report if problem.code == "file-gone"] == gone


GOALS, PROGRAMMES, CLAIMS = f"{PLAN}/goals.yaml", "town/programmes.yaml", f"{REPORT}/claims.csv"
LIGHTS = "lights:\n  title_zh: 亮灯\n  title_en: Lights\n  kind: campaign\n  summary_zh: 亮灯。\n  summary_en: Lights.\n"
MENTIONS = "programme_id,slug,says,locator,figure\nlights,a,promised,一/1,亮灯工程\n"


def without(tree: OverlayTree, file: str, *names: str) -> OverlayTree:
    """With columns less."""
    rows = list(csv.reader(tree.read(file).decode().splitlines()))
    kept_places = [at for at, name in enumerate(rows[0]) if name not in names]
    lines = (",".join(row[at] for at in kept_places) for row in rows)
    return tree.write(file, "".join(f"{line}\n" for line in lines))


LOST: dict[str, tuple[Callable[[OverlayTree], OverlayTree], list[tuple[str, str, str]]]] = {
    # what was done, and all that is told: the code, the file, the columns
    "a note": (lambda tree: without(tree, CLAIMS, "note_zh"), [("column-gone", CLAIMS, "note_zh")]),
    "two": (
        lambda tree: without(tree, CLAIMS, "note_en", "occurrence"),
        [("column-gone", CLAIMS, "occurrence、note_en")],
    ),
    "a breakdown": (
        lambda tree: without(
            tree.write(
                f"{REPORT}/observations.csv",
                "".join(
                    f"{line}\n"
                    for line in tree.read(f"{REPORT}/observations.csv").decode().splitlines()
                    if ",grid," not in line and ",solar," not in line
                ),
            ),
            f"{REPORT}/observations.csv",
            "power",
        ),
        [("column-gone", f"{REPORT}/observations.csv", "power")],
    ),
    "one that is needed": (
        lambda tree: without(tree, CLAIMS, "share"),
        [("missing-column", CLAIMS, "share")],
    ),
    "under another name": (
        lambda tree: tree.edit(CLAIMS, "note_zh", "nota_zh"),
        [("unknown-column", CLAIMS, "")],
    ),
    "beside a file that cannot be read": (
        lambda tree: without(tree.write(GOALS, "x: [\n"), CLAIMS, "note_zh"),
        [("yaml-syntax", GOALS, ""), ("column-gone", CLAIMS, "note_zh")],
    ),
    "of one whose columns are those of another": (
        lambda tree: without(tree, f"{REPORT}/observations/b.csv", "note_zh"),
        [("column-gone", f"{REPORT}/observations/b.csv", "note_zh")],
    ),
    "goals": (lambda tree: tree.remove(GOALS), [("file-gone", GOALS, "")]),
    "programmes": (lambda tree: tree.remove(PROGRAMMES), [("file-gone", PROGRAMMES, "")]),
    "a document with its goals": (
        lambda tree: tree.remove(PLAN),
        [
            ("file-gone", f"{PLAN}/{name}.csv", "")
            for name in ("deliverables", "mentions", "planned", "targets")
        ],
    ),
}


@pytest.mark.parametrize("case", LOST)
def test_what_is_described_and_gone_is_told_and_nothing_that_follows_from_it(case: str) -> None:
    change, expected = LOST[case]
    tree = OverlayTree().write(PROGRAMMES, LIGHTS).write(f"{PLAN}/mentions.csv", MENTIONS)
    if "columns are those of another" in case:
        text = tree.read(f"{REPORT}/observations.csv").decode()
        head, *rows = text.splitlines()
        for name, part in (("a", rows[:3]), ("b", rows[3:])):
            tree.write(f"{REPORT}/observations/{name}.csv", "\n".join([head, *part, ""]))
        tree.remove(f"{REPORT}/observations.csv")
    tree = kept(tree)
    assert told(tree) == []
    found = [
        (problem.code, problem.place.file, problem.values.get("columns", ""))
        for problem in load(change(tree))[1]
    ]
    assert found == expected


def test_of_a_description_in_two_versions_nothing_is_gone() -> None:
    tree = kept(OverlayTree())
    text = tree.read(NAME).decode()
    both = f"<<<<<<< HEAD\n{text}=======\n>>>>>>> other\n"
    assert told(without(tree.write(NAME, both), CLAIMS, "note_zh").remove(f"{REPORT}/progress.csv")) == [
        "merge-conflict"
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("progress.CSV", "progress.csv.txt", "Progress.csv", "progress - 副本.csv"),
        *("progress_final.csv", "progress.2023.csv", "Progress v2 (1).csv"),
    ],
)
def test_a_described_file_under_a_name_that_is_not_allowed_is_told_by_that_name(name: str) -> None:
    tree = kept(OverlayTree()).rename(f"{REPORT}/progress.csv", f"{REPORT}/{name}")
    assert told(tree) == ["odd-name"]
    [problem] = load(tree)[1]
    assert problem.values["suggestion"] == "progress.csv"


def test_a_column_that_never_was_there_is_not_missed() -> None:
    tree = kept(without(OverlayTree(), CLAIMS, "note_zh", "occurrence"))
    assert told(tree) == []
    assert told(without(tree, CLAIMS, "note_en")) == ["column-gone"]
    assert told(kept(without(tree, CLAIMS, "note_en"))) == []


def test_a_table_taken_out_on_purpose_is_described_no_more() -> None:
    assert "file-gone" not in told(kept(OverlayTree().remove(f"{REPORT}/claims.csv")))


def test_a_package_may_do_without_one() -> None:
    assert told(OverlayTree()) == []


def test_nothing_is_said_of_it_while_a_file_cannot_be_read() -> None:
    tree = kept(OverlayTree()).edit(f"{REPORT}/claims.csv", "occurrence", "page")
    assert told(tree.write("town/units.yaml", "lamp: [")) != []
    assert "descriptor-stale" not in told(tree)


def test_a_column_declared_anew_comes_along(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    column: AnyField = Field("method", Type.ID, required=False, optional_column=True, default="")
    grow(request, tables.CLAIMS, column)
    for language in LANGUAGES:
        monkeypatch.setitem(catalogue(language, "fields")["fields"], "method", "How it was obtained")
    tree = OverlayTree().edit(f"{REPORT}/claims.csv", "occurrence", "method")
    names = [field["name"] for field in resource(tree, "2023-report/claims")["schema"]["fields"]]
    assert names[-3] == "method"


# Who keeps it right


def test_changes_carry_the_description_along() -> None:
    tree = kept(OverlayTree().remove("town/corrections.csv"))
    row = {f"{REPORT}/claims.csv": tree.read(f"{REPORT}/claims.csv") + b"x\n"}
    file = {"town/corrections.csv": OverlayTree().read("town/corrections.csv")}
    assert apply.described(tree, row) == row
    carried = apply.described(tree, row | file)
    assert carried == {**row, **file, NAME: descriptors(OverlayTree(), gather(OverlayTree())[0])[NAME]}
    # Where only rows change, so does nothing else: also not a description that does not fit.
    tree.write(NAME, "of an older version\n")
    assert apply.described(tree, row) == row


def test_what_changes_in_a_file_decides_whether_it_is_described_anew() -> None:
    tree = kept(OverlayTree())
    claims, places = f"{REPORT}/claims.csv", "town/dimensions.yaml"
    head, _, rows = tree.read(claims).decode().partition("\n")
    changes = {
        "rows": ({claims: f"{head}\n{rows}{rows}"}, False),
        "a column": ({claims: f"{head.replace(',occurrence', '')}\n{rows}"}, True),
        "a code": ({places: tree.read(places).decode().replace("    grid:", "    mains:")}, True),
        "a remark": ({places: tree.read(places).decode() + "# why\n"}, False),
        "a table": ({claims: f"{head}\n{rows}{rows}", "town/explanations.csv": EXPLANATIONS}, True),
    }
    found = {}
    for name, (texts, _) in changes.items():
        files = {path: text.encode() for path, text in texts.items()}
        made = apply.described(tree, files)
        assert {path: made[path] for path in files} == files
        assert made.keys() - files.keys() <= {NAME}
        found[name] = NAME in made
    assert found == {name: anew for name, (_, anew) in changes.items()}


def test_the_description_of_another_package_stays_as_it_is() -> None:
    tree = kept(OverlayTree())
    for entry in list(tree.entries()):
        tree.write(entry.path.replace("town/", "village/"), tree.read(entry.path))
    tree.write("village/datapackage.yaml", "of an older version\n")
    made = apply.described(tree, {"town/explanations.csv": EXPLANATIONS.encode()})
    assert sorted(made) == [NAME, "town/explanations.csv"]


EXPLANATIONS = "finding_id,date,explanation_zh,explanation_en,responsible\n"


def test_a_package_without_one_is_left_without() -> None:
    file = {"town/explanations.csv": EXPLANATIONS.encode()}
    assert apply.described(OverlayTree(), file) == file
    tree = OverlayTree().remove("town/corrections.csv")
    assert apply.described(tree, file) == file


def test_it_comes_with_the_first_table_of_a_package() -> None:
    files = {entry.path: OverlayTree().read(entry.path) for entry in OverlayTree().entries()}
    lists = {
        path: content for path, content in files.items() if "/documents/" not in path and "csv" not in path
    }
    assert apply.described(FilesTree({}), lists) == lists
    assert NAME in apply.described(FilesTree(lists), files)


COMMANDS = {
    "a figure corrected": [
        *("record", "lamps-standing", "981", "--document", "2023-report", "--figure", "981盏", "--correct"),
        *(
            "--reason-zh",
            "抄录的时候看错了一位数字。",
            "--reason-en",
            "One digit was misread when it was copied.",
            "--responsible",
            "整理组",
        ),
    ],
    "an indicator": [
        *(
            "new",
            "indicator",
            "town",
            "trees",
            "--theme",
            "greening",
            "--title-zh",
            "树",
            "--title-en",
            "Trees",
        ),
        *("--definition-zh", "种的树。", "--definition-en", "Trees planted.", "--unit-id", "lamp"),
        *("--measure", "flow", "--ascending", "true"),
    ],
    "schemas": ["schemas", "--out", "schemas"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_leave_a_description_that_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    data = described(tmp_path / "data", OverlayTree().remove("town/corrections.csv"))
    before = (data / NAME).read_bytes()
    if command == "schemas":
        put(data / NAME, b"name: town\n")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [*COMMANDS[command], "--data", str(data), "--lang", "en"])
    assert result.exit_code == 0, result.output
    assert told(WorkingTree(data)) == []
    assert ((data / NAME).read_bytes() == before) == (command == "schemas")
    assert complaints(data / "town") == set()
