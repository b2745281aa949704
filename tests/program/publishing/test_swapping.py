"""What swaps folders takes nothing of others, whatever the system refuses, and says what it refused."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from laid import files, full_disk, snapshot, umask

from generator.publishing import swapping
from generator.publishing.outputs import MARK, MARK_BEGUN, OutputError, begin, mark
from generator.publishing.swapping import exchanged, founding, recover, replacing, swap_in, working
from generator.reading.turns import hold

Place = Callable[[Path], object]


def held(place: Path) -> None:
    """A folder of ours in which somebody works, as long as this process lasts."""
    files(begin(place), "half")
    assert hold(place) is not None


def led_to(place: Path) -> None:
    """A link to a folder of ours."""
    place.symlink_to(files(begin(place.parent / "elsewhere"), "kept"))


BESIDE: dict[str, tuple[Place, bool]] = {
    # what lies beside a place, by its name: (how it came there, whether it goes)
    ".out.00000000.new": (lambda place: files(begin(place), "left"), True),
    ".out.00000001.new": (lambda place: place.mkdir(), True),
    ".out.00000002.new": (lambda place: files(place, MARK_BEGUN), True),
    ".out.00000003.new": (lambda place: files(place, "thesis.docx"), False),
    ".out.00000004.new": (lambda place: files(place, MARK), False),
    ".out.00000005.new": (lambda place: files(place, MARK_BEGUN, "thesis.docx"), False),
    ".out.00000006.new": (lambda place: place.write_text("thesis", encoding="utf-8"), False),
    ".out.00000007.new": (led_to, False),
    ".out.00000008.new": (held, False),
    ".out.00000009.newer": (lambda place: files(begin(place), "left"), False),
    ".other.00000000.new": (lambda place: files(begin(place), "left"), False),
    "out.00000000.new": (lambda place: files(begin(place), "left"), False),
    ".out.12345678.backup.new": (lambda place: files(begin(place), "left"), False),
    ".out.fedcba98.new": (lambda place: files(begin(place), "left"), True),
    ".out.fedcba9.new": (lambda place: files(begin(place), "left"), False),
    ".out.backup1z.new": (lambda place: files(begin(place), "left"), False),
}


def replaced(out: Path) -> None:
    with replacing(out) as place:
        files(place, "new")


def founded(out: Path) -> None:
    with founding(out) as place:
        files(place, "new")


@pytest.mark.parametrize("way", [replaced, founded, recover])
def test_of_what_lies_beside_a_place_only_what_was_left_goes(
    way: Callable[[Path], None], tmp_path: Path
) -> None:
    for name, (make, _) in BESIDE.items():
        make(tmp_path / name)
    before = snapshot(tmp_path)
    way(tmp_path / "out")
    there = {path: text for path, text in snapshot(tmp_path).items() if not path.startswith("out/")}
    gone = {name for name, (_, goes) in BESIDE.items() if goes}
    assert there == {path: text for path, text in before.items() if path.partition("/")[0] not in gone}


def test_of_what_lies_in_a_place_of_work_only_what_nobody_holds_goes(tmp_path: Path) -> None:
    work, elsewhere = begin(tmp_path / "work"), files(tmp_path / "elsewhere", "kept")
    (work / "link").symlink_to(elsewhere)
    (work / "broken").symlink_to(tmp_path / "none")
    files(work / "older", "left")
    files(work, "left")
    held(work / "held")
    with working(work) as place:
        assert {item.name for item in work.iterdir()} == {MARK, "held", place.name}
    assert {item.name for item in work.iterdir()} == {MARK, "held"}
    assert set(snapshot(elsewhere)) == {"kept"}


def test_who_founds_gets_an_empty_folder_and_leaves_one_for_everybody(tmp_path: Path) -> None:
    with umask(0o077), founding(tmp_path / "a" / "b" / "out") as place:
        assert list(place.iterdir()) == []
        files(place / "below", "new")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "a/b/out").rglob("*")} == {0o755, 0o644}
    assert set(snapshot(tmp_path)) == {"a/b/out/below/new"}


def meanwhile(out: Path, begun: Callable[[Path], Any]) -> None:
    """Somebody else fills the place while we make what is to stand there."""
    with begun(out):
        files(out, "theirs")


REFUSED: dict[str, tuple[Callable[[Path], object], str, int]] = {
    # what is refused: (who asks for it, the place, what the system says)
    "founded below a file": (founded, "file/out", errno.ENOTDIR),
    "founded far below a file": (founded, "file/far/out", errno.ENOTDIR),
    "founded by another meanwhile": (lambda out: meanwhile(out, founding), "out", errno.ENOTEMPTY),
    "founded by too long a name": (founded, "x" * 250, errno.ENAMETOOLONG),
    "worked in below a file": (lambda out: meanwhile(out, working), "file/out", errno.ENOTDIR),
    "replaced below a file": (replaced, "file/out", errno.ENOTDIR),
    "replaced by too long a name": (replaced, "x" * 250, errno.ENAMETOOLONG),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_system_refuses_names_what_was_asked_for_and_leaves_nothing(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, name, number = REFUSED[case]
    files(tmp_path, "file")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OSError, match=r".") as told:
        act(Path(name))
    assert (told.value.errno, told.value.filename) == (number, name)
    assert set(snapshot(tmp_path)) == ({"file", "out/theirs"} if "meanwhile" in case else {"file"})


@pytest.mark.parametrize("act", [founded, replaced])
def test_folders_above_a_place_that_are_refused_name_the_place(
    act: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, **_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(self))

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(OSError, match=r".") as told:
        act(tmp_path / "above" / "out")
    assert (told.value.errno, told.value.filename) == (errno.EROFS, str(tmp_path / "above" / "out"))


def test_who_loses_his_folder_before_he_holds_it_takes_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever clears away takes it for left behind until then: before it is marked, and after."""
    taken: list[Path] = []

    def marked(place: Path, *made: Any) -> None:
        if len(taken) == 1:
            mark(place, *made)
        if len(taken) < 2:
            taken.append(place)
            shutil.rmtree(place)
        mark(place, *made)

    monkeypatch.setattr(swapping, "mark", marked)
    begin(tmp_path / "work")
    with working(tmp_path / "work") as place:
        assert place not in taken
        assert place.is_dir()
    assert len(taken) == 2
    assert set(snapshot(tmp_path)) == {f"work/{MARK}"}


