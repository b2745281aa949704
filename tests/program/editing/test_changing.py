"""Changes of the authors' files: all of one is there or nothing, whoever stops the program and whenever."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from breaking import Stopped, apart, at_every_step
from failing import after_failures
from laid import unknown_to_the_disk, without_links
from tars import unpack

from generator.core.stopping import begin, was_written
from generator.editing.files import changing as module
from generator.editing.files.changing import (
    InTheWayError,
    MeanwhileError,
    Recovered,
    UnfinishedError,
    changing,
    recover,
    write,
)
from generator.reading.trees import BEGUN, JOURNAL, LIST
from generator.reading.turns import BusyError, reading, turn


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return as_at_first(tmp_path / "data")


def as_at_first(data: Path) -> Path:
    """A folder with two files, whatever was there before."""
    shutil.rmtree(data, ignore_errors=True)
    (data / "town").mkdir(parents=True)
    (data / "town" / "a.csv").write_bytes(b"old")
    (data / "town" / "a.csv").chmod(0o640)
    (data / "town" / "b.csv").write_bytes(b"old")
    return data


def full_at_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full when `b.csv` is to take its place."""
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if Path(target).name == "b.csv":
            raise OSError("No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)


def test_what_could_not_be_written_keeps_its_mode(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "town" / "a.csv"
    file.chmod(0o640)
    full_at_the_second(monkeypatch)
    with pytest.raises(OSError, match="No space"):
        write(folder, {"town/a.csv": b"new", "town/b.csv": b"new"})
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_refusal_names_the_file_that_was_to_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refused(path: Path, *options: int) -> int:
        if Path(path).suffix == ".new":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *options)

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(PermissionError) as told:
        write(folder, {"town/a.csv": b"new"})
    assert told.value.filename == str(folder / "town" / "a.csv")


def test_files_are_written_with_their_modes(folder: Path) -> None:
    (folder / "town/b.csv").chmod(0o751)
    write(folder, {"town/a.csv": b"new", "town/b.csv": b"new", "town/documents/x/c.csv": b"first"})
    assert (folder / "town/b.csv").stat().st_mode & 0o777 == 0o751
    assert snapshot(folder) == {
        "town/a.csv": b"new",
        "town/b.csv": b"new",
        "town/documents/x/c.csv": b"first",
    }
    assert (folder / "town" / "a.csv").stat().st_mode & 0o777 == 0o640
    assert (folder / "town/documents/x/c.csv").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("path", ["../out.csv", "town/../../out.csv", "/tmp/out.csv", "", "."])
def test_nothing_is_written_outside(folder: Path, path: str) -> None:
    with pytest.raises(OSError, match="not below") as told:
        write(folder, {"town/a.csv": b"new", path: b"new"})
    told_of = (told.value.errno, told.value.strerror, told.value.filename)
    assert told_of == (errno.EINVAL, f"not below {folder}", path)
    assert set(snapshot(folder.parent).values()) == {b"old"}


@pytest.mark.parametrize("link", ["town/a.csv", "town/documents", "town"])
def test_links_are_never_followed(folder: Path, link: str) -> None:
    elsewhere = folder.parent / "elsewhere"
    (folder / link).rename(elsewhere) if (folder / link).exists() else elsewhere.mkdir()
    (folder / link).symlink_to(elsewhere)
    before = snapshot(folder.parent)
    with pytest.raises(OSError, match="a link") as told:
        write(folder, {"town/b.csv": b"new", "town/a.csv": b"new", "town/documents/x/c.csv": b"new"})
    told_of = (told.value.errno, told.value.strerror, told.value.filename)
    assert told_of == (errno.ELOOP, "a link", str(folder / link))
    assert snapshot(folder.parent) == before


def test_the_data_directory_itself_may_be_a_link(folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)
    write(folder.parent / "link", {"town/a.csv": b"new"})
    assert (folder / "town" / "a.csv").read_bytes() == b"new"


def test_all_files_are_written_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"town/a.csv": b"new", "town/new.csv": b"new", "town/b.csv": b"new"}
    before = snapshot(folder)
    full_at_the_second(monkeypatch)
    with pytest.raises(OSError, match="No space"):
        write(folder, files)
    assert snapshot(folder) == before
    monkeypatch.undo()
    # A directory stands where a file should: nothing is staged, nothing left over.
    (folder / "town" / "c.csv").mkdir()
    with pytest.raises(OSError, match=r"c\.csv"):
        write(folder, {**files, "town/c.csv": b"new"})
    assert snapshot(folder) == before


