"""The files that a designer or editor changes: those of an installation, and below them the program's own.

An installation has a folder `site_src` where its commands run. What stands there goes before the file of the same path
that comes with the program, so that nobody has to change the program's own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

P = ParamSpec("P")
R = TypeVar("R")

NAME = "site_src"
PROGRAM = Path(__file__).resolve().parents[1]
"""The program itself."""

SHIPPED = next(path for path in (PROGRAM / NAME, PROGRAM.parent / NAME) if path.is_dir())
"""Comes with the program: inside of it where it is installed, beside it in its repository."""

MKDOCS = SHIPPED.parent / "mkdocs.yml"
"""What the renderer's configurations of all languages share."""


BESIDE = SHIPPED.parent
"""Where the plain commands (`deploy/`) and the workflows (`.github/`) stand that an installation takes a copy of."""


_KEPT: list[Callable[[], None]] = []
"""Has each function forget what it took from these files."""


def kept(function: Callable[P, R]) -> _lru_cache_wrapper[R]:
    """A function of what stands in these files that keeps what it found, as they stay as they are until `forget`."""
    found = cache(function)
    _KEPT.append(found.cache_clear)
    return found


def forget() -> None:
    """Have everything that was taken from these files read again: one of them may have been changed."""
    for clear in _KEPT:
        clear()


def layers() -> tuple[Path, ...]:
    """The folders that are looked through, the installation's own first."""
    own = Path.cwd() / NAME
    return (own, SHIPPED) if own.is_dir() and not own.samefile(SHIPPED) else (SHIPPED,)


def found(path: str) -> Path:
    """A file by its path below the folder; where nobody has it, the place in the program's own."""
    return next((layer / path for layer in layers() if (layer / path).exists()), SHIPPED / path)


def snippet(name: str) -> str:
    """The text of a program that the downloads or the data page show."""
    return found(f"snippets/{name}").read_text(encoding="utf-8").strip()


def everywhere(path: str) -> list[Path]:
    """A file or folder in each layer that has it, the installation's own first."""
    return [layer / path for layer in layers() if (layer / path).exists()]
