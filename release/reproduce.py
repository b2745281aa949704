"""reproduce.py [COMMIT]: builds a commit twice in different circumstances and compares every file: of the site, of the release.

What differs: the folder and how long its name is, HOME, the user's language, zone and umask, git's settings, the order in
which files came onto the disk and in which Python's sets stand, how many processes share the work. What does not: this
machine, its Python and what is installed, and its clock, which the commit's moment stands in for.
Exit 0 the same, 1 not, with the first difference of each file.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import packing

ROOT = Path(__file__).resolve().parents[1]
_PROGRAM = "import sys; from generator.starting import run; sys.exit(run())"
_SHOWN = 20
"""Files of which the difference is told."""
_AROUND = 60
"""Characters shown on each side of a difference."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How somebody has a checkout: its `folder` below another, what his programs are told, and his git."""

    folder: str
    umask: int
    workers: int
    names: Mapping[str, str]
    git: str
    backwards: bool
    """Whether files come onto the disk from the last to the first."""


ONE = Circumstances(
    "a",
    0o022,
    1,
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    "",
    backwards=False,
)
OTHER = Circumstances(
    "somebody else's folder/名字很长的文件夹/b",
    0o077,
    2,
    {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "4242"},
    "[core]\n\tquotePath = false\n\tautocrlf = true\n[diff]\n\tnoprefix = true\n\trenames = copies\n\tmnemonicPrefix = true\n"
    "[color]\n\tui = always\n[log]\n\tdecorate = full\n\tshowSignature = true\n[format]\n\tpretty = fuller\n",
    backwards=True,
)


def checkout(repository: Path, commit: str, folder: Path, how: Circumstances) -> Path:
    """A clone of the whole history at a commit, its files written in the order of somebody's circumstances."""
    clone, home = folder / how.folder, folder / "home"
    home.mkdir(parents=True)
    (home / ".gitconfig").write_text(how.git, encoding="utf-8")
    # What the clone holds is the commit's, so its line ends are git's; what it is asked later is asked as somebody would.
    _git(
        folder,
        "-c",
        "core.autocrlf=false",
        "clone",
        "--quiet",
        "--no-checkout",
        "--no-hardlinks",
        str(repository),
        str(clone),
    )
    packing.check_out(repository, commit, folder / "files")
    _git(clone, "config", "core.autocrlf", "false")
    _git(clone, "checkout", "--quiet", "--detach", commit)
    paths = sorted(
        path.relative_to(folder / "files") for path in (folder / "files").rglob("*") if path.is_file()
    )
    for path in reversed(paths) if how.backwards else paths:
        (clone / path).unlink(missing_ok=True)
        shutil.copy(folder / "files" / path, clone / path)
    shutil.rmtree(folder / "files")
    _git(clone, "update-index", "-q", "--refresh")
    return clone


def site(clone: Path, how: Circumstances, *options: str) -> Path:
    """Build the site of a clone as of its commit; where, in its folder. Raises CalledProcessError where that fails."""
    day = datetime.fromtimestamp(packing.moment(clone, "HEAD"), UTC).date().isoformat()
    words = ["build", "--date", day, "--url", "https://example.org/", "--workers", str(how.workers), *options]
    _run(clone, how, [sys.executable, "-c", _PROGRAM, *words])
    return clone / "site"


def release(clone: Path, how: Circumstances) -> Path:
    """Make the files of a release in a clone; where."""
    _run(clone, how, [sys.executable, "release/releasing.py", "dist"])
    return clone / "dist"


def _run(clone: Path, how: Circumstances, command: list[str]) -> None:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "LC_", "LANG", "PYTHON"))
    }
    told = {
        **kept,
        **how.names,
        "HOME": str(clone.parents[len(Path(how.folder).parts) - 1] / "home"),
        "PYTHONPATH": str(clone),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": str(packing.moment(clone, "HEAD")),
    }
    subprocess.run(command, cwd=clone, check=True, env=told, umask=how.umask, stdout=subprocess.DEVNULL)


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def differences(one: Path, other: Path) -> Iterator[str]:
    """What is not the same in two folders, a line for each file."""
    ours, theirs = _files(one), _files(other)
    for path in sorted(ours.keys() | theirs.keys()):
        if path not in ours or path not in theirs:
            yield f"{path}: only in the {'first' if path in ours else 'second'}"
            continue
        modes = [file.lstat().st_mode for file in (ours[path], theirs[path])]
        if modes[0] != modes[1]:
            yield f"{path}: modes {stat.filemode(modes[0])} and {stat.filemode(modes[1])}"
        before, after = (_content(file) for file in (ours[path], theirs[path]))
        if before != after:
            yield f"{path}: {_difference(before, after)}"


def _files(folder: Path) -> dict[str, Path]:
    """All that stands in a folder: files, links whatever they lead to, and folders in which there is nothing."""
    return {
        file.relative_to(folder).as_posix(): file
        for file in folder.rglob("*")
        if file.is_symlink() or not file.is_dir() or not any(file.iterdir())
    }


def _content(file: Path) -> bytes:
    """What a file holds, or where a link leads."""
    if file.is_symlink():
        return os.fsencode(file.readlink())
    return file.read_bytes() if file.is_file() else b""


def _difference(one: bytes, other: bytes) -> str:
    """The first place where contents differ, within archives the first member of which they do."""
    if zipfile.is_zipfile(BytesIO(one)) and zipfile.is_zipfile(BytesIO(other)):
        with zipfile.ZipFile(BytesIO(one)) as first, zipfile.ZipFile(BytesIO(other)) as second:
            if first.namelist() != second.namelist():
                return "other members, or in another order"
            for name in first.namelist():
                if first.read(name) != second.read(name):
                    return f"{name}: {_difference(first.read(name), second.read(name))}"
        return "the same members, packed otherwise"
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    shown = [text[max(0, at - _AROUND) : at + _AROUND].decode("utf-8", "replace") for text in (one, other)]
    line = one.count(b"\n", 0, at) + 1
    return f"from byte {at}, line {line}: {shown[0]!r} and {shown[1]!r}"


def main(commit: str = "HEAD") -> int:
    """Build twice, compare, and tell."""
    found: list[str] = []
    named = ["git", "rev-parse", "--verify", f"{commit}^{{commit}}"]
    commit = subprocess.run(named, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    with tempfile.TemporaryDirectory() as work:
        made = []
        for number, how in enumerate((ONE, OTHER)):
            clone = checkout(ROOT, commit, Path(work) / str(number), how)
            print(
                f"{number + 1}: {how.folder}, umask {how.umask:03o}, {how.workers} workers, {dict(how.names)}",
                flush=True,
            )
            made.append({"site": site(clone, how), "release": release(clone, how)})
        for name in made[0]:
            told = [*differences(made[0][name], made[1][name])]
            print(f"{name}: {len(_files(made[0][name]))} files, {len(told)} differences")
            found += told
    for line in found[:_SHOWN]:
        print(line)
    if len(found) > _SHOWN:
        print(f"and {len(found) - _SHOWN} more")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
