package store_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/store"
)

// TestSchema holds the tags of the nouns against the tables, both ways.
func TestSchema(t *testing.T) {
	want, err := store.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for _, columns := range want {
		slices.Sort(columns)
	}
	ask := map[string]string{
		"sqlite": "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'goose_db_version' ORDER BY 1, 2",
		"postgres": `SELECT table_name::text COLLATE "C", column_name::text COLLATE "C" FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name <> 'goose_db_version' ORDER BY 1, 2`,
	}
	for name, c := range configs(t) {
		t.Run(name, func(t *testing.T) {
			rows, err := open(t, c).Pools()[0].QueryContext(context.Background(), ask[name])
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			got := map[string][]string{}
			for rows.Next() {
				var table, column string
				if err := rows.Scan(&table, &column); err != nil {
					t.Fatal(err)
				}
				got[table] = append(got[table], column)
			}
			if err := rows.Err(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("nouns (-) and tables (+):\n%s", diff)
			}
		})
	}
}

// TestChangeable finds a column that somebody added to a noun and no change would write.
func TestChangeable(t *testing.T) {
	all, err := store.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for table, lists := range store.Changeable() {
		got := append(slices.Clone(lists[0]), lists[1]...)
		slices.Sort(got)
		slices.Sort(all[table])
		if diff := cmp.Diff(all[table], got); diff != "" {
			t.Errorf("%s: columns (-) and those that a change writes or leaves alone (+):\n%s", table, diff)
		}
	}
}
