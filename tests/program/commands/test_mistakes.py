"""Mistakes that people make, one by one, through the real command: what it prints, and its exit code."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import BASE
from overlays import PLAN, REPORT

from generator.cli import main

GOALS = f"{PLAN}/goals.yaml"
TARGETS = f"{PLAN}/targets.csv"
DELIVERABLES = f"{PLAN}/deliverables.csv"
OBSERVATIONS = f"{REPORT}/observations.csv"
PROGRESS = f"{REPORT}/progress.csv"
SHARE = "lamps-working-share,qinghe,,2023-07-01,2023-12-31,2023-12-31,98.2,exact,A,,,,,一/(一),98.2%,,,\n"

Change = Callable[[Path], None]


def edit(old: str, new: str) -> Change:
    """Something else in one spot of the file."""

    def change(path: Path) -> None:
        text = path.read_bytes().decode()
        assert text.count(old) == 1
        path.write_bytes(text.replace(old, new).encode())

    return change


def append(line: str) -> Change:
    """One more line at the end."""

    def change(path: Path) -> None:
        path.write_bytes(path.read_bytes() + line.encode())

    return change


def saved_as(encoding: str) -> Change:
    """The file saved by a program that writes another encoding."""

    def change(path: Path) -> None:
        path.write_bytes(path.read_bytes().decode().encode(encoding))

    return change


def every_row_longer(path: Path) -> None:
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *(f"{row}," for row in rows)]), encoding="utf-8")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def folder_removed(path: Path) -> None:
    shutil.rmtree(path)


def linked(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


MISTAKES: dict[str, tuple[str, Change, str, list[str]]] = {
    # the mistake: (the file, what was done to it, where the message points, key words of the message)
    "GB18030": (OBSERVATIONS, saved_as("gb18030"), ":2:", ["GB18030", "CSV UTF-8"]),
    "UTF-16": (OBSERVATIONS, saved_as("utf-16"), "  ", ["UTF-16", "CSV UTF-8"]),
    "a missing column": (DELIVERABLES, edit("due,", ""), ":1:", ["没有这些列：due"]),
    "an extra field in one row": (DELIVERABLES, edit("一/2,,", "一/2,,,市中心"), ":2:", ["I2", "8 列", "9 格"]),
    "an extra field in every row": (TARGETS, every_row_longer, ":1:", ["14 列", "每一行", "15 格"]),
    "an unclosed quote": (DELIVERABLES, edit("建成口袋公园", '"建成口袋公园'), ":2:", ["英文双引号不成对"]),
    "a duplicate key": (GOALS, edit("'2':", "'1':"), ":10:", ["“1”写了两次", "第 1 行"]),
    "a tab in YAML": (GOALS, edit("  title_zh: 建口袋公园", "\ttitle_zh: 建口袋公园"), ":12:1", ["制表符"]),
    "a full-width colon": (
        GOALS,
        edit("title_zh: 建口袋公园", "title_zh：建口袋公园"),
        ":12:11",
        ["中文冒号", "title_zh: 建口袋公园"],
    ),
    "an unknown indicator": (
        OBSERVATIONS,
        edit("lamps-working-share", "lamps-working-rate"),
        ":8:1",
        ["找不到“lamps-working-rate”", "lamps-working-share"],
    ),
    "a duplicate with the same value": (
        OBSERVATIONS,
        append(SHARE),
        ":10:",
        ["observations.csv:8", "数值也相同"],
    ),
    "a duplicate with another value": (
        OBSERVATIONS,
        append(SHARE.replace("98.2", "89.2")),
        ":10:",
        ["observations.csv:8", "“98.2”", "“89.2”"],
    ),
    "2.5万": (TARGETS, edit("ge,200,", "ge,2.5万,"), ":2:", ["“2.5万”", "写成：25000"]),
    "１２": (TARGETS, edit("ge,200,", "ge,１２,"), ":2:", ["“１２”是全角", "写成：12"]),
    "12%": (TARGETS, edit("ge,97.5,", "ge,12%,"), ":4:", ["“12%”带有百分号", "写成：12"]),
    "1,234": (TARGETS, edit("ge,200,", 'ge,"1,234",'), ":2:", ["千分位", "写成：1234"]),
    "—": (TARGETS, edit("ge,200,,180", "ge,200,,—"), ":2:56", ["“—”", "空着"]),
    "30 February": (DELIVERABLES, edit("2023-12-31", "2023-02-30"), ":2:41", ["“2023-02-30”", "2023-02-28"]),
    "an Excel date": (DELIVERABLES, edit("2023-12-31", "45000"), ":2:41", ["“45000”", "Excel", "2023-03-15"]),
    "an empty entry of a list": (GOALS, edit("[分管副镇长]", "['']"), ":9:14", ["officers"]),
    "a total row": (OBSERVATIONS, append("合计,,,,,,448.2,,,,,,,,,,,\n"), ":10:1", ["“合计”", "删去这一行"]),
    "an empty file": (PROGRESS, emptied, "  ", ["空的"]),
    "a missing package": ("town", folder_removed, "", ["没有任何数据包"]),
    "a symlink": (PROGRESS, linked, "  ", ["符号链接", "文件本身"]),
    "an id with ../": (DELIVERABLES, edit("pocket-park", "../pocket-park"), ":2:3", ["“../pocket-park”", "代码"]),
}  # fmt: skip


def check(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["check", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the valid data directory."""
    return Path(shutil.copytree(BASE, tmp_path / "data"))


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told(mistake: str, data: Path) -> None:
    file, change, line, words = MISTAKES[mistake]
    change(data / file)
    result = check(str(data))
    assert result.exit_code == 1
    place = f"{data.as_posix()}/{file}{line}" if line else f"{data.as_posix()}  "
    [told] = [part for part in result.output.split("\n\n") if place in part]
    assert [word for word in words if word not in told] == []


