"""A fault of the program is told as one, and never looks like problems found in the data."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import BASE, ROOT

from generator import cli
from generator.commands import compare
from generator.commands.refusals import Ended


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
        ([], "程序出错了（KeyError: 'what\\x1b[31m\\nnobody foresaw'，在 test_faults.py:22 < "),
        (["--lang", "en"], "The program failed (KeyError: 'what\\x1b[31m\\nnobody foresaw', at test_faults.py:22 < "),
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
def test_a_fault_for_which_there_are_no_words_keeps_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of an installation of which a file is broken, the settings or the catalogues cannot be read either."""
    monkeypatch.setattr(cli, "default_language", fail)
    monkeypatch.setattr(sys, "argv", ["mingzhang", "diff", "HEAD", "--data", str(BASE)])
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
    assert run.stderr in ("mingzhang: SIGINT\n", "Stopped.\n")


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
    assert (done.exit_code, done.stdout, done.stderr) == (128 + number, "", "Stopped.\n")
