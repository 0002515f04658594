package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/seal"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// told lets people write a word into everything that takes a text, and gives the number of texts.
func told(t *testing.T, a *app.App, word string) int {
	t.Helper()
	n := 0
	say := func(before, after string) string { n++; return before + word + after }
	begin(t, a, "acme", vigil.SELF)
	must(t, a.PutUnits(ctx, admin, "acme", []vigil.Unit{{Code: "north", Name: say("The mine near ", "")}}))
	must(t, second(a.InvitePerson(ctx, admin, app.Invitation{Login: "somebody", Name: say("", ""), Email: say("", "@example.org"), Language: "en", Role: vigil.Analyst})))
	must(t, second(a.UploadFile(ctx, admin, "acme-1", *textFile(say("", ".txt"), say("", " saw it")))))
	must(t, second(a.Share(ctx, admin, "acme-1", app.Sharing{Sections: []string{vigil.SectionScreening}, Links: []string{say("the office of ", "")}, Language: "en"})))
	sub := answersTo(a)
	e := entry(t, &sub, "BE.e.3")
	e.Note, e.Search.Terms, e.Search.Sources, e.Search.Languages = say("", " was there"), say("", ""), say("", ""), say("", "")
	e.Evidence[0].Title, e.Evidence[0].Link, e.Evidence[0].Page, e.Evidence[0].Quote = say("", ""), say("https://example.org/", ""), say("", ""), say("", " says so")
	must(t, second(a.HoldImport(ctx, admin, "acme-1", sub)))
	must(t, second(a.Import(ctx, guest, "acme-1", sub, app.ImportOptions{})))
	must(t, second(a.AddComment(ctx, guest, "acme-1", app.CommentOn{Question: "BE.e.3", Text: say("ask ", "")})))
	planted := grave()
	planted.Country, planted.Harm, planted.Summary, planted.Source = "PE", say("threat to ", ""), say("", " was threatened"), say("https://example.org/", "")
	al := addCase(t, a, planted)
	must(t, a.ReplyAllegation(ctx, guest, al.Code, say("We do not know ", ""), ""))
	c, err := a.ProposeCap(ctx, other, "acme", al.Code, vigil.Cap{Rule: "CAP-5", Grade: vigil.E2, Reason: say("what befell ", "")})
	must(t, err)
	must(t, second(a.ConfirmCap(ctx, third, c.ID)))
	must(t, a.ReplyCap(ctx, guest, c.ID, say("not known: ", "")))
	must(t, a.Submit(ctx, guest, "acme-1"))
	must(t, a.Review(ctx, other, "acme-1"))
	must(t, second(a.ReviewItem(ctx, other, "acme-1", adjust("BE.a.1", "1", say("heard from ", "")))))
	must(t, a.Return(ctx, other, "acme-1", say("look again at what ", " said")))
	must(t, a.Workbook(ctx, admin, "acme-1", false, io.Discard))
	return n
}

// toldBack gives what people wrote, as the program reads it.
func toldBack(t *testing.T, a *app.App) string {
	t.Helper()
	var all []any
	keep := func(x any, err error) { must(t, err); all = append(all, x) }
	answers, evidence, err := a.Answers(ctx, admin, "acme-1")
	keep(answers, err)
	keep(evidence, err)
	cases, err := a.Allegations(ctx, admin, "acme")
	keep(cases, err)
	caps, err := a.Caps(ctx, admin, "acme")
	keep(caps, err)
	comments, err := a.Comments(ctx, admin, "acme-1")
	keep(comments, err)
	reviews, err := a.ItemReviews(ctx, admin, "acme-1")
	keep(reviews, err)
	links, err := a.SectionLinks(ctx, admin, "acme-1")
	keep(links, err)
	people, err := a.FindPeople(ctx, admin, app.PeopleFilter{All: true})
	keep(people, err)
	text, err := json.Marshal(all)
	must(t, err)
	return string(text)
}

// holding lists the files below a folder that hold a word, whatever the case of its letters.
func holding(t *testing.T, folder, word string) (list []string, files int) {
	t.Helper()
	must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		raw, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(raw), []byte(strings.ToLower(word))) {
			list = append(list, path)
		}
		return err
	}))
	return list, files
}

