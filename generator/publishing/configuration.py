"""The configuration of one language of a site, for whoever renders it: what stands around every page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from generator import __version__
from generator.core import formats, sources
from generator.core.languages import language as known
from generator.core.phrases import as_html, joined
from generator.publishing.assets import styles
from generator.publishing.moment import Moment
from generator.publishing.pages import Site
from generator.publishing.pages.guide import STEPS
from generator.publishing.pages.plan import label, parts_of
from generator.publishing.pages.views import PackageView
from generator.publishing.policy import element
from generator.publishing.settings import Settings
from generator.wording.explain import said

_IN_HEADER, _OPENED_IN_HEADER = 6, 2
"""Of up to how many packages the header of every page names each, and of up to how many its pages too. What leads to more
of them is the home page, and each page of a package leads to the others.
"""


def write_config(work: Path, site: Site, moment: Moment, language: str) -> Path:
    """The file of the configuration of one language; it inherits `mkdocs.yml` and names only what differs."""
    views, settings = site.views, site.settings

    def named(key: str) -> str:
        """A name in the navigation: the header puts it into its HTML as it is."""
        return as_html(said(language, key))

    nav: list[Any] = [{named("nav.home"): "index.md"}]
    areas = {view.package.id: view.package.areas[view.package.area_id].title[language] for view in views}
    short = len(set(areas.values())) == len(areas)
    for view in views if len(views) <= _IN_HEADER else ():
        root = view.package.id
        pages = [{named("nav.overview"): f"{root}/index.md"}]
        if len(views) <= _OPENED_IN_HEADER:
            pages += [{named(label(name)): f"{root}/{name}/index.md"} for name in parts_of(view.package)]
        name = areas[view.package.id] if short else view.package.title[language]
        nav.append({as_html(name): pages})
    nav.append({named("nav.data"): "data/index.md"})
    texts = [{named("nav.methods"): "methods/index.md"}, {named("nav.glossary"): "glossary/index.md"}]
    nav.append({named("nav.methods"): texts})
    # Who keeps the data finds the guide there; readers have no use for it in the bar.
    guide = {
        "about.title": "about",
        "nav.guide": "guide",
        **{f"guide.{step}": f"guide/{step}" for step in STEPS},
    }
    guide |= {"nav.format": "guide/format", "nav.problems": "guide/problems"}
    nav.append({named("nav.about"): [{named(key): f"{path}/index.md"} for key, path in guide.items()]})
    words = {
        **{name: named(f"nav.{name}") for name in ("home", "search", "menu", "sections")},
        **{name: named(f"reading.{name}") for name in ("size", "contrast", "dark")},
        **{name: named(f"lost.{name}") for name in ("lost", "lost_hint", "skip")},
    }
    config = {
        "INHERIT": os.path.relpath(sources.MKDOCS, work),
        # Templates put these into HTML and into its attributes as they are.
        "site_name": escape(str(settings.called(language))),
        "site_description": escape(str(settings.says(language))),
        "docs_dir": f"pages/{language}",
        "site_dir": f"rendered/{language}",
        "theme": {"custom_dir": os.path.relpath(overrides(work), work)},
        "extra_css": styles(settings),
        "nav": nav,
        "copyright": "<br>".join(_footer(site, moment, language)),
        "extra": {
            "alternate": [_alternate(settings, language, other) for other in settings.languages],
            "policy": element(),
            "words": words,
            "logo": f"assets/{quote(settings.logo)}" if settings.logo else "",
            "theme_words": {"language": language, "direction": known(language).direction},
            "locale": known(language).place,
            "root": settings.url,
            "below": settings.prefix(language),
        },
        **({"site_url": settings.url + settings.prefix(language)} if settings.url else {}),
    }
    file = work / f"{language}.yml"
    file.write_bytes(yaml.safe_dump(config, allow_unicode=True).encode())
    return file


def overrides(work: Path) -> Path:
    """The templates around every page; those of an installation in the place of ours."""
    found = sources.everywhere("overrides")
    if len(found) == 1:
        return found[0]
    merged = work / "overrides"
    for folder in reversed(found):
        shutil.copytree(folder, merged, dirs_exist_ok=True)
    return merged


def _footer(site: Site, moment: Moment, language: str) -> Iterable[str]:
    """The lines below every page, as HTML: what the site is and is not, whom to ask, and the record numbers."""
    licences = " · ".join(sorted({view.package.licence for view in site.views}))
    official = [view.package for view in site.views if view.package.official]
    titles = dict.fromkeys(item.organisations[item.publisher_id].title[language] for item in official)
    publishers = joined(titles, said(language, "sign.list"))
    if len(titles) > _IN_HEADER:
        publishers = said(language, "site.bodies", count=str(len(titles)))
    yield as_html(said(language, _whose(site.views), licence=licences, publisher=publishers))
    yield as_html(joined(_days(site.views, moment, language), " · "))
    if site.settings.contact[language]:
        yield as_html(said(language, "site.contact", contact=site.settings.contact[language]))
    if site.settings.records:
        yield " · ".join(
            f'<a href="{escape(url)}">{escape(number)}</a>' if url else escape(number)
            for number, url in site.settings.records
        )


def _whose(views: Sequence[PackageView]) -> str:
    """The text that says whether a site is that of the bodies themselves: all of it, a part of it, or nothing; of bodies that
    are all made up it says that.
    """
    if views and all(view.package.fictional for view in views):
        return "site.footer_fictional"
    official = sum(view.package.official for view in views)
    if not official:
        return "site.footer"
    return "site.footer_official" if official == len(views) else "site.footer_partly"


def _days(views: Iterable[PackageView], moment: Moment, language: str) -> Iterator[str]:
    """How far the figures reach, on which day their standing was judged, and when the record last changed."""
    latest = max((view.latest_figure for view in views if view.latest_figure), default=None)
    if latest:
        yield said(language, "site.latest", date=formats.day(latest, language))
    yield said(language, "site.judged", date=formats.day(moment.today, language))
    if moment.last:
        yield said(language, "site.changed", date=formats.day(moment.last.day, language))
    yield said(language, "site.version", version=__version__)


def _alternate(settings: Settings, language: str, other: str) -> dict[str, str]:
    """How the pages of one language reach those of another, relative to their own root."""
    up = "../" * settings.prefix(language).count("/")
    return {
        "name": str(said(other, "site.language")),
        "lang": other,
        "hreflang": known(other).html,
        "prefix": up + settings.prefix(other),
        "link": "./" + up + settings.prefix(other),
    }
