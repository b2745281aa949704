"""The steps that are measured, each as a process of its own, on a copy of the data."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

from measuring import Cost, measured, size
from saving import saved

STEPS: Mapping[str, str] = {
    "check": "`mingzhang check`",
    "export": "`mingzhang export --no-validate`; on disk: the packages",
    "validate": "what `export` and `build` leave out with `--no-validate`: frictionless on each exported package",
    "charts": "all charts of all indicators, in every language of the site; contained in `pages`",
    "downloads": "the step of the cold build that writes the packages",
    "pages": "the step of the cold build that writes the pages, charts included, for the renderer",
    "render": "the step of the cold build in which the renderer runs, once for each language",
    "cold": "`mingzhang build --no-validate` with an empty store, by a program that has run before; on disk: the site",
    "again": "the same once more, with nothing changed",
    "cell": "the same after one cell of the longest table was changed",
    "saved": "`mingzhang serve`, from saving such a change to the page that shows it; the downloads follow",
}
"""Each step with what runs, in the order in which they run."""

PARTS = frozenset({"downloads", "pages", "render"})
"""Steps of the cold build, as it tells of them itself; a worker that outlives its step is counted when it ends."""

BUILDS = frozenset({"cold", "again", "cell"})

PROGRAM = str(Path(sys.executable).parent / "mingzhang")
STAGES = str(Path(__file__).with_name("stages.py"))


def copied(data: Path, folder: Path) -> Path:
    """A copy of the data below a folder, with the history of the repository that holds them, where one does."""
    asked = subprocess.run(
        ["git", "-C", str(data), "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=False
    )
    if asked.returncode:
        return Path(shutil.copytree(data, folder / "data"))
    top, clone = Path(asked.stdout.strip()), folder / "repository"
    subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", top, clone], check=True)
    return Path(shutil.copytree(data, clone / data.resolve().relative_to(top.resolve())))


class NothingToChangeError(Exception):
    """No row of the data has a cell of which it is known how to change it."""


def change_cell(data: Path) -> Path:
    """Change one cell of the longest table of observations that has one to change, and return the table's path.

    It is a number that no document prints in words; where all are printed, the number with its figure, or, where
    figures are proved and held fast, a note. Raises NothingToChangeError.
    """
    tables = [*data.rglob("observations.csv"), *data.rglob("observations/*.csv")]
    for path in sorted(tables, key=lambda table: (-table.stat().st_size, table)):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), reader.fieldnames or []
        proved = (data / path.relative_to(data).parts[0] / "citations.lock").exists()
        if any(_changed(row, proved=proved) for row in rows):
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, names, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            return path
    raise NothingToChangeError(str(data))


def _changed(row: dict[str, str], *, proved: bool) -> bool:
    """Change a row where it can be; whether it could."""
    value, figure = row["value"], row.get("figure", "")
    if value and (not figure or (value in figure and not proved)):
        row["value"] = value[:-1] + ("2" if value[-1] == "1" else "1")
        row["figure"] = figure.replace(value, row["value"], 1)
        return True
    note = next((name for name in row if name.startswith("note_") and row[name]), None)
    if note:
        row[note] = row[note][::-1]
    return note is not None


class Bench:
    """A folder to work in, with a copy of the data."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.folder, self.data = folder, copied(data, folder)

    def run(self, steps: Collection[str]) -> Iterator[tuple[str, Cost]]:
        """Run some of the steps once, in their order, and yield what each cost as soon as it is known.

        What a step needs that is not among them is run without being told. Raises FailedError where one fails.
        """
        if "check" in steps:
            yield "check", self._command("check", str(self.data))
        if not {"export", "validate"}.isdisjoint(steps):
            yield from ((name, cost) for name, cost in self._packages(steps) if name in steps)
        if "charts" in steps:
            cpu, wall = self._staged("charts", str(self.data))[1]["charts"]
            yield "charts", Cost(cpu, wall)
        if "saved" in steps:
            yield "saved", saved(PROGRAM, self.data, self.folder, partial(change_cell, self.data))
        if not (PARTS | BUILDS).isdisjoint(steps):
            yield from ((name, cost) for name, cost in self._builds(steps) if name in steps)

    def _packages(self, steps: Collection[str]) -> Iterator[tuple[str, Cost]]:
        out = self._cleared("export")
        cost = self._command("export", "--no-validate", "--data", str(self.data), "--out", str(out))
        yield "export", Cost(cost.cpu, cost.wall, cost.memory, size(out))
        if "validate" in steps:
            yield "validate", self._staged("validate", str(out))[0]

    def _builds(self, steps: Collection[str]) -> Iterator[tuple[str, Cost]]:
        site, _ = self._cleared("site"), self._cleared("build")
        whole, parts = self._staged("build", str(self.data), str(site))
        for name, (cpu, wall) in parts.items():
            yield name, Cost(cpu, wall)
        yield "cold", Cost(whole.cpu, whole.wall, whole.memory, size(site))
        again = ("build", "--no-validate", "--data", str(self.data), "--site", str(site))
        if "again" in steps:
            yield "again", self._command(*again)
        if "cell" in steps:
            change_cell(self.data)
            yield "cell", self._command(*again)

    def _command(self, *arguments: str) -> Cost:
        return measured([PROGRAM, *arguments], self.folder)

    def _staged(self, what: str, *places: str) -> tuple[Cost, dict[str, tuple[float, float]]]:
        """What the whole cost, and seconds of the processor and of the clock of each part."""
        file = self.folder / "parts.json"
        cost = measured([sys.executable, STAGES, what, str(file), *places], self.folder)
        return cost, json.loads(file.read_text(encoding="utf-8"))

    def _cleared(self, name: str) -> Path:
        folder = self.folder / name
        if folder.exists():
            shutil.rmtree(folder)
        return folder
