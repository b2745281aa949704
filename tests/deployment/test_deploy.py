"""The plain commands behind every forge's workflows, and the way onto a web server, run as they are."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from folders import BASE, ROOT
from playwright.sync_api import Browser, expect
from serving import served

from generator.publishing.policy import DRAWING, header

DEPLOY = ROOT / "deploy"
NGINX = shutil.which(
    "nginx", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", str(ROOT / ".venv/nginx/usr/sbin")])
)
TABLE = "data/town/documents/2023-plan/targets.csv"


def git(folder: Path, *arguments: str) -> str:
    """What git prints in a folder."""
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


def run(script: str, *arguments: object, cwd: Path, **environment: str) -> tuple[int, str, str]:
    """Run a script; its exit code and what it says, on both ways."""
    interpreter = "python3" if script.endswith(".py") else "sh"
    done = subprocess.run(
        [interpreter, str(DEPLOY / script), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def write(folder: Path, path: str, text: str = "a\nb\nc\n") -> Path:
    """A file below a folder."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A repository with one commit on `main`, and `work` checked out."""
    folder = tmp_path / "record"
    for path in (TABLE, "data/town/package.yaml", "generator/cli.py", "README.md"):
        write(folder, path, f"{path}\n" * 20)
    git(tmp_path, "init", "--quiet", "record")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "record")
    git(folder, "switch", "--quiet", "-c", "work")
    return folder


# What a proposal may touch


def linked(folder: Path) -> None:
    (folder / "data/town/secret.csv").symlink_to("/etc/passwd")


def linked_in_archive(folder: Path) -> None:
    (folder / "archive").mkdir()
    (folder / "archive/secret.txt").symlink_to("/etc/passwd")


def replaced(folder: Path) -> None:
    shutil.move(folder / "data", folder / "elsewhere")
    (folder / "data").symlink_to("elsewhere")


SCOPE: dict[str, tuple[Callable[[Path], object], int, list[str]]] = {
    "nothing": (lambda _: None, 0, []),
    "data": (lambda at: write(at, TABLE), 0, []),
    "new data": (lambda at: write(at, "data/village/package.yaml"), 0, []),
    "a document with its text": (
        lambda at: (
            write(at, TABLE),
            write(at, "archive/town/2023-plan.txt"),
            write(at, "archive/town/a b.pdf"),
        ),
        0,
        [],
    ),
    "its text and the program": (
        lambda at: (write(at, TABLE), write(at, "archive/town/x.txt"), write(at, "generator/cli.py")),
        1,
        ["generator/cli.py"],
    ),
    "a link in the archive": (linked_in_archive, 1, ["archive/secret.txt"]),
    "the program": (lambda at: write(at, "generator/cli.py"), 0, ["generator/cli.py"]),
    "both": (lambda at: (write(at, TABLE), write(at, "generator/cli.py")), 1, ["generator/cli.py"]),
    "beside data": (lambda at: (write(at, TABLE), write(at, "data2/x.csv")), 1, ["data2/x.csv"]),
    "a name that begins alike": (lambda at: (write(at, TABLE), write(at, "data.csv")), 1, ["data.csv"]),
    "a Chinese name": (lambda at: (write(at, TABLE), write(at, "说明 一.md")), 1, ["说明 一.md"]),
    "a name with a line in it": (lambda at: (write(at, TABLE), write(at, "x\ny")), 1, ["x\\ny"]),
    "a name like an option": (lambda at: (write(at, TABLE), write(at, "-rf")), 1, ["-rf"]),
    "a name like a pattern": (lambda at: (write(at, TABLE), write(at, ":(top)data")), 1, [":(top)data"]),
    "moved out of data": (lambda at: shutil.move(at / TABLE, at / "targets.csv"), 1, ["targets.csv"]),
    "an original and a table": (
        lambda at: (
            write(at, "archive/town/2023-plan.original.pdf"),
            write(at, "archive/town/关于2023年重点工作的通知（修订）.docx"),
            write(at, "archive/town/2023-plan.pages.csv"),
            write(at, "data/town/documents/2023-plan/observations/part-1.csv"),
            write(at, "data/town/citations.lock"),
        ),
        0,
        [],
    ),
    "git's attributes": (
        lambda at: (write(at, TABLE), write(at, ".gitattributes", "* filter=x\n")),
        1,
        [".gitattributes"],
    ),
    "git's attributes in data": (
        lambda at: write(at, "data/.gitattributes", "*.csv export-ignore\n"),
        1,
        ["data/.gitattributes"],
    ),
    "git's attributes in the archive": (
        lambda at: write(at, "archive/town/.gitattributes", "* diff=x export-subst\n"),
        1,
        ["archive/town/.gitattributes"],
    ),
    "git's list of modules": (
        lambda at: (write(at, TABLE), write(at, ".gitmodules", "")),
        1,
        [".gitmodules"],
    ),
    "a workflow": (
        lambda at: (write(at, TABLE), write(at, ".github/workflows/x.yml")),
        1,
        [".github/workflows/x.yml"],
    ),
    "what the tests load": (
        lambda at: (write(at, TABLE), write(at, "data/town/conftest.py")),
        1,
        ["data/town/conftest.py"],
    ),
    "a change that is under way": (
        lambda at: write(at, "data/.mingzhang-change"),
        1,
        ["data/.mingzhang-change"],
    ),
    "a file beside the packages": (lambda at: write(at, "data/x.csv"), 1, ["data/x.csv"]),
    "a table with another end": (lambda at: write(at, "data/town/x.CSV"), 1, ["data/town/x.CSV"]),
    "a device": (lambda at: write(at, "data/town/indicators/con.yaml"), 1, ["data/town/indicators/con.yaml"]),
    "a device in the archive": (lambda at: write(at, "archive/Nul.x/a.txt"), 1, ["archive/Nul.x/a.txt"]),
    "an archive in the archive": (lambda at: write(at, "archive/town/x.zip"), 1, ["archive/town/x.zip"]),
    "a short name of another folder": (
        lambda at: write(at, "archive/progra~1/x.txt"),
        1,
        ["archive/progra~1/x.txt"],
    ),
    "a stream": (lambda at: write(at, "archive/town/a.txt:b.txt"), 1, ["archive/town/a.txt:b.txt"]),
    "a name that ends unseen": (lambda at: write(at, "archive/town /x.txt"), 1, ["archive/town /x.txt"]),
    "a name with something unseen": (
        lambda at: write(at, "archive/town/a\u200bb.txt"),
        1,
        ["archive/town/a\\u200bb.txt"],
    ),
    "a letter in two parts": (
        lambda at: write(at, "archive/town/cafe\u0301.txt"),
        1,
        ["archive/town/cafe\\u0301.txt"],
    ),
    "another case": (
        lambda at: (write(at, "archive/town/Plan.txt"), write(at, "archive/town/plan.txt")),
        1,
        ["archive/town/Plan.txt", "archive/town/plan.txt"],
    ),
    "a folder of another case": (
        lambda at: (write(at, "archive/town/a.txt"), write(at, "archive/Town/b.txt")),
        1,
        ["archive/Town", "archive/town"],
    ),
    "data in another case": (
        lambda at: write(at, "Data/town/x.csv"),
        1,
        ["Data", "Data/town", "Data/town/x.csv", "data", "data/town"],
    ),
    "a file with the name of a folder elsewhere": (
        lambda at: (write(at, "archive/town/x.txt"), write(at, "archive/town/X.txt/y.txt")),
        1,
        ["archive/town/X.txt", "archive/town/x.txt"],
    ),
    "moved into data": (
        lambda at: shutil.move(at / "README.md", at / "data/town/readme.yaml"),
        1,
        ["README.md"],
    ),
    "a link in data": (linked, 1, ["data/town/secret.csv"]),
    "a program in data": (lambda at: (at / TABLE).chmod(0o755), 1, [TABLE]),
    "data itself a link": (
        replaced,
        1,
        ["data", *(f"elsewhere/{path.removeprefix('data/')}" for path in (TABLE, "data/town/package.yaml"))],
    ),
}


