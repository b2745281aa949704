"""A preview shows what is saved, in the data as in the words, and ends when it is asked to."""

from __future__ import annotations

import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from again import commit, installation
from previews import LONGEST, Preview
from repositories import head


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    running = Preview(installation(tmp_path / "town"))
    yield running
    running.stop()


def test_what_is_saved_is_shown_until_it_is_ended(preview: Preview) -> None:
    page = "en/town/indicators/lamps-standing/"
    # The address is told when it answers: who opens it sooner finds nobody there.
    with urllib.request.urlopen(f"{preview.address()}{page}", timeout=LONGEST) as shown:
        assert "980" in shown.read().decode()
    preview.save(
        "data/town/documents/2023-report/observations.csv",
        "980,exact,A,,,,,一/(一),980盏",
        "979,exact,A,,,,,一/(一),979盏",
    )
    assert preview.shows(page, "979")
    # Its downloads follow.
    assert preview.shows("data/town/observations.csv", "979盏")
    preview.save("site_src/messages/en/site.yaml", "home: Home", "home: Start")
    assert preview.shows(page, "Start")
    assert preview.shows(page, "979")
    preview.process.send_signal(signal.SIGTERM)
    assert preview.process.wait(LONGEST) == 128 + signal.SIGTERM


OBSERVATIONS = "data/town/documents/2023-report/observations.csv"
NOTICE = "livereload.js?1"


def test_what_is_saved_and_cannot_be_shown_is_told_on_the_pages(preview: Preview) -> None:
    page, wrong = "en/town/indicators/lamps-standing/", "9x0,exact"
    assert preview.address()
    preview.save(OBSERVATIONS, "980,exact", wrong)
    assert preview.shows(NOTICE, "What was saved last is not shown")
    assert preview.shows(NOTICE, "observations.csv:")
    # The last site stays.
    assert preview.shows(page, "980")
    preview.save(OBSERVATIONS, wrong, "980,exact")
    assert preview.shows(NOTICE, '"state": "there"')


def test_a_folder_that_was_away_is_looked_at_again(preview: Preview) -> None:
    """And one that comes, such as words of the installation's own."""
    assert preview.address()
    (preview.folder / "data").rename(preview.folder / "away")
    assert preview.shows(NOTICE, "[missing-folder]")
    (preview.folder / "away").rename(preview.folder / "data")
    assert preview.shows(NOTICE, '"state": "there"')
    preview.save(OBSERVATIONS, "980,exact", "9x0,exact")
    assert preview.shows(NOTICE, "observations.csv:")


def test_what_is_committed_is_a_revision(tmp_path: Path) -> None:
    preview = Preview(folder := installation(tmp_path / "town"))
    try:
        assert preview.address()
        preview.save(OBSERVATIONS, "980,exact,A,,,,,一/(一),980盏", "979,exact,A,,,,,一/(一),979盏")
        assert preview.shows("en/town/indicators/lamps-standing/", "979")
        commit(folder)
        assert preview.shows("en/town/revisions/", f'id="c-{head(folder)[:12]}"')
    finally:
        preview.stop()


def test_without_a_first_site_every_address_waits_for_it(tmp_path: Path) -> None:
    folder = installation(tmp_path / "town")
    file = folder / OBSERVATIONS
    sound = file.read_bytes()
    file.write_bytes(sound.replace(b"980,exact", b"9x0,exact"))
    preview = Preview(folder)
    try:
        assert preview.address()
        # What is asked for in vain has the script that tells, and that loads it again.
        assert preview.shows("", "/livereload.js?")
        assert preview.shows(NOTICE, "What was saved last is not shown")
        file.write_bytes(sound)
        assert preview.shows("en/town/indicators/lamps-standing/", "980")
    finally:
        preview.stop()
