package benchmark_test

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/benchmark"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

func codes(r *benchmark.Result) []string {
	var list []string
	for _, p := range r.Places {
		list = append(list, p.Input.Subject.Code)
	}
	return list
}

func TestAllTied(t *testing.T) {
	q, m := form(t, "company-core")
	var list []benchmark.Entry
	for i := range 10 {
		list = append(list, company(t, q, m, fmt.Sprintf("c%d", i), 3, 0.5, 0))
	}
	r := run(t, list, benchmark.Options{Sector: "EXT", Seed: 4})
	for _, p := range r.Places {
		if p.Rank != 1 || !p.Tied || p.Low != 1 || p.Median != 1 || p.High != 1 || p.Group != 1 || p.Change.NextRank != nil || p.Change.Lead != nil || p.Change.Step != nil {
			t.Errorf("%s: %+v", p.Input.Subject.Code, p)
		}
	}
	if len(r.Groups) != 1 || len(r.Groups[0].Companies) != 10 || r.Leaders != nil || r.Laggards != nil {
		t.Errorf("groups %+v, leaders %v, laggards %v", r.Groups, r.Leaders, r.Laggards)
	}
	for _, x := range append(r.PillarTests, *r.Undisclosed) {
		if x.Moved != 0 || x.Mover != "" {
			t.Errorf("without %s somebody moves among equals: %+v", x.Left, x)
		}
	}
}

func TestAllNotRated(t *testing.T) {
	q, m := form(t, "company-core")
	var list []benchmark.Entry
	for i := range 9 {
		e := company(t, q, m, fmt.Sprintf("c%d", i), 3, 0.5, 0)
		e.Input.Answers = e.Input.Answers[:len(q.Screening)]
		e.Card = nil // Run scores it
		list = append(list, e)
	}
	r := run(t, list, benchmark.Options{Sector: "EXT"})
	if r.Ranked || r.Unranked == "" || len(r.Places) != 0 || len(r.LeftOut) != 9 || r.Form != q.Ref() {
		t.Errorf("%+v", r)
	}
	for _, x := range r.LeftOut {
		if x.Reason != benchmark.NotRated || !strings.Contains(x.Why, "coverage") {
			t.Errorf("%s is left out as %q: %s", x.Subject.Code, x.Reason, x.Why)
		}
	}
}

func TestNobody(t *testing.T) {
	r := run(t, nil, benchmark.Options{Sector: "EXT"})
	if r.Ranked || r.Unranked != "no company can be compared" {
		t.Errorf("%+v", r)
	}
}

func TestSevenCompaniesHaveBandsAndNoRanks(t *testing.T) {
	r := run(t, sector(t, "company-core", 7, 2), benchmark.Options{Sector: "EXT"})
	if r.Ranked || !strings.Contains(r.Unranked, "7 can be compared and a ranking needs 8") || r.Draws != 0 || r.Groups != nil || r.PillarTests != nil || r.ItemTests != nil {
		t.Errorf("%+v", r)
	}
	var bands []string
	for _, p := range r.Places {
		bands = append(bands, p.Card.Band)
		if p.Rank != 0 || p.Low != 0 || p.Median != 0 || p.High != 0 || p.Group != 0 || p.Change != (benchmark.Change{}) {
			t.Errorf("%s has something of a ranking: %+v", p.Input.Subject.Code, p)
		}
	}
	if !slices.IsSorted(bands) || len(bands) != 7 {
		t.Errorf("the bands stand in the order %v", bands)
	}
	if r.Spreads[0].Middle == nil || r.Coding.Differing == 0 {
		t.Errorf("spread %+v, coding %+v", r.Spreads[0], r.Coding)
	}
	if eight := run(t, sector(t, "company-core", 8, 2), benchmark.Options{Sector: "EXT"}); !eight.Ranked {
		t.Error("eight are not ranked")
	}
}

func TestFourCompaniesHaveNoQuartiles(t *testing.T) {
	r := run(t, sector(t, "company-core", 4, 0), benchmark.Options{Sector: "EXT"})
	for _, s := range r.Spreads {
		if s.Least != nil || s.Middle != nil || s.Greatest != nil || s.Companies != 4 {
			t.Errorf("%+v", s)
		}
	}
}

