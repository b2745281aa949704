"""Whose site it is, and who compiled the data: what settings and packages say of it, wherever it is told."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from overlays import OverlayTree
from shown import Shown
from speaking import LANGUAGES, both

from generator.core.messages import lookup
from generator.core.model import Package
from generator.core.phrases import Text
from generator.publishing.configuration import write_config
from generator.publishing.export import cite_as
from generator.publishing.export.about import facts
from generator.publishing.export.catalogue import dcat
from generator.publishing.export.descriptor import descriptor
from generator.publishing.moment import Moment
from generator.publishing.pages import Site, render_pages
from generator.publishing.pages.drawings import indicator_charts
from generator.publishing.pages.structured import structured
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings, contrast_with_white, read_settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package

TODAY = date(2024, 3, 1)
BODY = "青禾镇人民政府"
KEPT = Settings(
    LANGUAGES,
    name=both("青禾账本", "Qinghe Ledger"),
    keeper=both("张三", "Zhang San"),
    keeper_id="https://orcid.org/0000-0002-1825-0097",
)


@pytest.fixture(scope="module")
def town() -> Package:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def test_a_site_without_a_name_has_plain_words() -> None:
    bare = Settings(LANGUAGES)
    assert [bare.called("zh"), bare.called("en"), bare.kept_by("en")] == [
        "目标与结果",
        "Promises and results",
        "Promises and results",
    ]
    assert [KEPT.called("zh"), KEPT.kept_by("zh"), KEPT.called("fr")] == ["青禾账本", "张三", "青禾账本"]


SPOKEN = [
    # the languages of a package, those of a site that names none
    (("zh", "en"), ("zh", "en")),
    (("zh-Hant", "pt-BR"), ("zh",)),
    (("fr-CA", "en-GB", "fr"), ("fr", "en")),
    (("sr-Latn", "kk"), ("en",)),
]


@pytest.mark.parametrize(("languages", "spoken"), SPOKEN)
def test_a_site_speaks_what_is_nearest_to_its_packages(
    town: Package, languages: tuple[str, ...], spoken: tuple[str, ...]
) -> None:
    assert Settings().speaking([replace(town, languages=languages)]).languages == spoken


WHO = [
    # whether it is official, the creator that it names, the settings, who compiled it, their address
    (False, Text(), Settings(LANGUAGES), "Promises and results", ""),
    (False, Text(), KEPT, "Zhang San", "https://orcid.org/0000-0002-1825-0097"),
    (False, both("李四", "Li Si"), KEPT, "Li Si", ""),
    (True, Text(), KEPT, "Qinghe Town Government", ""),
    (True, both("统计科", "Statistics office"), KEPT, "Statistics office", ""),
]


@pytest.mark.parametrize(("official", "creator", "settings", "name", "address"), WHO)
def test_who_compiled_a_package(
    town: Package, *, official: bool, creator: Text, settings: Settings, name: str, address: str
) -> None:
    signed = settings.signed(replace(town, official=official, creator=creator))
    assert (signed.creator["en"], signed.creator_id) == (name, address)


def told(package: Package, settings: Settings) -> dict[str, str]:
    """What names an author, in each of the places that do."""
    signed = settings.signed(package)
    view = PackageView(signed, assess_package(signed, TODAY))
    node = structured_of(view, settings)
    pages = Shown(Site((view,), {"town": ()}, TODAY, TODAY, settings), "en")
    return {
        "citation": cite_as.plain(signed, TODAY, "en"),
        "bibtex": cite_as.bibtex(signed, TODAY, "en"),
        "descriptor": str(descriptor(signed, TODAY, [], {}, "")["contributors"]),
        "catalogue": str(dcat([signed], {}, settings, TODAY)),
        "structured": str(node),
        "card": pages["embed/town/lamps-installed/index.html"],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_of_a_package_that_is_made_up_says_so(town: Package, language: str) -> None:
    """A reader may come to any of them first; pages of the site, and of other packages, do not say it."""
    made_up = replace(town, id="example", fictional=True)
    views = tuple(PackageView(item, assess_package(item, TODAY)) for item in (town, made_up))
    site = Site(views, {"town": (), "example": ()}, TODAY, TODAY, KEPT)
    words = f"<strong>{lookup(language, 'site', 'site.fictional')}</strong>"
    pages = {path: text for path, text in render_pages(site, language) if path.endswith((".md", ".html"))}
    saying = {path for path, text in pages.items() if words in text}
    below = ("example/", "embed/example/", "data/example/")
    of_it = {path for path in pages if path.startswith(below)}
    assert saying == of_it | {"index.md", "data/index.md"}
    assert len(of_it) > 20
    assert pages["index.md"].count(words) == pages["data/index.md"].count(words) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_travels_without_its_page_says_that_it_is_made_up(town: Package, language: str) -> None:
    """Entries of feeds and calendars, pictures, and what the downloads tell of themselves."""
    made_up = replace(town, id="example", fictional=True)
    views = tuple(PackageView(item, assess_package(item, TODAY)) for item in (town, made_up))
    settings = replace(KEPT, url="https://example.org/", share_pictures="always")
    words = lookup(language, "site", "site.fictional").replace(" ", "")
    found: dict[str, Counter[str]] = {"example": Counter(), "town": Counter()}
    for path, text in render_pages(
        Site(views, {"town": (), "example": ()}, TODAY, TODAY, settings), language
    ):
        kind = path.rpartition(".")[2]
        package = path.removeprefix(settings.prefix(language)).partition("/")[0]
        if package in found and kind in ("xml", "ics", "svg"):
            pieces = {"xml": "<entry>", "ics": "BEGIN:VEVENT", "svg": r"\A"}[kind]
            _, *told = re.split(pieces, text.replace("\r\n ", "").replace("\\,", ","))
            said = [words in re.sub(r"<[^>]*>|\s", "", item) for item in told]
            found[package].update(f"{kind} {'says it' if item else 'is silent'}" for item in said)
    assert sorted(found["example"]) == ["ics says it", "svg says it", "xml says it"]
    assert sorted(found["town"]) == ["ics is silent", "svg is silent", "xml is silent"]
    assert found["example"].total() == found["town"].total() > 20
    assert [fact.value[language] for fact in facts(made_up, TODAY) if fact.name == "fictional"] == [
        lookup(language, "site", "site.fictional")
    ]
    assert all(fact.name != "fictional" for fact in facts(town, TODAY))


AMONG_OTHERS = {
    # the language of a site: a made-up body in the lists of its home page, and the end of what the search shows of a find
    "zh": ("青禾镇人民政府（虚构）", " · 虚构"),
    "en": ("Qinghe Town Government (made up)", " · made up"),
}


@pytest.mark.parametrize("language", AMONG_OTHERS)
def test_a_body_that_is_made_up_is_told_from_others(town: Package, language: str) -> None:
    made_up = replace(town, id="example", fictional=True)
    views = tuple(PackageView(item, assess_package(item, TODAY)) for item in (town, made_up))
    site = Site(views, {"town": (), "example": ()}, TODAY, TODAY, KEPT)
    pages = Shown(site, language)
    named, ending = AMONG_OTHERS[language]
    home = re.sub("<[^>]*>", "", pages["index.md"])
    assert (home.count(named) >= 2, named in pages["town/index.md"]) == (True, False)
    entries = json.loads(pages["search/index.json"])["entries"]
    saying = [path for _, path, *told in entries if ending in json.dumps(told, ensure_ascii=False)]
    assert {path.partition("/")[0] for path in saying} == {"example"}
    assert len(saying) == sum(path.startswith("example/") for _, path, *_ in entries) > 10


SOURCES = {
    # what follows the caption of a chart: two sentences, each with what parts it from the one before
    "zh": "这里的单位、文件和数字都是虚构的，只作示范。来源：",
    "en": " The body, its documents and figures here are made up, to show how. Sources: ",
}


@pytest.mark.parametrize("language", SOURCES)
def test_the_sources_of_a_chart_begin_with_it(town: Package, language: str) -> None:
    made_up = replace(town, fictional=True)
    view = PackageView(made_up, assess_package(made_up, TODAY))
    indicator = made_up.indicators["lamps-installed"]
    shown = indicator_charts(view, indicator, view.promises(indicator.id), language)
    assert {chart.source[: len(SOURCES[language])] for chart in shown} == {SOURCES[language]}


def structured_of(view: PackageView, settings: Settings) -> object:
    from generator.publishing.pages.plan import all_pages

    (page,) = (
        page for page in all_pages((view,), {"town": ()}, "en", settings=settings) if page.path == "town/"
    )
    return structured(page, settings, TODAY, "en")


def test_nobody_is_named_who_did_not_compile_the_data(town: Package) -> None:
    official = told(replace(town, official=True), KEPT)
    for place in ("citation", "bibtex", "descriptor"):
        assert "Qinghe Town Government" in official[place] or BODY in official[place], place
        assert "Zhang San" not in official[place], place
    assert "published by Qinghe Town Government" in official["card"]
    assert "not an official" not in official["card"]
    compiled = told(town, KEPT)
    for place in ("citation", "bibtex", "descriptor", "catalogue", "structured"):
        assert "Zhang San" in compiled[place], place
    assert "not an official" in compiled["card"]
    for text in (*official.values(), *compiled.values()):
        assert "Mingzhang" not in text
        assert "明账" not in text


PUBLISHERS = [
    # whether it is official, the creator that it names, who publishes it to catalogues and to search engines
    (False, Text(), "#keeper", {"@id": "../../#keeper"}),
    (
        False,
        both("李四", "Li Si"),
        "#keeper",
        {"@type": "Organization", "@id": "../../#keeper", "name": "Zhang San"},
    ),
    (True, Text(), "organisations/town-government/#organisation", "Qinghe Town Government"),
]


@pytest.mark.parametrize(("official", "creator", "named", "told"), PUBLISHERS)
def test_an_official_package_is_published_by_the_body(
    town: Package, *, official: bool, creator: Text, named: str, told: object
) -> None:
    settings = Settings(LANGUAGES, name=KEPT.name, keeper=KEPT.keeper)
    package = settings.signed(replace(town, official=official, creator=creator))
    [entry] = dcat([package], {}, settings, TODAY)["dcat:dataset"]
    publisher = entry["dct:publisher"]
    assert (publisher["@id"] if official else publisher).endswith(named)
    graph: Any = structured_of(PackageView(package, assess_package(package, TODAY)), settings)
    [data] = [node["publisher"] for node in graph["@graph"] if node["@type"] == "Dataset"]
    assert (data["name"] if official else data) == told


def test_addresses_of_people_and_data_are_told(town: Package) -> None:
    package = replace(
        town,
        creator=both("李四", "Li Si"),
        creator_id="https://orcid.org/0000-0001-0000-0000",
        maintainer=both("王五", "Wang Wu"),
        maintainer_id="https://ror.org/012345678",
        contact=both("写信", "Write to us"),
        doi="https://doi.org/10.5281/zenodo.7",
    )
    found = told(package, KEPT)
    assert "path': 'https://orcid.org/0000-0001-0000-0000'" in found["descriptor"]
    assert "'path': 'https://ror.org/012345678', 'roles': ['maintainer']" in found["descriptor"]
    assert found["citation"].endswith("https://doi.org/10.5281/zenodo.7")
    assert "doi = {10.5281/zenodo.7}" in found["bibtex"]
    assert "https://orcid.org/0000-0001-0000-0000" in found["structured"]
    assert "Write to us" in found["catalogue"]
    assert "Wang Wu" in found["catalogue"]


CONTRASTS = [("#ffffff", 1.0), ("#000000", 21.0), ("#777777", 4.48), ("#767676", 4.54)]


@pytest.mark.parametrize(("colour", "contrast"), CONTRASTS)
def test_the_contrast_with_white(colour: str, contrast: float) -> None:
    """Those of WCAG's own calculators, to two places."""
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.005)


