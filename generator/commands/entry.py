"""Commands that take in single figures: record, propose."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.commands.options import DAY, Existing, data_option, day_or_today, lang_option, site_languages
from generator.commands.outcomes import raised
from generator.commands.refusals import default_language
from generator.core.languages import column, interface
from generator.core.messages import catalogue, lookup
from generator.core.phrases import Text
from generator.format.naming import title

if TYPE_CHECKING:
    from generator.editing.figure_entry import Wrong
    from generator.editing.record import Recorded

COLUMNS = {
    "as_of": (
        "--as-of",
        "The day that the figure stands at; default: the last day that the document covers.",
    ),
    "area_id": ("--area", "The area; default: the package's own."),
    "figure": ("--figure", "The figure as printed."),
    "locator": ("--locator", "The place in the document that it stands at."),
    "qualifier": ("--qualifier", "How exact it is; default: as the printed figure says."),
    "obs_status": (
        "--status",
        "A normal, P provisional, E estimated, O words only, others as in SDMX; default: A.",
    ),
    "unit_id": ("--unit", "The unit, where the document counts in another than the indicator."),
    "occurrence": ("--occurrence", "Which one it is where the text prints the same figure several times."),
    **{column("note", tag): (f"--note-{tag}", f"A remark, in the language {tag}.") for tag in interface()},
}
"""The columns that have an option of their own; the others are given with --set."""


REASON = "reason"


def _column_options(command: Any) -> Any:
    for tag in reversed(interface()):
        meaning = f"Why it is corrected, in a sentence of the language {tag}."
        command = click.option(f"--{REASON}-{tag}", column(REASON, tag), default="", help=meaning)(command)
    for name, (option, meaning) in reversed(COLUMNS.items()):
        command = click.option(option, name, help=meaning)(command)
    return command


# Unknown options are left to be arguments, so that a negative number can be one.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("indicator")
@click.argument("value")
@click.option("--document", required=True, help="The document that prints the figure.")
@click.option("--package", default="", help="The package, where several have such an indicator and document.")
@click.option(
    "--period",
    default="",
    help="2023, 2021-2025, 2023-h1, 2023-q2, 2023-06 or FIRST/LAST; default: the document's own.",
)
@_column_options
@click.option("--set", "others", multiple=True, metavar="COLUMN=VALUE", help="Any other column.")
@click.option("--correct", is_flag=True, help="Correct a figure that is recorded already.")
@click.option(
    "--reason", "reasons", multiple=True, metavar="LANGUAGE=TEXT", help="The same in any other language."
)
@click.option("--responsible", default="", help="The document or person that answers for the correction.")
@click.option("--date", "today", type=DAY, help="The day of the correction; default: today.")
@data_option
@click.option(
    "--archive",
    type=Existing(folder=True),
    help="The archived texts, to verify and lock the figure at once.",
)
@lang_option
def record(
    indicator: str,
    value: str,
    others: tuple[str, ...],
    correct: bool,  # noqa: FBT001 - Click gives options by name
    reasons: tuple[str, ...],
    responsible: str,
    today: datetime | None,
    data: Path,
    archive: Path | None,
    lang: str,
    **given: str | None,
) -> None:
    """Record one figure, VALUE of INDICATOR, that a document prints; `-` where it answers in words."""
    from generator.editing.figure_entry import Asked
    from generator.editing.files.changing import changing
    from generator.editing.files.numbering import numbered
    from generator.editing.files.rows import Reason
    from generator.editing.record import record as run
    from generator.reading.load import missing_folder

    if not data.is_dir():
        click.echo(missing_folder(str(data)).render("text", lang, data.as_posix()))
        sys.exit(1)
    cells = {name: text for name in COLUMNS if (text := given[name]) is not None}
    for other in others:
        name, sign, text = other.partition("=")
        if not sign:
            raise click.UsageError("\n".join(_own_words("set", lang, value=other)))
        cells[name] = text
    day = day_or_today(today)
    asked = Asked(
        indicator,
        value,
        document=given["document"] or "",
        package=given["package"] or "",
        period=given["period"] or "",
        cells=cells,
        reason=Reason(day, _why(reasons, given), responsible) if correct else None,
    )
    with changing(data) as change:
        done = run(change.tree, asked, archive)
        for line in _troubles(done, data, lang):
            click.echo(line)
        if not done.ok:
            sys.exit(1)
        written = numbered(change, done.files)
        change.write(written.files)
    for line in _told(done, data, archive, lang):
        click.echo(line)
    for line in (*raised(written.versions, lang), lookup(lang, "entry", "record.next")):
        click.echo(line)


def _why(reasons: Iterable[str], given: Mapping[str, str | None]) -> Text:
    """A reason in the languages in which it was given."""
    named = {tag: given[column(REASON, tag)] or "" for tag in interface()}
    named |= {tag: text for tag, sign, text in (reason.partition("=") for reason in reasons) if sign}
    return Text.of(named)


@click.command()
@click.argument("bodyfile", type=Existing())
@data_option
@click.option("--date", "today", type=DAY, help="The day of the correction; default: today.")
@click.option("--format", "form", type=click.Choice(["markdown"]), default="markdown", help="How to tell it.")
def propose(bodyfile: Path, data: Path, today: datetime | None, form: str) -> None:  # noqa: ARG001 - one form so far
    """Make a correction of the body of an issue (BODYFILE) that was written with the form for corrections.

    Exit 0: the data are changed, the text is for the pull request. Exit 1: the text, for the issue, says what to mend.
    """
    from generator.core.limits import LARGEST_BODY
    from generator.core.texts import visible
    from generator.editing.files.changing import changing
    from generator.editing.files.numbering import numbered
    from generator.editing.proposal_text import render
    from generator.editing.propose import propose as run

    if not data.is_dir():
        told = lookup(default_language(), "diff", "unknown.folder").format(folder=visible(str(data)))
        raise click.UsageError(told)
    with bodyfile.open("rb") as stream:
        body = stream.read(LARGEST_BODY + 1)
    day = day_or_today(today)
    with changing(data) as change:
        proposal = run(change.tree, body, day)
        written = numbered(change, proposal.files)
        if not proposal.faults:
            change.write(written.files)
    click.echo(render(proposal, data.as_posix(), site_languages(), written.versions))
    sys.exit(1 if proposal.faults else 0)


def _own_words(key: str, lang: str, **values: str) -> tuple[str, str]:
    """What the check has no words for: what is wrong, and what to do."""
    texts = catalogue(lang, "entry")["record"]["wrong"][key]
    return texts["message"].format(**values), f"→ {texts['hint'].format(**values)}"


def _troubles(done: Recorded, data: Path, lang: str) -> Iterator[str]:
    """Everything that is wrong, in words."""
    for wrong in done.wrong:
        option, lines = _wrong(wrong, lang)
        yield option
        yield from (f"    {line}" for line in lines)
    if done.wrong and len(done.report):
        yield ""
    if len(done.report):
        yield done.report.of_change(lang, data.as_posix())
    if not done.ok:
        yield lookup(lang, "entry", "record.refused" if done.files or done.wrong else "record.unsound")
    if done.unseen:
        yield lookup(lang, "entry", f"record.unseen.{done.unseen}")


def _wrong(wrong: Wrong, lang: str) -> tuple[str, tuple[str, ...]]:
    error = lookup(lang, "problems", "report.error")
    problem = wrong.problem
    if problem is None:
        return f"{wrong.option}  {error}".strip(), _own_words(wrong.text, lang, **wrong.values)
    if (name := problem.values.get("field")) and problem.code != "unknown-column":
        table = "corrections" if name.startswith((f"{REASON}_", "responsible")) else "observations"
        problem = replace(problem, values={**problem.values, "field": title(table, name, lang)})
    lines = (problem.message(lang), f"→ {problem.hint(lang)}")
    called = catalogue(lang, "entry")["record"]["argument"].get(wrong.option, wrong.option)
    return f"{called}  {error} [{problem.code}]", lines


def _told(done: Recorded, data: Path, archive: Path | None, lang: str) -> Iterator[str]:
    """What was written, and what comes next."""
    from generator.core.periods import period_name
    from generator.core.texts import visible

    def say(key: str, **values: str) -> str:
        return lookup(lang, "entry", f"record.{key}").format(**values)

    place = f"{data.as_posix()}/{done.file}:{done.line}"
    if done.changes:
        corrections = next((path for path in done.files if path.endswith("/corrections.csv")), "")
        values = {"place": place, "id": done.id}
        if corrections:
            yield say("corrected", corrections=f"{data.as_posix()}/{corrections}", **values)
        else:
            yield say("remarked", **values)
        for name, (old, new) in done.changes.items():
            yield "  " + say("change", field=name, old=visible(old) or "—", new=visible(new) or "—")
    else:
        yield say("wrote", place=place, id=done.id)
        taken = dict(done.defaults)
        listed = []
        if "period_start" in taken and "period_end" in taken:
            first, last = (date.fromisoformat(taken.pop(name)) for name in ("period_start", "period_end"))
            listed.append(f"--period {period_name(first, last)}")
        listed += [f"{COLUMNS[name][0] if name in COLUMNS else name} {text}" for name, text in taken.items()]
        if listed:
            yield say("defaults", listed=" ".join(listed))
    if done.verified:
        yield say("verified" if done.locked else "found")
    if done.left:
        yield say("left", count=str(done.left))
    if not done.locked:
        yield say(
            "unlocked" if done.verified else "unverified",
            data=data.as_posix(),
            archive=str(archive or say("archive")),
        )
