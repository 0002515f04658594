package scoring

import "vigil/internal/vigil"

// band sets the published class from the rounded final, so that number and band agree (methodology 4.4).
func (s *scorer) band() {
	c := s.card
	if len(s.m.Bands) == 0 {
		return
	}
	if !c.Rated {
		c.Band, c.BandReason = s.notRated()
		return
	}
	band := s.m.Bands[0]
	for _, b := range s.m.Bands {
		if c.Final.Published >= b.From && (b.From >= band.From || c.Final.Published < band.From) {
			band = b
		}
	}
	c.Band = band.ID
	if band.Needs == nil {
		return
	}
	if missing := s.unmet(band); len(missing) > 0 {
		c.Band = band.Needs.Otherwise
		c.BandReason = missing
	}
}

func (s *scorer) notRated() (string, vigil.Messages) {
	id := "NR"
	if s.m.NotRated != nil {
		id = s.m.NotRated.ID
	}
	switch {
	case s.card.Withdrawn != "":
		return id, vigil.Messages{vigil.Say("the rating is withdrawn until %s", vigil.Day(s.card.Withdrawn))}
	case !s.results[key{"", vigil.Total}].applies:
		return id, vigil.Messages{vigil.Say("no item applies")}
	case s.m.Coverage != nil && s.card.Coverage.Published < s.m.Coverage.NotRatedBelow:
		return id, vigil.Messages{vigil.Say("coverage is %s per cent; at least %s per cent is needed for a rating",
			s.card.Coverage, vigil.Quantity(s.m.Coverage.NotRatedBelow))}
	}
	return id, vigil.Messages{vigil.Say("nothing that applies has a score")}
}

// unmet lists the conditions of a band that fail, in words.
func (s *scorer) unmet(b vigil.Band) vigil.Messages {
	var missing vigil.Messages
	say := func(format string, args ...any) {
		missing = append(missing, vigil.Say("%s withheld because %s", b.ID, vigil.Say(format, args...)))
	}
	if b.Needs.Confidence != "" && s.m.Confidence != nil {
		if got := s.confidenceWith(true).Class; s.classRank(got) > s.classRank(b.Needs.Confidence) {
			if got != s.card.Confidence.Class {
				say("confidence is %s when what is open or refused is read as a bare statement; at least %s is needed", vigil.Word(got), vigil.Word(b.Needs.Confidence))
			} else {
				say("confidence is %s; at least %s is needed", vigil.Word(got), vigil.Word(b.Needs.Confidence))
			}
		}
	}
	if need := b.Needs.NoZero; need != nil {
		for _, it := range s.items {
			if it.counts && !it.LeftOut && need.Picks(it.in) && *it.S == 0 {
				say("%s scores 0", it.in.ID)
			}
		}
	}
	if need := b.Needs.Evidence; need != nil {
		picks := vigil.ItemSelector{Tier: need.Tier, Kinds: need.Kinds}
		var strong, all float64
		for _, it := range s.items {
			if it.counts && !it.LeftOut && picks.Picks(it.in) {
				all += it.weight
				if it.Assessed && it.GradeRead.Rank() >= need.Grade.Rank() {
					strong += it.weight
				}
			}
		}
		if all > 0 && strong/all < need.Share {
			say("evidence of grade %s or better stands behind %s per cent of the weight of its outcome items; %s per cent is needed",
				need.Grade, vigil.Quantity(100*strong/all), vigil.Quantity(100*need.Share))
		}
	}
	return missing
}

// classRank orders confidence classes, best first.
func (s *scorer) classRank(id string) int {
	for i, c := range s.m.Confidence.Classes {
		if c.ID == id {
			return i
		}
	}
	return len(s.m.Confidence.Classes)
}
