"""Data that a command changes get the version that the check asks for."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from repositories import Repository

from generator.cli import main
from generator.editing.files.changing import Change
from generator.editing.files.numbering import numbered
from generator.editing.issue_form import label

PACKAGE = "town/package.yaml"
TARGETS = "town/documents/2023-plan/targets.csv"


def test_a_change_takes_the_version_along_once(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    data = repository.data
    changed = (data / TARGETS).read_bytes().replace(b"ge,200,,180,", b"ge,200,,170,")
    files, versions = numbered(Change(data), {TARGETS: changed})
    before = (data / PACKAGE).read_bytes()
    assert files == {TARGETS: changed, PACKAGE: before.replace(b"version: 0.1.0", b"version: 0.1.1")}
    assert versions == {"town": ("0.1.0", "0.1.1")}
    for path, content in files.items():
        (data / path).write_bytes(content)
    # What was written meets the promise already, also with more of the same kind.
    again = {TARGETS: changed.replace(b"ge,200,,170,", b"ge,200,,160,")}
    assert numbered(Change(data), again) == (again, {})
    # More that is added asks for another part.
    themes = (
        data / "town/themes.yaml"
    ).read_bytes() + "parks:\n  title_zh: 公园\n  title_en: Parks\n".encode()
    files, versions = numbered(Change(data), {"town/themes.yaml": themes})
    assert b"version: 0.2.0\n" in files[PACKAGE]
    assert versions == {"town": ("0.1.1", "0.2.0")}


def test_what_is_not_in_git_keeps_its_version(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "there")
    other = tmp_path / "data"
    repository.data.rename(other)
    files = {TARGETS: b"anything"}
    assert numbered(Change(other), files) == (files, {})


def test_what_cannot_be_compared_keeps_its_version(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    data = repository.data
    changed = (data / TARGETS).read_bytes().replace(b"ge,200,,180,", b"ge,200,,170,")
    told = (data / PACKAGE).read_bytes()
    untold = told.replace(b"version: 0.1.0\n", b"")
    cases: list[dict[str, bytes]] = [
        {"village/package.yaml": told},  # what is new
        {TARGETS: changed, PACKAGE: b"version: [\n"},  # what cannot be read
        {TARGETS: changed, PACKAGE: untold},  # what has none
    ]
    assert [numbered(Change(data), files) for files in cases] == [(files, {}) for files in cases]
    (data / PACKAGE).write_bytes(untold)
    repository.commit("none")
    assert numbered(Change(data), {TARGETS: changed}) == ({TARGETS: changed}, {})
    both = {TARGETS: changed, PACKAGE: told}
    assert numbered(Change(data), both) == (both, {})


def test_what_a_command_writes_passes_the_check_against_the_last_commit(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    written = numbered(
        Change(repository.data),
        {
            "town/themes.yaml": (repository.data / "town/themes.yaml").read_bytes()
            + "parks:\n  title_zh: 公园\n  title_en: Parks\n".encode()
        },
    ).files
    for path, content in written.items():
        (repository.data / path).write_bytes(content)
    told = CliRunner().invoke(main, ["check", str(repository.data), "--base", "HEAD"])
    assert told.exit_code == 0, told.output


RAISED = "town 的版本号从 0.1.0 改成了 0.2.0（package.yaml）：内容变了，版本要跟着变。"


def test_a_command_says_which_version_it_raised(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    figure = ("lamps-standing", "12", "--figure", "12盏", "--area", "east-village", "--locator", "一/(一)")
    place = ("--document", "2023-report", "--data", str(repository.data))
    told = []
    for period in ("2023", "2023-h1"):
        done = CliRunner().invoke(main, ["record", *figure, *place, "--period", period])
        assert done.exit_code == 0, done.output
        told.append([line for line in done.output.splitlines() if "版本号" in line])
    # Once for each version that is published.
    assert told == [[RAISED], []]


def test_what_was_only_added_to_and_what_was_changed_are_told_apart(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    words = {"title-zh": "树", "title-en": "Trees", "definition-zh": "种的树。", "definition-en": "Trees."}
    answers = [f"--{name}={text}" for name, text in words.items()]
    plain = ["--theme", "greening", "--unit-id", "tree", "--unit-zh", "棵", "--unit-en", "trees"]
    kind = ["--measure", "flow", "--ascending", "true", "--data", str(repository.data)]
    done = CliRunner().invoke(main, ["new", "indicator", "town", "trees", *plain, *answers, *kind])
    assert done.exit_code == 0, done.output
    listed = [line.rpartition("/")[2] for line in done.output.splitlines() if line.startswith("  ")]
    assert listed == ["greening.yaml（新）", "units.yaml（加在末尾）", "package.yaml（有改动）"]


def test_a_correction_of_the_public_says_which_version_it_raised(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    filled = {
        "figure": "observations/2023-report/lamps-standing/2023-12-31",
        "right": "985盏",
        "source": "青禾镇2023年工作总结，一（一）",
        "why": "录入时把985看成了980，请改正。",
        "consent": "- [x] 我知道这份表会公开。",
    }
    form = "".join(f"### {label(name, ['zh'])}\n\n{text}\n\n" for name, text in filled.items())
    (tmp_path / "form.md").write_text(form, encoding="utf-8")
    arguments = ["propose", str(tmp_path / "form.md"), "--data", str(repository.data)]
    told = [CliRunner().invoke(main, arguments).output.splitlines() for _ in range(2)]
    raised = "`town` 的版本号从 `0.1.0` 改成了 `0.1.1`（package.yaml）：内容变了，版本要跟着变。"
    # The second time there is nothing to correct.
    assert [raised in lines for lines in told] == [True, False]
