"""Changes are told in sentences of the page's language, whatever of them is still there."""

from __future__ import annotations

from datetime import date

import pytest
from overlays import OverlayTree
from revising import revised, row

from generator.comparing.revisions import Revision
from generator.core.model import Package
from generator.publishing.pages.changed import sentence
from generator.reading.load import load

LAMPS = "2023-report/lamps-installed"
PLANNED = "2023-plan/1/lamps-installed/2023"

SENTENCES = [
    # table, id, column, before, after, in Chinese, in English
    (
        *("observations", f"{LAMPS}/2023-12-31", "value", "201", "210"),
        "《青禾镇2023年工作总结》的报告数字“新装路灯”（截至2023年12月31日）：数值由“201”改为“210”。",
        "Reported figure “Street lamps installed” (as of 31 December 2023) in “Report of Qinghe Town on 2023”: Value changed from “201” to “210”.",
    ),
    (
        *("observations", f"{LAMPS}/power/grid/2023-12-31", "qualifier", "exact", "about"),
        "《青禾镇2023年工作总结》的报告数字“新装路灯”（市电、截至2023年12月31日）：准确程度由“准确”改为“约”。",
        "Reported figure “Street lamps installed” (Mains, as of 31 December 2023) in “Report of Qinghe Town on 2023”: Qualifier changed from “exact” to “about”.",
    ),
    (
        *("observations", f"{LAMPS}/2023-12-31", "removed", "210", ""),
        "《青禾镇2023年工作总结》的报告数字“新装路灯”（截至2023年12月31日）不再收录；原来是“210”。",
        "Reported figure “Street lamps installed” (as of 31 December 2023) in “Report of Qinghe Town on 2023” was taken out of the record; it said “210”.",
    ),
    (
        *("observations", f"{LAMPS}/east-village/2023-h1/2023-06-30", "value", "90", "95"),
        "《青禾镇2023年工作总结》的报告数字“新装路灯”（东村、2023年上半年、截至2023年6月30日）：数值由“90”改为“95”。",
        "Reported figure “Street lamps installed” (East Village, the first half of 2023, as of 30 June 2023) in “Report of Qinghe Town on 2023”: Value changed from “90” to “95”.",
    ),
    (
        # What there is no more is told as the id tells it.
        *("observations", f"{LAMPS}/mill/colour/red/2023-02-01/2023-04-15/2023-02-30", "value", "90", "95"),
        "《青禾镇2023年工作总结》的报告数字“新装路灯”（mill、colour、red、2023年2月1日至2023年4月15日、截至2023-02-30）：数值由“90”改为“95”。",
        "Reported figure “Street lamps installed” (mill, colour, red, 1 February 2023 to 15 April 2023, as of 2023-02-30) in “Report of Qinghe Town on 2023”: Value changed from “90” to “95”.",
    ),
    (
        *("planned", f"{PLANNED}/2023-06-30", "value", "90", "95"),
        "《青禾镇2023年工作计划》的计划进度“新装路灯”（2023年、到2023年6月30日）：数值由“90”改为“95”。",
        "Planned value “Street lamps installed” (2023, by 30 June 2023) in “Work plan of Qinghe Town for 2023”: Value changed from “90” to “95”.",
    ),
    (
        *("documents", "2022-report", "removed", "", ""),
        "文件“2022-report”不再收录。",
        "Document “2022-report” was taken out of the record.",
    ),
    (
        *("indicators", "lamps-lit", "key", "lamps-lit", "lamps-installed"),
        "指标“lamps-lit”还是原来那一项，只是换了代码：“lamps-lit”改为“lamps-installed”。",
        "Indicator “lamps-lit” is the same, with another id: “lamps-lit” became “lamps-installed”.",
    ),
    (
        *("observations", f"{LAMPS}/2023-12-31", "key", f"{LAMPS}/2023-12-30", f"{LAMPS}/2023-12-31"),
        "《青禾镇2023年工作总结》的报告数字“新装路灯”（截至2023年12月31日）还是原来那一项，代码（时间、地区、分组等）由“截至2023年12月30日”改为“截至2023年12月31日”。",
        "Reported figure “Street lamps installed” (as of 31 December 2023) in “Report of Qinghe Town on 2023” is the same under another id (by period, area, breakdown or the like): “as of 30 December 2023” became “as of 31 December 2023”.",
    ),
    (
        # What changed is no part of what tells a row from others of its indicator.
        *("targets", PLANNED, "key", "2023-plan/2/lamps-installed/2023", PLANNED),
        "《青禾镇2023年工作计划》的量化目标“新装路灯”（2023年）还是原来那一项，代码（时间、地区、分组等）由“2023-plan/2/lamps-installed/2023”改为“2023-plan/1/lamps-installed/2023”。",
        "Target “Street lamps installed” (2023) in “Work plan of Qinghe Town for 2023” is the same under another id (by period, area, breakdown or the like): “2023-plan/2/lamps-installed/2023” became “2023-plan/1/lamps-installed/2023”.",
    ),
    (
        *("indicators", "lamps-installed", "unit_id", "hour", "lamp"),
        "指标“新装路灯”：单位由“hour”改为“盏”。",
        "Indicator “Street lamps installed”: Unit changed from “hour” to “lamps”.",
    ),
    (
        *("assessments", PLANNED, "progress_status", "ahead", "achieved"),
        "《青禾镇2023年工作计划》的量化目标“新装路灯”（2023年）：结论由“当时快于进度”变为“已完成”。",
        "Target “Street lamps installed” (2023) in “Work plan of Qinghe Town for 2023”: the standing turned from “Was ahead of pace” to “Achieved”.",
    ),
    (
        *("targets", PLANNED, "baseline", "", "180"),
        "《青禾镇2023年工作计划》的量化目标“新装路灯”（2023年）：补上了原来没有的起点“180”。",
        "Target “Street lamps installed” (2023) in “Work plan of Qinghe Town for 2023”: Baseline “180” was added where there was none.",
    ),
    (
        *("targets", PLANNED, "baseline", "180", ""),
        "《青禾镇2023年工作计划》的量化目标“新装路灯”（2023年）：删去了起点“180”。",
        "Target “Street lamps installed” (2023) in “Work plan of Qinghe Town for 2023”: Baseline “180” was taken out.",
    ),
    (
        *("progress", "2023-plan/2/pocket-park/2023-report/2023-12-31", "state", "under_way", "delivered"),
        "《青禾镇2023年工作计划》的事项进展“建成口袋公园”（截至2023年12月31日）：状态由“正在进行”改为“已完成”。",
        "Progress of deliverable “Pocket park opened” (as of 31 December 2023) in “Work plan of Qinghe Town for 2023”: State changed from “under way” to “delivered”.",
    ),
    (
        *(
            "progress",
            "2023-plan/2/pocket-park/2023-report/2023-12-31",
            "state",
            "partly_delivered",
            "cancelled",
        ),
        "《青禾镇2023年工作计划》的事项进展“建成口袋公园”（截至2023年12月31日）：状态由“部分完成”改为“已取消”。",
        "Progress of deliverable “Pocket park opened” (as of 31 December 2023) in “Work plan of Qinghe Town for 2023”: State changed from “partly delivered” to “cancelled”.",
    ),
    (
        *(
            "progress",
            "2023-plan/2/pocket-park/2023-report/2023-12-31",
            "new_due",
            "2024-03-31",
            "2024-06-30",
        ),
        "《青禾镇2023年工作计划》的事项进展“建成口袋公园”（截至2023年12月31日）：新的期限由“2024年3月31日”改为“2024年6月30日”。",
        "Progress of deliverable “Pocket park opened” (as of 31 December 2023) in “Work plan of Qinghe Town for 2023”: New due day changed from “31 March 2024” to “30 June 2024”.",
    ),
    (
        *("a-table-to-come", "x/y", "a_column", "<b>", "{old}"),
        "a-table-to-come“x/y”：a_column由“<b>”改为“{old}”。",
        "a-table-to-come “x/y”: a_column changed from “<b>” to “{old}”.",
    ),
]


