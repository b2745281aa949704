"""Makes a pull request of the patch that came out of an issue, or says on the issue what is to be mended.

Runs with the right to write. The patch and the texts come from another job and are taken for hostile: see `guard` and
`inert`. The title and the text of the issue are not used here at all.
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
    if not file.exists():
        return ""
    with file.open("rb") as stream:
        return inert(stream.read(LARGEST_PATCH).decode("utf-8", "replace"))


def main() -> None:
    """Take what `propose.sh` left in a folder."""
    folder, forge = Path(sys.argv[1]), Forge.of_this_run()
    number = int(event()["issue"]["number"])
    patch = folder / "patch"
    if not patch.exists():
        upsert_comment(forge, number, MARKER, shortened(read(folder / "text.md")))
        print(f"Issue {number} says what to mend.")
        return
    with patch.open("rb") as stream:
        subject = f"更正建议 · Proposed correction (#{number})"
        commit = commit_of(stream.read(LARGEST_PATCH + 1), subject, _IDENTITY)
    branch = f"proposal/issue-{number}"
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
