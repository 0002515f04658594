package question

import (
	"time"

	"vigil/internal/vigil"
)

// date is a day, written 2006-01-02 and no other way: 03/04/2026 is two days to two readers.
type date struct{}

func (date) read(_ vigil.Scale, _ *vigil.Indicator, raw string) (string, *vigil.Problem) {
	return Day(raw)
}

// Day reads a day as 2006-01-02, from the year 1900 to 2199.
func Day(raw string) (string, *vigil.Problem) {
	day, err := time.Parse("2006-01-02", raw)
	if err != nil {
		return "", problem(vigil.Say("%q is no date in the one form that everybody reads alike", short(raw)), vigil.Say("write year, month and day like 2026-03-31"))
	}
	if day.Year() < 1900 || day.Year() > 2199 {
		return "", problem(vigil.Say("%q has a year that cannot be meant", short(raw)), vigil.Say("give a year from 1900 to 2199"))
	}
	return raw, nil
}

func (date) points(vigil.Scale, *vigil.Indicator, string) (float64, bool) { return 0, false }

func (date) options(vigil.Scale, *vigil.Indicator) []Option { return nil }