def test_the_looks_of_an_installation_are_read(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text(
        "logo: favicon.svg\ncolour: '#5b1a5e'\nname_fr: Registre\nlanguages: [fr]\n", encoding="utf-8"
    )
    found = read_settings(file)
    assert (found.logo, found.colour, found.called("fr"), found.languages) == (
        "favicon.svg",
        "#5b1a5e",
        "Registre",
        ("fr",),
    )


def test_what_a_site_is_called_stays_text_around_every_page(town: Package, tmp_path: Path) -> None:
    """The renderer's templates put it into HTML as it is."""
    hostile = both(
        '<img src=x onerror=alert(1)> "账" & {{ 7*7 }}', '<img src=x onerror=alert(1)> "A" & {{ 7*7 }}'
    )
    settings = replace(KEPT, name=hostile, tagline=hostile, logo='a "b" onerror=c.svg')
    site = Site((PackageView(town, assess_package(town, TODAY)),), {"town": ()}, TODAY, TODAY, settings)
    write_config(tmp_path, site, Moment(TODAY, TODAY, None), "en")
    config = yaml.load((tmp_path / "en.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    found: list[tuple[str, list[tuple[str, str | None]]]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, attrs))

    for name in (config["site_name"], config["site_description"]):
        Tags().feed(f'<meta content="{name}">{name}')
    Tags().feed(f'<img src="{config["extra"]["logo"]}">')
    assert found == [
        ("meta", [("content", hostile["en"])]),
        ("meta", [("content", hostile["en"])]),
        ("img", [("src", "assets/a%20%22b%22%20onerror%3Dc.svg")]),
    ]
