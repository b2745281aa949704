"""The files of two commits without what both have, so that what is read grows with the changes and not with the record."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from generator.format.tables import TARGETS
from generator.reading.files import decode

Files = Mapping[str, bytes]
"""The content of each file of a package, by its path below the data directory."""

_DOCUMENT = re.compile(r"([^/]+/documents/[^/]+)/.+")
_TABLE = re.compile(r"[^/]+/documents/([^/]+)/([a-z]+)(?:/[^/]+)?\.csv")


def table_of(path: str) -> tuple[str, str] | None:
    """Document and table of a CSV file; None of another file."""
    match = _TABLE.fullmatch(path)
    return (match[1], match[2]) if match else None


def table_at(path: str) -> str:
    """The table whose values a file holds, be it CSV or YAML."""
    if found := table_of(path):
        return found[1]
    steps = path.split("/")
    if len(steps) > 2 and steps[1] == "indicators":  # noqa: PLR2004 - package, folder, file
        return "indicators"
    name = steps[-1].rpartition(".")[0]
    return "documents" if name == "document" else name


def lines_of(content: bytes) -> list[bytes]:
    """The lines of a file, whichever way they end; empty ones at its end left out."""
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def joined(lines: Iterable[bytes]) -> bytes:
    """A file of lines."""
    return b"".join(line + b"\n" for line in lines)


def under(line: bytes, head: bytes, other: bytes) -> bytes:
    """A line of a table as it stands under another head."""
    if head == other:
        return line
    names, cells, wanted = (next(csv.reader([_text(part)])) for part in (head, line, other))
    known = dict(zip((name.strip() for name in names), cells, strict=False))
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow([known.get(name.strip(), "") for name in wanted])
    return written.getvalue().encode()


def differing(
    before: Files, after: Files, *, adding: bool = False
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Of both sides what the other does not have just so, and the files that the ids of its rows are made of.

    Of tables these are lines, under their head; of YAML files the whole. Nothing where nothing but new lines and new
    files came: then no value that stood there is another now, unless a new target takes the place of an earlier one.
    With `adding` that counts too.
    """
    changed = [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)]
    pairs = {path: _apart(path, before.get(path), after.get(path)) for path in changed}
    tells = (_says_anything(path, old) or _revises(path, new) for path, (old, new) in pairs.items())
    if not (adding and pairs) and not any(tells):
        return {}, {}
    context = set(_context(changed))
    sides: list[dict[str, bytes]] = []
    for number, files in enumerate((before, after)):
        side = {path: files[path] for path in sorted(context & files.keys())}
        side |= {path: part for path, pair in pairs.items() if (part := pair[number]) is not None}
        sides.append(side)
    return sides[0], sides[1]


def _revises(path: str, part: bytes | None) -> bool:
    """Whether lines of targets may say that they take the place of others."""
    place = table_of(path)
    head, *lines = lines_of(part or b"") or [b""]
    of_targets = place is not None and place[1] == TARGETS.name
    return of_targets and bool(lines) and TARGETS.supersedes.name.encode() in head


def without(content: bytes, lines: list[bytes]) -> bytes:
    """A file without some of its lines, each as often as it is named."""
    return joined(_without(lines_of(content), lines))


def naming(content: bytes, names: Iterable[str]) -> bytes:
    """The head of a table and those of its lines in which one of some ids stands, or what looks like it."""
    wanted = [name.encode() for name in names]
    head, *lines = lines_of(content) or [b""]
    return joined([head, *(line for line in lines if any(name in line for name in wanted))])


def _apart(path: str, old: bytes | None, new: bytes | None) -> tuple[bytes | None, bytes | None]:
    if old is None or new is None or not path.endswith(".csv"):
        return old, new
    (old_head, *old_lines), (new_head, *new_lines) = (lines_of(content) or [b""] for content in (old, new))
    if old_head != new_head:
        return old, new
    return (
        joined([old_head, *_without(old_lines, new_lines)]),
        joined([new_head, *_without(new_lines, old_lines)]),
    )


def _without(lines: Iterable[bytes], others: Iterable[bytes]) -> Iterator[bytes]:
    """Lines in their order without others, each as often as it stands there."""
    left = Counter(others)
    for line in lines:
        if left.get(line):
            left[line] -= 1
        else:
            yield line


def _text(line: bytes) -> str:
    return decode("", line)[0] or ""


def _says_anything(path: str, content: bytes | None) -> bool:
    return content is not None and (not path.endswith(".csv") or len(lines_of(content)) > 1)


def _context(changed: list[str]) -> Iterator[str]:
    """The files that say what the ids of rows in changed files are made of."""
    for path in changed:
        package = path.partition("/")[0]
        yield from (f"{package}/package.yaml", f"{package}/dimensions.yaml")
        if match := _DOCUMENT.fullmatch(path):
            yield f"{match[1]}/document.yaml"
