"""Texts in several languages: a text as its package has it, and what a reader of one language is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from string import Formatter
from typing import Self

from generator.core.languages import language, named, script_of, scripts


class Phrase(str):
    """A text of which parts are in another language than its reader's.

    To everybody it is the plain text; as HTML (`__html__`, which templates ask for) each such part is marked with its
    language, so that it is read aloud and broken into lines as what it is. `parts` are (text, tag), the tag empty for
    what is in the reader's own language. The text of a part may be a phrase in its turn: a sentence in one language
    that names things in another keeps its own order of words.
    """

    __slots__ = ("parts",)

    parts: tuple[tuple[str, str], ...]

    def __new__(cls, parts: Iterable[tuple[str, str]]) -> Self:
        """Out of its parts."""
        kept = tuple(parts)
        made = super().__new__(cls, "".join(text for text, _ in kept))
        made.parts = kept
        return made

    @property
    def flat(self) -> tuple[tuple[str, str], ...]:
        """The parts without any in another: each text with the language that it is in, in the order of reading."""
        return tuple(
            (text, inner or tag)
            for part, tag in self.parts
            for text, inner in (part.flat if isinstance(part, Phrase) else ((part, ""),))
            if text
        )

    def __html__(self) -> str:
        """Escaped, with a mark around each part in another language."""
        return "".join(_marked(text, tag) if tag else as_html(text) for text, tag in self.parts)


def as_html(text: str) -> str:
    """A text escaped for HTML, with what is known of its languages."""
    return text.__html__() if isinstance(text, Phrase) else escape(text)


def _marked(text: str, tag: str) -> str:
    tongue, html = language(tag), as_html(text)
    # Space at an end keeps what stands beside it away, on whichever side that is.
    before, after = html[: len(html) - len(html.lstrip())], html[len(html.rstrip()) :]
    return f'{before}<span lang="{tongue.html}" dir="{tongue.direction}">{html.strip()}</span>{after}'


def _parts(text: str) -> tuple[tuple[str, str], ...]:
    return text.parts if isinstance(text, Phrase) else ((text, ""),)


def foreign(text: str) -> str:
    """The tag of the one language that a whole text is in; empty where any of it is in the reader's own or a third one.

    For forms that name the language of a text but cannot mark a part of it.
    """
    tags = {tag for part, tag in _parts(text) if part.strip()}
    return tags.pop() if len(tags) == 1 else ""


def named_in(text: str, tag: str, reader: str) -> str:
    """What a language is called in that of a text which names it: where the reader's lacks the text, in the one that lent it."""
    return named(tag, foreign(text) or reader)


def mapped(text: str, change: Callable[[str], str]) -> str:
    """A text with a change made to each part of it, which keeps what is known of its languages."""
    return (
        Phrase((change(part), tag) for part, tag in _parts(text))
        if isinstance(text, Phrase)
        else change(text)
    )


def as_written(text: str, tag: str, reader: str) -> str:
    """Words that are in one language only, as a reader of another is shown them."""
    return Phrase([(text, tag)]) if text and tag != reader else text


def by_script(text: str, tags: Iterable[str], reader: str) -> str:
    """Words of which nobody says in which language they are, such as a name: marked as the first of some languages
    whose script they are in, where that is not the reader's. Latin letters, which stand in texts of every language,
    tell nothing.
    """
    used = {script_of(character) for character in text if character.isalpha()} - {"LATIN"}
    if not used or used & scripts(reader):
        return text
    return next((Phrase([(text, tag)]) for tag in tags if used & scripts(tag)), text)


def joined(texts: Iterable[str], between: str = "") -> str:
    """Texts as one, which keeps what is known of their languages."""
    found = tuple(texts)
    if not any(isinstance(text, Phrase) for text in found):
        return between.join(found)
    parts: list[tuple[str, str]] = []
    for position, text in enumerate(found):
        parts += [*([(between, "")] if position and between else []), *_parts(text)]
    return Phrase(parts)


def filled(template: str, values: Mapping[str, str], reader: str = "") -> str:
    """A text with its `{named}` places filled, which keeps what is known of its language and those of the values.

    A template in another language than the `reader` stays a sentence of its language, and the words of the reader's in
    it are marked. Raises KeyError where a place has no value.
    """
    if isinstance(template, Phrase) and (own := foreign(template)):
        inner = {name: _within(value, own, reader) for name, value in values.items()}
        return Phrase([(joined(_filled(template, inner)), own)])
    if values and any(isinstance(value, Phrase) for value in values.values()):
        return joined(_filled(template, values))
    return template.format_map(values)


def _within(value: str, language: str, reader: str) -> str:
    """A value as part of a sentence in a language; figures are in none."""
    own = ((text, tag or (reader if any(map(str.isalpha, text)) else "")) for text, tag in _parts(value))
    return Phrase((text, "" if tag == language else tag) for text, tag in own)


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
