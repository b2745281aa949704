"""The example town with a later document that revises a target of its plan."""

from __future__ import annotations

from overlays import OverlayTree

CHANGE = "town/documents/2023-change"
FIRST = "2023-plan/1/lamps-installed/2023"
REPAIRS = "2023-plan/1/repair-days/2023"
HEAD = (
    "goal,indicator_id,area_id,period_start,period_end,comparator,value,value_upper,baseline,locator,figure,occurrence,"
    "note_zh,note_en,supersedes,revised_on,revision_reason_zh,revision_reason_en"
)
DOCUMENT = """\
title_zh: 青禾镇计划调整
title_en: Adjusted plan of Qinghe Town
kind: plan
publisher_id: town-government
period_start: 2023-01-01
period_end: 2023-12-31
published: {issued}
completeness: full
archive_sha256: 5d6f1a9b4c7e2d809b1d4e6f2a8c0357e4d9f1b6a27c8035d6e1f9b4a7c2803e
sections:
  一:
    title_zh: 主要目标
    title_en: Main goals
"""
GOALS = """\
'1':
  locator: 一
  title_zh: 调整路灯目标
  title_en: The lamps, adjusted
  summary_zh: 目标改了。
  summary_en: The target is another.
  themes: [lighting]
"""


def row(
    asked: str,
    *,
    supersedes: str = FIRST,
    on: str = "",
    reason: str = "经费减少。,The budget was cut.",
    indicator: str = "lamps-installed",
    area: str = "qinghe",
    year: str = "2023",
) -> str:
    """A line of its targets; `asked` is comparator, number and figure as printed: `ge 150 150盏以上`."""
    comparator, value, figure = asked.split()
    return f"1,{indicator},{area},{year}-01-01,{year}-12-31,{comparator},{value},,,一,{figure},,,,{supersedes},{on},{reason}"


def revised(*rows: str, issued: str = "2023-07-01") -> OverlayTree:
    """The town with the document, which has these rows."""
    return add(OverlayTree(), *rows, issued=issued)


def add(tree: OverlayTree, *rows: str, issued: str = "2023-07-01") -> OverlayTree:
    """A tree with the document put to it."""
    targets = "\n".join([HEAD, *rows]) + "\n"
    return (
        tree.write(f"{CHANGE}/document.yaml", DOCUMENT.format(issued=issued))
        .write(f"{CHANGE}/goals.yaml", GOALS)
        .write(f"{CHANGE}/targets.csv", targets)
    )
