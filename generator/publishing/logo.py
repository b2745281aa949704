"""Whether a picture that stands above every page is a drawing and nothing else: an SVG may hold programs and call others."""

from __future__ import annotations

import re
from pathlib import PurePath
from xml.etree import ElementTree as ET

_TO_OTHERS = re.compile(rb"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)
"""What is obeyed before any element is read."""

_ACTING = frozenset(
    {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener"}
)
_CHANGING = frozenset({"set", "animate", "animatetransform", "animatemotion"})
"""Elements that can put another value into an attribute, also into one that leads elsewhere."""

_WITHIN = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);)", re.IGNORECASE)
"""How an address begins that stays in the picture."""

_CALLING = re.compile(
    r"@import|url\(\s*['\"]?\s*(?!['\"#\s]|data:image/(?:png|jpeg|gif|webp);)|\\", re.IGNORECASE
)
"""What a style may call: another style, or an address; a backslash may spell either."""


_BEGINNINGS = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    **dict.fromkeys((".jpg", ".jpeg"), re.compile(rb"\xff\xd8\xff")),
    ".gif": re.compile(rb"GIF8[79]a"),
    ".webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    ".svg": re.compile(rb""),  # it is looked at closer
}
"""How a picture begins, by the ending of its name: what browsers show."""


def is_a_picture(name: str, content: bytes) -> bool:
    """Whether a file is a picture of the kind that its name says, by its beginning."""
    beginning = _BEGINNINGS.get(PurePath(name).suffix.lower())
    return beginning is not None and bool(content) and beginning.match(content) is not None


def not_a_drawing(content: bytes) -> str:
    """What keeps an SVG from being a drawing alone, as it stands there (`<script>`, `onload`, `href`); empty for nothing.

    A file that is no XML in UTF-8 is none either.
    """
    if match := _TO_OTHERS.search(content):
        return match[0].decode("ascii")
    try:
        root = ET.fromstring(content.decode("utf-8"))  # noqa: S314 - entities are refused above
    except (ET.ParseError, ValueError):
        return "XML"
    return next((found for item in root.iter() if (found := _acting(item))), "")


def _acting(item: ET.Element) -> str:
    """What of an element acts or leads elsewhere."""
    tag = _local(str(item.tag))
    if tag.lower() in _ACTING:
        return f"<{tag}>"
    for key, value in item.attrib.items():
        name = _local(key).lower()
        if name.startswith("on"):
            return _local(key)
        leads = name in ("href", "src") and not _WITHIN.match(value)
        if leads or (name not in ("href", "src") and _CALLING.search(value)):
            return _local(key)
        if tag.lower() in _CHANGING and name == "attributename" and _changed(value):
            return f"<{tag}>"
    return f"<{tag}>" if tag.lower() == "style" and _CALLING.search("".join(item.itertext())) else ""


def _changed(name: str) -> bool:
    """Whether an attribute that is changed acts or leads elsewhere."""
    own = name.rpartition(":")[2].strip().lower()
    return own in ("href", "src", "style") or own.startswith("on")


def _local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]
