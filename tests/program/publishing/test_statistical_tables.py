"""Statistical tables on pages: cited by their cells, never as if they were quoted, and readable when they are long."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from finished import Document
from overlays import OverlayTree
from sites import TODAY
from statistical import FACTS

from generator.core.model import Package
from generator.publishing.pages import Site, render_pages
from generator.publishing.pages.feeds import feeds
from generator.publishing.pages.views import LATEST, LONGEST, PackageView, at_once
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package

FOLDER = "town/documents/statistics"
HEAD = "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure,note_zh,note_en"


def series(years: range, figure: str = "") -> str:
    """The lamps standing, year by year."""
    rows = (
        f"lamps-standing,qinghe,{year}-01-01,{year}-12-31,{year}-12-31,{year - 1900},,,表1/#B{year - 1949},{figure},,"
        for year in years
    )
    return "\n".join([HEAD, *rows, ""])


INDICATORS = "town/indicators/lighting.yaml"
COUNTED = """\
lamps-counted:
  title_zh: 清点的路灯
  title_en: Lamps counted
  definition_zh: 清点到的路灯。
  definition_en: Lamps that were counted.
  unit_id: lamp
  measure: stock
  ascending: true
"""


def town(observations: str) -> Package:
    tree = OverlayTree()
    tree.write(INDICATORS, tree.read(INDICATORS).decode() + COUNTED)
    tree.write(f"{FOLDER}/document.yaml", FACTS.format(start="1951-01-01")).write(
        f"{FOLDER}/observations.csv", observations
    )
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def view_of(observations: str) -> PackageView:
    package = town(observations)
    return PackageView(package, assess_package(package, TODAY))


def pages(observations: str, language: str = "en") -> Mapping[str, str]:
    return dict(render_pages(Site((view_of(observations),), {"town": ()}, TODAY, TODAY), language))


LAMPS, TABLE = "town/indicators/lamps-standing/index.md", "town/documents/statistics/index.md"
SHORT = series(range(2021, 2023))


def rows_of(page: str) -> list[str]:
    """The rows of tables that cite the statistics."""
    rows = (row.partition("</tr>")[0] for row in page.split("<tr>"))
    return [row for row in rows if "Statistics of Qinghe" in row]


def test_a_cell_is_named_and_nothing_is_quoted() -> None:
    page = pages(SHORT)[LAMPS]
    found = rows_of(page)
    assert len(found) == 2
    assert [row for row in found if "<q " in row] == []
    assert "Lamps › cell B73" in Document(page).text
    assert "<q " in page  # the report beside it has its figures printed
    assert "holds just this number" in page
    assert re.search(r"<q [^>]*></q>", page) is None


HEADS = [
    # indicator, printed figures: what its third column is
    ("lamps-counted", "", "Source"),
    ("lamps-counted", "121", "Figure as printed"),
    ("lamps-standing", "", "Figure as printed"),  # those of the report
]


@pytest.mark.parametrize(("indicator", "figure", "head"), HEADS)
def test_where_no_figure_is_printed_no_column_says_so(indicator: str, figure: str, head: str) -> None:
    table = series(range(2021, 2022), figure).replace("lamps-standing", indicator)
    page = pages(table)[f"town/indicators/{indicator}/index.md"].partition("What was reported")[2]
    assert re.findall(r'<th scope="col">([^<]*)</th>', page)[:3] == ["Period", "Value", head]


def test_a_link_leads_to_the_section_of_the_table() -> None:
    found = pages(SHORT)
    links = {link for _, link in Document(found[LAMPS]).links if "documents/statistics/" in link}
    assert {link.partition("#")[2] for link in links} == {"表1"}
    assert 'id="表1"' in found[TABLE]


SECTION = {
    "zh": "2 个报告的数字 · 2021–2022年",
    "en": "2 reported figures · 2021–2022",
}


@pytest.mark.parametrize("language", SECTION)
def test_the_page_of_a_table_says_what_it_holds(language: str) -> None:
    text = " ".join(Document(pages(SHORT, language)[TABLE]).text.split())
    assert SECTION[language].replace(" ", "") in text.replace(" ", "")


def test_the_feed_of_a_theme_counts_cells() -> None:
    found = dict(feeds((view_of(SHORT),), Settings(("en",)), TODAY, "en"))
    assert "<summary>Street lamps standing: 2 reported figures</summary>" in "".join(found.values())


LENGTHS = [
    # years of the table: the years that stand there at once, how many are folded
    (LONGEST, [*range(2023 - LONGEST, 2023)], 0),
    (LONGEST + 1, [*range(2022, 2022 - LATEST, -1)], LONGEST + 1 - LATEST),
    (72, [*range(2022, 2022 - LATEST, -1)], 72 - LATEST),
]


@pytest.mark.parametrize(("years", "shown", "folded"), LENGTHS)
def test_a_long_series_shows_its_latest_years_and_folds_the_others(
    years: int, shown: list[int], folded: int
) -> None:
    package = town(series(range(2023 - years, 2023)))
    rows = [row for row in package.observations.values() if row.citation.document_id == "statistics"]
    first, others = at_once(rows, "qinghe")
    assert ([row.period.end.year for row in first], len(others)) == (shown, folded)


@pytest.mark.parametrize("area", ["qinghe", "east-village"])
def test_parts_are_folded_before_the_whole_where_there_is_one(area: str) -> None:
    parts = series(range(1991, 2023)).replace(",qinghe,", ",east-village,")
    whole = series(range(1991, 2001)).replace(HEAD + "\n", "")
    rows = [
        row for row in town(parts + whole).observations.values() if row.citation.document_id == "statistics"
    ]
    first, others = at_once(rows, area)
    assert {row.area_id for row in first} == {area}
    assert len(first) == (10 if area == "qinghe" else LATEST)
    assert len(first) + len(others) == 42


def test_folded_rows_are_told_and_none_is_left_out() -> None:
    page = pages(series(range(1951, 2023)))[LAMPS]
    assert len(rows_of(page)) == 72
    told = re.search(r"<summary>The other (\d+) figures</summary>", page)
    assert told is not None
    assert page[: told.start()].count('<span class="mz-source">') >= LATEST
    assert int(told[1]) == len([*page[told.end() : page.index("</details>", told.end())].split("<tr>")]) - 2
