"""The observations for statistical software: SDMX-CSV 2.0, with the structure that they have as an SDMX-ML 3.0 message.

https://github.com/sdmx-twg/sdmx-csv and https://github.com/sdmx-twg/sdmx-ml. The dimensions are what the id of an
observation is made of; what else a row says of how the number is to be taken are attributes of it. Notes stay in
`observations.csv`.
"""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path

from generator.core.codes import ObservationStatus, Qualifier
from generator.core.csv_files import csv_file
from generator.core.languages import language, spoken
from generator.core.messages import catalogue
from generator.core.model import Package
from generator.core.phrases import Text
from generator.format.naming import title
from generator.format.published import BREAKDOWN
from generator.format.tables import OBSERVATIONS
from generator.publishing.export.about import words
from generator.publishing.export.breakdowns import Values, values_of
from generator.publishing.export.filled import LONGEST_TABLE, FilledTable
from generator.publishing.export.gzipped import Gzipped, Piece
from generator.publishing.export.parted import Parts, in_parts
from generator.publishing.export.pieces import Pieces
from generator.publishing.export.standards.described import Described

STRUCTURE, ROWS = "sdmx-structure.xml", "sdmx-observations.csv"
PACKED = f"{ROWS}.gz"
"""The observations of a package that has more than a workbook holds: of each row most is the same as in the one before."""

MEDIA = "application/vnd.sdmx.structure+xml"

_SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_MES, _STR, _COM = (f"{_SCHEMAS}/{name}" for name in ("message", "structure", "common"))
_XML = "http://www.w3.org/XML/1998/namespace"
_URN = "urn:sdmx:org.sdmx.infomodel"
_TOTAL = "_T"
"""The code of what is not broken down, as in SDMX's own lists."""

_NAME, _CONCEPTS = "OBSERVATIONS", "CONCEPTS"


@dataclass(frozen=True, slots=True)
class _Component:
    """A column there: its id, the column of the observations that it is made of, and either the list of its codes or the
    type of its texts.
    """

    id: str
    column: str
    codes: str = ""
    type: str = "String"


_DIMENSIONS = (
    _Component("DOCUMENT", "document_id", codes="CL_DOCUMENT"),
    _Component("INDICATOR", "indicator_id", codes="CL_INDICATOR"),
    _Component("REF_AREA", "area_id", codes="CL_AREA"),
    _Component("AS_OF", "as_of", type="GregorianDay"),
)
_TIME = _Component("TIME_PERIOD", "period_start", type="ObservationalTimePeriod")
_VALUE = _Component("OBS_VALUE", "value", type="Decimal")
_ATTRIBUTES = (
    _Component("OBS_STATUS", "obs_status", codes="CL_OBS_STATUS"),
    _Component("UNIT_MEASURE", "unit_id", codes="CL_UNIT"),
    _Component("QUALIFIER", "qualifier", codes="CL_QUALIFIER"),
    _Component("STATED_SHARE", "stated_share", type="Decimal"),
    _Component("STATED_CHANGE", "stated_change", type="Decimal"),
    _Component("LOCATOR", "locator"),
    _Component("FIGURE", "figure"),
    _Component("PAGE", "page", type="Integer"),
)


_COLUMNS = (*(item.column for item in (*_DIMENSIONS, _TIME, _VALUE, *_ATTRIBUTES)), "period_end")

_AT_ONCE = 1_000
"""Lines that are written together."""

PART = "sdmx/"
"""How the pieces of the packed observations are called: the rows of a file of the authors. Noted is, besides, what they are
before they are packed.
"""


def file_of(rows: int) -> str:
    """The name of the file of so many observations."""
    return ROWS if rows <= LONGEST_TABLE else PACKED


def write_observations(file: Path, told: Described, parts: Parts, pieces: Pieces) -> None:
    """Write the observations, each with the structure that it has, into a file that is named by `file_of`: packed where they
    are many, in the `parts` in which they were read.
    """
    lines = _Lines(told)
    with file.open("wb") as content:
        if file.name == ROWS:
            content.write(lines.head)
            content.writelines(lines.of(range(len(told.package.observations))))
            return
        packed = Gzipped(content)
        packed.add(packed.write([lines.head]))
        written = in_parts(
            content, file.name, PART, parts, pieces, lambda rows, _: packed.write(lines.of(rows))
        )
        for _, piece in written:
            packed.add(Piece(*piece))
        packed.end()


