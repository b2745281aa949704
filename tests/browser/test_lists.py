"""Lists as a reader meets them: filtered, sorted, folded, sent on, come back to, and without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browsing import follow, no_sideways_scroll
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

PHONE, DESK = ViewportSize(width=360, height=800), ViewportSize(width=1280, height=800)


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh visitor; the test fails when the page complains."""
    complaints: list[str] = []
    context = browser.new_context(viewport=request.param)
    visitor = context.new_page()
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    yield visitor
    context.close()
    assert complaints == []


def rows(page: Page) -> Locator:
    """The rows that are shown."""
    return page.locator(".mz-rows:visible tbody tr:not([hidden])")


def test_what_is_chosen_stands_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}qingdao/targets/")
    page.get_by_label("领域").select_option("heating")
    page.get_by_label("排列").select_option("standing")
    chosen = f"{address}qingdao/targets/?theme=heating&sort=standing"
    assert page.url == chosen

    def is_as_chosen() -> None:
        expect(page.locator("[data-mz-count]")).to_have_text("显示4 / 66项")
        assert rows(page).count() == 4
        assert page.get_by_label("领域").input_value() == "heating"
        expect(rows(page).first).to_contain_text("18.3公里")
        assert no_sideways_scroll(page)

    is_as_chosen()
    page.reload()
    is_as_chosen()
    follow(rows(page).first.get_by_role("link"))
    page.go_back()
    is_as_chosen()
    shared = page.context.new_page()
    shared.goto(chosen)
    assert shared.locator(".mz-rows:visible tbody tr:not([hidden])").count() == 4
    shared.close()
    # The same list in the other language.
    follow(page.get_by_role("link", name="English").first)
    assert page.url == f"{address}en/qingdao/targets/?theme=heating&sort=standing"
    expect(page.locator("[data-mz-count]")).to_have_text("4 of 66 shown")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("[data-mz-count]")).to_have_text("66 of 66 shown")
    assert page.url == f"{address}en/qingdao/targets/"


def test_an_address_that_asks_for_what_is_not_there_shows_the_list(page: Page, address: str) -> None:
    page.goto(f"{address}qingdao/goals/?theme=nowhere&sort=%22%5D&year=<b>&else=1")
    expect(page.locator("[data-mz-count]")).to_have_text("显示73 / 73项")
    assert page.url == f"{address}qingdao/goals/"


def test_the_furthest_behind_come_first(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(f"{address}en/qingdao/targets/")
    head = page.get_by_role("button", name="Standing").first
    head.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("?sort=standing")
    sorted_by = page.locator("th[aria-sort]:visible")
    expect(sorted_by).to_have_attribute("aria-sort", "ascending")
    shares = [rows(page).nth(number).locator(".mz-nowrap").inner_text() for number in range(2)]
    assert shares == ["Done 50%", "Done 50.1%"]
    # The keyboard stays where it was, and turns the order round.
    page.keyboard.press("Enter")
    expect(sorted_by).to_have_attribute("aria-sort", "descending")
    assert page.url.endswith("?sort=-standing")
    page.get_by_role("button", name="Indicator").first.click()
    names = page.locator(".mz-rows:visible tbody th").all_inner_texts()
    assert names == sorted(names, key=lambda name: name.lower().strip("“"))
    page.close()


def test_of_a_sorted_list_the_first_are_shown_and_all_when_asked(page: Page, address: str) -> None:
    page.goto(f"{address}en/qingdao/targets/?sort=standing")
    expect(page.locator("[data-mz-count]")).to_have_text("66 of 66 shown")
    assert rows(page).count() == 20
    page.get_by_role("button", name="Show all 66").click()
    assert rows(page).count() == 66
    # The keyboard goes on with the first of the others.
    assert rows(page).nth(20).locator("a").first.evaluate("link => link === document.activeElement")
    follow(rows(page).nth(40).get_by_role("link").first)
    page.go_back()
    expect(rows(page)).to_have_count(66)
    page.get_by_role("button", name="Clear").click()
    page.locator("select[name=sort]").select_option("name")
    assert rows(page).count() == 20


def test_the_contents_count_what_is_looked_for(page: Page, address: str) -> None:
    page.goto(f"{address}en/qingdao/targets/?year=2023")
    entries = page.locator(".mz-jump li:not([hidden])")
    groups = page.locator("[data-mz-group]:not([hidden])")
    assert entries.locator(".mz-number").all_inner_texts() == [
        f" ({group.locator('tbody > tr:not([hidden])').count()})" for group in groups.all()
    ]
    filtered = entries.count()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("[data-mz-count]")).to_have_text("66 of 66 shown")
    assert entries.count() > filtered
    assert sum(int(count.strip(" ()")) for count in entries.locator(".mz-number").all_inner_texts()) == 66


