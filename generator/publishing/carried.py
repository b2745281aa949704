"""What the site carries of others' work, and under which licence: taken from what is installed, for the notices on the
site and for the list of what it is made of.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.util import find_spec
from pathlib import Path

from generator.publishing.lasting import lasting

NOTICES = "licences.txt"
"""Where they stand on the site."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A piece of others' work: its name in `registry` (`pypi` or `npm`), version where that is told, licence by SPDX,
    the line that says whose it is, and what of the site it is in.
    """

    registry: str
    name: str
    version: str
    licence: str
    holder: str
    within: str


BUNDLED = Path(__file__).with_name("bundled.csv")
"""Licence and holder of each module that others bundled, since bundles keep names and versions but not these: as the module's
own package.json and LICENSE have them, in the version that is bundled. Where a bundle holds another version, or another
module, a test asks to look again.
"""

_CHARTS = "assets/vega.js"

UNKNOWN = ("NOASSERTION", "")

_MODULE = re.compile(rb"npm/((?:@[a-z-]+/)?[a-z0-9.-]+)@([0-9]+(?:\.[0-9]+)+)")
"""How vl-convert names in its library which version of a module it holds."""

_LICENCE = re.compile(r"(?i)\.dist-info/(licenses/)?licen[cs]e(\.(txt|md))?$")

_OF_SOURCE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)")


def carried(renderer: str, *, charts: bool = True) -> tuple[Carried, ...]:
    """All of it, the theme first, for the pages made by this `renderer`; that of the interactive charts where the
    site has `charts`.
    """
    found = lasting(lambda: json.dumps([asdict(item) for item in _carried(renderer)]), f"carried-{renderer}")
    pieces = (Carried(**item) for item in json.loads(found))
    return tuple(piece for piece in pieces if charts or piece.within != _CHARTS)


def notices(renderer: str, *, charts: bool = True) -> str:
    """What readers are told of it: each piece with its licence and holder, then each licence once, in full where it is
    installed.
    """
    told = f"notices-{renderer}{'-charts' if charts else ''}"
    return lasting(lambda: _notices(renderer, charts=charts), told, *map(_version, _TEXTS.values()))


def _notices(renderer: str, *, charts: bool) -> str:
    pieces = carried(renderer, charts=charts)
    alike: dict[tuple[str, str, str], list[str]] = {}
    for piece in pieces:
        alike.setdefault((piece.within, piece.holder, piece.licence), []).append(
            f"{piece.name} {piece.version}".rstrip()
        )
    parts = [
        "This site carries work of others. What it says and its data have licences of their own, named on its pages.",
        *(
            f"{', '.join(named)}\n  in {within}\n  {holder}\n  {licence}"
            for (within, holder, licence), named in alike.items()
        ),
    ]
    names = sorted({name for piece in pieces for name in piece.licence.split(" AND ")})
    parts += [
        f"{'=' * 80}\n{name}\nhttps://spdx.org/licenses/{name}.html\n\n{_text(name)}".rstrip()
        for name in names
    ]
    return "\n\n".join(parts) + "\n"


def inside(name: str) -> tuple[str, str]:
    """Licence and holder of something that is bundled; `UNKNOWN` where nobody has put it down, which a test sees."""
    return next(((item.licence, item.holder) for item in bundled() if item.name == name), UNKNOWN)


@lru_cache
def bundled() -> tuple[Carried, ...]:
    """What was put down of bundled modules, in the versions in which it was read; of some none is told."""
    with BUNDLED.open(encoding="utf-8", newline="") as lines:
        rows = [*csv.DictReader(lines)]
    return tuple(
        Carried("npm", row["module"], row["version"], row["licence"], row["holder"], "") for row in rows
    )


def _carried(renderer: str) -> Iterator[Carried]:
    yield from _theme(renderer)
    yield from _charts()


def _theme(renderer: str) -> Iterator[Carried]:
    """Scripts, styles and icons of the theme."""
    within = "assets/javascripts/, assets/stylesheets/"
    if renderer == "zensical":
        yield Carried("pypi", "zensical", version("zensical"), "MIT", _holder("zensical"), within)
    else:
        yield Carried(
            "pypi", "mkdocs-material", version("mkdocs-material"), "MIT", _holder("mkdocs-material"), within
        )
        (script,) = (_folder("material") / "templates/assets/javascripts").glob("bundle.*.js.map")
        sources = " ".join(json.loads(script.read_text(encoding="utf-8"))["sources"])
        for name in sorted(set(_OF_SOURCE.findall(sources))):
            yield Carried("npm", name, "", *inside(name), "assets/javascripts/")
    icons = "the mark in the head of each page, marks in assets/stylesheets/"
    yield Carried("npm", "@mdi/svg", "", "Apache-2.0", "Pictogrammers and contributors", icons)


def _charts() -> Iterator[Carried]:
    """What the interactive charts run on, as vl-convert bundles it: the newest version of each module that it holds."""
    import vl_convert

    modules: dict[str, str] = {"vega": vl_convert.get_vega_version()}
    for file in sorted(_folder("vl_convert").glob("vl_convert*")):
        if file.suffix in (".so", ".pyd"):
            for name, number in _MODULE.findall(file.read_bytes()):
                modules[name.decode()] = max(modules.get(name.decode(), ""), number.decode(), key=_ordered)
    for name in sorted(modules):
        yield Carried("npm", name, modules[name], *inside(name), _CHARTS)


def _ordered(number: str) -> list[int]:
    return [int(part) for part in number.split(".") if part]


def _folder(module: str) -> Path:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _holder(name: str) -> str:
    return next(line for line in _licence_of(name).splitlines() if line.startswith("Copyright"))


def _version(name: str) -> str:
    """The version of a distribution; nothing where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _licence_of(name: str) -> str:
    """The licence that a distribution carries; nothing where it is not installed or carries none."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return ""
    texts = [file.locate() for file in files if _LICENCE.search(file.as_posix())]
    return Path(str(texts[0])).read_text(encoding="utf-8") if texts else ""


_TEXTS: Mapping[str, str] = {
    "MIT": "mkdocs-material",
    "BSD-3-Clause": "vl-convert-python",
    "Apache-2.0": "requests",
}
"""Which distribution carries the text of a licence."""

_SHORT: Mapping[str, str] = {
    "ISC": """Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted,
provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.""",
}
"""Of a licence that is installed with nothing."""


def _text(licence: str) -> str:
    """The words of a licence without the lines that say whose work it was given with; nothing where nobody has it here."""
    whole = _licence_of(_TEXTS[licence]) if licence in _TEXTS else _SHORT.get(licence, "")
    lines = [line.rstrip() for line in whole.strip().splitlines()]
    while licence != "Apache-2.0" and lines and (not lines[0] or lines[0].startswith("Copyright")):
        lines.pop(0)
    return "\n".join(lines)
