"""Whatever passes the check stands in every download and on the pages as it was written, and in none is it a formula."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from forges import REFERENCES, shown
from openpyxl import load_workbook
from overlays import OverlayTree
from sites import TODAY, built, once
from speaking import LANGUAGES
from tongues import write

from generator.comparing.diffs import report as diff_report
from generator.comparing.diffs.effects import examine
from generator.comparing.revisions import Revision
from generator.core.characters import named_unseen
from generator.core.doubts import doubts
from generator.core.formulas import is_formula
from generator.core.problems import Report
from generator.core.values import Refusal, read_text
from generator.format import tables
from generator.format.fields import AnyField, Shape, Type
from generator.publishing.export.ledger import revisions
from generator.reading.load import load
from generator.reading.trees import acceptable
from generator.verdicts.standings import assess_package
from generator.wording import due as wording_due
from generator.wording.due import due

HOSTILE = [
    "公开 <b>x</b> &amp; &#61;1+1",
    "a, \"b\" 'c' \\ \\n /",
    "x |y| `z` *w* _v_ [u](t) {{ s }}",
    "“=cmd|' /C calc'!A0”",
    "-5℃",
    "+86 532 8888 1234",
    "— 待定",
    "می\u200cخواهم",
    "مرحبا (2023) بكم",
    "क्\u200dष ক্\u200cষ",
    "👨\u200d👩\u200d👧 ❤\ufe0f 5\ufe0f\u20e3",
    "葛\U000e0100城",
    "𠮷野家 𝒳",
    "1e5",
    "007",
    "NULL",
    "NaN",
    "TRUE",
    "2023-01-01",
    "a  b\u3000c\u00a0d\u202fe",
    "#N/A",
    "_x000D_",
    "%s {0}",
    "x @mayor #12 !3 &4 $5 %6 ~x GH-12 city/record#1 4e32aae18cb78a2f :tada: a@b.example",
    "x ](https://evil.example) <img src=x> www.evil.example evil.com ![i](j) ``` ~~~ ***",
    "| x | `y` |",
]
SIGNS = "ab公开٣ع1.,;:!?\"'`|\\/<>&=+-@＝－#%*_~^$()[]{}（）“”—– \u00a0\u3000éёβ🌳"


def accepted(text: str) -> bool:
    """Whether the check has nothing against a text, whatever it is for."""
    fine = text and text == text.strip() and not isinstance(read_text(text), Refusal)
    return bool(fine) and not named_unseen(text) and not list(doubts(text))


def texts() -> Iterator[str]:
    """Texts that pass, each another one: chosen ones, and at random of signs that mean something to somebody."""
    chance = random.Random(19)
    yield from HOSTILE
    number = 0
    while True:
        number += 1
        drawn = "".join(chance.choices(SIGNS, k=chance.randint(3, 24))) + str(number)
        if accepted(drawn):
            yield drawn


def free(shape: Shape) -> Iterator[str]:
    """The columns or keys of a shape that hold words of people, at any depth."""
    for item in shape.in_languages(("zh", "en")).fields:
        if item.nested is not None:
            yield from free(item.nested)
        elif item.type is Type.TEXT and not item.many:
            yield item.name


FREE = {name for shape in vars(tables).values() if isinstance(shape, Shape) for name in free(shape)}
Unit = tuple[str, str]


def in_yaml(node: Any, file: str, left: Iterator[str], skipped: set[Unit], put: dict[str, Unit]) -> Any:
    if isinstance(node, list):
        return [in_yaml(item, file, left, skipped, put) for item in node]
    if not isinstance(node, dict):
        return node
    for key, value in node.items():
        if key in FREE and isinstance(value, str) and (file, key) not in skipped:
            node[key] = next(left)
            put[node[key]] = file, key
        else:
            node[key] = in_yaml(value, file, left, skipped, put)
    return node


def in_csv(content: str, file: str, left: Iterator[str], skipped: set[Unit], put: dict[str, Unit]) -> str:
    rows = list(csv.DictReader(io.StringIO(content)))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        for key in row.keys() & FREE if row else ():
            if (file, key) not in skipped:
                row[key] = next(left)
                put[row[key]] = file, key
        writer.writerow(row)
    return out.getvalue()


def filled() -> tuple[OverlayTree, dict[str, Unit]]:
    """The small town with other texts wherever the check takes them, and of each text where it stands."""
    skipped: set[Unit] = set()
    while True:
        tree, left = OverlayTree(), texts()
        put: dict[str, Unit] = {}
        for entry in list(tree.entries()):
            content = tree.read(entry.path).decode()
            if entry.path.endswith(".yaml"):
                node = in_yaml(yaml.load(content, yaml.CBaseLoader), entry.path, left, skipped, put)
                tree.write(entry.path, yaml.safe_dump(node, allow_unicode=True, sort_keys=False, width=9999))
            elif entry.path.endswith(".csv"):
                tree.write(entry.path, in_csv(content, entry.path, left, skipped, put))
        _, report = load(tree, locked=False)
        wrong = {(item.place.file, item.place.field) for item in report}
        if report.ok:
            return tree, put
        assert not wrong <= skipped, report.render("text", "en")
        skipped |= wrong


TOWN, PUT = filled()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        built(write(TOWN, folder / "data"), folder, "site")

    return once(tmp_path_factory, "texts", make) / "site"


def lost(found: Iterable[str], *files: str) -> dict[str, Unit]:
    """Those of the texts of some files that are not among what was found."""
    seen = set(found)
    return {text: unit for text, unit in PUT.items() if unit[0].endswith(files) and text not in seen}


def strings(value: Any) -> Iterator[str]:
    """Each text in what a JSON file holds."""
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


class Words(HTMLParser):
    """What stands between the tags of a page, and in its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += (value for _, value in attrs if value)


