"""Commands that check the data and make what is published: check, build, export, serve."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import (
    DAY,
    Existing,
    archive_option,
    data_argument,
    data_option,
    date_option,
    day_or_today,
    format_option,
    lang_option,
    validate_option,
)
from generator.commands.proving import invalid_in_words, proving
from generator.commands.refusals import fault_in_words, in_words, unread
from generator.core.messages import lookup
from generator.core.texts import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.comparing.carrying import HistoryLost
    from generator.comparing.history import PackageHistory
    from generator.core.problems import Problem, Report
    from generator.publishing.export.copies import CopiesError
    from generator.publishing.guarding import UnguardedError

WORK = Path("build/work")
"""Where a site is put together."""


@click.command()
@data_argument
@click.option(
    "--base",
    help="A git revision: no figure published there may have changed without a correction.",
)
@format_option
@lang_option
def check(data: Path, base: str | None, form: str, lang: str) -> None:
    """Check everything that must hold before publishing; tell all problems at once."""
    from generator.commands.compare import checked_against
    from generator.core.problems import Report
    from generator.publishing.settings import read_settings, still_there
    from generator.reading.load import judge, missing_folder
    from generator.reading.turns import reading
    from generator.reading.validate import validate
    from generator.reading.validate.locks import unverified
    from generator.reading.validate.translations import translations

    if not data.is_dir():
        report, new, translated = missing_folder(str(data)), list[str](), []
    else:
        with reading(data) as tree:
            packages, problems = validate(tree)
            # An empty revision is one that somebody forgot to fill in, not none.
            silent = [] if base is None else list(checked_against(tree, packages, base, lang))
        report, new = judge(packages, problems)[1], list(unverified(packages))
        standing = [item.id for item in packages]
        gone = still_there(read_settings(), standing, day_or_today(None))
        report = Report([*report, *gone, *silent])
        translated = list(translations(packages))
    click.echo(report.render(form, lang, data.as_posix()))
    if report.ok:
        for package in new:
            click.echo(lookup(lang, "site", "step.unverified").format(package=package), err=True)
        for item in translated:
            named = {"language": item.language}
            _tell_share("translated", item.there, item.texts, named, lang, package=item.package)
    sys.exit(0 if report.ok else 1)


def _tell_share(key: str, there: int, among: int, named: Mapping[str, str], lang: str, **values: str) -> None:
    """Say in a line how many texts there are in a language, of how many, unless it has them all; `named` are the tags of the
    languages that the line names, by their places.
    """
    from generator.core import formats
    from generator.core.phrases import named_in

    if there < among:
        text = lookup(lang, "site", f"step.{key}")
        names = {place: named_in(text, tag, lang) for place, tag in named.items()}
        share, count = formats.share(Decimal(100 * there) / among, lang), formats.number(Decimal(among), lang)
        click.echo(text.format(share=share, count=count, **names, **values), err=True)


def _must_be_address(option: str, address: str | None, lang: str) -> None:
    """End the command as misused where an option is no address; nothing stands for none."""
    from generator.core.problems import Place, Problem
    from generator.core.values import Refusal, read_address

    if address and isinstance(refusal := read_address(address), Refusal):
        problem = Problem(refusal.code, Place(""), {"value": address, "suggestion": refusal.suggestion})
        raise click.BadParameter(f"{problem.message(lang)}\n→ {problem.hint(lang)}", param_hint=option)


@contextmanager
def _refusals(lang: str) -> Iterator[None]:
    """Tell in words why a site cannot be built, as long as the block runs."""
    from generator.comparing.carrying import HistoryLost
    from generator.publishing.build import NoArchiveError, NoSuchPackageError
    from generator.publishing.export.copies import CopiesError
    from generator.publishing.guarding import UnguardedError
    from generator.publishing.joining import PartError
    from generator.publishing.rendering import RendererError
    from generator.publishing.validation.validated import InvalidError
    from generator.publishing.workers import SchedulerError, SharingError

    try:
        yield
    except NoSuchPackageError as error:
        told = lookup(lang, "site", "step.no_package").format(
            package=error.package, names=", ".join(error.names)
        )
        raise click.BadParameter(told, param_hint="--package") from error
    except SchedulerError as error:
        told = lookup(lang, "site", "step.no_scheduler").format(value=error)
        raise click.BadParameter(told, param_hint="--scheduler") from error
    except PartError as error:
        told = lookup(lang, "site", f"step.{error.reason}").format(
            site=visible(str(error.site)), package=visible(error.detail)
        )
        raise click.ClickException(told) from error
    except (NoArchiveError, RendererError, UnguardedError, InvalidError, SharingError) as error:
        raise click.ClickException(_not_built(error, lang)) from error
    except CopiesError as error:
        told = lookup(lang, "site", "step.published_unread").format(reason=_no_copies(error, lang))
        raise click.ClickException(told) from error
    except HistoryLost as error:
        raise click.ClickException(_lost(error, lang)) from error


@click.command()
@data_option
@click.option("--site", type=click.Path(path_type=Path), default=Path("site"), help="Where the site goes.")
@date_option
@click.option("--package", help="Only this package.")
@click.option("--url", help="The address at which the site will stand; default: that of site_src/site.yaml.")
@click.option(
    "--repository", help="The address of the repository in its forge; default: that of site_src/site.yaml."
)
@click.option(
    "--published",
    type=Existing(),
    help="The data/versions.json of the site as it stands, in its folder data or what deploy/published.py made of that; it goes on.",
)
@archive_option
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="How many processes share the work on the packages, 1: none; default: one for each core, where there is much to do.",
)
@click.option(
    "--scheduler",
    default="",
    help="The address of the scheduler of a Dask cluster, whose workers share the work: tcp://HOST:8786.",
)
@click.option(
    "--assemble", is_flag=True, help="Join SITES, each built with --package and the same options, into one."
)
@click.option(
    "--offline",
    is_flag=True,
    help="Make the site one that works from a disk, without a server; not for publishing.",
)
@click.argument("sites", nargs=-1, type=Existing(folder=True))
@validate_option
@lang_option
def build(
    data: Path,
    site: Path,
    today: datetime | None,
    package: str | None,
    url: str | None,
    repository: str | None,
    published: Path | None,
    archive: Path | None,
    workers: int | None,
    scheduler: str,
    assemble: bool,  # noqa: FBT001 - Click gives options by name
    offline: bool,  # noqa: FBT001 - Click gives options by name
    sites: tuple[Path, ...],
    validate: bool,  # noqa: FBT001 - Click gives options by name
    lang: str,
) -> None:
    """Check the data, then build the whole site; the old one stays until the new one is complete."""
    from generator.publishing import offline as disk
    from generator.publishing.build import build as run
    from generator.publishing.outputs import claim
    from generator.publishing.settings import read_settings
    from generator.publishing.store import STORE, enduring
    from generator.publishing.swapping import told_whether, working

    for option, address in (("--url", url), ("--repository", repository)):
        _must_be_address(option, address, lang)

    def tell(step: str) -> None:
        if sys.stderr.isatty():
            click.echo(lookup(lang, "site", f"step.{step}"), err=True)

    def warn(step: str, **values: str) -> None:
        click.echo(lookup(lang, "site", f"step.{step}").format(**values), err=True)

    if assemble != bool(sites) or (assemble and package):
        raise click.UsageError(lookup(lang, "site", "step.assemble"))
    if scheduler and workers:
        raise click.UsageError(lookup(lang, "system", "misuse.both").format(names="--workers, --scheduler"))
    known: dict[str, PackageHistory] = {}
    # What is refused leaves nothing, not even a place to work in.
    read_settings()
    claim(site, data, WORK, STORE, *sites)
    with _refusals(lang), told_whether(site), working(WORK, data) as work:
        made = work / "online" / "site" if offline else site
        whole = partial(
            run,
            data,
            made,
            work / "build",
            today=today.date() if today else None,
            package=package,
            url=url,
            repository=repository,
            published=published,
            archive=archive,
            store=STORE,
            workers=workers,
            scheduler=scheduler,
            parts=sites,
            prove=proving(lang, validate=validate),
            tell=tell,
            learn=known.update,
            warn=warn,
        )
        report = enduring(STORE, whole)
        if report.ok and offline:
            disk.offline(made, site)
    if len(report):
        click.echo(report.render("text", lang, data.as_posix()))
    if report.ok:
        _tell_reach(data, known, lang, goes_on=published is not None)
        _tell_of_nobody(repository, lang)
        _tell_of_borrowed(lang)
        click.echo(lookup(lang, "site", "step.done").format(site=site))
    sys.exit(0 if report.ok else 1)


@click.command()
@data_option
@click.option("--out", type=click.Path(path_type=Path), default=Path("export"), help="Where the packages go.")
@date_option
@click.option("--rev", default="", help="As the packages stood at this git revision.")
@click.option("--as-of", type=DAY, help="As they stood at the end of this day.")
@click.option("--parquet", is_flag=True, help="The tables as Parquet too.")
@validate_option
@lang_option
def export(
    data: Path,
    out: Path,
    today: datetime | None,
    rev: str,
    as_of: datetime | None,
    parquet: bool,  # noqa: FBT001 - Click gives options by name
    validate: bool,  # noqa: FBT001
    lang: str,
) -> None:
    """Check the data, then write the data packages alone; an earlier export in the output directory is replaced."""
    from generator.commands.compare import unknown
    from generator.publishing.build import export as run
    from generator.publishing.store import STORE
    from generator.publishing.validation.validated import InvalidError
    from generator.reading.git import GitError

    if rev and as_of:
        raise click.UsageError(lookup(lang, "system", "misuse.both").format(names="--rev, --as-of"))
    known: dict[str, PackageHistory] = {}
    broken: list[Problem] = []
    try:
        report = run(
            data,
            out,
            today=today.date() if today else None,
            at=rev,
            as_of=as_of.date() if as_of else None,
            parquet=parquet,
            store=STORE,
            prove=proving(lang, validate=validate),
            learn=known.update,
            forgive=broken.extend,
        )
    except GitError as error:
        asked = rev or f"{as_of:%Y-%m-%d}"
        raise unknown(data, asked, error, lang, day=as_of is not None) from error
    except InvalidError as error:
        raise click.ClickException(invalid_in_words(error, lang)) from error
    if len(report):
        click.echo(report.render("text", lang, data.as_posix()))
    if report.ok:
        _tell_broken(data, broken, lang)
        _tell_reach(data, known, lang)
    sys.exit(0 if report.ok else 1)


def _tell_broken(data: Path, broken: Iterable[Problem], lang: str) -> None:
    """Say which rules of today a state of the past breaks, each with how many rows do, and where the first one stands."""
    found: dict[str, list[Problem]] = {}
    for problem in broken:
        found.setdefault(problem.code, []).append(problem)
    if found:
        click.echo(lookup(lang, "site", "step.past_rules"), err=True)
    for code, (first, *others) in found.items():
        line = f":{first.place.line}" if first.place.line else ""
        place = visible(f"{data.as_posix()}/{first.place.file}{line}")
        click.echo(f"- {first.title(lang)} [{code}] × {1 + len(others)}: {place}", err=True)


def _tell_reach(
    data: Path, known: Mapping[str, PackageHistory], lang: str, *, goes_on: bool | None = None
) -> None:
    """Say from when on revisions are known, unless the history goes on from what was published and is whole, and where
    what was made holds changes that no commit has. `goes_on` is None where nothing can go on.
    """
    from generator.reading.git import last_commit

    begun = [item.begins for item in known.values() if item.begins]
    told = []
    if any(item.since for item in known.values()):
        told.append(lookup(lang, "site", "step.shallow"))
    elif not begun:
        told.append(lookup(lang, "site", "step.unread" if last_commit(data) else "step.no_history"))
    elif not goes_on:
        first = min(begun, key=lambda item: item.day)
        told.append(lookup(lang, "site", "step.reach").format(date=first.day, commit=first.id[:12]))
        told += [] if goes_on is None else [lookup(lang, "site", "step.goes_on")]
    if names := [name for name, item in known.items() if item.uncommitted]:
        told.append(lookup(lang, "site", "step.uncommitted").format(packages=", ".join(names)))
    for line in told:
        click.echo(line, err=True)


def _tell_of_nobody(repository: str | None, lang: str) -> None:
    """Say that nobody can reach the keepers of the site, where the settings name neither contact nor repository."""
    from generator.publishing.settings import read_settings

    settings = read_settings()
    if not (repository or settings.repository or any(text for _, text in settings.contact.said)):
        click.echo(lookup(lang, "site", "step.nobody"), err=True)


def _tell_of_borrowed(lang: str) -> None:
    """Say of each language that lacks texts of pages how many it has, of those of the site, or where it names none of all."""
    from generator.core.languages import FALLBACK, MESSAGES, interface
    from generator.core.messages import own_share
    from generator.publishing.settings import read_settings

    for tag in read_settings().languages or interface():
        named = {"language": tag, "other": FALLBACK}
        _tell_share("borrowed", *own_share(tag), named, lang, folder=f"site_src/{MESSAGES}/{tag}")


def _no_copies(error: CopiesError, lang: str) -> str:
    """Why what was given as the published list is none: in the system's words where the system refused it."""
    if refused := unread(error, lang):
        return refused
    values = {"file": visible(str(error.file)), "detail": visible(error.detail)}
    return lookup(lang, "site", f"step.published_{error.reason}").format(**values)


