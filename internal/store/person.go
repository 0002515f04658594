package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"vigil/internal/vigil"
)

// personColumns are those that a change may touch: never the login, which the audit log and memberships name.
var personColumns = []string{"name", "email", "role", "language", "theme", "status", "password", "totp", "totp_new", "updated_at"}

// CreatePerson adds a person and fills in the id, version and times. A login that is taken is a Conflict.
func (t *Tx) CreatePerson(p *vigil.Person) error {
	if err := named(p.Login, "person"); err != nil {
		return err
	}
	if !isText(p.Login, p.Name, p.Email) {
		return notText(the("person", p.Login))
	}
	row := *p
	row.ID, row.Version, row.UpdatedAt, row.CreatedAt = 0, 1, t.now(), t.now()
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, the("person", p.Login))
	}
	*p = row
	return nil
}

// SavePerson writes what may change of a person; p.Version must be the version that was read, and rises. A stale one is
// a Conflict.
func (t *Tx) SavePerson(p *vigil.Person) error {
	if !isText(p.Name, p.Email) {
		return notText(the("person", p.Login))
	}
	p.UpdatedAt = t.now()
	return t.change(p, p.ID, &p.Version, personColumns, "person", the("person", p.Login))
}

// Person gives the person with the login.
func (t *Tx) Person(login string) (vigil.Person, error) {
	var p vigil.Person
	if err := named(login, "person"); err != nil {
		return p, err
	}
	err := t.db.Where("login = ?", login).Take(&p).Error
	return p, wrap(err, the("person", login))
}

// PersonByID gives the person with the id.
func (t *Tx) PersonByID(id int64) (vigil.Person, error) {
	var p vigil.Person
	if err := need(id, "person"); err != nil {
		return p, err
	}
	err := t.db.Where("id = ?", id).Take(&p).Error
	return p, wrap(err, numbered("person", id))
}

// People gives everybody by login.
func (t *Tx) People() ([]vigil.Person, error) {
	var list []vigil.Person
	err := t.db.Order("login").Find(&list).Error
	return list, wrap(err, vigil.Word("people"))
}

// Administrators gives the administrators of the workspace who can sign in. They stay locked to the end of the transaction: of
// two who take the role from one another at once, the second sees what the first has done.
func (t *Tx) Administrators() ([]vigil.Person, error) {
	var list []vigil.Person
	err := t.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("role = ? AND status = ?", vigil.Administrator, vigil.Active).Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("administrators"))
}

// NotePresence keeps when a person signed in. It is no change of the person, so the version stays.
func (t *Tx) NotePresence(personID int64) error {
	if err := need(personID, "person"); err != nil {
		return err
	}
	err := t.db.Model(&vigil.Person{}).Where("id = ?", personID).UpdateColumn("signed_in_at", t.now()).Error
	return wrap(err, numbered("person", personID))
}

// UseTOTPStep takes the code of a step. It reports false where a code of that step, or of a later one, was taken before:
// of two who send the same code at once, one gets in.
func (t *Tx) UseTOTPStep(personID, step int64) (bool, error) {
	if err := need(personID, "person"); err != nil {
		return false, err
	}
	r := t.db.Model(&vigil.Person{}).Where("id = ? AND totp_step < ?", personID, step).UpdateColumn("totp_step", step)
	return r.RowsAffected == 1, wrap(r.Error, numbered("person", personID))
}

// PutRecoveryCodes puts new codes in place of a person's old ones; none: it only takes the old ones away.
func (t *Tx) PutRecoveryCodes(personID int64, hashes []string) error {
	if err := need(personID, "person"); err != nil {
		return err
	}
	what := numbered("recovery codes of person", personID)
	if err := t.db.Where("person_id = ?", personID).Delete(&vigil.RecoveryCode{}).Error; err != nil {
		return wrap(err, what)
	}
	rows := make([]vigil.RecoveryCode, len(hashes))
	for i, h := range hashes {
		rows[i] = vigil.RecoveryCode{PersonID: personID, Hash: h}
	}
	if len(rows) == 0 {
		return nil
	}
	return wrap(t.db.Create(&rows).Error, what)
}

// UseRecoveryCode takes a code by its hash. It reports false where the person has no such code, or used it before.
func (t *Tx) UseRecoveryCode(personID int64, hash string) (bool, error) {
	if err := need(personID, "person"); err != nil {
		return false, err
	}
	r := t.db.Model(&vigil.RecoveryCode{}).Where("person_id = ? AND hash = ? AND used_at IS NULL", personID, hash).UpdateColumn("used_at", t.now())
	return r.RowsAffected == 1, wrap(r.Error, numbered("recovery code of person", personID))
}

// RecoveryCodesLeft counts the codes that a person has not used.
func (t *Tx) RecoveryCodesLeft(personID int64) (int64, error) {
	if err := need(personID, "person"); err != nil {
		return 0, err
	}
	var n int64
	err := t.db.Model(&vigil.RecoveryCode{}).Where("person_id = ? AND used_at IS NULL", personID).Count(&n).Error
	return n, wrap(err, numbered("recovery codes of person", personID))
}

// RolesOf gives the roles of a person in single organisations, by the code of the organisation.
func (t *Tx) RolesOf(person string) (map[string]vigil.Role, error) {
	if err := named(person, "person"); err != nil {
		return nil, err
	}
	roles, err := t.roles(t.db.Where("memberships.person = ?", person))
	return roles[person], err
}

// RolesOfEverybody gives the roles in single organisations by person and code of the organisation.
func (t *Tx) RolesOfEverybody() (map[string]map[string]vigil.Role, error) { return t.roles(t.db) }

func (t *Tx) roles(q *gorm.DB) (map[string]map[string]vigil.Role, error) {
	var rows []struct {
		Person, Code string
		Role         vigil.Role
	}
	err := q.Model(&vigil.Membership{}).Select("memberships.person, memberships.role, organisations.code").
		Joins("JOIN organisations ON organisations.id = memberships.organisation_id").Scan(&rows).Error
	roles := map[string]map[string]vigil.Role{}
	for _, r := range rows {
		if roles[r.Person] == nil {
			roles[r.Person] = map[string]vigil.Role{}
		}
		roles[r.Person][r.Code] = r.Role
	}
	return roles, wrap(err, vigil.Word("memberships"))
}
