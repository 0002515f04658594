package store

import "vigil/internal/vigil"

var unitColumns = []string{"name", "kind", "parent", "country", "weight"}

// PutUnits adds the units given, or changes those whose code is there already; other units stay. Afterwards every
// parent must be a unit of the organisation and no unit may stand below itself.
func (t *Tx) PutUnits(orgID int64, units []vigil.Unit) error {
	if _, err := t.OrganisationByID(orgID); err != nil {
		return err
	}
	held, err := t.Units(orgID)
	if err != nil {
		return err
	}
	ids := map[string]int64{}
	for _, u := range held {
		ids[u.Code] = u.ID
	}
	var fresh []vigil.Unit
	seen := map[string]bool{}
	for _, u := range units {
		if err := named(u.Code, "unit"); err != nil {
			return err
		}
		if seen[u.Code] {
			return vigil.Errorf(vigil.Invalid, "unit %q is listed twice; keep one of them", u.Code)
		}
		seen[u.Code] = true
		u.ID, u.OrganisationID = ids[u.Code], orgID
		if u.ID == 0 {
			fresh = append(fresh, u)
		} else if err := t.db.Model(&u).Where("id = ?", u.ID).Select(unitColumns).UpdateColumns(&u).Error; err != nil {
			return wrap(err, the("unit", u.Code))
		}
	}
	if len(fresh) > 0 {
		if err := t.db.CreateInBatches(fresh, batch).Error; err != nil {
			return wrap(err, vigil.Word("units"))
		}
	}
	all, err := t.Units(orgID)
	if err != nil {
		return err
	}
	return tree(all)
}

// batch is how many rows go into one statement; SQLite allows 32766 values in one.
const batch = 500

// tree checks that the units hang together.
func tree(units []vigil.Unit) error {
	parent := map[string]string{}
	for _, u := range units {
		parent[u.Code] = u.Parent
	}
	for _, u := range units {
		at := u.Code
		for steps := 0; parent[at] != ""; steps++ {
			if steps > len(units) {
				return vigil.Errorf(vigil.Invalid, "unit %q stands below itself; correct its parent", u.Code)
			}
			if _, ok := parent[parent[at]]; !ok {
				return vigil.Errorf(vigil.Invalid, "unit %q names the parent %q, which is no unit; add it or correct the name", at, parent[at])
			}
			at = parent[at]
		}
	}
	return nil
}

// Units gives the units of an organisation by code.
func (t *Tx) Units(orgID int64) ([]vigil.Unit, error) {
	if err := need(orgID, "organisation"); err != nil {
		return nil, err
	}
	var list []vigil.Unit
	err := t.db.Where("organisation_id = ?", orgID).Order("code").Find(&list).Error
	return list, wrap(err, vigil.Word("units"))
}
