"""Documents are read in a process of its own with bounds: small files may unpack to more than any memory holds, and no
library has an end on everything that can be written.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from generator.editing.originals.forms import made_of
from generator.editing.originals.made import Made, Part, Remark, Unusable

LONGEST = 900
"""Seconds that reading may take."""

LARGEST_MEMORY = 2 * 1024**3
"""Bytes of memory that reading may take, where the system can hold a process to it."""

_REFUSED = "refused"


def read_apart(name: str, content: bytes) -> Made:
    """The text of a document. Raises Unusable as `made_of` does, and where reading takes too much or does not end well."""
    suffix = Path(name).suffix.lower()
    command = [sys.executable, "-P", "-m", __name__, suffix, str(LARGEST_MEMORY)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        raise Unusable("too_long", str(LONGEST // 60)) from None
    try:
        said = json.loads(done.stdout)
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


def main() -> None:
    """Read a document from the standard input, and write what is made of it as JSON, or why that cannot be.

    Its arguments are the suffix of the document's name and the bytes of memory that it may take.
    """
    suffix, memory = sys.argv[1:]
    _bound_memory(int(memory))
    try:
        said = asdict(made_of(suffix, sys.stdin.buffer.read()))
    except Unusable as refusal:
        said = {_REFUSED: refusal.reason, "value": refusal.value}
    except (MemoryError, RecursionError):
        said = {_REFUSED: "too_large", "value": str(int(memory) // 1024**2)}
    json.dump(said, sys.stdout)


def _bound_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # not on every system
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    main()
