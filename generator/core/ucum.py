"""Units as UCUM writes them (https://ucum.org, case-sensitive codes, version 2.2): `km`, `m2`, `kW.h`, `mg/m3`, `%`.

Checked is the form of the whole, and each unit and prefix by the list of the standard; units in square brackets
(`[pH]`, `[in_i]`) and what stands in braces only by their form. No library: the one that is kept up needs a parser
generator and a library that converts units, of which nothing else here would be used.
"""

from __future__ import annotations

import re
import unicodedata


def _listed(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


_PREFIXES = _listed("Y Z E P T G M k h da d c m u n p f a z y Ki Mi Gi Ti")

_METRIC = _listed(
    "m s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv l L ar t bar u eV pc gf Ky Gal dyn "
    "erg P Bi St Mx G Oe Gb sb Lmb ph Ci R RAD REM cal cal_m cal_IT cal_th tex eq osm g% kat U Np B st mho bit By Bd"
)
"""The units that take a prefix."""

_OTHERS = _listed(
    "10* 10^ % gon deg ' '' min h d a a_t a_j a_g wk mo mo_s mo_j mo_g AU atm att Ao b circ sph bit_s"
)
"""The units that take none."""

_BRACKETED = re.compile(r"(?:m|B|cal_|%)?\[[!-Z^-z|~]+\]")
_PART = re.compile(
    r"(?P<open>\()|(?P<close>\)(?:[+-]?[1-9][0-9]*)?)|(?P<sign>[./])|(?P<note>\{[!-z|~]*\})"
    r"|(?P<unit>(?:10[*^]|[A-Za-z%'_]+(?:\[[!-Z^-z|~]+\])?|\[[!-Z^-z|~]+\])(?:[+-]?[1-9][0-9]*)?)|(?P<number>[1-9][0-9]*)"
)
_POWER = re.compile(r"(?<=[^0-9+*^-])[+-]?[1-9][0-9]*$|(?<=10[*^])[+-]?[1-9][0-9]*$")

_MEANT = {
    "ha": "har",
    "kWh": "kW.h",
    "KWh": "kW.h",
    "kwh": "kW.h",
    "KWH": "kW.h",
    "MWh": "MW.h",
    "GWh": "GW.h",
    "°C": "Cel",
    "°F": "[degF]",
    "°": "deg",
    "‰": "[ppth]",
    "ppm": "[ppm]",
    "ppb": "[ppb]",
    "Ω": "Ohm",
    "year": "a",
    "years": "a",
    "yr": "a",
    "month": "mo",
    "months": "mo",
    "week": "wk",
    "weeks": "wk",
    "day": "d",
    "days": "d",
    "hour": "h",
    "hours": "h",
    "hr": "h",
    "sec": "s",
    "KM": "km",
    "Km": "km",
    "KG": "kg",
    "Kg": "kg",
    "sqm": "m2",
    "sqkm": "km2",
    "cbm": "m3",
    "percent": "%",
    "tonne": "t",
    "tonnes": "t",
}
"""What people write for a unit, where it can mean nothing else."""


def is_ucum(text: str) -> bool:
    """Whether a text is the code of a unit, as far as can be checked (see above)."""
    depth, factor = 0, False
    """How many brackets are open, and whether a factor has just ended."""
    position = 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            return False
        kind, position = str(part.lastgroup), part.end()
        if kind == "sign":
            # A division alone may begin a term; a product stands between two factors.
            if not factor and not (part[0] == "/" and text[: part.start()].rstrip("(") == ""):
                return False
            factor = False
        elif kind == "close":
            depth -= 1
            if depth < 0 or not factor:
                return False
        elif kind == "note":
            factor = True
        elif factor or (kind == "unit" and not _is_unit(part[0])):
            return False
        else:
            depth += kind == "open"
            factor = kind != "open"
    return factor and not depth


def _is_unit(text: str) -> bool:
    """Whether a unit with its power and prefix is one of the standard."""
    name = _POWER.sub("", text)
    if name in _METRIC or name in _OTHERS or _BRACKETED.fullmatch(name):
        return True
    return any(
        name.startswith(prefix)
        and (name[len(prefix) :] in _METRIC or _BRACKETED.fullmatch(name[len(prefix) :]))
        for prefix in _PREFIXES
    )


def meant_ucum(text: str) -> str:
    """The code that somebody certainly meant who wrote a unit as print has it (km², ℃, m^3, m·s), or nothing."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = plain.replace("µ", "u").replace("μ", "u").replace("−", "-").replace("·", ".").replace("⋅", ".")
    plain = re.sub(r"(?<!10)\^", "", plain)
    parts = re.split(r"([./])", plain)
    known = "".join(_MEANT.get(part, part) for part in parts)
    return known if known != text and is_ucum(known) else ""
