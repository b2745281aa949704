"""Stages pages, assets and downloads, has MkDocs render both languages, and swaps the finished site in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any

import yaml

from generator import __version__, formats
from generator.explain import said
from generator.export.tables import Table
from generator.export.write import sha256, write_package
from generator.messages import LANGUAGES, SITE_SRC
from generator.pages import Site, render_pages
from generator.pages.plan import LISTS
from generator.pages.views import PackageView

ROOT = SITE_SRC.parent
_PREFIX = {"zh": "", "en": "en/"}
_TAGS = {"zh": "zh-Hans", "en": "en"}


class RendererError(Exception):
    """MkDocs did not finish; the message is what it said."""


Tell = Callable[[str], None]
"""Takes the name of a step as it begins (`downloads`, `pages`, `render`, `swap`), for those who watch."""


def build_site(
    views: Iterable[PackageView],
    site: Path,
    work: Path,
    today: date,
    commit: str,
    tell: Tell = lambda _: None,
) -> None:
    """Build the whole site of some packages into the directory `site`.

    Everything is made below `work` first; `site` is replaced only when all is complete, so that a failure
    leaves the old site as it was. Raises RendererError when MkDocs fails.
    """
    views = tuple(views)
    shutil.rmtree(work, ignore_errors=True)
    finished = work / "site"
    tell("downloads")
    downloads = {view.package.id: _write_downloads(work / "data", view) for view in views}
    whole = Site(views, downloads, today)
    tell("pages")
    for language in LANGUAGES:
        _stage(work / "pages" / language, whole, language)
        _write_config(work, views, today, language)
    tell("render")
    _render(work, today)
    (work / "rendered" / "en").rename(work / "rendered" / "zh" / "en")
    (work / "data").rename(work / "rendered" / "zh" / "data.packages")
    _join(work / "rendered" / "zh")
    (work / "rendered" / "zh").rename(finished)
    _write_facts(finished, views, today, commit)
    tell("swap")
    swap_in(finished, site)


def _write_downloads(folder: Path, view: PackageView) -> tuple[tuple[Table, int], ...]:
    target = folder / view.package.id
    tables = write_package(target, view.package, view.standings)
    return tuple((table, (target / f"{table.name}.csv").stat().st_size) for table in tables)


def _stage(folder: Path, site: Site, language: str) -> None:
    for path, text in render_pages(site, language):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copytree(SITE_SRC / "assets", folder / "assets")


def _write_config(work: Path, views: Iterable[PackageView], today: date, language: str) -> None:
    """The configuration of one language; it inherits `mkdocs.yml` and names only what differs."""

    def t(key: str, **values: str) -> str:
        return said(language, key, **values)

    nav: list[Any] = [{t("nav.home"): "index.md"}]
    for view in views:
        root = view.package.id
        pages = [{t("nav.overview"): f"{root}/index.md"}]
        pages += [
            {t(f"nav.{name}"): f"{root}/{name}/index.md"} for name in (*LISTS, "unreported", "findings")
        ]
        # The theme puts titles of the navigation into the HTML as they are.
        nav.append({escape(view.package.title[language]): pages})
    nav.append({t("nav.data"): "data/index.md"})
    nav.append({t("nav.methods"): "methods/index.md"})
    guide = {"nav.overview": "guide", "nav.format": "guide/format", "nav.problems": "guide/problems"}
    nav.append({t("nav.guide"): [{t(key): f"{path}/index.md"} for key, path in guide.items()]})
    licences = " · ".join(sorted({view.package.licence for view in views}))
    config = {
        "INHERIT": os.path.relpath(ROOT / "mkdocs.yml", work),
        "site_name": t("site.name"),
        "site_description": t("site.tagline"),
        "docs_dir": f"pages/{language}",
        "site_dir": f"rendered/{language}",
        "theme": {"language": language, "custom_dir": os.path.relpath(SITE_SRC / "overrides", work)},
        "nav": nav,
        "copyright": f"{t('site.footer', licence=licences)}<br>{t('site.built', **_dates(views, today, language))}",
        "extra": {"alternate": [_alternate(language, other) for other in LANGUAGES]},
    }
    text = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
    (work / f"{language}.yml").write_text(text, encoding="utf-8")


def _dates(views: Iterable[PackageView], today: date, language: str) -> dict[str, str]:
    latest = max((view.latest_figure for view in views if view.latest_figure), default=today)
    return {
        "latest": formats.day(latest, language),
        "date": formats.day(today, language),
        "version": __version__,
    }


def _alternate(language: str, other: str) -> dict[str, str]:
    """How the pages of one language reach those of another, relative to their own root."""
    up = "" if language == "zh" else "../"
    return {
        "name": said(other, "site.language"),
        "lang": other,
        "hreflang": _TAGS[other],
        "prefix": up + _PREFIX[other],
        "link": "./" + up + _PREFIX[other],
    }


def _render(work: Path, today: date) -> None:
    """Run MkDocs for both languages side by side."""
    moment = int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp())
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(moment),
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
    }
    runs = {
        language: subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mkdocs",
                "build",
                "--quiet",
                "--strict",
                "-f",
                str(work / f"{language}.yml"),
            ],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for language in LANGUAGES
    }
    outputs = {language: (run.communicate()[0], run.returncode) for language, run in runs.items()}
    for output, code in outputs.values():
        if code:
            raise RendererError(output)


def _join(finished: Path) -> None:
    """Put the downloads beside the data page, whose address they share."""
    packages = finished / "data.packages"
    for folder in packages.iterdir():
        folder.rename(finished / "data" / folder.name)
    packages.rmdir()


def _write_facts(finished: Path, views: Iterable[PackageView], today: date, commit: str) -> None:
    """`build.json`: what this site was built from, with the checksum of every download."""
    files = sorted(
        path for path in (finished / "data").rglob("*") if path.suffix in (".csv", ".json", ".zip")
    )
    facts: Mapping[str, Any] = {
        "commit": commit,
        "date": today.isoformat(),
        "version": __version__,
        "packages": {
            view.package.id: {
                "version": view.package.version,
                **{
                    name: len(getattr(view.package, name))
                    for name in (
                        "documents",
                        "goals",
                        "indicators",
                        "targets",
                        "deliverables",
                        "observations",
                    )
                },
            }
            for view in views
        },
        "sha256": {path.relative_to(finished).as_posix(): sha256(path) for path in files},
    }
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    (finished / "build.json").write_text(text, encoding="utf-8")


def swap_in(finished: Path, site: Path) -> None:
    """Put a finished directory in the place of the old one: two renames, the old one back if the second fails."""
    old = site.with_name(f".{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    site.parent.mkdir(parents=True, exist_ok=True)
    if site.exists():
        site.rename(old)
    try:
        finished.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)
