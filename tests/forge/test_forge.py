"""The scripts of the workflows against a forge played on this computer: what strangers send, and what comes of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_forge import BOT, SCRIPTS, FakeForge, fake_forge
from hostile import ATTACKS, activity, rendered
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(SCRIPTS))
from inert import inert

SHA, OTHER = "a" * 40, "b" * 40
REPORT = "**1 个错误**\n\n| 位置 | 问题 |\n| --- | --- |\n| data/a&#46;csv | 少了一个数字 |\n"


@pytest.fixture
def forge() -> Iterator[FakeForge]:
    with fake_forge() as played:
        yield played


PLACES = ("data/town/package.yaml", "data/town/documents/2023-plan/targets.csv", "archive/town/a b.txt")


def proposed(forge: FakeForge, *files: str | tuple[str, str] | tuple[str, str, str], **more: Any) -> None:
    """An open pull request 3 from a fork, which changes these files."""
    source = {"full_name": "clerk/record", "owner": {"login": "clerk"}}
    head = {"sha": SHA, "ref": "half-year", "repo": source}
    forge.pulls = [{"number": 3, "state": "open", "head": head}]
    forge.change(3, *files, **more)


def comment(forge: FakeForge, folder: Path, report: str | bytes | None = REPORT, code: str = "1") -> str:
    """What the comment script says of a check that ended with a code and left a report; it must end well."""
    run = commenting(forge, folder, report, code)
    assert (run.returncode, run.stderr) == (0, ""), run.stderr
    return run.stdout


def commenting(
    forge: FakeForge, folder: Path, report: str | bytes | None, code: str
) -> subprocess.CompletedProcess[str]:
    place = folder / "report.md"
    place.unlink(missing_ok=True)
    if report is not None:
        place.write_bytes(report.encode() if isinstance(report, str) else report)
    event = {"pull_request": {"number": 3, "head": {"sha": SHA}}}
    return forge.run("comment.py", place, event=event, folder=folder, CODE=code)


# The comment


def test_a_report_becomes_one_comment_that_the_next_report_replaces(forge: FakeForge, tmp_path: Path) -> None:
    proposed(forge, *PLACES)
    forge.comment_by("stranger", 3, "<!-- mingzhang: report -->\nmine")
    assert comment(forge, tmp_path) == "The report stands on pull request 3.\n"
    comment(forge, tmp_path, "**没有问题**\n", "0")
    theirs, ours = forge.comments
    assert (theirs["body"], ours["on"]) == ("<!-- mingzhang: report -->\nmine", 3)
    assert ours["body"] == (
        "<!-- mingzhang: report -->\n"
        "### ✅ 数据检查通过 · The data checks pass\n"
        "\n"
        "`aaaaaaaaaa` · [全部结果和预览网站 · all results and the preview]"
        "(https://forge.example/city/record/actions/runs/7)\n"
        "\n"
        "**没有问题**\n"
    )
    assert forge.changes == [("POST", "issues/3/comments"), ("PATCH", "issues/comments/2")]


def test_the_report_reads_as_a_table(forge: FakeForge, tmp_path: Path) -> None:
    proposed(forge, *PLACES)
    comment(forge, tmp_path)
    body = forge.comments[0]["body"]
    assert body.splitlines()[1] == "### ❌ 数据检查发现问题 · The data checks found problems"
    assert body.endswith(
        "**1 个错误**\n\n\n| 位置 | 问题 |\n| --- | --- |\n| `data/a.csv` | 少了一个数字 |\n"
    )


CHECKS = [
    ".github/workflows/check.yml",
    ".github/scripts/comment.py",
    "deploy/scope.py",
    "generator/cli.py",
    "generator/starter/Makefile",
    "tests/conftest.py",
    "pyproject.toml",
    "requirements.lock",
    "setup.py",
    "Makefile",
    ".ci/run",
    ".gitattributes",
    ".gitmodules",
    ".gitlab-ci.yml",
    ".gitea/workflows/check.yml",
    "site_src/site.yaml",
    "data/.gitattributes",
    "data/town/conftest.py",
    "data/town/sitecustomize.pth",
    "data/x.csv",
    "data",
    "archive",
    "Data/town/package.yaml",
    "data/town/../../Makefile.csv",
    "archive/town/x.sh",
    "archive/town/a\u200bb.txt",
]
"""Files that are no data, one of which is enough."""


@pytest.mark.parametrize("code", ["0", "4"])
def test_a_proposal_that_may_have_rewritten_its_check_gets_no_tick(
    forge: FakeForge, tmp_path: Path, code: str
) -> None:
    for path in CHECKS:
        proposed(forge, *PLACES, path)
        comment(forge, tmp_path, "**没有问题** ✅\n", code)
        body = forge.comments[0]["body"]
        head = body.splitlines()[1:8]
        assert "✅" not in body
        assert head[0].startswith("### ⚠️ 不只改了数据，这里没有判断，要有人读过 · Changes more than data"), (
            path
        )
        assert (head[4].startswith("下面这些文件不是数据"), head[6][:3]) == (True, "- `"), path
    assert len(forge.comments) == 1


@pytest.mark.parametrize(
    ("file", "named"),
    [
        (("data/town/readme.yaml", "renamed", "README.md"), ["README.md"]),
        (("targets.csv", "renamed", "data/town/targets.csv"), ["targets.csv"]),
        (("data/town/x.csv", "renamed", "data/town/run.sh"), []),
        (("data/town/run.sh", "removed"), []),
        (("data/town/run.sh", "added"), ["data/town/run.sh"]),
        (("data", "removed"), ["data"]),
        (("Makefile", "removed"), ["Makefile"]),
    ],
)
def test_a_moved_file_has_two_names_and_a_removed_one_does_no_harm_in_data(
    forge: FakeForge, tmp_path: Path, file: tuple[str, str], named: list[str]
) -> None:
    proposed(forge, *PLACES, file)
    comment(forge, tmp_path, "好\n", "0")
    body = forge.comments[0]["body"]
    assert [line[3:-1] for line in body.splitlines() if line.startswith("- `")] == named
    assert ("✅" in body) is (not named)


def test_every_page_of_the_files_is_asked_for(forge: FakeForge, tmp_path: Path) -> None:
    many = [f"data/town/documents/d{number}/targets.csv" for number in range(250)]
    proposed(forge, *many)
    comment(forge, tmp_path, "好\n", "0")
    assert "✅" in forge.comments[0]["body"]
    proposed(forge, *many, "Makefile")
    comment(forge, tmp_path, "好\n", "0")
    assert "- `Makefile`" in forge.comments[0]["body"]


def test_files_that_the_forge_does_not_list_are_no_data(forge: FakeForge, tmp_path: Path) -> None:
    proposed(forge, *PLACES, changed_files=3001)
    comment(forge, tmp_path, "好\n", "0")
    body = forge.comments[0]["body"]
    assert ("✅" in body, "the forge did not list them all" in body) == (False, True)


def test_the_names_of_files_are_text(forge: FakeForge, tmp_path: Path) -> None:
    proposed(forge, "a`</code><img src=x onerror=alert(1)> @mayor #12\n# x\n[x](javascript:alert(1))")
    comment(forge, tmp_path, None, "4")
    lines = forge.comments[0]["body"].splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("- "))
    assert activity("\n".join(lines[place : place + 1])) == []
    assert "@mayor" in lines[place]


@pytest.mark.parametrize("moves", [1, 2])
def test_of_a_proposal_that_moves_on_meanwhile_nothing_is_told(
    forge: FakeForge, tmp_path: Path, moves: int
) -> None:
    proposed(forge, *PLACES)
    forge.moves = moves
    told = comment(forge, tmp_path, "好\n", "0")
    assert (told.startswith("The pull request has moved on"), bool(forge.changes)) == (moves == 1, moves == 2)
    forge.pulls[0]["head"]["sha"] = OTHER
    assert comment(forge, tmp_path, "好\n", "0").startswith("The pull request has moved on or is closed")
    proposed(forge, *PLACES, state="closed")
    assert comment(forge, tmp_path, "好\n", "0").startswith("The pull request has moved on or is closed")


@pytest.mark.parametrize("code", ["", "2", "3", "137", "success", "0\n"])
def test_a_check_that_broke_down_found_nothing_and_passed_nothing(
    forge: FakeForge, tmp_path: Path, code: str
) -> None:
    proposed(forge, *PLACES)
    comment(forge, tmp_path, "**没有问题** ✅\n", code)
    body = forge.comments[0]["body"]
    assert "✅" not in body
    assert (
        body.splitlines()[1]
        == "### ⚠️ 检查没有做完，见运行记录 · The check did not come to an end; see the run"
    )


def test_a_check_without_a_report_says_so(forge: FakeForge, tmp_path: Path) -> None:
    proposed(forge, *PLACES)
    comment(forge, tmp_path, None)
    assert "没有报告，见运行记录。" in forge.comments[0]["body"]


def test_an_older_tick_does_not_stay_where_the_next_report_is_hostile(
    forge: FakeForge, tmp_path: Path
) -> None:
    for data, shown in (
        (b"a" * (1024 * 1024 + 1), "The report is too long; see the run."),
        (b"a" * 1024 * 1024, "too long, the rest is left out"),
        (b"\x89PNG\xff", "PNG"),
        (None, "There is no report; see the run."),
    ):
        proposed(forge, *PLACES)
        comment(forge, tmp_path, "好\n", "0")
        assert "✅" in forge.comments[0]["body"]
        comment(forge, tmp_path, data, "1")
        body = forge.comments[0]["body"]
        assert ("✅" in body, "❌" in body, shown in body) == (False, True, True)


def test_a_long_report_is_cut_at_a_line(forge: FakeForge, tmp_path: Path) -> None:
    proposed(forge, *PLACES)
    comment(forge, tmp_path, "- 一行\n" * 30_000)
    body = forge.comments[0]["body"]
    assert len(body) < 65_000
    assert body.endswith("- 一行\n\n…（太长，其余从略 · too long, the rest is left out）")


# Inert text


def test_nothing_of_a_hostile_text_is_active() -> None:
    assert len(activity(ATTACKS)) > 10  # the measure sees what is there
    assert activity(inert(ATTACKS)) == []


def test_the_words_of_a_hostile_text_stay_readable() -> None:
    code = " ".join(rendered(inert(ATTACKS)).code)
    for word in ("@mayor", "https://evil.example", "<script>alert(1)</script>", "#12", ":smile:"):
        assert word in code


PIECES = st.sampled_from(
    [*"`|\\<>[]()!@#*_~:&;/-+=.1a 公\n\t\r\u202e\u200b\u0301\u1fef\u00a0", *ATTACKS.split()]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40))
def test_no_mixture_of_hostile_pieces_is_active(pieces: list[str]) -> None:
    assert activity(inert("".join(pieces))) == []


PROSE = {
    "供热管网：18.3公里 → 19公里，是目标30公里的61%。": "供热管网：18.3公里 → 19公里，是目标30公里的61%。",
    "Two figures changed, 1,234.5 and 40%; see value (G12).": "Two figures changed, 1,234.5 and 40%; see value (G12).",
    "到 2023-06-30 为止": "到 2023-06-30 为止",
    "### 改动&#58; 2": "#### 改动: 2",
    "- 一\n  - 二": "- 一\n  - 二",
    "data/qingdao/documents/2023/targets.csv:7": "`data/qingdao/documents/2023/targets.csv:7`",
    "| a | b |\n| --- | --- |\n| 1 |\n| 1 | 2 | 3 |": "| a | b |\n| --- | --- |\n| 1 |  |\n| 1 | 2 |",
    "a<br>b": "a<br>b",
    "a&#10;b": "a b",
    "公\u202e\u200b开 Cafe\u0301 Z\u0335\u0336": "公开 Café Z",
    "deadbeef": "`deadbeef`",
    "运行 `mingzhang check data`，再提交": "运行 `mingzhang check data`，再提交",
    "`a``b`": "`a` `b`",
    "&#96; @mayor": "`ˋ @mayor`",
}


@pytest.mark.parametrize("text", PROSE)
def test_plain_words_and_numbers_stay_prose(text: str) -> None:
    assert inert(text).strip() == PROSE[text]


# The newest commit


@pytest.mark.parametrize(
    ("stands", "code", "said"),
    [
        (SHA, 0, f"main still stands at {SHA}."),
        (
            OTHER,
            1,
            f"Refused: built from {SHA}, but main stands at {OTHER}. The run of that commit publishes it.",
        ),
        (None, 1, "Refused: GET git/ref/heads/main: 404 null"),
    ],
)
def test_what_main_has_left_behind_is_not_published(
    forge: FakeForge, tmp_path: Path, stands: str | None, code: int, said: str
) -> None:
    forge.refs = {"main": stands} if stands else {}
    run = forge.run("newest.py", event={}, folder=tmp_path, GITHUB_SHA=SHA, GITHUB_REF_NAME="main")
    assert (run.returncode, (run.stdout + run.stderr).strip()) == (code, said)


# The list of what is due


def due(forge: FakeForge, folder: Path, text: str) -> str:
    listed = folder / "due.md"
    listed.write_text(text, encoding="utf-8")
    run = forge.run("due_issue.py", listed, event={}, folder=folder)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.strip()


def test_one_issue_lists_what_is_due_and_is_kept_up_to_date(forge: FakeForge, tmp_path: Path) -> None:
    stranger = {"number": 5, "state": "open", "labels": ["due"], "user": {"login": "stranger"}}
    forge.issues = [{**stranger, "body": "<!-- mingzhang: due -->\n", "title": "?"}]
    assert due(forge, tmp_path, "没有\n") == "Nothing is due."
    assert due(forge, tmp_path, "一项\n\n| 承诺 |\n") == "Issue 101 was opened."
    assert due(forge, tmp_path, "两项\n\n| 承诺 |\n") == "Issue 101 is up to date."
    assert due(forge, tmp_path, "没有\n") == "Issue 101 is up to date."
    assert [issue["body"].splitlines()[1:2] for issue in forge.issues] == [[], ["没有"]]
    assert forge.issues[1]["labels"] == ["due"]
    assert due(
        forge, tmp_path, "# 到期\n\n| 承诺 |\n| --- |\n| @mayor <img src=x> #1 |\n- 98 % `due.ics`\n"
    ).endswith("up to date.")
    assert forge.issues[1]["body"].splitlines()[1:] == [
        *(
            "#### 到期",
            "",
            "",
            "| 承诺 |",
            "| --- |",
            "| `@mayor <img src=x> #1` |",
            "",
            "- 98 `%` `due.ics`",
        ),
    ]
    assert forge.changes == [("POST", "issues"), *[("PATCH", "issues/101")] * 3]


# A proposal out of an issue

CSV = "data/town/documents/2023-plan/targets.csv"


def git(folder: Path, *arguments: str, data: bytes = b"") -> str:
    """What git prints in a folder."""
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    run = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, input=data, capture_output=True, check=True
    )
    return run.stdout.decode()


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A checkout of a record, and the repository that it came from beside it."""
    folder = tmp_path / "work"
    for path in (CSV, "data/town/package.yaml", "generator/cli.py", "deploy/check.sh"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("a\nb\nc\n", encoding="utf-8")
    git(tmp_path, "init", "--quiet", "work")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "record")
    git(tmp_path, "clone", "--quiet", "--bare", "work", "city/record")
    return folder


