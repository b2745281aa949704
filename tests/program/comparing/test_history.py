"""Revisions out of git, and packages as they stood at a commit: in repositories made for the test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import BASE
from repositories import Repository
from revising import CHANGE, revised, row
from speaking import both

from generator.cli import main
from generator.comparing.history import Lines, PackageHistory, Past, history
from generator.comparing.revisions import Revision, explained
from generator.core import limits
from generator.core.model import Correction, Package
from generator.publishing.build import export
from generator.publishing.pages.changed import sentence
from generator.reading.git import Commit, GitError, last_commit
from generator.reading.load import load
from generator.reading.trees import Entry, GitTree, WorkingTree, acceptable, commit_of

REPORT = "town/documents/2023-report/observations.csv"
PLAN = "town/documents/2023-plan/targets.csv"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def revisions(repository: Repository) -> list[Revision]:
    return list(repository.history().revisions)


def told(found: list[Revision]) -> list[tuple[str, str, str, str, str]]:
    return [(item.table, item.key, item.field, item.old, item.new) for item in found]


def test_the_first_record_and_what_is_added_later_are_no_revisions(repository: Repository) -> None:
    file = repository.data / REPORT
    last = file.read_text(encoding="utf-8").splitlines()[-1]
    added = last.replace("2023-01-01,2023-12-31,2023-12-31", "2023-01-01,2023-06-30,2023-06-30")
    assert added != last
    file.write_text(file.read_text(encoding="utf-8") + added + "\n", encoding="utf-8")
    repository.commit("A half-year figure")
    assert revisions(repository) == []


CHANGES: Mapping[str, tuple[str, str, str, list[tuple[str, str, str, str, str]]]] = {
    # case: (file, old text, new text, revisions)
    "a figure": (
        REPORT,
        "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980,exact,A,,,,,一/(一),980盏",
        "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,890,exact,A,,,,,一/(一),890盏",
        [
            ("observations", "2023-report/lamps-standing/2023-12-31", "value", "980", "890"),
            ("observations", "2023-report/lamps-standing/2023-12-31", "figure", "980盏", "890盏"),
        ],
    ),
    "a row": (
        REPORT,
        "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980,exact,A,,,,,一/(一),980盏,,,\n",
        "",
        [("observations", "2023-report/lamps-standing/2023-12-31", "removed", "980", "")],
    ),
    "a period": (
        REPORT,
        "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980",
        "lamps-standing,qinghe,,2022-01-01,2022-12-31,2022-12-31,980",
        [
            (
                "observations",
                "2023-report/lamps-standing/2023-12-31",
                "key",
                "2023-report/lamps-standing/2023-12-31",
                "2023-report/lamps-standing/2022/2022-12-31",
            )
        ],
    ),
    "a note": (REPORT, "一/(一),980盏,,,", "一/(一),980盏,,总数。,The total.", []),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_changed_is_told(repository: Repository, case: str) -> None:
    file, old, new, expected = CHANGES[case]
    repository.edit(file, old, new)
    commit = repository.commit("Mended: the digits were exchanged")
    found = revisions(repository)
    assert told(found) == expected
    assert {(item.commit, item.day.isoformat(), item.subject) for item in found} <= {
        (commit, "2024-01-02", "Mended: the digits were exchanged")
    }


def package_of(data: Path) -> Package:
    ledger, report = load(WorkingTree(data))
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


TARGET = "2023-plan/1/lamps-installed/2023"


def test_a_verdict_that_turns_with_its_figure_is_told(repository: Repository) -> None:
    repository.edit(PLAN, "2023-12-31,ge,200,,180,一/1,200盏以上", "2023-12-31,ge,400,,180,一/1,400盏以上")
    repository.commit("The target as printed")
    found = revisions(repository)
    assert told(found) == [
        ("targets", TARGET, "value", "200", "400"),
        ("targets", TARGET, "figure", "200盏以上", "400盏以上"),
        ("assessments", TARGET, "progress_status", "achieved", "missed"),
    ]


def test_a_verdict_that_rests_on_a_refused_row_is_unknown(repository: Repository) -> None:
    """A row with a number that says that there can be none: nobody knows what the document states."""
    report = repository.data / REPORT
    sound = report.read_bytes()
    repository.edit(REPORT, ",210,exact,A,", ",210,exact,M,")
    repository.commit("Refused")
    assert told(revisions(repository)) == [
        ("observations", "2023-report/lamps-installed/2023-12-31", "obs_status", "A", "M"),
        ("assessments", TARGET, "progress_status", "achieved", "unknown"),
    ]
    report.write_bytes(sound)
    repository.commit("As it was")
    assert [row[3:] for row in told(revisions(repository)) if row[0] == "assessments"] == [
        ("achieved", "unknown"),
        ("unknown", "achieved"),
    ]
    last = revisions(repository)[-1]
    ledger, _ = load(WorkingTree(repository.data))
    assert ledger is not None
    assert "unknown (a row that it rests on was refused" in sentence(ledger.packages["town"], last, "en")


def test_a_verdict_that_ends_with_a_new_target_in_its_place_is_told(repository: Repository) -> None:
    for name in ("document.yaml", "goals.yaml", "targets.csv"):
        file = repository.data / CHANGE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(revised(row("ge 150 150盏以上")).read(f"{CHANGE}/{name}"))
    repository.commit("The adjusted plan")
    assert told(revisions(repository)) == [
        ("assessments", TARGET, "progress_status", "achieved", "cannot_assess")
    ]


def test_the_reason_is_that_of_the_correction(repository: Repository) -> None:
    repository.edit(PLAN, "2023-12-31,le,3,,,一/1,3天以内", "2023-12-31,le,2,,,一/1,2天以内")
    repository.commit("Corrected")
    reason = both("抄错了一位。", "A digit was misread.")
    key = "2023-plan/1/repair-days/2023"
    day = date(2024, 1, 2)
    correction = Correction(
        f"targets/{key}/value/{day}", "targets", key, "value", "3", "2", day, reason, "镇建设办公室"
    )
    value, figure = explained(revisions(repository), [correction])
    assert (value.field, value.reason, value.responsible) == ("value", reason, "镇建设办公室")
    assert (figure.field, figure.reason.own("zh"), figure.responsible) == ("figure", "", "")


@pytest.mark.parametrize("value", ["980", "890"])
def test_a_row_that_comes_back_is_told_with_what_became_of_it(repository: Repository, value: str) -> None:
    """A figure is not changed in silence by taking it out and putting another one in its place."""
    file = repository.data / REPORT
    whole = file.read_text(encoding="utf-8")
    line = next(line for line in whole.splitlines(keepends=True) if line.startswith("lamps-standing"))
    file.write_text(whole.replace(line, ""), encoding="utf-8")
    repository.commit("It goes")
    file.write_text(whole.replace(line, "") + line.replace("980", value), encoding="utf-8")
    repository.commit("It comes back")
    about = "observations", "2023-report/lamps-standing/2023-12-31"
    other = [(*about, "value", "980", "890"), (*about, "figure", "980盏", "890盏")] if value == "890" else []
    found = revisions(repository)
    assert told(found) == [(*about, "removed", "980", ""), (*about, "restored", "980", value), *other]
    again = sentence(package_of(repository.data), found[1], "en")
    assert again.endswith("which had been taken out, stands in the record again.")


def test_a_new_column_and_another_order_are_no_revisions(repository: Repository) -> None:
    file = repository.data / PLAN
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    widened = [f"{head},qualifier", *(f"{row},exact" for row in reversed(rows))]
    file.write_text("\n".join(widened) + "\n", encoding="utf-8")
    repository.commit("A column more")
    assert revisions(repository) == []


def test_rows_that_move_to_another_file_of_their_table_are_no_revisions(repository: Repository) -> None:
    whole = repository.data / REPORT
    head, *rows = whole.read_text(encoding="utf-8").splitlines()
    parts = whole.with_suffix("")
    parts.mkdir()
    for name, some in (("first", rows[:3]), ("second", rows[3:])):
        (parts / f"{name}.csv").write_text("\n".join([head, *some]) + "\n", encoding="utf-8")
    whole.unlink()
    repository.commit("In two parts")
    assert revisions(repository) == []


def test_a_merge_counts_once_and_its_branch_not_at_all(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "proposal")
    repository.edit(PLAN, "97.5,,,一/1,97.5%以上", "95,,,一/1,95%以上")
    repository.commit("First try")
    repository.edit(PLAN, "95,,,一/1,95%以上", "96,,,一/1,96%以上")
    repository.commit("Second try")
    repository.git("checkout", "--quiet", "main")
    repository.commit("Something else")
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge the proposal", "proposal")
    found = revisions(repository)
    assert [(item.subject, item.field, item.old, item.new) for item in found] == [
        ("Merge the proposal", "value", "97.5", "96"),
        ("Merge the proposal", "figure", "97.5%以上", "96%以上"),
    ]


def test_hostile_texts_are_read_as_text(repository: Repository) -> None:
    noise = "@@ -1 +1 @@ diff --git a/x b/x <script>alert(1)</script>"
    repository.edit(REPORT, "一/(一),980盏,,,", f"一/(一),980盏,,{noise},{noise}")
    repository.commit(f"+++ b/{REPORT} {noise}")
    repository.edit(REPORT, ",980,exact,A,,,,,一/(一),980盏", ",981,exact,A,,,,,一/(一),981盏")
    repository.commit(noise)
    found = revisions(repository)
    assert [(item.subject, item.field, item.new) for item in found] == [
        (noise, "value", "981"),
        (noise, "figure", "981盏"),
    ]


NONSENSE = [
    # what a target's row once held in the place of its period, comparator and value
    "2023-01-01,2023-12-31,ge,NaN",
    "2023-01-01,2023-12-31,ge,Infinity",
    "2023-01-01,2023-12-31,ge,much",
    "2023-01-01,2023-12-31,ge,0",
    "2023-01-01,2023-12-31,perhaps,200",
    "2023-12-31,2023-01-01,ge,200",
    "2023-01-01,yesterday,ge,200",
    '"2023-01-01,2023-12-31,ge,200',
]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_of_the_past_breaks_nothing(repository: Repository, nonsense: str) -> None:
    repository.edit(PLAN, "2023-01-01,2023-12-31,ge,200", nonsense)
    repository.commit("A slip")
    repository.edit(PLAN, nonsense, "2023-01-01,2023-12-31,ge,200")
    repository.commit("Mended")
    found = revisions(repository)
    assert {item.key.split("/")[2] for item in found} <= {"lamps-installed"}
    assert all(item.old != item.new for item in found)


def test_two_hundred_commits(repository: Repository) -> None:
    """Every tenth commit changes a figure, the others add one; each change is told once, and git is asked once."""
    texts, expected = [(repository.data / REPORT).read_text(encoding="utf-8")], []
    for number in range(200):
        if number % 10:
            day = date(1900 + number, 12, 31)
            row = f"lamps-standing,qinghe,,{day.year}-01-01,{day},{day},{number},exact,A,,,,,一/(一),{number}盏,,,"
            texts.append(f"{texts[-1]}{row}\n")
        else:
            old, new = 980 + number // 10, 981 + number // 10
            before, after = (f",{value},exact,A,,,,,一/(一),{value}盏" for value in (old, new))
            assert texts[-1].count(before) == 1
            texts.append(texts[-1].replace(before, after))
            expected += [("value", str(old), str(new)), ("figure", f"{old}盏", f"{new}盏")]
    repository.commit_each(REPORT, texts[1:])
    assert repository.git("status", "--porcelain") == ""
    assert repository.git("rev-list", "--count", "HEAD") == "201"
    assert [(item.field, item.old, item.new) for item in revisions(repository)] == expected


def test_a_document_is_recorded_on_the_day_of_its_first_rows(repository: Repository) -> None:
    shutil.copytree(
        repository.data / "town/documents/2023-plan", repository.data / "town/documents/2024-plan"
    )
    repository.commit("Another plan")
    shutil.rmtree(repository.data / "town/documents/2024-plan")
    repository.commit("Not that one")
    days = {name: day.isoformat() for name, day in repository.history().recorded.items()}
    assert days == {"2023-plan": "2024-01-01", "2023-report": "2024-01-01", "2024-plan": "2024-01-02"}


SIGNER = """#!/bin/sh
cat > /dev/null
echo "[GNUPG:] SIG_CREATED " >&2
printf '%s\\n' '-----BEGIN PGP SIGNATURE-----' '' x '-----END PGP SIGNATURE-----'
"""
"""Stands in for gpg: signs anything, and has something to say of every signature."""

SETTINGS = {
    "commit.gpgSign": "true",
    "diff.interHunkContext": "9",
    "diff.noPrefix": "true",
    "i18n.logOutputEncoding": "GBK",
    "log.showSignature": "true",
}


def test_what_is_read_depends_on_no_setting_of_git(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = repository.folder / "signer"
    signer.write_text(SIGNER, encoding="utf-8")
    signer.chmod(0o755)
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(SETTINGS) + 1))
    for number, (key, value) in enumerate({**SETTINGS, "gpg.program": str(signer)}.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    _, old, new, expected = CHANGES["a figure"]
    repository.edit(REPORT, old, new)
    repository.edit(REPORT, "98.2,exact,A,,,,,一/(一),98.2%", "98.3,exact,A,,,,,一/(一),98.3%")
    commit = repository.commit("改了两个数")
    assert "gpgsig" in repository.git("cat-file", "commit", "HEAD")
    found = revisions(repository)
    key = "2023-report/lamps-working-share/2023-h2/2023-12-31"
    assert told(found) == [
        *expected,
        ("observations", key, "value", "98.2", "98.3"),
        ("observations", key, "figure", "98.2%", "98.3%"),
    ]
    assert {(item.commit, item.subject) for item in found} == {(commit, "改了两个数")}
    assert commit_of(repository.data, date(2024, 1, 2)) == commit
    assert last_commit(repository.data) == Commit(commit, date(2024, 1, 2), "改了两个数")


def test_a_commit_that_takes_all_away_does_not_end_the_history(repository: Repository) -> None:
    repository.edit(REPORT, "980,exact,A,,,,,一/(一),980盏", "890,exact,A,,,,,一/(一),890盏")
    repository.commit("A figure")
    repository.git("rm", "-r", "--quiet", "data")
    repository.commit("All gone")
    repository.git("checkout", "--quiet", "HEAD~1", "--", "data")
    repository.commit("All back")
    found = repository.history()
    assert found.begins is not None
    assert found.begins.subject == "The first record"
    figure = "2023-report/lamps-standing/2023-12-31"
    of_figure = [row[2:] for row in told(list(found.revisions)) if row[1] == figure]
    assert of_figure == [("value", "980", "890"), ("figure", "980盏", "890盏"), ("removed", "890", "")]


def _files(repository: Repository) -> dict[str, bytes]:
    paths = (path for path in repository.data.rglob("*") if path.is_file())
    return {path.relative_to(repository.data).as_posix(): path.read_bytes() for path in paths}


UNCOMMITTED: Mapping[str, tuple[str, str, str, bool]] = {
    # case: (file, old text, new text, whether what is published is not what the last commit holds)
    "nothing": (REPORT, "980盏", "980盏", False),
    "a figure": (REPORT, "980盏", "890盏", True),
    "other line ends": (REPORT, "\n", "\r\n", False),
    "a mark of its encoding": (
        REPORT,
        "indicator_id,area_id,power",
        "\ufeffindicator_id,area_id,power",
        False,
    ),
    "another way to write a number": (REPORT, ",98.2,exact", ",98.20,exact", False),
    "a target": (PLAN, "97.5", "97.6", True),
    "a reason": ("town/corrections.csv", "swapped", "exchanged", False),
}


@pytest.mark.parametrize("case", UNCOMMITTED)
def test_whether_what_is_published_is_committed(repository: Repository, case: str) -> None:
    path, old, new, expected = UNCOMMITTED[case]
    files = _files(repository)
    assert old.encode() in files[path]
    files[path] = files[path].replace(old.encode(), new.encode())
    assert history(repository.data, ["town"], now=files)["town"].uncommitted is expected


def test_a_package_that_no_commit_holds_is_not_committed(repository: Repository) -> None:
    files = {path.replace("town/", "city/"): content for path, content in _files(repository).items()}
    found = history(repository.data, ["city"], now=files)["city"]
    assert (found.begins, found.uncommitted) == (None, True)


SPOILT: Mapping[str, tuple[str, str, str]] = {
    # case: (file, text, what it becomes in one commit, to be right again in the next): the check refuses it
    "a column under another name": (REPORT, ",value,", ",val,"),
    "a column that is gone from the head": (REPORT, ",value,qualifier", ",qualifier"),
    "a key under another name": ("town/indicators/lighting.yaml", "measure: stock", "measur: stock"),
    "a key that is gone": ("town/indicators/lighting.yaml", "  measure: stock\n", ""),
}


@pytest.mark.parametrize("case", SPOILT)
def test_what_cannot_be_read_for_a_while_is_no_change(repository: Repository, case: str) -> None:
    path, right, wrong = SPOILT[case]
    sound = (repository.data / path).read_bytes()
    repository.edit(path, right, wrong)
    repository.commit("Spoilt")
    (repository.data / path).write_bytes(sound)
    repository.edit(REPORT, "980,exact,A,,,,,一/(一),980盏", "890,exact,A,,,,,一/(一),890盏")
    repository.commit("Right again, and a figure")
    assert [row[1:] for row in told(revisions(repository))] == [
        ("2023-report/lamps-standing/2023-12-31", "value", "980", "890"),
        ("2023-report/lamps-standing/2023-12-31", "figure", "980盏", "890盏"),
    ]


def test_outside_git_there_is_no_history(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    assert history(tmp_path / "data", ["town"]) == {}


# A package as it stood


def test_a_revision_is_read_as_a_directory_is(repository: Repository) -> None:
    first = repository.git("rev-parse", "HEAD")
    repository.edit(REPORT, ",980,exact,A,,,,,一/(一),980盏", ",981,exact,A,,,,,一/(一),981盏")
    repository.commit("Changed")
    tree, before = GitTree(repository.data, first), WorkingTree(BASE)
    assert (tree.commit, tree.day) == (first, date(2024, 1, 1))
    assert list(tree.entries()) == list(before.entries())
    assert all(tree.read(entry.path) == before.read(entry.path) for entry in before.entries())
    now = GitTree(repository.data, "HEAD")
    assert now.read(REPORT) == (repository.data / REPORT).read_bytes()


def test_files_are_read_up_to_the_largest_size(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LARGEST_FILE", 10_000)
    sizes = {"town/empty.csv": 0, "town/largest.csv": 10_000, "town/larger.csv": 10_001}
    for path, size in sizes.items():
        (repository.data / path).write_bytes(b"x" * size)
    repository.commit("Files of some sizes")
    for tree in (GitTree(repository.data, "HEAD"), WorkingTree(repository.data)):
        paths, problems = acceptable(tree)
        assert [(problem.code, problem.place.file) for problem in problems] == [
            ("file-too-large", "town/larger.csv")
        ]
        assert {path: len(tree.read(path)) for path in paths if path in sizes} == {
            "town/empty.csv": 0,
            "town/largest.csv": 10_000,
        }


def test_links_of_a_revision_are_named_and_not_followed(repository: Repository) -> None:
    (repository.data / "town" / "link.yaml").symlink_to("/etc/hosts")
    repository.commit("A link")
    tree = GitTree(repository.data, "HEAD")
    assert [entry for entry in tree.entries() if entry.kind != "file"] == [
        Entry("town/link.yaml", "symlink", 0)
    ]


@pytest.mark.parametrize("revision", ["no-such", "--output=x", "HEAD:data", ""])
def test_a_revision_that_is_none_is_told(repository: Repository, revision: str) -> None:
    with pytest.raises(GitError):
        GitTree(repository.data, revision)
    assert not Path("x").exists()


def files_of(folder: Path) -> Mapping[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("asked", ["the commit", "its day"])
def test_a_package_as_it_stood_is_the_same_byte_for_byte(
    repository: Repository, tmp_path: Path, asked: str
) -> None:
    repository.edit(REPORT, "一/(一),980盏,,,", "一/(一),980盏,,总数。,The total.")
    then = repository.commit("A note")
    repository.edit(REPORT, "总数。,The total.", "总数。,The total number.")
    repository.commit("Another wording")
    repository.git("worktree", "add", "--quiet", str(tmp_path / "old"), then)
    assert export(tmp_path / "old" / "data", tmp_path / "out" / "then", today=date(2024, 1, 2), prove=None).ok
    if asked == "the commit":
        report = export(repository.data, tmp_path / "out" / "again", at=then, prove=None)
    else:
        report = export(repository.data, tmp_path / "out" / "again", as_of=date(2024, 1, 2), prove=None)
    assert report.ok
    expected = files_of(tmp_path / "out" / "then")
    assert len(expected) > 20
    assert files_of(tmp_path / "out" / "again") == expected


@pytest.mark.parametrize(
    ("option", "asked", "told"),
    [
        ("--rev", "nothing", "There is no revision “nothing”"),
        ("--as-of", "2023-12-31", "No commit that holds the data folder was made on or before 2023-12-31."),
    ],
)
def test_an_export_of_what_git_does_not_know_is_misuse(
    repository: Repository, tmp_path: Path, option: str, asked: str, told: str
) -> None:
    options = ["--data", str(repository.data), "--out", str(tmp_path / "out"), "--lang", "en"]
    run = CliRunner().invoke(main, ["export", *options, option, asked])
    assert (run.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert told in run.stderr


def test_before_the_first_commit_there_was_nothing(repository: Repository) -> None:
    with pytest.raises(GitError, match=r"^$"):  # git has nothing to say of it
        export(repository.data, repository.folder / "out", as_of=date(2023, 12, 31))


@pytest.mark.parametrize(("old", "new"), [("210,exact", "211,exact"), ("130,exact", "131,exact")])
def test_parts_that_do_not_add_up_turn_no_verdict(repository: Repository, old: str, new: str) -> None:
    """The total is told as changed; how the target stands does not rest on the sum of its parts."""
    repository.edit(REPORT, old, new)
    repository.commit("改了一个数")
    assert [(item.table, item.field) for item in revisions(repository)] == [("observations", "value")]


def test_what_was_found_before_is_the_same_again(repository: Repository) -> None:
    """Commits are not read again as long as there are no others, and what is compared with them leaves no trace."""
    walks: list[object] = []

    class Counting(Past):
        def walked(self, asked: object, walk: Callable[[], Lines]) -> Lines:
            walks.append(asked)
            return super().walked(asked, walk)

    past, file = Counting(), repository.data / REPORT
    whole = file.read_text(encoding="utf-8")

    def asked(past: Past | None) -> PackageHistory:
        tree = WorkingTree(repository.data)
        now = {path: tree.read(path) for path in acceptable(tree)[0]}
        return history(repository.data, ["town"], now=now, past=past)["town"]

    edited = []
    for text in (whole, whole.replace("980", "990"), whole, whole.replace("980", "970")):
        file.write_text(text, encoding="utf-8")
        found = asked(past)
        assert found == asked(None)
        edited.append(found.uncommitted)
    assert edited == [False, True, False, True]
    assert len(walks) == 1
    repository.commit("Another figure")
    assert asked(past) == asked(None)
    assert len(walks) == 2
    assert [item.new for item in asked(past).revisions if item.field == "value"] == ["970"]


def test_a_file_that_another_package_has_too_is_no_hindrance(repository: Repository) -> None:
    """Its content is read for one of them, whether the other is asked for or is there no more."""
    shutil.copytree(repository.data / "town", repository.data / "hill")
    repository.commit("Another package with the same files")
    shutil.rmtree(repository.data / "hill")
    repository.commit("Gone")
    found = history(repository.data, ["town"])
    assert found["town"].revisions == ()
    assert len(found["town"].commits) == 3
