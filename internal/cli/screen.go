package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/report"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// screenFlags are what vigil screen is told.
type screenFlags struct {
	app.ScreenOptions
	rules, output, format, templates, letters string
	anonymous                                 bool
}

func (r *run) screen() *cobra.Command {
	var f screenFlags
	c := r.leaf("screen", "Screen a portfolio: score with coverage, red flags, outcomes under rules, watchlist, changes, questions to companies", cobra.NoArgs,
		func(cmd *cobra.Command, _ []string) error { return r.runScreen(cmd, f) })
	c.Long = `Screen a portfolio that was imported with vigil import holdings: the weighted score over rated holdings with its coverage, red flags,
what the rules say about each holding and why, the watchlist, what changed since the last run and why, and questions to companies.
Each run is kept, so that the next can tell what changed; the same run written to another file is no new run. --dry-run keeps
nothing and says what other rules would change.

With a folder for -o it writes the brief as html, docx, csv and json, the committee workbook as portfolio.xlsx, the whole screening as
screening.json, and the letters. The workbook calculates: change a weight or a score on its sheet Holdings, and every sum follows.

` + formatHelp
	flags := c.Flags()
	flags.StringVar(&f.Portfolio, "portfolio", "", "code of the portfolio")
	flags.IntVar(&f.Version, "version", 0, "version of the portfolio (default: the last)")
	flags.StringVar(&f.rules, "rules", "", "file with your own rules, or the id of a rule set (default: those of the last run, else default)")
	flags.StringVar(&f.AsOf, "as-of", "", "what is known by this day counts, like 2026-10-31 (default: today)")
	flags.BoolVar(&f.DryRun, "dry-run", false, "keep nothing, and print what these rules would change")
	flags.BoolVar(&f.anonymous, "anonymous", false, "take out names, identifiers and free text")
	flags.BoolVar(&f.Combine, "combine", false, "also make one figure over all modes, forms and editions, marked as a rough guide")
	flags.StringVar(&f.Own, "own", "", "code of your own assessment, to stand beside the portfolio's")
	flags.StringVar(&f.letters, "letters", "", "folder for the letters to companies, as docx")
	flags.StringVar(&f.format, "format", "", "html, docx, pdf, xlsx, csv or json (default: by the ending of the file)")
	flags.StringVar(&f.templates, "templates", "", "folder with your own report.html, letter.txt ...; what it lacks stays as it is")
	flags.StringVarP(&f.output, "output", "o", "", "file or folder to write; - for standard output")
	need(c, "portfolio")
	return c
}

// runScreen checks everything that can be wrong before the run is kept, and then writes the files.
func (r *run) runScreen(cmd *cobra.Command, f screenFlags) error {
	if f.output == "" && !f.DryRun && f.letters == "" {
		return usageError{errors.New("say where to write the brief with -o FILE or -o FOLDER, or look with --dry-run")}
	}
	if f.anonymous && f.letters != "" {
		return usageError{errors.New("a letter names its company, so --letters and --anonymous do not go together")}
	}
	write, err := r.screenWriter(f)
	if err != nil {
		return err
	}
	if f.Rules, err = r.screenRules(f.rules); err != nil {
		return err
	}
	var made *app.Screened
	if err := r.withApp(cmd.Context(), func(a *app.App) (err error) {
		if f.Rules == nil && f.rules != "" {
			if f.Rules, _, err = a.Catalogue.RuleSet(f.rules); err != nil {
				return err
			}
		}
		made, err = a.Screen(cmd.Context(), r.actor(), f.ScreenOptions)
		return err
	}); err != nil {
		return err
	}
	if f.DryRun {
		if err := r.printDifferences(made); err != nil {
			return err
		}
	}
	if f.anonymous {
		made.Anonymise()
	}
	return write(made)
}

// screenRules loads the rules from a file; nil where none is named, or an id is.
func (r *run) screenRules(name string) (*vigil.RuleSet, error) {
	if name == "" {
		return nil, nil
	}
	if _, err := os.Stat(name); err != nil && !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".yml") {
		return nil, nil // an id
	}
	c, _, err := r.loadFiles([]string{name})
	if err != nil {
		return nil, err
	}
	if len(c.RuleSets) != 1 {
		return nil, vigil.Problems{{Place: vigil.Place{File: name}, What: vigil.Say("it holds %d rule sets", len(c.RuleSets)), Do: vigil.Say("name one file that begins with rule_set:")}}
	}
	return c.RuleSets[0], nil
}

