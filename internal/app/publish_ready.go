package app

import (
	"time"

	"vigil/internal/benchmark"
	"vigil/internal/vigil"
)

// ready lists what keeps companies from being published whatever the files would say: an answer that is withheld for somebody's
// safety, since anybody could tell from the receipt and the pages that there is one, and a ceiling that the company could not
// answer to yet.
func (p Publishing) ready() vigil.Problems {
	var ps vigil.Problems
	for _, place := range p.Result.Places {
		ps = append(ps, withheld(place)...)
		ps = append(ps, unheard(place, p.Now.UTC().Format(time.DateOnly))...)
	}
	return ps
}

// withheld lists answers that are withheld for safety. Nothing else is left out of a score without a rule that everybody can
// apply, so that the receipt and the pages would show which they are.
func withheld(place benchmark.Place) vigil.Problems {
	var ps vigil.Problems
	for _, a := range place.Input.Answers {
		if a.State == vigil.Withheld && place.Input.Questionnaire.Question(a.Question) != nil {
			ps.Add(vigil.Place{Field: codeOf(place) + " " + a.Question}, "is withheld for somebody's safety, and everybody could tell that from what is published",
				"take the assessment back into review, mark the answer as not assessed and finalise it again; or do not publish this company")
		}
	}
	return ps
}

// unheard lists confirmed caps in force to which the company has not replied and still may.
func unheard(place benchmark.Place, today string) vigil.Problems {
	var ps vigil.Problems
	for _, c := range place.Input.Caps {
		if _, known := place.Input.Methodology.Cap(c.Rule); !known || !c.InForce(place.Input.Cutoff) || c.Reply != "" {
			continue
		}
		switch at := (vigil.Place{Field: codeOf(place) + " " + c.Rule}); {
		case c.ReplyDue == "":
			ps.Add(at, "the company has not been asked for its reply to this cap", "ask it, or wait until the clock of the case is let go on; a ceiling is not published before the company was heard")
		case c.ReplyDue >= today:
			ps.Say(at, vigil.Say("the company has until %s to reply to this cap", vigil.LongDate(c.ReplyDue)), vigil.Say("wait for its reply, and publish after that day"))
		}
	}
	return ps
}

// codeOf is how the people of the house call what is published of a company.
func codeOf(place benchmark.Place) string {
	if place.Assessment != "" {
		return place.Assessment
	}
	return place.Input.Subject.Code
}
