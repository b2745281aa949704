"""What hostile inputs of at most a megabyte cost: the processor and the memory of the whole process, beside those of a sound one.

`PYTHONPATH=tests/helpers .venv/bin/python tests/helpers/costs.py [WORD]` makes every input (of which the name holds the word) anew and tells
what it costs; the tests hold a few of each kind against what they count. A file that holds a million figures of the real
world may cost what they are worth: no input here may cost more than `SECONDS` or `MEMORY`.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path

import click
from folders import ARCHIVE, BASE
from given import given

SIZE = 1_000_000
"""Bytes that a hostile input may have."""

SECONDS = 2.0
"""Of the processor, start and end of the program included."""

MEMORY = 512 * 1024**2
"""Bytes that the process may hold at most."""

_PROGRAM = Path(sys.executable).with_name("mingzhang")
_CUT = 30
"""Seconds of the processor after which a command is ended, and bytes of its address space (pyarrow asks for much)."""
_SPACE = 6 * 1024**3

_BOUNDED = """
import os, resource, subprocess, sys

def bounded():
    for kind, most in zip((resource.RLIMIT_CPU, resource.RLIMIT_AS), map(int, sys.argv[1:3])):
        resource.setrlimit(kind, (most, most))

code = subprocess.call(sys.argv[4:], preexec_fn=bounded)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[3], "w").write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss * 1024} {code}")
"""
"""Runs a program that may take no more of the processor and of memory, and writes what it took: by a process that is small itself, for
the system counts what a process was before it became another program.
"""

_TOWN = "town"
_PLAN, _REPORT = (f"{_TOWN}/documents/{name}" for name in ("2023-plan", "2023-report"))
_OBSERVED = f"{_REPORT}/observations.csv"


@dataclass(frozen=True, slots=True)
class Case:
    """Files that stand in the place of those of the example town, and what is asked of them.

    `before` are those of a commit before. `given` is a file that a command is told by its name.
    """

    name: str
    files: dict[str, bytes]
    asked: tuple[str, ...] = ("check", "data")
    before: dict[str, bytes] = field(default_factory=dict)
    given: dict[str, bytes] = field(default_factory=dict)


def town() -> dict[str, bytes]:
    """The files of the example town."""
    return {
        path.relative_to(BASE).as_posix(): path.read_bytes()
        for path in sorted(BASE.rglob("*"))
        if path.is_file()
    }


def filled(make: Callable[[int], str], size: int = SIZE, *, head: str = "") -> bytes:
    """Pieces of a text, by their number, up to a size."""
    found, left = [head], size - len(head.encode())
    for number in count():
        piece = make(number)
        left -= len(piece.encode())
        if left < 0:
            return "".join(found).encode()
        found.append(piece)
    raise AssertionError


def tables() -> Iterator[Case]:
    """Tables of every hostile form, above and below the size from which they are read by columns."""
    base = town()
    header, row = base[_OBSERVED].decode().splitlines()[:2]
    forms: dict[str, Callable[[int], bytes]] = {
        "unknown columns": lambda size: filled(lambda n: f"c{n},", size // 2) + b"z\n" + filled(lambda n: f"{n},", size // 2),
        "known columns again": lambda size: filled(lambda _: f"{header},", size),
        "empty columns": lambda size: header.encode() + b"," * (size - 1000) + b"\n" + row.encode() + b"\n",
        "rows of commas": lambda size: filled(lambda _: ",\n", size, head=f"{header}\n"),
        "full rows of commas": lambda size: filled(lambda _: "," * header.count(",") + "\n", size, head=f"{header}\n"),
        "empty lines": lambda size: filled(lambda _: "\n", size, head=f"{header}\n"),
        "empty lines, then a row": lambda size: filled(lambda _: "\n", size, head=f"{header}\n") + row.encode(),
        "short rows": lambda size: filled(lambda _: "a\n", size, head=f"{header}\n"),
        "long rows": lambda size: filled(lambda _: "a" + "," * (header.count(",") + 1) + "\n", size, head=f"{header}\n"),
        "a row of commas": lambda size: header.encode() + b"\n" + row.encode() + b"\n" + b"," * size,
        "total rows": lambda size: filled(lambda _: "合计\n", size, head=f"{header}\n"),
        "quotes": lambda size: filled(lambda _: '"\n', size, head=f"{header}\n"),
        "quotes in a line": lambda size: header.encode() + b"\n" + b'"' * size,
        "quoted commas": lambda size: header.encode() + b"\n" + b'",' * (size // 2),
        "one long line": lambda size: b"a" * size,
        "one long cell": lambda size: f"{header}\n{row}".encode() + b"a" * size,
        "invisible signs": lambda size: filled(lambda _: "\u200b", size, head=f"{header}\n"),
        "invisible signs in lines": lambda size: filled(lambda _: "\u200b\n", size, head=f"{header}\n"),
        "returns": lambda size: filled(lambda _: "\r", size, head=f"{header}\n"),
        "GB18030": lambda size: (header + "\n" + "一" * (size // 2)).encode("gb18030"),
        "no text": lambda size: b"\xff" * size,
        "the same row": lambda size: filled(lambda _: f"{row}\n", size, head=f"{header}\n"),
        "unknown ids": lambda size: filled(lambda n: row.replace("lamps-installed", f"lamps-{n}", 1) + "\n", size, head=f"{header}\n"),
        "long unknown ids": lambda size: filled(
            lambda n: row.replace("lamps-installed", f"{'lamps-' * 30}{n}", 1) + "\n", size, head=f"{header}\n"
        ),
        "sound rows": lambda size: filled(
            lambda n: row.replace("2023-12-31,2023-12-31", f"2023-12-31,{2000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}", 1)
            + "\n",
            size,
            head=f"{header}\n",
        ),
    }  # fmt: skip
    for column, name in enumerate(header.split(",")):
        cells = row.split(",")
        forms[f"wrong in {name}"] = partial(_wrong, header, cells, column, "x{} ")
    for name, make in forms.items():
        for size in (LARGE, SIZE):
            yield Case(f"table: {name}, {size}", {**base, _OBSERVED: make(size)})
    for path in (f"{_PLAN}/targets.csv", f"{_PLAN}/planned.csv", f"{_TOWN}/corrections.csv"):
        header, row = base[path].decode().splitlines()[:2]
        cells = row.split(",")
        for column, name in enumerate(header.split(",")):
            made = _wrong(header, cells, column, "lamp-{}", SIZE)
            yield Case(f"table: {path.rpartition('/')[2]} wrong in {name}", {**base, path: made})


def _wrong(header: str, cells: list[str], column: int, value: str, size: int) -> bytes:
    """A table in which one column has what does not belong there, in each row another text."""
    return filled(
        lambda n: ",".join([*cells[:column], value.format(n), *cells[column + 1 :]]) + "\n",
        size,
        head=f"{header}\n",
    )


LARGE = 90_000
"""Bytes of a table that is read cell by cell without complaint."""


def signs() -> Iterator[Case]:
    """Single cells that are as long as a cell may be, of what expressions look for."""
    base = town()
    header, row = base[_OBSERVED].decode().splitlines()[:2]
    cells = row.split(",")
    long = 120_000
    for piece in PIECES:
        text = (piece * long)[:long]
        for number, column in enumerate(header.split(",")):
            made = ",".join([*cells[:number], f'"{text}"', *cells[number + 1 :]])
            yield Case(f"cell: {piece!r} in {column}", {**base, _OBSERVED: f"{header}\n{made}\n".encode()})


PIECES = (
    "1",
    "1,",
    "0",
    " ",
    "9 ",
    "a-",
    "-",
    "-5;",
    "1.",
    "万",
    "1万",
    "(",
    "一/",
    "1-",
    "；",
    "约",
    "至",
    "a.",
    "%",
    "不",
    "二",
)
"""What expressions may be slow on, many times."""


def mappings() -> Iterator[Case]:
    """YAML files of every hostile form."""
    base = town()
    areas, relations, document = f"{_TOWN}/areas.yaml", f"{_TOWN}/relations.yaml", f"{_PLAN}/document.yaml"
    forms: dict[str, bytes] = {
        "brackets": b"[" * SIZE,
        "pairs of brackets": b"[]" * (SIZE // 2),
        "braces": b"{" * SIZE,
        "nested keys": filled(lambda n: " " * min(n, 1000) + "a:\n"),
        "dashes": b"- " * (SIZE // 2),
        "entries": b"- a\n" * (SIZE // 4),
        "keys": filled(lambda n: f"a{n}:\n"),
        "entries with one key": filled(lambda n: f"a{n}: {{x: y}}\n"),
        "unknown keys": b"qinghe:\n" + filled(lambda n: f"  titel{n}: a\n", SIZE - 10),
        "one key again": b"a:\n" * (SIZE // 3),
        "one long text": b"a: " + b"x" * (SIZE - 10),
        "one long key": b"x" * SIZE + b": a",
        "aliases": b"a: &a [x,x]\n" + filled(lambda n: f"b{n}: *a\n", SIZE - 20),
        "bombs": b"a0: &a0 [x,x]\n" + filled(lambda n: f"a{n + 1}: &a{n + 1} [*a{n},*a{n}]\n", SIZE - 20),
        "anchors": filled(lambda n: f"- &a{n} x\n"),
        "tags": filled(lambda n: f"- !!t{n} x\n"),
        "documents": b"---\n" * (SIZE // 4),
        "tabs": b"\t\n" * (SIZE // 2),
        "wide colons": "a：\n".encode() * (SIZE // 5),
        "quotes": b"'" * SIZE,
        "escapes": b'a: "' + b"\\x41" * (SIZE // 4 - 4) + b'"',
        "lines of a text": b"a: '" + b"x\n\n" * (SIZE // 3 - 5) + b"'",
        "a block": b"a: |\n" + b"  x\n" * (SIZE // 4 - 5),
        "comments": b"#\n" * (SIZE // 2),
        "invisible signs": "a: \u200b\n".encode() * (SIZE // 7),
        "percent signs": b"%" * SIZE,
        "question marks": b"? " * (SIZE // 2),
        "a colon a line": b":\n" * (SIZE // 2),
    }
    for name, content in forms.items():
        for path in (areas, relations, document):
            yield Case(f"yaml: {name} in {path.rpartition('/')[2]}", {**base, path: content})
    listed = ("areas", "units", "organisations", "themes")
    titled = "title_zh: 村, title_en: V"
    sound: dict[str, bytes] = {
        "a chain": filled(lambda n: f"a{n}: {{{titled}, part_of: a{n + 1}}}\n"),
        "a chain backwards": filled(lambda n: f"a{n}: {{{titled}, part_of: a{max(n - 1, 0)}}}\n"),
        "a ring": filled(lambda n: f"a{n}: {{{titled}, part_of: a{(n + 1) % 20_000}}}\n"),
        "a tail on a ring": filled(lambda n: f"a{n}: {{{titled}, part_of: a{max(n - 1, 0) if n else 1}}}\n"),
        "unknown references": filled(lambda n: f"a{n}: {{{titled}, part_of: aa{n}}}\n"),
        "alike long ids": filled(lambda n: f"{'a-' * 40}{n}: {{{titled}, part_of: {'a-' * 40}b{n}}}\n"),
    }
    for name, content in sound.items():
        for kind in listed[:1] if name != "a chain" else (listed[0], listed[2]):
            own = base[f"{_TOWN}/{kind}.yaml"]
            yield Case(
                f"yaml: {name} in {kind}",
                {**base, f"{_TOWN}/{kind}.yaml": own + content[: -len(own)].rpartition(b"\n")[0] + b"\n"},
            )
    names = ", ".join(f"lamps-{number}" for number in range(60_000))
    every = ", ".join(["lamps-standing"] * 60_000)
    for name, others in {"unknown others": names, "the same others": every}.items():
        made = f"- relation: sum\n  indicator_id: lamps-installed\n  others: [{others}]\n  note_zh: 总\n  note_en: Sum\n"
        yield Case(f"yaml: {name}", {**base, relations: made.encode()})
    related = filled(
        lambda _: (
            "- {relation: increment, indicator_id: lamps-installed, others: [lamps-standing], note_zh: 加, note_en: Add}\n"
        )
    )
    yield Case("yaml: the same relation", {**base, relations: related})
    printed = filled(lambda n: f"盏{n}, ", SIZE - 100).decode()
    units = base[f"{_TOWN}/units.yaml"].decode()
    yield Case(
        "yaml: printed units",
        {
            **base,
            f"{_TOWN}/units.yaml": f"{units}x:\n  title_zh: 盏\n  title_en: x\n  printed: [{printed}]\n".encode(),
        },
    )
    goals = base[f"{_PLAN}/goals.yaml"].decode()
    more = filled(
        lambda n: (
            f"'{n + 3}': {{locator: 一/{n + 3}, title_zh: 建, title_en: B, summary_zh: 建, summary_en: B, themes: [greening], organisations: [office-{n}]}}\n"
        ),
        SIZE - 1000,
    )
    yield Case("yaml: goals of unknown organisations", {**base, f"{_PLAN}/goals.yaml": goals.encode() + more})
    facts = base[document].decode()
    remarks = filled(
        lambda n: f"  - {{printed: {n}年, reason_zh: 年份, reason_en: A year}}\n", SIZE - 2000
    ).decode()
    yield Case(
        "yaml: remarks", {**base, document: facts.replace("not_data:\n", f"not_data:\n{remarks}").encode()}
    )
    languages = filled(lambda n: f"{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}, ").decode()
    package = base[f"{_TOWN}/package.yaml"].decode()
    yield Case(
        "yaml: languages",
        {**base, f"{_TOWN}/package.yaml": package.replace("[zh, en]", f"[zh, en, {languages}]").encode()},
    )
    breakdowns = filled(
        lambda n: (
            f"d{n}: {{title_zh: 甲, title_en: A, exhaustive: true, values: {{a: {{title_zh: 甲, title_en: A}}}}}}\n"
        )
    )
    yield Case("yaml: breakdowns", {**base, f"{_TOWN}/dimensions.yaml": breakdowns})
    codes = filled(
        lambda n: f"    c{n}: {{title_zh: 甲, title_en: A}}\n",
        head="power:\n  title_zh: 甲\n  title_en: A\n  exhaustive: true\n  values:\n",
    )
    yield Case("yaml: codes of a breakdown", {**base, f"{_TOWN}/dimensions.yaml": codes})


def trees() -> Iterator[Case]:
    """Many files, deep folders, long names."""
    base = town()
    document = base[f"{_REPORT}/document.yaml"]
    yield Case("tree: many files", {**base, **{f"{_TOWN}/x{n}.csv": b"" for n in range(20_000)}})
    yield Case("tree: many packages", {**base, **{f"p{n}/package.yaml": b"a: b\n" for n in range(5_000)}})
    yield Case(
        "tree: many documents",
        {**base, **{f"{_TOWN}/documents/d{n}/document.yaml": b"a: b\n" for n in range(5_000)}},
    )
    yield Case(
        "tree: sound documents",
        {**base, **{f"{_TOWN}/documents/d{n}/document.yaml": document for n in range(SIZE // len(document))}},
    )
    yield Case("tree: odd names", {**base, **{f"{_TOWN}/X{n}": b"" for n in range(20_000)}})
    yield Case("tree: deep folders", {**base, f"{_TOWN}/{'a/' * 1_200}a.csv": b""})
    yield Case(
        "tree: parts of a table",
        {**base, **{f"{_REPORT}/observations/p{n}.csv": base[_OBSERVED] for n in range(400)}},
    )
    yield Case(
        "tree: empty parts of a table",
        {
            **base,
            **{f"{_REPORT}/observations/p{n}.csv": base[_OBSERVED].splitlines()[0] for n in range(4000)},
        },
    )


def workbooks() -> Iterator[Case]:
    """Workbooks that are handed in: archives that hold more than they say, or much of what costs much."""
    base = town()
    ours = workbook_of(base)
    for name, changed in hostile_books(ours):
        yield Case(
            f"book: {name}",
            base,
            ("sheet", "import", "given.xlsx", "--data", "data", "--dry-run"),
            given={"given.xlsx": changed},
        )
    for name, content in {
        "csv: lines": b"\n" * SIZE,
        "csv: commas": b"," * SIZE,
        "csv: rows of a cell": b"a\n" * (SIZE // 2),
        "csv: quotes": b'"' * SIZE,
        "csv: utf-16": b"\xff\xfe" + b"a\0,\0" * (SIZE // 4),
        "csv: invisible": "\u200b".encode() * (SIZE // 3),
        "csv: a long cell": b"a" * SIZE,
    }.items():
        yield Case(
            f"book: {name}",
            base,
            ("sheet", "import", "given.csv", "--data", "data", "--dry-run"),
            given={"given.csv": content},
        )


def workbook_of(files: dict[str, bytes]) -> bytes:
    """The workbook that staff get of the report of the town."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder, "data"), files)
        asked = [
            str(_PROGRAM),
            "sheet",
            "export",
            "--document",
            "2023-report",
            "--data",
            "data",
            "--out",
            "sheet.xlsx",
        ]
        subprocess.run(asked, cwd=folder, check=True, capture_output=True)
        return Path(folder, "sheet.xlsx").read_bytes()


