"""New packages, documents and indicators: asked for, read at once, written whole or not at all."""

from __future__ import annotations

import hashlib
import re
import shutil
import string
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from folders import ARCHIVE, BASE, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from overlays import REPORT
from trying import tries

from generator.cli import main
from generator.commands import new
from generator.core import codes
from generator.core.languages import interface
from generator.core.messages import catalogue
from generator.core.model import Ledger, Package
from generator.core.periods import period_name, period_of
from generator.editing.skeletons import document_files, package_files, problem_of, schema_line
from generator.format import tables
from generator.reading.load import load
from generator.reading.trees import WorkingTree

SHA = "0" * 64

QINGHE = {
    "title-zh": "青禾镇工作目标与进展",
    "title-en": "Qinghe Town: goals and progress",
    "publisher-id": "town-government",
    "publisher-zh": "青禾镇人民政府",
    "publisher-en": "Qinghe Town Government",
    "area-id": "qinghe",
    "area-zh": "青禾镇",
    "area-en": "Qinghe Town",
    "licence": "CC0-1.0",
    "officers": "published",
    "theme-id": "lighting",
    "theme-zh": "路灯",
    "theme-en": "Street lamps",
}
TITLES = {"title-zh": "清河市工作目标与进展", "title-en": "Goals of the city"}
CITY = {**QINGHE, **TITLES}
"""Another package beside that of the town."""

PLAN_2024 = {
    "kind": "plan",
    "title-zh": "青禾镇2024年工作计划",
    "title-en": "Work plan of Qinghe Town for 2024",
    "publisher-id": "town-government",
    "period": "2024",
    "published": "2024-01-10",
    "completeness": "excerpt",
    "archive-sha256": SHA,
    "goal-number": "3-1",
    "goal-locator": "一/1",
    "goal-title-zh": "新装路灯",
    "goal-title-en": "New street lamps",
    "goal-summary-zh": "镇上再装三百盏路灯。",
    "goal-summary-en": "Three hundred more street lamps.",
    "goal-themes": "lighting greening",
}
REPORT_2024 = {
    "kind": "report",
    "title-zh": "青禾镇2024年上半年总结",
    "title-en": "Report of Qinghe Town on the first half of 2024",
    "publisher-id": "works-office",
    "period": "2024-h1",
    "published": "",
    "completeness": "full",
    "archive-sha256": SHA,
}
TREES = {
    "theme": "greening",
    "title-zh": "新栽的树",
    "title-en": "Trees planted",
    "definition-zh": "一年里新栽的树。",
    "definition-en": "Trees planted within the year.",
    "unit-id": "tree",
    "unit-zh": "棵",
    "unit-en": "trees",
    "measure": "flow",
    "ascending": "true",
}
SECTION = ("--section", "一", "主要目标", "--heading", "en", "一", "Main goals")


def options(answers: Mapping[str, str]) -> list[str]:
    return [part for name, answer in answers.items() for part in (f"--{name}", answer)]


def run(data: Path, *arguments: str, input: str | None = None) -> Result:  # noqa: A002 - as Click names it
    result = CliRunner().invoke(main, ["new", *arguments, "--data", str(data)], input=input)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def ledger(data: Path) -> Ledger:
    found, report = load(WorkingTree(data))
    assert found is not None, report.render("text", "zh")
    return found


def contents(data: Path) -> dict[str, bytes]:
    return {
        path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()
    }


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "data")
    return tmp_path / "data"


# What is written


TOLD = {
    "publisher_id": "town",
    "publisher_kk": "Қала",
    "publisher_zh": "镇",
    "publisher_en": "",
    "title_kk": "Т",
    "title_zh": "标",
    "title_en": "",
    "area_id": "q",
    "area_kk": "Қ",
    "area_zh": "青",
    "theme_id": "l",
    "theme_kk": "Ш",
    "theme_zh": "灯",
    "theme_en": "Lamps",
    "licence": "CC0-1.0",
    "description_zh": "数据。",
}
LISTS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    # the languages of a package, its lists
    (
        ("kk", "en"),
        {
            "themes": {"l": {"title_kk": "Ш", "title_en": "Lamps"}},
            "organisations": {"town": {"title_kk": "Қала"}},
            "areas": {"q": {"title_kk": "Қ"}},
            "units": {"percent": {"title_kk": "%", "printed": ["%"]}},
        },
    ),
    (
        ("zh", "kk", "en"),
        {
            "themes": {"l": {"title_zh": "灯", "title_kk": "Ш", "title_en": "Lamps"}},
            "organisations": {"town": {"title_zh": "镇", "title_kk": "Қала"}},
            "areas": {"q": {"title_zh": "青", "title_kk": "Қ"}},
            "units": {
                "item": {"title_zh": "个", "title_en": "number", "printed": ["个"]},
                "percent": {"title_zh": "%", "title_en": "%", "printed": ["%"]},
            },
        },
    ),
]


