"""Packages damaged at random as the world does it: files cut, mixed up and saved otherwise, rows and columns moved, keys put
elsewhere, values changed into others that could be.

`PYTHONPATH=tests/helpers .venv/bin/python tests/helpers/damaging.py [COUNT [FIRST]]` damages the package that uses everything the
format has (`tests/fixtures/everything`) COUNT times (20,000), each time by a seed of its own, from FIRST on. It prints one line
for each place where the program broke or its report left something out, with the seed and what was done, as little of it as
brings that about. The tests try a few hundred.
"""

from __future__ import annotations

import csv
import io
import random
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Any

import yaml
from folders import FIXTURES
from given import given
from withstanding import Score, below, published, told, tried, withstood
from written import Files

PACKAGES = FIXTURES / "everything" / "data"
COUNT = 20_000
PUBLISHED = 20
"""Of those accepted each so many is published too."""

Changed = dict[str, bytes]
Draw = random.Random
HALF = 0.5
Damage = Callable[[Draw, Changed], str]
"""Does something to files and tells what; tells nothing where there is nothing that it could do it to."""


# What happens to bytes

SIGNS = (
    *("\ufeff", "\u00a0", "\u3000", "\u200b", "\u202e", "\r", "\t", '"', "'", ",", "\n", "\n\n", ";", ":", "#", " ", "  "),
    *("，", "：", "。", "１", "é", "e\u0301", "\x00", "\x1b", "\ud7ff", "&a ", "*a", "!!x ", "- ", "=1+1", "~", "null", "%"),
)  # fmt: skip


def spot(draw: Draw, files: Changed) -> str:
    """Some bytes are lost, doubled, turned, or others put between."""
    path = _any(draw, files)
    content = files[path]
    at, long = draw.randrange(len(content) + 1), draw.choice((1, 1, 2, 8, 60, 500))
    before, piece, after = content[:at], content[at : at + long], content[at + long :]
    kind = draw.choice(("lost", "doubled", "flipped", "random", "sign", "backwards", "blanked"))
    piece = {
        "lost": b"",
        "doubled": piece * 2,
        "flipped": bytes(byte ^ 1 << draw.randrange(8) for byte in piece[:1]) + piece[1:],
        "random": draw.randbytes(min(long, 8)),
        "sign": draw.choice(SIGNS).encode("utf-8", "surrogatepass") + piece,
        "backwards": piece[::-1],
        "blanked": b" " * len(piece),
    }[kind]
    files[path] = before + piece + after
    return f"{path}: {long} bytes at {at} {kind}"


def lines(draw: Draw, files: Changed) -> str:
    """Lines are lost, doubled, moved, swapped, joined, indented, or come from another file."""
    path = _any(draw, files)
    found = files[path].split(b"\n")
    at, other = draw.randrange(len(found)), draw.randrange(len(found))
    long = draw.choice((1, 1, 1, 2, 5))
    kind = draw.choice(
        ("lost", "doubled", "moved", "swapped", "joined", "in", "out", "foreign", "noted", "blank")
    )
    if kind == "lost":
        del found[at : at + long]
    elif kind == "doubled":
        found[at:at] = found[at : at + long]
    elif kind == "moved":
        piece = found[at : at + long]
        del found[at : at + long]
        found[other:other] = piece
    elif kind == "swapped":
        found[at], found[other] = found[other], found[at]
    elif kind == "joined":
        found[at : at + 2] = [b" ".join(found[at : at + 2])]
    elif kind == "in":
        found[at : at + long] = [b"  " + line for line in found[at : at + long]]
    elif kind == "out":
        found[at : at + long] = [
            line[2:] if line.startswith(b"  ") else line for line in found[at : at + long]
        ]
    elif kind == "foreign":
        others = files[_any(draw, files)].split(b"\n")
        start = draw.randrange(len(others))
        found[at:at] = others[start : start + long]
    elif kind == "noted":
        found[at] = b"# " + found[at]
    else:
        found[at:at] = [b""] * long
    files[path] = b"\n".join(found)
    return f"{path}: {long} lines at {at + 1} {kind} ({other + 1})"


