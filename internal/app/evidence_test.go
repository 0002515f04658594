package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/app"
	"vigil/internal/seal"
	"vigil/internal/store"
	"vigil/internal/vault"
	"vigil/internal/vigil"
)

func init() {
	fileOf := func(a *app.App, at object) string {
		code := "file-" + at.organisation
		_ = a.Store.Tx(ctx, func(tx *store.Tx) error {
			as, err := tx.Assessment(at.assessment)
			if err != nil {
				return err // of the absent organisation there is none
			}
			_, err = tx.AddFile(&vigil.File{Code: code, OrganisationID: as.OrganisationID, AssessmentID: as.ID, Hash: strings.Repeat("a", 64), CleanHash: strings.Repeat("b", 64), Name: "x.txt"})
			return err
		})
		return code
	}
	for name, c := range map[string]struct {
		action app.Action
		run    func(a *app.App, by vigil.Actor, at object, file string) error
	}{
		"AddEvidence": {app.AddEvidenceAction, func(a *app.App, by vigil.Actor, at object, _ string) error {
			return second(a.AddEvidence(ctx, by, at.assessment, app.NewEvidence{Question: "BE.a.1"}))
		}},
		"ChangeEvidence": {app.ChangeEvidenceAction, func(a *app.App, by vigil.Actor, at object, _ string) error {
			return second(a.ChangeEvidence(ctx, by, at.assessment, vigil.Evidence{ID: 987654}, vigil.Evidence{}))
		}},
		"Reference": {app.ChangeEvidenceAction, func(a *app.App, by vigil.Actor, at object, _ string) error {
			return second(a.Reference(ctx, by, at.assessment, 987654))
		}},
		"RemoveEvidence": {app.RemoveEvidenceAction, func(a *app.App, by vigil.Actor, at object, _ string) error {
			return a.RemoveEvidence(ctx, by, at.assessment, 987654)
		}},
		"UploadFile": {app.UploadFileAction, func(a *app.App, by vigil.Actor, at object, _ string) error {
			return second(a.UploadFile(ctx, by, at.assessment, app.Upload{Name: "a.txt", From: strings.NewReader("x")}))
		}},
		"FileRoom": {app.UploadFileAction, func(a *app.App, by vigil.Actor, at object, _ string) error {
			return second(a.FileRoom(ctx, by, at.assessment))
		}},
		"Reusable": {app.AddEvidenceAction, func(a *app.App, by vigil.Actor, at object, _ string) error {
			return second(a.Reusable(ctx, by, at.assessment, app.LibraryFilter{}))
		}},
		"FileCodes": {app.AnswersAction, func(a *app.App, by vigil.Actor, at object, _ string) error {
			return second(a.FileCodes(ctx, by, at.assessment))
		}},
		"Document": {app.ShowFileAction, func(a *app.App, by vigil.Actor, _ object, file string) error {
			return second(a.Document(ctx, by, file))
		}},
		"FileDamage": {app.ShowFileAction, func(a *app.App, by vigil.Actor, _ object, file string) error {
			return second(a.FileDamage(ctx, by, file))
		}},
		"OpenFile": {app.OpenFileAction, func(a *app.App, by vigil.Actor, _ object, file string) error {
			return thirdOf(a.OpenFile(ctx, by, file))
		}},
		"RemoveFile": {app.RemoveFileAction, func(a *app.App, by vigil.Actor, _ object, file string) error { return a.RemoveFile(ctx, by, file) }},
		"Library": {app.LibraryAction, func(a *app.App, by vigil.Actor, at object, _ string) error {
			return second(a.Library(ctx, by, app.LibraryFilter{Organisation: at.organisation}))
		}},
	} {
		calls[name] = call{c.action, func(a *app.App, by vigil.Actor) error {
			at := object{organisation: "acme", assessment: "acme-1"}
			return c.run(a, by, at, fileOf(a, at))
		}}
		onObject[name] = func(a *app.App, by vigil.Actor, at object) error { return c.run(a, by, at, fileOf(a, at)) }
	}
	calls["TakingFiles"] = call{app.UploadFileAction, func(a *app.App, by vigil.Actor) error { return second(a.TakingFiles(ctx, by)) }}
	calls["VerifyFiles"] = call{app.VerifyFilesAction, func(a *app.App, by vigil.Actor) error { return second(a.VerifyFiles(ctx, by)) }}
}

