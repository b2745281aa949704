"""What is handed in besides packages, damaged at random: the settings of a site, forms of corrections,
workbooks, and the list of what was published.

`PYTHONPATH=tests/helpers .venv/bin/python tests/helpers/handed_in.py [KIND [COUNT [FIRST]]]` damages one kind, or each, COUNT
times (2,000), each time by a seed of its own. All may be refused in words; nothing may break the program, and what it takes
must be what it says it is. The tests try a few of each.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import sys
import time
import warnings
import zipfile
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import damaging
import openpyxl
import yaml
from damaging import HALF, Changed, Draw, key, lines, plausible, saved, spot
from folders import BASE
from given import given
from openpyxl.utils import get_column_letter
from payloads import SETTINGS
from withstanding import DAY, Score, below, told, write

from generator.comparing.diffs.effects import examine
from generator.comparing.diffs.report import data
from generator.editing.issue_form import label
from generator.editing.proposal_text import render
from generator.editing.propose import propose
from generator.editing.sheets.exporting import export_sheet
from generator.editing.sheets.grids import Order
from generator.editing.sheets.importing import import_sheets
from generator.publishing.export.catalogue import Download
from generator.publishing.export.copies import CopiesError, as_text, as_texts, copies
from generator.publishing.published import read_published
from generator.publishing.settings import SettingsError, read_settings
from generator.reading.load import load
from generator.reading.trees import ChangedTree, FilesTree, WorkingTree

COUNT = 2_000
MOSTLY = 0.7

Attempt = Generator[str, None, bool]
"""Tells what was done, then hands it in, and says whether it was taken."""


class WrongError(AssertionError):
    """What was taken is not what it is said to be."""


def _hold(told: object, so: object, what: str) -> None:
    if told != so:
        raise WrongError(f"{what}: {told!r} is told, and {so!r} is so")


def _written(draw: Draw, name: str, content: bytes, ways: Mapping[Any, int]) -> tuple[bytes, str]:
    """A text after some damages, and what was done."""
    files: Changed = {name: content}
    steps = draw.choices(list(ways), list(ways.values()), k=draw.choice((1, 1, 1, 2, 3)))
    said = [step(draw, files) for step in steps if files.get(name)]
    return files.get(name, b""), " + ".join(said)


# Settings

_SITE = yaml.safe_dump(
    {**SETTINGS, "colour": "#335577", "time_zone": "Asia/Shanghai", "renderer": "mkdocs"}
).encode()


def settings(draw: Draw) -> Attempt:
    """`site.yaml`: read, or refused with problems."""
    content, said = _written(
        draw, "site.yaml", _SITE, {spot: 3, lines: 3, saved: 1, key: 6, _other_setting: 3}
    )
    yield said
    with TemporaryDirectory() as folder:
        file = Path(folder) / "site.yaml"
        file.write_bytes(content)
        try:
            found = read_settings(file)
        except SettingsError as error:
            error.report.render("text", "en", "site_src")
            return False
    written = yaml.load(content.decode("utf-8-sig") or "{}", Loader=yaml.CBaseLoader) or {}
    # Blanks of any width around a name or a text do not count.
    raw = {
        name.strip(): value.strip() if isinstance(value, str) else value for name, value in written.items()
    }
    for name in ("url", "repository", "logo", "colour"):
        _hold(getattr(found, name).rstrip("/"), raw.get(name, "").rstrip("/"), name)
    for tongue in found.languages:
        _hold(found.name.own(tongue), raw.get(f"name_{tongue}", ""), "name")
    return True


_WEIRD = (
    *("x" * 300, "../../x", "x\0y", "Europe/../UTC", "/etc/passwd", "C:\\x", "con", ".", "", "#000", "http://[::1]/", "🏙" * 90),
)  # fmt: skip
_OTHER = ("logo", "time_zone", "url", "repository", "branch", "colour", "languages", "name_en")


def _other_setting(draw: Draw, files: Changed) -> str:
    name, value = draw.choice(_OTHER), draw.choice(_WEIRD)
    try:
        found = yaml.load(files["site.yaml"], Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return ""
    if not isinstance(found, dict):
        return ""
    files["site.yaml"] = yaml.safe_dump({**found, name: value}, allow_unicode=True).encode()
    return f"{name}: {value[:20]!r}"


# Forms

_FORM = {
    "figure": "observations/2023-report/lamps-standing/2023-12-31",
    "right": "985盏",
    "source": "青禾镇2023年工作总结，一（一）",
    "why": "录入时把985看成了980，请改正。",
    "consent": "- [X] 我知道这份表会公开。 I know that this form is public.",
}


def forms(draw: Draw) -> Attempt:
    """The body of an issue: made a correction of, or answered."""
    filled = dict(_FORM)
    if draw.random() < MOSTLY:
        name = draw.choice(list(filled))
        filled[name] = plausible(draw, filled[name])
    text = "".join(f"### {label(name, ('zh', 'en'))}\n\n{value}\n\n" for name, value in filled.items())
    content, said = _written(draw, "body.md", text.encode(), {spot: 2, lines: 2, saved: 1})
    if draw.random() < HALF:
        content, said = text.encode(), ""
    yield f"{said} {filled}"
    tree = FilesTree(_town())
    found = propose(tree, content, DAY)
    render(found, "data", ("zh", "en"))
    if found.faults:
        return False
    after = ChangedTree(tree, found.files)
    _hold(load(after)[1].render("text", "en", ""), _sound(), "the report on the data")
    changed = {item["table"] for item in _changes(tree, after)}
    _hold(sorted(changed - {"corrections"}), [found.key.split("/")[1]], "tables")
    return True


@cache
def _town() -> dict[str, bytes]:
    return below(BASE)


@cache
def _sound() -> str:
    return load(FilesTree(_town()))[1].render("text", "en", "")


def _changes(before: Any, after: Any) -> list[Mapping[str, Any]]:
    return list(data(examine(before, after, DAY), "en", "")["changes"])


# Workbooks


@cache
def _book() -> bytes:
    return export_sheet(BASE, WorkingTree(BASE), Order("town", "2023-report"), DAY, "zh", spare=4).content


def workbooks(draw: Draw) -> Attempt:
    """A workbook for staff, damaged as a file, in its parts, or by who fills it in: taken, or refused in words."""
    way = draw.choice((_of_file, _of_parts, _of_parts, _of_cells, _of_cells, _as_csv))
    content, said = way(draw, _book())
    yield f"{way.__name__} {said}"
    tree = WorkingTree(BASE)
    found = import_sheets(BASE, tree, [("x.xlsx", content)], "en")
    found.report.render("text", "en", "data")
    if not found.ok:
        return False
    after = ChangedTree(tree, found.files)
    _hold(load(after)[1].render("text", "en", ""), _sound(), "the report on the data")
    changes = [item for item in _changes(tree, after) if item["table"] != "corrections"]
    count = {
        kind: sum(item["kind"] == kind for item in changes)
        for kind in ("added", "removed", "changed", "renamed")
    }
    if not count["renamed"]:
        told = {"added": found.added, "removed": found.removed, "changed": found.changed}
        _hold(told, {kind: count[kind] for kind in told}, "counts")
    return True


def _of_file(draw: Draw, content: bytes) -> tuple[bytes, str]:
    """Bytes of the packed file."""
    return _written(draw, "x.xlsx", content, {spot: 1})


_TO_PARTS = ("lost", "doubled", "swapped", "renamed", *("bytes", "tags") * 2, *("attributes",) * 3)


def _of_parts(draw: Draw, content: bytes) -> tuple[bytes, str]:
    """The parts of the packed file: lost, doubled, swapped, renamed, or their texts damaged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    at, other = draw.randrange(len(parts)), draw.randrange(len(parts))
    kind = draw.choice(_TO_PARTS)
    name, text = parts[at]
    if kind == "lost":
        del parts[at]
    elif kind == "doubled":
        parts.append((name, parts[other][1]))
    elif kind == "swapped":
        parts[at], parts[other] = (name, parts[other][1]), (parts[other][0], text)
    elif kind == "renamed":
        names = (name.upper(), f"../{name}", name.replace("/", "\\"), f"{name}x", "xl/worksheets/sheet99.xml")
        parts[at] = (draw.choice(names), text)
    elif kind == "bytes":
        parts[at] = (name, _written(draw, name, text, {spot: 1})[0])
    else:
        parts[at] = (name, _in_markup(draw, text, kind))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, inner in parts:
            archive.writestr(one, inner)
    return out.getvalue(), f"{name} {kind} ({parts[min(other, len(parts) - 1)][0]})"


