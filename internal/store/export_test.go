package store

import (
	"context"
	"database/sql"
	"reflect"
	"strings"
	"sync"

	"gorm.io/gorm/schema"

	"vigil/internal/vigil"
)

// Pools gives the connections of an open store: the writing ones first.
func (s *Store) Pools() []*sql.DB { return s.pools }

// Raw runs a statement as somebody with the database in his hands would.
func (s *Store) Raw(ctx context.Context, statement string, args ...any) error {
	_, err := s.pools[0].ExecContext(ctx, statement, args...)
	return err
}

// NeedsOf gives the settings of a pool as question and answer.
func NeedsOf(pool string) [][2]string {
	var out [][2]string
	for _, n := range map[string][]setting{"writer": writerNeeds, "reader": readerNeeds, "server": serverNeeds}[pool] {
		out = append(out, [2]string{n.ask, n.want})
	}
	return out
}

// Check asks one question of a pool.
func Check(ctx context.Context, db *sql.DB, ask, want string) error {
	return check(ctx, db, []setting{{ask, want}})
}

// Pack and Unpack are the compact encoding.
var (
	Pack   = pack
	Unpack = unpack
)

// WriterSettings and ReaderSettings are those of every connection to SQLite.
const (
	WriterSettings = writerSettings
	ReaderSettings = readerSettings
)

// Wrap and FileError make errors for people.
var (
	Wrap      = wrap
	FileError = fileError
)

// Columns gives the columns of every noun by table, as GORM reads its tags.
func Columns() (map[string][]string, error) {
	out := map[string][]string{}
	var cache sync.Map
	for _, noun := range []any{
		&vigil.Organisation{}, &vigil.Unit{}, &vigil.Membership{}, &edition{}, &vigil.Assessment{}, &vigil.Answer{}, &Change{},
		&packedAnswers{}, &Export{}, &vigil.Evidence{}, &vigil.Allegation{}, &vigil.Cap{}, &scorecard{}, &vigil.AuditEntry{},
		&vigil.Portfolio{}, &vigil.Holding{}, &vigil.AcceptedMatch{}, &Screening{}, &vigil.ItemReview{}, &vigil.StatusChange{},
		&vigil.Assignment{}, &vigil.Comment{}, &HeldImport{}, &carryOver{},
		&vigil.Person{}, &vigil.RecoveryCode{}, &vigil.Link{}, &vigil.Session{}, &vigil.Throttle{},
		&vigil.File{}, &sealMark{},
	} {
		s, err := schema.Parse(noun, &cache, names{schema.NamingStrategy{IdentifierMaxLength: 63}})
		if err != nil {
			return nil, err
		}
		out[s.Table] = s.DBNames
	}
	return out, nil
}

// Changeable gives the columns that changes write, by table, and those that they leave alone on purpose.
func Changeable() map[string][2][]string {
	return map[string][2][]string{
		"organisations": {organisationColumns, {"id", "version", "created_at"}},
		"units":         {unitColumns, {"id", "organisation_id", "code"}},
		"assessments":   {assessmentColumns, {"id", "version", "created_at", "code", "organisation_id", "questionnaire", "methodology", "mode"}},
		"answers":       {answerColumns, {"id", "version", "assessment_id", "unit", "question"}},
		"allegations":   {allegationColumns, {"id", "version", "code", "organisation_id"}},
		"caps":          {capColumns, {"id", "version", "organisation_id", "rule"}},
		"comments":      {commentColumns, {"id", "version", "assessment_id", "unit", "question", "reply_to", "author", "created_at"}},
		"people":        {personColumns, {"id", "version", "created_at", "login", "totp_step", "signed_in_at"}},
		"evidence":      {evidenceColumns, {"id", "assessment_id", "unit", "question"}},
	}
}

// TxMethods gives the methods of Tx, for the test that puts impossible ids into all of them.
func TxMethods() reflect.Type { return reflect.TypeFor[*Tx]() }

// Unlock takes away what keeps the audit log from being changed, as an attacker would.
func (s *Store) Unlock(ctx context.Context) error {
	on := ""
	if s.dialect == postgres {
		on = " ON audit_entries"
	}
	for _, name := range []string{"audit_entries_kept", "audit_entries_whole"} {
		if err := s.Raw(ctx, "DROP TRIGGER "+name+on); err != nil {
			return err
		}
	}
	return nil
}

// Restore puts the entries given in place of the log.
func (s *Store) Restore(ctx context.Context, list []vigil.AuditEntry) error {
	if err := s.Raw(ctx, "DELETE FROM audit_entries"); err != nil {
		return err
	}
	return s.write.WithContext(ctx).Create(&list).Error
}

// Dump gives all texts and bytes of some tables.
func (s *Store) Dump(ctx context.Context, tables ...string) (string, error) {
	var b strings.Builder
	for _, table := range tables {
		rows, err := s.pools[0].QueryContext(ctx, "SELECT * FROM "+table)
		if err != nil {
			return "", err
		}
		defer rows.Close()
		names, err := rows.Columns()
		if err != nil {
			return "", err
		}
		for rows.Next() {
			values := make([]any, len(names))
			for i := range values {
				values[i] = new(sql.RawBytes)
			}
			if err := rows.Scan(values...); err != nil {
				return "", err
			}
			for _, v := range values {
				b.Write(*v.(*sql.RawBytes))
				b.WriteByte('\n')
			}
		}
		if err := rows.Err(); err != nil {
			return "", err
		}
		rows.Close()
	}
	return b.String(), nil
}
