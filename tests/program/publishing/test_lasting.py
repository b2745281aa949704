"""What the program makes of itself alone is made once in an installation, whatever its store holds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.publishing.lasting import held, hold, lasting
from generator.publishing.store import Store, at_hand


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python keeps modules as compiled."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "beside"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "beside"


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def refused() -> str:
    raise AssertionError


def test_it_is_made_once_without_any_store(beside: Path) -> None:
    assert lasting(lambda: "made", "form", "a", "b") == "made"
    assert lasting(refused, "form", "a", "b") == "made"
    assert len(kept(beside)) == 1


def test_what_was_made_of_something_else_gives_way(beside: Path) -> None:
    hold(b"of a", "form", "a")
    assert held("form", "b") is None
    hold(b"of b", "form", "b")
    assert [held("form", "a"), held("form", "b"), held("other", "b")] == [None, b"of b", None]
    assert len(kept(beside)) == 1


@pytest.mark.parametrize("content", [b"", b"\n\n", b"of nobody\n", b"{whole}and more", b"{half}"])
def test_what_is_damaged_is_made_again(beside: Path, content: bytes) -> None:
    hold(b"made", "form")
    (file,) = kept(beside)
    whole = file.read_bytes()
    file.write_bytes(content.replace(b"{whole}", whole).replace(b"{half}", whole[:-2]))
    assert held("form") is None
    assert lasting(lambda: "made", "form") == "made"
    assert file.read_bytes() == whole


def test_where_python_keeps_nothing_the_store_does(
    beside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside.write_text("no folder can be made here")
    for told in (False, True):
        monkeypatch.setattr(sys, "dont_write_bytecode", told)
        with at_hand(Store(tmp_path / f"store-{told}")):
            assert lasting(lambda: "made", "form") == "made"
            assert lasting(refused, "form") == "made"
        assert lasting(lambda: "anew", "form") == "anew"
