"""Long pages: a table of contents on top, made of their headings, and a way back to the top."""

from __future__ import annotations

import pytest

from generator.publishing.pages.contents import LINE, LONG, Entry, is_long, with_contents

BODY = "<p>" + "x" * LINE * LONG + "</p>"


def jump(entries: list[Entry]) -> str:
    return "<nav>" + "".join(f"[{address} {words}]" for address, words, _ in entries) + "</nav>"


CASES = [
    # the content of a page → what it is then
    ("<h1>T</h1><h2>A</h2><h2>B</h2><h2>C</h2>", None),  # short
    (
        f"<h1>T</h1>{BODY}<h2>A</h2>",
        f"<h1>T</h1>{BODY}<h2>A</h2>TOP",
    ),  # with one heading
    (
        f'<h1>T</h1><h2 id="own">A b</h2>{BODY}<h2>要办 的事（3）</h2><h2><a href="x">C &amp; D</a></h2>',
        (
            '<h1>T</h1><nav>[#own A b][#要办-的事-3 要办 的事（3）][#c-d C &amp; D]</nav><h2 id="own">A b</h2>'
            f'{BODY}<h2 id="要办-的事-3">要办 的事（3）</h2><h2 id="c-d"><a href="x">C &amp; D</a></h2>TOP'
        ),
    ),
    (  # the same words twice, and words that are an anchor already
        f'<h2>A</h2><h2>A</h2><h2>…</h2><p id="part"></p>{BODY}',
        (
            '<nav>[#a A][#a-2 A][#part-2 …]</nav><h2 id="a">A</h2><h2 id="a-2">A</h2><h2 id="part-2">…</h2>'
            f'<p id="part"></p>{BODY}TOP'
        ),
    ),
    (  # a section begins with its heading, and what is not printed has one too
        f'<section><h2 id="s" class="mz-visually-hidden">S</h2></section>{BODY}<section class="x"><h2>A</h2></section><h2 class="mz-screen">B</h2>',
        (
            f'<section><h2 id="s" class="mz-visually-hidden">S</h2></section>{BODY}<nav>[#a A][#b B]</nav><section class="x"><h2 id="a">A</h2></section>'
            '<h2 class="mz-screen" id="b">B</h2>TOP'
        ),
    ),
    (  # a page that has one
        f'<nav class="mz-jump"></nav><h2>A</h2><h2>B</h2><h2>C</h2>{BODY}',
        f'<nav class="mz-jump"></nav><h2>A</h2><h2>B</h2><h2>C</h2>{BODY}TOP',
    ),
]


@pytest.mark.parametrize(("content", "shown"), CASES)
def test_a_long_page_has_its_headings_on_top(content: str, shown: str | None) -> None:
    assert is_long(content) == (shown is not None)
    if shown:
        assert with_contents(content, jump, lambda: "TOP") == shown


ROWS = {
    # what a page holds: how many lines each takes
    "<li>a</li>": 1,
    "<tr><td>a</td></tr>": 1,
    f"<p>{'字' * (LINE // 2)}</p>": 1,
    f"<p>{'字' * (LINE // 2 + 1)}</p>": 2,
    '<tr class="a-class-of-many-bytes"><td><a href="a/long/way/to/another/page/">&lt;</a></td></tr>': 1,
    "<p><svg><path/></svg></p>": 1,  # a bar has a line of its own
    "a ": 0,  # a line holds many
    '<a href="a/long/way/to/another/page/">a</a> ': 0,
    "<svg><path/></svg> ": 0,  # and many marks
    "<p> </p>": 0,
    "<thead><tr><th>a</th></tr></thead>": 0,
    "<form><p>a</p></form>": 0,
}


def test_a_page_is_long_by_the_lines_that_a_reader_sees() -> None:
    assert {row: is_long(row * LONG) + is_long(row * LONG, 2 * LONG) for row in ROWS} == ROWS
    assert not is_long("<li>a</li>" * (LONG - 1))
    assert not is_long("<li>a</li>" * LONG, 0)


def test_drawings_and_what_is_folded_make_no_page_long() -> None:
    for small in (
        f"<svg viewBox='0 0 1 1'>\n{'x' * LINE * LONG}</svg>",
        f'<details class="y">\n{"x" * LINE * LONG}</details>',
    ):
        assert not is_long(f"<h2>A</h2>{small}<h2>B</h2>{small}")
        assert is_long(f"<h2>A</h2>{small}{BODY}")
    assert is_long(f'<details class="y" open>{BODY}</details>')
