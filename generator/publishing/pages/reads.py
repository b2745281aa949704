"""What a page was made of: everything of the record that was read while it was made, so that it is known when it must
be made again.

A page gets its package through a `Watched`, which notes each thing that is asked of it with the fingerprint of the
answer. As long as all answers are the same, and what else the page was made of too, the page would come out the same.
What cannot be noted so makes a page that is made anew each time: nothing is left out by mistake.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import pickle
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import FunctionType, MappingProxyType, MethodType
from typing import Any, NamedTuple, NoReturn

from generator.comparing.history import PackageHistory
from generator.core.model import Package
from generator.publishing.pages.contexts import Page
from generator.publishing.pages.views import PackageView
from generator.publishing.store import recalled, remember
from generator.verdicts.standings import Standings

_OPENED = (PackageView, Package, Standings, PackageHistory)
"""What is not read as a whole, but by its parts."""

Question = tuple[str, str, str, Any]
"""What was asked: of which package, the way to a part of its view, in which manner, and the key in a mapping.

Manners: `whole`, `at` a key, whether it `has` one.
"""


class NotWatchedError(TypeError):
    """Something was made of what cannot be watched."""


def _refuse(_: object) -> NoReturn:
    raise NotWatchedError


class _Pickler(pickle.Pickler):
    """Values as bytes that say all that they hold. What is equal may differ in them, what differs is never equal."""

    dispatch_table = {  # noqa: RUF012 - as pickle wants it
        MappingProxyType: lambda value: (dict, (dict(value),)),
        PackageView: _refuse,
    }


_MOST = 256 * 1024
"""Bytes of a value that is watched: to look through more takes longer than to make the page that shows a part of it."""


class _Hashing:
    """Takes bytes for their fingerprint, and keeps none of them. Raises NotWatchedError where they become too many."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()
        self._size = 0

    def write(self, content: bytes | memoryview | pickle.PickleBuffer) -> int:
        """Take more bytes."""
        size = memoryview(content).nbytes
        self._size += size
        if self._size > _MOST:
            raise NotWatchedError
        self.sha256.update(content)
        return size


def fingerprint_of(value: object) -> str:
    """The fingerprint of a value of the record with all that it holds.

    Raises NotWatchedError where it holds a whole view, or what has no value, such as a function without a name, or where it
    is very large.
    """
    stream = _Hashing()
    pickler = _Pickler(stream, protocol=5)
    # Whether two parts are one and the same object tells nothing of what they say.
    pickler.fast = True
    try:
        pickler.dump(value)
    except (pickle.PicklingError, AttributeError, TypeError, ValueError, RecursionError) as error:
        raise NotWatchedError(str(error)) from error
    return stream.sha256.hexdigest()


class Answers:
    """The fingerprints of what some packages answer now, each found once."""

    def __init__(self, views: Mapping[str, PackageView]) -> None:
        self._views = views
        self._known: dict[Question, str] = {}

    def of(self, questions: Iterable[Question]) -> Mapping[Question, str]:
        """The fingerprints of the answers to some questions."""
        return {question: self[question] for question in questions}

    def believe(self, answers: Mapping[Question, str]) -> None:
        """Take over answers that somebody else found for the same packages."""
        self._known.update(answers)

    def __getitem__(self, question: Question) -> str:
        """The fingerprint of the answer to a question; empty where there is none any more."""
        if question not in self._known:
            try:
                self._known[question] = fingerprint_of(self._answer(question))
            except (KeyError, AttributeError, NotWatchedError):
                self._known[question] = ""
        return self._known[question]

    def _answer(self, question: Question) -> object:
        package, way, manner, key = question
        part: Any = self._views[package]
        for name in filter(None, way.split(".")):
            part = getattr(part, name)
        if manner == "has":
            return key in part
        return part[key] if manner == "at" else part


class Reads:
    """What is asked of a view while a page is made; `sound` unless something was asked that cannot be noted."""

    def __init__(self, answers: Answers, view: PackageView) -> None:
        self._answers, self._package = answers, view.package.id
        self.questions: dict[Question, None] = {}
        self.sound = True
        self.view: Any = _Watched(view, "", self)

    def note(self, way: str, manner: str = "whole", key: object = None) -> None:
        """Note a question."""
        try:
            question = (self._package, way, manner, _written(key))
        except NotWatchedError:
            self.sound = False
            return
        self.questions[question] = None
        self.sound = self.sound and bool(self._answers[question])


def _written(key: object) -> str | int | tuple[str | int, ...] | None:
    """A key as it can be written down: what is equal to it and no code. Raises NotWatchedError where there is none."""
    if isinstance(key, tuple):
        return tuple(map(_plain, key))
    return key if key is None else _plain(key)


def _plain(key: object) -> str | int:
    if isinstance(key, str):
        return str.__str__(key)
    if isinstance(key, int):
        return int(key)
    raise NotWatchedError


class _Watched:
    """A view, or a part that is read by its parts. Its methods and computed values work on what is watched in turn."""

    __slots__ = ("_reads", "_real", "_way")

    def __init__(self, real: object, way: str, reads: Reads) -> None:
        self._real, self._way, self._reads = real, way, reads

    def __getattr__(self, name: str) -> Any:
        found = getattr(type(self._real), name, None)
        if isinstance(found, FunctionType):
            return MethodType(found, self)
        if isinstance(found, property) and found.fget:
            return found.fget(self)
        value = getattr(self._real, name)
        way = f"{self._way}.{name}".lstrip(".")
        if isinstance(value, _OPENED):
            return _Watched(value, way, self._reads)
        if isinstance(value, Mapping):
            return _WatchedMapping(value, way, self._reads)
        if isinstance(value, frozenset):
            return _WatchedSet(value, way, self._reads)
        self._reads.note(way)
        return value