# What happens to files


def file(draw: Draw, files: Changed) -> str:
    """A file is lost, emptied, cut, renamed, put in the place of another, swapped with it, or one comes that is none of ours."""
    path, other = _any(draw, files), _any(draw, files)
    kind = draw.choice(
        ("lost", "emptied", "cut", "renamed", "copied", "over", "swapped", "foreign", "folder lost")
    )
    if kind == "lost":
        del files[path]
    elif kind == "emptied":
        files[path] = draw.choice(
            (b"", b"\n", b"{}", b"[]", b"\xef\xbb\xbf", b"# \n", files[path].split(b"\n")[0])
        )
    elif kind == "cut":
        files[path] = files[path][: draw.randrange(len(files[path]) + 1)]
    elif kind in ("renamed", "copied"):
        folder, _, name = path.rpartition("/")
        new = draw.choice((
            *(f"{folder}/{name}.bak", f"{folder}/copy-of-{name}", f"{folder}/{name.upper()}", f"{folder}/{name} (1)"),
            *(f"{folder}/{name.replace('.csv', '.yaml')}", f"{folder}/{name.replace('.yaml', '.csv')}"),
            *(f"{folder}/{other.rpartition('/')[2]}", f"{other.rpartition('/')[0]}/{name}", f"{folder}/new/{name}"),
            *(f"{folder}/observations/{name}", name, f"{folder}/{name.replace('.yaml', '.yml')}", f"{folder}/图.csv"),
        ))  # fmt: skip
        files[new] = files[path]
        if kind == "renamed" and new != path:
            del files[path]
        kind += f" {new}"
    elif kind == "over":
        files[path] = files[other]
    elif kind == "swapped":
        files[path], files[other] = files[other], files[path]
    elif kind == "foreign":
        other = draw.choice(
            (".DS_Store", "Thumbs.db", "~$plan.xlsx", "notes.txt", ".gitkeep", "a/b/c/d.csv", "README.md")
        )
        files[f"{path.rpartition('/')[0]}/{other}"] = draw.randbytes(40)
    else:
        folder = path.rpartition("/")[0]
        for name in [name for name in files if name.startswith(f"{folder}/")]:
            del files[name]
    return f"{path}: {kind} ({other})"


def folder(draw: Draw, files: Changed) -> str:
    """A folder gets another name, is copied under one, or moves into another."""
    path = _any(draw, files)
    depth = draw.randrange(1, path.count("/") + 1)
    old = "/".join(path.split("/")[:depth])
    new = draw.choice(
        (
            f"{old}-2",
            f"{old}s",
            f"{old.rpartition('/')[0]}/2021-old".strip("/"),
            f"town/{old}",
            f"{old}/x",
            "data",
        )
    )
    kept = draw.random() < 0.5
    for name in [name for name in files if name.startswith(f"{old}/")]:
        files[new + name.removeprefix(old)] = files[name]
        if not kept and new != old:
            del files[name]
    return f"{old}: {'copied to' if kept else 'renamed'} {new}"


