"""What a program shows of a cell in a CSV file, in the forms of its country: what it certainly says, or why nobody knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from generator.core.values import Refusal
from generator.editing.sheets.shown import Showing, days, is_lost, is_shortened, learned, numbers
from generator.format.fields import AnyField
from generator.format.tables import OBSERVATIONS

FIELDS: dict[str, AnyField] = {
    "number": OBSERVATIONS.value,
    "day": OBSERVATIONS.as_of,
    "text": OBSERVATIONS.figure,
}

NUMBERS: dict[str, dict[str, str]] = {
    # as shown: what it is with a point and with a comma before the fraction
    "980": {".": "980", ",": "980"},
    "-980": {".": "-980", ",": "-980"},
    "+980": {".": "980", ",": "980"},
    "(980)": {".": "-980", ",": "-980"},
    "(980": {},
    "980)": {},
    "1,980": {".": "1980", ",": "1.980"},
    "1.980": {".": "1.980", ",": "1980"},
    "1,980.5": {".": "1980.5"},
    "1.980,5": {",": "1980.5"},
    "1,980,000": {".": "1980000"},
    "1 980": {".": "1980", ",": "1980"},
    "1\u00a0980,5": {",": "1980.5"},
    "1\u202f980": {".": "1980", ",": "1980"},
    "1'980.5": {".": "1980.5"},
    "19,80": {",": "19.80"},
    "1,98": {",": "1.98"},
    "12,3456": {",": "12.3456"},
    "1234,567": {",": "1234.567"},
    "1,9800": {",": "1.9800"},
    "2.5E+04": {".": "25000"},
    "2,5e4": {",": "25000"},
    "2.5E-3": {".": "0.0025"},
    "2.5E+123": {},
    "1~980": {},
    "1[980": {},
    "2.5万": {},
    "1.": {},
    ".5": {},
    "": {},
}


def test_the_numbers_that_a_text_may_be() -> None:
    assert {text: numbers(text) for text in NUMBERS} == {
        text: {sign: Decimal(number) for sign, number in found.items()} for text, found in NUMBERS.items()
    }


DAYS: dict[str, dict[str, str]] = {
    # as shown: the day, by what stands first in it where that may be the day or the month
    "2023-06-03": {"": "2023-06-03"},
    "2023/6/3": {"": "2023-06-03"},
    "2023.6.3": {"": "2023-06-03"},
    "2023. 6. 3.": {"": "2023-06-03"},
    "2023年6月3日": {"": "2023-06-03"},
    "2023年6月3号": {"": "2023-06-03"},
    "2023-06-03 00:00": {"": "2023-06-03"},
    "2023-06-03T00:00:00": {"": "2023-06-03"},
    "2023-06-03 09:30": {},
    "3-Jun-2023": {"": "2023-06-03"},
    "3 June 23": {"": "2023-06-03"},
    "3-Dec-2023": {"": "2023-12-03"},
    "3-Jan-2023": {"": "2023-01-03"},
    "3-Xyz-2023": {},
    "6/3/2023": {"day": "2023-03-06", "month": "2023-06-03"},
    "6.3.2023": {"day": "2023-03-06", "month": "2023-06-03"},
    "6-3-23": {"day": "2023-03-06", "month": "2023-06-03"},
    "6/3/2023 0:00": {"day": "2023-03-06", "month": "2023-06-03"},
    "13/6/2023": {"day": "2023-06-13"},
    "6/13/2023": {"month": "2023-06-13"},
    "13/13/2023": {},
    "6/3.2023": {},
    "31/2/2023": {},
    "6/3/99": {"day": "2099-03-06", "month": "2099-06-03"},
    "1800-01-01": {"": "1800-01-01"},
    "1799-12-31": {},
    "2149-12-31": {"": "2149-12-31"},
    "2150-01-01": {},
    "0100-06-03": {},
    "2023-6": {},
    "": {},
}


MONTHS = ("Jan", "FEB", "mar", "April", "May", "June", "July", "August", "Sep", "Oct", "Nov", "Dec")


def test_a_month_is_known_by_its_english_name() -> None:
    assert [days(f"3-{name}-2023") for name in MONTHS] == [{"": date(2023, at, 3)} for at in range(1, 13)]


def test_the_days_that_a_text_may_be() -> None:
    assert {text: days(text) for text in DAYS} == {
        text: {first: date.fromisoformat(day) for first, day in found.items()} for text, found in DAYS.items()
    }


N, D, T = "number", "day", "text"

LEARNED: dict[str, tuple[str, list[tuple[str, str, str]], Showing]] = {
    # the sign between cells, cells (as shown, of which field, as exported), what they prove
    "nothing": (";", [], Showing("", {})),
    "commas part the cells": (",", [], Showing(".", {})),
    "a fraction with a point": (";", [("98.2", N, "98.2")], Showing(".", {})),
    "a fraction with a comma": (";", [("98,2", N, "98.2")], Showing(",", {})),
    "a fraction with a comma in spite of commas": (",", [("98,2", N, "98.2")], Showing(",", {})),
    "a fraction that was changed": (";", [("98,3", N, "98.2")], Showing(",", {})),
    "commas part the cells of whole numbers": (",", [("980", N, "980")], Showing(".", {})),
    "both": (";", [("98,2", N, "98.2"), ("98.2", N, "98.2")], Showing("", {})),
    "what was exported": (";", [("1.980", N, "1980")], Showing(",", {})),
    "what was changed proves nothing": (";", [("1.981", N, "1980")], Showing("", {})),
    "whole numbers prove nothing": (";", [("980", N, "980")], Showing("", {})),
    "a text proves nothing": (";", [("98,2", T, "98.2")], Showing("", {})),
    "with spaces around": (";", [(" 98,2 ", N, "98.2")], Showing(",", {})),
    "the month first": (";", [("12/31/2023", D, "2023-12-31")], Showing("", {"/": "month"})),
    "the month first, with spaces around": (
        ";",
        [(" 12/31/2023 ", D, "2023-12-31")],
        Showing("", {"/": "month"}),
    ),
    "the day first": (";", [("31.12.2023", D, "2023-12-31")], Showing("", {".": "day"})),
    "each sign for itself": (
        ";",
        [("12/31/2023", D, "2023-12-31"), ("31.12.2023", D, "2023-12-31")],
        Showing("", {"/": "month", ".": "day"}),
    ),
    "as it was exported": (";", [("3/6/2023", D, "2023-06-03")], Showing("", {"/": "day"})),
    "changed, and so without proof": (";", [("3/6/2023", D, "2023-06-04")], Showing("", {"/": ""})),
    "two of the same sign": (
        ";",
        [("3/6/2023", D, "2023-06-03"), ("3/6/2023", D, "2023-03-06")],
        Showing("", {"/": ""}),
    ),
    "the same either way": (";", [("6/6/2023", D, "2023-06-06")], Showing("", {"/": ""})),
    "one of two": (
        ";",
        [("6/6/2023", D, "2023-06-06"), ("12/31/2023", D, "2023-12-31")],
        Showing("", {"/": "month"}),
    ),
    "the year first": (";", [("2023/6/3", D, "2023-06-03")], Showing("", {"": ""})),
}


@pytest.mark.parametrize("what", LEARNED)
def test_what_a_file_proves_of_how_it_shows(what: str) -> None:
    delimiter, cells, showing = LEARNED[what]
    assert learned([(text, FIELDS[name], before) for text, name, before in cells], delimiter) == showing


NONE = Showing()
POINT, COMMA = Showing("."), Showing(",")
MONTH = Showing("", {"/": "month"})

READ: list[tuple[Showing, str, str, str, object]] = [
    # how the file shows, a cell as shown, of which field, as exported; what it says, None where it says what stands there
    (NONE, "980", N, "980", "980"),
    (NONE, "981", N, "980", "981"),
    (NONE, "#N/A", T, "#N/A", "#N/A"),
    (NONE, " 980 ", N, "980", "980"),
    (NONE, "####", N, "980", ("sheet-narrow", "", "")),
    (NONE, "#", T, "980", None),
    (NONE, "##", T, "980", ("sheet-narrow", "", "")),
    (NONE, "??", T, "路灯", ("sheet-characters", "", "")),
    (NONE, "#REF!", N, "980", ("sheet-error", "", "#REF!")),
    (NONE, "#NAME?", T, "-绿化", ("sheet-kept", "-绿化", "")),
    (NONE, "#NAME?", T, "=绿化", ("sheet-kept", "=绿化", "")),
    (NONE, "#NAME?", T, "+绿化", ("sheet-kept", "+绿化", "")),
    (NONE, "#NAME?", T, "@绿化", ("sheet-kept", "@绿化", "")),
    (NONE, "路灯", T, "绿化", None),
    (NONE, "", T, "绿化", None),
    (NONE, "3月1日", T, "3/1", ("sheet-kept", "3/1", "")),
    # numbers
    (POINT, "1,980.00", N, "", "1980"),
    (POINT, "1,980", N, "1980", "1980"),
    (POINT, "1,981", N, "1980", "1981"),
    (COMMA, "1.980", N, "", "1980"),
    (COMMA, "98,2", N, "", "98.2"),
    (POINT, "98,2", N, "", ("bad-number", "98.2", "")),
    (NONE, "98,2", N, "", ("bad-number", "98.2", "")),
    (NONE, "1.980", N, "1980", "1980"),
    (NONE, "1.980", N, "1.98", "1.98"),
    (NONE, "1.980", N, "", ("sheet-two-ways", "", "1.98 · 1980")),
    (NONE, "98.2", N, "", None),
    (COMMA, "98.2", N, "", None),
    (POINT, "(980)", N, "", None),
    (POINT, "(980)", N, "-980", "-980"),
    (POINT, "2.5E+04", N, "", None),
    (POINT, "2.5E+04", N, "25000", "25000"),
    (POINT, "2.75E+11", N, "275123456789", ("sheet-kept", "275123456789", "")),
    (POINT, "2.75E+11", N, "275500000000", ("sheet-kept", "275500000000", "")),
    (POINT, "2.76E+11", N, "275123456789", None),
    (POINT, "0.123456789", N, "0.12345678901", ("sheet-kept", "0.12345678901", "")),
    (POINT, "0.12345679", N, "0.12345678901", "0.12345679"),
    (POINT, "约980", N, "980", None),
    # days
    (MONTH, "12/30/2023", D, "2023-12-31", "2023-12-30"),
    (MONTH, "1/2/2024", D, "", "2024-01-02"),
    (NONE, "1/2/2024", D, "", ("sheet-two-ways", "", "2024-01-02 · 2024-02-01")),
    (MONTH, "1.2.2024", D, "", ("sheet-two-ways", "", "2024-01-02 · 2024-02-01")),
    (NONE, "2/2/2024", D, "", "2024-02-02"),
    (NONE, "13/2/2024", D, "", "2024-02-13"),
    (NONE, "2024年2月1日", D, "", "2024-02-01"),
    (MONTH, "1/2/24", D, "2024-01-02", "2024-01-02"),
    (MONTH, "1/2/24", D, "", ("bad-date", "2024-01-02", "")),
    (NONE, "45291", D, "2023-12-31", "2023-12-31"),
    (NONE, "43829", D, "2023-12-31", "2023-12-31"),
    (NONE, "45292", D, "2023-12-31", None),
    (NONE, "年底", D, "2023-12-31", None),
]


def test_what_a_cell_says_as_a_program_shows_it() -> None:
    said = []
    for showing, text, name, before, _ in READ:
        found = showing.read(text, FIELDS[name], before)
        if isinstance(found, Refusal):
            said.append((showing, text, name, before, (found.code, found.suggestion, found.detail)))
        else:
            said.append((showing, text, name, before, found))  # type: ignore[arg-type]
    assert said == READ


ERRORS = ("#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#NAME", "#VALUE")


def test_the_errors_of_formulas_are_known() -> None:
    told = [NONE.read(text, FIELDS[T], "路灯") for text in ERRORS]
    assert told == [Refusal("sheet-error", "", text) for text in ERRORS]


LOST: dict[tuple[str, str], bool] = {
    # a text and what it was: whether characters were lost
    ("??盏", "路灯盏"): True,
    ("路?", "路灯"): True,
    ("路灯", "路灯"): False,
    ("?b", "ab"): False,
    ("??", "路灯盏"): False,
    ("?x", "路灯"): False,
}


def test_whether_characters_were_lost() -> None:
    assert {pair: is_lost(*pair) for pair in LOST} == LOST


SHORTENED: dict[tuple[str, str], bool] = {
    # as shown and as it was: whether a program may have made the one of the other by itself
    ("2.1", "2.10"): True,
    ("7", "007"): True,
    ("59.8%", "59.80%"): True,
    ("0.598", "59.80%"): True,
    ("0.599", "59.80%"): False,
    ("2.75123E+11", "275123456789"): True,
    ("3月1日", "3/1"): True,
    ("2-Jan", "1-2"): True,
    ("Jun-23", "2023-06"): True,
    ("2023/6/3", "2023-06-03"): True,
    ("2023/6/4", "2023-06-03"): False,
    ("TRUE", "true"): True,
    ("FALSE", "false"): True,
    ("TRUE", "yes"): False,
    ("2.2", "2.10"): False,
    ("2.10", "2.1"): False,
    ("4月1日", "3/1"): False,
    ("59.80%", "59.8%"): False,
    ("5,000", "5000"): False,
    ("5000", "5,000"): True,
    ("2.75124E+11", "275123456789"): False,
    ("一/1", "3/1"): False,
    ("3", "路灯"): False,
    ("3/1/2023", "3/1"): True,
    ("abc", "3/1"): False,
    ("3-Xyz", "3/1"): False,
    ("3 1", "3/1"): False,
    ("3月1日", "第3/1条"): False,
    ("2.1~", "2.10"): False,
    ("59.8", "59.80~"): False,
    ("0.05", "5%"): True,
    ("2023/6/3", "2023年6月3日"): True,
    ("2.1E+5", "路灯"): False,
}


def test_what_a_program_may_have_made_of_a_text() -> None:
    assert {pair: is_shortened(*pair) for pair in SHORTENED} == SHORTENED
