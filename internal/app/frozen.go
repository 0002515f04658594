package app

import (
	"encoding/json"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// frozen is what is kept of an assessment as it becomes final: the scorecard, and beside it the facts that it was scored from where
// the file of the organisation may say otherwise later. Gaps, path and what-if rest on them too, so that they never contradict the
// score beside them.
type frozen struct {
	*vigil.Scorecard
	Basis *basis `json:"basis,omitempty"` // nil: it was made final before these were kept, and only the subject is as it was
}

// basis holds codes and figures alone. Words stay on the file: what was corrected or erased there must not live on here.
type basis struct {
	Units []unitFacts `json:"units,omitempty"`
	Cases []caseFacts `json:"cases,omitempty"`
	Caps  []capFacts  `json:"caps,omitempty"`
}

type unitFacts struct {
	Code    string         `json:"code"`
	Kind    string         `json:"kind,omitempty"`
	Parent  string         `json:"parent,omitempty"`
	Country string         `json:"country,omitempty"`
	Weight  vigil.Rational `json:"weight"`
}

type caseFacts struct {
	ID              int64       `json:"id"`
	Code            string      `json:"code"`
	Quarter         string      `json:"quarter"`
	Scale           int         `json:"scale"`
	Scope           int         `json:"scope"`
	Irremediability int         `json:"irremediability"`
	Credibility     string      `json:"credibility"`
	Link            string      `json:"link"`
	Continuing      bool        `json:"continuing,omitempty"`
	Opened          string      `json:"opened"`
	Interim         bool        `json:"interim,omitempty"`
	Marks           vigil.Marks `json:"marks"`
	HoldFrom        string      `json:"hold_from,omitempty"`
}

type capFacts struct {
	ID           int64       `json:"id"`
	Rule         string      `json:"rule"`
	AllegationID int64       `json:"allegation_id,omitempty"`
	Project      string      `json:"project,omitempty"`
	Grade        vigil.Grade `json:"grade"`
	Opened       string      `json:"opened"`
	Confirmed    string      `json:"confirmed"`
	Lifted       string      `json:"lifted,omitempty"`
}

// freezeResult writes what is kept of an assessment that becomes final.
func freezeResult(card *vigil.Scorecard, in scoring.Input) ([]byte, error) {
	b := new(basis)
	for _, u := range in.Units {
		b.Units = append(b.Units, unitFacts{u.Code, u.Kind, u.Parent, u.Country, u.Weight})
	}
	for _, x := range in.Allegations {
		b.Cases = append(b.Cases, caseFacts{x.ID, x.Code, x.Quarter, x.Scale, x.Scope, x.Irremediability, x.Credibility, x.Link, x.Continuing, x.Opened, x.Interim, x.Marks, x.HoldFrom})
	}
	for _, c := range in.Caps {
		b.Caps = append(b.Caps, capFacts{c.ID, c.Rule, c.AllegationID, c.Project, c.Grade, c.Opened, c.Confirmed, c.Lifted})
	}
	return json.Marshal(frozen{card, b})
}

// thaw reads what was kept of a final assessment. Its figures print with the decimals of the method (nil: as they come).
func thaw(document []byte, m *vigil.Methodology) (frozen, error) {
	f := frozen{Scorecard: new(vigil.Scorecard)}
	if err := json.Unmarshal(document, &f); err != nil {
		return frozen{}, err
	}
	if m != nil {
		restoreDecimals(f.Scorecard, m.Rounding.Decimals)
	}
	return f, nil
}

// restore puts the facts of a final assessment in place of those on file today, which lend them their words.
func (f frozen) restore(c *scoringCase, units []vigil.Unit, cases []vigil.Allegation, caps []vigil.Cap) {
	c.in.Subject = f.Subject
	o := &c.organisation
	o.Type, o.Sector, o.Sectors, o.Country = f.Subject.Type, f.Subject.Sector, f.Subject.Sectors, f.Subject.Attributes["country"]
	if f.Basis == nil {
		return
	}
	c.in.Units, c.in.Allegations, c.in.Caps = nil, nil, nil
	for _, k := range f.Basis.Units {
		u := onFile(units, func(u vigil.Unit) bool { return u.Code == k.Code })
		u.Code, u.Kind, u.Parent, u.Country, u.Weight = k.Code, k.Kind, k.Parent, k.Country, k.Weight
		c.in.Units = append(c.in.Units, u)
	}
	for _, k := range f.Basis.Cases {
		x := onFile(cases, func(x vigil.Allegation) bool { return x.ID == k.ID })
		if x.Withdrawn != "" {
			x.Summary, x.Source = "", "" // it counts in this score, but nobody says it any more
		}
		x.ID, x.Code, x.Quarter, x.Scale, x.Scope, x.Irremediability = k.ID, k.Code, k.Quarter, k.Scale, k.Scope, k.Irremediability
		x.Credibility, x.Link, x.Continuing, x.Opened, x.Interim, x.Marks = k.Credibility, k.Link, k.Continuing, k.Opened, k.Interim, k.Marks
		x.HoldFrom, x.Withdrawn = k.HoldFrom, ""
		c.in.Allegations = append(c.in.Allegations, x)
	}
	for _, k := range f.Basis.Caps {
		x := onFile(caps, func(x vigil.Cap) bool { return x.ID == k.ID })
		x.ID, x.Rule, x.AllegationID, x.Project, x.Grade, x.Opened, x.Confirmed, x.Lifted = k.ID, k.Rule, k.AllegationID, k.Project, k.Grade, k.Opened, k.Confirmed, k.Lifted
		c.in.Caps = append(c.in.Caps, x)
	}
}

// eraseCaps takes the words of caps out, and reports whether there were any.
func (f frozen) eraseCaps(gone map[int64]bool) (changed bool) {
	for i := range f.Caps {
		if c := &f.Caps[i]; gone[c.Record] {
			if c.Why.String() != "" {
				c.Why = vigil.Say(erased)
			}
			erase(&c.Reply)
			c.Project, changed = "", true
		}
	}
	if f.Basis == nil {
		return changed
	}
	for i := range f.Basis.Caps {
		if c := &f.Basis.Caps[i]; gone[c.ID] && c.Project != "" {
			c.Project, changed = "", true
		}
	}
	return changed
}

// onFile finds a record as it stands today; one without words where there is none.
func onFile[T any](list []T, is func(T) bool) T {
	for _, x := range list {
		if is(x) {
			return x
		}
	}
	var none T
	return none
}
