"""Commands ended anywhere, on full disks, and eight at once: the long form of what the tests try step by step.

`PYTHONPATH=tests/helpers .venv/bin/python tests/helpers/enduring.py [KILLS [ROUNDS]]` ends each command that changes the authors'
files KILLS times (200) at a moment drawn at random, and a build a fifth as often; it runs each on disks that fill up, where
it may mount one, and eight of each at once, ROUNDS times (50). What stands afterwards must be the old or the new, the next
command must do its work, and nobody may be told “done” whose work is not there. Exit 1 where anything else was seen.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from edited import snapshot
from folders import ARCHIVE, BASE
from given import given
from openpyxl import load_workbook

PROGRAM = Path(sys.executable).with_name("mingzhang")
MARKER = ".mingzhang"
DISKS = 20
AT_ONCE = 8
BLOCK = 4096

FIGURE = (
    *("record", "lamps-standing", "900", "--document", "2023-report", "--as-of", "2022-12-31"),
    *("--period", "2022", "--figure", "900盏", "--locator", "一/(一)", "--date", "2024-03-01"),
)
CORRECTION = (
    *(
        "record",
        "lamps-standing",
        "985",
        "--document",
        "2023-report",
        "--period",
        "2023",
        "--figure",
        "985盏",
    ),
    *("--locator", "一/(一)", "--correct", "--date", "2024-03-01", "--responsible", "2023-report"),
    *(
        "--reason-zh",
        "录入的时候把985错看成了980。",
        "--reason-en",
        "The figure was misread when it was entered.",
    ),
)
INDICATOR = (
    *(
        "new",
        "indicator",
        "town",
        "trees",
        "--theme",
        "lighting",
        "--title-zh",
        "植树",
        "--title-en",
        "Trees",
    ),
    *("--definition-zh", "种下的树。", "--definition-en", "Trees that were planted.", "--unit-id", "tree"),
    *("--unit-zh", "棵", "--unit-en", "trees", "--measure", "flow", "--ascending", "true"),
)
AUTHORS = {
    "record": FIGURE,
    "correct": CORRECTION,
    "import": ("sheet", "import", "filled.xlsx"),
    "new": INDICATOR,
    "lock": ("verify", "--archive", str(ARCHIVE), "--lock"),
}
"""The commands that change the authors' files."""

BUILD = ("build", "--no-validate", "--workers", "1", "--date", "2024-03-01")


@dataclass
class Told:
    """What was seen of a command, and what should never be."""

    tried: int = 0
    old: int = 0
    new: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """In a line."""
        seen = f"{name}: {self.tried} tried, {self.old} as before, {self.new} done, {len(self.wrong)} wrong"
        return "\n  ".join([seen, *self.wrong[:5]])


def begun(folder: Path) -> None:
    """A folder to work in: the data, and a workbook in which a figure was changed."""
    shutil.copytree(BASE, folder / "data")
    called(folder, "sheet", "export", "--document", "2023-report", "--out", "filled.xlsx")
    book = load_workbook(folder / "filled.xlsx")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "80盏":
                    cell.value = "82盏"
                elif cell.value == 80:
                    cell.value = 82
    book.save(folder / "filled.xlsx")


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """A command as a process and a group of its own."""
    return subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def called(folder: Path, *arguments: str) -> tuple[int, str]:
    """How a command ended, and what it said."""
    process = started(folder, *arguments)
    said, _ = process.communicate()
    return process.returncode, said


def data_of(folder: Path) -> Mapping[str, bytes]:
    """The authors' files, with whatever stands beside them."""
    return snapshot(folder / "data")


def site_of(folder: Path) -> Mapping[str, bytes]:
    """The site, where there is one."""
    return snapshot(folder / "site") if (folder / "site").exists() else {}


