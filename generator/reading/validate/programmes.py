"""Rules of programmes: each is named by a document, in the words that are cited of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from generator.core.codes import Officers
from generator.core.private import maybe_of_persons, numbers_of_persons
from generator.core.problems import Problem
from generator.format.tables import GOALS, MENTIONS, PACKAGE, PROGRAMMES
from generator.reading.validate.inventory import PackageRecords
from generator.reading.validate.rows import by_value, figures_missing, identified, repeated
from generator.reading.validate.structure import Records

_BETWEEN = re.compile(r"[\s“”‘’〝〞〟\"'「」『』]+")


def names_of(package: PackageRecords) -> Mapping[str, Sequence[str]]:
    """By programme the words by which documents name it: its title in each language, and the other names it goes by."""
    listed = package.lists.get(PROGRAMMES.name)
    if listed is None:
        return {}
    titles = [listed[item] for item in PROGRAMMES.title.columns(listed.shape.tongues)]
    return {
        name: tuple(dict.fromkeys(filter(None, (*called, *(others or ())))))
        for name, others, *called in zip(listed["id"], listed[PROGRAMMES.names], *titles, strict=True)
    }


def as_named(text: str) -> str:
    """A text in the form in which names are looked for in it: width, case, white space and quotation marks aside."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def check_programmes(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each clause that does not name its programme, and for each programme that no document names."""
    called = names_of(package)
    mentioned: set[str | None] = set()
    for document in package.documents.values():
        for records in document.table(MENTIONS.name):
            programmes = records[MENTIONS.programme_id]
            mentioned.update(programmes)
            for row, (programme, clause) in enumerate(zip(programmes, records[MENTIONS.figure], strict=True)):
                names = called.get(programme or "", ())
                if clause and names and not any(as_named(name) in as_named(clause) for name in names):
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
    return [as_named(name) for listed in goals for names in listed for name in names or () if name]
