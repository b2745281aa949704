"""The archive of official texts that the shipped record is held against; it is no part of the repository."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

VARIABLE = "MINGZHANG_ARCHIVE"
NONE = "none"
"""What the variable says where there is no archive to be had."""


def archive_at(environment: Mapping[str, str], usual: Path) -> Path:
    """The folder that the variable names, or else the usual one.

    Without an archive its tests are skipped. Where nobody would see that, in CI, they fail, unless the variable says
    that there is none; a folder that the variable names must be there.
    """
    named = environment.get(VARIABLE, "")
    if named == NONE:
        pytest.skip(f"{VARIABLE}={NONE}: the citations are not held against the official texts")
    folder = Path(named) if named else usual
    if not folder.is_dir():
        told = f"no archive of official texts at {folder}: name it with {VARIABLE}, or say {VARIABLE}={NONE}"
        if named or environment.get("CI"):
            pytest.fail(told, pytrace=False)
        pytest.skip(told)
    return folder
