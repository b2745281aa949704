"""What changed files make of the record: what the check says of it with them, and what goes along with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.core.problems import Problem, Report, Severity
from generator.reading.load import judge as judge_records
from generator.reading.trees import ChangedTree, Tree
from generator.reading.validate import validate
from generator.reading.validate.describing import descriptors
from generator.reading.validate.inventory import DESCRIPTOR, gather
from generator.reading.validate.locks import check_lock, cited_figures


def judge(tree: Tree, files: Mapping[str, bytes]) -> tuple[Report, list[Problem]]:
    """What the check says of a tree once `files` stand in it, and what only waits for verification.

    A row that was changed or is new is not as it was verified: to hold it against the archived text is another step. So is
    each of a package that `files` change and that has no lock yet.
    """
    packages, problems = validate(ChangedTree(tree, files), locked=False)
    changed = {path.partition("/")[0] for path in files}
    waiting = [problem for package in packages for problem in check_lock(package)]
    waiting += [
        Problem("lock-missing", item.place, {"value": item.figure})
        for package in packages
        if package.lock is None and package.id in changed
        for item in cited_figures(package)
        if not item.unheld
    ]
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
