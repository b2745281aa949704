"""The command line: a group of commands. Exit 0: fine, 1: problems found, 2: misused or refused, 3: a fault."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import traceback
from itertools import pairwise
from types import FrameType
from typing import NoReturn

import click

from generator import FAULT, __version__
from generator.commands import archive, compare, due, entry, init, migrate, new, publish, sheet, verify
from generator.commands.refusals import Commands, Ended, default_language, fault_in_words
from generator.core.languages import interface
from generator.core.texts import visible


@click.group(cls=Commands)
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
    *(publish.check, publish.build, publish.export, publish.serve),
    verify.verify,
    compare.diff,
    *(new.new, new.schemas),
    *(init.init, init.links, migrate.migrate),
    due.due,
    sheet.sheet,
    archive.archive,
    *(entry.record, entry.propose),
)
for command in COMMANDS:
    main.add_command(command)
"""The commands of the command line: each parses, calls and prints."""


def run() -> None:
    """What the installed program does: the commands; what nobody foresaw ends in one line that can be sent to us.

    `MINGZHANG_TRACEBACK=1` in the environment shows how it came to it. Whoever asks the program to end (SIGTERM), or closes
    its terminal (SIGHUP, unless it was told to go on, as by nohup), gets what was half made cleared away first, and a line.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _ended)
    try:
        main()
    except Exception as error:  # noqa: BLE001 - whatever it is
        if os.environ.get("MINGZHANG_TRACEBACK"):
            traceback.print_exc()
        click.echo(_in_words(error), err=True)
        sys.exit(FAULT)


def _ended(number: int, _: FrameType | None) -> NoReturn:
    raise Ended(128 + number)


def _in_words(error: Exception) -> str:
    """A fault in words; as the program calls it where the words themselves cannot be had, as of a broken installation."""
    try:
        asked = [
            language
            for option, language in pairwise(sys.argv)
            if option == "--lang" and language in interface()
        ]
        return fault_in_words(error, (asked or [default_language()])[-1])
    except Exception:  # noqa: BLE001 - or it would end with the code of problems found
        return f"mingzhang {__version__}: {visible(f'{type(error).__name__}: {error}')}"
