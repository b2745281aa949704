"""What the program makes of itself alone, such as its templates as compiled: kept beside its compiled modules, as Python
keeps these, so that no build of an installation has to make it again, whatever its store holds.

Where Python keeps none, be it told so (`PYTHONDONTWRITEBYTECODE`) or not allowed to write there, it is for the store.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from generator.core import sources
from generator.publishing.outputs import write_file
from generator.publishing.store import fingerprint, program, recalled, remember


def lasting(make: Callable[[], str], name: str, *made_of: str) -> str:
    """A text that depends on the program, on its `name` and on some texts alone: as it was kept, else it is made and kept."""
    kept = held(name, *made_of)
    if kept is not None:
        return kept.decode()
    text = make()
    hold(text.encode(), name, *made_of)
    return text


def held(name: str, *made_of: str) -> bytes | None:
    """What is kept under a name and was made of these texts by this program; None where there is none that is whole."""
    with suppress(OSError, ValueError):
        origin, checksum, content = _file(name).read_bytes().split(b"\n", 2)
        if (origin, checksum) == (_origin(made_of), fingerprint(content).encode()):
            return content
    return recalled(name, *made_of)


def hold(content: bytes, name: str, *made_of: str) -> None:
    """Keep something under a name, in the place of what was made of other texts before."""
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _file(name).parent.mkdir(parents=True, exist_ok=True)
            write_file(_file(name), b"\n".join((_origin(made_of), fingerprint(content).encode(), content)))
            return
    remember(content, name, *made_of)


def _origin(made_of: tuple[str, ...]) -> bytes:
    return fingerprint(program(), *made_of).encode()


def _file(name: str) -> Path:
    module = cache_from_source(str(sources.PROGRAM / "__init__.py"))
    return Path(module).with_name(f"{name}.{sys.implementation.cache_tag}")
