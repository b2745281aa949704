"""Every word shown to readers stands in the catalogues, in each language, and none there is unused."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale
from catalogues import plurals, texts
from folders import ROOT

from generator.core.languages import FALLBACK, interface
from generator.core.messages import catalogue
from generator.core.problems import Place, Problem

SOURCES = [*(ROOT / "generator").rglob("*.py"), *(ROOT / "site_src").rglob("*.html")]
BUILT_FROM_VALUES = (
    *("against.", "against_changed.", "compared_apart.", "compared_drawn.", "preview."),
    *(
        "attainment.",
        "bound.",
        "chart.mark_",
        "chart.promised_",
        "chart.years_",
        "comparator.",
        "completeness.",
        "counted.",
        "deliverable.move.",
        "ends.",
        "most.of.",
        "kind.",
        "list.",
        "measure.",
        "most.of.",
        "milestone.",
        "nav.",
        "obs_status.",
        "progress.",
        "qualifier.",
        "reporting.",
        "revised.",
        "revised_target.",
        "saying.",
        "shape.",
        "standing.",
        "standing_then.",
        "superseded.",
    ),
    *(
        "state.",
        "step.",
        "types.",
        "explain.",
        "period.",
        "finding.",
        "finding_kind.",
        "findings.",
        "half.",
        "lost.",
        "reading.",
        "filter.",
        "guide.",
        "elapsed.",
        "related.",
        "mark.",
        "programme.outcome.",
        "programme.told.",
        "picker.",
        "revisions.",
        "search.",
    ),
)
"""Groups whose keys are the values of the model; the tests below hold each of them against its source."""


def written(language: str, name: str) -> Mapping[str, Any]:
    """A catalogue as it stands in its file, without what the fallback lends."""
    text = (MESSAGES / language / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


MESSAGES = ROOT / "site_src" / "messages"
CATALOGUES = sorted({path.stem for path in (MESSAGES / FALLBACK).glob("*.yaml")} - {"language"})
OTHERS = [language for language in interface() if language != FALLBACK]


def test_the_languages_are_the_folders_of_messages() -> None:
    assert set(interface()) >= {"en", "fr", "zh"}
    assert sorted(path.name for path in MESSAGES.iterdir()) == list(interface())


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_texts_with_the_same_places_to_fill(name: str, language: str) -> None:
    def places(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    own, english = (dict(texts(written(tag, name))) for tag in (language, FALLBACK))
    assert list(own) == list(english)
    differing = [key for key in own if places(own[key]) != places(english[key])]
    # How a data set is cited is the habit of each language, which may leave a part out.
    assert [key for key in differing if not key.startswith("cite.")] == []
    empty = [key for key in own if not own[key].strip() or not english[key].strip()]
    assert [key for key in empty if not key.endswith(".also")] == []


@pytest.mark.parametrize("language", interface())
def test_plurals_are_those_of_the_language(language: str) -> None:
    categories = {*Locale.parse(language).plural_form.tags, "other"}
    found = {
        form
        for name in CATALOGUES
        for forms in plurals(written(language, name))
        for form in forms
        if form not in categories
    }
    assert found == set()


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.parametrize("language", interface())
def test_no_text_ends_at_a_sign_that_begins_a_remark(name: str, language: str) -> None:
    """What follows ` #` in an unquoted text is a remark to YAML: a hint once ended in “without ? and”."""
    file = ROOT / "site_src" / "messages" / language / f"{name}.yaml"
    bare = re.compile(r"\s*[^\s#'\"][^'\"]*: [^\s'\"|>].* #")
    assert [line for line in file.read_text(encoding="utf-8").splitlines() if bare.match(line)] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_chinese_texts_use_chinese_punctuation(name: str) -> None:
    wrong = re.compile(r"[\u4e00-\u9fff][,;:!?](?! 值)|[,;!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\((?!逗)")
    found = [key for key, text in texts(catalogue("zh", name)) if wrong.search(text)]
    assert found == []


def test_no_space_stands_between_a_number_and_its_counting_word() -> None:
    """`{count}项`: Chinese leaves no space before a number either. What is filled with Latin words keeps its own."""
    wrong = re.compile(r"[\u4e00-\u9fff] \{(?:count|total)\}|\{(?:count|total)\} [\u4e00-\u9fff]")
    assert [key for key, text in texts(catalogue("zh", "site")) if wrong.search(text)] == []
    assert wrong.search("有 {count}项")
    assert wrong.search("{count} 项")


def test_no_text_of_the_site_is_unused_or_missing() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    used = set(re.findall(r"""["']((?:[a-z_]+\.)+[a-z_]+)["']""", source))
    keys = dict(texts(catalogue("zh", "site")))
    unused = [key for key in keys if key not in used and not key.startswith(BUILT_FROM_VALUES)]
    asked = set(
        re.findall(
            r"""\b(?:t|said|lookup)\((?:language, )?(?:"site", )?["']([a-z_]+\.[a-z_.]+[a-z])["'][,)]""",
            source,
        )
    )
    missing = sorted(asked - keys.keys())
    assert (unused, missing) == ([], [])


def test_the_script_that_picks_series_has_the_words_that_it_asks_for() -> None:
    script = (ROOT / "site_src" / "assets" / "series.js").read_text(encoding="utf-8")
    assert set(re.findall(r"\bwords\.(\w+)", script)) == set(catalogue("en", "site")["picker"])


def test_groups_built_from_values_have_a_text_for_each_value() -> None:
    from generator.comparing.versions import WITH_PAGES
    from generator.core import codes, limits
    from generator.format.fields import Type
    from generator.publishing.charts import Shape
    from generator.publishing.pages.against import Changed
    from generator.publishing.pages.plan import BY_NAME, LISTS
    from generator.verdicts.alike import Apart
    from generator.verdicts.programmes import Outcome
    from generator.verdicts.results import REMARKABLE

    site = catalogue("en", "site")
    assert set(site["attainment"]) == set(codes.Attainment)
    assert set(site["most"]["of"]) == set(limits.told())
    assert set(site["comparator"]) == set(codes.Comparator)
    assert set(site["completeness"]) == set(codes.Completeness)
    assert set(site["kind"]) == {*codes.DocumentKind, *codes.ProgrammeKind}
    assert set(WITH_PAGES) <= set(site["search"])
    assert set(site["saying"]) == set(codes.Saying)
    assert set(site["programme"]["outcome"]) == set(site["programme"]["told"]) == set(Outcome)
    assert set(site["measure"]) == set(codes.Measure)
    assert set(site["obs_status"]) == REMARKABLE
    assert set(site["revised"]) == set(site["counted"]) == {item.value for item in codes.Beside}
    assert set(site["standing_then"]) == {*codes.ProgressStatus, "met", "unmet", "not_always"}
    assert set(site["progress"]) == set(codes.ProgressStatus)
    assert set(site["superseded"]) == {*(item.value for item in codes.Turn), "title", "note", "other"}
    states = codes.MilestoneState
    open_ = (states.NO_RESULT, states.NOT_YET, states.SPENDING)
    assert set(site["milestone"]) == {*codes.MilestoneState, *(f"{state}_last" for state in open_)}
    renumbered = ("raised", "lowered", "changed")
    assert set(site["revised_target"]) == {
        *renumbered,
        "moved",
        *(f"{name}_moved" for name in renumbered),
        *("more", "less", "first_met", "first_unmet", "first_open", "first_not_always"),
    }
    assert set(site["qualifier"]) == set(codes.Qualifier)
    assert set(site["reporting"]) == set(codes.ReportingStatus)
    assert set(site["state"]) == {*codes.DeliverableState, "overdue"}
    assert set(site["deliverable"]["move"]) == set(codes.Move)
    assert set(site["types"]) == {*Type, "many", "nested", "refers"}
    assert set(site["finding"]) == set(site["finding_kind"]) == set(codes.FindingKind)
    assert set(site["half"]) == {"name", "words", *codes.HalfTest} - {""}
    assert set(site["list"]) == {
        *LISTS,
        BY_NAME,
        *(f"{name}_lead" for name in (*LISTS, BY_NAME)),
        *("has_target", "more_targets", "own_page"),
    }
    assert set(site["against_changed"]) == set(Changed)
    assert set(site["compared_apart"]) == set(Apart)
    assert set(site["compared_drawn"]) == set(Shape)
    bonds = {f"{kind}_{way}" for kind in set(codes.RelationKind) - {"same_name"} for way in ("of", "in")}
    assert set(site["related"]) == {"title", "same_name", "same_goal", "same_goals", *bonds}


def test_no_text_of_the_downloads_is_unused_or_missing() -> None:
    from generator.publishing.export import recompute

    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "generator" / "publishing" / "export").rglob("*.py")
    )
    groups = catalogue("en", "export")
    # Each name of these groups stands in the source as a word of its own.
    for group in ("facts", "readme", "workbook", "recompute", "cite", "sdmx", "joint"):
        assert f'"{group}.' in source
        assert [name for name in groups[group] if not re.search(rf"[\"'./]{name}[\"'}}]", source)] == []
    assert list(groups["codebook"]) == [
        "table",
        "column",
        "type",
        "required",
        "allowed",
        "refers_to",
        "title_*",
        "meaning_*",
    ]
    assert list(groups["column"]) == list(recompute.COLUMNS)
    assert set(groups) == {
        *("facts", "readme", "codebook", "workbook", "recompute", "column", "cite"),
        *("sdmx", "joint", "names"),
    }


