package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// marker starts everything that plant writes into a sealed column.
const marker = "Marker-Of-Somebody"

// plant stores two rows in every table with sealed columns, by the methods that everybody uses, with a text of its own in
// each of those columns.
func plant(t testing.TB, s *store.Store) {
	t.Helper()
	n := 0
	text := func() string { n++; return fmt.Sprintf("%s %d", marker, n) }
	do(t, s, func(tx *store.Tx) error {
		o := organisation("acme")
		errs := []error{tx.CreateOrganisation(&o)}
		for i := range 2 {
			a := assessment(fmt.Sprint("acme-", i), o.ID)
			a.Purpose, a.Period, a.ReturnReason = text(), text(), text()
			errs = append(errs, tx.PutUnits(o.ID, []vigil.Unit{{Code: fmt.Sprint("u", i), Name: text()}}), tx.CreateAssessment(&a))
			search := vigil.SearchLog{Sources: text(), Languages: text(), Terms: text()}
			errs = append(errs, tx.PutAnswers(&a, []vigil.Answer{{Question: "Q", State: vigil.Answered, Value: text(), Note: text(), Search: search}}))
			errs = append(errs, tx.PutAnswers(&a, []vigil.Answer{{Question: "W", State: vigil.Answered, Value: marker}})) // a word alone reads like a code
			errs = append(errs, tx.PutEvidence(&a, "", "Q", []vigil.Evidence{{Title: text(), Link: text(), Page: text(), Quote: text(), Grade: vigil.E2}}))
			al := allegation(fmt.Sprint("case-", i), o.ID)
			al.Country, al.Harm, al.Summary, al.Source, al.Reply, al.HoldReason, al.WithdrawReason = text(), text(), text(), text(), text(), text(), text()
			errs = append(errs, tx.CreateAllegation(&al), tx.CreateCap(&vigil.Cap{OrganisationID: o.ID, Rule: "CAP-1", Reason: text(), Reply: text(), LiftReason: text()}))
			errs = append(errs, tx.PutScorecard(a.ID, []byte(text())), tx.CreateExport(&store.Export{AssessmentID: a.ID, Code: fmt.Sprint("x", i), Salt: []byte(text()), Base: []byte("b")}))
			p := vigil.Portfolio{Code: "fund", File: text()}
			errs = append(errs, tx.CreatePortfolio(&p, nil), tx.CreateScreening(&store.Screening{Portfolio: "fund", Number: i + 1, PortfolioID: p.ID, Document: []byte(text())}))
			person := vigil.Person{Login: fmt.Sprint("login", i), Name: text(), Email: text(), Status: vigil.Active}
			errs = append(errs, tx.CreatePerson(&person))
			link := vigil.Link{Hash: strings.Repeat(fmt.Sprint(i), 64), Purpose: vigil.SectionLink, AssessmentID: a.ID, Name: text(), ExpiresAt: noon}
			errs = append(errs, tx.CreateLink(&link), tx.NameRespondent(link.ID, text()))
			errs = append(errs, tx.CreateComment(&vigil.Comment{AssessmentID: a.ID, Question: "Q", Text: text(), Author: "login0"}))
			_, err := tx.AddFile(&vigil.File{Code: fmt.Sprint("f", i), OrganisationID: o.ID, AssessmentID: a.ID, Hash: strings.Repeat(fmt.Sprint(i), 64), CleanHash: strings.Repeat("c", 64), Name: text()})
			errs = append(errs, err, tx.AddStatusChange(&vigil.StatusChange{AssessmentID: a.ID, To: vigil.Draft, Reason: text()}))
			errs = append(errs, tx.AddItemReview(&vigil.ItemReview{AssessmentID: a.ID, Question: "Q", Verdict: vigil.VerdictAdjusted, Reason: text(), Person: "login0", Was: vigil.Judged{Value: text()}}))
		}
		return errors.Join(errs...)
	})
}

