"""The rank intervals of a benchmark in numpy, from the same numbers: the same stream, weights, codes, deductions and caps.
It draws only what coders differ on, as the program does. Prints processor seconds (reading the file aside), peak memory in
MiB, and the intervals as one line a company."""
import resource
import sys
import time

import numpy as np

GAMMA, A, B = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def rolls(seed, k):
    """The numbers k of SplitMix64 under a seed, as numbers in [0, 1)."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (k + np.uint64(1)) * GAMMA
        z = (z ^ (z >> np.uint64(30))) * A
        z = (z ^ (z >> np.uint64(27))) * B
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / (1 << 53)


with open(sys.argv[1], "rb") as f:
    companies, items, pillars, draws, seed = (int(x) for x in np.fromfile(f, np.uint64, 5))
    weights = np.fromfile(f, np.float64, pillars)
    of = np.fromfile(f, np.int64, items)
    weight, one, other = (np.fromfile(f, np.float64, companies * items).reshape(companies, items) for _ in range(3))
    deduction, limit = np.fromfile(f, np.float64, companies), np.fromfile(f, np.float64, companies)

begin = time.process_time()
into = np.zeros((items, pillars))
into[np.arange(items), of] = 1
below = weight @ into
above = (weight * one) @ into
row, item = np.nonzero(one != other)
cell = row * pillars + of[item]
gain = weight[row, item] * (other[row, item] - one[row, item])
place = (row * items + item).astype(np.uint64)
step = pillars + 1 + companies * items
ranks = np.empty((draws, companies), np.int32)
for d in range(draws):
    head = rolls(seed, np.uint64(d * step) + np.arange(pillars + 1, dtype=np.uint64))
    w = weights * (0.75 + 0.5 * head[:pillars])
    w /= w.sum()
    second = rolls(seed, np.uint64(d * step + pillars + 1) + place) >= 0.5
    value = (above + np.bincount(cell, gain * second, companies * pillars).reshape(companies, pillars)) / below
    if head[pillars] < 0.5:
        x = value @ w
    else:
        x = np.exp(np.log(np.maximum(value, 1)) @ w)
    x = np.minimum(np.maximum(np.minimum(x, 100) - deduction, 0), limit)
    key = np.floor((x + 1e-9) * 10 + 0.5)
    ranks[d] = companies - np.searchsorted(np.sort(key), key, side="right") + 1
ranks.sort(axis=0)
at = [max(1, (p * draws + 99) // 100) - 1 for p in (5, 50, 95)]
low, median, high = (ranks[i] for i in at)
print(time.process_time() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
for line in zip(low, median, high):
    print(*line)
