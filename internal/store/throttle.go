package store

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"vigil/internal/vigil"
)

// longAgo lets everything be tried.
var longAgo = time.Unix(0, 0).UTC()

// Attempt counts an attempt under a bucket as a failure, for now, and gives the row with the count. Until is as it was.
// The row stays locked to the end of the transaction, so those who come at once are counted one after the other; if the
// transaction is not kept, neither is the count.
func (t *Tx) Attempt(bucket string, forget time.Time) (vigil.Throttle, error) {
	var row vigil.Throttle
	if err := named(bucket, "bucket"); err != nil {
		return row, err
	}
	now := t.now()
	row = vigil.Throttle{Bucket: bucket, Failures: 1, LastAt: now, Until: longAgo, ForgetAt: whole(forget)}
	err := t.db.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "bucket"}},
		DoUpdates: clause.Assignments(map[string]any{
			"failures":  gorm.Expr("CASE WHEN throttles.forget_at <= excluded.last_at THEN 1 ELSE throttles.failures + 1 END"),
			"last_at":   now,
			"forget_at": whole(forget),
		}),
	}).Create(&row).Error
	if err != nil {
		return row, wrap(err, vigil.Word("throttle"))
	}
	row = vigil.Throttle{}
	return row, wrap(t.db.Where("bucket = ?", bucket).Take(&row).Error, "throttle")
}

// Failures is how many attempts are counted under a bucket.
func (t *Tx) Failures(bucket string) (int64, error) {
	var rows []vigil.Throttle
	err := t.db.Where("bucket = ? AND forget_at > ?", bucket, t.now()).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return 0, wrap(err, vigil.Word("throttle"))
	}
	return rows[0].Failures, nil
}

// Hold lets nothing be tried under a bucket before a time.
func (t *Tx) Hold(bucket string, until time.Time) error {
	if err := named(bucket, "bucket"); err != nil {
		return err
	}
	return wrap(t.db.Model(&vigil.Throttle{}).Where("bucket = ?", bucket).UpdateColumn("until", whole(until)).Error, "throttle")
}

// Forgive takes back the last attempt under a bucket, because it was none.
func (t *Tx) Forgive(bucket string) error {
	if err := named(bucket, "bucket"); err != nil {
		return err
	}
	err := t.db.Model(&vigil.Throttle{}).Where("bucket = ? AND failures > 0", bucket).
		UpdateColumns(map[string]any{"failures": gorm.Expr("failures - 1"), "until": longAgo}).Error
	return wrap(err, vigil.Word("throttle"))
}

// Forget takes away what was counted under a bucket.
func (t *Tx) Forget(bucket string) error {
	if err := named(bucket, "bucket"); err != nil {
		return err
	}
	return wrap(t.db.Where("bucket = ?", bucket).Delete(&vigil.Throttle{}).Error, "throttle")
}

// ForgetOld takes away every count whose time is over.
func (t *Tx) ForgetOld(now time.Time) error {
	return wrap(t.db.Where("forget_at <= ?", whole(now)).Delete(&vigil.Throttle{}).Error, "throttles")
}
