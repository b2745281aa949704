"""The file out of which the script of a long page draws and lists series: all of an indicator's, as columns of numbers
of a dictionary, with the words of every language of the site once.

It belongs to the page beside which it stands; what is promised to others is the download.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from generator.core.codes import Measure
from generator.core.model import Indicator, Observation
from generator.core.phrases import Text, joined
from generator.publishing.pages.figures import column_title, is_result, name_of, series_of, when
from generator.publishing.pages.views import PackageView
from generator.verdicts.results import last_day
from generator.wording.explain import recorded_aside, reported, result_value

NAME = "series.json"
"""Its name, beside the page in the site's main language."""

Label = str | Mapping[str, str]
"""Words: one text where it is the same in all languages, else that of each language of the site."""


class _Dictionary:
    """Things numbered in the order in which they are first met, each with what is written of it."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self.written: list[Any] = []

    def number(self, key: Hashable, written: Callable[[], Any]) -> int:
        """The number of a thing; `written` tells what is to be kept of it, asked once."""
        if key not in self._numbers:
            self._numbers[key] = len(self.written)
            self.written.append(written())
        return self._numbers[key]


def series_file(view: PackageView, indicator: Indicator, languages: Sequence[str]) -> str:
    """The file as JSON, the same for every language of the site:

    - `columns`: what series are of: (id, name, [(code, name), …])
    - `times`: (day to which a figure counts, name of its period)
    - `forms`: how a number is told, with a place for it (`about {value}`); (words, 1 where it is drawn)
    - `documents`: (id, title)
    - `series`: ([column, code, column, code, …], times, values, forms, documents), the values as decimal numbers in
      text, empty where there are words only; where one form or document holds for a whole series, it stands once

    A name is one text, or one for each language.
    """
    package = view.package
    _, series = series_of(
        view.observations_by_indicator[indicator.id], package, indicator, view.standings.today
    )
    columns, times, forms, documents = _Dictionary(), _Dictionary(), _Dictionary(), _Dictionary()
    codes: dict[str, _Dictionary] = {}

    def label(told: Callable[[str], str]) -> Label:
        texts = {language: told(language) for language in languages}
        return texts if len(set(texts.values())) > 1 else next(iter(texts.values()))

    def named(text: Text) -> Label:
        return label(lambda language: text[language])

    def pair(column: str, code: str) -> tuple[int, int]:
        kept = codes.setdefault(column, _Dictionary())
        number = columns.number(
            column, lambda: (column, label(lambda tag: column_title(package, column, tag)), kept.written)
        )
        return number, kept.number(code, lambda: (code, named(name_of(package, column, code))))

    def time(row: Observation) -> int:
        day = row.as_of if indicator.measure is Measure.STOCK else last_day(row)
        return times.number(
            (row.period, row.as_of), lambda: (day.isoformat(), label(lambda tag: when(row, tag)))
        )

    def form(row: Observation) -> int:
        printed = row.citation.said
        key = row.value is None, row.status, row.qualifier, printed and printed.comparator
        return forms.number(key, lambda: (label(lambda tag: _form(row, tag)), int(is_result(row))))

    def document(row: Observation) -> int:
        name = row.citation.document_id
        return documents.number(name, lambda: (name, named(view.document(name).title)))

    listed = [
        (
            [number for column, code in item.of for number in pair(column, code)],
            [time(row) for row in item.rows],
            ["" if row.value is None else f"{row.value:f}" for row in item.rows],
            _once([form(row) for row in item.rows]),
            _once([document(row) for row in item.rows]),
        )
        for item in series
    ]
    content = {
        "columns": columns.written,
        "times": times.written,
        "forms": forms.written,
        "documents": documents.written,
        "series": listed,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _form(row: Observation, language: str) -> str:
    if row.value is None:
        return result_value(row, "", language)
    return joined([reported("{value}", row, language), recorded_aside(row, language)])


def _once(numbers: list[int]) -> list[int] | int:
    """Numbers, or the one number that all of them are."""
    return numbers[0] if len(set(numbers)) == 1 else numbers
