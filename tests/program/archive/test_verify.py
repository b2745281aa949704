"""Verification against archived texts: places, figures, numbers left over, and the lock."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import ARCHIVE, BASE
from hypothesis import given
from hypothesis import strategies as st
from overlays import OverlayTree

from generator.archive.citations import (
    ArchivedText,
    Span,
    behind_mark,
    find_figure,
    locate,
    marks_in,
    uncovered,
)
from generator.archive.verify import verify
from generator.cli import main
from generator.core.figures import FigureReader

TEXT = """某市2023年要点
一、“清零”行动
1.推进道路整治。完成300条道路,另有1300条在
建。2.提升服务。新增12.5公里、2.5公里。
二、保障
(一)供热
一是改造管网。改造18.3公
里。
1、(二)燃气 改造15.03公里。热线12319。
"""
READER = FigureReader("zh")
HEADINGS = {
    "一": "清零行动",
    "一/1": "推进道路整治",
    "一/2": "提升服务",
    "二": "保障",
    "二/(一)": "供热",
    "二/(一)/一": "改造管网",
    "二/(二)": "燃气",
}


@pytest.fixture(scope="module")
def archived() -> ArchivedText:
    return ArchivedText(TEXT)


@pytest.fixture(scope="module")
def spans(archived: ArchivedText) -> dict[str, Span]:
    return locate(archived, {locator: (title,) for locator, title in HEADINGS.items()})


def test_what_is_listed_last_may_stand_first() -> None:
    """Goals are listed behind the sections, wherever they stand."""
    headings = {name: (HEADINGS[name],) for name in ("一", "一/2", "二", "一/1")}
    found = locate(ArchivedText(TEXT), headings)
    spans = locate(ArchivedText(TEXT), {name: headings[name] for name in HEADINGS if name in headings})
    assert found == spans
    assert found["一/1"].end == found["一/2"].start


FOUND = [
    # figure, locator, occurrence, found
    ("300条", "一/1", 1, True),
    ("300条", "一/1", 2, False),  # 1300条 is another number
    ("1300条", "一/1", 1, True),
    ("300条", "一/2", 1, False),
    ("2.5公里", "一/2", 1, True),  # the second one: 12.5公里 is another number
    ("12.5公里", "一/2", 1, True),
    ("18.3公里", "二/(一)/一", 1, True),  # a line break in the middle means nothing
    ("18.3公里", "二/(一)", 1, True),
    ("18.3公里", "二/(二)", 1, False),
    ("15.03公里", "二/(二)", 1, True),
    ("03公里", "二/(二)", 1, False),
]


@pytest.mark.parametrize(("figure", "locator", "occurrence", "found"), FOUND)
def test_figures_are_found_whole_and_in_their_place(
    archived: ArchivedText, spans: dict[str, Span], figure: str, locator: str, occurrence: int, *, found: bool
) -> None:
    place = find_figure(archived, figure, spans[locator], occurrence, READER)
    assert (place is not None and not place.cut) == found
    if place is not None and found:
        assert [archived.text[span.start : span.end] for span in place.spans] == [figure]


def test_every_section_is_found_by_its_marks(spans: dict[str, Span]) -> None:
    assert list(spans) == list(HEADINGS)
    assert spans["一"].end == spans["二"].start
    assert spans["一/1"].end == spans["一/2"].start


@pytest.mark.parametrize("gap", ["", " ", "\n", "\u00a0"])
def test_a_heading_may_stand_apart_from_its_mark(gap: str) -> None:
    archived = ArchivedText(f"Work plan\nA.{gap}Streets\n1.{gap}Lamps: 120 lamps\n2.{gap}Pavements\n")
    headings = {"A": ("Streets",), "A/1": ("Lamps",), "A/2": ("Pavements",)}
    assert list(locate(archived, headings)) == ["A", "A/1", "A/2"]
    assert set(locate(archived, {"A": ("Services",)})) == set()


def test_what_is_not_there_is_left_out(archived: ArchivedText) -> None:
    assert set(locate(archived, {"一": ("清零行动",), "一/3": ("推进道路整治",), "二": ("别的",)})) == {"一"}


def test_numbers_left_over(archived: ArchivedText, spans: dict[str, Span]) -> None:
    found = find_figure(archived, "300条", spans["一/1"], 1, READER)
    assert found is not None
    left = uncovered(archived, found.spans, ["2023年", "^1、", "12319"], ["条", "个"])
    assert [archived.text[span.start : span.end] for span in left] == [
        "1",
        "1300",
        "2",
        "12.5",
        "2.5",
        "18.3",
        "15.03",
    ]
    assert [archived.line(span.start) for span in left] == [3, 3, 4, 4, 4, 7, 9]


MARKED = [
    # a text, its headings by their locators; the numbers that are no part of a mark
    ("（一）5条道路\n（二）树\n", {"(一)": "5条道路", "(二)": "树"}, ["5"]),
    ("（一）五条道路\n", {"(一)": "五条道路"}, ["五"]),
    ("第1章3条道路\n", {"第1章": "3条道路"}, ["3"]),
    ("1、5条道路\n12、6条\n", {"1": "5条道路", "12": "6条"}, ["5", "6"]),
    ("1.5条道路\n", {"1": "5条道路"}, ["1.5"]),
    ("123.道路\n1.灯\n", {"123": "道路", "123/1": "灯"}, []),
    ("Chapter 12: 5 homes\n", {"12": "5 homes"}, ["5"]),
    # a section without a printed mark begins where the one around it begins, whatever is printed there
    ("12条。财政\n", {"财政": "财政"}, ["12"]),
    ("一、12条道路\n", {"一": "12条道路", "一/长长长长长": "长长长长长"}, ["12"]),
]


def test_of_a_heading_the_mark_alone_is_no_number_of_the_text() -> None:
    found = []
    for text, headings, _ in MARKED:
        archived = ArchivedText(text)
        places = locate(archived, {locator: (title,) for locator, title in headings.items()})
        assert places.keys() == headings.keys()
        left = uncovered(archived, marks_in(archived, places), [], ["条"])
        found.append((text, headings, [archived.text[span.start : span.end] for span in left]))
    assert found == MARKED


def test_chinese_numerals_count_before_a_counting_word() -> None:
    text = ArchivedText("建立两个中心、三项制度,十二条路,联系电话:12345678。")
    left = uncovered(text, [], [], ["个", "条", "%"])
    assert [text.text[span.start : span.end] for span in left] == ["两", "十二"]


@given(
    st.text("一二三、.123()是年条 \n至余“"),
    st.dictionaries(st.text("一二(1)/", min_size=1), st.tuples(st.text("一二年"))),
)
def test_no_text_raises(text: str, headings: dict[str, tuple[str, ...]]) -> None:
    archived = ArchivedText(text)
    spans = locate(archived, headings)
    assert all(0 <= span.start <= span.end <= len(archived.text) for span in spans.values())
    assert all(
        span.end <= len(archived.text) for span in uncovered(archived, spans.values(), ["^1", "条"], ["条"])
    )


def test_the_small_package_is_verified_whole() -> None:
    done = verify(OverlayTree(), ARCHIVE)
    assert list(done.report) == []
    assert (len(done.verified), done.left) == (16, [])


LOST = {
    # a title that the text does not print: (its file, what takes its place, where that is told)
    "新装路灯": ("2023-plan/goals.yaml", "种树", "goals.yaml:2"),
    "绿化": ("2023-report/document.yaml", "种树", "document.yaml:14"),
}


def test_a_section_or_goal_that_the_text_has_not_is_told_where_it_is_written() -> None:
    found = {}
    for title, (file, other, _) in LOST.items():
        path = f"town/documents/{file}"
        tree = OverlayTree()
        tree.write(path, tree.read(path).decode().replace(f"title_zh: {title}", f"title_zh: {other}"))
        places = [item.place for item in verify(tree, ARCHIVE).report if item.code == "locator-not-found"]
        found[title] = (file, other, *(f"{place.file.rpartition('/')[2]}:{place.line}" for place in places))
    assert found == LOST


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def test_verify_locks_and_check_holds_the_lock(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    done = run("verify", str(data), "--archive", str(ARCHIVE), "--lock")
    assert (done.exit_code, "已核对16处引用" in done.output) == (0, True)
    assert f"结果写在 {data.as_posix()}/town/citations.lock 里" in done.output
    lock = (data / "town" / "citations.lock").read_text(encoding="utf-8")
    assert len(lock.splitlines()) == 17
    assert run("check", str(data)).exit_code == 0
    table = data / "town" / "documents" / "2023-report" / "observations.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("2023-12-31,98.2", "2023-12-30,98.2"), encoding="utf-8"
    )
    changed = run("check", str(data), "--lang", "en")
    assert changed.exit_code == 1
    # The day is a part of what the row is called, and it is told at that.
    assert ("lock-changed" in changed.output, "as_of (" in changed.output) == (True, True)
    again = run("verify", str(data), "--archive", str(ARCHIVE), "--lock", "--lang", "en")
    assert (again.exit_code, "16 citations verified" in again.output) == (0, True)
    assert run("check", str(data)).exit_code == 0


def test_a_document_without_a_checksum_is_left_unverified_and_holds_nothing_up(tmp_path: Path) -> None:
    data, archive = tmp_path / "data", tmp_path / "archive"
    shutil.copytree(BASE, data)
    (archive / "town").mkdir(parents=True)
    shutil.copy(ARCHIVE / "town" / "2023-plan.txt", archive / "town")
    facts = data / "town" / "documents" / "2023-report" / "document.yaml"
    stated = facts.read_text(encoding="utf-8")
    without = "".join(
        line for line in stated.splitlines(keepends=True) if not line.startswith("archive_sha256")
    )
    facts.write_text(without, encoding="utf-8")
    done = run("verify", str(data), "--archive", str(archive), "--lock", "--lang", "en")
    assert (done.exit_code, "11 figure(s) of this document were not verified" in done.output) == (0, True)
    assert run("check", str(data)).exit_code == 0


def test_a_verified_document_keeps_its_checksum(tmp_path: Path) -> None:
    """Or a figure could be taken out of the lock's reach by taking out one line."""
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    assert run("verify", str(data), "--archive", str(ARCHIVE), "--lock").exit_code == 0
    facts = data / "town" / "documents" / "2023-report" / "document.yaml"
    stated = facts.read_text(encoding="utf-8")
    without = "".join(
        line for line in stated.splitlines(keepends=True) if not line.startswith("archive_sha256")
    )
    facts.write_text(without, encoding="utf-8")
    checked = run("check", str(data))
    assert (checked.exit_code, checked.output.count("[lock-text]")) == (1, 1)


def test_verify_needs_an_archive(tmp_path: Path) -> None:
    assert run("verify", str(BASE), "--archive", str(tmp_path / "none")).exit_code == 2
    empty = run("verify", str(BASE), "--archive", str(tmp_path))
    assert (empty.exit_code, empty.output.count("text-missing")) == (1, 2)


BEHIND: list[tuple[str, str]] = [
    # a place whose title is another one in the text, and what is told to stand there
    ("I/1", "Build 1,250 classrooms b…"),
    ("I/2", "Repair roofs"),
    ("II", "Money"),
    ("I/3", ""),
    ("III", ""),
    ("", ""),
]


@pytest.mark.parametrize(("locator", "told"), BEHIND)
def test_what_stands_behind_a_mark_is_told_whatever_the_title_is(locator: str, told: str) -> None:
    text = "Plan\n\nI. Schools\n  1. Build 1,250 classrooms by 2028.\n2. Repair roofs\nII. Money\n3. No item of I.\n"
    archived = ArchivedText(text)
    spans = locate(archived, {"I": ("Schools",), "I/1": ("Classrooms",), "II": ("Money",)})
    assert "I/1" not in spans
    assert behind_mark(archived, locator, spans) == told
