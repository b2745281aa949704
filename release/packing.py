"""The wheel and the source distribution of a commit, the same to the byte wherever and whenever they are built.

They are built from what git holds of the commit, never from the folder as it is, with nothing but what is installed, at the
moment of the commit.
"""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "deploy"))
from plain_git import asked

_AS_PACKED: dict[str, Any] = {"filter": "tar"} if hasattr(tarfile, "tar_filter") else {}
"""How an archive of our own is unpacked: Python knows filters since 3.11.4, and asks for one since 3.12."""

_BACKEND = """
import os, sys
os.umask(0o022)
import setuptools.build_meta as backend
getattr(backend, "build_" + sys.argv[1])(sys.argv[2])
"""


def moment(repository: Path, commit: str) -> int:
    """The moment of a commit, in seconds of SOURCE_DATE_EPOCH."""
    return int(_git(repository, "show", "-s", "--format=%ct", f"{commit}^{{commit}}"))


def check_out(repository: Path, commit: str, folder: Path) -> None:
    """Put the files of a commit into a new folder, as git holds them, whatever its settings and the umask say."""
    plain = ("-c", "core.autocrlf=false", "-c", "tar.umask=0022")
    with tarfile.open(
        fileobj=io.BytesIO(_git(repository, *plain, "archive", "--format=tar", commit))
    ) as held:
        held.extractall(folder, **_AS_PACKED)  # noqa: S202 - of git itself, and with a filter where there is one
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def wheel(sources: Path, out: Path, at: int) -> Path:
    """Build the wheel of some sources into `out`; raises CalledProcessError where it cannot be built."""
    return _built("wheel", sources, out, at)


def source_distribution(sources: Path, out: Path, at: int) -> Path:
    """Build the source distribution of some sources into `out`.

    What setuptools packs names the person who packs it and when: it is packed again without both, in the order of names.
    """
    packed = _built("sdist", sources, out, at)
    again = io.BytesIO()
    with (
        tarfile.open(packed) as held,
        tarfile.open(fileobj=again, mode="w", format=tarfile.PAX_FORMAT) as new,
    ):
        for item in sorted(held, key=lambda item: item.name):
            item.uid = item.gid = 0
            item.uname = item.gname = ""
            item.mtime = at
            item.mode = 0o755 if item.isdir() or item.mode & 0o100 else 0o644
            item.pax_headers = {}
            new.addfile(item, held.extractfile(item) if item.isfile() else None)
    packed.write_bytes(gzip.compress(again.getvalue(), mtime=0))
    return packed


def _built(kind: str, sources: Path, out: Path, at: int) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    before = set(out.iterdir())
    command = [sys.executable, "-c", _BACKEND, kind, str(out.resolve())]
    fixed = {
        "SOURCE_DATE_EPOCH": str(at),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
    }
    run = subprocess.run(command, cwd=sources, check=False, capture_output=True, env={**os.environ, **fixed})
    if run.returncode:
        sys.stderr.buffer.write(run.stderr)
        run.check_returncode()
    (made,) = set(out.iterdir()) - before
    return made


def _git(repository: Path, *words: str) -> bytes:
    run = asked(*words, at=repository)
    run.check_returncode()
    return run.stdout