@pytest.mark.parametrize("name", SCOPE)
def test_a_change_of_data_touches_nothing_else(record: Path, name: str) -> None:
    act, code, named = SCOPE[name]
    act(record)
    git(record, "add", "--all")
    git(record, "commit", "--quiet", "--allow-empty", "-m", name)
    ended, said, error = run("scope.sh", "main", "work", cwd=record)
    assert (ended, error) == (code, "")
    assert sorted(line[3:-1] for line in said.splitlines() if line.startswith("- `")) == sorted(named)


def test_a_maintainer_can_allow_a_change_of_the_format_but_no_links(record: Path) -> None:
    write(record, TABLE)
    write(record, "generator/cli.py")
    git(record, "commit", "--quiet", "--all", "-m", "both")
    assert run("scope.sh", "main", "work", cwd=record, LABELS="not-data-format,x")[0] == 1
    assert run("scope.sh", "main", "work", cwd=record, LABELS="x,data-format")[:2] == (
        0,
        (
            "有 data-format 标签：可以同时改数据和程序。 Labelled data-format: data and program may change together:\n"
            "- `generator/cli.py`\n"
        ),
    )
    linked(record)
    git(record, "add", "--all")
    git(record, "commit", "--quiet", "-m", "link")
    assert run("scope.sh", "main", "work", cwd=record, LABELS="data-format")[0] == 1


def made(folder: Path, *entries: str) -> str:
    """A commit on top of main whose tree git's own commands would not make: these entries beside those of main."""
    listed = git(folder, "ls-tree", "-z", "main").split("\0")[:-1]
    tree = b"".join(
        f"{entry.split()[0].lstrip('0')} {entry.partition(chr(9))[2]}".encode()
        + b"\0"
        + bytes.fromhex(entry.split()[2])
        for entry in [*listed, *entries]
    )
    write(folder.parent, "tree").write_bytes(tree)
    name = git(folder, "hash-object", "-t", "tree", "-w", "--literally", str(folder.parent / "tree"))
    return git(folder, "commit-tree", name, "-p", "main", "-m", "made")


def test_trees_that_git_would_not_make_are_told_apart(record: Path) -> None:
    blob = git(record, "rev-parse", f"main:{TABLE}")
    folder, commit = git(record, "rev-parse", "main:data/town"), git(record, "rev-parse", "main")
    within = git(record, "rev-parse", "main:data")
    cases = {
        f"120000 blob {blob}\tarchive": "- `archive`",
        f"160000 commit {commit}\tarchive": "- `archive`",
        f"100644 blob {blob}\tdata": "- `data`",
        f"040000 tree {within}\tDATA": "- `DATA`",
        f"040000 tree {folder}\tda\u200cta": "- `da\\u200cta`",
    }
    for entry, named in cases.items():
        code, said, _ = run("scope.sh", "main", made(record, entry), cwd=record)
        assert (code, named in said.splitlines()) == (1, True), (entry, said)


def test_a_submodule_in_data_is_no_data(record: Path) -> None:
    commit = git(record, "rev-parse", "main")
    git(record, "update-index", "--add", "--cacheinfo", f"160000,{commit},data/town/more.csv")
    git(record, "commit", "--quiet", "-m", "module")
    code, said, _ = run("scope.sh", "main", "work", cwd=record, LABELS="data-format")
    assert (code, said.splitlines()[1:]) == (1, ["- `data/town/more.csv`"])


def test_a_file_that_the_program_would_not_read_is_no_data(record: Path) -> None:
    write(record, TABLE, "a" * (64 * 1024**2 + 1))
    git(record, "commit", "--quiet", "--all", "-m", "large")
    assert run("scope.sh", "main", "work", cwd=record)[:1] == (1,)
    write(record, TABLE, "a" * 64 * 1024**2)
    git(record, "commit", "--quiet", "--all", "-m", "as large as may be")
    assert run("scope.sh", "main", "work", cwd=record) == (0, "", "")


def test_what_a_change_is_is_told_in_a_word(record: Path) -> None:
    told = []
    for path in (None, TABLE, "README.md"):
        if path:
            write(record, path)
            git(record, "commit", "--quiet", "--all", "-m", "change")
        told.append(run("scope.py", "main", "work", "--kind", cwd=record)[1].strip())
    told.append(run("scope.py", "work^", "work", "--kind", cwd=record)[1].strip())
    linked(record)
    git(record, "add", "--all")
    git(record, "commit", "--quiet", "-m", "link")
    told.append(run("scope.py", "main", "work", "--kind", cwd=record, LABELS="data-format")[1].strip())
    assert told == ["nothing", "data", "both", "program", "unfit"]


def test_no_setting_of_git_hides_a_change(record: Path, tmp_path: Path) -> None:
    write(record, TABLE)
    write(record, "generator/cli.py")
    git(record, "commit", "--quiet", "--all", "-m", "both")
    for setting in ("diff.ignoreSubmodules=all", "diff.external=true", "diff.relative=true"):
        git(record, "config", *setting.split("="))
    write(record, ".git/info/attributes", "* -diff\n")
    git(record, "replace", git(record, "rev-parse", "work"), git(record, "rev-parse", "main"))
    git(tmp_path, "init", "--quiet", "other")
    hidden = {"GIT_DIR": str(tmp_path / "other/.git"), "GIT_EXTERNAL_DIFF": "true"}
    for variables in ({}, hidden):
        code, said, _ = run("scope.sh", "main", "work", cwd=record / "generator", **variables)
        assert (code, said.splitlines()[1:]) == (1, ["- `generator/cli.py`"])


def test_what_the_base_did_meanwhile_is_not_the_proposals(record: Path) -> None:
    write(record, TABLE)
    git(record, "commit", "--quiet", "--all", "-m", "data")
    git(record, "switch", "--quiet", "main")
    write(record, "generator/cli.py")
    git(record, "commit", "--quiet", "--all", "-m", "program")
    assert run("scope.sh", "main", "work", cwd=record) == (0, "", "")
    assert run("scope.sh", "main", "work", cwd=record / "generator") == (0, "", "")


