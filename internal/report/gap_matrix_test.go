package report_test

import (
	"encoding/xml"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/report/docxtest"
	"vigil/internal/vigil"
	"vigil/reports"
)

// The chart of gaps counts each gap once, and draws as many squares as it says.
func TestMatrixCountsAndDrawsEveryGap(t *testing.T) {
	in := rated()
	r := report.Gap(in)
	var table *vigil.Table
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if b.Table != nil && b.Table.ID == "matrix-gaps" {
				table = b.Table
			}
		}
	}
	if table == nil {
		t.Fatal("the report has no matrix of gaps")
	}
	cells, sums := 0.0, 0.0
	for _, row := range table.Rows {
		for i, c := range row[1:] {
			if table.Columns[i+1].ID == "all" {
				sums += *c.Number
			} else {
				cells += *c.Number
			}
		}
	}
	if want := float64(len(in.Gaps.Gaps)); cells != want || sums != want || want == 0 {
		t.Errorf("%v gaps: the cells count %v and the last column %v", want, cells, sums)
	}
	page := write(t, formatOf(t, "html"), r)
	drawings := regexp.MustCompile(`(?s)<svg class="squares [a-z]+"[^>]*role="img"><title>[a-z]+, Effort [^<]*: (\d+)</title>(.*?)</svg>`).FindAllStringSubmatch(page, -1)
	if len(drawings) == 0 {
		t.Error("the page draws no squares")
	}
	for _, d := range drawings {
		if n := strings.Count(d[2], "<rect"); strconv.Itoa(n) != d[1] {
			t.Errorf("the page says %s and draws %d", d[1], n)
		}
	}
	if n := strings.Count(docxtest.Text(t, []byte(write(t, formatOf(t, "docx"), r))), "■"); float64(n) != cells {
		t.Errorf("the document draws %d squares for %v gaps", n, cells)
	}
	in.Methodology.Gaps.Effort = nil
	if strings.Contains(write(t, formatOf(t, "html"), report.Gap(in)), "matrix-gaps") {
		t.Error("a method without efforts has a matrix")
	}
}

// Nobody should need glasses for a paper: text is 9.5 points at least, tables and notes 8.5.
func TestNothingIsPrintedInTinyType(t *testing.T) {
	css, err := fs.ReadFile(reports.Files, "report.css")
	if err != nil {
		t.Fatal(err)
	}
	sizes := regexp.MustCompile(`([0-9.]+)pt`).FindAllSubmatch(css, -1)
	if len(sizes) < 7 {
		t.Errorf("report.css has only %d sizes for paper", len(sizes))
	}
	for _, m := range sizes {
		if pt, err := strconv.ParseFloat(string(m[1]), 64); err != nil || pt < 8.5 {
			t.Errorf("report.css prints in %s", m[0])
		}
	}
	if !strings.Contains(string(css), "--t-s: 9.5pt;") {
		t.Error("the text of gaps is not printed in 9.5 points")
	}
	raw, err := fs.ReadFile(reports.Files, "docx/styles.xml")
	if err != nil {
		t.Fatal(err)
	}
	type size struct {
		Half int `xml:"val,attr"`
	}
	var styles struct {
		Styles []struct {
			ID   string `xml:"styleId,attr"`
			Size *size  `xml:"rPr>sz"`
		} `xml:"style"`
	}
	if err := xml.Unmarshal(raw, &styles); err != nil {
		t.Fatal(err)
	}
	least := map[string]int{"CardText": 19, "Note": 19, "Cell": 17, "Header": 17}
	found := 0
	for _, s := range styles.Styles {
		if s.Size == nil || s.ID == "Gapline" { // an empty line
			continue
		}
		found++
		if want := max(17, least[s.ID]); s.Size.Half < want {
			t.Errorf("the style %s is set in %d half points, less than %d", s.ID, s.Size.Half, want)
		}
	}
	if found < 8 {
		t.Errorf("only %d styles have a size", found)
	}
}