def saved(draw: Draw, files: Changed) -> str:
    """Files are saved in another encoding, or with other line ends."""
    paths = sorted(files) if draw.random() < 0.2 else [_any(draw, files)]
    kind = draw.choice((
        *("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "big5", "cp1252", "shift_jis", "ascii"),
        *("crlf", "cr", "mixed", "no end", "blank ends", "quoted", "semicolons", "tabs", "trailing"),
    ))  # fmt: skip
    for path in paths:
        content = files[path]
        text = content.decode("utf-8", "replace")
        rows = text.split("\n")
        if kind == "crlf":
            files[path] = content.replace(b"\n", b"\r\n")
        elif kind == "cr":
            files[path] = content.replace(b"\n", b"\r")
        elif kind == "mixed":
            files[path] = "".join(row + draw.choice(("\n", "\r\n")) for row in rows).encode()
        elif kind == "no end":
            files[path] = content.rstrip(b"\n")
        elif kind == "blank ends":
            files[path] = content + b"\n\n"
        elif kind == "trailing":
            files[path] = "\n".join(f"{row} " for row in rows).encode()
        elif kind in ("quoted", "semicolons", "tabs"):
            if path.endswith(".csv"):
                mode = csv.QUOTE_ALL if kind == "quoted" else csv.QUOTE_MINIMAL
                sign = {"quoted": ",", "semicolons": ";", "tabs": "\t"}[kind]
                files[path] = _written(_table(content), quoting=mode, delimiter=sign)
        else:
            files[path] = text.encode(kind, draw.choice(("replace", "ignore")))
    return f"{paths[0] if len(paths) == 1 else 'all'}: saved as {kind}"


# What happens to tables


Rows = list[list[str]]


def _shifted(draw: Draw, rows: Rows, at: int, _: int) -> None:
    place = draw.randrange(len(rows[at]) or 1)
    rows[at] = [*rows[at][:place], "", *rows[at][place:]][: len(rows[at])]


def _shorter(draw: Draw, rows: Rows, at: int, _: int) -> None:
    rows[at] = rows[at][: draw.randrange(len(rows[at]) + 1)]


def _longer(draw: Draw, rows: Rows, at: int, other: int) -> None:
    rows[at] = [*rows[at], draw.choice(("", "x", *rows[other]))]


def _mixed(draw: Draw, rows: Rows, *_: int) -> None:
    first, *rest = rows
    draw.shuffle(rest)
    rows[:] = [first, *rest]


def _sorted(draw: Draw, rows: Rows, *_: int) -> None:
    column = draw.randrange(len(rows[0]) or 1)
    rows[1:] = sorted(rows[1:], key=lambda cells: cells[column : column + 1])


ROW: Mapping[str, Callable[[Draw, Rows, int, int], Any]] = {
    "lost": lambda _, rows, at, __: rows.pop(at),
    "doubled": lambda _, rows, at, other: rows.insert(other, list(rows[at])),
    "moved": lambda _, rows, at, other: rows.insert(other, rows.pop(at)),
    "swapped": lambda _, rows, at, other: _swap(rows, at, rows, other),
    "shifted": _shifted,
    "shorter": _shorter,
    "longer": _longer,
    "elsewhere": lambda draw, rows, at, _: rows.pop(at) if draw.random() < HALF else None,
    "mixed": _mixed,
    "sorted": _sorted,
}
"""What happens to a row of a table; to one that goes elsewhere, whether it stays as well."""


def row(draw: Draw, files: Changed) -> str:
    """Rows are lost, doubled, moved, swapped, shifted, or put into the table of another document."""
    path, rows = _some_table(draw, files)
    if len(rows) == 1:
        return ""
    at, other = draw.randrange(1, len(rows)), draw.randrange(1, len(rows))
    kind = draw.choice(tuple(ROW))
    if kind == "elsewhere":
        target = draw.choice([name for name in sorted(files) if name.endswith(".csv")])
        head = _table(files[target])[0] if files[target] else []
        cells = dict(zip(rows[0], rows[at], strict=False))
        files[target] += _written([[cells.get(name, "") for name in head]])
    ROW[kind](draw, rows, at, other)
    files[path] = _written(rows)
    return f"{path}: row {at + 1} {kind} ({other + 1})"


def _swap(one: Any, at: Any, other: Any, there: Any) -> None:
    one[at], other[there] = other[there], one[at]


def _swapped(draw: Draw, rows: Rows, at: int, other: int) -> None:
    for cells in rows[draw.choice((0, 1)) :]:
        _swap(cells, at, cells, other)


def _headed(draw: Draw, rows: Rows, at: int, _: int) -> None:
    name = rows[0][at]
    others = ("", name.upper(), f" {name}", f"{name}_fr", f"{name}x", name.replace("_zh", "_en"))
    rows[0][at] = draw.choice((*others, name.replace("_en", ""), "value"))


def _twice(_: Draw, rows: Rows, at: int, __: int) -> None:
    for cells in rows:
        cells.append(cells[at])


def _put(_: Draw, rows: Rows, at: int, other: int) -> None:
    for cells in rows:
        cells.insert(other, cells.pop(at))


def _set(rows: Rows, at: int, value: str) -> None:
    for cells in rows[1:]:
        cells[at] = value


def _new(draw: Draw, rows: Rows, _: int, other: int) -> None:
    name = draw.choice(OPTIONAL)
    for number, cells in enumerate(rows):
        cells.insert(other, name if number == 0 else "")


COLUMN: Mapping[str, Callable[[Draw, Rows, int, int], Any]] = {
    "lost": lambda _, rows, at, __: [cells.pop(at) for cells in rows],
    "doubled": _twice,
    "moved": _put,
    "swapped": _swapped,
    "heads": lambda _, rows, at, other: _swap(rows[0], at, rows[0], other),
    "named": _headed,
    "emptied": lambda _, rows, at, __: _set(rows, at, ""),
    "filled": lambda _, rows, at, __: _set(rows, at, rows[-1][at]),
    "foreign": lambda *_: None,
    "new": _new,
}
"""What happens to a column."""


def column(draw: Draw, files: Changed) -> str:
    """Columns are lost, doubled, moved, swapped with their heads or without, renamed, emptied, filled down, or come from
    another table.
    """
    path, rows = _some_table(draw, files)
    width = min(map(len, rows), default=0)
    if not width:
        return ""
    at, other = draw.randrange(width), draw.randrange(width)
    kind, name = draw.choice(tuple(COLUMN)), rows[0][at]
    COLUMN[kind](draw, rows, at, other)
    if kind == "foreign":
        _, others = _some_table(draw, files)
        pick = draw.randrange(len(others[0]) or 1)
        for number, cells in enumerate(rows):
            cells.extend(others[number][pick : pick + 1] if number < len(others) else [""])
    files[path] = _written(rows)
    return f"{path}: column {name} {kind} ({other + 1})"


OPTIONAL = (
    "unit_id",
    "page",
    "qualifier",
    "attainment",
    "new_due",
    "note_fr",
    "note_en",
    "power",
    "place",
    "supersedes",
    "id",
    "more",
)


def cell(draw: Draw, files: Changed) -> str:
    """A cell changes into another that could be, or changes places with one."""
    path, rows = _some_table(draw, files)
    if len(rows) < 2 or not min(map(len, rows)):
        return ""
    at, place = draw.randrange(1, len(rows)), draw.randrange(min(map(len, rows)))
    other = draw.randrange(1, len(rows))
    old, name = rows[at][place], rows[0][place]
    kind = draw.choice(
        ("plausible", "plausible", "plausible", "swapped", "down", "neighbour", "empty", "elsewhere")
    )
    if kind == "plausible":
        rows[at][place] = plausible(draw, old)
    elif kind == "swapped":
        rows[at][place], rows[other][place] = rows[other][place], rows[at][place]
    elif kind == "down":
        rows[at][place] = rows[other][place]
    elif kind == "neighbour":
        beside = draw.randrange(min(map(len, rows)))
        rows[at][place], rows[at][beside] = rows[at][beside], rows[at][place]
    elif kind == "empty":
        rows[at][place] = ""
    else:
        _, others = _some_table(draw, files)
        rows[at][place] = draw.choice(draw.choice(others) or [""])
    files[path] = _written(rows)
    return f"{path}: {name} in row {at + 1} {kind} {old!r} -> {rows[at][place]!r}"


def figure(draw: Draw, files: Changed) -> str:
    """A number changes with its figure as printed, as when another edition is typed in."""
    path, rows = _some_table(draw, files)
    head = rows[0]
    column = next((name for name in ("value", "share") if name in head), "")
    if len(rows) < 2 or not column or "figure" not in head:
        return ""
    at = draw.randrange(1, len(rows))
    cells = dict(zip(head, rows[at], strict=False))
    old, printed = cells.get(column, ""), cells.get("figure", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", old) or (printed and old not in printed):
        return ""
    new = _number(draw, old)
    cells |= {column: new, "figure": printed.replace(old, new)}
    rows[at] = [cells.get(name, "") for name in head]
    files[path] = _written(rows)
    return f"{path}: row {at + 1} {column} {old} -> {new} with its figure"


def plausible(draw: Draw, old: str) -> str:
    """Another value that could stand where one stands."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", old):
        return _day(draw, old)
    if re.fullmatch(r"-?\d+(\.\d+)?", old):
        return _number(draw, old)
    if "/" in old or ";" in old:
        steps = re.split("([/;])", old)
        at = draw.randrange(0, len(steps), 2)
        steps[at] = plausible(draw, steps[at])
        return "".join(steps)
    if re.fullmatch(r"[a-z][a-z0-9_-]*|[A-Z]", old):
        return draw.choice((*WORDS, f"{old}-2", f"{old}s", old.upper()))
    if old:
        at = draw.randrange(len(old))
        return draw.choice((
            *(old[:at] + old[at + 1 :], old[:at] + old[at : at + 1] * 2 + old[at + 1 :], f"{old}（修订）", f"{old} (revised)"),
            *(old[::-1], old[:at], f" {old}", f"{old} ", old.upper(), old.replace("盏", "套"), draw.choice(TEXTS)),
        ))  # fmt: skip
    return draw.choice(("", "1", "2023-12-31", "lamp", "qinghe", "A", "约", *TEXTS))


WORDS = (
    *("lamps-installed", "lamps-standing", "lamps-solar", "lamps-working-share", "repair-days", "lamp-budget", "trees-planted"),
    *("qinghe", "east-village", "west-village", "lamp", "percent", "day", "yuan", "lighting", "greening", "money"),
    *("town-government", "works-office", "lamp-squad", "2023-plan", "2023-report", "2022-plan", "1", "2", "2-1", "grid", "solar"),
    *("exact", "about", "over", "under", "ge", "gt", "le", "lt", "eq", "between", "flow", "stock", "rate", "limit", "budget"),
    *("A", "B", "D", "E", "F", "M", "O", "P", "W", "true", "false", "plan", "report", "dataset", "full", "excerpt", "degraded"),
    *("delivered", "under_way", "delayed", "cancelled", "planned", "promised", "reported", "existing", "throughout", "by_end"),
    *("sum", "share", "part", "increment", "same_name", "platform", "campaign", "withheld", "published", "zh", "en", "fr"),
)  # fmt: skip
TEXTS = (
    "新的说法",
    "Other words",
    "约200盏",
    "200余盏",
    "下降3%",
    "两成",
    "第三季度",
    "Trois lampes",
    "מנורות",
    "1,000",
    "3万元",
    "—",
)


def _number(draw: Draw, old: str) -> str:
    value = Decimal(old)
    return draw.choice((
        *(f"{value * 10:f}", f"{value / 10:f}", f"{value * 10000:f}", f"{value + 1:f}", f"{value - 1:f}", f"{-value:f}"),
        *("0", f"{value}.0", f"{value * 100:f}", f"{value}e3", f"{value:,}", f"{value}%", f"0{value}", "9" * 18, "0.000001"),
    ))  # fmt: skip


def _day(draw: Draw, old: str) -> str:
    try:
        day = date.fromisoformat(old)
    except ValueError:
        return old
    years = draw.choice((-1, 1, 10))
    return draw.choice((
        *(f"{day + timedelta(step)}" for step in (1, -1, 30, -30)),
        *(f"{day.year + years}{old[4:]}", f"{day.year}-{day.day:02}-{day.month:02}", old.replace("-", "/"), old[:7], old[:4]),
        *(f"{day:%d.%m.%Y}", f"{day.year}年{day.month}月{day.day}日", f"{old} 00:00:00", "45291", ""),
    ))  # fmt: skip


# What happens to mappings


def _renamed(draw: Draw, node: Any, at: Any, *_: Any) -> None:
    name = str(at)
    new = draw.choice(
        (plausible(draw, name), f"{name}_fr", name.replace("_en", "_fr"), name.replace("_zh", "_en"))
    )
    items = [(new if one == at else one, value) for one, value in node.items()]
    node.clear()
    node.update(items)


def _moved(_: Draw, node: Any, at: Any, other: Any, there: Any) -> None:
    _copied(_, {at: node.pop(at)}, at, other, there)


def _copied(_: Draw, node: Any, at: Any, other: Any, there: Any) -> None:
    if isinstance(other, list):
        other.insert(int(there), node[at])
    else:
        other[str(at)] = node[at]


def _deeper(_: Draw, node: Any, at: Any, *__: Any) -> None:
    node[at] = {str(at): node[at]}


def _lifted(_: Draw, node: Any, at: Any, *__: Any) -> None:
    node.update(node[at])
    del node[at]


def _emptied(draw: Draw, node: Any, at: Any, *_: Any) -> None:
    node[at] = draw.choice(("", [], {}, "~", None, [""], {"": ""}))


def _listed(_: Draw, node: Any, at: Any, *__: Any) -> None:
    old = node[at]
    node[at] = [old] if not isinstance(old, list) else old[0] if old else ""


def _plausible(draw: Draw, node: Any, at: Any, *_: Any) -> None:
    node[at] = plausible(draw, node[at])


def _tongues(_: Draw, node: Any, at: Any, *__: Any) -> None:
    stem = str(at).rpartition("_")[0]
    one, other, *_rest = (name for tongue in ("zh", "en", "fr") if (name := f"{stem}_{tongue}") in node)
    _swap(node, one, node, other)


def _ordered(_: Draw, node: Any, *__: Any) -> None:
    items = sorted(node.items())
    node.clear()
    node.update(items)


KEY: Mapping[str, tuple[int, Callable[[Draw, Any, Any, Any, Any], Any]]] = {
    "lost": (1, lambda _, node, at, *__: node.pop(at)),
    "renamed": (1, _renamed),
    "moved": (1, _moved),
    "swapped": (1, lambda _, node, at, other, there: _swap(node, at, other, there)),
    "copied": (1, _copied),
    "deeper": (1, _deeper),
    "lifted": (1, _lifted),
    "emptied": (1, _emptied),
    "listed": (1, _listed),
    "changed": (4, _plausible),
    "tongues swapped": (1, _tongues),
    "sorted": (1, _ordered),
}
"""What happens to a key or an entry of a list, and how often."""


def key(draw: Draw, files: Changed) -> str:
    """Keys of a YAML file are lost, renamed, moved to another level, swapped, or put below one another."""
    path, root = _some_mapping(draw, files)
    if not (found := list(places(root))):
        return ""
    (node, at), (other, there) = draw.choice(found), draw.choice(found)
    kind = draw.choice([name for name, (often, _) in KEY.items() for _ in range(often)])
    old = str(node[at])[:40]
    try:
        KEY[kind][1](draw, node, at, other, there)
        files[path] = _dumped(root)
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError, yaml.YAMLError):
        return ""  # no such thing can happen there
    now = str(node[at])[:40] if isinstance(node, dict) and at in node else there
    return f"{path}: {at} {kind} {old!r} -> {now!r}"


def entry(draw: Draw, files: Changed) -> str:
    """An entry of a list or of a mapping is taken over from another file of its kind, or is a new one like its neighbour."""
    path, root = _some_mapping(draw, files)
    if isinstance(root, list):
        root.append(draw.choice(root))
    elif root and all(isinstance(value, dict) for value in root.values()):
        same = [
            name
            for name in sorted(files)
            if name.rpartition("/")[2] == path.rpartition("/")[2] or "indicators/" in name
        ]
        other = _mapping(files[draw.choice(same)])
        if not isinstance(other, dict) or not other:
            return ""
        name = draw.choice(list(other))
        new = draw.choice((name, f"{name}-new", f"{name}2"))
        root[new] = other[name]
        if isinstance(root[new], dict) and draw.random() < 0.7:
            root[new] = {
                at: f"{value}{'新' if at.endswith('_zh') else ' new'}" if at.startswith("title_") else value
                for at, value in root[new].items()
            }
    else:
        return ""
    files[path] = _dumped(root)
    return f"{path}: an entry more"


# What happens to a whole package at once


def everywhere(draw: Draw, files: Changed) -> str:
    """An id or a word is replaced wherever it stands in a package, also in the names of files: mostly that goes well."""
    package = draw.choice(sorted({path.split("/")[0] for path in files}))
    old = draw.choice(
        (
            *WORDS,
            "pocket-park",
            "lamp-map",
            "bright-nights",
            "power",
            "place",
            "statistics",
            "盏",
            "路灯",
            "青禾",
            "_en",
            "_zh",
            "一",
            "2023",
            "go-on",
            "all-done",
        )
    )
    new = draw.choice(
        (
            f"{old}-new" if re.fullmatch("[a-z0-9-]+", old) else f"{old}新",
            draw.choice(WORDS),
            "2024",
            "_fr",
            "座",
        )
    )
    pattern = re.compile(
        rf"(?<![a-z0-9_-]){re.escape(old)}(?![a-z0-9_-])".encode()
        if old[0] != "_"
        else re.escape(old).encode()
    )
    only = draw.random() < 0.15 and draw.choice(sorted(files))
    for path in sorted(files):
        if path.startswith(f"{package}/") and (not only or path == only):
            content = pattern.sub(new.encode(), files.pop(path))
            name = pattern.sub(new.encode(), path.encode()).decode()
            files[path if only else name] = content
    return f"{package}: {old} -> {new} {f'in {only}' if only else 'everywhere'}"


def tongue(draw: Draw, files: Changed) -> str:
    """A language goes, joins, becomes the main one, or changes places with another."""
    package = draw.choice(sorted({path.split("/")[0] for path in files}))
    path = f"{package}/package.yaml"
    if path not in files:
        return ""
    new = draw.choice(
        (
            "[zh]",
            "[en]",
            "[en, zh]",
            "[zh, en, fr]",
            "[fr, zh]",
            "[zh, fr]",
            "[zh-Hant, en]",
            "[ar]",
            "[fr]",
            "[]",
            "zh",
        )
    )
    files[path] = re.sub(rb"(?m)^languages:.*\n(?: +- .*\n)*", f"languages: {new}\n".encode(), files[path])
    if draw.random() < 0.6:
        kept = set(re.findall("[a-z]{2}", new))
        for name in sorted(files):
            if name.startswith(f"{package}/"):
                files[name] = _without(name, files[name], {"zh", "en", "fr"} - kept)
    return f"{package}: languages {new}"


def _without(path: str, content: bytes, tongues: set[str]) -> bytes:
    """A file without its texts in some languages."""
    ends = tuple(f"_{name}" for name in tongues)
    if path.endswith(".csv"):
        rows = _table(content)
        kept = [at for at, name in enumerate(rows[0]) if not name.endswith(ends)] if rows else []
        return _written([[cells[at] for at in kept if at < len(cells)] for cells in rows])
    return b"\n".join(
        line
        for line in content.split(b"\n")
        if not re.match(rf" *(?:- )?\w+_({'|'.join(tongues) or '-'}):".encode(), line)
    )


DAMAGES: Mapping[Damage, int] = {
    spot: 3,
    lines: 4,
    file: 3,
    folder: 1,
    saved: 2,
    row: 4,
    column: 4,
    cell: 9,
    figure: 5,
    key: 8,
    entry: 2,
    everywhere: 3,
    tongue: 1,
}
"""What may happen, and how often it does."""


# How


def _any(draw: Draw, files: Files) -> str:
    return draw.choice(sorted(files))


def _some_table(draw: Draw, files: Files) -> tuple[str, list[list[str]]]:
    path = draw.choice([name for name in sorted(files) if name.endswith(".csv")] or [_any(draw, files)])
    return path, _table(files[path]) or [[]]


def _table(content: bytes) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(content.decode("utf-8", "replace"), newline="")))
    except csv.Error:
        return [[]]


def _written(rows: Sequence[Sequence[str]], **how: Any) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n", **how).writerows(rows)
    return written.getvalue().encode("utf-8", "surrogatepass")


def _some_mapping(draw: Draw, files: Files) -> tuple[str, Any]:
    path = draw.choice([name for name in sorted(files) if name.endswith(".yaml")] or [_any(draw, files)])
    return path, _mapping(files[path])


def _mapping(content: bytes) -> Any:
    try:
        return yaml.load(content.decode(), Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return {}


def _dumped(node: Any) -> bytes:
    return yaml.safe_dump(node, allow_unicode=True, sort_keys=False, width=10_000).encode(
        "utf-8", "surrogatepass"
    )


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every key and every position below a node, with what holds it."""
    for at, inner in (
        node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    ):
        yield node, at
        yield from places(inner)


@dataclass(frozen=True, slots=True)
class Case:
    """What is done to which packages: one thing or several, each with a seed of its own."""

    base: Files
    steps: tuple[tuple[Damage, int], ...]

    def made(self) -> tuple[Changed, list[str]]:
        """The files after that, and what was done."""
        changed = dict(self.base)
        said = [damage(random.Random(seed), changed) for damage, seed in self.steps if changed]
        return changed, [told for told in said if told]

    def breaks(self) -> bool:
        """Whether that breaks the program."""
        changed, _ = self.made()
        try:
            if tried(self.base, changed).ok:
                published(changed)
        except Exception:  # noqa: BLE001 - that is what is looked for
            return True
        return False

    def least(self) -> Case:
        """As little of it as breaks the program still."""
        found = self
        for step in self.steps:
            fewer = replace(found, steps=tuple(other for other in found.steps if other != step))
            if fewer.steps and fewer.breaks():
                found = fewer
        return found


@cache
def packages() -> Mapping[str, Files]:
    """The files of the packages that are damaged: by the name of each, and all together without one."""
    files = below(PACKAGES)
    names = {path.split("/")[0] for path in files}
    return {"": files} | {
        name: {path: content for path, content in files.items() if path.startswith(f"{name}/")}
        for name in names
    }


def case(seed: int) -> Case:
    """The case of a seed."""
    draw = random.Random(seed)
    which = draw.choices(("town", "port", ""), (12, 5, 3))[0]
    count = draw.choice((1, 1, 1, 1, 2, 2, 3, 5))
    chosen = draw.choices(list(DAMAGES), list(DAMAGES.values()), k=count)
    return Case(packages()[which], tuple((damage, draw.randrange(2**32)) for damage in chosen))


def _made(seed: int) -> Files:
    return case(seed).made()[0]


def run(seeds: Sequence[int], *, publish: int = 0) -> Score:
    """Try the cases of some seeds; what broke is told with what was done, as little of it as breaks the program."""
    score = withstood(
        ((f"{seed}", case(seed).base, partial(_made, seed)) for seed in seeds),
        publish=publish,
    )
    for at, (first, count) in score.broken.items():
        seed, _, said = first.partition("\n")
        score.broken[at] = f"seed {seed}: {' + '.join(case(int(seed)).least().made()[1])}\n{said}", count
    return score


def main() -> None:
    """Damage as often as is asked for."""
    asked = given(__doc__, count=COUNT, first=0)
    sys.exit(not told(run(range(asked.first, asked.first + asked.count), publish=PUBLISHED)))


if __name__ == "__main__":
    main()
