"""What can be wrong in the data: typed problems with a place, gathered in a report and put into words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from enum import StrEnum

from generator.core import limits
from generator.core.languages import FALLBACK
from generator.core.markdown import escaped
from generator.core.messages import catalogue, lookup, shipped
from generator.core.phrases import Text
from generator.core.texts import quoted, visible

LISTED = "、"
"""Stands between the parts of a value that is a list, until it is told in a language that has another sign for that."""

_LISTS = {
    "sheet-column": "columns",
    "missing-column": "columns",
    "column-gone": "columns",
    "header-missing": "columns",
    "merge-conflict": "value",
    "figure-unit": "allowed",
    "figure-unreadable": "suggestion",
    "unit-not-in-head": "allowed",
    "sheet-row-missing": "value",
}
"""The places of messages that hold lists, by the problem's code."""

_PEOPLES = frozenset({"value", "old", "new", "key", "field", "name"})
"""Places of messages that hold what people wrote, at any length; the others hold our own words."""


class Severity(StrEnum):
    """An error keeps the data from being published; a warning is told and published."""

    ERROR = "error"
    WARNING = "warning"


_TABLE = ".csv"
"""How the name of a file ends that is one sheet alone."""

_STEP = " › "
"""Stands between the steps to a value of a YAML file."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the data something stands. It is put into words where it is told, and never read back from them.

    `file` is the path below the data directory, or the name of a workbook as it was given; `line` and `column` count
    from 1, the column in characters, in a workbook in cells (0: the file as a whole). `sheet` is the name of a sheet
    of a workbook, `cell` that of a cell of a table: `G12`. `table` is the table of the format, `row` the keys that
    lead to a record of a YAML file (entries of a list count from 1), `field` the column or key. `heading` is what
    the column is called on the sheet, where people see no other name of it.
    """

    file: str
    line: int = 0
    column: int = 0
    _: KW_ONLY
    sheet: str = ""
    table: str = ""
    row: tuple[str, ...] = ()
    cell: str = ""
    heading: Text = field(default=Text(), compare=False)
    field: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The keys that lead to a value of a YAML file."""
        return (*self.row, self.field) if self.field else self.row

    @property
    def record(self) -> str:
        """The record as a person would name it: by its keys, or where there are none by its file."""
        return _STEP.join(self.row) or self.file.rpartition("/")[2]

    def spot(self, language: str) -> str:
        """The spot in the file as a person would name it: `value (G12)`, `heating › unit_id`, `结果 H4 数值`."""
        if self.sheet:
            return " ".join(part for part in (self.sheet, self.cell, self.heading[language]) if part)
        if self.cell:
            return f"{self.field} ({self.cell})" if self.field else self.cell
        return _STEP.join(self.steps)

    @property
    def row_name(self) -> str:
        """A row as a message about another one names it: `targets.csv:12`, or on a sheet `结果 A4`."""
        if self.sheet:
            return f"{self.sheet} {self.cell}".rstrip()
        return f"{self.file.rpartition('/')[2]}:{self.line}"


@dataclass(frozen=True, slots=True)
class InText:
    """Where in an archived text something stands: its line, and the page of the original where that is known; both
    count from 1.
    """

    line: int
    page: int | None = None

    def told(self, language: str) -> str:
        """It in brackets, to stand behind what is there."""
        texts = catalogue(language, "problems")["report"]
        form = texts["in_text" if self.page is None else "in_text_page"]
        return str(form).format(line=self.line, page=self.page)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a code of the catalogue, a place, and the values that fill the message.

    `first` is the other place that a message names, where the same stood before, and `in_text` the place in the archived
    text that it is about. `more` is how many others of its kind there are in its file that are not told one by one, and
    `elsewhere` how many in files of which none is.
    """

    code: str
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)
    first: Place | None = None
    in_text: InText | None = None
    more: int = 0
    elsewhere: int = 0

    @property
    def severity(self) -> Severity:
        """How grave it is, by its code, which no word of an installation changes."""
        return Severity(shipped("problems")[0]["codes"][self.code].get("severity", "error"))

    def title(self, language: str) -> str:
        """The name of this kind of problem."""
        return str(catalogue(language, "problems")["codes"][self.code]["title"])

    def message(self, language: str) -> str:
        """What is wrong and why, in one or two sentences; with the place in the archived text that it is about."""
        return self._fill(language, "message") + (self.in_text.told(language) if self.in_text else "")

    def hint(self, language: str) -> str:
        """What to write or do instead; uses the suggested value where there is one, and what else may be meant."""
        texts = catalogue(language, "problems")["codes"][self.code]
        if self.values.get("suggestion"):
            parts = ["hint_either"] * bool(self.values.get("detail"))
        else:
            parts = ["hint_sheet"] * bool(self.place.sheet) + ["hint_plain"]
        return self._fill(language, next((part for part in parts if part in texts), "hint"))

    def _fill(self, language: str, part: str) -> str:
        texts = catalogue(language, "problems")
        values = {
            name: quoted(value) if name in _PEOPLES else visible(value)
            for name, value in self.values.items()
            if name != "table"
        }
        if (listed := _LISTS.get(self.code)) in values:
            values[listed] = values[listed].replace(LISTED, lookup(language, "site", "sign.list"))
        values["record"] = quoted(self.place.record)
        if self.first is not None:
            values |= {"first": visible(self.first.row_name), "first_line": str(self.first.line)}
        if "table" in self.values:
            # Who fills in a workbook knows its sheets, not the files behind them.
            values["table"] = texts["sheets" if self.place.sheet else "tables"][self.values["table"]]
        if "counted" in self.values:
            values["counted"] = texts["counted"][self.values["counted"]]
        if "part" in self.values:
            values["part"] = texts["parts"][self.values["part"]]
        return str(texts["codes"][self.code][part]).format_map(values)


