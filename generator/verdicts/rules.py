"""The rules of the verdicts, as they decide and as they are published: tables of which the first row that holds decides.

Whatever can be judged in one way or another is judged by a row of this module, and by nothing else; what the inputs of the
tables mean stands under `inputs:` in the catalogues (`rules.yaml`), in each language. The modules beside this one find
out what holds, and ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from generator.core.codes import (
    Attainment,
    Beside,
    Comparator,
    DeliverableState,
    HalfTest,
    Measure,
    MilestoneState,
    Move,
    ProgressStatus,
    Qualifier,
    Reason,
    ReportingStatus,
    Rule,
    Turn,
)
from generator.verdicts.decisions import AtLeast, Order, Table, row

_THROUGHOUT, _BY_END = Attainment.THROUGHOUT, Attainment.BY_END
_FLOW, _STOCK, _RATE, _LIMIT, _BUDGET = Measure
_FLOORS = Comparator.GE, Comparator.GT
_CEILINGS = Comparator.LE, Comparator.LT
_STRICT = Comparator.GT, Comparator.LT
_EXACT, _ABOUT, _OVER, _UNDER = Qualifier
_GOOD = ProgressStatus.ACHIEVED, ProgressStatus.AHEAD, ProgressStatus.ON_PACE


# What is looked at


class Place(StrEnum):
    """Where a number is beside the one it is held against, seen from the side on which it is wanted."""

    BEYOND = "beyond"
    AT = "at"
    SHORT = "short"


class Side(StrEnum):
    """Whether much is wanted or little."""

    HIGH = "high"
    LOW = "low"


class Start(StrEnum):
    """Where the starting value of a target is beside the target."""

    UNKNOWN = "unknown"
    BELOW = "below"
    AT = "at"
    ABOVE = "above"


class Told(StrEnum):
    """Which numbers a verdict is told with: shares and the pace, shares alone, none."""

    PACE = "pace"
    SHARES = "shares"
    NOTHING = "nothing"


class Deciding(StrEnum):
    """Which results of a rate or ceiling decide: that for the whole period, those of its parts, all, or all so far."""

    WHOLE = "whole"
    PARTS = "parts"
    ALL = "all"
    SO_FAR = "so_far"


class Day(StrEnum):
    """To which day a result counts: its as-of date, or that or the end of its period, whichever is earlier."""

    AS_OF = "as_of"
    LAST_DAY = "last_day"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is on record, and where nothing can be compared, why."""

    reporting_status: ReportingStatus
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a target stands, and why not; `rule` where it is judged by none after all."""

    progress_status: ProgressStatus
    reason: Reason = Reason.NONE
    rule: Rule | None = None


# Orders: which of two is later

ISSUE = Order("issue", ("issued", "quoted", "id"))
"""Which of two statements is the later one."""

SAME = Order("same", ("certainty", "as_of", "issue"))
"""Which of several statements of one thing counts."""

RECENCY = Order("recency", ("end", "as_of", "certainty", "issue"))
"""Which of several results stands for a target."""

BY_END = Order("by_end", ("last_day", "within_a_year", "length", "recency"))
"""The same for what must be reached by the end of a period: neither a good month nor the mean of many years counts for a
year.
"""

REACH = Order("reach", ("end", "last_day", "least_certainty", "as_of", "fewest", "issues"))
"""Which of several rows of results that follow one another stands for a target."""

REPORTS = Order("reports", ("as_of", "issue"))
"""Which of several reports on a deliverable counts."""

ORDERS = (ISSUE, SAME, RECENCY, BY_END, REACH, REPORTS)


# Which figures answer a target

DAY = Table(
    "day",
    (
        row("a_stock_stands", then=Day.AS_OF, measure=_STOCK),
        row("told_of_a_period", then=Day.LAST_DAY),
    ),
)

CONCERNS = Table(
    "concerns",
    (
        row("another_time", then=False, overlapping=False, measure=(_FLOW, _RATE, _LIMIT, _BUDGET)),
        row("a_stock_of_another_time", then=False, overlapping=False, day_inside=False),
        row("a_number", then=True, number=True),
        row("words_on_this_area", then=True, same_scope=True),
        row("words_elsewhere", then=False),
    ),
)

COMPARABLE = Table(
    "comparable",
    (
        row("another_scope", then=Reason.SCOPE, same_scope=False),
        row("no_number", then=Reason.WORDS, number=False),
        row("another_unit", then=Reason.UNIT, same_unit=False),
        row("a_stock_of_another_day", then=Reason.PERIOD, measure=_STOCK, day_inside=False),
        row("by_the_end_on_another_day", then=Reason.PERIOD, attainment=_BY_END, day_inside=False),
        row(
            "not_within_the_period",
            then=Reason.PERIOD,
            measure=(_FLOW, _RATE, _LIMIT, _BUDGET),
            attainment=_THROUGHOUT,
            period_inside=False,
        ),
        row("another_definition", then=Reason.DEFINITION, same_definition=False),
        row("a_forecast", then=Reason.FORECAST, forecast=True),
        row("compared", then=Reason.NONE),
    ),
)

BESIDE = Table(
    "beside",
    (
        row("a_forecast_beside_a_result", then=Beside.SET_ASIDE, forecast_only=True),
        row("another_definition_beside_a_result", then=Beside.SET_ASIDE, other_definition=True),
        row("less_certain_and_later", then=Beside.SET_ASIDE, earlier=False),
        row("issued_on_an_earlier_day", then=Beside.EARLIER, printed_earlier=True),
        row("of_an_earlier_day", then=Beside.EARLIER, as_of_earlier=True),
        row("no_two_printed_days", then=Beside.UNDECIDED),
    ),
)

ANSWER = Table(
    "answer",
    (
        row("result_for_the_whole", then=Answer(ReportingStatus.REPORTED_FINAL), result=True, final=True),
        row("result_so_far", then=Answer(ReportingStatus.REPORTED_INTERIM), result=True),
        row(
            "nothing_and_over",
            then=Answer(ReportingStatus.DUE_UNREPORTED, Reason.NO_RESULT),
            on_record=False,
            due=True,
        ),
        row("nothing_yet", then=Answer(ReportingStatus.NOT_YET_DUE, Reason.NO_RESULT), on_record=False),
        row(
            "only_elsewhere_and_over",
            then=Answer(ReportingStatus.DUE_UNREPORTED, Reason.SCOPE),
            in_area=False,
            due=True,
        ),
        row("only_elsewhere_so_far", then=Answer(ReportingStatus.NOT_YET_DUE, Reason.SCOPE), in_area=False),
        row("words", then=Answer(ReportingStatus.WORDS_ONLY, Reason.WORDS), latest=Reason.WORDS),
        *(
            row(
                f"not_comparable_{reason}", then=Answer(ReportingStatus.NOT_COMPARABLE, reason), latest=reason
            )
            for reason in (Reason.SCOPE, Reason.UNIT, Reason.PERIOD, Reason.DEFINITION, Reason.FORECAST)
        ),
        row("not_from_the_first_day", then=Answer(ReportingStatus.NOT_COMPARABLE, Reason.PERIOD)),
    ),
)

IN_WORDS = Table(
    "in_words",
    (
        row("no_interim_result", then=False, interim=False),
        row("before_the_end", then=False, after_end=False),
        row("on_the_whole", then=True, whole_period=True),
        row("on_a_stock", then=True, measure=_STOCK),
        row("on_the_last_day", then=True, attainment=_BY_END, ends_with_it=True),
        row("on_a_part", then=False),
    ),
)


# By which rule, and against what

RULE = Table(
    "rule",
    (
        row("by_the_end", then=Rule.STOCK, attainment=_BY_END),
        row("at_least_so_much_money", then=Rule.FLOW, measure=_BUDGET, comparator=_FLOORS),
        row("planned_money", then=Rule.BUDGET, measure=_BUDGET, comparator=Comparator.EQ),
        row("at_most_so_much_money", then=Rule.LIMIT, measure=_BUDGET),
        row("a_stock_on_its_way_down", then=Rule.STOCK, measure=_STOCK, comes_down=True),
        row("at_most", then=Rule.LIMIT, comparator=_CEILINGS),
        row(
            "a_count_that_should_be_low",
            then=Rule.LIMIT,
            measure=_FLOW,
            comparator=(Comparator.EQ, Comparator.BETWEEN),
            ascending=False,
        ),
        row("a_count", then=Rule.FLOW, measure=_FLOW),
        row("a_stock", then=Rule.STOCK, measure=_STOCK),
        row("a_share", then=Rule.RATE, measure=_RATE),
        row("a_ceiling", then=Rule.LIMIT),
    ),
)

WANTED = Table(
    "wanted",
    (
        row("at_least", then=Side.HIGH, comparator=_FLOORS),
        row("at_most", then=Side.LOW, comparator=_CEILINGS),
        row("money", then=Side.LOW, measure=_BUDGET),
        row("less_is_better", then=Side.LOW, ascending=False),
        row("more_is_better", then=Side.HIGH),
    ),
)

WANTED_ON_THE_WAY = Table(
    "wanted_on_the_way",
    (
        row("at_least", then=Side.HIGH, comparator=_FLOORS),
        row("at_most", then=Side.LOW, comparator=_CEILINGS),
        row("a_stock_comes_down", then=Side.LOW, measure=_STOCK, comes_down=True),
        row("a_stock_goes_up", then=Side.HIGH, measure=_STOCK, started=True),
        row("comes_down_by_the_end", then=Side.LOW, attainment=_BY_END, comes_down=True),
        row("goes_up_by_the_end", then=Side.HIGH, attainment=_BY_END, started=True),
        row("money", then=Side.LOW, measure=_BUDGET),
        row("less_is_better", then=Side.LOW, ascending=False),
        row("more_is_better", then=Side.HIGH),
    ),
)

WAY = Table(
    "way",
    (
        row("no_start", then=False, start=Start.UNKNOWN),
        row("a_range", then=False, upper_end=True),
        row("starts_there", then=False, start=Start.AT),
        row("starts_above_at_least", then=False, start=Start.ABOVE, comparator=_FLOORS),
        row("starts_below_at_most", then=False, start=Start.BELOW, comparator=_CEILINGS),
        row("there_is_one", then=True),
    ),
)

ENOUGH = Table(
    "enough",
    (
        row("beyond", then=True, place=Place.BEYOND),
        row("short", then=False, place=Place.SHORT),
        row("nearly", then=False, side=Side.HIGH, qualifier=_UNDER),
        row("a_little_over", then=False, side=Side.LOW, qualifier=_OVER),
        row("more_than_and_over", then=True, comparator=_STRICT, side=Side.HIGH, qualifier=_OVER),
        row("less_than_and_under", then=True, comparator=_STRICT, side=Side.LOW, qualifier=_UNDER),
        row("more_or_less_than", then=False, comparator=_STRICT),
        row("at_the_number", then=True),
    ),
)

PERIODS = Table(
    "periods",
    (
        row("parts_more_certain", then=Deciding.PARTS, parts_cover=True, parts_more_certain=True),
        row("the_whole", then=Deciding.WHOLE, whole_complete=True),
        row("all_cover", then=Deciding.ALL, all_cover=True),
        row("so_far", then=Deciding.SO_FAR),
    ),
)


# How it stands

AHEAD = Decimal("1.10")
ON_PACE = Decimal(1)
SLIGHTLY_BEHIND = Decimal("0.90")
"""The pace at or above which a flow is ahead, on pace, slightly behind; below the last it is behind."""

HALF = Decimal(50)
"""The customary test: when half the period is over, this much of the task, in per cent, should be done."""

THRESHOLDS = (
    (AHEAD, ProgressStatus.AHEAD),
    (ON_PACE, ProgressStatus.ON_PACE),
    (SLIGHTLY_BEHIND, ProgressStatus.SLIGHTLY_BEHIND),
)
"""The least pace of each verdict, the best first."""

_HOLDS = Rule.RATE, Rule.LIMIT
"""What holds or does not, and has no pace."""

PROGRESS = Table(
    "progress",
    (
        row(
            "no_number_to_reach",
            then=Verdict(ProgressStatus.CANNOT_ASSESS, Reason.TARGET, Rule.NONE),
            rule=(Rule.FLOW, Rule.BUDGET),
            above_zero=False,
        ),
        row("money", then=Verdict(ProgressStatus.CANNOT_ASSESS, Reason.SPENDING), rule=Rule.BUDGET),
        row("held", then=Verdict(ProgressStatus.ACHIEVED), rule=_HOLDS, final=True, enough=True),
        row("not_held", then=Verdict(ProgressStatus.MISSED), rule=_HOLDS, final=True),
        row("holds_so_far", then=Verdict(ProgressStatus.ON_PACE), rule=_HOLDS, enough=True),
        row(
            "a_count_does_not_go_down",
            then=Verdict(ProgressStatus.MISSED),
            rule=_HOLDS,
            measure=(_FLOW, _BUDGET),
            certain=True,
        ),
        row("does_not_hold_so_far", then=Verdict(ProgressStatus.BEHIND), rule=_HOLDS),
        row("reached", then=Verdict(ProgressStatus.ACHIEVED), enough=True),
        row("not_reached", then=Verdict(ProgressStatus.MISSED), final=True),
        row(
            "no_way",
            then=Verdict(ProgressStatus.CANNOT_ASSESS, Reason.BASELINE),
            rule=Rule.STOCK,
            way=False,
        ),
        row("before_anything_was_due", then=Verdict(ProgressStatus.AHEAD), anything_due=False, begun=True),
        row("nothing_was_due", then=Verdict(ProgressStatus.ON_PACE), anything_due=False),
        *(
            row(progress.value, then=Verdict(progress), pace=AtLeast(threshold))
            for threshold, progress in THRESHOLDS
        ),
        row("behind", then=Verdict(ProgressStatus.BEHIND)),
    ),
)

BOUND = Table(
    "bound",
    (
        row("not_judged", then=False, judged=ProgressStatus.CANNOT_ASSESS),
        row("no_bound", then=False, bound=_EXACT),
        row("open_to_both_sides", then=True, bound=_ABOUT),
        row("even_more", then=False, bound=_OVER, side=Side.HIGH, judged=_GOOD),
        row("even_less", then=False, bound=_UNDER, side=Side.LOW, judged=_GOOD),
        row("good_and_may_be_worse", then=True, judged=_GOOD),
        row("too_little_and_less", then=False, bound=_UNDER, side=Side.HIGH),
        row("too_much_and_more", then=False, bound=_OVER, side=Side.LOW),
        row("bad_and_may_be_better", then=True),
    ),
)

PERIODS_OPEN = Table(
    "periods_open",
    (
        row("one_certainly_failed", then=False, certainly_failed=True),
        row("one_is_open", then=True, any_open=True),
        row("none_is_open", then=False),
    ),
)

TOLD = Table(
    "told",
    (
        row("no_number_to_reach", then=Told.NOTHING, rule=(Rule.FLOW, Rule.BUDGET), above_zero=False),
        row("a_count", then=Told.PACE, rule=Rule.FLOW),
        row("money", then=Told.SHARES, rule=Rule.BUDGET),
        row("a_way", then=Told.PACE, rule=Rule.STOCK, way=True),
        row("no_pace", then=Told.NOTHING),
    ),
)

_ONE = Decimal(1)

HALF_TEST = Table(
    "half_test",
    (
        row("no_pace", then=HalfTest.NONE, told=(Told.SHARES, Told.NOTHING)),
        row("left_open", then=HalfTest.NONE, open=True),
        row("over", then=HalfTest.NONE, gone=AtLeast(_ONE)),
        row("half_done", then=HalfTest.PASSED, gone=AtLeast(HALF / 100), half=Place.BEYOND),
        row("just_half_done", then=HalfTest.PASSED, gone=AtLeast(HALF / 100), half=Place.AT, nearly=False),
        row("half_gone", then=HalfTest.NOT_PASSED, gone=AtLeast(HALF / 100)),
        row("before_the_half", then=HalfTest.NONE),
    ),
)

ACROSS_BREAK = Table(
    "across_break",
    (
        row("no_share", then=False, told=Told.NOTHING),
        row("not_on_the_way", then=False, on_the_way=False),
        row("a_stock", then=True, rule=Rule.STOCK),
        row("within_the_period", then=True, begins_later=True),
        row("at_its_own_start", then=False),
    ),
)


# Targets that are revised, planned values, deliverables

TURN = Table(
    "turn",
    (
        row("due_by_then", then=Turn.TOO_LATE, earlier_over=True),
        row("later_due_by_then", then=Turn.PAST, later_over=True),
        row("not_yet", then=Turn.TO_COME, come=False),
        row("replaced", then=Turn.DONE),
    ),
)

MILESTONE = Table(
    "milestone",
    (
        row("replaced_by_then", then=MilestoneState.SUPERSEDED, replaced=True),
        row("money", then=MilestoneState.SPENDING, rule=Rule.BUDGET),
        row("reached_on_the_day", then=MilestoneState.REACHED, known=True, on_the_day=True, enough=True),
        row("not_reached_on_the_day", then=MilestoneState.NOT_REACHED, known=True, on_the_day=True),
        row(
            "already_too_much",
            then=MilestoneState.NOT_REACHED,
            known=True,
            low_count=True,
            enough=False,
            certain=True,
        ),
        row("already_enough", then=MilestoneState.REACHED, known=True, low_count=False, enough=True),
        row("before_the_day", then=MilestoneState.NOT_YET, day_over=False),
        row("nothing_known", then=MilestoneState.NO_RESULT),
    ),
)

OVERDUE = Table(
    "overdue",
    (
        row("no_day", then=False, dated=False),
        row("before_the_day", then=False, day_over=False),
        row("delivered", then=False, state=DeliverableState.DELIVERED),
        row("not_delivered", then=True),
    ),
)

MOVE = Table(
    "move",
    (
        row("the_first", then=Move.FIRST, dated=False),
        row("put_off", then=Move.LATER, new_day=Place.BEYOND),
        row("brought_forward", then=Move.EARLIER, new_day=Place.SHORT),
        row("named_again", then=Move.SAME),
    ),
)

TABLES: tuple[Table[Any], ...] = (
    *(DAY, CONCERNS, COMPARABLE, BESIDE, ANSWER, IN_WORDS),
    *(RULE, WANTED, WANTED_ON_THE_WAY, WAY, ENOUGH, PERIODS),
    *(PROGRESS, BOUND, PERIODS_OPEN, TOLD, HALF_TEST, ACROSS_BREAK),
    *(TURN, MILESTONE, OVERDUE, MOVE),
)
"""All of them, in the order in which they are asked."""
