"""The pages of one language on their way: staged, rendered unless the store has what becomes of them, and drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from laid import files
from speaking import LANGUAGES, both
from staged import DAY, THEME, Renderer, held, page, planned, town

from generator.core import sources
from generator.publishing import staging
from generator.publishing.making import Pages
from generator.publishing.moment import Moment
from generator.publishing.pages import Site
from generator.publishing.pages.reads import Answers, Memory, Notes
from generator.publishing.pages.render import ELSEWHERE, Planned, PlannedPart
from generator.publishing.pages.views import PackageView
from generator.publishing.pictures import FINE
from generator.publishing.policy import element
from generator.publishing.settings import Settings
from generator.publishing.staging import Tongue
from generator.publishing.store import Store, at_hand, fingerprint
from generator.verdicts.standings import assess_package

PLAIN = Settings(LANGUAGES)
AROUND = {path: element().encode() + text.encode() for path, text in THEME.items()}
ASSETS = {"mine.css": b"p { }", "guide/step.png": b"PNG"}


@pytest.fixture(autouse=True)
def assets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pages load is little here."""
    monkeypatch.setattr(staging, "assets", lambda _: ASSETS.items())


class Builds:
    """Builds of the pages of one language, one after another, with one store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0
        self.store = Store(folder / "store")

    def begin(
        self,
        language: str = "zh",
        settings: Settings = PLAIN,
        made: date = DAY,
        memory: Any = None,
        views: tuple[PackageView, ...] = (),
    ) -> Tongue:
        self.number += 1
        work = self.folder / f"work{self.number}"
        work.mkdir()
        site = Site(views, {}, DAY, DAY, settings)
        memory = memory or Memory(language, Answers({view.package.id: view for view in views}))
        return Tongue(work, site, Moment(DAY, made), language, self.store, memory)

    def rendered(
        self, texts: Mapping[str, str], *, renderer: Renderer | None = None, **more: Any
    ) -> tuple[Tongue, list[str]]:
        """The language when it is rendered, and the pages that were not taken from an earlier build."""
        tongue, renderer = self.begin(**more), renderer or Renderer()
        tongue.stage([planned(texts)], PLAIN)
        tongue.render(renderer, DAY)
        return tongue, renderer.rendered


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(tmp_path)


TEXTS = {
    "index.md": "home",
    "town/index.md": "town",
    "town/series.json": "[1]",
    "embed/town/lamps.html": f"{element()}card",
}
FINISHED = {
    "index.html": page("home"),
    "town/index.html": page("town"),
    "town/series.json": b"[1]",
    "embed/town/lamps.html": f"{element()}card".encode(),
    "assets/mine.css": b"p { }",
    "assets/guide/step.png": b"PNG",
    **AROUND,
}
TAKEN = {"assets/mine.css", "assets/guide/step.png"}
"""What stands beside the pages in each build."""


def test_texts_are_staged_as_they_are_and_pages_rendered(builds: Builds) -> None:
    tongue, renderer = builds.begin("en"), Renderer()
    tongue.stage([planned(TEXTS), planned({"a/index.md": "a"}, "a")], PLAIN)
    folder = tongue.staged
    assert folder == builds.folder / "work1/pages/en"
    staged = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.*")}
    assert held(staged) == {
        "index.md": b"home",
        "town/index.md": b"town",
        "a/index.md": b"a",
        "town/series.json": b"[1]",
        "embed/town/lamps.html": f"{element()}card".encode(),
        "assets/mine.css": b"p { }",
    }
    tongue.render(renderer, DAY)
    assert renderer.asked == [("en.yml", "rendered/en", DAY, True)]
    finished = {**FINISHED, "a/index.html": page("a")}
    del finished["assets/guide/step.png"]
    assert held(tongue.files) == held(tongue.made) == finished
    # The map of the site tells of pages alone.
    assert tongue.paths == ["", "town/", "a/"]


def test_a_language_without_a_page_of_its_own_is_rendered_too(builds: Builds) -> None:
    tongue = builds.begin()
    tongue.render(Renderer(), DAY)
    assert held(tongue.files) == AROUND


def test_pictures_of_the_guide_stand_with_the_first_language_alone(builds: Builds) -> None:
    found = {}
    for language in LANGUAGES:
        tongue = builds.begin(language)
        tongue.stage([], PLAIN)
        found[language] = sorted(path.name for path in (tongue.staged / "assets").rglob("*.*"))
    assert found == {"zh": ["mine.css", "step.png"], "en": ["mine.css"]}


def test_what_was_rendered_is_not_rendered_again(builds: Builds) -> None:
    first, rendered = builds.rendered(TEXTS)
    assert rendered == ["index.md", "town/index.md"]
    assert held(first.made) == held(first.files) == FINISHED
    renderer = Renderer()
    second, _ = builds.rendered(TEXTS, renderer=renderer)
    assert renderer.asked == []
    assert held(second.files) == FINISHED
    assert second.paths == first.paths == ["", "town/"]
    assert second.made.keys() == TAKEN
    # A page that is another is rendered by itself.
    changed, _ = builds.rendered({**TEXTS, "town/index.md": "city"}, renderer=renderer)
    assert renderer.asked == [("zh.yml", "rendered/zh", DAY, False)]
    assert renderer.rendered == ["town/index.md"]
    assert held(changed.files) == {**FINISHED, "town/index.html": page("city")}
    assert changed.paths == ["", "town/"]
    assert changed.made.keys() == {"town/index.html", *TAKEN}
    # And so is any other text that is another.
    other, rendered = builds.rendered({**TEXTS, "town/series.json": "[2]"})
    assert rendered == []
    assert held(other.files) == {**FINISHED, "town/series.json": b"[2]"}
    assert other.made.keys() == {"town/series.json", *TAKEN}


def test_a_page_that_moved_is_rendered_anew(builds: Builds) -> None:
    builds.rendered({"a/index.md": "same", "a.json": "{}"})
    moved, rendered = builds.rendered({"b/index.md": "same", "b.json": "{}"})
    assert rendered == ["b/index.md"]
    assert moved.made.keys() == {"b/index.html", "b.json", *TAKEN}


def test_pages_that_looked_at_others_are_rendered_each_time(builds: Builds) -> None:
    for _ in range(2):
        renderer = Renderer(alone=False)
        tongue, rendered = builds.rendered(TEXTS, renderer=renderer)
        assert rendered == ["index.md", "town/index.md"]
        assert [asked[-1] for asked in renderer.asked] == [True]
        assert held(tongue.files) == FINISHED


def test_what_stands_around_pages_is_made_where_the_store_lacks_it_alone(builds: Builds) -> None:
    builds.rendered(TEXTS)
    other, rendered = builds.rendered(TEXTS, made=DAY + timedelta(1))
    assert rendered == ["index.md", "town/index.md"]
    assert held(other.files) == FINISHED
    none = Renderer()
    empty, _ = builds.rendered({}, renderer=none, settings=replace(PLAIN, colour="#123456"))
    assert [asked[-1] for asked in none.asked] == [True]
    assert held(empty.files).keys() == {*AROUND, *TAKEN}


def one_more(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n# more\n")


def test_pages_are_rendered_anew_where_what_stands_around_them_is_another(
    builds: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another configuration, day, renderer, base of the configuration, template or program; the cards that stand by
    themselves are looked through by another program again, and texts of other kinds stay.
    """
    base = tmp_path / "mkdocs.yml"
    base.write_bytes(sources.MKDOCS.read_bytes())
    templates = files(tmp_path / "overrides", "main.html")
    monkeypatch.setattr(sources, "MKDOCS", base)
    monkeypatch.setattr(staging, "overrides", lambda _: templates)
    pages = {"index.html", "town/index.html"}
    cases: list[tuple[str, dict[str, Any], Callable[[], object], set[str]]] = [
        ("all is the same", {}, lambda: None, set()),
        ("its name", {"settings": replace(PLAIN, name=both("账", "Ledger"))}, lambda: None, pages),
        ("the day", {"made": DAY + timedelta(1)}, lambda: None, pages),
        ("who renders", {"settings": replace(PLAIN, renderer="zensical")}, lambda: None, pages),
        ("what configurations inherit", {}, lambda: one_more(base), pages),
        ("a template", {}, lambda: one_more(templates / "main.html"), pages),
        (
            "the program",
            {},
            lambda: monkeypatch.setattr(staging, "program", lambda: "other"),
            {*pages, "embed/town/lamps.html"},
        ),
        ("all is the same again", {}, lambda: None, set()),
    ]
    builds.rendered(TEXTS)
    found = []
    for name, more, change, _ in cases:
        change()
        tongue, _ = builds.rendered(TEXTS, **more)
        found.append((name, tongue.made.keys() - TAKEN - AROUND.keys()))
        assert held(tongue.files) == FINISHED, name
    assert found == [(name, made) for name, _, _, made in cases]


