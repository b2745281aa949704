"""What is wrong with the words behind a command, in the reader's language: the library that reads them says it in English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click
from click.exceptions import NoSuchCommand

from generator.core.languages import language as known
from generator.core.messages import lookup

_LISTED = " · "
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)


class Misuse(click.UsageError):
    """Ends a command as misused: its usage, where its help is, and in one line what is wrong."""

    def __init__(self, error: click.UsageError, language: str) -> None:
        super().__init__(_told(error, language), error.ctx)
        self.language = language

    def show(self, file: Any = None) -> None:
        """Print it."""
        lines = []
        if (context := self.ctx) is not None:
            pieces = (context.command_path, *context.command.collect_usage_pieces(context))
            lines = [
                _say(self.language, "usage", usage=" ".join(pieces)),
                _say(self.language, "help", command=f"{context.command_path} --help"),
                "",
            ]
        lines.append(_say(self.language, "error", message=self.message))
        click.echo("\n".join(lines), file=file, err=True)


def _say(language: str, key: str, **values: str) -> str:
    return lookup(language, "system", f"misuse.{key}").format(**values)


def _told(error: click.UsageError, language: str) -> str:
    """What is wrong, in a sentence; in the library's own words where it is what nobody foresaw."""
    match error:
        case click.NoSuchOption():
            told = _unknown("option", error.option_name, error.possibilities, language)
        case NoSuchCommand():
            told = _unknown("command", error.command_name, error.possibilities, language)
        case click.BadOptionUsage():
            told = _say(language, "alone", name=error.option_name)
        case click.MissingParameter():
            told = _say(language, "missing", name=_named(error))
        case click.BadParameter():
            told = _say(language, "value", name=_named(error), message=_of_value(error, language))
        case _ if match := _EXTRA.match(error.message):
            told = _say(language, "extra", listed=match[1])
        case _:
            told = error.message
    return told


def _unknown(kind: str, name: str, near: Iterable[str] | None, language: str) -> str:
    told = _say(language, kind, name=name)
    meant = [_say(language, "meant", listed=_LISTED.join(near))] if near else []
    return known(language).between.join([told, *meant])


def _named(error: click.BadParameter) -> str:
    """The option or argument as it is written."""
    hint = error.param_hint
    if hint is None:
        if error.param is None:
            return ""
        if isinstance(error.param, click.Argument):
            hint = error.param.make_metavar(error.ctx) if error.ctx else error.param.human_readable_name
        else:
            hint = [max(error.param.opts, key=len)]
    return hint if isinstance(hint, str) else " / ".join(hint)


def _of_value(error: click.BadParameter, language: str) -> str:
    """What may stand there; the message itself where it is one of ours."""
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return _say(language, "choice", listed=_LISTED.join(map(str, kind.choices)))
    if isinstance(kind, click.DateTime):
        return _say(language, "day")
    if isinstance(kind, click.IntRange):
        return _say(language, "number", least=str(kind.min), most=str(kind.max))
    return error.message
