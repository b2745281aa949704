"""The archive of official texts: `archive add`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import Existing, lang_option, put_right
from generator.commands.refusals import Refusal
from generator.core.messages import lookup
from generator.core.texts import visible

if TYPE_CHECKING:
    from generator.editing.originals.adding import Added


@click.group()
def archive() -> None:
    """The archived official texts that figures are held against."""


@archive.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--archive", "folder", type=Existing(folder=True), required=True, help="The folder of archived texts."
)
@click.option("--package", required=True, help="The package of the document, by its id.")
@click.option("--document", required=True, help="The document, by its id.")
@click.option("--dataset", is_flag=True, help="A statistical table: its text is a CSV file.")
@lang_option
def add(
    file: Path,
    folder: Path,
    package: str,
    document: str,
    lang: str,
    dataset: bool,  # noqa: FBT001 - Click gives options by name
) -> None:
    """Make the text that `verify` reads out of a PDF, a Word document, a web page or a table, and keep both."""
    from generator.core.values import ID
    from generator.editing.originals import adding
    from generator.editing.originals.apart import read_apart
    from generator.editing.originals.made import Unusable

    for option, name in (("--package", package), ("--document", document)):
        if not re.fullmatch(ID, name):
            raise click.BadParameter(_say(lang, "bad_id", value=visible(name)), param_hint=option)
    put_right(folder, lang)
    try:
        original = adding.read_original(file)
        if sys.stderr.isatty():
            click.echo(_say(lang, "reading", file=visible(str(file))), err=True)
        made = read_apart(file.name, original)
        added = adding.add(folder, package, document, original, made, dataset=dataset)
    except Unusable as refusal:
        words = lookup(lang, "archive", f"refused.{refusal.reason}").format(value=visible(refusal.value))
        raise Refusal(f"{visible(str(file))}{lookup(lang, 'site', 'sign.colon')}{words}") from refusal
    for remark in made.remarks:
        words = lookup(lang, "archive", f"remark.{remark.code}", str(remark.count))
        click.echo(words.format(count=remark.count, value=visible(remark.value)), err=True)
    for line in _told(added, folder, lang):
        click.echo(line)
    where = {"package": package, "document": document, "archive": folder.as_posix()}
    text = (folder / added.text).as_posix()
    click.echo(_say(lang, "next_table" if dataset else "next", text=text, **where))


def _told(added: Added, folder: Path, lang: str) -> Iterator[str]:
    """What was written, and what the data need of it."""
    made = added.made
    yield _say(lang, "written" if added.changed else "unchanged", file=(folder / added.text).as_posix())
    for path in added.others:
        yield _say(lang, "beside", file=(folder / path).as_posix())
    counts = {"lines": sum(len(part.lines) for part in made.parts), "characters": added.characters}
    yield _say(
        lang, "counts", parts=str(len(made.parts)), **{name: str(count) for name, count in counts.items()}
    )
    yield _say(lang, "document")
    yield f"archive_sha256: {added.sha256}"


def _say(lang: str, key: str, **values: str) -> str:
    return lookup(lang, "archive", f"command.{key}").format(**values)
