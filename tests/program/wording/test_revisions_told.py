"""What readers are told of targets that revise others, and of planned values: as it stands on the page."""

from __future__ import annotations

from datetime import date

import pytest
from overlays import PLAN, REPORT, OverlayTree
from revising import FIRST, REPAIRS, revised, row

from generator.core.model import Package
from generator.reading.load import load
from generator.verdicts.standings import assess_package
from generator.wording.explain import explain, milestone_told, revisions_told, standing_line

LATER = "2023-change/1/lamps-installed/2023"
NEXT = "2023-change/1/lamps-installed/2024"
SHARE = "2023-plan/1/lamps-working-share/2023"


def package(tree: OverlayTree) -> Package:
    ledger, report = load(tree)
    assert ledger is not None, list(report)
    return ledger.packages["town"]


def told(tree: OverlayTree, target: str, language: str = "en", today: str = "2024-03-01") -> str:
    town = package(tree)
    return explain(town, assess_package(town, date.fromisoformat(today)).targets[target], language)


SENTENCES = {
    "lowered: the earlier one": (
        (revised(row("ge 150 150盏以上", on="2023-06-20")), FIRST),
        "已于2023年6月20日由2023年150盏以上的目标代替（青禾镇计划调整），不再判断。原因：经费减少。",
        "Replaced on 20 June 2023 by a target of at least 150 lamps for 2023 (Adjusted plan of Qinghe Town); it is not judged any more. Reason: The budget was cut.",
    ),
    "lowered: the later one": (
        (revised(row("ge 150 150盏以上", on="2023-06-20")), LATER),
        "青禾镇计划调整于2023年6月20日把目标从200盏以上下调到150盏以上。原因：经费减少。",
        "Lowered from at least 200 lamps to at least 150 lamps by Adjusted plan of Qinghe Town on 20 June 2023. Reason: The budget was cut.",
    ),
    "the day of issue where no other is told": (
        (revised(row("ge 150 150盏以上")), LATER),
        "青禾镇计划调整于2023年7月1日把目标从200盏以上下调到150盏以上。原因：经费减少。",
        "Lowered from at least 200 lamps to at least 150 lamps by Adjusted plan of Qinghe Town on 1 July 2023. Reason: The budget was cut.",
    ),
    "raised, and the result would have been enough": (
        (revised(row("ge 250 250盏以上")), LATER),
        "按最初的目标（2023年200盏以上），2023年12月31日的210盏已经够了。",
        "Against the target first set, at least 200 lamps for 2023, the 210 lamps of 31 December 2023 would be enough.",
    ),
    "moved to a later year, and the first was reached": (
        (revised(row("ge 200 200盏以上", year="2024")), NEXT),
        (
            "青禾镇计划调整于2023年7月1日把目标从2023年改到2024年。原因：经费减少。"
            "按最初的目标（2023年200盏以上），2023年12月31日的210盏已经够了。"
        ),
        (
            "Moved from 2023 to 2024 by Adjusted plan of Qinghe Town on 1 July 2023. Reason: The budget was cut. "
            "Against the target first set, at least 200 lamps for 2023, the 210 lamps of 31 December 2023 would be enough."
        ),
    ),
    "raised and moved": (
        (revised(row("ge 300 300盏以上", year="2024")), NEXT),
        "把目标从200盏以上上调到300盏以上，并从2023年改到2024年。",
        "Raised from at least 200 lamps to at least 300 lamps and moved from 2023 to 2024 by",
    ),
    "the same number, asked otherwise": (
        (revised(row("eq 200 200盏")), LATER),
        "把目标从200盏以上改为200盏。",
        "Changed from at least 200 lamps to 200 lamps by",
    ),
    "a ceiling raised asks for less": (
        (
            revised(row("le 5 5天以内", supersedes=REPAIRS, indicator="repair-days")),
            "2023-change/1/repair-days/2023",
        ),
        "把目标从不超过3天上调到不超过5天（要求更低）。",
        "Raised from at most 3 days to at most 5 days (asks for less) by",
    ),
    "after the period was over": (
        (revised(row("ge 150 150盏以上"), issued="2024-01-15"), FIRST),
        "2024年1月15日才宣布由2023年150盏以上的目标代替（青禾镇计划调整），那时本目标的时间段已经结束，所以仍按原目标判断。",
        "A target of at least 150 lamps for 2023 was put in its place on 15 January 2024 (Adjusted plan of Qinghe Town), after its period was over; so it is judged as it was set.",
    ),
    "to a year that was over": (
        (revised(row("ge 150 150盏以上", year="2022")), FIRST),
        "2023年7月1日才宣布由2022年150盏以上的目标代替（青禾镇计划调整），那时2022年已经结束，所以本目标仍照常判断。",
        "A target of at least 150 lamps for 2022 was put in its place on 1 July 2023 (Adjusted plan of Qinghe Town), when that period was over; so this one is judged as it was set.",
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_a_revision_is_told_on_both_sides(case: str) -> None:
    (tree, target), chinese, english = SENTENCES[case]
    assert chinese in told(tree, target, "zh")
    assert english in told(tree, target)


def test_before_its_day_a_revision_is_told_as_one_to_come_and_nothing_of_the_first_target() -> None:
    tree = revised(row("ge 250 250盏以上"))
    assert told(tree, FIRST, today="2023-06-30").endswith(
        "From 1 July 2023 on, a target of at least 250 lamps for 2023 takes its place (Adjusted plan of Qinghe Town). "
        "Reason: The budget was cut."
    )


def test_what_is_as_the_first_target_has_it_is_not_told_twice() -> None:
    assert "first set" not in told(revised(row("ge 150 150盏以上")), LATER)


def test_a_missed_promise_that_was_lowered_is_told_of() -> None:
    tree = revised(row("ge 150 150盏以上"))
    tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,一/1,200盏以上", "ge,220,,180,一/1,220盏以上")
    assert told(tree, LATER).endswith(
        "Against the target first set, at least 220 lamps for 2023, the 210 lamps of 31 December 2023 would not be enough."
    )


def test_a_share_that_did_not_hold_all_along_is_not_said_to_fall_short_by_its_latest_result() -> None:
    tree = revised(
        row("ge 95 95%以上", supersedes=SHARE, indicator="lamps-working-share"),
    )
    head = "lamps-working-share,qinghe,,2023-07-01,"
    earlier = "lamps-working-share,qinghe,,2023-01-01,2023-06-30,2023-06-30,96,exact,A,,,,,一/(一),96%,,,\n"
    tree.edit(f"{REPORT}/observations.csv", head, earlier + head)
    assert told(tree, "2023-change/1/lamps-working-share/2023").endswith(
        "The target first set, at least 97.5% for 2023, was not met in every period reported."
    )


def test_lists_name_the_mark_and_the_way_to_the_other_target() -> None:
    town = package(revised(row("ge 150 150盏以上")))
    standings = assess_package(town, date(2024, 3, 1))
    assert standing_line(standings.targets[FIRST], "en") == "Replaced by a later target"
    assert [other.id for other, _ in revisions_told(town, standings.targets[FIRST], "en")] == [LATER]
    assert [other.id for other, _ in revisions_told(town, standings.targets[LATER], "en")] == [FIRST]


@pytest.mark.parametrize(
    ("result", "today", "chinese", "english"),
    [
        ("2023-12-31,2023-12-31,210", "2024-03-01", "这一天没有结果", "No result on that day"),
        ("2023-12-31,2023-06-30,210", "2024-03-01", "已达到：2023年6月30日为210盏", "Reached: 210 lamps on 30 June 2023"),
        ("2023-05-31,2023-05-31,110", "2024-03-01", "这一天没有结果；之前最近的是2023年5月31日的110盏", "No result on that day; the last before it: 110 lamps on 31 May 2023"),
        ("2023-06-30,2023-06-30,110", "2024-03-01", "未达到：2023年6月30日为110盏", "Not reached: 110 lamps on 30 June 2023"),
        ("2023-05-31,2023-05-31,110", "2023-06-30", "还没有到这一天", "Not yet due"),
    ],
)  # fmt: skip
def test_a_planned_value_says_whether_it_was_reached(
    result: str, today: str, chinese: str, english: str
) -> None:
    tree = OverlayTree()
    number = result.rpartition(",")[2]
    tree.edit(
        "town/documents/2023-report/observations.csv",
        "lamps-installed,qinghe,,2023-01-01,2023-12-31,2023-12-31,210,exact,A,105,105%,16.7,增长16.7%,一/(一),210盏",
        f"lamps-installed,qinghe,,2023-01-01,{result},exact,A,,,,,一/(一),{number}盏",
    )
    town = package(tree)
    (milestone,) = assess_package(town, date.fromisoformat(today)).milestones[FIRST]
    assert milestone_told(town, milestone, "zh") == chinese
    assert milestone_told(town, milestone, "en") == english
