"""What each version added, changed and removed, and which correction turned which verdict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from repositories import Repository
from speaking import both

from generator.comparing.deltas import Delta
from generator.comparing.revisions import VERDICT, Revision, turned
from generator.core.model import Correction
from generator.core.phrases import as_html
from generator.publishing.pages.versions import versions_told

PACKAGE, THEMES, REPORT = (
    "town/package.yaml",
    "town/themes.yaml",
    "town/documents/2023-report/observations.csv",
)


def told(repository: Repository) -> Mapping[str, tuple[int, int, int, int]]:
    found = repository.history().deltas
    return {item.id: (item.added, item.changed, item.removed, item.renamed) for item in found}


def next_version(repository: Repository, old: str, new: str) -> None:
    repository.edit(PACKAGE, f"version: {old}", f"version: {new}")


def test_what_became_of_rows_of_the_first_version_before_the_next_is_no_change(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    first = told(repository)
    repository.edit(REPORT, ",980,exact,A,,,,,一/(一),980盏", ",981,exact,A,,,,,一/(一),981盏")
    repository.commit("A digit")
    (repository.data / "town/documents/2023-report/progress.csv").unlink()
    repository.commit("Gone")
    repository.edit(THEMES, "title_en: Street lamps", "title_en: Lamps")
    repository.commit("Lamps")
    assert told(repository) == {name: counts for name, counts in first.items() if name != "0.1.0/progress"}


def test_each_version_tells_what_it_did(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    first = told(repository)
    assert {name.partition("/")[0] for name in first} == {"0.1.0"}
    assert all(added > 0 and not any(others) for added, *others in first.values())
    lamps = first["0.1.0/observations"][0]
    assert lamps == len((repository.data / REPORT).read_text(encoding="utf-8").splitlines()) - 1

    # A figure is corrected in two commits of one version: one row was changed.
    next_version(repository, "0.1.0", "0.1.1")
    repository.edit(REPORT, ",980,exact,A,,,,,一/(一),980盏", ",981,exact,A,,,,,一/(一),981盏")
    begun = repository.commit("A digit")
    repository.edit(REPORT, ",981,exact,A,,,,,一/(一),981盏", ",982,exact,A,,,,,一/(一),982盏")
    repository.commit("Another digit")
    # A theme comes, and is changed before the version is out.
    next_version(repository, "0.1.1", "0.2.0")
    themes = repository.data / THEMES
    themes.write_text(
        themes.read_text(encoding="utf-8") + "parks:\n  title_zh: 公园们\n  title_en: Parks of ours\n",
        encoding="utf-8",
    )
    repository.commit("Parks")
    repository.edit(THEMES, "title_en: Parks of ours", "title_en: Public parks")
    repository.commit("Public parks")
    (repository.data / "town/documents/2023-report/progress.csv").unlink()
    next_version(repository, "0.2.0", "1.0.0")
    repository.commit("Gone")
    next_version(repository, "1.0.0", "1.0.1")
    repository.commit("A version of the same data")

    found = told(repository)
    assert {name: counts for name, counts in found.items() if name not in first} == {
        "0.1.1/observations": (0, 1, 0, 0),
        "0.2.0/themes": (1, 0, 0, 0),
        "1.0.0/progress": (0, 0, first["0.1.0/progress"][0], 0),
        "1.0.1/package": (0, 0, 0, 0),
    }
    (digit,) = (item for item in repository.history().deltas if item.version == "0.1.1")
    assert (digit.day, digit.commit) == (date(2024, 1, 2), begun)


def test_of_a_history_that_was_cut_off_nothing_is_told_to_have_been_added(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "whole")
    next_version(repository, "0.1.0", "0.1.1")
    repository.commit("A version")
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.folder}", str(shallow))
    cut = Repository.__new__(Repository)
    cut.folder, cut.data, cut.days = shallow, shallow / "data", 5
    assert told(cut) == {}


def delta(version: str, table: str, *counts: int) -> Delta:
    return Delta(version, date(2024, 1, 2), "c" * 40, table, *counts)


DELTAS = [
    delta("0.9.0", "documents", 2, 0, 0, 0),
    delta("0.9.0", "themes", 3, 0, 0, 0),
    delta("0.9.0", "units", 1, 1, 0, 0),
    delta("0.10.0", "observations", 1, 2, 3, 1),
    delta("0.10.2", "package", 0, 0, 0, 0),
]
SENTENCES = {
    "en": {
        "0.9.0": "Added: 2 documents, 4 other rows · Changed: 1 other row",
        "0.10.0": "Added: 1 reported figure · Changed: 2 reported figures · Removed: 3 reported figures · With another id: 1 reported figure",
        "0.10.1": "",
        "0.10.2": "No data changed.",
    },
    "zh": {
        "0.9.0": "增加：2份文件、其他4行 · 修改：其他1行",
        "0.10.0": "增加：1个报告的数字 · 修改：2个报告的数字 · 删去：3个报告的数字 · 换了编号：1个报告的数字",
        "0.10.1": "",
        "0.10.2": "数据没有变。",
    },
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_version_in_a_sentence(language: str) -> None:
    """The newest first, as numbers."""
    found = versions_told(DELTAS, ["0.9.0", "0.10.1"], "0.10.1", language)
    assert [(item.version, item.released) for item in found] == [
        ("0.10.2", False),
        ("0.10.1", True),
        ("0.10.0", False),
        ("0.9.0", True),
    ]
    assert {item.version: as_html(item.text) for item in found} == SENTENCES[language]


def revision(
    commit: str, table: str, key: str, field: str, old: str, new: str, about: str, document: str = ""
) -> Revision:
    return Revision(date(2024, 1, 2), commit * 40, "", table, key, field, old, new, about, document)


def correction(table: str, key: str, field: str, old: str, new: str) -> Correction:
    name = f"{table}/{key}/{field}/2024-01-02"
    return Correction(name, table, key, field, old, new, date(2024, 1, 2), both("看错了。", "Misread."), "us")


def test_a_correction_leads_to_the_verdicts_that_it_turned() -> None:
    figure = revision("a", "observations", "report/lamps/2023", "value", "9", "8", "lamps", "report")
    day = revision("b", "documents", "report", "published", "2024-01-01", "2024-01-02", "", "report")
    turns = [
        revision("a", *VERDICT[:1], "plan/1/lamps/2023", VERDICT[1], "achieved", "missed", "lamps", "report"),
        revision("a", *VERDICT[:1], "plan/1/parks/2023", VERDICT[1], "achieved", "missed", "parks", "other"),
        revision("b", *VERDICT[:1], "plan/1/trees/2023", VERDICT[1], "missed", "achieved", "trees", "report"),
        revision("c", *VERDICT[:1], "plan/1/lamps/2023", VERDICT[1], "missed", "achieved", "lamps", "report"),
    ]
    found = [figure, *turns, day]
    corrections = [
        correction("observations", "report/lamps/2023", "value", "9", "8"),
        correction("documents", "report", "published", "2024-01-01", "2024-01-02"),
        correction("observations", "report/never/2023", "value", "1", "2"),
    ]
    assert [(item.key, verdict.key) for item, verdict in turned(found, corrections)] == [
        ("report/lamps/2023", "plan/1/lamps/2023"),
        ("report", "plan/1/trees/2023"),
    ]
