package site_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"vigil/internal/report/site"
	"vigil/internal/vigil"
	"vigil/reports"
)

func ptr(v float64) *float64 { return &v }

// figures is how the companies of the fixture stand.
type figures struct {
	code, name         string
	score              float64
	band               string
	rank, low, high, g int
	tied, replied      bool
	caps               []vigil.PublicCap
}

func slapp() vigil.PublicCap {
	return vigil.PublicCap{Rule: "CAP-1", Title: "SLAPP or detention on company complaint", AtMost: ptr(39.9), Since: "2026-03-02", Governs: true, LiftedWhen: "The action is withdrawn, costs met, harm repaired",
		Reply: "We regard the action as justified.\nWe will answer in court.", Replied: true}
}

func noPledge(governs bool) vigil.PublicCap {
	return vigil.PublicCap{Rule: "CAP-10", Title: "No public commitment on defenders", AtMost: ptr(59.9), Governs: governs, LiftedWhen: "A commitment is adopted", Reply: vigil.NoReply}
}

func field() []figures {
	return []figures{
		{"example-copper", "Example Copper", 71.4, "B", 1, 1, 2, 1, false, true, nil},
		{"sample-palm", "Sample Palm", 63, "B", 2, 1, 4, 1, false, true, nil},
		{"placeholder-lithium", "Placeholder Lithium", 58.2, "C", 3, 3, 4, 1, true, false, nil},
		{"specimen-hydro", "Specimen Hydro", 58.2, "C", 3, 2, 5, 1, true, false, nil},
		{"invented-cement", "Invented Cement", 49.9, "C", 5, 5, 6, 1, false, true, []vigil.PublicCap{noPledge(false)}},
		{"mock-timber", "Mock Timber", 47.2, "C", 6, 5, 6, 1, false, false, nil},
		{"notional-gold", "Notional Gold", 39.9, "D", 7, 7, 7, 2, false, true, []vigil.PublicCap{slapp(), noPledge(false)}},
		{"fictional-wind", "Fictional Wind", 36.1, "D", 8, 8, 9, 3, false, true, nil},
		{"imaginary-sugar", "Imaginary Sugar", 14, "E", 9, 8, 9, 3, false, true, []vigil.PublicCap{noPledge(true)}},
	}
}

var pillarTitles = []string{"Commitment and governance", "SLAPPs and judicial harassment", "FPIC and Indigenous rights", "Defender-risk due diligence", "Value chain and financing", "Response, remedy and grievance", "Civic space and influence", "Technology and data"}

func bandOf(v float64) string {
	for _, b := range []struct {
		id   string
		from float64
	}{{"A", 80}, {"B", 60}, {"C", 40}, {"D", 20}} {
		if v >= b.from {
			return b.id
		}
	}
	return "E"
}

