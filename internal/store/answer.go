package store

import (
	"slices"

	"vigil/internal/vigil"
)

// answerColumns are those that a change may touch.
var answerColumns = []string{"value", "state", "grade", "date", "note", "search_date", "search_sources", "search_languages", "search_terms", "approved_by", "unconfirmed", "author", "updated_at"}

// key is what an answer is found by within its assessment.
type key struct{ unit, question string }

// CountUnconfirmed gives for each of some assessments how many of its answers were carried over and not confirmed yet; none where
// there are none.
func (t *Tx) CountUnconfirmed(assessments []int64) (map[int64]int, error) {
	counts := map[int64]int{}
	for part := range slices.Chunk(assessments, 500) {
		var rows []struct {
			AssessmentID int64
			N            int
		}
		err := t.db.Model(&vigil.Answer{}).Select("assessment_id, COUNT(*) AS n").Where("assessment_id IN ? AND unconfirmed = ?", part, true).Group("assessment_id").Scan(&rows).Error
		if err != nil {
			return nil, wrap(err, vigil.Word("answers"))
		}
		for _, r := range rows {
			counts[r.AssessmentID] = r.N
		}
	}
	return counts, nil
}

// PutAnswers adds or replaces the answers by unit and question; answers to other questions stay. Each one leaves a
// line in the history, and resolves the verdict of a reviewer that rested on what was there; an approval alone does not.
// a.Version must be the version that was read, and rises; a stale one is a Conflict. Ids, versions and times in the list
// are ignored: the store gives its own. An answer that comes back after it was taken out goes on from the version it
// had, so that no version ever stands for two contents.
func (t *Tx) PutAnswers(a *vigil.Assessment, answers []vigil.Answer) error {
	if err := need(a.ID, "assessment"); err != nil {
		return err
	}
	if err := vet(answers); err != nil {
		return err
	}
	if len(answers) == 0 {
		return nil
	}
	if err := t.touch(a); err != nil {
		return err
	}
	old, err := t.Answers(a.ID)
	if err != nil {
		return err
	}
	had := map[key]vigil.Answer{}
	for _, o := range old {
		had[key{o.Unit, o.Question}] = o
	}
	last, err := t.takenOut(a.ID)
	if err != nil {
		return err
	}
	var fresh, all []vigil.Answer
	var changed []key
	for _, n := range answers {
		at := key{n.Unit, n.Question}
		n.ID, n.AssessmentID, n.Version, n.UpdatedAt = 0, a.ID, last[at]+1, a.UpdatedAt
		o, ok := had[at]
		if !ok {
			fresh = append(fresh, n)
			all = append(all, n)
			continue
		}
		n.ID, n.Version = o.ID, o.Version
		if err := t.change(&n, n.ID, &n.Version, answerColumns, "answer", the("answer to", n.Question)); err != nil {
			return err
		}
		if claimOf(n) == claimOf(o) {
			err = t.keepReview(a.ID, n)
		} else {
			changed = append(changed, key{n.Unit, n.Question})
		}
		if err != nil {
			return err
		}
		all = append(all, n)
	}
	if err := t.resolveReviews(a, changed...); err != nil {
		return err
	}
	if len(fresh) > 0 {
		if err := t.db.CreateInBatches(fresh, batch).Error; err != nil {
			return wrap(err, the("answers of assessment", a.Code))
		}
	}
	if err := t.remember(PutAction, all); err != nil {
		return err
	}
	return t.repack(a.ID)
}

// takenOut gives the last version of the answers that were taken out.
func (t *Tx) takenOut(assessmentID int64) (map[key]int64, error) {
	var rows []Change
	err := t.db.Select("unit", "question", "version").Where("assessment_id = ? AND action = ?", assessmentID, DeleteAction).Order("id").Find(&rows).Error
	last := map[key]int64{}
	for _, r := range rows {
		last[key{r.Unit, r.Question}] = r.Version
	}
	return last, wrap(err, vigil.Word("history"))
}

// vet refuses what could not be stored truly.
func vet(answers []vigil.Answer) error {
	seen := map[key]bool{}
	for _, n := range answers {
		k := key{n.Unit, n.Question}
		what := the("answer to", n.Question)
		switch {
		case n.Question == "":
			return vigil.Errorf(vigil.Invalid, "an answer names no question")
		case seen[k]:
			return vigil.Errorf(vigil.Invalid, "%s is given twice; keep one of them", what)
		case !slices.Contains(vigil.States, n.State):
			return vigil.Errorf(vigil.Invalid, "%s: %q is no state of an answer", what, n.State)
		case n.Grade.Rank() < 0:
			return vigil.Errorf(vigil.Invalid, "%s: %q is no grade of evidence", what, n.Grade)
		case !isText(n.Unit, n.Question, n.Value, n.Note, n.Date, n.Search.Date, n.Search.Sources, n.Search.Languages, n.Search.Terms, n.ApprovedBy, n.Author):
			return notText(what)
		}
		seen[k] = true
	}
	return nil
}

// DeleteAnswer takes one answer back; the history keeps that it was, and who took it back. a.Version as with PutAnswers. An answer that is
// not there is NotFound.
func (t *Tx) DeleteAnswer(a *vigil.Assessment, unit, question, person string) error {
	if err := need(a.ID, "assessment"); err != nil {
		return err
	}
	if err := named(question, "question"); err != nil {
		return err
	}
	if err := t.touch(a); err != nil {
		return err
	}
	what := the("answer to", question)
	var old vigil.Answer
	if err := t.db.Where("assessment_id = ? AND unit = ? AND question = ?", a.ID, unit, question).Take(&old).Error; err != nil {
		return wrap(err, what)
	}
	if err := t.db.Where("id = ? AND version = ?", old.ID, old.Version).Delete(&vigil.Answer{}).Error; err != nil {
		return wrap(err, what)
	}
	old.Version, old.UpdatedAt, old.Author = old.Version+1, a.UpdatedAt, person
	if err := t.resolveReviews(a, key{unit, question}); err != nil {
		return err
	}
	if err := t.remember(DeleteAction, []vigil.Answer{old}); err != nil {
		return err
	}
	return t.repack(a.ID)
}

// Answer gives one answer; one that is not there is NotFound.
func (t *Tx) Answer(assessmentID int64, unit, question string) (vigil.Answer, error) {
	var x vigil.Answer
	if err := need(assessmentID, "assessment"); err != nil {
		return x, err
	}
	if err := named(question, "question"); err != nil {
		return x, err
	}
	err := t.db.Where("assessment_id = ? AND unit = ? AND question = ?", assessmentID, unit, question).Take(&x).Error
	return x, wrap(err, the("answer to", question))
}

// Answers gives the answers of an assessment by unit, then question.
func (t *Tx) Answers(assessmentID int64) ([]vigil.Answer, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []vigil.Answer
	err := t.db.Where("assessment_id = ?", assessmentID).Order("unit, question").Find(&list).Error
	return list, wrap(err, vigil.Word("answers"))
}
