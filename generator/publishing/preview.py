"""A live preview: builds the site, serves it on this computer, and builds again after each saved change."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from generator.core.messages import SITE_SRC
from generator.core.problems import Report
from generator.publishing.build import build

SITE = Path("build/preview/site")
WORK = Path("build/preview/work")


def preview(data: Path, port: int, tell: Callable[[Report], None]) -> None:
    """Serve the site until interrupted. `tell` gets the report after each build.

    Raises RendererError when MkDocs fails.
    """

    def rebuild() -> None:
        tell(build(data, SITE, WORK))

    SITE.mkdir(parents=True, exist_ok=True)
    server = LiveReloadServer(rebuild, "127.0.0.1", port, str(SITE.resolve()), mount_path="/")
    with server, contextlib.suppress(KeyboardInterrupt):
        rebuild()
        for folder in (data, SITE_SRC):
            server.watch(str(folder))
        server.serve()  # type: ignore[no-untyped-call]
