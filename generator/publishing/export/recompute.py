"""The verdicts as spreadsheet formulas, so that a reader can change a number and see what follows.

Each formula stands beside the value that the program computed, which the workbook holds until it is recalculated; a
test recalculates and compares. The rules are those of `assess` and `pace`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from generator.core.cell_names import FIRST_SHEET_DAY, column_name
from generator.core.codes import ProgressStatus, Qualifier, ReportingStatus, Rule
from generator.core.model import Package
from generator.publishing.export.filled import FilledTable, cell, exact
from generator.verdicts.assess import Assessment, counted_day
from generator.verdicts.pace import time_elapsed
from generator.verdicts.rules import THRESHOLDS
from generator.verdicts.standings import Standings

Value = str | float | bool | date
"""What a cell shows; an empty text where there is nothing."""

_HUNDRED = 100
_LONGEST_SOUGHT = 255
"""Characters that Excel's MATCH looks for; longer ids, which no record has had, are left out."""

_ROWS = {
    "assessment": "assessments",
    "target": "targets",
    "indicator": "indicators",
    "observation": "observations",
}
"""The sheets looked into, by what one row of each is."""

SHEETS = tuple(_ROWS.values())
"""The sheets that the formulas need."""

_LOOKED_UP = {
    "rule": "assessments.rule",
    "reporting_status": "assessments.reporting_status",
    "value": "assessments.value",
    "qualifier": "assessments.qualifier",
    "baseline": "assessments.baseline",
    "as_of": "assessments.as_of",
    "periods_met": "assessments.periods_met",
    "periods_reported": "assessments.periods_reported",
    "uncertain": "assessments.uncertain",
    "bound": "assessments.bound",
    "comparator": "targets.comparator",
    "target": "targets.value",
    "value_upper": "targets.value_upper",
    "period_start": "targets.period_start",
    "period_end": "targets.period_end",
    "measure": "indicators.measure",
    "ascending": "indicators.ascending",
    "result_start": "observations.period_start",
    "result_end": "observations.period_end",
}
"""Where each input stands."""

INPUTS = ("target_id", *(f"{name}_row" for name in _ROWS), *_LOOKED_UP, "planned_due")
COMPUTED = (
    *("paced", "share_done", "day_after", "time_gone", "share_due", "pace", "reached", "final"),
    *("by_number", "progress_status", "published", "agrees"),
)
COLUMNS = (*INPUTS, *COMPUTED)
"""The columns of the sheet, in their order."""

DAYS = {"as_of", "period_start", "period_end", "result_start", "result_end", "day_after"}
"""Columns of days."""

LOOKS = {
    "share_done": "share",
    "time_gone": "share",
    "share_due": "share",
    "planned_due": "share",
    "pace": "pace",
}
"""How shares and paces are shown."""

NAMES = {progress: f"threshold_{progress.value}" for _, progress in THRESHOLDS}
"""The names of the cells that hold the thresholds."""

# What a blank cell is to INDEX is a zero, so blanks are asked for first. Inside AND and OR all parts are computed.
_START = 'IF({rule}="stock",{baseline},0)'
_STRICT = 'OR({comparator}="gt",{comparator}="lt")'
_LOW = 'OR({comparator}="le",{comparator}="lt",AND({comparator}<>"ge",{comparator}<>"gt",OR({measure}="budget",NOT({ascending}))))'
_END = 'IF({value_upper}="",{target},{value_upper})'
_MEETS = (
    f'IF({_LOW},OR({{value}}<{_END},AND({{value}}={_END},IF({_STRICT},{{qualifier}}="under",{{qualifier}}<>"over"))),'
    f'OR({{value}}>{{target}},AND({{value}}={{target}},IF({_STRICT},{{qualifier}}="over",{{qualifier}}<>"under"))))'
)
_WHOLE = "AND({result_start}={period_start},{result_end}={period_end},{as_of}>={period_end})"
_BY_PERIODS = f'AND({{rule}}<>"stock",OR({{measure}}="rate",{{measure}}="limit"),NOT({_WHOLE}))'
_MONTHS = "AND(DAY({period_start})=1,DAY({period_end}+1)=1)"
_DOWN = 'AND({rule}="stock",{target}<{baseline})'
_SHORT = f'IF({_STRICT},{{qualifier}}<>IF({_DOWN},"under","over"),{{qualifier}}=IF({_DOWN},"over","under"))'
_BY_PACE = (
    "".join(f'IF({{pace}}>={NAMES[progress]},"{progress.value}",' for _, progress in THRESHOLDS)
    + '"behind"'
    + ")" * len(THRESHOLDS)
)

