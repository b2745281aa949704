"""Official documents as issued, from the file to verified figures; what is looked at, and what is refused."""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import openpyxl
import papers
import pytest
from click.testing import CliRunner, Result
from docx.enum.style import WD_STYLE_TYPE
from docx.opc import packuri
from docx.opc import part as opc_part
from docx.oxml.parser import parse_xml
from folders import BASE, ROOT
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral
from pdfplumber.utils.exceptions import PdfminerException

from generator.archive.verify import verify
from generator.cli import main
from generator.core.languages import interface
from generator.core.limits import LARGEST_FILLED, MIB
from generator.core.messages import catalogue, lookup
from generator.editing.originals import adding, apart, forms, grid, packed, pdf
from generator.editing.originals.forms import made_of
from generator.editing.originals.made import Part, Remark, Unusable, cleaned, ranges
from generator.reading.trees import WorkingTree

PLAN = papers.pdf(
    papers.page_of(
        ["青禾镇2023年工作计划", "一、主要目标", "1.新装路等。全镇新装路等（含太阳能）200盏以上，其"],
        foot="— 1 —",
    ),
    papers.page_of(
        [
            "中东村30-40盏，6月底前120盏，亮灯率97.5%以上；每隔3天以内巡查一次，故障在３",
            "天以内修复。",
            "2.建口袋公园。年底前建成开放。",
            "联系电话：0532-1234567",
        ],
        foot="— 2 —",
    ),
    papers.page_of(["附：无"], foot="— 3 —"),
)
TABLE = (("项目", "数量（盏）"), ("路灯总数", "980"), ("市电路灯", "130"), ("太阳能路灯", "80"))
ABOVE = (
    *("青禾镇2023年工作总结", "一、完成情况", "各项任务全面完成。", "（一）路灯。新装路灯210"),
    *(
        "盏，完成任务的105%，同比增长16.7%（上年181盏），其中东村30余盏。",
        "下半年亮灯率98.2%。故障基本当天修复。",
    ),
)
BELOW = "（二）绿化。口袋公园已经开放。"


def sheet_of(rows: str, *others: str, hidden: bool = False) -> bytes:
    """A workbook whose sheets have the rows that are given in XML; the first may be hidden."""
    book = openpyxl.Workbook()
    for number in range(len(others)):
        book.create_sheet(f"Sheet{number + 2}")
    book.worksheets[0].sheet_state = "hidden" if hidden else "visible"
    out = io.BytesIO()
    book.save(out)
    start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheets = {
        f"xl/worksheets/sheet{number}.xml": f"{start}{written}</sheetData></worksheet>".encode()
        for number, written in enumerate((rows, *others), start=1)
    }
    return papers.repacked(out.getvalue(), sheets)


def report_pdf() -> bytes:
    cells, boxes = papers.table_of(TABLE, 600)
    page = [*papers.page_of(ABOVE), *cells, (72.0, 400.0, BELOW), (290.0, 40.0, "— 1 —")]
    return papers.pdf(page, boxes={0: boxes})


def report_word() -> bytes:
    return papers.word(*ABOVE, TABLE, BELOW, "— 1 —")


