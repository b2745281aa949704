"""The little of GitHub's API that the workflows need, with the standard library alone.

The scripts beside this one run from the default branch and handle what strangers sent; nothing is installed for them.
"""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 30
PER_PAGE = 100
PAGES = 50
"""How many pages of a list are read at most."""

LONGEST = 60_000
"""Characters of a comment or an issue; GitHub refuses more than 65,536."""

BOT = "github-actions[bot]"
"""Who writes with a workflow's own token."""


class Refused(Exception):  # noqa: N818 - a refusal, not a fault of the program
    """What was received is not taken; the message says why."""


def event() -> Mapping[str, Any]:
    """What happened, as GitHub itself wrote it down."""
    found: Mapping[str, Any] = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Forge:
    """One repository on one server, and the token of this run."""

    api: str
    repository: str
    token: str

    @classmethod
    def of_this_run(cls) -> Forge:
        """As the environment of a workflow names it."""
        api = os.environ["GITHUB_API_URL"].rstrip("/")
        if not api.startswith(("https://", "http://127.0.0.1:")):
            raise Refused(f"{api} is no address of a forge")
        return cls(api, os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_TOKEN"])

    def get(self, path: str, **query: str) -> Any:
        """What stands at a path of the repository."""
        return json.loads(self._open("GET", path, query=query))

    def pages(self, path: str, **query: str) -> Iterator[Any]:
        """Every entry of a list, page by page."""
        for page in range(1, PAGES + 1):
            found = self.get(path, **query, per_page=str(PER_PAGE), page=str(page))
            yield from found
            if len(found) < PER_PAGE:
                return

    def send(self, method: str, path: str, **body: Any) -> Any:
        """Change something; returns what the forge says of it."""
        return json.loads(self._open(method, path, body=body))

    def _open(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> bytes:
        url = f"{self.api}/repos/{self.repository}/{path}"
        if query:
            url += f"?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked in `of_this_run`
            url,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"},
        )
        # Wherever an answer leads on to, nobody else sees the token.
        request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
                found: bytes = answer.read()
                return found
        except urllib.error.HTTPError as error:
            with error:
                said = error.read(1000).decode("utf-8", "replace")
            raise Refused(f"{method} {path}: {error.code} {said}") from error
        except urllib.error.URLError as error:
            raise Refused(f"{method} {path}: {error.reason}") from error


def upsert_comment(forge: Forge, number: int, marker: str, text: str) -> None:
    """One comment of ours with a hidden marker: the one that is there is written anew, otherwise there is one more."""
    body = f"{marker}\n{text}"
    for comment in forge.pages(f"issues/{number}/comments"):
        # Anybody can write the marker; only what a workflow wrote is ours.
        if comment["user"]["login"] == BOT and comment["body"].startswith(marker):
            forge.send("PATCH", f"issues/comments/{int(comment['id'])}", body=body)
            return
    forge.send("POST", f"issues/{number}/comments", body=body)


def shortened(text: str, limit: int = LONGEST) -> str:
    """As many whole lines as fit, and a line that says when some are left out."""
    if len(text) <= limit:
        return text
    return (
        text[: text.rfind("\n", 0, limit - 100) + 1]
        + "\n…（太长，其余从略 · too long, the rest is left out）"
    )
