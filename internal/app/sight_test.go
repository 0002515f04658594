package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// TestRespondentSeesNoUnfinishedReview: on no page of the questions does somebody who answers read what a reviewer says
// before the review is over.
func TestRespondentSeesNoUnfinishedReview(t *testing.T) {
	a := onSQLite(t)
	reviewing(t, a, vigil.SELF)
	_, err := a.ReviewItem(ctx, other, "acme-1", giveBack("BE.a.2"))
	must(t, err)
	sees := func(by vigil.Actor, want string) {
		t.Helper()
		v, err := a.Question(ctx, by, "acme-1", "", "BE.a.2")
		must(t, err)
		p, err := a.Progress(ctx, by, "acme-1")
		must(t, err)
		if got := v.Items[0].Progress.Returned; got != want || len(p.List(vigil.JumpReturned)) != len(strings.Fields(want))/4 {
			t.Errorf("%s reads %q and counts %d", by.Person, got, len(p.List(vigil.JumpReturned)))
		}
	}
	sees(guest, "")
	sees(admin, "The date is missing.")
	must(t, a.ReturnItems(ctx, other, "acme-1", ""))
	sees(guest, "The date is missing.")
}

// TestRespondentSeesNoAdjustedAnswer: until the review is over, whoever answers reads the answer that was given, with an account or
// by a link, on its page, in the list, in its history and in a workbook; and what came of an earlier review stays in sight.
func TestRespondentSeesNoAdjustedAnswer(t *testing.T) { each(t, respondentSeesNoAdjustedAnswer) }

func respondentSeesNoAdjustedAnswer(t *testing.T, a *app.App) {
	reviewing(t, a, vigil.SELF)
	sender := vigil.Actor{Person: "link:1", Role: vigil.Respondent, Grant: &vigil.Grant{Link: 1, Assessment: "acme-1"}}
	sees := func(by vigil.Actor, value string, versions int) {
		t.Helper()
		v, err := a.Question(ctx, by, "acme-1", "", "BE.a.1")
		must(t, err)
		list, _, err := a.Answers(ctx, by, "acme-1")
		must(t, err)
		history, err := a.AnswerHistory(ctx, by, "acme-1", "", "BE.a.1")
		must(t, err)
		item, listed := v.Items[0], list[slices.IndexFunc(list, func(x vigil.Answer) bool { return x.Question == "BE.a.1" })]
		if item.Answer.Value != value || listed.Value != value || listed.Note != "seen on the website" || history[0].Value != value || len(history) != versions || len(item.History) != versions {
			t.Errorf("%s reads %q on the page, %q in the list, %d and %d versions", by.Person, item.Answer.Value, listed.Value, len(history), len(item.History))
		}
		if hidden := versions == 1; hidden && (listed.Author != guest.Person || item.Answer.Author != guest.Person || listed.Version != 1) {
			t.Errorf("%s reads that %s wrote version %d", by.Person, listed.Author, listed.Version)
		}
	}
	_, err := a.ReviewItem(ctx, other, "acme-1", adjust("BE.a.1", "1", "Only the site is named."))
	must(t, err)
	_, err = a.ReviewItem(ctx, other, "acme-1", adjust("BE.a.1", "0", "Nothing is named."))
	must(t, err)
	for _, by := range []vigil.Actor{guest, sender} {
		sees(by, "2", 1)
	}
	sees(other, "0", 3)
	sees(clerk, "0", 3)
	_, err = a.ReviewItem(ctx, other, "acme-1", giveBack("BE.a.2"))
	must(t, err)
	must(t, a.ReturnItems(ctx, other, "acme-1", ""))
	sees(guest, "0", 3)
	a.Now = func() time.Time { return noon.Add(time.Hour) }
	must(t, a.Submit(ctx, guest, "acme-1"))
	must(t, a.Review(ctx, other, "acme-1"))
	sees(guest, "0", 3)
	_, err = a.ReviewItem(ctx, other, "acme-1", adjust("BE.a.1", "3", "It names all sites."))
	must(t, err)
	sees(guest, "0", 3)
	_, err = a.ReviewItem(ctx, other, "acme-1", accept("BE.a.2"))
	must(t, err)
	finalise(t, a, other, "acme-1")
	sees(guest, "3", 4)
}

