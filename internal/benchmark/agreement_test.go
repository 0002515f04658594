package benchmark_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/benchmark"
	"vigil/internal/catalogue"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// mini is the small form that has an item of every kind, loaded once.
func mini(t *testing.T) (*vigil.Questionnaire, *vigil.Methodology) {
	t.Helper()
	if miniForm != nil {
		return miniForm, miniMethod
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, questionnaires.Files); err != nil {
		t.Fatal(err)
	}
	small, err := os.ReadFile("../scoring/testdata/instruments/mini.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "mini.yaml"), small, 0o600); err != nil {
		t.Fatal(err)
	}
	c, ps := catalogue.Load(os.DirFS(dir), "provisions.yaml", "methodologies", "bank", "mini.yaml")
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	q, m, err := c.Questionnaire("mini")
	if err != nil {
		t.Fatal(err)
	}
	miniForm, miniMethod = q, m
	return q, m
}

var (
	miniForm   *vigil.Questionnaire
	miniMethod *vigil.Methodology
)

// said is an answer in short: "2 E3", "not_disclosed", and so on.
func said(question, value string, grade vigil.Grade) vigil.Answer {
	a := vigil.Answer{Question: question, Value: value, State: vigil.Answered, Grade: grade}
	for _, s := range vigil.States {
		if value == string(s) {
			a.Value, a.State = "", s
		}
	}
	return a
}

var fullLog = vigil.SearchLog{Date: "2026-05-01", Sources: "registers", Languages: "en", Terms: "name"}

// coding makes a coder's input for some subjects, in the order of their names.
func coding(t *testing.T, coder string, subjects ...[]vigil.Answer) benchmark.Coder {
	q, m := mini(t)
	c := benchmark.Coder{Name: coder}
	for i, answers := range subjects {
		c.Inputs = append(c.Inputs, scoring.Input{Questionnaire: q, Methodology: m, Mode: vigil.BENCH, Answers: answers,
			Subject: vigil.Subject{Code: string(rune('p' + i)), Sector: "ICT"}})
	}
	return c
}

func TestAgreeReadsStates(t *testing.T) {
	for _, c := range []struct {
		name            string
		a, b            string
		compared, equal int // pairs
		ordered         bool
		kind            string // of the disagreement
	}{
		{"the same level", "2", "2", 1, 1, true, ""},
		{"two levels", "2", "3", 1, 0, true, benchmark.AnswerDiffers},
		{"level 0 and not disclosed: other codes, the same s", "0", "not_disclosed", 1, 0, true, benchmark.AnswerDiffers},
		{"not disclosed and refused", "not_disclosed", "refused", 1, 0, true, benchmark.AnswerDiffers},
		{"both not disclosed", "not_disclosed", "not_disclosed", 1, 1, true, ""},
		{"one has not looked", "2", "not_assessed", 0, 0, false, ""},
		{"one withholds for safety: no figure, but to be settled", "2", "withheld_for_safety", 0, 0, false, benchmark.AnswerDiffers},
		{"both withhold", "withheld_for_safety", "withheld_for_safety", 0, 0, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := benchmark.Agree([]benchmark.Coder{coding(t, "a", []vigil.Answer{said("A1", c.a, "E2")}), coding(t, "b", []vigil.Answer{said("A1", c.b, "E2")})})
			if a.Total.Compared != c.compared || a.Total.Equal != c.equal {
				t.Errorf("%d of %d pairs are equal", a.Total.Equal, a.Total.Compared)
			}
			kind := ""
			if len(a.Disagreements) > 0 {
				kind = a.Disagreements[0].Kind
			}
			if kind != c.kind {
				t.Errorf("the disagreement is %q, not %q", kind, c.kind)
			}
		})
	}
}