func TestWhoIsLeftOut(t *testing.T) {
	q, m := form(t, "company-core")
	full, _ := form(t, "company-full")
	list := sector(t, "company-core", 9, 0)
	add := func(code string, q *vigil.Questionnaire, change func(*benchmark.Entry)) {
		e := company(t, q, m, code, 8, 0.6, 0)
		change(&e)
		e.Card = scoring.Score(e.Input)
		list = append(list, e)
	}
	later := *q
	later.Edition = "99.0.0"
	cut := func(e *benchmark.Entry, share float64) {
		e.Input.Answers = e.Input.Answers[:int(float64(len(e.Input.Answers))*share)]
	}
	add("fin", q, func(e *benchmark.Entry) { e.Input.Subject.Sector = "FIN" })
	add("self", q, func(e *benchmark.Entry) { e.Input.Mode = vigil.SELF })
	add("full", full, func(*benchmark.Entry) {})
	add("later", &later, func(*benchmark.Entry) {})
	add("blank", q, func(e *benchmark.Entry) { cut(e, 0.2) })
	add("thin", q, func(e *benchmark.Entry) { cut(e, 0.55) })
	add("forged", q, func(e *benchmark.Entry) {
		e.Input.Caps = []vigil.Cap{{ID: 1, Rule: "CAP-14", ProposedBy: "a", Confirmed: "2026-03-01", ConfirmedBy: "b", Opened: "2026-02-01"}}
	})
	add("c0003", q, func(e *benchmark.Entry) { e.Input.Cutoff, e.Assessment = "2025-06-30", "c0003-2025" })
	r := run(t, list, benchmark.Options{Sector: "EXT"})
	got := map[string]benchmark.Reason{}
	for _, x := range r.LeftOut {
		got[x.Assessment] = x.Reason
		if x.Why == "" || x.Card == nil {
			t.Errorf("%s has no reason in words, or no scorecard", x.Assessment)
		}
	}
	want := map[string]benchmark.Reason{"fin-2026": benchmark.OtherSector, "self-2026": benchmark.OtherMode, "full-2026": benchmark.OtherForm, "later-2026": benchmark.OtherEdition,
		"blank-2026": benchmark.NotRated, "thin-2026": benchmark.Provisional, "forged-2026": benchmark.RatingGone, "c0003-2025": benchmark.Superseded}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(r.Places) != 9 || !r.Ranked {
		t.Errorf("%d are compared: %v", len(r.Places), codes(r))
	}
	alone := run(t, sector(t, "company-core", 9, 0), benchmark.Options{Sector: "EXT"})
	for i := range alone.Places {
		a, b := alone.Places[i], r.Places[i]
		if a.Input.Subject.Code != b.Input.Subject.Code || a.Rank != b.Rank || a.Low != b.Low || a.High != b.High {
			t.Errorf("those left out moved %s", a.Input.Subject.Code)
		}
	}
}

func TestTheFormAskedFor(t *testing.T) {
	list := append(sector(t, "company-core", 8, 0), sector(t, "company-quick", 3, 0)...)
	for i := range list[8:] {
		list[8+i].Input.Subject.Code = fmt.Sprintf("q%d", i)
	}
	core := list[0].Card.Questionnaire
	for form, want := range map[string]string{"": core, "company-quick": list[8].Card.Questionnaire, core: core, "none": "none"} {
		r := run(t, list, benchmark.Options{Sector: "EXT", Form: form})
		if r.Form != want {
			t.Errorf("form %q compares %q, want %q", form, r.Form, want)
		}
	}
}

func TestProblems(t *testing.T) {
	twice := sector(t, "company-core", 8, 0)
	again := twice[3]
	again.Assessment = "another"
	_, ps := benchmark.Run(append(twice, again), benchmark.Options{Sector: "EXT"})
	if len(ps) != 1 || !strings.Contains(ps.Error(), "two assessments") || ps[0].Do.Empty() {
		t.Errorf("two assessments of one company and day: %v", ps)
	}
	for _, draws := range []int{-1, 99, 100_001} {
		if _, ps := benchmark.Run(twice, benchmark.Options{Draws: draws}); len(ps) != 1 {
			t.Errorf("%d draws: %v", draws, ps)
		}
	}
	bad := *twice[0].Input.Methodology
	bad.Aggregation.Total = "minimum"
	for i := range twice {
		twice[i].Input.Methodology = &bad
	}
	if _, ps := benchmark.Run(twice, benchmark.Options{}); len(ps) != 1 || !strings.Contains(ps.Error(), "no weighted mean of pillars") {
		t.Errorf("a total that is a minimum: %v", ps)
	}
}

