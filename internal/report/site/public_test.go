package site_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"vigil/internal/benchmark"
	"vigil/internal/catalogue"
	"vigil/internal/question"
	"vigil/internal/report/site"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

var shipped = sync.OnceValues(func() (*catalogue.Catalogue, error) {
	c, ps := catalogue.Load(questionnaires.Files)
	return c, ps.Err()
})

// secret marks a text that must not leave the house.
func secret(what string) string { return "SECRET-" + what }

// entry is a company of the real form with answers that rise with good, and a secret in every text that somebody wrote.
func entry(q *vigil.Questionnaire, m *vigil.Methodology, n int, good float64) benchmark.Entry {
	code := fmt.Sprintf("company-%02d", n)
	e := benchmark.Entry{Assessment: secret("assessment"), Reply: vigil.CompanyReply{Organisation: code, Asked: "2026-11-02"}, Input: scoring.Input{Methodology: m, Questionnaire: q, Mode: vigil.BENCH, Cutoff: "2026-10-31",
		Subject: vigil.Subject{Code: code, Name: "Company " + code, Sector: "EXT", Sectors: []string{"EXT"}, Attributes: map[string]string{"desk": secret("attribute")}},
		Units:   []vigil.Unit{{Code: secret("unit"), Name: secret("unit name"), Kind: "site"}}}}
	for i := range q.Screening {
		e.Input.Answers = append(e.Input.Answers, vigil.Answer{Question: q.Screening[i].ID, State: vigil.Answered, Value: "yes", Grade: "E2"})
	}
	e.Codings = make([][]vigil.Answer, 2)
	for i, in := range q.Questions() {
		s, _ := m.ScaleOf(in)
		options := question.Options(s, in)
		a := vigil.Answer{Question: in.ID, State: vigil.Answered, Grade: vigil.E3, Date: "2026-03-01", Note: secret("note"), Author: secret("author"), ApprovedBy: secret("approver"), Search: vigil.SearchLog{Date: "2026-05-01", Sources: secret("sources"), Languages: "en", Terms: secret("terms")}}
		switch {
		case s.Type == "flag":
			a.Value = "clear"
		case s.Type == "number":
			a.Value = "3"
		case s.Type == "multi":
			a.Value = options[0].ID
		case len(options) > 0:
			a.Value = options[max(0, min(len(options)-1, int(good*float64(len(options))+float64((n+i)%3)-1)))].ID
		default:
			a.Value = secret("free text")
		}
		if (i+n)%17 == 3 {
			a.State, a.Value = vigil.Withheld, ""
		}
		e.Input.Answers = append(e.Input.Answers, a)
		for k := range e.Codings {
			c := a
			if k == 1 && (i+n)%9 == 0 {
				c.State, c.Value = vigil.NotDisclosed, ""
			}
			e.Codings[k] = append(e.Codings[k], c)
		}
		if i < 4 {
			e.Evidence = append(e.Evidence, vigil.Evidence{Question: in.ID, Unit: secret("unit"), Title: "A public policy", Link: "https://company.example/policy", Grade: vigil.E2, Date: "2026-03-01", Quote: secret("quote"), Public: true},
				vigil.Evidence{Question: in.ID, Title: secret("private title"), Link: "https://company.example/" + secret("private"), Grade: vigil.E1},
				vigil.Evidence{Question: in.ID, Title: secret("offline title"), Grade: vigil.E3, Public: true})
		}
	}
	if n%4 == 1 {
		e.Input.Allegations = []vigil.Allegation{{ID: 7, Code: secret("case"), Country: "GB", Quarter: "2026-Q1", Harm: secret("harm"), Summary: secret("summary"), Project: secret("project"), Source: "https://press.example/" + secret("press"), Scale: 3, Scope: 2, Irremediability: 2, Credibility: "K2", Link: "caused", Opened: "2026-02-01", HoldReason: secret("hold")}}
		e.Input.Caps = []vigil.Cap{{ID: 3, Rule: "CAP-1", AllegationID: 7, Project: secret("project"), Grade: vigil.E3, Reason: secret("reason"), Opened: "2026-03-02", ProposedBy: secret("proposer"), ConfirmedBy: secret("confirmer"), Confirmed: "2026-03-09", ReplyDue: "2026-03-23", Reply: "We will answer in court."}}
		e.Reply.Replied, e.Reply.Text = "2026-11-16", "We thank you for the draft."
	}
	return e
}

