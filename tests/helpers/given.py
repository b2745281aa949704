"""What the helpers that are commands are given: `--help` tells it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from typing import Any


def given(about: str | None, **usual: Any) -> Namespace:
    """The words behind a command, in their order, or what is usual; a list takes all that are left. Ends the program for
    `--help`, which tells `about`, and for what is wrong.
    """
    parser = ArgumentParser(description=about, formatter_class=RawDescriptionHelpFormatter)
    for name, value in usual.items():
        many = isinstance(value, list)
        kind = str if many else type(value)
        parser.add_argument(name, nargs="*" if many else "?", type=kind, default=value, metavar=name.upper())
    return parser.parse_args()
