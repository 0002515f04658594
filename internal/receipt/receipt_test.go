package receipt_test

import (
	"bytes"
	"math"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"vigil/internal/catalogue"
	"vigil/internal/receipt"
	"vigil/internal/scoring"
	"vigil/internal/scoring/scoringtest"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

var load = sync.OnceValue(func() *catalogue.Catalogue {
	c, ps := catalogue.Load(questionnaires.Files)
	if len(ps) > 0 {
		panic(ps)
	}
	return c
})

// own are the questionnaires that stand on the program's own method; the reference sets have no conditions to lose.
func own() []*vigil.Questionnaire {
	var list []*vigil.Questionnaire
	for _, q := range load().Questionnaires {
		if strings.HasPrefix(q.Method, "declaration-25@") {
			list = append(list, q)
		}
	}
	return list
}

// secret stands in every free text of an assessment.
const secret = "Zyxwvut Qrstone"

// tell puts the secret into every free text of a random assessment, and names its units after places.
func tell(t *rapid.T, in *scoring.Input) {
	for i := range in.Answers {
		a := &in.Answers[i]
		a.Note, a.Author = secret, secret
		if a.ApprovedBy != "" {
			a.ApprovedBy = secret
		}
		if a.Search.Complete() {
			a.Search.Sources, a.Search.Languages, a.Search.Terms = secret, secret, secret
		}
	}
	for i := range in.Allegations {
		a := &in.Allegations[i]
		a.Code, a.Country, a.Harm, a.Project, a.Summary, a.Source, a.Reply = "code"+secret, "PE", secret, secret, secret, "https://example.org/"+secret, secret
		a.WithdrawReason, a.HoldReason = secret, secret
		if rapid.Bool().Draw(t, "held") {
			a.HoldFrom = "2026-06-01"
		}
	}
	for i := range in.Caps {
		c := &in.Caps[i]
		c.Reason, c.ProposedBy, c.ConfirmedBy, c.Reply, c.LiftReason, c.LiftedBy = secret, secret, secret, secret, secret, secret
		if rapid.Bool().Draw(t, "on a project") {
			c.Project = secret
		}
	}
	in.Units = []vigil.Unit{{Code: secret, Name: secret}, {Code: "below " + secret, Parent: secret, Name: secret}, {Code: "lost", Parent: "nowhere " + secret}}
}

// Whatever was answered: the receipt alone gives the score again to the last bit, and holds nothing that somebody wrote.
func TestAReceiptAloneGivesTheScoreAgain(t *testing.T) {
	for _, q := range own() {
		if q.ID != "company-quick" && q.ID != "company-full" && q.ID != "non-state-actor" {
			continue // every kind of condition stands in these
		}
		m := load().Methodology(q.Method)
		t.Run(q.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				in := scoringtest.Assessment(t, q, m)
				tell(t, &in)
				file := sign(t, source(in))
				s, ps := receipt.Read(file)
				if len(ps) > 0 {
					t.Fatal(ps)
				}
				if _, ps := s.Receipt.Check(); len(ps) > 0 {
					t.Fatal(ps)
				}
				if ps := s.Receipt.CheckWith(m, q); len(ps) > 0 {
					t.Fatalf("by the edition itself: %v", ps)
				}
				if known, ps := s.Receipt.Editions(m, q); !known || len(ps) > 0 {
					t.Fatalf("the edition was not recognised: %v", ps)
				}
				for _, word := range []string{"Zyxwvut", "Qrstone", `"state":"withheld_for_safety","unit`, `"state":"withheld_for_safety"},{"`, "2026-06-01", `"value":"7"`} {
					if bytes.Contains(file, []byte(word)) {
						t.Fatalf("the receipt holds %q", word)
					}
				}
			})
		})
	}
}

func source(in scoring.Input) receipt.Source {
	return receipt.Source{Assessment: "acme-2026", Input: in, Card: scoring.Score(in), Made: "2026-11-23T12:00:00Z",
		Evidence: []vigil.Evidence{{Question: "BE.0.1", Title: "Policy", Link: "https://example.org/p", Grade: vigil.E2, Public: true}, {Question: "BE.0.1", Title: secret, Quote: secret, Grade: vigil.E1}}}
}

type failer interface {
	Helper()
	Fatal(args ...any)
}

