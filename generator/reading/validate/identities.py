"""Gives every row its id, as its table declares it; what cannot be named has none."""

from __future__ import annotations

from generator.format import tables
from generator.format.identity import Owner, identify
from generator.format.tables import Table
from generator.reading.validate.inventory import DocumentRecords, PackageRecords
from generator.reading.validate.structure import Records

ID = "id"
"""The column of ids, beside those that authors write."""


def give_ids(package: PackageRecords) -> None:
    """Put the ids of all rows of documents, relations and corrections beside their columns."""
    for document in package.documents.values():
        around = owner_of(package, document)
        if document.goals is not None:
            _name(document.goals, tables.GOALS, around)
        for table in tables.DOCUMENT_TABLES:
            for records in document.table(table.name):
                _name(records, table, around)
    for listed, table in ((package.relations, tables.RELATIONS), (package.corrections, tables.CORRECTIONS)):
        if listed is not None:
            _name(listed, table, Owner(""))


def owner_of(package: PackageRecords, document: DocumentRecords) -> Owner:
    """What the ids of a document's rows take from around them."""
    main_area = package.package[tables.PACKAGE.area_id] if package.package is not None else []
    starts = document.document[tables.DOCUMENT.period_start] if document.document is not None else []
    return Owner(
        document.id,
        next(iter(starts), None),
        next(iter(main_area), None) or "",
        package.dimensions,
    )


def _name(records: Records, table: Table, owner: Owner) -> None:
    records.columns[ID] = identify(table.identity, records.columns, records.length, owner)
