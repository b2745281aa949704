"""The whole site of some packages: has the downloads made, each language staged and rendered, and swaps it in when it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.core import sources
from generator.publishing.beside import FACTS, stand_beside, write_copies, write_facts
from generator.publishing.downloads import Later, keep_downloads, offered, origin, standing, write_downloads
from generator.publishing.export import copies
from generator.publishing.gathering import Joining, Sharing, Tell, gather
from generator.publishing.guarding import guard
from generator.publishing.joining import FILE as PART
from generator.publishing.joining import write_part
from generator.publishing.moment import Moment
from generator.publishing.outputs import begin, files_in, fill
from generator.publishing.pages import Site
from generator.publishing.pages.fingerprints import fingerprint_of
from generator.publishing.pages.reads import Answers, Memory
from generator.publishing.pages.render import around, planned_parts
from generator.publishing.pages.views import PackageView
from generator.publishing.pictures import installed as installed_font
from generator.publishing.published import Published
from generator.publishing.releases import releases
from generator.publishing.rendering import render
from generator.publishing.settings import MOST_PICTURES, Settings
from generator.publishing.staging import Renderer, Tongue
from generator.publishing.store import Borrowed, Store, at_hand, fingerprint, of_files
from generator.publishing.swapping import left, swap_in
from generator.publishing.validation.validated import Prove
from generator.publishing.zensical import installed
from generator.publishing.zensical import render as render_by_zensical

_SITEMAPS = frozenset({"sitemap.xml", "sitemap.xml.gz"})


Warn = Callable[..., None]
"""Takes the name of a message to who builds (below `step` in the catalogues), and its values by name."""


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
    later: Later | None = None,
) -> None:
    """Build the whole site of some packages into the directory `site`.

    Everything is made below `work` first; `site` is replaced only when all is complete, so that a failure
    leaves the old site as it was; `published` is what goes on of the site as it stood until now; `store` is a folder
    for what the next build can use again, which may lie below no other output; `sharing` says who shares the work,
    `joining` which packages were built apart; `prove` gets each package when its downloads are written; `known` is what
    was used of the store, and made for it, until now; `warn` hears what the site goes without. With `leave` the folder that
    `site` was until now is left beside it, and the next site is made of it, which saves making a folder for each page: for
    whoever builds time and again. With `later` downloads are put off, as `standing` has it.

    Raises RendererError when the renderer fails or is not there, UnguardedError where a page holds what it may not,
    SharingError as those who share the work do, PartError where a part does not fit, OutputError when one of the folders is
    not ours to replace, and what `prove` raises.
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
            later=later,
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
    later: Later | None,
) -> None:
    finished = work / "site"
    renderer = _renderer(settings)
    commit = moment.last.id if moment.last else ""
    bare = Site(views, {}, moment.today, moment.made, settings, commit=commit)
    told = around(bare)
    answers = Answers({view.package.id: view for view in views})
    about = words, fingerprint_of(told)
    tongues = [
        Tongue(work, bare, moment, language, store, Memory(fingerprint(language, *about), answers))
        for language in bare.settings.languages
    ]
    origins = {view.package.id: origin(view, settings, moment.made) for view in views}
    offering = standing(origins, store, later)
    begun = gather(work, views, told, tongues, offering, store, sharing, joining, tell)
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
    files = offered(work, bare, downloads, offering, store, put_off=offering != origins)
    staying = {view.package.id: _staying(view, published) for view in views}
    whole = replace(bare, downloads=downloads, files=files, releases=staying)
    tell("pages")
    for tongue in tongues:
        tongue.stage(planned_parts(whole, tongue.language, begun.paged), whole.settings)
    for view in views:
        view.keep_known()
    tell("render")
    for tongue in tongues:
        tongue.render(renderer, moment.made)
    # What the store has was looked through when it was made.
    guard(
        {
            f"{whole.settings.prefix(tongue.language)}{path}": file
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
    expected = {*made, *write_copies(finished, whole, moment, published), FACTS}
    write_facts(finished, whole, moment)
    if sharing and sharing.apart:
        (view,) = views
        write_part(finished, told, sharing.source(view), downloads[view.package.id], begun.pages)
        expected.add(PART)
    tell("swap")
    swap_in(finished, site, leave=leave, made=expected)


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


def _all_files(work: Path, site: Site, tongues: Sequence[Tongue]) -> Mapping[str, Path]:
    """The files of the languages, the downloads and all that is not of one language, by their paths on the site."""
    files = {
        f"{site.settings.prefix(tongue.language)}{path}": file
        for tongue in tongues
        for path, file in tongue.files.items()
        # MkDocs's own sitemap knows nothing of the other languages.
        if path not in _SITEMAPS
    }
    files |= {f"data/{path}": file for path, file in files_in(work / "data").items()}
    charts = any(path.endswith(".vl.json") for path in files)
    first = tongues[0]
    return {**files, **stand_beside(work / "beside", site, first.paths, first.store, charts=charts)}


def _renderer(settings: Settings) -> Renderer:
    """What makes the pages of an installation. Raises NotInstalledError where it is not there."""
    if settings.renderer == "zensical":
        installed()
        return render_by_zensical
    return render
