"""What became of a programme: documents in their order, what each says of it, and what follows."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import NamedTuple

import pytest

from generator.core.model import Package
from generator.reading.load import load
from generator.reading.trees import FilesTree
from generator.verdicts.programmes import Story, answering, stories


class Case(NamedTuple):
    """Documents are `<kind> <day of issue>: <what it says>`, nothing where it is silent."""

    documents: tuple[str, ...]
    outcome: str
    silent: tuple[str, ...] = ()


CASES = {
    "a promise, and nothing later": Case(("plan 2021-01-10: promised",), "announced"),
    "a promise, and a later report that is silent": Case(
        ("plan 2021-01-10: promised", "report 2022-01-10:"), "silent", ("report-2022-01-10",)
    ),
    "a promise, and a report of the same day that is silent": Case(
        ("plan 2021-01-10: promised", "report 2021-01-10:"), "announced"
    ),
    "a promise, and a report": Case(("plan 2021-01-10: promised", "report 2022-01-10: reported"), "reported"),
    "a promise and a report in one document": Case(("report 2021-01-10: promised reported",), "reported"),
    "a table is no document that could have named it": Case(
        ("plan 2021-01-10: promised", "dataset 2022-01-10:"), "announced"
    ),
    "nobody could look in a text that is not archived": Case(
        ("plan 2021-01-10: promised", "unarchived 2022-01-10:"), "announced"
    ),
    "promised twice": Case(("plan 2021-01-10: promised", "plan 2022-01-10: promised"), "promised_again"),
    "promised twice, then silence": Case(
        ("plan 2021-01-10: promised", "plan 2022-01-10: promised", "report 2023-01-10:"),
        "silent",
        ("report-2023-01-10",),
    ),
    "silence between two promises is none": Case(
        ("plan 2021-01-10: promised", "report 2022-01-10:", "plan 2023-01-10: promised"), "promised_again"
    ),
    "reported, then promised again": Case(
        ("report 2021-01-10: reported", "plan 2022-01-10: promised"), "promised_again"
    ),
    "reported, promised again, then silence": Case(
        ("report 2021-01-10: reported", "plan 2022-01-10: promised", "report 2023-01-10:"),
        "silent",
        ("report-2023-01-10",),
    ),
    "reported, then silence": Case(
        ("report 2021-01-10: reported", "report 2022-01-10:"), "reported", ("report-2022-01-10",)
    ),
    "only there": Case(("plan 2021-01-10: existing",), "existing"),
    "promised, then there": Case(("plan 2021-01-10: promised", "plan 2022-01-10: existing"), "existing"),
    "more is promised of what is there": Case(("plan 2021-01-10: existing promised",), "announced"),
    "reported, then there": Case(("report 2021-01-10: reported", "plan 2022-01-10: existing"), "reported"),
    "the order of the files is not that of time": Case(
        ("report 2023-01-10:", "plan 2021-01-10: promised"), "silent", ("report-2023-01-10",)
    ),
}


def told(documents: tuple[str, ...], day: date = date.max) -> tuple[Package, Story]:
    files = {
        "package.yaml": """\
format: 2
publisher_id: council
area_id: town
title_en: Town
description_en: A town.
licence: CC-BY-4.0
version: 0.1.0
languages: [en]
disclaimer_en: Invented.
officers: published
""",
        "organisations.yaml": "council:\n  title_en: Council\nparks:\n  title_en: Parks office\n",
        "areas.yaml": "town:\n  title_en: Town\n",
        "themes.yaml": "living:\n  title_en: Living\n",
        "units.yaml": "lamp:\n  title_en: lamps\n",
        "programmes.yaml": "bright:\n  title_en: Bright Town\n  kind: platform\n  summary_en: Lamps.\n",
    }
    for item in documents:
        about, _, says = item.partition(":")
        kind, issued = about.split()
        folder = f"documents/{kind}-{issued}"
        files[f"{folder}/document.yaml"] = f"""\
title_en: A {kind}
kind: {"report" if kind == "unarchived" else kind}
publisher_id: council
period_start: 2020-01-01
period_end: 2020-12-31
published: {issued}
completeness: full
archive_sha256: '{"" if kind == "unarchived" else hashlib.sha256(folder.encode()).hexdigest()}'
sections:
  Text:
    title_en: Text
"""
        if says:
            rows = (f"bright,{word},{word},Text,Bright Town is {word}" for word in says.split())
            files[f"{folder}/mentions.csv"] = "\n".join(["programme_id,slug,says,locator,figure", *rows, ""])
    ledger, report = load(FilesTree({f"town/{name}": text.encode() for name, text in files.items()}))
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    return package, stories(package, {}, day)["bright"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_last_word_tells_what_became_of_it(case: Case) -> None:
    package, story = told(case.documents)
    assert (story.outcome, tuple(item.id for item in story.silent)) == (case.outcome, case.silent)
    assert [item.document.issued for item in story.chapters] == sorted(
        item.document.issued for item in story.chapters
    )
    # It has part in no goal, so those answer that issued the documents.
    assert answering(package, story) == ("council",)


KNOWN = {
    # what was issued by the day → what was known then
    "what is issued later is not silent yet": ("2021-06-30", "announced", ()),
    "nor does it report": ("2022-06-30", "silent", ("report-2022-01-10",)),
    "a report counts from its day of issue": ("2023-01-10", "reported", ()),
}


@pytest.mark.parametrize(("day", "outcome", "silent"), KNOWN.values(), ids=KNOWN)
def test_what_was_not_issued_by_a_day_says_nothing(day: str, outcome: str, silent: tuple[str, ...]) -> None:
    documents = ("plan 2021-01-10: promised", "report 2022-01-10:", "report 2023-01-10: reported")
    _, story = told(documents, date.fromisoformat(day))
    assert (story.outcome, tuple(item.id for item in story.silent)) == (outcome, silent)
