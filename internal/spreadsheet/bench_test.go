package spreadsheet_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigil/internal/spreadsheet"
)

// The size of the benchmark: with the row of titles as many rows as an import takes.
const (
	benchRows    = 19_999
	benchColumns = 60
	benchRounds  = 3
)

// contender is one program that does one of the tasks.
type contender struct {
	name, file string // the file that it writes; empty: it reads
	command    []string
	base       bool // what the others of its task are compared with
	skip       int  // rows before the titles

	seconds, peaks []float64 // processor time of each round; MiB
}

// BenchmarkBesideOthers writes and reads a large table beside the programs that people know, in turns, each in a
// process of its own, and prints a table: median processor time (user and system), peak memory, size of the file.
func BenchmarkBesideOthers(b *testing.B) {
	dir := b.TempDir()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	rows, columns := strconv.Itoa(benchRows), strconv.Itoa(benchColumns)
	path := func(name string) string { return filepath.Join(dir, name) }
	ours := func(what, file string) []string { return []string{self, what, file, rows, columns} }
	for range b.N {
		export := []*contender{{name: "vigil, the report alone, unwritten", command: ours("bench-table", "-")}, {name: "vigil report", file: path("vigil.xlsx"), command: ours("bench-export", path("vigil.xlsx")), skip: 2}}
		if peer, err := compiled(dir); err != nil {
			say("libxlsxwriter is absent (Debian: libxlsxwriter-dev): %v", err)
		} else {
			export = append(export, &contender{name: "libxlsxwriter constant_memory", file: path("c.xlsx"), command: []string{peer, path("c.xlsx"), rows, columns, "constant"}, base: true},
				&contender{name: "libxlsxwriter", file: path("n.xlsx"), command: []string{peer, path("n.xlsx"), rows, columns, "normal"}})
		}
		source := path("source.xlsx")
		measured(b, &contender{command: ours("bench-sheet", source)})
		imports := []*contender{{name: "vigil, walk and library agreeing", command: ours("bench-import", source)}}
		python, err := withOpenpyxl()
		if err != nil {
			say("openpyxl is absent (Debian: python3-openpyxl): %v", err)
		} else {
			export = append(export, &contender{name: "openpyxl write_only", file: path("p.xlsx"), command: append(python, "write", path("p.xlsx"), rows, columns)})
			imports = append(imports, &contender{name: "openpyxl read_only", command: append(python, "read", source), base: true})
		}
		for range benchRounds {
			for _, c := range slices.Concat(export, imports) {
				measured(b, c)
			}
		}
		say("%d rows with the titles x %d columns, median of %d rounds in turns\nexport\n%simport\n%s", benchRows+1, benchColumns, benchRounds, standings(b, export), standings(b, imports))
		if python != nil {
			sameValues(b, python, export)
		}
	}
}

// BenchmarkImportOfAQuestionnaire reads the filled quick scan as every import does: in a child, under its limits.
func BenchmarkImportOfAQuestionnaire(b *testing.B) {
	name := written(b, filled(b))
	for b.Loop() {
		if _, err := spreadsheet.ReadFile(context.Background(), name); err != nil {
			b.Fatal(err)
		}
	}
}

// compiled is the peer in C.
func compiled(dir string) (string, error) {
	program := filepath.Join(dir, "libxlsxwriter")
	out, err := exec.Command("gcc", "-O2", "-o", program, "testdata/bench/libxlsxwriter.c", "-lxlsxwriter").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %.200s", err, out)
	}
	return program, nil
}

// withOpenpyxl is the command of a Python that has openpyxl: Debian's, or the first on the path.
func withOpenpyxl() (command []string, err error) {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if err = exec.Command(python, "-c", "import openpyxl").Run(); err == nil {
			return []string{python, "testdata/bench/openpyxl_peer.py"}, nil
		}
	}
	return nil, err
}

// measured runs a contender once.
func measured(b *testing.B, c *contender) {
	b.Helper()
	cmd := exec.Command(c.command[0], c.command[1:]...)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	done, peak := make(chan struct{}), make(chan int)
	go func() {
		highest, status := 0, filepath.Join("/proc", strconv.Itoa(cmd.Process.Pid), "status")
		for {
			select {
			case <-done:
				peak <- highest
				return
			case <-time.After(2 * time.Millisecond):
				highest = max(highest, peakOf(status)) // a child's share of rusage would begin with the memory of its parent
			}
		}
	}()
	err := cmd.Wait()
	close(done)
	highest := <-peak
	if err != nil {
		b.Fatalf("%s: %v\n%s", c.name, err, said.String())
	}
	c.seconds = append(c.seconds, (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds())
	c.peaks = append(c.peaks, float64(highest))
}

// say prints a line, or a table: the log of a benchmark is cut after a few lines.
func say(format string, args ...any) { fmt.Fprintf(os.Stdout, "\n"+format+"\n", args...) }

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// standings are the figures of a task, with the ratio to the one that the others are compared with.
func standings(b *testing.B, list []*contender) string {
	b.Helper()
	var base *contender
	for _, c := range list {
		if c.base {
			base = c
		}
	}
	var out strings.Builder
	for _, c := range list {
		ratio, size := "-", "-"
		if base != nil {
			ratio = fmt.Sprintf("%.2f", median(c.seconds)/median(base.seconds))
		}
		if c.file != "" {
			info, err := os.Stat(c.file)
			if err != nil {
				b.Fatal(err)
			}
			size = fmt.Sprintf("%.2f MB", float64(info.Size())/1e6)
		}
		fmt.Fprintf(&out, "  %-36s %6.2f s (%.2f to %.2f)  ratio %5s  peak %4.0f MiB  file %s\n", c.name, median(c.seconds), slices.Min(c.seconds), slices.Max(c.seconds), ratio, median(c.peaks), size)
	}
	return out.String()
}

// sameValues lets openpyxl read every file that was written: cells, values and forms of numbers are equal.
func sameValues(b *testing.B, python []string, list []*contender) {
	b.Helper()
	first := ""
	for _, c := range list {
		if c.file == "" {
			continue
		}
		out, err := exec.Command(python[0], append(python[1:], "values", c.file, strconv.Itoa(c.skip))...).CombinedOutput()
		if err != nil {
			b.Fatalf("%s: %v\n%s", c.name, err, out)
		}
		if first == "" {
			first = string(out)
			say("read by openpyxl, cells and their sum: %s", first)
		}
		if string(out) != first {
			b.Errorf("%s holds other values: %s", c.name, out)
		}
	}
}
