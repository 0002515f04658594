package question

import (
	"strings"

	"vigil/internal/vigil"
)

// yesPartialNo is answered by yes, no and, where the scale has it, partial.
type yesPartialNo struct{}

// spellings are what spreadsheets and people write for the three.
var spellings = map[string]string{
	"y": "yes", "true": "yes", "n": "no", "false": "no",
	"partly": "partial", "partially": "partial", "in part": "partial",
}

func (yesPartialNo) read(s vigil.Scale, in *vigil.Indicator, raw string) (string, *vigil.Problem) {
	value, p := readOption(s, in, raw)
	if p == nil {
		return value, nil
	}
	id, known := spellings[strings.ToLower(raw)]
	if _, ok := s.Option(id); known && ok {
		return id, nil
	}
	return "", p
}

func (yesPartialNo) points(s vigil.Scale, _ *vigil.Indicator, value string) (float64, bool) {
	return optionPoints(s, value)
}

func (yesPartialNo) options(s vigil.Scale, in *vigil.Indicator) []Option { return optionsOf(s, in) }
