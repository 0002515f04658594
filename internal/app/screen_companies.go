package app

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"vigil/internal/benchmark"
	"vigil/internal/scoring"
	"vigil/internal/screening"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// companies loads what is on file about every organisation that the holdings were matched to.
func (s *screeningCase) companies(tx *store.Tx) error {
	s.in.Companies = map[string]*screening.Company{}
	organisations, err := tx.Organisations()
	if err != nil {
		return err
	}
	held := map[string]bool{}
	for _, h := range s.in.Holdings {
		held[h.Organisation] = true
	}
	byID := map[int64]*screening.Company{}
	for _, o := range organisations {
		if held[o.Code] {
			c := &screening.Company{Organisation: o, Method: s.in.Method}
			s.in.Companies[o.Code], byID[o.ID] = c, c
		}
	}
	if err := s.cases(tx, byID); err != nil {
		return err
	}
	return s.cards(tx, byID)
}

// cases adds the allegations and caps.
func (s *screeningCase) cases(tx *store.Tx, byID map[int64]*screening.Company) error {
	allegations, err := tx.EveryAllegation()
	if err != nil {
		return err
	}
	for _, x := range allegations {
		if c := byID[x.OrganisationID]; c != nil {
			c.Allegations = append(c.Allegations, x)
		}
	}
	caps, err := tx.EveryCap()
	if err != nil {
		return err
	}
	for _, x := range caps {
		if c := byID[x.OrganisationID]; c != nil {
			c.Caps = append(c.Caps, x)
		}
	}
	return nil
}

// cards adds the scorecard of the assessment that counts for each company.
func (s *screeningCase) cards(tx *store.Tx, byID map[int64]*screening.Company) error {
	assessments, err := tx.FinalAssessments()
	if err != nil {
		return err
	}
	chosen := map[int64]vigil.Assessment{}
	for _, as := range assessments {
		if byID[as.OrganisationID] == nil || s.rank(as) < 0 {
			continue
		}
		if first, ok := chosen[as.OrganisationID]; !ok || s.before(as, first) {
			chosen[as.OrganisationID] = as
		}
	}
	byAssessment := map[int64]*screening.Company{}
	var ids []int64
	for org, as := range chosen {
		byAssessment[as.ID] = byID[org]
		byID[org].Assessment = as.Code
		ids = append(ids, as.ID)
	}
	slices.Sort(ids)
	return tx.Scorecards(ids, func(id int64, document []byte) error {
		c := byAssessment[id]
		kept, err := thaw(document, nil)
		if err != nil {
			return err
		}
		card := kept.Scorecard
		if c.Method = s.app.Catalogue.Methodology(card.Methodology); c.Method == nil {
			return vigil.Errorf(vigil.NotFound, "the assessment %s was scored under %s, which is not loaded; load its file too", c.Assessment, card.Methodology)
		}
		restoreDecimals(card, c.Method.Rounding.Decimals)
		card.Nodes = slices.DeleteFunc(card.Nodes, func(n vigil.Score) bool { return n.Storey != vigil.StoreyPillar }) // the rest weighs much and is not needed
		c.Card = card
		return nil
	})
}

// rank is the place of an assessment's mode among those that the rule set takes; -1: it does not count.
func (s *screeningCase) rank(as vigil.Assessment) int {
	if as.FinalisedAt != nil && as.FinalisedAt.Format(time.DateOnly) > s.in.Today || as.Cutoff > s.in.Today {
		return -1
	}
	return slices.Index(s.in.Rules.Use.Modes, as.Mode)
}

// before reports whether an assessment counts before another of the same organisation: the mode, the form, the later
// cut-off, and then the later one on file.
func (s *screeningCase) before(x, y vigil.Assessment) bool {
	form := func(as vigil.Assessment) int {
		id, _, _ := strings.Cut(as.Questionnaire, "@")
		if i := slices.Index(s.in.Rules.Use.Forms, id); i >= 0 {
			return i
		}
		return len(s.in.Rules.Use.Forms)
	}
	return cmp.Or(cmp.Compare(s.rank(x), s.rank(y)), cmp.Compare(form(x), form(y)), cmp.Compare(y.Cutoff, x.Cutoff), cmp.Compare(y.ID, x.ID)) < 0
}

