"""A release: its files are the same wherever they are made, say what they are made of, and are made of what agrees alone."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import agreeing
import packing
import pytest
import releasing
import reproduce
import sbom
from folders import ROOT
from tars import unpack

from generator import __version__

MOMENT = 1795305600


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files as they are here, in one commit of a repository of their own."""
    folder = tmp_path_factory.mktemp("repository")
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    paths = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for path in paths:
        # Neither data nor tests are packed.
        if (
            path
            and (ROOT / path).is_file()
            and not path.startswith(("data/", "tests/", "benchmarks/", "schemas/"))
        ):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, folder / path)
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false")
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "all")):
        subprocess.run(
            ["git", *who, *words],
            cwd=folder,
            check=True,
            env={**os.environ, "GIT_COMMITTER_DATE": f"{MOMENT} +0000"},
        )
    return folder


@contextmanager
def elsewhere(mask: int, **names: str) -> Iterator[None]:
    """As somebody else would have it: another umask, zone, language, order of sets."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in names.items():
            patch.setenv(name, value)
        before = os.umask(mask)
        try:
            yield
        finally:
            os.umask(before)


@pytest.fixture(scope="module")
def made(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "out"
    # What git is told of somebody else's repository changes nothing either.
    with elsewhere(0o077, TZ="Asia/Shanghai", PYTHONHASHSEED="7", GIT_DIR=str(out), GIT_INDEX_FILE=str(out)):
        releasing.make(repository, out)
    return out


def test_a_release_is_the_same_to_the_byte_wherever_it_is_made(
    repository: Path, made: Path, tmp_path: Path
) -> None:
    clone, other = tmp_path / "a longer name of a folder", tmp_path / "out"
    subprocess.run(["git", "clone", "--quiet", repository, clone], check=True)
    # Whoever makes it has attributes of his own.
    (tmp_path / "git").mkdir()
    (tmp_path / "git/attributes").write_text("*.md export-ignore\n*.py ident\n", encoding="utf-8")
    with elsewhere(
        0o002, TZ="America/New_York", LC_ALL="C", PYTHONHASHSEED="1", XDG_CONFIG_HOME=str(tmp_path)
    ):
        releasing.make(clone, other)
    assert [*reproduce.differences(made, other)] == []


def test_the_name_of_a_tag_is_no_program(tmp_path: Path) -> None:
    """Git allows `;`, quotes and `$` in it, and whoever pushes one starts the workflow."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/ready").touch()
    shutil.copyfile(ROOT / "Makefile", tmp_path / "Makefile")
    make = ["make", "--dry-run", "--assume-old=.venv/ready", "release"]
    for tag in ("v1;touch made", 'v1";touch made;"', "v1`touch made`", "v1$(touch made)"):
        run = subprocess.run(
            make,
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "MAKEFLAGS": "", "MAKELEVEL": "", "TAG": tag},
        )
        assert run.stdout.splitlines() == ['.venv/bin/python release/releasing.py dist "${TAG:-}"']


def test_the_wheel_of_the_source_distribution_is_the_wheel(made: Path, tmp_path: Path) -> None:
    (packed,), (wheel,) = made.glob("*.tar.gz"), made.glob("*.whl")
    with tarfile.open(packed) as opened:
        assert {(item.uid, item.uname, item.mtime) for item in opened} == {(0, "", MOMENT)}
        unpack(opened, tmp_path)
    (sources,) = tmp_path.iterdir()
    assert packing.wheel(sources, tmp_path / "out", MOMENT).read_bytes() == wheel.read_bytes()


def test_its_files_are_those_that_its_checksums_name(made: Path) -> None:
    lines = (made / releasing.SUMS).read_text(encoding="utf-8").splitlines()
    named = {name: value for value, _, name in (line.partition("  ") for line in lines)}
    assert named == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in made.iterdir()
        if file.name != releasing.SUMS
    }
    name = f"mingzhang-{__version__}"
    assert sorted(named) == sorted(
        [
            f"{name}-py3-none-any.whl",
            f"{name}.tar.gz",
            f"{name}.cdx.json",
            f"{name}-site.cdx.json",
            releasing.NOTES,
        ]
    )
    assert (made / releasing.NOTES).read_text(encoding="utf-8").strip() == agreeing.notes(ROOT, __version__)


# What it is made of


def test_what_it_is_made_of_is_the_lock_and_fits_the_schema_of_cyclonedx(made: Path) -> None:
    text = (made / f"mingzhang-{__version__}.cdx.json").read_text(encoding="utf-8")
    assert sbom.faults(text) == []
    told = json.loads(text)
    lock = (ROOT / sbom.LOCK).read_text(encoding="utf-8")
    entries = [line.split(" ")[0] for line in lock.splitlines() if line and not line.startswith(" ")]
    assert sorted(f"{item['name']}=={item['version']}" for item in told["components"]) == sorted(entries)
    hashes = [
        one["content"]
        for item in told["components"]
        for ref in item["externalReferences"]
        for one in ref["hashes"]
    ]
    assert sorted(hashes) == sorted(
        word.partition("sha256:")[2] for word in lock.split() if "sha256:" in word
    )
    scopes = {item["name"]: item["scope"] for item in told["components"]}
    assert [scopes[name] for name in ("click", "watchdog", "distributed", "pytest")] == [
        "required",
        "required",
        "optional",
        "excluded",
    ]
    # Who runs the program is told under which licence everything is that it needs.
    assert [
        item["name"]
        for item in told["components"]
        if item["scope"] != "excluded" and not item.get("licenses")
    ] == []
    needs = {item["ref"]: item.get("dependsOn", []) for item in told["dependencies"]}
    assert any(ref.startswith("pkg:pypi/click@") for ref in needs["mingzhang"])


