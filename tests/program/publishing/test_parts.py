"""Lists that are too long for one page: each is divided into parts, nothing is lost, and every page stays light."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from crowded import BODY, PROGRAMMES, crowded, things
from finished import FAULTS, Pages, led, pages_of
from folders import BASE, entitled
from sites import built, once, without_program

from generator.publishing.pages import compared, drawings, packages
from generator.publishing.pages.parts import ROOM, Division, Listing, divided, part_path, told

ONE = "one"
"""A language of the site; `two` says everything in twice as many bytes."""


def listing(
    groups: Mapping[str, Sequence[int]], around: int = 0, again: int = 0, room: int | None = None
) -> Listing:
    """A list of numbers, each of which weighs as many bytes as it says; the head of a group weighs 1,000."""
    return Listing(
        groups,
        lambda _, entry, tag: (1_000 if entry is None else entry) * (1 if tag == ONE else 2),
        lambda key, entry, _: f"{key} {entry}",
        lambda _: around,
        lambda key, entry: [key] if entry is None else [f"{key}-{entry}"],
        lambda _: again,
        room,
    )


DIVIDED: list[
    tuple[Mapping[str, Sequence[int]], list[str], Mapping[str, int], list[Mapping[str, list[int]]]]
] = [
    # the groups, the languages, what else is on the page → the parts
    ({"a": [9_000] * 5}, [ONE], {}, [{"a": [9_000] * 5}]),
    ({"a": [9_000] * 6}, [ONE], {}, [{"a": [9_000] * 3}, {"a": [9_000] * 3}]),
    # what else is on each part leaves less room, and a list may give its parts more
    ({"a": [9_000] * 6}, [ONE], {"again": 9_000}, [{"a": [9_000] * 3}, {"a": [9_000] * 2}, {"a": [9_000]}]),
    ({"a": [9_000] * 6}, [ONE], {"room": 40_000}, [{"a": [9_000] * 4}, {"a": [9_000] * 2}]),
    ({"a": [9_000] * 5}, [ONE], {"around": 20_000}, [{"a": [9_000]}, {"a": [9_000] * 3}, {"a": [9_000]}]),
    # in the heavier language it is too long, and so it is divided alike in both
    ({"a": [9_000] * 3}, [ONE, "two"], {}, [{"a": [9_000]}, {"a": [9_000]}, {"a": [9_000]}]),
    # a group without entries is told, and a head never stands alone at the end of a part
    ({"a": [], "b": [28_500, 28_500]}, [ONE], {}, [{"a": []}, {"b": [28_500]}, {"b": [28_500]}]),
    # what is too heavy for any page has one of its own
    ({"a": [1, 99_000, 2]}, [ONE], {}, [{"a": [1]}, {"a": [99_000]}, {"a": [2]}]),
    ({}, [ONE], {}, [{}]),
]


@pytest.mark.parametrize(("groups", "languages", "more", "parts"), DIVIDED)
def test_a_list_is_divided(
    groups: Mapping[str, Sequence[int]],
    languages: list[str],
    more: Mapping[str, int],
    parts: list[Mapping[str, list[int]]],
) -> None:
    assert list(divided(listing(groups, **more), languages).parts) == parts


def test_an_anchor_is_in_the_part_in_which_its_thing_first_stands() -> None:
    division = divided(listing({"a": [20_000, 20_001], "b": [20_002]}), [ONE])
    assert division.part_of == {"a": 0, "a-20000": 0, "a-20001": 1, "b": 2, "b-20002": 2}


TOLD = [
    # how many parts, which one → its number and count, its entries of all, the parts beside it, those that are named
    (1, 0, None),
    (3, 0, (1, 3, 1, 1, 3, "", "x/part_2/", [1, 2, 3])),
    (3, 1, (2, 3, 2, 2, 3, "x/", "x/part_3/", [1, 2, 3])),
    (3, 2, (3, 3, 3, 3, 3, "x/part_2/", "", [1, 2, 3])),
    (70, 9, (10, 70, 10, 10, 70, "x/part_9/", "x/part_11/", [*range(1, 71, 3)])),
]


@pytest.mark.parametrize(("count", "at", "expected"), TOLD)
def test_each_part_tells_of_the_others(count: int, at: int, expected: tuple[Any, ...] | None) -> None:
    groups = {"a": [ROOM] * count}
    division = Division(tuple({"a": [ROOM]} for _ in range(count)), {})
    part = told(division, listing(groups), "x/", at, ONE)
    if part is None:
        assert expected is None
        return
    beside = (part.previous, part.next, [number for number, _, _ in part.others])
    assert (part.number, part.count, part.first, part.last, part.total, *beside) == expected
    assert all(path == part_path("x/", number - 1) for number, path, _ in part.others)
    assert {name for _, _, name in part.others} == {f"a {ROOM}"}


OTHERS = 6
"""Packages beside the crowded one."""


def town(data: Path, number: int) -> None:
    """A small town, one of many."""
    folder = shutil.copytree(BASE / "town", data / f"town-{number}")
    facts = folder / "package.yaml"
    facts.write_bytes(entitled(facts.read_bytes(), str(number)))
    for lock in folder.glob("citations.lock"):
        lock.unlink()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a crowded body among many small ones."""

    def make(folder: Path) -> None:
        data = folder / "data"
        crowded(data)
        for number in range(OTHERS):
            town(data, number)
        with pytest.MonkeyPatch.context() as patch:
            without_program(patch)
            # What charts look like is tested elsewhere, and drawing hundreds takes long.
            for module in (drawings, compared):
                patch.setattr(module, "drawing", lambda *_, **__: '<svg viewBox="0 0 10 10"></svg>')
            # Were it for their number alone, each of its promises had a mark.
            patch.setattr(packages, "MARKS", 1_000)
            built(data, folder, "site")

    return once(tmp_path_factory, "crowded", make) / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> Pages:
    return pages_of(site)


