import pandas as pd

observations = pd.read_csv("@address@observations.csv", keep_default_na=False, na_values=[""])
