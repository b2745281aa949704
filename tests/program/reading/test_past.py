"""What of the past is published as it was, and what is refused: a state that leaves a value or an id open."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from downloads import read
from folders import PROBLEMS
from overlays import FIXTURES, TODAY, OverlayTree
from repositories import Repository

from generator.cli import main
from generator.publishing.export.write import write_package
from generator.reading.load import load, load_past
from generator.reading.past import BETWEEN_VALUES
from generator.verdicts.standings import assess_package


@pytest.mark.parametrize("code", sorted(BETWEEN_VALUES))
def test_what_only_breaks_a_rule_of_today_is_written_and_told(code: str, tmp_path: Path) -> None:
    tree = OverlayTree(PROBLEMS / code)
    ledger, refused, broken = load_past(tree)
    assert ledger is not None, refused.render("text", "en")
    assert {item.code for item in broken} == {code}
    for package in ledger.packages.values():
        write_package(tmp_path / package.id, package, assess_package(package, TODAY))


def test_what_leaves_something_open_is_refused() -> None:
    """Of all that the check finds wrong, as an error, with the examples: what is not listed is refused as before."""
    judged = {
        code: (load(OverlayTree(PROBLEMS / code)), load_past(OverlayTree(PROBLEMS / code)))
        for code in FIXTURES
    }
    refused = {code for code, ((ledger, _), _) in judged.items() if ledger is None}
    still = {code for code, (_, (ledger, _, _)) in judged.items() if ledger is None}
    # What a lock held fast was proved then.
    assert refused - still <= BETWEEN_VALUES | {code for code in FIXTURES if code.startswith("lock")}
    assert {
        "unknown-reference",
        "duplicate-id",
        "duplicate-row",
        "number-digits",
        "bad-date",
        "range-bounds",
    } <= still


REPORT = "town/documents/2023-report/observations.csv"


def test_an_old_commit_that_breaks_a_rule_is_exported_as_it_was_and_says_so(tmp_path: Path) -> None:
    """Printed 980 lamps and written 890: refused today, published then."""
    repository = Repository(tmp_path / "repository")
    repository.edit(REPORT, "2023-12-31,980,exact", "2023-12-31,890,exact")
    repository.commit("A figure that is not as printed")
    repository.edit(REPORT, "2023-12-31,890,exact", "2023-12-31,980,exact")
    repository.commit("As printed")
    out = tmp_path / "out"
    asked = ["export", "--data", str(repository.data), "--out", str(out), "--lang", "en", "--no-validate"]
    run = CliRunner().invoke(main, [*asked, "--rev", "HEAD~1"])
    assert (run.exit_code, run.exception) == (0, None), run.output
    assert "[figure-differs] × 1: " in run.stderr
    assert f"{REPORT}:4" in run.stderr
    rows = {row["observation_id"]: row for row in read(out / "town" / "observations.csv")}
    row = rows["2023-report/lamps-standing/2023-12-31"]
    assert (row["value"], row["figure"]) == ("890", "980盏")
    run = CliRunner().invoke(main, asked)
    assert "[figure-differs]" not in run.stderr


def test_an_old_commit_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.edit(REPORT, "2023-12-31,980,exact", "2023-12-31,9x0,exact")
    repository.commit("No number")
    asked = ["export", "--data", str(repository.data), "--out", str(tmp_path / "out"), "--lang", "en"]
    run = CliRunner().invoke(main, [*asked, "--rev", "HEAD"])
    assert run.exit_code == 1
    assert not (tmp_path / "out").exists()
