"""The command that rewrites data of an older format."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands.options import data_option, lang_option
from generator.commands.outcomes import refuse
from generator.core.messages import lookup


@click.command()
@data_option
@lang_option
def migrate(data: Path, lang: str) -> None:
    """Rewrite data of an older format as the program reads them today; comments and order stay."""
    from generator.core.problems import Report
    from generator.editing import migrating
    from generator.editing.files.apply import described, judge
    from generator.editing.files.changing import changing
    from generator.format import version
    from generator.reading.load import missing_folder

    if not data.is_dir():
        click.echo(missing_folder(str(data)).render("text", lang, data.as_posix()))
        sys.exit(1)
    with changing(data) as change:
        done = migrating.migrate(change.tree)
        files = described(change.tree, done.files)
        # Rows are written otherwise and say the same, so whether they were verified is another question.
        report = judge(change.tree, files)[0] if files and not done.problems else Report(done.problems)
        if not report.ok:
            refuse(report, lang, data)
        change.write(files)
    for package, written in done.formats.items():
        values = {"package": package, "old": written, "new": version.FORMAT}
        click.echo(lookup(lang, "init", "migrate.package").format(**values))
    for path in files:
        click.echo(f"  {data.as_posix()}/{path}")
    last = "migrate.done" if files else "migrate.nothing"
    click.echo(lookup(lang, "init", last).format(format=version.FORMAT))
