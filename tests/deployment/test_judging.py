"""A proposal judged by the program of main: what it may bring, what it cannot rewrite, and what is told of the rest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import BASE, ROOT

DEPLOY = ROOT / "deploy"
PROGRAM = str(Path(sys.executable).parent / "mingzhang")
TABLE = "data/town/documents/2023-report/observations.csv"
SAID = "mine says all is well"


def git(folder: Path, *arguments: str) -> str:
    """What git prints in a folder."""
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


def write(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def commit(folder: Path) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "change")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record with the commands of `deploy/` in it, and `work` checked out."""
    folder = tmp_path / "record"
    shutil.copytree(BASE, folder / "data")
    for file in [*DEPLOY.glob("*.sh"), *DEPLOY.glob("*.py")]:
        write(folder, f"deploy/{file.name}", file.read_text(encoding="utf-8"))
    write(folder, "README.md", "record\n")
    write(folder, ".gitattributes", "* -text\n")
    write(folder, ".gitignore", "/report.md*\n__pycache__/\n")
    git(tmp_path, "init", "--quiet", "record")
    commit(folder)
    git(folder, "switch", "--quiet", "-c", "work")
    return folder


def judge(
    folder: Path, head: str, program: str = PROGRAM, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Judge a commit where main is checked out."""
    git(folder, "switch", "--quiet", "main")
    return subprocess.run(
        ["sh", "deploy/judge.sh", head, "report.md"],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8", "MINGZHANG": program, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def report(folder: Path) -> str:
    return (folder / "report.md").read_text(encoding="utf-8")


def changed(folder: Path, old: str = ",181,", new: str = ",191,") -> None:
    """A published figure that is another, without a correction."""
    file = folder / TABLE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new).replace(",181盏,", ",191盏,"), encoding="utf-8")


def translated(folder: Path) -> None:
    """Words that are other ones, which no correction is needed for."""
    file = folder / "data/town/package.yaml"
    text = file.read_text(encoding="utf-8").replace("version: 0.1.0", "version: 0.1.1")
    file.write_text(text.replace("an invented town", "a made-up town"), encoding="utf-8")


def test_a_sound_change_of_data_is_judged_as_merged_with_main_and_stays_for_the_preview(record: Path) -> None:
    translated(record)
    head = commit(record)
    git(record, "switch", "--quiet", "main")
    write(record, "README.md", "main has moved on\n")
    base = commit(record)
    run = judge(record, head)
    assert run.returncode == 0, run.stdout
    assert git(record, "rev-parse", "HEAD^1", "HEAD^2").split() == [base, head]
    assert git(record, "diff", "--name-only", base, "HEAD") == "data/town/package.yaml"
    assert (record / "README.md").read_text(encoding="utf-8") == "main has moved on\n"
    assert "made-up town" in (record / "data/town/package.yaml").read_text(encoding="utf-8")
    assert git(record, "status", "--porcelain") == ""


def test_a_silent_change_of_data_is_found(record: Path) -> None:
    changed(record)
    run = judge(record, commit(record))
    assert run.returncode == 1
    assert "181盏 → 191盏" in report(record)


REWRITTEN = (
    *(
        f"deploy/{name}"
        for name in ("check.sh", "judge.sh", "gate.sh", "scope.sh", "scope.py", "plain_git.py")
    ),
    *("deploy/subprocess.py", "deploy/re.py", "json.py", "sitecustomize.py", "data.csv"),
    *(".github/workflows/check.yml", ".gitlab-ci.yml", "Makefile", "requirements.txt", "site_src/site.yaml"),
)
"""What would tell, each in the place of what judges or of a module that it loads."""


def test_a_proposal_cannot_rewrite_what_judges_it(record: Path) -> None:
    changed(record)
    for path in REWRITTEN:
        write(record, path, f"#!/bin/sh\necho '{SAID}' | tee report.md\ntouch hacked\nexit 0\n")
    write(record, ".gitattributes", "*.csv filter=x diff=x export-ignore\n")
    write(record, ".gitignore", "data\n")
    run = judge(record, commit(record))
    told = report(record)
    assert run.returncode == 1
    assert "181盏 → 191盏" in told  # by the program of main, over the data alone
    assert "请把下面这些改动分开提交" in told
    assert {line[3:-1] for line in told.splitlines() if line.startswith("- `")} >= {
        *REWRITTEN,
        ".gitattributes",
        ".gitignore",
    }
    assert SAID not in told + run.stdout
    assert not (record / "hacked").exists()
    assert git(record, "diff", "--name-only", "main", "HEAD") == TABLE


def test_a_change_of_the_program_is_not_judged_and_says_so(record: Path) -> None:
    write(record, "deploy/check.sh", "exit 0\n")
    head = commit(record)
    run = judge(record, head)
    assert (run.returncode, run.stderr) == (4, "")
    assert report(record).splitlines() == [
        (
            "这次改动不是数据，可能改了检查本身，要有人读过 · this change is not of data and may change the checks themselves; "
            "somebody must read it:"
        ),
        "- `deploy/check.sh`",
    ]
    assert git(record, "rev-parse", "HEAD") == git(record, "rev-parse", "main")


def test_the_label_of_a_maintainer_lets_both_through_but_is_no_judgement(record: Path) -> None:
    changed(record)
    write(record, "README.md", "both\n")
    head = commit(record)
    assert judge(record, head, LABELS="x,data-format").returncode == 4
    assert judge(record, head, LABELS="no-data-format").returncode == 1


def linked(folder: Path) -> None:
    (folder / TABLE).unlink()
    (folder / TABLE).symlink_to("/etc/passwd")


def beside(folder: Path) -> None:
    linked(folder)
    write(folder, "README.md", "both\n")


def replaced(folder: Path) -> None:
    shutil.move(folder / "data", folder / "elsewhere")
    (folder / "data").symlink_to("elsewhere")


@pytest.mark.parametrize("act", [linked, beside, replaced])
def test_what_is_no_plain_file_is_not_taken(record: Path, act: Callable[[Path], None]) -> None:
    act(record)
    head = commit(record)
    base = git(record, "rev-parse", "main")
    for labels in ("", "data-format"):
        run = judge(record, head, LABELS=labels)
        assert run.returncode == 1
        assert "没有" not in run.stderr
        assert "data/ 和 archive/ 里只能有" in report(record)
        assert git(record, "rev-parse", "HEAD") == base
        assert not (record / TABLE).is_symlink()


def test_data_in_conflict_with_main_are_not_judged(record: Path) -> None:
    changed(record)
    head = commit(record)
    git(record, "switch", "--quiet", "main")
    changed(record, ",181,", ",171,")
    base = commit(record)
    run = judge(record, head)
    assert (run.returncode, "merge main first" in report(record)) == (1, True)
    assert git(record, "rev-parse", "HEAD") == base


def test_a_program_that_breaks_down_is_neither_a_pass_nor_a_problem(record: Path, tmp_path: Path) -> None:
    translated(record)
    head = commit(record)
    for code in (2, 3, 137):
        program = tmp_path / "mingzhang"
        program.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
        program.chmod(0o755)
        assert judge(record, head, str(program)).returncode == code
        git(record, "switch", "--quiet", "--discard-changes", "main")


def test_figures_are_held_against_the_archived_texts_and_no_proposal_takes_these_away(
    record: Path, tmp_path: Path
) -> None:
    git(record, "switch", "--quiet", "main")
    write(record, "archive/town/2023-report.txt", "181盏\n")
    commit(record)
    program = tmp_path / "mingzhang"

    def judged(act: Callable[[], object], ends: int) -> tuple[int, list[str]]:
        program.write_text(f'#!/bin/sh\necho "$@"\n[ "$1" != verify ] || exit {ends}\n', encoding="utf-8")
        program.chmod(0o755)
        git(record, "switch", "--quiet", "--discard-changes", "-C", "work", "main")
        act()
        run = judge(record, commit(record), str(program))
        return run.returncode, [
            line for line in run.stdout.splitlines() if line.startswith(("verify", "存档"))
        ]

    proof = "verify --archive archive --format text"
    assert judged(lambda: write(record, "archive/town/more.txt", ""), 0) == (0, [proof])
    assert judged(lambda: write(record, "archive/town/2023-report.txt", "191盏\n"), 1) == (1, [proof])
    assert f"{proof[:-4]}markdown" in report(record)
    assert judged(lambda: write(record, "archive/town/2023-report.txt", ""), 3) == (3, [proof])
    taken = judged(lambda: shutil.rmtree(record / "archive"), 0)
    assert taken == (1, ["存档原文不能整个删去 · the archived texts cannot be taken away"])
    assert taken[1][0] in report(record)


def test_hooks_and_the_environment_change_nothing(record: Path, tmp_path: Path) -> None:
    changed(record)
    head = commit(record)
    hook = record / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch hacked\n", encoding="utf-8")
    hook.chmod(0o755)
    git(record, "-c", "core.hooksPath=/dev/null", "switch", "--quiet", "main")
    git(tmp_path, "init", "--quiet", "other")
    run = subprocess.run(
        ["sh", "deploy/judge.sh", head, "report.md"],
        cwd=record,
        env={
            **os.environ,
            "MINGZHANG": PROGRAM,
            "GIT_DIR": str(tmp_path / "other/.git"),
            "GIT_INDEX_FILE": str(tmp_path / "index"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, "181盏 → 191盏" in report(record)) == (1, True), run.stderr
    assert not (record / "hacked").exists()


# Bringing it here


@pytest.fixture
def central(record: Path, tmp_path: Path) -> Path:
    """Where a forge keeps a proposal."""
    translated(record)
    head = commit(record)
    git(tmp_path, "clone", "--quiet", "--bare", "record", "central")
    folder = tmp_path / "central"
    git(folder, "update-ref", "refs/pull/12/head", head)
    git(tmp_path, "clone", "--quiet", "--branch", "main", "--single-branch", folder.as_uri(), "clone")
    return folder


def fetch(folder: Path, head: str, ref: str = "refs/pull/12/head") -> tuple[int, str]:
    run = subprocess.run(
        ["sh", "deploy/fetch.sh", ref, head], cwd=folder, capture_output=True, text=True, check=False
    )
    return run.returncode, run.stderr


def test_a_proposal_is_brought_as_objects_alone(central: Path, tmp_path: Path) -> None:
    head = git(central, "rev-parse", "refs/pull/12/head")
    clone = tmp_path / "clone"
    before = git(clone, "rev-parse", "HEAD")
    assert fetch(clone, head) == (0, "")
    assert git(clone, "rev-parse", "HEAD", head).split() == [before, head]
    assert git(clone, "status", "--porcelain") == ""
    assert not (clone / ".git/FETCH_HEAD").exists()


def test_a_proposal_that_has_moved_on_is_left_to_the_next_run(central: Path, tmp_path: Path) -> None:
    head = git(central, "rev-parse", "refs/pull/12/head")
    code, said = fetch(tmp_path / "clone", "a" * 40)
    assert (code, f"the proposal stands at {head}, not at {'a' * 40}" in said) == (1, True)
    assert fetch(tmp_path / "clone", head, "refs/pull/13/head")[0] == 1


def test_broken_objects_are_not_brought(central: Path, tmp_path: Path) -> None:
    blob = git(central, "rev-parse", "main:README.md")
    for names in (("a", "a"), (".git", "b"), (".GIT", "b"), ("git~1", "b")):
        tree = b"".join(f"100644 {name}".encode() + b"\0" + bytes.fromhex(blob) for name in names)
        (tmp_path / "tree").write_bytes(tree)
        made = git(central, "hash-object", "-t", "tree", "-w", "--literally", str(tmp_path / "tree"))
        head = git(central, "commit-tree", made, "-p", "main", "-m", "broken")
        git(central, "update-ref", "refs/pull/12/head", head)
        assert fetch(tmp_path / "clone", head)[0] == 1, names