def report_page() -> bytes:
    rows = "".join(f"<tr><td>{name}</td><td>{count}</td></tr>" for name, count in TABLE)
    lines = "".join(f"<p>{line}</p>" for line in ABOVE)
    page = f"<table><tr><td>{lines}<table>{rows}</table><p>{BELOW}</p><p>— 1 —</p></td></tr></table>"
    return f'<html><head><meta charset="gb2312"><title>1</title></head><body>{page}</body></html>'.encode(
        "gb18030"
    )


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def add(file: Path, archive: Path, document: str, *more: str) -> Result:
    where = ("--archive", str(archive), "--package", "town", "--document", document)
    return run("archive", "add", str(file), *where, "--lang", "en", *more)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty archive, for which documents are read in this process: what bounds one of its own is tried below."""
    monkeypatch.setattr(
        apart,
        "_process",
        lambda suffix, content: apart.answer(suffix, content, apart.LARGEST_MEMORY).encode(),
    )
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


def entered(file: Path, said: str, numbers: range) -> None:
    """A document.yaml with the line that the command said, and page numbers as no data."""
    text = re.sub("^archive_sha256: .*$", said, file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    entries = "".join(
        f"  - printed: — {number} —\n    reason_zh: 页码。\n    reason_en: A page number.\n"
        for number in numbers
    )
    file.write_text(text.replace("not_data:\n", f"not_data:\n{entries}"), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "report"), [("r.pdf", report_pdf), ("r.docx", report_word), ("r.html", report_page)]
)
def test_from_the_file_to_verified_figures(name: str, report: Callable[[], bytes], tmp_path: Path) -> None:
    """Each document read in a process of its own, as it is outside of the tests."""
    data, archive = tmp_path / "data", tmp_path / "archive"
    archive.mkdir()
    shutil.copytree(BASE, data)
    documents = data / "town" / "documents"
    for file, content, document in (("plan.pdf", PLAN, "2023-plan"), (name, report(), "2023-report")):
        (tmp_path / file).write_bytes(content)
        added = add(tmp_path / file, archive, document)
        assert (added.exit_code, added.stderr) == (0, "")
        said = next(line for line in added.output.splitlines() if line.startswith("archive_sha256: "))
        numbers = range(1, 4 if document == "2023-plan" else 2)
        entered(documents / document / "document.yaml", said, numbers)
        assert (archive / "town" / f"{document}.original{Path(file).suffix}").read_bytes() == content
    observations = documents / "2023-report" / "observations.csv"
    cells = observations.read_text(encoding="utf-8")
    for count in ("980", "130", "80"):
        cells = cells.replace(f",{count}盏,", f",{count}…盏,")  # the unit stands in the head of the table
    observations.write_text(cells, encoding="utf-8")
    done = verify(WorkingTree(data), archive)
    assert list(done.report) == []
    assert len(done.verified) == 16


def test_the_lines_of_each_page_are_told(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(PLAN)
    assert add(tmp_path / "plan.pdf", archive, "plan").exit_code == 0
    pages = (archive / "town" / "plan.pages.csv").read_text(encoding="utf-8")
    assert pages == "page,first_line,last_line\n1,1,4\n2,5,9\n3,10,11\n"
    assert (archive / "town" / "plan.txt").read_text(encoding="utf-8").splitlines()[8] == "— 2 —"


def test_what_stands_beside_a_text_is_told(archive: Path, tmp_path: Path) -> None:
    """A document without pages has no list of them, and a table neither, whatever its sheet is called."""
    told = []
    for name, content, more in (
        ("plan.pdf", PLAN, ()),
        ("report.docx", report_word(), ()),
        ("table.xlsx", sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>'), ("--dataset",)),
    ):
        (tmp_path / name).write_bytes(content)
        done = add(tmp_path / name, archive, Path(name).stem, *more)
        told.append(
            [line for line in done.stdout.splitlines() if line.startswith(("Written", "Beside", "Pages"))]
        )
    town = (archive / "town").as_posix()
    assert told == [
        [
            f"Written: {town}/plan.txt",
            f"Beside it: {town}/plan.original.pdf",
            f"Beside it: {town}/plan.pages.csv",
            "Pages or parts: 3, lines: 11, characters: 158.",
        ],
        [
            f"Written: {town}/report.txt",
            f"Beside it: {town}/report.original.docx",
            "Pages or parts: 1, lines: 12, characters: 164.",
        ],
        [
            f"Written: {town}/table.csv",
            f"Beside it: {town}/table.original.xlsx",
            "Pages or parts: 1, lines: 1, characters: 2.",
        ],
    ]


def test_a_document_is_added_once_and_a_run_that_was_cut_off_goes_on(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(PLAN)
    (archive / "town").mkdir()
    (archive / "town" / "plan.original.pdf").write_bytes(PLAN)
    assert add(tmp_path / "plan.pdf", archive, "plan").output.startswith("Written: ")
    before = {file: file.stat().st_mtime_ns for file in archive.rglob("*")}
    again = add(tmp_path / "plan.pdf", archive, "plan")
    assert (again.exit_code, "nothing was written" in again.output) == (0, True)
    assert {file: file.stat().st_mtime_ns for file in archive.rglob("*")} == before


def test_a_character_of_word_that_says_nothing_is_told(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(papers.word("路\ue000灯"))
    added = add(tmp_path / "a.docx", archive, "plan")
    assert added.stderr == (
        "Look: 1 character could not be read; it stands as � in the text (page or sheet: –).\n"
    )


def test_a_table_of_statistics_is_a_csv_file(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes('指标;2022年;2023年\n路灯;"1,951";"2,980"\n'.encode("gb18030"))
    assert add(tmp_path / "t.csv", archive, "yearbook", "--dataset").exit_code == 0
    assert sorted(file.name for file in (archive / "town").iterdir()) == [
        "yearbook.csv",
        "yearbook.original.csv",
    ]
    text = (archive / "town" / "yearbook.csv").read_text(encoding="utf-8")
    assert text == '指标,2022年,2023年\n路灯,"1,951","2,980"\n'


DRAWN = b"".join(
    b"BT /F 12 Tf 72 %d Td (Homes built: %d) Tj ET\n" % (700 - 20 * line, line) for line in range(20)
)
PACKED = papers.pdf_of(zlib.compress(DRAWN))

REMARKED = [
    # PDF, remarks
    (papers.pdf(papers.page_of(["一、路灯"]), [], []), (Remark("page_empty", 2, "2–3"),)),
    (papers.pdf(papers.page_of(["路灯2盏"]), mute=True), (Remark("unread", 4, "1"),)),
    (papers.pdf(papers.page_of(["一、路灯"])), ()),
    (PACKED, ()),
    (papers.pdf_of(zlib.compress(DRAWN)[:-40]), (Remark("damaged", 1, ""),)),
    (PACKED.replace(b"%%EOF\n", b""), (Remark("damaged", 1, ""),)),
    (PACKED.replace(b"startxref\n", b"startxref\n9"), (Remark("damaged", 1, ""),)),
    (PACKED + b" " * 1100, (Remark("damaged", 2, ""),)),
    (b"From: the issuer\n" + PACKED, ()),
]


@pytest.mark.parametrize(("content", "remarks"), REMARKED)
def test_what_to_look_at_is_told(content: bytes, remarks: tuple[Remark, ...]) -> None:
    assert made_of(".pdf", content).remarks == remarks


def test_a_page_without_text_warns(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "p.pdf").write_bytes(papers.pdf(papers.page_of(["一、路灯"]), []))
    added = add(tmp_path / "p.pdf", archive, "plan")
    assert (added.exit_code, "1 page has no text (2)" in added.stderr) == (0, True)


def bomb() -> bytes:
    """A Word document of a few kilobytes with a part that unpacks to more than is taken in."""
    body = b"<w:document>" + b" " * (LARGEST_FILLED + 1)
    return papers.repacked(papers.word("一"), {"word/document.xml": body})


def entities() -> bytes:
    document = papers.part_of(papers.word("一、路灯"), "word/document.xml")
    declared = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    start = document.index(b"<w:document")
    return papers.repacked(papers.word("一"), {"word/document.xml": declared + document[start:]})


def packed_with(name: str) -> bytes:
    """A packed file of one part, which is no form that is known."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(name, "<a/>")
    return out.getvalue()


ENCRYPTED = (
    f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}> >>"
)
REFUSED = [
    # name, content, reason, what it names
    ("a.pdf", papers.pdf([], []), "scanned", "2"),
    ("a.pdf", papers.pdf(papers.page_of(["一"]), trailer=ENCRYPTED), "protected", "PDF"),
    ("a.pdf", b"%PDF-1.7\n" + b"\0" * 100, "unsound", "PDF"),
    (
        "a.pdf",
        b"%PDF-1.7\nxref\n0 1\ntrailer << /Size 1 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF",
        "unsound",
        "PDF",
    ),
    ("a.docx", papers.word("一")[:-60], "unsound", "ZIP"),
    ("a.docx", bomb(), "too_large", "48"),
    ("a.docx", entities(), "unsound", "XML"),
    ("a.docx", papers.repacked(papers.word("一"), {"word/a.rels": b"<!DOCTYPE a>"}), "unsound", "XML"),
    ("a.docx", papers.repacked(papers.word("一"), {"word/document.xml": b"<w"}), "unsound", "DOCX"),
    ("a.docx", papers.word(), "no_text", "DOCX"),
    ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old", ".doc"),
    ("a.odt", b"PK\x03\x04", "unsound", "ZIP"),
    ("a.odt", packed_with("content.xml"), "form", ".odt"),
    ("a.txt", "一".encode(), "text", ".txt"),
    ("a.html", b"<script>1</script>", "no_text", "HTML"),
    ("a.html", b"<p>\xff\xff\xff", "encoding", ""),
    ("a.html", b"<p>R\xe9seau", "encoding", ""),
    ("a.csv", b"R\xe9seau;1", "encoding", ""),
    ("a.csv", b"\xff\xfe\x00", "encoding", ""),
    ("a.csv", b"a\0b,1", "encoding", ""),
    ("a.csv", b'"a\nb', "unsound", "CSV"),
    ("a.csv", b" \n", "no_text", "CSV"),
    ("a.xlsx", packed_with("xl/workbook.xml"), "unsound", "XLSX"),
    ("a.xlsx", sheet_of(""), "no_text", "XLSX"),
    ("a.csv", b";;\n", "no_text", "CSV"),
    ("a.csv", b"", "no_text", "a.csv"),
    ("a.png", b"\x89PNG", "form", ".png"),
]


@pytest.mark.parametrize(
    ("name", "content", "reason", "value"), REFUSED, ids=[f"{row[0]}-{row[2]}" for row in REFUSED]
)
def test_what_cannot_be_read_is_refused_in_one_line(
    name: str, content: bytes, reason: str, value: str, archive: Path, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    done = add(file, archive, "plan")
    words = lookup("en", "archive", f"refused.{reason}").format(value=value)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"{file}: {words}\n")
    assert list(archive.iterdir()) == []


