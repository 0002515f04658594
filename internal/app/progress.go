package app

import (
	"context"
	"slices"

	"vigil/internal/scoring"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Progress says how far the answers of an assessment are, question by question, with what needs another look. Who came
// by a section link sees the sections of the link.
func (a *App) Progress(ctx context.Context, actor vigil.Actor, code string) (vigil.Progress, error) {
	var p vigil.Progress
	err := a.read(ctx, actor, AnswersAction, func(tx *store.Tx) error {
		f, err := a.openForm(tx, actor, AnswersAction, code)
		if err == nil {
			p = f.progress()
		}
		return err
	})
	return p, err
}

// form is an assessment as somebody answers it: what is asked, what is on file, and what scoring makes of it.
type form struct {
	*scoringCase
	tx      *store.Tx
	actor   vigil.Actor
	open    func(question string) bool // whether the actor may see a question
	card    *vigil.Scorecard
	asked   map[string]vigil.Truth // of the screening questions
	answers map[slot]vigil.Answer
	held    map[slot][]vigil.Evidence
	reviews map[slot]vigil.ItemReview // standing verdicts
	harmful func(text string) bool    // see harmMemo
	far     *vigil.Progress           // once it was counted
}

// openForm loads an assessment for somebody who answers or reads its questions.
func (a *App) openForm(tx *store.Tx, actor vigil.Actor, action Action, code string) (*form, error) {
	c, err := a.load(tx, actor, action, code)
	if err != nil {
		return nil, err
	}
	f := &form{scoringCase: c, tx: tx, actor: actor, open: openQuestions(actor, c.in.Questionnaire), card: c.result(),
		asked: scoring.ScreeningAsked(c.in), answers: map[slot]vigil.Answer{}, held: map[slot][]vigil.Evidence{}, reviews: map[slot]vigil.ItemReview{}, harmful: a.harms.harmful}
	for _, x := range c.in.Answers {
		f.answers[slot{x.Unit, x.Question}] = x
	}
	for _, e := range c.evidence {
		f.held[slot{e.Unit, e.Question}] = append(f.held[slot{e.Unit, e.Question}], e)
	}
	reviews, err := tx.ItemReviews(c.assessment.ID)
	if !seesReviews(c.assessment, actor.RoleOn(c.organisation.Code, code)) {
		reviews = nil
	}
	for _, r := range reviews {
		if at := (slot{r.Unit, r.Question}); r.Stands() {
			f.reviews[at] = r
		} else {
			delete(f.reviews, at)
		}
	}
	return f, err
}

// progress lists the screening questions, then every question of the pillars for each unit that scoring asks it of.
func (f *form) progress() vigil.Progress {
	if f.far == nil {
		p := f.count()
		f.far = &p
	}
	return *f.far
}

func (f *form) count() vigil.Progress {
	q := f.in.Questionnaire
	var p vigil.Progress
	section := func(id string, title vigil.Text, items []vigil.ItemProgress) {
		items = slices.DeleteFunc(items, func(i vigil.ItemProgress) bool { return !f.open(i.Question) })
		if len(items) == 0 {
			return
		}
		s := vigil.SectionProgress{ID: id, Title: title}
		for i := range items {
			items[i].Section = id
			if items[i].Applies == vigil.False {
				continue
			}
			s.Applicable++
			if items[i].Answered {
				s.Answered++
			}
		}
		p.Sections, p.Items = append(p.Sections, s), append(p.Items, items...)
		p.Answered, p.Applicable = p.Answered+s.Answered, p.Applicable+s.Applicable
	}
	var screening []vigil.ItemProgress
	for i := range q.Screening {
		screening = append(screening, f.screeningItem(&q.Screening[i]))
	}
	section(vigil.SectionScreening, nil, screening)
	nodes := map[string][]*vigil.Score{}
	for i := range f.card.Nodes {
		if n := &f.card.Nodes[i]; n.Item != nil {
			nodes[n.Node] = append(nodes[n.Node], n)
		}
	}
	wrong := map[string]vigil.Message{}
	for _, p := range f.card.Problems {
		wrong[p.Place.Field] = p.What
	}
	for i := range q.Pillars {
		var items []vigil.ItemProgress
		for _, in := range questionsOf(&q.Pillars[i]) {
			for _, n := range nodes[in.ID] {
				items = append(items, f.item(in, n, wrong[in.ID]))
			}
		}
		section(q.Pillars[i].ID, f.in.Methodology.PillarTitle(q, q.Pillars[i].ID), items)
	}
	return p
}

// questionsOf lists the questions of a pillar in declared order.
func questionsOf(p *vigil.Pillar) []*vigil.Indicator {
	one := vigil.Questionnaire{Pillars: []vigil.Pillar{*p}}
	return one.Questions()
}

func (f *form) screeningItem(in *vigil.Indicator) vigil.ItemProgress {
	i := f.onFile(in, "")
	i.Applies = f.asked[in.ID]
	if i.Answered && slices.Contains(f.card.Unknowns, in.ID) {
		i.Flags = append(i.Flags, vigil.FlagProof)
	}
	if x, ok := f.answers[slot{"", in.ID}]; ok && i.Applies == vigil.False && x.State == vigil.Answered {
		i.Conflict = vigil.Say("the question no longer applies, and an answer to it is on file")
	}
	return i
}

func (f *form) item(in *vigil.Indicator, n *vigil.Score, wrong vigil.Message) vigil.ItemProgress {
	i := f.onFile(in, n.Unit)
	i.Conflict = wrong
	x, ok := f.answers[slot{n.Unit, in.ID}]
	switch {
	case n.Item.Applicable == vigil.False.String():
		i.Applies = vigil.False
		if ok && x.State == vigil.Answered {
			i.Conflict = vigil.Say("the question no longer applies, and an answer to it is on file")
		}
		return i
	case n.Item.Applicable == vigil.True.String():
		i.Applies = vigil.True
	default:
		i.Applies = vigil.Unknown
	}
	switch s := n.Item; {
	case !ok || !wrong.Empty():
	case x.State == vigil.Withheld && !x.Approved():
		i.Flags = append(i.Flags, vigil.FlagApproval)
	case x.State == vigil.Answered && !s.Assessed && !s.LeftOut:
		i.Flags = append(i.Flags, vigil.FlagSearch)
	case s.Points != nil && s.S != nil && *s.S < *s.Points:
		i.Flags = append(i.Flags, vigil.FlagEvidence)
	}
	return i
}

// onFile is what the answer itself tells.
func (f *form) onFile(in *vigil.Indicator, unit string) vigil.ItemProgress {
	at := slot{unit, in.ID}
	i := vigil.ItemProgress{Unit: unit, Question: in.ID}
	if r := f.reviews[at]; r.Verdict == vigil.VerdictReturned {
		i.Returned = r.Reason
	}
	x, ok := f.answers[at]
	if !ok {
		return i
	}
	i.Answered, i.Unconfirmed = x.State != vigil.NotAssessed, x.Unconfirmed
	texts := []string{x.Note, x.Search.Sources, x.Search.Languages, x.Search.Terms}
	for _, e := range f.held[at] {
		texts = append(texts, e.Title, e.Link, e.Page, e.Quote)
	}
	if isText(f.in.Methodology, in) {
		texts = append(texts, x.Value)
	}
	if slices.ContainsFunc(texts, f.harmful) {
		i.Flags = append(i.Flags, vigil.FlagHarm)
	}
	return i
}