// TestRespondentSeesNoScore: neither on the overview nor beside a question.
func TestRespondentSeesNoScore(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	_, err := a.Import(ctx, guest, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	for by, sees := range map[*vigil.Actor]bool{&guest: false, &clerk: true} {
		v, err := a.Question(ctx, *by, "acme-1", "", "BE.a.1")
		must(t, err)
		o, err := a.Overview(ctx, *by, "acme-1")
		must(t, err)
		if (v.Items[0].Score != nil) != sees || (o.Card != nil) != sees {
			t.Errorf("%s: beside the question %v, on the overview %v", by.Person, v.Items[0].Score, o.Card)
		}
	}
}

// TestOverviewTellsNoMoreThanItsParts: a respondent reads on the overview neither why an assessment was reopened, nor who else
// works on it.
func TestOverviewTellsNoMoreThanItsParts(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.BENCH)
	for _, s := range []string{"P1", "P2"} {
		_, err := a.Share(ctx, admin, "acme-1", app.Sharing{Sections: []string{s}, People: []string{}, Links: []string{"office"}})
		must(t, err)
	}
	must(t, a.Submit(ctx, guest, "acme-1"))
	must(t, a.Review(ctx, other, "acme-1"))
	must(t, a.Finalise(ctx, other, "acme-1"))
	must(t, a.Reopen(ctx, other, "acme-1", "A date was wrong."))
	for by, want := range map[*vigil.Actor]string{&guest: "", &other: "A date was wrong."} {
		o, err := a.Overview(ctx, *by, "acme-1")
		must(t, err)
		if got := o.Steps[len(o.Steps)-1].Reason; got != want {
			t.Errorf("%s reads %q", by.Person, got)
		}
	}
}

// TestAReopenedResultIsWithdrawnByAReviewer: an analyst does not take out of the record what was final once.
func TestAReopenedResultIsWithdrawnByAReviewer(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.BENCH)
	must(t, a.Submit(ctx, guest, "acme-1"))
	must(t, a.Review(ctx, other, "acme-1"))
	must(t, a.Finalise(ctx, other, "acme-1"))
	must(t, a.Reopen(ctx, other, "acme-1", "A date was wrong."))
	refused(t, a.Withdraw(ctx, clerk, "acme-1", "made twice"), vigil.Forbidden, "has a result")
	must(t, a.Return(ctx, other, "acme-1", "look again"))
	refused(t, a.Withdraw(ctx, clerk, "acme-1", "made twice"), vigil.Forbidden, "has a result")
	must(t, a.Withdraw(ctx, other, "acme-1", "made twice"))
}

// TestEraseWhatWasTakenOut: danger does not end with an answer; its past, its comments and its references are erased without it.
func TestEraseWhatWasTakenOut(t *testing.T) { each(t, eraseWhatWasTakenOut) }

func eraseWhatWasTakenOut(t *testing.T, a *app.App) {
	begin(t, a, "acme", vigil.SELF)
	const word = "Zweitausend"
	x, err := a.SaveAnswer(ctx, guest, "acme-1", app.SaveAnswer{Question: "BE.a.1", Value: "1", Note: word})
	must(t, err)
	_, err = a.SaveAnswer(ctx, guest, "acme-1", app.SaveAnswer{Question: "BE.a.1", Version: x.Version})
	must(t, err)
	_, err = a.AddComment(ctx, guest, "acme-1", app.CommentOn{Question: "BE.a.2", Text: word})
	must(t, err)
	for _, id := range []string{"BE.a.1", "BE.a.2"} {
		must(t, a.EraseAnswer(ctx, other, "acme-1", "", id))
		history, err := a.AnswerHistory(ctx, guest, "acme-1", "", id)
		must(t, err)
		said, err := a.CommentsOn(ctx, guest, "acme-1", "", id)
		must(t, err)
		for _, h := range history {
			if h.Note != "" || !h.Erased {
				t.Errorf("%s still says %q", id, h.Note)
			}
		}
		for _, c := range said.Threads {
			if c.Text != "" {
				t.Errorf("a comment still says %q", c.Text)
			}
		}
	}
	refused(t, a.EraseAnswer(ctx, other, "acme-1", "", "BE.a.4"), vigil.NotFound, "nothing to erase")
}

// TestPressedTwice: what is said twice in a row stands there once.
func TestPressedTwice(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	on := app.CommentOn{Question: "BE.a.1", Text: "Which policy?"}
	first, err := a.AddComment(ctx, guest, "acme-1", on)
	must(t, err)
	second, err := a.AddComment(ctx, guest, "acme-1", on)
	must(t, err)
	al := addCase(t, a, grave())
	c, err := a.ProposeCap(ctx, other, "acme", al.Code, vigil.Cap{Rule: "CAP-3", Grade: vigil.E2, Reason: "two sources agree"})
	must(t, err)
	_, err = a.ConfirmCap(ctx, third, c.ID)
	must(t, err)
	for _, said := range []string{"We look into it.", "We look into it.", "We found nothing.", "We found nothing."} {
		must(t, a.ReplyAllegation(ctx, guest, al.Code, said, ""))
		must(t, a.ReplyCap(ctx, guest, c.ID, said))
	}
	cases, err := a.Allegations(ctx, admin, "acme")
	must(t, err)
	caps, err := a.Caps(ctx, admin, "acme")
	must(t, err)
	want := "We look into it.\n\n2026-03-02:\nWe found nothing."
	if second.ID != first.ID || cases[0].Reply != want || caps[0].Reply != want {
		t.Errorf("comment %d then %d; replies %q, %q", first.ID, second.ID, cases[0].Reply, caps[0].Reply)
	}
}
