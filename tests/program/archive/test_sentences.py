"""Sentences around a figure, as reports and plans word them: those that say something else than it, and those that don't.

The sentences are tables of `tests/fixtures/sentences`; `told_as` is what a row makes of the figure, a result or a target.
"""

from __future__ import annotations

import csv
from functools import cache

import pytest
from folders import FIXTURES

from generator.archive.citations import ArchivedText, Span, find_figure, planned
from generator.core.figures import FigureReader

UNITS = {"zh": ["盏", "座", "件", "套", "吨"], "en": ["homes"], "fr": ["logements", "places"]}

LEFT = {
    # text of said_otherwise.csv: why it is found nevertheless
    "年底前不能全部完成的任务有44项。": "it says what is counted, which the indicator names",
    "去年只有980盏。": "it says of which year, which is the period of the row",
    "到2025年建成120套。": "the same: behind the end of that year it tells a result",
    "120 flats by 2027": "the same",
    "2023年8月底。": "it is no figure: check refuses the number of a month",
    "上浮6.5%。": "a rise by 6.5 % is 6.5 %",
}


@cache
def reader(language: str) -> FigureReader:
    return FigureReader(language, UNITS[language])


def sentences(name: str) -> list[dict[str, str]]:
    with (FIXTURES / "sentences" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stands(row: dict[str, str]) -> bool:
    """Whether a figure can be cited as it is for what the row makes of it."""
    archived = ArchivedText(row["text"])
    known = reader(row["language"])
    place = find_figure(archived, row["figure"], Span(0, len(archived.text)), 1, known)
    return (
        place is not None
        and not place.cut
        and not (row["told_as"] == "result" and planned(archived, place, known))
    )


@pytest.mark.parametrize("language", UNITS)
def test_a_figure_of_which_its_sentence_says_something_else_is_refused(language: str) -> None:
    rows = [row for row in sentences("said_otherwise") if row["language"] == language]
    found = {row["text"] for row in rows if stands(row)}
    assert found == {row["text"] for row in rows if row["text"] in LEFT}


@pytest.mark.parametrize("language", UNITS)
def test_a_figure_that_its_sentence_says_is_found(language: str) -> None:
    rows = [row for row in sentences("said_so") if row["language"] == language]
    assert rows
    assert [row["text"] for row in rows if not stands(row)] == []


ASIDE = {
    # figure that is cited with the word that says which number it is: its value
    "提前15天": 15,
    "资金缺口300万元": 3000000,
    "上年同期980盏": 980,
    "亏损300万元": -3000000,
    "5%跌幅": -5,
}


@pytest.mark.parametrize("figure", ASIDE)
def test_with_its_word_it_can_be_cited(figure: str) -> None:
    read = reader("zh").read(figure)
    assert getattr(read, "value", None) == ASIDE[figure]
    assert stands({"language": "zh", "told_as": "result", "figure": figure, "text": f"全市{figure}。"})
