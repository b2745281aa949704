"""Edits of a folder of data: made by hand, and told by what they changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def snapshot(data: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()
    }


def difference(data: Path, before: Mapping[str, bytes]) -> dict[str, tuple[list[str], list[str]]]:
    """Of each file that changed: the lines that went, and those that came."""
    found = {}
    for path, content in snapshot(data).items():
        if content != before.get(path):
            old, new = before.get(path, b"").decode().splitlines(), content.decode().splitlines()
            found[path] = [line for line in old if line not in new], [line for line in new if line not in old]
    return found


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
