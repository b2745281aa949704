"""Finds cited figures in archived texts: pure functions of a citation and a text.

Both sides are compared in their plain form: archived texts are converted copies whose line breaks mean little.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from generator.archive.pages import Pages
from generator.core import limits
from generator.core.characters import BLANKS, drawn_as_nothing
from generator.core.codes import Comparator
from generator.core.figures import GAP, Figure, FigureReader
from generator.core.figures.numerals import bare
from generator.core.figures.rows import Rows
from generator.core.private import maybe_of_persons, numbers_of_persons
from generator.core.problems import InText

_SIGNS = ("、", ".", "．", "是", ",", "，", "", ":", "：", " :", " -", " –", " —")
"""What may stand between a mark and its heading: `一、`, `6.`, `一是`, `(二)`, `第一章`, `Chapter 1: `."""

_SHOWN = 24
"""Characters of a text that a message holds."""

_ENDS = re.compile(r"[。；;！!？?，,]")
"""What ends a clause."""

_CLAUSE = re.compile(r"[。；;！!？?，,、：:()（）“”]|\.(?=\s|$)")
"""What ends the reach of a word that changes a number further behind it."""

_WRAPPED = {"(": ")", "“": "”", '"': '"', "「": "」", "『": "』", "‘": "’", "【": "】"}
"""Signs around a figure that do not part it from its clause."""

_BRACKET = re.compile(r"\s?[(\[]([^()\[\]]{1,30})[)\]]")

_CLAUSE_LENGTH = 60
"""Characters beside a figure in which such a word can stand."""

_GROUP = 4
"""Three digits and the sign that parts them from others."""

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_FIRST_WIDE = 0x2E80
"""From here on characters are as wide as Chinese ones."""

_HALF_WIDTH = {
    chr(wide): chr(wide - 0xFEE0)
    for wide in range(0xFF01, 0xFF5F)
    if chr(wide - 0xFEE0).isalnum() or chr(wide - 0xFEE0) in "()%.+-<>=/~"
}
"""Wide forms that mean the same; commas and the like end a clause and stay what they are."""

_NARROW = str.maketrans(_HALF_WIDTH)

_MINUS = str.maketrans(dict.fromkeys("\u2212\u2013\u2010\u2011\u2012\ufe63", "-"))
"""Signs that print a minus: a figure may be cited with another one than its text has."""

_SOFT_HYPHEN = "\u00ad"

_TURNED = re.compile("\u202e[^\u202c\n]*")
"""What a sign has shown from its end to its beginning: it prints other numbers than it holds."""

_UNREAD = "\ufffd"

_AS_SPACES = str.maketrans(dict.fromkeys(BLANKS, " "))

_NO_PAGES = Pages()

_ENTRY_ENDS = re.compile(r"\S(?:[.…·]{2,}\s*|\s)\s*[0-9]{1,4}$")
_LONGEST_ENTRY = 100
"""How a line of a table of contents ends, and how many characters it has at most."""

_LIST_MARK = re.compile(r"^[^\S\n]*(([(（]?)([0-9]{1,3})([.．](?!\d)|[)）、]))", re.MULTILINE)
"""The number of an entry of a list, at the beginning of its line: `1. `, `2)`, `（3）`, `4、`."""

_SEVERAL = 3
"""Entries that make a list."""

_FIGURE_REACH = 80
"""Characters beside a figure in which a note can part it from what changes it."""

_NOTE = r"\s?(?:[\[〔【]注?[0-9]{1,3}(?:[-,，、][0-9]{1,3})*[\]〕】]|\(注?[0-9]{1,2}\)|[①-⑳]|[*†‡]{1,3})"
_NOTE_BEFORE, _NOTE_BEHIND = re.compile(rf"(?:{_NOTE})+\s?\Z"), re.compile(rf"\A(?:{_NOTE})+")
"""The mark of a footnote, which changes nothing itself and hides nothing."""

_QUOTES = re.compile(r"[“”‘’\"'《》〞?]")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, by offsets into its plain form: from `start` up to, not including, `end`."""

    start: int
    end: int


