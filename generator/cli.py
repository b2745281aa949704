"""The command line: parse, call, print. Exit 0: fine, 1: problems found, 2: misused."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator import __version__

DATA = Path("data")
FORMATS = ("text", "github", "json", "markdown")


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Mingzhang: an open ledger of what a public body promised and what it reported."""


@main.command()
@click.argument("data", type=click.Path(path_type=Path), default=DATA)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="How to print the problems."
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="The language of the messages.")
def check(data: Path, form: str, lang: str) -> None:
    """Check everything that must hold before publishing; tell all problems at once."""
    from generator.load import load, missing_folder
    from generator.trees import WorkingTree

    report = load(WorkingTree(data))[1] if data.is_dir() else missing_folder(str(data))
    click.echo(report.render(form, lang, data.as_posix()))
    sys.exit(0 if report.ok else 1)


if __name__ == "__main__":
    main()
