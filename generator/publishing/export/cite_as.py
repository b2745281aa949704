"""Ready references to a data set: plain text in each language's habit, and BibTeX.

The catalogues have the forms: Chinese after GB/T 7714-2015 (a part of a work stands before `//`; `DS` is a data set, `OL`
online), English in the order that DataCite recommends: creator, year, title, version, publisher. The version carries the
commit, where it is known, as build metadata of Semantic Versioning: `0.1.0+3f2a9c1b7d04`. The reader's own day of access is
the reader's to add.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from generator.core.messages import lookup
from generator.core.model import Package
from generator.core.phrases import filled, joined, mapped
from generator.wording.explain import compiled_by, said

_COMMIT = 12
"""As many digits of a commit's hash as tell it from all others of a repository."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names, which each style prints in its language."""

_LATEX = {
    **{ord(sign): f"\\{sign}" for sign in "$&#_%"},
    **{
        ord(sign): f"\\{name}{{}}"
        for sign, name in {
            "\\": "textbackslash",
            # BibTeX counts braces, escaped or not; a name keeps them even.
            "{": "textbraceleft",
            "}": "textbraceright",
            "^": "textasciicircum",
            "~": "textasciitilde",
            "<": "textless",
            ">": "textgreater",
        }.items()
    },
}


def plain(
    package: Package, today: date, language: str, url: str = "", *, indicator: str = "", commit: str = ""
) -> str:
    """A package, or one `indicator` of it (an id), as a reference in plain text on one line.

    `today` is the day of the data; `url` the address of the page or file that is cited, left out where none is known. A part
    is found at its own address sooner than at the DOI of the whole.
    """
    name = compiled_by(package, language)
    values = {
        "name": name,
        "whole": _one_line(package.title[language]),
        "part": _one_line(package.indicators[indicator].title[language]) if indicator else "",
        "version": said(language, "data.cited_version", version=signed(package, commit)),
        "year": str(today.year),
        "date": today.isoformat(),
    }
    kind = _words(language, "online" if url or package.doi else "offline")
    title = _words(language, "part" if indicator else "whole", **values, kind=kind)
    at = url or package.doi if indicator else package.doi or url
    reference = _words(language, "reference", **values, title=title)
    return joined([reference, f" {_address(at)}"]) if at else reference


def _words(language: str, key: str, **values: str) -> str:
    return filled(lookup(language, "export", f"cite.{key}"), values, language)


def bibtex(
    package: Package, today: date, language: str, url: str = "", *, indicator: str = "", commit: str = ""
) -> str:
    """The same for BibTeX: `@misc`, which every style knows, under a key of letters, digits, hyphens and dots."""
    name = compiled_by(package, language)
    title = package.title[language]
    if indicator:
        title = f"{package.indicators[indicator].title[language]}{said(language, 'sign.colon')}{title}"
    version = said(language, "data.cited_version", version=signed(package, commit))
    key = "-".join(part for part in (package.id, indicator, package.version) if part)
    fields = {
        # The doubled braces keep the name whole and the title's capitals as they are.
        "author": f"{{{{{_latex(name)}}}}}",
        "title": f"{{{{{_latex(title)}}}}}",
        "publisher": f"{{{_latex(name)}}}",
        "year": f"{{{today.year}}}",
        "month": _MONTHS[today.month - 1],
        "note": f"{{{_latex(f'{version}, {today.isoformat()}')}}}",
        **(
            {"doi": f"{{{_address(package.doi.partition('doi.org/')[2] or package.doi)}}}"}
            if package.doi
            else {}
        ),
        **({"url": f"{{{_address(url)}}}"} if url else {}),
    }
    return "\n".join([f"@misc{{{key},", *(f"  {field} = {value}," for field, value in fields.items()), "}"])


def signed(package: Package, commit: str) -> str:
    """The version of a package, with the beginning of the commit that last changed its data where that is known."""
    return f"{package.version}+{commit[:_COMMIT]}" if commit else package.version


def _one_line(text: str) -> str:
    return mapped(text, lambda part: " ".join(part.split()))


def _latex(text: str) -> str:
    """A text in which no sign is a command to LaTeX or ends a field for BibTeX."""
    return _one_line(text).translate(_LATEX)


def _address(url: str) -> str:
    """An address without signs that could end it or a field: they are percent-encoded."""
    return quote(url, safe="!#$%&'()*+,-./:;=?@[]_~")
