package scoring

import "vigil/internal/vigil"

// Deduct gives what allegations take off at a cut-off, case by case, by the same arithmetic as Score: for a case that is
// about to be recorded, and for its page.
func Deduct(m *vigil.Methodology, cutoff string, allegations []vigil.Allegation) vigil.Deduction {
	s := scorer{m: m, in: Input{Methodology: m, Cutoff: cutoff, Allegations: allegations}, card: &vigil.Scorecard{}}
	return s.deduct()
}
