package site

import (
	"errors"
	"html"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// WithTemplates is New with an organisation's own files in the folder dir where it has any: those of site, tokens.css and
// what is in fonts. They change how a site looks: one that cannot be used, holds a script, refers to the network or leaves
// out what a site must say is refused, every problem at once.
func WithTemplates(files fs.FS, dir string) (*Site, error) {
	var s *Site
	err := report.OwnTemplates(files, dir, func(own fs.FS, names []string) (err error) {
		if s, err = New(own); err != nil || !slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, "site/") }) {
			return err
		}
		return s.try().Err()
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// mustSay is what each kind of page must print, as it stands in the trial benchmark.
var mustSay = map[string][]string{
	indexFile: {"the title", "the publisher", "the draft mark", "the name of a company", "CAP-1, at most 12.5", "87.5", "3 to 6", "not distinguishable", "replied", "who is left out", "why somebody is left out", "what somebody who is left out replied", "the seed"},
	companyFile("trial"): {"the name of a company", "the draft mark", "the title of a cap", "12.5", "the reply on a cap", "what lifts a cap", "87.5", "3 to 6", "medium", "what the company says of it", "the title of a pillar", "what stands in the way of the band",
		"what changes the rank", "what a gap asks", "the title of a source", "https://example.org/source", "scorecards/trial.svg", "receipts/trial.json", correctionsFile},
	scorecardFile("trial"): {"the name of a company", "the draft mark", "the title of a cap", "12.5", "the title of a pillar"},
	pillarsFile:            {"the draft mark", "the name of a company", "the title of a pillar", "45.5", "capped 25"},
	provisionsFile:         {"the draft mark", "the text of a promise", "4 of 9"},
	methodFile: {"the draft mark", "the scope", "the selection", "the limits", "the funding", "the conflicts", "the seed", "the title of a pillar", "the title of a cap rule", "0.74", "the title of an item", "form@1.0.0",
		"method@1.0.0"},
	dataFile:        {"the draft mark", "the licence", "data/benchmark.json", "data/companies.csv", "rank_median"},
	correctionsFile: {"the draft mark", "the contact", "what was corrected", "why it was corrected"},
}

// try writes a site with one of everything and says what its pages leave out. A benchmark without its caps, its intervals or
// its replies is another benchmark.
func (s *Site) try() vigil.Problems {
	made, err := s.Files(trial(), Extras{Receipts: map[string][]byte{"trial": []byte("{}")}})
	var ps vigil.Problems
	if errors.As(err, &ps) {
		return ps
	}
	if err != nil {
		return vigil.Problems{{Place: vigil.Place{File: "site"}, What: vigil.Say("%v", err), Do: vigil.Say("compare the templates with reports/site")}}
	}
	for _, page := range slices.Sorted(maps.Keys(mustSay)) {
		text, template := string(made[page]), path.Base(page)
		switch path.Dir(page) {
		case "companies":
			template = "company.html"
		case "scorecards":
			text, template = seen(text), "scorecard.svg"
		}
		text = html.UnescapeString(text)
		var missing []string
		for _, part := range mustSay[page] {
			if !strings.Contains(text, part) {
				missing = append(missing, "“"+part+"”")
			}
		}
		if len(missing) > 0 {
			ps.Say(vigil.Place{File: "site/" + template}, vigil.Say("the page leaves out %s of a trial", report.List(missing)), vigil.Say("print them as reports/site/%s does; a template changes how a site looks, not what it says", template))
		}
		if head, _, _ := strings.Cut(string(made[page]), "</head>"); path.Ext(page) == ".html" && !strings.Contains(head, report.SitePolicy) {
			ps.Add(vigil.Place{File: "site/" + template}, "the policy that keeps a page from scripts and the network is not in its head", "begin it with {{template \"head\" .}}")
		}
	}
	return ps
}

var (
	unseen = regexp.MustCompile(`(?s)<(title|desc|style)\b.*?</(title|desc|style)>`)
	tag    = regexp.MustCompile(`<[^>]*>`)
)

// seen is the text of a picture that people see, its lines joined.
func seen(svg string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(unseen.ReplaceAllString(svg, ""), " ")), " ")
}

