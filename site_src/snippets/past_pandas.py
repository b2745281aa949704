import json

import pandas as pd

TABLE, DAY = "observations", "2026-12-31"

rows, told = (
    pd.read_csv(f"{name}.csv", dtype="string", keep_default_na=False) for name in (TABLE, "vintages")
)
told = told[told["table"] == TABLE]
then = told[(told["known_since"] <= DAY) & ((told["withdrawn_on"] == "") | (told["withdrawn_on"] > DAY))]

key, document = rows[rows.columns[0]], rows.get("document_id", pd.Series("", rows.index))
alone = key.isin(then["key"][then["cells"] == ""])
together = ~key.isin(told["key"]) & document.isin(then["document_id"][then["key"] == ""])
over = pd.DataFrame([json.loads(cells) for cells in then["cells"] if cells], dtype="string")
state = pd.concat([rows[alone | together], over]).fillna("")
print(len(state))
