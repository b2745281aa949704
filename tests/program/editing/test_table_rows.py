"""Rows of the documents' tables: where a new one comes in, and which files a changed one takes along."""

from __future__ import annotations

from datetime import date

from overlays import REPORT, OverlayTree

from generator.core.phrases import Text
from generator.editing.files.rows import Reason, breakdowns_of, corrected, find, inserted, shape_of
from generator.reading.validate import PackageRecords, validate

TABLE = f"{REPORT}/observations.csv"
HEAD = "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure"
ROW = "lamps-standing,qinghe,2023-01-01,2023-12-31,2023-12-31,980,exact,A,一/(一),980盏"
NEW = "repair-days,qinghe,2022-01-01,2022-12-31,,4,,A,一/(二),4天"
CELLS = {**dict(zip(HEAD.split(","), NEW.split(","), strict=True)), "stated_share": ""}
REASON = Reason(date(2024, 3, 1), Text((("zh", "录入有误。"), ("en", "A slip."))), "town-government")


def town(tree: OverlayTree) -> PackageRecords:
    packages, _ = validate(tree)
    return packages[0]


def test_breakdowns_are_columns_of_what_was_reported_alone() -> None:
    package = town(OverlayTree())
    assert breakdowns_of(package) == {"power": ("grid", "solar")}
    names = {
        table: [item.name for item in shape_of(package, table).fields]
        for table in ("observations", "targets")
    }
    assert {table: "power" in columns for table, columns in names.items()} == {
        "observations": True,
        "targets": False,
    }
    assert breakdowns_of(town(OverlayTree().remove("town/dimensions.yaml"))) == {}


PLACES = [
    # files of the table with the lines behind its head, the file that gets the row, its lines behind the head
    ({"observations.csv": [ROW]}, "observations.csv", [ROW, NEW]),
    ({"observations.csv": [ROW, "", ""]}, "observations.csv", [ROW, NEW, "", ""]),
    (
        {f"observations/{name}.csv": [ROW.replace("2023", f"20{name}")] for name in ("20", "21", "22")},
        "observations/22.csv",
        [ROW.replace("2023", "2022"), NEW],
    ),
    # behind what cites the same place
    (
        {
            "observations/20.csv": [ROW.replace("一)", "二)"), ROW.replace("2023", "2020")],
            "observations/21.csv": [ROW.replace("2023", "2021")],
        },
        "observations/20.csv",
        [ROW.replace("一)", "二)"), NEW, ROW.replace("2023", "2020")],
    ),
]


def test_a_new_row_comes_behind_those_of_its_place_and_gives_no_column_that_says_nothing() -> None:
    for files, path, lines in PLACES:
        tree = OverlayTree().remove(TABLE)
        for name, rows in files.items():
            tree.write(f"{REPORT}/{name}", "\n".join([HEAD, *rows, ""]))
        package = town(tree)
        made = inserted(tree, package, package.documents["2023-report"], "observations", CELLS)
        found, content, number = made
        head, *written = content.decode().removesuffix("\n").split("\n")
        assert (found, written, number) == (f"{REPORT}/{path}", lines, lines.index(NEW) + 2)
        assert head == HEAD


def test_a_correction_is_written_where_a_published_figure_changes() -> None:
    tree = OverlayTree().remove("town/corrections.csv")
    row = next(find(town(tree), "observations", "2023-report/lamps-standing/2023-12-31"))
    changed = corrected(tree, row, {"note_en": "By count.", "value": "980"}, REASON)
    assert list(changed) == [TABLE]
    assert changed[TABLE] == tree.read(TABLE).replace("980盏,,,".encode(), "980盏,,,By count.".encode())
    changed = corrected(tree, row, {"note_en": "By count.", "value": "981"}, REASON)
    assert changed["town/corrections.csv"].decode() == (
        "table,key,field,old,new,date,reason_zh,reason_en,responsible\n"
        "observations,2023-report/lamps-standing/2023-12-31,value,980,981,2024-03-01,录入有误。,A slip.,town-government\n"
    )
