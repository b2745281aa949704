"""One figure recorded or corrected on the command line: what is written, and that all or nothing is."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
from datetime import date
from pathlib import Path

import pytest
from breaking import at_every_step
from click.testing import CliRunner, Result
from edited import difference, edit, snapshot
from folders import ARCHIVE, BASE, ROOT, twin
from overlays import REPORT, report_against
from speaking import both
from statistical import FACTS

from generator.cli import main
from generator.commands.entry import COLUMNS
from generator.core.languages import interface
from generator.core.messages import catalogue
from generator.core.problems import Place, Problem
from generator.editing.figure_entry import Asked, Wrong
from generator.editing.files.rows import Reason
from generator.editing.record import record
from generator.format.tables import OBSERVATIONS
from generator.reading import turns
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.reading.validate.describing import descriptors
from generator.reading.validate.inventory import gather

TABLE = f"{REPORT}/observations.csv"
LOCK = "town/citations.lock"
CORRECTIONS = "town/corrections.csv"
HEAD = (
    "indicator_id,area_id,power,period_start,period_end,as_of,value,qualifier,obs_status,stated_share,"
    "stated_share_figure,stated_change,stated_change_figure,locator,figure,occurrence,note_zh,note_en"
)
HEAD_WITH_UNIT = HEAD.replace("value,", "value,unit_id,", 1)

# Pieces of command lines.
IN = "--document 2023-report"
AT = "--locator '一/(一)'"
EAST = f"lamps-installed 55 {IN} --area east-village --period 2022"
HALF = f"lamps-working-share 98.2 {IN} --period 2023-h2 {AT} --figure 98.2%"
STANDING = f"lamps-standing 990 {IN} --figure 990盏"
REMARK = "--note-zh 含太阳能路灯 --note-en 'Solar lamps included'"
WHY = "--correct --reason-zh 抄录时看错了一行。 --reason-en 'The wrong line was read in copying.' --responsible 数据整理组"
ON = "--date 2024-03-01"
HELD = f"--archive {shlex.quote(str(ARCHIVE))}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "data")
    return tmp_path / "data"


def mingzhang(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def run(data: Path, line: str) -> Result:
    return mingzhang("record", *shlex.split(line), "--data", str(data))


def without(file: Path, *pieces: str) -> None:
    """Take the lines that hold one of these pieces out of a file."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not any(piece in line for piece in pieces)]
    assert len(lines) - len(kept) == len(pieces)
    file.write_text("".join(kept), encoding="utf-8")


RECORDED = [
    # what is said, the row, its id
    (
        f"{EAST} {AT} --figure 55余盏",
        "lamps-installed,east-village,,2022-01-01,2022-12-31,2022-12-31,55,over,A,,,,,一/(一),55余盏,,,",
        "2023-report/lamps-installed/east-village/2022/2022-12-31",
    ),
    # everything said
    (
        (
            f"{EAST} {AT} --figure 55盏 --package town --as-of 2023-01-31 --qualifier exact --status P --occurrence 1"
            " --note-zh 初步，待核 --note-en 'So \"far\"'"
            " --set power=solar --set stated_change=-5 --set stated_change_figure=下降5%"
        ),
        (
            "lamps-installed,east-village,solar,2022-01-01,2022-12-31,2023-01-31,55,exact,P,,,-5,下降5%,"
            '一/(一),55盏,1,初步，待核,"So ""far"""'
        ),
        "2023-report/lamps-installed/east-village/power/solar/2022/2023-01-31",
    ),
    # in words, for a half year
    (
        f"repair-days - {IN} {AT} --figure 基本当天 --period 2023-h2",
        "repair-days,qinghe,,2023-07-01,2023-12-31,2023-12-31,,exact,O,,,,,一/(一),基本当天,,,",
        "2023-report/repair-days/2023-h2/2023-12-31",
    ),
    # a number below zero, days as a period
    (
        f"lamps-standing -5 {IN} {AT} --figure 减少5盏 --period 2021-01-01/2021-02-15",
        "lamps-standing,qinghe,,2021-01-01,2021-02-15,2021-02-15,-5,exact,A,,,,,一/(一),减少5盏,,,",
        "2023-report/lamps-standing/2021-01-01/2021-02-15/2021-02-15",
    ),
    # another place of the document: the row comes at the end
    (
        f"lamps-standing 12 {IN} --locator '一/(二)' --figure 12盏 --period 2023-q1",
        "lamps-standing,qinghe,,2023-01-01,2023-03-31,2023-03-31,12,exact,A,,,,,一/(二),12盏,,,",
        "2023-report/lamps-standing/2023-03-31",
    ),
]


