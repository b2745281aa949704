"""The sentences that readers see with each verdict: exactly as they stand on the page, Chinese beside English."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from cases import derived_of, indicator_of, observation_of, target_of
from speaking import LANGUAGES, both

from generator.core.codes import Officers, ProgressStatus
from generator.core.messages import catalogue, lookup
from generator.core.model import Citation, Named, Package
from generator.core.phrases import Text
from generator.verdicts.assess import Assessment, assess
from generator.wording import explain as module
from generator.wording.explain import (
    explain,
    others_told,
    said,
    standing_line,
    sum_of,
    time_sum,
    told_instead,
)


@dataclass(frozen=True)
class Case:
    """One target, what was reported, and what the page then says; rows as in `cases/assess.yaml`."""

    id: str
    target: dict[str, Any]
    seen: dict[str, str] | list[dict[str, str]]
    zh: str
    en: str
    sum_done: str = ""
    sum_done_en: str = ""
    unit: Text = field(default_factory=lambda: both("盏", "lamps"))
    today: date = date(2023, 11, 1)


PER_CENT, DAYS = both("%", "%"), both("天", "days")
MONEY = both("万元", "million")
NEXT_YEAR = date(2024, 3, 1)
FOREST = {
    "measure": "rate",
    "comparator": "ge",
    "value": "25",
    "attainment": "by_end",
    "period": "2021-01-01/2025-12-31",
}
IN_2023 = {"period": "2023-01-01/2023-12-31", "as_of": "2023-12-31"}
CASES = [
    Case(
        "at least too little",
        {"value": "200"},
        {"value": "180", "qualifier": "over", "figure": "180盏以上", "as_of": "2023-12-31"},
        "截至2023年12月31日，完成不少于180盏，是2023年目标200盏的不少于90%。"
        "文件只印出一个界限，真正的数在目标的哪一边看不出来，所以不下结论。",
        "By 31 December 2023 the reported figure was at least 180 lamps: at least 90% of the target of 200 lamps for 2023. "
        "What is printed is only a bound, and the true number may lie on either side of what was promised, so this is "
        "left open.",
        "180 ÷ 200 = 不少于90%",
        "180 ÷ 200 = at least 90%",
        today=NEXT_YEAR,
    ),
    Case(
        "a range around what is asked",
        {"value": "200"},
        {"value": "150", "figure": "150-250盏", "as_of": "2023-12-31"},
        "截至2023年12月31日，完成150至250盏，是2023年目标200盏的不少于75%。"
        "文件只印出一个界限，真正的数在目标的哪一边看不出来，所以不下结论。",
        "By 31 December 2023 the reported figure was 150 to 250 lamps: at least 75% of the target of 200 lamps for 2023. "
        "What is printed is only a bound, and the true number may lie on either side of what was promised, so this is "
        "left open.",
        "150 ÷ 200 = 不少于75%",
        "150 ÷ 200 = at least 75%",
        today=NEXT_YEAR,
    ),
    Case(
        "a share of at most more than enough",
        {"measure": "rate", "comparator": "ge", "value": "97"},
        {"value": "98", "qualifier": "under", "figure": "98%以下", "as_of": "2023-12-31"},
        "2023年，报告的数值是不超过98%；2023年的目标是97%以上。文件只印出一个界限，真正的数在目标的哪一边看不出来，所以不下结论。",
        "For 2023, the reported value was at most 98%; the target for 2023 is at least 97%. What is printed is only a "
        "bound, and the true number may lie on either side of what was promised, so this is left open.",
        unit=PER_CENT,
        today=NEXT_YEAR,
    ),
    Case(
        "more days than a number below the ceiling",
        {"measure": "limit", "ascending": "false", "comparator": "le", "value": "4"},
        {"value": "3", "qualifier": "over", "figure": "超过3盏", "as_of": "2023-12-31"},
        "2023年，报告的数值是超过3盏；2023年的上限是4盏。文件只印出一个界限，真正的数在目标的哪一边看不出来，所以不下结论。",
        "For 2023, the reported value was more than 3 lamps; the ceiling for 2023 is 4 lamps. What is printed is only a "
        "bound, and the true number may lie on either side of what was promised, so this is left open.",
        today=NEXT_YEAR,
    ),
    Case(
        "nothing so far",
        {"value": "200"},
        {},
        "2023年还没有结束，本站收录的文件里暂时没有结果。",
        "The period (2023) is not over, and our documents contain no result so far.",
    ),
    Case(
        "nothing at all",
        {"value": "200", "period": "2023-01-01/2023-06-30"},
        {},
        "2023年上半年已经结束，本站收录的文件里没有这项目标的结果。",
        "The period (the first half of 2023) is over, and our documents contain no result for this target.",
    ),
    Case(
        "a share on its way to the last year",
        {**FOREST, "baseline": "18", "of": "2015-01-01/2015-12-31"},
        {"value": "22.2", **IN_2023},
        "目标是在2025年12月31日前达到25%以上。2023年，报告的数值是22.2%；从起点2015年的18%算，到2023年12月31日走了60%。"
        "到这一天，时间过去了60%；60% ÷ 60% = 1，符合进度。",
        "To be reached by 31 December 2025: at least 25%. For 2023, the reported value was 22.2%; that is 60% of the way "
        "from 18% in 2015, by 31 December 2023. By that day 60% of the period had passed; 60% ÷ 60% = 1: on pace.",
        "(22.2 − 18) ÷ (25 − 18) = 60%",
        unit=PER_CENT,
        today=NEXT_YEAR,
    ),
    Case(
        "a share to be reached, not there yet",
        FOREST,
        {"value": "22.2", **IN_2023},
        "目标是在2025年12月31日前达到25%以上。2023年，报告的数值是22.2%，还没有达到。没有起点的数字，不能判断进度。",
        "To be reached by 31 December 2025: at least 25%. For 2023, the reported value was 22.2%, which did not reach it "
        "yet. There is no starting value, so the pace cannot be assessed.",
        unit=PER_CENT,
        today=NEXT_YEAR,
    ),
    Case(
        "a share that may not fall so far, and has",
        {**FOREST, "baseline": "30", "of": "2015-01-01/2015-12-31"},
        {"value": "22.2", **IN_2023},
        "目标是在2025年12月31日前达到25%以上。2023年，报告的数值是22.2%，还没有达到。从2015年的30%起，无法判断进度。",
        "To be reached by 31 December 2025: at least 25%. For 2023, the reported value was 22.2%, which did not reach it "
        "yet. Starting from 30% in 2015, no pace can be assessed.",
        unit=PER_CENT,
        today=NEXT_YEAR,
    ),
    Case(
        "a share to be reached, and there",
        FOREST,
        {"value": "25", **IN_2023},
        "目标是在2025年12月31日前达到25%以上。2023年，报告的数值是25%，已经达到。",
        "To be reached by 31 December 2025: at least 25%. For 2023, the reported value was 25%, which reached it.",
        unit=PER_CENT,
        today=NEXT_YEAR,
    ),
    Case(
        "a share to be reached, and missed",
        FOREST,
        {"value": "24.9", "period": "2025-01-01/2025-12-31", "as_of": "2025-12-31"},
        "目标是在2025年12月31日前达到25%以上。2025年，报告的数值是24.9%，没有达到。",
        "To be reached by 31 December 2025: at least 25%. For 2025, the reported value was 24.9%, which did not reach it.",
        unit=PER_CENT,
        today=date(2026, 3, 1),
    ),
    Case(
        "planned money of which a part was spent",
        {"measure": "budget", "value": "50"},
        {"value": "39.5", "as_of": "2023-12-31"},
        "截至2023年12月31日，花了39.5万元，是2023年计划50万元的79%。到这一天，时间过去了100%。"
        "计划的钱不是一定要花完的承诺，所以不作判断。",
        "By 31 December 2023 the amount spent was 39.5 million: 79% of the 50 million planned for 2023. By that day 100% of the "
        "period had passed. Planned money is no promise to spend it, so this is not judged.",
        "39.5 ÷ 50 = 79%",
        unit=MONEY,
        today=NEXT_YEAR,
    ),
    Case(
        "planned money with a published course",
        {"measure": "budget", "value": "50", "planned": {"2023-06-30": "10"}},
        {"value": "20", "as_of": "2023-06-30"},
        "截至2023年6月30日，花了20万元，是2023年计划50万元的40%。按公布的计划，到这一天应当花到20%。"
        "计划的钱不是一定要花完的承诺，所以不作判断。",
        "By 30 June 2023 the amount spent was 20 million: 40% of the 50 million planned for 2023. By the published plan 20% was due "
        "on that day. Planned money is no promise to spend it, so this is not judged.",
        "20 ÷ 50 = 40%",
        unit=MONEY,
    ),
    Case(
        "money at most",
        {"measure": "budget", "comparator": "le", "value": "50"},
        {"value": "51", "as_of": "2023-06-30"},
        "2023年上半年，报告的数值是51万元，超过了2023年50万元的上限。",
        "For the first half of 2023, the reported value was 51 million, above the ceiling of 50 million for 2023.",
        unit=MONEY,
    ),
    Case(
        "words only",
        {"value": "200"},
        {"value": "", "status": "O", "as_of": "2023-06-30"},
        "文件只用文字作答，没有数字，不能计算。",
        "The document answers in words without a number, so nothing can be computed.",
    ),
    Case(
        "a figure of another definition",
        {"value": "200"},
        {"value": "200", "status": "D", "as_of": "2023-06-30"},
        "报告的数字口径与这项指标不同，不能对比。",
        "The reported figure is of another definition than the indicator, so it cannot be compared.",
    ),
    Case(
        "an interim number, and words for the whole year",
        {"value": "200"},
        [
            {"value": "100", "as_of": "2023-06-30"},
            {"value": "", "status": "O", "figure": "全面完成", "as_of": "2023-12-31"},
        ],
        "2023年已经结束，收录的文件对全期只有文字说明：“全面完成”。"
        "截至2023年6月30日，完成100盏，是2023年目标200盏的50%。到这一天，时间过去了50%；50% ÷ 50% = 1，当时符合进度。",
        "The period (2023) is over; of the whole of it our documents say only in words: “全面完成”. "
        "By 30 June 2023 the reported figure was 100 lamps: 50% of the target of 200 lamps for 2023. "
        "By that day 50% of the period had passed; 50% ÷ 50% = 1: was on pace.",
        "100 ÷ 200 = 50%",
        today=NEXT_YEAR,
    ),
    Case(
        "another area",
        {"value": "200"},
        {"value": "90", "as_of": "2023-06-30", "area": "east"},
        "2023年还没有结束，本站收录的文件里暂时没有结果。有数字，但只是别的地区的，说明不了这项目标。",
        "The period (2023) is not over, and our documents contain no result so far. "
        "What they report for that time is of another area, which says nothing about this target.",
    ),
    Case(
        "another area, when the time is over",
        {"value": "200"},
        {"value": "200", "as_of": "2023-12-31", "area": "east"},
        "2023年已经结束，本站收录的文件里没有这项目标的结果。有数字，但只是别的地区的，说明不了这项目标。",
        "The period (2023) is over, and our documents contain no result for this target. "
        "What they report for that time is of another area, which says nothing about this target.",
        today=NEXT_YEAR,
    ),
    Case(
        "a part",
        {"value": "200"},
        {"value": "90", "as_of": "2023-06-30", "breakdown": "power=solar"},
        "报告的数字只是其中一部分（分组）的，不是整体的，不能对比。",
        "The reported figure is for a part (a breakdown) and not for the whole, so it cannot be compared.",
    ),
    Case(
        "another period",
        {"value": "200"},
        {"value": "90", "period": "2023-04-01/2023-06-30", "as_of": "2023-06-30"},
        "报告的数字与目标的时间段不同，或者没有从目标的第一天算起，不能对比。",
        "The reported figure covers another period than the target, or does not start on its first day, and cannot be compared.",
    ),
    Case(
        "a forecast",
        {"value": "200"},
        {"value": "200", "status": "F", "as_of": "2023-06-30"},
        "报告的数字是预测，不是结果，不能对比。",
        "The reported figure is a forecast, not a result, and cannot be compared.",
    ),
    Case(
        "half a lamp short of the pace",
        {"value": "1000"},
        {"value": "499", "as_of": "2023-06-30"},
        "截至2023年6月30日，完成499盏，是2023年目标1,000盏的49.9%。"
        "到这一天，时间过去了50%；49.9% ÷ 50% = 0.998，略慢于进度。",
        "By 30 June 2023 the reported figure was 499 lamps: 49.9% of the target of 1,000 lamps for 2023. "
        "By that day 50% of the period had passed; 49.9% ÷ 50% = 0.998: slightly behind.",
        "499 ÷ 1,000 = 49.9%",
    ),
    Case(
        "a ceiling",
        {"measure": "limit", "comparator": "le", "value": "4"},
        {"value": "3", "as_of": "2023-06-30"},
        "2023年上半年，报告的数值是3天，没有超过2023年4天的上限。",
        "For the first half of 2023, the reported value was 3 days, within the ceiling of 4 days for 2023.",
        unit=DAYS,
    ),
    Case(
        "a stock that did not get there",
        {"measure": "stock", "value": "200"},
        {"value": "199", "as_of": "2023-12-31"},
        "到期时的数值是199盏，没有达到2023年200盏的目标。",
        "At the end of the period the value was 199 lamps, which did not reach the target of 200 lamps for 2023.",
        today=NEXT_YEAR,
    ),
    Case(
        "a target of zero",
        {"value": "0"},
        {"value": "90", "as_of": "2023-06-30"},
        "目标值为零或负数，不能计算完成的比例。",
        "The target is zero or negative, so no share can be computed.",
    ),
    Case(
        "at least, and the result a little over",
        {"comparator": "ge", "value": "25000"},
        {"value": "12500", "qualifier": "over", "as_of": "2023-06-30"},
        "截至2023年6月30日，完成不少于1.25万盏，是2023年目标2.5万盏以上的不少于50%。"
        "到这一天，时间过去了50%；不少于50% ÷ 50% = 1，符合进度。",
        "By 30 June 2023 the reported figure was at least 12,500 lamps: at least 50% of the target of at least 25,000 lamps for 2023. "
        "By that day 50% of the period had passed; at least 50% ÷ 50% = 1: on pace.",
        "12,500 ÷ 25,000 = 不少于50%",
        sum_done_en="12,500 ÷ 25,000 = at least 50%",
    ),
    Case(
        "a range",
        {"comparator": "between", "value": "200", "value_upper": "300"},
        {"value": "96", "qualifier": "about", "as_of": "2023-06-30"},
        "截至2023年6月30日，完成约96盏，是2023年目标200至300盏的约48%。"
        "到这一天，时间过去了50%；约48% ÷ 50% = 0.96，略慢于进度。",
        "By 30 June 2023 the reported figure was about 96 lamps: about 48% of the target of 200 to 300 lamps for 2023. "
        "By that day 50% of the period had passed; about 48% ÷ 50% = 0.96: slightly behind.",
        "96 ÷ 200 = 约48%",
        sum_done_en="96 ÷ 200 = about 48%",
    ),
    Case(
        "past a range",
        {"measure": "rate", "comparator": "between", "value": "90", "value_upper": "95"},
        {"value": "97", "as_of": "2023-12-31"},
        "2023年，报告的数值是97%，达到了2023年90至95%的目标。这个数在范围以外，但在想要的一侧，算达到。",
        "For 2023, the reported value was 97%, which met the target of 90 to 95% for 2023. "
        "That is outside the range, on the side that is wanted, which counts as met.",
        unit=PER_CENT,
        today=NEXT_YEAR,
    ),
    Case(
        "at the end of a range",
        {"measure": "rate", "comparator": "between", "value": "90", "value_upper": "95"},
        {"value": "95", "as_of": "2023-12-31"},
        "2023年，报告的数值是95%，达到了2023年90至95%的目标。",
        "For 2023, the reported value was 95%, which met the target of 90 to 95% for 2023.",
        unit=PER_CENT,
        today=NEXT_YEAR,
    ),
    Case(
        "done early",
        {"value": "200"},
        {"value": "210", "as_of": "2023-09-30"},
        "截至2023年9月30日，完成210盏，是2023年目标200盏的105%。目标已完成。",
        "By 30 September 2023 the reported figure was 210 lamps: 105% of the target of 200 lamps for 2023. "
        "The target has been reached.",
        "210 ÷ 200 = 105%",
    ),
    Case(
        "achieved",
        {"value": "200"},
        {"value": "200", "as_of": "2023-12-31"},
        "截至2023年12月31日，完成200盏，是2023年目标200盏的100%。目标已完成。",
        "By 31 December 2023 the reported figure was 200 lamps: 100% of the target of 200 lamps for 2023. "
        "The target has been reached.",
        "200 ÷ 200 = 100%",
        today=NEXT_YEAR,
    ),
    Case(
        "missed",
        {"value": "200"},
        {"value": "180", "qualifier": "under", "as_of": "2023-12-31"},
        "截至2023年12月31日，完成近180盏，是2023年目标200盏的近90%。2023年已经结束，没有达到目标。",
        "By 31 December 2023 the reported figure was nearly 180 lamps: nearly 90% of the target of 200 lamps for 2023. "
        "The period (2023) is over and the target was not reached.",
        "180 ÷ 200 = 近90%",
        sum_done_en="180 ÷ 200 = nearly 90%",
        today=NEXT_YEAR,
    ),
    Case(
        "half the way from the baseline",
        {"measure": "stock", "baseline": "100", "value": "200"},
        {"value": "150", "as_of": "2023-06-30"},
        "从起点100盏到目标200盏，到2023年6月30日走了50%。到这一天，时间过去了50%；50% ÷ 50% = 1，符合进度。",
        "Of the way from 100 lamps to 200 lamps, 50% was done by 30 June 2023. "
        "By that day 50% of the period had passed; 50% ÷ 50% = 1: on pace.",
        "(150 − 100) ÷ (200 − 100) = 50%",
    ),
    Case(
        "most of the way down",
        {"measure": "stock", "ascending": "false", "baseline": "100", "value": "50"},
        {"value": "60", "as_of": "2023-12-31"},
        "从起点100盏到目标50盏，到2023年12月31日走了80%。2023年已经结束，没有达到目标。",
        "Of the way from 100 lamps to 50 lamps, 80% was done by 31 December 2023. "
        "The period (2023) is over and the target was not reached.",
        "(60 − 100) ÷ (50 − 100) = 80%",
        today=NEXT_YEAR,
    ),
    Case(
        "stock reached",
        {"measure": "stock", "value": "200"},
        {"value": "200", "as_of": "2023-06-30"},
        "截至2023年6月30日，报告的数值是200盏，达到了2023年200盏的目标。",
        "As of 30 June 2023, the reported value was 200 lamps, which reached the target of 200 lamps for 2023.",
    ),
    Case(
        "stock without a baseline",
        {"measure": "stock", "value": "200"},
        {"value": "150", "as_of": "2023-06-30"},
        "截至2023年6月30日，报告的数值是150盏，还没有达到2023年200盏的目标。没有起点的数字，不能判断进度。",
        "As of 30 June 2023, the reported value was 150 lamps, which did not yet reach the target of 200 lamps for 2023. "
        "There is no starting value, so the pace cannot be assessed.",
    ),
    Case(
        "rate met",
        {"measure": "rate", "comparator": "ge", "value": "97.5"},
        {"value": "98.2", "as_of": "2023-12-31"},
        "2023年，报告的数值是98.2%，达到了2023年97.5%以上的目标。",
        "For 2023, the reported value was 98.2%, which met the target of at least 97.5% for 2023.",
        unit=PER_CENT,
        today=NEXT_YEAR,
    ),
    Case(
        "rate not met, nor reported for the year",
        {"measure": "rate", "comparator": "ge", "value": "97.5"},
        {"value": "96", "as_of": "2023-06-30"},
        "2023年已经结束，收录的文件里没有全期的结果。"
        "2023年上半年，报告的数值是96%，没有达到2023年97.5%以上的目标。",
        "The period (2023) is over, and our documents contain no result for the whole of it. "
        "For the first half of 2023, the reported value was 96%, which did not meet the target of at least 97.5% for 2023.",
        unit=PER_CENT,
        today=NEXT_YEAR,
    ),
    Case(
        "ceiling kept",
        {"measure": "limit", "ascending": "false", "value": "4"},
        {"value": "3.5", "as_of": "2023-06-30"},
        "2023年上半年，报告的数值是3.5天，没有超过2023年4天的上限。",
        "For the first half of 2023, the reported value was 3.5 days, within the ceiling of 4 days for 2023.",
        unit=DAYS,
    ),
    Case(
        "less than, and just that",
        {"measure": "limit", "ascending": "false", "comparator": "lt", "value": "4"},
        {"value": "4", "as_of": "2023-12-31"},
        "2023年，报告的数值是4天，没有达到2023年不到4天的目标。",
        "For 2023, the reported value was 4 days, which did not meet the target of less than 4 days for 2023.",
        unit=DAYS,
        today=NEXT_YEAR,
    ),
    Case(
        "ceiling not kept",
        {"measure": "limit", "ascending": "false", "value": "4"},
        {"value": "5", "as_of": "2023-12-31"},
        "2023年，报告的数值是5天，超过了2023年4天的上限。",
        "For 2023, the reported value was 5 days, above the ceiling of 4 days for 2023.",
        unit=DAYS,
        today=NEXT_YEAR,
    ),
    Case(
        "two quarters added up",
        {"value": "200"},
        [
            {"value": "30", "period": "2023-01-01/2023-03-31", "as_of": "2023-03-31"},
            {"value": "80", "qualifier": "over", "period": "2023-04-01/2023-06-30", "as_of": "2023-06-30"},
        ],
        (
            "截至2023年6月30日，完成不少于110盏，是2023年目标200盏的不少于55%。"
            "这是各段报告的数字之和：30 + 80 = 不少于110盏。"
            "到这一天，时间过去了50%；不少于55% ÷ 50% = 1.1，快于进度。"
        ),
        (
            "By 30 June 2023 the reported figure was at least 110 lamps: at least 55% of the target of 200 lamps for 2023. "
            "This is the sum of the figures reported one after another: 30 + 80 = at least 110 lamps. "
            "By that day 50% of the period had passed; at least 55% ÷ 50% = 1.1: ahead of pace."
        ),
        "(30 + 80) ÷ 200 = 不少于55%",
        sum_done_en="(30 + 80) ÷ 200 = at least 55%",
    ),
    Case(
        "a published course",
        {"value": "200", "planned": {"2023-06-30": "40"}},
        {"value": "60", "as_of": "2023-06-30"},
        (
            "截至2023年6月30日，完成60盏，是2023年目标200盏的30%。"
            "按公布的计划，到这一天应完成20%；30% ÷ 20% = 1.5，快于进度。"
        ),
        (
            "By 30 June 2023 the reported figure was 60 lamps: 30% of the target of 200 lamps for 2023. "
            "By the published plan 20% was due on that day; 30% ÷ 20% = 1.5: ahead of pace."
        ),
        "60 ÷ 200 = 30%",
    ),
    Case(
        "nothing due yet by the plan",
        {"value": "200", "planned": {"2023-06-30": "0"}},
        {"value": "60", "as_of": "2023-05-31"},
        "截至2023年5月31日，完成60盏，是2023年目标200盏的30%。按公布的计划，到这一天还没有应完成的部分。",
        (
            "By 31 May 2023 the reported figure was 60 lamps: 30% of the target of 200 lamps for 2023. "
            "By the published plan nothing was due yet on that day."
        ),
        "60 ÷ 200 = 30%",
    ),
    Case(
        "from a derived start",
        {"measure": "stock", "value": "37000", "derived": "10000"},
        {"value": "23500", "as_of": "2023-06-30"},
        (
            "从起点1万盏到目标3.7万盏，到2023年6月30日走了50%。"
            "到这一天，时间过去了50%；50% ÷ 50% = 1，符合进度。"
            "起点1万盏由总数减去新增数推算，不是原文印的数字。"
        ),
        (
            "Of the way from 10,000 lamps to 37,000 lamps, 50% was done by 30 June 2023. "
            "By that day 50% of the period had passed; 50% ÷ 50% = 1: on pace. "
            "The start, 10,000 lamps, is derived from the total less the increment; it is not printed."
        ),
        "(23,500 − 10,000) ÷ (37,000 − 10,000) = 50%",
    ),
    Case(
        "a share not met in every quarter",
        {"measure": "rate", "comparator": "ge", "value": "97"},
        [
            {"value": "96", "period": "2023-01-01/2023-03-31", "as_of": "2023-03-31"},
            {"value": "98", "period": "2023-04-01/2023-06-30", "as_of": "2023-06-30"},
        ],
        (
            "2023年第二季度，最新报告的数值是98%；2023年97%以上的目标没有在每段时间里都达到。"
            "报告过的2段时间里，有1段符合目标。"
        ),
        (
            "For the second quarter of 2023, the latest reported value was 98%; "
            "the target of at least 97% for 2023 was not met in every period reported. "
            "Periods reported: 2; periods in which the target was met: 1."
        ),
        unit=PER_CENT,
    ),
    Case(
        "a ceiling not kept in every quarter",
        {"measure": "limit", "ascending": "false", "comparator": "le", "value": "4"},
        [
            {"value": "5", "period": "2023-01-01/2023-03-31", "as_of": "2023-03-31"},
            {"value": "3", "period": "2023-04-01/2023-06-30", "as_of": "2023-06-30"},
        ],
        (
            "2023年第二季度，最新报告的数值是3天；2023年4天的上限没有在每段时间里都守住。"
            "报告过的2段时间里，有1段符合目标。"
        ),
        (
            "For the second quarter of 2023, the latest reported value was 3 days; "
            "the ceiling of 4 days for 2023 was not kept in every period reported. "
            "Periods reported: 2; periods in which the target was met: 1."
        ),
        unit=DAYS,
    ),
    Case(
        "a rate of the year as it stood in June",
        {"measure": "rate", "comparator": "ge", "value": "97"},
        {"value": "98", "period": "2023-01-01/2023-12-31", "as_of": "2023-06-30"},
        "2023年（截至2023年6月30日），报告的数值是98%，达到了2023年97%以上的目标。",
        "For 2023 (as of 30 June 2023), the reported value was 98%, which met the target of at least 97% for 2023.",
        unit=PER_CENT,
    ),
    Case(
        "a rate of one quarter is not said of the year",
        {"measure": "rate", "comparator": "ge", "value": "97"},
        {"value": "84", "period": "2023-01-01/2023-03-31", "as_of": "2023-03-31"},
        "2023年第一季度，报告的数值是84%，没有达到2023年97%以上的目标。",
        "For the first quarter of 2023, the reported value was 84%, "
        "which did not meet the target of at least 97% for 2023.",
        unit=PER_CENT,
    ),
    Case(
        "over, and only the half is known",
        {"value": "200"},
        {"value": "90", "as_of": "2023-06-30"},
        "2023年已经结束，收录的文件里没有全期的结果。截至2023年6月30日，完成90盏，是2023年目标200盏的45%。"
        "到这一天，时间过去了50%；45% ÷ 50% = 0.9，当时略慢于进度。",
        "The period (2023) is over, and our documents contain no result for the whole of it. "
        "By 30 June 2023 the reported figure was 90 lamps: 45% of the target of 200 lamps for 2023. "
        "By that day 50% of the period had passed; 45% ÷ 50% = 0.9: was slightly behind.",
        "90 ÷ 200 = 45%",
        today=NEXT_YEAR,
    ),
    Case(
        "a sum of an estimate and a provisional figure at a break",
        {"value": "100"},
        [
            {"value": "20", "status": "E", "period": "2023-01-01/2023-03-31", "as_of": "2023-03-31"},
            {"value": "30", "status": "P", "period": "2023-04-01/2023-06-30", "as_of": "2023-06-30"},
            {"value": "50", "status": "B", "period": "2023-07-01/2023-12-31", "as_of": "2023-12-31"},
        ],
        "截至2023年12月31日，完成100盏（口径变化、估计数、初步数），是2023年目标100盏的100%。"
        "这是各段报告的数字之和：20 + 30 + 50 = 100盏（口径变化、估计数、初步数）。目标已完成。"
        "这个比例跨过了口径变化，变化前后的数字算法不同。",
        "By 31 December 2023 the reported figure was 100 lamps (break in the series, estimate, provisional): "
        "100% of the target of 100 lamps for 2023. This is the sum of the figures reported one after another: "
        "20 + 30 + 50 = 100 lamps (break in the series, estimate, provisional). The target has been reached. "
        "The share counts over a break in the series; "
        "what lies before it and what lies after it was not measured alike.",
        "(20 + 30 + 50) ÷ 100 = 100%",
        today=NEXT_YEAR,
    ),
    Case(
        "another unit",
        {"value": "30"},
        {"value": "3", "unit": "street", "as_of": "2023-06-30"},
        "报告的数字用了别的单位，不能对比。",
        "The reported figure is in another unit and cannot be compared.",
    ),
]


def constructed(case: Case) -> tuple[Package, Assessment]:
    """A package with nothing but the case's indicator and unit, and the standing of its target."""
    nothing, target, indicator = Text(), target_of(case.target), indicator_of(case.target)
    package = Package(
        id="town",
        publisher_id="office",
        area_id="city",
        title=nothing,
        description=nothing,
        disclaimer=nothing,
        licence="CC-BY-4.0",
        version="0.1.0",
        languages=LANGUAGES,
        officers=Officers.WITHHELD,
        themes={},
        organisations={},
        areas={},
        units={"lamp": Named("lamp", case.unit)},
        dimensions={},
        indicators={"lamps": indicator},
        documents={},
        goals={},
        targets={target.id: target},
        deliverables={},
        observations={},
        progress=(),
        claims={},
        relations=(),
        explanations={},
        corrections=(),
        archived=frozenset(),
        verified=frozenset(),
        places={},
    )
    rows = case.seen if isinstance(case.seen, list) else [case.seen] if case.seen else []
    seen = [observation_of(row, target) for row in rows]
    return package, assess(target, indicator, seen, case.today, derived_of(case.target, target))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_constructed(case: Case) -> None:
    package, found = constructed(case)
    assert (explain(package, found, "zh"), explain(package, found, "en")) == (case.zh, case.en)
    assert (sum_of(found, "zh"), sum_of(found, "en")) == (case.sum_done, case.sum_done_en or case.sum_done)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The keys of the catalogue that are looked up."""
    keys: set[str] = set()

    def recording(language: str, name: str, key: str, count: str) -> str:
        keys.add(key)
        return lookup(language, name, key, count)

    monkeypatch.setattr(module, "lookup", recording)
    return keys


def test_every_explanation_of_the_catalogue_is_reached_by_a_case(asked: set[str]) -> None:
    for case in CASES:
        explain(*constructed(case), "zh")
    explanations = {
        f"explain.{key}" for key in catalogue("zh", "site")["explain"] if not key.startswith("method_")
    }
    assert {key for key in asked if key.startswith("explain.")} == explanations


SUMMER, YEARS_END = "2023-06-30", "2023-12-31"
RATE = {"measure": "rate", "comparator": "ge", "value": "97"}
STANDINGS = {
    # target, value, its day, today → in Chinese, in English; what is over and open never stands in the present
    "while there is time": (
        ({"value": "100"}, "55", SUMMER, "2023-08-01"),
        ("快于进度", "Ahead of pace"),
    ),
    "on the last day": (({"value": "100"}, "55", SUMMER, "2023-12-31"), ("快于进度", "Ahead of pace")),
    "over, with an interim result": (
        ({"value": "100"}, "55", SUMMER, "2024-01-01"),
        (
            "当时快于进度（截至2023年6月30日；没有全期的结果）",
            "Was ahead of pace (as of 30 June 2023; no result for the whole period)",
        ),
    ),
    "over, with the result": (({"value": "100"}, "55", YEARS_END, "2024-01-01"), ("未完成", "Missed")),
    "over, and reached before": (
        ({"value": "100"}, "100", SUMMER, "2024-01-01"),
        (
            "当时已完成（截至2023年6月30日；没有全期的结果）",
            "Had been achieved (as of 30 June 2023; no result for the whole period)",
        ),
    ),
    "a rate while there is time": (
        (RATE, "98", SUMMER, "2023-08-01"),
        ("目前达标", "Meets the target so far"),
    ),
    "a rate, over": (
        (RATE, "98", SUMMER, "2024-01-01"),
        (
            "当时达标（2023年上半年；没有全期的结果）",
            "Met the target then (for the first half of 2023; no result for the whole period)",
        ),
    ),
    "no baseline, over": (
        ({"measure": "stock", "value": "100"}, "98", SUMMER, "2024-01-01"),
        (
            "当时无法判断（截至2023年6月30日；没有全期的结果）",
            "Could not be assessed (as of 30 June 2023; no result for the whole period)",
        ),
    ),
    "words only, over": (({"value": "100"}, "", SUMMER, "2024-01-01"), ("只有文字说明", "Words only")),
}


@pytest.mark.parametrize("case", STANDINGS)
def test_how_a_target_stands_in_one_line(case: str) -> None:
    (wanted, value, as_of, today), lines = STANDINGS[case]
    target = target_of(wanted)
    seen = observation_of({"value": value, "as_of": as_of, "status": "A" if value else "O"}, target)
    found = assess(target, indicator_of(wanted), [seen], date.fromisoformat(today))
    assert (standing_line(found, "zh"), standing_line(found, "en")) == lines


FIRST, SECOND = "2023-01-01/2023-03-31", "2023-04-01/2023-06-30"
QUARTERS = {
    # the shares of two quarters against 97 %, today → a share has no pace, and the last quarter does not speak for both
    ("98", "99", "2023-08-01"): ("目前达标", "Meets the target so far"),
    ("95", "96", "2023-08-01"): ("目前未达标", "Does not meet the target so far"),
    ("95", "99", "2023-08-01"): ("目前不是每段时间都达标", "Not met in every period reported so far"),
    ("95", "96", "2024-01-01"): (
        "当时未达标（2023年第二季度；没有全期的结果）",
        "Did not meet the target then (for the second quarter of 2023; no result for the whole period)",
    ),
    ("95", "99", "2024-01-01"): (
        "当时不是每段时间都达标（截至2023年6月30日；没有全期的结果）",
        "Was not met in every period reported (as of 30 June 2023; no result for the whole period)",
    ),
}


@pytest.mark.parametrize("case", QUARTERS)
def test_how_a_share_stands_that_is_reported_by_quarters(case: tuple[str, str, str]) -> None:
    first, second, today = case
    target = target_of(RATE)
    seen = [
        observation_of({"value": value, "period": period, "as_of": period.partition("/")[2]}, target)
        for value, period in ((first, FIRST), (second, SECOND))
    ]
    found = assess(target, indicator_of(RATE), seen, date.fromisoformat(today))
    assert (standing_line(found, "zh"), standing_line(found, "en")) == QUARTERS[case]


UNCERTAIN = {
    # the figure's status, its day, today → what stands with the verdict wherever it is told
    ("E", YEARS_END, "2024-03-01"): ("已完成（估计数）", "Achieved (estimate)"),
    ("P", YEARS_END, "2024-03-01"): ("已完成（初步数）", "Achieved (provisional)"),
    ("A", YEARS_END, "2024-03-01"): ("已完成", "Achieved"),
    ("B", YEARS_END, "2024-03-01"): ("已完成", "Achieved"),
    ("E", SUMMER, "2023-08-01"): ("已完成（估计数）", "Achieved (estimate)"),
    ("E", SUMMER, "2024-03-01"): (
        "当时已完成（截至2023年6月30日；没有全期的结果；估计数）",
        "Had been achieved (as of 30 June 2023; no result for the whole period; estimate)",
    ),
}


@pytest.mark.parametrize("case", UNCERTAIN)
def test_a_verdict_says_that_it_rests_on_an_uncertain_figure(case: tuple[str, str, str]) -> None:
    status, day, today = case
    target = target_of({"value": "100"})
    seen = observation_of({"value": "100", "as_of": day, "status": status}, target)
    found = assess(target, indicator_of({}), [seen], date.fromisoformat(today))
    assert (standing_line(found, "zh"), standing_line(found, "en")) == UNCERTAIN[case]


WORDS = {
    # what is said in words beside the half year's number: its period, its day → what is told of the whole year
    ("2023-01-01/2023-12-31", "2023-12-31"): "of the whole period in words only",
    ("2023-07-01/2023-12-31", "2023-12-31"): "no result for the whole period",
    ("2023-01-01/2023-12-31", "2023-06-30"): "no result for the whole period",
}


@pytest.mark.parametrize("case", WORDS)
def test_words_on_the_whole_period_are_no_silence(case: tuple[str, str]) -> None:
    period, day = case
    target = target_of({"value": "200"})
    rows = [
        {"value": "100", "as_of": SUMMER},
        {"value": "", "status": "O", "figure": "完成", "period": period, "as_of": day},
    ]
    seen = [observation_of(row, target) for row in rows]
    found = assess(target, indicator_of({}), seen, date(2024, 3, 1))
    assert standing_line(found, "en") == f"Was on pace (as of 30 June 2023; {WORDS[case]})"


def test_a_share_to_be_reached_names_the_period_that_its_interim_result_is_of() -> None:
    half = {"value": "24", "period": "2025-01-01/2025-06-30", "as_of": "2025-12-31"}
    case = Case("", {**FOREST, "baseline": "18"}, half, "", "", unit=PER_CENT, today=date(2026, 3, 1))
    _, assessment = constructed(case)
    told = "Was slightly behind (for the first half of 2025; no result for the whole period)"
    assert standing_line(assessment, "en") == told
    assert time_sum(assessment, "en") == "Time: 54 months ÷ 60 months = 90%"


def test_planned_money_is_told_by_the_share_spent() -> None:
    spent = {"value": "39.5", "as_of": "2023-06-30"}
    case = Case("", {"measure": "budget", "value": "50"}, spent, "", "", unit=MONEY)
    _, assessment = constructed(case)
    assert standing_line(assessment, "en") == "79% of the planned money spent"
    assert time_sum(assessment, "en") == "Time: 6 months ÷ 12 months = 50%"
    _, assessment = constructed(replace(case, today=NEXT_YEAR))
    later = "79% of the planned money spent (as of 30 June 2023; no result for the whole period)"
    assert standing_line(assessment, "en") == later


@pytest.mark.parametrize(
    ("count", "en", "fr"),
    [
        ("1", "1 reported figure", "1 chiffre communiqué"),
        ("999", "999 reported figures", "999 chiffres communiqués"),
        ("154004", "154,004 reported figures", "154\u202f004 chiffres communiqués"),
    ],
)
def test_counts_are_grouped_as_numbers_are(count: str, en: str, fr: str) -> None:
    assert (said("en", "unit.observations", count=count), said("fr", "unit.observations", count=count)) == (
        en,
        fr,
    )


def test_every_progress_status_has_words_for_the_past() -> None:
    for language in ("zh", "en"):
        words = catalogue(language, "site")["standing_then"]
        assert set(words) == {*ProgressStatus, "met", "unmet", "not_always"}


BESIDE = {
    # a statement (status, issued, dated) and the one that counts → told beside it, told instead of it
    (("A", "2023-07-10", True), ("A", "2024-01-20", True)): (
        "Earlier figure: 40 lamps.",
        "Later figure: 50 lamps.",
    ),
    (("P", "2023-07-10", True), ("A", "2024-01-20", True)): (
        "Earlier figure: 40 lamps (provisional).",
        "Later figure: 50 lamps.",
    ),
    (("A", "2023-07-10", False), ("A", "2024-01-20", True)): (
        (
            "Another document gives 40 lamps. The printed days do not tell which of the two is later; "
            "by the rule for this case the figure above counts."
        ),
        (
            "Another document gives 50 lamps. The printed days do not tell which of the two is later; "
            "by the rule for this case that figure counts."
        ),
    ),
    (("F", "2024-02-01", True), ("A", "2024-01-20", True)): (
        "Also on record, and not counted: 40 lamps (forecast).",
        "Not counted. What counts is 50 lamps.",
    ),
    (("E", "2024-02-01", False), ("B", "2024-01-20", False)): (
        "Also on record, and not counted: 40 lamps (estimate).",
        "Not counted. What counts is 50 lamps (break in the series).",
    ),
}


@pytest.mark.parametrize("case", BESIDE)
def test_other_statements_of_a_result_are_told(
    case: tuple[tuple[str, str, bool], tuple[str, str, bool]],
) -> None:
    target = target_of({"value": "100"})
    other, counted = (
        replace(
            observation_of(
                {"id": name, "value": value, "as_of": SUMMER, "status": status, "issued": issued}, target
            ),
            dated=dated,
            citation=Citation(name, "1", ""),
        )
        for name, value, (status, issued, dated) in zip(("one", "two"), ("40", "50"), case, strict=True)
    )
    beside, instead = BESIDE[case]
    assert told_instead(other, counted, "lamps", "en") == instead
    for seen in ([other, counted], [counted, other]):
        found = assess(target, indicator_of({}), seen, date(2024, 3, 1))
        assert others_told(found, "lamps", "en") == [(other, beside)]


TIMES = [
    # period, as of, Chinese, English
    (
        "2023-01-01/2023-12-31",
        "2023-05-31",
        "时间：5个月 ÷ 12个月 = 41.7%",
        "Time: 5 months ÷ 12 months = 41.7%",
    ),
    (
        "2023-01-01/2023-12-31",
        "2023-06-10",
        "时间：(5 + 1/3)个月 ÷ 12个月 = 44.4%",
        "Time: (5 + 1/3) months ÷ 12 months = 44.4%",
    ),
    (
        "2023-01-01/2023-12-31",
        "2023-12-31",
        "时间：12个月 ÷ 12个月 = 100%",
        "Time: 12 months ÷ 12 months = 100%",
    ),
    (
        "2021-01-01/2025-12-31",
        "2024-02-29",
        "时间：38个月 ÷ 60个月 = 63.3%",
        "Time: 38 months ÷ 60 months = 63.3%",
    ),
    ("2023-03-15/2023-12-31", "2023-06-30", "时间：108天 ÷ 292天 = 37%", "Time: 108 days ÷ 292 days = 37%"),
]


@pytest.mark.parametrize(("period", "as_of", "zh", "en"), TIMES)
def test_the_time_gone_can_be_redone(period: str, as_of: str, zh: str, en: str) -> None:
    case = Case("", {"value": "200", "period": period}, {"value": "60", "as_of": as_of}, "", "")
    found = constructed(replace(case, today=date(2026, 1, 1)))[1]
    assert (time_sum(found, "zh"), time_sum(found, "en")) == (zh, en)


def test_without_a_pace_no_time_is_shown() -> None:
    planned = Case(
        "", {"value": "200", "planned": {"2023-06-30": "40"}}, {"value": "60", "as_of": "2023-06-30"}, "", ""
    )
    rate = Case("", {"measure": "rate", "value": "97"}, {"value": "97", "as_of": "2023-06-30"}, "", "")
    nothing = Case("", {"value": "97"}, {}, "", "")
    assert [time_sum(constructed(case)[1], "zh") for case in (planned, rate, nothing)] == ["", "", ""]
