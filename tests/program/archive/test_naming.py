"""Where a text names a programme, however the name is set."""

from __future__ import annotations

import pytest

from generator.archive.citations import ArchivedText
from generator.archive.naming import named_in

NAMES = {"brain": ("城管云脑", "云脑"), "patrol": ("Lamp Patrol",), "city-brain": ("云脑二期",)}

FOUND = {
    "as it is": ("建设城管云脑。", [("brain", "城管云脑")]),
    "over the end of a line": ("建设城管\n云脑。", [("brain", "城管云脑")]),
    "in quotation marks, one of them lost": ("建设“城管云脑，", [("brain", "城管云脑")]),
    "with marks and spaces in it": ("城管“云 脑”", [("brain", "城管云脑")]),
    "by another name": ("云脑上线", [("brain", "云脑")]),
    "a longer name is not the shorter one": ("云脑二期", [("city-brain", "云脑二期")]),
    "both": ("云脑二期和云脑", [("city-brain", "云脑二期"), ("brain", "云脑")]),
    "in wide letters and another case": ("ＬＡＭＰ\nPATROL", [("patrol", "Lamp Patrol")]),
    "twice": ("云脑、云脑", [("brain", "云脑"), ("brain", "云脑")]),
    "not at all": ("云，脑", []),
}


@pytest.mark.parametrize(("text", "found"), FOUND.values(), ids=FOUND)
def test_a_name_is_found_however_it_is_set(text: str, found: list[tuple[str, str]]) -> None:
    assert [(programme, name) for programme, name, _ in named_in(ArchivedText(text), NAMES)] == found


def test_it_is_told_where_a_name_stands() -> None:
    archived = ArchivedText("一\n二\n建设城管\n云脑")
    (_, _, offset), *more = named_in(archived, NAMES)
    assert not more
    assert archived.place(offset).line == 3
