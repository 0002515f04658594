package app

import (
	"encoding/json"
	"slices"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// sameClick is within how long the same wish of the same person is taken for a button that was pressed twice.
const sameClick = time.Minute

// begunJustNow finds the draft that the same person began a moment ago in just the same way, carried over from the same
// assessment (from: its code) or from none.
func (a *App) begunJustNow(tx *store.Tx, actor vigil.Actor, like vigil.Assessment, from string) (vigil.Assessment, bool, error) {
	list, err := tx.Assessments(like.OrganisationID)
	if err != nil {
		return vigil.Assessment{}, false, err
	}
	for _, x := range list {
		same := x.Status == vigil.Draft && x.Questionnaire == like.Questionnaire && x.Mode == like.Mode && x.Period == like.Period && x.Purpose == like.Purpose && x.Cutoff == like.Cutoff
		if !same || a.now().Sub(x.CreatedAt) >= sameClick {
			continue
		}
		steps, err := tx.StatusChanges(x.ID)
		if err != nil {
			return vigil.Assessment{}, false, err
		}
		if !slices.ContainsFunc(steps, func(s vigil.StatusChange) bool { return s.From == "" && samePerson(s.Person, actor.Person) }) {
			continue
		}
		report, err := carryOver(tx, x.ID)
		if err != nil && vigil.KindOf(err) != vigil.NotFound {
			return vigil.Assessment{}, false, err
		}
		if report.From == from {
			return x, true, nil
		}
	}
	return vigil.Assessment{}, false, nil
}

// carryOver gives the report on how an assessment was made from an earlier one; NotFound where it was not.
func carryOver(tx *store.Tx, assessment int64) (report vigil.CarryOver, err error) {
	document, err := tx.CarryOver(assessment)
	if err != nil {
		return report, err
	}
	return report, json.Unmarshal(document, &report)
}