@pytest.mark.parametrize(("said", "row", "name"), RECORDED)
def test_a_figure_becomes_one_row(data: Path, said: str, row: str, name: str) -> None:
    before = snapshot(data)
    done = run(data, said)
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"已写入 {data.as_posix()}/{TABLE}:10（{name}）" in done.output
    assert difference(data, before) == {TABLE: ([], [row])}
    ledger, report = load(WorkingTree(data))
    assert ledger is not None, report.render("text", "en")
    assert name in ledger.packages["town"].observations


def test_a_column_that_the_file_lacks_is_put_in_for_every_row(data: Path) -> None:
    before = (data / TABLE).read_text(encoding="utf-8").splitlines()
    assert run(data, f"{EAST} {AT} --figure 55盏 --unit lamp").exit_code == 0
    head, *rows = (data / TABLE).read_text(encoding="utf-8").splitlines()
    assert head == HEAD_WITH_UNIT
    assert rows[-1].startswith("lamps-installed,east-village,,2022-01-01,2022-12-31,2022-12-31,55,lamp,exact")
    # Of the others nothing else changed: without the empty cell they are as they were.
    at = head.split(",").index("unit_id")
    cells = list(csv.reader(rows[:-1]))
    assert [row[:at] + row[at + 1 :] for row in cells] == list(csv.reader(before[1:]))


def test_what_was_not_said_is_told(data: Path) -> None:
    done = run(data, f"lamps-installed 55 {IN} {AT} --figure 55盏 --set power=solar --area east-village")
    assert "--period 2023 --as-of 2023-12-31 --qualifier exact --status A" in done.output
    assert "mingzhang verify" in done.output
    assert "mingzhang diff HEAD" in done.output
    assert "没有写明" in done.output
    assert "没有写明" not in run(data, RECORDED[1][0]).output


def test_the_first_figure_makes_the_table(data: Path) -> None:
    before = snapshot(data)
    done = run(data, "lamps-installed 30 --document 2023-plan --locator 一/1 --figure 30盏 --period 2022")
    assert done.exit_code == 0
    path = "town/documents/2023-plan/observations.csv"
    row = "lamps-installed,qinghe,,2022-01-01,2022-12-31,2022-12-31,30,,exact,A,,,,,一/1,30盏,,,,"
    whole = HEAD_WITH_UNIT.replace("occurrence,", "occurrence,page,")
    assert difference(data, before) == {path: ([], [whole, row])}
    assert f"{path}:2" in done.output


def test_a_statistical_table_is_cited_by_its_cell_and_prints_no_figure(data: Path) -> None:
    folder = data / "town/documents/2022-statistics"
    folder.mkdir()
    (folder / "document.yaml").write_text(FACTS.format(start="2022-01-01"), encoding="utf-8")
    done = run(data, "lamps-standing 500 --document 2022-statistics --locator '表1/#B3'")
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    [row] = csv.DictReader((folder / "observations.csv").read_text(encoding="utf-8").splitlines())
    assert {name: cell for name, cell in row.items() if cell} == {
        "indicator_id": "lamps-standing",
        "area_id": "qinghe",
        "value": "500",
        "locator": "表1/#B3",
        "period_start": "2022-01-01",
        "period_end": "2022-12-31",
        "as_of": "2022-12-31",
        "qualifier": "exact",
        "obs_status": "A",
    }


def test_a_table_in_parts_gets_the_row_where_its_place_is(data: Path) -> None:
    folder = data / REPORT / "observations"
    folder.mkdir()
    (data / TABLE).rename(folder / "part.csv")
    (folder / "other.csv").write_text(f"{HEAD}\n", encoding="utf-8")
    before = snapshot(data)
    assert run(data, f"{EAST} {AT} --figure 55盏").exit_code == 0
    assert list(difference(data, before)) == [f"{REPORT}/observations/part.csv"]


@pytest.mark.parametrize(
    ("whole", "expected"), [(True, "observations.csv"), (False, "observations/part.csv")]
)
def test_a_place_that_no_row_cites_yet_has_its_row_in_the_whole_table_or_its_last_part(
    data: Path,
    whole: bool,  # noqa: FBT001 - a parameter of the test
    expected: str,
) -> None:
    folder = data / REPORT / "observations"
    folder.mkdir()
    head, *rows = (data / TABLE).read_text(encoding="utf-8").splitlines(keepends=True)
    for name, some in (("alike.csv", rows[:4]), ("part.csv", rows[4:])):
        (folder / name).write_text(head + "".join(some), encoding="utf-8")
    if whole:
        (data / TABLE).write_text(head, encoding="utf-8")
    else:
        (data / TABLE).unlink()
    before = snapshot(data)
    assert run(data, f"{EAST} --locator '一/(二)' --figure 55盏").exit_code == 0
    assert list(difference(data, before)) == [f"{REPORT}/{expected}"]


