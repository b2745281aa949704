"""Measures what each step costs, on made-up data of a shape or on any data, beside what it cost before.

.venv/bin/python benchmarks/run.py --shape record --shape national --runs 1
.venv/bin/python benchmarks/run.py --data DIR --steps check,cold
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import country
from making import asked, sized
from measuring import Cost, FailedError, machine, middle, size
from results import FILE, Result, Section, growth, page, read, table
from shapes import SHAPES, Shape
from steps import STEPS, Bench

MAKER = str(Path(__file__).with_name("making.py"))
ROOT = Path(__file__).parent.parent
FEW, MANY = "tenth", "wide"
"""The two shapes that differ in nothing but the number of indicators."""


def _steps(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    """The steps that were named, in the order in which they run."""
    names = value.split(",")
    if unknown := [name for name in names if name not in STEPS]:
        raise click.BadParameter(f"no such step: {', '.join(unknown)}")
    return tuple(name for name in STEPS if name in names)


def head() -> str:
    """What stands above the results."""
    steps = "\n".join(f"- **{name}**: {what}" for name, what in STEPS.items())
    return f"""\
# What it costs

Written by `benchmarks/run.py`; `--help` tells its options. To measure everything anew and write it here:

```sh
.venv/bin/python benchmarks/run.py --shape record --shape city --shape national --shape tenth --shape wide --record
```

Each step runs as a process of its own, on a copy of the data:

{steps}

*CPU s* are the seconds of all processors in the process and all that it started and waited for. *wall s* pass on the
clock. Measure on a machine that does nothing else: where *wall s* is far above *CPU s* the cores were shared, and then
the seconds of the processor grow too, by as much as half. *peak MiB* is the memory (resident set) that the largest single
process of the tree had at its peak; it is no sum, so several at a time need more. *disk MiB* are the bytes of the files
that the step leaves. Each is the median of the runs, by itself. What was measured before stands to the right: the
result at the last other commit whose result was written here. A `+` behind the commit: with changes that it does not
hold.
"""


def told(shape: Shape, seed: int) -> str:
    """What made-up data hold, in a line."""
    names = ("indicators", "observations", "documents", "dimensions", "targets", "deliverables")
    counts = ", ".join(f"{getattr(shape, name):,} {name}" for name in names)
    return f"{counts}; languages {', '.join(shape.languages)}; seed {seed}."


def commit() -> str:
    """The commit of the program, short, with a plus where files differ from it."""
    git = ("git", "-C", str(ROOT))
    found = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    changed = subprocess.run(
        [*git, "status", "--porcelain", "--", "generator", "site_src", "requirements.lock"],
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.strip() + ("+" if changed.stdout else "")


def measure(data: Path, steps: Sequence[str], runs: int) -> dict[str, Cost]:
    """Median costs of some steps on some data. Raises FailedError where one fails."""
    costs: dict[str, list[Cost]] = {}
    for run in range(runs):
        with TemporaryDirectory() as folder:
            for step, cost in Bench(Path(folder), data).run(steps):
                costs.setdefault(step, []).append(cost)
                click.echo(f"{data.name}, run {run + 1}: {step} {cost.cpu:.2f} CPU-s", err=True)
    return {step: middle(found) for step, found in costs.items()}


def remarks(sections: dict[str, Section]) -> dict[str, list[str]]:
    """What follows from the results of several sections, by the section that it stands in."""
    if FEW not in sections or MANY not in sections:
        return {}
    pair = [(SHAPES[name].indicators, sections[name]) for name in (FEW, MANY)]
    lines = [f"- {line}" for line in growth(pair[0], pair[1])]
    return {MANY: ["What each indicator costs:", "\n".join(lines)]} if lines else {}


def write(sections: dict[str, Section]) -> None:
    """Write the page of results, and what follows from it in the page for contributors."""
    FILE.write_text(page(head(), sections, list(STEPS), remarks(sections)), encoding="utf-8")
    if country.CITY in sections:
        text = country.PAGE.read_text(encoding="utf-8")
        country.PAGE.write_text(country.filled(text, sections[country.CITY]), encoding="utf-8")


def sources(
    shapes: Sequence[str], folders: Sequence[Path], seed: int, sizes: dict[str, int | None]
) -> Iterator[tuple[str, str, Path]]:
    """What is to be measured, one after the other: its name, what it holds, and the data, which go afterwards."""
    for name in shapes:
        with TemporaryDirectory() as folder:
            data = Path(folder) / name
            options = [
                f"--{key.replace('_', '-')}={value}" for key, value in sizes.items() if value is not None
            ]
            # Made by another process: what this one has ever needed would be counted to those that it starts.
            making = [sys.executable, MAKER, name, str(data), f"--seed={seed}", *options]
            subprocess.run(making, stdout=subprocess.DEVNULL, check=True)
            yield name, told(asked(name, sizes), seed), data
    for data in folders:
        yield data.resolve().name, f"{size(data):,} bytes of data.", data


@click.command()
@click.option(
    "--shape", "shapes", multiple=True, type=click.Choice(list(SHAPES)), help="A shape of made-up data."
)
@click.option(
    "--data",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Any data folder; what is measured is a copy.",
)
@click.option(
    "--steps", default=",".join(STEPS), callback=_steps, show_default=True, help="Which, with commas between."
)
@click.option(
    "--runs", type=click.IntRange(min=1), default=3, show_default=True, help="How often each step runs."
)
@click.option("--seed", type=int, default=1, show_default=True, help="For what is made up.")
@click.option("--record", is_flag=True, help="Write RESULTS.md; what stood there is what it cost before.")
@sized
def main(
    shapes: tuple[str, ...],
    folders: tuple[Path, ...],
    steps: tuple[str, ...],
    runs: int,
    seed: int,
    record: bool,  # noqa: FBT001 - Click gives options by name
    **sizes: int | None,
) -> None:
    """Measure steps on data of any size and print what each cost beside what it cost before.

    The sizes below replace those of the shapes; such results are not recorded.
    """
    if record and any(value is not None for value in sizes.values()):
        raise click.UsageError("--record is for the shapes as they are, without other sizes.")
    if not shapes and not folders and not record:
        raise click.UsageError("Nothing to measure: name a --shape or a --data folder.")
    known = read(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    moment = f"{datetime.now(UTC):%Y-%m-%d} {commit()}"
    if record:
        write(known)
    try:
        for name, facts, data in sources(shapes, folders, seed, sizes):
            costs = measure(data, steps, runs)
            results = {step: Result(cost, runs, moment) for step, cost in costs.items()}
            section = known.get(name, Section(facts, machine())).with_results(facts, machine(), results)
            known[name] = section
            click.echo("\n".join([f"## {name}", "", facts, "", *table(section, list(STEPS)), ""]))
            for remark in remarks(known).get(name, ()):
                click.echo(remark)
            # At once: what was measured stays when a later step fails or is stopped.
            if record:
                write(known)
    except FailedError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
