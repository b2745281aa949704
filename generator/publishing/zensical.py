"""The pages of one language through Zensical, in the place of MkDocs and its theme: the same stage in, the same pages out.

Zensical reads MkDocs's configuration and folders, but is another program with a theme and an engine for templates of
its own. It renders a stage as a whole, through Markdown, and knows no page that is not in it, so nothing that it made is
kept for the next build, for which everything is staged.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import yaml
from click import unstyle

from generator.publishing.rendering import RendererError

UNASKED = "search.json"
"""What Zensical writes unasked: every word of every page once more. The site has its own list, which holds less."""


class NotInstalledError(RendererError):
    """An installation asks for Zensical, and the environment does not have it."""

    reason = "no_zensical"


class LeftOutError(RendererError):
    """Zensical did not render a page that was staged; the message is its path."""

    reason = "left_out"


def installed() -> None:
    """Raise NotInstalledError where there is no Zensical."""
    if find_spec("zensical") is None:
        raise NotInstalledError("zensical")


def render(configuration: Path, target: Path, made: date, *, around: bool) -> bool:  # noqa: ARG001 - as of MkDocs
    """Render every page of a stage, and what stands around them, as `rendering.render` does; `target` lies beside it.

    Neither can what stands around be left out, nor does a template learn the day. Returns False: pages are not to be kept.
    Raises RendererError when Zensical finds fault with anything or leaves a page out.
    """
    own = configuration.with_suffix(".zensical.yml")
    there = os.path.relpath(target, configuration.parent)
    own.write_text(yaml.safe_dump({"INHERIT": configuration.name, "site_dir": there}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "--config-file", str(own)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    if done.returncode:
        told, _, traceback = unstyle(done.stderr).partition("Traceback (most recent call last):")
        lines = [line for line in told.splitlines() if line != "No issues found"]
        raise RendererError("\n".join([*lines, *traceback.splitlines()[-1:]]))
    stage = configuration.parent / yaml.safe_load(configuration.read_text(encoding="utf-8"))["docs_dir"]
    for page in sorted(stage.rglob("index.md")):
        path = page.relative_to(stage).with_suffix(".html")
        if not (target / path).is_file():
            raise LeftOutError(path.as_posix())
    (target / UNASKED).unlink(missing_ok=True)
    return False