// sign makes a file with a signature that nobody checks here.
func sign(t failer, s receipt.Source) []byte {
	t.Helper()
	r, ps := receipt.Make(s)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	file, err := r.Sign(make([]byte, 32), func([]byte) []byte { return make([]byte, 64) })
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// example is an assessment with answers, an allegation and a cap in force.
func example(t failer) scoring.Input {
	t.Helper()
	q, m, err := load().Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Questionnaire: q, Methodology: m, Mode: vigil.BENCH, Cutoff: "2026-06-30", Subject: vigil.Subject{Code: "acme", Name: "Acme Mining plc", Sector: "EXT"}}
	for _, item := range q.Questions() {
		if scale, ok := m.ScaleOf(item); ok && scale.Scored() && scale.Type != "multi" {
			in.Answers = append(in.Answers, vigil.Answer{Question: item.ID, State: vigil.Answered, Value: scale.Points[len(scale.Points)-1].ID, Grade: vigil.E3, Date: "2026-02-01",
				Search: vigil.SearchLog{Date: "2026-02-01", Sources: "a", Languages: "b", Terms: "c"}})
		}
	}
	in.Allegations = []vigil.Allegation{{ID: 7, Code: "k2jx", Quarter: "2026-Q1", Scale: 4, Scope: 2, Irremediability: 3, Credibility: "K3", Link: "caused", Opened: "2026-02-01"}}
	in.Caps = []vigil.Cap{{ID: 3, Rule: "CAP-3", AllegationID: 7, Opened: "2026-02-01", Confirmed: "2026-03-01"}}
	return in
}

// A receipt is refused where the score that is to be published is not the one that the record now gives.
func TestAMovedScoreGetsNoReceipt(t *testing.T) {
	s := source(example(t))
	s.Input.Allegations = append(s.Input.Allegations, vigil.Allegation{ID: 9, Code: "late", Quarter: "2026-Q1", Scale: 5, Scope: 5, Irremediability: 5, Credibility: "K4", Link: "caused", Opened: "2026-02-01"})
	_, ps := receipt.Make(s)
	if len(ps) != 1 || !strings.Contains(ps.Error(), "acme-2026: the published score is") || !strings.Contains(ps.Error(), "finalise it again") {
		t.Errorf("got %v", ps)
	}
}

// What a fingerprint of a source is made of can be computed from the published list of sources by anybody.
func TestTheFingerprintOfASource(t *testing.T) {
	e := vigil.Evidence{Question: "BE.0.1", Title: "Policy", Link: "https://example.org/p", Grade: vigil.E2, Date: "2026-01-31", Page: "3", Quote: "not part of it", Public: true}
	// printf '{"date":"2026-01-31","grade":"E2","item":"BE.0.1","link":"https://example.org/p","page":"3","title":"Policy"}' | sha256sum
	const want = "7cf41953b7173b74aa2dd99e036060f14defb7c875f6fb2de6e2b22c38cb3642"
	if got := receipt.Fingerprint(e); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The numbers and names of RFC 8785, appendix B and section 3.2.3.
func TestCanonicalFormOfRFC8785(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{[]float64{333333333.33333329, 1e30, 4.50, 2e-3, 1e-27}, `[333333333.3333333,1e+30,4.5,0.002,1e-27]`},
		{[]float64{0, math.Copysign(0, -1), 5e-324, 1.7976931348623157e+308, 9007199254740992, 295147905179352830000, 9.999999999999997e22, 1e23, 0.000001, 1e-7, 1e21, 123456789012345680000},
			`[0,0,5e-324,1.7976931348623157e+308,9007199254740992,295147905179352830000,9.999999999999997e+22,1e+23,0.000001,1e-7,1e+21,123456789012345680000]`},
		{map[string]string{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One", "\U0001f600": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"},
			"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\U0001f600\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}"},
		{"\u20ac$\u000f\nA'B\"\\\\\"/<>&\u2028", "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/<>&\u2028\""},
		{[]any{nil, true, false, []any{}, map[string]any{}}, `[null,true,false,[],{}]`},
	} {
		got, err := receipt.Canonical(c.v)
		if err != nil || string(got) != c.want {
			t.Errorf("got  %s (%v)\nwant %s", got, err, c.want)
		}
	}
}

// Whatever the bytes, reading and computing end without harm, and what is read is written back as it was.
func FuzzRead(f *testing.F) {
	good := sign(f, source(example(f)))
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte(`{"receipt":{"format":"vigil-receipt/1"},"signature":{}}` + "\n"))
	f.Add(bytes.Replace(good, []byte(`"ladder"`), []byte(`"Ladder"`), 1))
	f.Fuzz(func(t *testing.T, file []byte) {
		s, ps := receipt.Read(file)
		if (s == nil) == (len(ps) == 0) {
			t.Fatal("neither a receipt nor a problem")
		}
		if s == nil {
			return
		}
		again, err := receipt.Canonical(s)
		if err != nil || !bytes.Equal(append(again, '\n'), file) {
			t.Fatal("what was read is written otherwise")
		}
		_, _ = s.Receipt.Check()
	})
}