def changed(record: Path, path: str = CSV, text: str = "a\nB\nc\n") -> bytes:
    """The patch of a change, which is taken back."""
    (record / path).parent.mkdir(parents=True, exist_ok=True)
    (record / path).write_text(text, encoding="utf-8")
    return patch_of(record)


def patch_of(record: Path) -> bytes:
    """The patch of everything that was changed, which is taken back."""
    git(record, "add", "--all")
    patch = subprocess.run(
        ["git", "diff", "--cached", "--binary", "--no-color", "--src-prefix=a/", "--dst-prefix=b/", "HEAD"],
        cwd=record,
        capture_output=True,
        check=True,
    ).stdout
    git(record, "reset", "--quiet", "--hard")
    return patch


def propose(
    forge: FakeForge, record: Path, patch: bytes | None, text: str = "改了一个数字\n"
) -> subprocess.CompletedProcess[str]:
    """Run the job that writes, with what the job that reads has left."""
    folder = record.parent / "proposal"
    folder.mkdir(exist_ok=True)
    (folder / "text.md").write_text(text, encoding="utf-8")
    (folder / "patch").unlink(missing_ok=True)
    if patch is not None:
        (folder / "patch").write_bytes(patch)
        (folder / "report.md").write_text("**没有问题**\n", encoding="utf-8")
    issue = {"number": 12, "title": "$(touch x) @mayor", "body": "18.3公里"}
    event = {"issue": issue, "repository": {"default_branch": "main"}}
    if not forge.issues:
        forge.issues = [{**issue, "state": "open", "locked": False, "labels": [{"name": "correction"}]}]
    run = forge.run(
        "proposal.py", folder, event=event, folder=record, GITHUB_SERVER_URL=record.parent.as_uri()
    )
    assert "Traceback" not in run.stderr, run.stderr
    return run


