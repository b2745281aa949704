"""The downloads: valid to an independent reader, in one shape for ever, and the same bytes from the same data."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pytest
from downloads import loaded, written
from folders import BASE, DATA
from markdown_it import MarkdownIt
from sites import TODAY

from generator.core.messages import LANGUAGES, catalogue
from generator.core.model import Package, Text
from generator.format import fields, tables
from generator.format.naming import description
from generator.publishing.export.cite_as import plain
from generator.publishing.export.tables import Table
from generator.publishing.export.write import published_tables, write_package
from generator.verdicts.standings import assess_package

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def qingdao() -> Package:
    return loaded(DATA, "qingdao")


@pytest.fixture(scope="module")
def town() -> Package:
    """The small package, with a breakdown and a correction."""
    return loaded(BASE, "town")


@pytest.fixture(scope="module")
def folder(qingdao: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("export"), qingdao)


def read(file: Path) -> Rows:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write(file: Path, rows: Rows) -> None:
    text = StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8")


# What is published

COLUMNS = {
    "documents": "document_id title_zh title_en kind publisher_id period_start period_end published completeness "
    "archive_sha256 notes_zh notes_en",
    "progress": "progress_id deliverable_id document_id state as_of locator evidence_zh evidence_en note_zh note_en",
    "goals": "goal_id document_id number section_zh section_en title_zh title_en summary_zh summary_en themes "
    "organisations officers continues locator",
    "indicators": "indicator_id theme_id title_zh title_en definition_zh definition_en unit_id measure ascending",
    "targets": "target_id goal_id document_id indicator_id area_id period_start period_end comparator value "
    "value_upper baseline locator figure note_zh note_en restates qualifier",
    "planned": "planned_id target_id document_id date value locator figure note_zh note_en",
    "deliverables": "deliverable_id goal_id document_id title_zh title_en due state state_as_of locator "
    "state_document_id state_locator evidence_zh evidence_en note_zh note_en overdue",
    "observations": "observation_id document_id indicator_id area_id period_start period_end as_of value qualifier "
    "obs_status stated_share stated_change locator figure published stated_share_figure stated_change_figure "
    "note_zh note_en unit_id",
    "claims": "claim_id document_id period_start period_end as_of share locator figure note_zh note_en",
    "relations": "relation_id relation indicator_id others note_zh note_en",
    "assessments": "target_id observation_id as_of reporting_status progress_status share_done share_due pace "
    "explanation_zh explanation_en period_over rule reason value baseline baseline_origin half_test periods_met "
    "periods_reported parts replaced qualifier restates",
    "findings": "finding_id finding_kind indicator_id rows stated computed formula statement_zh statement_en "
    "note_zh note_en explanation_zh explanation_en explained_on explained_by",
    "derived": "derived_id indicator_id area_id date value total increment formula",
    "corrections": "correction_id table key field old new date reason_zh reason_en responsible",
    "revisions": "revision_id date commit table key field old new document reason_zh reason_en responsible subject",
    "organisations": "organisation_id title_zh title_en part_of",
    "themes": "theme_id title_zh title_en",
    "areas": "area_id title_zh title_en part_of",
    "units": "unit_id title_zh title_en",
}


def test_the_tables_are_those_promised(folder: Path) -> None:
    assert {file.stem for file in folder.glob("*.csv")} == set(COLUMNS)


@pytest.mark.parametrize("table", COLUMNS)
def test_columns_never_change(folder: Path, table: str) -> None:
    found = (folder / f"{table}.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    assert found == COLUMNS[table].split(), (
        f"The columns of {table}.csv are public: other people's scripts read them by name. "
        "Never remove or rename one; add a new one at the end, and to this list."
    )


def test_a_breakdown_has_its_column_after_the_area(town: Package, tmp_path: Path) -> None:
    rows = read(written(tmp_path, town) / "observations.csv")
    assert list(rows[0])[3:5] == ["area_id", "power"]
    assert sorted({row["power"] for row in rows}) == ["", "grid", "solar"]


def test_the_files_are_those_promised(folder: Path) -> None:
    names = {file.name for file in folder.iterdir() if file.suffix != ".csv"}
    assert names == {"datapackage.json", "qingdao.zip", "qingdao.xlsx", "qingdao.sqlite", "indicators"}


def test_the_descriptor_says_where_the_package_comes_from(folder: Path, qingdao: Package) -> None:
    found = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (found["name"], found["version"], found["created"]) == ("qingdao", "0.1.0", "2026-11-21T00:00:00Z")
    assert [item["name"] for item in found["licenses"]] == ["CC-BY-4.0"]
    assert all(item["title"] and item["roles"] for item in found["contributors"])
    assert [item["document_id"] for item in found["sources"]] == list(qingdao.documents)
    h1 = next(item for item in found["sources"] if item["document_id"] == "2023-h1-report")
    document = qingdao.documents["2023-h1-report"]
    assert h1 == {
        "title": f"{document.title.zh} / {document.title.en}",
        "document_id": "2023-h1-report",
        "archive_sha256": document.archive_sha256,
        "period_start": "2023-01-01",
        "period_end": "2023-06-30",
    }
    assert {"市容秩序", "City order"} & set(found["keywords"]) or len(found["keywords"]) == 2 * len(
        qingdao.themes
    )
    assert "homepage" not in found


def test_the_descriptor_names_the_page_where_the_address_is_known(qingdao: Package, tmp_path: Path) -> None:
    page = "https://example.org/qingdao/"
    write_package(tmp_path / "out", qingdao, assess_package(qingdao, TODAY), page)
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))["homepage"] == page


def test_the_descriptor_knows_each_file(folder: Path) -> None:
    for item in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        content = (folder / item["path"]).read_bytes()
        assert (item["bytes"], item["hash"]) == (
            len(content),
            f"sha256:{hashlib.sha256(content).hexdigest()}",
        )


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_is_named_and_described_in_the_descriptor(folder: Path, table: str) -> None:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schema = {item["name"]: item for item in descriptor["resources"]}[table]["schema"]
    assert schema["missingValues"] == [""]
    for field in schema["fields"]:
        for name in ("title", "description"):
            assert all(field[name].split(" / ", 1)), field


@pytest.mark.parametrize("table", COLUMNS)
def test_the_descriptor_tells_the_columns_as_they_are(folder: Path, table: str) -> None:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    resource = {item["name"]: item for item in descriptor["resources"]}[table]
    assert resource["path"] == f"{table}.csv"
    assert [field["name"] for field in resource["schema"]["fields"]] == COLUMNS[table].split()
    assert resource["schema"]["primaryKey"] == [COLUMNS[table].split()[0]]


# An independent reader


def complaints(folder: Path) -> set[tuple[str, str]]:
    """What frictionless finds: table and kind of error."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    found = {(task.name, error.type) for task in report.tasks for error in task.errors}
    assert report.valid == (not found), report.errors
    return found


