"""Git is asked in one way: no variable, setting, attribute or name of the reader's changes what is read."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from repositories import Repository as Made

from generator.reading.git import Commit, GitError, Repository, commits_noted, is_shallow, last_commit
from generator.reading.trees import GitTree, WorkingTree


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path / "made")


def read(folder: Path) -> tuple[list[Commit], list[Mapping[str, object]]]:
    with Repository(folder) as repository:
        names = repository.changing("HEAD")
        return [repository.commit(name) for name in names], [repository.files(name) for name in names]


SETTINGS = [
    ("log.showSignature", "true"),
    ("i18n.logOutputEncoding", "UTF-16"),
    ("core.quotePath", "true"),
    ("diff.noprefix", "true"),
    ("diff.interHunkContext", "50"),
    ("diff.renames", "copies"),
    ("log.follow", "true"),
    ("log.date", "relative"),
    ("log.diffMerges", "combined"),
    ("color.ui", "always"),
    ("format.pretty", "oneline"),
]


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_no_setting_matters(made: Made, name: str, value: str) -> None:
    made.edit("town/areas.yaml", "title_en: East Village", "title_en: East")
    made.commit("路灯：第二次")
    before = read(made.data)
    made.git("config", name, value)
    assert read(made.data) == before
    assert [(item.subject, item.day) for item in before[0]] == [
        ("The first record", date(2024, 1, 1)),
        ("路灯：第二次", date(2024, 1, 2)),
    ]


VARIABLES = [
    ("GIT_DIR", "/nowhere"),
    ("GIT_WORK_TREE", "/nowhere"),
    ("GIT_INDEX_FILE", "/nowhere"),
    ("GIT_OBJECT_DIRECTORY", "/nowhere"),
    ("GIT_PREFIX", "elsewhere/"),
    ("GIT_GLOB_PATHSPECS", "1"),
    ("GIT_ICASE_PATHSPECS", "1"),
    ("GIT_NAMESPACE", "other"),
]


@pytest.mark.parametrize(("name", "value"), VARIABLES)
def test_no_variable_that_a_hook_sets_matters(
    made: Made, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    before = read(made.data)
    monkeypatch.setenv(name, value)
    assert read(made.data) == before
    assert last_commit(made.data) == before[0][-1]


def test_settings_that_let_git_run_at_all_are_kept(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as `safe.directory`, which build servers give in variables."""
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.bare")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "not a value")
    with pytest.raises(GitError, match=r"core\.bare"):
        read(made.data)


def test_attributes_and_replaced_objects_do_not_matter(made: Made) -> None:
    first = made.git("rev-parse", "HEAD")
    (made.folder / ".gitattributes").write_text("*.csv -diff -text\n*.yaml binary\n", encoding="utf-8")
    made.edit("town/areas.yaml", "title_en: East Village", "title_en: East")
    second = made.commit("East")
    made.git("replace", second, first)
    commits, files = read(made.data)
    assert [item.id for item in commits] == [first, second]
    assert [path for path in files[0] if files[0][path] != files[1][path]] == ["town/areas.yaml"]


def test_parents_are_those_that_commits_name(made: Made) -> None:
    """A file of grafts gives commits other parents, and would cut the history off."""
    made.edit("town/areas.yaml", "title_en: East Village", "title_en: East")
    second = made.commit("East")
    before = read(made.data)
    (made.folder / ".git" / "info").mkdir(exist_ok=True)
    (made.folder / ".git" / "info" / "grafts").write_text(f"{second}\n", encoding="ascii")
    assert len(before[0]) == 2
    assert read(made.data) == before


def test_whether_a_commit_stands_in_the_history_of_another(made: Made) -> None:
    first = made.git("rev-parse", "HEAD")
    made.git("checkout", "--quiet", "-b", "side")
    side = made.commit("Aside")
    made.git("checkout", "--quiet", "main")
    second = made.commit("East")
    with Repository(made.data) as repository:
        assert [repository.holds(name, second) for name in (first, second, side, "a" * 40, "")] == [
            *(True, True),
            *(False, False, False),
        ]


