"""The example packages of the tests: the valid one in `fixtures/problems/base`, and what each overlay makes of it.

`python tests/helpers/overlays.py` writes every `expected.txt` anew, after a change of the messages; read the difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

import workbooks
import yaml
from folders import ARCHIVE, BASE, PROBLEMS, entitled
from given import given
from jinja2 import FileSystemLoader, StrictUndefined

from generator.archive.passages import kept_texts
from generator.archive.verify import verify
from generator.comparing.changes import Side, compare, side
from generator.comparing.silent import silent_changes
from generator.comparing.versions import low_versions
from generator.core import sources
from generator.core.problems import Report
from generator.publishing.settings import SettingsError, read_settings, still_there
from generator.publishing.templates import Templates
from generator.reading.load import judge, load, missing_folder
from generator.reading.trees import Entry, Tree, WorkingTree
from generator.reading.validate import validate

FIXTURES = tuple(sorted(path.name for path in PROBLEMS.iterdir() if path.is_dir() and path != BASE))
"""The folders with one mistake each, named by the code of the problem."""

VERIFIED = (
    "text-missing",
    "table-missing",
    "text-unarchived",
    "checksum-missing",
    "text-changed",
    "words-unread",
    "locator-not-found",
    "figure-too-often",
    "figure-cut",
    "figure-planned",
    "figure-not-found",
    "cell-not-found",
    "cell-differs",
    "cell-unclear",
    "unit-not-in-head",
    "number-uncovered",
    "programme-uncited",
    "figure-other-page",
    "page-unchecked",
    "pages-unfit",
)
"""The codes that only a look into the archive finds."""

SHOWN = ("passage-not-found",)
"""The codes that only a site finds that shows its archived texts."""

BASED = (
    *("package-gone", "change-unexplained", "removal-unexplained", "rename-unexplained"),
    *("lock-gone", "language-gone", "language-added"),
    *("correction-unneeded", "correction-old", "correction-new", "correction-lost", "correction-altered"),
)
"""The codes that only a comparison finds: there `base` is what was published before.