def test_what_a_site_carries_is_told_with_licences_and_fits_the_schema(made: Path) -> None:
    text = (made / f"mingzhang-{__version__}-site.cdx.json").read_text(encoding="utf-8")
    assert sbom.faults(text) == []
    told = {
        item["purl"].partition("@")[0] if "%40" not in item["purl"] else item["purl"]: item
        for item in json.loads(text)["components"]
    }
    assert {"pkg:pypi/mkdocs-material", "pkg:npm/vega", "pkg:npm/d3-scale", "pkg:npm/%40mdi/svg"} <= set(told)
    assert [name for name, item in told.items() if not item["licenses"] or not item["copyright"]] == []


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('"type": "library"', '"type": "thing"'),
        ('"bomFormat": "CycloneDX"', '"bomFormat": "SPDX"'),
        ("urn:uuid:", "no."),
    ],
)
def test_a_list_that_does_not_fit_is_seen(written: str, instead: str) -> None:
    text = sbom.of_site(ROOT, MOMENT)
    assert written in text
    assert sbom.faults(text.replace(written, instead)) != []


# What it is made of must agree


@pytest.mark.parametrize(
    ("file", "written", "instead", "tag", "said"),
    [
        ("CITATION.cff", f"version: {__version__}", "version: 9.9.9", "", "CITATION.cff has 9.9.9"),
        ("CITATION.cff", "date-released: '", "date-released: '1", "", "CHANGELOG.md dates"),
        ("generator/__init__.py", __version__, "9.9.9", "", "generator/__init__.py has 9.9.9"),
        ("CHANGELOG.md", f"## {__version__}, ", "## 9.9.9, ", "", "CHANGELOG.md has 9.9.9"),
        (
            "CHANGELOG.md",
            f"## {__version__}, ",
            "## 9.9.9, ",
            "",
            f"CHANGELOG.md tells nothing of {__version__}",
        ),
        (
            "CHANGELOG.md",
            "## Unreleased\n",
            "## Unreleased\n\nNew.\n",
            f"v{__version__}",
            "entries under Unreleased",
        ),
        (
            "CHANGELOG.md",
            f"## {__version__}, ",
            f"## {__version__}, today\n{'x' * 125_000}",
            "",
            "a release takes 125,000",
        ),
        ("LICENSE", "MIT", "MIT", "v9.9.9", "the tag has 9.9.9"),
        ("LICENSE", "MIT", "MIT", __version__, "does not begin with v"),
    ],
)
def test_what_does_not_agree_is_no_release(
    tmp_path: Path, file: str, written: str, instead: str, tag: str, said: str
) -> None:
    for name in ("CITATION.cff", "CHANGELOG.md", "pyproject.toml", "LICENSE", "generator/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    assert [*agreeing.disagreements(tmp_path)] == []
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert written in text
    (tmp_path / file).write_text(text.replace(written, instead), encoding="utf-8")
    assert [line for line in agreeing.disagreements(tmp_path, tag) if said in line] != []


def read(repository: Path, *words: str) -> list[str]:
    run = subprocess.run(["git", *words], cwd=repository, check=True, capture_output=True, text=True)
    return run.stdout.splitlines()


def test_nothing_is_released_but_a_tagged_commit_without_changes(repository: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "--quiet", repository, copy], check=True)
    tag = f"v{__version__}"
    missing = f"{tag} is not at HEAD, or there is no such tag"
    assert missing in [*releasing.refusals(copy, tag)]
    subprocess.run(["git", "tag", tag], cwd=copy, check=True)
    assert missing not in [*releasing.refusals(copy, tag)]
    assert [*releasing.refusals(copy, "")] == []
    (main_branch,) = read(copy, "branch", "--show-current")
    beside = (
        f"{tag} is not on {main_branch}, or that was not fetched: merge it first, and tag what was merged"
    )
    assert beside not in [*releasing.refusals(copy, tag, main_branch)]
    assert f"{tag} is not on other, or" in " ".join(releasing.refusals(copy, tag, "other"))
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    read(copy, *who, "commit", "--quiet", "--allow-empty", "--message", "beside")
    read(copy, "tag", "--force", tag)
    assert [*releasing.refusals(copy, tag, main_branch)] == [*releasing.refusals(copy, tag), beside]
    (copy / "new").write_text("new", encoding="utf-8")
    assert [*releasing.refusals(copy, "")] == ["there are changes that are in no commit"]
