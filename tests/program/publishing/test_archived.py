"""Archived texts on the site: letter by letter, light and harmless; every figure leads to its place in them."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import MagicMock
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from click.testing import CliRunner
from finished import FAULTS, HEAVIEST, Document, Pages, pages_of
from folders import ARCHIVE, BASE
from hostile import ATTACKS
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import TODAY, by_mkdocs, once, without_program

from generator.archive.passages import KeptText
from generator.cli import main
from generator.core.characters import replaced
from generator.core.model import Goal
from generator.core.phrases import Text
from generator.publishing import preview
from generator.publishing.build import NoArchiveError, build
from generator.publishing.pages import archived
from generator.publishing.pages.archived import PagedText, Piece, paged

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\r\t <>&\"'1盏\u202e"), max_size=300
)
ENDS_OF_LINES = "\n\r\v\f\u2028\u2029"


def pieces(text: PagedText) -> list[Piece]:
    return [piece for part in text.parts for paragraph in part for piece in paragraph]


def shown(text: str) -> str:
    """A text as readers see it, without white space and ends of lines."""
    seen = replaced(text, "\ufffd", kept=f"\u200c\u200d{ENDS_OF_LINES}")
    return re.sub(r"\s", "", "".join(sign for sign in seen if sign not in ENDS_OF_LINES))


@settings(deadline=None)
@given(TEXTS, st.data())
def test_a_text_is_shown_letter_by_letter(text: str, data: st.DataObject) -> None:
    """Whatever is marked in it, also where marks overlap; each name stands once, where its figure begins."""
    letters = [place for place, sign in enumerate(text) if sign.isalnum()]
    starts = data.draw(st.lists(st.sampled_from(letters), max_size=8)) if letters else []
    figures = {f"targets/{number}": ((start, start + 3),) for number, start in enumerate(starts)}
    found = pieces(paged(KeptText(text, figures), []))
    assert re.sub(r"\s", "", "".join(piece.text for piece in found)) == shown(text)
    named = [(name, piece) for piece in found for name in piece.names]
    assert sorted(name for name, _ in named) == sorted(figures)
    assert [(piece.cited, piece.text[0]) for _, piece in named] == [
        (True, text[figures[name][0][0]]) for name, _ in named
    ]


@pytest.mark.parametrize(
    "sign", "\u00ad\u061c\u115f\u180e\u200b\u200f\u202e\u2066\u2069\u3164\ufeff\uffa0\U000e0041"
)
def test_what_hides_or_turns_others_is_shown(sign: str) -> None:
    """As a sign that it stands there; marks of direction, blanks that are letters, and tags among them."""
    assert [piece.text for piece in pieces(paged(KeptText(f"ab{sign}12"), []))] == ["ab\ufffd12"]


def test_names_that_are_held_back_are_not_shown() -> None:
    """Letter by letter, also over the end of a line; what is cited stays."""
    text = "由张三\n丰负责12项"
    found = pieces(paged(KeptText(text, {"a/1": ((7, 9),)}, people=((1, 5), (7, 8))), []))
    assert [piece.text for piece in found] == ["由██", "█负责", "12", "项"]


def test_only_what_is_cited_is_marked() -> None:
    text = "ab 12 cd\nef 34 gh"
    found = pieces(paged(KeptText(text, {"a/1": ((3, 5),), "a/2": ((4, 5), (12, 14))}), []))
    assert [(piece.text, piece.cited, piece.names) for piece in found] == [
        ("ab ", False, ()),
        ("1", True, ("a/1",)),
        ("2", True, ("a/2",)),
        (" cd", False, ()),
        ("ef ", False, ()),
        ("34", True, ()),
        (" gh", False, ()),
    ]


LONG = {
    # what there is very much of
    "one line": "字" * 100_000,
    "signs that must be written otherwise": "'" * 100_000,
    "lines": "字\n" * 50_000,
    "blank lines": " \n" * 50_000 + "字",
    "white space": " " * 300_000 + "字",
}


@pytest.mark.parametrize("what", LONG)
def test_no_part_grows_heavy(what: str) -> None:
    text = LONG[what]
    found = paged(KeptText(text), [])
    weights = [sum(piece.weight for paragraph in part for piece in paragraph) for part in found.parts]
    assert max(weights) <= archived.HEAVIEST
    assert re.sub(r"\s", "", "".join(piece.text for piece in pieces(found))) == re.sub(r"\s", "", text)


def test_no_part_grows_heavy_with_names() -> None:
    figures = {f"targets/2023-plan/{number}/lamps/2023": ((number, number + 1),) for number in range(2_000)}
    found = paged(KeptText("1" * 2_000, figures), [])
    weights = [sum(piece.weight for paragraph in part for piece in paragraph) for part in found.parts]
    assert len(found.part_of) == 2_000
    assert max(weights) <= archived.HEAVIEST


def test_private_numbers_are_withheld() -> None:
    assert [piece.text for piece in pieces(paged(KeptText("电话:0532-12", private=((0, 10),)), []))] == [
        "电话:████-██"
    ]


def test_a_cited_figure_is_never_withheld() -> None:
    text = KeptText("电话 8888 7777", {"a/1": ((8, 12),)}, private=((0, 12), (3, 12)))
    assert "".join(piece.text for piece in pieces(paged(text, []))) == "电话 ████ 7777"


LAST = [
    # what follows the start of the last goal, its figure, what is told of it
    ("2.建公园。今年开放\n10处。\n\n联系人", "10处", ("2.建公园。今年开放", "10处。")),
    ("2.建公园。\n附件:名单", "", ("2.建公园。",)),
    ("2. Parks. Open 10\nparks by June.\nSigned: the mayor", "10", ("2. Parks. Open 10", "parks by June.")),
    ("2.建公园10处\n\n联系人", "10处", ("2.建公园10处",)),
    ("2.建公园10处", "10处", ("2.建公园10处",)),
]


@pytest.mark.parametrize(("text", "figure", "lines"), LAST)
def test_the_words_of_the_last_goal_end_with_what_it_says(
    text: str, figure: str, lines: tuple[str, ...]
) -> None:
    """What stands behind it in the file is no part of it."""
    before = "1.新装路灯。\n"
    whole, start = before + text, len(before) + text.find(figure)
    figures = {"targets/x": ((start, start + len(figure)),)} if figure else {}
    places = {"1": (0, len(before)), "2": (len(before), len(whole))}
    goals = [Goal(f"p/{number}", "p", number, number, Text(), Text(), (), (), (), ()) for number in places]
    excerpts = paged(KeptText(whole, figures, places), goals).excerpts
    assert (excerpts["p/1"], excerpts["p/2"]) == (("1.新装路灯。",), lines)


# On the site

PLAN = "town/documents/2023-plan"
REPORT = "town/documents/2023-report"
LONG_ENOUGH = "其他工作继续开展。\n" * 3_000


def showing(folder: Path, more: Mapping[str, str]) -> tuple[Path, Path]:
    """The small package with its archived texts shown, some of them with more at their end: data and archive."""
    data, archive = folder / "data", folder / "archive"
    shutil.copytree(BASE, data)
    shutil.copytree(ARCHIVE, archive)
    with (data / "town/package.yaml").open("a", encoding="utf-8") as file:
        file.write("archive: published\n")
    for document, added in more.items():
        kept, facts = archive / f"town/{document}.txt", data / f"town/documents/{document}/document.yaml"
        content = kept.read_bytes() + added.encode()
        kept.write_bytes(content)
        text = facts.read_text(encoding="utf-8")
        checksum = hashlib.sha256(content).hexdigest()
        facts.write_text(re.sub("(archive_sha256: )[0-9a-f]+", rf"\g<1>{checksum}", text), encoding="utf-8")
    return data, archive


def make(folder: Path) -> None:
    data, archive = showing(folder, {"2023-plan": ATTACKS, "2023-report": LONG_ENOUGH})
    report = build(data, folder / "site", folder / "work", today=TODAY, archive=archive, prove=None)
    assert report.ok, report.render("text", "en")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the town with its texts: one that tries everything, one that is long."""
    with pytest.MonkeyPatch.context() as patch:
        without_program(patch)
        return once(tmp_path_factory, "archived-town", make) / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> Pages:
    return pages_of(site)


