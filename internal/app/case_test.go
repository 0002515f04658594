package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

func grave() vigil.Allegation {
	return vigil.Allegation{Quarter: "2025-Q4", Harm: "killing", Sector: "EXT", Summary: "A source links guards of the company to a killing.",
		Source: "https://example.org/report", Scale: 5, Scope: 1, Irremediability: 5, Credibility: "K2", Link: "contributed", Opened: "2026-02-01"}
}

func addCase(t *testing.T, a *app.App, al vigil.Allegation) vigil.Allegation {
	t.Helper()
	got, err := a.AddAllegation(ctx, admin, "acme", al)
	must(t, err)
	return got
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, a *app.App)) {
	t.Helper()
	for name, c := range map[string]store.Config{"sqlite": {Dir: t.TempDir()}, "postgres": {URL: server.Database(t)}} {
		t.Run(name, func(t *testing.T) { test(t, open(t, c)) })
	}
}

func TestAllegations(t *testing.T) { each(t, allegations) }

func allegations(t *testing.T, a *app.App) {
	begin(t, a, "acme", vigil.SELF)
	bad := grave()
	bad.Credibility, bad.Quarter, bad.Sector, bad.Opened, bad.Project, bad.Scale = "K0", "2025-10-03", "FUN", "2026-12-01", "moon", 9
	bad.Source = "https://example.org/?to=someone@example.org"
	bad.Summary = "Witness at -12.04637, -77.04279"
	_, err := a.AddAllegation(ctx, admin, "acme", bad)
	refused(t, err, vigil.Invalid, "K0", "quarter", "sector", "opened", "moon", "scale", "coordinates", "source: the text seems to hold a mail address")
	al := addCase(t, a, grave())
	refused(t, a.ReplyAllegation(ctx, guest, al.Code, "Call +51 984 555 123", ""), vigil.Invalid, "reply", "telephone")
	refused(t, a.ReplyAllegation(ctx, guest, al.Code, "", "2027-01-01"), vigil.Invalid, "reply", "date")
	refused(t, a.ReplyAllegation(ctx, guest, al.Code, "We deny it.", "2026-01-01"), vigil.Invalid, "before")
	refused(t, a.ReplyAllegation(ctx, vigil.Actor{Person: "stranger", Role: vigil.Respondent}, al.Code, "We deny it.", ""), vigil.NotFound)
	must(t, a.ReplyAllegation(ctx, guest, al.Code, " We deny it. ", "2026-02-20"))
	must(t, a.ReplyAllegation(ctx, guest, al.Code, "An inquiry is open.", ""))
	get := func() vigil.Allegation {
		t.Helper()
		list, err := a.Allegations(ctx, admin, "acme")
		must(t, err)
		if len(list) != 1 {
			t.Fatalf("%d cases", len(list))
		}
		return list[0]
	}
	now := get()
	if now.Reply != " We deny it. \n\n2026-03-02:\nAn inquiry is open." || now.ReplyDate != "2026-02-20" {
		t.Errorf("reply %q of %s", now.Reply, now.ReplyDate)
	}
	stale := now
	now.Credibility, now.Reply = "K3", "forged"
	_, err = a.CorrectAllegation(ctx, other, now)
	must(t, err)
	if now := get(); now.Credibility != "K3" || now.Reply == "forged" {
		t.Errorf("after the correction: %+v", now)
	}
	moved := get()
	moved.Opened = "2026-02-28"
	_, err = a.CorrectAllegation(ctx, other, moved)
	refused(t, err, vigil.Invalid, "opened", "2026-02-01")
	_, err = a.CorrectAllegation(ctx, other, stale)
	refused(t, err, vigil.Conflict)
	refused(t, a.WithdrawAllegation(ctx, other, al.Code, ""), vigil.Invalid, "reason")
	must(t, a.WithdrawAllegation(ctx, other, al.Code, "the source took it back"))
	refused(t, a.WithdrawAllegation(ctx, other, al.Code, "again"), vigil.Conflict, "withdrawn")
	if now := get(); now.Withdrawn != "2026-03-02" {
		t.Errorf("withdrawn %q", now.Withdrawn)
	}
	logged(t, a, "case:"+al.Code, "case.add ana", "case.reply guest", "case.reply guest", "case.correct rui", "case.withdraw rui")
}

func TestCaps(t *testing.T) { each(t, caps) }

