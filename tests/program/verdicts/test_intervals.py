"""What printed figures can stand for: tables worked by hand, and what must hold for any numbers."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.codes import ObservationStatus, Qualifier
from generator.core.figures import Figure, FigureReader
from generator.core.model import Citation, Observation, Period
from generator.core.phrases import Text
from generator.core.values import as_decimal
from generator.verdicts.intervals import ANYTHING, Interval, exactly, ratio, reported, scaled, stated, total

EXACT, ABOUT, OVER, UNDER = Qualifier.EXACT, Qualifier.ABOUT, Qualifier.OVER, Qualifier.UNDER
NOTHING = Text()
FIGURES = FigureReader("zh", ["平方米"])
DAY = date(2023, 6, 30)


def observed(value: str | Decimal | None, figure: str, qualifier: Qualifier = EXACT) -> Observation:
    return Observation(
        id="report/lamps/2023-06-30",
        indicator_id="lamps",
        unit_id="lamp",
        area_id="city",
        breakdown=(),
        period=Period(date(2023, 1, 1), DAY),
        as_of=DAY,
        value=None if value is None else Decimal(value),
        qualifier=qualifier,
        status=ObservationStatus.NORMAL,
        stated_share=None,
        stated_share_figure="",
        stated_change=None,
        stated_change_figure="",
        citation=Citation("report", "1", figure, said=said(figure)),
        note=NOTHING,
        issued=DAY,
    )


def said(figure: str) -> Figure | None:
    """What a figure says; None for words."""
    found = FIGURES.read(figure)
    return found if isinstance(found, Figure) else None


def read(figure: str) -> Figure:
    found = said(figure)
    assert found is not None
    return found


def between(low: str | None, high: str | None) -> Interval:
    """Bounds as they are written here; None where there is none."""
    return Interval(None if low is None else Fraction(low), None if high is None else Fraction(high))


# From one printed figure to the numbers behind it

HALF_UNITS = {
    # rounded: half a unit of the last printed place
    "59.8%": "0.05",
    "59.80%": "0.005",
    "90%": "0.5",
    "50%以上": "0.5",
    "增长146%": "0.5",
    "下降20.4%": "0.05",
    "18.3公里": "0.05",
    "572万": "5000",
    "572万平方米": "5000",
    "39.7万": "500",
    "1.0万处": "500",
    "431.31万件": "50",
    "40余万处": "5000",
    "2.5万份以上": "500",
    "1.2亿元": "5000000",
    "2.5万亿元": "50000000000",
    " 572 万 ": "5000",
    # printed in full
    "1195户": "0",
    "1,195户": "0",
    "2000户": "0",
    "2400余处": "0",
    "第5名": "0",
    "两个": "0",
    "十二条": "0",
    "每月": "0",
    # shares in words: half a unit of what they count in
    "百分之九十": "0.5",
    "九成": "5",
    "八成五": "0.5",
    "四分之三": "12.5",
    "翻一番": "50",
    "5.5‰": "0.005",
}


@pytest.mark.parametrize("figure", HALF_UNITS)
def test_half_a_unit_of_the_last_place(figure: str) -> None:
    assert read(figure).half == Fraction(HALF_UNITS[figure])


REPORTED: dict[tuple[str, str, Qualifier], tuple[str | None, str | None]] = {
    ("1195户", "1195", EXACT): ("1195", "1195"),
    ("两个", "2", EXACT): ("2", "2"),
    ("0起", "0", EXACT): ("0", "0"),
    ("", "751", EXACT): ("751", "751"),  # a statistical table may give a number without a figure
    ("1.2万户", "1195", EXACT): ("1195", "1195"),  # how far it was rounded is not known of another number
    ("18.3公里", "18.3", EXACT): ("18.25", "18.35"),
    ("18.30公里", "18.3", EXACT): ("18.295", "18.305"),
    ("90%", "90", EXACT): ("89.5", "90.5"),
    ("572万平方米", "5720000", EXACT): ("5715000", "5725000"),
    ("39.7万", "397000", EXACT): ("396500", "397500"),
    ("7-10处", "7", EXACT): ("7", "10"),
    ("1.2-1.5万处", "12000", EXACT): ("11500", "15500"),
    ("2400余处", "2400", OVER): ("2400", None),
    ("40余万处", "400000", OVER): ("400000", None),
    ("66.6万余处次", "666000", OVER): ("666000", None),
    ("2.5万份以上", "25000", OVER): ("25000", None),
    ("近1700处", "1700", UNDER): (None, "1700"),
    ("近60%", "60", UNDER): (None, "60"),
    ("约275万平方米", "2750000", ABOUT): (None, None),
    ("400场左右", "400", ABOUT): (None, None),
}


@pytest.mark.parametrize(("figure", "value", "qualifier"), REPORTED)
def test_a_reported_figure_stands_for(figure: str, value: str, qualifier: Qualifier) -> None:
    assert reported(observed(value, figure, qualifier)) == between(*REPORTED[figure, value, qualifier])


def test_an_answer_in_words_disagrees_with_nothing() -> None:
    assert reported(observed(None, "已完成")) == ANYTHING
    assert not ANYTHING.excludes(exactly(Decimal(5)))


STATED: dict[tuple[str, str], tuple[str | None, str | None]] = {
    ("59.8%", "59.8"): ("59.75", "59.85"),
    ("60%", "60"): ("59.5", "60.5"),
    ("50%以上", "50"): ("50", None),
    ("超过50%", "50"): ("50", None),
    ("不少于50%", "50"): ("50", None),
    ("不超过5%", "5"): (None, "5"),
    ("5%以内", "5"): (None, "5"),
    ("近60%", "60"): (None, "60"),
    ("约60%", "60"): (None, None),
    ("60%左右", "60"): (None, None),
    ("增长146%", "146"): ("145.5", "146.5"),
    ("下降20.4%", "-20.4"): ("-20.45", "-20.35"),
    ("零增长", "0"): ("0", "0"),
    ("过半", "50"): ("50", None),
    ("大部分", "50"): (None, None),  # a figure that cannot be read says too little
    ("", "50"): (None, None),
}


@pytest.mark.parametrize(("figure", "value"), STATED)
def test_a_stated_share_or_change_stands_for(figure: str, value: str) -> None:
    if (printed := said(figure)) is not None:
        assert printed.value == Fraction(value)
    assert stated(said(figure)) == between(*STATED[figure, value])


# Two intervals, and sums and shares of them

EXCLUDES = [
    (("1", "2"), ("3", "4"), True),
    (("1", "2"), ("2", "3"), False),  # a bound belongs to both
    (("1", "4"), ("2", "3"), False),
    (("5", "5"), ("5", "5"), False),
    (("5", "5"), ("5.0001", "5.0001"), True),
    (("2400", None), ("2289", "2289"), True),
    (("2400", None), ("2400", "2400"), False),
    ((None, "60"), ("60.5", "61.5"), True),
    ((None, "60"), ("59.5", "60.5"), False),
    ((None, "3"), ("4", None), True),
    ((None, "4"), ("3", None), False),
    (("3", None), ("100", None), False),
    ((None, None), ("7", "7"), False),
]


@pytest.mark.parametrize(("one", "other", "expected"), EXCLUDES)
def test_excludes(one: tuple[str, str], other: tuple[str, str], expected: bool) -> None:  # noqa: FBT001 - a table
    assert between(*one).excludes(between(*other)) is expected


TOTALS: list[tuple[list[tuple[str | None, str | None]], tuple[str | None, str | None]]] = [
    ([], ("0", "0")),
    ([("4", "4"), ("5", "5")], ("9", "9")),
    ([("13500", "14500"), ("4500", "5500")], ("18000", "20000")),
    ([("4", None), ("5", "5")], ("9", None)),
    ([(None, "6"), ("5", "5")], (None, "11")),
    ([(None, "6"), ("5", None)], (None, None)),
    ([("-3", "-2"), ("5", "5")], ("2", "3")),
]


@pytest.mark.parametrize(("parts", "expected"), TOTALS)
def test_total(parts: list[tuple[str, str]], expected: tuple[str, str]) -> None:
    assert total(between(*part) for part in parts) == between(*expected)


RATIOS = [
    (("1195", "1195"), ("2500", "2500"), ("0.478", "0.478")),
    (("3", "4"), ("5", "10"), ("3/10", "4/5")),
    (("5155000", "5165000"), ("5715000", "5725000"), ("5155000/5725000", "5165000/5715000")),
    (("400", None), ("500", "500"), ("4/5", None)),
    ((None, "400"), ("500", "500"), ("0", "4/5")),
    (("400", "400"), ("500", None), ("0", "4/5")),
    (("400", "400"), (None, "500"), ("4/5", None)),
    (("6", "6"), ("7", "10"), ("3/5", "6/7")),  # a range as the task
    (("0", "0"), ("5", "5"), ("0", "0")),
    (("-2", "3"), ("-1", "6"), ("0", None)),
    (("5", "5"), ("0", "0"), ("0", None)),
    ((None, None), ("5", "5"), ("0", None)),
]


@pytest.mark.parametrize(("numerator", "denominator", "expected"), RATIOS)
def test_ratio(numerator: tuple[str, str], denominator: tuple[str, str], expected: tuple[str, str]) -> None:
    assert ratio(between(*numerator), between(*denominator)) == between(*expected)


SCALED = [
    (("0.478", "0.5"), 100, 0, ("47.8", "50")),
    (("0.796", "2.46"), 100, -100, ("-20.4", "146")),
    (("1/3", None), 100, -100, ("-200/3", None)),
    ((None, "1"), 100, 0, (None, "100")),
    (("2", "3"), 1, 4, ("6", "7")),
]


@pytest.mark.parametrize(("interval", "factor", "shift", "expected"), SCALED)
def test_scaled(interval: tuple[str, str], factor: int, shift: int, expected: tuple[str, str]) -> None:
    assert scaled(between(*interval), factor, shift) == between(*expected)


# What must hold for any numbers

NUMBERS = st.fractions(-(10**6), 10**6, max_denominator=1000)
INTERVALS = st.builds(
    lambda low, width, below, above: Interval(None if below else low, None if above else low + abs(width)),
    *(NUMBERS, NUMBERS, st.booleans(), st.booleans()),
)
COUNTS = st.integers(1, 10**9)
ROUNDINGS = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN])
STYLES = {"{}": EXACT, "{}余": OVER, "近{}": UNDER, "约{}": ABOUT}


def rounded(value: Fraction, places: int, rounding: str) -> Decimal:
    """A true value as a document would print it, with so many decimals."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=rounding)


