package vigil

import "time"

// AddWorkingDays counts days from Monday to Friday. Public holidays differ by country and are not left out, so a
// deadline is never later than it is printed.
func AddWorkingDays(t time.Time, n int) time.Time {
	for n > 0 {
		t = t.AddDate(0, 0, 1)
		if w := t.Weekday(); w != time.Saturday && w != time.Sunday {
			n--
		}
	}
	return t
}

// DaysBetween counts whole days from one day (2006-01-02) to another, 0 where either is no day.
func DaysBetween(from, to string) int {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// LongDate prints 2026-10-31 as 31 October 2026; anything else stays as it is.
func LongDate(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 January 2006")
}
