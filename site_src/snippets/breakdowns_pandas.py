import pandas as pd

observations = pd.read_csv("observations.csv", dtype="string")
bridge = pd.read_csv("observation_breakdowns.csv", dtype="string")

values = bridge.pivot(index="breakdown", columns="dimension_id", values="value_id")
wide = observations.join(values, on="breakdown")
print(wide[values.columns].count())
