package spreadsheet

import (
	"fmt"
	"time"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// itemNow is an item as it stands when the workbook is written, for the values beside the formulas. The score is the
// engine's; only what a cell shows of it is looked up.
type itemNow struct {
	it      scoring.ItemReadings
	answer  vigil.Answer
	option  string
	read    scoring.Reading
	s, high float64
	recent  bool
}

// now looks up an item.
func (k *book) now(it scoring.ItemReadings) itemNow {
	n := itemNow{it: it}
	for _, a := range k.Answers {
		if a.Question == it.Indicator.ID && a.Unit == "" {
			n.answer = a
		}
	}
	a := n.answer
	if a.State == vigil.Answered {
		n.option = a.Value
		if len(it.Elements) > 0 {
			n.option = scoring.AllElements
		}
	}
	n.read = n.reading()
	score := k.Scorecard.Node(it.Indicator.ID, "")
	if it.Counts && score != nil && score.Item != nil && score.Item.S != nil {
		n.s, n.high = *score.Item.S, *score.Item.High
	}
	n.recent = it.Recent
	return n
}

// reading finds how the item is read now.
func (n itemNow) reading() scoring.Reading {
	want := scoring.Reading{State: n.answer.State, Option: n.option, Grade: n.grade()}
	if n.answer.State == "" || n.answer.State == vigil.Answered && n.option == n.it.Searched && n.option != "" && !n.answer.Search.Complete() {
		want = scoring.Reading{State: vigil.NotAssessed}
	}
	var open scoring.Reading
	for _, r := range n.it.Answers {
		if readingKey("", r) == readingKey("", want) {
			return r
		}
		if r.State == vigil.NotAssessed {
			open = r
		}
	}
	return open
}

// grade is the grade as the sheet reads it.
func (n itemNow) grade() vigil.Grade {
	if n.answer.Grade == "" {
		return vigil.E0
	}
	return n.answer.Grade
}

func (n itemNow) assessed() bool { return n.it.Counts && n.read.Assessed }

func (n itemNow) worst() bool {
	return n.it.Counts && (!n.read.Assessed || n.read.State == vigil.Refused)
}

func (n itemNow) worth() float64 {
	switch {
	case !n.it.Counts:
		return 0
	case n.answer.Search.Complete():
		return n.read.Logged
	}
	return n.read.Worth
}

func (n itemNow) rank() int {
	if !n.it.Counts {
		return 0
	}
	return n.read.Rank
}

// recentSpan are the days between which evidence is recent, as numbers of a spreadsheet: after the first, up to the second.
func (k *book) recentSpan() (from, to string) {
	number := func(day string) string {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return "0"
		}
		return fmt.Sprintf("DATE(%d,%d,%d)", d.Year(), int(d.Month()), d.Day())
	}
	return number(k.Readings.RecentAfter), number(k.Assessment.Cutoff)
}

// bandPicks reports whether an item is one that a band asks not to be 0, and one whose evidence a band asks for.
func (k *book) bandPicks(in *vigil.Indicator) (noZero, evidence bool) {
	for _, b := range k.Methodology.Bands {
		if b.Needs == nil {
			continue
		}
		if b.Needs.NoZero != nil && b.Needs.NoZero.Picks(in) {
			noZero = true
		}
		if e := b.Needs.Evidence; e != nil && (vigil.ItemSelector{Tier: e.Tier, Kinds: e.Kinds}).Picks(in) {
			evidence = true
		}
	}
	return noZero, evidence
}
