"""The body of an issue made with the form for corrections: hostile text → what was filled in, or what to mend."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.core.characters import composed, named_unseen
from generator.core.formulas import is_formula
from generator.core.languages import interface
from generator.core.limits import LARGEST_BODY
from generator.core.messages import catalogue, shipped
from generator.core.sentences import LEAST_CHARACTERS, LEAST_WORDS, is_sentence

LONGEST = {"figure": 300, "right": 60, "source": 500, "why": 1000}
"""The fields that hold text, each with how many characters it may have."""

BETWEEN = " / "
"""Stands between what a field is called in several languages."""

SHORTEST_SOURCE = 4
"""Characters that the name of a document has at least."""

_EMPTY = "_No response_"
_TICKED = re.compile(r"^[-*] \[[xX]\]", re.MULTILINE)
_BEGINNING = re.compile(r"[\w“‘\"'「『《（(]")
"""How a sentence begins; = + - @ at the start of a cell are the beginning of a formula to spreadsheets."""

_PRIVATE = re.compile(
    r"(?<![0-9])1[3-9][0-9](?:[- ]?[0-9]{4}){2}(?![0-9])"  # a mobile phone
    r"|(?<![0-9])0[0-9]{2,3}[- ]?[0-9]{7,8}(?![0-9])"  # a phone with its area code
    r"|(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{4}[0-9Xx](?![0-9])"  # an identity card
    r"|(?:电话|手机|传真|微信|身份证)[号码]*[:： ]*[0-9-]{5,}"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]"  # a mailbox
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the name of its text in the catalogue, the form's field, and the values in the text."""

    text: str
    about: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def read_form(body: bytes) -> tuple[dict[str, str], list[Fault]]:
    """What stands in each field, on one line, and what is wrong with it. No fault repeats what somebody wrote."""
    if len(body) > LARGEST_BODY:
        return {}, [Fault("too_large", values={"limit": str(LARGEST_BODY // 1024)})]
    try:
        text = composed(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return {}, [Fault("not_text")]
    sections, faults = _sections(_shown(text))
    fields = {name: _one_line(sections.get(name, "")) for name in LONGEST}
    faults += [fault for name, value in fields.items() for fault in _of_field(name, value)]
    if not faults and not _sentence(fields["why"]):
        limits = {"characters": str(LEAST_CHARACTERS), "words": str(LEAST_WORDS)}
        faults.append(Fault("no_sentence", "why", limits))
    if not _TICKED.search(sections.get("consent", "")):
        faults.append(Fault("consent", "consent"))
    private = [fault for fault in faults if fault.text == "private"]
    return fields, private or faults


def languages_of(reason: str, languages: Iterable[str]) -> list[str]:
    """Those of some languages that a reason may be a sentence of: of several in one script nobody can tell which."""
    return [language for language in languages if is_sentence(reason, language)]


def label(name: str, languages: Iterable[str]) -> str:
    """What the form calls a field, in all languages that it is in."""
    return BETWEEN.join(catalogue(language, "entry")["propose"]["field"][name] for language in languages)


def _field(heading: str, names: Mapping[str, str]) -> str:
    """The field that a heading of the form stands for, in whichever languages; empty where it is none."""
    parts = {names.get(part.strip(), "") for part in heading.split(BETWEEN)}
    return names.get(heading) or (parts.pop() if len(parts) == 1 else "")


def _sections(text: str) -> tuple[dict[str, str], list[Fault]]:
    """What stands below each heading of the form. Other headings are part of what somebody wrote."""
    # A form that was handed out keeps the program's words, whatever an installation calls its fields since.
    said = [
        *(words["propose"]["field"] for words in shipped("entry")),
        *(catalogue(language, "entry")["propose"]["field"] for language in interface()),
    ]
    names = {words[name].strip(): name for words in said for name in (*LONGEST, "consent") if name in words}
    sections: dict[str, list[str]] = {}
    twice: dict[str, Fault] = {}
    lines: list[str] = []
    for line in text.split("\n"):
        words = line.strip()
        name = _field(words.strip("# \t"), names) if words.startswith("#") else ""
        if name:
            if name in sections:
                twice[name] = Fault("twice", name)
            lines = sections.setdefault(name, [])
        else:
            lines.append(line)
    return {name: "\n".join(found) for name, found in sections.items()}, list(twice.values())


def _shown(text: str) -> str:
    """Without the comments that a forge does not show, such as the hints of a template."""
    first, *others = text.split("<!--")
    return first + "".join(other.partition("-->")[2] if "-->" in other else other for other in others)


def _one_line(text: str) -> str:
    found = " ".join(text.split())
    return "" if found == _EMPTY else found


def _of_field(name: str, value: str) -> Iterator[Fault]:
    if not value:
        yield Fault("empty", name)
    if len(value) > LONGEST[name]:
        yield Fault("too_long", name, {"limit": str(LONGEST[name])})
        return
    if found := named_unseen(value):
        yield Fault("invisible", name, {"character": found})
    if is_formula(value):
        yield Fault("formula", name)
    if _PRIVATE.search(unicodedata.normalize("NFKC", value)):
        yield Fault("private", name)
    if name == "source" and value and len(re.findall(r"\w", value)) < SHORTEST_SOURCE:
        yield Fault("no_source", name)


def _sentence(reason: str) -> bool:
    return bool(languages_of(reason, interface()) and _BEGINNING.match(reason))
