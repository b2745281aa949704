"""Words and templates of an installation's own that the program cannot use are told at their line, and never crash it."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from again import installation
from click.testing import CliRunner
from folders import BASE
from jinja2 import FileSystemLoader, StrictUndefined

from generator.cli import main
from generator.core import languages, messages, sources
from generator.core.fitting import fitting
from generator.core.problems import Place, Problem, Report
from generator.editing.issue_form import read_form
from generator.editing.sheets.layout import part_name
from generator.publishing.own_words import own_words
from generator.publishing.pages.guide import picture_size
from generator.publishing.settings import SettingsError, read_settings
from generator.publishing.templates import Templates

WORDS = "messages/en/site.yaml"
PATTERNS = [
    {
        "nav": {"home": "Home", "far": "{count} of {all}"},
        "told": {"one": "{count} day", "other": "{count} days"},
        "sized": "{size:.1f}",
        "mixed": {"other": "Others", "own": "Own"},
    },
    {"nav": {"home": "首页，{day}"}},
]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The own files of an installation in which the program runs."""
    folder = tmp_path / "site_src"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    sources.forget()
    yield folder
    monkeypatch.undo()
    sources.forget()


def put(own: Path, path: str, text: str | bytes) -> None:
    file = own / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(
    ("own", "fits", "told"),
    [
        ({"nav": {"home": "Start"}}, {"nav": {"home": "Start"}}, []),
        # The places that another language fills are filled in every one.
        ({"nav": {"home": "Start on {day}"}}, {"nav": {"home": "Start on {day}"}}, []),
        ({"nav": {"home": "{far}", "far": "{all}"}}, {"nav": {"far": "{all}"}}, [("nav.home", "place", "day")]),
        ({"nav": {"home": "{day.year}"}}, {"nav": {}}, [("nav.home", "place", "day")]),
        ({"nav": {"home": "{day"}}, {"nav": {}}, [("nav.home", "place", "day")]),
        ({"nav": {"home": "{{day}}"}}, {"nav": {"home": "{{day}}"}}, []),
        ({"nav": {"home": "{}"}}, {"nav": {}}, [("nav.home", "place", "day")]),
        ({"nav": "Start"}, {}, [("nav", "group", "")]),
        ({"nav": ["Start"]}, {}, [("nav", "group", "")]),
        ({"nav": {"home": {"short": "S"}}}, {"nav": {}}, [("nav.home", "text", "")]),
        ({"nav": {"home": ["Start"]}}, {"nav": {}}, [("nav.home", "text", "")]),
        # A text may have forms, and one that has may do without.
        ({"told": "{count} d"}, {"told": "{count} d"}, []),
        ({"told": {"few": "{count} f", "other": "{count} o"}}, {"told": {"few": "{count} f", "other": "{count} o"}}, []),
        ({"told": {"one": "{count} d"}}, {}, [("told", "text", "")]),
        ({"told": {"some": "s", "other": "o"}}, {}, [("told", "text", "")]),
        ({"told": {"one": "{day}", "other": "o"}}, {}, [("told", "place", "count")]),
        # Where the program says something nobody says nothing.
        ({"nav": {"home": " "}}, {"nav": {}}, [("nav.home", "text", "")]),
        ({"told": {"one": "", "other": "{count} o"}}, {}, [("told", "text", "")]),
        ({"nav": {"ours": ""}}, {"nav": {"ours": ""}}, []),
        # Who asks for a text that has none says no number.
        ({"nav": {"home": {"one": "o", "other": "x"}}}, {"nav": {}}, [("nav.home", "text", "")]),
        # How a place is written is as the program writes it, or as it is.
        ({"told": "{count:>99999999}"}, {}, [("told", "place", "count")]),
        ({"told": "{count!r}"}, {}, [("told", "place", "count")]),
        ({"told": "{count:{evil}}"}, {}, [("told", "place", "count")]),
        ({"sized": "{size:.1f}, {size}"}, {"sized": "{size:.1f}, {size}"}, []),
        ({"sized": "{size:.9f}"}, {}, [("sized", "place", "size")]),
        # Names of texts may be those of forms.
        ({"mixed": {"other": "x"}}, {"mixed": {"other": "x"}}, []),
        ({"mixed": "x"}, {}, [("mixed", "group", "")]),
        # What the program does not have is for templates of the installation.
        ({"ours": {"a": "{whatever}", "b": {"c": "d"}}}, {"ours": {"a": "{whatever}", "b": {"c": "d"}}}, []),
        ({"ours": {"a": "{b:>9}", "b": {"one": "o", "other": "x"}}}, {"ours": {"b": {"one": "o", "other": "x"}}}, [("ours.a", "place", "")]),
        ({"ours": {"a": "{", "b": ["c"]}}, {"ours": {}}, [("ours.a", "place", ""), ("ours.b", "text", "")]),
    ],
    ids=str,
)  # fmt: skip
def test_words_fit_where_they_are_of_the_kind_that_the_program_has_there(
    own: dict[str, object], fits: dict[str, object], told: list[tuple[str, str, str]]
) -> None:
    found: list[tuple[str, str, str]] = []
    left = fitting(own, PATTERNS, lambda path, why, places: found.append((".".join(path), why, places)))
    assert (left, found) == (fits, told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nav: {home: Start, search: Find}\n", []),
        ("nav:\n  home: Start\n  home: Begin\n", [("duplicate-key", 3, 3)]),
        ("nav:\n  home: 'Start\n", [("yaml-unclosed", 2, 9)]),
        ("nav:\n\thome: Start\n", [("yaml-tab", 2, 1)]),
        ("nav：\n  home: Start\n", [("yaml-colon", 1, 4)]),
        ("nav: &a\n  home: *a\n", [("yaml-alias", 2, 9)]),
        ("- Start\n", [("words-group", 1, 1)]),
        ("? [a]\n: b\n", [("yaml-key", 1, 3)]),
        ("a: " + "[" * 3000 + "]" * 3000 + "\n", [("yaml-nesting", 1, 15)]),
        ("", []),
        ("# nothing yet\n", []),
        ("nav:\n  home: {a: b}\n", [("words-text", 2, 3)]),
        # YAML would read these as a number and as a no; here all is text.
        ("nav:\n  home: 5\n  search: no\n", []),
        ("nav:\n  hoome: Start\n", [("words-unknown", 2, 3)]),
        ("naw:\n  home: Start\n", [("words-unknown", 1, 1)]),
        # Nobody can have meant one of the program's.
        ("nav:\n  lighthouses: Lamps\n", []),
        ("nav.home: Start\n", [("words-unknown", 1, 1)]),
        # What an escape spells no page can carry.
        ('nav:\n  home: "a\\0b"\n', [("control-character", 2, 9)]),
        ('nav:\n  home: "a\\x07b"\n', [("control-character", 2, 9)]),
        ('nav:\n  home: "a\\nb"\n', []),
        # It can be read, and would be something else to who reads it as UTF-8.
        ("nav:\n  home: 起始\n".encode("gb18030"), [("encoding-gb18030", 2, 1)]),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_wrong_is_told_at_its_line(
    own: Path, text: str | bytes, told: list[tuple[str, int, int]]
) -> None:
    put(own, WORDS, text)
    found = list(own_words())
    assert [(item.code, item.place.line or 0, item.place.column or 0) for item in found] == told
    assert {item.place.file for item in found} <= {f"site_src/{WORDS}"}
    # Whatever it is, the program goes on speaking.
    sources.forget()
    assert messages.lookup("en", "site", "nav.glossary") == "Glossary"
    if told:
        with pytest.raises(SettingsError):
            read_settings()
    else:
        read_settings()


def test_texts_that_templates_of_the_installation_ask_for_are_its_own(own: Path) -> None:
    put(own, WORDS, "nav:\n  hoome: Start\n")
    put(own, "templates/home.html", '{{ t("nav.hoome") }}')
    assert list(own_words()) == []

    # Each nearly has the name of a text, and is none that they ask for.
    put(own, WORDS, "naw:\n  home: Start\nnav:\n  searh: Find\n")
    put(own, "templates/home.html", '{{ t("nav.home") }}.')
    assert [item.values["suggestion"] for item in own_words()] == ["nav", "nav.search"]
    # The names of these may be put together of others.
    put(own, "templates/home.html", '{{ t("nav." ~ kind) }} {{ t("naw.home") }}')
    assert list(own_words()) == []


def test_a_name_with_dots_is_answered_with_what_it_leads_to_and_that_is_right(own: Path) -> None:
    put(own, WORDS, "superseded.past: Was so\n")
    (problem,) = own_words()
    assert problem.values["suggestion"] == "superseded: {past: …}"
    put(own, WORDS, problem.values["suggestion"].replace("…", "Was so") + "\n")
    assert list(own_words()) == []
    assert messages.lookup("en", "site", "superseded.past") == "Was so"


@pytest.mark.parametrize(
    ("path", "meant", "there"),
    [
        ("messages/en/site.yml", "messages/en/site.yaml", ""),
        ("messages/en/Site.yaml", "messages/en/site.yaml", ""),
        ("messages/EN/site.yaml", "messages/en/site.yaml", ""),
        ("messages/zh_CN/site.yaml", "messages/zh/site.yaml", ""),
        ("messages/en/site (1).yaml", "", "messages/en/site.yaml"),
        ("messages/site.yaml", None, ""),
        ("messages/en/site.yaml.txt", "messages/en/site.yaml", ""),
        ("site.yml", "site.yaml", ""),
        ("site.yaml.txt", "site.yaml", ""),
        ("site.yml", "", "site.yaml"),
        ("template/home.html", "templates", ""),
        ("Pages/home.html", "pages", ""),
        # A page of its own, which there is none of.
        ("pages/fr/horaires.md", "", "pages/fr/about.html"),
        ("pages/fr/horaires.html", "", "pages/fr/about.html"),
        ("pages/fr/abuot.html", "pages/fr/about.html", ""),
        ("pages/about.html", "", ""),
        # A template of its own, which no other takes in.
        ("templates/ministries.html", "", "templates/home.html"),
        ("templates/gaol.html", "templates/goal.html", ""),
        ("templates/en/goal.html", "templates/goal.html", ""),
    ],
)
def test_a_file_that_nobody_looks_for_is_told_with_what_it_was_meant_to_be(
    own: Path, path: str, meant: str | None, there: str
) -> None:
    put(own, path, "{}\n")
    if there:
        put(own, there, "{}\n")
    (problem,) = own_words()
    assert problem.code == "file-unread"
    assert problem.place.file == f"site_src/{path.removesuffix('/home.html')}"
    if meant is not None:
        assert problem.values["suggestion"] == (meant and f"site_src/{meant}")
    assert not there or problem.values["detail"] == f"site_src/{there}"


def test_a_template_that_another_one_takes_in_is_read(own: Path) -> None:
    put(own, "templates/contact_box.html", "<p>Come by.</p>\n")
    put(own, "templates/parts/office.html", "<p>Room 3.</p>\n")
    put(own, "templates/home.html", '{% include "contact_box.html" %}{% include "parts/office.html" %}')
    assert list(own_words()) == []


def test_a_group_of_messages_that_there_is_not_is_told(own: Path) -> None:
    put(own, "messages/en/problems.yaml", "groups:\n  mine: My own\n  files: The files\n")
    assert [(item.code, item.values["key"]) for item in own_words()] == [("words-unknown", "groups.mine")]


def test_what_stands_there_for_others_is_no_slip(own: Path) -> None:
    for path in (
        "README.md",
        "messages/README.md",
        "messages/de/site.yaml",
        "messages/zh-Hant/language.yaml",
        "pages/README.md",
        "pages/kk/about.html",
        "pages/fr/hours.html",
    ):
        put(own, path, "")
    for path in ("assets-drawn/lamp.svg", "templates.old/home.html", "notes.yaml"):
        put(own, path, "")
    # A text of its own takes it in.
    put(own, "templates/lamps.html", '{% include "hours.html" %}')
    put(own, "templates/home.html", '{% include "lamps.html" %}')
    assert list(own_words()) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lamp: {title: Lamp, text: It shines.}\n", []),
        ("goal: {title: Aim}\n", []),
        ("lamp: {title: Lamp}\n", [("missing-key", 1)]),
        ("\nlamp: {title: '', text: It shines.}\n", [("missing-key", 2)]),
        ("lamp: Lamp\n", [("words-group", 1)]),
        ("lamp: {title: [Lamp], text: It shines.}\n", [("words-text", 1)]),
        ("lamp: {title: {one: Lamp, other: Lamps}, text: It shines.}\n", [("words-text", 1)]),
    ],
)
def test_a_term_of_its_own_has_what_a_term_needs(own: Path, text: str, told: list[tuple[str, int]]) -> None:
    put(own, "messages/en/glossary.yaml", text)
    assert [(item.code, item.place.line) for item in own_words()] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("choices: {state: {delivered: all done, delayed: late}}\n", []),
        (
            "choices: {state: {delivered: same, delayed: Same}}\n",
            ["choices.state.delivered", "choices.state.delayed"],
        ),
        # The other one may be the program's, in whichever language.
        ("choices:\n  state: {delivered: under way}\n", ["choices.state.delivered"]),
        ("choices:\n  state: {delivered: en cours}\n", ["choices.state.delivered"]),
        ("parts: {observations: Progress}\n", ["parts.observations"]),
        ("parts: {observations: Figures}\nchoices: {state: x}\n", ["choices.state"]),
    ],
)
def test_words_that_workbooks_tell_apart_differ(own: Path, text: str, told: list[str]) -> None:
    put(own, "messages/en/sheet.yaml", text)
    sources.forget()
    assert [item.values["key"] for item in own_words()] == told


