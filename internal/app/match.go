package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vigil/internal/matching"
	"vigil/internal/report"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Acceptance says that an organisation is the issuer of a line, or that its result counts for that line.
type Acceptance struct {
	Line         int
	Organisation string // code
}

// Match gives a version of a portfolio (0: the last) with the organisation behind each holding. Nothing is stored.
func (a *App) Match(ctx context.Context, actor vigil.Actor, code string, version int) (vigil.Portfolio, matching.Result, error) {
	var p vigil.Portfolio
	var r matching.Result
	err := a.read(ctx, actor, MatchAction, func(tx *store.Tx) (err error) {
		if p, err = tx.Portfolio(code, version); err == nil {
			r, _, err = a.match(tx, p, false)
		}
		return err
	})
	return p, r, err
}

// match matches the holdings of a portfolio; the organisations that it matched them with come too. certain leaves out the
// candidates by name, which take long in a large list.
func (a *App) match(tx *store.Tx, p vigil.Portfolio, certain bool) (matching.Result, []vigil.Organisation, error) {
	holdings, err := tx.Holdings(p.ID)
	if err != nil {
		return matching.Result{}, nil, err
	}
	organisations, err := tx.Organisations()
	if err != nil {
		return matching.Result{}, nil, err
	}
	accepted, err := tx.AcceptedMatches(p.Code)
	if err != nil {
		return matching.Result{}, nil, err
	}
	final, err := tx.FinalAssessments()
	if err != nil {
		return matching.Result{}, nil, err
	}
	byID, assessed := map[int64]string{}, map[string]bool{}
	for i := range organisations {
		byID[organisations[i].ID] = organisations[i].Code
	}
	for i := range final {
		assessed[byID[final[i].OrganisationID]] = true
	}
	return matching.Match(matching.Input{Holdings: holdings, Organisations: organisations, Accepted: accepted, AsOf: p.AsOf, Assessed: assessed, Certain: certain}), organisations, nil
}

// matchedHoldings gives the holdings of a portfolio with the organisations that their identifiers, or a person who
// accepted a match, lead to.
func (a *App) matchedHoldings(tx *store.Tx, p vigil.Portfolio) ([]vigil.Holding, error) {
	r, _, err := a.match(tx, p, true)
	return r.Holdings(), err
}

// AcceptMatches records that a person takes organisations for the issuers of lines, and withdraws what was accepted for
// others: all of it, or nothing and every problem. Both hold for the later versions of the portfolio too, where its
// holdings are known again. What an identifier settles is not accepted otherwise, but for the result of an organisation
// that controls the issuer.
func (a *App) AcceptMatches(ctx context.Context, actor vigil.Actor, code string, version int, accept []Acceptance, withdraw []int) error {
	return a.write(ctx, actor, AcceptMatchAction, func(tx *store.Tx) (done, error) {
		p, err := tx.Portfolio(code, version)
		if err != nil {
			return done{}, err
		}
		r, organisations, err := a.match(tx, p, false)
		if err != nil {
			return done{}, err
		}
		acts, err := decide(p, &r, organisations, accept, withdraw, actor.Person)
		if err != nil {
			return done{}, err
		}
		var did []string
		for _, m := range acts.withdraw {
			if err := tx.WithdrawMatch(m.ID, actor.Person); err != nil {
				return done{}, err
			}
			did = append(did, fmt.Sprintf("withdrawn %d", m.ID))
		}
		for i := range acts.accept {
			if err := tx.AcceptMatch(&acts.accept[i]); err != nil {
				return done{}, err
			}
			did = append(did, fmt.Sprintf("accepted %d line %d=%s", acts.accept[i].ID, accept[i].Line, accept[i].Organisation))
		}
		return done{"portfolio:" + p.Code, fmt.Sprintf("version %d %s", p.Version, strings.Join(did, " "))}, nil
	})
}

// acts are what is to be stored.
type acts struct {
	accept   []vigil.AcceptedMatch
	withdraw []vigil.AcceptedMatch
}

