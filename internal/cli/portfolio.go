package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/matching"
	"vigil/internal/vigil"
)

func (r *run) portfolio() *cobra.Command {
	return group("portfolio", "Portfolios: what they hold, and which organisations are behind it", r.portfolioList(), r.portfolioShow(), r.portfolioMatch())
}

func (r *run) portfolioList() *cobra.Command {
	return r.leaf("list", "List every version of every portfolio", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			list, err := a.Portfolios(cmd.Context(), r.actor())
			if err != nil {
				return err
			}
			var rows [][]string
			for _, p := range list {
				rows = append(rows, []string{p.Code, strconv.Itoa(p.Version), p.AsOf, strconv.Itoa(p.Lines), strconv.Itoa(p.Skipped), p.File, p.Name})
			}
			return r.list(list, []string{"code", "version", "as of", "lines", "left out", "file", "name"}, rows)
		})
	})
}

func (r *run) portfolioShow() *cobra.Command {
	var version int
	c := r.leaf("show CODE", "Print what a portfolio holds, with the organisation behind each line", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			p, m, err := a.Match(cmd.Context(), r.actor(), args[0], version)
			if err != nil {
				return err
			}
			if r.json {
				return r.list(struct {
					vigil.Portfolio
					Holdings []vigil.Holding `json:"holdings"`
				}{p, m.Holdings()}, nil, nil)
			}
			fmt.Fprintf(r.out, "%s (%s), version %d, as of %s, %d lines\n", p.Code, p.Name, p.Version, p.AsOf, p.Lines)
			for _, n := range p.Notes {
				fmt.Fprintln(r.out, "  "+n)
			}
			var rows [][]string
			for _, l := range m.Lines {
				h := l.Holding
				rows = append(rows, []string{strconv.Itoa(h.Line), h.Label(), h.ISIN, string(h.Kind), weightText(h), h.Organisation, string(h.MatchedBy)})
			}
			return r.table([]string{"line", "holding", "isin", "kind", "weight", "organisation", "by"}, rows)
		})
	})
	c.Flags().IntVar(&version, "version", 0, "version (default: the last)")
	return c
}

func weightText(h vigil.Holding) string {
	if h.Weight == nil {
		return ""
	}
	return strconv.FormatFloat(*h.Weight*100, 'f', 2, 64) + " %"
}

const matchHelp = `Find the organisation behind each holding, by LEI, then ISIN, then ticker with exchange.

A name identifies nobody: it gives candidates with a score from 0 to 100 (the share of the letters of both names that stand in words
which both have), and none is taken until you accept it with --accept LINE=CODE. The same holds for the result of a parent, where
the issuer has none of its own, and where identifiers lead to several organisations. What was accepted is known again in the
next version of the portfolio, with who and when, until --withdraw LINE ends it.

Without -o the lines that need a person are printed; with it the whole match report is written.`

// matchFlags are what is accepted and withdrawn, and where the report goes.
type matchFlags struct {
	version      int
	accept       []string
	withdraw     []int
	file, format string
	templates    string
	write        func(io.Writer, vigil.Report) error
	acceptances  []app.Acceptance
}

func (r *run) portfolioMatch() *cobra.Command {
	var f matchFlags
	c := r.leaf("match CODE", "Find the organisation behind each holding, and accept what only a person can tell", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		if err := r.readMatchFlags(&f); err != nil {
			return err
		}
		return r.withApp(cmd.Context(), func(a *app.App) error { return r.match(cmd, a, args[0], f) })
	})
	c.Long = matchHelp
	s := c.Flags()
	s.IntVar(&f.version, "version", 0, "version (default: the last)")
	s.StringArrayVar(&f.accept, "accept", nil, "LINE=CODE: this organisation is the company of that line; may be repeated")
	s.IntSliceVar(&f.withdraw, "withdraw", nil, "lines whose accepted match ends, separated by commas")
	s.StringVarP(&f.file, "output", "o", "", "file for the match report; - for standard output")
	s.StringVar(&f.format, "format", "", "html, docx, pdf, xlsx, csv or json (default: by the ending of the file)")
	s.StringVar(&f.templates, "templates", "", "folder with your own templates")
	return c
}

// readMatchFlags says what is wrong with the flags before anything is opened.
func (r *run) readMatchFlags(f *matchFlags) error {
	f.acceptances = nil
	for _, text := range f.accept {
		line, code, ok := strings.Cut(text, "=")
		n, err := strconv.Atoi(strings.TrimSpace(line))
		if !ok || err != nil || strings.TrimSpace(code) == "" {
			return usageError{fmt.Errorf("--accept %q is not understood; write it like 12=acme, line and code of the organisation", text)}
		}
		f.acceptances = append(f.acceptances, app.Acceptance{Line: n, Organisation: strings.TrimSpace(code)})
	}
	if f.file == "" {
		return nil
	}
	format := f.format
	if format == "" {
		format = strings.TrimPrefix(filepath.Ext(f.file), ".")
	}
	var err error
	f.write, err = r.writer(format, f.templates)
	return err
}

func (r *run) match(cmd *cobra.Command, a *app.App, code string, f matchFlags) error {
	if len(f.acceptances)+len(f.withdraw) > 0 {
		if err := a.AcceptMatches(cmd.Context(), r.actor(), code, f.version, f.acceptances, f.withdraw); err != nil {
			return err
		}
		fmt.Fprintf(r.err, "%d accepted, %d withdrawn\n", len(f.acceptances), len(f.withdraw))
	}
	if f.file != "" {
		made, err := a.MatchReport(cmd.Context(), r.actor(), code, f.version)
		if err != nil {
			return err
		}
		return r.writeFile(f.file, func(w io.Writer) error { return f.write(w, made) })
	}
	p, m, err := a.Match(cmd.Context(), r.actor(), code, f.version)
	if err != nil {
		return err
	}
	if r.json {
		return r.list(m, nil, nil)
	}
	return r.printMatch(p, m)
}

// printMatch prints the counts, and every line that needs a person.
func (r *run) printMatch(p vigil.Portfolio, m matching.Result) error {
	fmt.Fprintf(r.out, "%s (%s), version %d, as of %s\n", p.Code, p.Name, p.Version, p.AsOf)
	for _, c := range m.Counts {
		if c.Lines > 0 {
			fmt.Fprintf(r.out, "%6d lines, %8.2f %%  %s\n", c.Lines, 100*c.Weight, c.Status)
		}
	}
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.Help == "" && l.Note == "" {
			continue
		}
		fmt.Fprintf(r.out, "line %d, %s (%s): %s", l.Holding.Line, l.Holding.Label(), weightText(l.Holding), l.Status)
		if l.Name != "" {
			fmt.Fprintf(r.out, ", %s (%s)", l.Name, l.Holding.Organisation)
		}
		fmt.Fprintln(r.out)
		if l.Note != "" {
			fmt.Fprintln(r.out, "  "+l.Note)
		}
		for _, c := range l.Candidates {
			score := ""
			if c.Reason == matching.ByName {
				score = fmt.Sprintf(", score %d of 100", c.Score)
			}
			fmt.Fprintf(r.out, "  candidate %s (%s)%s: %s\n", c.Organisation, c.Name, score, c.Why)
		}
		if l.Help != "" {
			fmt.Fprintln(r.out, "  "+l.Help)
		}
	}
	return nil
}