// The second coder of one answered other items, the coders of another none in common, and one company has one coder.
func TestCodersWithDifferentItems(t *testing.T) {
	list := sector(t, "company-core", 8, 2)
	whole := run(t, list, benchmark.Options{Sector: "EXT"}).Coding
	n := len(list[0].Codings[0])
	list[0].Codings[1] = list[0].Codings[1][:n/2]
	list[1].Codings[0], list[1].Codings[1] = list[1].Codings[0][:n/2], list[1].Codings[1][n/2:]
	list[2].Codings = list[2].Codings[:1]
	list[3].Codings = append(list[3].Codings, list[3].Codings[1][:5], []vigil.Answer{{Question: "NO.SUCH", State: vigil.Answered, Value: "1"}})
	r := run(t, list, benchmark.Options{Sector: "EXT"})
	if r.Coding.Coders != 4 || r.Coding.Companies != 6 || r.Coding.Items >= whole.Items || r.Coding.Differing >= whole.Differing || r.Coding.Items <= 5*n/2 {
		t.Errorf("coding is %+v, with all answers %+v", r.Coding, whole)
	}
	finite(t, reflect.ValueOf(r), "result")
}

// What the settled answer took from elsewhere is not drawn; coders who agree change nothing.
func TestCodingsThatAreNotDrawn(t *testing.T) {
	plain, agreed, moved := sector(t, "company-core", 10, 0), sector(t, "company-core", 10, 0), sector(t, "company-core", 10, 0)
	for i := range agreed {
		answers := agreed[i].Input.Answers
		agreed[i].Codings = [][]vigil.Answer{answers, slices.Clone(answers)}
		lower := slices.Clone(answers)
		for j := range lower {
			if lower[j].Question == "BE.b.2" {
				lower[j] = vigil.Answer{Question: "BE.b.2", State: vigil.NotDisclosed}
			}
		}
		moved[i].Codings = [][]vigil.Answer{lower, slices.Clone(lower)}
	}
	want := run(t, plain, benchmark.Options{Sector: "EXT", Seed: 5})
	for name, list := range map[string][]benchmark.Entry{"agreed": agreed, "moved": moved} {
		got := run(t, list, benchmark.Options{Sector: "EXT", Seed: 5})
		for i := range want.Places {
			a, b := want.Places[i], got.Places[i]
			if a.Low != b.Low || a.Median != b.Median || a.High != b.High {
				t.Errorf("%s: %s moves from %d..%d to %d..%d", name, a.Input.Subject.Code, a.Low, a.High, b.Low, b.High)
			}
		}
		if got.Coding.Differing != 0 || name == "moved" && got.Coding.Settled == 0 || name == "agreed" && got.Coding.Settled != 0 {
			t.Errorf("%s: %+v", name, got.Coding)
		}
	}
}

func TestTheSameOnAnyNumberOfCoresAndInAnyOrder(t *testing.T) {
	list := sector(t, "company-core", 24, 2)
	want := run(t, list, benchmark.Options{Sector: "EXT", Seed: 20260701})
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, cores := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(cores)
		slices.Reverse(list)
		got := run(t, list, benchmark.Options{Sector: "EXT", Seed: 20260701})
		if printed(t, got) != printed(t, want) {
			t.Errorf("on %d cores and in another order the result differs", cores)
		}
	}
	if other := run(t, list, benchmark.Options{Sector: "EXT", Seed: 7}); printed(t, other) == printed(t, want) {
		t.Error("another seed gives the same intervals")
	}
}

