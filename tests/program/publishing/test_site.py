"""The finished site: nothing is wrong with it, each fault would be found, and hostile data stay text."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

import pytest
from finished import FAULTS, Document, Pages, pages_of
from folders import BASE
from sites import by_mkdocs, without_program

from generator.publishing import site as site_module
from generator.publishing.build import build
from generator.publishing.outputs import MARK, begin
from generator.publishing.rendering import RendererError


@pytest.fixture(scope="module")
def pages(town_site: Path) -> Pages:
    return pages_of(town_site)


@pytest.mark.parametrize("fault", FAULTS)
def test_nowhere_is(town_site: Path, pages: Pages, fault: str) -> None:
    assert list(FAULTS[fault](town_site, pages)) == []


class Plainly(HTMLParser):
    """What Python's own parser finds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.told += [(name, value) for name, value in attrs if name in ("id", "href", "src") and value]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


ODD = [
    "<p ID='a' data-x=\"<b>\">1 &lt; 2 < 3 &amp; <!-- <i> --> </p >",
    "<script>if (1 < 2) '<b id=\"x\">' &amp;</script><style>a > b</style><A href = x.html>y</A><br/><img src='q\"q'>",
]


def test_pages_are_read_as_they_are_by_pythons_own_parser(pages: Pages) -> None:
    for text in [*ODD, *(page.source for page in pages.values())]:
        page, plain = Document(text), Plainly(text)
        assert page.tags == plain.tags
        assert page.ids == [value for name, value in plain.told if name == "id"]
        assert [link for _, link in page.links] == [value for name, value in plain.told if name != "id"]
        assert page.text == re.sub(r"\s+", " ", "".join(plain.words))


NOISE = [sha256(str(number).encode()).hexdigest() for number in range(5_000)]
"""What cannot be made small."""

LAMPS = "town/indicators/lamps-installed/index.html"
SPOILT = {
    # the fault: (a page, what stands there, what stands there instead; nothing for a page that is gone)
    "a page without its twin": (f"en/{LAMPS}", "", ""),
    "a link that leads nowhere": ("methods/index.html", 'href="../', 'href="../x'),
    "something asked of another host": (LAMPS, "</h1>", '</h1><img src="https://example.org/x.png">'),
    "an id that is there twice": (LAMPS, "</h1>", '</h1><p id="content">'),
    "not one main heading": (LAMPS, "</h1>", "</h1><h1>x</h1>"),
    "two pages of one title": (LAMPS, "<title>", "<title>数据下载 - 明账</title><title>"),
    "a page that looks official": (LAMPS, "不是任何机关的官方网站", ""),
    "a page that is heavy to read": (LAMPS, "</h1>", f"</h1>{'x' * 60_000}"),
    "a first visit that is heavy": (LAMPS, "</h1>", f"</h1>{''.join(NOISE)}"),
    "a download that is not there": ("data/town/observations.csv", "", ""),
    "a thing without its page": (LAMPS, "", ""),
    "data for machines that are not sound": (LAMPS, '"BreadcrumbList"', '"List"'),
    "a card that does not stand alone": (
        f"embed/{LAMPS.replace('indicators/', '')}",
        "<a ",
        "<script></script><a ",
    ),
    "a feed that is not whole": ("feed.xml", "updated>", "changed>"),
    "a column that the codebook lacks": ("data/codebook/index.html", '<tr id="units-unit_id"', "<tr"),
}


def test_every_fault_has_its_spoilt_site() -> None:
    assert SPOILT.keys() == FAULTS.keys()


@pytest.mark.parametrize("fault", SPOILT)
def test_it_would_be_found_that_there_is(town_site: Path, pages: Pages, tmp_path: Path, fault: str) -> None:
    path, old, new = SPOILT[fault]
    site = shutil.copytree(town_site, tmp_path / "site", copy_function=os.link)
    spoilt, address = dict(pages), path.removesuffix("index.html") or "/"
    text = (site / path).read_text(encoding="utf-8")
    (site / path).unlink()
    spoilt.pop(address, None)
    if old:
        assert old in text
        (site / path).write_text(text.replace(old, new), encoding="utf-8")
        spoilt[address] = Document(text.replace(old, new))
    assert list(FAULTS[fault](site, spoilt)) != []


HOSTILE = """<script>alert(1)</script> {{ 7*7 }} {% raw %} [x](javascript:alert(1)) `code` **b** &amp; "q" 'q' <img src=x onerror=y>"""


def hostile_copy(folder: Path) -> Path:
    """The small package with a hostile text in every place that can hold a text."""
    data = folder / "data"
    shutil.copytree(BASE, data)
    quoted = HOSTILE.replace("'", "''")
    numbers = count()
    for path in data.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        keys = r"(title|description|disclaimer|definition|summary|notes|reason)_(zh|en)"
        path.write_text(
            # Numbered, as no two values of a breakdown have one title.
            re.sub(rf"(?m)^(\s*{keys}:).*$", lambda match: f"{match[1]} '{quoted} {next(numbers)}'", text),
            encoding="utf-8",
        )
    for path in data.rglob("observations.csv"):
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        column = header.split(",").index("note_zh")
        cells = [row.split(",") for row in rows]
        for row in cells:
            row[column] = row[column + 1] = '"' + HOSTILE.replace('"', '""') + '"'
        path.write_text("\n".join([header, *(",".join(row) for row in cells)]) + "\n", encoding="utf-8")
    return data


def test_hostile_data_stay_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = hostile_copy(tmp_path)
    without_program(monkeypatch)
    report = build(data, tmp_path / "site", tmp_path / "work", today=date(2024, 1, 1))
    assert report.ok, report.render("text", "en")
    shown = 0
    for path in (tmp_path / "site").rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        page = Document(text)
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert [link for _, link in page.links if link.startswith("javascript:")] == [], path
        assert "strong" not in page.tags or "**b**" in page.text, path
        shown += HOSTILE.replace("&amp;", "&amp;") in page.text
    assert shown > 20


def test_a_failed_build_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = begin(tmp_path / "site")
    (old / "index.html").write_text("old", encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise RendererError("no")

    monkeypatch.setattr(site_module, "render", fail)
    with pytest.raises(RendererError):
        build(BASE, old, tmp_path / "work", today=date(2024, 1, 1), prove=None)
    assert sorted(path.name for path in old.iterdir()) == [MARK, "index.html"]
    broken = tmp_path / "data"
    shutil.copytree(BASE, broken)
    (broken / "town" / "units.yaml").write_text("", encoding="utf-8")
    assert not build(broken, old, tmp_path / "work", today=date(2024, 1, 1)).ok
    assert (old / "index.html").read_text(encoding="utf-8") == "old"


def test_mkdocs_by_itself_gives_the_same_pages(town_site: Path, tmp_path: Path) -> None:
    """From the same stage and configuration, through Markdown, in a process of its own."""

    def content(site: Path) -> Mapping[str, bytes]:
        return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*.html")}

    by_mkdocs(town_site.parent / "work", tmp_path / "site", "zh", "en")
    ours, theirs = content(town_site), content(tmp_path / "site")
    assert len(ours) > 40
    assert ours == theirs
