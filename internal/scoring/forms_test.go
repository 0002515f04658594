package scoring_test

import (
	"slices"
	"testing"

	"vigil/internal/catalogue"
	"vigil/internal/scoring"
	"vigil/internal/scoring/scoringtest"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// Every form reaches exactly 100 and exactly 0, in every sector: no level is out of reach, and no silence or evasion is
// worth a point.
func TestEveryFormReachesItsEnds(t *testing.T) {
	c, ps := catalogue.Load(questionnaires.Files)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	for _, q := range c.Questionnaires {
		if q.Bank == "" {
			continue
		}
		m := c.Methodology(q.Method)
		for _, sector := range vigil.Sectors {
			for _, mode := range vigil.Modes {
				in := scoring.Input{Methodology: m, Questionnaire: q, Mode: mode, Cutoff: "2026-06-30", Subject: vigil.Subject{Code: "x", Sector: sector, Type: "company"}}
				if card := scoring.Score(answeredAll(in, true)); card.Raw == nil || card.Raw.Published != 100 || card.Final.Published != 100 {
					t.Errorf("%s in sector %s, mode %s: at its best raw %s, final %s", q.ID, sector, mode, card.Raw, card.Final)
				}
				if card := scoring.Score(answeredAll(in, false)); card.Raw == nil || card.Raw.Value != 0 || card.Final.Value != 0 {
					t.Errorf("%s in sector %s, mode %s: at its worst raw %s, final %s", q.ID, sector, mode, card.Raw, card.Final)
				}
			}
		}
	}
}

// answeredAll answers every question at its best with the strongest evidence, or at its worst.
func answeredAll(in scoring.Input, best bool) scoring.Input {
	for i := range in.Questionnaire.Screening {
		if s := &in.Questionnaire.Screening[i]; s.Scale == "yes_no" {
			in.Answers = append(in.Answers, vigil.Answer{Question: s.ID, State: vigil.Answered, Value: "yes", Grade: vigil.E2})
		}
	}
	for _, item := range in.Questionnaire.Questions() {
		values := scoringtest.Options(in.Methodology, item)
		if len(values) == 0 {
			continue
		}
		if best {
			values = slices.Clone(values)
			slices.Reverse(values)
		}
		in.Answers = append(in.Answers, vigil.Answer{Question: item.ID, State: vigil.Answered, Value: values[0], Grade: vigil.E4, Date: "2026-03-01",
			Search: vigil.SearchLog{Date: "2026-05-01", Sources: "registers", Languages: "en", Terms: "name"}})
	}
	return in
}
