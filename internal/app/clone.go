package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"vigil/internal/catalogue"
	"vigil/internal/question"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// CloneAssessment says how the next assessment differs from the one before. What is empty stays as it was; the form is
// then the newest edition of the same.
type CloneAssessment struct {
	Questionnaire string // id or id@edition
	Period        string
	Cutoff        string // empty: today
	Purpose       string
}

// CloneAssessment opens the next assessment of an organisation with the answers and references of an earlier one. What is
// carried over is marked unconfirmed: it counts in the draft and has to be confirmed before the assessment is submitted. Approvals
// and verdicts are not carried; what a reviewer adjusted is from now on what the actor put in, because no reviewer becomes an author. The carry-over names every answer that was not carried, or that answers a question which reads
// otherwise now; it is kept with the new assessment. To do so twice within a minute is a button pressed twice, and gives the first.
func (a *App) CloneAssessment(ctx context.Context, actor vigil.Actor, code string, n CloneAssessment) (vigil.Assessment, vigil.CarryOver, error) {
	var as vigil.Assessment
	var report vigil.CarryOver
	err := a.write(ctx, actor, CloneAction, func(tx *store.Tx) (done, error) {
		from, err := a.load(tx, actor, CloneAction, code)
		if err != nil {
			return done{}, err
		}
		if n.Questionnaire == "" {
			n.Questionnaire = from.in.Questionnaire.ID
		}
		q, m, err := a.Catalogue.Questionnaire(n.Questionnaire)
		if err != nil {
			return done{}, err
		}
		s := Start{Mode: from.assessment.Mode, Period: n.Period, Cutoff: n.Cutoff, Purpose: n.Purpose}
		if s.Purpose == "" {
			s.Purpose = from.assessment.Purpose
		}
		if err := a.checkStart(s).Err(); err != nil {
			return done{}, err
		}
		if as, err = a.open(tx, actor, from.organisation, q, s, code); errors.Is(err, errUnchanged) {
			report, err = carryOver(tx, as.ID)
			return done{}, cmp.Or(err, errUnchanged)
		} else if err != nil {
			return done{}, err
		}
		units, err := tx.Units(from.organisation.ID) // those of today, whatever there was when the earlier one became final
		if err != nil {
			return done{}, err
		}
		c := carrier{from: from, units: units, q: q, m: m, by: actor.Person, today: a.today(), report: vigil.CarryOver{From: code, Form: from.assessment.Questionnaire}}
		if err := c.store(tx, &as); err != nil {
			return done{}, err
		}
		report = c.report
		document, err := json.Marshal(report)
		if err != nil {
			return done{}, err
		}
		detail := fmt.Sprintf("from assessment:%s carried %d dropped %d evidence %d", code, report.Carried, len(report.Dropped), report.Evidence)
		return done{"assessment:" + as.Code, detail}, tx.CreateCarryOver(as.ID, from.assessment.ID, document)
	})
	return as, report, err
}

// CarriedOver gives the report on how an assessment was made from an earlier one; NotFound where it was not, and for who came
// by a section link, whose sections it goes beyond.
func (a *App) CarriedOver(ctx context.Context, actor vigil.Actor, code string) (vigil.CarryOver, error) {
	var report vigil.CarryOver
	err := a.read(ctx, actor, ShowAssessmentAction, func(tx *store.Tx) error {
		as, _, err := assessment(tx, actor, ShowAssessmentAction, code)
		if err != nil {
			return err
		}
		if report, err = carryOver(tx, as.ID); vigil.KindOf(err) == vigil.NotFound || actor.Grant != nil {
			return vigil.Errorf(vigil.NotFound, "the assessment %q was not made from an earlier one", code)
		}
		return err
	})
	if err != nil {
		return vigil.CarryOver{}, err
	}
	return report, nil
}

// carrier carries the answers of one assessment into another.
type carrier struct {
	from   *scoringCase
	units  []vigil.Unit
	q      *vigil.Questionnaire
	m      *vigil.Methodology
	by     string // who carries them
	today  string
	report vigil.CarryOver
}

// store writes what can be carried.
func (c *carrier) store(tx *store.Tx, as *vigil.Assessment) error {
	held := map[slot][]vigil.Evidence{}
	for _, e := range c.from.evidence {
		e.ID = 0
		held[slot{e.Unit, e.Question}] = append(held[slot{e.Unit, e.Question}], e)
	}
	reviews, err := tx.ItemReviews(c.from.assessment.ID)
	if err != nil {
		return err
	}
	var answers []vigil.Answer
	for _, x := range c.from.in.Answers {
		if c.judge(x, held[slot{x.Unit, x.Question}]) {
			if adjustedBy(store.Change{Unit: x.Unit, Question: x.Question, Version: x.Version, Author: x.Author}, reviews) {
				x.Author = c.by
			}
			x.ApprovedBy, x.Unconfirmed = "", true
			answers = append(answers, x)
		}
	}
	c.report.Carried = len(answers)
	c.fresh()
	if len(answers) == 0 {
		return nil
	}
	if err := tx.PutAnswers(as, answers); err != nil {
		return err
	}
	for _, x := range answers {
		list := held[slot{x.Unit, x.Question}]
		if len(list) == 0 {
			continue
		}
		c.report.Evidence += len(list)
		if err := tx.PutEvidence(as, x.Unit, x.Question, list); err != nil {
			return err
		}
	}
	return nil
}

