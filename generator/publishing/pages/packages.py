"""Lists of packages: those of the home page and of the data page, where a site may have hundreds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.publishing.pages import weights
from generator.publishing.pages.lists import MOST_LISTED
from generator.publishing.pages.parts import WHOLE, Listing, Weigh, divided, part_path
from generator.publishing.pages.shown import Shown
from generator.publishing.pages.weights import LINE, size

OFFERED = "data/"
"""The path of the data page, which offers packages."""

_PANEL = 5_600
"""Around what the home page tells of a package: counts, marks, headings."""

MARKS = 150
"""Up to so many promises the home page shows as one mark each where there is room; of more there are bars alone."""

_MARK, _FIRST = 200, 6_000
"""What a mark weighs besides the link to its indicator, and all else that the home page tells before bodies."""

_NEWS = 4
"""How many of its newest documents and corrections it names."""

_OFFER = 12_500
"""Around what the data page offers of a package, and what it says of that to machines."""

_EXAMPLES = 15_000
"""The programs that the data page shows and the download of all, once for all packages."""


def panels(views: Sequence[Shown], languages: Sequence[str]) -> Listing:
    """What the home page tells of each package."""
    by_id = {view.package.id: view for view in views}
    first = {tag: _first(views if marked(views, languages) else (), tag) for tag in languages}
    return _of(
        by_id, lambda _, name, tag: 0 if name is None else _panel(by_id[name], tag), lambda tag: first[tag]
    )


def marked(views: Sequence[Shown], languages: Sequence[str]) -> bool:
    """Whether the home page shows each promise as a mark: there are few, and they leave room for what it tells of the first
    body, in each language.
    """
    if sum(len(view.assessments) for view in views) > MARKS:
        return False
    return all(
        _first(views, tag) + sum(_panel(view, tag) for view in views[:1]) <= WHOLE for tag in languages
    )


def _first(views: Sequence[Shown], tag: str) -> int:
    """What stands before the bodies, where the promises of some have marks."""
    promised = (
        view.package.indicators[item.target.indicator_id] for view in views for item in view.assessments
    )
    return _FIRST + sum(weights.link(item, tag) + _MARK for item in promised)


def _panel(view: Shown, tag: str) -> int:
    """What it tells of one package."""
    package = view.package
    themes = sorted((weights.link(item, tag) + LINE for item in package.themes.values()), reverse=True)
    titles = [size(item.title[tag]) for item in package.documents.values()]
    reasons = [2 * size(item.reason[tag]) for item in package.corrections]
    return _PANEL + sum(themes[:MOST_LISTED]) + _NEWS * (200 + max([*titles, *reasons], default=0))


def offers(views: Sequence[Shown]) -> Listing:
    """What the data page offers of each package."""
    by_id = {view.package.id: view for view in views}

    def weigh(_: str, name: str | None, tag: str) -> int:
        if name is None:
            return 0
        package = by_id[name].package
        texts = 8 * size(package.title[tag]) + 3 * size(package.description[tag])
        return _OFFER + texts + 60 * len(name)

    return _of(by_id, weigh, lambda _: _EXAMPLES)


def offered_apart(views: Sequence[Shown], languages: Sequence[str]) -> Mapping[str, str]:
    """The packages that are offered on a later part of the data page, each with the path of that part."""
    parts = divided(offers(views), languages).part_of
    return {view.package.id: part_path(OFFERED, part) for view in views if (part := parts[view.package.id])}


def _of(views: Mapping[str, Shown], weigh: Weigh, around: Callable[[str], int]) -> Listing:
    return Listing(
        {"": list(views)},
        weigh,
        lambda _, name, tag: views[name].package.title[tag] if name else "",
        around,
        anchors=lambda _, name: [name] if name else (),
    )