def test_words_that_a_form_tells_apart_differ(own: Path) -> None:
    put(own, "messages/en/entry.yaml", "propose: {field: {figure: Source, right: As printed, why: 出处}}\n")
    sources.forget()
    assert [(item.code, item.values["key"]) for item in own_words()] == [
        ("words-alike", "propose.field.figure"),
        ("words-alike", "propose.field.why"),
    ]


def test_a_form_is_read_by_its_own_words_and_by_those_it_was_handed_out_with(own: Path) -> None:
    def read(figure: str, consent: str) -> str:
        body = f"### {figure}\n\na\n\n### {consent}\n\n- [x] yes\n"
        return read_form(body.encode())[0].get("figure", "")

    put(own, "messages/en/entry.yaml", "propose: {field: {figure: Row and/or column, consent: Agreed}}\n")
    sources.forget()
    assert read("Row and/or column", "Agreed") == "a"
    assert read("哪个数字 / Row and/or column", "公开 / Agreed") == "a"
    assert read("Which figure", "Public") == "a"


@pytest.mark.parametrize(
    ("name", "shown"), [("Results 1/2", "Results 1 2"), ("'Results'", "Results"), ("[Results]", "Results")]
)
def test_the_name_of_a_sheet_is_one_that_a_workbook_can_have(own: Path, name: str, shown: str) -> None:
    put(own, "messages/en/sheet.yaml", f'parts: {{observations: "{name}"}}\n')
    sources.forget()
    assert part_name("observations", "en") == shown


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("sheet", "column: {value_upper: Up to, qualifier: How exact}\n", []),
        ("sheet", "meaning: {value: The number}\n", []),
        ("sheet", "column: {valu: Number}\n", ["column.value"]),
        ("fields", "titles: {observations.locator: Where, targets.value: Promised}\n", []),
        ("fields", "fields: {observations.locator: Where it stands}\n", []),
        ("fields", "also: {attainment: {throughout: all the time}}\n", []),
        ("fields", "also: {comparator: {gee: at least}}\n", ["also.comparator.ge"]),
    ],
)
def test_any_column_may_have_words_of_its_own(own: Path, file: str, text: str, told: list[str]) -> None:
    put(own, f"messages/en/{file}.yaml", text)
    sources.forget()
    assert [item.values["suggestion"] for item in own_words()] == told


