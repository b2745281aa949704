"""Walks through the words of one figure, and says at which one reading had to end."""

from __future__ import annotations

from generator.core.figures.numerals import neighbours
from generator.core.figures.tokens import Token
from generator.core.values import Refusal


class UnreadableError(Exception):
    """Ends the reading of a figure: the code of a problem, and the word that stands in the way."""

    def __init__(self, code: str, word: str = "") -> None:
        self.refusal = Refusal(code, detail=word)


class Cursor:
    """A place among the words of a figure; `printed` is the figure as it stands."""

    def __init__(self, tokens: list[Token], printed: str) -> None:
        self.tokens = tokens
        self.printed = printed
        self.position = 0

    @property
    def token(self) -> Token | None:
        """The next word, None at the end."""
        return self.ahead(0)

    def ahead(self, by: int = 1) -> Token | None:
        """A word further on, None where there is none."""
        place = self.position + by
        return self.tokens[place] if place < len(self.tokens) else None

    def take(self, *kinds: str) -> Token | None:
        """The next word, and past it, where it is one of these kinds."""
        token = self.token
        if token is None or token.sense(*kinds) is None:
            return None
        self.position += 1
        return token

    def since(self, start: int) -> str:
        """What is printed from a word up to this place."""
        return self.printed[self.tokens[start].start : self.tokens[self.position - 1].end]

    def stuck(self) -> UnreadableError:
        """Why it cannot go on here."""
        token = self.token
        if token is not None and token.sense("vague", "vague_before"):
            return UnreadableError("figure-vague", token.text)
        if token is not None and token.sense("unreadable") and neighbours(token.text):
            return UnreadableError("figure-vague", token.text)
        return UnreadableError("bad-figure", token.text if token else "")


def counts(token: Token | None) -> bool:
    """Whether a word begins a number."""
    kinds = ("number", "numeral", "percent_before", "currency", "multiple", "unreadable", "broken")
    return token is not None and token.sense(*kinds) is not None
