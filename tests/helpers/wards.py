"""The made-up town of `decade` with as many wards and years as are wanted: kerbs are promised and counted in each."""

from __future__ import annotations

from collections.abc import Iterator

import decade
from decade import Row

from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.reading.trees import FilesTree
from generator.verdicts.standings import assess_package

INDICATOR = "kerbs-lowered"
PAGE = f"{decade.BODY}/indicators/{INDICATOR}/index.md"


def town(wards: int, years: int, note: str = "", monthly: int = 0) -> PackageView:
    """Such a town, its rows with a note each. Of the last years, so many, kerbs of the town are also counted in each month."""
    named = {f"ward-{number}": f"第{number}区" for number in range(1, wards + 1)}

    def promised(year: int) -> Iterator[Row]:
        for area in (decade.BODY, *named):
            yield Row(INDICATOR, f"{year}-01-01", f"{year}-12-31", "40", area, note=note)

    def reported(year: int) -> Iterator[Row]:
        end = "09-30" if year == decade.TODAY.year else "12-31"
        for number, area in enumerate((decade.BODY, *named)):
            yield Row(
                INDICATOR, f"{year}-01-01", f"{year}-{end}", str(30 + (number + year) % 20), area, note=note
            )
        if year > decade.TODAY.year - monthly:
            for month in range(1, 10):
                yield Row(
                    INDICATOR, f"{year}-{month:02}-01", f"{year}-{month:02}-28", str(2 + month % 3), note=note
                )

    last = decade.TODAY.year
    files = decade.files(range(last + 1 - years, last + 1), named, promised, reported)
    ledger, report = load(FilesTree({name: text.encode() for name, text in files.items()}))
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages[decade.BODY]
    return PackageView(package, assess_package(package, decade.TODAY))
