"""matrix.py [DATA]: the packages of the data as a JSON list, so that a workflow builds each on a machine of its own.

Each becomes a word of a command and the name of an artifact, so a name that no package may have is refused.
Exit 0 fine, 1 there is none, or one that is not to be built.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scope import is_data


def main(data: Path) -> int:
    """Print the list."""
    folders = sorted(path.parent for path in data.glob("*/package.yaml"))
    found = [folder.name for folder in folders]
    odd = [
        folder.name
        for folder in folders
        if folder.is_symlink() or not is_data(f"data/{folder.name}/package.yaml")
    ]
    if odd:
        print(f"{data}：不是数据包的名称 · no names of packages: {odd!r}", file=sys.stderr)
        return 1
    if not found:
        print(f"{data}：没有数据包 · there is no package", file=sys.stderr)
        return 1
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(*sys.argv[1:2] or ["data"])))
