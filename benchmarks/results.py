"""What was measured, as it stands in `RESULTS.md`: written there, read back to stand beside what is measured next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measuring import MIB, Cost

FILE = Path(__file__).with_name("RESULTS.md")

COLUMNS = ("CPU s", "wall s", "peak MiB", "disk MiB")
HEAD = (
    "step",
    *COLUMNS,
    "runs",
    "measured",
    *(f"before: {name}" for name in COLUMNS),
    "before: runs",
    "before: measured",
)
MACHINE = "On: "


@dataclass(frozen=True, slots=True)
class Result:
    """What a step cost, as the median of so many runs, and when: the day and the commit of the program."""

    cost: Cost
    runs: int
    measured: str


@dataclass(frozen=True, slots=True)
class Section:
    """All that was measured of one shape on one machine: what it holds, and each step's last result and the one before."""

    facts: str
    machine: str
    rows: Mapping[str, tuple[Result, Result | None]] = field(default_factory=dict)

    def with_results(self, facts: str, machine: str, results: Mapping[str, Result]) -> Section:
        """The section after a further measurement; what stood there of each step is what it cost before.

        What was measured on another machine, or of other data, is no measure of it and goes. A step that is measured
        twice at the same commit replaces the first.
        """
        kept = self.rows if (facts, machine) == (self.facts, self.machine) else {}
        rows = dict(kept)
        for step, result in results.items():
            old = kept.get(step)
            same = old is not None and old[0].measured == result.measured
            rows[step] = (result, old[1] if old and same else old[0] if old else None)
        return Section(facts, machine, rows)


def table(section: Section, order: Sequence[str]) -> Iterator[str]:
    """The lines of a Markdown table of a section, the steps in their order."""
    yield f"| {' | '.join(HEAD)} |"
    yield f"| --- |{' ---: |' * len(COLUMNS)} ---: | --- |{' ---: |' * len(COLUMNS)} ---: | --- |"
    for step in sorted(section.rows, key=order.index):
        now, before = section.rows[step]
        yield f"| {' | '.join([step, *_cells(now), *_cells(before)])} |"


def _cells(result: Result | None) -> list[str]:
    if result is None:
        return [""] * (len(COLUMNS) + 2)
    cost = result.cost
    numbers = (
        f"{cost.cpu:.2f}",
        "" if cost.wall is None else f"{cost.wall:.2f}",
        "" if cost.memory is None else f"{cost.memory / MIB:.0f}",
        "" if cost.size is None else f"{cost.size / MIB:.1f}",
    )
    return [*numbers, str(result.runs), result.measured]


def _result(cells: Sequence[str]) -> Result | None:
    """The other way round; None of empty cells. Raises ValueError where they are not such cells."""
    cpu, wall, memory, size, runs, measured = cells
    if not measured:
        return None
    cost = Cost(
        float(cpu),
        float(wall) if wall else None,
        round(float(memory) * MIB) if memory else None,
        round(float(size) * MIB) if size else None,
    )
    return Result(cost, int(runs), measured)


def read(text: str) -> dict[str, Section]:
    """The sections of the page by name. Raises ValueError where a row is none of a table that `table` writes."""
    found: dict[str, Section] = {}
    for part in text.split("\n## ")[1:]:
        lines = part.splitlines()
        machines = [line.removeprefix(MACHINE) for line in lines if line.startswith(MACHINE)]
        if not machines:
            continue
        rows = {}
        for line in [line for line in lines if line.startswith("| ")][2:]:
            step, *cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            now, before = (_result(cells[at : at + len(COLUMNS) + 2]) for at in (0, len(COLUMNS) + 2))
            if now is None:
                raise ValueError(line)
            rows[step] = (now, before)
        found[lines[0]] = Section(lines[2], machines[0], rows)
    return found


def page(
    head: str, sections: Mapping[str, Section], order: Sequence[str], remarks: Mapping[str, Iterable[str]]
) -> str:
    """The whole page: what stands above, then each section, in the order in which they joined, with its remarks."""
    parts = [head.rstrip()]
    for name, section in sections.items():
        lines = [f"## {name}", "", section.facts, "", MACHINE + section.machine, "", *table(section, order)]
        for remark in remarks.get(name, ()):
            lines += ["", remark]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def growth(small: tuple[int, Section], large: tuple[int, Section]) -> Iterator[str]:
    """How much more each indicator costs of many than of few, by step: what is asked is that it costs the same.

    Each is a number of indicators with what was measured of them; only results of one commit on one machine are held
    against each other.
    """
    (few, little), (many, much) = small, large
    if little.machine != much.machine:
        return
    for step, (result, _) in much.rows.items():
        other = little.rows.get(step)
        if other and other[0].measured == result.measured and other[0].cost.cpu:
            each, before = result.cost.cpu / many, other[0].cost.cpu / few
            yield (
                f"{step}: {before * 1000:.2f} ms of CPU for each of {few:,} indicators, {each * 1000:.2f} ms for each "
                f"of {many:,}: {100 * (each / before - 1):+.0f} %"
            )
