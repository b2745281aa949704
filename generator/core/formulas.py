"""Texts that a spreadsheet would take for a formula, by one exact rule: none may stand in the data, so none in a download.

Excel, WPS, LibreOffice and Google Sheets compute a cell that begins with = + - or @, in any width, also behind spaces and
quotes; where lists are separated by semicolons, they begin a cell behind each of those that a text has. Who writes such a
text can have a program started, or what stands in the sheet sent away, on the computer of whoever opens it.

A number with its sign is no formula (`-5℃`, `-$5 million`, `-5%至-3%`, `+86 532 8888`), nor is a sign alone: after the
number no function may be called, and nothing of other sheets or programs named. Words apart from the number call none:
no spreadsheet knows a formula in which something follows a number without a sign between them (`-5 dB(A)`).
"""

from __future__ import annotations

import re
import unicodedata

_PARTS = re.compile("[;\uff1b]")
_LEADS = "=+-@"
_AROUND = "\"'"

_AT_A_GLANCE = re.compile(
    rf"(?:^|[;\uff1b])(?:[^\S\n]|[{_AROUND}])*[^\s\w{_AROUND}\u2010-\u2bff\u3000-\u303f\uff08\uff09%(./\[<>~#]",
    re.MULTILINE,
)
"""What may be a formula; of words, numbers and most signs that can begin a text it is certain that they are none."""

_SIGNED = re.compile("[+-](?:/[+-])?\\s*[$\u00a2-\u00a5\u20a0-\u20cf]?\\s*(?:[.,]?\\d|\u221e)")
"""A number with its sign, also one of money, as large as it may be."""

_LEADING_SIGN = re.compile(
    "(?P<before>\\s*)(?P<sign>[-+\ufe63\ufe62\uff0d\uff0b])(?P<rest>[^-+\ufe63\ufe62\uff0d\uff0b].*)",
    re.DOTALL,
)
_COUNTED = re.compile(r"[^\S\n]*[^\W\d_]{0,3}[$\u00a2-\u00a5\u20a0-\u20cf]?[^\S\n]*[.,]?\d")
"""A number, as a rule behind a currency: US$3."""

_SIGN = re.compile(r"[+-]+(?:/[+-])?")
_ELSEWHERE = re.compile("[|!#]")
"""What names another sheet or program."""

_WORDS_APART = re.compile(_SIGNED.pattern + r"[\d.,]*(?:[^\S\r\n]+[^\W\d_][\w.]*)+[^\S\r\n]*")
"""A number with its sign, and words after a space."""

_BEHIND_NUMBERS = ("%", "\u2030", "\u00b0", "\u00b0C", "\u00b0F", ")")
"""Signs that stand behind a number and in the name of no function."""

_OF_NO_FUNCTION = re.compile("[\u3041-\u30fa\u3400-\u9fff\uac00-\ud7a3]")
"""Ideographs, kana and hangul: functions have no such letters in their names, which are English in these languages too."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula, or a part of it that a semicolon cuts off."""
    if not _AT_A_GLANCE.search(text):
        return False
    return any(map(_is_one, _PARTS.split(unicodedata.normalize("NFKC", text))))


def none_is_formula(lines: str) -> bool:
    """Whether no line of a text can be one: at a glance, for the columns of large tables."""
    return not _AT_A_GLANCE.search(lines)


def _is_one(part: str) -> bool:
    start = part.strip().lstrip(_AROUND + " \t\u00a0")
    if not start or start[0] not in _LEADS:
        return False
    if _SIGN.fullmatch(start):
        return False
    return not _SIGNED.match(start) or bool(_ELSEWHERE.search(start)) or _calls(start)


def _calls(text: str) -> bool:
    """Whether a bracket stands behind a word or a sign, as in a call; behind a number, a word that is the name of no
    function, or words apart from the number, it only adds something.
    """
    first, *others = text.split("(")[:-1] or [""]
    begun_well = not first or _WORDS_APART.fullmatch(first) or _ends_with_no_name(first)
    return not begun_well or any(not _ends_with_no_name(piece) for piece in others)


def _ends_with_no_name(piece: str) -> bool:
    before = piece.rstrip()
    if before.endswith(_BEHIND_NUMBERS) or _OF_NO_FUNCTION.match(before[-1:]):
        return True
    end = len(before)
    while end and (before[end - 1].isalnum() or before[end - 1] in "._"):
        end -= 1
    return end < len(before) and all(sign.isdigit() or sign == "." for sign in before[end:])


def as_text(text: str) -> str:
    """What to write instead of a text that is a formula: a number with a true minus (−US$3) or without its plus, a piece of
    a list with a dash (– item); empty where that is not certain. Texts that are printed with “-” are found by both.
    """
    pieces = _PARTS.split(text)
    signs = [*_PARTS.findall(text), ""]
    written = "".join(_as_piece(piece) + sign for piece, sign in zip(pieces, signs, strict=True))
    return "" if is_formula(written) else written


def writable(text: str) -> str:
    """A text as it may be written: what stands for it where it is a formula and that is certain, else the text itself."""
    return as_text(text) or text


def _as_piece(piece: str) -> str:
    if not is_formula(piece):
        return piece
    found = _LEADING_SIGN.fullmatch(piece)
    if found is None:
        return piece
    counted = _COUNTED.match(found["rest"])
    if unicodedata.normalize("NFKC", found["sign"]) == "+":
        return found["before"] + found["rest"] if counted else piece
    return found["before"] + ("\u2212" if counted else "\u2013") + found["rest"]


def written_out(text: str) -> str:
    """A text that nobody can write anew, such as a message of git's, so that no cell with it is a formula: the sign that
    it begins with is named (`⟨U+003D⟩`), in each part.
    """
    if not is_formula(text):
        return text
    signs = list(text)
    begun = True
    for at, sign in enumerate(signs):
        plain = unicodedata.normalize("NFKC", sign)
        if begun and plain[:1] in tuple(_LEADS):
            signs[at] = f"\u27e8U+{ord(sign):04X}\u27e9"
        begun = plain == ";" or (begun and (plain.isspace() or plain in _AROUND))
    return "".join(signs)
