"""Zensical in the place of MkDocs: every page the same, but for what its theme puts around it, and every download."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from urllib.parse import urljoin

import pytest
from again import contents
from click.testing import CliRunner
from finished import FAULTS, pages_of
from folders import BASE
from sites import TODAY, once, without_pictures, without_program
from speaking import both

from generator.cli import main
from generator.format.settings import RENDERERS
from generator.publishing import build as build_module
from generator.publishing import site as site_module
from generator.publishing import zensical
from generator.publishing.build import build
from generator.publishing.outputs import MARK
from generator.publishing.rendering import RendererError
from generator.publishing.settings import Settings, read_settings

AROUND = {
    # what of the HTML cannot be the same, and why
    r'<link rel="stylesheet" href="[^"]*assets/stylesheets/[^"]*">': "each theme has its own style sheet; Zensical's is made after Material's",
    r'<a href="#__skip" class="md-skip">\s*</a>': "a way past the header, which Material leaves out; ours stands in the header, and this one is hidden",
    r'<a id="__skip" tabindex="-1"></a>': "where that leads",
    r'(?<=for="__drawer") aria-hidden="true"': "said of the cover of a menu that we do not show",
    r'(?<=data-md-component="dialog") role="status" aria-atomic="true"': "said of a box for messages that stays empty",
}
THEME = ("assets/images/", "assets/javascripts/", "assets/stylesheets/")
"""The folders for what belongs to a theme: its style sheets, and scripts and pictures that no page names."""

ODD = "<b>&amp; *x* `y` :smile: {{ 7*7 }} {% raw %} ==z== [[w]] 'q'"


class Seen(HTMLParser):
    """A page as a sequence of its tags, with addresses in full, and its texts, with single spaces."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.parts: list[object] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        led = {"href", "src", "action"}
        self.parts.append(
            (
                tag,
                {name: urljoin(self.address, value or "") if name in led else value for name, value in attrs},
            )
        )

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")

    def handle_data(self, data: str) -> None:
        if text := " ".join(data.split()):
            self.parts.append(text)


def seen(text: str, path: str) -> tuple[str, list[object]]:
    """What stands in a page, to the letter, and the whole page but for what cannot be the same."""
    for pattern in AROUND:
        text = re.sub(pattern, "", text)
    article = re.search(r"<article.*?</article>", text, re.DOTALL)
    inside = re.sub(r"\s*\n\s*", "\n", article[0]) if article else text
    return inside, Seen(text, f"https://example.org/sub/{path.removesuffix('index.html')}").parts


def odd(folder: Path) -> Path:
    """The small package with a title for everything that means something to Markdown, to templates and to HTML."""
    data = shutil.copytree(BASE, folder)
    for file in data.rglob("*.yaml"):
        quoted = ODD.replace("'", "''")
        # Numbered, as no two values of a breakdown have one title.
        numbers = count()
        text = re.sub(
            r"(?m)^(\s*title_(?:zh|en):).*$",
            lambda found: f"{found[1]} '{quoted} {next(numbers)}'",  # noqa: B023 - it is called at once
            file.read_text(encoding="utf-8"),
        )
        file.write_text(text, encoding="utf-8")
    return data


NAMED = replace(
    read_settings(),
    url="https://example.org/sub/",
    name=both('名 & <"', 'Name & <"'),
    tagline=both("一 & <", "One & <"),
    colour="#0b4f6c",
    contact=both("甲 & <", "A & <"),
    records=(("1 & <", "https://example.org/a?b&c"),),
)
Made = tuple[Callable[[Path], Path], Settings]
"""How the data of a site are laid out in a folder, and its settings."""

SITES: Mapping[str, Made] = {
    "the small package": (lambda _: BASE, read_settings()),
    "one full of oddities, at an address": (odd, NAMED),
}


def built(data: Path, folder: Path, settings: Settings) -> None:
    """The site of some data by the renderer of its settings, in a folder of that name."""
    with pytest.MonkeyPatch.context() as patch:
        without_program(patch)
        # The second renderer would take them from the store of the first.
        without_pictures(patch)
        patch.setattr(build_module, "read_settings", lambda: settings)
        work, store = folder / f"work-{settings.renderer}", folder / "store"
        report = build(data, folder / settings.renderer, work, today=TODAY, store=store)
    assert report.ok, report.render("text", "en")


