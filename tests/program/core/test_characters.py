"""Which characters a text may hold, and where."""

from __future__ import annotations

import sys
import unicodedata

from generator.core.characters import (
    MOST_MARKS,
    all_plain,
    all_seen,
    called,
    composed,
    first_uncarried,
    is_unseen,
    named_unseen,
    piled,
    replaced,
    unseen,
)
from generator.core.doubts import doubts, skeleton


def tagged(place: str) -> str:
    """How a flag goes on behind its pole."""
    return "".join(chr(0xE0000 + ord(sign)) for sign in place) + "\U000e007f"


UNSEEN = {
    "a tag": "a\U000e0061",
    "a flag of nobody": "🏴" + tagged("gb"),
    "a flag that Unicode does not recommend": "🏴" + tagged("usca"),
    "a flag that does not end": "🏴" + tagged("gbeng")[:-1],
    "a tag behind a flag": "🏴" + tagged("gbeng") + "\U000e0061",
    "tags behind another picture": "🌳" + tagged("gbeng"),
    "a second flag's tags": "🏴" + tagged("gbeng") + tagged("gbsct"),
    "Arabic letter mark": "a\u061cb",
    "Hangul filler": "a\u3164",
    "half-width Hangul filler": "a\uffa0",
    "a Hangul filler of syllables": "\u115fa",
    "a blank of braille": "a\u2800b",
    "combining grapheme joiner": "a\u034fb",
    "a selector behind a letter": "a\ufe0fb",
    "a selector behind a digit alone": "1\ufe0f",
    "a selector at the beginning": "\ufe0f🌳",
    "two selectors": "🌳\ufe0f\ufe0f",
    "an ideographic selector behind a letter": "a\U000e0100",
    "Mongolian vowel separator": "a\u180eb",
    "zero-width space": "路\u200b灯",
    "a joiner between Latin letters": "a\u200db",
    "a non-joiner between Chinese characters": "路\u200c灯",
    "a joiner at the beginning": "\u200dن",
    "two joiners": "ن\u200c\u200cن",
    "a picture joined to a letter": "🌳\u200da",
    "word joiner": "a\u2060b",
    "soft hyphen": "a\u00adb",
    "byte-order mark": "a\ufeff",
    "embedding": "\u202bنص\u202c",
    "override": "\u202ea",
    "isolate": "\u2066a\u2069",
    "mark of direction": "نص\u200f",
    "private": "a\ue000",
    "private, of a further plane": "a\U000f0000",
    "no character": "a\ufdd0",
    "no character of a further plane": "a\U0001ffff",
    "surrogate": "a\ud800",
    "end of a paragraph": "a\u2029b",
    "next line": "a\x85b",
    "return": "a\rb",
    "object": "a\ufffcb",
    "what is lost": "a\ufffdb",
    "musical blank": "a\U0001d159",
    "annotation": "a\ufff9b",
}
SEEN = {
    "tab and end of line": "a\tb\r\nc\n",
    "Persian": "می\u200cخواهم",
    "Persian with a mark": "هم\u064e\u200cه",
    "an Arabic form by itself": "ه\u200d.",
    "Hindi": "क्\u200dष क्\u200cष",
    "Bengali": "র\u200d্যাব",
    "Sinhala": "ශ්\u200dරී",
    "a family": "👨\u200d👩\u200d👧",
    "a coloured heart": "❤\ufe0f",
    "a flag of two": "🏳\ufe0f\u200d🌈",
    "England, Scotland and Wales": "".join("🏴" + tagged(place) for place in ("gbeng", "gbsct", "gbwls")),
    "a key": "5\ufe0f\u20e3",
    "a name in Japan": "葛\U000e0100城",
    "Mongolian": "ᠠ\u180bᠠ",
    "a year in Arabic": "\u0600١٩",
    "spaces": "a\u00a0b\u202fc\u3000d\u2009e",
    "Chinese of a further plane": "𠮷",
    "Chinese of a later Unicode": "\U000323b0",
    "a currency of a later Unicode": "\u20c1",
    "Hebrew with points": "שָׁלוֹם",
    "Vietnamese": "Việt Nam",
    "signs": "½ ² ℃ № € → ✓ ①",
}
MARKS = {
    # the text, and the mark that is too much
    "e\u0301": "",
    "ệ\u0301": "",
    "\u0301a": "\u0301",
    f"a{chr(0x301) * MOST_MARKS}": "",
    f"a{chr(0x301) * (MOST_MARKS + 1)}b": "\u0301",
    "公\u20dd": "",
}
DOUBTS = {
    # the text: what is wrong with it, and what to write or which word it is
    "Water works": [],
    "кВт·ч": [],
    "kΩ ΔT βx μm": [],
    "IP-адрес": [],
    "pаrk": [("mixed-scripts", "pаrk")],
    "the Cтроительство": [("mixed-scripts", "Cтроительство")],
    "ΟECD": [("mixed-scripts", "ΟECD")],
    "cafe\u0301": [("not-composed", "café")],
    "\u2126": [("not-composed", "Ω")],
    "=1": [("formula-lead", "")],
    "=pаrk": [("formula-lead", ""), ("mixed-scripts", "pаrk")],
}


