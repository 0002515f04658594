package question

import "vigil/internal/vigil"

// flag asks for a grave fact: open, settled or clear. Whether a clear is accepted depends on its search log,
// which is the method's rule and not the scale's.
type flag struct{}

func (flag) read(s vigil.Scale, in *vigil.Indicator, raw string) (string, *vigil.Problem) {
	return readOption(s, in, raw)
}

func (flag) points(s vigil.Scale, _ *vigil.Indicator, value string) (float64, bool) {
	return optionPoints(s, value)
}

func (flag) options(s vigil.Scale, in *vigil.Indicator) []Option { return optionsOf(s, in) }
