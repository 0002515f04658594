package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// demoPortfolio is portfolio.yaml of the demo: what an investor adds to the organisations to match a list of holdings.
type demoPortfolio struct {
	Portfolio     demoHoldings      `yaml:"portfolio,required"`
	Identifiers   []demoIdentifiers `yaml:"identifiers,required"`
	Organisations []demoSubsidiary  `yaml:"organisations,required"`
	Accept        []demoAcceptance  `yaml:"accept,required"`
	Later         demoLater         `yaml:"later,required"`
}

// demoHoldings is the portfolio, and the file with its holdings.
type demoHoldings struct {
	Code     string `yaml:"code,required"`
	Name     string `yaml:"name,required"`
	AsOf     string `yaml:"as_of,required"`
	Holdings string `yaml:"holdings,required"`
	Own      string `yaml:"own"` // the investor's own assessment
}

// demoIdentifiers are those of an organisation that is there already.
type demoIdentifiers struct {
	Code         string            `yaml:"code,required"`
	LEI          string            `yaml:"lei"`
	ISINs        []string          `yaml:"isins"`
	Ticker       string            `yaml:"ticker"`
	Exchange     string            `yaml:"exchange"`
	Predecessors []demoPredecessor `yaml:"predecessors"`
}

// demoPredecessor is a company that became part of it.
type demoPredecessor struct {
	Name  string   `yaml:"name,required"`
	ISINs []string `yaml:"isins,required"`
	Date  string   `yaml:"date,required"`
}

// demoSubsidiary is an organisation that nobody assessed.
type demoSubsidiary struct {
	Code    string   `yaml:"code,required"`
	Name    string   `yaml:"name,required"`
	Country string   `yaml:"country,required"`
	Sector  string   `yaml:"sector,required"`
	Parent  string   `yaml:"parent,required"`
	ISINs   []string `yaml:"isins,required"`
}

// demoAcceptance is a holding, by its name, that a person takes for an organisation.
type demoAcceptance struct {
	Holding      string `yaml:"holding,required"`
	Organisation string `yaml:"organisation,required"`
}

func readDemoPortfolio(files fs.FS) (demoPortfolio, error) {
	var p demoPortfolio
	text, err := fs.ReadFile(files, "portfolio.yaml")
	if err != nil {
		return p, err
	}
	return p, catalogue.Decode("portfolio.yaml", text, &p).Err()
}

// portfolio screens a list of holdings, and once more after something moved, so that the second run tells what and why.
func (d *demoRun) portfolio(ctx context.Context) error {
	p, err := readDemoPortfolio(d.Demo)
	if err != nil {
		return err
	}
	if err := d.identify(ctx, vigil.Actor{Person: d.Analyst, Role: vigil.Analyst}, p); err != nil {
		return err
	}
	if err := d.holdings(ctx, p, p.Portfolio.AsOf, p.Portfolio.Holdings); err != nil {
		return err
	}
	r, err := d.a.MatchReport(ctx, d.actor(), p.Portfolio.Code, 0)
	if err != nil {
		return err
	}
	if err := d.report(r, filepath.Join("portfolio", "match"), paperFormats); err != nil {
		return err
	}
	if err := d.screening(ctx, p, "run-1"); err != nil {
		return err
	}
	today := d.clock
	defer func() { d.clock = today }()
	if err := d.later(ctx, p.Later); err != nil {
		return err
	}
	if err := d.holdings(ctx, p, p.Later.AsOf, p.Later.Holdings); err != nil {
		return err
	}
	return d.screening(ctx, p, "run-2")
}

// holdings imports a list of holdings and accepts what only a person can tell.
func (d *demoRun) holdings(ctx context.Context, p demoPortfolio, asOf, name string) error {
	analyst := vigil.Actor{Person: d.Analyst, Role: vigil.Analyst}
	file, err := d.path("portfolio", name)
	if err != nil {
		return err
	}
	text, err := fs.ReadFile(d.Demo, name)
	if err != nil {
		return err
	}
	if err := d.writeFile(file, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
		return err
	}
	read, err := spreadsheet.ReadHoldings(ctx, file, spreadsheet.HoldingsOptions{})
	if err != nil {
		return err
	}
	stored, err := d.a.ImportHoldings(ctx, analyst, app.HoldingsImport{Portfolio: p.Portfolio.Code, Name: p.Portfolio.Name, AsOf: asOf, File: read})
	if err != nil || stored.Version > 1 { // what was accepted holds for later versions
		return err
	}
	return d.accept(ctx, analyst, stored, read, p.Accept)
}

// identify gives the organisations their identifiers, and adds the subsidiaries.
func (d *demoRun) identify(ctx context.Context, analyst vigil.Actor, p demoPortfolio) error {
	have, err := d.a.Organisations(ctx, analyst)
	if err != nil {
		return err
	}
	byCode := map[string]vigil.Organisation{}
	for _, o := range have {
		byCode[o.Code] = o
	}
	for _, x := range p.Identifiers {
		o, known := byCode[x.Code]
		if !known {
			return vigil.Errorf(vigil.Invalid, "portfolio.yaml: there is no organisation %q to identify", x.Code)
		}
		o.LEI, o.ISINs, o.Ticker, o.Exchange = x.LEI, x.ISINs, x.Ticker, x.Exchange
		for _, before := range x.Predecessors {
			o.Predecessors = append(o.Predecessors, vigil.Predecessor{Name: before.Name, ISINs: before.ISINs, Date: before.Date})
		}
		if _, err := d.a.UpdateOrganisation(ctx, analyst, o); err != nil {
			return fmt.Errorf("%s: %w", o.Code, err)
		}
	}
	for _, x := range p.Organisations {
		if _, err := d.a.NewOrganisation(ctx, analyst, vigil.Organisation{Code: x.Code, Name: x.Name, Type: "company", Country: x.Country, Sector: x.Sector,
			Parent: x.Parent, ISINs: x.ISINs, Fictional: true}); err != nil {
			return fmt.Errorf("%s: %w", x.Code, err)
		}
	}
	return nil
}

// accept takes organisations for holdings by their names.
func (d *demoRun) accept(ctx context.Context, analyst vigil.Actor, p vigil.Portfolio, read spreadsheet.HoldingsFile, list []demoAcceptance) error {
	var accept []app.Acceptance
	for _, x := range list {
		for _, h := range read.Holdings {
			if h.Name == x.Holding {
				accept = append(accept, app.Acceptance{Line: h.Line, Organisation: x.Organisation})
			}
		}
	}
	return d.a.AcceptMatches(ctx, analyst, p.Code, 0, accept, nil)
}
