package matching

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// Input is what matching takes.
type Input struct {
	Holdings      []vigil.Holding
	Organisations []vigil.Organisation
	Accepted      []vigil.AcceptedMatch // of the portfolio; withdrawn ones count for nothing
	AsOf          string                // day of the holdings: a company is part of another from the day of the merger on
	Assessed      map[string]bool       // codes of organisations that have a result of their own
	Certain       bool                  // look for no candidates by name: only what is settled is wanted, as in a screening
}

// Status says what came of a line.
type Status string

// The statuses of a line.
const (
	Matched      Status = "matched"
	Contradicted Status = "contradicted" // its identifiers lead to several organisations
	Possible     Status = "candidates"   // none is certain; a person may accept one
	Unmatched    Status = "unmatched"
	Apart        Status = "not a company" // cash, funds, derivatives and other lines
)

// Statuses lists all statuses.
var Statuses = []Status{Matched, Contradicted, Possible, Unmatched, Apart}

// Reason says what makes an organisation a candidate.
type Reason string

// The reasons.
const (
	ByName       Reason = "name"       // with a score
	ByIdentifier Reason = "identifier" // one of several that an identifier leads to
	ByMerger     Reason = "merger"     // it took the company over, after the day of the holdings
	ByParent     Reason = "parent"     // it stands above the issuer, which has no result of its own
)

// Candidate is an organisation that a person may accept for a line.
type Candidate struct {
	Organisation string `json:"organisation"`
	Name         string `json:"name"`
	Score        int    `json:"score,omitempty"` // of the names, Least to Most; 0 for other reasons
	Reason       Reason `json:"reason"`
	Why          string `json:"why"`

	sameCountry bool
}

// Line is what came of a holding. The holding has its organisation where one is certain.
type Line struct {
	Holding    vigil.Holding        `json:"holding"`
	Name       string               `json:"name,omitempty"` // of the organisation
	Status     Status               `json:"status"`
	Note       string               `json:"note,omitempty"` // what a reader must know about the match
	Candidates []Candidate          `json:"candidates,omitempty"`
	Help       string               `json:"help,omitempty"` // what would help
	Accepted   *vigil.AcceptedMatch `json:"accepted,omitempty"`
}

// Issuer is an organisation behind more than one line.
type Issuer struct {
	Organisation string  `json:"organisation"`
	Name         string  `json:"name"`
	Lines        []int   `json:"lines"`
	Weight       float64 `json:"weight"` // of what is held
	Short        float64 `json:"short"`  // of what is sold short; zero or below
}

// Count is how many lines have a status, and what they weigh.
type Count struct {
	Status Status  `json:"status"`
	Lines  int     `json:"lines"`
	Weight float64 `json:"weight"` // shorts are below zero
}

// Result is what came of a portfolio, in the order of its lines.
type Result struct {
	Lines   []Line   `json:"lines"`
	Issuers []Issuer `json:"issuers"` // behind several lines, by code
	Counts  []Count  `json:"counts"`  // one for each status
}

// Match finds the organisation behind each holding.
func Match(in Input) Result {
	m := newMatcher(in)
	r := Result{Lines: make([]Line, len(in.Holdings))}
	for i, h := range in.Holdings {
		r.Lines[i] = m.line(h)
	}
	slices.SortStableFunc(r.Lines, func(a, b Line) int { return cmp.Compare(a.Holding.Line, b.Holding.Line) })
	for _, s := range Statuses {
		c := Count{Status: s}
		for i := range r.Lines {
			if l := &r.Lines[i]; l.Status == s {
				c.Lines++
				c.Weight += weight(l.Holding)
			}
		}
		r.Counts = append(r.Counts, c)
	}
	r.Issuers = m.issuers(r.Lines)
	return r
}

// Line gives the line with the number.
func (r *Result) Line(number int) (*Line, bool) {
	i, found := slices.BinarySearchFunc(r.Lines, number, func(l Line, n int) int { return cmp.Compare(l.Holding.Line, n) })
	if !found {
		return nil, false
	}
	return &r.Lines[i], true
}

// Holdings gives the holdings with their organisations.
func (r *Result) Holdings() []vigil.Holding {
	out := make([]vigil.Holding, len(r.Lines))
	for i := range r.Lines {
		out[i] = r.Lines[i].Holding
	}
	return out
}

// Count gives the count of a status.
func (r *Result) Count(s Status) Count {
	for _, c := range r.Counts {
		if c.Status == s {
			return c
		}
	}
	return Count{Status: s}
}

