"""An indicator that several bodies hold, side by side: its page, its chart, the list of all, and the ways to them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import bodies
import decade
import pytest
from bodies import ENGLISH, OTHER, SILENT
from decade import BODY, TODAY
from shown import Shown, Spoken
from speaking import LANGUAGES

from generator.core import sources
from generator.core.languages import MESSAGES
from generator.core.model import Period
from generator.publishing.charts import Body, Column, ComparedData, Shape, drawing
from generator.publishing.charts.axes import LETTER, WIDTH, fitting, width
from generator.publishing.charts.data import ROW_OF_BODY
from generator.publishing.making import PackageSource
from generator.publishing.pages import Site, drawings
from generator.publishing.pages.compared import DRAWN, compared, shares_a_year
from generator.publishing.pages.fingerprints import fingerprint_of
from generator.publishing.pages.plan import all_pages
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import read_settings
from generator.publishing.store import Store, at_hand
from generator.reading.load import load
from generator.reading.trees import FilesTree
from generator.reading.validate import inventory
from generator.verdicts.alike import alike
from generator.verdicts.standings import assess_package


def views_of(tree: FilesTree) -> tuple[PackageView, ...]:
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    return tuple(
        PackageView(package, assess_package(package, TODAY), speaks=LANGUAGES)
        for package in ledger.packages.values()
    )


@pytest.fixture(scope="module")
def towns() -> tuple[PackageView, ...]:
    """Four towns."""
    return views_of(bodies.tree())


@pytest.fixture(scope="module")
def pages(towns: tuple[PackageView, ...]) -> Mapping[str, str]:
    site = Site(towns, {view.package.id: () for view in towns}, TODAY, TODAY)
    with pytest.MonkeyPatch.context() as patch:
        # The charts of each body alone are looked at elsewhere.
        patch.setattr(drawings, "drawing", lambda *_, **__: "")
        return Spoken(site, LANGUAGES)


FLATS = "compare/flats-heated/index.md"


def test_all_that_several_hold_is_listed(pages: Mapping[str, str]) -> None:
    page = pages["en/compare/index.md"]
    assert re.findall(r'href="([^"]*)/">', page.split('class="mz-plain"')[1].split("</ul>")[0]) == [
        *decade.INDICATORS
    ]
    assert '<a href="compare/">' in pages["en/index.md"]


ROWS = {
    # of 2023: what is told of each body, in its order: promised and reported
    "zh": ["菩提镇 2023年 1,600户以上 → 1,130户 完成 70.6%", "Maple 2023年 1,600 flats 以上 → 1,140 flats 完成 71.3%", "橡镇 2023年 1,600户以上 期限未到，暂无结果"],
    "en": ["Linden 2023 at least 1,600 flats → 1,130 flats Done 70.6%", "Maple 2023 at least 1,600 flats → 1,140 flats Done 71.3%", "Oak 2023 at least 1,600 flats Not yet due"],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_body_and_period_stands_in_one_table(pages: Mapping[str, str], language: str) -> None:
    page = pages[f"{language}/{FLATS}"]
    assert re.findall(r'id="year-(\d+)"', page) == [str(year) for year in reversed(decade.YEARS)]
    newest = page.split('id="year-2023"')[1].split("</details>")[0]
    rows = re.findall(r'<tr><th scope="row".*?</tr>', newest, re.DOTALL)
    told = [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in rows]
    assert [words for words, row in zip(ROWS[language], told, strict=True) if words not in row] == [], told


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_counts_in_another_unit_is_not_put_beside(pages: Mapping[str, str], language: str) -> None:
    page = pages[f"{language}/{FLATS}"]
    table, apart = page.split('id="apart"')
    assert f"{OTHER}/indicators" not in table
    assert f'href="../../{OTHER}/indicators/flats-heated/"' in apart
    assert {"zh": "用另一种单位计：幢", "en": "in another unit: houses"}[language] in apart
    # of what is counted alike it stands among the others
    assert f"{OTHER}/indicators/calls-answered" in pages[f"{language}/compare/calls-answered/index.md"]
    held = [BODY, ENGLISH, SILENT]
    for name in held:
        assert (
            'href="../../../compare/flats-heated/"'
            in pages[f"{language}/{name}/indicators/flats-heated/index.md"]
        )
    assert "compare/flats-heated" not in pages[f"{language}/{OTHER}/indicators/flats-heated/index.md"]


@pytest.mark.parametrize("made_up", [False, True])
def test_bodies_that_are_made_up_are_told_among_others(
    towns: tuple[PackageView, ...], *, made_up: bool
) -> None:
    views = [
        PackageView(
            replace(view.package, fictional=made_up and view.package.id != OTHER),
            view.standings,
            speaks=LANGUAGES,
        )
        for view in towns
    ]
    site = Site(tuple(views), {view.package.id: () for view in views}, TODAY, TODAY)
    page = Shown(site, "en")[FLATS]
    names = [view.package.areas[view.package.area_id].title["en"] for view in views if view.package.fictional]
    assert (f"Made up, to show how: {', '.join(names)}" in page) == made_up


def test_nobody_is_ranked(pages: Mapping[str, str]) -> None:
    rows = re.findall(r'<tr><th scope="row"><a href="../../(\w+)/', pages[f"en/{FLATS}"])
    assert rows[:3] == rows[3:6] == [BODY, ENGLISH, SILENT]


def test_definitions_in_other_words_are_said(
    towns: tuple[PackageView, ...], pages: Mapping[str, str]
) -> None:
    # The only language that all share is English, in which they are the same.
    assert "All bodies define it in the same words." in pages[f"en/{FLATS}"]
    (zh,) = (view for view in towns if view.package.id == BODY)
    assert zh.package.indicators["flats-heated"].definition["en"] in pages[f"en/{FLATS}"]


def test_the_search_finds_it(pages: Mapping[str, str]) -> None:
    entries = json.loads(pages["en/search/index.json"])["entries"]
    found = {row[1]: row for row in entries if row[1].startswith("compare/")}
    assert set(found) == {"compare/", *(f"compare/{name}/" for name in decade.INDICATORS)}
    assert "接入供热管网的住户" in json.dumps(found["compare/flats-heated/"], ensure_ascii=False)


def test_a_page_of_words_and_values_is_known_again(towns: tuple[PackageView, ...]) -> None:
    """It holds no view, so that it need not be filled in again."""
    found = {
        page.path: page
        for page in all_pages(towns, {view.package.id: () for view in towns}, "en")
        if page.path.startswith("compare/")
    }
    assert fingerprint_of(found["compare/flats-heated/"])
    assert fingerprint_of(found["compare/"])


def test_of_one_body_there_is_nothing_to_compare() -> None:
    views = views_of(decade.tree())
    assert not [page for page in all_pages(views, {BODY: ()}, "en") if page.path.startswith("compare/")]


def test_ten_bodies_have_a_chart_of_the_first_ones() -> None:
    views = views_of(bodies.tree(more=8))
    (same,) = (item for item in alike(view.package for view in views) if item.key == "flats-heated")
    told = compared(same, {view.package.id: view for view in views}, "en", LANGUAGES)
    assert len(same.held) == 11
    assert told.chart is not None
    assert f"Of 11 bodies the first {DRAWN} are drawn" in told.chart.caption
    assert told.chart.finding == "11 bodies, 2014–2023: 10 with a result"
    root = ET.fromstring(told.chart.svg)
    names = [text for text in root.itertext() if text.startswith(("Linden", "Town", "Maple", "Oak"))]
    assert len(names) == DRAWN
    # All of them stand in the table.
    assert len(told.listing.groups["2022"]) == 11


def test_a_drawing_is_like_the_others(towns: tuple[PackageView, ...]) -> None:
    """It takes its colours from the page, is hidden from assistive technology, and needs no font to be measured."""
    by_id = {view.package.id: view for view in towns}
    for same in alike(view.package for view in towns):
        told = compared(same, by_id, "zh", LANGUAGES)
        if told.chart is None:
            continue
        root = ET.fromstring(told.chart.svg)
        assert root.get("aria-hidden") == "true"
        colours = {element.get(name) for element in root.iter() for name in ("fill", "stroke")}
        plain = {None, "none", "transparent"}
        assert all(colour.startswith("var(--mz-chart-") for colour in colours - plain if colour)
        margins = ComparedData(()).margins("zh")
        across, down = (float(number) for number in (root.get("viewBox") or "").split()[2:])
        # Who has nothing to draw has no row.
        rows = sum(text in {"菩提镇", "Maple", "橡镇", "榆镇"} for text in root.itertext())
        assert down == pytest.approx(margins.top + ROW_OF_BODY * rows + margins.bottom, abs=1)
        # The ends of the scale need more room than nothing does.
        assert across > WIDTH + margins.right


def test_of_measures_of_every_kind_there_is_a_chart(towns: tuple[PackageView, ...]) -> None:
    by_id = {view.package.id: view for view in towns}
    for same in alike(view.package for view in towns):
        told = compared(same, by_id, "en", LANGUAGES)
        # Words are no figures.
        assert (told.chart is None) == (same.key == "market-hall"), same.key


def test_the_row_of_a_body_says_its_latest_numbers_in_words(towns: tuple[PackageView, ...]) -> None:
    (same,) = (item for item in alike(view.package for view in towns) if item.key == "flats-heated")
    told = compared(same, {view.package.id: view for view in towns}, "en", LANGUAGES)
    assert told.chart is not None
    texts = [*ET.fromstring(told.chart.svg).itertext()]
    assert "no result · Target: at least 1,600 flats" in texts
    assert "Result: 1,140 flats · Target: at least 1,600 flats" in texts, str(texts)[:900]
    # The ends of the scale stand at each row, and a saved picture names where it comes from.
    assert texts.count("0") == texts.count("2,000") == 3
    subtitle = " ".join(told.chart.specification["title"]["subtitle"])
    assert subtitle.endswith(
        "Sources: documents of Linden, Maple, Oak, named on the page of each. Compiled by Promises and results."
    )


def level(year: int, *, target: str = "", result: str = "") -> Column:
    return Column(
        Period(date(year, 1, 1), date(year, 12, 31)),
        target=Decimal(target) if target else None,
        result=Decimal(result) if result else None,
    )


def test_what_lies_on_the_floor_is_not_drawn_as_nothing() -> None:
    """At least 95 beside 100: the scale begins below 95. What begins at zero still does."""
    near = ComparedData((Body("A", (level(2021, target="95", result="100"),)),), Shape.LEVELS)
    assert near.ends("en") == ("94", "100")
    far = ComparedData((Body("A", (level(2021, target="10", result="100"),)),), Shape.LEVELS)
    assert far.ends("en")[0] == "0"


@pytest.mark.parametrize(
    "when", ["2023", "from 1 April 2023 to 31 March 2024, as far as on 31 December 2023", "甲" * 300]
)
def test_a_period_of_a_long_name_leaves_room_for_that_of_the_body(when: str) -> None:
    column = Column(Period(date(2023, 4, 1), date(2024, 3, 31)), result=Decimal(1), result_tip=f"{when}\n1")
    (head,) = ComparedData((Body("Linden: goals and progress", (column,)),)).datasets("en")["heads"]
    assert when.startswith(str(head["number"]).removesuffix("…"))
    assert str(head["label"]).startswith("Lind")
    assert width(str(head["number"]), LETTER) + width(str(head["label"]), LETTER) < WIDTH


FITTED = [
    # a text, the pixels that there are, and what is shown
    ("Linden", 45, "Linden"),
    ("Linden", 44, "Lin…"),
    ("Lin den", 44, "Lin…"),
    ("Linden", 15, "…"),
    ("Linden", 14, ""),
    ("Linden", -7, ""),
    ("", 0, ""),
]


@pytest.mark.parametrize(("text", "room", "shown"), FITTED)
def test_a_text_fits_or_is_cut_or_is_left_out(text: str, room: float, shown: str) -> None:
    assert fitting(text, room) == shown


def test_a_period_within_a_year_is_named_by_it() -> None:
    half = Column(Period(date(2023, 1, 1), date(2023, 6, 30)), result=Decimal(100))
    assert half.code == "2023-H1"
    assert ComparedData((Body("A", (level(2022, result="1"), half)),)).values("en")["times"] == [
        "2022",
        "2023",
    ]


@pytest.mark.parametrize("other", [2021, 2020])
def test_without_a_common_year_nothing_is_drawn(other: int) -> None:
    assert shares_a_year([Body("A", (level(2021, result="1"),)), Body("B", (level(other, result="1"),))]) is (
        other == 2021
    )


def test_an_empty_drawing_is_none_of_ours() -> None:
    assert drawing(ComparedData(()), "en").startswith("<svg")


def test_what_is_kept_of_large_bodies_is_told_in_the_words_of_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inventory, "LARGE", 0)
    monkeypatch.chdir(tmp_path)
    tree, store = bodies.tree(), Store(tmp_path / "store")

    def read(name: str) -> PackageView:
        files = {
            item.path: tree.read(item.path) for item in tree.entries() if item.path.startswith(f"{name}/")
        }
        return PackageSource(name, files, settings, TODAY, speaks=LANGUAGES).view()

    def told() -> str:
        views = {name: read(name) for name in (BODY, ENGLISH)}
        same = next(item for item in alike([view.package for view in views.values()]) if "flats" in item.key)
        return str(compared(same, views, "en", LANGUAGES).chart)

    settings, found = read_settings(), dict[str, str]()
    file = tmp_path / sources.NAME / MESSAGES / "en" / "site.yaml"
    file.parent.mkdir(parents=True)
    for word in ("Reported", "Found", "Reported"):
        file.write_text(f'chart:\n  result: "{word}: {{value}}"\n', encoding="utf-8")
        sources.forget()
        alone = told()
        with at_hand(store):
            assert told() == alone
        assert found.setdefault(word, alone) == alone
    assert len({*found.values()}) == len(found)
    sources.forget()
