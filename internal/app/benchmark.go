package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vigil/internal/benchmark"
	"vigil/internal/report"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// BenchmarkRequest says what to compare.
type BenchmarkRequest struct {
	benchmark.Options                    // Mode is BENCH whatever it says: nothing else may be published
	Coders            []benchmark.Coder  // what each coder answered before it was settled; none: nobody coded twice
	Publication       *vigil.Publication // what the publisher says; nil: for inside only
}

// Benchmark compares the final and published assessments of a sector. Those that cannot be compared are in the result with the
// reason, those of other sectors only where the company works in this one too.
func (a *App) Benchmark(ctx context.Context, actor vigil.Actor, req BenchmarkRequest) (*benchmark.Result, error) {
	if err := allow(actor, BenchmarkAction); err != nil {
		return nil, err
	}
	if err := req.check().Err(); err != nil {
		return nil, err
	}
	var entries []benchmark.Entry
	err := a.write(ctx, actor, BenchmarkAction, func(tx *store.Tx) (done, error) {
		entries = entries[:0]
		all, err := tx.FinalAssessments()
		if err != nil {
			return done{}, err
		}
		organisations := map[int64]vigil.Organisation{}
		list, err := tx.Organisations()
		if err != nil {
			return done{}, err
		}
		for _, o := range list {
			organisations[o.ID] = o
		}
		for _, as := range all {
			o := organisations[as.OrganisationID]
			if o.Sector != req.Sector && !slices.Contains(o.Sectors, req.Sector) {
				continue
			}
			c, err := a.loadAny(tx, as.Code)
			if err != nil {
				return done{}, err
			}
			entries = append(entries, c.entry())
		}
		return done{"sector:" + req.Sector, fmt.Sprintf("form %s, seed %d, draws %d, assessments %d", req.Form, req.Seed, req.Draws, len(entries))}, nil
	})
	if err != nil {
		return nil, err
	}
	return Compare(entries, req)
}

// Compare is Benchmark over entries from elsewhere: with the codings of the coders and the replies of the publication.
func Compare(entries []benchmark.Entry, req BenchmarkRequest) (*benchmark.Result, error) {
	if err := req.check().Err(); err != nil {
		return nil, err
	}
	req.Mode = vigil.BENCH
	benchmark.Code(entries, req.Coders)
	if req.Publication != nil {
		for i := range entries {
			entries[i].Reply = req.Publication.Reply(entries[i].Input.Subject.Code)
		}
	}
	r, ps := benchmark.Run(entries, req.Options)
	if p := req.Publication; len(ps) == 0 && p != nil {
		if id, _, _ := strings.Cut(r.Form, "@"); p.Form != id && p.Form != r.Form {
			ps.Say(vigil.Place{File: p.Ref(), Field: "form"}, vigil.Say("it is about the form %s, and the benchmark about %s", p.Form, r.Form), vigil.Say("name the same form in both"))
		}
	}
	if len(ps) > 0 {
		return nil, ps
	}
	return r, nil
}

// check looks at what was asked for, and whether the publication is of the same benchmark.
func (r BenchmarkRequest) check() (ps vigil.Problems) {
	if !vigil.ValidSector(r.Sector) {
		ps.Say(vigil.Place{Field: "sector"}, vigil.Say("there is no sector %q", r.Sector), vigil.Say("choose one of %s", fmt.Sprint(vigil.Sectors)))
	}
	p := r.Publication
	if p == nil {
		return ps
	}
	if p.Sector != r.Sector {
		ps.Say(vigil.Place{File: p.Ref(), Field: "sector"}, vigil.Say("it is about the sector %s, and the benchmark about %s", p.Sector, r.Sector), vigil.Say("name the publication that belongs to the benchmark"))
	}
	return ps
}

// entry is the assessment as a benchmark takes it.
func (c *scoringCase) entry() benchmark.Entry {
	return benchmark.Entry{Assessment: c.assessment.Code, Input: c.in, Evidence: c.evidence, Card: c.result()}
}

// BenchmarkReport builds the report on a benchmark.
func (a *App) BenchmarkReport(ctx context.Context, actor vigil.Actor, req BenchmarkRequest) (vigil.Report, error) {
	r, err := a.Benchmark(ctx, actor, req)
	if err != nil {
		return vigil.Report{}, err
	}
	return report.Benchmark(report.BenchmarkInput{Result: r, Provisions: a.Catalogue.Provisions, Publication: req.Publication, Today: a.today(), Language: language}), nil
}