func TestAgreeOverAForm(t *testing.T) {
	first := coding(t, "anna",
		[]vigil.Answer{said("SCR.8", "yes", ""), said("A1", "3", "E2"), said("A2", "1", "E2"), said("F1", "clear", "E2"), said("M1", "-", "E2"), said("R1", "2", "E3"), said("T1", "open", "E2")},
		[]vigil.Answer{said("SCR.8", "yes", ""), said("A1", "0", "E0"), said("A2", "2", "E2"), said("F1", "clear", "E2"), said("Y1", "yes", "E2"), said("R1", "not_disclosed", "")})
	second := coding(t, "ben",
		[]vigil.Answer{said("SCR.8", "yes", ""), said("A1", "3", "E3"), said("A2", "2", "E2"), said("F1", "clear", "E2"), said("M1", "-", "E2"), said("R1", "2", "E3")},
		[]vigil.Answer{said("SCR.8", "no", ""), said("A1", "0", ""), said("A2", "2", "E2"), said("F1", "open", "E2"), said("Y1", "yes", "E2"), said("R1", "0", "E2")})
	second.Inputs[1].Answers[0].Search = fullLog // so that the "no" takes R1 out for ben
	a := benchmark.Agree([]benchmark.Coder{first, second})
	// compared: A1 A2 F1 M1 R1 of p, A1 A2 F1 Y1 of q; different: A2 of p, F1 of q
	if f := a.Total; f.Units != 9 || f.Compared != 9 || f.Equal != 7 {
		t.Errorf("the total is over %d units, %d of %d pairs equal", f.Units, f.Equal, f.Compared)
	}
	pairs := byUnit([]float64{1, 0.25, 1, 0, 0.5, 0, 0.5, 1, 1}, []float64{1, 0.5, 1, 0, 0.5, 0, 0.5, 0, 1})
	if want, _ := benchmark.Alpha(pairs, benchmark.Ordinal); a.Total.Ordinal == nil || *a.Total.Ordinal != want {
		t.Errorf("the ordinal alpha is %v, not %v", a.Total.Ordinal, want)
	}
	var items []string
	for _, i := range a.Items {
		items = append(items, i.ID)
		if i.ID == "SCR.8" && (i.Scored || i.Compared != 2 || i.Equal != 1 || i.Ordinal != nil) {
			t.Errorf("a screening question has %+v", i)
		}
		if i.ID == "T1" && (i.Compared != 0 || i.Percent != nil || i.Class() != "") {
			t.Errorf("an item that one coder coded has %+v", i)
		}
	}
	if diff := cmp.Diff([]string{"SCR.8", "A1", "A2", "F1", "M1", "Y1", "R1", "T1"}, items); diff != "" {
		t.Error(diff)
	}
	type short struct{ subject, question, kind string }
	var got []short
	for _, d := range a.Disagreements {
		got = append(got, short{d.Subject, d.Question, d.Kind})
	}
	want := []short{{"p", "A1", "grade"}, {"p", "A2", "answer"}, {"q", "SCR.8", "answer"}, {"q", "F1", "answer"}, {"q", "R1", "answer"}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(short{})); diff != "" {
		t.Error(diff)
	}
	if d := a.Disagreements[3]; d.Apart != 1 || d.Pillar != "P2" || d.Codes[0] != "clear" || d.Codes[1] != "open" {
		t.Errorf("F1 is told as %+v", d)
	}
	if diff := cmp.Diff([]benchmark.Coded{{Coder: "anna", Answers: 13}, {Coder: "ben", Answers: 12, Missing: []benchmark.Slot{{Subject: "p", Question: "T1"}}}}, a.Coded); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]benchmark.Confusion{{"0", "0", 1}, {"0", "1", 1}, {"0.25", "0.5", 1}, {"0.5", "0.5", 2}, {"1", "1", 3}, {"-", "-", 1}}, a.Confusions); diff != "" {
		t.Error(diff)
	}
	if f, ok := a.Of("q"); !ok || f.Compared != 4 || f.Equal != 3 {
		t.Errorf("of q there is %+v (%t)", f, ok)
	}
	if _, ok := a.Of("nobody"); ok || a.Confidence("nobody") != nil {
		t.Error("there are figures of nobody")
	}
	if got, want := a.Confidence("p"), 0.0; got == nil {
		t.Error("nothing feeds the confidence of p")
	} else if want, _ = benchmark.Alpha(pairs[:5], benchmark.Ordinal); *got != want {
		t.Errorf("%v feeds the confidence of p, and its ordinal alpha is %v", *got, want)
	}
	if a.Grades.Compared != 8 || a.Grades.Equal != 7 {
		t.Errorf("of %d grades %d are equal", a.Grades.Compared, a.Grades.Equal)
	}
}

