"""Which known word was most likely meant. Looking for it costs little however many words there are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

from generator.core import limits

MOST_COMPARED = 60
"""Words that are compared letter by letter. Of more, those that stand next to the word in the order of their beginnings and
of their ends: of what people mistype, most begins or ends as it should.
"""

_ALIKE = 0.6
"""What share of two words is the same, at least."""


def suggest(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant, or nothing."""
    if len(word) > limits.LONGEST_PATH:
        return ""
    return _meant(word, known if isinstance(known, frozenset) else frozenset(known))


@lru_cache(maxsize=1024)
def _meant(word: str, known: frozenset[str]) -> str:
    found = get_close_matches(word, _near(word, known), n=1, cutoff=_ALIKE)
    return found[0] if found else ""


def _near(word: str, known: frozenset[str]) -> Sequence[str]:
    """Those of some words that are worth comparing, in one order whatever order they came in."""
    by_beginning, by_end = _ordered(known)
    if len(known) <= MOST_COMPARED:
        return by_beginning
    around = MOST_COMPARED // 4
    first, last = bisect_left(by_beginning, word), bisect_left(by_end, word[::-1])
    beginnings = by_beginning[max(0, first - around) : first + around]
    ends = by_end[max(0, last - around) : last + around]
    return sorted({*beginnings, *(other[::-1] for other in ends)})


@lru_cache(maxsize=32)
def _ordered(known: frozenset[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Some words in their order, and in that of what they are backwards."""
    return sorted(known), sorted(word[::-1] for word in known)
