package cli

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// demoLater is what moved between two runs over the portfolio.
type demoLater struct {
	Day      string     `yaml:"day,required"`
	AsOf     string     `yaml:"as_of,required"`
	Holdings string     `yaml:"holdings,required"`
	Moved    []demoMove `yaml:"moved,required"`
}

// demoMove is what became of one organisation: it was assessed again with another profile, or a case came up.
type demoMove struct {
	Code       string         `yaml:"code,required"`
	Assessment string         `yaml:"assessment"`
	Profile    []vigil.Valued `yaml:"profile"`
	Cases      []demoCase     `yaml:"cases"`
	Caps       []demoCap      `yaml:"caps"`
}

// later lets the time pass until the second run, and what moved happen on its days.
func (d *demoRun) later(ctx context.Context, l demoLater) error {
	day, err := time.Parse(time.DateOnly, l.Day)
	if err != nil {
		return vigil.Errorf(vigil.Invalid, "portfolio.yaml: later: %q is no day; write it like 2026-06-30", l.Day)
	}
	for _, m := range l.Moved {
		at := slices.IndexFunc(d.everybody(), func(o demoOrganisation) bool { return o.Code == m.Code })
		if at < 0 {
			return vigil.Errorf(vigil.Invalid, "portfolio.yaml: there is no organisation %q that could move", m.Code)
		}
		if err := d.move(ctx, d.everybody()[at], m, day); err != nil {
			return fmt.Errorf("%s: %w", m.Code, err)
		}
	}
	d.clock = day
	return nil
}

// move lets the cases of an organisation happen, and assesses it again where it has another profile.
func (d *demoRun) move(ctx context.Context, c demoOrganisation, m demoMove, day time.Time) error {
	c.Cases, c.Caps = m.Cases, m.Caps
	events, err := d.history(c)
	if err != nil {
		return err
	}
	slices.SortStableFunc(events, func(a, b demoEvent) int { return a.day.Compare(b.day) })
	for _, e := range events {
		d.clock = e.day
		if err := e.what(ctx); err != nil {
			return err
		}
	}
	if len(m.Profile) == 0 {
		return nil
	}
	d.clock = day
	today := d.Today
	d.Today, c.Profile, c.Assessment = day.Format(time.DateOnly), m.Profile, m.Assessment
	defer func() { d.Today = today }()
	return d.assess(ctx, c)
}

// screening makes a run over the portfolio and writes all that vigil screen writes into a folder.
func (d *demoRun) screening(ctx context.Context, p demoPortfolio, name string) error {
	folder := filepath.Join(d.out, "portfolio", name)
	write, err := d.screenWriter(screenFlags{output: folder + "/"})
	if err != nil {
		return err
	}
	made, err := d.a.Screen(ctx, d.actor(), app.ScreenOptions{Portfolio: p.Portfolio.Code, Own: p.Portfolio.Own})
	if err != nil {
		return err
	}
	if err := write(made); err != nil {
		return err
	}
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			d.written = append(d.written, path)
		}
		return err
	})
}
