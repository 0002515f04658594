package report_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vigil/internal/matching"
	"vigil/internal/report"
	"vigil/internal/vigil"
)

// fund is a portfolio with a line of every status, and what matching found.
func fund() (vigil.Portfolio, matching.Result) {
	p := vigil.Portfolio{Code: "fund", Version: 2, Name: "Invented Fund", AsOf: "2026-06-30", Currency: "EUR", File: "holdings.xlsx", Digest: strings.Repeat("ab", 32), Lines: 9,
		Notes: []string{"The weights add up to 99.5 %, not to 100 %; they were kept as they are."}, Person: "Ana", CreatedAt: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)}
	line := func(n int, name string, kind vigil.HoldingKind, weight float64, h vigil.Holding) vigil.Holding {
		h.Line, h.Name, h.Kind, h.Weight = n, name, kind, &weight
		return h
	}
	organisations := []vigil.Organisation{
		{ID: 1, Code: "acme", Name: "Acme Mining plc", LEI: "0000EXAMPLE0FICTIO33"}, {ID: 2, Code: "acme-sur", Name: "Acme Sur SA", Parent: "acme", ISINs: []string{"XX0000000010"}},
		{ID: 3, Code: "beta", Name: "Beta Energy SE", ISINs: []string{"ZZ1234567895"}, Predecessors: []vigil.Predecessor{{Name: "Omega Power AG", ISINs: []string{"XX0000000028"}, Date: "2025-07-01"}}}}
	r := matching.Match(matching.Input{AsOf: p.AsOf, Organisations: organisations, Assessed: map[string]bool{"acme": true, "beta": true},
		Accepted: []vigil.AcceptedMatch{{ID: 1, OrganisationID: 3, Name: "Betta Energy", AcceptedBy: "Ana", AcceptedAt: p.CreatedAt}},
		Holdings: []vigil.Holding{
			line(2, "Acme Mining", vigil.HoldingEquity, 0.4, vigil.Holding{LEI: "0000EXAMPLE0FICTIO33"}), line(3, "Acme Mining, sold short", vigil.HoldingShort, -0.025, vigil.Holding{LEI: "0000EXAMPLE0FICTIO33"}),
			line(4, "Acme Sur", vigil.HoldingBond, 0.1, vigil.Holding{ISIN: "XX0000000010"}), line(5, "Omega Power", vigil.HoldingEquity, 0.05, vigil.Holding{ISIN: "XX0000000028"}),
			line(6, "Betta Energy", vigil.HoldingEquity, 0.1, vigil.Holding{}), line(7, "Acme Minning", vigil.HoldingEquity, 0.07, vigil.Holding{}),
			line(8, "Whose is it", vigil.HoldingEquity, 0.05, vigil.Holding{LEI: "0000EXAMPLE0FICTIO33", ISIN: "ZZ1234567895"}), line(9, "Gamma Foods", vigil.HoldingEquity, 0.2, vigil.Holding{Country: "PE", Ticker: "GAM"}),
			line(10, "Cash EUR", vigil.HoldingCash, 0.05, vigil.Holding{})}})
	return p, r
}

// TestMatchReport finds every holding in exactly one of the sections that tell what came of it, by its own name.
func TestMatchReport(t *testing.T) {
	p, r := fund()
	told := report.Match(p, r, "en")
	where := map[string][]string{}
	for _, s := range told.Sections {
		for _, b := range s.Blocks {
			if b.Table == nil {
				continue
			}
			for _, row := range b.Table.Rows {
				for _, l := range r.Lines {
					if row[1].Text == l.Holding.Name && s.ID != "parents" {
						where[l.Holding.Name] = append(where[l.Holding.Name], s.ID)
					}
				}
			}
		}
	}
	want := map[string]string{"Acme Mining": "matched", "Acme Mining, sold short": "matched", "Acme Sur": "matched", "Omega Power": "matched", "Betta Energy": "matched",
		"Acme Minning": "candidates", "Whose is it": "candidates candidates", "Gamma Foods": "unmatched", "Cash EUR": "apart"}
	for name, section := range want {
		if got := strings.Join(where[name], " "); got != section {
			t.Errorf("%s stands in %q, want %q", name, got, section)
		}
	}
	raw, err := json.Marshal(told)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(leaves(v, ""), "\n")
	for _, says := range []string{"accepted by Ana on 1 July 2026", "Its LEI is that of Acme Mining plc, its ISIN that of Beta Energy SE.", "which became part of Beta Energy SE on 2025-07-01", "--accept 4=acme",
		"3 lines are without an organisation", "84", "40.00", "-2.50", "99.50"} {
		if !strings.Contains(all, says) {
			t.Errorf("the report does not say %q", says)
		}
	}
}
