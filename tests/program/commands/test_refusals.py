"""What the system refuses ends every command with exit code 2 and one line that says what to do, and loses nothing."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest
from click.testing import CliRunner, Result
from folders import BASE, ROOT

from generator.cli import main
from generator.commands.refusals import in_words
from generator.publishing import preview
from generator.publishing.outputs import begin

MINGZHANG = Path(sys.executable).parent / "mingzhang"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small package in the working directory."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path / "data")
    return tmp_path / "data"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def refusing(number: int, at: str) -> Callable[..., bytes]:
    """Reading and writing as root, whom nothing is forbidden, would meet it: one file, one refusal."""
    read = Path.read_bytes

    def refused(self: Path) -> bytes:
        if self.name == at:
            raise OSError(number, os.strerror(number), str(self))
        return read(self)

    return refused


COMMANDS = (
    ["check"],
    ["check", "data"],
    ["build"],
    ["export"],
    ["diff", "HEAD"],
    ["due"],
    ["record", "lamps-built", "1", "--document", "2023-report"],
    ["sheet", "export", "--document", "2023-report"],
    ["new", "indicator", "town", "x"],
    ["verify", "--archive", "data"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("zh", "data/town/package.yaml：系统不允许，没有权限。请取得权限，或者换一个地方。\n"),
        (
            "en",
            "data/town/package.yaml: the system does not allow this. Give yourself the rights to it, or name another place.\n",
        ),
    ],
)
def test_an_unreadable_file_ends_every_command_with_one_line(
    command: list[str], lang: str, line: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)
    subprocess.run(["git", "add", "data"], check=True)
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", *who, "commit", "--quiet", "-m", "x"], check=True)
    monkeypatch.setattr(Path, "read_bytes", refusing(errno.EACCES, "package.yaml"))
    assert data.is_dir()
    done = run(*command, "--lang", lang)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", line)


@pytest.mark.parametrize(
    ("number", "english"),
    [
        (errno.EPERM, "does not allow"),
        (errno.ENOENT, "no such file or folder"),
        (errno.EROFS, "only be read"),
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EBUSY, "another program uses this"),
        (errno.EMFILE, "too many files"),
        (errno.EIO, f"the system refused ({os.strerror(errno.EIO)})"),
    ],
)
@pytest.mark.usefixtures("data")
def test_each_refusal_says_what_it_is(number: int, english: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", refusing(number, "package.yaml"))
    done = run("check", "--lang", "en")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert english in done.stderr


# what the system said of the first file, of those that were copied together; the line that tells it
COPIED = [
    (
        "[Errno 28] No space left on device: 'a' -> 'b'",
        "b: the disk is full; what was there before was kept.",
    ),
    ("[Errno 13] Permission denied: 'b'", "b: the system does not allow this."),
    ("something else", "b: the system refused (something else)"),
]


@pytest.mark.parametrize(("said", "line"), COPIED)
def test_of_many_files_the_first_is_told(said: str, line: str) -> None:
    told = in_words(shutil.Error([("a", "b", said), ("c", "d", "[Errno 2] gone")]), "en")
    assert told is not None
    assert told.startswith(line)


LONG = "x" * 300

MISUSED: dict[str, tuple[list[str], str]] = {
    # what is wrong: (the command, what the line holds)
    "data as --out": (["export", "--out", "data"], "data holds data, which would go with it"),
    "here as --out": (["export", "--out", "."], ". holds data, which would go with it"),
    "a folder of the data": (["export", "--out", "data/town"], "data/town lies in data"),
    "a file as --out": (["export", "--out", "notes.txt"], "notes.txt is no folder"),
    "a file on the way": (["export", "--out", "notes.txt/x"], "notes.txt/x: a file stands where a folder is needed"),
    "a name that is too long": (["export", "--out", LONG], "too long"),
    "links in a circle": (["export", "--out", "circle"], "circle is no folder"),
    "somebody's site": (["build", "--site", "docs"], "docs holds files that mingzhang did not make"),
    "data as --site": (["build", "--site", "data"], "data holds data"),
    "the place of work as --site": (["build", "--site", "build"], "build holds build/work"),
    "somebody's schemas": (["schemas", "--out", "docs"], "docs holds files"),
    "schemas in the data": (["schemas", "--out", "data"], "data holds data"),
    "schemas in a new folder of the data": (["schemas", "--out", "data/new"], "data/new lies in data"),
    "a workbook in the data": (
        ["sheet", "export", "--document", "2023-report", "--out", "data/town/x.xlsx"],
        "data/town/x.xlsx lies in data",
    ),
    "a workbook over a file": (
        ["sheet", "export", "--document", "2023-report", "--out", "notes.txt"],
        "notes.txt is here already",
    ),
    "a workbook over what is none": (
        ["sheet", "export", "--document", "2023-report", "--out", "notes.txt", "--overwrite"],
        "notes.txt is no workbook made by mingzhang",
    ),
    "a workbook over a folder": (
        ["sheet", "export", "--document", "2023-report", "--out", "docs", "--overwrite"],
        "docs: this is a folder",
    ),
    "a workbook over a device": (
        ["sheet", "export", "--document", "2023-report", "--out", "/dev/full", "--overwrite"],
        "/dev/full is no workbook made by mingzhang",
    ),
    "a workbook in no folder": (
        ["sheet", "export", "--document", "2023-report", "--out", "none/x.xlsx"],
        "none/x.xlsx: there is no such file or folder",
    ),
    "no archive": (["verify", "--archive", "none"], "none: there is no such file or folder"),
    "a file as the archive": (["verify", "--archive", "notes.txt"], "notes.txt: a file stands where a folder"),
    "a folder as a workbook": (["sheet", "import", "docs"], "docs: this is a folder"),
    "a device as a workbook": (["sheet", "import", os.devnull], f"{os.devnull}: this is a device"),
    "no workbook": (["sheet", "import", "none.xlsx"], "none.xlsx: there is no such file or folder"),
}  # fmt: skip


@pytest.mark.parametrize("case", MISUSED)
def test_misuse_is_one_line_and_nothing_is_lost(case: str, data: Path) -> None:
    command, told = MISUSED[case]
    folder = data.parent
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "docs").mkdir()
    (folder / "docs" / "thesis.docx").write_text("mine", encoding="utf-8")
    (folder / "circle").symlink_to("circle")
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    done = run(*command, "--lang", "en")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.output
    assert told in done.stderr
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before


def test_a_folder_named_build_is_worked_in_and_kept(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = data.parent / "build" / "notes.txt"
    notes.parent.mkdir()
    notes.write_text("mine", encoding="utf-8")
    monkeypatch.setattr(
        "generator.publishing.build.build_site", lambda _, __, work, *___, **____: begin(work)
    )
    assert run("build").exit_code == 0
    assert notes.read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("data")
def test_a_workbook_of_ours_is_replaced_when_asked() -> None:
    first = run("sheet", "export", "--document", "2023-report", "--out", "a.xlsx")
    again = run("sheet", "export", "--document", "2023-report", "--out", "a.xlsx", "--overwrite")
    assert (first.exit_code, again.exit_code) == (0, 0), again.output


@pytest.mark.usefixtures("data")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_finds_no_room_is_one_line(unbuffered: str) -> None:
    """Also where Python keeps the output back and prints it at the end."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [MINGZHANG, "check", "--lang", "en"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert done.returncode == 2
    assert (
        done.stderr
        == "the disk is full; what was there before was kept. Make room and run the command again.\n"
    )