// withFiles is a workspace with a folder, an organisation and its draft.
func withFiles(t testing.TB, c store.Config) *app.App {
	t.Helper()
	a := open(t, c)
	begin(t, a, "acme", vigil.SELF)
	return a
}

// eachDatabase runs a test on SQLite and on PostgreSQL.
func eachDatabase(t *testing.T, test func(t *testing.T, a *app.App)) {
	t.Run("sqlite", func(t *testing.T) { test(t, withFiles(t, store.Config{Dir: t.TempDir()})) })
	t.Run("postgres", func(t *testing.T) { test(t, withFiles(t, store.Config{URL: server.Database(t)})) })
}

func reusable(t testing.TB, a *app.App) []app.Document {
	t.Helper()
	l, err := a.Reusable(ctx, admin, "acme-1", app.LibraryFilter{})
	must(t, err)
	return l.Documents
}

func textFile(name, content string) *app.Upload {
	return &app.Upload{Name: name, From: strings.NewReader(content)}
}

func reference(grade vigil.Grade, date string) vigil.Evidence {
	return vigil.Evidence{Title: "Human rights policy", Grade: grade, Date: date, Page: "7", Quote: "We respect those who speak up.", Expires: "2027-12-31"}
}

func held(t testing.TB, a *app.App) []vigil.Evidence {
	t.Helper()
	_, list, err := a.Answers(ctx, admin, "acme-1")
	must(t, err)
	return list
}

func lyingIn(t testing.TB, folder string) (list []string) {
	t.Helper()
	_ = filepath.WalkDir(folder, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, name)
		}
		return nil
	})
	return list
}

// TestEvidenceOfAnAnswer adds a file, a link and what is there already, changes and removes them: rows, audit and packed form go
// together, and the grade of the answer follows.
func TestEvidenceOfAnAnswer(t *testing.T) {
	eachDatabase(t, func(t *testing.T, a *app.App) {
		_, err := a.SaveAnswer(ctx, admin, "acme-1", app.SaveAnswer{Question: "BE.a.1", Value: "2", State: "answered"})
		must(t, err)
		n := audits(t, a)
		first, err := a.AddEvidence(ctx, admin, "acme-1", app.NewEvidence{Question: "BE.a.1", Evidence: reference(vigil.E1, "2025-03-01"), Upload: textFile("C:\\Users\\ana\\policy.txt", "We respect.")})
		must(t, err)
		link := reference(vigil.E2, "2025-06-01")
		link.Title, link.Link, link.Public = "", "https://example.org/policy", true
		second, err := a.AddEvidence(ctx, admin, "acme-1", app.NewEvidence{Question: "BE.a.1", Evidence: link})
		must(t, err)
		if second.Title != link.Link || !second.Public || first.Public || len(first.File) != 64 {
			t.Errorf("on file: %+v and %+v", first, second)
		}
		grade := func(want vigil.Grade, date string) {
			t.Helper()
			must(t, a.Store.View(ctx, func(tx *store.Tx) error {
				as, err := tx.Assessment("acme-1")
				must(t, err)
				x, err := tx.Answer(as.ID, "", "BE.a.1")
				must(t, err)
				packed, err := tx.PackedAnswers(as.ID)
				if x.Grade != want || x.Date != date || packed[0].Grade != want {
					t.Errorf("the answer has %s of %s, its packed form %s, want %s of %s", x.Grade, x.Date, packed[0].Grade, want, date)
				}
				return err
			}))
		}
		grade(vigil.E2, "2025-06-01")

		docs := reusable(t, a)
		if len(docs) != 2 {
			t.Fatalf("to be used again: %+v", docs)
		}
		file := docs[slices.IndexFunc(docs, func(d app.Document) bool { return d.File.ID != 0 })].File
		if file.Name != "policy.txt" || file.Type != vigil.TypeText || file.Person != admin.Person {
			t.Errorf("the file: %+v", file)
		}
		again, err := a.AddEvidence(ctx, guest, "acme-1", app.NewEvidence{Question: "BE.a.2", File: file.Code, Evidence: vigil.Evidence{Grade: vigil.E1, Public: true}})
		must(t, err)
		if again.Title != "policy.txt" || again.File != first.File || again.Public {
			t.Errorf("a respondent's: %+v", again)
		}
		d, err := a.Document(ctx, guest, file.Code)
		must(t, err)
		if len(d.Uses) != 2 || d.Expires != "2027-12-31" {
			t.Errorf("used by %d, until %s", len(d.Uses), d.Expires)
		}

		changed := first
		changed.Grade, changed.Page = vigil.E3, "9"
		got, err := a.ChangeEvidence(ctx, guest, "acme-1", first, changed)
		must(t, err)
		if got.ID != first.ID || got.Page != "9" || got.File != first.File {
			t.Errorf("changed: %+v", got)
		}
		grade(vigil.E3, "2025-03-01")
		_, err = a.ChangeEvidence(ctx, admin, "acme-1", first, changed)
		refused(t, err, vigil.Conflict, "nothing was overwritten")
		if audits(t, a) != n+4 {
			t.Errorf("%d audit entries for four changes", audits(t, a)-n)
		}
		refused(t, a.RemoveFile(ctx, admin, file.Code), vigil.Conflict, "answers rest on this file")
		must(t, a.RemoveEvidence(ctx, admin, "acme-1", first.ID))
		grade(vigil.E2, "2025-06-01")
		must(t, a.RemoveEvidence(ctx, admin, "acme-1", second.ID))
		grade("", "")
		refused(t, a.RemoveEvidence(ctx, admin, "acme-1", second.ID), vigil.NotFound, "no such reference")
		must(t, a.RemoveEvidence(ctx, admin, "acme-1", again.ID))
		must(t, a.RemoveFile(ctx, admin, file.Code))
		if left := lyingIn(t, filepath.Join(a.Folder, vault.Folder)); len(left) > 0 {
			t.Errorf("left in the vault: %v", left)
		}
	})
}