def test_ways_to_where_others_hold_the_same_are_put_in_last(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {path: f"{path} {ELSEWHERE}." for path in ("a/index.md", "b/index.md")}
    ways: dict[str, str] = {}
    monkeypatch.setattr(staging, "elsewhere", lambda _, language: ways if language == "zh" else {})
    found = []
    for way in ("", "there", "elsewhere", "elsewhere"):
        ways["a/index.md"] = way
        tongue, rendered = builds.rendered(texts)
        found.append(rendered)
        shown = {path: content for path, content in held(tongue.files).items() if path.endswith("index.html")}
        assert shown == {"a/index.html": page(f"a/index.md {way}."), "b/index.html": page("b/index.md .")}
    # Only the page that leads elsewhere is another.
    assert found == [["a/index.md", "b/index.md"], ["a/index.md"], ["a/index.md"], []]


@pytest.fixture(scope="module")
def view() -> PackageView:
    package = town()
    return PackageView(package, assess_package(package, DAY))


def test_a_part_that_is_as_it_was_is_not_planned_again(builds: Builds, view: PackageView) -> None:
    """Unless the store lacks anything of it."""
    planned_now: list[str] = []

    def plan(watched: Any) -> Any:
        version = watched.package.version
        planned_now.append(version)
        for path in ("town/a/index.md", "town/b/index.md", "town/series.json"):
            yield Planned(path, None, lambda _: version)

    def built(view: PackageView) -> list[str]:
        planned_now.clear()
        with at_hand(builds.store):
            tongue = builds.begin(views=(view,))
            tongue.stage([PlannedPart("town/", view, plan)], PLAIN)
            tongue.render(Renderer(), DAY)
            assert tongue.paths == ["town/a/", "town/b/"]
        version = view.package.version
        assert [tongue.files[f"town/{name}/index.html"].read_bytes() for name in "ab"] == [page(version)] * 2
        assert tongue.files["town/series.json"].read_text(encoding="utf-8") == version
        return list(planned_now)

    later = replace(view, package=replace(view.package, version="0.2.0"))
    assert [built(item) for item in (view, view, later, later)] == [["0.1.0"], [], ["0.2.0"], []]


def test_a_part_is_planned_again_where_the_store_lacks_a_file_of_it(builds: Builds) -> None:
    """What the store has of it is not staged even then."""

    class Known(Memory):
        """Who knows which texts a part had."""

        def part(self, _: str) -> Any:
            return [(path, fingerprint(text)) for path, text in texts.items()]

    texts = {"a/index.md": "a", "b/index.md": "b"}
    known = Known("", Answers({}))
    found = []
    for more in ({}, {}, {"c/index.md": "c"}):
        texts |= more
        tongue, renderer = builds.begin(memory=known), Renderer()
        tongue.stage([planned(texts)], PLAIN)
        tongue.render(renderer, DAY)
        found.append(renderer.rendered)
        assert sorted(set(tongue.paths)) == [f"{path[0]}/" for path in texts]
        assert tongue.files["a/index.html"].read_bytes() == page("a")
    assert found == [["a/index.md", "b/index.md"], [], ["c/index.md"]]


def test_pages_that_others_made_are_taken_over_with_what_they_know(builds: Builds) -> None:
    noted = Notes({"town": "1"}, {}, {}, {})

    class Noting(Memory):
        def take_over(self, notes: Notes) -> None:
            taken.append(notes)

    taken: list[Notes] = []
    found = []
    for text in ("a", "a", "b"):
        tongue, renderer = builds.begin(memory=Noting("", Answers({}))), Renderer()
        tongue.take_over(Pages("zh", {"town/a/index.md": text, "town/a.json": text}, noted))
        tongue.render(renderer, DAY)
        found.append(renderer.rendered)
        assert tongue.paths == ["town/a/"]
        pages = {"town/a/index.html": page(text), "town/a.json": text.encode()}
        assert held(tongue.files) == {**AROUND, **pages}
    assert found == [["town/a/index.md"], [], ["town/a/index.md"]]
    assert taken == [noted] * 3


class Painter:
    """Makes of each drawing what it was told, for which it lacks what stands in brackets."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, int]] = []

    def __call__(self, drawing: str, language: str, fine: int) -> bytes:
        self.asked.append((drawing, language, fine))
        if "[" in drawing:
            raise LookupError(drawing.partition("[")[2].removesuffix("]"))
        return f"PNG of {drawing}".encode()


DRAWN = {
    "town/index.md": "town",
    "town/picture.svg": "card",
    "town/lamps/chart-wide.svg": "wide",
    "town/lamps/chart-tall.svg": "tall",
    "town/lamps/chart.svg": "shown in the page",
    "town/lamps/wide.txt": "no drawing",
}
FINE_AS: list[tuple[str, str, int]] = [
    ("tall", "zh", FINE),
    ("wide", "zh", FINE),
    ("card", "zh", 1),
]


def test_each_drawing_for_saving_has_its_picture(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawing of a page's own picture is no file of the site."""
    expected = {
        "town/picture.png": b"PNG of card",
        "town/lamps/chart-wide.svg": b"wide",
        "town/lamps/chart-wide.png": b"PNG of wide",
        "town/lamps/chart-tall.svg": b"tall",
        "town/lamps/chart-tall.png": b"PNG of tall",
        "town/lamps/chart.svg": b"shown in the page",
        "town/lamps/wide.txt": b"no drawing",
    }
    # What was painted is not painted again, unless the drawing is another.
    for drawn, asked in (
        (DRAWN, FINE_AS),
        (DRAWN, []),
        ({**DRAWN, "town/picture.svg": "c"}, [("c", "zh", 1)]),
    ):
        painter = Painter()
        monkeypatch.setattr(staging, "png", painter)
        tongue, _ = builds.rendered(drawn)
        assert list(tongue.draw()) == []
        assert painter.asked == asked
        found = {path: text for path, text in held(tongue.files).items() if path.startswith("town/")}
        card = f"PNG of {drawn['town/picture.svg']}".encode()
        assert found == {**expected, "town/picture.png": card, "town/index.html": page("town")}


PAINTED_ANEW: dict[str, dict[str, str]] = {
    "another language": {"language": "en"},
    "another path": {"path": "town/b-wide.svg"},
    "another program": {"program": "other"},
}


@pytest.mark.parametrize("what", PAINTED_ANEW)
def test_a_picture_is_painted_anew_for(what: str, builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    for more in ({}, {}, PAINTED_ANEW[what]):
        painter = Painter()
        monkeypatch.setattr(staging, "png", painter)
        if "program" in more:
            monkeypatch.setattr(staging, "program", lambda: "other")
        tongue, _ = builds.rendered(
            {more.get("path", "town/a-wide.svg"): "wide"}, language=more.get("language", "zh")
        )
        assert list(tongue.draw()) == []
        asked.append(len(painter.asked))
    assert asked == [1, 0, 1]


def test_a_drawing_with_characters_that_the_font_lacks_has_no_picture(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is no file of the site; they are told each time."""
    texts = {"a-wide.svg": "a[xy]", "b-wide.svg": "b", "picture.svg": "c[z]"}
    for asked in (3, 2):
        painter = Painter()
        monkeypatch.setattr(staging, "png", painter)
        tongue, _ = builds.rendered(texts)
        assert list(tongue.draw()) == ["xy", "z"]
        assert len(painter.asked) == asked
        found = {path for path in tongue.files if path.endswith((".svg", ".png"))}
        assert found == {"b-wide.svg", "b-wide.png", "assets/guide/step.png"}
