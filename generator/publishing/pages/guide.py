"""The pages for staff: what to do step by step, the format, and what each message means."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from generator.core import limits, sources
from generator.core.grouping import grouped
from generator.core.languages import FALLBACK
from generator.core.messages import catalogue, shipped
from generator.core.phrases import joined
from generator.format import tables
from generator.publishing.pages.contexts import (
    Crumb,
    FormatPage,
    Page,
    ProblemGroupPage,
    ProblemsPage,
    TextPage,
)
from generator.wording.explain import said

STEPS = ("report", "correction", "messages", "approval")
"""What staff come to do, each with a page of its own below the guide."""

TEXTS = (*STEPS, "limits", "upload")
"""The hand-written pages below the guide: the steps, what this site can't know, and how the data go into other portals."""


PROBLEMS = "guide/problems/"
"""Where all messages of the data check are listed; each group of them has a page below it."""

_PNG = b"\x89PNG\r\n\x1a\n"
_SIZED = 24
"""Bytes of a PNG up to the end of its size."""


def picture_path(name: str, language: str) -> str:
    """Where a picture stands below `site_src/`: that in a language or, where nobody took it there, the fallback's."""
    own = f"assets/guide/{language}/{name}.png"
    return own if sources.found(own).is_file() else f"assets/guide/{FALLBACK}/{name}.png"


def picture_size(path: str) -> Markup:
    """The width and height of a picture (PNG, a path below `site_src/`) as attributes, so that nothing moves when it comes; nothing
    of one that is none, whatever its name.
    """
    file = sources.found(path)
    if not file.is_file():
        return Markup()
    content = file.read_bytes()
    if not content.startswith(_PNG) or len(content) < _SIZED:
        return Markup()
    width, height = struct.unpack(">II", content[16:_SIZED])  # the first block of every PNG
    return Markup(' width="{}" height="{}"').format(width, height)


def guide_pages(language: str, home: Crumb, packages: tuple[str, ...]) -> Iterator[Page]:
    """The pages of the guide in one language; `packages` are the languages of the packages, in which texts stand."""

    def t(key: str) -> str:
        return said(language, key)

    title = t("nav.guide")
    yield TextPage(
        template="guide.html", path="guide/", title=title, description=t("guide.lead"), crumbs=(home,)
    )
    crumbs = (home, Crumb(title, "guide/"))
    for step in TEXTS:
        yield TextPage(
            template=f"guide-{step}.html",
            path=f"guide/{step}/",
            title=t(f"guide.{step}"),
            description=t(f"guide.{step}_lead"),
            crumbs=crumbs,
        )
    yield FormatPage(
        template="format.html",
        path="guide/format/",
        title=t("nav.format"),
        description=t("guide.format_lead"),
        crumbs=crumbs,
        shapes=[(file, shape.in_languages(packages)) for file, shape in tables.FILES],
        most=limits.told(),
    )
    groups = _problem_groups()
    yield ProblemsPage(
        template="problems.html",
        path=PROBLEMS,
        title=t("nav.problems"),
        description=t("guide.problems_lead"),
        crumbs=crumbs,
        groups=groups,
    )
    for group, codes in groups.items():
        yield ProblemGroupPage(
            template="problems_group.html",
            path=f"{PROBLEMS}{group}/",
            title=joined(
                [t("nav.problems"), t("sign.colon"), catalogue(language, "problems")["groups"][group]]
            ),
            description=t("guide.problems_lead"),
            crumbs=(*crumbs, Crumb(t("nav.problems"), PROBLEMS)),
            group=group,
            codes=codes,
        )


def _problem_groups() -> Mapping[str, Sequence[str]]:
    """The codes of all messages by group, as the program has them: an installation's own words move none."""
    words = shipped("problems")[0]
    found = grouped((entry["group"], code) for code, entry in words["codes"].items())
    return {group: found[group] for group in words["groups"]}


def problem_page(code: str) -> str:
    """The path of the page that explains a message of the data check, where its code is an anchor."""
    return f"{PROBLEMS}{shipped('problems')[0]['codes'][code]['group']}/"
