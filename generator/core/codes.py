"""The codes that the ledger and its verdicts use: values of which there are only a few, each with its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

_OPPOSITE = str.maketrans("gl", "lg")
"""Greater and less."""


class Measure(StrEnum):
    """How an indicator counts: over a period, at a date, as a share, against a ceiling, or money planned and spent."""

    FLOW = "flow"
    STOCK = "stock"
    RATE = "rate"
    LIMIT = "limit"
    BUDGET = "budget"

    @property
    def adds_up(self) -> bool:
        """Whether it is counted over a period from its first day on, so that the parts of the period add up."""
        return self in (Measure.FLOW, Measure.BUDGET)


class Comparator(StrEnum):
    """What a target asks of the value: at least, more than, at most, less than, just this, within a range."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    BETWEEN = "between"

    @property
    def floor(self) -> bool:
        """Whether it asks for this much or more."""
        return self in (Comparator.GE, Comparator.GT)

    @property
    def ceiling(self) -> bool:
        """Whether it asks for this much or less."""
        return self in (Comparator.LE, Comparator.LT)

    @property
    def turned(self) -> Comparator:
        """The same of the number's opposite: what is at least 3 has an opposite of at most -3."""
        return Comparator(self.translate(_OPPOSITE)) if self.floor or self.ceiling else self

    @property
    def strict(self) -> bool:
        """Whether the number itself is not enough."""
        return self in (Comparator.GT, Comparator.LT)


class Attainment(StrEnum):
    """When a share or a ceiling must hold: in each period that is reported, or by the end of the target's period."""

    THROUGHOUT = "throughout"
    BY_END = "by_end"


class Qualifier(StrEnum):
    """How exact a printed figure is: exact, about (约), over (余, 以上), under (近)."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"

    @property
    def turned(self) -> Qualifier:
        """The same of the number's opposite."""
        return {Qualifier.OVER: Qualifier.UNDER, Qualifier.UNDER: Qualifier.OVER}.get(self, self)


SIGNS: Mapping[str, Mapping[str, StrEnum]] = {
    Comparator.__name__: {
        **dict.fromkeys((">=", "=>", "≥", "⩾", "≧", "≮"), Comparator.GE),
        **dict.fromkeys((">", "≻"), Comparator.GT),
        **dict.fromkeys(("<=", "=<", "≤", "⩽", "≦", "≯"), Comparator.LE),
        **dict.fromkeys(("<", "≺"), Comparator.LT),
        **dict.fromkeys(("=", "=="), Comparator.EQ),
        **dict.fromkeys(("..", "…"), Comparator.BETWEEN),
    },
    Qualifier.__name__: {
        "=": Qualifier.EXACT,
        **dict.fromkeys(("~", "≈", "±", "≃", "∼"), Qualifier.ABOUT),
        **dict.fromkeys((">", ">=", "≥", "+"), Qualifier.OVER),
        **dict.fromkeys(("<", "<=", "≤"), Qualifier.UNDER),
    },
}
"""Signs that people write for a code, in whatever language; what they write in words stands in the catalogues."""


class DocumentKind(StrEnum):
    """A plan states goals, a report states results, a dataset is a statistical table."""

    PLAN = "plan"
    REPORT = "report"
    DATASET = "dataset"


class Completeness(StrEnum):
    """How much of the document the archive holds, and how well."""

    FULL = "full"
    EXCERPT = "excerpt"
    DEGRADED = "degraded"


