"""From bytes to text: strict encodings, and no characters that cannot be seen."""

from __future__ import annotations

import re

from generator.core.problems import Place, Problem

INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufeff\ufff0-\uffff\uffa0\u3164\U000e0000-\U000e007f]"
    r"|\r(?!\n)"
)

_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def decode(file: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file and what is wrong with its encoding.

    A byte-order mark is accepted. GB18030, which Excel writes in China, is a problem but still read, so that
    everything else in the file is checked in the same run. No text where nothing could be read.
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
    for match in INVISIBLE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
        name = f"U+{ord(match[0]):04X}"
        problems.append(Problem("invisible-character", Place(file, line, column), {"character": name}))
    if any(problem.code == "invisible-character" for problem in problems):
        return None, problems
    return text, problems
