package store

import "vigil/internal/vigil"

// allegationColumns are those that a change may touch: never about whom it is.
var allegationColumns = []string{"country", "quarter", "harm", "sector", "project", "summary", "source", "scale", "scope", "irremediability",
	"credibility", "link", "continuing", "opened", "interim", "mark_answered", "mark_inquiry", "mark_heard", "mark_remedy", "mark_reported",
	"mark_prevention", "reply", "reply_date", "hold_from", "hold_review", "hold_reason", "withdrawn", "withdraw_reason"}

// CreateAllegation adds an allegation and fills in its id and version. A code that is taken is a Conflict.
func (t *Tx) CreateAllegation(a *vigil.Allegation) error {
	if err := named(a.Code, "allegation"); err != nil {
		return err
	}
	if err := need(a.OrganisationID, "organisation"); err != nil {
		return err
	}
	row := *a
	row.ID, row.Version = 0, 1
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, the("allegation", a.Code))
	}
	*a = row
	return nil
}

// Allegation gives the allegation with the code.
func (t *Tx) Allegation(code string) (vigil.Allegation, error) {
	var a vigil.Allegation
	if err := named(code, "allegation"); err != nil {
		return a, err
	}
	err := t.db.Where("code = ?", code).Take(&a).Error
	return a, wrap(err, the("allegation", code))
}

// Allegations gives the allegations against an organisation, withdrawn ones too, by code.
func (t *Tx) Allegations(orgID int64) ([]vigil.Allegation, error) {
	if err := need(orgID, "organisation"); err != nil {
		return nil, err
	}
	var list []vigil.Allegation
	err := t.db.Where("organisation_id = ?", orgID).Order("code").Find(&list).Error
	return list, wrap(err, vigil.Word("allegations"))
}

// HeldAllegations gives the allegations that stand and whose clock is held, those to be looked at first before the others.
func (t *Tx) HeldAllegations() ([]vigil.Allegation, error) {
	var list []vigil.Allegation
	err := t.db.Where("hold_from <> ? AND withdrawn = ?", "", "").Order("hold_review, id").Find(&list).Error
	return list, wrap(err, vigil.Word("allegations"))
}

// SaveAllegation writes everything but the code and the organisation; a.Version must be the version that was read,
// and rises. A stale one is a Conflict.
func (t *Tx) SaveAllegation(a *vigil.Allegation) error {
	return t.change(a, a.ID, &a.Version, allegationColumns, "allegation", the("allegation", a.Code))
}