class DeliverableState(StrEnum):
    """How far a deliverable is by the documents."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    PARTLY_DELIVERED = "partly_delivered"
    CANCELLED = "cancelled"

    @property
    def settled(self) -> bool:
        """Whether nothing more is to be done: it is delivered, or will never be."""
        return self in (DeliverableState.DELIVERED, DeliverableState.CANCELLED)


class Officers(StrEnum):
    """Whether officers named as responsible for a goal are published, in that role only."""

    PUBLISHED = "published"
    WITHHELD = "withheld"


class Archive(StrEnum):
    """Whether the texts that the documents were archived as are shown on the site."""

    PUBLISHED = "published"
    WITHHELD = "withheld"


class RelationKind(StrEnum):
    """How an indicator is bound to others, so that their printed figures can be held against each other.

    `share`: it is the first in per cent of the second. `sum`: the others add up to it. `part`: it counts some of
    what the other counts. `increment`: it is what the other, a stock, gained. `same_name`: documents print both
    under one name.
    """

    SHARE = "share"
    SUM = "sum"
    PART = "part"
    INCREMENT = "increment"
    SAME_NAME = "same_name"


class ProgrammeKind(StrEnum):
    """What something that is known by a name is: a system or service of technology, an action of limited time, an activity
    in which people take part, an arrangement by which work is done, or things to be built.
    """

    PLATFORM = "platform"
    CAMPAIGN = "campaign"
    ACTIVITY = "activity"
    MECHANISM = "mechanism"
    WORKS = "works"


class Saying(StrEnum):
    """How a document speaks of a programme: as one that is to come, as one that is there, or of what it did."""

    PROMISED = "promised"
    EXISTING = "existing"
    REPORTED = "reported"


class ObservationStatus(StrEnum):
    """SDMX CL_OBS_STATUS, whole: what is to be known of a number, or why there is none.

    `O`: the document answers in words, without a number. `M`: there can be none.
    """

    NORMAL = "A"
    BREAK = "B"
    DEFINITION_DIFFERS = "D"
    ESTIMATED = "E"
    FORECAST = "F"
    EXPERIMENTAL = "G"
    IMPUTED = "I"
    DEROGATION = "J"
    NOT_SIGNIFICANT = "N"
    PROVISIONAL = "P"
    SPECIAL_EVENT = "S"
    LOW_RELIABILITY = "U"
    UNVALIDATED = "V"
    INCLUDES_OTHERS = "W"
    MISSING = "O"
    HOLIDAY = "H"
    ELSEWHERE = "K"
    NOT_COLLECTED = "L"
    CANNOT_EXIST = "M"
    SUPPRESSED = "Q"

    @property
    def with_number(self) -> bool:
        """Whether a row of it may have a number."""
        return self not in _NUMBERLESS

    @property
    def without_number(self) -> bool:
        """Whether a row of it may have no number. A break is one between numbers, so it needs its own."""
        return self in _NUMBERLESS | {ObservationStatus.DEROGATION, ObservationStatus.SPECIAL_EVENT}

    @property
    def comparable(self) -> bool:
        """Whether its number counts what its indicator counts: not where the definition differs or more is in it."""
        return self not in (ObservationStatus.DEFINITION_DIFFERS, ObservationStatus.INCLUDES_OTHERS)

    @property
    def certainty(self) -> int:
        """How much it weighs against another statement of the same result: a final figure more than an estimate, a
        provisional or any other uncertain one, these more than one that counts something else, and that more than a
        forecast, which is no result.
        """
        if self is ObservationStatus.FORECAST:
            return 0
        if not self.comparable:
            return 1
        return 2 if self in _UNCERTAIN else 3


_NUMBERLESS = frozenset(
    {
        ObservationStatus.MISSING,
        ObservationStatus.HOLIDAY,
        ObservationStatus.ELSEWHERE,
        ObservationStatus.NOT_COLLECTED,
        ObservationStatus.CANNOT_EXIST,
        ObservationStatus.SUPPRESSED,
    }
)
_UNCERTAIN = frozenset(
    {
        ObservationStatus.ESTIMATED,
        ObservationStatus.EXPERIMENTAL,
        ObservationStatus.IMPUTED,
        ObservationStatus.NOT_SIGNIFICANT,
        ObservationStatus.PROVISIONAL,
        ObservationStatus.LOW_RELIABILITY,
        ObservationStatus.UNVALIDATED,
    }
)


class FindingKind(StrEnum):
    """What does not agree with what."""

    STATED_SHARE = "stated_share"
    STATED_CHANGE = "stated_change"
    CLAIM = "claim"
    SHARE = "share"
    SUM = "sum"
    PART = "part"
    INCREMENT = "increment"
    SAME_NAME = "same_name"
    RESTATED_RESULT = "restated_result"
    RESTATED_TARGET = "restated_target"
    BASELINE = "baseline"


class ReportingStatus(StrEnum):
    """Is there a result for the target in the documents held?"""

    REPORTED_FINAL = "reported_final"
    REPORTED_INTERIM = "reported_interim"
    WORDS_ONLY = "words_only"
    NOT_COMPARABLE = "not_comparable"
    NOT_YET_DUE = "not_yet_due"
    DUE_UNREPORTED = "due_unreported"


class Rule(StrEnum):
    """Which rule gave the progress status; `NONE` when there is nothing to apply one to."""

    NONE = "none"
    FLOW = "flow"
    RATE = "rate"
    STOCK = "stock"
    LIMIT = "limit"
    BUDGET = "budget"


class ProgressStatus(StrEnum):
    """How does the target stand by the latest comparable result?"""

    ACHIEVED = "achieved"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    SLIGHTLY_BEHIND = "slightly_behind"
    BEHIND = "behind"
    MISSED = "missed"
    CANNOT_ASSESS = "cannot_assess"


class HalfTest(StrEnum):
    """时间过半、任务过半: once half the period is over, is half the task done? `NONE` where it does not apply."""

    NONE = ""
    PASSED = "passed"
    NOT_PASSED = "not_passed"


class Reason(StrEnum):
    """Why a result cannot be compared, or a target cannot be assessed."""

    NONE = ""
    NO_RESULT = "no_result"
    WORDS = "words"
    SCOPE = "scope"
    UNIT = "unit"
    PERIOD = "period"
    DEFINITION = "definition"
    FORECAST = "forecast"
    BASELINE = "baseline"
    TARGET = "target"
    SUPERSEDED = "superseded"
    SPENDING = "spending"
    BOUND = "bound"


class MilestoneState(StrEnum):
    """Whether a planned value was reached by its day: no result of that day may be known, the day may not have come,
    or another target may have taken the place of the one that it leads to. Of money that is planned nobody asks it.
    """

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NO_RESULT = "no_result"
    NOT_YET = "not_yet"
    SUPERSEDED = "superseded"
    SPENDING = "spending"


class Turn(StrEnum):
    """What has become of a replaced target by a day."""

    TO_COME = "to_come"
    """The day from which the other one counts has not come."""
    DONE = "done"
    """The other one counts, and this one is not judged any more."""
    TOO_LATE = "too_late"
    """Its period was over by then, so that it is judged as it was set."""
    PAST = "past"
    """The period of the other one was over by then: nothing was left to promise, so that this one is judged as ever."""


class Beside(StrEnum):
    """How a statement of a result stands beside the one that counts."""

    EARLIER = "earlier"
    """It is of an earlier day, or was issued on one."""
    UNDECIDED = "undecided"
    """No two printed days say which is the later, so that the rule for this case decided."""
    SET_ASIDE = "set_aside"
    """It never counted: a forecast, what counts something else, or an estimate or provisional figure that came after a
    final one.
    """


class Move(StrEnum):
    """What a day that a report names is beside the day that held until then: where none did, it is the first."""

    FIRST = "first"
    LATER = "later"
    EARLIER = "earlier"
    SAME = "same"
