"""Headers of tables: what a column under an unknown name was meant to be, and how a header is with what it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from generator.core.languages import interface
from generator.core.nearest import suggest
from generator.core.values import Refusal
from generator.format.fields import AnyField, Shape
from generator.format.naming import title

Texts = Callable[[int], Iterable[str]]
"""The different texts of a column, by its place in the header."""


def columns_meant(
    header: Sequence[str], unknown: Iterable[int], shape: Shape, texts: Texts
) -> dict[int, str]:
    """Which columns those under unknown names may be: by how they are written or what people call them, by their place among
    the others, or where one alone is lacking by what stands in it. `unknown` are their places in the header.
    """
    unknown = list(unknown)
    absent = [item for item in shape.fields if item.name not in header]
    meant: dict[int, str] = {}
    called = columns_called(header, shape)
    for at in unknown:
        named = called.get(at) or suggest(header[at], [item.name for item in absent])
        if named and named not in meant.values():
            meant[at] = named
    names = [meant.get(at, name) for at, name in enumerate(header)]
    meant |= _by_place(names, [at for at in unknown if at not in meant], shape, texts)
    left = [at for at in unknown if at not in meant]
    lacking = [item for item in absent if not item.optional_column and item.name not in meant.values()]
    if (
        len(left) == len(lacking) == 1
        and not lacking[0].free
        and _fits(lacking[0], texts(left[0]), says=True)
    ):
        meant[left[0]] = lacking[0].name
    return meant


def in_place_of(header: Sequence[str], at: int, shape: Shape, texts: Texts) -> str:
    """The column that has to be there and is not, in whose place one stands that may be it by what it holds; or nothing."""
    name = _by_place(header, [at], shape, texts).get(at, "")
    return name if name and not shape.by_name[name].optional_column else ""


def columns_called(header: Sequence[str], shape: Shape) -> dict[int, str]:
    """Which columns bear the title of one that is not there in its place, in some language of the program, or its name in
    capitals or with spaces.
    """
    absent = [item for item in shape.fields if item.name not in header]
    called = _titles(absent, shape)
    return {at: called[plain] for at, plain in enumerate(map(_plain, header)) if plain in called}


_VALUE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?|[+-]?\d+(?:[.,]\d+)*%?")
"""What no column is called: a day, a month or a number."""


def is_value(text: str) -> bool:
    """Whether a text of the first line can only be that of a row."""
    return _VALUE.fullmatch(text) is not None


def is_header(cells: Sequence[str], shape: Shape) -> bool:
    """Whether a row is a header: most of what it says, and more than one cell of it, are names of columns."""
    said = [name for cell in cells if (name := cell.strip())]
    known = sum(name in shape.by_name for name in said)
    return known > 1 and 2 * known > len(said)


def called(column: str, shape: Shape) -> frozenset[str]:
    """What people call a column in the languages of the program, in small letters; nothing for one that the format does not know."""
    known = column in shape.by_name
    return frozenset(_plain(title(shape.name, column, language)) for language in interface() if known)


_LIKE_AN_ID = re.compile("[a-z0-9][a-z0-9./-]*")


def is_called_so(text: str, column: str, shape: Shape) -> bool:
    """Whether a text is the name of a column or what people call it. Ids are none, so that the words need not be loaded for them."""
    return text == column or (_LIKE_AN_ID.fullmatch(text) is None and _plain(text) in called(column, shape))


def is_header_in_words(cells: Sequence[str], header: Sequence[str], shape: Shape) -> bool:
    """Whether a row tells what the columns above it are called: most of what it says, and more than one cell of it."""
    said = [(_plain(cell), column) for cell, column in zip(cells, header, strict=True) if cell.strip()]
    known = sum(name in called(column, shape) for name, column in said)
    return known > 1 and 2 * known > len(said)


def completed(header: Sequence[str], missing: Iterable[str], shape: Shape) -> list[str]:
    """A header with the columns that it lacks, each behind the one that stands before it in the format."""
    order = [item.name for item in shape.fields]
    whole = list(header)
    for name in missing:
        before = [other for other in order[: order.index(name)] if other in whole]
        whole.insert(whole.index(before[-1]) + 1 if before else 0, name)
    return whole


def _titles(absent: Iterable[AnyField], shape: Shape) -> Mapping[str, str]:
    """What people call some columns, in each language of the program or by their names, with their names."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for item in absent:
        titles = (title(shape.name, item.name, language) for language in interface())
        for name in {_plain(item.name), *map(_plain, titles)}:
            if found.setdefault(name, item.name) != item.name:
                twice.add(name)
    return {name: column for name, column in found.items() if name not in twice}


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("’", "'").casefold().split())


def _by_place(names: Sequence[str], unknown: Sequence[int], shape: Shape, texts: Texts) -> dict[int, str]:
    """Those that stand just where as many others are lacking, all of which they may be by what they hold."""
    order = {item.name: at for at, item in enumerate(shape.fields)}
    found: dict[int, str] = {}
    for first, last in _runs(unknown):
        before = max((order[name] for name in names[:first] if name in order), default=-1)
        after = min((order[name] for name in names[last + 1 :] if name in order), default=len(order))
        gap = [item for item in shape.fields[before + 1 : after] if item.name not in names]
        lacking = [item for item in gap if not item.optional_column]
        places = range(first, last + 1)
        if not lacking and len(places) == 1:
            # One that may be left out is there only where something shows it.
            lacking = [item for item in gap if len(gap) == 1 or _fits(item, texts(first), says=True)]
        if len(lacking) == len(places) and all(
            _fits(item, texts(at)) for at, item in zip(places, lacking, strict=True)
        ):
            found |= {at: item.name for at, item in zip(places, lacking, strict=True)}
    return found


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Places that follow one another: the first and the last of each run."""
    for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        found = [at for _, at in run]
        yield found[0], found[-1]


def _fits(item: AnyField, texts: Iterable[str], *, says: bool = False) -> bool:
    """Whether a column can hold some texts; `says`: and whether there are any."""
    said = False
    for text in texts:
        if isinstance(item.read(text), Refusal) if text else item.required:
            return False
        said |= bool(text)
    return said or not says
