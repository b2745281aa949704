"""Which texts a spreadsheet would take for a formula, and which only look like one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.core.formulas import as_text, is_formula, none_is_formula, written_out

FORMULAS = {
    # the text, and how it is written where it cannot be written anew
    "=1": "⟨U+003D⟩1",
    "+A1": "⟨U+002B⟩A1",
    "-A1": "⟨U+002D⟩A1",
    "@SUM(A1)": "⟨U+0040⟩SUM(A1)",
    "=cmd|' /C calc'!A0": "⟨U+003D⟩cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0": "⟨U+002D⟩2+3+cmd|' /C calc'!A0",
    "+1!x": "⟨U+002B⟩1!x",
    "-5#$x.A1": "⟨U+002D⟩5#$x.A1",
    '-1+HYPERLINK("x")': '⟨U+002D⟩1+HYPERLINK("x")',
    "-1+SUM (1)": "⟨U+002D⟩1+SUM (1)",
    "+1-LOG10(2)": "⟨U+002B⟩1-LOG10(2)",
    "-5*(A1)": "⟨U+002D⟩5*(A1)",
    "-$5+SUM(A1)": "⟨U+002D⟩$5+SUM(A1)",
    "-$A$1": "⟨U+002D⟩$A$1",
    "+5所*SUM(A1)": "⟨U+002B⟩5所*SUM(A1)",
    "-5℃+T(A1)": "⟨U+002D⟩5℃+T(A1)",
    "-5 dB(A)+SUM(A1)": "⟨U+002D⟩5 dB(A)+SUM(A1)",
    "-5 dB(T(A1))": "⟨U+002D⟩5 dB(T(A1))",
    "-5 t/SUM(A1)": "⟨U+002D⟩5 t/SUM(A1)",
    "-5SUM(A1)": "⟨U+002D⟩5SUM(A1)",
    # cells: column US, row 3
    "-US$3": "⟨U+002D⟩US$3",
    "+R$3 million": "⟨U+002B⟩R$3 million",
    # other widths, and what stands before
    "＝1": "⟨U+FF1D⟩1",
    "＋x": "⟨U+FF0B⟩x",
    "－x": "⟨U+FF0D⟩x",
    "＠x": "⟨U+FF20⟩x",
    "﹦x": "⟨U+FE66⟩x",
    "  =1": "  ⟨U+003D⟩1",
    "\u3000=1": "\u3000⟨U+003D⟩1",
    "\t=1": "\t⟨U+003D⟩1",
    "\r=1": "\r⟨U+003D⟩1",
    '"=1"': '"⟨U+003D⟩1"',
    "'=1": "'⟨U+003D⟩1",
    # where lists are parted by semicolons they begin a cell
    "a;=cmd|'/C x'!A0;b": "a;⟨U+003D⟩cmd|'/C x'!A0;b",
    "a； ＝1": "a； ⟨U+FF1D⟩1",
    # what people write
    "- item": "⟨U+002D⟩ item",
    "@mayor": "⟨U+0040⟩mayor",
}
INSTEAD = {
    # what to write instead; nothing where that is not certain
    "-5dB(A)": "−5dB(A)",
    "－5dB(A)": "−5dB(A)",
    "-US$3": "−US$3",
    "+R$3 million": "R$3 million",
    "- 5dB(A)": "− 5dB(A)",
    "- item": "– item",
    "-A1": "−A1",
    "a;-US$3；- b": "a;−US$3；– b",
    "=1": "",
    "＋x": "",
    "@mayor": "",
    "--5": "",
    "-5dB(A);=1": "",
}
NONE = [
    *("", "-", "--", "+", "+/-", "-5", "-5℃", "- 5 %", "+3.5%", "+2,5 %", "-.5", "-5%至-3%", "-0.99‰", "+/- 5%", "－２．５％", "−5"),
    *("+86 532 8888 1234", "+33 (0)1 23 45 67", "-5 (provisional)", "-5.2%（同比）", "-5 % d'ici 2025", "-3 t/a"),
    *("-$5 million", "-€5", "+￥500万", "-£.5", "+5所（新建）", "+0.3个百分点(季调)", "-5℃（室内）", "-1 °C (min)", "-5곳(신규)"),
    *("+5 Stellen (Teilzeit)", "-5 dB(A)", "-5 dB(A) (Nacht)", "+2,5 Mio. Euro (netto)", "-$5 million (est.)", "−US$3"),
    *("(-∞; +∞)", "-∞"),
    *("– item", "— 无", "“@mayor”", "“=1”", "公开=x", "a-b", "a@b", "a; -5%", "(=1)", "# 1", "*", "1=1", "《=》", "±5"),
]  # fmt: skip


def test_what_a_spreadsheet_computes_is_a_formula() -> None:
    assert {text: written_out(text) for text in FORMULAS if is_formula(text)} == FORMULAS


def test_what_only_looks_like_one_is_none() -> None:
    assert [text for text in NONE if is_formula(text) or written_out(text) != text] == []


PIECES = st.lists(st.sampled_from([*"=+-@＝－;；|!#()\"' 1aé公.,%\t", "cmd"])).map("".join)


@given(PIECES)
def test_what_is_written_out_is_none_and_the_glance_misses_nothing(text: str) -> None:
    assert not is_formula(written_out(text))
    assert not (is_formula(text) and none_is_formula(f"公开\n{text}\n1"))


@given(st.sampled_from([*"=@＝＠﹦﹫"]), st.text(" \u00a0\u3000\t\"'"), st.text())
def test_an_equals_sign_is_one_whatever_follows(sign: str, before: str, after: str) -> None:
    assert is_formula(f"{before}{sign}{after}")


def test_what_to_write_instead_is_ready_where_it_is_certain() -> None:
    assert {text: as_text(text) for text in INSTEAD} == INSTEAD
    assert [text for text in FORMULAS if is_formula(as_text(text))] == []
