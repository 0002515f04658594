package report_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/catalogue"
	"vigil/internal/report"
	"vigil/internal/report/docxtest"
	"vigil/internal/screening"
	"vigil/internal/vigil"
	"vigil/questionnaires"
	"vigil/reports"
)

// screened are two runs over a small portfolio, the second with a new limit, a case, an exception and a sold holding.
func screened() (*vigil.Screening, *vigil.RuleSet, *vigil.Methodology) {
	c, ps := catalogue.Load(questionnaires.Files, "provisions.yaml", "methodologies/declaration-25.yaml", "screening")
	if len(ps) > 0 {
		panic(ps)
	}
	rules, m := *c.RuleSets[0], c.Methodologies[0]
	rules.Exceptions = []vigil.Exception{
		{Organisation: "three", Rule: "weak-and-heavy", Outcome: vigil.Engage, Approver: "Investment committee", Reason: "A plan with dates is agreed.", From: "2026-01-01", Until: "2026-12-31"},
		{Organisation: "two", Rule: "weak", Outcome: vigil.Pass, Approver: "Investment committee", Reason: "It was new.", From: "2025-01-01", Until: "2025-12-31"}}
	company := func(code, name string, score float64, mode vigil.Mode) *screening.Company {
		f := func(v float64) *vigil.Figure { return vigil.NewFigure(v, m.Rounding) }
		band := "C"
		if score < 40 {
			band = "D"
		}
		return &screening.Company{Organisation: vigil.Organisation{Code: code, Name: name, Sector: "EXT", Country: "PE"}, Assessment: code + "-1", Method: m,
			Card: &vigil.Scorecard{Mode: mode, Questionnaire: "company-core@0.1.0", Methodology: m.Ref(), Cutoff: "2026-06-30", Raw: f(score), Final: f(score), High: f(score + 8),
				Coverage: f(85), Rated: true, Band: band, Confidence: vigil.Confidence{Figure: f(66), Class: "medium"},
				Nodes: []vigil.Score{{Node: "P2", Storey: vigil.StoreyPillar, Value: &score}, {Node: "P6", Storey: vigil.StoreyPillar, Value: &score}}}}
	}
	share := func(v float64) *float64 { return &v }
	line := func(n int, organisation string, w float64) vigil.Holding {
		return vigil.Holding{Line: n, Name: "Line", Organisation: organisation, Kind: vigil.HoldingEquity, Weight: share(w)}
	}
	one, two, three := company("one", "Fictional Timber", 48, vigil.SCREEN), company("two", "Fictional Mining", 39.9, vigil.SCREEN), company("three", "Invented Bank", 30, vigil.BENCH)
	gone := company("gone", "Imagined Sugar", 70, vigil.SCREEN)
	bare := company("bare", "Invented Palm", 0, vigil.SCREEN)
	bare.Card.Final, bare.Card.Raw, bare.Card.Rated, bare.Card.Band = nil, nil, false, "NR"
	in := screening.Input{Portfolio: vigil.Portfolio{Code: "fund", Name: "Fictional Pension Fund", Version: 1, AsOf: "2026-09-30"}, Rules: &rules, Method: m, Today: "2026-10-01", Language: "en",
		Companies: map[string]*screening.Company{"one": one, "two": two, "three": three, "gone": gone, "bare": bare},
		Holdings:  []vigil.Holding{line(2, "one", 0.3), line(3, "two", 0.2), line(4, "gone", 0.3), line(5, "three", 0.1)},
		Gaps: func(string) *vigil.GapList {
			return &vigil.GapList{Gaps: []vigil.Gap{{Question: "BE.e.1", Title: en("Pledge against SLAPPs"), Due: "2027-03-30", Priority: "high",
				Next: vigil.Step{Option: "2", Grade: vigil.E2, Asks: en("A public pledge."), Action: en("The board adopts a pledge and publishes it."), Evidence: en("The pledge, with its date.")}}}}
		}}
	in.Previous = screening.Screen(in)
	in.Portfolio.Version, in.Portfolio.AsOf, in.Today = 2, "2026-10-31", "2026-11-23"
	two.Allegations = []vigil.Allegation{{ID: 5, Code: "k7x2", Country: "PE", Quarter: "2026-Q3", Harm: "threats", Scale: 4, Scope: 2, Irremediability: 5, Credibility: "K3", Link: "contributed",
		Opened: "2026-10-20", Reply: "We are looking into it.", ReplyDate: "2026-11-10"}}
	two.Caps = []vigil.Cap{{ID: 1, Rule: "CAP-4", AllegationID: 5, Opened: "2026-11-01", Confirmed: "2026-11-03", ReplyDue: "2026-11-17", ReviewDue: "2027-02-01"}}
	one.Card.Final = vigil.NewFigure(52, m.Rounding)
	short := line(8, "gone", -0.05)
	short.Kind = vigil.HoldingShort
	in.Holdings = []vigil.Holding{line(2, "one", 0.35), line(3, "two", 0.2), line(4, "three", 0.1), line(5, "bare", 0.1), short,
		{Line: 6, Name: "Unknown Oil", Kind: vigil.HoldingEquity, Weight: share(0.1)}, {Line: 7, Name: "Index fund", Kind: vigil.HoldingFund, Weight: share(0.05)},
		{Line: 9, Name: "Cash", Kind: vigil.HoldingCash, Weight: share(0.1)}}
	s := screening.Screen(in)
	s.Own = &vigil.OwnResult{Name: "Fictional Pension Fund", Assessment: "fund-1", Ruler: vigil.Ruler{Mode: vigil.SELF, Questionnaire: "investor@0.1.0", Methodology: m.Ref()}, Cutoff: "2026-06-30",
		Score: vigil.NewFigure(61.2, m.Rounding), Band: "B", BandTitle: "Established", Coverage: vigil.NewFigure(92, m.Rounding), Pillars: []vigil.PillarFigure{{ID: "P5", Title: "Value chain and financing", Score: vigil.NewFigure(55, m.Rounding)}},
		Provisions: []vigil.ProvisionFigure{{ID: "BE.d", Text: "Harm that can be foreseen is not financed.", Items: 7, Score: vigil.NewFigure(41.25, m.Rounding)}, {ID: "RES.e", Text: "Giving to defenders is encouraged.", Items: 1}}}
	return s, &rules, m
}

