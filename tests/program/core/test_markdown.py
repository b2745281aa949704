"""Whatever is put into Markdown comes out as exactly that text, and a forge finds nothing in it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from forges import REFERENCES, shown
from hypothesis import example, given, settings
from hypothesis import strategies as st
from judging import wrong
from trying import tries

from generator.core.markdown import code, escaped

STRUCTURE = {
    *("p", "h3", "ul", "li", "strong", "code"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
"""The tags that the places below make, and code."""

PLACES: dict[str, str] = {
    "paragraph": "{}",
    "heading": "### {}",
    "entry": "- {}\n  - ⁂",
    "entry below": "- ⁂\n  - {}",
    "strong": "**{}**",
    "cell": "| {} | ⁂ |\n| --- | --- |\n| {} | ⁂ |",
    "after text": "⁂\n{}",
}
"""Where the program puts texts; ⁂ stands for other words."""


def stays_text(put: Callable[[str], str], text: str) -> None:
    """In every place a text comes out as it is, and nothing else is there."""
    said = put(text)
    assert "\n" not in said
    for place, form in PLACES.items():
        page = shown(form.format(said, said))
        count = form.count("{}")
        assert page.tags <= STRUCTURE, (place, said, page.tags)
        assert page.whole.count(text) >= count, (place, said, page.whole)
        rest = page.whole
        for _ in range(count):
            rest = rest.replace(text, "", 1)
        assert set(rest) <= set("⁂\n"), (place, said, rest)
        assert [piece for piece in page.text if REFERENCES.search(piece)] == [], (place, said)


READABLE = [
    # a text, and how it is written
    ("供热管网 30公里，按期完成（一/1）。", "供热管网 30公里，按期完成（一/1）。"),
    ("1.加强管理；2.改造3处", "1.加强管理；2.改造3处"),
    ("The name “1” stands here twice, first in line 3.", "The name “1” stands here twice, first in line 3."),
    ("value_upper (H3): -20.4%, 97 % or more?", "value_upper (H3): -20.4%, 97 % or more?"),
    ("210 + 30 = 240.", "210 + 30 = 240."),
    ("2023-h1-report/lamps/2023-06-30", "2023-h1-report/lamps/2023-06-30"),
    ("data/town/goals.yaml:3", "`data/town/goals.yaml:3`"),
    ("写成 [heating, gas]，用方括号", "写成 `[heating, gas]`，用方括号"),
    ("(see https://example.org/x).", "(see `https://example.org/x`)."),
    ("共2750000户", "共`2750000`户"),
    ("1. x", "`1`. x"),
    ("- x", "`-` x"),
    ("    x", "&#32;   x"),
    ("a|b`c", "`a`&#124;`b`&#96;`c`"),
    ("一行\n又一行", "一行&#10;又一行"),
]


@pytest.mark.parametrize(("text", "written"), READABLE)
def test_what_is_written_can_be_read_outside_a_forge_too(text: str, written: str) -> None:
    assert escaped(text) == written
    stays_text(escaped, text)


HOSTILE = [
    *("@mayor", "a@b.example", "#12", "GH-12", "gh-12", "GL-3", "city/record#12", "city/record@4e32aae18cb7"),
    *(
        "4e32aae",
        "4e32aae18cb78a2f4e32aae18cb78a2f4e32aae1",
        "1234567",
        "见@mayor说",
        "见#12号",
        "!12",
        "~bug",
    ),
    *(
        "www.evil.example",
        "www.例子.cn",
        "evil.com",
        "evil.рф",
        "README.md",
        "https://1.2.3.4/x",
        "//evil.com",
    ),
    *(
        "mailto:a@b.com",
        "ftp://evil.com",
        "HTTP://EVIL.COM",
        "<https://evil.example>",
        "[x](https://evil.example)",
    ),
    *("![x](https://evil.example/x.png)", "[x]: https://evil.example", "[^1]", "- [ ] x", "[x] y"),
    *("<script>alert(1)</script>", "<!-- x", "<b>", "</td>", "&lt;b&gt;", "&#64;mayor", "&commat;mayor", "&"),
    *("*x*", "**x**", "_x_", "__x__", "~~x~~", "`x`", "``", "```", "~~~", "$x$", ":tada:", "::x::"),
    *(
        "# x",
        "x #",
        "## x ##",
        "===",
        "---",
        "***",
        "> x",
        "1) x",
        "1.",
        "2.\tx",
        "+ x",
        "* x",
        "-",
        "|",
        "a|b",
    ),
    *(
        "| --- |",
        "\\",
        "x\\",
        "\\@mayor",
        "\\\nx",
        "x  \ny",
        "\tx",
        "    x",
        " \t x",
        "x    ",
        "\n\nx",
        "\r\nx",
    ),
    *("/close", "/assign @mayor", "\u3000x\u3000", "\u00a0x", "\u2028x", " ", "\n"),
]


def test_nothing_hostile_does_anything() -> None:
    rows = {f"{put.__name__} {text!r}": (put, text) for put in (escaped, code) for text in HOSTILE}
    assert wrong(stays_text, rows) == {}


def test_the_measure_sees_what_is_there() -> None:
    raw = [text for text in HOSTILE if shown(text).tags - {"p"} or REFERENCES.search(shown(text).whole)]
    assert len(raw) > 50
    assert shown("www.evil.example a@b.com evil.com").tags == {"p", "a", "a href"}


PIECES = st.sampled_from([*"`|\\<>[]()!@#*_~:&;/-+=.,%$^'\"1a 公é\n\t\r\u3000", *HOSTILE])


@settings(max_examples=tries(400), deadline=None)
@given(
    st.sampled_from([escaped, code]),
    st.lists(PIECES | st.text(max_size=5), max_size=20).map("".join).filter(bool),
)
@example(escaped, "1. 1. x")
@example(escaped, "example.рф")
@example(code, " ` ")
def test_no_mixture_of_hostile_pieces_does_anything(put: Callable[[str], str], text: str) -> None:
    """Controls and halves of characters are named, for Markdown cannot carry them."""
    carried = re.sub(
        r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]", lambda match: f"⟨U+{ord(match[0]):04X}⟩", text
    )
    said = put(text)
    assert said == put(carried)
    stays_text(put, carried)
