"""The command that holds the record against the archived texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.drafts import say, tell_drafts
from generator.commands.options import Existing, data_argument, format_option, lang_option
from generator.core.messages import lookup
from generator.core.texts import visible

if TYPE_CHECKING:
    from generator.archive.verify import Verification, Verified

_ALL = "*"
"""Stands for all documents where --propose names none."""


@click.command()
@data_argument
@click.option(
    "--archive",
    type=Existing(folder=True),
    required=True,
    help="The archived texts.",
)
@click.option("--lock", is_flag=True, help="Write citations.lock when all is verified.")
@click.option(
    "--list", "listed", is_flag=True, help="Tell of each figure on which page and line it was found."
)
@click.option(
    "--propose",
    is_flag=False,
    flag_value=_ALL,
    metavar="[DOCUMENT]",
    help="Draft what is to be typed for a document, or for all that have a text; the data stay as they are.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where drafts are written; default: they are printed."
)
@format_option
@lang_option
def verify(
    data: Path,
    archive: Path,
    form: str,
    lang: str,
    *,
    lock: bool,
    listed: bool,
    propose: str | None,
    out: Path | None,
) -> None:
    """Hold every citation against the archived texts, and every number of the texts against the citations."""
    from generator.archive.verify import lock_files
    from generator.archive.verify import verify as run
    from generator.editing.files.changing import changing
    from generator.reading.turns import reading

    if propose is not None:
        if lock or listed:
            raise click.UsageError(say(lang, "refused.lock"))
        report = tell_drafts(data, archive, "" if propose == _ALL else propose, out, lang)
        if len(report):
            click.echo(report.render(form, lang, data.as_posix()))
        sys.exit(0 if report.ok else 1)
    if out is not None:
        raise click.UsageError(say(lang, "refused.out"))
    with ExitStack() as turn:
        change = turn.enter_context(changing(data)) if lock else None
        done = run(change.tree if change else turn.enter_context(reading(data)), archive)
        if form == "json":
            click.echo(_as_json(done, lang, data.as_posix()))
        else:
            click.echo(done.report.render(form, lang, data.as_posix()))
        if form == "text":
            for item in done.verified if listed else ():
                click.echo(_line(item, lang))
            click.echo(lookup(lang, "site", "step.verified").format(count=len(done.verified)))
        if change and done.report.ok:
            locks = lock_files(done.verified, done.kept)
            change.write(locks)
            for path in locks if form == "text" else ():
                click.echo(lookup(lang, "site", "step.locked").format(file=f"{data.as_posix()}/{path}"))
    sys.exit(0 if done.report.ok else 1)


def _line(item: Verified, lang: str) -> str:
    """A figure that was found: which one, and where."""
    found = f"{visible(item.cited.id)}  {visible(item.cited.figure)}"
    return found if item.in_text is None else f"{found}{item.in_text.told(lang)}"


def _as_json(done: Verification, lang: str, root: str) -> str:
    """The report with the figures that were found."""
    report = json.loads(done.report.render("json", lang, root))
    report["verified"] = list(_found(done.verified))
    return json.dumps(report, ensure_ascii=False, indent=2)


def _found(verified: Iterable[Verified]) -> Iterable[dict[str, str | int | None]]:
    for item in verified:
        yield {
            "package": item.package_id,
            "citation": item.cited.id,
            "figure": item.cited.figure,
            "text_line": item.in_text.line if item.in_text else None,
            "text_page": item.in_text.page if item.in_text else None,
        }
