"""The data that a workbook was made from, carried in it where no commit holds them: so that it can be merged later on.

Whoever has not committed yet imports a workbook, mends it and imports it again: by then the data are others than those
it was made from, and nothing but the workbook itself remembers those.
"""

from __future__ import annotations

import binascii
import json
import zlib
from base64 import b64decode, b64encode

from generator.reading.trees import FilesTree, Tree, acceptable

LARGEST = 4_194_304
"""Bytes of the files of a package, and so of what is unpacked; a larger package is not carried."""

_CELL = 30_000
"""Characters of a cell; a spreadsheet keeps 32,767."""


def pack(tree: Tree, package: str) -> tuple[str, ...]:
    """The files of a package that the check reads, as texts for cells; none where they are too large for that."""
    paths = [path for path in acceptable(tree)[0] if path.startswith(f"{package}/")]
    files = {path: tree.read(path).decode("latin-1") for path in paths}
    written = json.dumps(files).encode()
    if len(written) > LARGEST:
        return ()
    text = b64encode(zlib.compress(written, 9)).decode("ascii")
    return tuple(text[at : at + _CELL] for at in range(0, len(text), _CELL))


def unpack(text: str) -> Tree | None:
    """The files that `pack` put into cells, these joined; None for what is not its work, or unpacks to too much."""
    try:
        unpacking = zlib.decompressobj()
        written = unpacking.decompress(b64decode(text, validate=True), LARGEST)
        if not unpacking.eof:
            return None
        files = json.loads(written)
        return FilesTree({path: content.encode("latin-1") for path, content in files.items()})
    except (binascii.Error, zlib.error, ValueError, AttributeError, RecursionError):
        return None
