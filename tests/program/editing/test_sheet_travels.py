"""Workbooks travel: between systems, clones and programs that save them again; nothing is lost or made up on the way."""

from __future__ import annotations

import csv
import hashlib
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from types import MappingProxyType

import pytest
from folders import BASE
from savings import SAVINGS, saved_again
from speaking import LANGUAGES
from workbooks import Book, Desk, alone, csv_file, is_unchanged, message_at, shown_rows, told

from generator.core.messages import catalogue
from generator.editing.sheets.source import digest
from generator.reading.trees import FilesTree, WorkingTree

REPORT = "town/documents/2023-report"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The small example, for one test alone."""
    return Desk.of(BASE, tmp_path)


def edited(workbook: bytes) -> bytes:
    """A workbook with one more note."""
    book = Book(workbook)
    book["结果!note_zh 4"] = "年底统计。"
    return book.bytes()


def texts(desk: Desk) -> list[Path]:
    return [path for path in sorted(desk.data.rglob("*")) if path.is_file()]


# The same data, however a system keeps its files


def as_on_windows(desk: Desk) -> None:
    for path in texts(desk):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def with_byte_order_marks(desk: Desk) -> None:
    for path in texts(desk):
        if path.suffix == ".csv":
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def beside(name: str) -> Callable[[Desk], None]:
    def left(desk: Desk) -> None:
        (desk.data / "town" / name).write_bytes(b"\x00\x01left by a system")
        (desk.data / REPORT / name).write_bytes(b"\x00\x02left by a system")

    left.__name__ = f"beside {name}"
    return left


KEPT_OTHERWISE = [
    *(as_on_windows, with_byte_order_marks),
    *map(beside, (".DS_Store", "Thumbs.db", "desktop.ini")),
    # while an office program has a file open
    *map(beside, ("~$2023-report.xlsx", ".~lock.observations.csv#")),
]


@pytest.mark.parametrize("kept", KEPT_OTHERWISE, ids=lambda kept: kept.__name__)
def test_a_workbook_is_known_however_the_files_are_kept(kept: Callable[[Desk], None], desk: Desk) -> None:
    """Exported in one clone, handed in in another that keeps the same data in another way, both ways round."""
    here = edited(desk.export())
    kept(desk)
    outcome = desk.hand_in(here)
    assert (told(outcome), outcome.changed, outcome.merged) == ("检查通过，没有发现问题。", 1, False)
    there = edited(desk.export())
    assert str(Book(there)["结果!A1"].value) == str(Book(here)["结果!A1"].value)


@pytest.mark.parametrize("name", ["observations.csv~", ".observations.csv.swp", "#goals.yaml#"])
def test_what_editors_leave_is_no_part_of_the_data(name: str, desk: Desk) -> None:
    """The check tells of them; a workbook that was made before is still known when they are gone."""
    before = digest(WorkingTree(desk.data), "town")
    beside(name)(desk)
    assert digest(WorkingTree(desk.data), "town") == before


def test_every_text_counts(desk: Desk) -> None:
    """Whichever file of the package changes, what stands for them is another."""
    known = {digest(WorkingTree(desk.data), "town")}
    for path in texts(desk):
        content = path.read_bytes()
        path.write_bytes(content + b"#")
        known.add(digest(WorkingTree(desk.data), "town"))
        path.write_bytes(content)
    assert len(known) == 1 + sum("town" in path.parts for path in texts(desk))


STANDS_FOR: dict[str, tuple[Mapping[str, bytes], str]] = {
    # files of several packages, and what stands for those of the town: workbooks that were sent out hold it
    "two files": ({"town/a.csv": b"x,y\n1,2\n", "town/b/c.yaml": "名: 路灯\n".encode()}, "da5fca038835c3ce"),
    "as on Windows": (
        {"town/a.csv": b"x,y\r\n1,2\r\n", "town/b/c.yaml": "名: 路灯\r\n".encode()},
        "da5fca038835c3ce",
    ),
    "beside a package whose name begins alike": (
        {"town/a.csv": b"x,y\n1,2\n", "town/b/c.yaml": "名: 路灯\n".encode(), "township/d.csv": b"z\n"},
        "da5fca038835c3ce",
    ),
    "no text": ({"town/a.csv": b"\xff\xfex\x00"}, "b6016a6c00e94f44"),
    "another that is no text": ({"town/a.csv": b"\xff\xfey\x00"}, "30dfaacc3b48ae56"),
    "none": ({"village/a.csv": b"x\n"}, "e3b0c44298fc1c14"),
}


@pytest.mark.parametrize("what", STANDS_FOR)
def test_what_stands_for_data_is_the_same_in_every_version_of_the_program(what: str) -> None:
    files, known = STANDS_FOR[what]
    assert digest(FilesTree(files), "town") == known


def of_bytes(desk: Desk) -> str:
    """What stood for the data in workbooks of 0.1.0: all files, byte by byte."""
    found = hashlib.sha256()
    for path in texts(desk):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        found.update(f"{content} {path.relative_to(desk.data).as_posix()}\n".encode())
    return found.hexdigest()[:16]


def of_an_older_program(desk: Desk) -> bytes:
    """The workbook as 0.1.0 made it where the files were not those of the commit, byte by byte."""
    now = str(Book(desk.export())["结果!A1"].value).split(" ")
    book = Book(edited(desk.export()))
    for page in book.file.worksheets:
        for line in page.iter_rows(max_row=12, max_col=2):
            for cell in line:
                if str(cell.value).startswith("mingzhang-1 "):
                    words = str(cell.value).split(" ")
                    cell.value = " ".join([*words[:4], "-", of_bytes(desk), *words[6:]])
    assert now[5] != of_bytes(desk)
    return book.bytes()


@pytest.mark.parametrize("kept", [as_on_windows, beside(".DS_Store")], ids=lambda kept: kept.__name__)
def test_an_older_workbook_is_known_where_it_was_made(kept: Callable[[Desk], None], desk: Desk) -> None:
    kept(desk)
    assert desk.hand_in(of_an_older_program(desk)).changed == 1


def test_an_older_workbook_of_windows_is_known_elsewhere(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    windows = Desk.of(BASE, tmp_path_factory.mktemp("windows"))
    as_on_windows(windows)
    assert desk.hand_in(of_an_older_program(windows)).changed == 1


def test_an_older_workbook_that_cannot_be_known_is_to_be_made_anew(desk: Desk) -> None:
    beside(".DS_Store")(desk)
    older = of_an_older_program(desk)
    (desk.data / "town" / ".DS_Store").unlink()
    said = told(desk.hand_in(older))
    assert (said.count("[sheet-base]"), "请重新导出一份工作簿" in said) == (1, True)


# A CSV file that a program opened and saved again


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The small example, for tests that write nothing into it."""
    return Desk.of(BASE, tmp_path_factory.mktemp("town"))


