"""The finished site: every link leads somewhere, nothing is asked of other hosts, hostile data stay text."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from folders import BASE

from generator.publishing import renderer_hook
from generator.publishing import site as site_module
from generator.publishing.build import build
from generator.publishing.site import RendererError, swap_in


class Document(HTMLParser):
    """The links, ids, tags and text of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("href", "src") and value:
                self.links.append((tag, value))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


@pytest.fixture(scope="module")
def pages(site: Path) -> Mapping[str, Document]:
    """Every page by its address below the site's root, without the page for wrong addresses."""
    return {
        path.parent.relative_to(site).as_posix().removeprefix(".") + "/": Document(
            path.read_text(encoding="utf-8")
        )
        for path in sorted(site.rglob("index.html"))
    }


def test_every_page_has_its_twin(pages: Mapping[str, Document]) -> None:
    chinese = {path for path in pages if not path.startswith("en/")}
    english = {path.removeprefix("en/") or "/" for path in pages if path.startswith("en/")}
    assert chinese == english
    assert len(chinese) > 200


def test_every_link_and_anchor_leads_somewhere(site: Path, pages: Mapping[str, Document]) -> None:
    broken = []
    for path, page in pages.items():
        for tag, link in page.links:
            address, anchor = urldefrag(urljoin(f"http://site/{path.lstrip('/')}", link))
            if urlsplit(address).netloc != "site":
                continue
            target = unquote(urlsplit(address).path).lstrip("/")
            if (
                link.startswith("/")
                or not (site / target).exists()
                or ".." in target
                or (anchor and (target or "/") in pages and unquote(anchor) not in pages[target or "/"].ids)
            ):
                broken.append((path, tag, link))
    assert broken == []


def test_no_page_asks_anything_of_another_host(site: Path, pages: Mapping[str, Document]) -> None:
    outside = {
        (tag, link)
        for page in pages.values()
        for tag, link in page.links
        if re.match(r"(?:https?:)?//", link)
    }
    assert {tag for tag, _ in outside} <= {"a"}
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"url\((?:https?:)?//[^)]*\)|@import[^;]*", styles) == []


def test_ids_are_unique_and_headings_begin_with_one(pages: Mapping[str, Document]) -> None:
    assert [path for path, page in pages.items() if len(page.ids) != len(set(page.ids))] == []
    assert [path for path, page in pages.items() if page.tags.count("h1") != 1] == []


def test_every_page_says_that_it_is_not_official(pages: Mapping[str, Document]) -> None:
    words = {"zh": "不是任何机关的官方网站", "en": "not the official site of any public body"}
    missing = [
        path
        for path, page in pages.items()
        if words["en" if path.startswith("en/") else "zh"] not in page.text and "embed/" not in path
    ]
    assert missing == []
    cards = {"zh": "不是官方网站", "en": "not an official site"}
    bare = [
        path
        for path, page in pages.items()
        if "embed/" in path and cards["en" if path.startswith("en/") else "zh"] not in page.text
    ]
    assert bare == []


def test_the_pages_of_every_thing_are_there(site: Path) -> None:
    built = json.loads((site / "build.json").read_text(encoding="utf-8"))["packages"]["qingdao"]
    for kind, depth in (("goals", 2), ("indicators", 1), ("documents", 1)):
        found = list((site / "qingdao" / kind).glob("/".join(["*"] * depth) + "/index.html"))
        assert len(found) == built[kind], kind


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "",
            [
                "截至2023年6月30日，完成18.3公里，是2023年目标30公里的61%。",
                "30公里",
                "市城市管理局2023年工作要点",
                "二 › （三） › 10",
                "18.3公里",
                "青岛市城市管理局2023年上半年工作总结",
                "一 › （四） › 一",
                "18.3 ÷ 30 = 61%",
            ],
        ),
        (
            "en/",
            [
                "By 30 June 2023 the reported figure was 18.3 km: 61% of the target of 30 km for 2023.",
                "30公里",
                "2 › (3) › 10",
                "18.3公里",
                "1 › (4) › 1",
                "18.3 ÷ 30 = 61%",
            ],
        ),
    ],
)
def test_heating_pipes_show_promise_result_and_source(
    pages: Mapping[str, Document], language: str, expected: list[str]
) -> None:
    text = pages[f"{language}qingdao/indicators/heating-pipes-renewed/"].text
    assert [words for words in expected if words not in text] == []


SHOWN = {
    # page: what a reader finds on it
    "micro-governance-places": [
        "4,185 ÷ 5,000 = 83.7%",
        "时间：6个月 ÷ 12个月 = 50%",
        "83.7% ÷ 50% = 1.67",
        "任务过半",
    ],
    "fine-cleaning-demonstration-areas": ["25 ÷ 30 = 83.3%", "83.3% ÷ 50% = 1.67", "任务过半"],
    "heating-pipes-renewed": ["18.3 ÷ 30 = 61%", "61% ÷ 50% = 1.22", "任务过半"],
    "gas-pipes-renewed": ["15.03 ÷ 30 = 50.1%", "没有写明是燃气管网", "任务过半"],
    "signboard-streets": ["5 ÷ 10 = 50%", "50% ÷ 50% = 1", "后来又写进", "任务过半"],
    "old-dwellings-gas-connected": [
        *("1,195 ÷ 2,500 = 47.8%", "时间：5个月 ÷ 12个月 = 41.7%", "47.8% ÷ 41.7% = 1.15"),
        *("占任务的59.8%", "任务应当是2,000户左右", "截至2023年5月31日"),
    ],
    "demonstration-courtyards": [
        "83 ÷ 300 = 27.7%",
        "任务没有过半",
        "“时间过半、任务过半”",
        "这里当作全年的任务",
    ],
    "deep-cleaned-roads": ["2023年已经结束，本站收录的文件里没有这项目标的结果。"],
    "sealed-waste-points": ["2023年已经结束，本站收录的文件里没有这项目标的结果。"],
    "video-feeds-shared-total": ["3.7万 − 2.7万 = 1万", "原文没有印"],
    "clean-homes-blind-spots-cleared": ["没有写明两个数的关系", "超过2,400处", "2,289处"],
}