_WANTED_LOW = f'IF(AND({{paced}},{{rule}}="stock"),{{target}}<{{baseline}},{_LOW})'
_GOOD = 'OR({by_number}="achieved",{by_number}="ahead",{by_number}="on_pace")'

_FORMULAS = {
    "paced": 'OR({rule}="flow",{rule}="budget",AND({rule}="stock",{baseline}<>"",{value_upper}="",'
    'IF(OR({comparator}="ge",{comparator}="gt"),{baseline}<{target},'
    'IF(OR({comparator}="le",{comparator}="lt"),{baseline}>{target},{baseline}<>{target}))))',
    "share_done": (
        f'IF({{paced}},100*ROUND({{value}}-{_START},{{places}})/ROUND({{target}}-{_START},{{places}}),"")'
    ),
    # The day that a result counts to, and no day outside the target's period; and the day after it.
    "day_after": (
        'IF({paced},MAX(MIN(IF({measure}="stock",{as_of},MIN({as_of},{result_end})),{period_end}),{period_start}-1)+1,"")'
    ),
    "time_gone": (
        f"IF({{paced}},100*IF({_MONTHS},"
        "(12*(YEAR({day_after})-YEAR({period_start}))+MONTH({day_after})-MONTH({period_start})"
        "+(DAY({day_after})-1)/DAY(DATE(YEAR({day_after}),MONTH({day_after})+1,0)))"
        "/(12*(YEAR({period_end}+1)-YEAR({period_start}))+MONTH({period_end}+1)-MONTH({period_start})),"
        '({day_after}-{period_start})/({period_end}+1-{period_start})),"")'
    ),
    "share_due": 'IF({paced},IF({planned_due}="",{time_gone},{planned_due}),"")',
    "pace": 'IF(AND({paced},{rule}<>"budget"),IF({share_due}=0,"",ROUND({share_done}/{share_due},12)),"")',
    "reached": f'IF({{paced}},"",IF({_BY_PERIODS},{{periods_met}}={{periods_reported}},{_MEETS}))',
    "final": '{reporting_status}="reported_final"',
    "by_number": (
        'IF({rule}="budget","cannot_assess",IF({paced},'
        f'IF(OR({{share_done}}>100,AND({{share_done}}=100,NOT({_SHORT}))),"achieved",IF({{final}},"missed",'
        f'IF({{share_due}}=0,IF({{share_done}}>0,"ahead","on_pace"),{_BY_PACE}))),'
        'IF({rule}="stock",IF({reached},"achieved",IF({final},"missed","cannot_assess")),'
        'IF(OR({final},AND(OR({measure}="flow",{measure}="budget"),NOT({reached}),NOT({uncertain}))),IF({reached},"achieved","missed"),'
        'IF({reached},"on_pace","behind")))))'
    ),
    # Where only a bound is printed, what the number says stands only if a true one beyond it says the same.
    "progress_status": (
        'IF(OR({bound}="",{by_number}="cannot_assess"),{by_number},'
        f'IF(AND({{bound}}<>"about",(({{bound}}="under")={_WANTED_LOW})={_GOOD}),{{by_number}},"cannot_assess"))'
    ),
    "agrees": "{progress_status}={published}",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One target on the sheet: what its cells show, and how many decimals its numbers have."""

    values: Mapping[str, Value]
    places: int


def lines(package: Package, standings: Standings, tables: Sequence[FilledTable]) -> Iterator[Line]:
    """The targets that a rule was applied to, as far as a spreadsheet can hold their numbers."""
    rows = {
        table.name: {key: position for position, key in enumerate(table.cells[0], 1)}
        for table in tables
        if table.name in SHEETS
    }
    for item in standings.targets.values():
        numbers = (item.target.value, item.target.value_upper, item.baseline, _compared(item))
        texts = [cell(number) for number in numbers if number is not None]
        sought = (item.target.id, item.observation.id if item.observation else "")
        held = all(exact(text) is not None for text in texts) and max(map(len, sought)) <= _LONGEST_SOUGHT
        if item.rule is not Rule.NONE and held:
            places = max(len(text.partition(".")[2]) for text in texts)
            values = _values(package, item, rows)
            if all(day >= FIRST_SHEET_DAY for day in values.values() if isinstance(day, date)):
                yield Line(values, places)


def formulas(tables: Mapping[str, FilledTable]) -> dict[str, str]:
    """The formula of each column, without the equals sign; columns that are written as they are have none.

    In each, `{line}` is for the line of the sheet (from 1) and `{places}` for the decimals of the target's numbers.
    """
    cells = {column: f"${column_name(position)}{{line}}" for position, column in enumerate(COLUMNS)}
    row_of = {sheet: cells[f"{name}_row"] for name, sheet in _ROWS.items()}
    sought = {
        "assessments": cells["target_id"],
        "targets": cells["target_id"],
        "indicators": f"INDEX({_range(tables['targets'], 'indicator_id')},{row_of['targets']})",
        "observations": f"INDEX({_range(tables['assessments'], 'observation_id')},{row_of['assessments']})",
    }
    found = {
        f"{name}_row": f"MATCH({sought[sheet]},{_range(tables[sheet], *tables[sheet].key)},0)"
        for name, sheet in _ROWS.items()
    }
    for name, place in {**_LOOKED_UP, "published": "assessments.progress_status"}.items():
        sheet, _, column = place.partition(".")
        value = f"INDEX({_range(tables[sheet], column)},{row_of[sheet]})"
        required = next(item.required for item in tables[sheet].fields if item.name == column)
        found[name] = value if required else f'IF({value}="","",{value})'
    return found | {name: text.format(**cells, places="{places}") for name, text in _FORMULAS.items()}


def _range(table: FilledTable, column: str) -> str:
    letters = column_name(table.names.index(column))
    return f"{table.name}!${letters}$2:${letters}${len(table) + 1}"


def _compared(item: Assessment) -> Decimal | None:
    return item.result.value if item.result else None


def _values(package: Package, item: Assessment, rows: Mapping[str, Mapping[str, int]]) -> dict[str, Value]:
    """What every cell of a target's line shows, as the program has it."""
    target, indicator, result, last = (
        item.target,
        package.indicators[item.target.indicator_id],
        item.result,
        item.observation,
    )
    assert result is not None
    assert last is not None
    paced = item.share_done is not None
    first, end = target.period.start, target.period.end
    day = min(max(counted_day(target, item.rule, result), first - timedelta(days=1)), end)
    elapsed = time_elapsed(target.period, day)
    gone = float(_HUNDRED * (elapsed.units + elapsed.part) / elapsed.whole)
    periods = (item.periods_met, item.periods_reported) if item.periods_reported else ("", "")
    by_number = item.by_number or item.progress
    return {
        "target_id": target.id,
        "assessment_row": rows["assessments"][target.id],
        "target_row": rows["targets"][target.id],
        "indicator_row": rows["indicators"][indicator.id],
        "observation_row": rows["observations"][last.id],
        "rule": item.rule.value,
        "reporting_status": item.reporting.value,
        "value": _number(result.value),
        "qualifier": result.qualifier.value,
        "baseline": _number(item.baseline),
        "as_of": last.as_of,
        "periods_met": periods[0],
        "periods_reported": periods[1],
        "uncertain": result.uncertain,
        "bound": "" if item.bound is Qualifier.EXACT else item.bound.value,
        "comparator": target.comparator.value,
        "target": _number(target.value),
        "value_upper": _number(target.value_upper),
        "period_start": first,
        "period_end": end,
        "measure": indicator.measure.value,
        "ascending": indicator.ascending,
        "result_start": last.period.start,
        "result_end": last.period.end,
        "planned_due": _number(item.share_due) if target.planned else "",
        "paced": paced,
        "share_done": _number(item.share_done),
        "day_after": day + timedelta(days=1) if paced else "",
        "time_gone": gone if paced else "",
        "share_due": _number(item.share_due),
        "pace": _number(item.pace),
        "reached": "" if paced else by_number in (ProgressStatus.ACHIEVED, ProgressStatus.ON_PACE),
        "final": item.reporting is ReportingStatus.REPORTED_FINAL,
        "by_number": by_number.value,
        "progress_status": item.progress.value,
        "published": item.progress.value,
        "agrees": True,
    }


def _number(value: Decimal | None) -> Value:
    return "" if value is None else float(value)
