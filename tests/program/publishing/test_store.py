"""The store gives back what was put into it, to the byte, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publishing import store as stores
from generator.publishing.outputs import OutputError, put
from generator.publishing.store import KEPT_FOR, Store, at_hand, fingerprint, of_files, remembered


def made(folder: Path) -> Path:
    """A folder with two files."""
    (folder / "below").mkdir(parents=True)
    (folder / "one").write_bytes(b"1")
    (folder / "below" / "two").write_bytes(b"2")
    return folder


def objects(store: Path) -> list[Path]:
    return sorted(path for path in (store / "objects").glob("*/*"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder of a store that holds two files and a value, as the next build finds it."""
    first = Store(tmp_path / "store")
    first.keep("files", made(tmp_path / "made"), ["one", "below/two"])
    first.keep_value("value", b"3")
    first.settle()
    return tmp_path / "store"


def test_what_was_kept_comes_back(store: Path, tmp_path: Path) -> None:
    found = Store(store)
    assert found.take("files", tmp_path / "out")
    assert (tmp_path / "out" / "one").read_bytes() == b"1"
    assert (tmp_path / "out" / "below" / "two").read_bytes() == b"2"
    assert found.value("value") == b"3"


def test_what_was_not_kept_does_not(store: Path, tmp_path: Path) -> None:
    found = Store(store)
    assert not found.take("other", tmp_path / "out")
    assert not found.take("value", tmp_path / "out")
    assert found.value("files") is None
    assert not (tmp_path / "out").exists()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": lambda file: file.unlink(),
    "cut short": lambda file: file.write_bytes(b""),
    "another content": lambda file: file.write_bytes(b"x"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_not_trusted_and_mended(store: Path, tmp_path: Path, damage: str) -> None:
    for file in objects(store):
        DAMAGES[damage](file)
    found = Store(store)
    assert not found.take("files", tmp_path / "out")
    assert found.value("value") is None
    assert not (tmp_path / "out").exists()
    found.keep("files", made(tmp_path / "again"), ["one", "below/two"])
    found.keep_value("value", b"3")
    assert found.take("files", tmp_path / "out")
    assert found.value("value") == b"3"


def aged(store: Path) -> Store:
    """The store as a later build has it that used all of it and was then ended: what it holds was not written just now."""
    for file in objects(store):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    build = Store(store)
    assert build.take("files", store.parent / "aged")
    assert build.value("value")
    build.settle()
    return Store(store)


def test_what_was_proved_is_not_read_again(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "_boot", lambda: "this")
    later = aged(store)
    monkeypatch.delattr(Path, "read_bytes")
    assert later.take("files", tmp_path / "out")
    later.keep("again", tmp_path / "out", ["one"])


@pytest.mark.parametrize("known", ["the run of the system is another", "it is not told"])
def test_beyond_a_run_of_the_system_nothing_is_believed(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    aged(store)
    for file in objects(store):
        moment = file.stat().st_mtime_ns
        file.write_bytes(b"\0")
        os.utime(file, ns=(moment, moment))
    monkeypatch.setattr(stores, "_boot", lambda: "other" if "another" in known else "")
    assert not Store(store).take("files", tmp_path / "out")


@pytest.mark.parametrize("text", [b"", b"x", b"{}\n{}\n", b"\xff"])
def test_a_damaged_index_is_an_empty_one(store: Path, tmp_path: Path, text: bytes) -> None:
    (index,) = store.glob("index*")
    index.write_bytes(text)
    assert not Store(store).take("files", tmp_path / "out")


def test_a_build_that_was_killed_leaves_what_earlier_ones_kept(store: Path, tmp_path: Path) -> None:
    killed = Store(store)
    killed.keep("more", made(tmp_path / "more"), ["one"])
    killed.keep_value("other", b"4")
    (objects(store)[0].parent / "half.4711").write_bytes(b"ha")
    found = Store(store)
    assert not found.take("more", tmp_path / "out")
    assert found.take("files", tmp_path / "out")
    assert found.value("value") == b"3"
    found.settle()
    assert sorted(file.read_bytes() for file in objects(store)) == [b"1", b"2", b"3"]


def test_what_nobody_used_is_dropped(store: Path, tmp_path: Path) -> None:
    for _ in range(KEPT_FOR - 1):
        Store(store).settle()
        assert len(objects(store)) == 3
    again = Store(store)
    assert again.take("files", tmp_path / "out")
    again.settle()
    assert len(objects(store)) == 2
    assert (tmp_path / "out" / "one").read_bytes() == b"1"
    for _ in range(KEPT_FOR):
        Store(store).settle()
    assert objects(store) == []


def test_what_is_somebody_elses_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError):
        Store(tmp_path)
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "mine"


def test_a_file_is_put_in_the_place_of_another_and_never_into_it(tmp_path: Path) -> None:
    for name, text in {"a": "a", "b": "b", "shared": "shared"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    put(tmp_path / "shared", tmp_path / "b")
    put(tmp_path / "a", tmp_path / "b")
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in ("a", "b", "shared")] == [
        "a",
        "a",
        "shared",
    ]


def test_fingerprints_are_equal_only_where_all_parts_are(tmp_path: Path) -> None:
    names = {fingerprint(*parts) for parts in [(), ("",), ("a",), ("a", ""), ("", "a"), ("ab",), ("a", "b")]}
    assert len(names) == 7
    assert fingerprint("a", b"b") == fingerprint(b"a", "b")
    folder, before = made(tmp_path / "made"), set[str]()
    for change in (
        lambda: None,
        lambda: (folder / "one").write_bytes(b"11"),
        lambda: (folder / "one").rename(folder / "three"),
        (folder / "below" / "two").unlink,
    ):
        change()
        before.add(of_files(folder))
    assert len(before) == 4


def test_a_value_is_made_once_for_all_builds(tmp_path: Path) -> None:
    asked: list[str] = []

    def make() -> str:
        asked.append("made")
        return "text"

    assert remembered(make, "kind", "a") == "text"
    for _ in range(2):
        store = Store(tmp_path / "store")
        with at_hand(store):
            assert remembered(make, "kind", "a") == "text"
        store.settle()
    assert asked == ["made"] * 2
