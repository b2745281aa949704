"""published.py SITE VERSIONS [BASE]: what the site as it stands has to say to the next one.

SITE is its address, or the folder it is in. Writes its list of checksums to the file VERSIONS, and beside it its revisions
and the files of its releases, as they stand on the site (the same bytes are fetched once), and prints the commit it was built from: the figures of the next site are held against
it. BASE takes the place of that commit; it is needed once after the history of main was written anew.

A site that is not there is no first publication: it may be moved, down, or answered for by somebody else. Only
FIRST_PUBLICATION=yes in the environment says that there was none yet, and it is refused where there is one.
Exit 0 fine, 1 refused, 2 misused.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from plain_git import asked

SECONDS = 60
LARGEST = 256 * 1024 * 1024
WORD = "FIRST_PUBLICATION"
NONE = (
    "这里没有已公布的网站。如果确实是第一次公布，请写明 FIRST_PUBLICATION=yes；不然就是地址不对，或者网站坏了 · there is no "
    f"published site here. If this is the first publication, say so with {WORD}=yes; otherwise the address is wrong, or the "
    "site is broken. deploy/README.md tells where"
)


NO_ANSWER = (
    "那里回答的是一张网页，不是本程序公布的网站：可能要登录，或者主机对没有的文件也回答 200（例如欢迎页）。请在浏览器里打开这个地址看看。公布过的，先恢复；确实是第一次公布，让主机对没有的文件回答 404，"
    f"再写明 {WORD}=yes；或者先不管主机，用一个不存在的文件夹代替地址手工生成：{WORD}=yes sh deploy/build.sh none 网址，再把 site/ 放上去 · what answers there is a page, no site of this program: a log-in perhaps, or a host that says 200 to whatever "
    "it does not have, such as a landing page. Open the address in a browser. Where a site was published, bring it back; if this is "
    f"the first publication, have the host answer 404 for what is not there, then say so with {WORD}=yes; or leave the host as it is, "
    f"make the site by hand with a folder that is not there in the place of the address, {WORD}=yes sh deploy/build.sh none ADDRESS, and "
    "put site/ there. deploy/README.md tells how"
)


UNREACHED = "网站没有回答，请检查地址和网络，稍后再试 · the site does not answer; see to its address and the network, and try again"


class Refused(Exception):  # noqa: N818 - a refusal, not a fault of the program
    """The next site must not be built; the message says why."""


class SameOrigin(urllib.request.HTTPRedirectHandler):
    """Follows a server to another path of its own, and from http to https; not to somebody else's, nor to a log-in."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        was, will = urlsplit(req.full_url), urlsplit(newurl)
        safer = (was.scheme, will.scheme) == ("http", "https") and was.port is None and will.port is None
        same = (was.hostname, was.path) == (will.hostname, will.path)
        if same and (safer or (was.scheme, was.port) == (will.scheme, will.port)):
            return super().redirect_request(req, fp, code, msg, headers, newurl)
        raise Refused(f"{req.full_url} leads on to {newurl}, which is no answer of the site")


_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<|$)")
"""A page, or nothing at all: what hosts answer in the place of a file that they do not have."""

_OPENER = urllib.request.build_opener(SameOrigin)


