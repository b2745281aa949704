"""The steps in which a site is made of packages, and what of it stands where; templates, theme and tables are left out."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from again import contents
from overlays import OverlayTree
from speaking import LANGUAGES, both
from staged import DAY, TABLES, Others, Renderer, downloads_in, laid_down, page, planned, source_of

from generator.publishing import beside, staging
from generator.publishing import site as sites
from generator.publishing.downloads import Made
from generator.publishing.export import joint
from generator.publishing.gathering import Joining, Sharing
from generator.publishing.guarding import UnguardedError
from generator.publishing.making import Pages
from generator.publishing.moment import Moment
from generator.publishing.outputs import MARK, OutputError, fill
from generator.publishing.pages import Site
from generator.publishing.pages.reads import Notes
from generator.publishing.pages.render import Planned, PlannedPart
from generator.publishing.pages.views import PackageView
from generator.publishing.policy import element
from generator.publishing.published import Published
from generator.publishing.rendering import RendererError
from generator.publishing.settings import Settings
from generator.publishing.site import build_site
from generator.publishing.store import Borrowed, Store
from generator.publishing.swapping import IncompleteError
from generator.reading.git import Commit
from generator.reading.load import load
from generator.verdicts.standings import assess_package

PLAIN = Settings(LANGUAGES)
ADDRESS = "https://example.org/a/"
MOMENT = Moment(DAY, DAY)


@pytest.fixture(scope="module")
def views() -> list[PackageView]:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    town = ledger.packages["town"]
    packages = town, replace(town, id="village", version="0.2.0")
    return [
        PackageView(item, assess_package(item, DAY), source={f"{item.id}/package.yaml": item.version})
        for item in packages
    ]


class Build:
    """Builds in a folder, with what was done in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.renderer = Renderer()
        self.planned: list[str] = []
        self.written: list[str] = []
        self.sites: list[Site] = []
        self.steps: list[str] = []
        self.told: list[tuple[str, dict[str, str]]] = []
        self.given: tuple[Settings, date, Store | None] | None = None
        """What the last downloads were given besides their package."""
        self.more: dict[str, str] = {}
        """Texts of the site itself beside its page, by their paths in each `LANGUAGE`."""

    def __call__(
        self, views: Sequence[PackageView], settings: Settings = PLAIN, moment: Moment = MOMENT, **more: Any
    ) -> dict[str, bytes]:
        """The files of the site but for its marker."""
        for noted in (self.planned, self.written, self.sites, self.steps, self.told):
            noted.clear()
        self.renderer.rendered.clear()
        build_site(
            views,
            self.folder / "site",
            self.folder / "work",
            moment,
            settings,
            self.steps.append,
            warn=lambda name, **values: self.told.append((name, values)),
            **more,
        )
        return self.site()

    def site(self) -> dict[str, bytes]:
        found = dict(contents(self.folder / "site"))
        del found[MARK]
        return found

    def write(
        self, folder: Path, view: PackageView, settings: Settings, made: date, store: Store | None = None
    ) -> Made:
        """In the place of `write_downloads`."""
        self.written.append(view.package.id)
        self.given = settings, made, store
        laid_down(folder, downloads_in(view.package.id).files)
        return Made(TABLES, ("zh", "en"), {})

    def parts(self, site: Site, language: str, apart: frozenset[str]) -> Iterator[PlannedPart]:
        """In the place of `planned_parts`."""
        self.sites.append(site)
        more = {path: text.replace("LANGUAGE", language) for path, text in self.more.items()}
        yield planned({"index.md": f"home {language}", **more})
        for view in site.views:
            if view.package.id not in apart:
                yield PlannedPart(f"{view.package.id}/", view, self.plan(view.package.id, language))

    def plan(self, name: str, language: str) -> Any:
        def plan(watched: Any) -> Iterator[Planned]:
            self.planned.append(f"{name} {language}")
            text = f"{name} {watched.package.version} {language}"
            yield Planned(f"{name}/index.md", None, lambda _: text)

        return plan


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds without templates, theme, tables, fonts and feeds."""
    made = Build(tmp_path)
    monkeypatch.setattr(sites, "render", made.renderer)
    monkeypatch.setattr(sites, "planned_parts", made.parts)
    monkeypatch.setattr(sites, "write_downloads", made.write)
    monkeypatch.setattr(staging, "assets", lambda _: [("mine.css", b"p { }")])
    monkeypatch.setattr(beside, "_beside", lambda site, paths: [("robots.txt", f"{len(site.files)} {paths}")])
    monkeypatch.setattr(beside, "bundle", lambda: "charts")
    monkeypatch.setattr(
        beside, "notices", lambda renderer, *, charts: f"{renderer}{' charts' if charts else ''}"
    )
    monkeypatch.setattr(joint, "write_alike", lambda folder, _: together(folder, "alike"))
    monkeypatch.setattr(joint, "write_joint", lambda folder, *_: together(folder, "all"))
    return made


def together(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "all_packages.csv").write_text(text, encoding="utf-8")


THEME = {"404.html": f"{element()}<p>lost</p>".encode(), "assets/theme.css": f"{element()}p {{ }}".encode()}
"""What stands around the pages of each language; the map of one language is no part of the site."""


def language_of(language: str, *views: PackageView) -> dict[str, bytes]:
    """The pages of a language and what stands around them."""
    pages = {
        f"{view.package.id}/index.html": page(f"{view.package.id} {view.package.version} {language}")
        for view in views
    }
    prefix = "" if language == "zh" else f"{language}/"
    found = {"index.html": page(f"home {language}"), **pages, **THEME, "assets/mine.css": b"p { }"}
    return {f"{prefix}{path}": content for path, content in found.items()}


def downloads_of(view: PackageView) -> dict[str, bytes]:
    """The downloads of a package, which has one release; files of its indicators belong to none."""
    name, (table, content) = view.package.id, next(iter(downloads_in("").files.items()))
    return {
        f"data/{name}/{table}": content,
        f"data/{name}/indicators/lamps.csv": name.encode(),
        f"data/{name}/latest/{table}": content,
        f"data/{name}/{view.package.version}/{table}": content,
    }


LISTS = {"build.json", "data/versions.json"}
STEPS = ["downloads", "pages", "render", "pictures", "swap"]


def test_a_site_holds_pages_downloads_and_what_stands_beside_them(
    build: Build, views: list[PackageView]
) -> None:
    town = views[0]
    found = build([town])
    lists = {*LISTS, "data/versions-town.json"}
    assert {path: content for path, content in found.items() if path not in lists} == {
        **language_of("zh", town),
        **language_of("en", town),
        **downloads_of(town),
        "robots.txt": b"2 ['', 'town/']",
        "licences.txt": b"mkdocs",
    }
    assert lists < found.keys()
    assert build.steps == STEPS
    assert build.renderer.asked == [(f"{name}.yml", f"rendered/{name}", DAY, True) for name in LANGUAGES]
    assert build.told == []


def test_a_site_in_one_language_has_it_at_its_root(build: Build, views: list[PackageView]) -> None:
    found = build([views[0]], Settings(("zh",)))
    lists = {*LISTS, "data/versions-town.json", "robots.txt", "licences.txt"}
    assert found.keys() - lists == {*language_of("zh", views[0]), *downloads_of(views[0])}


def test_pages_are_told_all_there_is_of_downloads_and_releases(
    build: Build, views: list[PackageView]
) -> None:
    last = Commit("4b9fa2b1", date(2024, 2, 29), "data")
    before = {
        "publications": {"town": [["0.0.9", "2024-01-01", ""]]},
        "releases": {"town": [0]},
        "files": {},
        "indicators": {},
    }
    file = build.folder / "old.csv"
    file.write_bytes(b"old")
    published = Published(before, {}, {"town/0.0.9/goals.csv": file})
    build(views, moment=Moment(date(2024, 3, 2), DAY, last), published=published)
    (site, *_) = build.sites
    assert build.sites == [site] * 2
    assert (site.commit, site.today, site.made) == ("4b9fa2b1", date(2024, 3, 2), DAY)
    assert {name: [*tables] for name, tables in site.downloads.items()} == {
        name: [*TABLES] for name in ("town", "village")
    }
    assert site.releases == {"town": ["0.0.9", "0.1.0"], "village": ["0.2.0"]}
    assert [*site.files] == [
        "data/all_packages/all_packages.csv",
        *(
            f"data/{name}/{path}"
            for name in ("town", "village")
            for path in ("goals.csv", "indicators/lamps.csv")
        ),
    ]
    found = build.site()
    assert found["data/town/0.0.9/goals.csv"] == b"old"
    listed = json.loads(found["data/versions.json"])
    assert listed["publications"] == {
        "town": [["0.0.9", "2024-01-01", ""], ["0.1.0", "2024-03-01", "4b9fa2b1"]],
        "village": [["0.2.0", "2024-03-01", "4b9fa2b1"]],
    }
    first = sha256(b"goal_id\n").hexdigest()
    assert listed["files"] == {first: [["town/goals.csv", 1, 1], ["village/goals.csv", 0, 0]]}
    lamps = sha256(b"village").hexdigest()
    assert json.loads(found["data/versions-village.json"]) == {"indicators/lamps.csv": [[lamps[:16], 0, 0]]}
    facts = json.loads(found["build.json"])
    assert (facts["commit"], facts["date"]) == ("4b9fa2b1", "2024-03-02")
    build(views)
    assert [site.commit for site in build.sites] == [""] * 2


def test_packages_are_proved_when_their_downloads_are_there(build: Build, views: list[PackageView]) -> None:
    proved: list[tuple[str, list[str]]] = []

    def prove(folder: Path) -> None:
        proved.append(
            (folder.relative_to(build.folder).as_posix(), sorted(item.name for item in folder.iterdir()))
        )

    build(views, prove=prove)
    assert proved == [(f"work/data/{name}", ["goals.csv", "indicators"]) for name in ("town", "village")]
    assert build.steps == ["downloads", "validate", *STEPS[1:]]


class Unproved(Exception):  # noqa: N818 - as a test raises it
    pass


def test_what_is_not_proved_takes_no_place(build: Build, views: list[PackageView]) -> None:
    def refuse(folder: Path) -> None:
        raise Unproved(folder.name)

    before = build(views)
    with pytest.raises(Unproved, match="town"):
        build([views[0]], prove=refuse)
    assert build.site() == before
    assert build.steps == ["downloads", "validate"]


def test_packages_stand_in_their_order_whoever_was_done_first(build: Build, views: list[PackageView]) -> None:
    """What others made, or the store had, is there before the rest."""

    part: Any = SimpleNamespace(
        package="village",
        pages=[
            Pages(language, {"village/index.md": f"apart {language}"}, Notes({}, {}, {}, {}))
            for language in LANGUAGES
        ],
        fits=lambda *_: True,
        downloads=lambda _: downloads_in("village"),
    )
    proved: list[str] = []
    build(
        views, joining=Joining({"village": part}, source_of), prove=lambda folder: proved.append(folder.name)
    )
    assert [*build.sites[0].downloads] == proved == ["town", "village"]
    assert build.steps == ["joined", "downloads", "validate", *STEPS[1:]]
    assert build.written == ["town"]
    # Pages of what was built apart are not planned here.
    assert build.planned == ["town zh", "town en"]
    assert build.site()["village/index.html"] == page("apart zh")


def test_what_was_made_is_not_made_again(build: Build, views: list[PackageView]) -> None:
    """Neither planned nor written nor rendered, as long as the folder of the store is the same."""
    store = build.folder / "store"
    first = build(views, store=store)
    everything = [f"{name} {language}" for language in LANGUAGES for name in ("town", "village")]
    assert (build.written, build.planned) == (["town", "village"], everything)
    assert len(build.renderer.rendered) == 2 * 3
    assert build(views, store=store) == first
    assert (build.written, build.planned, build.renderer.rendered) == ([], [], [])
    town = replace(views[0], package=replace(views[0].package, version="0.1.1"), source={"town/x": "2"})
    changed = build([town, views[1]], store=store)
    assert build.written == ["town"]
    assert build.planned == ["town zh", "town en"]
    assert build.renderer.rendered == ["town/index.md"] * 2
    assert changed["town/index.html"] == page("town 0.1.1 zh")
    assert changed["village/index.html"] == first["village/index.html"]
    # Without a folder for it nothing is kept.
    for _ in range(2):
        build(views)
        assert (build.written, build.planned) == (["town", "village"], everything)
    assert {item.name for item in build.folder.iterdir()} == {"site", "store", "work"}


REMADE: dict[str, tuple[str, dict[str, Any]]] = {
    # what is another: what is planned again
    "nothing": ("", {}),
    "the day that decides": ("pages", {"moment": Moment(date(2024, 3, 2), DAY)}),
    "the day on which it is made": ("pages", {"moment": Moment(DAY, date(2024, 3, 2))}),
    "the settings": ("pages", {"settings": replace(PLAIN, contact=both("写信", "Write"))}),
}


@pytest.mark.parametrize("what", REMADE)
def test_pages_are_planned_again_for(what: str, build: Build, views: list[PackageView]) -> None:
    store = build.folder / "store"
    build([views[0]], store=store)
    expected, more = REMADE[what]
    build([views[0]], store=store, **more)
    assert build.planned == (["town zh", "town en"] if expected else [])


def test_pages_are_planned_again_for_other_words(
    build: Build, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["before", "before", "before", "before", "after", "after"]
    monkeypatch.setattr(sites, "of_files", lambda *_: words.pop(0))
    found = []
    for _ in range(3):
        build([views[0]], store=build.folder / "store")
        found.append(build.planned[:])
    assert found == [["town zh", "town en"], [], ["town zh", "town en"]]


def test_what_was_made_while_a_template_was_edited_is_made_again(
    build: Build, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who made it saw no one state of the templates."""
    monkeypatch.chdir(build.folder)
    own = build.folder / "site_src" / "templates" / "own.html"
    own.parent.mkdir(parents=True)
    own.write_text("before", encoding="utf-8")

    def edited(*given: Any, **named: Any) -> bool:
        own.write_text("after", encoding="utf-8")
        return build.renderer(*given, **named)

    monkeypatch.setattr(sites, "render", edited)
    found = []
    for _ in range(3):
        build([views[0]], store=build.folder / "store")
        found.append((build.written[:], len(build.renderer.rendered)))
    assert found == [(["town"], 4), (["town"], 4), ([], 0)]