@pytest.mark.parametrize("fault", FAULTS)
def test_with_texts_nowhere_is(site: Path, pages: Pages, fault: str) -> None:
    assert list(FAULTS[fault](site, pages)) == []


def test_each_figure_leads_to_itself(site: Path, pages: Pages) -> None:
    """In each language, from every page that shows it: the mark begins as the figure does."""
    led = set()
    for path, page in pages.items():
        for link, figure in re.findall(
            r'<a href="([^"]+/text/[^"]*#[^"]+)" title="[^"]*">([^<]+)</a></q>', page.source
        ):
            address, name = urldefrag(urljoin(f"http://site/{path.lstrip('/')}", link))
            there = (site / address.removeprefix("http://site/") / "index.html").read_text(encoding="utf-8")
            [mark] = re.findall(rf'<mark id="{re.escape(unquote(name))}">([^<]+)', there)
            assert figure.startswith(mark.rstrip()), (path, link)
            led.add(unquote(name))
    marks = {name for path, page in pages.items() for name in re.findall('<mark id="([^"]+)', page.source)}
    assert led == {name for name in marks if ":" not in name}  # shares and changes stand beside their figure


def test_goals_show_the_official_words_under_the_plain_ones(pages: Pages) -> None:
    page = pages["en/town/goals/2023-plan/1/"]
    quoted = re.search(r'<blockquote lang="zh-Hans">(.*?)</blockquote>', page.source, re.DOTALL)
    assert quoted is not None
    assert "全镇新装路等200盏以上" in quoted[1]
    assert page.source.index("Two hundred more street lamps") < quoted.start()