def fetched(site: str, path: str) -> bytes | None:
    """A file of the site; None where there is none. Raises Refused when that cannot be told."""
    if not site.startswith(("https://", "http://")):
        file = Path(site) / path
        try:
            found = file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Refused(f"{file}: {error.strerror}") from error
        return bounded(str(file), found)
    url = f"{site.rstrip('/')}/{path}"
    # What is kept on the way may be older than the site.
    request = urllib.request.Request(url, headers={"Cache-Control": "no-cache"})  # noqa: S310 - the scheme is checked above
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            data: bytes = answer.read(LARGEST + 1)
            promised = answer.headers.get("Content-Length")
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 404:  # noqa: PLR2004 - not found
            return None
        raise Refused(f"{url}: {error.code}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refused(f"{url}: {UNREACHED}: {getattr(error, 'reason', None) or error}") from error
    if promised is not None and promised != str(len(data)) and len(data) <= LARGEST:
        raise Refused(f"{url}: {len(data)} bytes of {promised} came")
    return bounded(url, data)


def bounded(name: str, data: bytes) -> bytes:
    """A file that is not too large. Raises Refused for one that is."""
    if len(data) > LARGEST:
        raise Refused(f"{name} has more than {LARGEST} bytes")
    return data


def mapping(name: str, data: bytes) -> Mapping[str, Any]:
    """What stands in a JSON file, which must be an object: no page of a host that says it was found. Raises Refused."""
    try:
        found = json.loads(data)
    except ValueError as error:
        said = NO_ANSWER if _PAGE.match(data) else str(error)
        raise Refused(f"{name} is no JSON: {said}") from error
    except RecursionError as error:
        raise Refused(f"{name} is no JSON of ours: too deep") from error
    if not isinstance(found, dict):
        raise Refused(f"{name} is no JSON of ours")
    return found


def packages(site: str, listed: bytes) -> list[str]:
    """The packages that a list of checksums names. Raises Refused where it is none."""
    try:
        found = [str(name) for name in mapping(f"{site}: data/versions.json", listed)["publications"]]
    except (KeyError, TypeError) as error:
        raise Refused(f"{site}: data/versions.json: {error!r}") from error
    for name in found:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            raise Refused(f"{site}: data/versions.json names no package: {name!r}")
    return found


def releases(listed: bytes, known: list[str]) -> dict[str, str]:
    """The checksums of the files of all releases, by their paths below data/. A list of an older program names none."""
    found = json.loads(listed)
    paths = {}
    try:
        for package, numbers in found.get("releases", {}).items():
            for number in numbers:
                version = found["publications"][package][number][0]
                for checksum, places in found["files"].items():
                    for path, first, last in places:
                        if (
                            first <= number <= last
                            and path.startswith(f"{package}/")
                            and path.count("/") == 1
                        ):
                            paths[f"{package}/{version}/{path.partition('/')[2]}"] = checksum
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise Refused(f"data/versions.json: {error!r}") from error
    for path in paths:
        if path.partition("/")[0] not in known or not re.fullmatch(
            r"[a-z0-9-]+/[0-9.]+/[A-Za-z0-9_-][A-Za-z0-9._-]*", path
        ):
            raise Refused(f"data/versions.json names no file of a release: {path!r}")
    return paths


def keep_releases(site: str, listed: bytes, known: list[str], folder: Path) -> None:
    """Write the files of all releases, those of a package that are the same once. The build finds out whether they are those
    of the list, and whether it lacks one: of a package that was withdrawn it needs none.
    """
    there: set[tuple[str, str]] = set()
    for path, checksum in releases(listed, known).items():
        name = path.partition("/")[0], checksum
        content = None if name in there else fetched(site, f"data/{path}")
        if content is not None:
            there.add(name)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)


def is_ancestor(commit: str, of: str = "HEAD") -> bool:
    """Whether a commit stands in the history of another, of what is checked out; False too where it is not known."""
    return asked("merge-base", "--is-ancestor", commit, of).returncode == 0


def whole() -> None:
    """Raises Refused where a part of the history was not fetched: then nobody can tell what stands in it."""
    said = asked("rev-parse", "--is-shallow-repository")
    if said.returncode or said.stdout.strip() != b"false":
        raise Refused(
            f"{said.stderr.decode('utf-8', 'replace').strip() or 'a part of the history was not fetched'}: fetch the whole history first (fetch-depth: 0, "
            "GIT_DEPTH: 0)"
        )


def nothing(site: str, base: str, first: str) -> str:
    """Where there is no site: BASE at the first publication. Raises Refused where nobody said that it is the first, or
    where something was published beside.
    """
    if first != "yes":
        raise Refused(f"{site}: {NONE}")
    place = Path(site)
    if not site.startswith(("https://", "http://")) and (
        os.path.lexists(place) or any((place.parent / "releases").glob("*"))
    ):
        raise Refused(f"{site} shows no site, but something was published there; {WORD} is not for that")
    return held(base) if base else ""


