"""Posts what the check of a pull request found as one comment on it, and writes the same comment anew next time.

The check ran the program of main over the data of the pull request. It decides nothing where something else is changed
too: the forge is asked for the files that the pull request changes, at the very commit that was checked, and where one
is no data the comment says so and bears no tick. This runs with the right to comment; nothing of the pull request is
checked out or run, and the report, made out of a stranger's data, is hostile text.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from forge import Forge, Refused, event, shortened, upsert_comment
from inert import inert

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "deploy"))
from scope import is_data, lies_within, listed

LARGEST_REPORT = 1024 * 1024
MARKER = "<!-- mingzhang: report -->"
FINE, PROBLEMS, NOT_JUDGED = "0", "1", "4"
"""How `deploy/judge.sh` ends."""

_HEADS = {
    FINE: "### ✅ 数据检查通过 · The data checks pass",
    PROBLEMS: "### ❌ 数据检查发现问题 · The data checks found problems",
    NOT_JUDGED: "### ⚠️ 不只改了数据，这里没有判断，要有人读过 · Changes more than data: nothing was decided here, somebody must read it",
}
_FAULT = "### ⚠️ 检查没有做完，见运行记录 · The check did not come to an end; see the run"
_OTHERS = "下面这些文件不是数据；它们可能改了检查本身 · these files are no data; they may change the checks themselves:"
_UNKNOWN = "文件太多，代码平台没有全部列出 · too many files: the forge did not list them all."


def stands(forge: Forge, number: int, sha: str) -> Mapping[str, Any] | None:
    """The pull request, if it is open and stands at that commit."""
    found: Mapping[str, Any] = forge.get(f"pulls/{number}")
    return found if found["state"] == "open" and found["head"]["sha"] == sha else None


def others(forge: Forge, number: int, count: int) -> list[str] | None:
    """The files that a pull request changes and that are no data, by both names of a moved one; None where the forge does
    not list as many as it counts.
    """
    files = list(forge.pages(f"pulls/{number}/files"))
    if len(files) != count:
        return None
    found = []
    for file in files:
        gone = file["status"] == "removed"
        names = [file["filename"], *([file["previous_filename"]] if "previous_filename" in file else ())]
        # What was moved has gone from its former name.
        kept = [
            is_data(name) or (lies_within(name) and "/" in name and (gone or place > 0))
            for place, name in enumerate(names)
        ]
        found += [name for name, fine in zip(names, kept, strict=True) if not fine]
    return found


def told(code: str, odd: list[str] | None, file: Path) -> str:
    """What heads the comment, and the report: a tick only where the data alone were changed and judged, the report only
    where something was judged.
    """
    if code not in _HEADS:
        return _FAULT
    ended = NOT_JUDGED if code == FINE and odd != [] else code
    parts = [_HEADS[ended]]
    if odd is None:
        parts.append(_UNKNOWN)
    elif odd:
        parts += [_OTHERS, "\n".join(listed(odd))]
    return "\n\n".join([*parts, *([] if ended == NOT_JUDGED else [report(file)])])


def report(file: Path) -> str:
    """The report of the check, made inert; words that say so where there is none that can be shown. The comment is written
    all the same, for an older one must not stay in its place.
    """
    if not file.is_file():
        return "没有报告，见运行记录。 There is no report; see the run."
    with file.open("rb") as stream:
        data = stream.read(LARGEST_REPORT + 1)
    if len(data) > LARGEST_REPORT:
        return "报告太长，见运行记录。 The report is too long; see the run."
    return inert(data.decode("utf-8", "replace"))


def main(file: Path) -> None:
    """Ask the forge what was changed, read the report, post it."""
    proposal, forge = event()["pull_request"], Forge.of_this_run()
    number, sha = int(proposal["number"]), str(proposal["head"]["sha"])
    before = stands(forge, number, sha)
    odd = others(forge, number, int(before["changed_files"])) if before else []
    # The list is of the commit at which the proposal stood all the while.
    if before is None or stands(forge, number, sha) is None:
        print("The pull request has moved on or is closed: nothing to tell.")
        return
    commit = re.sub(r"[^0-9a-f]", "", sha)[:10]
    run = int(os.environ["GITHUB_RUN_ID"])
    page = f"{os.environ['GITHUB_SERVER_URL']}/{forge.repository}/actions/runs/{run}"
    where = f"`{commit}` · [全部结果和预览网站 · all results and the preview]({page})"
    head, _, rest = told(os.environ["CODE"], odd, file).partition("\n\n")
    upsert_comment(forge, number, MARKER, shortened(f"{head}\n\n{where}\n\n{rest}"))
    print(f"The report stands on pull request {number}.")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except Refused as refusal:
        sys.exit(f"Refused: {refusal}")
