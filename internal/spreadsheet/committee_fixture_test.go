package spreadsheet_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"vigil/internal/catalogue"
	"vigil/internal/screening"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// committeeInstruments are the shipped method and screening rules.
var committeeInstruments = func() *catalogue.Catalogue {
	c, ps := catalogue.Load(questionnaires.Files, "provisions.yaml", "methodologies/declaration-25.yaml", "screening")
	if len(ps) > 0 {
		panic(ps)
	}
	return c
}()

func committeeMethod() *vigil.Methodology { return committeeInstruments.Methodologies[0] }

// committeeRulers are the rulers that drawn companies are measured with.
var committeeRulers = []vigil.Ruler{
	{Mode: vigil.SCREEN, Questionnaire: "company-core@0.1.0", Methodology: "declaration-25@0.1.0"},
	{Mode: vigil.SELF, Questionnaire: "company-core@0.1.0", Methodology: "declaration-25@0.1.0"},
	{Mode: vigil.BENCH, Questionnaire: "company-full@0.2.0", Methodology: "declaration-25@0.1.0"},
}

// ratedBy gives a company a score under a ruler; a negative score is none.
func ratedBy(code string, score float64, ruler vigil.Ruler) *screening.Company {
	m := committeeMethod()
	f := func(v float64) *vigil.Figure { return vigil.NewFigure(v, m.Rounding) }
	card := &vigil.Scorecard{Subject: vigil.Subject{Code: code, Name: "Company " + code}, Mode: ruler.Mode, Questionnaire: ruler.Questionnaire, Methodology: ruler.Methodology,
		Cutoff: "2026-06-30", Raw: f(score), Final: f(score), High: f(min(100, score+10)), Coverage: f(90), Rated: true, Band: bandByNumber(score),
		Confidence: vigil.Confidence{Figure: f(60), Class: "medium"},
		Nodes:      []vigil.Score{{Node: "P2", Storey: vigil.StoreyPillar, Value: &score}, {Node: "P6", Storey: vigil.StoreyPillar, Value: &score}}}
	if score < 0 {
		card.Final, card.Raw, card.High, card.Rated, card.Band, card.Coverage = nil, nil, nil, false, "NR", f(30)
	}
	return &screening.Company{Organisation: vigil.Organisation{Code: code, Name: "Company " + code, Sector: "EXT", Country: "PE", LEI: "LEI-" + code}, Assessment: code + "-1", Card: card, Method: m}
}

// bandByNumber is the band of a number alone.
func bandByNumber(score float64) string {
	m := committeeMethod()
	shown := m.Rounding.Round(score)
	for _, b := range m.Bands {
		if shown >= b.From {
			return b.ID
		}
	}
	return "NR"
}

// cappedBy puts a confirmed cap in force, with a case behind it.
func cappedBy(c *screening.Company, rule string, atMost float64) *screening.Company {
	id := int64(len(c.Caps) + 1)
	a := vigil.Allegation{ID: id, Code: c.Organisation.Code + "-case", Quarter: "2026-Q1", Summary: "A suit against critics", Harm: "lawsuit", Country: "PE", Scale: 4, Scope: 3, Irremediability: 3,
		Credibility: "K3", Link: "caused", Opened: "2026-02-01", Continuing: true, Reply: "=We regret nothing", ReplyDate: "2026-02-20"}
	c.Allegations = append(c.Allegations, a)
	c.Caps = append(c.Caps, vigil.Cap{ID: id, AllegationID: id, Rule: rule, Opened: "2026-02-01", Confirmed: "2026-02-03", ReplyDue: "2026-02-17", ReviewDue: "2026-12-01",
		Reason: "A record.", Reply: "=We regret nothing"})
	c.Card.Caps = append(c.Card.Caps, vigil.CapInForce{Rule: rule, AtMost: &atMost, Source: "record", Record: id, Opened: "2026-02-01", Governs: true})
	c.Card.Capped = true
	return c
}

func held(line int, organisation string, kind vigil.HoldingKind, weight float64) vigil.Holding {
	return vigil.Holding{Line: line, Name: fmt.Sprintf("Line %d", line), Organisation: organisation, Kind: kind, Weight: &weight, ISIN: fmt.Sprintf("ZZ%010d", line)}
}

