"""The published line of commits, taken one by one: what each changed of figures and verdicts, by the reader that checks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.comparing.changes import Pair, Renames
from generator.comparing.deltas import Delta, Deltas
from generator.comparing.differing import Files, lines_of, table_of
from generator.comparing.entries import Entry
from generator.comparing.lasting import Lasting, Step, part_of_file
from generator.comparing.revisions import Revision, revised
from generator.comparing.vintages import (
    NOT_COMMITTED,
    TABLES,
    Moment,
    Vintage,
    Vintages,
    counted_anew,
    without_unit,
)
from generator.core import limits
from generator.reading.git import Commit, GitError, NoFolderError, Repository, Stored
from generator.reading.older import as_today

_Stored = Mapping[str, Stored]

_NOT_PUBLISHED = ("corrections.csv", "explanations.csv")
"""Tables about figures, in which a change is none of a figure."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What could not be read in a commit by today's rules and never could before: so many rows of a file, 0 for all."""

    commit: Commit
    file: str
    rows: int


@dataclass(frozen=True, slots=True)
class PackageHistory:
    """What git knows of a package: its revisions, the oldest first, and when each document came into the record.

    `begins` is the first commit that holds the package: of what was before, nothing is known. `since` is its day
    where git knows that there was something before, as a part of the history was not fetched; documents that stood
    there then are not in `recorded`. `gaps` are what could not be read, `commits` those that were. `uncommitted` tells
    whether what is published now differs from the last of them, so that there are changes that git does not know; `commit` is
    the last that changed anything in the folder of the package; `deltas` are what each version did, the oldest first.
    """

    revisions: tuple[Revision, ...] = ()
    recorded: Mapping[str, date] = field(default_factory=dict)
    since: date | None = None
    gaps: tuple[Gap, ...] = ()
    begins: Commit | None = None
    commits: frozenset[str] = frozenset()
    uncommitted: bool = False
    commit: str = ""
    deltas: tuple[Delta, ...] = ()
    vintages: tuple[Vintage, ...] = ()


Lines = Mapping[str, "_Line"]
"""The history of each package in some commits."""


class Past:
    """What was found in some commits, for who asks again: commits never change."""

    def __init__(self) -> None:
        self._asked: object = None
        self._lines: Lines = {}

    def lines(self, asked: object, walk: Callable[[], Lines]) -> Lines:
        """What a walk through commits finds; `asked` is all that this depends on."""
        if self._asked != asked:
            self._lines = self.walked(asked, walk)
            self._asked = asked
        return self._lines

    def walked(self, asked: object, walk: Callable[[], Lines]) -> Lines:  # noqa: ARG002 - for who keeps it longer
        """The same where it is not what was asked last."""
        return walk()


def history(
    folder: Path,
    packages: Collection[str],
    revision: str = "HEAD",
    renames: Mapping[str, Renames] | None = None,
    now: Files | None = None,
    past: Past | None = None,
    today: date | None = None,
) -> Mapping[str, PackageHistory]:
    """The history of some packages below a data directory, up to a revision; none outside git.

    `renames` are the changes of ids that corrections declare, by package: such a thing is told as one that was renamed,
    whatever else changed of it in the same commit. `now` are the files that are published, by their path from the data
    directory, where they need not be those of a commit; `past` is what was found the last time, and is brought up to date.
    Of a merge counts what it changed on the line that was published before it (its first parent). The first record
    and what is added later are no revisions.
    """
    try:
        with Repository(folder) as repository:
            names = repository.changing(revision)
            since = repository.commit(names[0]).day if names and repository.cut(names[0]) else None
            told = {name: dict((renames or {}).get(name, {})) for name in packages}

            def walk() -> Lines:
                taken = {name: _Line(name, since, told[name]) for name in packages}
                for commit, files, stored in _states(repository, names, packages):
                    for name, line in taken.items():
                        line.take(commit, files[name], stored[name])
                for line in taken.values():
                    line.end()
                return taken

            found = (past or Past()).lines((folder.resolve(), names, since, told), walk)
            lines = {name: line.again() for name, line in found.items()}
            if now is not None:
                for name, line in lines.items():
                    line.compare(_of(name, now))
            days = _days(repository, names)
    except GitError:
        return {}
    return {name: line.history(days, today) for name, line in lines.items()} if names else {}


def _days(repository: Repository, names: list[str]) -> Mapping[str, date]:
    """From which day on each commit is the last one, in their order: its own, unless a later one was made on an earlier day."""
    days: dict[str, date] = {}
    latest = date.max
    for name in reversed(names):
        latest = min(latest, repository.commit(name).day)
        days[name] = latest
    return dict(reversed(days.items()))


def _states(
    repository: Repository, names: list[str], packages: Collection[str]
) -> Iterator[tuple[Commit, Mapping[str, Files], Mapping[str, _Stored]]]:
    """Each commit with the files of the packages as they stood after it, and all that git has of them; a content that stays
    is read once.
    """
    contents: dict[str, bytes] = {}
    for name in names:
        try:
            found = repository.files(name)
        except NoFolderError:  # the commit that took everything away
            found = {}
        stored = {path: item for path, item in found.items() if item.is_file and _counts(path)}
        contents = {
            item.blob: contents[item.blob]
            if item.blob in contents
            else repository.read(item.blob, limits.LARGEST_FILE)[1]
            for path, item in stored.items()
            if path.partition("/")[0] in packages
        }
        by_package: dict[str, dict[str, bytes]] = {package: {} for package in packages}
        for path, item in stored.items():
            if path.partition("/")[0] in by_package:
                by_package[path.partition("/")[0]][path] = contents[item.blob]
        everything: dict[str, dict[str, Stored]] = {package: {} for package in packages}
        for path, item in found.items():
            if (package := path.partition("/")[0]) in everything:
                everything[package][path] = item
        states = {package: _today(files) for package, files in by_package.items()}
        yield repository.commit(name), states, everything