@given(INTERVALS, INTERVALS)
def test_excludes_says_the_same_both_ways(one: Interval, other: Interval) -> None:
    assert one.excludes(other) == other.excludes(one)


@given(INTERVALS)
def test_no_interval_excludes_itself(interval: Interval) -> None:
    assert not interval.excludes(interval)


@given(
    st.decimals(0, 10**9, places=2),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["户", "%", "公里"]),
    st.data(),
)
def test_no_figure_excludes_itself_or_its_own_value(
    value: Decimal, multiple: str, unit: str, data: st.DataObject
) -> None:
    style = data.draw(st.sampled_from(sorted(STYLES)))
    figure = style.format(f"{value}{multiple}") + unit
    printed = read(figure)
    found = reported(observed(as_decimal(printed.value), figure, STYLES[style]))
    assert not found.excludes(found)
    assert not found.excludes(stated(printed))
    assert not found.excludes(exactly(as_decimal(printed.value)))


@given(COUNTS, st.sampled_from([("", 0), ("万", 4), ("亿", 8)]), st.integers(0, 2), ROUNDINGS)
def test_rounding_never_excludes_the_true_count(
    true: int, multiple: tuple[str, int], places: int, rounding: str
) -> None:
    word, size = multiple
    short = rounded(Fraction(true, 10**size), places if word else 0, rounding)
    figure = f"{short}{word}户"
    found = reported(observed(as_decimal(read(figure).value), figure))
    assert not found.excludes(exactly(Decimal(true)))
    assert not exactly(Decimal(true)).excludes(found)


