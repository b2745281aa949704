"""Whether a text says enough to be a sentence, in any script."""

from __future__ import annotations

from generator.core.languages import UNSPACED, script_of, scripts

LEAST_CHARACTERS = 8
LEAST_WORDS = 4
"""What makes a sentence at least: characters where a language writes without spaces, words where it writes with them."""


def is_unspaced(tag: str) -> bool:
    """Whether a language puts no spaces between its words."""
    return not UNSPACED.isdisjoint(scripts(tag))


def is_sentence(text: str, tag: str) -> bool:
    """Whether a text is long enough to be a sentence of a language; only what is in its script counts, and numbers."""
    own = scripts(tag)
    if is_unspaced(tag):
        return sum(script_of(character) in own for character in text) >= LEAST_CHARACTERS
    words = (word for word in text.split() if any(sign.isdigit() or script_of(sign) in own for sign in word))
    return len([*words]) >= LEAST_WORDS
