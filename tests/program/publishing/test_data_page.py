"""The data page and the codebook: what is there, how it is loaded, what each column means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from downloads import PROGRAMS, kinds
from finished import codebook_rows
from overlays import OverlayTree
from shown import Shown
from sites import TODAY
from speaking import LANGUAGES

from generator.comparing.history import PackageHistory
from generator.core.model import Package
from generator.publishing.export.catalogue import Download
from generator.publishing.export.write import published_tables, write_package
from generator.publishing.pages import Site
from generator.publishing.pages.downloads import SNIPPETS, codebook, merged
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package


def test_every_program_is_on_the_page_and_run_here() -> None:
    assert {file.name for file in PROGRAMS.iterdir()} == set(SNIPPETS)
    assert set(SNIPPETS) == {
        *("load_pandas.py", "load_polars.py", "load.R", "load_duckdb.sql"),
        *("breakdowns_pandas.py", "breakdowns.R", "breakdowns.sql"),
        *("past_pandas.py", "past.sql"),
        *("address_pandas.py", "address_polars.py", "address.R", "address_duckdb.sql", "address_excel.m"),
    }


# The pages


@pytest.fixture(scope="module")
def package() -> Package:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


@pytest.fixture(scope="module")
def data_pages(package: Package) -> Callable[..., Mapping[str, str]]:
    """The data page and the codebook where these files are there to be downloaded, each of 2,500 bytes."""
    history = PackageHistory(commit="3f2a9c1b7d045566")
    view = PackageView(package, assess_package(package, TODAY), history)
    tables = {"town": tuple((table, 1000) for table in published_tables(package, view.standings))}

    @cache
    def pages(language: str, *names: str) -> Mapping[str, str]:
        files = {f"data/town/{name}": Download(2500, "ab" * 32) for name in names}
        site = Site((view,), tables, TODAY, TODAY, Settings(url="https://example.org/"), files)
        return Shown(site, language)

    return pages


OFFERED = ["town.zip", "town.xlsx", "town.sqlite", "datapackage.json"]


@pytest.mark.parametrize("name", OFFERED)
def test_a_file_is_offered_where_it_is_there(data_pages: Callable[..., Mapping[str, str]], name: str) -> None:
    with_it = data_pages("en", name)["data/index.md"]
    assert f'download href="../../data/town/{name}"' in with_it
    assert "2.5 kB" in with_it
    without = data_pages("en", *(set(OFFERED) - {name}))["data/index.md"]
    assert f'href="../../data/town/{name}"' not in without


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            [
                *("<dd>0.1.0</dd>", "2026年11月21日", "2023年12月31日"),
                "目标与结果. 青禾镇工作目标与进展[DS/OL]. 版本 0.1.0+3f2a9c1b7d04. 目标与结果, 2026-11-21. https://example.org/town/",
                "title = {{青禾镇工作目标与进展}}",
                'href="../data/catalog.jsonld"',
                'href="../build.json"',
            ],
        ),
        (
            "en",
            [
                *("<dd>0.1.0</dd>", "21 November 2026", "31 December 2023"),
                (
                    "Promises and results (2026): Qinghe Town: goals and progress. Version 0.1.0+3f2a9c1b7d04. Promises and results. "
                    "2026-11-21. https://example.org/en/town/"
                ),
                "title = {{Qinghe Town: goals and progress}}",
                'href="../../data/catalog.jsonld"',
                'href="../../build.json"',
            ],
        ),
    ],
)
def test_the_page_says_what_there_is_and_how_to_cite_it(
    data_pages: Callable[..., Mapping[str, str]], language: str, expected: list[str]
) -> None:
    page = unescape(data_pages(language)["data/index.md"])
    assert [words for words in expected if words not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SNIPPETS)
def test_a_program_is_shown_as_it_is_run(
    data_pages: Callable[..., Mapping[str, str]], name: str, language: str
) -> None:
    page = data_pages(language)["data/index.md"]
    blocks = [
        unescape(part.partition("</code></pre>")[0]) for part in page.split('<pre class="mz-code"><code>')
    ]
    program = (PROGRAMS / name).read_text(encoding="utf-8").strip()
    assert program.replace("@address@", "https://example.org/data/town/") in blocks


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codebook_has_the_columns_of_the_descriptor(
    data_pages: Callable[..., Mapping[str, str]], package: Package, language: str, tmp_path: Path
) -> None:
    write_package(tmp_path / "town", package, assess_package(package, TODAY))
    promised = [(table, name) for table, columns in kinds(tmp_path / "town").items() for name in columns]
    page = data_pages(language)["data/codebook/index.md"]
    assert list(codebook_rows(page)) == promised
    for table in kinds(tmp_path / "town"):
        assert f' id="{table}">' in page


def test_the_codebook_names_what_a_column_may_hold(package: Package) -> None:
    view = PackageView(package, assess_package(package, TODAY))
    tables = {"town": tuple((table, 1) for table in published_tables(package, view.standings))}
    book = {
        (table, entry.column.name): entry
        for table, entries in codebook(tables, "en").items()
        for entry in entries
    }
    assert book["targets", "target_id"].key
    assert not book["targets", "goal_id"].key
    assert book["targets", "goal_id"].column.refers_to == "goals"
    assert book["targets", "comparator"].words == {
        "ge": "",
        "gt": "",
        "le": "",
        "lt": "",
        "eq": "",
        "between": "",
    }
    assert book["documents", "kind"].words == {
        "plan": "plan",
        "report": "report",
        "dataset": "statistical table",
    }
    assert [name for name in ("dimension_id", "value_id") if book["dimension_values", name].key] == [
        "dimension_id",
        "value_id",
    ]
    assert (book["observations", "value"].column.type, book["observations", "value"].words) == ("number", {})


MERGED = [
    # lists, as one
    ([], []),
    ([["a", "b"]], ["a", "b"]),
    ([["a", "b"], ["a", "x", "b"]], ["a", "x", "b"]),
    ([["a", "x", "b"], ["a", "b"]], ["a", "x", "b"]),
    ([["a", "x", "b"], ["a", "y", "b"]], ["a", "y", "x", "b"]),
    ([["a"], ["x", "a", "z"]], ["x", "a", "z"]),
]


@pytest.mark.parametrize(("lists", "expected"), MERGED)
def test_columns_of_several_packages_become_one_list(lists: list[list[str]], expected: list[str]) -> None:
    assert merged(lists) == expected
