"""From bytes to text: strict encodings, and no characters that cannot be seen (`core/characters.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial

from generator.core.characters import first_uncarried, named, unseen
from generator.core.few import Few
from generator.core.problems import Place, Problem

_AROUND = 8
"""Characters on each side of one that cannot be seen, by which people find it."""

_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}

_ASCII = re.compile("[\0-\x7f]+")
_SELDOM = bytes(range(0xD8, 0x100))
"""The first bytes of the second half of GB 2312, in which stand the characters that are seldom written."""


def in_gb18030(data: bytes) -> str | None:
    """The text of bytes that were written in GB18030; None where they were hardly so.

    Nearly every text of other encodings can be read in it: in that of Windows in Western Europe, “Réseau” is 閟 between
    Latin letters. A Chinese text shows itself by its characters, most of which are the common ones.
    """
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    wide = _ASCII.sub("", text)
    common = wide.encode("gb2312", "ignore")[::2].translate(None, _SELDOM)
    return text if len(common) * 2 > len(wide) else None


def decode(file: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file and what is wrong with its encoding.

    A byte-order mark is accepted. GB18030, which Excel writes in China, is a problem but still read, so that
    everything else in the file is checked in the same run; which of the other old encodings a file is in, nobody can tell
    for certain, and it is not read. So it is where characters cannot be seen, other than those of
    control. No text where nothing could be read.
    """
    if data[:2] in _BOMS or b"\0" in data:
        return None, [Problem("encoding-utf16" if data[:2] in _BOMS else "not-text", Place(file))]
    problems: list[Problem] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        if _is_cut(data, error):
            return None, [Problem("file-cut", Place(file, line, 1))]
        chinese = in_gb18030(data)
        if chinese is None:
            return None, [Problem("not-text", Place(file, line, 1))]
        text = chinese
        problems.append(Problem("encoding-gb18030", Place(file, line, 1)))
    empty = not text.strip()
    if empty or ("\r" in text and "\n" not in text):
        return None, [*problems, Problem("empty-file" if empty else "line-ends", Place(file))]
    hidden = _hidden(file, text)
    if (control := first_uncarried(text)) is not None:
        place = Place(file, text.count("\n", 0, control) + 1, control - text.rfind("\n", 0, control))
        there = any(item.code == _kind(text[control]) for item in hidden)
        return None, [*problems, *hidden, *([] if there else hidden_characters(text[control], "", place))]
    return text, [*problems, *hidden]


def _is_cut(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether a text in UTF-8, which more of its characters than the last one show, ends within a character."""
    whole = data[: error.start].decode("utf-8-sig")
    return error.reason == "unexpected end of data" and not whole.isascii()


def _hidden(file: str, text: str) -> list[Problem]:
    """A problem for each kind of characters that cannot be seen in each line; of each kind no more than are told."""
    found = Few()
    for line, signs in _lines(text):
        for kind in dict.fromkeys(map(_kind, signs)):
            found.tell(kind, file, partial(_shown, file, text, line, signs, kind))
    return list(found)


def _lines(text: str) -> Iterator[tuple[tuple[int, int, int], dict[str, int]]]:
    """The lines with characters that cannot be seen: its number, where it begins and ends, and where in the text each of
    these characters stands first in it.
    """
    number, start, end = 0, 0, -1
    signs: dict[str, int] = {}
    for at in unseen(text):
        if at > end:
            if signs:
                yield (number, start, end), signs
            number += text.count("\n", max(end, 0), at) + (not number)
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            end, signs = len(text) if end < 0 else end, {}
        signs.setdefault(text[at], at)
    if signs:
        yield (number, start, end), signs


def _shown(file: str, text: str, line: tuple[int, int, int], signs: Mapping[str, int], kind: str) -> Problem:
    number, start, end = line
    of_kind = [sign for sign in signs if _kind(sign) == kind]
    at = signs[of_kind[0]]
    around = text[max(start, at - _AROUND) : min(at + _AROUND + 1, end)]
    return hidden_characters(of_kind, around.strip(), Place(file, number, at - start + 1))[0]


@lru_cache(256)
def _kind(character: str) -> str:
    return "control-character" if first_uncarried(character) == 0 else "invisible-character"


def hidden_characters(characters: Iterable[str], around: str, place: Place) -> list[Problem]:
    """The problems that characters are which cannot be seen; `around` them stands what can."""
    return [
        Problem(code, place, {"character": names, "value": around})
        for code, names in hidden_kinds(characters).items()
    ]


def hidden_kinds(characters: Iterable[str]) -> dict[str, str]:
    """What is said of characters that cannot be seen, with their names: some no file of ours can carry, which comes first, the
    others only mislead.
    """
    kinds: dict[str, list[str]] = {}
    for character in characters:
        kinds.setdefault(_kind(character), []).append(character)
    return {code: named(kinds[code]) for code in sorted(kinds)}