SHEETS = {
    "2023-report": ("结果", "事项进展", "概括说法", "章节", "不是数据的数字", "文件"),
    "2023-plan": ("量化目标", "要办的事", "计划进度", "目标", "章节", "不是数据的数字", "文件"),
    "new:2024": ("文件", "结果", "章节", "事项进展"),
}


@pytest.mark.parametrize("program", SAVINGS)
def test_a_sheet_that_was_only_saved_again_changes_nothing(program: str, town: Desk) -> None:
    for document, sheets in SHEETS.items():
        workbook = town.export(document)
        for sheet in sheets:
            outcome = town.hand_in(saved_again(shown_rows(workbook, sheet), program, upright=sheet == "文件"))
            assert is_unchanged(outcome), (document, sheet, told(outcome))


Cell = tuple[int, str]
"""The line and the column of a cell of the sheet of results."""

AS_OF, VALUE, NOTE, FIGURE = (6, "as_of"), (6, "value"), (6, "note_zh"), (6, "figure")


def results(
    desk: Desk, program: str, cells: Mapping[Cell, str], written: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The sheet of results saved again, with other texts in some cells, or for some texts wherever they stand."""
    rows = shown_rows(desk.export(), "结果")
    saved = saved_again(rows, program)
    _, _, _, delimiter, _, encoding = SAVINGS[program]
    lines = list(csv.reader(StringIO(saved.decode(encoding), newline=""), delimiter=delimiter))
    lines = [[written.get(text, text) for text in line] for line in lines]
    for (line, name), text in cells.items():
        lines[line - 1][rows[2].index(name)] = text
    return csv_file(lines, delimiter, encoding=encoding)


CHANGED: dict[str, tuple[str, Mapping[Cell, str], Mapping[str, str]]] = {
    # what is changed: (the program, the cells as it shows them, what the data say then by column)
    "a day with slashes": ("Excel in China", {AS_OF: "2024/1/2"}, {"as_of": "2024-01-02"}),
    "a day in Chinese": ("WPS with days in words", {AS_OF: "2024年1月2日"}, {"as_of": "2024-01-02"}),
    "the month first": ("Excel in America", {AS_OF: "1/2/2024"}, {"as_of": "2024-01-02"}),
    "the day first": ("Excel in Britain", {AS_OF: "02/01/2024"}, {"as_of": "2024-01-02"}),
    "with points": ("Excel in Germany", {AS_OF: "02.01.2024"}, {"as_of": "2024-01-02"}),
    "thousands": ("Excel in America", {VALUE: "1,980.00", FIGURE: "1980盏"}, {"value": "1980", "figure": "1980盏"}),
    "thousands in Germany": ("Excel in Germany", {VALUE: "1.980", FIGURE: "1980盏"}, {"value": "1980", "figure": "1980盏"}),
    "a comma in Germany": ("Excel in Germany", {VALUE: "980,5", FIGURE: "980.5盏"}, {"value": "980.5", "figure": "980.5盏"}),
    "thousands in France": ("Excel in France", {VALUE: "1\u202f980,0", FIGURE: "1980盏"}, {"value": "1980", "figure": "1980盏"}),
    "a note": ("Excel in China, Unicode text", {NOTE: "年底统计。"}, {"note_zh": "年底统计。"}),
    "a new row": (
        "Excel in America",
        {(12, "indicator_id"): "lamps-standing", (12, "area_id"): "east-village", (12, "locator"): "一/(一)", (12, "as_of"): "12/31/2023"}
        | {(12, "value"): "1,012.00", (12, "figure"): "1012盏", (12, "period_start"): "1/1/2023", (12, "period_end"): "12/31/2023"},
        {"value": "1012", "period_start": "2023-01-01", "as_of": "2023-12-31", "area_id": "east-village"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGED)
def test_what_was_changed_arrives_as_it_is_meant(what: str, town: Desk) -> None:
    program, cells, meant = CHANGED[what]
    outcome = town.hand_in(results(town, program, cells))
    assert outcome.ok, told(outcome)
    [(path, content)] = outcome.files.items()
    before = WorkingTree(town.data).read(path).decode().splitlines()
    [line] = [line for line in content.decode().splitlines() if line not in before]
    row = dict(zip(before[0].split(","), line.split(","), strict=True))
    assert {name: row[name] for name in meant} == meant


DOUBTFUL: dict[str, tuple[str, Mapping[Cell, str], Mapping[str, str], list[str]]] = {
    # what is doubtful: (the program, cells, other texts, codes, each with its place and what is said)
    "day or month, nobody knows": (
        "Excel in America",
        {},
        {"12/31/2023": "3/4/2023", "12/31/2022": "3/4/2022", "1/1/2022": "1/1/2022", "7/1/2023": "1/1/2023"},
        ["sheet-two-ways", "结果 L4 · N4 · L5 … (24)", "2023-03-04 · 2023-04-03"],
    ),
    "points among slashes": ("Excel in America", {AS_OF: "02.01.2024"}, {}, ["sheet-two-ways", "结果 L6 截至", "2024-01-02 · 2024-02-01"]),
    "a century of two digits": ("Excel on a Mac", {AS_OF: "1/2/24"}, {}, ["bad-date", "结果 L6 截至", "写成：2024-01-02"]),
    "thousands or a fraction": ("Excel in Germany", {VALUE: "1.980"}, {"98,2": "", "16,7": ""}, ["sheet-two-ways", "结果 H6 数值", "1.98 · 1980"]),
    "a comma among points": ("Excel in America", {VALUE: "98,2"}, {}, ["bad-number", "结果 H6 数值", "写成：98.2"]),
    "a power of ten": ("Excel in China", {VALUE: "2.5E+04"}, {}, ["bad-number", "结果 H6 数值", "写成：25000"]),
    "columns too narrow": ("Excel in China", {}, {"2023/12/31": "########"}, ["sheet-narrow", "结果 L4 · N4 · L6 … (22)", "“########”"]),
    "an error of a formula": ("Excel in China", {NOTE: "#NAME?"}, {}, ["sheet-error", "结果 O6 备注（中文）", "“#NAME?”"]),
    "a changed figure": ("Excel in China", {FIGURE: "981盏"}, {}, ["figure-differs", "结果 H6 数值", "“981盏”读作“981”"]),
    "another day of an old Mac": ("Excel in China", {}, {"2023/12/31": "2028/1/1"}, ["sheet-years", "结果 L4 · N4 · L6 … (22)", "1462"]),
}  # fmt: skip


@pytest.mark.parametrize("what", DOUBTFUL)
def test_what_is_doubtful_is_told_once_at_its_cells(what: str, town: Desk) -> None:
    program, cells, written, words = DOUBTFUL[what]
    outcome = town.hand_in(results(town, program, cells, written))
    said = told(outcome)
    assert ([word for word in words if word not in said], said.count("    → ")) == ([], 1)
    assert not outcome.ok


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("encoding", ["cp1252", "big5", "shift_jis", "ascii"])
def test_lost_characters_are_told_once(encoding: str, language: str, town: Desk) -> None:
    """As the plain CSV of an Excel is that is not in simplified Chinese."""
    workbook = town.export("2023-report", language=language)
    sheet = catalogue(language, "sheet")["parts"]["sections"]
    content = csv_file(shown_rows(workbook, sheet)).decode().encode(encoding, errors="replace")
    outcome = town.hand_in(content, language=language)
    unreadable = encoding in ("big5", "shift_jis")
    expected = ("not-text", "") if unreadable else ("sheet-characters", "A2")
    assert [(problem.code, problem.place.cell) for problem in outcome.problems] == [expected]


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "cp1250"])
def test_no_letter_of_another_encoding_becomes_a_chinese_character(encoding: str, town: Desk) -> None:
    """Each “é” here stands before a letter, so that GB18030 could read the sheet: Réseau as R閟eau."""
    rows = shown_rows(
        town.export("2023-report", language="en"), catalogue("en", "sheet")["parts"]["sections"]
    )
    content = csv_file([re.sub("[^\0-\x7f]+", "Réseau", cell) for cell in row] for row in rows).decode()
    assert "é" in content
    outcome = town.hand_in(content.encode(encoding), language="en")
    assert [problem.code for problem in outcome.problems] == ["not-text"]


def test_what_is_not_shown_in_full_stays_and_is_told(desk: Desk) -> None:
    """A row is found by its shortened code, and what was shortened stays as it is in the data."""
    desk.edit(f"{REPORT}/document.yaml", "printed: 2023年", "printed: '2.10'")
    desk.edit(f"{REPORT}/document.yaml", "reason_zh: 标题里的年份。", "reason_zh: '3/1'")
    rows = shown_rows(desk.export(), "不是数据的数字")
    shown = {"2.10": "2.1", "3/1": "3月1日"}
    outcome = desk.hand_in(csv_file([shown.get(text, text) for text in row] for row in rows))
    assert (outcome.files, outcome.ok) == ({}, True)
    said = told(outcome)
    assert (said.count("[sheet-kept]"), "“2.1 · 3月1日”" in said, "“2.10 · 3/1”" in said) == (1, True, True)


# Workbooks of other forms


def parts_of(workbook: bytes, change: Callable[[str, str], str]) -> bytes:
    """A workbook with its parts of XML changed, each by its name."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))
    return out.getvalue()


def strict(workbook: bytes) -> bytes:
    """A workbook as “Strict Open XML” (ISO/IEC 29500), with its days as Excel writes them there."""

    def change(name: str, text: str) -> str:
        text = re.sub(
            r"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument|drawingml)/2006/",
            r"http://purl.oclc.org/ooxml/\1/",
            text,
        )
        text = text.replace("extended-properties", "extendedProperties")
        if name == "xl/workbook.xml":
            text = text.replace("<workbook ", '<workbook conformance="strict" ', 1)
        return re.sub(r'(<c r="\w+" s="\d+")(?: t="n")?(><v>)(4[45]\d{3})(</v>)', as_day, text)

    def as_day(cell: re.Match[str]) -> str:
        day = date(1899, 12, 30) + timedelta(days=int(cell[3]))
        return f'{cell[1]} t="d"{cell[2]}{day.isoformat()}T00:00:00{cell[4]}'

    return parts_of(workbook, change)


def with_later_days(book: str) -> str:
    """The part of a workbook that says from when it counts its days, with 1904."""
    changed = re.sub(r"<workbookPr(?=[ /])", '<workbookPr date1904="1"', book)
    assert changed != book
    return changed


def of_an_old_mac(workbook: bytes) -> bytes:
    """A workbook that counts its days from 1904."""

    def change(name: str, text: str) -> str:
        if name == "xl/workbook.xml":
            return with_later_days(text)
        later = r'(<c r="\w+" s="\d+"(?: t="n")?><v>)(4[45]\d{3})(</v>)'
        return re.sub(later, lambda cell: f"{cell[1]}{int(cell[2]) - 1462}{cell[3]}", text)

    return parts_of(workbook, change)


@pytest.mark.parametrize("form", [strict, of_an_old_mac], ids=lambda form: form.__name__)
@pytest.mark.parametrize("document", ["2023-report", "2023-plan", "new:2024"])
def test_another_form_of_workbook_is_read_as_well(
    form: Callable[[bytes], bytes], document: str, town: Desk
) -> None:
    content = form(town.export(document))
    assert content.count(b"PK") > 10
    assert is_unchanged(town.hand_in(content)), told(town.hand_in(content))
    assert town.hand_in(form(edited(town.export()))).changed == 1


def test_a_text_that_names_the_strict_form_stays(desk: Desk) -> None:
    text = 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'
    book = Book(desk.export())
    book["结果!note_zh 4"] = text
    outcome = desk.hand_in(strict(book.bytes()))
    [content] = outcome.files.values()
    assert text.replace('"', '""') in content.decode()


def test_a_day_that_an_old_mac_counted_is_told_as_that_day(town: Desk) -> None:
    book = Book(town.export())
    book["结果!as_of 6"].number_format = "General"
    book["结果!as_of 6"] = 43830 + 1462
    outcome = town.hand_in(of_an_old_mac(book.bytes()))
    assert "“43830”是 Excel 内部的日期序号" in message_at(outcome, "结果!as_of 6")
    assert "2024-01-01" in message_at(outcome, "结果!as_of 6")


def test_a_sheet_that_was_copied_between_both_is_told_once(town: Desk) -> None:
    """The days of one workbook in another that counts from elsewhere."""

    def moved(name: str, text: str) -> str:
        return with_later_days(text) if name == "xl/workbook.xml" else text

    outcome = town.hand_in(parts_of(alone(town, "2023-report", "结果"), moved))
    assert [problem.code for problem in outcome.problems] == ["sheet-years"]


def test_a_column_of_formulas_is_told_once(town: Desk) -> None:
    book = Book(town.export())
    for line in range(4, 11):
        book[f"结果!value {line}"] = f"=B{line}"
    outcome = town.hand_in(book.bytes())
    assert [(problem.code, problem.place.cell) for problem in outcome.problems] == [
        ("sheet-formula", "H4 · H5 · H6 … (7)")
    ]


FORMS = {
    # the form: (a part that such files have in them, its content)
    "ods": ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    "xlsb": ("xl/workbook.bin", b"\x83\x01"),
    "numbers": ("Index/Document.iwa", b"\x00"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_in_the_form_of_another_program_is_named(form: str, town: Desk) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(*FORMS[form])
    said = told(town.hand_in(out.getvalue()))
    assert (f"（{form}）" in said, said.count("    → ")) == (True, 1)
