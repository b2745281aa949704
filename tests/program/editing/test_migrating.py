"""Data of an older format are rewritten step by step, comments and order kept; of a newer one nothing is touched."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import ARCHIVE, BASE
from overlays import OverlayTree

from generator.archive.verify import lock_files, verify
from generator.cli import main
from generator.editing.files.yaml_text import YamlText
from generator.editing.migrating import migrate
from generator.format import version
from generator.reading import older
from generator.reading.load import load
from generator.reading.trees import WorkingTree

OLD = """\
# What the town publishes.
publisher_id: town-government   # the office of the mayor
area_id: qinghe
title_zh: 青禾镇工作目标与进展
title_en: 'Qinghe Town: goals and progress'
description_zh: 青禾镇年度计划和年终总结里的数字，逐条注明出处。
description_en: The figures of the town's yearly plan and report, each with its source.
licence: CC-BY-4.0
version: 0.1.0
languages: [zh, en]
disclaimer_zh: 青禾镇是虚构的，数据只用于测试。
disclaimer_en: Qinghe is an invented town. The data serve for tests only.
officers_are: published
"""
"""As a format before today's might have written it: with another name of a key."""


def renamed(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """A step: the key `officers_are` becomes `officers`."""
    text = YamlText.of(files["package.yaml"])
    text.set(("officers",), "published")
    text.remove(("officers_are",))
    return {"package.yaml": text.bytes()}


def noted(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Another step, which sees what the one before it wrote."""
    assert b"officers: published" in files["package.yaml"]
    return {"themes.yaml": b"# looked through\n" + files["themes.yaml"]}


@pytest.fixture
def third_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose format has changed twice."""
    monkeypatch.setattr(version, "FORMAT", 3)
    monkeypatch.setitem(older.STEPS, 1, renamed)
    monkeypatch.setitem(older.STEPS, 2, noted)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(BASE, folder)
    return folder


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["migrate", "--data", str(data), "--lang", "en", *arguments])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_format_but_todays_has_a_step() -> None:
    assert set(older.STEPS) == set(range(version.FIRST, version.FORMAT))


def test_data_of_todays_format_stay_as_they_are(data: Path) -> None:
    before = contents(data)
    result = run(data)
    assert (result.exit_code, result.output) == (
        0,
        f"Nothing is to be done: all data are in format {version.FORMAT}.\n",
    )
    assert contents(data) == before


@pytest.mark.usefixtures("third_format")
def test_an_older_format_is_refused_by_the_check_and_rewritten_by_migrate(data: Path) -> None:
    file = data / "town/package.yaml"
    file.write_text(OLD, encoding="utf-8")
    before = contents(data)
    refused = load(WorkingTree(data))[1]
    assert [(problem.code, problem.values["value"]) for problem in refused] == [("other-format", "1")]
    result = run(data)
    assert result.output.splitlines() == [
        "town: from format 1 to 3",
        f"  {data}/town/package.yaml",
        f"  {data}/town/themes.yaml",
        "All data are in format 3 now. Look at the change with git diff, then commit it.",
    ]
    assert result.exit_code == 0
    assert file.read_text(encoding="utf-8") == OLD.replace("officers_are:", "officers:") + "format: '3'\n"
    assert (data / "town/themes.yaml").read_bytes() == b"# looked through\n" + before["town/themes.yaml"]
    changed = {path for path, content in contents(data).items() if content != before[path]}
    assert changed == {"town/package.yaml", "town/themes.yaml"}
    assert load(WorkingTree(data))[1].ok
    assert run(data).output == "Nothing is to be done: all data are in format 3.\n"


@pytest.mark.usefixtures("third_format")
def test_nothing_is_written_where_the_data_are_not_sound_afterwards(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoils(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        return {"areas.yaml": files["areas.yaml"] + b"no id!:\n  title_zh: x\n"}

    monkeypatch.setitem(older.STEPS, 1, spoils)
    monkeypatch.setitem(older.STEPS, 2, spoils)
    before = contents(data)
    result = run(data)
    assert (result.exit_code, "areas.yaml" in result.output) == (1, True)
    assert contents(data) == before


@pytest.mark.parametrize("stated", ["3", "12", "x"])
def test_a_format_that_no_step_leads_on_from_is_told(data: Path, stated: str) -> None:
    file = data / "town/package.yaml"
    file.write_text(f"format: {stated}\n{OLD}", encoding="utf-8")
    before = contents(data)
    result = run(data)
    assert (result.exit_code, "[other-format]" in result.output) == (1, True)
    assert contents(data) == before


def test_a_package_of_another_format_hides_no_problem_of_the_others() -> None:
    tree = OverlayTree()
    tree.edit("town/package.yaml", f"format: '{version.FORMAT}'", "format: 9")
    tree.write("village/package.yaml", f"format: {version.FORMAT}\ntitle_zh: 村\n")
    codes = {problem.code for problem in load(tree)[1] if problem.place.file.startswith("village/")}
    assert "missing-file" in codes


WORDS = "observations/2023-report/repair-days/2023-12-31"
LOCK = "town/citations.lock"


def first_format(lock: str) -> OverlayTree:
    """The town as the first program wrote it, with a lock."""
    tree = OverlayTree().edit("town/package.yaml", "format: '2'\n", "").write(LOCK, lock)
    return tree.edit("town/documents/2023-report/observations.csv", "exact,O,", "exact,M,")


def test_a_lock_holds_what_it_held_whatever_its_form() -> None:
    """A line that the check cannot read stays, and so does the lock that it stands in: the check tells of it."""
    whole = lock_files(verify(OverlayTree(), ARCHIVE).verified)[LOCK].decode()
    head, *lines = whole.splitlines()
    [held] = [line for line in lines if line.startswith(f"{WORDS},")]
    others = [line for line in lines if line != held]
    before = held.replace(held.rpartition(",")[2], "250eeb4d27f0040c")
    forms = {
        "first": (["{}", *others, ""], "\n"),
        "last": ([*others, "{}", ""], "\n"),
        "at an open end": ([*others, "{}"], "\n"),
        "before blank lines": ([*others, "{}", "", " ", ""], "\n"),
        "of another system": (["{}", *others, ""], "\r\n"),
        "with one that nothing cites": (["{}", *others, held.replace(WORDS, f"{WORDS}/gone"), ""], "\n"),
    }
    found, expected = {}, {}
    for name, (form, end) in forms.items():
        texts = [end.join([head, *form]).format(line) for line in (before, held)]
        found[name] = migrate(first_format(texts[0])).files.get(LOCK)
        expected[name] = texts[1].encode()
    assert found == expected
    left = {
        "another fingerprint": before.replace("250eeb4d27f0040c", "0" * 16),
        "not there": "",
        "too short": f"{before}\nx,y",
        "of another table": "x",
    }
    assert [
        name for name, text in left.items() if LOCK in migrate(first_format(f"{head}\n{text}\n")).files
    ] == []
    assert LOCK not in migrate(first_format("x\n1\n")).files


def test_a_folder_that_is_no_package_is_left_as_it_is() -> None:
    tree = first_format(f"{WORDS},00,1,00\n").write("notes/a.csv", "a\n1\n")
    assert migrate(tree).formats == {"town": 1}


def test_a_package_of_a_newer_format_is_named() -> None:
    tree = OverlayTree().edit("town/package.yaml", f"format: '{version.FORMAT}'", "format: 99")
    assert [problem.place.file for problem in migrate(tree).problems] == ["town/package.yaml"]
