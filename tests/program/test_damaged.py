"""Damaged packages: read, judged and compared they bring nothing but words, and what is accepted of them is told in `diff`.

The long forms are `faults.py`, `damaging.py` and `handed_in.py` (tests/helpers).
"""

from __future__ import annotations

import json
import random
from functools import partial

import damaging
import handed_in
import pytest
from damaging import PACKAGES, case, run
from faults import faults, put
from folders import BASE
from hypothesis import given, settings
from hypothesis import strategies as st
from trying import tries
from withstanding import DAY, below, withstood
from written import records, untold

from generator.comparing.diffs.effects import examine
from generator.comparing.diffs.report import render
from generator.format.tables import FILES
from generator.reading.trees import FilesTree

EVERYTHING = below(PACKAGES)


def test_the_package_uses_all_that_the_format_has() -> None:
    used = {
        (item.table, name) for item in records(EVERYTHING) for name, value in item.values.items() if value
    }
    shapes = [("documents" if shape.name == "document" else shape.name, shape) for _, shape in FILES]
    shapes += [(item.nested.name, item.nested) for _, shape in shapes for item in shape.fields if item.nested]
    named = {
        (name, item.name)
        for name, shape in shapes
        for item in shape.in_languages(("zh", "en")).fields
        if item.nested is None
    }
    assert sorted(named - used) == []


def test_a_few_of_the_systematic_faults_bring_words() -> None:
    files, drawn = below(BASE), random.Random(2)
    every = list(faults(files))
    some = [
        *([fault] for fault in drawn.sample(every, tries(60))),
        *(drawn.sample(every, 2) for _ in range(tries(40))),
    ]
    score = withstood(
        ("+".join(item.told for item in case), files, partial(put, files, *case)) for case in some
    )
    assert (score.broken, score.tried) == ({}, len(some))


@settings(max_examples=tries(40))
@given(st.integers(min_value=damaging.COUNT, max_value=2**32))
def test_a_package_damaged_at_random_brings_words(seed: int) -> None:
    assert run([seed]).broken == {}


FOUND = {
    "a day of every year": 25,
}
"""Cases that once broke the program, or that a report did not tell, by what they were about."""


@pytest.mark.parametrize("seed", FOUND.values(), ids=FOUND)
def test_what_broke_once_breaks_no_more(seed: int) -> None:
    assert run([seed]).broken == {}


def test_a_case_is_made_again_by_its_seed() -> None:
    assert [case(seed).made() for seed in range(30)] == [case(seed).made() for seed in range(30)]


REPORT = "town/documents/2023-report"
EDITS = (
    # file, what stood there, and what stands there now
    (
        f"{REPORT}/observations.csv",
        ",980,,exact,A,,,,,一/(一),980盏",
        ",990,,exact,A,,,,,一/(一),990盏",
    ),  # a value
    (
        f"{REPORT}/observations.csv",
        "solar,,2023-01-01,2023-12-31,2023-12-31,80,,exact,A,,,,,一/(一),80盏",
        "solar,,2023-01-01,2023-12-31,2023-12-31,130,,exact,A,,,,,一/(一),130盏",
    ),
    (
        f"{REPORT}/observations.csv",
        "grid,,2023-01-01,2023-12-31,2023-12-31,130,,exact,A,,,,,一/(一),130盏",
        "grid,,2023-01-01,2023-12-31,2023-12-31,80,,exact,A,,,,,一/(一),80盏",
    ),
    (
        f"{REPORT}/claims.csv",
        "all-done,2023-01-01,2023-12-31,2023-12-31,100,一,全面完成,,3,没有分项。,No parts are given.\n",
        "",
    ),  # a row that goes
    (
        "town/areas.yaml",
        "west-village:\n",
        "south-village:\n  title_zh: 南村\nwest-village:\n",
    ),  # one that comes
    ("town/documents/2023-plan/deliverables.csv", "2,lamp-map,", "2,lamp-plan,"),  # an id
    (f"{REPORT}/progress.csv", "2023-plan/2/lamp-map", "2023-plan/2/lamp-plan"),
    ("town/dimensions.yaml", "Where it stands", "Place"),  # below a key
    ("port/citations.lock", "\ntargets/", "\nold/"),
)
"""Changes of every kind."""


def test_whatever_a_report_leaves_out_or_says_wrongly_is_noticed() -> None:
    changed = dict(EVERYTHING)
    for path, old, new in EDITS:
        assert old.encode() in changed[path]
        changed[path] = changed[path].replace(old.encode(), new.encode(), 1)
    whole = json.loads(render(examine(FilesTree(EVERYTHING), FilesTree(changed), DAY), "json", "en", ""))
    assert (len(whole["changes"]), untold(EVERYTHING, changed, whole)) == (10, [])
    less = [{**whole, "changes": [*whole["changes"][:at], *whole["changes"][at + 1 :]]} for at in range(10)]
    wrong = [
        {
            **whole,
            "changes": [
                {**item, "new": "x", "values": {"id": "x"}} if item is one else item
                for item in whole["changes"]
            ],
        }
        for one in whole["changes"]
    ]
    assert all(untold(EVERYTHING, changed, report) for report in (*less, *wrong, {**whole, "locks": {}}))


@pytest.mark.filterwarnings("ignore:Duplicate name")  # the parts of a damaged workbook
@pytest.mark.parametrize(
    ("kind", "times"), [("settings", 100), ("forms", 25), ("lists", 100), ("workbooks", 10)]
)
def test_what_else_is_handed_in_damaged_brings_words(kind: str, times: int) -> None:
    score = handed_in.run(kind, range(tries(times)))
    assert (score.broken, score.tried) == ({}, tries(times))
