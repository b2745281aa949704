"""The command that begins a document: what it is, its sections, the heads of its tables; of a plan a goal."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.asking import (
    Interview,
    Read,
    Refused,
    answer_options,
    package_named,
    titles_of,
    write_all,
)
from generator.commands.options import Existing, data_option, lang_option
from generator.core.languages import column
from generator.core.messages import lookup

if TYPE_CHECKING:
    from generator.core.periods import Calendar
    from generator.reading.validate import PackageRecords

_GOAL = ("locator", "title_*", "summary_*")
_QUESTIONS = (
    *("kind", "title_*", "publisher_id", "period", "published", "completeness", "archive_sha256"),
    *("goal_number", *(f"goal_{name}" for name in _GOAL), "goal_themes"),
)

Section = tuple[str, dict[str, str]]
"""Its locator, and its heading by column."""


@click.command()
@click.argument("package_id", metavar="PACKAGE")
@click.argument("document_id", metavar="ID")
@data_option
@lang_option
@click.option(
    "--text",
    type=Existing(),
    help="The archived text, for its checksum; its headings are looked for too.",
)
@click.option(
    "--section",
    "sections",
    type=(str, str),
    multiple=True,
    metavar="LOCATOR HEADING",
    help="A section with its heading in the main language; once for each.",
)
@click.option(
    "--heading",
    "headings",
    type=(str, str, str),
    multiple=True,
    metavar="LANGUAGE LOCATOR HEADING",
    help="The heading of a section in another language.",
)
@click.option(
    "--breakdown",
    "breakdowns",
    multiple=True,
    metavar="ID",
    help="A breakdown that its results get a column for; once for each.",
)
@answer_options(_QUESTIONS)
def document(
    package_id: str,
    document_id: str,
    data: Path,
    lang: str,
    text: Path | None,
    sections: tuple[tuple[str, str], ...],
    headings: tuple[tuple[str, str, str], ...],
    breakdowns: tuple[str, ...],
    **given: str | None,
) -> None:
    """A document: what it is, its sections, the heads of its tables; of a plan its first goal."""
    from generator.core.codes import DocumentKind
    from generator.editing import skeletons
    from generator.format import tables
    from generator.format.fields import Field, Type

    interview = Interview(lang, "document", {"id": document_id, **given})
    records = package_named(data, interview, package_id)
    dimensions = _of_breakdowns(interview, records, breakdowns)
    folder = f"{package_id}/documents"

    def free(answer: str) -> str:
        name: str = interview.by_field(Field("id", Type.ID))(answer)
        if name in records.documents:
            raise Refused(interview.words("refused.kept", value=f"{folder}/{name}"))
        return name

    name = interview.ask("id", free)
    own, titles = tables.DOCUMENT.by_name, titles_of(records, lang)
    languages = records.languages
    assert records.package is not None

    def ask(question: str, default: str = "") -> str:
        item = own[question]
        known = titles.get(item.refers_to)
        read = interview.by_field(item, known)
        answer: str = interview.ask(question, read, default=default, choices=item.choices, known=known)
        return answer

    answers = {"kind": ask("kind"), **interview.texts("title", languages)}
    answers["publisher_id"] = ask("publisher_id", records.package["publisher_id"][0])
    answers["period_start"], answers["period_end"] = interview.ask(
        "period", _period(interview, records.calendar)
    )
    answers |= {"published": ask("published"), "completeness": ask("completeness", "full")}
    found = hashlib.sha256(text.read_bytes()).hexdigest() if text else ask("archive_sha256")
    answers["archive_sha256"] = found
    others = {(locator, column("section", tag)): text for tag, locator, text in headings}
    listed = _sections(interview, languages, sections, others)
    if answers["kind"] == DocumentKind.PLAN:
        answers |= _goal(interview, titles["themes"], languages)
    table = answers["kind"] == DocumentKind.DATASET
    if text and not table:
        _look_for(interview, text, listed, answers, languages[0])
    files = skeletons.document_files(f"{folder}/{name}", answers, listed, dimensions, languages)
    path = f"{data.as_posix()}/{folder}/{name}"
    done = interview.words("done.document", package=package_id, document=name, path=path)
    kept = f"{name}.{'csv' if table else 'txt'}"
    if text is None or text.parts[-2:] != (package_id, kept):
        keep = interview.words("done.keep", file=f"{package_id}/{kept}")
        done = f"{keep}\n{done}"
    write_all(data, interview, lambda _: files, done)


def _of_breakdowns(
    interview: Interview, records: PackageRecords, wanted: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """The breakdowns that are wanted with their codes, in the order in which they are declared."""
    from generator.editing.files.rows import breakdowns_of

    declared = breakdowns_of(records)
    if unknown := [name for name in wanted if name not in declared]:
        listed = lookup(interview.language, "site", "sign.list").join(declared) or "—"
        raise click.UsageError(interview.words("refused.breakdown", value=unknown[0], listed=listed))
    return {name: codes for name, codes in declared.items() if name in wanted}


def _period(interview: Interview, calendar: Calendar) -> Read:
    """Reads the name of a period as its first and last day."""

    def read(answer: str) -> tuple[str, str]:
        from generator.core.periods import TwoYearsError, period_of
        from generator.format import tables

        try:
            first, last = period_of(answer, calendar)
        except TwoYearsError as error:
            words = interview.words("refused.two_years", value=answer, listed=error.listed)
            raise Refused(words) from None
        except ValueError:
            raise Refused(interview.words("refused.period", value=answer)) from None
        start, end = (day.isoformat() for day in (first, last))
        if last < first:
            raise Refused(interview.problem("period-reversed", value=end, start=start))
        by_day = interview.by_field(tables.DOCUMENT.by_name["period_start"])
        return by_day(start), by_day(end)

    return read


def _sections(
    interview: Interview,
    languages: tuple[str, ...],
    given: tuple[tuple[str, str], ...],
    others: Mapping[tuple[str, str], str],
) -> list[Section]:
    """The sections with their headings, as given or as asked for, one at least.

    `given` are (locator, heading in the main language), `others` the headings in others by locator and question.
    """
    from generator.format.fields import Field, Type

    listed: dict[str, Section] = {}

    def locator(answer: str) -> str:
        name: str = interview.by_field(Field("locator", Type.LOCATOR, required=bool(given) or not listed))(
            answer
        )
        if name in listed:
            raise Refused(interview.words("refused.taken", value=name))
        return name

    waiting = list(given)
    while waiting or not given:
        question = "next_section" if listed else "section_locator"
        if waiting:
            at, heading = waiting.pop(0)
            questions = [column("section", tag) for tag in languages]
            answers = (heading, *(others.get((at, other), "") for other in questions[1:]))
            interview.given |= {question: at, **dict(zip(questions, answers, strict=True))}
        if not (name := interview.ask(question, locator)):
            break
        told = interview.texts("section", languages).values()
        listed[name] = (name, {column("title", tag): text for tag, text in zip(languages, told, strict=True)})
    return list(listed.values())


def _goal(interview: Interview, themes: Mapping[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    """The first goal of a plan."""
    from generator.format import tables

    def several(answer: str) -> str:
        theme = interview.by_field(tables.GOALS.by_name["themes"], themes)
        names = [theme(part) for part in answer.split()] or [theme("")]
        if len(set(names)) < len(names):
            raise Refused(interview.problem("repeated-entry", value=answer))
        return " ".join(names)

    answers = {
        "goal_number": interview.ask("goal_number", interview.by_field(tables.GOALS.entry), default="1")
    }
    for name in _GOAL:
        if name.endswith("_*"):
            answers |= interview.texts(f"goal_{name.removesuffix('_*')}", languages)
        else:
            read = interview.by_field(tables.GOALS.by_name[name])
            answers[f"goal_{name}"] = interview.ask(f"goal_{name}", read)
    answers["goal_themes"] = interview.ask("goal_themes", several, known=themes)
    return answers


def _look_for(
    interview: Interview, text: Path, sections: list[Section], answers: Mapping[str, str], main: str
) -> None:
    """Tell of headings that `verify` will not find in the text."""
    from generator.archive.citations import ArchivedText, behind_mark, locate

    headings = {locator: (titles[column("title", main)],) for locator, titles in sections}
    if "goal_locator" in answers:
        headings.setdefault(answers["goal_locator"], (answers[column("goal_title", main)],))
    archived = ArchivedText(text.read_bytes().decode("utf-8-sig", "replace"))
    found = locate(archived, headings)
    for locator in headings:
        if locator not in found:
            values = {"key": locator.rpartition("/")[2], "suggestion": behind_mark(archived, locator, found)}
            click.echo(interview.problem("locator-not-found", value=locator, **values), err=True)