// small is a benchmark of nine companies with one of everything.
func small() vigil.PublicBenchmark {
	b := vigil.PublicBenchmark{ID: "extractives-2026", Edition: "1.0.0", Title: "Extractives and land 2026", Publisher: "Example Watch", Published: "2026-11-20", Language: "en", Fictional: true, Decimals: 1,
		Draft: "Draft method: no advisory group of defenders has reviewed it yet.", Mode: vigil.BENCH, Sector: vigil.PublicTerm{ID: "EXT", Title: "Extractives"}, Column: "EXT",
		Form: vigil.PublicTerm{ID: "company-quick@0.2.0", Title: "Company quick scan"}, Methodology: vigil.PublicTerm{ID: "declaration-25@0.1.0", Title: "Declaration +25 method"},
		Evidence: vigil.PublicPeriod{From: "2026-10-01", Until: "2026-10-31"}, Ranked: true, Laggards: []string{"notional-gold", "imaginary-sugar"}, Coverage: vigil.PublicCoverage{Provisional: 80, NotRated: 50},
		Uncertainty: &vigil.PublicDraws{Draws: 1000, Seed: "20261031", Swing: 0.25, Low: 5, High: 95, Coders: 2, Companies: 9, Items: 324, Differing: 31, Settled: 4},
		Agreement: &vigil.PublicAgreement{Coders: 2, Companies: 9, Items: 324, Percent: ptr(90.4), Kappa: ptr(0.78), Linear: ptr(0.83), Quadratic: ptr(0.88), Nominal: ptr(0.78), Alpha: ptr(0.84), Interval: ptr(0.86), Weak: []string{"BE.c.4"},
			Pillars: []vigil.PublicPillarAlpha{{Pillar: "P1", Percent: ptr(95.1), Alpha: ptr(0.91)}, {Pillar: "P2", Percent: ptr(98), Alpha: nil}, {Pillar: "P3", Percent: ptr(81), Alpha: ptr(0.61)}}},
		Statement: vigil.PublicStatement{Research: vigil.PublicPeriod{From: "2026-06-01", Until: "2026-10-31"}, Scope: "Mining and land companies with operations on the lands of others.\n\nState companies are not in it.",
			Selection: "The ten largest by output of last year, by a public list.", Limits: "Small subsidiaries are seen only through their parents.", Funding: "Paid for by the members of Example Watch.", Conflicts: "None.",
			Contact: "https://watch.example/corrections", Licence: vigil.PublicLicence{ID: "CC-BY-4.0", Link: "https://creativecommons.org/licenses/by/4.0/"}},
		Corrections: []vigil.PublicCorrection{{Date: "2026-11-21", Company: "sample-palm", What: "BE.a.1 from level 1 to level 2", Why: "A newer policy was found."}},
		LeftOut:     []vigil.PublicLeftOut{{Code: "blank-ore", Name: "Blank Ore", Reason: "provisional", Why: "70.0 per cent of the weight is assessed, and 80 is needed to stand beside others", Reply: vigil.PublicReply{Asked: "2026-10-05", Replied: "2026-10-19", Text: "We will publish more next year."}}},
	}
	for i, band := range []string{"A Leading", "B Established", "C Developing", "D Weak", "E Absent"} {
		b.Bands = append(b.Bands, vigil.PublicBand{ID: band[:1], Title: band[2:], Meaning: "meaning of " + band[2:], From: float64(80 - 20*i)})
	}
	for i, title := range pillarTitles {
		id := "P" + strconv.Itoa(i+1)
		b.Pillars = append(b.Pillars, vigil.PublicPillar{ID: id, Title: title, Weight: float64(10 + i), Default: 12.5})
		b.Tests = append(b.Tests, vigil.PublicTest{Kind: "pillar", Left: id, Moved: i % 3, Most: i % 2, Mover: []string{"", "sample-palm", "mock-timber"}[i%3]})
		b.Items = append(b.Items, vigil.PublicItem{ID: fmt.Sprintf("BE.%c.1", 'a'+i), Title: "Item on " + title, Pillar: id, Provisions: []string{fmt.Sprintf("BE.%c", 'a'+i)}, Kind: "policy", Weight: 2})
		b.Provisions = append(b.Provisions, vigil.PublicProvision{ID: fmt.Sprintf("BE.%c", 'a'+i), Text: "A company should do what this clause expects of it on " + title + ", and show that it does.", Items: 4, Companies: 9 - i%2, Level0: 4 - i%2, Level1: 3 - i/3, Level2: 1 + i/3, Level3: 1, NotApplied: i % 2})
		b.CapRules = append(b.CapRules, vigil.PublicCapRule{ID: "CAP-" + strconv.Itoa(i+1), Title: "Grave fact number " + strconv.Itoa(i+1), AtMost: ptr(39.9), Companies: i % 2})
	}
	b.CapRules = append(b.CapRules, vigil.PublicCapRule{ID: "CAP-14", Title: "False or forged evidence"})
	b.Provisions = append(b.Provisions, vigil.PublicProvision{ID: "NSA.a", Text: "Armed groups must respect defenders.", Items: 1, NotApplied: 9})
	b.Tests = append(b.Tests, vigil.PublicTest{Kind: "item", Left: "BE.b.1", Moved: 2, Most: 1, Mover: "sample-palm"}, vigil.PublicTest{Kind: "item", Left: "BE.a.1"}, vigil.PublicTest{Kind: "undisclosed", Moved: 3, Most: 2, Mover: "fictional-wind"})
	for _, node := range append([]string{vigil.Total}, "P1", "P2") {
		b.Spreads = append(b.Spreads, vigil.PublicSpread{Node: node, Companies: 9, Least: ptr(14), First: ptr(39.9), Middle: ptr(49.9), Third: ptr(58.2), Greatest: ptr(71.4)})
	}
	b.Spreads = append(b.Spreads, vigil.PublicSpread{Node: "P3", Companies: 4})
	for i := range b.Bands {
		for _, f := range field() {
			if f.band == b.Bands[i].ID {
				b.Bands[i].Companies++
			}
		}
	}
	for n, f := range field() {
		b.Companies = append(b.Companies, company(b, n, f))
		i := slices.IndexFunc(b.Groups, func(g vigil.PublicGroup) bool { return g.Number == f.g })
		if i < 0 {
			i, b.Groups = len(b.Groups), append(b.Groups, vigil.PublicGroup{Number: f.g, Low: f.low})
		}
		b.Groups[i].Companies, b.Groups[i].High = append(b.Groups[i].Companies, f.code), max(b.Groups[i].High, f.high)
	}
	return b
}

