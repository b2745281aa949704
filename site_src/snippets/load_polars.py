import json
from pathlib import Path

import polars as pl

TYPES = {
    "string": pl.String,
    "number": pl.Float64,
    "integer": pl.Int64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}

tables = {}
for table in json.loads(Path("datapackage.json").read_text(encoding="utf-8"))["resources"]:
    types = {field["name"]: TYPES[field["type"]] for field in table["schema"]["fields"]}
    tables[table["name"]] = pl.read_csv(table["path"], schema=types)

counted = tables["assessments"].filter(pl.col("restates").is_null() & pl.col("superseded_by").is_null())
targets = tables["targets"].join(
    counted.select("target_id", "progress_status"), on="target_id", validate="1:1"
)
counts = targets.group_by(pl.col("period_end").dt.year(), "progress_status").len().sort(pl.all())
print(counts)
