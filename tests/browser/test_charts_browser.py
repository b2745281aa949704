"""The interactive charts in a real browser: opened on request, read, saved; by mouse and keyboard, light and dark."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

import pytest
import vl_convert
from browsing import no_sideways_scroll
from playwright.sync_api import Browser, Locator, Page, Route, expect

Scheme = Literal["light", "dark"]
VISITORS: list[tuple[int, Scheme]] = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
PIPES = "qingdao/indicators/heating-pipes-renewed/"
OPEN = {"": "放大、看数值、保存图片", "en/": "Enlarge, read values, save picture"}


def visit(browser: Browser, address: str, width: int, scheme: Scheme) -> Iterator[Page]:
    """A fresh visitor; the test fails when the page complains or asks another host for something."""
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, accept_downloads=True
    )
    visitor = context.new_page()
    visitor.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    visitor.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((address, f"blob:{address.partition('/some')[0]}"))
            else complaints.append(asked.url)
        ),
    )
    yield visitor
    context.close()
    assert complaints == []


@pytest.fixture(params=VISITORS, ids=lambda visitor: f"{visitor[0]}-{visitor[1]}")
def page(browser: Browser, request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    yield from visit(browser, address, *request.param)


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Page]:
    """One visitor at a desk."""
    yield from visit(browser, address, 1280, "light")


def opened(page: Page, number: int, language: str = "") -> Locator:
    """The chart of that number (from 0) on the page, made interactive."""
    figure = page.locator("figure.mz-figure").nth(number)
    figure.get_by_role("button", name=OPEN[language]).click()
    expect(figure.locator("[data-mz-saves]")).to_be_visible(timeout=20000)
    return figure


def saved(figure: Locator, kind: str) -> tuple[str, bytes]:
    """The name and the content of what a save button gives."""
    with figure.page.expect_download() as download:
        figure.locator(f'[data-mz-save="{kind}"]').click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def tip(figure: Locator, mark: str) -> list[str]:
    """What is told, line by line, when the mouse is on a mark."""
    figure.locator(mark).first.hover(force=True)
    shown = figure.page.locator("#vg-tooltip-element.visible")
    expect(shown).to_be_visible()
    return shown.inner_text().splitlines()


def test_a_reader_opens_reads_and_saves_a_chart(page: Page, address: str) -> None:
    page.goto(address + PIPES)
    figure = opened(page, 0)
    assert no_sideways_scroll(page)
    assert figure.locator("svg").count() == 1
    assert tip(figure, ".mark-symbol path") == ["2023年6月30日", "结果：18.3公里"]

    name, png = saved(figure, "png")
    assert name == "heating-pipes-renewed-1.png"
    assert png.startswith(b"\x89PNG\r\n\x1a\n")

    name, svg = saved(figure, "svg")
    root = ET.fromstring(svg)
    texts = [text for text in root.itertext() if text.strip()]
    assert (name, root.tag) == ("heating-pipes-renewed-1.svg", "{http://www.w3.org/2000/svg}svg")
    assert "青岛市：改造的老旧供热管网：截至2023年6月30日完成18.3公里" in "".join(texts)
    assert {"18.3", "目标：30公里", "公里"} <= set(texts)

    name, text = saved(figure, "vl.json")
    specification = json.loads(text)
    assert name == "heating-pipes-renewed-1.vl.json"
    surface = page.evaluate("getComputedStyle(document.body).getPropertyValue('--mz-surface').trim()")
    assert specification["background"] == surface
    for content in (svg.decode(), text.decode(), vl_convert.vegalite_to_svg(specification)):
        assert "var(--" not in content
        assert surface in content


def test_years_side_by_side_can_be_opened_too(page: Page, address: str) -> None:
    page.goto(address + PIPES)
    figure = opened(page, 1)
    assert no_sideways_scroll(page)
    bar = '.mark-rect path[stroke-dasharray="5,4"]'
    assert tip(figure, bar) == ["2023年（截至2023年6月30日）", "结果：18.3公里"]
    assert saved(figure, "png")[0] == "heating-pipes-renewed-2.png"


def test_in_english_everything_is_english(reader: Page, address: str) -> None:
    reader.goto(f"{address}en/{PIPES}")
    figure = opened(reader, 0, "en/")
    assert tip(figure, ".mark-symbol path") == ["30 June 2023", "Result: 18.3 km"]
    svg = saved(figure, "svg")[1].decode()
    assert "Old heating pipes renewed" in svg
    assert not re.search("[\u4e00-\u9fff]", svg)


def test_it_works_by_keyboard_and_says_what_happens(reader: Page, address: str) -> None:
    reader.goto(address + PIPES)
    figure = reader.locator("figure.mz-figure").first
    figure.get_by_role("button", name=OPEN[""]).focus()
    reader.keyboard.press("Enter")
    expect(figure.get_by_role("status")).to_contain_text("可以看到数值", timeout=20000)
    expect(figure.get_by_role("button", name="保存图片（PNG）")).to_be_focused()
    with reader.expect_download() as download:
        reader.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".png")


def test_nothing_is_loaded_before_it_is_asked_for(reader: Page, address: str) -> None:
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(address + PIPES, wait_until="networkidle")
    assert not [url for url in asked if url.endswith(("vega.js", ".vl.json"))]
    opened(reader, 0)
    opened(reader, 1)
    assert [url.removeprefix(address) for url in asked if url.endswith(("vega.js", ".vl.json"))].count(
        "assets/vega.js"
    ) == 1


def test_colours_follow_the_scheme_that_the_reader_chooses(reader: Page, address: str) -> None:
    reader.goto(address + PIPES)
    figure = opened(reader, 0)
    colour = "getComputedStyle(document.querySelector('.mz-figure .mark-symbol path')).fill"
    before = reader.evaluate(colour)
    reader.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    assert reader.evaluate(colour) != before
    assert figure.locator("svg").is_visible()


@pytest.mark.parametrize(
    "answer", [lambda route: route.abort(), lambda route: route.fulfill(body="what (is { this")]
)
def test_when_it_cannot_be_loaded_or_read_the_drawing_stays(
    browser: Browser, address: str, answer: Callable[[Route], None]
) -> None:
    context = browser.new_context()
    reader = context.new_page()
    reader.route("**/vega.js", answer)
    reader.goto(address + PIPES)
    figure = reader.locator("figure.mz-figure").first
    figure.get_by_role("button", name=OPEN[""]).click()
    expect(figure.get_by_role("status")).to_contain_text("没有打开")
    expect(figure.get_by_role("button", name=OPEN[""])).to_be_enabled()
    assert figure.locator("svg").is_visible()
    context.close()


def test_without_javascript_there_is_no_button(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    reader = context.new_page()
    reader.goto(address + PIPES)
    figure = reader.locator("figure.mz-figure").first
    assert figure.locator("svg").is_visible()
    assert figure.get_by_role("button").count() == 0
    context.close()
