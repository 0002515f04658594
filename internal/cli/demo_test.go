package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/cli"
	"vigil/internal/report"
)

// The demo tells what it promises: a company in each situation, every file, the same on every run.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	var errw bytes.Buffer
	play := func(name string) string {
		var out bytes.Buffer
		errw.Reset()
		args := []string{"demo", "--data", filepath.Join(dir, name), "--out", filepath.Join(dir, "out")}
		if code := cli.Run(context.Background(), deps(), args, strings.NewReader(""), &out, &errw); code != 0 {
			t.Fatalf("exit code %d: %s", code, errw.String())
		}
		return out.String()
	}
	if err := report.HasBrowser(); err != nil {
		t.Fatalf("this test prints the reports of the demo: %v", err)
	}
	index := play("first")
	t.Run("samples", func(t *testing.T) { sampleReports(t, filepath.Join(dir, "out")) })
	t.Run("formats", func(t *testing.T) { sameInEveryFormat(t, filepath.Join(dir, "out")) })
	t.Run("sector", func(t *testing.T) { publishedSector(t, filepath.Join(dir, "out", "benchmark")) })
	paper, err := os.ReadFile(filepath.Join(dir, "out", "windacre", "gap-report.json"))
	if err != nil {
		t.Fatal(err)
	}
	// The second run is on a machine without Chromium: it says so in a line, and everything else is the same.
	t.Setenv("PATH", t.TempDir())
	again, _, _ := strings.Cut(play("second"), " files in ")
	if first, _, _ := strings.Cut(index, " files in "); !strings.HasPrefix(first, again[:strings.LastIndex(again, "\n")]) {
		t.Errorf("a second run tells another story:\n%s\n%s", index, again)
	}
	if !strings.Contains(errw.String(), "No pdf was written") || !strings.Contains(errw.String(), "install the package chromium") {
		t.Errorf("without Chromium the demo says %q", errw.String())
	}
	if after, err := os.ReadFile(filepath.Join(dir, "out", "windacre", "gap-report.json")); err != nil || !bytes.Equal(paper, after) {
		t.Errorf("a second run writes another report (%v)", err)
	}
	if !json.Valid(paper) {
		t.Error("the json report is no json")
	}
	bands, marked := map[string]int{}, map[string]int{} // bands of the quick scan alone: there they can be compared
	for _, line := range strings.Split(index, "\n") {
		f := strings.Fields(line)
		if len(f) < 5 || len(f[3]) > 2 || f[2] != strings.ToUpper(f[2]) {
			continue
		}
		if f[1] == "company-quick" {
			bands[f[3]]++
		}
		for _, mark := range []string{"capped", "provisional", "watch", "not rated"} {
			if strings.Contains(line, "  "+mark) || strings.Contains(line, ", "+mark+" ") {
				marked[mark]++
			}
		}
	}
	for _, band := range []string{"A", "B", "C", "D", "E", "NR"} {
		if bands[band] == 0 {
			t.Errorf("no quick scan has band %s:\n%s", band, index)
		}
	}
	// A demo in which every second company is capped teaches that caps are the rule.
	if want := map[string]int{"capped": 5, "provisional": 1, "watch": 4, "not rated": 1}; !cmp.Equal(marked, want) {
		t.Errorf("marks (- wanted, + found):\n%s\n%s", cmp.Diff(want, marked), index)
	}
	if !strings.Contains(index, "Open first") {
		t.Errorf("the index does not say what to open:\n%s", index)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "out", "*/gap-report.pdf")); len(files) < 4 || len(files) > 8 {
		t.Errorf("%d gap reports are printed; a few show what they look like, more only take time", len(files))
	}
	for _, pattern := range []string{"*/gap-report.html", "*/gap-report.docx", "*/scorecard.docx", "*/gap-report.xlsx", "*/gap-report.csv", "*/gap-report.json", "*/questionnaire-filled.xlsx"} {
		if files, _ := filepath.Glob(filepath.Join(dir, "out", pattern)); len(files) < 20 {
			t.Errorf("only %d files %s", len(files), pattern)
		}
	}
	for _, name := range []string{"summary.xlsx", "summary.html", "summary.docx", "benchmark/disagreements.xlsx", "benchmark/site/data/benchmark.xlsx", "questionnaire-blank.xlsx", "rdr-2022-reproduction.xlsx"} {
		if info, err := os.Stat(filepath.Join(dir, "out", name)); err != nil || info.Size() < 5000 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
