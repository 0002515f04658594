package store

import (
	"fmt"
	"reflect"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"

	"vigil/internal/vigil"
)

// guardSeals has GORM give new rows their ids before they are sealed, and refuse the ways round the seal.
func guardSeals(db *gorm.DB, d dialect) error {
	if err := db.Callback().Create().Before("gorm:create").Register("vigil:number", func(db *gorm.DB) { _ = db.AddError(number(db, d)) }); err != nil {
		return err
	}
	return db.Callback().Update().Before("gorm:update").Register("vigil:no_open_text", func(db *gorm.DB) { _ = db.AddError(refuseOpen(db)) })
}

// seals reports whether a table has columns that are sealed.
func seals(s *schema.Schema) bool { return s != nil && slices.ContainsFunc(s.Fields, isSealed) }

func isSealed(f *schema.Field) bool {
	_, ok := f.Serializer.(sealedText)
	return ok
}

// number gives new rows their ids, because what is sealed in them is bound to the id.
func number(db *gorm.DB, d dialect) error {
	s := db.Statement.Schema
	if db.Error != nil || !seals(s) {
		return nil
	}
	if err := refuseUpsert(db); err != nil || !s.PrioritizedPrimaryField.AutoIncrement {
		return err
	}
	id, ctx := s.PrioritizedPrimaryField, db.Statement.Context
	var rows []reflect.Value
	for row := range rowsOf(db.Statement.ReflectValue) {
		if _, none := id.ValueOf(ctx, row); none {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	ids, err := takeIDs(db, d, s.Table, len(rows))
	if err != nil {
		return err
	}
	for i, row := range rows {
		if err := id.Set(ctx, row, ids[i]); err != nil {
			return err
		}
	}
	return nil
}

// rowsOf walks over one row, or a list of them.
func rowsOf(v reflect.Value) func(func(reflect.Value) bool) {
	return func(yield func(reflect.Value) bool) {
		if v.Kind() != reflect.Slice {
			yield(v)
			return
		}
		for i := range v.Len() {
			if !yield(reflect.Indirect(v.Index(i))) {
				return
			}
		}
	}
}

// takeIDs takes the next ids of a table. On SQLite nobody else writes meanwhile; PostgreSQL gives none of them twice.
func takeIDs(db *gorm.DB, d dialect, table string, n int) ([]int64, error) {
	q := db.Session(&gorm.Session{NewDB: true})
	ids := make([]int64, 0, n)
	if d == postgres {
		err := q.Raw("SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, ?)", table, n).Scan(&ids).Error
		if err == nil && len(ids) != n {
			err = fmt.Errorf("%s: %d of %d ids", table, len(ids), n)
		}
		slices.Sort(ids)
		return ids, err
	}
	var last int64
	if err := q.Raw("SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = ?), 0)", table).Scan(&last).Error; err != nil {
		return nil, err
	}
	for i := range n {
		ids = append(ids, last+int64(i)+1)
	}
	return ids, nil
}

// refuseOpen refuses a change that would write a sealed column by its name, past the serializer: it would lie in the
// open. Taking a text out is no such change.
func refuseOpen(db *gorm.DB) error {
	columns, ok := db.Statement.Dest.(map[string]any)
	if !ok || db.Statement.Schema == nil {
		return nil
	}
	for name, value := range columns {
		f := db.Statement.Schema.LookUpField(name)
		if f == nil || !isSealed(f) {
			continue
		}
		if v := reflect.ValueOf(value); v.IsValid() && !v.IsZero() {
			return vigil.Errorf(vigil.Internal, "%s.%s would be stored in the open; write it through its noun", f.Schema.Table, f.DBName)
		}
	}
	return nil
}

// refuseUpsert refuses to put a sealed column in the place of the one of a row that has another id: it would not open there.
func refuseUpsert(db *gorm.DB) error {
	s := db.Statement.Schema
	on, ok := db.Statement.Clauses["ON CONFLICT"].Expression.(clause.OnConflict)
	if !ok || len(on.Columns) == 1 && on.Columns[0].Name == s.PrioritizedPrimaryField.DBName {
		return nil
	}
	for _, a := range on.DoUpdates {
		if f := s.LookUpField(a.Column.Name); f != nil && isSealed(f) {
			return vigil.Errorf(vigil.Internal, "%s.%s would be sealed for another row; find the row first, and change it by its id", s.Table, f.DBName)
		}
	}
	return nil
}
