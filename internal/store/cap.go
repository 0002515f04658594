package store

import "vigil/internal/vigil"

// capColumns are those that a change may touch: never on whom it is, nor by which rule.
var capColumns = []string{"allegation_id", "project", "grade", "reason", "opened", "life_at_risk", "proposed_by", "confirmed_by", "confirmed", "reply_due",
	"reply", "review_due", "lifted", "lifted_by", "lift_reason"}

// CreateCap adds a cap and fills in its id and version. An allegation that is not about the same organisation is
// NotFound.
func (t *Tx) CreateCap(c *vigil.Cap) error {
	if err := need(c.OrganisationID, "organisation"); err != nil {
		return err
	}
	if err := named(c.Rule, "rule of the cap"); err != nil {
		return err
	}
	row := *c
	row.ID, row.Version = 0, 1
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, the("cap", c.Rule))
	}
	*c = row
	return nil
}

// Cap gives the cap with the id.
func (t *Tx) Cap(id int64) (vigil.Cap, error) {
	var c vigil.Cap
	if err := need(id, "cap"); err != nil {
		return c, err
	}
	err := t.db.Where("id = ?", id).Take(&c).Error
	return c, wrap(err, numbered("cap", id))
}

// Caps gives the caps on an organisation, lifted ones too, oldest first.
func (t *Tx) Caps(orgID int64) ([]vigil.Cap, error) {
	if err := need(orgID, "organisation"); err != nil {
		return nil, err
	}
	var list []vigil.Cap
	err := t.db.Where("organisation_id = ?", orgID).Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("caps"))
}

// SaveCap writes everything but the rule and the organisation; c.Version must be the version that was read, and
// rises. A stale one is a Conflict.
func (t *Tx) SaveCap(c *vigil.Cap) error {
	return t.change(c, c.ID, &c.Version, capColumns, "cap", numbered("cap", c.ID))
}

// OpenCaps gives the caps on all organisations that were not lifted, oldest first.
func (t *Tx) OpenCaps() ([]vigil.Cap, error) {
	var list []vigil.Cap
	err := t.db.Where("lifted = ?", "").Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("caps"))
}
