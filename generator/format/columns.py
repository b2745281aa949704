"""The words in which tables are declared: one function for each kind of column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from generator.core.external_codes import SCHEMES
from generator.format.fields import AnyField, Field, Shape, Texts, Type

E = TypeVar("E", bound=StrEnum)


def ident(name: str = "", refers_to: str = "", *, required: bool = True, **more: Any) -> Field[str]:
    """An id; `refers_to` is the table whose ids it names."""
    default = None if required else ""
    return Field(name, Type.ID, required=required, refers_to=refers_to, default=default, **more)


def idents(name: str = "", refers_to: str = "", *, required: bool = True) -> Field[tuple[str, ...]]:
    """Several ids."""
    default = None if required else ()
    return Field(name, Type.ID, required=required, many=True, refers_to=refers_to, default=default)


def path(name: str = "", refers_to: str = "", *, required: bool = True, **more: Any) -> Field[str]:
    """Ids joined by `/`, which name a row."""
    return Field(name, Type.PATH, required=required, refers_to=refers_to, **more)


def paths(name: str = "", refers_to: str = "", *, required: bool = True) -> Field[tuple[str, ...]]:
    """Several of these."""
    default = None if required else ()
    return Field(name, Type.PATH, required=required, many=True, refers_to=refers_to, default=default)


def text(name: str = "", *, required: bool = True, **more: Any) -> Field[str]:
    """A text as it stands, the same in every language; nothing where none stands, unless told."""
    default = more.pop("default", None if required else "")
    return Field(name, required=required, default=default, **more)


def words(name: str = "", *, required: bool = True, **more: Any) -> Texts:
    """A text in every language of the package. `figure`: in the main one it may not change silently. `computed`: words
    of the program, in those of them that it speaks.
    """
    return Texts(name, required=required, **more)


def number(name: str = "", *, required: bool = True, **more: Any) -> Field[Decimal]:
    """An exact decimal number."""
    return Field(name, Type.NUMBER, required=required, **more)


def count(name: str = "", *, required: bool = True, minimum: int) -> Field[int]:
    """A whole number."""
    return Field(name, Type.COUNT, required=required, minimum=minimum)


def day(name: str = "", *, required: bool = True, **more: Any) -> Field[date]:
    """A day."""
    return Field(name, Type.DATE, required=required, **more)


def flag(name: str = "", *, required: bool = True, figure: bool = False) -> Field[bool]:
    """Yes or no; no where nothing stands and nothing has to."""
    return Field(name, Type.BOOLEAN, required=required, default=None if required else False, figure=figure)


def link(name: str = "") -> Field[str]:
    """The address of a page or file on the web, where there is one."""
    return Field(name, Type.LINK, required=False, default="")


def external(kind: Type, *, unique: bool = False) -> Field[str]:
    """The code that a list of others gives to the entry, where it has one. `unique`: it names one entry alone, as a place
    or body has one code; a unit or an indicator may share its code with others that differ in what is not in the code.
    """
    pattern = SCHEMES[kind].pattern
    return Field(type=kind, required=False, optional_column=True, default="", pattern=pattern, unique=unique)


def code(
    enum: type[E], name: str = "", *, default: E | None = None, required: bool = True, **more: Any
) -> Field[E]:
    """One of a few values, all of which the program knows; the empty one is left out."""
    listed = tuple(member.value for member in more.pop("only", enum) if member.value)
    return Field(
        name,
        Type.CHOICE,
        required=required and default is None,
        choices=listed,
        enum=enum,
        default=default,
        **more,
    )


def choice(listed: Sequence[str], name: str = "", *, required: bool = True, **more: Any) -> Field[str]:
    """One of a few values that are only listed."""
    return Field(name, Type.CHOICE, required=required, choices=tuple(listed), **more)


def below(shape: Shape, *, required: bool = True, **more: Any) -> AnyField:
    """Records of another shape below a key."""
    return Field(required=required, nested=shape, **more)


def starts(*, figure: bool = False, locked: bool = False) -> Field[date]:
    """The first day of the period that a row is about."""
    return day(attribute="period.start", figure=figure, locked=locked)


def ends(*, figure: bool = False, locked: bool = False) -> Field[date]:
    """The last day of the period that a row is about."""
    return day(attribute="period.end", figure=figure, locked=locked)


def locator(*, cited: bool = True) -> Field[str]:
    """The section and item of the document at which a row stands. `cited`: with a printed figure."""
    attribute = "citation.locator" if cited else ""
    return Field(type=Type.LOCATOR, refers_to="locators", locked=cited, attribute=attribute)


def figure() -> Field[str]:
    """The figure as printed."""
    return Field(required=False, default="", figure=True, locked=True, attribute="citation.figure")


def occurrence() -> Field[int]:
    """Which of several alike it is; needed for finding it again, so it is not published."""
    return Field(
        type=Type.COUNT,
        required=False,
        optional_column=True,
        default=1,
        locked=True,
        published=False,
        attribute="citation.occurrence",
    )


def page(*, cited: bool = True) -> Field[int]:
    """The page of the original on which it begins, counted from 1, where that is known. `cited`: with a printed figure."""
    return Field(
        type=Type.PAGE,
        required=False,
        optional_column=True,
        locked=cited,
        attribute="citation.page" if cited else "",
    )
