"""Documents are read in a process of its own with bounds: small files may unpack to more than any memory holds, and no
library has an end on everything that can be written.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from generator.core.limits import MIB
from generator.editing.originals.forms import made_of
from generator.editing.originals.made import Made, Part, Remark, Unusable

LONGEST = 900
"""Seconds that reading may take."""

LARGEST_MEMORY = 2048 * MIB
"""Bytes of memory that reading may take, where the system can hold a process to it."""

_REFUSED = "refused"


def read_apart(name: str, content: bytes) -> Made:
    """The text of a document. Raises Unusable as `made_of` does, and where reading takes too much or does not end well."""
    suffix = Path(name).suffix.lower()
    try:
        said = json.loads(_process(suffix, content))
    except subprocess.TimeoutExpired:
        raise Unusable("too_long", str(LONGEST // 60)) from None
    except ValueError:
        raise Unusable("unsound", suffix.removeprefix(".").upper()) from None
    if _REFUSED in said:
        raise Unusable(said[_REFUSED], said["value"])
    return Made(
        said["suffix"],
        tuple(Part(part["name"], tuple(part["lines"])) for part in said["parts"]),
        tuple(Remark(**remark) for remark in said["remarks"]),
        tuple(map(tuple, said["rows"])),
    )


def _process(suffix: str, content: bytes) -> bytes:
    """What a process of its own answers; nothing, or a part of it, where it did not end well."""
    command = [sys.executable, "-P", "-m", __name__, suffix, str(LARGEST_MEMORY)]
    return subprocess.run(command, input=content, capture_output=True, timeout=LONGEST, check=False).stdout


def answer(suffix: str, content: bytes, memory: int) -> str:
    """What is made of a document as JSON, or why that cannot be, to whoever may take so many bytes of memory."""
    try:
        said = asdict(made_of(suffix, content))
    except Unusable as refusal:
        said = {_REFUSED: refusal.reason, "value": refusal.value}
    except (MemoryError, RecursionError):
        said = {_REFUSED: "too_large", "value": str(memory // MIB)}
    return json.dumps(said)


def main() -> None:
    """Read a document from the standard input, and write the answer.

    The arguments are the suffix of the document's name and the bytes of memory that reading may take.
    """
    suffix, memory = sys.argv[1:]
    _bound_memory(int(memory))
    sys.stdout.write(answer(suffix, sys.stdin.buffer.read(), int(memory)))


def _bound_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # not on every system
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    main()
