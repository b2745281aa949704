"""Workbooks for staff: `sheet export` and `sheet import`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import Existing, data_option, day_or_today, lang_option
from generator.commands.outcomes import raised
from generator.commands.refusals import Refusal
from generator.core.messages import lookup

if TYPE_CHECKING:
    from datetime import date

    from generator.editing.sheets.grids import Order
    from generator.editing.sheets.importing import Outcome
    from generator.reading.trees import Tree


@click.group()
def sheet() -> None:
    """Workbooks that staff fill in with Excel or WPS."""


@sheet.command("export")
@click.option("--document", default="", help="The document to enter or change, by its id.")
@click.option(
    "--new-report", "period", default="", help="A report still to be entered: 2023, 2023-h1, 2023-q2 …"
)
@click.option(
    "--breakdown",
    "breakdowns",
    multiple=True,
    metavar="ID",
    help="A breakdown to enter results by that has no column yet; once for each.",
)
@click.option("--package", default="", help="The package; not needed where there is only one that fits.")
@click.option("--out", type=click.Path(path_type=Path), help="The file; default: <document>.xlsx.")
@click.option("--overwrite", is_flag=True, help="Write over a file that is there.")
@data_option
@lang_option
def export_command(
    document: str,
    period: str,
    breakdowns: tuple[str, ...],
    package: str,
    out: Path | None,
    data: Path,
    lang: str,
    overwrite: bool,  # noqa: FBT001 - Click gives options by name
) -> None:
    """Write one workbook with what a document says, or with all that a new report could answer."""
    from generator.editing.sheets.exporting import UnknownBreakdownError, export_sheet
    from generator.editing.sheets.grids import Order
    from generator.editing.sheets.source import UnsoundError
    from generator.publishing.outputs import write_file
    from generator.publishing.swapping import told_whether
    from generator.reading.turns import reading

    if bool(document) == bool(period):
        raise click.UsageError(_say(lang, "either"))
    name = document or f"{period.replace('/', '-')}-report"
    package = _package(data, package, name if document else "", lang)
    file = out or Path(f"{name}.xlsx")
    _free(file, data, lang, overwrite=overwrite)
    try:
        with told_whether(file), reading(data) as tree:
            order = Order(package, name, _days(tree, package, period, lang), breakdowns)
            _known(data, order, lang)
            made = export_sheet(data, tree, order, day_or_today(None), lang)
            write_file(file, made.content)
    except UnsoundError as error:
        click.echo(error.report.of_change(lang, data.as_posix()))
        raise click.ClickException(_say(lang, "unsound")) from error
    except UnknownBreakdownError as error:
        words = _say(lang, "no_breakdown", value=error.name, known=", ".join(error.known) or "—")
        raise click.BadParameter(words, param_hint="--breakdown") from error
    click.echo(_say(lang, "written", file=str(file), sheets=str(made.sheets), rows=str(made.rows)))


def _days(tree: Tree, package: str, period: str, lang: str) -> tuple[date, date] | None:
    """The first and the last day of a period, by its name in the calendar of a package; None of none."""
    from generator.core.periods import Calendar, TwoYearsError, period_of
    from generator.reading.validate import validate

    if not period:
        return None
    try:
        try:
            return period_of(period)
        except ValueError:
            # Only the package knows when its fiscal year begins.
            calendars = {item.id: item.calendar for item in validate(tree, locked=False)[0]}
            return period_of(period, calendars.get(package, Calendar()))
    except TwoYearsError as error:
        words = _say(lang, "two_years", value=period, listed=error.listed)
        raise click.BadParameter(words, param_hint="--new-report") from error
    except ValueError as error:
        raise click.BadParameter(_say(lang, "period", value=period), param_hint="--new-report") from error


def _free(file: Path, data: Path, lang: str, *, overwrite: bool) -> None:
    """Make sure that a workbook may be written there: over nothing, or, where that was asked for, over one of ours."""
    from generator.editing.sheets.reading import read_sheets
    from generator.publishing.outputs import OutputError

    if file.resolve().is_relative_to(data.resolve()):
        raise OutputError("within", file, data)
    if not file.exists():
        return
    if not overwrite:
        raise Refusal(_say(lang, "there", file=str(file)))
    # A device or a pipe may be read without end.
    if not (file.is_file() or file.is_dir()) or not read_sheets(file.name, file.read_bytes(), lang)[0]:
        raise OutputError("workbook", file)


def _say(lang: str, key: str, **values: str) -> str:
    return lookup(lang, "sheet", f"command.{key}").format(**values)


def _package(data: Path, package: str, document: str, lang: str) -> str:
    """The package meant: the one named, or the only one that has the document."""
    if package:
        return package
    known = sorted(path.parent.name for path in data.glob("*/package.yaml"))
    fitting = [name for name in known if not document or (data / name / "documents" / document).is_dir()]
    if document and known and not fitting:
        there = ", ".join(sorted(path.name for path in data.glob("*/documents/*")))
        words = _say(lang, "no_document", document=document, known=there)
        raise click.BadParameter(words, param_hint="--document")
    if len(fitting) != 1:
        words = _say(lang, "no_package", known=", ".join(fitting or known))
        raise click.BadParameter(words, param_hint="--package")
    return fitting[0]


def _known(data: Path, order: Order, lang: str) -> None:
    """Refuse a document that is not there, and a new one that is."""
    folder = data / order.package / "documents"
    there = (folder / order.document).is_dir()
    if order.period and there:
        words = _say(lang, "existing", document=order.document)
        raise click.BadParameter(words, param_hint="--new-report")
    if not order.period and not there:
        known = ", ".join(sorted(path.name for path in folder.iterdir())) if folder.is_dir() else ""
        words = _say(lang, "no_document", document=order.document, known=known)
        raise click.BadParameter(words, param_hint="--document")


@sheet.command("import")
@click.argument("files", nargs=-1, required=True, type=Existing())
@click.option(
    "--archive",
    type=Existing(folder=True),
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
    from generator.editing.files.changing import changing
    from generator.editing.files.numbering import numbered
    from generator.editing.sheets.importing import import_sheets
    from generator.editing.sheets.source import UnsoundError

    contents = [(file.as_posix(), file.read_bytes()) for file in files]
    with changing(data) as change:
        try:
            outcome = import_sheets(data, change.tree, contents, lang, archive)
        except UnsoundError as error:
            click.echo(error.report.of_change(lang, data.as_posix()))
            raise click.ClickException(_say(lang, "unsound")) from error
        if outcome.problems:
            click.echo(outcome.report.of_change(lang, ""))
        if not outcome.ok:
            click.echo(_say(lang, "refused"))
            if outcome.unseen:
                click.echo(_say(lang, f"unseen.{outcome.unseen}"))
            sys.exit(1)
        if not dry_run:
            outcome.files, outcome.versions = numbered(change, outcome.files)
            change.write(outcome.files)
    for line in _told(outcome, data, lang, verified=archive is not None, written=not dry_run):
        click.echo(line)


def _told(outcome: Outcome, data: Path, lang: str, *, verified: bool, written: bool) -> Iterator[str]:
    """What the import did, or would do, and what comes next."""
    if not outcome.files:
        yield _say(lang, "unchanged")
        return
    if outcome.merged:
        yield _say(lang, "merged")
    counts = {name: str(getattr(outcome, name)) for name in ("added", "changed", "removed")}
    if not written:
        yield _say(lang, "would", **counts)
        return
    yield _say(lang, "applied", **counts)
    for path in outcome.files:
        yield _say(lang, "wrote", file=f"{data.as_posix()}/{path}")
    yield from raised(outcome.versions, lang)
    for key, count in (
        ("corrections", outcome.published),
        ("unverified", outcome.waiting),
        ("stale", outcome.stale),
    ):
        if count:
            yield _say(lang, key, count=str(count))
    if verified and not outcome.waiting:
        yield _say(lang, "verified")
    yield _say(lang, "next")
