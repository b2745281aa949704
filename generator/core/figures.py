"""Reads a printed Chinese figure: 2.5万份以上, 7-10处, 40余万处, 两个, 万分之三, 零增长, 前十位.

What is read is exactly what is printed: a value or range in base units, how exact it is, what it asks for, and
the unit's word. Nothing is guessed: what cannot be read is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from generator.core.codes import Comparator, Qualifier
from generator.core.values import Refusal

_DIGIT = "零〇一二两三四五六七八九"
_NUMERAL = rf"[{_DIGIT}十百千]+"
_NUMBER = rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|{_NUMERAL})"
_MULTIPLE = r"(?:万亿|[十百千]?[万亿]|百|千)?"
_MULTIPLIERS = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_MULTIPLIERS |= {
    f"{first}{second}": _MULTIPLIERS.get(first, 10) * _MULTIPLIERS[second]
    for first in "十百千"
    for second in "万亿"
}
_ABOVE = "以上"
_AMONG = re.compile(rf"前({_NUMBER})([位名强])")
_FRACTION = re.compile(rf"(百|千|万)分之({_NUMBER})")
_PLAIN = re.compile(
    rf"(?P<before>\D*?)(?P<low>{_NUMBER})(?:(?P<to>[-－–—~～至到])(?P<high>{_NUMBER}))?"
    rf"(?P<over>[余多几])?(?P<multiple>{_MULTIPLE})(?P<over_after>[余多几])?(?P<unit>[^0-9,、，。；]*?)(?P<after>以上|以下|以内|左右|上下)?"
)
_AT_LEAST = ("至少", "不少于", "不低于", "不小于")
_AT_MOST = ("不超过", "不高于", "不多于", "压减到", "压缩到", "控制在", "低于")
_FALLING = ("下降", "减少", "降低", "负增长")
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_KEPT = {"～", "－", "（", "）", "，"}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a printed figure says. `upper` is the upper end of a range; `unit` the word printed behind the number,
    empty when there is none.
    """

    value: Decimal
    upper: Decimal | None
    qualifier: Qualifier
    comparator: Comparator
    unit: str


def read_figure(printed: str) -> Figure | Refusal:  # noqa: PLR0911 - one return for each way to print one
    """The meaning of a printed figure, or why it cannot be read.

    White space is set aside. Full-width digits are refused with the mended figure.
    """
    text = re.sub(r"\s", "", printed)
    plain = "".join(character if character in _KEPT else character.translate(_WIDE) for character in text)
    if plain != text:
        return Refusal("number-fullwidth", plain)
    if text == "每月":
        return Figure(Decimal(1), None, Qualifier.EXACT, Comparator.EQ, "每月")
    if text == "零增长":
        return Figure(Decimal(0), None, Qualifier.EXACT, Comparator.EQ, "增长")
    if re.fullmatch(r"首[位名]", text):
        return Figure(Decimal(1), None, Qualifier.EXACT, Comparator.EQ, text[1])
    if (match := _AMONG.fullmatch(text)) and (value := _number(match[1])) is not None:
        return Figure(value, None, Qualifier.EXACT, Comparator.LE, match[2])
    if (match := _FRACTION.fullmatch(text)) and (value := _number(match[2])) is not None:
        # Shares are counted in per cent: 百分之五 is 5 %, 万分之三 is 0.03 %.
        return Figure(100 * value / _MULTIPLIERS[match[1]], None, Qualifier.EXACT, Comparator.EQ, "%")
    match = _PLAIN.fullmatch(text.removeprefix("第"))
    if match is None or re.search(f"[{_DIGIT}]", match["before"]) or (low := _number(match["low"])) is None:
        return Refusal("bad-figure")
    high = _number(match["high"]) if match["high"] else None
    if match["high"] and high is None:
        return Refusal("bad-figure")
    multiple = _MULTIPLIERS[match["multiple"]]
    sign = -1 if any(word in match["before"] for word in _FALLING) else 1
    return Figure(
        low * multiple * sign,
        None if high is None else high * multiple,
        _qualifier(match),
        Comparator.BETWEEN if high is not None else _comparator(match),
        match["unit"],
    )


def half_unit(printed: str) -> Decimal:
    """Half a unit of the last printed place: how far the true value may lie from a rounded figure.

    0.05 for 59.8%, 0.5 for 90% and 百分之九十, 5000 for 572万 and 三万; 0 for a number printed in full, like 1195户.
    """
    text = re.sub(r"\s", "", printed)
    if match := _FRACTION.fullmatch(text):
        return Decimal(100).scaleb(-_decimals(match[2])) / _MULTIPLIERS[match[1]] / 2
    match = _PLAIN.fullmatch(text.removeprefix("第"))
    if match is None:
        return Decimal(0)
    decimals = _decimals(match["low"])
    if not decimals and not match["multiple"] and not match["unit"].startswith("%"):
        return Decimal(0)
    return Decimal(_MULTIPLIERS[match["multiple"]]).scaleb(-decimals) / 2


def _decimals(number: str) -> int:
    """How many places are printed behind the point."""
    return len(number.partition(".")[2])


def _number(text: str) -> Decimal | None:
    """Digits, or a Chinese numeral by cn2an's strict rules (which know 二 only, not 两); None where it is neither."""
    if text[0].isascii():
        return Decimal(text.replace(",", ""))
    import cn2an

    try:
        return Decimal(cn2an.cn2an(text.replace("两", "二"), "strict"))
    except ValueError:
        return None


def _qualifier(match: re.Match[str]) -> Qualifier:
    before, after = match["before"], match["after"]
    more = before.endswith(("超过", "超")) and not before.endswith(_AT_MOST)
    if match["over"] or match["over_after"] or after == _ABOVE or more:
        return Qualifier.OVER
    if before.endswith("约") or after in ("左右", "上下"):
        return Qualifier.ABOUT
    return Qualifier.UNDER if before.endswith(("近", "不足")) else Qualifier.EXACT


def _comparator(match: re.Match[str]) -> Comparator:
    before, after = match["before"], match["after"]
    at_least = any(word in before for word in _AT_LEAST) or after == _ABOVE
    # 不低于 is at least, though 低于 alone is at most.
    if not at_least and (any(word in before for word in _AT_MOST) or after in ("以下", "以内")):
        return Comparator.LE
    return Comparator.GE if at_least or _qualifier(match) is Qualifier.OVER else Comparator.EQ
