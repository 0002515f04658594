package matching

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// line finds the organisation behind one holding.
func (m *matcher) line(h vigil.Holding) Line {
	h.Organisation, h.MatchedBy, h.Subsidiary = "", "", ""
	l := Line{Holding: h}
	if !h.Kind.OfCompany() {
		l.Status = Apart
		return l
	}
	s := m.identify(h)
	if s.found {
		m.take(&l, s.at, s.by)
		l.Note = s.note
		m.parents(&l, s.at)
		return l
	}
	if a, ok := m.recall(h); ok {
		m.take(&l, m.byID[a.OrganisationID], vigil.ByAccepted)
		l.Accepted = &a
		if s.note != "" {
			l.Note = s.note + " A person decided between them."
		}
		return l
	}
	l.Candidates, l.Note = s.candidates, s.note
	switch {
	case s.contradicted:
		l.Status = Contradicted
		l.Help = fmt.Sprintf("correct the identifier that is wrong, in the list or at the organisation, or accept one of them: --accept %d=CODE", h.Line)
		return l
	case len(s.candidates) == 0 && !m.in.Certain:
		l.Candidates = m.names.candidates(h.Name, m.in.Organisations, h.Country)
	}
	l.Status = Unmatched
	if len(l.Candidates) > 0 {
		l.Status = Possible
	}
	l.Help = help(h, l.Candidates)
	return l
}

func (m *matcher) take(l *Line, at int, by vigil.MatchKey) {
	o := m.organisation(at)
	l.Status, l.Name = Matched, o.Name
	l.Holding.Organisation, l.Holding.MatchedBy = o.Code, by
}

// parents offers the nearest organisation above an issuer that has no result of its own, or takes it where a person
// accepted it.
func (m *matcher) parents(l *Line, at int) {
	above := m.above(at)
	if a, ok := m.recall(l.Holding); ok {
		switch to := m.byID[a.OrganisationID]; {
		case to == at:
		case slices.Contains(above, to):
			m.take(l, to, vigil.ByAccepted)
			l.Holding.Subsidiary, l.Accepted = m.organisation(at).Code, &a
			l.Note = sentences(l.Note, fmt.Sprintf("The issuer is %s, which %s controls; a person accepted the result of the latter.", m.organisation(at).Name, m.organisation(to).Name))
			return
		default:
			l.Note = sentences(l.Note, fmt.Sprintf("%s was once accepted for it; its %s says otherwise, and holds.", m.organisation(to).Name, upper(l.Holding.MatchedBy)))
		}
	}
	if m.in.Assessed[m.organisation(at).Code] {
		return
	}
	for _, up := range above {
		if o := m.organisation(up); m.in.Assessed[o.Code] {
			l.Candidates = []Candidate{{Organisation: o.Code, Name: o.Name, Reason: ByParent, Why: fmt.Sprintf("it controls %s, which has no result of its own", m.organisation(at).Name)}}
			l.Help = fmt.Sprintf("assess %s, or take the result of %s for it: --accept %d=%s", m.organisation(at).Name, o.Name, l.Holding.Line, o.Code)
			return
		}
	}
}

func sentences(list ...string) string {
	return strings.TrimSpace(strings.Join(list, " "))
}

// settlement is where the identifiers of a holding lead.
type settlement struct {
	found, contradicted bool
	at                  int
	by                  vigil.MatchKey
	note                string
	candidates          []Candidate
}

// identify follows LEI, ISIN and ticker with exchange. LEI and ISIN must not contradict one another; a ticker, which
// exchanges give again to others, is only asked where neither of them leads anywhere.
func (m *matcher) identify(h vigil.Holding) settlement {
	lei := m.reach(m.lei[h.LEI], "its LEI "+h.LEI)
	isin := m.reach(m.isin[h.ISIN], "its ISIN "+h.ISIN)
	switch {
	case lei.contradicted || isin.contradicted:
		return merge(lei, isin)
	case lei.found && isin.found && !m.related(lei.at, isin.at):
		a, b := m.organisation(lei.at), m.organisation(isin.at)
		return settlement{contradicted: true, note: fmt.Sprintf("Its LEI is that of %s, its ISIN that of %s.", a.Name, b.Name), candidates: []Candidate{
			{Organisation: a.Code, Name: a.Name, Reason: ByIdentifier, Why: "by its LEI " + h.LEI}, {Organisation: b.Code, Name: b.Name, Reason: ByIdentifier, Why: "by its ISIN " + h.ISIN}}}
	case lei.found:
		lei.by = vigil.ByLEI
		if isin.found && isin.at != lei.at {
			lei.note = sentences(lei.note, fmt.Sprintf("Its ISIN is that of %s, of the same group.", m.organisation(isin.at).Name))
		}
		return m.doubted(lei, h)
	case isin.found:
		isin.by = vigil.ByISIN
		return m.doubted(isin, h)
	case len(lei.candidates)+len(isin.candidates) > 0:
		return merge(lei, isin)
	}
	if h.Ticker == "" || h.Exchange == "" {
		return settlement{}
	}
	s := m.reach(m.ticker[[2]string{h.Ticker, h.Exchange}], "its ticker "+h.Ticker+" at "+h.Exchange)
	s.by = vigil.ByTicker
	return s
}

