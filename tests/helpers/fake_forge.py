"""Plays the part of GitHub's API that the scripts of the workflows use, on this computer.

What the forge knows are plain lists; what it was asked stands in `asked`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from folders import ROOT

SCRIPTS = ROOT / ".github" / "scripts"
REPOSITORY = "city/record"
TOKEN = "a-token"
BOT = "github-actions[bot]"


@dataclass
class FakeForge:
    """What the forge knows, and what it was asked. `api` is its address; everything else are its records."""

    api: str = ""
    pulls: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    files: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """What each pull request changes, as `changes` says it."""
    reviews: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    moves: int = 0
    """After how many questions for a pull request it stands at another commit; 0 for never."""
    refs: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def changes(self) -> list[tuple[str, str]]:
        """What the scripts changed: method and path."""
        return [(method, path) for method, path in self.asked if method != "GET"]

    def change(self, number: int, *files: str | tuple[str, str] | tuple[str, str, str], **more: Any) -> None:
        """What a pull request changes: names, or a name with its status and its former name."""
        entries = []
        for file in files:
            name, status, *former = (file, "modified") if isinstance(file, str) else file
            entries.append(
                {"filename": name, "status": status, **({"previous_filename": former[0]} if former else {})}
            )
        self.files[number] = entries
        (found,) = (item for item in self.pulls if item["number"] == number)
        found.update({"changed_files": len(entries), **more})

    def run(
        self, script: str, *arguments: object, event: Mapping[str, Any], folder: Path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a script as a workflow does, where Python has no packages. `folder` is where it runs."""
        command = ["sh"] if script.endswith(".sh") else [sys.executable, "-S", "-W", "error"]
        happened = folder.with_name(f"{folder.name}.event.json")
        happened.write_text(json.dumps(event), encoding="utf-8")
        return subprocess.run(
            [*command, str(SCRIPTS / script), *map(str, arguments)],
            cwd=folder,
            env={
                **os.environ,
                "GITHUB_API_URL": self.api,
                "GITHUB_SERVER_URL": "https://forge.example",
                "GITHUB_REPOSITORY": REPOSITORY,
                "GITHUB_TOKEN": TOKEN,
                "GITHUB_EVENT_PATH": str(happened),
                "GITHUB_RUN_ID": "7",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def answer(self, method: str, path: str, query: Mapping[str, str], body: Mapping[str, Any]) -> Any:
        """What the API answers; None where there is nothing."""
        for (verb, pattern), act in self._routes().items():
            if verb == method and (found := re.fullmatch(pattern, path)):
                return act(query, body, *found.groups())
        return None

    def _routes(self) -> Mapping[tuple[str, str], Any]:
        number = r"(\d+)"
        return {
            ("GET", "pulls"): self._pulls,
            ("POST", "pulls"): lambda _, body: self._open(**body),
            ("PATCH", f"pulls/{number}"): lambda _, body, one: self._update(self.pulls, "number", one, body),
            ("GET", "issues"): self._issues,
            ("POST", "issues"): lambda _, body: self._append(
                self.issues, state="open", user={"login": BOT}, **body
            ),
            ("GET", f"issues/{number}"): lambda _query, _body, one: next(
                item for item in self.issues if item["number"] == int(one)
            ),
            ("PATCH", f"issues/{number}"): lambda _, body, one: self._update(
                self.issues, "number", one, body
            ),
            ("GET", f"issues/{number}/comments"): lambda query, _, one: self._page(
                [item for item in self.comments if item["on"] == int(one)], query
            ),
            ("POST", f"issues/{number}/comments"): lambda _, body, one: self._comment(int(one), BOT, **body),
            ("PATCH", f"issues/comments/{number}"): lambda _, body, one: self._update(
                self.comments, "id", one, body
            ),
            ("GET", f"pulls/{number}"): lambda _query, _body, one: self._pull(int(one)),
            ("GET", f"pulls/{number}/files"): lambda query, _, one: self._page(self.files[int(one)], query),
            ("GET", f"pulls/{number}/reviews"): lambda query, _, one: self._page(
                self.reviews.get(int(one), []), query
            ),
            ("GET", "git/ref/heads/(.+)"): lambda _query, _body, name: (
                {"object": {"sha": self.refs[name]}} if name in self.refs else None
            ),
            ("GET", "git/matching-refs/heads/(.+)"): lambda _query, _body, name: [
                {"ref": f"refs/heads/{ref}", "object": {"sha": sha}}
                for ref, sha in self.refs.items()
                if ref.startswith(name)
            ],
            ("GET", "git/commits/(.+)"): lambda _query, _body, sha: {"author": {"email": self.authors[sha]}},
        }

    def _pulls(self, query: Mapping[str, str], _: Mapping[str, Any]) -> list[dict[str, Any]]:
        owner, ref = [*query.get("head", "").split(":"), ""][:2]

        def asked_for(item: Mapping[str, Any]) -> bool:
            head = item["head"]
            same = not ref or (head["ref"], head["repo"]["owner"]["login"]) == (ref, owner)
            return item["state"] == query["state"] and bool(same)

        return self._page([item for item in self.pulls if asked_for(item)], query)

    def _open(self, head: str, **more: Any) -> dict[str, Any]:
        source = {"full_name": REPOSITORY, "owner": {"login": REPOSITORY.partition("/")[0]}}
        return self._append(self.pulls, state="open", head={"ref": head, "repo": source}, **more)

    def _pull(self, number: int) -> dict[str, Any]:
        (found,) = (item for item in self.pulls if item["number"] == number)
        times = self.asked.count(("GET", f"pulls/{number}"))
        moved = {"head": {**found["head"], "sha": "f" * 40}} if 0 < self.moves < times else {}
        return {**found, **moved}

    def _issues(self, query: Mapping[str, str], _: Mapping[str, Any]) -> list[dict[str, Any]]:
        return self._page(
            [
                item
                for item in self.issues
                if item["state"] == query["state"] and query["labels"] in item["labels"]
            ],
            query,
        )

    def _page(self, items: list[dict[str, Any]], query: Mapping[str, str]) -> list[dict[str, Any]]:
        size, page = int(query["per_page"]), int(query["page"])
        return items[size * (page - 1) : size * page]

    def _append(self, items: list[dict[str, Any]], **entry: Any) -> dict[str, Any]:
        entry["number"] = len(self.pulls) + len(self.issues) + 100
        items.append(entry)
        return entry

    def _comment(self, on: int, login: str, body: str) -> dict[str, Any]:
        entry = {"id": len(self.comments) + 1, "on": on, "user": {"login": login}, "body": body}
        self.comments.append(entry)
        return entry

    def comment_by(self, login: str, on: int, body: str) -> None:
        """A comment that somebody has written."""
        self._comment(on, login, body)

    def _update(
        self, items: list[dict[str, Any]], key: str, value: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        (found,) = (item for item in items if item[key] == int(value))
        found.update(body)
        return found


@contextmanager
def fake_forge() -> Iterator[FakeForge]:
    """A forge that runs as long as the context."""
    forge = FakeForge()

    class Quiet(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

        def reply(self, code: int, data: bytes, **headers: str) -> None:
            self.send_response(code)
            for name, value in {"Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

    class Api(Quiet):
        def answer(self) -> None:
            parts = urlsplit(self.path)
            path = parts.path.removeprefix(f"/repos/{REPOSITORY}/")
            data = self.rfile.read(int(self.headers["Content-Length"] or 0))
            forge.asked.append((self.command, path))
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                self.reply(401, b"{}")
            else:
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                found = forge.answer(self.command, path, query, json.loads(data) if data else {})
                self.reply(404 if found is None else 200, json.dumps(found).encode())

        do_GET = do_POST = do_PATCH = answer  # noqa: N815 - the base class's names

    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as api:
        threading.Thread(target=api.serve_forever, args=(0.01,), daemon=True).start()
        forge.api = f"http://127.0.0.1:{api.server_port}"
        yield forge
        api.shutdown()
