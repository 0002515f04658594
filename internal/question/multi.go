package question

import (
	"strings"

	"vigil/internal/vigil"
)

// multi is a list of elements of which any number can be met.
type multi struct{}

// none are the ways to say that no element is met; an empty cell says nothing at all.
var none = map[string]bool{vigil.NoElements: true, "–": true, "none": true, "none of these": true}

func (m multi) read(s vigil.Scale, in *vigil.Indicator, raw string) (string, *vigil.Problem) {
	if none[strings.ToLower(raw)] {
		return vigil.NoElements, nil
	}
	options, met := m.options(s, in), map[string]bool{}
	var wrong *vigil.Problem
	take := func(word string) bool {
		for _, o := range options {
			if matches(o, word) {
				met[o.ID] = true
				return true
			}
		}
		return false
	}
	if !take(raw) {
		for _, word := range strings.FieldsFunc(raw, func(r rune) bool { return r == ';' || r == '\n' || r == '\r' }) {
			word = strings.TrimSpace(word)
			if word == "" || take(word) {
				continue
			}
			for _, part := range strings.Split(word, ",") {
				if part = strings.TrimSpace(part); !take(part) && wrong == nil {
					wrong = notAmong(options, word)
					wrong.Do = vigil.Say("give the ids of the elements that are met with ; between them, of %s; write - for none", elements(options))
				}
			}
		}
	}
	if wrong != nil {
		return "", wrong
	}
	var ids []string
	for _, o := range options {
		if met[o.ID] {
			ids = append(ids, o.ID)
		}
	}
	if len(ids) == 0 {
		return "", problem(vigil.Say("%q names no element", short(raw)), vigil.Say("give the ids of the elements that are met with ; between them; write - for none"))
	}
	return strings.Join(ids, ";"), nil
}

func elements(options []Option) string {
	ids := make([]string, len(options))
	for i, o := range options {
		ids[i] = o.ID
	}
	return strings.Join(ids, ", ")
}

// points adds up the met elements, up to the maximum; the default maximum is the sum of all.
func (multi) points(s vigil.Scale, in *vigil.Indicator, value string) (float64, bool) {
	if in == nil || value == "" {
		return 0, false
	}
	met := map[string]bool{}
	for _, id := range (vigil.Answer{Value: value}).Elements() {
		met[id] = true
	}
	got, all, found := 0.0, 0.0, 0
	for _, e := range in.Elements {
		p := 1.0
		if e.Points != nil {
			p = *e.Points
		}
		all += p
		if met[e.ID] {
			got += p
			found++
		}
	}
	if s.Maximum > 0 {
		all = s.Maximum
	}
	if all == 0 || found != len(met) {
		return 0, false
	}
	return limit(got / all), true
}

func (multi) options(_ vigil.Scale, in *vigil.Indicator) []Option {
	if in == nil {
		return nil
	}
	out := make([]Option, len(in.Elements))
	for i, e := range in.Elements {
		out[i] = Option{ID: e.ID, Text: e.Text}
	}
	return out
}