def test_a_package_is_written_in_its_languages_as_far_as_it_was_told() -> None:
    found = []
    for languages, _ in LISTS:
        files = package_files("town", TOLD, languages)
        read = {
            path.removeprefix("town/").removesuffix(".yaml"): yaml.safe_load(files[path]) for path in files
        }
        package = read.pop("package")
        found.append((languages, read))
        # A ready sentence stands in where nothing was told, in the languages that there are sentences of.
        assert package.keys() >= {f"disclaimer_{tag}" for tag in languages if tag != "kk"}
        assert not package.keys() & {"description_kk", "disclaimer_kk", "title_en"}
        names = {"kk": "Қала", "zh": "镇"}
        assert f"documents of {names[languages[0]]}," in package["description_en"]
        assert package.get("description_zh") == ("数据。" if "zh" in languages else None)
    assert found == LISTS
    told = package_files("town", TOLD | {"publisher_en": "Town"}, ("zh", "en"))
    assert "documents of Town," in yaml.safe_load(told["town/package.yaml"])["description_en"]


def test_what_is_asked_of_a_document_and_of_its_goal_stands_apart() -> None:
    answers = {
        "goal_number": "1",
        "goal_title_zh": "目标",
        "goal_themes": "a b",
        "kind": "plan",
        "title_zh": "计划",
    }
    sections = [("一", {"title_zh": "甲", "title_en": ""})]
    files = document_files("town/documents/x", answers, sections, {"power": ("grid",)}, ("zh", "en"))
    read = {path.rpartition("/")[2]: text.decode() for path, text in files.items()}
    assert yaml.safe_load(read["document.yaml"]) == {
        "title_zh": "计划",
        "kind": "plan",
        "sections": {"一": {"title_zh": "甲"}},
    }
    assert yaml.safe_load(read["goals.yaml"]) == {"1": {"title_zh": "目标", "themes": ["a", "b"]}}
    # What is broken down is reported, not promised.
    assert {name for name, text in read.items() if "power" in text} == set()
    report = document_files("town/documents/y", {"kind": "report"}, (), {"power": ("grid",)}, ("zh", "en"))
    assert {path for path, text in report.items() if b",power," in text} == {
        "town/documents/y/observations.csv"
    }


SCHEMAS = {
    # files, the schema that editors are told
    "town/package.yaml": "../../schemas/package.json",
    "town/units.yaml": "../../schemas/units.json",
    "town/indicators/parks.yaml": "../../../schemas/indicators.json",
    "town/documents/x/goals.yaml": "../../../../schemas/goals.json",
}


def test_a_file_names_its_schema() -> None:
    found = {path: schema_line(path).removeprefix("# yaml-language-server: $schema=") for path in SCHEMAS}
    assert found == SCHEMAS


UNSOUND = {
    # what is answered, what the check would say
    "a\u200b\x07": "control-character",
    "a\u200b": "invisible-character",
    "a\nb": "yaml-multiline",
    "a": None,
    "": "missing-value",
}


def test_an_answer_is_judged_as_the_check_does() -> None:
    title = tables.DOCUMENT.in_languages(("zh",)).by_name["title_zh"]
    problems = {answer: problem_of(title, answer) for answer in UNSOUND}
    assert {answer: problem and problem.code for answer, problem in problems.items()} == UNSOUND


# Periods


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-h1", "2023-01-01", "2023-06-30"),
        ("2023-h2", "2023-07-01", "2023-12-31"),
        ("2023-q2", "2023-04-01", "2023-06-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-01-01/2025-12-31", "2021-01-01", "2025-12-31"),
    ],
)
def test_periods_by_their_names(name: str, start: str, end: str) -> None:
    assert period_of(name) == (date.fromisoformat(start), date.fromisoformat(end))


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 30))


@given(DAYS, DAYS)
def test_a_period_comes_back_from_its_name(start: date, end: date) -> None:
    assert period_of(period_name(start, end)) == (start, end)


@given(st.from_regex(r"[0-9]{3}[1-9](?:-(?:h[12]|q[1-4]|0[1-9]|1[0-2]))?", fullmatch=True))
def test_a_name_comes_back_from_its_period(name: str) -> None:
    if name[:4] != "9999":
        assert period_name(*period_of(name)) == name


