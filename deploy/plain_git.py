"""Git, asked so that no variable, hook, replacement or setting of the reader's changes what it says.

What git keeps is asked for as objects (hashes, raw differences), which no attribute or filter touches.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

_KEPT = re.compile(r"GIT_(?:CONFIG_\w+|EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)")
"""What of GIT_* says how to run git at all; the rest says which repository, index or objects somebody else means."""

_ALWAYS = ("--no-pager", "--no-replace-objects", "--literal-pathspecs")
_SETTINGS = ("core.hooksPath=/dev/null", "core.fsmonitor=false", "core.attributesFile=/dev/null")


def asked(
    *arguments: str, data: bytes = b"", more: Mapping[str, str] | None = None, at: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What git says in the repository around a folder, the working directory by default; `more` are variables for this
    command alone.
    """
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or _KEPT.fullmatch(name)
    }
    settings = (part for setting in _SETTINGS for part in ("-c", setting))
    return subprocess.run(
        ["git", *_ALWAYS, *settings, *arguments],
        input=data,
        capture_output=True,
        check=False,
        cwd=at,
        env={**clean, "GIT_GRAFT_FILE": os.devnull, "GIT_TERMINAL_PROMPT": "0", **(more or {})},
    )
