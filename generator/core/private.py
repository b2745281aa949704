"""Numbers by which persons are reached or known, as texts print them: they are never published."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OF_PERSONS = re.compile(r"(?:电话|手机|传真|身份证号?码?)(?:[:：][0-9-]+|[0-9-]{7,})")
"""Numbers that are never data and never published, so nobody needs to list them."""

_DIGIT = r"[\d〇零一二三四五六七八九]"
_UNSEEN = r"\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_APART = rf"[ .·/()（）+_*\-\u2010-\u2015\u2212{_UNSEEN}]{{0,3}}"
"""What may stand between two digits of one number."""

_MAYBE = re.compile(
    # a number of seven digits or more a little behind a word for it, with others in a row with it
    rf"(?:电话|手机|座机|固话|传真|热线|联系方式|联系人|身份证|证件|护照|phone|mobile|\bcell|\bfax|\bt[eé]l|\bid\b|passport|"
    rf"identi|portable|télécopie|whatsapp|wechat|微信)[^\d。\n]{{0,24}}?"
    rf"{_DIGIT}(?:{_APART}{_DIGIT}){{6,}}[Xx]?(?:[、,，;；或和及 ]{{1,3}}{_DIGIT}(?:{_APART}{_DIGIT}){{6,}}[Xx]?)*"
    # and whatever has the form of one: a mobile number, one with its area code, an identity number
    rf"|(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d{_APART}\d{{4}}{_APART}\d{{4}}(?!\d)"
    rf"|(?<!\d)0\d{{2,3}}{_APART}\d{{3,4}}{_APART}\d{{4}}(?!\d)"
    r"|\+\d{1,3}(?:[ .()-]{0,2}\d){7,12}(?!\d)"
    r"|(?<!\d)\d{6}[ -]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?!\d)"
    r"|(?<!\d)\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)",
    re.IGNORECASE,
)
"""What may be the telephone or identity number of somebody: wider than what nobody needs to list, since a sum that is
withheld can be read elsewhere, and a number that was shown cannot be taken back.
"""


def numbers_of_persons(text: str) -> Iterator[tuple[int, int]]:
    """Where the telephone and identity numbers of a text begin and end, those that surely are such."""
    return (match.span() for match in _OF_PERSONS.finditer(text))


def maybe_of_persons(text: str) -> Iterator[tuple[int, int]]:
    """The same of all that may be such numbers."""
    return (match.span() for match in _MAYBE.finditer(text))
