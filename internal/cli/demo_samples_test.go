package cli_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigil/internal/golden"
	"vigil/internal/receipt"
	"vigil/internal/report/docxtest"
)

// samples are the reports of the demo that stand in reports/samples, each as page and document; those in sampleData as
// json and csv too.
var samples = map[string]string{
	"gap-report-capped":          "grauhalde/gap-report",
	"gap-report-good":            "solbruk/gap-report",
	"gap-report-provisional":     "kornvalde/gap-report",
	"gap-report-not-rated":       "quebrasol/gap-report",
	"gap-report-core":            "orbitale/gap-report",
	"gap-report-supplier":        "nadelhaus/gap-report",
	"gap-report-investor":        "havnebank/gap-report",
	"gap-report-non-state-actor": "saatlicht/gap-report",
	"scorecard":                  "tallerhorn/scorecard",
	"what-if":                    "windacre/what-if",
	"crosswalk":                  "windacre/crosswalk-ungp",
	"match":                      "portfolio/match",
	"portfolio":                  "portfolio/run-2/portfolio",
	"benchmark":                  "benchmark/benchmark",
	"agreement":                  "benchmark/agreement",
}

var sampleData = []string{"gap-report-capped", "scorecard", "what-if", "crosswalk"}

// fontFaces is where a page carries its fonts, 100 kB of them; the samples do without.
var fontFaces = regexp.MustCompile(`@font-face \{[^}]*\}\n`)

// sampleReports holds reports/samples to what the demo wrote into out. A file there that no sample makes is a mistake.
func sampleReports(t *testing.T, out string) {
	folder := filepath.Join("..", "..", "reports", "samples")
	made := map[string][]byte{}
	read := func(from string) []byte {
		text, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(from)))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for name, from := range samples {
		if slices.Contains(sampleData, name) {
			made[name+".json"], made[name+".csv"] = read(from+".json"), read(from+".csv")
		}
		made[name+".html"] = withoutFonts(t, read(from+".html"))
		made[name+".docx.txt"] = []byte(docxtest.Text(t, read(from+".docx")))
	}
	made["letter.docx.txt"] = []byte(docxtest.Text(t, read("portfolio/run-2/letters/grauhalde.docx")))
	made["summary.html"] = withoutFonts(t, read("summary.html"))
	made["summary.docx.txt"] = []byte(docxtest.Text(t, read("summary.docx")))
	made["gap-report-capped.docx"] = read("grauhalde/gap-report.docx")
	made["gap-report-good.xlsx.txt"] = cells(t, filepath.Join(out, "solbruk", "gap-report.xlsx"))
	made["summary.xlsx.txt"] = cells(t, filepath.Join(out, "summary.xlsx"))
	made["benchmark.xlsx.txt"] = cells(t, filepath.Join(out, "benchmark", "benchmark.xlsx"))
	made["scorecard.svg"] = read("benchmark/site/scorecards/estrabela.svg")
	signed, key := filepath.Join(folder, "receipt.json"), filepath.Join(folder, "publisher.pub")
	made["receipt.json"], made["publisher.pub"] = read("benchmark/site/receipts/estrabela.json"), read("benchmark/site/receipts/publisher.pub")
	if old, err := os.ReadFile(signed); err == nil && sameReceipt(t, old, made["receipt.json"]) { // every data folder has a key of its own
		made["receipt.json"], made["publisher.pub"] = old, bytesOf(t, key)
	}
	for name, text := range made {
		golden.Equal(t, filepath.Join(folder, name), text)
	}
	have, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	size := int64(0)
	for _, f := range have {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		if size += info.Size(); made[f.Name()] == nil && f.Name() != "README.md" {
			t.Errorf("reports/samples/%s is made by no sample: remove it, or add it to samples", f.Name())
		}
	}
	if limit := int64(3_200_000); size > limit {
		t.Errorf("reports/samples has %d bytes; more than %d is too much to carry in every clone", size, limit)
	}
}

// sameReceipt reports whether two receipts say the same, whoever signed them.
func sameReceipt(t *testing.T, a, b []byte) bool {
	t.Helper()
	x, ps := receipt.Read(a)
	y, more := receipt.Read(b)
	if len(ps)+len(more) > 0 {
		t.Fatal(ps, more)
	}
	one, err := x.Receipt.Message()
	if err != nil {
		t.Fatal(err)
	}
	other, err := y.Receipt.Message()
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Equal(one, other)
}

func withoutFonts(t *testing.T, page []byte) []byte {
	t.Helper()
	if n := len(fontFaces.FindAll(page, -1)); n != 2 {
		t.Fatalf("the page has %d fonts", n)
	}
	return fontFaces.ReplaceAll(page, nil)
}

// cells lists the filled cells of a workbook, a line each: sheet!cell, then the value as it is stored.
func cells(t *testing.T, file string) []byte {
	t.Helper()
	var b strings.Builder
	for _, c := range filled(t, file) {
		fmt.Fprintf(&b, "%s!%s\t%s\n", c.sheet, c.at, strings.ReplaceAll(c.value, "\n", "\\n"))
	}
	return []byte(b.String())
}

// filledCell is a cell with its value as it is stored.
type filledCell struct {
	sheet, at, value string
	number           bool
}

// filled lists the filled cells of a workbook in the order of its sheets.
func filled(t *testing.T, file string) []filledCell {
	t.Helper()
	book, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var shared struct {
		Items []sharedText `xml:"si"`
	}
	part(t, book, "xl/sharedStrings.xml", &shared)
	var index struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
		} `xml:"sheets>sheet"`
	}
	part(t, book, "xl/workbook.xml", &index)
	var all []filledCell
	for i, s := range index.Sheets {
		var sheet struct {
			Cells []struct {
				At    string     `xml:"r,attr"`
				Type  string     `xml:"t,attr"`
				Value string     `xml:"v"`
				Text  sharedText `xml:"is"`
			} `xml:"sheetData>row>c"`
		}
		part(t, book, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), &sheet)
		for _, c := range sheet.Cells {
			value := c.Value + c.Text.all()
			if c.Type == "s" {
				n := 0
				if _, err := fmt.Sscan(c.Value, &n); err != nil || n >= len(shared.Items) {
					t.Fatalf("%s!%s names the text %q: %v", s.Name, c.At, c.Value, err)
				}
				value = shared.Items[n].all()
			}
			if value != "" {
				all = append(all, filledCell{s.Name, c.At, value, c.Type == "" || c.Type == "n"})
			}
		}
	}
	return all
}

// sharedText is a text in one piece or in runs.
type sharedText struct {
	Text string   `xml:"t"`
	Runs []string `xml:"r>t"`
}

func (s sharedText) all() string { return s.Text + strings.Join(s.Runs, "") }

func part(t *testing.T, book fs.FS, name string, into any) {
	t.Helper()
	text, err := fs.ReadFile(book, name)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
