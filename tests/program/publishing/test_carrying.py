"""A site is replaced only by one that knows all revisions that it told, or that says why it does not."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from repositories import Repository, git
from speaking import both

from generator.cli import main
from generator.core.languages import interface
from generator.core.messages import lookup
from generator.publishing import build as building
from generator.publishing.build import build
from generator.publishing.downloads import measured
from generator.publishing.export import copies
from generator.publishing.export.copies import CopiesError
from generator.publishing.export.write import Before, write_package
from generator.publishing.pages.views import PackageView
from generator.publishing.published import read_published
from generator.publishing.settings import HistoryGivenUp, Settings, read_settings

REPORT = "town/documents/2023-report/observations.csv"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Figures changed in the second and the third of its commits; beside it stands what a site that was built from the last one
    leaves for the next one.
    """
    made = Repository(tmp_path_factory.mktemp("begun") / "repository")
    lamps(made, 980, 981)
    made.commit("A digit")
    lamps(made, 981, 982)
    made.commit("Another digit")
    published_of(first_view(made), made.folder.with_name("site"), made.git("rev-parse", "HEAD"))
    return made


@pytest.fixture
def repository(begun: Repository, tmp_path: Path) -> Repository:
    """One like it, to change."""
    return Repository(tmp_path / "repository", like=begun)


@pytest.fixture
def file(begun: Repository, tmp_path: Path) -> Path:
    """What was left for the next site, to change."""
    shutil.copytree(begun.folder.with_name("site"), tmp_path / "site")
    return tmp_path / "site" / "data" / "versions.json"


def lamps(repository: Repository, old: int, new: int) -> None:
    repository.edit(REPORT, f",{old},exact,A,,,,,一/(一),{old}盏", f",{new},exact,A,,,,,一/(一),{new}盏")


def built(repository: Path, file: Path, lang: str = "en") -> Result:
    options = ["--data", str(repository / "data"), "--site", str(repository / "site"), "--lang", lang]
    return CliRunner().invoke(main, ["build", *options, "--published", str(file)])


@pytest.fixture
def staged(monkeypatch: pytest.MonkeyPatch) -> list[PackageView]:
    """What the pages of a build are made of; they themselves are not made."""
    views: list[PackageView] = []
    monkeypatch.setattr(building, "build_site", lambda found, *_, **__: views.extend(found))
    return views


def told(view: PackageView) -> list[tuple[str, str, str, bool]]:
    return [(item.field, item.old, item.new, bool(item.carried)) for item in view.revisions]


BEFORE = [
    ("value", "980", "981", False),
    ("figure", "980盏", "981盏", False),
    ("value", "981", "982", False),
    ("figure", "981盏", "982盏", False),
]


def shallow(repository: Repository) -> Path:
    lamps(repository, 982, 983)
    repository.commit("A third")
    clone = repository.folder.with_name("clone")
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.folder}", str(clone))
    return clone


def shallow_but_for_the_publication(repository: Repository) -> Path:
    clone = repository.folder.with_name("clone")
    repository.git("clone", "--quiet", "--depth=2", f"file://{repository.folder}", str(clone))
    return clone


def squashed(repository: Repository) -> Path:
    repository.git("checkout", "--quiet", "--orphan", "new")
    repository.commit("Everything")
    return repository.folder


def new(repository: Repository) -> Path:
    folder = repository.folder.with_name("new")
    shutil.copytree(repository.data, folder / "data")
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "Imported"]):
        git(folder, 40, *arguments)
    return folder


def without_git(repository: Repository) -> Path:
    folder = repository.folder.with_name("copy")
    shutil.copytree(repository.data, folder / "data")
    return folder


def without_objects(repository: Repository) -> Path:
    """A clone that fetches contents when they are asked for, from where they are no more."""
    clone = repository.folder.with_name("partial")
    repository.git("config", "uploadpack.allowFilter", "true")
    source = f"file://{repository.folder}"
    repository.git("clone", "--quiet", "--filter=blob:none", source, str(clone))
    git(clone, 40, "config", "remote.origin.url", str(clone / "nowhere"))
    return clone


def rewritten(repository: Repository) -> Path:
    """The last commit once more, on another day."""
    repository.git("commit", "--quiet", "--amend", "-m", "Another digit, in other words")
    return repository.folder


