"""A package that gets, loses or reorders its languages: names may not change silently under it."""

from __future__ import annotations

from overlays import OverlayTree, report_against
from tongues import town_in

from generator.comparing.changes import compare, side
from generator.reading.load import load
from generator.reading.validate import validate

PACKAGE = "town/package.yaml"
REASONS = "town/corrections.csv"
INDICATORS = "town/indicators/lighting.yaml"


def codes(base: OverlayTree, head: OverlayTree) -> list[tuple[str, str]]:
    return [(item.code, item.values.get("field", "")) for item in report_against(base, head)]


def listed(tree: OverlayTree, *added: str) -> OverlayTree:
    """The town that says which of its languages joined it after it was published."""
    text = tree.read(PACKAGE).decode()
    return tree.write(PACKAGE, f"{text}added_languages: [{', '.join(added)}]\n")


def meant(base: OverlayTree, head: OverlayTree) -> list[tuple[str, str, str]]:
    """What is to be written, by the code and the place of the problem."""
    found = report_against(base, head)
    return [(item.code, item.place.field, item.values.get("suggestion", "")) for item in found]


def test_a_language_that_comes_says_so() -> None:
    """Then its columns stand at the end of each published table, and no figure needs a correction."""
    more = {"zh": "zh", "en": "en", "kk": ""}
    asked = ("language-added", "languages")
    assert meant(OverlayTree(), town_in(more)) == [(*asked, "kk")]
    assert meant(OverlayTree(), listed(town_in(more), "kk")) == []
    assert meant(town_in({"zh": "zh"}), OverlayTree()) == [(*asked, "en")]
    assert meant(town_in({"zh": "zh"}), listed(OverlayTree(), "en")) == []


def test_columns_never_move_again() -> None:
    """Neither by a language that came before, nor by one that was always there and is said to have come."""
    asked = ("language-added", "added_languages")
    two = {"zh": "zh", "en": "en", "kk": "", "ru": ""}
    before = listed(town_in({"zh": "zh", "en": "en", "kk": ""}), "kk")
    assert meant(before, listed(town_in(two), "kk", "ru")) == []
    assert meant(before, listed(town_in(two), "ru", "kk")) == [(*asked, "kk, ru")]
    assert meant(before, town_in({"zh": "zh", "en": "en", "kk": ""})) == [
        ("language-added", "languages", "kk")
    ]
    assert meant(OverlayTree(), listed(OverlayTree(), "en")) == [(*asked, "")]


def test_a_language_does_not_go_with_its_columns() -> None:
    assert meant(OverlayTree(), town_in({"zh": "zh"})) == [("language-gone", "languages", "zh, en")]
    # The reason of a correction that was published stays too.
    emptied = town_in({"zh": "zh", "en": ""}).write(REASONS, OverlayTree().read(REASONS))
    assert meant(OverlayTree(), emptied) == []


def test_that_is_told_also_while_its_texts_are_still_there() -> None:
    """Whoever strikes the language alone is not sent to strike its texts too."""
    text = OverlayTree().read(PACKAGE).decode()
    struck = OverlayTree().write(PACKAGE, text.replace("languages: [zh, en]", "languages: [zh]"))
    found = report_against(OverlayTree(), struck)
    assert {item.code for item in found} == {"language-unlisted", "language-gone"}


def test_what_cannot_be_read_is_told_alone() -> None:
    text = OverlayTree().read(PACKAGE).decode()
    for written in (
        "languages: [zh, en, fr, EN]",
        "languages: zh",
        "languages: [zh, en]\nadded_languages: [x y]",
    ):
        unread = OverlayTree().write(PACKAGE, text.replace("languages: [zh, en]", written))
        found = {item.code for item in report_against(OverlayTree(), unread)}
        assert found.isdisjoint({"language-gone", "language-added"}), written


def test_nor_does_the_one_that_stood_in_for_those_without_words() -> None:
    """A package in Kazakh alone is explained in English; its columns stay when it gets French."""
    before = town_in({"kk": "zh"})
    after = listed(town_in({"kk": "zh", "fr": ""}), "fr")
    assert meant(before, after) == [("language-gone", "languages", "kk, fr, en")]
    assert meant(before, listed(town_in({"kk": "zh", "fr": "", "en": ""}), "fr", "en")) == []


def test_a_language_that_joined_is_one_of_the_package() -> None:
    [problem] = load(listed(OverlayTree(), "fr"))[1]
    assert (problem.code, problem.place.field) == ("unknown-choice", "added_languages")
    assert problem.values["detail"] == "zh · en"


def test_the_main_language_may_become_another_one() -> None:
    swapped = town_in({"en": "en", "zh": "zh"})
    assert codes(OverlayTree(), swapped) == []


def test_but_no_name_changes_silently_under_it() -> None:
    """Names in the main language are official, whichever of the two sides has it for its main one."""
    before = OverlayTree()
    after = town_in({"en": "en", "zh": "zh"})
    text = after.read(INDICATORS).decode()
    after.write(INDICATORS, text.replace("title_zh: 新装路灯", "title_zh: 维修路灯"))
    assert codes(before, after) == [("change-unexplained", "title_zh")]


def test_a_main_language_that_comes_needs_no_correction() -> None:
    """The names stand in the other one as they did."""
    assert codes(town_in({"zh": "zh"}), listed(town_in({"en": "en", "zh": "zh"}), "en")) == []


def test_a_main_language_may_be_named_otherwise() -> None:
    """Where the former name stays beside it, as its columns do; no name is said to change in either case."""
    beside = listed(town_in({"yue": "zh", "en": "en", "zh": "zh"}), "yue")
    assert codes(OverlayTree(), beside) == []
    instead = listed(town_in({"yue": "zh", "en": "en"}), "yue")
    assert meant(OverlayTree(), instead) == [("language-gone", "languages", "yue, en, zh")]


def test_nothing_else_is_said_to_change_with_that() -> None:
    """Nor do remarks, and the reasons that stand within a document."""
    base, head = (
        side(tree, validate(tree)[0]) for tree in (OverlayTree(), town_in({"yue": "zh", "en": "en"}))
    )
    found = {(change.table, change.field) for change in compare(base, head).changes}
    assert found - {("documents", "language")} == {("package", "languages")}


def test_but_no_name_changes_silently_with_that() -> None:
    """It is held against the name in the main language that is given up."""
    after = listed(town_in({"yue": "zh", "en": "en"}), "yue")
    text = after.read(INDICATORS).decode()
    after.write(INDICATORS, text.replace("title_yue: 新装路灯", "title_yue: 新裝路燈"))
    problem, _gone = sorted(report_against(OverlayTree(), after), key=lambda item: item.code)
    told = (problem.code, *(problem.values[name] for name in ("field", "old", "new")))
    assert told == ("change-unexplained", "title_yue", "新装路灯", "新裝路燈")


def test_a_translation_may_be_mended() -> None:
    after = OverlayTree()
    text = after.read(INDICATORS).decode()
    assert "title_en: Street lamps installed" in text
    after.write(INDICATORS, text.replace("title_en: Street lamps installed", "title_en: Lamps put up"))
    assert codes(OverlayTree(), after) == []