// rescore finds for each company whose ruler moved since the run before what its old answers give under the new ruler,
// so that a move of the ruler is not taken for one of the company.
func (s *screeningCase) rescore(tx *store.Tx) error {
	if s.in.Previous == nil {
		return nil
	}
	for i := range s.in.Previous.Positions {
		p := &s.in.Previous.Positions[i]
		c := s.in.Companies[p.Organisation]
		if c == nil || c.Card == nil || p.Short || p.Score == nil || p.Ruler == nil {
			continue
		}
		now := vigil.Ruler{Mode: c.Card.Mode, Questionnaire: c.Card.Questionnaire, Methodology: c.Card.Methodology}
		if now == *p.Ruler || now.Mode != p.Ruler.Mode {
			continue
		}
		var err error
		if c.Rescored, err = s.cross(tx, p, c); err != nil {
			return err
		}
	}
	return nil
}

// cross scores the old answers with the new ruler and the new answers with the old one; nil where the old answers are
// not on file any more, or do not fill the new form.
func (s *screeningCase) cross(tx *store.Tx, p *vigil.Position, c *screening.Company) (*screening.Rescored, error) {
	old, err := s.app.loadAny(tx, p.Assessment)
	if err != nil {
		if vigil.KindOf(err) == vigil.NotFound || vigil.KindOf(err) == vigil.Conflict {
			return nil, nil // gone, or its edition is not loaded any more: it cannot be told
		}
		return nil, err
	}
	if was := scoring.Score(old.in); was.Final == nil || math.Abs(was.Final.Value-p.Score.Value) > vigil.RoundingGuard {
		return nil, nil // its cases or answers were corrected since: the old score cannot be made again
	}
	now, err := s.app.loadAny(tx, c.Assessment)
	if err != nil {
		return nil, err
	}
	r := &screening.Rescored{OldAnswers: underRuler(old.in, now.in)}
	if r.OldAnswers == nil {
		return nil, nil
	}
	r.NewAnswers = underRuler(now.in, old.in)
	return r, nil
}

// underRuler scores the answers of one assessment with the form and method of another; nil where they leave more of that
// form open than of their own, so that blanks and not answers would make the difference.
func underRuler(answers, ruler scoring.Input) *vigil.Figure {
	own := scoring.Score(answers)
	answers.Questionnaire, answers.Methodology = ruler.Questionnaire, ruler.Methodology
	card := scoring.Score(answers)
	if card.Final == nil || card.Coverage == nil || own.Coverage == nil || card.Coverage.Published < own.Coverage.Published {
		return nil
	}
	return card.Final
}

// ownProvisions are those on what an investor's own money does: funds for defenders, financing of foreseeable harm, ties with
// those who attack.
var ownProvisions = []string{"RES.b", "RES.e", "BE.d", "NSA.d"}

// own adds the investor's own assessment to the result.
func (s *screeningCase) own(tx *store.Tx, code string, result *vigil.Screening) error {
	if code == "" {
		return nil
	}
	c, err := s.app.loadAny(tx, code)
	if err != nil {
		return err
	}
	card := c.result()
	m := c.in.Methodology
	o := &vigil.OwnResult{Name: c.organisation.Name, Assessment: code, Cutoff: card.Cutoff, Score: card.Final, Band: card.Band, Coverage: card.Coverage,
		Ruler: vigil.Ruler{Mode: card.Mode, Questionnaire: card.Questionnaire, Methodology: card.Methodology}, Pillars: []vigil.PillarFigure{}}
	for _, b := range m.Bands {
		if b.ID == card.Band {
			o.BandTitle = b.Title.In(language)
		}
	}
	for _, rule := range m.Pillars {
		if n := card.Node(rule.ID, ""); n != nil && n.Published != nil {
			o.Pillars = append(o.Pillars, vigil.PillarFigure{ID: rule.ID, Title: rule.Title.In(language), Score: vigil.NewFigure(*n.Value, m.Rounding)})
		}
	}
	for _, x := range benchmark.ProvisionMeans(c.in.Questionnaire, card) {
		if !slices.Contains(ownProvisions, x.ID) {
			continue
		}
		f := vigil.ProvisionFigure{ID: x.ID, Items: x.Items}
		if p, ok := s.app.Catalogue.Provision(x.ID); ok {
			f.Text = p.Paraphrase.In(language)
		}
		if x.Mean != nil {
			f.Score = vigil.NewFigure(100*(*x.Mean), m.Rounding)
		}
		o.Provisions = append(o.Provisions, f)
	}
	result.Own = o
	return nil
}