// raw reads the texts of a column as somebody with the database in his hands would.
func raw(t testing.TB, s *store.Store, table, column, id string) (ids []int64, texts []string) {
	t.Helper()
	rows, err := s.Pools()[0].QueryContext(context.Background(), fmt.Sprintf("SELECT %s, %s FROM %s WHERE %s IS NOT NULL ORDER BY 1", id, column, table, column))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var text []byte
		if err := rows.Scan(&n, &text); err != nil {
			t.Fatal(err)
		}
		if len(text) > 0 {
			ids, texts = append(ids, n), append(texts, string(text))
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return ids, texts
}

// sealedAll gives how many sealed texts stand in the database, and how many in the open; every sealed column must have some.
func sealedAll(t testing.TB, s *store.Store, k testKeys) (sealed, newest, open int) {
	t.Helper()
	columns, ids, err := store.SealedColumns()
	if err != nil {
		t.Fatal(err)
	}
	for table, list := range columns {
		for _, c := range list {
			_, texts := raw(t, s, table, c, ids[table])
			some := 0
			for _, x := range texts {
				some++
				switch {
				case !k.Sealed(x):
					open++
				case k.Newest(x):
					newest++
					fallthrough
				default:
					sealed++
				}
			}
			if some < 2 {
				t.Errorf("%s.%s: %d texts were planted, of two at least", table, c, some)
			}
		}
	}
	return sealed, newest, open
}

// TestSealedColumns plants a text in every sealed column. None stands in the open; all of them are read as they were
// written; none opens in another row or column, without the keys or with others.
func TestSealedColumns(t *testing.T) {
	for name, c := range configs(t) {
		t.Run(name, func(t *testing.T) {
			s := open(t, c)
			plant(t, s)
			sealed, newest, lies := sealedAll(t, s, keys())
			if lies != 0 || newest != sealed {
				t.Errorf("%d texts lie in the open, and %d of %d were sealed with the newest key", lies, newest, sealed)
			}
			columns, ids, _ := store.SealedColumns()
			tables := make([]string, 0, len(columns))
			for table := range columns {
				tables = append(tables, table)
			}
			dump, err := s.Dump(context.Background(), tables...)
			if err != nil || strings.Contains(dump, marker) {
				t.Errorf("the tables hold a marker (%v)", err)
			}
			if _, err := s.CheckSeals(context.Background()); err != nil {
				t.Errorf("all stands in its place: %v", err)
			}
			swaps(t, s, columns, ids)
			strangers(t, c)
		})
	}
}

// swaps puts every sealed text into another row and into another column, and looks whether it is refused there by name.
func swaps(t *testing.T, s *store.Store, columns map[string][]string, ids map[string]string) {
	ctx, tried := context.Background(), 0
	put := func(table, column, text string, id int64) error {
		var value any = text
		if slices.Contains([]string{"salt", "content", "packed", "document"}, column) {
			value = []byte(text)
		}
		arg := [2]string{"?", "?"}
		if s.Place() == "postgres" {
			arg = [2]string{"$1", "$2"}
		}
		return s.Raw(ctx, fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", table, column, arg[0], ids[table], arg[1]), value, id)
	}
	refused := func(table, column, text string, id int64) {
		t.Helper()
		own, _ := s.RawText(ctx, table, column, ids[table], id)
		if err := put(table, column, text, id); err != nil {
			t.Fatal(err)
		}
		tried++
		_, err := s.CheckSeals(ctx)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%s.%s:%d ", table, column, id)) {
			t.Errorf("a foreign text in %s.%s of row %d: %v", table, column, id, err)
		}
		if err := put(table, column, own, id); err != nil {
			t.Fatal(err)
		}
	}
	for table, list := range columns {
		for i, c := range list {
			at, texts := raw(t, s, table, c, ids[table])
			refused(table, c, texts[len(texts)-1], at[0])
			if i > 0 {
				_, other := raw(t, s, table, list[i-1], ids[table])
				refused(table, c, other[0], at[0])
			}
		}
	}
	if _, err := s.CheckSeals(ctx); err != nil {
		t.Errorf("all was put back: %v", err)
	}
	t.Logf("%d foreign texts tried, all refused", tried)
}

// strangers opens the database without keys and with others: nothing comes out, and nothing goes in that they could not open.
func strangers(t *testing.T, c store.Config) {
	for name, other := range map[string]store.Sealer{"no": nil, "other": testKeys{key([]byte("fedcba9876543210"))}} {
		c.Sealer = other
		s := open(t, c)
		err := s.View(context.Background(), func(tx *store.Tx) error { _, err := tx.People(); return err })
		if err == nil || strings.Contains(err.Error(), marker) {
			t.Errorf("%s keys: %v", name, err)
		}
		if other != nil {
			continue
		}
		err = s.Tx(context.Background(), func(tx *store.Tx) error {
			return tx.CreatePerson(&vigil.Person{Login: "x", Name: marker, Status: vigil.Active})
		})
		if err == nil {
			t.Error("a name was stored without keys")
		}
	}
}

// TestReseal starts with a database in which all lies in the open, as before there were seals, seals it, and seals it again
// with a new key. Each is broken off after every transaction and begun again.
func TestReseal(t *testing.T) {
	for name, c := range configs(t) {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			c.Sealer = store.InTheOpen{}
			s := open(t, c)
			plant(t, s)
			before, err := s.Dump(ctx, "comments", "answers")
			if err != nil || !strings.Contains(before, marker) {
				t.Fatalf("nothing lies in the open (%v)", err)
			}
			for _, k := range []testKeys{keys(), keys().and("fedcba9876543210")} {
				c.Sealer = k
				s = open(t, c)
				total, interrupted := resealBroken(t, s)
				sealed, newest, lies := sealedAll(t, s, k)
				if lies != 0 || newest != sealed || interrupted < 15 {
					t.Errorf("%d in the open, %d of %d newest, broken off %d times", lies, newest, sealed, interrupted)
				}
				again, err := s.Reseal(ctx, func(*store.Tx, string, int) error { t.Error("there was something left"); return nil })
				if err != nil || again.Sealed+again.Open+again.Old != 0 || again.Rows < total {
					t.Errorf("once more: %+v (%v)", again, err)
				}
				if err := s.Scrub(ctx); err != nil {
					t.Errorf("scrubbing: %v", err)
				}
			}
			see(t, s, func(tx *store.Tx) error {
				p, err := tx.People()
				if len(p) != 2 || !strings.HasPrefix(p[0].Name, marker) || !strings.HasPrefix(p[0].Email, marker) {
					t.Errorf("people after: %+v", p)
				}
				a, err2 := tx.Assessment("acme-1")
				h, err3 := tx.History(a.ID, "", "Q")
				if len(h) != 1 || !h[0].Genuine() || !strings.HasPrefix(h[0].Note, marker) || !strings.HasPrefix(h[0].Value, marker) {
					t.Errorf("history after: %+v", h)
				}
				return errors.Join(err, err2, err3)
			})
		})
	}
}

// resealBroken seals until nothing is left, and breaks each attempt off in its second transaction.
func resealBroken(t *testing.T, s *store.Store) (sealed, interrupted int) {
	t.Helper()
	stop := errors.New("the power went")
	for {
		times, done := 0, 0
		_, err := s.Reseal(context.Background(), func(_ *store.Tx, _ string, rows int) error {
			if times++; times == 2 {
				return stop
			}
			done += rows
			return nil
		})
		sealed += done
		if err == nil {
			return sealed, interrupted
		}
		if interrupted++; !errors.Is(err, stop) || interrupted > 50 {
			t.Fatalf("attempt %d: %v", interrupted, err)
		}
	}
}

// TestNoWayRoundTheSeal tries what would store a text in the open, or sealed for another row.
func TestNoWayRoundTheSeal(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		plant(t, s)
		for name, err := range s.WaysRound(context.Background(), marker) {
			if vigil.KindOf(err) != vigil.Internal {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
