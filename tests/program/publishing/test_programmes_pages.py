"""What is known by a name: its pages, where else it is named, how it is found, and its tables in the download."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import date
from html import unescape

import by_name
import pytest
from downloads import loaded
from folders import BASE, FIXTURES
from overlays import PLAN, REPORT
from shown import Shown
from sites import TODAY
from speaking import LANGUAGES

from generator.publishing.export.write import published_tables
from generator.publishing.pages import Site
from generator.publishing.pages.search import KINDS, search_index
from generator.publishing.pages.views import PackageView
from generator.publishing.pages.weights import IN_A_LINE
from generator.reading.load import load
from generator.verdicts.standings import assess_package


@pytest.fixture(scope="module")
def view() -> PackageView:
    package = by_name.package()
    return PackageView(package, assess_package(package, TODAY))


@pytest.fixture(scope="module")
def rendered(view: PackageView) -> Mapping[str, Mapping[str, str]]:
    """The pages by language."""
    site = Site((view,), {"town": ()}, TODAY, TODAY)
    return {language: Shown(site, language) for language in LANGUAGES}


PAGES = ("", "pocket-parks/", "lamp-count/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_pages_are_as_they_were(rendered: Mapping[str, Mapping[str, str]], page: str, language: str) -> None:
    text = rendered[language][f"town/programmes/{page}index.md"]
    golden = FIXTURES / "golden" / "programmes" / language / f"{page.strip('/') or 'list'}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


NAMED_ON = {
    # what belongs to a programme leads to it: by itself, or by one of its targets
    "goals/2023-plan/2/": "Pocket parks",
    "goals/2023-plan/1/": "Street lamps <b>",
    "indicators/lamps-standing/": "Pocket parks",
    "indicators/repair-days/": "Pocket parks",
    "": "Pocket parks",
}


@pytest.mark.parametrize(("path", "title"), NAMED_ON.items())
def test_what_belongs_to_it_leads_to_it(
    rendered: Mapping[str, Mapping[str, str]], path: str, title: str
) -> None:
    page = unescape(rendered["en"][f"town/{path}index.md"])
    assert f">{title}</a>" in page
    assert "<b>" not in rendered["en"][f"town/{path}index.md"].partition("<h1>")[2].replace("&lt;b&gt;", "")


def test_a_body_without_programmes_has_no_list_of_them() -> None:
    package = loaded(BASE, "town")
    view = PackageView(package, assess_package(package, TODAY))
    pages = Shown(Site((view,), {"town": ()}, TODAY, TODAY), "en")
    assert not [path for path in pages if "programmes" in path]
    assert not [path for path, text in pages.items() if "town/programmes/" in text]
    assert not {"programmes", "mentions"} & {
        table.name for table in published_tables(package, view.standings)
    }


BEFORE = {
    # the day → the programmes that have a page: one that is only reported has none before that
    date(2023, 12, 30): {"pocket-parks", "lamp-count"},
    date(2023, 12, 31): {"pocket-parks", "lamp-count", "lamp-total"},
}


@pytest.mark.parametrize(
    ("day", "names"), [pytest.param(*item, id=item[0].isoformat()) for item in BEFORE.items()]
)
def test_before_a_document_was_issued_nothing_leads_to_what_it_alone_tells(
    day: date, names: set[str]
) -> None:
    total = "lamp-total:\n  title_zh: 总数\n  title_en: All lamps\n  kind: works\n  summary_zh: 灯。\n  summary_en: Lamps.\n"
    tree = by_name.tree().write(
        "town/programmes.yaml", f"{by_name.PROGRAMMES}{total}  perhaps: [lamp-count, lamp-total]\n"
    )
    tree.write(f"{REPORT}/mentions.csv", f"{by_name.OF_REPORT}lamp-total,told,reported,一/(一),路灯总数,,\n")
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    view = PackageView(package, assess_package(package, day))
    pages = Shown(Site((view,), {"town": ()}, day, day), "en")
    with_page = re.compile(r"town/programmes/([a-z-]+)/")
    assert {at[1] for path in pages if (at := with_page.match(path))} == names
    assert {name for text in pages.values() for name in with_page.findall(text)} == names
    # Nothing is perhaps itself.
    assert [*view.perhaps_same] == (["lamp-total", "lamp-count"] if "lamp-total" in names else [])


def test_it_is_found_by_each_of_its_names(view: PackageView) -> None:
    [(_, text)] = search_index([view], "zh")
    entries = [entry for entry in json.loads(text)["entries"] if KINDS[entry[0]] == "programmes"]
    assert [entry[1:3] for entry in entries] == [
        ["town/programmes/pocket-parks/", "口袋公园"],
        ["town/programmes/lamp-count/", "路等"],
    ]
    assert "新装路等" in json.dumps(entries[1], ensure_ascii=False)
    assert "收录的文件里再没有提到" in json.dumps(entries[1], ensure_ascii=False)


TABLES = {
    "programmes": [
        "programme_id,title_zh,title_en,kind,summary_zh,summary_en,names,since,goals,targets,deliverables,indicators,perhaps,programme_kind",
        (
            "pocket-parks,口袋公园,Pocket parks,works,房前屋后的小公园。,Small parks near people’s homes.,,2023-06,"
            "2023-plan/2,2023-plan/1/repair-days/2023,2023-plan/2/pocket-park,lamps-standing,,works"
        ),
        "lamp-count,路等,Street lamps <b>,platform,街上的灯。,The lamps in the streets.,新装路等,,2023-plan/1,,,,,platform",
    ],
    "mentions": [
        "mention_id,programme_id,document_id,says,locator,figure,note_zh,note_en,page,clause",
        "2023-plan/pocket-parks/built,pocket-parks,2023-plan,promised,一/2,建口袋公园,,,,建口袋公园",
        (
            "2023-plan/lamp-count/installed,lamp-count,2023-plan,promised,一/1,全镇新装路等200盏以上,"
            "“路等”是原文的错字。,The copy misprints it.,,全镇新装路等200盏以上"
        ),
        "2023-report/pocket-parks/opened,pocket-parks,2023-report,reported,一/(二),口袋公园已经开放,,,,口袋公园已经开放",
    ],
}


@pytest.mark.parametrize("name", TABLES)
def test_they_are_published_as_tables(view: PackageView, name: str) -> None:
    table = next(item for item in published_tables(view.package, view.standings) if item.name == name)
    rows = [table.names, *zip(*table.cells, strict=True)]
    assert [",".join(row) for row in rows] == TABLES[name]


def test_a_line_names_only_some_of_many_and_leads_to_all() -> None:
    many = [f"park-{number}" for number in range(30)]
    listed = "".join(
        f"{name}:\n  title_zh: 口袋公园\n  title_en: Park {name}\n  kind: works\n  summary_zh: 公园。\n  summary_en: A park.\n"
        "  goals: [2023-plan/2]\n"
        for name in many
    )
    clauses = "".join(f"{name},built,promised,一/2,建口袋公园,,\n" for name in many)
    tree = by_name.tree().write("town/programmes.yaml", listed)
    tree.remove(f"{REPORT}/mentions.csv").write(f"{PLAN}/mentions.csv", f"{by_name.HEAD}\n{clauses}")
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    view = PackageView(package, assess_package(package, TODAY))
    pages = Shown(Site((view,), {"town": ()}, TODAY, TODAY), "en")
    goal = pages["town/goals/2023-plan/2/index.md"]
    assert len(re.findall("programmes/park-", goal)) == IN_A_LINE
    assert f'programmes/">{len(many) - IN_A_LINE} more</a>' in goal
