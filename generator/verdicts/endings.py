"""How the promise for a period ended, in the few ways that a strip of years, a count and a chart tell."""

from __future__ import annotations

from enum import StrEnum

from generator.core.codes import ProgressStatus, ReportingStatus, Rule
from generator.verdicts.assess import Assessment


class End(StrEnum):
    """How the promise for a period ended, as far as the record knows."""

    REACHED = "reached"
    MISSED = "missed"
    SO_FAR = "so_far"
    UNJUDGED = "unjudged"
    NONE = "none"
    NOT_DUE = "not_due"


def end(item: Assessment) -> End:
    """How a promise ended. What has only an interim result, or is not over, is told `so_far`."""
    if item.rule in (Rule.NONE, Rule.BUDGET):
        silent = {ReportingStatus.DUE_UNREPORTED: End.NONE, ReportingStatus.NOT_YET_DUE: End.NOT_DUE}
        return silent.get(item.reporting, End.UNJUDGED)
    decided = {
        ProgressStatus.ACHIEVED: End.REACHED,
        ProgressStatus.MISSED: End.MISSED,
        ProgressStatus.CANNOT_ASSESS: End.UNJUDGED,
    }
    return decided.get(item.progress, End.SO_FAR)
