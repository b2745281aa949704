"""A correction sent in as an issue: what becomes of it, and that hostile text does nothing."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from edited import difference, edit, snapshot
from folders import BASE, PROBLEMS, ROOT, entitled, twin
from hostile import ATTACKS, activity
from hypothesis import given, settings
from hypothesis import strategies as st
from overlays import PLAN, REPORT, OverlayTree, report_against
from speaking import LANGUAGES
from statistical import FACTS
from tongues import town_in

from generator.cli import main
from generator.core.limits import LARGEST_BODY
from generator.core.messages import lookup
from generator.core.phrases import Text
from generator.editing.issue_form import LONGEST, Fault, label, read_form
from generator.editing.proposal_text import harmless, render
from generator.editing.propose import propose
from generator.publishing.settings import Settings
from generator.reading.trees import FilesTree, Tree, WorkingTree

FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / "correction.yml"
DAY = date(2024, 3, 1)
STANDING = "observations/2023-report/lamps-standing/2023-12-31"
OF_2023 = "qinghe,,2023-01-01,2023-12-31,2023-12-31"
WHY = "录入时把985看成了980，请改正。"
FIELDS = {
    "figure": STANDING,
    "right": "985盏",
    "source": "青禾镇2023年工作总结，一（一）",
    "why": WHY,
    "consent": "- [X] 我知道这份表会公开。 I know that this form is public.",
}
ENGLISH = "The report prints 985, not 980."
WHY_FRENCH = "Deux chiffres ont été intervertis à la saisie."
OURS = "Proposed by the public and adopted on review; the reason was given in Chinese."
AS_GIVEN = (
    "Proposed by the public and adopted on review; the reason stands in the words in which it was given."
)
WHO = '"公众提出（出处：青禾镇2023年工作总结，一（一）），审核后采用 · proposed by the public, adopted on review"'


def body(**fields: str) -> str:
    """The body of an issue as a forge makes it of the form."""
    filled = {**FIELDS, **fields}
    return "".join(
        f"### {label(name, LANGUAGES)}\n\n{text or '_No response_'}\n\n" for name, text in filled.items()
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "data")
    return tmp_path / "data"


def run(data: Path, content: str | bytes) -> Result:
    file = data.parent / "body.md"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CliRunner().invoke(main, ["propose", str(file), "--data", str(data), "--date", DAY.isoformat()])


def faults(content: str | bytes, data: Path = BASE) -> list[tuple[str, str]]:
    """What is wrong with a body: the name of the text, and the field."""
    proposal = propose(WorkingTree(data), content if isinstance(content, bytes) else content.encode(), DAY)
    assert not (proposal.faults and proposal.files)
    return [(fault.text, fault.about) for fault in proposal.faults]


def test_the_form_is_the_one_that_is_read() -> None:
    form = yaml.load(FORM.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    fields = {item["id"]: item for item in form["body"] if "id" in item}
    assert list(fields) == [*LONGEST, "consent"]
    assert {name: item["attributes"]["label"] for name, item in fields.items()} == {
        name: label(name, LANGUAGES) for name in fields
    }
    needed = [name for name, item in fields.items() if item.get("validations", {}).get("required")]
    assert needed == list(LONGEST)
    assert fields["consent"]["attributes"]["options"][0]["required"] is True
    # What the site fills in is a field of the form.
    address = Settings(repository="https://forge.example/city/record/", contact=Text()).form("x", STANDING)
    assert f"figure={STANDING.replace('/', '%2F')}" in address


VALID = [
    # the row, the figure as printed; the file, the line before and after, what is listed
    (
        STANDING,
        "985盏",
        f"{REPORT}/observations.csv",
        f"lamps-standing,{OF_2023},980,exact,A,,,,,一/(一),980盏,,,",
        f"lamps-standing,{OF_2023},985,exact,A,,,,,一/(一),985盏,,,",
        ["value,980,985", "figure,980盏,985盏"],
    ),
    (
        "town/observations/2023-report/lamps-installed/east-village/2023-12-31",
        "约 40 盏",
        f"{REPORT}/observations.csv",
        "lamps-installed,east-village,,2023-01-01,2023-12-31,2023-12-31,30,over,A,,,,,一/(一),30余盏,,,",
        "lamps-installed,east-village,,2023-01-01,2023-12-31,2023-12-31,40,about,A,,,,,一/(一),约40盏,,,",
        ["value,30,40", "qualifier,over,about", "figure,30余盏,约40盏"],
    ),
    (
        "observations/2023-report/lamps-installed/east-village/2023-12-31",
        "40余盏",
        f"{REPORT}/observations.csv",
        "lamps-installed,east-village,,2023-01-01,2023-12-31,2023-12-31,30,over,A,,,,,一/(一),30余盏,,,",
        "lamps-installed,east-village,,2023-01-01,2023-12-31,2023-12-31,40,over,A,,,,,一/(一),40余盏,,,",
        ["value,30,40", "figure,30余盏,40余盏"],
    ),
    # from words to a number, by the id alone
    (
        "`2023-report/repair-days/2023-12-31`",
        "1天",
        f"{REPORT}/observations.csv",
        f"repair-days,{OF_2023},,exact,O,,,,,一/(一),基本当天,,,",
        f"repair-days,{OF_2023},1,exact,A,,,,,一/(一),1天,,,",
        ["value,,1", "obs_status,O,A", "figure,基本当天,1天"],
    ),
    # a target becomes a range, and a range an exact number
    (
        "targets/2023-plan/1/lamps-installed/2023",
        "200-220盏",
        f"{PLAN}/targets.csv",
        "1,lamps-installed,qinghe,2023-01-01,2023-12-31,ge,200,,180,一/1,200盏以上,,,",
        "1,lamps-installed,qinghe,2023-01-01,2023-12-31,between,200,220,180,一/1,200-220盏,,,",
        ["comparator,ge,between", "value_upper,,220", "figure,200盏以上,200-220盏"],
    ),
    (
        "town/2023-plan/1/lamps-installed/east-village/2023",
        "35盏",
        f"{PLAN}/targets.csv",
        "1,lamps-installed,east-village,2023-01-01,2023-12-31,between,30,40,,一/1,30-40盏,,,",
        "1,lamps-installed,east-village,2023-01-01,2023-12-31,eq,35,,,一/1,35盏,,,",
        ["comparator,between,eq", "value,30,35", "value_upper,40,", "figure,30-40盏,35盏"],
    ),
    (
        "planned/2023-plan/1/lamps-installed/2023/2023-06-30",
        "110盏",
        f"{PLAN}/planned.csv",
        "2023-plan/1/lamps-installed/2023,2023-06-30,120,一/1,120盏,,,",
        "2023-plan/1/lamps-installed/2023,2023-06-30,110,一/1,110盏,,,",
        ["value,120,110", "figure,120盏,110盏"],
    ),
]


SHOWN = {
    # columns and codes as the reviewer reads them
    "value": "数值 · Value",
    "value_upper": "上限 · Upper value",
    "comparator": "要求 · Comparator",
    "qualifier": "准确程度 · Qualifier",
    "obs_status": "数字性质 · Observation status",
    "figure": "印出的数字 · Printed figure",
}
SHOWN |= {"over": "超过 · over", "about": "约 · about", "O": "只有文字 · words only", "A": "正常 · normal"}
SHOWN |= {"ge": "以上 · at least", "between": "范围 · range", "eq": "正好 · exactly"}


@pytest.mark.parametrize(("row", "printed", "file", "old", "new", "listed"), VALID)
def test_a_valid_form_changes_its_row_and_nothing_else(
    data: Path, row: str, printed: str, file: str, old: str, new: str, listed: list[str]
) -> None:
    before = snapshot(data)
    done = run(data, body(figure=row, right=printed))
    assert (done.exit_code, done.stderr) == (0, "")
    table = Path(file).stem
    key = row.strip("`").removeprefix("town/").removeprefix(f"{table}/")
    rows = [f"{table},{key},{change},2024-03-01,{WHY},{OURS},{WHO}" for change in listed]
    assert difference(data, before) == {file: ([old], [new]), "town/corrections.csv": ([], rows)}
    # It passes the rule against silent changes as it is.
    assert [problem.code for problem in report_against(WorkingTree(BASE), WorkingTree(data))] == []
    for change in listed:
        name, *both = change.split(",")
        shown = " | ".join(SHOWN.get(value) or (f"`{value}`" if value else "—") for value in both)
        assert f"| {SHOWN[name]} | {shown} |" in done.output
    assert f"`town/{table}/{key}`" in done.output
    assert f"verify {data.as_posix()} --archive" in done.output
    assert activity(without_signs(done.output)) == []


def test_a_column_that_the_table_lacks_comes_with_its_first_value(data: Path) -> None:
    done = run(data, body(figure="targets/2023-plan/1/repair-days/2023", right="近3天"))
    assert done.exit_code == 0
    lines = (data / PLAN / "targets.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",")[8:11] == ["baseline", "qualifier", "locator"]
    assert lines[4].startswith("1,repair-days,qinghe,2023-01-01,2023-12-31,eq,3,,,under,一/1,近3天,2,")


SPACES = {
    # what the form has for the 126 lamps of the French example, or for its 3.1 km: the figure that is recorded then
    "environ 128 lampadaires": "environ 128 lampadaires",
    "1 260   lampadaires": "1 260 lampadaires",
    "128lampadaires": "128lampadaires",
    "3,4 km": "3,4 km",
    # nothing but spaces is another
    "126  lampadaires": "",
    "3,1 km": "",
}


def test_the_spaces_of_a_printed_figure_stay(tmp_path: Path) -> None:
    """Chinese needs none, and what stands between the words and digits of other texts is printed there."""
    CliRunner().invoke(main, ["init", str(tmp_path / "fr"), "--language", "fr"])
    data = tmp_path / "fr" / "data"
    found = {}
    for right in SPACES:
        indicator = "pavements-renewed" if "km" in right else "lamps-added"
        form = body(figure=f"observations/2025-report/{indicator}/2025-12-31", right=right, why=WHY_FRENCH)
        proposal = propose(WorkingTree(data), form.encode(), DAY)
        assert not proposal.files or not proposal.faults
        found[right] = proposal.changes["figure"][1] if proposal.files else ""
    assert found == SPACES


def test_a_reason_in_english_stands_in_its_field(data: Path) -> None:
    assert run(data, body(why=ENGLISH)).exit_code == 0
    row = (data / "town/corrections.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert f',公众提出更正，经审核后采用，理由的原话是英文。,"{ENGLISH}",' in row


INVALID: list[tuple[str | bytes, list[tuple[str, str]]]] = [
    # the form itself
    ("", [*(("empty", name) for name in LONGEST), ("consent", "consent")]),
    ("我要更正一个数字。", [*(("empty", name) for name in LONGEST), ("consent", "consent")]),
    (body(figure="", right="", source="", why=""), [("empty", name) for name in LONGEST]),
    (body(consent="- [ ] 我知道这份表会公开。"), [("consent", "consent")]),
    (body() + f"\n### {label('right', LANGUAGES)}\n\n999盏\n", [("twice", "right")]),
    (body(why=f"{WHY}\n\n```\n### {label('figure', LANGUAGES)}\n{STANDING}\n```"), [("twice", "figure")]),
    (body(why="改一改"), [("no_sentence", "why")]),
    (body(why="wrong number"), [("no_sentence", "why")]),
    (body(why=f"。{WHY}"), [("no_sentence", "why")]),
    (body(why=f"=HYPERLINK(1){WHY}"), [("formula", "why")]),
    (body(right="=cmd|' /C calc'!A0"), [("formula", "right")]),
    (body(figure="＝1+1", source="总结;@SUM(A1)"), [("formula", "figure"), ("formula", "source")]),
    (body(source="总结"), [("no_source", "source")]),
    (body(source="——/——"), [("no_source", "source")]),
    (body(source="总结一"), [("no_source", "source")]),
    (body(source="总结一1"), []),
    # what is too much, or cannot be seen
    (body(why="录" * 1001), [("too_long", "why")]),
    (body(why="=" + "录" * 1000), [("too_long", "why")]),
    (
        body(figure="a" * 301, right="9" * 61, source="x" * 501),
        [("too_long", name) for name in ("figure", "right", "source")],
    ),
    (body(right="98\u200b5盏"), [("invisible", "right")]),
    (body(source="\u202e青禾镇2023年工作总结"), [("invisible", "source")]),
    (body(why=f"{WHY}\x00"), [("invisible", "why")]),
    (body().encode("gb18030"), [("not_text", "")]),
    (body().encode("utf-16"), [("not_text", "")]),
    (b"x" * 1024 * 1024, [("too_large", "")]),
    # what should not be public; then nothing else is told
    (body(why=f"{WHY}我的手机13812345678"), [("private", "why")]),
    (body(why=f"{WHY}电话:8765-4321", right="x"), [("private", "why")]),
    (body(why=f"{WHY}电话:8765-4321", source="总结", consent=""), [("private", "why")]),
    (body(source="青禾镇总结，0532-12345678"), [("private", "source")]),
    (body(source="青禾镇总结 １３８ １２３４ ５６７８"), [("private", "source")]),
    (body(right="37020219900307123X"), [("private", "right")]),
    (body(source="青禾镇总结 someone@mail.example"), [("private", "source")]),
    # the row
    (body(figure="lamps"), [("no_row", "figure")]),
    (body(figure="observations/2023-report/lamps-standing/2022-12-31"), [("mistyped", "figure")]),
    (body(figure="deliverables/2023-plan/2/pocket-park"), [("no_row", "figure")]),
    (body(figure="city/" + STANDING), [("mistyped", "figure")]),
    (body(figure="../../../etc/passwd"), [("no_row", "figure")]),
    (body(figure=f"~{STANDING}"), [("mistyped", "figure")]),
    (body(figure=f"town/../town/{STANDING}"), [("mistyped", "figure")]),
    (body(figure="observations/$(touch /tmp/x)"), [("no_row", "figure")]),
    # a figure that is missing needs nothing more, whatever stands in the other fields
    (body(figure="新装的路灯，2024年，还没有收录"), [("missing", "figure")]),
    (body(figure="新装的路灯，2024年，还没有收录", right="很多"), [("missing", "figure")]),
    (body(figure="Lamps in 2024"), [("missing", "figure")]),
    (body(figure="Lamps 2024"), [("no_row", "figure")]),
    # the figure
    (body(right="很多"), [("unreadable", "right")]),
    (body(right="; rm -rf ~"), [("unreadable", "right")]),
    (body(right="９８５盏"), [("unreadable", "right")]),
    (body(right="970-990盏"), [("range", "right")]),
    (body(right="980 盏"), [("same", "right")]),
    (body(figure="nothing", right="nothing"), [("no_row", "figure"), ("unreadable", "right")]),
]


@pytest.mark.parametrize(("content", "told"), INVALID)
def test_what_is_to_be_mended_is_told(content: str | bytes, told: list[tuple[str, str]]) -> None:
    assert faults(content) == told


def without_signs(markdown: str) -> str:
    """Without what ends a code span or a cell: written by number between the spans, it is a sign and no more."""
    return re.sub(r"&#(?:96|124);", "", markdown)


def test_what_the_check_refuses_is_told_in_its_words(data: Path) -> None:
    edit(data / "town/units.yaml", "  title_zh: 天\n", "  title_zh: 天\n  printed: [天]\n")
    edit(data / "town/units.yaml", "  title_zh: 盏\n", "  title_zh: 盏\n  printed: [盏, '`小时`']\n")
    before = snapshot(data)
    done = run(data, body(figure="2023-report/repair-days/2023-12-31", right="1`小时`"))
    assert (done.exit_code, done.stderr) == (1, "")
    assert "照这样改，数据检查通不过" in done.output
    assert "&#96;`小时`&#96;" in done.output
    assert activity(without_signs(done.output)) == []
    assert snapshot(data) == before


MEANT = [
    # what stands in the form; the rows that it may mean
    ("observations/2023-report/lamp-standing/2023-12-31", [STANDING]),
    ("2023-report/repair-day/2023-12-31", ["observations/2023-report/repair-days/2023-12-31"]),
    ("targets/2023-plan/2/repair-days/2023", ["targets/2023-plan/1/repair-days/2023"]),
    ("https://record.example/town/indicators/lamps-standing/", [STANDING]),
    # whatever else in the address is called like a part of an id
    ("https://2023-report.example/town/indicators/lamps-standing/", [STANDING]),
    # five at most
    (
        "https://record.example/town/indicators/lamps-installed/",
        [
            "targets/2023-plan/1/lamps-installed/2023",
            "targets/2023-plan/1/lamps-installed/east-village/2023",
            "planned/2023-plan/1/lamps-installed/2023/2023-06-30",
            "observations/2023-report/lamps-installed/2023-12-31",
            "observations/2023-report/lamps-installed/2022/2022-12-31",
        ],
    ),
    (
        "https://record.example/town/indicators/repair-days/#targets",
        ["targets/2023-plan/1/repair-days/2023", "observations/2023-report/repair-days/2023-12-31"],
    ),
]


@pytest.mark.parametrize(("written", "meant"), MEANT)
def test_the_nearest_row_is_named(written: str, meant: list[str]) -> None:
    [fault] = propose(WorkingTree(BASE), body(figure=written).encode(), DAY).faults
    assert (fault.text, fault.values) == (
        "mistyped",
        {"listed": " · ".join(f"town/{key}" for key in meant)},
    )


def test_a_missing_figure_is_received_and_final(data: Path) -> None:
    done = run(data, body(figure="新装的路灯，2024年，还没有收录"))
    assert done.exit_code == 1
    assert [line for line in done.output.splitlines() if line] == [
        "#### 收到 · Received",
        "- 收到。这是一个还没有收录的数字，不能自动处理，会有人来看，不用再改。",
        (
            "- Received. This figure is not in the record yet, which no program can settle; "
            "somebody will look at it, and there is nothing more for you to do."
        ),
    ]


def test_the_figure_that_is_meant_is_named(data: Path) -> None:
    done = run(data, body(right="９８５盏"))
    assert (done.exit_code, done.output.count("`985盏`")) == (1, len(LANGUAGES))


def test_what_waits_for_verification_hinders_nothing(data: Path) -> None:
    shutil.copy(PROBLEMS / "lock-changed/town/citations.lock", data / "town")
    assert CliRunner().invoke(main, ["check", str(data)]).exit_code == 1
    assert run(data, body()).exit_code == 0


def test_new_remarks_of_the_check_are_told_and_old_ones_are_not(data: Path) -> None:
    total = "observations/2023-report/lamps-installed/2023-12-31"
    told = [
        run(data, body(figure=figure, right=right))
        for figure, right in ((total, "211盏"), (STANDING, "985盏"))
    ]
    assert [done.exit_code for done in told] == [0, 0]
    assert [done.output.count("\n- ") for done in told] == [3 + len(LANGUAGES), 3]


def test_a_corrected_number_stays_as_provisional_as_it_was(data: Path) -> None:
    edit(data / REPORT / "observations.csv", ",980,exact,A,", ",980,exact,P,")
    assert run(data, body()).exit_code == 0
    assert ",985,exact,P," in (data / REPORT / "observations.csv").read_text(encoding="utf-8")


PACKAGE = "town/package.yaml"


def together(**packages: Tree) -> FilesTree:
    """The towns of several trees, as packages of other names in one."""
    return FilesTree(
        {
            path.replace("town/", f"{name}/", 1): entitled(content, name) if path == PACKAGE else content
            for name, tree in packages.items()
            for path, content in ((entry.path, tree.read(entry.path)) for entry in tree.entries())
        }
    )


GERMAN = {"de": "en", "zh": "zh"}


def test_a_figure_is_read_in_the_language_of_its_document() -> None:
    """While nobody knows which that is, in that of any package."""
    german, chinese = town_in(GERMAN), OverlayTree()
    trees: tuple[Tree, ...] = (
        german,
        together(a=german, b=chinese),
        together(a=chinese, b=german),
        together(a=german, b=german),
    )
    faults = [
        [fault.text for fault in propose(tree, body(figure=figure, right="九百盏").encode(), DAY).faults]
        for tree, figure in zip(trees, (STANDING, "nothing", "nothing", "nothing"), strict=True)
    ]
    assert faults == [[], ["no_row"], ["no_row"], ["no_row", "unreadable"]]


REASONS: list[tuple[dict[str, str], str, list[tuple[str, str]], str]] = [
    # the languages of a package, why a figure is wrong, why that is refused, else what the correction says
    ({"fr": "en", "en": "en"}, WHY, [("correction-reason", "reason_fr")] * 2, ""),
    (GERMAN, WHY, [], f"{OURS}|{WHY}"),
    ({**GERMAN, "es": "en"}, WHY, [], f"{OURS}|{WHY}|"),
    # a reason that may be in several of them is said to be in none
    ({"fr": "en", "en": "en"}, ENGLISH, [], f"{ENGLISH}|{AS_GIVEN}"),
    (
        {"fr": "en", "zh": "zh", "en": "en"},
        WHY_FRENCH,
        [],
        f"{WHY_FRENCH}|公众提出更正，经审核后采用，理由照原话收录。|{AS_GIVEN}",
    ),
    (
        {"fr": "en", "zh": "zh"},
        WHY_FRENCH,
        [],
        f"{WHY_FRENCH}|公众提出更正，经审核后采用，理由的原话是法文。",
    ),
]


def test_a_reason_stands_in_the_languages_of_the_package() -> None:
    """In the main one in any case; in one that has no words for it, in none."""
    found = []
    for languages, why, _, _ in REASONS:
        proposal = propose(town_in(languages), body(why=why).encode(), DAY)
        refused = [(problem.code, problem.place.field) for problem in proposal.report]
        table = proposal.files.get("town/corrections.csv", b"").decode()
        rows = [*csv.DictReader(table.splitlines())]
        told = "|".join(rows[-1][f"reason_{tag}"] for tag in languages) if rows else ""
        found.append((languages, why, refused, told))
    assert found == REASONS


def test_a_figure_without_its_unit_is_asked_for_with_it(data: Path) -> None:
    edit(data / "town/units.yaml", "  title_zh: 盏\n", "  title_zh: 盏\n  printed: [盏]\n")
    done = run(data, body(right="985"))
    assert "请连同单位照抄，例如 985盏。" in done.output
    assert "Please copy it with its unit, for instance 985盏." in done.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_is_named_in_its_own_words(language: str) -> None:
    told = lookup(language, "entry", "propose.fault.no_row")
    for key in ("propose.title", "propose.form"):
        assert f"“{lookup(language, 'site', key)}”" in told


SECTIONS = [
    # the source as given, and whether it names another section than 一/(一)
    ("青禾镇2023年工作总结，一（一）", False),
    ("青禾镇2023年工作总结 一、（一）3", False),
    ("青禾镇2023年工作总结 一/(一)", False),
    ("青禾镇2023年工作总结", False),
    ("青禾镇第一次工作总结第12页", False),
    ("青禾镇2023年工作总结，一（二）", True),
    ("青禾镇2023年工作总结，第二部分", True),
    ("青禾镇2023年工作总结 二、保障", True),
]


@pytest.mark.parametrize(("source", "other"), SECTIONS)
def test_another_section_is_told_to_the_reviewer(source: str, other: bool) -> None:  # noqa: FBT001 - a parameter of the test
    proposal = propose(WorkingTree(BASE), body(source=source).encode(), DAY)
    told = "- 提出的人写的章节和这一行的不同，请对照。这一行现在的章节"
    assert (proposal.locator, told in render(proposal, "data", LANGUAGES)) == (
        "一/(一)" if other else "",
        other,
    )


SOURCES = [
    # a source, and what of it stands in the correction
    ("长" * 200, "长" * 200),
    ("长" * 201, "长" * 199 + "…"),
    ("长" * 198 + " 短", "长" * 198 + " 短"),
    ("长" * 198 + " 短短", "长" * 198 + "…"),
    ('"总结",' + "长" * 490, '"总结",' + "长" * 194 + "…"),
]


def test_a_long_source_is_cut_in_the_correction() -> None:
    found = []
    for source, _ in SOURCES:
        files = propose(WorkingTree(BASE), body(source=source).encode(), DAY).files
        [*_, row] = csv.reader(files["town/corrections.csv"].decode().splitlines())
        found.append((source, row[-1].removeprefix("公众提出（出处：").partition("），审核后采用")[0]))
    assert found == SOURCES


def test_one_row_must_be_meant(data: Path) -> None:
    twin(data / "town", "village")
    proposal = propose(WorkingTree(data), body().encode(), DAY)
    listed = f"town/{STANDING} · village/{STANDING}"
    assert proposal.faults == [Fault("several_rows", "figure", {"listed": listed})]
    assert activity(without_signs(render(proposal, "data", LANGUAGES))) == []
    many = together(**dict.fromkeys("abcdef", OverlayTree()))
    [fault] = propose(many, body().encode(), DAY).faults
    assert fault.values["listed"] == " · ".join(f"{name}/{STANDING}" for name in "abcde")
    before = snapshot(data)
    assert run(data, body(figure=f"village/{STANDING}")).exit_code == 0
    assert sorted(difference(data, before)) == [
        "village/corrections.csv",
        f"village/{REPORT.removeprefix('town/')}/observations.csv",
    ]


def test_a_record_with_errors_of_its_own_is_nobodys_fault(data: Path) -> None:
    edit(data / REPORT / "observations.csv", ",980,", ",981,")
    assert faults(body(), data) == [("unsound", "")]
    assert run(data.parent / "none", body()).exit_code == 2


ALIKE = [
    # other forges, other systems, other habits: the same form
    body().replace("\n", "\r\n"),
    "\ufeff" + body(),
    body().replace("### ", "## "),
    body().replace("### ", "  ### "),
    body().replace("### ", "###   ").replace("\n\n", " ###\n\n", 1),
    body().replace("- [X]", "* [x]"),
    body(why=f"第一行说明：\n\n{WHY}\n### 别的标题\n再说一句。"),
    body(figure=f"<!-- 从指标页来时已经填好 -->\n`{STANDING}` "),
    body(source="青禾镇总结 https://town.example/art/2023/7/12/t20230712_7312345.html?id=16899123456789"),
    "".join(reversed(re.split(r"(?=^### )", body(), flags=re.MULTILINE))),
]


def test_only_what_a_forge_does_not_show_is_left_out() -> None:
    """A comment ends at the first sign that ends it; what stands behind is shown, signs and all."""
    fields, found = read_form(
        body(right="985<!-- 数字 -->盏<!-- 单位 --> --> ", why=f"{WHY}<!-- 理由").encode()
    )
    assert (fields["right"], found) == ("985盏 -->", [])


def test_only_a_heading_with_the_name_of_one_field_begins_it() -> None:
    others = [
        "### 别的标题",
        f"### ~{label('source', LANGUAGES)}",
        f"### {label('right', ['zh'])} / {label('source', ['en'])}",
        label("source", LANGUAGES),
    ]
    fields, found = read_form(body(why="\n".join([WHY, *others, "再说一句。"])).encode())
    assert (fields["why"], found) == (" ".join([WHY, *others, "再说一句。"]), [])


def test_fields_are_read_as_long_as_they_may_be() -> None:
    fields = {"figure": "a" * 300, "right": "9" * 60, "source": "x" * 500, "why": "录" * 1000}
    assert read_form(body(**fields).encode()) == (fields, [])


def test_a_sentence_is_asked_for_with_what_it_needs() -> None:
    needed = {"characters": "8", "words": "4"}
    assert read_form(body(why="改一改").encode())[1] == [Fault("no_sentence", "why", needed)]


def test_what_is_no_text_has_no_fields() -> None:
    assert read_form(b"\xff\xfe\x00") == ({}, [Fault("not_text")])
    too_large = read_form(b"#" * (LARGEST_BODY + 1))
    assert too_large == ({}, [Fault("too_large", values={"limit": "64"})])
    assert read_form(b"#" * LARGEST_BODY)[1] != too_large[1]


@pytest.mark.parametrize("content", ALIKE)
def test_the_form_is_known_in_other_shapes(content: str) -> None:
    assert faults(content) == []


def test_an_outcome_is_told_in_chinese_and_then_in_english(data: Path) -> None:
    done = run(data, body(right="很多", consent=""))
    assert done.exit_code == 1
    lines = [line for line in done.output.splitlines() if line]
    assert lines[0] == "#### 还不能做成修改建议 · No change can be made of this yet"
    assert lines[1].startswith("- 请在“公开”下面打勾")
    assert [line for line in lines if line.startswith("- ")][-1].startswith(
        "- Please tick the box below “Public”"
    )
    assert "请编辑上面的表" in done.output
    assert snapshot(data) == snapshot(BASE)


def test_a_valid_outcome_has_a_head_and_its_parts_stand_apart(data: Path) -> None:
    """A table needs a blank line behind it, or a forge takes the list that follows for more of its rows."""
    lines = run(data, body()).output.splitlines()
    assert lines[0].startswith("#### ")
    last = max(number for number, line in enumerate(lines) if line.startswith("|"))
    assert (lines[1], lines[2][:2], lines[last + 1]) == ("", "| ", "")


OUTCOMES: list[tuple[OverlayTree, dict[str, str], tuple[str, ...], list[str]]] = [
    # the record, what stands in the form, the languages, the lines of the answer
    (
        OverlayTree(),
        {
            "figure": "observations/2023-report/lamps-installed/2023-12-31",
            "right": "211盏",
            "source": "青禾镇2023年工作总结，一（二）",
        },
        ("zh", "en"),
        [
            "#### 更正一个数字 · Correction of a figure",
            "",
            "| 列 · Column | 改前 · Before | 改后 · After |",
            "| --- | --- | --- |",
            "| 数值 · Value | `210` | `211` |",
            "| 印出的数字 · Printed figure | `210盏` | `211盏` |",
            "",
            "- 哪一行 · Row: `town/observations/2023-report/lamps-installed/2023-12-31` `data/town/documents/2023-report/observations.csv:2`",
            "- 出处 · Source: `青禾镇2023年工作总结，一（二）`",
            "- 说明 · Explanation: `录入时把985看成了980，请改正。`",
            "- 提出的人写的章节和这一行的不同，请对照。这一行现在的章节 · The source names another section than the row, please compare. Section of the row now: `一/(一)`",
            "",
            "这个数字还没有与存档的原文核对。请先对照出处，再运行 `mingzhang verify data --archive ARCHIVE --lock`",
            "",
            "This figure is not yet verified against the archived text. Compare it with its source first, then run `mingzhang verify data --archive ARCHIVE --lock`",
            "",
            "检查时的提醒： · The check remarks:",
            "",
            "- `按 power 各部分相加是 210，总数却是 211。` `对照原文核对；如果原文就是这样，可以照原样公布，网站会把它列在“对不上的数字”里。`",
            "- `The parts by power add up to 210, but the total is 211.` `Compare with the document; if it prints the figures like this, they may be published as they are, and the site lists them among the figures that do not agree.`",
        ],
    ),
    (
        OverlayTree(),
        {},
        ("en",),
        [
            "#### Correction of a figure",
            "",
            "| Column | Before | After |",
            "| --- | --- | --- |",
            "| Value | `980` | `985` |",
            "| Printed figure | `980盏` | `985盏` |",
            "",
            "- Row: `town/observations/2023-report/lamps-standing/2023-12-31` `data/town/documents/2023-report/observations.csv:4`",
            "- Source: `青禾镇2023年工作总结，一（一）`",
            "- Explanation: `录入时把985看成了980，请改正。`",
            "",
            "This figure is not yet verified against the archived text. Compare it with its source first, then run `mingzhang verify data --archive ARCHIVE --lock`",
        ],
    ),
    (
        OverlayTree(),
        {"figure": "observations/2023-report/lamps-standing/2022-12-31", "right": "９８５盏"},
        ("zh", "en"),
        [
            "#### 还不能做成修改建议 · No change can be made of this yet",
            "",
            "- 记录里没有“哪个数字”写的这一行。是不是 `town/observations/2023-report/lamps-standing/2023-12-31`？请把要更正的那一个完整地抄进这一格。如果是少了一个数字，请在这一格用一句话写明是哪项指标、哪份文件、哪个时期，会有人来看。",
            "- “原文印的数字”读不成一个数。是不是 `985盏`？",
            "",
            "请编辑上面的表，改好以后保存，会再检查一遍。",
            "",
            "- The record has no such row as “Which figure” names. Did you mean `town/observations/2023-report/lamps-standing/2023-12-31`? Please copy the one to correct into this field, all of it. If a figure is missing, please say here in a sentence which indicator, which document and which period; somebody will look at it.",
            "- “The figure as printed” cannot be read as a number. Did you mean `985盏`?",
            "",
            "Please edit the form above and save it; it is looked at again.",
        ],
    ),
    (
        town_in({"en": "en"}),
        {},
        ("en",),
        [
            "#### No change can be made of this yet",
            "",
            "- With this change the data would not pass the check:",
            "- `“录入时把985看成了980，请改正。” is not a full reason.` `Say why it changed in a sentence of at least 4 words, in the language of the column; in responsible name a document or who is in charge. Put your own words in the place of 〈…〉.`",
            "",
            "Please edit the form above and save it; it is looked at again.",
        ],
    ),
    (
        OverlayTree(),
        {"right": "970-990盏"},
        ("zh", "en"),
        [
            "#### 收到 · Received",
            "",
            "- “原文印的数字”是一个区间，而这里记的是一个结果，只能是一个数。这份表会有人看。",
            "",
            "- “The figure as printed” is a range, and this row is a result, which is one number. Somebody will look at this form.",
        ],
    ),
    (
        OverlayTree(),
        {"right": "9" * 61, "why": "改\u200b一改"},
        ("en",),
        [
            "#### No change can be made of this yet",
            "",
            "- “The figure as printed” is too long; it may have 60 characters.",
            "- “Explanation” holds what cannot be seen (`U+200B ZERO WIDTH SPACE`), perhaps copied from a web page or from Word. Please delete it and type that part by hand.",
            "",
            "Please edit the form above and save it; it is looked at again.",
        ],
    ),
    (
        OverlayTree().write("town/units.yaml", "none"),
        {},
        ("en",),
        [
            "#### Received",
            "",
            "- The data are being worked on, so no change can be made of this now. That is not your fault; somebody will look at this form.",
        ],
    ),
]


def test_an_answer_is_told_line_by_line() -> None:
    found = []
    for tree, fields, languages, _ in OUTCOMES:
        told = render(propose(tree, body(**fields).encode(), DAY), "data", languages)
        found.append((tree, fields, languages, told.split("\n")))
    assert found == OUTCOMES


def test_hostile_words_are_shown_and_do_nothing(data: Path) -> None:
    """What passes into the record is text in a cell, and what passes into the pull request stands in code."""
    shown = re.sub(r"[\u200b\u202e]", "", ATTACKS.replace("mail@evil.example mailto:a@b.example", ""))[:900]
    done = run(data, body(why=f"录入时把985看成了980。{shown}", source=f"青禾镇总结 {shown[:400]}"))
    assert (done.exit_code, done.stderr) == (0, "")
    assert activity(without_signs(done.output)) == []
    assert "@mayor" in done.output
    assert "https://evil.example" in done.output
    [row] = [
        line
        for line in (data / "town/corrections.csv").read_text(encoding="utf-8").splitlines()
        if ",value,980," in line
    ]
    assert "@mayor" in row
    assert [problem.code for problem in report_against(WorkingTree(BASE), WorkingTree(data))] == []


@given(st.text(st.sampled_from("`|\\<>[]()!@#*_~:&;/-+=.1a 公\n\r\t\u202e\u200b"), max_size=30))
def test_no_text_is_active_in_its_code_span(text: str) -> None:
    said = without_signs(harmless(text))
    assert activity(f"| {said} | x |\n| --- | --- |\n| {said} | x |\n\n- x: {said}") == []


PIECES = st.sampled_from(
    [
        *(f"### {label(name, LANGUAGES)}" for name in FIELDS),
        *FIELDS.values(),
        "\n",
        "\n\n",
        "```",
        "<!--",
        "-->",
        "\r",
        "\x00",
        "_No response_",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=25))
def test_no_body_raises(pieces: list[str]) -> None:
    proposal = propose(WorkingTree(BASE), "".join(pieces).encode("utf-8", "replace"), DAY)
    assert bool(proposal.faults) != bool(proposal.files)
    assert activity(without_signs(render(proposal, "data", LANGUAGES))) == []


SLOW = [
    "<!--" * 16_000,
    "# " + " " * 60_000 + "x",
    "### " + "#" * 60_000,
    body(why="a" * 60_000),
    body(why="1-" * 30_000, source="a.b" * 20_000),
    body(consent="- [" * 20_000),
    body(figure="a/" * 30_000, right="一" * 20_000),
    body(figure="a/" * 140, right="9," * 29),
]


@pytest.mark.parametrize("content", SLOW)
def test_no_body_takes_long(content: str) -> None:
    """Each would take minutes if anything that reads it looked at every piece from every place."""
    assert faults(content)


TABLE_FACTS = FACTS.format(start="2022-01-01")
TABLE_ROWS = (
    "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure,note_zh,note_en\n"
    "lamps-standing,qinghe,2022-01-01,2022-12-31,2022-12-31,{row},表1/#B3,,,\n"
)
OF_A_CELL = [
    # what is proposed: the value then, or why it is refused
    ("510", "510", ()),
    ("510盏", "510", ()),
    ("500", "", (("same", "right"),)),
    ("500盏", "", (("same", "right"),)),
]


@pytest.mark.parametrize("row", ["500,,", "500,exact,A"])
@pytest.mark.parametrize(("right", "value", "refused"), OF_A_CELL)
def test_a_cell_of_a_statistical_table_gets_no_printed_figure(
    data: Path, right: str, value: str, refused: tuple[tuple[str, str], ...], row: str
) -> None:
    folder = data / "town/documents/2022-statistics"
    folder.mkdir()
    (folder / "document.yaml").write_text(TABLE_FACTS, encoding="utf-8")
    (folder / "observations.csv").write_text(TABLE_ROWS.format(row=row), encoding="utf-8")
    key = "observations/2022-statistics/lamps-standing/2022-12-31"
    proposal = propose(WorkingTree(data), body(figure=key, right=right).encode(), DAY)
    assert [(fault.text, fault.about) for fault in proposal.faults] == [*refused]
    rows = [data.decode() for path, data in proposal.files.items() if "2022-statistics" in path]
    corrected = f"{row.replace('500', value)},表1/#B3,,,\n"
    assert [written.rpartition("2022-12-31,")[2] for written in rows] == ([] if refused else [corrected])
