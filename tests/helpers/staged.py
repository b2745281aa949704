"""What a site is made of without templates, theme and tables: texts and downloads that are given, and a renderer and others who
share the work that do next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from overlays import OverlayTree
from speaking import LANGUAGES

from generator.core.model import Package
from generator.publishing.downloads import Made
from generator.publishing.export.filled import outline_of
from generator.publishing.making import Downloads, Lent, PackageSource, Pages
from generator.publishing.making import downloads as downloads_of
from generator.publishing.making import pages as pages_of
from generator.publishing.pages.plan import Share
from generator.publishing.pages.reads import Notes
from generator.publishing.pages.render import Planned, PlannedPart
from generator.publishing.pages.views import PackageView
from generator.publishing.policy import element
from generator.publishing.settings import Settings
from generator.publishing.store import Borrowed
from generator.reading.load import load

DAY = date(2024, 3, 1)
"""The day on which all of it is made."""


def town() -> Package:
    """The town as it is read."""
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


TABLES = ((outline_of("goals", ("goal_id",), 3, LANGUAGES), 40),)
"""The tables of each package."""

THEME = {
    "404.html": "<p>lost</p>",
    "assets/theme.css": "p { }",
    "sitemap.xml": "of one language",
    "sitemap.xml.gz": "packed",
}
"""What stands around the pages of each language, by its path."""


def planned(texts: Mapping[str, str], name: str = "", view: PackageView | None = None) -> PlannedPart:
    """A part of some texts, by their paths below the docs directory."""
    return PlannedPart(
        name, view, lambda _: (Planned(path, None, partial(_said, text)) for path, text in texts.items())
    )


def _said(text: str, _: object) -> str:
    return text


def page(text: str) -> bytes:
    """The page that the renderer makes of a text."""
    return f"{element()}{text}".encode()


class Renderer:
    """Makes a page of each text that is staged, `alone` of that or not."""

    def __init__(self, *, alone: bool = True) -> None:
        self.alone = alone
        self.asked: list[tuple[str, str, date, bool]] = []
        self.rendered: list[str] = []
        """The paths of the pages below the docs directory of their language, as they were staged."""

    def __call__(self, configuration: Path, target: Path, made: date, *, around: bool) -> bool:
        work = configuration.parent
        self.asked.append((configuration.name, target.relative_to(work).as_posix(), made, around))
        stage = work / yaml.load(configuration.read_bytes(), Loader=yaml.CSafeLoader)["docs_dir"]
        assert stage.is_dir(), "renderers refuse what has no folder"
        files: dict[str, bytes] = {}
        for file in sorted(stage.rglob("*.md")):
            name = file.relative_to(stage)
            self.rendered.append(name.as_posix())
            files[name.with_suffix(".html").as_posix()] = page(file.read_text(encoding="utf-8"))
        if around:
            files |= {path: element().encode() + text.encode() for path, text in THEME.items()}
        for path, content in files.items():
            place = target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return self.alone


def held(files: Mapping[str, Path]) -> dict[str, bytes]:
    """What files hold, by their paths."""
    return {path: file.read_bytes() for path, file in files.items()}


def source_of(view: PackageView) -> PackageSource:
    """A package as those are told who share the work."""
    return PackageSource(view.package.id, {}, Settings(LANGUAGES), DAY)


def pages_in(language: str, package: str, number: int = 0) -> Pages:
    """The pages that others make of a package in a language, or a share in them."""
    return Pages(language, {f"{package}/{number}/index.md": language}, Notes({}, {}, {}, {}))


def downloads_in(package: str) -> Downloads:
    """The downloads that others make of a package."""
    files = {"goals.csv": b"goal_id\n", "indicators/lamps.csv": package.encode()}
    return Downloads(package, f"origin of {package}", Made(TABLES, LANGUAGES, {}), files)


def laid_down(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with some files."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@dataclass
class Others:
    """Others who share the work: they are so many, and what is asked of them is done at once, without being done."""

    count: int
    asked: list[tuple[str, str, Share | None]] = field(default_factory=list)
    lent: set[tuple[str, Path | None]] = field(default_factory=set)
    places: set[Path | None] = field(default_factory=set)
    """Below which folder downloads were to stay."""

    def results(self, tasks: Iterator[Lent[Any]]) -> Iterator[tuple[Any, Borrowed]]:
        for lent in tasks:
            task: Any = lent.task
            self.lent.add((lent.program, lent.store))
            source, told, more = task.args
            kept = Borrowed(None)
            kept.keep_value(f"of {source.id}", b"kept")
            if task.func is downloads_of:
                self.asked.append(("downloads", source.id, None))
                self.places.add(more)
                assert told == DAY
                made = downloads_in(source.id)
                if more:
                    assert more.is_dir()
                    made = made._replace(files={}, folder=laid_down(more / "own" / source.id, made.files))
                yield made, kept
            else:
                assert task.func is pages_of
                self.asked.append(("pages", source.id, more))
                yield [pages_in(item, source.id, more.number) for item in told.settings.languages], kept
