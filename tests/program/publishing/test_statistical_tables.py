"""Statistical tables on pages: cited by their cells, never as if they were quoted, and readable when they are long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from finished import Document
from overlays import OverlayTree
from shown import Shown
from sites import TODAY
from statistical import FACTS

from generator.core.model import Package
from generator.publishing.pages import Site
from generator.publishing.pages.feeds import feeds
from generator.publishing.pages.figures import EARLIER, LATEST, LONGEST
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package

FOLDER = "town/documents/statistics"
HEAD = "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure,note_zh,note_en"


def series(years: range, figure: str = "") -> str:
    """The lamps standing, year by year."""
    rows = (
        f"lamps-standing,qinghe,{year}-01-01,{year}-12-31,{year}-12-31,{year},,,表1/#B{year - 1800},{figure},,"
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


def town(observations: str, start: int = 1951) -> Package:
    tree = OverlayTree()
    tree.write(INDICATORS, tree.read(INDICATORS).decode() + COUNTED)
    tree.write(f"{FOLDER}/document.yaml", FACTS.format(start=f"{start}-01-01")).write(
        f"{FOLDER}/observations.csv", observations
    )
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def view_of(observations: str, start: int = 1951) -> PackageView:
    package = town(observations, start)
    return PackageView(package, assess_package(package, TODAY))


def pages(observations: str, language: str = "en", start: int = 1951) -> Mapping[str, str]:
    return Shown(Site((view_of(observations, start),), {"town": ()}, TODAY, TODAY), language)


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
    assert "Lamps › cell B222" in Document(page).text
    assert "<q " in page  # the report beside it has its figures printed
    assert "holds just this number" in page
    assert re.search(r"<q [^>]*></q>", page) is None


HEADS = [
    # indicator, printed figures: what its third column is
    ("lamps-counted", "", "Source"),
    ("lamps-counted", "2021", "Figure as printed"),
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
    "zh": "2个报告的数字 · 2021–2022年",
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
    # years of the table: how many rows with a source, how many in a line each, how many in the download only
    (LONGEST, LONGEST, 0, 0),
    (LONGEST + 1, LATEST, LONGEST + 1 - LATEST, 0),
    (72, LATEST, 72 - LATEST, 0),
    (LATEST + EARLIER + 8, LATEST, EARLIER, 8),
]


@pytest.mark.parametrize(("years", "latest", "earlier", "older"), LENGTHS)
def test_a_long_series_shows_its_latest_years_and_tells_of_the_others(
    years: int, latest: int, earlier: int, older: int
) -> None:
    table = series(range(2023 - years, 2023)).replace("lamps-standing", "lamps-counted")
    page = pages(table, start=2023 - years)["town/indicators/lamps-counted/index.md"]
    assert len(rows_of(page)) == latest
    lines = re.findall(r"<li>(\d{4}): <span", page)
    assert lines == [str(year) for year in range(2022 - latest, 2022 - latest - earlier, -1)]
    told = re.search(r"Earlier figures of this series \((\d+)\)", page)
    assert (int(told[1]) if told else 0) == earlier
    told = re.search(r"Figures before these, in the download: (\d+)", page)
    assert (int(told[1]) if told else 0) == older


@pytest.mark.parametrize("area", ["qinghe", "east-village"])
def test_a_long_page_opens_with_the_whole_where_there_is_one(area: str) -> None:
    parts = series(range(1991, 2023)).replace(",qinghe,", ",east-village,")
    whole = series(range(1991, 2001)).replace(HEAD + "\n", "") if area == "qinghe" else ""
    found = view_of((parts + whole).replace("lamps-standing", "lamps-counted")).figures("lamps-counted")
    assert found is not None
    assert {row.area_id for row in found.lead.rows} == {area}
    assert len(found.lead.rows) == (10 if area == "qinghe" else 32)
    assert found.broken_down == (1 if area == "qinghe" else 0)
    assert found.count == sum(item.figures for item in found.named) + (10 if area == "qinghe" else 32)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Our documents set no targets; they report figures."),
        ("zh", "收录的文件没有定目标，只报告了数字。"),
    ],
)
def test_a_package_that_only_reports_counts_no_promises(language: str, said: str) -> None:
    package = replace(
        town(SHORT), goals={}, targets={}, deliverables={}, claims={}, corrections=(), progress=()
    )
    view = PackageView(package, assess_package(package, TODAY))
    shown = Shown(Site((view,), {"town": ()}, TODAY, TODAY), language)
    for path in ("index.md", "town/index.md"):
        page = " ".join(Document(shown[path]).text.split())
        assert said in page
        assert not re.search(
            r"\b0 (targets|goals)|0项|Is there a result|有没有结果|All targets|全部目标", page
        ), page
