"""What is said of programmes changes no more silently than figures do, and a change is told in words."""

from __future__ import annotations

from collections.abc import Callable

import by_name
import pytest
from overlays import PLAN, REPORT, OverlayTree, report_against

from generator.comparing.changes import compare, side
from generator.comparing.diffs.effects import Difference
from generator.comparing.diffs.rows import Rows
from generator.reading.load import load
from generator.reading.validate import validate

Edit = Callable[[OverlayTree], OverlayTree]


def rewritten(path: str, old: str, new: str) -> Edit:
    def edit(tree: OverlayTree) -> OverlayTree:
        text = tree.read(path).decode()
        assert old in text
        return tree.write(path, text.replace(old, new))

    return edit


MENTIONS, LISTED = f"{PLAN}/mentions.csv", "town/programmes.yaml"
BUILT = "2023-plan/pocket-parks/built"
CHANGES: dict[str, tuple[Edit, list[tuple[str, str, str]]]] = {
    # what somebody does → the problems: code, id and column
    "another clause": (
        rewritten(MENTIONS, "建口袋公园", "口袋公园"),
        [("change-unexplained", BUILT, "figure")],
    ),
    "a promise made a report": (
        rewritten(MENTIONS, "built,promised", "built,reported"),
        [("change-unexplained", BUILT, "says")],
    ),
    "a clause gone": (
        rewritten(
            MENTIONS,
            "lamp-count,installed,promised,一/1,全镇新装路等200盏以上,“路等”是原文的错字。,The copy misprints it.\n",
            "lamp-count,counted,promised,一/1,新装路等,,\n",
        ),
        [("removal-unexplained", "2023-plan/lamp-count/installed", "removed")],
    ),
    "another kind": (
        rewritten(LISTED, "kind: works", "kind: campaign"),
        [("change-unexplained", "pocket-parks", "kind")],
    ),
    # What is ours may be mended at any time, and what belongs to it may grow.
    "another summary": (rewritten(LISTED, "房前屋后的小公园", "小公园"), []),
    "a name more": (rewritten(LISTED, "names: [新装路等]", "names: [新装路等, 路灯]"), []),
    "a clause more": (
        rewritten(
            f"{REPORT}/mentions.csv",
            "已经开放,,\n",
            "已经开放,,\nlamp-count,done,reported,一/(一),新装路等,,\n",
        ),
        [],
    ),
}


@pytest.mark.parametrize(("edit", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_was_published_changes_only_with_a_correction(
    edit: Edit, expected: list[tuple[str, str, str]]
) -> None:
    found = report_against(by_name.tree(), edit(by_name.tree()))
    assert [(item.code, item.values["key"], item.values["field"]) for item in found] == expected


TOLD = {
    "zh": "【改了】提及 口袋公园：计划要做：“建口袋公园” → 报告做了：“建口袋公园”",
    "en": "Changed · Mention: Pocket parks: promised: “建口袋公园” → reported: “建口袋公园”",
}


@pytest.mark.parametrize("language", TOLD)
def test_a_change_is_told_in_words(language: str) -> None:
    base, head = by_name.tree(), rewritten(MENTIONS, "built,promised", "built,reported")(by_name.tree())
    comparison = compare(side(base, validate(base)[0]), side(head, validate(head)[0]))
    before, after = (load(tree)[0] for tree in (base, head))
    assert before is not None
    assert after is not None
    difference = Difference(comparison, before.packages, after.packages, None, (), (), (), {})
    [change] = comparison.changes
    assert Rows(difference, language, "data").record([change]).text == TOLD[language]


KINDS = {
    "zh": "种类：works → campaign",
    "en": "Kind: works → campaign",
    "fr": "Nature\u00a0: works → campaign",
}


@pytest.mark.parametrize("language", KINDS)
def test_what_kind_it_is_is_told_of_it_and_not_of_a_document(language: str) -> None:
    base, head = by_name.tree(), rewritten(LISTED, "kind: works", "kind: campaign")(by_name.tree())
    comparison = compare(side(base, validate(base)[0]), side(head, validate(head)[0]))
    before, after = (load(tree)[0] for tree in (base, head))
    assert before is not None
    assert after is not None
    difference = Difference(comparison, before.packages, after.packages, None, (), (), (), {})
    assert Rows(difference, language, "data").record(comparison.changes).details[0] == KINDS[language]