def test_frictionless_finds_the_real_record_valid(folder: Path) -> None:
    assert complaints(folder) == set()


def test_frictionless_finds_the_small_package_valid(town: Package, tmp_path: Path) -> None:
    assert complaints(written(tmp_path, town)) == set()


SEEDED = {
    "a letter in a number": ("observations", "value", "18.3公里", "type-error"),
    "a number with a comma": ("targets", "value", "2,500", "type-error"),
    "a day as it is spoken": ("observations", "as_of", "2023年6月30日", "type-error"),
    "a word for yes": ("indicators", "ascending", "是", "type-error"),
    "an unknown indicator": ("observations", "indicator_id", "no-such-indicator", "foreign-key"),
    "an unknown unit": ("indicators", "unit_id", "furlong", "foreign-key"),
    "an unknown goal": ("targets", "goal_id", "2023-work-points/99", "foreign-key"),
    "an unknown result": ("assessments", "observation_id", "2023-h1-report/none", "foreign-key"),
    "no key": ("observations", "observation_id", "", "constraint-error"),
    "no value where one must be": ("targets", "value", "", "constraint-error"),
    "no title": ("goals", "title_zh", "", "constraint-error"),
    "a value that is none of the few": ("assessments", "progress_status", "good", "constraint-error"),
    "an id in another form": ("themes", "theme_id", "Theme One", "constraint-error"),
    "a list with spaces": ("goals", "themes", "landscape; city-order", "constraint-error"),
    "a short checksum": ("documents", "archive_sha256", "abc", "constraint-error"),
    "a day that is none": ("observations", "as_of", "2023-02-30", "type-error"),
    "a half of a period": ("assessments", "periods_met", "0.5", "type-error"),
    "less than none": ("assessments", "periods_met", "-1", "constraint-error"),
    "an unknown parent": ("areas", "part_of", "nowhere", "foreign-key"),
    "an unknown earlier target": ("targets", "restates", "2020-plan/1/none/2020", "foreign-key"),
    "another file than was written": ("units", "title_en", "Something else", "hash-count"),
}


