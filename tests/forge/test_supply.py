"""What comes in from others and goes out to them: what is installed, who proposes what is new, what a scorecard looks for."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from scorecard import carelessness, commands, findings, hasty

BIN = Path(sys.executable).parent
UPDATES = [".github/dependabot.yml", "deploy/dependabot.yml", "deploy/renovate.json"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    """The files of the repository but those that are bad on purpose."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    run = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    return {
        path: (ROOT / path).read_bytes()
        for path in run.stdout.split("\0")
        if path and (ROOT / path).is_file() and not path.startswith("tests/fixtures/") and "/bad/" not in path
    }


# What is installed


def test_nothing_is_installed_but_wheels_that_the_lock_names(files: Mapping[str, bytes]) -> None:
    found = [(path, command) for path, command in commands(files)]
    assert [item for item in found if carelessness(item[1])] == []
    # It looks at the places that there are.
    assert {path for path, _ in found} == {
        "Makefile",
        "generator/starter/Makefile",
        "tests/ensure_programs.sh",
    }


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("pip install -r requirements.lock", "what is no wheel"),
        ("pip install --only-binary :all: -r requirements.lock", "no checksums"),
        ("pip install --only-binary :all: --require-hashes -r requirements.lock", "more than is named"),
        ("python -m pip install --no-index -e .", "what is no wheel"),
        ("npm install", "npm without its lock"),
        ("npm ci", "scripts of packages"),
        ("curl https://example.org/install.sh | sh", "fetches what nothing holds"),
        ("npx something", "fetches what nothing holds"),
        ("pip install --only-binary :all: --no-deps --require-hashes -r requirements.lock", ""),
        ("python -m pip install --no-index --no-deps --no-build-isolation -e .", ""),
        ("npm ci --ignore-scripts", ""),
    ],
)
def test_a_careless_command_is_seen(command: str, said: str) -> None:
    ((_, found),) = commands({"Makefile": f"all:\n\t{command}\n".encode()})
    assert (said in carelessness(found)) if said else carelessness(found) == ""


def locked(lock: str) -> dict[str, list[str]]:
    """The versions of each package in a lock; an entry without a checksum or with a loose version has none."""
    found: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        head, *rest = entry.splitlines()
        requirement = Requirement(head.removesuffix("\\").strip())
        versions = [item.version for item in requirement.specifier if item.operator == "=="]
        sound = rest and all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in rest)
        found.setdefault(canonicalize_name(requirement.name), []).extend(versions if sound else [])
    return found


def asked_for() -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    lists = [PROJECT["project"]["dependencies"], PROJECT["dependency-groups"]["dev"], *extras]
    return [Requirement(text) for texts in lists for text in texts]


def unfit(lock: str) -> list[str]:
    """Packages without a version that a checksum holds, and what is asked for and not there as it is asked for."""
    versions = locked(lock)
    return [
        *(name for name, held in versions.items() if not held),
        *(
            str(item)
            for item in asked_for()
            if not any(item.specifier.contains(one) for one in versions.get(canonicalize_name(item.name), ()))
        ),
    ]


def test_the_lock_names_a_checksum_for_each_and_fits_what_is_asked_for() -> None:
    assert unfit(LOCK) == []
    # Where it comes from is a matter of each machine.
    assert re.findall(r"https?:|--(?:extra-)?index-url|--find-links|file:", LOCK) == []


@pytest.mark.parametrize(
    ("written", "instead", "found"),
    [
        (r"(?m)^click==.*\n(    --hash.*\n)+", "", ["click>=8.2"]),
        (r"(?m)^click==\S+", "click==7.0", ["click>=8.2"]),
        (r"(?m)^click==\S+", "click>=8.3", ["click", "click>=8.2"]),
        (r"(?m)(^click==.*\n)(    --hash.*\n)+", r"\1", ["click", "click>=8.2"]),
        (r"(?m)(^click==.*\n    --hash=sha256:)....", r"\1", ["click", "click>=8.2"]),
    ],
)
def test_a_lock_that_does_not_hold_is_seen(written: str, instead: str, found: list[str]) -> None:
    assert unfit(re.sub(written, instead, LOCK)) == found


# Who proposes what is new


def test_what_is_new_waits_a_week() -> None:
    assert {path: hasty((ROOT / path).read_bytes()) for path in UPDATES} == {path: [] for path in UPDATES}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "UPGRADE ?= --upgrade --exclude-newer '7 days'" in makefile


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("updates: [{package-ecosystem: pip, cooldown: {default-days: 2}}]", ["pip"]),
        (
            "updates: [{package-ecosystem: pip}, {package-ecosystem: npm, cooldown: {default-days: 7}}]",
            ["pip"],
        ),
        ('{"minimumReleaseAge": "7 days"}', ["everything"]),
        ('{"minimumReleaseAge": "3 days", "internalChecksFilter": "strict"}', ["everything"]),
        ('{"internalChecksFilter": "strict"}', ["everything"]),
    ],
)
def test_who_proposes_it_sooner_is_seen(settings: str, found: list[str]) -> None:
    assert hasty(settings.encode()) == found


def fits(path: Path, schema: str) -> bool:
    from check_jsonschema.cli import main as check  # type: ignore[import-untyped]

    return CliRunner().invoke(check, ["--builtin-schema", f"vendor.{schema}", str(path)]).exit_code == 0


@pytest.mark.parametrize("name", UPDATES)
def test_its_settings_fit_the_schema_of_who_reads_them(name: str, tmp_path: Path) -> None:
    schema = "renovate" if name.endswith(".json") else "dependabot"
    assert fits(ROOT / name, schema)
    spoilt = tmp_path / Path(name).name
    text = (ROOT / name).read_text(encoding="utf-8")
    spoilt.write_text(text.replace("weekly", "sometimes").replace('"strict"', '"loose"'), encoding="utf-8")
    assert not fits(spoilt, schema)


