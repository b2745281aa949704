"""Packages are validated by frictionless before they are published: what it finds is told in our words, and keeps them back."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result
from downloads import BROKEN_DOWN, contents, loaded, written
from folders import BASE
from frictionless import Error, Package, Schema, errors, system
from sites import without_program

from generator.cli import main
from generator.commands import proving
from generator.core.languages import interface
from generator.core.messages import catalogue
from generator.core.problems import Report
from generator.publishing import downloads, preview
from generator.publishing import store as store_module
from generator.publishing.export import write
from generator.publishing.outputs import begin
from generator.publishing.store import KEPT_FOR, Store, borrowed
from generator.publishing.validation import asking, remembering, validated
from generator.publishing.validation.complaints import Complaint

# What frictionless finds, in our words

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
    {"name": "of", "type": "string"},
    {"name": "n", "type": "number", "constraints": {"minimum": 0}},
    {"name": "i", "type": "integer"},
    {"name": "b", "type": "boolean"},
    {"name": "d", "type": "date"},
    {"name": "e", "type": "string", "constraints": {"enum": ["x", "y"]}},
    {"name": "t", "type": "time"},
    {"name": "m", "type": "string", "constraints": {"maxLength": 2, "unique": True}},
]
SOUND = "a,,1.5,2,true,2023-06-30,x,12:00:00,m"
HEADER = "id,of,n,i,b,d,e,t,m"


def described(folder: Path, content: bytes, **changes: Any) -> Path:
    """A package with one table of some content, described as it is but for the changes."""
    folder.mkdir(parents=True, exist_ok=True)
    resource = {
        "name": "things",
        "type": "table",
        "path": "things.csv",
        "scheme": "file",
        "format": "csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": FIELDS,
            "primaryKey": ["id"],
            "foreignKeys": [{"fields": ["of"], "reference": {"fields": ["id"]}}],
        },
    }
    package = {"name": "p", "resources": [resource | changes]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "things.csv").write_bytes(content)
    return folder


def row(**cells: str) -> str:
    """The sound row with other cells."""
    found = dict(zip(HEADER.split(","), SOUND.split(","), strict=True)) | cells
    return ",".join(found.values())


def table(*rows: str, names: str = HEADER) -> bytes:
    return "".join(f"{line}\n" for line in (names, *rows)).encode()


ANOTHER = "The file is not the one that the description tells of; its size or checksum is another."
NOWHERE = {"fields": ["of"], "reference": {"resource": "nowhere", "fields": ["id"]}}
UNKNOWN_TYPE = {"fields": [{"name": "id", "type": "word"}]}
WITHIN = "It does not describe the package as a Data Package must be described: "

WRONG: list[tuple[bytes, dict[str, Any], str, str]] = [
    # the table, what is described otherwise, the kind, what is told behind the name of the file
    (table(row(n='"1,5"')), {}, "no_number", "row 2, “a”, column n: “1,5” is not a number."),
    (table(row(i="2.5")), {}, "no_integer", "row 2, “a”, column i: “2.5” is not a whole number."),
    (table(row(b="yes")), {}, "no_boolean", "row 2, “a”, column b: “yes” is neither true nor false."),
    (
        table(row(d="2023-02-30")),
        {},
        "no_date",
        "row 2, “a”, column d: “2023-02-30” is not a day written as 2023-06-30.",
    ),
    (
        table(row(t="noon")),
        {},
        "no_type",
        "row 2, “a”, column t: “noon” is not of the type that the description gives the column: time.",
    ),
    (table(row(), row(id="", m="")), {}, "required", "row 3, column id: The cell is empty, and must not be."),
    (
        table(row(e="z")),
        {},
        "enum",
        "row 2, “a”, column e: “z” is none of the values that the column may have: x, y.",
    ),
    (
        table(row(id="A")),
        {},
        "pattern",
        "row 2, “A”, column id: “A” does not have the form that the column asks for: [a-z]+.",
    ),
    (table(row(n="-1")), {}, "minimum", "row 2, “a”, column n: “-1” is less than 0."),
    (
        table(row(m="mmm")),
        {},
        "rule",
        'row 2, “a”, column m: “mmm” breaks a rule of the column: constraint "maxLength" is "2".',
    ),
    (
        table(row(), row(m="")),
        {},
        "doubled",
        "row 3, “a”, column id: “a” stands in an earlier row too, and may stand only once.",
    ),
    (
        table(row(), row(id="b")),
        {},
        "doubled",
        "row 3, “b”, column m: “m” stands in an earlier row too, and may stand only once.",
    ),
    (
        table(row(of="c")),
        {},
        "reference",
        "row 2, “a”, column of: “c” is not to be found in things.csv (id).",
    ),
    (table(row(), ",,,,,,,,"), {"schema": {"fields": FIELDS}}, "blank_row", "row 3: The row is empty."),
    (
        table("a,,1.5,2,true,2023-06-30,x,12:00:00"),
        {},
        "missing_cell",
        "row 2, “a”, column m: The row ends before this column.",
    ),
    (
        table(f"{SOUND},more"),
        {},
        "extra_cell",
        "row 2, “a”: The row has more cells than the table has columns.",
    ),
    (
        table("a,", names="id,of"),
        {"schema": {"fields": FIELDS[:3]}},
        "missing_label",
        "row 1, column n: The column is missing.",
    ),
    (
        table("a,,2", names="id,of,x"),
        {"schema": {"fields": FIELDS[:2]}},
        "extra_label",
        "row 1, column x: The description has no column “x”.",
    ),
    (
        table(SOUND, names=HEADER.replace("n", "v")),
        {},
        "incorrect_label",
        "row 1, column n: The table calls this column “v”.",
    ),
    (
        table("a,a", names="id,id"),
        {"schema": {"fields": FIELDS[:1], "fieldsMatch": "partial"}},
        "other",
        'frictionless says “error”: matching fields by name ("fieldsMatch": "partial") requires unique labels in the header',
    ),
    (
        table(SOUND, names=HEADER.replace("n", "")),
        {},
        "blank_label",
        "row 1, column n: The column has no name.",
    ),
    (table(row()), {"hash": f"sha256:{'0' * 64}"}, "another", ANOTHER),
    (table(row()), {"bytes": 7}, "another", ANOTHER),
    (b"", {}, "unreadable", "The table cannot be read: the source is empty."),
    (
        table(row(e="é")).decode().encode("latin-1"),
        {},
        "unreadable",
        "The table cannot be read: 'utf-8' codec can't decode byte 0xe9 in position 45: invalid continuation byte.",
    ),
    (table(row()), {"schema": UNKNOWN_TYPE}, "description", f'{WITHIN}field type "word" is not supported.'),
    (
        table(),
        {"schema": {"fields": FIELDS, "foreignKeys": [NOWHERE]}},
        "description",
        f'{WITHIN}failed to handle a foreign key for resource "things" as resource "nowhere" does not exist.',
    ),
    (
        table(row()),
        {"hash": f"sha512:{'0' * 128}"},
        "other",
        "frictionless says “warning”: hash is ignored; supported algorithms: md5/sha256",
    ),
]


def test_each_mistake_is_told_with_its_place(tmp_path: Path) -> None:
    expected, found = [], []
    for number, (content, changes, kind, told) in enumerate(WRONG):
        folder = described(tmp_path / str(number), content, **changes)
        complaints = asking.complaints(folder, ["things"])
        expected.append((kind, told))
        found += [(item.kind, item.told("en").removeprefix(item.file).lstrip(":, ")) for item in complaints]
    assert found == expected
    assert set(catalogue("en", "validation")["wrong"]) == {kind for _, _, kind, _ in WRONG}


@pytest.mark.parametrize("language", interface())
def test_nothing_that_it_can_say_is_swallowed(language: str, tmp_path: Path) -> None:
    """Each error that it has is told, with its own words where we have none."""
    resource = Package(str(described(tmp_path, table(row())) / "datapackage.json")).get_resource("things")
    samples: dict[str, Any] = {
        "note": "what it says",
        "field_name": "n",
        "row_number": 2,
        "field_number": 3,
        "cell": "x",
    }
    samples |= {"label": "v", "reference_name": "", "row_numbers": [1]}
    told = {}
    for kind in Error.list_children():
        asked = [item.name for item in attrs.fields(kind) if item.init and item.default is attrs.NOTHING]
        error = kind(**{name: samples.get(name, ["x"]) for name in asked})
        told[kind.type] = asking.complaint(error, "things.csv", resource)
    texts = {name: item.told(language) for name, item in told.items()}
    assert all(texts.values())
    assert told["truncated-value"].kind == told["row-count"].kind == "other"
    assert [name for name, item in told.items() if item.kind == "other" and name not in texts[name]] == []
    assert {name for name, item in told.items() if item.kind == "description"} == {
        kind.type for kind in errors.MetadataError.list_children(root=True)
    } - {"source-error", "scheme-error", "format-error", "encoding-error"}


def test_a_table_says_no_more_than_can_be_read(tmp_path: Path) -> None:
    folder = described(
        tmp_path, table(*(row(id="A", n="x", i="y", m=f"m{at}") for at in range(asking.LONGEST)))
    )
    assert len(asking.complaints(folder, ["things"])) == asking.LONGEST


def test_only_the_tables_that_were_named_are_read(tmp_path: Path) -> None:
    assert asking.complaints(described(tmp_path, table(row(n="x"))), []) == []


@pytest.mark.parametrize(("rows", "complaints"), [((), 0), ((row(of="a"),), 1)])
def test_a_table_without_rows_has_none_that_others_must_be_read_for(
    rows: tuple[str, ...], complaints: int, tmp_path: Path
) -> None:
    referring = {"fields": ["of"], "reference": {"resource": "others", "fields": ["id"]}}
    folder = described(tmp_path, table(*rows), schema={"fields": FIELDS, "foreignKeys": [referring]})
    description = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    others = {"name": "others", "type": "table", "path": "gone.csv", "schema": {"fields": FIELDS}}
    description["resources"].append(others)
    (folder / "datapackage.json").write_text(json.dumps(description), encoding="utf-8")
    assert len(asking.complaints(folder, ["things"])) == complaints


# Remembering cells changes nothing


CELLS = ["a", "", "1,5", "1.50", "-1", "007", "2023-06-30", "2023-02-30", "x", "true", "NaN", "é", "mmm"]


@pytest.mark.parametrize("longest", [0, 2, 4096])
def test_a_column_that_remembers_reads_as_any_other(longest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "LONGEST", longest)
    readers = {}
    for name in ("other", "ours"):
        system.deregister("remembering")
        if name == "ours":
            remembering.remember_cells()
        schema = Schema.from_descriptor({"fields": FIELDS})
        readers[name] = [field.create_cell_reader() for field in schema.fields]
        assert any(type(field).__module__ == remembering.__name__ for field in schema.fields) == (
            name == "ours"
        )
    for other, ours in zip(*readers.values(), strict=True):
        for cell in [*CELLS, *CELLS, None, *CELLS]:
            expected, found = other(cell), ours(cell)
            assert repr(found) == repr(expected), cell
            # frictionless takes its notes apart.
            for notes in (expected[1], found[1]):
                if notes:
                    notes.clear()


# What the program publishes


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The downloads of the small package."""
    return written(tmp_path_factory.mktemp("downloads"), loaded(BASE, "town"))