// TestNothingPeopleWroteLiesOnTheDisk plants a word in every text that people can write, and looks for it in the bytes of
// all files: the database and its log while it is open and after it was closed, what the server keeps, the keys, the files
// of evidence, and the folder for temporary files. Where nothing is sealed the same search finds another word.
func TestNothingPeopleWroteLiesOnTheDisk(t *testing.T) {
	const sealed, control = "Quexmoor", "Vanterby"
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for name, c := range map[string]store.Config{"sqlite": {Dir: t.TempDir()}, "postgres": {URL: server.Database(t)}} {
		t.Run(name, func(t *testing.T) {
			look := func(a *app.App, word, when string) []string {
				folders := []string{a.Folder, temporary}
				if c.Dir == "" {
					folders = append(folders, server.Settled(t))
				}
				var all []string
				files := 0
				for _, f := range folders {
					list, n := holding(t, f, word)
					all, files = append(all, list...), files+n
				}
				t.Logf("%s: %q is in %d of %d files", when, word, len(all), files)
				return all
			}
			a := open(t, c)
			n := told(t, a, sealed)
			t.Logf("%d texts were planted", n)
			for _, when := range []string{"open", "closed"} {
				if found := look(a, sealed, when); len(found) > 0 {
					t.Errorf("%s: %v hold it", when, found)
				}
				if when == "open" {
					must(t, a.Store.Close())
				}
			}
			again, err := app.Open(ctx, c, a.Catalogue, a.Folder)
			must(t, err)
			t.Cleanup(func() { again.Store.Close() })
			if text := toldBack(t, again); !strings.Contains(text, sealed) {
				t.Error("it cannot be read either")
			}
			if c.Dir != "" {
				c.Dir = t.TempDir()
			} else {
				c.URL = server.Database(t)
			}
			lies := open(t, c)
			inTheOpen(t, lies, c)
			told(t, lies, control)
			if found := look(lies, control, "in the open"); len(found) == 0 {
				t.Error("where nothing is sealed the search finds nothing either")
			}
		})
	}
}

// TestReseal takes a database from before it was sealed, seals it and seals it again with a new key: what people wrote is
// read as before, not one byte of it is left in the files, every step is in the audit log, and another program that has had
// the database open all the while goes on with the new key.
func TestReseal(t *testing.T) {
	const word = "Quexmoor"
	for name, c := range map[string]store.Config{"sqlite": {Dir: t.TempDir()}, "postgres": {URL: server.Database(t)}} {
		t.Run(name, func(t *testing.T) {
			a := open(t, c)
			inTheOpen(t, a, c)
			told(t, a, word)
			before := toldBack(t, a)
			must(t, a.Store.Close())
			a, err := app.Open(ctx, c, a.Catalogue, a.Folder)
			must(t, err)
			t.Cleanup(func() { a.Store.Close() })
			another, err := app.Open(ctx, c, a.Catalogue, a.Folder)
			must(t, err)
			a.Now, another.Now = func() time.Time { return noon }, func() time.Time { return noon }
			t.Cleanup(func() { another.Store.Close() })

			looked, err := a.VerifySeals(ctx, admin)
			must(t, err)
			if looked.Open == 0 || looked.Sealed != 0 {
				t.Errorf("looking found %+v", looked)
			}
			for _, newKey := range []bool{false, true} {
				sum, err := a.Reseal(ctx, admin, newKey)
				must(t, err)
				if sum.Sealed < looked.Open || (sum.Open == 0) != newKey {
					t.Errorf("resealing (new key: %v) did %+v", newKey, sum)
				}
				if got := toldBack(t, another); got != before {
					t.Error("what people wrote is read otherwise")
				}
			}
			left, err := another.VerifySeals(ctx, admin)
			must(t, err)
			if left.Open+left.Old != 0 {
				t.Errorf("left: %+v", left)
			}
			if c.Dir != "" {
				if found, _ := holding(t, c.Dir, word); len(found) > 0 {
					t.Errorf("%v hold it", found)
				}
			}
			log, err := a.AuditEntries(ctx, admin)
			must(t, err)
			for action, least := range map[app.Action]int{app.ResealAction: 20, app.NewSealKeyAction: 1} {
				n := 0
				for _, e := range log {
					if e.Action == string(action) {
						n++
					}
				}
				if n < least {
					t.Errorf("%d entries of %s in the audit log", n, action)
				}
			}
			must(t, a.VerifyAudit(ctx, admin))
		})
	}
}

// TestDataWithoutItsKeysIsNotOpened opens data with missing keys and with those of another folder.
func TestDataWithoutItsKeysIsNotOpened(t *testing.T) {
	for name, c := range map[string]store.Config{"sqlite": {Dir: t.TempDir()}, "postgres": {URL: server.Database(t)}} {
		t.Run(name, func(t *testing.T) {
			a := open(t, c)
			told(t, a, "Quexmoor")
			empty, foreign := t.TempDir(), t.TempDir()
			must(t, second(seal.OpenBox(foreign)))
			for folder, says := range map[string]string{empty: "are missing", foreign: "not those with which"} {
				_, err := app.Open(context.Background(), c, a.Catalogue, folder)
				refused(t, err, vigil.Invalid, says, "from a backup")
			}
			if made, _ := filepath.Glob(filepath.Join(empty, "*")); len(made) > 0 {
				t.Errorf("keys were made beside data that they do not open: %v", made)
			}
			again, err := app.Open(context.Background(), c, a.Catalogue, a.Folder)
			must(t, err)
			must(t, again.Store.Close())
		})
	}
}