// printed is everything of a result but its entries, whose forms hold functions.
func printed(t *testing.T, r *benchmark.Result) string {
	t.Helper()
	short := *r
	var places []any
	for _, p := range r.Places {
		step := ""
		if s := p.Change.Step; s != nil {
			step = fmt.Sprint(s.Question, s.Figure, s.Rank)
		}
		places = append(places, p.Input.Subject.Code, p.Figure, p.Rank, p.Tied, p.Median, p.Low, p.High, p.Group, p.Pillars, p.Change.NextRank, p.Change.NextGroup, p.Change.Lead, step, p.Change.Held)
	}
	short.Places, short.LeftOut, short.Seed = nil, nil, 0
	text, err := json.Marshal([]any{short, places})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// finite looks at every number of a value.
func finite(t *testing.T, v reflect.Value, path string) {
	t.Helper()
	switch v.Kind() {
	case reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			t.Errorf("%s is %v", path, v.Float())
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() && v.Type().String() != "*vigil.Questionnaire" && v.Type().String() != "*vigil.Methodology" {
			finite(t, v.Elem(), path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				finite(t, v.Field(i), path+"."+v.Type().Field(i).Name)
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			finite(t, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	}
}

func TestTheSectorColumnRanksInsideItsSector(t *testing.T) {
	list := sector(t, "company-core", 12, 0)
	r := run(t, list, benchmark.Options{Sector: "EXT"})
	if r.Column != "EXT" {
		t.Fatalf("the column is %q", r.Column)
	}
	for _, p := range r.Places {
		if p.Figure != p.Card.Sector.Final {
			t.Errorf("%s is ranked on %s, not on the figure of its sector %s", p.Input.Subject.Code, p.Figure, p.Card.Sector.Final)
		}
		kept := *p.Card
		kept.Sector = nil // as on a scorecard that was kept before the sector was known
		p.Card = &kept
		for i := range list {
			if list[i].Input.Subject.Code == p.Input.Subject.Code {
				list[i].Card = &kept
			}
		}
	}
	again := run(t, list, benchmark.Options{Sector: "EXT"})
	for i, p := range again.Places {
		if math.Abs(p.Figure.Value-r.Places[i].Figure.Value) > 1e-9 || p.Figure.Published != r.Places[i].Figure.Published {
			t.Errorf("%s: the figure made from the pillars is %v, the one of scoring %v", p.Input.Subject.Code, p.Figure.Value, r.Places[i].Figure.Value)
		}
	}
	if all := run(t, list, benchmark.Options{}); all.Column != "default" || all.Places[0].Figure != all.Places[0].Card.Final {
		t.Errorf("over all sectors the column is %q", all.Column)
	}
	if quick := run(t, sector(t, "company-quick", 8, 0), benchmark.Options{Sector: "EXT"}); quick.Column != "default" {
		t.Errorf("the quick scan is ranked by the column %q", quick.Column)
	}
}

// The alpha of its coders comes into the confidence of a company, and into nothing else but what asks for confidence.
func TestAgreementFeedsConfidence(t *testing.T) {
	plain, coded := sector(t, "company-core", 8, 0), sector(t, "company-core", 8, 2)
	for i := range coded {
		plain[i].Input.Answers, plain[i].Card = coded[i].Input.Answers, nil
	}
	a, b := run(t, plain, benchmark.Options{Sector: "EXT"}), run(t, coded, benchmark.Options{Sector: "EXT"})
	if a.Agreement != nil || b.Agreement == nil || b.Agreement.Total.Ordinal == nil || *b.Agreement.Total.Ordinal < 0.3 {
		t.Fatalf("agreement is %+v and %+v", a.Agreement, b.Agreement)
	}
	for i := range a.Places {
		x, y := a.Places[i].Card, b.Places[i].Card
		if x.Subject.Code != y.Subject.Code || x.Confidence.Agreement != 0 || y.Confidence.Agreement <= 0 || y.Confidence.Figure.Value <= x.Confidence.Figure.Value || x.Final.Value != y.Final.Value {
			t.Errorf("%s: confidence %+v without and %+v with a second coder", x.Subject.Code, x.Confidence, y.Confidence)
		}
		if again := scoring.Score(b.Places[i].Input); again.Confidence.Figure.Value != y.Confidence.Figure.Value {
			t.Errorf("%s: its input does not give its confidence", x.Subject.Code)
		}
	}
	for _, e := range coded {
		if e.Card.Confidence.Agreement != 0 || e.Input.Agreement != nil {
			t.Fatal("what was given was changed")
		}
	}
}
