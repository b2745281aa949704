"""Work that is shared is done as a whole, whoever is lost meanwhile; and nobody works on when it is over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from folders import HELPERS, ROOT
from sharing import ended, ended_once, hired, refused, squared, squared_by, waited

from generator.publishing.workers import AHEAD, LOSSES, Task, WorkersLostError, processes

NUMBERS = range(12)
SQUARES = {number: number**2 for number in NUMBERS}


def test_each_task_is_done_once_by_others(tmp_path: Path) -> None:
    tasks = [partial(squared_by, tmp_path, number) for number in NUMBERS]
    assert dict(processes(2).results(tasks)) == SQUARES
    who = [(tmp_path / str(number)).read_text(encoding="utf-8").splitlines() for number in NUMBERS]
    assert all(len(pids) == 1 for pids in who)
    assert str(os.getpid()) not in {pid for pids in who for pid in pids}
    assert hired() == []


def test_a_task_is_asked_for_when_somebody_can_begin_with_it() -> None:
    asked: list[int] = []

    def task(number: int) -> Task[tuple[int, int]]:
        asked.append(number)
        return partial(squared, number)

    results = processes(1).results(map(task, NUMBERS))
    assert asked == []
    next(results)
    assert len(asked) == AHEAD
    assert len(dict(results)) == len(NUMBERS) - 1
    assert asked == list(NUMBERS)


def test_tasks_of_whoever_was_lost_are_done_again(tmp_path: Path) -> None:
    tasks = [partial(ended_once, tmp_path, number) for number in NUMBERS]
    assert dict(processes(2).results(tasks)) == SQUARES
    assert (tmp_path / "ended").exists()


@pytest.mark.parametrize("good", [0, 3])
def test_it_ends_where_all_are_lost_again_and_again(good: int) -> None:
    """What could be done before is given all the same."""
    tasks: list[Task[object]] = [partial(squared, number) for number in range(good)]
    results: Iterator[object] = processes(1).results([*tasks, partial(ended, 0)])
    found = {next(results) for _ in range(good)}
    with pytest.raises(WorkersLostError):
        next(results)
    assert found == {squared(number) for number in range(good)}
    assert LOSSES > 1
    assert hired() == []


def test_what_a_task_raises_ends_it_for_all(tmp_path: Path) -> None:
    tasks: list[Task[object]] = [partial(refused, 7), partial(waited, tmp_path)]
    with pytest.raises(ValueError, match="7"):
        list(processes(2).results(tasks))
    assert hired() == []


def said(program: Path) -> list[str]:
    """What a program says that is given its folder, in a minute at most."""
    path = os.pathsep.join((str(HELPERS), str(ROOT)))
    command, around = [sys.executable, str(program), str(program.parent)], {**os.environ, "PYTHONPATH": path}
    return subprocess.check_output(command, env=around, timeout=60, encoding="utf-8").splitlines()


_HALF = """\
import sys
import time
from functools import partial
from pathlib import Path
from sharing import half_told, squared
from generator.publishing.workers import processes

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    results = processes(2).results([partial(squared, 3), partial(half_told, folder)])
    print(next(results))
    (folder / "asked").touch()
    while not (folder / "half").exists():
        time.sleep(0.01)
    results.close()
    print("over")
"""


def test_half_an_answer_is_not_waited_for(tmp_path: Path) -> None:
    """Who was ended within his answer never tells the rest."""
    (tmp_path / "half.py").write_text(_HALF, encoding="utf-8")
    assert said(tmp_path / "half.py") == ["(3, 9)", "over"]


_KILLED = """\
import sys
from functools import partial
from pathlib import Path
from generator.publishing import workers
from sharing import half_told, squared

if __name__ == "__main__":
    workers._LOOKED_AFTER_EVERY = workers._NOTICED_WITHIN = 0.2
    folder = Path(sys.argv[1])
    (folder / "asked").touch()
    tasks = [partial(half_told, folder, killed=True), *(partial(squared, number) for number in range(6))]
    print(len(list(workers.processes(2).results(tasks))))
"""


def test_whoever_is_killed_within_his_answer_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "killed.py").write_text(_KILLED, encoding="utf-8")
    assert said(tmp_path / "killed.py") == ["7"]


def test_whoever_has_enough_leaves_nobody_behind(tmp_path: Path) -> None:
    tasks: list[Task[object]] = [partial(squared, 1), partial(waited, tmp_path)]
    results = processes(2).results(tasks)
    assert next(results) == (1, 1)
    results.close()  # type: ignore[attr-defined] # it is a generator
    assert hired() == []


_PROGRAM = """\
import signal
import sys
from functools import partial
from pathlib import Path
from sharing import waited
from generator.publishing.workers import processes

if __name__ == "__main__":
    # Who starts the tests in the background may have told them not to hear it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(1))
    list(processes(2).results([partial(waited, Path(sys.argv[1]))] * 2))
"""


def until(true: Callable[[], bool]) -> None:
    """Wait for something that takes a moment."""
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it never came")


def is_there(pid: int) -> bool:
    """Whether a process runs: one that has ended but was not asked for its end does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_nobody_works_on_when_the_program_is_ended(tmp_path: Path, number: signal.Signals) -> None:
    """By Ctrl-C or its own end, which a terminal sends to all of them, or by somebody who ends the program alone, in whatever manner."""
    begun = tmp_path / "begun"
    begun.mkdir()
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    path = os.pathsep.join((str(ROOT), str(HELPERS)))
    with subprocess.Popen(
        [sys.executable, str(program), str(begun)],
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as running:
        until(lambda: len(list(begun.iterdir())) == 2)
        workers = [int(file.name) for file in begun.iterdir()]
        assert all(map(is_there, workers))
        if number in (signal.SIGINT, signal.SIGHUP):
            os.killpg(running.pid, number)
        else:
            running.send_signal(number)
        _, said = running.communicate(timeout=60)
    until(lambda: not any(map(is_there, workers)))
    # Those who shared the work say nothing of it; the program says where it was.
    assert said.count("Traceback") == (number is signal.SIGINT)
