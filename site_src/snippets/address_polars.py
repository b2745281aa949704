import polars as pl

observations = pl.read_csv("@address@observations.csv", infer_schema_length=None, try_parse_dates=True)
