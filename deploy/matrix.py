"""matrix.py [DATA]: the packages of the data as a JSON list, so that a workflow builds each on a machine of its own.

Exit 0 fine, 1 there is none.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(data: Path) -> int:
    """Print the list."""
    found = sorted(path.parent.name for path in data.glob("*/package.yaml"))
    if not found:
        print(f"{data}：没有数据包 · there is no package", file=sys.stderr)
        return 1
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(*sys.argv[1:2] or ["data"])))
