"""Outputs replace what is empty or ours, and nothing else; what fails on the way leaves everything as it was."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from breaking import at_every_step
from folders import BASE, ROOT
from laid import files, full_disk, snapshot, umask
from placing import (
    ANOTHER_DISK,
    BARRED,
    MOUNTED,
    ONE_STEP,
    TWO_STEPS,
    brought,
    eight,
    founded,
    named,
    replaced,
    take,
    taking,
)

from generator.publishing import swapping
from generator.publishing.build import build, export
from generator.publishing.outputs import (
    COMING,
    MARK,
    OutputError,
    begin,
    beside,
    claim,
    files_below,
    files_in,
    fill,
    is_there,
    listed,
    mark,
    open_to_all,
    own_beside,
    put,
    write_anew,
    write_file,
)
from generator.publishing.outputs import hold as hold_outputs
from generator.publishing.swapping import IncompleteError, left, replacing, swap_in, working
from generator.reading.turns import hold, turn

Place = Callable[[Path], object]


OURS: dict[str, Place] = {
    "not there": lambda _: None,
    "not there, nor its parent": lambda _: None,
    "empty": lambda place: place.mkdir(),
    "made by us": lambda place: files(begin(place), "old"),
    "a link to an empty folder": lambda place: place.symlink_to(files(place.parent / "elsewhere")),
    "a link to what we made": lambda place: place.symlink_to(files(begin(place.parent / "elsewhere"), "old")),
    "a link to nothing": lambda place: place.symlink_to(place.parent / "elsewhere"),
}


@pytest.mark.parametrize("case", OURS)
def test_what_is_empty_or_ours_is_replaced(case: str, tmp_path: Path) -> None:
    out = tmp_path / ("a/b/out" if "parent" in case else "out")
    OURS[case](out)
    link = out.is_symlink()
    with replacing(out) as new:
        files(new, "new")
    assert out.is_symlink() == link
    assert sorted(path.name for path in out.iterdir()) == [MARK, "new"]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


FOREIGN: dict[str, tuple[Place, str]] = {
    # what stands there: (how it came there, why it is not replaced)
    "somebody's files": (lambda place: files(place, "thesis.docx"), "foreign"),
    "a hidden file": (lambda place: files(place, ".env"), "foreign"),
    "a marker of another's": (lambda place: files(place, MARK), "foreign"),
    "a marker that is a link": (
        lambda place: (files(place) / MARK).symlink_to(begin(place.parent / "ours") / MARK),
        "foreign",
    ),
    "a file": (lambda place: place.write_text("thesis", encoding="utf-8"), "file"),
    "an empty file": (lambda place: place.touch(), "file"),
    "a link to somebody's files": (
        lambda place: place.symlink_to(files(place.parent / "elsewhere", "x")),
        "foreign",
    ),
    "a link to a file": (lambda place: place.symlink_to(files(place.parent / "y", "x") / "x"), "file"),
    "somebody's new one": (lambda place: files(place.with_name(".out.new"), "x"), "foreign"),
    "somebody's old one": (
        lambda place: (files(begin(place), "old"), files(place.with_name(".out.old"), "x")),
        "foreign",
    ),
}


@pytest.mark.parametrize("case", FOREIGN)
def test_what_is_not_ours_is_left(case: str, tmp_path: Path) -> None:
    make, reason = FOREIGN[case]
    make(tmp_path / "out")
    before = snapshot(tmp_path)
    with pytest.raises(OutputError) as refused, replacing(tmp_path / "out") as new:
        files(new, "new")
    assert refused.value.reason == reason
    assert snapshot(tmp_path) == before


ADDED = {
    # what came into a folder that we made: whether it keeps it from being replaced
    "notes.txt": True,
    "deep/figures.xlsx": True,
    "deep/deeper/.hidden": True,
    ".mingzhang-new.txt": True,
    ".DS_Store": False,
    "deep/Thumbs.db": False,
}


@pytest.mark.parametrize("name", ADDED)
def test_what_somebody_added_to_what_we_made_is_left(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with replacing(out) as new:
        files(new / "deep" / "deeper", "old")
    (out / name).write_text("mine", encoding="utf-8")
    before = snapshot(tmp_path)
    if not ADDED[name]:
        with replacing(out) as new:
            files(new, "new")
        assert sorted(path.name for path in out.iterdir()) == [MARK, "new"]
        return
    with pytest.raises(OutputError) as refused, replacing(out) as new:
        files(new, "new")
    assert (refused.value.reason, refused.value.other) == ("added", out / name)
    assert snapshot(tmp_path) == before


def test_what_somebody_took_away_is_no_hindrance(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with replacing(out) as new:
        files(new, "one", "two")
    (out / "one").unlink()
    with replacing(out) as new:
        files(new, "new")
    assert sorted(path.name for path in out.iterdir()) == [MARK, "new"]


@pytest.mark.parametrize(
    ("out", "reason"),
    [
        ("record/data", "around"),
        ("record", "around"),
        (".", "around"),
        ("record/data/town/export", "within"),
        ("link", "around"),
        ("record/data/../data", "around"),
    ],
)
def test_the_data_and_what_is_around_them_are_left_even_with_a_marker(
    out: str, reason: str, tmp_path: Path
) -> None:
    data = begin(tmp_path / "record" / "data")
    shutil.copytree(BASE, data, dirs_exist_ok=True)
    (tmp_path / "link").symlink_to(tmp_path / "record")
    for folder in (tmp_path, tmp_path / "record"):
        shutil.copy(data / MARK, folder)
    before = snapshot(tmp_path)
    with pytest.raises(OutputError) as refused:
        export(data, tmp_path / out)
    assert refused.value.reason == reason
    with pytest.raises(OutputError) as refused:
        build(data, tmp_path / out, tmp_path / "work")
    assert refused.value.reason == reason
    with pytest.raises(OutputError):
        build(data, tmp_path / "site", tmp_path / out)
    assert snapshot(tmp_path) == before


def test_neither_the_working_directory_nor_the_program_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files(begin(tmp_path / "here") / "below"))
    for out in (Path(), Path(".."), tmp_path / "here", ROOT, ROOT.parent):
        with pytest.raises(OutputError) as refused:
            claim(out)
        assert refused.value.reason == "around"
    claim(Path("site"))


def test_the_site_and_the_place_of_work_are_two(tmp_path: Path) -> None:
    for site, work in (
        ("build", "build/inner"),
        ("build/inner", "build/inner"),
        ("build/inner/site", "build/inner"),
    ):
        with pytest.raises(OutputError):
            build(BASE, tmp_path / site, tmp_path / work)
    assert list(tmp_path.iterdir()) == []


def test_from_another_disk_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, finished = files(begin(tmp_path / "out"), "old"), files(tmp_path / "work" / "site", "new")
    files(finished / "below", "deep")
    take(ANOTHER_DISK, out, monkeypatch.setattr)
    swap_in(finished, out)
    assert set(snapshot(tmp_path)) == {f"out/{MARK}", "out/new", "out/below/deep", "work"}


def test_a_folder_holds_what_is_given_and_nothing_else(tmp_path: Path) -> None:
    """What it holds already stays as it is; a folder may have become a file, and a file a folder."""
    source, theirs = (
        files(tmp_path / "source", "same", "new", "deep"),
        files(tmp_path / "theirs/below", "kept"),
    )
    folder = tmp_path / "folder"
    for below in ("gone/below", "turned", "kept/below/empty", "kept/empty"):
        files(folder / below)
    files(folder, "other", "far", "gone/below/x", "turned/x")
    for link in ("link", "linked", "kept/link"):
        (folder / link).symlink_to(theirs.parent)
    os.link(source / "same", folder / "kept/below/same")
    before = (folder / "kept/below/same").stat()
    given = {
        "kept/below/same": "same",
        "other": "new",
        "far/below/deep": "deep",
        "turned": "new",
        "linked": "new",
        "a/b/c/d/e/f/deep": "deep",
    }
    fill(folder, {path: source / name for path, name in given.items()})
    assert snapshot(folder) == {path: f"source/{name}".encode() for path, name in given.items()}
    assert all((folder / path).samefile(source / name) for path, name in given.items())
    assert (folder / "kept/below/same").stat().st_ctime_ns == before.st_ctime_ns
    assert set(snapshot(theirs.parent)) == {"below/kept"}
    fill(folder, {"same": source / "same"})
    assert snapshot(folder) == {"same": b"source/same"}
    assert {item.name for item in tmp_path.iterdir()} == {"source", "theirs", "folder"}


def test_who_builds_again_is_left_what_stood_there(tmp_path: Path) -> None:
    out = files(begin(tmp_path / "out"), "first")
    left(out, tmp_path / "none")
    assert snapshot(tmp_path / "none") == {}
    swap_in(files(tmp_path / "work", "second"), out, leave=True)
    left(out, tmp_path / "again")
    assert set(snapshot(tmp_path / "again")) == {MARK, "first"}
    swap_in(files(tmp_path / "work", "third"), out, leave=True)
    swap_in(files(tmp_path / "work", "fourth"), out)
    assert set(snapshot(tmp_path)) == {f"out/{MARK}", "out/fourth", f"again/{MARK}", "again/first", "none"}


def test_a_copy_that_fails_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, finished = files(begin(tmp_path / "out"), "old"), files(tmp_path / "work" / "site", "new")
    take(ANOTHER_DISK, out, monkeypatch.setattr)
    monkeypatch.setattr(shutil, "copyfile", full_disk)
    with pytest.raises(OSError, match="No space left"):
        swap_in(finished, out)
    assert set(snapshot(tmp_path)) == {f"out/{MARK}", "out/old", f"work/site/{MARK}", "work/site/new"}


def test_a_change_that_fails_puts_the_old_one_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, rename = files(begin(tmp_path / "out"), "old"), Path.rename

    def refused(self: Path, target: Path) -> Path:
        if self.name == ".out.new":
            full_disk()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    before = snapshot(tmp_path)
    for single in (False, True):
        monkeypatch.setattr(swapping, "exchanged", lambda *_, single=single: full_disk() if single else False)
        with pytest.raises(OSError, match="No space left"), replacing(out) as new:
            files(new, "new")
        assert snapshot(tmp_path) == before


@pytest.mark.parametrize("at", ["out", ".out.new"])
def test_an_end_between_two_renamings_puts_the_old_one_back(
    at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end is asked for right after the old one went aside, or right before the new one comes."""
    out, rename = files(begin(tmp_path / "out"), "old"), Path.rename
    asked: list[str] = []

    def ended(self: Path, target: Path) -> Path:
        if self.name == at == ".out.new":
            raise SystemExit(143)
        renamed = rename(self, target)
        if self.name == at and not asked:
            asked.append(at)
            raise SystemExit(143)
        return renamed

    monkeypatch.setattr(Path, "rename", ended)
    monkeypatch.setattr(swapping, "exchanged", lambda *_: False)
    before = snapshot(tmp_path)
    with pytest.raises(SystemExit), replacing(out) as new:
        files(new, "new")
    assert snapshot(tmp_path) == before


