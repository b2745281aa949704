"""Packages that were built apart are joined into the site that is built of all at once, or it is said why they cannot be."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from again import contents
from click.testing import CliRunner
from sites import TODAY, once, quickly, two_towns

from generator.cli import main
from generator.publishing import joining
from generator.publishing.build import build
from generator.publishing.joining import FILE, PartError
from generator.publishing.outputs import MARK, OutputError

Edit = Callable[[Path], None]


def made(folder: Path, site: str, **options: Any) -> Path:
    """A site of the two towns."""
    given = {"today": TODAY, "prove": None, **options}
    report = build(folder / "data", folder / site, folder / "work", **given)
    assert report.ok, report.render("text", "en")
    return folder / site


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    quickly(monkeypatch)


def rewritten(site: Path, change: Callable[[dict[str, Any], dict[str, str]], object]) -> None:
    """Change what a site holds to be joined: its facts, and its texts by name."""
    with zipfile.ZipFile(site / FILE) as part:
        facts = json.loads(part.read("part.json"))
        texts = {name: part.read(name).decode() for name in part.namelist() if name != "part.json"}
    change(facts, texts)
    with zipfile.ZipFile(site / FILE, "w") as part:
        part.writestr("part.json", json.dumps(facts))
        for name, text in texts.items():
            part.writestr(name, text)


def fact(name: str, value: object) -> Edit:
    """Another fact."""
    return lambda site: rewritten(site, lambda facts, _: facts.update({name: value}))


def text(name: str, content: str = "x") -> Edit:
    """One text more, or another one."""
    return lambda site: rewritten(site, lambda _, texts: texts.update({name: content}))


@pytest.fixture
def towns(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder with two towns, the site of `both`, and the sites of each by itself."""

    def make(folder: Path) -> None:
        two_towns(folder / "data")
        made(folder, "both")
        for name in ("town", "village"):
            made(folder, name, package=name)

    return shutil.copytree(once(tmp_path_factory, "joining", make), tmp_path / "towns")


@pytest.mark.parametrize("order", [("town", "village"), ("village", "town"), ("village",)])
def test_joined_they_are_what_is_built_at_once(towns: Path, order: tuple[str, ...]) -> None:
    """What no site brings is built."""
    joined = made(towns, "joined", parts=[towns / name for name in order])
    assert contents(joined) == contents(towns / "both")


def test_what_is_joined_is_not_made_again(towns: Path) -> None:
    steps: list[str] = []
    made(towns, "joined", parts=[towns / "town", towns / "village"], tell=steps.append)
    assert steps == ["joined", "downloads", "pages", "render", "pictures", "swap"]
    # A text that nobody else would write shows where the page comes from.
    text("en/town/documents/2023-plan/index.md", "<p>apart</p>")(towns / "town")
    joined = made(towns, "joined", parts=[towns / "town", towns / "village"])
    page = (joined / "en/town/documents/2023-plan/index.html").read_text(encoding="utf-8")
    assert "<p>apart</p>" in page


@pytest.mark.parametrize("told", [fact("offered", "data/parts/2/"), fact("later", value=True)])
def test_pages_that_tell_of_other_packages_are_made_again_among_these(towns: Path, told: Edit) -> None:
    """Alone it did not stand on a later part of the data page, or was the only one that is judged as on an earlier day."""
    text("en/town/documents/2023-plan/index.md", "<p>apart</p>")(towns / "town")
    told(towns / "town")
    joined = made(towns, "joined", parts=[towns / "town", towns / "village"])
    assert contents(joined) == contents(towns / "both")


def test_only_a_site_of_one_package_can_be_joined(towns: Path) -> None:
    assert (towns / "town" / FILE).is_file()
    assert not (towns / "both" / FILE).exists()
    with pytest.raises(PartError) as refused:
        made(towns, "joined", parts=[towns / "both"])
    assert (refused.value.reason, refused.value.site) == ("part_none", towns / "both")


def lacking(name: str) -> Edit:
    """One fact less."""
    return lambda site: rewritten(site, lambda facts, _: facts.pop(name))


def written(path: str, content: str) -> Edit:
    """A file with another content."""

    def edit(site: Path) -> None:
        (site / path).write_text(content, encoding="utf-8")

    return edit


