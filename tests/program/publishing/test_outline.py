"""What stands in each section of a document, as its page lists it."""

from __future__ import annotations

from datetime import date

import pytest
from overlays import OverlayTree

from generator.publishing.pages.places import outline
from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.verdicts.standings import assess_package

PLAN = "town/documents/2023-plan"
SECOND = "  二:\n    title_zh: 保障\n    title_en: Means\n"

PRINTED: dict[str, tuple[str, str, list[str], list[str], bool]] = {
    # where the target for repairs and the park are printed, both of goals in section 一
    # → the targets and deliverables that section 二 lists, and whether it is empty
    "with their goals": ("一/1", "一/2", [], [], True),
    "a target apart": ("二", "一/2", ["repair-days"], [], False),
    "a deliverable apart": ("一/1", "二", [], ["Pocket park opened"], False),
}


@pytest.mark.parametrize("case", PRINTED)
def test_what_a_section_prints_is_listed_there_though_its_goal_stands_elsewhere(case: str) -> None:
    target, park, targets, deliverables, empty = PRINTED[case]
    tree = OverlayTree()
    edits = {
        "document.yaml": ("sections:\n", f"sections:\n{SECOND}"),
        "targets.csv": ("3,,,一/1,3天以内", f"3,,,{target},3天以内"),
        "deliverables.csv": ("2023-12-31,一/2", f"2023-12-31,{park}"),
    }
    for name, (old, new) in edits.items():
        text = tree.read(f"{PLAN}/{name}").decode()
        assert old in text
        tree.write(f"{PLAN}/{name}", text.replace(old, new))
    ledger, report = load(tree, locked=False)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    view = PackageView(package, assess_package(package, date(2024, 3, 1)))
    [entry] = [item for item in outline(view, package.documents["2023-plan"]) if item.locator == "二"]
    listed = [item.indicator_id for item in entry.targets], [item.title["en"] for item in entry.deliverables]
    assert (*listed, entry.empty) == (targets, deliverables, empty)


@pytest.mark.parametrize(
    ("day", "claims"), [(date(2023, 12, 30), []), (date(2023, 12, 31), ["2023-report/all-done"])]
)
def test_a_general_statement_leads_nowhere_before_it_was_known(day: date, claims: list[str]) -> None:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    view = PackageView(package, assess_package(package, day))
    entries = outline(view, package.documents["2023-report"])
    assert [item.id for entry in entries for item in entry.claims] == claims
