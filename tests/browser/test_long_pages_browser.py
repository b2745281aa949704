"""The page of an indicator with hundreds of figures in a real browser: picking series, going back, sharing, no script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import many
import pytest
from barriers import COLOURS, barriers, with_axe
from browsing import SCHEMES, choose, no_sideways_scroll
from playwright.sync_api import Browser, Locator, Page, expect
from serving import served
from sites import built, once

OPEN = "Pick a breakdown, values and years"


def town(folder: Path) -> None:
    """The site of the town whose lamps are counted by two dimensions."""
    many.on_disk(many.lamps(), folder / "data")
    built(folder / "data", folder, "site")


@pytest.fixture(scope="session")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the English page of the indicator."""
    with served(once(tmp_path_factory, "lamps", town) / "site") as root:
        yield f"{root}/en/{many.PAGE}"


@pytest.fixture(params=[360, 1280])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A visitor; the test fails when the page complains."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    visitor = with_axe(context)
    visitor.on("console", lambda message: complaints.append(message.text))
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    yield visitor
    context.close()
    assert complaints == []


def drawn(page: Page, lines: int) -> Locator:
    """The chart, once it has so many lines."""
    chart = page.locator("[data-mz-picked] svg")
    expect(chart.locator(".mark-line path")).to_have_count(lines, timeout=20000)
    return chart


def columns(page: Page) -> list[str]:
    """The heads of the table of values as they are read aloud."""
    heads = page.get_by_role("region", name="Values of the series drawn").locator("thead th")
    return [" ".join((text or "").split()) for text in heads.all_text_contents()]


def test_a_reader_picks_goes_back_and_shares(page: Page, lamps: str) -> None:
    page.goto(lamps)
    page.get_by_text(OPEN).click()
    drawn(page, 3)
    assert columns(page) == ["Period", "1 The whole", "2 Code men", "3 Code women"]

    page.get_by_label("Broken down by").select_option("By sex × By age")
    drawn(page, 6)
    expect(page.locator("[data-mz-series] [role=status]")).to_have_text(
        "Series that fit: 9. Drawn: 6, at most 6."
    )
    page.locator("select[name='of-sex']").select_option("Code women")
    drawn(page, 5)
    page.get_by_label("The whole").uncheck()
    drawn(page, 4)
    page.locator("select[name='from']").select_option("2015")
    assert page.url.partition("?")[2] == (
        "by=sex.age&draw=women.0-14%2Cwomen.15-24%2Cwomen.25-64%2Cwomen.65-more&from=2015&of-sex=women#series"
    )
    rows = page.get_by_role("region", name="Values of the series drawn").locator("tbody tr")
    expect(rows).to_have_count(7)
    assert rows.first.all_inner_texts() == ["2021\t1,239.5\t1,238.5\t1,237.5\t1,236.5"]
    assert no_sideways_scroll(page)

    page.go_back()
    expect(rows).to_have_count(26)
    page.go_back()
    drawn(page, 5)
    page.go_forward()
    drawn(page, 4)

    page.goto(f"{lamps}?by=age&draw=15-24")
    drawn(page, 1)
    assert columns(page) == ["Period", "1 Code 15-24"]


def test_numbers_at_the_ends_of_lines_do_not_stand_on_each_other(page: Page, lamps: str) -> None:
    """Five lines end within four of some 1,240."""
    page.goto(f"{lamps}?by=sex.age")
    ends = drawn(page, 6).locator("g.mark-text.role-mark text")
    told = [text for text in ends.all_text_contents() if text]
    assert sorted("".join(told).replace(" · ", "")) == ["1", "2", "3", "4", "5", "6"]
    boxes = [box for text in ends.all() if (box := text.bounding_box())]
    assert len(boxes) == len(told)
    for one, other in combinations(boxes, 2):
        assert (
            one["x"] + one["width"] <= other["x"]
            or other["x"] + other["width"] <= one["x"]
            or abs(one["y"] - other["y"]) >= 0.75 * one["height"]
        ), told


def test_what_a_shared_address_names_in_vain_is_passed_over(page: Page, lamps: str) -> None:
    page.goto(f"{lamps}?by=nothing&of-sex=nobody&from=1800&to=x")
    drawn(page, 3)


def test_nothing_is_loaded_before_that_part_is_opened(page: Page, lamps: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(lamps, wait_until="networkidle")
    assert not {"series.json", "series.vl.json", "vega.js"} & {*asked}
    page.get_by_text(OPEN).click()
    drawn(page, 3)
    assert [asked.count(name) for name in ("series.json", "series.vl.json", "vega.js")] == [1, 1, 1]


def test_it_works_by_keyboard_and_for_everybody(page: Page, lamps: str) -> None:
    page.goto(lamps)
    page.locator("[data-mz-series] summary").focus()
    page.keyboard.press("Enter")
    drawn(page, 3)
    page.get_by_role("checkbox", name="Code men").focus()
    page.keyboard.press("Space")
    drawn(page, 2)
    expect(page.get_by_role("checkbox", name="Code men")).to_be_focused()
    assert barriers(page) == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_stands_out_in_every_scheme(page: Page, lamps: str, scheme: str) -> None:
    page.goto(lamps)
    choose(page, scheme)
    page.get_by_text(OPEN).click()
    drawn(page, 3)
    page.locator("details").evaluate_all("all => { for (const one of all) one.open = true; }")
    assert barriers(page, COLOURS) == {}


def test_without_javascript_the_values_stand_there(browser: Browser, lamps: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    reader = context.new_page()
    reader.goto(lamps)
    assert not reader.get_by_text(OPEN).is_visible()
    assert reader.locator("figure.mz-figure svg").is_visible()
    part = reader.locator("details", has=reader.get_by_text("By age", exact=False)).first
    part.locator("summary").click()
    expect(part.locator("li").first).to_have_text("Code 0-14 1,247.5 lamps (2021)")
    assert reader.locator(f'a[href$="{many.INDICATOR}.csv"]').first.is_visible()
    context.close()


def test_when_it_cannot_be_loaded_it_says_so(browser: Browser, lamps: str) -> None:
    context = browser.new_context()
    reader = context.new_page()
    reader.route("**/series.json", lambda route: route.abort())
    reader.goto(lamps)
    reader.get_by_text(OPEN).click()
    expect(reader.locator("[data-mz-series] [role=status]")).to_contain_text("It did not open.")
    context.close()
