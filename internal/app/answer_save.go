package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"vigil/internal/question"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// SaveAnswer is what somebody typed for one question, before anything is believed. With every field empty it takes the
// answer out.
type SaveAnswer struct {
	Unit     string // code; empty: the organisation as a whole
	Question string
	Value    string
	State    string
	Grade    string
	Date     string
	Note     string
	Search   vigil.SearchLog
	Version  int64 // of the answer that the person saw; 0: there was none
}

// errUnchanged ends a transaction that has nothing to store: no version rises and the audit log stays as it is.
var errUnchanged = errors.New("nothing to change")

// SaveAnswer stores one answer as it was typed and gives it as it now stands on file; a zero State means that there is
// none. What is wrong with it, details that could lead to a person among it, comes back as Problems with the name of the
// field, and nothing is stored.
//
// If the answer is no longer the version that the person saw, nothing is overwritten: the error is a
// *vigil.AnswerConflict with both sides. To send again what is on file already changes nothing and is never a conflict,
// so that a request may be repeated. A changed answer loses its approval and is confirmed. Changes of different answers
// never collide.
func (a *App) SaveAnswer(ctx context.Context, actor vigil.Actor, code string, in SaveAnswer) (vigil.Answer, error) {
	return a.changeAnswer(ctx, actor, SaveAnswerAction, code, in.Unit, in.Question, func(c *answerChange) error {
		x, err := c.read(in)
		if err != nil {
			return err
		}
		return c.replace(x, in.Version)
	})
}

// ConfirmAnswer says that an answer copied from an earlier assessment still holds. An answer that needs no confirmation
// stays as it is.
func (a *App) ConfirmAnswer(ctx context.Context, actor vigil.Actor, code, unit, question string, version int64) (vigil.Answer, error) {
	return a.changeAnswer(ctx, actor, ConfirmAnswerAction, code, unit, question, func(c *answerChange) error {
		switch {
		case c.current.State == "":
			return vigil.Errorf(vigil.NotFound, "the question %q has no answer, so there is nothing to confirm", question)
		case !c.current.Unconfirmed:
			return errUnchanged
		case c.current.Version != version:
			return c.conflict(c.current, version)
		}
		x := c.current
		x.Unconfirmed, x.Author = false, actor.Person
		return c.put(x)
	})
}

// answerChange is one answer about to be changed, with what a change is checked against.
type answerChange struct {
	tx            *store.Tx
	actor         vigil.Actor
	assessment    vigil.Assessment
	organisation  vigil.Organisation
	questionnaire *vigil.Questionnaire
	methodology   *vigil.Methodology
	asked         *vigil.Indicator
	current       vigil.Answer // State empty: none
	slot
}

// changeAnswer loads an answer for change, lets change do it, and gives the answer as it then is. Everybody else who
// changes an answer of the assessment waits meanwhile.
func (a *App) changeAnswer(ctx context.Context, actor vigil.Actor, action Action, code, unit, question string, change func(*answerChange) error) (vigil.Answer, error) {
	var now vigil.Answer
	err := a.write(ctx, actor, action, func(tx *store.Tx) (done, error) {
		c, err := a.answerForChange(tx, actor, action, code, slot{unit, question})
		if err != nil {
			return done{}, err
		}
		if err = change(c); err == nil || errors.Is(err, errUnchanged) {
			now = c.current
		}
		return done{"assessment:" + code, strings.TrimSpace(question + " " + unit)}, err
	})
	return now, err
}

func (a *App) answerForChange(tx *store.Tx, actor vigil.Actor, action Action, code string, at slot) (*answerChange, error) {
	as, org, err := assessmentForChange(tx, actor, action, code)
	if err != nil {
		return nil, err
	}
	c := &answerChange{tx: tx, actor: actor, assessment: as, organisation: org, slot: at}
	if c.questionnaire, c.methodology, err = a.editions(tx, as); err != nil {
		return nil, err
	}
	if c.asked, err = asked(actor, c.questionnaire, at.question); err != nil {
		return nil, err
	}
	may, err := a.changeable(tx, as, c.questionnaire)
	if err != nil {
		return nil, err
	}
	if err := may.refuse(at); err != nil {
		return nil, err
	}
	c.current, err = tx.Answer(as.ID, at.unit, at.question)
	if vigil.KindOf(err) == vigil.NotFound {
		c.current, err = vigil.Answer{}, nil
	}
	return c, err
}

