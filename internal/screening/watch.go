package screening

import (
	"cmp"
	"fmt"
	"slices"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// openCase is an allegation that is on the record on the day of the run, with its three factors.
type openCase struct {
	vigil.Allegation
	severity, credibility, link, seriousness float64
}

// cases lists a company's open allegations: supported by a source, opened by the day, not withdrawn, and not remedied
// to the satisfaction of those affected with the harm at an end.
func (r *run) cases(c *Company) []openCase {
	if c.Method == nil || c.Method.Allegations == nil {
		return nil
	}
	var list []openCase
	for _, a := range c.Allegations {
		if a.Opened > r.in.Today || a.Withdrawn != "" && a.Withdrawn <= r.in.Today || a.Marks.Remedy >= 1 && !a.Continuing {
			continue
		}
		if a.ReplyDate > r.in.Today { // seen from that day it had not come yet
			a.Reply, a.ReplyDate = "", ""
		}
		if a.HoldFrom > r.in.Today {
			a.HoldFrom, a.HoldReview = "", ""
		}
		o := openCase{Allegation: a}
		o.severity, o.credibility, o.link = scoring.Seriousness(c.Method.Allegations, a)
		if o.seriousness = o.severity * o.credibility * o.link; o.seriousness > 0 {
			list = append(list, o)
		}
	}
	return list
}

// casesOf notes a company's open cases on its position.
func (r *run) casesOf(p *vigil.Position, c *Company) {
	for _, o := range r.cases(c) {
		p.Cases++
		p.Seriousness = max(p.Seriousness, o.seriousness)
	}
}

// watch builds the watchlist. A case enters at one level and leaves at a lower one, so that it does not come and go;
// which it has done before stands in the run before.
func (r *run) watch() {
	was, listed := map[string]bool{}, map[string][]vigil.WatchedCase{}
	if r.in.Previous != nil {
		for _, w := range r.in.Previous.Watchlist {
			was[w.Case] = w.State != "left"
			if w.State != "left" {
				listed[w.Organisation] = append(listed[w.Organisation], w)
			}
		}
	}
	r.held(func(p *vigil.Position) {
		c := r.in.Companies[p.Organisation]
		if c == nil {
			return
		}
		open := map[string]bool{}
		for _, o := range r.cases(c) {
			open[o.Code] = true
			if w, ok := r.watched(p, c, o, was[o.Code]); ok {
				p.Watch = p.Watch || w.State != "left"
				r.out.Watchlist = append(r.out.Watchlist, w)
			}
		}
		r.closed(p, open, listed[p.Organisation])
	})
	slices.SortStableFunc(r.out.Watchlist, func(a, b vigil.WatchedCase) int {
		if x, y := a.State == "left", b.State == "left"; x != y {
			if x {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(b.Seriousness, a.Seriousness), cmp.Compare(a.Case, b.Case))
	})
}

// guard lets a product that misses a level by binary error still reach it.
const guard = vigil.RoundingGuard

// watched decides about one open case; ok is false where it is neither on the list nor just off it.
func (r *run) watched(p *vigil.Position, c *Company, o openCase, was bool) (w vigil.WatchedCase, ok bool) {
	rule := r.in.Rules.Watchlist
	last := r.lastEvent(o)
	quiet := !o.Continuing && months(last, r.in.Today) >= rule.QuietMonths
	w = vigil.WatchedCase{Organisation: p.Organisation, Name: p.Name, Share: p.Share, Case: o.Code, Harm: o.Harm, Country: o.Country,
		Quarter: o.Quarter, Severity: o.severity, Credibility: o.credibility, Link: o.link, Seriousness: o.seriousness,
		Opened: o.Opened, Replied: o.ReplyDate, HeldSince: o.HoldFrom, LastEvent: last, Clocks: r.clocks(o)}
	w.NextCheck = r.nextCheck(c, o, w)
	switch {
	case was && o.seriousness < rule.Leave-guard:
		w.State, w.Why = "left", fmt.Sprintf("its seriousness fell below %g", rule.Leave)
	case was && quiet:
		w.State, w.Why = "left", fmt.Sprintf("nothing happened for %d months", rule.QuietMonths)
	case was && o.seriousness < rule.Enter-guard:
		w.State, w.Why = "stays", fmt.Sprintf("below %g, where it would enter, but not yet below %g, where it leaves", rule.Enter, rule.Leave)
	case was:
		w.State, w.Why = "stays", fmt.Sprintf("at %g or above", rule.Enter)
	case o.seriousness >= rule.Enter-guard && !quiet:
		w.State, w.Why = "entered", fmt.Sprintf("it reached %g", rule.Enter)
	default:
		return w, false
	}
	return w, true
}

// closed lists the cases of a company that were watched and are closed since.
func (r *run) closed(p *vigil.Position, open map[string]bool, listed []vigil.WatchedCase) {
	for _, w := range listed {
		if !open[w.Case] {
			w.State, w.Why, w.NextCheck, w.Clocks, w.Share = "left", "the case is closed: withdrawn, or remedied and at an end", "", nil, p.Share
			r.out.Watchlist = append(r.out.Watchlist, w)
		}
	}
}

// lastEvent is the last day on which something is known to have happened in a case: the end of the quarter of the harm
// (or the day of the run, while that quarter runs), the day the company was told, and its reply.
func (r *run) lastEvent(o openCase) string {
	last := max(o.Opened, o.ReplyDate)
	if _, ends, err := vigil.QuarterBounds(o.Quarter); err == nil {
		last = max(last, min(ends.Format(isoDate), r.in.Today))
	}
	return last
}

// clocks are the terms for the company's answer, counted from the day it was told. They stand still while asking would
// endanger somebody.
func (r *run) clocks(o openCase) []vigil.ResponseClock {
	list := []vigil.ResponseClock{}
	for _, n := range r.in.Rules.Watchlist.Clocks {
		c := vigil.ResponseClock{Days: n, Due: later(o.Opened, 0, n)}
		switch {
		case o.ReplyDate != "" && o.ReplyDate <= c.Due:
			c.State = "met"
		case o.HoldFrom != "" && o.HoldFrom <= c.Due:
			c.State = "held"
		case c.Due < r.in.Today:
			c.State = "missed"
		default:
			c.State = "running"
		}
		list = append(list, c)
	}
	return list
}

// nextCheck is the first day from the run on when somebody must look at the case again: a clock that runs out, a hold
// to be reviewed, a cap on it to be reviewed, or the day on which it would leave for quiet; a month hence at the latest
// where nobody has answered.
func (r *run) nextCheck(c *Company, o openCase, w vigil.WatchedCase) string {
	days := []string{o.HoldReview, later(w.LastEvent, r.in.Rules.Watchlist.QuietMonths, 0)}
	for _, k := range w.Clocks {
		if k.State == "running" && o.ReplyDate == "" {
			days = append(days, k.Due)
		}
	}
	if o.ReplyDate == "" && o.HoldFrom == "" {
		days = append(days, later(r.in.Today, 1, 0))
	}
	for _, k := range c.Caps {
		if k.AllegationID == o.ID && o.ID != 0 && k.InForce(r.in.Today) {
			days = append(days, k.ReviewDue)
		}
	}
	next := ""
	for _, d := range days {
		if d >= r.in.Today && (next == "" || d < next) {
			next = d
		}
	}
	if next == "" { // it is quiet already, or only overdue dates are left
		return r.in.Today
	}
	return next
}
