"""A live preview: builds the site, serves it on this computer, and builds again after each saved change."""

from __future__ import annotations

import contextlib
import gc
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread

from generator.core import sources
from generator.core.problems import Report
from generator.publishing.build import build
from generator.publishing.downloads import Later
from generator.publishing.known_past import KeptPast
from generator.publishing.preview_server import Server, Shown
from generator.publishing.settings import SettingsError, read_settings
from generator.publishing.store import STORE, borrowed
from generator.publishing.swapping import working
from generator.publishing.validation.validated import Prove, validated
from generator.reading.git import commits_noted

HOST = "127.0.0.1"
SITE = Path("build/preview/site")
WORK = Path("build/preview/work")

REST = "rest"
"""The name of the thread that does what nobody waits for."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How whoever asked for a preview hears of it, and in which language; a report comes with the folder that it is about.

    `report` and `trouble` (what is no report) give back what they said, for the pages to say it too; `step` gets the name of a
    text: `follows` and `complete`, of the downloads of what is shown already.
    """

    language: str
    report: Callable[[Report, str], str]
    trouble: Callable[[Exception], str]
    step: Callable[[str], None]


class _NewerError(Exception):
    """Something was saved, or the preview ends: what was put off is not finished."""


class _Builder:
    """Builds the site that is shown: the pages as soon as something is saved, and beside them, when they are shown already, what
    nobody waits for.
    """

    def __init__(
        self, data: Path, work: Path, archive: Path | None, prove: Prove | None, telling: Telling
    ) -> None:
        self._data, self._work, self._archive, self._prove = data, work / "build", archive, prove
        self._telling = telling
        self.shown = Shown(telling.language)
        self._past = KeptPast()
        self._rest: Thread | None = None
        self._newer = Event()
        self._behind = False

    def all(self) -> None:
        """Build the whole site, and tell the report. Raises what `build` raises, the settings apart, which are told."""
        if refused := self._told(lambda: self._built(prove=self._prove)):
            self.shown.now("refused", refused)

    def show(self) -> None:
        """Build what was saved, and tell the report or what went wrong. Who edits waits for pages: where downloads have to be made
        they follow, and the packages are proved then.
        """
        self.end()
        put_off: list[str] = []
        packages: list[str] = []
        # What is garbage is looked for when it is shown: that takes a fifth of a second.
        gc.disable()
        try:
            refused = self._told(lambda: self._first(packages, put_off))
        except Exception as error:  # noqa: BLE001 - whatever was saved, the next time it may be right
            refused = self._telling.trouble(error)
        finally:
            gc.enable()
        if refused:
            self.shown.now("refused", refused, behind=self._behind)
            return
        self._behind = bool(put_off)
        self.shown.now("follows" if put_off else "there")
        if put_off:
            self._telling.step("follows")
        rest = self._all_later if put_off else partial(self._prove_shown, packages)
        self._rest = Thread(name=REST, target=self._quietly, args=[rest], daemon=True)
        self._rest.start()

    def _first(self, packages: list[str], put_off: list[str]) -> Report:
        """Build with the downloads that were made last; with those of now, where these do not go with what was saved."""

        def prove(folder: Path) -> None:
            packages.append(folder.name)

        try:
            return self._built(prove, put_off.append)
        except SettingsError:
            raise
        except Exception:
            if not put_off:
                raise
            packages.clear()
            put_off.clear()
            return self._built(prove)

    def end(self) -> None:
        """Have what is put off end: it is superseded, or nobody looks any more."""
        if self._rest:
            self._newer.set()
            self._rest.join()
            self._newer.clear()
            self._rest = None

    def _built(
        self, prove: Prove | None, later: Later | None = None, step: Callable[[str], None] = lambda _: None
    ) -> Report:
        return build(
            self._data,
            SITE,
            self._work,
            archive=self._archive,
            store=STORE,
            prove=prove,
            past=self._past,
            tell=step,
            leave=True,
            later=later,
        )

    def _told(self, built: Callable[[], Report]) -> str:
        """Tell the report of a build; what was said where there is no site of it, else nothing."""
        sources.forget()
        try:
            report, about = built(), self._data.as_posix()
        except SettingsError as error:
            report, about = error.report, ""
        said = self._telling.report(report, about)
        return "" if report.ok else said

    def _quietly(self, rest: Callable[[], None]) -> None:
        try:
            rest()
        except (_NewerError, SettingsError):
            pass  # what was saved meanwhile is told when it is shown
        except Exception as error:  # noqa: BLE001 - as above
            # Who stops a preview twice has its folder go from under it.
            if not self._newer.is_set():
                self.shown.now("wrong", self._telling.trouble(error))

    def _all_later(self) -> None:
        sources.forget()
        packages: list[str] = []
        if self._built(prove=lambda folder: packages.append(folder.name), step=lambda _: self._go_on()).ok:
            self._prove_shown(packages)
            self._behind = False
            self._telling.step("complete")
            self.shown.now("there")

    def _prove_shown(self, packages: Iterable[str]) -> None:
        if self._prove:
            with borrowed(STORE):
                for name in packages:
                    self._go_on()
                    self._prove(SITE / "data" / name)

    def _go_on(self) -> None:
        if self._newer.is_set():
            raise _NewerError


def preview(
    data: Path,
    port: int,
    telling: Telling,
    archive: Path | None = None,
    prove: Prove | None = validated,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve the site until interrupted. `ready` is called when the first one is done and pages can be asked for; `archive`
    holds the archived texts, for packages that show them; `prove` is as for `build`.

    Raises SettingsError when the settings cannot be used, OSError when the port cannot be had, and what `build` raises when
    the first site cannot be built. What is committed is shown as what is saved. What goes wrong later is told, and the last
    site that could be built stays: its pages say so as long as what was saved is not shown. What is saved is shown before
    its downloads are made, and before it is told whether its packages are valid.
    """
    read_settings()
    _ask_for(port)
    SITE.mkdir(parents=True, exist_ok=True)
    with working(WORK) as work:
        builder = _Builder(data, work, archive, prove, telling)
        server = Server(builder.show, HOST, port, SITE, builder.shown, ready)
        with server, contextlib.suppress(KeyboardInterrupt):
            try:
                # What is saved while the first site is built is shown after it.
                beside = [*([archive] if archive else []), *commits_noted(data)]
                server.look_at(lambda: (data, *sources.layers(), *beside))
                builder.all()
                server.serve()  # type: ignore[no-untyped-call]
            finally:
                # Its threads would go on, and the program with them.
                server.shutdown()
                builder.end()


def _ask_for(port: int) -> None:
    """Make sure of the port before the first build, which takes its time. Raises OSError when it cannot be had."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            error.filename = f"{HOST}:{port}"
            raise
