"""Unpacks what the tests have packed themselves."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Any


def unpack(opened: tarfile.TarFile, folder: Path) -> None:
    """All of it, below a folder. Python has its filter since 3.11.4 and asks for it since 3.12."""
    chosen: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    opened.extractall(folder, **chosen)
