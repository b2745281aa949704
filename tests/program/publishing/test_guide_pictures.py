"""The pictures of the guide are those of a language, or those of the fallback where it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import sources
from generator.publishing.pages.guide import picture_path


def test_a_language_without_a_picture_shows_that_of_the_fallback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / sources.NAME / "assets/guide/kk"
    own.mkdir(parents=True)
    (own / "diff.png").write_bytes(b"x")
    assert picture_path("diff", "en") == "assets/guide/en/diff.png"
    assert picture_path("diff", "kk") == "assets/guide/kk/diff.png"
    assert picture_path("import", "kk") == "assets/guide/en/import.png"