def test_a_subject_is_read_in_the_encoding_that_its_commit_states(made: Made) -> None:
    made.git("config", "i18n.commitEncoding", "GB18030")
    message = made.folder / "message"
    message.write_bytes("  路灯\n第二行\n\n更多".encode("GB18030"))
    made.git("commit", "--quiet", "--allow-empty", "-F", str(message))
    assert last_commit(made.data) == Commit(made.git("rev-parse", "HEAD"), date(2024, 1, 2), "路灯 第二行")


DAYS = [
    # seconds and zone of the committer, the day there
    ("1704067199 +0000", date(2023, 12, 31)),
    ("1704067199 +0800", date(2024, 1, 1)),
    ("1704070799 -0130", date(2023, 12, 31)),
]


@pytest.mark.parametrize(("moment", "day"), DAYS)
def test_the_day_is_that_of_the_committers_own_zone(
    made: Made, monkeypatch: pytest.MonkeyPatch, moment: str, day: date
) -> None:
    tree = made.git("rev-parse", "HEAD^{tree}")
    monkeypatch.setenv("TZ", "America/New_York")
    content = f"tree {tree}\nauthor x <x> {moment}\ncommitter x <x> {moment}\n\nA day\n"
    written = subprocess.run(
        ["git", "-C", str(made.folder), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=content.encode(),
        capture_output=True,
        check=True,
    )
    with Repository(made.data) as repository:
        assert repository.commit(written.stdout.decode().strip()) == Commit(
            written.stdout.decode().strip(), day, "A day"
        )


def test_what_is_too_large_is_named_and_not_kept(made: Made) -> None:
    with Repository(made.data) as repository:
        files = repository.files(repository.resolve("HEAD"))
        blob = files["town/package.yaml"].blob
        size, content = repository.read(blob, 10_000)
        assert (size, content) == (len(content), (made.data / "town/package.yaml").read_bytes())
        assert repository.read(blob, size - 1) == (size, b"")
        assert repository.read(blob, size) == (size, content)


def test_the_root_and_a_folder_with_any_name_are_read(tmp_path: Path) -> None:
    made = Made(tmp_path / "made")
    odd = made.folder / "[a]* ü\n"
    made.data.rename(odd)
    made.commit("Elsewhere")
    assert list(GitTree(odd, "HEAD").entries()) == list(WorkingTree(odd).entries())
    root = {entry.path.partition("/")[0] for entry in GitTree(made.folder, "HEAD").entries()}
    assert root == {odd.name}
    with Repository(odd) as repository:
        assert [repository.commit(name).subject for name in repository.changing("HEAD")] == ["Elsewhere"]


def test_a_shallow_clone_says_where_it_is_cut(made: Made, tmp_path: Path) -> None:
    for subject in ("Second", "Third"):
        (made.data / "town" / "areas.yaml").write_text(f"# {subject}\n", encoding="utf-8")
        made.commit(subject)
    shallow = tmp_path / "shallow"
    made.git("clone", "--quiet", "--depth=2", f"file://{made.folder}", str(shallow))
    assert (is_shallow(made.data), is_shallow(shallow / "data")) == (False, True)
    with Repository(shallow / "data") as repository:
        names = repository.changing("HEAD")
        assert [repository.commit(name).subject for name in names] == ["Second", "Third"]
        assert [repository.cut(name) for name in names] == [True, False]
    with Repository(made.data) as repository:
        assert [repository.cut(name) for name in repository.changing("HEAD")] == [False] * 3


def test_outside_a_repository_and_without_git_nothing_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (last_commit(tmp_path), is_shallow(tmp_path)) == (None, False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError), Repository(tmp_path) as repository:
        repository.resolve("HEAD")


def test_git_notes_each_commit_in_a_folder_that_is_looked_at(made: Made, tmp_path: Path) -> None:
    (folder,) = commits_noted(made.data)
    told = (folder / "HEAD").read_text(encoding="utf-8")
    made.commit("Another")
    assert len((folder / "HEAD").read_text(encoding="utf-8").splitlines()) == len(told.splitlines()) + 1
    made.git("worktree", "add", "--quiet", str(tmp_path / "beside"))
    (beside,) = commits_noted(tmp_path / "beside" / "data")
    assert (beside / "HEAD").is_file()
    assert beside.resolve() != folder.resolve()


def test_without_a_repository_nothing_is_noted(tmp_path: Path) -> None:
    assert commits_noted(tmp_path) == []
