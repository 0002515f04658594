package app_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// TestErase plants a word in everything that people write, erases it, and looks for it in all that can be read, in the
// reports and, on SQLite, in the bytes of the closed file. The score, the audit log and its chain stay.
func TestErase(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]store.Config{"sqlite": {Dir: dir}, "postgres": {URL: server.Database(t)}} {
		t.Run(name, func(t *testing.T) {
			a := open(t, c)
			inTheOpen(t, a, c) // so that a text that is still there can be found
			eraseAll(t, a)
			if c.Dir == "" {
				return
			}
			must(t, a.Store.Close())
			raw, err := os.ReadFile(filepath.Join(dir, store.File))
			if err != nil || strings.Contains(string(raw), marker) || !strings.Contains(string(raw), "seen on the website") {
				t.Errorf("the file still holds it (%v)", err)
			}
		})
	}
}

const marker = "Marker-Of-A-Person"

func eraseAll(t *testing.T, a *app.App) {
	begin(t, a, "acme", vigil.BENCH)
	sub := answersTo(a)
	for _, note := range []string{marker + " once", marker + " again"} {
		e := entry(t, &sub, "BE.e.3")
		e.Note, e.Search.Terms, e.Evidence[0].Title, e.Evidence[0].Quote, e.Evidence[0].Link = note, marker, marker, note, "https://example.org/"+marker
		_, err := a.Import(ctx, admin, "acme-1", sub, app.ImportOptions{Prefer: app.FromFile})
		must(t, err)
	}
	planted := grave()
	planted.Summary, planted.Source, planted.Harm = marker+" was threatened", "https://example.org/"+marker, "threat to "+marker
	al := addCase(t, a, planted)
	must(t, a.ReplyAllegation(ctx, guest, al.Code, "We do not know "+marker, ""))
	c, err := a.ProposeCap(ctx, other, "acme", al.Code, vigil.Cap{Rule: "CAP-5", Grade: vigil.E2, Reason: "what befell " + marker})
	must(t, err)
	_, err = a.ConfirmCap(ctx, third, c.ID)
	must(t, err)
	must(t, a.ReplyCap(ctx, guest, c.ID, marker+" is not known to us"))
	must(t, a.Submit(ctx, admin, "acme-1"))
	must(t, a.Review(ctx, other, "acme-1"))
	finalise(t, a, other, "acme-1")
	before, _, err := a.Score(ctx, admin, "acme-1")
	must(t, err)
	if !strings.Contains(everything(t, a), marker) {
		t.Fatal("nothing was planted")
	}

	must(t, a.EraseAnswer(ctx, other, "acme-1", "", "BE.e.3"))
	refused(t, a.EraseAnswer(ctx, other, "acme-1", "north", "BE.e.3"), vigil.NotFound)
	refused(t, a.EraseAllegation(ctx, other, al.Code), vigil.Conflict, "withdraw it before")
	must(t, a.LiftCap(ctx, other, c.ID, marker+" asked for it"))
	must(t, a.WithdrawAllegation(ctx, other, al.Code, marker+" asked for it"))
	must(t, a.EraseAllegation(ctx, other, al.Code))

	if text := everything(t, a); strings.Contains(text, marker) {
		at := strings.Index(text, marker)
		t.Errorf("it is still there: …%s…", text[max(0, at-200):at+40])
	}
	after, _, err := a.Score(ctx, admin, "acme-1")
	must(t, err)
	if after.Final.Published != before.Final.Published || after.Band != before.Band {
		t.Errorf("the score was %v %s and is %v %s", before.Final, before.Band, after.Final, after.Band)
	}
	must(t, a.Reopen(ctx, other, "acme-1", "a date was wrong")) // scored anew, the search log still counts
	again, _, err := a.Score(ctx, admin, "acme-1")
	must(t, err)
	for _, card := range []*vigil.Scorecard{before, again} {
		for _, n := range card.Nodes {
			if n.Node == "BE.e.3" && (n.Value == nil || !n.Item.Assessed) {
				t.Errorf("BE.e.3 is %+v", n.Item)
			}
		}
	}
	logged(t, a, "case:"+al.Code, "case.add ana", "case.reply guest", "case.withdraw rui", "case.erase rui")
}

// everything is all that the app gives to read about the organisation.
func everything(t *testing.T, a *app.App) string {
	t.Helper()
	answers, evidence, err := a.Answers(ctx, admin, "acme-1")
	must(t, err)
	cases, err := a.Allegations(ctx, admin, "acme")
	must(t, err)
	caps, err := a.Caps(ctx, admin, "acme")
	must(t, err)
	log, err := a.AuditEntries(ctx, admin)
	must(t, err)
	card, gaps, err := a.Score(ctx, admin, "acme-1")
	must(t, err)
	text, err := json.Marshal([]any{answers, evidence, cases, caps, log, card, gaps})
	must(t, err)
	return string(text) + reportText(t, a)
}