func caps(t *testing.T, a *app.App) {
	begin(t, a, "acme", vigil.SELF)
	begin(t, a, "rival", vigil.SELF)
	weak := grave()
	weak.Credibility = "K1"
	weak = addCase(t, a, weak)
	al := addCase(t, a, grave())
	want := vigil.Cap{Rule: "CAP-3", Grade: vigil.E2, Reason: "linked to a killing, no answer", ConfirmedBy: "forged", Confirmed: "2026-01-01"}
	propose := func(org, code string, c vigil.Cap) error { return second(a.ProposeCap(ctx, other, org, code, c)) }
	refused(t, propose("acme", "", want), vigil.Invalid, "CAP-3", "case")
	refused(t, propose("acme", weak.Code, want), vigil.Invalid, "K1", "K2")
	refused(t, propose("rival", al.Code, want), vigil.Invalid, "another organisation")
	refused(t, propose("acme", "none", want), vigil.NotFound)
	refused(t, propose("acme", "", vigil.Cap{Rule: "CAP-99", Reason: "ask jane@example.org", Opened: "2027-01-01"}), vigil.Invalid, "CAP-99", "reason", "grade", "opened")
	c, err := a.ProposeCap(ctx, other, "acme", al.Code, want)
	must(t, err)
	if c.Confirmed != "" || c.ConfirmedBy != "" || c.ProposedBy != other.Person {
		t.Errorf("proposed: %+v", c)
	}
	refused(t, propose("acme", al.Code, want), vigil.Conflict, "CAP-3")
	_, err = a.ConfirmCap(ctx, other, c.ID)
	refused(t, err, vigil.Forbidden, "same person")
	_, err = a.ConfirmCap(ctx, vigil.Actor{Person: " RUI ", Role: vigil.Administrator}, c.ID)
	refused(t, err, vigil.Forbidden, "same person")
	_, err = a.ConfirmCap(ctx, third, 99)
	refused(t, err, vigil.NotFound)
	inForce := func() []vigil.CapInForce {
		t.Helper()
		card, _, err := a.Score(ctx, admin, "acme-1")
		must(t, err)
		var onRecord []vigil.CapInForce
		for _, x := range card.Caps {
			if x.Source == "record" {
				onRecord = append(onRecord, x)
			}
		}
		return onRecord
	}
	if got := inForce(); len(got) != 0 {
		t.Errorf("a proposal is in force: %+v", got)
	}
	c, err = a.ConfirmCap(ctx, third, c.ID)
	must(t, err)
	if c.Confirmed != "2026-03-02" || c.ReplyDue != "2026-03-16" || c.ReviewDue != "2026-05-31" {
		t.Errorf("confirmed %s, reply due %s, review due %s", c.Confirmed, c.ReplyDue, c.ReviewDue)
	}
	_, err = a.ConfirmCap(ctx, third, c.ID)
	refused(t, err, vigil.Conflict, "already")
	refused(t, a.ReplyCap(ctx, guest, c.ID, "mail jane@example.org"), vigil.Invalid, "mail address")
	must(t, a.ReplyCap(ctx, guest, c.ID, "We have opened an inquiry."))
	refused(t, a.WithdrawAllegation(ctx, admin, al.Code, "the source took it back"), vigil.Conflict, "cap 1 (CAP-3) rests on the case")
	weaker := al
	weaker.Credibility = "K1"
	_, err = a.CorrectAllegation(ctx, admin, weaker)
	refused(t, err, vigil.Conflict, "cap 1 (CAP-3) rests on the case")
	weaker.Credibility, weaker.Marks.Answered = "K3", 0.5
	_, err = a.CorrectAllegation(ctx, admin, weaker)
	must(t, err)
	refused(t, a.LiftCap(ctx, other, c.ID, ""), vigil.Invalid, "reason")
	must(t, a.LiftCap(ctx, other, c.ID, "remedy was accepted"))
	refused(t, a.LiftCap(ctx, other, c.ID, "again"), vigil.Conflict, "lifted")
	list, err := a.Caps(ctx, admin, "acme")
	must(t, err)
	if len(list) != 1 || list[0].Lifted != "2026-03-02" || list[0].Reply != "We have opened an inquiry." || list[0].LiftedBy != other.Person {
		t.Errorf("in the end: %+v", list)
	}
	must(t, a.WithdrawAllegation(ctx, admin, al.Code, "the source took it back"))
	logged(t, a, fmt.Sprintf("cap:%d", c.ID), "cap.propose rui", "cap.confirm eva", "cap.reply guest", "cap.lift rui")
}