def test_an_export_that_fails_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = files(begin(tmp_path / "out"), "old")
    before = snapshot(tmp_path)
    monkeypatch.setattr("generator.publishing.build.write_view", full_disk)
    with pytest.raises(OSError, match="No space left"):
        export(BASE, out)
    assert snapshot(tmp_path) == before


def test_what_a_killed_run_left_is_no_hindrance(tmp_path: Path) -> None:
    for name in ("out", ".out.new", ".out.old"):
        files(begin(tmp_path / name), "old")
    with replacing(tmp_path / "out") as new:
        files(new, "new")
    assert set(snapshot(tmp_path)) == {f"out/{MARK}", "out/new"}


def test_what_a_failed_removal_leaves_is_still_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = files(begin(tmp_path / "work"), "a")
    (work / "z").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", full_disk)
        with pytest.raises(OSError, match="No space left"):
            begin(work)
    claim(work)
    assert list(begin(work).iterdir()) == [work / MARK]


def test_everybody_can_read_what_was_made_whatever_the_umask(tmp_path: Path) -> None:
    with umask(0o077):
        assert export(BASE, tmp_path / "out", prove=None).ok
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in (tmp_path / "out").rglob("*")}
    assert modes == {(True, 0o755), (False, 0o644)}
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o755


def test_a_file_is_written_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with umask(0o077):
        write_file(tmp_path / "link", b"first")
    assert (tmp_path / "file").read_bytes() == b"first"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o644
    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_file(tmp_path / "link", b"second")
    assert snapshot(tmp_path) == {"file": b"first", "link": b"first"}


