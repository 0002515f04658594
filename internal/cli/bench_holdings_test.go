package cli_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigil/internal/store"
	nouns "vigil/internal/vigil"
)

// The size of the benchmark of holdings.
const (
	benchHoldings      = 20_000
	benchOrganisations = 10_000
	benchHoldingRounds = 3
)

// benchCode makes an identifier with right check digits that nobody has: no country is ZZ, no issuer of LEIs is 0000.
func benchCode(valid func(string) bool, stem string, digits int) string {
	for i := range 100 {
		if code := stem + fmt.Sprintf("%0*d", digits, i); valid(code) {
			return code
		}
	}
	panic("no check digit fits " + stem)
}

func benchISIN(n int) string { return benchCode(nouns.ValidISIN, fmt.Sprintf("ZZBNCH%05d", n), 1) }
func benchLEI(n int) string {
	return benchCode(nouns.ValidLEI, fmt.Sprintf("0000VIGILBENCH%04d", n)[:18], 2)
}

var benchSyllables = []string{"bal", "cor", "den", "fal", "gor", "hal", "jun", "kel", "lor", "mar", "nor", "pel", "quin", "ral", "sor", "tal", "ul", "ver", "wex", "zan"}

// benchName makes names of invented words, of which the second is common to many.
func benchName(n int) string {
	word := ""
	for x, i := n*7919+13, 0; i < 3; i++ {
		word += benchSyllables[x%20]
		x /= 20
	}
	kinds := []string{"Energy", "Mining", "Foods", "Networks", "Bank", "Steel", "Water", "Motors"}
	return strings.ToUpper(word[:1]) + word[1:] + " " + kinds[n%8] + " plc"
}

// benchLine is a line of the list: most have an identifier, a tenth a name alone, a tenth belong to nobody.
func benchLine(i int) []string {
	n := (i * 31) % benchOrganisations
	row := []string{benchName(n), "", "", "", "", "0.005"}
	switch i % 20 {
	case 0, 1:
		row[1] = benchLEI(n)
	case 2:
		row[3], row[4] = fmt.Sprintf("T%05d", n), "XXXX"
	case 3:
		row[0] = strings.Replace(benchName(n), " plc", " Ltd", 1)
	case 4:
		name := benchName(n)
		row[0] = name[:3] + "x" + name[4:]
	case 5, 6:
		row[0], row[2] = fmt.Sprintf("Nobody %d", i), benchISIN(50_000+i)
	default:
		row[2] = benchISIN(n)
	}
	return row
}

var benchTitles = []string{"Name", "LEI", "ISIN", "Ticker", "MIC", "Weight"}

// BenchmarkHoldings imports 20,000 holdings and matches them against 10,000 organisations, beside pandas, which reads the
// same files and merges by the same identifiers. Each runs in a process of its own, in turns.
func BenchmarkHoldings(b *testing.B) {
	dir := b.TempDir()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	program := filepath.Join(dir, "vigil")
	if err := os.Symlink(self, program); err != nil {
		b.Fatal(err)
	}
	benchData(b, dir)
	python := withPandas()
	for range b.N {
		var tasks []*holdingsTask
		for _, ending := range []string{"csv", "xlsx"} {
			list := filepath.Join(dir, "list."+ending)
			tasks = append(tasks, &holdingsTask{name: "vigil import holdings, " + ending, command: func(round int) []string {
				return []string{program, "import", "holdings", list, "--data", dir, "--portfolio", fmt.Sprint(ending, round), "--as-of", "2026-01-31"}
			}}, &holdingsTask{name: "vigil portfolio match, names too, report as csv", command: func(round int) []string {
				return []string{program, "portfolio", "match", fmt.Sprint(ending, round), "--data", dir, "-o", filepath.Join(dir, "match.csv")}
			}})
			if python != "" {
				tasks = append(tasks, &holdingsTask{name: "pandas read, merge by identifiers, write, " + ending, command: func(int) []string {
					return []string{python, "testdata/bench/pandas_holdings.py", list, filepath.Join(dir, "organisations.csv"), filepath.Join(dir, "merged.csv")}
				}})
			}
		}
		for round := range benchHoldingRounds {
			for _, t := range tasks {
				t.run(b, round)
			}
		}
		fmt.Printf("\n%d holdings, %d organisations, median of %d rounds in turns\n", benchHoldings, benchOrganisations, benchHoldingRounds)
		for _, t := range tasks {
			fmt.Printf("  %-50s %6.2f s processor (%.2f to %.2f)  %6.2f s by the clock  peak %4d MiB\n", t.name, middle(t.seconds), slices.Min(t.seconds), slices.Max(t.seconds), middle(t.clock), slices.Max(t.peaks))
		}
		sameMatches(b, program, dir, python != "")
	}
}

// holdingsTask is one program at one task.
type holdingsTask struct {
	name           string
	command        func(round int) []string
	seconds, clock []float64
	peaks          []int
}

