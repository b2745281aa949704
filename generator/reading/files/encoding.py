"""From bytes to text: strict encodings, and no characters that cannot be seen (`core/characters.py`)."""

from __future__ import annotations

from functools import partial

from generator.core.characters import called, first_uncarried, unseen
from generator.core.few import Few
from generator.core.problems import Place, Problem

_AROUND = 8
"""Characters on each side of one that cannot be seen, by which people find it."""

_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def decode(file: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file and what is wrong with its encoding.

    A byte-order mark is accepted. GB18030, which Excel writes in China, is a problem but still read, so that
    everything else in the file is checked in the same run. So it is where characters cannot be seen, other than those of
    control. No text where nothing could be read.
    """
    if data[:2] in _BOMS or b"\0" in data:
        return None, [Problem("encoding-utf16" if data[:2] in _BOMS else "not-text", Place(file))]
    problems: list[Problem] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            return None, [Problem("not-text", Place(file, line, 1))]
        problems.append(Problem("encoding-gb18030", Place(file, line, 1)))
    if not text.strip():
        return None, [*problems, Problem("empty-file", Place(file))]
    hidden = _hidden(file, text)
    if (control := first_uncarried(text)) is not None:
        place = Place(file, text.count("\n", 0, control) + 1, control - text.rfind("\n", 0, control))
        found = hidden_character(text[control], "", place)
        there = any(item.code == found.code for item in hidden)
        return None, [*problems, *hidden, *([] if there else [found])]
    return text, [*problems, *hidden]


def _hidden(file: str, text: str) -> list[Problem]:
    """A problem for the first character in each line that cannot be seen; of each kind no more than are told."""
    found = Few()
    line, start, end = 0, 0, -1
    for at in unseen(text):
        if at > end:
            line += text.count("\n", max(end, 0), at) + (not line)
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            end = len(text) if end < 0 else end
            found.tell(_kind(text[at]), file, partial(_shown, file, text, (line, start, end), at))
    return list(found)


def _shown(file: str, text: str, line: tuple[int, int, int], at: int) -> Problem:
    number, start, end = line
    around = text[max(start, at - _AROUND) : min(at + _AROUND + 1, end)]
    return hidden_character(text[at], around.strip(), Place(file, number, at - start + 1))


def _kind(character: str) -> str:
    return "control-character" if first_uncarried(character) == 0 else "invisible-character"


def hidden_character(character: str, around: str, place: Place) -> Problem:
    """The problem that a character is which cannot be seen; `around` it stands what can. Some of them no file of ours can
    carry, the others only mislead.
    """
    return Problem(_kind(character), place, {"character": called(character), "value": around})
