"""What a finished site may not hold, since the policy of its pages (`policy.py`) stops it or nobody asked for it: scripts and
styles within a page, and whatever is loaded from elsewhere. It is looked for before a site takes its place, so that who keeps
it hears of it, and not his readers.

The policy is the wall and this is the bell: it looks at what templates and settings write, and need not see through disguises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Literal

from generator.publishing.logo import not_a_drawing
from generator.publishing.policy import DIRECTIVES, element

Kind = Literal["policy", "inline", "style", "loaded", "drawing"]
"""The policy of a page is missing or comes too late; a script or a style stands in the page itself; something is loaded that
is no file of the site; an SVG is more than a drawing.
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file of the site: its path, of what kind, and the beginning of the place itself."""

    path: str
    kind: Kind
    what: str


class UnguardedError(Exception):
    """A site is not fit to take its place; `faults` says why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{item.path}: {item.what}" for item in self.faults))


def guard(files: Mapping[str, Path], own: str = "") -> None:
    """Look through files of a site, by their paths in it: pages, and the styles and drawings of its assets; the rest is left
    out. `own` is the address of the site, if it is known.

    Raises UnguardedError with all that is found.
    """
    found: list[Fault] = []
    for path, file in files.items():
        if path.endswith(".html"):
            found += of_page(path, file.read_bytes(), own)
        elif "assets/" in path and path.endswith(".css"):
            found += _of_style(path, file.read_text(encoding="utf-8", errors="replace"))
        elif "assets/" in path and path.endswith(".svg") and (acting := not_a_drawing(file.read_bytes())):
            found.append(Fault(path, "drawing", acting))
    if found:
        raise UnguardedError(found)


# What is looked for in whole pages is looked for in their bytes, with ASCII letters made small: that is all of HTML that
# counts, and takes a third of the time that letters take. Names of tags and attributes know no other letters.
_SPACE = r"[\t\n\f\r ]"
_NAMED = r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
_VALUE = rf"""{_SPACE}*={_SPACE}*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r >"'][^\t\n\f\r >]*))"""
_ATTRIBUTE = re.compile(f"({_NAMED})(?:{_VALUE})?")
_REST = f"(?:(?:{_SPACE}|/)+|{_NAMED}(?:{_VALUE.replace('([', '(?:[')})?)*+>".encode()
"""The attributes of a tag and its end, as browsers read them: a quote holds the end of a tag only where it begins a value, and not
where one was forgotten, or is one too many.
"""

# Each tag is looked at from its beginning, also within what another one seems to hold.
_LOADING = re.compile(
    rb"<(?=((?:script|style|link|img|image|source|track|video|audio|iframe|frame|object|embed|portal|base|form|input"
    rb"|meta(?=[^>]*http-equiv))(?=[\t\n\f\r />])" + _REST + b"))"
)
"""Tags that may load something."""

_ANY = re.compile(rb"<(?=([a-z][^\t\n\f\r />]*+" + _REST + b"))")

_ON = re.compile(rb"on(?<![a-z-]on)[a-z]+\s*=")
_STYLE = re.compile(rb"style\s*=")
_WORDS = (b"srcdoc", b"javascript:", b"vbscript:", b"background=", b"ping=", b"xlink:href")
"""What none of our tags has. A page that has it anywhere, be it in a text, is looked through tag by tag; so thousands of pages
take a second.
"""

_NAME = re.compile(r"<([^\t\n\f\r />]+)(.*)", re.DOTALL)

_FIRST = re.compile(rb"<(?:script|style|link|img|base|body)\b")
"""Before what the policy must stand."""

_DATA = frozenset({"application/json", "application/ld+json"})
"""Types of what stands in a page for scripts to read, and is not run."""

_FETCHED = frozenset(
    (
        *("stylesheet", "icon", "apple-touch-icon", "mask-icon", "preload", "prefetch"),
        *("modulepreload", "dns-prefetch", "preconnect", "prerender"),
    )
)
"""Relations of links that browsers follow unasked."""

_SOURCES = frozenset({"src", "srcset", "imagesrcset", "poster", "background", "ping", "xlink:href"})
_SENT = frozenset({"action", "formaction"})
"""Where a form is sent, which the policy stops like what is loaded."""

_ADDRESSES = _SOURCES | _SENT | {"href", "data"}

_NEVER = frozenset({"base", "object", "embed", "portal", "frame"})
"""Elements that have no place in a page: they load what is no part of it, or change what addresses mean."""

