"""Stages pages, assets and downloads, has each language rendered, and swaps the finished site in."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import quote

import yaml

from generator import __version__
from generator.core import formats, sources
from generator.core.languages import MESSAGES
from generator.core.languages import language as known
from generator.core.phrases import as_html, joined
from generator.format.joint import FOLDER
from generator.format.tables import OBSERVATIONS
from generator.publishing.carried import NOTICES, notices
from generator.publishing.charts import bundle, picture
from generator.publishing.downloads import (
    Tables,
    keep_downloads,
    measured,
    origin,
    take_downloads,
    write_downloads,
)
from generator.publishing.export import copies, joint
from generator.publishing.export.catalogue import PATH, Download, as_text, dcat
from generator.publishing.export.index import index
from generator.publishing.export.json_shapes import INDEX, schemas
from generator.publishing.export.rulebook import rule_files
from generator.publishing.guarding import guard
from generator.publishing.joining import FILE as PART
from generator.publishing.joining import Part, write_part
from generator.publishing.making import (
    Downloads,
    Lent,
    PackageSource,
    Pages,
    filled,
    tasks,
    whole_program,
    worth_sharing,
)
from generator.publishing.outputs import begin, files_in, fill, write_anew
from generator.publishing.pages import Site
from generator.publishing.pages.feeds import feeds, robots, sitemaps
from generator.publishing.pages.guide import STEPS
from generator.publishing.pages.plan import label, parts_of
from generator.publishing.pages.reads import Answers, Memory, fingerprint_of
from generator.publishing.pages.render import ELSEWHERE, Around, around, elsewhere, planned_parts
from generator.publishing.pages.views import PackageView
from generator.publishing.pictures import CARD, FINE, is_picture, png
from generator.publishing.pictures import installed as installed_font
from generator.publishing.policy import element
from generator.publishing.published import Published
from generator.publishing.releases import releases
from generator.publishing.rendering import render
from generator.publishing.settings import MOST_PICTURES, Settings
from generator.publishing.store import Borrowed, Store, at_hand, fingerprint, of_files, program
from generator.publishing.swapping import left, swap_in
from generator.publishing.validation.validated import Prove
from generator.publishing.workers import Crew
from generator.publishing.zensical import installed
from generator.publishing.zensical import render as render_by_zensical
from generator.reading.git import Commit
from generator.verdicts.alike import SEVERAL
from generator.wording.explain import said

_PAGE = "index.md"
"""The end of the path of what is rendered."""

_IN_HEADER, _OPENED_IN_HEADER = 6, 2
"""Of up to how many packages the header of every page names each, and of up to how many its pages too. What leads to more
of them is the home page, and each page of a package leads to the others.
"""

FACTS = "build.json"
"""What a site was built from."""

_SITEMAPS = frozenset({"sitemap.xml", "sitemap.xml.gz"})

_COLOURED = "colour.css"
_COLOURS = """\
/* The colour of the installation. In the dark the theme's own stays, which is dark enough for every text on it. */
[data-md-color-scheme="default"] { --md-primary-fg-color: %s; --md-accent-fg-color: %s; }
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a site is made: the day that decides what is due, the day on which it is made, and the last commit of the
    repository that holds the data, None outside any.
    """

    today: date
    made: date
    last: Commit | None = None


Tell = Callable[[str], None]
"""Takes the name of a step as it begins (`shared`, `downloads`, `validate`, `pages`, `render`, `swap`), for those who
watch.
"""

Warn = Callable[..., None]
"""Takes the name of a message to who builds (below `step` in the catalogues), and its values by name."""

Renderer = Callable[..., bool]
"""Makes the pages of a language out of its stage; called and answering as `rendering.render`."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who shares the work on packages, how he is told one, and whether he shares `any` work or only what is worth it.

    `here`: they are processes of this machine, which can look into the store. `apart`: the site is to be joined with
    others, and holds what that takes.
    """

    crew: Crew
    source: Callable[[PackageView], PackageSource]
    any: bool = False
    here: bool = True
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Joining:
    """The parts of which a site is joined, by package, and how a package is told."""

    parts: Mapping[str, Part]
    source: Callable[[PackageView], PackageSource]


def build_site(
    views: Iterable[PackageView],
    site: Path,
    work: Path,
    moment: Moment,
    settings: Settings,
    tell: Tell = lambda _: None,
    published: Published | None = None,
    store: Path | None = None,
    sharing: Sharing | None = None,
    joining: Joining | None = None,
    prove: Prove | None = None,
    known: Borrowed | None = None,
    warn: Warn = lambda _, **__: None,
    *,
    leave: bool = False,
) -> None:
    """Build the whole site of some packages into the directory `site`.

    Everything is made below `work` first; `site` is replaced only when all is complete, so that a failure
    leaves the old site as it was; `published` is what goes on of the site as it stood until now; `store` is a folder
    for what the next build can use again, which may lie below no other output; `sharing` says who shares the work,
    `joining` which packages were built apart; `prove` gets each package when its downloads are written; `known` is what
    was used of the store, and made for it, until now; `warn` hears what the site goes without. With `leave` the folder that
    `site` was until now is left beside it, and the next site is made of it, which saves making a folder for each page: for
    whoever builds time and again. Raises
    RendererError when the renderer fails or is not there, UnguardedError where a page holds what it may not, SharingError as those who share the work do, PartError where a
    part does not fit, OutputError when one of the folders is not ours to replace, and what `prove` raises.
    """
    begin(work)
    kept = Store(store or work / "store")
    if known:
        kept.return_of(known)
    with at_hand(kept):
        words = of_files(*sources.layers())
        _build_site(
            tuple(views),
            site,
            work,
            moment,
            settings,
            words,
            tell,
            published,
            kept,
            sharing,
            joining,
            prove,
            warn,
            leave=leave,
        )
    # What was made while somebody edited a template is made of no one state of it, and nobody is to take it again.
    if of_files(*sources.layers()) == words:
        kept.settle()


def _build_site(
    views: tuple[PackageView, ...],
    site: Path,
    work: Path,
    moment: Moment,
    settings: Settings,
    words: str,
    tell: Tell,
    published: Published | None,
    store: Store,
    sharing: Sharing | None,
    joining: Joining | None,
    prove: Prove | None,
    warn: Warn,
    *,
    leave: bool,
) -> None:
    finished = work / "site"
    renderer = _renderer(settings)
    commit = moment.last.id if moment.last else ""
    bare = Site(views, {}, moment.today, moment.made, settings, commit=commit)
    told = around(bare)
    answers = Answers({view.package.id: view for view in views})
    about = words, fingerprint_of(told)
    tongues = [
        _Tongue(work, bare, moment, language, store, Memory(fingerprint(language, *about), answers))
        for language in bare.settings.languages
    ]
    origins = {view.package.id: origin(view, settings, moment.made) for view in views}
    begun = _begun(work, views, told, tongues, origins, store, sharing, joining, tell)
    downloads = begun.downloads
    tell("downloads")
    for view in views:
        name = view.package.id
        if name not in downloads:
            folder = work / "data" / name
            written = write_downloads(folder, view, settings, moment.made, store)
            keep_downloads(origins[name], folder, name, written, store)
            downloads[name] = written.tables
    # In the order of the packages, whoever was done with them first.
    downloads = {view.package.id: downloads[view.package.id] for view in views}
    if prove:
        tell("validate")
        for name in downloads:
            prove(work / "data" / name)
    files = _offered(work, bare, downloads, origins, store)
    staying = {view.package.id: _staying(view, published) for view in views}
    whole = replace(bare, downloads=downloads, files=files, releases=staying)
    tell("pages")
    for tongue in tongues:
        tongue.stage(whole, begun.paged)
    for view in views:
        view.keep_known()
    tell("render")
    for tongue in tongues:
        tongue.render(renderer, moment.made)
    # What the store has was looked through when it was made.
    guard(
        {
            f"{settings.prefix(tongue.language)}{path}": file
            for tongue in tongues
            for path, file in tongue.made.items()
        },
        settings.url,
    )
    tell("pictures")
    _tell_of_pictures(whole, [letters for tongue in tongues for letters in tongue.draw()], warn)
    left(site, finished) if leave else finished.mkdir()
    made = dict(_all_files(work, whole, tongues))
    # Parts of a site are published by nobody.
    if not (sharing and sharing.apart):
        made |= _releases(work, views, published)
    fill(finished, made)
    expected = {*made, *_write_copies(finished, whole, moment, published), FACTS}
    _write_facts(finished, whole, moment)
    if sharing and sharing.apart:
        (view,) = views
        write_part(finished, told, sharing.source(view), downloads[view.package.id], begun.pages)
        expected.add(PART)
    tell("swap")
    swap_in(finished, site, leave=leave, made=expected)


def _offered(
    work: Path, site: Site, downloads: Mapping[str, Tables], origins: Mapping[str, str], store: Store
) -> Mapping[str, Download]:
    """All downloads by their paths on the site, those of all packages in one among them."""
    known = {
        f"{name}/{path}": checksum
        for name, origin in origins.items()
        for path, checksum in store.checksums(origin).items()
    }
    files = measured(work / "data", known)
    if not _put_together(work, site, downloads, files, store):
        return files
    return measured(work / "data", {path.removeprefix("data/"): file.sha256 for path, file in files.items()})


def _staying(view: PackageView, published: Published | None) -> Sequence[str]:
    """The versions of a package whose files stay, the oldest first."""
    there = copies.released(published.copies, view.package.id) if published else ()
    return list(dict.fromkeys([*(version for version, _ in there), view.package.version]))


def _releases(
    work: Path, views: Iterable[PackageView], published: Published | None
) -> Iterator[tuple[str, Path]]:
    """The files of the releases of all packages, by their paths on the site."""
    for view in views:
        package = view.package
        current = files_in(work / "data" / package.id)
        before = published.releases if published else {}
        for path, file in releases(package.id, package.version, current, before):
            yield f"data/{path}", file


def _write_copies(finished: Path, site: Site, moment: Moment, published: Published | None) -> Iterator[str]:
    """Write the list of all checksums, and those of single indicators beside it; their paths."""
    versions = {view.package.id: view.package.version for view in site.views}
    before = published.copies if published else None
    own = {path: file for path, file in site.files.items() if PurePosixPath(path).parts[1] in versions}
    listed = copies.copies(before, own, versions, moment.made, site.commit)
    texts = {copies.PATH: copies.as_text(listed)}
    texts |= {copies.of_indicators(package): text for package, text in copies.as_texts(listed).items()}
    for path, text in texts.items():
        _write(finished / path, text)
        yield path


def _tell_of_pictures(site: Site, lacking: Sequence[str], warn: Warn) -> None:
    """Tell why there are no pictures of pages, or fewer."""
    settings = site.settings
    if settings.share_pictures == "never" or not settings.url:
        return
    if not installed_font():
        warn("pictures_missing")
        return
    left_out = [view.package.id for view in site.views if not settings.pictured(len(view.package.indicators))]
    if left_out:
        warn("pictures_many", packages=", ".join(left_out), most=str(MOST_PICTURES))
    if lacking:
        warn("pictures_lacking", count=str(len(lacking)), letters="".join(sorted(set("".join(lacking)))))


def _put_together(
    work: Path, site: Site, downloads: Mapping[str, Tables], files: Mapping[str, Download], store: Store
) -> bool:
    """Have the download of all packages together stand beside theirs, where there is one; whether it is."""
    packages = [view.package for view in site.views]
    if len(packages) < SEVERAL:
        return False
    figures = sum(
        len(table) for tables in downloads.values() for table, _ in tables if table.name == OBSERVATIONS.name
    )
    whole = joint.put_together(packages, figures)
    made_of = {path: file.sha256 for path, file in files.items() if path.endswith(".csv")}
    told = fingerprint_of((site.settings, site.made))
    name = fingerprint("together", program(), of_files(*sources.everywhere(MESSAGES)), told, repr(made_of))
    folder = work / "data" / FOLDER
    if not store.take(name, folder):
        if whole:
            joint.write_joint(folder, packages, work / "data", site.settings, site.made)
        else:
            joint.write_alike(folder, packages)
        store.keep(name, folder, files_in(folder))
    return True


def _all_files(work: Path, site: Site, tongues: Sequence[_Tongue]) -> Mapping[str, Path]:
    """The files of the languages, the downloads and all that is not of one language, by their paths on the site."""
    files = {
        f"{site.settings.prefix(tongue.language)}{path}": file
        for tongue in tongues
        for path, file in tongue.files.items()
        # MkDocs's own sitemap knows nothing of the other languages.
        if path not in _SITEMAPS
    }
    files |= {f"data/{path}": file for path, file in files_in(work / "data").items()}
    beside, store = work / "beside", tongues[0].store
    for path, content in _beside(site, tongues[0].paths):
        _put_down(beside, path, content, store)
    charts = any(path.endswith(".vl.json") for path in files)
    if charts:
        _put_down(beside, "assets/vega.js", bundle(), store)
    _put_down(beside, NOTICES, notices(site.settings.renderer, charts=charts), store)
    return {**files, **files_in(beside)}


def _renderer(settings: Settings) -> Renderer:
    """What makes the pages of an installation. Raises NotInstalledError where it is not there."""
    if settings.renderer == "zensical":
        installed()
        return render_by_zensical
    return render


class _Begun(NamedTuple):
    """What there is of packages before this process makes anything: the tables of those whose downloads are there, the
    packages whose pages are, and these pages, where the site is to be joined with others.
    """

    downloads: dict[str, Tables]
    paged: frozenset[str]
    pages: list[Pages]


def _begun(
    work: Path,
    views: Sequence[PackageView],
    told: Around,
    tongues: Sequence[_Tongue],
    origins: Mapping[str, str],
    store: Store,
    sharing: Sharing | None,
    joining: Joining | None,
    tell: Tell,
) -> _Begun:
    """Take over the packages that were built apart and the downloads that the store has, and have those who share the work
    make the rest.
    """
    downloads: dict[str, Tables] = {}
    if joining:
        tell("joined")
        downloads |= _joined(work, views, joining, told, tongues)
    brought = frozenset(downloads)
    rest = [view for view in views if view.package.id not in brought]
    downloads |= _taken(work, rest, origins, store)
    # The store has pages as they were rendered; whoever joins sites needs their texts.
    always = sharing is not None and sharing.apart
    unknown = [view for view in rest if always or not tongues[0].memory.has(view.package.id)]
    if sharing is None or not unknown or not (sharing.any or worth_sharing(unknown)):
        return _Begun(downloads, brought, [])
    tell("shared")
    pages: list[Pages] = []
    downloads |= _shared(work, unknown, sharing, told, tongues, store, downloads.keys(), pages)
    return _Begun(downloads, brought | {view.package.id for view in unknown}, pages)


def _taken(
    work: Path, views: Sequence[PackageView], origins: Mapping[str, str], store: Store
) -> Iterator[tuple[str, Tables]]:
    """Put the downloads in their place that the store has; the tables of these packages."""
    for view in views:
        name = view.package.id
        tables = take_downloads(origins[name], work / "data" / name, view.package, store)
        if tables is not None:
            yield name, tables


def _shared(
    work: Path,
    views: Sequence[PackageView],
    sharing: Sharing,
    told: Around,
    tongues: Sequence[_Tongue],
    store: Store,
    written: Container[str],
    made: list[Pages],
) -> dict[str, Tables]:
    """Have the pages of some packages made by those who share the work, and the downloads of those that are not `written`;
    the tables of these.

    `made` gets all pages, where the site is to be joined with others.
    """
    by_language = {tongue.language: tongue for tongue in tongues}
    found: dict[str, Tables] = {}
    program, lent = whole_program(), store.folder if sharing.here else None
    named = map(sharing.source, views)
    place = work / "lent" if sharing.here else None
    if place:
        place.mkdir()
    asked = tasks(named, len(views), sharing.crew.count, told, written, place)
    given = (Lent(task, program, lent) for task in asked)
    for result, borrowed in sharing.crew.results(given):
        store.return_of(borrowed)
        if isinstance(result, Downloads):
            found[result.package] = _unpack(work, result)
            name = result.package
            keep_downloads(result.origin, work / "data" / name, name, result.made, store)
        else:
            for pages in result:
                by_language[pages.language].take_over(pages)
            if sharing.apart:
                made += result
    return found


def _unpack(work: Path, downloads: Downloads) -> Tables:
    """Have downloads that were made elsewhere stand in their place; their tables."""
    folder = work / "data" / downloads.package
    if downloads.folder:
        folder.parent.mkdir(exist_ok=True)
        downloads.folder.rename(folder)
    for path, content in downloads.files.items():
        _write(folder / path, content)
    return downloads.made.tables


def _joined(
    work: Path, views: Sequence[PackageView], joining: Joining, told: Around, tongues: Sequence[_Tongue]
) -> dict[str, Tables]:
    """Take over the packages that were built apart; their tables."""
    found: dict[str, Tables] = {}
    for view in views:
        part = joining.parts.get(view.package.id)
        if part is None or not part.fits(told, joining.source(view)):
            continue
        by_language = {pages.language: pages for pages in part.pages}
        for tongue in tongues:
            tongue.take_over(by_language[tongue.language])
        found[part.package] = _unpack(work, part.downloads(view.package))
    return found


class _Tongue:
    """The pages of one language on their way: staged as plain files, from which any renderer could go on, and rendered.

    What the store has is put in its place at once, and not staged; `made` are the files that it did not have.
    """

    def __init__(
        self, work: Path, site: Site, moment: Moment, language: str, store: Store, memory: Memory
    ) -> None:
        self.language, self.store, self.memory = language, store, memory
        self.staged, self._fresh = work / "pages" / language, work / "rendered" / language
        self._pictures = work / "pictures" / language
        self.staged.mkdir(parents=True)
        self.paths: list[str] = []
        self.files: dict[str, Path] = {}
        self._missing: dict[str, str] = {}
        self.made: dict[str, Path] = {}
        self._elsewhere = elsewhere(site, language)
        self._configuration = _write_config(work, site, moment, language)
        self._key = fingerprint(
            program(),
            site.settings.renderer,
            self._configuration.read_bytes(),
            sources.MKDOCS.read_bytes(),
            of_files(_overrides(work)),
            moment.made.isoformat(),
        )

    def take_over(self, pages: Pages) -> None:
        """Take over pages that somebody else made, with what goes with them."""
        for path, text in pages.texts.items():
            self._put(path, text, fingerprint(text))
        self.memory.take_over(pages.notes)

    def stage(self, site: Site, apart: Container[str]) -> None:
        """Write the pages and whatever goes with them, as far as the store has not what becomes of them; of packages that
        are made `apart` only what all share.
        """
        for part in planned_parts(site, self.language, apart):
            files = self.memory.part(part.name)
            if files is None or not all(self._take(path, text) for path, text in files):
                for path, text, made in filled(part, self.memory, self._take):
                    self._put(path, text, made)
        self.memory.keep()
        # Pictures stand once, at the root of the site, for the pages of all languages.
        left = "guide/" if self.language != site.settings.languages[0] else "\0"
        for path, content in _assets(site.settings):
            if not path.startswith(left):
                _put_down(self.staged, f"assets/{path}", content, self.store)

    def _put(self, path: str, text: str, made: str) -> None:
        """Stage a text, unless the store has what becomes of it; `made` is its fingerprint."""
        if self._take(path, made):
            return
        _write(self.staged / path, text.replace(ELSEWHERE, self._elsewhere.get(path, "")))
        if path.endswith(_PAGE):
            self.paths.append(path.removesuffix(_PAGE))
            self._missing[f"{path.removesuffix(_PAGE)}index.html"] = self._name(path, made)
        else:
            self.store.keep(self._name(path, made), self.staged, [path])

    def _take(self, path: str, text: str) -> bool:
        """Have what becomes of a staged text, where the store has it."""
        found = self.store.files(self._name(path, text))
        if found is None:
            return False
        self.files.update(found)
        if path.endswith(_PAGE):
            self.paths.append(path.removesuffix(_PAGE))
        return True

    def draw(self) -> Iterator[str]:
        """Make a PNG of the drawing of each picture; the drawing of a page's own is no file of the site. What characters
        the font lacks keeps one from being made, and the drawing too: they are told.
        """
        for path in [path for path in sorted(self.files) if is_picture(path)]:
            text = self.files[path].read_text(encoding="utf-8")
            made = PurePosixPath(path).with_suffix(".png").as_posix()
            key = fingerprint(program(), "picture", self.language, path, text)
            found, lacking = self.store.files(key), ""
            if found is None:
                try:
                    fine = 1 if PurePosixPath(path).stem == CARD else FINE
                    _write(self._pictures / made, png(text, self.language, fine))
                except LookupError as error:
                    lacking = str(error.args[0])
                else:
                    self.store.keep(key, self._pictures, [made])
                    found = {made: self._pictures / made}
            self.files.update(found or {})
            if lacking or PurePosixPath(path).stem == CARD:
                del self.files[path]
            if lacking:
                yield lacking

    def _name(self, path: str, text: str) -> str:
        """What becomes of a staged text, by its fingerprint: pages depend on the configuration too, and on who holds the
        same indicator; others stay as they are.
        """
        if path.endswith(_PAGE):
            around = self._key, self._elsewhere.get(path, "")
        else:
            # Pages are looked through before they are kept, by the program as it is then.
            around = program() if path.endswith(".html") else "", ""
        return fingerprint(*around, path, text)

    def render(self, renderer: Renderer, made: date) -> None:
        """Have the pages rendered that the store lacks, and put everything else that is staged beside them."""
        around = fingerprint(self._key, "around")
        theme = self.store.files(around)
        self.files.update(theme or {})
        if theme is None or self._missing:
            alone = renderer(self._configuration, self._fresh, made, around=theme is None)
            made_now = files_in(self._fresh)
            if alone:
                for page, key in self._missing.items():
                    self.store.keep(key, self._fresh, [page])
                if theme is None:
                    self.store.keep(around, self._fresh, sorted(made_now.keys() - self._missing.keys()))
            self.made.update(made_now)
        staged = files_in(self.staged)
        self.made.update((path, file) for path, file in staged.items() if not path.endswith(".md"))
        self.files.update(self.made)


_COMMENT = re.compile(rb"/\*(?!!).*?\*/\n?", re.DOTALL)
"""What a style sheet says to who writes it: a kilobyte of every first visit. What names a licence (`/*!`) stays."""


def _assets(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """What pages look like and what they load, by its path; an installation's own comes after ours."""
    if settings.colour:
        yield _COLOURED, (_COLOURS % ((settings.colour,) * 2)).encode()
    for folder in reversed(sources.everywhere("assets")):
        for path, file in files_in(folder).items():
            content = file.read_bytes()
            yield path, _COMMENT.sub(b"", content) if path.endswith(".css") else content


