package app_test

import (
	"context"
	"reflect"
	"testing"

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/vigil"
)

// call runs one method on things that may well not exist: what matters is whether the role is refused.
type call struct {
	action app.Action
	run    func(a *app.App, by vigil.Actor) error
}

func second[T any](_ T, err error) error { return err }

func thirdOf[T, U any](_ T, _ U, err error) error { return err }

var calls = map[string]call{
	"NewOrganisation": {app.NewOrganisationAction, func(a *app.App, by vigil.Actor) error {
		return second(a.NewOrganisation(ctx, by, vigil.Organisation{}))
	}},
	"UpdateOrganisation": {app.UpdateOrganisationAction, func(a *app.App, by vigil.Actor) error {
		return second(a.UpdateOrganisation(ctx, by, vigil.Organisation{}))
	}},
	"Organisations": {app.ListOrganisationsAction, func(a *app.App, by vigil.Actor) error { return second(a.Organisations(ctx, by)) }},
	"PutUnits":      {app.PutUnitsAction, func(a *app.App, by vigil.Actor) error { return a.PutUnits(ctx, by, "none", nil) }},
	"AddMember": {app.AddMemberAction, func(a *app.App, by vigil.Actor) error {
		return a.AddMember(ctx, by, "none", "x", vigil.Viewer)
	}},
	"RemoveMember": {app.RemoveMemberAction, func(a *app.App, by vigil.Actor) error { return a.RemoveMember(ctx, by, "none", "x") }},
	"Organisation": {app.ShowOrganisationAction, func(a *app.App, by vigil.Actor) error { return second(a.Organisation(ctx, by, "acme")) }},
	"PutUnit":      {app.PutUnitsAction, func(a *app.App, by vigil.Actor) error { return a.PutUnit(ctx, by, "none", vigil.Unit{}) }},
	"RemoveUnit":   {app.RemoveUnitAction, func(a *app.App, by vigil.Actor) error { return a.RemoveUnit(ctx, by, "none", "x") }},
	"FindOrganisations": {app.ListOrganisationsAction, func(a *app.App, by vigil.Actor) error {
		return second(a.FindOrganisations(ctx, by, app.Filter{}))
	}},
	"FindAssessments": {app.ListAssessmentsAction, func(a *app.App, by vigil.Actor) error {
		return second(a.FindAssessments(ctx, by, app.Filter{}))
	}},
	"Home":     {app.HomeAction, func(a *app.App, by vigil.Actor) error { return second(a.Home(ctx, by)) }},
	"Overview": {app.OverviewAction, func(a *app.App, by vigil.Actor) error { return second(a.Overview(ctx, by, "acme-1")) }},
	"Starting": {app.NewAssessmentAction, func(a *app.App, by vigil.Actor) error { return second(a.Starting(ctx, by, app.Start{})) }},
	"StartAssessment": {app.NewAssessmentAction, func(a *app.App, by vigil.Actor) error {
		return second(a.StartAssessment(ctx, by, app.Start{}))
	}},
	"CloneAssessment": {app.CloneAction, func(a *app.App, by vigil.Actor) error {
		return thirdOf(a.CloneAssessment(ctx, by, "none", app.CloneAssessment{}))
	}},
	"CarriedOver": {app.ShowAssessmentAction, func(a *app.App, by vigil.Actor) error { return second(a.CarriedOver(ctx, by, "acme-1")) }},
	"NewAssessment": {app.NewAssessmentAction, func(a *app.App, by vigil.Actor) error {
		return second(a.NewAssessment(ctx, by, app.NewAssessment{}))
	}},
	"Assessments": {app.ListAssessmentsAction, func(a *app.App, by vigil.Actor) error { return second(a.Assessments(ctx, by, "")) }},
	"Assessment":  {app.ShowAssessmentAction, func(a *app.App, by vigil.Actor) error { return thirdOf(a.Assessment(ctx, by, "acme-1")) }},
	"Answers":     {app.AnswersAction, func(a *app.App, by vigil.Actor) error { return thirdOf(a.Answers(ctx, by, "acme-1")) }},
	"SaveAnswer": {app.SaveAnswerAction, func(a *app.App, by vigil.Actor) error {
		return second(a.SaveAnswer(ctx, by, "acme-1", app.SaveAnswer{Question: "none"}))
	}},
	"UndoAnswer": {app.UndoAnswerAction, func(a *app.App, by vigil.Actor) error {
		return second(a.UndoAnswer(ctx, by, "acme-1", app.UndoAnswer{Question: "none"}))
	}},
	"ConfirmAnswer": {app.ConfirmAnswerAction, func(a *app.App, by vigil.Actor) error {
		return second(a.ConfirmAnswer(ctx, by, "acme-1", "", "none", 0))
	}},
	"AnswerHistory": {app.AnswersAction, func(a *app.App, by vigil.Actor) error { return second(a.AnswerHistory(ctx, by, "acme-1", "", "SCR.1")) }},
	"Progress":      {app.AnswersAction, func(a *app.App, by vigil.Actor) error { return second(a.Progress(ctx, by, "acme-1")) }},
	"Question":      {app.AnswersAction, func(a *app.App, by vigil.Actor) error { return second(a.Question(ctx, by, "acme-1", "", "SCR.1")) }},
	"Questions":     {app.AnswersAction, func(a *app.App, by vigil.Actor) error { return second(a.Questions(ctx, by, "acme-1", "", "")) }},
	"Import": {app.ImportAction, func(a *app.App, by vigil.Actor) error {
		return second(a.Import(ctx, by, "acme-1", vigil.Submission{}, app.ImportOptions{DryRun: true}))
	}},
	"Submit":      {app.SubmitAction, func(a *app.App, by vigil.Actor) error { return a.Submit(ctx, by, "acme-1") }},
	"Review":      {app.ReviewAction, func(a *app.App, by vigil.Actor) error { return a.Review(ctx, by, "acme-1") }},
	"Return":      {app.ReturnAction, func(a *app.App, by vigil.Actor) error { return a.Return(ctx, by, "acme-1", "") }},
	"Finalise":    {app.FinaliseAction, func(a *app.App, by vigil.Actor) error { return a.Finalise(ctx, by, "acme-1") }},
	"Reopen":      {app.ReopenAction, func(a *app.App, by vigil.Actor) error { return a.Reopen(ctx, by, "acme-1", "why") }},
	"Withdraw":    {app.WithdrawAction, func(a *app.App, by vigil.Actor) error { return a.Withdraw(ctx, by, "acme-9", "why") }},
	"Timeline":    {app.ShowAssessmentAction, func(a *app.App, by vigil.Actor) error { return second(a.Timeline(ctx, by, "acme-1")) }},
	"ReturnItems": {app.ReturnAction, func(a *app.App, by vigil.Actor) error { return a.ReturnItems(ctx, by, "acme-1", "") }},
	"ItemReviews": {app.AnswersAction, func(a *app.App, by vigil.Actor) error { return second(a.ItemReviews(ctx, by, "acme-1")) }},
	"ReviewQueue": {app.ReviewQueueAction, func(a *app.App, by vigil.Actor) error { return second(a.ReviewQueue(ctx, by, "acme-1")) }},
	"ReviewItem": {app.ReviewItemAction, func(a *app.App, by vigil.Actor) error {
		return second(a.ReviewItem(ctx, by, "acme-1", app.ItemVerdict{}))
	}},
	"AcceptItems": {app.AcceptItemsAction, func(a *app.App, by vigil.Actor) error { return thirdOf(a.AcceptItems(ctx, by, "acme-1", nil)) }},
	"Closing":     {app.ClosingAction, func(a *app.App, by vigil.Actor) error { return second(a.Closing(ctx, by, "acme-1")) }},
	"Readiness":   {app.SubmitAction, func(a *app.App, by vigil.Actor) error { return second(a.Readiness(ctx, by, "acme-1")) }},
	"Approve":     {app.ApproveAction, func(a *app.App, by vigil.Actor) error { return a.Approve(ctx, by, "acme-1", "", "SCR.2") }},
	"Score":       {app.ScoreAction, func(a *app.App, by vigil.Actor) error { return thirdOf(a.Score(ctx, by, "acme-1")) }},
	"Scorecard":   {app.ScoreAction, func(a *app.App, by vigil.Actor) error { return second(a.Scorecard(ctx, by, "acme-1", nil)) }},
	"Report":      {app.ReportAction, func(a *app.App, by vigil.Actor) error { return second(a.Report(ctx, by, "gap", "acme-1")) }},
	"Summary":     {app.SummaryAction, func(a *app.App, by vigil.Actor) error { return second(a.Summary(ctx, by, nil)) }},
	"Screen": {app.ScreenAction, func(a *app.App, by vigil.Actor) error {
		return second(a.Screen(ctx, by, app.ScreenOptions{Portfolio: "none"}))
	}},
	"Screenings": {app.ListScreeningsAction, func(a *app.App, by vigil.Actor) error { return second(a.Screenings(ctx, by, "none")) }},
	"WhatIf":     {app.WhatIfAction, func(a *app.App, by vigil.Actor) error { return second(a.WhatIf(ctx, by, "acme-1", nil)) }},
	"Crosswalk":  {app.CrosswalkAction, func(a *app.App, by vigil.Actor) error { return second(a.Crosswalk(ctx, by, "acme-1", "esrs")) }},
	"Benchmark": {app.BenchmarkAction, func(a *app.App, by vigil.Actor) error {
		return second(a.Benchmark(ctx, by, app.BenchmarkRequest{}))
	}},
	"BenchmarkReport": {app.BenchmarkAction, func(a *app.App, by vigil.Actor) error {
		return second(a.BenchmarkReport(ctx, by, app.BenchmarkRequest{}))
	}},
	"PathReport": {app.WhatIfAction, func(a *app.App, by vigil.Actor) error { return second(a.PathReport(ctx, by, "acme-1")) }},
	"AddAllegation": {app.AddAllegationAction, func(a *app.App, by vigil.Actor) error {
		return second(a.AddAllegation(ctx, by, "acme", vigil.Allegation{}))
	}},
	"ReplyAllegation": {app.ReplyAllegationAction, func(a *app.App, by vigil.Actor) error { return a.ReplyAllegation(ctx, by, "none", "", "") }},
	"CorrectAllegation": {app.CorrectAllegationAction, func(a *app.App, by vigil.Actor) error {
		return second(a.CorrectAllegation(ctx, by, vigil.Allegation{Code: "none"}))
	}},
	"WithdrawAllegation": {app.WithdrawAllegationAction, func(a *app.App, by vigil.Actor) error { return a.WithdrawAllegation(ctx, by, "none", "") }},
	"EraseAnswer":        {app.EraseAnswerAction, func(a *app.App, by vigil.Actor) error { return a.EraseAnswer(ctx, by, "acme-1", "", "BE.a.1") }},
	"EraseAllegation": {app.EraseAllegationAction, func(a *app.App, by vigil.Actor) error {
		return a.EraseAllegation(ctx, by, "none")
	}},
	"HoldAllegation": {app.HoldAllegationAction, func(a *app.App, by vigil.Actor) error {
		return second(a.HoldAllegation(ctx, by, "none", "danger"))
	}},
	"ReleaseAllegation": {app.ReleaseAllegationAction, func(a *app.App, by vigil.Actor) error {
		return second(a.ReleaseAllegation(ctx, by, "none"))
	}},
	"Allegations": {app.ListAllegationsAction, func(a *app.App, by vigil.Actor) error { return second(a.Allegations(ctx, by, "acme")) }},
	"ProposeCap": {app.ProposeCapAction, func(a *app.App, by vigil.Actor) error {
		return second(a.ProposeCap(ctx, by, "acme", "", vigil.Cap{}))
	}},
	"FindCases": {app.ShowCaseAction, func(a *app.App, by vigil.Actor) error { return second(a.FindCases(ctx, by, app.CaseFilter{})) }},
	"Case":      {app.ShowCaseAction, func(a *app.App, by vigil.Actor) error { return second(a.Case(ctx, by, "none")) }},
	"Cap":       {app.ShowCaseAction, func(a *app.App, by vigil.Actor) error { return second(a.Cap(ctx, by, 99)) }},
	"PreviewAllegation": {app.AddAllegationAction, func(a *app.App, by vigil.Actor) error {
		return second(a.PreviewAllegation(ctx, by, "acme", vigil.Allegation{}))
	}},
	"ConfirmCap": {app.ConfirmCapAction, func(a *app.App, by vigil.Actor) error { return second(a.ConfirmCap(ctx, by, 99)) }},
	"ReplyCap":   {app.ReplyCapAction, func(a *app.App, by vigil.Actor) error { return a.ReplyCap(ctx, by, 99, "") }},
	"LiftCap":    {app.LiftCapAction, func(a *app.App, by vigil.Actor) error { return a.LiftCap(ctx, by, 99, "") }},
	"Caps":       {app.ListCapsAction, func(a *app.App, by vigil.Actor) error { return second(a.Caps(ctx, by, "acme")) }},
	"ImportOrganisations": {app.ImportOrganisationsAction, func(a *app.App, by vigil.Actor) error {
		return second(a.ImportOrganisations(ctx, by, app.OrganisationsImport{}))
	}},
	"ImportHoldings": {app.ImportHoldingsAction, func(a *app.App, by vigil.Actor) error {
		return second(a.ImportHoldings(ctx, by, app.HoldingsImport{}))
	}},
	"Portfolios":       {app.ListPortfoliosAction, func(a *app.App, by vigil.Actor) error { return second(a.Portfolios(ctx, by)) }},
	"Match":            {app.MatchAction, func(a *app.App, by vigil.Actor) error { return thirdOf(a.Match(ctx, by, "fund", 0)) }},
	"AcceptMatches":    {app.AcceptMatchAction, func(a *app.App, by vigil.Actor) error { return a.AcceptMatches(ctx, by, "fund", 0, nil, nil) }},
	"MatchReport":      {app.MatchReportAction, func(a *app.App, by vigil.Actor) error { return second(a.MatchReport(ctx, by, "fund", 0)) }},
	"FindAuditEntries": {app.AuditAction, func(a *app.App, by vigil.Actor) error { return second(a.FindAuditEntries(ctx, by, app.AuditFilter{})) }},
	"AuditEntries":     {app.AuditAction, func(a *app.App, by vigil.Actor) error { return second(a.AuditEntries(ctx, by)) }},
	"Receipt":          {app.ReceiptAction, func(a *app.App, by vigil.Actor) error { return second(a.Receipt(ctx, by, "acme-1")) }},
	"PublishBenchmark": {app.PublishAction, func(a *app.App, by vigil.Actor) error {
		return a.PublishBenchmark(ctx, by, &benchmark.Result{}, app.BenchmarkRequest{}, nil, nil)
	}},
	"PublicKey":   {app.ShowKeyAction, func(a *app.App, by vigil.Actor) error { return thirdOf(a.PublicKey(ctx, by)) }},
	"NewKey":      {app.NewKeyAction, func(a *app.App, by vigil.Actor) error { return second(a.NewKey(ctx, by)) }},
	"Reseal":      {app.ResealAction, func(a *app.App, by vigil.Actor) error { return second(a.Reseal(ctx, by, false)) }},
	"VerifySeals": {app.VerifyAuditAction, func(a *app.App, by vigil.Actor) error { return second(a.VerifySeals(ctx, by)) }},
	"VerifyAudit": {app.VerifyAuditAction, func(a *app.App, by vigil.Actor) error { return a.VerifyAudit(ctx, by) }},
}

