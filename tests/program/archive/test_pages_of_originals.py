"""Pages of originals: the list beside a text, what `verify` makes of it, and where a page is shown."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import ARCHIVE, BASE, PROBLEMS
from overlays import REPORT, OverlayTree

from generator.archive.pages import Pages, listed, read_pages
from generator.archive.verify import Verification, lock_files, locked, verify
from generator.cli import main
from generator.core.model import Document
from generator.reading.load import load

HEAD = "page,first_line,last_line\n"
LISTS = [
    # the list, lines of the text, the last line of each page
    (HEAD + "1,1,2\n2,3,5\n", 5, (2, 5)),
    (HEAD + "1,1,2\n2,,\n3,3,5\n", 5, (2, 2, 5)),
    (HEAD + "1,,\n2,1,5\n", 5, (0, 5)),
    (HEAD + "Sheet1,1,2\nSheet2,3,5\n", 5, ()),
    (HEAD + "1,1,2\n3,3,5\n", 5, ()),  # sheets may be called so
]
UNFIT = [
    # the list, lines of the text
    (HEAD + "1,1,2\n2,3,5\n", 6),
    (HEAD + "1,1,2\n2,3,5\n", 4),
    (HEAD + "1,1,2\n2,4,5\n", 5),
    (HEAD + "1,1,2\n2,3,2\n", 2),
    (HEAD + "1,1,x\n", 5),
    (HEAD + "1,1\n", 1),
    (HEAD + "1,,\n", 1),
    (HEAD, 0),
    ("page,line\n1,1\n", 1),
    ("", 0),
]


@pytest.mark.parametrize(("text", "lines", "last_lines"), LISTS)
def test_a_list_says_where_each_page_ends(text: str, lines: int, last_lines: tuple[int, ...]) -> None:
    assert read_pages(text.encode(), lines).last_lines == last_lines


@pytest.mark.parametrize(("text", "lines"), UNFIT)
def test_a_list_that_does_not_fit_is_refused(text: str, lines: int) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words of its own
        read_pages(text.encode(), lines)


def test_what_is_written_is_read() -> None:
    assert read_pages(listed([("1", 2), ("2", 0), ("3", 3)]), 5) == Pages((2, 2, 5))


@pytest.mark.parametrize(
    ("line", "page"), [(1, 1), (2, 1), (3, 3), (5, 3)], ids=["first", "last of it", "first of next", "end"]
)
def test_a_page_reaches_from_its_first_to_its_last_line(line: int, page: int) -> None:
    assert (Pages((2, 2, 5)).of_line(line), Pages().of_line(line)) == (page, None)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The texts of the town, with the second page of the report from its third line on, and the third from its fifth."""
    folder = tmp_path / "archive"
    shutil.copytree(ARCHIVE, folder)
    (folder / "town/2023-report.pages.csv").write_text(HEAD + "1,1,3\n2,4,5\n3,6,6\n", encoding="utf-8")
    return folder


def stated(page: str, tree: OverlayTree | None = None) -> OverlayTree:
    """The record with a page for the first result, and none for the others."""
    tree = tree or OverlayTree()
    first, *rest = tree.read(f"{REPORT}/observations.csv").decode().splitlines()
    head = first.split(",")
    place = head.index("page") if "page" in head else head.index("note_zh")
    rows = [row.split(",") for row in rest]
    lines = [[*row[:place], page if row is rows[0] else "", *row[place:]] for row in rows]
    text = [first.replace(",note_zh", ",page,note_zh"), *(",".join(line) for line in lines)]
    return tree.write(f"{REPORT}/observations.csv", "\n".join(text) + "\n")


def pages(done: Verification) -> dict[str, int | None]:
    return {item.cited.figure: item.in_text.page for item in done.verified if item.in_text}


def test_a_figure_is_found_on_a_page(archive: Path) -> None:
    """Where it begins: 210 stands at the end of a line, and its unit on the next."""
    found = pages(verify(OverlayTree(), archive))
    assert (found["全面完成"], found["210盏"], found["105%"], found["98.2%"]) == (1, 2, 2, 2)
    assert found["200盏以上"] is None  # nobody knows the pages of the plan


PAGES_STATED = [
    # what the row states, the codes
    ("", []),
    ("2", []),
    ("1", ["figure-other-page"]),
    ("3", ["figure-other-page"]),
    ("9999", ["figure-other-page"]),
    ("0", ["bad-page"]),
    ("10000", ["bad-page"]),
    ("2.0", ["bad-page"]),
    ("p. 2", ["bad-page"]),
]