class _Lines:
    """The lines of the observations. Each begins with the structure and a cell for each dimension.

    Ids and days have no sign that would have to be quoted. Of very many dimensions those of all rows would be most of the
    work, so each combination is put together once.
    """

    def __init__(self, told: Described) -> None:
        package = told.package
        self._tables = {table.name: table for table in told.tables}
        self._dimensions = tuple(package.dimensions)
        self._first = f"datastructure,{_identity(package)},I"
        self._broken_down: dict[str, str] = {}
        own = [*_dimensions(package), _TIME.id, _VALUE.id, *(item.id for item in _ATTRIBUTES)]
        self.head = csv_file([("STRUCTURE", "STRUCTURE_ID", "ACTION", *own)])

    def of(self, rows: range) -> Iterator[bytes]:
        """Those of some rows, some of them at a time."""
        broken_down = (BREAKDOWN,) if self._dimensions else ()
        own = self._tables[OBSERVATIONS.name].only([*_COLUMNS, *broken_down]).at(rows)
        cells = zip(*(own.column(item.column) for item in (_VALUE, *_ATTRIBUTES)), strict=True)
        lines = zip(self._places(own), cells, strict=True)
        while some := list(islice(lines, _AT_ONCE)):
            text = io.StringIO(newline="")
            writer = csv.writer(text, lineterminator="\n")
            for place, values in some:
                text.write(place)
                writer.writerow(values)
            yield text.getvalue().encode()

    def _places(self, rows: FilledTable) -> Iterator[str]:
        """The beginning of each line."""
        keys = rows.column(BREAKDOWN) if self._dimensions else ("",) * len(rows)
        columns = (rows.column(item.column) for item in _DIMENSIONS)
        periods = _periods(rows.column("period_start"), rows.column("period_end"))
        for key, period, document, indicator, area, day in zip(keys, periods, *columns, strict=True):
            broken_down = self._broken_down.get(key)
            if broken_down is None:
                own = self._values[key]
                broken_down = "".join(f",{own.get(name, _TOTAL)}" for name in self._dimensions)
                self._broken_down[key] = broken_down
            yield f"{self._first},{document},{indicator},{area}{broken_down},{day},{period},"

    @cached_property
    def _values(self) -> Values:
        return values_of(self._tables["breakdowns"]) if self._dimensions else {"": {}}


def _periods(starts: Iterable[str], ends: Iterable[str]) -> Iterator[str]:
    """Periods as SDMX writes them."""
    known: dict[tuple[str, str], str] = {}
    for pair in zip(starts, ends, strict=True):
        if pair not in known:
            known[pair] = time_period(*map(date.fromisoformat, pair))
        yield known[pair]


def time_period(first: date, last: date) -> str:
    """A period, both days included, as SDMX writes it: a year, month or day, else from when and for how long."""
    after = last + timedelta(days=1) if last < date.max else last
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day == after.day == 1 and months:
        if months == 1:
            return first.isoformat()[:7]
        return str(first.year).zfill(4) if months == 12 and first.month == 1 else f"{first}/P{months}M"  # noqa: PLR2004
    return first.isoformat() if first == last else f"{first}/P{(last - first).days + 1}D"


def _by(dimension: str) -> str:
    """The id of a breakdown; the word before it keeps it away from all other ids, and a digit from standing first."""
    return f"BY_{dimension.replace('-', '_').upper()}"


def _dimensions(package: Package) -> list[str]:
    *first, last = (item.id for item in _DIMENSIONS)
    return [*first, *map(_by, package.dimensions), last]


def _version(package: Package) -> str:
    """The version of the structure: that of the package where it is a semantic one, as SDMX wants it."""
    return package.version if re.fullmatch(r"\d+\.\d+\.\d+", package.version, re.ASCII) else "1.0.0"


def _agency(package: Package) -> str:
    """Who keeps the structure, by the package; an id there begins with a letter."""
    return package.id if package.id[0].isalpha() else f"P-{package.id}"


def _identity(package: Package) -> str:
    return f"{_agency(package)}:{_NAME}({_version(package)})"


Codes = Iterable[tuple[str, Mapping[str, str]]]
"""Codes, each with its names by language."""