LOST: Mapping[str, tuple[Callable[[Repository], Path], str]] = {
    # case: what became of the repository, what is said of it
    "a shallow clone": (shallow, "was built from commit"),
    "a shallow clone that has the publication": (shallow_but_for_the_publication, "lacks (2; the first: 2024-01-02 "),
    "a squashed repository": (squashed, "was built from commit"),
    "a new repository": (new, "was built from commit"),
    "no repository": (without_git, "was built from commit"),
    "a commit written anew": (rewritten, "was built from commit"),
}  # fmt: skip


@pytest.mark.parametrize("case", LOST)
def test_a_history_that_lacks_what_was_published_is_not(
    repository: Repository, file: Path, staged: list[PackageView], case: str
) -> None:
    commit = repository.git("rev-parse", "HEAD")
    act, says = LOST[case]
    run = built(act(repository), file)
    assert (run.exit_code, staged) == (1, [])
    for text in (
        "Error: town: the site as it stands",
        says,
        "git fetch --unshallow",
        "histories_given_up",
        commit,
    ):
        assert text in run.stderr


def test_a_history_that_goes_on_is_published(
    repository: Repository, file: Path, staged: list[PackageView]
) -> None:
    lamps(repository, 982, 983)
    repository.commit("A third")
    run = built(repository.folder, file)
    # Of the history there is nothing to say.
    assert (run.exit_code, run.stderr) == (0, lookup("en", "site", "step.nobody") + "\n")
    assert told(staged[0]) == [*BEFORE, ("value", "982", "983", False), ("figure", "982盏", "983盏", False)]