def _not_built(error: Exception, lang: str) -> str:
    """Why there is no site: nobody said where the texts are that it shows, a package is not valid, those who shared the work
    did not do it, the system refused, or the renderer did.
    """
    from generator.publishing.build import NoArchiveError
    from generator.publishing.guarding import UnguardedError
    from generator.publishing.rendering import RendererError
    from generator.publishing.validation.validated import InvalidError
    from generator.publishing.workers import SharingError
    from generator.publishing.zensical import LeftOutError, NotInstalledError

    if isinstance(error, InvalidError):
        return invalid_in_words(error, lang)
    if isinstance(error, NoArchiveError):
        return lookup(lang, "site", "step.no_archive").format(package=error.package)
    if isinstance(error, NotInstalledError | LeftOutError | SharingError):
        return lookup(lang, "site", f"step.{error.reason}").format(path=visible(str(error)))
    if isinstance(error, UnguardedError):
        return "\n".join(_unguarded(error, lang))
    return in_words(error, lang) or (
        str(error) if isinstance(error, RendererError) else fault_in_words(error, lang)
    )


_TOLD = 20
"""How many different places of one kind are told."""


def _unguarded(error: UnguardedError, lang: str) -> Iterator[str]:
    """What pages hold that they may not: each kind with what to do, and the places; what stands on many pages is told once."""
    more = lookup(lang, "site", "step.unguarded_more")
    kinds: dict[str, dict[str, list[str]]] = {}
    for fault in error.faults:
        kinds.setdefault(fault.kind, {}).setdefault(fault.what, []).append(fault.path)
    yield lookup(lang, "site", "step.unguarded")
    for kind, places in kinds.items():
        yield lookup(lang, "site", f"step.unguarded_{kind}")
        for what, (path, *others) in list(places.items())[:_TOLD]:
            rest = f" {more.format(count=len(others))}" if others else ""
            yield f"- {visible(path)}: {visible(what)}{rest}"
        if len(places) > _TOLD:
            yield more.format(count=len(places) - _TOLD)


