"""What each version added, changed and removed, and which correction turned which verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from folders import BASE
from hypothesis import given
from hypothesis import strategies as st
from repositories import Repository
from speaking import both

from generator.comparing.deltas import Delta
from generator.comparing.revisions import VERDICT, Revision, turned
from generator.comparing.vintages import TABLES
from generator.core.model import Correction
from generator.core.phrases import as_html
from generator.publishing.export.write import Before, published_tables
from generator.publishing.pages.versions import versions_told
from generator.reading.load import load_past
from generator.reading.trees import FilesTree
from generator.verdicts.standings import assess_package

PACKAGE, THEMES, REPORT = (
    "town/package.yaml",
    "town/themes.yaml",
    "town/documents/2023-report/observations.csv",
)
DIMENSIONS, PROGRESS = "town/dimensions.yaml", "town/documents/2023-report/progress.csv"

Files = Mapping[str, bytes]
Edit = Callable[[Files], Files]


def told(repository: Repository) -> Mapping[str, tuple[int, int, int, int]]:
    found = repository.history().deltas
    return {item.id: (item.added, item.changed, item.removed, item.renamed) for item in found}


def next_version(repository: Repository, old: str, new: str) -> None:
    repository.edit(PACKAGE, f"version: {old}", f"version: {new}")


def replaced(path: str, old: str, new: str) -> Edit:
    """What writes something else into a file, where that stands there."""

    def edit(files: Files) -> Files:
        return {**files, path: files[path].replace(old.encode(), new.encode())} if path in files else files

    return edit


def appended(path: str, text: str) -> Edit:
    """What adds to a file, or makes it."""
    return lambda files: {**files, path: files.get(path, b"") + text.encode()}


def without(path: str) -> Edit:
    """What takes a file away."""
    return lambda files: {other: content for other, content in files.items() if other != path}


def renamed(files: Files) -> Files:
    """An indicator under another id, wherever it is named."""
    return {path: content.replace(b"lamps-standing", b"all-lamps") for path, content in files.items()}


def no_breakdowns(files: Files) -> Files:
    """No breakdowns, and no figures of parts."""
    rows = [line.split(b",") for line in files[REPORT].splitlines(keepends=True)]
    kept = (row[:2] + row[3:] for row in rows if row[2] in (b"power", b""))
    return {**without(DIMENSIONS)(files), REPORT: b"".join(map(b",".join, kept))}


def gone(files: Files) -> Files:  # noqa: ARG001 - it is an edit
    """No package."""
    return {}


def version(number: str) -> Edit:
    return replaced(PACKAGE, "version: 0.1.0", f"version: {number}")


VALUE = appended(DIMENSIONS, "    wind:\n      title_zh: 风能\n      title_en: Wind\n")
BREAKDOWN = appended(
    DIMENSIONS,
    "colour:\n  title_zh: 颜色\n  title_en: Colour\n  exhaustive: true\n"
    "  values:\n    red:\n      title_zh: 红\n      title_en: Red\n",
)
THEME = appended(THEMES, "water:\n  title_zh: 水\n  title_en: Water\n")
OTHER_WORDS = replaced(THEMES, "Street lamps", "Lamps")
FIGURE = appended(
    REPORT, "lamps-standing,qinghe,,2022-01-01,2022-12-31,2022-12-31,770,exact,A,,,,,一/(一),770盏,,,\n"
)
OTHER_FIGURE = replaced(REPORT, ",980,exact,A,,,,,一/(一),980盏", ",981,exact,A,,,,,一/(一),981盏")
NO_NUMBER = replaced(REPORT, ",980,exact", ",many,exact")
NO_PROGRESS = without(PROGRESS)
PROGRAMME = appended(
    "town/programmes.yaml",
    "bright:\n  title_zh: 亮夜\n  title_en: Bright\n  names: [亮夜]\n  kind: campaign\n"
    "  summary_zh: 装灯。\n  summary_en: Lamps.\n",
)


def edited(*edits: Edit) -> Files:
    """The small package with something done to it."""
    files: Files = {
        f"town/{path.relative_to(BASE / 'town').as_posix()}": path.read_bytes()
        for path in sorted((BASE / "town").rglob("*"))
        if path.is_file()
    }
    for edit in edits:
        files = edit(files)
    return files


SECOND = version("0.2.0")

FIRST_VERSION: Mapping[str, tuple[list[Files], dict[str, int]]] = {
    # what became of the first version before the next: (its states after the first one, by how much it has more rows)
    "a value of a breakdown came and went": ([edited(VALUE), edited()], {}),
    "a value of a breakdown came": ([edited(VALUE)], {"dimension_values": 1}),
    "its values went": (
        [edited(no_breakdowns)],
        {"dimension_values": -2, "dimensions": -1, "observations": -2},
    ),
    "another breakdown": ([edited(BREAKDOWN)], {"dimension_values": 1, "dimensions": 1}),
    "nothing but new rows": ([edited(FIGURE)], {"observations": 1}),
    "a new file": ([edited(PROGRAMME)], {"programmes": 1}),
    "a row went twice": ([edited(NO_PROGRESS), edited(), edited(NO_PROGRESS)], {"progress": -1}),
    "other words": ([edited(OTHER_WORDS, OTHER_FIGURE)], {}),
    "another id": ([edited(renamed)], {}),
    "the package went": ([gone(edited())], {}),
    "the package went and came back": ([gone(edited()), edited()], {}),
    "it came back with more": ([gone(edited()), edited(VALUE)], {"dimension_values": 1}),
    "it came back in the next version": (
        [edited(VALUE), gone(edited()), edited(SECOND)],
        {"dimension_values": 1},
    ),
    "no version could be read for a while": (
        [edited(version("none"), VALUE), edited()],
        {},
    ),
}


@pytest.mark.parametrize("case", FIRST_VERSION)
def test_the_first_version_added_what_it_had_as_it_ended(tmp_path: Path, case: str) -> None:
    states, more = FIRST_VERSION[case]
    repository = Repository(tmp_path)
    first = told(repository)
    assert first["0.1.0/dimension_values"] == (2, 0, 0, 0)
    repository.commit_trees(states)
    expected = {name.partition("/")[2]: added for name, (added, *_) in first.items()}
    expected = {name: expected.get(name, 0) + more.get(name, 0) for name in {*expected, *more}}
    found = {name: counts for name, counts in told(repository).items() if name.startswith("0.1.0/")}
    assert found == {f"0.1.0/{name}": (count, 0, 0, 0) for name, count in expected.items() if count}


NOTHING = {"package": (0, 0, 0, 0)}
LATER: Mapping[str, tuple[list[Files], dict[str, tuple[int, int, int, int]]]] = {
    # what the next version went through: (its states, what it did: added, changed, removed, renamed)
    "a value of a breakdown came": ([edited(SECOND, VALUE)], {"dimension_values": (1, 0, 0, 0)}),
    "a value of a breakdown came and went": ([edited(SECOND, VALUE), edited(SECOND)], NOTHING),
    "its values went": (
        [edited(SECOND), edited(SECOND, no_breakdowns)],
        {"dimensions": (0, 0, 1, 0), "dimension_values": (0, 0, 2, 0), "observations": (0, 0, 2, 0)},
    ),
    "nothing but new rows in a commit of its own": (
        [edited(SECOND), edited(SECOND, FIGURE)],
        {"observations": (1, 0, 0, 0)},
    ),
    "a new file in a commit of its own": (
        [edited(SECOND), edited(SECOND, PROGRAMME)],
        {"programmes": (1, 0, 0, 0)},
    ),
    "a row went twice": (
        [edited(SECOND, NO_PROGRESS), edited(SECOND), edited(SECOND, NO_PROGRESS)],
        {"progress": (0, 0, 1, 0)},
    ),
    "a row went and came back otherwise": (
        [edited(SECOND, replaced(THEMES, "greening", "parks")), edited(SECOND, OTHER_WORDS)],
        {"themes": (0, 1, 0, 0)},
    ),
    "words were changed and changed back": ([edited(SECOND, OTHER_WORDS), edited(SECOND)], NOTHING),
    "another id, and then another value": (
        [edited(SECOND, renamed), edited(SECOND, OTHER_FIGURE, renamed)],
        {"indicators": (0, 0, 0, 1), "observations": (0, 1, 0, 0)},
    ),
    "a row cannot be read": ([edited(SECOND, NO_NUMBER)], NOTHING),
    "a row could not be read for a while": ([edited(SECOND, NO_NUMBER), edited(SECOND)], NOTHING),
    "the package went and came back": ([edited(SECOND), gone(edited()), edited(SECOND)], NOTHING),
    "the package had been gone": (
        [gone(edited()), edited(SECOND, FIGURE, NO_PROGRESS)],
        {"observations": (1, 0, 0, 0), "progress": (0, 0, 1, 0)},
    ),
    "the version was taken back and given anew": (
        [edited(SECOND, FIGURE), edited(), edited(SECOND, FIGURE)],
        {"observations": (2, 0, 0, 0)},
    ),
}


@pytest.mark.parametrize("case", LATER)
def test_a_later_version_did_what_it_is_other_than_the_one_before(tmp_path: Path, case: str) -> None:
    states, expected = LATER[case]
    repository = Repository(tmp_path)
    repository.commit_trees(states)
    found = {name: counts for name, counts in told(repository).items() if name.startswith("0.2.0/")}
    assert found == {f"0.2.0/{name}": counts for name, counts in expected.items()}


EDITS = [VALUE, BREAKDOWN, THEME, OTHER_WORDS, FIGURE, OTHER_FIGURE, NO_PROGRESS, PROGRAMME, renamed]
TIMES = st.lists(
    st.tuples(st.integers(0, 2), st.sets(st.sampled_from(range(len(EDITS)))), st.integers(0, 5)),
    min_size=1,
    max_size=8,
)
"""Of each commit: its version, what it has that the small package has not, and whether the package is gone (at 0)."""


def rows_of(files: Files) -> Mapping[str, int]:
    """How many rows each table of a package has that authors write, as it is published; corrections say themselves when they were made."""
    ledger, report, _ = load_past(FilesTree(files))
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    tables = published_tables(package, assess_package(package, date(2024, 1, 1)), Before())
    counted = {*TABLES, "dimensions", "dimension_values"}
    return {
        table.name: count for table in tables if table.name in counted and (count := len(list(table.rows)))
    }


@given(TIMES)
def test_all_that_versions_did_makes_the_tables(times: list[tuple[int, set[int], int]]) -> None:
    """Whatever came, went and came back in whichever version, no count is below zero, and what was added without what was
    removed are the rows that are there: in the end, and at the end of each version, if none was taken back.
    """
    states = [
        edited(version(f"0.{number + 1}.0"), *(EDITS[chosen] for chosen in sorted(edits))) if there else {}
        for number, edits, there in times
    ]
    with TemporaryDirectory() as folder:
        repository = Repository(Path(folder) / "repository")
        repository.commit_trees(states)
        found = repository.history().deltas
    assert all(min(item.added, item.changed, item.removed, item.renamed) >= 0 for item in found)
    ends = [
        (0, edited()),
        *((number, state) for (number, *_), state in zip(times, states, strict=True) if state),
    ]
    numbers = [number for number, _ in ends]
    assert list(dict.fromkeys(item.version for item in found)) == [
        f"0.{number + 1}.0" for number in dict.fromkeys(numbers)
    ]
    there: Counter[str] = Counter()
    for number, state in dict(ends).items():
        for item in found:
            if item.version == f"0.{number + 1}.0":
                there[item.table] += item.added - item.removed
        if numbers == sorted(numbers):
            assert +there == Counter(rows_of(state)), number
    assert +there == Counter(rows_of(ends[-1][1]))


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


CUT: Mapping[str, tuple[int, dict[str, tuple[int, int, int, int]]]] = {
    # commits that were fetched: (how many, what is told)
    "the last one": (1, {}),
    "from within a version on": (2, {"0.2.0/observations": (1, 0, 0, 0)}),
    "from the beginning of a version on": (3, {"0.2.0/observations": (1, 0, 0, 0)}),
}


@pytest.mark.parametrize("case", CUT)
def test_of_a_version_whose_beginning_was_not_fetched_nothing_is_told(tmp_path: Path, case: str) -> None:
    depth, expected = CUT[case]
    repository = Repository(tmp_path / "whole")
    between = version("0.1.5")
    repository.commit_trees(
        [edited(between), edited(between, NO_PROGRESS), edited(SECOND, NO_PROGRESS, FIGURE)]
    )
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", f"--depth={depth}", f"file://{repository.folder}", str(shallow))
    cut = Repository.__new__(Repository)
    cut.folder, cut.data, cut.days = shallow, shallow / "data", 5
    assert told(cut) == expected


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
