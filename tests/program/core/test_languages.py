"""Languages are data: what is known of one, how a text is shown to readers of another, and what makes a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.core import languages
from generator.core.formats import in_sum, quantity, share
from generator.core.languages import column, compact, language, named, scripts, spoken, text_of
from generator.core.phrases import Phrase, Text, filled, joined
from generator.core.sentences import is_sentence

COLUMNS = [
    # text, language, column
    ("title", "kk", "title_kk"),
    ("title", "pt-BR", "title_pt_BR"),
    ("summary", "zh-Hant", "summary_zh_Hant"),
    ("goal_title", "en", "goal_title_en"),
]


@pytest.mark.parametrize(("text", "tag", "name"), COLUMNS)
def test_a_column_tells_its_text_and_its_language(text: str, tag: str, name: str) -> None:
    assert (column(text, tag), text_of(name)) == (name, (text, tag))


@pytest.mark.parametrize("name", ["value", "locator", "value_upper", "title_", "_en", ""])
def test_other_columns_tell_none(name: str) -> None:
    assert text_of(name) == ("", "")


KNOWN = [
    # language, its direction, its sign for per cent, whether great numbers are written short, its scripts
    ("zh", "ltr", "%", True, {"CJK"}),
    ("en", "ltr", "%", False, {"LATIN"}),
    ("fr", "ltr", "\u00a0%", False, {"LATIN"}),
    ("kk", "ltr", "%", False, {"CYRILLIC"}),
    ("ar", "rtl", "\u200e%\u200e", False, {"ARABIC"}),
    ("he", "rtl", "%", False, {"HEBREW"}),
    ("ja", "ltr", "%", False, {"CJK", "HIRAGANA", "KATAKANA"}),
    ("sr-Latn", "ltr", "%", False, {"LATIN"}),
]


@pytest.mark.parametrize(("tag", "direction", "per_cent", "short", "written"), KNOWN)
def test_what_is_known_of_a_language(
    tag: str, direction: str, per_cent: str, *, short: bool, written: set[str]
) -> None:
    known = language(tag)
    assert (known.direction, known.per_cent, bool(compact(tag)), set(scripts(tag))) == (
        direction,
        per_cent,
        short,
        written,
    )


def test_a_language_that_nobody_knows_is_written_as_the_fallback() -> None:
    assert (language("xx").locale, language("xx").html) == (language(languages.FALLBACK).locale, "xx")


NAMES = [
    ("en", "zh", "英文"),
    ("zh", "en", "Chinese"),
    ("kk", "fr", "kazakh"),
    ("pt-BR", "en", "Portuguese (Brazil)"),
]


@pytest.mark.parametrize(("tag", "reader", "name"), NAMES)
def test_languages_are_named_in_that_of_the_reader(tag: str, reader: str, name: str) -> None:
    assert named(tag, reader) == name


CODES = [
    ("zh", "zho"),
    ("en", "eng"),
    ("fr", "fra"),
    ("kk", "kaz"),
    ("ru", "rus"),
    ("cs", "ces"),
    ("nl", "nld"),
    ("ar", "ara"),
    ("de", "deu"),
    ("xx", "xx"),
]


@pytest.mark.parametrize(("tag", "code"), CODES)
def test_the_code_of_three_letters(tag: str, code: str) -> None:
    assert languages.code_of_three(tag) == code


SPOKEN = [
    # the languages of a package, those of them that the program speaks
    (("zh", "en"), ("zh", "en")),
    (("kk", "ru", "en"), ("en",)),
    (("fr", "zh", "fr"), ("fr", "zh")),
    (("kk",), ("en",)),
]


@pytest.mark.parametrize(("tags", "found"), SPOKEN)
def test_the_program_speaks_some_of_them(tags: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert spoken(tags) == found


LOCALES = [
    # LC_ALL, LANG, the language of the messages
    ("fr_FR.UTF-8", "en_GB.UTF-8", "fr"),
    ("", "zh_CN.UTF-8", "zh"),
    ("", "kk_KZ.UTF-8", "en"),
    ("C", "zh_CN.UTF-8", "en"),
    ("", "", "en"),
]


@pytest.mark.parametrize(("every", "lang", "found"), LOCALES)
def test_messages_follow_the_locale(
    every: str, lang: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", every)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", lang)
    assert languages.of_locale() == found


NUMBERS = [
    # language, value, unit, as it is written
    ("zh", "25000", "盏", "2.5万盏"),
    ("en", "25000", "lamps", "25,000 lamps"),
    ("fr", "25000.5", "lampes", "25\u202f000,5\u00a0lampes"),
    ("kk", "25000.5", "шам", "25\u00a0000,5 шам"),
    ("fr", "61.5", "%", "61,5\u00a0%"),
]


@pytest.mark.parametrize(("tag", "value", "unit", "written"), NUMBERS)
def test_numbers_are_written_in_the_habit_of_the_language(
    tag: str, value: str, unit: str, written: str
) -> None:
    assert quantity(Decimal(value), unit, tag) == written


def test_sums_are_written_as_their_results_are() -> None:
    assert (in_sum(Decimal("1195.5"), "fr"), share(Decimal(61), "fr")) == ("1\u202f195,5", "61\u00a0%")


LAMPS = Text.of({"zh": "路灯", "en": "Street lamps", "fr": ""})


def test_a_text_is_shown_in_the_main_language_where_it_lacks_another() -> None:
    shown = LAMPS["fr"]
    assert (LAMPS["en"], shown, LAMPS.own("fr"), LAMPS.tags, LAMPS.main) == (
        "Street lamps",
        "路灯",
        "",
        ("zh", "en"),
        "路灯",
    )
    assert isinstance(shown, Phrase)
    assert shown.__html__() == '<span lang="zh-Hans" dir="ltr">路灯</span>'
    assert not isinstance(LAMPS["en"], Phrase)


def test_a_text_that_nobody_wrote_is_nothing() -> None:
    nothing = Text.of({"zh": "", "en": ""})
    assert (nothing["zh"], nothing.main, bool(nothing), nothing == Text()) == ("", "", False, True)


def test_sentences_keep_the_languages_of_what_is_put_into_them() -> None:
    foreign = LAMPS["fr"]
    sentence = filled("{name} : {count} & <plus>", {"name": foreign, "count": "3"})
    assert sentence == "路灯 : 3 & <plus>"
    assert isinstance(sentence, Phrase)
    assert sentence.__html__() == '<span lang="zh-Hans" dir="ltr">路灯</span> : 3 &amp; &lt;plus&gt;'
    both = joined([sentence, "fin"], " ")
    assert both == "路灯 : 3 & <plus> fin"
    assert isinstance(both, Phrase)
    assert both.__html__().endswith("&lt;plus&gt; fin")


def test_sentences_without_another_language_are_plain() -> None:
    assert type(filled("{a}-{b}", {"a": "1", "b": "2"})) is str
    assert type(joined(["a", "b"], ", ")) is str
    with pytest.raises(KeyError):
        filled("{a}{c}", {"a": LAMPS["fr"]})


def test_what_is_marked_is_escaped() -> None:
    hostile = Text.of({"ar": '<img src=x onerror="1">'})["en"]
    assert hostile.__html__() == (  # type: ignore[attr-defined]
        '<span lang="ar" dir="rtl">&lt;img src=x onerror=&quot;1&quot;&gt;</span>'
    )


SENTENCES = [
    # text, language, whether it says enough
    ("录入时两位数字颠倒。", "zh", True),
    ("录入时颠倒。", "zh", False),
    ("Two digits were swapped.", "en", True),
    ("Digits swapped again.", "en", False),
    ("Two digits were swapped.", "zh", False),
    ("录入时两位数字颠倒了。", "en", False),
    ("Екі цифрдың орны ауысқан.", "kk", True),
    ("Two digits were swapped.", "kk", False),
    ("تبادل رقمان مكانيهما عند الإدخال.", "ar", True),
    ("入力のとき数字を取り違えた。", "ja", True),
    ("ป้อนตัวเลขสลับที่กัน", "th", True),
    ("Corrected 980 to 985", "en", True),
    ("— — — — —", "en", False),
]


@pytest.mark.parametrize(("text", "tag", "enough"), SENTENCES)
def test_a_reason_is_a_sentence_in_any_script(text: str, tag: str, *, enough: bool) -> None:
    assert is_sentence(text, tag) is enough
