"""A live preview: builds the site, serves it on this computer, and builds again after each saved change."""

from __future__ import annotations

import contextlib
import gc
import socket
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer

from generator.core import sources
from generator.core.problems import Report
from generator.publishing.build import NoArchiveError, build
from generator.publishing.downloads import Later
from generator.publishing.guarding import UnguardedError
from generator.publishing.known_past import KeptPast
from generator.publishing.outputs import OutputError
from generator.publishing.rendering import RendererError
from generator.publishing.settings import SettingsError, read_settings
from generator.publishing.store import STORE, borrowed
from generator.publishing.swapping import working
from generator.publishing.validation.validated import InvalidError, Prove, validated
from generator.publishing.workers import SharingError

HOST = "127.0.0.1"
SITE = Path("build/preview/site")
WORK = Path("build/preview/work")

REST = "rest"
"""The name of the thread that does what nobody waits for."""

_LOOKS_EVERY = 0.1
"""Seconds between two looks at the files."""

_WAITS = 0.05
"""Seconds without a further change after which the site is built: editors write a file in several steps."""


_RELOADING = "/livereload.js"
"""Where the script stands that has a page loaded again; what is asked for behind it says of which build the page is."""


class _Server(LiveReloadServer):
    """MkDocs's server, whose script stands in a file of its own: the pages obey none that they hold themselves."""

    ready: Callable[[], None]
    """Called as soon as pages can be asked for."""

    def server_activate(self) -> None:
        super().server_activate()
        self.ready()

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        return b'%b<script src="%b?%d"></script>' % (content, _RELOADING.encode(), epoch)

    def _serve_request(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes] | None:
        if environ["PATH_INFO"] != _RELOADING:
            return super()._serve_request(environ, start_response)
        epoch = environ.get("QUERY_STRING", "")
        if not epoch.isdecimal():
            return None
        script = _SCRIPT_TEMPLATE.substitute(epoch=epoch, request_id=time.time_ns() // 1_000_000)
        start_response("200 OK", [("Content-Type", "text/javascript"), ("Cache-Control", "no-store")])
        return [script.encode()]


_TROUBLES = (
    RendererError,
    UnguardedError,
    NoArchiveError,
    InvalidError,
    SharingError,
    OutputError,
    OSError,
)
"""What may go wrong with a build, the report on the data apart."""


class _NewerError(Exception):
    """Something was saved, or the preview ends: what was put off is not finished."""


class _Builder:
    """Builds the site that is shown: the pages as soon as something is saved, and beside them, when they are shown already, what
    nobody waits for.
    """

    def __init__(
        self,
        data: Path,
        work: Path,
        archive: Path | None,
        prove: Prove | None,
        tell: Callable[[Report, str], None],
        tell_trouble: Callable[[Exception], None],
    ) -> None:
        self._data, self._work, self._archive, self._prove = data, work / "build", archive, prove
        self._tell, self._tell_trouble = tell, tell_trouble
        self._past = KeptPast()
        self._rest: Thread | None = None
        self._newer = Event()

    def all(self) -> None:
        """Build the whole site, and tell the report. Raises what `build` raises, the settings apart, which are told."""
        self._told(lambda: self._built(prove=self._prove))

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
            whole = self._told(
                lambda: self._built(prove=lambda folder: packages.append(folder.name), later=put_off.append)
            )
        except _TROUBLES as error:
            self._tell_trouble(error)
            return
        finally:
            gc.enable()
        if whole:
            rest = self._all_later if put_off else partial(self._prove_shown, packages)
            self._rest = Thread(name=REST, target=self._quietly, args=[rest], daemon=True)
            self._rest.start()

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

    def _told(self, built: Callable[[], Report]) -> bool:
        """Tell the report of a build; whether there is a site of it."""
        sources.forget()
        try:
            report = built()
        except SettingsError as error:
            self._tell(error.report, "")
            return False
        self._tell(report, self._data.as_posix())
        return report.ok

    def _quietly(self, rest: Callable[[], None]) -> None:
        try:
            rest()
        except (_NewerError, SettingsError):
            pass  # what was saved meanwhile is told when it is shown
        except _TROUBLES as error:
            self._tell_trouble(error)

    def _all_later(self) -> None:
        packages: list[str] = []
        if self._built(prove=lambda folder: packages.append(folder.name), step=lambda _: self._go_on()).ok:
            self._prove_shown(packages)

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
    tell: Callable[[Report, str], None],
    tell_trouble: Callable[[Exception], None],
    archive: Path | None = None,
    prove: Prove | None = validated,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve the site until interrupted. `tell` gets the report after each build, and the folder of what it is about; `ready` is
    called when the first one is done and pages can be asked for; `archive` holds the archived texts, for packages that show them; `prove` is as for `build`.

    Raises InvalidError when a package is not valid, RendererError when MkDocs fails, UnguardedError where a page holds what it may not, NoArchiveError when the archived texts
    are needed and not given, SharingError when those who share the work do not do it, SettingsError when the settings cannot be used, OutputError and OSError
    when the site cannot be written or the port not be had, all from the start. What goes wrong later is told
    (`tell_trouble` gets what is no report), and the last site that could be built stays. What is saved is shown before its
    downloads are made, and before it is told whether its packages are valid.
    """
    read_settings()
    _ask_for(port)
    SITE.mkdir(parents=True, exist_ok=True)
    with working(WORK) as work:
        builder = _Builder(data, work, archive, prove, tell, tell_trouble)
        server = _Server(
            builder.show, HOST, port, str(SITE.resolve()), mount_path="/", polling_interval=_LOOKS_EVERY
        )
        server.build_delay = _WAITS
        server.ready = ready
        with server, contextlib.suppress(KeyboardInterrupt):
            builder.all()
            for folder in (data, *sources.layers(), *([archive] if archive else [])):
                server.watch(str(folder))
            try:
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
