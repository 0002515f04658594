// Package scoring turns answers into an explained scorecard and a scorecard into gaps. It is pure: the same
// methodology, questionnaire and answers give the same bytes on every machine, and nothing here reads a
// clock, a file or a database. It knows no particular method; everything it does is said by the methodology.
package scoring

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"vigil/internal/vigil"
)

// Range is the span of a number over the population, from which min-max normalisation is computed.
type Range struct{ Min, Max float64 }

// Input is all that a score depends on.
type Input struct {
	Methodology   *vigil.Methodology
	Questionnaire *vigil.Questionnaire
	Subject       vigil.Subject
	Units         []vigil.Unit
	Mode          vigil.Mode
	Cutoff        string // last day that counts, 2006-01-02
	Answers       []vigil.Answer
	Allegations   []vigil.Allegation
	Caps          []vigil.Cap
	Ranges        map[string]Range // by question, for numbers that the method normalises
	Agreement     *float64         // ordinal alpha of two coders; nil: there was no second coder
}

// digested is what the digest of answers covers: all that can move a score, and no free text, so that
// erasing a note leaves the digest of a published score valid.
type digested struct {
	Unit, Question, Value, State, Grade, Date string
	Searched, Approved                        bool
}

// digestAnswers is the SHA-256 of the answers in canonical order, hex.
func digestAnswers(answers []vigil.Answer) string {
	sorted := append([]vigil.Answer(nil), answers...)
	vigil.SortAnswers(sorted)
	list := make([]digested, len(sorted))
	for i, a := range sorted {
		list[i] = digested{a.Unit, a.Question, a.Value, string(a.State), string(a.Grade), cmp.Or(a.Date, a.Search.Date),
			a.Search.Complete(), a.Approved()}
	}
	data, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings and booleans always marshal
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
