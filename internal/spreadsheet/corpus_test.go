package spreadsheet_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// hostile is one file of the corpus. It is refused with a sentence that has says in it; where says is empty it is read,
// and every answer is the one of the workbook from which it was made.
type hostile struct {
	name, says string
	data       []byte
}

// What one file may cost the process that reads it. The process is stopped by its own limits well above.
const (
	corpusPeak = 384 // MiB
	corpusTime = 20 * time.Second
)

// TestHostileFiles prints the corpus as a table: go test -tags sqlite_fts5 -run TestHostileFiles -v ./internal/spreadsheet
func TestHostileFiles(t *testing.T) {
	book, err := os.ReadFile(written(t, filled(t)))
	if err != nil {
		t.Fatal(err)
	}
	base := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(base, book, 0o600); err != nil {
		t.Fatal(err)
	}
	whole, err := spreadsheet.ReadFile(context.Background(), base)
	if err != nil || whole.Rows == 0 {
		t.Fatal(whole.Rows, err)
	}
	var corpus []hostile
	for _, part := range [][]hostile{otherKinds(book), bombs(t, book), archives(t, book), contents(t, book), lists(t, book), cellsOut(t, book), formulas(t, book), heavy(t, book), foreign(t, book)} {
		corpus = append(corpus, part...)
	}
	var table bytes.Buffer
	names, read, highest, slowest := map[string]bool{}, 0, 0, time.Duration(0)
	for _, c := range corpus {
		if names[c.name] || bytes.Equal(c.data, book) {
			t.Fatalf("the file %q is there twice, or is the workbook itself", c.name)
		}
		names[c.name] = true
		verdict, peak, took := c.check(t, whole)
		if verdict == "read" {
			read++
			verdict = fmt.Sprintf("read completely, %d rows", whole.Rows)
		}
		highest, slowest = max(highest, peak), max(slowest, took)
		shown := strconv.Itoa(peak)
		if peak == 0 {
			shown = "-"
		}
		fmt.Fprintf(&table, "%-40s %8.1f kB %5s MiB %6d ms  %s\n", c.name, float64(len(c.data))/1000, shown, took.Milliseconds(), verdict)
	}
	t.Logf("%d files: %d refused with a sentence, %d read completely; highest peak %d MiB, slowest %d ms\n%s",
		len(corpus), len(corpus)-read, read, highest, slowest.Milliseconds(), table.String())
	if len(corpus) < 40 || highest == 0 && runtime.GOOS == "linux" {
		t.Errorf("%d files, peak %d MiB: the corpus was not measured", len(corpus), highest)
	}
}

// check reads the file in a child and says how it went.
func (c hostile) check(t *testing.T, whole vigil.Submission) (verdict string, peak int, took time.Duration) {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "book.xlsx")
	for file, data := range map[string][]byte{name: c.data, filepath.Join(dir, "measure"): nil} {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Now()
	sub, err := spreadsheet.ReadFile(context.Background(), name)
	took = time.Since(start)
	if peak = peakOf(filepath.Join(dir, "used")); peak > corpusPeak || took > corpusTime {
		t.Errorf("%s: %d MiB and %s were used", c.name, peak, took)
	}
	if c.says == "" {
		if diff := cmp.Diff(whole, sub); diff != "" || err != nil {
			t.Errorf("%s: it was not read completely: %v\n%s", c.name, err, diff[:min(len(diff), 1000)])
		}
		return "read", peak, took
	}
	if vigil.KindOf(err) != vigil.Invalid {
		t.Errorf("%s: it was read: %d entries, %v", c.name, len(sub.Entries), err)
		return "read", peak, took
	}
	verdict = err.Error()
	if !strings.Contains(verdict, c.says) || !strings.Contains(verdict, "book.xlsx") || !strings.Contains(verdict, "; ") {
		t.Errorf("%s: the message does not name the file, say %q and what to do: %s", c.name, c.says, verdict)
	}
	if _, ps := spreadsheet.ReadWorkbook(name); ps.Error() != verdict {
		t.Errorf("%s: here it says %s, and in the child %s", c.name, ps, verdict)
	}
	return strings.TrimPrefix(strings.SplitN(verdict, "\n", 2)[0], "book.xlsx: "), peak, took
}

var highWater = regexp.MustCompile(`VmHWM:\s*([0-9]+) kB`)

// peakOf is the highest memory of a child in MiB, from what it left behind; 0 where there was no child.
func peakOf(status string) int {
	text, err := os.ReadFile(status)
	if err != nil {
		return 0
	}
	m := highWater.FindSubmatch(text)
	if m == nil {
		return 0
	}
	kib, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return 0
	}
	return kib >> 10
}
