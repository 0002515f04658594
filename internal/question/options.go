package question

import (
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// optionsOf lists the options of a scale with the question's level texts, else the scale's titles.
func optionsOf(s vigil.Scale, in *vigil.Indicator) []Option {
	out := make([]Option, len(s.Points))
	for i, p := range s.Points {
		out[i] = Option{ID: p.ID, Text: title(s, p.ID)}
		if in != nil {
			if t := in.Level(p.ID); len(t) > 0 {
				out[i].Text = t
			}
		}
	}
	return out
}

func title(s vigil.Scale, id string) vigil.Text {
	for _, t := range s.Titles {
		if t.ID == id {
			return t.Text
		}
	}
	return nil
}

// optionPoints gives the points of an option over the maximum.
func optionPoints(s vigil.Scale, value string) (float64, bool) {
	p, ok := s.Option(value)
	if !ok {
		return 0, false
	}
	maximum := s.Maximum
	if maximum == 0 {
		maximum = 1
	}
	return limit(p / maximum), true
}

// readOption finds the option that somebody meant: by id, by a number equal to the id, by the id in front of
// its text, or by a label in any language.
func readOption(s vigil.Scale, in *vigil.Indicator, raw string) (string, *vigil.Problem) {
	options := optionsOf(s, in)
	for i, o := range options {
		options[i].Text = nil
		if matches(options[i], raw) || labelled(o.Text, raw) || labelled(title(s, o.ID), raw) {
			return o.ID, nil
		}
	}
	return "", notAmong(options, raw)
}

// matches reports whether raw names the option.
func matches(o Option, raw string) bool {
	if strings.EqualFold(o.ID, raw) || labelled(o.Text, raw) {
		return true
	}
	if want, err := strconv.ParseFloat(o.ID, 64); err == nil {
		if got, err := strconv.ParseFloat(strings.Replace(raw, ",", ".", 1), 64); err == nil && got == want {
			return true
		}
	}
	if len(raw) > len(o.ID) && strings.EqualFold(raw[:len(o.ID)], o.ID) {
		return separated(raw[len(o.ID):])
	}
	return false
}

// separated reports whether the rest of a cell starts like " – text", ": text" or ". text".
func separated(rest string) bool {
	trimmed := strings.TrimLeft(rest, " \u00a0")
	for _, mark := range []string{"–", "—", "- ", ": ", ":\u00a0", ". ", "= "} {
		if after, ok := strings.CutPrefix(trimmed, mark); ok && strings.TrimSpace(after) != "" {
			return true
		}
	}
	return false
}

func labelled(t vigil.Text, raw string) bool {
	for _, label := range t {
		if strings.EqualFold(strings.TrimSpace(label), raw) {
			return true
		}
	}
	return false
}

func notAmong(options []Option, raw string) *vigil.Problem {
	ids := make([]string, len(options))
	for i, o := range options {
		ids[i] = o.ID
	}
	return problem(vigil.Say("%q is no answer to this question", short(raw)), vigil.Say("choose %s", vigil.AnyOf(ids)))
}
