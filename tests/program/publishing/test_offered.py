"""The downloads of packages on their way to the site: which are those of an earlier build, and what all have together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from laid import files
from speaking import LANGUAGES, both
from staged import DAY, TABLES, town

from generator.comparing.history import PackageHistory
from generator.publishing import downloads as module
from generator.publishing.downloads import (
    Made,
    Tables,
    keep_downloads,
    measured,
    offered,
    origin,
    take_downloads,
    write_downloads,
    write_view,
)
from generator.publishing.export import joint
from generator.publishing.export.catalogue import Download
from generator.publishing.export.filled import outline_of
from generator.publishing.export.pieces import Pieces
from generator.publishing.export.write import Before, sha256
from generator.publishing.outputs import files_in
from generator.publishing.pages import Site
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.publishing.store import Store
from generator.verdicts.standings import assess_package

PLAIN = Settings(LANGUAGES)


@pytest.fixture(scope="module")
def views() -> list[PackageView]:
    packages = town(), replace(town(), id="village")
    return [
        PackageView(item, assess_package(item, DAY), source={f"{item.id}/package.yaml": "1"})
        for item in packages
    ]


def test_downloads_are_made_of_all_that_they_tell(
    views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is another has another origin; where it cannot be told of what they are made there is none."""
    town, village = views

    def told(view: PackageView = town, settings: Settings = PLAIN, made: date = DAY) -> str:
        return origin(view, settings, made)

    first = told()
    assert len(first) == 64
    assert told() == first
    others = {
        "another package": told(village),
        "other files": told(replace(town, source={"town/package.yaml": "2"})),
        "another day that decides": told(
            replace(town, standings=assess_package(town.package, DAY + timedelta(1)))
        ),
        "a commit": told(replace(town, history=PackageHistory(commit="4b9fa2b1"))),
        "other settings": told(settings=replace(PLAIN, name=both("账", "Ledger"))),
        "another day": told(made=DAY + timedelta(1)),
    }
    with monkeypatch.context() as patch:
        patch.setattr(module, "program", lambda: "other")
        others["another program"] = told()
    with monkeypatch.context() as patch:
        patch.setattr(module, "words", lambda: "other")
        others["other words"] = told()
    assert len({first, *others.values()}) == 1 + len(others)
    assert told(replace(town, source={})) == ""
    unknown: Any = {"town/package.yaml": lambda: None}
    assert told(replace(town, source=unknown)) == ""


def made_in(folder: Path, text: str = "") -> Path:
    """The downloads of a package."""
    (folder / "indicators").mkdir(parents=True)
    for path in ("goals.csv", "town.zip", "indicators/lamps.csv", "indicators/lamps.json"):
        (folder / path).write_text(f"{path} {text}", encoding="utf-8")
    return folder


def test_downloads_are_taken_from_an_earlier_build_by_their_origin(
    tmp_path: Path, views: list[PackageView]
) -> None:
    store, package = Store(tmp_path / "store"), views[0].package
    made = made_in(tmp_path / "made")
    keep_downloads("first", made, "town", Made(TABLES, ("zh", "en"), {"a piece": "noted"}), store)
    store.settle()
    store = Store(tmp_path / "store")
    assert take_downloads("first", tmp_path / "out", package, store) == TABLES
    assert read(tmp_path / "out") == read(made)
    assert take_downloads("second", tmp_path / "other", package, store) is None
    # What was not kept is not known by no origin either.
    keep_downloads("", made, "town", Made(TABLES, ("zh", "en"), {}), store)
    assert take_downloads("", tmp_path / "other", package, store) is None
    assert not (tmp_path / "other").exists()


def read(folder: Path) -> Mapping[str, bytes]:
    return {path: file.read_bytes() for path, file in files_in(folder).items()}


