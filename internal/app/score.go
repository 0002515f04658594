package app

import (
	"context"
	"slices"

	"vigil/internal/scoring"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// scoringCase is everything that one assessment's score and reports are made from.
type scoringCase struct {
	organisation vigil.Organisation
	assessment   vigil.Assessment
	evidence     []vigil.Evidence
	in           scoring.Input
	hidden       running          // what the answers became in a review that the actor does not see
	frozen       *vigil.Scorecard // of a final assessment, as it was kept; its facts are those in the input then
}

// load gathers what scoring needs. Allegations and caps are those of the organisation; scoring itself decides which
// count at the cut-off. Whoever answers gets no answer as a reviewer adjusted it before the review is over. Of a final assessment they are those that it was finalised with, as are sector and units.
func (a *App) load(tx *store.Tx, actor vigil.Actor, action Action, code string) (*scoringCase, error) {
	as, org, err := assessment(tx, actor, action, code)
	if err != nil {
		return nil, err
	}
	c, err := a.gather(tx, as, org)
	if err != nil {
		return nil, err
	}
	role, err := roleOn(tx, actor, org, code)
	if err != nil {
		return nil, err
	}
	if c.hidden, err = runningReview(tx, as, role); err != nil {
		return nil, err
	}
	return c, c.hidden.putBack(tx, as.ID, c.in.Answers)
}

// loadAny is load for what is done in the whole workspace, where the role there has decided.
func (a *App) loadAny(tx *store.Tx, code string) (*scoringCase, error) {
	as, err := tx.Assessment(code)
	if err != nil {
		return nil, err
	}
	org, err := tx.OrganisationByID(as.OrganisationID)
	if err != nil {
		return nil, err
	}
	return a.gather(tx, as, org)
}

func (a *App) gather(tx *store.Tx, as vigil.Assessment, org vigil.Organisation) (*scoringCase, error) {
	var err error
	c := &scoringCase{organisation: org, assessment: as}
	c.in = scoring.Input{Subject: subject(org), Mode: as.Mode, Cutoff: as.Cutoff}
	if c.in.Questionnaire, c.in.Methodology, err = a.editions(tx, as); err != nil {
		return nil, err
	}
	units, err := tx.Units(org.ID)
	if err != nil {
		return nil, err
	}
	c.in.Units = units
	if c.in.Answers, err = tx.Answers(as.ID); err != nil {
		return nil, err
	}
	if c.evidence, err = tx.Evidence(as.ID); err != nil {
		return nil, err
	}
	allegations, err := tx.Allegations(org.ID)
	if err != nil {
		return nil, err
	}
	for _, al := range allegations {
		if al.Withdrawn == "" || al.Withdrawn > a.today() {
			c.in.Allegations = append(c.in.Allegations, al)
		}
	}
	caps, err := tx.Caps(org.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range caps {
		if x.InForce(as.Cutoff) {
			c.in.Caps = append(c.in.Caps, x)
		}
	}
	if as.Status != vigil.Final && as.Status != vigil.Published {
		return c, nil
	}
	document, err := tx.Scorecard(as.ID)
	if err != nil {
		return nil, err
	}
	kept, err := thaw(document, c.in.Methodology)
	if err != nil {
		return nil, err
	}
	c.frozen = kept.Scorecard
	kept.restore(c, units, allegations, caps)
	return c, nil
}

// result gives the score of an assessment as it stands: a final one keeps the scorecard that it was finalised with.
func (c *scoringCase) result() *vigil.Scorecard {
	if c.frozen != nil {
		return c.frozen
	}
	return scoring.Score(c.in)
}

// score gives the scorecard and its gaps.
func (c *scoringCase) score(today string) (*vigil.Scorecard, *vigil.GapList) {
	return c.result(), scoring.Gaps(c.in, today)
}

// restoreDecimals sets how figures are printed, which their JSON does not carry.
func restoreDecimals(card *vigil.Scorecard, decimals int) {
	list := []*vigil.Figure{card.Raw, card.Net, card.Final, card.High, card.RawHigh, card.Coverage, card.Geometric, card.AssessedRaw, card.Deduction.Points, card.Confidence.Figure}
	if s := card.Sector; s != nil {
		list = append(list, s.Raw, s.Net, s.Final)
	}
	for _, f := range list {
		if f != nil {
			f.Decimals = decimals
		}
	}
}

// subject is the organisation as scoring sees it.
func subject(o vigil.Organisation) vigil.Subject {
	sectors := slices.Clone(o.Sectors)
	if o.Sector != "" && !slices.Contains(sectors, o.Sector) {
		sectors = append([]string{o.Sector}, sectors...)
	}
	s := vigil.Subject{Code: o.Code, Name: o.Name, Type: o.Type, Sector: o.Sector, Sectors: sectors}
	if o.Country != "" {
		s.Attributes = map[string]string{"country": o.Country}
	}
	return s
}

// Score gives the scorecard of an assessment and its gaps, with due dates counted from today. A draft is scored as
// it stands; a final assessment has the score that it was finalised with.
func (a *App) Score(ctx context.Context, actor vigil.Actor, code string) (*vigil.Scorecard, *vigil.GapList, error) {
	c, err := a.audited(ctx, actor, ScoreAction, code, "")
	if err != nil {
		return nil, nil, err
	}
	card, gaps := c.score(a.today())
	return card, gaps, nil
}

// audited loads an assessment for something that leaves the house, and notes it in the audit log.
func (a *App) audited(ctx context.Context, actor vigil.Actor, action Action, code, detail string) (*scoringCase, error) {
	var c *scoringCase
	err := a.write(ctx, actor, action, func(tx *store.Tx) (done, error) {
		var err error
		c, err = a.load(tx, actor, action, code)
		return done{"assessment:" + code, detail}, err
	})
	return c, err
}