// logged checks the audit log of one thing: what was done by whom, in this order, once each, and that the log is whole.
func logged(t *testing.T, a *app.App, subject string, want ...string) {
	t.Helper()
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	var got []string
	for _, e := range list {
		if e.Subject == subject {
			got = append(got, e.Action+" "+e.Person)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the log of %s, wanted (-) and kept (+):\n%s", subject, diff)
	}
	must(t, a.VerifyAudit(ctx, admin))
}

// TestCapCounts: a confirmed cap lowers the score from its cut-off on, and no longer once it is lifted.
func TestCapCounts(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	_, err := a.Import(ctx, admin, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	final := func() (float64, string) {
		t.Helper()
		card, _, err := a.Score(ctx, admin, "acme-1")
		must(t, err)
		return card.Final.Published, card.Governing
	}
	free, _ := final()
	c, err := a.ProposeCap(ctx, other, "acme", "", vigil.Cap{Rule: "CAP-13", Grade: vigil.E3, Reason: "pays an armed actor"})
	must(t, err)
	_, err = a.ConfirmCap(ctx, third, c.ID)
	must(t, err)
	if f, by := final(); f != 19.9 || by != "CAP-13" {
		t.Errorf("under CAP-13 the score is %v by %q", f, by)
	}
	must(t, a.LiftCap(ctx, third, c.ID, "the tie has ended"))
	if f, _ := final(); f != free {
		t.Errorf("after the lift the score is %v, and was %v", f, free)
	}
}

// TestReplyTerms: ten working days, three where a life is at risk, and no term at all while asking would endanger
// somebody; the days of a hold do not count, on either database.
func TestReplyTerms(t *testing.T) { each(t, replyTerms) }

func replyTerms(t *testing.T, a *app.App) {
	begin(t, a, "acme", vigil.BENCH)
	al := addCase(t, a, grave()) // opened 2026-02-01
	confirmed := func(code string, c vigil.Cap) vigil.Cap {
		t.Helper()
		c, err := a.ProposeCap(ctx, other, "acme", code, c)
		must(t, err)
		c, err = a.ConfirmCap(ctx, third, c.ID)
		must(t, err)
		return c
	}
	urgent := confirmed(al.Code, vigil.Cap{Rule: "CAP-3", Grade: vigil.E2, Reason: "linked to a killing", LifeAtRisk: true})
	if urgent.ReplyDue != "2026-03-05" {
		t.Errorf("with a life at risk the reply is due %s", urgent.ReplyDue)
	}
	refused(t, second(a.HoldAllegation(ctx, other, al.Code, "call +51 984 555 123")), vigil.Invalid, "reason", "telephone")
	refused(t, second(a.ReleaseAllegation(ctx, other, al.Code)), vigil.Conflict, "not held")
	held, err := a.HoldAllegation(ctx, other, al.Code, "a trial is near")
	must(t, err)
	if held.HoldFrom != "2026-03-02" || held.HoldReview != "2026-03-16" || held.Opened != "2026-02-01" {
		t.Errorf("held: %+v", held)
	}
	onFile := func() map[string]vigil.Cap {
		t.Helper()
		list, err := a.Caps(ctx, admin, "acme")
		must(t, err)
		byRule := map[string]vigil.Cap{}
		for _, c := range list {
			byRule[c.Rule] = c
		}
		return byRule
	}
	later := confirmed(al.Code, vigil.Cap{Rule: "CAP-5", Grade: vigil.E2, Reason: "force at a protest"})
	free := confirmed("", vigil.Cap{Rule: "CAP-13", Grade: vigil.E3, Reason: "pays an armed actor"})
	if got := onFile(); got["CAP-3"].ReplyDue != "" || later.ReplyDue != "" || free.ReplyDue != "2026-03-16" {
		t.Errorf("while held: %+v", got)
	}
	corrected := held
	corrected.HoldFrom, corrected.Summary = "", "A source links guards of a contractor to a killing."
	corrected, err = a.CorrectAllegation(ctx, other, corrected)
	must(t, err)
	if corrected.HoldFrom != "2026-03-02" {
		t.Error("a correction ended the hold")
	}
	if text := reportText(t, a); !strings.Contains(text, vigil.ReplyNotAsked) || strings.Contains(text, "a trial is near") {
		t.Error("the report does not say that the reply was not asked for, or says why the clock is held")
	}
	clock := noon
	a.Now = func() time.Time { return clock }
	clock = noon.AddDate(0, 0, 14)
	held, err = a.HoldAllegation(ctx, other, al.Code, "the trial goes on")
	must(t, err)
	if held.HoldFrom != "2026-03-02" || held.HoldReview != "2026-03-30" || held.HoldReason != "the trial goes on" {
		t.Errorf("held again: %+v", held)
	}
	clock = noon.AddDate(0, 0, 28) // 2026-03-30, a Monday
	released, err := a.ReleaseAllegation(ctx, other, al.Code)
	must(t, err)
	if released.HoldFrom+released.HoldReview+released.HoldReason != "" || released.Opened != "2026-03-01" {
		t.Errorf("released: %+v", released)
	}
	if got := onFile(); got["CAP-3"].ReplyDue != "2026-04-02" || got["CAP-5"].ReplyDue != "2026-04-13" || got["CAP-13"].ReplyDue != "2026-03-16" {
		t.Errorf("after the release: %+v", got)
	}
	if text := reportText(t, a); !strings.Contains(text, "did not reply") {
		t.Error("after the release the report says nothing about the missing reply")
	}
	must(t, a.VerifyAudit(ctx, admin))
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	for _, e := range list {
		if strings.Contains(e.Detail, "trial") {
			t.Errorf("the audit log keeps content: %+v", e)
		}
	}
}

func reportText(t *testing.T, a *app.App) string {
	t.Helper()
	r, err := a.Report(ctx, admin, app.GapReport, "acme-1")
	must(t, err)
	text, err := json.Marshal(r)
	must(t, err)
	return string(text)
}