LEADS = ["=1+1", "+A1", "-A1", "@SUM(1)", "＝1+1", '"=1+1"', "a;=1+1", "-1+cmd|' /C calc'!A0"]


def every_field() -> Iterator[tuple[str, AnyField]]:
    """Each column and key that authors may fill, with the shape that it is of."""
    left = [shape for shape in vars(tables).values() if isinstance(shape, Shape)]
    while left:
        shape = left.pop().in_languages(("zh", "en"))
        yield f"{shape.name} entry", shape.entry
        for item in shape.fields:
            if item.nested is not None:
                left.append(item.nested)
            else:
                yield f"{shape.name}.{item.name}", item


def test_no_column_takes_a_formula() -> None:
    taken = {
        (name, lead)
        for name, item in every_field()
        for lead in LEADS
        if not isinstance(item.read(lead), Refusal) and item.objection(lead) is None
    }
    assert taken == set()


ALIKE = [
    "lаmps",
    "ｌamps",
    "lamps\u0301",
    "lamps\u200b",
    "１",
    "١",
    "2023-06-３０",
    "2023/lаmps",
    "ﬁ",
    "true\u200b",
    "zh\u2010CN",
]
"""Texts that look like ids, numbers, days and codes, and are none."""


def test_only_words_have_letters_that_look_alike() -> None:
    """Whatever names something, or counts, is of ASCII in one form; of words the check tells."""
    taken = {
        item.type for _, item in every_field() for text in ALIKE if not isinstance(item.read(text), Refusal)
    }
    assert taken == {Type.TEXT, Type.LOCATOR}


@pytest.mark.parametrize(
    "name", ["lаmps", "ｌamps", "lamps\u0301", "lamps\u200b", "lamps\ufe0f", "Lamps", "=lamps"]
)
def test_a_file_is_named_in_ascii(name: str) -> None:
    tree = OverlayTree().write(f"town/indicators/{name}.yaml", "{}\n")
    assert [problem.code for problem in acceptable(tree)[1]] == ["odd-name"]


def test_a_host_whose_letters_look_alike_is_told() -> None:
    assert [doubt.code for doubt in tables.PACKAGE.doi.doubts("https://exаmple.org/x")] == ["mixed-scripts"]


def by_pandas(site: Path) -> Iterator[str]:
    for file in (site / "data/town").glob("*.csv"):
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
        yield from (cell for name in table for cell in table[name])


def by_sqlite(site: Path) -> Iterator[str]:
    with sqlite3.connect(site / "data/town/town.sqlite") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in database.execute(f'SELECT * FROM "{name}"'):
                yield from (cell for cell in row if isinstance(cell, str))


