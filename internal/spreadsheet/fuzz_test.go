package spreadsheet

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// wrapper is a workbook of one sheet named Answers with some shared texts; its sheet part is what strangers write.
func wrapper(f testing.TB) map[string][]byte {
	f.Helper()
	x := excelize.NewFile()
	defer func() { _ = x.Close() }()
	if err := x.SetSheetName("Sheet1", sheetAnswers); err != nil {
		f.Fatal(err)
	}
	for cell, text := range map[string]string{"A1": colID, "B1": colAnswer, "C1": "a_x0041_b"} {
		if err := x.SetCellStr(sheetAnswers, cell, text); err != nil {
			f.Fatal(err)
		}
	}
	b, err := x.WriteToBuffer()
	if err != nil {
		f.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		f.Fatal(err)
	}
	out := map[string][]byte{}
	for _, p := range z.File {
		r, err := p.Open()
		if err != nil {
			f.Fatal(err)
		}
		if out[p.Name], err = io.ReadAll(r); err != nil {
			f.Fatal(err)
		}
	}
	return out
}

// wrapped is the workbook with another sheet part.
func wrapped(t testing.TB, book map[string][]byte, sheet []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range book {
		if name == "xl/worksheets/sheet1.xml" {
			text = sheet
		}
		p, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzSheetPart gives a stranger's sheet to the walk and to the library. Whatever is accepted must read the same by
// another way into the library, cell by cell.
func FuzzSheetPart(f *testing.F) {
	book := wrapper(f)
	f.Add(book["xl/worksheets/sheet1.xml"])
	const start, end = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`, `</sheetData></worksheet>`
	for _, s := range []string{
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><v>3.0000000000000001E-1</v></c></row><row r="4"><c r="B4" t="b"><v>1</v></c></row>`,
		`<row r="2"><c r="B2" t="inlineStr"><is><t>a</t><r><t>b</t></r><rPh><t>c</t></rPh></is></c><c r="D2" t="str"><f>1+1</f><v>2</v></c></row>`,
		`<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="d"><v>2026-01-15T00:00:00</v></c><c r="C1"/></row>`,
		`<row r="1"><c r="A1" t="s"><v>9</v></c></row>`, `<row><c><v>1</v></c></row>`, `<row r="1"><c r="A1"><v>x</v></c></row>`,
		`<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>`, `<row r="2"/><row r="1"/>`, `<row r="1"><c r="A1" t="inlineStr"><v>1</v><is/></c></row>`,
		`<row r="1"><c r="A1" t="inlineStr"><is><t>_x000D__x005F_x0041_</t></is></c></row>`, `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`,
		`<row r="1" xmlns:e="urn:e"><e:c r="A1"><v>1</v></e:c></row>`, `<row r="1"><c r="A1" t="inlineStr"><is><e:t xmlns:e="urn:e">a</e:t></is></c></row>`,
		`<row r="1"><c r="A1"><f t="shared" si="0"/><v>1</v></c></row>`, `<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`,
		`<row r="1"><!-- a --><c r="A1"><v>1<!-- b -->2</v></c><?pi?></row>`,
	} {
		f.Add([]byte(start + s + end))
	}
	f.Add([]byte(`<worksheet><sheetViews><row r="9"><c r="A9"><v>1</v></c></row></sheetViews><sheetData><row r="1"/></sheetData><sheetData/></worksheet>`))
	f.Fuzz(func(t *testing.T, sheet []byte) {
		in, err := receive(bytes.NewReader(wrapped(t, book, sheet)))
		if err != nil {
			return
		}
		defer in.close()
		g, found, err := in.sheet(sheetAnswers)
		if err != nil {
			return
		}
		if !found {
			t.Fatal("the sheet was not found")
		}
		for r := range g {
			for c := range g[r] {
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				read, err := in.f.GetCellValue(sheetAnswers, name, excelize.Options{RawCellValue: true})
				if err != nil {
					return // that way in also judges what no cell depends on, such as the zoom
				}
				if read != g[r][c].raw {
					t.Fatalf("%s is %q to us and %q to the library", name, g[r][c].raw, read)
				}
			}
		}
	})
}

// FuzzReadJSON: what is accepted has an entry for every answer in the list, and every problem says where it is.
func FuzzReadJSON(f *testing.F) {
	for _, s := range []string{
		`{"questionnaire":"q@1","answers":[{"question":"BE.a.1","value":3,"grade":"E2","evidence":[{"title":"a","page":"4"}]},{"question":"BE.a.2","value":"yes","unit":"north"}]}`,
		`{"answers":[{"question":"BE.a.1","value":1e400},{"question":"BE.a.1","value":{}},{"value":null}]}`, `{"answers":[]} {"answers":[]}`,
		`{"answers":[{"Question":"BE.a.1","question":"BE.a.2","value":"\ud800"}]}`, `{"answers":[{"question":"a","search":{"date":1}}]}`, "[]", "null", "{", "\xef\xbb\xbf{}", "",
		strings.Repeat(`{"answers":[`, 2000),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sub, ps := readJSON("fuzz.json", data)
		if len(ps) == 0 && (sub.Rows != len(sub.Entries) || sub.Source != "fuzz.json") {
			t.Fatalf("%d entries from %d answers of %q", len(sub.Entries), sub.Rows, sub.Source)
		}
		for _, p := range ps {
			if p.Place.File != "fuzz.json" || p.What.Empty() || p.Do.Empty() {
				t.Fatalf("a problem without its place or what to do: %+v", p)
			}
		}
	})
}
