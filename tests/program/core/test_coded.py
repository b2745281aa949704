"""What stands beside each other in coded columns is found alike, by whichever library values are numbered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core import coded
from generator.core.coded import Coded, combined, repeats

ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.sampled_from(["", "x"])), max_size=30)


@pytest.mark.parametrize("pays", [0, 1_000], ids=["pandas", "pyarrow"])
@given(rows=ROWS)
def test_values_beside_each_other(pays: int, rows: list[tuple[str, int, str]]) -> None:
    columns = [Coded.of([row[place] for row in rows]) for place in range(3)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(coded, "PAYS", pays)
        joined = combined(lambda *values: values, *columns)
        again = repeats(*columns)
    assert list(joined) == rows
    assert isinstance(joined, Coded)
    assert list(joined.different) == list(dict.fromkeys(rows))
    assert again == [place for place, row in enumerate(rows) if rows.count(row) > 1]
