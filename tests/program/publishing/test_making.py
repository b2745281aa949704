"""What those who share the work are given, and what they give back."""

from __future__ import annotations

import pickle
from functools import partial
from pathlib import Path

import pytest
from again import contents
from folders import BASE
from sites import TODAY

from generator.core import sources
from generator.publishing.making import LaidDown, Lent, PackageSource, downloads, tasks, whole_program
from generator.publishing.pages import Site
from generator.publishing.pages.plan import Share
from generator.publishing.pages.render import around
from generator.publishing.settings import read_settings


@pytest.fixture(scope="module")
def town() -> PackageSource:
    """The town as its authors' files."""
    files = {f"town/{path}": content for path, content in contents(BASE / "town").items()}
    return PackageSource("town", files, read_settings(), TODAY)


def test_downloads_come_as_bytes_or_stay_in_a_folder_of_their_own(
    town: PackageSource, tmp_path: Path
) -> None:
    given = downloads(town, TODAY)
    twice = [downloads(town, TODAY, tmp_path) for _ in range(2)]
    assert given.files
    assert given.folder is None
    for item in twice:
        assert item.folder
        assert contents(item.folder) == given.files
        assert item == given._replace(files={}, folder=item.folder)
    assert len({item.folder for item in twice}) == len(list(tmp_path.iterdir())) == 2


def test_downloads_are_begun_before_the_pages(town: PackageSource, tmp_path: Path) -> None:
    view = town.view()
    told = around(Site((view,), {}, TODAY, TODAY, town.settings))
    asked = [
        (task.func.__name__, *task.args[2:])
        for task in tasks([town], 1, 2, told, place=tmp_path)
        if isinstance(task, partial)
    ]
    assert asked == [("downloads", tmp_path), *(("pages", Share(number, 6)) for number in range(6))]
    written = list(tasks([town], 1, 2, told, {"town"}))
    assert len(written) == 6


def test_a_package_that_is_laid_down_is_told_in_a_few_words(town: PackageSource, tmp_path: Path) -> None:
    told = around(Site((town.view(),), {}, TODAY, TODAY, town.settings))
    whole = sum(map(len, town.files.values()))
    found = list(tasks([town], 1, 2, told, place=tmp_path))
    sizes = [len(pickle.dumps(task)) for task in found]
    elsewhere = [len(pickle.dumps(task)) for task in tasks([town], 1, 2, told)]
    assert min(elsewhere) - max(sizes) > whole / 2
    # All look into one and the same file.
    laid = {task.args[0] for task in found if isinstance(task, partial)}
    assert len(laid) == len(list(tmp_path.rglob("source"))) == 1
    (one,) = laid
    assert isinstance(one, LaidDown)
    assert (one.id, one.settings, one.key) == (town.id, town.settings, town.key)
    assert downloads(one, TODAY) == downloads(town, TODAY)
    assert one.view().package.title == town.view().package.title


@sources.kept
def written() -> str:
    """What an editor wrote."""
    return sources.found("own.txt").read_text(encoding="utf-8")


def test_who_works_for_many_builds_has_the_words_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / sources.NAME).mkdir()
    told = []
    for text in ("one", "other", "other", "one"):
        (tmp_path / sources.NAME / "own.txt").write_text(text, encoding="utf-8")
        told.append(Lent(written, whole_program(), None)()[0])
    assert told == ["one", "other", "other", "one"]
    assert written() == "one"
    sources.forget()
