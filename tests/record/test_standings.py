"""How the promises of the shipped record stand: the sentences, the findings, what is counted and what is due."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

import pytest
from cases import (
    untimed,
)
from folders import DATA
from hypothesis import given
from hypothesis import strategies as st
from sites import TODAY

from generator.core.model import Package
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.coverage import coverage
from generator.verdicts.findings import find
from generator.verdicts.standings import assess_package
from generator.wording import disagreements
from generator.wording.due import FORMATS, PackageDue, due, render
from generator.wording.explain import explain, sum_of


@pytest.fixture(scope="module")
def record() -> Mapping[str, Package]:
    ledger, report = load(WorkingTree(DATA))
    assert ledger is not None, report.render("text", "en")
    return ledger.packages


@pytest.fixture(scope="module")
def qingdao(record: Mapping[str, Package]) -> Package:
    return record["qingdao"]


# The verdicts

AFTERWARDS = date(2026, 11, 21)


EXPLAINED = {
    "2023-work-points/10/heating-pipes-renewed/2023": (
        (
            "2023年已经结束，收录的文件里没有全期的结果。"
            "截至2023年6月30日，完成18.3公里，是2023年目标30公里的61%。"
            "到这一天，时间过去了50%；61% ÷ 50% = 1.22，当时快于进度。"
        ),
        (
            "The period (2023) is over, and our documents contain no result for the whole of it. "
            "By 30 June 2023 the reported figure was 18.3 km: 61% of the target of 30 km for 2023. "
            "By that day 50% of the period had passed; 61% ÷ 50% = 1.22: was ahead of pace."
        ),
        "18.3 ÷ 30 = 61%",
    ),
    "2023-work-points/15/old-dwellings-gas-connected/2023": (
        (
            "2023年已经结束，收录的文件里没有全期的结果。"
            "截至2023年5月31日，完成1,195户，是2023年目标2,500户的47.8%。"
            "到这一天，时间过去了41.7%；47.8% ÷ 41.7% = 1.15，当时快于进度。"
        ),
        (
            "The period (2023) is over, and our documents contain no result for the whole of it. "
            "By 31 May 2023 the reported figure was 1,195 households: 47.8% of the target of 2,500 households for 2023. "
            "By that day 41.7% of the period had passed; 47.8% ÷ 41.7% = 1.15: was ahead of pace."
        ),
        "1,195 ÷ 2,500 = 47.8%",
    ),
    "2023-work-points/5/deep-cleaned-roads/2023": (
        "2023年已经结束，本站收录的文件里没有这项目标的结果。",
        "The period (2023) is over, and our documents contain no result for this target.",
        "",
    ),
    "2023-work-points/5/mechanised-sweeping-rate/2023": (
        (
            "2023年已经结束，收录的文件里没有全期的结果。"
            "2023年上半年，报告的数值是100%，达到了2023年100%的目标。"
        ),
        (
            "The period (2023) is over, and our documents contain no result for the whole of it. "
            "For the first half of 2023, the reported value was 100%, which met the target of 100% for 2023."
        ),
        "",
    ),
    # The report names no period: what it asks for in the second half is not held against the first.
    "2023-h1-report/h2-2/demonstration-courtyards/2023-h2": (
        "2023年下半年已经结束，本站收录的文件里没有这项目标的结果。",
        "The period (the second half of 2023) is over, and our documents contain no result for this target.",
        "",
    ),
}


@pytest.mark.parametrize("target", EXPLAINED)
def test_the_verdicts_in_words(qingdao: Package, target: str) -> None:
    zh, en, sum_done = EXPLAINED[target]
    found = assess_package(qingdao, AFTERWARDS).targets[target]
    assert (explain(qingdao, found, "zh"), explain(qingdao, found, "en")) == (zh, en)
    assert (sum_of(found, "zh"), sum_of(found, "en")) == (sum_done, sum_done)


# The findings

SHARE = (
    "stated-share/2023-h1-report/old-dwellings-gas-connected/2023-05-31",
    "59.8",
    "47.8",
)

FOUND = {
    "qingdao": [
        SHARE,
        (
            "same-name/2023-h1-report/clean-homes-blind-spots-cleared/2023-06-30/community-visit-blind-spots-cleared",
            "2400.0",
            "2289.0",
        ),
        (
            "same-name/2023-h1-report/small-ads-cleared/2023-06-30/community-visit-small-ads-cleared",
            "400000.0",
            "14000.0",
        ),
    ],
    "district": [],
}


@pytest.mark.parametrize("name", FOUND)
def test_the_findings(record: Mapping[str, Package], name: str) -> None:
    found = [(item.id, f"{item.stated:.1f}", f"{item.computed:.1f}") for item in find(record[name])]
    assert found == FOUND[name]


def test_the_first_finding_in_words(record: Mapping[str, Package]) -> None:
    package = record["qingdao"]
    first = find(package)[0]
    assert first.id == SHARE[0]
    assert disagreements.statement(package, first, "zh") == (
        "报告写明1,195户，占任务的59.8%。按公布的目标2,500户计算是47.8%。"
        "两个比例对不上：如果是59.8%，任务应当是2,000户左右。"
    )
    assert disagreements.statement(package, first, "en") == (
        "The report gives 1,195 households as 59.8% of the task. By the published target of 2,500 households "
        "it is 47.8%. The two shares do not agree: for 59.8% the task would have to be about 2,000 households."
    )
    assert {disagreements.sum_of(first, language) for language in ("zh", "en")} == {"1,195 ÷ 2,500 = 47.8%"}


# What is over, and what is due


@untimed
@given(st.data(), st.dates(date(2020, 1, 1), date(2027, 1, 1)))
def test_every_due_promise_of_the_record_is_counted_once(
    record: Mapping[str, Package], data: st.DataObject, today: date
) -> None:
    package = record[data.draw(st.sampled_from(sorted(record)))]
    standings = assess_package(package, today)
    found = coverage(package, standings)
    due = [item.target.id for item in standings.targets.values() if today > item.target.period.end]
    dated = [item for item in package.deliverables.values() if item.due is not None and today > item.due]
    assert found.all.targets == len(set(due) - standings.restates.keys())
    assert found.all.deliverables == len(dated)
    assert sum(year.all.targets for year in found.years) == found.all.targets
    assert sum(year.all.deliverables for year in found.years) == found.all.deliverables
    for year in found.years:
        assert sum(item.targets for item in year.by_goal.values()) == year.all.targets
        assert sum(item.deliverables for item in year.by_goal.values()) == year.all.deliverables


def all_due(record: Mapping[str, Package], today: date) -> list[PackageDue]:
    return [due(package, assess_package(package, today)) for package in record.values()]


def test_every_promise_of_the_record_without_a_full_result_is_listed_once(
    record: Mapping[str, Package],
) -> None:
    for package, found in zip(record.values(), all_due(record, TODAY), strict=True):
        everything = coverage(package, assess_package(package, TODAY)).all
        targets = [*everything.interim, *everything.unanswered]
        deliverables = [*everything.begun, *everything.silent]
        assert found.count(lambda account: account.over) == len(targets) + len(deliverables)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_the_list_never_says_that_nothing_was_done(
    record: Mapping[str, Package], form: str, language: str
) -> None:
    text = render(all_due(record, date(2023, 12, 1)), form, language)
    assert not re.search(r"没有(?:做|完成|落实)(?!的记录|，)|未完成|did nothing|not done", text)
    if form == "json":
        assert {item["package"] for item in json.loads(text)} == {"district", "qingdao"}
    else:
        held = {"zh": "收录的文件里没有全期结果", "en": "our documents give no result"}
        assert held[language] in text.splitlines()[0]


def test_the_text_stands_by_organisation_and_year(record: Mapping[str, Package]) -> None:
    lines = render(all_due(record, date(2023, 12, 1)), "text", "zh").splitlines()
    assert "青岛城市管理目标与进展" in lines
    headings = [line for line in lines if line.startswith("  青岛市城市管理局 · ")]
    assert [re.sub(r"\d+ 项", "… 项", line) for line in headings] == [
        "  青岛市城市管理局 · 2021年到期，没有全期结果：… 项",
        "  青岛市城市管理局 · 今后 62 天内到期：… 项",
    ]
