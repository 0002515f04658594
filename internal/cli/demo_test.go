package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/cli"
)

// The demo tells what it promises: a company in each situation, every file, the same on every run.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	play := func(name string) string {
		var out, errw bytes.Buffer
		args := []string{"demo", "--data", filepath.Join(dir, name), "--out", filepath.Join(dir, "out")}
		if code := cli.Run(context.Background(), deps(), args, strings.NewReader(""), &out, &errw); code != 0 {
			t.Fatalf("exit code %d: %s", code, errw.String())
		}
		return out.String()
	}
	index := play("first")
	report, err := os.ReadFile(filepath.Join(dir, "out", "windacre", "gap-report.json"))
	if err != nil {
		t.Fatal(err)
	}
	if again := play("second"); again != index {
		t.Errorf("a second run tells another story:\n%s\n%s", index, again)
	}
	if after, err := os.ReadFile(filepath.Join(dir, "out", "windacre", "gap-report.json")); err != nil || !bytes.Equal(report, after) {
		t.Errorf("a second run writes another report (%v)", err)
	}
	if !json.Valid(report) {
		t.Error("the json report is no json")
	}
	rated := map[string]bool{}
	for _, line := range strings.Split(index, "\n") {
		if f := strings.Fields(line); len(f) > 2 && len(f[1]) < 3 {
			rated[f[1]] = true
		}
	}
	for _, band := range []string{"A", "B", "C", "D", "E", "NR"} {
		if !rated[band] {
			t.Errorf("no company has band %s:\n%s", band, index)
		}
	}
	for _, word := range []string{"provisional", "capped", "not rated", "Open first"} {
		if !strings.Contains(index, word) {
			t.Errorf("the index does not say %q:\n%s", word, index)
		}
	}
	for _, pattern := range []string{"*/gap-report.html", "*/gap-report.xlsx", "*/gap-report.csv", "*/gap-report.json", "*/questionnaire-filled.xlsx"} {
		if files, _ := filepath.Glob(filepath.Join(dir, "out", pattern)); len(files) < 12 {
			t.Errorf("only %d files %s", len(files), pattern)
		}
	}
	for _, name := range []string{"summary.xlsx", "summary.html", "questionnaire-blank.xlsx", "rdr-2022-reproduction.xlsx"} {
		if info, err := os.Stat(filepath.Join(dir, "out", name)); err != nil || info.Size() < 5000 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