def test_groups_fold_on_a_phone_and_open_for_what_is_looked_for(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{address}qingdao/indicators/")
    assert page.evaluate("document.documentElement.scrollHeight") < 5_000
    # The first group is open: a list of which no row is to be seen tells nothing.
    expect(page.locator("details.mz-fold[open]")).to_have_count(1)
    first = page.locator("details.mz-fold").first.locator("tbody tr")
    assert rows(page).count() == first.count() > 0
    page.get_by_label("包含的字").fill("供热 排名")
    expect(page.locator("[data-mz-count]")).to_have_text("显示2 / 224项")
    assert rows(page).count() == 2
    assert no_sideways_scroll(page)
    page.goto(f"{address}qingdao/indicators/#heating")
    page.wait_for_url("**/part_2/#heating")
    expect(page.locator("#heating")).to_have_attribute("open", "")
    expect(page.get_by_role("link", name="改造的老旧供热管网")).to_be_visible()
    page.close()


def test_a_group_says_how_much_of_it_fits(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(f"{address}en/qingdao/targets/")
    head, clear = page.locator("#heating summary"), page.get_by_role("button", name="Clear")
    expect(head).to_contain_text("4 targets")
    # There is nothing to clear where nothing is chosen.
    expect(clear).to_be_hidden()
    page.get_by_label("Standing").select_option("due_unreported")
    expect(head).to_contain_text("3 of 4")
    clear.click()
    expect(head).to_contain_text("4 targets")
    expect(clear).to_be_hidden()
    page.close()


def test_what_was_opened_is_open_again_on_the_way_back(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{address}qingdao/goals/#2023-work-points")
    expect(page.locator("details[open]")).to_have_count(1)
    expect(page.locator("details[open]")).to_have_id("2023-work-points")
    page.goto(f"{address}qingdao/goals/")
    expect(page.locator("details[open]")).to_have_count(1)
    page.locator('[id="2023-work-points"] summary').click()
    follow(page.locator('[id="2023-work-points"]').get_by_role("link", name="全心优化便民服务"))
    page.go_back()
    expect(page.locator("details[open]")).to_have_count(2)
    expect(page.locator('[id="2023-work-points"]')).to_have_attribute("open", "")
    page.close()


def test_a_theme_leads_to_the_list_of_what_it_counts(page: Page, address: str) -> None:
    page.goto(f"{address}qingdao/themes/sanitation/")
    follow(page.locator(".mz-tally").get_by_role("link", name="期限已过"))
    expect(page.locator("[data-mz-count]")).to_have_text("显示9 / 66项")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_without_a_script_the_whole_list_is_shown(
    browser: Browser, address: str, viewport: ViewportSize
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=viewport)
    page = context.new_page()
    page.goto(f"{address}qingdao/goals/")
    assert rows(page).count() == 73
    assert not page.locator("form.mz-filters").is_visible()
    assert no_sideways_scroll(page)
    top = page.locator(".mz-top a")
    page.mouse.wheel(0, 3 * viewport["height"])
    beside = top.evaluate(
        "(link) => link.getBoundingClientRect().left >= document.querySelector('.mz').getBoundingClientRect().right"
    )
    # Where there is room, it stands beside what is read and covers no line.
    assert beside or viewport != DESK
    top.click()
    context.close()


LISTS = (
    "targets",
    "goals",
    "due",
    "indicators",
    "organisations",
    "programmes",
    "findings",
    "unreported",
    "revisions",
)


def test_no_two_numbers_stand_beside_each_other_with_nothing_between(page: Page, address: str) -> None:
    """`60 2021` is read as one number, also where it is copied or heard: what parts them is in the text."""
    places = [*(f"en/qingdao/{name}/" for name in LISTS), "en/district/organisations/", "en/district/due/"]
    places += ["en/qingdao/goals/2023-work-points/9/", "en/compare/mechanised-sweeping-rate/"]
    for place in places:
        page.goto(f"{address}{place}")
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        # What is drawn as a table has its lines; a copied one has tabs.
        text = page.locator("#content").inner_text()
        assert re.findall(r".{0,20}\d[ \u00a0\u202f]\d.{0,20}", text) == [], place
    page.goto(f"{address}en/qingdao/targets/")
    first = page.locator(".mz-rows tbody tr").filter(has_text="Hill parks").first
    expect(first.locator("td").first).to_have_text("60 (2021)")
