"""What stands around every page, and beside the pages: the navigation, the lines below, styles, facts, other languages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from folders import ROOT
from laid import files
from overlays import OverlayTree
from speaking import LANGUAGES, both

from generator import __version__
from generator.comparing.history import PackageHistory
from generator.core import sources
from generator.publishing import site as sites
from generator.publishing.assets import assets, styles
from generator.publishing.beside import _beside, write_facts
from generator.publishing.configuration import _alternate, _footer, overrides, write_config
from generator.publishing.moment import Moment
from generator.publishing.pages import Site
from generator.publishing.pages.views import PackageView
from generator.publishing.policy import element
from generator.publishing.published import Published
from generator.publishing.rendering import render
from generator.publishing.settings import Settings
from generator.publishing.site import _renderer, _staying, _tell_of_pictures
from generator.publishing.zensical import NotInstalledError
from generator.publishing.zensical import render as render_by_zensical
from generator.reading.git import Commit
from generator.reading.load import load
from generator.verdicts.standings import assess_package

DAY = date(2024, 3, 1)
MOMENT = Moment(DAY, DAY)
PLAIN = Settings(LANGUAGES)
ADDRESS = "https://example.org/a/"


@pytest.fixture(scope="module")
def view() -> PackageView:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    town = ledger.packages["town"]
    return PackageView(town, assess_package(town, DAY))


def site_of(*views: PackageView, settings: Settings = PLAIN, **more: Any) -> Site:
    return Site(views, {}, DAY, DAY, settings, **more)


def several(view: PackageView, count: int, **fields: Any) -> list[PackageView]:
    """So many packages, each of another name and with other values of fields."""
    found = []
    for number in range(count):
        package = replace(view.package, id=f"p{number}", **fields)
        made = PackageView(package, view.standings)
        found.append(made)
    return found


def configured(folder: Path, site: Site, language: str) -> Any:
    folder.mkdir(exist_ok=True)
    file = write_config(folder, site, MOMENT, language)
    assert file == folder / f"{language}.yml"
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


PARTS = (
    *("goals", "targets", "indicators", "documents", "organisations", "themes"),
    *("due", "unreported", "findings", "revisions"),
)
LAST: list[Any] = [
    {"Data": "data/index.md"},
    {"Methods": [{"Methods": "methods/index.md"}, {"Glossary": "glossary/index.md"}]},
    {
        "About": [
            {"About this site": "about/index.md"},
            {"Staff guide": "guide/index.md"},
            {"My first report": "guide/report/index.md"},
            {"Correcting a figure": "guide/correction/index.md"},
            {"What the messages mean": "guide/messages/index.md"},
            {"Who approves": "guide/approval/index.md"},
            {"Data format": "guide/format/index.md"},
            {"Check messages": "guide/problems/index.md"},
        ]
    },
]
HEADERS: dict[int, list[str]] = {
    # of how many packages: which pages of each stand in the header; none where it names no package
    1: ["", *(f"{part}/" for part in PARTS)],
    2: ["", *(f"{part}/" for part in PARTS)],
    3: [""],
    6: [""],
    7: [],
}


@pytest.mark.parametrize("count", HEADERS)
def test_the_header_leads_to_what_it_has_room_for(count: int, view: PackageView, tmp_path: Path) -> None:
    views = several(view, count)
    first, *middle, data, methods, about = configured(tmp_path, site_of(*views), "en")["nav"]
    assert first == {"Home": "index.md"}
    assert [data, methods, about] == LAST
    paths = [[path for page in pages for path in page.values()] for item in middle for pages in item.values()]
    listed = [item.package.id for item in views] if HEADERS[count] else []
    assert paths == [[f"{name}/{page}index.md" for page in HEADERS[count]] for name in listed]


NAMES: list[tuple[list[tuple[str, str]], list[str]]] = [
    # area and title of each package: what the header calls it
    ([("A", "T")], ["A"]),
    ([("A", "T"), ("B", "U")], ["A", "B"]),
    ([("A", "T"), ("A", "U")], ["T", "U"]),
    ([("A & <B>", "T")], ["A &amp; &lt;B&gt;"]),
]


@pytest.mark.parametrize(("packages", "names"), NAMES)
def test_the_header_calls_a_package_by_its_area_where_that_says_which(
    packages: list[tuple[str, str]], names: list[str], view: PackageView, tmp_path: Path
) -> None:
    views = []
    for number, (area, title) in enumerate(packages):
        package = view.package
        known = {
            **package.areas,
            package.area_id: replace(package.areas[package.area_id], title=both("区", area)),
        }
        views.append(
            PackageView(
                replace(package, id=f"p{number}", areas=known, title=both("题", title)), view.standings
            )
        )
    nav = configured(tmp_path, site_of(*views), "en")["nav"]
    assert [name for item in nav[1 : 1 + len(names)] for name in item] == names
    assert [next(iter(page)) for page in next(iter(nav[1].values()))][:2] == ["Overview", "Goals"]


def test_each_language_has_its_own_configuration(view: PackageView, tmp_path: Path) -> None:
    settings = replace(
        PLAIN, url=ADDRESS, logo="a b.svg", colour="#5b1a5e", name=both("账 & <本>", "A & <B>")
    )
    found = configured(tmp_path, site_of(view, settings=settings), "en")
    assert (tmp_path / found["INHERIT"]).resolve() == sources.MKDOCS.resolve()
    assert (tmp_path / found["theme"].pop("custom_dir")).resolve() == (ROOT / "site_src/overrides").resolve()
    assert found["copyright"] == f"{COMPILED}<br>{DAYS}"
    for name in ("INHERIT", "nav", "copyright"):
        del found[name]
    assert found == {
        "site_name": "A &amp; &lt;B&gt;",
        "site_description": "What was promised, what was done, and how the two compare",
        "docs_dir": "pages/en",
        "site_dir": "rendered/en",
        "theme": {},
        "extra_css": ["assets/mingzhang.css", "assets/colour.css"],
        "extra": {
            "alternate": [_alternate(settings, "en", "zh"), _alternate(settings, "en", "en")],
            "policy": element(),
            "words": {
                "home": "Home",
                "search": "Search",
                "menu": "Menu",
                "sections": "Parts of this site",
                "size": "Text size",
                "contrast": "High contrast",
                "dark": "Dark background",
                "lost": "There is no such page",
                "lost_hint": "The address may be misspelt, or the page does not exist yet. "
                "Start from the home page or the search.",
                "skip": "Skip to the content",
            },
            "logo": "assets/a%20b.svg",
            "theme_words": {"language": "en", "direction": "ltr"},
            "locale": "en_GB",
            "root": ADDRESS,
            "below": "en/",
        },
        "site_url": f"{ADDRESS}en/",
    }
    bare = configured(tmp_path, site_of(view), "zh")
    assert "site_url" not in bare
    assert (bare["extra"]["logo"], bare["extra"]["below"], bare["docs_dir"]) == ("", "", "pages/zh")
    assert bare["extra_css"] == ["assets/mingzhang.css"]
    text = (tmp_path / "zh.yml").read_text(encoding="utf-8")
    assert text.startswith("INHERIT: ")
    assert "首页" in text


ALTERNATES: list[tuple[str, str, dict[str, str]]] = [
    # from pages of one language to those of another, of a site in three
    ("zh", "zh", {"name": "中文", "lang": "zh", "hreflang": "zh-Hans", "prefix": "", "link": "./"}),
    ("zh", "en", {"name": "English", "lang": "en", "hreflang": "en", "prefix": "en/", "link": "./en/"}),
    ("en", "zh", {"name": "中文", "lang": "zh", "hreflang": "zh-Hans", "prefix": "../", "link": "./../"}),
    (
        "en",
        "fr",
        {"name": "Français", "lang": "fr", "hreflang": "fr", "prefix": "../fr/", "link": "./../fr/"},
    ),
]


@pytest.mark.parametrize(("language", "other", "told"), ALTERNATES)
def test_pages_of_a_language_lead_to_those_of_another(
    language: str, other: str, told: dict[str, str]
) -> None:
    assert _alternate(Settings(("zh", "en", "fr")), language, other) == told


COMPILED = (
    "Compiled from public documents; this is not the official site of any public body. Data under CC-BY-4.0, "
    "program under the MIT licence."
)
DAYS = f"Latest figures as of 31 December 2023 · judged on 1 March 2024 · program version {__version__}"


def test_below_every_page_stands_what_the_site_is_and_whom_to_ask(view: PackageView) -> None:
    assert list(_footer(site_of(view), MOMENT, "en")) == [COMPILED, DAYS]
    asked = replace(
        PLAIN,
        contact=both("写信", "Write to <us>"),
        records=(("ICP <1>", "https://example.org/?a=1&b=2"), ("No <2>", "")),
    )
    changed = Moment(DAY, DAY, Commit("4b9fa2b1", date(2024, 2, 29), "data"))
    assert list(_footer(site_of(view, settings=asked), changed, "en")) == [
        COMPILED,
        DAYS.replace(" · program", " · record last changed on 29 February 2024 · program"),
        "Contact: Write to &lt;us&gt;",
        '<a href="https://example.org/?a=1&amp;b=2">ICP &lt;1&gt;</a> · No &lt;2&gt;',
    ]
    silent = site_of(view, settings=replace(asked, contact=both("", "")))
    assert len(list(_footer(silent, changed, "en"))) == 3
    unknown = PackageView(replace(view.package, observations={}), view.standings)
    assert DAYS.endswith(list(_footer(site_of(unknown), MOMENT, "en"))[1])


def test_the_latest_figures_are_those_of_any_package(view: PackageView) -> None:
    """Whatever the order; packages without figures say nothing."""
    day = date(2023, 6, 30)
    early = {key: replace(item, as_of=day) for key, item in view.package.observations.items()}
    kinds = [PackageView(replace(view.package, observations=some), view.standings) for some in ({}, early)]
    assert [item.latest_figure for item in kinds] == [None, day]
    for views in ((view, *kinds), (*kinds, view)):
        assert list(_footer(site_of(*views), MOMENT, "en"))[1] == DAYS


def official(view: PackageView, body: str, licence: str = "CC-BY-4.0") -> PackageView:
    package = view.package
    known = package.organisations[package.publisher_id]
    titled = {**package.organisations, package.publisher_id: replace(known, title=both("机关", body))}
    made = replace(package, official=True, organisations=titled, licence=licence)
    return PackageView(made, view.standings)


LICENCE = "Data under CC-BY-4.0, program under the MIT licence."
WHOSE: dict[str, str] = {
    # which bodies, each by its number, have an official package, "-" one that is not, "*" one that is made up: what stands
    # below every page
    "0": f"Published by Body 0. {LICENCE}",
    "0 0": f"Published by Body 0. {LICENCE}",
    "0 1": f"Published by Body 0, Body 1. {LICENCE}",
    "0 -": "Partly published by Body 0, partly compiled by others from public documents; each data package says which. "
    + LICENCE,
    "0 1 2 3 4 5": f"Published by Body 0, Body 1, Body 2, Body 3, Body 4, Body 5. {LICENCE}",
    "0 1 2 3 4 5 6": f"Published by 7 public bodies. {LICENCE}",
    "-": COMPILED,
    "*": f"Everything on this site is made up, to show how. {LICENCE}",
    "* -": COMPILED,
}


@pytest.mark.parametrize("bodies", WHOSE)
def test_below_every_page_stands_whose_site_it_is(bodies: str, view: PackageView) -> None:
    others = {"-": view, "*": PackageView(replace(view.package, fictional=True), view.standings)}
    views = [others.get(name) or official(view, f"Body {name}") for name in bodies.split()]
    assert next(iter(_footer(site_of(*views), MOMENT, "en"))) == WHOSE[bodies]


def test_below_every_page_stand_all_licences(view: PackageView) -> None:
    licences = ("ODbL-1.0", "CC-BY-4.0", "PDDL-1.0", "CC0-1.0", "CC-BY-4.0", "ODC-By-1.0")
    views = [official(view, "Body 0", licence) for licence in licences]
    told = "CC-BY-4.0 · CC0-1.0 · ODC-By-1.0 · ODbL-1.0 · PDDL-1.0"
    expected = WHOSE["0"].replace("CC-BY-4.0", told)
    assert next(iter(_footer(site_of(*views), MOMENT, "en"))) == expected


class Told:
    """What is told to who builds."""

    def __init__(self) -> None:
        self.said: list[tuple[str, dict[str, str]]] = []

    def __call__(self, name: str, **values: str) -> None:
        self.said.append((name, values))


PICTURES: list[tuple[str, str, bool, Sequence[str], list[tuple[str, dict[str, str]]]]] = [
    # what the settings say, the address, whether the font is there, characters that it lacks: what is told
    ("auto", ADDRESS, True, [], []),
    ("auto", ADDRESS, False, ["ab"], [("pictures_missing", {})]),
    ("auto", "", False, ["ab"], []),
    ("never", ADDRESS, False, ["ab"], []),
    ("auto", ADDRESS, True, ["bc", "ab"], [("pictures_lacking", {"count": "2", "letters": "abc"})]),
]


@pytest.mark.parametrize(("wanted", "url", "font", "lacking", "told"), PICTURES)
def test_who_builds_is_told_what_pictures_are_lacking(
    wanted: str,
    url: str,
    *,
    font: bool,
    lacking: Sequence[str],
    told: list[tuple[str, dict[str, str]]],
    view: PackageView,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sites, "installed_font", lambda: font)
    warn = Told()
    settings = replace(PLAIN, share_pictures=wanted, url=url)
    _tell_of_pictures(site_of(view, settings=settings), lacking, warn)
    assert warn.said == told


def test_packages_with_too_many_pictures_are_told(view: PackageView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "installed_font", lambda: True)
    some = next(iter(view.package.indicators.values()))
    many = {f"i{number}": some for number in range(501)}
    views = [
        view,
        *(
            PackageView(replace(view.package, id=name, indicators=many), view.standings)
            for name in ("p", "q")
        ),
    ]
    warn = Told()
    _tell_of_pictures(site_of(*views, settings=replace(PLAIN, url=ADDRESS)), ["x"], warn)
    assert warn.said == [
        ("pictures_many", {"packages": "p, q", "most": "1000"}),
        ("pictures_lacking", {"count": "1", "letters": "x"}),
    ]


def test_an_installation_has_styles_and_files_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = files(tmp_path / "ours", "b.css", "a.css", "d.css", "c.css", "a.js")
    # what an editor leaves there that has a file open is neither linked nor published
    own = files(tmp_path / "own", "z.css", "a.css", ".z.css.swp", "z.css~", "#z.css#", ".~z.css")
    (own / "z.css").write_bytes(b"/* what\nfor */\nb { }\n/*! MIT */\n/**/\n")
    (own / "a.js").write_bytes(b"/* stays */")
    monkeypatch.setattr(sources, "everywhere", lambda name: [own, ours] if name == "assets" else [])
    assert styles(PLAIN) == [f"assets/{name}.css" for name in "abcdz"]
    coloured = replace(PLAIN, colour="#5b1a5e")
    assert styles(coloured) == [
        *(f"assets/{name}.css" for name in "abcd"),
        "assets/colour.css",
        "assets/z.css",
    ]
    found = list(assets(coloured))
    assert [path for path, _ in found] == [
        "colour.css",
        *("a.css", "a.js", "b.css", "c.css", "d.css"),
        *("a.css", "a.js", "z.css"),
    ]
    assert dict(found)["z.css"] == b"b { }\n/*! MIT */\n"
    assert dict(found)["a.js"] == b"/* stays */"
    assert dict(found)["a.css"] == b"own/a.css"
    rule = (
        '[data-md-color-scheme="default"] { --md-primary-fg-color: #5b1a5e; --md-accent-fg-color: #5b1a5e; }'
    )
    assert dict(found)["colour.css"].decode().splitlines()[1:] == [rule]
    assert next(path for path, _ in assets(PLAIN)) == "a.css"


def test_an_installation_has_templates_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, own = files(tmp_path / "ours", "main.html", "404.html"), files(tmp_path / "own", "main.html")
    monkeypatch.setattr(sources, "everywhere", lambda _: [ours])
    assert overrides(tmp_path / "work") == ours
    monkeypatch.setattr(sources, "everywhere", lambda _: [own, ours])
    for _ in range(2):
        merged = overrides(tmp_path / "work")
        assert {file.name: file.read_text(encoding="utf-8") for file in merged.iterdir()} == {
            "main.html": "own/main.html",
            "404.html": "ours/404.html",
        }
    assert merged.parent == tmp_path / "work"


BESIDE = [
    *("data/catalog.jsonld", "data/rules.json", "data/conformance.json", "data/index.json"),
    *("data/indicator.schema.json", "data/index.schema.json", "robots.txt"),
]
FEEDS = ["feed.xml", "town/feed.xml", "town/versions/feed.xml"]


def test_beside_the_pages_stands_what_machines_look_for(view: PackageView) -> None:
    addressed = dict(
        _beside(site_of(view, settings=replace(PLAIN, url=ADDRESS)), ["", "town/", "town/goals/"])
    )
    themed = [f"town/themes/{theme}/feed.xml" for theme in ("lighting", "greening")]
    feeds = [*FEEDS, *themed, *(f"en/{path}" for path in (*FEEDS, *themed))]
    assert [*addressed] == [*BESIDE, "sitemap.xml", "assets/share.png", *feeds]
    assert {path for path, _ in _beside(site_of(view), [""])}.isdisjoint({"sitemap.xml", "assets/share.png"})
    assert str(addressed["data/catalog.jsonld"]).count('"dcat:Dataset"') == 1
    sitemap = str(addressed["sitemap.xml"])
    assert [
        sitemap.count(f"<loc>{ADDRESS}{path}</loc>") for path in ("", "town/", "town/goals/", "en/town/")
    ] == [1] * 4
    assert f"Sitemap: {ADDRESS}sitemap.xml" in str(addressed["robots.txt"])


def test_the_facts_of_a_site_tell_what_it_was_built_from(view: PackageView, tmp_path: Path) -> None:
    file: Any = SimpleNamespace(sha256="ab")
    site = site_of(view, commit="4b9fa2b1", files={"data/town/图.csv": file})
    write_facts(tmp_path, site, MOMENT)
    text = (tmp_path / "build.json").read_text(encoding="utf-8")
    assert "图" in text
    assert text.endswith("\n}\n")
    assert text.startswith('{\n  "commit": "4b9fa2b1",\n')
    expected: Mapping[str, Any] = {
        "commit": "4b9fa2b1",
        "date": "2024-03-01",
        "commit_date": None,
        "version": __version__,
        "packages": {
            "town": {
                "version": "0.1.0",
                "documents": 2,
                "goals": 2,
                "indicators": 4,
                "targets": 4,
                "deliverables": 1,
                "observations": 8,
            }
        },
        "sha256": {"data/town/图.csv": "ab"},
        "uncommitted": [],
    }
    assert json.loads(text) == expected
    assert [*json.loads(text)] == [*expected]
    (tmp_path / "build.json").unlink()
    write_facts(tmp_path, site, Moment(date(2024, 3, 2), DAY, Commit("4b9fa2b1", date(2024, 2, 29), "data")))
    found = json.loads((tmp_path / "build.json").read_text(encoding="utf-8"))
    assert (found["date"], found["commit_date"]) == ("2024-03-02", "2024-02-29")


STAYING: list[tuple[list[str], list[int], list[str]]] = [
    # the versions that were published, which of them are releases: which stay of a package that is 0.1.0 now
    ([], [], ["0.1.0"]),
    (["0.0.9"], [0], ["0.0.9", "0.1.0"]),
    (["0.0.8", "0.0.9", "0.1.0"], [0, 2], ["0.0.8", "0.1.0"]),
    (["0.1.0", "0.0.9"], [0, 1], ["0.1.0", "0.0.9"]),
]


@pytest.mark.parametrize(("versions", "released", "stay"), STAYING)
def test_versions_stay_once_each_the_oldest_first(
    versions: list[str], released: list[int], stay: list[str], view: PackageView
) -> None:
    listed = {"publications": {"town": [[version] for version in versions]}, "releases": {"town": released}}
    assert _staying(view, Published({**listed, "files": {}}, {})) == stay
    assert _staying(view, None) == ["0.1.0"]


def test_the_catalogue_tells_since_when_a_package_is_recorded(view: PackageView) -> None:
    days = {"2023-plan": date(2023, 5, 1), "2023-report": date(2024, 2, 1)}
    recorded = replace(view, history=PackageHistory(recorded=days))
    told = [str(dict(_beside(site_of(item), []))["data/catalog.jsonld"]) for item in (view, recorded)]
    assert [text.count('"2023-05-01"') for text in told] == [0, 2]
    assert '"2024-02-01"' not in told[1]


def test_pages_of_what_had_another_id_are_on_no_map(view: PackageView) -> None:
    class Gone(PackageView):
        """A package whose goal was known by another id."""

        former = (SimpleNamespace(table="goals", id="2023-plan/9", now="2023-plan/1"),)  # type: ignore[assignment]

    gone = Gone(view.package, view.standings)
    paths = ["town/goals/2023-plan/1/", "town/goals/2023-plan/9/", "town/goals/2023-plan/99/"]
    text = str(dict(_beside(site_of(gone, settings=replace(PLAIN, url=ADDRESS)), paths))["sitemap.xml"])
    assert [text.count(f"<loc>{ADDRESS}{path}</loc>") for path in paths] == [1, 0, 1]


def test_the_facts_name_what_no_commit_holds(view: PackageView, tmp_path: Path) -> None:
    views = [
        replace(view, package=replace(view.package, id=f"p{number}"), history=history)
        for number, history in enumerate((None, PackageHistory(), PackageHistory(uncommitted=True)))
    ]
    write_facts(tmp_path, site_of(*views), MOMENT)
    found = json.loads((tmp_path / "build.json").read_text(encoding="utf-8"))
    assert (found["uncommitted"], [*found["packages"]]) == (["p2"], ["p0", "p1", "p2"])


def test_each_renderer_makes_the_pages_where_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise NotInstalledError

    monkeypatch.setattr(sites, "installed", lambda: None)
    assert _renderer(PLAIN) is render
    assert _renderer(replace(PLAIN, renderer="zensical")) is render_by_zensical
    monkeypatch.setattr(sites, "installed", missing)
    assert _renderer(PLAIN) is render
    with pytest.raises(NotInstalledError):
        _renderer(replace(PLAIN, renderer="zensical"))
