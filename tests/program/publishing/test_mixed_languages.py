"""A text in another language than its page is marked as such, and never where a mark would be shown as letters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from shown import Shown
from tongues import town_in

from generator.comparing.history import PackageHistory
from generator.comparing.revisions import Revision
from generator.core import sources
from generator.core.phrases import (
    Phrase,
    Text,
    as_html,
    as_written,
    by_script,
    filled,
    foreign,
    joined,
    mapped,
)
from generator.editing.files.yaml_values import scalar
from generator.publishing.charts import BreakdownData, Part, specification
from generator.publishing.export.write import published_tables
from generator.publishing.pages import Site, render_pages
from generator.publishing.pages.feeds import feeds
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package
from generator.wording.explain import said

TODAY = date(2024, 1, 1)
HAN, ARABIC = "[\u3400-\u9fff]", "[\u0600-\u06ff]"
AS_WRITTEN = {"code", "pre", "script", "style"}
"""What is for machines has no language."""

VOID = {"br", "img", "input", "link", "meta", "path", "circle", "use"}
PICTURES = ("export", "workbook", "messages", "import", "diff", "preview", "correction")
EXAMPLES = r"data/|methods/|guide/|glossary/"
"""Pages that show in every language how figures are written in Chinese."""

QUOTED = '"3天"'
"""An author's own quotation within a text, which has no marks in it."""


DRAWN = "text"
"""A text of a drawing, which nobody hears: the table beside it has the same words, marked."""


class Texts(HTMLParser):
    """The texts of a page with the language that each is in, and the values of its attributes."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", language)]
        self.texts: list[tuple[str, str, str]] = []
        self.plain: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spoken = dict(attrs).get("lang") or self.open[-1][1]
        self.plain += [value for name, value in attrs if value and name != "lang"]
        if tag not in VOID:
            self.open.append((tag, spoken))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            opened, _ = self.open.pop()
            assert opened == tag, self.get_starttag_text()

    def handle_data(self, data: str) -> None:
        tag, spoken = self.open[-1]
        if tag in {"title", "option"}:
            self.plain.append(data)
        elif tag not in AS_WRITTEN and tag != DRAWN:
            self.texts.append((tag, spoken, data))


def read(page: str, language: str) -> Texts:
    """A page as staged, with or without front matter."""
    parser = Texts(language)
    parser.feed(re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL))
    parser.close()
    assert [tag for tag, _ in parser.open] == [""]
    return parser


def unmarked(parser: Texts, letters: str, tongue: str) -> list[str]:
    """Texts in the letters of a language that stand outside an element in it."""
    return [
        text.strip()
        for _, spoken, text in parser.texts
        if re.search(letters, text.replace(QUOTED, "")) and not spoken.startswith(tongue)
    ]


REVISED = Revision(
    date(2024, 2, 3),
    "a" * 40,
    "改了一个数",
    "targets",
    "2023-plan/1/lamps-installed/2023",
    "figure",
    "180盏",
    "200盏",
    "lamps-installed",
    "2023-plan",
)


def site_of(in_package: Mapping[str, str], spoken: tuple[str, ...]) -> Site:
    """The site, in some languages, of the town with its texts in others."""
    ledger, report = load(town_in(in_package))
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    standings = assess_package(package, TODAY)
    tables = tuple((table, 1000) for table in published_tables(package, standings))
    view = PackageView(package, standings, PackageHistory((REVISED,), {"2023-plan": date(2023, 2, 3)}))
    return Site((view,), {"town": tables}, TODAY, TODAY, Settings(languages=spoken))


@pytest.fixture(scope="module")
def site() -> Site:
    """A package in Chinese alone, on a site in three languages."""
    return site_of({"zh": "zh"}, ("zh", "en", "fr"))


@pytest.fixture(scope="module", params=["zh", "en", "fr"])
def pages(site: Site, request: pytest.FixtureRequest) -> tuple[str, Mapping[str, str]]:
    return request.param, Shown(site, request.param)


def test_each_foreign_text_is_marked_and_pages_are_well_formed(pages: tuple[str, Mapping[str, str]]) -> None:
    language, staged = pages
    found = {
        path: left
        for path, text in staged.items()
        if path.endswith((".md", ".html")) and not re.match(EXAMPLES, path)
        if (left := unmarked(read(text, language), HAN, "zh"))
    }
    assert found == {}


def test_no_mark_stands_where_only_plain_text_is_read(pages: tuple[str, Mapping[str, str]]) -> None:
    language, staged = pages
    marks = re.compile(r"<span|&lt;span|lang=|&quot;zh")
    for path, text in staged.items():
        if path.endswith((".md", ".html")):
            parser = read(text, language)
            assert [value for value in parser.plain if marks.search(value)] == [], path
            assert [words for *_, words in parser.texts if "<span" in words] == [], path
            front = re.match(r"\A---\n(.*?)\n---\n", text, flags=re.DOTALL)
            assert front is None or not marks.search(front[1]), path


def test_what_is_chosen_and_what_is_named_say_their_language(pages: tuple[str, Mapping[str, str]]) -> None:
    """An option of a list, and the title that a group of links is called by; not where it is the reader's own."""
    language, staged = pages
    attributes = ' lang="zh-Hans" dir="ltr"' if language != "zh" else ""
    listed = staged["town/goals/index.md"]
    assert f'<option value="lighting"{attributes}>路灯</option>' in listed
    called = '<span class="mz-visually-hidden" id="mz-within"><span lang="zh-Hans" dir="ltr">青禾镇工作目标与进展</span></span>'
    assert (called in listed) == (language != "zh")
    assert ('aria-labelledby="mz-within"' in listed) == (language != "zh")
    assert ('<nav class="mz-within" aria-label="青禾镇工作目标与进展">' in listed) == (language == "zh")