// realistic is a benchmark of the shipped form, with somebody of every kind who is left out.
func realistic(t testing.TB, companies int) site.Source {
	t.Helper()
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	q, m, err := c.Questionnaire("company-core")
	if err != nil {
		t.Fatal(err)
	}
	var entries []benchmark.Entry
	organisations := map[string]vigil.Organisation{}
	for n := range companies {
		e := entry(q, m, n, float64(n)/float64(companies))
		entries = append(entries, e)
		organisations[e.Input.Subject.Code] = vigil.Organisation{Code: e.Input.Subject.Code, Country: "GB", Fictional: true}
	}
	self := entry(q, m, 90, 0.5)
	self.Input.Subject.Name, self.Input.Mode = secret("that there is a self-assessment"), vigil.SELF
	elsewhere := entry(q, m, 91, 0.5)
	elsewhere.Input.Subject.Name, elsewhere.Input.Subject.Sector = secret("that another sector is on file"), "ICT"
	blank := entry(q, m, 92, 0.5)
	blank.Input.Subject.Name, blank.Input.Answers = "Blank Ore", blank.Input.Answers[:20]
	entries = append(entries, self, elsewhere, blank)
	for i := range entries {
		entries[i].Card = scoring.Score(entries[i].Input)
	}
	r, ps := benchmark.Run(entries, benchmark.Options{Sector: "EXT", Seed: 20261031, Draws: 200})
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	en := func(s string) vigil.Text { return vigil.Text{"en": s} }
	for i := range r.Agreement.Coders {
		r.Agreement.Coders[i] = secret("coder")
	}
	return site.Source{Result: r, Provisions: c.Provisions, Organisations: organisations, Publication: &vigil.Publication{ID: "extractives-2026", Edition: "1.0.0", Title: en("Extractives and land 2026"), Publisher: "Example Watch", Sector: "EXT",
		Published: "2026-11-20", Research: vigil.Period{From: "2026-06-01", Until: "2026-10-31"}, Scope: en("Mining and land companies."), Selection: en("The largest by output."), Limits: en("Small subsidiaries are seen through their parents."),
		Funding: en("Members of Example Watch."), Conflicts: en("None."), Contact: "https://watch.example/corrections", Licence: vigil.Licence{ID: "CC-BY-4.0", Link: "https://creativecommons.org/licenses/by/4.0/"},
		Checks: []vigil.SafetyCheck{{Person: secret("checker"), Note: secret("check note")}}}}
}

func TestNothingOfTheHouseIsPublic(t *testing.T) {
	b := site.Public(realistic(t, 12))
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	sources := string(text)
	made := files(t, b)
	for name, file := range made {
		sources += name + string(file)
	}
	for at := strings.Index(sources, "SECRET"); at >= 0; at = -1 {
		t.Errorf("public is …%s…", sources[max(0, at-100):min(len(sources), at+60)])
	}
	for _, word := range []string{"withheld", "hold_reason"} {
		if strings.Contains(strings.ReplaceAll(sources, "rating withdrawn", ""), word) {
			t.Errorf("the public files say %q", word)
		}
	}
	checkFolder(t, made)
}

func TestPublicFiguresAreThoseOfTheScorecards(t *testing.T) {
	s := realistic(t, 12)
	b := site.Public(s)
	if len(b.Companies) != 12 || !b.Ranked || len(b.LeftOut) != 1 || b.LeftOut[0].Name != "Blank Ore" || !b.Fictional || b.Draft == "" || b.Sector.Title == "Sector EXT" || b.Uncertainty.Seed != "20261031" {
		t.Fatalf("%d companies, ranked %v, left out %v, fictional %v, draft %q, sector %v", len(b.Companies), b.Ranked, b.LeftOut, b.Fictional, b.Draft, b.Sector)
	}
	caps, left := 0, 0
	for i, c := range b.Companies {
		p := s.Result.Places[i]
		if c.Code != p.Input.Subject.Code || *c.Score != p.Card.Final.Published || *c.Compared != p.Figure.Published || c.Band != p.Card.Band || c.Place.Rank != p.Rank || len(c.Pillars) != len(b.Pillars) || len(c.Sources) != 4 {
			t.Errorf("%s is not place %d: %+v", c.Code, i, c)
		}
		for k, pillar := range c.Pillars {
			if v := p.Pillars[k].Value; v != nil && *pillar.Score != v.Published {
				t.Errorf("%s: pillar %s is %v, not %v", c.Code, pillar.Pillar, *pillar.Score, v)
			}
		}
		for _, pillar := range c.Pillars {
			if pillar.CappedAt != nil && pillar.Band != "D" && pillar.Band != "E" {
				t.Errorf("%s: pillar %s is capped at %v and shown in band %s", c.Code, pillar.Pillar, *pillar.CappedAt, pillar.Band)
			}
		}
		for _, x := range c.Caps {
			if caps++; x.Rule == "CAP-1" && (x.Reply != "We will answer in court." || !x.Replied || x.Since != "2026-03-02" || x.LiftedWhen == "") {
				t.Errorf("%s: %+v", c.Code, x)
			}
		}
		for _, item := range c.Items {
			if item.State == "does not count" {
				left++
				if item.Answer != "" || item.Grade != "" || item.Counted != nil {
					t.Errorf("%s: what does not count says %+v", c.Code, item)
				}
			}
		}
		if len(c.NextRank) == 0 || len(c.Gaps) == 0 && c.GapCount > 0 {
			t.Errorf("%s: nothing would change its rank, or its gaps are missing", c.Code)
		}
	}
	if caps == 0 || left == 0 {
		t.Errorf("%d caps and %d items left out: the case tests nothing", caps, left)
	}
	for i := 1; i < len(b.Provisions); i++ {
		x, y := b.Provisions[i-1], b.Provisions[i]
		if x.Companies > 0 && y.Companies > 0 && (x.Level2+x.Level3)*y.Companies > (y.Level2+y.Level3)*x.Companies || x.Companies == 0 && y.Companies > 0 {
			t.Errorf("%s stands before %s, which is kept less", x.ID, y.ID)
		}
	}
}

func TestUnderEightNothingIsRankedInPublic(t *testing.T) {
	b := site.Public(realistic(t, 7))
	if b.Ranked || b.Unranked == "" || b.Uncertainty != nil || len(b.Groups)+len(b.Tests)+len(b.Leaders) > 0 {
		t.Errorf("ranked %v, why not %q, %v", b.Ranked, b.Unranked, b.Groups)
	}
	for _, c := range b.Companies {
		if c.Place != nil || len(c.NextRank) > 0 {
			t.Errorf("%s has a place", c.Code)
		}
	}
	checkFolder(t, files(t, b))
}
