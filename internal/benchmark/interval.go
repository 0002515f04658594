package benchmark

import "slices"

// percentile is the nearest rank: the least value below or at which so many per cent of a sorted list lie.
func percentile[T any](sorted []T, per int) T {
	return sorted[max(1, (per*len(sorted)+99)/100)-1]
}

// interval sets the median and the interval of every place from its ranks in the draws.
func (d draws) interval(places []Place, order []int) {
	ranks := make([]int32, 0, len(d.ranks)/max(1, d.companies))
	for i := range places {
		ranks = d.of(order[i], ranks)
		slices.Sort(ranks)
		places[i].Low, places[i].Median, places[i].High = int(percentile(ranks, IntervalLow)), int(percentile(ranks, 50)), int(percentile(ranks, IntervalHigh))
	}
}
