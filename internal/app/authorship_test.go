package app_test

import (
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// TestNobodyApprovesTheirOwn: to approve is to judge, so that the rule of authorship holds for it too, whatever the role: in a
// self-assessment for all answers, in the other modes for whoever wrote any version of this one.
func TestNobodyApprovesTheirOwn(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	begin(t, a, "bench", vigil.BENCH)
	withhold := app.SaveAnswer{Question: "BE.a.1", State: string(vigil.Withheld), Note: "somebody could be found"}
	for _, code := range []string{"acme-1", "bench-1"} {
		first, err := a.SaveAnswer(ctx, admin, code, withhold)
		must(t, err)
		again := withhold
		again.Version, again.Note = first.Version, "a few people could be found"
		_, err = a.SaveAnswer(ctx, clerk, code, again)
		must(t, err)
		_, err = a.SaveAnswer(ctx, clerk, code, app.SaveAnswer{Question: "BE.a.2", State: string(vigil.Withheld)})
		must(t, err)
		refused(t, a.Approve(ctx, admin, code, "", "BE.a.1"), vigil.Invalid, "you wrote this answer")
	}
	refused(t, a.Approve(ctx, admin, "acme-1", "", "BE.a.2"), vigil.Invalid, "other answers of this self-assessment")
	must(t, a.Approve(ctx, admin, "bench-1", "", "BE.a.2"))
	must(t, a.Approve(ctx, other, "acme-1", "", "BE.a.1"))
}

// TestNoReviewerBecomesAnAuthor: what a reviewer adjusted bars nobody from judging, neither once its words were erased nor in
// the next cycle to which it is carried over.
func TestNoReviewerBecomesAnAuthor(t *testing.T) {
	a := onSQLite(t)
	reviewing(t, a, vigil.SELF)
	judges := func(code string) {
		t.Helper()
		q, err := a.ReviewQueue(ctx, other, code)
		must(t, err)
		for _, s := range q.Sections {
			for _, e := range s.Items {
				if e.NotByYou != "" {
					t.Fatalf("%s: the reviewer may not judge %s: %s", code, e.Answer.Question, e.NotByYou)
				}
			}
		}
	}
	_, err := a.ReviewItem(ctx, other, "acme-1", adjust("BE.a.1", "1", "Only the site is named."))
	must(t, err)
	judges("acme-1")
	must(t, a.EraseAnswer(ctx, third, "acme-1", "", "BE.a.1"))
	judges("acme-1")
	_, err = a.ReviewItem(ctx, other, "acme-1", adjust("BE.a.2", "1", "Only the site is named."))
	must(t, err)
	finalise(t, a, other, "acme-1")
	as, _, err := a.CloneAssessment(ctx, clerk, "acme-1", app.CloneAssessment{Period: "2027"})
	must(t, err)
	judges(as.Code)
}
