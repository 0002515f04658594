package scoring

import "vigil/internal/vigil"

// StrictConfidence is confidence as a band that asks for it reads it: what is open or refused counts as a bare statement.
func StrictConfidence(in Input) vigil.Confidence { return score(in).confidenceWith(true) }
