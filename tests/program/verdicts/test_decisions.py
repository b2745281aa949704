"""The rules as published: tables that decide, cases at their edges, and SQL that knows them from the file alone."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from conforming import Case, as_file, deliverables, made_up, targets
from downloads import BROKEN_DOWN
from folders import ROOT
from sql_rules import verdicts
from trying import tries

from generator.core.codes import Measure, ReportingStatus, Rule
from generator.core.languages import interface
from generator.core.messages import catalogue
from generator.publishing.export.rulebook import CASES, RULES, rule_files
from generator.verdicts import rules
from generator.verdicts.decisions import AtLeast, Table, row

Facts = dict[str, list[Mapping[str, Any]]]


@pytest.fixture(scope="module")
def published() -> Mapping[str, Any]:
    """The rules as the file has them."""
    found: Mapping[str, Any] = json.loads(rule_files()[RULES])
    return found


@pytest.fixture(scope="module")
def asked() -> Facts:
    """By table, what it is asked in all cases."""
    found: Facts = defaultdict(list)

    def ask(table: Table[Any], **facts: Any) -> Any:
        found[table.name].append(facts)
        return table.row(facts).then

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Table, "__call__", ask)
        for _ in (*targets(), *deliverables()):
            pass
        for measure in Measure:
            rules.DAY(measure=measure)  # which is asked for each measure once, when the program begins
    return found


def test_the_cases_are_those_that_are_published() -> None:
    made = as_file()
    if os.environ.get("UPDATE_GOLDEN"):
        (ROOT / "generator/publishing/export" / CASES).write_text(made, encoding="utf-8")
    assert rule_files()[CASES].decode() == made, f"UPDATE_GOLDEN=1 writes {CASES} anew"


def test_each_row_decides_a_case_at_least(asked: Facts) -> None:
    decided = {(table.name, table.row(facts).name) for table in rules.TABLES for facts in asked[table.name]}
    assert [
        (table.name, item.name)
        for table in rules.TABLES
        for item in table.rows
        if (table.name, item.name) not in decided
    ] == []


PLAIN_SPEAKING = {
    ("answer", "not_comparable_period"),
    ("bound", "open_to_both_sides"),
    ("overdue", "no_day"),
    ("progress", "does_not_hold_so_far"),
    ("rule", "at_most_so_much_money"),
}
"""Rows without which later ones would say the same: they stand there for who reads."""


def test_a_case_notices_where_a_row_is_left_out(asked: Facts) -> None:
    silent = set()
    for table in rules.TABLES:
        for item in table.rows[:-1]:
            rest = [other for other in table.rows if other is not item]
            if all(
                next(other for other in rest if other.holds(facts)).then == table.row(facts).then
                for facts in asked[table.name]
            ):
                silent.add((table.name, item.name))
    assert silent == PLAIN_SPEAKING


def test_each_threshold_has_a_case_on_it_and_just_on_both_sides(asked: Facts) -> None:
    lacking = []
    for table in rules.TABLES:
        for name, thresholds in table.thresholds.items():
            known = [facts[name] for facts in asked[table.name] if facts[name] is not None]
            for threshold in thresholds:
                # Of a period 1 is all, so that nothing lies beyond; a day of a year is 0.0028 of it.
                sides = (0, -1) if name == "gone" and threshold == 1 else (0, -1, 1)
                near = {
                    (found > threshold) - (found < threshold) for found in known if _near(found, threshold)
                }
                lacking += [(table.name, name, str(threshold), side) for side in sides if side not in near]
    assert lacking == []


def _near(found: Fraction, threshold: Fraction) -> bool:
    return abs(found - threshold) <= Fraction(3, 1000)


def test_tables_answer_everything_and_name_each_row_once() -> None:
    for table in rules.TABLES:
        assert not table.rows[-1].when, table.name
        assert len({item.name for item in table.rows}) == len(table.rows), table.name
        assert all(item.when for item in table.rows[:-1]), table.name
    assert len({table.name for table in rules.TABLES}) == len(rules.TABLES)


def test_the_first_row_that_holds_decides() -> None:
    table = Table(
        "lamps",
        (
            row("a lamp", then="both", rule=Rule.FLOW, pace=AtLeast(rules.AHEAD)),
            row("fast", then="fast", pace=AtLeast(rules.ON_PACE)),
            row("else", then="else"),
        ),
    )
    cases = {
        (Rule.FLOW, Fraction(11, 10)): "both",
        (Rule.FLOW, Fraction(109, 100)): "fast",
        (Rule.RATE, Fraction(11, 10)): "fast",
        (Rule.RATE, Fraction(99, 100)): "else",
        (Rule.RATE, None): "else",
    }
    assert {(rule, pace): table(rule=rule, pace=pace) for rule, pace in cases} == cases
    with pytest.raises(KeyError):
        table(rule=Rule.FLOW)
    with pytest.raises(AssertionError):
        Table("lamps", table.rows)(rule=Rule.FLOW, pace=None, more=True)


@pytest.mark.parametrize("language", interface())
def test_each_word_of_the_rules_is_explained_and_no_other(language: str) -> None:
    words = catalogue(language, "rules")
    assert list(words["tables"]) == [table.name for table in rules.TABLES]
    assert set(words["inputs"]) == {name for table in rules.TABLES for name in table.inputs}
    assert list(words["orders"]) == [order.name for order in rules.ORDERS]
    assert set(words["keys"]) == {name for order in rules.ORDERS for name in order.keys}


def test_each_key_of_the_cases_is_a_column_or_explained(published: Mapping[str, Any]) -> None:
    columns = {name for told in BROKEN_DOWN.values() for name in told.split()}
    around = {"case", "target", "observations", "expected", "targets", "deliverables"}
    explained = {item["id"] for item in published["cases"]}

    def keys(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from value
            for item in value.values():
                yield from keys(item)
        elif isinstance(value, list):
            for item in value:
                yield from keys(item)

    used = set(keys(json.loads(rule_files()[CASES])))
    assert used - columns - around - explained == set()
    assert explained - used == set()


def test_what_is_published_is_what_decides(published: Mapping[str, Any]) -> None:
    progress = next(table for table in published["tables"] if table["id"] == "progress")
    by_name = {item["id"]: item for item in progress["rows"]}
    assert by_name["ahead"] == {
        "id": "ahead",
        "when": {"pace": {"at_least": "1.10"}},
        "then": {"progress_status": "ahead", "reason": ""},
    }
    assert by_name["no_number_to_reach"]["then"] == {
        "progress_status": "cannot_assess",
        "reason": "target",
        "rule": "none",
    }
    assert [item["id"] for item in progress["rows"]] == [item.name for item in rules.PROGRESS.rows]
    assert published["certainty"]["A"] > published["certainty"]["E"] > published["certainty"]["F"]


SAME = (
    *("reporting_status", "progress_status", "rule", "reason", "half_test", "parts", "periods_met"),
    *("periods_reported", "across_break", "in_words", "turn"),
)
"""What SQL says to the letter."""

ROUNDED = {"share_done": 0.00501, "share_due": 0.00501, "pace": 0.0000501}
"""What is published rounded, and by how much SQL's may be off it."""


