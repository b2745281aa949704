"""Published addresses never go: what got another id is found from the old one, and what went says since when."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from downloads import loaded
from finished import FAULTS, Pages, pages_of
from folders import BASE
from repositories import Repository
from shown import Shown
from sites import without_pictures, without_program

from generator.cli import main
from generator.comparing.former import former
from generator.comparing.history import PackageHistory
from generator.comparing.revisions import Revision
from generator.core.model import Correction
from generator.core.phrases import Text
from generator.publishing.pages.render import Site
from generator.publishing.pages.views import PackageView
from generator.verdicts.standings import assess_package

MOVE = ("indicators", "lamps-old", "key")

NOW = {
    "indicators": {"c", "kept"},
    "goals": {"plan/1", "plan/2"},
    "documents": {"plan"},
    "targets": {"plan/1/c/2023"},
}

CHANGES: Mapping[str, tuple[list[tuple[str, str, str, str]], list[tuple[str, str, str]]]] = {
    # case: (table, key, field, new) of each revision, the oldest first; (table, former id, what has its place now)
    "renamed twice": (
        [("indicators", "a", "key", "b"), ("indicators", "b", "key", "c")],
        [("indicators", "a", "c"), ("indicators", "b", "c")],
    ),
    "gone": ([("indicators", "a", "removed", "")], [("indicators", "a", "")]),
    "renamed, then gone": (
        [("indicators", "a", "key", "b"), ("indicators", "b", "removed", "")],
        [("indicators", "a", ""), ("indicators", "b", "")],
    ),
    "renamed, and the old id given to another thing": ([("indicators", "kept", "key", "c")], []),
    "renamed there and back": (
        [("indicators", "c", "key", "b"), ("indicators", "b", "key", "c")],
        [("indicators", "b", "c")],
    ),
    "two in the place of each other": (
        [("indicators", "kept", "key", "c"), ("indicators", "c", "key", "kept")],
        [],
    ),
    "a document with its goals": (
        [("documents", "draft", "key", "plan"), ("goals", "plan/9", "key", "plan/1")],
        [
            *(("documents", "draft", "plan"), ("goals", "plan/9", "plan/1")),
            *(("goals", "draft/9", "plan/1"), ("goals", "draft/2", "plan/2")),
        ],
    ),
    "a row": (
        [("targets", "plan/1/c/2022", "key", "plan/1/c/2023"), ("targets", "plan/2/c/2023", "removed", "")],
        [("targets", "plan/1/c/2022", "plan/1/c/2023"), ("targets", "plan/2/c/2023", "")],
    ),
    "what never was there": ([("indicators", "a", "key", "nowhere")], []),
    "another column and another table": (
        [("indicators", "c", "unit_id", "km"), ("observations", "a", "removed", "")],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_former_ids(case: str) -> None:
    changes, expected = CHANGES[case]
    revisions = [
        Revision(date(2024, 1, 1), "a" * 40, "", table, key, field, key, new, "", "")
        for table, key, field, new in changes
    ]
    found = [(item.table, item.id, item.now) for item in former(revisions, NOW)]
    assert sorted(found) == sorted(expected)


HISTORIES = [
    None,  # no git at all
    PackageHistory(),  # squashed, or not fetched whole: nothing of it was read
    PackageHistory(
        (Revision(date(2023, 5, 1), "b" * 40, "x", *MOVE, "lamps-old", "lamps-installed", "", ""),)
    ),
]


@pytest.mark.parametrize("history", HISTORIES)
def test_an_id_that_only_the_record_calls_former_leads_on(history: PackageHistory | None) -> None:
    """Where the versions were not read, a correction tells what was renamed, when and why; once, where both tell it."""
    reason = Text((("zh", "换成与文件一致的代码。"), ("en", "The id now says what it is.")))
    correction = Correction(
        "c", *MOVE, "lamps-old", "lamps-installed", date(2023, 5, 1), reason, "镇建设办公室"
    )
    town = replace(loaded(BASE, "town"), corrections=(correction,))
    view = PackageView(town, assess_package(town, date(2024, 3, 1)), history)
    [old] = view.former
    assert (old.id, old.now, old.revision.day) == ("lamps-old", "lamps-installed", date(2023, 5, 1))
    assert old.revision.reason["en"] == "The id now says what it is."
    assert [(item.key, item.responsible) for item in view.revisions_told] == [
        ("lamps-installed", "镇建设办公室")
    ]
    pages = Shown(Site((view,), {"town": ()}, date(2024, 3, 1), date(2024, 3, 1)), "en")
    assert '<a href="../lamps-installed/">' in pages["town/indicators/lamps-old/index.md"]
    told = "Corrections that the record itself tells" in pages["town/revisions/index.md"]
    assert told == (history is None or not history.revisions)


REASON = "换成与文件一致的代码。,The id now says what it is.,镇建设办公室"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site after an indicator and a document were renamed and another indicator went."""
    repository = Repository(tmp_path_factory.mktemp("repository"))
    data = repository.data / "town"
    (data / "documents/2023-plan").rename(data / "documents/work-plan")
    for file in [file for file in data.rglob("*") if file.is_file() and file.name != "corrections.csv"]:
        text = file.read_text(encoding="utf-8")
        text = text.replace("lamps-installed", "lamps-new").replace("2023-plan/", "work-plan/")
        if file.suffix == ".csv":
            text = re.sub(r"(?m)^.*repair-days.*\n", "", text)
        file.write_text(text, encoding="utf-8")
    indicators = data / "indicators/lighting.yaml"
    text = indicators.read_text(encoding="utf-8")
    indicators.write_text(re.sub(r"(?ms)^repair-days:\n(?:  .*?\n)+", "", text), encoding="utf-8")
    rows = (
        "indicators,lamps-installed,key,lamps-installed,lamps-new",
        "documents,2023-plan,key,2023-plan,work-plan",
    )
    with (data / "corrections.csv").open("a", encoding="utf-8") as table:
        table.writelines(f"{row},2024-03-01,{REASON}\n" for row in rows)
    repository.commit("Other names")
    folder = repository.folder / "site"
    options = ["--data", str(repository.data), "--site", str(folder), "--url", "https://records.example.org/"]
    options.append("--no-validate")
    with pytest.MonkeyPatch.context() as patch:
        without_program(patch)
        without_pictures(patch)
        patch.chdir(repository.folder)
        run = CliRunner().invoke(main, ["build", *options])
    assert run.exit_code == 0, run.output
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> Pages:
    return pages_of(site)


