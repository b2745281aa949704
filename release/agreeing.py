"""Whether all that names the version of a release names the same one, and what is told of it.

`agreeing.py [TAG]` prints what does not agree. Exit 0 nothing, 1 something.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_LONGEST = 125_000
"""Characters that GitHub takes as the text of a release; what is longer it would refuse when the tag is pushed already."""


def sections(changelog: str) -> dict[str, str]:
    """What the changelog says under each heading, the latest first."""
    _, *parts = _HEADING.split(changelog)
    return {heading: text.strip() for heading, text in zip(parts[::2], parts[1::2], strict=True)}


def notes(root: Path, version: str) -> str:
    """What the changelog tells of a version; empty where it tells nothing."""
    return _told_of(version, _changelog(root))


def _changelog(root: Path) -> dict[str, str]:
    return sections((root / "CHANGELOG.md").read_text(encoding="utf-8"))


def _told_of(version: str, told: Mapping[str, str]) -> str:
    return next((text for heading, text in told.items() if heading.partition(", ")[0] == version), "")


def disagreements(root: Path, tag: str = "") -> Iterator[str]:
    """What stands in the way of a release, told line by line; `tag` is the one that it is to be made of."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    program = re.search(r'__version__ = "(.+)"', (root / "generator/__init__.py").read_text(encoding="utf-8"))
    told = _changelog(root)
    latest = next((heading for heading in told if heading != "Unreleased"), "")
    number, _, day = latest.partition(", ")
    version = project["version"]
    for place, other in {
        "generator/__init__.py": program[1] if program else "",
        "CITATION.cff": str(citation["version"]),
        "CHANGELOG.md": number,
        **({"the tag": tag.removeprefix("v") if tag.startswith("v") else tag} if tag else {}),
    }.items():
        if other != version:
            yield f"pyproject.toml has version {version}, {place} has {other or 'none'}"
    if day != str(citation["date-released"]):
        yield f"CHANGELOG.md dates {number or 'nothing'} {day or 'never'}, CITATION.cff {citation['date-released']}"
    if tag and not tag.startswith("v"):
        yield f"the tag {tag} does not begin with v"
    if tag and told.get("Unreleased"):
        yield "CHANGELOG.md has entries under Unreleased: they belong under the version that is released"
    told_of_it = _told_of(version, told)
    if not told_of_it:
        yield f"CHANGELOG.md tells nothing of {version}"
    if len(told_of_it) > _LONGEST:
        yield f"CHANGELOG.md tells {len(told_of_it):,} characters of {version}, a release takes {_LONGEST:,}"


def main(tag: str = "") -> int:
    """Print what does not agree."""
    found = [*disagreements(Path(__file__).parents[1], tag)]
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
