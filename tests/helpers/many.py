"""A made-up town whose lamps are counted in many ways: statistics with thousands of figures, or hundreds of columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

from overlays import OverlayTree
from statistical import FACTS

from generator.core.model import Package
from generator.reading.load import load

FOLDER = "town/documents/statistics"
INDICATOR = "lamps-counted"
PAGE = f"town/indicators/{INDICATOR}/"

_INDICATORS = "town/indicators/lighting.yaml"
_COUNTED = """\
{id}:
  title_zh: 清点的路灯
  title_en: Lamps counted
  definition_zh: 清点到的路灯。
  definition_en: Lamps that were counted.
  unit_id: lamp
  measure: stock
  ascending: true
"""

Of = Mapping[str, str]
"""What figures are of: codes by dimension; empty for the whole."""


def tree(
    dimensions: Mapping[str, Sequence[str]], parts: Iterable[Of], years: range, indicators: int = 1
) -> OverlayTree:
    """The town with statistics: for each of the `parts` a value for each year, for so many indicators.

    Dimensions and codes are named by their ids.
    """
    found = OverlayTree()
    names = [INDICATOR, *(f"{INDICATOR}-{number}" for number in range(2, indicators + 1))]
    defined = "".join(_COUNTED.format(id=name) for name in names)
    found.write(_INDICATORS, found.read(_INDICATORS).decode() + defined)
    known = found.read("town/dimensions.yaml").decode()
    found.write("town/dimensions.yaml", known + "".join(_dimensions(dimensions)))
    found.write(f"{FOLDER}/document.yaml", FACTS.format(start=f"{years[0]}-01-01"))
    head = ",".join(
        (
            "indicator_id,area_id",
            *dimensions,
            "period_start,period_end,as_of,value,qualifier,obs_status,locator,figure",
        )
    )
    rows = _rows(names, list(dimensions), list(parts), years)
    return found.write(f"{FOLDER}/observations.csv", "\n".join([head, *rows, ""]))


def on_disk(found: OverlayTree, data: Path) -> None:
    """Write the files of a tree below a data folder."""
    for entry in found.entries():
        file = data / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(found.read(entry.path))


def _dimensions(dimensions: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, codes in dimensions.items():
        yield f"{name}:\n  title_zh: 按{name}\n  title_en: By {name}\n  exhaustive: false\n  values:\n"
        for code in codes:
            yield f"    {code}:\n      title_zh: 值{code}\n      title_en: Code {code}\n"


def _rows(
    names: Sequence[str], dimensions: Sequence[str], parts: Sequence[Of], years: range
) -> Iterator[str]:
    line = 1
    for name, (position, part), year in product(names, enumerate(parts), years):
        codes = (part.get(dimension, "") for dimension in dimensions)
        value = f"{1000 + 10 * (year - years[0]) - position}.5"
        line += 1
        span = f"{year}-01-01,{year}-12-31,{year}-12-31"
        yield ",".join((name, "qinghe", *codes, span, value, ",", f"表1/#B{line}", ""))


def crossed(dimensions: Mapping[str, Sequence[str]]) -> list[Of]:
    """The whole, each dimension by itself, and all of them together."""
    alone = [{name: code} for name, codes in dimensions.items() for code in codes]
    names = list(dimensions)
    together = [dict(zip(names, codes, strict=True)) for codes in product(*dimensions.values())]
    return [{}, *alone, *(together if len(names) > 1 else [])]


def package(found: OverlayTree) -> Package:
    """The town as it is read."""
    ledger, report = load(found)
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


SEX_AGE: Mapping[str, Sequence[str]] = {
    "sex": ("men", "women"),
    "age": ("0-14", "15-24", "25-64", "65-more"),
}


def lamps() -> OverlayTree:
    """390 figures of one indicator: the whole, by two dimensions, by both together, in 26 years."""
    return tree(SEX_AGE, crossed(SEX_AGE), range(1996, 2022))