// folderFormats are what a folder gets; a pdf needs Chromium and is made by name.
var folderFormats = []string{"html", "docx", "xlsx", "csv", "json"}

// committeeFormat is the format that is a workbook of its own, with formulas, and no report in another dress.
const committeeFormat = "xlsx"

// isFolder reports whether a name is that of a folder: one that is there, or that ends in a slash, or that has no ending
// by which a format could be told. One that is not there is made.
func isFolder(name, format string) bool {
	if info, err := os.Stat(name); err == nil {
		return info.IsDir()
	}
	return strings.HasSuffix(name, "/") || name != "" && name != "-" && format == "" && filepath.Ext(name) == ""
}

// screenWriter finds the writers and templates before the run, so that a mistyped format keeps no run.
func (r *run) screenWriter(f screenFlags) (func(*app.Screened) error, error) {
	var err error
	folder := isFolder(f.output, f.format)
	formats := []string{f.format}
	switch {
	case f.output == "":
		formats = nil
	case folder && f.format == "":
		formats = folderFormats
	case f.format == "":
		formats = []string{strings.TrimPrefix(filepath.Ext(f.output), ".")}
	}
	writers := map[string]func(io.Writer, vigil.Report) error{}
	for _, name := range formats {
		if name == committeeFormat {
			continue
		}
		if writers[name], err = r.writer(name, f.templates); err != nil {
			return nil, err
		}
	}
	letters := f.letters
	if folder && letters == "" && !f.anonymous {
		letters = filepath.Join(f.output, "letters")
	}
	var template *report.LetterTemplate
	var docx func(io.Writer, vigil.Report) error
	if letters != "" {
		if template, err = report.NewLetterTemplate(r.Reports, f.templates); err != nil {
			return nil, err
		}
		if docx, err = r.writer("docx", f.templates); err != nil {
			return nil, err
		}
	}
	return func(made *app.Screened) error {
		if folder {
			if err := os.MkdirAll(f.output, 0o777); err != nil {
				return unwritable(f.output, err)
			}
		}
		for _, name := range formats {
			file := f.output
			if folder {
				file = filepath.Join(f.output, "portfolio."+name)
			}
			write := func(w io.Writer) error { return spreadsheet.WriteCommittee(w, made.Committee()) }
			if name != committeeFormat {
				brief := made.Brief(slices.Contains([]string{"csv", "json"}, name))
				write = func(w io.Writer) error { return writers[name](w, brief) }
			}
			if err := r.writeFile(file, write); err != nil {
				return err
			}
		}
		if folder {
			if err := r.writeFile(filepath.Join(f.output, "screening.json"), func(w io.Writer) error {
				e := json.NewEncoder(w)
				e.SetIndent("", "  ")
				return e.Encode(made.Screening)
			}); err != nil {
				return err
			}
		}
		if letters == "" {
			return nil
		}
		return r.writeLetters(made, letters, template, docx)
	}, nil
}

// writeLetters writes a letter to each company that is asked something.
func (r *run) writeLetters(made *app.Screened, folder string, template *report.LetterTemplate, docx func(io.Writer, vigil.Report) error) error {
	if len(made.Screening.Asks) == 0 {
		return nil
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return unwritable(folder, err)
	}
	for _, asks := range made.Screening.Asks {
		letter, err := made.Letter(template, asks)
		if err != nil {
			return err
		}
		if err := r.writeFile(filepath.Join(folder, asks.Organisation+".docx"), func(w io.Writer) error { return docx(w, letter) }); err != nil {
			return err
		}
	}
	return nil
}

// printDifferences says what the rules would change against those in use.
func (r *run) printDifferences(made *app.Screened) error {
	if len(made.Differences) == 0 {
		fmt.Fprintf(r.out, "%s changes no outcome against %s, which is in use\n", made.Rules.Ref(), made.InUse.Ref())
		return nil
	}
	rows := make([][]string, len(made.Differences))
	for i, d := range made.Differences {
		rows[i] = []string{d.Name, strconv.FormatFloat(100*d.Share, 'f', 2, 64), string(d.From), string(d.To), d.ReasonTo}
	}
	what := fmt.Sprintf("%d outcomes", len(rows))
	if len(rows) == 1 {
		what = "1 outcome"
	}
	fmt.Fprintf(r.out, "%s would change %s against %s, which is in use\n", made.Rules.Ref(), what, made.InUse.Ref())
	return r.list(made.Differences, []string{"HOLDING", "WEIGHT %", "NOW", "WOULD BE", "WHY"}, rows)
}
