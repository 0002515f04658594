package question

import "vigil/internal/vigil"

// graded is a ladder of levels, each of which includes those below it.
type graded struct{}

func (graded) read(s vigil.Scale, in *vigil.Indicator, raw string) (string, *vigil.Problem) {
	return readOption(s, in, raw)
}

func (graded) points(s vigil.Scale, _ *vigil.Indicator, value string) (float64, bool) {
	return optionPoints(s, value)
}

func (graded) options(s vigil.Scale, in *vigil.Indicator) []Option { return optionsOf(s, in) }