_VALUES = (
    *(b"", b"-1", b"0", b"1", b"99999999999", b"1e999", b"NaN", b"x", b"A1", b"XFD1048577", b"ZZZZ9", b"true", b"A1:B2:C3"),
    *(b"s", b"d", b"b", b"e", b"n", b"str", b"inlineStr", b"rId999"),
)  # fmt: skip
_TAGS = (b"", b"<v>=1+1</v>", b"<is><t>x</t></is>", b"<f>1/0</f>", b"<!-- -->", b"&x;")


def _in_markup(draw: Draw, text: bytes, kind: str) -> bytes:
    """A tag lost, doubled or moved, or the value of an attribute changed into another."""
    pattern = rb"<[^>]*>" if kind == "tags" else rb'(?<==")[^"]*(?=")'
    found = list(re.finditer(pattern, text))
    if not found:
        return text
    one, other = draw.choice(found), draw.choice(found)
    if kind == "attributes":
        return text[: one.start()] + draw.choice((*_VALUES, other[0])) + text[one.end() :]
    new = draw.choice((*_TAGS, one[0] * 2, other[0]))
    return text[: one.start()] + new + text[one.end() :]


_FILLED = (
    *(None, "", " ", 0, -1, 1e300, 1.5, 12345678901234567890, True, date(2023, 2, 3), datetime(2023, 2, 3, 4, 5, tzinfo=UTC).replace(tzinfo=None), "=1+1", "=A1", "#REF!"),
    *("约200盏", "2023-12-31", "31/12/2023", "lamp", "合计", "\u202e", "a\nb", "x" * 3000, "980", "九百八十", float("inf"), "是", "删除", "盏", "A", "exact"),
)  # fmt: skip