// trial is a benchmark with one of everything that a site must say.
func trial() vigil.PublicBenchmark {
	f := func(v float64) *float64 { return &v }
	b := vigil.PublicBenchmark{ID: "trial", Edition: "1.0.0", Title: "the title", Publisher: "the publisher", Published: "2026-01-02", Language: "en", Draft: "the draft mark", Mode: vigil.BENCH, Decimals: 1, Ranked: true, Column: "default",
		Form: vigil.PublicTerm{ID: "form@1.0.0"}, Methodology: vigil.PublicTerm{ID: "method@1.0.0"}, Pillars: []vigil.PublicPillar{{ID: "P1", Title: "the title of a pillar", Weight: 1, Default: 1}}, Bands: []vigil.PublicBand{{ID: "B", Title: "Established"}},
		Items: []vigil.PublicItem{{ID: "BE.a.1", Title: "the title of an item", Pillar: "P1"}}, CapRules: []vigil.PublicCapRule{{ID: "CAP-1", Title: "the title of a cap rule"}}, Provisions: []vigil.PublicProvision{{ID: "BE.a", Text: "the text of a promise", Companies: 9, Level0: 5, Level2: 4}},
		Uncertainty: &vigil.PublicDraws{Draws: 1000, Seed: "the seed", Low: 5, High: 95}, Agreement: &vigil.PublicAgreement{Coders: 2, Alpha: f(0.74)}, Tests: []vigil.PublicTest{{Kind: "item", Left: "BE.a.1", Moved: 1, Most: 1, Mover: "trial"}},
		Statement: vigil.PublicStatement{Scope: "the scope", Selection: "the selection", Limits: "the limits", Funding: "the funding", Conflicts: "the conflicts", Contact: "the contact", Licence: vigil.PublicLicence{ID: "the licence"}},
		LeftOut:   []vigil.PublicLeftOut{{Code: "out", Name: "who is left out", Reason: "not rated", Why: "why somebody is left out", Reply: vigil.PublicReply{Asked: "2026-01-01", Replied: "2026-01-02", Text: "what somebody who is left out replied"}}}, Corrections: []vigil.PublicCorrection{{Date: "2026-01-03", What: "what was corrected", Why: "why it was corrected"}}}
	c := vigil.PublicCompany{Code: "trial", Name: "the name of a company", Place: &vigil.PublicPlace{Rank: 4, Median: 4, Low: 3, High: 6, Group: 1}, Score: f(87.5), Compared: f(87.5), Band: "B", Coverage: f(90), Class: "medium", Capped: true,
		Caps:    []vigil.PublicCap{{Rule: "CAP-1", Title: "the title of a cap", AtMost: f(12.5), Governs: true, LiftedWhen: "what lifts a cap", Reply: "the reply on a cap", Replied: true}},
		Pillars: []vigil.PublicPillarScore{{Pillar: "P1", Score: f(45.5), CappedAt: f(25), Band: "D", Applies: true}}, Reply: vigil.PublicReply{Asked: "2025-12-01", Replied: "2025-12-02", Text: "what the company says of it"},
		NextBand: vigil.PublicNextBand{Band: "A", Blocked: []string{"what stands in the way of the band"}}, NextRank: []string{"what changes the rank"}, Gaps: []vigil.PublicGap{{Item: "BE.a.1", Priority: "high", Asks: "what a gap asks"}}, GapCount: 1,
		Sources: []vigil.PublicSource{{Item: "BE.a.1", Title: "the title of a source", Link: "https://example.org/source", Grade: vigil.E2}}}
	b.Companies = append(b.Companies, c)
	group := vigil.PublicGroup{Number: 1, Companies: []string{"trial"}}
	for _, code := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		other := c
		other.Code, other.Name = code, "Company "+code
		b.Companies, group.Companies = append(b.Companies, other), append(group.Companies, code)
	}
	b.Groups = []vigil.PublicGroup{group}
	return b
}
