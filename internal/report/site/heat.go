package site

import (
	"math"
	"strconv"

	"vigil/internal/vigil"
)

// pillarsPage is the heat map of pillars and the spread of each.
type pillarsPage struct {
	frame
	Rows    []heatRow
	Spreads []spreadRow
	Few     bool // too few companies for quartiles
}

type heatRow struct {
	vigil.PublicCompany
	Cells []heatCell
}

// heatCell is a pillar of a company: its figure as shown, its band, and what a cap does to it.
type heatCell struct {
	Pillar, Text, Band, Note string
}

type spreadRow struct {
	vigil.PublicSpread
	Title string
	Box   *box
}

func (w *writer) pillars() error {
	p := pillarsPage{frame: w.frame("Pillars", "", pillarsFile)}
	for _, c := range w.b.Companies {
		p.Rows = append(p.Rows, heatRow{c, w.cells(c)})
	}
	for _, s := range w.b.Spreads {
		title := w.pillarTitle(s.Node)
		row := spreadRow{s, title, boxOf(title, w.b.Decimals, s)}
		p.Few = p.Few || row.Box == nil
		p.Spreads = append(p.Spreads, row)
	}
	return w.page(pillarsFile, "pillars.html", p)
}

// cells are the pillars of a company in the order of the columns.
func (w *writer) cells(c vigil.PublicCompany) []heatCell {
	byID := map[string]vigil.PublicPillarScore{}
	for _, p := range c.Pillars {
		byID[p.Pillar] = p
	}
	cells := make([]heatCell, len(w.b.Pillars))
	for i, column := range w.b.Pillars {
		cells[i] = w.cell(column.ID, byID[column.ID])
	}
	return cells
}

func (w *writer) cell(pillar string, p vigil.PublicPillarScore) heatCell {
	c := heatCell{Pillar: pillar, Text: score(w.b.Decimals, p.Score), Band: p.Band}
	switch {
	case p.Score == nil && p.Applies:
		c.Text, c.Band = "no score", ""
	case p.Score == nil:
		c.Text, c.Band = "n/a", ""
	case p.CappedAt != nil && *p.CappedAt < *p.Score:
		c.Note = "capped " + plain(p.CappedAt)
	}
	return c
}

// pillarTitle is the name of a pillar, or of the total.
func (w *writer) pillarTitle(id string) string {
	for _, p := range w.b.Pillars {
		if p.ID == id {
			return p.Title
		}
	}
	if id == vigil.Total {
		return "Score"
	}
	return id
}

// provisionsPage is the heat map of promises.
type provisionsPage struct {
	frame
	Rows []provisionRow
}

type provisionRow struct {
	vigil.PublicProvision
	Kept  int     // companies at level 2 or 3
	Share float64 // of those to which it applies, in per cent
	Cells []shareCell
}

// shareCell is how many companies are at a level. Shade is 0 for nobody up to 5 for more than four in five.
type shareCell struct {
	Companies, Percent, Shade int
}

func (w *writer) provisions() error {
	p := provisionsPage{frame: w.frame("Promises", "", provisionsFile)}
	for _, v := range w.b.Provisions {
		row := provisionRow{PublicProvision: v, Kept: v.Level2 + v.Level3}
		if v.Companies > 0 {
			row.Share = 100 * float64(row.Kept) / float64(v.Companies)
		}
		for _, n := range []int{v.Level0, v.Level1, v.Level2, v.Level3} {
			row.Cells = append(row.Cells, shareOf(n, v.Companies))
		}
		p.Rows = append(p.Rows, row)
	}
	return w.page(provisionsFile, "provisions.html", p)
}

func shareOf(n, all int) shareCell {
	c := shareCell{Companies: n}
	if all > 0 {
		share := float64(n) / float64(all)
		c.Percent, c.Shade = int(math.Floor(100*share+0.5)), int(math.Ceil(5*share))
	}
	return c
}

// Percentage prints a share with its sign.
func (c shareCell) Percentage() string { return strconv.Itoa(c.Percent) + " %" }