def _put_down(folder: Path, path: str, content: str | bytes, store: Store) -> None:
    """Have a file of a site stand below a folder: that of an earlier build, where the store has one that says the same."""
    name = fingerprint("as it is", path, content)
    if not store.take(name, folder):
        _write(folder / path, content)
        store.keep(name, folder, [path])


def _write(file: Path, content: str | bytes) -> None:
    """Write a file of a site."""
    write_anew(file, content.encode() if isinstance(content, str) else content)


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


def _write_config(work: Path, site: Site, moment: Moment, language: str) -> Path:
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
        "theme": {"custom_dir": os.path.relpath(_overrides(work), work)},
        "extra_css": _styles(settings),
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


def _overrides(work: Path) -> Path:
    """The templates around every page; those of an installation in the place of ours."""
    found = sources.everywhere("overrides")
    if len(found) == 1:
        return found[0]
    merged = work / "overrides"
    for folder in reversed(found):
        shutil.copytree(folder, merged, dirs_exist_ok=True)
    return merged


def _styles(settings: Settings) -> list[str]:
    """The style sheets of every page: ours, the colour of an installation, and then its own."""
    ours, *own = (
        [f"assets/{path.name}" for path in sorted(folder.glob("*.css"))]
        for folder in reversed(sources.everywhere("assets"))
    )
    colour = [f"assets/{_COLOURED}"] if settings.colour else []
    return list(dict.fromkeys([*ours, *colour, *chain(*own)]))


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
    """The text that says whether a site is that of the bodies themselves: all of it, a part of it, or nothing."""
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


def _write_facts(finished: Path, site: Site, moment: Moment) -> None:
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
    _write(finished / FACTS, json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
