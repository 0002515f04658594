package app

import (
	"context"
	"io"

	"vigil/internal/scoring"
	"vigil/internal/spreadsheet"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Workbook writes the assessment as a workbook to be mailed and to come back: blank without any answer, else with
// the answers, evidence references, score, gaps, allegations and caps. A respondent's workbook leaves score, gaps,
// allegations and caps out. The export id is noted in the audit log.
func (a *App) Workbook(ctx context.Context, actor vigil.Actor, code string, blank bool, w io.Writer) error {
	book := spreadsheet.Workbook{ExportID: a.newCode(), Today: a.today(), Language: language, Crosswalk: a.Catalogue.Crosswalk}
	var c *scoringCase
	err := a.write(ctx, actor, WorkbookAction, func(tx *store.Tx) (done, error) {
		var err error
		if c, err = a.load(tx, actor, code); err != nil {
			return done{}, err
		}
		return done{"assessment:" + code, "export " + book.ExportID}, nil
	})
	if err != nil {
		return err
	}
	book.Questionnaire, book.Methodology, book.Organisation, book.Assessment = c.in.Questionnaire, c.in.Methodology, c.organisation, c.assessment
	if !blank {
		book.Answers, book.Evidence = c.in.Answers, c.evidence
		if actor.Role != vigil.Respondent {
			book.Allegations, book.Caps = c.in.Allegations, c.in.Caps
			if book.Scorecard, book.Gaps, err = c.score(a.today()); err != nil {
				return err
			}
			book.Readings, _ = scoring.ReadingsOf(c.in)
		}
	}
	return spreadsheet.WriteWorkbook(w, book)
}
