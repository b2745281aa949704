"""What is wrong with a text that can be read, but shows people, or the programs that open a download, something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.core.characters import PLACED, all_plain, called, composed, piled
from generator.core.formulas import as_text, is_formula, none_is_formula
from generator.core.values import Refusal

_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_CYRILLIC = "\u0400-\u0481\u048a-\u052f"
_AS_LATIN = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕКМНОРСТХІЈЅаеорсухіјѕԛԝһ"
"""Letters of Greek and of Cyrillic that are drawn as Latin ones (by UTS #39, as far as no formula is written with them)."""

_LOOKS = str.maketrans(_AS_LATIN, "ABEZHIKMNOPTYXoABEKMHOPCTXIJSaeopcyxijsqwh")
_AS_CYRILLIC = "ABEZHIKMNOPTYXoCSJaecpyxijsqwh"
_MIXED = re.compile(
    rf"[{_LATIN}][{_AS_LATIN}]|[{_AS_LATIN}][{_LATIN}]|[{_AS_CYRILLIC}][{_CYRILLIC}]|[{_CYRILLIC}][{_AS_CYRILLIC}]"
)
_WORD = re.compile(r"\w+")

PASSABLE = frozenset({"mixed-scripts"})
"""What somebody should look at, and may stay."""


def doubts(text: str) -> Iterator[Refusal]:
    """Each thing that is wrong with a text, with what to write instead where that is certain."""
    if is_formula(text):
        yield Refusal("formula-lead", as_text(text))
    if all_plain(text):
        if word := _mixed(text):
            yield Refusal("mixed-scripts", detail=word)
        return
    if (written := composed(text)) != text:
        yield Refusal("not-composed", written)
    if mark := piled(text):
        yield Refusal("marks-piled", detail=called(mark))
    if word := _mixed(text):
        yield Refusal("mixed-scripts", detail=word)


def beyond_doubt(texts: Sequence[str]) -> bool:
    """Whether nothing is wrong with any of some texts, at a glance."""
    joined = "\n".join(texts)
    return none_is_formula(joined) and all_plain(joined) and not _MIXED.search(joined)


def skeleton(text: str) -> str:
    """What a text looks like: two that have the same cannot be told apart by eye."""
    return text if text.isascii() else PLACED.sub("", text).translate(_LOOKS)


def _mixed(text: str) -> str:
    """A word in which Latin letters stand beside ones of another script that look like such."""
    if text.isascii() or not (match := _MIXED.search(text)):
        return ""
    return next(word[0] for word in _WORD.finditer(text) if word.end() > match.start())
