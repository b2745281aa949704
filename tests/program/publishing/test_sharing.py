"""A site is the same, to the byte, whoever made its packages."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from again import contents
from folders import BASE
from sharing import killing
from sites import TODAY, once, without_program

from generator.publishing import build as pipeline
from generator.publishing.build import build
from generator.publishing.clock import FIXED


def two_towns(folder: Path) -> Path:
    """Data of two packages: the town, and the same under another name and area."""
    shutil.copytree(BASE / "town", folder / "data" / "town")
    other = shutil.copytree(BASE / "town", folder / "data" / "village")
    for file in other.rglob("*.*"):
        text = file.read_text(encoding="utf-8").replace("Qinghe", "Baihe").replace("清河", "白河")
        file.write_text(text, encoding="utf-8")
    return folder / "data"


def made(folder: Path, site: str, workers: int, store: str = "") -> Mapping[str, bytes]:
    """What is in the site of the two towns, with the work shared by so many."""
    kept = folder / store if store else None
    steps: list[str] = []
    report = build(
        folder / "data",
        folder / site,
        folder / "work",
        today=TODAY,
        workers=workers,
        store=kept,
        tell=steps.append,
    )
    assert report.ok, report.render("text", "en")
    assert ("shared" in steps) == (workers > 1)
    return contents(folder / site)


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    without_program(monkeypatch)
    monkeypatch.setenv(FIXED, "1795305600")


@pytest.fixture
def towns(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder with two towns and their site as one process makes it, `alone`."""

    def make(folder: Path) -> None:
        two_towns(folder)
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


def test_what_they_made_is_not_made_again(towns: Path) -> None:
    """The next build finds in the store all that is as it was, and has nothing to share."""
    shared = made(towns, "site", 2, "store")
    steps: list[str] = []
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
    assert list((towns / "work" / "pages" / "en").rglob("town/**/*.md")) == []
    assert contents(towns / "site") == shared == contents(towns / "alone")