def test_a_kill_leaves_a_file_as_it_was_and_nothing_beside_it_for_long(tmp_path: Path) -> None:
    file = tmp_path / "a [1].xlsx"
    file.write_bytes(b"old")
    seen = [file.read_bytes() for _ in at_every_step(write_file, file, b"new")]
    assert len(seen) > 2
    assert set(seen) == {b"old"}
    assert snapshot(tmp_path) == {file.name: b"new"}


def test_what_somebody_else_is_writing_beside_a_file_stays(tmp_path: Path) -> None:
    theirs, gone = own_beside(tmp_path / "file"), own_beside(tmp_path / "file")
    for new in (theirs, gone):
        new.write_bytes(b"half")
    handle = hold(theirs)
    assert handle is not None
    write_file(tmp_path / "file", b"new")
    os.close(handle)
    assert snapshot(tmp_path) == {"file": b"new", theirs.name: b"half"}


def test_a_kill_leaves_what_is_founded_whole_or_not_there(tmp_path: Path) -> None:
    for _ in at_every_step(founded, tmp_path / "begun"):
        if (tmp_path / "begun").exists():
            break
    assert stands(tmp_path / "begun") == "new"
    with pytest.raises(OutputError):
        founded(tmp_path / "begun")
    assert [item.name for item in tmp_path.iterdir()] == ["begun"]


