"""The finished site of the shipped record: nothing is wrong with it, and its promises show how they stand."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from finished import ATOM, FAULTS, Pages, pages_of


@pytest.fixture(scope="module")
def pages(site: Path) -> Pages:
    return pages_of(site)


@pytest.mark.parametrize("fault", FAULTS)
def test_nowhere_is(site: Path, pages: Pages, fault: str) -> None:
    assert list(FAULTS[fault](site, pages)) == []


def test_it_has_so_many_pages_cards_and_feeds(site: Path, pages: Pages) -> None:
    """So that the test above has looked at something."""
    assert len([path for path in pages if not path.startswith("en/")]) > 200
    assert len([path for path in pages if "embed/" not in path]) > 600
    assert len([path for path in pages if "embed/" in path]) > 100
    assert len(list(site.rglob("feed.xml"))) > 60
    facts = json.loads((site / "build.json").read_text(encoding="utf-8"))
    assert facts["date"] == "2026-11-21"
    assert {
        "data/qingdao/datapackage.json",
        "data/qingdao/qingdao.zip",
        "data/qingdao/observations.csv",
    } <= set(facts["sha256"])


ADDRESSES = {
    *("/", "qingdao/", "data/", "data/codebook/", "data/check/", "methods/", "glossary/", "search/"),
    *("guide/", "guide/report/", "guide/format/", "guide/problems/", "qingdao/goals/", "qingdao/indicators/"),
    *("qingdao/documents/", "qingdao/organisations/", "qingdao/themes/", "qingdao/themes/heating/"),
    *("qingdao/findings/", "qingdao/unreported/", "qingdao/revisions/", "qingdao/programmes/"),
    *("qingdao/due/", "compare/", "compare/mechanised-sweeping-rate/"),
    "qingdao/documents/2023-work-points/against/2021-annual-goals/",
    *("qingdao/goals/2023-work-points/10/", "qingdao/indicators/heating-pipes-renewed/"),
    *("qingdao/documents/2023-h1-report/", "qingdao/organisations/qingdao-urban-management-bureau/"),
}


def test_published_addresses_are_still_there(pages: Pages) -> None:
    assert ADDRESSES - pages.keys() == set()


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
    pages: Pages, language: str, expected: list[str]
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
        *("83个", "300个", "2023年下半年"),
        "2023年下半年已经结束，本站收录的文件里没有这项目标的结果。",
        "不与上半年的数相比",
    ],
    "deep-cleaned-roads": ["2023年已经结束，本站收录的文件里没有这项目标的结果。"],
    "sealed-waste-points": ["2023年已经结束，本站收录的文件里没有这项目标的结果。"],
    "video-feeds-shared-total": ["3.7万 − 2.7万 = 1万", "原文没有印"],
    "clean-homes-blind-spots-cleared": ["没有写明两个数的关系", "不少于2,400处", "2,289处"],
}


@pytest.mark.parametrize("indicator", SHOWN)
def test_a_promise_shows_how_it_stands(pages: Pages, indicator: str) -> None:
    text = pages[f"qingdao/indicators/{indicator}/"].text
    assert [words for words in SHOWN[indicator] if words not in text] == []


def test_what_was_never_reported_is_told_with_what_is_held(pages: Pages) -> None:
    text = pages["qingdao/unreported/"].text
    for words in (
        "24项中16项没有结果",
        "青岛市城市管理局2023年上半年工作总结",
        "没有收录这一年的任何报告",
        "新增深度保洁道路",
    ):
        assert words in text


def test_a_first_visit_is_light(site: Path, pages: Pages) -> None:
    """Everything that a page loads, gzipped, stays under 150 kB."""

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


def test_feeds_tell_what_came_into_the_record(site: Path) -> None:
    feed = ET.parse(site / "feed.xml").getroot()
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert [str(title)[:3] for title in titles[:5]] == ["更正："] * 5
    assert titles[5] == "青岛市城市管理局2023年上半年工作总结"
    theme = ET.parse(site / "en" / "qingdao" / "themes" / "heating" / "feed.xml").getroot()
    newest = next(theme.iter(f"{ATOM}entry"))
    assert "Old heating pipes renewed 18.3公里" in (newest.findtext(f"{ATOM}summary") or "")


def test_without_an_address_nothing_pretends_to_know_it(site: Path) -> None:
    assert not (site / "sitemap.xml").exists()
    assert (site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"
    told = (site / "licences.txt").read_text(encoding="utf-8")
    assert [name for name in ("mkdocs-material", "vega-lite", "d3-scale", "rxjs") if name not in told] == []
    assert "licences.txt" in (site / "about" / "index.html").read_text(encoding="utf-8")
    page = (site / "qingdao" / "index.html").read_text(encoding="utf-8")
    assert "og:title" in page
    assert "canonical" not in page


def test_a_card_shows_how_a_promise_stands(pages: Pages) -> None:
    text = pages["embed/qingdao/heating-pipes-renewed/"].text
    assert "是2023年目标30公里的61%" in text
    assert "不是官方网站" in text


FOUND = [("供热", "改造的老旧供热管网"), ("heating", "改造的老旧供热管网"), ("燃气", "改造的燃气管网")]


@pytest.mark.parametrize(("words", "title"), FOUND)
def test_the_index_knows_promises_in_both_languages(site: Path, words: str, title: str) -> None:
    index = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))
    found = [entry for entry in index["entries"] if words in " ".join(map(str, entry[2:])).lower()]
    assert title in [entry[2] for entry in found]
    for entry in index["entries"]:
        path, _, name = str(entry[1]).partition("#")
        page = (site / path / "index.html").read_text(encoding="utf-8")
        assert not name or f'id="{name}"' in page, entry[1]


def test_search_engines_get_descriptions_long_enough_to_list_a_data_set(pages: Pages) -> None:
    """They ask for 50 to 5000 characters."""
    for path, page in pages.items():
        if re.fullmatch("en/qingdao/indicators/[^/_]+/", path):
            (node,) = page.linked_data
            (found,) = (thing for thing in node["@graph"] if thing["@type"] == "Dataset")
            assert 50 <= len(found["description"]) <= 5000, path
