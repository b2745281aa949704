"""What a target may say of an earlier one whose place it takes."""

from __future__ import annotations

import pytest
from revising import CHANGE, FIRST, REPAIRS, revised, row

from generator.reading.load import load

OWN = "2023-change/1/lamps-installed"
REASON = "经费减少。,The budget was cut."
LOWERED = row("ge 150 150盏以上")

RULES: dict[str, tuple[list[str], str, list[str]]] = {
    # rows, day of issue → problems, each with its line and column
    "of the same thing": ([LOWERED], "2023-07-01", []),
    "moved": ([row("ge 200 200盏以上", year="2024")], "2023-07-01", []),
    "one after the other": (
        [LOWERED, row("ge 140 140盏以上", year="2024", supersedes=f"{OWN}/2023")],
        "2023-07-01",
        [],
    ),
    "a document of the same day": ([LOWERED], "2023-01-10", []),
    "a document of the day before": ([LOWERED], "2023-01-09", ["supersedes-later 2 supersedes"]),
    "one that is not there": (
        [row("ge 150 150盏以上", supersedes=f"{FIRST}4")],
        "2023-07-01",
        ["unknown-reference 2 supersedes"],
    ),
    "itself": (
        [row("ge 150 150盏以上", supersedes=f"{OWN}/2023")],
        "2023-07-01",
        ["supersedes-circle 2 supersedes"],
    ),
    "round in a circle": (
        [
            row("ge 150 150盏以上", supersedes=f"{OWN}/2024"),
            row("ge 150 150盏以上", supersedes=f"{OWN}/2023", year="2024"),
        ],
        "2023-07-01",
        ["supersedes-circle 2 supersedes", "supersedes-circle 3 supersedes"],
    ),
    "one that another row has replaced": (
        [LOWERED, row("ge 150 150盏以上", year="2024")],
        "2023-07-01",
        ["supersedes-twice 3 supersedes"],
    ),
    "another indicator": (
        [row("ge 150 150盏以上", supersedes=REPAIRS)],
        "2023-07-01",
        ["supersedes-unlike 2 supersedes"],
    ),
    "another area": (
        [row("ge 15 15盏以上", area="east-village")],
        "2023-07-01",
        ["supersedes-unlike 2 supersedes"],
    ),
    "an area that cannot be read": (
        [row("ge 15 15盏以上", area="east village")],
        "2023-07-01",
        ["bad-id 2 area_id"],
    ),
    "no reason": (
        [row("ge 150 150盏以上", reason=",")],
        "2023-07-01",
        ["revision-reason 2 revision_reason_zh"],
    ),
    "no reason in the main language": (
        [row("ge 150 150盏以上", reason=",The budget was cut.")],
        "2023-07-01",
        ["revision-reason 2 revision_reason_zh"],
    ),
    "no reason in another language": ([row("ge 150 150盏以上", reason="经费减少。,")], "2023-07-01", []),
    "a reason of nothing": (
        [row("ge 150 150盏以上", supersedes="", year="2024")],
        "2023-07-01",
        ["revision-alone 2 revision_reason_zh"],
    ),
    "a day of nothing": (
        [row("ge 150 150盏以上", supersedes="", on="2023-06-20", reason=",", year="2024")],
        "2023-07-01",
        ["revision-alone 2 revised_on"],
    ),
    "a day that is none": (
        [row("ge 150 150盏以上", on="2023-06-31")],
        "2023-07-01",
        ["date-not-real 2 revised_on"],
    ),
}


@pytest.mark.parametrize("case", RULES)
def test_rules_of_targets_that_revise_others(case: str) -> None:
    rows, issued, expected = RULES[case]
    ledger, report = load(revised(*rows, issued=issued))
    found = [f"{item.code} {item.place.line} {item.place.field}" for item in report]
    assert found == expected
    assert {item.place.file for item in report} <= {f"{CHANGE}/targets.csv"}
    assert (ledger is None) is bool(expected)


def test_where_targets_cannot_all_be_read_none_is_said_to_be_missing() -> None:
    tree = revised(row("ge 150 150盏以上"))
    tree.edit(
        "town/documents/2023-plan/targets.csv", "1,lamps-installed,qinghe,", "1,lamps-installed,qing he,"
    )
    assert "unknown-reference" not in {item.code for item in load(tree)[1] if CHANGE in item.place.file}


def test_a_target_says_whose_place_it_takes_when_and_why() -> None:
    ledger, _ = load(revised(row("ge 150 150盏以上", on="2023-06-20")))
    assert ledger is not None
    target = ledger.packages["town"].targets[f"{OWN}/2023"]
    assert (
        target.supersedes,
        str(target.revised_on),
        ",".join(text for _, text in target.revision_reason.said),
    ) == (*(FIRST, "2023-06-20", REASON),)