@pytest.mark.parametrize(
    "script",
    [
        "scope.sh",
        "check.sh",
        "gate.sh",
        "judge.sh",
        "fetch.sh",
        "part.sh",
        "build.sh",
        "publish.sh",
        "head.sh",
        "published.py",
    ],
)
def test_a_script_used_wrongly_says_how_to_use_it(record: Path, script: str) -> None:
    code, said, error = run(script, cwd=record)
    assert (code, said) == (2, "")
    assert script in error


def test_a_history_that_was_not_fetched_is_no_pass(record: Path) -> None:
    git(record, "checkout", "--quiet", "--orphan", "other")
    git(record, "commit", "--quiet", "-m", "other")
    code, _, error = run("scope.sh", "main", "other", cwd=record)
    assert code == 2
    assert "没有共同的历史" in error


# The check and its report


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., str]:
    """Puts a program in the place of ours that prints its arguments and ends as told, by command."""

    def stand_in(**codes: int) -> str:
        lines = [f"  {name}) code={code} ;;" for name, code in codes.items()]
        file = tmp_path / "mingzhang"
        file.write_text(
            "\n".join(["#!/bin/sh", 'echo "$@"', "code=0", "case $1 in", *lines, "esac", "exit $code"])
        )
        file.chmod(0o755)
        return str(file)

    return stand_in


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ({}, 0),
        ({"check": 1, "diff": 1}, 1),
        ({"diff": 1}, 0),
        ({"check": 2}, 2),
        ({"diff": 2}, 2),
        ({"check": 3}, 3),
        ({"diff": 3}, 3),
        ({"diff": 137}, 137),
    ],
)
def test_a_check_says_what_is_wrong_and_reports_what_changes(
    record: Path, program: Callable[..., str], codes: dict[str, int], code: int
) -> None:
    ended, said, told = run("check.sh", "main", "report.md", "github", cwd=record, MINGZHANG=program(**codes))
    assert (ended, said) == (code, "check --base main --format github\n")
    if code < 2:
        assert (record / "report.md").read_text() == (
            "check --base main --format markdown\n\ndiff main --format markdown\n\n"
        )
    else:
        # What failed found nothing: there is no report to be taken for one, and the line says whose fault it is.
        assert not (record / "report.md").exists()
        assert told.startswith("::error::")
    assert not (record / "report.md.part").exists()


def test_a_report_is_in_another_language_where_one_is_named(
    record: Path, program: Callable[..., str]
) -> None:
    _, said, _ = run(
        "check.sh", "main", "report.md", cwd=record, MINGZHANG=program(), LANGUAGE_OF_REPORT="fr"
    )
    assert said == "check --base main --format text --lang fr\n"


def test_one_report_tells_of_the_scope_too(record: Path, program: Callable[..., str]) -> None:
    write(record, TABLE)
    write(record, "README.md")
    git(record, "commit", "--quiet", "--all", "-m", "both")
    base = git(record, "rev-parse", "main")
    code, said, _ = run("gate.sh", "main", "HEAD", "report.md", cwd=record, MINGZHANG=program())
    assert code == 1
    assert said.splitlines()[-1] == f"check --base {base} --format text"
    report = (record / "report.md").read_text(encoding="utf-8").splitlines()
    assert report[1:4] == ["- `README.md`", "", f"check --base {base} --format markdown"]
    assert [path.name for path in record.glob("report.md*")] == ["report.md"]
    assert (
        run("gate.sh", "main", "HEAD", "report.md", cwd=record, MINGZHANG=program(), LABELS="data-format")[0]
        == 0
    )
    assert run("gate.sh", "HEAD", "HEAD", "report.md", cwd=record, MINGZHANG=program(check=1))[0] == 1


def test_a_silent_change_stops_at_the_gate_and_is_told_in_words(record: Path) -> None:
    shutil.rmtree(record / "data")
    shutil.copytree(BASE, record / "data")
    # The report is in the language of the site.
    write(record, "site_src/site.yaml", "languages: [zh, en]\n")
    git(record, "add", "--all")
    git(record, "commit", "--quiet", "-m", "record")
    table = record / "data/town/documents/2023-report/observations.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace(",181,", ",191,").replace(",181盏,", ",191盏,"),
        encoding="utf-8",
    )
    git(record, "commit", "--quiet", "--all", "-m", "silent")
    program = str(Path(sys.executable).parent / "mingzhang")
    code, said, error = run("gate.sh", "HEAD^1", "HEAD", "report.md", "github", cwd=record, MINGZHANG=program)
    assert (code, error) == (1, "")
    assert said.startswith("::error file=data/town/documents/2023-report/observations.csv,line=3,col=58,")
    report = (record / "report.md").read_text(encoding="utf-8")
    assert "| 位置 | 问题 | 应该怎样写 |" in report
    assert "181盏 → 191盏" in report


# What is published


def published(folder: Path, commit: str) -> Path:
    """A site as it stands."""
    write(folder, "build.json", json.dumps({"commit": commit}))
    write(folder, "data/versions.json", json.dumps({"publications": {"town": [], "new-town": []}}))
    write(folder, "data/town/revisions.csv", "revision_id\n")
    return folder


@pytest.mark.parametrize("way", ["folder", "address"])
def test_figures_are_held_against_the_site_as_it_stands(
    record: Path, tmp_path: Path, program: Callable[..., str], way: str
) -> None:
    base = git(record, "rev-parse", "main")
    write(record, TABLE)
    git(record, "commit", "--quiet", "--all", "-m", "data")
    folder = published(tmp_path / "site", base)
    with served(folder) as address:
        code, said, error = run(
            "build.sh",
            folder if way == "folder" else f"{address}/",
            "https://a.example",
            cwd=record,
            MINGZHANG=program(),
        )
    assert (code, error) == (0, "")
    assert said.splitlines() == [
        f"check --base {base} --format text",
        "build --url https://a.example --published published/versions.json",
    ]
    kept = {str(path.relative_to(record)) for path in (record / "published").rglob("*") if path.is_file()}
    assert kept == {"published/versions.json", "published/town/revisions.csv"}
    for name in kept:
        assert (record / name).read_bytes() == (
            folder / "data" / name.removeprefix("published/")
        ).read_bytes()


