"""From a tree of files to the ledger: read, validate, assemble."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.core import codes, model
from generator.core.model import Citation, Ledger, Named, Package, Period, Text
from generator.core.problems import Place, Problem, Report
from generator.reading.trees import Tree
from generator.reading.validate import PackageRecords, validate
from generator.reading.validate.inventory import DocumentRecords
from generator.reading.validate.structure import Records, suggest
from generator.verdicts.findings import find


def load(tree: Tree) -> tuple[Ledger | None, Report]:
    """The ledger in a tree, or None when the report holds an error."""
    return judge(*validate(tree))


def judge(packages: list[PackageRecords], problems: Iterable[Problem]) -> tuple[Ledger | None, Report]:
    """The ledger of records with what is wrong with them, or None when that holds an error."""
    report = Report(problems)
    if not report.ok:
        return None, report
    ledger = assemble(packages)
    gone = (found for item in packages for found in _without_finding(item, ledger.packages[item.id]))
    report = Report([*report, *gone])
    return (ledger if report.ok else None), report


def assemble(packages: Iterable[PackageRecords]) -> Ledger:
    """The ledger of records in which nothing is wrong."""
    return Ledger({package.id: _package(package) for package in packages})


def _without_finding(records: PackageRecords, package: Package) -> Iterator[Problem]:
    """An explanation must explain something: findings are computed, so only the whole ledger can tell."""
    if records.explanations is None:
        return
    findings = {finding.id for finding in find(package)}
    for row, name in enumerate(records.explanations["finding_id"]):
        if name not in findings:
            values = {"value": name, "suggestion": suggest(name, findings)}
            yield Problem("finding-gone", records.explanations.place(row, "finding_id"), values)


def missing_folder(name: str) -> Report:
    """The report on a data directory that is not there."""
    return Report([Problem("missing-folder", Place(""), {"value": name})])


_NO_TEXT = Text("", "")


def _text(row: Mapping[str, Any], name: str) -> Text:
    zh, en = row[f"{name}_zh"], row[f"{name}_en"]
    return Text(zh or "", en or "") if zh or en else _NO_TEXT


def _period(row: Mapping[str, Any]) -> Period:
    return Period(row["period_start"], row["period_end"])


def _named(records: Records) -> dict[str, Named]:
    return {
        row["id"]: Named(row["id"], _text(row, "title"), row.get("part_of") or "") for row in records.rows()
    }


def _dimension(row: Mapping[str, Any]) -> model.Dimension:
    values = {inner["id"]: _text(inner, "title") for inner in row["values"]}
    return model.Dimension(row["id"], _text(row, "title"), row["exhaustive"], values)


def _package(records: PackageRecords) -> Package:
    assert records.package is not None
    facts = next(records.package.rows())
    documents = dict(sorted(records.documents.items(), key=_by_period))
    dimensions = (
        [_dimension(row) for row in records.lists["dimensions"].rows()]
        if "dimensions" in records.lists
        else []
    )
    units = records.of_indicators("unit_id")
    planned: dict[str, list[model.Planned]] = {}
    for document in documents.values():
        for point in _planned(document):
            planned.setdefault(point.target_id, []).append(point)
    return Package(
        id=records.id,
        publisher_id=facts["publisher_id"],
        area_id=facts["area_id"],
        title=_text(facts, "title"),
        description=_text(facts, "description"),
        disclaimer=_text(facts, "disclaimer"),
        licence=facts["licence"],
        version=facts["version"],
        officers=codes.Officers(facts["officers"]),
        themes=_named(records.lists["themes"]),
        organisations=_named(records.lists["organisations"]),
        areas=_named(records.lists["areas"]),
        units=_named(records.lists["units"]),
        dimensions={dimension.id: dimension for dimension in dimensions},
        indicators={indicator.id: indicator for indicator in _indicators(records)},
        documents={name: _document(document) for name, document in documents.items()},
        goals={
            goal.id: goal for document in documents.values() for goal in _goals(document, facts["officers"])
        },
        targets={
            target.id: target for document in documents.values() for target in _targets(document, planned)
        },
        deliverables={item.id: item for document in documents.values() for item in _deliverables(document)},
        observations={
            observation.id: observation
            for document in documents.values()
            for observation in _observations(document, [dimension.id for dimension in dimensions], units)
        },
        progress=tuple(item for document in documents.values() for item in _progress(document)),
        claims={claim.id: claim for document in documents.values() for claim in _claims(document)},
        relations=tuple(_relations(records.relations)) if records.relations is not None else (),
        explanations=(
            {item.finding_id: item for item in _explanations(records.explanations)}
            if records.explanations is not None
            else {}
        ),
        corrections=tuple(_corrections(records.corrections)) if records.corrections is not None else (),
        verified=frozenset(records.lock["citation"] if records.lock is not None else ()),
        places=dict(_places(records)),
    )


def _places(records: PackageRecords) -> Iterator[tuple[str, tuple[str, int]]]:
    for document in records.documents.values():
        for name in ("targets", "planned", "observations"):
            for table in document.table(name):
                for row, line in zip(table["id"], table.lines, strict=True):
                    yield f"{name}/{row}", (table.file, line)


def _by_period(item: tuple[str, DocumentRecords]) -> tuple[Any, ...]:
    """Documents follow one another in time, a plan before the reports on its period."""
    assert item[1].document is not None
    facts = next(item[1].document.rows())
    return facts["period_start"], list(codes.DocumentKind).index(facts["kind"]), facts["period_end"], item[0]


def _indicators(records: PackageRecords) -> Iterator[model.Indicator]:
    """In the order of the themes, then as the authors wrote them."""
    for theme in records.lists["themes"]["id"]:
        if theme in records.indicators:
            for row in records.indicators[theme].rows():
                measure = codes.Measure(row["measure"])
                title, definition = _text(row, "title"), _text(row, "definition")
                yield model.Indicator(
                    row["id"], theme, title, definition, row["unit_id"], measure, row["ascending"]
                )


def _document(records: DocumentRecords) -> model.Document:
    assert records.document is not None
    row = next(records.document.rows())
    restorations = [
        model.Restoration(item["printed"], item["restored"], _text(item, "reason"))
        for item in row["restorations"] or ()
    ]
    return model.Document(
        id=records.id,
        title=_text(row, "title"),
        kind=codes.DocumentKind(row["kind"]),
        publisher_id=row["publisher_id"],
        period=_period(row),
        published=row["published"],
        completeness=codes.Completeness(row["completeness"]),
        archive_sha256=row["archive_sha256"],
        notes=_text(row, "notes"),
        restorations=tuple(restorations),
        sections={section["locator"]: _text(section, "title") for section in row["sections"]},
    )


def _goals(document: DocumentRecords, officers: str) -> Iterator[model.Goal]:
    """Officers are left out of the ledger itself where the package withholds them."""
    for row in document.goals.rows() if document.goals is not None else ():
        yield model.Goal(
            id=f"{document.id}/{row['number']}",
            document_id=document.id,
            number=row["number"],
            locator=row["locator"],
            title=_text(row, "title"),
            summary=_text(row, "summary"),
            themes=row["themes"],
            organisations=row["organisations"],
            officers=row["officers"] if officers == codes.Officers.PUBLISHED else (),
            continues=row["continues"],
        )


def _rows(document: DocumentRecords, table: str) -> Iterator[dict[str, Any]]:
    for records in document.table(table):
        yield from records.rows()


def _citation(document: DocumentRecords, row: Mapping[str, Any]) -> Citation:
    return Citation(document.id, row["locator"], row["figure"], row["occurrence"])


def _planned(document: DocumentRecords) -> Iterator[model.Planned]:
    for row in _rows(document, "planned"):
        yield model.Planned(
            id=row["id"],
            target_id=row["target_id"],
            date=row["date"],
            value=row["value"],
            citation=_citation(document, row),
            note=_text(row, "note"),
        )


def _targets(document: DocumentRecords, planned: Mapping[str, list[model.Planned]]) -> Iterator[model.Target]:
    for row in _rows(document, "targets"):
        yield model.Target(
            id=row["id"],
            goal_id=f"{document.id}/{row['goal']}",
            indicator_id=row["indicator_id"],
            area_id=row["area_id"],
            period=_period(row),
            comparator=codes.Comparator(row["comparator"]),
            value=row["value"],
            value_upper=row["value_upper"],
            baseline=row["baseline"],
            qualifier=codes.Qualifier(row["qualifier"]),
            citation=_citation(document, row),
            note=_text(row, "note"),
            planned=tuple(planned.get(row["id"], ())),
        )


def _deliverables(document: DocumentRecords) -> Iterator[model.Deliverable]:
    for row in _rows(document, "deliverables"):
        goal_id = f"{document.id}/{row['goal']}"
        title, note = _text(row, "title"), _text(row, "note")
        yield model.Deliverable(row["id"], goal_id, title, row["due"], row["locator"], note)


def _observations(
    document: DocumentRecords, dimensions: list[str], units: Mapping[str, str]
) -> Iterator[model.Observation]:
    issued = _document(document).issued
    for row in _rows(document, "observations"):
        yield model.Observation(
            id=row["id"],
            indicator_id=row["indicator_id"],
            unit_id=row["unit_id"] or units[row["indicator_id"]],
            area_id=row["area_id"],
            breakdown=tuple((name, row[name]) for name in dimensions if row.get(name)),
            period=_period(row),
            as_of=row["as_of"],
            value=row["value"],
            qualifier=codes.Qualifier(row["qualifier"]),
            status=codes.ObservationStatus(row["obs_status"]),
            stated_share=row["stated_share"],
            stated_share_figure=row["stated_share_figure"],
            stated_change=row["stated_change"],
            stated_change_figure=row["stated_change_figure"],
            citation=_citation(document, row),
            note=_text(row, "note"),
            issued=issued,
        )


def _progress(document: DocumentRecords) -> Iterator[model.Progress]:
    for row in _rows(document, "progress"):
        state = codes.DeliverableState(row["state"])
        evidence = _text(row, "evidence")
        yield model.Progress(
            row["deliverable_id"], document.id, state, row["as_of"], row["locator"], evidence
        )


def _claims(document: DocumentRecords) -> Iterator[model.Claim]:
    for row in _rows(document, "claims"):
        citation, note = _citation(document, row), _text(row, "note")
        yield model.Claim(row["id"], document.id, _period(row), row["as_of"], row["share"], citation, note)


def _relations(records: Records) -> Iterator[model.Relation]:
    for row in records.rows():
        kind = codes.RelationKind(row["relation"])
        yield model.Relation(row["indicator_id"], kind, row["others"], _text(row, "note"))


def _explanations(records: Records) -> Iterator[model.Explanation]:
    for row in records.rows():
        text = _text(row, "explanation")
        yield model.Explanation(row["finding_id"], row["date"], text, row["responsible"])


def _corrections(records: Records) -> Iterator[model.Correction]:
    for row in records.rows():
        key, field, old, new = row["key"], row["field"], row["old"], row["new"]
        yield model.Correction(
            row["table"], key, field, old, new, row["date"], _text(row, "reason"), row["responsible"]
        )
