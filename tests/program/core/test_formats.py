"""Numbers, shares, days and periods as readers of Chinese and of English write them, side by side."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.formats import (
    as_stated,
    change,
    day,
    in_sum,
    number,
    period,
    quantity,
    rounded,
    share,
    size,
)
from generator.core.model import Period
from generator.core.periods import Calendar, MonthDay

NUMBERS = [
    ("0", "0", "0"),
    ("5", "5", "5"),
    ("18.30", "18.3", "18.3"),
    ("5.0", "5", "5"),
    ("0.05", "0.05", "0.05"),
    ("0.000000000001", "0.000000000001", "0.000000000001"),
    ("-20.4", "-20.4", "-20.4"),
    ("1195", "1,195", "1,195"),
    ("9999", "9,999", "9,999"),
    ("9999.99", "9,999.99", "9,999.99"),
    ("10000", "1万", "10,000"),
    ("1E+4", "1万", "10,000"),
    ("10001", "10,001", "10,001"),
    ("10100", "1.01万", "10,100"),
    ("11963", "11,963", "11,963"),
    ("12345.678", "12,345.678", "12,345.678"),
    ("25000", "2.5万", "25,000"),
    ("25000.00", "2.5万", "25,000"),
    ("-25000", "-2.5万", "-25,000"),
    ("284200", "28.42万", "284,200"),
    ("2600000", "260万", "2,600,000"),
    ("4313100", "431.31万", "4,313,100"),
    ("12340000", "1,234万", "12,340,000"),
    ("99990000", "9,999万", "99,990,000"),
    ("99999999", "99,999,999", "99,999,999"),
    ("100000000", "1亿", "100,000,000"),
    ("-150000000", "-1.5亿", "-150,000,000"),
    ("123000000", "1.23亿", "123,000,000"),
    ("123450000", "12,345万", "123,450,000"),  # 1.2345亿 has more than two decimals
    ("123456789", "123,456,789", "123,456,789"),
    ("999900000000", "9,999亿", "999,900,000,000"),
    ("1250000000000", "1.25万亿", "1,250,000,000,000"),
]


@pytest.mark.parametrize(("value", "zh", "en"), NUMBERS)
def test_number(value: str, zh: str, en: str) -> None:
    assert (number(Decimal(value), "zh"), number(Decimal(value), "en")) == (zh, en)


IN_SUMS = [
    # a number, as it stands in a sum in Chinese, English, French and Arabic
    ("25000", "25,000", "25,000", "25\u202f000", "25,000"),
    ("18.3", "18.3", "18.3", "18,3", "18.3"),
    ("-20.4", "-20.4", "-20.4", "-20,4", "\u200e-20.4"),
]


@pytest.mark.parametrize(("value", "zh", "en", "fr", "ar"), IN_SUMS)
def test_a_number_in_a_sum_has_all_its_digits(value: str, zh: str, en: str, fr: str, ar: str) -> None:
    assert [in_sum(Decimal(value), tag) for tag in ("zh", "en", "fr", "ar")] == [zh, en, fr, ar]


CHANGES = [
    # a change in per cent in English, French and Arabic, where marks keep the signs at their places
    ("5", "+5%", "+5\xa0%", "\u200e+5\u200e%\u200e"),
    ("-20.4", "-20.4%", "-20,4\xa0%", "\u200e-20.4\u200e%\u200e"),
    ("0", "0%", "0\xa0%", "0\u200e%\u200e"),
]


@pytest.mark.parametrize(("value", "en", "fr", "ar"), CHANGES)
def test_a_change_is_never_without_its_sign(value: str, en: str, fr: str, ar: str) -> None:
    assert [change(Decimal(value), tag) for tag in ("en", "fr", "ar")] == [en, fr, ar]


STATED = [
    # a number as it is stated, in English and French
    ("1.10", "1.10", "1,10"),
    ("1", "1", "1"),
    ("0.90", "0.90", "0,90"),
]


@pytest.mark.parametrize(("value", "en", "fr"), STATED)
def test_a_number_as_stated_keeps_its_decimals(value: str, en: str, fr: str) -> None:
    assert [as_stated(Decimal(value), tag) for tag in ("en", "fr")] == [en, fr]


FILES = [
    # bytes, in Chinese, English and French
    (0, "0字节", "0 bytes", "0\xa0octet"),
    (75, "75字节", "75 bytes", "75\xa0octets"),
    (999, "999字节", "999 bytes", "999\xa0octets"),
    (1000, "1 kB", "1 kB", "1\u202fko"),
    (98_450, "98.5 kB", "98.5 kB", "98,5\u202fko"),
    (999_949, "999.9 kB", "999.9 kB", "999,9\u202fko"),
    (999_950, "1 MB", "1 MB", "1\u202fMo"),
    (1_240_000, "1.2 MB", "1.2 MB", "1,2\u202fMo"),
]


@pytest.mark.parametrize(("count", "zh", "en", "fr"), FILES)
def test_size_of_a_file(count: int, zh: str, en: str, fr: str) -> None:
    assert [size(count, tag) for tag in ("zh", "en", "fr")] == [zh, en, fr]


QUANTITIES = [
    ("18.3", ("公里", "km"), "18.3公里", "18.3 km"),
    ("18.3", ("km", "km"), "18.3 km", "18.3 km"),
    ("25000", ("户", "households"), "2.5万户", "25,000 households"),
    ("-3", ("位", "places"), "-3位", "-3 places"),
    ("61", ("%", "%"), "61%", "61%"),
    ("99.72", ("%", "%"), "99.72%", "99.72%"),
]


@pytest.mark.parametrize(("value", "units", "zh", "en"), QUANTITIES)
def test_quantity(value: str, units: tuple[str, str], zh: str, en: str) -> None:
    found = quantity(Decimal(value), units[0], "zh"), quantity(Decimal(value), units[1], "en")
    assert found == (zh, en)


SHARES = [
    ("0", "0%"),
    ("61", "61%"),
    ("61.00", "61%"),
    ("47.8", "47.8%"),
    ("47.84", "47.8%"),
    ("47.85", "47.9%"),
    ("47.95", "48%"),
    ("41.66666666666666666666666667", "41.7%"),
    ("49.94", "49.9%"),
    ("49.96", "49.96%"),
    ("49.999", "49.999%"),
    ("50.04", "50%"),
    ("0.04", "0%"),
    ("0.05", "0.1%"),
    ("-10", "-10%"),
    ("-0.05", "-0.1%"),
    ("133.3333", "133.3%"),
    ("1234.5", "1,234.5%"),
]


@pytest.mark.parametrize(("value", "both"), SHARES)
def test_share(value: str, both: str) -> None:
    assert (share(Decimal(value), "zh"), share(Decimal(value), "en")) == (both, both)


ROUNDED = [
    ("1.225", 2, "1.23"),
    ("1.2249", 2, "1.22"),
    ("-1.225", 2, "-1.23"),
    ("2.5", 0, "3"),
    ("3", 2, "3"),
]


@pytest.mark.parametrize(("value", "places", "expected"), ROUNDED)
def test_rounds_half_up(value: str, places: int, expected: str) -> None:
    assert rounded(Decimal(value), places) == Decimal(expected)


DAYS = [
    ("2023-06-30", "2023年6月30日", "30 June 2023"),
    ("2024-02-29", "2024年2月29日", "29 February 2024"),
    ("2023-09-05", "2023年9月5日", "5 September 2023"),
    ("1949-10-01", "1949年10月1日", "1 October 1949"),
]


@pytest.mark.parametrize(("value", "zh", "en"), DAYS)
def test_day(value: str, zh: str, en: str) -> None:
    found = date.fromisoformat(value)
    assert (day(found, "zh"), day(found, "en")) == (zh, en)


NONE, APRIL, JULY, TAX = (
    Calendar(),
    Calendar(MonthDay(4, 1), MonthDay(9, 1)),
    Calendar(MonthDay(7, 1)),
    Calendar(MonthDay(4, 6)),
)
"""A body with the years of the calendar; with fiscal years from April and school years from September; and others."""

PERIODS = [
    # the calendar of the body, both days, and what the period is called
    (NONE, "2023-01-01", "2023-12-31", "2023年", "2023", "2023"),
    (NONE, "2023-01-01", "2023-06-30", "2023年上半年", "the first half of 2023", "1er semestre 2023"),
    (NONE, "2023-07-01", "2023-12-31", "2023年下半年", "the second half of 2023", "2e semestre 2023"),
    (NONE, "2023-01-01", "2023-03-31", "2023年第一季度", "the first quarter of 2023", "1er trimestre 2023"),
    (NONE, "2023-04-01", "2023-06-30", "2023年第二季度", "the second quarter of 2023", "2e trimestre 2023"),
    (NONE, "2023-07-01", "2023-09-30", "2023年第三季度", "the third quarter of 2023", "3e trimestre 2023"),
    (NONE, "2023-10-01", "2023-12-31", "2023年第四季度", "the fourth quarter of 2023", "4e trimestre 2023"),
    (NONE, "2023-01-01", "2023-09-30", "2023年前三季度", "the first nine months of 2023", "neuf premiers mois de 2023"),
    (NONE, "2023-02-01", "2023-10-31", "2023年2月至10月", "February\u2009–\u2009October 2023", "février\u2009–\u2009octobre 2023"),
    (NONE, "2023-06-01", "2023-06-30", "2023年6月", "June 2023", "juin 2023"),
    (NONE, "2024-02-01", "2024-02-29", "2024年2月", "February 2024", "février 2024"),
    (NONE, "2024-02-01", "2024-02-28", "2024年2月1日至2024年2月28日", "1 February 2024 to 28 February 2024", "du 1 février 2024 au 28 février 2024"),
    (NONE, "2023-01-01", "2023-05-31", "2023年1月至5月", "January\u2009–\u2009May 2023", "janvier\u2009–\u2009mai 2023"),
    (NONE, "2021-01-01", "2025-12-31", "2021–2025年", "2021–2025", "2021–2025"),
    (NONE, "1850-01-01", "1851-12-31", "1850–1851年", "1850–1851", "1850–1851"),
    (NONE, "2021-01-01", "2025-12-30", "2021年1月1日至2025年12月30日", "1 January 2021 to 30 December 2025", "du 1 janvier 2021 au 30 décembre 2025"),
    (NONE, "2022-01-01", "2023-06-30", "2022年1月至2023年6月", "January 2022\u2009–\u2009June 2023", "janvier 2022\u2009–\u2009juin 2023"),
    (NONE, "2023-06-30", "2023-06-30", "2023年6月30日", "30 June 2023", "30 juin 2023"),
    (NONE, "2023-04-01", "2024-03-31", "2023年4月至2024年3月", "April 2023\u2009–\u2009March 2024", "avril 2023\u2009–\u2009mars 2024"),
    # fiscal years
    (APRIL, "2023-04-01", "2024-03-31", "2023/24财年", "fiscal year 2023/24", "exercice 2023/24"),
    (APRIL, "2023-04-01", "2024-03-30", "2023年4月1日至2024年3月30日", "1 April 2023 to 30 March 2024", "du 1 avril 2023 au 30 mars 2024"),
    (APRIL, "2023-04-02", "2024-04-01", "2023年4月2日至2024年4月1日", "2 April 2023 to 1 April 2024", "du 2 avril 2023 au 1 avril 2024"),
    (APRIL, "1999-04-01", "2000-03-31", "1999/2000财年", "fiscal year 1999/2000", "exercice 1999/2000"),
    (APRIL, "2023-04-01", "2026-03-31", "2023/24至2025/26财年", "fiscal years 2023/24 to 2025/26", "exercices 2023/24 à 2025/26"),
    (APRIL, "2023-04-01", "2023-09-30", "2023/24财年上半年", "the first half of fiscal year 2023/24", "1er semestre de l’exercice 2023/24"),
    (APRIL, "2023-10-01", "2024-03-31", "2023/24财年下半年", "the second half of fiscal year 2023/24", "2e semestre de l’exercice 2023/24"),
    (APRIL, "2023-04-01", "2023-06-30", "2023年第二季度", "the second quarter of 2023", "2e trimestre 2023"),
    (APRIL, "2023-01-01", "2023-12-31", "2023年", "2023", "2023"),
    (JULY, "2023-07-01", "2023-12-31", "2023年下半年", "the second half of 2023", "2e semestre 2023"),
    (JULY, "2023-07-01", "2024-06-30", "2023/24财年", "fiscal year 2023/24", "exercice 2023/24"),
    (TAX, "2023-04-06", "2024-04-05", "2023/24财年", "fiscal year 2023/24", "exercice 2023/24"),
    (TAX, "2024-01-06", "2024-04-05", "2023/24财年第四季度", "the fourth quarter of fiscal year 2023/24", "4e trimestre de l’exercice 2023/24"),
    (TAX, "2023-04-06", "2023-07-05", "2023/24财年第一季度", "the first quarter of fiscal year 2023/24", "1er trimestre de l’exercice 2023/24"),
    # school years: their parts have no name
    (APRIL, "2023-09-01", "2024-08-31", "2023/24学年", "school year 2023/24", "année scolaire 2023/24"),
    (APRIL, "2023-09-01", "2025-08-31", "2023/24至2024/25学年", "school years 2023/24 to 2024/25", "années scolaires 2023/24 à 2024/25"),
    (APRIL, "2023-09-01", "2024-02-29", "2023年9月至2024年2月", "September 2023\u2009–\u2009February 2024", "septembre 2023\u2009–\u2009février 2024"),
    # a year that begins with January is the calendar's; of two that begin on one day the fiscal year is named
    (Calendar(MonthDay(1, 1), MonthDay(1, 1)), "2023-01-01", "2023-12-31", "2023年", "2023", "2023"),
    (Calendar(MonthDay(9, 1), MonthDay(9, 1)), "2023-09-01", "2024-08-31", "2023/24财年", "fiscal year 2023/24", "exercice 2023/24"),
]  # fmt: skip


@pytest.mark.parametrize(("calendar", "start", "end", "zh", "en", "fr"), PERIODS)
def test_period(calendar: Calendar, start: str, end: str, zh: str, en: str, fr: str) -> None:
    found = Period(date.fromisoformat(start), date.fromisoformat(end), calendar)
    assert [period(found, language) for language in ("zh", "en", "fr")] == [zh, en, fr]


# Up to a thousand million million.
WHOLE = st.integers(-(10**15), 10**15).map(Decimal)
GREAT = st.builds(
    lambda head, zeros: Decimal(head).scaleb(zeros), st.integers(-9999, 9999), st.integers(0, 11)
)
BROKEN = st.decimals(-(10**12), 10**12, places=6, allow_nan=False, allow_infinity=False)
SIZES = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}


@settings(deadline=None)
@given(value=WHOLE | GREAT | BROKEN)
def test_a_number_is_never_rounded(value: Decimal) -> None:
    parts = re.fullmatch(r"(-?[0-9,]+(?:\.[0-9]+)?)(万亿|[万亿]?)", number(value, "zh"))
    assert parts is not None
    digits, size = parts.groups()
    assert Decimal(digits.replace(",", "")) * SIZES[size] == value
    assert Decimal(number(value, "en").replace(",", "")) == value
    if size:
        assert re.fullmatch(r"-?[1-9][0-9,]*(?:\.[0-9]{1,2})?", digits), "at least one, two decimals at most"