def hostile_books(ours: bytes) -> Iterator[tuple[str, bytes]]:
    """The workbook with one of its parts made hostile, each by its name."""
    with zipfile.ZipFile(io.BytesIO(ours)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))
    first = sheets[0]
    text = parts[first]
    end = text.rfind(b"</sheetData>")

    def rows(make: Callable[[int], bytes], number: int) -> bytes:
        return text[:end] + b"".join(map(make, range(1000, 1000 + number))) + text[end:]

    def packed(changed: dict[str, bytes], level: int = 9) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
            for name, content in {**parts, **changed}.items():
                archive.writestr(name, content)
        return out.getvalue()

    many = 48 * 1024**2
    merged = (
        b"<mergeCells>"
        + b"".join(b'<mergeCell ref="A1:XFD1048576"/>' for _ in range(100_000))
        + b"</mergeCells>"
    )
    apart = (
        b"<mergeCells>"
        + b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (n, n) for n in range(1000, 100_000))
        + b"</mergeCells>"
    )
    shared = b"".join(b"<si><t>a%d</t></si>" % n for n in range(1_000_000))
    opening = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    styles = parts["xl/styles.xml"]
    formats = b"".join(b'<xf numFmtId="%d"/>' % (n % 50) for n in range(1_000_000))
    entity = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
        + b"]>"
    )
    found: dict[str, Callable[[], dict[str, bytes]]] = {
        "as it is": dict,
        "a bomb": lambda: {"xl/bomb.xml": b"\0" * (500 * 1024**2)},
        "a bomb of 40 MB": lambda: {"xl/bomb.xml": b"\0" * (40 * 1024**2)},
        "a bomb of a sheet": lambda: {first: text[:end] + b" " * (400 * 1024**2) + text[end:]},
        "a long tag": lambda: {first: text[:end] + b"<row " + b" " * (400 * 1024**2) + text[end:]},
        "styled cells": lambda: {first: rows(lambda n: b'<row r="%d">' % n + b"".join(b'<c r="%s%d" s="1"/>' % (c, n) for c in (b"A", b"B", b"C", b"D")) + b"</row>", 1_000_000)},
        "numbers": lambda: {first: rows(lambda n: b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n), 900_000)},
        "numbers without a place": lambda: {first: rows(lambda _: b"<row><c><v>1</v></c></row>", 1_500_000)},
        "texts within": lambda: {first: rows(lambda n: b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>a</t></is></c></row>' % (n, n), 500_000)},
        "formulas": lambda: {first: rows(lambda n: b'<row r="%d"><c r="A%d"><f>A1+A2+A3</f></c></row>' % (n, n), 600_000)},
        "shared formulas": lambda: {first: rows(lambda n: b'<row r="%d"><c r="A%d"><f t="shared" ref="A1000:A999999" si="0">%s</f></c></row>' % (n, n, b"A1+A2" if n == 1000 else b""), 500_000)},
        "rows": lambda: {first: rows(lambda n: b'<row r="%d" ht="15"/>' % n, 1_000_000)},
        "hidden rows": lambda: {first: rows(lambda n: b'<row r="%d" hidden="1"/>' % n, 1_000_000)},
        "hidden rows that stay": lambda: {first: rows(lambda n: b'<row r="%d" hidden="1"><v/></row>' % n, 1_000_000)},
        "columns": lambda: {first: text.replace(b"<sheetData>", b"<cols>" + b'<col min="1" max="16384" width="9" hidden="1"/>' * 100_000 + b"</cols><sheetData>", 1)},
        "columns without an end": lambda: {first: text.replace(b"<sheetData>", b"<cols>" * 500_000 + b"<sheetData>", 1)},
        "beginnings without an end": lambda: {first: text[:end].replace(b"<sheetData>", b"<sheetData>" * 500_000, 1)},
        "far cells": lambda: {first: rows(lambda _: b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', 1)},
        "merged": lambda: {first: text[: end + 12] + merged + b"</worksheet>"},
        "merged apart": lambda: {first: text[: end + 12] + apart + b"</worksheet>"},
        "shared texts": lambda: {"xl/sharedStrings.xml": opening + shared + b"</sst>"},
        "rich shared texts": lambda: {"xl/sharedStrings.xml": opening + b"<si>" + b"<r><rPr><b/></rPr><t>a</t></r>" * 1_000_000 + b"</si></sst>"},
        "a long shared text": lambda: {"xl/sharedStrings.xml": opening + b"<si><t>" + b"a" * (many - 10_000_000) + b"</t></si></sst>"},
        "formats": lambda: {"xl/styles.xml": styles.replace(b"</cellXfs>", formats + b"</cellXfs>")},
        "entities": lambda: {"xl/sharedStrings.xml": entity + opening + b"<si><t>&a8;</t></si></sst>"},
        "entities in a sheet": lambda: {first: entity + text.partition(b"?>")[2].replace(b"</sheetData>", b'<row r="2000"><c r="A2000" t="inlineStr"><is><t>&a8;</t></is></c></row></sheetData>')},
        "defined names": lambda: {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"</sheets>", b"</sheets><definedNames>" + b"".join(b'<definedName name="n%d">A1</definedName>' % n for n in range(300_000)) + b"</definedNames>", 1)},
        "sheets": lambda: {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"</sheets>", b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n + 100) for n in range(20_000)) + b"</sheets>", 1)},
        "nested": lambda: {"xl/sharedStrings.xml": opening + b"<si>" * 2_000_000},
        "a huge number": lambda: {first: rows(lambda n: b'<row r="%d"><c r="A%d"><v>%s</v></c></row>' % (n, n, b"9" * 100_000), 300)},
        "a huge exponent": lambda: {first: rows(lambda n: b'<row r="%d"><c r="A%d"><v>1e999999999</v></c></row>' % (n, n), 1)},
    }  # fmt: skip
    for name, changed in found.items():
        yield name, packed(changed())
    yield "entries", many_entries(parts)
    yield "nothing", b"PK\x03\x04" + b"\0" * (SIZE - 4)


