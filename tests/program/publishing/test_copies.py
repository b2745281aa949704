"""Which published file a copy is: the list of checksums through several publications."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from generator.publishing.export.catalogue import Download
from generator.publishing.export.copies import CopiesError, as_text, copies, read_copies


def publication(before: Mapping[str, Any] | None, day: int, files: Mapping[str, str]) -> dict[str, Any]:
    """The list after a publication on a day of May 2024, of files with one letter for their checksum."""
    downloads = {f"data/{path}": Download(1, letter * 64) for path, letter in files.items()}
    return copies(before, downloads, {"town": f"1.0.{day}"}, date(2024, 5, day), f"{day}" * 40)


def after(*publications: Mapping[str, str]) -> Mapping[str, Any]:
    listed: dict[str, Any] | None = None
    for day, files in enumerate(publications, 1):
        listed = publication(read_copies(as_text(listed)) if listed else None, day, files)
    assert listed is not None
    return listed


A, B = "town/a.csv", "town/b.csv"
CASES: Mapping[str, tuple[list[Mapping[str, str]], Mapping[str, list[list[Any]]]]] = {
    # case: (files of each publication, what the list says of each checksum)
    "one publication": ([{A: "a"}], {"a": [[A, 0, 0]]}),
    "unchanged": ([{A: "a"}, {A: "a"}, {A: "a"}], {"a": [[A, 0, 2]]}),
    "changed": ([{A: "a"}, {A: "b"}], {"a": [[A, 0, 0]], "b": [[A, 1, 1]]}),
    "changed back": ([{A: "a"}, {A: "b"}, {A: "a"}], {"a": [[A, 0, 0], [A, 2, 2]], "b": [[A, 1, 1]]}),
    "two files alike": (
        [{A: "a", B: "a"}, {A: "a", B: "b"}],
        {"a": [[A, 0, 1], [B, 0, 0]], "b": [[B, 1, 1]]},
    ),
    "a file gone": ([{A: "a", B: "b"}, {A: "a"}], {"a": [[A, 0, 1]], "b": [[B, 0, 0]]}),
}


@pytest.mark.parametrize("case", CASES)
def test_every_checksum_keeps_its_publications(case: str) -> None:
    publications, expected = CASES[case]
    listed = after(*publications)
    assert listed["files"] == {letter * 64: places for letter, places in expected.items()}
    assert [row[0] for row in listed["publications"]["town"]] == [
        f"1.0.{n}" for n in range(1, len(publications) + 1)
    ]


def test_a_second_build_of_one_commit_is_no_new_publication() -> None:
    once = publication(None, 1, {A: "a"})
    assert publication(once, 1, {A: "a"}) == once


WRONG = {
    "no JSON": "<!doctype html>",
    "something else": "[]",
    "no files": '{"publications": {}}',
    "a checksum that is none": '{"publications": {"town": [["1", "2024-05-01", ""]]}, "files": {"x": [["town/a.csv", 0, 0]]}}',
    "a package that is not there": f'{{"publications": {{}}, "files": {{"{"a" * 64}": [["town/a.csv", 0, 0]]}}}}',
    "a publication that is not there": json.dumps(
        {"publications": {"town": [["1", "2024-05-01", ""]]}, "files": {"a" * 64: [["town/a.csv", 0, 1]]}}
    ),
    "a day that is none": '{"publications": {"town": [["1", "yesterday", ""]]}, "files": {}}',
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_list_is_refused(case: str) -> None:
    with pytest.raises(CopiesError):
        read_copies(WRONG[case])
