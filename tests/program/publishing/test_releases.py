"""Each version of a package stays where it was published, to the byte, and `latest` beside it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from folders import ROOT
from repositories import Repository

from generator.publishing import build as building
from generator.publishing.build import build
from generator.publishing.export.copies import CopiesError
from generator.publishing.releases import kept, releases
from generator.reading.git import last_commit


def built(repository: Repository, site: Path, published: Path | None = None) -> dict[str, bytes]:
    """The downloads of a site that is built."""
    work = site.with_name(f"{site.name}-work")
    report = build(repository.data, site, work, published=published, prove=None, workers=1)
    assert report.ok
    return downloads(site)


def downloads(site: Path) -> dict[str, bytes]:
    """Those of a site, by their paths below `data/`."""
    data = site / "data"
    return {
        path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository, and beside it the first site that was built of it."""
    repository = Repository(tmp_path_factory.mktemp("begun") / "repository")
    built(repository, repository.folder.with_name("first"))
    return repository


@pytest.fixture
def repository(begun: Repository, tmp_path: Path) -> Repository:
    """One like it, to change, with that site beside it."""
    shutil.copytree(begun.folder.with_name("first"), tmp_path / "first")
    return Repository(tmp_path / "repository", like=begun)


def of(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """The downloads right in a folder, by their names."""
    start = f"{folder}/"
    return {
        path.removeprefix(start): content
        for path, content in files.items()
        if path.rpartition("/")[0] == folder
    }


def test_every_release_stays(repository: Repository, tmp_path: Path) -> None:
    """Through three publications: as a whole site, and as `deploy/published.py` leaves it for a build."""
    first = downloads(tmp_path / "first")
    repository.edit("town/package.yaml", "version: 0.1.0", "version: 0.1.1")
    changed = repository.commit("A version")
    second = built(repository, tmp_path / "second", tmp_path / "first/data/versions.json")
    brought = tmp_path / "brought"
    program = [
        sys.executable,
        str(ROOT / "deploy/published.py"),
        str(tmp_path / "second"),
        str(brought / "versions.json"),
    ]
    subprocess.run(program, check=True, cwd=repository.folder, capture_output=True)
    repository.edit("town/package.yaml", "invented town", "made-up town")
    repository.edit("town/package.yaml", "version: 0.1.1", "version: 0.1.2")
    repository.commit("Words")
    third = built(repository, tmp_path / "third", brought / "versions.json")

    # A release is what was published then, and latest is what is published now.
    for files, version in ((first, "0.1.0"), (second, "0.1.1"), (third, "0.1.2")):
        now = {name: content for name, content in of(files, "town").items() if name != "index.html"}
        assert of(files, f"town/{version}") == of(files, "town/latest") == now
    for files in (second, third):
        assert of(files, "town/0.1.0") == of(first, "town/0.1.0")
    assert of(third, "town/0.1.1") == of(second, "town/0.1.1")
    # The list of published addresses only grows.
    assert first.keys() <= second.keys() <= third.keys()

    # It costs what changed: the same bytes are one file, and are brought once.
    places = [
        tmp_path / "third/data/town" / version / "observations.csv"
        for version in ("0.1.0", "0.1.1", "0.1.2", "latest")
    ]
    assert (
        len({place.stat().st_ino for place in places[:2]})
        == len({place.stat().st_ino for place in places[2:]})
        == 1
    )
    assert (brought / "town/0.1.0/observations.csv").is_file()
    assert not (brought / "town/0.1.1/observations.csv").exists()
    # The list says where each file of each release is, and grows by no more than the files that name the version.
    assert json.loads(third["versions.json"])["releases"] == {"town": [0, 1, 2]}
    assert len(second["versions.json"]) - len(first["versions.json"]) < 1500

    # Each says which version it is, and of which commit.
    with zipfile.ZipFile(tmp_path / "third/data/town/0.1.1/town.zip") as archive:
        told = archive.read("town/README.md").decode()
        described = json.loads(archive.read("town/datapackage.json"))
    assert "0.1.1" in told
    assert changed in told
    assert (described["version"], described["commit"]) == ("0.1.1", changed)


def test_the_commit_is_that_of_the_data_and_none_of_what_was_changed_since(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    data = repository.commit("An empty one that changes no data")
    last = last_commit(repository.data)
    assert last is not None
    assert last.id == data
    assert repository.history().commit != data
    (repository.data / "town/citations.lock").write_text("anything", encoding="utf-8")
    locked = repository.commit("What is no figure is of the package too")
    assert repository.history().commit == locked


LISTED = {
    "publications": {"town": [["1.0.0", "2024-05-01", ""]]},
    "releases": {"town": [0]},
    "files": {hashlib.sha256(b"a").hexdigest(): [["town/a.csv", 0, 0], ["town/b.csv", 0, 0]]},
}


def test_a_release_that_is_lost_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "versions.json"
    with pytest.raises(CopiesError, match=r"a\.csv"):
        kept(file, LISTED, ["town"])
    folder = tmp_path / "town/1.0.0"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_bytes(b"another")
    with pytest.raises(CopiesError, match=r"a\.csv: other: versions\.json"):
        kept(file, LISTED, ["town"])
    (folder / "a.csv").write_bytes(b"a")
    there = folder / "a.csv"
    assert kept(file, LISTED, ["town"]) == {"town/1.0.0/a.csv": there, "town/1.0.0/b.csv": there}
    # Nobody asks for those of a package that is no more.
    assert kept(tmp_path / "elsewhere/versions.json", LISTED, []) == {}


def test_a_version_that_is_there_stays_as_it_was() -> None:
    before = {"town/1.0.0/a.csv": Path("old"), "other/1.0.0/a.csv": Path("other")}
    now = {"a.csv": Path("new"), "indicators/x.csv": Path("x")}
    assert dict(releases("town", "1.0.0", now, before)) == {
        "town/1.0.0/a.csv": Path("old"),
        "town/latest/a.csv": Path("new"),
    }
    assert dict(releases("town", "1.1.0", now, before)) == {
        "town/1.0.0/a.csv": Path("old"),
        "town/1.1.0/a.csv": Path("new"),
        "town/latest/a.csv": Path("new"),
    }


def test_who_builds_is_told_of_other_data_under_a_number_that_was_published(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is made of them."""
    monkeypatch.setattr(building, "build_site", lambda *_, **__: None)
    told: list[tuple[str, dict[str, str]]] = []

    def again(name: str) -> list[tuple[str, dict[str, str]]]:
        told.clear()
        build(
            repository.data,
            tmp_path / name,
            tmp_path / f"{name}-work",
            published=tmp_path / "first/data/versions.json",
            prove=None,
            workers=1,
            warn=lambda step, **values: told.append((step, values)),
        )
        return [item for item in told if item[0] == "version_taken"]

    assert again("same") == []
    repository.edit("town/package.yaml", "invented town", "made-up town")
    repository.commit("Words")
    assert again("taken") == [("version_taken", {"package": "town", "version": "0.1.0"})]
    repository.edit("town/package.yaml", "version: 0.1.0", "version: 0.1.1")
    repository.commit("A version")
    assert again("raised") == []