def test_right_data_pass(data: Path) -> None:
    result = check(str(data))
    assert (result.exit_code, result.stdout) == (0, "检查通过，没有发现问题。\n")


@pytest.mark.parametrize("file", [OBSERVATIONS, GOALS])
def test_a_byte_order_mark_is_accepted(file: str, data: Path) -> None:
    saved_as("utf-8-sig")(data / file)
    assert check(str(data)).exit_code == 0


@pytest.mark.parametrize("file", [OBSERVATIONS, GOALS])
def test_line_ends_of_windows_are_accepted(file: str, data: Path) -> None:
    path = data / file
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check(str(data)).exit_code == 0


def test_a_warning_alone_does_not_fail(data: Path) -> None:
    edit(",130,exact", ",120,exact")(data / OBSERVATIONS)
    edit("130盏", "120盏")(data / OBSERVATIONS)
    result = check(str(data))
    assert result.exit_code == 0
    assert "没有错误，有 1 个提醒" in result.output


def test_a_data_folder_that_is_not_there(tmp_path: Path) -> None:
    result = check(str(tmp_path / "dta"))
    assert result.exit_code == 1
    assert result.output.startswith(f"{(tmp_path / 'dta').as_posix()}  错误 [missing-folder]")


def test_the_messages_in_english(data: Path) -> None:
    edit("ge,200,", "ge,2.5万,")(data / TARGETS)
    result = check(str(data), "--lang", "en")
    assert result.exit_code == 1
    assert f"{PLAN}/targets.csv:2:51  error [number-multiplier]\n    at: value (G2)\n" in result.output


@pytest.mark.parametrize("arguments", [["--format", "html"], ["--lang", "xx"], ["a", "b"], ["--strict"]])
def test_misuse_is_exit_2(arguments: list[str]) -> None:
    assert check(*arguments).exit_code == 2


def test_a_package_that_the_data_do_not_hold_is_misuse(data: Path, tmp_path: Path) -> None:
    options = ["--data", str(data), "--site", str(tmp_path / "site"), "--package", "city", "--lang", "en"]
    told = CliRunner().invoke(main, ["build", *options])
    assert (told.exit_code, (tmp_path / "site").exists()) == (2, False)
    assert "The data hold no package “city”; they hold: town." in told.stderr


def test_the_command_line_starts_light() -> None:
    program = "import sys, generator.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert {"pandas", "altair", "mkdocs", "jinja2", "numpy", "babel"}.isdisjoint(loaded.split())
