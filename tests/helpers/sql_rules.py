"""The verdicts in SQL: the tables of `rules.json` as macros of DuckDB, the cases as its tables, and what comes out.

Nothing here knows a rule: what decides is read from the published file, and what its inputs are stands in `verdicts.sql`,
which was written from the same file and its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
from folders import HELPERS

Rules = Mapping[str, Any]


def macros(rules: Rules) -> Iterator[str]:
    """Each table as a macro of its inputs, by name; one for each field where several follow."""
    for table in rules["tables"]:
        inputs = ", ".join(
            argument for item in table["inputs"] for argument in _arguments(item["id"], item["type"])
        )
        fields = {name for row in table["rows"] if isinstance(row["then"], dict) for name in row["then"]}
        for field in sorted(fields) or [""]:
            lines = [_line(row, field) for row in table["rows"]]
            name = f"t_{table['id']}__{field}" if field else f"t_{table['id']}"
            yield f"CREATE MACRO {name}({inputs}) AS CASE {' '.join(lines)} END"
    weights = " ".join(f"WHEN '{status}' THEN {weight}" for status, weight in rules["certainty"].items())
    yield f"CREATE MACRO certainty(status) AS CASE status {weights} END"


def _arguments(name: str, kind: str) -> Sequence[str]:
    return [f"{name}_n", f"{name}_d"] if kind == "number" else [name]


def _line(row: Mapping[str, Any], field: str) -> str:
    then = row["then"].get(field) if field else row["then"]
    held = " AND ".join(_held(name, condition) for name, condition in row["when"].items())
    return f"WHEN {held or 'true'} THEN {_literal(then)}"


def _held(name: str, condition: Any) -> str:
    if isinstance(condition, dict):
        top, bottom = Decimal(condition["at_least"]).as_integer_ratio()
        return f"{name}_n * {bottom}::HUGEINT >= {top}::HUGEINT * {name}_d"
    return f"{name} IN ({', '.join(map(_literal, condition))})"


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return str(value).lower() if isinstance(value, bool) else f"'{value}'"


_TARGETS = {
    "date": "DATE",
    "measure": "VARCHAR",
    "ascending": "BOOLEAN",
    "unit_id": "VARCHAR",
    "area_id": "VARCHAR",
    "period_start": "DATE",
    "period_end": "DATE",
    "comparator": "VARCHAR",
    "value": "HUGEINT",
    "value_upper": "HUGEINT",
    "attainment": "VARCHAR",
    "baseline": "HUGEINT",
    "baseline_end": "DATE",
    "later_end": "DATE",
    "later_since": "DATE",
}
_OBSERVATIONS = {
    "observation_id": "VARCHAR",
    "area_id": "VARCHAR",
    "breakdown": "VARCHAR",
    "unit_id": "VARCHAR",
    "period_start": "DATE",
    "period_end": "DATE",
    "as_of": "DATE",
    "value": "HUGEINT",
    "qualifier": "VARCHAR",
    "range": "BOOLEAN",
    "bound": "VARCHAR",
    "obs_status": "VARCHAR",
    "issued": "DATE",
    "dated": "BOOLEAN",
    "quoted": "BOOLEAN",
}
_PLANNED = {"date": "DATE", "value": "HUGEINT"}
_DELIVERABLES = {"date": "DATE", "due": "DATE"}
_REPORTS = {"report_id": "VARCHAR", "state": "VARCHAR", "as_of": "DATE", "issued": "DATE", "new_due": "DATE"}


def verdicts(
    rules: Rules, targets: Sequence[Mapping[str, Any]], deliverables: Sequence[Mapping[str, Any]] = ()
) -> Mapping[str, list[dict[str, Any]]]:
    """What SQL says of cases: rows of `verdicts`, `others`, `reached` and `done`, with the number of their case."""
    base = duckdb.connect(":memory:", config={"threads": 1})
    for macro in macros(rules):
        base.execute(macro)
    flat = [
        {
            **case["target"],
            "date": case["date"],
            "later_end": (case["target"]["later"] or {}).get("period_end"),
            "later_since": (case["target"]["later"] or {}).get("since"),
        }
        for case in targets
    ]
    parts = [_part(case) for case in targets]
    _fill(base, "targets", _TARGETS, enumerate(flat), parts)
    _fill(base, "observations", _OBSERVATIONS, _each(targets, lambda case: case["observations"]), parts)
    _fill(base, "planned", _PLANNED, _each(targets, lambda case: case["target"]["planned"]), parts)
    _fill(base, "deliverables", _DELIVERABLES, enumerate(deliverables))
    _fill(base, "reports", _REPORTS, _each(deliverables, lambda case: case["reports"]))
    base.execute((HELPERS / "verdicts.sql").read_text(encoding="utf-8"))
    return {name: _rows(base, name) for name in ("verdicts", "others", "reached", "done")}


def _each(cases: Sequence[Mapping[str, Any]], rows: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    return ((order, row) for order, case in enumerate(cases) for row in rows(case))


def _part(case: Mapping[str, Any]) -> Decimal:
    """By what the numbers of a case are multiplied so that all are whole. No rule asks more than how they are to each other."""
    told = case["target"]
    numbers = [told["value"], told["value_upper"], told["baseline"]]
    numbers += [item["value"] for item in (*told["planned"], *case["observations"])]
    exponents = (Decimal(number).as_tuple().exponent for number in numbers if number is not None)
    return Decimal(10) ** max(-int(exponent) for exponent in exponents)


def _fill(
    base: Any,
    name: str,
    columns: Mapping[str, str],
    rows: Iterable[tuple[int, Mapping[str, Any]]],
    parts: Sequence[Decimal] = (),
) -> None:
    found = [
        (
            order,
            *(
                _cell(row[column], parts[order] if kind == "HUGEINT" else None)
                for column, kind in columns.items()
            ),
        )
        for order, row in rows
    ]
    texts = {
        column: pa.array([row[place] for row in found], pa.string())
        for place, column in enumerate(columns, 1)
    }
    base.register("given", pa.table({"case_id": pa.array([row[0] for row in found], "int32"), **texts}))
    typed = ", ".join(f"{column}::{kind} AS {column}" for column, kind in columns.items())
    base.execute(f"CREATE TABLE {name} AS SELECT case_id, {typed} FROM given")
    base.unregister("given")


def _cell(value: Any, part: Decimal | None) -> str | None:
    if value is None:
        return None
    return f"{value}" if part is None else f"{Decimal(value) * part:.0f}"


def _rows(base: Any, name: str) -> list[dict[str, Any]]:
    found = base.execute(f"SELECT * FROM {name} ORDER BY ALL")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
