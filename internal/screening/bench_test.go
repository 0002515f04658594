package screening_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"

	"vigil/internal/screening"
	"vigil/internal/vigil"
)

// The size of the benchmark.
const (
	benchLines     = 20_000
	benchCompanies = 12_000
	benchRounds    = 3
)

// BenchmarkScreenBesidePandas screens 20,000 holdings of 12,000 companies, with rules, watchlist and changes, beside pandas,
// which does the sums alone, in turns, and prints a table. Both must find the same score, coverage and capped weight.
func BenchmarkScreenBesidePandas(b *testing.B) {
	in := large()
	in.Previous = screening.Screen(in)
	dir := b.TempDir()
	holdings, companies := filepath.Join(dir, "holdings.csv"), filepath.Join(dir, "companies.csv")
	if err := dump(in, holdings, companies); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var ours, theirs []float64
		peak := ""
		for range benchRounds {
			begin := processorSeconds(b)
			s := screening.Screen(in)
			ours = append(ours, processorSeconds(b)-begin)
			seconds, mib, want, err := pandas(holdings, companies)
			if err != nil {
				fmt.Fprintf(os.Stdout, "\npandas is absent (Debian: python3-pandas): %v\n", err)
				break
			}
			theirs, peak = append(theirs, seconds), mib
			got := []float64{s.Whole.Scores[0].Score.Value, s.Whole.Coverage.Value, s.Whole.Capped.Value}
			for i := range got {
				if math.Abs(got[i]-want[i]) > 1e-9 {
					b.Fatalf("vigil finds %v, pandas %v", got, want)
				}
			}
		}
		fmt.Fprintf(os.Stdout, "\n%d holdings of %d companies; processor time, median of %d rounds in turns\n  %-52s %6.2f s\n", benchLines, benchCompanies, benchRounds,
			"vigil, exact sums, rules, watchlist, changes", middle(ours))
		if len(theirs) > 0 {
			fmt.Fprintf(os.Stdout, "  %-52s %6.2f s  peak %s MiB\n  ratio %.2f; score, coverage and capped weight are equal\n", "pandas, the sums alone, with reading two csv files", middle(theirs), peak, middle(ours)/middle(theirs))
		}
	}
}

// large is a portfolio of a global index fund.
func large() screening.Input {
	sectors, countries := vigil.Sectors, []string{"PE", "NO", "KE", "BR", "DE", "IN", "PH", "CA"}
	var companies []*screening.Company
	for i := range benchCompanies {
		code := fmt.Sprintf("c%d", i)
		c := rated(code, float64(i*7919%1000)/10)
		if i%6 == 0 {
			c = blank(code)
		}
		if i%11 == 0 {
			capped(c, "CAP-8", 59.9)
		}
		c.Organisation.Sector, c.Organisation.Country = sectors[i%len(sectors)], countries[i%len(countries)]
		if i%9 == 0 {
			c.Allegations = []vigil.Allegation{grave(int64(i+1), "case-"+code)}
		}
		companies = append(companies, c)
	}
	var holdings []vigil.Holding
	for i := range benchLines {
		weight := float64(1+i*6101%997) / 1e7
		if i%10 == 3 {
			holdings = append(holdings, unmatched(i+1, vigil.HoldingEquity, weight))
			continue
		}
		holdings = append(holdings, equity(i+1, fmt.Sprintf("c%d", i%benchCompanies), weight))
	}
	return input(holdings, companies...)
}

// dump writes what pandas needs.
func dump(in screening.Input, holdings, companies string) error {
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	lines := [][]string{{"key", "organisation", "kind", "weight"}}
	for _, h := range in.Holdings {
		key := h.Organisation
		if key == "" {
			key = fmt.Sprintf("line:%d", h.Line)
		}
		lines = append(lines, []string{key, h.Organisation, string(h.Kind), number(*h.Weight)})
	}
	rows := [][]string{{"code", "score", "high", "band", "capped", "sector", "country"}}
	for code, c := range in.Companies {
		row := []string{code, "", "", "", "0", c.Organisation.Sector, c.Organisation.Country}
		if c.Card.Final != nil {
			row[1], row[2], row[3] = number(c.Card.Final.Value), number(c.Card.High.Value), c.Card.Band
		}
		if len(c.Caps) > 0 {
			row[4] = "1"
		}
		rows = append(rows, row)
	}
	for name, table := range map[string][][]string{holdings: lines, companies: rows} {
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		if err := csv.NewWriter(f).WriteAll(table); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// pandas runs the peer and gives its processor time, its memory and what it found.
func pandas(holdings, companies string) (seconds float64, peak string, found []float64, err error) {
	out, err := exec.Command("/usr/bin/python3", "testdata/bench/pandas_peer.py", holdings, companies).Output()
	if err != nil {
		return 0, "", nil, err
	}
	found = make([]float64, 3)
	_, err = fmt.Sscan(string(out), &seconds, &peak, &found[0], &found[1], &found[2])
	return seconds, peak, found, err
}

func processorSeconds(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

func middle(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
