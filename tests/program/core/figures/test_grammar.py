"""Printed figures read exactly: hundreds of forms from plans and reports beside what they mean, and our own read back."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core import formats
from generator.core.codes import Comparator, Qualifier
from generator.core.figures import Figure, FigureReader
from generator.core.values import Refusal

EXACT, ABOUT, OVER, UNDER = Qualifier.EXACT, Qualifier.ABOUT, Qualifier.OVER, Qualifier.UNDER
EQ, GE, LE, GT, LT = Comparator.EQ, Comparator.GE, Comparator.LE, Comparator.GT, Comparator.LT

UNITS = {
    "zh": ["大海水浴场", "各区(市)"],
    "en": ["members", "p", "mph", "electric vehicles", "dwellings", "per 100,000 live births"],
    "fr": [],
}
"""What the packages of the forms below print as units, besides the words that the languages have."""

READERS = {language: FigureReader(language, units) for language, units in UNITS.items()}
FORMS = Path(__file__).parents[3] / "fixtures" / "cases" / "figures.csv"
"""How plans, reports, statistics and laws print figures, in three languages. A form with `why` must be refused."""


def test_a_language_that_is_known_by_half_has_a_reader() -> None:
    """CLDR has no `no_Latn_NO`, which it says is what `no` most likely is."""
    assert not FigureReader("no").has_words
    assert FigureReader("no").read("12").value == 12  # type: ignore[union-attr]


def forms() -> dict[str, list[dict[str, str]]]:
    """The forms by language."""
    found: dict[str, list[dict[str, str]]] = {language: [] for language in UNITS}
    with FORMS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            found[row["language"]].append(row)
    return found


def meaning(row: dict[str, str], half: Fraction) -> Figure | None:
    """What a form means; None where it must be refused."""
    if row["why"]:
        return None
    upper = Fraction(row["upper"]) if row["upper"] else None
    exact, asks = Qualifier(row["qualifier"]), Comparator(row["comparator"])
    return Figure(Fraction(row["value"]), upper, exact, asks, row["unit"], half)


@pytest.mark.parametrize("language", UNITS)
def test_every_form_is_read_right_or_refused(language: str) -> None:
    wrong = {}
    for row in forms()[language]:
        read = READERS[language].read(row["printed"])
        if isinstance(read, Refusal) and read.code == "number-fullwidth":
            read = READERS[language].read(read.suggestion)
        found = None if isinstance(read, Refusal) else replace(read, ranked=False, inside=False)
        if found != meaning(row, found.half if found else Fraction(0)):
            wrong[row["printed"]] = (found, row)
    assert wrong == {}


def test_the_forms_are_many() -> None:
    assert {language: len(rows) for language, rows in forms().items()} == {"zh": 507, "en": 296, "fr": 107}
    assert sum(bool(row["why"]) for rows in forms().values() for row in rows) == 246


READ: dict[str, tuple[str, str | None, Qualifier, Comparator, str]] = {
    # a number and its unit
    "18.3公里": ("18.3", None, EXACT, EQ, "公里"),
    "700吨/日": ("700", None, EXACT, EQ, "吨/日"),
    "5各区(市)": ("5", None, EXACT, EQ, "各区(市)"),
    "9大海水浴场": ("9", None, EXACT, EQ, "大海水浴场"),
    " 30 公里\n": ("30", None, EXACT, EQ, "公里"),
    "第5名": ("5", None, EXACT, EQ, "名"),
    "首位": ("1", None, EXACT, EQ, "位"),
    "每月": ("1", None, EXACT, EQ, "每月"),
    "零增长": ("0", None, EXACT, EQ, "增长"),
    "实现零增长": ("0", None, EXACT, EQ, "增长"),
    "88.6万平": ("886000", None, EXACT, EQ, "平"),
    "2.5万亿元": ("2500000000000", None, EXACT, EQ, "元"),
    "两百零五处": ("205", None, EXACT, EQ, "处"),
    # parts that other words stand between
    "至少…5000处": ("5000", None, OVER, GE, "处"),
    "23.5…万平方米": ("235000", None, EXACT, EQ, "平方米"),
    # the law's words: 以上 and 以内 include the number, 超过 and 以外 do not
    "95%以上": ("95", None, OVER, GE, "%"),
    "超过95%": ("95", None, OVER, GT, "%"),
    "3天以内": ("3", None, UNDER, LE, "天"),
    "不满3天": ("3", None, UNDER, LT, "天"),
    # what is said of a fall is said of its size
    "下降3%以上": ("-3", None, UNDER, LE, "%"),
    "下降超过3%": ("-3", None, UNDER, LT, "%"),
    "下降近3%": ("-3", None, OVER, EQ, "%"),
    "下降3%-5%": ("-5", "-3", EXACT, Comparator.BETWEEN, "%"),
}


@pytest.mark.parametrize("printed", READ)
def test_reads(printed: str) -> None:
    value, upper, qualifier, comparator, unit = READ[printed]
    read = READERS["zh"].read(printed)
    assert isinstance(read, Figure)
    assert (read.value, read.upper) == (Fraction(value), Fraction(upper) if upper else None)
    assert (read.qualifier, read.comparator, read.unit) == (qualifier, comparator, unit)


REFUSED = {
    "１２处": Refusal("number-fullwidth", "12处"),
    "４８．２％": Refusal("number-fullwidth", "48.2%"),
    # narrow letters alone do not mend these
    "１２怪物": Refusal("figure-word", detail="怪物"),
    "12处？": Refusal("bad-figure", detail="?"),
    # the word that is not known is named
    "至少完成“微治理5000处": Refusal("figure-word", detail="微"),
    "好像50处": Refusal("figure-word", detail="好像"),
    "50怪物": Refusal("figure-word", detail="怪物"),
    # a unit as a whole
    "55dB(A)": Refusal("figure-word", detail="dB(A)"),
    "3dB（A）至5dB（A）": Refusal("figure-word", detail="dB（A）"),
    "12mg/m³(干)": Refusal("figure-word", detail="mg/m³(干)"),
    "5万元/(人·年)": Refusal("figure-word", detail="元/(人·年)"),
    "12t·km": Refusal("figure-word", detail="t·km"),
    "12kg CO2e": Refusal("figure-word", detail="CO2e"),
    "12tCO2e": Refusal("figure-word", detail="tCO2e"),
    "12盏(备": Refusal("figure-word", detail="备"),
    "A/12盏": Refusal("figure-word", detail="A"),
    "12（A）": Refusal("figure-word", detail="A"),
    # with how often it is so, which makes another unit of it
    "3件每月": Refusal("figure-word", detail="件每月"),
    # no number is said
    "几十盏": Refusal("figure-vague", detail="几"),
    "上百处": Refusal("figure-vague", detail="上"),
    "数千人次": Refusal("figure-vague", detail="数"),
    "两三盏": Refusal("figure-vague", detail="两三"),
    "七八百人": Refusal("figure-vague", detail="七八百"),
    "百个": Refusal("figure-vague", detail="百"),
    # it is said that it is not the number
    "未达到95%": Refusal("figure-negated", detail="未达到"),
    # two things are said at once
    "不超过95%以上": Refusal("figure-contradiction", detail="以上"),
    "20处30处": Refusal("bad-figure", detail="30"),
    "一百二": Refusal("bad-figure", detail="一百二"),
    "": Refusal("bad-figure"),
}


@pytest.mark.parametrize("printed", REFUSED)
def test_refuses(printed: str) -> None:
    assert READERS["zh"].read(printed) == REFUSED[printed]


def test_a_third_is_exact() -> None:
    read = READERS["zh"].read("三分之一")
    assert isinstance(read, Figure)
    assert 3 * read.value == 100


# Other languages: another file, or none at all


@pytest.mark.parametrize(
    ("language", "printed", "value"),
    [
        ("de", "1.234,5", "1234.5"),  # separators by CLDR
        ("fr", "1 234,5", "1234.5"),
        ("en", "1,234.5", "1234.5"),
        ("kk", "59,8 %", "59.8"),
        ("kk", "≥ 12 миллион", "12000000"),  # great numbers, too
        ("sv", "-3,2 %", "-3.2"),
    ],
)
def test_a_language_without_a_file_is_read_by_its_digits_and_signs(
    language: str, printed: str, value: str
) -> None:
    read = FigureReader(language).read(printed)
    assert isinstance(read, Figure)
    assert read.value == Fraction(value)


def test_a_word_of_a_language_without_a_file_is_refused() -> None:
    assert FigureReader("kk").read("кемінде 50 %") == Refusal("figure-word", detail="кемінде")


# What is printed reads back

NUMBERS = st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False)
STYLES: dict[str, dict[str, tuple[Qualifier, Comparator]]] = {
    "zh": {
        "{}": (EXACT, EQ),
        "约{}": (ABOUT, EQ),
        "{}左右": (ABOUT, EQ),
        "{}以上": (OVER, GE),
        "不低于{}": (OVER, GE),
        "不得少于{}": (OVER, GE),
        "超过{}": (OVER, GT),
        "近{}": (UNDER, EQ),
        "不超过{}": (UNDER, LE),
        "{}以内": (UNDER, LE),
        "低于{}": (UNDER, LT),
        ">{}": (OVER, GT),
    },
    "en": {
        "{}": (EXACT, EQ),
        "about {}": (ABOUT, EQ),
        "at least {}": (OVER, GE),
        "No less than {}": (OVER, GE),
        "{} or more": (OVER, GE),
        "more than {}": (OVER, GT),
        "nearly {}": (UNDER, EQ),
        "no more than {}": (UNDER, LE),
        "up to {}": (UNDER, LE),
        "under {}": (UNDER, LT),
        "≤{}": (UNDER, LE),
    },
}
PRINTED_UNITS = {"zh": ["公里", "处", "元", "%", "户", "平方米"], "en": ["km", "homes", "%", "days"]}
SIGNS = {"zh": [("", 1), ("增长", 1), ("下降", -1), ("-", -1)], "en": [("", 1), ("up ", 1), ("down ", -1)]}


@given(NUMBERS, st.sampled_from(["zh", "en"]), st.data())
def test_what_we_print_reads_back(value: Decimal, language: str, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(PRINTED_UNITS[language]))
    style = data.draw(st.sampled_from(sorted(STYLES[language])))
    qualifier, comparator = STYLES[language][style]
    read = READERS[language].read(style.format(formats.quantity(value, unit, language)))
    assert isinstance(read, Figure)
    assert (read.value, read.upper, read.unit) == (Fraction(value), None, unit)
    assert (read.qualifier, read.comparator) == (qualifier, comparator)


@given(NUMBERS, st.sampled_from(["zh", "en"]), st.data())
def test_a_direction_gives_the_sign(value: Decimal, language: str, data: st.DataObject) -> None:
    word, sign = data.draw(st.sampled_from(SIGNS[language]))
    read = READERS[language].read(word + formats.quantity(value, "%", language))
    assert isinstance(read, Figure)
    assert read.value == sign * Fraction(value)


@given(NUMBERS, NUMBERS, st.sampled_from([("zh", "{}至{}"), ("zh", "{}-{}"), ("en", "{} to {}")]))
def test_a_range_reads_back(one: Decimal, other: Decimal, form: tuple[str, str]) -> None:
    language, printed = form
    low, high = sorted((one, other))
    texts = [formats.quantity(end, "%", language) for end in (low, high)]
    read = READERS[language].read(printed.format(*texts))
    if low == high:
        assert isinstance(read, Refusal)
    else:
        assert isinstance(read, Figure)
        assert (read.value, read.upper, read.comparator) == (
            Fraction(low),
            Fraction(high),
            Comparator.BETWEEN,
        )


@given(st.integers(1, 10**6), st.integers(2, 10**6))
def test_a_fraction_is_exact(above: int, below: int) -> None:
    read = READERS["zh"].read(f"{below}分之{above}")
    if above < below:
        assert isinstance(read, Figure)
        assert read.value == Fraction(100 * above, below)
    else:
        assert isinstance(read, Refusal)


ALPHABETS = {
    "zh": "0123456789.,零一二两三四五六七八九十百千万亿余多几成半以上下内约近超不低于前首第位-至到%‰个处分之每增下降…",
    "en": "0123456789.,% at least more than per cent half a third of million £-toupdown½",
}


@pytest.mark.parametrize("language", ALPHABETS)
@given(st.data())
def test_nothing_raises(language: str, data: st.DataObject) -> None:
    printed = data.draw(st.text() | st.text(ALPHABETS[language]))
    assert isinstance(READERS[language].read(printed), Figure | Refusal)


@given(st.text(ALPHABETS["zh"], min_size=1))
def test_every_character_counts(printed: str) -> None:
    """What is read is no longer read, or reads otherwise, when a character that no lexicon has stands anywhere in it."""
    reader = READERS["zh"]
    for place in range(len(printed) + 1):
        spoilt = reader.read(f"{printed[:place]}※{printed[place:]}")
        assert isinstance(spoilt, Refusal)


@pytest.mark.parametrize(
    ("language", "printed", "unit"),
    [
        ("fr", "sous 2 400 réclamations par an", "réclamations par an"),
        ("fr", "entre 2 et 4 logements chaque année", "logements chaque année"),
        ("fr", "baisse de 5 pour cent par an", "pour cent par an"),
        ("en", "under 2,400 complaints a year", "complaints a year"),
    ],
)
def test_how_often_it_is_so_is_a_part_of_the_unit(language: str, printed: str, unit: str) -> None:
    assert FigureReader(language, ["réclamations", "complaints"]).read(printed) == Refusal(
        "figure-word", detail=unit
    )
    read = FigureReader(language, ["réclamations", "complaints", unit]).read(printed)
    assert isinstance(read, Figure)
    assert read.unit == unit
