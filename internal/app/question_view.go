package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vigil/internal/catalogue"
	"vigil/internal/question"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// QuestionView is everything that a page needs to show questions of an assessment: one, or those of one pillar.
type QuestionView struct {
	Assessment    vigil.Assessment
	Organisation  vigil.Organisation
	Questionnaire *vigil.Questionnaire
	Methodology   *vigil.Methodology
	Units         []vigil.Unit  // empty where the method asks of the organisation as a whole
	Unit          string        // whose answers these are
	Pillar        *vigil.Pillar // nil: the screening
	Section       string
	Items         []QuestionItem
	Previous      *QuestionAt
	Next          *QuestionAt
	Progress      vigil.Progress
	Today         string       // the day of the clock, by which evidence is over
	Editable      bool         // the status takes answers, and the actor may give them
	Link          *vigil.Grant // by which the actor came; nil: by an account
}

// QuestionAt is a question of a unit.
type QuestionAt struct{ Unit, Question, Section string }

// QuestionItem is one question with its answer and all that helps to give it.
type QuestionItem struct {
	Asked      *vigil.Indicator
	Scale      vigil.Scale
	Options    []question.Option // nil where anything can be typed
	Unit       string
	Answer     vigil.Answer // State empty: none
	Evidence   []vigil.Evidence
	Progress   vigil.ItemProgress
	Score      *vigil.ItemScore // nil for screening questions, and for a role that sees no scores
	Because    []Reason         // why it is asked, or not; empty: it is asked of everybody
	Provisions []vigil.Provision
	References []catalogue.Reference
	History    []vigil.AnswerChange // newest first
	Editable   bool                 // this answer may be changed now
}

// Reason is one thing that decides whether a question is asked: the sectors it is for, or another question with its
// answer (State empty: not answered yet). To a person who came by a link for other sections the answer stays hidden.
type Reason struct {
	Sectors []string
	Asked   *vigil.Indicator
	Answer  vigil.Answer
	Hidden  bool
}

// Question gives one question of an assessment with everything its page needs. unit is a code, or empty for the
// organisation as a whole.
func (a *App) Question(ctx context.Context, actor vigil.Actor, code, unit, id string) (QuestionView, error) {
	return a.questions(ctx, actor, code, unit, func(f *form) ([]*vigil.Indicator, string, error) {
		in, err := asked(actor, f.in.Questionnaire, id)
		return []*vigil.Indicator{in}, sectionOf(f.in.Questionnaire, id), err
	})
}

// Questions gives the questions of one section, a pillar or vigil.SectionScreening, in the same form; for an empty section
// those of the first.
func (a *App) Questions(ctx context.Context, actor vigil.Actor, code, unit, section string) (QuestionView, error) {
	return a.questions(ctx, actor, code, unit, func(f *form) ([]*vigil.Indicator, string, error) {
		var list, others []*vigil.Indicator
		for _, i := range f.progress().Items {
			if section == "" {
				section = i.Section
			}
			in := f.in.Questionnaire.Question(i.Question)
			switch {
			case i.Section != section:
			case i.Unit == unit:
				list = append(list, in)
			case !slices.Contains(others, in):
				others = append(others, in)
			}
		}
		if len(list) == 0 {
			list = others // none is asked of this unit; its page says so of each
		}
		if len(list) == 0 {
			return nil, "", vigil.Errorf(vigil.NotFound, "%s has no part %q here", f.assessment.Questionnaire, section)
		}
		return list, section, nil
	})
}

func (a *App) questions(ctx context.Context, actor vigil.Actor, code, unit string, choose func(*form) ([]*vigil.Indicator, string, error)) (QuestionView, error) {
	var v QuestionView
	err := a.readNoted(ctx, actor, AnswersAction, func(tx *store.Tx) (done, error) {
		f, err := a.openForm(tx, actor, AnswersAction, code)
		if err != nil {
			return done{}, err
		}
		list, section, err := choose(f)
		if err != nil {
			return done{}, err
		}
		if v, err = a.view(f, unit, section, list); err != nil {
			return done{}, err
		}
		return withheldSeen(code, v.withheld()), nil
	})
	return v, err
}

// withheld are the questions of which something is shown that is, or was, withheld for somebody's safety.
func (v QuestionView) withheld() []string {
	var list []string
	for _, item := range v.Items {
		if item.Answer.State == vigil.Withheld || wasWithheld(item.History) {
			list = append(list, item.Asked.ID)
		}
	}
	return list
}

func wasWithheld(history []vigil.AnswerChange) bool {
	return slices.ContainsFunc(history, func(x vigil.AnswerChange) bool { return x.State == vigil.Withheld && !x.Erased })
}

// withheldSeen is what the audit log says of answers that are withheld and were shown: the questions.
func withheldSeen(assessment string, questions []string) done {
	if len(questions) == 0 {
		return done{}
	}
	return done{"assessment:" + assessment, "withheld " + strings.Join(questions, " ")}
}

