"""A live preview: builds the site, serves it on this computer, and builds again after each saved change."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from generator.core.messages import SITE_SRC
from generator.core.problems import Report
from generator.publishing.build import build
from generator.publishing.settings import SettingsError, read_settings

SITE = Path("build/preview/site")
WORK = Path("build/preview/work")


def preview(data: Path, port: int, tell: Callable[[Report, str], None]) -> None:
    """Serve the site until interrupted. `tell` gets the report after each build, and the folder of what it is about.

    Raises RendererError when MkDocs fails, SettingsError when the settings cannot be used from the start. What is
    wrong with them later is told, and the last site that could be built stays.
    """

    def rebuild() -> None:
        try:
            tell(build(data, SITE, WORK), data.as_posix())
        except SettingsError as error:
            tell(error.report, "")

    read_settings()
    SITE.mkdir(parents=True, exist_ok=True)
    server = LiveReloadServer(rebuild, "127.0.0.1", port, str(SITE.resolve()), mount_path="/")
    with server, contextlib.suppress(KeyboardInterrupt):
        rebuild()
        for folder in (data, SITE_SRC):
            server.watch(str(folder))
        server.serve()  # type: ignore[no-untyped-call]
