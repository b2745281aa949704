"""What became of the day of a deliverable: cases worked by hand, each with its reports and what follows from them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cases import NOTHING

from generator.core.codes import DeliverableState
from generator.core.model import Deliverable, Progress
from generator.verdicts.deliverables import DeliverableStanding, assess_deliverable


class Row(NamedTuple):
    """Reports are `<state> <as of> [→ <new day>] [@ <day of issue>]`, issued on their as-of date unless told.

    `days` are the days that reports name, each after what it is beside the one before; `flags` are `overdue` and
    `current_overdue`, by their first letters.
    """

    due: str
    reports: tuple[str, ...]
    today: str
    state: str
    days: str
    flags: str
    put_off: int = 0


def report_of(text: str) -> Progress:
    said, _, issued = text.partition(" @ ")
    said, _, new_due = said.partition(" → ")
    state, as_of = said.split()
    issued = issued or as_of
    return Progress(
        id=f"plan/1/park/report-{issued}/{as_of}",
        deliverable_id="plan/1/park",
        document_id=f"report-{issued}",
        state=DeliverableState(state),
        as_of=date.fromisoformat(as_of),
        locator="1",
        evidence=NOTHING,
        note=NOTHING,
        issued=date.fromisoformat(issued),
        new_due=date.fromisoformat(new_due) if new_due else None,
    )


def park(due: str, reports: tuple[Progress, ...], today: str) -> DeliverableStanding:
    day = date.fromisoformat(due) if due else None
    deliverable = Deliverable("plan/1/park", "plan/1", NOTHING, day, "1", NOTHING)
    return assess_deliverable(deliverable, reports, date.fromisoformat(today))


DUE = "2023-06-30"
PUT_OFF = "delayed 2023-06-15 → 2024-03-31"
ROWS = {
    "nothing reported, on its day": Row(DUE, (), "2023-06-30", "planned", "", ""),
    "nothing reported, the day after": Row(DUE, (), "2023-07-01", "planned", "", "oc"),
    "delayed, without a new day": Row(DUE, ("delayed 2023-06-15",), "2023-07-01", "delayed", "", "oc"),
    "put off, before the first day": Row(DUE, (PUT_OFF,), "2023-06-20", "delayed", "later 2024-03-31", "", 1),
    "put off, on the first day": Row(DUE, (PUT_OFF,), "2023-06-30", "delayed", "later 2024-03-31", "", 1),
    "put off, the day after the first": Row(
        DUE, (PUT_OFF,), "2023-07-01", "delayed", "later 2024-03-31", "o", 1
    ),
    "put off, on the new day": Row(DUE, (PUT_OFF,), "2024-03-31", "delayed", "later 2024-03-31", "o", 1),
    "put off, the day after the new": Row(
        DUE, (PUT_OFF,), "2024-04-01", "delayed", "later 2024-03-31", "oc", 1
    ),
    "the day before it was known that it is put off": Row(DUE, (PUT_OFF,), "2023-06-14", "planned", "", ""),
    "known that it is put off only when the report was out": Row(
        DUE, (f"{PUT_OFF} @ 2023-08-01",), "2023-07-31", "planned", "", "oc"
    ),
    "on the day on which the report was out": Row(
        DUE, (f"{PUT_OFF} @ 2023-08-01",), "2023-08-01", "delayed", "later 2024-03-31", "o", 1
    ),
    "under way, with a new day": Row(
        DUE, ("under_way 2023-06-15 → 2023-09-30",), "2023-07-01", "under_way", "later 2023-09-30", "o", 1
    ),
    "brought forward, and that day has passed": Row(
        DUE, ("under_way 2023-03-31 → 2023-05-31",), "2023-06-01", "under_way", "earlier 2023-05-31", "c"
    ),
    "the same day named again": Row(
        DUE, ("under_way 2023-03-31 → 2023-06-30",), "2023-06-30", "under_way", "same 2023-06-30", ""
    ),
    "put off twice": Row(
        DUE,
        (PUT_OFF, "delayed 2024-03-01 → 2025-12-31"),
        "2024-04-01",
        "delayed",
        "later 2024-03-31, later 2025-12-31",
        "o",
        2,
    ),
    "put off, then brought back": Row(
        DUE,
        (PUT_OFF, "under_way 2023-10-31 → 2023-12-31"),
        "2024-01-01",
        "under_way",
        "later 2024-03-31, earlier 2023-12-31",
        "oc",
        1,
    ),
    "brought forward, then put off to before the first day": Row(
        DUE,
        ("under_way 2023-01-31 → 2023-03-31", "delayed 2023-03-01 → 2023-05-31"),
        "2023-05-01",
        "delayed",
        "earlier 2023-03-31, later 2023-05-31",
        "",
        1,
    ),
    "a later report that names no day": Row(
        DUE,
        (PUT_OFF, "under_way 2023-12-31"),
        "2024-04-01",
        "under_way",
        "later 2024-03-31",
        "oc",
        1,
    ),
    "of a later issue, but as of an earlier day: its day holds, its state does not": Row(
        DUE,
        ("under_way 2023-06-20 → 2023-09-30", "delayed 2023-05-31 → 2023-12-31 @ 2023-07-15"),
        "2023-08-01",
        "under_way",
        "later 2023-09-30, later 2023-12-31",
        "o",
        2,
    ),
    "no day in the plan, the first that a report names is the promise": Row(
        "", ("planned 2023-03-31 → 2023-06-30",), "2023-07-01", "planned", "first 2023-06-30", "oc"
    ),
    "no day in the plan, then put off": Row(
        "",
        ("planned 2023-03-31 → 2023-06-30", "delayed 2023-06-30 → 2023-12-31"),
        "2023-07-01",
        "delayed",
        "first 2023-06-30, later 2023-12-31",
        "o",
        1,
    ),
    "no day at all": Row("", ("delayed 2023-06-30",), "2149-12-31", "delayed", "", ""),
    "partly delivered is not delivered": Row(
        DUE, ("partly_delivered 2023-06-30",), "2023-07-01", "partly_delivered", "", "oc"
    ),
    "partly delivered, on its day": Row(
        DUE, ("partly_delivered 2023-06-30",), "2023-06-30", "partly_delivered", "", ""
    ),
    "cancelled before its day": Row(DUE, ("cancelled 2023-03-31",), "2023-06-30", "cancelled", "", ""),
    "cancelled is not delivered": Row(DUE, ("cancelled 2023-03-31",), "2023-07-01", "cancelled", "", "oc"),
    "cancelled, then delivered": Row(
        DUE, ("cancelled 2023-03-31", "delivered 2023-06-30"), "2023-07-01", "delivered", "", ""
    ),
    "delivered, then cancelled": Row(
        DUE, ("delivered 2023-03-31", "cancelled 2023-06-30"), "2023-07-01", "cancelled", "", "oc"
    ),
    "delivered, then put off": Row(
        DUE,
        ("delivered 2023-03-31", "partly_delivered 2023-06-30 → 2023-12-31"),
        "2023-07-01",
        "partly_delivered",
        "later 2023-12-31",
        "o",
        1,
    ),
    "put off, then delivered before the new day": Row(
        DUE, (PUT_OFF, "delivered 2024-02-29"), "2024-04-01", "delivered", "later 2024-03-31", "", 1
    ),
}
