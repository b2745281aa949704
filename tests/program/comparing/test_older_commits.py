"""Commits of an older format are read as they were meant: what only a migration rewrote never changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import ARCHIVE
from repositories import Repository

from generator.archive.verify import lock_files, verify
from generator.cli import main
from generator.comparing.carrying import HistoryLost, Publication, carried_on
from generator.reading.trees import WorkingTree
from generator.reading.validate import validate
from generator.reading.validate.locks import cited_figures

TABLE, PACKAGE, LOCK = (
    "town/documents/2023-report/observations.csv",
    "town/package.yaml",
    "town/citations.lock",
)


def run(repository: Repository, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data", str(repository.data), "--lang", "en"])


def check(repository: Repository, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", str(repository.data), *arguments, "--lang", "en"])


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The town in the first format, verified and committed, then migrated by the command and committed."""
    made = Repository(tmp_path)
    (made.data / LOCK).write_bytes(lock_files(verify(WorkingTree(made.data), ARCHIVE).verified)[LOCK])
    row = next(
        cited.fingerprint
        for package in validate(WorkingTree(made.data), locked=False)[0]
        for cited in cited_figures(package)
        if "repair-days" in cited.id and "report" in cited.id
    )
    made.edit(PACKAGE, "format: '2'\n", "")
    made.edit(TABLE, "exact,O,", "exact,M,")
    # What the first program to lock such a row wrote into the lock.
    made.edit(LOCK, row, FIRST)
    made.commit("As the first program wrote it")
    migrated = run(made, "migrate")
    assert migrated.exit_code == 0, migrated.output
    assert check(made).exit_code == 0
    assert row in (made.data / LOCK).read_text(encoding="utf-8")
    made.commit("Format 2")
    return made


FIRST = "250eeb4d27f0040c"
"""The fingerprint of the town's answer in words, in the first format."""


def test_nothing_has_to_be_corrected_or_verified_anew(repository: Repository) -> None:
    assert check(repository, "--base", "HEAD~1").exit_code == 0
    verified = CliRunner().invoke(main, ["verify", str(repository.data), "--archive", str(ARCHIVE)])
    assert verified.exit_code == 0, verified.output


def test_neither_the_difference_nor_the_history_tells_a_changed_figure(repository: Repository) -> None:
    told = run(repository, "diff", "HEAD~1", "HEAD", "--date", "2024-03-01")
    assert (told.exit_code, "obs_status" in told.output, "O" in told.output.split()) == (0, False, False)
    assert "package.yaml" in told.output
    found = repository.history()
    assert (found.revisions, found.gaps) == ((), ())


def test_what_changed_beside_the_migration_is_told(repository: Repository) -> None:
    repository.edit(TABLE, ",exact,O,,,,,一/(一),基本当天", ",exact,O,,,,,一/(一),当天")
    repository.commit("Another word")
    assert [item.field for item in repository.history().revisions] == ["figure"]
    silent = check(repository, "--base", "HEAD~2")
    assert (silent.exit_code, "change-unexplained" in silent.output) == (1, True)


def test_the_past_is_exported_in_todays_words(repository: Repository, tmp_path: Path) -> None:
    done = run(repository, "export", "--rev", "HEAD~1", "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    rows = (tmp_path / "out/town/observations.csv").read_text(encoding="utf-8")
    assert (",O," in rows, ",M," in rows) == (True, False)


def test_a_lock_that_did_not_hold_does_not_hold_afterwards(repository: Repository) -> None:
    repository.git("reset", "--hard", "--quiet", "HEAD~1")
    repository.edit(LOCK, FIRST, "0" * 16)
    refused = run(repository, "migrate")
    assert (refused.exit_code, "0" * 16 in (repository.data / LOCK).read_text(encoding="utf-8")) == (0, True)
    assert "lock-changed" in check(repository).output


def test_a_revision_that_was_published_in_the_first_format_is_read_again(repository: Repository) -> None:
    repository.edit(TABLE, ",980,exact,A,,,,,一/(一),980盏", ",,exact,O,,,,,一/(一),全部")
    repository.commit("In words after all")
    found = repository.history()
    turned = [item for item in found.revisions if item.field == "obs_status"]
    assert [(item.old, item.new) for item in turned] == [("A", "O")]
    for new, lost in (("M", False), ("O", False), ("Q", True)):
        published = Publication(turned[0].commit, (replace(turned[0], new=new),))
        try:
            carried_on("town", published, found, follows=True, given_up=())
        except HistoryLost:
            assert lost, new
        else:
            assert not lost, new
