"""A figure is found where it is the whole expression: what touches it and changes it may not be left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.citations import ArchivedText, Found, Span, find_figure, plain
from generator.core.figures import FigureReader

ZH, EN = FigureReader("zh", ["大海水浴场"]), FigureReader("en")


def found(reader: FigureReader, text: str, figure: str) -> Found | None:
    archived = ArchivedText(text)
    return find_figure(archived, figure, Span(0, len(archived.text)), 1, reader)


CUT = {
    # text: a figure that is a part of it, and all that it is a part of
    "-980盏": ("980盏", "-980盏"),
    "−980盏": ("980盏", "−980盏"),
    "负980盏": ("980盏", "负980盏"),
    "减少980盏": ("980盏", "减少980盏"),
    "同比下降20.4%": ("20.4%", "同比下降20.4%"),
    "未达到980盏": ("980盏", "未达到980盏"),
    "没有完成980盏": ("980盏", "没有完成980盏"),
    "一万980盏": ("980盏", "一万980盏"),
    "1,980盏": ("980盏", "1,980盏"),
    "980余盏": ("980", "980余盏"),
    "980万盏": ("980", "980万盏"),
    "约275万平方米": ("275万平方米", "约275万平方米"),
    "近1700处": ("1700处", "近1700处"),
    "至少要完成980盏": ("980盏", "至少要完成980盏"),
    "不得低于980盏": ("980盏", "不得低于980盏"),
    "不到980盏": ("980盏", "不到980盏"),
    "980盏以上": ("980盏", "980盏以上"),
    "980盏左右": ("980盏", "980盏左右"),
    "980盏以内": ("980盏", "980盏以内"),
    "980处次": ("980处", "980处次"),
    "980个百分点": ("980个", "980个百分点"),
    "980吨/日": ("980吨", "980吨/日"),
    "每年980盏": ("980盏", "每年980盏"),
    "人均980元": ("980元", "人均980元"),
    "700-980盏": ("980盏", "700-980盏"),
    "700盏至980盏": ("980盏", "700盏至980盏"),
    "980-1200盏": ("980", "980-1200盏"),
    "百分之五至百分之七": ("百分之七", "百分之五至百分之七"),
    "第5名": ("5名", "第5名"),
    "前十位": ("十位", "前十位"),
    "未全部贯通": ("全部贯通", "未全部贯通"),
}


@pytest.mark.parametrize("text", CUT)
def test_a_part_is_told_with_the_whole(text: str) -> None:
    figure, whole = CUT[text]
    place = found(ZH, f"全市{text}灯具", figure)
    assert place is not None
    assert place.cut == whole
    again = found(ZH, f"全市{text}灯具", whole)
    assert again is not None
    assert again.cut == ""


WHOLE = [
    ("改造980盏路灯", "980盏"),
    ("完成980盏", "980盏"),  # a word that changes nothing may be left out
    ("达到980盏", "980盏"),
    ("节约980吨", "980吨"),  # words that only look like one of them
    ("目前980盏", "980盏"),
    ("6月底前980盏", "980盏"),
    ("其中统一980盏", "980盏"),
    ("附近980盏", "980盏"),
    ("试点980处", "980处"),
    ("980盏内设监控", "980盏"),
    ("100个多功能厅", "100个"),
    ("由5%提高到7%", "7%"),  # a level, and where it came from
    ("下降到3%", "3%"),
    ("980盏到10月底", "980盏"),
    ("第3季度980盏", "980盏"),
    ("9大海水浴场", "9大海水浴场"),
    ("全部贯通", "全部贯通"),
]


@pytest.mark.parametrize(("text", "figure"), WHOLE)
def test_a_whole_figure_is_found(text: str, figure: str) -> None:
    place = found(ZH, f"今年{text}。", figure)
    assert place is not None
    assert place.cut == ""


ENGLISH = {
    # text, figure: what it is a part of; nothing where it is whole
    ("built 50 homes in 2025", "50 homes"): "",
    ("at least 50 homes", "50 homes"): "at least 50 homes",
    ("nearly\n1,700 homes", "1,700 homes"): "nearly 1,700 homes",
    ("fell by 3%", "3%"): "fell by 3%",
    ("fell to 3%", "3%"): "",
    ("rose from 5 to 7 per cent", "7 per cent"): "",
    ("5 to 7 per cent", "7 per cent"): "5 to 7 per cent",
    ("50 homes or more", "50 homes"): "50 homes or more",
    ("£3 million", "3 million"): "£3 million",
    ("two hundred and five homes", "five homes"): "two hundred and five homes",
    ("10 schools and 5 homes", "5 homes"): "",
    ("150 homes", "50 homes"): None,
}


@pytest.mark.parametrize(("text", "figure"), ENGLISH)
def test_english_texts(text: str, figure: str) -> None:
    place = found(EN, text, figure)
    assert (place and place.cut) == ENGLISH[text, figure]


# Parts of a figure with other words between them

PARTS = {
    "至少完成“微治理5000处": True,
    "至少在年内完成微治理5000处": True,
    "至少完成微治理。改造5000处": False,  # another clause
    "至少完成3项微治理5000处": False,  # another number between them
    "至少不再微治理5000处": False,  # a word between them that changes the number
    "至少完成微治理5000处以上": False,
    "至少完成微治理约5000处": False,
    "未至少完成微治理5000处": False,
}


@pytest.mark.parametrize("text", PARTS)
def test_parts_stand_in_one_clause(text: str) -> None:
    place = found(ZH, text, "至少…5000处")
    assert (place is not None and not place.cut) == PARTS[text]


# The plain form of a text

PLAIN = {
    "（一）ＡＢ．９５％": "(一)AB.95%",
    "改造 980\n盏": "改造980盏",
    "21.3 23.5": "21.3 23.5",
    "21.3\n23.5": "21.3 23.5",
    "at  least\n50": "at least 50",
    "20，30处；": "20，30处；",  # a comma that ends a clause parts no thousands
    "  一、 980 ": "一、980",
}


@pytest.mark.parametrize("text", PLAIN)
def test_the_plain_form(text: str) -> None:
    assert plain(text) == PLAIN[text]


FULL_WIDTH = [
    ("达标率９８．２％。", "98.2%"),
    ("共１，２００户", "1,200户"),  # not found: full-width commas part clauses
    ("（一）改造９８０盏", "980盏"),
]


@pytest.mark.parametrize(("text", "figure"), FULL_WIDTH)
def test_full_width_figures_are_found(text: str, figure: str) -> None:
    assert (found(ZH, text, figure) is not None) == ("，" not in text)


def test_two_cells_of_a_table_are_two_numbers() -> None:
    assert found(ZH, "增长 21.3 23.5", "21.323.5") is None
    assert found(ZH, "其他 21.3 23.5", "23.5") == Found((Span(7, 11),))


@given(
    st.text("约近不低于超过下降到98.2%余万盏以上左右 \n“至-每第前未"), st.text("约98.2%盏…以上", min_size=1)
)
def test_nothing_raises(text: str, figure: str) -> None:
    place = found(ZH, text, figure)
    assert (
        place is None
        or place.cut
        or "".join(plain(text)[span.start : span.end] for span in place.spans)
        == plain(figure.replace("…", ""))
    )
