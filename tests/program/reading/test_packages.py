"""The strict readers of CSV and YAML: nothing raises, nothing is guessed, every place is right."""

from __future__ import annotations

import csv
import io

import pytest
from folders import PROBLEMS
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from overlays import OverlayTree

from generator.core.cell_names import cell_name
from generator.core.characters import named_unseen
from generator.reading.files import (
    Mapping,
    Node,
    RawTable,
    Scalar,
    Sequence,
    decode,
    read_csv,
    read_yaml,
)
from generator.reading.load import load_past

untimed = settings(deadline=None)

BYTES = st.binary() | st.text().map(str.encode) | st.text().map(lambda text: text.encode("utf-16", "replace"))
CSV_LIKE = st.text('ab,"\n\r\t ;，　合计\ufeff', min_size=1).map(str.encode)
# A lone comment stays out: see the pending tests.
YAML_LIKE = st.text("ab: -\n\t'\"[]{}&*!|>%@`?,：0~<=\\", min_size=1).map(str.encode)


def table(text: str) -> RawTable:
    found, problems = read_csv("t.csv", text.encode())
    assert not problems
    assert found is not None
    return found


def codes(text: str | bytes, *, yaml: bool = False) -> list[tuple[str, int, int]]:
    """The problems of a file as (code, line, column)."""
    data = text if isinstance(text, bytes) else text.encode()
    problems = (read_yaml("t.yaml", data) if yaml else read_csv("t.csv", data))[1]
    return [(problem.code, problem.place.line, problem.place.column) for problem in problems]


@untimed
@given(BYTES | CSV_LIKE)
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b"\x81")
@example(b'"')
def test_no_bytes_raise_in_csv(data: bytes) -> None:
    decode("t.csv", data)
    found, problems = read_csv("t.csv", data)
    assert found is not None or problems


@untimed
@given(BYTES | YAML_LIKE)
@example(b"a: b: c")
@example(b"a: *b")
@example(b"[" * 1000)
@example(b"a: 'b")
@example(b"%YAML 9.9\n---\n")
@example(b"---\n---\n")
def test_no_bytes_raise_in_yaml(data: bytes) -> None:
    assume(any(line.strip() and not line.strip().startswith((b"#", b"%")) for line in data.splitlines()))
    found, problems = read_yaml("t.yaml", data)
    assert found is not None or problems


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=8).filter(
    lambda text: not named_unseen(text)
)
ROWS = st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width)))


def written(header: list[str], rows: list[list[str]]) -> str:
    """A table as Python's own writer writes it."""
    output = io.StringIO()
    csv.writer(output, lineterminator="\n").writerows([header, *rows])
    return output.getvalue()


@untimed
@given(ROWS)
def test_csv_reads_back_with_line_numbers(rows: list[list[str]]) -> None:
    header = [f"c{number}" for number in range(len(rows[0]) if rows else 1)]
    assume(not any("".join(row).strip() == "" for row in rows))  # blank lines are the next test
    found = table(written(header, rows))
    assert (found.header, found.rows) == (header, rows)
    assert found.lines == list(range(2, len(rows) + 2))


def test_blank_lines_are_passed_over_and_counted() -> None:
    found = table("a,b\n\n1,2\n\n\n3,4\n\n")
    assert found.rows == [["1", "2"], ["3", "4"]]
    assert found.lines == [3, 6]


@untimed
@given(ROWS.filter(bool))
def test_a_place_points_at_the_first_character_of_its_cell(rows: list[list[str]]) -> None:
    assume(not any("".join(row).strip() == "" for row in rows))
    output = written([f"c{number}" for number in range(len(rows[0]))], rows)
    found = table(output)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = found.place(row, column)
            rest = output.split("\n")[place.line - 1][place.column - 1 :]
            assert next(csv.reader([rest or '""']))[0] == cell


PLACES = [
    # line                      column of each cell
    ("1,2,3", [1, 3, 5]),
    ("万,人,处", [1, 3, 5]),
    ('"1,234",x,y', [1, 9, 11]),
    ('"说""好""的,",x,"y"', [1, 12, 14]),
    (",,", [1, 2, 3]),
]