def test_a_valid_issue_becomes_a_pull_request_and_later_edits_change_it(
    forge: FakeForge, record: Path
) -> None:
    first = propose(forge, record, changed(record), "改了 @mayor 的数字\n")
    assert (first.returncode, first.stdout) == (0, "Issue 12 is pull request 101.\n"), first.stderr
    central = record.parent / "city" / "record"
    branch = git(central, "rev-parse", "proposal/issue-12").strip()
    forge.refs = {"proposal/issue-12": branch, "proposal/issue-123": OTHER}
    forge.authors = {branch: git(central, "log", "-1", "--format=%ae", branch).strip()}
    second = propose(forge, record, changed(record, text="a\nB\nC\n"))
    assert (second.returncode, second.stdout) == (0, "Issue 12 is pull request 101.\n"), second.stderr
    assert git(central, "show", f"proposal/issue-12:{CSV}") == "a\nB\nC\n"
    assert git(central, "rev-list", "--count", "main..proposal/issue-12").strip() == "1"
    (request,) = forge.pulls
    assert (request["head"]["ref"], request["base"]) == ("proposal/issue-12", "main")
    assert request["body"].startswith("Closes #12\n\n改了一个数字\n\n**没有问题**\n\n\n---\n")
    assert "Approve and run workflows" in request["body"]
    assert [item["body"].splitlines()[1] for item in forge.comments] == [
        "已经做成修改建议 #101，等人核对。 This is now pull request #101, waiting for review."
    ]
    assert git(record, "status", "--porcelain") == ""