_STOPPED = frozenset(
    kind
    for kind, directive in {
        **dict.fromkeys(("video", "audio", "track"), "media-src"),
        "manifest": "manifest-src",
    }.items()
    if directive not in DIRECTIVES
)
"""Elements and relations of links of which the policy allows none, be they files of the site: who adds one would wait in vain."""

_ELSEWHERE = re.compile(r"(?!data:)(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_SCRIPTED = re.compile(r"(?:javascript|vbscript):|data:(?!image/|,)", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]")
"""What browsers leave out of an address before they look where it leads."""

_REFRESHED = re.compile(r"[^;,]*[;,](?:url=)?['\"]?(.*)", re.IGNORECASE)

_CALLED = re.compile(
    r"""(?:@import\s*|url\(\s*|image-set\([^;{}]*?(?=["']))["']?\s*((?!data:)(?:[a-z][a-z0-9+.-]*:|[/\\]{2})[^\s"')]*)""",
    re.IGNORECASE,
)
_UNLOADED = re.compile(r"/\*.*?\*/|@namespace\b[^;]*;", re.DOTALL | re.IGNORECASE)
"""Comments, and names of vocabularies, which look like addresses."""

_SHOWN = 120
"""How many characters of a place are told."""


def of_page(path: str, content: bytes, own: str = "") -> Iterator[Fault]:
    """What is wrong in a page of the site; `own` is the address of the site, if it is known."""
    small = content.lower()
    first = _FIRST.search(small)
    if element().encode() not in content[: first.start() if first else None]:
        yield Fault(path, "policy", _beginning(content).strip())
    suspect = _ON.search(small) or _STYLE.search(small) or any(word in small for word in _WORDS)
    for found in (_ANY if suspect else _LOADING).finditer(small):
        tag = content[found.start() : found.end(1)]
        for kind in _of_tag(tag, own):
            yield Fault(path, kind, _beginning(tag))


def _beginning(content: bytes) -> str:
    return content.decode(errors="replace")[:_SHOWN]


@lru_cache(maxsize=4096)
def _of_tag(tag: bytes, own: str) -> Sequence[Kind]:
    """What is wrong with a tag; the same ones stand on many pages."""
    name, attributes = _NAME.fullmatch(tag.decode(errors="replace")).groups()  # type: ignore[union-attr]  # it is found by this
    name = name.lower()
    # Of an attribute that stands there twice the first counts.
    values = {
        item.lower(): unescape("".join(value)) for item, *value in reversed(_ATTRIBUTE.findall(attributes))
    }
    rel = values.get("rel", "").lower().split()
    values = {item: _IGNORED.sub("", value) for item, value in values.items()}
    script = name == "script" and "src" not in values and values.get("type", "").lower() not in _DATA
    addresses = [value for item, value in values.items() if item in _ADDRESSES]
    if name == "meta" and values.get("http-equiv", "").lower() == "refresh":
        target = _REFRESHED.fullmatch(values.get("content", ""))
        addresses.append(target[1] if target else "")
    acting = "srcdoc" in values or any(item.startswith("on") for item in values)
    found: list[Kind] = []
    if script or acting or any(map(_SCRIPTED.match, addresses)):
        found.append("inline")
    if name == "style" or "style" in values:
        found.append("style")
    stopped = name in _STOPPED or (name == "link" and not _STOPPED.isdisjoint(rel))
    if name in _NEVER or stopped or any(_leads_away(address, own) for address in _fetched(name, rel, values)):
        found.append("loaded")
    return found


def _fetched(name: str, rel: Iterable[str], values: Mapping[str, str]) -> Iterator[str]:
    """The addresses that a browser loads for a tag, or sends a form to."""
    for item in _SOURCES & values.keys():
        # Of several pictures to choose from each has its own; data may hold commas too.
        yield from values[item].split(",") if item.endswith("srcset") else (values[item],)
    for item in _SENT & values.keys():
        yield values[item]
    if name == "image" or (name == "link" and not _FETCHED.isdisjoint(rel)):
        yield values.get("href", "")


def _leads_away(address: str, own: str) -> bool:
    return bool(_ELSEWHERE.match(address)) and not (own and address.startswith(own))


def _of_style(path: str, text: str) -> Iterator[Fault]:
    """What a style sheet loads from elsewhere."""
    for called in _CALLED.finditer(_UNLOADED.sub("", text)):
        yield Fault(path, "loaded", called[0][:_SHOWN])
