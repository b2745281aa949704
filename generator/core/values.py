"""Reads single values: text in, a typed value or a refusal with what to write instead; never a guess.

Python's own readers are too kind for a public ledger: `float("１２")`, `int("1_000")` and `"٣".isdigit()` pass.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from generator.core import limits, sources
from generator.core.languages import NOT_A_LANGUAGE, interface
from generator.core.periods import MonthDay
from generator.core.written_days import written_day

FIRST_YEAR, LAST_YEAR = 1800, 2149
"""Of the days that documents may speak of."""

_MONTHS = range(1, 13)
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(18264, 91313)
"""Serial day numbers from 1950 to 2149: what Excel shows when a date loses its format."""

ID = "[a-z0-9]+(?:-[a-z0-9]+)*"
"""The pattern of an id, for the whole of it; other patterns are made of it."""

_ID = re.compile(ID)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
_SIGN = r"(?:[^\W\d_]|[0-9])"
_LABEL = rf"{_SIGN}(?:(?:{_SIGN}|[_-])*{_SIGN})?"
"""A part of the name of a host: letters of any script, digits, and hyphens within."""

_ADDRESS = re.compile(
    rf"https?://{_LABEL}(?:\.{_LABEL})*(?::([0-9]{{1,5}}))?(?:/[^\s?#\\<>\"'`|^{{}}\[\]&]*)?"
)
_STEP_UP = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
"""A step of an address that means the folder itself or the one above it, so that it is written in several ways."""

_PORTS = range(1, 65536)
_LINK = re.compile(rf"https?://{_LABEL}(?:\.{_LABEL})+(?::([0-9]{{1,5}}))?(?:[/?#][^\s\\<>\"'`|^{{}}\[\]]*)?")
_BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"
_ORCID = re.compile(r"https?://(?:www\.)?orcid\.org/([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3})([0-9X])/?")
ROR = f"0[{_BASE_32}]{{6}}[0-9]{{2}}"
"""The pattern of a number of ROR, which names a research organisation or a public body."""

_ROR = re.compile(rf"https?://ror\.org/({ROR})/?")
LARGEST, FINEST = 18, 12
"""Digits that a number may have before its point, and decimal places behind it."""

NUMBER = rf"-?(?:0|[1-9][0-9]{{0,{LARGEST - 1}}})(?:\.[0-9]{{1,{FINEST}}})?"
"""The pattern of a plain number, for the whole value."""

_NUMBER = re.compile(NUMBER)
_LOOSE_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_APART = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:([ \u00a0\u202f'’])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?|(?:\.[0-9]{3}){2,})"
)
"""A number whose thousands stand apart by a sign that is no comma; a single point would stand before decimals."""

_DECIMAL_COMMA = re.compile(r"[+-]?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:[ \u00a0\u202f.'’][0-9]{3})+),[0-9]+")
"""A number whose comma can stand before decimals; its thousands may stand apart by another sign."""

_MULTIPLIED = re.compile(
    r"([+-]?[0-9][0-9,.]*) ?([十百千]?万|[十百千亿])(?!.*[余多以近约几]|[米克瓦伏卡])[\u4e00-\u9fff]{0,6}"
)
HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " ", ord("−"): "-"}
"""Full-width forms to plain ones; other compatibility characters such as ① or ² are no digits at all."""

_REDUCED_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_YEAR_AND_MONTH = re.compile(r"([0-9]{4})(?:[-年./ ]([0-9]{1,2}))? *[年月]?")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
_WITH_YEAR = re.compile(r"^(?:-|[0-9]{4})-")
_ANY_YEAR = 2023
"""One without a 29 February, which not every year has."""

_ONE_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_BESIDE_YEAR = re.compile(r"[-/.\s年第]")
_PART_OF_YEAR = re.compile(
    r"(?:[QT](?P<quarter>[1-4])|(?P<month>[0-9]{1,2})月?|[HS](?P<half>[12])"
    r"|(?P<quarter_>[1-4一二三四])季度|(?P<half_>[上下])半年?)?"
)
_MONTHS_OF = {"month": 1, "quarter": 3, "half": 6}
_NUMBERED = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}
"""What stands beside a year for its quarters (T in French), halves (S in French) and months, without what parts them."""

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE_DATE = re.compile(
    r"(?:([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?|([0-9]{4})([0-9]{2})([0-9]{2}))"
    r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
"""A day that ends with its year; which number is the month, nobody knows where both can be one."""

_NOTHING = frozenset(
    {
        *("-", "—", "——", "–", "−", "/", "\\", "…", "...", "..", "~", "?"),
        *("无", "待定", "暂无"),
        *(
            "n/a",
            "n.a.",
            "na",
            "nan",
            "null",
            "none",
            "nil",
            "tbd",
            "not available",
            "not applicable",
            "unknown",
        ),
        *("néant", "neant", "aucun", "aucune", "n.d.", "nd", "n/d", "s.o.", "s/o", "sans objet"),
        *("non disponible", "non communiqué", "n.c.", "nc"),
        *("keine", "keiner", "keines", "k.a.", "k. a.", "entfällt", "unbekannt"),
        *("ninguno", "ninguna", "s/d", "sin datos", "nenhum", "nenhuma", "nessuno", "nessuna"),
        *("нет", "нет данных", "жоқ", "لا يوجد"),
    }
)
"""What people write where there is no number, in whatever language."""
_MULTIPLIERS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_YES = "true yes y 1 ✓ ✔ √ vrai oui wahr ja j verdadero verdadeiro sí si s sim vero sì 是 真 对 有 истина да иә نعم"
_NO = "false no n 0 faux non falsch nein falso não nao 否 假 不 不是 没有 ложь нет жоқ لا"
_SAID = {"true": frozenset(_YES.split()), "false": frozenset(_NO.split())}
"""What people write for true and false, in whatever language; spreadsheets show VRAI, WAHR, VERDADERO where they hold them. An x
is no in some forms and yes in others, an o yes, a nought or a circle.
"""

TOTALS = frozenset({"合计", "总计", "小计", "共计", "累计", "total", "sum", "subtotal"})
"""What the first cell of a total row says; totals are computed, never stored."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value cannot be read: a problem code, and what fills its message; `part` is the piece of the text that is refused,
    where it is not the whole.
    """

    code: str
    suggestion: str = ""
    detail: str = ""
    part: str = ""


def read_number(text: str) -> Decimal | Refusal:  # noqa: PLR0911 - one return for each way to get it wrong
    """A plain decimal number in base units: `25000`, `-20.4`, `0.5`.

    Everything else is refused with the number meant, where that is certain: full-width digits, thousands
    separators, 万, a per-cent sign, a dash for "nothing", scientific notation, more digits than a table holds.
    """
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if text.lower() in _NOTHING:
        return Refusal("number-dash")
    plain = text.translate(HALF_WIDTH).strip()
    if _THOUSANDS.fullmatch(plain):
        return Refusal("number-thousands", _meant(plain), otherwise(plain, _meant(plain)))
    if match := _APART.fullmatch(plain):
        kept = "[^0-9.+-]" if match[1] else "[^0-9+-]"
        return Refusal("number-thousands", _meant(re.sub(kept, "", plain)))
    if plain != text and (found := _meant(plain)):
        return Refusal("bad-number" if plain == text.replace("−", "-") else "number-fullwidth", found)
    if match := _MULTIPLIED.fullmatch(plain):
        return Refusal("number-multiplier", _meant(match[1], _MULTIPLIERS[match[2]]))
    if plain.endswith("%"):
        return Refusal("number-percent", _meant(plain[:-1].strip()))
    if found := _meant(plain):
        return Refusal("bad-number", found)
    held = as_held(Fraction(plain)) if _LOOSE_NUMBER.fullmatch(plain) else None
    return held if isinstance(held, Refusal) else Refusal("bad-number")


def as_held(value: Fraction) -> str | Refusal:
    """A number as a table holds it, or a refusal where it has more digits than that.

    With too many decimals the rounded number is offered, unless nothing would be left of it.
    """
    if abs(value) >= 10**LARGEST:
        return Refusal("number-digits", detail=str(LARGEST))
    held = as_decimal(value)
    written = plain_number(held)
    if held == value and _NUMBER.fullmatch(written):
        return written
    return Refusal("number-decimals", written if held and _NUMBER.fullmatch(written) else "", str(FINEST))


def _meant(text: str, times: int = 1) -> str:
    """The number in the one right form that a sloppy writer certainly meant, or nothing."""
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not _LOOSE_NUMBER.fullmatch(text):
        return ""
    with localcontext(prec=80):
        written = plain_number(Decimal(text) * times)
    return written if _NUMBER.fullmatch(written) else ""


def comma_meant(text: str) -> tuple[str, ...]:
    """What a number with a comma may be: where this stands before decimals, and where it separates thousands (`1,250` is 1.25
    or 1250, `12,5` only 12.5); none where it is neither.
    """
    plain = text.translate(HALF_WIDTH).strip()
    whole, _, decimals = plain.rpartition(",")
    ways = [f"{re.sub('[^0-9+-]', '', whole)}.{decimals}"] if _DECIMAL_COMMA.fullmatch(plain) else []
    return tuple(filter(None, map(_meant, [*ways, *([plain] if _THOUSANDS.fullmatch(plain) else [])])))


def otherwise(text: str, meant: str) -> str:
    """What else a number with a comma may be than what was meant most likely; nothing where it can be nothing else."""
    return next((number for number in comma_meant(text) if number != meant), "")


def plain_number(value: Decimal) -> str:
    """A number as the format writes it: digits and a dot, no exponent, no zeros at the end of a fraction."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_decimal(value: Fraction) -> Decimal:
    """A number as a table holds it: exact where a decimal can be, otherwise rounded to the finest place (1/3)."""
    with localcontext(prec=80):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        rounded = exact.quantize(Decimal(1).scaleb(-FINEST))
        return exact if exact == rounded else rounded


