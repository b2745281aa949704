"""Ready references to the data, and the file that says how to cite the repository."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml
from folders import ROOT
from overlays import OverlayTree
from speaking import LANGUAGES, both

from generator.core.model import Package
from generator.publishing.export.cite_as import bibtex, plain
from generator.reading.load import load

DAY = date(2026, 3, 5)
URL = "https://example.org/records/town/"
COMMIT = "3f2a9c1b7d04e5566778899aabbccddeeff00112"


@pytest.fixture(scope="module")
def package() -> Package:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


PLAIN = [
    # language, address, indicator, commit, as it is cited
    ("zh", "", "", "", "目标与结果. 青禾镇工作目标与进展[DS]. 版本 0.1.0. 目标与结果, 2026-03-05."),
    (
        "zh",
        URL,
        "",
        "",
        f"目标与结果. 青禾镇工作目标与进展[DS/OL]. 版本 0.1.0. 目标与结果, 2026-03-05. {URL}",
    ),
    (
        *("zh", "", "lamps-installed", COMMIT),
        "目标与结果. 新装路灯[DS]//目标与结果. 青禾镇工作目标与进展. 版本 0.1.0+3f2a9c1b7d04. 目标与结果, 2026-03-05.",
    ),
    (
        "en",
        "",
        "",
        "",
        "Promises and results (2026): Qinghe Town: goals and progress. Version 0.1.0. Promises and results. 2026-03-05.",
    ),
    (
        *("en", URL, "lamps-installed", COMMIT),
        (
            "Promises and results (2026): Street lamps installed. In: Qinghe Town: goals and progress. "
            f"Version 0.1.0+3f2a9c1b7d04. Promises and results. 2026-03-05. {URL}"
        ),
    ),
]


@pytest.mark.parametrize(("language", "url", "indicator", "commit", "expected"), PLAIN)
def test_plain(package: Package, language: str, url: str, indicator: str, commit: str, expected: str) -> None:
    assert plain(package, DAY, language, url, indicator=indicator, commit=commit) == expected


ENTRY_ZH = """@misc{town-0.1.0,
  author = {{目标与结果}},
  title = {{青禾镇工作目标与进展}},
  publisher = {目标与结果},
  year = {2026},
  month = mar,
  note = {版本 0.1.0, 2026-03-05},
}"""
ENTRY_EN = """@misc{town-lamps-installed-0.1.0,
  author = {{Promises and results}},
  title = {{Street lamps installed: Qinghe Town: goals and progress}},
  publisher = {Promises and results},
  year = {2026},
  month = mar,
  note = {Version 0.1.0+3f2a9c1b7d04, 2026-03-05},
  url = {https://example.org/records/town/},
}"""


def test_bibtex(package: Package) -> None:
    assert bibtex(package, DAY, "zh") == ENTRY_ZH
    assert bibtex(package, DAY, "en", URL, indicator="lamps-installed", commit=COMMIT) == ENTRY_EN


HOSTILE = [
    # a title, as it stands in BibTeX
    ("50% & $x_1$ #2", r"50\% \& \$x\_1\$ \#2"),
    (r"\input{/etc/passwd}", r"\textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{}"),
    ("}} , title = {x", r"\textbraceright{}\textbraceright{} , title = \textbraceleft{}x"),
    ("a~b^c", r"a\textasciitilde{}b\textasciicircum{}c"),
    ('<b> "q" @misc', r'\textless{}b\textgreater{} "q" @misc'),
    ("two\nlines\r\n\tof  text", "two lines of text"),
]


@pytest.mark.parametrize(("title", "expected"), HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_leaves_its_field(package: Package, title: str, expected: str, language: str) -> None:
    hostile = replace(package, title=both(title, title))
    entry = bibtex(hostile, DAY, language, URL)
    assert f"  title = {{{{{expected}}}}},\n" in entry
    assert entry.count("{") == entry.count("}")
    assert len(entry.splitlines()) == 9
    assert "\n" not in plain(hostile, DAY, language, URL)


def test_an_address_cannot_end_its_field(package: Package) -> None:
    entry = bibtex(package, DAY, "en", "https://example.org/a}b c/%20/?q=1#top")
    assert "  url = {https://example.org/a%7Db%20c/%20/?q=1#top},\n" in entry


# The repository's own file


@pytest.fixture(scope="module")
def citation() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(
        (ROOT / "CITATION.cff").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return loaded


TOP = {
    "cff-version": str,
    "message": str,
    "type": str,
    "title": str,
    "version": str,
    "date-released": str,
    "license": str,
    "authors": list,
    "abstract": str,
    "keywords": list,
    "references": list,
}
"""Keys of the Citation File Format 1.2.0 that the file has, with their types; the first and the three of REQUIRED are mandatory."""
REQUIRED = {"cff-version", "message", "title", "authors"}
REFERENCE = {"type": str, "title": str, "version": str, "license": str, "authors": list}


def faults(node: dict[str, Any]) -> list[str]:
    """What the Citation File Format does not allow."""
    found = [f"no {name}" for name in sorted(REQUIRED - node.keys())]
    found += [f"unknown {name}" for name in node if name not in TOP]
    found += [
        f"{name} is no {kind.__name__}"
        for name, kind in TOP.items()
        if not isinstance(node.get(name, kind()), kind)
    ]
    if found:
        return found
    found += ["cff-version"] if node["cff-version"] != "1.2.0" else []
    found += ["type"] if node["type"] not in ("software", "dataset") else []
    authors = list(node["authors"])
    for reference in node["references"]:
        found += [f"unknown {name}" for name in reference if name not in REFERENCE]
        found += [f"no {name}" for name in REFERENCE if not isinstance(reference.get(name), REFERENCE[name])]
        authors += reference.get("authors") or [{}]
    found += ["keywords"] if len(set(node["keywords"])) != len(node["keywords"]) else []
    found += ["authors"] if not node["authors"] or [one for one in authors if one.keys() != {"name"}] else []
    return found


def test_the_citation_file_is_valid(citation: dict[str, Any]) -> None:
    assert faults(citation) == []


BROKEN = [
    ({"title": None}, "title is no str"),
    ({"version": 0.1}, "version is no str"),
    ({"cff-version": "1.1.0"}, "cff-version"),
    ({"type": "data"}, "type"),
    ({"licence": "MIT"}, "unknown licence"),
    ({"authors": []}, "authors"),
    ({"authors": [{"name": "A", "given-names": "B"}]}, "authors"),
    ({"references": [{"type": "data", "title": "A"}]}, "no authors"),
]


@pytest.mark.parametrize(("change", "fault"), BROKEN)
def test_faults_of_a_citation_file_are_found(
    citation: dict[str, Any], change: dict[str, Any], fault: str
) -> None:
    assert fault in faults({**citation, **change})