def many_entries(parts: dict[str, bytes]) -> bytes:
    """An archive of very many parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        for number in range(9_000):
            archive.writestr(f"a{number}", b"")
    return out.getvalue()


def issues() -> Iterator[Case]:
    """The correction form as a forge hands it on."""
    base = town()
    size = 64 * 1024
    form = "### 页面上的数字\n\n{figure}\n\n### 原文\n\n{why}\n"
    for piece in (
        "# ",
        "/",
        "<!--",
        "-->",
        "\n#",
        "\n",
        " ",
        "1",
        "1-",
        "a@",
        "电话",
        "- [x]",
        "### /",
        "a/",
        "０",
        "\u200b",
        "https://a/",
    ):
        yield Case(
            f"issue: {piece!r}",
            base,
            ("propose", "given.md", "--data", "data"),
            given={"given.md": (piece * size).encode()[:size]},
        )
        yield Case(f"issue: {piece!r} in a field", base, ("propose", "given.md", "--data", "data"),
                   given={"given.md": form.format(figure=(piece * size)[:20_000], why=(piece * size)[:20_000]).encode()[:size]})  # fmt: skip
    yield Case(
        "issue: a megabyte",
        base,
        ("propose", "given.md", "--data", "data"),
        given={"given.md": b"# a\n" * (SIZE // 4)},
    )


def recorded() -> Iterator[Case]:
    """Single figures as they are typed."""
    base = town()
    asked = ("record", "lamps-installed", "{}", "--document", "2023-report", "--data", "data")
    for told, value in {
        "digits": "9" * 100_000,
        "an exponent": "1e999999999",
        "万": "万" * 40_000,
        "commas": "1," * 50_000,
    }.items():
        yield Case(f"record: {told} as value", base, tuple(part.format(value) for part in asked))
        yield Case(
            f"record: {told} as figure",
            base,
            (*(part.format("5") for part in asked), "--figure", value, "--locator", "一/(一)"),
        )
        yield Case(
            f"record: {told} as period", base, (*(part.format("5") for part in asked), "--period", value)
        )


def verified() -> Iterator[Case]:
    """Archived texts, and figures looked for in them."""
    base = town()
    asked = ("verify", "data", "--archive", "archive")
    for path in sorted(ARCHIVE.rglob("2023-report*")):
        name = path.relative_to(ARCHIVE).as_posix()
        own = path.read_bytes()
        for told, piece in {
            "digits": "1",
            "numbers": "1 ",
            "lines of numbers": "1盏\n",
            "万": "万",
            "parts": "（一）\n",
            "lines": "\n",
            "names": "路灯",
            "wide": "１２３",
            "chinese numbers": "二百",
            "sentences": "增长16.7%，",
            "brackets": "(",
        }.items():
            text = (
                own + b"\n" + (piece * SIZE).encode()[: SIZE - len(own) - 1].decode(errors="ignore").encode()
            )
            facts = base[f"{_REPORT}/document.yaml"].decode()
            known = re.sub("[0-9a-f]{64}", hashlib.sha256(text).hexdigest(), facts).encode()
            files = {**base, f"{_REPORT}/document.yaml": known}
            yield Case(f"verify: {told}", files, asked, given={f"archive/{name}": text})


CROWDED = {
    "5": "约5、",
    "5%": "约5%6%",
    "-5": "至-5;",
    "5盏": "一5盏",
    "新建…5盏": "新建",
}
"""Figures, and of what a text is full that holds none of them as a whole, or only with much between its parts."""


def crowded(figures: Mapping[str, str], piece: Callable[[int], str], *, size: int = SIZE) -> Case:
    """A report that cites some figures where none of them is found though its archived text is full of them."""
    base = town()
    header, row = base[_OBSERVED].decode().splitlines()[:2]
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    cells |= {
        "locator": "一/(二)",
        "stated_share": "",
        "stated_share_figure": "",
        "stated_change": "",
        "stated_change_figure": "",
    }
    rows = [
        ",".join(
            {
                **cells,
                "period_start": f"{2000 + number}-01-01",
                "period_end": f"{2000 + number}-12-31",
                "value": "-5" if figure.startswith("-") else "5",
                "figure": figure,
            }.values()
        )
        for number, figure in enumerate(figures)
    ]
    own = (ARCHIVE / _TOWN / "2023-report.txt").read_bytes()
    end = "5盏\n".encode()
    text = own + filled(piece, size - len(own) - len(end)) + end
    facts = base[f"{_REPORT}/document.yaml"].decode()
    known = re.sub("[0-9a-f]{64}", hashlib.sha256(text).hexdigest(), facts).encode()
    files = {**base, f"{_REPORT}/document.yaml": known, _OBSERVED: "\n".join([header, *rows, ""]).encode()}
    asked = ("verify", "data", "--archive", "archive")
    return Case("verify: crowded", files, asked, given={f"archive/{_TOWN}/2023-report.txt": text})


def crowds() -> Iterator[Case]:
    """Figures that are looked for in texts that are full of them."""
    for figure, piece in CROWDED.items():
        again = crowded({figure: piece}, partial(_again, piece))
        apart = crowded({figure: piece}, partial(_apart, piece))
        yield replace(again, name=f"verify: {figure} again and again")
        yield replace(apart, name=f"verify: {figure} each in words of its own")
    together = "".join(CROWDED.values())
    yield replace(crowded(CROWDED, partial(_apart, together)), name="verify: all figures at once")


def _again(piece: str, _: int) -> str:
    return piece


def _apart(piece: str, number: int) -> str:
    """A piece of a text, and behind it signs that no other piece has there."""
    return f"{piece}{chr(0x4E00 + number % 20_000)}{chr(0x4E00 + number // 20_000)}"


def changed() -> Iterator[Case]:
    """What a change of everything looks like in a report."""
    base = town()
    header, row = base[_OBSERVED].decode().splitlines()[:2]

    def rows(value: int) -> bytes:
        return filled(
            lambda n: (
                row.replace(
                    "2023-12-31,2023-12-31,210",
                    f"2023-12-31,{2000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02},{value}",
                    1,
                )
                + "\n"
            ),
            SIZE,
            head=f"{header}\n",
        )

    yield Case(
        "diff: every row",
        {**base, _OBSERVED: rows(211)},
        ("diff", "HEAD", "--data", "data"),
        before={**base, _OBSERVED: rows(210)},
    )
    yield Case(
        "diff: every row gone",
        base,
        ("diff", "HEAD", "--data", "data"),
        before={**base, _OBSERVED: rows(210)},
    )
    yield Case(
        "diff: every row, checked",
        {**base, _OBSERVED: rows(211)},
        ("check", "data", "--base", "HEAD"),
        before={**base, _OBSERVED: rows(210)},
    )
    yield Case(
        "diff: every row gone, checked",
        base,
        ("check", "data", "--base", "HEAD"),
        before={**base, _OBSERVED: rows(210)},
    )


KINDS = (tables, mappings, trees, workbooks, issues, recorded, verified, crowds, changed, signs)


_LONG = 1000
"""Characters of a path from which on it is made step by step."""


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if len(name) > _LONG:
            _write_deep(folder, name, content)
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _write_deep(folder: Path, name: str, content: bytes) -> None:
    """A path that is longer than the system takes at once."""
    here = os.open(folder, os.O_RDONLY)
    *above, last = name.split("/")
    for part in above:
        with suppress(FileExistsError):
            os.mkdir(part, dir_fd=here)
        inner = os.open(part, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    with open(last, "wb", opener=lambda path, flags: os.open(path, flags, dir_fd=here)) as file:
        file.write(content)
    os.close(here)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds of the processor, bytes of memory, its exit code, and what it printed (bytes)."""

    seconds: float
    memory: int
    code: int
    printed: int


