package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/report"
	"vigil/internal/vigil"
)

// demoRun is one run of the demo. The clock stands on the day that the story has reached and ends on the day of the
// file, so that every run writes the same.
type demoRun struct {
	*run
	demoData
	a        *app.App
	clock    time.Time
	out      string
	written  []string
	notes    []string
	prints   bool   // the machine can print pdf
	compared string // what the index says of the sector
}

func (r *run) demo() *cobra.Command {
	var out string
	c := r.leaf("demo", "Fill a data folder with clearly fictional organisations and write every workbook and report", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		data, err := readDemo(r.Demo)
		if err != nil {
			return err
		}
		d := &demoRun{run: r, demoData: data, out: out}
		if d.clock, err = time.Parse(time.DateOnly, data.Today); err != nil {
			return vigil.Errorf(vigil.Invalid, "companies.yaml: today: %q is no day; write it like 2026-06-30", data.Today)
		}
		if err := os.MkdirAll(out, 0o755); err != nil {
			return unwritable(out, err)
		}
		return r.withNewApp(cmd.Context(), func() time.Time { return d.clock }, func(a *app.App) error {
			d.a, a.NewCode = a, newDice(data.Seed, "codes").code
			return d.play(cmd.Context())
		})
	})
	c.Flags().StringVar(&out, "out", "", "folder for the workbooks and reports")
	need(c, "out")
	return c
}

// play tells the whole story through app, the way that people go.
func (d *demoRun) play(ctx context.Context) error {
	have, err := d.a.Organisations(ctx, d.actor())
	if err != nil {
		return err
	}
	if len(have) > 0 {
		return vigil.Errorf(vigil.Conflict, "the data already holds %d organisations, and the demo would mix with them; name an empty folder with --data", len(have))
	}
	missing := report.HasBrowser()
	d.prints = missing == nil
	bar := progressbar.NewOptions(2*len(d.Organisations)+6, progressbar.OptionSetWriter(d.err), progressbar.OptionSetDescription("demo"),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	step := func() { _ = bar.Add(1) } // a bar that cannot be drawn stops nothing
	if err := d.record(ctx); err != nil {
		return err
	}
	for _, c := range d.Organisations {
		if err := d.assess(ctx, c); err != nil {
			return fmt.Errorf("%s: %w", c.Code, err)
		}
		step()
	}
	for _, c := range d.Organisations {
		if err := d.papers(ctx, c); err != nil {
			return fmt.Errorf("%s: %w", c.Code, err)
		}
		step()
	}
	for _, f := range []func(context.Context) error{d.blank, d.further, d.summary, d.sector, d.portfolio, d.reproduction} {
		if err := f(ctx); err != nil {
			return err
		}
		step()
	}
	_ = bar.Finish()
	d.index()
	if missing != nil {
		fmt.Fprintf(d.err, "No pdf was written: %v.\n", missing)
	}
	return nil
}

// code is the code of an organisation's assessment.
func (d *demoRun) code(c demoOrganisation) string {
	if c.Assessment != "" {
		return c.Assessment
	}
	return c.Code + "-" + d.Today[:4]
}

// form is the questionnaire that an organisation answers.
func (d *demoRun) form(c demoOrganisation) string {
	if c.Form != "" {
		return c.Form
	}
	return d.Questionnaire
}

func (d *demoRun) reviewer(i int) vigil.Actor {
	return vigil.Actor{Person: d.Reviewers[i], Role: vigil.Reviewer}
}

func (d *demoRun) assess(ctx context.Context, c demoOrganisation) error {
	q, m, err := d.a.Catalogue.Questionnaire(d.form(c))
	if err != nil {
		return err
	}
	if err := c.unasked(q); err != nil {
		return err
	}
	sub := drawing{demoData: d.demoData, organisation: c, dice: newDice(d.Seed, c.Code), m: m, today: d.clock}.submission(q)
	return d.enter(ctx, c, q, sub, d.Today)
}

// enter makes the assessment of an organisation from its answers, approves what a "no" needs, and takes it to its stage.
func (d *demoRun) enter(ctx context.Context, c demoOrganisation, q *vigil.Questionnaire, sub vigil.Submission, cutoff string) error {
	analyst := vigil.Actor{Person: d.Analyst, Role: vigil.Analyst}
	code := d.code(c)
	if _, err := d.a.NewAssessment(ctx, analyst, app.NewAssessment{Code: code, Organisation: c.Code, Questionnaire: q.ID,
		Mode: vigil.Mode(c.Mode), Period: d.Today[:4], Cutoff: cutoff, Purpose: "Demonstration with a fictional organisation"}); err != nil {
		return err
	}
	if _, err := d.a.Import(ctx, analyst, code, sub, app.ImportOptions{}); err != nil {
		return err
	}
	for _, s := range c.Screening {
		if in := q.Question(s.Question); in != nil && s.Value == "no" && in.NoCountsWith == "approval" {
			if err := d.a.Approve(ctx, d.reviewer(0), code, "", s.Question); err != nil {
				return err
			}
		}
	}
	return d.finish(ctx, c, code, analyst)
}

// finish takes the assessment as far as its stage says.
func (d *demoRun) finish(ctx context.Context, c demoOrganisation, code string, analyst vigil.Actor) error {
	steps := []func() error{
		func() error { return d.a.Submit(ctx, analyst, code) },
		func() error { return d.a.Review(ctx, d.reviewer(1), code) },
		func() error { _, _, err := d.a.AcceptItems(ctx, d.reviewer(1), code, nil); return err },
		func() error { return d.a.Finalise(ctx, d.reviewer(1), code) },
	}
	n := map[string]int{"draft": 0, "submitted": 1, "in review": 2}
	last, known := n[c.Stage]
	if !known {
		last = len(steps)
	}
	for _, step := range steps[:last] {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// path names a file in the folder of the demo, and remembers it.
func (d *demoRun) path(parts ...string) (string, error) {
	name := filepath.Join(append([]string{d.out}, parts...)...)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return name, unwritable(name, err)
	}
	d.written = append(d.written, name)
	return name, nil
}
