package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm/clause"

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
	for _, noun := range nouns {
		s, err := parse(noun)
		if err != nil {
			return nil, err
		}
		out[s.Table] = s.DBNames
	}
	return out, nil
}

// Text is a column of text, with its class and whether it is stored through the seal.
type Text struct {
	Table, Column, Class, Why string
	Classed, Sealed           bool
}

// Texts gives every column of every noun that is not a number, a mark or a time.
func Texts() ([]Text, error) {
	var out []Text
	for _, noun := range nouns {
		s, err := parse(noun)
		if err != nil {
			return nil, err
		}
		for _, name := range s.DBNames {
			f := s.FieldsByDBName[name]
			switch f.IndirectFieldType.Kind() {
			case reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
				continue
			}
			if f.IndirectFieldType == reflect.TypeFor[time.Time]() {
				continue
			}
			c, ok := classes[s.Table][name]
			out = append(out, Text{s.Table, name, c.kind, c.why, ok, isSealed(f)})
		}
	}
	return out, nil
}

// Classes gives the tables and columns that have a class.
func Classes() map[string][]string {
	out := map[string][]string{}
	for table, columns := range classes {
		out[table] = slices.Sorted(maps.Keys(columns))
	}
	return out
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

// SealedColumns gives the sealed columns by table, with the name of the table's id.
func SealedColumns() (map[string][]string, map[string]string, error) {
	tables, err := sealedTables()
	columns, ids := map[string][]string{}, map[string]string{}
	for _, t := range tables {
		ids[t.name] = t.id
		for _, c := range t.columns {
			if c.own {
				columns[t.name] = append(columns[t.name], c.name)
			}
		}
	}
	return columns, ids, err
}

// Place is the kind of the database.
func (s *Store) Place() string { return string(s.dialect) }

// RawText gives what stands in a column of a row, as somebody with the database in his hands would see it.
func (s *Store) RawText(ctx context.Context, table, column, id string, n int64) (string, error) {
	var text []byte
	err := s.pools[0].QueryRowContext(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE %s = %d", column, table, id, n)).Scan(&text)
	return string(text), err
}

// WaysRound tries to store a text in a sealed column past its seal.
func (s *Store) WaysRound(ctx context.Context, text string) map[string]error {
	out := map[string]error{}
	for name, try := range map[string]func(*Tx) error{
		"by the name of the column": func(tx *Tx) error {
			return tx.db.Model(&vigil.Comment{}).Where("id = ?", 1).UpdateColumn("text", text).Error
		},
		"by a list of columns": func(tx *Tx) error {
			return tx.db.Model(&vigil.Comment{}).Where("id = ?", 1).UpdateColumns(map[string]any{"version": 2, "text": text}).Error
		},
		"into the row of another id": func(tx *Tx) error {
			return tx.db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "login"}}, DoUpdates: clause.AssignmentColumns([]string{"name"})}).
				Create(&vigil.Person{Login: "login1", Name: text, Status: vigil.Active}).Error
		},
		"into many rows at once": func(tx *Tx) error {
			return tx.db.Model(&vigil.Comment{}).Where("version = ?", 1).Select("text").UpdateColumns(&vigil.Comment{Text: text}).Error
		},
		"read without the id": func(tx *Tx) error {
			var list []vigil.Comment
			return tx.db.Select("text").Find(&list).Error
		},
	} {
		out[name] = s.Tx(ctx, func(tx *Tx) error { return wrap(try(tx), name) })
	}
	return out
}
