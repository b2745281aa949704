"""What a page was made of: everything of the record that was read while it was made, so that it is known when it must
be made again.

A page gets its package through a `_Watched`, which notes each thing that is asked of it with the fingerprint of the
answer. As long as all answers are the same, and what else the page was made of too, the page would come out the same.
So it is with the pages that are planned together (a part): as long as all that was asked while they were planned and
made is answered as it was, they are not even planned. What is too large to be looked through has the fingerprint of the
files that it was read from. What cannot be noted makes pages that are made anew each time: nothing is left out by
mistake.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from types import FunctionType, MethodType
from typing import Any, Generic, NamedTuple, TypeVar

from generator.comparing.history import PackageHistory
from generator.core.model import Package
from generator.core.reported import ByIndicator
from generator.publishing.pages.archived import PagedText
from generator.publishing.pages.contexts import Page
from generator.publishing.pages.fingerprints import Fingerprints, NotWatchedError, fingerprint_of
from generator.publishing.pages.of_rows import OfRows
from generator.publishing.pages.views import PackageView
from generator.publishing.store import fingerprint, recalled, remember
from generator.verdicts.standings import Standings

R = TypeVar("R", bound=Collection[Any])

_OPENED = (PackageView, Package, Standings, PackageHistory)
"""What is not read as a whole, but by its parts."""

Question = tuple[str, str, str, Any]
"""What was asked: of which package, the way to a part of its view, in which manner, and the key in a mapping.

Manners: `whole`, `at` a key, whether it `has` one.
"""


def made_from(
    source: Mapping[str, str], history: PackageHistory | None, texts: Mapping[str, PagedText]
) -> str:
    """The fingerprint of a package as it is written, by the checksums of its files, and of what is known of it besides.

    Raises NotWatchedError as `fingerprint_of` does.
    """
    # A set has no order.
    commits = sorted(history.commits) if history else None
    told = history and dataclasses.replace(history, commits=frozenset())
    return fingerprint_of((source, told, commits, texts))


class Origin:
    """What a package was made of, as a fingerprint; it is empty where that is not known."""

    def __init__(self, view: PackageView) -> None:
        self._view = view

    @cached_property
    def whole(self) -> str:
        """All of it: nothing that its view answers is another as long as this is the same."""
        view = self._view
        if not view.source:
            return ""
        try:
            return fingerprint(
                made_from(view.source, view.history, view.texts), view.standings.today.isoformat()
            )
        except NotWatchedError:
            return ""


class Answers:
    """The fingerprints of what some packages answer now, each found once."""

    def __init__(self, views: Mapping[str, PackageView]) -> None:
        self.views = views
        self.origins = {name: Origin(view) for name, view in views.items()}
        self.fingerprints = Fingerprints()
        self._known: dict[Question, str] = {}

    def of(self, questions: Iterable[Question]) -> Mapping[Question, str]:
        """The fingerprints of the answers to some questions."""
        return {question: self[question] for question in questions}

    def believe(self, answers: Mapping[Question, str]) -> None:
        """Take over answers that somebody else found for the same packages."""
        self._known.update(answers)

    def __getitem__(self, question: Question) -> str:
        """The fingerprint of the answer to a question; empty where there is none any more."""
        found = self._known.get(question)
        if found is None:
            found = self._known[question] = self._fingerprint(question)
        return found

    def _fingerprint(self, question: Question) -> str:
        package, way, manner, key = question
        try:
            part: Any = self.views[package]
            for name in filter(None, way.split(".")):
                part = getattr(part, name)
            if manner == "has":
                return self.fingerprints.of(key in part)
            made_of_rows = manner == "at" and isinstance(part, OfRows | ByIndicator)
            if made_of_rows and (origin := self.views[package].origins.rows(key)):
                return origin
            answer = part[key] if manner == "at" else part
        except (KeyError, AttributeError):
            return ""
        try:
            return self.fingerprints.of(answer)
        except NotWatchedError:
            return self.origins[package].whole


class Reads:
    """What is asked of views while a page is made; `sound` unless something was asked that cannot be noted."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.questions: dict[Question, None] = {}
        self.sound = True

    def watched(self, view: PackageView) -> Any:
        """A view of which is noted what it is asked."""
        return _Watched(view, _Way(self, view.package.id))

    def note(self, package: str, way: str, manner: str = "whole", key: object = None) -> None:
        """Note a question."""
        try:
            question = (package, way, manner, _written(key))
        except NotWatchedError:
            self.sound = False
            return
        if question not in self.questions:
            self.questions[question] = None
            self.sound = self.sound and bool(self._answers[question])


