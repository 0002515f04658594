package catalogue

import (
	"fmt"
	"slices"
	"strconv"

	"vigil/internal/question"
	"vigil/internal/vigil"
)

// checkScales looks at the scales of a methodology.
func (s *source) checkScales(m *vigil.Methodology) {
	for i, sc := range m.Scales {
		path := fmt.Sprintf("scales[%d]", i)
		if !s.among(path+".type", "type of scale", sc.Type, question.Types()) {
			continue
		}
		switch sc.Type {
		case "graded", "yes_partial_no", "flag", "share":
			if len(sc.Points) == 0 {
				s.add(path, fmt.Sprintf("the scale %s has no points", sc.ID), "give each option its points")
			}
		default:
			if len(sc.Points) > 0 {
				s.add(path+".points", fmt.Sprintf("a scale of the type %s has no points", sc.Type), "take them out")
			}
		}
		s.checkPoints(path+".points", sc.Points, sc.Maximum)
		ids := optionIDs(sc)
		s.consecutive(path+".points", ids)
		for j, t := range sc.Titles {
			s.among(fmt.Sprintf("%s.titles[%d]", path, j), "option", t.ID, ids)
		}
		s.checkRange(path, sc)
	}
}

func (s *source) checkRange(path string, sc vigil.Scale) {
	for j, b := range sc.Bands {
		at := fmt.Sprintf("%s.bands[%d]", path, j)
		s.among(at, "option", b.ID, optionIDs(sc))
		if b.Value < 0 || b.Value > 100 || j > 0 && b.Value <= sc.Bands[j-1].Value {
			s.add(at+".value", "the per cent of the bands do not rise from 0 to 100", "order them from the lowest level up")
		}
	}
	s.among(path+".normalise", "normalisation", sc.Normalise, []string{"min_max"})
	if (sc.From == nil) != (sc.To == nil) || sc.From != nil && sc.To != nil && *sc.From == *sc.To {
		s.add(path, fmt.Sprintf("the scale %s has no range", sc.ID), "give from and to, and not the same number")
	}
}

// checkPoints compares points with their maximum: none above it, and one that reaches it.
func (s *source) checkPoints(path string, points []vigil.Valued, maximum float64) {
	if len(points) == 0 {
		return
	}
	if maximum == 0 {
		maximum = 1
	}
	highest := 0.0
	for i, p := range points {
		if p.Value < 0 || p.Value > maximum {
			s.add(fmt.Sprintf("%s[%d].value", path, i), fmt.Sprintf("%v points cannot be reached; the maximum is %v", p.Value, maximum), "give 0 to the maximum, or raise the maximum")
		}
		highest = max(highest, p.Value)
	}
	if highest < maximum {
		s.add(path, fmt.Sprintf("no answer reaches full credit; the maximum is %v and the best option has %v points", maximum, highest), "lower the maximum, or raise the points")
	}
}

// consecutive notes a level that is missing between others.
func (s *source) consecutive(path string, ids []string) {
	var levels []int
	for _, id := range ids {
		n, err := strconv.Atoi(id)
		if err != nil {
			return
		}
		levels = append(levels, n)
	}
	slices.Sort(levels)
	for i := 1; i < len(levels); i++ {
		if levels[i] > levels[i-1]+1 {
			s.add(path, fmt.Sprintf("level %d is missing between %d and %d", levels[i-1]+1, levels[i-1], levels[i]), "add it, or number the levels without a gap")
		}
	}
}

func optionIDs(s vigil.Scale) []string {
	out := make([]string, len(s.Points))
	for i, p := range s.Points {
		out[i] = p.ID
	}
	return out
}
