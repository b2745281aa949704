"""What stands on a site beside its pages and downloads: what machines look for, what it was built from, and the list of
checksums.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from generator import __version__
from generator.core import sources
from generator.publishing.carried import NOTICES, notices
from generator.publishing.charts import bundle, picture
from generator.publishing.export import copies
from generator.publishing.export.catalogue import PATH, as_text, dcat
from generator.publishing.export.index import index
from generator.publishing.export.json_shapes import INDEX, schemas
from generator.publishing.export.rulebook import rule_files
from generator.publishing.moment import Moment
from generator.publishing.outputs import files_in, write_anew
from generator.publishing.pages import Site
from generator.publishing.pages.feeds import feeds, robots, sitemaps
from generator.publishing.published import Published
from generator.publishing.store import Store

FACTS = "build.json"
"""What a site was built from."""


def stand_beside(
    folder: Path, site: Site, paths: list[str], store: Store, *, charts: bool
) -> Mapping[str, Path]:
    """Have what stands beside the pages at these `paths` stand in a folder, with what interactive charts run on where the site
    has `charts`; the files by their paths on the site.
    """
    for path, content in _beside(site, paths):
        store.put_down(folder, path, content)
    if charts:
        store.put_down(folder, "assets/vega.js", bundle())
    store.put_down(folder, NOTICES, notices(site.settings.renderer, charts=charts))
    return files_in(folder)


def _beside(site: Site, paths: list[str]) -> Iterator[tuple[str, str | bytes]]:
    """What search engines, data catalogues and feed readers look for, by its path."""
    url = site.settings.url
    packages = [view.package for view in site.views]
    issued = {view.package.id: min(view.recorded.values()) for view in site.views if view.recorded}
    yield PATH, as_text(dcat(packages, site.files, site.settings, site.made, issued, site.releases))
    yield from ((f"data/{name}", content) for name, content in rule_files().items())
    counted = {view.package.id: view.observation_counts for view in site.views}
    yield INDEX, index(packages, counted, site.settings, site.made)
    yield from schemas(url).items()
    yield "robots.txt", robots(url)
    if url:
        former = {f"{view.package.id}/{item.table}/{item.id}/" for view in site.views for item in view.former}
        yield from sitemaps(set(paths) - former, site.settings, site.made)
        yield "assets/share.png", picture(sources.found("assets/favicon.svg"))
    for language in site.settings.languages:
        yield from feeds(site.views, site.settings, site.today, language)


def write_facts(finished: Path, site: Site, moment: Moment) -> None:
    """`build.json`: what this site was built from, with the checksum of every download."""
    facts: Mapping[str, Any] = {
        "commit": site.commit,
        "date": moment.today.isoformat(),
        "commit_date": moment.last.day.isoformat() if moment.last else None,
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
            for view in site.views
        },
        "sha256": {path: file.sha256 for path, file in site.files.items()},
        # What of the packages the commit does not hold as it is here.
        "uncommitted": [view.package.id for view in site.views if view.history and view.history.uncommitted],
    }
    write_anew(finished / FACTS, f"{json.dumps(facts, ensure_ascii=False, indent=2)}\n".encode())


def write_copies(finished: Path, site: Site, moment: Moment, published: Published | None) -> Iterator[str]:
    """Write the list of all checksums, and those of single indicators beside it; their paths."""
    versions = {view.package.id: view.package.version for view in site.views}
    before = published.copies if published else None
    own = {path: file for path, file in site.files.items() if PurePosixPath(path).parts[1] in versions}
    listed = copies.copies(before, own, versions, moment.made, site.commit)
    texts = {copies.PATH: copies.as_text(listed)}
    texts |= {copies.of_indicators(package): text for package, text in copies.as_texts(listed).items()}
    for path, text in texts.items():
        write_anew(finished / path, text.encode())
        yield path
