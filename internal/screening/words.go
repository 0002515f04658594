package screening

import (
	"strings"
	"time"

	"vigil/internal/vigil"
)

// longDate prints 2026-10-31 as 31 October 2026; anything else stays as it is.
func longDate(day string) string {
	t, err := time.Parse(isoDate, day)
	if err != nil {
		return day
	}
	return t.Format("2 January 2006")
}

// withoutEdition is the id in id@edition.
func withoutEdition(ref string) string {
	id, _, _ := strings.Cut(ref, "@")
	return id
}

// rulerWords names a ruler in a sentence.
func rulerWords(r vigil.Ruler) string {
	return r.Questionnaire + " in mode " + string(r.Mode) + " under " + r.Methodology
}