func brief() vigil.Report {
	s, rules, m := screened()
	return report.Portfolio(report.PortfolioInput{Screening: s, Rules: rules, Methodology: m, Every: true, Language: "en"})
}

func letterOf(t testing.TB) vigil.Report {
	t.Helper()
	s, _, m := screened()
	template, err := report.NewLetterTemplate(reports.Files, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, asks := range s.Asks {
		if asks.Organisation == "two" {
			r, err := template.Letter(report.LetterInput{Asks: asks, Screening: s, Methodology: m, Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
	}
	t.Fatal("nothing is asked of it")
	return vigil.Report{}
}

// TestRedFlagsComeFirst, before any figure that could make up for them.
func TestRedFlagsComeFirst(t *testing.T) {
	r := brief()
	first := r.Sections[0]
	if first.Blocks[0].Notice == nil || first.Blocks[0].Notice.Tone != "bad" || first.Blocks[1].Table == nil || first.Blocks[1].Table.ID != "red-flags" {
		t.Fatalf("the brief begins with %+v", first.Blocks[0])
	}
	row := first.Blocks[1].Table.Rows[0]
	var cells []string
	for _, c := range row {
		cells = append(cells, c.Text)
	}
	line := strings.Join(cells, " | ")
	for _, want := range []string{"Fictional Mining", "22.22", "CAP-4", "not in the score yet", "(new)", "2026-11-01", "0.85", "“We are looking into it.”", "repaired"} {
		if !strings.Contains(line, want) {
			t.Errorf("the red flag does not say %q: %s", want, line)
		}
	}
}

// TestAnAnonymousBriefNamesNobody in any format.
func TestAnAnonymousBriefNamesNobody(t *testing.T) {
	s, rules, m := screened()
	r := report.Portfolio(report.PortfolioInput{Screening: screening.Anonymise(s), Rules: rules, Methodology: m, Every: true, Language: "en"})
	for _, f := range written(t) {
		text := plainText(t, f, write(t, f, r))
		for _, name := range []string{"Fictional Timber", "Fictional Mining", "Invented", "Imagined", "Unknown Oil", "Index fund", "Pension", "k7x2", "We are looking", "Investment committee", "plan with dates"} {
			if strings.Contains(text, name) {
				t.Errorf("%s names %q", f.Name, name)
			}
		}
	}
}

func TestALetter(t *testing.T) {
	r := letterOf(t)
	for _, f := range written(t) {
		if f.Name != "docx" {
			continue
		}
		text := docxtest.Text(t, []byte(write(t, f, r)))
		for _, want := range []string{"To the board of Fictional Mining", "23 November 2026", "will you be able to say this", "The pledge, with its date. It should be public.", "30 March 2027",
			"by when will it be so", "do not try to find out, who complained"} {
			if !strings.Contains(text, want) {
				t.Errorf("the letter does not say %q:\n%s", want, text)
			}
		}
		for _, never := range []string{"k7x2", "threats", "Contents", "22.2"} { // neither the case nor the size of the holding
			if strings.Contains(text, never) {
				t.Errorf("the letter says %q:\n%s", never, text)
			}
		}
	}
}

func TestOwnLetters(t *testing.T) {
	folder := func(text string) string {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	for name, c := range map[string]struct{ dir, want string }{
		"own words":     {folder("Title\n\nDear {{.Company}},\n{{range .Asks}}\n{{.Text}} {{.Evidence}} {{.Due}}\n{{end}}"), ""},
		"none of one's": {t.TempDir(), ""},
		"leaves out":    {folder("Title\n\n{{range .Asks}}{{.Text}}{{end}}"), "the template leaves out the company, the evidence wanted and the date"},
		"unknown field": {folder("Title\n\n{{.Weight}}"), "letter.txt:3"},
		"syntax":        {folder("{{range}"), "letter.txt:1"},
		"no folder":     {"nowhere", "the folder of templates cannot be opened"},
	} {
		_, err := report.NewLetterTemplate(reports.Files, c.dir)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
