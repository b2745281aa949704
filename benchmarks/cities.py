"""Builds a country of made-up cities with several workers at once, and apart and joined, and tells what each way cost.

.venv/bin/python benchmarks/cities.py --cities 10 --workers 2
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from making import PACKAGE, asked, make, sized
from measuring import MIB, Cost, machine, measured, size
from shapes import Shape

COMMAND = (sys.executable, "-c", "from generator.cli import run; run()", "build", "--date", "2026-11-21")


def country(data: Path, cities: int, shape: Shape) -> list[str]:
    """Make so many cities below a data folder, each from a seed of its own; their ids."""
    names = [f"city-{number}" for number in range(1, cities + 1)]
    for seed, name in enumerate(names, 1):
        make(data, shape, seed)
        (data / PACKAGE).rename(data / name)
    return names


def built(folder: Path, name: str, *options: str) -> Cost:
    """What a build costs that finds nothing of an earlier one; its site is a folder of that name."""
    place = folder / f"{name}.work"
    place.mkdir()
    site = str(folder / name)
    cost = measured([*COMMAND, "--data", str(folder / "data"), "--site", site, *options], place)
    return Cost(cost.cpu, cost.wall, cost.memory, size(folder / name))


def same(one: Path, other: Path) -> bool:
    """Whether two sites are the same to the byte."""
    found = [
        {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (one, other)
    ]
    return found[0] == found[1]


def ways(folder: Path, names: list[str], workers: int, *, apart: bool) -> Iterator[tuple[str, Cost]]:
    """What each way to the site costs. Raises AssertionError where the ways lead to different sites."""
    yield f"all at once, {workers} workers", built(folder, "whole", "--workers", str(workers))
    if apart:
        for name in names:
            yield f"{name} apart", built(folder, name, "--package", name)
        parts = [str(folder / name) for name in names]
        yield "joined", built(folder, "joined", "--assemble", *parts)
        assert same(folder / "whole", folder / "joined")


@click.command()
@click.option("--cities", type=click.IntRange(min=1), default=10, show_default=True, help="How many.")
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True, help="How many.")
@click.option("--apart", is_flag=True, help="Build each apart too, join them, and compare.")
@sized
def main(cities: int, workers: int, apart: bool, **sizes: int | None) -> None:  # noqa: FBT001 - Click's
    """Print what the site of some cities costs; the sizes replace those of the shape `city`."""
    click.echo(machine())
    with TemporaryDirectory() as place:
        folder = Path(place)
        names = country(folder / "data", cities, asked("city", sizes))
        for way, cost in ways(folder, names, workers, apart=apart):
            told = f"{cost.cpu:.1f} CPU-s, {cost.wall or 0:.0f} s, {(cost.memory or 0) / MIB:.0f} MiB"
            click.echo(f"{way}: {told}, {(cost.size or 0) / MIB:.0f} MiB on disk")


if __name__ == "__main__":
    main()
