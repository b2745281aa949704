"""The command that lists what is due and unreported."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from generator.commands.options import data_option, date_option, day_or_today, lang_option, told_option


@click.command()
@data_option
@date_option
@told_option
@lang_option
def due(data: Path, today: datetime | None, form: str, lang: str) -> None:
    """List what is due and unreported, and what falls due soon, by organisation and year."""
    from generator.publishing.settings import read_settings
    from generator.reading.load import load, missing_folder
    from generator.reading.turns import reading
    from generator.verdicts.standings import assess_package
    from generator.wording.due import due as find
    from generator.wording.due import render

    day = day_or_today(today)
    with reading(data) as tree:
        ledger, report = load(tree) if data.is_dir() else (None, missing_folder(str(data)))
    if ledger is None or not report.ok:
        click.echo(report.render("text", lang, data.as_posix()), err=True)
        sys.exit(1)
    found = [find(package, assess_package(package, day)) for package in ledger.packages.values()]
    settings = read_settings()
    prefix = settings.prefix(lang) if lang in settings.languages else ""
    paths = {package.id: f"{prefix}{package.id}/due.ics" for package in found}
    calendars = {name: settings.page(path) or path for name, path in paths.items()}
    click.echo(render(found, form, lang, calendars))
