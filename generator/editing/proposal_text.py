"""What became of a proposal, in Markdown for the pull request or the issue, in Chinese and then in English.

Words of strangers, and of the data, stand in code spans only: there a forge looks for no mentions, references, links,
images or HTML.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.markdown import code
from generator.core.messages import LANGUAGES, catalogue
from generator.core.problems import Report
from generator.core.texts import visible
from generator.editing.issue_form import Fault
from generator.editing.propose import Proposal

VERIFY = "mingzhang verify {data} --archive ARCHIVE --lock"
_FINAL = frozenset({"missing", "unsound", "range"})
"""Where nothing is left to do for the one who filled in the form."""


def harmless(text: str) -> str:
    """A text of anybody as a code span: shown as it is, on one line, and without any effect."""
    return code(" ".join(visible(text).split())) or "—"


def render(proposal: Proposal, data: str) -> str:
    """The text for the pull request where the proposal is valid, otherwise for the issue.

    `data` is the data directory as the reader knows it.
    """
    return "\n".join(_invalid(proposal) if proposal.faults else _valid(proposal, data))


def _both(key: str) -> str:
    """A text of the catalogue in Chinese and in English, on one line."""
    return " · ".join(_texts(language)["text"][key] for language in LANGUAGES)


def _texts(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = catalogue(language, "entry")["propose"]
    return found


def _field(name: str) -> str:
    return " · ".join(_texts(language)["field"][name] for language in LANGUAGES)


def _title(column: str) -> str:
    """The name of a column in both languages."""
    return " · ".join(catalogue(language, "fields")["titles"][column] for language in LANGUAGES)


def _said(column: str, value: str) -> str:
    """A value: a code in words of both languages, all else as it is."""
    words = [catalogue(language, "sheet")["choices"].get(column, {}).get(value, "") for language in LANGUAGES]
    return " · ".join(words) if all(words) else harmless(value)


def _valid(proposal: Proposal, data: str) -> Iterator[str]:
    yield f"#### {_both('valid')}"
    yield ""
    yield f"| {_both('column')} | {_both('before')} | {_both('after')} |"
    yield "| --- | --- | --- |"
    for name, (old, new) in proposal.changes.items():
        yield f"| {_title(name)} | {_said(name, old)} | {_said(name, new)} |"
    yield ""
    place = f"{data}/{proposal.file}:{proposal.line}"
    yield f"- {_both('row')}: {harmless(proposal.key)} {harmless(place)}"
    for name in ("source", "why"):
        yield f"- {_field(name)}: {harmless(proposal.fields[name])}"
    if proposal.locator:
        yield f"- {_both('section')}: {harmless(proposal.locator)}"
    for language in LANGUAGES:
        yield ""
        yield f"{_texts(language)['text']['verify']} {harmless(VERIFY.format(data=data))}"
    if len(proposal.report):
        yield ""
        yield from _problems(proposal.report, _both("warnings"), LANGUAGES)


def _invalid(proposal: Proposal) -> Iterator[str]:
    final = all(fault.text in _FINAL for fault in proposal.faults)
    yield f"#### {_both('received' if final else 'invalid')}"
    for language in LANGUAGES:
        yield ""
        for fault in proposal.faults:
            yield f"- {_fault(fault, language)}"
            if fault.text == "refused":
                yield from _problems(proposal.report, "", (language,))
        if not final:
            yield ""
            yield _texts(language)["text"]["mend"]


def _fault(fault: Fault, language: str) -> str:
    texts = _texts(language)
    values = {
        name: harmless(value) if name in ("listed", "suggestion", "character") else value
        for name, value in fault.values.items()
    }
    key = "unreadable_meant" if fault.values.get("suggestion") else fault.text
    return texts["fault"][key].format(field=texts["field"].get(fault.about, ""), **values)


def _problems(report: Report, title: str, languages: tuple[str, ...]) -> Iterator[str]:
    """What the check says, each problem an entry of a list."""
    if title:
        yield title
        yield ""
    for problem in report:
        for language in languages:
            yield f"- {harmless(problem.message(language))} {harmless(problem.hint(language))}"
