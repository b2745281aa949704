"""LibreOffice for the tests: opens a workbook without a screen, computes every formula anew, and saves it."""

from __future__ import annotations

import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""LibreOffice's setting to compute a workbook from elsewhere anew as it is opened."""


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


def recalculated(workbook: bytes, folder: Path) -> openpyxl.Workbook:
    """What LibreOffice makes of a workbook, with the values that it computed."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS, encoding="utf-8")
    (folder / "in.xlsx").write_bytes(workbook)
    run = subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
            *("--convert-to", "xlsx", "--outdir", folder / "out", folder / "in.xlsx"),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert (run.returncode, (folder / "out" / "in.xlsx").exists()) == (0, True), run.stderr
    return openpyxl.load_workbook(folder / "out" / "in.xlsx", data_only=True)
