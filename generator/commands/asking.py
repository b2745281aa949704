"""What the commands share that begin something: questions, the packages as they stand, and writing all or nothing.

Each answer is read at once, and asked for again while it cannot be read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.commands.outcomes import raised, refuse
from generator.core.languages import column, interface, text_of
from generator.core.messages import catalogue, lookup
from generator.core.phrases import named_in
from generator.core.problems import Place, Problem

if TYPE_CHECKING:
    from generator.format.fields import AnyField
    from generator.reading.trees import Tree
    from generator.reading.validate import PackageRecords
    from generator.reading.validate.structure import Records

_OF_A_LIST = frozenset({"missing-value", "unknown-reference"})
"""Problems of an answer that had to be one of the ids listed."""

_LISTED = " · "
_MOST_LISTED = 20

Read = Callable[[str], Any]
"""What an answer means. Raises Refused when it means nothing."""


class Refused(Exception):  # noqa: N818 - an answer that is asked for again, no error of the program
    """Why an answer is not taken, in words for the one who gave it."""


def _must_be_answerable() -> None:
    """End the command where its input was closed: Python then has none at all, which Click does not expect."""
    if sys.stdin is None:
        raise click.Abort


def _is_attended() -> bool:
    """Whether somebody can answer, or end the input by a key."""
    return sys.stdin is not None and sys.stdin.isatty()


def answer_options(names: Iterable[str]) -> Callable[[Any], Any]:
    """An option for the answer to each question; for a text (`title_*`) one for each language that the program speaks."""
    listed = [name for pattern in names for name in _in_languages(pattern)]

    def add(command: Any) -> Any:
        meaning = "The answer to a question by its name, as title_kk: for languages that have no option."
        command = click.option("--answer", "answers", multiple=True, metavar="NAME=TEXT", help=meaning)(
            command
        )
        for name in reversed(listed):
            command = click.option(f"--{name.replace('_', '-')}", name)(command)
        return command

    return add


def _in_languages(pattern: str) -> Iterable[str]:
    """The questions of a pattern: one for each language where it stands for a text."""
    return (
        [column(pattern.removesuffix("_*"), tag) for tag in interface()]
        if pattern.endswith("_*")
        else [pattern]
    )


class Interview:
    """The questions of one command. An answer given as an option is taken for the first one."""

    def __init__(self, language: str, command: str, given: Mapping[str, Any]) -> None:
        self.language = language
        self.command = command
        answers = (answer.partition("=") for answer in given.get("answers") or ())
        self.given = {**given, **{name: text for name, sign, text in answers if sign}}
        self._question = ""

    def words(self, key: str, **values: str) -> str:
        """A text of the catalogue in the language of the interview."""
        return lookup(self.language, "new", key).format(**values)

    def problem(self, code: str, **values: str) -> str:
        """What the check says of such a problem."""
        return self._told(Problem(code, Place(""), {"suggestion": "", **values}))

    def ask(
        self,
        name: str,
        read: Read,
        *,
        default: str = "",
        choices: Sequence[str] = (),
        known: Mapping[str, str] | None = None,
        optional: bool = False,
    ) -> Any:
        """The answer to the question `name`, as `read` gives it.

        `choices` are listed with their meanings, `known` ids with their titles. `default`: for an empty answer, which
        is one where the question is `optional`.
        """
        self._question = name
        answer = self.given.pop(name, None)
        if answer is None:
            self._offer(name, choices, known or {})
        while True:
            if answer is None:
                more = self.words("more.optional") if optional else self._more(name)
                question = self._asked(name) + more
                sign = lookup(self.language, "site", "sign.colon")
                shown = bool(default)
                try:
                    _must_be_answerable()
                    answer = click.prompt(question, default=default, show_default=shown, prompt_suffix=sign)
                except click.Abort as error:
                    # Where a script gave all that is needed nobody is there to press Enter; who is there may end the command.
                    if not optional or isinstance(error.__context__, KeyboardInterrupt) or _is_attended():
                        raise
                    click.echo()
                    answer = default
            try:
                return read(answer)
            except Refused as refused:
                click.echo(str(refused), err=True)
                answer = None

    def text(self, name: str) -> str:
        """The answer to the question `name`, any text on one line."""
        from generator.format.fields import Field

        answer: str = self.ask(name, self.by_field(Field(name)))
        return answer

    def texts(self, stem: str, languages: Sequence[str]) -> dict[str, str]:
        """The answers to the question for a text, one for each language, by column; only the first is needed."""
        from generator.format.fields import Field

        answers = {}
        for tag in languages:
            item: Field[str] = Field(column(stem, tag), required=tag == languages[0])
            answers[item.name] = self.ask(item.name, self.by_field(item), optional=not item.required)
        return answers

    def agreed(self, key: str, **values: str) -> bool:
        """The answer to a question of yes or no, in any words for it; just Enter is a yes.

        Signs and digits alone are asked about again, since they do not mean the same in every form.
        """
        from generator.core.values import read_boolean

        sign = lookup(self.language, "site", "sign.colon")
        offered = "/".join(lookup(self.language, "site", f"answer.{answer}") for answer in ("yes", "no"))
        question = f"{self.words(key, **values)} [{offered}]"
        while True:
            _must_be_answerable()
            answer = click.prompt(question, default="", show_default=False, prompt_suffix=sign).strip()
            if not answer:
                return True
            read = read_boolean(answer)
            said = str(read).lower() if isinstance(read, bool) else read.suggestion
            if said and any(map(str.isalpha, answer)):
                return said == "true"
            click.echo(self.problem("bad-boolean", value=answer), err=True)

    def by_field(self, item: AnyField, known: Collection[str] | None = None) -> Read:
        """Reads an answer as a file is read: by its field; `known` are the ids that it may name."""

        def read(answer: str) -> str:
            from generator.editing.skeletons import problem_of

            if (problem := problem_of(item, answer, known)) is not None:
                raise Refused(self._refusal(problem, known))
            return answer

        return read

    def _refusal(self, problem: Problem, known: Collection[str] | None) -> str:
        """A problem of an answer: the question instead of the field, and a hint that fits the question."""
        problem = replace(problem, values={**problem.values, "field": self._asked(self._question)})
        hint = ""
        if known and not problem.values.get("suggestion") and problem.code in _OF_A_LIST:
            hint = self.words("refused.listed", listed=_LISTED.join(islice(known, _MOST_LISTED)))
        elif problem.code == "missing-value":
            examples = catalogue(self.language, "new")["example"]
            example = examples.get(self._question) or examples.get(f"{text_of(self._question)[0]}_*")
            hint = self.words("refused.example", example=example) if example else self.words("refused.fill")
        return self._told(problem, hint)

    def _asked(self, name: str) -> str:
        """What is asked for, in few words."""
        asked: Mapping[str, str] = catalogue(self.language, "new")["ask"][self.command]
        if name in asked:
            return asked[name]
        stem, tag = text_of(name)
        text = asked[f"{stem}_*"]
        return text.format(language=named_in(text, tag, self.language))

    def _more(self, name: str) -> str:
        """What else the question says: how to write the answer."""
        remarks: Mapping[str, str] = catalogue(self.language, "new")["more"][self.command]
        return remarks.get(name) or remarks.get(f"{text_of(name)[0]}_*", "")

    def _told(self, problem: Problem, hint: str = "") -> str:
        return f"{problem.message(self.language)}\n→ {hint or problem.hint(self.language)}"

    def _offer(self, name: str, choices: Sequence[str], known: Mapping[str, str]) -> None:
        for choice in choices:
            click.echo(f"  {choice:<12} {catalogue(self.language, 'new')['choices'][name][choice]}")
        if known:
            listed = _LISTED.join(f"{name} {title}" for name, title in known.items())
            click.echo(self.words("known", listed=listed))


def sound_packages(data: Path, language: str) -> dict[str, PackageRecords]:
    """The packages as they stand, by their ids; ends the command when the check refuses them."""
    from generator.core.problems import Report
    from generator.reading.load import missing_folder
    from generator.reading.trees import WorkingTree
    from generator.reading.validate import validate

    if data.is_dir():
        # Rows that wait for verification are no hindrance, nor is it that there is no package yet.
        packages, problems = validate(WorkingTree(data), locked=False)
        report = Report(problem for problem in problems if problem.code != "no-package")
    else:
        packages, report = [], missing_folder(str(data))
    if not report.ok:
        refuse(report, language, data)
    return {records.id: records for records in packages}


def package_named(data: Path, interview: Interview, name: str) -> PackageRecords:
    """The package of this name; ends the command when there is none."""
    packages = sound_packages(data, interview.language)
    if not packages:
        raise click.UsageError(interview.words("refused.no_package", value=name))
    if name not in packages:
        listed = lookup(interview.language, "site", "sign.list").join(packages)
        raise click.UsageError(interview.words("refused.package", value=name, listed=listed))
    return packages[name]


def titles_of(records: PackageRecords, language: str) -> dict[str, dict[str, str]]:
    """The ids of each code list with their titles."""
    return {
        name: dict(zip(listed["id"], _titles(listed, language), strict=True))
        for name, listed in records.lists.items()
    }


def _titles(listed: Records, language: str) -> list[str]:
    """The titles of a code list, in the main language where they are not in this one."""
    from generator.format.tables import UNITS

    main = listed.main(UNITS.title)
    own = listed.columns.get(column(UNITS.title.name, language), main)
    return [title or other or "" for title, other in zip(own, main, strict=True)]


def write_all(
    data: Path, interview: Interview, make: Callable[[Tree], Mapping[str, bytes]], done: str
) -> None:
    """Write all files that are made of what stands in the data now, when the whole record is sound with them, and say so;
    else tell what is wrong with them.

    Raises MeanwhileError where somebody else made one of them that is to be new.
    """
    from generator.editing.files.apply import described, judge
    from generator.editing.files.changing import MeanwhileError, changing
    from generator.editing.files.numbering import numbered

    with changing(data) as change:
        files = make(change.tree)
        there = {entry.path for entry in change.tree.entries()}
        if taken := next((path for path in files if path in there and path not in change.tree.seen), None):
            raise MeanwhileError(data / taken)
        files = described(change.tree, files)
        report, _ = judge(change.tree, files)
        if not report.ok:
            refuse(report, interview.language, data)
        files, versions = numbered(change, files)
        before = {path: change.tree.read(path) for path in files if path in there}
        change.write(files)
    click.echo(interview.words("done.written"))
    for path in files:
        old = before.get(path)
        how = "new" if old is None else "added" if files[path].startswith(old) else "changed"
        click.echo(f"  {data.as_posix()}/{path}{interview.words(f'done.{how}')}")
    for line in raised(versions, interview.language):
        click.echo(line)
    click.echo(done)
