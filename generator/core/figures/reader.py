"""Reads printed figures, and finds how far they go in a text, in one language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

from generator.core.figures import kinds
from generator.core.figures.cursor import UnreadableError
from generator.core.figures.edges import is_numeric, longest_before
from generator.core.figures.extent import (
    end_of,
    extent,
    leads_from,
    number_before,
    words_before,
)
from generator.core.figures.figure import Figure
from generator.core.figures.governing import fall_further_off, word_further_behind, word_further_off
from generator.core.figures.grammar import Sentence
from generator.core.figures.happening import (
    planned_before,
    planned_behind,
    share_of_a_share,
    starting_point,
    undone_behind,
    whole_of_a_part,
)
from generator.core.figures.lexicon import cell_form, has_words, languages, lexicon, of_countries
from generator.core.figures.quantities import PERCENT
from generator.core.figures.rows import Rows
from generator.core.figures.tokens import Lexer
from generator.core.values import HALF_WIDTH, Refusal

GAP = "…"
"""Stands in a figure for words between its parts that are not cited: 至少…5000处."""

_JOINING = frozenset("-\u2010\u2011\u2012\u2013\ufe63")
"""Signs that are a minus before a number, but no U+2212, which is nothing else."""

_UNKNOWN_SIGNS = "\ufffd\uf02d\uf0b1\uf0a3\uf0b3"
"""What may stand for a sign though nothing says so: what could not be read, and where copies have −, ±, ≤ and ≥
of the font Symbol, in the private area.
"""

_SIGNS = re.compile(
    "MINUS|LESS-THAN|GREATER-THAN|EQUAL TO|TILDE|DASH|ROOT|PRECEDES|SUCCEEDS|HORIZONTAL|MACRON"
)
"""What the names of signs say that may turn round, bound or change the number behind them."""

_MAY_JOIN = frozenset(("Sm", "Sk", "Pc", "Lm", "Co"))
_POINTS = "\u00b7\u2022\u2027\u30fb\uff65\u066b\u066c"
_PARTING = "|="
"""Between two digits the first are categories of signs that may make one number or a range of both, and the second, points,
are such signs too; the last are none, as in the row of a table.
"""

_POINT = re.compile(r"(?<![.0-9])[.]\Z")
"""A decimal point with no digit before it: .5 is a half."""

_AROUND = 80
"""Characters to either side of a figure that can belong to it."""

_MOST_KEPT = 5000
"""Of the places whose surroundings were read, since many texts say the same again and again."""

_SPACE_OR_BREAK = "[ ]?\r?\n[ ]*|[ ]"
_GROUPS = f"(?:['’\u00a0\u2009\u202f]|{_SPACE_OR_BREAK})"
_GROUPS_OR_COMMA = f"(?:[,，]\\s?|{_GROUPS})"
"""What may part thousands; a comma with a space behind it where words stand without spaces, or numbers with them."""

_FIRST_DIGITS = re.compile("[0-9]{3}(?![0-9])")
_LAST_DIGITS = re.compile("(?<![0-9.])[0-9]{1,3}$")

_SPLIT = re.compile(r"(?:[^\s0-9.][ ]?|\n[ ]*)[0-9]{1,3}[.．。]\s?\Z")
_SPLIT_COMMA = re.compile(rf"{_SPLIT.pattern}|(?:[^\s0-9,][ ]?|\n[ ]*)[0-9]{{1,3}},\s\Z")
_SPLIT_LINE = re.compile(
    rf"{_SPLIT.pattern}|(?:[^\W0-9_][0-9]+|\n[ ]*[0-9]{{1,3}})[ ]*\n[ ]*\Z|(?<![0-9.])[0-9]{{1,3}}[ ]\Z"
)
"""What stands before digits that are the end of a number; the second where a comma parts decimals, the third where words
stand without spaces.
"""

_ONES = {
    digit: number for digits in ("123456789", "一二三四五六七八九") for number, digit in enumerate(digits, 1)
} | {"两": 2}

_LONGEST = 300
"""Characters of an expression that can be read."""

_KEPT = frozenset("～－（），＋−\u3000")
"""Signs that mean what they are in their wide form too."""

_WIDE = {wide: plain for wide, plain in HALF_WIDTH.items() if chr(wide) not in _KEPT}


@lru_cache(maxsize=16)
def figure_reader(language: str, units: frozenset[str]) -> FigureReader:
    """One reader for all who read figures in a language with the same unit words: it knows what it has read."""
    return FigureReader(language, units)


class FigureReader:
    """Reads the figures of documents in one language, with the unit words of one package.

    `has_words`: whether the words beside a number are known, not only digits and signs.
    `language` is a tag such as `zh`, `en` or `kk`; `units` are the words with which documents print units, besides
    those of the language itself.
    """

    def __init__(self, language: str, units: Collection[str] = ()) -> None:
        self.language = language
        self.has_words = has_words(language)
        self._units = frozenset(units)
        self.lexer = Lexer(lexicon(language), units)
        self._clauses = Lexer(self.lexer.lexicon.of_clauses, units)
        self._read: dict[str, Figure | Refusal] = {}
        self._wholes: dict[tuple[str, int, int], tuple[int, int]] = {}

    def read(self, printed: str) -> Figure | Refusal:
        """The meaning of a printed figure, or why it cannot be read; the word that stands in the way is the detail.

        White space is set aside. Full-width digits are refused with the mended figure.
        """
        found = self._read.get(printed)
        if found is None:
            found = self._read[printed] = self._parse(printed)
        return found

    def in_countries(self, printed: str) -> tuple[str, ...]:
        """The tags of this language in countries whose way of writing numbers makes a figure of it; none where two ways make two."""
        read = {
            tags: figure_reader(tags[0], self._units).read(printed)
            for tags in of_countries(self.language).values()
        }
        figures = {figure for figure in read.values() if isinstance(figure, Figure)}
        return tuple(tag for tags in read for tag in tags if len(figures) == 1 and read[tags] in figures)

    def whole(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The whole expression in a text that a figure found there is, or is only a part of.

        A figure of which a word is missing that changes nothing (完成980盏) is whole. One in words that is negated is
        not; nor one whose surroundings cannot be read.
        """
        shift = max(0, start - _AROUND)
        near = text[shift : end + _AROUND], start - shift, end - shift
        if (found := self._wholes.get(near)) is None:
            if len(self._wholes) == _MOST_KEPT:
                self._wholes.clear()
            found = self._wholes[near] = self._whole(*near)
        return found[0] + shift, found[1] + shift

    def _whole(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The same in as much of the text as an expression may take."""
        read = self.read(text[start:end])
        ranked = isinstance(read, Figure) and (read.unit in ("", PERCENT) or self._ranks(read.unit))
        first, last = extent(self.lexer, text, start, end, ranked=ranked)
        last = self._range_end(text, start, last)
        first = self._between(text, self._range_start(text, first, start, last), last)
        first, last = self._alternatives(text, first, last)
        around = self.read(text[first:last])
        if isinstance(read, Refusal):
            negated = any(
                sense.kind == "negation"
                for senses in words_before(self.lexer, text, start)
                for sense in senses
            )
            return (first, end) if negated or _mid_number(text, start, end) else (start, end)
        return (start, end) if read == around and not self._has_arrow(text[end:last]) else (first, last)

    def _has_arrow(self, behind: str) -> bool:
        """Whether an arrow stands behind a figure: whether it rose to that or by that is for whoever cites it to see."""
        turned = any(token.sense("after_up", "after_down") for token in self.lexer.scan(behind, 0))
        return turned and not any(character.isalnum() for character in behind)

    def led(self, text: str, start: int, figure: str) -> int:
        """Where the words begin that lead to a figure in a text and change it; `start` where none do.

        The figure has parts with other words between them, of which the first begins at `start` (新建…980盏).
        """
        read = self.read(figure)
        if isinstance(read, Refusal):
            return start
        shift = max(0, start - _AROUND)
        near = text[shift : start + _AROUND]
        begin = extent(self.lexer, near, start - shift, start - shift + 1, ranked=False)[0] + shift
        return start if self.read(f"{text[begin:start].lstrip()}{figure}") == read else begin

    def governed(self, clause: str, figure: str) -> str:
        """The words further off in the beginning of a clause that change the figure behind it: 至少新建 in
        至少新建路灯980盏; empty where none do, or the figure says it itself.
        """
        read = self.read(figure)
        if isinstance(read, Refusal):
            return ""
        differs = any(sense.kind == "difference" for sense in self.lexer.lexicon.words.get(read.unit, ()))
        found = word_further_off(self.lexer, clause, difference=differs)
        if found is None and (differs or read.unit == PERCENT):
            found = fall_further_off(self._clauses, clause)
        if found is None:
            return ""
        text = clause + figure
        first, _ = extent(self.lexer, text, len(clause), len(text), ranked=False)
        words = clause[found[0] : found[1]].strip()
        # What touches the figure is judged with it: 压减能耗至980吨 is no fall by 980.
        touches = found[1] > first
        return "" if touches or self.read(f"{words}{GAP}{text[first:]}") == read else words

    def bounded(self, figure: str, rest: str) -> str:
        """The word further off in the rest of a clause that bounds the figure before it: 以上 in 980盏路灯以上; empty
        where none does, or the figure says it itself.
        """
        word = word_further_behind(self.lexer, rest)
        read = self.read(figure)
        return (
            "" if not word or isinstance(read, Refusal) or self.read(f"{figure}{GAP}{word}") == read else word
        )

    def rows(self, text: str) -> Rows:
        """The rows of quantities in a text."""
        return Rows(self._clauses, self.read, text)

    def groups(self, before: str, figure: str, after: str) -> bool:
        """Whether a figure may be a part of a number whose thousands are parted as no number of ours is: 5，980盏,
        12 980. `before` and `after` is what stands around it, white space as it is.
        """
        spaced = self.lexer.lexicon.spaced and not self.lexer.lexicon.group.isspace()
        sign = _GROUPS if spaced else _GROUPS_OR_COMMA
        first, last = _FIRST_DIGITS.match(figure), _LAST_DIGITS.search(figure)
        return bool(
            (first and re.search(rf"(?<![0-9.])[0-9]{{1,3}}{sign}\Z", before))
            or (last and re.match(rf"{sign}[0-9]{{3}}(?![0-9])", after))
            or self._touches_letters(before, figure, after)
            or self._goes_on(before, figure)
            or self._is_doubled(before, figure)
        )

    def _touches_letters(self, before: str, figure: str, after: str) -> bool:
        """Whether a letter, or where words stand between spaces a digit, at the very figure makes another thing of it:
        Q50, 980e3, 980 m2. A hyphen or a dash right behind a letter joins them and is no sign: COVID-19.
        """
        spaced = self.lexer.lexicon.spaced
        letter = re.search(r"[A-Za-z_]\Z", before)
        return bool(
            (letter and (figure[:1].isdecimal() or figure[:1] in _JOINING))
            or (figure[:1].isdecimal() and self._may_be_a_sign(before))
            or (figure[-1:].isdecimal() and re.match(r"[Ee][0-9]|_", after))
            or (spaced and figure[-1:].isalpha() and after[:1].isdecimal())
        )

    def _may_be_a_sign(self, before: str) -> bool:
        """Whether what stands before a number may end with a minus or a bound of it, though no language has it as one, with
        the point before its first digits, or with what makes one number of two. An em dash parts sentences where it is none.
        """
        sign = before[-1:]
        if not sign or sign == "\u2014" or sign in self.lexer.lexicon.words:
            return False
        category = unicodedata.category(sign)
        behind_a_digit = before[-2:-1].isdecimal() and sign not in _PARTING
        return (
            (behind_a_digit and (category in _MAY_JOIN or sign in _POINTS))
            or sign in _UNKNOWN_SIGNS
            or category == "Pd"
            or bool(_SIGNS.search(unicodedata.name(sign, "")) or _POINT.search(before))
        )

    def _goes_on(self, before: str, figure: str) -> bool:
        """Whether a figure may be the end of a number that a space or the end of a line was set into, or of two numbers
        next to each other: 12. 5%, 4、5项.
        """
        if before[-1:] == "、":
            one, other = _ONES.get(before[-2:-1]), _ONES.get(figure[:1])
            alone = not before[-3:-2].isdecimal() and not figure[1:2].isdecimal()
            return bool(one and one + 1 == other and alone)
        if not figure[:1].isdecimal():
            return False
        if not self.lexer.lexicon.spaced:
            # two numbers alone are two cells of a table
            return _SPLIT_LINE.search(before) is not None and not figure.isdecimal()
        decimal = self.lexer.lexicon.decimal == "," and not figure.isdecimal()
        return (_SPLIT_COMMA if decimal else _SPLIT).search(before) is not None

    def _is_doubled(self, before: str, figure: str) -> bool:
        """Whether a number of the same unit stands at the very figure, so that nobody knows what the two say: 两三项3项."""
        read = self.read(figure)
        unit = read.unit if isinstance(read, Figure) else ""
        number = before.removesuffix(unit)
        touches = bool(unit) and number != before and figure[:1].isdecimal()
        return touches and is_numeric(self.lexer, number, len(number))

    def undone(self, clause: str, figure: str, rest: str) -> str:
        """The words in a clause around a figure that say that it did not come about, or is only what it changed from;
        empty where none do. `clause` is what stands before it, `rest` what stands behind it.
        """
        read = self.read(figure)
        if isinstance(read, Refusal):
            return ""
        started = starting_point(self.lexer, clause, rest) if read.upper is None else ""
        return (
            started
            or whole_of_a_part(self._clauses, clause)
            or share_of_a_share(self._clauses, rest)
            or undone_behind(self._clauses, rest)
        )

    def planned(self, clause: str, rest: str) -> str:
        """The word in a clause that says that its figure is planned, which stands between `clause` and `rest`; empty
        where none does.
        """
        return planned_before(self._clauses, clause) or planned_behind(self._clauses, clause, rest)

    def called_planned(self, aside: str) -> bool:
        """Whether the words in a bracket behind a figure say nothing but that it is planned: （计划）, (target)."""
        tokens = self._clauses.tokens(aside)
        kinds_of = ({sense.kind for sense in token.senses} for token in tokens)
        return bool(tokens) and all(
            found & {"planned", "planned_near", "planned_behind"} for found in kinds_of
        )

    def ends_planned(self, head: str) -> str:
        """The word at the end of a stretch of a text that calls what follows planned; empty where none does."""
        word = longest_before(self._clauses, head, len(head)) if head else None
        return head[word[0] :] if word and word[1] & {"planned", "planned_near", "planned_behind"} else ""

    def hedges(self, aside: str) -> bool:
        """Whether they say nothing but how exact it is, what bounds it, or that it is in doubt: （估计）, (at least), (?)."""
        tokens = self.lexer.tokens(aside)
        return bool(tokens) and (
            tokens[0].sense("reckoned") is not None
            or all(token.sense("before", "after", "closing", "doubt") for token in tokens)
        )

    def counts(self, text: str) -> bool:
        """Whether a stretch of a text has a number in it, or a word that changes one."""
        return any(token.sense(*kinds.CHANGES) is not None for token in self.lexer.scan(text, 0))

    def is_money(self, unit: str) -> bool:
        """Whether a unit is a currency before the number, or none at all: what accounts count in."""
        return not unit or any(
            sense.kind == "currency" for sense in self.lexer.lexicon.words.get(unit.casefold(), ())
        )

    def is_unit(self, text: str) -> bool:
        """Whether a stretch of a text is a unit with or without a multiple, as the head of a table prints it."""
        # 万 multiplies behind a number only
        tokens = self.lexer.tokens(f"1{text}")[1:]
        named = bool(tokens) and not text[:1].isdecimal()
        return named and all(token.sense("multiple", *kinds.UNITS) for token in tokens)

    def swallowed(self, unit: str) -> str:
        """The word at the edge of a unit word that would change the number beside it: 以上 in 盏以上, 万 in 万盏; empty
        where there is none.
        """
        tokens = figure_reader(self.language, frozenset()).lexer.tokens(unit)
        edges = ((tokens[:1], kinds.OPENING), (tokens[-1:], kinds.CLOSING))
        if unit in self.lexer.lexicon.named_by_nothing or (
            len(tokens) == 1 and tokens[0].sense(*kinds.UNITS, "often")
        ):
            return ""
        found = (token.text for edge, refused in edges for token in edge if token.sense(*refused))
        return next(found, "")

    def _ranks(self, unit: str) -> bool:
        return any(sense.kind == "rank" for sense in self.lexer.lexicon.words.get(unit, ()))

    def _range_start(self, text: str, first: int, start: int, end: int) -> int:
        """Where a range begins that ends with the figure; a change from one number to another is none."""
        connector = start
        for place in range(max(0, min(first, start - 3)), start):
            token = next(self.lexer.scan(text[:start], place), None)
            if token is None or token.start != place or not token.sense("range"):
                continue
            if place >= first or not text[token.end : start].strip():
                connector = place
                break
        else:
            return first
        low = len(text[:connector].rstrip())
        for begin in number_before(self.lexer, text, low):
            read = self.read(text[begin:end])
            if (isinstance(read, Figure) and read.upper is not None) or self._range_of(
                text[begin:low], text[start:end]
            ):
                alone = leads_from(self.lexer, text, begin)
                return first if alone else extent(self.lexer, text, begin, end, ranked=False)[0]
        return first

    def _alternatives(self, text: str, first: int, last: int) -> tuple[int, int]:
        """From where to where it goes on where it is one of two numbers of which nobody knows which: 3%或5%."""
        tokens = self.lexer.scan(text[: last + 4 * self.lexer.reach], last)
        begin, end = first, last
        word, other = next(tokens, None), next(tokens, None)
        if word and word.sense("alternative") and other and other.sense(*kinds.NUMBERS, "currency"):
            end = end_of(self.lexer, text, other.start, other.end)
        before = longest_before(self.lexer, text, len(text[:first].rstrip()))
        if before and "alternative" in before[1]:
            low = len(text[: before[0]].rstrip())
            quantities = (
                at
                for at in number_before(self.lexer, text, low)
                if isinstance(self.read(text[at:low]), Figure)
            )
            begin = next(quantities, first)
        return begin, end

    def _range_of(self, low: str, high: str) -> bool:
        """Whether two quantities in the same unit stand as ends of a range that cannot be read: 700余盏至980盏."""
        ends = self.read(low), self.read(high)
        return (
            all(isinstance(end, Figure) and end.unit not in ("", PERCENT) for end in ends)
            and len({end.unit for end in ends if isinstance(end, Figure)}) == 1
        )

    def _between(self, text: str, first: int, end: int) -> int:
        """Where a range begins of which a word before both ends says that it is one: between 3% and 5%."""
        before = text[:first].casefold()
        if not any(word in before for word in self.lexer.lexicon.before_ranges):
            return first
        for begin in range(first):
            token = next(self.lexer.scan(text[:first], begin), None)
            if token is not None and token.start == begin and token.sense("between"):
                read = self.read(text[begin:end])
                if isinstance(read, Figure) and read.upper is not None:
                    return begin
        return first

    def _range_end(self, text: str, start: int, end: int) -> int:
        """Where a range ends that begins with the figure; 5盏到10月 is none, since it cannot be read as one."""
        tokens = self.lexer.scan(text[: end + 4 * self.lexer.reach], end)
        connector = next(tokens, None)
        if connector is None or not connector.sense("range", "amid_join"):
            return end
        upper = next(tokens, None)
        if upper is None or upper.apart != connector.apart:
            return end
        number = next(tokens, upper) if upper.sense("currency") else upper
        last = end_of(self.lexer, text, number.start, number.end)
        if connector.sense("amid_join"):
            ends = (token.sense("amid") for token in self.lexer.scan(text[:last], upper.end))
            return last if upper.sense(*kinds.NUMBERS) and any(ends) else end
        return last if isinstance(self.read(text[start:last]), Figure) else end

    def _parse(self, printed: str) -> Figure | Refusal:
        if len(printed) > _LONGEST:
            return Refusal("bad-figure")
        plain = printed.translate(_WIDE)
        if plain != printed:
            # What cannot be read in narrow letters either is not mended by writing it so.
            meant = self._parse(plain)
            return Refusal("number-fullwidth", plain) if isinstance(meant, Figure) else meant
        try:
            return Sentence(self.lexer.tokens(printed), printed).figure()
        except UnreadableError as stopped:
            return stopped.refusal


def _mid_number(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text begins or ends inside a number."""
    edges = (text[start - 1 : start + 1], text[end - 1 : end + 1])
    return any(len(edge) > 1 and all(sign in "0123456789.," for sign in edge) for edge in edges)


def read_in_cell(text: str, among: Iterable[str] = ()) -> Figure | Refusal | None:
    """What somebody wrote in a cell for numbers as documents print it: `5000个`, `约30`, `environ 98,5 km`.

    `among` are the languages that it may be in, all of ours unless told. Its unit may be any word, since a cell alone
    does not know those of its package. None where no language has such a form, or where two read different figures.
    """
    read = {_in_cell(language, text) for language in languages() if not among or language in among}
    figures = {figure for figure in read if isinstance(figure, Figure)}
    if figures:
        return figures.pop() if len(figures) == 1 else None
    return next((refusal for refusal in read if refusal is not None), None)


def _in_cell(language: str, text: str) -> Figure | Refusal | None:
    form = cell_form(language)
    if form is None or not form.fullmatch(text):
        return None
    read = figure_reader(language, frozenset()).read(text)
    if isinstance(read, Refusal) and read.code == "figure-word":
        return FigureReader(language, [read.detail]).read(text)
    return read
