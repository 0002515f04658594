package store

import (
	"gorm.io/gorm/clause"

	"vigil/internal/vigil"
)

// organisationColumns are those that a change may touch.
var organisationColumns = []string{"code", "name", "type", "country", "sector", "sectors", "lei", "isins", "ticker", "exchange", "parent",
	"predecessors", "fictional", "updated_at"}

// CreateOrganisation adds an organisation and fills in its id, version and times. A code that is taken is a Conflict.
func (t *Tx) CreateOrganisation(o *vigil.Organisation) error {
	if err := named(o.Code, "organisation"); err != nil {
		return err
	}
	row := *o
	row.ID, row.Version, row.UpdatedAt = 0, 1, t.now()
	if row.CreatedAt.IsZero() {
		row.CreatedAt = row.UpdatedAt
	}
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, the("organisation", o.Code))
	}
	*o = row
	return nil
}

// UpdateOrganisation writes all fields but the times of making; o.Version must be the version that was read, and
// rises. A stale one is a Conflict.
func (t *Tx) UpdateOrganisation(o *vigil.Organisation) error {
	if err := named(o.Code, "organisation"); err != nil {
		return err
	}
	o.UpdatedAt = t.now()
	return t.change(o, o.ID, &o.Version, organisationColumns, "organisation", the("organisation", o.Code))
}

// Organisation gives the organisation with the code.
func (t *Tx) Organisation(code string) (vigil.Organisation, error) {
	var o vigil.Organisation
	if err := named(code, "organisation"); err != nil {
		return o, err
	}
	err := t.db.Where("code = ?", code).Take(&o).Error
	return o, wrap(err, the("organisation", code))
}

// OrganisationByID gives the organisation with the id.
func (t *Tx) OrganisationByID(id int64) (vigil.Organisation, error) {
	var o vigil.Organisation
	if err := need(id, "organisation"); err != nil {
		return o, err
	}
	err := t.db.Where("id = ?", id).Take(&o).Error
	return o, wrap(err, numbered("organisation", id))
}

// OrganisationIDs gives the ids of the organisations with these codes, as far as there are such.
func (t *Tx) OrganisationIDs(codes []string) ([]int64, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	var ids []int64
	err := t.db.Model(&vigil.Organisation{}).Where("code IN ?", codes).Order("id").Pluck("id", &ids).Error
	return ids, wrap(err, vigil.Word("organisations"))
}

// LockOrganisation keeps every other transaction that asks for the same waiting until this one ends, for what must be counted
// and added without anybody in between.
func (t *Tx) LockOrganisation(id int64) error {
	if err := need(id, "organisation"); err != nil {
		return err
	}
	var o vigil.Organisation
	err := t.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Select("id").Where("id = ?", id).Take(&o).Error
	return wrap(err, numbered("organisation", id))
}

// Organisations gives all organisations by code.
func (t *Tx) Organisations() ([]vigil.Organisation, error) {
	var list []vigil.Organisation
	err := t.db.Order("code").Find(&list).Error
	return list, wrap(err, vigil.Word("organisations"))
}