Page = Any
"""A sheet as openpyxl has it."""


def _fill(draw: Draw, page: Page, at: int, column: int) -> None:
    page.cell(at, column).value = draw.choice(_FILLED)


def _copy(draw: Draw, page: Page, at: int, column: int) -> None:
    other = page.cell(draw.randint(1, page.max_row), draw.randint(1, page.max_column))
    page.cell(at, column).value = other.value


def _hide(draw: Draw, page: Page, *_: int) -> None:
    page.sheet_state = draw.choice(("hidden", "visible"))


def _merge(draw: Draw, page: Page, at: int, column: int) -> None:
    page.merge_cells(
        start_row=at, end_row=at + draw.randint(0, 2), start_column=column, end_column=column + 1
    )


def _rename(draw: Draw, page: Page, *_: int) -> None:
    page.title = draw.choice(("Sheet1", "数据", "x" * 31, f"{page.title}2"))


def _move(draw: Draw, page: Page, at: int, _: int) -> None:
    page.move_range(f"A{at}:{get_column_letter(page.max_column)}{at + 1}", rows=draw.choice((1, 2)))


CELLS: Mapping[str, tuple[int, Callable[[Draw, Page, int, int], Any]]] = {
    "filled": (5, _fill),
    "copied": (1, _copy),
    "rows out": (1, lambda draw, page, at, _: page.delete_rows(at, draw.choice((1, 1, 3)))),
    "row in": (1, lambda _, page, at, __: page.insert_rows(at)),
    "column out": (1, lambda _, page, __, column: page.delete_cols(column)),
    "column in": (1, lambda _, page, __, column: page.insert_cols(column)),
    "hidden": (1, _hide),
    "merged": (1, _merge),
    "renamed": (1, _rename),
    "gone": (1, lambda _, page, *__: page.parent.remove(page)),
    "twice": (1, lambda _, page, *__: page.parent.copy_worksheet(page)),
    "moved": (1, _move),
}
"""What people do with sheets, and how often."""


