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
