package store

import (
	"slices"

	"vigil/internal/vigil"
)

// AddItemReview adds the verdict of a reviewer and fills in its id; without a time it is of now. An earlier verdict on
// the same answer no longer stands.
func (t *Tx) AddItemReview(r *vigil.ItemReview) error {
	if err := need(r.AssessmentID, "assessment"); err != nil {
		return err
	}
	if err := named(r.Question, "question"); err != nil {
		return err
	}
	what := the("review of", r.Question)
	switch {
	case !slices.Contains(vigil.Verdicts, r.Verdict):
		return vigil.Errorf(vigil.Invalid, "%s: %q is no verdict", what, r.Verdict)
	case r.Person == "":
		return vigil.Errorf(vigil.Invalid, "%s names no reviewer", what)
	case !isText(r.Unit, r.Question, r.Reason, r.Person, r.Was.Value, r.Was.Author):
		return notText(what)
	}
	row := *r
	row.ID, row.ResolvedAt = 0, nil
	if row.Time.IsZero() {
		row.Time = t.now()
	}
	if err := t.resolve(row.AssessmentID, key{row.Unit, row.Question}); err != nil {
		return err
	}
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, what)
	}
	*r = row
	return nil
}

// ItemReviews gives every verdict on the answers of an assessment, oldest first. The last one on an answer counts.
func (t *Tx) ItemReviews(assessmentID int64) ([]vigil.ItemReview, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []vigil.ItemReview
	err := t.db.Where("assessment_id = ?", assessmentID).Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("reviews of answers"))
}

// EraseItemReviews puts a word in place of what reviewers wrote of one answer, and of what they adjusted where that was
// free text. Their verdicts stand as they did in standing, which is what ItemReviews gave before the answer was erased, and are
// about the version that it has since; 0: there is no answer.
func (t *Tx) EraseItemReviews(assessmentID int64, unit, question, word string, freeText bool, version int64, standing []vigil.ItemReview) error {
	if err := need(assessmentID, "assessment"); err != nil {
		return err
	}
	for _, r := range standing {
		if r.AssessmentID != assessmentID || r.Unit != unit || r.Question != question {
			continue
		}
		if r.Stands() && version > 0 {
			r.AnswerVersion = version
		}
		if r.Reason != "" {
			r.Reason = word
		}
		if freeText && r.Was.Value != "" {
			r.Was.Value = word
		}
		if err := t.db.Model(&r).Where("id = ?", r.ID).Select("resolved_at", "answer_version", "reason", "was_value").UpdateColumns(&r).Error; err != nil {
			return wrap(err, the("review of", question))
		}
	}
	return nil
}

// claimOf is what a reviewer judged of an answer; who approved it is not among it.
func claimOf(a vigil.Answer) vigil.Answer {
	return vigil.Answer{Value: a.Value, State: a.State, Grade: a.Grade, Date: a.Date, Note: a.Note, Search: a.Search}
}

// keepReview moves a standing verdict to the new version of an answer that still says the same.
func (t *Tx) keepReview(assessmentID int64, a vigil.Answer) error {
	err := t.db.Model(&vigil.ItemReview{}).Where("assessment_id = ? AND unit = ? AND question = ? AND resolved_at IS NULL", assessmentID, a.Unit, a.Question).
		UpdateColumns(map[string]any{"answer_version": a.Version}).Error
	return wrap(err, the("review of", a.Question))
}

// resolveReviews ends the verdicts on answers that changed.
func (t *Tx) resolveReviews(a *vigil.Assessment, changed ...key) error {
	for _, k := range changed {
		if err := t.resolve(a.ID, k); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) resolve(assessmentID int64, k key) error {
	err := t.db.Model(&vigil.ItemReview{}).Where("assessment_id = ? AND unit = ? AND question = ? AND resolved_at IS NULL", assessmentID, k.unit, k.question).
		UpdateColumns(map[string]any{"resolved_at": t.now()}).Error
	return wrap(err, the("review of", k.question))
}
