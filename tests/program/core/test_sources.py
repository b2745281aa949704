"""What stands in an installation's own folder goes before what comes with the program, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.commands.asking import Interview
from generator.commands.publish import _tell_of_borrowed
from generator.core import languages, messages, sources
from generator.core.phrases import named_in


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The own folder of an installation in which the program runs; what was known before is forgotten."""
    monkeypatch.chdir(tmp_path)
    sources.forget()
    own = tmp_path / "site_src"
    own.mkdir()
    yield own
    monkeypatch.undo()
    sources.forget()


def put(own: Path, path: str, text: str) -> None:
    file = own / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_language_is_added_by_its_folder(installation: Path) -> None:
    put(installation, "messages/kk/site.yaml", "nav: {home: Басты бет}\n")
    assert languages.interface() == ("en", "fr", "kk", "zh")
    assert messages.lookup("kk", "site", "nav.home") == "Басты бет"
    # What it lacks is the fallback's.
    assert messages.lookup("kk", "site", "nav.search") == "Search"


def test_a_text_is_replaced_and_all_others_stay(installation: Path) -> None:
    put(installation, "messages/en/site.yaml", "nav: {home: Start}\n")
    assert messages.lookup("en", "site", "nav.home") == "Start"
    assert messages.lookup("en", "site", "nav.search") == "Search"
    assert messages.lookup("fr", "site", "nav.home") == "Accueil"


def test_facts_of_a_language_can_be_told(installation: Path) -> None:
    put(installation, "messages/en/language.yaml", "locale: en_US\n")
    assert languages.language("en").place == "en_US"


def test_files_are_looked_for_in_both_places(installation: Path) -> None:
    put(installation, "templates/home.html", "own")
    assert sources.found("templates/home.html") == installation / "templates/home.html"
    assert sources.found("templates/goal.html") == sources.SHIPPED / "templates/goal.html"
    assert sources.everywhere("templates") == [installation / "templates", sources.SHIPPED / "templates"]
    assert sources.found("templates/none.html") == sources.SHIPPED / "templates/none.html"


def test_without_such_a_folder_only_the_programs_own_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert sources.layers() == (sources.SHIPPED,)


def test_in_the_repository_of_the_program_they_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sources.SHIPPED.parent)
    assert sources.layers() == (sources.SHIPPED,)


def test_a_language_is_called_as_it_is_in_the_text_that_names_it(installation: Path) -> None:
    """A prompt in borrowed English said “Title of the package in español”."""
    put(installation, "messages/es/site.yaml", "step: {translated: 'en {language}'}\n")
    own, lent = (
        messages.lookup("es", "site", "step.translated"),
        messages.lookup("es", "init", "done.unspoken"),
    )
    named = {text: named_in(text, "es", "es") for text in (own, lent)}
    assert named == {own: "español", lent: "Spanish"}
    assert Interview("es", "package", {})._asked("title_es").endswith("Spanish")  # noqa: SLF001


def test_who_builds_is_told_how_much_of_the_pages_a_language_has(
    installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A language of one word was English on every page, and nobody said so."""
    put(installation, "messages/es/site.yaml", "nav: {home: Inicio}\n")
    shipped = (sources.SHIPPED / "site.yaml").read_text(encoding="utf-8")
    put(installation, "site.yaml", re.sub("(?m)^languages:.*$", "languages: [zh, en, es]", shipped))
    there, among = messages.own_share("es")
    assert (there, messages.own_share("zh")) == (1, (among, among))
    _tell_of_borrowed("fr")
    assert capsys.readouterr().err.replace("\u00a0", " ").replace("\u202f", " ") == (
        f"espagnol : 0,1 % des {among // 1000} {among % 1000:03} textes des pages sont traduits"
        " (site_src/messages/es) ; les autres sont affichés en anglais.\n"
    )
