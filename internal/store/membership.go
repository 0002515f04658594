package store

import (
	"gorm.io/gorm/clause"

	"vigil/internal/vigil"
)

// PutMembership gives a person a role in an organisation, in place of the one they have there.
func (t *Tx) PutMembership(m *vigil.Membership) error {
	if err := need(m.OrganisationID, "organisation"); err != nil {
		return err
	}
	if m.Person == "" || m.Role == "" {
		return vigil.Errorf(vigil.Invalid, "a membership needs a person and a role")
	}
	row := *m
	row.ID = 0
	err := t.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "organisation_id"}, {Name: "person"}},
		DoUpdates: clause.AssignmentColumns([]string{"role"}),
	}).Create(&row).Error
	if err != nil {
		return wrap(err, the("membership of", m.Person))
	}
	err = t.db.Where("organisation_id = ? AND person = ?", m.OrganisationID, m.Person).Take(m).Error
	return wrap(err, the("membership of", m.Person))
}

// Memberships gives who may do what for an organisation, by person.
func (t *Tx) Memberships(orgID int64) ([]vigil.Membership, error) {
	if err := need(orgID, "organisation"); err != nil {
		return nil, err
	}
	var list []vigil.Membership
	err := t.db.Where("organisation_id = ?", orgID).Order("person").Find(&list).Error
	return list, wrap(err, vigil.Word("memberships"))
}

// MembershipsAs gives everybody who has a role in an organisation, by organisation and person.
func (t *Tx) MembershipsAs(role vigil.Role) ([]vigil.Membership, error) {
	var list []vigil.Membership
	err := t.db.Where("role = ?", role).Order("organisation_id, person").Find(&list).Error
	return list, wrap(err, vigil.Word("memberships"))
}
