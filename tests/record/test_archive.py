"""The shipped record against the archived texts: all is there, unchanged, and each figure stands where it is cited."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import archive_at
from folders import DATA

from generator.archive.verify import verify
from generator.core.model import Citation, Document, Ledger, Package
from generator.reading.load import load
from generator.reading.trees import WorkingTree


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    found, report = load(WorkingTree(DATA))
    assert found is not None, report.render("text", "en")
    return found


def test_the_record_is_verified_whole(archive: Path) -> None:
    done = verify(WorkingTree(DATA), archive)
    report, verified = done.report, done.verified
    assert report.render("text", "en") == "All checks passed; nothing was found."
    assert len(verified) > 150


def documents(ledger: Ledger, archive: Path) -> Iterator[tuple[Package, Document, Path]]:
    for package in ledger.packages.values():
        for document in package.documents.values():
            yield package, document, archive / package.id / f"{document.id}.txt"


def printed(package: Package, document: Document) -> Iterator[tuple[str, Citation]]:
    """Every citation of a document: figures of targets and results, stated shares and changes."""
    for target in package.targets.values():
        if target.citation.document_id == document.id:
            yield target.id, target.citation
    for result in package.observations.values():
        if result.citation.document_id == document.id:
            yield result.id, result.citation
            for figure in (result.stated_share_figure, result.stated_change_figure):
                if figure:
                    yield result.id, Citation(document.id, result.citation.locator, figure)


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_archived_texts_are_those_that_were_read(ledger: Ledger, archive: Path) -> None:
    found = {
        document.id: hashlib.sha256(file.read_bytes()).hexdigest()
        for _, document, file in documents(ledger, archive)
    }
    assert found == {document.id: document.archive_sha256 for _, document, _ in documents(ledger, archive)}


def test_every_figure_occurs_in_its_archived_text(ledger: Ledger, archive: Path) -> None:
    checked, missing = 0, []
    for package, document, file in documents(ledger, archive):
        text = without_space(file.read_text(encoding="utf-8"))
        for name, citation in printed(package, document):
            checked += 1
            # 5个 does not stand in 25个; parts of a figure stand in one clause.
            parts = [re.escape(without_space(part)) for part in citation.figure.split("…")]
            figure = r"(?<![\d.])" + "[^0-9，。；]*".join(parts)
            if len(re.findall(figure, text)) < citation.occurrence:
                missing.append((name, citation.figure, citation.occurrence))
    assert missing == []
    assert checked > 150


# Where the archive is, and what comes of it when it is nowhere

SKIPPED, FAILED = pytest.skip.Exception, pytest.fail.Exception
PLACES: dict[str, tuple[dict[str, str], bool, str | type[BaseException]]] = {
    # case: (the environment, whether an archive is in the usual place, the folder or what becomes of the test)
    "in its usual place": ({}, True, "usual"),
    "in its usual place, in CI": ({"CI": "true"}, True, "usual"),
    "named": ({"MINGZHANG_ARCHIVE": "named"}, True, "named"),
    "named but not there": ({"MINGZHANG_ARCHIVE": "elsewhere"}, True, FAILED),
    "nowhere": ({}, False, SKIPPED),
    "nowhere, in CI": ({"CI": "true"}, False, FAILED),
    "said to be nowhere": ({"MINGZHANG_ARCHIVE": "none"}, True, SKIPPED),
    "said to be nowhere, in CI": ({"CI": "true", "MINGZHANG_ARCHIVE": "none"}, False, SKIPPED),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_proof_that_is_left_out_is_seen(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment, there, expected = PLACES[case]
    monkeypatch.chdir(tmp_path)
    for name in ["named", *(["usual"] if there else [])]:
        (tmp_path / name).mkdir()
    if isinstance(expected, str):
        assert archive_at(environment, Path("usual")) == Path(expected)
    else:
        with pytest.raises(expected):
            archive_at(environment, Path("usual"))