def test_a_long_text_goes_on_from_page_to_page(pages: Pages) -> None:
    parts = sorted((path for path in pages if path.startswith(f"{REPORT}/text/")), key=len)
    assert len(parts) > 3
    for path in parts[:-1]:
        assert pages[path].source.count('rel="next"') == 2
    assert 'rel="prev"' not in pages[f"{REPORT}/text/"].source
    assert sum(pages[path].text.count("其他工作继续开展。") for path in parts) == 3_000


def test_what_a_text_says_stays_text(site: Path, pages: Pages) -> None:
    text = pages[f"{PLAN}/text/"]
    article = text.source.partition('<article class="mz-archived"')[2].partition("</article>")[0]
    found = Document(article)
    assert set(found.tags) <= {"p", "mark", "span"}
    assert found.links == []
    assert "<script>alert(1)</script>" in text.text
    assert "[link](https://evil.example)" in text.text
    assert "\u202e" not in text.source
    assert (site / PLAN / "text/index.html").stat().st_size < HEAVIEST


def test_a_text_is_in_the_language_of_its_document(pages: Pages) -> None:
    assert '<article class="mz-archived" lang="zh-Hans">' in pages[f"en/{PLAN}/text/"].source


def test_mkdocs_by_itself_gives_the_same_texts(site: Path, tmp_path: Path) -> None:
    """Through Markdown."""
    by_mkdocs(site.parent / "work", tmp_path, "zh")
    for path in (f"{PLAN}/text", f"{REPORT}/text", f"{REPORT}/text/2", "town/goals/2023-plan/1"):
        own, other = ((folder / path / "index.html").read_bytes() for folder in (site, tmp_path))
        assert own == other, path


def test_without_an_archive_nothing_is_built(tmp_path: Path) -> None:
    data, _ = showing(tmp_path, {})
    with pytest.raises(NoArchiveError):
        build(data, tmp_path / "site", tmp_path / "work", today=TODAY)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("command", ["build", "serve"])
def test_it_is_said_in_one_line(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    showing(tmp_path, {})[1].rename(tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(preview, "_ask_for", lambda _: None)
    monkeypatch.setattr(preview, "Server", MagicMock())
    result = CliRunner().invoke(main, [command, "--lang", "en"])
    assert result.exit_code == 1
    assert re.fullmatch(r"Error: town shows its archived texts .*--archive FOLDER.*\n", result.stderr)


def test_the_texts_of_the_repository_are_those_that_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever keeps them where a new repository has them need not say so, to no command and in no workflow."""
    showing(tmp_path, {})
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["build", "--no-validate", "--lang", "en"])
    assert (result.exit_code, "--archive" in result.output) == (0, False), result.output
    assert (tmp_path / "site" / PLAN / "text/index.html").is_file()
    shown: list[Path | None] = []
    monkeypatch.setattr(preview, "preview", lambda _data, _port, _telling, archive, *_: shown.append(archive))
    CliRunner().invoke(main, ["serve", "--lang", "en"])
    assert shown == [Path("archive")]


def test_a_figure_that_is_not_found_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the build, and on the page of the text; of one that is found nothing is said."""
    without_program(monkeypatch)
    data, archive = showing(tmp_path, {})
    file = data / "town/documents/2023-report/observations.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count(",980,exact") == text.count(",980盏,") == 1
    file.write_text(text.replace(",980,exact", ",985,exact").replace(",980盏,", ",985盏,"), encoding="utf-8")
    report = build(data, tmp_path / "site", tmp_path / "work", today=TODAY, archive=archive, prove=None)
    found = [problem for problem in report if problem.code == "passage-not-found"]
    assert [problem.values for problem in found] == [{"value": "985盏", "key": "一/(一)"}]
    page = pages_of(tmp_path / "site")[f"en/{REPORT}/text/"].text
    assert "1 figure that this site cites was not found here, and is not marked: 985盏" in page
    assert "was not found here" not in pages_of(tmp_path / "site")[f"en/{PLAN}/text/"].text


def test_another_text_than_the_one_that_was_read_is_told(tmp_path: Path) -> None:
    data, archive = showing(tmp_path, {})
    with (archive / "town/2023-plan.txt").open("a", encoding="utf-8") as file:
        file.write("x")
    report = build(data, tmp_path / "site", tmp_path / "work", today=TODAY, archive=archive)
    assert [problem.code for problem in report] == ["text-changed"]
    assert not (tmp_path / "site").exists()


def test_a_package_that_says_nothing_shows_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the archive is at hand."""
    without_program(monkeypatch)
    assert build(BASE, tmp_path / "site", tmp_path / "work", today=TODAY, archive=ARCHIVE, prove=None).ok
    found = [path for path in (tmp_path / "site").rglob("*") if path.name == "text"]
    sources = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("index.html"))
    assert (found, "mz-archived" in sources, "全镇新装路等" in sources) == ([], False, False)