MOVED = [
    # old address, the way to the new one, its address
    ("town/indicators/lamps-installed/", "../lamps-new/", "town/indicators/lamps-new/"),
    ("town/documents/2023-plan/", "../work-plan/", "town/documents/work-plan/"),
    ("town/goals/2023-plan/1/", "../../work-plan/1/", "town/goals/work-plan/1/"),
]


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize(("old", "way", "new"), MOVED)
def test_an_old_address_leads_to_the_new_one(pages: Pages, prefix: str, old: str, way: str, new: str) -> None:
    page = pages[prefix + old]
    assert f'<meta http-equiv="refresh" content="0; url={way}">' in page.source
    assert f'<link rel="canonical" href="https://records.example.org/{prefix}{new}">' in page.source
    assert page.source.count('rel="canonical"') == 1
    assert ("a", way) in page.links
    assert prefix + new in pages


def test_the_reason_stands_with_it(pages: Pages) -> None:
    assert (
        "The id now says what it is. 镇建设办公室, 2 January 2024"
        in pages["en/town/indicators/lamps-installed/"].text
    )
    assert "换成与文件一致的代码。" in pages["town/documents/2023-plan/"].text


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("town/indicators/repair-days/", "从2024年1月2日起，这一项不再公布。"),
        ("en/town/indicators/repair-days/", "no longer part of the published record since 2 January 2024."),
        ("en/embed/town/repair-days/", "no longer part of the published record since 2 January 2024."),
    ],
)
def test_what_went_says_since_when(pages: Pages, path: str, says: str) -> None:
    assert says in pages[path].text
    assert 'http-equiv="refresh"' not in pages[path].source


def test_a_card_that_others_show_goes_on(pages: Pages) -> None:
    assert 'content="0; url=../lamps-new/"' in pages["embed/town/lamps-installed/"].source


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_who_follows_an_indicator_goes_on_following_it(site: Path, prefix: str) -> None:
    had, has, went = (
        site / prefix / "town/indicators" / name / "feed.xml"
        for name in ("lamps-installed", "lamps-new", "repair-days")
    )
    assert had.read_bytes() == has.read_bytes()
    assert not went.exists()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_downloads_of_an_indicator_stay(site: Path, form: str) -> None:
    folder = site / "data/town/indicators"
    assert (folder / f"lamps-installed.{form}").read_bytes() == (folder / f"lamps-new.{form}").read_bytes()


def test_search_engines_are_told_of_the_new_addresses_alone(site: Path) -> None:
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "town/indicators/lamps-new/" in sitemap
    assert not re.search("lamps-installed|2023-plan|repair-days", sitemap)


WHOLE = {
    "something asked of another host",
    "data for machines that are not sound",
    "a feed that is not whole",
}
"""Faults that are looked for in sites without an address, in which all links are short."""


@pytest.mark.parametrize("fault", [name for name in FAULTS if name not in WHOLE])
def test_nowhere_is(site: Path, pages: Pages, fault: str) -> None:
    assert list(FAULTS[fault](site, pages)) == []


def test_the_table_of_former_ids_has_them_all(site: Path) -> None:
    """Of things with pages and of rows, each with what it is now and why."""
    with (site / "data/town/former_ids.csv").open(encoding="utf-8", newline="") as table:
        rows = {row["former_id"]: row for row in csv.DictReader(table)}
    assert rows["indicators/lamps-installed"]["now"] == "lamps-new"
    assert rows["indicators/lamps-installed"]["reason_en"] == "The id now says what it is."
    assert rows["goals/2023-plan/1"]["now"] == "work-plan/1"
    gone = rows["indicators/repair-days"]
    assert (gone["now"], gone["date"]) == ("", "2024-01-02")
    assert [name for name in rows if name.startswith("targets/") and "repair-days" in name]


def test_the_files_of_an_indicator_that_went_say_so(site: Path) -> None:
    folder = site / "data/town/indicators"
    told = json.loads((folder / "repair-days.json").read_text(encoding="utf-8"))
    assert (told["removed_on"], told["observations"]) == ("2024-01-02", [])
    table = (folder / "repair-days.csv").read_text(encoding="utf-8").splitlines()
    assert table == (site / "data/town/observations.csv").read_text(encoding="utf-8").splitlines()[:1]
