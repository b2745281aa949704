"""Commands that compare with what was published: diff, and the check against a base."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import data_option, date_option, day_or_today, lang_option, told_option
from generator.core.messages import lookup
from generator.core.texts import visible

if TYPE_CHECKING:
    from generator.core.problems import Problem
    from generator.reading.git import GitError
    from generator.reading.trees import GitTree, WorkingTree
    from generator.reading.validate import PackageRecords


@click.command()
@click.argument("base")
@click.argument("head", required=False, default="")
@data_option
@told_option
@date_option
@lang_option
def diff(base: str, head: str, data: Path, form: str, today: datetime | None, lang: str) -> None:
    """Tell what changed since the git revision BASE, up to HEAD or to the files as they are.

    The weightiest first: what changed without a correction and errors, promises softened or dropped, figures removed
    and changed, verdicts that turn, findings, new figures, and every other value.
    """
    from generator.comparing.diffs.effects import examine
    from generator.comparing.diffs.report import render
    from generator.reading.older import tree_as_today
    from generator.reading.turns import reading

    old = tree_as_today(tree_at(data, base, lang))
    if head:
        new = tree_at(data, head, lang)
        difference = examine(old, tree_as_today(new), new.day if today is None else day_or_today(today))
    else:
        with reading(data) as tree:
            difference = examine(old, tree, day_or_today(today))
    click.echo(render(difference, form, lang, data.as_posix()))
    sys.exit(0 if difference.ok else 1)


def tree_at(data: Path, revision: str, lang: str) -> GitTree:
    """The data as they were at a revision. Raises click.UsageError (exit 2) where there is no such revision."""
    from generator.reading.git import GitError
    from generator.reading.trees import GitTree

    if not data.is_dir():
        raise click.UsageError(lookup(lang, "diff", "unknown.folder").format(folder=data))
    try:
        return GitTree(data, revision)
    except GitError as error:
        raise unknown(data, revision, error, lang) from error


def unknown(data: Path, revision: str, error: GitError, lang: str, *, day: bool = False) -> click.UsageError:
    """The refusal of a revision, or of a day, that git does not know the data at (exit 2)."""
    from generator.reading.git import NoGitError, NoRepositoryError, is_shallow

    if isinstance(error, NoGitError):
        key = "unknown.program"
    elif isinstance(error, NoRepositoryError):
        key = "unknown.repository"
    else:
        key = "unknown.shallow" if is_shallow(data) else "unknown.day" if day else "unknown.revision"
    text = lookup(lang, "diff", key)
    if key in ("unknown.day", "unknown.revision") and str(error):
        text += lookup(lang, "diff", "unknown.git")
    values = {"revision": visible(revision), "detail": visible(str(error)), "folder": visible(str(data))}
    return click.UsageError(text.format(**values))


def checked_against(
    tree: WorkingTree, packages: list[PackageRecords], revision: str, lang: str
) -> Iterator[Problem]:
    """What changed silently since a revision, of the packages that now stand in the tree of a data directory, and what changed
    under the version that was published.
    """
    from generator.comparing.changes import compare, side
    from generator.comparing.silent import silent_changes
    from generator.comparing.versions import low_versions
    from generator.publishing.settings import read_settings
    from generator.reading.older import tree_as_today
    from generator.reading.validate import validate

    base = tree_as_today(tree_at(tree.root, revision, lang))
    before, after = side(base, validate(base, locked=False)[0]), side(tree, packages)
    today = day_or_today(None)
    withdrawn = [item.package for item in read_settings().gone(today)]
    found = compare(before, after)
    yield from silent_changes(before, after, found, today, withdrawn)
    yield from low_versions(before, after, found)
