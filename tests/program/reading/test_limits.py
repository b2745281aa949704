"""How much may stand in what others hand in: at each limit it is taken, one beyond it is refused; of very many problems the first are
told and the others counted. What it all costs is measured by `tests/helpers/costs.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import pytest
from costs import Case, filled, measured, town
from speaking import LANGUAGES

from generator.core import limits
from generator.core.chains import in_rings, steps_to_the_end
from generator.core.few import Few, few
from generator.core.nearest import MOST_COMPARED, suggest
from generator.core.problems import Place, Problem, Report
from generator.core.values import Refusal, read_id, read_month_day
from generator.format import tables
from generator.format.fields import AnyField
from generator.reading.files import read_columns, read_csv, read_yaml
from generator.reading.load import load
from generator.reading.trees import FilesTree, acceptable
from generator.reading.validate.structure import refused

OBSERVED = "town/documents/2023-report/observations.csv"
AREAS = "town/areas.yaml"
UNITS = "town/units.yaml"


def codes(files: Mapping[str, bytes]) -> list[str]:
    """The codes of what is wrong with some files in the place of those of the town."""
    return [problem.code for problem in load(FilesTree({**town(), **files}))[1]]


def table(data: bytes) -> Sequence[Problem]:
    return read_csv("a.csv", data)[1]


def mapping(data: bytes) -> Sequence[Problem]:
    return read_yaml("a.yaml", data)[1]


def files(found: Mapping[str, bytes]) -> Sequence[Problem]:
    return acceptable(FilesTree(found))[1]


@pytest.mark.parametrize(
    ("limit", "most", "code", "made"),
    [
        ("MOST_COLUMNS", 30, "too-many", lambda n: table(b",".join(b"c%d" % at for at in range(n)))),
        ("MOST_ROWS", 30, "too-many", lambda n: table(b"a,b\n" * n)),
        ("MOST_VALUES", 30, "too-many", lambda n: mapping(b"- a\n" * (n - 1))),
        ("DEEPEST", 12, "yaml-nesting", lambda n: mapping(b"[" * n + b"a" + b"]" * n)),
        ("MOST_FILES", 30, "too-many", lambda n: files({f"town/a{at}.csv": b"" for at in range(n)})),
        ("LARGEST_FILE", 30, "file-too-large", lambda n: files({"town/a.csv": b"a" * n})),
        ("LARGEST_YAML", 30, "file-too-large", lambda n: files({"town/a.yaml": b"a" * n})),
        ("LONGEST_NAME", 100, "name-too-long", lambda n: files({f"town/{'a' * (n - 4)}.csv": b""})),
        ("LONGEST_NAME", 100, "name-too-long", lambda n: files({f"town/{'a' * n}/a.csv": b""})),
    ],
)
def test_at_a_limit_and_one_beyond(
    limit: str,
    most: int,
    code: str,
    made: Callable[[int], Sequence[Problem]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, limit, most)
    assert [[problem.code for problem in made(number)] for number in (most, most + 1)] == [[], [code]]


PARTS = {
    # a part of the id of a row → what is said of it, wherever the whole stands
    "nul": "在 Windows 上，文件和文件夹不能叫“nul”",
    "a" * 101: f"“{'a' * 101}”超过了 100 个字符。",
}


@pytest.mark.parametrize("part", PARTS)
def test_of_a_part_of_an_id_it_is_said_which_limit_it_breaks(part: str) -> None:
    read = tables.PLANNED.target_id.read(f"2023-plan/{part}/2023")
    assert isinstance(read, Refusal)
    problem = refused(read, Place("planned.csv"), tables.PLANNED.target_id, f"2023-plan/{part}/2023")
    assert problem.message("zh").startswith(PARTS[part])


@pytest.mark.parametrize(
    ("field", "limit", "piece", "code"),
    [
        (tables.TARGETS.goal, limits.LONGEST_NAME, "a", "name-too-long"),
        (tables.TARGETS.figure, limits.LONGEST_TEXT, "灯", "text-too-long"),
        (tables.PLANNED.target_id, limits.LONGEST_PATH, "ab/cd/", "name-too-long"),
        (tables.TARGETS.locator, limits.LONGEST_VALUE, "一", "text-too-long"),
        (tables.TARGETS.value, limits.LONGEST_VALUE, "9", "text-too-long"),
        (tables.DOCUMENT.url, limits.LONGEST_LINK, "https://example.org/", "text-too-long"),
    ],
)
def test_values_have_a_length(field: AnyField, limit: int, piece: str, code: str) -> None:
    text = (piece + (piece[-1] if piece.startswith("https") else piece) * limit)[:limit]
    text = f"{text[:-1]}a" if text.endswith("/") else text
    beyond = field.read(f"{text}a")
    assert getattr(field.read(text), "code", "") != code
    assert isinstance(beyond, Refusal)
    assert (beyond.code, beyond.detail) == (code, str(limit))


def test_a_long_value_is_not_proved_by_its_form() -> None:
    header, row = town()[OBSERVED].decode().splitlines()[:2]
    long = filled(lambda _: f"{row}\n", 150_000, head=f"{header}\n").decode()
    for length, known in ((limits.LONGEST_VALUE, False), (limits.LONGEST_VALUE + 1, True)):
        data = long.replace("一/(一)", "a" * length, 1).encode()
        assert ("text-too-long" in codes({OBSERVED: data})) is known


def test_a_cell_that_one_way_of_reading_refuses_is_left_to_it() -> None:
    """One reader takes cells of any length, the other one tells what is wrong with them."""
    data = b"a,b\n" + b"x" * 140_000 + b",y\n"
    assert read_columns("a.csv", data) is None
    assert [problem.code for problem in table(data)] == ["text-too-long"]


def test_names_of_devices_are_none_of_ours() -> None:
    said = [
        read_id(name)
        for name in ("con", "nul", "aux", "prn", "com1", "lpt9", "cons", "com", "nul-1", "lpt10")
    ]
    assert [item if isinstance(item, str) else item.code for item in said] == [
        *("device-name",) * 6,
        *("cons", "com", "nul-1", "lpt10"),
    ]  # fmt: skip
    odd = files(
        {
            "aux/a.csv": b"",
            "town/con.yaml": b"",
            "town/documents/nul/document.yaml": b"",
            "town/cone.csv": b"",
        }
    )
    assert [problem.code for problem in odd] == ["device-name"] * 3


def test_ids_of_a_large_table_are_held_against_the_devices_too() -> None:
    header, row = town()[OBSERVED].decode().splitlines()[:2]
    data = filled(
        lambda n: row.replace("lamps-installed", f"a{n % 9}" if n else "nul", 1) + "\n",
        150_000,
        head=f"{header}\n",
    )
    assert "device-name" in codes({OBSERVED: data})


def test_a_list_is_of_bearable_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ENTRIES", 5)
    for number, expected in ((5, []), (6, ["too-many"])):
        words = ", ".join("盒" * (at + 1) for at in range(number))
        lists = town()[UNITS].decode() + f"box:\n  title_zh: 箱\n  title_en: boxes\n  printed: [{words}]\n"
        assert codes({UNITS: lists.encode()}) == expected


def test_chains_are_of_bearable_length() -> None:
    for number, expected in ((limits.MOST_LEVELS, []), (limits.MOST_LEVELS + 1, ["too-many"])):
        steps = "".join(
            f"p{at}:\n  title_zh: 处\n  title_en: Place\n  part_of: {f'p{at - 1}' if at > 1 else 'qinghe'}\n"
            for at in range(1, number + 1)
        )
        assert codes({AREAS: town()[AREAS] + steps.encode()}) == expected


def test_ways_that_come_back() -> None:
    leads = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "e", "f": "g", "g": "h"}
    assert in_rings(leads) == {"a", "b", "c", "e"}
    assert steps_to_the_end(leads) == {"f": 2, "g": 1}
    long = {str(at): str(at + 1) for at in range(100_000)}
    assert in_rings(long) == set()
    assert steps_to_the_end(long)["0"] == 100_000


def test_suggestions_compare_few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def close(_: str, known: Sequence[str], **__: object) -> list[str]:
        compared.append(len(known))
        return []

    known = frozenset(f"lamps-{at:05}" for at in range(20_000))
    assert suggest("lamps-0x042", known) in known
    assert suggest("amps-00042", known | {"lamps-00042"}) == "lamps-00042"
    assert suggest("x" * 10_000, known) == ""
    monkeypatch.setattr("generator.core.nearest.get_close_matches", close)
    suggest("lamps-1x042", known)
    assert compared[0] <= MOST_COMPARED


def test_days_of_the_year_end_somewhere() -> None:
    assert read_month_day("-" * 5_000) == Refusal("bad-month-day")
    assert read_month_day("2023-04-01") == Refusal("bad-month-day", "04-01")


def test_of_very_many_problems_the_first_are_told_and_the_others_counted() -> None:
    made: list[int] = []

    def make(row: int) -> Problem:
        made.append(row)
        return Problem("short-row", Place("a.csv", row + 2), {"width": "3", "cells": "2"})

    report = Report([*few(range(5_000), make), *few(range(100, 103), make)])
    assert len(made) == limits.MOST_TOLD + 3
    assert (len(report), report.errors) == (limits.MOST_TOLD, 5_003)
    # Whoever puts a report into another one loses none of them.
    assert Report([*report, Problem("blank-row", Place("b.csv", 2))]).errors == 5_004


def test_very_many_files_are_told_of_so_too() -> None:
    report = Report(Problem("odd-name", Place(f"{at:05}"), {"name": "X"}) for at in range(5_000))
    assert (len(report), report.errors) == (limits.MOST_TOLD_IN_ALL, 5_000)
    assert [item["count"] for item in json.loads(report.render("json", "en"))["more"]] == [4_000]
    assert "data  error [odd-name]\n    … and 4000 more of this kind in other files." in report.render(
        "text", "en"
    )


def test_a_kind_is_counted_by_itself() -> None:
    found = Few()
    for row in range(250):
        found.tell("short-row" if row % 2 else "blank-row", f"{row % 5}.csv", lambda: Problem("x", Place("")))
    assert [problem.more for problem in found] == [0] * 250


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_tells_how_many_more_there_are(language: str) -> None:
    rows = "\n".join(["indicator_id,area_id", *["x"] * 300])
    report = load(FilesTree({**town(), OBSERVED: rows.encode()}))[1]
    [more] = json.loads(report.render("json", language))["more"]
    assert more == {"code": "short-row", "severity": "error", "file": f"data/{OBSERVED}", "count": 200}
    said = {form: report.render(form, language) for form in ("text", "github", "markdown")}
    assert all("200" in text for text in said.values())
    assert said["github"].count("::error ") == len(report) + 1
    assert str(report.errors) in said["text"].splitlines()[-1]


HEADER, ROW = town()[OBSERVED].decode().splitlines()[:2]
COSTLY: dict[str, bytes] = {
    "columns": filled(lambda n: f"c{n},", 500_000, head=f"{HEADER},"),
    "known columns": filled(lambda _: f"{HEADER},"),
    "commas": filled(lambda _: ",\n", head=f"{HEADER}\n"),
    "invisible signs": filled(lambda _: "\u200b", head=f"{HEADER}\n"),
    "unknown ids": filled(lambda n: ROW.replace("lamps-installed", f"{'lamps-' * 15}{n}", 1) + "\n", head=f"{HEADER}\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", COSTLY)
def test_a_megabyte_is_read_within_bounds(name: str) -> None:
    """Wide ones, for computers differ: without the limits each of them takes a minute or more."""
    cost = measured(Case(name, {**town(), OBSERVED: COSTLY[name]}), seconds=20, space=2 * 1024**3)
    assert (cost.code, cost.printed < 200_000) == (1, True)
