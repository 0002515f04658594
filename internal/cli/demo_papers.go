package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/report"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

var paperFormats = []string{"html", "docx", "xlsx", "csv", "json"}

// papers writes the filled workbook of a company, its gap report and its scorecard in every format.
func (d *demoRun) papers(ctx context.Context, c demoCompany) error {
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
	d.notes = append(d.notes, fmt.Sprintf("%-14s %-4s %5s  %-14s %s", c.Code, card.Band, card.Final, marks(card), c.Story))
	for _, paper := range []struct{ report, base string }{{app.GapReport, "gap-report"}, {app.ScorecardReport, "scorecard"}} {
		r, err := d.a.Report(ctx, d.actor(), paper.report, code)
		if err != nil {
			return err
		}
		formats := paperFormats
		if paper.report == app.GapReport && d.prints {
			formats = append(slices.Clone(formats), "pdf") // the paper that is passed on; printing takes a second or two
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
	return d.writeFile(name, func(w io.Writer) error { return d.a.Workbook(ctx, d.actor(), d.code(d.Companies[0]), true, w) })
}

// further writes the reports that a person asks for one by one: what the cheapest path would lead to, and the answers by
// the references of another framework.
func (d *demoRun) further(ctx context.Context) error {
	for _, c := range d.Companies {
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

// summaries writes one summary for each mode: scores of different modes never stand side by side.
func (d *demoRun) summaries(ctx context.Context) error {
	for _, mode := range vigil.Modes {
		var codes []string
		for _, c := range d.Companies {
			if vigil.Mode(c.Mode) == mode && d.form(c) == d.Questionnaire { // forms of different length never stand side by side
				codes = append(codes, d.code(c))
			}
		}
		if len(codes) == 0 {
			continue
		}
		r, err := d.a.Summary(ctx, d.actor(), codes)
		if err != nil {
			return err
		}
		base := "summary"
		if mode != vigil.SELF {
			base += "-" + strings.ToLower(string(mode))
		}
		if err := d.report(r, base, []string{"xlsx", "html", "docx"}); err != nil {
			return err
		}
	}
	return nil
}

// reproduction sets the published figures of a reference set beside those computed here.
func (d *demoRun) reproduction(context.Context) error {
	const folder = "reference/rdr-2022"
	set := &scoreSet{}
	var err error
	if set.form, set.method, err = d.a.Catalogue.Questionnaire("rdr-2022"); err != nil {
		return err
	}
	rows, err := compare(d.Questionnaires, folder, set)
	if err != nil {
		return err
	}
	return d.report(report.Reproduction(set.method, set.form, rows), "rdr-2022-reproduction", []string{"xlsx"})
}

// compare scores a reference set and joins each published figure with the one computed.
func compare(files fs.FS, folder string, set *scoreSet) ([]report.Comparison, error) {
	sub, ps := openEmbedded(files, folder+"/answers.csv", spreadsheet.ReadCSV)
	if len(ps) > 0 {
		return nil, ps
	}
	readings, ps := set.read(sub)
	subjects, more := openEmbedded(files, folder+"/subjects.csv", subjectTable)
	ps = append(ps, more...)
	units, more := openEmbedded(files, folder+"/units.csv", unitTable)
	ps = append(ps, more...)
	known := []string{"subject", "unit", "node", "value", "rank"}
	published, more := openEmbedded(files, folder+"/published.csv", func(name string, f io.Reader) ([]spreadsheet.Row, vigil.Problems) {
		_, rows, ps := spreadsheet.ReadTable(name, f, known, known, false)
		return rows, ps
	})
	if ps = append(ps, more...); len(ps) > 0 {
		return nil, ps
	}
	set.gather(readings, subjects, units, vigil.BENCH, "9999-12-31")
	cards, err := set.score()
	if err != nil {
		return nil, err
	}
	byCode := map[string]*vigil.Scorecard{}
	for _, c := range cards {
		byCode[c.Subject.Code] = c
	}
	ranks := map[[2]string]int{}
	for _, r := range benchmark.Ranks(set.method, cards) {
		ranks[[2]string{r.Subject, r.Node}] = r.Rank
	}
	titles := map[string]string{vigil.Total: "Total"}
	for i := range set.form.Pillars {
		titles[set.form.Pillars[i].ID] = set.form.Pillars[i].Title.In("en")
	}
	set.form.Walk(func(_ *vigil.Pillar, in *vigil.Indicator) { titles[in.ID] = in.Title.In("en") })
	var out []report.Comparison
	for _, row := range published {
		c := report.Comparison{Subject: row.Cells["subject"], Unit: row.Cells["unit"], Node: row.Cells["node"], Title: titles[row.Cells["node"]]}
		if v, err := strconv.ParseFloat(row.Cells["value"], 64); err == nil {
			c.Published = &v
		}
		c.PublishedRank, _ = strconv.Atoi(row.Cells["rank"]) // empty: not ranked
		if card := byCode[c.Subject]; card != nil {
			if n := card.Node(c.Node, c.Unit); n != nil {
				_, c.Recomputed = result(card, *n)
			}
		}
		if c.Unit == "" {
			c.Rank = ranks[[2]string{c.Subject, c.Node}]
		}
		out = append(out, c)
	}
	return out, nil
}

func openEmbedded[T any](files fs.FS, name string, read func(string, io.Reader) (T, vigil.Problems)) (out T, ps vigil.Problems) {
	f, err := files.Open(name)
	if err != nil {
		ps.Add(vigil.Place{File: name}, "the program was built without this file", "build it again from a whole checkout")
		return out, ps
	}
	defer func() { _ = f.Close() }()
	return read(name, f)
}

// index says what was written and what to open first.
func (d *demoRun) index() {
	fmt.Fprintf(d.run.out, "The demo is on %s. Every company is fictional.\n\n", d.Today)
	for _, n := range d.notes {
		fmt.Fprintln(d.run.out, n)
	}
	first := d.Companies[0].Code
	fmt.Fprintf(d.run.out, `
%d files in %s. Open first:
  %s   what a company reads: strengths, gaps, plan, what lifts the score
  %s   all companies that assessed themselves, side by side
  %s   an empty questionnaire to mail
  %s   another index recomputed, figure by figure
Each company has a folder: its filled questionnaire, and its gap report and scorecard as html, docx, xlsx, csv and json%s.
`, len(d.written), d.out, filepath.Join(d.out, first, "gap-report.html"), filepath.Join(d.out, "summary.xlsx"),
		filepath.Join(d.out, "questionnaire-blank.xlsx"), filepath.Join(d.out, "rdr-2022-reproduction.xlsx"), map[bool]string{true: "; the gap report as pdf too"}[d.prints])
}
