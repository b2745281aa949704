"""The pictures of the staff's guide: a report of the invented town entered step by step, and what each step shows.

`UPDATE_GOLDEN=1 .venv/bin/pytest tests/browser/test_guide.py` takes them anew after a change of what they show (the workbook through LibreOffice and Debian's poppler-utils); look at them.
"""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
from folders import ROOT
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser
from repositories import Repository
from serving import served

from generator.commands.options import day_or_today
from generator.publishing.build import build

WIDE, TERMINAL, NARROW = 760, 500, 360
REPORT = "2023-report"
DAY = "2024-02-01"
"""The day on which the clerk works."""

GONE = ("town/documents/2023-report", "town/corrections.csv")
"""What the town has not reported yet when the clerk begins."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the text that it shows, by which a change is noticed, and the page (HTML or address) to take it of."""

    text: str
    page: str
    width: int = WIDE

    @property
    def digest(self) -> str:
        """Stands for what the picture shows."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


LAST = 8
"""The last line of the sheet that is shown."""


class Clerk:
    """The town's data in a repository, and a clerk at a terminal who enters the report on 2023."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder, self.language = folder, language
        self.repository = Repository(folder)
        for path in GONE:
            self.repository.git("rm", "-r", "--quiet", f"data/{path}")
        self.repository.commit("Before the report")
        self.book = folder / "2023-report.xlsx"

    def run(self, *arguments: str) -> str:
        """What the terminal shows after a command."""
        command = [sys.executable, "-c", "from generator.cli import main; main()", *arguments]
        place = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
        said = subprocess.run(
            [*command, "--lang", self.language],
            cwd=self.folder,
            env={**os.environ, **place},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert said.returncode in (0, 1), said.stderr
        shown = " ".join(arguments)
        # The day on which the pictures are taken is not what they are about.
        answer = said.stdout.rstrip().replace(day_or_today(None).isoformat(), DAY)
        return f"$ mingzhang {shown}\n{answer}\n"

    def fill(self, cells: Mapping[tuple[str, str, str], object]) -> None:
        """Write into the workbook: (part, row, column) → what the clerk types. `row` is the start of a reference, or
        `#1` for the first spare row.
        """
        book = openpyxl.load_workbook(self.book)
        for (part, row, column), value in cells.items():
            page = sheet_of(book, part)
            names = [cell.value for cell in page[3]]
            page.cell(line_of(page, row), names.index(column) + 1).value = value  # type: ignore[assignment]
        book.save(self.book)


def sheet_of(book: openpyxl.Workbook, part: str) -> Worksheet:
    """The sheet of a part, known by its first cell."""
    for page in book.worksheets:
        if str(page["A1"].value).split(" ")[3:4] == [part]:
            return page
    raise KeyError(part)


def line_of(page: Worksheet, row: str) -> int:
    """The line of a row by the start of its reference; `#n` is the n-th spare row."""
    refs = [str(cell.value or "") for cell in page["A"]]
    if row.startswith("#"):
        last = max(line for line, ref in enumerate(refs, start=1) if ref)
        return max(last, 3) + int(row[1:])
    return next(line for line, ref in enumerate(refs, start=1) if ref.startswith(row))


RIGHT: Mapping[tuple[str, str, str], object] = {
    ("document", "+title_zh", "value"): "青禾镇2023年工作总结",
    ("document", "+title_en", "value"): "Report of Qinghe Town on 2023",
    ("document", "+published", "value"): date(2024, 1, 15),
    ("document", "+archive_sha256", "value"): "0" * 64,
    ("sections", "#1", "locator"): "一",
    ("sections", "#1", "title_zh"): "完成情况",
    ("sections", "#1", "title_en"): "What was done",
    ("sections", "#2", "locator"): "一/(一)",
    ("sections", "#2", "title_zh"): "路灯",
    ("sections", "#2", "title_en"): "Street lamps",
    ("observations", "+lamps-installed/qinghe", "value"): 210,
    ("observations", "+lamps-installed/qinghe", "figure"): "210盏",
    ("observations", "+lamps-installed/qinghe", "locator"): "一/(一)",
    ("observations", "+lamps-working-share", "value"): 98.2,
    ("observations", "+lamps-working-share", "figure"): "98.2%",
    ("observations", "+lamps-working-share", "locator"): "一/(一)",
}
WRONG: Mapping[tuple[str, str, str], object] = {
    ("observations", "+lamps-installed/qinghe", "value"): "２１０",
    ("observations", "+lamps-working-share", "value"): "98.2%",
    ("document", "+published", "value"): "2024.1.15",
}


def pictures(folder: Path, language: str) -> Iterator[tuple[str, Picture]]:
    """Every picture of the guide in one language, by its name."""
    clerk = Clerk(folder, language)
    yield "export", _terminal(clerk.run("sheet", "export", "--new-report", "2023"))
    clerk.fill(RIGHT)
    yield "workbook", _workbook(clerk, folder)
    clerk.fill(WRONG)
    yield "messages", _terminal(clerk.run("sheet", "import", clerk.book.name))
    clerk.fill(RIGHT)
    yield "import", _terminal(clerk.run("sheet", "import", clerk.book.name))
    yield "diff", _terminal(_begin(clerk.run("diff", "HEAD"), "\n", 10))
    site = folder / "site"
    report = build(clerk.repository.data, site, folder / "work", today=date.fromisoformat(DAY))
    assert report.ok, report.render("text", "en")
    path = ("en/" if language == "en" else "") + "town/indicators/lamps-installed/"
    yield "preview", Picture(_text_of(site / path / "index.html"), path, NARROW)
    clerk.repository.commit("The report on 2023")
    observations = f"town/documents/{REPORT}/observations.csv"
    clerk.repository.edit(observations, ",210,", ",211,")
    clerk.repository.edit(observations, "210盏", "211盏")
    yield "correction", _terminal(_begin(clerk.run("check", "--base", "HEAD"), "\n\n", 1))


def _begin(text: str, between: str, count: int) -> str:
    """The first parts of a long answer."""
    return between.join(text.split(between)[:count]) + f"{between}…\n"


def _terminal(text: str) -> Picture:
    page = f"""<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #14202a; color: #e4ebf0; }}
pre {{ margin: 0; padding: 16px 20px; font: 13px/1.6 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace;
white-space: pre-wrap; overflow-wrap: anywhere; }}</style><pre>{html.escape(text)}</pre>"""
    return Picture(text, page, TERMINAL)


def _workbook(clerk: Clerk, folder: Path) -> Picture:
    """The sheet of results as LibreOffice draws it, its columns up to the note."""
    book = openpyxl.load_workbook(clerk.book)
    results = sheet_of(book, "observations")
    for page in book.worksheets:
        if page is not results:
            page.sheet_state = "hidden"
    book.active = results
    names = [cell.value for cell in results[3]]
    first, last = names.index("info.title"), names.index("locator")
    lines = [[str(cell.value or "") for cell in row[first : last + 1]] for row in results.iter_rows(2, LAST)]
    results.column_dimensions[get_column_letter(names.index("info.last") + 1)].hidden = True
    results.print_area = f"{results.cell(2, first + 1).coordinate}:{results.cell(LAST, last + 1).coordinate}"
    shown = BytesIO()
    book.save(shown)
    text = "\n".join("\t".join(cells) for cells in lines)
    return Picture(text, _drawn(shown.getvalue(), folder))


def _drawn(content: bytes, folder: Path) -> str:
    """A page that shows the first sheet of a workbook, as LibreOffice prints it."""
    if not os.environ.get("UPDATE_GOLDEN"):
        return ""
    source = folder / "shown.xlsx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    command = [
        "pdftoppm",
        "-png",
        "-singlefile",
        "-r",
        "260",
        str(folder / "shown.pdf"),
        str(folder / "shown"),
    ]
    subprocess.run(command, check=True)
    picture = (folder / "shown.png").read_bytes()
    data = base64.b64encode(picture).decode()
    # The sheet stands in the upper left of an empty page: what is not white is cut out.
    return f"""<!doctype html><body style="margin:0;background:#fff"><canvas></canvas><script>
const picture = new Image();
picture.onload = () => {{
  const canvas = document.querySelector("canvas"), whole = document.createElement("canvas");
  whole.width = picture.width; whole.height = picture.height;
  const pen = whole.getContext("2d"); pen.drawImage(picture, 0, 0);
  const dots = pen.getImageData(0, 0, whole.width, whole.height).data;
  let [left, top, right, bottom] = [whole.width, whole.height, 0, 0];
  for (let at = 0; at < dots.length; at += 4) if (dots[at] + dots[at + 1] + dots[at + 2] < 740) {{
    const x = at / 4 % whole.width, y = Math.floor(at / 4 / whole.width);
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
  }}
  const scale = {WIDE * 1.5} / (right - left + 1);
  canvas.width = {WIDE * 1.5}; canvas.height = Math.round((bottom - top + 1) * scale);
  canvas.style.width = "{WIDE}px"; canvas.style.display = "block";
  canvas.getContext("2d").drawImage(whole, left, top, right - left + 1, bottom - top + 1, 0, 0, canvas.width, canvas.height);
  document.title = "drawn";
}};
picture.src = "data:image/png;base64,{data}";
</script>"""


def _text_of(page: Path) -> str:
    """What the upper part of a page of the site says."""
    body = page.read_text(encoding="utf-8").partition('id="content"')[2]
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", "", body, flags=re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", " ", body)).split()
    return " ".join(words[:80])


def take(browser: Browser, picture: Picture, site: Path, file: Path) -> None:
    """Take a picture in the browser."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": picture.width, "height": 640}, device_scale_factor=1.25)
    if picture.page.startswith("<"):
        page.set_content(picture.page)
        page.wait_for_timeout(500)
        page.locator("body > :first-child").screenshot(path=file)
    else:
        with served(site) as address:
            page.goto(f"{address}/{picture.page}")
            page.screenshot(path=file)
    page.close()