@pytest.mark.parametrize(("line", "columns"), PLACES)
def test_the_place_of_a_cell(line: str, columns: list[int]) -> None:
    found = table(f"a,b,c\n{line}\n")
    assert [found.place(0, column).column for column in range(3)] == columns
    assert [found.place(0, column).cell for column in range(3)] == ["A2", "B2", "C2"]
    assert [found.place(0, column).spot("zh") for column in range(3)] == ["a (A2)", "b (B2)", "c (C2)"]


@pytest.mark.parametrize(
    ("column", "name"),
    [(0, "A7"), (1, "B7"), (25, "Z7"), (26, "AA7"), (27, "AB7"), (51, "AZ7"), (52, "BA7"), (701, "ZZ7"), (702, "AAA7")],
)  # fmt: skip
def test_cell_name(column: int, name: str) -> None:
    assert cell_name(7, column) == name


DECODED: list[tuple[bytes, str | None, list[tuple[str, int]]]] = [
    ("路灯".encode(), "路灯", []),
    ("路灯".encode("utf-8-sig"), "路灯", []),
    ("a\n路灯".encode("gb18030"), "a\n路灯", [("encoding-gb18030", 2)]),
    ("路灯".encode("utf-16"), None, [("encoding-utf16", 0)]),
    ("路灯".encode("utf-16-be"), None, [("not-text", 1)]),
    # all of these can be read in GB18030, the first as R閟eau
    (b"R\xe9seau", None, [("not-text", 1)]),
    ("ligne,un\nRéseau,«\xa0Médiathèque\xa0»".encode("cp1252"), None, [("not-text", 2)]),
    ("Réseau".encode("mac-roman"), None, [("not-text", 1)]),
    ("Дороги".encode("cp1251"), None, [("not-text", 1)]),
    ("οδοί".encode("cp1253"), None, [("not-text", 1)]),
    ("道路".encode("shift-jis"), None, [("not-text", 1)]),
    # half of the characters are common, and more than half
    ("路鑡".encode("gb18030"), None, [("not-text", 1)]),
    ("路灯鑡".encode("gb18030"), "路灯鑡", [("encoding-gb18030", 1)]),
    ("，盒".encode("gb18030"), "，盒", [("encoding-gb18030", 1)]),
    ("亍亍座".encode("gb18030"), None, [("not-text", 1)]),
    (b"PK\x03\x04\x00", None, [("not-text", 0)]),
    (b"caf\xe9, ok", None, [("not-text", 1)]),
    (b"", None, [("empty-file", 0)]),
    (b"\xef\xbb\xbf \r\n\n", None, [("empty-file", 0)]),
    (
        "路\u200b\u00ad灯\u200b\nb\u200b".encode(),
        "路\u200b\u00ad灯\u200b\nb\u200b",
        [("invisible-character", 1), ("invisible-character", 2)],
    ),
    ("路\u200b灯\x01\x02".encode(), None, [("invisible-character", 1), ("control-character", 1)]),
    ("a\n路\u200b灯".encode(), "a\n路\u200b灯", [("invisible-character", 2)]),
    (b"a\rb", None, [("line-ends", 0)]),
    (b"a\tb\r\n", "a\tb\r\n", []),
    # within a character at the end of a text in UTF-8; in one that shows no other such character nobody can tell
    ("a\n路灯".encode()[:-1], None, [("file-cut", 2)]),
    ("灯\n路灯\n".encode()[:-2], None, [("file-cut", 2)]),
    (b"a,caf\xe9", None, [("not-text", 1)]),
]


def test_lines_are_read_also_where_the_first_is_in_another_encoding() -> None:
    """All is told at once: of another mistake in the first line nothing could be told behind it."""
    table, problems = read_csv("t.csv", '路灯,说明\n1,"好\n2,好\n'.encode("gb18030"))
    assert table is not None
    assert [(item.code, item.place.line) for item in problems] == [("encoding-gb18030", 1), ("csv-quote", 2)]
    assert table.rows == [["2", "好"]]


