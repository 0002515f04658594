package app

import (
	"context"
	"strings"

	"vigil/internal/report"
	"vigil/internal/scoring"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// language of everything that people read; the texts are kept by language.
const language = "en"

// The reports on one assessment.
const (
	GapReport       = "gap"
	ScorecardReport = "scorecard"
)

// Report builds a report on one assessment: "gap" or "scorecard". Writers turn it into files.
func (a *App) Report(ctx context.Context, actor vigil.Actor, name, code string) (vigil.Report, error) {
	if err := allow(actor, ReportAction); err != nil {
		return vigil.Report{}, err
	}
	build, ok := map[string]func(report.GapInput) vigil.Report{GapReport: report.Gap, ScorecardReport: report.Scorecard}[name]
	if !ok {
		return vigil.Report{}, vigil.Errorf(vigil.NotFound, "there is no report %q; the reports on an assessment are gap and scorecard", name)
	}
	c, err := a.audited(ctx, actor, ReportAction, code, name)
	if err != nil {
		return vigil.Report{}, err
	}
	card, gaps := c.score(a.today())
	path := scoring.CheapestPath(c.in)
	return build(report.GapInput{
		Questionnaire: c.in.Questionnaire, Methodology: c.in.Methodology,
		Provisions: a.Catalogue.Provisions, References: a.references,
		Organisation: c.organisation, Assessment: c.assessment, Scorecard: card, Gaps: gaps, Path: &path,
		Allegations: c.in.Allegations, Caps: c.in.Caps, Today: a.today(), Language: language,
	}), nil
}

// references are the looked-up references of a clause in other frameworks.
func (a *App) references(provision string) []report.Reference {
	var list []report.Reference
	for _, r := range a.Catalogue.References([]string{provision}) {
		list = append(list, report.Reference{Framework: r.Framework, Name: r.Reference})
	}
	return list
}

// Summary builds the summary over many assessments. They may be of any form and mode: each form and mode has a section
// of its own, and scores of different ones are never set side by side.
func (a *App) Summary(ctx context.Context, actor vigil.Actor, codes []string) (vigil.Report, error) {
	if err := allow(actor, SummaryAction); err != nil {
		return vigil.Report{}, err
	}
	cases := make([]*scoringCase, 0, len(codes))
	err := a.write(ctx, actor, SummaryAction, func(tx *store.Tx) (done, error) {
		cases = cases[:0]
		var ps vigil.Problems
		if len(codes) == 0 {
			ps.Add(vigil.Place{Field: "assessments"}, "none was named", "name at least one assessment")
		}
		for _, code := range codes {
			c, err := a.load(tx, actor, SummaryAction, code)
			if err != nil {
				return done{}, err
			}
			cases = append(cases, c)
		}
		return done{"assessments", strings.Join(codes, " ")}, ps.Err()
	})
	if err != nil {
		return vigil.Report{}, err
	}
	rows := make([]report.SummaryRow, len(cases))
	for i, c := range cases {
		card, gaps := c.score(a.today())
		rows[i] = report.SummaryRow{Questionnaire: c.in.Questionnaire, Methodology: c.in.Methodology, Organisation: c.organisation, Assessment: c.assessment, Scorecard: card, Gaps: gaps}
	}
	return report.Summary(rows, a.today()), nil
}
