package app

import (
	"slices"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// running holds of the answers that were adjusted in a review that is not over the version that each first became by it. To those who
// answer, an answer and its history are until then as they were before: whatever came after is of reviewers too.
type running map[slot]int64

// runningReview gives the adjustments that somebody in a role must not hear of yet: those since the assessment came into review,
// because what came back from an earlier one was read.
func runningReview(tx *store.Tx, as vigil.Assessment, role vigil.Role) (running, error) {
	if seesReviews(as, role) {
		return nil, nil
	}
	steps, err := tx.StatusChanges(as.ID)
	if err != nil {
		return nil, err
	}
	reviews, err := tx.ItemReviews(as.ID)
	if err != nil {
		return nil, err
	}
	var began time.Time
	for _, s := range steps {
		if s.To == vigil.InReview {
			began = s.Time
		}
	}
	first := running{}
	for _, r := range slices.Backward(reviews) {
		if r.Verdict == vigil.VerdictAdjusted && !r.Time.Before(began) {
			first[slot{r.Unit, r.Question}] = r.AnswerVersion
		}
	}
	return first, nil
}

// before leaves out of the history of an answer what it became in the review.
func (r running) before(at slot, history []store.Change) []store.Change {
	first, adjusted := r[at]
	if !adjusted {
		return history
	}
	return slices.DeleteFunc(history, func(h store.Change) bool { return h.Version >= first })
}

// putBack makes the answers what they were before the review.
func (r running) putBack(tx *store.Tx, assessment int64, list []vigil.Answer) error {
	adjusted := map[string][]string{} // questions by unit
	for at := range r {
		adjusted[at.unit] = append(adjusted[at.unit], at.question)
	}
	for unit, questions := range adjusted {
		histories, err := tx.Histories(assessment, unit, questions)
		if err != nil {
			return err
		}
		for i := range list {
			at := slot{list[i].Unit, list[i].Question}
			if before := r.before(at, histories[at.question]); at.unit == unit && r[at] > 0 && len(before) > 0 {
				id := list[i].ID
				list[i] = contentOf(before[len(before)-1])
				list[i].ID = id
			}
		}
	}
	return nil
}