@pytest.mark.parametrize("name", SEEDED)
def test_the_schema_catches(folder: Path, tmp_path: Path, name: str) -> None:
    table, column, value, error = SEEDED[name]
    broken = shutil.copytree(folder, tmp_path / "broken")
    rows = read(broken / f"{table}.csv")
    rows[0][column] = value
    write(broken / f"{table}.csv", rows)
    assert (table, error) in complaints(broken)


@pytest.mark.parametrize("table", ["observations", "targets", "units"])
def test_the_schema_catches_a_doubled_key(folder: Path, tmp_path: Path, table: str) -> None:
    broken = shutil.copytree(folder, tmp_path / "broken")
    rows = read(broken / f"{table}.csv")
    write(broken / f"{table}.csv", [*rows, rows[0]])
    assert {(table, "primary-key"), (table, "constraint-error")} & complaints(broken)


# pandas


def test_pandas_reads_the_figures_in_one_line(folder: Path, qingdao: Package) -> None:
    frame = pd.read_csv(folder / "observations.csv")
    assert len(frame) == len(qingdao.observations) > 100
    assert frame.set_index("indicator_id").loc["heating-pipes-renewed", "value"] == 18.3
    numbers = ["value", "stated_share", "stated_change"]
    assert [str(frame[name].dtype) for name in numbers] == ["float64"] * 3


@pytest.mark.parametrize("table", COLUMNS)
def test_pandas_writes_back_the_same_bytes(folder: Path, table: str) -> None:
    file = folder / f"{table}.csv"
    back = pd.read_csv(file, dtype=str, keep_default_na=False).to_csv(index=False, lineterminator="\n")
    assert back.encode("utf-8") == file.read_bytes()


# Cells

CELLS = [
    # table, row, column, as it stands in the file
    ("goals", "2023-work-points/3", "themes", "landscape;city-order"),
    ("goals", "2023-work-points/1", "themes", "illegal-construction"),
    ("goals", "2023-work-points/1", "organisations", ""),
    ("documents", "2023-h1-report", "published", ""),
    ("documents", "2023-h1-report", "period_end", "2023-06-30"),
    ("targets", "2023-work-points/10/heating-pipes-renewed/2023", "value", "30"),
    ("targets", "2023-work-points/10/heating-pipes-renewed/2023", "value_upper", ""),
    ("targets", "2023-work-points/15/gas-hose-replaced-households/2023", "value", "2600000"),
    ("observations", "2023-h1-report/gas-pipes-renewed/2023-06-30", "value", "15.03"),
    ("observations", "2023-h1-report/planning-enforcement-area/2023-06-30", "value", "37500000"),
    ("observations", "2023-h1-report/street-trading-cases-handled/2023-06-30", "stated_change", "-20.4"),
    ("assessments", "2023-work-points/10/heating-pipes-renewed/2023", "share_done", "61"),
    ("assessments", "2023-work-points/15/old-dwellings-gas-connected/2023", "share_due", "41.67"),
    ("assessments", "2023-work-points/15/old-dwellings-gas-connected/2023", "pace", "1.1472"),
    ("assessments", "2023-work-points/5/deep-cleaned-roads/2023", "observation_id", ""),
    ("assessments", "2023-work-points/5/deep-cleaned-roads/2023", "pace", ""),
    ("deliverables", "2023-work-points/11/heads-take-hard-cases", "state_as_of", ""),
    ("deliverables", "2023-work-points/13/citywide-detection", "state_as_of", "2023-06-30"),
    ("indicators", "waste-sorting-national-rank", "ascending", "false"),
    ("areas", "qingdao", "part_of", ""),
]


@pytest.mark.parametrize(("table", "row", "column", "expected"), CELLS)
def test_cell(folder: Path, table: str, row: str, column: str, expected: str) -> None:
    rows = {found[COLUMNS[table].split()[0]]: found for found in read(folder / f"{table}.csv")}
    assert rows[row][column] == expected


