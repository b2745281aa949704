"""Makes Markdown of strangers inert: it can be read, as tables and lists too, and nothing in it does anything.

A report comes out of a run that a stranger's proposal may have rewritten, so nothing is taken over as it is. The
structure (headings, tables, lists) is written anew, and of the text only plain words, plain numbers and what is not
ASCII stay prose. Everything else stands in code spans, where a forge looks for no mentions, references, links,
images, HTML or emoji. What is allowed is listed, not what is forbidden.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

COLUMNS = 12
"""How many columns of a table are shown at most."""

_HEADING = re.compile(r"(#{1,6}) +(.*)")
_ITEM = re.compile(r"[-*+] +(.*)")
_STRONG = re.compile(r"\*\*(.+)\*\*")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_BREAK = re.compile(r"<br ?/?>")
_TAG = re.compile(r"</?(?:details|summary)(?: open)?>")
_CELL = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"`([^`]+)`")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

_WORD = r"[A-Za-z]{1,30}|[A-Z]{1,3}\d{1,3}"
_NUMBER = r"\d{1,6}(?:[.,]\d{1,6})*%?|\d{4}-\d\d-\d\d"
_PLAIN = re.compile(rf"\(?(?:{_WORD}|{_NUMBER})?\)?[,.;:!?]?")
_COMMIT_OR_HOST = re.compile(r"[a-f]{7}|www", re.IGNORECASE)
_ASCII = re.compile(r"[!-~]+(?: +[!-~]+)*")


def inert(markdown: str) -> str:
    """A text in Markdown with the same words in the same structure, and nothing active in it."""
    return "\n".join(_lines(markdown.splitlines())).strip() + "\n"


def _lines(lines: list[str]) -> Iterator[str]:
    columns = 0  # of the table that is being read
    for raw in lines:
        line = raw.strip()
        if line.startswith("|"):
            cells = [_prose(cell) for cell in _CELL.split(line.strip("|"))][:COLUMNS]
            if not columns:
                columns = len(cells)
                yield ""
                yield f"| {' | '.join(cells)} |"
                yield "|" + " --- |" * columns
            elif not _RULE.fullmatch(line):
                yield f"| {' | '.join([*cells, *[''] * columns][:columns])} |"
            continue
        if columns:
            yield ""
            columns = 0
        if heading := _HEADING.fullmatch(line):
            yield f"#### {_prose(heading[2])}"
        elif item := _ITEM.fullmatch(line):
            yield f"{'  ' if raw.startswith('  ') else ''}- {_prose(item[1])}"
        elif (strong := _STRONG.fullmatch(line)) and (text := _prose(strong[1])):
            yield f"**{text}**"
        else:
            yield _prose(line)


def _prose(text: str) -> str:
    """One line or cell; line breaks in a cell stay."""
    return "<br>".join(_inline(part) for part in _BREAK.split(_TAG.sub("", text)))


def _inline(text: str) -> str:
    """Prose, with the code spans that were there."""
    done = []
    for number, part in enumerate(_CODE.split(text)):
        if number % 2:
            done.append(_code(_visible(part).strip()))
        else:
            plain = _ESCAPED.sub(r"\1", part.replace("**", "").replace("`", ""))
            done.append(_ASCII.sub(lambda match: _words(match[0]), _visible(html.unescape(plain))))
    # Two spans that touch would be one.
    return "".join(done).replace("``", "` `").strip()


def _code(text: str) -> str:
    """A code span. It ends at its own sign, and a cell at another, so look-alikes stand for both."""
    return f"`{text.replace('`', 'ˋ').replace('|', '¦')}`" if text else ""


def _visible(text: str) -> str:
    """Without control, direction and other invisible characters, and without marks piled upon letters."""
    kept = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category[0] == "Z" or character in "\t\n\r":
            kept.append(" ")
        elif category[0] not in "CM":
            kept.append(character)
    return "".join(kept)


def _words(text: str) -> str:
    """A run of ASCII: plain words as they are, neighbours that are not plain in one code span."""
    done: list[str] = []
    odd: list[str] = []
    for word in [*text.split(), ""]:
        plain = _PLAIN.fullmatch(word) and not _COMMIT_OR_HOST.search(word)
        if not plain:
            odd.append(word)
            continue
        if odd:
            done.append(_code(" ".join(odd)))
            odd = []
        if word:
            done.append(word)
    return " ".join(done)
