package app

import (
	"context"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// Crosswalk builds the report on an assessment by the references of another framework of the crosswalk, named by its id
// in any case. The references are related expectations, looked-up ones only.
func (a *App) Crosswalk(ctx context.Context, actor vigil.Actor, code, framework string) (vigil.Report, error) {
	if err := allow(actor, CrosswalkAction); err != nil {
		return vigil.Report{}, err
	}
	to, cells, err := a.Catalogue.Framework(framework)
	if err != nil {
		return vigil.Report{}, err
	}
	c, err := a.audited(ctx, actor, CrosswalkAction, code, to.ID)
	if err != nil {
		return vigil.Report{}, err
	}
	card, gaps := c.score(a.today())
	return report.Crosswalk(report.CrosswalkInput{
		GapInput: report.GapInput{Questionnaire: c.in.Questionnaire, Methodology: c.in.Methodology, Provisions: a.Catalogue.Provisions,
			Organisation: c.organisation, Assessment: c.assessment, Scorecard: card, Gaps: gaps, Today: a.today(), Language: language},
		Framework: to, Cells: cells,
	}), nil
}