func TestAGradeThatSomebodyGaveStays(t *testing.T) {
	a := withFiles(t, store.Config{Dir: t.TempDir()})
	_, err := a.SaveAnswer(ctx, admin, "acme-1", app.SaveAnswer{Question: "BE.a.1", Value: "2", State: "answered", Grade: "E1", Date: "2024-01-01"})
	must(t, err)
	e, err := a.AddEvidence(ctx, admin, "acme-1", app.NewEvidence{Question: "BE.a.1", Evidence: reference(vigil.E3, "2025-01-01")})
	must(t, err)
	must(t, a.RemoveEvidence(ctx, admin, "acme-1", e.ID))
	list, _, err := a.Answers(ctx, admin, "acme-1")
	must(t, err)
	if list[0].Grade != vigil.E1 || list[0].Date != "2024-01-01" || list[0].Version != 1 {
		t.Errorf("the answer: %+v", list[0])
	}
}

func TestReferencesThatAreRefused(t *testing.T) {
	a := withFiles(t, store.Config{Dir: t.TempDir()})
	with := func(change func(*vigil.Evidence)) vigil.Evidence {
		e := reference(vigil.E2, "2025-01-01")
		change(&e)
		return e
	}
	for name, c := range map[string]struct {
		e      vigil.Evidence
		fields []string
	}{
		"no grade":         {with(func(e *vigil.Evidence) { e.Grade = "" }), []string{"grade"}},
		"script":           {with(func(e *vigil.Evidence) { e.Link = "javascript:alert(1)" }), []string{"link"}},
		"file address":     {with(func(e *vigil.Evidence) { e.Link = "file:///etc/passwd" }), []string{"link"}},
		"future":           {with(func(e *vigil.Evidence) { e.Date = "2026-03-03" }), []string{"date"}},
		"no date":          {with(func(e *vigil.Evidence) { e.Date = "yesterday" }), []string{"date"}},
		"ends first":       {with(func(e *vigil.Evidence) { e.Expires = "2024-01-01" }), []string{"expires"}},
		"person in quote":  {with(func(e *vigil.Evidence) { e.Quote = "call +51 987 654 321" }), []string{"quote"}},
		"nothing at all":   {vigil.Evidence{}, []string{"title", "grade"}},
		"everything wrong": {vigil.Evidence{Title: strings.Repeat("x", 301), Link: "x", Grade: "E9", Date: "1", Expires: "0"}, []string{"title", "grade", "date", "expires", "link"}},
	} {
		_, err := a.AddEvidence(ctx, admin, "acme-1", app.NewEvidence{Question: "BE.a.1", Evidence: c.e})
		var ps vigil.Problems
		if !errors.As(err, &ps) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var fields []string
		for _, p := range ps {
			fields = append(fields, p.Place.Field)
			if p.Do.Empty() {
				t.Errorf("%s: %s says not what to do", name, p)
			}
		}
		slices.Sort(fields)
		slices.Sort(c.fields)
		if diff := cmp.Diff(c.fields, fields); diff != "" {
			t.Errorf("%s: fields wanted (-) and named (+):\n%s%v", name, diff, ps)
		}
	}
	_, err := a.AddEvidence(ctx, admin, "acme-1", app.NewEvidence{Question: "BE.a.1", Evidence: reference(vigil.E2, ""), File: "unknown"})
	refused(t, err, vigil.NotFound)
	if list := held(t, a); len(list) > 0 {
		t.Errorf("stored: %+v", list)
	}
}