def codes() -> tuple[str, ...]:
    """All problem codes, in the order of the reference page."""
    return tuple(catalogue(FALLBACK, "problems")["codes"])


class Report:
    """All problems of one run, in the order of the files; of very many of a kind the first, which tell of the others."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        problems = list(problems)
        # The sheets of a workbook in the order in which they were told of, each as a whole.
        sheets: dict[tuple[str, str], int] = {}
        for problem in problems:
            sheets.setdefault((problem.place.file, problem.place.sheet), len(sheets))

        def order(problem: Problem) -> tuple[str, int, Place, str]:
            place = problem.place
            return place.file, sheets[place.file, place.sheet] if place.sheet else -1, place, problem.code

        ordered = sorted(problems, key=order)
        self.problems: tuple[Problem, ...] = tuple(_first_of(ordered))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    @property
    def errors(self) -> int:
        """How many problems keep the data from being published."""
        return self._count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many are told and published."""
        return self._count(Severity.WARNING)

    def _count(self, severity: Severity) -> int:
        found = (problem for problem in self.problems if problem.severity is severity)
        return sum(1 + problem.more + problem.elsewhere for problem in found)

    @property
    def ok(self) -> bool:
        """True when the data may be published."""
        return self.errors == 0

    def render(self, form: str, language: str, root: str = "data") -> str:
        """The report as `text`, `github` annotations, `json` or `markdown`.

        `root` is the path of the data directory as the reader knows it; it leads every file name.
        """
        return _RENDERINGS[form](self, language, root)

    def of_change(self, language: str, root: str = "data") -> str:
        """The report as text, to a person who wants to change the data: the last line counts, and says nothing of publishing,
        since what becomes of the change is for the command to tell.
        """
        return "\n".join(
            [*_lines(self, language, root), _counted(self, language, "found" if len(self) else "fine")]
        )


def _path(file: str, root: str) -> str:
    return visible("/".join(part for part in (root, file) if part))


def _where(place: Place, root: str) -> str:
    """The file, and where it is a workbook the sheet too."""
    name = _path(place.file, root)
    book = place.sheet and not place.file.casefold().endswith(_TABLE)
    return f"{name}:{visible(place.sheet)}" if book else name


def _summary(report: Report, language: str) -> str:
    texts = catalogue(language, "problems")["report"]
    if not len(report):
        return str(texts["fine"])
    return _counted(report, language, "summary" if report.errors else "passable")


def _counted(report: Report, language: str, words: str) -> str:
    texts = catalogue(language, "problems")["report"]
    return str(texts[words]).format(errors=report.errors, warnings=report.warnings)


