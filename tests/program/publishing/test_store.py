"""The store gives back what was put into it, to the byte, or nothing."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from laid import files, full_disk, snapshot

from generator.core import sources
from generator.core.languages import MESSAGES
from generator.publishing import store as stores
from generator.publishing.outputs import MARK, MARK_BEGUN, OutputError, put
from generator.publishing.store import (
    KEPT_FOR,
    STORE,
    Borrowed,
    Store,
    at_hand,
    borrowed,
    enduring,
    fingerprint,
    needed,
    of_files,
    recalled,
    remember,
    remembered,
    words,
)


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
    """Where the commands have it: caches of forges and the guide name the place."""
    assert Path("build/store") == STORE
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


def test_what_was_kept_long_after_it_was_made_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "made")
    os.utime(folder / "one", (1_000_000_000, 1_000_000_000))
    build = Store(tmp_path / "store")
    build.keep("files", folder, ["one"])
    monkeypatch.delattr(Path, "read_bytes")
    assert build.take("files", tmp_path / "out")


@pytest.mark.parametrize("runs", [("this", "other"), ("this", ""), ("", "")])
def test_beyond_a_run_of_the_system_nothing_is_believed(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: tuple[str, str]
) -> None:
    """Nor where the system names none."""
    monkeypatch.setattr(stores, "_boot", lambda: runs[0])
    aged(store)
    for file in objects(store):
        moment = file.stat().st_mtime_ns
        file.write_bytes(b"\0")
        os.utime(file, ns=(moment, moment))
    monkeypatch.setattr(stores, "_boot", lambda: runs[1])
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
    half = objects(store)[0]
    half.with_name(f"{half.name}.4711").write_bytes(b"ha")
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


def test_a_fingerprint_of_folders_tells_in_which_a_file_is_and_what_counts(tmp_path: Path) -> None:
    one, other = files(tmp_path / "one", "a.py", "b.txt"), files(tmp_path / "other", "c.py")
    again = files(tmp_path / "again", "b.txt", "a.py")
    for file in again.iterdir():
        file.write_bytes((one / file.name).read_bytes())
    (again / "empty.py").mkdir()
    whole, code = of_files(one, other), of_files(one, suffixes=(".py", ".yaml"))
    assert of_files(again, other) == whole
    assert len({whole, of_files(other, one), of_files(one), of_files(tmp_path), code}) == 5
    (one / "b.txt").write_bytes(b"changed")
    assert of_files(one, suffixes=(".py", ".yaml")) == code
    assert of_files(one, other) != whole
    (one / "a.yaml").touch()
    assert of_files(one, suffixes=(".py", ".yaml")) != code
    (other / "c.py").rename(one / "c.py")
    moved = of_files(one, other)
    (one / "c.py").rename(other / "c.py")
    assert of_files(one, other) != moved


TOOLS = (
    *("altair", "babel", "jinja2", "markupsafe", "mkdocs", "mkdocs-material", "pandas", "pyarrow", "pyyaml"),
    *("vl-convert-python", "xlsxwriter"),
)
EXTRA = ("fonttools", "noto-cjk-sans-otc")


def test_whatever_things_are_made_with_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = dict.fromkeys((*TOOLS, *EXTRA), "1")

    def installed(*, name: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(name=name, version=versions[name])] if versions[name] else []

    monkeypatch.setattr(stores, "version", versions.__getitem__)
    monkeypatch.setattr(stores, "distributions", installed)
    monkeypatch.setattr(sources, "PROGRAM", files(tmp_path / "program", "a.py", "b.yaml", "c.csv", "d.txt"))
    seen = [stores.program.__wrapped__()]
    for name in versions:
        versions[name] = "2"
        seen.append(stores.program.__wrapped__())
    for name in EXTRA:
        versions[name] = ""
        seen.append(stores.program.__wrapped__())
    for name in ("a.py", "b.yaml", "c.csv"):
        (tmp_path / "program" / name).write_bytes(b"changed")
        seen.append(stores.program.__wrapped__())
    for holder, name in (
        (sys, "version"),
        (sqlite3, "sqlite_version"),
        (zlib, "ZLIB_RUNTIME_VERSION"),
    ):
        monkeypatch.setattr(holder, name, "other")
        seen.append(stores.program.__wrapped__())
    assert len(set(seen)) == len(seen)
    (tmp_path / "program" / "d.txt").write_bytes(b"changed")
    assert stores.program.__wrapped__() == seen[-1]


def test_the_checksums_of_what_a_build_used_are_known(store: Path, tmp_path: Path) -> None:
    build = Store(store)
    assert build.checksums("files") == {}
    assert build.value("none") is None
    build.need("none")
    assert build.checksums("none") == {}
    assert build.take("files", tmp_path / "out")
    expected = {"one": hashlib.sha256(b"1").hexdigest(), "below/two": hashlib.sha256(b"2").hexdigest()}
    assert build.checksums("files") == expected
    build.settle()
    assert build.checksums("files") == {}
    build.keep("new", tmp_path / "out", ["one"])
    assert build.checksums("new") == {"one": expected["one"]}


def test_what_is_needed_stays_though_nobody_looks_at_it(store: Path) -> None:
    for _ in range(KEPT_FOR + 1):
        build = Store(store)
        build.need("value")
        build.need("none")
        build.settle()
        assert build.value("none") is None
    assert [file.read_bytes() for file in objects(store)] == [b"3"]


def test_what_is_less_than_a_build_drops_nothing(store: Path) -> None:
    for _ in range(KEPT_FOR + 1):
        Store(store).settle(whole=False)
    assert len(objects(store)) == 3
    # What a build used once counts as used once.
    build = Store(store)
    assert build.value("value") == b"3"
    for _ in range(KEPT_FOR):
        assert len(objects(store)) >= 1
        build.settle()
    assert [file.read_bytes() for file in objects(store)] == [b"3"]
    build.settle()
    assert objects(store) == []


def test_what_is_lent_is_found_while_the_build_goes_on(store: Path) -> None:
    lending = Store(store)
    lending.value("value")
    lending.keep_value("new", b"4")
    assert Store(store).value("new") is None
    lending.lend()
    others = Store(store)
    assert [others.value(key) for key in ("new", "value")] == [b"4", b"3"]
    assert others.files("files") is not None
    # What the build used counts as used all the same, and the rest as idle once more.
    lending.settle()
    for _ in range(KEPT_FOR - 1):
        last = Store(store)
        assert last.value("new") == b"4"
        last.settle()
    assert Store(store).files("files") is None


def test_of_what_is_dropped_nothing_is_listed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_boot", lambda: "this")
    names = [f"{file.parent.name}{file.name}" for file in objects(store)]
    aged(store)
    (index,) = store.glob("index*")
    # A file was proved too, a value is read each time.
    assert sorted(index.read_text(encoding="utf-8").count(name) for name in names) == [1, 2, 2]
    for _ in range(KEPT_FOR):
        Store(store).settle()
    assert not any(name in index.read_text(encoding="utf-8") for name in names)


def test_what_others_make_at_the_same_time_stays(store: Path) -> None:
    theirs = (
        "import sys, pathlib; from generator.publishing.store import Store;"
        "Store(pathlib.Path(sys.argv[1])).keep_value('theirs', b'4'); print('kept', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", theirs, store], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"kept\n"
        Store(store).settle()
        assert [file.read_bytes() for file in objects(store)].count(b"4") == 1
        other.communicate(b"\n")
    Store(store).settle()
    assert sorted(file.read_bytes() for file in objects(store)) == [b"1", b"2", b"3"]


def test_what_was_written_a_moment_ago_may_be_written_again_unseen(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "_boot", lambda: "this")
    soon = time.time_ns() + 10**12
    for file in objects(store):
        os.utime(file, ns=(soon, soon))
    build = Store(store)
    assert build.take("files", tmp_path / "out")
    build.settle()
    for found in (build, Store(store)):
        for file in objects(store):
            file.write_bytes(b"x")
            os.utime(file, ns=(soon, soon))
        assert not found.take("files", tmp_path / "again")


REMOVED: dict[str, Callable[[Store, Path], object]] = {
    # what somebody does who builds while his store is removed
    "files": lambda build, made: build.keep("files", made, ["one"]),
    "value": lambda build, _: build.keep_value("value", b"3"),
    "": lambda *_: None,
}


@pytest.mark.parametrize("kept", REMOVED)
def test_a_store_may_be_removed_at_any_time(kept: str, store: Path, tmp_path: Path) -> None:
    build = Store(store)
    shutil.rmtree(store)
    assert build.value("value") is None
    REMOVED[kept](build, tmp_path / "made")
    build.settle()
    found = Store(store)
    assert (found.take("files", tmp_path / "out"), bool(found.value("value"))) == (
        kept == "files",
        kept == "value",
    )


def test_a_store_that_cannot_be_written_to_costs_no_build(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = Store(store)
    build.keep_value("more", b"4")
    with monkeypatch.context() as patch:
        patch.setattr(stores, "write_file", full_disk)
        build.settle()
    found = Store(store)
    assert (found.value("value"), found.value("more")) == (b"3", None)


def test_a_marker_of_anothers_makes_no_store(tmp_path: Path) -> None:
    files(tmp_path / "theirs", MARK, "kept")
    with pytest.raises(OutputError):
        Store(tmp_path / "theirs")
    assert len(snapshot(tmp_path)) == 2


OURS = b"Made by mingzhang, and replaced as a whole when it is made again. Keep nothing of your own here.\n"


def lost_and_killed(store: Path) -> None:
    """A store without its marker, beside what runs that were killed left."""
    (store / MARK).unlink()
    objects(store)[0].with_name(f"{objects(store)[0].name}.123").write_bytes(b"1")
    (store / ".index-2.json.0123abcd.new").write_bytes(b"")
    (store / "index.json").write_bytes(b"{}")


def emptied(store: Path) -> None:
    """A store with an empty marker that no build has settled yet."""
    (store / MARK).write_bytes(b"")
    (store / "index-2.json").unlink()


LOST: dict[str, Callable[[Path], object]] = {
    # what a power failure leaves of the marker of a store
    "gone": lambda store: (store / MARK).unlink(),
    "empty": lambda store: (store / MARK).write_bytes(b""),
    "zeros": lambda store: (store / MARK).write_bytes(bytes(len(OURS))),
    "its beginning": lambda store: (store / MARK).write_bytes(OURS[:30] + bytes(9)),
    "begun": lambda store: (store / MARK).rename(store / MARK_BEGUN),
    "empty, and no index": emptied,
    "gone, beside what runs that were killed left": lost_and_killed,
}


@pytest.mark.parametrize("left", LOST)
def test_a_store_that_has_lost_its_marker_goes_on(left: str, store: Path, tmp_path: Path) -> None:
    assert (store / MARK).read_bytes() == OURS
    LOST[left](store)
    known = Store(store).take("files", tmp_path / "out")
    assert (known, (store / MARK).read_bytes()) == ((store / "index-2.json").exists(), OURS)
    assert (store / "objects").is_dir()


THEIRS: dict[str, Callable[[Path], object]] = {
    # what else there may be beside or instead of it
    "a file": lambda store: files(store, "mine"),
    "a file among the objects": lambda store: files(store / "objects" / "ab", "mine"),
    "a file in a folder of its own": lambda store: files(store / "objects" / "mine", "one"),
    "a file below what has the name of an object": lambda store: files(
        store / "objects" / "ab" / ("c" * 62), "x"
    ),
    "a link": lambda store: (store / "objects" / "ab" / ("c" * 62)).symlink_to(store / "index-2.json"),
    "a marker of another's": lambda store: (store / MARK).write_bytes(b"mine"),
    "a marker that is a folder": lambda store: files(store / MARK, "x"),
    "objects and nothing that says whose": lambda store: (store / "index-2.json").unlink(),
}


@pytest.mark.parametrize("held", THEIRS)
def test_a_store_without_its_marker_that_holds_what_none_does_is_left_alone(held: str, store: Path) -> None:
    (store / MARK).unlink()
    (store / "objects" / "ab").mkdir(exist_ok=True)
    THEIRS[held](store)
    before = snapshot(store)
    with pytest.raises(OutputError) as refused:
        Store(store)
    assert (refused.value.reason, refused.value.path, snapshot(store)) == ("store", store, before)


def in_the_way(place: Path, *, folder: bool) -> None:
    """What is nobody's but somebody's own in the place of a part of a store."""
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    if folder:
        files(place, "mine")
    else:
        place.write_bytes(b"mine")


IN_THE_WAY: dict[str, tuple[Callable[[Path], Path], bool]] = {
    # where in the store it stands, and whether it is a folder
    "a folder for an object": (lambda object_: object_, True),
    "a file for a folder of objects": (lambda object_: object_.parent, False),
    "a file for all objects": (lambda object_: object_.parents[1], False),
    "a folder for the index": (lambda object_: object_.parents[2] / "index-2.json", True),
}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_what_stands_in_the_way_of_a_store_stays_and_costs_no_build(
    what: str, store: Path, tmp_path: Path
) -> None:
    place, folder = IN_THE_WAY[what]
    where = place(
        store / "objects" / hashlib.sha256(b"1").hexdigest()[:2] / hashlib.sha256(b"1").hexdigest()[2:]
    )
    in_the_way(where, folder=folder)
    theirs = snapshot(where) if folder else where.read_bytes()
    for _ in range(KEPT_FOR + 1):
        build = Store(store)
        build.keep("files", made(tmp_path / "again"), ["one", "below/two"])
        build.keep_value("value", b"1")
        build.put_down(tmp_path / "again", "three", "1")
        build.settle()
        assert snapshot(tmp_path / "again").keys() == {"one", "below/two", "three"}
        shutil.rmtree(tmp_path / "again")
    assert not Store(store).take("files", tmp_path / "out")
    assert (snapshot(where) if folder else where.read_bytes()) == theirs
    assert not [file for file in store.rglob("*") if file.name.endswith(f".{os.getpid()}")]


def test_only_what_has_the_name_of_an_object_is_dropped(store: Path) -> None:
    files(store / "objects" / "ab" / ("c" * 62), "mine")
    files(store / "objects" / "ab", "mine", "d" * 62)
    for _ in range(KEPT_FOR):
        Store(store).settle()
    assert {path.relative_to(store / "objects").as_posix() for path in objects(store)} == {
        "ab/mine",
        f"ab/{'c' * 62}",
    }


def test_who_shares_the_work_gives_back_what_he_used_and_made(store: Path) -> None:
    owner, build = Store(store), Store(store)
    lent = Borrowed(owner)
    assert lent.value("value") == b"3"
    assert lent.value("none") is None
    lent.keep_value("new", b"4")
    lent.keep_value("value", b"5")
    assert (lent.value("new"), lent.value("value")) == (b"4", b"5")
    lent.need("files")
    lent.need("none")
    back = pickle.loads(pickle.dumps(lent))
    assert (back.value("new"), back.value("files"), back.used) == (b"4", None, {"value", "files", "none"})
    build.return_of(back)
    assert back.made == {}
    assert (build.value("new"), build.value("value"), build.checksums("none")) == (b"4", b"5", {})
    build.settle()
    for _ in range(KEPT_FOR - 1):
        Store(store).settle()
    found = Store(store)
    assert found.files("files") is not None
    assert (found.value("new"), found.value("value")) == (b"4", b"5")
    assert Borrowed(None).value("value") is None


def test_the_run_of_this_system_has_a_name_where_it_tells_one() -> None:
    told = Path("/proc/sys/kernel/random/boot_id")
    assert stores._boot.__wrapped__() == (told.read_text().strip() if told.exists() else "")  # noqa: SLF001


BOOTS: dict[bytes | None, str] = {
    # what the system tells: what names its run
    b" 4711-a \n": "4711-a",
    b"": "",
    b"\xff": "",
    None: "",
}


MISSED = [
    # what was missing at the first attempt, whether there is another one
    ("store/objects/ab/cd", True),
    ("store", True),
    ("data/town/package.yaml", False),
    ("storeroom/objects", False),
    (None, False),
]


@pytest.mark.parametrize(("missing", "again"), MISSED)
def test_what_somebody_took_out_of_a_store_meanwhile_costs_no_build(
    missing: str | None, *, again: bool
) -> None:
    made = []

    def make() -> int:
        made.append(missing)
        if len(made) == 1:
            raise FileNotFoundError(2, "gone", missing)
        return len(made)

    if again:
        assert enduring(Path("store"), make) == 2
    else:
        with pytest.raises(FileNotFoundError):
            enduring(Path("store"), make)
    assert len(made) == 1 + again


def test_what_is_missing_twice_is_told() -> None:
    def make() -> None:
        raise FileNotFoundError(2, "gone", "store/objects")

    with pytest.raises(FileNotFoundError):
        enduring(Path("store"), make)


@pytest.mark.parametrize("told", BOOTS)
def test_a_run_of_the_system_has_a_name_where_it_tells_one(
    told: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if told is not None:
        (tmp_path / "boot").write_bytes(told)
    monkeypatch.setattr(stores, "_BOOT", tmp_path / "boot")
    assert stores._boot.__wrapped__() == BOOTS[told]  # noqa: SLF001


def test_what_serves_less_than_a_build_is_a_store_or_nothing(tmp_path: Path) -> None:
    theirs = files(tmp_path / "theirs", "kept")
    for folder in (None, theirs, theirs / "kept" / "below"):
        with borrowed(folder):
            remember(b"lost", "kind")
            needed("kind")
            assert recalled("kind") is None
    assert set(snapshot(tmp_path)) == {"theirs/kept"}
    with borrowed(tmp_path / "store"):
        remember(b"once", "other")
    for _ in range(KEPT_FOR + 1):
        with borrowed(tmp_path / "store"):
            remember(b"kept", "kind", "a")
            assert recalled("kind", "a") == b"kept"
        assert recalled("kind", "a") is None
    with at_hand(Store(tmp_path / "store")):
        assert recalled("other") == b"once"
    for use in (True, False):
        for _ in range(KEPT_FOR + 1):
            build = Store(tmp_path / "store")
            with at_hand(build):
                if use:
                    needed("kind", "a")
                with at_hand(Borrowed(None)):
                    assert recalled("kind", "a") is None
            build.settle()
        with at_hand(Store(tmp_path / "store")):
            assert recalled("kind", "a") == (b"kept" if use else None)


def test_another_program_remembers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with at_hand(Store(tmp_path / "store")):
        remember(b"kept", "kind")
        assert recalled("kind") == b"kept"
        monkeypatch.setattr(stores, "program", lambda: "another")
        assert recalled("kind") is None


PUT_DOWN: list[tuple[str, str | bytes, bool]] = [
    # where a file is put down and what it says: whether it is that of the build before
    ("a/one.txt", "一", True),
    ("a/one.txt", "一".encode(), True),
    ("a/one.txt", b"1", False),
    ("b/one.txt", "一", False),
]


@pytest.mark.parametrize(("path", "content", "same"), PUT_DOWN)
def test_a_file_that_says_the_same_is_that_of_an_earlier_build(
    path: str, content: str | bytes, *, same: bool, tmp_path: Path
) -> None:
    first = Store(tmp_path / "store")
    first.put_down(tmp_path / "first", "a/one.txt", "一")
    (before,) = objects(first.folder)
    first.settle()
    written = before.stat().st_mtime_ns
    second = Store(tmp_path / "store")
    second.put_down(tmp_path / "second", path, content)
    file = tmp_path / "second" / path
    assert file.read_bytes() == (content if isinstance(content, bytes) else content.encode())
    assert file.samefile(before) == same
    assert before.stat().st_mtime_ns == written
    # And what was made now is kept.
    second.put_down(tmp_path / "third", path, content)
    assert any((tmp_path / "third" / path).samefile(item) for item in objects(first.folder))


def test_the_words_are_those_of_the_catalogues_and_looked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / sources.NAME
    found = []
    for path, text in (
        (f"{MESSAGES}/en/site.yaml", "a: b"),
        (f"{MESSAGES}/en/site.yaml", "a: c"),
        ("own.txt", "d"),
    ):
        (own / path).parent.mkdir(parents=True, exist_ok=True)
        sources.forget()
        before = words()
        (own / path).write_text(text, encoding="utf-8")
        assert words() == before
        sources.forget()
        found.append(words() != before)
    assert found == [True, True, False]
    sources.forget()
