"""The kinds of words in a lexicon, by what they do to the number beside them."""

from __future__ import annotations

NUMBERS = frozenset(
    ("number", "numeral", "percent_before", "whole", "unreadable", "broken", "growth", "over_half", "fraction",
     "nothing"),
)  # fmt: skip
"""They begin a number."""

CHANGES = NUMBERS | frozenset(
    ("before", "limit", "after", "up", "down", "negation", "minus", "top", "each", "per", "distributing", "often", "to", "level",
     "within", "inside", "percent", "vague_before", "range", "from", "multiple", "aside", "aside_after", "alike"),
)  # fmt: skip
"""They are a number, or change one."""

LEADING = frozenset(
    ("before", "limit", "up", "down", "to", "level", "by", "minus", "plus", "neutral", "negation",
     "vague_before", "reference", "ordinal", "percent_before", "each", "per", "distributing", "often", "between", "currency", "article", "numeral", "aside",
     "alike", "deed", "label"),
)  # fmt: skip
"""They belong to the number behind them."""

ORDER = frozenset(("top", "bottom"))
"""They make the number behind them a place in an order; 6月底前120盏 is none."""

STRONG = frozenset(("before", "limit", "up", "down", "negation", "label"))
"""They change the number behind them across a bracket, a quotation mark or a colon too."""

FAR = frozenset(("distributing", "binding"))
"""They govern the number of their clause whatever stands between: it is that of each one (每个区建设3项), or a bound
(不少于路灯980盏).
"""

GOVERNING = STRONG | {"neutral", "level", "reference"}
"""They say what is done with the number further behind them."""

FOLLOWING = frozenset(
    ("number", "unreadable", "broken", "multiple", "within", "inside", "percent", "after", "included", "tenths", "parts", "part", "doubt",
     "after_up", "after_down", "fraction", "over_half", "share_of", "and_half", "reckoned", "amid", "aside_after"),
)  # fmt: skip
"""They belong to the number before them."""

LAST = frozenset(("closing", "closing_down", "often"))
"""They belong to the number before them where nothing of their clause follows: 3%强, but not 980盏强光灯."""

TELLING = frozenset(
    (
        "planned",
        "planned_near",
        "planned_behind",
        "already",
        "carries",
        "undone",
        "undone_whole",
        "partitive",
        "among",
        "falls",
        "enumerating",
    )
)
"""They say nothing of the number itself, only whether what it counts has come about, that it stands in a row,
or is a fall told further before it.
"""

UNITS = frozenset(("unit", "percent", "times", "rank", "currency"))
"""They say what is counted."""

OPENING = frozenset(
    (
        "before",
        "limit",
        "up",
        "down",
        "negation",
        "minus",
        "plus",
        "within",
        "multiple",
        "number",
        "range",
        "to",
    ),
)
"""A unit word that began with one would swallow it."""

CLOSING = frozenset(
    ("after", "within", "multiple", "number", "percent", "negation", "before", "after_up", "after_down"),
)
"""A unit word that ended with one would swallow it."""
