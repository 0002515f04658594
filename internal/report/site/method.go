package site

import (
	"fmt"
	"sort"

	"vigil/internal/benchmark"
	"vigil/internal/vigil"
)

// methodPage is the method note: everything that somebody needs who wants to doubt the figures.
type methodPage struct {
	frame
	Evidence string
	Research string
	Swing    string
	Percent  string
	Pillars  []vigil.PublicTest
	Items    []vigil.PublicTest // that move somebody, most first
	Still    int                // items whose leaving out moves nobody
	Silent   *vigil.PublicTest  // what is not disclosed set to the mean of its pillar
	Alphas   []alphaRow
	Grade    string  // what the ordinal alpha is worth in words
	Least    float64 // below this alpha an item is weak
	Asked    string  // who was asked for a reply, and who gave one
	Caps     []vigil.PublicCapRule
	Reasons  []reasonCount
}

type alphaRow struct {
	vigil.PublicPillarAlpha
	Title string
}

type reasonCount struct {
	Reason string
	Count  int
}

func (w *writer) method() error {
	p := methodPage{frame: w.frame("Method", "", methodFile), Evidence: days(w.b.Evidence), Research: days(w.b.Statement.Research), Caps: w.b.CapRules, Percent: w.percent(), Least: benchmark.TentativeAlpha, Asked: w.asked()}
	if u := w.b.Uncertainty; u != nil {
		p.Swing = plain(100 * u.Swing)
	}
	for _, t := range w.b.Tests {
		switch t.Kind {
		case "pillar":
			p.Pillars = append(p.Pillars, t)
		case "item":
			if t.Moved == 0 {
				p.Still++
			} else {
				p.Items = append(p.Items, t)
			}
		case "undisclosed":
			p.Silent = &t
		}
	}
	if a := w.b.Agreement; a != nil {
		for _, x := range a.Pillars {
			p.Alphas = append(p.Alphas, alphaRow{x, w.pillarTitle(x.Pillar)})
		}
		p.Grade = alphaWords(a.Alpha)
	}
	p.Reasons = w.reasons()
	return w.page(methodFile, "method.html", p)
}

// asked says in a few sentences who was shown the draft, when, and who replied.
func (w *writer) asked() string {
	asked, replied := 0, 0
	first, last, latest := "", "", ""
	for _, c := range w.b.Companies {
		if r := c.Reply; r.Asked != "" {
			if asked++; first == "" || r.Asked < first {
				first = r.Asked
			}
			last = max(last, r.Asked)
			if r.Replied != "" {
				replied++
				latest = max(latest, r.Replied)
			}
		}
	}
	if asked == 0 {
		return "No company was shown the draft of its scorecard."
	}
	when := "on " + vigil.LongDate(first)
	if last != first {
		when = "between " + vigil.LongDate(first) + " and " + vigil.LongDate(last)
	}
	who := fmt.Sprintf("All %d companies compared were", asked)
	if asked < len(w.b.Companies) {
		who = fmt.Sprintf("Of %d companies compared %d were", len(w.b.Companies), asked)
	}
	s := who + " shown the draft of their scorecard before publication, " + when + ". "
	if replied == 0 {
		return s + "None replied."
	}
	return s + fmt.Sprintf("%d replied, the last on %s. What they wrote stands on their pages, word for word.", replied, vigil.LongDate(latest))
}

// alphaWords says what an agreement is worth (methodology 4.8).
func alphaWords(alpha *float64) string {
	switch {
	case alpha == nil:
		return "undefined: the coders used one category only"
	case *alpha >= benchmark.AimAlpha:
		return "at the level aimed at (0.80 or more)"
	case *alpha >= benchmark.TentativeAlpha:
		return "tentative (0.667 to 0.80): read the figures with care"
	}
	return "below 0.667: the items need rewriting, and the figures are weak"
}

// reasons counts those left out by why, most first.
func (w *writer) reasons() []reasonCount {
	n := map[string]int{}
	for _, l := range w.b.LeftOut {
		n[l.Reason]++
	}
	all := make([]reasonCount, 0, len(n))
	for r, k := range n {
		all = append(all, reasonCount{r, k})
	}
	sort.Slice(all, func(i, j int) bool {
		return all[i].Count > all[j].Count || all[i].Count == all[j].Count && all[i].Reason < all[j].Reason
	})
	return all
}

// CompanyName is the name of a company by its code, for templates.
func (f frame) CompanyName(code string) string {
	for _, c := range f.B.Companies {
		if c.Code == code {
			return c.Name
		}
	}
	return code
}

// ItemTitle is the title of an item by its id, for templates.
func (f frame) ItemTitle(id string) string {
	for _, i := range f.B.Items {
		if i.ID == id {
			return i.Title
		}
	}
	return ""
}

// PillarTitle is the title of a pillar by its id, for templates.
func (f frame) PillarTitle(id string) string {
	for _, p := range f.B.Pillars {
		if p.ID == id {
			return p.Title
		}
	}
	return id
}

// correctionsPage is how to have something put right, and what was.
type correctionsPage struct {
	frame
	Link string // of the contact, when it is a page
}

func (w *writer) corrections() error {
	return w.page(correctionsFile, "corrections.html", correctionsPage{frame: w.frame("Corrections", "", correctionsFile), Link: publicLink(w.b.Statement.Contact)})
}
