"""A package in which every text tries to act: no page has an element more than with harmless texts, and nothing runs, with the
policy of the site and without it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from folders import BASE
from payloads import EVIL, PAYLOADS, Place, harmless, hostile, make, places, structure, watched
from playwright.sync_api import Browser
from sites import once

from generator.publishing.policy import element

TEXTS = hostile(places(BASE / "town"), 0)
KINDS = {
    # the texts of a package, and what becomes of them
    "hostile": TEXTS,
    "control": {place: harmless(text) for place, text in TEXTS.items()},
}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sites of both."""

    def site(kind: str, texts: dict[Place, str]) -> Path:
        return once(tmp_path_factory, f"{kind}-texts", lambda folder: make(folder, texts)) / "site"

    return {kind: site(kind, texts) for kind, texts in KINDS.items()}


def test_every_payload_stands_in_a_text() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS))
    assert all(any(payload in text for text in TEXTS.values()) for payload in PAYLOADS)


def test_pages_have_the_same_elements_whatever_the_texts_say(towns: dict[str, Path]) -> None:
    assert structure(towns["hostile"]) == structure(towns["control"])


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without"])
def test_nothing_runs_and_nothing_is_asked_for(
    browser: Browser,
    towns: dict[str, Path],
    policy: bool,  # noqa: FBT001 - a parameter
) -> None:
    # The pages of one language with it, of the other without.
    pages = [path for path in structure(towns["hostile"]) if path != "404.html"]
    paths = [path for path in pages if path.startswith("en/") is policy]
    seen = watched(browser, towns["hostile"], paths, policy=policy)
    assert seen.ran == []
    assert seen.pages == len(paths) > 30
    assert seen.charts > 0


RUNS = {
    # a page, and what is seen of it with the policy and without
    f"{element()}<p>x</p>": ([], []),
    f"{element()}<script>alert(1)</script>": (["stopped script-src-elem"], ["alert 1"]),
    f'{element()}<p style="color: red">x</p>': (["stopped style-src-attr"], []),
    f"{element()}<p onmouseover=alert(2)><span>x</span></p>": (["stopped script-src-attr"], ["alert 2"]),
    f"{element()}<img src={EVIL}/a.png>": (["stopped img-src"], [f"{EVIL}/a.png"]),
}


def test_what_runs_is_seen(browser: Browser, tmp_path: Path) -> None:
    told = {}
    for page, expected in RUNS.items():
        (tmp_path / "index.html").write_text(f"<link rel=icon href=data:,>{page}", encoding="utf-8")
        seen = [watched(browser, tmp_path, ["index.html"], policy=policy).ran for policy in (True, False)]
        told[page] = tuple(
            [word for word in wanted if any(word in item for item in found)]
            for wanted, found in zip(expected, seen, strict=True)
        )
        assert [bool(found) for found in seen] == [bool(wanted) for wanted in expected], seen
    assert told == RUNS