def test_what_is_written_anew_leaves_the_other_name_of_a_file_as_it_was(tmp_path: Path) -> None:
    kept, place = tmp_path / "kept", tmp_path / "below" / "here" / "file"
    kept.write_bytes(b"before")
    for content in (b"first", b"second"):
        write_anew(place, content)
        assert place.read_bytes() == content
        place.unlink()
        place.hardlink_to(kept)
    write_anew(place, b"third")
    assert (kept.read_bytes(), place.read_bytes()) == (b"before", b"third")


def stands(out: Path) -> str:
    """Which of two folders stands in a place: each has eight files, all of which say which they are of."""
    found = [file.read_text(encoding="utf-8") for file in out.glob("**/*.txt")]
    assert (len(found), len(set(found))) == (8, 1)
    return found[0]


@pytest.mark.parametrize("way", [ONE_STEP, TWO_STEPS, MOUNTED])
def test_a_kill_at_any_step_leaves_one_of_the_two(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with replacing(out) as new:
        eight(new, "old")
    take(way, out, monkeypatch.setattr)
    seen = []
    shutil.copytree(out, tmp_path / "at first")
    folder = out.stat().st_ino
    for _ in at_every_step(taking, way, out, replaced, out):
        # A place at which a disk is mounted cannot be renamed.
        assert way != MOUNTED or out.stat().st_ino == folder
        if way == ONE_STEP:
            # Nothing has to be put right for whoever reads it.
            seen.append(stands(out))
        swapping.recover(out)
        seen.append(stands(out))
        shutil.rmtree(out)
        shutil.copytree(tmp_path / "at first", out)
        folder = out.stat().st_ino
    assert set(seen) == {"old", "new"}
    # The new one stays once it stands.
    assert seen == sorted(seen, reverse=True)
    assert stands(out) == "new"
    assert {item.name for item in tmp_path.iterdir()} == {"at first", "out"}


def test_a_kill_while_a_failure_is_cleared_away_is_no_hindrance(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for _ in at_every_step(taking, BARRED, out, replaced, out):
        assert not out.exists()
        replaced(out)
        assert stands(out) == "new"
        shutil.rmtree(out)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("old", [[], ["a/same", "b/same", "index"]])
def test_a_kill_leaves_a_disk_to_whoever_comes_next_but_not_what_was_added_to_it(
    old: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file at the root is never missing, as every page of a site may be asked for meanwhile."""
    out, first, new = files(tmp_path / "out"), files(tmp_path / "first"), ["b/other", "c/other", "index"]
    take(MOUNTED, out, monkeypatch.setattr)
    if old:
        named(out, old)
        shutil.copytree(out, first, dirs_exist_ok=True)
    for _ in at_every_step(taking, MOUNTED, out, named, out, new):
        assert (out / "index").exists() or not old
        (out / "added").touch()
        kept = snapshot(out)
        with pytest.raises(OutputError):
            named(out, new)
        if (out / COMING).exists():
            with pytest.raises(OutputError):
                swapping.recover(out)
        assert snapshot(out) == kept
        (out / "added").unlink()
        named(out, new)
        assert set(snapshot(out)) == {MARK, *new}
        for item in out.iterdir():
            shutil.rmtree(item) if item.is_dir() else item.unlink()
        shutil.copytree(first, out, dirs_exist_ok=True)
    assert set(snapshot(out)) == {MARK, *new}


@pytest.mark.parametrize("before", [(), ("old",)])
def test_what_somebody_adds_to_a_disk_on_which_a_kill_left_half_a_site_stays(
    before: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = files(tmp_path / "out")
    take(MOUNTED, out, monkeypatch.setattr)
    if before:
        with replacing(out) as folder:
            files(folder, *before)
    shutil.copytree(out, tmp_path / "at first")
    refused = 0
    for _ in at_every_step(taking, MOUNTED, out, replaced, out):
        own = files(out / "1", "own") / "own"
        for put_right in (claim, swapping.recover):
            with suppress(OutputError):
                put_right(out)
                continue
            refused += 1
        assert own.is_file()
        shutil.rmtree(out)
        shutil.copytree(tmp_path / "at first", out)
    assert refused


def test_a_kill_leaves_nothing_beside_what_is_brought_from_another_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, made = files(begin(tmp_path / "out"), "old"), tmp_path / "work" / "site"
    take(ANOTHER_DISK, out, monkeypatch.setattr)

    for _ in at_every_step(taking, ANOTHER_DISK, out, brought, made, out):
        assert (out / "old").exists() != (out / "new").exists()
        shutil.rmtree(made, ignore_errors=True)
    swapping.recover(out)
    assert set(snapshot(tmp_path)) == {f"out/{MARK}", "out/new", "work"}


def test_what_runs_at_the_same_time_has_folders_of_its_own(tmp_path: Path) -> None:
    with working(tmp_path / "work") as one, working(tmp_path / "work") as other:
        assert one != other
        files(one, "kept")
        with working(tmp_path / "work"):
            assert set(snapshot(one)) == {MARK, "kept"}
    assert set(snapshot(tmp_path / "work")) == {MARK}


def test_what_a_killed_run_left_in_its_folder_goes(tmp_path: Path) -> None:
    """Also what older versions left, which had no folders of their own."""
    child = os.fork()
    if not child:
        with working(tmp_path / "work") as place:
            files(place, "left")
            os._exit(0)
    os.waitpid(child, 0)
    (tmp_path / "work/pages").mkdir()
    files(tmp_path / "work/stage", "left")
    (tmp_path / "work/left").write_bytes(b"left")
    assert len(list((tmp_path / "work").iterdir())) == 5
    with working(tmp_path / "work") as place:
        assert sorted((tmp_path / "work").iterdir()) == sorted([place, tmp_path / "work" / MARK])


def test_the_last_of_those_who_swap_in_at_once_stays_whole(tmp_path: Path) -> None:
    children = []
    for number in range(6):
        child = os.fork()
        if not child:
            for _ in range(3):
                with replacing(tmp_path / "out") as new:
                    eight(new, str(number))
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 6
    assert stands(tmp_path / "out") in "012345"
    assert [item.name for item in tmp_path.iterdir()] == ["out"]


def test_what_lacks_a_file_is_not_swapped_in(tmp_path: Path) -> None:
    out = files(begin(tmp_path / "out"), "old")
    before = snapshot(out)
    for made in (["a", "b", "c"], ["a"]):
        with pytest.raises(IncompleteError) as told:
            swap_in(files(begin(tmp_path / "work"), "a", "b"), out, made=made)
        assert told.value.filename == str(tmp_path / "work" / ("c" if "c" in made else "b"))
    assert snapshot(out) == before
    with pytest.raises(IncompleteError) as told:
        swap_in(files(begin(tmp_path / "work"), "a", "b"), out, made=["a", "c", "d"])
    assert told.value.filename == str(tmp_path / "work" / "b")


def test_where_nothing_may_be_replaced_nothing_is_begun(tmp_path: Path) -> None:
    files(tmp_path / "theirs", "kept")
    before = snapshot(tmp_path)
    for begun in (working, replacing):
        with pytest.raises(OutputError), begun(tmp_path / "theirs"):
            pytest.fail("begun")
    with (
        pytest.raises(NotADirectoryError) as told,
        replacing(tmp_path / "theirs" / "kept" / "out"),
    ):
        pytest.fail("begun")
    asked = str(tmp_path / "theirs" / "kept" / "out")
    assert (told.value.errno, told.value.filename) == (errno.ENOTDIR, asked)
    assert snapshot(tmp_path) == before


def test_folders_around_a_place_are_made(tmp_path: Path) -> None:
    for number in ("first", "second"):
        with working(tmp_path / "a" / "b" / "bench") as place:
            files(place, number)
        swap_in(files(begin(tmp_path / "made"), number), tmp_path / "c" / "d" / "out")
    assert set(snapshot(tmp_path)) == {f"a/b/bench/{MARK}", f"c/d/out/{MARK}", "c/d/out/second"}


def test_one_swaps_in_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[Path, bool]] = []

    @contextmanager
    def turns(folder: Path, *, alone: bool, wait: float) -> Iterator[None]:
        taken.append((folder, alone))
        assert wait > 60
        with turn(folder, alone=alone, wait=wait):
            yield

    monkeypatch.setattr("generator.publishing.swapping.turn", turns)
    swap_in(files(begin(tmp_path / "made"), "a"), tmp_path / "out")
    swapping.recover(tmp_path / "out")
    left(tmp_path / "out", tmp_path / "next")
    assert taken == [(tmp_path, True)] * 3


def test_what_is_swapped_in_by_itself_replaces_nothing_of_others_and_ends_what_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = files(tmp_path / "theirs", "kept")
    with pytest.raises(OutputError):
        swap_in(files(begin(tmp_path / "made"), "a"), theirs)
    assert set(snapshot(theirs)) == {"kept"}
    out = tmp_path / "out"
    with replacing(out) as new:
        eight(new, "old")
    # Stopped between the two steps of a system that knows no single one, and then the next one fails.
    out.rename(beside(out, "old"))

    def broken(*_: Path) -> None:
        raise OSError(errno.EIO, "broken")

    def refused(*_: Path) -> None:
        # What was refused first is told, whatever cannot be cleared away then.
        monkeypatch.setattr("generator.publishing.swapping.remove", broken)
        raise PermissionError

    monkeypatch.setattr(swapping, "_take_place", refused)
    with pytest.raises(PermissionError):
        swap_in(files(begin(tmp_path / "made"), "a"), out)
    assert stands(out) == "old"


def test_a_site_that_is_not_what_was_made_tells_which_file() -> None:
    error = IncompleteError(Path("out/a"))
    told = (error.errno, error.strerror, error.filename, error.kind)
    assert told == (errno.ENOENT, os.strerror(errno.ENOENT), "out/a", "incomplete")


def test_what_is_left_for_the_next_is_ours(tmp_path: Path) -> None:
    out = tmp_path / "out"
    files(beside(out, "old"), "kept")
    left(out, tmp_path / "next")
    assert list((tmp_path / "next").iterdir()) == []
    assert set(snapshot(beside(out, "old"))) == {"kept"}
    # What was stopped is ended first: then it stands, and nothing is left.
    files(begin(tmp_path / "other"), "old").rename(beside(tmp_path / "site", "old"))
    left(tmp_path / "site", tmp_path / "third")
    assert set(snapshot(tmp_path / "site")) == {MARK, "old"}
    assert list((tmp_path / "third").iterdir()) == []


def test_a_place_that_turns_out_to_be_held_is_swapped_from_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = files(begin(tmp_path / "out"), "old")
    number = out.stat().st_ino

    def held(*_: Path) -> None:
        raise OSError(errno.EBUSY, "held")

    monkeypatch.setattr(swapping, "_take_place", held)
    swap_in(files(begin(tmp_path / "made"), "new"), out)
    assert (set(snapshot(out)), out.stat().st_ino) == ({MARK, "new"}, number)
    assert list(tmp_path.iterdir()) == [out]


HELD: dict[str, tuple[Place, str]] = {
    # what stands there: (how it came there, why it does not count as what we made)
    "what we made": (lambda place: made(place, "a", "below/b"), ""),
    "what we are making": (lambda place: files(begin(place), "a"), ""),
    "what a system has looked at": (lambda place: files(made(place, "a"), "Thumbs.db", "desktop.ini"), ""),
    "nothing": (lambda _: None, "file"),
    "a file": (lambda place: place.touch(), "file"),
    "somebody's": (lambda place: files(place, "a"), "foreign"),
    "what somebody added to": (lambda place: files(made(place, "a"), "b"), "added"),
    "what somebody added a link to": (lambda place: (made(place, "a") / "b").symlink_to(place), "added"),
    "a link in the place of a file": (
        lambda place: (made(place, "a", "b", left_out="b") / "b").symlink_to(place.parent / "elsewhere"),
        "added",
    ),
    "a new one on its way": (lambda place: made(made(place, "a") / COMING, "b"), ""),
    "two of them mixed": (lambda place: files(made(made(place, "a") / COMING, "b").parent, "b"), "added"),
}


def made(place: Path, *names: str, left_out: str = "") -> Path:
    """A folder of ours with some files."""
    for name in names:
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    mark(place, names)
    if left_out:
        (place / left_out).unlink()
    return place


@pytest.mark.parametrize("case", HELD)
def test_only_what_we_made_counts_as_such(case: str, tmp_path: Path) -> None:
    make, reason = HELD[case]
    make(tmp_path / "out")
    before = snapshot(tmp_path)
    try:
        hold_outputs(tmp_path / "out")
        found, other = "", None
    except OutputError as error:
        found, other = error.reason, error.other
    assert found == reason
    assert other == (tmp_path / "out" / "b" if reason == "added" else tmp_path / "out" if reason else None)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("way", ["linked", "copied"])
def test_a_file_is_put_in_another_place_also_where_nothing_can_be_linked(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = files(tmp_path / "source", "a", "b")
    place = tmp_path / "far" / "below" / "file"
    if way == "copied":
        monkeypatch.setattr(os, "link", full_disk)
    for name in ("a", "b"):
        put(source / name, place)
        assert place.read_text(encoding="utf-8") == f"source/{name}"
        assert place.samefile(source / name) == (way == "linked")
    assert set(snapshot(source).values()) == {b"source/a", b"source/b"}
    # What is there is the same already: it is put there once more.
    put(source / "b", place)
    assert snapshot(place.parent) == {"file": b"source/b"}


LEFT_BESIDE: dict[str, tuple[Place, bool]] = {
    # what lies beside a file, by its name: (how it came there, whether it goes)
    ".a.csv.01234567.new": (lambda place: place.touch(), True),
    ".a.csv.89abcdef.new": (lambda place: place.write_text("half", encoding="utf-8"), True),
    ".a.csv.00000000.new": (lambda place: files(place, "kept"), False),
    ".a.csv.00000001.new": (lambda place: place.mkdir(), False),
    ".a.csv.00000002.new": (lambda place: place.symlink_to(files(place.parent, "theirs") / "theirs"), False),
    ".a.csv.0000000a.new": (lambda place: place.symlink_to("none"), False),
    ".a.csv.backup.new": (lambda place: place.touch(), False),
    ".a.csv.2024-old.new": (lambda place: place.touch(), False),
    ".b.csv.01234567.new": (lambda place: place.touch(), False),
    ".abcsv.01234567.new": (lambda place: place.touch(), False),
}


def test_of_what_lies_beside_a_file_only_what_was_left_goes(tmp_path: Path) -> None:
    for name, (make, _) in LEFT_BESIDE.items():
        make(tmp_path / name)
    write_file(tmp_path / "a.csv", b"new")
    stays = {name for name, (_, goes) in LEFT_BESIDE.items() if not goes}
    assert {item.name for item in tmp_path.iterdir()} == {*stays, "a.csv", "theirs"}
    assert (tmp_path / "a.csv").read_bytes() == b"new"


REFUSED = {
    # where a file is to be written: what the system says
    "file/a.csv": errno.ENOTDIR,
    "none/a.csv": errno.ENOENT,
    "folder": errno.EISDIR,
    "x" * 250: errno.ENAMETOOLONG,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_written_is_told_by_its_name(name: str, tmp_path: Path) -> None:
    files(tmp_path, "file")
    files(tmp_path / "folder", "kept")
    before, opened = snapshot(tmp_path), len(list(Path("/dev/fd").iterdir()))
    with pytest.raises(OSError, match=r".") as told:
        write_file(tmp_path / name, b"new")
    assert (told.value.errno, told.value.filename) == (REFUSED[name], str(tmp_path / name))
    assert snapshot(tmp_path) == before
    assert len(list(Path("/dev/fd").iterdir())) == opened


def test_what_somebody_else_clears_away_beside_a_file_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cleared(new: Path) -> bool:
        new.unlink()
        return True

    own_beside(tmp_path / "file").touch()
    monkeypatch.setattr("generator.reading.turns.is_free", cleared)
    write_file(tmp_path / "file", b"new")
    assert snapshot(tmp_path) == {"file": b"new"}


def test_a_folder_that_somebody_else_makes_at_the_same_time_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir = Path.mkdir

    def made(self: Path, *values: Any, **named: Any) -> None:
        os.makedirs(tmp_path / "below", exist_ok=True)  # noqa: PTH103
        mkdir(self, *values, **named)

    monkeypatch.setattr(Path, "mkdir", made)
    write_anew(tmp_path / "below" / "file", b"new")
    assert snapshot(tmp_path) == {"below/file": b"new"}


def test_what_a_link_leads_to_stays_closed(tmp_path: Path) -> None:
    out, theirs = files(tmp_path / "out" / "below", "new").parent, files(tmp_path / "theirs", "secret")
    for path, mode in ((theirs / "secret", 0o600), (theirs, 0o700), (out / "below/new", 0o640), (out, 0o750)):
        path.chmod(mode)
    for number, target in enumerate((theirs, theirs / "secret", tmp_path / "none")):
        (out / f"{number}").symlink_to(target)
    open_to_all(out)
    modes = [path.stat().st_mode & 0o777 for path in (theirs, theirs / "secret", out, out / "below/new")]
    assert modes == [0o700, 0o600, 0o755, 0o644]


def test_what_earlier_versions_made_is_still_known(tmp_path: Path) -> None:
    marker = (
        "Made by mingzhang, and replaced as a whole when it is made again. Keep nothing of your own here.\n"
    )
    out = made(tmp_path / "out", "a", "b/图")
    assert (out / ".mingzhang").read_bytes() == f"{marker}a\nb/图\n".encode()
    assert listed(out) == {"a", "b/图"}
    (out / ".mingzhang").write_bytes(marker.encode())
    assert listed(out) == set()
    claim(out)


def test_a_path_leads_to_something_or_to_nothing(tmp_path: Path) -> None:
    files(tmp_path, "file")
    (tmp_path / "link").symlink_to("none")
    (tmp_path / "other").symlink_to("file")
    found = {name: is_there(tmp_path / name) for name in ("file", "none", "none/below", "link", "other", ".")}
    assert found == {
        "file": True,
        "none": False,
        "none/below": False,
        "link": False,
        "other": True,
        ".": True,
    }
    assert str(OutputError("foreign", Path("out"))) == "foreign: out"


def test_a_file_that_is_taken_for_left_behind_before_it_is_held_is_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Path] = []

    def held(new: Path) -> int | None:
        if not taken:
            taken.append(new)
            new.unlink()
        return hold(new)

    monkeypatch.setattr("generator.reading.turns.hold", held)
    write_file(tmp_path / "file", b"new")
    assert len(taken) == 1
    assert snapshot(tmp_path) == {"file": b"new"}


def test_files_are_listed_by_their_paths_in_the_order_of_these(tmp_path: Path) -> None:
    for name in ("b/z", "b/a/x", "a", "c", ".hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    mark(tmp_path, [])
    (tmp_path / "b/.DS_Store").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "b")
    assert files_below(tmp_path) == [".hidden", "a", "b/a/x", "b/z", "c", "link"]
    listed = files_in(tmp_path)
    assert [*listed] == [".hidden", MARK, "a", "b/.DS_Store", "b/a/x", "b/z", "c"]
    assert all(file == tmp_path / name for name, file in listed.items())