// doubted notes a ticker that belongs to somebody else.
func (m *matcher) doubted(s settlement, h vigil.Holding) settlement {
	for _, o := range m.ticker[[2]string{h.Ticker, h.Exchange}] {
		if !m.related(o.organisation, s.at) {
			s.note = sentences(s.note, fmt.Sprintf("Its ticker is that of %s; exchanges give a ticker to others again, so the %s holds.", m.organisation(o.organisation).Name, upper(s.by)))
			break
		}
	}
	return s
}

func merge(a, b settlement) settlement {
	out := settlement{contradicted: a.contradicted || b.contradicted, note: sentences(a.note, b.note)}
	for _, c := range append(slices.Clone(a.candidates), b.candidates...) {
		if !slices.ContainsFunc(out.candidates, func(x Candidate) bool { return x.Organisation == c.Organisation }) {
			out.candidates = append(out.candidates, c)
		}
	}
	return out
}

// reach follows an identifier to its one owner. A successor counts from the day of the merger, and from then on before
// the company that it took over.
func (m *matcher) reach(owners []owner, what string) settlement {
	var now, before []owner
	for _, o := range owners {
		if o.predecessor != nil && o.predecessor.Date <= m.in.AsOf {
			now = append(now, o)
		}
	}
	successors := len(now) > 0
	for _, o := range owners {
		switch {
		case o.predecessor == nil && !successors:
			now = append(now, o)
		case o.predecessor != nil && o.predecessor.Date > m.in.AsOf:
			before = append(before, o)
		}
	}
	distinct := map[int]bool{}
	for _, o := range now {
		distinct[o.organisation] = true
	}
	s := settlement{}
	switch {
	case len(distinct) == 1:
		s.found, s.at = true, now[0].organisation
		if p := now[0].predecessor; p != nil {
			s.note = fmt.Sprintf("By %s, of %s, which became part of %s on %s.", what, p.Name, m.organisation(s.at).Name, p.Date)
		}
	case len(distinct) > 1:
		s.contradicted = true
		for _, o := range now {
			c := Candidate{Organisation: m.organisation(o.organisation).Code, Name: m.organisation(o.organisation).Name, Reason: ByIdentifier, Why: "by " + what}
			if !slices.ContainsFunc(s.candidates, func(x Candidate) bool { return x.Organisation == c.Organisation }) {
				s.candidates = append(s.candidates, c)
			}
		}
		s.note = fmt.Sprintf("Several organisations have %s: %s.", what, names(s.candidates))
	default:
		for _, o := range before {
			to := m.organisation(o.organisation)
			s.candidates = append(s.candidates, Candidate{Organisation: to.Code, Name: to.Name, Reason: ByMerger,
				Why: fmt.Sprintf("by %s, of %s, which became part of it on %s, after the day of the holdings", what, o.predecessor.Name, o.predecessor.Date)})
		}
	}
	return s
}

// recall finds the match that a person accepted for a holding, the newest if there are several.
func (m *matcher) recall(h vigil.Holding) (vigil.AcceptedMatch, bool) {
	for _, a := range m.accepted {
		if Recalls(a, h) {
			return a, true
		}
	}
	return vigil.AcceptedMatch{}, false
}

// Recalls reports whether an accepted match speaks of a holding. The strongest of ISIN, LEI and ticker with exchange
// that both have decides; where they have none in common, the name does.
func Recalls(a vigil.AcceptedMatch, h vigil.Holding) bool {
	switch {
	case a.ISIN != "" && h.ISIN != "":
		return a.ISIN == h.ISIN
	case a.LEI != "" && h.LEI != "":
		return a.LEI == h.LEI
	case a.Ticker != "" && a.Exchange != "" && h.Ticker != "" && h.Exchange != "":
		return a.Ticker == h.Ticker && a.Exchange == h.Exchange
	}
	return a.Name != "" && Fold(a.Name) == Fold(h.Name)
}

// help says what would match a line.
func help(h vigil.Holding, candidates []Candidate) string {
	var parts []string
	if len(candidates) > 0 {
		parts = append(parts, fmt.Sprintf("if %s is the company, accept it: --accept %d=%s", candidates[0].Name, h.Line, candidates[0].Organisation))
	}
	switch {
	case h.LEI != "" || h.ISIN != "":
		var ids []string
		for _, id := range []string{h.LEI, h.ISIN} {
			if id != "" {
				ids = append(ids, id)
			}
		}
		parts = append(parts, "no organisation has "+strings.Join(ids, " or ")+"; give it to the organisation that is meant, or add the company")
	case h.Ticker != "" && h.Exchange == "":
		parts = append(parts, "a ticker identifies a company only with its exchange; add the exchange (MIC), an ISIN or an LEI")
	case h.Ticker != "":
		parts = append(parts, "no organisation has the ticker "+h.Ticker+" at "+h.Exchange+"; add an ISIN or an LEI")
	default:
		parts = append(parts, "a name alone identifies nobody; add an ISIN or an LEI")
	}
	return strings.Join(parts, "; ")
}

func upper(k vigil.MatchKey) string {
	if k == vigil.ByTicker {
		return "ticker"
	}
	return strings.ToUpper(string(k))
}
