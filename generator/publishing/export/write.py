"""Writes the downloads of a package: CSV tables, descriptor, archive, workbook, database, a file for each indicator, and as
Parquet the tables that the workbook does not hold.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.comparing.deltas import Delta
from generator.comparing.former import Former
from generator.comparing.revisions import Revision
from generator.comparing.vintages import Vintage
from generator.core.csv_files import Written, csv_file, write_csv
from generator.core.csv_files import written as file_written
from generator.core.model import Package
from generator.core.reported import Reported
from generator.format.published import BREAKDOWN, published_order
from generator.format.tables import INDICATORS, OBSERVATIONS
from generator.publishing.export import columnar, computed, ledger, portals, states
from generator.publishing.export.about import facts
from generator.publishing.export.archive import write_archive
from generator.publishing.export.breakdowns import breakdown_tables
from generator.publishing.export.bridged import bridge_tables
from generator.publishing.export.codebook import codebook, codebook_columns, codebook_text, readme
from generator.publishing.export.database import write_database
from generator.publishing.export.descriptor import descriptor
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.indicators import write_indicators
from generator.publishing.export.parted import Parts, write_in_parts
from generator.publishing.export.pieces import Pieces
from generator.publishing.export.rulebook import rule_files
from generator.publishing.export.standards import sdmx, signposting
from generator.publishing.export.standards.described import Described
from generator.publishing.export.standards.papers import offered, packed
from generator.publishing.export.workbook import outline, workbook
from generator.verdicts.standings import Standings


@dataclass(frozen=True, slots=True)
class Before:
    """What git knows of what was published of a package before.

    `revisions` are changes of published figures, `versions` what each version did, `former` the ids that are no more,
    `vintages` the states that rows had; `commit` is the one that last changed the data, empty where that is unknown.
    """

    revisions: Sequence[Revision] = ()
    versions: Sequence[Delta] = ()
    former: Sequence[Former] = ()
    vintages: Sequence[Vintage] = ()
    commit: str = ""


def published_tables(
    package: Package,
    standings: Standings,
    before: Before | None = None,
) -> list[FilledTable]:
    """Every table of a package, with what is known of it `before`, in the order of the codebook."""
    before = before or Before()
    observed = ledger.observation_columns(package)
    broken_down = BREAKDOWN in observed
    tables = [
        ledger.documents(package),
        ledger.goals(package),
        ledger.indicators(package),
        ledger.relations(package),
        ledger.targets(package, standings.restates),
        computed.planned(package, standings),
        computed.deliverables(package, standings),
        ledger.progress(package),
        ledger.observations(package, observed),
        ledger.claims(package),
        *ledger.programmes(package),
        computed.assessments(package, standings),
        computed.findings(package, standings),
        computed.derived(package, standings),
        ledger.corrections(package),
        ledger.revisions(package, before.revisions),
        *(ledger.code_list(package, name) for name in ("organisations", "themes", "areas", "units")),
        *(breakdown_tables(package, observed[BREAKDOWN]) if broken_down else ()),
        ledger.versions(package, before.versions),
        ledger.turned_verdicts(package, before.revisions),
        ledger.former_ids(package, before.former),
        states.vintages(package, before.vintages),
    ]
    tables += bridge_tables(tables)
    languages = package.languages, package.added_languages
    return [table.only(published_order(table.name, *languages, broken_down=broken_down)) for table in tables]


def write_package(
    folder: Path,
    package: Package,
    standings: Standings,
    homepage: str = "",
    before: Before | None = None,
    *,
    made: date | None = None,
    address: str = "",
    repository: str = "",
    pieces: Pieces | None = None,
) -> list[FilledTable]:
    """Write everything that a package offers for download into `folder`, and return its tables.

    `before` is what git knows of what was published of it; `homepage` is the address of the package's page and `address` that
    at which the folder will stand, where that of the site is known, and `repository` that of the data; `made` is the day on
    which the files are made, by default that of the standings; `pieces` are what is known of an earlier export by the same
    program: what would be the same is taken from there. Raises UnsoundError where the tables break their own rules.
    """
    before = before or Before()
    commit = before.commit
    tables = published_tables(package, standings, before)
    folder.mkdir(parents=True, exist_ok=True)
    made, pieces = made or standings.today, pieces or Pieces()
    cuts: dict[str, Sequence[int]] = {}
    written = {table.name: _write_table(folder, table, package, pieces, cuts) for table in tables}
    described = descriptor(package, made, tables, written, homepage, commit)
    descriptor_file = folder / "datapackage.json"
    described_in = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    descriptor_file.write_text(described_in, encoding="utf-8")
    told = Described(
        package, made, tables, written, file_written(descriptor_file), homepage, address, repository, commit
    )
    for name, content in offered(told):
        (folder / name).write_bytes(content)
    _write_sdmx(folder, told, pieces, written["observations"].sha256)
    languages = package.languages, package.added_languages
    checksums = {name: file.sha256 for name, file in written.items()}
    papers = {
        "README.md": readme(package, standings.today, tables, homepage, commit).encode(),
        "codebook.csv": csv_file([codebook_columns(*languages), *codebook(tables, *languages)]),
        "codebook.md": codebook_text(tables, package.languages).encode(),
        **rule_files(),
        **packed(told),
    }
    files = [descriptor_file, *(folder / f"{name}.csv" for name in written)]
    # The descriptor has the checksums of all tables.
    made_of = described_in, *map(bytes.decode, papers.values())
    write_archive(folder / f"{package.id}.zip", package.id, papers, files, cuts, pieces, *made_of)
    known = facts(package, standings.today, homepage, commit)
    book = outline(package, standings, tables, known, made, address)
    if not pieces.take(
        folder,
        [f"{package.id}.xlsx"],
        book,
        *(checksums[table.name] for table in tables if table.in_workbook),
    ):
        (folder / f"{package.id}.xlsx").write_bytes(
            workbook(package, standings, tables, known, made, address)
        )
    if long := [table.name for table in tables if table.too_long]:
        kept = [checksums[name] for name in (*long, INDICATORS.name)]
        if pieces.take(folder, [f"{name}.parquet" for name in long], *kept):
            pieces.carry(columnar.PART)
        else:
            columnar.write_parquet(folder, tables, long, pieces)
    write_database(folder / f"{package.id}.sqlite", tables, known, *languages, pieces, checksums)
    there = sorted(file.name for file in folder.iterdir() if file.is_file())
    (folder / portals.FOLDER).mkdir()
    for name, record in {
        "ckan": portals.ckan(package, tables, there, homepage, address),
        "dataverse": portals.dataverse(package, made),
    }.items():
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        (folder / portals.FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
    revised = [item.indicator_id for item in before.revisions]
    write_indicators(folder / "indicators", package, tables, pieces, revised, homepage)
    (folder / signposting.NAME).write_bytes(
        signposting.linkset(told, {file.name for file in folder.iterdir()})
    )
    return tables


def _write_sdmx(folder: Path, told: Described, pieces: Pieces, checksum: str) -> None:
    """Write the observations for statistical software; `checksum` is that of their table."""
    name, structure = sdmx.file_of(len(told.package.observations)), sdmx.structure(told)
    (folder / sdmx.STRUCTURE).write_bytes(structure)
    if pieces.take(folder, [name], checksum, structure.decode()):
        pieces.carry(sdmx.PART)
    else:
        sdmx.write_observations(folder / name, told, _parts(told.package), pieces)


def _write_table(
    folder: Path, table: FilledTable, package: Package, pieces: Pieces, cuts: dict[str, Sequence[int]]
) -> Written:
    """Write the file of a table: that of observations file by file of the authors, where these are kept apart; `cuts` get
    where each of them begins.
    """
    file, observations = folder / f"{table.name}.csv", package.observations
    if table.name != OBSERVATIONS.name or not isinstance(observations, Reported):
        return write_csv(file, table.names, table.rows)
    found, cuts[file.name] = write_in_parts(file, table, _parts(package), pieces)
    return found


def _parts(package: Package) -> Parts:
    """The files of the authors in which the observations of a package stand; what was not read has one without a name."""
    observations = package.observations
    if not isinstance(observations, Reported):
        return [("", len(observations))]
    return [(block.file, len(block.rows)) for block in observations.blocks]


def sha256(file: Path) -> str:
    """The checksum of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
