"""How time grows with the history: makes a repository of any size and times what reads it.

.venv/bin/python benchmarks/history.py --rows 1000 --commits 200

Every tenth commit changes a figure on which a verdict rests, the others add a row. The time is that of the processor, git's own included.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from generator.comparing.history import history

BASE = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "problems" / "base"
TABLE = "town/documents/2023-report/observations.csv"


def row(number: int, value: int) -> str:
    """A figure that no other row gives; a tenth of them are of an indicator that has a target."""
    name = "lamps-standing" if number % 10 else "lamps-installed"
    day = date(1950, 1, 1) + timedelta(days=number)
    return f"{name},qinghe,,{day},{day},{day},{value},exact,A,,,,,一/(一),{value}盏,,,"


def contents(rows: int, commits: int) -> Iterator[str]:
    """The table as it stands at each commit."""
    head = (BASE / TABLE).read_text(encoding="utf-8")
    lines = [row(number, number + 1) for number in range(rows)]
    yield head + "\n".join(lines) + "\n"
    for number in range(1, commits):
        if number % 10:
            lines.append(row(len(lines), len(lines) + 1))
        else:
            lines[number] = row(number, 1000 + number)
        yield head + "\n".join(lines) + "\n"


def write_repository(folder: Path, rows: int, commits: int) -> None:
    """The commits, written in one go."""
    git = ("git", "-C", str(folder))
    subprocess.run([*git, "init", "--quiet", "--initial-branch=main"], check=True)
    stream = bytearray()
    for number, content in enumerate(contents(rows, commits)):
        stream += f"commit refs/heads/main\ncommitter x <x> {1704067200 + 86400 * number} +0000\n".encode()
        stream += b"data 6\nNumber\n"
        files = {TABLE: content.encode()}
        if number == 0:
            others = (path for path in BASE.rglob("*") if path.is_file())
            files = {path.relative_to(BASE).as_posix(): path.read_bytes() for path in others} | files
        for path, data in files.items():
            stream += f"M 100644 inline data/{path}\ndata {len(data)}\n".encode() + data + b"\n"
    subprocess.run([*git, "fast-import", "--quiet"], input=bytes(stream), check=True)
    subprocess.run([*git, "checkout", "--quiet", "main"], check=True)


def cpu() -> float:
    """Seconds of the processor, of this program and of those that it ran."""
    return sum(os.times()[:4])


def main() -> None:
    """Make a repository, read its history, print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--commits", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_repository(Path(folder), arguments.rows, arguments.commits)
        start, clock = cpu(), time.perf_counter()
        found = history(Path(folder) / "data", ["town"])["town"].revisions
        spent, passed = cpu() - start, time.perf_counter() - clock
    print(  # noqa: T201 - a benchmark prints
        f"{arguments.rows} rows, {arguments.commits} commits: {len(found)} revisions, "
        f"{spent:.2f} s of the processor, {passed:.2f} s in all"
    )


if __name__ == "__main__":
    main()
