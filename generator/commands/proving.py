"""What commands that publish say of the validation of each package."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.messages import lookup

if TYPE_CHECKING:
    from generator.publishing.validation.validated import InvalidError, Prove, Validation

LONGEST = 20
"""Complaints that a message tells."""


def proving(lang: str, *, validate: bool) -> Prove:
    """What validates a package and tells how it went, or where nobody wants that tells that it did not."""

    def prove(folder: Path) -> None:
        from generator.publishing.validation.validated import validated

        if validate:
            told = _in_words(validated(folder), lang)
        else:
            told = lookup(lang, "validation", "said.skipped").format(package=folder.name)
        click.echo(told, err=True)

    return prove


def _in_words(found: Validation, lang: str) -> str:
    from generator.core import formats

    # It took some time, however short.
    seconds = max(formats.rounded(Decimal(found.seconds), 1), Decimal("0.1"))
    said = "all" if found.tables == found.all else "some" if found.seconds else "none"
    return lookup(lang, "validation", f"said.{said}").format(
        package=found.package,
        version=found.version,
        tables=found.tables,
        all=found.all,
        seconds=formats.as_stated(seconds, lang),
    )


def invalid_in_words(error: InvalidError, lang: str) -> str:
    """What is wrong with a package, in a line for each thing, and what to do."""
    lines = [item.told(lang) for item in error.complaints[:LONGEST]]
    if len(error.complaints) > LONGEST:
        lines.append(lookup(lang, "validation", "said.more"))
    return "\n".join(
        (
            lookup(lang, "validation", "said.invalid").format(package=error.package, version=error.version),
            *(f"  {line}" for line in lines),
            f"→ {lookup(lang, 'validation', 'said.help')}",
        )
    )