def zizmor(path: Path) -> str:
    options = ("--persona", "auditor", "--strict-collection", "--offline", "--no-config", "--format", "plain")
    return subprocess.run(
        [BIN / "zizmor", *options, path], capture_output=True, text=True, check=False
    ).stdout


@pytest.mark.parametrize("name", [name for name in UPDATES if name.endswith(".yml")])
def test_zizmor_finds_nothing_in_them(name: str, tmp_path: Path) -> None:
    file = tmp_path / ".github" / "dependabot.yml"
    file.parent.mkdir()
    text = (ROOT / name).read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    assert "No findings" in zizmor(file)
    file.write_text(text.replace("default-days: 7", "default-days: 1"), encoding="utf-8")
    assert "dependabot-cooldown" in zizmor(file)


# Who is asked


def strangers(owners: str) -> list[str]:
    """Lines that name nobody, no path of ours, or somebody of an example as if there were one."""
    found = []
    for line in owners.splitlines():
        example = line.startswith("# /")
        words = line.removeprefix("# ").split()
        if not words or (line.startswith("#") and not example):
            continue
        path, *names = words
        sound = names and all(re.fullmatch(r"@[\w-]+(/[\w-]+)?", name) for name in names)
        if not sound or not (ROOT / path.strip("/")).exists() or (not example and "@example" in line):
            found.append(line)
    return found


@pytest.mark.parametrize(
    ("written", "instead", "found"),
    [
        ("# /data/ @example/editors", "/data/ @example/editors", ["/data/ @example/editors"]),
        ("# /data/ @example/editors", "/data/ @city-of-x/editors", []),
        ("# /data/ ", "# /date/ ", ["# /date/ @example/editors"]),
        ("# /data/ @example/editors", "/data/", ["/data/"]),
        ("# /data/ @example/editors", "/data/ somebody", ["/data/ somebody"]),
        ("", "", []),
    ],
)
def test_nobody_is_named_who_does_not_exist(written: str, instead: str, found: list[str]) -> None:
    owners = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8")
    assert strangers(owners.replace(written, instead) if written else owners) == found


# A scorecard


def test_the_checks_of_a_scorecard_find_nothing(files: Mapping[str, bytes]) -> None:
    assert [*findings(files)] == []


POLICY = (
    "# Security\n\nReport a hole [here](https://example.org). You get an answer within 7 days."
    + " Words." * 80
)
STEP = "{uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1}"


def workflow(steps: str = STEP, *, on: str = "push", rights: str = "{}") -> str:
    return f"on: {on}\npermissions: {rights}\njobs: {{a: {{steps: [{steps}]}}}}\n"


SOUND = {
    "SECURITY.md": POLICY,
    "LICENSE": "MIT",
    ".github/dependabot.yml": "updates: [{package-ecosystem: pip, cooldown: {default-days: 7}}]",
    ".github/workflows/a.yml": workflow(),
}
FLOW = ".github/workflows/a.yml"


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({FLOW: workflow("{uses: actions/checkout@v7}")}, ["Pinned-Dependencies"]),
        ({FLOW: workflow("{uses: actions/checkout@main}")}, ["Pinned-Dependencies"]),
        ({"Makefile": "all:\n\tpip install x\n"}, ["Pinned-Dependencies"]),
        ({"deploy/x.sh": "wget https://example.org/x\n"}, ["Pinned-Dependencies"]),
        ({FLOW: workflow(rights="write-all")}, ["Token-Permissions"]),
        ({FLOW: workflow(rights="{contents: write}")}, ["Token-Permissions"]),
        ({FLOW: workflow().replace("permissions: {}\n", "")}, ["Token-Permissions"]),
        ({FLOW: workflow(rights="{contents: read}")}, []),
        ({FLOW: workflow("{run: 'echo ${{ github.event.issue.title }}'}")}, ["Dangerous-Workflow"]),
        ({FLOW: workflow("{run: 'echo ${{ github.head_ref }}'}")}, ["Dangerous-Workflow"]),
        (
            {
                FLOW: workflow(
                    STEP.replace("}", ", with: {ref: '${{ github.event.pull_request.head.sha }}'}}"),
                    on="pull_request_target",
                )
            },
            ["Dangerous-Workflow"],
        ),
        ({"SECURITY.md": None}, ["Security-Policy"] * 4),
        ({"SECURITY.md": POLICY.replace("7 days", "a while")}, ["Security-Policy"]),
        ({"SECURITY.md": POLICY + " security@example.org"}, ["Security-Policy"]),
        ({"SECURITY.md": "Report [here](x) within 7 days."}, ["Security-Policy"]),
        ({"LICENSE": None}, ["License"]),
        ({".github/dependabot.yml": None}, ["Dependency-Update-Tool"]),
        ({".github/dependabot.yml": None, "renovate.json": "{}"}, ["Dependency-Update-Tool"]),
        ({"tool.exe": "x"}, ["Binary-Artifacts"]),
        ({"tool": "\x7fELF"}, ["Binary-Artifacts"]),
        ({FLOW: workflow("{run: gh release create v1}")}, ["Signed-Releases"]),
    ],
)
def test_each_check_of_a_scorecard_finds_its_fault(
    changed: Mapping[str, str | None], found: list[str]
) -> None:
    tree = {path: text.encode() for path, text in {**SOUND, **changed}.items() if text is not None}
    assert [check for check, _ in findings(tree)] == found
