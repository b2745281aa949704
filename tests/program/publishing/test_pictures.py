"""Pictures of pages and charts: never a box, never a font of the machine, made once."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from folders import BASE
from PIL import Image
from sites import TODAY, without_program

from generator.publishing import pictures, site, staging
from generator.publishing.build import build
from generator.publishing.pages import render
from generator.publishing.pictures import painting
from generator.publishing.settings import Settings

URL = "https://example.org/"
PAGE = "town/indicators/lamps-installed"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"><rect width="400" height="100" fill="#ffffff"/>'
    '<rect x="10" y="70" width="200" height="10" fill="#a61b1b"/>'
    '<text x="10" y="50" font-size="40" font-weight="bold" fill="#16242e">{}</text></svg>'
)


def make(folder: Path, patch: pytest.MonkeyPatch, settings: Settings | None = None) -> list[str]:
    """The names of the messages that who builds the town gets."""
    told: list[str] = []
    without_program(patch)
    if settings:
        patch.setattr("generator.publishing.build.read_settings", lambda: settings)
    report = build(
        BASE,
        folder / "site",
        folder / "work",
        today=TODAY,
        url=URL,
        prove=None,
        store=folder / "store",
        warn=lambda name, **values: told.append(" ".join([name, *values.values()])),
    )
    assert report.ok, report.render("text", "en")
    return told


def opened(file: Path) -> Image.Image:
    return Image.open(BytesIO(file.read_bytes()))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictured")
    with pytest.MonkeyPatch.context() as patch:
        assert make(folder, patch) == []
    return folder / "site"


def remembering(published: Path, folder: Path) -> None:
    """Have a build in a folder find all that was made when the site was published: there is more to leave out then."""
    shutil.copytree(published.with_name("store"), folder / "store")


@pytest.mark.parametrize("language", ["", "en/"])
def test_each_page_of_an_indicator_names_its_own_picture(published: Path, language: str) -> None:
    pages = sorted((published / language / "town" / "indicators").glob("*/index.html"))
    assert pages
    for page in pages:
        address = f"{URL}{page.parent.relative_to(published).as_posix()}/picture.png"
        assert f'<meta property="og:image" content="{address}">' in page.read_text(encoding="utf-8")
        picture = opened(page.with_name("picture.png"))
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert list(published.rglob("picture.svg")) == []


def test_other_pages_keep_the_picture_of_the_site(published: Path) -> None:
    page = (published / "town" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'og:image" content="(.*?)"', page) == [f"{URL}assets/share.png"]


def test_a_chart_can_be_saved_with_title_source_and_address(published: Path) -> None:
    page = published / "en" / PAGE
    text = (page / "index.html").read_text(encoding="utf-8")
    there = re.findall(r'<a download="[^"]*" href="(chart-1-[^"]*)"', text)
    assert there == [f"chart-1-{shape}.{kind}" for kind in ("png", "svg") for shape in pictures.SHAPES]
    for shape, size in pictures.SHAPES.items():
        # Twice as many pixels each way: enough for a slide and for print.
        wanted = pictures.FINE * size.width, pictures.FINE * size.height
        assert opened(page / f"chart-1-{shape}.png").size == wanted
        drawing = (page / f"chart-1-{shape}.svg").read_text(encoding="utf-8")
        assert f'width="{size.width}" height="{size.height}"' in drawing
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", drawing))
        for told in ("Street lamps installed", "Sources:", f"example.org/en/{PAGE}/"):
            assert told in words
        assert "var(" not in drawing


def test_a_second_build_makes_none(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = (published / PAGE / "picture.png").read_bytes()
    monkeypatch.setattr(staging, "png", lambda *_: pytest.fail("made again"))
    make(published.parent, monkeypatch)
    assert (published / PAGE / "picture.png").read_bytes() == first


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(languages=("zh", "en"), share_pictures="never"), []),
        (Settings(languages=("zh", "en")), ["pictures_many town 1"]),
    ],
)
def test_an_installation_may_go_without(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, told: list[str]
) -> None:
    monkeypatch.setattr("generator.publishing.settings.MOST_PICTURES", 1)
    monkeypatch.setattr(site, "MOST_PICTURES", 1)
    remembering(published, tmp_path)
    assert make(tmp_path, monkeypatch, settings) == told
    page = (tmp_path / "site" / PAGE / "index.html").read_text(encoding="utf-8")
    assert f'og:image" content="{URL}assets/share.png"' in page
    assert "chart-1-wide" not in page
    assert list((tmp_path / "site" / "town").rglob("*.png")) == []


_LOOKS = 'font-size="40px" font-weight="bold" text-anchor="end" fill="#a00"'
_CHART = '<svg x="0" y="0" width="300" height="100" viewBox="0 0 300 100">{}</svg>'


def test_a_text_looks_as_its_group_does() -> None:
    of_its_own, of_its_group = (
        DRAWING.format("1").replace("</svg>", f"{_CHART.format(inside)}</svg>")
        for inside in (
            f'<g><text transform="translate(290,60)" {_LOOKS}>118</text></g>',
            f'<g {_LOOKS}><text transform="translate(290,60)">118</text></g>',
        )
    )
    assert pictures.png(of_its_own, "en") == pictures.png(of_its_group, "en")
    assert pictures.png(of_its_own, "en") != pictures.png(of_its_own.replace("#a00", "#00a"), "en")


def test_without_the_font_one_line_says_what_to_install(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "installed_font", lambda: False)
    monkeypatch.setattr(render, "installed", lambda: False)
    remembering(published, tmp_path)
    assert make(tmp_path, monkeypatch) == ["pictures_missing"]
    assert list((tmp_path / "site" / "town").rglob("*.png")) == []


def test_a_letter_without_a_glyph_leaves_the_picture_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the font had no `灯`, which stands in the titles of the town; what has all its glyphs is coarse here."""
    monkeypatch.setattr(staging, "FINE", 1)
    found = pictures.Face.lacks
    monkeypatch.setattr(pictures.Face, "lacks", lambda self, text: found(self, text) | set("灯") & set(text))
    (told,) = make(tmp_path, monkeypatch)
    assert told.startswith("pictures_lacking")
    assert told.endswith(" 灯")
    page = (tmp_path / "site" / PAGE / "index.html").read_text(encoding="utf-8")
    assert f'og:image" content="{URL}assets/share.png"' in page
    assert "chart-1-wide" not in page
    assert not (tmp_path / "site" / PAGE / "picture.png").exists()
    assert not (tmp_path / "site" / PAGE / "chart-1-wide.svg").exists()


