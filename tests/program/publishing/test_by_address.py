"""The programs of the data page that load a table by its address, each run against a server on this computer.

Excel's Power Query runs in Excel alone, so its program is held by its form and by what it is told of the file. DuckDB's
extension for addresses is fetched from its makers when it is first used, which no test may wait for: its program reads
the same file from the disk.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import by_name
import pytest
from downloads import PROGRAMS, Rows, read, written
from serving import served


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("by-address"), by_name.package())


@pytest.fixture(scope="module")
def rows(folder: Path) -> Rows:
    return read(folder / "observations.csv")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder, in_ranges=True) as server:
        yield f"{server}/"


def program(name: str, address: str) -> str:
    return (PROGRAMS / name).read_text(encoding="utf-8").replace("@address@", address)


def number(text: str) -> float | None:
    return float(text) if text else None


def test_pandas(address: str, rows: Rows) -> None:
    names: dict[str, Any] = {}
    exec(program("address_pandas.py", address), names)
    frame = names["observations"]
    assert [*frame.columns] == [*rows[0]]
    assert [None if value != value else value for value in frame["value"]] == [  # noqa: PLR0124 - NaN
        number(row["value"]) for row in rows
    ]
    assert [*frame["figure"].fillna("")] == [row["figure"] for row in rows]


def test_polars(address: str, rows: Rows) -> None:
    names: dict[str, Any] = {}
    exec(program("address_polars.py", address), names)
    frame = names["observations"]
    assert frame.columns == [*rows[0]]
    assert [*frame["as_of"]] == [date.fromisoformat(row["as_of"]) for row in rows]
    assert [*frame["value"]] == [number(row["value"]) for row in rows]


def test_r(address: str, rows: Rows, tmp_path: Path) -> None:
    told = 'cat(nrow(observations), ncol(observations), sum(observations$value, na.rm = TRUE), sep = "\\n")\n'
    told += "cat(class(observations$value), enc2utf8(observations$figure[1]), sep = '\\n')\n"
    (tmp_path / "run.R").write_text(program("address.R", address) + told, encoding="utf-8")
    run = subprocess.run(
        ["Rscript", "--vanilla", tmp_path / "run.R"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8"},
    )
    assert (run.returncode, run.stderr) == (0, "")
    length, width, total, kind, figure = run.stdout.split("\n")[:5]
    assert (int(length), int(width)) == (len(rows), len(rows[0]))
    assert float(total) == pytest.approx(sum(number(row["value"]) or 0 for row in rows), rel=1e-5)
    assert (kind in ("numeric", "integer"), figure) == (True, rows[0]["figure"])


def test_duckdb(folder: Path, rows: Rows) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(program("address_duckdb.sql", f"{folder}/"))
        found = connection.execute("SELECT * FROM observations").fetchall()
        described = connection.execute("DESCRIBE observations").fetchall()
    kinds = {name: kind for name, kind, *_ in described}
    assert [*kinds] == [*rows[0]]
    assert kinds["as_of"] == "DATE"
    place = [*kinds].index("value")
    assert [None if row[place] is None else float(row[place]) for row in found] == [
        number(row["value"]) for row in rows
    ]


def test_power_query_is_told_what_the_file_is(address: str) -> None:
    text = program("address_excel.m", address)
    assert re.fullmatch(
        r"let\n"
        rf"  File = Csv\.Document\(Web\.Contents\(\"{re.escape(address)}observations\.csv\"\), "
        r"\[Delimiter = \",\", Encoding = 65001, QuoteStyle = QuoteStyle\.Csv\]\),\n"
        r"  Table = Table\.PromoteHeaders\(File, \[PromoteAllScalars = true\]\)\n"
        r"in\n"
        r"  Table\n",
        text,
    )
    for opening, closing in ("()", "[]"):
        assert text.count(opening) == text.count(closing)
