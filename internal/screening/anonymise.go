package screening

import (
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

// Anonymise gives a screening that names nobody: companies become "Company 1", lines that match none "Holding 1", cases
// "Case 1", the portfolio and its exceptions lose their names, and everything that somebody wrote freely is left out.
// It is built field by field, so that a field which is new stays out until somebody puts it in. Weights, scores, sectors
// and dates remain: together they may still point to a portfolio for somebody who knows it.
func Anonymise(s *vigil.Screening) *vigil.Screening {
	n := &names{companies: map[string]string{}, cases: map[string]string{}}
	for i := range s.Positions { // heaviest first
		n.company(s.Positions[i].Key, s.Positions[i].Organisation)
	}
	out := &vigil.Screening{Number: s.Number, Day: s.Day, Anonymous: true, Portfolio: "portfolio", PortfolioName: "Portfolio (anonymous)",
		PortfolioVersion: s.PortfolioVersion, AsOf: s.AsOf, Draft: s.Draft, Lines: s.Lines, Total: s.Total, Base: s.Base, Apart: s.Apart,
		RuleSet: vigil.ScreeningRef{ID: "rules", Edition: s.RuleSet.Edition, Digest: s.RuleSet.Digest, Title: "The investor's rules"},
		Whole:   n.exposure(s.Whole), Sectors: n.exposures(s.Sectors), Countries: n.exposures(s.Countries), Bands: n.exposures(s.Bands),
		Outcomes: s.Outcomes, Positions: []vigil.Position{}, RedFlags: []vigil.RedFlag{}, Watchlist: []vigil.WatchedCase{}, Asks: []vigil.CompanyAsks{},
		Notes: []string{"Names, identifiers and free text were taken out. Weights, scores, sectors and dates remain."}}
	for i := range s.Positions {
		out.Positions = append(out.Positions, n.position(&s.Positions[i]))
	}
	for _, f := range s.RedFlags {
		x := vigil.RedFlag{Organisation: n.code(f.Organisation), Name: n.code(f.Organisation), Share: f.Share, Cap: f.Cap, Title: f.Title, AtMost: f.AtMost, Since: f.Since,
			Severity: f.Severity, Case: n.oneCase(f.Case), Source: f.Source, ReplyState: f.ReplyState, LiftTest: f.LiftTest, InScore: f.InScore, New: f.New}
		if f.Reply != "" {
			x.ReplyState = "The organisation replied; its words are left out here."
		}
		out.RedFlags = append(out.RedFlags, x)
	}
	for _, w := range s.Watchlist {
		out.Watchlist = append(out.Watchlist, vigil.WatchedCase{Organisation: n.code(w.Organisation), Name: n.code(w.Organisation), Share: w.Share, Case: n.oneCase(w.Case),
			Quarter: w.Quarter, Severity: w.Severity, Credibility: w.Credibility, Link: w.Link, Seriousness: w.Seriousness, Opened: w.Opened,
			Replied: w.Replied, HeldSince: w.HeldSince, Clocks: w.Clocks, LastEvent: w.LastEvent, NextCheck: w.NextCheck, Why: w.Why, State: w.State})
	}
	for _, c := range s.Asks { // the text of a question comes from the bank
		out.Asks = append(out.Asks, vigil.CompanyAsks{Organisation: n.code(c.Organisation), Name: n.code(c.Organisation), Share: c.Share, Outcome: c.Outcome,
			Step: c.Step, StepTitle: c.StepTitle, Asks: c.Asks})
	}
	if s.Changes != nil {
		c := *s.Changes
		out.Changes = &vigil.ScreeningChange{Number: c.Number, Day: c.Day, AsOf: c.AsOf, RulesMoved: c.RulesMoved, Scores: c.Scores, Positions: []vigil.PositionChange{},
			RuleSet: vigil.ScreeningRef{ID: "rules", Edition: c.RuleSet.Edition, Digest: c.RuleSet.Digest}}
		for i := range c.Positions {
			out.Changes.Positions = append(out.Changes.Positions, *n.change(&c.Positions[i]))
		}
	}
	return out
}

// names gives everybody a number.
type names struct {
	companies, cases map[string]string
	holdings         int
}

// company names a position; the same company has the same name on its long and its short side.
func (n *names) company(key, organisation string) string {
	if organisation != "" {
		return n.code(organisation)
	}
	if n.companies[key] == "" {
		n.holdings++
		n.companies[key] = fmt.Sprintf("Holding %d", n.holdings)
	}
	return n.companies[key]
}

func (n *names) code(organisation string) string {
	if organisation == "" {
		return ""
	}
	key := "organisation " + organisation
	if n.companies[key] == "" {
		n.companies[key] = fmt.Sprintf("Company %d", len(n.companies)-n.holdings+1)
	}
	return n.companies[key]
}

func (n *names) oneCase(code string) string {
	if code == "" {
		return ""
	}
	if n.cases[code] == "" {
		n.cases[code] = fmt.Sprintf("Case %d", len(n.cases)+1)
	}
	return n.cases[code]
}

func (n *names) exposures(list []vigil.Exposure) []vigil.Exposure {
	out := make([]vigil.Exposure, len(list))
	for i, e := range list {
		out[i] = n.exposure(e)
	}
	return out
}

func (n *names) exposure(e vigil.Exposure) vigil.Exposure {
	scores := make([]vigil.PortfolioScore, len(e.Scores))
	for i, s := range e.Scores {
		scores[i] = n.score(s)
	}
	e.Scores = scores
	if e.Combined != nil {
		c := n.score(*e.Combined)
		e.Combined = &c
	}
	return e
}

func (n *names) score(s vigil.PortfolioScore) vigil.PortfolioScore {
	s.Up, s.Down = n.pulls(s.Up), n.pulls(s.Down)
	return s
}

func (n *names) pulls(list []vigil.Pull) []vigil.Pull {
	out := make([]vigil.Pull, len(list))
	for i, p := range list {
		p.Organisation = n.code(p.Organisation)
		p.Name = p.Organisation
		out[i] = p
	}
	return out
}

func (n *names) position(p *vigil.Position) vigil.Position {
	name := n.company(p.Key, p.Organisation)
	key := name
	if p.Short {
		key += " (short)"
	}
	out := vigil.Position{Key: key, Name: name, Country: p.Country, Sector: p.Sector, Kinds: p.Kinds, Lines: p.Lines, Short: p.Short, Weight: p.Weight,
		Share: p.Share, Status: p.Status, Why: p.Why, Ruler: p.Ruler, Cutoff: p.Cutoff, Score: p.Score, High: p.High, Raw: p.Raw, Band: p.Band, BandTitle: p.BandTitle,
		Coverage: p.Coverage, Confidence: p.Confidence, Trust: p.Trust, Pillars: p.Pillars, Caps: p.Caps, Cases: p.Cases, Seriousness: p.Seriousness,
		Watch: p.Watch, Outcome: p.Outcome, Rule: p.Rule, Reason: withoutException(p)}
	if p.Organisation != "" {
		out.Organisation = name
	}
	for _, f := range p.Reasons {
		if f.Excepted != "" {
			f.Excepted = "an exception holds"
		}
		out.Reasons = append(out.Reasons, f)
	}
	if p.Change != nil {
		out.Change = n.change(p.Change)
	}
	return out
}

// withoutException leaves out who approved an exception and why.
func withoutException(p *vigil.Position) string {
	for _, f := range p.Reasons {
		if f.Excepted != "" && strings.Contains(p.Reason, f.Excepted) {
			return f.Reason + " An exception holds."
		}
	}
	return p.Reason
}

func (n *names) change(c *vigil.PositionChange) *vigil.PositionChange {
	out := *c
	out.Organisation = n.code(c.Organisation)
	out.Name = out.Organisation
	for i, why := range out.Why {
		if strings.Contains(why, "Exception: ") {
			out.Why = append([]string(nil), out.Why...)
			out.Why[i] = fmt.Sprintf("Its outcome went from %s to %s.", c.OutcomeFrom, c.OutcomeTo)
		}
	}
	return &out
}

// Kept is a screening as it is put on file: without the words of others, so that erasing a case or a reply reaches all
// of them, and without the texts that the bank can give again.
func Kept(s *vigil.Screening) *vigil.Screening {
	out := *s
	out.RedFlags = make([]vigil.RedFlag, len(s.RedFlags))
	for i, f := range s.RedFlags {
		f.Reply = ""
		out.RedFlags[i] = f
	}
	out.Watchlist = make([]vigil.WatchedCase, len(s.Watchlist))
	for i, w := range s.Watchlist {
		w.Harm = ""
		out.Watchlist[i] = w
	}
	out.Changes = nil
	out.Positions = make([]vigil.Position, len(s.Positions))
	for i, p := range s.Positions {
		p.Change = nil
		out.Positions[i] = p
	}
	return &out
}
