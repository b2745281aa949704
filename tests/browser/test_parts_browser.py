"""Lists in parts as a reader meets them: from part to part, without a script, and by an address of former days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import no_sideways_scroll
from folders import BASE
from playwright.sync_api import Browser, expect
from serving import served
from sites import built, once, without_program

from generator.publishing.pages import parts


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small town's site with next to no room on a page."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            without_program(patch)
            patch.setattr(parts, "WHOLE", 0)
            patch.setattr(parts, "ROOM", 500)
            built(BASE, folder, "site")

    with served(once(tmp_path_factory, "parted", make) / "site") as root:
        yield f"{root}/en/town/"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_goes_from_part_to_part_without_a_script(browser: Browser, town: str, width: int) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{town}indicators/")
    seen = page.locator("main .mz-rows tbody th a").all_inner_texts()
    assert not page.locator("form.mz-filters").is_visible()
    while page.locator("a[rel=next]").count():
        with page.expect_navigation():
            page.locator("a[rel=next]").last.click()
        seen += page.locator("main .mz-rows tbody th a").all_inner_texts()
    assert len(seen) == len(set(seen)) == 4
    assert page.url.endswith("/indicators/part_4/")
    page.get_by_text("Where each part begins").click()
    expect(page.locator(".mz-parts [aria-current=page]")).to_be_visible()
    with page.expect_navigation():
        page.locator(".mz-parts ol a").first.click()
    assert page.url.endswith("/indicators/")
    context.close()


def test_an_address_of_former_days_leads_to_the_part(browser: Browser, town: str) -> None:
    page = browser.new_page()
    page.goto(f"{town}#delivered")
    page.wait_for_url("**/part_*/#delivered")
    expect(page.locator("#delivered")).to_be_visible()
    page.goto(f"{town}#nothing-of-this-name")
    page.wait_for_load_state("networkidle")
    assert page.url == f"{town}#nothing-of-this-name"
    assert no_sideways_scroll(page)
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_list_in_parts_is_filtered_and_sorted_as_a_whole(browser: Browser, town: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{town}indicators/")
    names = page.locator("main .mz-rows:visible tbody tr:not([hidden]) th a")
    count = page.locator("[data-mz-count]")
    # As long as nothing is chosen, the part says how many there are.
    expect(count).to_have_text("")
    page.locator("select[name=sort]").select_option("name")
    expect(count).to_have_text("4 of 4 shown")
    assert names.all_inner_texts() == sorted(names.all_inner_texts(), key=str.lower)
    # What came from another part leads where it led there, and the ways to the parts are needed no more.
    assert page.request.get(names.last.evaluate("link => link.href")).ok
    assert page.locator(".mz-parts:visible, .mz-steps:visible").count() == 0
    page.get_by_label("Contains").fill(names.last.inner_text())
    expect(count).to_have_text("1 of 4 shown")
    # In the order of the list again, what is open is open.
    page.locator("select[name=sort]").select_option("")
    assert page.locator("details[data-mz-group]:visible").count() == 1
    assert page.locator("details[data-mz-group]:visible").get_attribute("open") is not None
    page.close()


def test_a_list_in_parts_that_cannot_be_fetched_says_so(browser: Browser, town: str) -> None:
    page = browser.new_page()
    page.route("**/part_3/", lambda route: route.abort())
    page.goto(f"{town}indicators/?sort=name")
    expect(page.locator("[data-mz-count]")).to_have_text(
        "1 of 1 shown The rest of the list could not be fetched; only what stands on this page is shown."
    )
    page.close()
