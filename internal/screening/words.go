package screening

import (
	"strings"

	"vigil/internal/vigil"
)

// withoutEdition is the id in id@edition.
func withoutEdition(ref string) string {
	id, _, _ := strings.Cut(ref, "@")
	return id
}

// rulerWords names a ruler in a sentence.
func rulerWords(r vigil.Ruler) string {
	return r.Questionnaire + " in mode " + string(r.Mode) + " under " + r.Methodology
}