def test_sql_written_from_the_file_gives_the_same_of_all_cases(published: Mapping[str, Any]) -> None:
    of_targets, of_deliverables = list(targets()), list(deliverables())
    assert list(differing(published, of_targets, of_deliverables)) == []


def test_sql_written_from_the_file_gives_the_same_of_made_up_targets(published: Mapping[str, Any]) -> None:
    made = list(made_up(tries(2000), seed=20261121))
    assert list(differing(published, made)) == []
    assert {case["expected"]["reporting_status"] for case in made} == set(ReportingStatus)


def test_sql_differs_where_a_row_of_the_file_does(published: Mapping[str, Any]) -> None:
    """So that the two tests above can fail: with a threshold moved in the file, SQL says something else."""
    text = json.dumps(published)
    moved = json.loads(text.replace('"at_least": "1.10"', '"at_least": "1.20"'))
    assert moved != published
    assert "pace 1.1" in {name for name, *_ in differing(moved, list(targets()))}


def differing(
    published: Mapping[str, Any], of_targets: Sequence[Case], of_deliverables: Sequence[Case] = ()
) -> Iterator[tuple[str, str, Any, Any]]:
    """The cases in which SQL says something else: case, what of, as SQL has it, as the program has it."""
    said = verdicts(published, of_targets, of_deliverables)
    assert len(said["verdicts"]) == len(of_targets)
    others, reached = defaultdict(list), defaultdict(list)
    for item in said["others"]:
        others[item["case_id"], item["counted_id"]].append((item["how"], item["observation_id"]))
    for item in said["reached"]:
        day = {"date": f"{item['date']}", "reached": item["reached"], "parts": item["parts"]}
        reached[item["case_id"]].append(day)
    for item in said["verdicts"]:
        case, order = of_targets[item["case_id"]], item["case_id"]
        expected = case["expected"]
        found = {name: item[name] for name in SAME} | {"planned": reached[order]}
        compared = item["parts"] if item["reporting_status"].startswith("reported") else ()
        beside = sorted(found for part in compared for found in others[order, part])
        found["set_aside"] = [name for how, name in beside if how == "set_aside"]
        found["undecided"] = [name for how, name in beside if how == "undecided"]
        found["replaced"] = sorted(name for how, name in beside if how != "set_aside")
        yield from (
            (case["case"], name, value, expected[name])
            for name, value in found.items()
            if value != expected[name]
        )
        for name, least in ROUNDED.items():
            told, published_as = item[name], expected[name]
            if (told is None) != (published_as is None) or abs(
                float(told or 0) - float(published_as or 0)
            ) > least:
                yield case["case"], name, told, published_as
    for item in said["done"]:
        case = of_deliverables[item["case_id"]]
        for name, value in case["expected"].items():
            told = f"{item[name]}" if name == "current_due" and item[name] else item[name]
            if told != value:
                yield case["case"], name, told, value
