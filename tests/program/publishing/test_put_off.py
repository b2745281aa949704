"""A promise that is put off, done in part or cancelled: on the pages and in the downloads, from its files on."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from overlays import OverlayTree
from shown import Shown

from generator.publishing.export.computed import deliverables
from generator.publishing.pages import Site
from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.verdicts.standings import assess_package

FOLDER = "town/documents"
GOAL, PACKAGE, UNREPORTED = "town/goals/2023-plan/2/", "town/", "town/unreported/"
REPORT = "town/documents/2023-report/"
PARK = "2023-plan/2/pocket-park"


def town(*reports: str) -> OverlayTree:
    """The small town, whose reports on 2023, 2024 and so on say `<state>[ → <new day>]` of the park."""
    tree = OverlayTree()
    facts = tree.read(f"{FOLDER}/2023-report/document.yaml").decode()
    for year, said in enumerate(reports, 2023):
        state, _, new_due = said.partition(" → ")
        # Each has a text of its own.
        of_year = re.sub("archive_sha256: .{4}", f"archive_sha256: {year}", facts.replace("2023", str(year)))
        tree.write(f"{FOLDER}/{year}-report/document.yaml", of_year)
        tree.write(
            f"{FOLDER}/{year}-report/progress.csv",
            "deliverable_id,state,as_of,new_due,locator,evidence_zh,evidence_en,note_zh,note_en\n"
            f"{PARK},{state},{year}-12-31,{new_due},一/(二),{year}年的依据。,Evidence of {year}.,,\n",
        )
    return tree


def view(tree: OverlayTree, today: str) -> PackageView:
    ledger, report = load(tree, locked=False)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    return PackageView(package, assess_package(package, date.fromisoformat(today)))


def words(page: str) -> str:
    """The text of a page, without its markup."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


