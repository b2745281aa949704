"""The search index of a large site: divided by words, so that a search loads what its words need, and finds the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from downloads import loaded
from folders import BASE, ROOT

from generator.publishing.pages import search
from generator.publishing.pages.search import KINDS, search_index
from generator.publishing.pages.searched import (
    CONNECTED,
    NUMBER,
    SIGNS,
    file_of,
    plain,
    traditional,
    words_of,
)
from generator.publishing.pages.views import PackageView
from generator.verdicts.standings import assess_package

TODAY = date(2024, 1, 1)


@pytest.fixture(scope="module")
def town() -> PackageView:
    package = loaded(BASE, "town")
    return PackageView(package, assess_package(package, TODAY))


def index(view: PackageView, language: str) -> Mapping[str, Any]:
    return {path: json.loads(text) for path, text in search_index([view], language)}


WORDS = [
    # a text → the words by which it is found
    ("", set()),
    ("Street lamps, installed", {"street", "lamps", "installed"}),
    ("ＬＥＤ路灯", {"led", "路", "灯", "路灯"}),
    ("修路灯 24小时", {"修", "路", "灯", "修路", "路灯", "24", "小", "时", "小时"}),
    ("Éclairage_public", {"eclairage", "public"}),
    ("道路照明燈", {"道", "路", "照", "明", "灯", "道路", "路照", "照明", "明灯"}),
    ("1,195户", {"1195", "户"}),
    ("PM2.5 at 59,8 %", {"pm", "2.5", "at", "59.8"}),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_the_words_of_a_text(text: str, words: set[str]) -> None:
    assert words_of(text) == words


ALIKE = [
    # what is written, in one way and in others → as it is searched
    (("1195户", "1,195户", "１，１９５户", "1 195户", "1\u00a0195户", "1\u202f195戶"), "1195户"),
    (("34000盏", "3.4万盏", "3.4 万盏", "3.40萬盞", "34,000盏"), "34000盏"),
    (("5000", "0.5万", "5,000"), "5000"),
    (("1.5亿", "150,000,000", "15000万"), "150000000"),
    (("2万亿",), "2000000000000"),
    (("98%", "98.0%", "98.00％"), "98%"),
    (("2023 200 lamps",), "2023 200 lamps"),
    (("1,1951",), "1.1951"),
    (("供热管网", "供熱管網", "供熱管网"), "供热管网"),
    (("里面", "裏面", "裡面"), "里面"),
    (("dechets", "Déchets", "DÉCHETS", "De\u0301chets"), "dechets"),
]


def test_what_is_written_otherwise_is_searched_alike() -> None:
    found = {written: plain(written) for ways, _ in ALIKE for written in ways}
    assert found == {written: alike for ways, alike in ALIKE for written in ways}


def test_only_characters_that_can_be_found_are_delivered() -> None:
    assert traditional(["路灯", "燈"]) == ("燈", "灯")
    assert traditional(["lamps"]) == ("", "")


def test_the_script_takes_texts_apart_as_the_index_does() -> None:
    script = (ROOT / "site_src" / "assets" / "search.js").read_text(encoding="utf-8")
    for name, pattern in (("CONNECTED", CONNECTED), ("SIGNS", SIGNS), ("NUMBER", NUMBER)):
        written = pattern.replace("\\", "\\\\")
        assert f'const {name} = "{written}";' in script, name


@pytest.mark.parametrize("files", [1, 7, 100])
def test_words_that_begin_alike_stand_in_one_file(files: int) -> None:
    for words in (("la", "lamp", "lamps"), ("路", "路灯", "路面")):
        assert len({file_of(word, files) for word in words}) == 1
        assert all(0 <= file_of(word, files) < files for word in words)


def test_the_index_of_a_small_site_is_one_file(town: PackageView) -> None:
    assert list(index(town, "en")) == ["search/index.json"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_that_of_a_large_site_holds_the_same_in_files(
    town: PackageView, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = index(town, language)["search/index.json"]
    monkeypatch.setattr(search, "WHOLE", 0)
    monkeypatch.setattr(search, "WORDS", 500)
    monkeypatch.setattr(search, "OF_EACH", 3)
    parts = index(town, language)
    head = parts["search/index.json"]
    shared = ("kinds", "same", "traditional", "multiples")
    assert {name: head[name] for name in shared} == {name: whole[name] for name in shared}
    assert head["files"] > 3
    entries = [
        entry
        for number in range(-(-len(whole["entries"]) // head["each"]))
        for entry in parts[f"search/entries-{number}.json"]
    ]
    rows = [[*row, *[""] * (9 - len(row))] for row in whole["entries"]]
    assert [[*row, *[""] * (7 - len(row))] for row in entries] == [row[:3] + row[5:] for row in rows]
    kinds = [row[0] for row in rows]
    assert head["ends"] == [sum(one <= kind for one in kinds) for kind in range(len(KINDS))]
    assert kinds == sorted(kinds)
    places = {
        (word, *divmod(place, 3))
        for number in range(head["files"])
        for word, at in parts[f"search/words-{number}.json"].items()
        for place in at
        if file_of(word, head["files"]) == number
    }
    expected = set()
    for number, (_, _, title, other, text, note, _, standing, value) in enumerate(rows):
        rest = " ".join((text, *(_told(part) for part in (note, standing, value))))
        words = [words_of(part) for part in (_told(title), other, rest)]
        expected |= {
            (word, number, next(place for place in range(3) if word in words[place]))
            for word in set().union(*words)
        }
    assert places == expected


def _told(shown: str | list[str | list[str]]) -> str:
    """What is shown, as one text."""
    return (
        shown
        if isinstance(shown, str)
        else "".join(part if isinstance(part, str) else part[0] for part in shown)
    )


KNOWN = """
indicators town/indicators/lamps-installed/ Street lamps installed | 2023 | achieved | Achieved | 210 / at least 200 lamps
indicators town/indicators/repair-days/ Days until a lamp is repaired | 2023 · 基本当天 · 2023 | words_only | Words only | — / at most 3 days
indicators town/indicators/lamps-standing/ Street lamps standing | 2023 |  |  | 980 lamps
goals town/goals/2023-plan/1/ New street lamps | Work plan of Qinghe Town for 2023 |  |  | 4 targets
deliverables town/goals/2023-plan/2/ Pocket park opened | Due 31 December 2023 · Work plan of Qinghe Town for 2023 | delivered | Delivered
findings town/findings/#stated-change-2023-report-lamps-installed-2023-12-31 Street lamps installed | The report gives 210 lamps, a change of +16.7% on the year before. The figure of the year before is 181 lamps, so the change comes to +16%.
methods methods/#half Half the time, half the task
pages town/unreported/ Promises with no result in our documents | Qinghe Town: goals and progress
pages about/ About this site | Who keeps it, what it is for, how a mistake is mended, and how a body can answer.
""".strip().splitlines()
"""Of what is found: kind, path, title; then the note, the mark, the standing and the value that are shown (English)."""


def test_each_kind_is_found_with_its_value_and_standing(town: PackageView) -> None:
    entries = index(town, "en")["search/index.json"]["entries"]
    told = [f"{KINDS[row[0]]} {row[1]} " + " | ".join(map(_told, (row[2], *row[5:]))) for row in entries]
    assert [row for row in KNOWN if row not in told] == []
    # The town has no programmes; how those are found stands with their pages.
    assert {KINDS[row[0]] for row in entries} == set(KINDS) - {"programmes"}


def test_a_section_of_every_page_written_by_hand_has_an_anchor_of_its_own(town: PackageView) -> None:
    for language in ("zh", "en", "fr"):
        entries = index(town, language)["search/index.json"]["entries"]
        names = [row[1].removeprefix("methods/#") for row in entries if KINDS[row[0]] == "methods"]
        assert len(names) == 24, language
        assert len(set(names)) == 24, language
        assert not [name for name in names if name.isdecimal()], language


def test_figures_are_found_as_printed(town: PackageView) -> None:
    entries = index(town, "en")["search/index.json"]["entries"]
    by_path = {row[1]: row for row in entries}
    assert "200盏以上" in by_path["town/indicators/lamps-installed/"][4]