@pytest.mark.parametrize(("page", "codes"), PAGES_STATED)
def test_a_stated_page_must_be_the_one(archive: Path, page: str, codes: list[str]) -> None:
    assert [problem.code for problem in verify(stated(page), archive).report] == codes


def test_another_page_is_refused_with_the_right_one(archive: Path) -> None:
    [problem] = verify(stated("3"), archive).report
    assert problem.message("en") == (
        "“210盏” (一/(一)) does not stand on page 3; it stands on page 2."
        " (Page 2 of the original, line 4 of the archived text.)"
    )
    assert problem.place.field == "page"
    assert problem.hint("en").startswith("Write 2 under “Page”")


TWICE = [
    # occurrence, page, the codes, the occurrence that the hint names
    ("", "2", [], ""),
    ("2", "3", [], ""),
    ("", "3", ["figure-other-page"], "2"),
    ("2", "2", ["figure-other-page"], "1"),
    ("2", "1", ["figure-other-page"], ""),
    ("3", "3", ["figure-not-found"], ""),
]


@pytest.mark.parametrize(("occurrence", "page", "codes", "suggestion"), TWICE)
def test_occurrences_are_counted_within_the_place_and_not_by_page(
    occurrence: str, page: str, codes: list[str], suggestion: str
) -> None:
    """The leaflet has 951 lamps on its second page and again on its third, in one section."""
    tree = OverlayTree(PROBLEMS / "figure-other-page")
    file = "town/documents/2022-leaflet/observations.csv"
    text = tree.read(file).decode().replace(",page,", ",occurrence,page,")
    tree.write(file, text.replace(",3,,\n", f",{occurrence},{page},,\n"))
    report = verify(tree, ARCHIVE).report
    found = [problem for problem in report if problem.code != "number-uncovered"]
    assert [problem.code for problem in found] == codes
    assert [problem.values.get("suggestion", "") for problem in found] == [suggestion] * len(codes)


def test_a_lock_has_pages_where_one_is_known(archive: Path) -> None:
    without = lock_files(verify(OverlayTree(), ARCHIVE).verified)["town/citations.lock"].decode().splitlines()
    with_them = (
        lock_files(verify(OverlayTree(), archive).verified)["town/citations.lock"].decode().splitlines()
    )
    assert (without[0], with_them[0]) == ("citation,sha256,offset,row", "citation,sha256,offset,row,page")
    rest = [line.rpartition(",") for line in with_them[1:]]
    assert [line for line, _, _ in rest] == without[1:]
    assert {page for _, _, page in rest} == {"", "1", "2"}


def test_locks_of_either_kind_are_joined(archive: Path) -> None:
    """A single figure is locked into a lock that knows no pages, or the other way round."""
    old, new = verify(OverlayTree(), ARCHIVE).verified, verify(OverlayTree(), archive).verified
    whole = lock_files(new)["town/citations.lock"]
    assert locked(new, lock_files(old)["town/citations.lock"]) == whole
    plan = [item for item in old if "2023-plan" in item.cited.id]
    assert locked(plan, whole) == whole


KEPT = b"""citation,sha256,offset,row
a,aa,1,11
b,bb,2,22
"""
PAGED = b"""citation,sha256,offset,row,page
a,aa,1,11,
b,bb,2,22,7
"""
LEFT = [
    # a lock as somebody left it, what is kept of it where nothing was verified
    (None, b"citation,sha256,offset,row\n"),
    (b"", b"citation,sha256,offset,row\n"),
    (b"\n", b"citation,sha256,offset,row\n"),
    (KEPT, KEPT),
    (PAGED, PAGED),
    (KEPT.replace(b"\n", b"\r\n"), KEPT),
    (b"\xef\xbb\xbf" + KEPT, KEPT),
    # an empty line, lines in another order, columns in another order and with spaces
    (KEPT.replace(b"\nb", b"\n\nb"), KEPT),
    (b"citation,sha256,offset,row\nb,bb,2,22\na,aa,1,11\n", KEPT),
    (b"sha256,row,citation,offset\naa,11,a,1\nbb,22,b,2\n", KEPT),
    (b"page, citation ,sha256,offset,row\n,a,aa,1,11\n7,b,bb,2,22\n", PAGED),
    # what the check refuses
    (KEPT + b"c,cc\n", KEPT),
    (b"sha256,row\naa,11\n", b"citation,sha256,offset,row\n"),
]


