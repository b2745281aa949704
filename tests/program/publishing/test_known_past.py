"""Commits that an earlier build went through are not gone through again, and say what they said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from repositories import Repository

from generator.comparing.history import PackageHistory, Past, history
from generator.publishing.known_past import KeptPast
from generator.publishing.store import Store, at_hand
from generator.reading import git
from generator.reading.trees import WorkingTree, acceptable

REPORT = "town/documents/2023-report/observations.csv"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Figures that changed, went, could not be read and came back."""
    repository = Repository(tmp_path / "repository")
    first = (repository.data / REPORT).read_bytes()
    repository.edit(REPORT, "130,exact", "131,exact")
    repository.commit("A figure changed")
    lines = first.splitlines(keepends=True)
    (repository.data / REPORT).write_bytes(b"".join(lines[:-1]))
    repository.commit("A row went")
    (repository.data / REPORT).write_bytes(first.replace(b"980,exact", b"many,exact"))
    repository.commit("What nobody can read")
    (repository.data / REPORT).write_bytes(first)
    repository.commit("As it was")
    return repository


def asked(repository: Repository, past: Past | None, **places: str) -> PackageHistory:
    tree = WorkingTree(repository.data)
    now = {path: tree.read(path) for path in acceptable(tree)[0]}
    renames = {"town": {(table, old): f"{old}-new" for table, old in places.items()}}
    return history(repository.data, ["town"], now=now, past=past, renames=renames)["town"]


def test_commits_are_gone_through_once_for_all_builds(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[str] = []
    files = git.Repository.files

    def noting(self: git.Repository, name: str) -> Mapping[str, git.Stored]:
        walked.append(name)
        return files(self, name)

    monkeypatch.setattr(git.Repository, "files", noting)

    def built(**places: str) -> tuple[PackageHistory, int]:
        """What a build with a store finds, as one without it does; and through how many commits it went."""
        walked.clear()
        store = Store(tmp_path / "store")
        with at_hand(store):
            found = asked(repository, KeptPast(), **places)
        store.settle()
        count = len(walked)
        assert found == asked(repository, None, **places)
        return found, count

    first, count = built()
    assert count == 5
    assert {item.new for item in first.revisions if item.field == "value"} == {"130", "131"}
    assert built() == (first, 0)
    repository.edit(REPORT, "980,exact", "970,exact")
    edited, count = built()
    assert (count, first.uncommitted, edited.uncommitted) == (0, False, True)
    # Whatever else the history depends on has the commits gone through again.
    assert built(documents="2023-report")[1] == 5
    repository.commit("Another figure")
    assert built()[1] == 6
