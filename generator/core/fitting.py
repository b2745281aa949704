"""What of an installation's own words can stand in the place of the program's: a text for a text, with places that are filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from string import Formatter
from typing import Any

Catalogue = Mapping[str, Any]
"""Texts by their keys, in groups."""

FORMS = frozenset(("zero", "one", "two", "few", "many", "other"))
"""The plural categories of CLDR, of which a text that counts may have a form for each."""

Misfit = Callable[[tuple[str, ...], str, str], None]
"""Hears of a text of an installation that does not fit: the keys that lead to it, why not (`text`: one is expected; `group`: a
group of texts is; `place`: it has a place that nobody fills), and the places that are filled.
"""


def fitting(
    own: Mapping[str, Any],
    patterns: Sequence[Any],
    misfit: Misfit = lambda *_: None,
    at: tuple[str, ...] = (),
) -> Catalogue:
    """What fits of a group of texts of an installation, by what the program has there in each language: a text for a text, with
    no other places to fill than it has in one of them, and a group for a group. What the program does not have is left to the
    templates of the installation.
    """
    found = {}
    for key, text in own.items():
        there = [group[key] for group in patterns if isinstance(group, Mapping) and key in group]
        first, path = there[0] if there else text, (*at, key)
        if is_text(first):
            counted = isinstance(text, Mapping) and not any(map(_counts, there or [text]))
            if not is_text(text) or counted or _lacks(text, there):
                misfit(path, "text", "")
            elif _fills(text, there):
                found[key] = text
            else:
                misfit(path, "place", " · ".join(sorted({name for name, _, _ in _places(there)})))
        elif isinstance(text, Mapping) and isinstance(first, Mapping):
            found[key] = fitting(text, there, misfit, path)
        else:
            misfit(path, "group" if isinstance(first, Mapping) else "text", "")
    return found


def is_text(text: Any) -> bool:
    """Whether something is one text, which may have forms for numbers."""
    if isinstance(text, Mapping):
        return (
            "other" in text
            and FORMS.issuperset(text)
            and all(isinstance(form, str) for form in text.values())
        )
    return isinstance(text, str)


def _counts(text: Any) -> bool:
    """Whether one text has forms for numbers: who asks for it says a number then."""
    return isinstance(text, Mapping)


def _lacks(text: Any, patterns: Iterable[Any]) -> bool:
    """Whether there is nothing where the program says something: a link or a choice without a word cannot be seen."""
    return bool(patterns) and _is_blank(text) and not any(map(_is_blank, patterns))


def _is_blank(text: Any) -> bool:
    """Whether one text, or a form of it, is empty."""
    return not all(form.strip() for form in _forms(text))


def _forms(text: Any) -> Iterable[str]:
    return text.values() if isinstance(text, Mapping) else (text,)


def _places(texts: Iterable[Any]) -> set[tuple[str, str, str]]:
    """The places in some texts: what is filled in, how it is written, and what is made of it before."""
    forms = (form for text in texts for form in _forms(text))
    parsed = (place for form in forms for place in Formatter().parse(form))
    return {(name, form or "", change or "") for _, name, form, change in parsed if name is not None}


def _fills(text: Any, patterns: Sequence[Any]) -> bool:
    """Whether a text can be filled in by whoever fills some of the program; where there are none nobody knows what it asks for."""
    there = _places(patterns)
    names = {name for name, _, _ in there}
    try:
        own = _places([text])
    except ValueError:  # a brace that stands alone
        return False
    plain = {(name, "", "") for name in (names if patterns else {name for name, _, _ in own})}
    return own <= there | plain
