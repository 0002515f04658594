package app

import (
	"context"
	"fmt"
	"slices"

	"vigil/internal/check"
	"vigil/internal/spreadsheet"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// HoldingsImport is a list of holdings that was read, and the portfolio that it becomes a version of.
type HoldingsImport struct {
	Portfolio string // code; a new one begins with version 1
	Name      string // empty: that of the version before, or the code
	AsOf      string // the day of the holdings
	File      spreadsheet.HoldingsFile
	SkipBad   bool // leave the lines out that are wrong, and take the others in
	Again     bool // take in a file that was imported before
	DryRun    bool // check everything and store nothing
}

// ImportHoldings keeps a list of holdings as a new version of a portfolio, or, if a line is wrong and SkipBad was not
// asked for, nothing at all and every problem with its place. The versions before stay as they are. The same file is not
// taken in twice in silence: that is a Conflict, unless Again was asked for.
func (a *App) ImportHoldings(ctx context.Context, actor vigil.Actor, in HoldingsImport) (vigil.Portfolio, error) {
	if err := allow(actor, ImportHoldingsAction); err != nil {
		return vigil.Portfolio{}, err
	}
	if err := a.checkHoldings(in); err != nil {
		return vigil.Portfolio{}, err
	}
	var p vigil.Portfolio
	if in.DryRun {
		err := a.read(ctx, actor, ImportHoldingsAction, func(tx *store.Tx) (err error) {
			p, err = a.nextVersion(tx, actor, in)
			p.Version++
			return err
		})
		return p, err
	}
	err := a.write(ctx, actor, ImportHoldingsAction, func(tx *store.Tx) (done, error) {
		var err error
		if p, err = a.nextVersion(tx, actor, in); err != nil {
			return done{}, err
		}
		if err := tx.CreatePortfolio(&p, in.File.Holdings); err != nil {
			return done{}, err
		}
		return done{"portfolio:" + p.Code, fmt.Sprintf("version %d lines %d skipped %d digest %s", p.Version, p.Lines, p.Skipped, p.Digest)}, nil
	})
	return p, err
}

// checkHoldings says what is wrong before anything is looked up.
func (a *App) checkHoldings(in HoldingsImport) error {
	f := in.File
	var ps vigil.Problems
	ps = append(ps, check.Struct(vigil.Portfolio{Code: in.Portfolio, Name: cmpName(in.Name, in.Portfolio), AsOf: in.AsOf, Currency: f.Currency})...)
	ps = append(ps, harm(vigil.Place{}, text{"name", in.Name})...)
	if len(ps) == 0 {
		notAfter(&ps, "as_of", in.AsOf, a.today(), vigil.Say("which is today"))
	}
	if !in.SkipBad && f.BadLines > 0 {
		ps = append(ps, f.Bad...)
		ps.Say(vigil.Place{File: f.Name}, vigil.Say("%d of %d lines are wrong, and nothing was stored", f.BadLines, f.Lines),
			vigil.Say("correct them and import again, or leave them out with --skip-bad: the list above then says what is missing"))
	}
	if len(f.Holdings) == 0 && (in.SkipBad || f.BadLines == 0) {
		ps.Add(vigil.Place{File: f.Name}, "no line of the file can be used", "correct the lines")
	}
	return ps.Err()
}

func cmpName(name, code string) string {
	if name == "" {
		return code
	}
	return name
}

// nextVersion is the portfolio as it would be stored, with the number of the version before.
func (a *App) nextVersion(tx *store.Tx, actor vigil.Actor, in HoldingsImport) (vigil.Portfolio, error) {
	f := in.File
	p := vigil.Portfolio{Code: in.Portfolio, Name: in.Name, AsOf: in.AsOf, Currency: f.Currency, File: f.Name, Digest: f.Digest, Lines: len(f.Holdings),
		Skipped: f.BadLines, Notes: slices.Clone(f.Notes), Person: actor.Person}
	if p.Skipped > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%d of %d lines of the file were wrong and were left out.", f.BadLines, f.Lines))
	}
	all, err := tx.Portfolios()
	if err != nil {
		return p, err
	}
	for _, before := range all {
		if before.Code != p.Code {
			continue
		}
		if before.Digest == p.Digest && !in.Again {
			return p, vigil.Errorf(vigil.Conflict, "%s is the same file as version %d of the portfolio %s, which %s imported on %s as of %s; nothing was stored. Import the file of the new day, or say --again if this one is to be a version of its own",
				f.Name, before.Version, before.Code, before.Person, before.CreatedAt.Format(day), before.AsOf)
		}
		p.Version = before.Version
		if in.Name == "" {
			p.Name = before.Name
		}
		if before.AsOf > p.AsOf {
			p.Notes = append(p.Notes, fmt.Sprintf("Version %d is of a later day, %s.", before.Version, before.AsOf))
		}
	}
	p.Name = cmpName(p.Name, p.Code)
	return p, nil
}

// Portfolios lists every version of every portfolio.
func (a *App) Portfolios(ctx context.Context, actor vigil.Actor) ([]vigil.Portfolio, error) {
	var list []vigil.Portfolio
	err := a.read(ctx, actor, ListPortfoliosAction, func(tx *store.Tx) (err error) {
		list, err = tx.Portfolios()
		return err
	})
	return list, err
}
