package app_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/report/site"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
	"vigil/reports"
)

// canaries hands out names that occur nowhere else, one for each field, and remembers where each was planted.
type canaries struct{ planted map[string]string }

func (c *canaries) in(field string) string {
	if c.planted == nil {
		c.planted = map[string]string{}
	}
	name := fmt.Sprintf("Qzanary%c%c Vexmoor", 'a'+len(c.planted)/26, 'a'+len(c.planted)%26)
	c.planted[name] = field
	return name
}

// haunted is a benchmark of nine companies with a canary in every text field that is not meant for everybody.
func haunted(t *testing.T, c *canaries) app.Publishing {
	t.Helper()
	cat, ps := instruments()
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	q, m, err := cat.Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	var entries []benchmark.Entry
	for n := range 9 {
		in := scoring.Input{Questionnaire: q, Methodology: m, Mode: vigil.BENCH, Cutoff: "2026-06-30",
			Subject: vigil.Subject{Code: fmt.Sprintf("c%02d", n), Name: fmt.Sprintf("Company %d (fictional)", n), Sector: "EXT", Sectors: []string{"EXT"}}}
		for i, item := range q.Questions() {
			scale, ok := m.ScaleOf(item)
			if !ok {
				continue
			}
			a := vigil.Answer{Question: item.ID, State: vigil.Answered, Grade: vigil.E3, Date: "2026-02-01", Search: vigil.SearchLog{Date: "2026-02-01", Sources: "registers", Languages: "en", Terms: "company"}}
			switch {
			case scale.Type == "text":
				a.Value = c.in("answer.value")
			case len(scale.Points) == 0 || scale.Type == "multi":
				continue
			default:
				a.Value = scale.Points[(i+n)%len(scale.Points)].ID
			}
			if i < 3 && n == 0 {
				a.Note, a.Author, a.ApprovedBy = c.in("answer.note"), c.in("answer.author"), c.in("answer.approved_by")
				a.Search = vigil.SearchLog{Date: "2026-02-01", Sources: c.in("search.sources"), Languages: c.in("search.languages"), Terms: c.in("search.terms")}
			}
			if i == 3 && n == 0 {
				a = vigil.Answer{Question: item.ID, State: vigil.NotAssessed, ApprovedBy: c.in("not assessed.approved_by"), Note: c.in("not assessed.note"), Value: c.in("not assessed.value")}
			}
			in.Answers = append(in.Answers, a)
		}
		e := benchmark.Entry{Assessment: fmt.Sprintf("c%02d-2026", n), Evidence: []vigil.Evidence{{Question: "BE.0.1", Title: "Policy", Link: "https://example.org/policy", Grade: vigil.E2, Public: true, Quote: "we"}}}
		if n == 0 {
			in.Units = []vigil.Unit{{Code: c.in("unit.code"), Name: c.in("unit.name"), Kind: "site"}}
			in.Allegations = []vigil.Allegation{{ID: 4, Code: c.in("case.code"), Quarter: "2026-Q1", Harm: c.in("case.harm"), Project: c.in("case.project"), Summary: c.in("case.summary"),
				Source: "https://example.org/" + c.in("case.source"), Scale: 3, Scope: 2, Irremediability: 2, Credibility: "K3", Link: "caused", Opened: "2026-02-01", Reply: c.in("case.reply"),
				HoldFrom: "2026-03-01", HoldReason: c.in("case.hold_reason"), WithdrawReason: c.in("case.withdraw_reason")}}
			in.Caps = []vigil.Cap{{ID: 5, Rule: "CAP-3", AllegationID: 4, Project: c.in("cap.project"), Reason: c.in("cap.reason"), Opened: "2026-02-01", Confirmed: "2026-03-01", ReplyDue: "2026-03-13",
				ProposedBy: c.in("cap.proposed_by"), ConfirmedBy: c.in("cap.confirmed_by"), LiftedBy: c.in("cap.lifted_by"), LiftReason: c.in("cap.lift_reason")}}
			e.Evidence = append(e.Evidence, vigil.Evidence{Question: "BE.0.1", Title: c.in("evidence.title"), Link: "https://example.org/" + c.in("evidence.link"), Page: c.in("evidence.page"), Quote: c.in("evidence.quote"), Grade: vigil.E1},
				vigil.Evidence{Question: "BE.0.1", Title: "Report", Link: "https://example.org/report", Quote: c.in("public evidence.quote"), Grade: vigil.E2, Public: true})
			coded := slices.Clone(in.Answers)
			for i := range coded {
				coded[i].Author, coded[i].Note = c.in("coding.author"), c.in("coding.note")
			}
			e.Codings = [][]vigil.Answer{coded, in.Answers}
		}
		e.Input, e.Card = in, scoring.Score(in)
		entries = append(entries, e)
	}
	r, ps := benchmark.Run(entries, benchmark.Options{Sector: "EXT", Mode: vigil.BENCH, Draws: 100, Seed: 1})
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	pages, err := site.New(reports.Files)
	if err != nil {
		t.Fatal(err)
	}
	return app.Publishing{Result: r, Publication: published(c), Provisions: cat.Provisions, Site: pages, Key: newKey(t), Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Organisations: map[string]vigil.Organisation{}}
}

