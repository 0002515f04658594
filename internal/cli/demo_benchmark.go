package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/report"
	"vigil/internal/report/site"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// demoSector is the comparison of a sector while it is made, the way that people go: coded twice, settled, assessed, compared
// and published.
type demoSector struct {
	*demoRun
	demoBenchmark
	form      *vigil.Questionnaire
	method    *vigil.Methodology
	cutoff    time.Time
	truth     demoTruth
	codings   []vigil.Submission
	files     coderFiles
	coders    []benchmark.Coder
	agreement *benchmark.Agreement
}

// sector compares a sector and writes what comes out, for inside and for everybody.
func (d *demoRun) sector(ctx context.Context) error {
	s := &demoSector{demoRun: d, demoBenchmark: d.Benchmark}
	var err error
	if s.cutoff, err = time.Parse(time.DateOnly, s.Cutoff); err != nil {
		return vigil.Errorf(vigil.Invalid, "benchmark/companies.yaml: cutoff: %q is no day; write it like 2026-06-30", s.Cutoff)
	}
	if s.form, s.method, err = d.a.Catalogue.Questionnaire(s.Questionnaire); err != nil {
		return err
	}
	if err := s.code(ctx); err != nil {
		return err
	}
	if err := s.agree(); err != nil {
		return err
	}
	file, err := s.settle()
	if err != nil {
		return err
	}
	if err := s.assessAll(ctx, file); err != nil {
		return err
	}
	return s.publish(ctx)
}

// write makes a file in the folder of the sector.
func (d *demoSector) write(name string, make func(io.Writer) error) (string, error) {
	path, err := d.path("benchmark", name)
	if err != nil {
		return path, err
	}
	return path, d.writeFile(path, make)
}

// agree writes how far the coders agree, and the workbook in which a third person settles the rest.
func (d *demoSector) agree() error {
	d.agreement = benchmark.Agree(d.coders)
	r := report.CoderAgreement(report.AgreementInput{Questionnaire: d.form, Methodology: d.method, Agreement: d.agreement, Language: "en"})
	if err := d.report(r, filepath.Join("benchmark", "agreement"), paperFormats); err != nil {
		return err
	}
	_, err := d.write("disagreements.xlsx", func(w io.Writer) error {
		return spreadsheet.WriteReconciliation(w, spreadsheet.Reconciliation{Questionnaire: d.form, Methodology: d.method, Coders: d.coders, Disagreements: d.agreement.Disagreements})
	})
	return err
}

// assessAll makes an assessment of each company from the settled answers, and finishes it. One that answered another form
// has no coders.
func (d *demoSector) assessAll(ctx context.Context, file string) error {
	settled, err := spreadsheet.ReadFile(ctx, file)
	if err != nil {
		return err
	}
	for _, c := range d.Organisations {
		if err := d.assessOne(ctx, c, settled); err != nil {
			return fmt.Errorf("%s: %w", c.Code, err)
		}
	}
	return nil
}

func (d *demoSector) assessOne(ctx context.Context, c demoOrganisation, settled vigil.Submission) error {
	form := d.form
	if c.Form != "" {
		var err error
		if form, _, err = d.a.Catalogue.Questionnaire(c.Form); err != nil {
			return err
		}
	}
	sub := vigil.Submission{Source: settled.Source, Questionnaire: form.Ref()}
	for _, e := range settled.Entries {
		if e.Subject == c.Code {
			sub.Entries = append(sub.Entries, e)
		}
	}
	if c.Form != "" {
		sub = drawing{demoData: d.demoData, organisation: c, dice: newDice(d.Seed, c.Code), m: d.method, today: d.cutoff}.submission(form)
	}
	for i := range sub.Entries {
		for j := range sub.Entries[i].Evidence {
			v := &sub.Entries[i].Evidence[j]
			v.Public = v.Link != "" // a file does not say so; coders of public evidence cite nothing else
		}
	}
	sub.Rows = len(sub.Entries)
	return d.enter(ctx, c, form, sub, d.Cutoff)
}

// publish compares, writes the reports for inside, and puts what everybody may read past the gate.
func (d *demoSector) publish(ctx context.Context) error {
	text, err := fs.ReadFile(d.Demo, "benchmark/publication.yaml")
	if err != nil {
		return err
	}
	file, err := d.write("publication.yaml", func(w io.Writer) error { _, err := w.Write(text); return err })
	if err != nil {
		return err
	}
	files := benchmarkFiles{publication: file, coders: d.files, request: app.BenchmarkRequest{Options: benchmark.Options{Sector: d.Sector, Form: d.form.ID, Seed: uint64(d.Seed)}}}
	req, err := d.benchmarkRequest(ctx, &files)
	if err != nil {
		return err
	}
	result, err := d.a.Benchmark(ctx, d.actor(), req)
	if err != nil {
		return err
	}
	r := report.Benchmark(report.BenchmarkInput{Result: result, Provisions: d.a.Catalogue.Provisions, Publication: req.Publication, Today: d.Today, Language: "en"})
	if err := d.report(r, filepath.Join("benchmark", "benchmark"), paperFormats); err != nil {
		return err
	}
	pages, err := d.pages("")
	if err != nil {
		return err
	}
	folder := filepath.Join(d.out, "benchmark", "site")
	var public map[string][]byte
	if err := d.a.PublishBenchmark(ctx, d.actor(), result, req, pages, func(files map[string][]byte) error {
		public = files
		return writeFolder(folder, files)
	}); err != nil {
		return err
	}
	for name := range public {
		d.written = append(d.written, filepath.Join(folder, filepath.FromSlash(name)))
	}
	return d.tellSector(result, public)
}

// tellSector checks every receipt as a stranger would, and keeps what the index says of the sector.
func (d *demoSector) tellSector(result *benchmark.Result, public map[string][]byte) error {
	for _, p := range result.Places {
		if _, ps := app.VerifyReceipt(d.a.Catalogue, public[site.ReceiptFile(p.Input.Subject.Code)], nil); len(ps) > 0 {
			return ps
		}
	}
	var weak []string
	for _, i := range d.agreement.WeakItems() {
		weak = append(weak, i.ID)
	}
	first := result.Places[0].Input.Subject.Code
	d.compared = fmt.Sprintf(`%d companies of the sector %s were coded twice; the coders differed on %d answers, most on %s.
%d are compared, in %d groups that cannot be told apart; the others are left out, each with its reason. All %d receipts are good:
  vigil verify %s --key %s`,
		len(d.coded()), d.Sector, len(d.agreement.Disagreements), strings.Join(weak, ", "), len(result.Places), len(result.Groups), len(result.Places),
		filepath.Join(d.out, "benchmark", "site", filepath.FromSlash(site.ReceiptFile(first))), filepath.Join(d.out, "benchmark", "site", filepath.FromSlash(site.KeyFile)))
	return nil
}
