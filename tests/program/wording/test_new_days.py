"""What readers are told of the day of a deliverable: exactly as it stands on the page, in each language."""

from __future__ import annotations

from datetime import date

import pytest
from packages import town

from generator.verdicts.standings import assess_package
from generator.wording.deliverables import lateness, moved_day

SENTENCES: dict[str, tuple[str, list[tuple[str, ...]], str, str, str, str]] = {
    # due, reports, today → Chinese, English, French
    "never another day": ("2023-12-31", [("2023-06-30", "under_way")], "2024-01-02", "", "", ""),
    "put off": (
        "2023-12-31",
        [("2023-06-30", "delayed", "2024-01-02")],
        "2024-01-02",
        "推迟到2024年1月2日",
        "Put off to 2 January 2024",
        "Reporté au 2 janvier 2024",
    ),
    "put off, and passed again": (
        "2023-12-31",
        [("2023-06-30", "delayed", "2024-01-02")],
        "2024-01-03",
        "推迟到2024年1月2日 · 新的期限也过了",
        "Put off to 2 January 2024 · The new day has passed too",
        "Reporté au 2 janvier 2024 · La nouvelle échéance est passée elle aussi",
    ),
    "put off twice": (
        "2023-12-31",
        [("2023-06-30", "delayed", "2024-03-31"), ("2024-03-31", "delayed", "2024-12-31")],
        "2024-04-01",
        "推迟过2次，现在的期限是2024年12月31日",
        "Put off 2 times, now due 31 December 2024",
        "Reporté 2 fois, échéance désormais le 31 décembre 2024",
    ),
    "put off and brought back": (
        "2023-12-31",
        [("2023-06-30", "delayed", "2024-12-31"), ("2023-09-30", "under_way", "2024-03-31")],
        "2023-12-31",
        "推迟过1次，现在的期限是2024年3月31日",
        "Put off once, now due 31 March 2024",
        "Reporté une fois, échéance désormais le 31 mars 2024",
    ),
    "brought forward, and passed": (
        "2023-12-31",
        [("2023-06-30", "under_way", "2023-09-30")],
        "2023-10-01",
        "提前到2023年9月30日 · 新的期限已过，收录的文件里没有完成的记录",
        "Brought forward to 30 September 2023 · The new day has passed; no record of delivery in our documents",
        (
            "Avancé au 30 septembre 2023 · La nouvelle échéance est passée ; aucune réalisation relevée dans les documents "
            "recensés"
        ),
    ),
    "a day where the plan sets none": (
        "",
        [("2023-06-30", "planned", "2023-09-30")],
        "2023-09-30",
        "后来定的期限：2023年9月30日",
        "Day named later: 30 September 2023",
        "Échéance fixée plus tard : 30 septembre 2023",
    ),
    "a day where the plan sets none, and it has passed": (
        "",
        [("2023-06-30", "planned", "2023-09-30")],
        "2023-10-01",
        "后来定的期限：2023年9月30日",
        "Day named later: 30 September 2023",
        "Échéance fixée plus tard : 30 septembre 2023",
    ),
    "the same day again": (
        "2023-12-31",
        [("2023-06-30", "under_way", "2023-12-31")],
        "2023-12-31",
        "再次写明期限：2023年12月31日",
        "Day named again: 31 December 2023",
        "Échéance rappelée : 31 décembre 2023",
    ),
    "cancelled after it was put off": (
        "2023-12-31",
        [("2023-06-30", "delayed", "2024-03-31"), ("2023-09-30", "cancelled")],
        "2024-04-01",
        "推迟到2024年3月31日 · 新的期限也过了",
        "Put off to 31 March 2024 · The new day has passed too",
        "Reporté au 31 mars 2024 · La nouvelle échéance est passée elle aussi",
    ),
    "in time": ("2023-12-31", [("2023-12-31", "delivered")], "2024-03-01", "", "", ""),
    "told the day after": (
        "2023-12-30",
        [("2023-12-31", "delivered")],
        "2024-03-01",
        "最晚在2023年12月31日完成，比承诺的日子最多晚1天；收录的文件没有写明是哪一天完成的",
        (
            "Delivered by 31 December 2023 at the latest, one day after the day promised; our documents do not say on which "
            "day"
        ),
        (
            "Réalisé au plus tard le 31 décembre 2023, un jour après le jour promis ; les documents recensés ne disent pas quel "
            "jour"
        ),
    ),
    "late": (
        "2023-12-31",
        [("2023-12-31", "under_way"), ("2024-02-29", "delivered")],
        "2024-03-01",
        "最晚在2024年2月29日完成，比承诺的日子最多晚60天；2023年12月31日还没有完成",
        (
            "Delivered by 29 February 2024 at the latest, no more than 60 days after the day promised; on 31 December 2023 it was "
            "not yet delivered"
        ),
        (
            "Réalisé au plus tard le 29 février 2024, au plus 60 jours après le jour promis ; le 31 décembre 2023, ce n’était "
            "pas encore fait"
        ),
    ),
    "in time for the new day alone": (
        "2023-12-31",
        [("2023-06-30", "delayed", "2024-03-31"), ("2024-02-29", "delivered")],
        "2024-03-01",
        "推迟到2024年3月31日 · 最晚在2024年2月29日完成，比承诺的日子最多晚60天；收录的文件没有写明是哪一天完成的",
        (
            "Put off to 31 March 2024 · Delivered by 29 February 2024 at the latest, no more than 60 days after the day promised; "
            "our documents do not say on which day"
        ),
        (
            "Reporté au 31 mars 2024 · Réalisé au plus tard le 29 février 2024, au plus 60 jours après le jour promis ; les "
            "documents recensés ne disent pas quel jour"
        ),
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_what_is_said_of_the_day(case: str) -> None:
    due, reports, today, *expected = SENTENCES[case]
    package = town({"deliverables": {"plan/1/park": due}, "progress": {"plan/1/park": reports}})
    (found,) = assess_package(package, date.fromisoformat(today)).deliverables.values()
    for language, words in zip(("zh", "en", "fr"), expected, strict=True):
        told = (*moved_day(found, language), lateness(found, language))
        assert " · ".join(filter(None, told)) == words
