package app

import (
	"context"
	"fmt"
	"strings"

	"vigil/internal/report"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// WhatIf builds the report on an assessment as if some gaps were closed by so many single steps each: the present score
// and the other side by side. Nothing on file changes. What is wrong with the closings comes all at once.
func (a *App) WhatIf(ctx context.Context, actor vigil.Actor, code string, closings []vigil.Closing) (vigil.Report, error) {
	return a.whatIf(ctx, actor, code, closed(closings), func(scoring.Input) ([]vigil.Closing, error) {
		if len(closings) == 0 {
			return nil, vigil.Errorf(vigil.Invalid, "no gap is named; name at least one item, as the gap report lists them")
		}
		return closings, nil
	})
}

// PathReport is WhatIf with the steps of the cheapest path to the next band. Where there is no path it says why.
func (a *App) PathReport(ctx context.Context, actor vigil.Actor, code string) (vigil.Report, error) {
	return a.whatIf(ctx, actor, code, "path", func(in scoring.Input) ([]vigil.Closing, error) {
		path := scoring.CheapestPath(in)
		switch {
		case path.Band == "":
			return nil, vigil.Errorf(vigil.Invalid, "the score is in the highest band already, so there is no path to a next one; name the gaps to close instead")
		case len(path.Blocked) > 0:
			return nil, vigil.Errorf(vigil.Invalid, "there is no path to band %s: %s", path.Band, strings.Join(path.Blocked.English(), " "))
		}
		return path.Closings(), nil
	})
}

// closed words closings for the audit log, as --close takes them; 0 steps are all of them.
func closed(closings []vigil.Closing) string {
	list := make([]string, len(closings))
	for i, c := range closings {
		list[i] = c.Question
		if c.Unit != "" {
			list[i] = c.Unit + "/" + c.Question
		}
		if c.Steps > 0 {
			list[i] += fmt.Sprintf(":%d", c.Steps)
		}
	}
	return strings.Join(list, ",")
}

func (a *App) whatIf(ctx context.Context, actor vigil.Actor, code, detail string, choose func(scoring.Input) ([]vigil.Closing, error)) (vigil.Report, error) {
	c, err := a.audited(ctx, actor, WhatIfAction, code, detail)
	if err != nil {
		return vigil.Report{}, err
	}
	closings, err := choose(c.in)
	if err != nil {
		return vigil.Report{}, err
	}
	after, ps := scoring.WhatIf(c.in, closings)
	if len(ps) > 0 {
		return vigil.Report{}, ps.Err()
	}
	steps, ps := scoring.Walk(c.in, closings)
	if len(ps) > 0 {
		return vigil.Report{}, ps.Err()
	}
	return report.WhatIf(report.WhatIfInput{
		GapInput: report.GapInput{Questionnaire: c.in.Questionnaire, Methodology: c.in.Methodology, Organisation: c.organisation, Assessment: c.assessment,
			Scorecard: c.result(), Today: a.today(), Language: language},
		After: after, Steps: steps,
	}), nil
}
