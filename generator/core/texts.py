"""Texts of anybody made fit to be shown: nothing invisible in them, and not too long for a message."""

from __future__ import annotations

import re

from generator.core.characters import unseen

LONGEST_QUOTE = 60
"""Characters of somebody's value that a message repeats."""

LONGEST_ID = 160
"""The same of ids and paths, which people search for."""

_SEARCHED = re.compile(r"[A-Za-z0-9._/:-]+(?: › [A-Za-z0-9._/:-]+)*")


def named(character: str) -> str:
    """The name of a character that cannot be shown: `⟨U+200B⟩`."""
    return f"⟨U+{ord(character):04X}⟩"


def visible(value: str) -> str:
    """A text fit for one line of a terminal: control and invisible characters are named instead of written."""
    hidden = {*unseen(value), *(at for at, sign in enumerate(value) if sign in "\t\r\n")}
    return (
        "".join(named(sign) if at in hidden else sign for at, sign in enumerate(value)) if hidden else value
    )


def quoted(value: str) -> str:
    """A value fit to stand in a message: visible, and not too long."""
    shown = visible(value)
    longest = LONGEST_ID if _SEARCHED.fullmatch(shown) else LONGEST_QUOTE
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"
