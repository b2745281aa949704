"""What puts small faults into modules: which it makes, and that it tells who was noticed."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from folders import HELPERS
from mutating import mutants

MADE = [
    ("a < b", {"a <= b", "a >= b"}),
    ("a <= b < c", {"a < b < c", "a > b < c", "a <= b <= c", "a <= b >= c"}),
    ("a is None", {"a is not None"}),
    ("a and b and c", {"a or b or c", "b and c", "a and c", "a and b"}),
    ("not a", {"a"}),
    ("a + b", {"a - b"}),
    ("a | b", {"a & b"}),
    ("5", {"6", "4"}),
    ("True", {"False"}),
    ("None", set()),
    ("'a'", {"'a~'", "''"}),
    ("''", {"'~'"}),
    ("b'a'", {"b'a~'"}),
    ("a[b:c]", {"a[:c]", "a[b:]"}),
    ("f(a, b)", {"f(b, a)"}),
    ("f(*a, b)", set()),
    ("f(a, b=c)", {"f(a)"}),
    ("sorted(a)", {"list(a)"}),
    ("sorted(a, key=b)", {"list(a, key=b)"}),
    ("min(a, b)", {"max(a, b)"}),
    ("a.startswith(b)", {"a.endswith(b)"}),
    ("a.strip()", {"a"}),
    ("a if b else c", {"a if True else c", "a if False else c"}),
    ("[a for a in b if c]", {"[a for a in b if True]", "[a for a in b if False]"}),
    ("f'{a}b'", {"f'{a}b~'", "f'{a}'"}),
]
"""An expression, and what is made of it."""

STATEMENTS = [
    ("f()", "pass"),
    ("raise a", "pass"),
    ("a.b = c", "pass"),
    ("a[b] += c", "pass"),
    ("del a", "pass"),
    ("return", "pass"),
    ("return a", "return None"),
    ("a = b", None),
    ("return None", None),
    ("import a", None),
    ("assert a", None),
    ("'A text.'", None),
]
"""A statement, and what is made of it as a whole."""


def whole(text: str) -> set[str]:
    """What a tree becomes in which a mutant is, for each."""
    tree, found = ast.parse(text), set()
    for mutant in mutants(tree):
        with mutant:
            found.add(ast.unparse(tree))
    assert ast.unparse(tree) == ast.unparse(ast.parse(text))
    return found


def test_faults_of_expressions() -> None:
    assert [(text, whole(f"f({text})") - {"pass"}) for text, _ in MADE] == [
        (text, {f"f({after})" for after in made}) for text, made in MADE
    ]


def test_faults_of_statements() -> None:
    indented = "def f():\n    "
    assert [(text, whole(f"{indented}{text}")) for text, _ in STATEMENTS] == [
        (text, {f"{indented}{after}"} if after else set()) for text, after in STATEMENTS
    ]
    assert whole("with a:\n    b") == {"if True:\n    b", "with a:\n    pass"}
    assert whole("try:\n    x = a\nexcept E:\n    x = b") == {"try:\n    x = a\nexcept E:\n    raise"}


MODULE = '''"""A module."""

STEP = 1
LEAST = STEP + 2


def enough(number: int, least: int = 0) -> bool:
    """Whether a number is enough."""
    if number < 0:
        raise ValueError(number)
    return number >= max(least, LEAST)


def nobody_asks() -> int:
    return 1


def same(number: int) -> int:
    return number * 1
'''

TESTS = """
import pytest
from subject import enough, same


@pytest.mark.parametrize(("number", "answer"), [(2, False), (4, True)])
def test_enough(number, answer):
    assert enough(number) == answer
    assert enough(9, 9)


def test_same(tmp_path):
    (tmp_path / "a").write_text("may be written")
    assert same(5) == 5


def test_that_fails():
    assert not enough(4)
"""

SAME = """\
module,function,before,after,why
subject,enough,0,1,never asked for alone
subject,nobody_asks,1,2,nobody asks
"""
"""Of two mutants that read the same the first row takes one."""

SURVIVE = """\
  without mutants already failing or left out: test_subject.py::test_that_fails
  subject.py:3 : 1  →  2  (3 tests)
  subject.py:4 : 2  →  3  (3 tests)
  subject.py:7 enough: 0  →  -1  (2 tests)
  subject.py:9 enough: number < 0  →  number <= 0  (2 tests)
  subject.py:9 enough: number < 0  →  False  (2 tests)
  subject.py:9 enough: 0  →  1  (2 tests)
  subject.py:9 enough: 0  →  -1  (2 tests)
  subject.py:10 enough: raise ValueError(number)  →  pass  (0 tests)
  subject.py:15 nobody_asks: return 1  →  return None  (0 tests)
  subject.py:15 nobody_asks: 1  →  0  (0 tests)
subject: 25 made, 13 killed, 10 survived, 2 the same
"""


def test_who_is_noticed_and_who_is_not(tmp_path: Path) -> None:
    (tmp_path / "subject.py").write_text(MODULE)
    (tmp_path / "test_subject.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = .\n")
    (tmp_path / "same.csv").write_text(SAME)
    options = ["--tests", "test_subject.py", "--same", "same.csv"]
    command = [sys.executable, str(HELPERS / "mutants.py"), "subject", *options]
    place = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, check=False, cwd=tmp_path, env=place, capture_output=True, text=True)
    told = [line for line in done.stdout.splitlines() if line.startswith(("  ", "subject"))]
    assert [line.partition(";")[0] for line in told] == SURVIVE.splitlines(), done.stderr
    assert done.returncode == 1
    # What could be written was written apart from all this.
    assert {item.name for item in tmp_path.iterdir()} - {"__pycache__"} == {
        "pytest.ini",
        "same.csv",
        "subject.py",
        "test_subject.py",
    }
