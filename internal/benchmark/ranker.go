package benchmark

import (
	"math"
	"slices"

	"vigil/internal/vigil"
)

// ranker gives competition ranks (1, 2, 2, 4) on the figures that the method ranks by.
type ranker struct {
	published bool // else on unrounded values
	rounding  vigil.RoundingRule
	shift     float64 // 10 to the number of decimals
	count     int     // of figures that can be told apart on 0..100; 0: too many to count
}

func newRanker(m *vigil.Methodology) ranker {
	r := ranker{published: m.Ranking == nil || m.Ranking.On != "value", rounding: m.Rounding, shift: math.Pow(10, float64(m.Rounding.Decimals))}
	if r.published && m.Rounding.Decimals <= 3 {
		r.count = int(100*r.shift) + 1
	}
	return r
}

// none stands for a company that has no figure: it gets the rank 0 and no other company is behind it.
const none = -1

// scratch is what one worker needs to rank.
type scratch struct {
	keys   []int32
	counts []int32
	sorted []float64
}

func (r ranker) scratch(companies int) *scratch {
	return &scratch{keys: make([]int32, companies), counts: make([]int32, r.count+1), sorted: make([]float64, 0, companies)}
}

// ranks ranks figures on 0..100; none has no rank.
func (r ranker) ranks(figures []float64, s *scratch, out []int32) {
	if r.count > 0 {
		r.byCount(figures, s, out)
		return
	}
	s.sorted = s.sorted[:0]
	for i, v := range figures {
		if v == none {
			continue
		}
		if r.published {
			figures[i] = r.rounding.Round(v)
		}
		s.sorted = append(s.sorted, figures[i])
	}
	slices.Sort(s.sorted)
	for i, v := range figures {
		out[i] = 0
		if v != none {
			after, _ := slices.BinarySearch(s.sorted, math.Nextafter(v, math.Inf(1)))
			out[i] = int32(len(s.sorted) - after + 1)
		}
	}
}

// byCount ranks by counting: published figures are few, so that nothing is sorted.
func (r ranker) byCount(figures []float64, s *scratch, out []int32) {
	clear(s.counts)
	for i, v := range figures {
		s.keys[i] = none
		if v != none {
			s.keys[i] = int32(math.Floor(float64((v+vigil.RoundingGuard)*r.shift) + 0.5))
			s.counts[s.keys[i]]++
		}
	}
	place := int32(1)
	for k := len(s.counts) - 1; k >= 0; k-- {
		if n := s.counts[k]; n > 0 {
			s.counts[k] = place
			place += n
		}
	}
	for i, k := range s.keys {
		out[i] = 0
		if k != none {
			out[i] = s.counts[k]
		}
	}
}