def test_words_do_not_change_how_grave_a_problem_is(own: Path) -> None:
    put(
        own,
        "messages/en/problems.yaml",
        "codes:\n  bad-number: {severity: warning, title: Odd}\n  ours: {title: X}\n  words-unread: {severity: error}\n",
    )
    assert [(item.values["key"], item.place.line) for item in own_words()] == [
        ("codes.bad-number.severity", 2),
        ("codes.ours", 3),
        ("codes.words-unread.severity", 4),
    ]
    sources.forget()
    problem = Problem("bad-number", Place("a.csv", 1, 1), {"value": "x"})
    assert (problem.severity, problem.title("en")) == ("error", "Odd")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- [lamp, light]\n- [no, 12345]\n", []),
        ("# none yet\n", [("empty-file", 0)]),
        ("a: b\n", [("not-a-list", 1)]),
        ("- lamp\n", [("not-a-list", 1)]),
        ("- [lamp, [light]]\n", [("not-a-value", 1)]),
        ("- [lamp\n", [("yaml-unclosed", 1)]),
        (b"- [\xff]\n", [("not-text", 1)]),
    ],
)
def test_words_for_the_search_are_groups_of_words(
    own: Path, text: str | bytes, told: list[tuple[str, int]]
) -> None:
    put(own, "search_words.yaml", text)
    assert [(item.code, item.place.line) for item in own_words()] == told


