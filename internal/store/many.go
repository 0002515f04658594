package store

import "vigil/internal/vigil"

// FinalAssessments gives the final and published assessments of every organisation, oldest first. A portfolio needs
// those of thousands at once.
func (t *Tx) FinalAssessments() ([]vigil.Assessment, error) {
	var list []vigil.Assessment
	err := t.db.Where("status IN ?", []vigil.Status{vigil.Final, vigil.Published}).Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("assessments"))
}

// EveryAllegation gives the allegations on every organisation, withdrawn ones too, oldest first.
func (t *Tx) EveryAllegation() ([]vigil.Allegation, error) {
	var list []vigil.Allegation
	err := t.db.Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("allegations"))
}

// EveryCap gives the caps on every organisation, lifted ones too, oldest first.
func (t *Tx) EveryCap() ([]vigil.Cap, error) {
	var list []vigil.Cap
	err := t.db.Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("caps"))
}

// Scorecards calls f with the result of each of the assessments that has one, in the order of their ids. Only a few are
// in memory at a time.
func (t *Tx) Scorecards(assessments []int64, f func(assessment int64, document []byte) error) error {
	for len(assessments) > 0 {
		n := min(len(assessments), scorecardBatch)
		var rows []scorecard
		if err := t.db.Where("assessment_id IN ?", assessments[:n]).Order("assessment_id").Find(&rows).Error; err != nil {
			return wrap(err, vigil.Word("scorecards"))
		}
		for _, row := range rows {
			if err := f(row.AssessmentID, row.Document); err != nil {
				return err
			}
		}
		assessments = assessments[n:]
	}
	return nil
}

// scorecardBatch is how many scorecards are read at a time; one has up to 100 kB.
const scorecardBatch = 200