def test_a_history_is_given_up_on_purpose_and_once(
    repository: Repository,
    file: Path,
    tmp_path: Path,
    staged: list[PackageView],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was published stays, through all publications that follow, as long as the settings say why."""
    commit = repository.git("rev-parse", "HEAD")
    reason = HistoryGivenUp(commit, date(2024, 2, 1), both("删去误传的文件。", "A file was taken out."))
    settings = replace(read_settings(), histories_given_up=(reason,))
    monkeypatch.setattr(building, "read_settings", lambda: settings)
    squashed(repository)
    assert built(repository.folder, file).exit_code == 0
    carried = [(*row[:3], True) for row in BEFORE]
    assert told(staged[0]) == carried
    assert {item.carried for item in staged[0].revisions} == {commit}
    assert {item.indicator_id for item in staged[0].revisions} == {"lamps-standing"}
    # The publication that follows is built on the one before it, which told what was carried.
    again = published_of(staged[0], tmp_path / "again", repository.git("rev-parse", "HEAD"))
    lamps(repository, 982, 983)
    repository.commit("A third")
    staged.clear()
    assert built(repository.folder, again).exit_code == 0
    assert told(staged[0]) == [*carried, ("value", "982", "983", False), ("figure", "982盏", "983盏", False)]
    monkeypatch.setattr(building, "read_settings", read_settings)
    run = built(repository.folder, again)
    assert run.exit_code == 1
    assert "lacks (4; the first: 2024-01-02 " in run.stderr


def published_of(view: PackageView, folder: Path, commit: str) -> Path:
    """What a site of one package leaves for the next one."""
    write_package(folder / "data" / "town", view.package, view.standings, "", Before(view.revisions))
    listed = copies.copies(None, measured(folder / "data"), {"town": "1.0.0"}, date(2024, 2, 1), commit)
    file = folder / "data" / "versions.json"
    file.write_text(copies.as_text(listed), encoding="utf-8")
    for package, text in copies.as_texts(listed).items():
        (folder / copies.of_indicators(package)).write_text(text, encoding="utf-8")
    for version, files in copies.released(listed, "town"):
        place = folder / "data" / "town" / version
        place.mkdir()
        for name in files:
            shutil.copyfile(folder / "data" / "town" / name, place / name)
    return file


def test_what_is_read_otherwise_now_counts_once_it_is_accepted(
    repository: Repository, tmp_path: Path, staged: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A published revision of a commit that is still there, which nobody reads out of it any more."""
    view = first_view(repository)
    wrong = replace(view.revisions[0], key="2023-report/lamps-gone/2023-12-31", field="removed", new="")
    history = replace(view.history, revisions=(*view.revisions, wrong)) if view.history else None
    commit = repository.git("rev-parse", "HEAD")
    file = published_of(replace(view, history=history), tmp_path / "site", commit)
    assert "lacks (1; the first: 2024-01-02 " in built(repository.folder, file).stderr
    reason = HistoryGivenUp(commit, date(2024, 2, 1), both("改正了读法。", "It is read better now."))
    settings = replace(read_settings(), histories_given_up=(reason,))
    monkeypatch.setattr(building, "read_settings", lambda: settings)
    assert built(repository.folder, file).exit_code == 0
    assert told(staged[0]) == BEFORE


def first_view(repository: Repository) -> PackageView:
    views, report = building._assessed(repository.data, Settings(), date(2024, 2, 1), None)  # noqa: SLF001
    assert report.ok
    return views[0]


SPOILT: Mapping[str, tuple[Callable[[Path], Any], str]] = {
    # case: what is done to the published files, what is said
    "no revisions beside the list": (lambda file: (file.parent / "town/revisions.csv").unlink(), "revisions.csv"),
    "other revisions": (
        lambda file: (file.parent / "town/revisions.csv").write_text("revision_id\n", encoding="utf-8"),
        r"revisions\.csv: other: versions\.json",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_revisions_that_are_not_those_of_the_list_are_refused(
    repository: Repository, file: Path, tmp_path: Path, case: str
) -> None:
    act, says = SPOILT[case]
    act(file)
    with pytest.raises(CopiesError, match=says):
        build(repository.data, tmp_path / "new", tmp_path / "work", published=file)


@pytest.mark.parametrize("language", interface())
def test_another_file_than_that_of_the_list_is_told_in_the_language_asked_for(
    repository: Repository, file: Path, tmp_path: Path, language: str
) -> None:
    table = file.parent / "town/revisions.csv"
    table.write_text("revision_id\n", encoding="utf-8")
    options = ["--data", str(repository.data), "--published", str(file), "--lang", language]
    run = CliRunner().invoke(main, ["build", *options, "--site", str(tmp_path / "new")])
    told = lookup(language, "site", "step.published_other").format(file=table, detail="versions.json")
    assert (run.exit_code, told in run.stderr) == (1, True)


@pytest.mark.parametrize("gone", ["versions-town.json", "town/revisions.csv"])
def test_what_is_missing_beside_the_list_is_told_as_that(
    repository: Repository, file: Path, gone: str
) -> None:
    """The system's refusal would advise to make the file."""
    (file.parent / gone).unlink()
    run = built(repository.folder, file)
    assert run.exit_code == 1
    assert run.stderr.startswith(f"Error: {file.parent / gone}: there is no such file or folder\n")
    assert "Give --published the file data/versions.json of the site as it stands" in run.stderr
    assert "make it first" not in run.stderr


BROKEN: Mapping[str, str] = {
    # case: a table of revisions that the list names all the same
    "a short row": "date,commit,table\n2024-01-02,abc\n",
    "a long row": "date,commit\n2024-01-02,abc,observations\n",
    "an empty row": 'date,commit\n"\n',
    "no day": "date,commit\nyesterday,abc\n",
    "other columns": "a,b\n1,2\n",
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_table_of_revisions_that_is_none_is_refused(tmp_path: Path, case: str) -> None:
    content = BROKEN[case].encode()
    (tmp_path / "town").mkdir()
    (tmp_path / "town/revisions.csv").write_bytes(content)
    listed = {
        "publications": {"town": [["1.0.0", "2024-02-01", "abc"]]},
        "files": {hashlib.sha256(content).hexdigest(): [["town/revisions.csv", 0, 0]]},
    }
    (tmp_path / "versions.json").write_text(json.dumps(listed), encoding="utf-8")
    with pytest.raises(CopiesError, match=r"revisions\.csv"):
        read_published(tmp_path / "versions.json", ["town"])


UNREADABLE: Mapping[str, bytes] = {
    # what stands in the place of the list → which is none, and told as that and not as a fault of the program
    "nothing": b"",
    "no text": b"\xff\xfe",
    "no JSON": b"{",
    "another list": b"[]",
    "another form": b'{"publications": {"town": [[1]]}, "files": {}}',
    "no files": b'{"publications": {"town": [["1.0.0", "2024-02-01", "abc"]]}, "files": {}}',
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_list_that_is_none_is_told(repository: Repository, tmp_path: Path, case: str) -> None:
    file = tmp_path / "versions.json"
    file.write_bytes(UNREADABLE[case])
    run = built(repository.folder, file)
    assert run.exit_code == 1
    assert run.stderr.startswith(f"Error: {file}: ")
    assert "Give --published the file data/versions.json of the site as it stands" in run.stderr


@pytest.mark.parametrize("old", ["subject", "date", "2024-01-02"])
def test_a_table_of_revisions_that_is_none_is_told(repository: Repository, file: Path, old: str) -> None:
    """A column is missing, or a day is none; the checksum is that of the list."""
    table = file.parent / "town" / "revisions.csv"
    content = table.read_bytes()
    table.write_bytes(content.replace(old.encode(), b"other"))
    before, after = (hashlib.sha256(item).hexdigest() for item in (content, table.read_bytes()))
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    run = built(repository.folder, file)
    assert run.exit_code == 1
    assert run.stderr.startswith(f"Error: {table}: ")


def test_a_package_that_was_published_does_not_go_unsaid(
    repository: Repository,
    file: Path,
    staged: list[PackageView],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commit = repository.git("rev-parse", "HEAD")
    repository.git("mv", "data/town", "data/city")
    repository.commit("Another name")
    run = built(repository.folder, file)
    assert (run.exit_code, staged) == (1, [])
    assert "Error: town: the site as it stands has this package, and the data" in run.stderr
    assert f"name commit {commit}" in run.stderr
    reason = HistoryGivenUp(commit, date(2024, 2, 1), both("改了名字。", "It has another name."))
    settings = replace(read_settings(), histories_given_up=(reason,))
    monkeypatch.setattr(building, "read_settings", lambda: settings)
    # The next publication, too, when nothing of the package stands beside the list any more.
    assert built(repository.folder, file).exit_code == 0
    shutil.rmtree(file.parent / "town")
    assert built(repository.folder, file).exit_code == 0
    assert [view.package.id for view in staged] == ["city", "city"]


def test_a_site_without_a_table_of_revisions_has_none_to_go_on_with(
    repository: Repository, file: Path, staged: list[PackageView]
) -> None:
    listed = json.loads(file.read_text(encoding="utf-8"))
    listed["files"] = {
        checksum: places for checksum, places in listed["files"].items() if "revisions" not in str(places)
    }
    file.write_text(json.dumps(listed), encoding="utf-8")
    (file.parent / "town" / "revisions.csv").unlink()
    assert built(repository.folder, file).exit_code == 0
    assert told(staged[0]) == BEFORE


def test_where_nothing_goes_on_it_is_said_from_when_on_revisions_are_known(
    repository: Repository, tmp_path: Path, staged: list[PackageView]
) -> None:
    first = repository.git("rev-list", "--max-parents=0", "HEAD")[:12]
    for folder, says in (
        (
            repository.folder,
            (
                f"begins on 2024-01-01 (commit {first}); what was changed before is unknown on the site.\n"
                "Where a site is published already, build with --published "
            ),
        ),
        (without_git(repository), "stand in no git repository"),
        (without_objects(repository), "No version history of the data could be read"),
    ):
        options = ["--data", str(folder / "data"), "--site", str(tmp_path / "site"), "--lang", "en"]
        run = CliRunner().invoke(main, ["build", *options])
        assert run.exit_code == 0
        assert says in run.stderr
    assert [view.history is None for view in staged] == [False, True, True]
    options = ["--data", str(repository.data), "--out", str(tmp_path / "export"), "--lang", "en"]
    run = CliRunner().invoke(main, ["export", *options])
    # An export has no such option.
    assert ("begins on 2024-01-01" in run.stderr, "--published" in run.stderr) == (True, False)


def test_what_is_made_of_changes_that_no_commit_has_says_so(
    repository: Repository, tmp_path: Path, staged: list[PackageView]
) -> None:
    lamps(repository, 982, 983)
    options = ["--data", str(repository.data), "--lang", "en"]
    for command in (["build", "--site", str(tmp_path / "site")], ["export", "--out", str(tmp_path / "out")]):
        run = CliRunner().invoke(main, [*command, *options])
        assert run.exit_code == 0
        assert "town: what was made holds changes that are in no commit." in run.stderr
    assert [view.history.uncommitted for view in staged if view.history] == [True]
