"""Which rules of today the past need not keep: an old state is published as it was, where each of its values can be read."""

from __future__ import annotations

from collections.abc import Iterable

from generator.core.problems import Problem

BETWEEN_VALUES = frozenset(
    {
        # What a figure, as printed, says by the grammar of today.
        *(
            "figure-missing",
            "figure-unreadable",
            "figure-word",
            "figure-vague",
            "figure-differs",
            "figure-unsaid",
        ),
        *("figure-unit", "figure-no-unit", "unit-word", "stated-pair", "parts-differ", "programme-unnamed"),
        # Days and periods that do not fit each other.
        *(
            "as-of-before-period",
            "as-of-after-issue",
            "as-of-after-period",
            "new-due-settled",
            "new-due-past",
        ),
        *("planned-outside", "baseline-period", "baseline-late", "continues-later", "target-before-plan"),
        # Values that do not fit each other.
        *("range-comparator", "attainment-measure", "value-missing", "words-with-value"),
        *("words-as-impossible", "claim-share", "relation-unit", "relation-measure", "code-repeated"),
        *("revision-reason", "document-copied", "package-copied"),
        # What a text shows, where it was read as it is written.
        *(
            "invisible-character",
            "formula-lead",
            "not-composed",
            "marks-piled",
            "looks-alike",
            "title-repeated",
        ),
        # Remarks of another time.
        *("correction-reason", "finding-gone", "descriptor-stale", "file-gone", "column-gone"),
    }
)
"""Problems of values that were read, each by itself, and that do not go together by a rule of today. What a row says is
certain then, whatever the rules were on its day. Every other problem leaves something open (a value that cannot be read, a row
that has no id of its own, a reference to nothing, a range without its other end, which of two targets holds), and such a
state is refused.
"""


def apart(problems: Iterable[Problem]) -> tuple[list[Problem], list[Problem]]:
    """The problems for which a state of the past is refused, and those that only break a rule of today."""
    refused: list[Problem] = []
    broken: list[Problem] = []
    for problem in problems:
        (broken if problem.code in BETWEEN_VALUES else refused).append(problem)
    return refused, broken