def test_what_a_lock_held_is_kept_whatever_its_form() -> None:
    assert [(before, locked((), before)) for before, _ in LEFT] == LEFT


LOCKS = [
    # pages when verified, the page that the row states then and now, what check says
    (True, "", "", []),
    (False, "", "", []),
    (True, "2", "2", []),
    (True, "", "2", ["lock-changed"]),
    (True, "2", "", ["lock-changed"]),
]


@pytest.mark.parametrize(("known", "then", "now", "codes"), LOCKS)
def test_check_holds_a_stated_page(
    archive: Path, *, known: bool, then: str, now: str, codes: list[str]
) -> None:
    files = lock_files(verify(stated(then), archive if known else ARCHIVE).verified)
    tree = stated(now)
    for path, content in files.items():
        tree.write(path, content)
    assert [problem.code for problem in load(tree)[1]] == codes


def test_the_page_is_that_of_the_row_or_else_of_the_lock(archive: Path) -> None:
    tree = stated("")
    for path, content in lock_files(verify(tree, archive).verified).items():
        tree.write(path, content)
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    town = ledger.packages["town"]
    observations = {item.citation.figure: item.citation.page for item in town.observations.values()}
    assert (observations["210盏"], observations["98.2%"]) == (2, 2)
    assert {item.citation.page for item in town.targets.values()} == {None}
    assert [item.citation.page for item in town.claims.values()] == [1]
    unlocked, _ = load(stated("7"))
    assert unlocked is not None
    pages = {
        item.citation.figure: item.citation.page for item in unlocked.packages["town"].observations.values()
    }
    assert (pages["210盏"], pages["98.2%"]) == (7, None)


ADDRESSES = [
    # the address, the form, the page, where the link leads
    ("https://a.example/plan.pdf", "", 3, "https://a.example/plan.pdf#page=3"),
    ("https://a.example/plan.PDF", "", 3, "https://a.example/plan.PDF#page=3"),
    ("https://a.example/get?id=7", "application/pdf", 3, "https://a.example/get?id=7#page=3"),
    ("https://a.example/plan.html", "text/html", 3, "https://a.example/plan.html"),
    ("https://a.example/plan.pdf", "", None, "https://a.example/plan.pdf"),
    ("https://a.example/plan.pdf#annex", "", 3, "https://a.example/plan.pdf#annex"),
    ("", "application/pdf", 3, ""),
]


@pytest.mark.parametrize(("url", "media_type", "page", "address"), ADDRESSES)
def test_a_link_opens_a_pdf_at_the_page(url: str, media_type: str, page: int | None, address: str) -> None:
    ledger, _ = load(OverlayTree())
    assert ledger is not None
    town = ledger.packages["town"].documents["2023-plan"]
    facts = {name: getattr(town, name) for name in Document.__slots__}
    assert Document(**{**facts, "url": url, "media_type": media_type}).address_at(page) == address


def test_verify_tells_where_each_figure_was_found(archive: Path) -> None:
    run = ["verify", str(BASE), "--archive", str(archive), "--lang", "en"]
    told = CliRunner().invoke(main, [*run, "--list"]).output
    named = "observations/2023-report/lamps-installed/2023-12-31  210盏"
    assert f"{named} (Page 2 of the original, line 4 of the archived text.)\n" in told
    assert "targets/2023-plan/1/repair-days/2023  3天以内 (Line 3 of the archived text.)\n" in told
    assert named not in CliRunner().invoke(main, run).output
    found = json.loads(CliRunner().invoke(main, [*run, "--format", "json"]).output)["verified"]
    assert {
        "package": "town",
        "citation": "observations/2023-report/lamps-installed/2023-12-31",
        "figure": "210盏",
        "text_line": 4,
        "text_page": 2,
    } in found


def test_problems_name_line_and_page(archive: Path) -> None:
    report = verify(OverlayTree(PROBLEMS / "number-uncovered"), archive).report
    [found] = json.loads(report.render("json", "en"))["problems"]
    assert (found["code"], found["text_line"], found["text_page"]) == ("number-uncovered", 1, 1)
    [elsewhere] = json.loads(load(OverlayTree(PROBLEMS / "bad-page"))[1].render("json", "en"))["problems"]
    assert (elsewhere["text_line"], elsewhere["text_page"]) == (None, None)