def test_programs_that_are_shown_are_text(own: Path) -> None:
    put(own, "snippets/load.R", b"\xff")
    assert [item.place.file for item in own_words()] == ["site_src/snippets/load.R"]


def test_the_words_that_come_with_the_program_are_right_themselves(own: Path) -> None:
    shutil.copytree(sources.SHIPPED, own, dirs_exist_ok=True)
    assert list(own_words()) == []


def test_a_text_of_a_group_that_has_names_of_forms_is_replaced_and_the_others_stay(own: Path) -> None:
    put(own, WORDS, "superseded: {past: Was so}\n")
    assert list(own_words()) == []
    assert messages.lookup("en", "site", "superseded.past") == "Was so"
    assert messages.lookup("en", "site", "superseded.title")


def test_what_editors_leave_beside_words_and_templates_is_passed_over(own: Path) -> None:
    put(own, WORDS, "nav: {home: Start}\n")
    (own / "messages/en/.#site.yaml").symlink_to("nowhere")
    put(own, "messages/en/.site.yaml.swp", b"\xff")
    put(own, "templates/home.html~", b"\xff")
    assert list(own_words()) == []


LINKED = {
    "a file elsewhere": "assets/leak.txt",
    "the settings": "site.yaml",
    "words": "messages/en/site.yaml",
    "what is no name of ours": "assets/fonts/a b.woff2",
}


