"""The numbers of a text that nobody cites yet, as figures that could be cited, or why not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from generator.archive.cells import unit_stands_in_head
from generator.archive.citations import ArchivedText, Found, Span, find_all
from generator.core.figures import GAP, PERCENT, Figure, FigureReader
from generator.core.formulas import writable
from generator.core.problems import InText

_SENTENCE = re.compile(r"(?<=[。；;！!？?])|(?<=[.] )")
_AROUND = 120
_MOST = 99
"""Occurrences that the format can name."""

_WORDY = re.compile("[一二两三四五六七八九十]")
"""A small number in a Chinese word, which counts things less often than it names them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that could be cited: as printed, what it says, its locator (empty where no section holds it), which
    occurrence there, where it stands, and the words around it.
    """

    figure: str
    says: Figure
    locator: str
    occurrence: int
    in_text: InText
    words: str


@dataclass(frozen=True, slots=True)
class Left:
    """A number that is left to people: `why` is a key of the words for it."""

    printed: str
    why: str
    in_text: InText
    words: str


def candidates(
    archived: ArchivedText,
    numbers: Iterable[Span],
    places: Mapping[str, Span],
    units: Collection[str],
    reader: FigureReader,
) -> tuple[list[Candidate], list[Left]]:
    """Each of some numbers as a figure, and those of which that is not certain.

    `places` are the spans of the locators, `units` the words with which the package prints units.
    """
    found: list[Candidate] = []
    left: list[Left] = []
    reached = 0
    finder = _Finder(archived, places, reader)
    for number in numbers:
        if number.start < reached:
            continue  # the rest of a number, or of a range, whose beginning was read or left
        read = _read(archived, number, places, units, reader, finder)
        start, reached = reader.whole(archived.text, number.start, number.end)
        if isinstance(read, Candidate):
            found.append(read)
        else:
            end = reached
            start = _shortest(archived.text, start, number.start, end, reader)
            at, words = archived.place(number.start), words_around(archived, number)
            left.append(Left(archived.text[start:end].strip(), read, at, words))
    return found, left


def _read(
    archived: ArchivedText,
    number: Span,
    places: Mapping[str, Span],
    units: Collection[str],
    reader: FigureReader,
    finder: _Finder,
) -> Candidate | str:
    """A number as a figure, or why it is left."""
    start, end = reader.whole(archived.text, number.start, number.end)
    start = _shortest(archived.text, start, number.start, end, reader)
    says = reader.read(archived.text[start:end])
    if not isinstance(says, Figure):
        return "unread"
    if _WORDY.fullmatch(archived.text[number.start : number.end]):
        return "word"
    figure = archived.printed(Span(start, end)).strip()
    if not says.unit:
        stated = [unit for unit in units if unit_stands_in_head(archived, number, (unit,), reader)]
        if len(stated) != 1:
            return "no_unit"
        figure = f"{figure}{GAP}{stated[0]}"
    elif says.unit != PERCENT and not says.ranked and not any(unit in figure for unit in units):
        return "no_unit"
    locator = _innermost(places, start)
    figure = writable(figure)
    for _ in range(2):
        occurrence, cut = finder.occurrence(figure, locator, number)
        if occurrence:
            return Candidate(
                figure,
                says,
                locator,
                occurrence,
                archived.place(number.start),
                words_around(archived, number),
            )
        widened = reader.read(cut)
        if not isinstance(widened, Figure):
            break
        figure, says = writable(cut), widened
    return "cut"


def _shortest(text: str, first: int, last: int, end: int, reader: FigureReader) -> int:
    """Where the shortest piece begins, from `first` to `last`, that says what all of it says: 300条 of 完成300条. That a
    share is one of a change stays: 增长63%. So does all of what cannot be read.
    """
    whole = reader.read(text[first:end])
    if not isinstance(whole, Figure):
        return first
    turning = ("up", "down") if whole.unit == PERCENT else ("down",)
    words = (word for word in reader.lexer.scan(text[:last], first) if word.sense(*turning))
    last = next((word.start for word in words), last)
    starts = range(last, first, -1)
    return next((start for start in starts if reader.read(text[start:end]) == whole), first)


class _Finder:
    """Where figures stand in a text, by locator; each is looked for once."""

    def __init__(self, archived: ArchivedText, places: Mapping[str, Span], reader: FigureReader) -> None:
        self._archived, self._places, self._reader = archived, places, reader
        self._known: dict[tuple[str, str], list[Found]] = {}

    def occurrence(self, figure: str, locator: str, number: Span) -> tuple[int, str]:
        """Which occurrence of a figure covers a number, 0 where none does; and what stands there where the figure is
        only a part of that.
        """
        if (known := self._known.get((figure, locator))) is None:
            within = self._places.get(locator, Span(0, len(self._archived.text)))
            known = list(find_all(self._archived, figure, within, self._reader))
            self._known[figure, locator] = known
        covering = (found for found in known if found.spans[0].start <= number.start < found.spans[-1].end)
        found = next(covering, None)
        if found is None or found.cut:
            return 0, found.cut if found else ""
        occurrence = 1 + sum(not other.cut for other in known[: known.index(found)])
        return (occurrence, "") if occurrence <= _MOST else (0, "")


def _innermost(places: Mapping[str, Span], offset: int) -> str:
    holding = (name for name, span in places.items() if span.start <= offset < span.end)
    return max(holding, key=lambda name: name.count("/"), default="")


def words_around(archived: ArchivedText, number: Span) -> str:
    """The sentence in which a number stands, of a table its row, for a person to tell what it is about."""
    begin = archived.original.rfind("\n", 0, archived.offsets[number.start]) + 1
    line = archived.original[begin:].partition("\n")[0]
    if "\t" in line:
        return " ".join(line.split())
    before = _SENTENCE.split(archived.text[max(0, number.start - _AROUND) : number.start])[-1]
    after = _SENTENCE.split(archived.text[number.end : number.end + _AROUND])[0]
    return archived.printed(Span(number.start - len(before), number.end + len(after))).strip()
