"""Rules of programmes: each is named by a document, in the words that are cited of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from generator.core.codes import Officers
from generator.core.private import maybe_of_persons, numbers_of_persons
from generator.core.problems import Problem
from generator.format.tables import GOALS, MENTIONS, PACKAGE, PROGRAMMES
from generator.reading.validate.inventory import PackageRecords
from generator.reading.validate.rows import by_value, figures_missing, identified, repeated
from generator.reading.validate.structure import Records

_PASSED = frozenset("“”‘’〝〞〟\"'「」『』《》〈〉‹›«»-\u2010\u2011\u2012\u2013·•‧・\u0640")
"""What stands around words or joins their parts, and is set in one text and left out in another."""

_UNHEARD = ("Mn", "Me", "Cf", "Cc", "Zs", "Zl", "Zp")
"""Kinds of signs that are no letters: accents, invisible signs, white space."""

_RADICALS = str.maketrans(
    "⺠⻁⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰", "民虎见角贝车长门青韦页风飞马骨鬼鱼鸟卤麦黄齐齿龙"
)
"""Signs of which characters are made, and which fonts of PDF files put in their place; Unicode takes them for others."""


def names_of(package: PackageRecords) -> Mapping[str, Sequence[str]]:
    """By programme the words by which documents name it: its title in each language, and the other names it goes by.

    What has no letter or digit names nothing.
    """
    listed = package.lists.get(PROGRAMMES.name)
    if listed is None:
        return {}
    titles = [listed[item] for item in PROGRAMMES.title.columns(listed.shape.tongues)]
    rows = zip(listed["id"], listed[PROGRAMMES.names], *titles, strict=True)
    return {
        name: tuple(word for word in dict.fromkeys((*called, *(others or ()))) if word and as_named(word))
        for name, others, *called in rows
    }


def as_named(text: str) -> str:
    """A text in the form in which names are looked for in it: width, case, accents, white space, invisible signs, hyphens
    and quotation marks aside. It is that of each of its signs, one behind the other, so what is found has its place.
    """
    return text.translate(_HEARD)


class _Heard(dict[int, str]):
    """What is heard of a sign, found when it is asked for."""

    def __missing__(self, sign: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(sign).translate(_RADICALS)).casefold()
        self[sign] = "".join(
            letter
            for letter in unicodedata.normalize("NFKD", plain)
            if letter not in _PASSED and unicodedata.category(letter) not in _UNHEARD
        )
        return self[sign]


_HEARD = _Heard()


def check_programmes(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each clause that does not name its programme, and for each programme that no document names."""
    called = names_of(package)
    mentioned: set[str | None] = set()
    for document in package.documents.values():
        for records in document.table(MENTIONS.name):
            programmes = records[MENTIONS.programme_id]
            mentioned.update(programmes)
            for row, (programme, clause) in enumerate(zip(programmes, records[MENTIONS.figure], strict=True)):
                names = called.get(programme or "")
                if not clause or names is None:
                    continue
                if not any(as_named(name) in as_named(clause) for name in names):
                    values = {"value": clause, "key": str(programme), "allowed": " · ".join(names)}
                    yield Problem("mention-nameless", records.place(row, MENTIONS.figure.name), values)
            yield from figures_missing(records)
            yield from _of_persons(package, records)
        yield from repeated(
            identified(document, MENTIONS, MENTIONS.figure.name, MENTIONS.slug.name), by_value
        )
    listed = package.lists.get(PROGRAMMES.name)
    if listed is None or any(path.endswith(f"/{MENTIONS.name}.csv") for path in package.unread):
        return
    for row, name in enumerate(listed["id"]):
        if name not in mentioned:
            yield Problem("programme-unnamed", listed.place(row, ""), {"value": name})


def _of_persons(package: PackageRecords, records: Records) -> Iterator[Problem]:
    """A clause is published as it is printed, so it holds no number of a person, nor a name that is held back."""
    held_back = _held_back(package)
    for row, clause in enumerate(records[MENTIONS.figure]):
        numbers = (*numbers_of_persons(clause or ""), *maybe_of_persons(clause or ""))
        if numbers or any(name in as_named(clause or "") for name in held_back):
            yield Problem("mention-private", records.place(row, MENTIONS.figure.name))


def _held_back(package: PackageRecords) -> Sequence[str]:
    """The officers whom the goals name, where the package does not publish them."""
    if package.package is None or package.package[PACKAGE.officers] == [Officers.PUBLISHED]:
        return ()
    goals = (document.goals[GOALS.officers] for document in package.documents.values() if document.goals)
    named = (as_named(name) for listed in goals for names in listed for name in names or ())
    return [name for name in named if name]
