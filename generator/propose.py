"""A correction that came as an issue: hostile text → the files of the data with it, or what to mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.codes import ObservationStatus, Qualifier
from generator.edits.apply import besides, judge
from generator.edits.rows import Cells, Reason, Row, corrected, find
from generator.figures import Figure, read_figure
from generator.issue_form import Fault, language_of, read_form
from generator.messages import LANGUAGES, lookup
from generator.problems import Report
from generator.trees import Tree
from generator.validate import PackageRecords, validate
from generator.values import plain_number

TABLES = ("observations", "targets", "planned")
"""Whose figures can be corrected with the form."""

_KEY = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)+", re.ASCII)
_MOST_LISTED = 5


@dataclass(slots=True)
class Proposal:
    """What came of it. Valid when there are no `faults`: then `files` are the data with the correction.

    `fields` is what the person wrote; `key` names the row with its package and table; `changes` are its columns
    before and after; `report` is what the check says of the record with them.
    """

    fields: Mapping[str, str]
    faults: list[Fault]
    files: dict[str, bytes] = field(default_factory=dict)
    key: str = ""
    file: str = ""
    line: int = 0
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
    figure = re.sub(r"\s", "", proposal.fields["right"])
    read = read_figure(figure)
    if not found:
        proposal.faults.append(Fault("no_row", "figure"))
    elif len(found) > 1:
        listed = " · ".join(_key(row) for row in found[:_MOST_LISTED])
        proposal.faults.append(Fault("several_rows", "figure", {"listed": listed}))
    if not isinstance(read, Figure):
        proposal.faults.append(Fault("unreadable", "right", {"suggestion": read.suggestion}))
    elif len(found) == 1:
        _correct(tree, proposal, found[0], {**_cells(found[0], read), "figure": figure}, today, read)
        proposal.report = besides(proposal.report, before)
    return proposal


def _correct(tree: Tree, proposal: Proposal, row: Row, cells: Cells, today: date, read: Figure) -> None:
    proposal.key, proposal.file, proposal.line = _key(row), row.records.file, row.line
    if row.text("figure") == cells["figure"]:
        proposal.faults.append(Fault("same", "right"))
        return
    if read.upper is not None and "value_upper" not in row.shape.by_name:
        proposal.faults.append(Fault("range", "right"))
        return
    proposal.changes = row.differing(cells)
    files = corrected(tree, row, cells, _reason(proposal.fields["why"], today))
    proposal.report, _ = judge(tree, files)
    if proposal.report.ok:
        proposal.files = files
    else:
        proposal.faults.append(Fault("refused"))


def _rows(packages: Iterable[PackageRecords], name: str) -> Iterator[Row]:
    """The rows that are meant: by the id alone, with its table, with its package, or with both in front."""
    name = name.strip("` ")
    if not _KEY.fullmatch(name):
        return
    for package in packages:
        for rest in sorted({name, name.removeprefix(f"{package.id}/")}):
            for table in TABLES:
                for row_id in sorted({rest, rest.removeprefix(f"{table}/")}):
                    yield from find(package, table, row_id)


def _key(row: Row) -> str:
    return f"{row.package.id}/{row.table}/{row.id}"


def _cells(row: Row, read: Figure) -> dict[str, str]:
    """What a row says when its figure reads so."""
    cells = {"value": plain_number(read.value)}
    if row.table == "observations":
        cells["qualifier"] = read.qualifier.value
        if row.value("obs_status") == ObservationStatus.MISSING:
            cells["obs_status"] = ObservationStatus.NORMAL.value
    if row.table == "targets":
        # 余 and 以上 are what the comparator says.
        exact = Qualifier.EXACT if read.qualifier is Qualifier.OVER else read.qualifier
        upper = "" if read.upper is None else plain_number(read.upper)
        cells |= {"value_upper": upper, "comparator": read.comparator.value, "qualifier": exact.value}
    return cells


def _reason(why: str, today: date) -> Reason:
    """The person's own words in their language, and a sentence of ours in the other one."""
    texts = {language: lookup(language, "entry", "propose.reason") for language in LANGUAGES}
    texts[language_of(why)] = why
    return Reason(today, texts["zh"], texts["en"], lookup("zh", "entry", "propose.responsible"))