def _written(key: object) -> str | int | tuple[str | int, ...] | None:
    """A key as it can be written down: what is equal to it and no code. Raises NotWatchedError where there is none."""
    if key is None or type(key) is str:
        return key
    return tuple(map(_plain, key)) if isinstance(key, tuple) else _plain(key)


def _plain(key: object) -> str | int:
    if isinstance(key, str):
        return str.__str__(key)
    if isinstance(key, int):
        return int(key)
    raise NotWatchedError


class _Way(NamedTuple):
    """The way to a part of the view of a package, and where is noted what is asked there."""

    reads: Reads
    package: str
    way: str = ""

    def to(self, name: str) -> _Way:
        """The way to a part of that."""
        return _Way(self.reads, self.package, f"{self.way}.{name}" if self.way else name)

    def note(self, manner: str = "whole", key: object = None) -> None:
        """Note a question."""
        self.reads.note(self.package, self.way, manner, key)


class _Watched:
    """A view, or a part that is read by its parts. Its methods and computed values work on what is watched in turn.

    An attribute is asked for once: then it is known what it depends on.
    """

    def __init__(self, real: object, way: _Way) -> None:
        self._real, self._way = real, way

    def __getattr__(self, name: str) -> Any:
        value = self._asked(name)
        setattr(self, name, value)
        return value

    def _asked(self, name: str) -> Any:
        found = getattr(type(self._real), name, None)
        if isinstance(found, FunctionType):
            return MethodType(found, self)
        if isinstance(found, property) and found.fget:
            return found.fget(self)
        value = getattr(self._real, name)
        way = self._way.to(name)
        if isinstance(value, _OPENED):
            return _Watched(value, way)
        if isinstance(value, Mapping):
            return _WatchedMapping(value, way)
        if isinstance(value, frozenset):
            return _WatchedSet(value, way)
        way.note()
        return value


class _WatchedKeys(Generic[R]):
    """What is asked of the keys of a mapping, or of a set."""

    def __init__(self, real: R, way: _Way) -> None:
        self._real, self._way = real, way

    def __contains__(self, key: object) -> bool:
        self._way.note("has", key)
        return key in self._real

    def __iter__(self) -> Iterator[Any]:
        self._way.note()
        return iter(self._real)

    def __len__(self) -> int:
        self._way.note()
        return len(self._real)


class _WatchedMapping(_WatchedKeys[Mapping[Any, Any]], Mapping[Any, Any]):
    def __getitem__(self, key: Any) -> Any:
        try:
            value = self._real[key]
        except KeyError:
            self._way.note("has", key)
            raise
        self._way.note("at", key)
        return value

    def get(self, key: Any, default: Any = None) -> Any:
        """As of any mapping: groups have an empty one only where it is asked for by itself."""
        return self[key] if key in self else default  # noqa: SIM401 - that is this method


class _WatchedSet(_WatchedKeys[frozenset[Any]], AbstractSet[Any]):
    _from_iterable = frozenset


