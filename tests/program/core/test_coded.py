"""What stands beside each other in coded columns is found alike, by whichever library values are numbered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core import coded
from generator.core.coded import Coded, combined, repeats, rows_where

ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.sampled_from(["", "x"])), max_size=30)


@pytest.mark.parametrize(
    ("short", "pays"), [(0, 0), (0, 1_000), (1_000, 0)], ids=["pandas", "pyarrow", "one by one"]
)
@given(rows=ROWS)
def test_values_beside_each_other(short: int, pays: int, rows: list[tuple[str, int, str]]) -> None:
    columns = [Coded.of([row[place] for row in rows]) for place in range(3)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(coded, "SHORT", short)
        patched.setattr(coded, "PAYS", pays)
        joined = combined(lambda *values: values, *columns)
        again = repeats(*columns)
        found = rows_where(lambda *values: values == ("a", 1, ""), *columns)
    assert list(joined) == rows
    assert isinstance(joined, Coded)
    assert list(joined.different) == list(dict.fromkeys(rows))
    assert found == [place for place, row in enumerate(rows) if row == ("a", 1, "")]
    assert again == [place for place, row in enumerate(rows) if rows.count(row) > 1]
