"""The data that a workbook was made from: what stands for them, and where they are found again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from folders import BASE, PROBLEMS
from overlays import REPORT, OverlayTree
from repositories import git, head

from generator.editing.sheets.carried import pack
from generator.editing.sheets.grids import Order
from generator.editing.sheets.routes import Base
from generator.editing.sheets.source import EVER, Data, UnsoundError, base_of, digest, tree_of
from generator.reading.trees import FilesTree, Tree, WorkingTree

Files = Mapping[str, bytes]

COMMITTED: Files = {"town/a.csv": b"x\n1\n", "village/a.csv": b"y\n1\n"}
CHANGED: Files = {**COMMITTED, "town/a.csv": b"x\n2\n"}
OF_WINDOWS: Files = {path: content.replace(b"\n", b"\r\n") for path, content in COMMITTED.items()}
MARKED: Files = {"town/a.csv": b"\xef\xbb\xbfx\n1\n"}
BESIDE: Files = {"town.csv": b"v\n1\n", **MARKED, "township/a.csv": b"z\n1\n"}
LEFT: Files = {**COMMITTED, "town/.DS_Store": b"\x00", "village/.DS_Store": b"\x01"}
OLDER: Files = {"town/package.yaml": b"format: 1\n"}
TODAYS: Files = {"town/package.yaml": b"format: 2\n"}


def files_of(tree: Tree | None) -> Files | None:
    """What a tree holds; None where there is none."""
    return None if tree is None else {entry.path: tree.read(entry.path) for entry in tree.entries()}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data, committed as it is."""
    folder = tmp_path_factory.mktemp("repository")
    for path, content in COMMITTED.items():
        file = folder / "data" / path
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
    for arguments in (("init", "--quiet", "--initial-branch=main"), ("add", "--all"), ("commit", "-qm", "x")):
        git(folder, 0, *arguments)
    return folder / "data"


BASES: dict[str, tuple[Files, bool, Files]] = {
    # the files as they are: (they, whether the workbook names the commit, the files that its digest is of)
    "as committed": (COMMITTED, True, COMMITTED),
    "kept as on Windows": (OF_WINDOWS, True, COMMITTED),
    "changed": (CHANGED, False, CHANGED),
    "another package changed": ({**COMMITTED, "village/a.csv": b"y\n2\n"}, True, COMMITTED),
}


@pytest.mark.parametrize("what", BASES)
def test_a_workbook_names_the_commit_where_all_files_of_its_package_are_in_it(what: str, data: Path) -> None:
    files, committed, same = BASES[what]
    commit = head(data.parent) if committed else ""
    assert base_of(data, FilesTree(files), "town") == Base(commit, digest(FilesTree(same), "town"))


def test_without_a_repository_a_workbook_names_none(tmp_path: Path) -> None:
    tree = FilesTree(COMMITTED)
    assert base_of(tmp_path, tree, "town") == Base("", digest(tree, "town"))


HERE, NOWHERE, NONE = "the last commit", "1" * 40, ""
FOUND: dict[str, tuple[Files, str, Files, Files | None, Files | None]] = {
    # where the data are found: (the files now, the commit that the workbook names, the files that its digest is of,
    # those it carries, those found)
    "as they are": (COMMITTED, NONE, COMMITTED, None, COMMITTED),
    "as they are, in a commit that is not here": (COMMITTED, NOWHERE, COMMITTED, None, COMMITTED),
    "in the commit": (CHANGED, HERE, COMMITTED, None, COMMITTED),
    "in the workbook": (COMMITTED, NONE, CHANGED, CHANGED, CHANGED),
    "nowhere": (CHANGED, NONE, COMMITTED, None, None),
    "in a commit that is not here": (CHANGED, NOWHERE, COMMITTED, COMMITTED, None),
    "not in the commit that is named": (COMMITTED, HERE, CHANGED, CHANGED, None),
    "not in what is carried": (COMMITTED, NONE, CHANGED, OLDER, None),
    "of an older format, as they are": (OLDER, NONE, OLDER, None, OLDER),
    "of an older format, in the workbook": (COMMITTED, NONE, OLDER, OLDER, TODAYS),
}


@pytest.mark.parametrize("what", FOUND)
def test_where_the_data_of_a_workbook_are_found(what: str, data: Path) -> None:
    now, commit, made, carried, found = FOUND[what]
    base = Base(head(data.parent) if commit == HERE else commit, digest(FilesTree(made), "town"))
    text = "" if carried is None else "".join(pack(FilesTree(carried), "town"))
    tree = tree_of(data, FilesTree(now), base, "town", text)
    town = files_of(tree) and {
        path: content for path, content in (files_of(tree) or {}).items() if "town" in path
    }
    assert town == (found and {path: content for path, content in found.items() if "town" in path})


