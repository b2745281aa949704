import json
from pathlib import Path

import pandas as pd

TYPES = {"string": "string", "number": "float64", "integer": "Int64", "boolean": "boolean", "date": "string"}

tables = {}
for table in json.loads(Path("datapackage.json").read_text(encoding="utf-8"))["resources"]:
    kinds = {field["name"]: field["type"] for field in table["schema"]["fields"]}
    frame = pd.read_csv(
        table["path"],
        dtype={name: TYPES[kind] for name, kind in kinds.items()},
        keep_default_na=False,
        na_values=[""],
    )
    for name in (name for name, kind in kinds.items() if kind == "date"):
        frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
    tables[table["name"]] = frame

counted = tables["assessments"]
counted = counted[counted["restates"].isna() & counted["superseded_by"].isna()]
targets = tables["targets"].merge(counted[["target_id", "progress_status"]], on="target_id", validate="1:1")
counts = targets.groupby([targets["period_end"].dt.year, "progress_status"]).size()
print(counts)
