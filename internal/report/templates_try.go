package report

import (
	"bytes"
	"html"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// tryPage writes a report with one of everything and says what a page leaves out. An organisation may change how a
// report looks, not what it says: a report without its draft mark or its gaps is another report.
func tryPage(page Format) vigil.Problems {
	var b bytes.Buffer
	if err := page.Write(&b, trial()); err != nil {
		return templateProblem(err)
	}
	text := b.String()
	var ps vigil.Problems
	if head, _, _ := strings.Cut(text, "</head>"); !strings.Contains(head, pagePolicy) {
		ps.Say(vigil.Place{File: pageFile}, vigil.Say("the policy that keeps a page from scripts and the network is not in the head of the page"), vigil.Say("put it there, outside of comments: %s", pagePolicy))
	}
	var missing []string
	for _, part := range trialParts {
		if !strings.Contains(html.UnescapeString(text), "«"+part+"»") {
			missing = append(missing, part)
		}
	}
	if len(missing) > 0 {
		ps.Say(vigil.Place{File: pageFile}, vigil.Say("the template leaves out %s", list(missing)), vigil.Say("print them as reports/%s does; a template changes how a report looks, not what it says", pageFile))
	}
	return ps
}

// trialParts are the parts of a report that every page must print.
var trialParts = []string{"the title", "the subtitle", "the draft mark", "the facts about the report", "the notes of facts", "the titles of sections", "paragraphs", "titles of notices", "lines of notices",
	"facts in sections", "lists", "the title of the result", "its story", "its figures", "its marks", "titles of tables", "heads of columns", "cells of tables", "notes of tables", "titles of charts", "labels of charts", "values of charts",
	"captions of charts", "titles of gaps", "the body of gaps", "the facts of gaps", "quotes", "who is quoted", "the footer"}

// trial is a report with one of everything.
func trial() vigil.Report {
	q := func(part string) string { return "«" + part + "»" }
	fact := func(part string) []vigil.Fact {
		return []vigil.Fact{{Label: "Label", Value: q(part), Note: q("the notes of facts")}}
	}
	half, most := 50.0, 90.0
	var cells []vigil.Cell
	var columns []vigil.Column
	for _, kind := range []string{"text", "number", "date", "band", "priority", "grade"} {
		columns = append(columns, vigil.Column{ID: kind, Title: q("heads of columns"), Kind: kind, Width: 10})
		cells = append(cells, vigil.Cell{Text: q("cells of tables"), Number: &half, Decimals: 1})
	}
	blocks := []vigil.Block{
		{Paragraph: q("paragraphs")}, {Notice: &vigil.Notice{Tone: "warn", Title: q("titles of notices"), Lines: []string{q("lines of notices")}}}, {Facts: fact("facts in sections")}, {List: []string{q("lists")}},
		{Headline: &vigil.Headline{Band: "C", Score: "50.0", Title: q("the title of the result"), Story: q("its story"), Tags: []string{q("its marks")}, Facts: fact("its figures")}},
		{Table: &vigil.Table{ID: "trial", Title: q("titles of tables"), Columns: columns, Rows: [][]vigil.Cell{cells}, Note: q("notes of tables")}},
		{Table: &vigil.Table{ID: matrixID + "-trial", Title: "Matrix", Columns: columns[:2], Rows: [][]vigil.Cell{cells[:2]}}},
		{Table: &vigil.Table{ID: "heat-trial", Title: "Heat", Columns: columns, Rows: [][]vigil.Cell{cells}}},
		{Bars: &vigil.Bars{ID: "trial", Title: q("titles of charts"), Caption: q("captions of charts"), Line: &half, Items: []vigil.Bar{{Label: q("labels of charts"), Value: &half, High: &most, Text: q("values of charts"), Band: "C", Note: "note"}, {Label: "None"}}}},
		{Cards: []vigil.Card{{ID: "trial", Title: q("titles of gaps"), Priority: "high", Tags: []string{"mark"}, Facts: fact("the facts of gaps"), Body: fact("the body of gaps")}}},
		{Quote: &vigil.Quote{By: q("who is quoted"), Date: "2026-01-01", Text: q("quotes")}},
	}
	section := func(id string) vigil.ReportSection {
		return vigil.ReportSection{ID: id, Title: q("the titles of sections"), Blocks: blocks}
	}
	return vigil.Report{ID: "trial", Language: "en", Title: q("the title"), Subtitle: q("the subtitle"), Draft: q("the draft mark"), Facts: fact("the facts about the report"),
		Sections: []vigil.ReportSection{section("result"), section("two"), section("three")}, Footer: []string{q("the footer")}}
}

// whole is a whole number that a pattern has let through.
func whole(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
