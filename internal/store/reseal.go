package store

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"gorm.io/gorm/schema"

	"vigil/internal/vigil"
)

// Seals is what was found of sealed columns, and done about them. Each counts rows.
type Seals struct {
	Rows   int // looked at
	Open   int // had a text in the open
	Old    int // had a text sealed with an older key
	Sealed int // were sealed anew
}

// resealBatch is how many rows are sealed in one transaction.
const resealBatch = 500

// Reseal seals in every row what lies in the open or was sealed with an older key, a few hundred rows in each transaction,
// so that others can work meanwhile. note is called within each transaction that changed something, with the table and the
// number of rows. What was done stays done when it is broken off; the next call goes on with what is left. What does not
// open is left as it is and named in the error, every place of it, after all else was sealed.
func (s *Store) Reseal(ctx context.Context, note func(tx *Tx, table string, rows int) error) (Seals, error) {
	return s.walkSeals(ctx, func(c *sealedTable, after int64, sum *Seals) (next int64, ps vigil.Problems, err error) {
		err = s.Tx(ctx, func(tx *Tx) error {
			var n int
			next, n, ps, err = c.batch(tx, s.sealer, after, true, sum)
			if err != nil || n == 0 {
				return err
			}
			return note(tx, c.name, n)
		})
		return next, ps, err
	})
}

// CheckSeals opens every sealed text without changing any, and counts what Reseal would do. The error names what does not open.
func (s *Store) CheckSeals(ctx context.Context) (Seals, error) {
	return s.walkSeals(ctx, func(c *sealedTable, after int64, sum *Seals) (next int64, ps vigil.Problems, err error) {
		err = s.View(ctx, func(tx *Tx) error {
			next, _, ps, err = c.batch(tx, s.sealer, after, false, sum)
			return err
		})
		return next, ps, err
	})
}

func (s *Store) walkSeals(_ context.Context, batch func(*sealedTable, int64, *Seals) (int64, vigil.Problems, error)) (Seals, error) {
	var sum Seals
	var all vigil.Problems
	tables, err := sealedTables()
	if err != nil {
		return sum, err
	}
	for _, c := range tables {
		for after := int64(0); after >= 0; {
			counted := sum
			next, ps, err := batch(c, after, &counted)
			if err != nil {
				return sum, err
			}
			sum, all, after = counted, append(all, ps...), next
		}
	}
	return sum, all.Err()
}

// sealedTable is a table with sealed columns.
type sealedTable struct {
	name, id string
	columns  []sealedColumn
}

type sealedColumn struct {
	name  string
	place string // what its seal is bound to, without the row
	bytes bool
	own   bool // sealed by the store; what is not is never sealed by it where it lies in the open
}

// sealedByOthers are the columns that are sealed before the store sees them, with what they are bound to. Held imports are
// not among them: they are gone before new keys matter.
var sealedByOthers = map[string]map[string]string{"people": {"totp": "people.totp", "totp_new": "people.totp"}}

// sealedTables are the tables with sealed columns, as the nouns say.
func sealedTables() ([]*sealedTable, error) {
	var list []*sealedTable
	for _, noun := range nouns {
		sch, err := parse(noun)
		if err != nil {
			return nil, err
		}
		if !seals(sch) {
			continue
		}
		t := &sealedTable{name: sch.Table, id: sch.PrioritizedPrimaryField.DBName}
		for _, name := range sch.DBNames {
			t.add(sch, sch.FieldsByDBName[name])
		}
		list = append(list, t)
	}
	return list, nil
}

func (t *sealedTable) add(sch *schema.Schema, f *schema.Field) {
	other, has := sealedByOthers[sch.Table][f.DBName]
	switch {
	case isSealed(f):
		t.columns = append(t.columns, sealedColumn{f.DBName, sch.Table + "." + f.DBName, f.FieldType.Kind() == reflect.Slice, true})
	case has:
		t.columns = append(t.columns, sealedColumn{f.DBName, other, false, false})
	}
}

