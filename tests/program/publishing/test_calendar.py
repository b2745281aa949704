"""What falls due, as calendars read it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from folders import BASE
from sites import TODAY

from generator.publishing.build import _assessed
from generator.publishing.pages.calendar import OCTETS, calendar
from generator.publishing.pages.feeds import tag
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings

SETTINGS = Settings(languages=("zh", "en"), url="https://example.org/some/")


@pytest.fixture(scope="module")
def town() -> PackageView:
    (view,), report = _assessed(BASE, SETTINGS, TODAY, None)
    assert report.ok
    return view


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= OCTETS for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_promise_with_a_day_is_an_entry(town: PackageView, language: str) -> None:
    lines = unfolded(calendar(town, SETTINGS, language))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    ids = [line for line in lines if line.startswith("UID:")]
    dated = [item for item in town.standings.deliverables.values() if item.current_due]
    assert len(ids) == len(set(ids)) == len(town.standings.targets) + len(dated)
    for part in ("DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL"):
        assert sum(line.startswith(part) for line in lines) == len(ids)
    assert (
        f"URL:https://example.org/some/{SETTINGS.prefix(language)}town/indicators/lamps-installed/" in lines
    )


def test_a_calendar_stays_as_it_is_from_day_to_day(town: PackageView) -> None:
    later = replace(town, standings=replace(town.standings, today=TODAY.replace(year=2027)))
    assert calendar(later, SETTINGS, "en") == calendar(town, SETTINGS, "en")


def test_two_installations_have_no_entry_in_common(town: PackageView) -> None:
    there = replace(SETTINGS, url="https://example.org/other/")
    here, other = (
        set(re.findall("UID:(.*)", calendar(town, site, language)))
        for site, language in ((SETTINGS, "en"), (there, "en"))
    )
    assert here
    assert not here & other
    assert not here & set(re.findall("UID:(.*)", calendar(town, SETTINGS, "zh")))


@pytest.mark.parametrize(
    ("url", "name", "found"),
    [
        ("https://example.org/", "site", "tag:example.org,2026:en:site"),
        ("https://example.org:8080/some/", "a/b", "tag:example.org,2026:some/en:a/b"),
        ("", "a:b", "tag:mingzhang.invalid,2026:en:a:b"),
        ("https://example.org/", "a b#灯", "tag:example.org,2026:en:a%20b%23%E7%81%AF"),
    ],
)
def test_names_are_tags(url: str, name: str, found: str) -> None:
    assert tag(replace(SETTINGS, url=url), "en", name) == found
