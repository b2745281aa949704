"""Which published file a copy is: the list of checksums through several publications."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from generator.publishing.export.catalogue import Download
from generator.publishing.export.copies import CopiesError, as_text, as_texts, copies, read_copies, released


def publication(before: Mapping[str, Any] | None, day: int, files: Mapping[str, str]) -> dict[str, Any]:
    """The list after a publication on a day of May 2024, of files with one letter for their checksum."""
    downloads = {f"data/{path}": Download(1, letter * 64) for path, letter in files.items()}
    return copies(before, downloads, {"town": f"1.0.{day}"}, date(2024, 5, day), f"{day}" * 40)


def again(listed: Mapping[str, Any]) -> dict[str, Any]:
    """A list as the next build reads it."""
    return read_copies(as_text(listed), as_texts(listed))


def after(*publications: Mapping[str, str]) -> Mapping[str, Any]:
    listed: dict[str, Any] | None = None
    for day, files in enumerate(publications, 1):
        listed = publication(again(listed) if listed else None, day, files)
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


def test_other_bytes_on_the_same_day_are_another_publication() -> None:
    """Though version, day and commit are the same: a release has the bytes that it was published with first."""
    single = "town/indicators/x.csv"
    first = publication(None, 1, {A: "a", single: "a"})
    assert publication(again(first), 1, {A: "a", single: "a"}) == first
    for files in ({A: "b", single: "a"}, {A: "a", single: "b"}, {A: "a"}, {A: "a", B: "a", single: "a"}):
        second = publication(again(first), 1, files)
        assert [row[0] for row in second["publications"]["town"]] == ["1.0.1", "1.0.1"], files
        assert second["releases"] == {"town": [0]}
        assert dict(released(second, "town")) == {"1.0.1": {"a.csv": "a" * 64}}


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


JSON, TABLE = "town/indicators/lamps.json", "town/indicators/lamps.csv"


def test_files_of_single_indicators_have_a_list_of_their_own() -> None:
    listed = after({A: "a", JSON: "c", TABLE: "d"}, {A: "a", JSON: "e", TABLE: "d"})
    assert listed["files"] == {"a" * 64: [[A, 0, 1]]}
    assert json.loads(as_texts(listed)["town"]) == {
        "indicators/lamps.csv": [["d" * 16, 0, 1]],
        "indicators/lamps.json": [["c" * 16, 0, 0], ["e" * 16, 1, 1]],
    }
    # A mere version costs the list of all its own line and those of the files that name it.
    assert "indicators" not in as_text(listed)


def test_files_of_single_indicators_leave_the_list_of_an_older_program() -> None:
    older = {
        "publications": {"town": [["1.0.1", "2024-05-01", ""]]},
        "files": {"a" * 64: [[A, 0, 0]], "c" * 64: [[JSON, 0, 0]]},
    }
    listed = publication(read_copies(json.dumps(older)), 2, {A: "a", JSON: "c"})
    assert listed["files"] == {"a" * 64: [[A, 0, 1]]}
    assert listed["indicators"] == {"town": {"indicators/lamps.json": [["c" * 16, 0, 1]]}}
    # Of what was published by then nobody has the bytes any more.
    assert listed["releases"] == {"town": [1]}


def test_the_first_publication_of_each_version_is_a_release() -> None:
    listed: Mapping[str, Any] = publication(None, 1, {A: "a", B: "b", JSON: "c"})
    listed = publication(again(listed), 2, {A: "d", B: "b", JSON: "c"})
    rows = [*listed["publications"]["town"], ["1.0.2", "2024-05-03", ""]]
    later = copies(
        again({**listed, "publications": {"town": rows}}), {}, {"town": "1.0.2"}, date(2024, 5, 4), ""
    )
    assert later["releases"] == {"town": [0, 1]}
    assert dict(released(later, "town")) == {
        "1.0.1": {"a.csv": "a" * 64, "b.csv": "b" * 64},
        "1.0.2": {"a.csv": "d" * 64, "b.csv": "b" * 64},
    }


ONE = {"a" * 64: [["town/a.csv", 0, 0]]}
WRONG = {
    "no JSON": "<!doctype html>",
    "something else": "[]",
    "no files": '{"publications": {}}',
    "a checksum that is none": '{"publications": {"town": [["1", "2024-05-01", ""]]}, "files": {"x": [["town/a.csv", 0, 0]]}}',
    "a package that is not there": f'{{"publications": {{}}, "files": {{"{"a" * 64}": [["town/a.csv", 0, 0]]}}}}',
    "a publication that is not there": json.dumps(
        {"publications": {"town": [["1", "2024-05-01", ""]]}, "files": {"a" * 64: [["town/a.csv", 0, 1]]}}
    ),
    "a release that is no publication": json.dumps(
        {"publications": {"town": [["1.0.0", "2024-05-01", ""]]}, "files": ONE, "releases": {"town": [1]}}
    ),
    "a release whose version is no folder": json.dumps(
        {"publications": {"town": [["../1", "2024-05-01", ""]]}, "files": ONE, "releases": {"town": [0]}}
    ),
    "brackets that never end": "[" * 100_000,
    "a day that is none": json.dumps({"publications": {"town": [["1", "yesterday", ""]]}, "files": ONE}),
    "a checksum of no file": json.dumps(
        {"publications": {"town": [["1.0.0", "2024-05-01", ""]]}, "files": {**ONE, "b" * 64: []}}
    ),
    "half a publication": json.dumps(
        {
            "publications": {"town": [["1.0.0", "2024-05-01", ""]]},
            "files": {"a" * 64: [["town/a.csv", 0, 0.5]]},
        }
    ),
    "a publication without files": json.dumps(
        {"publications": {"town": [["1.0.0", "2024-05-01", ""]]}, "files": {}}
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_list_is_refused(case: str) -> None:
    sound = {"publications": {"town": [["1.0.0", "2024-05-01", ""]]}, "files": ONE, "releases": {"town": [0]}}
    read_copies(json.dumps(sound))
    with pytest.raises(CopiesError):
        read_copies(WRONG[case])


@pytest.mark.parametrize("places", [[], [["c" * 16, 0, 0.5]], [["c" * 16, 0, 1]], [["c", 0, 0]]])
def test_what_is_no_list_of_the_files_of_indicators_is_refused(places: object) -> None:
    whole = json.dumps({"publications": {"town": [["1.0.0", "2024-05-01", ""]]}, "files": ONE})
    read_copies(whole, {"town": json.dumps({"indicators/lamps.json": [["c" * 16, 0, 0]]})})
    with pytest.raises(CopiesError):
        read_copies(whole, {"town": json.dumps({"indicators/lamps.json": places})})