def test_each_refusal_has_its_words() -> None:
    from generator.commands.refusals import KINDS
    from generator.editing.files.changing import InTheWayError, MeanwhileError, UnfinishedError
    from generator.publishing.swapping import IncompleteError
    from generator.reading.turns import BusyError

    words = catalogue("en", "system")
    own = (BusyError, IncompleteError, InTheWayError, MeanwhileError, UnfinishedError)
    assert set(words["refused"]) == {*KINDS.values(), *(error.kind for error in own), "other"}
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "generator").rglob("*.py"))
    assert set(re.findall(r'OutputError\("(\w+)"', source)) == set(words["output"])


HAN = re.compile("[\u4e00-\u9fff]")
ABOUT_HAN = {"number-multiplier"}
"""Problems that only a number with Chinese characters has; their texts name the characters."""


def with_han(codes: Mapping[str, Mapping[str, str]]) -> set[str]:
    """The codes whose texts hold Chinese characters."""
    return {code for code, texts in codes.items() if any(HAN.search(str(text)) for text in texts.values())}


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ({"x": {"message": "Écrivez 2.5万"}}, {"x"}),
        ({"x": {"title": "Nombre", "why": "Un mot comme « environ »"}, "y": {"hint": "约 or 余"}}, {"y"}),
        (catalogue("fr", "problems")["codes"], ABOUT_HAN),
        (catalogue("en", "problems")["codes"], ABOUT_HAN),
    ],
    ids=["an example in Chinese", "one of two", "fr", "en"],
)
def test_messages_for_other_languages_need_no_chinese(
    codes: Mapping[str, Mapping[str, str]], found: set[str]
) -> None:
    assert with_han(codes) == found


