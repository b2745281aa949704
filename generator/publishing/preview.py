"""A live preview: builds the site, serves it on this computer, and builds again after each saved change."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Thread
from typing import Any

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer

from generator.core import sources
from generator.core.problems import Report
from generator.publishing.build import NoArchiveError, build
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

PROVING = "proving"
"""The name of the thread that judges what is shown already."""

_LOOKS_EVERY = 0.2
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
    (`tell_trouble` gets what is no report), and the last site that could be built stays; whether its packages are valid is
    told when it is shown already.
    """
    past = KeptPast()

    def rebuild(prove: Prove | None) -> None:
        sources.forget()
        try:
            tell(
                build(
                    data,
                    SITE,
                    work / "build",
                    archive=archive,
                    store=STORE,
                    prove=prove,
                    past=past,
                    leave=True,
                ),
                data.as_posix(),
            )
        except SettingsError as error:
            tell(error.report, "")

    def prove_shown(packages: Iterable[str]) -> None:
        try:
            with borrowed(STORE):
                for name in packages:
                    assert prove
                    prove(SITE / "data" / name)
        except (InvalidError, OSError) as error:
            tell_trouble(error)

    proving: list[Thread] = []

    def rebuild_later() -> None:
        # What is saved is shown before it is proved: that takes as long again, and only who edits sees it.
        while proving:
            proving.pop().join()
        packages: list[str] = []
        try:
            rebuild((lambda folder: packages.append(folder.name)) if prove else None)
            proving.append(Thread(name=PROVING, target=prove_shown, args=[packages], daemon=True))
            proving[-1].start()
        except (
            RendererError,
            UnguardedError,
            NoArchiveError,
            InvalidError,
            SharingError,
            OutputError,
            OSError,
        ) as error:
            tell_trouble(error)

    read_settings()
    _ask_for(port)
    SITE.mkdir(parents=True, exist_ok=True)
    server = _Server(
        rebuild_later, HOST, port, str(SITE.resolve()), mount_path="/", polling_interval=_LOOKS_EVERY
    )
    server.build_delay = _WAITS
    server.ready = ready
    with working(WORK) as work, server, contextlib.suppress(KeyboardInterrupt):
        rebuild(prove)
        for folder in (data, *sources.layers(), *([archive] if archive else [])):
            server.watch(str(folder))
        try:
            server.serve()  # type: ignore[no-untyped-call]
        finally:
            # Its threads would go on, and the program with them.
            server.shutdown()


def _ask_for(port: int) -> None:
    """Make sure of the port before the first build, which takes its time. Raises OSError when it cannot be had."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            error.filename = f"{HOST}:{port}"
            raise
