"""The downloads of one package, written into a folder."""

from __future__ import annotations

from pathlib import Path

from sites import TODAY

from generator.core.model import Package
from generator.publishing.export.write import write_package
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.standings import assess_package


def loaded(data: Path, name: str) -> Package:
    ledger, report = load(WorkingTree(data))
    assert ledger is not None, report.render("text", "en")
    return ledger.packages[name]


def written(folder: Path, package: Package) -> Path:
    write_package(folder / package.id, package, assess_package(package, TODAY))
    return folder / package.id
