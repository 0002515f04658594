package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"vigil/internal/benchmark"
	"vigil/internal/report"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// ranked compares so many invented companies by a form of two pillars, the better ones first; two of them are equal.
func ranked(t *testing.T, companies, coders int) *benchmark.Result {
	t.Helper()
	m := &vigil.Methodology{ID: "m", Edition: "1.0.0", Status: "draft", Title: en("Method"), Rounding: vigil.RoundingRule{Decimals: 1}, Ranking: &vigil.RankingRule{Of: []string{"total"}},
		Scales: []vigil.Scale{{ID: "graded", Type: "graded", Points: []vigil.Valued{{ID: "0"}, {ID: "1", Value: 0.25}, {ID: "2", Value: 0.5}, {ID: "3", Value: 1}}}},
		Bands:  []vigil.Band{{ID: "A", From: 80}, {ID: "B", From: 60}, {ID: "C", From: 40}, {ID: "D", From: 20}, {ID: "E"}}}
	q := &vigil.Questionnaire{ID: "q", Edition: "1.0.0", Title: en("Form")}
	for p := range 2 {
		pillar := vigil.Pillar{ID: fmt.Sprintf("P%d", p+1), Title: en(fmt.Sprintf("Pillar %d", p+1))}
		for i := range 4 {
			pillar.Indicators = append(pillar.Indicators, vigil.Indicator{ID: fmt.Sprintf("I.%d.%d", p+1, i+1), Title: en("Item"), Scale: "graded", Kind: "policy", Provisions: []string{fmt.Sprintf("X.%d", i%2)}})
		}
		q.Pillars = append(q.Pillars, pillar)
	}
	var entries []benchmark.Entry
	for n := range companies {
		e := benchmark.Entry{Assessment: fmt.Sprintf("as-%d", n), Input: scoring.Input{Methodology: m, Questionnaire: q, Mode: vigil.BENCH, Cutoff: "2026-06-30", Subject: vigil.Subject{Code: fmt.Sprintf("c%d", n), Name: fmt.Sprintf("Company <%d>", n), Sector: "EXT"}}}
		for i, in := range q.Questions() {
			level := max(0, 3-(n/2*2+i)/3)
			e.Input.Answers = append(e.Input.Answers, vigil.Answer{Question: in.ID, State: vigil.Answered, Value: fmt.Sprint(level), Grade: "E2"})
			e.Evidence = append(e.Evidence, vigil.Evidence{Question: in.ID, Title: "Policy", Link: "https://example.org/" + in.ID, Grade: "E2", Public: true})
		}
		for k := range coders {
			coding := append([]vigil.Answer{}, e.Input.Answers...)
			coding[k].Value = "1"
			e.Codings = append(e.Codings, coding)
		}
		if n == 0 {
			e.Reply = vigil.CompanyReply{Asked: "2026-05-01", Replied: "2026-05-09", Text: "We see it otherwise."}
		}
		entries = append(entries, e)
	}
	entries = append(entries, benchmark.Entry{Assessment: "other", Input: scoring.Input{Methodology: m, Questionnaire: q, Mode: vigil.SELF, Subject: vigil.Subject{Code: "self", Name: "Self", Sector: "EXT"}}})
	r, ps := benchmark.Run(entries, benchmark.Options{Sector: "EXT", Seed: 77})
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	return r
}

func csvOf(t *testing.T, r vigil.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.CSV().Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestABenchmarkSaysHowSureItIs(t *testing.T) {
	text := csvOf(t, report.Benchmark(report.BenchmarkInput{Result: ranked(t, 9, 2), Today: "2026-07-01"}))
	for _, want := range []string{"1=,Company <0>,", "1=,Company <1>,", "not distinguishable from each other", "seed 77", "For inside only", "Self,other,other mode,", "1000 draws with the seed 77 (SplitMix64)",
		"Where coders differ one of their codes is drawn", "2 coders over", "Without one pillar", "replied 2026-05-09", "Company <0>,2026-05-09,We see it otherwise.", "Not asked for a reply yet", "https://example.org/I.1.1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "Inf,") || strings.Contains(text, "coder 1") {
		t.Error("the report holds what is no number, or a coder")
	}
}

func TestASmallBenchmarkHasNoRank(t *testing.T) {
	made := report.Benchmark(report.BenchmarkInput{Result: ranked(t, 7, 0), Today: "2026-07-01"})
	text := csvOf(t, made)
	for _, not := range []string{"\nRank,", "Median rank", "seed", "Group", "distinguishable"} {
		if strings.Contains(text, not) {
			t.Errorf("seven companies are told with %q", not)
		}
	}
	if !strings.Contains(text, "There is no ranking") || !strings.Contains(text, "7 can be compared and a ranking needs 8") {
		t.Error("nothing says why there is no ranking")
	}
}

func TestABenchmarkOfNobody(t *testing.T) {
	text := csvOf(t, report.Benchmark(report.BenchmarkInput{Result: ranked(t, 0, 0), Today: "2026-07-01"}))
	if !strings.Contains(text, "No company can be compared.") || !strings.Contains(text, "Self,other,other mode,") {
		t.Errorf("the report says:\n%s", text)
	}
}

// The note is made from the publication and the figures, and the names of those who checked are nowhere.
func TestTheMethodNoteOfABenchmark(t *testing.T) {
	p := &vigil.Publication{ID: "p", Edition: "1.0.0", Title: en("Mining 2026"), Scope: en("The scope"), Selection: en("The largest"), Limits: en("The limits"), Funding: en("Members"), Conflicts: en("None"),
		Research: vigil.Period{From: "2026-01-10", Until: "2026-05-31"}, Contact: "the desk", Licence: vigil.Licence{ID: "CC-BY-4.0", Link: "https://example.org/l"},
		Corrections: []vigil.Correction{{Date: "2026-07-09", Organisation: "c1", What: en("A level"), Why: en("A document")}}, Checks: []vigil.SafetyCheck{{Person: "Jane Canary"}}}
	r := ranked(t, 8, 2)
	made := report.Benchmark(report.BenchmarkInput{Result: r, Publication: p, Today: "2026-07-01"})
	text := csvOf(t, made)
	for _, want := range []string{"Scope: The scope.", "How the companies were chosen: The largest.", "from 10 January 2026 to 31 May 2026", "Funding: Members.", "Conflicts of interest: None.", "Limits: The limits.", "asked for at the desk", "CC-BY-4.0", "2026-07-09,Company <1>,A level,A document", "q@1.0.0"} {
		if !strings.Contains(text, want) {
			t.Errorf("the note does not say %q", want)
		}
	}
	if strings.Contains(text, "Canary") || strings.Contains(text, "For inside only") {
		t.Error("the report names who checked, or calls itself unpublished")
	}
	for _, f := range written(t) {
		var b bytes.Buffer
		if f.Name == "pdf" {
			continue // printed from the html
		}
		if err := f.Write(&b, made); err != nil || b.Len() == 0 {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
