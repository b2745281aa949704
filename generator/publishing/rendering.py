"""The pages of one language through MkDocs and its theme, in this process: staged pages in, HTML out.

Our pages are HTML already, so they go past Markdown instead of through it. Nothing depends on that, nor on this module:
`mkdocs build` with the same configuration and the same folder gives the same pages in several times the time.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from generator.core import sources
from generator.publishing.outputs import write_anew
from generator.publishing.settings import SettingsError
from generator.publishing.templates import COMPILED, Templates

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

LOST = "404.html"
"""The page for wrong addresses, at the root of a language."""


_UNUSED = re.compile(r"assets/javascripts/(?:lunr|workers)/.*|assets/(?:javascripts|stylesheets)/.*\.map")
"""Files of the theme that no page loads: its search, since there is one of our own, and maps of its scripts and styles for
those who work on it. They are two megabytes for each language.
"""


class RendererError(Exception):
    """MkDocs did not finish; the message is what it said."""


class _Others(Sequence["File"]):
    """The other pages, as templates are given them, which tells whether any template has looked at them."""

    def __init__(self, files: Sequence[File]) -> None:
        self._files, self.seen = files, False

    def __getitem__(self, at: Any) -> Any:
        self.seen = True
        return self._files[at]

    def __len__(self) -> int:
        self.seen = True
        return len(self._files)


def render(configuration: Path, target: Path, made: date, *, around: bool) -> bool:
    """Render every page that is staged for a configuration into a folder, at its address there.

    With `around` also what stands around the pages: the files of the theme, and the page for wrong addresses. Pages of
    the navigation that are not staged are named in it all the same. `made` is the day that templates are told. Tells
    whether each page was made of itself and the configuration alone; that is not so where a template looks at others.
    Raises RendererError when MkDocs finds fault with anything, OSError where the system refuses.
    """
    texts = (file.read_text(encoding="utf-8") for file in (configuration, sources.MKDOCS))
    key = str(configuration.resolve()), str(target.resolve()), *texts
    with _said() as said, _clock(made):
        try:
            known = _READY.pop(key, None)
            config, env = known or _loaded(configuration, target)
            # MkDocs keeps every template as it was, and whose place it had.
            if env.cache is not None:
                env.cache.clear()
            alone = _rendered(config, env, target, around=around)
        except (OSError, SettingsError):
            raise
        # Abort is how MkDocs ends a program; of what templates of an installation may raise there is no list.
        except (SystemExit, Exception) as error:
            raise RendererError("\n".join([*said, f"{type(error).__name__}: {error}"])) from error
        if said:
            raise RendererError("\n".join(said))
    # With what went wrong everything is made, and told, once more the next time.
    while len(_READY) >= _LANGUAGES:
        _READY.pop(next(iter(_READY)))
    _READY[key] = config, env
    return alone


_READY: dict[tuple[str, ...], tuple[MkDocsConfig, Environment]] = {}
"""What MkDocs made last of some configurations: who renders time and again need not have the theme looked for each time.
Its templates are read again, and compiled where they have changed.
"""

_LANGUAGES = 8
"""Of how many configurations that is held."""


def _loaded(configuration: Path, target: Path) -> tuple[MkDocsConfig, Environment]:
    """A configuration as MkDocs has it, and what its templates are filled in with."""
    from mkdocs.config import load_config

    config = load_config(str(configuration), site_dir=str(target.resolve()), strict=True)
    env = config.theme.get_env()
    env.bytecode_cache = COMPILED
    env.__class__ = Templates
    return config, env


def _rendered(config: MkDocsConfig, env: Environment, target: Path, *, around: bool) -> bool:
    from jinja2 import DictLoader
    from mkdocs.commands.build import get_context
    from mkdocs.structure.files import Files, get_files
    from mkdocs.structure.nav import get_navigation

    staged = get_files(config).documentation_pages()
    files = Files([*staged, *_named(config, {file.src_uri for file in staged})])
    nav = get_navigation(files, config)
    others = _Others(files.documentation_pages())
    if around:
        theme = Files([])
        theme.add_files_from_theme(
            env.overlay(loader=DictLoader(dict.fromkeys(_shown(config.theme.dirs), ""))), config
        )
        theme.copy_static_files()
        root = urlsplit(config.site_url or "/").path
        context = get_context(nav, others, config, base_url=root)
        _write(target / LOST, env.get_template(LOST).render(context))
    for file in staged:
        page = file.page
        assert page is not None
        page.read_source(config)
        page.content = (page.markdown or "").strip()
        page.active = True
        template = env.get_template(page.meta.get("template", "main.html"))
        _write(target / file.dest_uri, template.render(get_context(nav, others, config, page)))
        page.active = False
    return not others.seen


def _shown(folders: Iterable[str]) -> Iterator[str]:
    """The files of the theme, but for the eleven thousand pictures in a hidden folder, none of which MkDocs copies, and for
    what no page loads.
    """
    for folder in folders:
        for path, below, names in os.walk(folder):
            below[:] = [name for name in below if not name.startswith(".")]
            found = (Path(path, name).relative_to(folder).as_posix() for name in names)
            yield from (name for name in found if not _UNUSED.fullmatch(name))


def _named(config: MkDocsConfig, staged: set[str]) -> Iterator[File]:
    """The pages of the navigation that are not staged."""
    from mkdocs.structure.files import File

    for path in _paths(config.nav):
        if path not in staged:
            yield File(path, None, config.site_dir, config.use_directory_urls)


def _paths(nav: Any) -> Iterable[str]:
    """The pages that a navigation, or a part of it, names."""
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return (path for part in parts for path in _paths(part))


def _write(file: Path, text: str) -> None:
    """Write a page."""
    write_anew(file, text.encode(errors="xmlcharrefreplace"))


@contextmanager
def _said() -> Iterator[list[str]]:
    """What MkDocs complains of as long as the block runs."""
    found: list[str] = []

    class Hearer(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(f"{record.levelname} - {record.getMessage()}")

    hearer, log = Hearer(logging.WARNING), logging.getLogger("mkdocs")
    before = log.propagate
    log.addHandler(hearer)
    log.propagate = False
    try:
        yield found
    finally:
        log.propagate = before
        log.removeHandler(hearer)


@contextmanager
def _clock(day: date) -> Iterator[None]:
    """The environment that MkDocs takes its time from, stopped at the beginning of a day."""
    moment = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    wanted = {"SOURCE_DATE_EPOCH": str(moment), "NO_MKDOCS_2_WARNING": "1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
