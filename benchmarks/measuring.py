"""What a command costs: it runs as a process of its own, and the system tells what it and those it started have used."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

KIB, MIB = 1024, 1024**2
RSS_UNIT = 1 if sys.platform == "darwin" else KIB
"""Bytes of the system's unit of memory."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one step needed: `cpu` seconds of all processors in the whole tree of processes, `wall` seconds from its
    beginning to its end, `memory` bytes of the one process of the tree that had most at its peak, `size` bytes that it
    left on disk. What a step does not have, or nobody can tell, is None.
    """

    cpu: float
    wall: float | None = None
    memory: int | None = None
    size: int | None = None


class FailedError(Exception):
    """A step did not end well; the message is what it said."""


def measured(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder and tell what it cost.

    Counted are the process and all that it started and waited for. Raises FailedError when it does not exit with 0.
    """
    with (folder / "said.txt").open("w+b") as said:
        begun = time.perf_counter()
        # What it costs is told once, to whoever waits for it, so nobody else may.
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise FailedError(f"{' '.join(command)}\n{said.read().decode(errors='replace')[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * RSS_UNIT)


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def middle(costs: Iterable[Cost]) -> Cost:
    """The median of each, by itself, over several runs of one step; there is at least one."""
    runs = list(costs)

    def of(values: Iterable[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return median(known) if known else None

    memory, bytes_ = of(run.memory for run in runs), of(run.size for run in runs)
    return Cost(
        median(run.cpu for run in runs),
        of(run.wall for run in runs),
        None if memory is None else round(memory),
        None if bytes_ is None else round(bytes_),
    )


def machine() -> str:
    """The processor, how many cores of it may be used, and the Python that runs."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{_processor()}, {cores} cores, Python {platform.python_version()}"


def _processor() -> str:
    """What the processor calls itself; the system's word for its kind where it does not say."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
