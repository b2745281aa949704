"""LibreOffice for the tests: opens files without a screen, computes every formula anew, and saves them."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""LibreOffice's setting to compute a workbook from elsewhere anew as it is opened."""

GB18030 = "csv:Text - txt - csv (StarCalc):44,34,85,1,,0,false,true,false,false,false,-1"
"""LibreOffice's filter that saves every sheet as CSV in GB18030, cells as they are shown."""

SEMICOLONS = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,true,false"
"""The filter that saves a sheet in UTF-8 with semicolons between cells as they are shown, texts in quotes."""

COUNTRIES = {"America": 1033, "Britain": 2057, "Germany": 1031, "China": 2052}
"""The numbers of countries by which a filter that opens CSV takes texts for numbers and days."""

XLSX = "xlsx:Calc MS Excel 2007 XML"


def spoiled(workbook: bytes) -> bytes:
    """The workbook with 77 as the remembered value of every formula, so that only computing brings the right one."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            if name.startswith("xl/worksheets/"):
                text = re.sub(
                    r'(<c r="\w+"(?: s="\d+")?)(?: t="\w+")?(><f>[^<]*</f>)<v>[^<]*</v>',
                    r"\1\2<v>77</v>",
                    text,
                )
            new.writestr(name, text)
    return out.getvalue()


def recalculated(folder: Path, workbooks: Mapping[str, bytes]) -> Mapping[str, openpyxl.Workbook]:
    """What LibreOffice makes of workbooks, in one run, with the values that it computed."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS, encoding="utf-8")
    for name, content in workbooks.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    files = converted(folder, "xlsx", *(folder / f"{name}.xlsx" for name in workbooks))
    return {
        name: openpyxl.load_workbook(BytesIO(files[f"{name}.xlsx"]), data_only=True) for name in workbooks
    }


def converted(folder: Path, form: str, *files: Path, opened_as: str = "") -> dict[str, bytes]:
    """What LibreOffice makes of files, with decimal points as in China: each new file by its name.

    Its profile lies in the folder, too. `opened_as` is a filter for opening, where its own choice will not do.
    """
    out = folder / "out"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    opening = [f"--infilter={opened_as}"] if opened_as else []
    run = subprocess.run(
        [
            "soffice",
            "--headless",
            profile,
            *opening,
            "--convert-to",
            form,
            "--outdir",
            str(out),
            *map(str, files),
        ],
        capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}
