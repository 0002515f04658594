package app_test

import (
	"slices"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

var clerk = vigil.Actor{Person: "leo", Role: vigil.Analyst}

// reviewing takes an assessment that guest filled in into review.
func reviewing(t *testing.T, a *app.App, mode vigil.Mode) {
	t.Helper()
	begin(t, a, "acme", mode)
	_, err := a.Import(ctx, guest, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	must(t, a.Submit(ctx, guest, "acme-1"))
	must(t, a.Review(ctx, other, "acme-1"))
}

func adjust(question, value, reason string) app.ItemVerdict {
	return app.ItemVerdict{Question: question, Verdict: vigil.VerdictAdjusted, State: vigil.Answered, Value: value, Grade: vigil.E2, Reason: reason}
}

func accept(question string) app.ItemVerdict {
	return app.ItemVerdict{Question: question, Verdict: vigil.VerdictAccepted}
}

func giveBack(question string) app.ItemVerdict {
	return app.ItemVerdict{Question: question, Verdict: vigil.VerdictReturned, Reason: "The date is missing."}
}

// TestReviewRefused: whoever wrote an answer never judges it, in a self-assessment not even the others', whatever the role.
func TestReviewRefused(t *testing.T) { each(t, reviewRefused) }

func reviewRefused(t *testing.T, a *app.App) {
	begin(t, a, "acme", vigil.SELF)
	begin(t, a, "bench", vigil.BENCH)
	for _, code := range []string{"acme-1", "bench-1"} {
		sub := answersTo(a)
		mine := sub
		mine.Entries = nil
		for i := range sub.Entries {
			if sub.Entries[i].Question == "BE.a.1" {
				mine.Entries, sub.Entries = append(mine.Entries, sub.Entries[i]), slices.Delete(slices.Clone(sub.Entries), i, i+1)
				break
			}
		}
		_, err := a.Import(ctx, admin, code, mine, app.ImportOptions{})
		must(t, err)
		_, err = a.Import(ctx, clerk, code, sub, app.ImportOptions{})
		must(t, err)
		_, err = a.ReviewItem(ctx, other, code, accept("BE.a.1"))
		refused(t, err, vigil.Conflict, "judged in review alone")
		must(t, a.Submit(ctx, clerk, code))
		must(t, a.Review(ctx, other, code))
		_, err = a.ReviewItem(ctx, admin, code, accept("BE.a.1"))
		refused(t, err, vigil.Forbidden, "you wrote this answer")
	}
	_, err := a.ReviewItem(ctx, admin, "acme-1", accept("BE.a.2"))
	refused(t, err, vigil.Forbidden, "other answers of this self-assessment")
	_, err = a.ReviewItem(ctx, admin, "bench-1", accept("BE.a.2"))
	must(t, err)
	for _, v := range []app.ItemVerdict{{Question: "BE.a.2", Verdict: "perhaps"}, {Question: "BE.a.2", Verdict: vigil.VerdictReturned}, adjust("BE.a.2", "1", " "),
		adjust("BE.a.2", "9", "why"), adjust("BE.a.2", "1", "ask jane@example.org"), adjust("BE.a.2", "2", "nothing is other")} {
		_, err := a.ReviewItem(ctx, other, "acme-1", v)
		refused(t, err, vigil.Invalid)
	}
	_, err = a.ReviewItem(ctx, other, "acme-1", accept("BE.none"))
	refused(t, err, vigil.NotFound, "no answer")
	v := accept("BE.a.2")
	v.Version = 7
	_, err = a.ReviewItem(ctx, other, "acme-1", v)
	refused(t, err, vigil.Conflict, "changed while you looked")
	_, _, err = a.AcceptItems(ctx, other, "acme-1", []string{"P99"})
	refused(t, err, vigil.Invalid, "P99")
	refused(t, a.ReturnItems(ctx, other, "acme-1", ""), vigil.Conflict, "marked to go back")
	list, err := a.ItemReviews(ctx, admin, "acme-1")
	must(t, err)
	if len(list) != 0 {
		t.Errorf("refused, and yet stored: %+v", list)
	}
}

// TestReviewOfItems goes from verdicts over a return of one answer to the end, on both databases.
func TestReviewOfItems(t *testing.T) { each(t, reviewOfItems) }

func reviewOfItems(t *testing.T, a *app.App) {
	reviewing(t, a, vigil.SELF)
	made, err := a.ReviewItem(ctx, other, "acme-1", adjust("BE.a.1", "1", "Only the site is named."))
	must(t, err)
	n := audits(t, a)
	again, err := a.ReviewItem(ctx, other, "acme-1", adjust("BE.a.1", "1", "Only the site is named."))
	must(t, err)
	if again.ID != made.ID || audits(t, a) != n || made.Was.Value != "2" || made.Was.Author != guest.Person || made.AnswerVersion != 2 {
		t.Errorf("adjusted %+v, again %+v", made, again)
	}
	_, err = a.ReviewItem(ctx, other, "acme-1", giveBack("BE.a.2"))
	must(t, err)
	list, err := a.ItemReviews(ctx, guest, "acme-1")
	must(t, err)
	if len(list) != 0 {
		t.Errorf("who answers sees an unfinished review: %+v", list)
	}
	refused(t, a.Finalise(ctx, other, "acme-1"), vigil.Invalid, "BE.a.2: is to go back", "was not judged yet")
	must(t, a.ReturnItems(ctx, other, "acme-1", ""))
	list, err = a.ItemReviews(ctx, guest, "acme-1")
	must(t, err)
	if len(list) != 2 || list[0].Was.Value != "2" || list[1].Reason != "The date is missing." {
		t.Errorf("who answers sees %+v", list)
	}
	_, err = a.SaveAnswer(ctx, guest, "acme-1", app.SaveAnswer{Question: "BE.b.1", Value: "1", Version: 1})
	refused(t, err, vigil.Conflict, "came back for BE.a.2")
	sub := answersTo(a)
	entry(t, &sub, "BE.b.1").Note = "another"
	_, err = a.Import(ctx, guest, "acme-1", vigil.Submission{Source: "x.csv", Questionnaire: sub.Questionnaire, Entries: []vigil.Entry{{Question: "BE.b.1", Value: "3", Grade: "E2"}}}, app.ImportOptions{Prefer: app.FromFile})
	refused(t, err, vigil.Conflict, "came back for BE.a.2")
	ready, err := a.Readiness(ctx, guest, "acme-1")
	must(t, err)
	if len(ready.Unchanged) != 1 || len(ready.Missing) != 0 {
		t.Errorf("before the change: %+v", ready)
	}
	_, err = a.SaveAnswer(ctx, guest, "acme-1", app.SaveAnswer{Question: "BE.a.2", Value: "3", Grade: "E2", Version: 1})
	must(t, err)
	must(t, a.Submit(ctx, guest, "acme-1"))
	must(t, a.Review(ctx, other, "acme-1"))
	accepted, left, err := a.AcceptItems(ctx, other, "acme-1", nil)
	must(t, err)
	if accepted == 0 || left != 0 {
		t.Errorf("accepted %d, left %d", accepted, left)
	}
	q, err := a.ReviewQueue(ctx, other, "acme-1")
	must(t, err)
	if c := q.Counts; len(q.Open) != 0 || c.Waiting != 0 || c.Adjusted != 1 || c.Accepted != c.Answers-1 {
		t.Errorf("at the end: %+v, %v", c, q.Open)
	}
	must(t, a.Finalise(ctx, other, "acme-1"))
	must(t, a.Reopen(ctx, other, "acme-1", "A date was wrong."))
	if q, err = a.ReviewQueue(ctx, third, "acme-1"); err != nil || len(q.Open) != 0 {
		t.Errorf("verdicts fell with the reopening: %v, %v", q.Open, err)
	}
	must(t, a.EraseAnswer(ctx, other, "acme-1", "", "BE.a.1"))
	list, err = a.ItemReviews(ctx, admin, "acme-1")
	must(t, err)
	if i := slices.IndexFunc(list, func(r vigil.ItemReview) bool { return r.Question == "BE.a.1" }); list[i].Reason != "(erased)" || !list[i].Stands() {
		t.Errorf("after erasing: %+v", list[i])
	}
}

// TestCapAgainstAClearAnswer: a confirmed cap that says the opposite is shown, keeps the answer out of what is accepted at
// once, and asks for a reason.
func TestCapAgainstAClearAnswer(t *testing.T) {
	a := onSQLite(t)
	reviewing(t, a, vigil.SELF)
	q, _, err := a.Catalogue.Questionnaire("company-quick")
	must(t, err)
	i := slices.IndexFunc(q.Questions(), func(in *vigil.Indicator) bool { return in.Critical == "CAP-1" })
	if i < 0 {
		t.Fatal("no question bears CAP-1")
	}
	id := q.Questions()[i].ID
	c, err := a.ProposeCap(ctx, third, "acme", "", vigil.Cap{Rule: "CAP-1", Grade: vigil.E2, Reason: "a register shows it"})
	must(t, err)
	_, err = a.ReviewItem(ctx, other, "acme-1", accept(id)) // a proposal contradicts nothing
	must(t, err)
	_, err = a.ConfirmCap(ctx, other, c.ID)
	must(t, err)
	_, err = a.ReviewItem(ctx, third, "acme-1", accept(id))
	refused(t, err, vigil.Invalid, "CAP-1 is confirmed against this clear answer")
	_, err = a.ReviewItem(ctx, other, "acme-1", giveBack(id))
	must(t, err)
	queue, err := a.ReviewQueue(ctx, other, "acme-1")
	must(t, err)
	if queue.Counts.Against != 1 {
		t.Errorf("%d answers that a cap contradicts", queue.Counts.Against)
	}
}

// TestEveryStepInEveryStatus tries every step in every status as every role: it is taken exactly where status and role allow.
func TestEveryStepInEveryStatus(t *testing.T) {
	steps := map[string]func(a *app.App, by vigil.Actor) error{
		"submit": func(a *app.App, by vigil.Actor) error { return a.Submit(ctx, by, "acme-1") },
		"review": func(a *app.App, by vigil.Actor) error { return a.Review(ctx, by, "acme-1") },
		"accept": func(a *app.App, by vigil.Actor) error { return thirdOf(a.AcceptItems(ctx, by, "acme-1", nil)) },
		"return": func(a *app.App, by vigil.Actor) error { return a.Return(ctx, by, "acme-1", "look again") },
		"final":  func(a *app.App, by vigil.Actor) error { return a.Finalise(ctx, by, "acme-1") },
		"reopen": func(a *app.App, by vigil.Actor) error { return a.Reopen(ctx, by, "acme-1", "a date was wrong") },
		"gone":   func(a *app.App, by vigil.Actor) error { return a.Withdraw(ctx, by, "acme-1", "made twice") },
	}
	way := []string{"submit", "review", "final"}
	ways := map[vigil.Status][]string{vigil.Draft: {}, vigil.Submitted: way[:1], vigil.InReview: way[:2], vigil.Returned: {"submit", "review", "return"}, vigil.Final: way, vigil.Withdrawn: {"gone"}}
	taken := map[string][]vigil.Status{"submit": {vigil.Draft, vigil.Submitted, vigil.Returned}, "review": {vigil.Submitted}, "accept": {vigil.InReview}, "return": {vigil.InReview},
		"final": {vigil.InReview}, "reopen": {vigil.Final}, "gone": {vigil.Draft, vigil.Submitted, vigil.InReview, vigil.Returned, vigil.Final}}
	roles := map[string]app.Action{"submit": app.SubmitAction, "review": app.ReviewAction, "accept": app.AcceptItemsAction, "return": app.ReturnAction, "final": app.FinaliseAction, "reopen": app.ReopenAction, "gone": app.WithdrawAction}
	tried := 0
	for status, before := range ways {
		for name, step := range steps {
			a := onSQLite(t)
			begin(t, a, "acme", vigil.BENCH)
			for _, s := range before {
				must(t, steps[s](a, admin))
			}
			inOrder := slices.Clone(vigil.Roles)
			slices.SortStableFunc(inOrder, func(x, y vigil.Role) int {
				return strings.Compare(word(app.May(x, roles[name])), word(app.May(y, roles[name])))
			})
			for _, role := range inOrder {
				tried++
				by := vigil.Actor{Person: guest.Person, Role: role}
				hidden := status == vigil.Withdrawn && role != vigil.Administrator && role != vigil.Auditor
				err := step(a, by)
				analystOnResult := name == "gone" && status == vigil.Final && role == vigil.Analyst
				switch allowed := app.May(role, roles[name]); {
				case !allowed || analystOnResult:
					if k := vigil.KindOf(err); k != vigil.Forbidden && (!hidden || k != vigil.NotFound) {
						t.Errorf("%s as %s while %s: %v, want a refusal of the role", name, role, status, err)
					}
					continue
				case hidden:
					refused(t, err, vigil.NotFound)
					continue
				case !slices.Contains(taken[name], status):
					refused(t, err, vigil.Conflict)
					continue
				}
				if err != nil {
					t.Errorf("%s as %s while %s: %v", name, role, status, err)
				}
				break // it has moved on
			}
		}
	}
	if tried < 200 {
		t.Errorf("only %d cells tried", tried)
	}
}

func word(b bool) string {
	if b {
		return "2"
	}
	return "1"
}
