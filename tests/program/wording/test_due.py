"""What is due and unreported: cases worked by hand, and the command that lists it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from catalogues import texts
from click.testing import CliRunner
from folders import BASE, ROOT
from packages import FIRST_HALF, LAMPS, SIGNS, YEAR, town

from generator.cli import main
from generator.commands import due as command
from generator.core.messages import catalogue
from generator.publishing import clock
from generator.publishing.settings import Settings
from generator.verdicts.standings import assess_package
from generator.wording.due import FORMATS, Account, due, render

PARK = {"deliverables": {"plan/1/park": "2023-12-31"}}


def listed(row: dict[str, Any], today: str) -> list[str]:
    """Each promise with who answers for it, its day and what is held; over before soon."""
    package = town(row)
    found = due(package, assess_package(package, date.fromisoformat(today)))

    def lines(account: Account, name: str) -> list[str]:
        return [
            f"{name} {account.id} {item.id} {item.due} {item.status}"
            + (f" {item.as_of}" if item.as_of else "")
            for item in getattr(account, name)
        ]

    return [line for account in found.accounts for name in ("over", "soon") for line in lines(account, name)]


CASES: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "nothing promised": ({}, "2024-03-01", []),
    "over, without a result": (
        {"targets": [LAMPS]},
        "2024-01-01",
        ["over parks plan/1/lamps/2023 2023-12-31 reporting.due_unreported"],
    ),
    "over, with an interim result": (
        {"targets": [LAMPS], "seen": [{"figure": "90盏"}]},
        "2024-01-01",
        ["over parks plan/1/lamps/2023 2023-12-31 reporting.reported_interim 2023-06-30"],
    ),
    "over, with a result for the year": (
        {"targets": [LAMPS], "seen": [{"figure": "90盏", "period": YEAR}]},
        "2024-01-01",
        [],
    ),
    "on its last day": (
        {"targets": [LAMPS]},
        "2023-12-31",
        ["soon parks plan/1/lamps/2023 2023-12-31 reporting.not_yet_due"],
    ),
    "62 days before": (
        {"targets": [LAMPS], "seen": [{"figure": "90盏"}]},
        "2023-10-30",
        ["soon parks plan/1/lamps/2023 2023-12-31 reporting.reported_interim 2023-06-30"],
    ),
    "63 days before": ({"targets": [LAMPS]}, "2023-10-29", []),
    "restated": (
        {"targets": [LAMPS, LAMPS | {"document": "report"}]},
        "2023-12-01",
        ["soon parks plan/1/lamps/2023 2023-12-31 reporting.not_yet_due"],
    ),
    "several organisations": (
        {"targets": [SIGNS]},
        "2024-01-01",
        [
            "over roads plan/2/signs/2023 2023-12-31 reporting.due_unreported",
            "over parks plan/2/signs/2023 2023-12-31 reporting.due_unreported",
        ],
    ),
    "by day": (
        {"targets": [LAMPS, LAMPS | {"period": FIRST_HALF}]},
        "2024-01-01",
        [
            "over parks plan/1/lamps/2023-h1 2023-06-30 reporting.due_unreported",
            "over parks plan/1/lamps/2023 2023-12-31 reporting.due_unreported",
        ],
    ),
    "a deliverable that is over": (PARK, "2024-01-01", ["over parks plan/1/park 2023-12-31 state.overdue"]),
    "under way when it was over": (
        PARK | {"progress": {"plan/1/park": [("2023-06-30", "under_way")]}},
        "2024-01-01",
        ["over parks plan/1/park 2023-12-31 state.under_way 2023-06-30"],
    ),
    "delivered": (PARK | {"progress": {"plan/1/park": [("2023-06-30", "delivered")]}}, "2024-01-01", []),
    "soon to be delivered": (PARK, "2023-11-30", ["soon parks plan/1/park 2023-12-31 state.planned"]),
    "delivered before it was due": (
        PARK | {"progress": {"plan/1/park": [("2023-06-30", "delivered")]}},
        "2023-11-30",
        [],
    ),
    "without a day": ({"deliverables": {"plan/1/park": ""}}, "2024-01-01", []),
    "put off, before the first day": (
        PARK | {"progress": {"plan/1/park": [("2023-06-30", "delayed", "2024-06-30")]}},
        "2023-12-31",
        ["soon parks plan/1/park 2023-12-31 state.delayed 2023-06-30"],
    ),
    "put off, after the first day, and before the new": (
        PARK | {"progress": {"plan/1/park": [("2023-06-30", "delayed", "2024-06-30")]}},
        "2024-06-01",
        ["over parks plan/1/park 2023-12-31 state.delayed 2023-06-30"],
    ),
    "brought forward, 62 days before": (
        PARK | {"progress": {"plan/1/park": [("2023-06-30", "under_way", "2023-10-31")]}},
        "2023-08-30",
        ["soon parks plan/1/park 2023-10-31 state.under_way 2023-06-30"],
    ),
    "brought forward, and only the day of the promise is to come": (
        PARK | {"progress": {"plan/1/park": [("2023-06-30", "under_way", "2023-10-31")]}},
        "2023-11-01",
        ["soon parks plan/1/park 2023-12-31 state.under_way 2023-06-30"],
    ),
    "without a day in the plan, on the day in a report": (
        {
            "deliverables": {"plan/1/park": ""},
            "progress": {"plan/1/park": [("2023-06-30", "planned", "2023-09-30")]},
        },
        "2023-09-30",
        ["soon parks plan/1/park 2023-09-30 state.planned 2023-06-30"],
    ),
    "without a day in the plan, after the day in a report": (
        {
            "deliverables": {"plan/1/park": ""},
            "progress": {"plan/1/park": [("2023-06-30", "planned", "2023-09-30")]},
        },
        "2023-10-01",
        ["over parks plan/1/park 2023-09-30 state.planned 2023-06-30"],
    ),
    "partly delivered": (
        PARK | {"progress": {"plan/1/park": [("2023-12-31", "partly_delivered")]}},
        "2024-01-01",
        ["over parks plan/1/park 2023-12-31 state.partly_delivered 2023-12-31"],
    ),
    "cancelled": (PARK | {"progress": {"plan/1/park": [("2023-06-30", "cancelled")]}}, "2024-01-01", []),
    "cancelled, before its day": (
        PARK | {"progress": {"plan/1/park": [("2023-06-30", "cancelled")]}},
        "2023-12-01",
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_due(name: str) -> None:
    row, today, expected = CASES[name]
    assert listed(row, today) == expected


NEW_DAY = PARK | {"progress": {"plan/1/park": [("2023-06-30", "delayed", "2024-06-30")]}}


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2024-01-01", "Delayed (as of 30 June 2023) · Put off to 30 June 2024"),
        (
            "2024-07-01",
            "Delayed (as of 30 June 2023) · Put off to 30 June 2024 · The new day has passed too",
        ),
    ],
)
def test_another_day_is_told_beside_the_first(today: str, said: str) -> None:
    package = town(NEW_DAY)
    found = [due(package, assess_package(package, date.fromisoformat(today)))]
    assert render(found, "text", "en").splitlines()[-1].strip() == said
    [[row]] = [
        item["over"]
        for package in json.loads(render(found, "json", "en"))
        for item in package["organisations"]
    ]
    assert (row["due"], row["current_due"]) == ("2023-12-31", "2024-06-30")


CALENDARS = [
    # where the site stands, the language asked for → what leads to the calendar: as text, in Markdown, in JSON
    (
        *("https://example.org/", "en"),
        "What falls due, for your calendar (.ics): https://example.org/en/town/due.ics",
        "What falls due, for your calendar (.ics): <https://example.org/en/town/due.ics>",
        "https://example.org/en/town/due.ics",
    ),
    # the site has no pages in French
    (
        *("https://example.org/", "fr"),
        "Les échéances, pour votre agenda (.ics)\u00a0: https://example.org/town/due.ics",
        "Les échéances, pour votre agenda (.ics)\u00a0: <https://example.org/town/due.ics>",
        "https://example.org/town/due.ics",
    ),
    (
        *("", "zh"),
        "到期的承诺可以放进日历（.ics），文件在网站的 town/due.ics",
        "到期的承诺可以放进日历（.ics），文件在网站的 `town/due.ics`",
        "town/due.ics",
    ),
]


@pytest.mark.parametrize(("url", "language", "text", "markdown", "address"), CALENDARS)
def test_the_command_leads_to_the_calendar(
    url: str, language: str, text: str, markdown: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Settings(languages=("zh", "en"), url=url)
    monkeypatch.setattr("generator.publishing.settings.read_settings", lambda: found)
    asked = ["due", "--date", "2024-01-01", "--lang", language, "--data", str(BASE)]
    told = {form: CliRunner().invoke(main, [*asked, "--format", form]).stdout for form in FORMATS}
    assert text in told["text"].splitlines()
    assert markdown in told["markdown"].splitlines()
    assert [item["calendar"] for item in json.loads(told["json"])] == [address]


def test_the_tables_call_nobody_and_hold_no_markup_of_the_data() -> None:
    package = town({"targets": [LAMPS | {"indicator": "@mayor|<b>"}]})
    text = render([due(package, assess_package(package, date(2024, 1, 1)))], "markdown", "zh")
    row = text.splitlines()[-1]
    assert row.startswith("| `@mayor`&#124;`<b>` | ")
    assert row.count("|") == 6


def test_the_command_asks_for_today_and_takes_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda _: date(2024, 2, 29))
    runner = CliRunner()
    now = runner.invoke(main, ["due", "--format", "json", "--data", str(BASE)])
    assert {item["date"] for item in json.loads(now.stdout)} == {"2024-02-29"}
    then = runner.invoke(main, ["due", "--date", "2023-12-01", "--lang", "en", "--data", str(BASE)])
    assert (then.exit_code, then.stderr) == (0, "")
    assert "On 1 December 2023: " in then.stdout
    (form,) = (param.type for param in command.due.params if param.name == "form")
    assert isinstance(form, click.Choice)
    assert tuple(form.choices) == FORMATS


def test_data_with_errors_are_not_listed(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["due", "--data", str(tmp_path / "nowhere")])
    assert (run.exit_code, run.stdout) == (1, "")
    assert "nowhere" in run.stderr


def test_no_text_of_the_list_is_unused() -> None:
    source = (ROOT / "generator" / "wording" / "due.py").read_text(encoding="utf-8")
    for key in dict(texts(catalogue("zh", "due"))):
        assert f'"{key.removeprefix("column.")}"' in source
