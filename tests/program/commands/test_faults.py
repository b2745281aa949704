"""A fault of the program is told as one, and never looks like problems found in the data."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import BASE, ROOT
from overlays import REPORT

from generator import cli
from generator.commands import compare
from generator.commands.refusals import Ended
from generator.core.stopping import begin, telling, was_written
from generator.publishing.swapping import told_whether


def fail(*_: object) -> None:
    message = "what\x1b[31m\nnobody foresaw"
    raise KeyError(message)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINGZHANG_TRACEBACK", raising=False)
    monkeypatch.setattr("generator.commands.compare.tree_at", fail)


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ([], "程序出错了（KeyError: 'what\\x1b[31m\\nnobody foresaw'，在 test_faults.py:29 < "),
        (["--lang", "en"], "The program failed (KeyError: 'what\\x1b[31m\\nnobody foresaw', at test_faults.py:29 < "),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_a_code_of_its_own(
    lang: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["mingzhang", "diff", "HEAD", "--data", str(BASE), *lang])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    said = capsys.readouterr()
    assert (ended.value.code, said.out, said.err.count("\n")) == (3, "", 1)
    assert said.err.startswith(told)


@pytest.mark.usefixtures("broken")
def test_how_it_came_to_it_is_told_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINGZHANG_TRACEBACK", "1")
    monkeypatch.setattr(sys, "argv", ["mingzhang", "diff", "HEAD"])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    assert ended.value.code == 3
    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(("failing", "lang"), [("default_language", []), ("interface", ["--lang", "en"])])
def test_a_fault_for_which_there_are_no_words_keeps_its_code(
    failing: str, lang: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of an installation of which a file is broken, the settings or the catalogues cannot be read either."""
    monkeypatch.setattr(cli, failing, fail)
    monkeypatch.setattr(sys, "argv", ["mingzhang", "diff", "HEAD", "--data", str(BASE), *lang])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    said = capsys.readouterr()
    assert (ended.value.code, said.out, said.err.count("\n")) == (3, "", 1)
    assert said.err.startswith("mingzhang ")


def test_a_program_that_cannot_be_loaded_finds_nothing() -> None:
    code = "import sys; sys.modules['generator.cli'] = None; from generator.starting import run; run()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)


@pytest.mark.usefixtures("broken")
def test_tests_see_the_fault_itself() -> None:
    done = CliRunner().invoke(cli.main, ["diff", "HEAD"])
    assert isinstance(done.exception, KeyError)


def test_misuse_keeps_its_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["mingzhang", "diff", "--lang", "en"])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    assert ended.value.code == 2
    assert "Missing argument" in capsys.readouterr().err


ENDED = """
import os, signal, sys
from pathlib import Path
from generator import cli
from generator.publishing.outputs import write_file
from generator.publishing.swapping import replacing

def main():
    with replacing(Path(sys.argv[1]) / "out") as new:
        write_file(new / "half", b"made")
        os.kill(os.getpid(), int(sys.argv[2]))

# Whoever runs the tests with nohup hands down that it is ignored.
signal.signal(int(sys.argv[2]), signal.SIG_DFL)
cli.main = main
cli.run()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_whoever_asks_it_to_end_finds_nothing_half_made(tmp_path: Path, number: signal.Signals) -> None:
    run = subprocess.run(
        [sys.executable, "-c", ENDED, tmp_path, str(int(number))],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (128 + number, b"", b"")
    assert list(tmp_path.iterdir()) == []


STOPPED = """
import os, signal, sys
from generator.starting import run

left = int(sys.argv.pop(1))

def count(event, arguments):
    global left
    if event == "import":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)