func TestAgreeKnowsNoOrderOfCodersAndUnits(t *testing.T) {
	p := []vigil.Answer{said("A1", "3", "E2"), said("A2", "1", "E2"), said("F1", "open", "E2"), said("Y1", "partial", "E2")}
	q := []vigil.Answer{said("A1", "0", "E2"), said("A2", "1", "E1"), said("F1", "clear", "E2"), said("Y1", "no", "E2")}
	r := []vigil.Answer{said("A1", "2", "E2"), said("A2", "refused", ""), said("Y1", "yes", "E2")}
	a := benchmark.Agree([]benchmark.Coder{coding(t, "a", p, q), coding(t, "b", q, r), coding(t, "c", r, p)})
	b := benchmark.Agree([]benchmark.Coder{coding(t, "c", r, p), coding(t, "a", p, q), coding(t, "b", q, r)})
	if diff := cmp.Diff(a.Total, b.Total); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(a.Items, b.Items); diff != "" {
		t.Error(diff)
	}
	if len(a.Pairs) != 3 || a.Total.Compared != 20 {
		t.Errorf("%d pairs of coders, %d pairs of codes", len(a.Pairs), a.Total.Compared)
	}
	var sum float64
	for _, x := range a.Pairs {
		sum += *x.Kappa
	}
	if got := *a.Total.Kappa - sum/3; got > 1e-12 || got < -1e-12 {
		t.Errorf("the kappa of three coders is %v and the mean of the pairs %v", *a.Total.Kappa, sum/3)
	}
}

func TestOneCoderHasNoAgreement(t *testing.T) {
	for _, codings := range [][]benchmark.Coder{nil, {{Name: "a"}}, {coding(t, "a", []vigil.Answer{said("A1", "3", "E2"), said("A2", "1", "E2")})}} {
		a := benchmark.Agree(codings)
		if f := a.Total; f.Units+f.Compared+f.Equal != 0 || f.Percent != nil || f.Kappa != nil || f.Nominal != nil || f.Ordinal != nil || f.Class() != "" {
			t.Errorf("%d coders have %+v", len(codings), f)
		}
		if len(a.Disagreements) > 0 || len(a.WeakItems()) > 0 {
			t.Errorf("%d coders disagree: %+v", len(codings), a)
		}
	}
}

func TestWeakItemsAndRareFlags(t *testing.T) {
	var one, two [][]vigil.Answer
	for i := range 10 { // F1 is open once for each coder, and not at the same company; A1 is the same, A2 is shifted
		flag := func(open bool) string { return map[bool]string{true: "open", false: "clear"}[open] }
		level := func(n int) string { return string(rune('0' + n%4)) }
		one = append(one, []vigil.Answer{said("A1", level(i), "E2"), said("A2", level(i), "E2"), said("F1", flag(i == 0), "E2"), said("Y1", "yes", "E2")})
		two = append(two, []vigil.Answer{said("A1", level(i), "E2"), said("A2", level(i+2), "E2"), said("F1", flag(i == 1), "E2"), said("Y1", "yes", "E2")})
	}
	a := benchmark.Agree([]benchmark.Coder{coding(t, "a", one...), coding(t, "b", two...)})
	var weak []string
	for _, i := range a.WeakItems() {
		weak = append(weak, i.ID)
	}
	if diff := cmp.Diff([]string{"A2", "F1"}, weak); diff != "" {
		t.Error(diff)
	}
	for _, i := range a.Items {
		rare := i.ID == "F1"
		class := map[string]string{"A1": benchmark.Reliable, "A2": benchmark.Weak, "F1": benchmark.Weak}[i.ID]
		if i.Rare() != rare || i.Class() != class {
			t.Errorf("%s: rare %t, class %q, %+v", i.ID, i.Rare(), i.Class(), i.Figures)
		}
	}
	few := benchmark.Agree([]benchmark.Coder{coding(t, "a", one[:4]...), coding(t, "b", two[:4]...)})
	if weak := few.WeakItems(); weak != nil {
		t.Errorf("four companies judge %+v", weak)
	}
	for kappa, want := range map[float64]string{-0.1: "poor", 0: "slight", 0.2: "slight", 0.21: "fair", 0.4: "fair", 0.6: "moderate", 0.61: "substantial", 0.8: "substantial", 0.81: "almost perfect", 1: "almost perfect"} {
		if got := benchmark.KappaWord(kappa); got != want {
			t.Errorf("a kappa of %v is %q", kappa, got)
		}
	}
	for alpha, want := range map[float64]string{0.8: benchmark.Reliable, 0.7999: benchmark.Tentative, 0.667: benchmark.Tentative, 0.6669: benchmark.Weak} {
		if got := (benchmark.Figures{Nominal: &alpha}).Class(); got != want {
			t.Errorf("an alpha of %v is %q", alpha, got)
		}
	}
}

