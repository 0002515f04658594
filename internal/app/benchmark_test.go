package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// final opens an organisation whose assessment is final, with the first so many graded items at the second level and the
// rest at the first.
func final(t *testing.T, a *app.App, code string, mode vigil.Mode, good int) {
	t.Helper()
	begin(t, a, code, mode)
	fill(t, a, code, good)
}

// fill takes the assessment of an organisation from its answers to its result.
func fill(t *testing.T, a *app.App, code string, good int) {
	t.Helper()
	sub := answersTo(a)
	for i := range sub.Entries {
		if e := &sub.Entries[i]; e.Value == "2" {
			if good--; good < 0 {
				e.Value = "1"
			}
		}
	}
	_, err := a.Import(ctx, admin, code+"-1", sub, app.ImportOptions{})
	must(t, err)
	must(t, a.Submit(ctx, admin, code+"-1"))
	must(t, a.Review(ctx, other, code+"-1"))
	finalise(t, a, other, code+"-1")
}

// Compared is what is final in mode BENCH; drafts are nowhere, and what was assessed otherwise is left out with the reason.
func TestBenchmarkOfWhatIsStored(t *testing.T) {
	a := onSQLite(t)
	for i := range 8 {
		final(t, a, fmt.Sprintf("c%d", i), vigil.BENCH, 3*i)
	}
	final(t, a, "self", vigil.SELF, 9)
	begin(t, a, "draft", vigil.BENCH)
	begin(t, a, "bank", vigil.BENCH)
	o, err := organisation(a, "bank")
	must(t, err)
	o.Sector, o.Sectors = "FIN", []string{"FIN", "EXT"}
	_, err = a.UpdateOrganisation(ctx, admin, o)
	must(t, err)
	fill(t, a, "bank", 9)

	before := audits(t, a)
	r, err := a.Benchmark(ctx, admin, app.BenchmarkRequest{Options: benchmark.Options{Sector: "EXT", Seed: 3, Mode: vigil.SELF}})
	must(t, err)
	if audits(t, a) != before+1 {
		t.Error("a benchmark leaves the house without an audit entry")
	}
	if !r.Ranked || r.Mode != vigil.BENCH || len(r.Places) != 8 || r.Places[0].Rank != 1 || r.Places[0].Input.Subject.Code != "c7" {
		t.Errorf("ranked %v in mode %s: %d places, the first is %+v", r.Ranked, r.Mode, len(r.Places), r.Places[0].Input.Subject)
	}
	why := map[string]benchmark.Reason{}
	for _, l := range r.LeftOut {
		why[l.Subject.Code] = l.Reason
	}
	if len(why) != 2 || why["self"] != benchmark.OtherMode || why["bank"] != benchmark.OtherSector {
		t.Errorf("left out are %v", why)
	}
	for _, p := range r.Places {
		if p.Card.Final.Decimals != 1 || p.Assessment == "" || len(p.Evidence) == 0 || scoring.Score(p.Input).Final.Value != p.Card.Final.Value {
			t.Errorf("%s came back without something: %+v", p.Input.Subject.Code, p.Card.Final)
		}
	}
	made, err := a.BenchmarkReport(ctx, admin, app.BenchmarkRequest{Options: benchmark.Options{Sector: "EXT", Seed: 3}})
	must(t, err)
	if made.ID != "benchmark" || len(made.Sections) < 10 || made.Draft == "" {
		t.Errorf("the report has %d sections", len(made.Sections))
	}
}

func organisation(a *app.App, code string) (vigil.Organisation, error) {
	list, err := a.Organisations(ctx, admin)
	i := slices.IndexFunc(list, func(o vigil.Organisation) bool { return o.Code == code })
	return list[i], err
}

func TestBenchmarkRefuses(t *testing.T) {
	a := onSQLite(t)
	_, err := a.Benchmark(ctx, admin, app.BenchmarkRequest{Options: benchmark.Options{Sector: "MINING"}, Publication: &vigil.Publication{Sector: "FIN"}})
	refused(t, err, vigil.Invalid, `there is no sector "MINING"`, "it is about the sector FIN")
	_, err = a.Benchmark(ctx, guest, app.BenchmarkRequest{Options: benchmark.Options{Sector: "EXT"}})
	refused(t, err, vigil.Forbidden)
	r, err := a.Benchmark(ctx, admin, app.BenchmarkRequest{Options: benchmark.Options{Sector: "EXT"}})
	must(t, err)
	if r.Ranked || !strings.Contains(r.Unranked, "no company") {
		t.Errorf("%+v", r)
	}
}
