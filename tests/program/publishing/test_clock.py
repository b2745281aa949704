"""What today is, where the body is; and that two days are told: of the verdicts, and of the record."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from repositories import Repository

from generator.cli import main
from generator.core.model import Package
from generator.publishing import clock
from generator.publishing.build import export
from generator.publishing.clock import FIXED, ClockError, today
from generator.publishing.settings import read_settings
from generator.verdicts.standings import Standings, assess_package

EVENING = str(int(datetime(2024, 2, 28, 20, 30, tzinfo=UTC).timestamp()))
"""When it is the next day in China already."""


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", date(2024, 2, 28)),
        ("Asia/Shanghai", date(2024, 2, 29)),
        ("America/Los_Angeles", date(2024, 2, 28)),
    ],
)
def test_it_is_the_day_in_the_time_zone(zone: str, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FIXED, EVENING)
    assert today(ZoneInfo(zone)) == day


def test_by_default_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FIXED, raising=False)
    zone = ZoneInfo("Pacific/Kiritimati")
    before = datetime.now(zone).date()
    assert before <= today(zone) <= datetime.now(zone).date()


@pytest.mark.parametrize("text", ["today", "1e9", "9" * 30, "2024-02-28"])
def test_what_is_no_moment_is_told(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FIXED, text)
    with pytest.raises(ClockError, match=text):
        today(ZoneInfo("UTC"))
    told = CliRunner().invoke(main, ["due", "--lang", "en"])
    assert (told.exit_code, told.stdout) == (2, "")
    assert (
        told.stderr
        == f"{FIXED} is “{text}”, which is no moment. Write the seconds since 1970, or leave it unset.\n"
    )


def test_the_shipped_record_lives_in_its_time_zone() -> None:
    assert read_settings().zone == ZoneInfo("Asia/Shanghai")


def read(file: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_the_day_of_the_build_decides_and_not_that_of_the_last_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made says the real day, and the verdicts are of the day asked for."""
    repository = Repository(tmp_path / "repository")
    monkeypatch.setattr(clock, "today", lambda _: date(2026, 3, 1))
    assert export(repository.data, tmp_path / "now", prove=None).ok
    assert export(repository.data, tmp_path / "then", today=date(2024, 1, 1), prove=None).ok
    made = "2026-03-01T00:00:00Z"
    assert [read(tmp_path / name / "town" / "datapackage.json")["created"] for name in ("now", "then")] == [
        made,
        made,
    ]
    readme = [(tmp_path / name / "town" / "town.zip").read_bytes() for name in ("now", "then")]
    assert readme[0] != readme[1]


def test_a_revision_is_judged_on_its_day_and_a_day_on_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "repository")
    judged: list[date] = []

    def assess(package: Package, day: date) -> Standings:
        judged.append(day)
        return assess_package(package, day)

    monkeypatch.setattr("generator.publishing.build.assess_package", assess)
    assert export(repository.data, tmp_path / "a", at="HEAD", prove=None).ok
    assert export(repository.data, tmp_path / "b", as_of=date(2025, 5, 5), prove=None).ok
    assert export(
        repository.data, tmp_path / "c", as_of=date(2025, 5, 5), today=date(2025, 6, 6), prove=None
    ).ok
    assert judged == [date(2024, 1, 1), date(2025, 5, 5), date(2025, 6, 6)]


def test_with_date_and_clock_fixed_an_export_is_the_same_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "repository")
    monkeypatch.setenv(FIXED, EVENING)
    for name in ("a", "b"):
        assert export(repository.data, tmp_path / name, prove=None).ok
    files = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("a", "b")
    ]
    assert files[0] == files[1]
    assert len(files[0]) > 20


def test_the_site_tells_both_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sites import without_program

    from generator.publishing.build import build

    repository = Repository(tmp_path / "repository")
    without_program(monkeypatch)
    monkeypatch.setattr(clock, "today", lambda _: date(2026, 3, 1))
    judged = date(2026, 2, 28)
    assert build(repository.data, tmp_path / "site", tmp_path / "work", today=judged, prove=None).ok
    facts = read(tmp_path / "site" / "build.json")
    assert (facts["date"], facts["commit_date"], facts["uncommitted"]) == ("2026-02-28", "2024-01-01", [])
    (listed,) = read(tmp_path / "site" / "data" / "versions.json")["publications"]["town"]  # type: ignore[index]
    assert (
        listed[1] == "2026-03-01"
    )  # what is published on a day is published on that day, whatever it tells of
    catalogue = (tmp_path / "site" / "data" / "catalog.jsonld").read_text(encoding="utf-8")
    assert set(re.findall(r'"dct:modified": "(.*)"', catalogue)) == {"2026-03-01"}
    footers = {
        "index.html": "按2026年2月28日判断 · 数据最后改动于2024年1月1日 · ",
        "en/index.html": "judged on 28 February 2026 · record last changed on 1 January 2024 · ",
    }
    for page, footer in footers.items():
        assert footer in (tmp_path / "site" / page).read_text(encoding="utf-8")