def test_the_row_comes_where_it_belongs_among_many(data: Path) -> None:
    lines = (data / TABLE).read_text(encoding="utf-8").splitlines()
    days = [date.fromordinal(date(2000, 1, 1).toordinal() + number).isoformat() for number in range(3000)]
    lines += [f"lamps-standing,qinghe,,{day},{day},{day},5,exact,A,,,,,一/(二),5盏,,," for day in days]
    (data / TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(data, f"{EAST} {AT} --figure 55盏").exit_code == 0
    now = (data / TABLE).read_text(encoding="utf-8").splitlines()
    assert now[9].startswith("lamps-installed,east-village")
    assert now[:9] + now[10:] == lines


REFUSED: list[tuple[str, dict[str, str]]] = [
    # what is said; of each option the code of the problem, or a piece of what is told
    (f"lamps-instaled 55 {IN}", {"指标（INDICATOR）": "是不是“lamps-installed”"}),
    ("lamps-installed 55 --document 2023-reprot", {"--document": "是不是“2023-report”"}),
    (f"{EAST} --package twon", {"--package": "是不是“town”"}),
    (EAST, {"--locator": "missing-value", "--figure": "figure-missing"}),
    (
        (
            f"lamps-installed 1,200 {IN} --figure '55\u200b盏' --locator '一 (九)' --as-of 2023.6.30 --area west"
            " --qualifier ca --status Z --unit lamps --occurrence 0 --note-zh ' x' --set powr=grid --set power=gas"
        ),
        {
            "数值（VALUE）": "number-thousands",
            "--figure": "invisible-character",
            "--locator": "bad-locator",
            "--as-of": "写成：2023-06-30",
            "--area": "unknown-reference",
            "--qualifier": "unknown-choice",
            "--status": "unknown-choice",
            "--unit": "是不是“lamp”",
            "--occurrence": "bad-occurrence",
            "--note-zh": "spaces-around",
            "--set powr=…": "是不是“power”",
            "--set power=…": "unknown-choice",
        },
    ),
    (f"{EAST} {AT} --figure 55盏 --locator '一/(九)'", {"--locator": "unknown-reference"}),
    (f"{EAST} {AT} --figure 55盏 --period 2023-h3", {"--period": "不是时期"}),
    (f"{EAST} {AT} --figure 55盏 --period 2023-01-01/2023-02-30", {"--period": "date-not-real"}),
    (f"{EAST} {AT} --figure 55盏 --period 2023-01-01/2023-02-28/2", {"--period": "bad-date"}),
    (
        f"{EAST} {AT} --figure 55盏 --period 2023-02-01/2023-01-01 --as-of 2023-02-01",
        {"--period": "period-reversed"},
    ),
    (f"{EAST} {AT} --figure 55盏 --period 2023", {"": "已经记过：2023-report/lamps-installed/east-village/"}),
    (f"{EAST} {AT} --figure 55盏 --as-of 2021-12-31", {"--as-of": "as-of-before-period"}),
    (f"{EAST} {AT} --figure 56盏", {"数值（VALUE）": "figure-differs"}),
    (f"{EAST} {AT} --figure 55余盏 --qualifier about", {"--qualifier": "figure-differs"}),
    (
        f"lamps-installed 1,200 {IN} --locator '一/(九)' --figure 1200盏",
        {"数值（VALUE）": "number-thousands", "--locator": "unknown-reference"},
    ),
    (f"{EAST} {AT} --figure 很多盏", {"--figure": "figure-vague"}),
    (f"{EAST} {AT} --figure 55盏 --set stated_share=5", {"--set stated_share_figure=…": "stated-pair"}),
    (f"repair-days - {IN} --period 2022 {AT} --figure x --status A", {"数值（VALUE）": "number-dash"}),
    (f"repair-days 3 {IN} --period 2022 {AT} --figure 3天 --status M", {"--status": "words-with-value"}),
    (f"{STANDING} --period 2020 {WHY}", {"--correct": "记过的有：2023-report/lamps-standing/2023-12-31"}),
    (f"lamps-standing 980 {IN} {WHY}", {"--correct": "没有什么要更正的"}),
    (
        f"{STANDING} --correct",
        dict.fromkeys(["--reason-zh", "--responsible"], "missing-value"),
    ),
    (
        f"lamps-standing 1,200 {IN} --correct",
        {
            "数值（VALUE）": "number-thousands",
            "--reason-zh": "missing-value",
            "--responsible": "missing-value",
        },
    ),
    (
        f"{STANDING} {WHY} --reason-zh 错 --reason-en x",
        {"--reason-zh": "correction-reason", "--reason-en": "correction-reason"},
    ),
]


def test_columns_are_named_in_words(data: Path) -> None:
    """In those of the reader; an option stands before them, so that nobody needs the names of the tables."""
    said = f"{STANDING} --correct --lang fr"
    output = run(data, said).output
    assert "« Motif (chinois) » ne peut pas rester vide." in output.replace("\u00a0", " ")
    assert "reason_zh" not in output
    assert (
        "La valeur (VALUE)  erreur [number-dash]"
        in run(data, f"{EAST} {AT} --figure 55盏 --lang fr".replace(" 55 ", " néant ")).output
    )


@pytest.mark.parametrize(("said", "told"), REFUSED)
def test_what_is_wrong_is_told_at_its_option_and_nothing_is_written(
    data: Path, said: str, told: dict[str, str]
) -> None:
    before = snapshot(data)
    done = run(data, said)
    assert (done.exit_code, done.stderr) == (1, "")
    assert "什么都没有写入" in done.output
    found = re.findall(r"^(\S.*?|)(?:  )?错误(.*)\n    (.*)\n    (→ .*)$", done.output, re.MULTILINE)
    assert sorted(option for option, *_ in found) == sorted(told)
    assert [option for option, *words in found if told[option] not in "\n".join(words)] == []
    assert snapshot(data) == before


REFUSED_LAST = "什么都没有写入。请按上面的提示改好，再运行一次。"
NOT_LOOKED_AT = {
    # what is wrong → the last line
    f"no-such-thing 55 {IN} {AT}": "先看各项怎样写，都对了才查引用和其他规则，所以改好以后可能还有提示。",
    f"lamps-installed 五 {IN} {AT} --area east-village --figure 55盏": "先看各项怎样写，都对了才查引用和其他规则，所以改好以后可能还有提示。",
    f"lamps-installed 55 {IN} {AT} --area east-village --figure 54盏": REFUSED_LAST,
    f"lamps-installed 55 {IN} {AT} --area east-village --figure 54盏 {HELD}": "都改好了才与存档的原文核对，那时可能还有提示。",
}


def test_it_says_what_it_has_not_looked_at_yet(data: Path) -> None:
    assert {said: run(data, said).output.splitlines()[-1] for said in NOT_LOOKED_AT} == NOT_LOOKED_AT


def test_the_same_correction_twice_on_a_day_is_told_at_the_day(data: Path) -> None:
    assert run(data, f"{STANDING} {WHY} {ON}").exit_code == 0
    again = run(data, f"lamps-standing 991 {IN} --figure 991盏 {WHY} {ON}")
    assert (again.exit_code, "--date  错误 [correction-twice]" in again.output) == (1, True)


def test_problems_elsewhere_are_told_as_the_check_tells_them(data: Path) -> None:
    # With the number of the year before corrected, the stated change agrees, and there is nothing to explain.
    explained = "stated-change/2023-report/lamps-installed/2023-12-31,2024-02-01,总结里的增幅算错了。,The sum was wrong.,镇建设办公室"
    head = "finding_id,date,explanation_zh,explanation_en,responsible"
    (data / "town/explanations.csv").write_text(f"{head}\n{explained}\n", encoding="utf-8")
    done = run(data, f"lamps-installed 180 {IN} --period 2022 --figure 180盏 {WHY}")
    assert done.exit_code == 1
    assert f"{data.as_posix()}/town/explanations.csv:2:1  错误 [finding-gone]" in done.output
    assert "什么都没有写入" in done.output


def test_new_remarks_of_the_check_are_told_and_old_ones_are_not(data: Path) -> None:
    done = run(data, f"lamps-installed 81 {IN} --set power=solar --figure 81盏 {WHY}")
    assert (done.exit_code, "提醒 [parts-differ]" in done.output) == (0, True)
    done = run(data, f"{STANDING} {WHY}")
    assert (done.exit_code, "parts-differ" in done.output) == (0, False)


def test_a_remark_on_the_row_itself_hinders_nothing(data: Path) -> None:
    done = run(data, f"lamps-installed 211 {IN} --figure 211盏 {WHY}")
    assert (done.exit_code, f"{TABLE}:2:" in done.output, "提醒 [parts-differ]" in done.output) == (
        0,
        True,
        True,
    )


def test_what_was_wrong_before_is_no_fault_of_the_figure(data: Path) -> None:
    edit(data / TABLE, ",980,", ",981,")
    done = run(data, f"{EAST} {AT} --figure 55盏")
    assert (done.exit_code, "figure-differs" in done.output, "数据里原来就有错误" in done.output) == (
        1,
        True,
        True,
    )
    missing = run(data.parent / "none", f"{EAST} {AT} --figure 55盏")
    assert (missing.exit_code, "missing-folder" in missing.output) == (1, True)


@pytest.mark.parametrize(
    "said", [f"{EAST} --set power", "lamps-installed 1", f"{EAST} --figrue 55盏", f"{EAST} --archive nowhere"]
)
def test_misuse_ends_with_two(data: Path, said: str) -> None:
    assert run(data, said).exit_code == 2


OF_2023 = "qinghe,,2023-01-01,2023-12-31,2023-12-31"
CORRECTED: list[tuple[str, str, str, list[str]]] = [
    # what is said, the row before and after, what is listed of it
    (
        STANDING,
        f"lamps-standing,{OF_2023},980,exact,A,,,,,一/(一),980盏,,,",
        f"lamps-standing,{OF_2023},990,exact,A,,,,,一/(一),990盏,,,",
        ["value,980,990", "figure,980盏,990盏"],
    ),
    (
        f"lamps-installed 40 {IN} --area east-village --figure 近40盏",
        "lamps-installed,east-village,,2023-01-01,2023-12-31,2023-12-31,30,over,A,,,,,一/(一),30余盏,,,",
        "lamps-installed,east-village,,2023-01-01,2023-12-31,2023-12-31,40,under,A,,,,,一/(一),近40盏,,,",
        ["value,30,40", "qualifier,over,under", "figure,30余盏,近40盏"],
    ),
    # from words to a number and back
    (
        f"repair-days 1 {IN} --figure 1天",
        f"repair-days,{OF_2023},,exact,O,,,,,一/(一),基本当天,,,",
        f"repair-days,{OF_2023},1,exact,A,,,,,一/(一),1天,,,",
        ["value,,1", "obs_status,O,A", "figure,基本当天,1天"],
    ),
    (
        f"lamps-standing - {IN} --figure 全部",
        f"lamps-standing,{OF_2023},980,exact,A,,,,,一/(一),980盏,,,",
        f"lamps-standing,{OF_2023},,exact,O,,,,,一/(一),全部,,,",
        ["value,980,", "obs_status,A,O", "figure,980盏,全部"],
    ),
    # from words to other words, which still have no number
    (
        f"repair-days - {IN} --figure 当天",
        f"repair-days,{OF_2023},,exact,O,,,,,一/(一),基本当天,,,",
        f"repair-days,{OF_2023},,exact,O,,,,,一/(一),当天,,,",
        ["figure,基本当天,当天"],
    ),
    (
        f"repair-days '' {IN} --figure 约3天",
        f"repair-days,{OF_2023},,exact,O,,,,,一/(一),基本当天,,,",
        f"repair-days,{OF_2023},,exact,O,,,,,一/(一),约3天,,,",
        ["figure,基本当天,约3天"],
    ),
    # a remark is no published figure
    (
        f"lamps-installed 30 {IN} --area east-village --unit '' {REMARK}",
        "lamps-installed,east-village,,2023-01-01,2023-12-31,2023-12-31,30,over,A,,,,,一/(一),30余盏,,,",
        "lamps-installed,east-village,,2023-01-01,2023-12-31,2023-12-31,30,over,A,,,,,一/(一),30余盏,,含太阳能路灯,Solar lamps included",
        [],
    ),
    (
        f"lamps-standing 980 {IN} {REMARK}",
        f"lamps-standing,{OF_2023},980,exact,A,,,,,一/(一),980盏,,,",
        f"lamps-standing,{OF_2023},980,exact,A,,,,,一/(一),980盏,,含太阳能路灯,Solar lamps included",
        [],
    ),
]


@pytest.mark.parametrize(("said", "old", "new", "listed"), CORRECTED)
def test_a_correction_changes_the_row_and_says_why(
    data: Path, said: str, old: str, new: str, listed: list[str]
) -> None:
    before = snapshot(data)
    done = run(data, f"{said} {WHY} {ON}")
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    changed = difference(data, before)
    assert changed.pop(TABLE) == ([old], [new])
    area = "/east-village" if "east-village" in said else ""
    key = f"observations,2023-report/{said.split(maxsplit=1)[0]}{area}/2023-12-31"
    why = "2024-03-01,抄录时看错了一行。,The wrong line was read in copying.,数据整理组"
    rows = [f"{key},{change},{why}" for change in listed]
    assert changed == ({CORRECTIONS: ([], rows)} if rows else {})
    for change in listed:
        name, before_, after = change.split(",")
        assert f"  {name}：{before_ or '—'} → {after or '—'}\n" in done.output
    # The rule against silent changes finds all of it explained, and nothing besides.
    assert [problem.code for problem in report_against(WorkingTree(BASE), WorkingTree(data))] == []


def test_a_corrected_number_stays_as_provisional_as_it_was(data: Path) -> None:
    edit(data / TABLE, ",980,exact,A,", ",980,exact,P,")
    assert run(data, f"{STANDING} {WHY} {ON}").exit_code == 0
    assert ",990,exact,P," in (data / TABLE).read_text(encoding="utf-8")


def test_the_first_correction_makes_the_table(data: Path) -> None:
    (data / CORRECTIONS).unlink()
    assert run(data, f"{STANDING} {WHY} {ON}").exit_code == 0
    lines = (data / CORRECTIONS).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "table,key,field,old,new,date,reason_zh,reason_en,responsible"
    assert [line.split(",")[2] for line in lines[1:]] == ["value", "figure"]


def locked(data: Path) -> bytes:
    """The lock of the data as they are, all verified."""
    (data / LOCK).unlink(missing_ok=True)
    done = mingzhang("verify", str(data), "--archive", str(ARCHIVE), "--lock")
    assert done.exit_code == 0, done.output
    return (data / LOCK).read_bytes()


def test_with_the_archive_the_figure_is_verified_and_locked_at_once(data: Path) -> None:
    whole = locked(data)
    without(data / TABLE, "lamps-working-share")
    without(data / LOCK, "lamps-working-share/2023-h2")
    done = run(data, f"{HALF} {HELD}")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "已与存档的原文核对，并写入 citations.lock" in done.output
    assert "--lock" not in done.output
    assert (data / LOCK).read_bytes() == whole
    assert mingzhang("check", str(data)).exit_code == 0


def test_what_is_still_to_be_recorded_elsewhere_does_not_hinder(data: Path) -> None:
    locked(data)
    without(data / TABLE, "lamps-working-share", "lamps-standing")
    without(data / LOCK, "lamps-working-share/2023-h2", "lamps-standing")
    done = run(data, f"{HALF} {HELD}")
    assert done.exit_code == 0
    assert "已与存档的原文核对，并写入 citations.lock" in done.output
    assert "别处还有 1 个错误" in done.output
    assert mingzhang("check", str(data)).exit_code == 0


def test_a_corrected_row_is_locked_in_its_line(data: Path) -> None:
    whole = locked(data)
    edit(data / TABLE, "980,exact,A,,,,,一/(一),980盏", "98,exact,A,,,,,一/(一),98盏")
    done = run(data, f"lamps-standing 980 {IN} --figure 980盏 {WHY} {HELD}")
    assert (done.exit_code, done.stderr) == (0, "")
    assert (data / LOCK).read_bytes() == whole
    (data / LOCK).write_bytes(re.sub(rb"(lamps-standing/.*,)\w+\n", rb"\g<1>0123456789abcdef\n", whole))
    assert run(data, f"lamps-standing 980 {IN} {REMARK} {WHY} {HELD}").exit_code == 0
    assert (data / LOCK).read_bytes() == whole


def test_the_first_lock_is_written_only_when_all_is_verified(data: Path) -> None:
    without(data / TABLE, "lamps-working-share", "lamps-standing")
    done = run(data, f"{HALF} {HELD}")
    assert (done.exit_code, "没有写入 citations.lock" in done.output) == (0, True)
    # It was held against the text, so nobody is told that it was not; only the lock waits.
    assert ("还没有与存档的原文核对" in done.output, "核对无误以后，用这条命令锁定" in done.output) == (
        False,
        True,
    )
    assert not (data / LOCK).exists()
    done = run(data, f"lamps-standing 980 {IN} {AT} --figure 980盏 {HELD}")
    assert (done.exit_code, "并写入 citations.lock" in done.output) == (0, True)
    whole = (data / LOCK).read_bytes()
    assert whole == locked(data)


def test_what_the_archive_lacks_of_other_documents_does_not_hinder(data: Path, tmp_path: Path) -> None:
    """Also of one whose name begins like that of the one that is recorded."""
    archive = tmp_path / "archive"
    shutil.copytree(ARCHIVE, archive)
    (archive / "town/2023-plan.txt").unlink()
    other = data / f"{REPORT}-ii"
    other.mkdir()
    facts = (data / REPORT / "document.yaml").read_text(encoding="utf-8")
    (other / "document.yaml").write_text(facts.replace("sha256: a", "sha256: b"), encoding="utf-8")
    without(data / TABLE, "lamps-working-share")
    done = run(data, f"{HALF} --archive {archive}")
    assert (done.exit_code, "figure-not-found" in done.output, "别处还有 2 个错误" in done.output) == (
        0,
        False,
        True,
    ), done.output


NOT_FOUND = [
    # what the archive holds, what is said, the option, the code
    ("the text", f"{EAST} {AT} --figure 55盏", "--figure", "figure-not-found"),
    ("the text", f"{HALF} --locator '一/(二)'", "--figure", "figure-not-found"),
    ("nothing", HALF, "--archive", "text-missing"),
    ("another text", HALF, "--archive", "text-changed"),
    ("a text that nobody named", HALF, "--archive", "checksum-missing"),
]


@pytest.mark.parametrize(("held", "said", "option", "code"), NOT_FOUND)
def test_a_figure_that_the_text_does_not_hold_is_not_written(
    data: Path, tmp_path: Path, held: str, said: str, option: str, code: str
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(ARCHIVE, archive)
    text = archive / "town/2023-report.txt"
    if held == "nothing":
        text.unlink()
    elif held == "another text":
        edit(text, "一", "二")
    elif held == "a text that nobody named":
        without(data / REPORT / "document.yaml", "archive_sha256")
    without(data / TABLE, "lamps-working-share")
    before = snapshot(data)
    done = run(data, f"{said} --archive {archive}")
    assert (done.exit_code, f"{option}  错误 [{code}]" in done.output) == (1, True), done.output
    assert snapshot(data) == before


def test_two_packages_are_told_apart(data: Path) -> None:
    twin(data / "town", "village")
    done = run(data, f"{EAST} {AT} --figure 55盏")
    assert (done.exit_code, done.output.startswith("--package  错误\n")) == (1, True)
    assert "town · village" in done.output
    before = snapshot(data)
    assert run(data, f"{EAST} {AT} --figure 55盏 --package village").exit_code == 0
    assert list(difference(data, before)) == [TABLE.replace("town", "village")]


def test_the_words_are_english_on_request(data: Path) -> None:
    done = run(data, f"{EAST} {AT} --figure 55盏 --lang en")
    assert f"Written to {data.as_posix()}/{TABLE}:10" in done.output
    assert not re.search(r"[\u4e00-\u9fff]", done.output)


WHY_SO = Reason(
    date(2024, 3, 1), both("抄录时看错了一行。", "The wrong line was read in copying."), "数据整理组"
)
EASTERN = {"area_id": "east-village", "locator": "一/(一)"}


def test_record_without_the_command_line() -> None:
    asked = Asked("lamps-standing", "990", "2023-report", cells={"figure": "990盏"}, reason=WHY_SO)
    done = record(WorkingTree(BASE), asked)
    assert (done.ok, done.line, sorted(done.files)) == (True, 4, [CORRECTIONS, TABLE])
    assert dict(done.changes) == {"value": ("980", "990"), "figure": ("980盏", "990盏")}


IDS = " · ".join(
    f"2023-report/lamps-installed/{rest}"
    for rest in (
        "2023-12-31",
        "2022/2022-12-31",
        "power/grid/2023-12-31",
        "power/solar/2023-12-31",
        "east-village/2023-12-31",
    )
)
TOLD_ONCE: list[tuple[Asked, list[str], tuple[str, str, str | None]]] = [
    # what is said, the files that came of it, and the one fault: its option, its code or text, and what it lists
    (
        Asked("lamps-installed", "56", "2023-report", period="2022", cells={**EASTERN, "figure": "55盏"}),
        [TABLE],
        ("VALUE", "figure-differs", None),
    ),
    (Asked("lamps-standing", "980", "2023-report", reason=WHY_SO), [], ("--correct", "same", None)),
    (
        Asked("lamps-installed", "1", "2023-report", period="2020", cells={"figure": "1盏"}, reason=WHY_SO),
        [],
        ("--correct", "nothing_there", IDS),
    ),
    (
        Asked("repair-days", "1", "2023-plan", period="2020", cells={"figure": "1天"}, reason=WHY_SO),
        [],
        ("--correct", "nothing_there", "—"),
    ),
]


def test_a_fault_is_told_once() -> None:
    found = []
    for asked, _, _ in TOLD_ONCE:
        done = record(WorkingTree(BASE), asked)
        assert (done.ok, list(done.report)) == (False, [])
        [fault] = done.wrong
        told = fault.problem.code if fault.problem else fault.text
        found.append((asked, list(done.files), (fault.option, told, fault.values.get("listed"))))
    assert found == TOLD_ONCE


def test_a_description_of_the_package_takes_a_new_column_along(data: Path) -> None:
    described = data / "town/datapackage.yaml"
    described.write_bytes(next(iter(descriptors(WorkingTree(data), gather(WorkingTree(data))[0]).values())))
    assert run(data, f"{EAST} {AT} --figure 55盏").exit_code == 0
    assert b"unit_id" not in described.read_bytes()
    assert run(data, f"{STANDING} --unit lamp {WHY}").exit_code == 0
    assert b"unit_id" in described.read_bytes()
    assert mingzhang("check", str(data)).exit_code == 0


OPTIONS = {
    # columns, and what they are said by
    "indicator_id": "INDICATOR",
    "value": "VALUE",
    "period_start": "--period",
    "period_end": "--period",
    "area_id": "--area",
    "unit_id": "--unit",
    "obs_status": "--status",
    "as_of": "--as-of",
    "figure": "--figure",
    "locator": "--locator",
    "qualifier": "--qualifier",
    "occurrence": "--occurrence",
    "date": "--date",
    "responsible": "--responsible",
    "archive_sha256": "--archive",
    "note_zh": "--note-zh",
    "reason_fr": "--reason-fr",
    "note_kk": "--set note_kk=…",
    "reason_kk": "--reason kk=…",
    "stated_share": "--set stated_share=…",
    "title_zh": "--set title_zh=…",
    "power": "--set power=…",
}


def test_a_column_is_named_by_the_option_that_says_it() -> None:
    problem = Problem("missing-value", Place(""))
    assert {name: Wrong.column(name, problem).option for name in OPTIONS} == OPTIONS


def test_every_column_can_be_said() -> None:
    """What has no option of its own names a row or goes by --set."""
    named = {"indicator_id", "value", "period_start", "period_end"}
    by_set = {"stated_share", "stated_share_figure", "stated_change", "stated_change_figure", "page"}
    remarks = {name for name in COLUMNS if name.startswith("note_")}
    assert remarks == {f"note_{language}" for language in interface()}
    assert {*COLUMNS, *named, *by_set} - remarks == set(OBSERVATIONS.by_name)


def test_no_text_of_the_commands_is_unused() -> None:
    editing = ("record", "figure_entry", "propose", "proposal_text", "issue_form")
    modules = (*(f"editing/{name}" for name in editing), "commands/entry")
    source = "\n".join((ROOT / f"generator/{name}.py").read_text(encoding="utf-8") for name in modules)
    texts = catalogue("en", "entry")
    groups = (texts["record"], texts["record"]["wrong"], *texts["propose"].values())
    names = {name for group in groups if not isinstance(group, str) for name in group}
    assert [name for name in sorted(names) if not re.search(rf"[\"'.]{name}[\"'.]", source)] == []


def test_two_at_once_are_both_kept(data: Path) -> None:
    before, children = snapshot(data), []
    for said, _, _ in RECORDED[2:]:
        child = os.fork()
        if not child:
            os._exit(run(data, said).exit_code)
        children.append(child)
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert ended == [0] * len(children)
    [(file, (went, came))] = difference(data, before).items()
    assert (file, went) == (TABLE, [])
    assert sorted(came) == sorted(row for _, row, _ in RECORDED[2:])


def test_what_a_stopped_program_left_is_put_right_and_told_in_a_line(data: Path) -> None:
    said, row, _ = RECORDED[0]
    before = snapshot(data)
    told = {checked(data) for _ in at_every_step(run, data, said, here=True)}
    assert told == {
        (0, ""),
        (0, f"{data.as_posix()}：上一次修改没有写完就停下了，现已撤回，没有留下任何内容。\n"),
        (0, f"{data.as_posix()}：上一次修改中途停下，现已补完，涉及 1 个文件。\n"),
    }
    assert difference(data, before) == {TABLE: ([], [row])}


def checked(data: Path) -> tuple[int, str]:
    """How a check ends, and what it tells besides the report."""
    done = mingzhang("check", str(data))
    return done.exit_code, "".join(line for line in done.stderr.splitlines(keepends=True) if "上一次" in line)


def test_who_waits_too_long_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_PAUSE", 0)
    monkeypatch.setattr("generator.reading.turns.time.monotonic", iter(range(0, 1000, 5)).__next__)
    before = snapshot(data)
    with turns.turn(data, alone=False):
        told = run(data, f"{EAST} {AT} --figure 55余盏")
    assert (told.exit_code, told.output) == (
        2,
        f"{data}：另一个程序正在修改这里的文件，这次什么也没有改。等它结束以后再运行一次。\n",
    )
    assert snapshot(data) == before
