"""scope.py BASE HEAD [--kind]: whether a change is of data alone, by a list of what data are.

Data are plain files of `data/` with the names that the program reads, and of `archive/` the texts and originals of
documents. Everything else is the program: workflows, settings of git, links, submodules, files that can be run, and
whatever nobody has thought of. A change of data changes nothing else, so whoever reviews figures need not read programs,
and figures are always judged by the program that is published. A change of the format needs both: a maintainer gives it
the label `data-format`, which comes here in LABELS (with commas between). What is in `data/` or `archive/` and is no
plain file of theirs is refused all the same, and so are names that are one name on some computers.

With --kind prints only what the change is: `nothing`, `data`, `program`, `both`, or `unfit` where something in the two
folders, or a name, may not be whatever the label.
Exit 0 fine, 1 refused, 2 misused.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plain_git import asked

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_DATA = re.compile(rf"data/(?:{_ID}/)+{_ID}\.(?:yaml|csv|lock)", re.ASCII)
_NAME = r"\w(?:[\w .()（）《》〔〕·,，、+-]*[\w)）》〕])?"
_ARCHIVE = re.compile(rf"archive/(?:{_NAME}/)*{_NAME}\.(?:txt|csv|tsv|md|pdf|docx?|xlsx?|od[ts]|ofd|html?)")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that are no files on Windows."""

FILE, GONE = "100644", "000000"
"""Modes: of a plain file, and of what stands there no more."""

LARGEST = {"data": 64 * 1024**2, "archive": 256 * 1024**2}
"""Bytes of a file, by the folder it is in: as much as the program reads."""

SHOWN = 50
LABEL = "data-format"
DATA, PROGRAM, BOTH, NOTHING, UNFIT = "data", "program", "both", "nothing", "unfit"


