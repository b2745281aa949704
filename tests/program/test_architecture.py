"""The tree explains the program: layers hold, the architecture page names every module, documents tell the truth."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from folders import HELPERS, RECORD, ROOT
from importlinter import configuration
from importlinter.application.use_cases import lint_imports

from generator.cli import main
from generator.core.languages import FALLBACK, interface

MODULES = sorted(
    path.relative_to(ROOT / "generator").as_posix()
    for path in (ROOT / "generator").rglob("*.py")
    if path.name != "__init__.py"
)


def test_nobody_imports_what_stands_above(capsys: pytest.CaptureFixture[str]) -> None:
    """Held without the command, which silences whatever else writes to a log in its process."""
    configuration.configure()
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml")), capsys.readouterr().out


def test_the_page_names_the_rooms_in_the_order_of_the_imports() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    tree = page.partition("## The program on one page")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?`) \|", tree, re.MULTILINE)
    named = [re.sub(r"[`/]|\.py", "", name) for row in rows for name in row.split(", ")]
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    layers = tomllib.loads(text)["tool"]["importlinter"]["contracts"][0]["layers"]
    assert named == [room for layer in layers for room in layer.split(" | ")]
    for path in re.findall(r"`([\w/]+(?:\.py|/))`", tree):
        assert list((ROOT / "generator").glob(f"**/{path.rstrip('/')}")), path


TESTS = sorted((ROOT / "tests").rglob("*.py"))


def test_the_tests_of_the_program_mirror_the_rooms() -> None:
    rooms = {path.parent.name for path in (ROOT / "generator").glob("*/__init__.py")}
    assert {path.parent.name for path in TESTS if path.match("tests/program/*/*.py")} == rooms


def test_the_tests_of_the_program_need_none_of_the_shipped_packages() -> None:
    asked = re.compile(rf"\b(?:{'|'.join(['DATA', *RECORD])})\b")
    program = [path for path in TESTS if ROOT / "tests" / "program" in path.parents]
    assert {path.name for path in program if asked.search(path.read_text(encoding="utf-8"))} <= {
        Path(__file__).name
    }


def test_tests_share_helpers_and_do_not_import_each_other() -> None:
    names = re.compile(r"^\s*(?:from|import) (?:test_\w+|conftest)\b", re.MULTILINE)
    assert [path.name for path in TESTS if names.search(path.read_text(encoding="utf-8"))] == []


def test_what_all_tests_begin_with_is_light() -> None:
    """Neither the browser's driver nor the program is imported before a test asks for it."""
    code = "import sys, conftest; print(*sorted(name for name in sys.modules if '.' not in name))"
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "tests", HELPERS)))
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert {"playwright", "generator", "pandas", "altair"} & set(run.stdout.split()) == set()


def test_the_first_line_of_a_module_says_what_it_does() -> None:
    texts = {module: (ROOT / "generator" / module).read_text(encoding="utf-8") for module in MODULES}
    assert [module for module, text in texts.items() if not text.startswith('"""')] == []


_CODES = {*interface(), "ar", "de", "es", "ja", "kk", "ko", "pt", "ru"}
"""Tags of languages that are no words of English."""

_CODE = re.compile(
    rf"(?:{'|'.join(_CODES)})/?|.*_(?:{'|'.join(interface())})|.*\b(?:zh|en|fr)[-_](?:Hans|Hant|[A-Z]{{2}})\b.*"
)


def codes_in(text: str) -> list[str]:
    """The language codes that stand in a module as values, parts of names, or attributes."""
    tree = ast.parse(text)
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    values = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks
    ]
    names = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    names += [node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword | ast.arg) and node.arg]
    return [text for text in values if _CODE.fullmatch(text)] + [name for name in names if name in _CODES]


def test_no_language_is_named_outside_one_module() -> None:
    found = {
        name: codes
        for name in MODULES
        if (codes := codes_in((ROOT / "generator" / name).read_text(encoding="utf-8")))
    }
    assert found == {"core/languages.py": [FALLBACK]}


@pytest.mark.parametrize(
    "text",
    [
        'x = "zh"',
        'row["title_en"]',
        'prefix = "en/"',
        "text.zh",
        "Text(zh=1)",
        'f"{name}_fr"',
        'x = "zh_CN"',
        'x = "zh-Hans"',
    ],
)
def test_a_language_would_be_seen(text: str) -> None:
    assert codes_in(text) != []


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_documented(command: str) -> None:
    for name in ("README.md", "README.zh.md"):
        assert f"`mingzhang {command}" in (ROOT / name).read_text(encoding="utf-8")
    assert (main.commands[command].help or "").strip()


@pytest.mark.parametrize("target", ["site", "serve", "quick", "test"])
def test_every_make_target_is_documented(target: str) -> None:
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for name in ("README.md", "README.zh.md"):
        assert f"make {target}" in (ROOT / name).read_text(encoding="utf-8")


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    named += [name for extra in project["project"]["optional-dependencies"].values() for name in extra]
    without_reason = [name for name in named if not re.search(rf'"{re.escape(name)}",\s+# \w', text)]
    assert without_reason == []


def test_the_lock_has_hashes_for_everything_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?:|--index|--extra|@ ", lock) == []
