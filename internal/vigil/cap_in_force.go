package vigil

// RuleCap is a cap with all its grounds: the same rule may follow from a record and from an answer. It is shown once, at
// the lowest of its limits.
type RuleCap struct {
	CapInForce        // the lowest
	Since      string // day on which the first of the grounds was opened; empty where none is dated
	Grounds    []CapInForce
}

// CapsByRule gathers the caps in force by rule, in the order of the scorecard.
func (s *Scorecard) CapsByRule() []RuleCap {
	var caps []RuleCap
	at := map[string]int{}
	for _, c := range s.Caps {
		i, known := at[c.Rule]
		if !known {
			i, at[c.Rule] = len(caps), len(caps)
			caps = append(caps, RuleCap{CapInForce: c})
		}
		all := &caps[i]
		all.Grounds = append(all.Grounds, c)
		if c.Governs || c.lower(all.CapInForce) && !all.Governs {
			all.CapInForce = c
		}
		if c.Opened != "" && (all.Since == "" || c.Opened < all.Since) {
			all.Since = c.Opened
		}
	}
	return caps
}

// lower tells whether a cap leaves less room than another; to withdraw the rating leaves none.
func (c CapInForce) lower(than CapInForce) bool {
	switch {
	case than.AtMost == nil:
		return false
	case c.AtMost == nil:
		return true
	}
	return *c.AtMost < *than.AtMost
}