@pytest.mark.parametrize(
    ("text", "lacking"), [("1,195 / 2,500 户 é Ω Ж 한", ""), ("عدد", "دع"), ("a ğ \u2066x\u2069", "ğ")]
)
def test_what_the_font_lacks_is_told_and_never_a_box(text: str, lacking: str) -> None:
    assert "".join(sorted(pictures.face("zh").lacks(text))) == lacking
    if lacking:
        with pytest.raises(LookupError, match=lacking):
            pictures.png(DRAWING.format(text), "zh")
    else:
        assert pictures.png(DRAWING.format(text), "zh")


def test_no_font_of_the_machine_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What draws charts is given no text."""
    given: list[str] = []

    def drawn(drawing: str, *, scale: int) -> bytes:
        assert scale == 1
        given.append(drawing)
        return shown.getvalue()

    shown = BytesIO()
    Image.new("RGBA", (100, 50)).save(shown, "PNG")
    monkeypatch.setattr("vl_convert.svg_to_png", drawn)
    chart = '<svg viewBox="0 0 9 9"><g><text transform="translate(1,2)" text-anchor="end">12</text></g></svg>'
    drawing = DRAWING.format("x").replace("</svg>", f"{pictures.placed(chart, 1, 2, 100, 50)}</svg>")
    pictures.png(drawing, "en")
    assert "<path" in given[0]
    assert "text" not in given[0]


def test_a_picture_of_few_colours_has_just_those() -> None:
    made = Image.open(BytesIO(pictures.png(DRAWING.format("灯"), "zh")))
    assert made.mode == "P"
    seen = made.convert("RGB")
    assert [seen.getpixel(at) for at in ((0, 0), (100, 75), (399, 99))] == [
        (255, 255, 255),
        (166, 27, 27),
        (255, 255, 255),
    ]
    assert (22, 36, 46) in {colour for _, colour in seen.getcolors() or ()}


@pytest.mark.parametrize(
    ("text", "width", "most", "lines"),
    [
        ("集中供热，面积", 100, 3, ["集中供热，", "面积"]),
        ("集中供热面积新增", 65, 2, ["集中供", "热面…"]),
        ("Old dwellings connected to gas", 130, 3, ["Old dwellings", "connected to", "gas"]),
        ("Old dwellings connected to gas", 130, 1, ["Old dwellin..."]),
        ("", 100, 2, []),
    ],
)
def test_lines_break_where_they_may(text: str, width: int, most: int, lines: list[str]) -> None:
    found = pictures.face("zh").lines(text, width, 20, most)
    assert found == lines
    assert all(pictures.face("zh").width(line, 20) <= width + 20 for line in found)


def test_the_faces_follow_the_script() -> None:
    faces = [pictures.face(tag) for tag in ("zh", "zh-Hant", "ja", "en", "fr")]
    assert len(set(faces)) == 4
    assert faces[3] is faces[4]


def test_colours_of_the_page_become_colours() -> None:
    assert painting.coloured("var(--mz-surface) var(--unknown)") == "#fff none"
    assert painting.coloured("var(--md-primary-fg-color)", "#123456") == "#123456"
