"""A column in parts is what its parts are one after another, and makes none of them before it is asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.chained import Chained
from generator.core.coded import Coded

PARTS = st.lists(st.lists(st.integers(), max_size=4), max_size=5)


def chained(parts: list[list[int]], made: list[int] | None = None) -> Chained[int]:
    """Parts as one column; `made` gets the number of each when it is made."""

    def make(number: int) -> list[int]:
        if made is not None:
            made.append(number)
        return parts[number]

    return Chained((len(part), partial(make, number)) for number, part in enumerate(parts))


@given(PARTS, st.data())
def test_it_is_its_parts_one_after_another(parts: list[list[int]], data: st.DataObject) -> None:
    column, whole = chained(parts), [value for part in parts for value in part]
    assert (len(column), list(column)) == (len(whole), whole)
    assert list(column[1:4]) == whole[1:4]
    assert list(column.map(lambda part: [-value for value in part])) == [-value for value in whole]
    if whole:
        rows = data.draw(st.lists(st.integers(0, len(whole) - 1)))
        assert list(column.take(rows)) == [whole[row] for row in rows]
        row = data.draw(st.integers(-len(whole), len(whole) - 1))
        assert column[row] == whole[row]


ORDERS = {
    "as they stand": range(400),
    "back": range(399, -1, -1),
    "each part in turn": sorted(range(400), key=lambda row: row % 7),
    "one part": range(100, 200),
    "some of one": range(130, 190, 2),
    "one and a row more": range(100, 201),
    "one part but a row": range(101, 200),
    "one part back": range(199, 99, -1),
    "some of all": range(3, 400, 90),
    "many of all": range(0, 400, 3),
    "over and over": [5, 250] * 40,
}


@pytest.mark.parametrize("rows", ORDERS.values(), ids=ORDERS)
def test_many_rows_are_taken_as_few_are(rows: Sequence[int]) -> None:
    whole = [row % 9 for row in range(400)]
    parts: list[Sequence[int]] = [Coded.of(whole[:100]), whole[100:200], Coded.of(whole[200:])]
    column = Chained((len(part), partial(parts.__getitem__, number)) for number, part in enumerate(parts))
    assert list(column.take(rows)) == [whole[row] for row in rows]


def test_no_part_is_made_that_is_not_asked_for() -> None:
    made: list[int] = []
    column = chained([[1, 2], [], [3], [4, 5, 6]], made)
    twice = column.map(lambda part: [2 * value for value in part])
    assert (len(column), len(twice), made) == (6, 6, [])
    assert (column[2], list(column.take([4, 5])), made) == (3, [5, 6], [2, 3])
    assert (list(twice.take([3, 4])), made) == ([8, 10], [2, 3])
    assert (list(column), made) == ([1, 2, 3, 4, 5, 6], [2, 3, 0, 1])


@pytest.mark.parametrize("row", [3, -4])
def test_there_is_no_row_beyond_its_ends(row: int) -> None:
    with pytest.raises(IndexError):
        chained([[1, 2], [3]])[row]