func company(b vigil.PublicBenchmark, n int, f figures) vigil.PublicCompany {
	c := vigil.PublicCompany{Code: f.code, Name: f.name, Country: "GB", Place: &vigil.PublicPlace{Rank: f.rank, Tied: f.tied, Median: f.rank, Low: f.low, High: f.high, Group: f.g}, Score: ptr(f.score), Compared: ptr(f.score),
		High: ptr(f.score + 6), Raw: ptr(f.score + 3.5), Deduction: ptr(float64(n%3) * 1.2), Band: f.band, Coverage: ptr(94.2), Confidence: ptr(71), Class: "medium", Capped: len(f.caps) > 0, Watch: n%4 == 3, Evidence: "2026-10-31", Caps: f.caps,
		NextRank: []string{"4.8 points more reach the next rank.", "The smallest single step that betters the rank: BE.b.1 from level 1 to 2."}, GapCount: 12, Practices: []string{"BE.a.1"}, Reply: vigil.PublicReply{Asked: "2026-11-02"},
		NextBand: vigil.PublicNextBand{Band: "B", From: ptr(60), Steps: []vigil.PublicStep{{Item: "BE.a.1", Asks: "A public pledge that names defenders.", Score: f.score + 1}, {Item: "BE.b.1", Asks: "The pledge covers subsidiaries.", Score: f.score + 2.2}}, More: 3}}
	if f.replied {
		c.Reply.Replied, c.Reply.Text = "2026-11-16", "We thank Example Watch for the draft.\n\nThe policy on page 4 is from this year; we ask that it counts."
	}
	if len(f.caps) > 0 && f.caps[0].Rule == "CAP-1" {
		c.NextBand = vigil.PublicNextBand{Band: "C", From: ptr(40), Blocked: []string{"CAP-1 holds the score at 39.9, below band C, whatever gaps are closed.", "It is lifted when the action is withdrawn, costs are met and harm is repaired."}}
	}
	if f.band == "B" {
		c.BandReasons = []string{"A needs evidence confirmed by those affected"}
	}
	for i := range b.Pillars {
		p := vigil.PublicPillarScore{Pillar: b.Pillars[i].ID, Applies: true}
		v := min(99, max(2, f.score+float64((n*7+i*11)%37)-18))
		switch {
		case i == 2 && n%3 == 1:
			p.Applies = false
		case i == 7 && n == 4:
		default:
			p.Score, p.High, p.Band = ptr(v), ptr(min(100, v+float64((n+i)%4)*4)), bandOf(v)
		}
		if i == 1 && c.Capped && f.caps[0].Rule == "CAP-1" && p.Score != nil {
			p.CappedAt, p.Band = ptr(25), "D"
		}
		c.Pillars = append(c.Pillars, p)
		item := vigil.PublicItemScore{Item: b.Items[i].ID, Answer: strconv.Itoa(i % 4), State: "answered", Grade: vigil.E2, Counted: ptr(0.25 * float64(i%4))}
		if p.Score == nil {
			item = vigil.PublicItemScore{Item: b.Items[i].ID, State: "does not count"}
		}
		c.Items = append(c.Items, item)
		if i < 5 {
			c.Gaps = append(c.Gaps, vigil.PublicGap{Item: b.Items[i].ID, Priority: []string{"critical", "high", "high", "medium", "low"}[i], Asks: "The pledge covers every kind of action, taken by anybody on behalf of the company.", Points: 3.75 - 0.5*float64(i)})
			c.Sources = append(c.Sources, vigil.PublicSource{Item: b.Items[i].ID, Title: fmt.Sprintf("Policy on human rights, part %d", i+1), Link: fmt.Sprintf("https://%s.example/policy-%d.pdf", f.code, i+1), Grade: vigil.E2, Date: "2026-04-12", Page: "page 4"})
		}
	}
	return c
}

func writer(t testing.TB) *site.Site {
	t.Helper()
	s, err := site.New(reports.Files)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func extras(b vigil.PublicBenchmark) site.Extras {
	x := site.Extras{Workbook: []byte("PK a workbook"), Key: []byte("-----BEGIN PUBLIC KEY-----\n"), Receipts: map[string][]byte{}}
	for i, c := range b.Companies {
		if i != 1 {
			x.Receipts[c.Code] = []byte("{}\n")
		}
	}
	return x
}

func files(t testing.TB, b vigil.PublicBenchmark) map[string][]byte {
	t.Helper()
	made, err := writer(t).Files(b, extras(b))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// onDisk puts a site into a folder.
func onDisk(t testing.TB, dir string, made map[string][]byte) {
	t.Helper()
	for name, text := range made {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