def _lost(error: HistoryLost, lang: str) -> str:
    """That the history lacks what was published of it, and what to do."""
    values = {"package": error.package, "commit": error.commit, "count": len(error.lost)}
    if error.gone:
        return lookup(lang, "site", "step.package_gone").format(**values)
    if error.lost:
        values["first"] = f"{error.lost[0].day} {error.lost[0].id}"
    lost = lookup(lang, "site", "step.history_lost" if error.lost else "step.history_other")
    return (lost + lookup(lang, "site", "step.history_help")).format(**values)


@click.command()
@data_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="The port on this computer.")
@archive_option
@validate_option
@lang_option
def serve(
    data: Path,
    port: int,
    archive: Path | None,
    validate: bool,  # noqa: FBT001 - Click gives options by name
    lang: str,
) -> None:
    """Preview the site on this computer; every saved change is checked and shown. Stop with Ctrl-C."""
    from generator.publishing.build import NoArchiveError
    from generator.publishing.guarding import UnguardedError
    from generator.publishing.preview import Telling, preview
    from generator.publishing.rendering import RendererError
    from generator.publishing.validation.validated import InvalidError
    from generator.publishing.workers import SharingError

    def report_told(report: Report, folder: str) -> str:
        said = report.render("text", lang, folder)
        click.echo(said)
        if not report.ok:
            step("refused")
        return said

    def trouble_told(trouble: Exception) -> str:
        said = _not_built(trouble, lang)
        click.echo(said, err=True)
        return said

    def step(name: str) -> None:
        click.echo(f"{datetime.now():%H:%M:%S} {lookup(lang, 'site', f'preview.{name}')}")  # noqa: DTZ005 - on this computer

    def ready() -> None:
        click.echo(f"http://127.0.0.1:{port}/ – {lookup(lang, 'site', 'preview.open')}")

    click.echo(lookup(lang, "site", "preview.begins"))
    try:
        telling = Telling(lang, report_told, trouble_told, step)
        preview(data, port, telling, archive, proving(lang, validate=validate), ready)
    except (NoArchiveError, RendererError, UnguardedError, InvalidError, SharingError) as error:
        raise click.ClickException(_not_built(error, lang)) from error
