"""The types hold: mypy, strict, as `pyproject.toml` says what it looks at."""

from __future__ import annotations

import subprocess
import sys

from folders import ROOT


def test_mypy_finds_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
