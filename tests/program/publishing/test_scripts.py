"""The scripts of the site run in browsers from 2017 on: what is newer would stop a whole script there, silently."""

from __future__ import annotations

import re

import pytest
from folders import ROOT

ASSETS = ROOT / "site_src" / "assets"

NEWER = {
    # what came after ES2017, or is newer in browsers → how it is written
    "object rest and spread (2018)": r"[{,]\s*\.\.\.[\w.]+(?:\s*,[^()\[\]{}]*)?\s*\}|\{\s*\.\.\.",
    "properties of Unicode (2018)": r"\\p\{",
    "lookbehind and named groups (2018)": r"\(\?<",
    "the flag s (2018)": r"/[gimuy]*s[gimuy]*\.(?:test|exec)\(",
    "for await, async generators (2018)": r"\bfor await\b|async (?:function)?\s*\*",
    "finally of a promise (2018)": r"\.finally\(",
    "catch without a name (2019)": r"\bcatch\s*\{",
    "flat, flatMap, fromEntries, trimStart (2019)": r"(?<!\.\.)\.flat\(|\.flatMap\(|\bfromEntries\b|\.trim(?:Start|End)\(",
    "optional chaining (2020)": r"\?\.(?!\d)",
    "nullish coalescing (2020)": r"\?\?",
    "BigInt, globalThis, matchAll, allSettled (2020)": r"\b\d+n\b|globalThis|\.matchAll\(|allSettled",
    "replaceAll, any, logical assignment, separators (2021)": r"\.replaceAll\(|Promise\.any|(?:\|\||&&)=|\b\d+_\d",
    "at, hasOwn, private fields (2022)": r"\.at\(|\bhasOwn\b|\bthis\.#|^\s*#\w",
    "findLast, toSorted (2023)": r"\.findLast|\.toSorted\(|\.toReversed\(|\.with\(",
    "replaceChildren (browsers of 2020)": r"\.replaceChildren\(",
    "what a file holds, as a promise (browsers of 2019)": r"\bfile\.(?:arrayBuffer|text)\(",
    "import on demand (2020)": r"\bimport\(",
}

WRITTEN = [
    # what each looks for, once more as it is written
    *(
        "const { a, ...rest } = b;",
        "f({ ...a, b });",
        r"/\p{L}/u",
        "/(?<=a)b/",
        "/a/s.test(b)",
        "for await (const a of b)",
    ),
    *(
        "a.finally(b)",
        "try {} catch {}",
        "a.flat()",
        "a?.b",
        "a ?? b",
        "10n",
        "a.replaceAll(b, c)",
        "a ||= b",
    ),
    *("a.at(-1)", "a.findLast(b)", "a.replaceChildren()", "file.arrayBuffer()", "import(a)"),
]

OLDER = [
    # what is as old as that
    *(
        "f(...a, b)",
        "[...a, b]",
        "[a, ...b]",
        "const [a, ...b] = c;",
        "(a, ...b) => c",
        "a ? .5 : b",
        "catch (_) {",
    ),
    *(
        "new Map([...a].map((b) => ({ b })))",
        "a || b",
        "try {} finally {}",
        "flat(a)",
        'import { a } from "b"',
    ),
]


def newer(line: str) -> set[str]:
    """What of a line is newer."""
    return {name for name, pattern in NEWER.items() if re.search(pattern, line)}


def test_what_is_newer_is_known() -> None:
    assert set().union(*map(newer, WRITTEN)) == set(NEWER)
    assert [line for line in WRITTEN if not newer(line)] == []
    assert [(line, newer(line)) for line in OLDER if newer(line)] == []


@pytest.mark.parametrize("script", sorted(path.name for path in ASSETS.glob("**/*.js")))
def test_no_script_has_any_of_it(script: str) -> None:
    (path,) = ASSETS.glob(f"**/{script}")
    lines = (line.partition(" // ")[0] for line in path.read_text(encoding="utf-8").splitlines())
    found = {
        (script, name): line for line in lines if not line.lstrip().startswith("//") for name in newer(line)
    }
    assert found == {}
