"""How time grows with the data: makes a package of any size and times check, export and build.

.venv/bin/python benchmarks/scale.py --indicators 1000 --observations 100000 [--build]
"""

from __future__ import annotations

import argparse
import gc
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from generator.format.version import FORMAT
from generator.publishing.build import build
from generator.publishing.export.write import write_package
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.standings import assess_package

T = TypeVar("T")
THEMES = 20


def write_data(folder: Path, indicators: int, observations: int) -> None:
    """A valid package with as many indicators and observations, in yearly reports; a target for each indicator."""
    package = folder / "big"
    package.mkdir(parents=True)
    both = "title_zh: 标题\ntitle_en: Title\n"
    inner = "  title_zh: 标题\n  title_en: Title\n"
    texts = "".join(f"{name}_zh: 文字\n{name}_en: Words\n" for name in ("description", "disclaimer"))
    (package / "package.yaml").write_text(
        f"publisher_id: body\narea_id: city\n{both}{texts}licence: CC-BY-4.0\nversion: 1.0.0\n"
        f"languages: [zh, en]\nofficers: published\nformat: {FORMAT}\n",
        encoding="utf-8",
    )
    for name, ids in (("organisations", ["body"]), ("areas", ["city"]), ("units", ["item"])):
        (package / f"{name}.yaml").write_text(
            "".join(f"{entry}:\n{inner}" for entry in ids), encoding="utf-8"
        )
    themes = [f"theme-{number}" for number in range(THEMES)]
    (package / "themes.yaml").write_text("".join(f"{theme}:\n{inner}" for theme in themes), encoding="utf-8")
    (package / "indicators").mkdir()
    for position, theme in enumerate(themes):
        text = "".join(
            f"i-{number}:\n{inner}  definition_zh: 定义\n  definition_en: Definition\n  unit_id: item\n  measure: flow\n"
            "  ascending: true\n"
            for number in range(position, indicators, THEMES)
        )
        if text:
            (package / "indicators" / f"{theme}.yaml").write_text(text, encoding="utf-8")
    sections = "sections:\n  一:\n    title_zh: 一\n    title_en: One\n"
    facts = f"{both}publisher_id: body\ncompleteness: full\narchive_sha256: {'0' * 64}\n{sections}"
    plan = package / "documents" / "plan"
    plan.mkdir(parents=True)
    period = "period_start: 2000-01-01\nperiod_end: 2000-12-31\n"
    (plan / "document.yaml").write_text(f"kind: plan\n{period}{facts}", encoding="utf-8")
    (plan / "goals.yaml").write_text(
        f"'1':\n  locator: 一/1\n{inner}  summary_zh: 大意\n  summary_en: Summary\n  themes: [theme-0]\n",
        encoding="utf-8",
    )
    head = "goal,indicator_id,area_id,period_start,period_end,comparator,value,value_upper,baseline,locator,figure\n"
    rows = "".join(
        f"1,i-{number},city,2000-01-01,2000-12-31,eq,100,,,一/1,100个\n" for number in range(indicators)
    )
    (plan / "targets.csv").write_text(head + rows, encoding="utf-8")
    head = "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure\n"
    each = max(1, min(indicators, observations))
    for number in range(max(1, observations // each)):
        year, month = 2000 + number // 12 % 100, number % 12 + 1
        report = package / "documents" / f"report-{number}"
        report.mkdir()
        first, last = f"{year}-01-01", f"{year}-{month:02d}-28"
        period = f"period_start: {first}\nperiod_end: {last}\n"
        (report / "document.yaml").write_text(f"kind: report\n{period}{facts}", encoding="utf-8")
        rows = "".join(
            f"i-{item},city,{first},{last},{last},{item % 97},,,一,{item % 97}个\n" for item in range(each)
        )
        (report / "observations.csv").write_text(head + rows, encoding="utf-8")


def timed(name: str, work: Callable[[], T]) -> T:
    """Do the work and print how long it took and how much memory the process has needed so far."""
    start = time.perf_counter()
    result = work()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:8} {time.perf_counter() - start:8.2f} s {memory:8.0f} MiB")  # noqa: T201 - this is its output
    return result


def main() -> None:
    """Parse the sizes, make the package, time each step."""
    gc.set_threshold(200_000, 50, 50)  # as the command line does
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--indicators", type=int, default=1000)
    parser.add_argument("--observations", type=int, default=100_000)
    parser.add_argument("--build", action="store_true", help="also build the whole site")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        write_data(data, asked.indicators, asked.observations)
        ledger, report = timed("check", lambda: load(WorkingTree(data)))
        assert ledger is not None, report.render("text", "en")[:500]
        package = ledger.packages["big"]
        today = date(2026, 1, 1)
        standings = timed("assess", lambda: assess_package(package, today))
        timed("export", lambda: write_package(Path(folder) / "export", package, standings))
        if asked.build:
            timed("build", lambda: build(data, Path(folder) / "site", Path(folder) / "work", today=today))


if __name__ == "__main__":
    main()