@given(st.integers(0, 10**9), COUNTS, st.integers(0, 6), ROUNDINGS)
def test_a_rounded_share_never_excludes_its_two_counts(
    numerator: int, denominator: int, places: int, rounding: str
) -> None:
    share = rounded(Fraction(100 * numerator, denominator), places, rounding)
    counts = ratio(exactly(Decimal(numerator)), exactly(Decimal(denominator)))
    assert not scaled(counts, 100).excludes(stated(read(f"{share}%")))


@given(st.integers(0, 10**9), COUNTS, st.integers(0, 6), ROUNDINGS)
def test_a_rounded_change_never_excludes_its_two_counts(
    after: int, before: int, places: int, rounding: str
) -> None:
    change = rounded(Fraction(100 * (after - before), before), places, rounding)
    figure = f"下降{-change}%" if change < 0 else f"增长{change}%"
    ratio_of_both = ratio(exactly(Decimal(after)), exactly(Decimal(before)))
    assert read(figure).value == Fraction(change)
    assert not scaled(ratio_of_both, 100, -100).excludes(stated(read(figure)))


@given(st.lists(st.decimals(-(10**6), 10**6, places=3)))
def test_exact_values_add_up_exactly(values: list[Decimal]) -> None:
    sum_of_all = sum(map(Fraction, values), Fraction(0))
    assert total(map(exactly, values)) == Interval(sum_of_all, sum_of_all)


@given(st.lists(st.tuples(INTERVALS, st.fractions(0, 1, max_denominator=100)), max_size=5))
def test_the_sum_of_values_lies_in_the_sum_of_their_intervals(parts: list[tuple[Interval, Fraction]]) -> None:
    values = []
    for part, place in parts:
        low = part.low if part.low is not None else (part.high or Fraction(0)) - 1
        high = part.high if part.high is not None else low + 1
        values.append(low + place * (high - low))
    true = sum(values, Fraction(0))
    assert not total(part for part, _ in parts).excludes(Interval(true, true))