def rooms_for(folder: Path, arguments: tuple[str, ...]) -> Sequence[int]:
    """Sizes of a disk from what hardly holds the data to what holds twice as much as a command leaves there."""
    before = _taken(folder)
    called(folder, *arguments)
    most = max(2 * (_taken(folder) - before), DISKS * BLOCK)
    return range(before + BLOCK, before + BLOCK + most, most // DISKS)[:DISKS]


def _taken(folder: Path) -> int:
    return sum(
        -(-path.stat().st_size // BLOCK) * BLOCK if path.is_file() else 0 for path in folder.rglob("*")
    )


def killed(
    copy: Callable[[], Path],
    arguments: tuple[str, ...],
    state: Callable[[Path], Mapping[str, bytes]],
    times: int,
) -> Told:
    """End a command at random moments: what stands when the next command has run is the old or the new."""
    folder, told = copy(), Told()
    called(folder, "check")
    old, begin = state(folder), time.monotonic()
    code, said = called(folder, *arguments)
    lasts, new = time.monotonic() - begin, state(folder)
    if code or old == new:
        told.wrong.append(f"exit {code}: {said[:200]}")
    for _ in range(times):
        folder = copy()
        process = started(folder, *arguments)
        time.sleep(lasts * random.uniform(0.2, 1.1))
        if process.poll() is None:
            os.killpg(
                process.pid, random.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
            )
        process.communicate()
        told.tried += 1
        code, said = called(folder, "check")
        found = state(folder)
        told.old, told.new = told.old + (found == old), told.new + (found == new)
        if code or found not in (old, new):
            told.wrong.append(f"check ends with {code}: {said[:200]}")
        elif "Traceback" in said or called(folder, *arguments)[0] not in (0, 1, 2):
            told.wrong.append("the next command does not do its work")
    return told


def on_full_disks(
    fill: Callable[[Path], None],
    arguments: tuple[str, ...],
    state: Callable[[Path], Mapping[str, bytes]],
    disk: Path,
    rooms: Sequence[int],
) -> Told:
    """Run a command where there is less and less room: done, or nothing was changed and it says so in a few lines."""
    told = Told()
    for room in rooms:
        _mount(disk, room)
        try:
            fill(disk)
            old = state(disk)
            code, said = called(disk, *arguments)
            told.tried += 1
            found = state(disk)
            told.old, told.new = told.old + (found == old), told.new + (code == 0)
            if (code and found != old) or (not code and found == old) or code not in (0, 1, 2):
                told.wrong.append(f"{room} bytes, exit {code}: {said[:200]}")
        finally:
            subprocess.run(["umount", disk], check=True)
    return told


def _mount(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=True)


def at_once(copy: Callable[[], Path], rounds: int) -> Told:
    """Record eight figures at the same time: each that was told done is there, the others were refused."""
    told = Told()
    for _ in range(rounds):
        folder = copy()
        figures = [f"{number}" for number in range(901, 901 + AT_ONCE)]
        running = [started(folder, *_of_year(figure, 2000 + number)) for number, figure in enumerate(figures)]
        ended = [(process.communicate()[0], process.returncode) for process in running]
        rows = (folder / "data/town/documents/2023-report/observations.csv").read_text(encoding="utf-8")
        for figure, (said, code) in zip(figures, ended, strict=True):
            told.tried += 1
            there = f",{figure}盏," in rows
            told.new, told.old = told.new + there, told.old + (not there)
            if there != (code == 0) or code not in (0, 2):
                told.wrong.append(f"exit {code}, {'there' if there else 'not there'}: {said[:200]}")
        if called(folder, "check")[0]:
            told.wrong.append("the data do not pass the check")
    return told


def _of_year(figure: str, year: int) -> tuple[str, ...]:
    changed = {"900": figure, "900盏": f"{figure}盏", "2022-12-31": f"{year}-12-31", "2022": f"{year}"}
    return tuple(changed.get(word, word) for word in FIGURE)


def built_at_once(copy: Callable[[], Path], rounds: int) -> Told:
    """Build eight sites of different days at once in one folder: what stands is one of them, whole."""
    told = Told()
    for _ in range(rounds):
        folder = copy()
        days = [f"2024-03-{number:02d}" for number in range(1, AT_ONCE + 1)]
        running = [started(folder, *BUILD[:-1], day) for day in days]
        ended = [(process.communicate()[0], process.returncode) for process in running]
        told.tried += len(ended)
        told.new += sum(code == 0 for _, code in ended)
        told.old += sum(code != 0 for _, code in ended)
        told.wrong += [f"exit {code}: {said[:200]}" for said, code in ended if code not in (0, 2)]
        told.wrong += whole(folder / "site")
    return told


def whole(site: Path) -> list[str]:
    """What speaks against a site's being one whole: files that its list does not name, and the other way round."""
    if not site.is_dir():
        return ["there is no site"]
    listed = set((site / MARKER).read_text(encoding="utf-8").splitlines()[1:])
    there = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and path.name != MARKER
    }
    return [f"{len(listed ^ there)} files too many or too few"] if listed != there else []


def main(kills: int, rounds: int) -> int:
    """Try everything, tell what was seen, and give the exit code."""
    with tempfile.TemporaryDirectory() as place:
        began = Path(place) / "began"
        began.mkdir()
        begun(began)

        def copy() -> Path:
            folder = Path(place) / "folder"
            shutil.rmtree(folder, ignore_errors=True)
            return shutil.copytree(began, folder)

        def filled(folder: Path) -> None:
            shutil.copytree(began, folder, dirs_exist_ok=True)

        def built() -> Path:
            folder = copy()
            called(folder, *BUILD[:-1], "2024-02-01")
            return folder

        all_told = {f"killed, {name}": killed(copy, AUTHORS[name], data_of, kills) for name in AUTHORS}
        all_told["killed, build"] = killed(built, BUILD, site_of, kills // 5)
        if os.geteuid() == 0:
            disk = Path(place) / "disk"
            disk.mkdir()
            tasks = {**{name: (AUTHORS[name], data_of) for name in AUTHORS}, "build": (BUILD, site_of)}
            for name, (arguments, state) in tasks.items():
                rooms = rooms_for(copy(), arguments)
                all_told[f"full, {name}"] = on_full_disks(filled, arguments, state, disk, rooms)
        else:
            click.echo("full disks: left out, as only root may mount one")
        all_told["eight at once, record"] = at_once(copy, rounds)
        all_told["eight at once, build"] = built_at_once(copy, max(rounds // 10, 1))
    for name, told in all_told.items():
        click.echo(told.line(name))
    return int(any(told.wrong for told in all_told.values()))


if __name__ == "__main__":
    asked = given(__doc__, kills=200, rounds=50)
    sys.exit(main(asked.kills, asked.rounds))
