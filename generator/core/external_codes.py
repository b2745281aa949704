"""Codes that others give to places, units, organisations and indicators: read, and turned into addresses.

A code is taken as its list writes it. What is wrong is refused with the code meant, where that is certain: letters of
another case, full-width digits, an address in the place of the code, a sign that its check digit proves. Which
codes exist is checked where a list is at hand (countries by CLDR, targets of the SDGs, the units of UCUM), else the form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from generator.core.languages import FALLBACK
from generator.core.ucum import is_ucum, meant_ucum
from generator.core.values import ROR, Refusal, read_link


@dataclass(frozen=True, slots=True)
class Scheme:
    """A list of codes: its `name`; which texts are none, as a refusal; `pattern`, the form of a code, for the whole of it.

    `template` is the address of a code, with `{code}` in its place; empty where no address follows from the code alone.
    What stands there is the same thing as what has the code (`sameAs`).
    """

    name: str
    refusal: Callable[[str], Refusal | None]
    pattern: str
    template: str = ""


def read_code(scheme: str, text: str) -> str | Refusal:
    """A code of a list (`SCHEMES`), or why it is none."""
    return SCHEMES[scheme].refusal(text) or text


@dataclass(frozen=True, slots=True)
class ExternalCode:
    """A code that somebody else gives to an entry: the list (`SCHEMES`) and the code."""

    scheme: str
    code: str

    @property
    def address(self) -> str:
        """Where it is explained; empty where no address is known."""
        return address_of(self.scheme, self.code)

    @property
    def same_as(self) -> str:
        """The address that names the thing itself among linked data; empty where none is known."""
        return self.address if SCHEMES[self.scheme].template else ""


def codes_in(entry: Mapping[str, str | None]) -> tuple[ExternalCode, ...]:
    """The codes of an entry, out of its columns: each has the name of its list."""
    return tuple(ExternalCode(scheme, code) for scheme in SCHEMES if (code := entry.get(scheme)))


def address_of(scheme: str, code: str) -> str:
    """Where a code is explained, its name among linked data where it has one; empty where no address is known."""
    if scheme == "sdg":
        goal, target, _ = code.split(".")
        return f"https://unstats.un.org/sdgs/metadata/?Text=&Goal={goal}&Target={goal}.{target}"
    return SCHEMES[scheme].template.format(code=code)


def _narrow(text: str) -> str:
    """A text in half-width signs and without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _last_step(text: str) -> str:
    """What stands last in an address; a text that is none, as it is."""
    return (
        re.split(r"[/#:]", re.split(r"[?]", text)[0].rstrip("/"))[-1] if "/" in text or ":" in text else text
    )


_COUNTRY, _SUBDIVISION = "[A-Z]{2}", "[A-Z]{2}-[A-Z0-9]{1,3}"


def _listed(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


_NO_COUNTRIES = _listed("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ")
"""Codes of CLDR that ISO 3166-1 assigns to no country."""

_WITHDRAWN = _listed("BUR DDR FXX TMP YMD ZAR")
"""Codes of three letters of states that are no more."""


@cache
def _countries() -> frozenset[str]:
    """The codes of two letters that ISO 3166-1 assigns, by CLDR's list of territories."""
    from babel import Locale  # loaded where it is needed: the command line starts without

    names = map(str, Locale(FALLBACK).territories)
    return frozenset(name for name in names if re.fullmatch(_COUNTRY, name)) - _NO_COUNTRIES


def _aliases() -> Mapping[str, list[str]]:
    from babel.core import get_global

    found: Mapping[str, list[str]] = get_global("territory_aliases")
    return found


def country_of_three(country: str) -> str:
    """The code of three letters for one of two: CHN for CN."""
    names = (
        name for name, meant in _aliases().items() if meant == [country] and re.fullmatch("[A-Z]{3}", name)
    )
    return next(name for name in sorted(names) if name not in _WITHDRAWN)


def _is_iso_3166(text: str) -> bool:
    """A country that there is, or a part of one: of parts only the form is known."""
    return bool(re.fullmatch(f"{_COUNTRY}|{_SUBDIVISION}", text)) and text[:2] in _countries()


def _iso_3166(text: str) -> Refusal | None:
    if _is_iso_3166(text):
        return None
    plain = re.sub("[_ –—−]", "-", unicodedata.normalize("NFKC", _last_step(text)).strip().upper())
    country, dash, part = plain.partition("-")
    # GBR and UK are other names of GB; DD was another state than DE.
    renamed = country == "UK" or (re.fullmatch("[A-Z]{3}", country) and country not in _WITHDRAWN)
    known = _aliases().get(country, []) if renamed else [country]
    meant = f"{known[0]}{dash}{part}" if len(known) == 1 else ""
    return Refusal("bad-iso-3166", meant if _is_iso_3166(meant) else "")


_PROVINCES = _listed(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
)


def _is_gbt_2260(text: str) -> bool:
    """Province, prefecture and county, two digits each; what is no county ends with 00, what is no prefecture with 0000."""
    whole = re.fullmatch("[0-9]{6}", text) is not None and text[:2] in _PROVINCES
    return whole and (text[2:4] != "00" or text[4:] == "00")


def _gbt_2260(text: str) -> Refusal | None:
    if _is_gbt_2260(text):
        return None
    plain = re.sub(r"[,.]0$", "", _narrow(text))
    if re.fullmatch("[0-9]{12}|[0-9]{9}", plain) and not plain[6:].strip("0"):
        plain = plain[:6]  # as statistics write it, down to the village
    elif re.fullmatch("[0-9]{2}|[0-9]{4}", plain):
        plain = plain.ljust(6, "0")
    return Refusal("bad-gbt-2260", plain if _is_gbt_2260(plain) else "")


_ITEM = "Q[1-9][0-9]{0,9}"


def _wikidata(text: str) -> Refusal | None:
    if re.fullmatch(_ITEM, text):
        return None
    plain = _last_step(_narrow(text)).upper()
    meant = plain if plain.startswith("Q") else f"Q{plain}"
    return Refusal("bad-wikidata", meant if re.fullmatch(_ITEM, meant) else "")


def _ucum(text: str) -> Refusal | None:
    return None if is_ucum(text) else Refusal("bad-ucum", meant_ucum(text))


_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = f"[{_CREDIT_SIGNS}]{{2}}[0-9]{{6}}[{_CREDIT_SIGNS}]{{10}}"


def _fits(code: str) -> bool:
    """Whether the last sign of a credit code is the one that follows from the others (GB 32100-2015, modulo 31)."""
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:-1]))
    return _CREDIT_SIGNS.index(code[-1]) == -total % 31


