"""The two READMEs tell the same, each in its own language and short enough to scan; the changelog has dated versions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import unquote

import click
import pytest
import yaml
from folders import ROOT
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator import __version__
from generator.cli import main

ENGLISH, CHINESE = "README.md", "README.zh.md"
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in (ENGLISH, CHINESE)}
MARKDOWN = MarkdownIt("commonmark").enable("table")

WIDEST, LONGEST = 120, 110
"""Characters of a line and lines of a page."""
NAMES = {"明账", "中文"}
"""The product's name and the link to the other README: all the Chinese that the English one has."""
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
SENTENCE = re.compile(r"[A-Za-z']+(?: [A-Za-z']+){3,}")
"""Four Latin words in a row; the names of programs, formats and licences are shorter."""


@dataclass(frozen=True)
class Told:
    """What a page tells whatever its language: the blocks in their order, what to run, what to copy, where links lead."""

    blocks: list[str]
    commands: list[str]
    targets: list[str]
    code: list[tuple[str, str]]
    links: list[str]


def tokens(text: str) -> Iterator[Token]:
    for token in MARKDOWN.parse(text):
        yield token
        yield from token.children or []


def told(text: str) -> Told:
    found = list(tokens(text))
    fences = [(token.info, token.content) for token in found if token.type == "fence"]
    code = "\n".join(
        [token.content for token in found if token.type == "code_inline"] + [text for _, text in fences]
    )
    links = [str(token.attrs["href"]).partition("#")[0] for token in found if token.type == "link_open"]
    return Told(
        blocks=[token.type for token in MARKDOWN.parse(text)],
        commands=re.findall(r"\bmingzhang ([a-z]+(?: [a-z]+)?)", code),
        targets=re.findall(r"\bmake ([a-z]+)", code),
        # In a drawing of folders, what stands behind two spaces is a remark in the reader's language.
        code=[(info, text if info else re.sub(r"(?<=\S) {2,}.*", "", text)) for info, text in fences],
        links=[link for link in links if link not in TEXTS],
    )


def differences(english: str, chinese: str) -> list[str]:
    """In which respects one page tells something else than the other."""
    one, other = told(english), told(chinese)
    return [field.name for field in fields(Told) if getattr(one, field.name) != getattr(other, field.name)]


def test_both_tell_the_same() -> None:
    assert differences(TEXTS[ENGLISH], TEXTS[CHINESE]) == []


def test_each_leads_to_the_other() -> None:
    assert f"({CHINESE})" in TEXTS[ENGLISH].partition("\n## ")[0]
    assert f"({ENGLISH})" in TEXTS[CHINESE].partition("\n## ")[0]


@pytest.mark.parametrize(
    ("written", "instead", "respects"),
    [
        ("- `export --parquet`", "`export --parquet`", ["blocks"]),
        ("| `mingzhang due` |", "| `mingzhang overdue` |", ["commands"]),
        ("| `make serve` |", "| `make served` |", ["targets"]),
        ("make site\n", "make  site\n", ["targets", "code"]),
        ("  corrections.csv ", "  correction.csv ", ["code"]),
        ("(LICENSE)", "(LICENCE)", ["links"]),
        ("(deploy/README.md#中文)", "(deploy/README.md#english)", []),
    ],
)
def test_a_difference_is_seen(written: str, instead: str, respects: list[str]) -> None:
    assert written in TEXTS[CHINESE]
    assert differences(TEXTS[ENGLISH], TEXTS[CHINESE].replace(written, instead)) == respects


def hard_to_read(name: str, text: str) -> list[str]:
    """Lines that are too long, a page that is too long, and words of the other language."""
    lines = text.splitlines()
    prose = [token.content for token in tokens(text) if token.type == "text"]
    foreign = (
        [found for found in HAN.findall(text) if found not in NAMES]
        if name == ENGLISH
        else [found for part in prose for found in SENTENCE.findall(part)]
    )
    return [
        *(f"line of {len(line)}" for line in lines if len(line) > WIDEST),
        *(f"page of {len(lines)}" for _ in lines[LONGEST : LONGEST + 1]),
        *foreign,
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_it_can_be_scanned(name: str) -> None:
    assert hard_to_read(name, TEXTS[name]) == []


@pytest.mark.parametrize(
    ("name", "text", "complaints"),
    [
        (ENGLISH, "word " * 25, ["line of 125"]),
        (CHINESE, "字" * 121, ["line of 121"]),
        (ENGLISH, "word\n" * 111, ["page of 111"]),
        (ENGLISH, "Mingzhang 明账 is a 公开的 ledger。", ["公开的", "。"]),
        (CHINESE, "数据用 `what stands in code` 和 CC BY 许可。", []),
        (CHINESE, "许可见 the licence of the program。", ["the licence of the program"]),
    ],
)
def test_what_is_hard_to_read_is_seen(name: str, text: str, complaints: list[str]) -> None:
    assert hard_to_read(name, text) == complaints


def commands() -> set[str]:
    groups = {name: command for name, command in main.commands.items() if isinstance(command, click.Group)}
    return {*main.commands, *(f"{name} {part}" for name, group in groups.items() for part in group.commands)}


def anchors(text: str) -> set[str]:
    """The fragments that forges give to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def untrue(text: str) -> list[str]:
    """Commands and targets that there are not, and links and pictures that lead nowhere."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    page = told(text)
    found = [command for command in page.commands if command not in commands()]
    found += [target for target in page.targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)]
    for token in tokens(text):
        path, _, fragment = unquote(str(token.attrs.get("href", token.attrs.get("src", "")))).partition("#")
        if not path or path.startswith("https://"):
            continue
        if not (ROOT / path).exists() or (
            fragment and fragment not in anchors((ROOT / path).read_text(encoding="utf-8"))
        ):
            found.append(f"{path}#{fragment}" if fragment else path)
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_everything_it_names_is_there(name: str) -> None:
    assert untrue(TEXTS[name]) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`mingzhang check` and `mingzhang sheet import`", []),
        ("`mingzhang chek`, `mingzhang sheet print`", ["chek", "sheet print"]),
        ("`make site` and `make sight`", ["sight"]),
        ("[a](LICENSE) [b](LICENCE) [c](https://example.org)", ["LICENCE"]),
        ("[a](deploy/README.md#english) [b](deploy/README.md#deutsch)", ["deploy/README.md#deutsch"]),
        ("![](site_src/readme/house.png)", ["site_src/readme/house.png"]),
    ],
)
def test_what_is_not_there_is_seen(text: str, missing: list[str]) -> None:
    assert untrue(text) == missing


def test_the_package_shows_the_english_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["readme"] == ENGLISH


# The changelog


def test_the_changelog_has_what_is_in_work_and_then_versions_the_latest_first() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first, *versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert first == "Unreleased"
    numbers, days = zip(*(version.split(", ") for version in versions), strict=True)
    assert numbers[0] == __version__
    assert list(days) == sorted((date.fromisoformat(day).isoformat() for day in days), reverse=True)


def test_the_version_to_be_cited_is_that_of_the_program() -> None:
    citation = yaml.load((ROOT / "CITATION.cff").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert citation["version"] == __version__
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__}, {citation['date-released']}" in text
