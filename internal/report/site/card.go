package site

import (
	"strings"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// cardWidth is the width of a scorecard to embed; its height follows from what it says.
const cardWidth = 640

// cardView is a scorecard as a picture: lines of text and bars, each with its place.
type cardView struct {
	Language, Dir string
	Width, Height int
	Paper         int    // height of the sheet
	Alt           string // in a sentence
	Long          string // everything that the picture says
	Benchmark     []line
	Name          []line
	Band          string
	Letter        int // where the letter stands
	Result        []line
	Notes         []line
	Bars          []cardBar
	Foot          []line
	Rule          int // the line above the foot
}

type line struct {
	Y    int
	Text string
	Bad  bool
}

type cardBar struct {
	pillarBar
	Y     int
	Label string
}

// card lays a scorecard out.
func (w *writer) card(c vigil.PublicCompany) cardView {
	v := cardView{Language: w.b.Language, Dir: report.Direction(w.b.Language), Width: cardWidth, Alt: w.alt(c), Band: c.Band}
	y := 24
	place := func(text string, width, lines, height int, bad bool) []line {
		var placed []line
		for _, t := range wrap(text, width, lines) {
			placed = append(placed, line{y, t, bad})
			y += height
		}
		return placed
	}
	v.Benchmark = place(join(" ", w.b.Title, w.fictional()), 60, 2, 18, false)
	y += 26
	v.Letter = y - 14
	v.Name = place(c.Name, 34, 2, 27, false)
	y -= 1
	v.Result = place(w.resultTitle(c), 46, 1, 22, false)
	y = max(y+6, v.Letter+94)
	for _, cap := range c.Caps {
		v.Notes = append(v.Notes, place("Capped: "+capLine(cap), 66, 3, 19, true)...)
	}
	if c.Place != nil {
		v.Notes = append(v.Notes, place(report.UpperFirst(strings.TrimPrefix(w.placeSaid(&c), c.Name+": "))+".", 66, 3, 19, false)...)
	}
	v.Notes = append(v.Notes, place("Coverage "+score(w.b.Decimals, c.Coverage)+" %, confidence "+c.Class+". "+replyLine(c), 66, 3, 19, false)...)
	y += 10
	for _, b := range w.pillarBars(c) {
		short := wrap(b.Title, 31, 1)
		v.Bars = append(v.Bars, cardBar{b, y, strings.Join(short, "")})
		y += 24
	}
	v.Rule = y
	y += 20
	foot := report.UpperFirst(modeText[w.b.Mode]) + ", up to " + vigil.LongDate(c.Evidence) + ". " + w.b.Methodology.ID + ", " + w.b.Form.ID + ". Published by " + w.b.Publisher + ", " + vigil.LongDate(w.b.Published) + ", edition " + w.b.Edition + "."
	v.Foot = place(join(" ", foot, w.b.Draft, "Not a finding of law."), 84, 5, 15, false)
	v.Height = y + 4
	v.Paper = v.Height - 1
	v.Long = v.long()
	return v
}

// long is everything that the picture says, for those who do not see it.
func (v cardView) long() string {
	var parts []string
	for _, lines := range [][]line{v.Result, v.Notes} {
		for _, l := range lines {
			parts = append(parts, l.Text)
		}
	}
	for _, b := range v.Bars {
		parts = append(parts, b.Said+".")
	}
	for _, l := range v.Foot {
		parts = append(parts, l.Text)
	}
	return strings.Join(parts, " ")
}

// fictional marks a benchmark of invented companies.
func (w *writer) fictional() string {
	if w.b.Fictional && !strings.Contains(strings.ToLower(w.b.Title), "fictional") {
		return "(fictional companies)"
	}
	return ""
}

func capLine(c vigil.PublicCap) string {
	s := c.Rule + ", " + report.LowerFirst(c.Title)
	if c.AtMost != nil {
		s += ", at most " + plain(c.AtMost)
	}
	if c.Since != "" {
		s += ", since " + vigil.LongDate(c.Since)
	}
	return s + "."
}

func replyLine(c vigil.PublicCompany) string {
	if c.Reply.Replied == "" {
		return "The company did not reply."
	}
	return "The company replied on " + vigil.LongDate(c.Reply.Replied) + "."
}

// join joins what is not empty.
func join(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