@pytest.mark.parametrize(("data", "text", "expected"), DECODED)
def test_decode(data: bytes, text: str | None, expected: list[tuple[str, int]]) -> None:
    found, problems = decode("t.csv", data)
    assert found == text
    assert [(problem.code, problem.place.line) for problem in problems] == expected


def test_the_place_of_an_invisible_character() -> None:
    [problem] = decode("t.yaml", "a: b\nc: 路灯\u202e\n".encode())[1]
    place = problem.place.line, problem.place.column
    assert (place, problem.values["character"]) == ((2, 6), "U+202E RIGHT-TO-LEFT OVERRIDE")


def test_all_of_a_line_are_named() -> None:
    found = decode("t.yaml", "a\u200b: b\u00ad\x01\u200b\x02\n".encode())[1]
    assert [(item.code, item.place.column, item.values["character"]) for item in found] == [
        ("invisible-character", 2, "U+200B ZERO WIDTH SPACE · U+00AD SOFT HYPHEN"),
        ("control-character", 7, "U+0001 Cc · U+0002 Cc"),
    ]


CSV_FAULTS = [
    # an unclosed quote is told on its own line, and the lines after it are read
    ('a,b\n1,"2\n3,4\n', [("csv-quote", 2, 3)]),
    ('a,b\n1,"2\n3,"4\n', [("csv-quote", 2, 3), ("csv-quote", 3, 3)]),
    ('a,b\n"1\n",2\n', [("csv-quote", 2, 1), ("csv-quote", 3, 1)]),
    ('a,b\n"1"x,2\n', [("csv-quote", 2, 1)]),
    ("a,b\r\n1,2\r\n", []),
    # nothing ends the last line, so that it seems to be cut off
    ('a,b\n1,"2', [("file-cut", 2, 3)]),
    ('a,b\n1,"2\n3,"4', [("csv-quote", 2, 3), ("file-cut", 3, 3)]),
    ('a,b\n"1"x,2', [("csv-quote", 2, 1)]),
    ('a,b\n1,2"', []),
]


