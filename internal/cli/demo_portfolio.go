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
}

// demoHoldings is the portfolio, and the file with its holdings.
type demoHoldings struct {
	Code     string `yaml:"code,required"`
	Name     string `yaml:"name,required"`
	AsOf     string `yaml:"as_of,required"`
	Holdings string `yaml:"holdings,required"`
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

// holdings imports the list of holdings, accepts what only a person can tell, and writes the match report.
func (d *demoRun) holdings(ctx context.Context) error {
	p, err := readDemoPortfolio(d.Demo)
	if err != nil {
		return err
	}
	analyst := vigil.Actor{Person: d.Analyst, Role: vigil.Analyst}
	if err := d.identify(ctx, analyst, p); err != nil {
		return err
	}
	file, err := d.path("portfolio", p.Portfolio.Holdings)
	if err != nil {
		return err
	}
	text, err := fs.ReadFile(d.Demo, p.Portfolio.Holdings)
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
	stored, err := d.a.ImportHoldings(ctx, analyst, app.HoldingsImport{Portfolio: p.Portfolio.Code, Name: p.Portfolio.Name, AsOf: p.Portfolio.AsOf, File: read})
	if err != nil {
		return err
	}
	if err := d.accept(ctx, analyst, stored, read, p.Accept); err != nil {
		return err
	}
	r, err := d.a.MatchReport(ctx, d.actor(), stored.Code, 0)
	if err != nil {
		return err
	}
	return d.report(r, filepath.Join("portfolio", "match"), paperFormats)
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
