"""Arguments and options that several commands share."""

from __future__ import annotations

import errno
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from generator.commands.refusals import default_language, language_of, spoken
from generator.core.languages import interface, of_locale
from generator.core.messages import lookup
from generator.core.problems import FORMATS


class Existing(click.Path):
    """A file, or a folder, that is there and can be read; what is not is told by the system's own refusal."""

    def __init__(self, *, folder: bool = False) -> None:
        super().__init__(path_type=Path)
        self.folder = folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path. Raises OSError where it is not there, of the other kind, a device, or cannot be read."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path.is_dir() != self.folder:
            path.stat()
            wrong = errno.ENOTDIR if self.folder else errno.EISDIR
            raise OSError(wrong, os.strerror(wrong), str(path))
        if path.is_char_device() or path.is_block_device():
            # It may be read without end.
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), str(path))
        if self.folder:
            os.scandir(path).close()
        else:
            path.open("rb").close()
        return path


DATA = Path("data")
DAY = click.DateTime(["%Y-%m-%d"])


def day_or_today(given: datetime | None) -> date:
    """The day that an option gives, by default the one in the body's time zone. Raises as `clock.today` and
    `read_settings` do.
    """
    from generator.publishing import clock
    from generator.publishing.settings import read_settings

    return given.date() if given else clock.today(read_settings().zone)


def site_languages() -> tuple[str, ...]:
    """The languages of the site, for what is read by all its readers; where none are set, that of this machine."""
    from generator.publishing.settings import read_settings

    return read_settings().languages or (of_locale(),)


def put_right(folder: Path, language: str) -> None:
    """Put right what a stopped program left of a change of the files in a folder, and tell so."""
    from generator.editing.files.changing import recover

    if (done := recover(folder)) is not None:
        key = f"recovered.{'ended' if done.ended else 'taken_back'}"
        said = lookup(language, "system", key)
        click.echo(said.format(folder=folder.as_posix(), count=done.files), err=True)


def _put_right(ctx: click.Context, _: click.Parameter, data: Path) -> Path:
    """Put the data right before anybody reads them."""
    put_right(data, language_of(ctx))
    return data


data_argument = click.argument("data", type=click.Path(path_type=Path), default=DATA, callback=_put_right)
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=DATA,
    callback=_put_right,
    help="The data directory.",
)
date_option = click.option(
    "--date",
    "today",
    type=DAY,
    help="Judge as on this day, by what was known on it; default: today where the body is.",
)
ARCHIVE = "archive"
"""Where a repository keeps its archived texts, unless they stand elsewhere."""

archive_option = click.option(
    "--archive",
    type=Existing(folder=True),
    default=lambda: ARCHIVE if Path(ARCHIVE).is_dir() else None,
    help="The archived texts, for packages that show them; default: the folder archive, where there is one.",
)
validate_option = click.option(
    "--no-validate",
    "validate",
    is_flag=True,
    default=True,
    flag_value=False,
    help="Do not have the packages validated by frictionless; for previews, not for what is published.",
)
format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="How to print the problems."
)
told_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="How to print it.",
)
lang_option = click.option(
    "--lang",
    type=click.Choice(interface()),
    default=default_language,
    is_eager=True,  # what is wrong with the others is told in it
    callback=spoken,
    help="The language of the messages; default: that of the site, then that of the machine.",
)
