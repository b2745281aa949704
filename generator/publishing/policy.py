"""What a page may load and run, said once: each page carries it, since not every host sends headers, and the way onto a web
server (`deploy/nginx`) sends it too.

Nothing but the files of the site itself is loaded, and no script or style that stands in a page is obeyed, so that a text
that got out of its place would still do nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

HOME = "'self'"
"""The site, as a policy names it."""

DIRECTIVES: Mapping[str, str] = {
    # What is not named below, such as plug-ins (object-src), workers and media: nothing.
    "default-src": "'none'",
    "script-src": HOME,
    "style-src": HOME,
    # The theme draws its signs from data.
    "img-src": f"{HOME} data:",
    "font-src": HOME,
    "connect-src": HOME,
    "frame-src": HOME,
    "base-uri": "'none'",
    "form-action": HOME,
}
"""Directives of Content Security Policy, level 3, with what they allow."""


def policy(home: str = HOME) -> str:
    """The policy of a site that is read from `home`."""
    return ";".join(f"{name} {allowed.replace(HOME, home)}" for name, allowed in DIRECTIVES.items())


def element(home: str = HOME) -> str:
    """The element that a page carries, before anything that is loaded. Who may frame a page can only be said in a header."""
    return f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(home), quote=False)}">'


def header(framed_by: str = HOME) -> str:
    """What a server sends with pages that may be framed by others: the policy, and by whom."""
    return f"{policy()};frame-ancestors {framed_by}"


DRAWING = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""What a server sends with drawings (SVG), which may be opened by themselves: they carry their own styles, and no script."""