def measured(case: Case, *, seconds: int = _CUT, space: int = _SPACE) -> Cost:
    """What the command of a case costs, all its processes together."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        if any(name.startswith("archive/") for name in case.given):
            shutil.copytree(ARCHIVE, here / "archive")
        if case.before:
            _write(here / "data", case.before)
            for asked in (
                ["init", "-q"],
                ["add", "-A"],
                ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "a"],
            ):
                subprocess.run(["git", *asked], cwd=here, check=True)
            shutil.rmtree(here / "data")
        _write(here / "data", case.files)
        _write(here, case.given)

        asked = [sys.executable, "-c", _BOUNDED, str(seconds), str(space), "used", str(_PROGRAM), *case.asked]
        # Or every run would compile the program anew.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        with (here / "out").open("wb") as out:
            subprocess.run(asked, cwd=here, stdout=out, stderr=out, env=environment, check=True)
        took, memory, code = (here / "used").read_text().split()
        subprocess.run(
            ["rm", "-rf", "data"], cwd=here, check=True
        )  # folders that lie deeper in each other than Python goes
        printed = (here / "out").stat().st_size
        if os.environ.get("SHOW"):
            click.echo((here / "out").read_text(errors="replace")[: int(os.environ["SHOW"])])
    return Cost(float(took), int(memory), int(code), printed)


def main() -> None:
    word = given(__doc__, word="").word
    sound = Case("a sound town", town())
    measured(sound)  # so that the program is compiled
    empty = measured(sound)
    click.echo(f"{empty.seconds:6.2f} s {empty.memory / 1024**2:6.0f} MB  a sound town")
    beyond = 0
    for kind in KINDS:
        for case in kind():
            if word not in case.name:
                continue
            cost = measured(case)
            over = cost.seconds > SECONDS or cost.memory > MEMORY or cost.code not in (0, 1, 2)
            beyond += over
            click.echo(
                f"{cost.seconds:6.2f} s {cost.memory / 1024**2:6.0f} MB {cost.printed / 1024:8.0f} kB rc {cost.code:3} {'OVER ' if over else ''} {case.name}"
            )
            sys.stdout.flush()
    click.echo(f"{beyond} of them beyond {SECONDS} s or {MEMORY // 1024**2} MB, or broken")
    sys.exit(beyond > 0)


if __name__ == "__main__":
    main()
