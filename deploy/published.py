"""published.py SITE VERSIONS [BASE]: what the site as it stands has to say to the next one.

SITE is its address, or the folder it is in. Writes its list of checksums to the file VERSIONS, and beside it its revisions
and the files of its releases, as they stand on the site (the same bytes are fetched once), and prints the commit it was built from: the figures of the next site are held against
it. Before the first publication there is neither. BASE takes the place of that commit; it is needed once after the
history of main was written anew. Exit 0 fine, 1 refused.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

SECONDS = 60
LARGEST = 256 * 1024 * 1024


class Refused(Exception):  # noqa: N818 - a refusal, not a fault of the program
    """The next site must not be built; the message says why."""


def fetched(site: str, path: str) -> bytes | None:
    """A file of the site; None where there is none. Raises Refused when that cannot be told."""
    if not site.startswith(("https://", "http://")):
        file = Path(site) / path
        return file.read_bytes() if file.exists() else None
    url = f"{site.rstrip('/')}/{path}"
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - the scheme is checked above
            data: bytes = answer.read(LARGEST)
            return data
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 404:  # noqa: PLR2004 - not found
            return None
        raise Refused(f"{url}: {error.code}") from error
    except (urllib.error.URLError, TimeoutError) as error:
        raise Refused(f"{url}: {error}") from error


def packages(site: str, listed: bytes) -> list[str]:
    """The packages that a list of checksums names. Raises Refused where it is none."""
    try:
        found = [str(name) for name in json.loads(listed)["publications"]]
    except (ValueError, KeyError, TypeError) as error:
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
    except (KeyError, TypeError, ValueError, IndexError) as error:
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


def is_ancestor(commit: str) -> bool:
    """Whether a commit stands in the history of what is checked out; False too where it is not known."""
    run = subprocess.run(
        ["git", "merge-base", "--is-ancestor", commit, "HEAD"], capture_output=True, check=False
    )
    return run.returncode == 0


def main(site: str, versions: str, base: str) -> str:
    """Write the list, and return the commit to hold the figures against, or nothing before the first publication."""
    build, listed = fetched(site, "build.json"), fetched(site, "data/versions.json")
    if build is None and listed is None:
        return base
    if build is None or listed is None:
        raise Refused(f"{site} has only one of build.json and data/versions.json")
    file = Path(versions)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(listed)
    known = packages(site, listed)
    keep_releases(site, listed, known, file.parent)
    for package in known:
        if single := fetched(site, f"data/versions-{package}.json"):
            (file.parent / f"versions-{package}.json").write_bytes(single)
        # A site of an older program has none; the build knows from the list whether there must be one.
        if revisions := fetched(site, f"data/{package}/revisions.csv"):
            (file.parent / package).mkdir(parents=True, exist_ok=True)
            (file.parent / package / "revisions.csv").write_bytes(revisions)
    if base:
        return base
    try:
        commit = str(json.loads(build)["commit"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{site}: build.json: {error!r}") from error
    if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit):
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
    try:
        print(main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""))  # noqa: PLR2004 - as above
    except Refused as refusal:
        sys.exit(f"Refused: {refusal}")
