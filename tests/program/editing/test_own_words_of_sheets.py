"""Words of an installation's own on the sheets of workbooks: whatever they are, and whenever they change, nobody's data do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import workbooks
from folders import BASE
from workbooks import Book, Desk, is_unchanged, told

from generator.core import sources

STATES = "choices: {{state: {{delivered: {0}, delayed: {1}}}}}\n".format
PROGRESS = "town/documents/2023-report/progress.csv"

Say = Callable[[str], None]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(workbooks, "_exported", {})
    return Desk.of(BASE, tmp_path / "repository")


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Say]:
    """Has the installation say something on its sheets from now on."""
    (tmp_path / "site_src" / "messages" / "en").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    def say(text: str) -> None:
        (tmp_path / "site_src" / "messages" / "en" / "sheet.yaml").write_text(text, encoding="utf-8")
        sources.forget()

    yield say
    monkeypatch.undo()
    sources.forget()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (STATES("done", "late"), STATES("late", "done")),
        (STATES("done", "late"), STATES("finished", "done")),
        (STATES("done", "late"), STATES("finished", "late")),
        ("{}", STATES("delayed", "delivered")),
    ],
)
def test_a_word_means_what_it_meant_in_the_workbook(before: str, after: str, desk: Desk, say: Say) -> None:
    """By the time a workbook comes back an installation, or a new version of the program, may have other words."""
    say(before)
    book = Book(desk.export(language="en"))
    say(after)
    assert desk.hand_in(book.bytes(), language="en").files == {}
    delayed = next(
        str(cell.value) for cell in book.file["_mingzhang"]["F"] if cell.offset(column=-1).value == "delayed"
    )
    book["Progress!state 4"] = delayed
    files = desk.hand_in(book.bytes(), language="en").files
    assert b"2023-plan/2/pocket-park,delayed," in files[PROGRESS]


@pytest.mark.parametrize(
    "words",
    [
        'action: {remove: ""}\n',
        'action: {remove: " "}\n',
        STATES('""', "late"),
        STATES('" at last "', "late"),
        STATES('"at\\nlast"', "late"),
        STATES("planned", "late"),
        'parts: {observations: _mingzhang, about: "History", codes: "[]"}\n',
        f"parts: {{observations: A/B, progress: a b, codes: {'c' * 40}, about: {'a' * 40}}}\n",
    ],
)
def test_whatever_words_are_a_workbook_that_nobody_touched_changes_nothing(
    words: str, desk: Desk, say: Say
) -> None:
    say(words)
    book = desk.export(language="en")
    outcome = desk.hand_in(book, language="en")
    assert outcome.ok, told(outcome)
    assert (outcome.files, outcome.removed) == ({}, 0)


def test_the_names_of_sheets_are_told_apart(desk: Desk, say: Say) -> None:
    say(
        'parts: {observations: A/B, progress: a b, claims: History, codes: "[]", sections: "Ward\'s parts"}\n'
    )
    book = desk.export(language="en")
    assert is_unchanged(desk.hand_in(book, language="en"))
    file = Book(book).file
    names = ["Read me", "A B observations", "a b progress", "History claims", "Ward's parts"]
    assert file.sheetnames == [*names, "Not data", "Document", "codes", "_mingzhang"]
    lists = [rule.formula1 for rule in file["A B observations"].data_validations.dataValidation]
    assert "'Ward''s parts'!$C$4:$C$10" in lists