def _today(files: Files) -> Files:
    """The files of a package, by their paths in the data directory, as they would be written today."""
    package = next(iter(files), "").partition("/")[0]
    found = as_today({path.partition("/")[2]: content for path, content in files.items()})
    return {f"{package}/{path}": content for path, content in found.items()}


def _counts(path: str) -> bool:
    """Whether a file may hold what is published."""
    return path.endswith((".yaml", ".csv")) and not path.endswith(_NOT_PUBLISHED)


def _of(package: str, files: Files) -> Files:
    """Those files of a package that may hold what is published."""
    return {
        path: content for path, content in files.items() if path.startswith(f"{package}/") and _counts(path)
    }


@dataclass(slots=True)
class _Line:
    """The history of one package as far as it was taken."""

    package: str
    since: date | None
    renames: Renames
    lasting: Lasting = field(init=False)
    vintages: Vintages = field(default_factory=Vintages)
    revisions: list[Revision] = field(default_factory=list)
    days: dict[str, date | None] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    begins: Commit | None = None
    first: bool = True
    uncommitted: bool = False
    commit: str = ""
    stored: _Stored = field(default_factory=dict)
    deltas: Deltas = field(init=False)
    versions: tuple[Delta, ...] = ()

    def __post_init__(self) -> None:
        self.lasting = Lasting(self.package, self.renames)
        self.deltas = Deltas(self.package, self.renames)

    def take(self, commit: Commit, files: Files, stored: _Stored) -> None:
        """Go on by one commit; `stored` is all that git has of the package, what counts and what does not."""
        if stored != self.stored:
            self.commit, self.stored = commit.id, stored
        # What stood there when the history begins came on a day that nobody knows.
        day = None if self.first and self.since else commit.day
        self.first = False
        if files and self.begins is None:
            self.begins = commit
        before = self.lasting.files
        if files.keys() == before.keys() and all(before[path] is files[path] for path in files):
            return
        known = set(self.days)  # before the documents that only got another id count as new
        for path, content in files.items():
            place = table_of(path)
            if place and place[0] not in self.days and len(lines_of(content)) > 1:
                self.days[place[0]] = day
        step = self.lasting.take(files)
        lasting = self.lasting
        self.deltas.take(commit if day else None, lasting.files, step, lasting.read, sure=not lasting.unsure)
        self.follow(before, step, Moment(commit.id, sure=day is not None))
        if step is None:
            return
        for old, new in step.comparison.ids.get((self.package, "documents"), {}).items():
            if new not in known and old in self.days:
                self.days[new] = self.days[old]
        self.revisions += revised(commit, self.package, step, self.lasting.read)
        self.gaps += [Gap(commit, item.file, item.rows) for item in step.unread]

    def end(self) -> None:
        """All commits are taken: what each version did is known, and what it was found with is needed no more."""
        self.versions = tuple(self.deltas.told(self.lasting.read))
        self.deltas = Deltas(self.package, self.renames)

    def again(self) -> _Line:
        """The same, to compare with something: what that finds is none of the history."""
        again = copy(self)
        again.lasting, again.vintages = self.lasting.again(), self.vintages.again()
        return again

    def follow(self, before: Files, step: Step | None, moment: Moment) -> None:
        """Note which rows came, changed and went at a moment; `before` are the files that stood there."""
        if step is not None:
            units = self.lasting.units(before) if step.pairs else {}
            self.vintages.take(step.pairs, moment, units, self._counted(before, step.pairs), step.unsure)
        elif before:
            self.vintages.add(self.lasting.added(before, self.vintages), moment, self.lasting.unsure)
        files = self.lasting.files.items()
        fresh = [(part_of_file(path), content) for path, content in files if before.get(path) != content]
        there = (
            part
            for part, content in fresh
            if part[0] in TABLES and part not in self.vintages and len(lines_of(content)) > 1
        )
        self.vintages.begin(there, moment)

    def _counted(self, before: Files, pairs: Iterable[Pair]) -> Iterator[Entry]:
        """The observations of which nothing changed but the unit of their indicator."""
        indicators = counted_anew(pairs)
        told = {earlier.id for earlier, _ in pairs if earlier is not None and earlier.table == "observations"}
        for entry in self.lasting.observed(before, indicators) if indicators else ():
            if without_unit(entry) and entry.id not in told:
                yield entry

    def compare(self, files: Files) -> None:
        """Hold what is published now against the last commit; other bytes that say the same are no difference."""
        before = self.lasting.files
        if not before:
            self.uncommitted = bool(files)
            return
        step = self.lasting.take(files)
        self.uncommitted = bool(step and step.comparison.changes)
        self.follow(before, step, Moment(NOT_COMMITTED))

    def history(self, days: Mapping[str, date], today: date | None) -> PackageHistory:
        """What was found in some commits, which are all that were read, with the day of each; `today` is that of what is in
        none.
        """
        latest = max([*days.values(), *([today] if today else [])])
        documents = {path.split("/")[2] for path in self.lasting.files if path.endswith("/document.yaml")}
        recorded = {name: day for name, day in self.days.items() if day is not None}
        return PackageHistory(
            tuple(self.revisions),
            recorded,
            self.since,
            tuple(self.gaps),
            self.begins,
            frozenset(days),
            self.uncommitted,
            self.commit,
            self.versions,
            self.vintages.told(days, documents, latest),
        )