sys.addaudithook(count)
run()
"""
MOMENTS = [1, 5, 20, 50, 100, 160, 200]
"""After so many modules that were asked for."""


@pytest.mark.parametrize("moment", MOMENTS)
def test_whoever_stops_it_while_it_starts_gets_one_line(moment: int, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", STOPPED, f"{moment}", "check", "--lang", "en"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (128 + signal.SIGINT, "")
    assert run.stderr in ("mingzhang: SIGINT\n", "Stopped; nothing was changed.\n")


@pytest.mark.parametrize(
    ("stop", "number"),
    [(KeyboardInterrupt(), signal.SIGINT), (Ended(128 + signal.SIGTERM), signal.SIGTERM)],
)
def test_whoever_stops_a_command_gets_one_line(
    stop: BaseException, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise stop

    monkeypatch.setattr(compare.diff, "callback", stopped)
    done = CliRunner().invoke(cli.main, ["diff", "HEAD", "--lang", "en"])
    assert (done.exit_code, done.stdout, done.stderr) == (128 + number, "", "Stopped; nothing was changed.\n")


WRITES = (
    "record",
    "lamps-standing",
    "12",
    "--document",
    "2023-report",
    "--area",
    "east-village",
    "--figure",
    "12盏",
)
MOMENTS_OF_A_CHANGE = {
    # what is stopped before it does anything: what is said
    "generator.editing.files.changing._recover": "已停止，什么都没有改动。\n",
    "generator.editing.files.changing._stage": "已停止，什么都没有改动。\n",
    "generator.editing.files.changing._clear": "已停止。改动在这以前已经写好，留着。\n",
}


def stop_once(moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have somebody stop the program as it comes to a function for the first time."""
    done = []

    def stopped(*given: object) -> None:
        done.append(moment)
        if len(done) == 1:
            raise KeyboardInterrupt
        original(*given)

    module, _, name = moment.rpartition(".")
    original = getattr(importlib.import_module(module), name)
    monkeypatch.setattr(moment, stopped)


@pytest.mark.parametrize("moment", MOMENTS_OF_A_CHANGE)
def test_whoever_stops_a_change_is_told_whether_it_was_written(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(BASE, tmp_path / "data"))
    stop_once(moment, monkeypatch)
    ended = CliRunner().invoke(cli.main, [*WRITES, "--locator", "一/(一)", "--data", str(data)])
    assert (ended.exit_code, ended.stderr) == (128 + signal.SIGINT, MOMENTS_OF_A_CHANGE[moment])
    written = "12盏" in (data / REPORT / "observations.csv").read_text(encoding="utf-8")
    assert written == ("写好" in ended.stderr)


def test_whoever_stops_a_command_after_it_wrote_is_told_that_the_change_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    data = Path(shutil.copytree(BASE, tmp_path / "data"))
    monkeypatch.setattr("generator.commands.entry._told", stopped)
    ended = CliRunner().invoke(cli.main, [*WRITES, "--locator", "一/(一)", "--data", str(data)])
    assert (ended.exit_code, ended.stderr) == (128 + signal.SIGINT, "已停止。改动在这以前已经写好，留着。\n")


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        # The descriptions in the data are written, then the folder of schemas takes its place.
        ("generator.format.table_schemas.table_schemas", "已停止，什么都没有改动。\n"),
        ("generator.editing.files.changing._clear", "已停止。\n"),
        ("generator.publishing.swapping.swap_in", "已停止。\n"),
        ("generator.commands.new.lookup", "已停止。\n"),
    ],
)
def test_whoever_stops_a_command_that_makes_two_changes_is_told_of_no_single_one(
    moment: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(BASE, tmp_path / "data"))
    described = data / "town" / "datapackage.yaml"
    stop_once(moment, monkeypatch)
    ended = CliRunner().invoke(
        cli.main, ["schemas", "--out", str(tmp_path / "schemas"), "--data", str(data), "--lang", "zh"]
    )
    assert (ended.exit_code, ended.stderr) == (128 + signal.SIGINT, told)
    assert described.exists() == (told == "已停止。\n")


@pytest.mark.parametrize(
    ("before", "stopped", "told"),
    [
        # what blocks that ended had done, what those that were stopped had: what is said of both
        ([], [], False),
        ([], [True], True),
        ([], [False], False),
        ([], [None], None),
        ([], [False, None], None),
        ([], [True, False], None),
        ([True], [], True),
        ([False], [], False),
        ([None], [], None),
        ([True], [True], True),
        ([True], [False], None),
        ([False], [False], False),
    ],
)
def test_what_is_told_of_several_blocks_holds_for_each(
    before: list[bool | None], stopped: list[bool | None], told: object
) -> None:
    def run() -> None:
        for written in before:
            with telling([written].pop):
                pass
        with ExitStack() as blocks:
            for written in stopped:
                blocks.enter_context(telling([written].pop))
            raise KeyboardInterrupt

    begin()
    with pytest.raises(KeyboardInterrupt) as stop:
        run()
    assert was_written(stop.value) is told


def test_whoever_stops_what_makes_a_folder_is_told_that_the_old_one_stands(tmp_path: Path) -> None:
    site = tmp_path / "site"

    def stopped(before: Callable[[], object]) -> bool | None:
        with told_whether(site):
            before()
            raise KeyboardInterrupt

    told = []
    for moment in (site.exists, site.mkdir, site.exists):
        with pytest.raises(KeyboardInterrupt) as stop:
            stopped(moment)
        told.append(was_written(stop.value))
    # What has come to stand there meanwhile may be somebody else's.
    assert told == [False, None, False]
