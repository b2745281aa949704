"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from generator.core.messages import LANGUAGES
from generator.core.problems import FORMATS

DATA = Path("data")
DAY = click.DateTime(["%Y-%m-%d"])

data_argument = click.argument("data", type=click.Path(path_type=Path), default=DATA)
data_option = click.option(
    "--data", type=click.Path(path_type=Path), default=DATA, help="The data directory."
)
date_option = click.option(
    "--date", "today", type=DAY, help="The day that decides what is due; default: the last commit's."
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
    "--lang", type=click.Choice(LANGUAGES), default="zh", help="The language of the messages."
)