FILES = {"town/a.csv": b"new a", "town/documents/x/c.csv": b"new c", "town/b.csv": b"new b"}
"""Two files that are there, and one in a folder that is not."""


def changed(before: dict[str, bytes]) -> dict[str, bytes]:
    return {**before, **FILES}


def test_a_kill_at_any_step_leaves_the_old_or_the_new(folder: Path) -> None:
    before, outcomes = snapshot(folder), []
    modes = {path: (folder / path).stat().st_mode for path in before}
    for step in at_every_step(write, folder, FILES):
        done = recover(folder)
        now = snapshot(folder)
        assert now in (before, changed(before)), (step, done)
        assert {path: (folder / path).stat().st_mode for path in before} == modes, step
        assert (folder / "town/documents").exists() == (now != before), step
        # What is told is what is there.
        assert done is None or (now == changed(before)) == done.ended, (step, done)
        outcomes.append("new" if now != before else "old")
        assert list(folder.rglob(".*")) == []
        as_at_first(folder)
    # Once it is decided it stays so.
    assert outcomes == sorted(outcomes, reverse=True)
    assert outcomes.count("old") > 10
    assert outcomes.count("new") > 10


class Gone(BaseException):
    """A program that is no more."""


def stopped_before(step: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a change as a program leaves it that is gone when it comes to a step, and clears nothing away."""

    def die(*_: object) -> None:
        raise Gone

    with monkeypatch.context() as patch:
        for name in {step, "_take_back", "_clear"}:
            patch.setattr(module, name, die)
        with pytest.raises(Gone):
            write(folder, FILES)


@pytest.mark.parametrize(
    ("step", "named", "left"), [("_sync_folders", BEGUN, "old"), ("_place", JOURNAL, "new")]
)
def test_a_kill_while_it_is_put_right_changes_nothing_of_that(
    folder: Path, step: str, named: str, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(folder)
    expected = {"old": before, "new": changed(before)}[left]
    stopped_before(step, folder, monkeypatch)
    for number in at_every_step(recover, folder):
        recover(folder)
        assert snapshot(folder) == expected, number
        assert list(folder.rglob(".*")) == []
        as_at_first(folder)
        stopped_before(step, folder, monkeypatch)
        assert (folder / named).is_file()
    assert number > 5
    assert recover(folder) is None
    assert snapshot(folder) == expected


def written(folder: Path, _: pytest.MonkeyPatch) -> None:
    write(folder, FILES)


def refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system refuses in the middle of it, and all is taken back."""
    full_at_the_second(monkeypatch)
    with pytest.raises(OSError, match="No space"):
        write(folder, FILES)


def put_right(folder: Path, _: pytest.MonkeyPatch) -> None:
    recover(folder)


FAILURES: dict[str, tuple[str, Callable[[Path, pytest.MonkeyPatch], None], set[str], str]] = {
    # where a change was stopped before, if anywhere: what is done, what may stand after a failure, and once it is done
    "written": ("", written, {"old", "new"}, "new"),
    "refused": ("", refused, {"old", "new"}, "old"),
    "taken back": ("_sync_folders", put_right, {"old"}, "old"),
    "brought to its end": ("_place", put_right, {"new"}, "new"),
}


@pytest.mark.parametrize("way", FAILURES)
def test_a_power_failure_at_any_step_leaves_the_old_or_the_new(
    way: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped, act, expected, last = FAILURES[way]
    before, place, seen = snapshot(folder), tmp_path / "place", set()
    stands = {frozenset(before.items()): "old", frozenset(changed(before).items()): "new"}
    if stopped:
        stopped_before(stopped, folder, monkeypatch)
    for step, done in after_failures(folder, lambda: act(folder, monkeypatch), place):
        recover(place)
        now = stands.get(frozenset(snapshot(place).items()), f"{step}: a mixture")
        seen.add(now)
        # Who was told that it is done finds it done.
        assert not done or now == last
        shutil.rmtree(place)
    assert seen == expected


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_who_stops_the_program_finds_the_old_or_the_new(folder: Path, stop: type[BaseException]) -> None:
    assert apart(lambda: stopped_at_every_step(folder, stop)) == 0
    assert snapshot(folder) == FILES


def stopped_at_every_step(folder: Path, stop: type[BaseException]) -> None:
    before = snapshot(folder)
    with Stopped(stop) as stopped:
        for number in range(1, 200):
            begin()
            stopped.at(number)
            try:
                write(folder, FILES)
            except stop as error:
                stopped.at(0)
                told = was_written(error)
                assert told == (snapshot(folder) == changed(before)), number
                # Nothing waits for the next start.
                assert recover(folder) is None
                assert snapshot(folder) in (before, changed(before)), number
                assert list(folder.rglob(".*")) == []
                as_at_first(folder)
            else:
                assert not stopped.reached
                break
    assert number > 20
    assert snapshot(folder) == changed(before)


class Full(io.BufferedWriter):
    """A file on a disk with room for no more than `left` bytes, of all files together."""

    left = 0

    def write(self, content: Any) -> int:
        taken = content[: Full.left]
        Full.left -= len(taken)
        super().write(taken)
        if len(taken) < len(content):
            raise OSError(28, "No space left on device")
        return len(taken)


@pytest.mark.parametrize("room", range(0, 1600, 80))
def test_a_full_disk_changes_nothing(folder: Path, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fdopen", lambda handle, _: Full(io.FileIO(handle, "wb")))
    monkeypatch.setattr(Full, "left", room)
    before, expected = snapshot(folder), changed(snapshot(folder))
    with contextlib.suppress(OSError):
        write(folder, FILES)
    assert snapshot(folder) == (expected if Full.left else before)
    assert list(folder.rglob(".*")) == []


def test_what_somebody_else_wrote_meanwhile_stays(folder: Path) -> None:
    with changing(folder) as change:
        assert change.tree.read("town/a.csv") == b"old"
        (folder / "town/a.csv").write_bytes(b"theirs")
        with pytest.raises(MeanwhileError) as told:
            change.write(FILES)
    assert told.value.filename == str(folder / "town/a.csv")
    assert snapshot(folder) == {"town/a.csv": b"theirs", "town/b.csv": b"old"}
    # What was read and is not to be written decides as much: it was judged with.
    with changing(folder) as change:
        change.tree.read("town/b.csv")
        (folder / "town/b.csv").unlink()
        with pytest.raises(MeanwhileError):
            change.write({"town/a.csv": b"new"})
    assert snapshot(folder) == {"town/a.csv": b"theirs"}


def test_a_file_that_came_into_being_while_it_was_made_ready_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def late(path: Path, *options: int) -> int:
        if str(path).endswith("-1.new"):
            Path(path).with_name("c.csv").write_bytes(b"theirs")
        return opened(path, *options)

    monkeypatch.setattr(os, "open", late)
    with pytest.raises(MeanwhileError):
        write(folder, FILES)
    assert snapshot(folder) == {
        "town/a.csv": b"old",
        "town/b.csv": b"old",
        "town/documents/x/c.csv": b"theirs",
    }


def test_what_was_changed_by_hand_since_is_not_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_before("_place", folder, monkeypatch)
    (folder / "town/b.csv").write_bytes(b"by hand")
    before = snapshot(folder)
    for _ in range(2):
        with pytest.raises(UnfinishedError) as told:
            recover(folder)
        assert told.value.filename == str(folder / "town/b.csv")
        assert snapshot(folder) == before
    # As it is told: without the list and what stands beside, all stays as it is.
    for place in folder.rglob(".mingzhang-*"):
        place.unlink()
    assert recover(folder) is None
    assert (folder / "town/b.csv").read_bytes() == b"by hand"


def test_a_list_that_came_with_a_checkout_is_no_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped_before("_place", folder, monkeypatch)
    list_of = (folder / JOURNAL).read_bytes()
    # Whoever checks files out writes them today.
    (folder / JOURNAL).unlink()
    (folder / JOURNAL).write_bytes(list_of)
    before = snapshot(folder)
    assert recover(folder) is None
    assert snapshot(folder) == before


def test_a_list_that_came_with_an_archive_is_no_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive keeps the days of its files, but not which files of a disk they are."""
    stopped_before("_place", folder, monkeypatch)
    before = snapshot(folder)
    with tarfile.open(folder.parent / "sent.tar", "w") as archive:
        archive.add(folder, "got")
    with tarfile.open(folder.parent / "sent.tar") as archive:
        unpack(archive, folder.parent)
    got = folder.parent / "got"
    assert (got / JOURNAL).stat().st_mtime == (folder / JOURNAL).stat().st_mtime
    assert recover(got) is None
    assert snapshot(got) == before
    assert recover(folder) is not None


@pytest.mark.parametrize("name", [LIST, BEGUN, JOURNAL])
def test_a_folder_in_the_place_of_a_list_is_named(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    with pytest.raises(InTheWayError, match=name):
        recover(folder)


def test_a_refusal_tells_its_kind_and_where() -> None:
    busy, folder = (errno.EBUSY, os.strerror(errno.EBUSY)), (errno.EISDIR, os.strerror(errno.EISDIR))
    made = [kind(Path("a")) for kind in (MeanwhileError, UnfinishedError, InTheWayError)]
    assert [(error.errno, error.strerror, error.filename, error.kind) for error in made] == [
        (*busy, "a", "meanwhile"),
        (*busy, "a", "unfinished"),
        (*folder, "a", "in_the_way"),
    ]


OUTSIDE = {
    "steps": [
        {
            "path": "../out.csv",
            "new": ".mingzhang-0123456789abcdef-0.new",
            "old": "",
            "after": "",
            "before": "",
        }
    ]
}
COUNTED = {"steps": [{"path": "town/a.csv", "new": 1, "old": 2, "after": "", "before": ""}]}
DEEP = "[" * 100_000
NAMED = {"steps": [{"path": "town/a.csv", "new": "b.csv", "old": "", "after": "", "before": ""}]}


@pytest.mark.parametrize("name", [BEGUN, JOURNAL])
@pytest.mark.parametrize("told", [OUTSIDE, NAMED, COUNTED, {"steps": 1}, {"steps": [{}]}, [], 7, DEEP])
def test_a_list_of_anything_else_is_no_change(folder: Path, told: object, name: str) -> None:
    text = json.dumps({**told, "folders": ["town"]} if isinstance(told, dict) else told)
    text = DEEP if told == DEEP else text
    (folder / name).touch()
    checksum = hashlib.sha256(text.encode()).hexdigest()
    (folder / name).write_text(f"86400 {(folder / name).stat().st_ino} {checksum}\n{text}\n")
    os.utime(folder / name, (86400, 86400))
    (folder.parent / "out.csv").write_text("kept")
    before = snapshot(folder.parent)
    assert recover(folder) is None
    assert snapshot(folder.parent) == before


@pytest.mark.parametrize("step", ["_sync_folders", "_place"])
def test_a_list_that_is_not_as_it_was_written_is_no_change(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that errs in a letter would have a file be written in another place, and keeps the day and the number."""
    stopped_before(step, folder, monkeypatch)
    (place,) = (folder / name for name in (BEGUN, JOURNAL) if (folder / name).exists())
    written, text = place.stat(), place.read_bytes()
    with place.open("r+b") as stream:
        stream.write(text.replace(b"town/a.csv", b"town/a.cst"))
    os.utime(place, ns=(written.st_atime_ns, written.st_mtime_ns))
    assert (place.stat().st_ino, place.stat().st_mtime) == (written.st_ino, written.st_mtime)
    before = snapshot(folder)
    assert recover(folder) is None
    assert snapshot(folder) == before


@pytest.mark.parametrize("content", [b"", b"8640", b"86400\n", b'86400\n{"steps": [{"pa'])
def test_a_list_of_which_only_the_beginning_was_written_is_taken_away(folder: Path, content: bytes) -> None:
    before = snapshot(folder)
    (folder / LIST).write_bytes(content)
    assert recover(folder) == Recovered(ended=False, files=0)
    assert snapshot(folder) == before


def test_one_changes_at_a_time(folder: Path) -> None:
    with changing(folder), pytest.raises(BusyError), turn(folder, alone=True, wait=0.05):
        pytest.fail("two at once")
    with reading(folder), reading(folder), pytest.raises(BusyError), turn(folder, alone=True, wait=0.05):
        pytest.fail("somebody reads")
    with changing(folder), pytest.raises(BusyError), turn(folder, alone=False, wait=0.05):
        pytest.fail("somebody writes")
    with changing(folder):
        pass


def test_who_comes_second_waits_and_both_are_kept(folder: Path) -> None:
    (folder / "town/a.csv").write_bytes(b"")

    def add(number: int) -> None:
        with changing(folder) as change:
            rows = change.tree.read("town/a.csv")
            time.sleep(0.01)
            change.write({"town/a.csv": rows + b"%d\n" % number})

    threads = [threading.Thread(target=add, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = (folder / "town/a.csv").read_bytes().split()
    assert sorted(rows) == [b"%d" % number for number in range(8)]


def test_a_disk_that_knows_no_links_takes_files_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", unknown_to_the_disk)
    before = snapshot(folder)
    (folder / "town/a.csv").chmod(0o751)
    with monkeypatch.context() as patch:
        patch.setattr(module, "_place_first", unknown_to_the_disk)
        with pytest.raises(OSError, match="not supported"):
            write(folder, FILES)
    assert snapshot(folder) == before
    assert (folder / "town/a.csv").stat().st_mode & 0o7777 == 0o751
    seen = []
    for step in at_every_step(without_links, write, folder, FILES):
        recover(folder)
        seen.append("old" if snapshot(folder) == before else "new")
        assert snapshot(folder) in (before, changed(before)), step
        assert list(folder.rglob(".*")) == []
        as_at_first(folder)
    assert set(seen) == {"old", "new"}
    as_at_first(folder)
    (folder / "town/a.csv").chmod(0o751)
    write(folder, FILES)
    assert snapshot(folder) == changed(before)
    assert (folder / "town/a.csv").stat().st_mode & 0o7777 == 0o751
    assert (folder / "town/documents/x/c.csv").stat().st_mode & 0o7777 == 0o644
    assert list(folder.rglob(".*")) == []


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        ("open", PermissionError()),  # a folder that nobody may read
        ("sync", OSError(errno.EINVAL, "Invalid")),  # a disk that syncs no folders
        ("sync", OSError(errno.EIO, "Broken")),
    ],
)
def test_folders_are_synced_where_they_can_be(
    folder: Path, refused: str, said: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, opened, synced = snapshot(folder), os.open, os.fsync
    handles = [*Path("/proc/self/fd").iterdir()]

    def opens(path: Path, *options: int) -> int:
        if refused == "open" and Path(path).is_dir() and path != folder:
            raise said
        return opened(path, *options)

    def syncs(handle: int) -> None:
        if refused == "sync" and Path(f"/proc/self/fd/{handle}").is_dir():
            raise said
        synced(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", opens)
        patch.setattr(os, "fsync", syncs)
        if said.errno == errno.EIO:
            with pytest.raises(OSError, match="Broken"):
                write(folder, FILES)
        else:
            write(folder, FILES)
            assert snapshot(folder) == changed(before)
    assert len([*Path("/proc/self/fd").iterdir()]) == len(handles)


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    write(tmp_path / "new" / "data", {"town/a/b/c/d/e/f.csv": b"new"})
    assert snapshot(tmp_path) == {"new/data/town/a/b/c/d/e/f.csv": b"new"}


def test_a_folder_where_nothing_can_be_written_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refused(path: Path, *options: int) -> int:
        if Path(path).name == LIST:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *options)

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(PermissionError) as told:
        write(folder, {"town/a.csv": b"new"})
    assert told.value.filename == str(folder)


def test_who_changes_ends_or_takes_back_what_was_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(folder)
    stopped_before("_sync_folders", folder, monkeypatch)
    assert recover(folder) == Recovered(ended=False, files=3)
    stopped_before("_place", folder, monkeypatch)
    assert recover(folder) == Recovered(ended=True, files=3)
    stopped_before("_place", as_at_first(folder), monkeypatch)
    write(folder, {"town/b.csv": b"newer"})
    assert snapshot(folder) == {**changed(before), "town/b.csv": b"newer"}


def test_it_is_put_right_by_one_alone_and_nobody_waits_where_nothing_was_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_before("_place", folder, monkeypatch)
    taken = []

    @contextlib.contextmanager
    def turns(place: Path, *, alone: bool) -> Iterator[None]:
        taken.append((place, alone))
        yield

    monkeypatch.setattr(module, "turn", turns)
    assert recover(folder) is not None
    assert taken == [(folder, True)]
    assert recover(folder) is None
    with changing(folder):
        assert taken == [(folder, True)] * 2


def test_what_cannot_be_cleared_away_undoes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(folder)
    with monkeypatch.context() as patch:
        patch.setattr(module, "_clear", unknown_to_the_disk)
        with pytest.raises(OSError, match="not supported"):
            write(folder, FILES)
    assert recover(folder) == Recovered(ended=True, files=3)
    assert snapshot(folder) == changed(before)


def theirs(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"theirs")
    return path


def test_what_somebody_writes_while_files_take_their_places_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, place = os.open, module._place  # noqa: SLF001

    def late(path: Path, *options: int) -> int:
        if str(path).endswith("-0.new"):
            theirs(folder / "town/a.csv")
        return opened(path, *options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", late)
        with pytest.raises(MeanwhileError):
            write(folder, FILES)
    assert snapshot(folder) == {"town/a.csv": b"theirs", "town/b.csv": b"old"}

    def later(*given: Any) -> None:
        theirs(folder / "town/documents/x/c.csv")
        place(*given)

    link = os.link

    def last(file: Path, target: Path, **more: bool) -> None:
        if target.name == "c.csv":
            theirs(target)
        link(file, target, **more)

    kept = {"town/a.csv": b"old", "town/b.csv": b"old", "town/documents/x/c.csv": b"theirs"}
    for holder, name, act in ((module, "_place", later), (os, "link", last)):
        with monkeypatch.context() as patch:
            patch.setattr(holder, name, act)
            with pytest.raises(FileExistsError) as told:
                write(as_at_first(folder), FILES)
        assert told.value.errno == errno.EEXIST
        assert snapshot(folder) == kept


def test_the_list_of_somebody_else_stays_and_nothing_is_changed_without_one(folder: Path) -> None:
    """Whoever does not wait for his turn may have begun one since."""
    with changing(folder) as change:
        theirs(folder / LIST)
        before = snapshot(folder)
        with pytest.raises(FileExistsError) as told:
            change.write(FILES)
    assert told.value.filename == str(folder)
    assert snapshot(folder) == before


def test_a_name_beside_a_file_that_is_taken_is_not_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.editing.files.changing.secrets.token_hex", lambda size: "00" * size)
    theirs(folder / "town/.mingzhang-0000000000000000-0.old")
    with pytest.raises(FileExistsError):
        write(folder, FILES)
    assert snapshot(folder) == {"town/a.csv": b"old", "town/b.csv": b"old"}


def test_what_is_as_it_was_to_be_by_somebody_else_is_theirs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_before("_stage", folder, monkeypatch)
    theirs(folder / "town/documents/x/c.csv").write_bytes(FILES["town/documents/x/c.csv"])
    kept = snapshot(folder)
    recover(folder)
    assert snapshot(folder) == {path: content for path, content in kept.items() if path != BEGUN}


def test_what_was_made_ready_and_is_damaged_takes_no_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_before("_place", folder, monkeypatch)
    next(folder.glob("town/.mingzhang-*-0.new")).write_bytes(b"damaged")
    before = snapshot(folder)
    with pytest.raises(UnfinishedError) as told:
        recover(folder)
    assert told.value.filename == str(folder / "town/a.csv")
    assert snapshot(folder) == before


def test_a_list_is_as_old_as_it_says_on_any_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Some disks know every second second alone.
    monkeypatch.setattr("generator.editing.files.changing.secrets.randbelow", lambda below: below - 1)
    stopped_before("_place", folder, monkeypatch)
    assert (folder / JOURNAL).stat().st_mtime == 999_999_998
    assert recover(folder) is not None


LONG_AGO, LATER = 86400, 1_000_000_000
OURS = {"path": "x.csv", "new": ".mingzhang-0123456789abcdef-0.new", "old": "", "after": "", "before": ""}
EMPTY: dict[str, Any] = {"steps": [], "folders": []}
FORGED: list[tuple[bool, int, int, str, dict[str, Any]]] = [
    # whether it is ours; the second it names and has; what it is; what it tells
    (True, LONG_AGO, LONG_AGO, "file", EMPTY),
    (True, LATER - 1, LATER - 1, "file", EMPTY),
    (False, LATER, LATER, "file", EMPTY),
    (False, LATER + 1, LATER + 1, "file", EMPTY),
    (False, LONG_AGO, LONG_AGO + 1, "file", EMPTY),
    (False, LONG_AGO, LONG_AGO, "link", EMPTY),
    (False, LONG_AGO, LONG_AGO, "copy", EMPTY),
    (True, LONG_AGO, LONG_AGO, "file", {**EMPTY, "steps": [OURS]}),
    (False, LONG_AGO, LONG_AGO, "file", {**EMPTY, "steps": [OURS, {**OURS, "new": "b.csv"}]}),
    (False, LONG_AGO, LONG_AGO, "file", {**EMPTY, "steps": [{**OURS, "old": "b.csv"}]}),
]


def test_only_a_list_that_was_written_here_is_believed(folder: Path) -> None:
    found = []
    for _, named, dated, kind, told in FORGED:
        place = as_at_first(folder) / BEGUN
        target = folder.parent / "elsewhere" if kind == "link" else place
        target.touch()
        if kind == "link":
            place.symlink_to(target)
        number = place.lstat().st_ino + (kind == "copy")
        text = json.dumps(told)
        checksum = hashlib.sha256(text.encode()).hexdigest()
        target.write_text(f"{named} {number} {checksum}\n{text}\n", encoding="utf-8")
        os.utime(target, (dated, dated))
        os.utime(place, (dated, dated), follow_symlinks=False)
        found.append(recover(folder) is not None)
    assert found == [ours for ours, *_ in FORGED]


def test_a_link_in_the_place_of_a_list_is_no_folder(folder: Path) -> None:
    (folder / JOURNAL).symlink_to(folder / "town")
    assert recover(folder) is None
    assert (folder / JOURNAL).is_symlink()


def steps_of(
    folder: Path, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch, stop: int = 0
) -> list[str]:
    """What is done to files and folders below a folder, in this order; `sync` is what waits for the disk. Who is to be stopped
    is stopped when so many things were done.
    """
    done: list[str] = []

    def named(path: Any) -> str:
        return re.sub(r"\.mingzhang-[0-9a-f]{16}-", ".", os.path.relpath(path, folder))

    def told(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            paths = [path for path in given if isinstance(path, Path)]
            if name == "sync":
                paths = [Path(f"/proc/self/fd/{given[0]}").readlink()]
                assert paths[0].is_dir() or paths[0].stat().st_size, paths
            answer = act(*given, **more)
            done.append(" ".join([name, *map(named, paths)]))
            if len(done) == stop:
                raise KeyboardInterrupt
            return answer

        return call

    with monkeypatch.context() as patch:
        for holder, attribute, name in (
            *((os, "fsync", "sync"), (os, "link", "link"), (os, "fchmod", "chmod")),
            *((Path, name, name) for name in ("rename", "replace", "unlink", "mkdir", "rmdir")),
        ):
            patch.setattr(holder, attribute, told(name, getattr(holder, attribute)))
        act()
    return done


WRITTEN_DOWN = [
    "mkdir .",
    "sync .mingzhang-list",
    "rename .mingzhang-list .mingzhang-begun",
    "sync .",
]
"""A list is whole and on the disk before it gets its name, and the name is before anything is made."""

MADE = [
    *("mkdir town/documents", "chmod", "sync town/.0.new", "link town/a.csv town/.0.old"),
    *("chmod", "sync town/documents/.1.new", "sync .", "sync town", "sync town/documents"),
    "rename .mingzhang-begun .mingzhang-change",
]
"""What is new, and the names of what was there, are on the disk before the change counts as made."""

PLACED = [
    *("sync .", "replace town/.0.new town/a.csv"),
    "link town/documents/.1.new town/documents/c.csv",
    *("sync .", "sync town", "sync town/documents"),
]
"""And it counts before a file takes its place, which each has before anything is cleared away."""

CLEARED = [
    *("unlink town/.0.new", "unlink town/.0.old"),
    *("unlink town/documents/.1.new", "unlink town/documents/.1.new-half"),
    *("sync .", "sync town", "sync town/documents", "unlink .mingzhang-change", "sync ."),
]


def test_the_disk_has_each_step_before_the_next_depends_on_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"town/a.csv": b"new a", "town/documents/c.csv": b"new c"}
    done = steps_of(folder, lambda: write(folder, files), monkeypatch)
    assert done == [*WRITTEN_DOWN, *MADE, *PLACED, *CLEARED]
    # Where nothing is to be written nothing is.
    assert steps_of(folder, lambda: write(folder, {}), monkeypatch) == []
    # A disk that knows no links has a copy, as whole.
    monkeypatch.setattr(os, "link", unknown_to_the_disk)
    done = steps_of(as_at_first(folder), lambda: write(folder, files), monkeypatch)
    assert [step for step in done if step.startswith("sync") and ".old" in step] == ["sync town/.0.old"]
    half = "town/documents/.1.new-half"
    steps = f"sync {half}", f"replace {half} town/documents/c.csv", "unlink .mingzhang-change"
    assert [done.index(step) for step in steps] == sorted(map(done.index, steps))


def test_who_stops_it_when_a_step_was_done_finds_the_old_or_the_new(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, outcomes = snapshot(folder), []
    for number in range(1, 200):
        as_at_first(folder)
        try:
            done = steps_of(folder, lambda: write(folder, FILES), monkeypatch, number)
        except KeyboardInterrupt:
            assert recover(folder) is None, number
            assert snapshot(folder) in (before, changed(before)), number
            assert list(folder.rglob(".*")) == [], number
            outcomes.append("new" if (folder / "town/documents").exists() else "old")
        else:
            break
    assert len(done) == number - 1 > 20
    assert outcomes == sorted(outcomes, reverse=True)
    assert set(outcomes) == {"old", "new"}


TAKEN_BACK = [
    *("unlink town/.0.old", "unlink town/.0.new"),
    *("unlink town/documents/.1.new-half", "unlink town/documents/.1.new"),
    *("rmdir town/documents", "sync .", "sync town", "unlink .mingzhang-begun", "sync ."),
]


def test_the_list_goes_last_and_for_good(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"town/a.csv": b"new a", "town/documents/c.csv": b"new c"}
    with monkeypatch.context() as patch:
        patch.setitem(globals(), "FILES", files)
        stopped_before("_sync_folders", folder, monkeypatch)
        assert steps_of(folder, lambda: recover(folder), monkeypatch) == TAKEN_BACK
        stopped_before("_place", folder, monkeypatch)
        # What was decided is first on the disk, in whatever state the one who was stopped left it.
        assert steps_of(folder, lambda: recover(folder), monkeypatch) == [*PLACED[1:], *CLEARED]
