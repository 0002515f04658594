package app

import (
	"context"
	"io"
	"slices"

	"vigil/internal/scoring"
	"vigil/internal/spreadsheet"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Workbook writes the assessment as a workbook to be mailed and to come back: blank without any answer, else with
// the answers, evidence references, score, gaps, allegations and caps. A respondent's workbook leaves score, gaps,
// allegations and caps out, and who came by a section link gets the answers of its sections. The export id is noted in the audit log, and of
// what the workbook holds a base is kept with which Import merges it when it comes back.
func (a *App) Workbook(ctx context.Context, actor vigil.Actor, code string, blank bool, w io.Writer) error {
	return a.WorkbookIn(ctx, actor, code, WorkbookOptions{Blank: blank}, w)
}

// WorkbookOptions say what a workbook holds.
type WorkbookOptions struct {
	Blank    bool
	Language string // of the questions; empty, or one that the questionnaire does not speak: English
}

// WorkbookIn is Workbook in a language.
func (a *App) WorkbookIn(ctx context.Context, actor vigil.Actor, code string, o WorkbookOptions, w io.Writer) error {
	blank := o.Blank
	book := spreadsheet.Workbook{ExportID: a.newCode(), Today: a.today(), Language: language, Crosswalk: a.Catalogue.Crosswalk}
	var c *scoringCase
	err := a.write(ctx, actor, WorkbookAction, func(tx *store.Tx) (done, error) {
		var err error
		if c, err = a.load(tx, actor, WorkbookAction, code); err != nil {
			return done{}, err
		}
		c.in.Answers, c.evidence = within(openQuestions(actor, c.in.Questionnaire), c.in.Answers, c.evidence)
		return done{"assessment:" + code, "export " + book.ExportID}, keepBase(tx, actor, c, book.ExportID, blank)
	})
	if err != nil {
		return err
	}
	book.Questionnaire, book.Methodology, book.Organisation, book.Assessment = c.in.Questionnaire, c.in.Methodology, c.organisation, c.assessment
	if slices.Contains(c.in.Questionnaire.Languages, o.Language) {
		book.Language = o.Language
	}
	if !blank {
		book.Answers, book.Evidence = c.in.Answers, c.evidence
		if actor.RoleOn(c.organisation.Code, code) != vigil.Respondent {
			book.Allegations, book.Caps = c.in.Allegations, c.in.Caps
			book.Scorecard, book.Gaps = c.score(a.today())
			book.Readings, _ = scoring.ReadingsOf(c.in)
			path := scoring.CheapestPath(c.in)
			book.Steps, book.Path = scoring.SingleSteps(c.in), &path
		}
	}
	return spreadsheet.WriteWorkbook(w, book)
}

// keepBase notes what a workbook holds as it goes out.
func keepBase(tx *store.Tx, actor vigil.Actor, c *scoringCase, export string, blank bool) error {
	e := store.Export{AssessmentID: c.assessment.ID, Code: export, Version: c.assessment.Version, Person: actor.Person}
	answers, evidence := c.in.Answers, c.evidence
	if blank {
		answers, evidence = nil, nil
	}
	var err error
	if e.Salt, e.Base, err = newBase(answers, evidence); err != nil {
		return err
	}
	return tx.CreateExport(&e)
}
