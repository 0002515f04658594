# The arithmetic of a screening alone, as a person would write it with pandas: securities of one issuer added up, the weighted
# score with its coverage, capped and low bands, sums by sector, country and band, the movers. No rules, watchlist or questions.
import resource
import sys
import time

import pandas as pd

begin = time.process_time()
h = pd.read_csv(sys.argv[1], keep_default_na=False)
c = pd.read_csv(sys.argv[2])
h = h[h.kind.isin(["equity", "bond", "fund"]) & (h.weight > 0)]
p = h.groupby("key", sort=False).agg(weight=("weight", "sum"), organisation=("organisation", "first")).reset_index()
p = p.merge(c, how="left", left_on="organisation", right_on="code")
rated = p[p.score.notna()]
base = p.weight.sum()


def figures(g):
    r = g[g.score.notna()]
    w = r.weight.sum()
    return pd.Series({"weight": g.weight.sum() / base, "coverage": 100 * w / g.weight.sum(), "score": (r.weight * r.score).sum() / w if w else None,
                      "high": (r.weight * r.high).sum() / w if w else None, "capped": 100 * g[g.capped == 1].weight.sum() / g.weight.sum(),
                      "low": 100 * r[r.band.isin(["D", "E"])].weight.sum() / g.weight.sum()})


whole = figures(p)
for by in ["sector", "country", "band"]:
    p.groupby(by, dropna=False)[["weight", "score", "high", "capped", "band"]].apply(figures)
pull = (rated.weight / rated.weight.sum() * (rated.score - whole.score)).sort_values()
pull.head(5), pull.tail(5)
seconds = time.process_time() - begin
print(repr(seconds), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, repr(whole.score), repr(whole.coverage), repr(whole.capped))
