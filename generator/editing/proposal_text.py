"""What became of a proposal, in Markdown for the pull request or the issue, in one language after the other.

Words of strangers, and of the data, stand in code spans only: there a forge looks for no mentions, references, links,
images or HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from generator.core.markdown import code
from generator.core.messages import catalogue, lookup
from generator.core.problems import Report
from generator.core.texts import visible
from generator.editing.issue_form import Fault
from generator.editing.propose import Proposal
from generator.format.naming import title

VERIFY = "mingzhang verify {data} --archive ARCHIVE --lock"
_FINAL = frozenset({"missing", "unsound", "range"})
"""Where nothing is left to do for the one who filled in the form."""


def harmless(text: str) -> str:
    """A text of anybody as a code span: shown as it is, on one line, and without any effect."""
    return code(" ".join(visible(text).split())) or "—"


def render(
    proposal: Proposal,
    data: str,
    languages: Sequence[str],
    versions: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> str:
    """The text for the pull request where the proposal is valid, otherwise for the issue, in some languages.

    `data` is the data directory as the reader knows it; `versions` are those of packages before and with the change.
    """
    writer = _Writer(proposal, tuple(languages), versions)
    return "\n".join(writer.invalid() if proposal.faults else writer.valid(data))


def _texts(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = catalogue(language, "entry")["propose"]
    return found


@dataclass(frozen=True, slots=True)
class _Writer:
    """Tells of a proposal: what is short in all languages on one line, sentences in one after the other."""

    proposal: Proposal
    languages: tuple[str, ...]
    versions: Mapping[str, tuple[str, str]]

    def both(self, key: str) -> str:
        return " · ".join(_texts(language)["text"][key] for language in self.languages)

    def field(self, name: str) -> str:
        return " · ".join(_texts(language)["field"][name] for language in self.languages)

    def title(self, column: str) -> str:
        """The name of a column."""
        return " · ".join(title("", column, language) for language in self.languages)

    def said(self, column: str, value: str) -> str:
        """A value: a code in words, all else as it is."""
        words = [catalogue(tag, "sheet")["choices"].get(column, {}).get(value, "") for tag in self.languages]
        return " · ".join(words) if all(words) else harmless(value)

    def valid(self, data: str) -> Iterator[str]:
        proposal = self.proposal
        yield f"#### {self.both('valid')}"
        yield ""
        yield f"| {self.both('column')} | {self.both('before')} | {self.both('after')} |"
        yield "| --- | --- | --- |"
        for name, (old, new) in proposal.changes.items():
            yield f"| {self.title(name)} | {self.said(name, old)} | {self.said(name, new)} |"
        yield ""
        place = f"{data}/{proposal.file}:{proposal.line}"
        yield f"- {self.both('row')}: {harmless(proposal.key)} {harmless(place)}"
        for name in ("source", "why"):
            yield f"- {self.field(name)}: {harmless(proposal.fields[name])}"
        if proposal.locator:
            yield f"- {self.both('section')}: {harmless(proposal.locator)}"
        for language in self.languages:
            yield ""
            yield f"{_texts(language)['text']['verify']} {harmless(VERIFY.format(data=data))}"
            for package, (old, new) in self.versions.items():
                yield ""
                text = lookup(language, "new", "done.version")
                yield text.format(package=harmless(package), old=harmless(old), new=harmless(new))
        if len(proposal.report):
            yield ""
            yield from _problems(proposal.report, self.both("warnings"), self.languages)

    def invalid(self) -> Iterator[str]:
        faults = self.proposal.faults
        final = all(fault.text in _FINAL for fault in faults)
        yield f"#### {self.both('received' if final else 'invalid')}"
        for language in self.languages:
            yield ""
            for fault in faults:
                yield f"- {_fault(fault, language)}"
                if fault.text == "refused":
                    yield from _problems(self.proposal.report, "", (language,))
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
    # Each column that is corrected has the same reason, of which the same may be wrong.
    yield from dict.fromkeys(
        f"- {harmless(problem.message(language))} {harmless(problem.hint(language))}"
        for problem in report
        for language in languages
    )
