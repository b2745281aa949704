"""A correction that came as an issue: hostile text → the files of the data with it, or what to mend."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from heapq import nlargest

from generator.archive.citations import plain
from generator.core.codes import ObservationStatus
from generator.core.figures import Figure
from generator.core.languages import FALLBACK, near, spoken
from generator.core.messages import lookup
from generator.core.phrases import Text, named_in
from generator.core.problems import Report
from generator.core.values import ID, Refusal, as_decimal, plain_number
from generator.editing.figure_entry import is_numberless
from generator.editing.files.apply import besides, described, judge
from generator.editing.files.rows import Cells, Reason, TableRow, corrected, find
from generator.editing.issue_form import Fault, languages_of, read_form
from generator.reading.trees import Tree
from generator.reading.validate import PackageRecords, validate
from generator.reading.validate.inventory import DocumentRecords

TABLES = ("observations", "targets", "planned")
"""Whose figures can be corrected with the form."""

_PART = re.compile(ID)
_IDLE = re.compile(r"(?<=[\u2e80-\U0010ffff])\s+|\s+(?=[\u2e80-\U0010ffff])")
"""White space at a Chinese character, which says nothing; between Latin words and the digits of a number it is printed."""

_CHARACTER = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(
    r"\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、./(]|第[一二三四五六七八九十]+[章节部]"
)
"""What names a section in the words of somebody who gives a source."""

_MOST_LISTED = 5
_MOST_COMPARED = 1000
_LEAST_WORDS = 3
_LONGEST_SOURCE = 200
"""Characters of a source that a correction repeats."""


@dataclass(slots=True)
class Proposal:
    """What came of it. Valid when there are no `faults`: then `files` are the data with the correction.

    `fields` is what the person wrote; `key` names the row with its package and table; `changes` are its columns
    before and after; `report` is what the check says of the record with them. `locator` is the row's, where the
    source names another section.
    """

    fields: Mapping[str, str]
    faults: list[Fault]
    files: dict[str, bytes] = field(default_factory=dict)
    key: str = ""
    file: str = ""
    line: int = 0
    locator: str = ""
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    report: Report = field(default_factory=Report)


def propose(tree: Tree, body: bytes, today: date) -> Proposal:
    """Hold the body of an issue against the record, and make the correction where all is well."""
    proposal = Proposal(*read_form(body))
    if proposal.faults:
        return proposal
    packages, problems = validate(tree, locked=False)
    before = Report(problems)
    if not before.ok:
        proposal.faults.append(Fault("unsound"))
        return proposal
    found = list(_rows(packages, proposal.fields["figure"]))
    figure = _IDLE.sub("", proposal.fields["right"])
    if not found:
        proposal.faults.append(_not_found(packages, proposal.fields["figure"]))
        if proposal.faults[0].text == "missing":
            return proposal
    elif len(found) > 1:
        listed = " · ".join(_key(row) for row in found[:_MOST_LISTED])
        proposal.faults.append(Fault("several_rows", "figure", {"listed": listed}))
    read = _read(packages, found, figure)
    if not isinstance(read, Figure):
        proposal.faults.append(Fault("unreadable", "right", {"suggestion": read.suggestion}))
    elif len(found) == 1:
        # What a cell of a statistical table holds has no printed figure beside it, and gets none; nor is a space a change.
        recorded = found[0].text("figure")
        printed = recorded if not recorded or plain(recorded) == plain(figure) else figure
        _correct(tree, proposal, found[0], {**_cells(found[0], read), "figure": printed}, today, read)
        proposal.report = besides(proposal.report, before)
    return proposal


def _read(packages: Sequence[PackageRecords], found: Sequence[TableRow], figure: str) -> Figure | Refusal:
    """What a figure says in the document of a row that may be meant; where none is found, in any of the packages."""
    readers = [row.package.figures_of(row.document) for row in found]
    readers = readers or [package.figures_of(DocumentRecords("", "")) for package in packages]
    read: Figure | Refusal = Refusal("bad-figure")
    for reader in readers:
        read = reader.read(figure)
        if isinstance(read, Figure):
            break
    return read


def _correct(tree: Tree, proposal: Proposal, row: TableRow, cells: Cells, today: date, read: Figure) -> None:
    proposal.key, proposal.file, proposal.line = _key(row), row.records.file, row.line
    if not row.differing(cells):
        proposal.faults.append(Fault("same", "right"))
        return
    if read.upper is not None and "value_upper" not in row.shape.by_name:
        proposal.faults.append(Fault("range", "right"))
        return
    proposal.changes = row.differing(cells)
    proposal.locator = _other_section(row.text("locator"), proposal.fields["source"])
    files = described(
        tree, corrected(tree, row, cells, _reason(proposal.fields, today, row.package.languages))
    )
    proposal.report, _ = judge(tree, files)
    if proposal.report.ok:
        proposal.files = files
    else:
        proposal.faults.append(Fault("refused"))


def _rows(packages: Iterable[PackageRecords], name: str) -> Iterator[TableRow]:
    """The rows that are meant: by the id alone, with its table, with its package, or with both in front."""
    name = name.strip("` ")
    for package in packages:
        for rest in dict.fromkeys((name, name.removeprefix(f"{package.id}/"))):
            for table in TABLES:
                for row_id in dict.fromkeys((rest, rest.removeprefix(f"{table}/"))):
                    yield from find(package, table, row_id)


def _not_found(packages: Sequence[PackageRecords], name: str) -> Fault:
    """No row is named so: a slip in the id, the address of a page, or a figure that is not recorded yet."""
    if near := _nearest(packages, name):
        return Fault("mistyped", "figure", {"listed": " · ".join(near)})
    in_words = _CHARACTER.search(name) or len(name.split()) >= _LEAST_WORDS
    return Fault("missing" if in_words else "no_row", "figure")


def _nearest(packages: Sequence[PackageRecords], name: str) -> list[str]:
    """The rows that a mistyped id may mean, or those of the indicator whose page's address was pasted.

    Only rows that have a whole part of the id in common with it are compared, and not more than a bounded number.
    """
    parts = set(_PART.findall(name))
    pasted = "://" in name
    if pasted:
        parts &= {indicator for package in packages for indicator in package.indicator_ids()}
    keys = (
        (len(parts.intersection(row_id.split("/"))), f"{package.id}/{table}/{row_id}")
        for package in packages
        for document in package.documents.values()
        for table in TABLES
        for records in document.table(table)
        for row_id in records["id"]
    )
    alike = nlargest(_MOST_COMPARED, (item for item in keys if item[0]), key=lambda item: item[0])
    near = [key for _, key in alike]
    return near[:_MOST_LISTED] if pasted else get_close_matches(name, near, n=1)


def _other_section(locator: str, source: str) -> str:
    """The locator of a row, where the source names a section and it is not that one; otherwise nothing."""
    narrow = unicodedata.normalize("NFKC", source)
    named = re.sub(r"[\s/、.]", "", narrow)
    return locator if _MARKS.search(narrow) and locator.replace("/", "") not in named else ""


def _key(row: TableRow) -> str:
    return f"{row.package.id}/{row.table}/{row.id}"


def _cells(row: TableRow, read: Figure) -> dict[str, str]:
    """What a row says when its figure reads so."""
    cells = {"value": plain_number(as_decimal(read.value))}
    if row.table == "observations":
        cells["qualifier"] = read.qualifier.value
        if is_numberless(row):
            cells["obs_status"] = ObservationStatus.NORMAL.value
    if row.table == "targets":
        upper = "" if read.upper is None else plain_number(as_decimal(read.upper))
        cells |= {"value_upper": upper, "comparator": read.comparator.value, "qualifier": read.asked.value}
    return cells


def _reason(fields: Mapping[str, str], today: date, languages: tuple[str, ...]) -> Reason:
    """The person's own words in their language, and a sentence of ours in the others; and the source. Where they may be
    in several languages, they stand in the first of them, and ours names none.
    """
    why, source = fields["why"], fields["source"]
    if len(source) > _LONGEST_SOURCE:
        source = source[: _LONGEST_SOURCE - 1].rstrip() + "…"
    fitting = languages_of(why, languages)
    own = fitting[0] if fitting else languages[0]
    key = "propose.reason" if len(fitting) == 1 else "propose.reason_as_given"

    def sentence(told: str) -> str:
        text = lookup(told, "entry", key)
        return text.format(language=named_in(text, own, told))

    ours = {language: sentence(told) for language in languages if (told := near(language))}
    # A reason must stand in the main language of the package, in whatever words we have.
    ours.setdefault(languages[0], sentence(FALLBACK))
    texts = {language: ours[language] for language in languages if language in ours} | {own: why}
    first, *others = spoken(languages)
    responsible = [
        lookup(first, "entry", "propose.responsible").format(source=source),
        *(lookup(language, "entry", "propose.responsible_too") for language in others),
    ]
    return Reason(
        today, Text.of({tag: texts[tag] for tag in languages if tag in texts}), " · ".join(responsible)
    )