@pytest.fixture(scope="module", params=SITES)
def twins(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A site by MkDocs, and then by Zensical with the same store."""
    lay_out, settings = SITES[request.param]

    def make(folder: Path) -> None:
        data = lay_out(folder / "data")
        for renderer in RENDERERS:
            built(data, folder, replace(settings, renderer=renderer))

    folder = once(tmp_path_factory, f"twins-{list(SITES).index(request.param)}", make)
    return folder / "mkdocs", folder / "zensical"


def test_every_page_is_the_same(twins: tuple[Path, Path]) -> None:
    """By text, links, ids, words for search engines, data for machines, scripts and styles of ours: all of it."""
    first, second = (
        {path: text.decode() for path, text in contents(site).items() if path.endswith(".html")}
        for site in twins
    )
    assert len(first) > 40
    assert first.keys() == second.keys()
    others = [path for path, text in first.items() if seen(text, path) != seen(second[path], path)]
    assert [(path, seen(first[path], path)) for path in others] == [
        (path, seen(second[path], path)) for path in others
    ]


def test_every_other_file_is_the_same(twins: tuple[Path, Path]) -> None:
    """The downloads and `build.json` with their checksums, the pictures, scripts and lists: to the byte."""
    languages = ("", *(f"{language}/" for language in NAMED.languages[1:]))
    left_out = (MARK, *(language + folder for language in languages for folder in THEME))
    first, second = (
        {
            path: text
            for path, text in contents(site).items()
            if not path.endswith(".html") and not path.startswith(left_out)
        }
        for site in twins
    )
    # Each tells what it carries of others, the renderer among them.
    licences = [site.pop("licences.txt") for site in (first, second)]
    assert [b"\nzensical " in text for text in licences] == [False, True]
    assert {"build.json", "data/town/town.zip", "assets/mingzhang.css", "en/feed.xml"} <= first.keys()
    assert [path for path in first.keys() | second.keys() if first.get(path) != second.get(path)] == []


@pytest.mark.parametrize("twins", ["the small package"], indirect=True)
def test_nothing_is_wrong_with_the_second(twins: tuple[Path, Path]) -> None:
    second = twins[1]
    pages = pages_of(second)
    assert {fault: list(find(second, pages)) for fault, find in FAULTS.items()} == {
        fault: [] for fault in FAULTS
    }


def test_nothing_else_stands_around_a_page(twins: tuple[Path, Path]) -> None:
    """What is said to be different is so, and no page made by one was taken for one of the other."""
    first, second = (
        [
            path.read_text(encoding="utf-8")
            for path in sorted(site.rglob("index.html"))
            if "embed" not in path.parts
        ]
        for site in twins
    )
    for pattern, why in AROUND.items():
        style = why.startswith("each theme")
        assert {bool(re.search(pattern, page)) for page in first} == {style}, why
        assert {bool(re.search(pattern, page)) for page in second} == {True}, why
    assert {len(re.findall("/classic/", page)) for page in second} == {1}


PAGE = """<!doctype html><html lang="zh-Hans"><head><title>Lamps</title><meta name="description" content="of a town">
<link rel="stylesheet" href="../assets/mingzhang.css"><link rel="stylesheet" href="../assets/stylesheets/main.1.css">
<script src="../assets/lists.js"></script><script type="application/ld+json">{"name": "Lamps"}</script></head>
<body><nav><a href="..">Home</a></nav><article class="x"><h1 id="content">Lamps</h1> <b>12</b> <i>of 14</i></article></body></html>"""
OTHERS = {
    # what is other: (what stands there, what stands there instead)
    "its title": ("<title>Lamps", "<title>Lamp"),
    "its language": ("zh-Hans", "zh"),
    "its description": ("of a town", "of town"),
    "a text": ("of 14", "of 15"),
    "a space between two words": ("</b> <i>", "</b><i>"),
    "a link": ('href=".."', 'href="../x"'),
    "a place to link to": ('id="content"', 'id="contents"'),
    "a style sheet of ours": ("mingzhang.css", "other.css"),
    "a script": ("lists.js", "copy.js"),
    "its data": ('{"name": "Lamps"}', '{"name": "Lamp"}'),
    "a tag": ("<b>12</b>", "12"),
}
ALIKE = {
    # what is not seen as other
    "the same address in other signs": ('href=".."', 'href="./.."'),
    "line ends and indents": ("<article", "\n\n  <article"),
    "the theme's style sheet": ("stylesheets/main.1.css", "stylesheets/classic/main.2.css"),
    "the hidden link": ('<h1 id="content">', '<a id="__skip" tabindex="-1"></a><h1 id="content">'),
}


@pytest.mark.parametrize("other", OTHERS)
def test_it_would_be_seen_that_a_page_differs_by(other: str) -> None:
    old, new = OTHERS[other]
    assert old in PAGE
    assert seen(PAGE, "a/index.html") != seen(PAGE.replace(old, new), "a/index.html")


@pytest.mark.parametrize("other", ALIKE)
def test_what_cannot_be_the_same_is_not_seen(other: str) -> None:
    old, new = ALIKE[other]
    assert old in PAGE
    assert seen(PAGE, "a/index.html") == seen(PAGE.replace(old, new), "a/index.html")


def staged(folder: Path, main_template: str, page: str, more: str) -> Path:
    """The configuration of a stage with one page."""
    for file, text in {
        "pages/a/index.md": f"---\ntitle: A\n---\n\n{page}\n",
        "overrides/main.html": main_template,
        "zh.yml": "site_name: x\ndocs_dir: pages\nsite_dir: rendered\nplugins: []\n"
        f"theme: {{name: material, custom_dir: overrides}}\n{more}",
    }.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder / "zh.yml"


WRONG = [
    # what is wrong, the template, the page, more of the configuration, what is told
    (
        "a template",
        "{{ page.title",
        "<p>a</p>",
        "",
        "RuntimeError: syntax error: unexpected end of input, expected end of variable block (in main.html:1)",
    ),
    (
        "a method of Python",
        "{{ config.site_name.strip() }}",
        "<p>a</p>",
        "",
        "RuntimeError: unknown method: string has no method named strip (in main.html:1)",
    ),
    ("a link", "{{ page.title }}", "[x](nowhere.md)", "", "Warning: page does not exist"),
    (
        "the configuration",
        "{{ page.title }}",
        "<p>a</p>",
        "docs_dir: nowhere\n",
        "Error: Docs directory does not exist",
    ),
    (
        "a page that is left out",
        "{{ page.title }}",
        "<p>a</p>",
        "exclude_docs: a/\n",
        "a/index.html",
    ),
]


@pytest.mark.parametrize(
    ("template", "page", "more", "told"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_what_is_wrong_is_told(tmp_path: Path, template: str, page: str, more: str, told: str) -> None:
    with pytest.raises(RendererError) as error:
        zensical.render(staged(tmp_path, template, page, more), tmp_path / "out", TODAY, around=True)
    lines = str(error.value).splitlines()
    assert any(line.startswith(told) for line in lines), lines
    assert not any("Traceback" in line or "No issues" in line for line in lines)


def test_each_renderer_is_another() -> None:
    chosen = [site_module._renderer(Settings(renderer=name)) for name in RENDERERS]  # noqa: SLF001
    assert len(set(chosen)) == len(RENDERERS)


TOLD = {
    "zh": "这里没有安装",
    "en": "it is not installed here",
    "fr": "il n’est pas installé ici",
}


@pytest.mark.parametrize("language", TOLD)
def test_where_it_is_not_installed_nothing_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(build_module, "read_settings", lambda: Settings(renderer="zensical"))
    monkeypatch.setattr(zensical, "find_spec", lambda _: None)
    data = shutil.copytree(BASE, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["build", "--data", str(data), "--lang", language])
    assert (done.exit_code, TOLD[language] in done.output, "mingzhang[zensical]" in done.output) == (
        1,
        True,
        True,
    )
    assert not (tmp_path / "site").exists()
