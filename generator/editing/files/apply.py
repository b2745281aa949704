"""Changes of the data written to disk: all of them when the whole record is sound with them, none otherwise."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from generator.core.problems import Problem, Report, Severity
from generator.reading.load import judge as judge_records
from generator.reading.trees import ChangedTree, Tree
from generator.reading.validate import validate
from generator.reading.validate.describing import descriptors
from generator.reading.validate.inventory import DESCRIPTOR, gather
from generator.reading.validate.locks import check_lock

_NEW_FILE = 0o644


def judge(tree: Tree, files: Mapping[str, bytes]) -> tuple[Report, list[Problem]]:
    """What the check says of a tree once `files` stand in it, and what only waits for verification.

    A row that was changed or is new is not as it was verified: to hold it against the archived text is another step.
    """
    packages, problems = validate(ChangedTree(tree, files), locked=False)
    waiting = [problem for package in packages for problem in check_lock(package)]
    return judge_records(packages, problems)[1], waiting


def described(tree: Tree, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files as they are to be written, with the `datapackage.yaml` of each package that they change.

    It comes with the first table of a package; one that has tables and does without it does so still. Where only rows
    change, so does nothing else.
    """
    there = {entry.path for entry in tree.entries()}
    if all(path in there and _same_columns(tree, path, content) for path, content in files.items()):
        return dict(files)
    changed = ChangedTree(tree, files)
    names = {path.partition("/")[0] for path in files}
    undescribed = {path.partition("/")[0] for path in there if path.endswith(".csv")}
    wanted = [
        package
        for package in gather(changed)[0]
        if package.id in names and (DESCRIPTOR in package.files or package.id not in undescribed)
    ]
    made = descriptors(changed, wanted)
    return {
        **files,
        **{path: made[path] for path in made if path not in there or tree.read(path) != made[path]},
    }


def _same_columns(tree: Tree, path: str, content: bytes) -> bool:
    """Whether a file is a table as before, but for its rows."""
    return not path.endswith(".yaml") and tree.read(path).split(b"\n", 1)[0] == content.split(b"\n", 1)[0]


def besides(report: Report, before: Iterable[Problem]) -> Report:
    """A report without the warnings that were there before."""
    known = {_said(problem) for problem in before}
    return Report(
        problem for problem in report if problem.severity is Severity.ERROR or _said(problem) not in known
    )


def _said(problem: Problem) -> tuple[object, ...]:
    """What a problem says, wherever in its file it stands now."""
    place = replace(problem.place, line=0, column=0)
    return problem.code, place, problem.first and problem.first.file, *sorted(problem.values.items())


def write(data: Path, files: Mapping[str, bytes]) -> None:
    """Write files below the data directory: all of them, or none. A link on the way is never followed.

    Raises OSError where the file system refuses; what was written before that is put back as it was.
    """
    targets = {_target(data, path): content for path, content in files.items()}
    before = {target: target.read_bytes() if target.exists() else None for target in targets}
    with _staged(targets) as staged:
        done: list[Path] = []
        try:
            for target, new in staged.items():
                new.replace(target)
                done.append(target)
        except OSError:
            _put_back({target: before[target] for target in done})
            raise


def _target(data: Path, path: str) -> Path:
    """The file at a path below the data directory. Raises OSError where the path leads out of it."""
    steps = PurePosixPath(path).parts
    if not steps or ".." in steps or PurePosixPath(path).is_absolute():
        raise OSError(errno.EINVAL, f"not below {data}", path)
    target = data.joinpath(*steps)
    way = [data.joinpath(*steps[:count]) for count in range(1, len(steps) + 1)]
    if link := next((place for place in way if place.is_symlink()), None):
        raise OSError(errno.ELOOP, "a link", str(link))
    return target


@contextmanager
def _staged(targets: Mapping[Path, bytes]) -> Iterator[Mapping[Path, Path]]:
    """Each file's new content in a file of its own beside it, with its mode; what is left of them goes in the end."""
    staged: dict[Path, Path] = {}
    try:
        for target, content in targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
            except OSError as error:
                # Nobody knows the name that was tried.
                error.filename = str(target)
                raise
            staged[target] = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            staged[target].chmod(target.stat().st_mode & 0o777 if target.exists() else _NEW_FILE)
        yield staged
    finally:
        _remove(staged.values())


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    _remove(target for target, content in before.items() if content is None)
    with _staged({target: content for target, content in before.items() if content is not None}) as staged:
        for target, old in staged.items():
            old.replace(target)


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        with suppress(FileNotFoundError):
            file.unlink()
