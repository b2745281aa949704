"""Where a text names a programme, however the name is set."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import by_name
import pytest
from folders import ARCHIVE
from overlays import REPORT, OverlayTree

from generator.archive.citations import ArchivedText
from generator.archive.naming import named_in
from generator.archive.verify import verify
from generator.reading.load import load

NAMES = {
    "brain": ("城管云脑", "云脑"),
    "patrol": ("Lamp Patrol",),
    "city-brain": ("云脑二期",),
    "river": ("长江大保护",),
    "cafe": ("Café public",),
    "arabic": ("مبادرة المدينة",),
    "signs": ("“”",),
    "green": ("绿色家园",),
    "green-again": ("绿色家园", "家园卡"),
}

FOUND = {
    "as it is": ("建设城管云脑。", [("brain", "城管云脑")]),
    "over the end of a line": ("建设城管\n云脑。", [("brain", "城管云脑")]),
    "in quotation marks, one of them lost": ("建设“城管云脑，", [("brain", "城管云脑")]),
    "with marks and spaces in it": ("城管“云 脑”", [("brain", "城管云脑")]),
    "by another name": ("云脑上线", [("brain", "云脑")]),
    "a longer name is not the shorter one": ("云脑二期", [("city-brain", "云脑二期")]),
    "both": ("云脑二期和云脑", [("city-brain", "云脑二期"), ("brain", "云脑")]),
    "in wide letters and another case": ("ＬＡＭＰ\nPATROL", [("patrol", "Lamp Patrol")]),
    "twice": ("云脑、云脑", [("brain", "云脑"), ("brain", "云脑")]),
    "not at all": ("云，脑", []),
    "over the end of a page": ("建设城管\n— 12 —\n云脑。", [("brain", "城管云脑")]),
    "over the end of a page in words": ("城管\n第 3 页\n云脑", [("brain", "城管云脑")]),
    "a number on the line of a name parts it": ("城管 12 云脑", [("brain", "云脑")]),
    "with the mark of a footnote in it": ("城管[1]云脑和城管②云脑", [("brain", "城管云脑")] * 2),
    "with signs in it that nobody sees": ("城\u200b管\u00ad云脑", [("brain", "城管云脑")]),
    "with a dot or a hyphen in it": ("城管·云脑", [("brain", "城管云脑")]),
    "parted at the end of a line": ("the Lamp Pa-\ntrol", [("patrol", "Lamp Patrol")]),
    "in marks of titles": ("城管《云脑》", [("brain", "城管云脑")]),
    "in the signs of a font": ("⻓江大保护", [("river", "长江大保护")]),
    "in letters and accents apart": ("cafe\u0301 public", [("cafe", "Café public")]),
    "in capitals without accents": ("CAFE PUBLIC", [("cafe", "Café public")]),
    "with vowels and a longer stroke": ("مُبادرة الـمدينة", [("arabic", "مبادرة المدينة")]),
    "a name that several have": ("绿色家园", [("green", "绿色家园"), ("green-again", "绿色家园")]),
    "a name into which another runs": (
        "绿色家园卡",
        [("green", "绿色家园"), ("green-again", "绿色家园"), ("green-again", "家园卡")],
    ),
}


@pytest.mark.parametrize(("text", "found"), FOUND.values(), ids=FOUND)
def test_a_name_is_found_however_it_is_set(text: str, found: list[tuple[str, str]]) -> None:
    assert [(programme, name) for programme, name, _ in named_in(ArchivedText(text), NAMES)] == found


def test_it_is_told_where_a_name_stands() -> None:
    archived = ArchivedText("一\n二\n建设城管\n云脑")
    (_, _, offset), *more = named_in(archived, NAMES)
    assert not more
    assert archived.place(offset).line == 3


def test_a_name_that_the_record_mends_is_found_as_the_text_prints_it() -> None:
    lamps = "new-lamps:\n  title_zh: 新装路灯\n  title_en: New lamps\n  kind: works\n  summary_zh: 灯。\n  summary_en: Lamps.\n"
    tree = OverlayTree().write("town/programmes.yaml", lamps)
    tree.write(
        f"{REPORT}/mentions.csv",
        "programme_id,slug,says,locator,figure\nnew-lamps,done,reported,一/(一),新装路灯\n",
    )
    found = [
        item.values for item in verify(tree, ARCHIVE).report.problems if item.code == "programme-uncited"
    ]
    assert found == [{"value": "新装路等", "key": "new-lamps"}]


def test_signs_that_are_no_words_name_nothing() -> None:
    tree = by_name.tree()
    tree.edit("town/programmes.yaml", "title_zh: 路等", 'title_zh: "“”"').edit(
        "town/programmes.yaml", "names: [新装路等]", 'names: ["·"]'
    )
    found = [item.values["key"] for item in load(tree)[1].problems if item.code == "mention-nameless"]
    assert found == ["lamp-count"]


@pytest.mark.parametrize(("says", "codes"), [("reported", ["figure-planned"]), ("promised", [])])
def test_what_is_planned_is_no_report_though_the_clause_is_cut_short(
    tmp_path: Path, says: str, codes: list[str]
) -> None:
    text = (ARCHIVE / "town" / "2023-report.txt").read_bytes()
    planned = text.replace("口袋公园已经开放".encode(), "明年计划建成口袋公园".encode())
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "2023-report.txt").write_bytes(planned)
    shutil.copy(ARCHIVE / "town" / "2023-plan.txt", tmp_path / "town")
    clause = f"pocket-parks,opened,{says},一/(二),建成口袋公园,,"
    tree = by_name.tree().write(f"{REPORT}/mentions.csv", f"{by_name.HEAD}\n{clause}\n")
    old, new = (hashlib.sha256(data).hexdigest() for data in (text, planned))
    tree.edit(f"{REPORT}/document.yaml", old, new)
    assert [item.code for item in verify(tree, tmp_path).report.problems] == codes
