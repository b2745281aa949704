"""Pages as values: golden cases of the small package, and templates held against their contexts.

`UPDATE_GOLDEN=1 .venv/bin/pytest tests/program/publishing/test_pages.py` writes the golden files anew; look at the change before
committing it.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Mapping
from datetime import date
from html import unescape

import pytest
from downloads import loaded
from folders import FIXTURES, LONG_PLANS, ROOT
from markupsafe import Markup
from overlays import OverlayTree
from shown import Shown, Spoken
from speaking import LANGUAGES, both

from generator.comparing.history import Gap, PackageHistory
from generator.comparing.revisions import Revision
from generator.core.messages import catalogue
from generator.publishing.export.write import published_tables
from generator.publishing.pages import Site, contexts, render_pages
from generator.publishing.pages.feeds import feeds
from generator.publishing.pages.plan import all_pages
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import HistoryGivenUp, Settings
from generator.reading.git import Commit
from generator.reading.load import load
from generator.verdicts.standings import assess_package
from generator.wording.explain import explain

GOLDEN = FIXTURES / "golden"
TODAY = date(2024, 1, 1)


EXPLANATIONS = """finding_id,date,explanation_zh,explanation_en,responsible
stated-change/2023-report/lamps-installed/2023-12-31,2024-02-10,上年的数后来重数过。,The lamps were counted again.,镇建设办公室
"""


BEGINS = Commit("b" * 40, date(2023, 2, 3), "The first record")

LAMPS = ("lamps-installed", "2023-plan")
REVISED = [
    # each: table, id, column, before, after, indicator with document
    ("targets", "2023-plan/1/lamps-installed/2023", "value", "180", "200", LAMPS),
    ("assessments", "2023-plan/1/lamps-installed/2023", "progress_status", "ahead", "achieved", LAMPS),
    (
        "progress",
        "2023-plan/1/square/2023-report/2023-12-31",
        "state",
        "<b>nearly</b>",
        "delivered",
        ("", ""),
    ),
    ("observations", "2023-report/benches/2023-12-31", "removed", "12", "", ("benches", "2023-report")),
]


@pytest.fixture(scope="module")
def town() -> Site:
    """The small package of the problem tests as a site."""
    tree = OverlayTree().write("town/explanations.csv", EXPLANATIONS)
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    standings = assess_package(package, TODAY)
    tables = tuple((table, 1000) for table in published_tables(package, standings))
    revised = [
        Revision(date(2024, 2, 3), "a" * 40, "Digits were exchanged", table, key, column, old, new, *place)
        for table, key, column, old, new, place in REVISED
    ]
    return Site(
        (
            PackageView(
                package,
                standings,
                PackageHistory(tuple(revised), {"2023-plan": date(2023, 2, 3)}, begins=BEGINS),
            ),
        ),
        {"town": tables},
        TODAY,
        TODAY,
    )


@pytest.fixture(scope="module")
def rendered(town: Site) -> Mapping[str, str]:
    return Spoken(town, LANGUAGES)


KINDS = {
    "home": r"index\.md",
    "revisions": r"town/revisions/index\.md",
    "codebook": r"data/codebook/index\.md",
    "package": r"town/index\.md",
    "goal": r"town/goals/[^/]+/[^/]+/index\.md",
    "indicator": r"town/indicators/[^/]+/index\.md",
    "document": r"town/documents/[^/]+/index\.md",
    "theme": r"town/themes/[^/]+/index\.md",
    "themes": r"town/themes/index\.md",
    "targets": r"town/targets/index\.md",
    "goals": r"town/goals/index\.md",
    "indicators": r"town/indicators/index\.md",
    "organisations": r"town/organisations/index\.md",
    "organisation": r"town/organisations/[^/]+/index\.md",
    "data": r"data/index\.md",
    "data_of_a_package": r"data/town/index\.md",
    "findings": r"town/findings/index\.md",
    "unreported": r"town/unreported/index\.md",
    "due": r"town/due/index\.md",
    "methods": r"methods/index\.md",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_as_they_were(rendered: Mapping[str, str], kind: str, language: str) -> None:
    path = min(name for name in rendered if re.fullmatch(f"{language}/{KINDS[kind]}", name))
    golden = GOLDEN / language / f"{kind}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(rendered[path], encoding="utf-8")
    assert rendered[path] == golden.read_text(encoding="utf-8"), path


@pytest.fixture(scope="module")
def bay() -> Mapping[str, str]:
    """The pages of a body with a plan of fifteen years, in the one language of its documents."""
    package = loaded(LONG_PLANS, "bay")
    view = PackageView(package, assess_package(package, IN_2023))
    site = Site((view,), {"bay": ()}, IN_2023, IN_2023)
    return Shown(site, "en")


IN_2023 = date(2023, 6, 1)
OF_YEARS = (
    "forest-cover",  # a share to be reached by 2030, from what it was in 2015
    "letters-answered",  # a share to hold in each year until then
    "trees-planted",  # a count for all the years, beside one for a single year
    "road-money",  # planned money
)


@pytest.mark.parametrize("indicator", OF_YEARS)
def test_pages_on_plans_of_several_years_are_as_they_were(bay: Mapping[str, str], indicator: str) -> None:
    page = bay[f"bay/indicators/{indicator}/index.md"]
    golden = GOLDEN / "long-plans" / f"{indicator}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")


def test_planned_money_is_in_no_list_of_what_was_missed(bay: Mapping[str, str]) -> None:
    listed = bay["bay/targets/index.md"]
    assert 'data-status="missed"' in listed
    statuses = re.findall(
        r'<tr[^>]*data-status="([^"]+)"[^>]*>(?:(?!</tr>).)*?indicators/road-money/', listed, re.DOTALL
    )
    assert set(statuses) == {"spent"}


UNKNOWN = [
    # the history, what the page of revisions says and does not say, in Chinese and in English
    (None, ["没有读到版本历史", "No version history"], ["都没有改动过", "was changed since then"]),
    (
        PackageHistory(begins=Commit("d" * 40, date(2024, 2, 3), "<b>")),
        [
            *("从2024年2月3日（版本 dddddddddddd）开始", "begins on 3 February 2024 (version dddddddddddd)"),
            *("都没有改动过", "was changed since then"),
        ],
        ["没有取下", "not fetched", "读不出来", "cannot be read"],
    ),
    (
        PackageHistory(since=date(2024, 2, 3)),
        ["没有取下全部版本历史：2024年2月3日当天", "on or before 3 February 2024"],
        ["都没有改动过", "was changed since then"],
    ),
    (
        PackageHistory(
            gaps=(
                Gap(Commit("b" * 40, date(2024, 2, 3), "<b>"), "town/documents/x/claims.csv", 0),
                Gap(Commit("c" * 40, date(2024, 2, 4), "<b>"), "town/documents/x/targets.csv", 2),
            )
        ),
        ["读不出来", "<code>town/documents/x/claims.csv</code></li>", "2 rows</li>", "2行</li>"],
        ["<b>"],
    ),
    (
        PackageHistory(begins=BEGINS, uncommitted=True),
        ["后来又改过", "these changes are not listed here"],
        ["都没有改动过", "was changed since then"],
    ),
]


@pytest.mark.parametrize(("history", "says", "silent"), UNKNOWN)
def test_what_is_not_known_of_the_history_is_said(
    town: Site, history: PackageHistory | None, says: list[str], silent: list[str]
) -> None:
    view = dataclasses.replace(town.views[0], history=history)
    site = dataclasses.replace(town, views=(view,))
    pages = "".join(Shown(site, language)["town/revisions/index.md"] for language in LANGUAGES)
    assert [text for text in says if text not in pages] == []
    assert [text for text in silent if text in pages] == []


PRESENT = {
    # what would say of a target whose period is over that it stands so today
    "zh": r"(?<!当时)(略?慢于进度|快于进度|符合进度|目前(未|不是每段时间都)?达标)",
    "en": r"(?i)(?<!was )(behind pace|ahead of pace|on pace|slightly behind|meets? the target so far|reported so far)",
}
THEN = {
    # page → what it says instead, of a count and of a share
    "search/index.json": "zh/当时慢于进度（截至2023年6月30日；没有全期的结果） en/Was behind pace (as of 30 June 2023;",
    "embed/town/lamps-installed/index.html": "zh/当时慢于进度（截至2023年6月30日； en/Was behind pace (as of 30 June 2023;",
    "embed/town/lamps-working-share/index.html": (
        "zh/当时达标（2023年下半年；没有全期的结果） en/Met the target then (for the second half of 2023;"
    ),
    "town/indicators/lamps-installed/index.md": "zh/当时慢于进度</span> en/Was behind pace</span>",
    "town/indicators/lamps-working-share/index.md": "zh/2023年下半年；没有全期 en/for the second half of 2023; no",
    "town/goals/2023-plan/1/index.md": "zh/当时达标</span> en/Met the target then</span>",
    "town/goals/index.md": "zh/当时达标</span> en/Met the target then</span>",
    "town/themes/lighting/index.md": "zh/当时慢于进度</span> en/Was behind pace</span>",
    # a cell, beside which the day stands
    "town/targets/index.md": "zh/期限已过，没有全期的数字</span></td> en/period over, no figure for all of it</span></td>",
    "town/indicators/index.md": "zh/期限已过，没有全期的数字</span></td> en/period over, no figure for all of it</span></td>",
    "town/index.md": "zh/都是当时的情况：期限已过 en/as they stood then; the period is over",
    "index.md": "zh/都是当时的情况：期限已过 en/as they stood then; the period is over",
}


@pytest.fixture(scope="module")
def left_open() -> Mapping[str, str]:
    """The small town long after a year of which only the first half, or for a share the second, was reported."""
    tree = OverlayTree().edit(
        "town/documents/2023-report/observations.csv",
        "2023-01-01,2023-12-31,2023-12-31,210,exact,A,105,105%,16.7,增长16.7%,一/(一),210盏",
        "2023-01-01,2023-06-30,2023-06-30,50,exact,A,,,,,一/(一),50盏",
    )
    ledger, report = load(tree, locked=False)
    assert ledger is not None, report.render("text", "en")
    package, today = ledger.packages["town"], date(2026, 11, 1)
    site = Site((PackageView(package, assess_package(package, today)),), {"town": ()}, today, today)
    return Spoken(site, LANGUAGES)


def _records_only(index: str) -> str:
    """What the search finds of the record, without what it finds of the rules."""
    entries = json.loads(index)["entries"]
    return json.dumps([row for row in entries if row[1].startswith("town/")], ensure_ascii=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_over_and_open_stands_nowhere_in_the_present(
    left_open: Mapping[str, str], language: str
) -> None:
    rules = ("methods/", "glossary/", "data/codebook/")  # these say what the words mean
    for path, text in left_open.items():
        if path.startswith(f"{language}/") and not path.removeprefix(f"{language}/").startswith(rules):
            told = _records_only(text) if path.endswith("search/index.json") else text
            told = re.sub(r"<option.*?</option>", "", told)
            # A sentence of a picture goes on in the next line.
            told = re.sub(r"</text>\s*<text[^>]*>", "" if language == "zh" else " ", told)
            found = re.search(PRESENT[language], told)
            assert found is None, f"{path}: {told[found.start() - 80 : found.end() + 80]}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", THEN)
def test_what_is_over_and_open_carries_its_rider(
    left_open: Mapping[str, str], path: str, language: str
) -> None:
    in_chinese, _, in_english = THEN[path].removeprefix("zh/").partition(" en/")
    assert (in_chinese if language == "zh" else in_english) in left_open[f"{language}/{path}"]


def test_a_page_was_modified_on_the_day_on_which_it_is_made(town: Site) -> None:
    made = dataclasses.replace(town, made=date(2026, 12, 1))
    page = Shown(made, "en")["town/index.md"]
    assert re.findall(r'"dateModified":"(.*?)"', page) == ["2026-12-01"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_held_before_anything_is_due(town: Site, language: str) -> None:
    """In the middle of the year, with the report of its half."""
    package = town.views[0].package
    plan = {name: item for name, item in package.documents.items() if name == "2023-plan"}
    for documents, missing in ((package.documents, False), (plan, True)):
        some = dataclasses.replace(
            package,
            documents=documents,
            observations={},
            progress=(),
            claims={},
            explanations={},
        )
        view = PackageView(some, assess_package(some, date(2023, 8, 1)))
        site = dataclasses.replace(town, views=(view,), today=date(2023, 8, 1))
        home = Shown(site, language)["index.md"]
        assert (catalogue(language, "site")["home"]["no_report"] in unescape(home)) is missing


OF_THE_VILLAGE = (
    # the page → where the target of the village stands, which must name it
    ("town/index.md", "2024-03-01"),
    ("town/index.md", "2023-06-01"),
    ("town/unreported/index.md", "2024-03-01"),
    ("embed/town/lamps-installed/index.html", "2024-03-01"),
)


@pytest.mark.parametrize(("path", "today"), OF_THE_VILLAGE)
def test_a_target_of_another_area_names_it(town: Site, path: str, today: str) -> None:
    """Here only the village's target is left, and no result."""
    package, day = town.views[0].package, date.fromisoformat(today)
    targets = {name: item for name, item in package.targets.items() if item.area_id == "east-village"}
    some = dataclasses.replace(package, targets=targets, observations={}, explanations={})
    site = dataclasses.replace(town, views=(PackageView(some, assess_package(some, day)),), today=day)
    for language, village in zip(LANGUAGES, ("东村", "East Village"), strict=True):
        pages = Shown(site, language)
        assert village in pages[path]


