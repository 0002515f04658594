package app

import (
	"context"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Overview is what the page of one assessment shows. What the actor's role may not see is not there.
type Overview struct {
	Assessment    vigil.Assessment
	Organisation  vigil.Organisation
	Questionnaire *vigil.Questionnaire
	Methodology   *vigil.Methodology
	Role          vigil.Role
	Progress      *vigil.Progress
	Missing       vigil.Problems   // what keeps it from being submitted; the field names the question
	Card          *vigil.Scorecard // the score as it stands, or as it was finalised
	Movement      *Movement
	Assigned      []vigil.Assignment
	Steps         []vigil.StatusChange
	CarryOver     *vigil.CarryOver
	Today         string // the day of the clock, by which something is late
	can           map[Action]bool
}

// possible are the actions that depend on where an assessment stands.
var possible = map[Action]func(as vigil.Assessment) bool{
	SaveAnswerAction: func(as vigil.Assessment) bool { return as.Status.Editable() },
	ImportAction:     func(as vigil.Assessment) bool { return as.Status.Editable() },
	SubmitAction:     func(as vigil.Assessment) bool { return as.Status.CanBecome(vigil.Submitted) },
	ReviewAction:     func(as vigil.Assessment) bool { return as.Status == vigil.Submitted },
	FinaliseAction:   func(as vigil.Assessment) bool { return as.Status == vigil.InReview },
	ReturnAction:     func(as vigil.Assessment) bool { return as.Status == vigil.InReview },
	ReopenAction:     func(as vigil.Assessment) bool { return as.Status == vigil.Final || as.Status == vigil.Published },
	WithdrawAction:   func(as vigil.Assessment) bool { return as.Status.CanBecome(vigil.Withdrawn) },
	ShareAction:      func(as vigil.Assessment) bool { return as.Status.Editable() },
	CloneAction:      func(vigil.Assessment) bool { return true },
	WorkbookAction:   func(vigil.Assessment) bool { return true },
	ScoreAction:      func(vigil.Assessment) bool { return true },
	AnswersAction:    func(vigil.Assessment) bool { return true },
}

// Can reports whether the actor may do something with the assessment, as it stands.
func (o Overview) Can(action Action) bool { return o.can[action] }

// Overview gives what is known of one assessment, and what the actor may do with it now. Looking leaves no audit entry.
func (a *App) Overview(ctx context.Context, actor vigil.Actor, code string) (Overview, error) {
	var o Overview
	err := a.read(ctx, actor, OverviewAction, func(tx *store.Tx) error {
		f, err := a.openForm(tx, actor, OverviewAction, code)
		if err != nil {
			return err
		}
		o = Overview{Assessment: f.assessment, Organisation: f.organisation, Questionnaire: f.in.Questionnaire, Methodology: f.in.Methodology, Today: a.today(),
			Role: actor.RoleOn(f.organisation.Code, code), can: map[Action]bool{}}
		for action, now := range possible {
			o.can[action] = May(o.Role, action) && now(o.Assessment)
		}
		if actor.Grant != nil && len(actor.Grant.Sections) > 0 {
			o.can[SubmitAction] = false // see Submit
		}
		o.Card = f.card
		if o.Can(SubmitAction) {
			o.Missing = f.missing(o.Card)
		}
		if err := a.seen(tx, f, &o); err != nil {
			return err
		}
		if !May(o.Role, ScoreAction) {
			o.Card = nil
			return nil
		}
		o.Movement, err = a.movement(tx, f.scoringCase, o.Card)
		return err
	})
	return o, err
}

// seen adds what those see who work on the answers; the others do not learn what a return asked for either.
func (a *App) seen(tx *store.Tx, f *form, o *Overview) (err error) {
	if !May(o.Role, AnswersAction) {
		o.Assessment.ReturnReason = ""
		return nil
	}
	p := f.progress()
	o.Progress = &p
	if f.actor.Grant != nil {
		return nil // names of others stay out of what a link opens
	}
	if o.Assigned, err = assignmentsFor(tx, f.actor, o.Role, o.Assessment.ID); err != nil {
		return err
	}
	if o.Steps, err = stepsFor(tx, o.Role, o.Assessment.ID); err != nil {
		return err
	}
	report, err := carryOver(tx, o.Assessment.ID)
	switch vigil.KindOf(err) {
	case "":
		o.CarryOver = &report
		return nil
	case vigil.NotFound:
		return nil
	default:
		return err
	}
}
