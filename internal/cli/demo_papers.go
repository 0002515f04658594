package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

var paperFormats = []string{"html", "docx", "xlsx", "csv", "json"}

// papers writes the filled workbook of an organisation, its gap report and its scorecard in every format.
func (d *demoRun) papers(ctx context.Context, c demoOrganisation) error {
	code := d.code(c)
	name, err := d.path(c.Code, "questionnaire-filled.xlsx")
	if err != nil {
		return err
	}
	if err := d.writeFile(name, func(w io.Writer) error { return d.a.Workbook(ctx, d.actor(), code, false, w) }); err != nil {
		return err
	}
	card, _, err := d.a.Score(ctx, d.actor(), code)
	if err != nil {
		return err
	}
	d.notes = append(d.notes, fmt.Sprintf("%-12s %-16s %-7s %-2s %5s  %-14s %s", c.Code, d.form(c), c.Mode, card.Band, card.Final, marks(card), c.Story))
	for _, paper := range []struct{ report, base string }{{app.GapReport, "gap-report"}, {app.ScorecardReport, "scorecard"}} {
		r, err := d.a.Report(ctx, d.actor(), paper.report, code)
		if err != nil {
			return err
		}
		formats := paperFormats
		if paper.report == app.GapReport && c.Print && d.prints {
			formats = append(slices.Clone(formats), "pdf") // the paper that is passed on; printing takes a second or two, so a few are enough
		}
		if err := d.report(r, filepath.Join(c.Code, paper.base), formats); err != nil {
			return err
		}
	}
	return nil
}

func marks(card *vigil.Scorecard) string {
	var out []string
	for _, m := range []struct {
		on   bool
		word string
	}{{card.Capped, "capped"}, {card.Provisional && card.Rated, "provisional"}, {card.Watch, "watch"}, {!card.Rated, "not rated"}} {
		if m.on {
			out = append(out, m.word)
		}
	}
	return strings.Join(out, ", ")
}

// report writes a report in some formats.
func (d *demoRun) report(r vigil.Report, base string, formats []string) error {
	for _, format := range formats {
		write, err := d.writer(format, "")
		if err != nil {
			return err
		}
		name, err := d.path(base + "." + format)
		if err != nil {
			return err
		}
		if err := d.writeFile(name, func(w io.Writer) error { return write(w, r) }); err != nil {
			return err
		}
	}
	return nil
}

// blank writes an empty questionnaire, to look at and to mail.
func (d *demoRun) blank(ctx context.Context) error {
	name, err := d.path("questionnaire-blank.xlsx")
	if err != nil {
		return err
	}
	return d.writeFile(name, func(w io.Writer) error { return d.a.Workbook(ctx, d.actor(), d.code(d.Organisations[0]), true, w) })
}

// further writes the reports that a person asks for one by one: what the cheapest path would lead to, and the answers by
// the references of another framework.
func (d *demoRun) further(ctx context.Context) error {
	for _, c := range d.Organisations {
		if c.Crosswalk == "" {
			continue
		}
		path, err := d.a.PathReport(ctx, d.actor(), d.code(c))
		if err != nil {
			return err
		}
		references, err := d.a.Crosswalk(ctx, d.actor(), d.code(c), c.Crosswalk)
		if err != nil {
			return err
		}
		if err := d.report(path, filepath.Join(c.Code, "what-if"), paperFormats); err != nil {
			return err
		}
		if err := d.report(references, filepath.Join(c.Code, "crosswalk-"+c.Crosswalk), paperFormats); err != nil {
			return err
		}
	}
	return nil
}

// summary writes the summary of all, by form and mode.
func (d *demoRun) summary(ctx context.Context) error {
	codes := make([]string, len(d.Organisations))
	for i, c := range d.Organisations {
		codes[i] = d.code(c)
	}
	r, err := d.a.Summary(ctx, d.actor(), codes)
	if err != nil {
		return err
	}
	return d.report(r, "summary", []string{"xlsx", "html", "docx"})
}

// index says what was written and what to open first.
func (d *demoRun) index() {
	fmt.Fprintf(d.run.out, "The demo is on %s. Every organisation is fictional.\n\n", d.Today)
	for _, n := range d.notes {
		fmt.Fprintln(d.run.out, n)
	}
	fmt.Fprintf(d.run.out, "\n%s\n", d.compared)
	first := d.Organisations[0].Code
	fmt.Fprintf(d.run.out, `
%d files in %s. Open first:
  %s   what an organisation reads: strengths, gaps, plan, what lifts the score
  %s   all of them, by form and mode; no ranking
  %s   a portfolio: which organisation is behind each holding
  %s   the same screened twice: red flags, score with coverage, outcomes, what changed and why, letters
  %s   a sector as everybody reads it: league table with intervals, a page for each company, method, open data
  %s   the same for inside; beside it how far the coders agree, and what they differ on
  %s   an empty questionnaire to mail
  %s   another index recomputed, figure by figure
Each has a folder: its filled questionnaire, and its gap report and scorecard as html, docx, xlsx, csv and json%s.
`, len(d.written), d.out, filepath.Join(d.out, first, "gap-report.html"), filepath.Join(d.out, "summary.xlsx"), filepath.Join(d.out, "portfolio", "match.html"), filepath.Join(d.out, "portfolio", "run-2", "portfolio.html"),
		filepath.Join(d.out, "benchmark", "site", "index.html"), filepath.Join(d.out, "benchmark", "benchmark.xlsx"),
		filepath.Join(d.out, "questionnaire-blank.xlsx"), filepath.Join(d.out, "rdr-2022-reproduction.xlsx"), map[bool]string{true: "; a few gap reports as pdf too"}[d.prints])
}
