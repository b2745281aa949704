"""Texts that are full of what looks like a figure: each place costs little, and of very many the first are looked at."""

from __future__ import annotations

import random

import pytest
from costs import CROWDED, crowded, measured

from generator.archive.citations import ArchivedText, Span, find_all, find_figure
from generator.archive.verify import in_one
from generator.core import limits
from generator.core.figures import FigureReader
from generator.core.figures.lexicon import languages, lexicon
from generator.core.figures.tokens import Lexer

ZH, EN = FigureReader("zh"), FigureReader("en")


def told(text: str, figure: str, occurrence: int = 1, reader: FigureReader = ZH) -> str:
    """What comes of looking for a figure: where it is found, what it is only a part of, or why neither is told."""
    archived = ArchivedText(text)
    found = find_figure(archived, figure, Span(0, len(archived.text)), occurrence, reader)
    if found is None:
        return "nowhere"
    return "too often" if found.beyond else found.cut or f"at {found.spans[0].start}"


LIMITED = [
    # text, figure, occurrence → what is told where five places are looked at
    (">5;" * 4 + "5;", "5", 1, "at 12"),
    (">5;" * 5 + "5;", "5", 1, "too often"),
    (">5;" * 5, "5", 1, ">5"),
    ("5;" * 9, "5", 5, "at 8"),
    ("5;" * 9, "5", 6, "too often"),
    # the ends of other numbers are no places, and of those that go on only one is
    ("15;" * 9 + "5;", "5", 1, "at 27"),
    ("50;" * 9 + "5;", "5", 1, "at 27"),
    ("新建；" * 4 + "新建路灯5处", "新建…5处", 1, "at 12"),
    ("新建；" * 5 + "新建路灯5处", "新建…5处", 1, "too often"),
]


def test_of_very_many_places_the_first_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PLACES", 5)
    said = [told(text, figure, occurrence) for text, figure, occurrence, _ in LIMITED]
    assert said == [expected for *_, expected in LIMITED]


def test_a_place_is_looked_at_once_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    archived = ArchivedText("5;" * 30)
    within, looked_at, whole = Span(0, len(archived.text)), list[int](), FigureReader.whole

    def counted(reader: FigureReader, text: str, start: int, end: int) -> tuple[int, int]:
        looked_at.append(start)
        return whole(reader, text, start, end)

    monkeypatch.setattr(FigureReader, "whole", counted)
    places = [find_figure(archived, "5", within, occurrence, ZH) for occurrence in (3, 7, 7, 5)]
    assert [place and place.spans[0].start for place in places] == [4, 12, 12, 8]
    assert looked_at == list(range(0, 14, 2))


def test_what_is_known_to_be_no_data_has_places_looked_at_anew() -> None:
    text = "12 980盏"
    archived = ArchivedText(text)
    within = Span(0, len(archived.text))
    before = find_figure(archived, "980盏", within, 1, ZH)
    after = find_figure(archived.knowing(["^12"]), "980盏", within, 1, ZH)
    assert [place and bool(place.cut) for place in (before, after)] == [True, False]


def test_what_governs_a_row_is_found_as_long_as_a_row_may_be() -> None:
    row = "、".join(["5处"] * limits.MOST_IN_ROW)
    assert told(f"至少{row}；至少4处、3处", "3处") == "至少…3处"
    assert told(f"至少{row[:-2]}6处", "6处") == "至少…6处"
    assert told(f"至少{row}、6处", "6处") == "、5处、6处"
    assert told(f"6处、{row}以上", "6处") == "6处、5处、"


def test_parts_of_a_figure_stand_near_each_other() -> None:
    assert told(f"新建{'啊' * limits.LONGEST_GAP}5处", "新建…5处") == "at 0"
    assert told(f"新建{'啊' * (limits.LONGEST_GAP + 1)}5处", "新建…5处") == "nowhere"


def test_tenths_behind_a_unit_are_none() -> None:
    texts = ("路灯5处成。", "占5%成", "5处成套路灯")
    assert [told(text, figure) for text, figure in zip(texts, ("5处", "5%", "5处"), strict=True)] == [
        "at 2",
        "at 1",
        "at 0",
    ]


def test_numbers_are_joined_as_far_as_somebody_is_told_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    archived = ArchivedText("7 to 10; 7 to 10; 7 to 10")
    numbers = [Span(at, at + width) for at, width in ((0, 1), (5, 2), (9, 1), (14, 2), (18, 1), (23, 2))]
    joined = {}
    for most in (6, 4, 2):
        monkeypatch.setattr(limits, "MOST_PLACES", most)
        joined[most] = [archived.text[span.start : span.end] for span in in_one(archived, numbers, EN)]
    ranges = "7 to 10"
    assert joined == {
        6: [ranges] * 3,
        4: [ranges] * 2 + ["7", "10"],
        2: [ranges] + ["7", "10"] * 2,
    }


@pytest.mark.parametrize("language", languages())
def test_words_are_found_by_their_edges_as_by_trying_every_stretch(language: str) -> None:
    lexer = Lexer(lexicon(language), ["Straße", "km²", "盏"])
    made = random.Random(language)
    words = [*lexer.lexicon.words, *lexer.units, "5", "12", " ", "Ｓtrasse", "STRASSE", "İ", "ß", ";", "M"]
    for _ in range(60):
        text = "".join(word.upper() if made.random() < 0.2 else word for word in made.choices(words, k=8))
        for at in range(len(text) + 1):
            near = range(1, lexer.reach + 1)
            behind = [(at + n, lexer.known(text, at, at + n)) for n in near if at + n <= len(text)]
            before = [(at - n, lexer.known(text, at - n, at)) for n in near if at >= n]
            assert [*lexer.beginning(text, at)] == [item for item in reversed(behind) if item[1]]
            assert [*lexer.ending(text, at)] == [item for item in reversed(before) if item[1]]


def test_every_place_is_told_to_whoever_lists_them() -> None:
    archived = ArchivedText("5;约5;5")
    found = find_all(archived, "5", Span(0, len(archived.text)), ZH)
    assert [(place.spans[0].start, place.cut) for place in found] == [(0, ""), (3, "约5"), (5, "")]


def test_a_megabyte_of_places_is_looked_at_within_bounds() -> None:
    """Wide ones, for computers differ."""
    piece = "".join(CROWDED.values())
    cost = measured(crowded(CROWDED, lambda number: f"{piece}{chr(0x4E00 + number % 20_000)}"), seconds=20)
    assert (cost.code, cost.printed < 200_000) == (1, True)