@pytest.fixture(scope="module")
def package() -> Package:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


SHARE = "2023-plan/1/lamps-working-share/2023"
TURNED = [
    # target, the day, before, after → the words for both, in Chinese and in English
    (
        PLANNED,
        date(2023, 8, 1),
        "ahead",
        "behind",
        ("快于进度", "慢于进度"),
        ("Ahead of pace", "Behind pace"),
    ),
    (
        *(PLANNED, date(2024, 1, 1), "ahead", "behind"),
        *(("当时快于进度", "当时慢于进度"), ("Was ahead of pace", "Was behind pace")),
    ),
    (
        *(PLANNED, date(2024, 1, 1), "cannot_assess", "missed"),
        *(("当时无法判断", "未完成"), ("Could not be assessed", "Missed")),
    ),
    (
        *(SHARE, date(2023, 8, 1), "on_pace", "behind"),
        *(("目前达标", "目前未达标"), ("Meets the target so far", "Does not meet the target so far")),
    ),
    (
        *(SHARE, date(2024, 1, 1), "on_pace", "behind"),
        *(("当时达标", "当时未达标"), ("Met the target then", "Did not meet the target then")),
    ),
    (
        "2023-plan/9/gone/2023",
        date(2024, 1, 1),
        "ahead",
        "a_code",
        ("快于进度", "a_code"),
        ("Ahead of pace", "a_code"),
    ),
]


@pytest.mark.parametrize(("key", "day", "old", "new", "chinese", "english"), TURNED)
def test_a_verdict_that_turned_is_told_as_of_its_time(
    package: Package,
    key: str,
    day: date,
    old: str,
    new: str,
    chinese: tuple[str, str],
    english: tuple[str, str],
) -> None:
    item = Revision(day, "a" * 40, "A commit", "assessments", key, "progress_status", old, new, "", "")
    assert sentence(package, item, "zh").endswith("结论由“{}”变为“{}”。".format(*chinese))
    assert sentence(package, item, "en").endswith("the standing turned from “{}” to “{}”.".format(*english))


@pytest.mark.parametrize(("table", "key", "field", "old", "new", "chinese", "english"), SENTENCES)
def test_a_change_is_a_sentence(
    package: Package, table: str, key: str, field: str, old: str, new: str, chinese: str, english: str
) -> None:
    item = Revision(date(2024, 1, 1), "a" * 40, "A commit", table, key, field, old, new, "", "")
    assert sentence(package, item, "zh") == chinese
    assert sentence(package, item, "en") == english


@pytest.mark.parametrize(
    ("day", "words"), [("2023-06-30", "Could not be assessed"), ("2024-03-01", "Replaced by a later target")]
)
def test_a_verdict_that_ended_with_another_target_is_told_so(day: str, words: str) -> None:
    ledger, _ = load(revised(row("ge 150 150盏以上")))
    assert ledger is not None
    turned = ("assessments", PLANNED, "progress_status", "achieved", "cannot_assess")
    item = Revision(date.fromisoformat(day), "a" * 40, "", *turned, "lamps-installed", "2023-plan")
    told = sentence(ledger.packages["town"], item, "en")
    assert told.endswith(f"to “{words}”.") or day < "2023-07-01"
    assert ("Replaced" in told) is (day >= "2023-07-01")