def test_what_somebody_else_clears_away_meanwhile_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        (tmp_path / f".out.{number:08}.new").mkdir()

    def cleared(folder: Path) -> bool:
        shutil.rmtree(folder, ignore_errors=True)
        return False

    monkeypatch.setattr(swapping, "is_ours", cleared)
    swapping.recover(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def open_files() -> int:
    """How many files this process has open."""
    return len(list(Path("/dev/fd").iterdir()))


def test_who_has_worked_holds_nothing_any_more(tmp_path: Path) -> None:
    before = open_files()
    for number in range(3):
        with working(tmp_path / "work"), replacing(tmp_path / "out"), founding(tmp_path / f"{number}"):
            assert open_files() == before + 3
    assert open_files() == before


def test_folders_are_exchanged_or_all_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = files(tmp_path / "one", "a"), files(tmp_path / "other" / "öffentlich", "b")
    swapping._exchange.cache_clear()  # noqa: SLF001
    assert exchanged(one, other) is True
    there = {"one/b", "other/öffentlich/a"}
    assert set(snapshot(tmp_path)) == there
    # What the system has no way to exchange, as it has none for a folder and one in it.
    assert exchanged(tmp_path / "other", other) is False
    with pytest.raises(FileNotFoundError) as told:
        exchanged(one, tmp_path / "none")
    assert told.value.filename == str(tmp_path / "none")
    monkeypatch.setattr(swapping, "_exchange", lambda: None)
    assert exchanged(one, other) is False
    assert set(snapshot(tmp_path)) == there


SAID: dict[int, bool] = {
    # what a disk says that is asked to exchange two folders: whether it knows no such thing
    errno.EINVAL: True,
    errno.ENOSYS: True,
    errno.EOPNOTSUPP: True,
    errno.EBUSY: False,
    errno.ENOSPC: False,
    errno.EROFS: False,
}


@pytest.mark.parametrize("number", SAID)
def test_a_disk_that_exchanges_nothing_is_told_from_one_that_refuses(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exchange(*_: bytes) -> int:
        ctypes.set_errno(number)
        return -1

    monkeypatch.setattr(swapping, "_exchange", lambda: exchange)
    if SAID[number]:
        assert exchanged(tmp_path / "one", tmp_path / "other") is False
        return
    with pytest.raises(OSError, match=r".") as told:
        exchanged(tmp_path / "one", tmp_path / "other")
    expected = (number, os.strerror(number), str(tmp_path / "other"))
    assert (told.value.errno, told.value.strerror, told.value.filename) == expected


BOTH, NONE = ("renameat2", "renamex_np"), ()
LINUX, MACOS = ("renameat2", -100, b"a", -100, b"b", 2), ("renamex_np", b"a", b"b", 2)
SYSTEMS: list[tuple[str, tuple[str, ...], tuple[object, ...] | None]] = [
    # the system, what its library knows, and how that is called
    ("linux", BOTH, LINUX),
    ("linux", NONE, None),
    ("darwin", BOTH, MACOS),
    ("darwin", NONE, None),
    ("freebsd14", BOTH, None),
]


@pytest.mark.parametrize(("system", "known", "called"), SYSTEMS)
def test_each_system_has_its_own_call(
    system: str,
    known: tuple[str, ...],
    called: tuple[object, ...] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[tuple[object, ...]] = []

    def library(_: None, *, use_errno: bool) -> SimpleNamespace:
        assert use_errno
        return SimpleNamespace(
            **{name: lambda *values, name=name: calls.append((name, *values)) for name in known}
        )

    monkeypatch.setattr(ctypes, "CDLL", library)
    monkeypatch.setattr(sys, "platform", system)
    exchange = swapping._exchange.__wrapped__()  # noqa: SLF001
    if exchange:
        exchange(b"a", b"b")
    assert calls == ([called] if called else [])


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("error", [OSError(errno.EIO, "broken"), KeyboardInterrupt()])
def test_what_cannot_be_brought_to_a_disk_leaves_what_it_holds(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = files(begin(tmp_path / "out"), "old")
    monkeypatch.setattr("generator.publishing.swapping.os.path.ismount", out.samefile)
    before, rmtree, copyfile = snapshot(out), shutil.rmtree, shutil.copyfile

    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(shutil, "copyfile", broken)
    with pytest.raises(type(error)) as told:
        swap_in(files(tmp_path / "made", "new"), out)
    assert told.value is error
    assert snapshot(out) == before

    def kept(_: Path, *, ignore_errors: bool = False) -> None:
        if not ignore_errors:
            refusing(errno.EROFS)()

    # What was refused first is told, whatever cannot be cleared away then.
    monkeypatch.setattr(shutil, "rmtree", kept)
    with pytest.raises(type(error)) as told:
        replaced(out)
    assert told.value is error
    monkeypatch.setattr(shutil, "rmtree", rmtree)
    monkeypatch.setattr(shutil, "copyfile", copyfile)
    replaced(out)
    assert set(snapshot(out)) == {MARK, "new"}


def test_what_stands_on_a_disk_stays_whatever_cannot_be_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = files(begin(tmp_path / "out"), "old")
    monkeypatch.setattr("generator.publishing.swapping.os.path.ismount", out.samefile)
    monkeypatch.setattr(swapping, "remove", refusing(errno.EIO))
    replaced(out)
    assert set(snapshot(out)) == {MARK, "new"}


KINDS: dict[str, Place] = {
    "nothing": lambda _: None,
    "a file": lambda place: place.write_text("file", encoding="utf-8"),
    "a folder": lambda place: files(place, "inner"),
    "a link to a folder": lambda place: place.symlink_to(place.parent.parent / "elsewhere"),
    "a link to nothing": lambda place: place.symlink_to(place.parent.parent / "none"),
}


def test_on_a_disk_anything_takes_the_place_of_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, made, asked = begin(tmp_path / "out"), files(tmp_path / "made"), files(tmp_path / "asked")
    elsewhere = files(tmp_path / "elsewhere", "kept")
    monkeypatch.setattr("generator.publishing.swapping.os.path.ismount", out.samefile)
    for old, there in KINDS.items():
        for new in ("nothing", "a file", "a folder"):
            name = f"{old}, {new}, 图"
            there(out / name)
            for folder in (made, asked):
                KINDS[new](folder / name)
    with umask(0o077):
        swap_in(made, out)
    (out / MARK).unlink()
    modes = {(item.is_dir(), item.stat().st_mode & 0o777) for item in out.rglob("*")}
    assert modes == {(True, 0o755), (False, 0o644)}
    assert snapshot(out) == snapshot(asked)
    assert set(snapshot(elsewhere)) == {"kept"}
    assert not any(item.is_symlink() for item in out.iterdir())


MOVES: dict[int, set[str]] = {
    # what the system says to who renames a folder: what stands then
    errno.EXDEV: {f"out/{MARK}", "out/new"},
    errno.EACCES: {f"out/{MARK}", "out/old", f"made/{MARK}", "made/new"},
    errno.ENOSPC: {f"out/{MARK}", "out/old", f"made/{MARK}", "made/new"},
}


@pytest.mark.parametrize("number", MOVES)
def test_what_cannot_be_renamed_is_copied_only_to_another_disk(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, rename = files(begin(tmp_path / "out"), "old"), Path.rename
    made = files(tmp_path / "made", "new")

    def renamed(self: Path, target: Path) -> Path:
        if self == made:
            refusing(number)()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", renamed)
    said = 0
    try:
        swap_in(made, out)
    except OSError as error:
        said = error.errno or 0
    assert said == (0 if number == errno.EXDEV else number)
    assert set(snapshot(tmp_path)) == MOVES[number]


def test_the_first_refusal_is_told_though_what_was_copied_cannot_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, made = files(begin(tmp_path / "out"), "old"), files(tmp_path / "made", "new")

    def remove(folder: Path) -> None:
        if folder.exists():
            refusing(errno.EIO)()

    monkeypatch.setattr(Path, "rename", refusing(errno.EXDEV))
    monkeypatch.setattr(shutil, "copyfile", full_disk)
    monkeypatch.setattr(swapping, "remove", remove)
    with pytest.raises(OSError, match="No space left"):
        swap_in(made, out)
    monkeypatch.undo()
    assert set(snapshot(out)) == {MARK, "old"}
    swap_in(made, out)
    assert set(snapshot(tmp_path)) == {f"out/{MARK}", "out/new"}


def test_an_end_that_is_asked_for_when_the_new_one_stands_is_told_and_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, rename = files(begin(tmp_path / "out"), "old"), Path.rename

    def ended(self: Path, target: Path) -> Path:
        renamed = rename(self, target)
        if self.name == ".out.new":
            raise SystemExit(143)
        return renamed

    monkeypatch.setattr(Path, "rename", ended)
    monkeypatch.setattr(swapping, "exchanged", lambda *_: False)
    with pytest.raises(SystemExit):
        replaced(out)
    monkeypatch.undo()
    assert set(snapshot(out)) == {MARK, "new"}
    replaced(out)
    assert set(snapshot(tmp_path)) == {f"out/{MARK}", "out/new"}


def test_what_a_refused_exchange_tells_is_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = files(begin(tmp_path / "out"), "old")

    def exchange(*_: bytes) -> int:
        ctypes.set_errno(errno.EPERM)
        return -1

    monkeypatch.setattr(swapping, "_exchange", lambda: exchange)
    with pytest.raises(PermissionError) as told:
        replaced(out)
    assert told.value.filename == str(out)
    assert set(snapshot(tmp_path)) == {f"out/{MARK}", "out/old"}


FOUNDED: dict[str, bool] = {
    # what stands at a place: whether a folder may begin there
    "nothing": True,
    "a file": False,
    "a folder": False,
    "an empty folder": True,
    "a link to a folder": False,
    "a link to nothing": True,
}


@pytest.mark.parametrize("case", FOUNDED)
def test_only_what_is_empty_becomes_a_folder_of_its_owner(case: str, tmp_path: Path) -> None:
    place = tmp_path / "below" / "out"
    files(tmp_path / "elsewhere", "kept")
    files(place.parent)
    {**KINDS, "an empty folder": files}[case](place)
    before = snapshot(tmp_path)
    if FOUNDED[case]:
        founded(place)
        assert set(snapshot(place.resolve())) == {"new"}
        return
    with pytest.raises(OutputError) as refused:
        founded(place)
    assert (refused.value.reason, refused.value.path) == ("there", place)
    assert snapshot(tmp_path) == before