def test_pages_in_french_explain_themselves_in_french() -> None:
    """The glossary names a Chinese custom; nothing else needs its characters."""
    pages = sorted((ROOT / "site_src" / "pages" / "fr").glob("*.html"))
    assert len(pages) > 1
    assert [page.name for page in pages if HAN.search(page.read_text(encoding="utf-8"))] == []


LOOSE = re.compile(r"(?<=[^\s-]) (?:[:;!?](?=[\s\"'<)]|$)|»)|« (?=\S)|(?<=[0-9}]) %(?![}\w])", re.MULTILINE)


def test_signs_in_french_stay_with_their_words() -> None:
    """A space that a line may end at would begin the next one with a sign: le moins / : Port-aux-Sables."""
    files = sorted((ROOT / "site_src").glob("*/fr/*.*"))
    assert len(files) > 20
    told = {
        f"{file.name}:{number}": found[0]
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if not line.lstrip().startswith("#") and (found := LOOSE.search(line))
    }
    assert told == {}


@pytest.mark.parametrize("language", interface())
def test_a_reason_is_asked_for_in_the_measure_of_its_column(language: str) -> None:
    """Characters where it is written without spaces, words elsewhere; never both, and never a third language."""
    place = Place("town/corrections.csv", 2, field="reason")
    by_words = Problem("correction-reason", place, {"value": "x", "words": "4", "suggestion": ""})
    by_characters = Problem("correction-reason", place, {"value": "x", "words": "4", "suggestion": "8"})
    told = [(item.hint(language), "4", "8") for item in (by_words, by_characters)]
    assert [(words in hint, characters in hint) for hint, words, characters in told] == [
        (True, False),
        (False, True),
    ]
    assert not any(word in hint for hint, *_ in told for word in ("Chinese", "chinois", "汉字"))


class _Once(yaml.CSafeLoader):
    """Keeps every key of a mapping, also one that is there twice."""


_Once.add_constructor(
    "tag:yaml.org,2002:map",
    lambda loader, node: loader.construct_pairs(node, deep=True),
)


def _twice(read: Any) -> list[str]:
    """The keys that stand twice in one mapping; of two the reader would get the last alone."""
    if not isinstance(read, list):
        return []
    pairs = [pair for pair in read if isinstance(pair, tuple)]
    keys = [str(key) for key, _ in pairs]
    below = [name for pair in pairs for name in _twice(pair[1])]
    return [*(key for place, key in enumerate(keys) if key in keys[:place]), *below]


@pytest.mark.parametrize(
    "file",
    sorted((ROOT / "site_src" / "messages").rglob("*.yaml")),
    ids=lambda file: f"{file.parent.name}/{file.stem}",
)
def test_no_word_is_told_twice(file: Path) -> None:
    assert _twice(yaml.load(file.read_text(encoding="utf-8"), _Once)) == []


def test_a_word_told_twice_is_found() -> None:
    assert _twice(yaml.load("a:\n  b: 1\n  b: 2\nc: 3\n", _Once)) == ["b"]
