package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/cli"
	"vigil/questionnaires"
	"vigil/reports"
)

var carried = cli.Deps{Questionnaires: questionnaires.Files, Reports: reports.Files}

// call runs a command line in the folder of the test.
func call(args ...string) (out, errors string, code int) {
	var o, e bytes.Buffer
	code = cli.Run(context.Background(), carried, args, strings.NewReader(""), &o, &e)
	return o.String(), e.String(), code
}

// fields splits a command line at blanks, but not inside quotation marks.
func fields(line string) []string {
	quoted := false
	list := strings.FieldsFunc(line, func(c rune) bool {
		if c == '"' {
			quoted = !quoted
		}
		return c == ' ' && !quoted
	})
	for i := range list {
		list[i] = strings.Trim(list[i], `"`)
	}
	return list
}

// The README promises that its lines work as printed.
func TestReadmeLinesWorkAsPrinted(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	data, err := filepath.Abs("../../questionnaires")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.Symlink(data, "questionnaires"); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, line := range strings.Split(string(text), "\n") {
		command, ok := strings.CutPrefix(line, "bin/vigil ")
		if !ok {
			continue
		}
		ran++
		if _, errors, code := call(fields(command)...); code != 0 {
			t.Fatalf("%s\nends with %d: %s", line, code, errors)
		}
	}
	if ran < 9 {
		t.Errorf("only %d lines of the README were found; is their place at the beginning of the line?", ran)
	}
	page, err := os.ReadFile("acme-2026.html")
	if err != nil || !strings.Contains(string(page), "Acme Mining plc") {
		t.Errorf("the gap report does not name the company (%v)", err)
	}
	t.Run("exit codes", exitCodes)
}

// exitCodes tries what tools rely on, on the data that the README's lines left.
func exitCodes(t *testing.T) {
	if err := os.WriteFile("bad.xlsx", []byte("no workbook"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		command string
		code    int
		says    string
	}{
		{"assessment list", 0, ""},
		{"doctor", 0, ""},
		{"assessment import acme-2026 bad.xlsx", 1, "bad.xlsx"},
		{"assessment import nobody bad.xlsx", 1, "bad.xlsx"}, // a bad file is 1, whatever it is for
		{"report gap acme-2026 -o missing/gap.html", 1, "cannot be written"},
		{"report gap acme-2026 -o gap.odt", 2, "choose one of"},
		{"report gap", 2, "--help"},
		{"cap confirm one", 2, "vigil cap list"},
		{"nothing", 2, "unknown command"},
		{"report gap nobody -o gap.html", 3, "nobody"},
		{"assessment new other --organisation nobody", 3, "nobody"},
		{"assessment submit acme-2026", 4, "final"},
		{"organisation new acme --name Again", 4, "acme"},
	} {
		_, errors, code := call(fields(c.command)...)
		if code != c.code || !strings.Contains(errors, c.says) {
			t.Errorf("vigil %s: exit code %d (want %d), says %q (want %q in it)", c.command, code, c.code, errors, c.says)
		}
	}
	if left, _ := filepath.Glob(".vigil-*"); len(left) > 0 {
		t.Errorf("files left behind: %v", left)
	}
	if _, err := os.Stat("gap.html"); err == nil {
		t.Error("a report that failed left its file")
	}
}
