"""releasing.py OUT [TAG]: the files of a release of HEAD, the same to the byte wherever they are made.

The wheel, the source distribution, what both are made of (`*.cdx.json`), what a site carries, the notes out of the changelog
and SHA256SUMS of it all. Nothing is made where version, changelog, citation and TAG do not agree, where TAG is not at HEAD
or where the folder holds changes that are in no commit; nor, where MAIN in the environment names the branch that is released
from, for a tag that is not on it as it was fetched. Exit 0 made, 1 refused, 2 misused.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import agreeing
import packing
import sbom
from plain_git import asked

ROOT = Path(__file__).resolve().parents[1]
NOTES = "NOTES.md"
SUMS = "SHA256SUMS"


def make(repository: Path, out: Path, commit: str = "HEAD") -> None:
    """Write the files of a release into a new folder `out`."""
    at = packing.moment(repository, commit)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        # Building leaves files behind: each has sources of its own.
        sources, others = Path(work) / "wheel", Path(work) / "sdist"
        packing.check_out(repository, commit, sources)
        packing.check_out(repository, commit, others)
        wheel = packing.wheel(sources, out, at)
        packing.source_distribution(others, out, at)
        version = wheel.name.split("-")[1]
        name = f"mingzhang-{version}"
        (out / f"{name}.cdx.json").write_text(sbom.of_program(sources, at), encoding="utf-8")
        (out / f"{name}-site.cdx.json").write_text(sbom.of_site(sources, at), encoding="utf-8")
        (out / NOTES).write_text(agreeing.notes(sources, version) + "\n", encoding="utf-8")
    (out / SUMS).write_text(sums(out), encoding="utf-8")
    for file in out.iterdir():
        file.chmod(0o644)


def sums(folder: Path) -> str:
    """The checksum of each file of a folder, as `sha256sum --check` reads them."""
    files = sorted(file for file in folder.iterdir() if file.name != SUMS)
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def refusals(repository: Path, tag: str, main_branch: str = "") -> Iterator[str]:
    """Why nothing is released."""
    yield from agreeing.disagreements(repository, tag)
    if _git(repository, "status", "--porcelain"):
        yield "there are changes that are in no commit"
    if tag and _git(repository, "rev-parse", "HEAD") != _git(
        repository, "rev-parse", f"refs/tags/{tag}^{{commit}}"
    ):
        yield f"{tag} is not at HEAD, or there is no such tag"
    if tag and main_branch:
        fetched = f"refs/remotes/origin/{main_branch}"
        if asked(
            "merge-base", "--is-ancestor", f"refs/tags/{tag}^{{commit}}", fetched, at=repository
        ).returncode:
            yield f"{tag} is not on {main_branch}, or that was not fetched: merge it first, and tag what was merged"


def _git(repository: Path, *words: str) -> str:
    """What git answers; nothing where it refuses."""
    run = asked(*words, at=repository)
    return run.stdout.decode("utf-8", "surrogateescape").strip() if run.returncode == 0 else ""


def main(words: list[str]) -> int:
    """Make the files, or say why not."""
    if len(words) not in (1, 2):
        print("usage: releasing.py OUT [TAG]", file=sys.stderr)
        return 2
    out, tag = Path(words[0]), "".join(words[1:])
    if out.exists():
        print(f"{out} is there already: remove it first", file=sys.stderr)
        return 2
    found = [*refusals(ROOT, tag, os.environ.get("MAIN", ""))]
    for line in found:
        print(line, file=sys.stderr)
    if found:
        return 1
    make(ROOT, out)
    print((out / SUMS).read_text(encoding="utf-8"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