@pytest.mark.parametrize("path", LINKED.values(), ids=LINKED)
def test_no_link_out_of_the_folder_is_followed(own: Path, path: str) -> None:
    secret = own.parent / "secret"
    secret.write_text("name_en: Secret\n", encoding="utf-8")
    put(own, "site.yaml", "languages: [zh]\n")
    (own / path).unlink(missing_ok=True)
    (own / path).parent.mkdir(parents=True, exist_ok=True)
    (own / path).symlink_to(secret)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert caught.value.languages == (() if path == "site.yaml" else ("zh",))
    assert [(item.code, item.place.file) for item in caught.value.report.problems] == [
        ("symlink", f"site_src/{path}")
    ]


def test_a_linked_folder_is_told_once_and_a_pipe_is_not_waited_for(own: Path) -> None:
    (own / "assets").symlink_to(own.parent)
    os.mkfifo(own / "site.yaml")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert [item.place.file for item in caught.value.report.problems] == [
        "site_src/assets",
        "site_src/site.yaml",
    ]


OUTSIDE = [
    # a template, and where something of it is shown nowhere
    ('{% extends "layout.html" %}\n{% block content %}\n<p>In</p>\n{% endblock %}\n', None),
    (
        '{% extends "layout.html" %}\n{# why #}\n{% set x = 1 %}\n{% block content %}{{ x }}{% endblock %}',
        None,
    ),
    ("<p>It extends nothing.</p>\n{{ page.title }}", None),
    ('{% extends "layout.html" %}\n{% block content %}{% endblock %}\n\n<p>Out</p>\nmore', (4, "<p>Out</p>")),
    ('Above\n{% extends "layout.html" %}', (1, "Above")),
    ('{% extends "layout.html" %}\n{{ page.title }}', (2, "{{ … }}")),
    ('{% extends "layout.html" %}{% block content %}', None),
]


@pytest.mark.parametrize(("text", "place"), OUTSIDE)
@pytest.mark.parametrize("path", ["pages/en/about.html", "templates/home.html"])
def test_what_stands_outside_the_blocks_of_a_template_is_told(
    own: Path, path: str, text: str, place: tuple[int, str] | None
) -> None:
    put(own, path, text)
    found = [(item.code, item.place, item.values["value"]) for item in own_words()]
    assert found == (
        [("template-outside", Place(f"site_src/{path}", place[0], 1), place[1])] if place else []
    )


def test_templates_are_text(own: Path) -> None:
    put(own, "templates/home.html", "<p>Übersicht</p>".encode("latin-1"))
    put(own, "overrides/lamp.png", b"\x89PNG")
    assert [item.place.file for item in own_words()] == ["site_src/templates/home.html"]


