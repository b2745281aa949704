"""The whole pipeline: check, assess, export, pages, site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from generator.archive.passages import KeptText, kept_texts
from generator.comparing.carrying import carried_on, none_gone
from generator.comparing.history import PackageHistory, Past, history
from generator.core.codes import Archive
from generator.core.problems import Problem, Report
from generator.format.tables import MOVED
from generator.publishing import clock
from generator.publishing.downloads import Later, write_view
from generator.publishing.export.columnar import write_parquet
from generator.publishing.gathering import Joining, Sharing, Tell
from generator.publishing.joining import PartError, read_parts
from generator.publishing.known_past import KeptPast
from generator.publishing.known_tables import known_columns
from generator.publishing.making import PackageSource, source_of
from generator.publishing.moment import Moment
from generator.publishing.outputs import claim
from generator.publishing.pages.archived import paged
from generator.publishing.pages.views import PackageView
from generator.publishing.published import Published, read_published
from generator.publishing.settings import Settings, read_settings, still_there
from generator.publishing.site import Warn, build_site
from generator.publishing.store import Borrowed, Store, at_hand, borrowed
from generator.publishing.swapping import recover, replacing
from generator.publishing.validation.validated import Prove, validated
from generator.publishing.workers import alone, cluster, cores, processes
from generator.reading.git import Repository, last_commit
from generator.reading.load import load, load_past, missing_folder
from generator.reading.older import tree_as_today
from generator.reading.trees import (
    BelowTree,
    GitTree,
    Tree,
    WitnessedTree,
    WorkingTree,
    acceptable,
    commit_of,
)
from generator.reading.turns import reading
from generator.reading.validate import validate
from generator.verdicts.standings import assess_package

Learn = Callable[[Mapping[str, PackageHistory]], None]
"""Takes what git knows of each package, by its id; those of which it knows nothing are left out."""


class NoSuchPackageError(LookupError):
    """The data hold no package of that name; `names` are those that they hold."""

    def __init__(self, package: str, names: Sequence[str]) -> None:
        super().__init__(package)
        self.package, self.names = package, names


class NoArchiveError(LookupError):
    """A package is to show its archived texts, and nobody said where they are."""

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.package = package


def _forget(_: Mapping[str, PackageHistory]) -> None:
    """Nobody asks."""


def build(
    data: Path,
    site: Path,
    work: Path,
    *,
    today: date | None = None,
    package: str | None = None,
    url: str | None = None,
    repository: str | None = None,
    published: Path | None = None,
    archive: Path | None = None,
    store: Path | None = None,
    prove: Prove | None = validated,
    workers: int | None = None,
    scheduler: str = "",
    parts: Sequence[Path] = (),
    past: Past | None = None,
    tell: Tell = lambda _: None,
    learn: Learn = _forget,
    leave: bool = False,
    later: Later | None = None,
    warn: Warn = lambda _, **__: None,
) -> Report:
    """Check the data and build the site of all packages, or of one, of which alone the data are read then.

    `today` is the date that decides what is due, by default the day in the body's time zone (of the settings); `url`
    is the address at which the site will stand and `repository` that of its repository in the forge, by default those
    of the settings; `published` is the `data/versions.json` of the site as it stands, beside which its revisions stand:
    its checksums and revisions go on; `archive` holds the archived texts, for packages that show them; `store` is the
    folder of what earlier builds made and this one need not make again, which may be removed at any time; `prove` gets
    the folder of each package when its downloads are written, and by default has it validated. `workers` processes share
    the work, 1 for none; by default as many as there are cores, where there is much to do; `scheduler` is the address of
    that of a Dask cluster, whose workers share it instead; `parts` are sites that were built with `package`, of which this
    one is joined. `past` is what the last build of this process found in git. `tell` hears of each step, `learn` of the
    history that was read, `warn` of what the site goes without; `work` is a folder to work in; `leave` and `later` are as
    for `build_site`.

    Nothing is built when the report holds an error. Raises what `prove` raises, by default InvalidError when a package is
    not valid, RendererError when the renderer fails or is not there, SettingsError when the settings and CopiesError when
    `published` cannot be used, PartError when one of the `parts` cannot, HistoryLost when the history lacks what was
    published of it or a published package is gone, NoSuchPackageError when `package` is none, NoArchiveError when a
    package shows its archived texts and there is no `archive`, SharingError when those who share the work do not do it,
    ValueError when an address is none (SchedulerError that of the scheduler), OSError when no scheduler answers there,
    OutputError when `site` or `work` is not ours to replace.
    """
    claim(site, data, work, *([store] if store else []), *parts)
    claim(work, data, *([store] if store else []), *parts)
    recover(site)
    joined = read_parts(parts)
    settings = read_settings().at(url, repository)
    made = clock.today(settings.zone)
    known = Borrowed(Store(store) if store and store.is_dir() else None)
    with reading(data):
        with at_hand(known):
            views, report = _assessed(data, settings, today or made, package, past=past)
        if report.ok:
            views, report = _with_texts(data, views, archive, report)
    if report.ok:
        standing = {path.parent.name for path in data.glob("*/package.yaml")}
        report = Report([*report, *still_there(settings, standing, made)])
        # What stands is not gone, though it may be none of the packages that are built.
        gone = tuple(item for item in settings.withdrawn if item.package not in standing)
        settings = replace(settings, withdrawn=gone)
        before = read_published(published, [view.package.id for view in views]) if published else None
        if before:
            views = _carried_on(data, views, before, settings, made)
            for view in _numbered_as_others(data, views, before):
                warn("version_taken", package=view.package.id, version=view.package.version)
        moment = Moment(today or made, made, last_commit(data))
        if unknown := joined.keys() - {view.package.id for view in views}:
            name = min(unknown)
            raise PartError("part_unknown", joined[name].site, name)
        source = partial(source_of, data=data, settings=settings)
        sharing = _sharing(source, workers, scheduler, apart=package is not None)
        joining = Joining(joined, source) if joined else None
        build_site(
            views,
            site,
            work,
            moment,
            settings,
            tell,
            before,
            store,
            sharing,
            joining,
            prove,
            known,
            warn,
            leave=leave,
            later=later,
        )
        learn(_known(views))
    return report


def _sharing(
    source: Callable[[PackageView], PackageSource], workers: int | None, scheduler: str, *, apart: bool
) -> Sharing | None:
    """Who shares the work on packages, if anybody does. What is built apart is made in the same way, by whomever."""
    if scheduler:
        return Sharing(cluster(scheduler), source, any=True, here=False, apart=apart)
    count = workers or (1 if apart else cores())
    if count > 1:
        return Sharing(processes(count), source, any=workers is not None, apart=apart)
    return Sharing(alone(), source, any=True, apart=True) if apart else None


def _with_texts(
    data: Path, views: list[PackageView], archive: Path | None, report: Report
) -> tuple[list[PackageView], Report]:
    """Packages with their archived texts, where they show them, and the report with what keeps these from being shown."""
    shown = {view.package.id for view in views if view.package.archive is Archive.PUBLISHED}
    if not shown:
        return views, report
    if archive is None:
        raise NoArchiveError(min(shown))
    kept: dict[str, dict[str, KeptText]] = {}
    problems: list[Problem] = []
    for records in validate(WorkingTree(data))[0]:
        if records.id in shown:
            kept[records.id], found = kept_texts(records, archive)
            problems += found
    return [_showing(view, kept.get(view.package.id, {})) for view in views], Report([*report, *problems])


def _showing(view: PackageView, kept: Mapping[str, KeptText]) -> PackageView:
    texts = {name: paged(text, view.goals_by_document[name]) for name, text in kept.items()}
    return replace(view, texts=texts)


def _known(views: Iterable[PackageView]) -> Mapping[str, PackageHistory]:
    return {view.package.id: view.history for view in views if view.history}


def _carried_on(
    data: Path, views: Sequence[PackageView], before: Published, settings: Settings, made: date
) -> list[PackageView]:
    """Packages with the revisions that the site as it stands has told of them.

    Raises HistoryLost as `carried_on` does, and where the site as it stands has a package that is not among them.
    """
    given_up = [item.commit for item in settings.histories_given_up]
    withdrawn = [item.package for item in settings.gone(made)]
    none_gone(before.packages, [*(view.package.id for view in views), *withdrawn], given_up)
    found = []
    with Repository(data) as repository:
        for view in views:
            publication = before.packages.get(view.package.id)
            if publication is None or not publication.commit:
                found.append(view)
                continue
            known = carried_on(
                view.package.id,
                publication,
                view.history or PackageHistory(),
                follows=repository.holds(publication.commit, "HEAD"),
                given_up=given_up,
            )
            found.append(replace(view, history=known))
    return found


def _numbered_as_others(data: Path, views: Iterable[PackageView], before: Published) -> Iterator[PackageView]:
    """The packages whose data have changed since their version was published first, as far as git can tell."""
    with Repository(data) as repository:
        for view in views:
            rows = before.copies["publications"].get(view.package.id, ())
            released = [rows[number] for number in before.copies["releases"].get(view.package.id, ())]
            commits = [commit for version, _, commit in released if version == view.package.version]
            if view.commit and commits and not repository.holds(view.commit, commits[0]):
                yield view


def export(
    data: Path,
    out: Path,
    *,
    today: date | None = None,
    at: str = "",
    as_of: date | None = None,
    parquet: bool = False,
    store: Path | None = None,
    prove: Prove | None = validated,
    learn: Learn = _forget,
    forgive: Callable[[Report], None] = lambda _: None,
) -> Report:
    """Check the data and write the data packages alone, in the place of what was in `out`.

    `today`, `store`, `prove` and `learn` are as for `build`. `at` names a git revision: the packages as they stood there,
    judged on its day; `as_of` is a day: as they stood after the last commit up to it, judged on that day. What breaks a
    rule of today in them and was published all the same is written as it stood, and told to `forgive`; `parquet` adds the
    tables in that format. Raises what `prove` raises, GitError when there is no such revision, SettingsError when the
    settings cannot be used, OutputError when `out` is not ours to replace.
    """
    claim(out, data, *([store] if store else []))
    settings = read_settings()
    tree: GitTree | None = None
    if at or as_of:
        tree = GitTree(data, at or commit_of(data, as_of or date.max))
        today = today or as_of or tree.day
    made = clock.today(settings.zone)
    with reading(data):
        views, report = _assessed(data, settings, today or made, None, tree, forgive=forgive)
    if report.ok:
        with replacing(out, data, *([store] if store else [])) as finished, borrowed(store):
            for view in views:
                folder = finished / view.package.id
                tables = write_view(folder, view, settings, made)
                if parquet:
                    write_parquet(folder, tables)
                if prove:
                    prove(folder)
        learn(_known(views))
    return report


def _assessed(
    data: Path,
    settings: Settings,
    today: date,
    package: str | None,
    tree: GitTree | None = None,
    past: Past | None = None,
    forgive: Callable[[Report], None] = lambda _: None,
) -> tuple[list[PackageView], Report]:
    """The packages with their standings, or none where the report holds an error."""
    if tree is None and not data.is_dir():
        return [], missing_folder(str(data))
    read: Tree = tree_as_today(tree) if tree else WorkingTree(data)
    if package is not None:
        names = sorted(path.parent.name for path in data.glob("*/package.yaml"))
        if package not in names:
            raise NoSuchPackageError(package, names)
        read = BelowTree(read, package)
    files = WitnessedTree(read)
    if tree is None:
        ledger, report = load(files, columns=known_columns)
    else:
        ledger, report, broken = load_past(files, columns=known_columns)
        forgive(broken)
    packages = [] if ledger is None else [settings.signed(item) for item in ledger.packages.values()]
    # The record that holds most reported figures comes first.
    packages.sort(key=lambda item: (-len(item.observations), item.id))
    renames = {
        item.id: {(row.table, row.old): row.new for row in item.corrections if row.field == MOVED}
        for item in packages
    }
    if not packages:
        return [], report
    now = None if tree else {path: files.read(path) for path in acceptable(files)[0]}
    known = history(
        data,
        renames,
        tree.commit if tree else "HEAD",
        renames,
        now,
        past or KeptPast(),
        clock.today(settings.zone),
    )
    spoken = settings.speaking(packages).languages
    views = [
        PackageView(
            item,
            assess_package(item, today),
            known.get(item.id),
            speaks=spoken,
            source=files.source(f"{item.id}/"),
        )
        for item in packages
    ]
    return views, report
