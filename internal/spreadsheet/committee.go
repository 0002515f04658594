package spreadsheet

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// Committee is a screening on its way to an investment committee. Everything but the screening may be missing: without
// the rules their texts are those of the findings, and without the method a changed score keeps its band.
type Committee struct {
	Screening   *vigil.Screening
	Rules       *vigil.RuleSet
	Methodology *vigil.Methodology   // of the rules: its bands, and the rounding of every figure
	Form        *vigil.Questionnaire // any: its screening questions name the sectors; nil: their codes do
	Language    string
}

// The sheets of the committee workbook, in their order. Sheet names are part of formulas.
const (
	committeeReadMe   = "Read me"
	committeeFlags    = "Red flags"
	committeeSummary  = "Summary"
	committeeHoldings = "Holdings"
	committeeRules    = "Rules"
	committeeWatch    = "Watchlist"
	committeeChanges  = "Changes"
	committeeAsks     = "Engagement asks"
	committeeMethod   = "Method"
)

// WriteCommittee writes the workbook of a screening for an investment committee: red flags first, and every sum as a
// formula over the sheet of holdings, with the value that the screening gave it. The same screening gives the same
// bytes. Of an anonymous screening it holds nothing but what that screening holds.
func WriteCommittee(w io.Writer, in Committee) (err error) {
	c := newCommittee(in)
	defer func() { err = errors.Join(err, c.file.Close()) }()
	c.readMe()
	c.redFlags()
	c.summary()
	c.holdings()
	c.rules()
	c.watchlist()
	c.changes()
	c.asks()
	c.method()
	c.charts()
	c.file.SetActiveSheet(0)
	var title bytes.Buffer
	c.try(xml.EscapeText(&title, []byte(c.title())))
	c.file.Pkg.Store(reportCoreFile, []byte(xml.Header+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `+
		`xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`+title.String()+`</dc:title></cp:coreProperties>`))
	return c.write(w)
}

// committee is a committee workbook being written.
type committee struct {
	Committee
	*reportBook
	s      *vigil.Screening
	r      vigil.RoundingRule
	rulers []committeeRuler
	rowOf  map[string]int // of the long position of an organisation, on the sheet of holdings
	bands  []vigil.Band   // the best first
	sums   summaryRows
}

// committeeRuler is a ruler with the short name that it has in the workbook.
type committeeRuler struct {
	vigil.Ruler
	name string // R1, R2, ...
}

func newCommittee(in Committee) *committee {
	if in.Language == "" {
		in.Language = "en"
	}
	c := &committee{Committee: in, s: in.Screening, r: vigil.RoundingRule{Decimals: 1}, rowOf: map[string]int{}}
	if c.Methodology != nil {
		c.r, c.bands = c.Methodology.Rounding, c.Methodology.Bands
	}
	if c.s.Anonymous {
		c.Rules = nil
	}
	c.reportBook = newReportBook(vigil.Report{Title: c.title(), Draft: c.draft()})
	c.try(c.file.SetSheetName(reportSheet, committeeReadMe))
	for _, name := range []string{committeeFlags, committeeSummary, committeeHoldings, committeeRules, committeeWatch, committeeChanges, committeeAsks, committeeMethod} {
		_, err := c.file.NewSheet(name)
		c.try(err)
	}
	c.nameRulers()
	for i := range c.s.Positions {
		if p := &c.s.Positions[i]; p.Organisation != "" && !p.Short {
			c.rowOf[p.Organisation] = firstHolding + i
		}
	}
	c.nameRanges()
	return c
}

// nameRulers gives every ruler a short name, those of the portfolio's scores first.
func (c *committee) nameRulers() {
	seen := map[vigil.Ruler]bool{}
	add := func(r vigil.Ruler) {
		if !seen[r] {
			seen[r] = true
			c.rulers = append(c.rulers, committeeRuler{r, "R" + strconv.Itoa(len(c.rulers)+1)})
		}
	}
	for _, s := range c.s.Whole.Scores {
		add(s.Ruler)
	}
	var more []vigil.Ruler
	for i := range c.s.Positions {
		if p := &c.s.Positions[i]; p.Ruler != nil && !p.Short {
			more = append(more, *p.Ruler)
		}
	}
	slices.SortFunc(more, func(a, b vigil.Ruler) int {
		return cmp.Or(cmp.Compare(a.Mode, b.Mode), cmp.Compare(a.Questionnaire, b.Questionnaire), cmp.Compare(a.Methodology, b.Methodology))
	})
	for _, r := range more {
		add(r)
	}
}

// rulerName is the short name of a ruler; empty for none.
func (c *committee) rulerName(r *vigil.Ruler) string {
	if r == nil {
		return ""
	}
	for _, x := range c.rulers {
		if x.Ruler == *r {
			return x.name
		}
	}
	return ""
}

func (r committeeRuler) words() string {
	return fmt.Sprintf("%s  %s, %s, %s", r.name, r.Mode, r.Questionnaire, r.Methodology)
}

func (c *committee) title() string {
	return fmt.Sprintf("Portfolio screening: %s, %s", c.s.PortfolioName, c.run())
}

func (c *committee) run() string {
	if c.s.Number == 0 {
		return "dry run"
	}
	return "run " + strconv.Itoa(c.s.Number)
}

// draft is the mark that stands on every sheet as long as the method or the rules are a draft.
func (c *committee) draft() string {
	switch {
	case c.Methodology != nil && c.Methodology.Draft():
		return cmp.Or(c.Methodology.Notice("draft", c.Language), "Draft method: its weights, levels and caps have not been reviewed.")
	case c.s.Draft:
		return "Draft: the rules have not been adopted."
	}
	return ""
}

// sector names a sector; what is not known is said to be so, because a formula cannot look for nothing.
func (c *committee) sector(id string) string {
	if id == "" {
		return notKnown
	}
	if c.Form != nil {
		for _, s := range c.Form.Screening {
			for _, e := range s.Elements {
				if name := e.Text.In(c.Language); e.ID == id && name != "" {
					return reportCut(name, 200) + " (" + id + ")"
				}
			}
		}
	}
	return id
}

const notKnown = "not known"

// nameRanges gives the columns of the sheet of holdings names, by which formulas call them.
func (c *committee) nameRanges() {
	last := c.lastHolding()
	for _, name := range slices.Sorted(maps.Keys(holdingNames)) {
		c.name(name, block(committeeHoldings, holdingNames[name], firstHolding, last))
	}
}

func (c *committee) name(name, refers string) {
	c.try(c.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: refers}))
}

// lastHolding is the last row of the holdings; a portfolio that holds nothing has one empty row, so that formulas have
// something to look at.
func (c *committee) lastHolding() int { return firstHolding + max(len(c.s.Positions), 1) - 1 }

// round is the formula by which a figure is published: half up, once, with the guard of the method.
func (c *committee) round(x string) string {
	scale := "1"
	for range c.r.Decimals {
		scale += "0"
	}
	return fmt.Sprintf("INT((%s+1E-9)*%s+0.5)/%s", x, scale, scale)
}
