"""A made-up town with ten years of plans and reports: counts, a stock, a share, a ceiling, wards and quarters.

Its day is that of `TODAY`: of 2023 there are results of three quarters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.reading.trees import FilesTree

BODY = "linden"
TODAY = date(2023, 11, 15)
YEARS = range(2014, 2024)

WARDS = {"north": "北区", "south": "南区", "east": "东区", "harbour": "港区"}

FLATS = (
    # year: what was asked for, and what was reported (nothing for 2017; of 2023 until September)
    *((2014, 900, 950), (2015, 1000, 1010), (2016, 1100, 1020), (2017, 1200, None), (2018, 1200, 1260)),
    *((2019, 1300, 1300), (2020, 1400, 1105), (2021, 1400, 1422), (2022, 1500, 1610), (2023, 1600, 1130)),
)
"""Flats connected to the heating grid."""

QUARTERS = (("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31"))
CALLS = ("95.2", "96.1", "94.8", "96.0", "97.3", "96.6", "96.9")
"""Calls answered, in per cent: of each quarter since 2022."""

STREET_TREES = {2014: ("14200", "11000"), 2019: ("17600", "14200")}
"""What was asked for at the end of five years, and where it starts from."""

_PACKAGE = """\
publisher_id: council
area_id: linden
title_zh: 菩提镇十年目标与结果
title_en: 'Linden: ten years of goals and results'
description_zh: 虚构的镇，十年的计划和总结。
description_en: Ten years of plans and reports of an invented town.
licence: CC-BY-4.0
version: 0.1.0
languages: [zh, en]
disclaimer_zh: 菩提镇是虚构的，数据只用于测试。
disclaimer_en: Linden is an invented town. The data serve for tests only.
officers: published
format: '2'
"""

INDICATORS = {
    # id: zh, en, unit, measure, more is better
    "flats-heated": ("接入供热管网的住户", "Flats connected to the heating grid", "flat", "flow", True),
    "trees-standing": ("行道树总数", "Street trees standing", "tree", "stock", True),
    "calls-answered": ("热线接通率", "Share of calls answered", "percent", "rate", True),
    "repair-days": ("路灯修复用时", "Days until a lamp is repaired", "day", "limit", False),
    "kerbs-lowered": ("改造的路缘", "Kerbs lowered", "kerb", "flow", True),
    "benches": ("公园长椅", "Benches in parks", "bench", "stock", True),
    "market-hall": ("集市开放", "Opening of the market hall", "percent", "rate", True),
    "money-raised": ("募集的资金", "Money raised", "yuan", "flow", True),
}
_UNITS = {"flat": ("户", "flats"), "tree": ("棵", "trees"), "percent": ("%", "%"), "day": ("天", "days")}
_UNITS |= {"kerb": ("处", "kerbs"), "bench": ("张", "benches"), "yuan": ("元", "yuan")}


@dataclass(frozen=True)
class Row:
    """A promise or a result in a line of its table."""

    indicator: str
    start: str
    end: str
    value: str
    area: str = BODY
    comparator: str = "ge"
    baseline: str = ""
    as_of: str = ""
    words: str = ""
    status: str = "A"
    note: str = ""

    def promised(self) -> str:
        unit = _UNITS[INDICATORS[self.indicator][2]][0]
        asked = f"{self.value}{unit}{'以内' if self.comparator == 'le' else '以上'}"
        return f"1,{self.indicator},{self.area},{self.start},{self.end},{self.comparator},{self.value},,{self.baseline},一,{asked},,{self.note},{self.note}"

    def reported(self) -> str:
        unit = _UNITS[INDICATORS[self.indicator][2]][0]
        figure = self.words or f"{self.value}{unit}"
        status = "O" if self.words else self.status
        return f"{self.indicator},{self.area},{self.start},{self.end},{self.as_of or self.end},{self.value},exact,{status},一,{figure},,{self.note},{self.note}"


def promises(year: int) -> Iterator[Row]:
    """What the plan of a year asks for."""
    whole = f"{year}-01-01", f"{year}-12-31"
    yield Row("flats-heated", *whole, str(next(asked for then, asked, _ in FLATS if then == year)))
    yield Row("calls-answered", *whole, "95")
    yield Row("repair-days", *whole, "4", comparator="le")
    yield Row("kerbs-lowered", *whole, "40")
    for number, ward in enumerate(WARDS):
        yield Row("kerbs-lowered", *whole, str(8 + number), ward)
    if year in STREET_TREES:
        asked, start = STREET_TREES[year]
        yield Row("trees-standing", whole[0], f"{year + 4}-12-31", asked, baseline=start)


def results(year: int) -> Iterator[Row]:
    """What the report on a year tells."""
    whole = f"{year}-01-01", f"{year}-12-31"
    so_far = (whole[0], "2023-09-30") if year == 2023 else whole
    reached = next(got for then, _, got in FLATS if then == year)
    if reached is not None:
        yield Row("flats-heated", *so_far, str(reached))
    if year != 2023:
        yield Row("trees-standing", *whole, str(11000 + (year - 2013) * 640))
        yield Row("repair-days", *whole, str((3, 3, 5, 4, 2)[year % 5]))
        yield Row("money-raised", *whole, str(18_600_000 + (year - 2014) * 750_000))
        yield Row(
            "benches",
            *whole,
            str(310 + year % 7),
            status="E" if year == 2016 else "B" if year == 2019 else "A",
        )
    for number, ward in enumerate(WARDS):
        yield Row("kerbs-lowered", *so_far, str(7 + number + year % 3 - (2 if year == 2023 else 0)), ward)
    yield Row("kerbs-lowered", *so_far, str(36 + year % 6 - (8 if year == 2023 else 0)))
    if year < 2022:
        yield Row("calls-answered", *whole, f"{94 + year % 5}.{year % 7}")
    for (start, end), share in (
        zip(QUARTERS, CALLS[(year - 2022) * 4 :], strict=False) if year >= 2022 else ()
    ):
        yield Row("calls-answered", f"{year}-{start}", f"{year}-{end}", share)
    if year == 2021:
        yield Row("market-hall", *whole, "", words="全面开放")


def tree() -> FilesTree:
    """The data folder, as files in memory."""
    return FilesTree({name: text.encode() for name, text in files().items()})


def files(
    years: Iterable[int] = YEARS,
    wards: Mapping[str, str] = WARDS,
    promised: Callable[[int], Iterable[Row]] = promises,
    reported: Callable[[int], Iterable[Row]] = results,
) -> Mapping[str, str]:
    """The text of each file by its path in the data folder; `promised` and `reported` give the rows of a year."""
    found = {
        "package.yaml": _PACKAGE,
        "organisations.yaml": _titled({"council": ("菩提镇议会", "Linden Council")}),
        "areas.yaml": _titled({BODY: ("菩提镇", "Linden")})
        + _titled({name: (title, name.title()) for name, title in wards.items()}, f"  part_of: {BODY}\n"),
        "themes.yaml": _titled({"living": ("住在这里", "Living here")}),
        "units.yaml": _titled(_UNITS),
        "indicators/living.yaml": "".join(_defined(name) for name in INDICATORS),
    }
    for year in years:
        head = "goal,indicator_id,area_id,period_start,period_end,comparator,value,value_upper,baseline,locator,figure,occurrence,note_zh,note_en"
        found[f"documents/plan-{year}/document.yaml"] = _document("plan", year, f"{year}-01-20")
        found[f"documents/plan-{year}/goals.yaml"] = _goal(year)
        found[f"documents/plan-{year}/targets.csv"] = "\n".join(
            [head, *(row.promised() for row in promised(year)), ""]
        )
        head = "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure,occurrence,note_zh,note_en"
        issued = "2023-10-20" if year == 2023 else f"{year + 1}-01-15"
        found[f"documents/report-{year}/document.yaml"] = _document("report", year, issued)
        found[f"documents/report-{year}/observations.csv"] = "\n".join(
            [head, *(row.reported() for row in reported(year)), ""]
        )
    return {f"{BODY}/{name}": text for name, text in found.items()}


def _titled(entries: Mapping[str, tuple[str, str]], more: str = "") -> str:
    return "".join(
        f"{name}:\n  title_zh: '{zh}'\n  title_en: '{en}'\n{more}" for name, (zh, en) in entries.items()
    )


def _defined(name: str) -> str:
    zh, en, unit, measure, ascending = INDICATORS[name]
    titles = f"  title_zh: {zh}\n  title_en: {en}\n  definition_zh: {zh}。\n  definition_en: {en}.\n"
    return (
        f"{name}:\n{titles}  unit_id: {unit}\n  measure: {measure}\n  ascending: {str(ascending).lower()}\n"
    )


def _document(kind: str, year: int, issued: str) -> str:
    named = {"plan": ("工作计划", "Plan of Linden for"), "report": ("工作总结", "Report of Linden on")}[kind]
    return f"""\
title_zh: 菩提镇{year}年{named[0]}
title_en: {named[1]} {year}
kind: {kind}
publisher_id: council
period_start: {year}-01-01
period_end: {year}-12-31
published: {issued}
completeness: full
archive_sha256: {hashlib.sha256(f"{kind} {year}".encode()).hexdigest()}
sections:
  一:
    title_zh: 主要数字
    title_en: Main figures
"""


def _goal(year: int) -> str:
    return f"""\
'1':
  locator: 一
  title_zh: 把{year}年过好
  title_en: A good year {year}
  summary_zh: 更多住户有暖气，更多树，路灯坏了快修。
  summary_en: More heated flats, more trees, lamps that are quickly repaired.
  themes: [living]
"""
