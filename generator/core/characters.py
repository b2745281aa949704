"""Which characters a text may hold, by what Unicode says of them: what cannot be seen is found, wherever a text enters.

Unseen are the categories of control, format, surrogate and private characters and of line and paragraph separators, what
is no character and never will be, what a program may leave out by default (Default_Ignorable_Code_Point), and the blanks
that count as letters or symbols. What a later version of Unicode than Python's adds can be seen, and is judged alike by
all versions. Some of them have a place, without which a language or a picture cannot be written; only there they may stand:
joiners within words of scripts that need them, selectors behind a sign that has variants, tags in the flags that are
spelled with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

_DOUBTFUL = re.compile(
    "[^"
    "\t\n -~\u00a0-\u00ac\u00ae-\u02ff"
    "\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u0660-\u066f\u0671-\u06d3"
    "\u1e00-\u1eff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2100-\u2125\u2127-\u2129\u212c-\u218b"
    "\u2190-\u2328\u232b-\u23ff\u2460-\u27ff\u3000-\u3029\u3030-\u303f\u3041-\u3096\u30a0-\u30ff"
    "\u3400-\u9fff\uac00-\ud7a3\uff01-\uff5e\uffe0-\uffe6\U00020000-\U0002a6df"
    "]"
)
"""What needs a second look. The rest are seen, are no marks, and are composed: whole columns are told so at once."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_NO_CHARACTER = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)
)
_UNCARRIED = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_NO_CHARACTER}]|\r(?!\n)"
)
"""What neither XML nor a line of text can carry: controls, ends of lines, halves of characters, and what is none."""

_PREPENDED = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
"""Signs before numbers (Prepended_Concatenation_Mark): of the category of format characters, but drawn."""

_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point, as far as the categories do not say it."""

BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Drawn as a blank, and no white space: the fillers of Hangul, and Braille without a dot."""

_BLANK = re.compile("[\u2800\ufffc\ufffd\U0001d159\U00016fe4]")
"""Drawn as nothing, or in the place of what is lost."""

PLACED = re.compile("[\r\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""What has a place somewhere, though it is not seen by itself."""

_JOINERS = "\u200c\u200d"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_OF_PICTURES = "\ufe0e\ufe0f"
_FLAGS = re.compile(
    "\U0001f3f4(?:{})\U000e007f".format(
        "|".join("".join(chr(0xE0000 + ord(sign)) for sign in place) for place in ("gbeng", "gbsct", "gbwls"))
    )
)
"""The flags of England, Scotland and Wales: all that Unicode recommends of those spelled with tags (RGI_Emoji_Tag_Sequence)."""

_LONGEST_FLAG = 7
_TAGS = re.compile("[\U000e0020-\U000e007f]")
_PICTURES = re.compile("[\u203c\u2049\u2139\u3030]")
"""Signs with a coloured form that are no symbols by their category."""

_VIRAMA = 9
"""Its class among the marks: it joins the letters of Indian scripts."""

MOST_NAMED = 5
"""Different characters that a message names."""

MOST_MARKS = 4
"""Marks on one letter; Vietnamese, Hebrew and Arabic have up to three."""


@lru_cache(4096)
def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) in ("So", "Sm", "Sk") or bool(_PICTURES.match(sign))


@lru_cache(4096)
def is_unseen(character: str) -> bool:
    """Whether a character cannot be seen, wherever it stands."""
    category = unicodedata.category(character)
    if category in _UNSEEN:
        return character not in "\t\n" and not _PREPENDED.match(character)
    return bool(_IGNORABLE.match(character) or _BLANK.match(character) or _UNCARRIED.match(character))


def unseen(text: str) -> Iterator[int]:
    """Where in a text characters stand that cannot be seen and have no place there. Tabs and ends of lines are seen."""
    if wrong := {sign for sign in set(_DOUBTFUL.findall(text)) if is_unseen(sign)}:
        for match in re.finditer(f"[{re.escape(''.join(sorted(wrong)))}]", text):
            if not _in_place(text, match.start()):
                yield match.start()


def drawn_as_nothing(text: str) -> Iterator[int]:
    """Where in a text characters stand that keep what stands around them together for who reads it, and apart for who compares:
    what is unseen and neither a sign that a font, or a copy, has lost nor a blank.
    """
    for at in unseen(text):
        if unicodedata.category(text[at]) == "Cf" or (_IGNORABLE.match(text[at]) and text[at] not in BLANKS):
            yield at


