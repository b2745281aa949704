"""Where things stand that the tests read: the program's folders, and the examples beside the tests."""

from __future__ import annotations

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


def has_record() -> bool:
    """Whether the shipped packages are there. Whoever took this repository over has others in their place."""
    return all((DATA / package / "package.yaml").is_file() for package in RECORD)
