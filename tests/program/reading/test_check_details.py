"""One mistake, one problem, at the right place: the finer points of the check, each found by making the mistake."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import BASE
from overlays import PLAN, REPORT, OverlayTree

from generator.commands.sheet import export_command as sheet_export
from generator.core.languages import interface
from generator.core.problems import FORMATS, Place, Problem, Report
from generator.reading.files import read_csv, read_yaml
from generator.reading.load import load

OBSERVATIONS = f"{REPORT}/observations.csv"
TARGETS = f"{PLAN}/targets.csv"
CORRECTIONS = "town/corrections.csv"
PLANNED = f"{PLAN}/planned.csv"
DELIVERABLES = f"{PLAN}/deliverables.csv"
PROGRESS = f"{REPORT}/progress.csv"
GOALS = f"{PLAN}/goals.yaml"
SUMMARY = "summary_zh: 年底前建成一个小公园。"
REPAIR = "repair-days,qinghe,,2023-01-01,2023-12-31,2023-12-31,"


def again(tree: OverlayTree, file: str, old: str, new: str) -> OverlayTree:
    """With a piece of one row changed, and the row as it is then a second time."""
    text = tree.edit(file, old, new).read(file).decode()
    [row] = [line for line in text.splitlines() if new in line]
    return tree.write(file, f"{text}{row}\n")


Change = Callable[[OverlayTree], OverlayTree]
MISTAKES: dict[str, tuple[Change, list[str]]] = {
    "a file of comments": (lambda tree: tree.write("town/units.yaml", "# 待补\n"), ["empty-file"]),
    "an escape for what cannot be seen": (
        lambda tree: tree.edit(GOALS, SUMMARY, 'summary_zh: "\\u202e年底前"'),
        ["invisible-character"],
    ),
    "the same number that is no data, a second time": (
        lambda tree: tree.edit(
            f"{REPORT}/document.yaml",
            "not_data:\n",
            "not_data:\n  - {printed: 2023年, reason_zh: 标题, reason_en: title}\n",
        ),
        ["repeated-entry"],
    ),
    "an escape for a line break": (
        lambda tree: tree.edit(GOALS, SUMMARY, 'summary_zh: "年底前\\n建成"'),
        ["yaml-multiline"],
    ),
    "about, and the row does not say so": (
        lambda tree: tree.edit(TARGETS, "ge,200,,180,一/1,200盏以上", "eq,200,,180,一/1,约200盏"),
        ["figure-unsaid"],
    ),
    "a folder with an ending": (
        lambda tree: tree.rename(REPORT, "town/documents/2023.csv"),
        ["odd-name"],
    ),
    "a dimension called like a column": (
        lambda tree: tree.edit("town/dimensions.yaml", "power:", "value:"),
        ["dimension-name", "unknown-column"],
    ),
    "a correction of no column": (
        lambda tree: tree.edit("town/corrections.csv", ",value,", ",valeu,"),
        ["unknown-choice"],
    ),
    "a thousands separator": (lambda tree: tree.edit(OBSERVATIONS, ",98.2,", ",1,234,"), ["split-number"]),
    "refused values are no duplicates": (
        lambda tree: tree.edit(
            OBSERVATIONS,
            f"{REPAIR},exact,O,",
            f"{REPAIR}2.5万,exact,A,,,,,一/(一),1天,,,\n{REPAIR}３,exact,A,",
        ),
        ["number-multiplier", "number-fullwidth"],
    ),
    "a refused code is no total": (
        lambda tree: tree.edit(OBSERVATIONS, "qinghe,solar,", "qinghe,sollar,"),
        ["unknown-choice"],
    ),
    "an undeclared dimension": (lambda tree: tree.remove("town/dimensions.yaml"), ["unknown-column"]),
    "a refused upper bound": (lambda tree: tree.edit(TARGETS, "30,40", "30,4O"), ["bad-number"]),
    "an empty first line": (
        lambda tree: tree.write(DELIVERABLES, b"\n" + tree.read(DELIVERABLES)),
        ["header-below"],
    ),
    "a header without its first name": (
        lambda tree: tree.edit(TARGETS, "goal,indicator_id,", "indicator_id,"),
        ["missing-column"],
    ),
    "a quote in the header": (lambda tree: tree.edit(DELIVERABLES, "slug", '"slug'), ["csv-quote"]),
    "a cell beyond all bounds": (
        lambda tree: tree.edit(PROGRESS, "The park is open.", "x" * 200_000),
        ["text-too-long"],
    ),
    "a full-width colon behind a locator": (
        lambda tree: tree.edit(f"{REPORT}/document.yaml", "一/(二):", "一/(二)："),
        ["yaml-colon"],
    ),
    "a planned value of no target": (
        lambda tree: tree.edit(PLANNED, "2023-plan/1/lamps-installed/2023", "2023-plan/1/lamps-sold/2023"),
        ["unknown-reference"],
    ),
    "a planned value without its target": (
        lambda tree: tree.edit(PLANNED, "2023-plan/1/lamps-installed/2023", ""),
        ["missing-value"],
    ),
    "a planned value of a target that was refused": (
        lambda tree: tree.edit(
            TARGETS, "1,lamps-installed,qinghe,2023-01-01", "1,lamps-installed,qinghe,2023年"
        ),
        ["bad-date"],
    ),
    "planned for a day that is none": (
        lambda tree: tree.edit(PLANNED, "2023-06-30", "2023-06-31"),
        ["date-not-real"],
    ),
    "indicators of no theme": (
        lambda tree: tree.rename("town/indicators/lighting.yaml", "town/indicators/lightning.yaml"),
        ["unknown-reference"],
    ),
    "the codes of a dimension on one line": (
        lambda tree: tree.edit(
            "town/dimensions.yaml",
            "values:\n    grid:\n      title_zh: 市电\n      title_en: Mains\n"
            "    solar:\n      title_zh: 太阳能\n      title_en: Solar\n",
            "values: grid\n",
        ),
        ["not-a-mapping", "unknown-choice", "unknown-choice"],
    ),
    "a correction of no table": (
        lambda tree: tree.edit(CORRECTIONS, "observations,2023", "observation,2023"),
        ["unknown-choice"],
    ),
    "corrections without a day are not the same one": (
        lambda tree: again(tree, CORRECTIONS, "2024-02-01", "2024-02-31"),
        ["date-not-real", "date-not-real"],
    ),
    "rows without a day are not the same one": (
        lambda tree: again(tree, OBSERVATIONS, "2022-12-31,181,", "2022-12-32,181,"),
        ["date-not-real", "date-not-real"],
    ),
    "a period without a first day": (
        lambda tree: tree.edit(OBSERVATIONS, "2022-01-01", "2022-01-32"),
        ["date-not-real"],
    ),
    "a period without a last day": (
        lambda tree: tree.edit(OBSERVATIONS, "2022-01-01,2022-12-31", "2022-01-01,2022-12-32"),
        ["date-not-real"],
    ),
    "a stated share that is not the printed one": (
        lambda tree: tree.edit(OBSERVATIONS, ",105,105%,", ",10.5,105%,"),
        ["figure-differs"],
    ),
    "a stated change whose printed figure is none": (
        lambda tree: tree.edit(OBSERVATIONS, "增长16.7%", "增长若干"),
        ["figure-vague"],
    ),
    "a range of which one end was copied": (
        lambda tree: tree.edit(TARGETS, "between,30,40,", "ge,30,,"),
        ["figure-differs", "figure-differs"],
    ),
    "about, behind a row without a figure": (
        lambda tree: tree.edit(TARGETS, "200盏以上", "").edit(
            TARGETS, "le,3,,,一/1,3天以内,2", "eq,3,,,一/1,约3天,2"
        ),
        ["figure-missing", "figure-unsaid"],
    ),
    "an observation that is about, behind one whose figure can't be read": (
        lambda tree: tree.edit(OBSERVATIONS, "181盏", "若干盏").edit(OBSERVATIONS, ",980盏", ",约980盏"),
        ["figure-vague", "figure-differs"],
    ),
    "a share behind one that can't be read": (
        lambda tree: tree.edit(OBSERVATIONS, ",105,105%,", ",105,若干,").edit(
            OBSERVATIONS, "181,exact,A,,,,,", "181,exact,A,99,98%,,,"
        ),
        ["figure-vague", "figure-differs"],
    ),
    "a unit word that could not be read": (
        lambda tree: tree.edit(
            "town/units.yaml", "  title_en: lamps\n", "  title_en: lamps\n  printed: [盏, ';']\n"
        ),
        ["list-sign"],
    ),
    "themes that are no list": (
        lambda tree: tree.edit(GOALS, "themes: [greening]", "themes: greening"),
        ["not-a-list"],
    ),
    "a total in capitals, with spaces around it": (
        lambda tree: tree.write(DELIVERABLES, tree.read(DELIVERABLES) + b" TOTAL ,,,,,,,\n"),
        ["total-row"],
    ),
    "a total behind empty cells": (
        lambda tree: tree.write(DELIVERABLES, tree.read(DELIVERABLES) + ",, 合计,,,,,\n".encode()),
        ["total-row"],
    ),
    "a row of spaces": (
        lambda tree: tree.write(DELIVERABLES, tree.read(DELIVERABLES) + b" ,,,\t,,,,\n"),
        ["blank-row"],
    ),
    "a cell with a space only": (lambda tree: tree.edit(OBSERVATIONS, ",98.2,", ", ,"), ["spaces-around"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_one_mistake_is_told_once(mistake: str) -> None:
    change, codes = MISTAKES[mistake]
    report = load(change(OverlayTree()))[1]
    assert [problem.code for problem in report] == codes
    for form in FORMATS:  # and nothing that its words need is missing
        report.render(form, "zh")


MEANT = {
    "indicators of no theme": "lighting",
    "a planned value of no target": "2023-plan/1/lamps-installed/2023",
    "a correction of no column": "value",
}


@pytest.mark.parametrize("mistake", MEANT)
def test_what_was_meant_is_suggested(mistake: str) -> None:
    [problem] = load(MISTAKES[mistake][0](OverlayTree()))[1]
    assert problem.hint("en") == f"Did you mean “{MEANT[mistake]}”?"


H1 = "town/documents/2023-report"
MISPLACED: dict[str, tuple[Change, str, str]] = {
    # what was done: the change, the place of the one problem, what its hint names
    "a copy of a folder": (
        lambda tree: tree.write(f"{H1} - 副本/goals.yaml", "").write(f"{H1} - 副本/document.yaml", ""),
        f"{H1} - 副本",
        "2023-report",
    ),
    "a folder with a space": (
        lambda tree: tree.write("Ribeira Alta/package.yaml", ""),
        "Ribeira Alta",
        "ribeira-alta",
    ),
    "a second download": (
        lambda tree: tree.write(f"{H1}/observations(1).csv", ""),
        f"{H1}/observations(1).csv",
        "observations.csv",
    ),
    "what a system puts before a copy": (
        lambda tree: tree.write(f"{H1}/Copy of observations.csv", ""),
        f"{H1}/Copy of observations.csv",
        "Call it observations.csv",
    ),
    "an ending in capitals": (
        lambda tree: tree.write(f"{H1}/observations.CSV", ""),
        f"{H1}/observations.CSV",
        "Call it observations.csv",
    ),
    "two endings": (
        lambda tree: tree.write(f"{H1}/observations.csv.txt", ""),
        f"{H1}/observations.csv.txt",
        "Call it observations.csv",
    ),
    "a space at the end": (
        lambda tree: tree.write(f"{H1}/goals.yaml ", ""),
        f"{H1}/goals.yaml ",
        "Call it goals.yaml",
    ),
    "no ending": (
        lambda tree: tree.write(f"{H1}/observations", ""),
        f"{H1}/observations",
        "Move it out of data/",
    ),
    "a name of nothing, with the ending of all": (
        lambda tree: tree.write(f"{H1}/obs.csv", ""),
        f"{H1}/obs.csv",
        "Move it out of data/",
    ),
    "notes": (lambda tree: tree.write("town/notes.txt", ""), "town/notes.txt", "Move it out of data/"),
    "a workbook": (
        lambda tree: tree.write(f"{H1}/observations.xlsx", ""),
        f"{H1}/observations.xlsx",
        "mingzhang sheet import",
    ),
    "the other ending of YAML": (
        lambda tree: tree.write("town/dimension.yml", ""),
        "town/dimension.yml",
        "dimension.yaml",
    ),
    "a letter too few": (
        lambda tree: tree.write("town/relation.yaml", ""),
        "town/relation.yaml",
        "“town/relations.yaml”",
    ),
    "documents in another folder": (
        lambda tree: tree.write("town/document/2024/document.yaml", "").write(
            "town/document/2024/goals.yaml", ""
        ),
        "town/document",
        "“town/documents”",
    ),
    "a document beside the others": (
        lambda tree: tree.write("town/2024/document.yaml", "").write("town/2024/targets.csv", ""),
        "town/2024",
        "“town/documents/2024”",
    ),
}


@pytest.mark.parametrize("what", MISPLACED)
def test_what_stands_in_the_wrong_place_is_told_once_and_nobody_is_told_to_delete_it(what: str) -> None:
    change, place, named = MISPLACED[what]
    [problem] = load(change(OverlayTree()))[1]
    assert (problem.place.file, named in problem.hint("en")) == (place, True), problem.hint("en")
    assert "lower-case" not in problem.hint("en")
    assert not problem.hint("en").startswith("Remove")


def test_a_breakdown_is_a_column_of_observations_alone() -> None:
    """It is declared; that a target cannot have it is what has to be said."""
    tree = OverlayTree()
    header, _, rows = tree.read(TARGETS).decode().partition("\n")
    filled = "\n".join(f"{row}," if row else row for row in rows.split("\n"))
    [problem] = load(tree.write(TARGETS, f"{header},power\n{filled}"))[1]
    assert (problem.code, problem.values["field"]) == ("unknown-column", "power")
    assert "a column of observations.csv, and of no other table" in problem.hint("en")


BEYOND = [
    # a row of eight columns with more cells than that; the place and what is pointed at
    ("2,bench,长凳,Bench,2023-12-31,一/2,,,x", "I3", ""),
    ("2,bench,长凳,Bench,2023-12-31,一/2,,,,y", "I3", ""),
    # a number or a text with a comma became two cells
    ("2,bench,长凳,Bench,2023-12-31,一/2,1,234,", "G3", "1,234"),
    ("2,bench,长凳,Bench,2023-12-31,一/2,,1,234", "H3", "1,234"),
    ("-1,234,bench,长凳,Bench,2023-12-31,一/2,,", "A3", "-1,234"),
    ("2,bench,长凳,Benches, new,2023-12-31,一/2,,", "D3", "Benches, new"),
    ("2,bench,长凳,Bench,2023-12-31,一/2,,2,5", "H3", "2,5"),
]


@pytest.mark.parametrize(("row", "cell", "value"), BEYOND)
def test_a_cell_too_many_is_pointed_at(row: str, cell: str, value: str) -> None:
    tree = OverlayTree()
    [problem] = load(tree.write(DELIVERABLES, tree.read(DELIVERABLES) + f"{row}\n".encode()))[1]
    assert (problem.code, problem.place.cell, problem.values["suggestion"]) == ("extra-field", cell, value)
    assert (problem.values["width"], problem.values["cells"]) == ("8", str(row.count(",") + 1))
    assert [tag for tag in interface() if re.search("[“«]\\s*[”»]", problem.hint(tag))] == []


def cut(file: str, end: str) -> Change:
    """With a file that ends where a piece of it does, wherever that is."""
    return lambda tree: tree.write(file, tree.read(file).partition(end.encode())[0] + end.encode())


CUT = {
    # a file that ends behind a piece of it, and all that is told of that file
    "in a row": (cut(OBSERVATIONS, "2023-12-31,130,ex"), ["file-cut"]),
    "in a quoted cell": (cut(TARGETS, '"The first'), ["file-cut"]),
    "in the header": (cut(DELIVERABLES, "goal,slug,title_zh,tit"), ["file-cut"]),
    "behind a whole name of the header": (cut(DELIVERABLES, "goal,slug"), ["missing-column"]),
    "in a name of a key": (cut(GOALS, "summ"), ["file-cut"]),
    "behind a row that only lacks its end": (cut(TARGETS, "30-40盏,,,"), []),
    "before the end of a line": (
        lambda tree: tree.edit(OBSERVATIONS, "980盏,,,\n", "980盏\n"),
        ["short-row"],
    ),
}


@pytest.mark.parametrize("where", CUT)
def test_a_file_that_seems_cut_off_is_told_as_that(where: str) -> None:
    """To mend the row that is its end would lose all others."""
    change, codes = CUT[where]
    assert [
        problem.code for problem in load(change(OverlayTree().remove(PLANNED).remove(PROGRESS)))[1]
    ] == codes


ADVISED = [
    # a file, what stands between its cells, and the command that is advised
    (PROGRESS, ";", "mingzhang sheet export --package town --document 2023-report"),
    (f"{REPORT}/observations/2023.csv", ";", "mingzhang sheet export --package town --document 2023-report"),
    (CORRECTIONS, ";", ""),
    (PROGRESS, "\t", ""),
    (PROGRESS, "，", ""),
]


@pytest.mark.parametrize(("file", "sign", "command"), ADVISED)
def test_who_has_a_spreadsheet_that_writes_semicolons_is_told_another_way(
    file: str, sign: str, command: str
) -> None:
    """To save it once more as “CSV UTF-8 (comma delimited)” led to semicolons again."""
    tree = OverlayTree().write(file, f"a{sign}b\n1,5{sign}2\n")
    [problem] = [problem for problem in load(tree)[1] if problem.code == "csv-delimiter"]
    assert problem.values["suggestion"] == command
    assert all(command in problem.hint(tag) and "LibreOffice" in problem.hint(tag) for tag in interface())
    options = {option for parameter in sheet_export.params for option in parameter.opts}
    assert {word for word in command.split() if word.startswith("--")} <= options


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("&a k: v\n", "yaml-alias"),
        ("!!str k: v\n", "yaml-tag"),
        ("k: &a v\n", "yaml-alias"),
        ("k: !x v\n", "yaml-tag"),
    ],
)
def test_signs_are_refused_on_keys_and_values(text: str, code: str) -> None:
    assert [problem.code for problem in read_yaml("f", text.encode())[1]] == [code]


@pytest.mark.parametrize(
    ("text", "column"),
    [('a,b\n"x","y\n', 5), ('a,b\n"x"y,1\n', 1), ('a,b\n1,"x"y\n', 3), ('a,b\n"a,""b",“"z\n', None)],
)
def test_the_broken_quote_is_pointed_at(text: str, column: int | None) -> None:
    assert [problem.place.column for problem in read_csv("f", text.encode())[1]] == (
        [column] if column else []
    )


def test_a_quote_inside_a_plain_cell_does_not_shift_places() -> None:
    table, problems = read_csv("f", b'a,b\n5" pipe,2\n')
    assert table is not None
    assert (problems, table.place(0, 1).column) == ([], 9)


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_file_names_are_harmless(form: str) -> None:
    report = Report([Problem("odd-name", Place("town/a\x1b[2J\nb\udcb1.csv"), {"name": "x"})])
    text = report.render(form, "zh")
    assert "\x1b" not in text
    assert "[2J\nb" not in text
    text.encode()


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_messages_can_be_printed_on_any_terminal(tmp_path: Path, encoding: str) -> None:
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    Path(os.fsdecode(os.fsencode(data) + b"/town/\xb1\xed.csv")).touch()
    table = data / OBSERVATIONS
    table.write_text(table.read_text(encoding="utf-8").replace(",98.2,", ",98😀,"), encoding="utf-8")
    command = [sys.executable, "-c", "from generator.cli import main; main()", "check", str(data)]
    run = subprocess.run(
        command, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=False
    )
    assert (run.returncode, run.stderr) == (1, b"")
    assert b"odd-name" in run.stdout
    assert b"bad-number" in run.stdout


@pytest.mark.parametrize(
    ("old", "new", "cell", "sign"),
    [
        # a sign in place of a comma, with which the row has as many cells as the header
        (",980,exact,", "，980，exact,", "F4", "，"),
        (",980,exact,", ";980;exact,", "F4", ";"),
        # one that is no comma where two commas are missing
        (",exact,A,,,,,一/(一),980盏", ",exact,A,,,一/(一),980盏；共", "P4", ""),
    ],
)
def test_a_sign_that_stands_for_a_comma_is_named(old: str, new: str, cell: str, sign: str) -> None:
    [problem] = load(OverlayTree().edit(OBSERVATIONS, old, new))[1]
    found = (problem.code, problem.place.cell, problem.values["suggestion"])
    assert found == ("short-row", cell, sign)