@pytest.mark.parametrize(("text", "expected"), CSV_FAULTS)
def test_faults_of_csv(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert codes(text) == expected


def test_lines_after_an_unclosed_quote_are_read() -> None:
    found, _ = read_csv("t.csv", b'a,b\n1,"2\n3,4\n')
    assert found is not None
    assert (found.rows, found.lines) == ([["3", "4"]], [3])


def plain(node: Node) -> object:
    """A node as Python's own values, each text with its line and column."""
    if isinstance(node, Scalar):
        return node.text, node.line, node.column
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {name: plain(item) for name, item in node.items.items()}


def test_yaml_is_text_with_lines_and_columns() -> None:
    found, problems = read_yaml(
        "t.yaml",
        "# 说明\n"
        "一/(一):\n"
        "  date: 2023-06-30\n"
        "  yes: no\n"
        "  名称: '1_000'\n"
        "  list: [a, '路灯', 0x10]\n"
        "  none:\n"
        "  block: |\n"
        "    一行\n".encode(),
    )
    assert not problems
    assert found is not None
    assert plain(found) == {
        "一/(一)": {
            "date": ("2023-06-30", 3, 9),
            "yes": ("no", 4, 8),
            "名称": ("1_000", 5, 7),
            "list": [("a", 6, 10), ("路灯", 6, 13), ("0x10", 6, 19)],
            "none": ("", 7, 8),
            "block": ("一行", 8, 10),
        }
    }
    assert isinstance(found, Mapping)
    assert found.keys["一/(一)"] == Scalar("一/(一)", 2, 1)


YAML_FAULTS = [
    ("a: 1\na: 2\n", [("duplicate-key", 2, 1)]),
    ("a:\n  b: 1\n  c: 2\n  b: 3\n  b: 4\n", [("duplicate-key", 4, 3), ("duplicate-key", 5, 3)]),
    ("a: &x 1\n", [("yaml-alias", 1, 4)]),
    ("a: *x\n", [("yaml-alias", 1, 4)]),
    ("<<: *x\n", [("yaml-alias", 1, 5)]),
    ("a: !!int 1\n", [("yaml-tag", 1, 4)]),
    ("a: !!python/object:os.system x\n", [("yaml-tag", 1, 4)]),
    ("a: 1\n---\nb: 2\n", [("yaml-documents", 2, 1)]),
    ("a: 一\n  二\n", [("yaml-multiline", 1, 4)]),
    ("a: '一\n  二'\n", [("yaml-multiline", 1, 4)]),
    ("a: b\ntitle：x\n", [("yaml-colon", 2, 6)]),
    ("a:\n  b: c\n  title：x\n  d: e\n", [("yaml-colon", 3, 8)]),
    ("\ta: 1\n", [("yaml-tab", 1, 1)]),
    ("a:\n\tb: 1\n", [("yaml-tab", 2, 1)]),
    ("a:\n  b: 1\n \tc: 1\n", [("yaml-tab", 3, 2)]),
    ("[a]: 1\n", [("yaml-key", 1, 1)]),
    ("a: [" + "[" * 20 + "]" * 21, [("yaml-nesting", 1, 16)]),
    ("a: b: c\n", [("yaml-syntax", 1, 5)]),
    ("a: @b\n", [("yaml-syntax", 1, 4)]),
    ("a: @b", [("yaml-syntax", 1, 4)]),
    ("a: b: c", [("yaml-syntax", 1, 5)]),
    ("a: b\n'c", [("file-cut", 2, 3)]),
    ("a: b\ntit", [("file-cut", 2, 4)]),
    ("a: [b, c", [("file-cut", 1, 9)]),
    # what is not closed, where it was opened: to the end of the file, to the next sign, in lists, between brackets
    ('a: b\nc: "d\ne: f\n', [("yaml-unclosed", 2, 4)]),
    ('a: b\nc: "d\ne: f', [("yaml-unclosed", 2, 4)]),
    ("a: b\nc: 'd\ne: f\n", [("yaml-unclosed", 2, 4)]),
    ('a: b\nc: "d\ne: f\ng: "h"\n', [("yaml-unclosed", 2, 4)]),
    ("a: b\nc: 'd\ne: 'f'\n", [("yaml-unclosed", 2, 4)]),
    ('a:\n  - b: "c\n    d: e\n  - b: f\n', [("yaml-unclosed", 2, 8)]),
    ('a:\n  - "b\n  - c\n', [("yaml-unclosed", 2, 5)]),
    ('a: {b: "c}\nd: e\n', [("yaml-unclosed", 1, 8)]),
    ('"a: b\nc: d\n', [("yaml-unclosed", 1, 1)]),
    ('a: "b\r\nc: d\r\n', [("yaml-unclosed", 1, 4)]),
    ("a: [\nb: c\n", [("yaml-unclosed", 1, 4)]),
    ("a: {b: c\nd: e\n", [("yaml-multiline", 1, 8)]),
    ("a: {b: c\n", [("yaml-unclosed", 1, 4)]),
    # what is closed, and runs on over lines
    ('a: "b\n  c"\nd: e\n', [("yaml-multiline", 1, 4)]),
    ('a: "b" c\nd: e\n', [("yaml-syntax", 1, 8)]),
    ("a: [b, c]]\nd: e\n", [("yaml-syntax", 1, 10)]),
]


@pytest.mark.parametrize(("text", "expected"), YAML_FAULTS)
def test_faults_of_yaml(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert codes(text, yaml=True) == expected


def test_nested_aliases_cannot_swell() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30)]
    assert codes("\n".join(lines), yaml=True) == [("yaml-alias", 1, 5)]


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("invisible-character", True),
        ("formula-lead", True),
        ("not-composed", True),
        ("marks-piled", True),
        ("mixed-scripts", True),
        ("looks-alike", True),
        ("control-character", False),
    ],
)
def test_a_past_with_such_a_text_is_read_as_it_was(code: str, read: bool) -> None:  # noqa: FBT001
    ledger, refused, broken = load_past(OverlayTree(PROBLEMS / code))
    assert (ledger is not None, {item.code for item in [*refused, *broken]}) == (read, {code})