def test_every_number_is_plain_and_every_day_is_iso(qingdao: Package) -> None:
    plain = {
        "number": r"(?:-?\d+(?:\.\d+)?)?",
        "integer": r"\d*",
        "date": r"(?:\d{4}-\d\d-\d\d)?",
        "boolean": "true|false",
    }
    odd = [
        (table.name, name, cell)
        for table in published_tables(qingdao, assess_package(qingdao, TODAY))
        for position, (name, kind) in enumerate(table.columns)
        for cell in {row[position] for row in table.rows}
        if not re.fullmatch(plain.get(kind, r"[^\r\n]*"), cell, re.ASCII)
    ]
    assert odd == []


# Files beside the tables


def test_the_archive_holds_the_same_bytes(folder: Path) -> None:
    with zipfile.ZipFile(folder / "qingdao.zip") as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    beside = [folder / "datapackage.json", *folder.glob("*.csv")]
    papers = {f"qingdao/{name}": inside.pop(f"qingdao/{name}") for name in PAPERS}
    assert inside == {f"qingdao/{file.name}": file.read_bytes() for file in beside}
    assert all(papers.values())


PAPERS = ("README.md", "codebook.csv", "codebook.md")
"""What the archive holds beside the tables and their descriptor."""


@pytest.fixture(scope="module")
def papers(folder: Path) -> dict[str, str]:
    with zipfile.ZipFile(folder / "qingdao.zip") as archive:
        return {name: archive.read(f"qingdao/{name}").decode("utf-8") for name in PAPERS}


def test_the_readme_says_what_it_is_and_how_to_cite_it(papers: dict[str, str], qingdao: Package) -> None:
    chinese, _, english = papers["README.md"].partition("\n# Qingdao")
    for language, text in (("zh", chinese), ("en", english)):
        for said in (
            *(qingdao.version, "2026-11-21", "CC-BY-4.0", qingdao.disclaimer[language]),
            *("@misc{mingzhang-qingdao-0.1.0", "year = {2026}"),
        ):
            assert said in text, (language, said)
    for language, text in (("zh", chinese), ("en", english)):
        assert plain(qingdao, TODAY, language) in text.replace("`", "")
    for name in COLUMNS:
        assert chinese.count(f"| {name}.csv |") == english.count(f"| {name}.csv |") == 1
    assert f"| {len(qingdao.observations)} |" in chinese


def test_the_codebook_has_every_column_in_both_languages(papers: dict[str, str]) -> None:
    rows = list(csv.DictReader(StringIO(papers["codebook.csv"])))
    described = {name: [row["column"] for row in rows if row["table"] == name] for name in COLUMNS}
    assert described == {name: columns.split() for name, columns in COLUMNS.items()}
    told = ("type", "required", "title_zh", "title_en", "meaning_zh", "meaning_en")
    assert [row for row in rows if not all(row[name] for name in told)] == []
    plain = papers["codebook.md"].replace("`", "")
    assert [
        row["column"] for row in rows if row["meaning_en"] not in plain or row["meaning_zh"] not in plain
    ] == []


HOSTILE = "a | b <script>alert(1)</script> [x](http://y) `c` {d} #1_2"


def test_a_title_is_only_text_in_the_readme(qingdao: Package, tmp_path: Path) -> None:
    package = replace(qingdao, title=Text(HOSTILE, HOSTILE))
    with zipfile.ZipFile(written(tmp_path, package) / "qingdao.zip") as archive:
        text = archive.read("qingdao/README.md").decode("utf-8")
    titles = [line for line in text.splitlines() if line.startswith("# ")]
    assert len(titles) == 2
    for line in titles:
        page = MarkdownIt("gfm-like").render(line)
        assert set(re.findall(r"</?(\w+)", page)) == {"h1", "code"}
        assert unescape(re.sub(r"</?(?:h1|code)>", "", page)) == f"{HOSTILE}\n"