def _first_of(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first of each kind in each file, and of each kind in all; the last of them with how many more there are."""
    told: dict[tuple[str, str, str], list[Problem]] = {}
    told_in_all: Counter[str] = Counter()
    more: Counter[tuple[str, str, str]] = Counter()
    elsewhere: Counter[str] = Counter()
    kept: list[tuple[tuple[str, str, str], Problem]] = []
    last: dict[str, tuple[str, str, str]] = {}
    for problem in problems:
        kind = problem.place.file, problem.place.sheet, problem.code
        elsewhere[problem.code] += problem.elsewhere
        known = told.get(kind)
        if known is None and told_in_all[problem.code] >= limits.MOST_TOLD_IN_ALL:
            elsewhere[problem.code] += 1 + problem.more
            continue
        known = told.setdefault(kind, [])
        more[kind] += problem.more
        if len(known) >= limits.MOST_TOLD or told_in_all[problem.code] >= limits.MOST_TOLD_IN_ALL:
            more[kind] += 1
            continue
        known.append(problem)
        told_in_all[problem.code] += 1
        kept.append((kind, problem))
        last[problem.code] = kind
    for kind, problem in kept:
        final = problem is told[kind][-1]
        beyond = elsewhere[problem.code] if final and last[problem.code] == kind else 0
        if (problem.more, problem.elsewhere) == (more[kind] * final, beyond):
            yield problem
        else:
            yield replace(problem, more=more[kind] * final, elsewhere=beyond)


def _others(report: Report, language: str) -> Iterator[tuple[Problem, str, str]]:
    """How many problems are not told one by one: one that is, the file they are in (none where they are in several), words."""
    texts = catalogue(language, "problems")["report"]
    for problem in report:
        if problem.more:
            yield problem, problem.place.file, str(texts["more"]).format(count=problem.more)
        if problem.elsewhere:
            yield problem, "", str(texts["elsewhere"]).format(count=problem.elsewhere)


def _as_text(report: Report, language: str, root: str) -> str:
    return "\n".join([*_lines(report, language, root), _summary(report, language)])


def _lines(report: Report, language: str, root: str) -> list[str]:
    texts = catalogue(language, "problems")["report"]
    lines = []
    for problem in report:
        place = problem.place
        where = _where(place, root) + (f":{place.line}:{place.column}" if place.line else "")
        lines.append(f"{where}  {texts[problem.severity]} [{problem.code}]")
        if spot := place.spot(language):
            lines.append(f"    {texts['place'].format(cell=quoted(spot))}")
        lines += [f"    {problem.message(language)}", f"    → {problem.hint(language)}", ""]
    for problem, file, words in _others(report, language):
        where = _where(problem.place, root) if file else _path("", root)
        lines += [f"{where}  {texts[problem.severity]} [{problem.code}]", f"    {words}", ""]
    return lines


def _as_annotations(report: Report, language: str, root: str) -> str:
    """Workflow commands; see "Workflow commands for GitHub Actions" for what must be escaped."""

    def encoded(text: str, *more: str) -> str:
        for character in ("%", "\r", "\n", *more):
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    lines = []
    for problem in report:
        place = problem.place
        properties = {"file": _path(problem.place.file, root)}
        if place.line:
            properties |= {"line": str(place.line), "col": str(place.column)}
        properties["title"] = problem.title(language)
        listed = ",".join(f"{name}={encoded(value, ':', ',')}" for name, value in properties.items())
        spot = place.spot(language)
        told = f"{quoted(spot)}: " if spot else ""
        body = f"{told}{problem.message(language)} → {problem.hint(language)}"
        lines.append(f"::{problem.severity} {listed}::{encoded(body)}")
    for problem, file, words in _others(report, language):
        path, title = (encoded(text, ":", ",") for text in (_path(file, root), problem.title(language)))
        lines.append(f"::{problem.severity} file={path},title={title}::{encoded(words)}")
    return "\n".join([*lines, _summary(report, language)])


def _as_json(report: Report, language: str, root: str) -> str:
    return json.dumps(
        {
            "ok": report.ok,
            "problems": [
                {
                    "code": problem.code,
                    "severity": problem.severity,
                    "file": _path(problem.place.file, root),
                    "line": problem.place.line or None,
                    "column": problem.place.column or None,
                    "cell": problem.place.spot(language) or None,
                    "table": problem.place.table or None,
                    "row": _STEP.join(problem.place.row) or problem.place.cell or None,
                    "field": problem.place.field or None,
                    "message": problem.message(language),
                    "hint": problem.hint(language),
                    "text_line": problem.in_text.line if problem.in_text else None,
                    "text_page": problem.in_text.page if problem.in_text else None,
                }
                for problem in report
            ],
            "more": [
                {
                    "code": problem.code,
                    "severity": problem.severity,
                    "file": _path(file, root) if file else None,
                    "count": problem.more if file else problem.elsewhere,
                }
                for problem, file, _ in _others(report, language)
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def _as_markdown(report: Report, language: str, root: str) -> str:
    """A table for a pull request; every value is escaped, for the data may be anybody's."""
    texts = catalogue(language, "problems")["report"]
    lines = [f"**{_summary(report, language)}**"]
    if len(report):
        lines += ["", f"| {texts['where']} | {texts['what']} | {texts['write']} |", "| --- | --- | --- |"]
    for problem in report:
        place = problem.place
        where = escaped(_path(problem.place.file, root) + (f":{place.line}" if place.line else ""))
        spot = place.spot(language)
        told = f"<br>{escaped(quoted(spot))}" if spot else ""
        lines.append(
            f"| {where}{told} | {escaped(problem.message(language))} | {escaped(problem.hint(language))} |"
        )
    for problem, file, words in _others(report, language):
        lines.append(
            f"| {escaped(_path(file, root))} | {escaped(problem.title(language))} | {escaped(words)} |"
        )
    return "\n".join(lines)


_RENDERINGS = {"text": _as_text, "github": _as_annotations, "json": _as_json, "markdown": _as_markdown}
FORMATS = tuple(_RENDERINGS)
