"""Official documents as issued, from the file to verified figures; what is looked at, and what is refused."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import papers
import pytest
from click.testing import CliRunner, Result
from docx.oxml.parser import parse_xml
from folders import BASE, ROOT
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from generator.archive.verify import verify
from generator.cli import main
from generator.core.languages import interface
from generator.core.limits import LARGEST_FILLED
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


ENCRYPTED = (
    f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}> >>"
)
REFUSED = [
    # name, content, reason
    ("a.pdf", papers.pdf([], []), "scanned"),
    ("a.pdf", papers.pdf(papers.page_of(["一"]), trailer=ENCRYPTED), "protected"),
    ("a.pdf", b"%PDF-1.7\n" + b"\0" * 100, "unsound"),
    (
        "a.pdf",
        b"%PDF-1.7\nxref\n0 1\ntrailer << /Size 1 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF",
        "unsound",
    ),
    ("a.docx", papers.word("一")[:-60], "unsound"),
    ("a.docx", bomb(), "too_large"),
    ("a.docx", entities(), "unsound"),
    ("a.docx", papers.repacked(papers.word("一"), {"word/document.xml": b"<w"}), "unsound"),
    ("a.docx", papers.word(), "no_text"),
    ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old"),
    ("a.odt", papers.repacked(papers.word("一"), {})[:0] + b"PK\x03\x04", "unsound"),
    ("a.html", b"<script>1</script>", "no_text"),
    ("a.html", b"<p>\xff\xff\xff", "encoding"),
    ("a.csv", b"\xff\xfe\x00", "encoding"),
    ("a.csv", b'"a\nb', "unsound"),
    ("a.csv", b";;\n", "no_text"),
    ("a.csv", b"", "no_text"),
    ("a.png", b"\x89PNG", "form"),
]


@pytest.mark.parametrize(
    ("name", "content", "reason"), REFUSED, ids=[f"{row[0]}-{row[2]}" for row in REFUSED]
)
def test_what_cannot_be_read_is_refused_in_one_line(
    name: str, content: bytes, reason: str, archive: Path, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    done = add(file, archive, "plan")
    before, _, after = lookup("en", "archive", f"refused.{reason}").partition("{value}")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert before in done.stderr
    assert done.stderr.endswith(f"{after}\n")
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


@pytest.mark.parametrize(
    ("limit", "content", "suffix", "reason"),
    [
        ((pdf, "MOST_PAGES"), PLAN, ".pdf", "too_many_pages"),
        ((forms, "LARGEST_MARKED_UP"), b"<p>1234", ".html", "too_large"),
        ((forms, "MOST_CHARACTERS"), b"<p>1234", ".html", "too_large"),
        ((grid, "MOST_CHARACTERS"), workbook(), ".xlsx", "too_large"),
        ((packed, "_MOST_PARTS"), papers.word("一"), ".docx", "unsound"),
    ],
)
def test_limits(
    limit: tuple[Any, str], content: bytes, suffix: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*limit, 2)
    with pytest.raises(Unusable) as refused:
        made_of(suffix, content)
    assert refused.value.reason == reason


def test_reading_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST", 0.001)
    with pytest.raises(Unusable) as refused:
        apart.read_apart("a.pdf", PLAN)
    assert refused.value.reason == "too_long"


def test_reading_has_its_share_of_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LARGEST_MEMORY", 400 * 1024**2)
    assert apart.read_apart("a.pdf", PLAN).parts[2].lines == ("附：无", "— 3 —")
    with pytest.raises(Unusable) as refused:
        apart.read_apart("a.pdf", papers.pdf_of(zlib.compress(b" " * 500 * 1024**2, 1)))
    assert refused.value.reason == "too_large"


def test_tables_in_tables_have_an_end() -> None:
    with pytest.raises(Unusable) as refused:
        made_of(".html", b"<table><tr><td>1" * 1000)
    assert refused.value.reason == "unsound"


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "LARGEST_FILE", 10)
    (tmp_path / "a.pdf").write_bytes(PLAN)
    with pytest.raises(Unusable) as refused:
        adding.read_original(tmp_path / "a.pdf")
    assert refused.value.reason == "too_large"


def test_links_devices_pipes_and_folders_are_no_documents(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.pdf")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "s.pdf"))
    for name in ("link.pdf", "pipe.pdf", "s.pdf", "/dev/zero", ".", "none.pdf"):
        done = add(tmp_path / name, archive, "plan")
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1), name
    server.close()
    assert list(archive.iterdir()) == []


@pytest.mark.parametrize("name", ["../plan", "/plan", "a/b", "Plan", "plan.txt", "", ".."])
@pytest.mark.parametrize("option", ["--package", "--document"])
def test_a_name_that_is_no_id_is_refused(option: str, name: str, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(PLAN)
    assert add(tmp_path / "plan.pdf", archive, "plan", option, name).exit_code == 2
    assert list(archive.iterdir()) == []


@pytest.mark.parametrize("name", ["plan.txt", "plan.pages.csv", "plan.original.pdf"])
@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_nothing_is_written_over(name: str, kind: str, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(PLAN)
    place = archive / "town" / name
    place.parent.mkdir()
    if kind == "link":
        place.symlink_to(tmp_path / "elsewhere")
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
    assert set(catalogue("en", "archive")["remark"]) == set(re.findall(r'Remark\("(\w+)"', source))
    tried = {row[2] for row in REFUSED} | {"too_many_pages", "too_long", "no_file", "no_table", "there"}
    assert asked == tried


def test_a_workbook_says_what_a_spreadsheet_shows() -> None:
    made = made_of(".xlsx", workbook())
    first = "路灯 总数\t1,250\t98.5%\t0.3\t3\t2023-06-30\t�"
    assert made.parts == (Part("2023", (first,)), Part("附", ("\t（一）",)))
    assert made.remarks == (
        *(Remark("shown", 1, "2023!F1"), Remark("formula", 1, "2023!G1"), Remark("unread", 1, "2023")),
    )


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


def body_of(written: str) -> bytes:
    """A Word document with a body as it is written in XML; `{…}` is a run of text."""
    document = docx.Document()
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    runs = re.sub(r"\{(.*?)\}", r"<w:r><w:t>\1</w:t></w:r>", written)
    body: Any = document.element.body
    for element in list(parse_xml(f"<w:body {names}>{runs}</w:body>")):
        body.insert(len(body) - 1, element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_what_a_reader_of_word_sees_is_in_the_text() -> None:
    found = [(written, list(made_of(".docx", body_of(written)).parts[0].lines)) for written, _ in WORD]
    assert found == WORD


def test_numbers_that_word_makes_itself_are_told() -> None:
    numbered = '<w:p><w:pPr><w:pStyle w:val="ListNumber"/></w:pPr>{路灯}</w:p>'
    without = '<w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>{公园}</w:p>'
    assert made_of(".docx", body_of(numbered + without)).remarks == (Remark("numbered", 1, "路灯"),)


def test_what_is_struck_through_is_told() -> None:
    struck = "<w:p>{新装}<w:r><w:rPr><w:dstrike/></w:rPr><w:t>980盏</w:t></w:r></w:p>"
    assert made_of(".docx", body_of(struck)).remarks == (Remark("struck", 1, "980盏"),)
    assert made_of(".html", "<p>新装<s>980</s>1200盏".encode()).remarks == (Remark("struck", 1, "980"),)


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


def test_what_a_reader_of_a_page_sees_is_in_the_text() -> None:
    found = [(page, list(made_of(".html", page.encode()).parts[0].lines)) for page, _ in HTML]
    assert found == HTML


ENCODED = [
    # a page, its encoding
    ("<p>新装路灯", "utf-16"),
    ("<p>新装路灯", "utf-8-sig"),
    ("<p>新装路灯", "gb18030"),
    ('<meta charset="GB2312"><p>新装路灯', "gb18030"),
    ('<meta charset="big5"><p>新裝路燈', "big5"),
]


def test_a_page_is_read_in_the_encoding_that_it_says_or_shows() -> None:
    read = [made_of(".html", page.encode(encoding)).parts[0].lines for page, encoding in ENCODED]
    assert read == [(page.rpartition("<p>")[2],) for page, _ in ENCODED]


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


CLEANED = [
    ("⼀、路\u200b灯\xad", "一、路灯"),
    ("ﬁgure （一）３ m²", "figure （一）３ m²"),
    ("a\ue000\r", "a�"),
]


def test_characters_that_nobody_tells_apart_become_the_usual_ones() -> None:
    assert [(text, cleaned(text)) for text, _ in CLEANED] == CLEANED


def test_pages_are_listed_as_people_list_them() -> None:
    assert ranges(["1", "2", "3", "5", "7", "8"]) == "1–3, 5, 7–8"
    assert ranges(["附", "2"]) == "附, 2"


def test_messages_say_how_many_in_each_language() -> None:
    for language in interface():
        for remark in catalogue(language, "archive")["remark"]:
            told = lookup(language, "archive", f"remark.{remark}", "1").format(count=1, value="X")
            assert ("1" in told, "X" in told) == (True, remark != "damaged")
