package site

import (
	"fmt"
	"slices"
	"strconv"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// indexPage is the league table, or the bands where nothing is ranked.
type indexPage struct {
	frame
	Lead     string
	Findings []finding
	Axis     []tick
	Parts    []leaguePart
	Percent  string // of draws that an interval holds
	Least    []leastKept
	Leaders  []*vigil.PublicCompany
	Laggards []*vigil.PublicCompany
	Watched  bool // a company has the mark of an open allegation
}

// finding is one thing that a reader should take away: a figure and what it counts.
type finding struct{ Figure, Text, Href string }

// leaguePart is the companies that cannot be told apart, or those of a band where nothing is ranked.
type leaguePart struct {
	ID, Title, Note string
	Rows            []leagueRow
}

type leagueRow struct {
	vigil.PublicCompany
	Whisker *whisker
	CapText string
	Replied string
}

// leastKept is a promise with the share of companies that keep it at least half.
type leastKept struct {
	vigil.PublicProvision
	Kept  int
	Share float64
}

func (w *writer) index() error {
	p := indexPage{frame: w.frame(w.b.Title, "", indexFile), Lead: w.lead(), Findings: w.findings(), Least: w.least(5), Leaders: w.named(w.b.Leaders), Laggards: w.named(w.b.Laggards),
		Watched: slices.ContainsFunc(w.b.Companies, func(c vigil.PublicCompany) bool { return c.Watch })}
	if w.b.Ranked {
		p.Axis, p.Parts, p.Percent = axis(len(w.b.Companies)), w.groups(), w.percent()
	} else {
		p.Parts = w.byBand()
	}
	return w.page(indexFile, "index.html", p)
}

// named are the companies of some codes.
func (w *writer) named(codes []string) []*vigil.PublicCompany {
	var list []*vigil.PublicCompany
	for _, code := range codes {
		if c := w.companies[code]; c != nil {
			list = append(list, c)
		}
	}
	return list
}

// lead says in a sentence who was compared and on what.
func (w *writer) lead() string {
	s := report.Count(len(w.b.Companies), "company", "companies") + ", " + modeText[w.b.Mode] + ", up to " + vigil.LongDate(w.b.Evidence.Until)
	if a := w.b.Agreement; a != nil {
		s += fmt.Sprintf(", coded by %d people independently of each other", a.Coders)
		if a.Alpha != nil {
			s += ", agreement alpha " + two(a.Alpha)
		}
	}
	return s + "."
}

func (w *writer) findings() []finding {
	n := len(w.b.Companies)
	if n == 0 {
		return nil
	}
	of := func(k int) string { return fmt.Sprintf("%d of %d", k, n) }
	low, capped, replied := 0, 0, 0
	for _, c := range w.b.Companies {
		if c.Band == "D" || c.Band == "E" {
			low++
		}
		if c.Capped {
			capped++
		}
		if c.Reply.Replied != "" {
			replied++
		}
	}
	all := []finding{
		{of(low), "are in the two lowest bands, D or E", indexFile + "#table"},
		{of(capped), "have a cap in force: a ceiling that good marks elsewhere do not lift", methodFile + "#caps"},
	}
	if least := w.least(1); len(least) > 0 {
		all = append(all, finding{fmt.Sprintf("%d of %d", least[0].Kept, least[0].Companies), "keep " + least[0].ID + " at least half: no promise is kept by fewer", provisionsFile})
	}
	return append(all, finding{of(replied), "replied to the draft of their scorecard", indexFile + "#table"})
}

// least are the promises kept by the smallest share of companies.
func (w *writer) least(n int) []leastKept {
	var all []leastKept
	for _, p := range w.b.Provisions {
		if p.Companies > 0 && len(all) < n {
			kept := p.Level2 + p.Level3
			all = append(all, leastKept{p, kept, 100 * float64(kept) / float64(p.Companies)})
		}
	}
	return all
}

// percent is how many of a hundred draws lie within an interval.
func (w *writer) percent() string {
	if w.b.Uncertainty == nil {
		return ""
	}
	return strconv.Itoa(w.b.Uncertainty.High - w.b.Uncertainty.Low)
}

// groups parts the league table by what can be told apart. Companies that stand alone, one after the other, share a part.
func (w *writer) groups() []leaguePart {
	var parts []leaguePart
	first, alone := 0, false
	for _, g := range w.b.Groups {
		single := len(g.Companies) == 1
		if !single || !alone {
			parts, first = append(parts, leaguePart{ID: "group-" + strconv.Itoa(g.Number)}), g.Number
		}
		part := &parts[len(parts)-1]
		switch {
		case !single:
			part.Title, part.Note = "Group "+strconv.Itoa(g.Number), report.Count(len(g.Companies), "company", "companies")+" that are not distinguishable: their order within the group may be chance"
		case alone:
			part.Title, part.Note = fmt.Sprintf("Groups %d to %d", first, g.Number), "each company can be told apart from everybody else"
		default:
			part.Title, part.Note = "Group "+strconv.Itoa(g.Number), "can be told apart from everybody else"
		}
		for _, code := range g.Companies {
			if c := w.companies[code]; c != nil {
				part.Rows = append(part.Rows, w.row(c))
			}
		}
		alone = single
	}
	return parts
}

// byBand parts the companies by band, best first.
func (w *writer) byBand() []leaguePart {
	var parts []leaguePart
	for _, b := range w.b.Bands {
		part := leaguePart{ID: "band-" + b.ID, Title: "Band " + b.ID + " " + b.Title, Note: b.Meaning}
		for i := range w.b.Companies {
			if c := &w.b.Companies[i]; c.Band == b.ID {
				part.Rows = append(part.Rows, w.row(c))
			}
		}
		if len(part.Rows) > 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

func (w *writer) row(c *vigil.PublicCompany) leagueRow {
	r := leagueRow{PublicCompany: *c, Replied: "did not reply"}
	if c.Reply.Replied != "" {
		r.Replied = "replied"
	}
	if c.Place != nil {
		r.Whisker = w.whisker(c)
	}
	for _, cap := range c.Caps {
		if cap.Governs && cap.AtMost != nil {
			r.CapText = cap.Rule + ", at most " + plain(cap.AtMost)
			if idle(*c, cap) {
				r.CapText += ": the score is lower by itself"
			}
		}
	}
	return r
}

// idle reports whether a company would stand lower than a cap without it, so that the cap takes nothing away.
func idle(c vigil.PublicCompany, cap vigil.PublicCap) bool {
	return cap.AtMost != nil && c.Score != nil && *c.Score < *cap.AtMost
}
