"""A package's `datapackage.yaml`: its authors' tables described for Frictionless's tools, as its files stand.

It follows from the format, from which files there are with which columns, and from the ids that may be named. So rows
of tables come, change and go without it; an id, a column or a file more makes it stale. Each CSV file is a resource.
YAML files can be none, so the ids of each that a table names stand in a resource of their own, in its `data`.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.core.codes import DocumentKind
from generator.core.few import few
from generator.core.languages import spoken
from generator.core.messages import lookup
from generator.core.problems import LISTED, Place, Problem
from generator.format import tables
from generator.format.fields import AnyField
from generator.format.table_schemas import PROFILES, authors_tables, table_schema
from generator.format.tables import Table
from generator.reading.files import conflicts
from generator.reading.trees import Tree
from generator.reading.validate.inventory import DESCRIPTOR, DocumentRecords, PackageRecords, meant_path

Json = dict[str, Any]

_TABLES: Mapping[str, Table] = {shape.name: shape for shape in authors_tables()}
_OPENED = frozenset({"name", "schema", "data"})
"""What of a resource does not stand on one line of its own like the rest."""

_DESCRIBED = re.compile(r'^[ -] path: "?([a-z0-9/.-]+)"?$', re.MULTILINE)
"""The path of a file in it."""

_LISTED_IDS = re.compile(r'^- name: "?(?:([a-z0-9-]+)/goals|programmes)"?$', re.MULTILINE)
"""The resource with the ids of a YAML file that a package may do without; that of goals with its document."""

_PARTS = re.compile(
    r'^(?:(- name: )|  path: "?([a-z0-9/.-]+)"?$|  schema: ([&*])(\S+)$|    - \{"name": "([^"]+)")',
    re.MULTILINE,
)
"""What of it says which file has which columns."""

_CALLED = re.compile(r'^(?:#|title:).*\n|"title": "(?:[^"\\]|\\.)*", ', re.MULTILINE)
"""What in the file is for people to read."""


def descriptors(tree: Tree, packages: Iterable[PackageRecords]) -> dict[str, bytes]:
    """The `datapackage.yaml` of each package that has a table, by its path, as it should be.

    `packages` are the records of the tree; what could not be read of them is left out.
    """
    return {
        f"{item.id}/{DESCRIPTOR}": "".join(f"{line}\n" for line in _file(tree, item)).encode()
        for item in packages
        if any(map(_table_of, item.files))
    }


def check_gone(tree: Tree, package: PackageRecords) -> list[Problem]:
    """A problem for each described file of a package that is gone, which counts from then on as one that cannot be read, so
    that what depends on it is not told beside it. Of two versions of the description nobody knows which holds, so nothing else
    is told by it.
    """
    text = _written(tree, package)
    if unsettled := conflicts(f"{package.id}/{DESCRIPTOR}", text):
        return unsettled
    gone = _gone(text, package)
    package.unread |= {f"{package.id}/{file}" for file in gone}
    return list(few(gone, lambda file: Problem("file-gone", Place(f"{package.id}/{file}"))))


def check_descriptor(tree: Tree, package: PackageRecords) -> Iterator[Problem]:
    """A problem for each table of a package that lacks columns which are described, or where the description does not fit its
    files; a package may do without one.

    How columns are called makes no difference. Of a file that is there nothing else is said while one could not be read,
    since the description may be right.
    """
    text = _written(tree, package)
    if not text or not any(map(_table_of, package.files)):
        return
    if not package.unread and _CALLED.sub("", text).split("\n") == [*_lines_of(tree, package, ()), ""]:
        return
    lost = [] if (unsettled := conflicts(DESCRIPTOR, text)) else [*_lost(text, tree, package)]
    yield from lost
    if not (lost or unsettled or package.unread):
        yield Problem("descriptor-stale", Place(f"{package.id}/{DESCRIPTOR}"))


def _written(tree: Tree, package: PackageRecords) -> str:
    """The description as it stands there; nothing where there is none."""
    if DESCRIPTOR not in package.files:
        return ""
    return tree.read(f"{package.id}/{DESCRIPTOR}").decode("utf-8", "replace").replace("\r\n", "\n")


def _lost(text: str, tree: Tree, package: PackageRecords) -> Iterator[Problem]:
    """A problem for each table that can be read and has columns no more which are described and which a table may do without;
    those that it needs are told where they are missing.
    """
    for file, described in _described_columns(text).items():
        path = f"{package.id}/{file}"
        shape = _table_of(file)
        if shape is None or file not in package.files or path in package.unread:
            continue
        header = _header(tree.read(path))
        known = {item.name for item in _columns(package, shape, described) if item.optional_column}
        if gone := [name for name in described if name in known and name not in header]:
            yield Problem("column-gone", Place(path, 1, 1), {"columns": LISTED.join(gone)})


def with_header(tree: Tree, package: PackageRecords, problem: Problem) -> Problem:
    """A problem of a package, that of a missing header with the one that is described, where the rows are as wide."""
    if problem.code != "header-missing" or problem.values["suggestion"]:
        return problem
    described = _described_columns(_written(tree, package)).get(problem.place.file.partition("/")[2], [])
    if str(len(described)) != problem.values["width"]:
        return problem
    return replace(problem, values={**problem.values, "suggestion": ",".join(described)})


def _described_columns(text: str) -> dict[str, list[str]]:
    """The columns of each file in a description, whose files may share those of another one."""
    found: dict[str, list[str]] = {}
    shared: dict[str, list[str]] = {}
    path = ""
    columns: list[str] = []
    for resource, file, sign, anchor, column in _PARTS.findall(text):
        if resource:
            path, columns = "", []
        elif file:
            path = file
            found[path] = columns
        elif sign == "*" and path:
            found[path] = shared.get(anchor, [])
        elif sign == "&":
            shared[anchor] = columns
        elif column:
            columns.append(column)
    return found


def _gone(text: str, package: PackageRecords) -> list[str]:
    """The files that a description names and a package has no more, tables also under no other name.

    A table may be under another name in its own folder, and that of a folder that is gone in one that came: a table like
    it in another document is none that moved, since what begins as a copy of a document has a table of each kind.
    """
    described = {file: shape.name for file in _DESCRIBED.findall(text) if (shape := _table_of(file))}
    # One whose name is not allowed is told as that.
    refused = package.unread
    paths = {*refused, *map(meant_path, refused)}
    there = {*package.files, *(path.partition("/")[2] for path in paths)}
    stayed = {*map(_folder, described)} & {*map(_folder, there)}

    def alike(file: str, name: str) -> tuple[str | None, str]:
        folder = _folder(file)
        return folder if folder in stayed else None, name

    moved = Counter(
        alike(file, shape.name) for file in there - described.keys() if (shape := _table_of(file))
    )
    gone = []
    for file, name in described.items():
        if file in there:
            continue
        if moved[alike(file, name)] > 0:
            moved[alike(file, name)] -= 1
        else:
            gone.append(file)
    for match in _LISTED_IDS.finditer(text):
        folder = f"documents/{match[1]}" if match[1] else ""
        file = f"{folder}/goals.yaml" if folder else "programmes.yaml"
        if file not in there and (not folder or folder in map(_folder, there)):
            gone.append(file)
    return gone


def _folder(file: str) -> str:
    """The folder of the document that a file is of; nothing where it is of none."""
    return "/".join(file.split("/")[:-1][:2])


def _file(tree: Tree, package: PackageRecords) -> Iterator[str]:
    """The lines of the file, with what people read in the languages of the package."""
    readers = spoken(package.languages)
    yield f"# {lookup(readers[0], 'problems', 'report.descriptor')}"
    facts = next(package.package.rows(), {}) if package.package is not None else {}
    titles = (facts.get(item.name) for item in tables.PACKAGE.title.columns(package.languages))
    yield f"title: {_json(' / '.join(filter(None, titles)) or package.id)}"
    yield from _lines_of(tree, package, readers)


def _lines_of(tree: Tree, package: PackageRecords, readers: tuple[str, ...]) -> Iterator[str]:
    """YAML in whose lines stands JSON, so that it is quick to write and each column is one line."""
    resources = [*_resources(tree, package, readers)]
    uses = Counter(id(resource["schema"]) for resource in resources)
    anchors: dict[int, str] = {}
    yield from (*_lines(_facts(package)), "resources:")
    for resource in resources:
        schema, data = resource["schema"], resource.get("data", ())
        yield f"- name: {_json(resource['name'])}"
        yield from _indented(2, _lines({key: each for key, each in resource.items() if key not in _OPENED}))
        if id(schema) in anchors:
            yield f"  schema: *{anchors[id(schema)]}"
            continue
        if uses[id(schema)] > 1:
            anchors[id(schema)] = f"columns-{len(anchors) + 1}"
        yield f"  schema: &{anchors[id(schema)]}" if id(schema) in anchors else "  schema:"
        yield from _indented(4, _lines(schema))
        if data:
            yield "  data:"
            yield from (f"  - {_json(item)}" for item in data)


def _indented(depth: int, lines: Iterable[str]) -> Iterator[str]:
    return (" " * depth + line for line in lines)


def _lines(values: Json) -> Iterator[str]:
    """Values by their names, one line for each; of a list of things one line for each of these."""
    for name, value in values.items():
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            yield f"{name}:"
            yield from (f"- {_json(item)}" for item in value)
        else:
            yield f"{name}: {_json(value)}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _facts(package: PackageRecords) -> Json:
    """What the file says of the package itself; the rest stands in `package.yaml`."""
    licences = package.package["licence"] if package.package is not None else ()
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": package.id,
        "languages": list(package.languages),
        "licenses": [{"name": licence} for licence in licences if licence],
    }


def _resources(tree: Tree, package: PackageRecords, readers: tuple[str, ...]) -> Iterator[Json]:
    """Each CSV file in the order of the paths, then the ids that they name. Files that are alike share their schema."""
    ids = dict(_ids(package))
    used: dict[str, None] = {}
    schemas: dict[tuple[str, ...], Json] = {}
    for file in package.files:
        if (shape := _table_of(file)) is None:
            continue
        header = _header(tree.read(f"{package.id}/{file}"))
        known = {table: place for table, place in _references(file).items() if place in ids}
        alike = (shape.name, *known.values(), *header)
        if (schema := schemas.get(alike)) is None:
            schema = schemas[alike] = table_schema(
                shape,
                _columns(package, shape, header),
                readers,
                references=known,
                breakdowns=package.dimensions if shape is tables.OBSERVATIONS else (),
            )
        used |= {key["reference"]["resource"]: None for key in schema.get("foreignKeys", ())}
        yield {
            "name": file.removeprefix("documents/").removesuffix(".csv"),
            "type": "table",
            "path": file,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema,
        }
    for name in used:
        column = {"name": "id", "type": "string", "constraints": {"required": True}}
        yield {
            "name": name,
            "type": "table",
            "schema": {"fields": [column], "primaryKey": ["id"]},
            "data": [{"id": each} for each in ids[name]],
        }


def _table_of(file: str) -> Table | None:
    """The table that a file of a package holds, where it is a CSV file of the format."""
    folder, _, name = file.removesuffix(".csv").rpartition("/")
    if not file.endswith(".csv"):
        return None
    if folder.endswith(f"/{tables.OBSERVATIONS.name}"):
        return tables.OBSERVATIONS
    return _TABLES.get(name) if folder.count("/") == bool(folder) else None


def _header(content: bytes) -> list[str]:
    """The names of the columns, as far as they can be read."""
    first = content.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    return [name.strip() for name in next(csv.reader([first.rstrip("\r")]), [])]


def _columns(package: PackageRecords, shape: Table, header: Sequence[str]) -> list[AnyField]:
    """The columns of a file in its order; those that it lacks and must have stand behind."""
    if shape is tables.OBSERVATIONS:
        shape = tables.with_dimensions(shape, package.codes_of_dimensions)
    fields = shape.in_languages(package.languages).by_name
    there = [fields[name] for name in dict.fromkeys(header) if name in fields]
    return [*there, *(item for item in fields.values() if not (item.optional_column or item in there))]


def _references(file: str) -> Mapping[str, str]:
    """The resources that hold the ids which a file may name, by the table that has them."""
    known = {name: name for name in ("indicators", *(shape.name for shape in tables.LISTS))}
    document = file.split("/")[1] if "/" in file else ""
    return known | ({name: f"{document}/{name}" for name in ("goals", "locators")} if document else {})


def _ids(package: PackageRecords) -> Iterator[tuple[str, list[str]]]:
    """The ids that stand in YAML files, by the resource that holds them; nothing where there are none."""
    found: dict[str, Sequence[str]] = {"indicators": package.indicator_ids()}
    found |= {
        shape.name: package.lists[shape.name]["id"] for shape in tables.LISTS if shape.name in package.lists
    }
    for document in package.documents.values():
        goals = document.goals
        found[f"{document.id}/goals"] = goals["number"] if goals is not None else []
        found[f"{document.id}/locators"] = _locators(document)
    yield from ((name, [*dict.fromkeys(ids)]) for name, ids in found.items() if ids)


def _locators(document: DocumentRecords) -> list[str]:
    """The places of a document; none where it is a dataset, whose rows are places too and stand nowhere else."""
    facts, goals = document.document, document.goals
    if facts is None or facts[tables.DOCUMENT.kind] == [DocumentKind.DATASET]:
        return []
    sections = facts["sections"][0] if facts.length else None
    return [
        *(section["locator"] for section in sections or ()),
        *(goals["locator"] if goals is not None else ()),
    ]
