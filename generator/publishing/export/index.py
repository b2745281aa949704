"""`data/index.json`: all indicators of a site, with the addresses of what is known of each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from generator.core.external_codes import codes_in
from generator.core.model import Package
from generator.core.phrases import Text
from generator.format.joint import global_id
from generator.publishing.export.json_shapes import INDEX_SCHEMA
from generator.publishing.settings import Settings
from generator.verdicts.alike import alike

Counted = Mapping[str, Mapping[str, int]]
"""How many figures each indicator has that has any, by package."""


def index(packages: Sequence[Package], figures: Counted, settings: Settings, made: date) -> str:
    """The list as it stands in its file. Addresses are relative to it where that of the site is not known."""
    root = settings.url or "../"
    same: dict[str, dict[str, None]] = {}
    for one in alike(packages):
        names = [global_id(package, name) for package, name in one.held]
        for name in names:
            same.setdefault(name, {}).update((other, None) for other in names if other != name)
    listed = {
        "$schema": f"{root}{INDEX_SCHEMA}",
        "made": made.isoformat(),
        "packages": [_package(item, root) for item in packages],
        "indicators": [
            row for item in packages for row in _indicators(item, figures.get(item.id, {}), same, root)
        ],
    }
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":")) + "\n"


def _said(text: Text) -> Mapping[str, str]:
    return dict(text.said)


def _package(package: Package, root: str) -> Mapping[str, Any]:
    return {
        "package": package.id,
        "title": _said(package.title),
        "version": package.version,
        "licence": package.licence,
        "languages": [*package.languages],
        "page": f"{root}{package.id}/",
        "descriptor": f"{root}data/{package.id}/datapackage.json",
    }


def _indicators(
    package: Package, figures: Mapping[str, int], same: Mapping[str, Iterable[str]], root: str
) -> Iterator[Mapping[str, Any]]:
    targets = Counter(item.indicator_id for item in package.targets.values())
    for item in package.indicators.values():
        name = global_id(package.id, item.id)
        files = f"{root}data/{package.id}/indicators/{item.id}"
        yield {
            "id": name,
            "package": package.id,
            "indicator_id": item.id,
            "title": _said(item.title),
            "theme_id": item.theme_id,
            "unit": _said(package.units[item.unit_id].title),
            "measure": item.measure.value,
            "ascending": item.ascending,
            "codes": {code.scheme: code.code for code in codes_in(item.more)},
            "targets": targets[item.id],
            "observations": figures.get(item.id, 0),
            "same_as": [*same.get(name, ())],
            "page": f"{root}{package.id}/indicators/{item.id}/",
            "csv": f"{files}.csv",
            "json": f"{files}.json",
        }