def test_the_downloads_are_valid_and_nobody_elsewhere_is_asked(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    found = validated.validated(town)
    resources = json.loads((town / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert (found.package, found.tables, found.all) == ("town", len(resources), found.tables)
    assert found.seconds > 0


Asked = list[tuple[str, ...]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """For which tables frictionless is asked, the description being the one without a name; it finds all valid."""
    tables: Asked = []

    def complaints(_: Path, names: Collection[str]) -> list[Complaint]:
        tables.append(tuple(names))
        return []

    monkeypatch.setattr(asking, "complaints", complaints)
    return tables


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Change a table and what the description says of it, as if the program had written it so."""
    file = folder / f"{name}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    description = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for item in description["resources"]:
        content = (folder / item["path"]).read_bytes()
        item |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    (folder / "datapackage.json").write_text(json.dumps(description), encoding="utf-8")


def again(folder: Path, store: Path) -> validated.Validation:
    """Validate in another run."""
    with borrowed(store):
        return validated.validated(folder)


def test_what_did_not_change_is_not_validated_again(town: Path, tmp_path: Path, asked: Asked) -> None:
    store = tmp_path / "store"
    first = again(town, store)
    assert asked == [("", *(item["name"] for item in tables_of(town)))]
    second = again(shutil.copytree(town, tmp_path / "town"), store)
    assert len(asked) == 1
    assert (first.tables, second.tables, first.all, second.seconds) == (first.all, 0, second.all, 0)


def tables_of(folder: Path) -> list[dict[str, Any]]:
    resources: list[dict[str, Any]] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))[
        "resources"
    ]
    return resources


def test_a_table_depends_on_itself_and_on_those_that_it_refers_to(
    town: Path, tmp_path: Path, asked: Asked
) -> None:
    store, folder = tmp_path / "store", shutil.copytree(town, tmp_path / "town")
    again(folder, store)
    for name, old, new in (("units", "盏", "座"), ("observations", ",980,", ",981,")):
        edit(folder, name, old, new)
        again(folder, store)
        referring = {
            item["name"]
            for item in tables_of(folder)
            if any(key["reference"].get("resource") == name for key in item["schema"].get("foreignKeys", ()))
        }
        assert referring
        assert set(asked[-1]) == {"", name, *referring}
    description = folder / "datapackage.json"
    description.write_text(description.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    again(folder, store)
    assert asked[-1] == ("",)


def damage(store: Path) -> None:
    for file in store.glob("objects/*/*"):
        file.write_bytes(b"valid and more")


UNREMEMBERED: dict[str, Callable[[Path, pytest.MonkeyPatch], object]] = {
    "the store is gone": lambda store, _: shutil.rmtree(store),
    "the store is damaged": lambda store, _: damage(store),
    "its index is cut short": lambda store, _: next(store.glob("index*")).write_bytes(b"{"),
    "another frictionless": lambda _, patch: patch.setattr(validated, "version", lambda _: "5.99"),
    "another program": lambda _, patch: patch.setattr(store_module, "program", lambda: "another"),
}


@pytest.mark.parametrize("event", UNREMEMBERED)
def test_it_is_validated_again_where(
    event: str, town: Path, tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    again(town, store)
    UNREMEMBERED[event](store, monkeypatch)
    again(town, store)
    assert asked[1] == asked[0]
    again(town, store)
    assert len(asked) == 2


def test_without_a_store_nothing_is_remembered(town: Path, tmp_path: Path, asked: Asked) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "mine").write_text("mine", encoding="utf-8")
    for _ in range(2):
        again(town, foreign)
    assert asked[0] == asked[1]
    assert contents(foreign) == {"mine": b"mine"}


def test_what_is_not_valid_is_not_remembered(town: Path, tmp_path: Path) -> None:
    store, folder = tmp_path / "store", shutil.copytree(town, tmp_path / "town")
    edit(folder, "units", "盏", "")
    for _ in range(2):
        with pytest.raises(validated.InvalidError), borrowed(store):
            validated.validated(folder)


def test_an_export_drops_nothing_that_builds_have_use_for(town: Path, tmp_path: Path, asked: Asked) -> None:
    store = Store(tmp_path / "store")
    store.keep_value("page", b"page")
    store.settle()
    for _ in range(KEPT_FOR + 1):
        again(town, tmp_path / "store")
    assert len(asked) == 1
    assert Store(tmp_path / "store").value("page") == b"page"


# The commands

PERCENT = "percent,%,%,,\n"
BROKEN = {
    # the table, what stands in it, what instead, what is told
    "a value of the wrong type": (
        *("observations", ",980,exact", ",980盏,exact"),
        "observations.csv, row 4, “2023-report/lamps-standing/2023-12-31”, column value: “980盏” is not a number.",
    ),
    "a missing key": (
        *("areas", "east-village,", ","),
        "areas.csv, row 3, column area_id: The cell is empty, and must not be.",
    ),
    "a key that is there twice": (
        *("units", PERCENT, PERCENT * 2),
        "units.csv, row 4, “percent”, column unit_id: “percent” stands in an earlier row too, and may stand only once.",
    ),
    "a reference to nothing": (
        *("themes", "lighting,", "lights,"),
        "indicators.csv, row 2, “lamps-installed”, column theme_id: “lighting” is not to be found in themes.csv (theme_id).",
    ),
}


Writing = Callable[..., Any]


@pytest.fixture(scope="module")
def at_hand(tmp_path_factory: pytest.TempPathFactory) -> Writing:
    """What writes the downloads of the example as `write_package` does, which wrote them the first time."""
    place = tmp_path_factory.mktemp("at hand") / "town"
    tables: list[Any] = []

    def written_again(folder: Path, *rest: Any, **more: Any) -> Any:
        if tables:
            shutil.copytree(place, folder, dirs_exist_ok=True)
        else:
            tables.append(write.write_package(folder, *rest, **more))
            shutil.copytree(folder, place)
        return tables[0]

    return written_again


def breaking(monkeypatch: pytest.MonkeyPatch, whole: Writing, change: Callable[[Path], object]) -> None:
    """Have what the program writes changed as soon as it is written."""

    def broken(folder: Path, *rest: Any, **more: Any) -> Any:
        tables = whole(folder, *rest, **more)
        change(folder)
        return tables

    monkeypatch.setattr(downloads, "write_package", broken)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--lang", "en"])


EXPORT = ("export", "--data", str(BASE), "--out", "out", "--date", "2026-11-21")
BUILD = ("build", "--data", str(BASE), "--site", "out", "--date", "2026-11-21")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    without_program(monkeypatch)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_broken_is_told_and_takes_no_place(
    here: Path, at_hand: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*EXPORT).exit_code == 0
    old = contents(here / "out")
    for name, (table_name, before, after, told) in BROKEN.items():
        with monkeypatch.context() as patch:
            breaking(patch, at_hand, partial(edit, name=table_name, old=before, new=after))
            done = run(*EXPORT)
        assert (done.exit_code, done.stdout) == (1, ""), name
        first, *lines = done.stderr.splitlines()
        assert first.startswith("Error: town: frictionless "), name
        assert first.endswith(" Nothing was published, and what stood there stays."), name
        assert (f"  {told}" in lines, lines[-1][:2]) == (True, "→ "), (name, lines)
        assert contents(here / "out") == old, name
    assert sorted(file.name for file in here.iterdir()) == ["build", "out"]


def test_a_file_that_was_damaged_on_its_way_is_told(
    here: Path, at_hand: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(
        monkeypatch,
        at_hand,
        lambda folder: (folder / "units.csv").write_bytes(b"unit_id,title_zh,title_en,ucum,wikidata\n"),
    )
    done = run(*EXPORT)
    assert done.exit_code == 1
    assert f"  units.csv: {ANOTHER}\n" in done.stderr
    assert not (here / "out").exists()


@pytest.mark.usefixtures("here")
def test_a_long_list_is_cut(at_hand: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, at_hand, lambda folder: edit(folder, "themes", "lighting,", "lights,"))
    whole = run(*EXPORT).stderr.splitlines()
    monkeypatch.setattr(proving, "LONGEST", 2)
    assert run(*EXPORT).stderr.splitlines() == [
        *whole[:3],
        "  … and more, which is not listed here",
        whole[-1],
    ]


def test_a_broken_package_leaves_the_old_site(
    here: Path, at_hand: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = begin(here / "out")
    (old / "index.html").write_text("old", encoding="utf-8")
    breaking(monkeypatch, at_hand, lambda folder: edit(folder, *BROKEN["a missing key"][:3]))
    done = run(*BUILD)
    assert done.exit_code == 1
    assert f"  {BROKEN['a missing key'][3]}\n" in done.stderr
    assert contents(old)["index.html"] == b"old"


def test_the_commands_say_how_it_went(
    here: Path, at_hand: Writing, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(downloads, "write_package", at_hand)
        first, same, skipped = (run(*command) for command in (EXPORT, EXPORT, (*EXPORT, "--no-validate")))
    assert [item.exit_code for item in (first, same, skipped)] == [0, 0, 0]
    number = version("frictionless")
    all_tables = rf"town: valid, all {len(BROKEN_DOWN)} tables; frictionless {number} took \d+\.\d s\."
    assert re.fullmatch(all_tables, first.stderr.splitlines()[0])
    assert same.stderr.splitlines()[0] == f"town: unchanged since frictionless {number} found it valid."
    assert skipped.stderr.splitlines()[0] == "town: not validated (--no-validate). Do not publish it so."
    assert len(asked) == 1
    edited = shutil.copytree(BASE, here / "data")
    (edited / "town/themes.yaml").write_text(
        (BASE / "town/themes.yaml").read_text(encoding="utf-8").replace("Street lamps", "Lamps"),
        encoding="utf-8",
    )
    some = run("export", "--out", "out", "--date", "2026-11-21").stderr.splitlines()[0]
    rest = f"of {len(BROKEN_DOWN)} tables, the others are unchanged since it found them valid"
    # The copy is in no repository; where the example is in one, what is known of versions and past states is another table then.
    assert re.fullmatch(rf"town: valid; frictionless {number} took \d+\.\d s for [2-5] {rest}\.", some), some


@pytest.mark.usefixtures("here")
def test_a_build_validates_what_an_export_has_not(asked: Asked) -> None:
    assert run(*EXPORT).exit_code == 0
    done = run(*BUILD)
    assert (done.exit_code, len(asked)) == (0, 1)
    assert done.stderr.startswith("town: unchanged since frictionless ")
    assert run(*BUILD, "--no-validate").stderr.startswith("town: not validated ")


@pytest.mark.parametrize("option", [(), ("--no-validate",)])
def test_a_preview_validates_unless_it_is_told_not_to(
    option: tuple[str, ...], here: Path, asked: Asked, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: object, prove: Callable[[Path], object] | None, **__: object) -> Report:
        shown = preview.SITE / "data/town"
        if not shown.exists():
            shutil.copytree(town, shown)
        if prove:
            prove(shown)
        return Report()

    monkeypatch.setattr(preview, "build", build)
    monkeypatch.setattr(preview, "_ask_for", lambda _: None)
    monkeypatch.setattr(preview, "Server", Server)
    done = run("serve", "--data", str(BASE), *option)
    assert done.exit_code == 0, done.output
    assert len(asked) == (0 if option else 2)
    assert done.stderr.count("town: not validated") == (2 if option else 0)
    assert here.exists()


class Server(contextlib.AbstractContextManager["Server"]):
    """The server of a preview, which builds again as soon as it serves."""

    def __init__(self, rebuild: Callable[[], None], *_: object, **__: object) -> None:
        self.rebuild = rebuild

    def __exit__(self, *_: object) -> None: ...

    def look_at(self, _: object) -> None: ...

    def serve(self) -> None:
        self.rebuild()
        # What was saved is judged when it is shown already.
        for thread in threading.enumerate():
            if thread.name == preview.REST:
                thread.join()

    def shutdown(self) -> None: ...


def test_a_preview_goes_on_when_a_package_is_not_valid(
    here: Path, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = shutil.copytree(town, here / "town")
    calls: list[Path] = [town, broken]

    def build(*_: object, prove: Callable[[Path], object], **__: object) -> Report:
        shown = preview.SITE / "data/town"
        shutil.rmtree(shown, ignore_errors=True)
        prove(Path(shutil.copytree(calls.pop(0), shown)))
        return Report()

    edit(broken, *BROKEN["a missing key"][:3])
    monkeypatch.setattr(preview, "build", build)
    monkeypatch.setattr(preview, "_ask_for", lambda _: None)
    monkeypatch.setattr(preview, "Server", Server)
    done = run("serve", "--data", str(BASE))
    assert (done.exit_code, calls) == (0, [])
    assert f"  {BROKEN['a missing key'][3]}\n" in done.stderr
    calls += [broken]
    assert run("serve", "--data", str(BASE)).exit_code == 1


_IMPORTED = """
import sys
from generator.cli import main
for command in (["--help"], ["build", "--help"], ["check", sys.argv[1]], ["export", "--data", sys.argv[1], "--out", "out"]):
    try:
        main(command, standalone_mode=False)
    except SystemExit as end:
        assert not end.code, end.code
    print("imported:", "frictionless" in sys.modules)
"""


def test_nobody_imports_frictionless_who_does_not_publish(here: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _IMPORTED, str(BASE)],
        cwd=here,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    imported = [line for line in run.stdout.splitlines() if line.startswith("imported: ")]
    assert imported == ["imported: False"] * 3 + ["imported: True"]