With those of `BASE_LATER` it is the other way round: `base` has no lock, and lacks a language.
"""

BASE_LATER = ("lock-gone", "language-gone")

VERSIONED = ("version-same", "version-back")
"""The codes of a package whose version does not fit its changes, whether these have their corrections or not."""

OF_SETTINGS = (
    "language-unspoken",
    "setting-unlisted",
    "bad-colour",
    "colour-faint",
    *("logo-missing", "logo-broken", "logo-unsafe"),
    "withdrawn-there",
    "bad-address",
    "bad-time-zone",
    "unknown-setting",
    "settings-missing",
    *(
        "words-text",
        "words-group",
        "words-place",
        "words-unknown",
        "words-alike",
        "template-failed",
        "template-outside",
        "file-unread",
    ),
)
"""The codes that only the settings of an installation can have, its words and its templates; their folders hold a `site.yaml`, or
files of a `site_src`, or none.
"""

TODAY = date(2024, 3, 1)
"""The day that stands in proposed corrections."""

PLAN = "town/documents/2023-plan"
REPORT = "town/documents/2023-report"


def checksum(citation: str) -> str:
    """That of the archived text in which the figures of a document stand, by an entry of the lock."""
    document = citation.split("/")[1]
    return hashlib.sha256((ARCHIVE / "town" / f"{document}.txt").read_bytes()).hexdigest()


class OverlayTree:
    """A tree of `base`, with the files of an overlay put over it and edits made in memory."""

    def __init__(self, overlay: Path | None = None) -> None:
        self._items: dict[str, tuple[Entry, bytes]] = {}
        self._add(BASE)
        if overlay is not None:
            notes = overlay / "overlay.yaml"
            changes = (
                yaml.load(notes.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
                if notes.exists()
                else {}
            )
            for path in changes.get("remove", ()):
                self.remove(path)
            for old, new in changes.get("rename", {}).items():
                self.rename(old, new)
            for old, new in changes.get("copy", {}).items():
                self.copy(old, new)
            self._add(overlay)
            for path, size in changes.get("sizes", {}).items():
                entry, data = self._items[path]
                self._items[path] = replace(entry, size=size), data

    def _add(self, folder: Path) -> None:
        tree = WorkingTree(folder)
        for entry in tree.entries():
            if entry.path not in ("overlay.yaml", "expected.txt"):
                data = tree.read(entry.path) if entry.kind == "file" else b""
                self._items[entry.path] = entry, data

    def _below(self, path: str) -> list[str]:
        return [name for name in self._items if path in ("*", name) or name.startswith(f"{path}/")]

    def entries(self) -> Iterator[Entry]:
        """Every file, link or other thing, in the order of the paths."""
        yield from sorted(entry for entry, _ in self._items.values())

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return self._items[path][1]

    def remove(self, path: str) -> Self:
        """Without a file or a folder; `*` for everything."""
        for name in self._below(path):
            del self._items[name]
        return self

    def copy(self, old: str, new: str) -> Self:
        """With a file or a folder once more, under another name."""
        for name in self._below(old):
            entry, data = self._items[name]
            path = new + name.removeprefix(old)
            self._items[path] = replace(entry, path=path), data
        return self

    def twin(self, name: str) -> Self:
        """With the town once more under another name, and with other titles."""
        facts = f"{name}/package.yaml"
        self.copy("town", name)
        return self.write(facts, entitled(self.read(facts), name))

    def rename(self, old: str, new: str) -> Self:
        """With a file or a folder under another name."""
        for name in self._below(old):
            entry, data = self._items.pop(name)
            path = new + name.removeprefix(old)
            self._items[path] = replace(entry, path=path), data
        return self

    def write(self, path: str, content: str | bytes) -> Self:
        """With a file of this content."""
        data = content.encode() if isinstance(content, str) else content
        self._items[path] = Entry(path, "file", len(data)), data
        return self

    def edit(self, path: str, old: str, new: str) -> Self:
        """With a piece of a file changed; the piece must stand in it exactly once."""
        text = self.read(path).decode()
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        return self.write(path, text.replace(old, new))


@cache
def fixture_report(code: str) -> Report:
    """The report on the fixture of a code."""
    if code == "missing-folder":  # found by the command line, before there is a tree
        return missing_folder("data")
    if code in OF_SETTINGS:
        return settings_report(PROBLEMS / code / "site.yaml")
    if code.startswith("sheet-"):
        return workbooks.fixture_report(code)
    if code in (*VERIFIED, *SHOWN):
        return archive_report(code)
    if code in (*BASED, *VERSIONED):
        trees = [OverlayTree(), OverlayTree(PROBLEMS / code)]
        look = _versions_against if code in VERSIONED else report_against
        return look(*(reversed(trees) if code in BASE_LATER else trees))
    return load(OverlayTree(PROBLEMS / code))[1]


def archive_report(code: str) -> Report:
    """What a look into the archive finds, to verify or to show it."""
    tree = OverlayTree(PROBLEMS / code)
    if code in VERIFIED:
        return verify(tree, ARCHIVE).report
    [package], problems = validate(tree)
    return Report([*problems, *kept_texts(package, ARCHIVE)[1]])


def settings_report(file: Path) -> Report:
    """What is said of a file of settings, of an installation with its pictures beside it and the town in its data."""
    own = file.parent / "site_src"
    try:
        with chdir(file.parent if own.is_dir() else Path.cwd()):
            settings = read_settings(file if file.is_file() or not own.is_dir() else None)
            for template in own.glob("templates/*"):
                loader = FileSystemLoader(sources.everywhere("templates"))
                Templates(loader=loader, undefined=StrictUndefined).get_template(template.name).render()
    except SettingsError as error:
        return error.report
    return Report(still_there(settings, ["town"], TODAY))


def sides_of(base: Tree, head: Tree) -> tuple[Side, Side]:
    """Two trees as they are compared."""
    return side(base, validate(base, locked=False)[0]), side(head, validate(head)[0])


def report_against(base: Tree, head: Tree) -> Report:
    """What `check --base` reports of a tree, but for its version."""
    packages, problems = validate(head)
    report = judge(packages, problems)[1]
    sides = sides_of(base, head)
    return Report([*report, *silent_changes(*sides, compare(*sides), TODAY)])


def _versions_against(base: Tree, head: Tree) -> Report:
    """What `check --base` reports of its version."""
    sides = sides_of(base, head)
    return Report(low_versions(*sides, compare(*sides)))


def _write_expected() -> None:
    for code in FIXTURES:
        text = fixture_report(code).render("text", "zh", "data")
        (PROBLEMS / code / "expected.txt").write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    given(__doc__)
    _write_expected()
