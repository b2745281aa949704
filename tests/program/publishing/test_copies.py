"""Which published file a copy is: the list of checksums through several publications, and the page that asks it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

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


# The page


@pytest.mark.parametrize(
    ("language", "current", "unknown"),
    [("", "仍是最新的", "没有公布过"), ("en/", "still the latest", "no such file")],
)
def test_a_reader_learns_what_a_copy_is(
    browser: Browser, address: str, site: Path, tmp_path: Path, language: str, current: str, unknown: str
) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("request", lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url))
    page.goto(f"{address}{language}data/check/")
    copy = site / "data" / "qingdao" / "observations.csv"
    changed = tmp_path / "changed.csv"
    changed.write_bytes(copy.read_bytes() + b"x")
    page.locator("input[type=file]").set_input_files([copy, changed])
    results = page.locator("[data-mz-copy-results] li")
    expect(results).to_have_count(2)
    expect(results.nth(0)).to_contain_text("qingdao/observations.csv")
    expect(results.nth(0)).to_contain_text(current)
    expect(results.nth(1)).to_contain_text(unknown)
    page.locator("input[type=text]").fill(hashlib.sha256(copy.read_bytes()).hexdigest().upper())
    page.locator("button[type=submit]").click()
    expect(results).to_have_count(1)
    expect(results).to_contain_text(current)
    page.close()
    assert complaints == []


def test_an_old_copy_is_led_to_the_new_one(browser: Browser, address: str, site: Path) -> None:
    listed = json.loads((site / "data" / "versions.json").read_text(encoding="utf-8"))
    listed["publications"]["qingdao"].insert(0, ["0.0.9", "2024-05-01", ""])
    listed["files"] = {"a" * 64: [["qingdao/observations.csv", 0, 0]]}
    page = browser.new_page()
    page.route("**/data/versions.json", lambda route: route.fulfill(json=listed))
    page.goto(f"{address}data/check/")
    page.locator("input[type=text]").fill("a" * 64)
    page.locator("button[type=submit]").click()
    result = page.locator("[data-mz-copy-results] li")
    expect(result).to_contain_text("不是最新的")
    expect(result).to_contain_text("0.0.9（到 2024-05-01）")
    link = result.get_by_role("link", name="observations.csv")
    assert link.evaluate("element => element.href") == f"{address}data/qingdao/observations.csv"
    page.close()
