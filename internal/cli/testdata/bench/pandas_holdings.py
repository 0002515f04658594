"""The other side of the benchmark of holdings: pandas_holdings.py HOLDINGS ORGANISATIONS RESULT.

Reads a list of holdings (csv or xlsx) and the organisations (csv), merges by LEI, then ISIN, then ticker with exchange,
adds the weights up and writes the lines with their organisations. It checks no identifier and looks for no name."""
import sys

import pandas as pd

holdings, organisations, result = sys.argv[1:4]
read = pd.read_excel if holdings.endswith(".xlsx") else pd.read_csv
lines = read(holdings, dtype={"Name": str, "LEI": str, "ISIN": str, "Ticker": str, "MIC": str})
known = pd.read_csv(organisations, dtype=str)
lines["organisation"] = None
for keys in (["LEI"], ["ISIN"], ["Ticker", "MIC"]):
    by = known.dropna(subset=keys).drop_duplicates(keys)[keys + ["code"]]
    found = lines[keys].merge(by, on=keys, how="left")["code"]
    lines["organisation"] = lines["organisation"].where(lines["organisation"].notna(), found)
lines.to_csv(result, index=False)
print(int(lines["organisation"].notna().sum()), round(float(lines["Weight"].sum()), 6))
