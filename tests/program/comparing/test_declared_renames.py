"""A declared rename explains all that it moves, whatever else changed with it: for the check and in the history."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from overlays import OverlayTree, report_against
from repositories import Repository

from generator.reading.trees import FilesTree

Files = dict[str, bytes]

REASON = "换成与文件一致的代码。,The id now says what the document says.,数据整理组"
REPORT, PLAN = "town/documents/2023-report", "town/documents/2023-plan"


def replaced(files: Files, old: str, new: str, where: str = "") -> None:
    """A text changed wherever it stands, or in the files whose path has `where` in it."""
    for path in [path for path in files if where in path and not path.endswith("corrections.csv")]:
        files[path] = files[path].replace(old.encode(), new.encode())


def an_indicator(files: Files) -> None:
    replaced(files, "lamps-standing", "lamps-up")
    replaced(files, "title_zh: 路灯", "title_zh: 镇上的路灯", "indicators/")


def a_document(files: Files) -> None:
    for path in [path for path in files if path.startswith(f"{REPORT}/")]:
        files[path.replace(REPORT, "town/documents/annual-report")] = files.pop(path)
    replaced(files, "2023-report/", "annual-report/")
    path = "town/documents/annual-report/document.yaml"
    files[path] = re.sub(rb"(?m)^title_en: .*$", b"title_en: The annual report", files[path])


def a_goal(files: Files) -> None:
    path = f"{PLAN}/goals.yaml"
    files[path] = re.sub(rb"(?m)^'?2'?:$", b"'3':", files[path])
    files[path] = re.sub(rb"(?m)^(  summary_en: ).*$", rb"\1Said in other words.", files[path])
    for table in ("targets", "deliverables"):
        files[f"{PLAN}/{table}.csv"] = re.sub(rb"(?m)^2,", b"3,", files[f"{PLAN}/{table}.csv"])
    replaced(files, "2023-plan/2/", "2023-plan/3/")


def a_dimension(files: Files) -> None:
    """Two rows that say the same, told apart by nothing but their codes."""
    replaced(files, "power", "drive")
    replaced(files, "title_en: Power", "title_en: Driven by", "dimensions")


LAMPS = "2023-report/lamps-installed"

CASES: Mapping[str, tuple[Callable[[Files], None], list[tuple[str, str, str]]]] = {
    # case: what is done, the ids that are declared
    "an indicator": (an_indicator, [("indicators", "lamps-standing", "lamps-up")]),
    "a document": (a_document, [("documents", "2023-report", "annual-report")]),
    "a goal": (a_goal, [("goals", "2023-plan/2", "2023-plan/3")]),
    "a dimension": (
        a_dimension,
        [
            ("observations", f"{LAMPS}/power/{code}/2023-12-31", f"{LAMPS}/drive/{code}/2023-12-31")
            for code in ("grid", "solar")
        ],
    ),
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def of_tree() -> Files:
    tree = OverlayTree()
    return {entry.path: tree.read(entry.path) for entry in tree.entries()}


def alike(files: Files) -> None:
    """The rows of a breakdown with one value."""
    replaced(files, ",130,exact", ",80,exact", "observations")
    replaced(files, "130盏", "80盏", "observations")


@pytest.mark.parametrize("case", CASES)
def test_all_that_moves_is_told_as_renamed(repository: Repository, case: str) -> None:
    act, pairs = CASES[case]
    files = of_tree()
    if case == "a dimension":
        alike(files)
        repository.put(files)
        repository.commit("Alike")
    before = len(repository.history().revisions)
    act(files)
    repository.put(files)
    repository.commit("Renamed, and put in other words")
    found = repository.history({(table, old): new for table, old, new in pairs}).revisions[before:]
    told = [(item.table, item.old, item.new) for item in found if item.field == "key"]
    assert sorted(told) == sorted(pairs)
    assert [item for item in found if item.field == "removed"] == []
    # Without the declaration nobody can tell that it is the same.
    assert "removed" in {item.field for item in repository.history().revisions[before:]}


@pytest.mark.parametrize("case", CASES)
def test_the_check_takes_the_declaration_for_the_reason(case: str) -> None:
    act, pairs = CASES[case]
    files = of_tree()
    if case == "a dimension":
        alike(files)
    base = FilesTree(dict(files))
    act(files)
    undeclared = {item.code for item in report_against(base, FilesTree(dict(files)))}
    rows = "".join(f"{table},{old},key,{old},{new},2024-03-01,{REASON}\n" for table, old, new in pairs)
    files["town/corrections.csv"] += rows.encode()
    declared = {item.code for item in report_against(base, FilesTree(files))}
    assert "removal-unexplained" in undeclared
    assert declared & {"removal-unexplained", "rename-unexplained", "correction-unneeded"} == set()