class ArchivedText:
    """An archived text in plain form, with the way back to the lines of the file and the pages of the original.

    `not_data` are literals of which it is known that they are no data, as `uncovered` takes them. `places` are where figures
    stand within its spans, as far as somebody has looked (`find_all`).
    """

    def __init__(self, text: str, pages: Pages = _NO_PAGES, not_data: Iterable[str] = ()) -> None:
        kept = list(_kept(text))
        self.original = text
        self.pages = pages
        self.not_data = tuple(not_data)
        self.places: dict[tuple[str, Span, FigureReader], Iterable[Found]] = {}
        self.text = "".join(character for _, character in kept)
        self.offsets = [offset for offset, _ in kept]

    @cached_property
    def searched(self) -> str:
        """The plain text with one sign for every minus, each character in its place."""
        return signed_alike(self.text)

    def knowing(self, not_data: Iterable[str]) -> ArchivedText:
        """The same text, of which these literals are known to be no data."""
        other = copy(self)
        other.not_data = tuple(not_data)
        other.places = {}
        other.__dict__.pop("_parting", None)
        return other

    def line(self, offset: int) -> int:
        """The line of the file, from 1, on which a character stands."""
        return self.original.count("\n", 0, self.offsets[offset]) + 1

    def place(self, offset: int) -> InText:
        """The line of the file, and the page of the original, on which a character stands."""
        line = self.line(offset)
        return InText(line, self.pages.of_line(line))

    def counted(self, offset: int) -> int:
        """How many characters that are no white space stand before a character: what a lock keeps."""
        return offset - bisect_left(self._spaces, offset)

    @cached_property
    def _spaces(self) -> list[int]:
        return [position for position, character in enumerate(self.text) if character.isspace()]

    def printed(self, span: Span) -> str:
        """A part of the plain text with the spaces that are printed between a number and its sign: 45,5 %."""
        pieces = [self.text[span.start : span.start + 1]]
        for position in range(span.start + 1, span.end):
            one, other = self.text[position - 1], self.text[position]
            between = self.original[self.offsets[position - 1] + 1 : self.offsets[position]]
            if between.isspace() and " " not in (one, other) and max(ord(one), ord(other)) < _FIRST_WIDE:
                pieces.append(" ")
            pieces.append(other)
        return "".join(pieces)

    def context(self, offset: int, around: int = 12) -> str:
        """What stands around a character, for a message: as printed, white space as one space."""
        first, last = (
            self.offsets[max(0, offset - around)],
            self.offsets[min(offset + around, len(self.text)) - 1],
        )
        return re.sub(r"\s+", " ", self.original[first : last + 1]).strip()

    def around(self, start: int, end: int, reach: int = 8) -> tuple[str, str]:
        """What stands before and behind a part of the text, signs in their half-width form, white space as it is."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        before, after = self.original[max(0, first - reach) : first], self.original[last : last + reach]
        if first <= reach:
            before = "\n" + before
        before, after = (_seen(part).translate(_AS_SPACES).translate(_NARROW) for part in (before, after))
        return before, after

    def is_parted(self, offset: int) -> bool:
        """Whether what stands before a character ends there, since it is the number of an entry in a list, or is known
        to be no data at the beginning of its line, as the number of a page is.
        """
        return offset in self._parting

    def fills_line(self, start: int, end: int) -> bool:
        """Whether nothing else stands on the line of a part of the text."""
        return start in self.line_starts and self.ends_line(end)

    @cached_property
    def numbering(self) -> tuple[Span, ...]:
        """The numbers of the entries of lists at the beginning of lines, where they count up from 1."""
        lists: dict[tuple[str, str], list[Span]] = {}
        found: list[Span] = []
        for match in _LIST_MARK.finditer(self.original):
            run = lists.setdefault((match[2], match[4]), [])
            number = int(match[3])
            if number == 1:
                run.clear()
            if number != len(run) + 1:
                continue
            run.append(
                Span(*(bisect_left(self.offsets, match.start(1) + shift) for shift in (0, len(match[1]))))
            )
            if number >= _SEVERAL:
                found += run if number == _SEVERAL else run[-1:]
        return tuple(found)

    @cached_property
    def _parting(self) -> frozenset[int]:
        """The offsets of the characters behind what is no data at the beginning of its line."""
        known = (
            span for literal in self.not_data if literal.startswith("^") for span in _literals(self, literal)
        )
        ends = {span.end for span in (*self.numbering, *known)}
        return frozenset(end + (self.text[end : end + 1] == " ") for end in ends)

    def ends_line(self, offset: int) -> bool:
        """Whether nothing stands on the line any more at an offset."""
        rest = offset + (self.text[offset : offset + 1] == " ")
        return rest == len(self.text) or rest in self.line_starts

    def lists(self, offset: int) -> bool:
        """Whether a character stands on a line of a table of contents, which ends with the number of a page."""
        place = self.offsets[offset]
        begin = self.original.rfind("\n", 0, place) + 1
        end = self.original.find("\n", place)
        line = self.original[begin : end if end >= 0 else len(self.original)].rstrip()
        return len(line) < _LONGEST_ENTRY and _ENTRY_ENDS.search(line) is not None

    @cached_property
    def line_starts(self) -> frozenset[int]:
        """The offsets of the first characters of lines."""
        starts = set()
        before = -1
        for position, offset in enumerate(self.offsets):
            if before < 0 or "\n" in self.original[before + 1 : offset]:
                starts.add(position)
            if not self.text[position].isspace():
                before = offset
        return frozenset(starts)


def plain(text: str) -> str:
    """A text as it is compared: digits, letters, brackets and signs in their half-width form, nothing that is drawn as
    nothing, and white space only where it keeps two words or numbers apart, since the line breaks of a converted copy may
    fall inside a Chinese one.
    """
    return "".join(character for _, character in _kept(text))


def signed_alike(text: str) -> str:
    """A plain text with one sign for every minus."""
    return text.translate(_MINUS)


def _seen(text: str) -> str:
    hidden = frozenset(drawn_as_nothing(text))
    return "".join(character for offset, character in enumerate(text) if offset not in hidden)


def _kept(text: str) -> Iterator[tuple[int, str]]:
    gap = -1
    before = ""
    text = _TURNED.sub(lambda found: _UNREAD * len(found[0]), text)
    hidden = frozenset(drawn_as_nothing(text))
    for offset, character in enumerate(text):
        if character.isspace() or character in BLANKS:
            gap = offset if gap < 0 else gap
            continue
        # Before a digit no word is parted: what copies have there was a hyphen.
        is_sign = character == _SOFT_HYPHEN and text[offset + 1 : offset + 2].isdecimal()
        if offset in hidden and not is_sign:
            continue
        narrow = "-" if is_sign else _HALF_WIDTH.get(character, character)
        if gap >= 0 and before and not _joins(before, narrow):
            yield gap, " "
        yield offset, narrow
        before, gap = narrow, -1


def _joins(one: str, other: str) -> bool:
    """Whether white space between two characters means nothing: at a Chinese character, at its punctuation, or between
    a number and its sign.
    """
    return max(ord(one), ord(other)) >= _FIRST_WIDE or other in "%‰" or one in "≥≤≧≦<>"


def locate(archived: ArchivedText, headings: Mapping[str, tuple[str, ...]]) -> dict[str, Span]:
    """The span of each locator, found by following its marks through the text in the document's order.

    `headings` maps each locator to its heading, as shown to readers and as the copy may print it. A mark counts where the
    first characters of one follow it, quotation marks aside; a section without a printed mark (its locator is its heading)
    that stands nowhere begins where the section around it begins. What cannot be found is left out.
    """
    spans: dict[str, Span] = {}
    children: dict[str, list[str]] = {}
    for locator in headings:
        children.setdefault(locator.rpartition("/")[0], []).append(locator)
    _descend(archived, headings, children, "", Span(0, len(archived.text)), spans)
    return spans


def behind_mark(archived: ArchivedText, locator: str, spans: Mapping[str, Span]) -> str:
    """What the text has where the last mark of a locator begins a line, whatever its heading is to be: the rest of the line, as
    far as a message holds it; empty where no line begins so.
    """
    above, _, mark = locator.rpartition("/")
    within = spans.get(above, Span(0, len(archived.text)))
    for sign in filter(None, _SIGNS):
        position = archived.text.find(mark + sign, within.start, within.end)
        while position >= 0:
            line = archived.original[: archived.offsets[position]].rpartition("\n")[2]
            last = position + len(mark + sign)
            if not line.strip() and last < len(archived.text):
                rest = archived.original[archived.offsets[last] :].partition("\n")[0].strip()
                return rest if len(rest) <= _SHOWN else f"{rest[:_SHOWN].rstrip()}…"
            position = archived.text.find(mark + sign, position + 1, within.end)
    return ""


def marks_in(archived: ArchivedText, places: Mapping[str, Span]) -> list[Span]:
    """The marks of sections where they are printed, as no citation covers them: of `（一）5条` the mark and no more."""
    marks = ((locator.rpartition("/")[2], place.start) for locator, place in places.items())
    return [Span(start, start + len(mark)) for mark, start in marks if archived.text.startswith(mark, start)]


def _descend(
    archived: ArchivedText,
    headings: Mapping[str, tuple[str, ...]],
    children: Mapping[str, Sequence[str]],
    parent: str,
    within: Span,
    spans: dict[str, Span],
) -> None:
    starts: list[tuple[str, int]] = []
    passed: list[str] = []
    position = within.start
    for locator in children.get(parent, ()):
        mark = locator.rpartition("/")[2]
        found = _find_mark(archived, mark, headings[locator], Span(position, within.end))
        if found is None and mark == plain(headings[locator][0]) and not starts:
            found = within.start
        if found is not None:
            starts.append((locator, found))
            position = found + 1
        else:
            passed.append(locator)
    # Goals are listed behind the sections, and may stand before or among them.
    for locator in passed:
        found = _find_mark(archived, locator.rpartition("/")[2], headings[locator], within)
        if found is not None and found not in (start for _, start in starts):
            starts.append((locator, found))
    starts.sort(key=lambda item: item[1])
    ends = [start for _, start in starts[1:]] + [within.end]
    for (locator, start), end in zip(starts, ends, strict=False):
        spans[locator] = Span(start, end)
        _descend(archived, headings, children, locator, spans[locator], spans)


def _find_mark(archived: ArchivedText, mark: str, headings: tuple[str, ...], within: Span) -> int | None:
    """Where a mark stands with its heading behind it; in a table of contents only where it stands nowhere else."""
    listed: int | None = None
    text = archived.text
    first = tuple(_QUOTES.sub("", plain(heading))[:2] for heading in headings)
    if not mark:
        return None
    for sign in _SIGNS:
        position = text.find(mark + sign, within.start, within.end)
        while position >= 0:
            after = position + len(mark + sign)
            before = text[position - 1 : position]
            whole = not (mark[0].isdigit() and before.isdigit())
            here = _QUOTES.sub("", text[after : after + 8]).lstrip().startswith(first)
            if whole and (here or mark.startswith(first)):
                if not archived.lists(position):
                    return position
                listed = position if listed is None else listed
            position = text.find(mark + sign, position + 1, within.end)
    return listed


@dataclass(frozen=True, slots=True)
class Found:
    """A figure in a text: the spans of its parts, and as it stands there where it is only a part of that.

    `beyond`: it is the first place at which nobody looked any more, since there are more than `limits.MOST_PLACES`.
    """

    spans: tuple[Span, ...]
    cut: str = ""
    beyond: bool = False


def find_figure(
    archived: ArchivedText, figure: str, within: Span, occurrence: int, reader: FigureReader
) -> Found | None:
    """The given occurrence of a printed figure within a span, or None.

    A figure is found where it is the whole expression: 300条 does not stand in 1300条, nor in 约300条 or 300条以上.
    Where it stands only so, the first such place is told. Parts with … between them stand in one clause, with no
    number, no word that changes one and no more than `limits.LONGEST_GAP` characters between them.
    """
    cut: Found | None = None
    for found in find_all(archived, figure, within, reader):
        if found.beyond:
            return found
        if found.cut:
            cut = cut or found
            continue
        occurrence -= 1
        if occurrence == 0:
            return found
    return cut


def find_all(archived: ArchivedText, figure: str, within: Span, reader: FigureReader) -> Iterable[Found]:
    """Every place within a span at which a printed figure stands, as `find_figure` finds it: as a whole or cut.

    Of those that are cut within their digits only the first is told.
    """
    key = figure, within, reader
    if key not in archived.places:
        archived.places[key] = _Places(_find(archived, figure, within, reader))
    return archived.places[key]


class _Places:
    """The places of a figure in a text: looked for as far as somebody asks, and each once, whoever asks again."""

    def __init__(self, places: Iterator[Found]) -> None:
        self._known: list[Found] = []
        self._rest = places

    def __iter__(self) -> Iterator[Found]:
        for position in count():
            if position == len(self._known):
                if (found := next(self._rest, None)) is None:
                    return
                self._known.append(found)
            yield self._known[position]


def _find(archived: ArchivedText, figure: str, within: Span, reader: FigureReader) -> Iterator[Found]:
    parts = [plain(part) for part in figure.split(GAP)]
    if len(parts) > 1 and _is_bare(reader, parts[0]) and reader.is_unit(parts[1]):
        # A cell of a table; its unit stands in the head.
        parts = parts[:1]
    text, rows, following = archived.text, reader.rows(archived.text), _Following(archived, within)
    looked_at, cut = 0, False
    for span in _everywhere(archived, parts[0], within):
        if not _starts_whole(text, span) or (cut and parts[0].isdecimal() and _goes_on(text, span)):
            continue
        if looked_at == limits.MOST_PLACES:
            yield Found((span,), figure, beyond=True)
            return
        looked_at += 1
        spans = _parts(text, span, parts[1:], following, rows, reader)
        if spans is None or not _reads_alike(text, spans, parts, reader):
            continue
        whole = _stretch(text, spans, reader)
        exact = whole == (span.start, spans[-1].end)
        found = Found(
            spans, _changed_from_afar(archived, spans, rows, reader) if exact else text[slice(*whole)]
        )
        cut = cut or bool(found.cut)
        yield found


def _reads_alike(text: str, spans: Sequence[Span], parts: Sequence[str], reader: FigureReader) -> bool:
    """Whether a text says with its own signs what the parts of a figure say: a dash with a space behind it is no minus."""
    printed = [text[span.start : span.end] for span in spans]
    return printed == parts or reader.read(GAP.join(printed)) == reader.read(GAP.join(parts))


def _is_bare(reader: FigureReader, number: str) -> bool:
    read = reader.read(number)
    return isinstance(read, Figure) and not read.unit and read.comparator is Comparator.EQ


def _stretch(text: str, spans: tuple[Span, ...], reader: FigureReader) -> tuple[int, int]:
    """From where to where the expression goes whose parts these are."""
    first, last = spans[0], spans[-1]
    if len(spans) == 1:
        return reader.whole(text, first.start, first.end)
    start, _ = reader.whole(text, first.start, first.end)
    parts = (text[span.start : span.end] for span in spans)
    start = min(start, reader.led(text, first.start, GAP.join(parts)))
    before, end = reader.whole(text, last.start, last.end)
    # What changes the last part must be one of the other parts.
    return (start, end) if before == last.start else (min(start, before), end)


def _changed_from_afar(
    archived: ArchivedText, spans: tuple[Span, ...], rows: Rows, reader: FigureReader
) -> str:
    """The figure with what does not touch it and changes it nevertheless; empty where nothing does."""
    first, last = spans[0], spans[-1]
    figure = archived.text[first.start : last.end]
    before, after = archived.around(first.start, last.end)
    cell = figure.isdecimal() and archived.fills_line(first.start, last.end)
    if not cell and reader.groups("" if archived.is_parted(first.start) else before, figure, after):
        return _with_neighbours(archived.text, Span(first.start, last.end))
    if len(spans) > 1:
        return ""
    if (
        whole := _across_notes(archived.text, first, reader)
        or _with_bracket(archived.text, first, reader)
        or _with_row(archived, first, rows, reader)
        or _as_loss(archived, first, reader)
    ):
        return whole
    clause, rest = _clause_around(archived, spans)
    if words := reader.governed(clause, figure):
        return f"{words}{GAP}{figure}"
    word = reader.bounded(figure, archived.text[last.end : last.end + _CLAUSE_LENGTH])
    if word or (word := reader.undone(clause, figure, rest)):
        return f"{word}{GAP}{figure}" if clause.rstrip().endswith(word) else f"{figure}{GAP}{word}"
    return ""


def _with_neighbours(text: str, span: Span) -> str:
    return text[max(0, span.start - _GROUP) : span.end + _GROUP]


def _across_notes(text: str, span: Span, reader: FigureReader) -> str:
    """The expression that a figure is a part of where the marks of footnotes beside it are left out (980盏[1]以上);
    empty where it is whole so too.
    """
    before, behind = (
        text[max(0, span.start - _FIGURE_REACH) : span.start],
        text[span.end : span.end + _FIGURE_REACH],
    )
    first, last = _NOTE_BEFORE.sub("", before), _NOTE_BEHIND.sub("", behind)
    if (first, last) == (before, behind):
        return ""
    figure = text[span.start : span.end]
    joined, place = f"{first}{figure}{last}", (len(first), len(first) + len(figure))
    begin, end = reader.whole(joined, *place)
    return "" if (begin, end) == place else joined[begin:end]


def _clause_around(archived: ArchivedText, spans: Sequence[Span]) -> tuple[str, str]:
    """What of its clause stands before a figure, and what behind it."""
    start, end = spans[0].start, spans[-1].end
    while (
        archived.text[start - 1 : start] in _WRAPPED
        and archived.text[end : end + 1] == _WRAPPED[archived.text[start - 1 : start]]
    ):
        start, end = start - 1, end + 1
    before = archived.text[max(0, start - _CLAUSE_LENGTH) : start]
    return _CLAUSE.split(before)[-1], _CLAUSE.split(archived.text[end : end + _CLAUSE_LENGTH])[0]


def _bracket_behind(text: str, end: int) -> str:
    """What stands in a bracket at the end of a figure: 计划 behind 980盏 in 980盏（计划）; empty where none stands there."""
    found = _BRACKET.match(text, end)
    return found[1] if found else ""


def _with_bracket(text: str, span: Span, reader: FigureReader) -> str:
    """A figure with a bracket behind it that says how exact it is, or bounds it; empty where none does."""
    aside = _bracket_behind(text, span.end)
    return f"{text[span.start : span.end]}({aside})" if reader.hedges(aside) else ""


def _with_row(archived: ArchivedText, span: Span, rows: Rows, reader: FigureReader) -> str:
    """A figure with the words that change all quantities in a row with it: 下降…10.8% in 下降1.7%、10.8%; empty where none do.

    Of a row that is too long nobody knows what changes all of it; told are its neighbours.
    """
    text = archived.text
    figure = text[span.start : span.end]
    begin, behind = rows.start(span.start, span.end), rows.end(span.start, span.end)
    if begin is None or behind is None:
        return _with_neighbours(text, span)
    if begin < span.start:
        clause, _ = _clause_around(archived, [Span(begin, begin)])
        first, _ = reader.whole(clause + figure, len(clause), len(clause + figure))
        if words := clause[first:].strip() or reader.governed(clause, figure):
            return f"{words}{GAP}{figure}"
    words = text[slice(*behind)].strip()
    changed = bool(words) and reader.read(f"{figure}{GAP}{words}") != reader.read(figure)
    return f"{figure}{GAP}{words}" if changed else ""


def _as_loss(archived: ArchivedText, span: Span, reader: FigureReader) -> str:
    """A number in brackets in a row of numbers, or at the beginning of a line, with its brackets, since accounts print what
    is below zero so: 1 892 (520) (£5m); empty where it is none.
    """
    text = archived.text
    read = reader.read(text[span.start : span.end])
    if text[span.start - 1 : span.start] != "(" or text[span.end : span.end + 1] != ")":
        return ""
    counted = isinstance(read, Figure) and reader.is_money(read.unit)
    before = text[max(0, span.start - _GROUP) : span.start - 1].rstrip()[-1:]
    alone = span.start - 1 in archived.line_starts or before.isdecimal() or before in ")%"
    return text[span.start - 1 : span.end + 1] if counted and alone else ""


def planned(archived: ArchivedText, found: Found, reader: FigureReader) -> str:
    """The word around a figure that says that it is planned, and so is no result; empty where none does."""
    aside = _bracket_behind(archived.text, found.spans[-1].end)
    if reader.called_planned(aside):
        return aside
    clause, rest = _clause_around(archived, found.spans)
    return reader.planned(clause, rest) or (
        "" if clause.strip() else _heading(archived, found.spans[0], reader)
    )


def _heading(archived: ArchivedText, span: Span, reader: FigureReader) -> str:
    """The word before a colon that calls the figure behind it planned: 年度目标：980盏, target: 980 homes; empty where none
    does.
    """
    before = archived.text[max(0, span.start - _CLAUSE_LENGTH) : span.start].rstrip()
    head = _CLAUSE.split(before[:-1])[-1].rstrip() if before[-1:] in (":", "：") else ""
    return reader.ends_planned(head)


class _Following:
    """The places of the further parts of figures within a span of a text. Whoever asks from places that go up gets one that he
    has not yet reached again, and nothing is looked through twice.
    """

    def __init__(self, archived: ArchivedText, within: Span) -> None:
        self._text, self._end = archived.searched, within.end
        self._known: dict[int, tuple[int, int]] = {}

    def place(self, number: int, part: str, start: int) -> int:
        """The first place from one on of the part with a number; -1 where there is none."""
        if known := self._known.get(number):
            asked, found = known
            if asked <= start and (found < 0 or start <= found):
                return found
        found = self._text.find(signed_alike(part), start, self._end)
        self._known[number] = start, found
        return found


def _parts(
    text: str, first: Span, rest: Sequence[str], following: _Following, rows: Rows, reader: FigureReader
) -> tuple[Span, ...] | None:
    spans = [first]
    for number, part in enumerate(rest):
        before = spans[-1]
        position = following.place(number, part, before.end)
        if position < 0 or not part:
            return None
        # what stands in a row with a part is of the same kind
        behind = rows.end(before.start, before.end)
        begin = rows.start(position, position + len(part))
        if begin is None or behind is None:
            return None
        start, end = max(before.end, min(behind[0], position)), max(before.end, begin)
        if end - start > limits.LONGEST_GAP:
            return None
        between = text[start:end]
        if _ENDS.search(between) or reader.counts(between):
            return None
        spans.append(Span(position, position + len(part)))
    return tuple(spans)


def _starts_whole(text: str, span: Span) -> bool:
    """Whether the digits of a figure are not the end of another number, which would be no trace of it."""
    return not (
        text[span.start : span.start + 1].isdecimal() and text[span.start - 1 : span.start].isdecimal()
    )


def _goes_on(text: str, span: Span) -> bool:
    """Whether a digit stands behind what was found."""
    return text[span.end : span.end + 1].isdecimal()


def uncovered(
    archived: ArchivedText, covered: Iterable[Span], not_data: Iterable[str], counters: Iterable[str]
) -> list[Span]:
    """The numbers of a text that no citation covers and that are not listed as no data.

    Numbers are digits, and Chinese numerals before one of the `counters` (the words with which units are
    printed). A listed literal counts wherever it stands; one that begins with `^` only at the beginning of a line, and
    one that ends with `$` besides only as a whole line.
    """
    taken = bytearray(len(archived.text))
    spans = [*covered, *(span for literal in not_data for span in _literals(archived, literal))]
    spans += (*private(archived), *archived.numbering)
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    words = "|".join(
        sorted({re.escape(word) for word in counters if not word.isascii()}, key=len, reverse=True)
    )
    numeral = re.compile(rf"[一二两三四五六七八九十百千万亿]{{1,30}}[余多几]?(?={words})") if words else None
    found = [*_DIGITS.finditer(archived.text), *(_numerals(numeral, archived.text) if numeral else ())]
    free = [Span(*match.span()) for match in found if not all(taken[match.start() : match.end()])]
    return sorted(free, key=lambda span: span.start)


def private(archived: ArchivedText) -> list[Span]:
    """The telephone and identity numbers of a text, with the words that say what they are."""
    return [Span(*span) for span in numbers_of_persons(archived.text)]


def withheld(archived: ArchivedText) -> list[Span]:
    """The parts of a text whose digits are not to be shown: what is or may be a telephone or identity number."""
    found: list[Span] = []
    spans = (*private(archived), *(Span(*span) for span in maybe_of_persons(archived.text)))
    for span in sorted(spans, key=lambda span: span.start):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return found


def _numerals(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The Chinese numerals of a text; a scale alone is none, as in the head of a table: 数量（万盏）."""
    return (match for match in pattern.finditer(text) if not bare(match[0]))


def _literals(archived: ArchivedText, literal: str) -> Iterator[Span]:
    at_line_start = literal.startswith("^")
    whole_line = at_line_start and literal.endswith("$") and len(literal) > len("^$")
    wanted = plain(literal[1:-1] if whole_line else literal.removeprefix("^"))
    for span in _everywhere(archived, wanted, Span(0, len(archived.text))):
        if whole_line and not archived.ends_line(span.end):
            continue
        if not at_line_start or span.start in archived.line_starts:
            yield span


def _everywhere(archived: ArchivedText, wanted: str, within: Span) -> Iterator[Span]:
    text, wanted = archived.searched, signed_alike(wanted)
    position = text.find(wanted, within.start, within.end)
    while position >= 0:
        yield Span(position, position + len(wanted))
        position = text.find(wanted, position + 1, within.end)