def test_an_invalid_issue_gets_one_answer_that_is_replaced(forge: FakeForge, record: Path) -> None:
    assert (
        propose(forge, record, None, "“哪个数字”没有填。@mayor\n").stdout == "Issue 12 says what to mend.\n"
    )
    propose(forge, record, None, "“出处”没有填。\n")
    (answer,) = forge.comments
    assert (answer["on"], answer["user"]["login"]) == (12, BOT)
    assert answer["body"] == "<!-- mingzhang: proposal -->\n“出处”没有填。\n"
    assert forge.pulls == []


def test_what_others_have_worked_on_is_not_overwritten(forge: FakeForge, record: Path) -> None:
    forge.refs, forge.authors = {"proposal/issue-12": OTHER}, {OTHER: "reviewer@example.org"}
    run = propose(forge, record, changed(record))
    assert run.returncode == 1
    assert run.stderr == "Refused: somebody has worked on proposal/issue-12; it stays as it is\n"
    assert forge.changes == []


def stood(record: Path, forge: FakeForge) -> str:
    """What stands on the branch of the proposal, as the forge knows it from now on."""
    central = record.parent / "city" / "record"
    branch = git(central, "rev-parse", "proposal/issue-12").strip()
    forge.refs = {"proposal/issue-12": branch}
    forge.authors = {branch: git(central, "log", "-1", "--format=%ae", branch).strip()}
    return branch