def first_uncarried(text: str) -> int | None:
    """Where in a text the first character stands that neither XML nor a line can carry; None without one."""
    # All of these are doubtful, which is found ten times as fast.
    doubtful = _DOUBTFUL.search(text)
    match = _UNCARRIED.search(text, doubtful.start()) if doubtful else None
    return match.start() if match else None


def named_unseen(text: str) -> str:
    """All of them by number and name, empty where there is none: `U+200B ZERO WIDTH SPACE`."""
    return named(text[at] for at in unseen(text))


def all_seen(texts: Iterable[str]) -> bool:
    """Whether nothing in some texts, none of which runs over lines, is hidden from who reads them."""
    return next(unseen("\n".join(texts)), None) is None


def replaced(text: str, sign: str, kept: str = "") -> str:
    """A text with a sign in the place of each character that cannot be seen, but those that are `kept`."""
    signs = list(text)
    for at in unseen(text):
        if signs[at] not in kept:
            signs[at] = sign
    return "".join(signs)


def called(character: str) -> str:
    """A character by its number and its name in Unicode; one without a name by what it is."""
    name = unicodedata.name(character, "") or unicodedata.category(character)
    return f"U+{ord(character):04X} {name}"


def named(characters: Iterable[str]) -> str:
    """The different ones of some characters by number and name, `U+200B ZERO WIDTH SPACE · U+00AD SOFT HYPHEN`; the first
    few where there are many.
    """
    different = dict.fromkeys(characters)
    names = [called(character) for character in islice(different, MOST_NAMED)]
    return " · ".join([*names, *(["…"] if len(different) > MOST_NAMED else [])])


def _in_place(text: str, at: int) -> bool:
    """Whether what cannot be seen is needed where it stands, by what stands on both sides of it."""
    if _TAGS.match(text, at):
        flag = _FLAGS.match(text, max(text.rfind("\U0001f3f4", max(at - _LONGEST_FLAG, 0), at), 0))
        return flag is not None and at < flag.end()
    if not PLACED.match(text, at):
        return False
    sign, before, after = text[at], text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if sign == "\r":
        return after == "\n"
    if not before:
        return False
    if sign in _JOINERS:
        return _joins(sign, _letter(text, at), before, after or " ")
    return _selects(sign, before, after)


def _selects(sign: str, before: str, after: str) -> bool:
    """Whether a selector stands behind a sign that has variants: a picture, an ideograph, a letter of Mongolian."""
    if sign in _OF_PICTURES:
        return _is_picture(before) or (before in "0123456789#*" and after == "\u20e3")
    if _SELECTORS.match(sign):
        return unicodedata.name(before, "").startswith("CJK")
    return "\u180b" <= sign <= "\u180f" and unicodedata.name(before, "").startswith("MONGOLIAN LETTER")


def _letter(text: str, at: int) -> str:
    """The letter that the marks before a place belong to; empty where there is none."""
    for sign in reversed(text[max(at - MOST_MARKS - 1, 0) : at]):
        if not unicodedata.combining(sign):
            return sign
    return ""


@lru_cache(4096)
def _joins(sign: str, letter: str, before: str, after: str) -> bool:
    """Whether a joiner stands in a word whose script needs it: beside a virama, between letters that join each other as
    Arabic ones do, or for a joined form also behind one; or whether it makes one picture of two.

    `before` is what stands right before it, and `letter` what that belongs to.
    """
    if _VIRAMA in (unicodedata.combining(before), unicodedata.combining(after)):
        return True
    joined = sign == "\u200d"
    if joined and (_is_picture(before) or before in _OF_PICTURES) and _is_picture(after):
        return True
    return _cursive(letter) and (_cursive(after) or (joined and not is_unseen(after)))


def _cursive(letter: str) -> bool:
    """Whether a letter takes another form beside another one."""
    name = unicodedata.name(letter, "") if letter else ""
    return bool(letter) and (
        unicodedata.bidirectional(letter) == "AL"
        or name.startswith(("MONGOLIAN LETTER", "NKO LETTER", "ADLAM"))
    )


def composed(text: str) -> str:
    """A text in the one form that equal texts share (NFC)."""
    return unicodedata.normalize("NFC", text)


def piled(text: str) -> str:
    """The first mark that has no letter, or stands on one with too many others; empty where there is none."""
    count = MOST_MARKS
    for sign in unicodedata.normalize("NFD", text) if _DOUBTFUL.search(text) else "":
        count = count + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if count > MOST_MARKS:
            return sign
    return ""


def all_plain(text: str) -> bool:
    """Whether a text certainly has nothing of the kind, at a glance."""
    return not _DOUBTFUL.search(text)