@pytest.mark.parametrize(
    "name", ["", "2023-h3", "2023-13", "2023-00", "0000", "23", "２０２３", "2023-02-30/2023-03-01"]
)
def test_what_is_no_period(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        period_of(name)


# By options


def test_a_package_by_options(empty: Path) -> None:
    result = run(empty, "package", "town", *options(QINGHE))
    assert (result.exit_code, result.stderr) == (0, "")
    made = ledger(empty).packages["town"]
    assert (made.title.own("zh"), made.title.own("en")) == (QINGHE["title-zh"], QINGHE["title-en"])
    assert made.organisations["town-government"].title.own("zh") == "青禾镇人民政府"
    assert (made.areas["qinghe"].title.own("en"), made.area_id) == ("Qinghe Town", "qinghe")
    assert (made.licence, made.officers, made.version) == ("CC0-1.0", codes.Officers.PUBLISHED, "0.1.0")
    assert made.themes["lighting"].title.own("zh") == "路灯"
    assert made.description.own("zh").startswith("青禾镇人民政府公开文件里")
    assert "published documents" in made.disclaimer.own("en")
    assert result.stdout.count("（新）") == 5
    assert "mingzhang new document town ID " in result.stdout


def test_ready_sentences_can_be_replaced(empty: Path) -> None:
    run(empty, "package", "town", *options({**QINGHE, "disclaimer-zh": "数据只用于测试。"}))
    assert ledger(empty).packages["town"].disclaimer.own("zh") == "数据只用于测试。"


def test_only_ready_sentences_are_to_be_put_into_own_words(empty: Path) -> None:
    own = {f"{text}-{tag}": "一句话。" for text in ("description", "disclaimer") for tag in ("zh", "en")}
    assert "现成的句子" not in run(empty, "package", "town", *options({**QINGHE, **own})).stdout
    assert "现成的句子" in run(empty, "package", "city", *options(CITY)).stdout


def test_own_sentences_are_needed_in_the_main_language_only(empty: Path) -> None:
    own = {
        "description-zh": "一句话。",
        "description-en": "",
        "disclaimer-zh": "一句话。",
        "disclaimer-en": "",
    }
    result = run(empty, "package", "town", *options({**QINGHE, **own}))
    assert (result.exit_code, result.stderr) == (0, "")
    facts = (empty / "town/package.yaml").read_text(encoding="utf-8")
    assert ("description_zh" in facts, "description_en" in facts) == (True, False)


OPTIONAL = ("title-en", "goal-title-en", "goal-summary-en")


def test_what_may_be_left_out_is_not_asked_where_nobody_can_answer(town: Path) -> None:
    """A script that gave all that is needed ended at the first question that it did not know of."""
    given = {name: text for name, text in PLAN_2024.items() if name not in OPTIONAL}
    result = run(town, "document", "town", "2024-plan", *options(given), *SECTION, input="")
    assert result.exit_code == 0
    facts = (town / "town/documents/2024-plan/document.yaml").read_text(encoding="utf-8")
    assert "\ntitle_en" not in facts


def test_what_is_needed_is_not_left_out_where_nobody_can_answer(town: Path) -> None:
    given = {name: text for name, text in PLAN_2024.items() if name != "title-zh"}
    result = run(town, "document", "town", "2024-plan", *options(given), *SECTION, input="")
    assert result.exit_code != 0
    assert not (town / "town/documents/2024-plan").exists()


def test_a_plan_by_options(town: Path) -> None:
    result = run(
        town,
        "document",
        "town",
        "2024-plan",
        *options(PLAN_2024),
        *SECTION,
        *("--section", "二", "保障", "--heading", "en", "二", "Means"),
    )
    assert (result.exit_code, result.stderr) == (0, "")
    made = ledger(town).packages["town"]
    document = made.documents["2024-plan"]
    assert (document.period.start, document.period.end) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (document.published, document.archive_sha256) == (date(2024, 1, 10), SHA)
    assert [(locator, title.own("zh"), title.own("en")) for locator, title in document.sections.items()] == [
        ("一", "主要目标", "Main goals"),
        ("二", "保障", "Means"),
    ]
    goal = made.goals["2024-plan/3-1"]
    assert (goal.locator, goal.title.own("zh"), goal.themes) == ("一/1", "新装路灯", ("lighting", "greening"))
    assert (town / "town/documents/2024-plan/targets.csv").read_text() == (
        "goal,indicator_id,area_id,period_start,period_end,comparator,value,value_upper,baseline,"
        "locator,figure,occurrence,note_zh,note_en\n"
    )


def test_a_report_has_the_columns_of_the_breakdowns_that_were_asked_for(town: Path) -> None:
    asked = ("--breakdown", "power")
    result = run(town, "document", "town", "2024-h1", *options(REPORT_2024), *SECTION, *asked)
    assert (result.exit_code, result.stderr) == (0, "")
    folder = town / "town/documents/2024-h1"
    names = {path.name for path in folder.iterdir()}
    assert names == {"document.yaml", "observations.csv", "progress.csv"}
    head = (town / REPORT / "observations.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert (folder / "observations.csv").read_text() == f"{head}\n"
    # What a clerk writes next is accepted.
    with (folder / "observations.csv").open("a", encoding="utf-8") as table:
        table.write("lamps-installed,qinghe,,2024-01-01,2024-06-30,2024-06-30,90,exact,A,,,,,一,90盏,,,\n")
    assert "2024-h1/lamps-installed/2024-06-30" in ledger(town).packages["town"].observations


def test_a_statistical_table(town: Path) -> None:
    result = run(town, "document", "town", "yearbook", *options({**REPORT_2024, "kind": "dataset"}), *SECTION)
    assert result.exit_code == 0
    names = {path.name for path in (town / "town/documents/yearbook").iterdir()}
    assert names == {"document.yaml", "observations.csv"}
    assert "town/yearbook.csv" in result.output
    assert "yearbook.txt" not in result.output


def test_no_headings_are_looked_for_in_a_statistical_table(town: Path, tmp_path: Path) -> None:
    """The file of a table holds cells alone; its section is what the keeper calls it."""
    table = tmp_path / "town" / "yearbook.csv"
    table.parent.mkdir()
    table.write_text("year,lamps\n2024,90\n", encoding="utf-8")
    answers = {name: answer for name, answer in REPORT_2024.items() if name != "archive-sha256"}
    given = (*options({**answers, "kind": "dataset"}), *SECTION, "--text", str(table))
    result = run(town, "document", "town", "yearbook", *given)
    assert result.exit_code == 0
    assert [word for word in ("yearbook.txt", "yearbook.csv", "“一”") if word in result.output] == []
    checksum = hashlib.sha256(table.read_bytes()).hexdigest()
    assert checksum in (town / "town/documents/yearbook/document.yaml").read_text(encoding="utf-8")


def test_the_checksum_comes_from_the_text(town: Path, tmp_path: Path) -> None:
    text = tmp_path / "town" / "again.txt"
    text.parent.mkdir()
    text.write_bytes((ARCHIVE / "town" / "2023-report.txt").read_bytes() + b"2024\n")
    answers = {name: answer for name, answer in REPORT_2024.items() if name != "archive-sha256"}
    sections = (
        "--section",
        "一",
        "完成情况",
        "--section",
        "九",
        "没有的一节",
        "--heading",
        "en",
        "九",
        "No such section",
    )
    result = run(town, "document", "town", "again", *options(answers), "--text", str(text), *sections)
    assert result.exit_code == 0
    documents = ledger(town).packages["town"].documents
    assert documents["again"].archive_sha256 == hashlib.sha256(text.read_bytes()).hexdigest()
    assert re.findall(r"照着“(.)”", result.stderr) == ["九"]  # it is told, and written all the same


def test_a_document_without_an_archived_text_needs_no_checksum(town: Path) -> None:
    answers = options({**REPORT_2024, "archive-sha256": ""})
    result = run(town, "document", "town", "again", *answers, *SECTION)
    assert (result.exit_code, result.stderr) == (0, "")
    facts = (town / "town/documents/again/document.yaml").read_text(encoding="utf-8")
    assert ("archive_sha256" in facts, ledger(town).packages["town"].documents["again"].archive_sha256) == (
        False,
        "",
    )


def test_an_indicator_by_options(town: Path) -> None:
    result = run(town, "indicator", "town", "trees-planted", *options(TREES))
    assert (result.exit_code, result.stderr) == (0, "")
    made = ledger(town).packages["town"]
    indicator = made.indicators["trees-planted"]
    assert (indicator.theme_id, indicator.unit_id, indicator.measure, indicator.ascending) == (
        "greening",
        "tree",
        codes.Measure.FLOW,
        True,
    )
    assert (made.units["tree"].title.own("zh"), made.units["tree"].title.own("en")) == ("棵", "trees")
    assert "indicators/greening.yaml（新）" in result.stdout
    assert "units.yaml（加在末尾）" in result.stdout


FILES_AS_THEY_COME = [
    # how the file of the theme was left by its author
    lambda content: content,
    lambda content: "# 路灯的指标\n\n" + content + "# 完\n",
    lambda content: content.rstrip("\n"),
    lambda content: content.replace("\n", "\r\n"),
    lambda content: "\ufeff" + content,
]


@pytest.mark.parametrize("left", FILES_AS_THEY_COME, ids=["as is", "comments", "open end", "CRLF", "BOM"])
def test_an_indicator_touches_no_other_byte(town: Path, left: Any) -> None:
    path = town / "town/indicators/lighting.yaml"
    path.write_bytes(left(path.read_text(encoding="utf-8")).encode())
    before = contents(town)
    result = run(
        town, "indicator", "town", "lamps-lost", *options({**TREES, "theme": "lighting", "unit-id": "lamp"})
    )
    assert result.exit_code == 0, result.output
    after = contents(town)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"town/indicators/lighting.yaml"}
    old, text = before["town/indicators/lighting.yaml"].decode(), path.read_bytes().decode()
    at = text.index("lamps-lost:")
    added = text[at : text.index("ascending: true", at)].partition("\n")[0]
    assert added.rstrip("\r") == "lamps-lost:"
    kept = old.removesuffix("# 完\n")
    assert text.startswith(kept)
    assert text.endswith(old.removeprefix(kept))
    assert text.count("\n") - text.count("\r\n") in (0, text.count("\n"))
    assert "lamps-lost" in ledger(town).packages["town"].indicators


# By questions


def lines(*answers: str) -> str:
    return "".join(f"{answer}\n" for answer in answers)


def test_a_package_by_questions(empty: Path) -> None:
    answers = lines(
        *("青禾镇", "Qinghe"),
        *("", "青禾镇人民政府", "Qinghe Town Government"),  # Enter: the id of the package
        *("", "青禾镇", "Qinghe Town"),
        *("随便", ""),  # no licence of this name; Enter: the usual one
        *("", "路灯", "lighting", "路灯", "Street lamps"),  # a theme's id is not Chinese
    )
    result = run(empty, "package", "青禾", input=lines("Qinghe", "data", "qinghe") + answers)
    assert result.exit_code == 0, result.output
    told = [line for line in result.stderr.splitlines() if not line.startswith("→")]
    assert told == [
        "“青禾”不能用作代码（id）。",
        "“Qinghe”不能用作代码（id）。",
        "数据包不能叫“data”，这个网址是网站自己的。",
        "“数据的许可”不能是“随便”，只能是：CC-BY-4.0 · CC-BY-SA-4.0 · CC0-1.0 · ODC-By-1.0 · ODbL-1.0。",
        "“路灯”不能用作代码（id）。",
    ]
    made = ledger(empty).packages["qinghe"]
    assert (made.publisher_id, made.area_id, made.licence) == ("qinghe", "qinghe", "CC-BY-4.0")
    assert made.officers is codes.Officers.WITHHELD
    assert "CC0-1.0      放弃一切权利" in result.stdout


def test_a_plan_by_questions(town: Path) -> None:
    answers = lines(
        *("计划", "plan", "2024年计划", "Plan for 2024"),
        *("town", ""),  # no such organisation; Enter: the package's own
        *("2024年", "2024-06-30/2024-01-01", "1712", "2024"),
        *("昨天", "", "", "123", SHA),
        *("第 一", "一", "", "主要目标", "Main goals", "一", ""),  # a heading is needed; one section once
        *("", "一/1", "新装路灯", "New lamps", "再装三百盏。", "300 more."),
        *("lights", "lighting lighting", "", "lighting"),
    )
    result = run(town, "document", "town", "2024-plan", input=answers)
    assert result.exit_code == 0, result.output
    told = [line for line in result.stderr.splitlines() if not line.startswith("→")]
    assert told == [
        "“文件的种类”不能是“计划”，只能是：plan · report · dataset。",
        "在单位（organisations.yaml）里找不到“town”。",
        catalogue("zh", "new")["refused"]["period"].format(value="2024年"),
        "结束日期 2024-01-01 早于开始日期 2024-06-30。",
        "“1712-01-01”不是规范的日期。",
        "“昨天”不是规范的日期。",
        "“123”不是 SHA-256 校验值。",
        "“第 一”不是规范的出处。",
        "“这一节的中文标题”不能空着。",
        "“一”已经有了，请换一个。",
        "在领域（themes.yaml）里找不到“lights”。",
        "“lighting lighting”在列表里写了两次。",
        "“属于哪些领域”不能空着。",
    ]
    made = ledger(town).packages["town"]
    assert made.documents["2024-plan"].publisher_id == "town-government"
    assert made.documents["2024-plan"].published is None
    assert list(made.documents["2024-plan"].sections) == ["一"]
    assert made.goals["2024-plan/1"].themes == ("lighting",)
    assert "已有：lighting 路灯 · greening 绿化" in result.stdout
    assert "degraded     转载的副本" in result.stdout


def test_an_indicator_by_questions(town: Path) -> None:
    answers = lines(
        *("trees", "greening", "新栽的树", "Trees planted", "一年里新栽的树。", "Trees planted in the year."),
        *("棵", "tree", "n", "trees", "y", "棵", "trees"),  # not that unit after all
        *("多少", "flow", "是", "true"),
    )
    result = run(town, "indicator", "town", "lamps-installed", input="trees-planted\n" + answers)
    assert result.exit_code == 0, result.output
    told = [line for line in result.stderr.splitlines() if not line.startswith("→")]
    assert told == [
        "“lamps-installed”已经有了，请换一个。",
        "在领域（themes.yaml）里找不到“trees”。",
        "“棵”不能用作代码（id）。",
        "“怎么计量”不能是“多少”，只能是：flow · stock · rate · limit · budget。",
        "“是”不是 true 或 false。",
    ]
    made = ledger(town).packages["town"]
    assert made.indicators["trees-planted"].unit_id == "trees"
    assert "tree" not in made.units
    assert "已有：lamp 盏 · percent % · day 天" in result.stdout


EMPTY = [
    # what is left empty or is no known id (nothing else can be asked then); what is said of it
    ({"unit-id": ""}, "“计量单位的代码”不能空着。\n→ 例如 tree"),
    ({"unit-zh": ""}, "“这个单位的中文写法”不能空着。\n→ 例如 公里"),
    ({"title-zh": ""}, "“指标的中文名称”不能空着。\n→ 请填上。"),
    ({"definition-zh": ""}, "“衡量什么（中文）”不能空着。\n→ 例如 一年里改造完成的供热管网长度。"),
    ({"measure": ""}, "“怎么计量”不能空着。\n→ 请填上。"),
    ({"theme": ""}, "“属于哪个领域”不能空着。\n→ 只能从上面列出的里选：lighting · greening"),
    ({"theme": "water"}, "找不到“water”。\n→ 只能从上面列出的里选：lighting · greening"),
    ({"theme": "lightning"}, "→ 是不是“lighting”？"),
    ({"theme": "水"}, "→ 只用小写英文字母"),
]


@pytest.mark.parametrize(("left", "said"), EMPTY)
def test_what_is_left_empty_is_asked_for_in_the_words_of_the_question(
    town: Path, left: dict[str, str], said: str
) -> None:
    result = run(town, "indicator", "town", "trees-planted", *options({**TREES, **left}), input="")
    assert said in result.stderr


def test_a_new_document_can_be_filled_in_a_workbook(town: Path) -> None:
    result = run(town, "document", "town", "2024-plan", *options(PLAN_2024), *SECTION)
    assert "mingzhang sheet export --document 2024-plan --package town" in result.stdout


def test_without_being_asked_for_a_breakdown_has_no_column(town: Path) -> None:
    assert run(town, "document", "town", "2024-h1", *options(REPORT_2024), *SECTION).exit_code == 0
    table = town / "town/documents/2024-h1/observations.csv"
    assert table.read_text(encoding="utf-8").startswith("indicator_id,area_id,period_start,")


def test_a_breakdown_must_be_declared(town: Path) -> None:
    asked = ("--breakdown", "season")
    result = run(town, "document", "town", "2024-half", *options(REPORT_2024), *SECTION, *asked)
    assert (result.exit_code, "season" in result.stderr) == (2, True)
    assert not (town / "town/documents/2024-half").exists()


def test_every_example_belongs_to_a_question_and_is_accepted(town: Path) -> None:
    examples = catalogue("zh", "new")["example"]
    asked = {name for questions in catalogue("zh", "new")["ask"].values() for name in questions}
    assert set(examples) <= asked
    given = {name.replace("_*", "_zh").replace("_", "-"): text for name, text in examples.items()}
    package = {name: given.get(name, answer) for name, answer in CITY.items() if name not in TITLES} | TITLES
    assert run(town, "package", "other", *options(package)).exit_code == 0
    plan = {name: given.get(name, answer) for name, answer in PLAN_2024.items() if name != "publisher-id"}
    made = options({**plan, "publisher-id": "town-government"})
    assert run(town, "document", "town", "other", *made, *SECTION).exit_code == 0
    trees = {name: given.get(name, answer) for name, answer in TREES.items()}
    assert run(town, "indicator", "town", "other", *options(trees)).exit_code == 0


AGREED = [
    # what is answered to whether a unit is to be added, then to what it is called, and to whether more is better
    (("oui",), ("non", "false"), ["« non » n’est ni true ni false.", "→ Écrivez : false"]),
    (("",), ("true",), []),
    (
        ("peut-être", "是"),
        ("VRAI", "true"),
        [
            "« peut-être » n’est ni true ni false.",
            "→ Écrivez true (oui) ou false (non).",
            "« VRAI » n’est ni true ni false.",
            "→ Écrivez : true",
        ],
    ),
    (
        ("x", "O", "1", "0", "✓", "√", "o", "oui"),
        ("true",),
        [
            line
            for sign in ("x", "O", "1", "0", "✓", "√", "o")
            for line in (f"« {sign} » n’est ni true ni false.", "→ Écrivez true (oui) ou false (non).")
        ],
    ),
]


@pytest.mark.parametrize(("unit", "ascending", "told"), AGREED)
def test_yes_and_no_are_answered_in_any_words(
    town: Path, unit: tuple[str, ...], ascending: tuple[str, ...], told: list[str]
) -> None:
    """In French “oui” was no answer, and “non” was told to be neither without what to write."""
    left = ("unit-id", "unit-zh", "unit-en", "ascending")
    given = options({name: text for name, text in TREES.items() if name not in left})
    answers = lines("tree", *unit, "棵", "trees", *ascending)
    result = run(town, "indicator", "town", "trees-planted", *given, "--lang", "fr", input=answers)
    assert result.exit_code == 0, result.output
    assert result.stderr.replace("\u00a0", " ").splitlines() == told
    assert "[oui/non]" in result.stdout


def test_the_questions_can_be_asked_in_english(town: Path) -> None:
    chinese = options({name: TREES[name] for name in ("title-zh", "definition-zh")})
    answers = lines("x", "greening", "Trees", "Trees planted.", "lamp", "flow", "true")
    result = run(town, "indicator", "town", "trees-planted", "--lang", "en", *chinese, input=answers)
    assert result.exit_code == 0
    assert re.findall(r"[\u4e00-\u9fff，。：]", result.output) == []
    assert result.stderr.startswith("There is no “x” in themes.yaml.")


# Nothing is written but what is sound, and nothing is overwritten


def test_what_stands_there_is_never_overwritten(town: Path) -> None:
    before = contents(town)
    for arguments, said in (
        (("package", "town", *options(QINGHE)), "文件夹“town”里已经有内容"),
        (
            ("document", "town", "2023-plan", *options(PLAN_2024), *SECTION),
            "文件夹“town/documents/2023-plan”",
        ),
        (("indicator", "town", "lamps-standing", *options(TREES)), "“lamps-standing”已经有了"),
        (("indicator", "town", "repair-days", *options(TREES)), "“repair-days”已经有了"),
    ):
        result = run(town, *arguments, input="")
        assert result.exit_code == 1
        assert said in result.stderr
    assert contents(town) == before


def test_an_unknown_package_is_misuse(town: Path) -> None:
    for arguments in (("document", "city", "x"), ("indicator", "city", "x")):
        result = run(town, *arguments)
        assert result.exit_code == 2
        assert "没有“city”这个数据包。已有的数据包：town" in result.stderr


def test_without_any_package_the_first_one_is_called_for(empty: Path) -> None:
    result = run(empty, "document", "city", "x")
    assert (result.exit_code, "还没有数据包。先运行 mingzhang new package city" in result.stderr) == (2, True)


def test_a_broken_record_is_told_before_anything_is_asked(town: Path) -> None:
    path = town / "town/themes.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("greening:", "绿化:"), encoding="utf-8")
    before = contents(town)
    for arguments in (("package", "x"), ("document", "town", "x"), ("indicator", "town", "x")):
        result = run(town, *arguments, input="")
        assert result.exit_code == 1
        assert "[bad-id]" in result.stdout
        assert "：" not in result.stdout.partition("\n")[0]
        assert result.stdout.endswith("共 1 个错误、0 个提醒。\n什么都没有写入。\n")
    assert contents(town) == before


def test_the_folder_must_be_there(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere", "package", "town", *options(QINGHE))
    assert result.exit_code == 1
    assert "[missing-folder]" in result.stdout


def test_what_only_the_whole_record_shows_is_told_and_nothing_is_written(empty: Path) -> None:
    long = {**QINGHE, "publisher-zh": "镇" * 1999}  # the ready description becomes too long with it
    result = run(empty, "package", "town", *options(long))
    assert result.exit_code == 1
    assert "[text-too-long]" in result.stdout
    assert contents(empty) == {}


def test_a_name_that_no_file_can_have(town: Path) -> None:
    before = contents(town)
    for arguments in (
        ("package", "x" * 300, *options(QINGHE)),
        ("document", "town", "x" * 300, *options(PLAN_2024), *SECTION),
    ):
        result = run(town, *arguments)
        assert result.exit_code == 1
        assert "100" in result.stderr  # characters that it may have
        assert contents(town) == before


def test_rows_that_wait_for_verification_are_no_hindrance(town: Path) -> None:
    (town / "town/citations.lock").write_text("citation,sha256,offset,row\n", encoding="utf-8")
    assert "lock-missing" in {problem.code for problem in load(WorkingTree(town))[1]}
    assert run(town, "indicator", "town", "trees-planted", *options(TREES)).exit_code == 0


HOSTILE = [
    *("a: b", "- a", "# 注", "值 # 注", "'", '"', "“引”", "{a: b}", "[a]", "*a", "&a", "!!str a", "| a", "> a", "%a", "@a"),
    *("`a`", "a:", ": a", "?", "? a", "---", "...", "null", "~", "yes", "0x1f", "1e5", "2023-01-01", "true", "007", "，"),
    *("a\nb", "a\r\nb: c", "a\tb", " a", "a ", "", "零\u200b宽", "\ufeffa", "a\x1b[31m", "\u202ea", "\ud800", "🌳", "👨‍👩‍👧"),
    *("长" * 2000, "长" * 2001, "a" * 5000, "{publisher}", "{0}", "%s", "<script>", "title_zh: 一\ntitle_zh: 二", "\u2028"),
]  # fmt: skip
ANSWERS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=30),
    st.text("'\"#:-{}[]&*!|>%@`,? \n\\ab长\u200b", max_size=12),
)


