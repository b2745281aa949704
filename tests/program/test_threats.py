"""The threat model names what holds it: each test in it is there and runs wherever the tests run."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from folders import ROOT

TESTS = ROOT / "tests"
TEXT = (TESTS / "THREATS.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def rows(text: str) -> list[list[str]]:
    """The cells of the table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@cache
def functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {
        item.name: item for item in ast.parse(path.read_bytes()).body if isinstance(item, ast.FunctionDef)
    }


def left_out(function: ast.FunctionDef) -> bool:
    """Whether a test may be skipped or may fail unseen: by a mark, or by a call of its own."""
    marks = " ".join(ast.unparse(item) for item in function.decorator_list)
    calls = {ast.unparse(item.func) for item in ast.walk(function) if isinstance(item, ast.Call)}
    return bool(re.search(r"mark\.(skip|skipif|xfail)\b", marks)) or bool(
        calls & {"pytest.skip", "pytest.xfail", "pytest.importorskip"}
    )


def faults(text: str, tests: Path) -> list[str]:
    """What the table promises and nobody holds."""
    found = []
    for who, *_, held in rows(text):
        named = NAMED.findall(held)
        if not named or re.sub(NAMED, "", held).strip():
            found.append(f"{who}: no tests, or words beside them")
        for path, name in named:
            file = tests / path
            function = functions(file).get(name) if file.is_file() else None
            if function is None:
                found.append(f"no such test: {path}::{name}")
            elif left_out(function):
                found.append(f"may be skipped: {path}::{name}")
    return found


def test_everything_that_holds_is_there_and_never_skipped() -> None:
    assert faults(TEXT, TESTS) == []
    assert len(rows(TEXT)) >= 12  # who could do harm


HEAD = "| who | touches | holds | held by |\n| --- | --- | --- | --- |\n"
MADE_UP = """
import pytest

def test_sound(): pass

@pytest.mark.parametrize("x", [1])
def test_of_many(x): pass

@pytest.mark.skipif(True, reason="x")
def test_marked(): pass

@pytest.mark.xfail
def test_failing(): pass

def test_calling(): pytest.skip("x")
"""


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("`a/test_x.py::test_sound` `a/test_x.py::test_of_many`", []),
        ("", ["a: no tests, or words beside them"]),
        ("somebody looks", ["a: no tests, or words beside them"]),
        ("`a/test_x.py::test_sound` and luck", ["a: no tests, or words beside them"]),
        ("`a/test_x.py::test_none`", ["no such test: a/test_x.py::test_none"]),
        ("`b/test_x.py::test_sound`", ["no such test: b/test_x.py::test_sound"]),
        *(
            (f"`a/test_x.py::{name}`", [f"may be skipped: a/test_x.py::{name}"])
            for name in ("test_marked", "test_failing", "test_calling")
        ),
    ],
)
def test_what_nobody_holds_is_seen(tmp_path: Path, cell: str, found: list[str]) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "test_x.py").write_text(MADE_UP, encoding="utf-8")
    assert faults(f"{HEAD}| a | b | c | {cell} |", tmp_path) == found


def test_the_policy_leads_to_it_in_both_languages_and_tells_the_same() -> None:
    one, other = ((ROOT / name).read_text(encoding="utf-8") for name in ("SECURITY.md", "SECURITY.zh.md"))
    for pattern in (r"^##? ", r"^- ", r"^```"):
        assert len(re.findall(pattern, one, re.MULTILINE)) == len(re.findall(pattern, other, re.MULTILINE)), (
            pattern
        )
    assert "tests/THREATS.md" in one
    assert "tests/THREATS.md" in other
    assert re.findall(r"```sh\n(.*?)```", one, re.DOTALL) == re.findall(r"```sh\n(.*?)```", other, re.DOTALL)
