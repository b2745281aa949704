"""A site is the same, to the byte, whoever made its packages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import dask
import pytest
from again import contents
from distributed import LocalCluster
from sharing import Losing, killing
from sites import TODAY, once, quickly, two_towns

from generator.publishing import build as pipeline
from generator.publishing import gathering, staging
from generator.publishing import site as site_module
from generator.publishing import workers as workers_module
from generator.publishing.build import build
from generator.publishing.making import OtherProgramError, PackageSource, filled, source_of
from generator.publishing.pages.render import PlannedPart
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.publishing.workers import Crew, NoDaskError, SchedulerError, cluster


def made(folder: Path, site: str, workers: int, store: str = "", scheduler: str = "") -> Mapping[str, bytes]:
    """What is in the site of the two towns, with the work shared by so many."""
    kept = folder / store if store else None
    steps: list[str] = []
    report = build(
        folder / "data",
        folder / site,
        folder / "work",
        today=TODAY,
        workers=workers,
        scheduler=scheduler,
        store=kept,
        tell=steps.append,
    )
    assert report.ok, report.render("text", "en")
    assert ("shared" in steps) == (workers > 1)
    return contents(folder / site)


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    quickly(monkeypatch)


@pytest.fixture
def towns(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder with two towns and their site as one process makes it, `alone`."""

    def make(folder: Path) -> None:
        two_towns(folder / "data")
        made(folder, "alone", 1)

    return shutil.copytree(once(tmp_path_factory, "two-towns", make), tmp_path / "towns")


def test_two_processes_make_the_site_that_one_makes(towns: Path) -> None:
    assert made(towns, "shared", 2) == contents(towns / "alone")


def test_one_package_is_shared_too(towns: Path) -> None:
    shutil.rmtree(towns / "data" / "village")
    assert made(towns, "shared", 2) == made(towns, "site", 1)


def test_it_is_the_same_site_when_one_of_them_is_killed(towns: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    monkeypatch.setattr(pipeline, "processes", lambda count: killing(count, killed))
    assert made(towns, "shared", 2) == contents(towns / "alone")
    assert len(killed) == 1


def test_what_they_made_is_not_made_again(towns: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next build finds in the store all that is as it was, and has nothing to share."""
    shared = made(towns, "site", 2, "store")
    steps: list[str] = []
    planned: list[str] = []

    def plan(part: PlannedPart, *given: Any) -> Iterator[tuple[str, str, str]]:
        planned.append(part.name)
        return filled(part, *given)

    monkeypatch.setattr(staging, "filled", plan)
    monkeypatch.delattr(site_module, "write_downloads")
    build(
        towns / "data",
        towns / "site",
        towns / "work",
        today=TODAY,
        workers=2,
        store=towns / "store",
        tell=steps.append,
    )
    assert "shared" not in steps
    # What several packages share is planned each time, once for each of the two languages.
    assert planned == ["", "beside"] * 2
    assert contents(towns / "site") == shared == contents(towns / "alone")


def test_what_they_made_of_other_files_is_not_known(towns: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may be saved between being read here and being given to those who share the work."""

    def saved(view: PackageView, data: Path, settings: Settings) -> PackageSource:
        found = source_of(view, data, settings)
        files = {path: text.replace(b"Street lamps", b"Lanterns") for path, text in found.files.items()}
        return replace(found, files=files)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(pipeline, "source_of", saved)
        assert made(towns, "site", 2, "store") != contents(towns / "alone")
    assert made(towns, "site", 2, "store") == contents(towns / "alone")


@pytest.fixture(scope="module")
def machines() -> Iterator[LocalCluster]:
    """A scheduler and two workers on this machine, each a process; where much else runs they take their time to begin."""
    patient = dict.fromkeys(("distributed.comm.timeouts.connect", "distributed.comm.timeouts.tcp"), "300s")
    with dask.config.set(patient):
        cluster = LocalCluster(  # type: ignore[no-untyped-call] # as Dask has it
            n_workers=2, threads_per_worker=1, dashboard_address=None
        )
        with cluster:
            yield cluster


def test_the_workers_of_a_cluster_make_it_and_one_may_be_lost(
    towns: Path, machines: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time one of them is killed as soon as the first task is done."""
    address = machines.scheduler_address
    assert made(towns, "shared", 2, scheduler=address) == contents(towns / "alone")
    lost: list[int] = []

    def losing(address: str) -> Crew:
        crew = cluster(address)
        return Losing(crew.count, crew.executor, machines, lost)

    monkeypatch.setattr(pipeline, "cluster", losing)
    assert made(towns, "again", 2, scheduler=address) == contents(towns / "alone")
    assert len(lost) == 1


def test_who_has_another_program_is_refused(towns: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "whole_program", lambda: "another")
    with pytest.raises(OtherProgramError):
        made(towns, "shared", 2)
    assert not (towns / "shared").exists()


@pytest.mark.parametrize(
    "address", ["", "dask", "dask:8786", "http://dask:8786", "tcp://dask", "tcp://dask:x"]
)
def test_what_is_no_address_of_a_scheduler_is_refused(address: str) -> None:
    with pytest.raises(SchedulerError):
        cluster(address)


def test_where_no_scheduler_answers_the_system_says_so() -> None:
    with pytest.raises(ConnectionRefusedError) as refused:
        cluster("tcp://127.0.0.1:1")
    assert refused.value.filename == "tcp://127.0.0.1:1"


def test_without_dask_it_is_said_what_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "find_spec", lambda _: None)
    with pytest.raises(NoDaskError):
        cluster("tcp://127.0.0.1:1")