def written_or_refused(data: Path, result: Result, before: Mapping[str, bytes]) -> Package | None:
    """The town after the command, None where the answer was refused; a traceback has failed the test already."""
    if result.exit_code:
        assert result.exit_code == 1
        assert contents(data) == before
        return None
    return ledger(data).packages["town"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "data"


def fresh(data: Path, base: Path | None) -> dict[str, bytes]:
    """The folder as it was, without work for what has not changed."""
    wanted = contents(base) if base else {}
    for path in contents(data).keys() - wanted.keys() if data.exists() else ():
        (data / path).unlink()
    for path, content in wanted.items():
        (data / path).parent.mkdir(parents=True, exist_ok=True)
        (data / path).write_bytes(content)
    data.mkdir(exist_ok=True)
    return wanted


HOSTILITY = settings(
    max_examples=tries(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@HOSTILITY
@given(answer=ANSWERS)
def test_an_indicator_holds_the_very_answer(data: Path, answer: str) -> None:
    before = fresh(data, BASE)
    hostile = {"definition-zh": answer, "title-en": answer, "unit-zh": answer}
    result = run(data, "indicator", "town", "trees-planted", *options({**TREES, **hostile}), input="")
    if package := written_or_refused(data, result, before):
        indicator = package.indicators["trees-planted"]
        assert (indicator.definition.own("zh"), indicator.title.own("en")) == (answer, answer)
        assert package.units["tree"].title.own("zh") == answer


@HOSTILITY
@given(answer=ANSWERS)
def test_a_document_holds_the_very_answer(data: Path, answer: str) -> None:
    before = fresh(data, BASE)
    hostile = {"title-zh": answer, "goal-summary-zh": answer, "goal-title-en": answer}
    section = ("--section", "一", answer, "--heading", "en", "一", answer)
    result = run(data, "document", "town", "x", *options({**PLAN_2024, **hostile}), *section, input="")
    if package := written_or_refused(data, result, before):
        assert (
            package.documents["x"].title.own("zh")
            == package.documents["x"].sections["一"].own("en")
            == answer
        )
        assert package.goals["x/3-1"].summary.own("zh") == package.goals["x/3-1"].title.own("en") == answer


@HOSTILITY
@given(answer=ANSWERS)
def test_a_package_holds_the_very_answer(data: Path, answer: str) -> None:
    before = fresh(data, None)
    hostile = {"title-zh": answer, "publisher-zh": answer, "theme-en": answer, "disclaimer-en": answer}
    result = run(data, "package", "town", *options({**QINGHE, **hostile}), input="")
    if package := written_or_refused(data, result, before):
        assert package.title.own("zh") == package.organisations["town-government"].title.own("zh") == answer
        assert package.themes["lighting"].title.own("en") == package.disclaimer.own("en") == answer


@HOSTILITY
@given(answer=ANSWERS)
def test_ids_locators_and_days_are_held_or_refused(data: Path, answer: str) -> None:
    before = fresh(data, BASE)
    section = ("--section", answer, "目标", "--heading", "en", answer, "Goals")
    hostile = {**PLAN_2024, "goal-number": answer, "goal-locator": answer}
    result = run(data, "document", "town", "x", *options(hostile), *section, input="")
    if package := written_or_refused(data, result, before):
        assert list(package.documents["x"].sections) == [answer]
        assert package.goals[f"x/{answer}"].locator == answer


def test_most_of_what_looks_hostile_is_a_fine_text(data: Path) -> None:
    taken = []
    for answer in HOSTILE:
        before = fresh(data, BASE)
        result = run(data, "indicator", "town", "x", *options({**TREES, "title-zh": answer}), input="")
        if package := written_or_refused(data, result, before):
            assert package.indicators["x"].title.own("zh") == answer
            taken.append(answer)
    refused = [answer for answer in HOSTILE if answer not in taken]
    assert refused == [
        *(
            "- a",
            "@a",
            "a\nb",
            "a\r\nb: c",
            "a\tb",
            " a",
            "a ",
            "",
            "零\u200b宽",
            "\ufeffa",
            "a\x1b[31m",
            "\u202ea",
            "\ud800",
        ),
        *("长" * 2001, "a" * 5000, "title_zh: 一\ntitle_zh: 二", "\u2028"),
    ]


# Words


def keys(tree: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from keys(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def test_every_question_has_an_option_and_every_option_a_question() -> None:
    asked: Mapping[str, Mapping[str, str]] = catalogue("zh", "new")["ask"]
    assert set(asked) == set(new.new.commands)
    others = {"package_id", "document_id", "indicator_id", "data", "lang", "text", "sections", "headings"}
    others |= {"languages", "answers", "breakdowns"}
    by_section = {"section_locator", "next_section", "section_*"}
    for name, command in new.new.commands.items():
        own = {item.name for item in command.params} - others
        questions = set(asked[name]) - {"id"} - by_section
        texts = {question for question in questions if question.endswith("_*")}
        every = {f"{text[:-2]}_{language}" for text in texts for language in interface()}
        assert questions - texts | every == own, name
        assert set(catalogue("zh", "new")["more"][name]) <= set(asked[name]), name


def test_no_text_is_unused_or_missing() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "generator").rglob("*.py"))
    written = [
        key
        for key in keys(catalogue("zh", "new"))
        if not key.startswith(("ask.", "more.", "choices.", "default.", "example."))
    ]
    composed = {f"done.{how}" for how in ("added", "changed", "new")}
    assert [key for key in written if f'"{key}"' not in source and key not in composed] == []
    called = re.findall(r"""(?:\bwords|agreed)\(\s*["']((?:refused|unit|done|known)[a-z._]*)["']""", source)
    assert sorted({key for key in called if key not in written}) == []
    assert set(catalogue("zh", "new")["default"]) == {"description", "disclaimer", "units"}


def test_questions_name_no_place_to_fill() -> None:
    for language in ("zh", "en"):
        for questions in catalogue(language, "new")["ask"].values():
            for text in questions.values():
                named = [name for _, name, _, _ in string.Formatter().parse(text) if name]
                assert named == (["language"] if "{language}" in text else [])


def test_the_schemas_command_writes_them(town: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["schemas", "--out", str(tmp_path / "made"), "--data", str(town)])
    assert result.exit_code == 0
    assert contents(tmp_path / "made") == contents(ROOT / "schemas")


def test_new_yaml_files_begin_with_their_schema_line(town: Path) -> None:
    run(town, "package", "city", *options(CITY))
    run(town, "document", "town", "x", *options(PLAN_2024), *SECTION)
    run(town, "indicator", "town", "y", *options(TREES))
    made = contents(town).keys() - contents(BASE).keys()
    written = [path for path in made if path.endswith(".yaml")]
    assert len(written) == 5 + 2 + 1
    for path in written:
        first = (town / path).read_text(encoding="utf-8").partition("\n")[0]
        assert first.startswith("# yaml-language-server: $schema=../")
        address = (town / path).parent / first.partition("=")[2]
        assert address.resolve() == (town.parent / "schemas" / address.name).resolve()
        assert (ROOT / "schemas" / address.name).is_file()
        assert yaml.load((town / path).read_bytes(), Loader=yaml.CSafeLoader)


@pytest.mark.parametrize(
    ("path", "told"), [("archive/town/2024-plan.txt", False), ("downloads/plan.txt", True)]
)
def test_where_to_keep_the_text_is_told_unless_it_is_there(tmp_path: Path, path: str, told: object) -> None:
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    text = tmp_path / path
    text.parent.mkdir(parents=True)
    text.write_text("青禾镇2024年工作计划\n一、主要目标\n1.新装路灯。\n", encoding="utf-8")
    answers = {name: answer for name, answer in PLAN_2024.items() if name != "archive-sha256"}
    options = [part for name, answer in answers.items() for part in (f"--{name}", answer)]
    command = [
        "new",
        "document",
        "town",
        "2024-plan",
        "--data",
        str(data),
        "--lang",
        "en",
        "--text",
        str(text),
    ]
    done = CliRunner().invoke(main, [*command, "--section", "一", "主要目标", *options])
    assert done.exit_code == 0, done.output
    assert ("Keep the text in the archive as town/2024-plan.txt." in done.output) is told
