"""From bytes to text: strict encodings, and no characters that cannot be seen (`core/characters.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.characters import called, uncarried, unseen
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
    hidden = list(_hidden(file, text))
    if any(problem.code == "control-character" for problem in hidden):
        return None, [*problems, *hidden]
    return text, [*problems, *hidden]


def _hidden(file: str, text: str) -> Iterator[Problem]:
    """A problem for each character that cannot be seen, in their order."""
    line, start = 1, 0
    for at in unseen(text):
        line, start = line + text.count("\n", start, at), max(start, text.rfind("\n", start, at) + 1)
        end = text.find("\n", at)
        around = text[max(start, at - _AROUND) : min(at + _AROUND + 1, end if end >= 0 else len(text))]
        yield hidden_character(text[at], around.strip(), Place(file, line, at - start + 1))


def hidden_character(character: str, around: str, place: Place) -> Problem:
    """The problem that a character is which cannot be seen; `around` it stands what can. Some of them no file of ours can
    carry, the others only mislead.
    """
    code = "control-character" if uncarried(character) else "invisible-character"
    return Problem(code, place, {"character": called(character), "value": around})
