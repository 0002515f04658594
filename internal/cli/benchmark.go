package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/report"
	"vigil/internal/vigil"
)

const benchmarkHelp = `Compare the companies of a sector: ranks with the interval in which they lie, groups that cannot be told apart, who was left out
and why, heat maps, what would move a company, and what the ranking rests on.

Compared are final and published assessments in mode BENCH of companies whose primary sector this is, all with the form named
(without --form: the one that most have answered). With --answers a file is compared instead and nothing is stored. Coders'
files (--coder, two or more, before anything was settled) bring the coders' differences into the intervals.

The same seed gives the same intervals on every machine. Under eight companies there are bands and no ranks.

`

// storedOnly says why a file of answers is not published.
const storedOnly = "--public publishes what is stored: a file of answers brings no cases, no caps and no second person who reviewed it; " +
	"import the answers into assessments, finalise them, and leave --answers out"

// benchmarkFiles are the arguments of a benchmark.
type benchmarkFiles struct {
	score       scoreFiles // where a file is compared and not what is stored
	coders      coderFiles
	publication string
	templates   string
	request     app.BenchmarkRequest
}

// flags are those of every command that compares a sector.
func (b *benchmarkFiles) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&b.request.Sector, "sector", "", "sector, such as EXT; companies whose primary sector it is are compared")
	f.StringVar(&b.request.Form, "form", "", "questionnaire: id or id@edition; with --answers also a file or a folder with questionnaire.yaml")
	f.Uint64Var(&b.request.Seed, "seed", 1, "of the draws; printed with the result")
	f.IntVar(&b.request.Draws, "draws", benchmark.DefaultDraws, "how many times the ranking is drawn")
	f.StringArrayVar(&b.coders.coders, "coder", nil, coderHelp+" (needs --form)")
	f.StringVar(&b.publication, "publication", "", "file with what the publisher says: selection, funding, conflicts of interest, replies, corrections, and the questions before publishing")
	f.StringVar(&b.score.answers, "answers", "", "compare this answer file (csv, xlsx or json) and not what is stored (needs --form)")
	f.StringVar(&b.score.subjects, "subjects", "", "with --answers or --coder: csv file of companies and their sectors (default: subjects.csv beside the answers)")
	f.StringVar(&b.score.units, "units", "", "with --answers or --coder: csv file of units")
	f.StringVar(&b.score.cutoff, "cutoff", "", "with --answers: last day that counts, like 2026-06-30 (default: the latest date in the answers)")
	need(c, "sector")
}

func (r *run) benchmark() *cobra.Command {
	var b benchmarkFiles
	var folder, public string
	c := r.leaf("benchmark --sector CODE -o FOLDER", "Compare a sector, and the coders behind it", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		if public != "" && b.score.answers != "" {
			return usageError{errors.New(storedOnly)}
		}
		result, made, err := r.compare(cmd.Context(), &b)
		if err != nil {
			return err
		}
		inside := func() error { return r.writeBenchmark(folder, b.templates, made) }
		if public == "" {
			err = inside()
		} else {
			err = r.publish(cmd.Context(), &b, result, inside, public)
		}
		if err == nil {
			r.tellBenchmark(result)
		}
		return err
	})
	c.Long = benchmarkHelp
	b.flags(c)
	c.Flags().StringVarP(&folder, "output", "o", "", "folder to write to; made if it is not there")
	c.Flags().StringVar(&public, "public", "", "folder for what everybody may read: site, open data, scorecards, receipts (needs --publication; final assessments only; nothing is written unless all of it passes the gate)")
	c.Flags().StringVar(&b.templates, "templates", "", "folder with your own report.html, tokens.css, site/index.html ...; what it lacks stays as it is")
	need(c, "output")
	c.AddCommand(r.agreement(), r.reconcile())
	return c
}

// benchmarkReport is the same comparison as one file in any format.
func (r *run) benchmarkReport() *cobra.Command {
	var b benchmarkFiles
	c := r.reportFile("benchmark --sector CODE", "A sector compared, for inside: ranks with intervals, groups, heat maps, method note", cobra.NoArgs, func(cmd *cobra.Command, _ []string) (vigil.Report, error) {
		_, made, err := r.compare(cmd.Context(), &b)
		return made, err
	})
	b.flags(c)
	return c
}