// asked finds a question that the actor may see: to a person who came by a link, the questions of other sections are
// not there.
func asked(actor vigil.Actor, q *vigil.Questionnaire, id string) (*vigil.Indicator, error) {
	in := q.Question(id)
	if in == nil || !openQuestions(actor, q)(id) {
		return nil, vigil.Errorf(vigil.NotFound, "%s has no question %q here", q.Ref(), id)
	}
	return in, nil
}

// sectionOf names the section of a question: its pillar, or the screening.
func sectionOf(q *vigil.Questionnaire, id string) string {
	if p := q.PillarOf(id); p != nil {
		return p.ID
	}
	return vigil.SectionScreening
}

// read turns what was typed into an answer; a zero State where everything is empty. It gathers every problem.
func (c *answerChange) read(in SaveAnswer) (vigil.Answer, error) {
	e := vigil.Entry{Place: vigil.Place{Field: "value"}, Unit: in.Unit, Question: in.Question, Value: in.Value, State: in.State,
		Grade: in.Grade, Date: in.Date, Note: plain(in.Note), Search: in.Search, Places: map[string]vigil.Place{}}
	for _, f := range []string{"state", "grade", "date", "note", "search", "unit", "question"} {
		e.Places[f] = vigil.Place{Field: f}
	}
	if e.Blank() {
		return vigil.Answer{}, nil
	}
	units, err := c.tx.Units(c.organisation.ID)
	if err != nil {
		return vigil.Answer{}, err
	}
	sub := vigil.Submission{Entries: []vigil.Entry{e}}
	readings, ps := question.ReadAll(c.questionnaire, c.methodology, sub)
	if ps = append(ps, vet(sub, readings, c.organisation, units, c.questionnaire, c.methodology)...); len(ps) > 0 {
		return vigil.Answer{}, ps
	}
	return readings[0].Answer, nil
}

// replace puts x in place of the answer that had the version given, unless both say the same.
func (c *answerChange) replace(x vigil.Answer, version int64) error {
	if cellsOf(x, nil) == cellsOf(c.current, nil) {
		return errUnchanged
	}
	if c.current.Version != version {
		return c.conflict(x, version)
	}
	if x.State == "" {
		err := c.tx.DeleteAnswer(&c.assessment, c.unit, c.question, c.actor.Person)
		c.current = vigil.Answer{}
		return err
	}
	x.ID, x.ApprovedBy, x.Unconfirmed, x.Author = 0, "", false, c.actor.Person
	return c.put(x)
}

func (c *answerChange) put(x vigil.Answer) (err error) {
	x.Unit, x.Question = c.unit, c.question
	if err = c.tx.PutAnswers(&c.assessment, []vigil.Answer{x}); err == nil {
		c.current, err = c.tx.Answer(c.assessment.ID, c.unit, c.question)
	}
	return err
}

// conflict gives both sides to the person, and what they started from as far as it is still known.
func (c *answerChange) conflict(mine vigil.Answer, version int64) error {
	mine.Unit, mine.Question = c.unit, c.question
	theirs := c.current
	theirs.Unit, theirs.Question = c.unit, c.question
	both := &vigil.AnswerConflict{Seen: version, Mine: mine, Theirs: theirs}
	history, err := c.tx.History(c.assessment.ID, c.unit, c.question)
	if err != nil {
		return err
	}
	if n := len(history); theirs.State == "" && n > 0 { // who took it out, and when
		both.Theirs.Author, both.Theirs.UpdatedAt, both.Theirs.Version = history[n-1].Author, history[n-1].Time, 0
	}
	at := slices.IndexFunc(history, func(h store.Change) bool { return h.Version == version })
	if at >= 0 && !history[at].Erased() {
		base := contentOf(history[at])
		both.Base = &base
	}
	return both
}