class Unusable(Exception):  # noqa: N818 - a misuse, not a fault of the program
    """There is nothing to judge; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """A path that a change touched, and what stands there afterwards: mode, name and size of the content."""

    path: str
    mode: str
    blob: str = ""
    size: int = 0


def is_data(path: str) -> bool:
    """Whether a path is one that data have."""
    return path == unicodedata.normalize("NFC", path) and bool(
        (_DATA.fullmatch(path) or _ARCHIVE.fullmatch(path))
        and not any(_DEVICE.fullmatch(step) for step in path.split("/"))
    )


def lies_within(path: str) -> bool:
    """Whether a path lies in one of the folders of data, or takes the place of one."""
    return path.partition("/")[0] in LARGEST


def fault(change: Change) -> bool:
    """Whether what stands in a folder of data after a change must not stand there; what went never does."""
    return change.mode != GONE and not (
        is_data(change.path) and change.mode == FILE and change.size <= LARGEST[change.path.partition("/")[0]]
    )


def kind_of(paths: Iterable[str]) -> str:
    """What a change of these paths is."""
    found = {DATA if lies_within(path) else PROGRAM for path in paths}
    return BOTH if len(found) > 1 else next(iter(found), NOTHING)


def git(*arguments: str, data: bytes = b"") -> str:
    """What git says. Raises Unusable where it refuses."""
    run = asked(*arguments, data=data)
    if run.returncode:
        raise Unusable(run.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]} failed")
    return run.stdout.decode("utf-8", "surrogateescape")


def commit(name: str) -> str:
    """The hash of a commit. Raises Unusable where there is none."""
    return git("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}").strip()


def changes(base: str, head: str) -> list[Change]:
    """What a change itself did, from where it left the base, whatever the base did since. A rename is one that went and one
    that came. Raises Unusable where the two have no common history.
    """
    base, head = commit(base), commit(head)
    if asked("merge-base", base, head).returncode:
        raise Unusable(
            "没有共同的历史：请取回完整的历史再试。 No common history: fetch the whole history first."
        )
    left = git("merge-base", base, head).strip()
    listed = git("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", left, head).split("\0")[:-1]
    found = [
        Change(path, raw.split(" ")[1], raw.split(" ")[3])
        for raw, path in zip(listed[::2], listed[1::2], strict=True)
    ]
    blobs = [change.blob for change in found if change.mode.startswith("100")]
    said = git("cat-file", "--batch-check=%(objectname) %(objectsize)", data="\n".join(blobs).encode())
    sizes = {name: int(size) for name, size in (line.split(" ") for line in said.splitlines())}
    return [Change(change.path, change.mode, change.blob, sizes.get(change.blob, 0)) for change in found]


def folded(path: str) -> str:
    """What a name is on computers that tell no case and skip what is not seen."""
    seen = "".join(sign for sign in path if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", seen).casefold())


def doubled(head: str, touched: Iterable[str]) -> Iterator[str]:
    """Names after a change that are one name elsewhere: another case, another form of a letter, a file and a folder. Only
    those that the change touched, or that stand in its way.
    """
    known: dict[str, set[str]] = defaultdict(set)
    twice: set[str] = set()
    for entry in git("ls-tree", "--full-tree", "-r", "-t", "-z", head).split("\0")[:-1]:
        path = entry.partition("\t")[2]
        if path in known[folded(path)]:
            twice.add(path)
        known[folded(path)].add(path)
    steps = {folded(path[: at.start()]) for path in touched for at in re.finditer("/|$", path)}
    yield from sorted(
        path
        for name, paths in known.items()
        for path in paths
        if name in steps and (len(paths) > 1 or path in twice)
    )


def listed(paths: Iterable[str]) -> Iterator[str]:
    """Paths as lines of a list, in code spans, for they may hold anything."""
    paths = list(paths)
    for path in paths[:SHOWN]:
        shown = "".join(
            sign if unicodedata.category(sign)[0] not in "CZM" or sign == " " else ascii(sign)[1:-1]
            for sign in path
        )
        yield f"- `{shown.replace('`', 'ˋ')}`"
    if len(paths) > SHOWN:
        yield f"- … {len(paths)}"


def judged(base: str, head: str, labels: str) -> tuple[str, list[str], bool]:
    """What a change is, what is to be said of it, and whether it may be. Raises Unusable where that cannot be told."""
    found = changes(base, head)
    paths = [change.path for change in found]
    kind, said, fine = kind_of(paths), [], True
    odd = [change.path for change in found if lies_within(change.path) and fault(change)]
    if odd:
        fine = False
        said.append(
            "data/ 和 archive/ 里只能有数据和存档原文的普通文件，名称和大小合乎规定，不能有链接、程序、子模块或 git 的设置 · only plain "
            "files of data and of archived texts may stand in data/ and archive/, with their names and sizes: no links, programs, "
            "submodules or settings of git:"
        )
        said += listed(odd)
    if twice := list(doubled(commit(head), paths)):
        fine = False
        said.append("这些名称在有的电脑上是同一个 · these names are one name on some computers:")
        said += listed(twice)
    others = [path for path in paths if not lies_within(path)]
    if kind == BOTH and LABEL in labels.split(","):
        said.append(
            "有 data-format 标签：可以同时改数据和程序。 Labelled data-format: data and program may change together:"
        )
        said += listed(others)
    elif kind == BOTH:
        fine = False
        said.append(
            "改数据时只能改 data/ 和 archive/ 里的文件，请把下面这些改动分开提交 · a change of data/ may touch nothing else but "
            "archive/; propose these changes apart:"
        )
        said += listed(others)
    elif kind == PROGRAM:
        said.append(
            "这次改动不是数据，可能改了检查本身，要有人读过 · this change is not of data and may change the checks themselves; "
            "somebody must read it:"
        )
        said += listed(others)
    return UNFIT if odd or twice else kind, said, fine


def main(arguments: list[str]) -> int:
    """Say what is to be said; the exit code."""
    short = arguments[2:] == ["--kind"]
    if len(arguments) != (3 if short else 2):
        print("usage: scope.py BASE HEAD [--kind]", file=sys.stderr)
        return 2
    try:
        kind, said, fine = judged(arguments[0], arguments[1], os.environ.get("LABELS", ""))
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2
    for line in [kind] if short else said:
        print(line.encode("utf-8", "replace").decode())
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
