"""Stocks derived from a total and its increment: cases worked by hand; and packages of a few rows to work with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from packages import FIRST_HALF, package_of

from generator.verdicts.derive import Derived, derived_baselines, derived_starts
from generator.verdicts.standings import assess_package

# Cases worked by hand: rows of a package, and for each target with a derived baseline what it is made of

ADDED = "added increment total"
PLANNED_TOTAL = {"indicator": "total", "figure": "3.7万路"}
PLANNED_ADDED = {"indicator": "added", "figure": "2.7万路"}
STAND = {"indicator": "total", "figure": "751座"}
GREW = {"indicator": "added", "figure": "129座"}
WANTED = {"indicator": "total", "figure": "900座"}
OF_TARGETS = "10000 at 2022-12-31: plan/1/total/2023 - plan/1/added/2023"
OF_RESULTS = "622 at 2022-12-31: report/total/2023-06-30 - report/added/2023-06-30"

CASES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    # two targets of one document
    "a total and what is added": (
        {"targets": [PLANNED_TOTAL, PLANNED_ADDED]},
        {"plan/1/total/2023": OF_TARGETS},
    ),
    "in either order": ({"targets": [PLANNED_ADDED, PLANNED_TOTAL]}, {"plan/1/total/2023": OF_TARGETS}),
    "in two goals of one document": (
        {"targets": [PLANNED_TOTAL, PLANNED_ADDED | {"goal": "2"}]},
        {"plan/1/total/2023": "10000 at 2022-12-31: plan/1/total/2023 - plan/2/added/2023"},
    ),
    "over five years": (
        {"targets": [item | {"period": "2021-01-01/2025-12-31"} for item in (PLANNED_TOTAL, PLANNED_ADDED)]},
        {
            "plan/1/total/2021-01-01/2025-12-31": (
                "10000 at 2020-12-31: plan/1/total/2021-01-01/2025-12-31 - plan/1/added/2021-01-01/2025-12-31"
            )
        },
    ),
    "in two documents": ({"targets": [PLANNED_TOTAL, PLANNED_ADDED | {"document": "report"}]}, {}),
    "for two areas": ({"targets": [PLANNED_TOTAL, PLANNED_ADDED | {"area": "east"}]}, {}),
    "for two periods": ({"targets": [PLANNED_TOTAL, PLANNED_ADDED | {"period": FIRST_HALF}]}, {}),
    "a total alone": ({"targets": [PLANNED_TOTAL]}, {}),
    "an increment alone": ({"targets": [PLANNED_ADDED]}, {}),
    "a total of at least": ({"targets": [PLANNED_TOTAL | {"figure": "3.7万路以上"}, PLANNED_ADDED]}, {}),
    "an increment of at least": ({"targets": [PLANNED_TOTAL, PLANNED_ADDED | {"figure": "至少2.7万路"}]}, {}),
    "a total of at most": ({"targets": [PLANNED_TOTAL | {"figure": "不超过3.7万路"}, PLANNED_ADDED]}, {}),
    "a range as the total": ({"targets": [PLANNED_TOTAL | {"figure": "3-4万路"}, PLANNED_ADDED]}, {}),
    "a range as the increment": ({"targets": [PLANNED_TOTAL, PLANNED_ADDED | {"figure": "2-3万路"}]}, {}),
    "a printed baseline": ({"targets": [PLANNED_TOTAL | {"baseline": "9800"}, PLANNED_ADDED]}, {}),
    "a printed baseline of zero": ({"targets": [PLANNED_TOTAL | {"baseline": "0"}, PLANNED_ADDED]}, {}),
    "no relation": ({"targets": [PLANNED_TOTAL, PLANNED_ADDED], "relations": []}, {}),
    "another relation": (
        {"targets": [PLANNED_TOTAL, PLANNED_ADDED], "relations": ["added part total"]},
        {},
    ),
    "each document by itself": (
        {"targets": [PLANNED_TOTAL, PLANNED_ADDED, PLANNED_TOTAL | {"document": "report"}]},
        {"plan/1/total/2023": OF_TARGETS},
    ),
    "a total of about": ({"targets": [PLANNED_TOTAL | {"figure": "约3.7万路"}, PLANNED_ADDED]}, {}),
    "an increment of about": ({"targets": [PLANNED_TOTAL, PLANNED_ADDED | {"figure": "约2.7万路"}]}, {}),
    "all of it added": (
        {"targets": [PLANNED_TOTAL, PLANNED_ADDED | {"figure": "3.7万路"}]},
        {"plan/1/total/2023": "0 at 2022-12-31: plan/1/total/2023 - plan/1/added/2023"},
    ),
    "one more added than there is": (
        {"targets": [PLANNED_TOTAL | {"figure": "37000路"}, PLANNED_ADDED | {"figure": "37001路"}]},
        {},
    ),
    "two increments": (
        {
            "relations": [ADDED, "moved increment total"],
            "targets": [PLANNED_TOTAL, PLANNED_ADDED, PLANNED_ADDED | {"indicator": "moved"}],
        },
        {},
    ),
    "an inexact increment of another area beside": (
        {"targets": [PLANNED_ADDED | {"area": "east", "figure": "约3万路"}, PLANNED_TOTAL, PLANNED_ADDED]},
        {"plan/1/total/2023": OF_TARGETS},
    ),
    # two results
    "two results": ({"targets": [WANTED], "seen": [STAND, GREW]}, {"plan/1/total/2023": OF_RESULTS}),
    "two results and a printed baseline": (
        {"targets": [WANTED | {"baseline": "600"}], "seen": [STAND, GREW]},
        {},
    ),
    "targets before results": (
        {"targets": [PLANNED_TOTAL, PLANNED_ADDED], "seen": [STAND, GREW]},
        {"plan/1/total/2023": OF_TARGETS},
    ),
    "results where the targets are not exact": (
        {"targets": [WANTED | {"figure": "900座以上"}, PLANNED_ADDED], "seen": [STAND, GREW]},
        {"plan/1/total/2023": OF_RESULTS},
    ),
    "two results of a later document": (
        {
            "targets": [WANTED],
            "seen": [
                *({"document": "later", "period": "2023-01-01/2023-12-31"} | item for item in (STAND, GREW)),
                *(STAND | {"figure": "761座"}, GREW),
            ],
        },
        {"plan/1/total/2023": "622 at 2022-12-31: later/total/2023-12-31 - later/added/2023-12-31"},
    ),
    "results of two documents": ({"targets": [WANTED], "seen": [STAND, GREW | {"document": "later"}]}, {}),
    "results for two areas": ({"targets": [WANTED], "seen": [STAND, GREW | {"area": "east"}]}, {}),
    "results for another area": (
        {"targets": [WANTED], "seen": [item | {"area": "east"} for item in (STAND, GREW)]},
        {},
    ),
    "results at two days": ({"targets": [WANTED], "seen": [STAND, GREW | {"as_of": "2023-07-10"}]}, {}),
    "results for two periods": (
        {"targets": [WANTED], "seen": [STAND, GREW | {"period": "2023-04-01/2023-06-30"}]},
        {},
    ),
    "results that begin after the target": (
        {"targets": [WANTED], "seen": [item | {"period": "2023-04-01/2023-06-30"} for item in (STAND, GREW)]},
        {},
    ),
    "results for a part": (
        {"targets": [WANTED], "seen": [item | {"part": "power=solar"} for item in (STAND, GREW)]},
        {},
    ),
    "results of one document for two periods": (
        {
            "targets": [WANTED],
            "seen": [
                *(STAND, GREW),
                STAND | {"figure": "700座", "period": "2023-01-01/2023-03-31"},
                GREW | {"figure": "90座", "period": "2023-01-01/2023-03-31"},
            ],
        },
        {"plan/1/total/2023": OF_RESULTS},  # of one document the last id counts
    ),
    "a result in another unit": ({"targets": [WANTED], "seen": [STAND, GREW | {"unit": "box"}]}, {}),
    "both results in another unit": (
        {"targets": [WANTED], "seen": [item | {"unit": "box"} for item in (STAND, GREW)]},
        {},
    ),
    "a forecast": ({"targets": [WANTED], "seen": [STAND, GREW | {"status": "F"}]}, {}),
    "a result in words": ({"targets": [WANTED], "seen": [STAND, GREW | {"figure": "新增不少"}]}, {}),
    "a result over its number": ({"targets": [WANTED], "seen": [STAND | {"figure": "750余座"}, GREW]}, {}),
    "a result under its number": ({"targets": [WANTED], "seen": [STAND, GREW | {"figure": "近130座"}]}, {}),
    "a result of about": ({"targets": [WANTED], "seen": [STAND, GREW | {"figure": "约129座"}]}, {}),
}


def told(item: Derived) -> str:
    return f"{item.value.normalize():f} at {item.day}: {item.total.id} - {item.increment.id}"


@pytest.mark.parametrize("case", CASES)
def test_derived_baselines(case: str) -> None:
    row, expected = CASES[case]
    in_reverse = {name: row.get(name, [])[::-1] for name in ("targets", "seen")}
    for rows in (row, row | in_reverse):
        package = package_of({"relations": [ADDED], "measures": {"total": "stock"}} | rows)
        found = derived_baselines(package)
        assert {name: told(item) for name, item in found.items()} == expected
        assert {(item.indicator_id, item.area_id) for item in found.values()} <= {("total", "city")}


@pytest.mark.parametrize(
    ("baseline", "expected"),
    [
        ("", ("on_pace", "622", "50")),  # (761 - 622) / (900 - 622), and half the year is gone
        ("700", ("behind", "700", "30.5")),  # the printed one goes before: (761 - 700) / (900 - 700)
    ],
)
def test_the_derived_baseline_reaches_the_verdict(baseline: str, expected: tuple[str, str, str]) -> None:
    package = package_of(
        {
            "relations": [ADDED],
            "measures": {"total": "stock"},
            "targets": [WANTED | {"baseline": baseline}],
            "seen": [
                *(item | {"period": "2023-01-01/2023-03-31"} for item in (STAND, GREW)),
                STAND | {"figure": "761座"},
            ],
        }
    )
    found = assess_package(package, date(2023, 8, 1)).targets["plan/1/total/2023"]
    assert found.share_done is not None
    assert (found.progress, str(found.baseline), f"{found.share_done}") == expected


def test_starts_are_kept_by_target_and_by_area_and_day() -> None:
    package = package_of(
        {
            "relations": [ADDED],
            "targets": [PLANNED_TOTAL | {"baseline": "9800"}, PLANNED_ADDED],
            "seen": [
                STAND,
                GREW,
                STAND | {"area": "east", "figure": "90座"},
                GREW | {"area": "east", "figure": "15座"},
            ],
        }
    )
    of_targets, of_results = derived_starts(package)
    eve = date(2022, 12, 31)
    assert {name: told(item) for name, item in of_targets.items()} == {"plan/1/total/2023": OF_TARGETS}
    assert {key: told(item) for key, item in of_results.items()} == {
        ("total", "city", eve): OF_RESULTS,
        ("total", "east", eve): (
            "75 at 2022-12-31: report/total/east/2023-06-30 - report/added/east/2023-06-30"
        ),
    }
