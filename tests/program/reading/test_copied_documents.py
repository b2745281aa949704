"""Documents that were copied as a beginning, and rows of an earlier plan: what stands there, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from folders import PROBLEMS
from overlays import PLAN, REPORT, OverlayTree

from generator.reading.load import load

AGAIN = "town/documents/2024-report"
EARLIER = "town/documents/2022-report"
SHA256 = "archive_sha256: a07aba9ebe874cccb7652b415ffc23410a033dc3fa9ee48fcbc50d9b3bc490e2\n"
OTHER = f"archive_sha256: {'b' * 64}\n"
Change = Callable[[OverlayTree], OverlayTree]


def copy(tree: OverlayTree, *edits: tuple[str, str], at: str = AGAIN) -> OverlayTree:
    """With the report a second time, whose document.yaml is edited."""
    for path in [entry.path for entry in tree.entries() if entry.path.startswith(f"{REPORT}/")]:
        tree.write(at + path.removeprefix(REPORT), tree.read(path))
    for old, new in edits:
        tree.edit(f"{at}/document.yaml", old, new)
    return tree


def locked() -> OverlayTree:
    return OverlayTree().write(
        "town/citations.lock", (PROBLEMS / "lock-stale/town/citations.lock").read_bytes()
    )


TITLE = ("2023年工作总结", "2024年工作总结")
PERIOD = ("2023-01-01\nperiod_end: 2023-12-31", "2024-01-01\nperiod_end: 2024-12-31")
TEXT = (SHA256, OTHER)
UNTEXTED = (SHA256, "")
COPIES: dict[str, tuple[Change, list[tuple[str, str, str]]]] = {
    # what was done, and for each problem its file, where in it, and the document that was there before
    "as it is": (copy, [(AGAIN, "archive_sha256", "2023-report")]),
    "under an earlier name": (
        lambda tree: copy(tree, at=EARLIER),
        [(REPORT, "archive_sha256", "2022-report")],
    ),
    "under an earlier name, and the lock knows the first": (
        lambda _: copy(locked(), at=EARLIER),
        [(EARLIER, "archive_sha256", "2023-report")],
    ),
    "twice": (
        lambda tree: copy(copy(tree), at="town/documents/2025-report"),
        [
            (AGAIN, "archive_sha256", "2023-report"),
            ("town/documents/2025-report", "archive_sha256", "2023-report"),
        ],
    ),
    "another title and period": (
        lambda tree: copy(tree, TITLE, PERIOD),
        [(AGAIN, "archive_sha256", "2023-report")],
    ),
    "a text of its own": (lambda tree: copy(tree, TEXT), []),
    "no text": (lambda tree: copy(tree, UNTEXTED), [(AGAIN, "title_zh", "2023-report")]),
    "no text, and another title": (lambda tree: copy(tree, UNTEXTED, TITLE), []),
    "no text, and another period": (lambda tree: copy(tree, UNTEXTED, PERIOD), []),
    "no text, and a day of issue": (
        lambda tree: copy(tree, (SHA256, "published: 2024-02-01\n")),
        [],
    ),
    "no text, and a number": (lambda tree: copy(tree, (SHA256, "document_number: 二号\n")), []),
    "a paper that reports and plans": (lambda tree: copy(tree, ("kind: report", "kind: plan")), []),
    "no text anywhere": (
        lambda tree: copy(tree.edit(f"{REPORT}/document.yaml", *UNTEXTED)),
        [(AGAIN, "title_zh", "2023-report")],
    ),
}


@pytest.mark.parametrize("case", COPIES)
def test_a_document_that_was_copied_is_told(case: str) -> None:
    change, expected = COPIES[case]
    report = load(change(OverlayTree()))[1]
    copies = [problem for problem in report if problem.code == "document-copied"]
    assert [
        (problem.place.file.removesuffix("/document.yaml"), problem.place.field, problem.values["value"])
        for problem in copies
    ] == expected
    assert report.ok == (not expected)


def test_that_its_rows_were_never_verified_is_part_of_it() -> None:
    codes = [problem.code for problem in load(copy(locked()))[1]]
    assert "document-copied" in codes
    assert "lock-missing" not in codes


LAST_YEAR = [
    # the kind of the document, the file, what stood there and stands there now, where a problem is told
    ("plan", "targets.csv", "2023-01-01,2023-12-31,le", "2022-01-01,2022-12-31,le", ["period_end (E5)"]),
    ("plan", "targets.csv", "2023-01-01,2023-12-31,le", "2022-01-01,2023-01-01,le", []),
    ("plan", "targets.csv", "2023-01-01,2023-12-31,le", "2025-01-01,2025-12-31,le", []),
    ("plan", "targets.csv", "2023-01-01,2023-12-31,le", "2023-01-01,2022-12-31,le", []),
    ("plan", "deliverables.csv", "opened,2023-12-31", "opened,2022-12-31", ["due (E2)"]),
    ("plan", "deliverables.csv", "opened,2023-12-31", "opened,", []),
    ("report", "targets.csv", "2023-01-01,2023-12-31,le", "2022-01-01,2022-12-31,le", []),
]


@pytest.mark.parametrize(("kind", "file", "old", "new", "told"), LAST_YEAR)
def test_rows_of_an_earlier_plan_are_asked_about(
    kind: str, file: str, old: str, new: str, told: list[str]
) -> None:
    tree = OverlayTree().edit(f"{PLAN}/document.yaml", "kind: plan", f"kind: {kind}")
    report = load(tree.edit(f"{PLAN}/{file}", old, new))[1]
    found = [problem.place.spot("en") for problem in report if problem.code == "target-before-plan"]
    assert found == told
    assert {problem.code for problem in report} <= {"target-before-plan", "period-reversed"}
