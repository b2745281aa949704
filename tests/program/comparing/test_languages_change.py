"""A package that gets, loses or reorders its languages: names may not change silently under it."""

from __future__ import annotations

from overlays import OverlayTree, report_against
from tongues import town_in

from generator.comparing.changes import compare, side
from generator.reading.validate import validate

INDICATORS = "town/indicators/lighting.yaml"


def codes(base: OverlayTree, head: OverlayTree) -> list[tuple[str, str]]:
    return [(item.code, item.values.get("field", "")) for item in report_against(base, head)]


def test_a_language_that_comes_needs_no_correction() -> None:
    assert codes(town_in({"zh": "zh"}), OverlayTree()) == []
    assert codes(OverlayTree(), town_in({"zh": "zh", "en": "en", "kk": ""})) == []


def test_nor_does_one_that_goes() -> None:
    assert codes(OverlayTree(), town_in({"zh": "zh"})) == []


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
    assert codes(town_in({"zh": "zh"}), town_in({"en": "en", "zh": "zh"})) == []


def test_a_main_language_may_be_named_otherwise() -> None:
    assert codes(OverlayTree(), town_in({"yue": "zh", "en": "en"})) == []


def test_nothing_else_is_said_to_change_with_that() -> None:
    """Nor do remarks, and the reasons that stand within a document."""
    base, head = (
        side(tree, validate(tree)[0]) for tree in (OverlayTree(), town_in({"yue": "zh", "en": "en"}))
    )
    found = {(change.table, change.field) for change in compare(base, head).changes}
    assert found - {("documents", "language")} == {("package", "languages")}


def test_but_no_name_changes_silently_with_that() -> None:
    """It is held against the name in the main language that is given up."""
    after = town_in({"yue": "zh", "en": "en"})
    text = after.read(INDICATORS).decode()
    after.write(INDICATORS, text.replace("title_yue: 新装路灯", "title_yue: 新裝路燈"))
    [problem] = report_against(OverlayTree(), after)
    told = (problem.code, *(problem.values[name] for name in ("field", "old", "new")))
    assert told == ("change-unexplained", "title_yue", "新装路灯", "新裝路燈")


def test_a_translation_may_be_mended() -> None:
    after = OverlayTree()
    text = after.read(INDICATORS).decode()
    assert "title_en: Street lamps installed" in text
    after.write(INDICATORS, text.replace("title_en: Street lamps installed", "title_en: Lamps put up"))
    assert codes(OverlayTree(), after) == []
