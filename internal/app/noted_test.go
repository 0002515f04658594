package app_test

import (
	"context"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// auditLog gives the audit log past every method of app.
func auditLog(t testing.TB, a *app.App) (list []vigil.AuditEntry) {
	t.Helper()
	must(t, a.Store.View(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.AuditEntries()
		return err
	}))
	return list
}

// TestSensitiveReadsAreNoted: whoever is shown a case, a cap, an answer withheld for somebody's safety, the people or the audit log
// stands in the audit log, once for each time, and with codes alone. Who is refused is shown nothing, and stands there for nothing; nor
// does who sees answers that are not withheld.
func TestSensitiveReadsAreNoted(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	save := func(question string, s app.SaveAnswer) {
		t.Helper()
		s.Question = question
		_, err := a.SaveAnswer(ctx, guest, "acme-1", s)
		must(t, err)
	}
	save("BE.a.1", app.SaveAnswer{State: string(vigil.Withheld), Note: "It would say who told us."})
	save("BE.a.2", app.SaveAnswer{Value: "1", Note: "Plain."})
	code, limit := caseAndCap(t, a)

	reads := map[string]struct {
		action  app.Action
		subject string
		read    func(by vigil.Actor) error
	}{
		"case":           {app.ShowCaseAction, "case:" + code, func(by vigil.Actor) error { return second(a.Case(ctx, by, code)) }},
		"cap":            {app.ShowCaseAction, "cap:1", func(by vigil.Actor) error { return second(a.Cap(ctx, by, limit)) }},
		"cases":          {app.ShowCaseAction, "cases", func(by vigil.Actor) error { return second(a.FindCases(ctx, by, app.CaseFilter{})) }},
		"cases of one":   {app.ListAllegationsAction, "organisation:acme", func(by vigil.Actor) error { return second(a.Allegations(ctx, by, "acme")) }},
		"caps of one":    {app.ListCapsAction, "organisation:acme", func(by vigil.Actor) error { return second(a.Caps(ctx, by, "acme")) }},
		"withheld":       {app.AnswersAction, "assessment:acme-1", func(by vigil.Actor) error { return second(a.Question(ctx, by, "acme-1", "", "BE.a.1")) }},
		"section":        {app.AnswersAction, "assessment:acme-1", func(by vigil.Actor) error { return second(a.Questions(ctx, by, "acme-1", "", "P1")) }},
		"past":           {app.AnswersAction, "assessment:acme-1", func(by vigil.Actor) error { return second(a.AnswerHistory(ctx, by, "acme-1", "", "BE.a.1")) }},
		"all answers":    {app.AnswersAction, "assessment:acme-1", func(by vigil.Actor) error { _, _, err := a.Answers(ctx, by, "acme-1"); return err }},
		"people":         {app.ListPeopleAction, "people", func(by vigil.Actor) error { return second(a.FindPeople(ctx, by, app.PeopleFilter{})) }},
		"audit log":      {app.AuditAction, "audit", func(by vigil.Actor) error { return second(a.FindAuditEntries(ctx, by, app.AuditFilter{})) }},
		"not withheld":   {"", "", func(by vigil.Actor) error { return second(a.Question(ctx, by, "acme-1", "", "BE.a.2")) }},
		"another's past": {"", "", func(by vigil.Actor) error { return second(a.AnswerHistory(ctx, by, "acme-1", "", "BE.a.2")) }},
	}
	const times = 3
	n, entries := 0, 0
	for name, c := range reads {
		before := len(auditLog(t, a))
		for range times {
			must(t, c.read(admin))
		}
		list := auditLog(t, a)[before:]
		if c.action == "" {
			if len(list) > 0 {
				t.Errorf("%s: %+v", name, list)
			}
			continue
		}
		n, entries = n+times, entries+len(list)
		for _, e := range list {
			if e.Person != admin.Person || e.Role != admin.Role || e.Action != string(c.action) || e.Subject != c.subject {
				t.Errorf("%s: %+v", name, e)
			}
		}
		before += len(list)
		if err := c.read(vigil.Actor{Person: "stranger"}); err == nil || len(auditLog(t, a)) != before {
			t.Errorf("%s: a stranger gets %v, and %d entries", name, err, len(auditLog(t, a))-before)
		}
	}
	t.Logf("reads %d, entries %d", n, entries)
	if n != entries {
		t.Errorf("%d reads left %d entries", n, entries)
	}
}

// TestNothingIsShownThatCannotBeNoted: when the entry cannot be written, what it would tell of is not shown.
func TestNothingIsShownThatCannotBeNoted(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	code, _ := caseAndCap(t, a)
	must(t, a.Store.Tx(ctx, func(*store.Tx) error { // nobody else writes meanwhile
		soon, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if _, err := a.FindAssessments(soon, admin, app.Filter{}); err != nil {
			t.Errorf("nothing can be read at all: %v", err)
		}
		if v, err := a.Case(soon, admin, code); err == nil {
			t.Errorf("shown without an entry: %+v", v.Allegation)
		}
		return nil
	}))
}

// caseAndCap puts a case on file, and a cap that rests on it.
func caseAndCap(t testing.TB, a *app.App) (code string, limit int64) {
	t.Helper()
	al, err := a.AddAllegation(ctx, admin, "acme", grave())
	must(t, err)
	c, err := a.ProposeCap(ctx, other, "acme", al.Code, vigil.Cap{Rule: "CAP-5", Grade: vigil.E2, Reason: "Two sources agree."})
	must(t, err)
	return al.Code, c.ID
}