def test_what_somebody_has_reviewed_is_not_exchanged_by_an_edit_of_the_issue(
    forge: FakeForge, record: Path
) -> None:
    propose(forge, record, changed(record))
    branch = stood(record, forge)
    for reviewer in ({"login": "reviewer"}, None):  # somebody, and somebody who is gone
        forge.reviews = {101: [{"user": {"login": BOT}}, {"user": reviewer, "state": "COMMENTED"}]}
        later = propose(forge, record, changed(record, text="a\nB\nsomething else\n"))
        assert (later.returncode, later.stdout) == (0, "Issue 12 has to wait.\n")
    assert stood(record, forge) == branch
    assert "Somebody has reviewed #101" in forge.comments[0]["body"]
    forge.reviews = {101: [{"user": {"login": BOT}}]}
    assert (
        propose(forge, record, changed(record, text="a\nB\nC\n")).stdout == "Issue 12 is pull request 101.\n"
    )
    assert stood(record, forge) != branch


def test_no_more_proposals_are_open_than_can_be_reviewed(forge: FakeForge, record: Path) -> None:
    def waiting(number: int, owner: str = "city", ref: str = "") -> dict[str, Any]:
        source = {"owner": {"login": owner}}
        return {
            "number": number,
            "state": "open",
            "head": {"ref": ref or f"proposal/issue-{number}", "repo": source},
        }

    others = [waiting(1, ref="half-year"), waiting(2, owner="clerk"), {**waiting(3), "state": "closed"}]
    forge.pulls = [*others, *map(waiting, range(20, 40))]
    assert propose(forge, record, changed(record)).stdout == "Issue 12 has to wait.\n"
    assert "20 proposals wait for review" in forge.comments[0]["body"]
    assert forge.changes == [("POST", "issues/12/comments")]
    forge.pulls = [*others, *map(waiting, range(21, 40))]
    assert propose(forge, record, changed(record)).stdout.startswith("Issue 12 is pull request ")


