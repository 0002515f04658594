package site

import (
	"bytes"
	"fmt"
	"strings"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// companyPage is the scorecard of one company with what stands behind it.
type companyPage struct {
	frame
	C         vigil.PublicCompany
	Result    string // the score in a phrase
	Story     []string
	Bars      []pillarBar
	Whisker   *whisker
	Axis      []tick
	Percent   string
	Peers     []string // names of those it cannot be told apart from
	Gaps      []gapRow
	Items     []itemRow
	Sources   []sourceRow
	Practices []practiceRow
	Steps     []stepRow
	Band      string // the meaning of the band
	Receipt   string
	Key       string
	Embed     string
	Alt       string
	SVG       string
}

type pillarBar struct {
	vigil.PublicPillarScore
	Title, Text, Note, Said string
	Weight                  float64
	Open                    bool // the range up to the best is wide enough to be drawn
}

type gapRow struct {
	vigil.PublicGap
	Title string
}

type itemRow struct {
	vigil.PublicItemScore
	Title, Pillar string
}

type sourceRow struct {
	vigil.PublicSource
	Titles string // of the item
}

// practiceRow is an item fully met, with the sources that show how.
type practiceRow struct {
	ID, Title string
	Sources   []vigil.PublicSource
}

type stepRow struct {
	vigil.PublicStep
	Title string
}

func (w *writer) company(at int) error {
	c := w.b.Companies[at]
	p := companyPage{frame: w.frame(c.Name, "../", ""), C: c, Result: w.resultTitle(c), Story: w.story(c), Bars: w.pillarBars(c), Percent: w.percent(),
		SVG: scorecardFile(c.Code), Alt: w.alt(c), Band: w.band(c.Band).Meaning}
	if c.Place != nil {
		p.Whisker, p.Axis, p.Peers = w.whisker(&c), axis(len(w.b.Companies)), w.peers(c)
	}
	if w.x.Receipts[c.Code] != nil {
		p.Receipt = ReceiptFile(c.Code)
		if w.x.Key != nil {
			p.Key = KeyFile
		}
	}
	for _, g := range c.Gaps {
		p.Gaps = append(p.Gaps, gapRow{g, w.item(g.Item).Title})
	}
	for _, i := range c.Items {
		p.Items = append(p.Items, itemRow{i, w.item(i.Item).Title, w.item(i.Item).Pillar})
	}
	for _, s := range c.Sources {
		p.Sources = append(p.Sources, sourceRow{s, w.item(s.Item).Title})
	}
	for _, s := range c.NextBand.Steps {
		p.Steps = append(p.Steps, stepRow{s, w.item(s.Item).Title})
	}
	for _, id := range c.Practices {
		row := practiceRow{ID: id, Title: w.item(id).Title}
		for _, s := range c.Sources {
			if s.Item == id && publicLink(s.Link) != "" {
				row.Sources = append(row.Sources, s)
			}
		}
		p.Practices = append(p.Practices, row)
	}
	p.Embed = fmt.Sprintf(`<img src="%s" width="%d" alt="%s">`, scorecardFile(c.Code), cardWidth, strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace(p.Alt))
	if err := w.page(companyFile(c.Code), "company.html", p); err != nil {
		return err
	}
	return w.scorecard(c)
}

// resultTitle is the score in a phrase: "39.9 out of 100, weak".
func (w *writer) resultTitle(c vigil.PublicCompany) string {
	if c.Score == nil {
		return "Not rated"
	}
	s := score(w.b.Decimals, c.Score) + " out of 100"
	if t := w.band(c.Band).Title; t != "" {
		s += ", " + report.LowerFirst(t)
	}
	return s
}

// story tells what stands between the raw score and the published one.
func (w *writer) story(c vigil.PublicCompany) []string {
	var lines []string
	d := w.b.Decimals
	if c.Deduction != nil && *c.Deduction > 0 && c.Raw != nil {
		lines = append(lines, fmt.Sprintf("The answers come to %s; open allegations take %s points off.", score(d, c.Raw), score(d, c.Deduction)))
	}
	for _, cap := range c.Caps {
		if cap.Governs && cap.AtMost != nil {
			line := fmt.Sprintf("%s holds the score at %s at most.", cap.Rule, plain(cap.AtMost))
			if idle(c, cap) {
				line = fmt.Sprintf("%s would hold the score at %s; it is lower by itself.", cap.Rule, plain(cap.AtMost))
			}
			lines = append(lines, line)
		}
	}
	if c.High != nil && c.Score != nil && *c.High > *c.Score {
		lines = append(lines, fmt.Sprintf("It could rise to %s if everything that is not assessed were at its best.", score(d, c.High)))
	}
	for _, why := range c.BandReasons {
		lines = append(lines, strings.TrimSuffix(report.UpperFirst(why), ".")+".")
	}
	if c.Compared != nil && c.Score != nil && *c.Compared != *c.Score {
		lines = append(lines, fmt.Sprintf("Compared within the sector it stands at %s, by the weights of %s.", score(d, c.Compared), report.LowerFirst(w.b.Sector.Title)))
	}
	return lines
}

func (w *writer) pillarBars(c vigil.PublicCompany) []pillarBar {
	byID := map[string]vigil.PublicPillarScore{}
	for _, p := range c.Pillars {
		byID[p.Pillar] = p
	}
	bars := make([]pillarBar, 0, len(w.b.Pillars))
	for _, column := range w.b.Pillars {
		p := byID[column.ID]
		cell := w.cell(column.ID, p)
		b := pillarBar{PublicPillarScore: p, Title: column.Title, Text: cell.Text, Note: cell.Note, Weight: column.Default}
		b.Pillar, b.Band = column.ID, cell.Band
		b.Said = column.Title + ": " + cell.Text
		if b.Band != "" {
			b.Said += ", band " + b.Band
		}
		if cell.Note != "" {
			b.Said += ", " + cell.Note
		}
		if p.Score != nil && p.High != nil && *p.High-*p.Score > 0.5 {
			b.Open = true
			b.Said += ", at best " + score(w.b.Decimals, p.High)
		}
		bars = append(bars, b)
	}
	return bars
}

// peers are the companies that this one cannot be told apart from.
func (w *writer) peers(c vigil.PublicCompany) []string {
	var names []string
	for _, other := range w.b.Companies {
		if other.Place != nil && other.Place.Group == c.Place.Group && other.Code != c.Code {
			names = append(names, other.Name)
		}
	}
	return names
}

func (w *writer) band(id string) vigil.PublicBand {
	for _, b := range w.b.Bands {
		if b.ID == id {
			return b
		}
	}
	return vigil.PublicBand{ID: id}
}

func (w *writer) item(id string) vigil.PublicItem {
	for _, i := range w.b.Items {
		if i.ID == id {
			return i
		}
	}
	return vigil.PublicItem{ID: id}
}

// alt says in a sentence or two what the scorecard shows.
func (w *writer) alt(c vigil.PublicCompany) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s, %s: %s", w.b.Title, c.Name, report.LowerFirst(w.resultTitle(c)))
	if c.Band != "" {
		fmt.Fprintf(&s, ", band %s", c.Band)
	}
	if c.Capped {
		s.WriteString(", capped")
	}
	if c.Place != nil {
		s.WriteString("; " + strings.TrimPrefix(w.placeSaid(&c), c.Name+": "))
	}
	s.WriteString(".")
	return s.String()
}

// wrap breaks a text into lines of about so many characters, and ends with … where lines run out.
func wrap(s string, width, lines int) []string {
	var out []string
	line := ""
	flush := func() { out, line = append(out, line), "" }
	for _, word := range strings.Fields(s) {
		for len([]rune(word)) > width { // a word longer than a line is cut
			if line != "" {
				flush()
			}
			r := []rune(word)
			line, word = string(r[:width]), string(r[width:])
			flush()
		}
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			flush()
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		flush()
	}
	if len(out) > lines {
		out = out[:lines]
		r := []rune(out[lines-1])
		out[lines-1] = string(r[:min(len(r), width-1)]) + "…"
	}
	return out
}

// scorecard writes the picture of a scorecard for other pages to show.
func (w *writer) scorecard(c vigil.PublicCompany) error {
	var out bytes.Buffer
	if err := w.pages.ExecuteTemplate(&out, "scorecard.svg", w.card(c)); err != nil {
		return templateProblem(err)
	}
	w.files[scorecardFile(c.Code)] = out.Bytes()
	return nil
}