func TestSettle(t *testing.T) {
	dated := func(a vigil.Answer, date, note string) vigil.Answer { a.Date, a.Note = date, note; return a }
	logged := said("F1", "clear", "E2")
	logged.Search = fullLog
	codings := []benchmark.Coder{
		coding(t, "a", []vigil.Answer{dated(said("A1", "3", "E2"), "", "no date"), dated(said("A2", "1", "E2"), "2026-01-01", "a2"), said("F1", "clear", "E2"), dated(said("R1", "2", "E2"), "2026-02-02", "r1"), said("Y1", "not_assessed", "")}),
		coding(t, "b", []vigil.Answer{dated(said("A1", "3", "E2"), "2026-03-03", "dated"), dated(said("A2", "2", "E3"), "2026-04-04", "b2"), logged, dated(said("R1", "2", "E3"), "2026-05-05", "r1 b"), said("Y1", "yes", "E2"), said("T1", "open", "E2")}),
	}
	codings[1].Evidence = map[benchmark.Slot][]vigil.Evidence{{Subject: "p", Question: "A1"}: {{Title: "Policy"}}, {Subject: "p", Question: "A2"}: {{Title: "Report"}}}
	settled, open := benchmark.Settle(codings, []benchmark.Settlement{{Slot: benchmark.Slot{Subject: "p", Question: "A2"}, Answer: said("A2", "2", "E3"), Reason: "The report shows it.", By: "c"}})
	if len(open) != 1 || open[0].Question != "R1" || open[0].Kind != benchmark.GradeDiffers {
		t.Errorf("open is %+v", open)
	}
	type short struct {
		question, value string
		grade           vigil.Grade
		date, note, by  string
		coder           string
		evidence        int
		searched        bool
	}
	var got []short
	for _, x := range settled {
		got = append(got, short{x.Question, x.Answer.Value, x.Answer.Grade, x.Answer.Date, x.Answer.Note, x.By, x.Coder, len(x.Evidence), x.Answer.Search.Complete()})
	}
	want := []short{
		{"A1", "3", "E2", "2026-03-03", "dated", "", "b", 1, false}, // with the date
		{"A2", "2", "E3", "2026-04-04", "b2", "c", "b", 1, false},
		{"F1", "clear", "E2", "", "", "", "b", 0, true}, // with the search log
		{"Y1", "yes", "E2", "", "", "", "b", 0, false},  // the other had not looked
		{"T1", "open", "E2", "", "", "", "b", 0, false},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(short{})); diff != "" {
		t.Error(diff)
	}
	// what nobody found has nobody's record, but a search that was made stays made
	settled, _ = benchmark.Settle(codings, []benchmark.Settlement{{Slot: benchmark.Slot{Subject: "p", Question: "A2"}, Answer: said("A2", "not_disclosed", ""), Reason: "Both documents were withdrawn.", By: "c"},
		{Slot: benchmark.Slot{Subject: "p", Question: "R1"}, Answer: dated(said("R1", "0", "E4"), "2026-06-06", ""), Reason: "Those affected say so.", By: "c"}})
	for _, x := range settled {
		if x.By != "" && (x.Coder != "" || x.Answer.Note != "" || len(x.Evidence) > 0) {
			t.Errorf("%s takes the record of %s: %+v", x.Question, x.Coder, x)
		}
		if x.Question == "R1" && x.Answer.Date != "2026-06-06" {
			t.Errorf("the date of R1 is %q", x.Answer.Date)
		}
	}
}

func TestCodersOfABenchmark(t *testing.T) {
	p := coding(t, "", []vigil.Answer{said("A1", "3", "E2")}).Inputs[0]
	entries := []benchmark.Entry{{Input: p}, {Input: p, Codings: [][]vigil.Answer{{said("A1", "2", "E2"), said("A2", "1", "E2")}, {said("A1", "2", "E2"), said("A2", "0", "E2")}}}}
	coders := benchmark.CodersOf(entries)
	if len(coders) != 2 || coders[0].Name != "coder 1" || coders[1].Name != "coder 2" || len(coders[1].Inputs) != 1 {
		t.Fatalf("the coders are %+v", coders)
	}
	if f := benchmark.Agree(coders).Total; f.Compared != 2 || f.Equal != 1 {
		t.Errorf("they agree on %d of %d", f.Equal, f.Compared)
	}
	if benchmark.CodersOf(entries[:1]) != nil {
		t.Error("there are coders of what was coded once")
	}
}
