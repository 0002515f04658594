package benchmark

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// The size of the benchmark.
const (
	benchCompanies = 1000
	benchItems     = 80
	benchPillars   = 8
	benchDraws     = 1000
	benchSeed      = 20261123
	benchRounds    = 3
	benchDiffer    = 0.2 // share of items on which coders differ
)

// BenchmarkRanksBesideNumpy draws the rank intervals of a large sector beside numpy, which gets the same numbers, in turns,
// and prints a table. Both must find the same intervals for every company.
func BenchmarkRanksBesideNumpy(b *testing.B) {
	f := drawnField()
	numbers := filepath.Join(b.TempDir(), "field")
	if err := os.WriteFile(numbers, dump(f), 0o666); err != nil {
		b.Fatal(err)
	}
	places := make([]Place, len(f.list))
	order := make([]int, len(f.list))
	for i := range order {
		order[i] = i
	}
	for b.Loop() {
		var ours, theirs []float64
		var peak string
		for range benchRounds {
			begin := processorSeconds(b)
			f.simulate(benchSeed, benchDraws).interval(places, order)
			ours = append(ours, processorSeconds(b)-begin)
			seconds, mib, found, err := numpy(numbers)
			if err != nil {
				fmt.Fprintf(os.Stdout, "\nnumpy is absent (Debian: python3-numpy): %v\n", err)
				break
			}
			theirs, peak = append(theirs, seconds), mib
			if line := sameIntervals(places, found); line != "" {
				b.Fatal(line)
			}
		}
		fmt.Fprintf(os.Stdout, "\n%d companies x %d draws x %d items, %.0f %% of them drawn; processor time, median of %d rounds in turns, on %d cores\n", benchCompanies, benchDraws, benchItems, 100*benchDiffer, benchRounds, runtime.GOMAXPROCS(0))
		fmt.Fprintf(os.Stdout, "  %-24s %6.2f s (%.2f to %.2f)\n", "vigil, exact ranks", middle(ours), slices.Min(ours), slices.Max(ours))
		if len(theirs) > 0 {
			fmt.Fprintf(os.Stdout, "  %-24s %6.2f s (%.2f to %.2f)  peak %s MiB\n  ratio %.2f; the intervals of all companies are equal\n", "numpy", middle(theirs), slices.Min(theirs), slices.Max(theirs), peak, middle(ours)/middle(theirs))
		}
	}
}

// drawnField is a large sector without answers behind it: two codes for a share of the items, some deductions and caps.
func drawnField() *field {
	m := &vigil.Methodology{Rounding: vigil.RoundingRule{Decimals: 1}}
	f := &field{method: m, floor: 1, flat: true, scale: newRanker(m), weights: []float64{10, 15, 20, 15, 8, 20, 8, 4}, items: make([]*vigil.Indicator, benchItems)}
	d, k := dice(7), uint64(0)
	roll := func() float64 { k++; return d.roll(k) }
	steps := []float64{0, 25, 50, 100}
	for range benchCompanies {
		c := company{pillars: make([]pillar, benchPillars), limit: math.Inf(1)}
		good := roll()
		level := func() float64 { return steps[int(min(3.99, max(0, 4*good+1.5*(roll()-0.5))))] }
		for i := range benchItems {
			p := &c.pillars[i*benchPillars/benchItems]
			item := part{item: i, weight: 1 + float64(i%2), value: level()}
			if other := steps[int(4*roll())]; roll() < benchDiffer*4/3 && other != item.value {
				item.codes = []float64{item.value, other}
			}
			p.items = append(p.items, item)
		}
		if roll() < 0.2 {
			c.deduction = 20 * roll()
		}
		if roll() < 0.2 {
			c.limit = 39.9
		}
		for i := range c.pillars {
			p := &c.pillars[i]
			items := p.items
			*p = f.mean(items, func(part) bool { return true })
			p.items = items
			p.prepare(f.floor)
		}
		f.list = append(f.list, c)
	}
	return f
}

// dump writes what numpy needs of the field.
func dump(f *field) []byte {
	var b bytes.Buffer
	put := func(v any) { _ = binary.Write(&b, binary.LittleEndian, v) } // into memory: never fails
	put([]uint64{benchCompanies, benchItems, benchPillars, benchDraws, benchSeed})
	put(f.weights)
	of := make([]int64, benchItems)
	weight, one, other := make([]float64, 0, benchCompanies*benchItems), make([]float64, 0, benchCompanies*benchItems), make([]float64, 0, benchCompanies*benchItems)
	var deduction, limit []float64
	for _, c := range f.list {
		for n, p := range c.pillars {
			for _, i := range p.items {
				of[i.item] = int64(n)
				weight, one = append(weight, i.weight), append(one, i.value)
				if i.codes != nil {
					other = append(other, i.codes[1])
				} else {
					other = append(other, i.value)
				}
			}
		}
		deduction, limit = append(deduction, c.deduction), append(limit, c.limit)
	}
	for _, v := range []any{of, weight, one, other, deduction, limit} {
		put(v)
	}
	return b.Bytes()
}

// numpy runs the peer: its seconds, its peak memory, and a line for each company.
func numpy(file string) (seconds float64, peak string, lines []string, err error) {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		var out []byte
		if out, err = exec.Command(python, "testdata/bench/numpy_peer.py", file).CombinedOutput(); err != nil {
			err = fmt.Errorf("%w: %.200s", err, out)
			continue
		}
		lines = strings.Split(strings.TrimSpace(string(out)), "\n")
		if _, err = fmt.Sscanf(lines[0], "%f %s", &seconds, &peak); err == nil {
			return seconds, strings.SplitN(peak, ".", 2)[0], lines[1:], nil
		}
	}
	return 0, "", nil, err
}

// sameIntervals says which company another program finds elsewhere; empty when none.
func sameIntervals(places []Place, lines []string) string {
	for i, p := range places {
		if got := fmt.Sprint(p.Low, p.Median, p.High); got != lines[i] {
			return fmt.Sprintf("company %d lies at %s, and by numpy at %s", i, got, lines[i])
		}
	}
	return ""
}

func processorSeconds(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

func middle(list []float64) float64 { return slices.Sorted(slices.Values(list))[len(list)/2] }

// The logarithm that is the same on every machine costs most where coders differ.
func BenchmarkLogarithm(b *testing.B) {
	x := 1.0
	for b.Loop() {
		x = scoring.Exp(scoring.Ln(x + 30))
	}
	_ = x
}