SPOILT: Mapping[str, Edit] = {
    "a text above the folder": text("en/town/../../../x"),
    "a text of another package": text("en/village/index.md"),
    "a text that is no page of a package": text("en/index.md"),
    "a text by a path from the root": text("en//town/index.md"),
    "a text with an odd separator": text("en/town/..\\..\\x"),
    "a package above the folder": fact("package", ".."),
    "a package in another folder": fact("package", "../town"),
    "a package that is no name": fact("package", 7),
    "a table that there is not": fact("tables", [["spies", ["id"], 1, 1]]),
    "a column that there is not": fact("tables", [["units", ["spies"], 1, 1]]),
    "a language that is not there": fact("languages", ["en", "fr", "zh"]),
    "a fact too many": fact("more", 1),
    "a fact too few": lacking("day"),
    "no archive": written(FILE, "PK"),
    "another download": written("data/town/units.csv", "unit_id\n"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_is_not_as_it_was_built_is_refused(towns: Path, spoilt: str) -> None:
    SPOILT[spoilt](towns / "town")
    before = contents(towns / "both")
    with pytest.raises(PartError) as refused:
        made(towns, "both", parts=[towns / "town"])
    assert refused.value.reason == "part_broken"
    assert contents(towns / "both") == before


def linked(site: Path) -> None:
    """A download leads elsewhere."""
    (site / "data/town/units.csv").unlink()
    (site / "data/town/units.csv").symlink_to("/etc/hostname")


FOREIGN: Mapping[str, tuple[str, Edit]] = {
    "without our mark": ("foreign", lambda site: (site / MARK).unlink()),
    "with a file of somebody else": ("added", written("x.html", "x")),
    "with a link in the place of a download": ("added", linked),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_not_ours_is_refused(towns: Path, name: str) -> None:
    reason, edit = FOREIGN[name]
    edit(towns / "town")
    with pytest.raises(OutputError) as refused:
        made(towns, "joined", parts=[towns / "town"])
    assert refused.value.reason == reason


def edited(path: str, old: str, new: str) -> Edit:
    """A file with one piece in the place of another."""

    def edit(folder: Path) -> None:
        file = folder / path
        content = file.read_text(encoding="utf-8")
        assert old in content
        file.write_text(content.replace(old, new), encoding="utf-8")

    return edit


def test_of_two_sites_of_one_package_one_is_refused(towns: Path) -> None:
    shutil.copytree(towns / "town", towns / "twin")
    with pytest.raises(PartError) as refused:
        made(towns, "joined", parts=[towns / "town", towns / "twin"])
    assert (refused.value.reason, refused.value.site.name) == ("part_twice", "twin")


def test_a_package_that_the_data_lack_is_refused(towns: Path) -> None:
    shutil.rmtree(towns / "data" / "village")
    with pytest.raises(PartError) as refused:
        made(towns, "joined", parts=[towns / "town", towns / "village"])
    assert (refused.value.reason, refused.value.detail) == ("part_unknown", "village")


def test_what_was_made_of_something_else_is_refused(towns: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time it is said what differs."""

    def reason(**options: Any) -> str:
        with pytest.raises(PartError) as refused:
            made(towns, "joined", parts=[towns / "town", towns / "village"], **options)
        return refused.value.reason

    assert reason(today=TODAY + timedelta(days=1)) == "part_day"
    assert reason(url="https://example.org/") == "part_day"
    with monkeypatch.context() as other:
        other.setattr(joining, "__version__", "9.9")
        assert reason() == "part_version"
    with monkeypatch.context() as other:
        other.setattr(joining, "whole_program", lambda: "another")
        assert reason() == "part_program"
    edited("data/village/themes.yaml", "Street lamps", "Lamps")(towns)
    assert reason() == "part_data"


def test_of_one_package_alone_the_data_are_read(towns: Path) -> None:
    """What is wrong elsewhere is told where all are joined."""
    edited("data/village/themes.yaml", "title_en", "title_xx")(towns)
    again = made(towns, "again", package="town")
    assert contents(again) == contents(towns / "town")
    report = build(towns / "data", towns / "joined", towns / "work", today=TODAY, parts=[again])
    assert {problem.place.file.partition("/")[0] for problem in report} == {"village"}


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ("--assemble", 2, "After --assemble stand the folders"),
        ("{both}", 2, "After --assemble stand the folders"),
        ("--assemble --package town {town}", 2, "After --assemble stand the folders"),
        ("--assemble {both}", 1, "holds no part.zip"),
        ("--assemble {town} {town}", 1, "has the package town already"),
        ("--assemble --date 2026-11-22 {town}", 1, "was built for another day"),
        ("--scheduler dask", 2, "“dask” is no address of a scheduler"),
        (
            "--scheduler tcp://127.0.0.1:1 --workers 2",
            2,
            "Only one of these may be given: --workers, --scheduler",
        ),
    ],
)
def test_the_command_says_what_is_wrong(
    towns: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, code: int, told: str
) -> None:
    monkeypatch.chdir(towns)
    places = {name: str(towns / name) for name in ("both", "town")}
    given = [part.format(**places) for part in arguments.split()]
    options = ["--lang", "en", "--site", "joined", *([] if "--date" in given else ["--date", str(TODAY)])]
    result = CliRunner().invoke(main, ["build", *options, *given])
    assert (result.exit_code, (towns / "joined").exists()) == (code, False)
    assert told in " ".join(result.stderr.split())


def test_the_command_joins(towns: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(towns)
    options = ["--date", str(TODAY), "--site", "joined", "--assemble", "town", "village"]
    result = CliRunner().invoke(main, ["build", *options])
    assert result.exit_code == 0, result.output
    assert contents(towns / "joined") == contents(towns / "both")
