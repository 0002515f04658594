package app

import (
	"context"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// The method has two people look at every core and critical item, and at one ext item in five (methodology 4.8); nobody
// need judge what was not answered, which counts at its worst as it is.
const sampleOneIn = 5

// needsReview reports whether an answer must be judged before its assessment becomes final, whatever the sample: core
// and critical items, screening questions, and every item of a method without tiers.
func needsReview(in *vigil.Indicator) bool { return in.Tier != "ext" || in.Critical != "" }

// unsettled lists what keeps an assessment from becoming final: answers that a reviewer wants changed, answers that must
// be judged and were not, answers that changed after they were judged, and too small a sample of the rest.
func (c *reviewCase) unsettled() vigil.Problems {
	var ps vigil.Problems
	rest, judged := 0, 0
	for _, s := range c.queue.Sections {
		for _, e := range s.Items {
			at := vigil.Place{Field: slotWords(slot{e.Answer.Unit, e.Answer.Question})}
			r := e.Standing()
			if !e.Needed && c.counted(e) {
				rest++
				if r != nil {
					judged++
				}
			}
			switch {
			case r != nil && r.Verdict == vigil.VerdictReturned:
				ps.Add(at, "is to go back to its author", "return the assessment, or judge the answer anew")
			case r == nil && e.Review != nil && c.counted(e):
				ps.Add(at, "was changed after it was judged", "judge it again")
			case r == nil && e.Needed && c.counted(e):
				ps.Add(at, "was not judged yet", "accept, adjust or return it")
			}
		}
	}
	if want := (rest + sampleOneIn - 1) / sampleOneIn; judged < want {
		ps.Say(vigil.Place{Field: "ext"}, vigil.Say("%d of %d answers to items of the tier ext were judged; the method asks for one in five, which is %d", judged, rest, want),
			vigil.Say("judge %d more of them", want-judged))
	}
	return ps
}

// counted reports whether an answer has a part in the result: an item that does not apply needs no verdict.
func (c *reviewCase) counted(e vigil.ReviewEntry) bool {
	return e.Score == nil || e.Score.Applicable != vigil.False.String()
}

// Closing is what would become of an assessment in review if it were made final now.
type Closing struct {
	Queue vigil.ReviewQueue
	Card  *vigil.Scorecard // the score that would be kept
}

// Closing shows the score that would be kept, and in the queue what still stands in the way.
func (a *App) Closing(ctx context.Context, actor vigil.Actor, code string) (Closing, error) {
	var out Closing
	err := a.read(ctx, actor, ClosingAction, func(tx *store.Tx) error {
		c, err := a.reviewed(tx, actor, ClosingAction, code)
		if err == nil {
			out = Closing{c.queue, c.card}
		}
		return err
	})
	return out, err
}

// Readiness is what would become of a draft or returned assessment if it were submitted now.
type Readiness struct {
	Assessment   vigil.Assessment
	Organisation vigil.Organisation
	Missing      vigil.Problems     // what keeps it from being submitted, each with the question as its field
	Unchanged    []vigil.ItemReview // answers that came back and were not changed since; they keep nobody from submitting
	Step         *vigil.StatusChange
}

// Readiness lists what is missing before an assessment can be submitted, and which returned answers are as they were.
// Step is the last one that was taken, so that a page can say who submitted it and when.
func (a *App) Readiness(ctx context.Context, actor vigil.Actor, code string) (Readiness, error) {
	var out Readiness
	err := a.read(ctx, actor, SubmitAction, func(tx *store.Tx) error {
		c, card, err := a.scored(tx, actor, SubmitAction, code)
		if err != nil {
			return err
		}
		out.Assessment, out.Organisation = c.assessment, c.organisation
		out.Missing = c.missing(card)
		steps, err := tx.StatusChanges(c.assessment.ID)
		if err != nil {
			return err
		}
		if n := len(steps); n > 0 {
			out.Step = &steps[n-1]
		}
		if c.assessment.Status != vigil.Returned {
			return nil
		}
		reviews, err := tx.ItemReviews(c.assessment.ID)
		for _, r := range reviews {
			if r.Stands() && r.Verdict == vigil.VerdictReturned {
				out.Unchanged = append(out.Unchanged, r)
			}
		}
		return err
	})
	return out, err
}

// missing lists what keeps an assessment from being submitted: answers copied from an earlier one that nobody confirmed,
// and in mode SELF everything that is open (methodology 4.3).
func (c *scoringCase) missing(card *vigil.Scorecard) vigil.Problems {
	var ps vigil.Problems
	for _, x := range c.in.Answers {
		if x.Unconfirmed {
			ps.Add(vigil.Place{Field: slotWords(slot{x.Unit, x.Question})}, "was copied from an earlier assessment, and nobody has confirmed it yet", "confirm it, or change it")
		}
	}
	if c.assessment.Mode != vigil.SELF {
		return ps
	}
	return append(ps, unfinished(c.in.Questionnaire, c.in.Answers, card)...)
}
