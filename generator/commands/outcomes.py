"""What the commands that change the data tell of the change: that there is none, or which versions went up with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator.core.messages import lookup

if TYPE_CHECKING:
    from generator.core.problems import Report


def refuse(report: Report, language: str, data: Path) -> NoReturn:
    """Tell what is wrong and that nothing was written, and end the command (exit 1)."""
    click.echo(report.of_change(language, data.as_posix()))
    click.echo(lookup(language, "problems", "report.unwritten"))
    sys.exit(1)


def raised(versions: Mapping[str, tuple[str, str]], language: str) -> Iterator[str]:
    """That packages have other versions now than before, and why, in a line for each."""
    for package, (old, new) in versions.items():
        yield lookup(language, "new", "done.version").format(package=package, old=old, new=new)
