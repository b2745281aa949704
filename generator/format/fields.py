"""What one column or key is, and how its text is read: the building blocks of the package format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, Self, TypeVar

from generator.core import limits, values
from generator.core.codes import SIGNS, Comparator, Qualifier
from generator.core.doubts import PASSABLE, doubts
from generator.core.external_codes import SCHEMES, read_code
from generator.core.figures import Figure, Written, between_ends, read_in_cell, written_number
from generator.core.languages import column, interface, spoken, text_of
from generator.core.values import Refusal

LIST = ";"
"""Stands between the entries of a list in one cell; no entry can hold it."""

NO_LIST = ("", "~", "null")
"""What may stand in YAML in the place of a list that is left out."""

_LOCATOR = re.compile(r"[^\s/,;|<>\"'（）／０-９]+(?:/[^\s/,;|<>\"'（）／０-９]+)*")
_HALF_WIDTH = str.maketrans("（）／０１２３４５６７８９", "()/0123456789")
"""What a locator has in its half-width form only, so that one section has one name in all documents."""

_PLAIN_STEP = "[0-9A-Za-z\u4e00-\u9fff._][0-9A-Za-z\u4e00-\u9fff._-]*"
_SIGNED = re.compile(
    r"(?P<sign>[<>]=?|[≤≥~≈∼≃])\s*(?P<before>[0-9-].*)|(?P<behind>[0-9](?:.*[0-9])?)\s*(?P<plus>\+)"
)
"""A number with a sign for how exact it is, before it or behind."""

_END = re.compile(r"[0-9][0-9.,\s’']*%?")
"""A number as one of the ends of a range."""

_VERSION = re.compile(r"(?:0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5})){2}")
_FORMAT = re.compile(r"[1-9][0-9]{0,3}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_OCCURRENCE = re.compile(r"[1-9][0-9]?")
_PAGE = re.compile(r"[1-9][0-9]{0,3}")


class Type(StrEnum):
    """What a value is read as."""

    ID = "id"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MONTH_DAY = "month_day"
    REDUCED_DATE = "reduced_date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LOCATOR = "locator"
    PATH = "path"
    VERSION = "version"
    FORMAT = "format"
    SHA256 = "sha256"
    COUNT = "count"
    PAGE = "page"
    ADDRESS = "address"
    LINK = "link"
    COLOUR = "colour"
    LANGUAGE = "language"
    ISO_3166 = "iso_3166"
    GBT_2260 = "gbt_2260"
    WIKIDATA = "wikidata"
    UCUM = "ucum"
    CREDIT_CODE = "credit_code"
    ROR = "ror"
    SDG = "sdg"


EXTERNAL = frozenset(Type(scheme) for scheme in SCHEMES)
"""Codes that others give, each type by the name of their list."""


T_co = TypeVar("T_co", covariant=True)

Enumeration = type[StrEnum]


@dataclass(frozen=True, slots=True)
class Field(Generic[T_co]):
    """One column or key, whose values are read as `T_co`.

    `required`: may not be empty. `optional_column`: a table may do without the column. `many`: a list of such values.
    `refers_to`: the table whose ids it names. `choices`: the only values; `enum`: their type, where the program has one;
    `called`: what people call them beside that, each word with its choice. `nested`: the shape of what stands below the
    key. `default`: what an empty value means.

    `figure`: a published figure, which may not change without a correction. `locked`: verification holds it fast.
    `printed_as`: the column that has the value as printed, where that is not `figure`. `published`: stands in the
    downloads. `attribute`: where the model has it, its own name unless told (`period.start`). `minimum`: the least
    number. `pattern`: a regular expression for the whole value, where its type has none. `tongues`: the languages of
    the package, in whose way a number or a day may have been written; they only help to say what was meant. `unique`: no
    two entries of a list have the same value.
    """

    name: str = ""
    type: Type = Type.TEXT
    required: bool = True
    optional_column: bool = False
    many: bool = False
    refers_to: str = ""
    choices: tuple[str, ...] = ()
    enum: Enumeration | None = None
    called: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    nested: Shape | None = None
    default: Any = None
    figure: bool = False
    locked: bool = False
    printed_as: str = ""
    published: bool = True
    attribute: str = ""
    minimum: int | None = None
    pattern: str = ""
    tongues: tuple[str, ...] = field(default=(), compare=False)
    unique: bool = False

    def __set_name__(self, owner: object, name: str) -> None:
        """In the body of a shape a column is called by the name that it is bound to."""
        if not self.name:
            object.__setattr__(self, "name", name)

    @property
    def path(self) -> str:
        """Where the model has the value."""
        return self.attribute or self.name

    @property
    def filled(self) -> bool:
        """Whether there is always a value, written or by default."""
        return self.required or bool(self.default)

    @property
    def plain(self) -> str:
        """A pattern (that RE2 knows as well) of texts that can certainly be read; empty where the type has none."""
        return "" if self.many else _PLAIN.get(self.type, "")

    @property
    def longest(self) -> int:
        """Characters that a value may have: whatever is to be read of it is looked for in no more of them."""
        return _LONGEST.get(self.type, limits.LONGEST_VALUE)

    @property
    def verbatim(self) -> bool:
        """Whether the value of such a text is the text itself."""
        return self.type in (Type.ID, Type.LOCATOR) and not self.default

    def read(self, text: str) -> Any | Refusal:
        """The typed value of a text, or why it cannot be read."""
        if len(text) > (longest := self.longest):
            code = "name-too-long" if self.type in (Type.ID, Type.PATH) else "text-too-long"
            return Refusal(code, detail=str(longest))
        if text != (bare := text.strip()):
            # Whoever takes away the spaces is not to be told of something else then.
            read = self.read(bare) if bare else bare
            return read if isinstance(read, Refusal) else Refusal("spaces-around", bare)
        if self.many and LIST in text:
            return Refusal("list-sign", ", ".join(part.strip() for part in text.split(LIST)))
        return _READERS[self.type](self, text)

    def doubts(self, text: str) -> Iterator[Refusal]:
        """What is wrong with a text that can be read (`core/doubts.py`)."""
        return doubts(text) if self.free else iter(())

    def objection(self, text: str) -> Refusal | None:
        """The first thing for which a text that can be read may not stand in the data."""
        return next((doubt for doubt in self.doubts(text) if doubt.code not in PASSABLE), None)

    @property
    def free(self) -> bool:
        """Whether its texts are words of people, or hold such as a host does, of which the type says little."""
        return self.type in (Type.TEXT, Type.LOCATOR, Type.LINK, Type.ADDRESS)


AnyField = Field[Any]

_PLAIN: Mapping[Type, str] = {
    Type.NUMBER: values.NUMBER,
    Type.LOCATOR: f"{_PLAIN_STEP}(?:/{_PLAIN_STEP})*",
}
"""What most texts of a type look like, of those of which a table may hold a million that differ."""


_LONGEST: Mapping[Type, int] = {
    Type.ID: limits.LONGEST_NAME,
    Type.TEXT: limits.LONGEST_TEXT,
    Type.ADDRESS: limits.LONGEST_LINK,
    Type.LINK: limits.LONGEST_LINK,
    Type.PATH: limits.LONGEST_PATH,
}
"""Characters of a value, where its type may have more or fewer than others."""


class Texts:
    """A text in the languages of a package: a column `<name>_<language>` for each, the main one first.

    Only in the main language must it be there, and only there, where names are official, may it not change silently.
    What the program says itself (`computed`) it says in those of the languages that it speaks. `unique`: no two entries that
    stand beside each other say the same, or what looks the same.
    """

    def __init__(
        self,
        name: str = "",
        *,
        required: bool = True,
        figure: bool = False,
        attribute: str = "",
        computed: bool = False,
        unique: bool = False,
    ) -> None:
        self.name, self.computed, self.unique = name, computed, unique
        self.required, self.figure, self._attribute = required, figure, attribute
        self._made: dict[tuple[str, ...], tuple[Field[str], ...]] = {}

    def __set_name__(self, owner: object, name: str) -> None:
        """The columns are called by the name that the text is bound to."""
        self.name = self.name or name

    @property
    def path(self) -> str:
        """Where the model has the text."""
        return self._attribute or self.name

    def columns(self, languages: Iterable[str]) -> tuple[Field[str], ...]:
        """The column of each language, in their order."""
        tongues = self.among(languages)
        if tongues not in self._made:
            self._made[tongues] = tuple(
                self.column(language, main=position == 0) for position, language in enumerate(tongues)
            )
        return self._made[tongues]

    def among(self, languages: Iterable[str]) -> tuple[str, ...]:
        """Those of some languages that the text has a column in; none of none."""
        wanted = tuple(languages)
        return spoken(wanted) if self.computed and wanted else wanted

    def column(self, language: str, *, main: bool) -> Field[str]:
        """The column of one language."""
        needed = self.required and (main or self.computed)
        return Field(
            column(self.name, language),
            required=needed,
            optional_column=not needed,
            figure=main and self.figure,
            attribute=f"{self.path}.{language}",
        )


Declared = Field[Any] | Texts
"""What the columns of a shape are declared as."""


class Shape:
    """The columns or keys of one kind of file: a class that binds each of them to its name, in their order.

    `keyed`: a mapping from ids (read as `entry`) to records of these fields. `listed`: a list of them. `tongues` are the
    languages that its texts have a column in, the main one first; as declared it has none (see `in_languages`).
    """

    name: str = ""
    keyed: bool = False
    listed: bool = False
    entry: Field[str] = Field("id", Type.ID)

    def __init_subclass__(
        cls, *, name: str = "", keyed: bool = False, listed: bool = False, entry: Field[str] | None = None
    ) -> None:
        super().__init_subclass__()
        cls.name, cls.keyed, cls.listed = name or cls.name, keyed, listed
        cls.entry = entry or cls.entry

    def __init__(self, declared: Iterable[Declared] | None = None, tongues: tuple[str, ...] = ()) -> None:
        self.declared = tuple(self._declared() if declared is None else declared)
        self.tongues = tongues
        self.fields = tuple(self._fields())
        self._spoken: dict[tuple[str, ...], Any] = {tongues: self}

    def _declared(self) -> Iterator[Declared]:
        for name, item in vars(type(self)).items():
            if isinstance(item, Texts) or (isinstance(item, Field) and name != "entry"):
                yield item

    def _fields(self) -> Iterator[Field[Any]]:
        for item in self.declared:
            if isinstance(item, Texts):
                yield from item.columns(self.tongues)
            elif item.nested is not None:
                yield replace(item, nested=item.nested.in_languages(self.tongues))
            elif item.type in (Type.NUMBER, Type.DATE) and self.tongues:
                yield replace(item, tongues=self.tongues)
            else:
                yield item

    def in_languages(self, languages: Iterable[str]) -> Self:
        """The same with a column for each text in each of some languages, the main one first."""
        wanted = tuple(languages)
        if wanted not in self._spoken:
            self._spoken[wanted] = type(self)(self.declared, wanted)
        spoken: Self = self._spoken[wanted]
        return spoken

    @cached_property
    def texts(self) -> tuple[Texts, ...]:
        """The texts that have a column in each language."""
        return tuple(item for item in self.declared if isinstance(item, Texts))

    def goes_together(self, values: Mapping[str, Any]) -> bool:  # noqa: ARG002 - for those that know more
        """Whether the values of a record can stand beside each other, so far as that tells ways to read its cells apart."""
        return True

    @cached_property
    def by_name(self) -> Mapping[str, Field[Any]]:
        """The fields by name."""
        return {item.name: item for item in self.fields}

    def find(self, name: str) -> Field[Any] | None:
        """A field by its name; a text also in a language that the shape has no column in."""
        if (found := self.by_name.get(name)) is not None:
            return found
        stem, language = text_of(name)
        return next((item.column(language, main=False) for item in self.texts if item.name == stem), None)


def _read_choice(item: Field[Any], text: str) -> str | Refusal:
    if text not in item.choices:
        return Refusal("unknown-choice", detail=" · ".join(item.choices))
    return item.enum(text) if item.enum else text


def _matching(pattern: re.Pattern[str], code: str) -> Any:
    def read(_: Field[Any], text: str) -> str | Refusal:
        if pattern.fullmatch(text):
            return text
        return Refusal(code, text.lower() if pattern.fullmatch(text.lower()) else "")

    return read


def _read_number(item: Field[Any], text: str) -> Decimal | Refusal:  # noqa: PLR0911 - one return for each way to get it wrong
    """A plain number. One that is written as printed, 5000个 or 约30, is refused with the number that it says."""
    read = values.read_number(text)
    digits = text.removesuffix("%").strip()
    written = written_number(digits, item.tongues) if isinstance(read, Refusal) else None
    if written is not None:
        return _meant(text, written)
    if not isinstance(read, Refusal) or read.suggestion:
        return read
    if len(meant := values.comma_meant(digits)) == 1:
        return replace(read, suggestion=meant[0])
    if (beside := _with_sign(item, text) or _two_numbers(item, text)) is not None:
        return beside
    figure = read_in_cell(text.translate(_HALF_WIDTH), item.tongues)
    # At most and within are what a target asks for; which number is meant then is the author's to say.
    if not isinstance(figure, Figure) or figure.upper is not None or figure.comparator is Comparator.LE:
        return read
    number = values.plain_number(values.as_decimal(figure.value))
    if isinstance(values.read_number(number), Refusal):
        return read
    if figure.qualifier is Qualifier.EXACT:
        return Refusal("number-unit", number, figure.unit or text)
    return Refusal("number-about", number, figure.qualifier.value)


def _with_sign(item: Field[Any], text: str) -> Refusal | None:
    """Why a number with a sign for how exact it is, as in <5, ~5 or 5+, is refused, whatever the language."""
    match = _SIGNED.fullmatch(text.translate(values.HALF_WIDTH))
    number = _number_in(item, match["before"] or match["behind"]) if match else ""
    if match is None or not number:
        return None
    return Refusal("number-about", number, SIGNS[Qualifier.__name__][match["sign"] or match["plus"]].value)


def _two_numbers(item: Field[Any], text: str) -> Refusal | None:
    """Why a range, as in 5-6 or 5 à 6, is refused, with both of its ends."""
    parts = [part.strip() for part in between_ends().split(text.translate(values.HALF_WIDTH), 1)]
    if len(parts) < 2 or not all(map(_END.fullmatch, parts)):  # noqa: PLR2004 - a range has two ends
        return None
    low, high = (_number_in(item, part.removesuffix("%")) for part in parts)
    return Refusal("number-range", low, high) if low and high else None


def _number_in(item: Field[Any], text: str) -> str:
    """The plain number that a part of a cell is, or says in another form; empty where it is none."""
    read = _read_number(item, text)
    return read.suggestion if isinstance(read, Refusal) else values.plain_number(read)


def _meant(text: str, written: Written) -> Refusal:
    """Why a number that languages write so is refused, with the number that it is; where they disagree, with both."""
    digits = text.removesuffix("%").strip()
    if written.value is None:
        ways = values.comma_meant(digits)
        return Refusal("number-two-ways", detail=" · ".join(ways)) if len(ways) > 1 else Refusal("bad-number")
    number = values.as_held(written.value)
    if isinstance(number, Refusal):
        return number
    if text.endswith("%"):
        return Refusal("number-percent", number)
    code = "number-thousands" if written.grouped else "bad-number"
    return Refusal(code, number, values.otherwise(digits, number))


def _read_external(item: Field[Any], text: str) -> str | Refusal:
    return read_code(item.type, text)


def _read_locator(_: Field[Any], text: str) -> str | Refusal:
    if _LOCATOR.fullmatch(text):
        return text
    plain = text.translate(_HALF_WIDTH)
    return Refusal("bad-locator", plain if _LOCATOR.fullmatch(plain) else "")


def _read_count(_: Field[Any], text: str) -> int | Refusal:
    return int(text) if _OCCURRENCE.fullmatch(text) else Refusal("bad-occurrence")


def _read_page(_: Field[Any], text: str) -> int | Refusal:
    return int(text) if _PAGE.fullmatch(text) else Refusal("bad-page")


def _read_format(_: Field[Any], text: str) -> int | Refusal:
    return int(text) if _FORMAT.fullmatch(text) else Refusal("other-format")


def _read_path(_: Field[Any], text: str) -> str | Refusal:
    """Ids joined by `/`, as in `2023-work-points/10`."""
    for part in text.split("/"):
        read = values.read_id(part)
        if isinstance(read, Refusal):
            return Refusal("bad-path") if read.code == "bad-id" else replace(read, part=part)
    return text


_READERS: Mapping[Type, Any] = {
    Type.ID: lambda _, text: values.read_id(text),
    Type.TEXT: lambda _, text: values.read_text(text),
    Type.NUMBER: _read_number,
    Type.DATE: lambda item, text: values.read_date(text, (*item.tongues, *interface())),
    Type.MONTH_DAY: lambda _, text: values.read_month_day(text),
    Type.REDUCED_DATE: lambda _, text: values.read_reduced_date(text),
    Type.BOOLEAN: lambda _, text: values.read_boolean(text),
    Type.CHOICE: _read_choice,
    Type.LOCATOR: _read_locator,
    Type.PATH: _read_path,
    Type.VERSION: _matching(_VERSION, "bad-version"),
    Type.FORMAT: _read_format,
    Type.SHA256: _matching(_SHA256, "bad-sha256"),
    Type.COUNT: _read_count,
    Type.PAGE: _read_page,
    Type.ADDRESS: lambda _, text: values.read_address(text),
    Type.LINK: lambda _, text: values.read_link(text),
    Type.COLOUR: _matching(_COLOUR, "bad-colour"),
    Type.LANGUAGE: lambda _, text: values.read_language(text),
    **dict.fromkeys(EXTERNAL, _read_external),
}