@pytest.mark.parametrize("way", ["folder", "address"])
def test_the_first_publication_has_nothing_to_be_held_against_and_is_said_to_be_the_first(
    record: Path, tmp_path: Path, program: Callable[..., str], way: str
) -> None:
    write(record, "published/versions.json", "left behind")
    (tmp_path / "empty").mkdir()
    with served(tmp_path / "empty") as address:
        site = tmp_path / "current" if way == "folder" else address
        build = partial(run, "build.sh", cwd=record, MINGZHANG=program())
        unsaid = build(site, "", "https://r.example")
        wrong = build(site, FIRST_PUBLICATION="true")
        said = build(site, "", "https://r.example", FIRST_PUBLICATION="yes")
    assert unsaid[:2] == (1, "")
    assert unsaid[2].startswith(f"Refused: {site}: 这里没有已公布的网站。")
    assert "say so with FIRST_PUBLICATION=yes" in unsaid[2]
    assert wrong == (1, "", "Refused: FIRST_PUBLICATION is yes or is not set: 'true'\n")
    assert said == (0, "build --repository https://r.example\n", "")
    assert not (record / "published").exists()


def test_the_word_for_the_first_time_is_refused_where_something_was_published(
    record: Path, tmp_path: Path, program: Callable[..., str]
) -> None:
    target = tmp_path / "target"
    site = published(target / "releases" / "x", git(record, "rev-parse", "main"))
    (target / "current").symlink_to("releases/x")
    build = partial(run, "build.sh", cwd=record, MINGZHANG=program())
    again = build(target / "current", FIRST_PUBLICATION="yes")
    assert again == (
        1,
        "",
        f"Refused: {target}/current 已经公布过，请去掉 FIRST_PUBLICATION · {target}/current is published: FIRST_PUBLICATION is to be taken away again\n",
    )
    (target / "current").unlink()
    lost = f"Refused: {target}/current shows no site, but something was published there; FIRST_PUBLICATION is not for that\n"
    assert build(target / "current", FIRST_PUBLICATION="yes") == (1, "", lost)
    shutil.rmtree(site.parent)
    (target / "current").symlink_to("releases/x")
    assert build(target / "current", FIRST_PUBLICATION="yes") == (1, "", lost)
    (target / "current").unlink()
    assert build(target / "current", FIRST_PUBLICATION="yes") == (0, "build\n", "")


@contextmanager
def answering(answers: Mapping[str, tuple[int, Mapping[str, str], bytes]]) -> Iterator[str]:
    """A server that answers as told, by path, and with 404 otherwise. `{here}` in a header is its own address."""

    class Told(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

        def do_GET(self) -> None:
            code, headers, body = answers.get(self.path, (404, {}, b""))
            self.send_response(code)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value.replace("{here}", self.headers["Host"]))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Told) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


PAGE = b"<!doctype html><title>Sign in</title>"
UNREADABLE: dict[str, tuple[tuple[int, dict[str, str], bytes], str]] = {
    "forbidden": ((403, {}, b""), "/build.json: 403"),
    "a log-in": ((401, {}, b""), "/build.json: 401"),
    "gone": ((410, {}, b""), "/build.json: 410"),
    "a fault": ((500, {}, b""), "/build.json: 500"),
    "away for a moment": ((503, {}, b""), "/build.json: 503"),
    "on to a log-in": (
        (302, {"Location": "/login?to=build.json"}, b""),
        "/login?to=build.json, which is no answer",
    ),
    "on to another host": (
        (301, {"Location": "http://localhost:9/build.json"}, b""),
        "leads on to http://localhost:9/build.json, which is no answer of the site",
    ),
    "on to a file": ((302, {"Location": "file:///etc/passwd"}, b""), "/build.json: 302"),
    "round in circles": ((302, {"Location": "/build.json"}, b""), "/build.json: 302"),
    "a page for everything": ((200, {}, PAGE), "have the host answer 404 for what is not there"),
    "a page behind a mark": (
        (200, {}, b"\xef\xbb\xbf\n" + PAGE),
        "have the host answer 404 for what is not there",
    ),
    "nothing": ((200, {}, b""), "have the host answer 404 for what is not there"),
    "half a JSON": ((200, {}, b'{"commit": '), "build.json is no JSON: Expecting value"),
    "another JSON": ((200, {}, b"[]"), "build.json is no JSON of ours"),
    "a bottomless JSON": ((200, {}, b"[" * 100_000), "build.json is no JSON"),
    "half a file": ((200, {"Content-Length": "5000"}, b'{"commit": "a"}'), "15 bytes of 5000 came"),
    "a site without its list": (
        (200, {}, b'{"commit": "a"}'),
        "has only one of build.json and data/versions.json",
    ),
}
"""What a host can answer for build.json, and how the refusal says so."""