def test_every_picture_is_there(pages: tuple[str, Mapping[str, str]]) -> None:
    """Also where nobody took one in the language of the page."""
    _, staged = pages
    shown = {path for text in staged.values() for path in re.findall(r'<img src="(?:\.\./)*([^"]+)"', text)}
    assert len(shown) == len(PICTURES)
    assert [path for path in shown if not (sources.SHIPPED / path).is_file()] == []


def test_a_text_in_the_language_of_its_page_has_no_mark(pages: tuple[str, Mapping[str, str]]) -> None:
    language, staged = pages
    if language == "zh":
        spans = [
            re.findall(r"<span lang[^>]*>", text) for path, text in staged.items() if path.endswith(".md")
        ]
        assert not any(spans)
    assert '<q lang="zh' in staged["town/documents/2023-report/index.md"]  # quotations always have one


def _graph(page: str) -> Iterator[Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    yield from json.loads(found[1])["@graph"]


def test_what_is_for_machines_names_the_language(site: Site) -> None:
    staged = Shown(site, "fr")
    path = "town/indicators/lamps-installed/index.md"
    dataset = next(node for node in _graph(staged[path]) if node["@type"] == "Dataset")
    assert dataset["name"] == {"@language": "zh-Hans", "@value": "新装路灯"}
    assert dataset["variableMeasured"]["measurementTechnique"] == "quantité sur une période"
    index = json.loads(staged["search/index.json"])
    entry = next(item for item in index["entries"] if item[1] == "town/indicators/lamps-installed/")
    assert entry[2] == [["新装路灯", "zh-Hans"]]
    # Where one body's record is the whole site, what is found needs no name of its area.
    assert entry[5:] == [
        "2023",
        "achieved",
        "Cible atteinte",
        ["210 / au moins 200\u00a0", ["盏", "zh-Hans"]],
    ]
    feed = ET.fromstring(dict(feeds(site.views, site.settings, TODAY, "fr"))["fr/feed.xml"])
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    titles = {title.text: title.get(lang) for title in feed.iter("{http://www.w3.org/2005/Atom}title")}
    assert titles["青禾镇2023年工作计划"] == "zh-Hans"
    assert titles[said("fr", "site.name")] is None


@pytest.fixture
def arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The words of an installation that has begun to speak Arabic."""
    folder = tmp_path / "site_src" / "messages" / "ar"
    folder.mkdir(parents=True)
    (folder / "site.yaml").write_text(
        "nav: {goals: الأهداف, home: الرئيسية}\nsite: {language: العربية}\ncompleteness: {full: نص كامل}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    sources.forget()
    yield folder
    sources.forget()


@pytest.mark.usefixtures("arabic")
def test_words_that_a_language_lacks_are_marked_as_the_fallback_s() -> None:
    site = site_of({"zh": "zh", "ar": "en"}, ("ar", "en"))
    left: dict[str, list[str]] = {}
    for path, text in render_pages(site, "ar"):
        if path.endswith((".md", ".html")):
            parser = read(text, "ar")
            assert [value for value in parser.plain if re.search(r"<span|&lt;span|lang=", value)] == [], path
            left |= (
                {path: found}
                if (found := unmarked(parser, HAN, "zh")) and not re.match(EXAMPLES, path)
                else {}
            )
            if path == "town/goals/index.md":
                assert ("h1", "ar", "الأهداف") not in parser.texts
                assert ("span", "en", "All goals") in parser.texts
                assert ("a", "ar", "الأهداف") in parser.texts
            if path == "methods/index.md":
                assert unmarked(parser, ARABIC, "ar") == []
                assert {spoken for tag, spoken, _ in parser.texts if tag == "h2"} == {"en"}
    assert left == {}


@pytest.mark.usefixtures("arabic")
def test_a_sentence_of_the_fallback_keeps_its_order_among_words_from_the_right() -> None:
    template = Phrase([("By {day} it was {value}.", "en")])
    values = {"day": "30 يونيو 2023", "value": "18.3"}
    assert as_html(filled(template, values, "ar")) == (
        '<span lang="en" dir="ltr">By <span lang="ar" dir="rtl">30 يونيو 2023</span> it was 18.3.</span>'
    )


def test_the_words_of_a_picture_begin_at_the_side_of_their_language() -> None:
    data = BreakdownData((Part(Decimal(1)), Part(Decimal(2))))
    found = {tag: specification(data, "t", "c", tag)["title"] for tag in ("ar", "fr")}
    assert (found["ar"]["anchor"], found["ar"]["text"]) == ("end", ["\u2067t\u2069"])
    assert (found["fr"]["anchor"], found["fr"]["text"]) == ("start", ["t"])


def test_a_file_of_data_knows_nothing_of_marks() -> None:
    assert scalar(Phrase([("Data: a note", "en")])) == scalar("Data: a note") == "'Data: a note'"


ZH, EN = ("供热", "zh"), ("Heating", "en")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        # how a text is made, and what it is as HTML
        (joined([Phrase([ZH]), "a & b"], " · "), '<span lang="zh-Hans" dir="ltr">供热</span> · a &amp; b'),
        (Phrase([(" until: ", "en"), ("x", "")]), ' <span lang="en" dir="ltr">until:</span> x'),
        (joined(["a", "b"], " <"), "a &lt;b"),
        (
            filled("{x}: {y}", {"x": Phrase([ZH]), "y": "<"}),
            '<span lang="zh-Hans" dir="ltr">供热</span>: &lt;',
        ),
        (filled("{x}", {"x": "a"}), "a"),
        (mapped(Phrase([EN, ("X", "")]), str.lower), '<span lang="en" dir="ltr">heating</span>x'),
        (mapped("X", str.lower), "x"),
        (as_written("供热", "zh", "zh"), "供热"),
        (as_written("供热", "zh", "fr"), '<span lang="zh-Hans" dir="ltr">供热</span>'),
        (by_script("建设办公室", ("en", "zh"), "fr"), '<span lang="zh-Hans" dir="ltr">建设办公室</span>'),
        (by_script("建设办公室", ("en",), "fr"), "建设办公室"),
        (by_script("Works Office", ("en",), "zh"), "Works Office"),
        (by_script("建设 Office", ("zh",), "zh"), "建设 Office"),
    ],
)
def test_marks_go_with_their_texts(text: str, html: str) -> None:
    assert as_html(text) == html


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a", ""),
        (Phrase([ZH]), "zh"),
        (Phrase([ZH, (" ", ""), ZH]), "zh"),
        (Phrase([ZH, ("a", "")]), ""),
        (Phrase([ZH, EN]), ""),
        (Text.of({"zh": "供热"})["fr"], "zh"),
        (Text.of({"zh": "供热", "fr": "Chauffage"})["fr"], ""),
    ],
)
def test_a_text_is_foreign_as_a_whole_or_not(text: str, tag: str) -> None:
    assert foreign(text) == tag
