"""What becomes of packages to which something was done: read, judged, compared, and at times published.

The program may refuse them, in words and in bounded time and memory; what it accepts must differ from before in what its own
report says, and in nothing else.
"""

from __future__ import annotations

import re
import resource
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import click
from sites import built
from written import Files, untold

from generator.comparing.diffs import effects
from generator.comparing.diffs.effects import examine
from generator.comparing.diffs.report import data, render
from generator.core.problems import Problem, Report
from generator.publishing import beside, staging
from generator.publishing.build import export
from generator.reading import load as loading
from generator.reading.load import load
from generator.reading.trees import FilesTree, Tree
from generator.reading.validate import PackageRecords, validate
from generator.verdicts.standings import assess_package
from generator.wording.due import due

DAY = date(2024, 3, 1)

SECONDS, BYTES = 2.0, 512 * 1024**2
"""Of the processor, and of memory, that a package of this size may take."""


WHOLE = 20
"""Of those that are published each so many is built as a site."""


class UntoldError(AssertionError):
    """The report on an accepted change leaves something out, or tells what is not so: `kind` says of which table."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("; ".join(missing))
        tables = re.findall(r"table='(\w+)|'table': '(\w+)", " ".join(missing))
        self.kind = " ".join(dict.fromkeys("".join(names) for names in tables))


def below(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by their paths in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def tried(files: Files, changed: Files) -> Report:
    """What comes of reading changed files, of judging what is sound, and of comparing it: the report, each in every form.

    Raises UntoldError, and what is a fault of the program.
    """
    tree = FilesTree(changed)
    difference = examine(FilesTree(files), tree, DAY)
    for form in ("text", "markdown", "json"):
        render(difference, form, "en", "data")
    ledger, report = load(tree)
    if ledger is not None and report.ok:
        for package in ledger.packages.values():
            due(package, assess_package(package, DAY))
    for form in ("text", "github", "json", "markdown"):
        Report(report).render(form, "zh", "data")
    if report.ok and (missing := untold(files, changed, data(difference, "en", ""))):
        raise UntoldError(missing)
    return report


def published(files: Files, *, whole: bool = False) -> None:
    """Have the downloads of files made that the program accepts, or the `whole` site but for its pictures; raises what is a
    fault of the program.
    """
    with TemporaryDirectory() as folder:
        place = Path(folder)
        write(files, place / "data")
        if whole:
            with patch.object(beside, "bundle", str), patch.object(staging, "png", lambda *_: b""):
                built(place / "data", place, "site", "https://example.org/")
        else:
            report = export(place / "data", place / "out", today=DAY, prove=None, store=None)
            assert report.ok


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@dataclass(slots=True)
class Score:
    """How many cases were tried, accepted and published, what broke, by where it did (with the first case that did it and
    how many there were), and the slowest case with its seconds.
    """

    tried: int = 0
    accepted: int = 0
    published: int = 0
    broken: dict[str, tuple[str, int]] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")
    memory: int = 0

    def broke(self, error: Exception, told: str) -> None:
        """Note what a case did."""
        place = traceback.extract_tb(error.__traceback__)[-1]
        at = f"{Path(place.filename).name}:{place.lineno} {type(error).__name__}"
        if isinstance(error, UntoldError):
            at = f"{at}: {error.kind}"
        first, count = self.broken.get(at, (f"{told}\n      {str(error)[:1500]}", 0))
        self.broken[at] = first, count + 1

    def lines(self) -> Iterable[str]:
        """The score in words, what broke first."""
        for at, (told, count) in self.broken.items():
            yield f"{at} ({count} times)\n    {told}"
        seconds, slowest = self.slowest
        yield (
            f"{self.tried} tried, {self.accepted} accepted, {self.published} published: "
            f"{sum(count for _, count in self.broken.values())} broke the program; the slowest took {seconds:.2f} s: {slowest}; "
            f"the process held {self.memory // 1024**2} MB at most, {time.process_time():.0f} CPU-s in all"
        )

    @property
    def fine(self) -> bool:
        """Whether nothing broke, and nothing took longer or more than it may."""
        return not self.broken and self.slowest[0] <= SECONDS and self.memory <= BYTES


@contextmanager
def _each_once() -> Iterator[None]:
    """Have files in memory be read once for all that is asked of them, and those that all cases begin with once for all cases:
    reading takes most of the time.
    """
    known: dict[bool, tuple[Files, tuple[list[PackageRecords], list[Problem]]]] = {}

    def read(tree: Tree, *, locked: bool = True, **how: Any) -> tuple[list[PackageRecords], list[Problem]]:
        if not isinstance(tree, FilesTree):
            return validate(tree, locked=locked, **how)
        files, found = known.get(locked, ({}, ([], [])))
        if files != tree.files:
            found = validate(tree, locked=locked, **how)
            known[locked] = dict(tree.files), found
        return found[0], list(found[1])

    with patch.object(loading, "validate", read), patch.object(effects, "validate", read):
        yield


Try = tuple[str, Files, Callable[[], Files]]
"""A case in a few words, the files that something is done to, and what makes the files of the case when its turn comes."""


def withstood(cases: Iterable[Try], *, publish: int = 0) -> Score:
    """Try cases; of those accepted each so many is published too."""
    score = Score()
    with _each_once():
        for name, base, make in cases:
            changed = make()
            begun = time.process_time()
            score.tried += 1
            try:
                ok = tried(base, changed).ok
                score.slowest = max(score.slowest, (time.process_time() - begun, name))
                score.accepted += ok
                if ok and publish and score.accepted % publish == 0:
                    score.published += 1
                    published(changed, whole=score.published % WHOLE == 0)
            except Exception as error:  # noqa: BLE001 - that is what is looked for
                score.broke(error, name)
    score.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return score


def told(score: Score) -> bool:
    """Print a score; whether it is fine."""
    for line in score.lines():
        click.echo(line)
    return score.fine
