package cli_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/demo"
	"vigil/internal/catalogue"
	"vigil/internal/cli"
)

// publishedSector holds what the demo wrote about a sector: its commands give the same again, its receipts are good, and no
// name of anybody who worked on it, and of no company that was assessed for somebody else's eyes, is in what everybody reads.
func publishedSector(t *testing.T, out string) {
	run := func(args ...string) (int, string) {
		var said bytes.Buffer
		code := cli.Run(context.Background(), deps(), args, strings.NewReader(""), &said, &said)
		return code, said.String()
	}
	site := filepath.Join(out, "site")
	receipts, err := filepath.Glob(filepath.Join(site, "receipts", "*.json"))
	if err != nil || len(receipts) != 17 {
		t.Fatalf("%d receipts: %v", len(receipts), err)
	}
	key := filepath.Join(site, "receipts", "publisher.pub")
	for _, r := range receipts {
		if code, said := run("verify", r, "--key", key); code != 0 || !strings.Contains(said, "The receipt is good.") {
			t.Errorf("%s: exit code %d: %s", r, code, said)
		}
	}
	altered := filepath.Join(t.TempDir(), "altered.json")
	good := bytesOf(t, receipts[0])
	bad := bytes.Replace(good, []byte("2026-04-30"), []byte("2026-04-29"), 1)
	if bytes.Equal(good, bad) {
		t.Fatal("nothing was changed in the receipt")
	}
	if err := os.WriteFile(altered, bad, 0o666); err != nil {
		t.Fatal(err)
	}
	if code, said := run("verify", altered, "--key", key); code != 1 {
		t.Errorf("a changed receipt: exit code %d: %s", code, said)
	}

	again := filepath.Join(t.TempDir(), "agreement.csv")
	code, said := run("benchmark", "agreement", "--questionnaire", "company-quick", "--coder", "Kodo-prime="+filepath.Join(out, "kodo-prime.csv"),
		"--coder", "Kodo-secunda="+filepath.Join(out, "kodo-secunda.csv"), "-o", again)
	if code != 0 || !bytes.Equal(bytesOf(t, again), bytesOf(t, filepath.Join(out, "agreement.csv"))) {
		t.Errorf("the command gives another agreement (exit code %d): %s", code, said)
	}
	if !strings.Contains(said, "weak items (alpha below 0.667): ") {
		t.Errorf("no weak item is named: %s", said)
	}

	index := string(bytesOf(t, filepath.Join(site, "index.html")))
	for _, want := range []string{"not rated", "provisional", "other form", "did not reply", "capped", "shared rank", "not distinguishable"} {
		if !strings.Contains(index, want) {
			t.Errorf("the league table shows nothing that is %q", want)
		}
	}
	nowhere(t, site, private(t))
}

// private are names that are in no public file: all persons of the demo, and the companies of the sector in other modes.
func private(t *testing.T) []string {
	t.Helper()
	var first struct {
		Analyst       string          `yaml:"analyst"`
		Reviewers     []string        `yaml:"reviewers"`
		Organisations []sectorCompany `yaml:"organisations"`
	}
	var second struct {
		Coders  []string `yaml:"coders"`
		Settler string   `yaml:"settler"`
	}
	for name, into := range map[string]any{"companies.yaml": &first, "benchmark/companies.yaml": &second} {
		text, err := fs.ReadFile(demo.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		catalogue.Decode(name, text, into) // fields that are not asked for here are problems, and read all the same
	}
	names := append(append(append(second.Coders, second.Settler, first.Analyst), first.Reviewers...), "Ilvara Demoson", "Bastio Demosen", "Settled by")
	for _, o := range first.Organisations {
		if o.Sector == "EXT" {
			names = append(names, strings.TrimSuffix(o.Name, " (fictional)"))
		}
	}
	if len(names) != 13 {
		t.Fatalf("the names to look for are %q", names)
	}
	return names
}

type sectorCompany struct {
	Name   string `yaml:"name"`
	Sector string `yaml:"sector"`
}

// nowhere looks for names in every file of a folder and in every part of its workbooks.
func nowhere(t *testing.T, folder string, names []string) {
	t.Helper()
	files := 0
	look := func(at string, text []byte) {
		files++
		for _, n := range names {
			if strings.Contains(strings.ToLower(at+string(text)), strings.ToLower(n)) {
				t.Errorf("%s holds the name %q", at, n)
			}
		}
	}
	if err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text := bytesOf(t, path)
		look(strings.TrimPrefix(path, folder), text)
		if filepath.Ext(path) != ".xlsx" {
			return nil
		}
		book, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			return err
		}
		for _, part := range book.File {
			r, err := part.Open()
			if err != nil {
				return err
			}
			inside, err := io.ReadAll(r)
			if err != nil {
				return err
			}
			look(part.Name, inside)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if files < 80 {
		t.Errorf("only %d files are public", files)
	}
}