def test_downloads_of_which_the_store_has_lost_anything_are_not_taken(
    tmp_path: Path, views: list[PackageView]
) -> None:
    package = views[0].package
    for lost in ("files", "value"):
        store = Store(tmp_path / f"store of {lost}")
        made = made_in(tmp_path / f"made for {lost}", lost)
        if lost == "files":
            keep_downloads("first", made, "town", Made(TABLES, ("zh", "en"), {}), store)
            for file in (store.folder / "objects").glob("*/*"):
                if b"goals.csv files" in file.read_bytes():
                    file.unlink()
        else:
            store.keep("first", made, files_in(made))
        assert take_downloads("first", tmp_path / "out", package, store) is None
        assert not (tmp_path / "out").exists()


class Written:
    """What is written of a package: it stands in for `write_package`, numbers what it writes, and tells what it was given and
    what it knows of its last piece.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.given: list[tuple[Any, ...]] = []
        self.named: dict[str, Any] = {}
        self.knew: list[tuple[str, str]] = []
        monkeypatch.setattr(module, "write_package", self)

    def __call__(self, folder: Path, *given: Any, pieces: Pieces | None, **named: Any) -> list[Any]:
        assert folder.is_dir()
        self.given.append(given)
        self.named = named
        number = 0
        if pieces:
            earlier = pieces.earlier("goals.csv")
            before = earlier.read_text(encoding="utf-8") if earlier else ""
            self.knew.append((pieces.noted("number"), before))
            number = int(pieces.noted("number") or 0) + 1
            pieces.note("number", str(number))
        made_in(folder, str(number))
        return [SimpleNamespace(name="goals", outline=TABLES[0][0])]


def test_a_package_is_written_with_all_that_is_known_of_it(
    tmp_path: Path, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    known: Any = SimpleNamespace(
        package=views[0].package,
        standings="standings",
        revisions="revisions",
        deltas="deltas",
        former_ids="former",
        vintages="vintages",
        commit="4b9fa2b1",
    )
    settings = replace(PLAIN, url="https://example.org/a/", repository="https://example.org/r")
    written = Written(monkeypatch)
    (tmp_path / "town").mkdir()
    tables = write_view(tmp_path / "town", known, settings, DAY)
    assert [table.name for table in tables] == ["goals"]
    told = Before(known.revisions, known.deltas, known.former_ids, known.vintages, known.commit)
    assert written.given == [(known.package, "standings", "https://example.org/a/town/", told)]
    assert written.named == {
        "made": DAY,
        "address": "https://example.org/a/data/town/",
        "repository": "https://example.org/r",
    }


class Writing:
    """Downloads that are written one after another, each kept under an origin of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / "store")
        self.count = 0

    def __call__(self, view: PackageView, store: Store | None) -> Made:
        self.count += 1
        folder = self.folder / f"data{self.count}" / view.package.id
        made = write_downloads(folder, view, PLAIN, DAY, store)
        keep_downloads(f"origin {self.count}", folder, view.package.id, made, self.store)
        return made

    def lose(self, content: bytes) -> None:
        """Have the store hold no file any more that says something."""
        for file in (self.store.folder / "objects").glob("*/*"):
            if content in file.read_bytes():
                file.unlink()


