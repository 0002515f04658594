package vigil

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// State is what kind of answer was given. States are never folded into one another and never pre-filled:
// an untouched question has no Answer at all, which is not the lowest level.
type State string

// The answer states.
const (
	Answered      State = "answered"
	NotApplicable State = "not_applicable"      // by rule only, unless the method lets answers say so
	NotDisclosed  State = "not_disclosed"       // searched or asked, nothing found: counts 0
	Refused       State = "refused"             // counts 0, and is stated
	NotAssessed   State = "not_assessed"        // open: worst in the value, best in high
	Withheld      State = "withheld_for_safety" // out of the score once a reviewer approved
)

// States lists all answer states.
var States = []State{Answered, NotApplicable, NotDisclosed, Refused, NotAssessed, Withheld}

// SearchLog is the record of a search: what was looked through, in which languages, by which terms, when.
type SearchLog struct {
	Date      string `json:"date,omitempty" validate:"omitempty,datetime=2006-01-02"`
	Sources   string `json:"sources,omitempty" validate:"max=2000" gorm:"serializer:sealed"`
	Languages string `json:"languages,omitempty" validate:"max=300" gorm:"serializer:sealed"`
	Terms     string `json:"terms,omitempty" validate:"max=2000" gorm:"serializer:sealed"`
}

// Complete reports whether the log has all four parts; only then does a "clear" or a "no" count.
func (l SearchLog) Complete() bool {
	return l.Date != "" && l.Sources != "" && l.Languages != "" && l.Terms != ""
}

// Empty reports whether nothing was logged.
func (l SearchLog) Empty() bool { return l == SearchLog{} }

// Answer is one unit's answer to one question. Value is canonical: an option id; the ids of the met
// elements joined by ";" in declared order for multi ("-" for none); a number, ISO date or text otherwise.
type Answer struct {
	ID           int64     `json:"id"`
	AssessmentID int64     `json:"assessment_id"`
	Unit         string    `json:"unit"` // code; empty: the organisation as a whole
	Question     string    `json:"question" validate:"required,max=60"`
	Value        string    `json:"value" validate:"max=4000" gorm:"serializer:sealed"`
	State        State     `json:"state"`
	Grade        Grade     `json:"grade" validate:"omitempty,oneof=E0 E1 E2 E3 E4"`
	Date         string    `json:"date" validate:"omitempty,datetime=2006-01-02"` // effective date of the evidence
	Note         string    `json:"note" validate:"max=20000" gorm:"serializer:sealed"`
	Search       SearchLog `json:"search" gorm:"embedded;embeddedPrefix:search_"`
	ApprovedBy   string    `json:"approved_by"`           // reviewer who approved a withholding or a "no" that removes items
	Unconfirmed  bool      `json:"unconfirmed,omitempty"` // copied from an earlier assessment; it counts in a draft and must be confirmed before submitting
	Author       string    `json:"author"`
	Version      int64     `json:"version"`
	UpdatedAt    time.Time `json:"updated_at"`
}

// Approved reports whether a reviewer approved the answer.
func (a Answer) Approved() bool { return a.ApprovedBy != "" }

// Elements splits the value of a multi question.
func (a Answer) Elements() []string {
	if a.Value == "" || a.Value == NoElements {
		return nil
	}
	return strings.Split(a.Value, ";")
}

// NoElements is the value of a multi question that was answered with no element met.
const NoElements = "-"

// SortAnswers orders answers by unit, then question, then what was answered: the order in which they are packed and
// digested.
func SortAnswers(list []Answer) {
	slices.SortStableFunc(list, func(a, b Answer) int {
		if c := cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Question, b.Question)); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.State, b.State), cmp.Compare(a.Grade, b.Grade),
			cmp.Compare(a.Date, b.Date), cmp.Compare(a.ApprovedBy, b.ApprovedBy), cmp.Compare(a.Search.Date, b.Search.Date),
			cmp.Compare(a.Search.Sources, b.Search.Sources), cmp.Compare(a.Search.Languages, b.Search.Languages),
			cmp.Compare(a.Search.Terms, b.Search.Terms))
	})
}
