"""The form for corrections of a new repository, in the languages of its site, as each forge wants it.

Its headings are those by which `issue_form` reads what comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.core.messages import catalogue
from generator.editing.files.yaml_values import dump
from generator.editing.issue_form import LONGEST, label

LABEL = "correction"
"""By which the workflows know such an issue."""

_LONG = "why"
_CONSENT = "consent"
_EXAMPLE = "observations/2025-report/lamps-added/2025-12-31"


def form(languages: Sequence[str]) -> bytes:
    """As GitHub, Gitea and Forgejo take it."""

    def field(name: str) -> dict[str, Any]:
        attributes = {"label": label(name, languages), "description": _told(name, languages)}
        if name == "figure":
            attributes["placeholder"] = _EXAMPLE
        kind = "textarea" if name == _LONG else "input"
        return {"type": kind, "id": name, "attributes": attributes, "validations": {"required": "true"}}

    consent = {
        "label": label(_CONSENT, languages),
        "options": [{"label": _told(_CONSENT, languages), "required": "true"}],
    }
    body = [
        {"type": "markdown", "attributes": {"value": _told("lead", languages)}},
        *(field(name) for name in LONGEST),
        {"type": "checkboxes", "id": _CONSENT, "attributes": consent},
    ]
    head = {
        "name": _told("name", languages, " / "),
        "description": _told("description", languages),
        "title": f"{_told('title', languages, ' / ')}: ",
        "labels": [LABEL],
    }
    return "".join(f"{line}\n" for line in dump({**head, "body": body})).encode()


def template(languages: Sequence[str]) -> bytes:
    """As GitLab takes it: a text with a heading for each field, the figure last, where its address fills it in."""
    names = [*(name for name in LONGEST if name != "figure"), _CONSENT, "figure"]
    parts = [f"<!-- {_told('lead', languages)} -->"]
    for name in names:
        told = _told(name, languages)
        parts += [
            f"### {label(name, languages)}",
            f"- [ ] {told}" if name == _CONSENT else f"<!-- {told} -->",
        ]
    return ("\n\n".join(parts) + "\n\n").encode()


def _told(key: str, languages: Sequence[str], between: str = " ") -> str:
    return between.join(catalogue(tag, "init")["form"][key] for tag in languages)