// A file comes with its reference or not at all, whatever goes wrong.
func TestAFileAndItsReferenceComeTogether(t *testing.T) {
	a := withFiles(t, store.Config{Dir: t.TempDir()})
	_, err := a.UploadFile(ctx, admin, "acme-1", *textFile("first.txt", "opens the vault"))
	must(t, err)
	before, audited := len(lyingIn(t, filepath.Join(a.Folder, vault.Folder))), audits(t, a)
	good := reference(vigil.E2, "2025-01-01")
	for name, in := range map[string]app.NewEvidence{
		"cut":              {Question: "BE.a.1", Evidence: good, Upload: &app.Upload{Name: "a.txt", From: io.MultiReader(strings.NewReader("half"), iotest.ErrReader(io.ErrUnexpectedEOF))}},
		"lying":            {Question: "BE.a.1", Evidence: good, Upload: textFile("a.pdf", "no PDF")},
		"wrong reference":  {Question: "BE.a.1", Evidence: vigil.Evidence{Grade: "E7"}, Upload: textFile("a.txt", "x")},
		"person in name":   {Question: "BE.a.1", Evidence: good, Upload: textFile("call +51 987 654 321.txt", "x")},
		"unknown question": {Question: "none", Evidence: good, Upload: textFile("a.txt", "x")},
		"unknown unit":     {Unit: "none", Question: "BE.a.1", Evidence: good, Upload: textFile("a.txt", "x")},
	} {
		if _, err := a.AddEvidence(ctx, admin, "acme-1", in); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	unread := &app.Upload{Name: "a.txt", From: iotest.ErrReader(errors.New("it was read"))}
	for _, by := range []vigil.Actor{{Person: "eve", Role: vigil.Viewer}, {Person: "eve", In: map[string]vigil.Role{"other": vigil.Analyst}}} {
		if _, err := a.AddEvidence(ctx, by, "acme-1", app.NewEvidence{Question: "BE.a.1", Evidence: good, Upload: unread}); err == nil || strings.Contains(err.Error(), "read") {
			t.Errorf("%v: %v", by, err)
		}
	}
	if n := len(lyingIn(t, filepath.Join(a.Folder, vault.Folder))); n != before || len(held(t, a)) > 0 || audits(t, a) != audited {
		t.Errorf("something was left: %d files where %d were, %d references, %d audit entries", n, before, len(held(t, a)), audits(t, a)-audited)
	}
	if docs := reusable(t, a); len(docs) != 1 {
		t.Errorf("the library has %d documents", len(docs))
	}
}

// TestQuotas fills each quota: of a file, of a link, of an assessment and of an organisation. What is too much is refused before a
// byte of it is read where its size is known, and leaves nothing behind.
func TestQuotas(t *testing.T) { eachDatabase(t, testQuotas) }

func testQuotas(t *testing.T, a *app.App) {
	a.FileLimits = app.FileLimits{File: 100, Link: app.Quota{Most: 2, Size: 60}, Assessment: app.Quota{Most: 5, Size: 250}, Organisation: app.Quota{Most: 6, Size: 400}}
	_, err := a.NewAssessment(ctx, admin, app.NewAssessment{Code: "acme-2", Organisation: "acme", Questionnaire: "company-quick", Mode: vigil.SELF})
	must(t, err)
	link := vigil.Actor{Person: "link:7", Role: vigil.Respondent, Grant: &vigil.Grant{Link: 7, Assessment: "acme-1"}}
	up := func(by vigil.Actor, code, content string) error {
		return second(a.UploadFile(ctx, by, code, *textFile("a.txt", content)))
	}
	room := func(by vigil.Actor, code string) app.FileRoom {
		r, err := a.FileRoom(ctx, by, code)
		must(t, err)
		return r
	}
	x := func(letter string, n int) string { return strings.Repeat(letter, n) }

	refused(t, up(admin, "acme-1", x("a", 101)), vigil.Invalid, "larger than 100 B")
	must(t, up(link, "acme-1", x("b", 50)))
	must(t, up(link, "acme-1", x("b", 50))) // it is there already, and takes no room
	if got := room(link, "acme-1"); got.Of != app.QuotaLink || got.Files != 1 || got.Size != 50 || got.Quota.Most != 2 || got.File != 100 {
		t.Errorf("room by the link: %+v", got)
	}
	refused(t, up(link, "acme-1", x("c", 11)), vigil.Invalid, "50 B of 60 B were uploaded by this link", "ask whoever sent you the link")
	must(t, up(link, "acme-1", x("c", 10)))
	refused(t, up(link, "acme-1", "d"), vigil.Invalid, "one too many: 2 files were uploaded by this link")
	unread := app.Upload{Name: "a.txt", From: iotest.ErrReader(errors.New("it was read")), Size: 20}
	refused(t, second(a.UploadFile(ctx, link, "acme-1", unread)), vigil.Invalid, "by this link")
	unread.Size = 101
	refused(t, second(a.UploadFile(ctx, admin, "acme-1", unread)), vigil.Invalid, "larger than 100 B")

	must(t, up(admin, "acme-1", x("e", 100)))
	refused(t, up(admin, "acme-1", x("f", 91)), vigil.Invalid, "160 B of 250 B were uploaded for this assessment")
	must(t, up(admin, "acme-1", "g"))
	must(t, up(admin, "acme-1", "h"))
	refused(t, up(admin, "acme-1", "i"), vigil.Invalid, "5 files were uploaded for this assessment")
	must(t, up(admin, "acme-2", "j"))
	refused(t, up(admin, "acme-2", "k"), vigil.Invalid, "6 files were uploaded for this organisation")
	if got := room(admin, "acme-2"); got.Of != app.QuotaOrganisation || got.Files != 6 {
		t.Errorf("room in the organisation: %+v", got)
	}
	if n := len(lyingIn(t, filepath.Join(a.Folder, vault.Folder))); n != 12 {
		t.Errorf("%d things in the vault, for six files and their copies", n)
	}
	wrong := app.FileLimits{}.OrUsual()
	wrong.Link.Most = 0
	refused(t, wrong.Check(), vigil.Invalid, "link-files", "no room for any file")
}

// TestOpenFile: what comes out is the copy, every opening is recorded, and a damaged one is refused in words and found by the check.
func TestOpenFile(t *testing.T) {
	a := withFiles(t, store.Config{Dir: t.TempDir()})
	f, err := a.UploadFile(ctx, guest, "acme-1", *textFile("note.txt", "what was said"))
	must(t, err)
	n := audits(t, a)
	got, body, err := a.OpenFile(ctx, guest, f.Code)
	must(t, err)
	text, err := io.ReadAll(body)
	must(t, errors.Join(err, body.Close()))
	if string(text) != "what was said" || got != f || audits(t, a) != n+1 {
		t.Errorf("%q of %+v, %d audit entries", text, got, audits(t, a)-n)
	}
	grant := vigil.Actor{Person: "link 1", Role: vigil.Respondent, Grant: &vigil.Grant{Link: 1, Assessment: "acme-1", Sections: []string{"P1"}}}
	_, _, err = a.OpenFile(ctx, grant, f.Code)
	refused(t, err, vigil.NotFound)
	add := func(question string) {
		_, err := a.AddEvidence(ctx, admin, "acme-1", app.NewEvidence{Question: question, File: f.Code, Evidence: vigil.Evidence{Grade: vigil.E1}})
		must(t, err)
	}
	q, _, err := a.Catalogue.Questionnaire("company-quick")
	must(t, err)
	other := ""
	for _, p := range q.Pillars {
		if p.ID != "P1" {
			other = p.Indicators[0].ID
			break
		}
	}
	add(other)
	_, _, err = a.OpenFile(ctx, grant, f.Code)
	refused(t, err, vigil.NotFound)
	add(q.Pillars[0].Indicators[0].ID)
	if _, body, err := a.OpenFile(ctx, grant, f.Code); err != nil {
		t.Errorf("by a link, behind a question of it: %v", err)
	} else {
		body.Close()
	}

	if got, err := a.FileDamage(ctx, admin, f.Code); err != nil || got != "" {
		t.Errorf("a whole file is called %q (%v)", got, err)
	}
	good, err := a.VerifyFiles(ctx, admin)
	must(t, err)
	if good.Files != 1 || len(good.Damaged)+len(good.Strays) > 0 {
		t.Errorf("whole files: %+v", good)
	}
	name := filepath.Join(a.Folder, vault.Folder, "copies", f.CleanHash[:2], f.CleanHash)
	sealed, err := os.ReadFile(name)
	must(t, err)
	if bytes.Contains(sealed, []byte("said")) {
		t.Error("the copy lies open in the vault")
	}
	sealed[len(sealed)/2] ^= 1
	must(t, errors.Join(os.WriteFile(name, sealed, 0o600), os.WriteFile(filepath.Join(a.Folder, vault.Folder, "stray"), nil, 0o600)))
	_, _, err = a.OpenFile(ctx, admin, f.Code)
	refused(t, err, vigil.Conflict, "is not what was kept", "backup")
	damage := func(want string) {
		t.Helper()
		if got, err := a.FileDamage(ctx, admin, f.Code); err != nil || got != want {
			t.Errorf("the damage is %q (%v), want %q", got, err, want)
		}
	}
	damage(app.FileChanged)
	bad, err := a.VerifyFiles(ctx, admin)
	must(t, err)
	must(t, os.Remove(name))
	damage(app.FileMissing)
	if len(bad.Damaged) != 1 || bad.Damaged[0].File != f.Code || bad.Damaged[0].Organisation != "acme" || !slices.Equal(bad.Strays, []string{"stray"}) {
		t.Errorf("a flipped bit: %+v", bad)
	}
}

func TestLibrary(t *testing.T) {
	a := withFiles(t, store.Config{Dir: t.TempDir()})
	begin(t, a, "rival", vigil.SELF)
	for i, days := range []string{"2026-03-01", "2026-04-01", "2027-01-01", ""} {
		e := vigil.Evidence{Title: fmt.Sprintf("Paper %d", i), Grade: vigil.Grades[i], Expires: days, Link: fmt.Sprintf("https://example.org/%d", i)}
		_, err := a.AddEvidence(ctx, admin, "acme-1", app.NewEvidence{Question: "BE.a.1", Evidence: e})
		must(t, err)
	}
	_, err := a.AddEvidence(ctx, admin, "rival-1", app.NewEvidence{Question: "BE.a.1", Evidence: vigil.Evidence{Title: "Of the rival", Grade: vigil.E2}})
	must(t, err)
	_, err = a.UploadFile(ctx, admin, "acme-1", *textFile("unused.txt", "x"))
	must(t, err)
	one := vigil.Actor{Person: "mia", In: map[string]vigil.Role{"acme": vigil.Auditor, "rival": vigil.Viewer}}
	for name, c := range map[string]struct {
		by   vigil.Actor
		f    app.LibraryFilter
		want []string
	}{
		"all":        {admin, app.LibraryFilter{}, []string{"Of the rival", "Paper 0", "Paper 1", "Paper 2", "Paper 3", "unused.txt"}},
		"one's own":  {one, app.LibraryFilter{}, []string{"Paper 0", "Paper 1", "Paper 2", "Paper 3", "unused.txt"}},
		"of one":     {admin, app.LibraryFilter{Organisation: "rival"}, []string{"Of the rival"}},
		"expired":    {one, app.LibraryFilter{Expiry: app.Expired}, []string{"Paper 0"}},
		"expiring":   {one, app.LibraryFilter{Expiry: app.Expiring}, []string{"Paper 1"}},
		"unused":     {one, app.LibraryFilter{Expiry: app.Unused}, []string{"unused.txt"}},
		"grade":      {one, app.LibraryFilter{Grade: vigil.E2}, []string{"Paper 2"}},
		"words":      {one, app.LibraryFilter{Words: " EXAMPLE.ORG/3"}, []string{"Paper 3"}},
		"respondent": {guest, app.LibraryFilter{Organisation: "rival"}, []string{"Of the rival"}},
	} {
		l, err := a.Library(ctx, c.by, c.f)
		must(t, err)
		var got []string
		for _, d := range l.Documents {
			got = append(got, d.Title)
		}
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	_, err = a.Library(ctx, one, app.LibraryFilter{Organisation: "rival"})
	refused(t, err, vigil.NotFound)
}

// A workbook that comes back takes no file away from its reference, and brings none.
func TestAnImportKeepsFiles(t *testing.T) {
	a := withFiles(t, store.Config{Dir: t.TempDir()})
	e, err := a.AddEvidence(ctx, admin, "acme-1", app.NewEvidence{Question: "BE.a.1", Evidence: reference(vigil.E2, "2025-01-01"), Upload: textFile("policy.txt", "x")})
	must(t, err)
	entry := func(title string) vigil.Submission {
		return vigil.Submission{Entries: []vigil.Entry{{Question: "BE.a.1", Value: "2", State: "answered", Grade: "E2", Date: "2025-01-01",
			Evidence: []vigil.Evidence{{Title: title, Grade: vigil.E2, Date: "2025-01-01", Page: "7", Quote: e.Quote, File: strings.Repeat("e", 64)}}}}, WholeEvidence: true}
	}
	for _, title := range []string{e.Title, "Worded anew"} {
		_, err = a.Import(ctx, admin, "acme-1", entry(title), app.ImportOptions{Prefer: app.FromFile})
		must(t, err)
		list := held(t, a)
		if len(list) != 1 || list[0].Title != title || list[0].File != e.File || list[0].Expires != e.Expires {
			t.Errorf("after the import of %q: %+v", title, list)
		}
	}
}

// Erasing an answer takes its references out with their file, unless another answer rests on that.
func TestErasingAnAnswerErasesItsFile(t *testing.T) {
	a := withFiles(t, store.Config{Dir: t.TempDir()})
	for _, q := range []string{"BE.a.1", "BE.a.2"} {
		_, err := a.SaveAnswer(ctx, admin, "acme-1", app.SaveAnswer{Question: q, State: "not_disclosed"})
		must(t, err)
		_, err = a.AddEvidence(ctx, admin, "acme-1", app.NewEvidence{Question: q, Evidence: reference(vigil.E1, ""), Upload: textFile("same.txt", "the same")})
		must(t, err)
	}
	in := filepath.Join(a.Folder, vault.Folder)
	must(t, a.EraseAnswer(ctx, admin, "acme-1", "", "BE.a.1"))
	if n := len(lyingIn(t, in)); n != 2 {
		t.Errorf("%d things in the vault while an answer rests on them", n)
	}
	must(t, a.EraseAnswer(ctx, admin, "acme-1", "", "BE.a.2"))
	if left := lyingIn(t, in); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if docs := reusable(t, a); slices.ContainsFunc(docs, func(d app.Document) bool { return d.File.ID != 0 }) {
		t.Errorf("records left: %+v", docs)
	}
}

func TestOtherSealingKeysAreNotStartedWith(t *testing.T) {
	a := withFiles(t, store.Config{Dir: t.TempDir()})
	must(t, a.CheckSeal(ctx))
	must(t, a.CheckSeal(ctx))
	own := a.Folder
	a.Folder = t.TempDir()
	refused(t, a.CheckSeal(ctx), vigil.Invalid, "are missing", "from a backup")
	if _, err := os.Stat(filepath.Join(a.Folder, seal.Folder)); err == nil {
		t.Error("keys were made beside data that they do not open")
	}
	_, err := seal.OpenBox(a.Folder)
	must(t, err)
	refused(t, a.CheckSeal(ctx), vigil.Invalid, "not those with which")
	_, err = a.UploadFile(ctx, admin, "acme-1", *textFile("a.txt", "x"))
	refused(t, err, vigil.Invalid, "not those with which")
	_, err = seal.RotateBox(own)
	must(t, err)
	a.Folder = own
	must(t, a.CheckSeal(ctx))
}

func TestNamesOfFiles(t *testing.T) {
	for typed, want := range map[string]string{
		"policy.pdf": "policy.pdf", "../../etc/passwd": "passwd", `C:\Users\ana\a.docx`: "a.docx", "..": "file", "": "file", "/": "file", ".": "file",
		"a\x00b\r\nSet-Cookie: x.txt": "abSet-Cookie: x.txt", "fdp.\u202eexe.pdf": "fdp.exe.pdf", "señora 漢字.png": "señora 漢字.png", "bad\xff.txt": "bad.txt",
		strings.Repeat("x", 300) + ".pdf": strings.Repeat("x", 196) + ".pdf", "a#b?c%2f.txt": "a#b?c%2f.txt", "  x  ": "x",
	} {
		if got := app.FileName(typed); got != want {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
	}
}
