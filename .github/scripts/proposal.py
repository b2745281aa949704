"""Makes a pull request of the patch that came out of an issue, or says on the issue what is to be mended.

Runs with the right to write. The patch and the texts come from another job and are taken for hostile: see `guard` and
`inert`. The title and the text of the issue are not used here at all, but for finding out whether it is still the one that
was read. What somebody has reviewed is never exchanged for something else, and no more than so many proposals are open.
"""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path

from forge import BOT, Forge, Refused, event, shortened, upsert_comment
from guard import LARGEST_PATCH, commit_of, git
from inert import inert

MARKER = "<!-- mingzhang: proposal -->"
LABEL = "correction"
PREFIX = "proposal/issue-"
MOST_OPEN = 20
"""How many proposals made of forms are open at a time, so that nobody drowns those who review."""
ADDRESS = f"41898282+{BOT}@users.noreply.github.com"
_IDENTITY = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", BOT), ("EMAIL", ADDRESS))
}
NOTE = """\
---
这份修改由 issue 的表格自动生成，要有人核对出处、批准以后才会公布。自动建立的修改建议不会自行启动检查：请点“Approve and run \
workflows”；如果没有这个按钮，先关闭再重新打开这份修改建议。上面的检查结果和改动说明是生成时算出的。

This change was made from the form of an issue. It is published only when somebody has held it against its source and \
approved it. Checks do not start by themselves on a pull request that a workflow opened: press “Approve and run \
workflows” or, where there is no such button, close and reopen this pull request. The results above were computed when \
the change was made."""


def push(commit: str, branch: str, before: str) -> None:
    """Put a commit onto a branch, in the place of our own earlier one (`before`)."""
    token = base64.b64encode(f"x-access-token:{os.environ['GITHUB_TOKEN']}".encode()).decode()
    remote = f"{os.environ['GITHUB_SERVER_URL']}/{os.environ['GITHUB_REPOSITORY']}"
    # The token goes through the environment: arguments can be read by every process.
    secret = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "http.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {token}",
    }
    ref = f"refs/heads/{branch}"
    git("push", "--quiet", f"--force-with-lease={ref}:{before}", remote, f"{commit}:{ref}", more=secret)


def ours(forge: Forge, branch: str) -> str:
    """The commit that the branch stands at; nothing where there is no such branch. Refused when others worked on it."""
    found = [
        item
        for item in forge.get(f"git/matching-refs/heads/{branch}")
        if item["ref"] == f"refs/heads/{branch}"
    ]
    if not found:
        return ""
    sha: str = found[0]["object"]["sha"]
    if forge.get(f"git/commits/{sha}")["author"]["email"] != ADDRESS:
        raise Refused(f"somebody has worked on {branch}; it stays as it is")
    return sha


def still_asked(forge: Forge, number: int) -> bool:
    """Whether the issue is still what started this run: open, not locked, with its label and its text. After an edit it has
    a run of its own.
    """
    found, read = forge.get(f"issues/{number}"), event()["issue"]
    return (
        found["state"] == "open"
        and not found["locked"]
        and LABEL in {label["name"] for label in found["labels"]}
        and (found["body"] or "").split() == (read["body"] or "").split()
    )


def why_not(forge: Forge, branch: str) -> str:
    """Why nothing new may stand on a branch; nothing where it may."""
    owner = forge.repository.partition("/")[0]
    mine = [
        item
        for item in forge.pages("pulls", state="open")
        if item["head"]["ref"].startswith(PREFIX)
        and item["head"]["repo"] is not None
        and item["head"]["repo"]["owner"]["login"] == owner
    ]
    for item in mine:
        if item["head"]["ref"] == branch:
            number = int(item["number"])
            reviews = forge.pages(f"pulls/{number}/reviews")
            if any(review["user"] is None or review["user"]["login"] != BOT for review in reviews):
                return (
                    f"修改建议 #{number} 已经有人审阅，不再跟着这份表变；要改，请另填一份。 Somebody has reviewed #{number}, which "
                    "no longer follows this form; please fill in another one."
                )
            return ""
    if len(mine) >= MOST_OPEN:
        return (
            f"现在有 {len(mine)} 份建议等人核对，等少一些再编辑这份表，就会接着做。 {len(mine)} proposals wait for review. "
            "Edit this form when there are fewer, and it goes on."
        )
    return ""


def open_pull_request(forge: Forge, branch: str, number: int, text: str) -> int:
    """The pull request of the branch, with this text: the open one, otherwise a new one."""
    body = shortened(f"Closes #{number}\n\n{text}\n\n{NOTE}")
    owner, base = forge.repository.partition("/")[0], event()["repository"]["default_branch"]
    for item in forge.pages("pulls", state="open", head=f"{owner}:{branch}", base=base):
        forge.send("PATCH", f"pulls/{int(item['number'])}", body=body)
        return int(item["number"])
    title = f"更正建议 · Proposed correction (#{number})"
    made = forge.send("POST", "pulls", title=title, head=branch, base=base, body=body)
    return int(made["number"])


def read(file: Path) -> str:
    """A text of the other job, made inert; nothing where there is none."""
    if not file.is_file():
        return ""
    with file.open("rb") as stream:
        return inert(stream.read(LARGEST_PATCH).decode("utf-8", "replace"))


def main() -> None:
    """Take what `propose.sh` left in a folder."""
    folder, forge = Path(sys.argv[1]), Forge.of_this_run()
    number = int(event()["issue"]["number"])
    patch, branch = folder / "patch", f"{PREFIX}{number}"
    if not still_asked(forge, number):
        print(f"Issue {number} has changed since: nothing to do.")
        return
    if patch.exists() and (reason := why_not(forge, branch)):
        upsert_comment(forge, number, MARKER, reason)
        print(f"Issue {number} has to wait.")
        return
    if not patch.exists():
        upsert_comment(forge, number, MARKER, shortened(read(folder / "text.md")))
        print(f"Issue {number} says what to mend.")
        return
    with patch.open("rb") as stream:
        subject = f"更正建议 · Proposed correction (#{number})"
        commit = commit_of(stream.read(LARGEST_PATCH + 1), subject, _IDENTITY)
    push(commit, branch, ours(forge, branch))
    text = f"{read(folder / 'text.md')}\n{read(folder / 'report.md')}"
    request = open_pull_request(forge, branch, number, text)
    upsert_comment(
        forge,
        number,
        MARKER,
        f"已经做成修改建议 #{request}，等人核对。 This is now pull request #{request}, waiting for review.",
    )
    print(f"Issue {number} is pull request {request}.")


if __name__ == "__main__":
    try:
        main()
    except Refused as refusal:
        sys.exit(f"Refused: {refusal}")
