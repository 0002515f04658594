package site

import (
	"fmt"
	"math"
	"strconv"

	"vigil/internal/vigil"
)

// The plot of ranks: a strip of plotWidth by 20 with room for the dots at both ends.
const (
	plotWidth = 240.0
	plotEdge  = 10.0
)

// whisker is the rank of a company in a strip: the interval as a line, the median as a dot.
type whisker struct {
	Low, High, Median float64 // across the strip
	Ticks             []tick
	Said              string
}

// tick is a line of the grid, with its number in the head of the table.
type tick struct {
	X     float64
	Label string
}

// across is where a rank lies in the strip of n ranks, to a hundredth.
func across(rank, n int) float64 {
	if n < 2 {
		return plotWidth / 2
	}
	x := plotEdge + (plotWidth-2*plotEdge)*float64(rank-1)/float64(n-1)
	return math.Round(x*100) / 100
}

// axis is the first and last rank and round numbers between them that keep apart.
func axis(n int) []tick {
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if step = s; (n+s-1)/s <= 7 {
			break
		}
	}
	ticks := []tick{{across(1, n), "1"}}
	for k := step; k < n; k += step {
		if k > 1 && across(n, n)-across(k, n) > 18 && across(k, n)-across(1, n) > 18 {
			ticks = append(ticks, tick{across(k, n), strconv.Itoa(k)})
		}
	}
	if n > 1 {
		ticks = append(ticks, tick{across(n, n), strconv.Itoa(n)})
	}
	return ticks
}

func (w *writer) whisker(c *vigil.PublicCompany) *whisker {
	n, p := len(w.b.Companies), c.Place
	return &whisker{Low: across(p.Low, n), High: across(p.High, n), Median: across(p.Median, n), Ticks: axis(n), Said: w.placeSaid(c)}
}

// placeSaid is the place of a company in words.
func (w *writer) placeSaid(c *vigil.PublicCompany) string {
	p := c.Place
	said := fmt.Sprintf("%s: rank %d of %d", c.Name, p.Rank, len(w.b.Companies))
	if p.Tied {
		said += ", shared"
	}
	if p.Low == p.High {
		return said + fmt.Sprintf("; rank %d in %s of 100 draws", p.Low, w.percent())
	}
	return said + fmt.Sprintf("; in %s of 100 draws between %d and %d, median %d", w.percent(), p.Low, p.High, p.Median)
}

// box is the spread of a figure over the companies, on 0..100.
type box struct {
	Least, First, Middle, Third, Greatest float64
	Said                                  string
}

// boxOf draws quartiles; nil where there are none.
func boxOf(title string, decimals int, s vigil.PublicSpread) *box {
	if s.Least == nil || s.First == nil || s.Middle == nil || s.Third == nil || s.Greatest == nil {
		return nil
	}
	return &box{Least: bar(s.Least), First: bar(s.First), Middle: bar(s.Middle), Third: bar(s.Third), Greatest: bar(s.Greatest),
		Said: fmt.Sprintf("%s: from %s to %s, half of the companies between %s and %s, median %s", title, score(decimals, s.Least), score(decimals, s.Greatest),
			score(decimals, s.First), score(decimals, s.Third), score(decimals, s.Middle))}
}
