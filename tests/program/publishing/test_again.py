"""A build that takes what earlier ones made gives the same site, to the byte, as one that has nothing to take."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from again import build_in, commit, contents, installation
from counts import EDITS as TABLE_EDITS
from counts import Files, counted
from folders import twin
from sites import once
from trying import tries

from generator.publishing.store import KEPT_FOR

OBSERVATIONS = "data/town/documents/2023-report/observations.csv"


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    """An edit of a file: each piece in it becomes another."""

    def apply(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text, path
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")

    return apply


def without_a_row(folder: Path) -> None:
    """A figure is removed."""
    edit(
        OBSERVATIONS,
        "lamps-installed,east-village,,2023-01-01,2023-12-31,2023-12-31,30,over,A,,,,,一/(一),30余盏,,,\n",
        "",
    )(folder)


def renamed(folder: Path) -> None:
    """An indicator gets another id, with every row that names it."""
    for file in (folder / "data").rglob("*.*"):
        file.write_text(
            file.read_text(encoding="utf-8").replace("repair-days", "days-to-repair"), encoding="utf-8"
        )


def without_a_theme(folder: Path) -> None:
    """A theme is removed, and with it that a goal belongs to it."""
    edit("data/town/themes.yaml", "greening:\n  title_zh: 绿化\n  title_en: Parks and trees\n", "")(folder)
    edit("data/town/documents/2023-plan/goals.yaml", "greening", "lighting")(folder)


def own_template(folder: Path) -> None:
    """A template goes under another name, and the macros that it takes too."""
    for file in (folder / "site_src" / "templates").glob("*.html"):
        file.write_text(
            file.read_text(encoding="utf-8").replace("macros.html", "pieces.html"), encoding="utf-8"
        )
    (folder / "site_src/templates/macros.html").rename(folder / "site_src/templates/pieces.html")


def another_body(folder: Path) -> None:
    """A second body comes that holds the same indicators."""
    twin(folder / "data" / "town", "village")


EDITS: Mapping[str, Callable[[Path], None]] = {
    "another body": another_body,
    "a figure": edit(OBSERVATIONS, "980,exact,A,,,,,一/(一),980盏", "990,exact,A,,,,,一/(一),990盏"),
    "a figure that is drawn": edit(
        OBSERVATIONS, "181,exact,A,,,,,一/(一),181盏", "182,exact,A,,,,,一/(一),182盏"
    ),
    "a title": edit("data/town/indicators/lighting.yaml", "Street lamps standing", "Lamps that stand"),
    "a row goes": without_a_row,
    "an id": renamed,
    "a theme goes": without_a_theme,
    "what git knows": commit,
    "a template": edit(
        "site_src/templates/theme.html", "{% block content %}", "{% block content %}<p>new</p>"
    ),
    "the name of a template": own_template,
    "the page around": edit(
        "site_src/overrides/main.html", "{% block footer %}", "{% block footer %}<i>new</i>"
    ),
    "a message": edit("site_src/messages/en/site.yaml", "home: Home", "home: Start"),
    "a page by hand goes": lambda folder: (folder / "site_src/pages/fr/methods.html").unlink(),
    "a setting": edit("site_src/site.yaml", "name_en: Mingzhang", "name_en: Clear account"),
    "a language": edit("site_src/site.yaml", "languages: [zh, en]", "languages: [en, fr, zh]"),
    "the day": edit("day", "2026-11-21", "2024-03-01"),
    "the program of the pages": edit(
        "generator/publishing/pages/render.py", "long=long)\n", 'long=long) + "<!-- new -->"\n'
    ),
    "the program of the downloads": edit("generator/publishing/export/archive.py", "(1980, ", "(1981, "),
}


@pytest.fixture(scope="session")
def town_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose site was built with a store."""

    def make(folder: Path) -> None:
        assert build_in(installation(folder), "site", "store") == 0

    return once(tmp_path_factory, "again", make)