// compare reads the files, compares and reports.
func (r *run) compare(ctx context.Context, b *benchmarkFiles) (*benchmark.Result, vigil.Report, error) {
	req, err := r.benchmarkRequest(ctx, b)
	if err != nil {
		return nil, vigil.Report{}, err
	}
	var result *benchmark.Result
	var provisions []vigil.Provision
	if b.score.answers != "" {
		entries, err := r.entriesOf(ctx, b)
		if err != nil {
			return nil, vigil.Report{}, err
		}
		c, err := r.carried()
		if err != nil {
			return nil, vigil.Report{}, err
		}
		provisions = c.Provisions
		req.Form = entries[0].Input.Questionnaire.Ref()
		if result, err = app.Compare(entries, req); err != nil {
			return nil, vigil.Report{}, err
		}
	} else if err := r.withApp(ctx, func(a *app.App) (err error) {
		provisions = a.Catalogue.Provisions
		result, err = a.Benchmark(ctx, r.actor(), req)
		return err
	}); err != nil {
		return nil, vigil.Report{}, err
	}
	return result, report.Benchmark(report.BenchmarkInput{Result: result, Provisions: provisions, Publication: req.Publication, Today: time.Now().UTC().Format(time.DateOnly), Language: "en"}), nil
}

// benchmarkRequest reads the publication and the coders' files.
func (r *run) benchmarkRequest(ctx context.Context, b *benchmarkFiles) (app.BenchmarkRequest, error) {
	req := b.request
	req.Sector = strings.ToUpper(req.Sector)
	if (b.score.answers != "" || len(b.coders.coders) > 0) && req.Form == "" {
		return req, usageError{errors.New("name the questionnaire of the files with --form")}
	}
	if b.publication != "" {
		c, _, err := r.loadFiles([]string{b.publication})
		if err != nil {
			return req, err
		}
		if len(c.Publications) != 1 {
			return req, vigil.Problems{{Place: vigil.Place{File: b.publication}, What: vigil.Say("the file holds no publication"), Do: vigil.Say("name the file that starts with publication:")}}
		}
		req.Publication = c.Publications[0]
	}
	if len(b.coders.coders) > 0 {
		b.coders.questionnaire, b.coders.subjects, b.coders.units = req.Form, b.score.subjects, b.score.units
		_, _, coders, err := r.loadCoders(ctx, b.coders)
		if err != nil {
			return req, err
		}
		req.Coders = coders
	}
	return req, nil
}

// entriesOf reads what a file of answers compares.
func (r *run) entriesOf(ctx context.Context, b *benchmarkFiles) ([]benchmark.Entry, error) {
	s := b.score
	s.questionnaire, s.mode = b.request.Form, string(vigil.BENCH)
	set, err := r.loadSet(ctx, s)
	if err != nil {
		return nil, err
	}
	cards, err := set.score()
	if err != nil {
		return nil, err
	}
	var entries []benchmark.Entry
	for i, in := range set.inputs {
		evidence := set.evidence[in.Subject.Code]
		for j := range evidence { // a file does not say so; in mode BENCH nothing else counts
			evidence[j].Public = evidence[j].Link != ""
		}
		entries = append(entries, benchmark.Entry{Input: in, Card: cards[i], Evidence: evidence})
	}
	if len(entries) == 0 {
		return nil, vigil.Problems{{Place: vigil.Place{File: s.answers}, What: vigil.Say("the file holds no answers"), Do: vigil.Say("name the file with the answers of all companies")}}
	}
	return entries, nil
}

// benchmarkFormats are the files of a benchmark; a pdf is had from vigil report benchmark, since it needs Chromium.
var benchmarkFormats = []string{"xlsx", "html", "docx", "csv", "json"}

// writeBenchmark writes the files for inside. All are made before the first is written.
func (r *run) writeBenchmark(folder, templates string, made vigil.Report) error {
	files := map[string][]byte{}
	for _, format := range benchmarkFormats {
		write, err := r.writer(format, templates)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := write(&b, made); err != nil {
			return err
		}
		files["benchmark."+format] = b.Bytes()
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return unwritable(folder, err)
	}
	for _, format := range benchmarkFormats {
		name := "benchmark." + format
		if err := r.writeFile(filepath.Join(folder, name), func(w io.Writer) error { _, err := w.Write(files[name]); return err }); err != nil {
			return err
		}
	}
	return nil
}

// tellBenchmark says in a few lines what came out.
func (r *run) tellBenchmark(b *benchmark.Result) {
	fmt.Fprintf(r.out, "%s by %s: %d compared, %d left out\n", b.Sector, b.Form, len(b.Places), len(b.LeftOut))
	if !b.Ranked {
		fmt.Fprintf(r.out, "no ranking: %s\n", b.Unranked)
		return
	}
	fmt.Fprintf(r.out, "ranked by the column %s; %d groups; %d draws with the seed %d\n", b.Column, len(b.Groups), b.Draws, b.Seed)
}
