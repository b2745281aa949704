"""Workbooks for staff: `sheet export` and `sheet import`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import data_option, lang_option
from generator.messages import lookup

if TYPE_CHECKING:
    from generator.sheets.grids import Order
    from generator.sheets.importing import Outcome


@click.group()
def sheet() -> None:
    """Workbooks that staff fill in with Excel or WPS."""


@sheet.command("export")
@click.option("--document", default="", help="The document to enter or change, by its id.")
@click.option(
    "--new-report", "period", default="", help="A report still to be entered: 2023, 2023-h1, 2023-q2 …"
)
@click.option("--package", default="", help="The package; not needed where there is only one that fits.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file; default: <document>.xlsx."
)
@data_option
@lang_option
def export_command(document: str, period: str, package: str, out: Path | None, data: Path, lang: str) -> None:
    """Write one workbook with what a document says, or with all that a new report could answer."""
    from generator.build import last_revision
    from generator.ids import period_of
    from generator.sheets.exporting import export_sheet
    from generator.sheets.grids import Order
    from generator.sheets.source import UnsoundError
    from generator.trees import WorkingTree

    if bool(document) == bool(period):
        raise click.UsageError("one of --document and --new-report is needed")
    try:
        days = period_of(period) if period else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--new-report") from error
    name = document or f"{period.replace('/', '-')}-report"
    tree = WorkingTree(data)
    order = Order(_package(data, package, name if document else "", lang), name, days)
    _known(data, order, lang)
    try:
        made = export_sheet(data, tree, order, last_revision(data).day, lang)
    except UnsoundError as error:
        click.echo(error.report.render("text", lang, data.as_posix()))
        raise click.ClickException(lookup(lang, "sheet", "command.unsound")) from error
    file = out or Path(f"{name}.xlsx")
    file.write_bytes(made.content)
    written = lookup(lang, "sheet", "command.written")
    click.echo(written.format(file=file, sheets=made.sheets, rows=made.rows))


def _package(data: Path, package: str, document: str, lang: str) -> str:
    """The package meant: the one named, or the only one that has the document."""
    if package:
        return package
    known = sorted(path.parent.name for path in data.glob("*/package.yaml"))
    fitting = [name for name in known if not document or (data / name / "documents" / document).is_dir()]
    if len(fitting) != 1:
        words = lookup(lang, "sheet", "command.no_package").format(known=", ".join(fitting or known))
        raise click.BadParameter(words, param_hint="--package")
    return fitting[0]


def _known(data: Path, order: Order, lang: str) -> None:
    """Refuse a document that is not there, and a new one that is."""
    folder = data / order.package / "documents"
    there = (folder / order.document).is_dir()
    if order.period and there:
        words = lookup(lang, "sheet", "command.existing").format(document=order.document)
        raise click.BadParameter(words, param_hint="--new-report")
    if not order.period and not there:
        known = ", ".join(sorted(path.name for path in folder.iterdir())) if folder.is_dir() else ""
        words = lookup(lang, "sheet", "command.no_document").format(document=order.document, known=known)
        raise click.BadParameter(words, param_hint="--document")


@sheet.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--archive",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The archived texts, to verify every figure at once.",
)
@click.option("--dry-run", is_flag=True, help="Only tell; write nothing.")
@data_option
@lang_option
def import_command(
    files: tuple[Path, ...],
    archive: Path | None,
    data: Path,
    lang: str,
    dry_run: bool,  # noqa: FBT001 - Click gives options by name
) -> None:
    """Read filled workbooks, or single sheets saved as CSV, back into the data; all of it or nothing."""
    from generator.edits.apply import write
    from generator.sheets.importing import import_sheets
    from generator.sheets.source import UnsoundError
    from generator.trees import WorkingTree

    contents = [(file.as_posix(), file.read_bytes()) for file in files]
    try:
        outcome = import_sheets(data, WorkingTree(data), contents, lang, archive)
    except UnsoundError as error:
        click.echo(error.report.render("text", lang, data.as_posix()))
        raise click.ClickException(lookup(lang, "sheet", "command.unsound")) from error
    if outcome.problems:
        click.echo(outcome.report.render("text", lang, ""))
    if not outcome.ok:
        click.echo(lookup(lang, "sheet", "command.refused"))
        sys.exit(1)
    if outcome.files and not dry_run:
        write(data, outcome.files)
    for line in _told(outcome, data, lang, verified=archive is not None):
        click.echo(line)


def _told(outcome: Outcome, data: Path, lang: str, *, verified: bool) -> Iterator[str]:
    """What the import did, and what comes next."""

    def say(key: str, **values: str) -> str:
        return lookup(lang, "sheet", f"command.{key}").format(**values)

    if not outcome.files:
        yield say("unchanged")
        return
    if outcome.merged:
        yield say("merged")
    counts = {name: str(getattr(outcome, name)) for name in ("added", "changed", "removed")}
    yield say("applied", **counts)
    for path in outcome.files:
        yield say("wrote", file=f"{data.as_posix()}/{path}")
    if outcome.waiting:
        yield say("unverified", count=str(outcome.waiting))
    elif verified:
        yield say("verified")
    yield say("next")
