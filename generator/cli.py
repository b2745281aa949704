"""The command line: a group of commands. Exit 0: fine, 1: problems found, 2: misused."""

from __future__ import annotations

import gc
import io
import sys

import click

from generator import __version__
from generator.commands import compare, due, entry, new, publish, sheet


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Mingzhang: an open ledger of what a public body promised and what it reported."""
    # A ledger is many small objects that all live to the end: looking for garbage among them doubles the time.
    gc.set_threshold(200_000, 50, 50)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal in another encoding shows an escape for what it cannot write, and no traceback.
            stream.reconfigure(errors="backslashreplace")


COMMANDS = (
    *(publish.check, publish.build, publish.export, publish.serve, publish.verify),
    compare.diff,
    *(new.new, new.schemas),
    due.due,
    sheet.sheet,
    *(entry.record, entry.propose),
)
for command in COMMANDS:
    main.add_command(command)
