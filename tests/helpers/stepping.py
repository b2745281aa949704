"""Each command that writes, and the script that publishes, ended before every call of the system that changes a file: the long
form of what the tests try step by step in Python alone.

`PYTHONPATH=tests/helpers .venv/bin/python tests/helpers/stepping.py [MOST [NAME…]]` tries all commands, or those named, at MOST
(300) of their calls at most, among them all that rename, and at some of them with SIGTERM, SIGINT and SIGHUP too. Right after a
kill the old or the new must stand, of the authors' files once the next command has put them right; that command tells it in
one line; nobody may have been told that it is done who finds the old; and when the command has run again, it has done its work
and nothing is left of what was ended. It wants `cc`, and some memory in TMPDIR. Exit 1 where anything else was seen.
"""

from __future__ import annotations

import json
import os
import pkgutil
import random
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path

import click
from ending import Ended, Ending, begin
from enduring import AUTHORS, BUILD, CORRECTION, PROGRAM, begun
from folders import ARCHIVE, ROOT
from given import given

import generator
from generator import cli
from generator.editing.files.changing import recover
from generator.editing.issue_form import label

FORM = {
    "figure": "observations/2023-report/lamps-standing/2023-12-31",
    "right": "985盏",
    "source": "青禾镇2023年工作总结，一（一）",
    "why": "录入的时候把985看成了980，请改正。",
    "consent": "- [X] 我知道这份表会公开。 I know that this form is public.",
}
IN_TWO = ("--title-zh", "村", "--title-en", "Village", "--languages", "zh,en", "--licence", "CC-BY-4.0")
OF_A_BODY = ("publisher", "area", "theme")
PACKAGE = (
    *("new", "package", "village", *IN_TWO, "--officers", "withheld"),
    *(
        word
        for name in OF_A_BODY
        for word in (f"--{name}-id", name, f"--{name}-zh", "村", f"--{name}-en", "V")
    ),
    *("--description-zh", "村的数据。", "--description-en", "Data.", "--disclaimer-zh", "虚构。"),
    *("--disclaimer-en", "Invented."),
)
DOCUMENT = (
    *(
        "new",
        "document",
        "town",
        "2024-report",
        "--kind",
        "report",
        "--title-zh",
        "总结",
        "--title-en",
        "Report",
    ),
    *("--publisher-id", "town-government", "--period", "2024", "--published", "2025-01-10"),
    *("--completeness", "excerpt", "--archive-sha256", "0" * 64),
    *("--section", "一", "目标", "--heading", "en", "一", "Aims"),
)
DATA = {
    **AUTHORS,
    "propose": ("propose", "form.md", "--date", "2024-03-01"),
    "package": PACKAGE,
    "document": DOCUMENT,
    "migrate": ("migrate",),
}
"""What changes the authors' files: the next command that is told the data puts them right."""

AT_ONCE = {
    "sheet": ("sheet", "export", "--document", "2023-report", "--out", "filled.xlsx", "--overwrite"),
    "init": ("init", "begun", "--language", "zh,en"),
    "export": ("export", "--no-validate", "--date", "2024-03-01"),
    "build": BUILD,
    "offline": (*BUILD, "--offline"),
    "shared": tuple("2" if word == "1" else word for word in BUILD),
}
"""What makes something that is whole at any moment."""

BY_ITSELF = {
    "schemas": ("schemas",),
    "drafts": ("verify", "--archive", str(ARCHIVE), "--propose", "2023-report", "--out", "drafts"),
    "add": ("archive", "add", "paper.html", "--archive", "texts", "--package", "town", "--document", "paper"),
}
"""What puts right itself, the next time, what it was stopped over."""

COMMANDS: Mapping[str, Sequence[str]] = {**DATA, **AT_ONCE, **BY_ITSELF}
PUBLISH = "publish"
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_NEVER = 1 << 40

Files = Mapping[str, bytes]


@dataclass
class Seen:
    """What was seen of a command, and what should never be."""

    name: str
    calls: int = 0
    tried: int = 0
    old: int = 0
    new: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """In a line, with the first things that were wrong."""
        told = f"{self.name}: {self.calls} calls, {self.tried} tried, {self.old} old, {self.new} new, {len(self.wrong)} wrong"
        return "\n  ".join([told, *self.wrong[:9]])


def standing(folder: Path, *, all_of_it: bool = False) -> Files:
    """What stands in a folder, but for the place of work, and hidden files, unless all of it is asked for; of the store only
    that nothing is left in it by those who wrote to it.
    """
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name.startswith("build/store/"):
            if all_of_it and (path.name.endswith(".new") or re.search(r"\.\d+$", path.name)):
                found[name] = b""
        elif all_of_it or not name.startswith((".", "build")):
            found[name] = path.read_bytes() if path.is_file() else b""
    return found


