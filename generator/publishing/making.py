"""What is made of one package by itself: its downloads, and the text of its pages with what they load.

Both are made here, beside other work in the same process, or by whoever shares the work (`workers.py`). He is told the
package as its authors wrote it and gives back bytes and texts, so that he needs no folder that others have too; on the same
machine the downloads stay in a folder of their own.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from threading import local
from typing import Generic, NamedTuple, TypeVar

from generator.comparing.history import PackageHistory
from generator.core import sources
from generator.core.languages import FALLBACK
from generator.publishing.downloads import Made, origin, write_downloads
from generator.publishing.known_tables import lent_columns
from generator.publishing.pages.archived import PagedText
from generator.publishing.pages.plan import Share
from generator.publishing.pages.reads import Answers, Memory, Notes, made_from
from generator.publishing.pages.render import Around, PlannedPart, planned_package
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.publishing.store import Borrowed, Store, at_hand, fingerprint, of_files, program
from generator.publishing.workers import SharingError, Task
from generator.reading.load import load
from generator.reading.trees import FilesTree, WorkingTree, acceptable
from generator.verdicts.standings import assess_package

T = TypeVar("T")

FIGURES, INDICATOR = 30_000, 100
"""From how many figures on the work on the packages of a build is shared, where more than one core is there: each
indicator counts as so many figures more. Whoever shares it has to read the package again and to be begun at all, which
takes two seconds; a package of this size takes fifteen.
"""

SHARES = 3
"""Into how many shares for each worker the pages of a package go, where packages are fewer than workers."""


class OtherProgramError(SharingError):
    """Somebody who shares the work has another program, other templates, words or settings than the one that asked."""

    reason = "workers_other"


@dataclass(frozen=True)
class PackageSource:
    """A package as it was read, with all that a view is made of: its `files` by their paths in the data directory, the
    settings that sign it, the day that decides what is due, its history, the archived texts that it shows, and the
    languages of the site.
    """

    id: str
    files: Mapping[str, bytes] = field(repr=False)
    settings: Settings
    today: date
    history: PackageHistory | None = None
    texts: Mapping[str, PagedText] = field(default_factory=dict)
    speaks: tuple[str, ...] = ()

    @cached_property
    def checksums(self) -> Mapping[str, str]:
        """The checksum of each file by its path, as a `WitnessedTree` tells them."""
        return {path: sha256(content).hexdigest() for path, content in sorted(self.files.items())}

    @property
    def made_from(self) -> str:
        """The fingerprint of the package as it is written, and of what is known of it besides: settings and day apart."""
        return made_from(self.checksums, self.history, self.texts)

    @property
    def key(self) -> str:
        """The fingerprint of all that its view is made of."""
        return fingerprint(self.made_from, repr((self.settings, self.speaks)), self.today.isoformat())

    def view(self) -> PackageView:
        """The package with its standings. Raises ValueError where the files are not sound, which they were."""
        ledger, report = load(FilesTree(self.files), columns=lent_columns)
        if ledger is None:
            raise ValueError(report.render("text", FALLBACK, ""))
        package = self.settings.signed(ledger.packages[self.id])
        standings = assess_package(package, self.today)
        return PackageView(package, standings, self.history, self.texts, self.speaks, self.checksums)


@dataclass(frozen=True)
class LaidDown:
    """A package that lies in a `file`, for who looks into the same folders: a country's tables are tens of megabytes, of which
    whoever works on several shares needs to be told once.
    """

    id: str
    settings: Settings
    key: str
    file: Path

    @classmethod
    def of(cls, source: PackageSource, place: Path) -> LaidDown:
        """Lay down a package below a folder of our own."""
        file = Path(mkdtemp(dir=place), "source")
        file.write_bytes(pickle.dumps(source, protocol=pickle.HIGHEST_PROTOCOL))
        return cls(source.id, source.settings, source.key, file)

    def view(self) -> PackageView:
        """As that of the source."""
        source: PackageSource = pickle.loads(self.file.read_bytes())  # noqa: S301 - laid down by the one who asks
        return source.view()


Told = PackageSource | LaidDown
"""How somebody who is to work on a package is told it."""


def source_of(view: PackageView, data: Path, settings: Settings) -> PackageSource:
    """A package as it stands in the data directory."""
    name, tree = view.package.id, WorkingTree(data)
    paths = (path for path in acceptable(tree)[0] if path.startswith(f"{name}/"))
    files = {path: tree.read(path) for path in paths}
    return PackageSource(name, files, settings, view.standings.today, view.history, view.texts, view.speaks)


class Downloads(NamedTuple):
    """The downloads of a package: the fingerprint of all that they are made of, what was made, and either the `folder` of the
    package that holds the files or, where that is None, what they hold, by their paths in it.
    """

    package: str
    origin: str
    made: Made
    files: Mapping[str, bytes]
    folder: Path | None = None


class Pages(NamedTuple):
    """Pages of a package in one language and the files that they load: texts by their paths below the docs directory, and
    what they were made of.
    """

    language: str
    texts: Mapping[str, str]
    notes: Notes


def downloads(source: Told, made: date, place: Path | None = None) -> Downloads:
    """The downloads of a package. They stay in a folder of their own below `place`, which whoever asked can look into: those of a
    country are hundreds of megabytes, which else stand in the memory of both, and on the way between them.
    """
    view = _view(source)
    begun = origin(view, source.settings, made)
    if place:
        folder = Path(mkdtemp(dir=place), source.id)
        written = write_downloads(folder, view, source.settings, made)
        return Downloads(source.id, begun, written, {}, folder)
    with TemporaryDirectory() as own:
        folder = Path(own, source.id)
        written = write_downloads(folder, view, source.settings, made)
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    return Downloads(source.id, begun, written, files)


def pages(source: Told, told: Around, share: Share | None = None) -> Sequence[Pages]:
    """The pages of a package, or a share in them, in each language of the site."""
    view = _view(source)
    answers = Answers({source.id: view})
    return [_pages(view, told, language, share, answers) for language in told.settings.languages]


def _pages(view: PackageView, told: Around, language: str, share: Share | None, answers: Answers) -> Pages:
    memory = Memory("", answers)
    texts = {
        path: text
        for part in planned_package(view, told, language, share)
        for path, text, _ in filled(part, memory, lambda *_: False)
    }
    return Pages(language, texts, memory.notes())


def filled(
    part: PlannedPart, memory: Memory, take: Callable[[str, str], bool]
) -> Iterator[tuple[str, str, str]]:
    """The files of a part that are made now: the path, the text and the fingerprint of the text of each.

    `take` is told the path and the fingerprint of a text that is known, and says whether it need not be made for that.
    `memory` notes what all of them are made of.
    """
    noting = memory.noting(part.view)
    for path, page, fill in part.files(noting.view):
        known = memory.known(path, page) if page else ""
        if known and take(path, known):
            noting.file(path, known, memory.asked(path))
            continue
        watched, reads = memory.watched(page) if page else (None, None)
        text = fill(watched)
        made = fingerprint(text)
        memory.note(path, reads, made)
        noting.file(path, made, reads)
        yield path, text, made
    memory.note_part(part.name, noting)


class _Latest(local):
    """The package that was worked on last, as the next task is mostly about the same, and with which program; a thread has its
    own.
    """

    program = ""
    key = ""
    view: PackageView


_LATEST = _Latest()


def _view(source: Told) -> PackageView:
    if (key := source.key) != _LATEST.key:
        _LATEST.view, _LATEST.key = source.view(), key
    return _LATEST.view


@dataclass(frozen=True)
class Lent(Generic[T]):
    """A task for somebody else, who must have the same program: what comes of it, and what he kept for the store."""

    task: Task[T]
    program: str
    store: Path | None

    def __call__(self) -> tuple[T, Borrowed]:
        """Do it. Raises OtherProgramError."""
        if self.program != whole_program():
            raise OtherProgramError
        _begin(self.program)
        borrowed = Borrowed(_store(self.store) if self.store else None)
        with at_hand(borrowed):
            return self.task(), borrowed


def _begin(program: str) -> None:
    """Have the words and templates of now, where the last task of this process was done with others: one that serves a
    cluster works for many builds.
    """
    if program != _LATEST.program:
        sources.forget()
        _LATEST.program, _LATEST.key = program, ""


def whole_program() -> str:
    """The fingerprint of all that things are made with: the program, and all that designers and editors write."""
    return fingerprint(program(), of_files(*sources.layers()))


@cache
def _store(folder: Path) -> Store:
    return Store(folder)


def worth_sharing(views: Sequence[PackageView]) -> bool:
    """Whether there is so much to do on some packages that it is worth it to share the work."""
    work = sum(len(view.package.observations) + INDICATOR * len(view.package.indicators) for view in views)
    return work >= FIGURES


def tasks(
    named: Sequence[PackageSource] | Iterator[PackageSource],
    count: int,
    workers: int,
    told: Around,
    written: Container[str] = (),
    place: Path | None = None,
) -> Iterator[Task[Downloads | Sequence[Pages]]]:
    """All that is to be done on `count` packages, for some workers: the packages one after another.

    The downloads of some of them are `written` already; the others go below `place`, where all look into the same folders,
    and there the packages are laid down.
    """
    shares = 1 if count >= workers else SHARES * workers
    for source in (LaidDown.of(item, place) if place else item for item in named):
        # What takes longest is begun first: the cores are done at the same time then, and who has made it draws his charts in the
        # memory that it took.
        if source.id not in written:
            yield partial(downloads, source, told.made, place)
        for number in range(shares):
            yield partial(pages, source, told, Share(number, shares))