// view gathers what the page of some questions of one section needs.
func (a *App) view(f *form, unit, section string, list []*vigil.Indicator) (QuestionView, error) {
	v := QuestionView{Assessment: f.assessment, Organisation: f.organisation, Questionnaire: f.in.Questionnaire, Methodology: f.in.Methodology,
		Unit: unit, Section: section, Progress: f.progress(), Today: a.today(), Editable: f.editable(), Link: f.actor.Grant}
	if f.in.Methodology.Units != nil {
		v.Units = f.in.Units
	}
	if unit != "" && !slices.ContainsFunc(v.Units, func(u vigil.Unit) bool { return u.Code == unit }) {
		return v, vigil.Errorf(vigil.NotFound, "there is no unit %q here", unit)
	}
	for i := range v.Questionnaire.Pillars {
		if p := &v.Questionnaire.Pillars[i]; p.ID == section {
			v.Pillar = p
		}
	}
	may, err := a.changeable(f.tx, f.assessment, v.Questionnaire)
	if err != nil {
		return v, err
	}
	ids := make([]string, len(list))
	for i, in := range list {
		ids[i] = in.ID
	}
	histories, err := f.tx.Histories(f.assessment.ID, unit, ids)
	if err != nil {
		return v, err
	}
	for _, in := range list {
		item := a.questionItem(f, v, in)
		item.History = changes(f.hidden.before(slot{unit, in.ID}, histories[in.ID]))
		item.Editable = v.Editable && may.allows(unit, in.ID)
		v.Items = append(v.Items, item)
	}
	v.Previous, v.Next = neighbours(v.Progress.Items, unit, list)
	return v, nil
}

func (f *form) editable() bool {
	return f.assessment.Status.Editable() && (f.actor.Grant == nil || !f.actor.Grant.Closed) && May(f.actor.RoleOn(f.organisation.Code, f.assessment.Code), SaveAnswerAction)
}

func (a *App) questionItem(f *form, v QuestionView, in *vigil.Indicator) QuestionItem {
	at := slot{v.Unit, in.ID}
	item := QuestionItem{Asked: in, Unit: v.Unit, Answer: f.answers[at], Evidence: f.held[at], References: a.Catalogue.References(in.Provisions)}
	item.Scale, _ = v.Methodology.ScaleOf(in)
	item.Options = question.Options(item.Scale, in)
	item.Progress = vigil.ItemProgress{Unit: v.Unit, Question: in.ID, Section: v.Section, Applies: vigil.False} // scoring does not ask it of this unit
	for _, p := range v.Progress.Items {
		if p.Question == in.ID && p.Unit == v.Unit {
			item.Progress = p
		}
	}
	if n := f.card.Node(in.ID, v.Unit); n != nil && May(f.actor.RoleOn(f.organisation.Code, f.assessment.Code), ScoreAction) {
		item.Score = n.Item
	}
	for _, id := range in.Provisions {
		if p, ok := a.Catalogue.Provision(id); ok {
			item.Provisions = append(item.Provisions, p)
		}
	}
	item.Because = f.because(in)
	return item
}

// because gives what decides whether a question is asked: its own conditions and those of the groups it stands in.
func (f *form) because(in *vigil.Indicator) []Reason {
	var out []Reason
	seen := map[string]bool{}
	for _, step := range pathTo(f.in.Questionnaire, in) {
		if len(step.Sectors) > 0 {
			out = append(out, Reason{Sectors: step.Sectors})
		}
		for _, id := range step.AppliesIf.Uses {
			if other := f.in.Questionnaire.Question(id); other != nil && !seen[id] {
				seen[id] = true
				r := Reason{Asked: other, Hidden: !f.open(id)}
				if !r.Hidden {
					r.Answer = f.answers[slot{"", id}]
				}
				out = append(out, r)
			}
		}
	}
	return out
}

// pathTo gives a question with the groups it stands in, the outermost first.
func pathTo(q *vigil.Questionnaire, in *vigil.Indicator) []*vigil.Indicator {
	var down func(list []vigil.Indicator) []*vigil.Indicator
	down = func(list []vigil.Indicator) []*vigil.Indicator {
		for i := range list {
			if list[i].ID == in.ID {
				return []*vigil.Indicator{&list[i]}
			}
			if below := down(list[i].Parts); below != nil {
				return append([]*vigil.Indicator{&list[i]}, below...)
			}
		}
		return nil
	}
	for i := range q.Pillars {
		if path := down(q.Pillars[i].Indicators); path != nil {
			return path
		}
	}
	return []*vigil.Indicator{in}
}

// neighbours gives the questions before and behind those of a list that are asked, of the same unit where it has them.
func neighbours(items []vigil.ItemProgress, unit string, list []*vigil.Indicator) (before, behind *QuestionAt) {
	index := func(in *vigil.Indicator) int {
		return slices.IndexFunc(items, func(i vigil.ItemProgress) bool { return i.Question == in.ID && cmp.Or(i.Unit, unit) == unit })
	}
	near := func(i, step int) *QuestionAt {
		for i += step; i >= 0 && i < len(items); i += step {
			if x := items[i]; x.Applies != vigil.False && (x.Unit == unit || x.Unit == "" && x.Section == vigil.SectionScreening) {
				return &QuestionAt{x.Unit, x.Question, x.Section}
			}
		}
		return nil
	}
	return near(index(list[0]), -1), near(index(list[len(list)-1]), 1)
}
