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
    seen = page.locator("main ul.mz-plain a").all_inner_texts()
    assert page.locator("form.mz-filters").count() == 0
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").last.click()
        seen += page.locator("main ul.mz-plain a").all_inner_texts()
    assert len(seen) == len(set(seen)) == 4
    assert page.url.endswith("/indicators/part_3/")
    page.get_by_text("Where each part begins").click()
    expect(page.locator(".mz-parts [aria-current=page]")).to_be_visible()
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
