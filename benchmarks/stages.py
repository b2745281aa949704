"""Parts of a build that have no command of their own, for `run.py`: what each took stands in a file of JSON.

`build DATA SITE`: the command itself; how long it was at each of the steps that it tells of.
`validate FOLDER`: the validation of each package in it, as the commands that publish have it done.
`charts DATA`: all charts of all indicators, drawn one after the other; reading and judging are not counted.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from generator.cli import main as command
from generator.core.codes import Reason
from generator.core.problems import Report
from generator.publishing import build as pipeline
from generator.publishing.clock import today
from generator.publishing.gathering import Tell
from generator.publishing.pages.drawings import indicator_charts
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import read_settings
from generator.publishing.validation.validated import validated
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.standings import assess_package

BEGUN = "reading"
"""What a build does before it tells of a step: it reads, checks and judges, and reads the history."""


class Marks:
    """When each step began: seconds of the processor so far, with those of finished children, and of the clock."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.times: list[tuple[float, float]] = []

    def add(self, name: str) -> None:
        """A step begins."""
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        self.names.append(name)
        self.times.append((sum(item.ru_utime + item.ru_stime for item in used), time.perf_counter()))

    def steps(self) -> dict[str, tuple[float, float]]:
        """What each step took, in seconds of the processor and of the clock; the last mark ends the one before."""
        pairs = zip(self.times, self.times[1:], strict=False)
        taken = [(after[0] - before[0], after[1] - before[1]) for before, after in pairs]
        return dict(zip(self.names, taken, strict=False))


def build(data: str, site: str, marks: Marks) -> None:
    """What `mingzhang build` does, from beginning to end; as it tells of its steps, `marks` hears of them too."""
    whole = pipeline.build

    def marked(*places: Path, tell: Tell, **options: Any) -> Report:
        def both(step: str) -> None:
            marks.add(step)
            tell(step)

        return whole(*places, tell=both, **options)

    pipeline.build = marked  # type: ignore[assignment] # the command finds it there
    marks.add(BEGUN)
    # One process, for what others do is in no step.
    command(
        ["build", "--no-validate", "--workers", "1", "--data", data, "--site", site], standalone_mode=False
    )


def validate(folder: str, marks: Marks) -> None:
    """The validation of the exported packages in a folder, nothing of them being known."""
    marks.add("validate")
    for description in sorted(Path(folder).glob("*/datapackage.json")):
        validated(description.parent)


def charts(data: str, marks: Marks) -> None:
    """The charts of all pages of indicators, in every language of the site."""
    settings = read_settings()
    ledger, report = load(WorkingTree(Path(data)))
    assert ledger is not None, report.render("text", "en")[:500]
    day = today(settings.zone)
    views = [PackageView(item, assess_package(item, day)) for item in ledger.packages.values()]
    languages = settings.speaking(view.package for view in views).languages
    marks.add("charts")
    for view in views:
        for indicator in view.package.indicators.values():
            judged = view.assessments_by_indicator[indicator.id]
            standing = [item for item in judged if item.reason is not Reason.SUPERSEDED]
            for language in languages:
                indicator_charts(view, indicator, standing, language)


def main() -> None:
    """Do what was asked for and write what it took: `build FILE DATA SITE`, `charts FILE DATA`, `validate FILE FOLDER`."""
    what, file, *places = sys.argv[1:]
    marks = Marks()
    code = 0
    try:
        {"build": build, "charts": charts, "validate": validate}[what](*places, marks)  # type: ignore[operator]
    except SystemExit as end:
        code = int(end.code or 0)
    marks.add("end")
    Path(file).write_text(json.dumps(marks.steps()), encoding="utf-8")
    sys.exit(code)


if __name__ == "__main__":
    main()
