"""Turns a patch that another job made into a tree, if it does no more than change plain files of the data.

Git itself applies the patch, to an index of its own: no file is written. What is judged is the tree that comes out, not
the text of the patch, so that no form of a patch can say one thing and do another. What data are is told in one place,
`deploy/scope.py`; a patch may do less than a proposal of a person: nothing in the archive, and nothing goes.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from forge import Refused

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "deploy"))
from plain_git import asked
from scope import GONE, Unusable, changes, doubled, fault

LARGEST_PATCH = 1024 * 1024
MOST_FILES = 20


def git(*arguments: str, data: bytes = b"", more: Mapping[str, str] | None = None) -> str:
    """What a git command prints, with more variables. Raises Refused with what it says when it fails."""
    run = asked(*arguments, data=data, more=more)
    if run.returncode:
        raise Refused(f"git {arguments[0]}: {run.stderr.decode('utf-8', 'replace').strip()}")
    return run.stdout.decode("utf-8", "surrogateescape")


def commit_of(patch: bytes, message: str, identity: Mapping[str, str]) -> str:
    """The commit that a patch makes on top of HEAD. Raises Refused where it touches anything but plain data."""
    if len(patch) > LARGEST_PATCH:
        raise Refused(f"the patch has {len(patch)} bytes")
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        git("read-tree", "HEAD", more=index)
        git("apply", "--cached", "--whitespace=nowarn", "-", more=index, data=patch)
        tree = git("write-tree", more=index).strip()
    commit = git("commit-tree", tree, "-p", "HEAD", "-m", message, more=identity).strip()
    try:
        found = changes("HEAD", commit)
        twice = list(doubled(commit, [change.path for change in found]))
    except Unusable as error:
        raise Refused(str(error)) from error
    if not found:
        raise Refused("the patch changes nothing")
    if len(found) > MOST_FILES:
        raise Refused(f"the patch changes {len(found)} files")
    for change in found:
        if not change.path.startswith("data/"):
            raise Refused(f"the patch changes {change.path!r}, which is no file of the data")
        if fault(change) or change.mode == GONE:
            raise Refused(
                f"the patch makes {change.path!r} something else than a plain file of the data ({change.mode})"
            )
    if twice:
        raise Refused(f"the patch makes {twice[0]!r}, which is the same name as another on some computers")
    return commit