// TestEveryRole calls every exported method in every role: it is forbidden exactly where the table says so, and
// before anything is stored.
func TestEveryRole(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	methods := reflect.TypeOf(a)
	for i := range methods.NumMethod() {
		name := methods.Method(i).Name
		c, ok := calls[name]
		if takesNoRole[name] != "" {
			continue
		}
		if !ok {
			t.Errorf("%s is not in the table of calls; add it", name)
			continue
		}
		for _, role := range vigil.Roles {
			before := audits(t, a)
			err := c.run(a, vigil.Actor{Person: guest.Person, Role: role})
			forbidden := vigil.KindOf(err) == vigil.Forbidden
			if forbidden == app.May(role, c.action) {
				t.Errorf("%s as %s: allowed by the table %v, got %v", name, role, app.May(role, c.action), err)
			}
			if forbidden && audits(t, a) != before {
				t.Errorf("%s as %s was refused and left an audit entry", name, role)
			}
		}
		refused(t, c.run(a, vigil.Actor{Role: vigil.Administrator}), vigil.Forbidden, "nobody is named")
	}
}

func TestRolesThatMustNot(t *testing.T) {
	for _, c := range []struct {
		role   vigil.Role
		action app.Action
	}{
		{vigil.Respondent, app.ScoreAction}, {vigil.Respondent, app.ListAllegationsAction}, {vigil.Respondent, app.ApproveAction},
		{vigil.Analyst, app.FinaliseAction}, {vigil.Researcher, app.ApproveAction}, {vigil.Analyst, app.ConfirmCapAction},
		{vigil.Viewer, app.ImportAction}, {vigil.Auditor, app.LiftCapAction}, {vigil.Viewer, app.AuditAction}, {"", app.ScoreAction},
		{vigil.Respondent, app.HoldAllegationAction}, {vigil.Researcher, app.ReleaseAllegationAction}, {vigil.Analyst, app.EraseAnswerAction}, {vigil.Viewer, app.ShowAssessmentAction},
	} {
		if app.May(c.role, c.action) {
			t.Errorf("%s may do %s", c.role, c.action)
		}
	}
}

// TestRespondentSeesOwnOrganisation: a respondent of one organisation cannot reach another's assessment.
func TestRespondentSeesOwnOrganisation(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	stranger := vigil.Actor{Person: "stranger", Role: vigil.Respondent}
	_, err := a.Import(context.Background(), stranger, "acme-1", answersTo(a), app.ImportOptions{})
	refused(t, err, vigil.NotFound, `there is no assessment "acme-1"`)
	_, _, err = a.Assessment(ctx, stranger, "acme-1")
	refused(t, err, vigil.NotFound, `there is no assessment "acme-1"`)
	if n := stored(t, a, "acme-1"); n != 0 {
		t.Errorf("%d answers stored", n)
	}
}
