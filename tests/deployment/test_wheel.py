"""The wheel carries all that the program reads, and what an adopter begins with works from a clean clone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from folders import ROOT
from sites import once

from generator import __version__

CARRIED = {
    "site_src": "generator/site_src",
    "deploy": "generator/deploy",
    ".github": "generator/.github",
    "generator": "generator",
    "mkdocs.yml": "generator/mkdocs.yml",
}
"""The program and what it reads: in the repository, and in the wheel."""

NOT_CARRIED = ("site_src/site.yaml", "site_src/readme/")
"""This repository's own."""


def tracked(folder: Path) -> list[str]:
    """The files of the repository, new ones too, without those that git ignores."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    run = subprocess.run(listed, cwd=folder, capture_output=True, text=True, check=True)
    return [path for path in run.stdout.split("\0") if path and (folder / path).is_file()]


def build(sources: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Build the wheel, with nothing but what is installed here."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-build-isolation"]
    return subprocess.run(
        [*command, "--no-deps", "--wheel-dir", str(out), str(sources)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the wheel is built from, so that building leaves nothing in the repository."""

    def make(folder: Path) -> None:
        kept = ("generator/", "site_src/", "deploy/", ".github/")
        for path in tracked(ROOT):
            if path.startswith(kept) or "/" not in path:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / path, folder / path)

    return once(tmp_path_factory, "sources", make)


