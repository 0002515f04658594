package store

import (
	"time"

	"vigil/internal/vigil"
)

// HeldImport is a file that was read and shown as a plan, and waits for whoever sent it to apply it. The document is
// sealed by whoever writes it; the store keeps it no longer than until the import was applied.
type HeldImport struct {
	ID           int64
	AssessmentID int64
	Code         string // random: it stands in the address of the plan
	Person       string
	Time         time.Time
	ExpiresAt    time.Time
	Document     []byte // nil: applied
	Result       []byte // what was stored, as counts; nil: not applied
	AppliedAt    *time.Time
}

// HoldImport keeps a file that was read, and fills in its id and time.
func (t *Tx) HoldImport(h *HeldImport) error {
	if err := named(h.Code, "held import"); err != nil {
		return err
	}
	if err := need(h.AssessmentID, "assessment"); err != nil {
		return err
	}
	row := *h
	row.ID, row.Time = 0, t.now()
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, the("held import", h.Code))
	}
	*h = row
	return nil
}

// HeldImport gives what is kept of an assessment under a code.
func (t *Tx) HeldImport(assessmentID int64, code string) (HeldImport, error) {
	var h HeldImport
	if err := need(assessmentID, "assessment"); err != nil {
		return h, err
	}
	if err := named(code, "held import"); err != nil {
		return h, err
	}
	err := t.db.Where("assessment_id = ? AND code = ?", assessmentID, code).Take(&h).Error
	return h, wrap(err, the("held import", code))
}

// ClaimImport marks a held import as applied and takes its document out. It is a Conflict for all but the first who
// asks; on PostgreSQL the others wait until the transaction of the first has ended.
func (t *Tx) ClaimImport(id int64, at time.Time, result []byte) error {
	if err := need(id, "held import"); err != nil {
		return err
	}
	r := t.db.Model(&HeldImport{}).Where("id = ? AND applied_at IS NULL", id).
		UpdateColumns(map[string]any{"applied_at": at, "document": nil, "result": result})
	if r.Error == nil && r.RowsAffected == 0 {
		return vigil.Errorf(vigil.Conflict, "this import was applied already")
	}
	return wrap(r.Error, numbered("held import", id))
}

// DropHeldImports takes out the files of a person that wait for an assessment, but for the newest.
func (t *Tx) DropHeldImports(assessmentID int64, person string, keep int) error {
	if err := need(assessmentID, "assessment"); err != nil {
		return err
	}
	var list []HeldImport
	err := t.db.Select("id").Where("assessment_id = ? AND person = ? AND applied_at IS NULL", assessmentID, person).Order("id DESC").Find(&list).Error
	if err != nil {
		return wrap(err, vigil.Word("held imports"))
	}
	for _, h := range list[min(keep, len(list)):] {
		if err := t.DeleteHeldImport(h.ID); err != nil {
			return err
		}
	}
	return nil
}

// DeleteHeldImport takes one out.
func (t *Tx) DeleteHeldImport(id int64) error {
	if err := need(id, "held import"); err != nil {
		return err
	}
	return wrap(t.db.Where("id = ?", id).Delete(&HeldImport{}).Error, numbered("held import", id))
}

// DeleteExpiredImports takes out every held import whose time is over, and gives their number.
func (t *Tx) DeleteExpiredImports(now time.Time) (int64, error) {
	r := t.db.Where("expires_at <= ?", now).Delete(&HeldImport{})
	return r.RowsAffected, wrap(r.Error, "held imports")
}
