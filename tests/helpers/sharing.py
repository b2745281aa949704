"""Tasks for those who share work, as they find them by name, and a crew of which one is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import active_children
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

from distributed import LocalCluster

from generator.publishing.workers import Crew, Task, processes

T = TypeVar("T")


def squared(number: int) -> tuple[int, int]:
    """A number with its square."""
    return number, number**2


def squared_by(folder: Path, number: int) -> tuple[int, int]:
    """The same, after a note of who does it."""
    with (folder / str(number)).open("a") as file:
        file.write(f"{os.getpid()}\n")
    return number, number**2


def ended(_: int) -> None:
    """Whoever does this is gone."""
    os.kill(os.getpid(), signal.SIGKILL)


def ended_once(folder: Path, number: int) -> tuple[int, int]:
    """Whoever is the first to do this is gone."""
    if not (folder / "ended").exists():
        (folder / "ended").touch()
        ended(number)
    return squared(number)


def refused(number: int) -> None:
    """What does not work."""
    raise ValueError(number)


def waited(folder: Path) -> None:
    """A task that tells that it has begun, and then takes long."""
    (folder / str(os.getpid())).touch()
    time.sleep(600)


def half_told(folder: Path, *, killed: bool = False) -> int:
    """A task of which whoever did it tells the beginning of its answer, once he is asked to, and no more; or is `killed` then,
    who does it first.
    """

    def send(told: Connection[object, object], answer: bytes) -> None:
        os.write(told.fileno(), bytes(answer)[:6])
        (folder / "half").touch()
        if killed:
            ended(0)
        time.sleep(600)

    if killed and (folder / "half").exists():
        return 1
    while not (folder / "asked").exists():
        time.sleep(0.01)
    Connection._send = send  # type: ignore[attr-defined] # noqa: SLF001 - what writes an answer to its end
    return 1


def hired() -> list[BaseProcess]:
    """The processes that share the work of this one; those that other tests keep ready for theirs (daemons) do not."""
    return [child for child in active_children() if not child.daemon]


@dataclass(frozen=True, slots=True)
class Losing(Crew):
    """A crew of which one is killed as soon as something was done; `lost` has who was."""

    workers: LocalCluster | None
    lost: list[int]

    def results(self, tasks: Iterable[Task[T]]) -> Iterator[T]:
        """What comes of some tasks."""
        for result in Crew.results(self, tasks):
            if not self.lost:
                children = (child.pid or 0 for child in hired())
                self.lost.append(
                    next(iter(self.workers.workers.values())).pid if self.workers else min(children)
                )
                os.kill(self.lost[0], signal.SIGKILL)
            yield result


def killing(count: int, lost: list[int]) -> Crew:
    """Processes of which one is killed."""
    crew = processes(count)
    return Losing(crew.count, crew.executor, None, lost)
