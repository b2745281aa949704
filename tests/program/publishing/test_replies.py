"""The right of reply: what a body publishes on how a target stands, and the page that says how."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from downloads import written
from overlays import OverlayTree
from shown import Shown
from speaking import LANGUAGES

from generator.core.phrases import Text
from generator.publishing.pages import Site
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package

TODAY = date(2024, 1, 1)
TARGET = "2023-plan/1/lamps-installed/2023"
HEAD = "finding_id,date,explanation_zh,explanation_en,responsible\n"
REPLY = f"{HEAD}{TARGET},2024-02-10,多装了十盏。,Ten more were put up.,镇建设办公室\n"


def view(explanations: str = REPLY) -> PackageView:
    ledger, report = load(OverlayTree().write("town/explanations.csv", explanations))
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    return PackageView(package, assess_package(package, TODAY))


def pages(settings: Settings | None = None, language: str = "en") -> Mapping[str, str]:
    site = Site((view(),), {"town": ()}, TODAY, TODAY, settings or Settings())
    return Shown(site, language)


def test_a_reply_stands_beside_the_verdict_and_in_its_row() -> None:
    page = pages()["town/indicators/lamps-installed/index.md"]
    told = (
        '<p class="mz-explanation"><strong>Published explanation</strong>: Ten more were put up. '
        '<span class="mz-sub"><span lang="zh-Hans" dir="ltr">镇建设办公室</span>, 10 February 2024</span></p>'
    )
    opening, table = page.index("mz-opening"), page.index("mz-promises")
    assert page.count(told) == 2, page
    assert opening < page.index(told) < table < page.rindex(told)


def test_a_reply_is_in_the_downloads(tmp_path: Path) -> None:
    folder = written(tmp_path, view().package)
    rows = csv.DictReader((folder / "assessments.csv").read_text(encoding="utf-8").splitlines())
    replied = {row["target_id"]: row for row in rows if row["replied_on"]}
    assert list(replied) == [TARGET]
    assert [replied[TARGET][name] for name in ("reply_zh", "reply_en", "replied_on", "replied_by")] == [
        *("多装了十盏。", "Ten more were put up.", "2024-02-10", "镇建设办公室")
    ]


def test_a_reply_on_nothing_is_refused() -> None:
    slip = REPLY.replace("lamps-installed", "lamps-instaled")
    ledger, report = load(OverlayTree().write("town/explanations.csv", slip))
    (problem,) = report
    assert (ledger, problem.code) == (None, "finding-gone")
    assert TARGET in problem.hint("en")


REACHED = {
    # settings → what the page says of how to reach the keepers, and whether there is a form
    "nothing": (Settings(), "The keepers have given no way to reach them yet.", False),
    "a contact": (Settings(contact=Text.of({"en": "desk@example.org"})), "desk@example.org", False),
    "a repository": (
        Settings(repository="https://forge.example/a/b/"),
        'lie open at <a href="https://forge.example/a/b/" rel="noopener">',
        True,
    ),
}


@pytest.mark.parametrize("name", REACHED)
def test_the_page_on_the_site_says_how_to_reach_its_keepers(name: str) -> None:
    settings, told, form = REACHED[name]
    page = pages(settings)["about/index.md"]
    assert told in page
    assert ("issues/new?title=Reply" in page) == form


def test_the_form_asks_for_what_is_needed() -> None:
    settings = Settings(repository="https://forge.example/a/b/")
    page = pages(settings)["about/index.md"]
    asked = unquote(page.partition("body=")[2].partition('"')[0])
    assert asked.split("\n\n")[:3] == ["Page or id:", "Explanation:", "Who answers for it:"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_and_promises_lead_to_it(language: str) -> None:
    found = pages(language=language)
    for path in ("town/indicators/lamps-installed/index.md", "town/findings/index.md"):
        assert "about/#reply" in found[path], path
    assert 'id="reply"' in found["about/index.md"]


def test_who_keeps_the_site_is_named_with_care() -> None:
    settings = replace(Settings(), keeper=Text.of({"en": "<b>Desk</b>"}))
    assert "&lt;b&gt;Desk&lt;/b&gt; keeps this site." in pages(settings)["about/index.md"]
