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

// ItemVerdict is what a reviewer says of one answer.
type ItemVerdict struct {
	Unit, Question string
	Verdict        vigil.Verdict
	Reason         string // needed to adjust or return, and to accept against a cap
	Version        int64  // of the answer that the reviewer saw; 0: whichever is there
	Value          string // to adjust: as a person would write it
	State          vigil.State
	Grade          vigil.Grade
}

// ReviewItem keeps the verdict of a reviewer on one answer of an assessment in review. Accepted, it counts as it was
// answered. Adjusted, it counts as the reviewer says, and the answer that was given stays beside it for its author to
// see. Returned, it goes back with the others when the reviewer returns them. Nobody judges their own answers (see
// authorship). An answer that awaits an approval is not accepted before it has it, and a "clear" that a confirmed cap
// contradicts only with a reason. The same verdict twice changes nothing.
func (a *App) ReviewItem(ctx context.Context, actor vigil.Actor, code string, v ItemVerdict) (vigil.ItemReview, error) {
	var made vigil.ItemReview
	err := a.write(ctx, actor, ReviewItemAction, func(tx *store.Tx) (done, error) {
		c, err := a.review(tx, actor, ReviewItemAction, code)
		if err != nil {
			return done{}, err
		}
		if err := checkVerdict(v); err != nil {
			return done{}, err
		}
		e, err := c.entry(slot{v.Unit, v.Question})
		if err != nil {
			return done{}, err
		}
		if repeated(e, v, actor) {
			made = *e.Review
			return done{}, errUnchanged
		}
		if err := c.judgeable(e, v); err != nil {
			return done{}, err
		}
		made, err = c.put(tx, actor, e, v)
		return done{"assessment:" + code, strings.TrimSpace(string(v.Verdict) + " " + v.Question + " " + v.Unit)}, err
	})
	return made, err
}

func checkVerdict(v ItemVerdict) error {
	var ps vigil.Problems
	if !slices.Contains(vigil.Verdicts, v.Verdict) {
		ps.Say(vigil.Place{Field: "verdict"}, vigil.Say("%q is no verdict", v.Verdict), vigil.Say("choose accepted, adjusted or returned"))
	}
	if v.Verdict != vigil.VerdictAccepted || v.Reason != "" {
		var wrong vigil.Problems
		if errors.As(checkReason(v.Reason), &wrong) {
			ps = append(ps, wrong...)
		}
	}
	return ps.Err()
}

// repeated reports whether the same person said just this before, and it stands: a button that was pressed twice.
func repeated(e *vigil.ReviewEntry, v ItemVerdict, actor vigil.Actor) bool {
	r := e.Standing()
	return r != nil && r.Verdict == v.Verdict && r.Reason == strings.TrimSpace(v.Reason) && samePerson(r.Person, actor.Person) &&
		(v.Verdict != vigil.VerdictAdjusted || e.Answer.State == v.State && e.Answer.Grade == v.Grade && e.Answer.Value == strings.TrimSpace(v.Value))
}

// judgeable refuses a verdict that this person may not give, or that the answer does not allow.
func (c *reviewCase) judgeable(e *vigil.ReviewEntry, v ItemVerdict) error {
	name := slotWords(slot{e.Answer.Unit, e.Answer.Question})
	if e.NotByYou != "" {
		return vigil.Errorf(vigil.Forbidden, "%s: %s; another reviewer must judge it", name, authorWords[e.NotByYou])
	}
	if v.Version != 0 && v.Version != e.Answer.Version {
		return vigil.Errorf(vigil.Conflict, "the answer to %s was changed while you looked at it; nothing was stored. Look at it again", name)
	}
	var ps vigil.Problems
	at := vigil.Place{Field: v.Question}
	if v.Verdict == vigil.VerdictAccepted {
		if e.Approval {
			ps.Add(at, "awaits an approval, and to accept is not to approve", "approve it, adjust it or return it")
		}
		if len(e.Against) > 0 && strings.TrimSpace(v.Reason) == "" {
			ps.Say(vigil.Place{Field: "reason"}, vigil.Say("is empty, and %s is confirmed against this clear answer", e.Against[0].Rule), vigil.Say("adjust or return the answer, or say why it holds all the same"))
		}
	}
	return ps.Err()
}

// put stores a verdict, and the adjusted answer with it.
func (c *reviewCase) put(tx *store.Tx, actor vigil.Actor, e *vigil.ReviewEntry, v ItemVerdict) (vigil.ItemReview, error) {
	x := e.Answer
	r := vigil.ItemReview{AssessmentID: x.AssessmentID, Unit: x.Unit, Question: x.Question, Verdict: v.Verdict,
		Reason: strings.TrimSpace(v.Reason), Person: actor.Person, Time: c.now, AnswerVersion: x.Version}
	if v.Verdict == vigil.VerdictAdjusted {
		adjusted, err := c.adjusted(e.Question, x, v)
		if err != nil {
			return r, err
		}
		adjusted.Author = actor.Person
		if err := tx.PutAnswers(&c.assessment, []vigil.Answer{adjusted}); err != nil {
			return r, err
		}
		r.Was = vigil.Judged{Value: x.Value, State: x.State, Grade: x.Grade, Author: x.Author, Version: x.Version}
		if before := e.Standing(); before != nil && before.Verdict == vigil.VerdictAdjusted {
			r.Was = before.Was // adjusted again: what the author answered stays what it was
		}
		r.AnswerVersion = x.Version + 1
	}
	return r, tx.AddItemReview(&r)
}

// adjusted reads what a reviewer puts in place of an answer. Note, search log and date of evidence stay.
func (c *reviewCase) adjusted(in *vigil.Indicator, x vigil.Answer, v ItemVerdict) (vigil.Answer, error) {
	e := vigil.Entry{Unit: x.Unit, Question: x.Question, Value: v.Value, State: string(v.State), Grade: string(v.Grade), Date: x.Date, Note: x.Note, Search: x.Search,
		Place: vigil.Place{Field: "value"}, Places: map[string]vigil.Place{"state": {Field: "state"}, "grade": {Field: "grade"}}}
	if v.State != vigil.Answered {
		e.Value = ""
	}
	if v.State == vigil.Answered {
		e.State = "" // a value says so itself
	}
	sub := vigil.Submission{Source: "", Entries: []vigil.Entry{e}}
	readings, ps := question.ReadAll(c.in.Questionnaire, c.in.Methodology, sub)
	ps = append(ps, vet(sub, readings, c.organisation, c.in.Units, c.in.Questionnaire, c.in.Methodology)...)
	if len(ps) == 0 && len(readings) == 0 {
		ps.Add(vigil.Place{Field: "value"}, "it is empty", "choose what the answer should be")
	}
	if err := ps.Err(); err != nil {
		return x, err
	}
	read := readings[0].Answer
	if read.Value == x.Value && read.State == x.State && read.Grade == x.Grade {
		ps.Add(vigil.Place{Field: "value"}, "it is what the answer says already", "change the value, the state or the grade, or accept the answer")
		return x, ps
	}
	read.AssessmentID, read.ApprovedBy = x.AssessmentID, ""
	return read, nil
}

// slotWords names an answer for people.
func slotWords(at slot) string { return strings.TrimSpace(at.question + " " + at.unit) }