def by_openpyxl(site: Path) -> Iterator[str]:
    book = load_workbook(site / "data/town/town.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            yield from (cell.value for cell in row if isinstance(cell.value, str) and cell.data_type != "f")


def by_json(site: Path) -> Iterator[str]:
    for file in (site / "data/town").rglob("*.json"):
        yield from strings(json.loads(file.read_text(encoding="utf-8")))


def by_pages(site: Path) -> Iterator[str]:
    for file in site.rglob("*.html"):
        words = Words()
        words.feed(file.read_text(encoding="utf-8"))
        yield "".join(words.found)


TABLES = (
    "areas.yaml",
    "organisations.yaml",
    "themes.yaml",
    "units.yaml",
    "goals.yaml",
    "lighting.yaml",
    ".csv",
)


@pytest.mark.parametrize("read", [by_pandas, by_sqlite, by_openpyxl])
def test_a_table_has_each_text_as_it_was_written(read: Any, site: Path) -> None:
    assert lost(read(site), *TABLES) == {}


def test_json_has_the_texts_of_the_package(site: Path) -> None:
    assert lost(by_json(site), "lighting.yaml", "package.yaml") == {}


def test_pages_have_each_title(site: Path) -> None:
    shown = "\n".join(by_pages(site))
    titles = {text for text, (_, key) in PUT.items() if key.startswith("title_")}
    assert {text: PUT[text] for text in titles if text not in shown} == {}


def test_no_cell_of_a_download_is_a_formula(site: Path) -> None:
    """But for those that compute the verdicts again, which no author wrote."""
    found = {cell for read in (by_sqlite, by_openpyxl) for cell in read(site) if is_formula(cell)}
    for file in site.rglob("*.csv"):
        with file.open(encoding="utf-8", newline="") as content:
            found |= {cell for row in csv.reader(content) for cell in row if is_formula(cell)}
    assert found == set()


STRUCTURE = {
    *("p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "strong", "code", "code class", "pre", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "th style", "td style"),
}
"""What the program itself makes in Markdown."""


def mistaken() -> Report:
    """What the check says of the town where every text is that of another one."""
    tree = OverlayTree()
    for entry in list(tree.entries()):
        if entry.path.endswith(".csv"):
            content = tree.read(entry.path).decode()
            put: dict[str, Unit] = {}
            words = (f"{word} x" for word in HOSTILE[-3:] * 99)
            tree.write(entry.path, in_csv(content, entry.path, words, set(), put).replace("2023", "#2023"))
    return load(tree, locked=False)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_does_anything_in_markdown(language: str, site: Path) -> None:
    ledger, _ = load(TOWN, locked=False)
    assert ledger is not None
    package = ledger.packages["town"]
    with zipfile.ZipFile(site / "data/town/town.zip") as archive:
        papers = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".md")}
    written = {
        "due": wording_due.render([due(package, assess_package(package, TODAY))], "markdown", language),
        "check": mistaken().render("markdown", language),
        "diff": diff_report.render(examine(OverlayTree(), TOWN, today=TODAY), "markdown", language, "data"),
        **papers,
    }
    for name, text in written.items():
        page = shown(re.sub(r"```\w*\n.*?\n```", "", text, flags=re.DOTALL))
        # Our own words name files such as README.md, which some forges take for a host.
        own = {"a", "a href"} if name in papers else set()
        assert page.tags <= STRUCTURE | own, (name, page.tags - STRUCTURE)
        active = re.compile("evil|@mayor|#12|4e32aae|:tada:") if own else REFERENCES
        assert [piece for piece in page.text if active.search(piece)] == [], name
        told = ("#2023",) if name == "check" else PUT
        assert any(text in page.whole for text in told) or name.endswith("codebook.md"), name


def test_what_nobody_can_write_anew_is_no_formula() -> None:
    """What git knows of the past, in the table of revisions."""
    ledger, _ = load(OverlayTree(), locked=False)
    assert ledger is not None
    past = Revision(
        *(TODAY, "0" * 40, "=HYPERLINK(1)", "goals", "2023-plan/1", "title_zh"),
        *("=cmd|'x'!A0", "a;@b", "", "2023-plan"),
    )
    table = revisions(ledger.packages["town"], [past])
    assert {name: table.column(name)[0] for name in ("subject", "old", "new")} == {
        "subject": "⟨U+003D⟩HYPERLINK(1)",
        "old": "⟨U+003D⟩cmd|'x'!A0",
        "new": "a;⟨U+0040⟩b",
    }
