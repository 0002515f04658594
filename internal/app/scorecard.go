package app

import (
	"context"
	"slices"
	"strings"

	"vigil/internal/scoring"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// ScorecardView is all that the page of one score shows. Every figure in it comes from scoring. Answers and Evidence
// are empty for a role that may not see answers.
type ScorecardView struct {
	Organisation  vigil.Organisation
	Assessment    vigil.Assessment
	Questionnaire *vigil.Questionnaire
	Methodology   *vigil.Methodology
	Card          *vigil.Scorecard
	Confidence    []vigil.ConfidencePart // what each question adds to the confidence
	Gaps          *vigil.GapList
	Path          vigil.Path
	Caps          []vigil.Cap // records in force, with replies and terms
	SeesAnswers   bool        // the actor's role may see answers
	SeesCases     bool        // and the records of cases and caps
	Answers       []vigil.Answer
	Evidence      []vigil.Evidence
	Movement      *Movement        // nil: there is no earlier score of this form and mode
	Closings      []vigil.Closing  // the gaps that were chosen
	Today         string           // the day for terms of reply
	After         *vigil.Scorecard // the score if they were closed; nil where none was chosen
}

// Movement tells how far a score moved since the last final one of the same organisation, form and mode. Points are those of
// the published scores. Company and Ruler add up to Points: the ruler's part is what the new edition makes of the old
// answers. They are nil where that cannot be told.
type Movement struct {
	From    vigil.Assessment
	Was     *vigil.Figure
	Points  float64
	Company *float64
	Ruler   *float64
}

// Scorecard gives what the page of a score shows, with the score as it would be if some gaps were closed (none: nil). Nothing
// on file changes. What is wrong with the closings comes all at once.
func (a *App) Scorecard(ctx context.Context, actor vigil.Actor, code string, closings []vigil.Closing) (ScorecardView, error) {
	var v ScorecardView
	err := a.write(ctx, actor, ScoreAction, func(tx *store.Tx) (done, error) {
		c, err := a.load(tx, actor, ScoreAction, code)
		if err != nil {
			return done{}, err
		}
		if v, err = a.scorecardView(c, closings); err != nil {
			return done{}, err
		}
		v.SeesCases = May(actor.RoleOn(c.organisation.Code, code), ShowCaseAction)
		if v.SeesAnswers = May(actor.RoleOn(c.organisation.Code, code), AnswersAction); v.SeesAnswers {
			v.Answers, v.Evidence = c.in.Answers, c.evidence
		}
		v.Movement, err = a.movement(tx, c, v.Card)
		return done{"assessment:" + code, closed(closings)}, err
	})
	return v, err
}

func (a *App) scorecardView(c *scoringCase, closings []vigil.Closing) (ScorecardView, error) {
	card, gaps := c.score(a.today())
	if c.frozen != nil {
		card.Retell(scoring.Score(c.in))
	}
	v := ScorecardView{Organisation: c.organisation, Assessment: c.assessment, Questionnaire: c.in.Questionnaire, Methodology: c.in.Methodology,
		Card: card, Confidence: scoring.ConfidenceParts(c.in), Gaps: gaps, Path: scoring.CheapestPath(c.in), Caps: c.in.Caps, Closings: closings, Today: a.today()}
	if len(closings) > 0 {
		after, ps := scoring.WhatIf(c.in, closings)
		if len(ps) > 0 {
			return ScorecardView{}, ps.Err()
		}
		v.After = after
	}
	return v, nil
}

// movement compares a score with the last final one before it.
func (a *App) movement(tx *store.Tx, now *scoringCase, card *vigil.Scorecard) (*Movement, error) {
	if card.Final == nil {
		return nil, nil
	}
	before, err := earlier(tx, now.assessment)
	if before == nil || err != nil {
		return nil, err
	}
	document, err := tx.Scorecard(before.ID)
	if err != nil {
		return nil, err
	}
	was, err := thaw(document, now.in.Methodology)
	if err != nil || was.Final == nil {
		return nil, err
	}
	rounding := now.in.Methodology.Rounding
	m := &Movement{From: *before, Was: was.Final, Points: rounding.Round(card.Final.Published - was.Final.Published)}
	if was.Questionnaire == card.Questionnaire && was.Methodology == card.Methodology {
		m.Company = &m.Points
		return m, nil
	}
	return m, a.split(tx, now, m)
}

// split tells the ruler's part of a movement from the company's, where the old score can be made again and its answers fill
// the new form.
func (a *App) split(tx *store.Tx, now *scoringCase, m *Movement) error {
	old, err := a.loadAny(tx, m.From.Code)
	switch vigil.KindOf(err) {
	case "":
	case vigil.NotFound, vigil.Conflict:
		return nil // its edition is not loaded any more
	default:
		return err
	}
	rounding := now.in.Methodology.Rounding
	if again := scoring.Score(old.in); again.Final == nil || rounding.Round(again.Final.Value) != m.Was.Published {
		return nil // its cases or answers were corrected since
	}
	ruled := underRuler(old.in, now.in)
	if ruled == nil {
		return nil
	}
	ruler := rounding.Round(ruled.Published - m.Was.Published)
	company := rounding.Round(m.Points - ruler)
	m.Ruler, m.Company = &ruler, &company
	return nil
}

// earlier finds the last final assessment of the same organisation, form and mode with an earlier cut-off.
func earlier(tx *store.Tx, as vigil.Assessment) (*vigil.Assessment, error) {
	list, err := tx.Assessments(as.OrganisationID)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(x vigil.Assessment) bool {
		return x.Status != vigil.Final && x.Status != vigil.Published || x.Mode != as.Mode || formOf(x) != formOf(as) || x.Cutoff >= as.Cutoff
	})
	if len(list) == 0 {
		return nil, nil
	}
	last := slices.MaxFunc(list, func(x, y vigil.Assessment) int { return strings.Compare(x.Cutoff, y.Cutoff) })
	return &last, nil
}
