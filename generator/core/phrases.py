"""Texts in several languages: a text as its package has it, and what a reader of one language is shown of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from string import Formatter
from typing import Self

from generator.core.languages import language


class Phrase(str):
    """A text of which parts are in another language than its reader's.

    To everybody it is the plain text; as HTML (`__html__`, which templates ask for) each such part is marked with its
    language, so that it is read aloud and broken into lines as what it is. `parts` are (text, tag), the tag empty for
    what is in the reader's own language.
    """

    __slots__ = ("parts",)

    parts: tuple[tuple[str, str], ...]

    def __new__(cls, parts: Iterable[tuple[str, str]]) -> Self:
        """Out of its parts."""
        kept = tuple(parts)
        made = super().__new__(cls, "".join(text for text, _ in kept))
        made.parts = kept
        return made

    def __html__(self) -> str:
        """Escaped, with a mark around each part in another language."""
        return "".join(_marked(text, tag) if tag else escape(text) for text, tag in self.parts)


def _marked(text: str, tag: str) -> str:
    tongue = language(tag)
    return f'<span lang="{tongue.html}" dir="{tongue.direction}">{escape(text)}</span>'


def _parts(text: str) -> tuple[tuple[str, str], ...]:
    return text.parts if isinstance(text, Phrase) else ((text, ""),)


def joined(texts: Iterable[str], between: str = "") -> str:
    """Texts as one, which keeps what is known of their languages."""
    found = tuple(texts)
    if not any(isinstance(text, Phrase) for text in found):
        return between.join(found)
    parts: list[tuple[str, str]] = []
    for position, text in enumerate(found):
        parts += [*([(between, "")] if position and between else []), *_parts(text)]
    return Phrase(parts)


def filled(template: str, values: Mapping[str, str]) -> str:
    """A text with its `{named}` places filled, which keeps what is known of the languages of the values.

    Raises KeyError where a place has no value.
    """
    if not any(isinstance(value, Phrase) for value in values.values()):
        return template.format_map(values)
    return joined(_filled(template, values))


def _filled(template: str, values: Mapping[str, str]) -> Iterator[str]:
    for plain, name, form, _ in Formatter().parse(template):
        yield plain
        if name is not None:
            yield format(values[name], form) if form else values[name]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the languages of its package: (tag, text) for each, the main one first; without those it is not in."""

    said: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Text:
        """Of texts by the tags of their languages, the main one first."""
        return cls(tuple((tag, text) for tag, text in texts.items() if text))

    def __getitem__(self, tag: str) -> str:
        """What a reader of a language is shown: the text in it, else in the main language, marked as such."""
        for own, text in self.said:
            if own == tag:
                return text
        return Phrase([(self.said[0][1], self.said[0][0])]) if self.said else ""

    def own(self, tag: str) -> str:
        """The text in a language; empty where it is not in it."""
        return dict(self.said).get(tag, "")

    def together(self, between: str = " / ") -> str:
        """The text in all its languages at once."""
        return between.join(text for _, text in self.said)

    @property
    def tags(self) -> tuple[str, ...]:
        """The languages that it is in, the main one first."""
        return tuple(tag for tag, _ in self.said)

    @property
    def main(self) -> str:
        """The text in its first language."""
        return self.said[0][1] if self.said else ""

    def __bool__(self) -> bool:
        return bool(self.said)