CHANGED_SINCE: dict[str, dict[str, Any]] = {
    "edited": {"body": "18.4公里"},
    "closed": {"state": "closed"},
    "locked": {"locked": True},
    "another label": {"labels": [{"name": "correction-no"}]},
}


@pytest.mark.parametrize("name", CHANGED_SINCE)
def test_an_issue_that_is_another_by_now_is_left_to_its_next_run(
    forge: FakeForge, record: Path, name: str
) -> None:
    issue = {
        "number": 12,
        "body": "18.3公里",
        "state": "open",
        "locked": False,
        "labels": [{"name": "correction"}],
    }
    forge.issues = [{**issue, **CHANGED_SINCE[name]}]
    for patch in (changed(record), None):
        assert propose(forge, record, patch).stdout == "Issue 12 has changed since: nothing to do.\n"
    assert forge.changes == []
    forge.issues = [issue]
    assert propose(forge, record, changed(record)).stdout == "Issue 12 is pull request 101.\n"


def test_words_of_a_form_close_nothing_and_call_nobody(forge: FakeForge, record: Path) -> None:
    words = "closes #1, Fixes city/record#2, resolves GH-3 @mayor @city/team https://forge.example/city/record/issues/4\n"
    propose(forge, record, changed(record), words)
    (request,) = forge.pulls
    first, _, rest = request["body"].partition("\n")
    assert first == "Closes #12"
    assert activity(rest.partition("\n---\n")[0]) == []
    assert "@mayor" in rest


def hostile_patches(record: Path) -> Iterator[tuple[str, bytes, str]]:
    """What a proposal may not be, as a name, a patch, and how the refusal begins."""
    plain = changed(record)
    name, other = CSV.encode(), b"generator/cli.py"
    yield "another file", changed(record, "generator/cli.py"), "the patch changes 'generator/cli.py'"
    yield (
        "a workflow",
        changed(record, ".github/workflows/x.yml"),
        "the patch changes '.github/workflows/x.yml'",
    )
    yield (
        "git's attributes",
        changed(record, "data/.gitattributes"),
        "the patch makes 'data/.gitattributes' something else",
    )
    yield "an odd name", changed(record, "data/town/a b.csv"), "the patch makes 'data/town/a b.csv'"
    yield "a program", changed(record, "data/town/run.sh"), "the patch makes 'data/town/run.sh'"
    yield "beside the packages", changed(record, "data/x.csv"), "the patch makes 'data/x.csv'"
    yield "a device", changed(record, "data/town/nul.csv"), "the patch makes 'data/town/nul.csv'"
    yield (
        "the archive",
        changed(record, "archive/town/x.txt"),
        "the patch changes 'archive/town/x.txt', which is no file of the data",
    )
    yield "upwards", plain.replace(name, b"data/../generator/cli.py"), "git apply: "
    yield "out of the tree", plain.replace(name, b"../../../etc/x.csv"), "git apply: "
    yield "into git", plain.replace(name, b".git/config"), "git apply: "
    yield "two names", plain.replace(b"+++ b/" + name, b"+++ b/" + other), "the patch makes"
    (record / CSV).rename(record / "generator" / "targets.csv")
    yield "a rename out", patch_of(record), f"the patch makes '{CSV}' something else"
    (record / "generator" / "cli.py").rename(record / "data" / "town" / "cli.csv")
    yield "a rename in", patch_of(record), "the patch makes"
    (record / CSV).unlink()
    yield (
        "a removal",
        patch_of(record),
        f"the patch makes '{CSV}' something else than a plain file of the data (000000)",
    )
    (record / CSV).chmod(0o755)
    yield (
        "a right to run",
        patch_of(record),
        f"the patch makes '{CSV}' something else than a plain file of the data (100755)",
    )
    (record / "data" / "town" / "link.csv").symlink_to("/etc/passwd")
    yield (
        "a link",
        patch_of(record),
        "the patch makes 'data/town/link.csv' something else than a plain file of the data (120000)",
    )
    yield "too long", plain + b" " * 1024 * 1024, "the patch has "
    yield "nothing", b"", "git apply: "
    yield "no patch", b"no patch", "git apply: "
    for number in range(21):
        (record / "data" / "town" / f"x{number}.csv").write_text("a\n", encoding="utf-8")
    yield "many files", patch_of(record), "the patch changes 21 files"


