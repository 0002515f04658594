// Package question knows the ways in which a question can be answered. Each type of scale is one file behind
// the interface kind; kinds lists them. Read turns what somebody typed into a canonical value or a problem,
// Points says what the value is worth, Options what a form offers. All functions are pure.
package question

import (
	"sort"
	"strings"

	"vigil/internal/vigil"
)

// kind is one type of scale.
type kind interface {
	// read turns trimmed, non-empty text into the canonical value.
	read(s vigil.Scale, in *vigil.Indicator, raw string) (string, *vigil.Problem)
	// points gives what a canonical value is worth, 0..1; false where it is not scored.
	points(s vigil.Scale, in *vigil.Indicator, value string) (float64, bool)
	// options lists what can be chosen; nil where anything can be typed.
	options(s vigil.Scale, in *vigil.Indicator) []Option
}

// kinds are all types of scale. A new type is a new file, a line here and a case file in testdata.
var kinds = map[string]kind{
	"graded":         graded{},
	"yes_partial_no": yesPartialNo{},
	"flag":           flag{},
	"multi":          multi{},
	"share":          share{},
	"number":         number{},
	"date":           date{},
	"text":           text{},
}

// Types lists the names of all types of scale, sorted.
func Types() []string {
	names := make([]string, 0, len(kinds))
	for name := range kinds {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Option is something that a form or a drop-down offers: its id, which is the canonical value, and its text.
// Text is empty where neither the question nor the scale has one.
type Option struct {
	ID   string
	Text vigil.Text
}

// Read turns what somebody typed into the canonical value of the scale: an option's id for its id or its label
// in any case, "3 – text" or a number that equals the id; a decimal number with a point; an ISO date; text.
// The problem carries no place; the caller knows it. Empty text is a problem: an untouched question is no answer.
func Read(s vigil.Scale, in *vigil.Indicator, raw string) (string, *vigil.Problem) {
	k, ok := kinds[s.Type]
	if !ok {
		return "", problem(vigil.Say("the scale %q has the unknown type %q", s.ID, s.Type), vigil.Say("use one of %s", vigil.AnyOf(Types())))
	}
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return "", problem(vigil.Say("there is no answer"), vigil.Say("answer the question or leave the whole row empty"))
	}
	return k.read(own(s, in), in, raw)
}

// Points gives what a canonical value is worth, points divided by the maximum, limited to 0..1. The second
// result is false where the scale is not scored, the value is not on it, or its range is taken from the population.
func Points(s vigil.Scale, in *vigil.Indicator, value string) (float64, bool) {
	k, ok := kinds[s.Type]
	if !ok {
		return 0, false
	}
	return k.points(own(s, in), in, value)
}

// Options lists what can be chosen, in declared order; for multi its elements. It is nil for number, date and text.
func Options(s vigil.Scale, in *vigil.Indicator) []Option {
	k, ok := kinds[s.Type]
	if !ok {
		return nil
	}
	return k.options(own(s, in), in)
}

// own applies the question's own points and maximum, as vigil.Methodology.ScaleOf does.
func own(s vigil.Scale, in *vigil.Indicator) vigil.Scale {
	if in == nil {
		return s
	}
	if len(in.Points) > 0 && s.Type != "multi" {
		s.Points = in.Points
	}
	if in.Maximum > 0 {
		s.Maximum = in.Maximum
	}
	return s
}

func problem(what, do vigil.Message) *vigil.Problem { return &vigil.Problem{What: what, Do: do} }

// short gives what somebody typed, cut to a length that a message can hold.
func short(raw string) string {
	if r := []rune(raw); len(r) > 60 {
		raw = string(r[:60]) + "…"
	}
	return raw
}

func limit(x float64) float64 {
	if x < 0 {
		return 0
	}
	if x > 1 {
		return 1
	}
	return x
}
