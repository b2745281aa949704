"""What the operating system refuses, and outputs that are not ours to replace, in one line that says what to do.

No command tries for itself: whatever it raises passes through the group of all commands.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import sys
import traceback
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from generator import __version__
from generator.commands.misuse import Misuse
from generator.core.languages import interface, of_locale
from generator.core.messages import lookup
from generator.core.stopping import begin, was_written
from generator.core.texts import visible
from generator.publishing.clock import FIXED, ClockError
from generator.publishing.outputs import OutputError

KINDS = {
    **dict.fromkeys((errno.EACCES, errno.EPERM), "rights"),
    errno.ENOENT: "missing",
    errno.ENOTDIR: "no_folder",
    errno.EISDIR: "folder",
    errno.ENODEV: "device",
    **dict.fromkeys((errno.EEXIST, errno.ENOTEMPTY), "there"),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full"),
    errno.EROFS: "read_only",
    errno.ENAMETOOLONG: "long",
    errno.ELOOP: "link",
    errno.EADDRINUSE: "port",
    errno.EBUSY: "busy",
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "many"),
}
"""What there are words for; the rest is told as the system says it."""

_REFUSED, _UNREAD = "refused", "unread"
"""Words with advice, and the same without any."""

_READING = frozenset({"rights", "missing", "no_folder", "folder"})
"""What there are words for without advice."""

_NUMBER = re.compile(r"\[Errno (\d+)\]")
"""How Python begins what the system said, where it copied many files and has only texts left."""

_LANGUAGE = "generator.language"
"""Where a command leaves the language that it was asked to speak, for all that comes later."""


class Refusal(click.ClickException):
    """Ends a command as misused (exit code 2) with one line, which is all that it says."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print the line."""
        click.echo(self.message, err=True, file=file)
        _drop_output()


class Failure(Refusal):
    """Ends a command that could not do what it was asked for (exit code 1), with all that it says."""

    exit_code = 1


def _drop_output() -> None:
    """Give up what could not be printed: Python would try once more at the end, and end with a code of its own."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Commands(click.Group):
    """A group of commands in which every refusal of the system ends the same way."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command; the language is looked for behind it too, for what is wrong there."""
        begin()
        for option, language in pairwise([*(part for arg in args for part in arg.split("=", 1))]):
            if option == "--lang" and language in interface():
                ctx.meta[_LANGUAGE] = language
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            _misused(error, ctx)
            raise
        except (KeyboardInterrupt, Ended) as stop:
            _stop(ctx, stop)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for. Raises Refusal where the system refused something, Misuse where the words
        behind it are wrong.
        """
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            _misused(error, ctx)
            raise
        except (KeyboardInterrupt, Ended) as stop:
            _stop(ctx, stop)
        except Refusal:
            raise
        except click.ClickException as error:
            # A command has said in words what is wrong, also where that came from a refusal of the system.
            told = lookup(language_of(ctx), "system", "misuse.error").format(message=error.message)
            raise Failure(told) from error
        except click.Abort:
            # The question stands on a line of its own that nobody ended.
            click.echo("\n" + lookup(language_of(ctx), "new", "stopped"), err=True)
            ctx.exit(1)
        except Exception as error:
            language = language_of(ctx)
            _tell_settings(error, language)
            if (line := in_words(error, language)) is None:
                raise
            raise Refusal(line) from error


class Ended(SystemExit):
    """Somebody asked the program to end by a signal; it has the code of that."""


def _stop(ctx: click.Context, stop: KeyboardInterrupt | Ended) -> NoReturn:
    """End as whoever stopped the program (Ctrl-C, or a signal) expects: one line, which says whether anything was written
    where that is known, and the code of the signal.
    """
    written = {True: "written", False: "unwritten", None: "unknown"}[was_written(stop)]
    with suppress(OSError):  # a terminal that was closed
        click.echo(lookup(language_of(ctx), "system", f"stopped.{written}"), err=True)
    sys.exit(stop.code if isinstance(stop, Ended) else 128 + signal.SIGINT)


def language_of(ctx: click.Context) -> str:
    """The language that a command was asked to speak, or would."""
    return str(ctx.meta.get(_LANGUAGE) or default_language())


def _misused(error: click.UsageError, ctx: click.Context) -> None:
    """Raises Misuse for what the library says in English; the help that it shows for no words at all is none."""
    if not isinstance(error, NoArgsIsHelpError):
        raise Misuse(error, language_of(ctx)) from error


def _tell_settings(error: Exception, language: str) -> None:
    """End the command with what is wrong with the settings of the installation, where that is the error."""
    from generator.publishing.settings import SettingsError

    if isinstance(error, SettingsError):
        click.echo(error.report.render("text", language, ""))
        sys.exit(1)


def default_language() -> str:
    """The language of the messages where none is asked for: the site's own by the settings, then that of the locale."""
    from generator.publishing.settings import NAME, SettingsError, read_settings

    # In the program's own repository its own site stands beside it, which is nobody else's.
    if not Path(NAME).is_file():
        return of_locale()
    try:
        listed = read_settings().languages
    except SettingsError as error:
        # A mistake in them is told to the same people.
        listed = error.languages
    except OSError:
        return of_locale()
    return next((tag for tag in listed if tag in interface()), of_locale())


def spoken(ctx: click.Context, _: click.Parameter, language: str) -> str:
    """Remember the language of a command. It is its option's callback."""
    ctx.meta[_LANGUAGE] = language
    return language


def in_words(error: BaseException | None, language: str) -> str | None:
    """A refusal in one line; None for an error that is none, nor comes from one."""
    if isinstance(error, OutputError):
        values = {"path": visible(str(error.path)), "other": visible(str(error.other))}
        return lookup(language, "system", f"output.{error.reason}").format(**values)
    if isinstance(error, ClockError):
        return lookup(language, "system", "clock").format(name=FIXED, value=visible(str(error)))
    error = _refusal(error)
    # A closed pipe is no refusal: whoever reads has enough.
    if error is None or isinstance(error, BrokenPipeError):
        return None
    return _refused(error, language)


def unread(error: BaseException, language: str) -> str:
    """Why the system refused to read something, in one line without advice, for where other advice follows; empty for an error
    that is no refusal of it, nor comes from one.
    """
    refused = _refusal(error)
    return _refused(refused, language, _UNREAD) if refused else ""


def _refusal(error: BaseException | None) -> OSError | None:
    """What the system refused, where an error comes from that."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__
    return error


def _refused(error: OSError, language: str, words: str = _REFUSED) -> str:
    path, said, number = error.filename2 or error.filename, error.strerror or str(error), error.errno or 0
    if isinstance(error, shutil.Error) and error.args and error.args[0]:
        # Of many files the first: (from, to, what the system said).
        _, path, said = error.args[0][0]
        number = int(found[1]) if (found := _NUMBER.match(said)) else 0
    place = f"{visible(str(path))}{lookup(language, 'site', 'sign.colon')}" if path is not None else ""
    # Refusals of our own among those of the system say themselves which they are.
    kind = getattr(error, "kind", None) or KINDS.get(number, "other")
    if words == _UNREAD and kind not in _READING:
        kind = "other"
    return place + lookup(language, "system", f"{words}.{kind}").format(detail=visible(said))


def fault_in_words(error: Exception, language: str) -> str:
    """What nobody foresaw in one line that can be sent to us, with its place in the program."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    return lookup(language, "problems", "report.fault").format(
        version=__version__,
        error=visible(f"{type(error).__name__}: {error}").strip(": "),
        place=" < ".join(reversed(places[-3:])),
    )
