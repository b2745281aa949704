"""Any text put into Markdown, so that exactly that text comes out and nothing in it does anything.

A forge looks for names, issues, commits, addresses and emoji in what it shows, after all escapes are resolved, but
never in code. So words in which Markdown or a forge might find something stand in code spans, which can be read
outside a forge too. What is plain is listed, not what is active.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter

from generator.core.texts import named

_ASCII = re.compile(r"[!-~]+(?: [!-~]+)*")
"""Words that stand in a row; no other character means anything to Markdown or to a forge."""

_PLAIN = re.compile(
    r"(?:[\"'()]|/(?!/))*"
    # Words and numbers; what joins two of them makes no address, and no emphasis within a word.
    r"(?:-?[A-Za-z0-9]+(?:(?:[-+_/,;'()]|\.(?=[0-9]))[A-Za-z0-9]+)*)?"
    # A colon or a slash that another follows may begin something.
    r"(?:[\"'(),.;!?%]|[:/](?![:/]))*"
)
_REFERENCE = re.compile(r"www|[0-9a-f]{7}|g[hl]-[0-9]", re.IGNORECASE)
"""Plain words that a forge makes links of: hosts, commits, issues by another name."""

_SIGN = re.compile(r"[-+=<>&/]")
"""Means something at the beginning of a line only, or beside a word."""

_NUMBER_OF_LIST = re.compile(r"[0-9]{1,9}[.)]")
_NO_HOST = "\u2e80"
"""No letter from here on, where those of Chinese begin, is looked for in the name of a host."""

_UNCARRIED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What Markdown cannot carry; it is named."""

_BREAKS = re.compile(r"[\t\n\f\r]|\A\s|\s\Z")
"""Space that would break a line, or be taken away."""

_WITHIN = re.compile(r"([\"'(]*)(.+?)([\"'),.;!?]*)")
"""Quotes, brackets and points around words; they may stay outside of a code span."""

_OUT_OF_CODE = re.compile(r"([`|\t\n\f\r]+)")
"""What would end a code span, a cell of a table or a line."""


def escaped(text: str) -> str:
    """A text for a paragraph, a heading, an entry of a list or a cell of a table, on one line."""
    carried = _UNCARRIED.sub(lambda match: named(match[0]), text)
    done, end = [], 0
    for match in _ASCII.finditer(carried):
        words = _words(match[0], starts=not match.start(), before=carried[match.end() : match.end() + 1])
        done += [carried[end : match.start()], words]
        end = match.end()
    return _BREAKS.sub(_entity, "".join([*done, carried[end:]]))


def code(text: str) -> str:
    """A text as code, on one line, wherever `escaped` may stand; nothing for an empty one."""
    carried = _UNCARRIED.sub(lambda match: named(match[0]), text)
    return _BREAKS.sub(_entity, _spans(carried))


def _words(run: str, *, starts: bool, before: str) -> str:
    """Words in a row: the plain ones as they are, neighbours that are not plain in one code span.

    `starts`: they begin the text. `before` is the character that they stand before.
    """
    words = run.split(" ")
    plain = [_is_plain(word) for word in words]
    if starts and _begins_block(words[0], " " if len(words) > 1 else before):
        plain[0] = False
    if words[-1].endswith(".") and before.isalpha() and before < _NO_HOST:
        plain[-1] = False
    told = [
        " ".join(word for word, _ in group) if same else _bare(" ".join(word for word, _ in group))
        for same, group in groupby(zip(words, plain, strict=True), key=itemgetter(1))
    ]
    return " ".join(told)


def _is_plain(word: str) -> bool:
    """Whether a word means nothing, wherever in a line it stands."""
    return bool(_SIGN.fullmatch(word) or (_PLAIN.fullmatch(word) and not _REFERENCE.search(word)))


def _begins_block(word: str, before: str) -> bool:
    """Whether a plain word means something at the beginning of a line, before a character."""
    numbered = _NUMBER_OF_LIST.fullmatch(word) and before in ("", " ")
    # Some forges take a line that begins with a slash for a command.
    return bool(numbered or _SIGN.fullmatch(word) or word.startswith("/"))


def _bare(text: str) -> str:
    """Words in code, without the quotes, brackets and points around them."""
    match = _WITHIN.fullmatch(text)
    if match is None or match[2].count("(") != match[2].count(")"):
        return _spans(text)
    return f"{match[1]}{_spans(match[2])}{match[3]}"


def _spans(text: str) -> str:
    """Code spans, with what cannot stand in them between them."""
    return "".join(
        _numbered(part) if position % 2 else _span(part)
        for position, part in enumerate(_OUT_OF_CODE.split(text))
    )


def _span(text: str) -> str:
    """A code span; spaces at its ends stay outside, where they are kept."""
    inner = text.strip()
    if not inner:
        return text
    start = text.index(inner)
    return f"{text[:start]}`{inner}`{text[start + len(inner) :]}"


def _numbered(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def _entity(match: re.Match[str]) -> str:
    return _numbered(match[0])
