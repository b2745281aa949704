"""Where things stand that the tests read: the program's folders, and the examples beside the tests."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "data"
RECORD = ("district", "qingdao")
"""The shipped packages, which only the tests of the record read, and their folder."""

HELPERS = ROOT / "tests" / "helpers"
FIXTURES = ROOT / "tests" / "fixtures"
PROBLEMS = FIXTURES / "problems"
"""A folder for each problem, with the one mistake that brings it; `base` is sound."""

BASE = PROBLEMS / "base"
ARCHIVE = FIXTURES / "archive"
"""The texts that the documents of `base` were transcribed from."""

LONG_PLANS = FIXTURES / "long-plans"
"""A body with a plan of fifteen years and the results of each."""

CASES = FIXTURES / "cases"
"""Tables worked by hand."""


def twin(package: Path, name: str) -> Path:
    """A package once more under another name, beside it; it bears other titles, since a mere copy would be refused."""
    folder = shutil.copytree(package, package.with_name(name))
    facts = folder / "package.yaml"
    facts.write_bytes(entitled(facts.read_bytes(), name))
    return folder


def entitled(facts: bytes, name: str) -> bytes:
    """A `package.yaml` whose titles begin with a name."""
    return re.sub(rb"(?m)^(title_\w+: *['\"]?)", rb"\g<1>" + name.encode() + b" ", facts)


def has_record() -> bool:
    """Whether the shipped packages are there. Whoever took this repository over has others in their place."""
    return all((DATA / package / "package.yaml").is_file() for package in RECORD)
