"""The made-up town with counts in many large tables, and edits of these by chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from many import FOLDER, SEX_AGE, crossed, tree

from generator.reading.files import LARGE

Files = dict[str, bytes]
"""The files of the town by their paths."""

INDICATORS = "town/indicators/lighting.yaml"


def counted(years: int = 26, large: int = LARGE) -> Files:
    """The town with a file for each of five counts in so many years, whose rows are read as columns: they are `large`."""
    found = tree(SEX_AGE, crossed(SEX_AGE), range(2022 - years, 2022), indicators=5)
    files = {entry.path: found.read(entry.path) for entry in found.entries() if entry.kind == "file"}
    whole = files.pop(f"{FOLDER}/observations.csv").decode()
    assert len(whole) > large
    head, *rows = whole.splitlines()
    for row in rows:
        path = f"{FOLDER}/observations/{row.partition(',')[0]}.csv"
        files[path] = files.get(path, f"{head}\n".encode()) + f"{row}\n".encode()
    return files


def tables(files: Files) -> list[str]:
    """The paths of the tables of the counts."""
    return sorted(path for path in files if path.startswith(f"{FOLDER}/observations/"))


def rows_of(files: Files, path: str) -> list[str]:
    return files[path].decode().splitlines()


def put_rows(files: Files, path: str, rows: list[str]) -> None:
    files[path] = "".join(f"{row}\n" for row in rows).encode()


def with_cell(text: Callable[[random.Random], str]) -> Callable[[Files, random.Random], None]:
    """An edit: the value in a row of chance becomes another."""

    def edit(files: Files, chance: random.Random) -> None:
        path = chance.choice(tables(files))
        rows = rows_of(files, path)
        place, at = chance.randrange(1, len(rows)), rows[0].split(",").index("value")
        cells = rows[place].split(",")
        cells[at] = text(chance)
        rows[place] = ",".join(cells)
        put_rows(files, path, rows)

    return edit


def a_row_goes(files: Files, chance: random.Random) -> None:
    path = chance.choice(tables(files))
    rows = rows_of(files, path)
    del rows[chance.randrange(1, len(rows))]
    put_rows(files, path, rows)


def a_row_elsewhere(files: Files, chance: random.Random) -> None:
    """A row moves to the file of another indicator."""
    path, other = chance.sample(tables(files), 2)
    rows = rows_of(files, path)
    row = rows.pop(chance.randrange(1, len(rows)))
    put_rows(files, path, rows)
    put_rows(files, other, [*rows_of(files, other), row])


def a_file_renamed(files: Files, chance: random.Random) -> None:
    path = chance.choice(tables(files))
    files[f"{FOLDER}/observations/{chance.randrange(1 << 30)}.csv"] = files.pop(path)


def a_file_goes(files: Files, chance: random.Random) -> None:
    """The table of a count, as long as two others are left."""
    paths = tables(files)
    if len(paths) > 2:
        del files[chance.choice(paths)]


def an_indicator_renamed(files: Files, chance: random.Random) -> None:
    """Every row and definition of a count gets another id."""
    old = chance.choice([row.split(",")[0] for row in rows_of(files, chance.choice(tables(files)))[1:]])
    new = f"count-{chance.randrange(1 << 30)}"
    for path in (INDICATORS, *tables(files)):
        text = files[path].decode()
        files[path] = text.replace(f"\n{old}:", f"\n{new}:").replace(f"\n{old},", f"\n{new},").encode()


def replaced(path: str, old: str, new: str) -> Callable[[Files, random.Random], None]:
    """An edit of a file of which all rows are made: a piece in it becomes another, or it is undone."""

    def edit(files: Files, _: random.Random) -> None:
        text = files[path].decode()
        assert old in text or new in text
        files[path] = (text.replace(new, old) if new in text else text.replace(old, new)).encode()

    return edit


EDITS: Mapping[str, Callable[[Files, random.Random], None]] = {
    "a value": with_cell(lambda chance: str(chance.randrange(10_000))),
    "a value too long for a database": with_cell(lambda _: "123456789012.123456"),
    "a row goes": a_row_goes,
    "a row elsewhere": a_row_elsewhere,
    "a file is renamed": a_file_renamed,
    "a file goes": a_file_goes,
    "an id": an_indicator_renamed,
    "a title": replaced(INDICATORS, "Street lamps standing", "Lamps that stand"),
    "a code": replaced("town/dimensions.yaml", "title_en: Code women", "title_en: Women"),
    "when the document was published": replaced(
        f"{FOLDER}/document.yaml", "kind: dataset", "published: 2023-02-01\nkind: dataset"
    ),
}