SCANNED = {
    "zh": "a.pdf：2 页都没有文字，是扫描的图片。请先做文字识别（OCR），",
    "en": "a.pdf: none of the 2 pages has any text: they are scanned pictures. Recognise their characters (OCR), ",
    "fr": "a.pdf : aucune des 2 pages n’a de texte : ce sont des images numérisées. Faites-en reconnaître les ",
}


@pytest.mark.parametrize("language", SCANNED)
def test_a_refusal_is_in_the_language_of_the_reader(
    language: str, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.pdf").write_bytes(papers.pdf([], []))
    done = add(Path("a.pdf"), archive, "plan", "--lang", language)
    assert done.stderr.replace("\xa0", " ").replace("\u202f", " ").startswith(SCANNED[language])


def workbook() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "2023"
    shown: list[tuple[str | float | date, str]] = [
        # value, number format
        ("路灯 总数", "General"),
        (1250, "#,##0"),
        (0.9846, "0.0%"),
        (0.1 + 0.2, "General"),
        (2.5, "0"),
        (date(2023, 6, 30), "yyyy-mm-dd"),
        ("=1+1", "General"),
    ]
    for column, (value, number_format) in enumerate(shown, start=1):
        cell = page.cell(1, column, value)
        cell.number_format = number_format
    book.create_sheet("空")
    book.create_sheet("附").cell(3, 2, "（一）")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(suffix: str, content: bytes) -> tuple[str, str] | None:
    """Why no text is made of a document, and what is named then."""
    try:
        made_of(suffix, content)
    except Unusable as refused:
        return refused.reason, refused.value
    return None


PAGE = "<p>新装路灯".encode()
PART = packed_with("word/document.xml")
LIMITS: list[tuple[Any, str, int, str, bytes, tuple[str, str] | None, tuple[str, str]]] = [
    # which, how much of it a document has, the document, what is told of it, and of one with one more
    (pdf, "MOST_PAGES", 3, ".pdf", PLAN, None, ("too_many_pages", "2")),
    (forms, "LARGEST_MARKED_UP", 15, ".html", PAGE, None, ("too_large", "2")),
    (forms, "MOST_CHARACTERS", 7, ".html", PAGE + "<p>二".encode(), None, ("too_large", "1")),
    (grid, "MOST_CHARACTERS", 7, ".xlsx", workbook(), None, ("too_large", "1")),
    (packed, "_MOST_PARTS", 1, ".docx", PART, ("unsound", "DOCX"), ("unsound", "ZIP")),
    (packed, "LARGEST_CONTENT", 4, ".odt", packed_with("a.xml"), ("form", ".odt"), ("too_large", "0")),
    (packed, "LARGEST_FILLED", 4, ".docx", PART, ("unsound", "DOCX"), ("too_large", "0")),
]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (forms, grid, packed):
        monkeypatch.setattr(module, "MIB", 5)
    found = []
    for module, name, much, suffix, content, _, _ in LIMITS:
        told = []
        for limit in (much, much - 1):
            with monkeypatch.context() as patch:
                patch.setattr(module, name, limit)
                told.append(refusal(suffix, content))
        found.append((module, name, much, suffix, content, *told))
    assert found == LIMITS
    # Only what a Word document holds of XML is bounded before it is read: workbooks are once their empty cells are gone.
    drawn = papers.repacked(papers.word("一"), {"word/media/a.png": bytes(1_000_000)})
    monkeypatch.setattr(packed, "LARGEST_FILLED", 900_000)
    assert refusal(".docx", drawn) is None
    monkeypatch.setattr(packed, "LARGEST_FILLED", 1)
    assert refusal(".xlsx", workbook()) is None


FORMS = [
    # suffix of the name, content, the form that it has or why it has none
    ("", b"<!doctype html>1", ".html"),
    ("", b"<HTML>1", ".html"),
    ("", b"<head></head>1", ".html"),
    ("", b"\xef\xbb\xbf \t\r\n<body>1", ".html"),
    ("", b"<?xml version='1.0'?><p>1", ".html"),
    ("", b"~<html>1", ("form", "")),
    ("", b" " * 1019 + b"<html>1", ".html"),
    ("", b" " * 1020 + b"<html>1", ("form", "")),
    ("", b"1<html", ("form", "")),
    (".htm", b"1", ".html"),
    (".tsv", b"1\t2", ".csv"),
    (".csv", b"\xff\xfe\x00", ("encoding", "")),
    (".txt", b"1", ("text", ".txt")),
    (".html", b"<!--" + b" " * 2_000_000 + b"-->1", ".html"),
    (".html", packed_with("content.xml"), ("form", ".html")),
    (".html", b" " * 1019 + b"%PDF-", ("unsound", "PDF")),
    (".html", b" " * 1020 + b"%PDF-", ".html"),
    # what is drawn may declare what it likes: only the parts that are read may not
    (".docx", papers.repacked(papers.word("一"), {"word/media/a.svg": b"<!DOCTYPE svg>"}), ".docx"),
]


def test_a_form_is_told_by_the_content() -> None:
    found = [
        (suffix, content, refusal(suffix, content) or made_of(suffix, content).suffix)
        for suffix, content, _ in FORMS
    ]
    assert found == FORMS


def test_reading_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST", 0.001)
    with pytest.raises(Unusable) as refused:
        apart.read_apart("a.pdf", PLAN)
    assert refused.value.reason == "too_long"


def test_a_process_that_does_not_end_well_is_no_sound_document(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sys, "executable", "false")  # it ends at once, and says nothing
        told = [apart_from("a.PDF", PLAN)]
    for said in (b"", b'{"suffix": ".pdf"', b"\xff"):
        monkeypatch.setattr(apart, "_process", lambda *_, said=said: said)
        told.append(apart_from("a.PDF", PLAN))
    assert told == [("unsound", "PDF")] * 4


def apart_from(name: str, content: bytes) -> tuple[str, str] | None:
    """Why no text is made of a document that is read apart, and what is named then."""
    try:
        apart.read_apart(name, content)
    except Unusable as refused:
        return refused.reason, refused.value
    return None


def test_what_takes_too_long_or_too_much_is_told_with_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("", 1)

    def much(error: type[BaseException], *_: object) -> None:
        raise error

    monkeypatch.setattr(subprocess, "run", late)
    assert apart_from("a.pdf", PLAN) == ("too_long", "15")
    for error in (MemoryError, RecursionError):
        monkeypatch.setattr(apart, "made_of", partial(much, error))
        answer = apart.answer(".pdf", PLAN, 7 * MIB)
        monkeypatch.setattr(apart, "_process", lambda *_, answer=answer: answer.encode())
        assert apart_from("a.pdf", PLAN) == ("too_large", "7")


@pytest.mark.parametrize("held", [True, False])
def test_a_process_answers_for_the_document_that_it_is_given(
    held: bool,  # noqa: FBT001 - a parameter of the test
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also on a system that holds no process to its share of the memory."""
    limits: list[Any] = []
    resource = SimpleNamespace(RLIMIT_AS="memory", setrlimit=lambda *limit: limits.append(limit))
    monkeypatch.setitem(sys.modules, "resource", resource if held else None)
    monkeypatch.setattr(sys, "argv", ["apart", ".csv", "123"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a,b\n")))
    apart.main()
    said = capsys.readouterr().out
    assert said == apart.answer(".csv", b"a,b\n", 123)
    assert limits == ([("memory", (123, 123))] if held else [])
    monkeypatch.setattr(apart, "_process", lambda *_: said.encode())
    assert apart.read_apart("t.csv", b"") == made_of(".csv", b"a,b\n")
    assert apart.answer(".png", b"", 123) == '{"refused": "form", "value": ".png"}'


def test_reading_has_its_share_of_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LARGEST_MEMORY", 400 * 1024**2)
    assert apart.read_apart("a.pdf", PLAN).parts[2].lines == ("附：无", "— 3 —")
    with pytest.raises(Unusable) as refused:
        apart.read_apart("a.pdf", papers.pdf_of(zlib.compress(b" " * 500 * 1024**2, 1)))
    assert refused.value.reason == "too_large"


def test_tables_in_tables_have_an_end() -> None:
    nested = [refusal(".html", b"<table><tr><td>1" * number) for number in (50, 51)]
    assert nested == [None, ("unsound", "HTML")]


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.pdf"
    file.touch()
    os.truncate(file, 3 * MIB)
    assert adding.read_original(file) == bytes(3 * MIB)
    file.write_bytes(PLAN)
    monkeypatch.setattr(adding, "MIB", 100)
    monkeypatch.setattr(adding, "LARGEST_FILE", len(PLAN))
    assert adding.read_original(file) == PLAN
    monkeypatch.setattr(adding, "LARGEST_FILE", 250)
    with pytest.raises(Unusable) as refused:
        adding.read_original(file)
    assert (refused.value.reason, refused.value.value) == ("too_large", "2")


NO_DOCUMENTS = [
    # what is named, and what is told of it
    ("link.pdf", "a link stands in the way, and is not followed."),
    ("pipe.pdf", "this is a device or a pipe, not a file."),
    ("s.pdf", "this is a device or a pipe, not a file."),
    ("/dev/zero", "this is a device or a pipe, not a file."),
    (".", "this is a folder, but a file is needed."),
    ("none.pdf", "there is no such file or folder."),
]


def test_links_devices_pipes_and_folders_are_no_documents(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.pdf")
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(str(tmp_path / "s.pdf"))
        for name, told in NO_DOCUMENTS:
            done = add(tmp_path / name, archive, "plan")
            assert (done.exit_code, done.stderr.count("\n"), told in done.stderr) == (2, 1, True), done.stderr
    assert list(archive.iterdir()) == []


@pytest.mark.parametrize("name", ["../plan", "/plan", "a/b", "Plan", "plan.txt", "", ".."])
@pytest.mark.parametrize("option", ["--package", "--document"])
def test_a_name_that_is_no_id_is_refused(option: str, name: str, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(PLAN)
    assert add(tmp_path / "plan.pdf", archive, "plan", option, name).exit_code == 2
    assert list(archive.iterdir()) == []


@pytest.mark.parametrize("name", ["plan.txt", "plan.pages.csv", "plan.original.pdf"])
@pytest.mark.parametrize("kind", ["file", "link", "link to the same", "folder"])
def test_nothing_is_written_over(name: str, kind: str, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(PLAN)
    (tmp_path / "other").mkdir()
    place = archive / "town" / name
    place.parent.mkdir()
    if kind == "link":
        place.symlink_to(tmp_path / "elsewhere")
    elif kind == "link to the same":
        add(tmp_path / "plan.pdf", tmp_path / "other", "plan")
        place.symlink_to(tmp_path / "other/town" / name)
    elif kind == "folder":
        place.mkdir()
    else:
        place.write_text("1", encoding="utf-8")
    done = add(tmp_path / "plan.pdf", archive, "plan")
    assert (done.exit_code, "is there already and says something else" in done.stderr) == (2, True)
    assert [file.name for file in (archive / "town").iterdir()] == [name]
    assert not (tmp_path / "elsewhere").exists()


def test_a_link_in_the_place_of_the_package_is_not_followed(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(PLAN)
    (tmp_path / "elsewhere").mkdir()
    (archive / "town").symlink_to(tmp_path / "elsewhere")
    assert add(tmp_path / "plan.pdf", archive, "plan").exit_code == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_dataset_is_one_sheet(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(PLAN)
    done = add(tmp_path / "plan.pdf", archive, "plan", "--dataset")
    assert (done.exit_code, "one sheet with rows" in done.stderr) == (2, True)


def test_every_refusal_and_remark_has_its_words_and_an_input() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "generator/editing/originals").glob("*.py")
    )
    asked = set(re.findall(r'Unusable\("(\w+)"', source)) | {"protected", "unsound", "too_large"}
    assert set(catalogue("en", "archive")["refused"]) == asked
    command = (ROOT / "generator/commands/archive.py").read_text(encoding="utf-8")
    unused = [name for name in catalogue("en", "archive")["command"] if f'"{name}"' not in command]
    assert unused == []
    remarks = set(re.findall(r'Remark\("(\w+)"', source)) | {item.name for item in fields(grid._Odd)}  # noqa: SLF001
    assert set(catalogue("en", "archive")["remark"]) == remarks
    tried = {row[2] for row in REFUSED} | {"too_many_pages", "too_long", "no_file", "no_table", "there"}
    assert asked == tried


def test_a_workbook_says_what_a_spreadsheet_shows() -> None:
    made = made_of(".xlsx", workbook())
    first = "路灯 总数\t1,250\t98.5%\t0.3\t3\t2023-06-30\t�"
    assert made.parts == (Part("2023", (first,)), Part("附", ("\t（一）",)))
    assert made.remarks == (
        *(Remark("shown", 1, "2023!F1"), Remark("formula", 1, "2023!G1"), Remark("unread", 1, "2023")),
    )


SHOWN: list[tuple[Any, str, str, bool]] = [
    # value, number format, what is shown, whether that is sure
    (1 / 3, "General", "0.333333333333333", True),
    (2.0, "General", "2", True),
    (123456789012345678, "General", "123456789012346000", True),
    (5, "@", "5", True),
    (5, "0.00E+00", "5", False),
    (True, "General", "TRUE", True),
    (1234.5, "#,##0.00", "1,234.50", True),
    (1234.5, "0.0", "1234.5", True),
    (1e-8, "0.00000000", "0.00000001", True),
    (0.125, "0.0%", "12.5%", True),
    (0.441, "0.00\\ %", "44.10 %", True),
    (0.441, "0\u00a0%", "44 %", True),
    (0.441, '0.0"\u202f"%', "44.1 %", True),
    (44.1, '0.0" %"', "44.1", False),
    (datetime.fromisoformat("2023-06-30T08:30"), "yyyy-mm-dd hh:mm", "2023-06-30 08:30:00", False),
    (time(8, 30), "hh:mm", "08:30:00", False),
]


def test_numbers_are_shown_as_a_spreadsheet_shows_them() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for line, (value, number_format, _, _) in enumerate(SHOWN, start=1):
        page.cell(line, 1, value).number_format = number_format
    out = io.BytesIO()
    book.save(out)
    made = made_of(".xlsx", out.getvalue())
    assert made.suffix == ".xlsx"
    assert list(made.parts[0].lines) == [shown for _, _, shown, _ in SHOWN]
    unsure = [line for line, (*_, sure) in enumerate(SHOWN, start=1) if not sure]
    assert made.remarks == (Remark("shown", len(unsure), f"Sheet!A{unsure[0]}"),)


ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEETS: list[tuple[bytes, tuple[Part, ...], tuple[Remark, ...], tuple[tuple[str, ...], ...]]] = [
    # a workbook, its parts, what is told of it, its rows where it is one table
    # what a formula came to when it was saved; what does not say where it is stands behind the one before
    (
        sheet_of("<row><c><v>1</v></c><c/><c><f>A1+1</f><v>2</v></c></row><row/><row><c><f>A1</f></c></row>"),
        (Part("Sheet", ("1\t\t2", "\ufffd")),),
        (Remark("formula", 1, "Sheet!A3"), Remark("unread", 1, "Sheet")),
        (("1", "", "2"), ("\ufffd",)),
    ),
    # a number that is larger than any of a spreadsheet's
    (
        sheet_of(ONE.replace(">1<", f">{'9' * 400}<")),
        (Part("Sheet", ("1" + "0" * 400,)),),
        (),
        (("1" + "0" * 400,),),
    ),
    # rows in their order, wherever they stand in the file
    (
        sheet_of('<row r="2"><c r="A2"><v>2</v></c></row>' + ONE),
        (Part("Sheet", ("1", "2")),),
        (),
        (("1",), ("2",)),
    ),
    (sheet_of(ONE, ONE), (Part("Sheet", ("1",)), Part("Sheet2", ("1",))), (), ()),
    (sheet_of("", ONE), (Part("Sheet2", ("1",)),), (), (("1",),)),
    (
        sheet_of(ONE, ONE, hidden=True),
        (Part("Sheet", ("1",)), Part("Sheet2", ("1",))),
        (Remark("hidden", 1, "Sheet!A1"),),
        (),
    ),
]


def test_a_workbook_is_read_sheet_by_sheet() -> None:
    found = []
    for content, *_ in SHEETS:
        made = made_of(".xlsx", content)
        found.append((content, made.parts, made.remarks, made.rows))
    assert found == SHEETS


def test_what_is_too_far_to_the_right_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "_WIDEST", 2)
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
    assert made_of(".xlsx", sheet_of(row)).rows == (("1", "2"),)


SEPARATED: list[tuple[bytes, tuple[tuple[str, ...], ...]]] = [
    # a CSV file, its rows
    ("路灯,盏\n新装,1".encode("utf-16"), (("路灯", "盏"), ("新装", "1"))),
    (b"\xfe\xff" + "路灯,1".encode("utf-16-be"), (("路灯", "1"),)),
    ("路灯,1".encode("utf-8-sig"), (("路灯", "1"),)),
    ("路\u200b灯,1".encode(), (("路灯", "1"),)),
    ("\ufeff路\x07灯,1".encode(), (("路灯", "1"),)),
    ("路\x07\u200b灯,1".encode(), (("路灯", "1"),)),
    ("路灯,约1~2~3".encode(), (("路灯", "约1~2~3"),)),
    (b"a;b\n1,2,3;4\n5,6,7;8\n", (("a", "b"), ("1,2,3", "4"), ("5,6,7", "8"))),
    (b"a\tb\n1,2\t3\n", (("a", "b"), ("1,2", "3"))),
    (b"a,b\r1,2\r", (("a", "b"), ("1", "2"))),
    (b'a,"b\r\nc"\r\n\r\n1,2\r\n', (("a", "b c"), ("1", "2"))),
]


def test_a_csv_file_is_read_however_it_is_written() -> None:
    found = []
    for content, _ in SEPARATED:
        made = made_of(".csv", content)
        assert [part.name for part in made.parts] == [""]
        found.append((content, made.rows))
    assert found == SEPARATED


def struck_workbook() -> bytes:
    """A sheet with what no longer holds struck through, and a row and a column that are hidden."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["路灯", "980", "1200", "700"])
    page.append(["公园", "3", "4", "5"])
    page["B1"].font = Font(strike=True)
    page["C1"] = CellRichText(TextBlock(InlineFont(strike=True), "1100"), "1200")
    page.column_dimensions["D"].hidden = True
    page.row_dimensions[2].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_is_struck_through_or_hidden_in_a_workbook_is_told() -> None:
    made = made_of(".xlsx", struck_workbook())
    assert made.parts[0].lines == ("路灯\t\t1200\t700", "公园\t3\t4\t5")
    assert made.remarks == (Remark("hidden", 5, "Sheet!D1"), Remark("struck", 2, "980"))


WORD = [
    # what stands in the body, lines
    ("<w:p>{新装}<w:ins>{210}</w:ins><w:moveFrom>{9}</w:moveFrom>{盏}</w:p>", ["新装210盏"]),
    ("<w:p><w:del><w:r><w:delText>200</w:delText></w:r></w:del>{盏}</w:p>", ["盏"]),
    ("<w:sdt><w:sdtContent><w:p>{一、路灯}</w:p></w:sdtContent></w:sdt>", ["一、路灯"]),
    ("<w:p>{一}<w:r><w:br/></w:r>{二}</w:p>", ["一", "二"]),
    (
        '<w:p>{12m}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>',
        ["12m²"],
    ),
    (
        "<w:p>{一}<w:r><w:pict><w:txbxContent><w:p>{300盏}</w:p></w:txbxContent></w:pict></w:r></w:p>",
        ["一", "300盏"],
    ),
    (
        (
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>{项目}</w:p></w:tc>'
            "<w:tc><w:p>{数量}</w:p><w:p>{（盏）}</w:p></w:tc></w:tr></w:tbl>"
        ),
        ["项目\t\t数量 （盏）"],
    ),
    (
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{9}</w:p></w:tc></w:tr></w:tbl><w:p>{一}</w:p>",
        ["一"],
    ),
    ("<w:p>{新装}<w:r><w:rPr><w:strike/></w:rPr><w:t>980</w:t></w:r>{1200盏}</w:p>", ["新装1200盏"]),
    ('<w:p><w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>980盏</w:t></w:r></w:p>', ["980盏"]),
    ('<w:p>{A}<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>', ["A�"]),
]


WORD += [
    *(
        (f"<{tag}><w:p>{{9}}</w:p></{tag}><w:p><{tag}>{{9}}</{tag}>{{1}}</w:p>", ["1"])
        for tag in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:tblPr", "w:sectPr", "mc:Fallback")
    ),
    ("<w:p>{a}<m:oMath><m:r><m:t>=2</m:t></m:r></m:oMath></w:p>", ["a=2"]),
    ("<w:p>{a}<w:r><w:tab/><w:noBreakHyphen/><w:t/></w:r>{b}<w:r><w:cr/></w:r>{c}</w:p>", ["a\t-b", "c"]),
    ('<w:p>{H}<w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t></w:r>{O}</w:p>', ["H2O"]),
    *(
        (f'<w:p><w:r><w:rPr><w:strike w:val="{off}"/></w:rPr><w:t>980盏</w:t></w:r></w:p>', ["980盏"])
        for off in ("false", "off")
    ),
    (
        (
            "<w:tbl><w:tblPr><w:tr><w:tc><w:p>{9}</w:p></w:tc></w:tr></w:tblPr><w:sdt><w:sdtContent>"
            "<w:tr><w:tc><w:p>{1}</w:p></w:tc></w:tr><w:tr><w:tc><w:p>{2}</w:p></w:tc></w:tr>"
            "</w:sdtContent></w:sdt></w:tbl>"
        ),
        ["1", "2"],
    ),
    (
        (
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999"/></w:tcPr><w:p>{1}</w:p></w:tc>'
            "<w:tc><w:tcPr><w:gridSpan/></w:tcPr><w:p>{2}</w:p></w:tc><w:tc><w:p>{3}</w:p></w:tc></w:tr></w:tbl>"
        ),
        ["1" + "\t" * 64 + "2\t3"],
    ),
]


def body_of(written: str, document: Any = None) -> bytes:
    """A Word document with a body as it is written in XML; `{…}` is a run of text."""
    document = document or docx.Document()
    names = " ".join(
        f'xmlns:{short}="http://schemas.openxmlformats.org/{long}"'
        for short, long in (
            ("w", "wordprocessingml/2006/main"),
            ("m", "officeDocument/2006/math"),
            ("mc", "markup-compatibility/2006"),
        )
    )
    runs = re.sub(r"\{(.*?)\}", r"<w:r><w:t>\1</w:t></w:r>", written)
    body: Any = document.element.body
    for element in list(parse_xml(f"<w:body {names}>{runs}</w:body>")):
        body.insert(len(body) - 1, element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_what_a_reader_of_word_sees_is_in_the_text() -> None:
    found = []
    for written, _ in WORD:
        [part] = made_of(".docx", body_of(written)).parts
        assert part.name == ""
        found.append((written, list(part.lines)))
    assert found == WORD


def test_notes_stand_behind_the_text() -> None:
    """Those of the document itself; other parts of it are no text, nor is what stands elsewhere."""
    document: Any = docx.Document()
    for name in ("comments", "footnotes", "endnotes"):
        written = body_of(f"<w:p>{{{name}}}</w:p>")
        part = opc_part.Part(
            packuri.PackURI(f"/word/{name}.xml"),
            f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml",
            papers.part_of(written, "word/document.xml"),
            document.part.package,
        )
        kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
        document.part.relate_to(part, kind)
        document.part.relate_to(f"https://elsewhere.example/{name}", kind, is_external=True)
    assert made_of(".docx", body_of("<w:p>{1}</w:p>", document)).parts[0].lines == (
        "1",
        "footnotes",
        "endnotes",
    )


def test_numbers_that_word_makes_itself_are_told() -> None:
    """By a style, too, or one that it rests on, as far as that leads anywhere; 0 asks for none."""
    document: Any = docx.Document()
    for name, base in (("Mine", "List Number"), ("Round", "Round")):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        document.styles[name].base_style = document.styles[base]
    styled = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>{}</w:p>'
    long = "<w:r><w:t> 路灯" + "长" * 30 + "</w:t></w:r><w:r><w:t>灯 </w:t></w:r>"
    body = "".join(
        [
            styled.format("ListNumber", long),
            styled.format("Mine", "{公园}"),
            styled.format("ListNumber", "<w:r><w:t> </w:t></w:r>"),
            styled.format("Round", "{道路}"),
            '<w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>{学校}</w:p>',
        ]
    )
    assert made_of(".docx", body_of(body, document)).remarks == (Remark("numbered", 2, "路灯" + "长" * 18),)
    two = styled.format("ListNumber", "<w:r><w:t>路</w:t></w:r><w:r><w:t>灯 </w:t></w:r>")
    assert made_of(".docx", body_of(two)).remarks == (Remark("numbered", 1, "路灯"),)


def test_what_is_struck_through_is_told() -> None:
    runs = (
        f"<w:t> {'9' * 19}</w:t><w:t/><w:instrText>PAGE</w:instrText><w:t>80 </w:t>",
        "<w:t> 7 </w:t>",
        "<w:t> </w:t>",
    )
    struck = "".join(f"<w:r><w:rPr><w:dstrike/></w:rPr>{run}</w:r>" for run in runs)
    told = made_of(".docx", body_of(f"<w:p>{{新装}}{struck}</w:p>")).remarks
    assert told == (Remark("struck", 2, "9" * 19 + "8"),)
    one = "<w:p>{新装}<w:r><w:rPr><w:strike/></w:rPr><w:t>98</w:t><w:t>0 </w:t></w:r></w:p>"
    assert made_of(".docx", body_of(one)).remarks == (Remark("struck", 1, "980"),)
    page = f"<p>新装<s> {'9' * 21} </s>1<s>8</s>盏<svg><s>7</s></svg>"
    assert made_of(".html", page.encode()).remarks == (Remark("struck", 2, "9" * 20),)


HTML = [
    # the page, lines
    ("<p>新装\n路灯<b>210</b>盏<br>二、公园", ["新装 路灯210盏", "二、公园"]),
    ("<head><title>9</title><style>9</style></head><body>一<script>9</script>", ["一"]),
    ("12 m<sup>2</sup>&nbsp;&lt;3", ["12 m²\xa0<3"]),
    (
        "<table><tr><th>项目<th>数量（盏）<tr><td>路灯<td><p>9</p><p>8</p></table>三",
        ["项目\t数量（盏）", "路灯\t9 8", "三"],
    ),
    ("<table><tr><td>&nbsp;<td><table><tr><td>a<td>b</table>尾</table>", ["a\tb", "尾"]),
    ("<table><tr><td>a</table></table></td></tr>b", ["a", "b"]),
    ("新装<del>9<br>80</del><s>8</s><strike>7</strike>1200盏", ["新装1200盏"]),
    ('新装<span style="text-decoration: line-through"><b>980</b></span>1200盏', ["新装1200盏"]),
]


BLOCKS = (
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary tbody tfoot thead ul"
)
HTML += [
    *((f"1<{tag}>2", ["1", "2"]) for tag in BLOCKS.split()),
    *((f"1</{tag}>2", ["1", "2"]) for tag in ("p", "div", "table")),
    *(
        (f"1<{tag}>2</{tag}>3</{tag}>4", ["134"])
        for tag in ("script", "style", "template", "head", "noscript", "svg", "textarea")
    ),
    *((f'1<{tag} style="text-decoration: line-through">2', ["12"]) for tag in ("col", "img", "input", "wbr")),
    *((f'1<{tag} style="text-decoration: line-through">2', ["1", "2"]) for tag in ("br", "hr")),
    ("1 < 2 &lt", ["1 < 2 <"]),
    ("<head><title>9</title><body>1", ["1"]),
    ("<div>1</div>2", ["1", "2"]),
    ("</sup>m<sup>2</sup>3", ["m²3"]),
    ("<sup>1<sup>2</sup>3</sup>4<svg>5<svg>6</svg>7</svg>8", ["¹²³48"]),
    # what is struck through, whatever stands in it
    ('<b style="text-decoration:line-through">1<b>2</b>3</b>4', ["4"]),
    ("<del>1<del>2<b>3</del>4</del>5", ["5"]),
    ("<s><b><i>1</b>2</s>3", ["3"]),
    ("0<del>1<hr>2</del>3", ["0", "3"]),
    # tables
    ("1<tr>2<td>3</td></tr>4", ["1234"]),
    ("0<table><tr><td>1<td>2", ["0", "1\t2"]),
    ("1<table>2<p>3</table>4", ["1", "2", "3", "4"]),
    ("<table>0<td>1<tr><td>2</tr>3</table>", ["0", "1", "2", "3"]),
    ("<table><tr><td>0<table><tr><td>1<td>2</table>3<td>4</table>", ["0", "1\t2", "3", "4"]),
    # what stands in a table and in no cell of it stands before the table, as browsers have it
    ("<table><tr><td>0<table>1<tr><td>2</table></table>", ["1", "0", "2"]),
    ("<table></table>1<table><tr></tr><tr><td>2</table>", ["1", "2"]),
    ("<table><tr><td> <td><p>1</p><p>2</p></table>", ["1", "2"]),
    ("<table><tr><td>0<td><p>1</p><p>2</p></table>", ["0\t1 2"]),
]


def test_what_a_reader_of_a_page_sees_is_in_the_text() -> None:
    found = []
    for page, _ in HTML:
        [part] = made_of(".html", page.encode()).parts
        assert part.name == ""
        found.append((page, list(part.lines)))
    assert found == HTML


ENCODED = [
    # the bytes of a page, what they say
    ("<p>新装路灯".encode("utf-16"), "新装路灯"),
    (b"\xfe\xff" + "<p>新装路灯".encode("utf-16-be"), "新装路灯"),
    (b'\xef\xbb\xbfa<meta charset="gb18030"><p>' + "灯灯".encode(), "a灯灯"),
    ("<p>新装路灯".encode("gb18030"), "新装路灯"),
    ('<meta name="灯" content="text/html; charset=GB2312"><p>新装路灯'.encode("gb18030"), "新装路灯"),
    ('<meta charset="big5"><p>新裝路燈'.encode("big5"), "新裝路燈"),
    ('<meta charset="utf-16le"><p>新装路灯'.encode(), "新装路灯"),
    # in what no page can say, of which some programs know more names
    *(
        (f"<meta charset={name}><p>{text}".encode(encoding), text)
        for name in ("utf-16", "utf_16", "utf16", "utf-16be", "unicode", "utf-32", "cp037")
        for text, encoding in (("120 m", "ascii"), ("1200 m", "ascii"), ("新装路灯", "gb18030"))
    ),
    ('<meta charset="utf-8"><p>新装路灯'.encode("gb18030"), "新装路灯"),
    ('<meta charset="none"><p>新装路灯'.encode(), "新装路灯"),
    # what was turned into UTF-8 and says what it was in
    *(
        (f"<meta charset={name}><p>翻修人行道，à l’été".encode(), "翻修人行道，à l’été")
        for name in ("gb2312", "gbk", "gb18030", "big5", "iso-8859-1", "windows-1252", "none")
    ),
    ("<meta charset=iso-8859-1><p>à l'été".encode("latin-1"), "à l'été"),
    # what is in none but GBK, and signs that it has for others
    *(
        (f"<meta charset={name}><p>膧灯—·".encode("gbk"), "膧灯—·")
        for name in ("gb2312", "gb_2312-80", "x-gbk")
    ),
    ("<meta charset=hz><p>灯盏".encode("hz"), "灯盏"),
    (b"<p>\xc4\x80", "Ā"),
    ('<meta charset="windows-1252"><p>Réseau'.encode("cp1252"), "Réseau"),
    # what is said too far from the beginning is no more than text
    (b"<!--" + b" " * 4096 + '--><meta charset="latin-1"><p>灯'.encode(), "灯"),
]


def test_a_page_is_read_in_the_encoding_that_it_says_or_shows() -> None:
    found = [(page, "".join(made_of(".html", page).parts[0].lines)) for page, _ in ENCODED]
    assert found == ENCODED


def test_lines_are_told_by_what_stands_on_them() -> None:
    """Whatever the order in the file: by base line, with gaps as spaces and tabs, and digits that are raised apart."""
    printed = [
        (200.0, 700.0, "亩"),
        (72.0, 700.0, "面积12"),
        (114.0, 700.0, "m"),
        (121.0, 700.0, "^2"),
        (72.0, 680.0, "二"),
    ]
    assert made_of(".pdf", papers.pdf(printed)).parts == (Part("1", ("面积12 m²\t亩", "二")),)


def at(x: float, y: float, text: str, size: float = 20, turn: str = "1 0 0 1") -> str:
    """What draws a text at a place, each of its Chinese characters as wide as it is high, others half of that."""
    return f"BT /F {size} Tf {turn} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET"


def box(x: float, y: float, wide: float = 100, high: float = 50) -> str:
    return f"{x} {y} {wide} {high} re S"


DRAWN_PAGES: dict[str, tuple[list[str], list[str]]] = {
    # what draws the page, the lines that are read
    "a table between lines": (
        [
            *(
                at(72, 700, "上"),
                at(72, 500, "下"),
                box(400, 600),
                box(500, 600),
                box(400, 550),
                box(500, 550),
            ),
            *(
                at(410, 630, "甲"),
                at(410, 605, "一"),
                at(510, 615, "乙"),
                at(410, 570, "丙"),
                at(510, 570, "丁"),
            ),
        ],
        ["上", "甲 一\t乙", "丙\t丁", "下"],
    ),
    "a cell as wide as two": (
        [
            *(box(72, 600, 200), box(72, 550), box(172, 550), at(150, 620, "甲")),
            *(at(80, 565, "乙"), at(180, 580, "丙"), at(180, 553, "丁")),
        ],
        ["甲", "乙\t丙 丁"],
    ),
    "a frame": ([box(72, 600, 300), at(80, 620, "甲"), at(200, 620, "乙")], ["甲\t乙"]),
    "frames side by side": (
        [
            box(72, 600),
            box(172, 600),
            at(80, 630, "甲"),
            at(80, 605, "乙"),
            at(180, 630, "丙"),
            at(180, 605, "丁"),
        ],
        ["甲\t丙", "乙\t丁"],
    ),
    "frames one below the other": (
        [box(72, 600, 300), box(72, 550, 300), at(80, 620, "甲"), at(200, 620, "乙"), at(80, 570, "丙")],
        ["甲\t乙", "丙"],
    ),
    "sideways": (
        [at(72, 700, "上"), at(300, 300, "侧面", turn="0 1 -1 0"), at(72, 200, "下")],
        ["上", "下", "侧面"],
    ),
    "of no size": ([at(72, 700, "甲乙", 0), at(72, 600, "丙")], ["甲乙", "丙"]),
    "lines that are close": ([at(72, 120, "甲"), at(72, 100, "乙")], ["甲", "乙"]),
    "half a line lower": ([at(72, 110, "甲"), at(92, 100, "乙")], ["甲乙"]),
    "lower and lower": ([at(72, 116, "甲"), at(92, 108, "乙"), at(112, 100, "丙")], ["甲乙丙"]),
    "small ones lower and lower": (
        [at(72, 110, "甲", 40), at(112, 105, "乙", 6), at(118, 100, "丙", 6)],
        ["甲乙", "丙"],
    ),
    "a gap that is just none": ([at(72, 100, "甲"), at(96, 100, "乙")], ["甲乙"]),
    "a gap that is one": ([at(72, 100, "甲"), at(97, 100, "乙")], ["甲 乙"]),
    "a gap that is just no other cell": ([at(72, 100, "甲"), at(122, 100, "乙")], ["甲 乙"]),
    "a gap between cells": ([at(72, 100, "甲"), at(123, 100, "乙")], ["甲\t乙"]),
    "a high line before a low one": (
        [at(72, 100, "甲", 60), at(132, 100, "一", 6), at(200, 131, "乙", 6)],
        ["甲一", "乙"],
    ),
    "raised and small": ([at(72, 100, "m"), at(82, 105, "2", 10)], ["m²"]),
    "raised a little": ([at(72, 100, "m"), at(82, 104, "2", 10)], ["m2"]),
    "raised and as large": ([at(72, 100, "m"), at(82, 105, "2")], ["m2"]),
    "raised and hardly smaller": ([at(72, 100, "m"), at(82, 105, "2", 17)], ["m2"]),
    "small": ([at(72, 100, "m"), at(82, 100, "2", 10)], ["m2"]),
    "lowered": ([at(72, 100, "H"), at(82, 97, "2", 10), at(87, 102, "3", 10)], ["H23"]),
    "raised above what stands lowest": (
        [at(72, 100, "m"), at(82, 103, "n"), at(92, 105, "2", 10)],
        ["mn²"],
    ),
    "raised above what is hardly smaller": (
        [at(72, 100, "m"), at(82, 98, "n", 17), at(92, 103, "2", 10)],
        ["mn²"],
    ),
}


def test_a_page_is_read_as_it_is_printed() -> None:
    found = {}
    for name, (drawing, _) in DRAWN_PAGES.items():
        [part] = made_of(".pdf", papers.drawn("\n".join(drawing).encode())).parts
        found[name] = (drawing, list(part.lines))
    assert found == DRAWN_PAGES


def stream(packed: bytes, *names: str, decipher: Any = None) -> PDFStream:
    """A part of a PDF that is packed in some ways, one after the other."""
    made = PDFStream({"Filter": [PSLiteral(name) for name in names]}, packed)
    made.decipher = decipher
    return made


def test_only_what_can_be_unpacked_here_is_looked_through() -> None:
    known = [stream(b"1", "FlateDecode"), stream(b"2", "Fl")]
    others: list[Any] = [
        *(None, {}, stream(b"3"), stream(b"4", "LZWDecode"), stream(b"5", "ASCII85Decode", "FlateDecode")),
        *(stream(b"", "FlateDecode"), stream(b"6", "FlateDecode", decipher=print)),
    ]
    page = SimpleNamespace(page_obj=SimpleNamespace(contents=[*known, *others]))
    assert list(pdf._packed_drawings(page)) == [b"1", b"2"]  # noqa: SLF001


def test_a_drawing_is_whole_or_longer_than_anybody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = zlib.compress(bytes(100))
    for most in (1000, 10):
        monkeypatch.setattr(pdf, "_LARGEST_DRAWING", most)
        assert not pdf._is_incomplete(whole)  # noqa: SLF001
    monkeypatch.setattr(pdf, "_LARGEST_DRAWING", 1000)
    assert [pdf._is_incomplete(packed) for packed in (whole[:-1], b"no zlib")] == [True, True]  # noqa: SLF001


FAILING: list[tuple[BaseException, tuple[str, str] | type[BaseException]]] = [
    # what a library raises, and what is told, or raised
    (PdfminerException(PDFPasswordIncorrect(), "x"), ("protected", "PDF")),
    (PdfminerException(PDFEncryptionError()), ("protected", "PDF")),
    (PdfminerException(ValueError()), ("unsound", "PDF")),
    (PdfminerException(), ("unsound", "PDF")),
    (PdfminerException(MemoryError()), MemoryError),
    (KeyError(), ("unsound", "PDF")),
    (MemoryError(), MemoryError),
    (RecursionError(), RecursionError),
    (Unusable("too_many_pages", "7"), ("too_many_pages", "7")),
]


def test_whatever_a_library_raises_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[tuple[BaseException, object]] = []
    for error, _ in FAILING:

        def fails(_: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr(pdf, "_pages", fails)
        try:
            found.append((error, refusal(".pdf", PLAN)))
        except (MemoryError, RecursionError) as raised:
            found.append((error, type(raised)))
    assert found == FAILING


def test_what_a_library_complains_of_is_counted_and_goes_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of fonts it complains in sound files too, and of what it cannot draw nobody asked it."""
    library = logging.getLogger("pdfminer")
    library.setLevel(logging.ERROR)
    above: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = above.append  # type: ignore[assignment, method-assign]

    def complains(_: object) -> tuple[list[list[str]], int]:
        for name in ("pdfminer.pdffont", "pdfminer.cmapdb", "pdfminer.pdfinterp", "pdfminer"):
            logging.getLogger(name).warning("a complaint")
        warnings.warn("it cannot be drawn", stacklevel=1)
        return [["1"]], 0

    monkeypatch.setattr(pdf, "_pages", complains)
    logging.getLogger().addHandler(handler)
    try:
        assert made_of(".pdf", PLAN).remarks == (Remark("damaged", 2, ""),)
    finally:
        logging.getLogger().removeHandler(handler)
    assert above == []
    assert (library.level, library.propagate, library.handlers) == (logging.ERROR, True, [])
    library.setLevel(logging.NOTSET)


CLEANED = [
    ("⼀、路\u200b灯\xad", "一、路灯"),
    ("\u202a路灯\u202c、\u202d12\u202c盏\u2066（新）\u2069", "路灯、12盏（新）"),
    ("\u202e21\u202c盏", "\ufffd21盏"),
    ("ﬁgure （一）３ m²", "figure （一）３ m²"),
    (" a\ue000\r  ", " a�"),
]


def test_characters_that_nobody_tells_apart_become_the_usual_ones() -> None:
    assert [(text, cleaned(text)) for text, _ in CLEANED] == CLEANED


def test_pages_are_listed_as_people_list_them() -> None:
    assert ranges(["1", "2", "3", "5", "7", "8"]) == "1–3, 5, 7–8"
    assert ranges(["附", "2", "3", "图"]) == "附, 2–3, 图"


def test_messages_say_how_many_in_each_language() -> None:
    for language in interface():
        for remark in catalogue(language, "archive")["remark"]:
            told = lookup(language, "archive", f"remark.{remark}", "1").format(count=1, value="X")
            assert ("1" in told, "X" in told) == (True, remark != "damaged")