def held(base: str) -> str:
    """The commit to hold the figures against, as somebody named it. Raises Refused where it is none of this history."""
    found = (
        asked("rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
        .stdout.decode()
        .strip()
    )
    if not found or not is_ancestor(found):
        raise Refused(f"BASE names no commit in the history of this one: {base!r}")
    return found


def main(site: str, versions: str, base: str, first: str) -> str:
    """Write the list, and return the commit to hold the figures against, or nothing before the first publication."""
    if first not in ("", "yes"):
        raise Refused(f"{WORD} is yes or is not set: {first!r}")
    whole()
    build, listed = fetched(site, "build.json"), fetched(site, "data/versions.json")
    if build is None and listed is None:
        return nothing(site, base, first)
    if build is None or listed is None:
        raise Refused(f"{site} has only one of build.json and data/versions.json")
    # A page that a host has for whatever it is asked is no site.
    facts = mapping(f"{site}: build.json", build)
    if first:
        raise Refused(
            f"{site} 已经公布过，请去掉 {WORD} · {site} is published: {WORD} is to be taken away again"
        )
    known = packages(site, listed)
    file = Path(versions)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(listed)
    keep_releases(site, listed, known, file.parent)
    sums = facts.get("sha256")
    for package in known:
        if single := fetched(site, f"data/versions-{package}.json"):
            (file.parent / f"versions-{package}.json").write_bytes(single)
        # A site of an older program has none; the build knows from the list whether there must be one.
        if revisions := fetched(site, f"data/{package}/revisions.csv"):
            told = sums.get(f"data/{package}/revisions.csv") if isinstance(sums, dict) else None
            if told not in (None, hashlib.sha256(revisions).hexdigest()):
                raise Refused(
                    f"{site}: data/{package}/revisions.csv is not that of build.json: two states of the site are mixed"
                )
            (file.parent / package).mkdir(parents=True, exist_ok=True)
            (file.parent / package / "revisions.csv").write_bytes(revisions)
    return instead(site, facts, base) if base else published_commit(site, facts)


def instead(site: str, facts: Mapping[str, Any], base: str) -> str:
    """The commit that somebody names in the place of the published one. Raises Refused where it would only leave out what
    changed since: the history goes on from the published one, and nobody gave that up in the settings.
    """
    named, commit = held(base), str(facts.get("commit"))
    settings = Path("site_src/site.yaml")
    given_up = settings.is_file() and commit in settings.read_text(encoding="utf-8", errors="replace")
    if (
        re.fullmatch(r"[0-9a-f]+", commit)
        and is_ancestor(commit)
        and not is_ancestor(named, commit)
        and not given_up
    ):
        raise Refused(
            f"{site} was built from {commit}, which is in the history of this commit: figures are held against it, and BASE "
            "is to be taken away. To give its history up, name it under histories_given_up in site_src/site.yaml."
        )
    return named


def published_commit(site: str, facts: Mapping[str, Any]) -> str:
    """The commit that a site was built from. Raises Refused where this history does not go on from it."""
    commit = facts.get("commit")
    if not isinstance(commit, str) or not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit):
        raise Refused(f"{site}: build.json names no commit: {commit!r}")
    if not is_ancestor(commit):
        raise Refused(
            f"{site} was built from {commit}, which is not in the history of this commit: main has moved on, or its "
            "history was written anew. In the second case name the commit to hold the figures against (BASE), and this one under "
            "histories_given_up in site_src/site.yaml."
        )
    return commit


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 4:  # noqa: PLR2004 - as the first line says
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    named = sys.argv[3] if len(sys.argv) > 3 else ""  # noqa: PLR2004 - as above
    try:
        print(main(sys.argv[1], sys.argv[2], named, os.environ.get(WORD, "")))
    except Refused as refusal:
        sys.exit(f"Refused: {refusal}")
