"""Has a package validated as it was written, as far as it is not the same as when it was last found valid."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from generator.publishing.export.write import sha256
from generator.publishing.store import recalled, remember
from generator.publishing.validation.complaints import DESCRIPTION, Complaint

_VALID = b"valid"
"""What is remembered of a thing; of what is not valid nothing is."""


@dataclass(frozen=True, slots=True)
class Validation:
    """That a package is valid: `version` is that of frictionless, which has validated so many `tables` of `all` in
    `seconds` by the clock; the others, and with 0 seconds all, have not changed since they were found valid.
    """

    package: str
    version: str
    tables: int
    all: int
    seconds: float


class InvalidError(Exception):
    """frictionless, in a `version`, does not find a `package` valid, for the `complaints`."""

    def __init__(self, package: str, version: str, complaints: Sequence[Complaint]) -> None:
        super().__init__(f"{package}: {complaints[0]}")
        self.package, self.version, self.complaints = package, version, tuple(complaints)


Prove = Callable[[Path], object]
"""Takes the folder of a package's downloads when it is written. What it raises keeps the package from being published."""


def validated(folder: Path) -> Validation:
    """Have frictionless validate the package in a folder that is named as the package is.

    Raises InvalidError. What was found valid is remembered where a store is at hand.
    """
    begun = perf_counter()
    frictionless = version("frictionless")
    parts = _parts(folder)
    new = [name for name, made_of in parts.items() if recalled("valid", frictionless, *made_of) != _VALID]
    if new:
        from generator.publishing.validation.asking import complaints

        if found := complaints(folder, new):
            raise InvalidError(folder.name, frictionless, found)
        for name in new:
            remember(_VALID, "valid", frictionless, *parts[name])
    tables = len([name for name in new if name])
    seconds = perf_counter() - begun if new else 0.0
    return Validation(folder.name, frictionless, tables, len(parts) - 1, seconds)


def _parts(folder: Path) -> Mapping[str, Sequence[str]]:
    """What can be valid for itself, with all that this depends on: each table by its name, the description by none.

    A table depends on its bytes, on what is said of it, and on both of each table that it refers to.
    """
    text = (folder / DESCRIPTION).read_text(encoding="utf-8")
    described = json.loads(text)
    own = {
        item["name"]: (json.dumps(item, sort_keys=True), _content(folder / item["path"]))
        for item in described["resources"]
    }
    whole = described.get("$schema", "")
    parts: dict[str, Sequence[str]] = {"": (text,)}
    for item in described["resources"]:
        others = {key["reference"].get("resource", "") for key in item["schema"].get("foreignKeys", ())}
        beside = (part for name in sorted(others & own.keys()) for part in own[name])
        parts[item["name"]] = (whole, *own[item["name"]], *beside)
    return parts


def _content(file: Path) -> str:
    """The checksum of a file; none where it is not there, which frictionless tells."""
    return sha256(file) if file.is_file() else ""