// published is a publication with canaries in what is never published of it.
func published(c *canaries) *vigil.Publication {
	en := func(s string) vigil.Text { return vigil.Text{"en": s} }
	p := &vigil.Publication{ID: "mining", Edition: "1", Title: en("Mining"), Publisher: "The Example Institute", Sector: "EXT", Form: "company-quick", Published: "2026-11-23",
		Research: vigil.Period{From: "2026-03-01", Until: "2026-09-30"}, Scope: en("Nine companies"), Selection: en("The largest"), Limits: en("Public evidence only"),
		Funding: en("Own funds"), Conflicts: en("None"), Contact: "corrections@example.org", Licence: vigil.Licence{ID: "CC-BY-4.0", Link: "https://creativecommons.org/licenses/by/4.0/"}}
	for range 2 {
		p.Checks = append(p.Checks, vigil.SafetyCheck{Person: c.in("check.person"), Date: "2026-11-20", Identifiable: "no", HarmSoon: "no", Heard: "yes", PauseBetter: "no",
			Answers: c.in("check.answers"), Note: c.in("check.note")})
	}
	for n := range 9 {
		p.Replies = append(p.Replies, vigil.CompanyReply{Organisation: fmt.Sprintf("c%02d", n), Asked: "2026-10-01"})
	}
	return p
}

// A canary in every text field: none comes out in any public file, in its name, unpacked, nor in another encoding.
func TestNoCanaryIsInAPublicFile(t *testing.T) {
	var c canaries
	files, err := app.Publish(haunted(t, &c))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 30 || len(c.planted) < 60 {
		t.Fatalf("only %d files and %d canaries", len(files), len(c.planted))
	}
	bytesSeen := 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		views := unpacked(t, name, files[name])
		for canary, field := range c.planted {
			for how, needle := range written(canary) {
				for _, v := range views {
					if bytes.Contains(v, needle) {
						t.Errorf("%s holds the canary of %s (%s)", name, field, how)
					}
				}
			}
		}
		for _, v := range views {
			bytesSeen += len(v)
		}
	}
	t.Logf("%d canaries in %d fields: found 0 in %d files, %d bytes", len(c.planted), len(fieldsOf(c)), len(files), bytesSeen)
}

func fieldsOf(c canaries) map[string]bool {
	m := map[string]bool{}
	for _, f := range c.planted {
		m[f] = true
	}
	return m
}

