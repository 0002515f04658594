package app_test

import (
	"fmt"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// BenchmarkLibrary reads a page of the library of an organisation with 3,000 documents, and of one with 100,000. The ratio is
// how much longer the second takes for each document: 1 is in proportion.
func BenchmarkLibrary(b *testing.B) {
	var each []float64
	for _, n := range []int{3_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a := withFiles(b, store.Config{Dir: b.TempDir()})
			must(b, a.Store.Tx(ctx, func(tx *store.Tx) error {
				as, err := tx.Assessment("acme-1")
				must(b, err)
				var list []vigil.Evidence
				for i := range n {
					list = append(list, vigil.Evidence{Title: fmt.Sprintf("Report %d", i*7919%n), Link: fmt.Sprintf("https://example.org/reports/%d", i), Grade: vigil.Grades[i%5], Expires: "2027-01-01"})
				}
				return tx.PutEvidence(&as, "", "BE.a.1", list)
			}))
			for _, f := range []app.LibraryFilter{{Page: 3}, {Words: "report 99"}} {
				began := time.Now()
				l, err := a.Library(ctx, admin, f)
				must(b, err)
				if len(l.Documents) == 0 {
					b.Fatal("nothing is found")
				}
				took := time.Since(began)
				b.Logf("%d documents, %+v: %v", n, f, took.Round(time.Millisecond))
				if f.Words == "" {
					each = append(each, took.Seconds()/float64(n))
				}
			}
			if len(each) == 2 {
				b.ReportMetric(each[1]/each[0], "ratio")
			}
		})
	}
}