# The bodies of this site have one name, and so have their pages.
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "two pages of one title"])
def test_nowhere_is(site: Path, pages: Pages, fault: str) -> None:
    assert list(FAULTS[fault](site, pages)) == []


def links(pages: Pages, path: str) -> Iterator[str]:
    """The addresses of the pages to which one leads."""
    for tag, link in dict.fromkeys(pages[path].links):
        if tag == "a" and (target := led(path, link)[0]) is not None:
            yield target or "/"


@pytest.mark.parametrize("language", ["", "en/"])
def test_everything_is_reached_from_the_home_page(site: Path, pages: Pages, language: str) -> None:
    start = language or "/"
    reached, waiting = {start}, [start]
    while waiting:
        found = {path for path in links(pages, waiting.pop()) if path in pages} - reached
        reached |= found
        waiting += found
    everything = [*things(site, f"{language}{BODY}")]
    assert len(everything) > 600
    assert set(everything) - reached == set()


LISTED = {
    # a list of the body → how many entries it has in all
    "indicators/": 120,
    "goals/": 180,
    "organisations/": 150,
    "programmes/": PROGRAMMES,
    "documents/plan-0/": 90,
}


@pytest.mark.parametrize("path", LISTED)
def test_every_entry_stands_in_one_part(pages: Pages, path: str) -> None:
    parts = [page for page in pages if page == f"{BODY}/{path}" or page.startswith(f"{BODY}/{path}part_")]
    entries = {"documents/plan-0/": "goals/plan-0/"}.get(path, path)
    found = [
        link
        for part in parts
        for link in dict.fromkeys(links(pages, part))
        if link.startswith(f"{BODY}/{entries}") and link != f"{BODY}/{path}" and "part_" not in link
    ]
    assert len(parts) > 1
    assert (len(found), len(set(found))) == (LISTED[path], LISTED[path])


def test_the_parts_of_the_home_page_tell_of_every_package(pages: Pages) -> None:
    parts = [path for path in pages if path == "/" or path.startswith("part_")]
    told_of = [link for part in parts for link in dict.fromkeys(links(pages, part)) if link.count("/") == 1]
    assert len(parts) > 1
    assert {f"{BODY}/", *(f"town-{number}/" for number in range(OTHERS))} <= set(told_of)
