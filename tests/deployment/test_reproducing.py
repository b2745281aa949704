"""One commit gives one site, whoever builds it and wherever: the short form of `make reproduce`, with a small town."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest
import reproduce
from again import installation


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program and the town as its data, in one commit."""
    folder = installation(tmp_path_factory.mktemp("repository") / "here")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false")
    (folder / ".gitignore").write_text("__pycache__/\nbuild/\nsite/\n", encoding="utf-8")
    for words in (("add", "--all"), ("commit", "--quiet", "--message", "the program")):
        moment = {"GIT_COMMITTER_DATE": "1795305600 +0000"}
        subprocess.run(["git", *who, *words], cwd=folder, check=True, env={**os.environ, **moment})
    return folder


def test_a_site_is_the_same_wherever_it_is_built(repository: Path, tmp_path: Path) -> None:
    made = []
    for number, how in enumerate((reproduce.ONE, reproduce.OTHER)):
        clone = reproduce.checkout(repository, "HEAD", tmp_path / str(number), how)
        made.append(reproduce.site(clone, how, "--no-validate"))
    assert [*reproduce.differences(*made)] == []
    assert (made[0] / "town/index.html").is_file()


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({"a.txt": b"x"}, {"a.txt": b"x"}, []),
        ({"a.txt": b"x"}, {}, ["a.txt: only in the first"]),
        ({}, {"b/a.txt": b"x"}, ["b/a.txt: only in the second"]),
        (
            {"a.txt": b"one\ntwo"},
            {"a.txt": b"one\ntoo"},
            ["a.txt: from byte 5, line 2: 'one\\ntwo' and 'one\\ntoo'"],
        ),
        ({"a.txt": b"one"}, {"a.txt": b"one\n"}, ["a.txt: from byte 3, line 1: 'one' and 'one\\n'"]),
    ],
)
def test_a_difference_is_told(
    tmp_path: Path, first: dict[str, bytes], second: dict[str, bytes], found: list[str]
) -> None:
    for name, files in (("first", first), ("second", second)):
        for path, content in files.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(content)
    assert [*reproduce.differences(tmp_path / "first", tmp_path / "second")] == found


def test_a_difference_in_an_archive_or_of_modes_is_told(tmp_path: Path) -> None:
    for name, text in (("first", "one"), ("second", "two")):
        (tmp_path / name).mkdir()
        with zipfile.ZipFile(tmp_path / name / "a.zip", "w") as archive:
            archive.writestr(zipfile.ZipInfo("x.csv"), text)
        (tmp_path / name / "b").write_text("b", encoding="utf-8")
    (tmp_path / "first" / "b").chmod(0o600)
    (tmp_path / "second" / "b").chmod(0o644)
    assert [*reproduce.differences(tmp_path / "first", tmp_path / "second")] == [
        "a.zip: x.csv: from byte 0, line 1: 'one' and 'two'",
        "b: modes -rw------- and -rw-r--r--",
    ]


def test_links_and_empty_folders_are_differences(tmp_path: Path) -> None:
    for name, target in (("first", "here"), ("second", "there")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "here").write_text("same", encoding="utf-8")
        (tmp_path / name / "gone").symlink_to(target + "-not")
    (tmp_path / "first" / "a").symlink_to("here")
    (tmp_path / "second" / "a").write_text("same", encoding="utf-8")
    (tmp_path / "second" / "empty").mkdir()
    assert [*reproduce.differences(tmp_path / "first", tmp_path / "second")] == [
        "a: modes lrwxrwxrwx and -rw-r--r--",
        "a: from byte 0, line 1: 'here' and 'same'",
        "empty: only in the second",
        "gone: from byte 0, line 1: 'here-not' and 'there-not'",
    ]
