package question

import (
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// share is a ladder of levels by percentage: each level has a least per cent (bands); below all of them is the
// first option. It reads a level, "60 %" or "12 of 20".
type share struct{}

func (share) read(s vigil.Scale, in *vigil.Indicator, raw string) (string, *vigil.Problem) {
	value, wrong := readOption(s, in, raw)
	if wrong == nil {
		return value, nil
	}
	wrong.Do = vigil.Say("%s; or give the share, like 60 %% or 12 of 20", wrong.Do)
	percent, marked, ok := percentage(raw)
	if !ok || len(s.Bands) == 0 || len(s.Points) == 0 {
		return "", wrong
	}
	if percent < 0 || percent > 100 {
		return "", problem(vigil.Say("%q is no share of a whole", short(raw)), vigil.Say("give a share from 0 % to 100 %"))
	}
	if highest := highestID(s); !marked && percent <= highest {
		return "", problem(vigil.Say("%q could be a level, a per cent or a fraction", short(raw)), vigil.Say("write a level, or the share with its sign, like 60 %"))
	}
	level := s.Points[0].ID
	for _, band := range s.Bands {
		if percent >= band.Value {
			level = band.ID
		}
	}
	return level, nil
}

func highestID(s vigil.Scale) float64 {
	highest := 1.0
	for _, p := range s.Points {
		if n, err := strconv.ParseFloat(p.ID, 64); err == nil && n > highest {
			highest = n
		}
	}
	return highest
}

// percentage reads "60", "60 %", "59,5 %", "12 of 20" or "12/20"; marked says that it cannot be a level.
func percentage(raw string) (percent float64, marked, ok bool) {
	for _, mark := range []string{" of ", "/"} {
		if part, whole, cut := strings.Cut(raw, mark); cut {
			p, first := plain(strings.TrimSpace(part))
			w, second := plain(strings.TrimSpace(whole))
			if first && second && w > 0 {
				return 100 * p / w, true, true
			}
			return 0, false, false
		}
	}
	bare, marked := strings.CutSuffix(raw, "%")
	percent, ok = plain(strings.TrimSpace(bare))
	return percent, marked, ok
}

func (share) points(s vigil.Scale, _ *vigil.Indicator, value string) (float64, bool) {
	return optionPoints(s, value)
}

func (share) options(s vigil.Scale, in *vigil.Indicator) []Option { return optionsOf(s, in) }
