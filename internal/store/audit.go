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

// AuditHead is the newest entry of the log that was found in order: everything up to it was.
type AuditHead struct {
	ID   int64
	Hash string
}

// VerifyAudit checks the whole log. It finds entries that were changed, swapped, put in or taken out of
// the middle, as a Conflict that names the first. It cannot find that the newest entries were cut off, or that everything was
// written anew from some entry on: hold the log against a head that was kept elsewhere for that (VerifyAuditFrom).
func (t *Tx) VerifyAudit() error {
	_, err := t.VerifyAuditFrom(AuditHead{})
	return err
}

// VerifyAuditFrom checks that a head which was found in order still stands as it did, and every entry after it, and gives the head as
// it is then. It finds what VerifyAudit finds after the head, and also a log that was cut off before the head or written anew from before it; what somebody
// changed in an entry before the head alone, only VerifyAudit finds.
func (t *Tx) VerifyAuditFrom(head AuditHead) (AuditHead, error) {
	var rows []vigil.AuditEntry
	if head.ID > 0 {
		err := t.db.Where("id = ?", head.ID).Limit(1).Find(&rows).Error
		if err != nil {
			return head, wrap(err, vigil.Word("audit log"))
		}
		if len(rows) == 0 || rows[0].Hash != head.Hash || !AuditIntact(rows[0]) {
			return head, vigil.Errorf(vigil.Conflict, "the audit log was tampered with: entry %d was another one when the log was checked before", head.ID)
		}
	}
	at := head
	err := t.db.Where("id > ?", head.ID).Order("id").FindInBatches(&rows, auditBatch, func(*gorm.DB, int) error { // not all of it in memory
		for _, e := range rows {
			if e.ID != at.ID+1 || e.Previous != at.Hash || !AuditIntact(e) {
				return vigil.Errorf(vigil.Conflict, "the audit log was tampered with: entry %d (number %d in the database) does not follow from the one before", at.ID+1, e.ID)
			}
			at = AuditHead{e.ID, e.Hash}
		}
		return nil
	}).Error
	if vigil.KindOf(err) == vigil.Conflict {
		return head, err
	}
	return at, wrap(err, vigil.Word("audit log"))
}

// AuditIntact reports whether an entry is what its own hash says.
func AuditIntact(e vigil.AuditEntry) bool { return e.Hash == auditHash(e) }

// auditBatch is how many entries are read at a time to check them.
const auditBatch = 2000
