"""What the readers of single values take, and what they say to the rest: `Refusal(code, suggestion)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trying import tries

from generator.core.limits import LONGEST_TEXT
from generator.core.periods import MonthDay
from generator.core.values import (
    FIRST_YEAR,
    LAST_YEAR,
    Refusal,
    read_address,
    read_boolean,
    read_date,
    read_id,
    read_language,
    read_link,
    read_month_day,
    read_number,
    read_text,
)
from generator.format.fields import Field, Type
from generator.format.tables import OBSERVATIONS

untimed = settings(deadline=None)


def no(code: str, suggestion: str = "", detail: str = "") -> Refusal:
    return Refusal(code, suggestion, detail)


NUMBERS: dict[str, Decimal | Refusal] = {
    "25000": Decimal(25000),
    "18.3": Decimal("18.3"),
    "-20.4": Decimal("-20.4"),
    "0": Decimal(0),
    "0.5": Decimal("0.5"),
    "5.0": Decimal(5),
    "999999999999999999.999999999999": Decimal("999999999999999999.999999999999"),
    # written with a unit or a sign
    "2.5万": no("number-multiplier", "25000"),
    "3亿": no("number-multiplier", "300000000"),
    "3千万": no("number-multiplier", "30000000"),
    "1.2.3万": no("number-multiplier"),
    "12%": no("number-percent", "12"),
    "12％": no("number-percent", "12"),
    "12 %": no("number-percent", "12"),
    "2.5万%": no("number-percent"),
    # full-width
    "１２": no("number-fullwidth", "12"),
    "－１２．５": no("number-fullwidth", "-12.5"),
    " 5": no("number-fullwidth", "5"),  # a column tells the space first
    # thousands
    "1,234": no("number-thousands", "1234", "1.234"),
    "1，234": no("number-thousands", "1234", "1.234"),
    "１２，３４５": no("number-thousands", "12345", "12.345"),
    "1,234.5": no("number-thousands", "1234.5"),
    "1,23": no("bad-number"),
    # apart by other signs, which mean the same in every language; one point alone stands before decimals
    "1 234": no("number-thousands", "1234"),
    "-12\u202f345\u202f678.5": no("number-thousands", "-12345678.5"),
    "1\u00a0234": no("number-thousands", "1234"),
    "1’234": no("number-thousands", "1234"),
    "1'234'567": no("number-thousands", "1234567"),
    "1.234.567": no("number-thousands", "1234567"),
    "1 234’567": no("bad-number"),
    "1 23": no("bad-number"),
    "0 234": no("bad-number"),
    "1.234.56": no("bad-number"),
    "1 234 567 890 123 456 789": no("number-thousands"),
    # nothing
    "—": no("number-dash"),
    "-": no("number-dash"),
    "无": no("number-dash"),
    "n/a": no("number-dash"),
    "N/A": no("number-dash"),
    "NaN": no("number-dash"),
    "néant": no("number-dash"),
    "Néant": no("number-dash"),
    "n.d.": no("number-dash"),
    "s.o.": no("number-dash"),
    "keine": no("number-dash"),
    "нет данных": no("number-dash"),
    "": no("bad-number"),
    # not the one plain way to write it
    "+5": no("bad-number", "5"),
    "05": no("bad-number", "5"),
    ".5": no("bad-number", "0.5"),
    "5.": no("bad-number", "5"),
    # what else a clerk means for certain
    "-2.5万": no("number-multiplier", "-25000"),
    "2.5 万": no("number-multiplier", "25000"),
    "12,345万": no("number-multiplier", "123450000"),
    "2.5万人": no("number-multiplier", "25000"),
    "2.5万余人": no("bad-number"),
    "−5": no("bad-number", "-5"),
    "+1,234": no("number-thousands", "1234", "1.234"),
    # more digits than a table holds: rounded where something is left
    "0.333333333333": Decimal("0.333333333333"),
    "0.3333333333333": Refusal("number-decimals", "0.333333333333", "12"),
    "-0.6666666666667": Refusal("number-decimals", "-0.666666666667", "12"),
    "0.0000000000004": Refusal("number-decimals", "", "12"),
    "0.0000000000006": Refusal("number-decimals", "0.000000000001", "12"),
    "0.5000000000000": no("bad-number", "0.5"),
    "1e-30": Refusal("number-decimals", "", "12"),
    "999999999999999999": Decimal(999999999999999999),
    "1000000000000000000": Refusal("number-digits", "", "18"),
    "-1000000000000000000": Refusal("number-digits", "", "18"),
    "999999999999999999.9999999999999": Refusal("number-decimals", "", "12"),
    "9e99": Refusal("number-digits", "", "18"),
    "①": no("bad-number"),
    "1e3": no("bad-number", "1000"),
    "-05.50": no("bad-number", "-5.5"),
    # what Python or a person would read, and a ledger must not
    "1_000": no("bad-number"),
    "٣": no("bad-number"),
    "½": no("bad-number"),
    "五": no("bad-number"),
    "约12": no("bad-number"),
    "40余": no("bad-number"),
    "7-10": no("bad-number"),
    "0x10": no("bad-number"),
    "Infinity": no("bad-number"),
    "--5": no("bad-number"),
    "1.2.3": no("bad-number"),
    "12\n": no("number-fullwidth", "12"),
}

DAYS_OF_EVERY_YEAR: dict[str, MonthDay | Refusal] = {
    "04-01": MonthDay(4, 1),
    "12-31": MonthDay(12, 31),
    "02-28": MonthDay(2, 28),
    "02-29": no("bad-month-day"),
    "04-31": no("bad-month-day"),
    "13-01": no("bad-month-day"),
    "00-10": no("bad-month-day"),
    "04-00": no("bad-month-day"),
    "4-1": no("bad-month-day"),
    "--04-01": no("bad-month-day", "04-01"),
    "--02-29": no("bad-month-day"),
    "2023-04-01": no("bad-month-day", "04-01"),
    "2024-02-29": no("bad-month-day"),
    "0４-01": no("bad-month-day"),
}

DATES: dict[str, date | Refusal] = {
    "2023-06-30": date(2023, 6, 30),
    "2024-02-29": date(2024, 2, 29),
    "1949-10-01": date(1949, 10, 1),
    "1800-01-01": date(1800, 1, 1),
    "1900-02-28": date(1900, 2, 28),
    "1900-02-29": no("date-not-real", "1900-02-28"),
    "2149-12-31": date(2149, 12, 31),
    # no such day
    "2023-02-30": no("date-not-real", "2023-02-28"),
    "2023-02-29": no("date-not-real", "2023-02-28"),
    "2023-06-00": no("date-not-real", "2023-06-30"),
    "2023/2/30": no("date-not-real", "2023-02-28"),
    "2023-13-01": no("bad-date"),
    "2023-00-01": no("bad-date"),
    "0000-01-01": no("bad-date"),
    "1799-12-31": no("bad-date"),
    "2150-01-01": no("bad-date"),
    # another way to write it
    "2023/6/30": no("bad-date", "2023-06-30"),
    "2023.6.30": no("bad-date", "2023-06-30"),
    "2023年6月30日": no("bad-date", "2023-06-30"),
    "2023年6月30": no("bad-date", "2023-06-30"),
    "20230630": no("bad-date", "2023-06-30"),
    "2023-6-3": no("bad-date", "2023-06-03"),
    "２０２３-０６-３０": no("bad-date", "2023-06-30"),
    # Excel
    "45000": no("date-excel", "2023-03-15"),
    "45291.0": no("date-excel", "2023-12-31"),
    "18263": no("bad-date"),
    # no day at all
    "１月": no("bad-date"),
    # a time of several days, with its first and its last one
    "2023年6月": no("bad-date", "2023-06-01", "2023-06-30"),
    "2023年第二季度": no("bad-date", "2023-04-01", "2023-06-30"),
    "2023年上半年": no("bad-date", "2023-01-01", "2023-06-30"),
    "2023": no("bad-date", "2023-01-01", "2023-12-31"),
    "2024-02": no("bad-date", "2024-02-01", "2024-02-29"),
    "6/2023": no("bad-date", "2023-06-01", "2023-06-30"),
    "Q2 2023": no("bad-date", "2023-04-01", "2023-06-30"),
    "2023-T4": no("bad-date", "2023-10-01", "2023-12-31"),
    "S2 2023": no("bad-date", "2023-07-01", "2023-12-31"),
    "2023-13": no("bad-date"),
    "2022-2023": no("bad-date"),
    "2022/23": no("bad-date"),
    "1700": no("bad-date"),
    "年底前": no("bad-date"),
    # with the year at the end: only what is one day whichever number is the month
    "30/6/2023": no("bad-date", "2023-06-30"),
    "6/30/2023": no("bad-date", "2023-06-30"),
    "31.12.2025": no("bad-date", "2025-12-31"),
    "05/05/2025": no("bad-date", "2025-05-05"),
    "05/06/2025": no("bad-date"),
    "31/02/2025": no("bad-date"),
    "٢٠٢٣-٠٦-٣٠": no("bad-date"),
    "": no("bad-date"),
}

IDS: dict[str, str | Refusal] = {
    "heating-pipes-renewed": "heating-pipes-renewed",
    "2023": "2023",
    "a": "a",
    "Heating Pipes": no("bad-id", "heating-pipes"),
    "heating_pipes": no("bad-id", "heating-pipes"),
    "heating--pipes": no("bad-id", "heating-pipes"),
    "-heating-": no("bad-id", "heating"),
    "ｈｅａｔｉｎｇ": no("bad-id", "heating"),
    "heating\n": no("bad-id", "heating"),
    "供热": no("bad-id"),
    "供热pipes": no("bad-id"),
    "../etc": no("bad-id"),
    "é": no("bad-id"),
    "---": no("bad-id"),
    "": no("bad-id"),
}

BOOLEANS: dict[str, bool | Refusal] = {
    "true": True,
    "false": False,
    "TRUE": no("bad-boolean", "true"),
    "False": no("bad-boolean", "false"),
    "yes": no("bad-boolean", "true"),
    "是": no("bad-boolean", "true"),
    "否": no("bad-boolean", "false"),
    "1": no("bad-boolean", "true"),
    "0": no("bad-boolean", "false"),
    "on": no("bad-boolean"),
    "": no("bad-boolean"),
}

TEXTS: dict[str, str | Refusal] = {
    "路灯“亮起来”": "路灯“亮起来”",
    "": "",
    "路灯\t修好": no("spaces-around", "路灯 修好"),
    "灯" * LONGEST_TEXT: "灯" * LONGEST_TEXT,
    "灯" * (LONGEST_TEXT + 1): no("text-too-long", detail=str(LONGEST_TEXT)),
}

TABLES: list[tuple[Callable[[str], Any], dict[str, Any]]] = [
    (read_number, NUMBERS),
    (read_date, DATES),
    (read_month_day, DAYS_OF_EVERY_YEAR),
    (read_id, IDS),
    (read_boolean, BOOLEANS),
    (read_text, TEXTS),
]


@pytest.mark.parametrize(("read", "table"), TABLES, ids=[read.__name__ for read, _ in TABLES])
def test_reads(read: Callable[[str], Any], table: Mapping[str, object]) -> None:
    found = {text: read(text) for text in table}
    assert found == table
    assert {text: type(value) for text, value in found.items()} == {
        text: type(expected) for text, expected in table.items()
    }


FIELDS: list[tuple[Type, str, Any]] = [
    (Type.NUMBER, " 5", no("spaces-around", "5")),
    (Type.NUMBER, "5\u3000", no("spaces-around", "5")),
    # What would be told once they are gone is told at once.
    (Type.NUMBER, " １２ ", no("number-fullwidth", "12")),
    (Type.DATE, "2023/6/30 ", no("bad-date", "2023-06-30")),
    (Type.NUMBER, "\u3000", no("spaces-around")),
    # a number as it is printed: what it says is certain
    (Type.NUMBER, "5000个", no("number-unit", "5000", "个")),
    (Type.NUMBER, "５０００个", no("number-unit", "5000", "个")),
    (Type.NUMBER, "1,200户", no("number-unit", "1200", "户")),
    (Type.NUMBER, "一百", no("number-unit", "100", "一百")),
    (Type.NUMBER, "一千二百个", no("number-unit", "1200", "个")),
    (Type.NUMBER, "两个", no("number-unit", "2", "个")),
    (Type.NUMBER, "十万", no("number-unit", "100000", "十万")),
    (Type.NUMBER, "100 %", no("number-percent", "100")),
    (Type.NUMBER, "约30", no("number-about", "30", "about")),
    (Type.NUMBER, "5个左右", no("number-about", "5", "about")),
    (Type.NUMBER, "约12%", no("number-about", "12", "about")),
    (Type.NUMBER, "30余", no("number-about", "30", "over")),
    (Type.NUMBER, "2.5万余人", no("number-about", "25000", "over")),
    (Type.NUMBER, "30个以上", no("number-about", "30", "over")),
    (Type.NUMBER, "近3天", no("number-about", "3", "under")),
    (Type.NUMBER, "2.5万", no("number-multiplier", "25000")),
    (Type.NUMBER, "7-10", no("number-range", "7", "10")),
    # what could be another number, or none
    *(
        (Type.NUMBER, text, no("bad-number"))
        for text in (
            *("五六个", "二三十个", "十几个", "几十", "数百", "上百", "一万五", "一百五", "二〇二三"),
            *(
                "三点五",
                "5个半",
                "3成",
                "九折",
                "百分之五",
                "千分之三",
                "5千米",
                "三千瓦",
                "5千克",
                "4O",
                "1O0个",
            ),
            *("1 000个", "1,23个", "1.2.3个", "3天以内", "第五", "5‰", "5km", "9" * 20 + "个"),
        )
    ),
    (Type.DATE, "2023-06-30 ", no("spaces-around", "2023-06-30")),
    (Type.LOCATOR, "二/(一)/1", "二/(一)/1"),
    (Type.LOCATOR, "表1/照明", "表1/照明"),
    (Type.LOCATOR, "一/（一）", no("bad-locator", "一/(一)")),
    (Type.LOCATOR, "（一）", no("bad-locator", "(一)")),
    (Type.LOCATOR, "一／１", no("bad-locator", "一/1")),
    (Type.LOCATOR, "一／", no("bad-locator")),
    (Type.LOCATOR, "/二", no("bad-locator")),
    (Type.LOCATOR, "二/", no("bad-locator")),
    (Type.LOCATOR, "二 / 一", no("bad-locator")),
    (Type.LOCATOR, "一,二", no("bad-locator")),
    (Type.PATH, "2023-plan/1/pocket-park", "2023-plan/1/pocket-park"),
    (Type.PATH, "../1", no("bad-path")),
    (Type.PATH, "2023-plan//1", no("bad-path")),
    (Type.PATH, "2023-plan/nul/2023", Refusal("device-name", part="nul")),
    (Type.PATH, f"2023-plan/{'a' * 101}", Refusal("name-too-long", detail="100", part="a" * 101)),
    (Type.VERSION, "0.1.0", "0.1.0"),
    (Type.VERSION, "1.0", no("bad-version")),
    (Type.VERSION, "01.0.0", no("bad-version")),
    (Type.SHA256, "0" * 64, "0" * 64),
    (Type.SHA256, "0" * 63, no("bad-sha256")),
    (Type.COUNT, "2", 2),
    (Type.COUNT, "99", 99),
    (Type.COUNT, "0", no("bad-occurrence")),
    (Type.COUNT, "100", no("bad-occurrence")),
    (Type.COUNT, "２", no("bad-occurrence")),
]


MONTHS: dict[str, Refusal] = {
    # a day with the name of its month, in the languages of a package and those of its readers
    "31 décembre 2025": no("bad-date", "2025-12-31"),
    "1er mars 2025": no("bad-date", "2025-03-01"),
    "31 déc. 2025": no("bad-date", "2025-12-31"),
    "31 December 2025": no("bad-date", "2025-12-31"),
    "Dec 31, 2025": no("bad-date", "2025-12-31"),
    "December 31st, 2025": no("bad-date", "2025-12-31"),
    "31. Mrz 2025": no("bad-date", "2025-03-31"),
    "31-DEC-2025": no("bad-date", "2025-12-31"),
    "31. Dezember 2025": no("bad-date", "2025-12-31"),
    "2025 ж. 31 желтоқсан": no("bad-date", "2025-12-31"),
    "31 de dezembro de 2025": no("bad-date", "2025-12-31"),
    "31 ديسمبر 2025": no("bad-date", "2025-12-31"),
    # a day that is none, and what is more or less than a day
    "29 février 2025": no("date-not-real", "2025-02-28"),
    "31 décembre 25": no("bad-date"),
    "décembre 2025": no("bad-date", "2025-12-01", "2025-12-31"),
    "31 décembre": no("bad-date"),
    "vers le 31 décembre 2025": no("bad-date"),
    "31 décembre 2025 et 1 mars 2026": no("bad-date"),
    "31 décembre 2025 (?)": no("bad-date"),
    "31 diciembre 2025": no("bad-date"),
    "31² décembre 2025": no("bad-date"),
}


@pytest.mark.parametrize("text", MONTHS)
def test_a_day_with_the_name_of_its_month_is_told(text: str) -> None:
    assert read_date(text, ("fr", "en", "de", "kk", "pt-BR", "ar")) == MONTHS[text]


def test_where_languages_disagree_nobody_knows_the_month() -> None:
    """`srp` is short for July in Croatian, for August in Czech."""
    assert read_date("5 srp 2025", ("hr",)) == no("bad-date", "2025-07-05")
    assert read_date("5 srp 2025", ("cs",)) == no("bad-date", "2025-08-05")
    assert read_date("5 srp 2025", ("hr", "cs")) == no("bad-date")


def test_a_column_knows_the_months_of_its_package_and_of_its_readers() -> None:
    field = OBSERVATIONS.in_languages(("kk",)).by_name["as_of"]
    for text in ("31 желтоқсан 2025", "31 décembre 2025", "December 31, 2025"):
        assert field.read(text) == no("bad-date", "2025-12-31")


def test_reads_fields() -> None:
    expected = {(kind, text): value for kind, text, value in FIELDS}
    assert {(kind, text): Field("name", kind).read(text) for kind, text in expected} == expected
    assert len(expected) == len(FIELDS)


def test_choices_are_listed_when_refused() -> None:
    assert OBSERVATIONS.by_name["obs_status"].read("a") == no(
        "unknown-choice",
        detail="A · B · D · E · F · G · I · J · N · P · S · U · V · W · O · H · K · L · M · Q",
    )


@untimed
@given(
    st.decimals(
        -(Decimal(10) ** 18) + 1, Decimal(10) ** 18 - 1, allow_nan=False, allow_infinity=False, places=9
    )
)
def test_a_number_written_plainly_reads_back(number: Decimal) -> None:
    assert read_number(f"{number:f}") == number


@untimed
@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
def test_a_date_reads_back(day: date) -> None:
    assert read_date(day.isoformat()) == day


ANY_TEXT = st.text() | st.text("0123456789０１２.,，-−+eE%％万亿千 年月日/:_")
READERS = [read_number, read_date, read_id, read_boolean, read_text]


@pytest.mark.parametrize("read", READERS)
@untimed
@given(text=ANY_TEXT)
def test_no_text_raises(read: Callable[[str], Any], text: str) -> None:
    read(text)


@pytest.mark.parametrize("kind", Type)
@untimed
@given(text=ANY_TEXT)
def test_no_text_raises_in_a_field(kind: Type, text: str) -> None:
    Field("name", kind, choices=("a", "b")).read(text)


PRINTED = st.text(
    " 0123456789０１.,% 约近超过余多几个天盏元人半成千万百十两一二三五点分之以上左右内", max_size=8
)


@settings(max_examples=tries(500), deadline=None)
@given(text=PRINTED)
def test_a_number_that_is_meant_is_itself_accepted(text: str) -> None:
    item: Field[Decimal] = Field("name", Type.NUMBER)
    found = item.read(text)
    if isinstance(found, Refusal) and found.suggestion:
        assert not isinstance(item.read(found.suggestion), Refusal)


# What a clerk would type, of a length that a number, a date or an id may have.
LIKELY = st.text("0123456789０１２.,-%％万亿 年月日/abzAB_供", max_size=8)


@pytest.mark.parametrize("read", READERS)
@untimed
@given(text=LIKELY)
def test_a_suggestion_is_itself_accepted(read: Callable[[str], Any], text: str) -> None:
    found = read(text)
    if isinstance(found, Refusal) and found.suggestion:
        assert not isinstance(read(found.suggestion), Refusal)


CHECKED = [
    # the address of a person or organisation, whether its check digits fit
    ("https://orcid.org/0000-0002-1825-0097", True),
    ("https://orcid.org/0000-0002-1694-233X", True),
    ("https://orcid.org/0000-0002-1825-0079", False),
    ("https://orcid.org/0000-0002-1694-2330", False),
    ("https://ror.org/05dxps055", True),
    ("https://ror.org/03vek6s52", True),
    ("https://ror.org/05dxsp055", False),
    ("https://ror.org/05dxps056", False),
    ("https://ror.org/about", True),
]


@pytest.mark.parametrize(("address", "fits"), CHECKED)
def test_numbers_of_people_and_organisations(address: str, *, fits: bool) -> None:
    assert read_link(address) == (address if fits else Refusal("bad-check-digit"))


HOSTS = [
    # an address, whether it is one of a page and of a site
    ("https://example.org/@town/plan", True, True),
    ("https://example.org/a@b.pdf", True, True),
    ("https://example.org/plan?by=@town", True, False),
    ("https://例子.org/计划", True, True),
    ("https://xn--fsqu00a.org/", True, True),
    ("https://a-b.example.org:8080/", True, True),
    ("https://somebody@example.org/", False, False),
    ("https://somebody:secret@example.org/plan", False, False),
    ("https://-a.b/", False, False),
    ("https://a-.b/", False, False),
    ("https://a.-b/", False, False),
    ("https://a..b/", False, False),
    ("https://٣.org/x", False, False),
    ("https://１.org/x", False, False),
    ("https://_a.org/", False, False),
    # what would act in a page, or cannot be seen
    ('https://example.org/"onload=x', False, False),
    ("https://example.org/'", False, False),
    ("https://example.org/<b>", False, False),
    ("https://example.org/{{ x }}", False, False),
    ("https://example.org/{x}", False, False),
    ("https://example.org/[x]", False, False),
    ("https://example.org/&lt;", True, False),
    ("https://example.org/a b", False, False),
    ("https://example.org/\x00", False, False),
    ("https://example.org/\x1b[2J", False, False),
    ("https://example.org/\u202e", False, False),
    ("https://example.org/\u200b", False, False),
    ("https://example.org/\U000e0041", False, False),
    ("https://example.org/\ue000", False, False),
    ("javascript://example.org/", False, False),
    ("data:text/html,x", False, False),
    ("//example.org/", False, False),
]


@pytest.mark.parametrize(("address", "page", "site"), HOSTS)
def test_a_host_is_named_as_hosts_are(address: str, *, page: bool, site: bool) -> None:
    """An `@` may stand behind it, never before."""
    whole = address if address.endswith("/") else f"{address}/"
    assert read_link(address) == (address if page else Refusal("bad-link"))
    assert read_address(address) == (whole if site else Refusal("bad-address"))


@pytest.mark.parametrize("tag", ["und", "mul", "mis", "zxx", "und-Latn", "und-CN"])
def test_no_language_at_all_is_none(tag: str) -> None:
    assert read_language(tag) == Refusal("bad-language")