// unpacked is a file in small letters, with the parts of an archive, and with its name.
func unpacked(t *testing.T, name string, data []byte) [][]byte {
	t.Helper()
	views := [][]byte{bytes.ToLower([]byte(name)), data, bytes.ToLower(data)}
	if !bytes.HasPrefix(data, []byte("PK")) {
		return views
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range z.File {
		r, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		views = append(views, bytes.ToLower([]byte(p.Name)), text, bytes.ToLower(text))
	}
	return views
}

// written is a canary in each way it could stand in a file. Its first word is enough: it occurs nowhere else.
func written(canary string) map[string][]byte {
	word, _, _ := strings.Cut(canary, " ")
	m := map[string][]byte{"plain": []byte(strings.ToLower(word)), "hex": []byte(hex.EncodeToString([]byte(word)))}
	var wide, entities, percent []byte
	for _, u := range utf16.Encode([]rune(word)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for _, b := range []byte(word) {
		entities = fmt.Appendf(entities, "&#%d;", b)
		percent = fmt.Appendf(percent, "%%%02X", b)
	}
	m["utf-16"], m["entities"], m["percent"] = wide, entities, percent
	for skip := range 3 { // base64 of a text in which it begins anywhere
		code := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", skip) + word + "xx"))
		m[fmt.Sprint("base64 ", skip)] = []byte(code[4 : 4+8])
	}
	return m
}

// What is meant for everybody is looked through for the names on file: one of them there, and nothing leaves.
func TestANameOnFileStopsThePublication(t *testing.T) {
	for field, plant := range map[string]func(p *app.Publishing, name string){
		"title": func(p *app.Publishing, n string) { p.Publication.Title = vigil.Text{"en": "By " + n} },
		"selection": func(p *app.Publishing, n string) {
			p.Publication.Selection = vigil.Text{"en": "Chosen by " + strings.ToUpper(n)}
		},
		"reply": func(p *app.Publishing, n string) {
			p.Result.Places[0].Reply.Replied, p.Result.Places[0].Reply.Text = "2026-10-02", "Ask "+n
		},
		"source": func(p *app.Publishing, n string) { p.Result.Places[0].Evidence[0].Title = "Letter of " + n },
		"link of a source": func(p *app.Publishing, n string) {
			p.Result.Places[0].Evidence[0].Link = "https://example.org/" + strings.ReplaceAll(n, " ", "-")
		},
		"company": func(p *app.Publishing, n string) {
			p.Result.Places[0].Input.Subject.Name, p.Result.Places[0].Card.Subject.Name = n, n
		},
		"correction": func(p *app.Publishing, n string) {
			p.Publication.Corrections = []vigil.Correction{{Date: "2026-11-24", What: vigil.Text{"en": "As " + n + " found"}, Why: vigil.Text{"en": "x"}}}
		},
	} {
		var c canaries
		p := haunted(t, &c)
		p.Private = []string{"Ximena Quispe"}
		plant(&p, "Ximena Quispe")
		files, err := app.Publish(p)
		if files != nil || err == nil || !strings.Contains(err.Error(), "holds the name of somebody who worked on this or is on file") {
			t.Errorf("%s: %d files, %v", field, len(files), err)
		}
	}
}

// What would tell that somebody is protected, or would be said of a company before it was heard, keeps everything back.
func TestWhatMayNotBePublishedYet(t *testing.T) {
	for name, x := range map[string]struct {
		change func(p *app.Publishing)
		says   string
	}{
		"withheld and approved": {func(p *app.Publishing) {
			p.Result.Places[0].Input.Answers[5] = vigil.Answer{Question: p.Result.Places[0].Input.Answers[5].Question, State: vigil.Withheld, ApprovedBy: "somebody"}
		}, "is withheld for somebody's safety"},
		"withheld, not approved": {func(p *app.Publishing) {
			p.Result.Places[0].Input.Answers[5] = vigil.Answer{Question: p.Result.Places[0].Input.Answers[5].Question, State: vigil.Withheld}
		}, "is withheld for somebody's safety"},
		"the clock is held": {func(p *app.Publishing) { capped(p).ReplyDue = "" }, "the company has not been asked for its reply to this cap"},
		"the term runs":     {func(p *app.Publishing) { capped(p).ReplyDue = "2026-11-23" }, "the company has until 23 November 2026 to reply to this cap"},
		"left out and not asked": {func(p *app.Publishing) {
			p.Result.LeftOut = append(p.Result.LeftOut, benchmark.LeftOut{Subject: vigil.Subject{Code: "gone", Name: "Gone"}, Reason: benchmark.RatingGone, Why: "its rating is withdrawn", Card: &vigil.Scorecard{Mode: vigil.BENCH}})
		}, "nothing says that gone was asked for its reply"},
	} {
		var c canaries
		p := haunted(t, &c)
		x.change(&p)
		files, err := app.Publish(p)
		if files != nil || err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %d files, %v", name, len(files), err)
		}
	}
}

// capped is the record of the cap in a haunted benchmark.
func capped(p *app.Publishing) *vigil.Cap {
	for _, place := range p.Result.Places {
		if len(place.Input.Caps) > 0 {
			return &place.Input.Caps[0]
		}
	}
	return nil
}
