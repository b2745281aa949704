"""Each problem of the catalogue is provoked once, and every report is fit to be printed anywhere.

That both languages hold the same codes, parts and places to fill is in `test_catalogues.py`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from folders import PROBLEMS
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import wrong
from overlays import FIXTURES, PLAN, REPORT, OverlayTree, fixture_report
from speaking import LANGUAGES

from generator.core.problems import FORMATS, LISTED, Place, Problem, Report, codes
from generator.core.texts import LONGEST_ID, LONGEST_QUOTE, quoted
from generator.reading.load import load


def test_base_has_no_problem() -> None:
    ledger, report = load(OverlayTree())
    assert report.render("text", "zh") == "检查通过，没有发现问题。"
    assert ledger is not None


def test_each_code_has_a_fixture() -> None:
    assert sorted(codes()) == list(FIXTURES)


@pytest.fixture(scope="module", params=FIXTURES)
def code(request: pytest.FixtureRequest) -> str:
    """Each code; what is asked of one stands together, so that one worker makes its report."""
    return str(request.param)


def test_the_fixture_gives_its_problem_and_no_other(code: str) -> None:
    report = fixture_report(code)
    assert [problem.code for problem in report] == [code]
    expected = (PROBLEMS / code / "expected.txt").read_text(encoding="utf-8")
    assert report.render("text", "zh", "data") + "\n" == expected


def test_every_rendering_says_it_all(code: str) -> None:
    rows = {language: (code, fixture_report(code), language) for language in LANGUAGES}
    assert wrong(says_it_all, rows) == {}


def says_it_all(code: str, report: Report, language: str) -> None:
    [problem] = report
    said = {form: report.render(form, language, "data") for form in FORMATS}
    for form, text in said.items():
        assert not re.search(r"\{[a-z_]+\}", text), form
    assert f"    {problem.message(language)}\n    → {problem.hint(language)}\n" in said["text"]
    [entry] = json.loads(said["json"])["problems"]
    assert entry["code"] == code
    assert (entry["message"], entry["hint"]) == (problem.message(language), problem.hint(language))
    assert (entry["line"] is None) == (problem.place.line == 0)
    assert len(said["github"].splitlines()) == 2  # one annotation and the summary
    assert said["github"].startswith(f"::{problem.severity} file=data")
    assert len(said["markdown"].splitlines()) == 5  # the summary, a blank line, the table's head and one row


def test_a_report_without_problems_is_ok() -> None:
    assert json.loads(Report().render("json", "zh")) == {"ok": True, "problems": [], "more": []}
    assert len(Report().render("github", "en").splitlines()) == 1
    assert "|" not in Report().render("markdown", "en")


def test_only_a_report_on_the_data_speaks_of_publishing() -> None:
    """Whether a change is written is another question, which the command tells that was asked for it."""
    found = {"nothing": [], "a warning": ["words-unread"], "both": ["words-unread", "empty-file"]}
    last = {}
    for name, listed in found.items():
        report = Report(Problem(code, Place("x.csv"), {"value": "kk", "count": "2"}) for code in listed)
        last[name] = [text.splitlines()[-1] for text in (report.render("text", "zh"), report.of_change("zh"))]
    assert last == {
        "nothing": ["检查通过，没有发现问题。", "检查通过，没有发现问题。"],
        "a warning": ["没有错误，有 1 个提醒，可以发布。", "共 0 个错误、1 个提醒。"],
        "both": ["共 1 个错误、1 个提醒。有错误时不会发布。", "共 1 个错误、1 个提醒。"],
    }


def test_github_annotations_are_escaped() -> None:
    place = Place("town/50%,a:b\r\nc.csv", 3, 7, field="value, (G3): %")
    report = Report([Problem("bad-number", place, {"value": "5%\n::error::x", "suggestion": ""})])
    annotation, _summary = report.render("github", "en").split("\n")
    head, _, body = annotation.removeprefix("::error ").partition("::")
    assert head == "file=data/town/50%25%2Ca%3Ab⟨U+000D⟩⟨U+000A⟩c.csv,line=3,col=7,title=Not a plain number"
    assert body.startswith("value, (G3): %25: “5%25⟨U+000A⟩::error::x” is not a plain number (")


HOSTILE = ["|", "`x`", "@user", "<script>", "[x](https://example.org)", "![x](y)", "<!-- x", "**x**", "&lt;"]


@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_hostile_gets_into_markdown(value: str) -> None:
    values = {"field": value, "value": value, "suggestion": value, "detail": value}
    report = Report([Problem("unknown-choice", Place(f"town/{value}", 1, 1, field=value), values)])
    row = report.render("markdown", "zh").splitlines()[-1]
    assert row.count("|") == 4
    # What stands in code or is written by number means nothing; `test_markdown.py` has a forge read it.
    rest = re.sub(r"`[^`]+`|&#\d+;", "", row)
    assert value not in rest.replace("<br>", "").strip("| ").replace(" | ", "")
    assert not re.search(r"[`@\[\]()!*]|<(?!br>)", rest)


@pytest.mark.parametrize("form", ["text", "github", "markdown"])
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("\x1b[31m红\x1b[0m", "⟨U+001B⟩[31m红⟨U+001B⟩[0m"),
        ("一行\r\n又一行", "一行⟨U+000D⟩⟨U+000A⟩又一行"),
        ("abc\u202edef", "abc⟨U+202E⟩def"),
        ("零\u200b宽\ufeff", "零⟨U+200B⟩宽⟨U+FEFF⟩"),
        ("长" * 10_000, "长" * (LONGEST_QUOTE - 1) + "…"),
    ],
)
def test_hostile_values_are_made_harmless(value: str, shown: str, form: str) -> None:
    report = Report([Problem("bad-date", Place("town/x.csv", 2, 1, field=value), {"value": value})])
    said = report.render(form, "zh")
    if form == "markdown":
        said = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), said.replace("`", ""))
    assert said.count(shown) == 2  # in the place and in the message
    assert value not in said
    assert len(said) < 1000


IDS = [
    # an id or path is told whole, so that it can be searched for; what is longer than any is cut
    ("2023-h1-report/" * 10, "2023-h1-report/" * 10),
    ("heating-pipes-renewed-in-old-quarters-of-the-city › themes › 1", "heating-pipes-renewed-in-old-quarters-of-the-city › themes › 1"),
    ("x" * 161, "x" * (LONGEST_ID - 1) + "…"),
    ("2023-h1-report/" * 10 + "长", ("2023-h1-report/" * 10)[: LONGEST_QUOTE - 1] + "…"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "shown"), IDS)
def test_ids_are_told_whole(value: str, shown: str) -> None:
    problem = Problem("duplicate-id", Place("town/x.csv", 2, 1), {"value": value}, Place("x", 1))
    assert f"“{shown}”" in problem.message("zh")
    assert quoted(value) == shown


FIVE = [
    # file, what stood there, the mistake, its problem
    (f"{PLAN}/goals.yaml", "一/1", "一、 1", ("bad-locator", 2)),
    (f"{PLAN}/targets.csv", "ge,200,", "ge,２００,", ("number-fullwidth", 2)),
    (f"{REPORT}/observations.csv", ",98.2,", ",98.2%,", ("number-percent", 8)),
    (f"{REPORT}/progress.csv", "delivered", "finished", ("unknown-choice", 2)),
    ("town/package.yaml", "version: 0.1.0", "version: 1", ("bad-version", 8)),
]


def test_five_mistakes_come_in_one_run_in_the_order_of_the_files() -> None:
    tree = OverlayTree()
    for file, right, slip, _ in reversed(FIVE):
        tree.edit(file, right, slip)
    ledger, report = load(tree)
    assert ledger is None
    assert [(problem.place.file, (problem.code, problem.place.line)) for problem in report] == [
        (file, expected) for file, _, _, expected in FIVE
    ]
    assert report.errors == 5
    assert "5" in report.render("text", "zh").splitlines()[-1]


DAMAGED = [
    f"{PLAN}/goals.yaml",
    f"{PLAN}/document.yaml",
    f"{REPORT}/observations.csv",
    "town/dimensions.yaml",
]


@settings(deadline=None)
@given(
    st.sampled_from(DAMAGED),
    st.integers(0, 2000),
    st.integers(0, 40),
    st.text("ab: -\n\t'\"[]{},：0", max_size=5),
)
def test_no_damage_to_a_file_raises(file: str, start: int, length: int, put: str) -> None:
    """A stretch of a file is replaced by a few signs that mean something to YAML or CSV."""
    text = OverlayTree().read(file).decode()
    report = load(OverlayTree().write(file, text[:start] + put + text[start + length :]))[1]
    for form in FORMATS:
        for language in LANGUAGES:
            report.render(form, language)


def test_problems_within_a_file_come_by_line() -> None:
    tree = OverlayTree().edit(f"{PLAN}/targets.csv", "le,3,", "le,三,")
    tree.edit(f"{PLAN}/targets.csv", "ge,200,", "ge,2百,").edit(f"{PLAN}/targets.csv", "30,40", "3O,40")
    assert [problem.place.line for problem in load(tree)[1]] == [2, 3, 5]


def test_the_fixtures_of_links_and_encodings_are_real() -> None:
    """So that no tool has put them right on the way through git."""
    observations = Path(f"{REPORT}/observations.csv")
    assert (PROBLEMS / "symlink" / REPORT / "progress.csv").is_symlink()
    data = (PROBLEMS / "encoding-gb18030" / observations).read_bytes()
    assert data.decode("gb18030").replace("\r\n", "\n").encode() == OverlayTree().read(str(observations))
    assert data.count(b"\r\n") == data.count(b"\n") == 9
    assert (PROBLEMS / "encoding-utf16" / observations).read_bytes().startswith(b"\xff\xfe")
    assert (PROBLEMS / "not-text" / observations).read_bytes().startswith(b"PK")


@pytest.mark.parametrize("code", ["figure-unit", "unit-not-in-head"])
def test_units_are_listed_as_in_the_language_of_the_message(code: str) -> None:
    problem = Problem(code, Place("x"), {"value": "5", "unit": "m", "allowed": LISTED.join(["km", "ha"])})
    told = {tag: problem.message(tag) + problem.hint(tag) for tag in ("zh", "en", "fr")}
    assert {tag: "km、ha" in text for tag, text in told.items()} == {"zh": True, "en": False, "fr": False}
    assert all("km, ha" in told[tag] for tag in ("en", "fr"))