ON_PAGES: dict[str, tuple[tuple[str, ...], str, str, list[str]]] = {
    # what the reports on 2023, 2024, … say; today; page → what stands on it
    "put off, and the new day is to come": (
        ("delayed → 2024-06-30",),
        "2024-06-30",
        GOAL,
        [
            (
                "Due 31 December 2023 · Delayed (As of 31 December 2023) Put off to 30 June 2024 Report of Qinghe Town on 2023 "
                "· 1 › (2) Date has passed; no record of delivery in our documents Evidence of 2023."
            )
        ],
    ),
    "put off, and the new day has passed": (
        ("delayed → 2024-06-30",),
        "2024-07-01",
        GOAL,
        ["Date has passed; no record of delivery in our documents The new day has passed too Evidence of 2023."],
    ),
    "put off, in the list of all": (
        ("delayed → 2024-06-30",),
        "2024-07-01",
        PACKAGE,
        [
            "1 Delayed",
            "Put off to a later day at least once: 1",
            "Due 31 December 2023 · Put off to 30 June 2024 · The new day has passed too",
        ],
    ),
    "put off, among what is over": (
        ("delayed → 2024-06-30",),
        "2024-07-01",
        UNREPORTED,
        ["Delayed (As of 31 December 2023) · Put off to 30 June 2024 · The new day has passed too"],
    ),
    "put off twice, in the document that did so first": (
        ("delayed → 2024-06-30", "delayed → 2026-12-31"),
        "2025-01-01",
        REPORT,
        [
            "(2) Parks and trees Pocket park opened : Delayed · New day: 30 June 2024"
        ],
    ),
    "partly delivered": (
        ("partly_delivered",),
        "2024-01-01",
        GOAL,
        ["Partly delivered (As of 31 December 2023) Date has passed; no record of delivery in our documents"],
    ),
    "delivered late": (
        ("under_way", "delivered"),
        "2025-01-01",
        GOAL,
        [
            (
                "Delivered (As of 31 December 2024) Delivered by 31 December 2024 at the latest, no more than 366 days after "
                "the day promised; on 31 December 2023 it was not yet delivered Evidence of 2024."
            ),
            "Told earlier: Under way (As of 31 December 2023) Evidence of 2023.",
        ],
    ),
    "delivered, and then it was not": (
        ("delivered", "partly_delivered"),
        "2025-01-01",
        GOAL,
        [
            "Partly delivered (As of 31 December 2024) Date has passed; no record of delivery in our documents",
            "Told earlier: Delivered (As of 31 December 2023) Evidence of 2023.",
        ],
    ),
    "cancelled": (
        ("cancelled",),
        "2024-01-01",
        GOAL,
        [(
                "Due 31 December 2023 · Cancelled (As of 31 December 2023) Date has passed; no record of delivery in our documents "
                "Evidence of 2023. Report of Qinghe Town on 2023"
            )],
    ),
    "cancelled, before its day": (
        ("cancelled",),
        "2023-12-31",
        GOAL,
        ["Due 31 December 2023 · Cancelled (As of 31 December 2023) Evidence of 2023."],
    ),
    "cancelled, among what is over": (
        ("cancelled",),
        "2024-01-01",
        UNREPORTED,
        [
            "0 of 1 not mentioned",
            "Listed apart: deliverables that a document says are cancelled: 1 Pocket park opened",
            "Cancelled (As of 31 December 2023) · Report of Qinghe Town on 2023 · 1 › (2)",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ON_PAGES)
def test_what_a_reader_is_told(case: str) -> None:
    reports, today, page, expected = ON_PAGES[case]
    day = date.fromisoformat(today)
    pages = Shown(Site((view(town(*reports), today),), {"town": ()}, day, day), "en")
    text = words(pages[f"{page}index.md"])
    assert [piece for piece in expected if piece not in text] == [], text


def test_where_nothing_is_without_a_result_the_page_says_so_in_words() -> None:
    tree = town("cancelled")
    table = f"{FOLDER}/2023-plan/targets.csv"
    lines = tree.read(table).decode().splitlines(keepends=True)
    tree.write(table, "".join(line for line in lines if "repair-days" not in line))
    day = date(2024, 1, 1)
    pages = Shown(Site((view(tree, day.isoformat()),), {"town": ()}, day, day), "en")
    text = words(pages[f"{UNREPORTED}index.md"])
    assert "None: of every promise whose deadline has passed" in text
    assert "0 promises" not in text


def test_states_that_few_plans_have_are_counted_where_there_are_some() -> None:
    counts = {
        said: [*view(town(said), "2024-01-01").state_counts.items()]
        for said in ("delivered", "delayed", "partly_delivered", "cancelled")
    }
    assert counts == {
        "delivered": [("delivered", 1), ("under_way", 0), ("planned", 0)],
        "delayed": [("delivered", 0), ("under_way", 0), ("delayed", 1), ("planned", 0)],
        "partly_delivered": [("delivered", 0), ("partly_delivered", 1), ("under_way", 0), ("planned", 0)],
        "cancelled": [("delivered", 0), ("under_way", 0), ("planned", 0), ("cancelled", 1)],
    }


COLUMNS = (
    *("due", "state", "overdue", "current_due", "current_due_document_id", "current_due_locator"),
    *("times_put_off", "current_overdue"),
)

PUBLISHED: dict[str, tuple[tuple[str, ...], str, str]] = {
    # what the reports say, today → due, state, overdue, the day that holds now with its source, times put off, passed
    "no other day": (
        ("under_way",),
        "2024-01-01",
        "2023-12-31 under_way true 2023-12-31 2023-plan 一/2 0 true",
    ),
    "before the report": (
        ("delayed → 2024-06-30",),
        "2023-12-30",
        "2023-12-31 planned false 2023-12-31 2023-plan 一/2 0 false",
    ),
    "put off": (
        ("delayed → 2024-06-30",),
        "2024-06-30",
        "2023-12-31 delayed true 2024-06-30 2023-report 一/(二) 1 false",
    ),
    "put off twice": (
        ("delayed → 2024-06-30", "delayed → 2026-12-31"),
        "2025-01-01",
        "2023-12-31 delayed true 2026-12-31 2024-report 一/(二) 2 false",
    ),
    "put off, then delivered": (
        ("delayed → 2024-06-30", "delivered"),
        "2025-01-01",
        "2023-12-31 delivered false 2024-06-30 2023-report 一/(二) 1 false",
    ),
    "cancelled": (("cancelled",), "2024-01-01", "2023-12-31 cancelled true 2023-12-31 2023-plan 一/2 0 true"),
}


@pytest.mark.parametrize("case", PUBLISHED)
def test_what_is_published(case: str) -> None:
    reports, today, expected = PUBLISHED[case]
    found = view(town(*reports), today)
    table = deliverables(found.package, found.standings)
    (row,) = table.rows
    cells = dict(zip(table.names, row, strict=True))
    assert " ".join(cells[name] for name in COLUMNS) == expected