def test_facts_of_a_language_are_read_or_told(own: Path) -> None:
    put(own, "messages/kk/language.yaml", "locale: [kk\n")
    assert [(item.code, item.place.file) for item in own_words()] == [
        ("yaml-unclosed", "site_src/messages/kk/language.yaml")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("locale: fr_CA\nhtml: zh-Hans\nbetween: ''\nbefore_unit: 1\ngreat: true\nnames: {zh: 5}\n", []),
        ("- en\n", [("words-group", 1)]),
        ("locale: xx_YY\n", [("bad-language", 1)]),
        ("locale: 5\n", [("bad-language", 1)]),
        ("locale: [en]\n", [("words-text", 1)]),
        ("html: '\"><script>'\n", [("bad-language", 1)]),
        ("great: perhaps\n", [("bad-boolean", 1)]),
        ("names: [zh]\n", [("words-group", 1)]),
        ("names: {zh: [5]}\n", [("words-group", 1)]),
        ("\nlocal: fr\n", [("unknown-setting", 2)]),
        ("tag: fr\n1: 2021-13-45\n", [("unknown-setting", 1), ("unknown-setting", 2)]),
        ("great: true\ngreat: false\n", [("duplicate-key", 2)]),
        ("? [a]\n: b\n", [("yaml-key", 1)]),
        ('between: "\\x01"\n', [("control-character", 1)]),
    ],
    ids=repr,
)
def test_facts_of_a_language_are_used_or_told(own: Path, text: str, told: list[tuple[str, int]]) -> None:
    put(own, "messages/en/language.yaml", text)
    assert [(item.code, item.place.line) for item in own_words()] == told
    for problem in own_words():
        assert problem.message("en")
        assert problem.hint("en")
    # Whatever it is, the program goes on speaking.
    sources.forget()
    assert languages.language("en").locale


def test_what_an_installation_says_of_a_language_comes_before_what_the_program_does(own: Path) -> None:
    put(own, "messages/zh/language.yaml", "great: false\nnames: {de: 德语}\n")
    sources.forget()
    chinese = languages.language("zh")
    assert (chinese.great, chinese.html, chinese.between) == (False, "zh-Hans", "")
    assert (chinese.names["de"], chinese.names["en"]) == ("德语", "英文")


def test_the_program_has_no_words_of_its_own_to_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sources.SHIPPED.parent)
    assert list(own_words()) == []


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("templates/home.html", "<h1>Town</h1>\n{{ nothing.here }}", 2),
        ("templates/home.html", "{% if %}", 1),
        ("templates/home.html", "\n{% include 'none.html' %}", 2),
        # What fails deep in the program was asked for here.
        ("templates/home.html", "\n\n{{ ''.join(3) }}", 3),
        ("overrides/main.html", "\n{{ nothing.here }}", 2),
        ("templates/chart.svg", "<svg>\n{{ nothing.here }}</svg>", 2),
        # A macro of the program that is called as it cannot be.
        ("templates/home.html", '{% import "macros.html" as m %}{{ m.made_up() }}', 1),
    ],
)
def test_a_template_that_fails_is_told_at_its_line(own: Path, path: str, text: str, line: int) -> None:
    put(own, path, text)
    folder, name = path.split("/")
    environment = Templates(loader=FileSystemLoader(sources.everywhere(folder)), undefined=StrictUndefined)
    with pytest.raises(SettingsError) as refused:
        environment.get_template(name).render()
    (problem,) = refused.value.report
    assert (problem.code, problem.place) == ("template-failed", Place(f"site_src/{path}", line, 1))


