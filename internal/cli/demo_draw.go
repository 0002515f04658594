package cli

import (
	"fmt"
	"hash/fnv"
	"math"
	"strconv"
	"strings"
	"time"

	"vigil/internal/question"
	"vigil/internal/vigil"
)

// dice is SplitMix64: the same seed gives the same organisation on every machine.
type dice struct{ state uint64 }

func newDice(seed int, code string) *dice {
	h := fnv.New64a()
	_, _ = h.Write([]byte(code)) // never fails
	return &dice{h.Sum64() ^ uint64(seed)}
}

// roll gives a number in [0,1).
func (d *dice) roll() float64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

// code gives a code for a case or an export. Real ones are random; those of the demo are the same on every run.
func (d *dice) code() string { return fmt.Sprintf("%08x", int(d.roll()*(1<<32))) }

// about gives a whole number near x of a ladder 0..top.
func (d *dice) about(x float64, top int) int {
	return max(0, min(top, int(math.Round(x*float64(top)+(d.roll()-0.5)*1.6))))
}

// drawing makes the answers of one organisation.
type drawing struct {
	demoData
	organisation demoOrganisation
	dice         *dice
	m            *vigil.Methodology
	today        time.Time
}

// submission draws an answer to every question that the organisation answers, and reads like a file that it sent in.
func (x drawing) submission(q *vigil.Questionnaire) vigil.Submission {
	sub := vigil.Submission{Source: x.organisation.Code, Questionnaire: q.Ref()}
	for i := range q.Screening {
		for _, c := range x.organisation.Screening {
			if c.Question == q.Screening[i].ID {
				sub.Entries = append(sub.Entries, x.screening(&q.Screening[i], c.Value))
			}
		}
	}
	for _, in := range q.Questions() {
		if e, ok := x.entry(in, q.PillarOf(in.ID).ID); ok {
			sub.Entries = append(sub.Entries, e)
		}
	}
	for i := range sub.Entries {
		sub.Entries[i].Place = vigil.Place{File: x.organisation.Code, Field: sub.Entries[i].Question}
	}
	sub.Rows = len(sub.Entries)
	return sub
}

func (x drawing) screening(in *vigil.Indicator, value string) vigil.Entry {
	e := vigil.Entry{Question: in.ID, Value: value}
	if value == "no" || len(in.Elements) > 0 { // what takes questions away, boxes left empty among it
		switch in.NoCountsWith {
		case "search_log":
			e.Search = x.search()
		case "approval":
			e.Grade, e.Date = "E2", x.day(200)
			e.Evidence = []vigil.Evidence{x.proof(in, "E2", e.Date)}
		}
	}
	return e
}

// entry draws one answer; false where the organisation leaves the question blank.
func (x drawing) entry(in *vigil.Indicator, pillar string) (vigil.Entry, bool) {
	blank, hides, age := x.dice.roll() >= x.organisation.Answered, x.dice.roll(), int(60+x.dice.roll()*900)
	good := x.organisation.level(pillar)
	value, grade := x.value(in, good), vigil.Grades[x.dice.about(x.organisation.Strength, 4)]
	e := vigil.Entry{Question: in.ID, Value: value, Grade: string(grade), Date: x.day(age)}
	if f, ok := x.organisation.fixed(in.ID); ok {
		blank, hides = false, 0
		e.Value, e.State, e.Note = f.Value, f.State, f.Note
		if f.Grade != "" {
			e.Grade = f.Grade
		}
	}
	switch {
	case blank:
		return e, false
	case e.State != "":
		return vigil.Entry{Question: in.ID, State: e.State, Note: e.Note}, true
	case hides > 0.93+good/10 && in.Critical == "":
		return vigil.Entry{Question: in.ID, State: string(vigil.NotDisclosed), Search: x.search()}, true
	}
	if s, _ := x.m.ScaleOf(in); s.Type == "flag" && e.Value == "clear" {
		e.Search = x.search()
	}
	if e.Grade != string(vigil.E0) {
		e.Evidence = []vigil.Evidence{x.proof(in, e.Grade, e.Date)}
	} else {
		e.Date = ""
	}
	return e, true
}

// value draws an answer on the scale of the question. A flag that is not clear comes from the data file only: it is
// grave enough to be written down.
func (x drawing) value(in *vigil.Indicator, good float64) string {
	s, _ := x.m.ScaleOf(in)
	options := question.Options(s, in)
	switch s.Type {
	case "multi":
		var met []string
		for _, o := range options {
			if x.dice.roll() < good {
				met = append(met, o.ID)
			}
		}
		if len(met) == 0 {
			return vigil.NoElements
		}
		return strings.Join(met, ";")
	case "flag":
		return "clear"
	case "number":
		return strconv.Itoa(int(x.dice.roll() * 40))
	}
	if len(options) == 0 {
		return ""
	}
	return options[x.dice.about(good, len(options)-1)].ID
}

func (x drawing) search() vigil.SearchLog {
	return vigil.SearchLog{Date: x.day(20), Sources: x.Sources, Languages: x.Languages, Terms: x.Terms}
}

func (x drawing) proof(in *vigil.Indicator, grade, date string) vigil.Evidence {
	titles := x.titles(in.Kind)
	title := "Note to the file"
	if len(titles) > 0 {
		title = titles[int(x.dice.roll()*float64(len(titles)))]
	}
	v := vigil.Evidence{Title: fmt.Sprintf("%s (%s)", title, in.ID), Grade: vigil.Grade(grade), Date: date, Page: fmt.Sprintf("p. %d", 1+int(x.dice.roll()*40))}
	if v.Grade.Rank() >= vigil.E2.Rank() {
		v.Public = true
		v.Link = "https://example.org/" + x.organisation.Code + "/" + strings.ToLower(strings.ReplaceAll(in.ID, ".", "-"))
	}
	return v
}

// day is so many days before the day of the demo.
func (x drawing) day(before int) string { return x.today.AddDate(0, 0, -before).Format(time.DateOnly) }