@pytest.fixture(scope="module")
def wheel(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel."""

    def make(out: Path) -> None:
        run = build(sources, out)
        assert run.returncode == 0, run.stderr

    (made,) = once(tmp_path_factory, "wheels", make).glob("*.whl")
    return made


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is installed here besides this project, as a folder for PYTHONPATH."""
    folder = tmp_path_factory.mktemp("others")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(("mingzhang", "__editable__", "_editable", "pip", "generator")):
            (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture(scope="module")
def environment(wheel: Path, others: Path) -> dict[str, str]:
    """An environment in which pip finds the wheel alone, and programs the libraries that are installed here."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "MINGZHANG_"))},
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_FIND_LINKS": str(wheel.parent),
        "PYTHONPATH": str(others),
        "LC_ALL": "C.UTF-8",
        "PIP_CONFIG_FILE": os.devnull,
    }


def test_the_wheel_has_every_file_that_the_program_reads(wheel: Path) -> None:
    expected = {
        CARRIED[begins] + path.removeprefix(begins)
        for path in tracked(ROOT)
        for begins in CARRIED
        if (path == begins or path.startswith(f"{begins}/")) and not path.startswith(NOT_CARRIED)
    }
    with zipfile.ZipFile(wheel) as opened:
        names = {name for name in opened.namelist() if ".dist-info/" not in name}
        about = {name.partition(".dist-info/")[2] for name in opened.namelist()} - {""}
        metadata = opened.read(f"mingzhang-{__version__}.dist-info/METADATA").decode()
    assert names == expected
    assert {"METADATA", "licenses/LICENSE", "entry_points.txt"} <= about
    assert "Description-Content-Type: text/markdown" in metadata
    assert (ROOT / "README.md").read_text(encoding="utf-8").strip() in metadata


@pytest.mark.parametrize("part", ["site_src", "mkdocs.yml", "deploy", ".github"])
def test_no_wheel_is_built_without_a_part(sources: Path, tmp_path: Path, part: str) -> None:
    copy = tmp_path / "sources"
    shutil.copytree(sources, copy, ignore=shutil.ignore_patterns("build", "*.egg-info"))
    lost = copy / part
    if lost.is_dir():
        shutil.rmtree(lost)
    else:
        lost.unlink()
    run = build(copy, tmp_path / "out")
    assert (run.returncode != 0, part in run.stderr) == (True, True)
    assert not list((tmp_path / "out").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as it is installed in an environment of its own."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python")]
    subprocess.run([*pip, "install", "--quiet", str(wheel)], check=True, env=environment)
    return folder / "bin/mingzhang"


def run(command: list[str], cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What a command says, with what it says of faults."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def test_every_installed_command_finds_what_it_reads(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    code = "from generator.core import sources; print(sources.SHIPPED)"
    python = str(installed.with_name("python"))
    shipped = Path(run([python, "-c", code], tmp_path, environment).stdout.strip())
    assert shipped.is_relative_to(installed.parents[1])
    assert not (shipped / "site.yaml").exists()
    for command in ("check", "build", "due", "migrate", "schemas", "export"):
        said = run([str(installed), command, "--lang", "fr"], tmp_path, environment)
        # There is no data here, which is said in words.
        assert (said.returncode in (0, 1, 2), "Traceback" in said.stdout) == (True, False), said.stdout


@pytest.mark.parametrize(
    ("languages", "passed"),
    [("zh", "检查通过"), ("kk,ru,en", "All checks passed")],
)
def test_a_new_repository_is_green_from_a_clean_clone(
    installed: Path, environment: dict[str, str], tmp_path: Path, languages: str, passed: str
) -> None:
    begun, clone = tmp_path / "begun", tmp_path / "clone"
    said = run([str(installed), "init", str(begun), "--language", languages], tmp_path, environment)
    assert said.returncode == 0, said.stdout
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "begun"]):
        subprocess.run(["git", *identity, *command], cwd=begun, check=True, env=environment)
    subprocess.run(["git", "clone", "--quiet", str(begun), str(clone)], check=True, env=environment)
    said = run(["make", f"PYTHON={sys.executable}", "test"], clone, environment)
    assert said.returncode == 0, said.stdout
    assert said.stdout.count(passed) == 2  # of the check, and of the verification
    assert (clone / "site/example/index.html").is_file()
    # Nothing that was made is taken for a change of the record.
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert status.stdout == ""


def test_the_wheel_of_a_clone_stands_in_the_repository_itself(
    installed: Path, wheel: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """Where no index has the program: as the README of the repository says."""
    begun = tmp_path / "begun"
    run([str(installed), "init", str(begun), "--language", "en"], tmp_path, environment)
    (begun / "wheels").mkdir()
    shutil.copy(wheel, begun / "wheels")
    wanted, given = begun / "requirements.txt", f"./wheels/{wheel.name}"
    text = wanted.read_text(encoding="utf-8")
    wanted.write_text(text.replace(f"mingzhang=={__version__}", given), encoding="utf-8")
    without = {name: value for name, value in environment.items() if name != "PIP_FIND_LINKS"}
    said = run(["make", f"PYTHON={sys.executable}", "check"], begun, without)
    assert (said.returncode, "All checks passed" in said.stdout) == (0, True), said.stdout


def test_a_figure_that_is_not_in_its_text_turns_the_repository_red(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    run([str(installed), "init", str(begun), "--language", "en"], tmp_path, environment)
    # As after the first `make`, which the clean clone tries.
    (begun / ".venv").symlink_to(installed.parents[1])
    (begun / ".venv/ready").touch()
    text = begun / "archive/example/2025-report.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("126", "127"), encoding="utf-8")
    said = run(["make", f"PYTHON={sys.executable}", "verify"], begun, environment)
    assert (said.returncode, "[text-changed]" in said.stdout) == (2, True), said.stdout
    without = {**environment, "MINGZHANG_ARCHIVE": "none"}
    shutil.rmtree(begun / "archive")
    said = run(["make", f"PYTHON={sys.executable}", "verify"], begun, without)
    assert said.returncode == 0, said.stdout
    # Texts that went are no proof where others rely on it, unless somebody says that there are none.
    relied = {**environment, "CI": "true", "MINGZHANG_ARCHIVE": ""}
    said = run(["make", f"PYTHON={sys.executable}", "verify"], begun, relied)
    assert (said.returncode, "MINGZHANG_ARCHIVE=none" in said.stdout) == (2, True)