// screeningOf is the input of a screening over holdings with the shipped rules.
func screeningOf(holdings []vigil.Holding, companies ...*screening.Company) screening.Input {
	rules := *committeeInstruments.RuleSets[0]
	in := screening.Input{Portfolio: vigil.Portfolio{Code: "fund", Name: "Fund & Friends", Version: 1, AsOf: "2026-10-31"}, Holdings: holdings, Companies: map[string]*screening.Company{},
		Rules: &rules, Method: committeeMethod(), Today: "2026-11-23", Language: "en"}
	for _, c := range companies {
		in.Companies[c.Organisation.Code] = c
	}
	return in
}

// workedExample is the example of the report rules: 50/30/20 with 48.0, 39.9 capped, and not rated.
func workedExample() screening.Input {
	core := committeeRulers[0]
	return screeningOf([]vigil.Holding{held(1, "a", vigil.HoldingEquity, 0.5), held(2, "b", vigil.HoldingEquity, 0.3), held(3, "c", vigil.HoldingEquity, 0.2)},
		ratedBy("a", 48, core), cappedBy(ratedBy("b", 39.9, core), "CAP-1", 39.9), ratedBy("c", -1, core))
}

// drawnScreening draws a portfolio of so many lines: several rulers, caps, companies without a rating, lines without a
// company, funds, cash, shorts, several lines of one company, and equal weights and scores.
func drawnScreening(seed uint64, lines int) screening.Input {
	random := rand.New(rand.NewPCG(seed, 11)) //nolint:gosec // a test must be repeatable
	sectors, countries := []string{"EXT", "AGR", "SEC", "FIN", "TEC", ""}, []string{"PE", "CO", "PH", "KE", "BR", ""}
	var companies []*screening.Company
	for i := range max(1, lines*3/4) {
		code := fmt.Sprintf("c%d", i+1)
		score := float64(random.IntN(1001)) / 10
		switch random.IntN(8) {
		case 0:
			score = -1
		case 1:
			score = 45.05 // ties, on a half
		case 2:
			score = random.Float64() * 100
		}
		c := ratedBy(code, score, committeeRulers[random.IntN(1+int(seed%3))])
		c.Organisation.Sector, c.Organisation.Country = sectors[random.IntN(len(sectors))], countries[random.IntN(len(countries))]
		if score >= 0 && random.IntN(6) == 0 {
			cappedBy(c, []string{"CAP-1", "CAP-8"}[random.IntN(2)], 59.9)
		}
		if score >= 0 && random.IntN(7) == 0 {
			c.Card.Provisional = true
		}
		companies = append(companies, c)
	}
	var holdings []vigil.Holding
	for i := range lines {
		weight := float64(random.IntN(4000)) / 10000
		if random.IntN(5) == 0 {
			weight = 0.0125
		}
		code := fmt.Sprintf("c%d", 1+random.IntN(len(companies)))
		h := held(i+1, code, vigil.HoldingEquity, weight)
		switch random.IntN(12) {
		case 0:
			h = held(i+1, "", vigil.HoldingEquity, weight)
		case 1:
			h = held(i+1, "", vigil.HoldingCash, weight)
		case 2:
			h = held(i+1, "", vigil.HoldingFund, weight)
		case 3:
			h = held(i+1, code, vigil.HoldingShort, -weight)
		}
		holdings = append(holdings, h)
	}
	in := screeningOf(holdings, companies...)
	in.Combine = seed%2 == 0
	return in
}

// committeeOf is the workbook of a screening.
func committeeOf(in screening.Input) spreadsheet.Committee {
	return spreadsheet.Committee{Screening: screening.Screen(in), Rules: in.Rules, Methodology: in.Method}
}

func committeeBytes(t testing.TB, c spreadsheet.Committee) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := spreadsheet.WriteCommittee(&out, c); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func committeeFile(t testing.TB, dir, name string, c spreadsheet.Committee) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, committeeBytes(t, c), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