@pytest.mark.parametrize("indicator", SHOWN)
def test_a_promise_shows_how_it_stands(pages: Mapping[str, Document], indicator: str) -> None:
    text = pages[f"qingdao/indicators/{indicator}/"].text
    assert [words for words in SHOWN[indicator] if words not in text] == []


def test_what_was_never_reported_is_told_with_what_is_held(pages: Mapping[str, Document]) -> None:
    text = pages["qingdao/unreported/"].text
    for words in (
        "24 项中有 9 项有结果",
        "青岛市城市管理局2023年上半年工作总结",
        "没有收录这一年的任何报告",
        "新增深度保洁道路",
    ):
        assert words in text


def test_downloads_are_as_listed_with_their_checksums(site: Path) -> None:
    facts = json.loads((site / "build.json").read_text(encoding="utf-8"))
    assert facts["date"] == "2026-11-21"
    assert {
        "data/qingdao/datapackage.json",
        "data/qingdao/qingdao.zip",
        "data/qingdao/observations.csv",
    } <= set(facts["sha256"])
    assert [name for name in facts["sha256"] if not (site / name).is_file()] == []


def test_no_page_is_heavy_to_read(site: Path) -> None:
    """The HTML of every page of the record stays under 60 kB."""
    heavy = {str(file): file.stat().st_size for file in site.rglob("*.html") if file.stat().st_size >= 60_000}
    assert heavy == {}


def test_a_first_visit_is_light(site: Path, pages: Mapping[str, Document]) -> None:
    """Everything that a page loads, gzipped, stays under 150 kB (DESIGN section 8)."""

    def weight(path: str) -> int:
        loaded = {site / path / "index.html"}
        for tag, link in pages[path or "/"].links:
            if tag in ("link", "script") and not link.endswith("/"):
                loaded.add((site / path / link).resolve())
        return sum(len(gzip.compress(file.read_bytes())) for file in loaded if file.is_file())

    heavy = [
        "",
        "qingdao/",
        "qingdao/indicators/heating-pipes-renewed/",
        "qingdao/documents/2023-h1-report/",
        "data/",
    ]
    assert {path: weight(path) for path in heavy if weight(path) >= 150_000} == {}


HOSTILE = """<script>alert(1)</script> {{ 7*7 }} {% raw %} [x](javascript:alert(1)) `code` **b** &amp; "q" 'q' <img src=x onerror=y>"""


def hostile_copy(folder: Path) -> Path:
    """The small package with a hostile text in every place that can hold a text."""
    data = folder / "data"
    shutil.copytree(BASE, data)
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    for path in data.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        keys = r"(title|description|disclaimer|definition|summary|notes|reason)_(zh|en)"
        path.write_text(
            re.sub(rf"(?m)^(\s*{keys}:).*$", lambda match: f"{match[1]} {quoted}", text), encoding="utf-8"
        )
    for path in data.rglob("observations.csv"):
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        column = header.split(",").index("note_zh")
        cells = [row.split(",") for row in rows]
        for row in cells:
            row[column] = row[column + 1] = '"' + HOSTILE.replace('"', '""') + '"'
        path.write_text("\n".join([header, *(",".join(row) for row in cells)]) + "\n", encoding="utf-8")
    return data


def test_hostile_data_stay_text(tmp_path: Path) -> None:
    data = hostile_copy(tmp_path)
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
    old = tmp_path / "site"
    old.mkdir()
    (old / "index.html").write_text("old", encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise RendererError("no")

    monkeypatch.setattr(site_module, "_render", fail)
    with pytest.raises(RendererError):
        build(BASE, old, tmp_path / "work", today=date(2024, 1, 1))
    assert [path.name for path in old.iterdir()] == ["index.html"]
    broken = tmp_path / "data"
    shutil.copytree(BASE, broken)
    (broken / "town" / "units.yaml").write_text("", encoding="utf-8")
    assert not build(broken, old, tmp_path / "work", today=date(2024, 1, 1)).ok
    assert (old / "index.html").read_text(encoding="utf-8") == "old"


def test_the_finished_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "site"
    for folder in (new, old):
        folder.mkdir()
        (folder / "name").write_text(folder.name, encoding="utf-8")
    swap_in(new, old)
    assert (old / "name").read_text(encoding="utf-8") == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
    with pytest.raises(OSError, match="missing"):
        swap_in(tmp_path / "missing", old)
    assert (old / "name").read_text(encoding="utf-8") == "new"


def test_the_hook_changes_nothing_but_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs without it, through Markdown, gives the same pages."""

    def built(name: str) -> Mapping[str, bytes]:
        target = tmp_path / name
        assert build(BASE, target, tmp_path / "work", today=date(2024, 1, 1)).ok
        return {str(file.relative_to(target)): file.read_bytes() for file in target.rglob("*.html")}

    past = built("past")
    empty = tmp_path / "no_hook.py"
    empty.write_text("", encoding="utf-8")
    monkeypatch.setattr(renderer_hook, "__file__", str(empty))
    through = built("through")
    assert len(past) > 40
    assert past == through
