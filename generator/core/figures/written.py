"""A number in digits as people of a language write it by hand: 341,5 in French, 12,500 in English."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from generator.core.figures.lexicon import lexicon

_SIGNS = "+-−"


class Written(NamedTuple):
    """What a number is: `value` None where languages differ, `grouped` where its thousands stand apart."""

    value: Fraction | None
    grouped: bool


def written_number(text: str, languages: Iterable[str]) -> Written | None:
    """The number that a text is by the separators of some languages; None where none of them writes it so.

    1,250 is 1.25 in French and 1250 in English: where both are asked, nobody knows which was meant.
    """
    digits = text[1:] if text[:1] and text[0] in _SIGNS else text
    sign = -1 if text[:1] in ("-", "−") else 1
    found: set[tuple[Fraction, bool]] = set()
    for language in languages:
        words = lexicon(language)
        if words.number.fullmatch(digits):
            whole, _, decimals = digits.partition(words.decimal)
            plain = "".join(character for character in whole if character in "0123456789")
            found.add((sign * Fraction(f"{plain}.{decimals or 0}"), plain != whole))
    if not found:
        return None
    (value, grouped), *others = found
    return Written(None, grouped=False) if others else Written(value, grouped)