@pytest.mark.parametrize("text", ["", "{% macro told() %}{% endmacro %}"])
def test_macros_that_do_not_serve_a_template_of_the_program_are_told(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    put(tmp_path / "program", "templates/page.html", '{% import "macros.html" as m %}\n{{ m.told(1) }}')
    put(own, "templates/macros.html", text)
    put(own, "templates/page_of_ours.html", "")
    (tmp_path / "program/messages").symlink_to(sources.SHIPPED / "messages")
    monkeypatch.setattr(sources, "SHIPPED", tmp_path / "program")
    environment = Templates(
        loader=FileSystemLoader(sources.everywhere("templates")), undefined=StrictUndefined
    )
    with pytest.raises(SettingsError) as refused:
        environment.get_template("page.html").render()
    (problem,) = refused.value.report
    assert problem.place == Place("site_src/templates/macros.html", 1, 1)


def test_templates_that_are_put_together_in_one_place_are_known(own: Path, tmp_path: Path) -> None:
    """Those around the pages stand in a folder of the build, with those of the program."""
    put(own, "overrides/main.html", "\n{{ nothing.here }}")
    put(tmp_path / "work", "overrides/main.html", "\n{{ nothing.here }}")
    put(tmp_path / "work", "overrides/404.html", "{{ nothing.here }}")
    environment = Templates(
        loader=FileSystemLoader([tmp_path / "work" / "overrides"]), undefined=StrictUndefined
    )
    with pytest.raises(SettingsError) as refused:
        environment.get_template("main.html").render()
    (problem,) = refused.value.report
    assert problem.place == Place("site_src/overrides/main.html", 2, 1)
    with pytest.raises(Exception, match="undefined") as other:
        environment.get_template("404.html").render()
    assert not isinstance(other.value, SettingsError)


def test_what_is_wrong_with_them_reaches_another_process() -> None:
    report = Report(
        [Problem("template-failed", Place("site_src/templates/home.html", 2, 1), {"detail": "x"})]
    )
    (problem,) = pickle.loads(pickle.dumps(SettingsError(report))).report
    assert problem == next(iter(report))


@pytest.mark.parametrize(
    ("path", "workers"),
    [("templates/indicator.html", "2"), ("overrides/main.html", "1"), ("templates/home.html", "1")],
)
def test_a_build_tells_it_and_leaves_the_site(
    path: str, workers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(installation(tmp_path / "town"))
    sources.forget()
    put(tmp_path / "town/site_src", path, "<p>\n{{ nothing.here }}")
    done = CliRunner().invoke(main, ["build", "--no-validate", "--lang", "en", "--workers", workers])
    monkeypatch.undo()
    sources.forget()
    assert done.exit_code == 1
    assert f"site_src/{path}:2:1  error [template-failed]" in done.stdout
    assert not (tmp_path / "town/site").exists()


PLAIN_PAGE = (
    '{% extends "layout.html" %}\n{% block content %}\n<h1>Us</h1>\n<p>Ask at the desk.</p>\n{% endblock %}'
)


def test_a_site_is_built_of_pages_and_terms_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages without the headings that the program's have, and a term of one language, which no standard knows."""
    town = installation(tmp_path / "town")
    monkeypatch.chdir(town)
    sources.forget()
    put(town / "site_src", "pages/en/about.html", PLAIN_PAGE)
    put(
        town / "site_src",
        "pages/zh/about.html",
        PLAIN_PAGE.replace("<p>", "<H2 class=\"desk\" id='desk'>Desk</H2><p>"),
    )
    with (town / "site_src/messages/zh/glossary.yaml").open("a", encoding="utf-8") as glossary:
        glossary.write("lamp:\n  title: 路灯\n  text: 街上的灯。\n")
    done = CliRunner().invoke(main, ["build", "--no-validate", "--lang", "en", "--workers", "1"])
    monkeypatch.undo()
    sources.forget()
    assert done.exit_code == 0, done.stdout


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 a photograph under another name"]
)
def test_a_picture_that_is_no_png_is_shown_without_a_size(own: Path, content: bytes) -> None:
    put(own, "assets/guide/en/import.png", content)
    assert picture_size("assets/guide/en/import.png") == ""
    assert picture_size("assets/guide/en/export.png")


MISTAKES = {
    # files of an installation in French on a machine in English, and the first words that are told of them
    "a word of its own": ({"messages/fr/site.yaml": "nav:\n  hoome: Accueil\n"}, "Aucun texte"),
    "its colour": ({"site.yaml": "languages: [fr]\ncolour: bleu\n"}, "« bleu »"),
    "a language beside": ({"site.yaml": "languages: [fr, wo]\n"}, "Il n’y a pas de textes"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_in_the_settings_is_told_in_the_language_of_the_site(
    case: str, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, told = MISTAKES[case]
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    for path, text in {"site.yaml": "languages: [fr]\n", **files}.items():
        put(own, path, text)
    shutil.copytree(BASE, own.parent / "data")
    done = CliRunner().invoke(main, ["check"])
    assert (done.exit_code, told in done.output.replace("\u00a0", " ")) == (1, True)