def command(words: Sequence[str]) -> None:
    """Run a command of the program in this process."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["mingzhang", *words]
    cli.run()


def other(*words: str | Path) -> None:
    """Become another program."""
    os.execvp(words[0], [str(word) for word in words])


def chosen(calls: Sequence[str], most: int) -> list[int]:
    """The numbers of the calls that are tried: all, or so many, among them the last ones and those that rename."""
    numbers = range(1, len(calls) + 1)
    if len(numbers) <= most:
        return list(numbers)
    renaming = [number for number in numbers if re.search(r" (rename|link|unlink)", calls[number - 1])]
    by_chance = random.Random(1).sample(numbers, most // 2)
    return sorted({*by_chance, *renaming[-most // 4 :], *numbers[-most // 4 :]})


def prepared(name: str, folder: Path, run: Callable[[Sequence[str]], Ended]) -> None:
    """Have a folder be as it is before a command, with something to replace where it replaces."""
    begun(folder)
    (folder / "form.md").write_text(
        "".join(f"### {label(key, ('zh', 'en'))}\n\n{text}\n\n" for key, text in FORM.items()),
        encoding="utf-8",
    )
    (folder / "texts").mkdir()
    (folder / "paper.html").write_text("<html><body><p>路灯80盏。</p></body></html>", encoding="utf-8")
    if name in {*AT_ONCE, "schemas"} - {"init"}:
        run([word.replace("2024-03-01", "2024-02-01") for word in COMMANDS[name]])
    if name == "schemas":
        (folder / "data/town/datapackage.yaml").unlink()
        for file in (folder / "schemas").rglob("*.json"):
            file.write_text("{}", encoding="utf-8")
    if name == "drafts":
        rows = folder / "data/town/documents/2023-report/observations.csv"
        rows.write_bytes(b"".join(rows.read_bytes().splitlines(keepends=True)[:4]))
    if name == "sheet":
        run(CORRECTION)
    if name == "migrate":
        about = folder / "data/town/package.yaml"
        about.write_text(
            re.sub("^format: .*", "format: 1", about.read_text(encoding="utf-8"), flags=re.MULTILINE),
            encoding="utf-8",
        )


class Stepping:
    """A command that is ended at its calls, and what was seen of it."""

    def __init__(self, name: str, ending: Ending, place: Path) -> None:
        self._name, self._ending = name, ending
        self._began, self._folder = place / "began", place / "folder"
        words = COMMANDS[name]
        self._act = partial(other, PROGRAM, *words) if name == "shared" else partial(command, words)
        self._began.mkdir()
        prepared(name, self._began, lambda given: ending.run(partial(command, given), self._began, _NEVER))
        self._copy()
        checked = self._then("check")
        self._old, self._usual = standing(self._folder), len(checked.err.splitlines())
        self._fine = {0, checked.code}
        ending.run(self._act, self._folder)  # modules and templates are compiled
        self._copy()
        self._done = ending.run(self._act, self._folder)
        self._new, self._told = standing(self._folder), self._done.out.splitlines()[-1:]
        self._usual = max(self._usual, len(self._then("check").err.splitlines()))
        self._then()
        self._end = standing(self._folder, all_of_it=True)
        self.calls, self.seen = self._done.calls, Seen(name, calls=len(self._done.calls))
        if self._done.code or self._old == self._new:
            self.seen.wrong.append(f"exit {self._done.code}: {self._done.err[-200:]}")

    def end(self, at: int, by: signal.Signals) -> None:
        """End it at a call, and see what comes of that."""
        self._copy()
        ended = self._ending.run(self._act, self._folder, at, by)
        faults = [*self._right_after(ended, by), *self._put_right(at)]
        found = standing(self._folder)
        if found != self._new and any(line in ended.out for line in self._told):
            faults.append("it was told that it is done")
        self.seen.tried += 1
        self.seen.old += found == self._old
        self.seen.new += found == self._new
        self.seen.wrong += [
            f"{by.name} before {self.calls[at - 1]}: {fault}" for fault in [*faults, *self._again()]
        ]

    def _copy(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._began, self._folder, copy_function=shutil.copy2, symlinks=True)

    def _then(self, *words: str) -> Ended:
        """What the next command does."""
        return self._ending.run(partial(command, words or COMMANDS[self._name]), self._folder, _NEVER)

    def _right_after(self, ended: Ended, by: signal.Signals) -> Iterator[str]:
        found, more = standing(self._folder), set(ended.err.splitlines()) - set(self._done.err.splitlines())
        late = ended.code == 0 and found == self._new and by is not signal.SIGKILL
        if ended.code not in (-by, 128 + by) and not late:
            yield f"exit {ended.code}: {ended.err[-200:]}"
        if len(more) > 1:
            yield f"it says {ended.err[-200:]}"
        if ended.goes_on:
            yield "somebody goes on"
        cleared = by is not signal.SIGKILL and self._name in DATA
        if (self._name in AT_ONCE or cleared) and found not in (self._old, self._new):
            yield "neither the old nor the new"

    def _put_right(self, at: int) -> Iterator[str]:
        if self._name not in DATA:
            return
        if at % 4:
            recover(self._folder / "data")
        elif (check := self._then("check")).code not in self._fine or len(
            check.err.splitlines()
        ) > self._usual + 1:
            yield f"check ends with {check.code}: {check.err[-200:]}"
        if standing(self._folder) not in (self._old, self._new):
            yield "neither the old nor the new when it was put right"

    def _again(self) -> Iterator[str]:
        again = self._then()
        if again.code not in (0, 1, 2):
            yield f"the next one ends with {again.code}: {again.err[-200:]}"
        if left := standing(self._folder, all_of_it=True).items() ^ self._end.items():
            yield f"the next one leaves something else: {sorted({path for path, _ in left})[:4]}"


def stepped(name: str, ending: Ending, place: Path, most: int) -> Seen:
    """End a command at its calls."""
    stepping = Stepping(name, ending, place)
    numbers = chosen(stepping.calls, most)
    for at in numbers:
        stepping.end(at, signal.SIGKILL)
    for by in SIGNALS:
        for at in sorted({*numbers[:: max(1, len(numbers) // 6)], *numbers[-2:]}):
            stepping.end(at, by)
    return stepping.seen


PAGES, LINES = 12, 3000


def shown(target: Path) -> str:
    """Of which commit the site is that is shown, whole; else what is wrong with it."""
    try:
        pages = [
            (target / f"current/p{number}/index.html").read_text(encoding="utf-8") for number in range(PAGES)
        ]
    except OSError as error:
        return str(error)
    commits = {line for page in pages for line in page.splitlines()}
    return commits.pop() if len(commits) == 1 and len({*map(len, pages)}) == 1 else "a mixture"


def published(ending: Ending, place: Path, most: int) -> Seen:
    """End the script that puts a site into the folder of a web server, with all that it calls, at their calls."""
    began, folder, commits = place / "began", place / "folder", ("a" * 40, "b" * 40)
    for commit in commits:
        for number in range(PAGES):
            page = began / commit / f"p{number}" / "index.html"
            page.parent.mkdir(parents=True)
            page.write_text(f"{commit}\n" * LINES, encoding="utf-8")
        (began / commit / "build.json").write_text(json.dumps({"commit": commit}), encoding="utf-8")
    old, new = commits
    act = {name: partial(other, "sh", ROOT / "deploy/publish.sh", "target", name, name) for name in commits}
    ending.run(act[old], began, _NEVER)

    def copy() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(began, folder, copy_function=shutil.copy2, symlinks=True)

    copy()
    done = ending.run(act[new], folder)
    seen = Seen(PUBLISH, calls=len(done.calls))
    numbers = chosen(done.calls, most)
    for by, at in [(signal.SIGKILL, at) for at in numbers] + [
        (by, at) for by in SIGNALS for at in numbers[::8]
    ]:
        copy()
        ended = ending.run(act[new], folder, at, by)
        found, said = shown(folder / "target"), f"{by.name} before {done.calls[at - 1]}: "
        seen.tried, seen.old, seen.new = seen.tried + 1, seen.old + (found == old), seen.new + (found == new)
        if (
            found not in commits
            or (found == old and ended.out)
            or ended.code not in (-by, 128 + by, 0)
            or ended.goes_on
        ):
            seen.wrong.append(f"{said}exit {ended.code}, {found[:80]} {ended.err[-200:]}")
        again = ending.run(act[new], folder, _NEVER)
        left = [path.name for path in (folder / "target").rglob(".*") if path.name != ".lock"]
        if again.code or shown(folder / "target") != new or left:
            seen.wrong.append(f"{said}the next one ends with {again.code}, {left} {again.err[-200:]}")
    return seen


def main(most: int, names: Sequence[str]) -> int:
    """Try what is named, tell what was seen, and give the exit code."""
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        import_module(module.name)
    os.environ["SOURCE_DATE_EPOCH"] = "1709251200"
    wrong = 0
    for name in names or [*COMMANDS, PUBLISH]:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "own").mkdir()
            ending = Ending(place / "own")
            seen = published(ending, place, most) if name == PUBLISH else stepped(name, ending, place, most)
        wrong += len(seen.wrong)
        click.echo(seen.line())
    return int(wrong > 0)


if __name__ == "__main__":
    asked = given(__doc__, most=300, names=[])
    begin()
    sys.exit(main(asked.most, asked.names))