def _credit_code(text: str) -> Refusal | None:
    if re.fullmatch(_CREDIT, text):
        return None if _fits(text) else Refusal("code-check-digit")
    if re.fullmatch(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", text, re.IGNORECASE):
        return Refusal("code-lost")
    plain = _narrow(text).upper().replace("-", "")
    # I and O are no signs of the code; the check digit proves what they were taken for.
    meant = plain.translate(str.maketrans("IO", "10"))
    return Refusal("bad-credit-code", meant if re.fullmatch(_CREDIT, meant) and _fits(meant) else "")


def _ror(text: str) -> Refusal | None:
    plain = _last_step(_narrow(text)).lower()
    if not re.fullmatch(ROR, plain):
        return Refusal("bad-ror")
    if isinstance(read_link(SCHEMES["ror"].template.format(code=plain)), Refusal):
        return Refusal("code-check-digit")
    return None if plain == text else Refusal("bad-ror", plain)


_SDG_TARGETS = {
    1: (5, "b"),
    2: (5, "c"),
    3: (9, "d"),
    4: (7, "c"),
    5: (6, "c"),
    6: (6, "b"),
    7: (3, "b"),
    8: (10, "b"),
    9: (5, "c"),
    10: (7, "c"),
    11: (7, "c"),
    12: (8, "c"),
    13: (3, "b"),
    14: (7, "c"),
    15: (9, "c"),
    16: (10, "b"),
    17: (19, ""),
}
"""Of each goal how many targets have a number, and the letter of its last one: 169 in all."""


def _is_sdg(text: str) -> bool:
    """An indicator of a target that there is; of indicators only the form is known, for their list is revised."""
    match = re.fullmatch(r"([1-9]|1[0-7])\.([1-9]|1[0-9]|[a-d])\.[1-9]", text)
    if match is None:
        return False
    numbers, last = _SDG_TARGETS[int(match[1])]
    return int(match[2]) <= numbers if match[2].isdigit() else match[2] <= last


def _sdg(text: str) -> Refusal | None:
    if _is_sdg(text):
        return None
    plain = re.sub(
        "[-_–、]", ".", re.sub("^(?:SDG|ODD)", "", _narrow(text).replace("。", "."), flags=re.IGNORECASE)
    )
    plain = ".".join(step.lstrip("0") for step in plain.lower().strip(".").split("."))
    return Refusal("bad-sdg", plain if _is_sdg(plain) else "")


SCHEMES: Mapping[str, Scheme] = {
    "iso_3166": Scheme("ISO 3166", _iso_3166, "[A-Z]{2}(-[A-Z0-9]{1,3})?"),
    "gbt_2260": Scheme("GB/T 2260", _gbt_2260, "[1-8][0-9]{5}"),
    "wikidata": Scheme("Wikidata", _wikidata, _ITEM, "http://www.wikidata.org/entity/{code}"),
    "ucum": Scheme("UCUM", _ucum, "[!-~]+"),
    "credit_code": Scheme("GB 32100", _credit_code, _CREDIT),
    "ror": Scheme("ROR", _ror, ROR, "https://ror.org/{code}"),
    "sdg": Scheme("SDG", _sdg, r"[1-9][0-9]?\.([1-9][0-9]?|[a-d])\.[1-9]"),
}
"""Every list of codes, by the name of the column that holds them."""

_COUNTRY_NAMES = "http://publications.europa.eu/resource/authority/country/"
"""The countries of the European catalogues, which DCAT-AP asks for."""


def place_name(entry: Mapping[str, str | None]) -> str:
    """The address that names a place among linked data, out of its codes; empty where none is known."""
    country = entry.get("iso_3166") or ""
    found = [f"{_COUNTRY_NAMES}{country_of_three(country)}"] if re.fullmatch(_COUNTRY, country) else []
    return next(iter((*found, *(code.same_as for code in codes_in(entry) if code.same_as))), "")