// decide checks every acceptance and withdrawal against the lines.
func decide(p vigil.Portfolio, r *matching.Result, organisations []vigil.Organisation, accept []Acceptance, withdraw []int, person string) (acts, error) {
	var ps vigil.Problems
	var out acts
	if len(accept)+len(withdraw) == 0 {
		ps.Add(vigil.Place{Field: "accept"}, "nothing was named to accept or withdraw", "give --accept LINE=CODE or --withdraw LINE")
	}
	taken := map[int]bool{}
	line := func(number int) *matching.Line {
		at := vigil.Place{Field: fmt.Sprintf("line %d", number)}
		l, ok := r.Line(number)
		switch {
		case !ok:
			ps.Say(at, vigil.Say("the portfolio %s, version %d, has no such line", p.Code, p.Version), vigil.Say("use the numbers of vigil portfolio match %s", p.Code))
			return nil
		case taken[number]:
			ps.Say(at, vigil.Say("%s is named twice", l.Holding.Label()), vigil.Say("name each line once"))
			return nil
		}
		taken[number] = true
		return l
	}
	for _, x := range accept {
		if l := line(x.Line); l != nil {
			if m, ok := accepted(&ps, l, organisations, x); ok {
				m.Portfolio, m.AcceptedBy = p.Code, person
				out.accept = append(out.accept, m)
			}
		}
	}
	for _, number := range withdraw {
		l := line(number)
		switch {
		case l == nil:
		case l.Accepted == nil:
			ps.Say(vigil.Place{Field: fmt.Sprintf("line %d", number)}, vigil.Say("nothing was accepted for %s that counts now", l.Holding.Label()), vigil.Say("leave it out"))
		default:
			out.withdraw = append(out.withdraw, *l.Accepted)
		}
	}
	return out, ps.Err()
}

// accepted makes the record of an acceptance, or says why there can be none.
func accepted(ps *vigil.Problems, l *matching.Line, organisations []vigil.Organisation, x Acceptance) (vigil.AcceptedMatch, bool) {
	h := l.Holding
	at := vigil.Place{Field: fmt.Sprintf("line %d", x.Line)}
	i := slices.IndexFunc(organisations, func(o vigil.Organisation) bool { return o.Code == x.Organisation })
	switch {
	case i < 0:
		ps.Say(at, vigil.Say("there is no organisation %q to accept for %s", x.Organisation, h.Label()), vigil.Say("use a code of vigil organisation list, or add the organisation first"))
	case l.Status == matching.Apart:
		ps.Say(at, vigil.Say("%s is %s and stands for no company", h.Label(), h.Kind), vigil.Say("correct its kind in the list if that is wrong, and import it again"))
	case h.MatchedBy == vigil.ByAccepted && h.Organisation == x.Organisation:
		ps.Say(at, vigil.Say("%s is accepted for %s already", l.Name, h.Label()), vigil.Say("leave it out"))
	case h.MatchedBy == vigil.ByAccepted && h.Subsidiary == "" || l.Status != matching.Matched || matching.Above(organisations, x.Organisation, issuer(h)):
		return vigil.AcceptedMatch{OrganisationID: organisations[i].ID, Name: h.Name, LEI: h.LEI, ISIN: h.ISIN, Ticker: h.Ticker, Exchange: h.Exchange}, true
	default:
		ps.Say(at, vigil.Say("%s is %s by its %s, and only an organisation that controls it can be accepted instead", h.Label(), l.Name, h.MatchedBy),
			vigil.Say("correct the identifier, in the list or at the organisation, if it is wrong"))
	}
	return vigil.AcceptedMatch{}, false
}

// issuer is the organisation that the identifiers of a holding name.
func issuer(h vigil.Holding) string {
	if h.Subsidiary != "" {
		return h.Subsidiary
	}
	return h.Organisation
}

// MatchReport builds the match report on a version of a portfolio (0: the last).
func (a *App) MatchReport(ctx context.Context, actor vigil.Actor, code string, version int) (vigil.Report, error) {
	var p vigil.Portfolio
	var r matching.Result
	err := a.write(ctx, actor, MatchReportAction, func(tx *store.Tx) (d done, err error) {
		if p, err = tx.Portfolio(code, version); err != nil {
			return done{}, err
		}
		r, _, err = a.match(tx, p, false)
		return done{"portfolio:" + p.Code, fmt.Sprintf("version %d match", p.Version)}, err
	})
	if err != nil {
		return vigil.Report{}, err
	}
	return report.Match(p, r, language), nil
}