def _of_cells(draw: Draw, content: bytes) -> tuple[bytes, str]:
    """What people do: fill in, write over, move, insert, remove, hide, merge, rename."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    said = []
    for _ in range(draw.choice((1, 1, 2, 5))):
        page = draw.choice(book.worksheets)
        at, column = draw.randint(1, page.max_row + 1), draw.randint(1, page.max_column + 1)
        kind = draw.choice([name for name, (often, _) in CELLS.items() for _ in range(often)])
        said.append(f"{page.title} {at}:{column} {kind}")
        with suppress(AttributeError):  # a cell below a merged one
            CELLS[kind][1](draw, page, at, column)
        if not book.worksheets:
            return content, "nothing"
    out = io.BytesIO()
    try:
        book.save(out)
    except (IndexError, KeyError, TypeError, ValueError) as error:  # no workbook comes of that
        return content, f"{error}"
    return out.getvalue(), " + ".join(said)


def _as_csv(draw: Draw, content: bytes) -> tuple[bytes, str]:
    """A sheet saved as a text, and that damaged."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = draw.choice([page for page in book.worksheets if page.sheet_state == "visible"])
    sign = draw.choice(",;\t")
    text = "\n".join(
        sign.join("" if cell is None else str(cell) for cell in row)
        for row in page.iter_rows(values_only=True)
    )
    return _written(draw, "x.csv", text.encode(), {spot: 3, lines: 2, saved: 2})


# The published list


_FILES = ("a.csv", "b.csv")
"""Files of a package, each of which holds its own name."""


@cache
def _list() -> dict[str, Any]:
    files = {
        f"data/town/{path}": Download(1, hashlib.sha256(path.encode()).hexdigest())
        for path in (*_FILES, "indicators/x.csv")
    }
    return copies(None, files, {"town": "0.1.0"}, DAY, "c" * 40)


def lists(draw: Draw) -> Attempt:
    """The list of what was published, which the next publication goes on with: read, or refused."""
    listed = json.loads(json.dumps(_list()))
    content = json.dumps(listed).encode()
    beside = listed.pop("indicators")["town"]
    if draw.random() < HALF:
        content, said = _written(draw, "versions.json", content, {spot: 1})
    else:
        node, at = draw.choice([*damaging.places(listed)])
        said = f"{at}: {node[at]} -> "
        node[at] = draw.choice(
            (None, "", 0, -1, 1, 0.5, True, [], {}, [[]], "x" * 300, "../x", 10**30, draw.choice("0a"))
        )
        said += f"{node[at]}"
        content = json.dumps(listed).encode()
    yield said
    with TemporaryDirectory() as folder:
        file = Path(folder) / "versions.json"
        file.write_bytes(content)
        file.with_name("versions-town.json").write_text(json.dumps(beside))
        write({f"town/0.1.0/{name}": name.encode() for name in _FILES}, Path(folder))
        try:
            found = read_published(file, ["town"])
        except CopiesError:
            return False
    files = {"data/town/a.csv": Download(1, "d" * 64)}
    now = copies(found.copies, files, {"town": "0.2.0"}, DAY, "d" * 40)
    as_text(now), as_texts(now)
    _hold(sorted(set(found.copies["files"]) - set(now["files"])), [], "checksums that go")
    return True


KINDS: Mapping[str, Callable[[Draw], Attempt]] = {
    "settings": settings,
    "forms": forms,
    "workbooks": workbooks,
    "lists": lists,
}


def _outcome(attempt: Attempt) -> bool:
    """Whether what was handed in is taken."""
    try:
        next(attempt)
    except StopIteration as ended:
        return bool(ended.value)
    raise AssertionError("there is more")


def run(kind: str, seeds: range) -> Score:
    """Damage one kind by some seeds."""
    score = Score()
    for seed in seeds:
        draw = random.Random(f"{kind}{seed}")
        attempt = KINDS[kind](draw)
        said = next(attempt)
        begun = time.process_time()
        try:
            score.accepted += _outcome(attempt)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            score.broke(error, f"{kind} {seed}: {said}")
        score.tried += 1
        score.slowest = max(score.slowest, (time.process_time() - begun, f"{kind} {seed}: {said}"))
    return score


def main() -> None:
    asked = given(__doc__, kind="", count=COUNT, first=0)
    warnings.filterwarnings(
        "ignore", "Duplicate name", UserWarning
    )  # of parts of a workbook that are there twice
    seeds = range(asked.first, asked.first + asked.count)
    fine = [told(run(name, seeds)) for name in ([asked.kind] if asked.kind else KINDS)]
    sys.exit(not all(fine))


if __name__ == "__main__":
    main()