def test_data_that_are_as_they_were_are_the_same_tree(data: Path) -> None:
    """Not another that says the same, which would be read again."""
    tree = FilesTree(COMMITTED)
    assert tree_of(data, tree, Base("", digest(tree, "town")), "town") is tree


def of_bytes(files: Files) -> str:
    """What stood for files in workbooks of 0.1.0."""
    lines = [f"{hashlib.sha256(content).hexdigest()} {path}\n" for path, content in sorted(files.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


FORMER: dict[str, tuple[Files, Files, bool]] = {
    # files now, those of the town whose bytes a workbook of 0.1.0 counted, and whether it is of these data
    "the same": (COMMITTED, {"town/a.csv": b"x\n1\n"}, True),
    "of Windows": (COMMITTED, {"town/a.csv": b"x\r\n1\r\n"}, True),
    "on Windows": (OF_WINDOWS, {"town/a.csv": b"x\r\n1\r\n"}, True),
    "of elsewhere on Windows": (OF_WINDOWS, {"town/a.csv": b"x\n1\n"}, True),
    "with a mark of its encoding": (MARKED, MARKED, True),
    "beside a package whose name begins alike": (BESIDE, MARKED, True),
    "with what a system left": (LEFT, {"town/a.csv": b"x\n1\n", "town/.DS_Store": b"\x00"}, True),
    "of Windows, with what a system left there": (
        LEFT,
        {"town/a.csv": b"x\r\n1\r\n", "town/.DS_Store": b"\x00"},
        False,
    ),
    "another": (COMMITTED, {"town/a.csv": b"x\n2\n"}, False),
}


@pytest.mark.parametrize("what", FORMER)
def test_which_data_a_workbook_of_the_first_release_is_of(what: str, tmp_path: Path) -> None:
    files, counted, known = FORMER[what]
    tree = FilesTree(files)
    assert tree_of(tmp_path, tree, Base("", of_bytes(counted)), "town") is (tree if known else None)


def test_a_link_was_never_counted(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "town/a.csv").write_bytes(b"x\r\n1\n")
    (tmp_path / "town/b.csv").symlink_to("nowhere")
    tree = WorkingTree(tmp_path)
    assert tree_of(tmp_path, tree, Base("", of_bytes({"town/a.csv": b"x\r\n1\n"})), "town") is tree


def test_what_is_open_is_open_whatever_the_day() -> None:
    assert date.max == EVER


@pytest.mark.parametrize(
    ("package", "document", "there"),
    [
        ("town", "2023-report", True),
        ("town", "2024-report", False),
        ("village", "2023-report", False),
    ],
)
def test_whether_a_document_is_there(package: str, document: str, *, there: bool) -> None:
    assert Data.of(WorkingTree(BASE)).has(Order(package, document)) is there


def test_data_that_do_not_pass_the_check_are_refused_with_the_report() -> None:
    with pytest.raises(UnsoundError, match=r"^unsound$") as caught:
        Data.of(OverlayTree(PROBLEMS / "unknown-choice"))
    assert [problem.code for problem in caught.value.report] == ["unknown-choice"]


@pytest.mark.parametrize("overlay", ["lock-stale", "lock-changed"])
def test_what_waits_for_verification_may_wait(overlay: str) -> None:
    assert list(Data.of(OverlayTree(PROBLEMS / overlay)).packages) == ["town"]


READERS = {
    # a file, and the language in which its figures are read
    "town/documents/2024-note/observations.csv": "fr",
    "town/documents/2024-note/observations/later.csv": "fr",
    "town/documents/2023-report/observations.csv": "zh",
    "town/documents/2025-note/observations.csv": "zh",
}


def test_figures_are_read_in_the_language_of_their_document() -> None:
    """One that is new has that of its package."""
    known, _, rest = OverlayTree().read(f"{REPORT}/document.yaml").decode().partition("not_data:")
    facts = f"{known}language: fr\nsections:{rest.partition('sections:')[2]}"
    facts = facts.replace("sha256: a", "sha256: b")
    data = Data.of(OverlayTree().write("town/documents/2024-note/document.yaml", facts))
    assert {file: data.figures_of(file).language for file in READERS} == READERS


def test_the_grids_of_a_package_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        Data.of(WorkingTree(BASE)).grids(Order("village", "2023-report"))
