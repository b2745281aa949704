"""From bytes to text: strict encodings, and no characters that cannot be seen (`core/characters.py`)."""

from __future__ import annotations

from functools import partial

from generator.core.characters import called, uncarried, unseen
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
    if any(problem.code == "control-character" for problem in hidden):
        return None, [*problems, *hidden]
    return text, [*problems, *hidden]


def _hidden(file: str, text: str) -> list[Problem]:
    """A problem for each character that cannot be seen, in their order; of each kind no more than are told."""
    found = Few()
    line, start = 1, 0
    for at in unseen(text):
        line, start = line + text.count("\n", start, at), max(start, text.rfind("\n", start, at) + 1)
        found.tell(_kind(text[at]), file, partial(_shown, file, text, (line, start), at))
    return list(found)


def _shown(file: str, text: str, line: tuple[int, int], at: int) -> Problem:
    number, start = line
    end = text.find("\n", at)
    around = text[max(start, at - _AROUND) : min(at + _AROUND + 1, end if end >= 0 else len(text))]
    return hidden_character(text[at], around.strip(), Place(file, number, at - start + 1))


def _kind(character: str) -> str:
    return "control-character" if uncarried(character) else "invisible-character"


def hidden_character(character: str, around: str, place: Place) -> Problem:
    """The problem that a character is which cannot be seen; `around` it stands what can. Some of them no file of ours can
    carry, the others only mislead.
    """
    return Problem(_kind(character), place, {"character": called(character), "value": around})
