package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"vigil/internal/vigil"
)

// auditLock is the number of the lock under which PostgreSQL appends to the log.
const auditLock = 0x7669_6769_6c // "vigil"

// Audit appends an entry and fills in its id, time (unless given), previous hash and hash. Entries are numbered from
// 1 without a gap; writers wait for one another.
func (t *Tx) Audit(e *vigil.AuditEntry) error {
	if e.Action == "" {
		return vigil.Errorf(vigil.Invalid, "an entry of the audit log names no action")
	}
	if !isText(e.Person, string(e.Role), e.Action, e.Subject, e.Detail) {
		return notText("audit log")
	}
	if t.dialect == postgres {
		if err := t.db.Exec("SELECT pg_advisory_xact_lock(?)", auditLock).Error; err != nil {
			return wrap(err, vigil.Word("audit log"))
		}
	}
	var last []vigil.AuditEntry
	if err := t.db.Order("id DESC").Limit(1).Find(&last).Error; err != nil {
		return wrap(err, vigil.Word("audit log"))
	}
	row := *e
	row.ID, row.Previous = 1, ""
	if len(last) == 1 {
		row.ID, row.Previous = last[0].ID+1, last[0].Hash
	}
	if row.Time.IsZero() {
		row.Time = t.now()
	}
	row.Time = row.Time.UTC().Truncate(time.Microsecond)
	row.Hash = auditHash(row)
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, vigil.Word("audit log"))
	}
	*e = row
	return nil
}

// auditHash covers every field and the hash before: each as its length, a colon, its bytes and a comma.
func auditHash(e vigil.AuditEntry) string {
	h := sha256.New()
	for _, s := range []string{e.Previous, strconv.FormatInt(e.ID, 10), e.Time.UTC().Format(time.RFC3339Nano), e.Person, string(e.Role), e.Action, e.Subject, e.Detail} {
		fmt.Fprintf(h, "%d:%s,", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// AuditEntries gives the whole log, oldest first.
func (t *Tx) AuditEntries() ([]vigil.AuditEntry, error) {
	var list []vigil.AuditEntry
	err := t.db.Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("audit log"))
}

// VerifyAudit checks the whole log. It finds entries that were changed, swapped, put in or taken out of the middle, as
// a Conflict that names the first. It cannot find that the newest entries were cut off, or that everything was
// written anew from some entry on: compare the last hash with one kept elsewhere for that.
func (t *Tx) VerifyAudit() error {
	var rows []vigil.AuditEntry
	before, previous := int64(0), ""
	err := t.db.Order("id").FindInBatches(&rows, auditBatch, func(*gorm.DB, int) error { // not all of it in memory
		for _, e := range rows {
			if e.ID != before+1 || e.Previous != previous || e.Hash != auditHash(e) {
				return vigil.Errorf(vigil.Conflict, "the audit log was tampered with: entry %d (number %d in the database) does not follow from the one before", before+1, e.ID)
			}
			before, previous = e.ID, e.Hash
		}
		return nil
	}).Error
	if vigil.KindOf(err) == vigil.Conflict {
		return err
	}
	return wrap(err, vigil.Word("audit log"))
}

// auditBatch is how many entries are read at a time to check them.
const auditBatch = 2000
