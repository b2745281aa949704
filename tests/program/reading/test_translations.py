"""How much of a package is in each of its languages; which languages it has, and what is said of others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from overlays import PLAN, OverlayTree
from tongues import town_in

from generator.core.problems import Problem
from generator.reading.trees import Tree
from generator.reading.validate import PackageRecords, validate
from generator.reading.validate.translations import translations


def read(tree: Tree) -> tuple[PackageRecords, list[Problem]]:
    packages, problems = validate(tree)
    return packages[0], list(problems)


def counted(tree: Tree) -> dict[str, tuple[int, int]]:
    package, problems = read(tree)
    assert [problem.code for problem in problems] == []
    return {item.language: (item.there, item.texts) for item in translations([package])}


def test_every_text_of_the_example_is_counted() -> None:
    texts = 45
    assert counted(OverlayTree()) == {"en": (texts, texts)}
    assert counted(town_in({"en": "en", "zh": "zh"})) == {"zh": (texts, texts)}
    assert counted(town_in({"zh": "zh"})) == {}
    assert counted(town_in({"kk": "zh", "ru": "", "en": "en"})) == {"ru": (0, texts), "en": (texts, texts)}


LACKING: list[tuple[str, str, str, int]] = [
    # file, what stands there, what is put in its place, how many texts are lacking
    ("town/themes.yaml", "  title_en: Parks and trees\n", "", 1),
    (f"{PLAN}/goals.yaml", "  title_en: A pocket park\n", "", 1),
    (f"{PLAN}/document.yaml", "    title_en: Main goals\n", "    title_en: ''\n", 1),
    (f"{PLAN}/document.yaml", "    reason_en: The year in the title.\n", "", 1),
    (f"{PLAN}/deliverables.csv", ",Pocket park opened,", ",,", 1),
]


@pytest.mark.parametrize(("file", "old", "new", "lacking"), LACKING)
def test_what_is_not_translated_is_no_error_but_counted(file: str, old: str, new: str, lacking: int) -> None:
    texts = counted(OverlayTree())["en"][1]
    assert counted(OverlayTree().edit(file, old, new)) == {"en": (texts - lacking, texts)}


def test_a_translation_of_nothing_is_not_counted() -> None:
    """A remark in English alone is shown to everybody, and is missing in nothing but the main language."""
    tree = OverlayTree()
    text = tree.read(f"{PLAN}/deliverables.csv").decode()
    tree.write(f"{PLAN}/deliverables.csv", text.replace("一/2,,\n", "一/2,,A remark.\n"))
    assert counted(tree) == counted(OverlayTree())


Edit = Callable[[OverlayTree], object]


def languages(listed: str) -> Edit:
    def edit(tree: OverlayTree) -> None:
        text = tree.read("town/package.yaml").decode()
        head, _, rest = text.partition("languages:")
        written = f"languages: {listed}\n" if listed else ""
        tree.write("town/package.yaml", head + written + rest.partition("\n")[2])

    return edit


LISTED: list[tuple[str, Edit, tuple[str, ...], set[str]]] = [
    ("none", languages(""), ("zh", "en"), {"missing-key"}),
    ("an empty list", languages("[]"), ("zh", "en"), {"missing-value"}),
    ("one that is none", languages("[zh, Chinese]"), ("zh",), {"bad-language", "language-unlisted"}),
    ("twice the same", languages("[zh, en, en]"), ("zh", "en"), {"repeated-entry"}),
    ("one less than is written", languages("[zh]"), ("zh",), {"language-unlisted"}),
    ("one more than is written", languages("[zh, en, kk]"), ("zh", "en", "kk"), set()),
    ("no file", lambda tree: tree.remove("town/package.yaml"), ("zh", "en"), {"missing-file"}),
]


@pytest.mark.parametrize(
    ("edit", "known", "codes"), [row[1:] for row in LISTED], ids=[row[0] for row in LISTED]
)
def test_the_languages_are_those_that_the_package_lists(
    edit: Edit, known: tuple[str, ...], codes: set[str]
) -> None:
    """Where it lists none that can be read, its titles tell, so that a slip there is told once and not everywhere."""
    tree = OverlayTree()
    edit(tree)
    package, problems = read(tree)
    assert (package.languages, {problem.code for problem in problems}) == (known, codes)


def test_the_main_language_must_be_there() -> None:
    _, problems = read(town_in({"kk": "", "zh": "zh"}))
    codes = {problem.code for problem in problems}
    assert codes == {"missing-key", "missing-column"}
    named = {problem.values.get("field") or problem.values.get("columns") for problem in problems}
    assert {"title_kk", "reason_kk"} <= {name for name in named if name}
