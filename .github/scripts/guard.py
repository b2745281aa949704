"""Turns a patch that another job made into a tree, if it does no more than change plain files of the data.

Git itself applies the patch, to an index of its own: no file is written. What is judged is the tree that comes out, not
the text of the patch, so that no form of a patch can say one thing and do another.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from forge import Refused

LARGEST_PATCH = 1024 * 1024
MOST_FILES = 20
_PATH = re.compile(
    r"data/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+[a-z0-9]+(?:-[a-z0-9]+)*\.(?:yaml|csv|lock)", re.ASCII
)
_FILE = "100644"


def git(*arguments: str, index: str | None = None, data: bytes = b"") -> str:
    """What a git command prints. Raises Refused with what it says when it fails."""
    environment = {**os.environ, **({"GIT_INDEX_FILE": index} if index else {})}
    run = subprocess.run(["git", *arguments], input=data, capture_output=True, check=False, env=environment)
    if run.returncode:
        raise Refused(f"git {arguments[0]}: {run.stderr.decode('utf-8', 'replace').strip()}")
    return run.stdout.decode("utf-8", "surrogateescape")


def tree_of(patch: bytes) -> str:
    """The id of the tree that a patch makes out of HEAD. Raises Refused where it touches anything but plain data."""
    if len(patch) > LARGEST_PATCH:
        raise Refused(f"the patch has {len(patch)} bytes")
    with tempfile.TemporaryDirectory() as folder:
        index = str(Path(folder) / "index")
        git("read-tree", "HEAD", index=index)
        git("apply", "--cached", "--whitespace=nowarn", "-", index=index, data=patch)
        tree = git("write-tree", index=index).strip()
    listed = git("diff-tree", "-r", "-z", "--raw", "--no-renames", "HEAD", tree).split("\0")[:-1]
    changes = list(zip(listed[::2], listed[1::2], strict=True))
    if not changes:
        raise Refused("the patch changes nothing")
    if len(changes) > MOST_FILES:
        raise Refused(f"the patch changes {len(changes)} files")
    for raw, path in changes:
        before, after = raw[1:].split(" ")[:2]
        if not _PATH.fullmatch(path):
            raise Refused(f"the patch changes {path!r}, which is no file of the data")
        if after != _FILE:
            raise Refused(f"the patch makes {path!r} something else than a plain file: {before} → {after}")
    return tree