@dataclass(frozen=True, slots=True)
class _Noted:
    """What is known of a page: the fingerprints of what it was given and of its text, and what was asked for it."""

    given: str
    text: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a part: its files, each with the fingerprint of its text, and what was asked for them."""

    files: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]


class Notes(NamedTuple):
    """What pages and parts were made of, with the fingerprints of the answers that they got, and of what each package was
    made of that answered.
    """

    origins: Mapping[str, str]
    pages: Mapping[str, _Noted]
    parts: Mapping[str, _Part]
    answers: Mapping[Question, str]


class Memory:
    """What the pages of one language were made of by the last build that was told the same `about` everything else.

    `about` is the fingerprint of what pages may depend on besides the record: words, templates, settings, the day.
    """

    def __init__(self, about: str, answers: Answers) -> None:
        self._about, self._answers = about, answers
        self._before = _recalled(about)
        self._now = _Recalled()
        self._own: dict[str, str] = {}
        self._latest: tuple[Page | None, str] = None, ""

    def part(self, name: str) -> Sequence[tuple[str, str]] | None:
        """The files that a part had by their paths, each with the fingerprint of its text, as long as they would be the
        same now; else None.
        """
        found = self._before.parts.get(name)
        if found is None or not self._same(found.questions):
            return None
        self._now.parts[name] = found
        self._now.pages.update(
            (path, self._before.pages[path]) for path, _ in found.files if path in self._before.pages
        )
        return found.files

    def known(self, path: str, page: Page) -> str:
        """The fingerprint of the text of a page at a path, as long as it would have the same now; else nothing."""
        # Files that are made of one page come one after another.
        if self._latest[0] is not page:
            try:
                self._latest = page, self._given(page)
            except NotWatchedError:
                return ""
        self._own[path] = own = self._latest[1]
        found = self._before.pages.get(path)
        if found is None or found.given != own or not self._same(found.questions):
            return ""
        self._now.pages[path] = found
        return found.text

    def _given(self, page: Page) -> str:
        """The fingerprint of what a page was given; of its views, by which packages they are. Raises NotWatchedError as
        `Fingerprints.of` does.
        """
        given = {item.name: getattr(page, item.name) for item in dataclasses.fields(page)}
        views = [view and view.package.id for view in (given.pop("view"), *given.pop("views", ()))]
        return self._answers.fingerprints.of((type(page).__name__, views, given))

    def _same(self, questions: Iterable[Question]) -> bool:
        """Whether some questions are answered as they were."""
        answers, before = self._answers, self._before
        return all(
            question in before.asked
            and (
                self._stands(question[0])
                or (bool(found := before.asked[question]) and answers[question] == found)
            )
            for question in questions
        )

    def _stands(self, package: str) -> bool:
        """Whether a package is made of what it was made of."""
        origin = self._answers.origins.get(package)
        return origin is not None and self._before.origins.get(package) == (origin.whole or None)

    def watched(self, page: Page) -> tuple[Page, Reads | None]:
        """A page whose reading of its views is noted."""
        reads, views = Reads(self._answers), getattr(page, "views", None)
        own: dict[str, Any] = (
            {} if views is None else {"views": [self._watched(view, reads) for view in views]}
        )
        if page.view is not None:
            own["view"] = self._watched(page.view, reads)
        return (dataclasses.replace(page, **own), reads) if own else (page, None)

    def _watched(self, view: PackageView, reads: Reads) -> Any:
        """A view, which may be a watched one itself."""
        return reads.watched(self._answers.views[view.package.id])

    def note(self, path: str, reads: Reads | None, text: str) -> None:
        """Note what a page was made of, with the fingerprint of the text that it got."""
        if path in self._own and (reads is None or reads.sound):
            questions = tuple(reads.questions) if reads else ()
            self._now.pages[path] = _Noted(self._own[path], text, questions)

    def noting(self, view: PackageView | None) -> Noting:
        """What will be asked of a view while a part is planned and its pages are made."""
        if view is None:
            return Noting(None)
        reads = Reads(self._answers)
        return Noting(reads, self._watched(view, reads))

    def asked(self, path: str) -> Sequence[Question]:
        """What was asked for a page that is known."""
        return self._now.pages[path].questions

    def note_part(self, name: str, noting: Noting) -> None:
        """Note what a part was made of."""
        if noting.planning and noting.sound:
            questions = tuple(dict.fromkeys([*noting.planning.questions, *noting.questions]))
            self._now.parts[name] = _Part(tuple(noting.files), questions)

    def has(self, package: str) -> bool:
        """Whether anything is known of the pages of a package."""
        return f"{package}/" in self._before.parts

    def notes(self) -> Notes:
        """What was noted so far."""
        noted: list[_Noted | _Part] = [*self._now.pages.values(), *self._now.parts.values()]
        questions = dict.fromkeys(question for item in noted for question in item.questions)
        origins = {name: origin.whole for name, origin in self._answers.origins.items()}
        return Notes(origins, self._now.pages, self._now.parts, self._answers.of(questions))

    def take_over(self, notes: Notes) -> None:
        """Note what somebody else noted of other pages of the same build, unless it was another state of a package that
        answered.
        """
        own = self._answers.origins
        if all(whole and own[name].whole == whole for name, whole in notes.origins.items()):
            self._now.pages.update(notes.pages)
            self._now.parts.update(notes.parts)
            self._answers.believe(notes.answers)

    def keep(self) -> None:
        """Have the next build know the pages of this one."""
        numbers: dict[Question, int] = {}

        def numbered(questions: Iterable[Question]) -> list[int]:
            return [numbers.setdefault(question, len(numbers)) for question in questions]

        pages = {
            path: [item.given, item.text, numbered(item.questions)] for path, item in self._now.pages.items()
        }
        parts = {name: [item.files, numbered(item.questions)] for name, item in self._now.parts.items()}
        asked = [[*question, self._answer(question)] for question in numbers]
        origins = {name: origin.whole for name, origin in self._answers.origins.items()}
        packed = json.dumps([origins, asked, pages, parts]).encode()
        remember(packed, _KIND, self._about)
        answers = {question: asked[number][-1] for question, number in numbers.items()}
        while len(_LATEST) >= _LANGUAGES:
            _LATEST.pop(next(iter(_LATEST)))
        _LATEST[self._about] = packed, _Recalled(origins, answers, self._now.pages, self._now.parts)

    def _answer(self, question: Question) -> str:
        """The fingerprint of an answer, which need not be found again where nothing of the package has changed."""
        known = self._before.asked.get(question) if self._stands(question[0]) else None
        return known or self._answers[question]


class Noting:
    """What is asked while a part is planned and its pages are made; of a part of several packages it cannot be noted."""

    def __init__(self, planning: Reads | None, view: Any = None) -> None:
        self.planning, self.view = planning, view
        self.files: list[tuple[str, str]] = []
        self.questions: list[Question] = []
        self._sound = True

    def file(self, path: str, text: str, asked: Reads | Sequence[Question] | None = None) -> None:
        """Note a file with the fingerprint of its text, and what was asked for it besides the plan."""
        self.files.append((path, text))
        if isinstance(asked, Reads):
            self._sound = self._sound and asked.sound
            asked = tuple(asked.questions)
        self.questions += asked or ()

    @property
    def sound(self) -> bool:
        """Whether everything could be noted."""
        return self._sound and self.planning is not None and self.planning.sound


_KIND = "pages"


@dataclass(frozen=True, slots=True)
class _Recalled:
    """What the last build knew: pages by their paths, parts by their names, the fingerprints of the answers to what was
    asked for them, and of what each package was made of.
    """

    origins: Mapping[str, str] = dataclasses.field(default_factory=dict)
    asked: Mapping[Question, str] = dataclasses.field(default_factory=dict)
    pages: dict[str, _Noted] = dataclasses.field(default_factory=dict)
    parts: dict[str, _Part] = dataclasses.field(default_factory=dict)


_LATEST: dict[str, tuple[bytes, _Recalled]] = {}
"""What this process kept last, by what it depends on, with what it was packed into: who builds time and again need not unpack it."""

_LANGUAGES = 8
"""Of how many languages that is held."""


def _recalled(about: str) -> _Recalled:
    kept = recalled(_KIND, about)
    if kept is None:
        return _Recalled()
    packed, found = _LATEST.pop(about, (b"", _Recalled()))
    if kept == packed:
        return found
    origins, asked, pages, parts = json.loads(kept)
    questions: list[Question] = [
        (package, way, manner, tuple(key) if isinstance(key, list) else key)
        for package, way, manner, key, _ in asked
    ]

    def named(numbers: Iterable[int]) -> tuple[Question, ...]:
        return tuple(questions[number] for number in numbers)

    return _Recalled(
        origins,
        {question: answer for question, (*_, answer) in zip(questions, asked, strict=True)},
        {path: _Noted(given, text, named(numbers)) for path, (given, text, numbers) in pages.items()},
        {
            name: _Part(tuple((path, text) for path, text in files), named(numbers))
            for name, (files, numbers) in parts.items()
        },
    )
