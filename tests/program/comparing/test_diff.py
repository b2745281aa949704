"""What a change does, told to people: verdicts, promises, figures, findings, ids, and everything else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from catalogues import texts
from click.testing import CliRunner, Result
from folders import ROOT
from overlays import PLAN, REPORT, OverlayTree
from repositories import Repository
from revising import REPAIRS, add, row
from speaking import LANGUAGES

from generator.cli import main
from generator.comparing.changes import Kind
from generator.comparing.diffs.demands import Turn, Way
from generator.comparing.diffs.effects import Difference, examine
from generator.comparing.diffs.naming import title_of
from generator.comparing.diffs.report import LONGEST, counts, render
from generator.comparing.diffs.rows import contrast
from generator.comparing.diffs.sections import MOST
from generator.comparing.entries import KEYS, SHAPES, THEME
from generator.core.messages import catalogue
from generator.reading.load import load
from generator.verdicts.standings import assess_package

TODAY = date(2024, 3, 1)
TARGET = "2023-plan/1/lamps-installed/2023"

Edit = Callable[[OverlayTree], object]


def difference(edit: Edit, today: date = TODAY) -> Difference:
    tree = OverlayTree()
    edit(tree)
    return examine(OverlayTree(), tree, today)


def said(edit: Edit, language: str = "zh", form: str = "text") -> str:
    return render(difference(edit), form, language, "data")


def more_lamps(tree: OverlayTree) -> OverlayTree:
    return tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,一/1,200盏", "ge,400,,180,一/1,400盏")


def slower(tree: OverlayTree) -> OverlayTree:
    return tree.edit(f"{PLAN}/targets.csv", "le,3,,,一/1,3天以内", "le,5,,,一/1,5天以内")


def only_the_first_half(tree: OverlayTree) -> OverlayTree:
    return tree.edit(
        f"{REPORT}/observations.csv",
        "2023-01-01,2023-12-31,2023-12-31,210,exact,A,105,105%,16.7,增长16.7%,一/(一),210盏",
        "2023-01-01,2023-06-30,2023-06-30,50,exact,A,,,,,一/(一),50盏",
    )


SENTENCES: Mapping[str, tuple[Edit, str, list[str]]] = {
    # case: (edit, language, lines of the report)
    "a verdict on a period that is over, by half of it": (
        only_the_first_half,
        "zh",
        [
            (
                "  - 新装路灯（青禾镇2023年工作计划，目标 1，2023年），200盏以上：有全期结果，已完成 → "
                "有阶段结果，当时慢于进度（截至2023年6月30日；没有全期的结果）"
            ),
        ],
    ),
    "a verdict, with the sums": (
        more_lamps,
        "zh",
        [
            "⚠ 1处公布过的内容改了或删了，没有写更正，列在下面。",
            "这次改动：加严1项承诺，改了1个目标值，1个结论变了，多出2处对不上的数字。",
            "公布过、改了或删了、没有写更正的内容（1）",
            "结论变了（1）",
            (
                "  - 新装路灯（青禾镇2023年工作计划，目标 1，2023年），400盏以上：已完成 → 未完成"
                "（目标同时从200盏以上改为400盏以上；照原目标是105%，已完成）"
            ),
            "      原来：截至2023年12月31日，完成210盏，是2023年目标200盏以上的105%。目标已完成。 210 ÷ 200 = 105%",
            (
                "      现在：截至2023年12月31日，完成210盏，是2023年目标400盏以上的52.5%。2023年已经结束，没有达到目标。"
                " 210 ÷ 400 = 52.5%"
            ),
            "  - 【加严】新装路灯（青禾镇2023年工作计划，目标 1，2023年）：200盏以上 → 400盏以上（要求提高）",
            "  青禾镇2023年工作计划",
            "  - 【改了】量化目标 新装路灯（2023年）：200盏以上 → 400盏以上",
            "      印出的数字：200盏以上 → 400盏以上",
            "      data/town/documents/2023-plan/targets.csv，第 2 行",
            (
                "  - 【多出】新装路灯：报告写明210盏，占任务的105%。按公布的目标400盏以上计算是52.5%。两个比例对不上："
                "如果是105%，任务应当是200盏左右。"
            ),
            "      算式：210 ÷ 400 = 52.5%",
        ],
    ),
    "the same in English": (
        more_lamps,
        "en",
        [
            "⚠ Published things changed or removed without a correction: 1; they are listed below.",
            (
                "This change: promises made stricter: 1, targets changed: 1, verdicts that turn: 1, figures that no"
                " longer agree: 2."
            ),
            (
                "  - Street lamps installed (Work plan of Qinghe Town for 2023, goal 1, 2023), at least 400 lamps:"
                " Achieved → Missed (the target changed too, from at least 200 lamps to at least 400 lamps; by the"
                " old target: 105%, Achieved)"
            ),
            "  - Changed · target: Street lamps installed (2023): at least 200 lamps → at least 400 lamps",
        ],
    ),
    "a report that is no more": (
        lambda tree: tree.edit(
            f"{REPORT}/observations.csv",
            "lamps-installed,east-village,,2023-01-01,2023-12-31,2023-12-31,30,over,A,,,,,一/(一),30余盏,,,\n",
            "",
        ),
        "zh",
        [
            "  - 新装路灯（青禾镇2023年工作计划，目标 1，东村，2023年），30至40盏：有全期结果，已完成 → 期限已过，收录的文件里没有结果",
            "  - 【删去】报告的数字 新装路灯（东村，2023年，截至2023年12月31日）：不少于30盏",
            "      原文印的是“30余盏”，出处 一/(一)（路灯）",
        ],
    ),
    "progress": (
        lambda tree: tree.edit(f"{REPORT}/progress.csv", "delivered", "under_way"),
        "zh",
        [
            "  - 建成口袋公园（青禾镇2023年工作计划，目标 2）：已完成 → 正在进行，期限已过",
            "  - 【改了】事项进展 建成口袋公园（截至2023年12月31日）：已完成 → 正在进行",
        ],
    ),
    "a report that puts it off": (
        lambda tree: tree.edit(f"{REPORT}/progress.csv", "as_of,", "as_of,new_due,").edit(
            f"{REPORT}/progress.csv", "delivered,2023-12-31,", "delayed,2023-12-31,2024-06-30,"
        ),
        "zh",
        [
            "  - 建成口袋公园（青禾镇2023年工作计划，目标 2）：已完成 → 已推迟，期限已过，现在的期限是2024年6月30日",
            "  - 【改了】事项进展 建成口袋公园（截至2023年12月31日）：已完成 → 已推迟，现在的期限是2024年6月30日",
        ],
    ),
    "another day for what turns": (
        lambda tree: tree.edit(f"{REPORT}/progress.csv", "delivered", "under_way").edit(
            f"{PLAN}/deliverables.csv", "2023-12-31", "2024-12-31"
        ),
        "zh",
        [
            (
                "  - 建成口袋公园（青禾镇2023年工作计划，目标 2）：已完成 → 正在进行"
                "（期限同时改了：期限2023年12月31日 → 期限2024年12月31日）"
            )
        ],
    ),
    "a softened limit and a day put off": (
        lambda tree: slower(tree).edit(f"{PLAN}/deliverables.csv", "2023-12-31", "2024-12-31"),
        "zh",
        [
            "  - 【放宽】路灯修复用时（青禾镇2023年工作计划，目标 1，2023年）：不超过3天 → 不超过5天（要求降低）",
            "  - 【放宽】建成口袋公园（青禾镇2023年工作计划，目标 2）：期限2023年12月31日 → 期限2024年12月31日（期限推后）",
        ],
    ),
    "a new figure": (
        lambda tree: tree.edit(
            f"{REPORT}/observations.csv",
            "lamps-standing,qinghe,,2023",
            "lamps-standing,qinghe,,2022-01-01,2022-12-31,2022-12-31,800,over,A,,,,,一/(一),800余盏,,,\n"
            "lamps-standing,qinghe,,2023",
        ),
        "zh",
        [
            "这次改动：多出1处对不上的数字，新增1个数字。",
            "  - 【新增】报告的数字 路灯总数（2022年，截至2022年12月31日）：不少于800盏",
            "      原文印的是“800余盏”，出处 一/(一)（路灯）",
            "      data/town/documents/2023-report/observations.csv，第 4 行",
        ],
    ),
    "a share that is no longer stated": (
        lambda tree: tree.edit(f"{REPORT}/observations.csv", ",105,105%,", ",,,"),
        "zh",
        [
            "⚠ 1处公布过的内容改了或删了，没有写更正，列在下面。",
            "这次改动：改了1个数字。",
            "      自述比例：105 → （空）",
            "      印出的比例：105% → （空）",
        ],
    ),
    "an id": (
        lambda tree: [
            tree.write(path, tree.read(path).decode().replace("lamps-standing", "lamps-total"))
            for path in ("town/indicators/lighting.yaml", "town/relations.yaml", f"{REPORT}/observations.csv")
        ],
        "zh",
        [
            "⚠ 1处公布过的内容改了或删了，没有写更正，列在下面。",
            "这次改动：1个代码改了。",
            "  - 【改了代码】指标 路灯总数（lamps-total）",
            "      lamps-standing → lamps-total",
        ],
    ),
    "another period": (
        lambda tree: tree.edit(
            f"{REPORT}/observations.csv",
            "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31",
            "lamps-standing,qinghe,,2022-01-01,2022-12-31,2022-12-31",
        ),
        "zh",
        [
            "⚠ 1处公布过的内容改了或删了，没有写更正，列在下面。",
            "这次改动：1个数字的代码变了（时间、地区、分组等）。",
            "  - 【改了代码】报告的数字 路灯总数（2022年，截至2022年12月31日）",
        ],
    ),
    "anything else": (
        lambda tree: tree.edit("town/areas.yaml", "title_en: East Village", "title_en: Eastern Village"),
        "zh",
        [
            "其他改动（1）",
            "  - 【改了】地区 东村（east-village）",
            "      名称（英文）：East Village → Eastern Village",
        ],
    ),
    "what an id names": (
        lambda tree: tree.edit("town/areas.yaml", "title_zh: 东村", "title_zh: 东庄"),
        "zh",
        [
            "⚠ 1处公布过的内容改了或删了，没有写更正，列在下面。",
            "这次改动：其他公布过的内容改动1处。",
            "  - 【改了】地区 东庄（east-village）",
            "      名称（中文）：东村 → 东庄",
        ],
    ),
    "what an indicator counts": (
        lambda tree: tree.edit(
            "town/indicators/lighting.yaml", "stock\n  ascending: true", "stock\n  ascending: false"
        ),
        "zh",
        [
            "⚠ 1处公布过的内容改了或删了，没有写更正，列在下面。",
            "这次改动：其他公布过的内容改动1处。",
            "  - 【改了】指标 路灯总数（lamps-standing）",
            "      越多越好：true → false",
        ],
    ),
    "only the way of writing": (
        lambda tree: tree.edit("town/units.yaml", "lamp:\n", "# counted\nlamp:\n"),
        "zh",
        [
            "这次改动：1个文件只改了写法。",
            "只改了写法的文件（顺序、注释、引号），值没有变（1）",
            "  - data/town/units.yaml",
        ],
    ),
    "nothing": (lambda _: None, "zh", ["两边完全一样，没有改动。"]),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_what_a_change_does_is_said(case: str) -> None:
    edit, language, lines = SENTENCES[case]
    report = said(edit, language).split("\n")
    assert [line for line in lines if line not in report] == [], "\n".join(report)
    assert report[0] == lines[0] if lines[0].startswith(("⚠", "这次", "This", "两边")) else True


def test_a_finding_that_vanishes_is_told_as_gone() -> None:
    tree = more_lamps(OverlayTree())
    back = render(examine(tree, OverlayTree(), TODAY), "text", "zh", "data")
    assert "少了2处对不上的数字" in back
    assert "  - 【没有了】新装路灯：报告写明210盏，占任务的105%。" in back


def test_a_finding_stays_the_same_when_an_id_changes() -> None:
    before, after = more_lamps(OverlayTree()), more_lamps(OverlayTree())
    for path in ("town/indicators/lighting.yaml", "town/relations.yaml"):
        after.write(path, after.read(path).decode().replace("lamps-installed", "new-lamps"))
    for path in (f"{PLAN}/targets.csv", f"{PLAN}/planned.csv", f"{REPORT}/observations.csv"):
        after.write(path, after.read(path).decode().replace("lamps-installed", "new-lamps"))
    found = {name: count for name, count in counts(examine(before, after, TODAY)).items() if count}
    assert found == {"renamed": 1}


def target(old: str, new: str) -> Edit:
    """An edit of the first target: period, comparator, value, upper end, baseline, place, figure, qualifier."""

    def edit(tree: OverlayTree) -> None:
        text = tree.read(f"{PLAN}/targets.csv").decode().replace("note_en\n", "note_en,qualifier\n", 1)
        head, first, *rest = text.split("\n")
        rows = [f"{first},exact", *(f"{row},exact" for row in rest if row)]
        assert old in rows[0]
        tree.write(f"{PLAN}/targets.csv", "\n".join([head, rows[0].replace(old, new, 1), *rows[1:], ""]))

    return edit


TURNS: Mapping[str, tuple[Edit, list[tuple[Turn, tuple[Way, ...]]]]] = {
    "less": (target("ge,200,,180,一/1,200盏", "ge,190,,180,一/1,190盏"), [(Turn.SOFTENED, (Way.VALUE,))]),
    "more": (target("ge,200,,180,一/1,200盏", "ge,210,,180,一/1,210盏"), [(Turn.STRICTER, (Way.VALUE,))]),
    "no longer at least": (
        target("ge,200,,180,一/1,200盏以上", "eq,200,,180,一/1,200盏"),
        [(Turn.SOFTENED, (Way.BOUND,))],
    ),
    "a ceiling": (
        target("ge,200,,180,一/1,200盏以上", "le,200,,180,一/1,200盏以内"),
        [(Turn.SOFTENED, (Way.DIRECTION,))],
    ),
    "about": (
        target("ge,200,,180,一/1,200盏以上,,,,exact", "eq,200,,180,一/1,约200盏,,,,about"),
        [(Turn.SOFTENED, (Way.BOUND, Way.EXACT))],
    ),
    "less, but more firmly": (
        lambda tree: tree.edit(f"{PLAN}/targets.csv", "between,30,40,,一/1,30-40盏", "ge,20,,,一/1,20盏以上"),
        [(Turn.SOFTENED, (Way.VALUE,)), (Turn.STRICTER, (Way.BOUND,))],
    ),
    "the upper end of what should be much": (
        lambda tree: tree.edit(
            f"{PLAN}/targets.csv", "between,30,40,,一/1,30-40盏", "between,30,50,,一/1,30-50盏"
        ),
        [],
    ),
    "a higher limit": (slower, [(Turn.SOFTENED, (Way.VALUE,))]),
    "a lower limit": (
        lambda tree: tree.edit(f"{PLAN}/targets.csv", "le,3,,,一/1,3天", "le,2,,,一/1,2天"),
        [(Turn.STRICTER, (Way.VALUE,))],
    ),
    "a later year": (
        lambda tree: tree.edit(
            f"{PLAN}/targets.csv",
            "repair-days,qinghe,2023-01-01,2023-12-31",
            "repair-days,qinghe,2024-01-01,2024-12-31",
        ),
        [(Turn.SOFTENED, (Way.DEADLINE,))],
    ),
    "a later year and a higher limit": (
        lambda tree: tree.edit(
            f"{PLAN}/targets.csv",
            "repair-days,qinghe,2023-01-01,2023-12-31,le,3,,,一/1,3天",
            "repair-days,qinghe,2024-01-01,2024-12-31,le,5,,,一/1,5天",
        ),
        [(Turn.SOFTENED, (Way.VALUE, Way.DEADLINE))],
    ),
    "an earlier day": (
        lambda tree: tree.edit(f"{PLAN}/deliverables.csv", "2023-12-31", "2023-06-30"),
        [(Turn.STRICTER, (Way.DEADLINE,))],
    ),
    "no day": (
        lambda tree: tree.edit(f"{PLAN}/deliverables.csv", "2023-12-31", ""),
        [(Turn.SOFTENED, (Way.DEADLINE,))],
    ),
    "a target that went": (
        lambda tree: tree.edit(
            f"{PLAN}/targets.csv",
            "1,lamps-working-share,qinghe,2023-01-01,2023-12-31,ge,97.5,,,一/1,97.5%以上,,,\n",
            "",
        ),
        [(Turn.DROPPED, ())],
    ),
    "a deliverable that went": (
        lambda tree: tree.remove(f"{PLAN}/deliverables.csv").remove(f"{REPORT}/progress.csv"),
        [(Turn.DROPPED, ())],
    ),
    "a baseline": (target("ge,200,,180,", "ge,200,,170,"), []),
    "a note": (lambda tree: tree.edit(f"{PLAN}/targets.csv", "第一处", "前一处"), []),
}


@pytest.mark.parametrize("case", TURNS)
def test_promises_that_ask_for_less_or_more_are_told(case: str) -> None:
    edit, expected = TURNS[case]
    found = difference(edit)
    assert found.effects is not None
    assert [
        (item.turn, item.ways) for effect in found.effects.values() for item in effect.demands
    ] == expected


def test_what_turns_the_other_way_round_is_stricter() -> None:
    for case, (edit, expected) in TURNS.items():
        tree = OverlayTree()
        edit(tree)
        effects = examine(tree, OverlayTree(), TODAY).effects or {}
        opposite = {Turn.SOFTENED: Turn.STRICTER, Turn.STRICTER: Turn.SOFTENED}
        back = {(item.turn, item.ways) for effect in effects.values() for item in effect.demands}
        assert back == {(opposite[turn], ways) for turn, ways in expected if turn in opposite}, case


@pytest.mark.parametrize("today", [date(2023, 2, 1), date(2023, 12, 31), date(2030, 1, 1)])
def test_the_clock_alone_turns_nothing(today: date) -> None:
    found = difference(
        lambda tree: tree.edit("town/areas.yaml", "title_en: East Village", "title_en: East"), today
    )
    assert {name: count for name, count in counts(found).items() if count} == {"others": 1}


def test_what_is_overdue_on_both_sides_does_not_turn() -> None:
    base, head = (OverlayTree().remove(f"{REPORT}/progress.csv") for _ in range(2))
    head.edit("town/areas.yaml", "title_en: East Village", "title_en: East")
    for today, overdue in ((date(2023, 12, 31), False), (date(2030, 1, 1), True)):
        found = examine(base, head, today).effects or {}
        assert found["town"].states == ()
        town = load(base)[0]
        assert town is not None
        [park] = assess_package(town.packages["town"], today).deliverables.values()
        assert park.overdue is overdue


def test_a_package_that_goes_takes_its_promises_and_findings_with_it() -> None:
    """And one that comes brings its findings; neither side has a verdict that could turn."""
    both = more_lamps(OverlayTree().twin("village"))
    gone = examine(both, OverlayTree(), TODAY).effects or {}
    come = examine(OverlayTree(), both, TODAY).effects or {}
    assert (gone["village"].head, come["village"].base) == (None, None)
    assert {item.turn for item in gone["village"].demands} == {Turn.DROPPED}
    assert (len(gone["village"].demands), come["village"].demands) == (5, ())
    assert gone["village"].vanished == come["village"].appeared
    assert (gone["village"].appeared, come["village"].vanished) == ((), ())
    assert [(found["village"].verdicts, found["village"].states) for found in (gone, come)] == [((), ())] * 2


# The order, and what has no correction


def corrected(tree: OverlayTree, *rows: str) -> OverlayTree:
    path = "town/corrections.csv"
    reason = "2024-03-01,抄录时看错了一行。,The wrong line was read in copying.,数据整理组"
    return tree.write(path, tree.read(path).decode() + "".join(f"{row},{reason}\n" for row in rows))


def everything(tree: OverlayTree) -> None:
    """Something for every section but the files."""
    more_lamps(slower(tree)).edit("town/areas.yaml", "title_en: East Village", "title_en: East")
    path = f"{REPORT}/observations.csv"
    tree.edit(path, "lamps-installed,qinghe,solar,2023-01-01", "lamps-installed,qinghe,solar,2022-01-01")
    tree.edit(path, "2022-01-01,2023-12-31,2023-12-31,80,", "2022-01-01,2022-12-31,2022-12-31,80,")
    tree.edit(
        path,
        "lamps-installed,qinghe,,2022-01-01,2022-12-31,2022-12-31,181,exact,A,,,,,一/(一),181盏,,,\n",
        "",
    )
    tree.edit(path, "980,exact,A,,,,,一/(一),980盏", "990,exact,A,,,,,一/(一),990盏")
    tree.edit(
        path,
        "lamps-standing,",
        "lamps-standing,qinghe,,2021-01-01,2021-12-31,2021-12-31,700,exact,A,,,,,一/(一),700盏,,,\nlamps-standing,",
    )
    tree.edit(
        f"{REPORT}/progress.csv",
        "2023-plan/2/pocket-park,",
        "2023-plan/2/pocket-park,under_way,2023-06-30,一/(二),已经开工。,Work has begun.,,\n2023-plan/2/pocket-park,",
    )
    corrected(tree, "targets,2023-plan/1/repair-days/2023,value,3,6")
    tree.write("town/citations.lock", f"citation,sha256,offset,row\ntargets/x,{'0' * 64},1,abc\n")


def headings(report: str) -> list[str]:
    """The headings of a report, without the counts."""
    return [
        line.partition("（")[0]
        for line in report.split("\n\n", 1)[1].split("\n")
        if line[:1] not in ("", " ")
    ]


def test_the_weightiest_comes_first() -> None:
    assert headings(said(everything)) == [
        "公布过、改了或删了、没有写更正的内容",
        "错误",
        "放宽、取消或加严的承诺",
        "删去的数字和其他公布过的内容",
        "改了的数字和其他公布过的内容",
        "改了的代码",
        "结论变了",
        "对不上的数字",
        "新增的目标值和数字",
        "新增的要办的事和进展",
        "其他改动",
        "与原文的核对记录",
    ]
    lead = next(line for line in said(everything).split("\n") if line.startswith("这次改动："))
    assert lead == (
        "这次改动：放宽1项承诺，加严1项承诺，删去1个数字，改了2个目标值，改了1个数字，1个数字的代码变了（时间、地区、分组等），"
        "1个结论变了，多出2处对不上的数字，少了1处对不上的数字，新增1个数字，新增1条要办的事或进展，其他改动2处，核对记录变了1条。"
    )


def test_what_stands_in_no_document_comes_first() -> None:
    """Under the heading of a document it would be read as a part of it."""

    def edit(tree: OverlayTree) -> None:
        tree.edit(f"{PLAN}/goals.yaml", "title_en: A pocket park", "title_en: A small park")
        tree.edit("town/organisations.yaml", "title_en: Qinghe Town Government", "title_en: The town")

    others = said(edit).partition("其他改动（2）\n")[2].split("\n")
    assert [line for line in others if not line.startswith("   ")][:3] == [
        "  - 【改了】单位 青禾镇人民政府（town-government）",
        "  青禾镇2023年工作计划",
        "  - 【改了】目标 建口袋公园（2023-plan/2）",
    ]


@pytest.mark.parametrize("section", range(12))
def test_a_document_has_one_heading_in_each_section(section: int) -> None:
    lines = re.split(r"\n\n", said(everything))[section + 1].split("\n")
    groups = [line for line in lines if line.startswith("  ") and not line.startswith(("  -", "   "))]
    assert len(groups) == len(set(groups)), groups


UNCORRECTED: Mapping[str, tuple[Edit, list[str]]] = {
    # case: the edit, and what is listed then
    "nothing published": (lambda tree: tree.edit(f"{PLAN}/targets.csv", "第一处", "前一处"), []),
    "a figure": (
        slower,
        [
            "  青禾镇2023年工作计划",
            "  - 【改了】量化目标 路灯修复用时（2023年）：不超过3天 → 不超过5天",
            "      印出的数字：3天以内 → 5天以内",
        ],
    ),
    "a half of it is corrected": (
        lambda tree: corrected(slower(tree), "targets,2023-plan/1/repair-days/2023,value,3,5"),
        [
            "  青禾镇2023年工作计划",
            "  - 【改了】量化目标 路灯修复用时（2023年）",
            "      印出的数字：3天以内 → 5天以内",
        ],
    ),
    "all of it is corrected": (
        lambda tree: corrected(
            slower(tree),
            "targets,2023-plan/1/repair-days/2023,value,3,5",
            "targets,2023-plan/1/repair-days/2023,figure,3天以内,5天以内",
        ),
        [],
    ),
    "a row that went": (
        lambda tree: tree.remove(f"{REPORT}/progress.csv"),
        ["  青禾镇2023年工作总结", "  - 【删去】事项进展 建成口袋公园（截至2023年12月31日）：已完成"],
    ),
}


@pytest.mark.parametrize("case", UNCORRECTED)
def test_what_has_no_correction_is_listed_first(case: str) -> None:
    edit, expected = UNCORRECTED[case]
    report = said(edit).split("\n\n")
    listed = report[1].split("\n")
    assert report[0].startswith("⚠") is bool(expected)
    assert (listed[1:] if listed[0].startswith("公布过") else []) == expected


def test_a_correction_that_does_not_fit_is_told() -> None:
    report = said(lambda tree: corrected(tree, "targets,2023-plan/1/repair-days/2023,value,3,5"))
    assert report.startswith("⚠ 1处更正与改动对不上，或者数据包、核对记录整个不见了，列在下面。\n")
    assert "      data/town/corrections.csv，第 3 行" in report


def test_verdicts_that_turn_with_their_target_come_before_the_others() -> None:
    def edit(tree: OverlayTree) -> None:
        more_lamps(tree).edit(f"{REPORT}/progress.csv", "delivered", "under_way")
        row = (
            "lamps-working-share,qinghe,,2023-07-01,2023-12-31,2023-12-31,98.2,exact,A,,,,,一/(一),98.2%,,,\n"
        )
        tree.edit(f"{REPORT}/observations.csv", row, "")

    turned = said(edit).partition("结论变了（3）\n")[2].partition("\n\n")[0]
    names = [line.partition("（")[0] for line in turned.split("\n") if line.startswith("  - ")]
    assert names == ["  - 新装路灯", "  - 建成口袋公园", "  - 亮灯率"]


# New words


def new_document(tree: OverlayTree) -> OverlayTree:
    """The base is without the report."""
    return tree.remove(REPORT)


NEW_WORDS: Mapping[str, list[str]] = {
    "zh": [
        "      依据：公园已经开放。 ／ The park is open.",
        "      名称：路灯 ／ Street lamps",
        "      理由：标题里的年份。 ／ The year in the title.",
        "      名称：Report of Qinghe Town on 2023",
        "      印出的比例：105%，印出的变化：增长16.7%",
        "      原文印的是“98.2%”，出处 一/(一)（路灯）",
        "  - 【新增】不是数据的数字 “2023年”",
    ],
    "en": [
        "      Evidence: The park is open. / 公园已经开放。",
        "      Title: Street lamps / 路灯",
        "      Reason: The year in the title. / 标题里的年份。",
        "      Title: 青禾镇2023年工作总结",
        "      printed as “98.2%” at 一/(一) (Street lamps)",
    ],
}


@pytest.mark.parametrize("language", NEW_WORDS)
def test_what_gets_published_is_shown(language: str) -> None:
    found = examine(new_document(OverlayTree()), OverlayTree(), TODAY)
    report = render(found, "text", language, "data").split("\n")
    assert [line for line in NEW_WORDS[language] if line not in report] == [], "\n".join(report)


def test_a_text_that_says_the_same_as_the_title_is_shown_all_the_same() -> None:
    """Only the title itself is not told twice, since it names what came."""
    lamps = "路灯总数"
    text = f"title_zh: {lamps}\n  title_en: Lamps\n  definition_zh: {lamps}\n  definition_en: All of them.\n"
    kind = "  unit_id: lamp\n  measure: stock\n  ascending: true\n"
    path = "town/indicators/lighting.yaml"
    report = said(lambda tree: tree.write(path, tree.read(path).decode() + f"lamps:\n  {text}{kind}"))
    assert [line for line in report.split("\n") if lamps in line] == [
        "  - 【新增】指标 路灯总数（lamps）",
        "      定义：路灯总数 ／ All of them.",
    ]


def test_a_correction_is_shown_with_its_reason_and_who_answers_for_it() -> None:
    report = said(lambda tree: corrected(slower(tree), "targets,2023-plan/1/repair-days/2023,value,3,5"))
    at = report.split("\n").index("  - 【新增】更正 量化目标 路灯修复用时（2023年），数值：3 → 5")
    assert report.split("\n")[at + 1 : at + 3] == [
        "      日期：2024-03-01，负责人或依据：数据整理组",
        "      理由：抄录时看错了一行。 ／ The wrong line was read in copying.",
    ]


def test_many_new_sections_stand_in_a_line_each_and_are_bounded() -> None:
    def edit(tree: OverlayTree) -> None:
        more = "".join(
            f"  附/{number}:\n    title_zh: 附表{number}\n    title_en: Annex {number}\n"
            for number in range(1, 31)
        )
        path = f"{REPORT}/document.yaml"
        tree.write(path, tree.read(path).decode() + more)

    lines = said(edit).split("\n")
    at = lines.index("  - 【新增】章节 青禾镇2023年工作总结（30）")
    assert lines[at + 1] == "      附/1；名称：附表1 ／ Annex 1"
    assert lines[at + 20] == "      附/20；名称：附表20 ／ Annex 20"
    assert lines[at + 21] == "      ……还有10项，用 mingzhang diff --format json 看全部"


def test_long_new_texts_are_bounded() -> None:
    report = said(lambda tree: tree.edit(f"{REPORT}/progress.csv", "公园已经开放。", "开" * 1900))
    back = render(
        examine(
            new_document(OverlayTree()),
            OverlayTree().edit(f"{REPORT}/progress.csv", "公园已经开放。", "开" * 1900),
            TODAY,
        ),
        "text",
        "zh",
        "data",
    )
    assert f"      依据：{'开' * 160}… ／ The park is open." in back.split("\n")
    assert max(map(len, [*report.split("\n"), *back.split("\n")])) < 620


def test_entries_of_the_lock_are_counted() -> None:
    def lock(*entries: str) -> str:
        return "citation,sha256,offset,row\n" + "".join(
            f"{name},{'0' * 64},1,{row}\n" for name, row in (entry.split("=") for entry in entries)
        )

    base = OverlayTree().write("town/citations.lock", lock("a=1", "b=1", "c=1"))
    head = OverlayTree().write("town/citations.lock", lock("b=1", "c=2", "d=1", "e=1"))
    report = render(examine(base, head, TODAY), "text", "zh", "data")
    assert "  - data/town/citations.lock：新增2条，改了1条，删去1条" in report
    assert "核对记录变了4条" in report
    assert "只改了写法" not in report


# What cannot be computed


def test_errors_after_the_change_are_said_plainly() -> None:
    def edit(tree: OverlayTree) -> None:
        slower(tree).edit(f"{REPORT}/observations.csv", ",980,exact", ",九百八十,exact")

    found = difference(edit)
    report = render(found, "text", "zh", "data").split("\n")
    assert not found.ok
    assert report[:4] == [
        "⚠ 改动后的数据有1个错误，还不能发布，列在下面。",
        "⚠ 1处公布过的内容改了或删了，没有写更正，列在下面。",
        "这次改动：改了1个目标值，改了1个数字。",
        "因此算不出结论、承诺和对不上的数字有什么变化；下面只列能读出来的值。",
    ]
    at = report.index("错误（1）")
    assert "九百八十" in report[at + 1]
    assert report[at + 2] == f"      data/{REPORT}/observations.csv，第 4 行"
    assert "  - 【改了】量化目标 2023-plan/1/repair-days/2023" in report
    assert "      数值：3 → 5" in report
    assert not [line for line in report if "放宽" in line or "结论变了" in line]


def test_errors_before_the_change_are_said_plainly() -> None:
    broken = OverlayTree().edit(f"{REPORT}/observations.csv", ",980,exact", ",九百八十,exact")
    found = examine(broken, slower(OverlayTree()), TODAY)
    report = render(found, "text", "zh", "data")
    assert (found.ok, found.effects) == (False, None)
    assert "改动前的数据按现在的规则有1个错误。" in report
    # What the sides are called is known from the one that can be read.
    assert "  - 【改了】量化目标 路灯修复用时（2023年）" in report


def test_a_broken_lock_hinders_nobody_from_seeing_what_the_change_does() -> None:
    lock = f"citation,sha256,offset,row\ntargets/x,{'0' * 64},1,abc\n"
    found = difference(lambda tree: more_lamps(tree).write("town/citations.lock", lock))
    report = render(found, "text", "zh", "data")
    assert not found.ok
    assert found.effects is not None
    assert "1个结论变了" in report
    assert "算不出" not in report
    assert "  - data/town/citations.lock：新增1条" in report
    assert "只改了写法" not in report


# Hostile and very large


HOSTILE = "<!-- @all ](http://x.example) | `#1` **b** \\ ~~s~~"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_hostile_gets_into_markdown(language: str) -> None:
    def edit(tree: OverlayTree) -> None:
        path = "town/indicators/lighting.yaml"
        tree.write(
            path,
            re.sub(
                "(title_..): .*",
                rf"\1: '{re.escape(HOSTILE)}'".replace("\\", "\\\\"),
                tree.read(path).decode(),
            ),
        )
        more_lamps(tree).edit(f"{REPORT}/observations.csv", "980盏,,,", f'980盏,,"{HOSTILE}","{HOSTILE}"')

    report = said(edit, language, "markdown")
    # What the escaper puts into code, or writes by number, means nothing there; the rest may mean nothing either.
    assert "`<!-- @all ](http://x.example)`" in report
    lines = (re.sub(r"^(?:### |  - |- )|^\*\*|\*\*$", "", line) for line in report.splitlines())
    rest = "\n".join(re.sub(r"`[^`]+`|&#\d+;", "", line) for line in lines)
    assert not re.search(r"[<>`@\[\]|*~\\#]|\]\(", rest), re.findall(r".*[<>`@\[\]|*~\\#].*", rest)


def test_control_characters_are_named() -> None:
    found = difference(lambda tree: tree.edit("town/areas.yaml", "title_zh: 东村", 'title_zh: "东\\e[31m村"'))
    assert "\x1b" not in render(found, "text", "zh", "data")


def many(tree: OverlayTree, rows: int, text: str = "") -> OverlayTree:
    head, first, *rest = tree.read(f"{REPORT}/observations.csv").decode().split("\n")
    days = [date.fromordinal(date(2023, 1, 1).toordinal() + number) for number in range(rows)]
    new = [
        f"lamps-standing,qinghe,,2023-01-01,2023-12-31,{day},{number},exact,A,,,,,一/(一),{number}盏,,{text},{text}"
        for number, day in enumerate(days, start=1)
    ]
    return tree.write(f"{REPORT}/observations.csv", "\n".join([head, first, *new, *rest]))


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_long_lists_are_cut_and_json_is_complete(form: str) -> None:
    found = difference(lambda tree: many(tree, 200))
    report = render(found, form, "zh", "data")
    assert "200" in report.split("\n")[0]
    assert report.count("【新增】") == MOST
    assert "150" in report.split("\n")[-1]
    assert len(json.loads(render(found, "json", "zh", "data"))["changes"]) == 200


def test_markdown_fits_into_a_comment() -> None:
    def edit(tree: OverlayTree) -> None:
        path = "town/indicators/lighting.yaml"
        tree.write(path, re.sub("title_zh: .*", f"title_zh: '{'*' * 1999}'", tree.read(path).decode()))
        many(more_lamps(slower(tree)), 300, "|" * 1999)

    report = said(edit, "zh", "markdown")
    assert 20_000 < len(report) <= LONGEST
    assert report.endswith("用 mingzhang diff 看全部")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("短", "长", ("短", "长")),
        (
            "同" * 80 + "甲" * 70,
            "同" * 80 + "乙",
            ("…" + "同" * 12 + "甲" * 48 + "…", "…" + "同" * 12 + "乙"),
        ),
        ("甲" * 70, "", ("甲" * 60 + "…", "")),
    ],
)
def test_long_texts_are_shown_where_they_differ(old: str, new: str, expected: tuple[str, str]) -> None:
    assert contrast(old, new) == expected


# For programs


def test_the_form_of_json_is_stable() -> None:
    def edit(tree: OverlayTree) -> None:
        more_lamps(tree).edit(f"{REPORT}/progress.csv", "delivered", "under_way")
        tree.edit("town/units.yaml", "lamp:\n", "# counted\nlamp:\n")

    found: dict[str, Any] = json.loads(said(edit, "en", "json"))
    assert list(found) == [
        *("ok", "computed", "errors", "summary", "counts", "verdicts", "states", "promises", "findings"),
        *("changes", "rewritten", "problems", "uncorrected", "locks"),
    ]
    assert [(item["code"], item["line"]) for item in found["uncorrected"]] == [
        ("change-unexplained", 2),
        ("change-unexplained", 2),
        ("change-unexplained", 2),
    ]
    assert (found["problems"], found["locks"]) == ([], {})
    assert found["verdicts"][0].keys() == {"package", "target", "reporting", "progress", "explanation"}
    assert found["verdicts"][0]["progress"] == ["achieved", "missed"]
    assert found["states"] == [
        {
            "package": "town",
            "deliverable": "2023-plan/2/pocket-park",
            "state": ["delivered", "under_way"],
            "overdue": [False, True],
            "current_due": ["2023-12-31", "2023-12-31"],
        }
    ]
    assert found["promises"] == [
        {
            "package": "town",
            "turn": "stricter",
            "ways": ["value"],
            "old": TARGET,
            "new": TARGET,
            "text": ["at least 200 lamps", "at least 400 lamps"],
        }
    ]
    assert found["findings"][0].keys() == {"package", "finding", "became", "text"}
    assert found["rewritten"] == ["data/town/units.yaml"]
    change = {
        "package": "town",
        "table": "targets",
        "key": TARGET,
        "figure": True,
        "side": "head",
        "values": {},
    }
    place = {"file": f"data/{PLAN}/targets.csv", "line": 2}
    assert found["changes"][:2] == [
        {"kind": "changed", **change, "field": "value", "old": "200", "new": "400", **place},
        {"kind": "changed", **change, "field": "figure", "old": "200盏以上", "new": "400盏以上", **place},
    ]


@pytest.mark.parametrize("part", ["中文", "English"])
def test_the_keys_for_programs_are_named(part: str) -> None:
    page = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    told = page.partition(f"\n## {part}\n")[2].partition("\n## ")[0]
    found = json.loads(said(more_lamps, "en", "json"))
    assert [name for name in (*found, *found["changes"][0]) if f"`{name}`" not in told] == []


def test_each_change_is_told_in_one_section_only() -> None:
    report = said(lambda tree: slower(tree).edit("town/areas.yaml", "title_zh: 东村", "title_zh: 东庄"))
    assert report.count("targets.csv，第 5 行") == 1
    assert report.count("areas.yaml") == 1


# Words


def test_every_text_is_used_and_every_value_has_one() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [
            *(ROOT / "generator/comparing/diffs").glob("*.py"),
            ROOT / "generator/commands/compare.py",
        ]
    )
    keys = dict(texts(catalogue("zh", "diff")))
    groups = (
        "summary.",
        "errors.",
        "section.",
        "turn.",
        "way.",
        "kind.",
        "table.",
        "finding.",
        "verdict.",
        "column.",
        "locked.",
        "text.",
    )
    assert [
        key for key in keys if not re.search(rf'["\']{key}["\']', source) and not key.startswith(groups)
    ] == []
    words = catalogue("en", "diff")
    assert set(words["table"]) == set(KEYS)
    assert set(words["kind"]) == set(Kind)
    assert set(words["turn"]) == set(Turn)
    assert set(words["way"]["softened"]) == set(words["way"]["stricter"]) == set(Way)
    assert set(words["summary"]) == {"nothing", "lead", *counts(difference(lambda _: None))}
    kinds = {text.name for shape in SHAPES.values() for text in shape.texts}
    assert set(words["text"]) == {*kinds, "publisher_id", "unit_id"}
    for group in ("errors", "section", "finding", "locked", "verdict"):
        names = [name for name in words[group] if not re.search(rf'["./]{name}"', source)]
        assert names == [], group


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_name(language: str) -> None:
    named, more = catalogue(language, "fields")["titles"], catalogue(language, "diff")["column"]
    columns = {item.name for shape in SHAPES.values() for item in shape.fields if item.nested is None}
    columns |= {f"{text.name}_*" for shape in SHAPES.values() for text in shape.texts}
    assert columns - set(named) == set(more)
    assert all(title_of(name, language) != name for name in (*columns, THEME) if not name.endswith("_*"))


# On the command line


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def diff(repository: Repository, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", "--data", str(repository.data), *arguments])


def test_the_files_as_they_are_and_any_two_revisions(repository: Repository) -> None:
    assert diff(repository, "HEAD").stdout == "两边完全一样，没有改动。\n"
    repository.edit("town/documents/2023-plan/targets.csv", "le,3,,,一/1,3天", "le,5,,,一/1,5天")
    changed = diff(repository, "HEAD")
    assert changed.exit_code == 0
    assert "放宽1项承诺" in changed.stdout
    repository.commit("Slower")
    assert diff(repository, "HEAD").stdout == "两边完全一样，没有改动。\n"
    assert "放宽1项承诺" in diff(repository, "HEAD~1", "HEAD").stdout
    assert "加严1项承诺" in diff(repository, "HEAD", "HEAD~1").stdout


def test_the_day_is_that_of_the_newer_side_or_as_asked(repository: Repository) -> None:
    """On 1 January 2024 the year is over, so that a target without a result is due; in 2023 it is not yet."""
    path = "town/documents/2023-report/observations.csv"
    row = "lamps-working-share,qinghe,,2023-07-01,2023-12-31,2023-12-31,98.2,exact,A,,,,,一/(一),98.2%,,,\n"
    repository.edit(path, row, "")
    assert "期限已过，收录的文件里没有结果" in diff(repository, "HEAD").stdout
    assert "期限已过" not in diff(repository, "HEAD", "--date", "2023-06-30").stdout


def test_errors_give_exit_code_one(repository: Repository) -> None:
    repository.edit("town/documents/2023-plan/targets.csv", "le,3,,", "le,三,,")
    found = diff(repository, "HEAD", "--lang", "en")
    assert found.exit_code == 1
    assert "have errors (1)" in found.stdout


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["diff", "HEAD", "--data", str(tmp_path / "none")])
    assert (found.exit_code, "没有“" in found.stderr) == (2, True)


def test_a_target_that_a_new_one_takes_the_place_of_is_told_as_replaced() -> None:
    text = said(lambda tree: add(tree, row("ge 150 150盏以上")), "en")
    assert "Achieved → Replaced by a later target" in text


def test_what_could_not_be_judged_is_told_as_replaced_too() -> None:
    moved = row("le 5 5天以内", supersedes=REPAIRS, indicator="repair-days", year="2024")
    text = said(lambda tree: add(tree, moved), "en")
    assert "at most 3 days: Cannot be assessed → Replaced by a later target" in text
