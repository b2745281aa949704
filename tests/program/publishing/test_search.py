"""The search index of a large site: divided by words, so that a search loads what its words need, and finds the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from downloads import loaded
from folders import BASE

from generator.publishing.pages import search
from generator.publishing.pages.search import file_of, search_index, words_of
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
    ("Éclairage_public", {"éclairage", "public"}),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_the_words_of_a_text(text: str, words: set[str]) -> None:
    assert words_of(text) == words


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
    assert {name: head[name] for name in ("kinds", "same")} == {
        name: whole[name] for name in ("kinds", "same")
    }
    assert head["files"] > 3
    entries = [
        entry
        for number in range(-(-len(whole["entries"]) // head["each"]))
        for entry in parts[f"search/entries-{number}.json"]
    ]
    assert entries == [[kind, path, title, note] for kind, path, title, _, _, note in whole["entries"]]
    places = {
        (word, *divmod(place, 3))
        for number in range(head["files"])
        for word, at in parts[f"search/words-{number}.json"].items()
        for place in at
        if file_of(word, head["files"]) == number
    }
    expected = set()
    for number, (_, _, *texts, _) in enumerate(whole["entries"]):
        words = [words_of(search.plain(text)) for text in texts]
        expected |= {
            (word, number, next(place for place in range(3) if word in words[place]))
            for word in set().union(*words)
        }
    assert places == expected
