"""What OpenSSF's Scorecard looks for in the files of a repository, asked without a network, and what we ask of installing.

A finding is the name of a check and what it found where. Scorecard's other checks ask the forge (tests/THREATS.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

Files = Mapping[str, bytes]
"""The files of a repository by their paths."""

Finding = tuple[str, str]

_PROGRAMS = (
    ".exe",
    ".dll",
    ".so",
    ".dylib",
    ".jar",
    ".class",
    ".pyc",
    ".whl",
    ".o",
    ".a",
    ".wasm",
    ".deb",
    ".rpm",
)
_MAGIC = (b"\x7fELF", b"MZ\x90", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\x00asm", b"PK\x03\x04")
_COMMIT = re.compile(r"@[0-9a-f]{40}$")
_HOSTILE = re.compile(
    r"\$\{\{[^}]*\bgithub\.(head_ref|event\.(issue|pull_request|comment|review|discussion|head_commit|commits|workflow_run)\b"
    r"[^}]*\.(title|body|ref|label|name|message|email|head_branch|default_branch))"
)
_READ = ("read", "none")
_DAYS = 7
_LONG = 500
"""Characters of a policy that says something."""


def findings(files: Files) -> Iterator[Finding]:
    """All that is found."""
    for path, workflow in _workflows(files):
        yield from (
            ("Pinned-Dependencies", f"{path}: {uses}") for uses in _uses(workflow) if not _COMMIT.search(uses)
        )
        yield from (("Token-Permissions", f"{path}: {what}") for what in _rights(workflow))
        yield from (("Dangerous-Workflow", f"{path}: {what}") for what in _dangers(workflow))
    for path, content in files.items():
        if path.endswith(_PROGRAMS) or content.startswith(_MAGIC):
            yield "Binary-Artifacts", path
    for path, command in commands(files):
        if fault := carelessness(command):
            yield "Pinned-Dependencies", f"{path}: {fault}"
    yield from _policy(files)
    if not any(path in files for path in ("LICENSE", "LICENSE.md", "LICENSE.txt", "COPYING")):
        yield "License", "there is none"
    yield from _updates(files)
    yield from _signed(files)


def commands(files: Files) -> Iterator[tuple[str, str]]:
    """Each command in Makefiles, scripts and workflows that fetches something, as one line."""
    for path, content in files.items():
        name = path.rpartition("/")[2]
        if name in ("Makefile", "Dockerfile") or name.endswith((".sh", ".yml")) or path.startswith(".ci/"):
            for line in content.decode("utf-8").replace("\\\n", " ").splitlines():
                words = line.partition(" #")[0].strip()
                if not words.startswith("#") and _FETCHES.search(words):
                    yield path, words


_FETCHES = re.compile(
    r"\b(pip3? install|pipx|uv (pip install|sync|tool)|npm (ci|install|i)|npx|gem install|go install|curl|wget)\b"
)


def carelessness(command: str) -> str:
    """What a command that fetches something leaves open; nothing where all is fixed beforehand."""
    if re.search(r"\b(curl|wget|npx|pipx|gem install|go install|uv (sync|tool))\b", command):
        return f"fetches what nothing holds: {command}"
    if re.search(r"\bnpm (ci|install|i)\b", command):
        fine = "npm ci" in command and "--ignore-scripts" in command
        return "" if fine else f"npm without its lock, or with scripts of packages: {command}"
    if "--no-index" in command and "--no-build-isolation" in command and "--no-deps" in command:
        return ""
    if "--only-binary :all:" not in command:
        return f"what is no wheel runs programs while it is installed: {command}"
    locked = "--require-hashes" in command and "--no-deps" in command
    # What a body begins with names one version of the program, which comes from the index of its choice.
    return (
        ""
        if locked or "-r requirements.txt" in command
        else f"no checksums, or more than is named: {command}"
    )


def _workflows(files: Files) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, content in files.items():
        if re.search(r"(^|/)(\.github/workflows|deploy/gitea|deploy/github)/[^/]+\.ya?ml$", path):
            loaded = yaml.safe_load(content)
            yield path, {"on" if key is True else key: value for key, value in loaded.items()}


def _uses(workflow: Mapping[str, Any]) -> Iterator[str]:
    for job in workflow["jobs"].values():
        yield from (step["uses"] for step in job.get("steps", ()) if "uses" in step)


def _rights(workflow: Mapping[str, Any]) -> Iterator[str]:
    """Rights that hold for all jobs: none may write."""
    rights = workflow.get("permissions", "write-all")
    if isinstance(rights, str):
        if rights != "read-all":
            yield str(rights)
    else:
        yield from (f"{name}: {right}" for name, right in rights.items() if right not in _READ)


def _dangers(workflow: Mapping[str, Any]) -> Iterator[str]:
    """Words of strangers in a command, and their files where there are rights."""
    on = workflow["on"]
    privileged = {"pull_request_target", "workflow_run"} & ({on} if isinstance(on, str) else set(on))
    for job in workflow["jobs"].values():
        for step in job.get("steps", ()):
            if match := _HOSTILE.search(str(step.get("run", ""))):
                yield match[0]
            ref = str(step.get("with", {}).get("ref", ""))
            if privileged and re.search(r"head_(ref|sha|branch)|\.head\.|refs/pull", ref):
                yield ref


def _policy(files: Files) -> Iterator[Finding]:
    text = next(
        (files[path].decode("utf-8") for path in ("SECURITY.md", ".github/SECURITY.md") if path in files), ""
    )
    for name, found in {
        "says enough": len(text) > _LONG,
        "says how to report": re.search(r"(?i)report", text),
        "says within how many days": re.search(r"(?i)\b(\d+|seven|thirty|ninety) days", text),
        "leads somewhere": re.search(r"\]\([^)]+\)|https://", text),
        "promises no address that nobody reads": not re.search(r"[\w.+-]+@[\w-]+\.[\w.]+", text),
    }.items():
        if not found:
            yield "Security-Policy", f"nothing {name}"


def _updates(files: Files) -> Iterator[Finding]:
    if ".github/dependabot.yml" not in files and "renovate.json" not in files:
        yield "Dependency-Update-Tool", "there is none"
    for path in (".github/dependabot.yml", "deploy/dependabot.yml", "renovate.json", "deploy/renovate.json"):
        if path in files:
            yield from (("Dependency-Update-Tool", f"{path}: {name} at once") for name in hasty(files[path]))


def hasty(settings: bytes) -> list[str]:
    """What is proposed sooner than a week after it came out, by the settings of Dependabot or Renovate."""
    told = yaml.safe_load(settings)
    if "updates" in told:
        return [
            item["package-ecosystem"]
            for item in told["updates"]
            if item.get("cooldown", {}).get("default-days", 0) < _DAYS
        ]
    days = re.fullmatch(r"(\d+) days", str(told.get("minimumReleaseAge", "")))
    strict = told.get("internalChecksFilter") == "strict"
    return [] if days and int(days[1]) >= _DAYS and strict else ["everything"]


def _signed(files: Files) -> Iterator[Finding]:
    """Where a workflow makes a release, the files of it must have been signed before, in a job of their own."""
    for path, workflow in _workflows(files):
        jobs = workflow["jobs"]
        signing = {
            name
            for name, job in jobs.items()
            if any("attest-build-provenance@" in step.get("uses", "") for step in job.get("steps", ()))
        }
        for job in jobs.values():
            releases = any("gh release create" in str(step.get("run", "")) for step in job.get("steps", ()))
            needs = job.get("needs", [])
            if releases and not signing & set([needs] if isinstance(needs, str) else needs):
                yield "Signed-Releases", f"{path}: what is released is not signed before"
