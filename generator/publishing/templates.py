"""Templates as compiled: for one language, for the others, and for the next builds."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from pathlib import Path
from traceback import walk_tb
from types import CodeType, FunctionType, MethodType
from typing import Any, NoReturn

from jinja2 import BytecodeCache, Environment, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro

from generator.core import sources
from generator.core.problems import Place, Problem, Report
from generator.core.texts import visible
from generator.publishing.lasting import held, hold
from generator.publishing.settings import SettingsError
from generator.publishing.store import recalled, remember

_KIND = "template"

_SHOWN = 300
"""How many characters of what went wrong are told."""

_AROUND = "overrides"
"""The folder of the templates around the pages, which are put together in one place with those of the program."""

_INSTALLED = str(sources.SHIPPED), sys.prefix
"""Where the templates are that come with the program and with the theme: those stay where they are."""


class _Bucket(Bucket):
    """A template, and whether it was installed."""

    installed = False


class _Compiled(BytecodeCache):
    """Templates are known by their name and their source."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """A template, with its code where that is known."""
        # The name of a folder may hold what the machine's encoding has no letters for.
        key = self.get_cache_key(name, filename and ascii(filename))
        bucket = _Bucket(environment, key, self.get_source_checksum(source))
        bucket.installed = filename is not None and filename.startswith(_INSTALLED)
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, where that is known."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))
        if bucket.code is None and (kept := self._kept(bucket)):
            bucket.bytecode_from_string(kept)
            self._known[bucket.key, bucket.checksum] = bucket.code

    def _kept(self, bucket: Bucket) -> bytes | None:
        if isinstance(bucket, _Bucket) and bucket.installed:
            return held(f"{_KIND}-{bucket.key}", bucket.checksum)
        return recalled(_KIND, bucket.key, bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._known[bucket.key, bucket.checksum] = bucket.code
        if isinstance(bucket, _Bucket) and bucket.installed:
            hold(bucket.bytecode_to_string(), f"{_KIND}-{bucket.key}", bucket.checksum)
        else:
            remember(bucket.bytecode_to_string(), _KIND, bucket.key, bucket.checksum)


COMPILED = _Compiled()


def _in_own(error: Exception) -> Place | None:
    """Where an error comes from, if a template of the installation's own was at work: the last one; else, since those of the
    program do not fail by themselves, the one of its own that such a one takes something from.
    """
    places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    own, *others = sources.layers()
    for name, line in reversed(places if others else []):
        file = Path(name)
        parts = file.parts
        if file.is_relative_to(own):
            return Place(f"{sources.NAME}/{file.relative_to(own).as_posix()}", line, 1)
        if _AROUND in parts and not file.is_relative_to(sources.SHIPPED):
            path = "/".join((_AROUND, *parts[len(parts) - parts[::-1].index(_AROUND) :]))
            if (own / path).is_file():
                return Place(f"{sources.NAME}/{path}", line, 1)
    for name, _ in reversed(places if others else []):
        if Path(name).is_relative_to(sources.SHIPPED):
            text = Path(name).read_text(encoding="utf-8")
            taken = [file.name for file in own.glob("templates/*") if f'"{file.name}"' in text]
            if taken:
                return Place(f"{sources.NAME}/templates/{min(taken)}", 1, 1)
    return None


class _Known(Context):
    """What a template knows. What it calls are functions, which are told nothing of it, and macros: of neither is asked each of
    300,000 times what else it might be told.
    """

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call something with what Jinja would give it."""
        kind = type(called)
        if kind is Macro:
            args = self.eval_ctx, *args
        elif kind not in _PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


_PLAIN = (FunctionType, MethodType)


class Templates(Environment):
    """Gives every template what all of them are told as one plain mapping, since it is copied for each page and each import:
    Jinja's own would be gone through in Python each time.
    """

    context_class = _Known

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Raise what went wrong while a template was read or filled in: where that is in one of the installation's own, as
        SettingsError, with its place.
        """
        try:
            super().handle_exception(source)
        except SettingsError:  # of a template that this one had filled in
            raise
        except Exception as error:
            if place := _in_own(error):
                values = {"detail": visible(f"{type(error).__name__}: {error}"[:_SHOWN])}
                raise SettingsError(Report([Problem("template-failed", place, values)])) from error
            raise

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template is told besides its page: what all are, and something more, if anything."""
        return {**self.globals, **(d or {})}