func weight(h vigil.Holding) float64 {
	if h.Weight == nil {
		return 0
	}
	return *h.Weight
}

// owner is who an identifier belongs to: an organisation itself, or as the successor of another company.
type owner struct {
	organisation int
	predecessor  *vigil.Predecessor
}

type matcher struct {
	in       Input
	byCode   map[string]int
	byID     map[int64]int
	lei      map[string][]owner
	isin     map[string][]owner
	ticker   map[[2]string][]owner
	names    *nameIndex
	accepted []vigil.AcceptedMatch // newest first
}

func newMatcher(in Input) *matcher {
	in.Organisations = slices.Clone(in.Organisations)
	slices.SortFunc(in.Organisations, func(a, b vigil.Organisation) int { return cmp.Compare(a.Code, b.Code) })
	m := &matcher{in: in, byCode: map[string]int{}, byID: map[int64]int{}, lei: map[string][]owner{}, isin: map[string][]owner{}, ticker: map[[2]string][]owner{}}
	for i := range in.Organisations {
		o := &in.Organisations[i]
		m.byCode[o.Code], m.byID[o.ID] = i, i
		m.own(owner{organisation: i}, o.LEI, o.ISINs)
		if o.Ticker != "" && o.Exchange != "" {
			key := [2]string{strings.ToUpper(o.Ticker), strings.ToUpper(o.Exchange)}
			m.ticker[key] = append(m.ticker[key], owner{organisation: i})
		}
		for p := range o.Predecessors {
			before := &o.Predecessors[p]
			m.own(owner{i, before}, before.LEI, before.ISINs)
		}
	}
	for _, a := range in.Accepted {
		if _, known := m.byID[a.OrganisationID]; known && a.WithdrawnAt == nil {
			m.accepted = append(m.accepted, a)
		}
	}
	slices.SortFunc(m.accepted, func(a, b vigil.AcceptedMatch) int { return cmp.Compare(b.ID, a.ID) })
	if !in.Certain {
		m.names = newNameIndex(in.Organisations)
	}
	return m
}

func (m *matcher) own(o owner, lei string, isins []string) {
	if lei != "" {
		m.lei[lei] = append(m.lei[lei], o)
	}
	for _, isin := range isins {
		m.isin[isin] = append(m.isin[isin], o)
	}
}

func (m *matcher) organisation(i int) *vigil.Organisation { return &m.in.Organisations[i] }

// issuers gathers the organisations behind several lines.
func (m *matcher) issuers(lines []Line) []Issuer {
	by := map[string]*Issuer{}
	for i := range lines {
		h := &lines[i].Holding
		if h.Organisation == "" {
			continue
		}
		is := by[h.Organisation]
		if is == nil {
			is = &Issuer{Organisation: h.Organisation, Name: lines[i].Name}
			by[h.Organisation] = is
		}
		is.Lines = append(is.Lines, h.Line)
		if h.Kind == vigil.HoldingShort {
			is.Short += weight(*h)
		} else {
			is.Weight += weight(*h)
		}
	}
	var out []Issuer
	for _, is := range by {
		if len(is.Lines) > 1 {
			out = append(out, *is)
		}
	}
	slices.SortFunc(out, func(a, b Issuer) int { return cmp.Compare(a.Organisation, b.Organisation) })
	return out
}

// above lists the organisations above one, nearest first. A circle ends it.
func (m *matcher) above(i int) []int {
	var out []int
	for {
		up, ok := m.byCode[m.organisation(i).Parent]
		if !ok || slices.Contains(out, up) || m.organisation(i).Parent == "" {
			return out
		}
		out = append(out, up)
		i = up
	}
}

// related reports whether one of two organisations stands above the other.
func (m *matcher) related(a, b int) bool {
	return a == b || slices.Contains(m.above(a), b) || slices.Contains(m.above(b), a)
}

// Above reports whether an organisation stands above another, by their codes.
func Above(organisations []vigil.Organisation, upper, lower string) bool {
	parent := map[string]string{}
	for i := range organisations {
		parent[organisations[i].Code] = organisations[i].Parent
	}
	for steps := 0; lower != "" && steps <= len(organisations); steps++ {
		lower = parent[lower]
		if lower == upper && upper != "" {
			return true
		}
	}
	return false
}

func names(list []Candidate) string {
	var out []string
	for _, c := range list {
		out = append(out, fmt.Sprintf("%s (%s)", c.Name, c.Organisation))
	}
	return strings.Join(out, ", ")
}
