"""Where in an archived text the cited figures and the sections stand, and which texts may be shown."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from folders import ARCHIVE
from overlays import PLAN, REPORT, OverlayTree

from generator.archive.citations import ArchivedText, withheld
from generator.archive.passages import KeptText, kept_texts
from generator.archive.verify import text_of, verify
from generator.core.problems import Problem
from generator.reading.validate import validate


def kept(tree: OverlayTree, archive: Path = ARCHIVE) -> tuple[dict[str, KeptText], list[Problem]]:
    """What `kept_texts` says of the town."""
    [package] = validate(tree)[0]
    return kept_texts(package, archive)


@pytest.fixture(scope="module")
def texts() -> dict[str, KeptText]:
    found, problems = kept(OverlayTree())
    assert problems == []
    return found


FIGURES = [
    # document, citation, the parts of its figure in the text
    ("2023-plan", "targets/2023-plan/1/lamps-installed/2023", ["200盏以上"]),
    ("2023-plan", "targets/2023-plan/1/repair-days/2023", ["3天以内"]),
    ("2023-plan", "planned/2023-plan/1/lamps-installed/2023/2023-06-30", ["120盏"]),
    ("2023-report", "observations/2023-report/lamps-installed/2023-12-31", ["210\n盏"]),
    ("2023-report", "observations/2023-report/lamps-installed/2023-12-31#stated_share", ["105%"]),
    ("2023-report", "observations/2023-report/repair-days/2023-12-31", ["基本当天"]),
    ("2023-report", "claims/2023-report/all-done", ["全面完成"]),
]


@pytest.mark.parametrize(("document", "citation", "parts"), FIGURES)
def test_a_figure_is_where_it_was_found(
    texts: dict[str, KeptText], document: str, citation: str, parts: list[str]
) -> None:
    text = texts[document]
    assert [text.text[start:end] for start, end in text.figures[citation]] == parts


def test_of_two_alike_it_is_the_one_that_is_cited(texts: dict[str, KeptText]) -> None:
    text = texts["2023-plan"]
    [(start, _)] = text.figures["targets/2023-plan/1/repair-days/2023"]
    assert text.text[:start].endswith("故障在")


def test_what_is_verified_is_what_is_found(texts: dict[str, KeptText]) -> None:
    """One finder, so that no figure is proved without being shown in its place, or the other way round."""
    verified = {item.cited.id for item in verify(OverlayTree(), ARCHIVE).verified}
    assert {name for text in texts.values() for name in text.figures} == verified


@pytest.mark.parametrize(
    ("locator", "begins", "ends"),
    [("一/1", "1.新装路等", "修复。"), ("一/2", "2.建口袋公园", "0532-1234567"), ("一", "一、", "1234567")],
)
def test_a_place_is_what_stands_there(
    texts: dict[str, KeptText], locator: str, begins: str, ends: str
) -> None:
    start, end = texts["2023-plan"].places[locator]
    said = texts["2023-plan"].text[start:end]
    assert (said.startswith(begins), said.endswith(ends)) == (True, True)


def test_private_numbers_are_told(texts: dict[str, KeptText]) -> None:
    text = texts["2023-plan"]
    assert [text.text[start:end] for start, end in text.private] == ["电话:0532-1234567"]


def test_a_figure_that_is_part_of_another_is_not_shown() -> None:
    tree = OverlayTree().edit(f"{REPORT}/observations.csv", ",980盏,", ",10盏,")
    assert "observations/2023-report/lamps-standing/2023-12-31" not in kept(tree)[0]["2023-report"].figures


DATASET = "kind: report", "kind: dataset"
REFUSED = [
    # what is changed, the codes
    ((f"{PLAN}/document.yaml", "archive_sha256: ec8", "archive_sha256: fc8"), ["text-changed"]),
    ((f"{REPORT}/document.yaml", *DATASET), []),
]


@pytest.mark.parametrize(("change", "codes"), REFUSED)
def test_only_the_text_that_the_record_was_made_from_is_shown(
    change: tuple[str, str, str], codes: list[str]
) -> None:
    """And no statistical table."""
    texts, problems = kept(OverlayTree().edit(*change))
    assert ([problem.code for problem in problems], len(texts)) == (codes, 1)


def test_a_text_that_is_not_there_is_told(tmp_path: Path) -> None:
    texts, problems = kept(OverlayTree(), tmp_path)
    assert (texts, [problem.code for problem in problems]) == ({}, ["text-missing"] * 2)
    assert problems[0].values == {"value": "town/2023-plan.txt"}


LINE = "一、主要目标 1.新装路灯200盏"
KEPT_AS = [
    # how a text is kept, what is read of it, what is told instead
    (LINE.encode(), LINE, []),
    (b"\xef\xbb\xbf" + LINE.encode(), LINE, []),
    (LINE.encode("gb18030"), LINE, []),
    (f"{LINE}\u200b".encode(), f"{LINE}\u200b", []),
    (f"{LINE}\u200b".encode("gb18030"), f"{LINE}\u200b", []),
    (LINE.encode("utf-16"), None, ["encoding-utf16"]),
    (f"{LINE}\0".encode(), None, ["not-text"]),
    (b"%PDF-1.7\n%\xe2\xff\xff\xff", None, ["not-text"]),
]


@pytest.mark.parametrize(("content", "text", "codes"), KEPT_AS)
def test_what_nobody_can_read_is_not_read(
    content: bytes, text: str | None, codes: list[str], tmp_path: Path
) -> None:
    """Even where it is the very file that the record was made from."""
    tree = OverlayTree()
    checksum = hashlib.sha256(content).hexdigest()
    facts = tree.read(f"{PLAN}/document.yaml").decode()
    tree.write(f"{PLAN}/document.yaml", re.sub("(archive_sha256: ).*", rf"\g<1>{checksum}", facts))
    file = tmp_path / "2023-plan.txt"
    file.write_bytes(content)
    [package] = validate(tree)[0]
    found, problems = text_of(package, package.documents["2023-plan"], file)
    assert (found, [problem.code for problem in problems]) == (text, codes)


PRIVATE = [
    # a line of a text, what of it is withheld
    ("联系电话:0532-1234567", ["电话:0532-1234567"]),
    ("电话：（０５３２）８８８８７７７７", ["电话：（０５３２）８８８８７７７７"]),
    ("电话 0532 8888 7777", ["电话 0532 8888 7777"]),
    ("电话:0532.8888.7777", ["电话:0532.8888.7777"]),
    ("传真：0532—88887777、88887778。", ["传真：0532—88887777、88887778"]),
    ("手机号码为138 0013 8000。", ["手机号码为138 0013 8000"]),
    ("手机:138\u200b0013\u200b8000", ["手机:138\u200b0013\u200b8000"]),
    ("电话：一三八〇〇一三八〇〇〇", ["电话：一三八〇〇一三八〇〇〇"]),
    ("热线 ١٢٣٤٥٦٧٨", ["热线 ١٢٣٤٥٦٧٨"]),
    ("请致电13800138000咨询", ["13800138000"]),
    ("0532-88887777", ["0532-88887777"]),
    ("+86-138-0013-8000", ["+86-138-0013-8000"]),
    ("Tel.: +44 20 7946 0958", ["Tel.: +44 20 7946 0958"]),
    ("Tél. 01 23 45 67 89", ["Tél. 01 23 45 67 89"]),
    ("370202 19800101 123X", ["370202 19800101 123X"]),
    ("37020219800101123Ｘ", ["37020219800101123Ｘ"]),
    ("新装电话200部,手机用户达5000户", []),
    ("新装路灯13800138盏,投入1380013800元", []),
    ("153 200 180 160", []),
]


@pytest.mark.parametrize(("line", "parts"), PRIVATE)
def test_what_may_be_the_number_of_somebody_is_withheld(line: str, parts: list[str]) -> None:
    """However it is written; amounts are none."""
    archived = ArchivedText(line)
    ends = ((archived.offsets[span.start], archived.offsets[span.end - 1] + 1) for span in withheld(archived))
    assert [line[start:end] for start, end in ends] == parts


OFFICERS = [
    # the officers that a goal names, what the text prints, what is held back of it
    (["张三丰"], "由张三丰负责，张 三\u3000丰同意，张三在场。", ["张三丰", "张 三\u3000丰"]),
    (["张三", "张三丰"], "张三丰、张三", ["张三丰", "张三"]),
    (["Ann Lee"], "Ann Lee, ANN\nLEE and Joann Lee, Ann Leeds.", ["Ann Lee", "ANN\nLEE"]),
    (["阿不都·热依木"], "阿不都·热依木与阿不都•热依木", ["阿不都·热依木", "阿不都•热依木"]),
    (["A.B. (c)*"], "A.B. (c)* and AxB", ["A.B. (c)*"]),
]


@pytest.mark.parametrize(("names", "text", "found"), OFFICERS)
def test_officers_that_are_withheld_are_held_back_in_the_texts_too(
    names: list[str], text: str, found: list[str], tmp_path: Path
) -> None:
    """In all documents of the package, whichever names them; where they are published, nothing is."""
    plan = f"{LINE}\n{text}"
    (tmp_path / "town").mkdir()
    for document in ("2023-plan", "2023-report"):
        (tmp_path / "town" / f"{document}.txt").write_bytes(plan.encode())
    for officers, expected in (("withheld", found), ("published", [])):
        tree = OverlayTree().edit("town/package.yaml", "officers: published", f"officers: {officers}")
        tree.edit(
            f"{PLAN}/goals.yaml",
            "officers: [分管副镇长]",
            f"officers: {json.dumps(names, ensure_ascii=False)}",
        )
        for file in (f"{PLAN}/document.yaml", f"{REPORT}/document.yaml"):
            facts = tree.read(file).decode()
            tree.write(
                file,
                re.sub("(archive_sha256: ).*", rf"\g<1>{hashlib.sha256(plan.encode()).hexdigest()}", facts),
            )
        texts, problems = kept(tree, tmp_path)
        # None of the example's figures stands in a text about people.
        assert {problem.code for problem in problems} == {"passage-not-found"}
        for kept_text in texts.values():
            assert [kept_text.text[start:end] for start, end in kept_text.people] == expected
