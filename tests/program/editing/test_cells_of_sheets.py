"""What a cell of a workbook says: the text that the data would hold, or what is in doubt, what was read and what to write."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from generator.core.values import Refusal
from generator.editing.sheets.cells import Cell, check, shown_in_part, text_of, typed
from generator.format.fields import AnyField
from generator.format.tables import GOALS, OBSERVATIONS

FIELDS: dict[str, AnyField] = {
    "number": OBSERVATIONS.value,
    "day": OBSERVATIONS.as_of,
    "text": OBSERVATIONS.figure,
    "choice": OBSERVATIONS.obs_status,
    "codes": GOALS.themes,
    "names": GOALS.officers,
}
KNOWN = {"路灯 lighting": "lighting", "绿化 greening": "greening", "灯、树 both": "both", "正常": "A"}


def number(value: float | date, form: str = "General") -> Cell:
    return Cell(value, number_format=form)


def formula(value: object, form: str = "General") -> Cell:
    return Cell(value, "formula", form, "=A1")


def of_1904(value: float) -> Cell:
    return Cell(value, from_1904=True)


MORNING = datetime.fromisoformat("2023-12-31 09:30")

READ: list[tuple[Cell, str, str | tuple[str, str, str]]] = [
    # a cell, of which field, the text of the data; or the code of what is in doubt, what to write, what was read
    (Cell(None), "number", ""),
    (number(980), "number", "980"),
    (number(980.0), "number", "980"),
    (number(0.5), "number", "0.5"),
    (number(-12.5), "number", "-12.5"),
    (number(-0.0), "number", "0"),
    # fifteen digits are kept, zeros behind a whole number and in front of a fraction are none
    (number(123456789012345), "number", "123456789012345"),
    (number(1234567890123450), "number", "1234567890123450"),
    (number(1234567890123456), "number", ("sheet-digits", "", "1234567890123456")),
    (number(0.00123456789012345), "number", "0.00123456789012345"),
    (number(12.3456789012345), "number", "12.3456789012345"),
    (number(0.1234567890123456), "number", ("sheet-digits", "0.123456789012346", "0.1234567890123456")),
    (number(0.1 + 0.2), "number", ("sheet-digits", "0.3", "0.30000000000000004")),
    (number(float("inf")), "number", ("sheet-digits", "", "inf")),
    (number(float("-inf")), "number", ("sheet-digits", "", "-inf")),
    (number(float("nan")), "number", ("sheet-digits", "", "nan")),
    # formats that show another number
    (number(0.982, "0.0%"), "number", ("sheet-format", "98.2", "0.982")),
    (number(0, "0.0%"), "number", "0"),
    (number(980000, "#,##0,"), "number", ("sheet-format", "", "980000")),
    (number(980000, "0,.0"), "number", ("sheet-format", "", "980000")),
    (number(980000, '#,"万"'), "number", ("sheet-format", "", "980000")),
    (number(980, '0"万盏"'), "number", ("sheet-format", "", "980")),
    (number(980, '[红色]0"亿元"'), "number", ("sheet-format", "", "980")),
    (number(980, "0万"), "number", ("sheet-format", "", "980")),
    (number(980, "0[$万元-804]"), "number", ("sheet-format", "", "980")),
    (number(980, "[$亿]0"), "number", ("sheet-format", "", "980")),
    (number(980, "[$¥-804]#,##0"), "number", "980"),
    (number(980, "#,##0"), "number", "980"),
    (number(980, "#,##0.00"), "number", "980"),
    (number(980, '0"盏"'), "number", "980"),
    (number(980, '0"，%"'), "number", "980"),
    (number(980, r"0\%"), "number", "980"),
    (number(980, r"0\万"), "number", ("sheet-format", "", "980")),
    (number(980, "[%]0"), "number", "980"),
    (number(980, "[$¥-804]#,##0"), "number", "980"),
    # a number that is no number of the data
    (number(45291), "day", "45291"),
    (of_1904(43829), "day", ("date-excel", "2023-12-31", "")),
    (of_1904(43829.75), "day", ("date-excel", "2023-12-31", "")),
    (of_1904(float("inf")), "day", ("bad-date", "", "")),
    (of_1904(7), "day", ("bad-date", "", "")),
    (of_1904(980), "number", "980"),
    (number(3), "text", "3"),
    (number(-3), "text", "-3"),
    (number(98.2), "text", ("sheet-number", "", "98.2")),
    (Cell(value=True), "text", ("sheet-boolean", "", "TRUE")),
    (Cell(value=False), "number", ("sheet-boolean", "", "FALSE")),
    # days and hours
    (Cell(date(2023, 12, 31)), "day", "2023-12-31"),
    (Cell(datetime.fromisoformat("2023-12-31")), "day", "2023-12-31"),
    (Cell(datetime.fromisoformat("2023-12-31")), "text", ("sheet-day", "", "2023-12-31")),
    (Cell(MORNING), "day", ("sheet-time", "2023-12-31", "2023-12-31 09:30:00")),
    (Cell(MORNING), "text", ("sheet-time", "", "2023-12-31 09:30:00")),
    (Cell(time(1, 2)), "day", ("sheet-time", "", "01:02:00")),
    (Cell(timedelta(hours=30)), "text", ("sheet-time", "", "1 day, 6:00:00")),
    # what is no value
    (formula(980), "number", ("sheet-formula", "980", "=A1")),
    (formula(0.982, "0.0%"), "number", ("sheet-formula", "", "=A1")),
    (formula(None), "number", ("sheet-formula", "", "=A1")),
    (Cell("980盏", "struck"), "text", ("sheet-struck", "", "980盏")),
    (Cell("#REF!", "error"), "text", ("sheet-error", "", "#REF!")),
    # texts
    (Cell("980盏"), "text", "980盏"),
    (Cell(" 980盏"), "text", " 980盏"),
    (Cell("two\n lines"), "text", ("sheet-line-break", "two lines", "")),
    (Cell(" 两\r\n行 \n"), "text", ("sheet-line-break", "两行", "")),
    (Cell("two\r行"), "text", ("sheet-line-break", "two行", "")),
    (Cell("980\u200b盏"), "text", ("invisible-character", "", "U+200B ZERO WIDTH SPACE")),
    (Cell("路灯 lighting"), "codes", "lighting"),
    (Cell("正常"), "choice", "A"),
    (Cell("甲;;乙"), "text", "甲;;乙"),
    # lists
    (Cell("灯、树 both"), "codes", "both"),
    (Cell("路灯 lighting; 绿化 greening"), "codes", "路灯 lighting; 绿化 greening"),
    (Cell("张三、;李四"), "names", "张三、;李四"),
    (Cell("路灯 lighting;绿化 greening"), "codes", "lighting;greening"),
    (Cell("lighting;绿化 greening"), "codes", "lighting;greening"),
    (Cell("lighting; greening"), "codes", "lighting; greening"),
    (Cell("路灯 lighting；绿化 greening"), "codes", ("sheet-list", "lighting;greening", "；")),
    (Cell("lighting、greening"), "codes", ("sheet-list", "lighting;greening", "、")),
    (Cell("lighting;;greening"), "codes", ("sheet-list", "lighting;greening", ";")),
    (Cell("lighting;"), "codes", ("sheet-list", "lighting", ";")),
    (Cell("张三、李四;王五"), "names", "张三、李四;王五"),
    (Cell("张三;;王五"), "names", ("sheet-list", "张三;王五", ";")),
]


def told(refusal: Refusal) -> tuple[str, str, str]:
    return refusal.code, refusal.suggestion, refusal.detail


def test_what_a_cell_says() -> None:
    said = [(cell, name, text_of(cell, FIELDS[name], KNOWN)) for cell, name, _ in READ]
    assert [(cell, name, told(it) if isinstance(it, Refusal) else it) for cell, name, it in said] == READ


CHECKED: list[tuple[str, str, tuple[str, str, str] | None]] = [
    # a text, of which field, why it cannot stand there
    ("", "codes", None),
    ("", "number", None),
    ("lighting;greening", "codes", None),
    ("lighting;Green Ing;roads", "codes", ("bad-id", "lighting;green-ing;roads", "")),
    ("lighting;绿化;roads", "codes", ("bad-id", "", "")),
    ("长" * 2001, "text", ("text-too-long", "", "2000")),
    ("980", "number", None),
    ("1,980", "number", ("number-thousands", "1980", "1.98")),
    ("a;b", "text", None),
    ("9;80", "number", ("bad-number", "", "")),
    ("=1+1", "text", ("formula-lead", "", "")),
    ("45291", "day", ("date-excel", "2023-12-31", "")),
]


def test_why_a_text_cannot_stand_in_the_data() -> None:
    said = [(text, name, check(text, FIELDS[name])) for text, name, _ in CHECKED]
    assert [(text, name, told(it) if it else None) for text, name, it in said] == CHECKED


WRITTEN: list[tuple[str, str, object]] = [
    # a text of the data, of which field, the value of its cell
    ("980", "number", 980.0),
    ("-0.5", "number", -0.5),
    ("0.10", "number", "0.10"),
    ("1e3", "number", "1e3"),
    ("12345678901234567", "number", "12345678901234567"),
    ("约980", "number", "约980"),
    ("", "number", ""),
    ("2023-12-31", "day", date(2023, 12, 31)),
    ("1900-03-01", "day", date(1900, 3, 1)),
    ("1900-02-28", "day", "1900-02-28"),
    ("2023", "day", "2023"),
    ("", "day", ""),
    ("980", "text", "980"),
    ("2023-12-31", "text", "2023-12-31"),
]


def test_a_text_is_written_so_that_it_is_read_again_as_it_was() -> None:
    assert [(text, name, typed(text, FIELDS[name])) for text, name, _ in WRITTEN] == WRITTEN


WHOLE = (
    *(
        "General",
        "@",
        "yyyy-mm-dd",
        "yyyy\\-mm\\-dd;@",
        "mm-dd-yy",
        "d-mmm-yy",
        'yyyy"年"m"月"d"日"',
        "[$-411]ge.m.d",
    ),
    *("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "dd\\.mm\\.yyyy", "YYYY/M/D", "bbbb.mm.dd"),
)
IN_PART = (
    "mmm-yy",
    "d-mmm",
    'yyyy"年"m"月"',
    'm"月"d"日"',
    "yyyy",
    "dddd",
    "[$-804]aaaa;@",
    'yyyy-mm"-d"',
    "h:mm",
)


def test_a_day_is_shown_whole_or_in_part() -> None:
    day = datetime.fromisoformat("2023-06-01")
    assert [form for form in WHOLE if shown_in_part(number(day, form))] == []
    assert [form for form in IN_PART if not shown_in_part(number(day, form))] == []
    assert not any(shown_in_part(number(980, form)) for form in IN_PART)