class _WatchedMapping(Mapping[Any, Any]):
    def __init__(self, real: Mapping[Any, Any], way: str, reads: Reads) -> None:
        self._real, self._way, self._reads = real, way, reads

    def __getitem__(self, key: Any) -> Any:
        try:
            value = self._real[key]
        except KeyError:
            self._reads.note(self._way, "has", key)
            raise
        self._reads.note(self._way, "at", key)
        return value

    def get(self, key: Any, default: Any = None) -> Any:
        """As of any mapping: groups have an empty one only where it is asked for by itself."""
        return self[key] if key in self else default  # noqa: SIM401 - that is this method

    def __contains__(self, key: object) -> bool:
        self._reads.note(self._way, "has", key)
        return key in self._real

    def __iter__(self) -> Iterator[Any]:
        self._reads.note(self._way)
        return iter(self._real)

    def __len__(self) -> int:
        self._reads.note(self._way)
        return len(self._real)


class _WatchedSet(AbstractSet[Any]):
    _from_iterable = frozenset

    def __init__(self, real: frozenset[Any], way: str, reads: Reads) -> None:
        self._real, self._way, self._reads = real, way, reads

    def __contains__(self, key: object) -> bool:
        self._reads.note(self._way, "has", key)
        return key in self._real

    def __iter__(self) -> Iterator[Any]:
        self._reads.note(self._way)
        return iter(self._real)

    def __len__(self) -> int:
        self._reads.note(self._way)
        return len(self._real)


_Made = Mapping[str, tuple[str, str, tuple[Question, ...]]]
"""By the paths of pages: the fingerprints of what they were given and of their text, and what they asked."""


class Notes(NamedTuple):
    """What some pages were made of, and the fingerprints of the answers that they got."""

    pages: _Made
    answers: Mapping[Question, str]


class Memory:
    """What the pages of one language were made of by the last build that was told the same `about` everything else.

    `about` is the fingerprint of what pages may depend on besides the record: words, templates, settings, the day.
    """

    def __init__(self, about: str, answers: Answers) -> None:
        self._about, self._answers = about, answers
        self._before, self._same = _recalled(about, answers)
        self._now: dict[str, tuple[str, str, tuple[Question, ...]]] = {}
        self._own: dict[str, str] = {}

    def known(self, page: Page) -> str:
        """The fingerprint of the text that a page had, as long as it would have the same now; else nothing."""
        try:
            self._own[page.path] = own = _own(page)
        except NotWatchedError:
            return ""
        made = self._before.get(page.path)
        if made is None or made[0] != own or not all(question in self._same for question in made[2]):
            return ""
        self._now[page.path] = made
        return made[1]

    def watched(self, page: Page) -> tuple[Page, Reads | None]:
        """A page whose reading of its view is noted."""
        if page.view is None or page.path not in self._own:
            return page, None
        reads = Reads(self._answers, page.view)
        return dataclasses.replace(page, view=reads.view), reads

    def has(self, package: str) -> bool:
        """Whether anything is known of the pages of a package."""
        return f"{package}/" in self._before

    def notes(self) -> Notes:
        """What was noted so far."""
        questions = dict.fromkeys(question for *_, asked in self._now.values() for question in asked)
        return Notes(self._now, self._answers.of(questions))

    def take_over(self, notes: Notes) -> None:
        """Note what somebody else did of other pages of the same build."""
        self._now.update(notes.pages)
        self._answers.believe(notes.answers)

    def note(self, page: Page, reads: Reads | None, text: str) -> None:
        """Note what a page was made of, with the fingerprint of the text that it got."""
        if page.path in self._own and (reads is None or reads.sound):
            self._now[page.path] = self._own[page.path], text, tuple(reads.questions) if reads else ()

    def keep(self) -> None:
        """Have the next build know the pages of this one."""
        numbers: dict[Question, int] = {}
        pages = {
            path: [own, text, [numbers.setdefault(question, len(numbers)) for question in questions]]
            for path, (own, text, questions) in self._now.items()
        }
        asked = [[*question, self._answers[question]] for question in numbers]
        remember(json.dumps([asked, pages]).encode(), _KIND, self._about)


_KIND = "pages"


def _recalled(about: str, answers: Answers) -> tuple[_Made, AbstractSet[Question]]:
    """What is known of pages, and the questions that are answered as they were."""
    kept = recalled(_KIND, about)
    if kept is None:
        return {}, frozenset()
    asked, pages = json.loads(kept)
    questions = [
        (package, way, manner, tuple(key) if isinstance(key, list) else key)
        for package, way, manner, key, _ in asked
    ]
    same = frozenset(
        question
        for question, (*_, answer) in zip(questions, asked, strict=True)
        if answers[question] == answer
    )
    made = {
        path: (own, text, tuple(questions[number] for number in numbers))
        for path, (own, text, numbers) in pages.items()
    }
    return made, same


def _own(page: Page) -> str:
    """The fingerprint of what a page was given, its view apart. Raises NotWatchedError as `fingerprint_of` does."""
    given = {item.name: getattr(page, item.name) for item in dataclasses.fields(page) if item.name != "view"}
    return fingerprint_of((type(page).__name__, page.view and page.view.package.id, given))