LISTS: Mapping[str, bytes] = {
    # what stands in the list of checksums of a site that can be read
    "releases that are a list": b'{"publications": {"town": []}, "files": {}, "releases": []}',
    "files that are a list": b'{"publications": {"town": [["1.0.0"]]}, "files": [], "releases": {"town": [0]}}',
    "a file without a name": b'{"publications": {"town": [["1.0.0"]]}, "files": {"a": [[1, 0, 0]]}, "releases": {"town": [0]}}',
    "packages that have no name": b'{"publications": 5, "files": {}}',
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_none_is_refused_in_one_line(
    record: Path, tmp_path: Path, program: Callable[..., str], name: str
) -> None:
    (tmp_path / "site/data").mkdir(parents=True)
    (tmp_path / "site/build.json").write_text('{"commit": "a"}', encoding="utf-8")
    (tmp_path / "site/data/versions.json").write_bytes(LISTS[name])
    code, said, error = run("build.sh", tmp_path / "site", cwd=record, MINGZHANG=program())
    assert (code, said, error.count("\n")) == (1, "", 1), error
    assert error.startswith("Refused: ")


@pytest.mark.parametrize("first", ["", "yes"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_a_site_that_cannot_be_read_stops_the_publication(
    record: Path, program: Callable[..., str], name: str, first: str
) -> None:
    answer, reason = UNREADABLE[name]
    listed = b'{"publications": {"town": []}, "files": {}}'
    answers = (
        {"/build.json": answer}
        if name == "a site without its list"
        else {"/build.json": answer, "/data/versions.json": (200, {}, listed)}
    )
    with answering(answers) as address:
        code, said, error = run("build.sh", address, cwd=record, MINGZHANG=program(), FIRST_PUBLICATION=first)
    assert (code, said) == (1, "")
    assert error.startswith("Refused: ")
    assert error.count("\n") == 1
    assert reason in error


def test_a_site_of_which_two_states_are_mixed_is_not_gone_on_from(
    record: Path, tmp_path: Path, program: Callable[..., str]
) -> None:
    base = git(record, "rev-parse", "main")
    site = published(tmp_path / "site", base)
    told = hashlib.sha256(b"revision_id\n").hexdigest()
    for checksum, code in ((told, 0), ("0" * 64, 1)):
        facts = {"commit": base, "sha256": {"data/town/revisions.csv": checksum}}
        write(site, "build.json", json.dumps(facts))
        ended, _, error = run("build.sh", site, cwd=record, MINGZHANG=program())
        assert (ended, "two states of the site are mixed" in error) == (code, bool(code))


def test_a_part_of_the_history_decides_nothing(
    record: Path, tmp_path: Path, program: Callable[..., str]
) -> None:
    write(record, TABLE)
    git(record, "commit", "--quiet", "--all", "-m", "later")
    site = published(tmp_path / "site", git(record, "rev-parse", "main"))
    git(tmp_path, "clone", "--quiet", "--depth", "1", record.as_uri(), "shallow")
    for first in ("", "yes"):
        place = tmp_path / "none" if first else site
        code, said, error = run(
            "build.sh", place, cwd=tmp_path / "shallow", MINGZHANG=program(), FIRST_PUBLICATION=first
        )
        assert (code, said) == (1, "")
        assert error.startswith(
            "Refused: a part of the history was not fetched: fetch the whole history first"
        )


def test_what_the_history_goes_on_from_is_not_left_out_by_naming_another_commit(
    record: Path, tmp_path: Path, program: Callable[..., str]
) -> None:
    first = git(record, "rev-parse", "main")
    for subject in ("second", "silent"):
        write(record, TABLE, subject)
        git(record, "commit", "--quiet", "--all", "-m", subject)
    second, silent = git(record, "rev-parse", "HEAD^", "HEAD").split()
    site = published(tmp_path / "site", second)
    build = partial(run, "build.sh", cwd=record, MINGZHANG=program())
    code, said, error = build(site, BASE=silent)
    assert (code, said) == (1, "")
    assert "figures are held against it, and BASE is to be taken away" in error
    for base in ("nowhere", "--all", "a" * 40):
        assert build(site, BASE=base)[2] == (
            f"Refused: BASE names no commit in the history of this one: {base!r}\n"
        )
    # Against an earlier one more is seen, not less; and who gives a history up says so in the settings.
    assert build(site, BASE=first)[1].startswith(f"check --base {first} ")
    write(record, "site_src/site.yaml", f"histories_given_up:\n- commit: {second}\n")
    assert build(site, BASE=silent)[1].startswith(f"check --base {silent} ")


def test_git_is_asked_of_the_repository_that_is_checked_out(
    record: Path, tmp_path: Path, program: Callable[..., str]
) -> None:
    git(tmp_path, "init", "--quiet", "other")
    git(tmp_path / "other", "commit", "--quiet", "--allow-empty", "-m", "other")
    base = git(record, "rev-parse", "main")
    other = git(tmp_path / "other", "rev-parse", "main")
    # A commit of another repository, and one that a replacement puts into this history.
    site = published(tmp_path / "site", other)
    other_place = str(tmp_path / "other")
    build = partial(run, "build.sh", cwd=record, MINGZHANG=program())
    assert "not in the history" in build(site, GIT_DIR=f"{other_place}/.git", GIT_WORK_TREE=other_place)[2]
    git(record, "fetch", "--quiet", str(tmp_path / "other"), "main")
    git(record, "replace", "--graft", base, other)
    assert "not in the history" in build(site)[2]
    assert (
        build(published(tmp_path / "site", base), GIT_DIR=f"{other_place}/.git", GIT_WORK_TREE=other_place)[0]
        == 0
    )


def test_the_folder_of_archived_texts_is_handed_on(
    record: Path, tmp_path: Path, program: Callable[..., str]
) -> None:
    site = tmp_path / "current"
    code, said, error = run(
        "build.sh", site, cwd=record, MINGZHANG=program(), ARCHIVE="kept texts", FIRST_PUBLICATION="yes"
    )
    assert (code, said, error) == (0, "build --archive kept texts\n", "")


def test_packages_are_listed_built_apart_and_joined(
    record: Path, tmp_path: Path, program: Callable[..., str]
) -> None:
    for name in ("village", "lake"):
        write(record, f"data/{name}/package.yaml")
    assert run("matrix.py", cwd=record)[:2] == (0, '["lake", "town", "village"]\n')
    assert run("matrix.py", tmp_path, cwd=record)[:2] == (1, "")
    names = ("lake", "town")
    for name in names:
        place, address = f"parts/{name}", ("https://a.example/", "https://r.example")
        code, said, _ = run("part.sh", name, place, *address, cwd=record, MINGZHANG=program())
        given = "--url https://a.example/ --repository https://r.example"
        assert (code, said) == (0, f"build --package {name} --site {place} {given}\n")
        write(record, f"{place}/part.zip", "")
    build = partial(run, "build.sh", cwd=record, MINGZHANG=program(), PARTS="parts")
    code, said, error = build(tmp_path / "current", FIRST_PUBLICATION="yes")
    assert (code, said, error) == (0, f"build --assemble {' '.join(f'parts/{name}' for name in names)}\n", "")


@pytest.mark.parametrize(
    "name", ["a b", "-x", "a;touch hacked", "$(touch hacked)", "a\nb", "Town", "nul", "${{ x }}"]
)
def test_a_name_that_no_package_may_have_becomes_no_word_of_a_command(
    record: Path, program: Callable[..., str], name: str
) -> None:
    assert run("matrix.py", cwd=record)[:2] == (0, '["town"]\n')
    write(record, f"data/{name}/package.yaml")
    assert run("matrix.py", cwd=record)[:2] == (1, "")
    if name != "nul":
        assert run("part.sh", name, "parts/x", cwd=record, MINGZHANG=program())[:2] == (2, "")
    assert not list(record.rglob("hacked"))


def test_a_link_is_no_package(record: Path) -> None:
    (record / "data" / "other").symlink_to("town")
    assert run("matrix.py", cwd=record)[:2] == (1, "")


def test_a_silent_change_is_not_built(record: Path, tmp_path: Path, program: Callable[..., str]) -> None:
    folder = published(tmp_path / "site", git(record, "rev-parse", "main"))
    code, said, _ = run("build.sh", folder, cwd=record, MINGZHANG=program(check=1))
    assert code == 1
    assert "build" not in said


def unanswered(folder: Path) -> str:
    with served(folder) as address:
        return address


REFUSED: dict[str, tuple[Callable[[Path, str], object], str]] = {
    "a commit of another history": (lambda at, _: published(at, "a" * 40), "was built from aaaa"),
    "a commit that is yet to come": (published, "was built from "),
    "no commit": (lambda at, _: published(at, ""), "build.json names no commit: ''"),
    "an option for a commit": (lambda at, _: published(at, "--all"), "build.json names no commit: '--all'"),
    "no JSON": (
        lambda at, _: (published(at, ""), write(at, "build.json", "<html>")),
        "build.json is no JSON: ",
    ),
    "a list that is none": (
        lambda at, base: (published(at, base), write(at, "data/versions.json", "{}")),
        "data/versions.json: KeyError",
    ),
    "a package with another place": (
        lambda at, base: (
            published(at, base),
            write(at, "data/versions.json", '{"publications": {"../town": []}}'),
        ),
        "names no package: '../town'",
    ),
    "half a site": (lambda at, _: write(at, "build.json", "{}"), "has only one of"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_site_that_main_does_not_follow_from_is_not_replaced(
    record: Path, tmp_path: Path, program: Callable[..., str], name: str
) -> None:
    act, reason = REFUSED[name]
    write(record, TABLE)
    git(record, "commit", "--quiet", "--all", "-m", "later")
    act(tmp_path / "site", git(record, "rev-parse", "HEAD"))
    git(record, "switch", "--quiet", "main")
    code, said, error = run("build.sh", tmp_path / "site", cwd=record, MINGZHANG=program())
    assert (code, said) == (1, "")
    assert error.startswith("Refused: ")
    assert reason in error
    base = git(record, "rev-parse", "HEAD")
    if "history" in name or "commit" in name:
        said = run("build.sh", tmp_path / "site", cwd=record, MINGZHANG=program(), BASE=base)[1]
        assert said.splitlines()[0] == f"check --base {base} --format text"


def test_a_server_that_does_not_answer_is_no_first_publication(
    record: Path, tmp_path: Path, program: Callable[..., str]
) -> None:
    with served(tmp_path) as address:
        pass
    code, said, error = run("build.sh", address, cwd=record, MINGZHANG=program())
    assert (code, said) == (1, "")
    assert error.startswith(f"Refused: {address}/build.json: ")


def test_the_head_is_asked_of_the_forge(record: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", "record", "central")
    remote = str(tmp_path / "central")
    head = git(record, "rev-parse", "main")
    assert run("head.sh", "main", remote, cwd=record) == (0, f"{head}\n", "")
    assert run("head.sh", "main", remote, cwd=record, TOKEN="x")[:2] == (0, f"{head}\n")
    assert run("head.sh", "nowhere", remote, cwd=record)[:2] == (1, "")
    assert run("head.sh", "main", str(tmp_path / "none"), cwd=record)[0] != 0


# Onto the web server

COMMITS = ["a" * 40, "b" * 40, "c" * 40, "d" * 40]


def built(folder: Path, commit: str, pages: int = 30) -> Path:
    """A site of which every page says throughout from which commit it is."""
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, "build.json", json.dumps({"commit": commit}))
    for number in range(pages):
        write(folder, f"p{number}/index.html", f"{commit}\n" * 2000)
    return folder


def put(site: Path, target: Path, head: str, **environment: str) -> tuple[int, str, str]:
    return run("publish.sh", target, head, site, cwd=site.parent, **environment)


def shown(target: Path) -> str:
    """The commit of the site that is shown."""
    return str(json.loads((target / "current" / "build.json").read_text())["commit"])


def releases(target: Path) -> list[str]:
    return sorted(path.name for path in (target / "releases").iterdir())


def test_a_site_is_put_beside_the_old_one_and_the_last_ones_stay(tmp_path: Path) -> None:
    target = tmp_path / "target"
    for commit in COMMITS:
        assert put(built(tmp_path / "site", commit), target, commit, KEEP="2") == (
            0,
            f"{target}/current → releases/{commit}\n",
            "",
        )
        assert shown(target) == commit
    assert releases(target) == COMMITS[2:]
    assert sorted(path.name for path in target.iterdir()) == [".lock", "current", "releases"]


def test_the_same_commit_built_again_is_another_release(tmp_path: Path) -> None:
    target = tmp_path / "target"
    for _ in range(3):
        assert put(built(tmp_path / "site", COMMITS[0]), target, COMMITS[0], KEEP="2")[0] == 0
    assert str((target / "current").readlink()) == f"releases/{COMMITS[0]}.3"
    assert releases(target) == [f"{COMMITS[0]}.2", f"{COMMITS[0]}.3"]


def test_only_the_head_of_main_is_published(tmp_path: Path) -> None:
    target = tmp_path / "target"
    site = built(tmp_path / "site", COMMITS[0])
    code, said, error = put(site, target, COMMITS[1])
    assert (code, said) == (1, "")
    assert f"网站由 {COMMITS[0]} 生成，而 main 现在是 {COMMITS[1]}" in error
    assert put(site, target, "")[0] == 1
    assert put(built(tmp_path / "site", "../../x"), target, "../../x")[0] == 1
    assert put(built(tmp_path / "site", ""), target, "")[0] == 1
    assert put(site, target, COMMITS[0], KEEP="0")[0] == 2
    assert not target.exists()


def test_a_site_that_its_commit_does_not_hold_is_not_published(tmp_path: Path) -> None:
    site, target = built(tmp_path / "site", COMMITS[0]), tmp_path / "target"
    for facts, reason in (
        ({"commit": COMMITS[0], "uncommitted": ["town"]}, "没有提交的数据：town"),
        ({"uncommitted": []}, "读不出来"),
        ([], "读不出来"),
        ({"commit": f"{COMMITS[0]}\ntown"}, "没有提交的数据"),
    ):
        write(site, "build.json", json.dumps(facts))
        code, said, error = put(site, target, COMMITS[0])
        assert (code, said, reason in error, error.count("\n")) == (1, "", True, 1)
    # Python loads no module from the folder in which this runs.
    write(tmp_path, "json.py", "raise SystemExit(0)\n")
    write(site, "build.json", json.dumps({"commit": COMMITS[0], "uncommitted": []}))
    assert put(site, target, COMMITS[0])[0] == 0
    assert shown(target) == COMMITS[0]


def test_the_way_back_is_a_link(tmp_path: Path) -> None:
    target = tmp_path / "target"
    for commit in COMMITS[:2]:
        put(built(tmp_path / "site", commit), target, commit)
    told = re.search(
        r"ln -s releases/<commit> TARGET/back && (mv -T TARGET/back TARGET/current)",
        (DEPLOY / "publish.sh").read_text(),
    )
    assert told
    command = told[0].replace("<commit>", COMMITS[0]).replace("TARGET", str(target))
    subprocess.run(["sh", "-c", command], check=True)
    assert shown(target) == COMMITS[0]
    assert put(built(tmp_path / "site", COMMITS[2]), target, COMMITS[2])[0] == 0
    assert shown(target) == COMMITS[2]


def test_a_failure_in_the_middle_leaves_the_old_site(tmp_path: Path) -> None:
    target = tmp_path / "target"
    put(built(tmp_path / "site", COMMITS[0]), target, COMMITS[0])
    site = built(tmp_path / "site", COMMITS[1])
    tools = tmp_path / "tools"
    for name in ("cp", "mv", "ln", "sync"):
        shutil.rmtree(tools, ignore_errors=True)
        # The real work is done first, so that the failure comes at the worst moment.
        write(
            tools,
            name,
            f'#!/bin/sh\n{shutil.which(name)} "$@"\nexit 1\n' if name == "cp" else "#!/bin/sh\nexit 1\n",
        )
        (tools / name).chmod(0o755)
        code, said, _ = put(site, target, COMMITS[1], PATH=f"{tools}:{os.environ['PATH']}")
        assert (code, said) == (1, "")
        assert shown(target) == COMMITS[0]
        assert not (target / "releases" / ".new").exists()
        assert not (target / ".current.new").exists()
    assert put(site, target, COMMITS[1])[0] == 0
    assert shown(target) == COMMITS[1]


def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    target = tmp_path / "target"
    put(built(tmp_path / "site", COMMITS[0]), target, COMMITS[0])
    full = '#!/bin/sh\nfor file in 1 2 3; do echo "cp: $file: No space left on device" >&2; done\nexit 1\n'
    write(tmp_path / "tools", "cp", full).chmod(0o755)
    path = f"{tmp_path / 'tools'}:{os.environ['PATH']}"
    told = "没有发布 · not published: cp: 1: No space left on device\n"
    assert put(built(tmp_path / "site", COMMITS[1]), target, COMMITS[1], PATH=path) == (1, "", told)
    assert shown(target) == COMMITS[0]


def test_a_publication_that_was_killed_is_cleaned_up_by_the_next(tmp_path: Path) -> None:
    target = tmp_path / "target"
    put(built(tmp_path / "site", COMMITS[0]), target, COMMITS[0])
    write(target / "releases" / ".new", "p0/index.html", "half")
    (target / ".current.new").symlink_to("releases/nowhere")
    assert put(built(tmp_path / "site", COMMITS[1]), target, COMMITS[1])[0] == 0
    assert shown(target) == COMMITS[1]
    assert releases(target) == COMMITS[:2]


TOOLS = ("mkdir", "rm", "cp", "touch", "mv", "sync", "ln", "ls")
ENDING = """#!/bin/sh
echo >> "$COUNT"
[ "$(wc -l < "$COUNT")" != "$AT" ] || kill -"$BY" 0
"""
"""What stands for each tool: it ends all of its group where it is the nth to be called."""


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_whoever_ends_a_publication_before_any_step_leaves_the_old_site_or_the_new(
    by: signal.Signals, tmp_path: Path
) -> None:
    for name in TOOLS:
        # What a test writes need not be on the disk for good.
        done = "" if name == "sync" else f'{shutil.which(name)} "$@"\n'
        write(tmp_path / "tools", name, ENDING + done).chmod(0o755)
    write(tmp_path / "calm", "sync", "#!/bin/sh\n").chmod(0o755)
    calm = f"{tmp_path / 'calm'}:{os.environ['PATH']}"
    target, count = tmp_path / "target", tmp_path / "count"
    old, new = (built(tmp_path / commit, commit, pages=3) for commit in COMMITS[:2])
    shown_then, steps = [], 0
    for steps in range(1, 30):
        put(old, target, old.name, PATH=calm)
        count.unlink(missing_ok=True)
        ended = subprocess.run(
            ["sh", DEPLOY / "publish.sh", target, new.name, new],
            env={
                **os.environ,
                "PATH": f"{tmp_path / 'tools'}:{os.environ['PATH']}",
                "COUNT": str(count),
                "AT": str(steps),
                "BY": str(int(by)),
                "KEEP": "2",
            },
            capture_output=True,
            text=True,
            start_new_session=True,
            check=False,
        )
        if ended.returncode == 0:
            break
        assert ended.returncode in (-by, 128 + by), ended
        shown_then.append(shown(target))
        if ended.returncode > 0:
            assert ended.stderr.splitlines()[-1] == "已停止 · stopped"
            assert [path.name for path in target.rglob(".*")] == [".lock"]
        assert put(new, target, new.name, PATH=calm)[0] == 0
        assert shown(target) == new.name
        assert [path.name for path in target.rglob(".*")] == [".lock"]
    assert steps > len(TOOLS)
    assert set(shown_then) == {old.name, new.name}


def test_two_publications_at_once_are_one_after_the_other(tmp_path: Path) -> None:
    target = tmp_path / "target"
    put(built(tmp_path / "site", COMMITS[0]), target, COMMITS[0])
    with subprocess.Popen(["flock", str(target / ".lock"), "sleep", "30"], start_new_session=True) as holder:
        while subprocess.run(["flock", "-n", str(target / ".lock"), "true"], check=False).returncode == 0:
            time.sleep(0.01)
        code, _, error = put(built(tmp_path / "site", COMMITS[1]), target, COMMITS[1])
        os.killpg(holder.pid, 15)
    assert (code, "另一次发布正在进行" in error) == (1, True)
    assert shown(target) == COMMITS[0]


def fetch(url: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of what a server answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return (
                answer.status,
                {key.lower(): value for key, value in answer.headers.items()},
                answer.read().decode(),
            )
    except urllib.error.HTTPError as error:
        with error:
            return (
                error.code,
                {key.lower(): value for key, value in error.headers.items()},
                error.read().decode(),
            )


@contextmanager
def nginx(folder: Path, root: Path) -> Iterator[str]:
    """nginx with our configuration; only its port and its root are others."""
    assert NGINX, "sh tests/ensure_programs.sh"
    with socket.socket() as kept:
        # Nobody else gets the port before nginx listens on it.
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        port = kept.getsockname()[1]
        ours = (DEPLOY / "nginx" / "mingzhang.conf").read_text(encoding="utf-8")
        ours = ours.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("    listen [::]:80;\n", "")
        ours = ours.replace("root /srv/mingzhang/current;", f'root "{root}";')
        # The list of types that came with this nginx: the system's may be there beside an unpacked one.
        types = Path(NGINX).parents[2] / "etc/nginx/mime.types"
        temporary = "".join(
            f"{name}_temp_path {folder}/{name};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""
        configuration = folder / "nginx.conf"
        configuration.write_text(
            f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
            f"http {{ include '{types}'; default_type application/octet-stream; access_log off; {temporary}\n{ours}\n}}\n",
            encoding="utf-8",
        )
        command = [NGINX, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)]
        tested = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
        assert tested.returncode == 0, tested.stderr
        with subprocess.Popen(command) as server:
            try:
                address = f"http://127.0.0.1:{port}"
                for _ in range(200):
                    try:
                        fetch(address)
                        break
                    except urllib.error.URLError:
                        time.sleep(0.02)
                yield address
            finally:
                server.terminate()


def test_a_reader_never_sees_a_mixed_or_missing_page(tmp_path: Path) -> None:
    target = tmp_path / "target"
    sites = {commit: built(tmp_path / commit, commit) for commit in COMMITS}
    put(sites[COMMITS[0]], target, COMMITS[0])
    seen: list[tuple[int, frozenset[str], int]] = []
    stop = threading.Event()

    def read(address: str) -> None:
        number = 0
        while not stop.is_set():
            number = (number + 1) % 30
            status, _, text = fetch(f"{address}/p{number}/")
            seen.append((status, frozenset(text.split()), len(text)))

    with nginx(tmp_path, target / "current") as address:
        readers = [threading.Thread(target=read, args=(address,)) for _ in range(2)]
        for reader in readers:
            reader.start()
        for turn in range(20):
            commit = COMMITS[turn % 4]
            assert put(sites[commit], target, commit, KEEP="2")[0] == 0
        stop.set()
        for reader in readers:
            reader.join()
    assert {status for status, _, _ in seen} == {200}
    assert {len(commits) for _, commits, _ in seen} == {1}
    assert {length for _, _, length in seen} == {41 * 2000}
    assert {commit for _, commits, _ in seen for commit in commits} == set(COMMITS)


# Behind nginx


@pytest.fixture(scope="module")
def behind_nginx(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of the real record behind nginx, at the root of a domain."""
    folder = tmp_path_factory.mktemp("nginx")
    root = shutil.copytree(site, folder / "site", copy_function=os.link)
    write(root, ".hidden", "secret")
    with nginx(folder, root) as address:
        yield address


HTML, DATA = "text/html; charset=utf-8", "*"
HEADERS: Mapping[str, tuple[str, str, str, str | None]] = {
    # of what kind it is, its policy, who may load it, and whose programs may read it
    "/": (HTML, header(), "same-origin", None),
    "/en/qingdao/indicators/heating-pipes-renewed/": (HTML, header(), "same-origin", None),
    "/embed/qingdao/heating-pipes-renewed/": (HTML, header("*"), "cross-origin", None),
    "/en/embed/qingdao/heating-pipes-renewed/": (HTML, header("*"), "cross-origin", None),
    "/data/qingdao/observations.csv": ("text/csv; charset=utf-8", header(), "cross-origin", DATA),
    "/data/qingdao/datapackage.json": ("application/json; charset=utf-8", header(), "cross-origin", DATA),
    "/data/catalog.jsonld": ("application/ld+json; charset=utf-8", header(), "cross-origin", DATA),
    "/data/qingdao/linkset.json": ("application/linkset+json", header(), "cross-origin", DATA),
    "/data/qingdao/CITATION.cff": ("text/yaml", header(), "cross-origin", DATA),
    "/data/qingdao/qingdao.sqlite": ("application/vnd.sqlite3", header(), "cross-origin", DATA),
    "/assets/mingzhang.css": ("text/css; charset=utf-8", header(), "same-origin", None),
    "/assets/favicon.svg": ("image/svg+xml; charset=utf-8", DRAWING, "cross-origin", None),
}


def test_each_file_says_what_may_be_done_with_it(behind_nginx: str) -> None:
    told = {}
    for path in HEADERS:
        with urllib.request.urlopen(behind_nginx + path, timeout=10) as answer:
            found = answer.headers
        named = ("Content-Type", "Content-Security-Policy", "Cross-Origin-Resource-Policy")
        told[path] = (*(found[name] for name in named), found["Access-Control-Allow-Origin"])
        assert found["Cache-Control"] == "no-cache"
        assert (found["X-Content-Type-Options"], found["Referrer-Policy"]) == ("nosniff", "same-origin")
        assert found["Cross-Origin-Opener-Policy"] == "same-origin"
        assert found["Server"] == "nginx"
    assert told == HEADERS


LANDING = (
    '</data/qingdao/linkset.json>; rel="linkset"',
    '</data/qingdao/datapackage.json>; rel="describedby"',
    '</data/qingdao/ro-crate-metadata.json>; rel="describedby"',
    '</data/qingdao/qingdao.zip>; rel="item"',
    '<https://schema.org/AboutPage>; rel="type"',
    '<https://schema.org/Dataset>; rel="type"',
)
BACK = (
    '</data/qingdao/>; rel="collection"',
    '</data/qingdao/datapackage.json>; rel="describedby"',
    '</data/qingdao/linkset.json>; rel="linkset"',
)
LED: Mapping[str, tuple[str, ...]] = {
    "/data/qingdao/": LANDING,
    "/en/data/qingdao/": LANDING,
    "/data/qingdao/observations.csv": BACK,
    "/data/qingdao/indicators/heating-pipes-renewed.csv": BACK,
    "/data/": (),
    "/data/codebook/": (),
    "/en/data/check/": (),
    "/qingdao/": (),
}
"""What a server tells machines of the way between the page of a package's data and its files."""


def test_files_and_the_page_of_their_package_lead_to_each_other(behind_nginx: str) -> None:
    told = {}
    for path in LED:
        with urllib.request.urlopen(behind_nginx + path, timeout=10) as answer:
            links = answer.headers.get("Link", "")
        told[path] = tuple(link.partition("; type=")[0] for link in links.split(", ") if link)
        addresses = [link[1:].partition(">")[0] for link in told[path]]
        for address in (address for address in addresses if address.startswith("/")):
            with urllib.request.urlopen(behind_nginx + address, timeout=10) as answer:
                assert answer.status == 200
    assert told == LED


def test_files_with_a_checksum_in_their_name_stay_and_pages_are_asked_for_again(
    behind_nginx: str, site: Path
) -> None:
    (style,) = site.glob("assets/stylesheets/main.*.min.css")
    with urllib.request.urlopen(f"{behind_nginx}/assets/stylesheets/{style.name}", timeout=10) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with urllib.request.urlopen(behind_nginx, timeout=10) as answer:
        etag = answer.headers["ETag"]
    again = urllib.request.Request(behind_nginx, headers={"If-None-Match": etag, "Accept-Encoding": "gzip"})
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(again, timeout=10)


def test_a_wrong_address_leads_to_our_page_and_hidden_files_stay_hidden(
    behind_nginx: str, site: Path
) -> None:
    for path in ("/nowhere/", "/.hidden"):
        status, headers, text = fetch(behind_nginx + path)
        assert (status, headers["x-content-type-options"]) == (404, "nosniff")
        assert text == (site / "404.html").read_text(encoding="utf-8")


def test_the_pages_do_all_they_do_under_the_policy(browser: Browser, behind_nginx: str) -> None:
    complaints: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((behind_nginx, "blob:", "data:")) else complaints.append(asked.url)
        ),
    )
    for path in (
        "",
        "qingdao/",
        "data/",
        "data/check/",
        "en/qingdao/unreported/",
        "embed/qingdao/heating-pipes-renewed/",
    ):
        page.goto(f"{behind_nginx}/{path}")
    page.goto(f"{behind_nginx}/qingdao/indicators/heating-pipes-renewed/")
    figure = page.locator("figure.mz-figure").first
    figure.get_by_role("button", name="放大、看数值、保存图片").click()
    expect(figure.locator("[data-mz-saves]")).to_be_visible(timeout=20000)
    with page.expect_download() as download:
        figure.locator('[data-mz-save="png"]').click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    page.goto(f"{behind_nginx}/search/?q=供热")
    expect(page.get_by_role("link", name="改造的老旧供热管网").first).to_be_visible()
    context.close()
    assert complaints == []


def test_the_readme_names_every_file(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    files: Sequence[str] = sorted(
        path.relative_to(DEPLOY).as_posix()
        for path in DEPLOY.rglob("*")
        if path.is_file() and path.name != "README.md" and "__pycache__" not in path.parts
    )
    assert [name for name in files if f"`{name}`" not in readme] == []
    assert capsys.readouterr().out == ""