@pytest.fixture(scope="session")
def retitled(town_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The site after the title of an indicator was edited, of a build that had nothing to take."""

    def make(folder: Path) -> None:
        shutil.copytree(town_built, folder, copy_function=shutil.copy2)
        EDITS["a title"](folder)
        assert build_in(folder, "clean") == 0

    return contents(once(tmp_path_factory, "retitled", make) / "clean")


@pytest.fixture
def town(town_built: Path, tmp_path: Path) -> Path:
    """One like it, to change."""
    return shutil.copytree(town_built, tmp_path / "town", copy_function=shutil.copy2)


@pytest.mark.parametrize("order", range(tries(1)))
def test_after_any_edit_it_is_the_site_of_a_clean_build(town: Path, order: int) -> None:
    """Edits come on top of each other in an order of chance, one to three before each build; where less is tried, more of them,
    as a clean build is dear.
    """
    names, least = sorted(EDITS), len(EDITS) // tries(len(EDITS))
    random.Random(order).shuffle(names)
    before = contents(town / "site")
    while names:
        now = [names.pop() for _ in range(min(len(names), least + len(names) % 3))]
        for name in now:
            EDITS[name](town)
        assert build_in(town, "site", "store") == 0
        assert build_in(town, "clean") == 0
        after = contents(town / "clean")
        assert contents(town / "site") == after, now
        assert after != before, now
        before = after


LARGE_EDITS = (
    "a value",
    "a row elsewhere",
    "a file is renamed",
    "a file goes",
    "an id",
    "when the document was published",
)


def put_data(town: Path, files: Files) -> None:
    """Have these data in an installation, and no others."""
    shutil.rmtree(town / "data")
    for path, content in files.items():
        (town / "data" / path).parent.mkdir(parents=True, exist_ok=True)
        (town / "data" / path).write_bytes(content)


@pytest.mark.parametrize("order", range(tries(1)))
def test_after_any_edit_of_large_tables_it_is_the_site_of_a_clean_build(tmp_path: Path, order: int) -> None:
    """What is kept of large packages is kept by files and by indicators; two edits of chance come before each build, or all of
    them where less is tried.
    """
    chance, files, names = random.Random(order), counted(), list(LARGE_EDITS)
    town = installation(tmp_path / "town")
    put_data(town, files)
    assert build_in(town, "site", "store") == 0
    chance.shuffle(names)
    together = len(names) // tries(3)
    while names:
        for name in (names.pop() for _ in range(together)):
            TABLE_EDITS[name](files, chance)
        put_data(town, files)
        assert build_in(town, "site", "store") == 0
        assert build_in(town, "clean") == 0
        assert contents(town / "site") == contents(town / "clean"), names


def test_downloads_of_which_nothing_changed_are_taken_again(town: Path) -> None:
    """What is taken again is one and the same file in the store and on each of the sites."""
    assert build_in(town, "site", "store") == 0
    before = contents(town / "site" / "data")
    # The page that stands with them is rendered.
    places = {
        path: (town / "site/data" / path).stat().st_ino
        for path in before
        if path.startswith("town/") and path != "town/index.html"
    }
    EDITS["the page around"](town)
    assert build_in(town, "site", "store") == 0
    assert {path: (town / "site/data" / path).stat().st_ino for path in places} == places
    EDITS["a figure"](town)
    assert build_in(town, "site", "store") == 0
    assert (town / "site/data/town/observations.csv").read_bytes() != before["town/observations.csv"]


def test_what_is_undone_is_as_it_was(town: Path, retitled: Mapping[str, bytes]) -> None:
    before = contents(town / "site")
    EDITS["a title"](town)
    build_in(town, "site", "store")
    assert contents(town / "site") == retitled
    assert retitled != before
    edit("data/town/indicators/lighting.yaml", "Lamps that stand", "Street lamps standing")(town)
    build_in(town, "site", "store")
    assert contents(town / "site") == before


@pytest.mark.parametrize("moment", ["downloads", "pages", "render", "swap", "settle"])
def test_a_killed_build_harms_neither_the_site_nor_the_store(
    town: Path, moment: str, retitled: Mapping[str, bytes]
) -> None:
    before = contents(town / "site")
    EDITS["a title"](town)
    assert build_in(town, "site", "store", killed_at=moment) < 0
    # In the last moment the new site stands, of which the store knows nothing.
    assert (contents(town / "site") == before) == (moment != "settle")
    assert build_in(town, "site", "store") == 0
    assert contents(town / "site") == retitled


def half(file: Path) -> None:
    content = file.read_bytes()
    # Contents are the store's own, the site has them too: a damage is a new file in the place of one.
    file.unlink()
    file.write_bytes(content[: len(content) // 2])


def test_a_damaged_store_is_made_anew(town: Path) -> None:
    before = contents(town / "site")
    for files in ("objects/*/*", "index*", "**/*"):
        whole = contents(town / "store")
        for file in (town / "store").glob(files):
            if file.is_file() and file.name != ".mingzhang":
                half(file)
        assert contents(town / "store") != whole, files
        assert build_in(town, "site", "store") == 0
        assert contents(town / "site") == before, files
    # What no build has a use for is not looked at, and dropped after some.
    for _ in range(KEPT_FOR - 1):
        assert build_in(town, "site", "store") == 0
    assert contents(town / "site") == before
    found = contents(town / "store" / "objects")
    assert found
    for path, content in found.items():
        assert path.replace("/", "") == hashlib.sha256(content).hexdigest()