def test_a_patch_that_does_more_than_change_plain_data_is_refused(forge: FakeForge, record: Path) -> None:
    seen = set()
    for name, patch, reason in hostile_patches(record):
        run = propose(forge, record, patch)
        said = run.stderr.removeprefix("Refused: ")
        # Of several reasons the first in the order of the paths is told.
        assert run.returncode == 1, name
        assert said.startswith((reason, "the patch changes 'generator/")), (name, said)
        seen.add(name)
    assert len(seen) == 21
    assert forge.changes == []
    central = record.parent / "city" / "record"
    assert git(central, "for-each-ref", "--format=%(refname)").split() == ["refs/heads/main"]


def test_an_issue_is_read_without_a_shell_seeing_its_words(tmp_path: Path, record: Path) -> None:
    body = "### 哪个数字 / Which figure\r\n\r\n$(touch hacked)`touch hacked`\r\n"
    program = tmp_path / "mingzhang"
    program.write_text(
        '#!/bin/sh\ncase $1 in propose) cat "$2" >> data/town/package.yaml; echo "好" ;; *) echo "$@" ;; esac\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    (record / "deploy" / "check.sh").write_bytes((SCRIPTS.parent.parent / "deploy" / "check.sh").read_bytes())
    git(record, "commit", "--quiet", "--all", "-m", "check")
    with fake_forge() as forge:
        run = forge.run(
            "propose.sh", "out", event={"issue": {"body": body}}, folder=record, MINGZHANG=str(program)
        )
        assert run.returncode == 0, run.stderr
    out = record / "out"
    assert sorted(path.name for path in out.iterdir()) == ["patch", "report.md", "text.md"]
    patch = (out / "patch").read_text(encoding="utf-8")
    assert patch.startswith("diff --git a/data/town/package.yaml b/data/town/package.yaml\n")
    assert "+$(touch hacked)`touch hacked`\n" in patch
    assert (out / "text.md").read_text(encoding="utf-8") == "好\n"
    assert (out / "report.md").read_text(encoding="utf-8").splitlines() == [
        "check --base HEAD --format markdown",
        "",
        "diff HEAD --format markdown",
        "",
    ]
    assert not list(record.rglob("hacked"))


@pytest.mark.parametrize("body", ["字" * 1_000_000, "\ud800" * 70_000, "\0\x1b[31m\r\n$(touch hacked)"])
def test_an_issue_that_is_no_form_is_read_as_bounded_text(tmp_path: Path, record: Path, body: str) -> None:
    program = tmp_path / "mingzhang"
    program.write_text('#!/bin/sh\nwc -c < "$2"\nexit 1\n', encoding="utf-8")
    program.chmod(0o755)
    event = {"issue": {"body": body}}
    with fake_forge() as forge:
        run = forge.run("propose.sh", "out", event=event, folder=record, MINGZHANG=str(program))
    assert (run.returncode, run.stderr) == (0, "")
    assert int((record / "out" / "text.md").read_text(encoding="utf-8")) <= 3 * 65_536
    assert not list(record.rglob("hacked"))


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (1, 0), (2, 2)])
def test_an_issue_that_changes_nothing_or_is_not_valid_leaves_words_only(
    tmp_path: Path, record: Path, code: int, ends: int
) -> None:
    program = tmp_path / "mingzhang"
    program.write_text(f"#!/bin/sh\necho 缺少出处\nexit {code}\n", encoding="utf-8")
    program.chmod(0o755)
    with fake_forge() as forge:
        run = forge.run(
            "propose.sh", "out", event={"issue": {"body": None}}, folder=record, MINGZHANG=str(program)
        )
    assert run.returncode == ends
    assert [path.name for path in (record / "out").iterdir()] == ["text.md"]
