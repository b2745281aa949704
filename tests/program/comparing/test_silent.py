"""No published figure changes silently: each rule of corrections once red and once green."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from overlays import BASED, PLAN, REPORT, OverlayTree, checksum, report_against
from repositories import Repository
from revising import add, revised, row
from speaking import both

from generator.cli import main
from generator.comparing.revisions import VERDICT, Revision, explained
from generator.core.model import Correction
from generator.core.problems import Problem
from generator.format import tables
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.reading.validate import validate
from generator.reading.validate.locks import cited_figures

TARGET = "2023-plan/1/lamps-installed/2023"
STANDING = "2023-report/lamps-standing/2023-12-31"
PARK = "2023-plan/2/pocket-park"
REASON = "抄录时看错了一行。,The wrong line was read in copying.,数据整理组"

Edit = Callable[[OverlayTree], object]


def corrected(tree: OverlayTree, *rows: str) -> OverlayTree:
    """With corrections after the published one; each row is table, key, field, old, new."""
    path = "town/corrections.csv"
    lines = "".join(f"{row},2024-03-01,{REASON}\n" for row in rows)
    return tree.write(path, tree.read(path).decode() + lines)


def problems(edit: Edit, *corrections: str) -> list[Problem]:
    tree = OverlayTree()
    edit(tree)
    return list(report_against(OverlayTree(), corrected(tree, *corrections)))


def moved(table: str, *pairs: tuple[str, str]) -> list[str]:
    """The corrections of ids that changed; `table` is followed by what all of the ids begin with."""
    name, _, start = table.partition(",")
    return [f"{name},{start}/{old},key,{start}/{old},{start}/{new}" for old, new in pairs]


def replaced(tree: OverlayTree, *pairs: tuple[str, str]) -> OverlayTree:
    """With texts changed wherever they stand, but not in what was corrected before."""
    for path in [entry.path for entry in tree.entries() if not entry.path.endswith("corrections.csv")]:
        for old, new in pairs:
            tree.write(path, tree.read(path).decode().replace(old, new))
    return tree


def to_reach(tree: OverlayTree) -> OverlayTree:
    """With a column that says of the one share that it need be met by the end alone."""
    path = f"{PLAN}/targets.csv"
    rows = tree.read(path).decode().splitlines()
    marks = ["attainment", *("by_end" if "working-share" in row else "" for row in rows[1:])]
    return tree.write(path, "".join(f"{row},{mark}\n" for row, mark in zip(rows, marks, strict=True)))


CHANGES: Mapping[str, tuple[Edit, str, list[str]]] = {
    # case: (edit, the codes without corrections, the corrections that it needs)
    "a target and its printed figure": (
        lambda tree: tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,一/1,200盏", "ge,201,,180,一/1,201盏"),
        "change-unexplained",
        [f"targets,{TARGET},value,200,201", f"targets,{TARGET},figure,200盏以上,201盏以上"],
    ),
    "a value where there was none": (
        lambda tree: tree.edit(f"{PLAN}/targets.csv", ",le,3,,,", ",le,3,,5,"),
        "change-unexplained",
        ["targets,2023-plan/1/repair-days/2023,baseline,,5"],
    ),
    "a share that need no longer hold all along": (
        to_reach,
        "change-unexplained",
        ["targets,2023-plan/1/lamps-working-share/2023,attainment,throughout,by_end"],
    ),
    "no value where there was one": (
        lambda tree: tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,", "ge,200,,,"),
        "change-unexplained",
        [f"targets,{TARGET},baseline,180,"],
    ),
    "a share that a report states": (
        lambda tree: tree.edit(f"{REPORT}/observations.csv", ",105,105%,", ",106,106%,"),
        "change-unexplained",
        [
            "observations,2023-report/lamps-installed/2023-12-31,stated_share,105,106",
            "observations,2023-report/lamps-installed/2023-12-31,stated_share_figure,105%,106%",
        ],
    ),
    "the day on which a document was issued": (
        lambda tree: tree.edit(f"{PLAN}/document.yaml", "published: 2023-01-10", "published: 2023-01-09"),
        "change-unexplained",
        ["documents,2023-plan,published,2023-01-10,2023-01-09"],
    ),
    "a day of issue where there was none": (
        lambda tree: tree.edit(
            f"{REPORT}/document.yaml", "completeness: full", "published: 2024-01-05\ncompleteness: full"
        ),
        "change-unexplained",
        ["documents,2023-report,published,,2024-01-05"],
    ),
    "what a document is": (
        lambda tree: tree.edit(f"{PLAN}/document.yaml", "kind: plan", "kind: report"),
        "change-unexplained",
        ["documents,2023-plan,kind,plan,report"],
    ),
    "a deliverable's day": (
        lambda tree: tree.edit(f"{PLAN}/deliverables.csv", "2023-12-31", "2024-12-31"),
        "change-unexplained",
        [f"deliverables,{PARK},due,2023-12-31,2024-12-31"],
    ),
    "a deliverable's words": (
        lambda tree: tree.edit(f"{PLAN}/deliverables.csv", "建成口袋公园", "推进口袋公园建设"),
        "change-unexplained",
        [f"deliverables,{PARK},title_zh,建成口袋公园,推进口袋公园建设"],
    ),
    "progress": (
        lambda tree: tree.edit(f"{REPORT}/progress.csv", "delivered", "under_way"),
        "change-unexplained",
        [f"progress,{PARK}/2023-report/2023-12-31,state,delivered,under_way"],
    ),
    "a new day where the report had none": (
        lambda tree: tree.edit(f"{REPORT}/progress.csv", "as_of,", "as_of,new_due,").edit(
            f"{REPORT}/progress.csv", "delivered,2023-12-31,", "under_way,2023-12-31,2024-06-30,"
        ),
        "change-unexplained",
        [
            f"progress,{PARK}/2023-report/2023-12-31,state,delivered,under_way",
            f"progress,{PARK}/2023-report/2023-12-31,new_due,,2024-06-30",
        ],
    ),
    "a planned value": (
        lambda tree: tree.edit(f"{PLAN}/planned.csv", ",120,一/1,120盏", ",100,一/1,100盏"),
        "change-unexplained",
        [f"planned,{TARGET}/2023-06-30,value,120,100", f"planned,{TARGET}/2023-06-30,figure,120盏,100盏"],
    ),
    "a general statement": (
        lambda tree: tree.edit(f"{REPORT}/claims.csv", ",100,", ",99,"),
        "change-unexplained",
        ["claims,2023-report/all-done,share,100,99"],
    ),
    "a goal's title": (
        lambda tree: tree.edit(f"{PLAN}/goals.yaml", "title_zh: 新装路灯", "title_zh: 添装路灯"),
        "change-unexplained",
        ["goals,2023-plan/1,title_zh,新装路灯,添装路灯"],
    ),
    "what is good": (
        lambda tree: tree.edit(
            "town/indicators/lighting.yaml",
            "measure: stock\n  ascending: true",
            "measure: stock\n  ascending: false",
        ),
        "change-unexplained",
        ["indicators,lamps-standing,ascending,true,false"],
    ),
    "a row that went": (
        lambda tree: tree.edit(
            f"{REPORT}/observations.csv",
            "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980,exact,A,,,,,一/(一),980盏,,,\n",
            "",
        ),
        "removal-unexplained",
        [f"observations,{STANDING},removed,980,"],
    ),
    "an indicator that went": (
        lambda tree: (
            tree.write(
                "town/indicators/lighting.yaml",
                re.sub(
                    r"lamps-working-share:\n(  .*\n)+",
                    "",
                    tree.read("town/indicators/lighting.yaml").decode(),
                ),
            )
            .write(f"{PLAN}/targets.csv", without(tree, f"{PLAN}/targets.csv", "lamps-working-share"))
            .write(
                f"{REPORT}/observations.csv",
                without(tree, f"{REPORT}/observations.csv", "lamps-working-share"),
            )
        ),
        "removal-unexplained",
        [
            "indicators,lamps-working-share,removed,percent,",
            "targets,2023-plan/1/lamps-working-share/2023,removed,97.5,",
            "observations,2023-report/lamps-working-share/2023-h2/2023-12-31,removed,98.2,",
        ],
    ),
    "another period": (
        lambda tree: tree.edit(
            f"{REPORT}/observations.csv",
            "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31",
            "lamps-standing,qinghe,,2022-01-01,2022-12-31,2022-12-31",
        ),
        "rename-unexplained",
        [f"observations,{STANDING},key,{STANDING},2023-report/lamps-standing/2022/2022-12-31"],
    ),
    "another id of an indicator, told once for all its rows": (
        lambda tree: [
            tree.write(path, tree.read(path).decode().replace("lamps-standing", "lamps-total"))
            for path in ("town/indicators/lighting.yaml", "town/relations.yaml", f"{REPORT}/observations.csv")
        ],
        "rename-unexplained",
        ["indicators,lamps-standing,key,lamps-standing,lamps-total"],
    ),
    "another id of a document": (
        lambda tree: [
            tree.rename(PLAN, "town/documents/2023-work-plan"),
            *(
                tree.write(path, tree.read(path).decode().replace("2023-plan/", "2023-work-plan/"))
                for path in ("town/documents/2023-work-plan/planned.csv", f"{REPORT}/progress.csv")
            ),
        ],
        "rename-unexplained",
        ["documents,2023-plan,key,2023-plan,2023-work-plan"],
    ),
    "another id of an area, a unit, a theme and an organisation": (
        lambda tree: replaced(
            tree.rename("town/indicators/lighting.yaml", "town/indicators/lamps.yaml"),
            ("east-village", "east"),
            ("percent", "per-cent"),
            ("lighting", "lamps"),
            ("works-office", "office"),
        ),
        "rename-unexplained",
        [
            "areas,east-village,key,east-village,east",
            "units,percent,key,percent,per-cent",
            "themes,lighting,key,lighting,lamps",
            "organisations,works-office,key,works-office,office",
        ],
    ),
    "another number of a goal, another slug, told once for all that names them": (
        lambda tree: replaced(
            tree.edit(f"{PLAN}/goals.yaml", "'1':", "'7':").edit(
                f"{PLAN}/planned.csv", "2023-plan/1/", "2023-plan/7/"
            ),
            ("\n1,", "\n7,"),
            ("pocket-park", "small-park"),
        ),
        "rename-unexplained",
        [
            "goals,2023-plan/1,key,2023-plan/1,2023-plan/7",
            f"deliverables,{PARK},key,{PARK},2023-plan/2/small-park",
        ],
    ),
    "another day of a result": (
        lambda tree: tree.edit(
            f"{REPORT}/observations.csv",
            "lamps-working-share,qinghe,,2023-07-01,2023-12-31,2023-12-31",
            "lamps-working-share,qinghe,,2023-07-01,2023-12-31,2023-12-30",
        ),
        "rename-unexplained",
        [
            *moved(
                "observations,2023-report",
                ("lamps-working-share/2023-h2/2023-12-31", "lamps-working-share/2023-h2/2023-12-30"),
            )
        ],
    ),
    "another main area, so that an id names another row": (
        lambda tree: tree.edit("town/package.yaml", "area_id: qinghe", "area_id: east-village").edit(
            f"{PLAN}/planned.csv", TARGET, "2023-plan/1/lamps-installed/qinghe/2023"
        ),
        "rename-unexplained",
        [
            *moved(
                "targets,2023-plan/1",
                ("lamps-installed/2023", "lamps-installed/qinghe/2023"),
                ("lamps-installed/east-village/2023", "lamps-installed/2023"),
                ("lamps-working-share/2023", "lamps-working-share/qinghe/2023"),
                ("repair-days/2023", "repair-days/qinghe/2023"),
            ),
            *moved(
                "observations,2023-report",
                ("lamps-installed/2023-12-31", "lamps-installed/qinghe/2023-12-31"),
                ("lamps-installed/2022/2022-12-31", "lamps-installed/qinghe/2022/2022-12-31"),
                ("lamps-standing/2023-12-31", "lamps-standing/qinghe/2023-12-31"),
                (
                    "lamps-installed/power/grid/2023-12-31",
                    "lamps-installed/qinghe/power/grid/2023-12-31",
                ),
                (
                    "lamps-installed/power/solar/2023-12-31",
                    "lamps-installed/qinghe/power/solar/2023-12-31",
                ),
                ("lamps-installed/east-village/2023-12-31", "lamps-installed/2023-12-31"),
                ("lamps-working-share/2023-h2/2023-12-31", "lamps-working-share/qinghe/2023-h2/2023-12-31"),
                ("repair-days/2023-12-31", "repair-days/qinghe/2023-12-31"),
            ),
        ],
    ),
    "another first day of a document, and the ids that leave it out": (
        lambda tree: tree.edit(
            f"{REPORT}/document.yaml", "period_start: 2023-01-01", "period_start: 2023-07-01"
        ),
        "change-unexplained rename-unexplained",
        [
            "documents,2023-report,period_start,2023-01-01,2023-07-01",
            *moved(
                "observations,2023-report",
                ("lamps-installed/2023-12-31", "lamps-installed/2023/2023-12-31"),
                ("lamps-standing/2023-12-31", "lamps-standing/2023/2023-12-31"),
                ("lamps-installed/power/grid/2023-12-31", "lamps-installed/power/grid/2023/2023-12-31"),
                ("lamps-installed/power/solar/2023-12-31", "lamps-installed/power/solar/2023/2023-12-31"),
                (
                    "lamps-installed/east-village/2023-12-31",
                    "lamps-installed/east-village/2023/2023-12-31",
                ),
                ("lamps-working-share/2023-h2/2023-12-31", "lamps-working-share/2023-12-31"),
                ("repair-days/2023-12-31", "repair-days/2023/2023-12-31"),
            ),
        ],
    ),
    "another last day of a document": (
        lambda tree: tree.edit(f"{PLAN}/document.yaml", "period_end: 2023-12-31", "period_end: 2024-12-31"),
        "change-unexplained",
        ["documents,2023-plan,period_end,2023-12-31,2024-12-31"],
    ),
    "another first day of a document and of a row, whose id stays": (
        lambda tree: (
            tree.edit(f"{REPORT}/document.yaml", "period_start: 2023-01-01", "period_start: 2022-12-01")
            .write(
                f"{REPORT}/observations.csv",
                tree.read(f"{REPORT}/observations.csv")
                .decode()
                .replace(",2023-01-01,2023-12-31,", ",2022-12-01,2023-12-31,"),
            )
            .edit(
                f"{REPORT}/observations.csv", "980,exact,A,,,,,一/(一),980盏", "981,exact,A,,,,,一/(一),981盏"
            )
        ),
        "change-unexplained",
        [
            "documents,2023-report,period_start,2023-01-01,2022-12-01",
            *(
                f"observations,2023-report/{row}/2023-12-31,period_start,2023-01-01,2022-12-01"
                for row in (
                    "lamps-installed",
                    "lamps-standing",
                    "lamps-installed/power/grid",
                    "lamps-installed/power/solar",
                    "lamps-installed/east-village",
                    "repair-days",
                )
            ),
            f"observations,{STANDING},value,980,981",
            f"observations,{STANDING},figure,980盏,981盏",
        ],
    ),
    "a breakdown, and a code of it, under another id": (
        lambda tree: replaced(tree, ("power", "supply"), ("grid", "mains")),
        "rename-unexplained",
        moved(
            "observations,2023-report/lamps-installed",
            ("power/grid/2023-12-31", "supply/mains/2023-12-31"),
            ("power/solar/2023-12-31", "supply/solar/2023-12-31"),
        ),
    ),
    "two indicators, each under the id of the other": (
        lambda tree: (
            tree.edit("town/indicators/lighting.yaml", "路灯总数", "x")
            .edit("town/indicators/lighting.yaml", "title_zh: 新装路灯", "title_zh: 路灯总数")
            .edit("town/indicators/lighting.yaml", "title_zh: x", "title_zh: 新装路灯")
        ),
        "change-unexplained",
        [
            "indicators,lamps-installed,title_zh,新装路灯,路灯总数",
            "indicators,lamps-standing,title_zh,路灯总数,新装路灯",
        ],
    ),
    "two areas, each under the id of the other": (
        lambda tree: (
            tree.edit("town/areas.yaml", "青禾镇", "x")
            .edit("town/areas.yaml", "东村", "青禾镇")
            .edit("town/areas.yaml", "x", "东村")
        ),
        "change-unexplained",
        ["areas,qinghe,title_zh,青禾镇,东村", "areas,east-village,title_zh,东村,青禾镇"],
    ),
    "a unit by another name": (
        lambda tree: tree.edit("town/units.yaml", "title_zh: 盏", "title_zh: 万盏"),
        "change-unexplained",
        ["units,lamp,title_zh,盏,万盏"],
    ),
    "a relation that went": (
        lambda tree: tree.remove("town/relations.yaml"),
        "file-gone removal-unexplained",
        ["relations,increment/lamps-installed/lamps-standing,removed,,"],
    ),
}


def without(tree: OverlayTree, path: str, word: str) -> str:
    lines = tree.read(path).decode().splitlines(keepends=True)
    return "".join(line for line in lines if word not in line)


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_needs_its_correction(case: str) -> None:
    edit, code, corrections = CHANGES[case]
    found = problems(edit)
    assert {item.code for item in found} == set(code.split())
    # What is proposed is what is needed, but for the day.
    proposed = [item.values["suggestion"] for item in found if item.code != "file-gone"]
    assert sorted(row.rpartition(",")[0] for row in proposed) == sorted(corrections)
    assert problems(edit, *corrections) == []


@pytest.mark.parametrize("case", CHANGES)
def test_a_correction_without_its_change_is_refused(case: str) -> None:
    _, _, corrections = CHANGES[case]
    found = problems(lambda _: None, *corrections)
    assert [item.code for item in found] == ["correction-unneeded"] * len(corrections)


UNTOLD: Mapping[str, Edit] = {
    "a note": lambda tree: tree.edit(f"{REPORT}/observations.csv", "980盏,,,", "980盏,,总数。,The total."),
    "a number that is written otherwise": lambda tree: tree.edit(
        f"{PLAN}/targets.csv", "ge,200,,180,", "ge,200.0,,180.00,"
    ),
    "a place": lambda tree: tree.edit(f"{REPORT}/observations.csv", "一/(一),980盏", "一,980盏"),
    "an English title": lambda tree: tree.edit(f"{PLAN}/goals.yaml", "New street lamps", "More street lamps"),
    "what an area is part of": lambda tree: tree.edit("town/areas.yaml", "  part_of: qinghe\n", ""),
    "a new figure": lambda tree: tree.edit(
        f"{REPORT}/observations.csv",
        "lamps-standing,qinghe,,2023-01-01,",
        "lamps-standing,qinghe,,2022-01-01,2022-12-31,2022-12-31,800,exact,A,,,,,一/(一),800盏,,,\n"
        "lamps-standing,qinghe,,2023-01-01,",
    ),
    "a new document": lambda tree: (
        [
            tree.write(f"town/documents/2024-plan/{name}", tree.read(f"{PLAN}/{name}"))
            for name in ("document.yaml", "goals.yaml", "targets.csv")
        ]
        + [tree.edit("town/documents/2024-plan/document.yaml", "archive_sha256: e", "archive_sha256: d")]
    ),
    "a new target that revises a published one": lambda tree: add(tree, row("ge 150 150盏以上")),
    "a new package": lambda tree: tree.twin("village"),
}


@pytest.mark.parametrize("case", UNTOLD)
def test_what_is_no_published_figure_or_is_new_needs_nothing(case: str) -> None:
    assert problems(UNTOLD[case]) == []


def test_a_published_target_that_is_said_to_revise_another_needs_a_correction() -> None:
    published = revised(row("ge 150 150盏以上", supersedes="", reason=","))
    found = [*report_against(published, revised(row("ge 150 150盏以上", on="2023-06-20")))]
    assert [(item.code, item.place.field) for item in found] == [
        ("change-unexplained", "supersedes"),
        ("change-unexplained", "revised_on"),
    ]
    key = "2023-change/1/lamps-installed/2023"
    rows = (
        f"targets,{key},supersedes,,{TARGET}",
        f"targets,{key},revised_on,,2023-06-20",
    )
    head = corrected(revised(row("ge 150 150盏以上", on="2023-06-20")), *rows)
    assert [*report_against(published, head)] == []


def baseline(tree: OverlayTree) -> OverlayTree:
    return tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,", "ge,200,,170,")


WRONG: list[tuple[list[str], list[tuple[str, int]]]] = [
    # corrections of the baseline that went from 180 to 170 → (code, line) of what is wrong
    ([f"targets,{TARGET},baseline,180,170"], []),
    ([f"targets,{TARGET},baseline,,170"], [("correction-old", 3)]),
    ([f"targets,{TARGET},baseline,180,"], [("correction-new", 3)]),
    ([f"targets,{TARGET},baseline,170,180"], [("correction-old", 3), ("correction-new", 3)]),
    ([f"targets,{TARGET},baseline,180.0,170.00"], []),
    ([f"targets,{TARGET},baseline,180,170.1"], [("correction-new", 3)]),
    ([f"targets,{TARGET},value,180,170"], [("correction-unneeded", 3), ("change-unexplained", 2)]),
    ([f"targets,{TARGET},removed,180,"], [("correction-unneeded", 3), ("change-unexplained", 2)]),
    (
        ["targets,2023-plan/1/lamps/2023,baseline,180,170"],
        [("correction-unneeded", 3), ("change-unexplained", 2)],
    ),
    ([f"goals,{TARGET},title_zh,180,170"], [("correction-unneeded", 3), ("change-unexplained", 2)]),
    (
        [f"targets,{TARGET},baseline,180,175", f"targets,{TARGET},baseline,175,170"],
        [("correction-twice", 4)],
    ),
]


@pytest.mark.parametrize(("corrections", "expected"), WRONG)
def test_a_correction_must_be_that_of_the_change(
    corrections: list[str], expected: list[tuple[str, int]]
) -> None:
    found = problems(baseline, *corrections)
    assert [(item.code, item.place.line) for item in found] == expected


STEPS: list[tuple[str, list[tuple[str, str]], list[tuple[str, int]]]] = [
    # the baseline now (180 in the base), corrections on days that follow one another, (code, line) of what is wrong
    ("170", [("180", "175"), ("175", "170")], []),
    ("170", [("180", "175"), ("176", "170")], [("correction-old", 4)]),
    ("170", [("181", "175"), ("175", "170")], [("correction-old", 3)]),
    ("170", [("180", "175"), ("175", "171")], [("correction-new", 4)]),
    ("180", [("180", "175"), ("175", "180")], []),
    ("180", [("180", "175"), ("176", "180")], [("correction-old", 4)]),
    ("180", [("180", "175"), ("175", "170")], [("correction-unneeded", 3), ("correction-unneeded", 4)]),
]


@pytest.mark.parametrize(("now", "steps", "expected"), STEPS)
def test_a_change_in_several_steps_has_a_correction_for_each(
    now: str, steps: list[tuple[str, str]], expected: list[tuple[str, int]]
) -> None:
    tree = OverlayTree()
    if now != "180":
        tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,", f"ge,200,,{now},")
    path = "town/corrections.csv"
    rows = (
        f"targets,{TARGET},baseline,{old},{new},2024-03-0{day},{REASON}\n"
        for day, (old, new) in enumerate(steps, start=1)
    )
    tree.write(path, tree.read(path).decode() + "".join(rows))
    found = report_against(OverlayTree(), tree)
    assert [(item.code, item.place.line) for item in found] == expected


def test_a_change_that_is_no_figure_may_have_a_correction_too() -> None:
    def edit(tree: OverlayTree) -> OverlayTree:
        return tree.edit(f"{PLAN}/targets.csv", "第一处“3天”说的是巡查。", "第二处才是期限。")

    row = "targets,2023-plan/1/repair-days/2023,note_zh,第一处“3天”说的是巡查。,第二处才是期限。"
    assert problems(edit, row) == []


REASONS = [
    ("抄录时看错了一行。", "The wrong line was read.", "数据整理组", []),
    ("笔误笔误笔误笔误", "Read the wrong line", "数据整理组", []),
    ("笔误", "The wrong line was read.", "数据整理组", ["reason_zh"]),
    ("The wrong line was read.", "The wrong line was read.", "数据整理组", ["reason_zh"]),
    ("抄录时看错了一行。", "A slip", "数据整理组", ["reason_en"]),
    ("抄录时看错了一行。", "抄录时看错了一行。", "数据整理组", ["reason_en"]),
    (
        "〈为什么改，至少一句话〉",
        '"〈why it changed, in one sentence〉"',
        "〈负责人〉",
        ["reason_zh", "reason_en", "responsible"],
    ),
]


@pytest.mark.parametrize(("chinese", "english", "responsible", "expected"), REASONS)
def test_a_reason_is_a_sentence_also_without_a_base(
    chinese: str, english: str, responsible: str, expected: list[str]
) -> None:
    tree = OverlayTree()
    head = tree.read("town/corrections.csv").decode().partition("\n")[0]
    row = f"targets,{TARGET},baseline,180,170,2024-03-01,{chinese},{english},{responsible}"
    report = load(tree.write("town/corrections.csv", f"{head}\n{row}\n"))[1]
    assert [(item.code, item.values["field"]) for item in report] == [
        ("correction-reason", name) for name in expected
    ]


ALTERED: list[tuple[Edit, list[str]]] = [
    (lambda tree: tree.remove("town/corrections.csv"), ["correction-lost"]),
    (lambda tree: tree.edit("town/corrections.csv", ",201,210,", ",200,210,"), ["correction-altered"]),
    (
        lambda tree: tree.edit("town/corrections.csv", "2024-02-01", "2024-02-02"),
        ["correction-lost", "correction-unneeded"],
    ),
    (lambda tree: tree.edit("town/corrections.csv", "数据整理组", "镇建设办公室"), ["correction-altered"]),
]


@pytest.mark.parametrize(("edit", "expected"), ALTERED)
def test_published_corrections_are_never_rewritten(edit: Edit, expected: list[str]) -> None:
    tree = OverlayTree()
    edit(tree)
    found = list(report_against(OverlayTree(), tree))
    assert sorted(item.code for item in found) == expected
    about = {(item.values["key"], item.values["field"]) for item in found if item.code == "correction-lost"}
    assert about <= {("2023-report/lamps-installed/2023-12-31", "value")}
    names = {item.values["key"] for item in found if item.code == "correction-altered"}
    assert names <= {"2023-report/lamps-installed/2023-12-31"}


def test_what_cannot_be_read_is_told_once() -> None:
    """A refused cell is a problem; that its value is not the published one is none beside it. The rest is compared."""

    def edit(tree: OverlayTree) -> OverlayTree:
        return baseline(tree.edit(f"{REPORT}/observations.csv", ",980,exact", ",九百八十,exact"))

    assert [item.code for item in problems(edit)] == ["change-unexplained", "number-unit"]
    broken = problems(lambda tree: baseline(tree).write("town/package.yaml", "x: y"))
    assert {item.code for item in broken}.isdisjoint(BASED)


TARGETS = f"{PLAN}/targets.csv"
UNREAD: list[tuple[Edit, list[str]]] = [
    # a change beside a cell that cannot be read is told, in the same file and in others of the document
    (lambda tree: baseline(tree).edit(TARGETS, ",le,3,", ",le,三,"), ["change-unexplained", "number-unit"]),
    (
        lambda tree: tree.edit(TARGETS, ",le,3,", ",le,三,").edit(f"{PLAN}/deliverables.csv", "2023-12-31", "2024-12-31"),
        ["change-unexplained", "number-unit"],
    ),
    # a value that went, or came, where a cell cannot be read may be that cell's
    (lambda tree: tree.edit(TARGETS, "ge,200,,180,", "ge,200,,180盏,"), ["number-unit"]),
    # a row that is not found, or that has another name, may be one that cannot be read
    (lambda tree: tree.edit(TARGETS, "1,repair-days,qinghe,2023-01-01", "1,repair-days,qinghe,2023年"), ["bad-date"]),
    (
        lambda tree: tree.edit(TARGETS, ",le,3,", ",le,三,").edit(
            TARGETS, "1,lamps-installed,east-village,2023-01-01,2023-12-31", "1,lamps-installed,east-village,2024-01-01,2024-12-31"
        ),
        ["number-unit"],
    ),
    # nor is anything sure of a document that does not say which period it is about
    (lambda tree: baseline(tree).edit(f"{PLAN}/document.yaml", "period_start: 2023-01-01", "period_start: 2023年"), ["bad-date"]),
    # a correction may be about what cannot be read
    (lambda tree: corrected(tree.edit(TARGETS, ",le,3,", ",le,三,"), f"targets,{TARGET},value,200,201"), ["number-unit"]),
    # but where there is a change, its correction is held against it, whatever cannot be read beside it
    (
        lambda tree: corrected(
            tree.edit(TARGETS, ",le,3,", ",le,三,").edit(TARGETS, "ge,200,,180,", "ge,200,,170,"),
            f"targets,{TARGET},baseline,180,171",
        ),
        ["correction-new", "number-unit"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), UNREAD)
def test_of_what_cannot_be_read_nothing_is_said_to_have_changed(edit: Edit, expected: list[str]) -> None:
    assert sorted(item.code for item in problems(edit)) == expected


def test_what_could_not_be_read_before_did_not_change() -> None:
    base = OverlayTree().edit(f"{REPORT}/observations.csv", ",980,exact", ",九百八十,exact")
    assert list(report_against(base, OverlayTree())) == []
    # But what could be read beside it did.
    head = OverlayTree().edit(f"{REPORT}/observations.csv", ",A,,,,,一/(一),181盏", ",P,,,,,一/(一),181盏")
    assert [item.values["field"] for item in report_against(base, head)] == ["obs_status"]


def test_what_went_is_told_where_it_stood_behind_the_file_that_went_with_it() -> None:
    file = f"{REPORT}/claims.csv"
    emptied = OverlayTree().write(file, OverlayTree().read(file).split(b"\n")[0] + b"\n")
    for tree, cause in ((emptied, []), (OverlayTree().remove(file), ["file-gone"])):
        found = list(report_against(OverlayTree(), tree))
        assert [item.code for item in found] == [*cause, "removal-unexplained"]
        assert {item.place.file for item in found} == {file}
        assert found[-1].place.table == "claims"


def test_a_description_does_not_go_silently() -> None:
    """Without it nobody would hear of a column that goes with its notes."""
    base = OverlayTree().write("town/datapackage.yaml", "resources:\n")
    [gone] = [item for item in report_against(base, OverlayTree()) if item.code == "file-gone"]
    assert gone.place.file == "town/datapackage.yaml"


def test_the_published_figures_stand_in_one_place() -> None:
    figures = {name: table.in_languages(("zh", "en")).figures for name, table in tables.CORRECTABLE.items()}
    assert figures == {
        "targets": (
            *("value", "comparator", "value_upper", "baseline", "qualifier"),
            *("attainment", "baseline_start", "baseline_end", "figure", "supersedes", "revised_on"),
        ),
        "planned": ("value", "figure"),
        "deliverables": ("title_zh", "due"),
        "observations": (
            *("value", "unit_id", "qualifier", "obs_status", "stated_share", "stated_share_figure"),
            *("stated_change", "stated_change_figure", "figure"),
        ),
        "progress": ("state", "new_due"),
        "claims": ("share", "period_start", "period_end", "as_of", "figure"),
        "mentions": ("says", "figure"),
        "goals": ("title_zh",),
        "indicators": ("unit_id", "title_zh", "measure", "ascending"),
        "documents": ("title_zh", "kind", "period_start", "period_end", "published"),
        "relations": (),
        "themes": ("title_zh",),
        "organisations": ("title_zh",),
        "areas": ("title_zh",),
        "units": ("title_zh",),
        "programmes": ("title_zh", "kind"),
    }


# What the history tells of a change that the check let pass


def committed(repository: Repository, tree: OverlayTree) -> list[Revision]:
    """The revisions of the next commit, with the reasons that the corrections in it give."""
    repository.put({entry.path: tree.read(entry.path) for entry in tree.entries()})
    repository.commit("Corrected")
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    found = explained(repository.history().revisions, ledger.packages["town"].corrections)
    return [item for item in found if item.table != VERDICT[0]]


@pytest.mark.parametrize("case", CHANGES)
def test_the_history_tells_a_change_with_its_reason(repository: Repository, case: str) -> None:
    edit, _, corrections = CHANGES[case]
    tree = OverlayTree()
    edit(tree)
    found = committed(repository, corrected(tree, *corrections))
    assert sorted(f"{item.table},{item.key},{item.field},{item.old},{item.new}" for item in found) == (
        sorted(corrections)
    )
    assert {(item.reason.own("zh"), item.reason.own("en"), item.responsible) for item in found} == {
        tuple(REASON.split(","))
    }


def test_a_removal_is_published_as_it_was_explained(repository: Repository) -> None:
    """Though another deliverable of the same words comes in its place."""

    def edit(tree: OverlayTree) -> None:
        path = f"{PLAN}/deliverables.csv"
        row = next(line for line in tree.read(path).decode().splitlines() if "pocket-park" in line)
        tree.edit(path, row, row.replace("pocket-park", "park").replace("Pocket park", "Park"))
        tree.remove(f"{REPORT}/progress.csv")

    needed = [
        f"deliverables,{PARK},removed,建成口袋公园,",
        f"progress,{PARK}/2023-report/2023-12-31,removed,delivered,",
    ]
    assert problems(edit, *needed) == []
    tree = OverlayTree()
    edit(tree)
    found = committed(repository, corrected(tree, *needed))
    assert [(item.table, item.field, item.old, item.responsible) for item in found] == [
        ("deliverables", "removed", "建成口袋公园", "数据整理组"),
        ("progress", "removed", "delivered", "数据整理组"),
    ]


REASONED: list[tuple[list[tuple[str, str]], list[tuple[str, str, str]]]] = [
    # corrections of the baseline, each with its own reason (1, 2, …); revisions: old, new, whose reason
    ([("180", "170")], [("180", "170", "1")]),
    ([("180.0", "170.00")], [("180", "170", "1")]),
    ([("180", "175"), ("175", "170")], [("180", "170", "2")]),
    ([("180", "175"), ("176", "170")], [("180", "170", "")]),
    ([("180", "171")], [("180", "170", "")]),
    (
        [("180", "170"), ("170", "180"), ("180", "170")],
        [("180", "170", "1"), ("170", "180", "2"), ("180", "170", "3")],
    ),
    ([("180", "170"), ("170", "180")], [("180", "170", "1"), ("170", "180", "2"), ("180", "170", "")]),
]


@pytest.mark.parametrize(("steps", "expected"), REASONED)
def test_corrections_explain_the_changes_that_they_lead_to(
    steps: list[tuple[str, str]], expected: list[tuple[str, str, str]]
) -> None:
    corrections = [
        Correction(
            str(number),
            "targets",
            TARGET,
            "baseline",
            old,
            new,
            date(2024, 3, number),
            both("", str(number)),
            "x",
        )
        for number, (old, new) in enumerate(steps, start=1)
    ]
    found = [
        Revision(date(2024, 3, 9), "0" * 40, "", "targets", TARGET, "baseline", old, new, "", "")
        for old, new, _ in expected
    ]
    told = explained(found, corrections)
    assert [(item.old, item.new, item.reason.own("en")) for item in told] == expected


# What was verified


HEAD = "citation,sha256,offset,row\n"
ENTRY = f"targets/{TARGET},{'0' * 64},1,abc\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, None, []),
        (None, HEAD, []),
        (HEAD + ENTRY, HEAD + ENTRY, []),
        (HEAD + ENTRY, HEAD, []),
        (HEAD + ENTRY, "nothing that could be read", []),
        (HEAD + ENTRY, None, [("lock-gone", "town/citations.lock")]),
        (HEAD, None, [("lock-gone", "town/citations.lock")]),
    ],
)
def test_a_lock_that_goes_is_told(
    before: str | None, after: str | None, expected: list[tuple[str, str]]
) -> None:
    """Also where nothing else changed. Single entries that went are told by the check of the lock itself."""
    trees = [
        OverlayTree() if lock is None else OverlayTree().write("town/citations.lock", lock)
        for lock in (before, after)
    ]
    found = [(item.code, item.place.file) for item in report_against(trees[0], trees[1])]
    assert [item for item in found if item[0] == "lock-gone"] == expected


# On the command line


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def check(repository: Repository, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", str(repository.data), *arguments])


def test_the_proposed_line_can_be_pasted(repository: Repository) -> None:
    repository.edit("town/documents/2023-plan/targets.csv", "ge,200,,180,", "ge,200,,170,")
    assert check(repository).exit_code == 0
    refused = check(repository, "--base", "HEAD")
    assert refused.exit_code == 1
    line = next(line for line in refused.stdout.splitlines() if "→" in line).rpartition("：")[2]
    assert line.startswith(f"targets,{TARGET},baseline,180,170,")
    file = repository.data / "town/corrections.csv"
    file.write_text(file.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    unfilled = check(repository, "--base", "HEAD")
    assert unfilled.stdout.count("correction-reason") == 3
    for part in REASON.split(","):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub('"〈[^〉]*〉"', part, text, count=1), encoding="utf-8")
    assert "version: 0.1.1" in check(repository, "--base", "HEAD").stdout
    repository.edit("town/package.yaml", "version: 0.1.0", "version: 0.1.1")
    assert check(repository, "--base", "HEAD").exit_code == 0
    repository.commit("Corrected")
    assert check(repository, "--base", "HEAD").exit_code == 0
    assert check(repository, "--base", "HEAD~1").exit_code == 0


def test_a_package_that_was_never_verified_is_said_to_be_so(repository: Repository) -> None:
    """Beside the report, which programs read; not where there are problems to be mended first."""
    for form in ("text", "json"):
        new = check(repository, "--format", form, "--lang", "en")
        assert new.exit_code == 0
        assert new.stderr.startswith("town: no figure was verified")
    repository.edit("town/documents/2023-plan/targets.csv", "ge,200,", "ge,x,")
    assert check(repository).stderr == ""
    lock = repository.data / "town/citations.lock"
    repository.edit("town/documents/2023-plan/targets.csv", "ge,x,", "ge,200,")
    packages = validate(WorkingTree(repository.data))[0]
    rows = (f"{item.id},{checksum(item.id)},1,{item.fingerprint}\n" for item in cited_figures(packages[0]))
    lock.write_text(HEAD + "".join(rows), encoding="utf-8")
    assert (check(repository).exit_code, check(repository).stderr) == (0, "")


def test_every_form_says_what_changed_silently(repository: Repository) -> None:
    repository.edit("town/documents/2023-plan/targets.csv", "ge,200,,180,", "ge,200,,170,")
    for form in ("text", "github", "json", "markdown"):
        told = check(repository, "--base", "HEAD", "--format", form, "--lang", "en")
        assert told.exit_code == 1
        assert "baseline" in told.stdout


@pytest.mark.parametrize("revision", ["nope", "--output=x", "HEAD:data", "HEAD~9", "\x1b[31m"])
@pytest.mark.parametrize("command", ["check", "diff"])
def test_an_unknown_revision_is_told_without_a_traceback(
    repository: Repository, revision: str, command: str
) -> None:
    arguments = ["check", str(repository.data), "--base", revision]
    if command == "diff":
        arguments = ["diff", "--data", str(repository.data), "--", revision]
    found = CliRunner().invoke(main, arguments)
    assert found.exit_code == 2
    assert isinstance(found.exception, SystemExit)
    assert "这个版本" in found.stderr
    assert "\x1b" not in found.stderr


def test_what_a_hook_of_git_leaves_changes_nothing(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.edit("town/documents/2023-plan/targets.csv", "ge,200,,180,", "ge,200,,170,")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert check(repository, "--base", "HEAD").exit_code == 1


def test_a_shallow_clone_is_told(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Another day")
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.folder}", str(shallow))
    found = CliRunner().invoke(main, ["check", str(shallow / "data"), "--base", "HEAD~1"])
    assert found.exit_code == 2
    assert "git fetch --unshallow" in found.stderr


def test_a_revision_without_the_data_is_told(repository: Repository, tmp_path: Path) -> None:
    (repository.folder / "more").mkdir()
    found = CliRunner().invoke(main, ["check", str(repository.folder / "more"), "--base", "HEAD"])
    assert (found.exit_code, "数据文件夹" in found.stderr) == (2, True)
    outside = CliRunner().invoke(main, ["check", str(tmp_path.parent), "--base", "HEAD"])
    assert outside.exit_code == 2
