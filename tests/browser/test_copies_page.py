"""The page that says which published file a copy is."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect


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
