"""Printed figures read exactly: the table of how documents print them, and our own formatter read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core import formats
from generator.core.codes import Comparator, Qualifier
from generator.core.figures import Figure, read_figure
from generator.core.values import Refusal

EXACT, ABOUT, OVER, UNDER = Qualifier.EXACT, Qualifier.ABOUT, Qualifier.OVER, Qualifier.UNDER
EQ, GE, LE, BETWEEN = Comparator.EQ, Comparator.GE, Comparator.LE, Comparator.BETWEEN

PRINTED: dict[str, tuple[str, str | None, Qualifier, Comparator, str]] = {
    # a number and its unit
    "18.3公里": ("18.3", None, EXACT, EQ, "公里"),
    "48.2%": ("48.2", None, EXACT, EQ, "%"),
    "700吨/日": ("700", None, EXACT, EQ, "吨/日"),
    "5各区(市)": ("5", None, EXACT, EQ, "各区(市)"),
    " 30 公里\n": ("30", None, EXACT, EQ, "公里"),
    "第5名": ("5", None, EXACT, EQ, "名"),
    "首位": ("1", None, EXACT, EQ, "位"),
    "每月": ("1", None, EXACT, EQ, "每月"),
    "零增长": ("0", None, EXACT, EQ, "增长"),
    # 万 and 亿
    "3.7万路": ("37000", None, EXACT, EQ, "路"),
    "431.31万件": ("4313100", None, EXACT, EQ, "件"),
    "299.5万元": ("2995000", None, EXACT, EQ, "元"),
    "88.6万平": ("886000", None, EXACT, EQ, "平"),
    "1.2亿元": ("120000000", None, EXACT, EQ, "元"),
    "2.5万亿元": ("2500000000000", None, EXACT, EQ, "元"),
    # Chinese numerals
    "两个": ("2", None, EXACT, EQ, "个"),
    "十个方面": ("10", None, EXACT, EQ, "个方面"),
    "十二条": ("12", None, EXACT, EQ, "条"),
    "一百二十个": ("120", None, EXACT, EQ, "个"),
    "两百零五处": ("205", None, EXACT, EQ, "处"),
    "三万人": ("30000", None, EXACT, EQ, "人"),
    # how exact, what it asks for
    "2.5万份以上": ("25000", None, OVER, GE, "份"),
    "50%以上": ("50", None, OVER, GE, "%"),
    "4200余处": ("4200", None, OVER, GE, "处"),
    "40余万处": ("400000", None, OVER, GE, "处"),
    "260余万户": ("2600000", None, OVER, GE, "户"),
    "1万余名": ("10000", None, OVER, GE, "名"),
    "约275万平方米": ("2750000", None, ABOUT, EQ, "平方米"),
    "400场左右": ("400", None, ABOUT, EQ, "场"),
    "近1700处": ("1700", None, UNDER, EQ, "处"),
    "不少于2000个": ("2000", None, EXACT, GE, "个"),
    "不低于97%": ("97", None, EXACT, GE, "%"),
    "低于97%": ("97", None, EXACT, LE, "%"),
    "至少完成“微治理5000处": ("5000", None, EXACT, GE, "处"),
    "不超过4天": ("4", None, EXACT, LE, "天"),
    "3天以内": ("3", None, EXACT, LE, "天"),
    "时限压减到4个工作日": ("4", None, EXACT, LE, "个工作日"),
    "前十位": ("10", None, EXACT, LE, "位"),
    # ranges, changes, fractions
    "7-10处": ("7", "10", EXACT, BETWEEN, "处"),
    "7～10处": ("7", "10", EXACT, BETWEEN, "处"),
    "2至3万户": ("20000", "30000", EXACT, BETWEEN, "户"),
    "两到三年": ("2", "3", EXACT, BETWEEN, "年"),
    "下降20.4%": ("-20.4", None, EXACT, EQ, "%"),
    "增长146%": ("146", None, EXACT, EQ, "%"),
    "百分之五": ("5", None, EXACT, EQ, "%"),
    "万分之三": ("0.03", None, EXACT, EQ, "%"),
}


@pytest.mark.parametrize("printed", PRINTED)
def test_reads(printed: str) -> None:
    value, upper, qualifier, comparator, unit = PRINTED[printed]
    expected = Figure(Decimal(value), Decimal(upper) if upper else None, qualifier, comparator, unit)
    assert read_figure(printed) == expected


REFUSED = {
    "１２处": Refusal("number-fullwidth", "12处"),
    "４８．２％": Refusal("number-fullwidth", "48.2%"),
    "约": Refusal("bad-figure"),
    "大部分": Refusal("bad-figure"),
    "两个100%": Refusal("bad-figure"),
    "20处、30处": Refusal("bad-figure"),
    "一百二": Refusal("bad-figure"),
    "一二三个": Refusal("bad-figure"),
    "十百处": Refusal("bad-figure"),
    "": Refusal("bad-figure"),
}


@pytest.mark.parametrize("printed", REFUSED)
def test_refuses(printed: str) -> None:
    assert read_figure(printed) == REFUSED[printed]


NUMBERS = st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False)
UNITS = st.sampled_from(["公里", "处", "万元"[1], "%", "户", "平方米"])
STYLES = {
    "{}": (EXACT, EQ),
    "约{}": (ABOUT, EQ),
    "{}以上": (OVER, GE),
    "近{}": (UNDER, EQ),
    "不超过{}": (EXACT, LE),
    "至少{}": (EXACT, GE),
}


@given(NUMBERS, UNITS, st.sampled_from(sorted(STYLES)), st.sampled_from(["zh", "en"]))
def test_what_we_print_reads_back(value: Decimal, unit: str, style: str, language: str) -> None:
    qualifier, comparator = STYLES[style]
    printed = style.format(formats.quantity(value, unit, language))
    assert read_figure(printed) == Figure(value, None, qualifier, comparator, unit)


@given(st.integers(1, 9999), st.sampled_from(["个", "条"]))
def test_chinese_numerals_read_back(value: int, unit: str) -> None:
    import cn2an

    assert read_figure(cn2an.an2cn(value) + unit) == Figure(Decimal(value), None, EXACT, EQ, unit)


@given(st.text() | st.text("0123456789.,零一二两三十百千万亿余多以上下约近前第首位-至到%个处 "))
def test_nothing_raises(printed: str) -> None:
    assert isinstance(read_figure(printed), Figure | Refusal)