def test_downloads_are_written_with_what_is_known_of_those_that_were_made_last(
    tmp_path: Path, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is where the store has not all of it."""
    town, village = views
    written, write = Written(monkeypatch), Writing(tmp_path)
    nothing, first, second = ("", ""), ("1", "goals.csv 1"), ("2", "goals.csv 2")
    made = [write(view, write.store) for view in (town, town, village, town)]
    assert written.knew == [nothing, first, nothing, second]
    assert made[0] == Made(((TABLES[0][0], len("goals.csv 1")),), town.package.languages, {"number": "1"})
    # What was taken from the store was made last, too.
    assert take_downloads("origin 1", tmp_path / "taken", town.package, write.store)
    write(town, write.store)
    assert written.knew[4:] == [first]
    # Of what nobody can say what it was made of nothing is known.
    keep_downloads(
        "", made_in(tmp_path / "unknown"), "town", Made(TABLES, ("zh", "en"), {"number": "9"}), write.store
    )
    write(town, write.store)
    assert written.knew[5:] == [second]
    for content in (b"goals.csv 3", b'"number": "1"'):
        write.lose(content)
        assert write(town, write.store).pieces == {"number": "1"}
    assert written.knew[6:] == [nothing, nothing]
    assert write(town, None).pieces == {"number": "1"}
    assert written.knew[8:] == [nothing]


def test_the_files_of_an_indicator_that_had_another_id_stay(
    tmp_path: Path, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one that went there are files that say so; other things that had another id have no files of their own."""
    Written(monkeypatch)
    gone: list[tuple[Any, ...]] = []
    monkeypatch.setattr(module, "write_former", lambda *given: gone.append(given))
    package = views[0].package
    former = [
        SimpleNamespace(table="goals", id="2023-plan/9", now="2023-plan/1"),
        SimpleNamespace(table="indicators", id="lights", now="lamps"),
        SimpleNamespace(table="indicators", id="benches", now=""),
        SimpleNamespace(table="indicators", id="lanterns", now="lamps"),
    ]
    known: Any = SimpleNamespace(
        package=package,
        former=former,
        **dict.fromkeys(("standings", "revisions", "deltas", "former_ids", "vintages", "commit")),
        origins=SimpleNamespace(file=None, rows=None),
    )
    folder = tmp_path / "data" / "town"
    write_downloads(folder, known, PLAIN, DAY)
    assert sorted(read(folder)) == [
        "goals.csv",
        *(
            f"indicators/{name}.{form}"
            for name in ("lamps", "lanterns", "lights")
            for form in ("csv", "json")
        ),
        "town.zip",
    ]
    assert (folder / "indicators/lights.csv").read_text(encoding="utf-8") == "indicators/lamps.csv 1"
    assert (folder / "indicators/lights.json").read_text(encoding="utf-8") == "indicators/lamps.json 1"
    assert [(place, item, of) for place, of, item, _ in gone] == [(folder / "indicators", former[2], package)]


class Offer:
    """What is offered of packages whose downloads stand below a folder to work in."""

    def __init__(self, folder: Path, views: list[PackageView], monkeypatch: pytest.MonkeyPatch) -> None:
        self.work = folder / "work"
        self.store = Store(folder / "store")
        self.views = views
        self.written: list[tuple[str, ...]] = []
        self.known: list[str] = []
        self.measured: list[str] = []
        monkeypatch.setattr(joint, "write_joint", self.write_joint)
        monkeypatch.setattr(joint, "write_alike", self.write_alike)
        monkeypatch.setattr(module, "sha256", self.sha256)
        for view in views:
            made_in(self.work / "data" / view.package.id, view.package.id)

    def write_joint(
        self, folder: Path, packages: list[Any], data: Path, settings: Settings, made: date, pieces: Pieces
    ) -> None:
        self.known.append(pieces.noted("all"))
        pieces.note("all", f"{len(packages)} {made.isoformat()}")
        assert (data, settings.languages) == (self.work / "data", LANGUAGES)
        self.written.append(("all", *(item.id for item in packages), made.isoformat()))
        files(folder, "all.csv")

    def write_alike(self, folder: Path, packages: list[Any]) -> None:
        self.written.append(("alike", *(item.id for item in packages)))
        files(folder, "alike.csv")

    def sha256(self, file: Path) -> str:
        self.measured.append(file.relative_to(self.work / "data").as_posix())
        return sha256(file)

    def __call__(
        self,
        downloads: Mapping[str, Tables] | None = None,
        settings: Settings = PLAIN,
        made: date = DAY,
        origins: Mapping[str, str] | None = None,
    ) -> Mapping[str, Download]:
        self.written.clear()
        self.measured.clear()
        site = Site(tuple(self.views), {}, DAY, made, settings)
        tables = dict.fromkeys((view.package.id for view in self.views), TABLES)
        return offered(self.work, site, downloads or tables, origins or {}, self.store)


FILES = ("goals.csv", "indicators/lamps.csv", "indicators/lamps.json", "town.zip")


def test_each_download_is_offered_with_its_size_and_checksum(
    tmp_path: Path, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = Offer(tmp_path, views[:1], monkeypatch)
    found = offer()
    assert [*found] == [f"data/town/{path}" for path in FILES]
    place = offer.work / "data/town/goals.csv"
    assert found["data/town/goals.csv"] == Download(len("goals.csv town"), sha256(place))
    assert offer.measured == [f"town/{path}" for path in FILES]
    assert offer.written == []
    assert measured(offer.work / "data") == found


def test_a_checksum_that_the_store_knows_is_not_computed_again(
    tmp_path: Path, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = Offer(tmp_path, views, monkeypatch)
    keep_downloads("first", offer.work / "data" / "town", "town", Made(TABLES, ("zh", "en"), {}), offer.store)
    found = offer(origins={"town": "first", "village": "unknown"})
    # Of what is put together, each file is measured once.
    assert offer.measured == [*(f"village/{path}" for path in FILES), "all_packages/all.csv"]
    assert {path: download.sha256 for path, download in found.items()} == {
        f"data/{path}": sha256(file) for path, file in files_in(offer.work / "data").items()
    }


def test_it_is_asked_by_the_figures_of_all_packages_whether_they_are_put_together(
    tmp_path: Path, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by those of other tables."""
    asked: list[tuple[list[str], int]] = []

    def put_together(packages: list[Any], figures: int) -> bool:
        asked.append(([item.id for item in packages], figures))
        return len(asked) == 1

    monkeypatch.setattr(joint, "put_together", put_together)
    offer = Offer(tmp_path, views, monkeypatch)
    downloads = {
        name: ((outline_of("observations", ("observation_id",), count, LANGUAGES), 1), *TABLES)
        for name, count in (("town", 7), ("village", 20))
    }
    assert next(iter(offer(downloads))) == "data/all_packages/all.csv"
    assert offer.written == [("all", "town", "village", "2024-03-01")]
    assert asked == [(["town", "village"], 27)]
    other = Offer(tmp_path / "other", views, monkeypatch)
    assert next(iter(other(downloads))) == "data/all_packages/alike.csv"
    assert other.written == [("alike", "town", "village")]


def test_what_packages_have_together_is_taken_from_an_earlier_build(
    tmp_path: Path, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless a table of any is another, or what else it is made of."""
    offer = Offer(tmp_path, views, monkeypatch)
    data = offer.work / "data"

    def write(path: str) -> None:
        (data / path).write_text("other", encoding="utf-8")

    def other(**facts: Any) -> None:
        """Something of the first package that none of its tables tells."""
        view = offer.views[0]
        offer.views = [replace(view, package=replace(view.package, **facts)), *offer.views[1:]]

    cases: list[tuple[str, Any, dict[str, Any], bool]] = [
        ("the first time", None, {}, True),
        ("nothing", None, {}, False),
        ("a file that is no table", lambda: write("town/town.zip"), {}, False),
        ("a table", lambda: write("village/goals.csv"), {}, True),
        ("a table of an indicator", lambda: write("village/indicators/lamps.csv"), {}, True),
        ("the settings", None, {"settings": replace(PLAIN, name=both("账", "Ledger"))}, True),
        ("the day", None, {"made": DAY + timedelta(1)}, True),
        ("a version", lambda: other(version="2.0.0"), {}, True),
        ("a title", lambda: other(title=both("镇", "Town")), {}, True),
        ("a licence", lambda: other(licence="CC0-1.0"), {}, True),
        ("the order of languages", lambda: other(languages=LANGUAGES[::-1]), {}, True),
        ("the words", lambda: monkeypatch.setattr(module, "words", lambda: "other"), {}, True),
        ("the program", lambda: monkeypatch.setattr(module, "program", lambda: "other"), {}, True),
        ("nothing again", None, {}, False),
    ]
    found = []
    for name, change, more, _ in cases:
        if change:
            change()
        for item in (data / "all_packages").glob("*"):
            item.unlink()
        if (data / "all_packages").exists():
            (data / "all_packages").rmdir()
        assert "data/all_packages/all.csv" in offer(**more), name
        found.append((name, bool(offer.written)))
    assert found == [(name, again) for name, _, _, again in cases]
    # What is made anew knows what was made last by the same program with the same words.
    now, then = (f"2 {day.isoformat()}" for day in (DAY, DAY + timedelta(1)))
    assert offer.known == ["", *[now] * 4, then, *[now] * 3, "", ""]
