// Package receipt makes and reads receipts. A receipt is one file for one published score: everything that the score
// was computed from, the arithmetic, and a signature over it, so that anybody can compute the score again on a machine
// that has never seen the data. It holds no free text, no name of a person, no place below a country, and nothing about
// an allegation but what the arithmetic needs. The package is pure; package seal makes and checks signatures.
package receipt

import (
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// Format names this form of receipts. A reader refuses every other.
const Format = "vigil-receipt/1"

// Receipt is what is signed. Fields are in the order of the file, which sorts them by name.
type Receipt struct {
	Agreement   *float64     `json:"agreement" public:"figure"` // of two coders, ordinal alpha; nil: there was no second coder
	Allegations []Allegation `json:"allegations"`
	Answers     []Answer     `json:"answers"`
	Arithmetic  Arithmetic   `json:"arithmetic"`
	Assessment  string       `json:"assessment" public:"id"`
	Caps        []Cap        `json:"caps"`
	Cutoff      string       `json:"cutoff" public:"date"`
	Evidence    []Evidence   `json:"evidence"`
	Format      string       `json:"format" public:"id"`
	Made        string       `json:"made" public:"date"` // 2006-01-02T15:04:05Z
	Method      Edition      `json:"method"`
	Mode        vigil.Mode   `json:"mode" public:"term"`
	Form        Edition      `json:"questionnaire"`
	Ranges      []Range      `json:"ranges"` // of numbers over the population, where the method normalises by it
	Ruler       Ruler        `json:"ruler"`
	Subject     Subject      `json:"subject"`
	Units       []Unit       `json:"units"`
}

// Edition is a method or questionnaire as it was loaded.
type Edition struct {
	Digest string `json:"digest" public:"digest"` // SHA-256, hex, as the scorecard prints it
	Ref    string `json:"ref" public:"id"`        // id@edition
}

// Ruler is the method and the questionnaire without the words for people: all that a score needs of them.
type Ruler struct {
	Methodology   *vigil.Methodology   `json:"methodology" public:"method"`
	Questionnaire *vigil.Questionnaire `json:"questionnaire" public:"method"`
}

// Subject is who was scored.
type Subject struct {
	Attributes map[string]string `json:"attributes" public:"term"`
	Code       string            `json:"code" public:"id"`
	Name       string            `json:"name" public:"name"`
	Sector     string            `json:"sector" public:"term"`
	Sectors    []string          `json:"sectors" public:"term"`
	Type       string            `json:"type" public:"term"`
}

// Unit is a part of the organisation. Its code here is a number, since the real one may name a place.
type Unit struct {
	Code   string         `json:"code" public:"id"`
	Kind   string         `json:"kind" public:"term"`
	Parent string         `json:"parent" public:"id"`
	Weight vigil.Rational `json:"weight" public:"figure"`
}

// LeftOut is the state of an answer that does not count. The reason stays in the house.
const LeftOut vigil.State = "left_out"

// Answer is one answer as it counts. Answers that no figure depends on (texts, dates, counts) are not here.
type Answer struct {
	Approved bool        `json:"approved,omitempty" public:"flag"` // a reviewer accepted the "no" of a screening question
	Date     string      `json:"date,omitempty" public:"date"`     // of the evidence, else of the search
	Grade    vigil.Grade `json:"grade,omitempty" public:"term"`
	Question string      `json:"question" public:"id"`
	Searched bool        `json:"searched,omitempty" public:"flag"` // a complete search log is on file
	State    vigil.State `json:"state" public:"term"`
	Unit     string      `json:"unit,omitempty" public:"id"`
	Value    string      `json:"value,omitempty" public:"term"`
}

// Allegation is what the arithmetic needs of one.
type Allegation struct {
	Continuing      bool       `json:"continuing,omitempty" public:"flag"`
	Credibility     string     `json:"credibility" public:"term"`
	Days            int        `json:"days" public:"figure"` // that count, from the day the organisation was told to the cut-off
	Interim         bool       `json:"interim,omitempty" public:"flag"`
	Irremediability int        `json:"irremediability" public:"figure"`
	Link            string     `json:"link" public:"term"`
	Marks           [6]float64 `json:"marks" public:"figure"` // answered, inquiry, heard, remedy, reported, prevention
	Quarter         string     `json:"quarter" public:"date"`
	Scale           int        `json:"scale" public:"figure"`
	Scope           int        `json:"scope" public:"figure"`
	Withdrawn       bool       `json:"withdrawn,omitempty" public:"flag"` // counts no more, but a cap still names it
}

// Cap is what the arithmetic needs of a confirmed record.
type Cap struct {
	Allegation int    `json:"allegation,omitempty" public:"figure"` // which of Allegations it rests on, counted from 1; 0: none
	Confirmed  string `json:"confirmed,omitempty" public:"date"`    // only where the rule withdraws the rating for a time
	Days       int    `json:"days" public:"figure"`                 // from its opening to the cut-off
	Project    string `json:"project,omitempty" public:"id"`        // which caps rest on one project; a number
	Rule       string `json:"rule" public:"id"`
}

// Evidence is the fingerprint of one public source. Whoever has the source's line from the published list can compute
// it: the SHA-256 of the canonical JSON of date, grade, item, link, page and title, all as text.
type Evidence struct {
	Grade    vigil.Grade `json:"grade" public:"term"`
	Question string      `json:"question" public:"id"`
	SHA256   string      `json:"sha256" public:"digest"`
}

// Range is the span of a number over the population.
type Range struct {
	Max      float64 `json:"max" public:"figure"`
	Min      float64 `json:"min" public:"figure"`
	Question string  `json:"question" public:"id"`
}

// Arithmetic is the score from its parts to the published figure. A figure that does not exist is nil.
type Arithmetic struct {
	Band        string   `json:"band" public:"term"`
	Caps        []Limit  `json:"caps"` // in force, lowest first
	Confidence  *Figure  `json:"confidence"`
	Class       string   `json:"confidence_class" public:"term"`
	Coverage    *Figure  `json:"coverage"`
	Deduction   *Figure  `json:"deduction"`
	Final       *Figure  `json:"final"` // min(net, lowest cap in force)
	Geometric   *Figure  `json:"geometric"`
	High        *Figure  `json:"high"` // final if everything open were at its best
	Net         *Figure  `json:"net"`  // max(0, raw − deduction)
	Pillars     []Pillar `json:"pillars"`
	Provisional bool     `json:"provisional" public:"flag"`
	Rated       bool     `json:"rated" public:"flag"`
	Raw         *Figure  `json:"raw"`
	Sector      *Sector  `json:"sector"` // the second figure, by the weights of the primary sector
	Watch       bool     `json:"watch" public:"flag"`
	Withdrawn   string   `json:"withdrawn" public:"date"` // until when the rating is withdrawn
}

// Figure is a number, unrounded and as published.
type Figure struct {
	Published float64 `json:"published" public:"figure"`
	Value     float64 `json:"value" public:"figure"`
}

// Limit is a cap in force.
type Limit struct {
	AtMost   *float64 `json:"at_most" public:"figure"` // nil: it withdraws the rating
	Governs  bool     `json:"governs" public:"flag"`
	Question string   `json:"question,omitempty" public:"id"` // the answer from which it follows
	Rule     string   `json:"rule" public:"id"`
	Source   string   `json:"source" public:"term"` // answer, record
}

// Pillar is the score of one pillar.
type Pillar struct {
	CappedAt *float64 `json:"capped_at" public:"figure"`
	Coverage float64  `json:"coverage" public:"figure"`
	High     *float64 `json:"high" public:"figure"`
	ID       string   `json:"id" public:"id"`
	Value    *float64 `json:"value" public:"figure"`
	Weight   float64  `json:"weight" public:"figure"`
}

// Sector is the figure by the weights of the primary sector.
type Sector struct {
	Column string  `json:"column" public:"term"`
	Final  *Figure `json:"final"`
	Net    *Figure `json:"net"`
	Raw    *Figure `json:"raw"`
}

// arithmetic takes the figures out of a scorecard.
func arithmetic(c *vigil.Scorecard) Arithmetic {
	a := Arithmetic{Band: c.Band, Caps: []Limit{}, Class: c.Confidence.Class, Confidence: figure(c.Confidence.Figure), Coverage: figure(c.Coverage),
		Deduction: figure(c.Deduction.Points), Final: figure(c.Final), Geometric: figure(c.Geometric), High: figure(c.High),
		Net: figure(c.Net), Pillars: []Pillar{}, Provisional: c.Provisional, Rated: c.Rated, Raw: figure(c.Raw), Watch: c.Watch, Withdrawn: c.Withdrawn}
	for _, x := range c.Caps {
		a.Caps = append(a.Caps, Limit{AtMost: x.AtMost, Governs: x.Governs, Question: x.Question, Rule: x.Rule, Source: x.Source})
	}
	for _, n := range c.Nodes {
		if n.Storey == vigil.StoreyPillar && n.Unit == "" {
			a.Pillars = append(a.Pillars, Pillar{CappedAt: n.CappedAt, Coverage: n.Coverage, High: n.High, ID: n.Node, Value: n.Value, Weight: n.Weight})
		}
	}
	if s := c.Sector; s != nil {
		a.Sector = &Sector{Column: s.Column, Final: figure(s.Final), Net: figure(s.Net), Raw: figure(s.Raw)}
	}
	return a
}

func figure(f *vigil.Figure) *Figure {
	if f == nil {
		return nil
	}
	return &Figure{Published: f.Published, Value: f.Value}
}

// Source is what a receipt is made from.
type Source struct {
	Assessment string           // its code
	Input      scoring.Input    // what the published score was computed from
	Card       *vigil.Scorecard // that score
	Evidence   []vigil.Evidence // only what is public goes in, as fingerprints
	Made       string           // 2006-01-02T15:04:05Z
}
