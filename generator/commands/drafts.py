"""Drafts of documents, printed or written for people to read: `verify --propose`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import put_right
from generator.commands.refusals import Refusal
from generator.core.languages import interface
from generator.core.messages import lookup
from generator.core.phrases import named_in
from generator.core.problems import Report
from generator.core.texts import visible

if TYPE_CHECKING:
    from generator.editing.drafting.proposing import Proposed
    from generator.reading.validate import PackageRecords

_SHOWN = 12
"""Numbers that are listed of those that are left."""


def tell_drafts(data: Path, archive: Path, wanted: str, out: Path | None, lang: str) -> Report:
    """Print the drafts of a document (of all, where none is wanted), or write them below `out`; the problems of the data.

    Nothing is drafted while these hold an error. Nothing that is there is replaced, and nothing of the data is touched.
    Raises Refusal where there is nothing to draft, or no place for it.
    """
    from generator.editing.drafting.files import files_of
    from generator.reading.trees import WorkingTree
    from generator.reading.validate import validate

    if out is not None and out.resolve().is_relative_to(data.resolve()):
        raise Refusal(say(lang, "refused.inside", value=visible(str(out))))
    if out is not None:
        put_right(out, lang)
    packages, problems = validate(WorkingTree(data), locked=False)
    if not Report(problems).ok:
        return Report(problems)
    found = _found(packages, archive, wanted, lang)
    files = {
        f"{item.document}/{name}": content
        for item in found
        if item.draft is not None
        for name, content in files_of(item.draft, item.languages, lang).items()
    }
    _refuse_replacing(out, files, lang)
    for item in found:
        for line in _summary(item, lang):
            click.echo(line, err=True)
    _tell(files, out, lang)
    return Report(problem for item in found for problem in item.problems)


def _found(packages: Iterable[PackageRecords], archive: Path, wanted: str, lang: str) -> list[Proposed]:
    """The drafts of what is wanted. Raises Refusal where that is no document with a text."""
    from generator.editing.drafting.proposing import is_table, proposed

    packages = list(packages)
    documents = [(package.id, item) for package in packages for item in package.documents.values()]
    meant = [item for package, item in documents if wanted in (item.id, f"{package}/{item.id}")]
    if wanted and not meant:
        raise Refusal(say(lang, "refused.unknown", value=visible(wanted)))
    if meant and all(map(is_table, meant)):
        raise Refusal(say(lang, "refused.dataset", document=visible(wanted)))
    found = list(proposed(packages, archive, wanted))
    if not found:
        raise Refusal(say(lang, "refused.none"))
    return found


def _refuse_replacing(out: Path | None, files: Iterable[str], lang: str) -> None:
    for path in files:
        if out is not None and os.path.lexists(out / path):
            raise Refusal(say(lang, "refused.there", value=visible((out / path).as_posix())))


def _tell(files: Mapping[str, bytes], out: Path | None, lang: str) -> None:
    """Write the files, or print what would stand in them."""
    from generator.editing.files.changing import write

    if out is not None and files:
        there = out.exists()
        out.mkdir(parents=True, exist_ok=True)
        try:
            write(out, files)
        except BaseException:
            if not there:
                with suppress(OSError):  # somebody put something there
                    out.rmdir()
            raise
    for path, content in files.items():
        if out is None and not path.endswith(".xlsx"):
            click.echo(say(lang, "draft.file", file=visible(path)))
            click.echo(content.decode("utf-8-sig"))
        elif out is not None:
            click.echo(say(lang, "draft.written", file=visible((out / path).as_posix())))
    if files:
        click.echo(say(lang, "draft.read"), err=True)


def _summary(item: Proposed, lang: str) -> Iterator[str]:
    """What was drafted of a document, and what was not."""
    draft = item.draft
    if draft is None:
        return
    document = visible(item.document)
    counts = {name: len(getattr(draft, name)) for name in ("sections", "not_data", "figures", "left")}
    if not any(counts.values()):
        yield say(lang, "draft.nothing", document=document)
        return
    yield say(lang, "draft.head", document=document, **{name: str(count) for name, count in counts.items()})
    if unplaced := sum(not figure.locator for figure in draft.figures):
        yield say(lang, "draft.no_place", count=str(unplaced))
    if draft.left:
        shown = lookup(lang, "site", "sign.list").join(visible(left.printed) for left in draft.left[:_SHOWN])
        more = "…" if len(draft.left) > _SHOWN else ""
        yield say(lang, "draft.left", count=str(len(draft.left)), listed=f"{shown}{more}")
    for tag in item.languages if draft.not_data else ():
        if tag not in interface():
            text = lookup(lang, "draft", "draft.no_words")
            yield text.format(language=named_in(text, tag, lang))


def say(lang: str, key: str, **values: str) -> str:
    """A text of the catalogue of drafts."""
    return lookup(lang, "draft", key).format(**values)
