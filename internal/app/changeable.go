package app

import (
	"slices"
	"strings"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// changeable says which answers of an assessment may be changed. Where single ones came back from review it is these,
// and those whose question depends on one of them; otherwise all, or in the wrong status none.
type changeable struct {
	assessment vigil.Assessment
	items      []string        // that came back, for people; empty: all may be changed
	slots      map[slot]bool   // that came back
	questions  map[string]bool // that depend on them
}

func (a *App) changeable(tx *store.Tx, as vigil.Assessment, q *vigil.Questionnaire) (changeable, error) {
	c := changeable{assessment: as, slots: map[slot]bool{}, questions: map[string]bool{}}
	if as.Status != vigil.Returned || as.ReturnedItems == 0 {
		return c, nil
	}
	reviews, err := tx.ItemReviews(as.ID)
	if err != nil {
		return c, err
	}
	last := map[slot]vigil.ItemReview{}
	for _, r := range reviews {
		last[slot{r.Unit, r.Question}] = r
	}
	for at, r := range last {
		if r.Verdict == vigil.VerdictReturned {
			c.slots[at] = true
			c.items = append(c.items, slotWords(at))
			c.dependents(q, at.question)
		}
	}
	slices.Sort(c.items)
	return c, nil
}

// dependents adds the questions that are asked, shown or required depending on a question, and theirs in turn.
func (c *changeable) dependents(q *vigil.Questionnaire, id string) {
	add := func(in *vigil.Indicator) {
		uses := slices.Concat(in.AppliesIf.Uses, in.ShownIf.Uses, in.RequiredIf.Uses)
		if slices.Contains(uses, id) && !c.questions[in.ID] {
			c.questions[in.ID] = true
			c.dependents(q, in.ID)
		}
	}
	for i := range q.Screening {
		add(&q.Screening[i])
	}
	q.Walk(func(_ *vigil.Pillar, in *vigil.Indicator) { add(in) })
}

// allows reports whether one answer may be changed.
func (c changeable) allows(unit, question string) bool {
	if !c.assessment.Status.Editable() {
		return false
	}
	return len(c.items) == 0 || c.slots[slot{unit, question}] || c.questions[question]
}

// refuse says why answers may not be changed, if one of them may not.
func (c changeable) refuse(list ...slot) error {
	as := c.assessment
	if !as.Status.Editable() {
		return vigil.Errorf(vigil.Conflict, "the assessment %q is %s and takes no answers; have a reviewer return it first", as.Code, as.Status)
	}
	var locked []string
	for _, at := range list {
		if !c.allows(at.unit, at.question) && !slices.Contains(locked, slotWords(at)) {
			locked = append(locked, slotWords(at))
		}
	}
	if len(locked) == 0 {
		return nil
	}
	return vigil.Errorf(vigil.Conflict, "the assessment %q came back for %s, and only that and what depends on it can be changed, not %s; ask the reviewer to return that too",
		as.Code, strings.Join(c.items, ", "), strings.Join(locked, ", "))
}