def test_the_files_of_each_indicator_agree_with_the_tables(folder: Path, qingdao: Package) -> None:
    tables = {name: read(folder / f"{name}.csv") for name in COLUMNS}
    assessments = {row["target_id"]: row for row in tables["assessments"]}
    names = {file.name for file in (folder / "indicators").iterdir()}
    assert names == {f"{name}.{form}" for name in qingdao.indicators for form in ("csv", "json")}

    def as_text(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: as_text(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [as_text(inner) for inner in value]
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    for facts in tables["indicators"]:
        name = facts["indicator_id"]
        reported = [row for row in tables["observations"] if row["indicator_id"] == name]
        targets = [row for row in tables["targets"] if row["indicator_id"] == name]
        file = folder / "indicators" / f"{name}.csv"
        assert read(file) == reported
        assert file.read_text(encoding="utf-8").splitlines()[0].split(",") == COLUMNS["observations"].split()
        content = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"), parse_float=Decimal)
        unit = qingdao.units[facts["unit_id"]].title
        assert as_text(content) == {
            **facts,
            "package": "qingdao",
            "version": qingdao.version,
            "licence": "CC-BY-4.0",
            "unit_zh": unit.zh,
            "unit_en": unit.en,
            "targets": [{**row, "assessment": assessments[row["target_id"]]} for row in targets],
            "observations": reported,
        }


def test_json_has_numbers_booleans_and_nulls(folder: Path) -> None:
    content = json.loads((folder / "indicators" / "heating-pipes-renewed.json").read_text(encoding="utf-8"))
    assert (content["ascending"], content["targets"][0]["value"], content["targets"][0]["baseline"]) == (
        True,
        30,
        None,
    )
    assert content["observations"][0]["value"] == 18.3


# The same data, the same bytes

EXPORT = """
import os
import sys
from pathlib import Path
from downloads import loaded, written
os.umask(0o077)
written(Path(sys.argv[1]), loaded(Path(sys.argv[2]), "qingdao"))
"""
ELSEWHERE = [
    {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "1"},
    {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"},
]


def contents(folder: Path) -> Mapping[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


@pytest.mark.parametrize("place", ELSEWHERE, ids=lambda place: place["TZ"])
def test_another_machine_writes_the_same_bytes(folder: Path, tmp_path: Path, place: dict[str, str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", EXPORT, tmp_path, DATA],
        env={**os.environ, **place, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    again, first = contents(tmp_path / "qingdao"), contents(folder)
    assert again.keys() == first.keys()
    assert [name for name in first if again[name] != first[name]] == []


# The codebook


def columns_of(tables: list[Table]) -> set[tuple[str, str]]:
    return {(table.name, name) for table in tables for name in table.names}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_described(qingdao: Package, town: Package, language: str) -> None:
    texts = catalogue(language, "fields")
    for package in (qingdao, town):
        tables = published_tables(package, assess_package(package, TODAY))
        assert {table.name for table in tables} <= texts["tables"].keys()
        for table, name in columns_of(tables):
            own = name in texts["fields"] or f"{table}.{name}" in texts["fields"]
            assert own != (name in package.dimensions), f"{table}.{name} is not described in {language}"
            assert description(table, name, language).strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_short_name_and_no_other_has(qingdao: Package, language: str) -> None:
    titles: Mapping[str, str] = catalogue(language, "fields")["titles"]
    tables = published_tables(qingdao, assess_package(qingdao, TODAY))
    columns = columns_of(tables)
    assert {name for _, name in columns} - titles.keys() == set()
    own = {name for _, name in columns} | {f"{table}.{name}" for table, name in columns} | {"dimension"}
    assert titles.keys() - own == set()
    assert {text for text in titles.values() if len(text) > 30} == set()


def names_in(shape: fields.Shape) -> set[str]:
    """The columns and keys of one kind of author's file, with what stands below them."""
    nested = (names_in(item.nested) for item in shape.fields if item.nested)
    return {item.name for item in shape.fields}.union(*nested, [shape.entry.name] if shape.keyed else [])


def shape_names(shape: fields.Shape) -> set[str]:
    return {shape.name}.union(*(shape_names(item.nested) for item in shape.fields if item.nested))


SHAPES = [value for value in vars(tables).values() if isinstance(value, fields.Shape)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_description_is_unused(qingdao: Package, language: str) -> None:
    tables = published_tables(qingdao, assess_package(qingdao, TODAY))
    used = {name for _, name in columns_of(tables)} | {
        f"{table}.{name}" for table, name in columns_of(tables)
    }
    used = used.union({"dimension"}, *map(names_in, SHAPES))
    used |= {f"{shape.name}.{item.name}" for shape in SHAPES for item in shape.fields}
    named = {table.name for table in tables}.union(*map(shape_names, SHAPES))
    texts: Mapping[str, Mapping[str, Any]] = catalogue(language, "fields")
    assert (texts["fields"].keys() - used, texts["tables"].keys() - named) == (set(), set())