def test_questions_that_nobody_can_answer_end_the_command(data: Path) -> None:
    program = [
        sys.executable,
        "-c",
        "from generator.cli import run; run()",
        "new",
        "package",
        "x",
        "--lang",
        "zh",
    ]
    done = subprocess.run(["sh", "-c", 'exec "$@" <&-', "sh", *program], capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode().rstrip().rpartition("\n")[2]) == (
        1,
        "已停止，什么都没有写入。不在终端里回答时，每个答案都用选项给出（--help 列出全部选项）。",
    )
    assert not (data / "x").exists()


@pytest.mark.usefixtures("data")
def test_a_port_in_use_is_told_before_anything_is_built() -> None:
    with socket.socket() as taken:
        taken.bind((preview.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), "--lang", "en")
    told = f"127.0.0.1:{port}: another program uses this port. End it, or choose another port with --port.\n"
    assert (done.exit_code, done.stderr) == (2, told)
    assert not Path("build").exists()


def test_a_preview_goes_on_when_the_system_refuses_later(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own loop would print a traceback of whatever the building raises."""

    class Server:
        def __init__(self, rebuild: Callable[[], None], *_: object, **__: object) -> None:
            self.rebuild = rebuild

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def look_at(self, _: object) -> None: ...

        def serve(self) -> None:
            monkeypatch.setattr(preview, "build", full)
            self.rebuild()

        def shutdown(self) -> None: ...

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "page")

    def quiet(*_: object, **__: object) -> object:
        from generator.core.problems import Report

        return Report([])

    monkeypatch.setattr(preview, "Server", Server)
    monkeypatch.setattr(preview, "build", quiet)
    monkeypatch.setattr(preview, "_ask_for", lambda _: None)
    done = run("serve", "--lang", "en", "--data", str(data))
    assert done.exit_code == 0
    assert (
        done.stderr
        == "page: the disk is full; what was there before was kept. Make room and run the command again.\n"
    )


def test_the_schemas_of_the_checkout_can_be_written_again() -> None:
    assert (ROOT / "schemas" / ".mingzhang").is_file()
