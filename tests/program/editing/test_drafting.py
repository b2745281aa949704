"""Drafts of documents: headings, numbers that are no data, figures, and what of them reaches the disk."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from folders import ARCHIVE, BASE, ROOT
from overlays import OverlayTree
from statistical import FACTS

from generator.archive.citations import ArchivedText, Span, locate, uncovered
from generator.archive.pages import Pages
from generator.cli import main
from generator.core.codes import DocumentKind
from generator.core.figures import FigureReader
from generator.core.languages import interface
from generator.core.messages import lookup
from generator.core.problems import Severity
from generator.editing.drafting.book import workbook
from generator.editing.drafting.draft import Draft, drafted
from generator.editing.drafting.files import files_of
from generator.editing.drafting.headings import Heading, as_printed, contents, headings_in
from generator.editing.drafting.no_data import NotData, no_data
from generator.editing.drafting.numbers import _innermost, candidates, words_around
from generator.editing.drafting.vocabulary import KINDS, vocabulary
from generator.editing.files import changing
from generator.format.fields import Field, Type
from generator.reading.validate import validate
from generator.reading.validate.locks import cited_figures

UNITS = {
    "zh": ["盏", "条", "公里", "户", "个"],
    "en": ["homes", "km", "trees", "US$"],
    "fr": ["logements", "km"],
}

ROMAN = [
    *(("I", "One"), ("II", "Two"), ("III", "Three"), ("IV", "Four"), ("V", "Five"), ("VI", "Six")),
    *(("VII", "Seven"), ("VIII", "Eight"), ("IX", "Nine"), ("X", "Ten"), ("XI", "Eleven")),
]
HEADINGS = {
    # what is numbered: the language, the text, the locators with their titles
    "chinese levels": (
        "zh",
        "某市要点\n一、目标\n(一)路灯。新装。\n1.城区。\n2.乡村。\n（二）绿化\n二、保障\n",
        "一:目标 一/(一):路灯 一/(一)/1:城区 一/(一)/2:乡村 一/(二):绿化 二:保障",
    ),
    "numbers that go on": (
        "zh",
        "一、城区\n1.路灯。\n2.绿化。\n二、乡村\n3.道路。\n4.供水。\n",
        "一:城区 一/1:路灯 一/2:绿化 二:乡村 二/3:道路 二/4:供水",
    ),
    "numbers that begin anew": (
        "zh",
        "一、城区\n1.路灯。\n2.绿化。\n二、乡村\n1.道路。\n2.供水。\n",
        "一:城区 一/1:路灯 一/2:绿化 二:乡村 二/1:道路 二/2:供水",
    ),
    "within lines": (
        "zh",
        "要点。一、做好路灯。今年1.新装路灯。再2.修旧灯。二、绿化。种树。",
        "一:做好路灯 二:绿化",
    ),
    "right behind a heading": (
        "zh",
        "一、民生1.供热。好。2.供水。好。二、生态\n",
        "一:民生 一/1:供热 一/2:供水 二:生态",
    ),
    "chapters": (
        "zh",
        "第一章总则\n第一节目的\n第二节范围\n第二章任务\n第一节路灯\n第二节绿化\n",
        "第一章:总则 第一章/第一节:目的 第一章/第二节:范围 第二章:任务 第二章/第一节:路灯 第二章/第二节:绿化",
    ),
    "a table of contents": (
        "zh",
        "第一章总则 1\n第二章任务 3\n第三章保障 9\n第一章总则\n好。\n第二章任务\n好。\n",
        "第一章:总则 第二章:任务",
    ),
    "a single number": ("zh", "一、二大队负责。\n会议第1.次。\n", ""),
    "a number left out": ("zh", "一、目标\n三、保障\n", ""),
    "numbers with decimals": ("zh", "一、管网\n1.5公里。\n2.5公里。\n二、路灯\n", "一:管网 二:路灯"),
    "english words": (
        "en",
        "Plan\nChapter 1: Housing\nArticle 1 New homes\nText.\nArticle 2 Repairs\nChapter 2: Streets\n",
        "1:Housing 1/1:New_homes 1/2:Repairs 2:Streets",
    ),
    "english levels": (
        "en",
        "1. Homes\n1.1 New homes\nIn 2.1 ways.\n1.2 Repairs\n2. Streets\n2.1 Lamps\n",
        "1:Homes 1/1.1:New_homes 1/1.2:Repairs 2:Streets 2/2.1:Lamps",
    ),
    "roman": ("en", "I. Homes\nII. Streets\nIII. Parks\n", "I:Homes II:Streets III:Parks"),
    "markdown": (
        "en",
        "# 1. Homes\nText.\n## 1.1 New\n## 1.2 Old\n# 2. Streets\n",
        "1:Homes 1/1.1:New 1/1.2:Old 2:Streets",
    ),
    "french": ("fr", "Axe 1 : Le logement\nTexte.\nAxe 2 : La voirie\n", "1:Le_logement 2:La_voirie"),
    "another language": ("kk", "1. Үйлер\n2. Көшелер\n", "1:Үйлер 2:Көшелер"),
    "in the middle of a sentence": (
        "zh",
        "一、供热\n好。涉及第\n1、2号楼、第\n2、3号楼。\n二、绿化\n",
        "一:供热 二:绿化",
    ),
    "mark and words apart": ("en", "1.\nNew  homes\n2.\tStreets\n", "1:New_homes 2:Streets"),
    "nothing": ("zh", "", ""),
    **{
        what: ("zh", text, found)
        for what, text, found in (
            ("parts", "第一部分总则\n第二部分任务\n", "第一部分:总则 第二部分:任务"),
            ("books", "第一编总则\n第二编任务\n", "第一编:总则 第二编:任务"),
            ("volumes", "第一篇总则\n第二篇任务\n", "第一篇:总则 第二篇:任务"),
            ("articles", "第一条 为了灯。\n第二条 好。\n", "第一条:为了灯 第二条:好"),
            ("firstly", "要点。一是做好路灯。二是修路。", "一:做好路灯 二:修路"),
            ("a list", "1、路灯\n2、绿化\n", "1:路灯 2:绿化"),
            ("digits in brackets", "（1）路灯\n（2）绿化\n", "(1):路灯 (2):绿化"),
            ("half a bracket", "1)路灯\n2)绿化\n", "1):路灯 2):绿化"),
            ("half a bracket in a sentence", "好。1)路灯。2)绿化。", ""),
            ("two lines are no table of contents", "第一章甲 1\n第二章乙 3\n", "第一章:甲_1 第二章:乙_3"),
            (
                "a table of contents with dots",
                "第一章甲……1\n第二章乙…… 3\n第三章丙 9\n第一章甲\n好。\n第二章乙\n",
                "第一章:甲 第二章:乙",
            ),
            (
                "pages that go back",
                "一、甲 3\n二、乙 2\n三、丙 5\n四、丁 6\n一、甲\n二、乙\n",
                "一:甲 二:乙",
            ),
            (
                "steps below digits",
                "一、甲\n1. 路\n1.1 灯\n1.2 树\n2. 桥\n2.1 水\n二、乙\n",
                "一:甲 一/1:路 一/1/1.1:灯 一/1/1.2:树 一/2:桥 一/2/2.1:水 二:乙",
            ),
            (
                "lines of numbers up to eleven",
                "".join(f"{number}\n甲{number}\n" for number in range(1, 12)),
                " ".join(f"{number}:甲{number}" for number in range(1, 12)),
            ),
            ("no title", "一、\n二、好\n", "二:好"),
            ("a long title", f"一、{'长' * 80}\n二、{'长' * 81}\n", f"一:{'长' * 80} 二:{'长' * 80}…"),
            ("a title that goes on", f"一、长长，长,{'长' * 90}\n二、好\n", "一:长长… 二:好"),
            ("the same number again", "一、甲\n一、乙\n二、丙\n", "一:甲 二:丙"),
            ("an earlier number", "一、甲\n二、乙\n三、丙\n二、丁\n", "一:甲 二:乙 三:丙"),
            (
                "steps below a mark",
                "一、甲\n1.1 路\n1.2 灯\n二、乙\n2.1 树\n",
                "一:甲 一/1.1:路 一/1.2:灯 二:乙 二/2.1:树",
            ),
            ("a mark that ends the text", "一、甲\n二、乙\n三、", "一:甲 二:乙"),
            ("behind a word at the beginning", "见一、甲。\n二、乙\n", ""),
            ("no numerals", "一一、甲\n二、乙\n", ""),
            ("from one chapter to another", "第一～三章讲灯。\n第二～四章讲树。\n", ""),
            ("names within a heading", "一、建B1.B2.两线\n二、绿化\n", "一:建B1.B2.两线 二:绿化"),
            ("digits and a point within a number", "1.灯\n产值增长1.2.供水\n2.树\n", "1:灯 2:树"),
            ("numbers of a list within a number", "1、灯\n长1.2、宽3米。\n2、树\n", "1:灯 2:树"),
        )
    },
    **{
        what: ("en", text, found)
        for what, text, found in (
            ("letters", "A. Homes\nB. Streets\nC. Parks\n", "A:Homes B:Streets C:Parks"),
            (
                "roman up to eleven",
                "".join(f"{mark}. {title}\n" for mark, title in ROMAN),
                " ".join(f"{mark}:{title}" for mark, title in ROMAN),
            ),
            ("parts by letters", "Part A: Homes\nPart b: Streets\n", "A:Homes b:Streets"),
            ("parts by Roman numbers", "Part I. Homes\nPart II. Streets\n", "I:Homes II:Streets"),
            ("digits alone", "1 Homes\n2 Streets\n", ""),
            ("steps of nothing", "1.1 New\n1.2 Old\n2.1 Lamps\n", ""),
            (
                "three steps",
                "1. H\n1.1 N\n1.1.1 A\n1.1.2 B\n1.1.3 C\n1.2 O\n2. S\n2.1 L\n",
                "1:H 1/1.1:N 1/1.1/1.1.1:A 1/1.1/1.1.2:B 1/1.1/1.1.3:C 1/1.2:O 2:S 2/2.1:L",
            ),
            ("Roman numbers in sentences", "Good. I. Homes. II. Streets.\n", ""),
            ("letters in sentences", "Good. A. Homes. B. Streets.\n", ""),
            (
                "letters up to eleven",
                "".join(f"{mark}. T{mark}\n" for mark in "ABCDEFGHIJK"),
                " ".join(f"{mark}:T{mark}" for mark in "ABCDEFGHIJK"),
            ),
            ("markdown below", "### 1. A\n### 2. B\n", "1:A 2:B"),
            ("markdown in a sentence", "x ### 1. A\n### 2. B\n", ""),
            ("within words", "a1. Homes\na2. Streets\n", ""),
            ("within sentences", "see 1. Homes\nand 2. Streets\n", ""),
            (
                "lines of numbers",
                "Homes\n1\nNew homes\n2\nStreets\n3\nParks\n",
                "1:New_homes 2:Streets 3:Parks",
            ),
            ("lines of large numbers", "100\nHomes\n101\nStreets\n", ""),
            ("lines of numbers from nothing", "0\nHomes\n1\nStreets\n2\nParks\n", "1:Streets 2:Parks"),
            (
                "as many lines of numbers as have three digits",
                "".join(f"{number}\nT{number}\n" for number in range(1, 1002)),
                " ".join(f"{number}:T{number}" for number in range(1, 1000)),
            ),
            ("a line of very many digits", f"1\nHomes\n{'7' * 5000}\n2\nParks\n", "1:Homes 2:Parks"),
            ("titles that end with a point", "1. Homes.\n2. Streets.", "1:Homes 2:Streets"),
            ("where sentences begin", "Good. 1. Homes. Text. 2. Streets.\n", "1:Homes 2:Streets"),
            (
                "parts by Roman numbers in small letters",
                "Part i. H\nPart ii. S\nPart iii. P\n",
                "i:H ii:S iii:P",
            ),
            (
                "parts by letters up to eleven",
                "".join(f"Annex {mark}: T{mark}\n" for mark in "ABCDEFGHIJK"),
                " ".join(f"{mark}:T{mark}" for mark in "ABCDEFGHIJK"),
            ),
            (
                "letters and below them Roman numbers",
                "".join(f"{mark}. T{mark}\nI. One\nII. Two\n" for mark in "ABCDEFGHIJ"),
                " ".join(f"{mark}:T{mark} {mark}/I:One {mark}/II:Two" for mark in "ABCDEFGHIJ"),
            ),
            (
                "parts and in them chapters with a point",
                "Part A Homes\nChapter 1. New\nChapter 2. Old\nChapter 3 All\nPart B Streets\n",
                "A:Homes A/1:New A/2:Old A/3:All B:Streets",
            ),
            ("chapters with a point", "Chapter 1. Homes\nChapter 2. Streets\n", "1:Homes 2:Streets"),
            (
                "steps with a point behind",
                "1. Homes\n1.1. New\n1.2. Old\n2. Streets\n",
                "1:Homes 1/1.1:New 1/1.2:Old 2:Streets",
            ),
            ("a step that does not fit", "1. Homes\nSee\n1.2. Old\n2. Streets\n", "1:Homes 2:Streets"),
            (
                "steps behind numbers in brackets",
                "1. Homes\n(1) New\n(2) Old\n1.1 Lamps\n1.2 Trees\n2. Streets\n",
                "1:Homes 1/(1):New 1/(2):Old 1/1.1:Lamps 1/1.2:Trees 2:Streets",
            ),
            (
                "an earlier step",
                "1. Homes\n1.1 New\n1.1 is dear.\n1.2 Old\n1.1 is dear.\n(1) Lamps\n(2) Trees\n1.3 All\n2. Streets\n",
                "1:Homes 1/1.1:New 1/1.2:Old 1/1.2/(1):Lamps 1/1.2/(2):Trees 1/1.3:All 2:Streets",
            ),
            (
                "a step of another number",
                "1. Homes\n2. Streets\n2.1 Lamps\n1.1 is above.\n2.2 Trees\n",
                "1:Homes 2:Streets 2/2.1:Lamps 2/2.2:Trees",
            ),
        )
    },
}


@pytest.mark.parametrize("what", HEADINGS)
def test_headings_are_told_by_their_numbers(what: str) -> None:
    language, text, expected = HEADINGS[what]
    found = headings_in(ArchivedText(text), vocabulary(language))
    assert " ".join(f"{item.locator}:{item.title.replace(' ', '_')}" for item in found) == expected


def test_lines_of_numbers_are_no_headings_where_pages_are_known() -> None:
    """They may be those of the pages."""
    archived = ArchivedText("1\nHomes\n2\nStreets\n", Pages((2, 4)))
    assert headings_in(archived, vocabulary("en")) == []


SENTENCES_END = "。；;！!？?.:：”〞"


def test_within_a_line_a_heading_begins_where_a_sentence_does() -> None:
    signs = f"{SENTENCES_END}，,、~-—·()（）《》%甲a1"
    texts = {sign: f"好{sign}一、甲。好{sign}二、乙" for sign in signs}
    found = {sign: headings_in(ArchivedText(text), vocabulary("zh")) for sign, text in texts.items()}
    assert "".join(sign for sign, headings in found.items() if headings) == SENTENCES_END


LONG = "长" * 76
CONTENTS = [
    # the lines of a text, those of them that are a table of contents
    ("一、甲 1|二、乙 3|三、丙 3|一、甲|好。", "一、甲 1|二、乙 3|三、丙 3"),
    ("一、甲 0|二、乙 1|三、丙 2", "一、甲 0|二、乙 1|三、丙 2"),
    ("一、甲 1|二、乙 3|好。", ""),
    ("一、甲 3|二、乙 2|三、丙 5", ""),
    ("一、甲 3|二、乙 2|三、丙 5|四、丁 6", "一、甲 3|三、丙 5|四、丁 6"),
    ("路灯 3|绿化 5|道路 9", ""),
    ("1.1 Lamps 3|1.2 Trees 5|1.3 Streets 9", "1.1 Lamps 3|1.2 Trees 5|1.3 Streets 9"),
    ("一、甲……1|二、乙..... 3|……5|三、丙·· 9", "一、甲……1|二、乙..... 3|三、丙·· 9"),
    (f"一、{LONG} 1|二、{LONG} 2|三、{LONG} 3", f"一、{LONG} 1|二、{LONG} 2|三、{LONG} 3"),
    (f"一、{LONG} 1|二、{LONG} 2|三、{LONG} 30", ""),
]


def test_a_table_of_contents_is_told_by_numbers_of_pages_that_go_up() -> None:
    found = []
    for text, _ in CONTENTS:
        archived = ArchivedText(text.replace("|", "\n"))
        lines = contents(archived)
        found.append((text, "|".join(as_printed(archived, line.start, line.end) for line in lines)))
    assert found == CONTENTS


def test_the_locators_of_headings_can_be_recorded() -> None:
    texts = {(language, text) for language, text, _ in HEADINGS.values()}
    found = {
        item.locator
        for language, text in texts
        for item in headings_in(ArchivedText(text), vocabulary(language))
    }
    entry: Field[str] = Field("locator", Type.LOCATOR)
    assert {entry.read(locator) for locator in found} == found


@pytest.mark.parametrize("what", HEADINGS)
def test_headings_stand_where_verify_finds_them(what: str) -> None:
    language, text, _ = HEADINGS[what]
    archived = ArchivedText(text)
    found = headings_in(archived, vocabulary(language))
    places = locate(archived, {item.locator: (item.title,) for item in found})
    assert {name: span.start for name, span in places.items()} == {item.locator: item.start for item in found}


NO_DATA = {
    # what is printed: the language, the text, what is no data of it, what is left
    "years": ("zh", "2023年新装路灯200盏,2021-2025年续建。", ["2023年", "2021-2025年"], ["200"]),
    "days": (
        "zh",
        "2023年6月30日印发,5月底开工,9月1日前完成120盏。",
        ["2023年6月30日", "5月底", "9月1日"],
        ["120"],
    ),
    "a duration is no year": ("zh", "3年内完成,用3个月,12月份。", ["12月份"], ["3", "3"]),
    "numbers of papers": ("zh", "某政发〔2023〕5号", ["〔2023〕5号"], []),
    "page marks": ("zh", "好。\n- 3 -\n第4页 共9页\n", ["^- 3 -$", "第4页 共9页"], []),
    "a line of a number alone": ("zh", "路灯\n300\n盏\n", [], ["300"]),
    "lists": ("zh", "1、路灯300盏\n2、好\n3、修\n", [], ["300"]),
    "two are no list": ("zh", "1、路灯\n2、好\n", [], ["1", "2"]),
    "names": ("zh", "推行“721”工作法和“840个片区”。", ["“721”"], ["840"]),
    "a hotline": ("zh", "拨打12345热线。", ["12345"], []),
    "english years": (
        "en",
        "In 2023 we built 98 homes by 31 March 2024.",
        ["In 2023", "31 March 2024"],
        ["98"],
    ),
    "a number like a year": ("en", "We planted about 2000 trees and 2010 homes.", [], ["2000", "2010"]),
    "english pages": ("en", "See Article 12.\nPage 3 of 9\n", ["Article 12", "Page 3 of 9"], []),
    "french days": ("fr", "Le 1er mars 2024, 98 logements.", ["1er mars 2024"], ["98"]),
    "any language": ("kk", "30.06.2023 98 үй", ["30.06.2023"], ["98"]),
    "a table of contents": (
        "zh",
        "第一章总则 1\n第二章任务 3\n第三章保障 9\n第一章总则\n好300盏。\n",
        ["第一章总则 1", "第二章任务 3", "第三章保障 9"],
        ["300"],
    ),
    "the same year twice": (
        "en",
        "In 2023 and 2024, in 2023 98 homes.",
        ["In 2023", "and 2024", "in 2023"],
        ["98"],
    ),
    "in the order in which each stands first": (
        "zh",
        "2023年好,5月底好,2023年好",
        ["2023年", "5月底"],
        [],
    ),
    "names without a number": ("zh", "推行“好办”工作法。", [], []),
    "a name in which no figure can be read": ("zh", "推行“03”工作法。", ["“03”"], []),
    "a year in a name": ("zh", "推行“2023年行动”。", ["2023年"], []),
    "numbers in words": ("zh", "第三次会议推进“十四五”规划和一批项目。", ["第三次", "“十四五”", "一批"], []),
}


@pytest.mark.parametrize("what", NO_DATA)
def test_only_what_is_surely_no_data_is_drafted_as_such(what: str) -> None:
    language, text, printed, left = NO_DATA[what]
    archived = ArchivedText(text)
    found = [
        item.printed
        for item in no_data(archived, vocabulary(language), FigureReader(language, UNITS.get(language, [])))
    ]
    free = uncovered(archived, [], found, [])
    assert (found, [archived.text[span.start : span.end] for span in free]) == (printed, left)


def test_a_number_alone_on_a_line_is_that_of_a_page_where_the_page_ends() -> None:
    archived = ArchivedText("路灯\n300\n1\n绿化\n5\n2\n", Pages((3, 6)))
    found = no_data(archived, vocabulary("zh"), FigureReader("zh", UNITS["zh"]))
    assert [(item.printed, item.kind) for item in found] == [("^1$", "page"), ("^2$", "page")]


def test_a_number_alone_on_a_line_is_that_of_a_page_where_the_page_begins() -> None:
    archived = ArchivedText("1\n路灯\n300\n2\n绿化\n5\n盏\n", Pages((3, 7)))
    found = no_data(archived, vocabulary("zh"), FigureReader("zh", UNITS["zh"]))
    assert [(item.printed, item.kind) for item in found] == [
        *(("^1$", "page"), ("^300$", "page"), ("^2$", "page")),
    ]


def test_each_thing_that_is_no_data_is_told_with_its_kind_and_its_place() -> None:
    text = "第一章总则 1\n第二章任务 3\n第三章保障 9\n第一章总则\n某政发〔2023〕5号\n"
    archived = ArchivedText(text)
    found = no_data(archived, vocabulary("zh"), FigureReader("zh", UNITS["zh"]))
    told = [(item.kind, [archived.text[span.start : span.end] for span in item.spans]) for item in found]
    assert told[:3] == [("contents", [line]) for line in ("第一章总则1", "第二章任务3", "第三章保障9")]
    english = no_data(ArchivedText("In 2023 we built."), vocabulary("en"), FigureReader("en", []))
    assert [(item.printed, item.kind) for item in english] == [("In 2023", "date")]


def test_a_whole_line_hides_no_line_that_begins_alike() -> None:
    archived = ArchivedText("3\n3盏\n13\n3")
    assert [archived.line(span.start) for span in uncovered(archived, [], ["^3$"], [])] == [2, 3]
    assert [archived.line(span.start) for span in uncovered(archived, [], ["^3"], [])] == [3]


FIGURES = {
    # what is printed: the language, the text, figure value comparator locator occurrence, what is left and why
    "the shortest piece": ("zh", "一、灯\n完成新装路灯300盏。\n", ["300盏|300|eq|一|1"], []),
    "a bound": (
        "zh",
        "一、灯\n新装不低于300盏,亮灯率达到97%以上。",
        ["不低于300盏|300|ge|一|1", "97%以上|97|ge|一|1"],
        [],
    ),
    "a change": (
        "zh",
        "一、灯\n能耗同比下降20.4%,路灯增长63%。",
        ["下降20.4%|-20.4|eq|一|1", "增长63%|63|eq|一|1"],
        [],
    ),
    "a range": ("zh", "一、灯\n新装30-40盏。", ["30-40盏|30|between|一|1"], []),
    "alike": ("zh", "一、灯\n南片300盏,北片300盏。", ["300盏|300|eq|一|1", "300盏|300|eq|一|2"], []),
    "no unit": ("zh", "一、灯\n新装300只,编号721。", [], ["300只:no_unit", "编号721:unread"]),
    "a word": ("zh", "一、灯\n分两个片区,共300盏。", ["300盏|300|eq|一|1"], ["两个:word"]),
    "a table": ("zh", "一、灯\n项目\t数量(盏)\n新装\t300\n", ["300…盏|300|eq|一|1"], []),
    "in no section": ("zh", "新装300盏。", ["300盏|300|eq||1"], []),
    "a minus that would begin a formula": (
        "en",
        "1. Homes\nThe balance was -US$3 million, then -US$3 million.\n2. More\n",
        ["−US$3 million|-3e+06|eq|1|1", "−US$3 million|-3e+06|eq|1|2"],
        [],
    ),
    "english": (
        "en",
        "1. Homes\nBuild at least 98 homes and 12.5 km.\n2. More\n",
        ["at least 98 homes|98|ge|1|1", "12.5 km|12.5|eq|1|1"],
        [],
    ),
}


FIGURES |= {
    "changed from afar": ("zh", "不低于全市平均的300盏。", ["不低于…平均的300盏|300|ge||1"], []),
    "changed across a place": ("zh", "不低于全市的300盏。", [], ["不低于全市的300盏:unread"]),
    "a place alone": ("zh", "全市的300盏。", ["300盏|300|eq||1"], []),
    "changed from behind": ("zh", "300盏路灯以上。", ["300盏…以上|300|ge||1"], []),
    "changed across a note": ("en", "at least [3] 98 homes", [], ["at least [3:unread", "98 homes:cut"]),
    "changed across a bracket": ("en", "less than (98 homes).", [], ["less than (98 homes:unread"]),
    "changed across quotation marks": ("zh", "不低于（“300盏”）。", [], ["不低于(“300盏:unread"]),
    "a word that says nothing of it": ("zh", "完成约300盏", ["约300盏|300|eq||1"], []),
    "the shortest piece that says how exact": (
        "zh",
        "一、灯\n路灯约2.5万盏以上。",
        ["约2.5万盏以上|25000|ge|一|1"],
        [],
    ),
    "bounds of several characters": (
        "zh",
        "完成新装不低于300盏，近200盏",
        ["不低于300盏|300|ge||1", "近200盏|200|eq||1"],
        [],
    ),
    "what grew or shrank, shares alone": (
        "zh",
        "减少300盏，新增50盏，GDP增速5.5%左右",
        ["减少300盏|-300|eq||1", "50盏|50|eq||1", "增速5.5%左右|5.5|eq||1"],
        [],
    ),
    "what is said twice as one": (
        "zh",
        "同比分别增长5%和下降3%，由200盏增加到300盏",
        ["增长5%|5|eq||1", "300盏|300|eq||1"],
        ["下降3%:cut", "200盏:cut"],
    ),
    "right behind each other": ("zh", "3盏5条", ["3盏|3|eq||1", "5条|5|eq||1"], []),
    "alike, right behind each other": ("zh", "300盏300盏", ["300盏|300|eq||1"], ["300盏:cut"]),
    "no unit at all": ("zh", "新装300。", [], ["300:no_unit"]),
    "a rank": ("zh", "排名第3位", ["第3位|3|eq||1"], []),
    "units in the head of a table": (
        "zh",
        "一、灯\n项目\t数量(盏)\t长度(条)\n新装\t300\t20\n",
        ["300…盏|300|eq|一|1", "20…条|20|eq|一|1"],
        [],
    ),
    "a head that says how many": ("zh", "项目\t数量(万盏)\n新装\t300\n", [], ["300:no_unit"]),
    "a head of two units": ("zh", "项目\t数量(盏)(条)\n新装\t300\n", [], ["300:no_unit"]),
    "more than the format can name": (
        "zh",
        "300盏," * 100,
        [f"300盏|300|eq||{number}" for number in range(1, 100)],
        ["300盏:cut"],
    ),
    "a space before the sign": (
        "fr",
        "Atteindre au moins 45,5 % ; hausse de 3 %, près de 20%.",
        ["au moins 45,5 %|45.5|ge||1", "hausse de 3 %|3|eq||1", "près de 20%|20|eq||1"],
        [],
    ),
    "spaces of a Chinese copy": (
        "zh",
        "新装 300\n盏，达到 97 %以上。",
        ["300盏|300|eq||1", "97 %以上|97|ge||1"],
        [],
    ),
    "words apart": (
        "en",
        "1. Homes\nBuild  98  homes, about 1,250 homes; fell by 20 km.",
        ["98 homes|98|eq|1|1", "about 1,250 homes|1250|eq|1|1", "fell by 20 km|-20|eq|1|1"],
        [],
    ),
}


@pytest.mark.parametrize("what", FIGURES)
def test_figures_are_drafted_as_verify_finds_them(what: str) -> None:
    language, text, expected, left = FIGURES[what]
    archived, reader = ArchivedText(text), FigureReader(language, UNITS[language])
    marks = [item for item in ("一", "1") if text.startswith(item)]
    titles = {mark: (re.split("[、.] ?|\n", text)[1],) for mark in marks}
    places = locate(archived, titles)
    covered = [type(span)(span.start, span.start + 1) for span in places.values()]
    numbers = uncovered(archived, covered, ["^2."], UNITS[language])
    found, others = candidates(archived, numbers, places, UNITS[language], reader)
    said = [
        f"{item.figure}|{float(item.says.value):g}|{item.says.comparator}|{item.locator}|{item.occurrence}"
        for item in found
    ]
    assert (said, [f"{item.printed}:{item.why}" for item in others]) == (expected, left)


WORDS = [
    # a text, the words around its last number
    ("甲。乙新装300盏，好。丙", "乙新装300盏，好。"),
    ("甲；乙300盏！丙", "乙300盏！"),
    ("One. Two 98 homes now. Three", "Two 98 homes now."),
    ("Un. Le taux est de 45,5 % en mai. Deux", "Le taux est de 45,5 % en mai."),
    ("12.5 and 98", "12.5 and 98"),
    ("300", "300"),
    ("长" * 200 + "300" + "长" * 200, "长" * 120 + "300" + "长" * 120),
    ("甲。" + "长" * 117 + "300", "长" * 117 + "300"),
    ("项目\t数量\n新装 \t 300\t盏\n合计\t好", "新装 300 盏"),
    ("新装\t300", "新装 300"),
    ("乙\t甲\n新装300盏\n丙\t甲", "乙甲新装300盏丙甲"),
    ("\n新装 \t 300\t盏", "新装 300 盏"),
]


def test_a_number_is_told_with_its_sentence_or_with_its_row() -> None:
    found = []
    for text, _ in WORDS:
        archived = ArchivedText(text)
        found.append((text, words_around(archived, uncovered(archived, [], [], [])[-1])))
    assert found == WORDS


NESTED = {
    "2": Span(0, 10),
    "1/1": Span(5, 10),
    "3": Span(10, 20),
    "第十二章": Span(30, 40),
    "1/2": Span(35, 40),
}
HELD = {0: "2", 4: "2", 5: "1/1", 9: "1/1", 10: "3", 19: "3", 20: "", 30: "第十二章", 35: "1/2"}


def test_a_number_stands_in_the_innermost_section() -> None:
    assert {offset: _innermost(NESTED, offset) for offset in HELD} == HELD


@pytest.mark.parametrize("language", interface())
def test_each_kind_has_its_reason(language: str) -> None:
    for kind in (*KINDS, "contents"):
        assert lookup(language, "draft", f"reason.{kind}").rstrip(".。")


# What a record lacks

RESULTS = "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure,note_zh,note_en\n"
UNITS_MORE = (
    "km:\n  title_zh: 公里\n  title_en: km\n  printed: [km]\ntree:\n  title_zh: 棵\n  title_en: trees\n"
)
LACKING: list[tuple[str, dict[str, Any], str]] = [
    # a text, what the record has of it: headings, what is no data, rows; what is drafted and what is left
    (
        "一、甲\n300盏。\n二、乙\n50盏。\n三、丙\n20盏。",
        {"sections": {"二": "乙"}},
        "一:甲 三:丙 300盏@一 50盏@二 20盏@三",
    ),
    (
        "一、甲\n300盏。\n二、乙\n50盏。\n三、丙\n20盏。",
        {"sections": {"二": "乙", "九": "丁"}},
        "一:甲 三:丙 300盏@一 50盏@二 20盏@三",
    ),
    ("一、甲\n300盏。\n二、乙\n50盏。", {"sections": {"一": "丁"}}, "二:乙 300盏@ 50盏@二"),
    ("第十二章总则\n好300盏。", {"sections": {"第十二章": "总则"}}, "300盏@第十二章"),
    (
        "一、甲\n（一）乙\n1.丙5盏。",
        {"sections": {"一": "甲", "一/(一)": "乙", "一/(一)/1": "丙"}},
        "5盏@一/(一)/1",
    ),
    # what stands below the only heading of its kind stands there, as soon as the record has that
    ("一、甲\n1.乙\n300盏。\n2.丙\n50盏。", {}, "1:乙 2:丙 300盏@1 50盏@2"),
    (
        "一、甲\n1.乙\n300盏。\n2.丙\n50盏。",
        {"sections": {"一": "甲"}},
        "一/1:乙 一/2:丙 300盏@一/1 50盏@一/2",
    ),
    ("一、300盏路灯\n二、5盏灯\n", {}, "一:300盏路灯 二:5盏灯 300盏@一 5盏@二"),
    # verify looks for a heading behind the one before it, and within that which it stands below
    (
        "一、甲\n见三、丙。\n二、乙\n50盏。\n三、丙\n20盏。",
        {"sections": {"二": "乙"}},
        "一:甲 三:丙 50盏@二 20盏@三",
    ),
    ("一、甲\n见二、乙。\n二、乙\n50盏。", {}, "一:甲 二:乙 50盏@二"),
    ("一、甲\n1.子\n5盏。\n二、乙\n", {"sections": {"一/1": "子"}}, "一:甲 二:乙 5盏@一/1"),
    (
        "一、甲。\n见三、丙。\n二、乙\n50盏。\n三、丙\n20盏。\n四、丁\n",
        {"sections": {"四": "丁"}},
        "一:甲 二:乙 三:丙 50盏@二 20盏@三",
    ),
    # what it finds nowhere, or elsewhere, is not drafted
    ("一、（一）子（二）女\n二、乙\n50盏。", {}, "二:乙 50盏@二"),
    ("一、甲。\n见二、乙。\n二、乙\n50盏。", {}, "一:甲 50盏@一"),
    # of a heading its mark alone is no number
    ("（一）5盏灯\n（二）树\n", {"sections": {"(一)": "5盏灯", "(二)": "树"}}, "5盏@(一)"),
    ("（一）5盏灯\n（二）树\n", {}, "(一):5盏灯 (二):树 5盏@(一)"),
    # what is no data already is not drafted anew, whatever stands right beside it
    ("2023年300盏。300〔2023〕5号。", {"not_data": ["2023年", "〔2023〕5号"]}, "300盏@ ?300"),
    ("2023年300盏。300〔2023〕5号。", {}, "!2023年 !〔2023〕5号 300盏@ ?300"),
    # nor what is cited, where it stands as it is cited
    ("一、甲\n近300盏。50盏。", {"rows": ["300,exact,A,一,300盏"]}, "近300盏@一 50盏@一"),
    ("一、甲\n近300盏。50盏。", {"rows": ["50,exact,A,一,50盏"]}, "近300盏@一"),
    ("一、甲\n近300盏。50盏。", {"rows": ["50,exact,A,二,50盏"]}, "近300盏@一 50盏@一"),
    ("一、甲\n近300盏。50盏。", {"rows": ["60,exact,A,一,60盏"]}, "近300盏@一 50盏@一"),
    # a unit is printed as it is called where nothing else is said of it
    ("12公里，12km，5棵，7亩。", {}, "12km@ 5棵@ ?12公里 ?7亩"),
]


def lacking(
    text: str,
    sections: dict[str, str] | None = None,
    not_data: tuple[str, ...] = (),
    rows: tuple[str, ...] = (),
) -> str:
    """What is drafted of a report: headings, what is no data (!), figures with their places, and what is left (?)."""
    named = sections or ({"一": "甲", "二": "丁"} if rows else {})
    facts = {
        "title_zh": "总结",
        "title_en": "Report",
        "kind": "report",
        "publisher_id": "town-government",
        "period_start": "2022-01-01",
        "period_end": "2022-12-31",
        "completeness": "full",
        "sections": {locator: {"title_zh": title, "title_en": "T"} for locator, title in named.items()},
        "not_data": [{"printed": item, "reason_zh": "年份。", "reason_en": "A year."} for item in not_data],
    }
    days = "2022-01-01,2022-12-31,2022-12-31"
    table = RESULTS + "".join(f"lamps-standing,qinghe,{days},{row},,\n" for row in rows)
    tree = OverlayTree().write("town/documents/x/document.yaml", yaml.safe_dump(facts, allow_unicode=True))
    tree.write("town/documents/x/observations.csv", table)
    tree.write("town/units.yaml", tree.read("town/units.yaml").decode() + UNITS_MORE)
    [package], problems = validate(tree, locked=False)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    cited = [item for item in cited_figures(package) if item.document_id == "x"]
    draft = drafted(package, package.documents["x"], ArchivedText(text), cited)
    assert (draft.package, draft.document, draft.kind, draft.language) == ("town", "x", "report", "zh")
    return " ".join(
        [
            *(f"{item.locator}:{item.title}" for item in draft.sections),
            *(f"!{item.printed}" for item in draft.not_data),
            *(f"{item.figure}@{item.locator}" for item in draft.figures),
            *(f"?{item.printed}" for item in draft.left),
        ]
    )


def test_only_what_a_record_lacks_is_drafted() -> None:
    assert [(text, has, lacking(text, **has)) for text, has, _ in LACKING] == LACKING


# What is written of a draft

LEFT = "Number,Why it is left,Line of the archived text,Page of the original,Sentence\n"
NO_UNIT = '"it has no unit, or one that is not in units.yaml"'
OF_TARGETS = "goal,indicator_id,area_id,period_start,period_end,comparator,value,value_upper,baseline"
OF_RESULTS = (
    "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure,occurrence"
)
TITLED = (Heading("一", "目标", 0, 2),)
A_YEAR = (NotData("2023年", "date", ()),)
Written = dict[str, str]
WRITTEN: list[tuple[DocumentKind, str, tuple[str, ...], dict[str, Any], Written, list[str]]] = [
    # the kind of a document and its language, the languages of the package, what is drafted; the files, the sheets
    (DocumentKind.PLAN, "zh", ("zh", "en"), {}, {}, []),
    (
        DocumentKind.PLAN,
        "zh",
        ("en", "zh"),
        {"sections": TITLED},
        {"document.yaml": "sections:\n  一:\n    title_zh: 目标\n"},
        ["Sections"],
    ),
    (
        DocumentKind.PLAN,
        "de",
        ("en", "zh"),
        {"sections": TITLED},
        {"document.yaml": "sections:\n  一:\n    title_en: 目标\n"},
        ["Sections"],
    ),
    (
        DocumentKind.REPORT,
        "zh",
        ("zh", "kk"),
        {"not_data": A_YEAR},
        {"document.yaml": "not_data:\n  - printed: 2023年\n    reason_zh: 年份或日期，不是数据。\n"},
        ["Not data"],
    ),
    (
        DocumentKind.REPORT,
        "zh",
        ("zh", "en"),
        {"text": "约300盏；300盏；300盏；=A1+20条"},
        {
            "observations.csv": f"{OF_RESULTS},sentence\n"
            ",,,,,300,about,,,约300盏,,约300盏；\n"
            ",,,,,300,exact,,,300盏,,300盏；\n"
            ",,,,,300,exact,,,300盏,2,300盏；\n",
            "left.csv": f'{LEFT}1+20条,"together with the words beside it, it cannot be read",1,,⟨U+003D⟩A1+20条\n',
        },
        ["Results", "Left"],
    ),
    (
        DocumentKind.REPORT,
        "zh",
        ("zh", "en"),
        {"text": "300盏；\n20条；\n", "pages": (1, 2)},
        {
            "observations.csv": f"{OF_RESULTS.removesuffix(',occurrence')},page,sentence\n,,,,,300,exact,,,300盏,1,300盏；\n",
            "left.csv": f"{LEFT}20条,{NO_UNIT},2,2,20条；\n",
        },
        ["Results", "Left"],
    ),
    (
        DocumentKind.PLAN,
        "zh",
        ("zh", "en"),
        {"text": "约300盏；30-40盏；不低于50盏；近60盏"},
        {
            "targets.csv": f"{OF_TARGETS},qualifier,locator,figure,sentence\n"
            ",,,,,eq,300,,,about,,约300盏,约300盏；\n"
            ",,,,,between,30,40,,,,30-40盏,30-40盏；\n"
            ",,,,,ge,50,,,,,不低于50盏,不低于50盏；\n"
            ",,,,,eq,60,,,under,,近60盏,近60盏\n",
        },
        ["Targets"],
    ),
]


def draft_of(
    kind: DocumentKind, language: str, text: str = "", pages: tuple[int, ...] = (), **parts: Any
) -> Draft:
    """A draft of headings and of what is no data, and of the figures of a text."""
    archived = ArchivedText(text, Pages(pages))
    numbers = uncovered(archived, [], [], [])
    found, left = candidates(archived, numbers, {}, ["盏"], FigureReader("zh", ["盏"]))
    parts = {"sections": (), "not_data": ()} | parts
    return Draft("town", "x", kind, language, figures=tuple(found), left=tuple(left), **parts)


def test_a_draft_is_written_as_files_and_as_a_workbook() -> None:
    found = []
    for kind, language, languages, given, _, _ in WRITTEN:
        files = files_of(draft_of(kind, language, **given), languages, "en")
        book = files.pop("draft.xlsx", None)
        sheets = openpyxl.load_workbook(io.BytesIO(book)).sheetnames if book else []
        texts = {name: content.decode("utf-8-sig") for name, content in files.items()}
        found.append((kind, language, languages, given, texts, sheets))
    assert found == WRITTEN


def test_a_workbook_is_easy_to_read_and_the_same_each_time() -> None:
    rows = [["路灯", "\u2e7f", "名"], ["路灯路灯", "\u2e7f", "长" * 50], ["a", "", "a"]]
    book = openpyxl.load_workbook(io.BytesIO(workbook({"甲": rows})))
    page = book["甲"]
    assert book.properties.created == datetime.fromisoformat("1980-01-01")
    assert page.freeze_panes == "A2"
    widths = [round(page.column_dimensions[name].width - 0.7109375, 3) for name in "ABC"]
    assert widths == [10, 3, 60]
    head, body = page["A1"], page["A2"]
    assert (head.font.b, head.border.bottom.style, body.font.b, body.border.bottom.style) == (
        *(True, "thin"),
        *(False, None),
    )
    assert (body.alignment.vertical, body.alignment.wrap_text) == ("top", True)


def test_words_are_those_of_the_language_of_the_country_else_of_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = {"common": "date: [a]", "xx": "parts: [P]\ndate: [b]", "xx-YY": "parts: [Q]"}
    for name, text in written.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("generator.editing.drafting.vocabulary._WORDS", tmp_path)
    asked = {tag: vocabulary.__wrapped__(tag) for tag in ("xx", "xx-YY", "xx-ZZ", "xx-Zz-ZZ", "zz")}
    found = {
        tag: (words.parts, [item.pattern for item in words.patterns["date"]]) for tag, words in asked.items()
    }
    assert found == {
        **dict.fromkeys(("xx", "xx-ZZ", "xx-Zz-ZZ"), (("P",), ["a", "b"])),
        "xx-YY": (("Q",), ["a"]),
        "zz": ((), ["a"]),
    }


def test_every_kind_that_a_language_has_words_for_is_looked_for() -> None:
    files = (ROOT / "generator/editing/drafting/words").glob("*.yaml")
    kinds = {kind for file in files for kind in yaml.safe_load(file.read_text(encoding="utf-8"))}
    assert kinds - {"parts"} == set(KINDS) == set(vocabulary.__wrapped__("zh").patterns)


# The command

TEXT = """青禾镇2024年工作计划
青政发〔2024〕3号
一、主要目标
1.新装路灯。全镇新装路灯200盏以上,其中东村30-40盏,亮灯率97.5%以上。
- 1 -
2.改造管网。改造管网12公里。
二、保障
投入1,300只灯泡。
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The town with a further plan of which nothing is recorded yet, and its text."""
    shutil.copytree(BASE, tmp_path / "data")
    shutil.copytree(ARCHIVE, tmp_path / "archive")
    folder = tmp_path / "data/town/documents/2024-plan"
    shutil.copytree(tmp_path / "data/town/documents/2023-plan", folder)
    for name in ("targets.csv", "deliverables.csv", "planned.csv"):
        head = (folder / name).read_text(encoding="utf-8").splitlines()[0]
        (folder / name).write_text(f"{head}\n", encoding="utf-8")
    facts = yaml.safe_load((folder / "document.yaml").read_text(encoding="utf-8"))
    facts |= {
        "archive_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "sections": {"二": {"title_zh": "保障", "title_en": "Means"}},
    }
    facts.pop("not_data", None)
    (folder / "document.yaml").write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    goal = {
        "locator": "二",
        "title_zh": "保障",
        "title_en": "Means",
        "summary_zh": "投入。",
        "summary_en": "Money.",
        "themes": ["lighting"],
    }
    (folder / "goals.yaml").write_text(yaml.safe_dump({"1": goal}, allow_unicode=True), encoding="utf-8")
    (tmp_path / "archive/town/2024-plan.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "archive/town/2024-plan.pages.csv").write_text(
        "page,first_line,last_line\n1,1,5\n2,6,8\n", encoding="utf-8"
    )
    return tmp_path


def propose(town: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["verify", str(town / "data"), "--archive", str(town / "archive"), *arguments, "--lang", "en"]
    )


def test_a_draft_has_all_that_the_text_says_and_nothing_else(town: Path) -> None:
    before = {path: path.read_bytes() for path in (town / "data").rglob("*") if path.is_file()}
    done = propose(town, "--propose", "2024-plan", "--out", str(town / "draft"))
    assert done.exit_code == 0, done.output
    assert {path: path.read_bytes() for path in (town / "data").rglob("*") if path.is_file()} == before
    assert done.stderr.startswith(
        "town/2024-plan: drafted 3 section(s), 3 number(s) that are not data and 3 figure(s);"
        " 2 number(s) are left, of which nothing is certain.\nLeft to you, 2: 12公里, 1,300只\n"
    )
    folder = town / "draft/town/2024-plan"
    facts = yaml.safe_load((folder / "document.yaml").read_text(encoding="utf-8"))
    assert {name: title["title_zh"] for name, title in facts["sections"].items()} == {
        "一": "主要目标",
        "一/1": "新装路灯",
        "一/2": "改造管网",
    }
    assert [entry["printed"] for entry in facts["not_data"]] == ["2024年", "〔2024〕3号", "^- 1 -$"]
    assert all(entry["reason_zh"] and entry["reason_en"] for entry in facts["not_data"])
    rows = list(csv.DictReader(io.StringIO((folder / "targets.csv").read_text(encoding="utf-8-sig"))))
    said = [(row["figure"], row["value"], row["value_upper"], row["comparator"]) for row in rows]
    assert said == [
        ("200盏以上", "200", "", "ge"),
        ("30-40盏", "30", "40", "between"),
        ("97.5%以上", "97.5", "", "ge"),
    ]
    assert {(row["locator"], row["page"]) for row in rows} == {("一/1", "1")}
    assert {row["goal"] + row["indicator_id"] + row["area_id"] + row["period_start"] for row in rows} == {""}
    left = list(csv.reader(io.StringIO((folder / "left.csv").read_text(encoding="utf-8-sig"))))
    assert [row[:4] for row in left[1:]] == [
        ["12公里", "it has no unit, or one that is not in units.yaml", "6", "2"],
        ["1,300只", "it has no unit, or one that is not in units.yaml", "8", "2"],
    ]


class Gone(BaseException):
    """A program that is no more."""


def test_drafts_that_were_stopped_half_way_are_brought_to_their_end(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise Gone

    propose(town, "--propose", "2024-plan", "--out", str(town / "whole"))
    with monkeypatch.context() as patch:
        for name in ("_place", "_clear"):
            patch.setattr(changing, name, die)
        with pytest.raises(Gone):
            propose(town, "--propose", "2024-plan", "--out", str(town / "draft"))
    assert not (town / "draft/town/2024-plan/targets.csv").exists()
    done = propose(town, "--propose", "2024-plan", "--out", str(town / "draft"))
    files = [sorted(path.name for path in (town / name).rglob("*")) for name in ("whole", "draft")]
    assert files[0] == files[1]
    assert (done.exit_code, done.stderr.count("\n")) == (2, 2)
    assert "was brought to its end" in done.stderr


def test_the_workbook_has_the_same_as_text(town: Path) -> None:
    """So that Excel makes no day of 30-40 or 1/2."""
    propose(town, "--propose", "2024-plan", "--out", str(town / "draft"))
    folder = town / "draft/town/2024-plan"
    book = openpyxl.load_workbook(folder / "draft.xlsx")
    assert book.sheetnames == ["Targets", "Sections", "Not data", "Left"]
    for sheet, file in (("Targets", "targets.csv"), ("Left", "left.csv")):
        rows = [[cell.value or "" for cell in row] for row in book[sheet].iter_rows()]
        assert rows == list(csv.reader(io.StringIO((folder / file).read_text(encoding="utf-8-sig"))))
    assert [[cell.value for cell in row] for row in book["Sections"].iter_rows()][:2] == [
        ["locator", "title_zh"],
        ["一", "主要目标"],
    ]
    cells = [cell for name in book.sheetnames for row in book[name].iter_rows() for cell in row]
    assert {cell.number_format for cell in cells} == {"@"}
    assert {type(cell.value) for cell in cells} <= {str, type(None)}


def test_without_a_folder_it_is_printed(town: Path) -> None:
    done = propose(town, "--propose", "town/2024-plan")
    assert "──── town/2024-plan/targets.csv\n" in done.stdout
    assert "200盏以上" in done.stdout
    assert "xlsx" not in done.stdout


def test_a_record_that_is_complete_needs_nothing(town: Path) -> None:
    done = propose(town, "--propose", "2023-report", "--out", str(town / "draft"))
    assert (
        done.stderr
        == "town/2023-report: nothing to draft; every number of the text is recorded or explained.\n"
    )
    assert not (town / "draft").exists()


def test_all_documents_with_a_text_are_drafted(town: Path) -> None:
    done = propose(town, "--propose")
    assert re.findall(r"^town/[\w-]+(?=: )", done.stderr, re.MULTILINE) == [
        "town/2023-plan",
        "town/2023-report",
        "town/2024-plan",
    ]


def test_documents_without_a_text_and_tables_are_passed_over(town: Path) -> None:
    (town / "archive/town/2023-plan.txt").unlink()
    table = town / "data/town/documents/2022-statistics"
    table.mkdir()
    (table / "document.yaml").write_text(FACTS.format(start="2022-01-01"), encoding="utf-8")
    (town / "archive/town/2022-statistics.txt").write_text("300盏", encoding="utf-8")
    done = propose(town, "--propose")
    assert re.findall(r"^town/[\w-]+(?=: )", done.stderr, re.MULTILINE) == [
        "town/2023-report",
        "town/2024-plan",
    ]
    assert (done.exit_code, "[text-" in done.stdout) == (0, False)


def test_nothing_is_replaced(town: Path) -> None:
    out = town / "draft"
    (out / "town/2024-plan").mkdir(parents=True)
    (out / "town/2024-plan/left.csv").write_text("mine", encoding="utf-8")
    done = propose(town, "--propose", "2024-plan", "--out", str(out))
    assert (done.exit_code, "is there already" in done.stderr) == (2, True)
    assert [path.name for path in out.rglob("*") if path.is_file()] == ["left.csv"]


REFUSED = [
    # the arguments, the exit code, what is said
    (["--propose", "2029-plan"], 2, "There is no such document: 2029-plan"),
    (["--propose", "2024-plan", "--lock"], 2, "verifies nothing"),
    (["--propose", "2024-plan", "--list"], 2, "verifies nothing"),
    (["--out", "draft"], 2, "--out goes with --propose"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED)
def test_what_cannot_be_drafted_is_refused(town: Path, arguments: list[str], code: int, said: str) -> None:
    done = propose(town, *arguments)
    assert (done.exit_code, said in " ".join(done.stderr.split())) == (code, True)


def test_no_draft_is_written_into_the_data(town: Path) -> None:
    done = propose(town, "--propose", "2024-plan", "--out", str(town / "data/town/documents/2024-plan/draft"))
    assert (done.exit_code, "inside the data directory" in done.stderr) == (2, True)


def test_of_a_table_nothing_is_drafted(town: Path) -> None:
    file = town / "data/town/documents/2024-plan/document.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("kind: plan", "kind: dataset"), encoding="utf-8")
    for name in ("targets.csv", "deliverables.csv", "planned.csv", "goals.yaml"):
        (file.parent / name).unlink()
    assert "is a statistical table" in propose(town, "--propose", "2024-plan").stderr


def test_another_text_is_told(town: Path) -> None:
    with (town / "archive/town/2024-plan.txt").open("a", encoding="utf-8") as file:
        file.write("x")
    done = propose(town, "--propose", "2024-plan")
    assert (done.exit_code, "[text-changed]" in done.stdout) == (1, True)


def test_rows_that_nobody_read_do_not_pass_the_check(town: Path) -> None:
    """Pasted as they are, the sentence is an unknown column; without it what only a person knows is missing."""
    propose(town, "--propose", "2024-plan", "--out", str(town / "draft"))
    drafted = (town / "draft/town/2024-plan/targets.csv").read_text(encoding="utf-8-sig")
    file = town / "data/town/documents/2024-plan/targets.csv"
    file.write_text(drafted, encoding="utf-8")
    run = ["check", str(town / "data"), "--lang", "en"]
    told = CliRunner().invoke(main, run)
    assert (told.exit_code, "[unknown-column]" in told.stdout) == (1, True)
    rows = [row[:-1] for row in csv.reader(io.StringIO(drafted))]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8")
    told = CliRunner().invoke(main, run)
    assert (told.exit_code, told.stdout.count("[missing-value]") >= 3) == (1, True)


def test_a_draft_that_is_filled_in_is_verified(town: Path) -> None:
    """The headings and reasons as they are drafted, the rows with what only a person knows."""
    propose(town, "--propose", "2024-plan", "--out", str(town / "draft"))
    folder, draft = town / "data/town/documents/2024-plan", town / "draft/town/2024-plan"
    facts = yaml.safe_load((folder / "document.yaml").read_text(encoding="utf-8"))
    more = yaml.safe_load((draft / "document.yaml").read_text(encoding="utf-8"))
    sections = {name: {**title, "title_en": "Title"} for name, title in more["sections"].items()}
    not_data = [
        *more["not_data"],
        *(
            {"printed": text, "reason_zh": "没有收录。", "reason_en": "Not recorded."}
            for text in ("12公里", "1,300只")
        ),
    ]
    facts |= {"sections": {**sections, **facts["sections"]}, "not_data": not_data}
    (folder / "document.yaml").write_text(
        yaml.safe_dump(facts, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    rows = list(csv.DictReader(io.StringIO((draft / "targets.csv").read_text(encoding="utf-8-sig"))))
    for row, indicator, area in zip(
        rows,
        ("lamps-installed", "lamps-installed", "lamps-working-share"),
        ("qinghe", "east-village", "qinghe"),
        strict=True,
    ):
        row |= {"goal": "1", "indicator_id": indicator, "area_id": area}
        row |= {"period_start": "2024-01-01", "period_end": "2024-12-31"}
        del row["sentence"]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / "targets.csv").write_text(text.getvalue(), encoding="utf-8")
    done = propose(town, "--list")
    assert done.exit_code == 0, done.output
    assert "97.5%以上 (Page 1 of the original, line 4 of the archived text.)" in done.stdout


def test_reasons_are_in_the_languages_that_the_program_speaks(town: Path) -> None:
    """For others a person writes them, and is told so."""
    file = town / "data/town/package.yaml"
    text = file.read_text(encoding="utf-8")
    assert "languages: [zh, en]" in text
    file.write_text(text.replace("languages: [zh, en]", "languages: [zh, kk]"), encoding="utf-8")
    for path in (town / "data").rglob("*.yaml"):
        path.write_text(re.sub(r"(?<=_)en(?=:)", "kk", path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (town / "data").rglob("*.csv"):
        path.write_text(
            path.read_text(encoding="utf-8")
            .replace("note_en", "note_kk")
            .replace("evidence_en", "evidence_kk")
            .replace("title_en", "title_kk"),
            encoding="utf-8",
        )
    (town / "data/town/corrections.csv").unlink()
    done = propose(town, "--propose", "2024-plan", "--out", str(town / "draft"))
    assert "There are no ready reasons in Kazakh; please write them." in done.stderr
    facts = yaml.safe_load((town / "draft/town/2024-plan/document.yaml").read_text(encoding="utf-8"))
    assert {tuple(entry) for entry in facts["not_data"]} == {("printed", "reason_zh")}