AS_KNOWN = {
    # what every page says of a day before something in the record was issued
    "zh": "这里说的是2023年6月15日承诺的进展，只按那一天已经公布的文件判断。",
    "en": "This site tells how promises stood on 15 June 2023, by what was known on that day.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_gone_by_is_named_where_the_record_holds_more(town: Site, language: str) -> None:
    package, day = town.views[0].package, date(2023, 6, 15)
    past = PackageView(package, assess_package(package, day))
    for views, said in (((past,), True), (town.views, False)):
        pages = render_pages(dataclasses.replace(town, views=views, today=day), language)
        for path, text in pages:
            if path.endswith((".md", "lamps-installed/index.html")):
                assert (AS_KNOWN[language] in text) is said, path


AS_AHEAD = {
    # what every page says of a day that has not come
    "zh": "这里按2030年1月1日判断，那一天还没有到",
    "en": "This site looks ahead to 1 January 2030, a day that has not come",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_that_has_not_come_is_named(town: Site, language: str) -> None:
    day = date(2030, 1, 1)
    for made, said in ((date(2029, 12, 31), True), (day, False)):
        pages = render_pages(dataclasses.replace(town, today=day, made=made), language)
        for path, text in pages:
            if path.endswith((".md", "lamps-installed/index.html")):
                assert (AS_AHEAD[language] in text) is said, path


LEADING = {
    # the page of a theme → what stands in it for the lamps installed, of which a village's are given too, and not
    "zh": ("210盏", "30盏以上 <span"),
    "en": ("210 lamps", "at least 30 lamps <span"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figure_of_the_whole_stands_for_an_indicator(rendered: Mapping[str, str], language: str) -> None:
    page = rendered[f"{language}/town/themes/lighting/index.md"]
    (item,) = re.findall(r'<tr><th scope="row"><a href="[^"]*/lamps-installed/">.*?</tr>', page, re.DOTALL)
    shown, other = LEADING[language]
    assert f"<td>{shown} " in item
    assert other not in item


STATUS = {
    # what is recorded of the lamps installed in 2023 → the figure on the page, in Chinese and in English
    "E": ("210盏（估计数）", "210 lamps (estimate)"),
    "P": ("210盏（初步数）", "210 lamps (provisional)"),
    "F": ("210盏（预测）", "210 lamps (forecast)"),
    "B": ("210盏（口径变化）", "210 lamps (break in the series)"),
}


BESIDE_COUNTS = {
    "zh": "其中1项依据的是估计数、初步数等还没有定下来的数字。",
    "en": "1 of them rests on an estimate or on a figure that is not final.",
}


@pytest.mark.parametrize("status", STATUS)
def test_what_is_recorded_of_a_figure_stands_with_it(status: str) -> None:
    tree = OverlayTree().edit(
        "town/documents/2023-report/observations.csv", "210,exact,A", f"210,exact,{status}"
    )
    ledger, report = load(tree, locked=False)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    view = PackageView(package, assess_package(package, TODAY))
    site = Site((view,), {"town": ()}, TODAY, TODAY)
    for language, figure in zip(LANGUAGES, STATUS[status], strict=True):
        pages = Shown(site, language)
        # Beside the counts stands how many rest on no final figure.
        counted = (
            BESIDE_COUNTS[language] in pages["index.md"],
            BESIDE_COUNTS[language] in pages["town/index.md"],
        )
        assert counted == (status in ("E", "P"),) * 2
        for page in ("indicators/lamps-installed", "documents/2023-report"):
            assert figure in pages[f"town/{page}/index.md"], page
        if status != "F":  # which is no result, so that no verdict tells of it
            verdict = explain(package, view.assessments_by_indicator["lamps-installed"][0], language)
            assert figure in verdict
            assert figure in pages["town/goals/2023-plan/1/index.md"]
            assert verdict in unescape(pages["embed/town/lamps-installed/index.html"])
        (theme,) = (
            text for path, text in feeds([view], site.settings, TODAY, language) if "themes/lighting" in path
        )
        assert f"210盏{figure[figure.index('（' if language == 'zh' else ' (') :]}" in theme


def test_a_history_given_up_on_purpose_is_told_with_its_reason(town: Site) -> None:
    given_up = HistoryGivenUp(
        "e" * 40, date(2024, 2, 3), both("删去误传的文件。", "<b>A file</b> was taken out.")
    )
    site = dataclasses.replace(town, settings=Settings(histories_given_up=(given_up,)))
    chinese, english = (Shown(site, language)["town/revisions/index.md"] for language in LANGUAGES)
    assert "2024年2月3日，版本历史有意重新开始或重新读取：删去误传的文件。" in chinese
    assert "On 3 February 2024 the version history was begun anew" in english
    assert "&lt;b&gt;A file&lt;/b&gt; was taken out." in english


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_format_says_where_a_breakdown_has_its_column(rendered: Mapping[str, str], language: str) -> None:
    said = (
        rendered[f"{language}/guide/format/index.md"]
        .partition("<code>dimensions.yaml</code>")[2]
        .partition("<table")[0]
    )
    assert "observations.csv" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_one_block_of_html(rendered: Mapping[str, str], language: str) -> None:
    """Markdown passes a block on untouched only when it begins and ends on the page's first level."""
    for path, text in rendered.items():
        if path.startswith(language) and path.endswith(".md"):
            body = text.split("---\n", 2)[2].strip()
            assert body.startswith('<div class="mz" id="content">'), path
            assert body.endswith("</div>"), path
            assert body.count("<div") == body.count("</div>"), path


def test_templates_and_contexts_agree(town: Site) -> None:
    """A template asks only for fields that its page has, and every field is asked for by its template."""
    layout = (ROOT / "site_src" / "templates" / "layout.html").read_text(encoding="utf-8")
    shared = {field.name for field in dataclasses.fields(contexts.Page)}
    asked_by: dict[type, set[str]] = {}
    for page in all_pages(town.views, town.downloads, "en"):
        found = [
            *(ROOT / "site_src").glob(f"templates/{page.template}"),
            *(ROOT / "site_src").glob(f"pages/en/{page.template}"),
        ]
        source = layout + found[0].read_text(encoding="utf-8")
        for base in re.findall(r'{% extends "(.+?)" %}', source):
            source += (ROOT / "site_src" / "templates" / base).read_text(encoding="utf-8")
        asked = set(re.findall(r"\bpage\.(\w+)", source))
        assert asked <= {field.name for field in dataclasses.fields(page)}, page.template
        asked_by.setdefault(type(page), set()).update(asked)
    unused = {
        kind.__name__: {field.name for field in dataclasses.fields(kind)} - shared - asked
        for kind, asked in asked_by.items()
        if {field.name for field in dataclasses.fields(kind)} - shared - asked
    }
    assert unused == {}


ADDRESSES = {
    *("", "town/", "data/", "data/town/", "data/codebook/", "data/check/", "methods/", "methods/rules/"),
    *("glossary/", "search/"),
    *("guide/", "guide/report/", "guide/limits/", "guide/upload/", "guide/format/", "guide/problems/"),
    *("guide/problems/values/", "guide/problems/files/", "guide/problems/sheet/"),
    *("town/goals/", "town/indicators/", "town/documents/", "town/organisations/", "town/themes/"),
    *("town/findings/", "town/unreported/", "town/due/", "town/revisions/", "town/themes/lighting/"),
    *("town/goals/2023-plan/1/", "town/indicators/lamps-installed/", "town/documents/2023-report/"),
    "town/organisations/town-government/",
}


def test_addresses_are_stable(town: Site) -> None:
    """Published addresses never change; one of each kind."""
    paths = {page.path for page in all_pages(town.views, town.downloads, "zh")}
    assert ADDRESSES - paths == set()


def test_each_message_is_listed_at_its_old_address_and_explained_with_those_of_its_group(town: Site) -> None:
    pages = Shown(town, "en")
    listed = pages["guide/problems/index.md"]
    codes = catalogue("en", "problems")["codes"]
    assert len(codes) > 200
    for code, words in codes.items():
        group = words["group"]
        assert f'<li id="{code}"><a href="{group}/#{code}">' in listed
        explained = pages[f"guide/problems/{group}/index.md"]
        _, _, section = explained.partition(f'<section><h2 id="{code}">')
        assert str(Markup.escape(words["why"])) in section.partition("</section>")[0]


@pytest.mark.parametrize(("bound", "headed"), [(True, True), (False, False)])
def test_what_is_bound_to_nothing_has_no_heading_for_it(town: Site, *, bound: bool, headed: bool) -> None:
    """The share of working lamps alone in its goal, which carries on none; and beside the other targets of the goal."""
    package = town.views[0].package
    alone = {name: item for name, item in package.targets.items() if "working" in name}
    targets = package.targets if bound else alone
    some = dataclasses.replace(package, targets=targets, relations=(), explanations={})
    site = dataclasses.replace(town, views=(PackageView(some, assess_package(some, TODAY)),))
    page = Shown(site, "en")["town/indicators/lamps-working-share/index.md"]
    assert (catalogue("en", "site")["related"]["title"] in page) is headed
