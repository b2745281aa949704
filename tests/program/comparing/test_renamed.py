"""What was changed before a thing was renamed is told of the thing of today, and of no other that has its old id."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from generator.comparing.renamed import corrections_today, revisions_today
from generator.comparing.revisions import Revision, indicator_of
from generator.core.model import Correction
from generator.core.phrases import Text

A_ROW = ("observations", "report/lamps/2023-12-31", "value")
RENAMED = ("indicators", "lamps", "key:street-lamps")

# what was changed, the oldest first: (table, id, column; of a renaming `key:` and the new id); the ids of today
CASES: dict[str, tuple[list[tuple[str, str, str]], list[str]]] = {
    "nothing was renamed": ([A_ROW], ["report/lamps/2023-12-31"]),
    "an indicator": ([A_ROW, RENAMED], ["report/street-lamps/2023-12-31", "street-lamps"]),
    "what came after a renaming": (
        [RENAMED, ("observations", "report/street-lamps/2023-12-31", "value")],
        ["street-lamps", "report/street-lamps/2023-12-31"],
    ),
    "its old id was given to something else": (
        [A_ROW, RENAMED, A_ROW],
        ["report/street-lamps/2023-12-31", "street-lamps", "report/lamps/2023-12-31"],
    ),
    "twice": (
        [A_ROW, RENAMED, ("indicators", "street-lamps", "key:lights")],
        ["report/lights/2023-12-31", "lights", "lights"],
    ),
    "there and back": (
        [A_ROW, RENAMED, ("indicators", "street-lamps", "key:lamps")],
        ["report/lamps/2023-12-31", "lamps", "lamps"],
    ),
    "a document": (
        [A_ROW, ("goals", "report/1", "title"), ("documents", "report", "key:final")],
        ["final/lamps/2023-12-31", "final/1", "final"],
    ),
    "a goal, and its document later": (
        [
            ("targets", "plan/1/lamps/2023", "value"),
            ("goals", "plan/1", "key:plan/2"),
            ("documents", "plan", "key:final"),
        ],
        ["final/2/lamps/2023", "final/2", "final"],
    ),
    "the target of a verdict and of a planned value": (
        [
            ("assessments", "plan/1/lamps/2023", "progress_status"),
            ("planned", "plan/1/lamps/2023/2023-06-30", "value"),
            RENAMED,
        ],
        ["plan/1/street-lamps/2023", "plan/1/street-lamps/2023/2023-06-30", "street-lamps"],
    ),
    "the period of a target, which its planned values follow": (
        [
            ("planned", "plan/1/lamps/2023/2023-06-30", "value"),
            ("targets", "plan/1/lamps/2023", "key:plan/1/lamps/2024"),
            RENAMED,
        ],
        ["plan/1/street-lamps/2024/2023-06-30", "plan/1/street-lamps/2024", "street-lamps"],
    ),
    "a deliverable, which reports on it follow": (
        [
            ("progress", "plan/1/park/report/2023-12-31", "state"),
            ("deliverables", "plan/1/park", "key:plan/1/garden"),
        ],
        ["plan/1/garden/report/2023-12-31", "plan/1/garden"],
    ),
    "an area": (
        [
            ("observations", "report/lamps/east/2023-12-31", "value"),
            ("areas", "east", "key:east-side"),
        ],
        ["report/lamps/east-side/2023-12-31", "east-side"],
    ),
    "what is bound to another": (
        [("relations", "parts/lamps/lights", "note"), RENAMED],
        ["parts/street-lamps/lights", "street-lamps"],
    ),
    "a table that nobody knows any more": (
        [("wishes", "lamps/1", "value"), RENAMED],
        ["lamps/1", "street-lamps"],
    ),
}


def _parts(column: str) -> tuple[str, str]:
    field, _, new = column.partition(":")
    return field, new


@pytest.mark.parametrize("case", CASES)
def test_changes_are_told_by_the_ids_of_today(case: str) -> None:
    changes, expected = CASES[case]
    days = [date(2023, 1, 1) + timedelta(days=number) for number in range(len(changes))]
    revisions = [
        Revision(day, f"commit {day}", "", table, key, field, key, new, indicator_of(table, key), "")
        for day, (table, key, (field, new)) in zip(
            days, [(table, key, _parts(column)) for table, key, column in changes], strict=True
        )
    ]
    corrections = [
        Correction(item.id, item.table, item.key, item.field, item.old, item.new, item.day, Text(), "")
        for item in revisions
    ]
    told = revisions_today(revisions)
    assert [item.key for item in told] == expected
    assert [item.key for item in corrections_today(corrections)] == expected
    about = {item.indicator_id for item in told if item.table in ("targets", "observations")}
    assert about == {
        indicator_of(item.table, item.key) for item in told if item.table in ("targets", "observations")
    }


def test_what_one_commit_did_is_renamed_together() -> None:
    """Whichever stands first, and whether the row is told by the id before or by that after it."""
    day = date(2023, 1, 1)
    renamed = Revision(day, "c", "", "indicators", "lamps", "key", "lamps", "street-lamps", "lamps", "")
    for key in ("report/lamps/2023", "report/street-lamps/2023"):
        row = Revision(
            day, "c", "", "observations", key, "value", "1", "2", indicator_of("observations", key), "report"
        )
        for order in ([renamed, row], [row, renamed]):
            told = revisions_today(order)
            assert {(item.key, item.indicator_id) for item in told} == {
                ("street-lamps", "street-lamps"),
                ("report/street-lamps/2023", "street-lamps"),
            }