def test_what_was_borrowed_from_the_store_stays_in_it(build: Build, views: list[PackageView]) -> None:
    store = build.folder / "store"
    known = Borrowed(None)
    known.keep_value("read", b"columns")
    build([views[0]], store=store, known=known)
    assert Store(store).value("read") == b"columns"


def test_what_is_known_of_figures_that_are_as_they_were_stays_in_the_store(
    build: Build, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    monkeypatch.setattr(PackageView, "keep_known", lambda view: kept.append(view.package.id))
    build(views)
    assert kept == ["town", "village"]


def test_the_folder_to_work_in_is_cleared_unless_it_is_not_ours(
    build: Build, views: list[PackageView]
) -> None:
    build([views[0]])
    old = build.folder / "work" / "data" / "gone"
    build([views[1]])
    assert not old.exists()
    assert not (build.folder / "work" / "data" / "town").exists()
    (build.folder / "work" / MARK).unlink()
    with pytest.raises(OutputError):
        build([views[0]])
    assert "town/index.html" not in build.site()


def test_a_site_may_be_left_for_the_next_one_to_be_made_of(build: Build, views: list[PackageView]) -> None:
    site, store = build.folder / "site", build.folder / "store"
    first = build(views, store=store, leave=True)
    folder = site.stat().st_ino
    assert build(views, store=store, leave=True) == first
    assert sorted(item.name for item in build.folder.iterdir()) == [".site.old", "site", "store", "work"]
    assert build(views, store=store, leave=True) == first
    assert site.stat().st_ino == folder
    assert build(views, store=store) == first
    assert sorted(item.name for item in build.folder.iterdir()) == ["site", "store", "work"]
    assert site.stat().st_ino != folder


def test_a_site_that_was_built_to_be_joined_holds_what_that_takes_and_no_releases(
    build: Build, views: list[PackageView]
) -> None:
    town, crew = views[0], Others(1)
    others: Any = crew
    found = build([town], sharing=Sharing(others, source_of, any=True, apart=True))
    assert build.steps == ["shared", *STEPS]
    assert not any(path.startswith(("data/town/latest/", "data/town/0.1.0/")) for path in found)
    assert {"data/town/goals.csv", "town/0/index.html", "en/town/0/index.html", "part.zip"} < found.keys()
    with zipfile.ZipFile(build.folder / "site" / "part.zip") as archive:
        facts = json.loads(archive.read("part.json"))
        assert archive.namelist() == ["part.json", "en/town/0/index.md", "zh/town/0/index.md"]
        assert archive.read("en/town/0/index.md") == b"en"
    assert facts["package"] == "town"
    assert facts["tables"] == [["goals", ["goal_id"], 3, 40]]
    # Whoever shares the work and does not build apart has a site like any other.
    whole = build([town], sharing=Sharing(others, source_of, any=True))
    assert "part.zip" not in whole
    assert {"data/town/latest/goals.csv", "data/town/0.1.0/goals.csv"} < whole.keys()


LOSSES = ["robots.txt", "index.html", "data/town/goals.csv"]


@pytest.mark.parametrize("lost", LOSSES)
def test_a_site_that_lacks_a_file_takes_no_place(
    lost: str, build: Build, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(views)

    def lacking(folder: Path, files: Mapping[str, Path]) -> None:
        fill(folder, {path: file for path, file in files.items() if path != lost})

    monkeypatch.setattr(sites, "fill", lacking)
    with pytest.raises(IncompleteError) as told:
        build(views)
    assert told.value.filename == str(build.folder / "work" / "site" / lost)
    assert build.site() == before
    assert build.steps == STEPS


SPOILT: list[tuple[str, str, tuple[str, ...]]] = [
    # the address of the site, what a page holds: which pages must not be published
    ("", "plain", ()),
    ("", "<script>alert(1)</script>", ("card.html", "en/card.html")),
    ("", f'<img src="{ADDRESS}x.png">', ("card.html", "en/card.html")),
    (ADDRESS, f'<img src="{ADDRESS}x.png">', ()),
]


@pytest.mark.parametrize(("url", "text", "faulty"), SPOILT)
def test_a_page_that_holds_what_it_may_not_takes_no_place(
    url: str, text: str, faulty: tuple[str, ...], build: Build, views: list[PackageView]
) -> None:
    build.more = {"card.html": f"{element()}{text} in LANGUAGE"}
    settings = replace(PLAIN, url=url, share_pictures="never")
    if faulty:
        with pytest.raises(UnguardedError) as told:
            build([views[0]], settings)
        assert tuple(item.path for item in told.value.faults) == faulty
        assert build.steps == STEPS[:3]
        assert not (build.folder / "site").exists()
    else:
        assert build([views[0]], settings)["en/card.html"] == f"{element()}{text} in en".encode()


def test_a_site_whose_settings_name_no_languages_speaks_those_of_its_packages(
    build: Build, views: list[PackageView]
) -> None:
    assert build([views[0]], Settings()) == build([views[0]])


def test_who_builds_is_told_of_all_characters_that_the_font_lacks(
    build: Build, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(drawing: str, *_: object) -> bytes:
        raise LookupError(drawing)

    monkeypatch.setattr(staging, "png", lacking)
    monkeypatch.setattr(sites, "installed_font", lambda: True)
    build.more = {"picture.svg": "ba"}
    found = build([views[0]], replace(PLAIN, url=ADDRESS))
    assert build.told == [("pictures_lacking", {"count": "2", "letters": "ab"})]
    assert not any("picture" in path for path in found)


CHARTS: list[tuple[dict[str, str], dict[str, bytes]]] = [
    # files of the pages: what there is for charts
    ({}, {"licences.txt": b"mkdocs"}),
    ({"lamps.vl.json": "{}"}, {"licences.txt": b"mkdocs charts", "assets/vega.js": b"charts"}),
    ({"vl.json": "{}"}, {"licences.txt": b"mkdocs"}),
]


@pytest.mark.parametrize(("files", "found"), CHARTS)
def test_what_charts_run_on_stands_where_there_are_charts(
    files: dict[str, str], found: dict[str, bytes], build: Build, views: list[PackageView]
) -> None:
    build.more = files
    site = build([views[0]])
    told = {path: content for path, content in site.items() if path in ("licences.txt", "assets/vega.js")}
    assert told == found


TOGETHER: list[tuple[int, bool, bytes | None]] = [
    # how many packages, whether they are put together: what the download of all holds
    (1, True, None),
    (2, True, b"all"),
    (2, False, b"alike"),
]


@pytest.mark.parametrize(("count", "whole", "held"), TOGETHER)
def test_several_packages_have_a_download_together(
    count: int,
    held: bytes | None,
    *,
    whole: bool,
    build: Build,
    views: list[PackageView],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(joint, "put_together", lambda *_: whole)
    found = build(views[:count])
    assert found.get("data/all_packages/all_packages.csv") == held
    assert ("data/all_packages/all_packages.csv" in build.sites[0].files) == bool(held)
    # The list of checksums is that of single packages.
    assert "all_packages" not in found["data/versions.json"].decode()


def test_a_failed_renderer_leaves_the_old_site(
    build: Build, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build([views[0]])

    def fail(*_: object, **__: object) -> bool:
        raise RendererError("no")

    monkeypatch.setattr(sites, "render", fail)
    with pytest.raises(RendererError):
        build(views)
    assert build.site() == before
    assert build.steps == STEPS[:3]
