"""Posts the report of a check as one comment on its pull request, and writes the same comment anew next time.

Runs with the right to comment, after a run that had none and that a stranger's proposal may have rewritten. So nothing
of the proposal is checked out or run; the artifact is hostile bytes until read; and the number of the pull request
comes from the forge, never from the artifact.
"""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from forge import Forge, Refused, event, shortened, upsert_comment
from inert import inert

ARTIFACT, MEMBER = "report", "report.md"
LARGEST_ARCHIVE = 256 * 1024
LARGEST_REPORT = 1024 * 1024
MARKER = "<!-- mingzhang: report -->"
_HEADS = {
    "success": "### ✅ 数据检查通过 · The data checks pass",
    "failure": "### ❌ 数据检查发现问题 · The data checks found problems",
}


def pull_request(forge: Forge, run: Mapping[str, Any]) -> int | None:
    """The open pull request whose head a run has checked, by repository, branch and commit; None where there is none.

    The run itself names no pull request when it comes from a fork. Two with the same commit differ in repository or
    branch; the same branch may be proposed for `main` only once.
    """
    source = run["head_repository"]
    if source is None:  # the fork is gone
        return None
    head = f"{source['owner']['login']}:{run['head_branch']}"
    base = event()["repository"]["default_branch"]
    found = [
        int(item["number"])
        for item in forge.pages("pulls", state="open", head=head, base=base)
        if item["state"] == "open"
        and item["head"]["sha"] == run["head_sha"]
        and item["head"]["ref"] == run["head_branch"]
        and item["head"]["repo"] is not None
        and item["head"]["repo"]["full_name"] == source["full_name"]
        and item["base"]["ref"] == base
    ]
    if len(found) > 1:
        raise Refused(f"{len(found)} pull requests have this head: {found}")
    return found[0] if found else None


def report(forge: Forge, run: Mapping[str, Any]) -> str | None:
    """The text of a run's report, still hostile; None where the run left none. Raises Refused where it is no report."""
    listed = forge.get(f"actions/runs/{int(run['id'])}/artifacts", name=ARTIFACT)["artifacts"]
    found = [item for item in listed if item["name"] == ARTIFACT and not item["expired"]]
    if not found:
        return None
    if len(found) > 1:
        raise Refused(f"{len(found)} artifacts are called {ARTIFACT}")
    if found[0]["size_in_bytes"] > LARGEST_ARCHIVE:
        raise Refused(f"the artifact has {found[0]['size_in_bytes']} bytes")
    return unpacked(forge.download(f"actions/artifacts/{int(found[0]['id'])}/zip", LARGEST_ARCHIVE))


def unpacked(archive: bytes) -> str:
    """The one text in an archive. Nothing is written to disk, and no more is unpacked than a report may have."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            members = opened.infolist()
            if [member.filename for member in members] != [MEMBER]:
                raise Refused(f"the artifact holds {len(members)} files, not just {MEMBER}")
            if members[0].file_size > LARGEST_REPORT:
                raise Refused(f"{MEMBER} says it has {members[0].file_size} bytes")
            with opened.open(members[0]) as stream:
                data = stream.read(LARGEST_REPORT + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise Refused(f"the artifact is no archive that can be read: {error}") from error
    if len(data) > LARGEST_REPORT:
        raise Refused(f"{MEMBER} is longer than it says")
    try:
        return data.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        raise Refused(f"{MEMBER} is no UTF-8: {error}") from error


def main() -> None:
    """Find the pull request, read the report, post it."""
    run, forge = event()["workflow_run"], Forge.of_this_run()
    if run["conclusion"] not in _HEADS:
        print(f"The run ended as {run['conclusion']}: nothing to tell.")
        return
    number = pull_request(forge, run)
    if number is None:
        print("No open pull request has this commit as its head: nothing to tell.")
        return
    text = report(forge, run)
    sha = re.sub(r"[^0-9a-f]", "", run["head_sha"])[:10]
    page = f"{os.environ['GITHUB_SERVER_URL']}/{forge.repository}/actions/runs/{int(run['id'])}"
    head = (
        f"{_HEADS[run['conclusion']]}\n\n`{sha}` · [全部结果和预览网站 · all results and the preview]({page})"
    )
    body = inert(text) if text is not None else "没有报告，见运行记录。 There is no report; see the run."
    upsert_comment(forge, number, MARKER, shortened(f"{head}\n\n{body}"))
    print(f"The report stands on pull request {number}.")


if __name__ == "__main__":
    try:
        main()
    except Refused as refusal:
        sys.exit(f"Refused: {refusal}")
