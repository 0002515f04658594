package app_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/report/site"
	"vigil/internal/seal"
	"vigil/internal/vigil"
	"vigil/reports"
)

// From what is stored: the files come out with receipts that hold, one audit entry says so, and the name of anybody who ever
// worked here keeps all of it back.
func TestPublishingWhatIsStored(t *testing.T) {
	a := onSQLite(t)
	a.Folder = t.TempDir()
	coder := vigil.Actor{Person: "Kelebek Ornstowe", Role: vigil.Researcher}
	for n := range 8 {
		code := fmt.Sprintf("c%02d", n)
		begin(t, a, code, vigil.BENCH)
		must(t, second(a.Import(ctx, coder, code+"-1", answersTo(a), app.ImportOptions{})))
		must(t, a.Submit(ctx, coder, code+"-1"))
		must(t, a.Review(ctx, other, code+"-1"))
		finalise(t, a, other, code+"-1")
	}
	publisher := vigil.Actor{Person: "Wendeline Marsupial", Role: vigil.Publisher}
	result, err := a.Benchmark(ctx, publisher, app.BenchmarkRequest{Options: benchmark.Options{Sector: "EXT", Draws: 100, Seed: 1}})
	must(t, err)
	if len(result.Places) != 8 {
		t.Fatalf("%d companies are compared: %+v", len(result.Places), result.LeftOut)
	}
	pages, err := site.New(reports.Files)
	must(t, err)
	p := published(&canaries{})
	req := app.BenchmarkRequest{Publication: p, Coders: []benchmark.Coder{{Name: "Quillonda"}}}
	full := errors.New("the disk is full")
	if err := a.PublishBenchmark(ctx, publisher, result, req, pages, func(map[string][]byte) error { return full }); !errors.Is(err, full) {
		t.Errorf("a disk that is full gives %v", err)
	}
	if s := statusOf(t, a, "c00-1"); s != vigil.Final {
		t.Errorf("nothing was written, and the assessment is %s", s)
	}
	var files map[string][]byte
	keep := func(made map[string][]byte) error { files = made; return nil }
	must(t, a.PublishBenchmark(ctx, publisher, result, req, pages, keep))
	key, err := seal.ParsePublic(files[site.KeyFile])
	must(t, err)
	for n := range 8 {
		v, ps := app.VerifyReceipt(a.Catalogue, files[site.ReceiptFile(fmt.Sprintf("c%02d", n))], [][]byte{key})
		if len(ps) > 0 || !v.Expected || !v.Editions {
			t.Errorf("receipt %d: %+v %v", n, v, ps)
		}
	}
	logged(t, a, "publication:mining@1", "publish "+publisher.Person)

	for n := range 8 {
		if s := statusOf(t, a, fmt.Sprintf("c%02d-1", n)); s != vigil.Published {
			t.Errorf("what is published has the status %s", s)
		}
	}
	first := files[site.ReceiptFile("c00")]
	must(t, second(seal.Rotate(a.Folder, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))))
	must(t, a.PublishBenchmark(ctx, publisher, result, req, pages, keep)) // another edition, under another key
	earlier := ""
	for name := range files {
		if strings.HasPrefix(name, "receipts/earlier/") {
			earlier = name
		}
	}
	key, err = seal.ParsePublic(files[earlier])
	must(t, err)
	if v, ps := app.VerifyReceipt(a.Catalogue, first, [][]byte{key}); len(ps) > 0 || !v.Expected || !strings.Contains(string(files["data.html"]), `href="`+earlier+`"`) {
		t.Errorf("the receipt of the edition before, under the key kept beside this one: %+v %v", v, ps)
	}
	must(t, a.Reopen(ctx, other, "c00-1", "a date was wrong"))
	refused(t, a.PublishBenchmark(ctx, publisher, result, req, pages, keep), vigil.Conflict, `"c00-1" was changed since it was compared`)
	finalise(t, a, other, "c00-1")
	must(t, a.PublishBenchmark(ctx, publisher, result, req, pages, keep))

	before := audits(t, a)
	for _, name := range []string{coder.Person, publisher.Person, strings.ToUpper(coder.Person), "Quillonda"} {
		p.Selection = vigil.Text{"en": "As " + name + " chose"}
		files = nil
		err := a.PublishBenchmark(ctx, publisher, result, req, pages, keep)
		refused(t, err, vigil.Invalid, "method.html: holds the name of somebody", "data/benchmark.json: holds the name")
		if files != nil || strings.Contains(err.Error(), name) {
			t.Error("files came out, or the name is repeated")
		}
	}
	if after := audits(t, a); after != before {
		t.Errorf("%d audit entries of what was not done", after-before)
	}
	refused(t, a.PublishBenchmark(ctx, vigil.Actor{Person: "x", Role: vigil.Reviewer}, result, req, pages, keep), vigil.Forbidden)
}

func statusOf(t *testing.T, a *app.App, code string) vigil.Status {
	t.Helper()
	as, _, err := a.Assessment(ctx, admin, code)
	must(t, err)
	return as.Status
}