def structure(told: Described) -> bytes:
    """The structure: code lists, concepts and the definition of the data."""
    package = told.package
    for prefix, address in (("mes", _MES), ("str", _STR), ("com", _COM)):
        ET.register_namespace(prefix, address)
    root = ET.Element(f"{{{_MES}}}Structure")
    header = ET.SubElement(root, f"{{{_MES}}}Header")
    agency = _agency(package)
    for name, text in (
        ("ID", f"{agency}-{told.made}"),
        ("Test", "false"),
        ("Prepared", f"{told.made}T00:00:00Z"),
    ):
        ET.SubElement(header, f"{{{_MES}}}{name}").text = text
    ET.SubElement(header, f"{{{_MES}}}Sender", {"id": agency})
    parts = ET.SubElement(root, f"{{{_MES}}}Structures")
    lists = ET.SubElement(parts, f"{{{_STR}}}Codelists")
    named = spoken(package.languages)
    for name, column, codes in _code_lists(package, named):
        node = _maintained(lists, "Codelist", name, package, _titles(column, named))
        for code, names in codes:
            _names(ET.SubElement(node, f"{{{_STR}}}Code", {"id": code}), names, code)
    concepts = ET.SubElement(parts, f"{{{_STR}}}ConceptSchemes")
    scheme = _maintained(concepts, "ConceptScheme", _CONCEPTS, package, dict(package.title.said))
    for name, names in _concepts(package, named):
        _names(ET.SubElement(scheme, f"{{{_STR}}}Concept", {"id": name}), names, name)
    definitions = ET.SubElement(parts, f"{{{_STR}}}DataStructures")
    definition = _maintained(definitions, "DataStructure", _NAME, package, dict(package.title.said))
    _components(ET.SubElement(definition, f"{{{_STR}}}DataStructureComponents"), package)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _code_lists(package: Package, languages: Sequence[str]) -> Iterator[tuple[str, str, Codes]]:
    """Each list: its id, the column that it is of, and its codes."""

    def of(entries: Mapping[str, Text]) -> Codes:
        return ((name, dict(text.said)) for name, text in entries.items())

    yield "CL_DOCUMENT", "document_id", of({item.id: item.title for item in package.documents.values()})
    yield "CL_INDICATOR", "indicator_id", of({item.id: item.title for item in package.indicators.values()})
    yield "CL_AREA", "area_id", of({item.id: item.title for item in package.areas.values()})
    yield "CL_UNIT", "unit_id", of({item.id: item.title for item in package.units.values()})
    for column, kind in (("obs_status", ObservationStatus), ("qualifier", Qualifier)):
        texts = {tag: catalogue(tag, "site").get(column, {}) for tag in languages}
        yield (
            f"CL_{column.upper()}",
            column,
            (
                (code, {tag: own[code] for tag, own in texts.items() if "{" not in own.get(code, "{")})
                for code in map(str, kind)
            ),
        )
    for item in package.dimensions.values():
        whole = dict(words("sdmx.total", languages).said)
        yield _list_of(item.id), item.id, [(_TOTAL, whole), *of(item.values)]


def _list_of(dimension: str) -> str:
    return f"CL_{_by(dimension)}"


def _concepts(package: Package, languages: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for item in (*_DIMENSIONS, _TIME, _VALUE, *_ATTRIBUTES):
        yield item.id, _titles(item.column, languages)
    for dimension in package.dimensions.values():
        yield _by(dimension.id), dict(dimension.title.said)


def _titles(column: str, languages: Iterable[str]) -> Mapping[str, str]:
    return {tag: title("observations", column, tag) for tag in languages}


def _components(node: ET.Element, package: Package) -> None:
    """What the data consist of: dimensions, attributes, the measure."""
    own = {item.id: item for item in _DIMENSIONS}
    own |= {_by(name): _Component(_by(name), BREAKDOWN, codes=_list_of(name)) for name in package.dimensions}
    dimensions = ET.SubElement(node, f"{{{_STR}}}DimensionList")
    for position, name in enumerate(_dimensions(package), 1):
        _component(dimensions, "Dimension", own[name], package, {"position": str(position)})
    _component(dimensions, "TimeDimension", _TIME, package, {})
    attributes = ET.SubElement(node, f"{{{_STR}}}AttributeList")
    for item in _ATTRIBUTES:
        attribute = _component(attributes, "Attribute", item, package, {"usage": "optional"})
        relation = ET.SubElement(attribute, f"{{{_STR}}}AttributeRelationship")
        ET.SubElement(relation, f"{{{_STR}}}Observation")
        measure = ET.SubElement(attribute, f"{{{_STR}}}MeasureRelationship")
        ET.SubElement(measure, f"{{{_STR}}}Measure").text = _VALUE.id
    _component(ET.SubElement(node, f"{{{_STR}}}MeasureList"), "Measure", _VALUE, package, {})


def _component(
    parent: ET.Element, kind: str, item: _Component, package: Package, more: Mapping[str, str]
) -> ET.Element:
    node = ET.SubElement(parent, f"{{{_STR}}}{kind}", {"id": item.id, **more})
    agency, version = _agency(package), _version(package)
    concept = f"{_URN}.conceptscheme.Concept={agency}:{_CONCEPTS}({version}).{item.id}"
    ET.SubElement(node, f"{{{_STR}}}ConceptIdentity").text = concept
    form = ET.SubElement(node, f"{{{_STR}}}LocalRepresentation")
    if item.codes:
        codes = f"{_URN}.codelist.Codelist={agency}:{item.codes}({version})"
        ET.SubElement(form, f"{{{_STR}}}Enumeration").text = codes
    else:
        ET.SubElement(form, f"{{{_STR}}}TextFormat", {"textType": item.type})
    return node


def _maintained(
    parent: ET.Element, kind: str, name: str, package: Package, names: Mapping[str, str]
) -> ET.Element:
    identity = {"id": name, "agencyID": _agency(package), "version": _version(package)}
    node = ET.SubElement(parent, f"{{{_STR}}}{kind}", identity)
    _names(node, names, name)
    return node


def _names(node: ET.Element, names: Mapping[str, str], otherwise: str) -> None:
    """What a thing is called, in each language; its id where nobody called it anything."""
    for tag, text in names.items() or [("", otherwise)]:
        spoken_in = {f"{{{_XML}}}lang": language(tag).html} if tag else {}
        ET.SubElement(node, f"{{{_COM}}}Name", spoken_in).text = text