def test_what_cannot_be_seen_is_found() -> None:
    assert {name for name, text in UNSEEN.items() if list(unseen(text)) == []} == set()


def test_what_a_script_needs_may_stand() -> None:
    assert {name: named_unseen(text) for name, text in SEEN.items() if not all_seen([text])} == {}


def test_a_character_is_called_by_number_and_name() -> None:
    assert [called(sign) for sign in "\u200b\ue000"] == ["U+200B ZERO WIDTH SPACE", "U+E000 Co"]


def test_all_that_cannot_be_seen_is_named_once_and_of_many_the_first() -> None:
    named = {
        "路灯": "",
        "路\u200b灯\u200b": "U+200B ZERO WIDTH SPACE",
        "\u200b路\xad灯": "U+200B ZERO WIDTH SPACE · U+00AD SOFT HYPHEN",
        "\ue000\ue001\ue002\ue003\ue004": "U+E000 Co · U+E001 Co · U+E002 Co · U+E003 Co · U+E004 Co",
        "\ue000\ue001\ue002\ue003\ue004\ue005": "U+E000 Co · U+E001 Co · U+E002 Co · U+E003 Co · U+E004 Co · …",
    }
    assert {text: named_unseen(text) for text in named} == named


def test_what_cannot_be_seen_is_replaced() -> None:
    assert replaced("a\u200bb\u200cن\u200cن", "?", kept="") == "a?b?ن\u200cن"
    assert replaced("a\u200bb\u200c", "?", kept="\u200c") == "a?b\u200c"


def test_what_is_plain_at_a_glance_has_nothing_wrong() -> None:
    plain = [sign for sign in map(chr, range(sys.maxunicode + 1)) if all_plain(sign)]
    assert len(plain) > 80_000
    assert [
        called(sign)
        for sign in plain
        if is_unseen(sign) or composed(sign) != sign or unicodedata.category(sign)[0] == "M"
    ] == []


def test_only_control_and_what_is_no_character_cannot_be_carried() -> None:
    found = [
        sign
        for sign in map(chr, range(sys.maxunicode + 1))
        if first_uncarried(sign) == 0 and sign not in "\t\n"
    ]
    assert {unicodedata.category(sign) for sign in found} == {"Cc", "Cs", "Zl", "Zp", "Cn"}
    # Controls but for the tab and the line feed, two separators, halves of characters, and what is none.
    assert len(found) == 63 + 2 + 2048 + 66
    assert [called(sign) for sign in found if not is_unseen(sign)] == []


def test_the_first_that_cannot_be_carried_is_found_behind_what_is_doubtful_and_can() -> None:
    at = {"": None, "路灯\n": None, "\u200b\r\n": None, "\u200b\r\n路\r灯\0": 4, "a\r": 1, "\r\n\u2028": 2}
    assert {text: first_uncarried(text) for text in at} == at


def test_marks_that_are_too_many_are_found() -> None:
    assert {text: piled(text) for text in MARKS} == MARKS


def test_what_is_wrong_with_a_text() -> None:
    found = {text: [(item.code, item.suggestion or item.detail) for item in doubts(text)] for text in DOUBTS}
    assert found == DOUBTS


def test_texts_that_look_the_same_have_one_skeleton() -> None:
    alike = [
        ("Qinghe PC", "Qinghe РС"),
        ("می\u200cخواهم", "میخواهم"),
        ("葛城", "葛\U000e0100城"),
        ("AOC", "АОС"),
    ]
    apart = [("a", "b"), ("Ab", "ab"), ("m²", "m2"), ("公开", "公門"), ("Вода", "Вода!")]
    assert [pair for pair in alike if skeleton(pair[0]) != skeleton(pair[1])] == []
    assert [pair for pair in apart if skeleton(pair[0]) == skeleton(pair[1])] == []
