"""A live preview: builds the site, serves it on this computer, and builds again after each saved change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from generator.build import build
from generator.messages import SITE_SRC
from generator.problems import Report
from generator.site import RendererError

SITE = Path("build/preview/site")
WORK = Path("build/preview/work")


def preview(data: Path, port: int, tell: Callable[[Report], None]) -> None:
    """Serve the site until interrupted. `tell` gets the report after each build that found something."""

    def rebuild() -> None:
        report = build(data, SITE, WORK)
        if len(report):
            tell(report)

    SITE.mkdir(parents=True, exist_ok=True)
    server = LiveReloadServer(rebuild, "127.0.0.1", port, str(SITE.resolve()), mount_path="/")
    try:
        rebuild()
        for folder in (data, SITE_SRC):
            server.watch(str(folder))
        server.serve()
    except (KeyboardInterrupt, RendererError) as error:
        if isinstance(error, RendererError):
            raise
    finally:
        server.server_close()