def read_date(text: str, languages: Iterable[str] = ()) -> date | Refusal:
    """A day that exists, as `2023-06-30`. Tables repeat days by the thousand, each of which is read once.

    What is written otherwise is refused with the day meant, where that is certain: also by the name of its month in
    one of some `languages`.
    """
    return _plain_day(text) or _refused_day(text, languages)


@lru_cache(4096)
def _plain_day(text: str) -> date | Refusal | None:
    """A day that is written as it should be; None where it is not."""
    match = _DATE.fullmatch(text)
    return _day(*map(int, match.groups())) if match else None


def _refused_day(text: str, languages: Iterable[str]) -> Refusal:
    """Why a day that is written otherwise is refused."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"[0-9]{5}(?:\.[0-9]{1,9})?", plain) and int(float(plain)) in _EXCEL_DAYS:
        return Refusal("date-excel", (_EXCEL_EPOCH + timedelta(days=int(float(plain)))).isoformat())
    if match := _LOOSE_DATE.fullmatch(plain):
        found = _day(*(int(part) for part in match.groups() if part))
        return Refusal("bad-date", found.isoformat()) if isinstance(found, date) else found
    if match := _DAY_AND_MONTH.fullmatch(plain):
        first, second, year = (int(part) for part in match.groups())
        read = {_day(year, second, first), _day(year, first, second)}
        days = [day for day in read if isinstance(day, date)]
        return Refusal("bad-date", days[0].isoformat() if len(days) == 1 else "")
    if named := written_day(plain, languages):
        found = _day(*named)
        return Refusal("bad-date", found.isoformat()) if isinstance(found, date) else found
    return _refused_period(plain, languages)


def _refused_period(text: str, languages: Iterable[str]) -> Refusal:
    """Why a year, half, quarter or month in the place of a day is refused: with its first day, and its last."""
    match = _ONE_YEAR.search(text)
    rest = _BESIDE_YEAR.sub("", text.replace(match[0], "", 1)).upper() if match else ""
    part = _PART_OF_YEAR.fullmatch(rest) if match else None
    if part is not None and match is not None:
        year, first = int(match[0]), 1
        kind = (part.lastgroup or "").rstrip("_")
        months = _MONTHS_OF.get(kind, 12)
        if kind:
            number = part[part.lastgroup or ""]
            first += (int(_NUMBERED.get(number, number)) - 1) * months
    elif named := written_day(f"1 {text}", languages):
        year, first, months = named[0], named[1], 1
    else:
        return Refusal("bad-date")
    start, last = _day(year, first, 1), first + months - 1
    if not isinstance(start, date):
        return start
    return Refusal("bad-date", start.isoformat(), date(year, last, monthrange(year, last)[1]).isoformat())


def _day(year: int, month: int, day: int) -> date | Refusal:
    if not FIRST_YEAR <= year <= LAST_YEAR or month not in _MONTHS:
        return Refusal("bad-date")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        return Refusal("date-not-real", date(year, month, last).isoformat())
    return date(year, month, day)


def read_month_day(text: str) -> MonthDay | Refusal:
    """A day that every year has, as `04-01`."""
    if match := _MONTH_DAY.fullmatch(text):
        found = MonthDay(int(match[1]), int(match[2]))
        real = found.month in _MONTHS and 1 <= found.day <= monthrange(_ANY_YEAR, found.month)[1]
        return found if real else Refusal("bad-month-day")
    meant = _WITH_YEAR.sub("", text)
    known = _MONTH_DAY.fullmatch(meant) is not None and isinstance(read_month_day(meant), MonthDay)
    return Refusal("bad-month-day", meant if known else "")


def read_reduced_date(text: str) -> str | Refusal:
    """A day, or the month or year of which alone is known, as ISO 8601 writes them: `2023-06-30`, `2023-06`, `2023`."""
    if match := _REDUCED_DATE.fullmatch(text):
        year, month, day = (int(part) if part else 1 for part in match.groups())
        found = _day(year, month, day)
        return found if isinstance(found, Refusal) else text
    whole = read_date(text)
    if isinstance(whole, Refusal) and (
        match := _YEAR_AND_MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    ):
        meant = f"{match[1]}-{int(match[2]):02}" if match[2] else match[1]
        return Refusal("bad-reduced-date", meant if isinstance(read_reduced_date(meant), str) else "")
    if isinstance(whole, Refusal):
        # What has a last day too is no day.
        return Refusal("bad-reduced-date", "" if whole.detail else whole.suggestion)
    return text


def read_id(text: str) -> str | Refusal:
    """An id: lower-case Latin letters, digits, single hyphens. It becomes part of an address."""
    if len(text) > limits.LONGEST_NAME:
        return Refusal("name-too-long", detail=str(limits.LONGEST_NAME))
    if text.lower() in limits.DEVICES:
        return Refusal("device-name")
    if _ID.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    suggestion = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return Refusal("bad-id", suggestion if suggestion and plain.isascii() and ".." not in plain else "")


def read_language(text: str) -> str | Refusal:
    """The tag of a language (BCP 47) that CLDR knows: `zh`, `en`, `kk`, `pt-BR`."""
    if _LANGUAGE.fullmatch(text):
        # CLDR takes the unknown language for the likeliest one.
        known = _in_cldr(text) and text.partition("-")[0] not in NOT_A_LANGUAGE
        return text if known else Refusal("bad-language")
    meant = text.replace("_", "-")
    return Refusal("bad-language", meant if _LANGUAGE.fullmatch(meant) else "")


@lru_cache(maxsize=1024)
def _in_cldr(tag: str) -> bool:
    from babel import Locale, UnknownLocaleError  # loaded where it is needed: the command line starts without

    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def read_address(text: str) -> str | Refusal:
    """The address of a site on the web, with its final slash: `https://example.org/records/`."""
    if _is_address(text):
        return text if text.endswith("/") else f"{text}/"
    meant = f"https://{text}"
    return Refusal("bad-address", meant if "." in text and _is_address(meant) else "")


def read_link(text: str) -> str | Refusal:
    """The address of a page or file on the web, as it stands: `https://example.org/plan.pdf?id=3`.

    That of a person (ORCID) or an organisation (ROR) has check digits, which tell a slip from somebody else.
    """
    if len(text) <= limits.LONGEST_LINK and _is_link(text):
        return Refusal("bad-check-digit") if _is_misprinted(text) else text
    meant = f"https://{text}"
    return Refusal(
        "bad-link", meant if "." in text and len(meant) <= limits.LONGEST_LINK and _is_link(meant) else ""
    )


def _is_link(text: str) -> bool:
    match = _LINK.fullmatch(text)
    return match is not None and text.isprintable() and int(match[1] or 80) in _PORTS


def _is_misprinted(link: str) -> bool:
    """Whether a link is a number of ORCID or ROR whose check digits do not fit."""
    if match := _ORCID.fullmatch(link):
        # ISO 7064, MOD 11-2
        rest = 0
        for digit in match[1].replace("-", ""):
            rest = (rest + int(digit)) * 2 % 11
        return match[2] != "0123456789X"[(12 - rest) % 11]
    if match := _ROR.fullmatch(link):
        # ISO 7064, MOD 97-10, of a number to the base of 32
        number = 0
        for sign in match[1][:-2]:
            number = number * 32 + _BASE_32.index(sign)
        return int(match[1][-2:]) != 98 - number * 100 % 97
    return False


def _is_address(text: str) -> bool:
    match = _ADDRESS.fullmatch(text)
    if match is None or not text.isprintable() or _STEP_UP.search(text):
        return False
    return int(match[1] or 80) in _PORTS


def read_text(text: str) -> str | Refusal:
    """A text on one line, of bearable length, without tabs."""
    if len(text) > limits.LONGEST_TEXT:
        return Refusal("text-too-long", detail=str(limits.LONGEST_TEXT))
    if "\t" in text:
        return Refusal("spaces-around", re.sub(r"\s*\t\s*", " ", text))
    return text


def read_boolean(text: str) -> bool | Refusal:
    """`true` or `false`. What people write for them in some language is refused with the one that it means."""
    if text in ("true", "false"):
        return text == "true"
    written = unicodedata.normalize("NFKC", text).strip().casefold()
    meant = next((word for word, others in _spoken().items() if written in others), "")
    return Refusal("bad-boolean", meant)


@sources.kept
def _spoken() -> Mapping[str, frozenset[str]]:
    """Words for true and false: those of many languages, and of all that the program speaks."""
    from generator.core.messages import lookup  # loaded where it is needed: the command line starts without

    answers = {"true": "yes", "false": "no"}
    return {
        word: _SAID[word]
        | {lookup(language, "site", f"answer.{answer}").casefold() for language in interface()}
        for word, answer in answers.items()
    }
