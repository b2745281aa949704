"""Pages of indicators of which very much is promised: each can be opened on a phone, and what it leaves out is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

import decade
import pytest
import wards
from shown import Shown
from speaking import LANGUAGES

from generator.publishing.pages import Site, contexts
from generator.publishing.pages.contexts import LongIndicatorPage
from generator.publishing.pages.lighter import fewer, lighter
from generator.publishing.pages.opening import IN_LINES
from generator.publishing.pages.parts import WHOLE
from generator.publishing.pages.plan import all_pages
from generator.publishing.pages.views import PackageView

LONG_NOTE = " ".join(["What is counted here and how and since when."] * 12)
LONGEST_NOTE = " ".join([LONG_NOTE] * 3)

TOWNS = [
    # wards, years, note of each row, years with figures of each month
    (0, 30, "", 0),
    (0, 60, "", 0),
    (0, 12, "", 12),
    (4, 10, "", 0),
    (12, 24, "", 0),
    (13, 24, "", 0),
    (100, 1, "", 0),
    (30, 30, "", 3),
    (0, 8, LONG_NOTE, 0),
    (8, 8, LONG_NOTE, 2),
    (0, 8, LONGEST_NOTE, 0),
    (0, 3, LONGEST_NOTE, 2),
]


def rendered(view: PackageView, language: str) -> str:
    return Shown(Site((view,), {decade.BODY: ()}, decade.TODAY, decade.TODAY), language)[wards.PAGE]


@pytest.mark.parametrize(("areas", "years", "note", "monthly"), TOWNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_its_page_is_light(areas: int, years: int, note: str, monthly: int, language: str) -> None:
    page = rendered(wards.town(areas, years, note, monthly), language)
    assert len(page.encode()) <= WHOLE + 1_000, "with what stands above its content"


def told(page: str) -> tuple[int, int]:
    """How many promises a page lists, whole or in a line, and how many it says are elsewhere."""
    further = re.findall(r"(\d+|One) further promises? stands? here", page)
    listed = len(re.findall(r'<(?:tr|li) id="plan-\d+-', page))
    return listed, sum(1 if count == "One" else int(count) for count in further)


@pytest.mark.parametrize(("areas", "years", "note", "monthly"), TOWNS)
def test_every_promise_is_listed_or_counted(areas: int, years: int, note: str, monthly: int) -> None:
    listed, further = told(rendered(wards.town(areas, years, note, monthly), "en"))
    assert listed + further == (areas + 1) * years
    assert listed >= min(7, years)


def test_each_mark_of_the_strip_of_years_leads_to_a_line_or_a_row() -> None:
    page = rendered(wards.town(0, 30), "en")
    _, _, strip = page.partition('<ol class="mz-years"')
    strip, _, _ = strip.partition("</ol>")
    leads = re.findall(r'href="#([^"]+)"', strip)
    assert len(leads) > 12
    assert [page.count(f'id="{name}"') for name in leads] == [1] * len(leads)


def test_of_many_areas_all_ends_are_counted_and_the_first_are_named() -> None:
    page = rendered(wards.town(40, 2), "en")
    (told,) = re.findall(r"By area</h3>\s*<details[^>]*><summary>(.*?)</summary>", page)
    whole, *counted = (int(count) for count in re.findall(r"\d+", re.sub(r"<[^>]*>", " ", told)))
    assert len(counted) > 1
    assert sum(counted) == whole == 40
    lines = page[page.index("By area</h3>") : page.index("further promises")]
    assert re.findall(r">(Ward-\d+)</a>", lines) == [f"Ward-{number}" for number in range(1, IN_LINES + 1)]


def test_what_is_left_out_is_asked_of_the_list_of_all() -> None:
    page = rendered(wards.town(40, 2), "en")
    assert '<a href="../../targets/?words=Kerbs%20lowered">Targets</a>' in page


def long_page(view: PackageView) -> LongIndicatorPage:
    (page,) = (
        page
        for page in all_pages((view,), {decade.BODY: ()}, "en")
        if isinstance(page, contexts.LongIndicatorPage)
    )
    return page


def everything(page: LongIndicatorPage) -> list[int]:
    """How many promises, figures, findings, changes, rows and starting values there are, told or counted."""
    opening, related = page.opening, page.related
    assert page.figures is not None
    return [
        sum(len(record.listed) + record.more for record in opening.records) + opening.named + opening.more,
        len(page.latest) + len(page.earlier) + page.older,
        len(page.findings) + page.more_findings,
        len(page.corrections) + len(page.revisions) + page.more_changes,
        len(page.rows) + page.more_rows,
        len(page.starts) + page.more_starts,
        *(len(group) + page.more_related[how] for how, group in related.items()),
        *(item.series for item in page.figures.named),
    ]


def ever_lighter(page: LongIndicatorPage) -> Iterator[LongIndicatorPage]:
    yield page
    while less := lighter(page):
        assert isinstance(less, LongIndicatorPage)
        page = less
        yield page


@pytest.mark.parametrize(("areas", "years", "monthly"), [(0, 40, 3), (4, 10, 0), (40, 3, 3)])
def test_a_lighter_page_tells_less_and_leaves_nothing_uncounted(areas: int, years: int, monthly: int) -> None:
    pages = list(ever_lighter(long_page(wards.town(areas, years, monthly=monthly))))
    assert len(pages) > 5
    assert {tuple(everything(page)) for page in pages} == {tuple(everything(pages[0]))}
    last = pages[-1]
    assert [len(record.promises) for record in last.opening.records] == [1]
    assert (len(last.latest) <= 1, last.opening.lead) == (True, pages[0].opening.lead)
    assert {row.row.id for row in last.rows} <= {row.row.id for row in pages[0].rows}


FEWER = [
    # of so many, how many are left
    (0, 0),
    (1, 1),
    (2, 1),
    (4, 3),
    (12, 9),
]


@pytest.mark.parametrize(("many", "left"), FEWER)
def test_three_quarters_are_left_and_never_nothing(many: int, left: int) -> None:
    assert fewer(range(many)) == tuple(range(left))
