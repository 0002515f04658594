package browsertest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

// Axe is the accessibility checker, as its makers publish it (axe/README.md).
//
//go:embed axe/axe.min.js
var Axe string

// AxeResult is what axe says about a page as it is looked at now.
type AxeResult struct {
	Violations []string // one for each element
	Passes     int      // rules that found something to check and were content
	Incomplete []string // what axe could not decide
}

// wcag are the rules that count: everything up to WCAG 2.2 AA, and what axe holds for best practice.
const wcag = `["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]`

// Axe runs axe over the page: all that counts, or the rules that are named alone, where a page that was checked is only
// looked at differently. It fetches nothing for that.
func (p *Page) Axe(rules ...string) AxeResult {
	p.t.Helper()
	p.Eval("if (!window.axe) {"+Axe+"\n};true", nil)
	only := `{type: "tag", values: ` + wcag + `}`
	if len(rules) > 0 {
		only = `{type: "rule", values: ["` + strings.Join(rules, `","`) + `"]}`
	}
	var text string
	p.Eval(`axe.run(document, {preload: false, runOnly: `+only+`, resultTypes: ["violations", "incomplete", "passes"]}).then(r => JSON.stringify({
		violations: r.violations, incomplete: r.incomplete, passes: r.passes.length}))`, &text)
	type finding struct {
		ID, Help string
		Nodes    []struct {
			Target  []any
			Summary string `json:"failureSummary"`
		}
	}
	var said struct {
		Violations, Incomplete []finding
		Passes                 int
	}
	p.read(json.RawMessage(text), &said)
	tell := func(all []finding) []string {
		var lines []string
		for _, f := range all {
			for _, n := range f.Nodes {
				lines = append(lines, fmt.Sprintf("%s (%s) at %v: %s", f.ID, f.Help, n.Target, strings.ReplaceAll(n.Summary, "\n", " ")))
			}
		}
		return lines
	}
	return AxeResult{Violations: tell(said.Violations), Incomplete: tell(said.Incomplete), Passes: said.Passes}
}
