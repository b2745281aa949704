"""A witnessed tree tells one state of its files from another."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from folders import BASE
from overlays import REPORT, OverlayTree

from generator.core.leftovers import left_over
from generator.reading.load import load
from generator.reading.trees import FilesTree, WitnessedTree, WorkingTree, acceptable


def source(files: dict[str, bytes], below: str = "a/") -> Mapping[str, str]:
    """The checksums of files of which each was read."""
    tree = WitnessedTree(FilesTree(files))
    for path, content in files.items():
        assert tree.read(path) == content
    return tree.source(below)


def test_another_name_content_or_file_is_another_source() -> None:
    states = [{"a/b": b"1"}, {"a/b": b"2"}, {"a/c": b"1"}, {"a/b": b"1", "a/c": b"1"}, {}]
    assert len({str(source(files)) for files in states}) == len(states)


def test_what_lies_elsewhere_or_was_not_read_is_none_of_it() -> None:
    assert source({"a/b": b"1", "b/c": b"1"}) == source({"a/b": b"1", "b/c": b"2"}) == source({"a/b": b"1"})
    assert source({"a/b": b"1"}, "b/") == {}


def test_a_file_that_changed_while_it_was_read_is_no_source() -> None:
    files = {"a/b": b"1", "b/c": b"1"}
    tree = WitnessedTree(FilesTree(files))
    tree.read("a/b")
    files["a/b"] = b"2"
    tree.read("a/b")
    tree.read("b/c")
    assert tree.source("a/") == {}
    assert list(tree.source("b/")) == ["b/c"]


LEFT = [
    *(".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", "._targets.csv", ".nfs0000a1", ".fuse_hidden0001"),
    *("~$targets.csv", ".~lock.targets.csv#", ".~targets.csv", "~WRL0001.tmp", "lu5ab12.tmp", "5A3F2C00"),
    *("targets.csv.sb-1f2e3d4c-XyZ012", "targets.csv.sb-1f2e3d4c-qwerty"),
    *(".targets.csv.swp", ".targets.csv.swo", "4913", ".targets.csv.un~", ".goals.yaml.swx.swp"),
    *("targets.csv~", "goals.yaml~", "#targets.csv#", ".#targets.csv", "targets.csv.~1~"),
    *(".targets.csv.kate-swp", ".goutputstream-A1B2C3", "targets.csv.kT3xQb", "targets.csv___jb_tmp___"),
    *(
        "targets.csv.aB1c2d",
        "goals.yaml.QtTemp",
        "citations.lock.1a2B3c",
        "targets.csv.xYzabc",
        "targets.csv.ABCDEf",
    ),
]
MEANT = [
    *("targets.csv", "goals.yaml", "citations.lock", "2023.csv", "deadbeef.csv"),
    *(
        "targets.csv.bak",
        "targets.csv.backup",
        "targets (1).csv",
        "targets.csv.orig",
        "20231231",
        "notes.txt",
    ),
    *(
        "targets - 副本.csv",
        "targets.xlsx",
        ".targets.csv",
        "swp",
        "targets.swp",
        "~targets.csv",
        "#targets.csv",
    ),
    # what people put behind names: dates, words, either with a number
    *("targets.csv.202401", "targets.csv.2024Q1", "targets.csv.240131", "goals.yaml.1stmay"),
    *(
        "targets.csv.draft1",
        "targets.csv.final1",
        "targets.csv.BACKUP",
        "targets.csv.backup",
        "targets.csv.Backup",
    ),
    *(
        "package.yaml.COPY01",
        "package.yaml.Copy01",
        "package.yaml.01Copy",
        "citations.lock.Saved2",
        "targets.csv.V2",
    ),
]


def test_files_that_programs_leave_are_known_by_their_names() -> None:
    wrong = {name for name in LEFT if not left_over(name)} | {name for name in MEANT if left_over(name)}
    assert wrong == set()


def test_what_programs_leave_is_neither_read_nor_told() -> None:
    """An editor that had a table open made the whole check fail, and a preview show nothing."""
    tree = OverlayTree()
    for name in LEFT:
        tree.write(f"{REPORT}/{name}", b"\xff broken")
    assert len(load(tree)[1]) == 0
    assert acceptable(tree)[0] == acceptable(OverlayTree())[0]


def test_a_link_that_an_editor_leaves_is_passed_over(tmp_path: Path) -> None:
    """Emacs marks an open file by a link to nowhere."""
    shutil.copytree(BASE, tmp_path / "data")
    (tmp_path / "data" / REPORT / ".#observations.csv").symlink_to("clerk@desk.4711:1700000000")
    assert acceptable(WorkingTree(tmp_path / "data"))[1] == []


@pytest.mark.parametrize("name", [".mingzhang-change", ".mingzhang-list"])
def test_a_change_that_was_stopped_is_still_told(name: str) -> None:
    assert [problem.code for problem in acceptable(FilesTree({f"town/{name}": b""}))[1]] == [
        "change-unfinished"
    ]
