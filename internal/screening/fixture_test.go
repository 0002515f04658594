package screening_test

import (
	"fmt"
	"testing"

	"vigil/internal/catalogue"
	"vigil/internal/screening"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

const today = "2026-11-23"

var loaded = func() *catalogue.Catalogue {
	c, ps := catalogue.Load(questionnaires.Files, "provisions.yaml", "methodologies/declaration-25.yaml", "screening")
	if len(ps) > 0 {
		panic(ps)
	}
	return c
}()

// method is the shipped method, and rules a copy of the shipped rules.
func method() *vigil.Methodology { return loaded.Methodologies[0] }

func rules() *vigil.RuleSet {
	r := *loaded.RuleSets[0]
	return &r
}

var core = vigil.Ruler{Mode: vigil.SCREEN, Questionnaire: "company-core@0.1.0", Methodology: "declaration-25@0.1.0"}

// share is a weight as a holding has it.
func share(v float64) *float64 { return &v }

// equity is a line of a share in a company on file.
func equity(line int, organisation string, weight float64) vigil.Holding {
	return vigil.Holding{Line: line, Name: "Line of " + organisation, Organisation: organisation, Kind: vigil.HoldingEquity, Weight: share(weight)}
}

// unmatched is a line that no company was found for.
func unmatched(line int, kind vigil.HoldingKind, weight float64) vigil.Holding {
	return vigil.Holding{Line: line, Name: fmt.Sprintf("Unknown %d", line), Kind: kind, Weight: share(weight)}
}

// rated is a company with a score; high 100 at most.
func rated(code string, score float64) *screening.Company {
	return measured(code, score, core)
}

func measured(code string, score float64, with vigil.Ruler) *screening.Company {
	f := func(v float64) *vigil.Figure { return vigil.NewFigure(v, method().Rounding) }
	card := &vigil.Scorecard{Subject: vigil.Subject{Code: code, Name: "Company " + code}, Mode: with.Mode, Questionnaire: with.Questionnaire,
		Methodology: with.Methodology, Cutoff: "2026-06-30", Raw: f(score), Final: f(score), High: f(min(100, score+10)), Coverage: f(90), Rated: true, Band: band(score),
		Confidence: vigil.Confidence{Figure: f(60), Class: "medium"},
		Nodes:      []vigil.Score{{Node: "P2", Storey: vigil.StoreyPillar, Value: share(score)}, {Node: "P6", Storey: vigil.StoreyPillar, Value: share(score)}}}
	return &screening.Company{Organisation: vigil.Organisation{Code: code, Name: "Company " + code, Sector: "EXT", Country: "PE", LEI: "LEI-" + code},
		Assessment: code + "-1", Card: card, Method: method()}
}

func band(score float64) string {
	score = method().Rounding.Round(score)
	for _, b := range method().Bands {
		if score >= b.From {
			return b.ID
		}
	}
	return "E"
}

// blank is a company without a rating.
func blank(code string) *screening.Company {
	c := rated(code, 50)
	c.Card.Final, c.Card.Raw, c.Card.Rated, c.Card.Band = nil, nil, false, "NR"
	c.Card.Coverage = vigil.NewFigure(30, method().Rounding)
	return c
}

// capped puts a confirmed cap in force that the score knows.
func capped(c *screening.Company, rule string, atMost float64) *screening.Company {
	id := int64(len(c.Caps) + 1)
	c.Caps = append(c.Caps, vigil.Cap{ID: id, Rule: rule, Opened: "2026-02-01", Confirmed: "2026-02-03", ReplyDue: "2026-02-17", ReviewDue: "2026-12-01", Reason: "A record."})
	c.Card.Caps = append(c.Card.Caps, vigil.CapInForce{Rule: rule, AtMost: &atMost, Source: "record", Record: id, Opened: "2026-02-01", Governs: true})
	c.Card.Capped = true
	return c
}

// input is a run over holdings with the shipped rules.
func input(holdings []vigil.Holding, companies ...*screening.Company) screening.Input {
	in := screening.Input{Portfolio: vigil.Portfolio{Code: "fund", Name: "Fund", Version: 1, AsOf: "2026-10-31"}, Holdings: holdings,
		Companies: map[string]*screening.Company{}, Rules: rules(), Method: method(), Today: today, Language: "en"}
	for _, c := range companies {
		in.Companies[c.Organisation.Code] = c
	}
	return in
}

// golden is the worked example of the method: 50/30/20 with 48.0, 39.9 capped and not rated.
func goldenInput() screening.Input {
	return input([]vigil.Holding{equity(1, "a", 0.5), equity(2, "b", 0.3), equity(3, "c", 0.2)}, rated("a", 48), capped(rated("b", 39.9), "CAP-1", 39.9), blank("c"))
}

// only is the one score of a set, or the test ends.
func only(t testing.TB, e vigil.Exposure) vigil.PortfolioScore {
	t.Helper()
	if len(e.Scores) != 1 {
		t.Fatalf("%d scores, want one: %+v", len(e.Scores), e.Scores)
	}
	return e.Scores[0]
}

// position finds a position by its key.
func position(t testing.TB, s *vigil.Screening, key string) vigil.Position {
	t.Helper()
	for _, p := range s.Positions {
		if p.Key == key {
			return p
		}
	}
	t.Fatalf("there is no position %q", key)
	return vigil.Position{}
}