// judge decides whether an answer is carried, and names it where somebody should look.
func (c *carrier) judge(x vigil.Answer, evidence []vigil.Evidence) bool {
	was, is := c.from.in.Questionnaire.Question(x.Question), c.q.Question(x.Question)
	name := func(list *[]vigil.CarriedAnswer, why vigil.CarryWhy, by string) {
		*list = append(*list, vigil.CarriedAnswer{Unit: x.Unit, Question: x.Question, Why: why, By: by})
	}
	switch {
	case is == nil || is.RetiredBy != "":
		why, by := vigil.CarryNotAsked, ""
		if is != nil {
			why, by = vigil.CarryRetired, is.RetiredBy
		} else if was != nil && was.RetiredBy != "" {
			why, by = vigil.CarryRetired, was.RetiredBy
		}
		name(&c.report.Dropped, why, by)
		return false
	case x.Unit != "" && (c.m.Units == nil || !slices.ContainsFunc(c.units, func(u vigil.Unit) bool { return u.Code == x.Unit })):
		name(&c.report.Dropped, vigil.CarryUnit, "")
		return false
	case !c.readable(x):
		name(&c.report.Dropped, vigil.CarryScale, "")
		return false
	case len(harmInEntry(entryOf(x, evidence), isText(c.m, is))) > 0:
		name(&c.report.Dropped, vigil.CarryHarm, "")
		return false
	}
	if was != nil && !sameQuestion(was, is) {
		name(&c.report.Changed, vigil.CarryWording, "")
	}
	if slices.ContainsFunc(evidence, func(e vigil.Evidence) bool { return e.Expired(c.today) }) {
		name(&c.report.Expired, vigil.CarryExpired, "")
	}
	return true
}

// readable reports whether an answer is one on the scale that the question has now.
func (c *carrier) readable(x vigil.Answer) bool {
	readings, ps := question.ReadAll(c.q, c.m, vigil.Submission{Entries: []vigil.Entry{entryOf(x, nil)}})
	return len(ps) == 0 && len(readings) == 1 && readings[0].Answer.Value == x.Value
}

// entryOf is an answer as somebody would type it.
func entryOf(x vigil.Answer, evidence []vigil.Evidence) vigil.Entry {
	e := vigil.Entry{Unit: x.Unit, Question: x.Question, Value: x.Value, Grade: string(x.Grade), Date: x.Date, Note: x.Note, Search: x.Search, Evidence: evidence}
	if x.State != vigil.Answered {
		e.State = string(x.State)
	}
	return e
}

// sameQuestion compares what a reader would answer otherwise if it changed.
func sameQuestion(was, is *vigil.Indicator) bool {
	return was.Scale == is.Scale && was.Kind == is.Kind && reflect.DeepEqual(was.Question, is.Question) && reflect.DeepEqual(was.Levels, is.Levels) &&
		reflect.DeepEqual(was.Elements, is.Elements) && reflect.DeepEqual(was.Evidence, is.Evidence) && was.Applies == is.Applies
}

// fresh lists the questions that the form before did not have.
func (c *carrier) fresh() {
	before := c.from.in.Questionnaire
	add := func(in *vigil.Indicator) {
		if in.RetiredBy == "" && before.Question(in.ID) == nil {
			c.report.New = append(c.report.New, in.ID)
		}
	}
	for i := range c.q.Screening {
		add(&c.q.Screening[i])
	}
	for _, in := range c.q.Questions() {
		add(in)
	}
}

// FormsAlike gives the newest editions of the forms to which answers of one could be carried: those of the same bank and
// respondents, and its own.
func FormsAlike(c *catalogue.Catalogue, q *vigil.Questionnaire) []*vigil.Questionnaire {
	var list []*vigil.Questionnaire
	bank := func(x *vigil.Questionnaire) string { id, _, _ := strings.Cut(x.Bank, "@"); return id }
	for _, x := range c.Questionnaires {
		newest, _, err := c.Questionnaire(x.ID)
		alike := x.ID == q.ID || q.Bank != "" && bank(x) == bank(q) && slices.Equal(x.Respondents, q.Respondents)
		if err == nil && newest == x && alike {
			list = append(list, x)
		}
	}
	return list
}
