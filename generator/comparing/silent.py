"""No published figure changes silently: whatever is different from a base needs a correction, and a correction a change.

Nor does what was verified become unverified.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date

from generator.comparing.changes import Change, Comparison, Kind, Side
from generator.comparing.reasons import Name, Step, misfits
from generator.core.languages import spoken, text_of
from generator.core.messages import catalogue
from generator.core.problems import Place, Problem
from generator.format.tables import CORRECTABLE, CORRECTIONS, PACKAGE
from generator.reading.validate import PackageRecords
from generator.reading.validate.inventory import DESCRIPTOR
from generator.reading.validate.locks import LOCK
from generator.reading.validate.structure import Records

_UNEXPLAINED = {
    Kind.CHANGED: "change-unexplained",
    Kind.REMOVED: "removal-unexplained",
    Kind.RENAMED: "rename-unexplained",
}


def silent_changes(
    base: Side, head: Side, comparison: Comparison, today: date, withdrawn: Container[str] = ()
) -> Iterator[Problem]:
    """A problem for each published figure that changed without a correction, and for each correction without its change.

    And one for each package that had a lock or a description and has none, or whose languages changed so that published
    columns go or move. Values that cannot be read are problems of their own and not compared. `today` stands in the rows
    that are proposed; packages that are `withdrawn` may be gone.
    """
    by_package: dict[str, list[Change]] = {}
    for change in comparison.changes:
        by_package.setdefault(change.package, []).append(change)
    for name, changes in by_package.items():
        if name not in head.packages:
            # One that is there and cannot be read is a problem of its own.
            if name not in withdrawn and f"{name}/package.yaml" not in head.files:
                yield Problem("package-gone", Place(name), {"value": name})
        elif name in base.packages:
            yield from _Corrections(base.packages[name], head, changes, today).problems()
    for name in sorted(base.packages.keys() & head.packages.keys()):
        yield from _languages(base.packages[name], head.packages[name])
        path = f"{name}/{LOCK}"
        if base.packages[name].lock is not None and path not in head.files:
            yield Problem("lock-gone", Place(path))
        # Without a description nobody hears of columns and files that go.
        path = f"{name}/{DESCRIPTOR}"
        if path in base.files and path not in head.files:
            yield Problem("file-gone", Place(path))


def _languages(base: PackageRecords, head: PackageRecords) -> Iterator[Problem]:
    """A problem where published columns would go with a language, or one that came would put its own between them."""
    old, new = base.package, head.package
    if old is None or new is None or not (_read(old, "languages") and _read(new, "languages")):
        return
    names = [tag for tag in (*base.languages, *spoken(base.languages)) if tag not in head.languages]
    for tag in dict.fromkeys(names):
        if tag in base.languages or tag not in spoken(head.languages):
            values = {"value": tag, "suggestion": ", ".join((*head.languages, tag))}
            yield Problem("language-gone", new.place(0, PACKAGE.languages.name), values)
    before, now = (_read(item, PACKAGE.added_languages.name) for item in (old, new))
    if before is None or now is None:
        return
    came = [tag for tag in (*now, *head.languages) if tag not in base.languages and tag in head.languages]
    meant = tuple(dict.fromkeys((*(tag for tag in before if tag in head.languages), *came)))
    if now != meant:
        place = new.place(0, (PACKAGE.added_languages if now else PACKAGE.languages).name)
        values = {"value": ", ".join(came) or ", ".join(now), "suggestion": ", ".join(meant)}
        yield Problem("language-added", place, values)


def _read(package: Records, name: str) -> tuple[str, ...] | None:
    """The languages that a package lists under a key; None where one of them cannot be read."""
    listed: tuple[str | None, ...] | None = next(iter(package[name]), None)
    return None if listed is None or None in listed else tuple(filter(None, listed))


class _Corrections:
    """The changes of one package, held against the corrections that are new with them."""

    def __init__(self, base: PackageRecords, head: Side, changes: Iterable[Change], today: date) -> None:
        self.base, self.files, self.today = base, head.files, today
        self.head = head.packages[base.id]
        self.file = f"{base.id}/corrections.csv"
        unread = {path for path in self.head.unread if path.endswith(("/package.yaml", "/document.yaml"))}
        self.unsure = tuple(path.rpartition("/")[0] + "/" for path in unread)
        changes = list(changes)
        self.corrections = [change for change in changes if change.table == "corrections"]
        self.changes = {
            (change.table, change.key, change.field): change
            for change in changes
            if change.table in CORRECTABLE and change.kind is not Kind.ADDED and self.readable(change)
        }

    def readable(self, change: Change) -> bool:
        """Whether both sides of a change could be read, so that it is one."""
        file = change.place.file
        if file.startswith(self.unsure):
            return False
        if change.kind is not Kind.CHANGED:
            return file not in self.head.unread
        return (bool(change.new) or file not in self.head.unread) and (
            bool(change.old) or file not in self.base.unread
        )

    def problems(self) -> Iterator[Problem]:
        if self.file in self.head.unread:
            return
        given: dict[Name, list[Change]] = {}
        for correction in self.corrections:
            if correction.kind is Kind.ADDED:
                given.setdefault(_step(correction.values).about, []).append(correction)
            elif not _translated(correction):
                yield self.rewritten(correction)
        for name, chain in given.items():
            yield from self.unfit(chain, self.changes.get(name))
        missing = [change for name, change in self.changes.items() if name not in given and change.published]
        gone = {change.place.file for change in missing if change.kind is Kind.REMOVED} - self.files.keys()
        yield from (Problem("file-gone", Place(file)) for file in sorted(gone))
        yield from map(self.missing, missing)

    def rewritten(self, correction: Change) -> Problem:
        """A correction that was published and is not as it was."""
        key = "/".join(correction.key.split("/")[1:-2])
        if correction.kind is Kind.REMOVED:
            values = {"key": key, "field": correction.values["field"]}
            fields = CORRECTIONS.in_languages(self.base.languages).fields
            row = [correction.values.get(item.name, "") for item in fields]
            return Problem("correction-lost", Place(self.file), {**values, "suggestion": _line(row)})
        values = {"key": key, "field": correction.field, "old": correction.old}
        return Problem("correction-altered", correction.place, values)

    def unfit(self, chain: list[Change], change: Change | None) -> Iterator[Problem]:
        """What is wrong with the new corrections of one value, in their order.

        Steps that lead back to where they began leave no change.
        """
        if change is None and self.head.unread:
            return  # what they are about may stand where something could not be read
        steps = [_step(correction.values) for correction in chain]
        old, new = (change.old, change.new) if change is not None else (steps[0].old, steps[-1].new)
        if change is None and (len(chain) == 1 or old != new):
            for correction in chain:
                values = {"key": correction.values["key"], "field": correction.values["field"]}
                yield Problem("correction-unneeded", self.place(correction, "key"), values)
            return
        for position, field, meant in misfits(steps, old, new):
            values = {"value": chain[position].values[field], "field": field, "suggestion": meant}
            yield Problem(f"correction-{field}", self.place(chain[position], field), values)

    def place(self, correction: Change, field: str) -> Place:
        """The cell of a new correction."""
        assert self.head.corrections is not None
        row = self.head.corrections.lines.index(correction.place.line)
        return self.head.corrections.place(row, field)

    def missing(self, change: Change) -> Problem:
        """A change without a correction, at its cell, with the row that would be one but for its reason."""
        row = [change.table, change.key, change.field, change.old, change.new, self.today.isoformat()]
        place = change.place
        if change.kind is Kind.REMOVED:
            place = Place(place.file, table=place.table)
        values = {"key": change.key, "field": change.field, "old": change.old, "new": change.new}
        told = {**values, "suggestion": _line(row), "reasons": self.to_fill(change.kind)}
        return Problem(_UNEXPLAINED[change.kind], place, told)

    def to_fill(self, kind: Kind) -> str:
        """What stands in a proposed row in the place of the reasons, one for each language of the package."""
        key = "removed" if kind is Kind.REMOVED else "changed"
        texts = (catalogue(language, "problems")["fill"][key] for language in self.head.languages)
        return ",".join(f'"{text}"' for text in texts)


def _translated(correction: Change) -> bool:
    """Whether all that became of a correction is that its reason is told in one more language."""
    stems = {text.name for text in CORRECTIONS.texts}
    return correction.kind is Kind.CHANGED and not correction.old and text_of(correction.field)[0] in stems


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _step(correction: Mapping[str, str]) -> Step:
    about = correction["table"], correction["key"], correction["field"]
    return Step(about, correction["old"], correction["new"])
