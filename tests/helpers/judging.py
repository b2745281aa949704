"""Tables of many short rows, which one test judges: to the runner a test costs more than such a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def wrong(judge: Callable[..., object], rows: Mapping[str, tuple[object, ...]]) -> dict[str, str]:
    """What is told of each row that is not as it should be, by its name; `judge` asserts of one what must hold."""
    found = {}
    for name, given in rows.items():
        try:
            judge(*given)
        except AssertionError as error:
            found[name] = str(error)
    return found