func (t *holdingsTask) run(b *testing.B, round int) {
	b.Helper()
	args := t.command(round)
	cmd := exec.Command(args[0], args[1:]...)
	var said bytes.Buffer
	cmd.Stderr = &said
	start := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	done, peak := make(chan struct{}), make(chan int)
	go func() {
		highest := 0
		for {
			select {
			case <-done:
				peak <- highest
				return
			case <-time.After(2 * time.Millisecond):
				highest = max(highest, peakMiB(cmd.Process.Pid))
			}
		}
	}()
	err := cmd.Wait()
	close(done)
	t.peaks = append(t.peaks, <-peak)
	if err != nil {
		b.Fatalf("%s: %v\n%s", t.name, err, said.String())
	}
	t.clock = append(t.clock, time.Since(start).Seconds())
	t.seconds = append(t.seconds, (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds())
}

// peakMiB is the most memory that a process has had.
func peakMiB(pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.Atoi(fields[0])
	return kib >> 10
}

func middle(list []float64) float64 { return slices.Sorted(slices.Values(list))[len(list)/2] }

// withPandas is a Python that has pandas: Debian's, or the first on the path; empty where there is none.
func withPandas() string {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(python, "-c", "import pandas, openpyxl").Run() == nil {
			return python
		}
	}
	fmt.Println("pandas is absent (Debian: python3-pandas)")
	return ""
}

// benchData fills a database with the organisations and writes the lists.
func benchData(b *testing.B, dir string) {
	b.Helper()
	s, err := store.Open(context.Background(), store.Config{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	known := [][]string{{"code", "LEI", "ISIN", "Ticker", "MIC"}}
	err = s.Tx(context.Background(), func(tx *store.Tx) error {
		for n := range benchOrganisations {
			o := nouns.Organisation{Code: fmt.Sprintf("o%05d", n), Name: benchName(n), LEI: benchLEI(n), ISINs: []string{benchISIN(n)}, Ticker: fmt.Sprintf("T%05d", n), Exchange: "XXXX"}
			if err := tx.CreateOrganisation(&o); err != nil {
				return err
			}
			known = append(known, []string{o.Code, o.LEI, o.ISINs[0], o.Ticker, o.Exchange})
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	list := [][]string{benchTitles}
	for i := range benchHoldings {
		list = append(list, benchLine(i))
	}
	for name, rows := range map[string][][]string{"organisations.csv": known, "list.csv": list} {
		var text bytes.Buffer
		if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text.Bytes(), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	benchBook(b, filepath.Join(dir, "list.xlsx"), list)
}

// benchBook writes the list as the smallest workbook there is.
func benchBook(b *testing.B, name string, list [][]string) {
	b.Helper()
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const packages = "http://schemas.openxmlformats.org/package/2006/"
	const types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	var sheet strings.Builder
	sheet.WriteString(`<worksheet xmlns="` + main + `"><sheetData>`)
	for i, row := range list {
		fmt.Fprintf(&sheet, `<row r="%d">`, i+1)
		for c, text := range row {
			at := string(rune('A'+c)) + strconv.Itoa(i+1)
			switch _, err := strconv.ParseFloat(text, 64); {
			case text == "":
			case err == nil:
				fmt.Fprintf(&sheet, `<c r="%s"><v>%s</v></c>`, at, text)
			default:
				fmt.Fprintf(&sheet, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, at, text)
			}
		}
		sheet.WriteString(`</row>`)
	}
	sheet.WriteString(`</sheetData></worksheet>`)
	relation := func(kind, target string) string {
		return `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="` + relations + `/` + kind + `" Target="` + target + `"/></Relationships>`
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="` + types + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + types + `worksheet+xml"/></Types>`},
		{"_rels/.rels", relation("officeDocument", "xl/workbook.xml")},
		{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + relations + `"><sheets><sheet name="Holdings" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")},
		{"xl/worksheets/sheet1.xml", sheet.String()},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			b.Fatal(err)
		}
		if _, err := w.Write([]byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + part[1])); err != nil {
			b.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
}

// sameMatches holds what vigil matched by identifiers to what pandas merged, line by line.
func sameMatches(b *testing.B, program, dir string, pandas bool) {
	b.Helper()
	out, err := exec.Command(program, "portfolio", "show", "csv0", "--json", "--data", dir).Output()
	if err != nil {
		b.Fatal(err)
	}
	var shown struct{ Holdings []nouns.Holding }
	if err := json.Unmarshal(out, &shown); err != nil {
		b.Fatal(err)
	}
	if len(shown.Holdings) != benchHoldings {
		b.Fatalf("%d holdings", len(shown.Holdings))
	}
	if !pandas {
		return
	}
	f, err := os.Open(filepath.Join(dir, "merged.csv"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	matched := 0
	for i, h := range shown.Holdings {
		if got := rows[i+1][len(benchTitles)]; got != h.Organisation {
			b.Fatalf("line %d is %q by pandas and %q by vigil", h.Line, got, h.Organisation)
		}
		if h.Organisation != "" {
			matched++
		}
	}
	fmt.Printf("  the same organisation for each of %d lines; %d have one\n", len(shown.Holdings), matched)
}
