"""Every citation of the record, with a word added, cut or changed in the archived text around it: all are caught."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from folders import DATA

from generator.archive.citations import ArchivedText, Span, find_figure, locate, plain
from generator.archive.verify import headings_of
from generator.core.figures import Figure, FigureReader
from generator.reading.trees import WorkingTree
from generator.reading.validate import validate
from generator.reading.validate.locks import cited_figures

BEFORE = {
    # a word put before a figure: those that have it, or say it already, in which case nothing changes
    "约": ("约",),
    "近": ("近",),
    "下降": ("下降", "增长", "增加", "零增长"),
    "减少": ("下降", "增长", "增加", "零增长"),
    "未达到": (),
    "不低于": ("以上", "余", "至少", "不少于"),
    "不超过": ("压",),
    "不足": (),
    "一万": (),
    "3": (),
    "-": ("下降", "增长", "增加", "零增长"),
    "每月": ("每月",),
}
BEHIND = {
    "以上": ("以上", "余", "至少", "不少于"),
    "以下": ("压",),
    "左右": ("约", "左右"),
    "余": ("余", "以上", "不少于"),
    "以内": ("压",),
}
CHANGED = [
    ("以上", "以下"),
    ("约", "近"),
    ("近", "约"),
    ("余", ""),
    ("万", ""),
    ("下降", "增长"),
    ("增长", "下降"),
    ("第", ""),
]


NEAR = 200
"""So many characters of the text are kept on either side of a figure: more than can belong to it."""


def mutations(before: str, figure: str, behind: str, *, number: bool) -> Iterator[tuple[str, str]]:
    """Texts in which something else stands where a figure stood, each with what was done."""
    if not number:
        yield "未", f"{before}未{figure}{behind}"
        return
    for word, known in BEFORE.items():
        if not any(other in figure for other in known):
            yield f"{word}…", f"{before}{word}{figure}{behind}"
    for word, known in BEHIND.items():
        if not any(other in figure for other in known):
            yield f"…{word}", f"{before}{figure}{word}{behind}"
    for place in range(len(figure)):
        yield f"without character {place}", f"{before}{figure[:place]}{figure[place + 1 :]}{behind}"
    for old, new in CHANGED:
        if old in figure:
            yield f"{old} → {new}", f"{before}{figure.replace(old, new)}{behind}"


@pytest.mark.parametrize("package_id", sorted(path.name for path in DATA.iterdir() if path.is_dir()))
def test_whatever_changes_a_figure_is_caught(package_id: str, archive: Path) -> None:
    packages, _ = validate(WorkingTree(DATA), locked=False)
    [package] = (item for item in packages if item.id == package_id)
    survived, tried, texts = [], 0, dict[str, ArchivedText]()
    for item in cited_figures(package):
        document = package.documents[item.document_id]
        reader = package.figures_of(document)
        if document.id not in texts:
            text = (archive / package.id / f"{document.id}.txt").read_text(encoding="utf-8")
            texts[document.id] = ArchivedText(text)
        archived = texts[document.id]
        within = locate(archived, headings_of(document))[item.locator]
        place = find_figure(archived, item.figure, within, item.occurrence, reader)
        assert place is not None
        if len(place.spans) > 1:
            continue
        [span] = place.spans
        before = archived.text[max(0, span.start - NEAR) : span.start].lstrip()
        figure, behind = archived.text[span.start : span.end], archived.text[span.end : span.end + NEAR]
        there = Span(len(before), len(before + figure))
        number = isinstance(reader.read(item.figure), Figure)
        assert still_there(f"{before}{figure}{behind}", item.figure, there, reader)
        for done, text in mutations(before, figure, behind, number=number):
            tried += 1
            if still_there(text, item.figure, there, reader):
                survived.append((item.figure, done, text[there.start - 6 : there.end + 6]))
    assert survived == [], survived
    assert tried > 4 * sum(not item.clause for item in cited_figures(package))


def still_there(text: str, figure: str, span: Span, reader: FigureReader) -> bool:
    """Whether a figure is still found whole where it stood, a word's length aside."""
    changed = ArchivedText(text)
    window = Span(max(0, span.start - 4), min(len(changed.text), span.end + 4))
    place = find_figure(changed, plain(figure), window, 1, reader)
    return place is not None and not place.cut
