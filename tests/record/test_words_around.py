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


def mutations(text: str, start: int, end: int, *, number: bool) -> Iterator[tuple[str, str]]:
    """Texts in which something else stands where a figure stood, each with what was done."""
    figure = text[start:end]
    if not number:
        yield "未", f"{text[:start]}未{text[start:]}"
        return
    for word, known in BEFORE.items():
        if not any(other in figure for other in known):
            yield f"{word}…", f"{text[:start]}{word}{text[start:]}"
    for word, known in BEHIND.items():
        if not any(other in figure for other in known):
            yield f"…{word}", f"{text[:end]}{word}{text[end:]}"
    for place in range(start, end):
        yield f"without character {place - start}", text[:place] + text[place + 1 :]
    for old, new in CHANGED:
        if old in figure:
            yield f"{old} → {new}", text[:start] + figure.replace(old, new) + text[end:]


@pytest.mark.parametrize("package_id", sorted(path.name for path in DATA.iterdir() if path.is_dir()))
def test_whatever_changes_a_figure_is_caught(package_id: str, archive: Path) -> None:
    packages, _ = validate(WorkingTree(DATA), locked=False)
    [package] = (item for item in packages if item.id == package_id)
    survived, tried = [], 0
    for item in cited_figures(package):
        document = package.documents[item.document_id]
        reader = package.figures_of(document)
        archived = ArchivedText((archive / package.id / f"{document.id}.txt").read_text(encoding="utf-8"))
        within = locate(archived, headings_of(document))[item.locator]
        place = find_figure(archived, item.figure, within, item.occurrence, reader)
        assert place is not None
        if len(place.spans) > 1:
            continue
        [span] = place.spans
        number = isinstance(reader.read(item.figure), Figure)
        for done, text in mutations(archived.text, span.start, span.end, number=number):
            tried += 1
            if still_there(text, item.figure, span, reader):
                survived.append((item.figure, done, text[span.start - 6 : span.end + 6]))
    assert survived == [], survived
    assert tried > 4 * len(list(cited_figures(package)))


def still_there(text: str, figure: str, span: Span, reader: FigureReader) -> bool:
    """Whether a figure is still found whole where it stood, a word's length aside."""
    changed = ArchivedText(text)
    window = Span(max(0, span.start - 4), min(len(changed.text), span.end + 4))
    place = find_figure(changed, plain(figure), window, 1, reader)
    return place is not None and not place.cut
