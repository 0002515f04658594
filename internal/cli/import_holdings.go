package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

const holdingsHelp = `Import a list of holdings as a new version of a portfolio: all of it, or nothing. The versions before stay as they are.

The file is xlsx, or csv in UTF-8 with commas, semicolons or tabs. Its columns are found by their titles, in English,
Spanish, French, German and Portuguese: name, lei, isin, ticker, exchange, country, sector, kind, weight, value, currency. Needed are
something that tells the company (name, lei, isin or ticker) and a weight or a market value. Titles of your own are named
in a mapping (--mapping), a csv with the columns setting and value; --save-mapping writes how a file was read, to be used again.

Nothing is guessed line by line. Weights are all per cent or all shares of 1; what the file leaves open is asked for
(--weights, --decimal). Weights that do not add up to 100 are told and kept. Without weights they are computed from the
market values, of one currency, or of several with --currency and --rate.

An equity or bond below zero is a short: shown and matched, never counted in a score. Funds are not looked through. Cash,
funds, derivatives and other lines keep their weight and are matched to nobody.

Lines that are wrong are all listed with their place, and nothing is stored; --skip-bad leaves them out and takes the others.
A file that was imported before is refused (exit code 4), unless --again is given. --dry-run stores nothing.`

// holdingsFlags are how holdings are imported.
type holdingsFlags struct {
	in       app.HoldingsImport
	mapping  string
	save     string
	given    spreadsheet.Mapping
	currency string
	rates    []string
}

func (r *run) importHoldings() *cobra.Command {
	var f holdingsFlags
	c := r.leaf("holdings FILE", "Import a list of holdings as a new version of a portfolio", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.takeHoldings(cmd, args[0], f)
	})
	c.Long = holdingsHelp
	s := c.Flags()
	s.StringVar(&f.in.Portfolio, "portfolio", "", "code of the portfolio; a new one begins with version 1")
	s.StringVar(&f.in.Name, "name", "", "name of the portfolio (default: that of the version before, or the code)")
	s.StringVar(&f.in.AsOf, "as-of", "", "day of the holdings, like 2026-06-30")
	s.StringVar(&f.mapping, "mapping", "", "file that says which title is which column")
	s.StringVar(&f.save, "save-mapping", "", "file to write how this one was read")
	s.StringVar(&f.given.Sheet, "sheet", "", "sheet to read, where several hold a list")
	s.StringVar(&f.given.Weights, "weights", "", "percent or fraction: what weights without a sign are")
	s.StringVar(&f.given.Decimal, "decimal", "", "point or comma: what stands before the decimals")
	s.StringVar(&f.currency, "currency", "", "base currency, for rates")
	s.StringArrayVar(&f.rates, "rate", nil, "what one unit of a currency is worth in the base, like USD=0.92; may be repeated")
	s.BoolVar(&f.in.SkipBad, "skip-bad", false, "leave lines that are wrong out, and take the others in")
	s.BoolVar(&f.in.Again, "again", false, "take in a file that was imported before")
	s.BoolVar(&f.in.DryRun, "dry-run", false, "check everything, store nothing")
	need(c, "portfolio", "as-of")
	return c
}

// takeHoldings reads the file before the data is opened; the first list may be what the data begins with.
func (r *run) takeHoldings(cmd *cobra.Command, file string, f holdingsFlags) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	read, err := spreadsheet.ReadHoldings(cmd.Context(), file, o)
	if err != nil {
		return err
	}
	f.in.File = read
	var p vigil.Portfolio
	store := func(a *app.App) (err error) {
		p, err = a.ImportHoldings(cmd.Context(), r.actor(), f.in)
		return err
	}
	if f.in.DryRun {
		err = r.withApp(cmd.Context(), store)
	} else {
		err = r.withNewApp(cmd.Context(), nil, store)
	}
	if err != nil {
		return err
	}
	if f.save != "" {
		if err := r.writeFile(f.save, read.Mapping.Write); err != nil {
			return err
		}
	}
	return r.printImported(p, f.in)
}

// options puts what the flags say above what the mapping says.
func (f holdingsFlags) options() (spreadsheet.HoldingsOptions, error) {
	o := spreadsheet.HoldingsOptions{Currency: strings.ToUpper(f.currency), Rates: map[string]float64{}}
	var ps vigil.Problems
	if f.mapping != "" {
		file, err := os.Open(f.mapping)
		if err != nil {
			return o, vigil.Errorf(vigil.Invalid, "the mapping %s cannot be read (%v); check its name", f.mapping, err)
		}
		defer file.Close()
		o.Mapping, ps = spreadsheet.ReadMapping(filepath.Base(f.mapping), file)
	}
	ps = append(ps, f.given.Check(vigil.Place{})...)
	o.Mapping = o.Mapping.With(f.given)
	for _, text := range f.rates {
		currency, rate, _ := strings.Cut(text, "=")
		v, err := strconv.ParseFloat(strings.TrimSpace(rate), 64)
		if err != nil || !(v > 0 && v < 1e9) || len(strings.TrimSpace(currency)) != 3 {
			ps.Say(vigil.Place{Field: "rate"}, vigil.Say("%q is no rate", text), vigil.Say("write it like USD=0.92"))
			continue
		}
		o.Rates[strings.ToUpper(strings.TrimSpace(currency))] = v
	}
	return o, ps.Err()
}

func (r *run) printImported(p vigil.Portfolio, in app.HoldingsImport) error {
	if r.json {
		return r.list(p, nil, nil)
	}
	if in.SkipBad {
		for _, b := range in.File.Bad {
			fmt.Fprintln(r.err, "left out:", b)
		}
	}
	word := "imported"
	if in.DryRun {
		word = "would import (nothing was stored)"
	}
	fmt.Fprintf(r.out, "%s: %s version %d as of %s: %d holdings, %d lines left out\n", p.Code, word, p.Version, p.AsOf, p.Lines, p.Skipped)
	for _, n := range p.Notes {
		fmt.Fprintln(r.out, "  "+n)
	}
	return nil
}