// batch looks at the rows after an id, and seals them where write is set. next is -1 after the last row; n counts the rows
// that were sealed.
func (t *sealedTable) batch(tx *Tx, s Sealer, after int64, write bool, sum *Seals) (next int64, n int, ps vigil.Problems, err error) {
	rows, err := t.read(tx, after, write)
	if err != nil {
		return 0, 0, nil, wrap(err, t.name)
	}
	for _, r := range rows {
		change, open, old, wrong := t.renew(s, r)
		sum.Rows++
		ps = append(ps, wrong...)
		if open {
			sum.Open++
		}
		if old {
			sum.Old++
		}
		if len(change) == 0 || !write {
			continue
		}
		if err := tx.db.Table(t.name).Where(t.id+" = ?", r.id).UpdateColumns(change).Error; err != nil {
			return 0, 0, nil, wrap(err, t.name)
		}
		n++
		sum.Sealed++
	}
	if len(rows) < resealBatch {
		return -1, n, ps, nil
	}
	return rows[len(rows)-1].id, n, ps, nil
}

// rawRow is what stands in the sealed columns of a row, in their order; nil is NULL.
type rawRow struct {
	id   int64
	text [][]byte
}

func (t *sealedTable) read(tx *Tx, after int64, lock bool) ([]rawRow, error) {
	names := []string{t.id}
	for _, c := range t.columns {
		names = append(names, c.name)
	}
	q := fmt.Sprintf("SELECT %s FROM %s WHERE %s > ? ORDER BY %s LIMIT ?", strings.Join(names, ", "), t.name, t.id, t.id)
	if lock && tx.dialect == postgres {
		q += " FOR UPDATE"
	}
	rows, err := tx.db.Raw(q, after, resealBatch).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []rawRow
	for rows.Next() {
		r := rawRow{text: make([][]byte, len(t.columns))}
		into := []any{&r.id}
		for i := range r.text {
			into = append(into, &r.text[i])
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// renew gives what must be written into a row so that all of it is sealed with the newest key.
func (t *sealedTable) renew(s Sealer, r rawRow) (change map[string]any, open, old bool, ps vigil.Problems) {
	change = map[string]any{}
	for i, c := range t.columns {
		text := string(r.text[i])
		where := fmt.Sprintf("%s:%d", c.place, r.id)
		if text == "" {
			continue
		}
		lies := !s.Sealed(text)
		if lies && !c.own {
			ps = append(ps, notSealed(where))
			continue
		}
		plain := r.text[i]
		if !lies {
			var err error
			if plain, err = s.Open(where, text); err != nil {
				ps = append(ps, vigil.Problem{What: vigil.Say("%s", err), Do: vigil.Say("bring the row back from a backup, or erase what it says")})
				continue
			}
			if s.Newest(text) {
				continue
			}
		}
		open, old = open || lies, old || !lies
		sealed, err := s.Seal(where, plain)
		if err != nil {
			ps = append(ps, vigil.Problem{What: vigil.Say("%s", err)})
			continue
		}
		if change[c.name] = sealed; c.bytes {
			change[c.name] = []byte(sealed)
		}
	}
	return change, open, old, ps
}

func notSealed(where string) vigil.Problem {
	return vigil.Problem{What: vigil.Say("%s is not sealed", where), Do: vigil.Say("bring the row back from a backup")}
}

// Scrub takes away what deleted and overwritten rows left behind: it writes the tables anew and empties the write-ahead
// log. PostgreSQL keeps its own log until it is recycled, and other programs must not use the tables meanwhile.
func (s *Store) Scrub(ctx context.Context) error {
	if s.dialect == postgres {
		tables, err := sealedTables()
		if err != nil {
			return err
		}
		for _, t := range tables {
			if _, err := s.pools[0].ExecContext(ctx, "VACUUM (FULL) "+t.name); err != nil {
				return s.located(wrap(err, s.place))
			}
		}
		return nil
	}
	if _, err := s.pools[0].ExecContext(ctx, "VACUUM"); err != nil {
		return s.located(wrap(err, s.place))
	}
	var busy, frames, done int
	if err := s.pools[0].QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &done); err != nil {
		return s.located(wrap(err, s.place))
	}
	if busy != 0 {
		return later(vigil.Conflict, "%s: another program reads the database, so that its log (%s-wal) could not be emptied; do this again", s.place, File)
	}
	return nil
}
