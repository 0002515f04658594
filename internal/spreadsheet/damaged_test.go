package spreadsheet_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// saved writes a workbook to a file of its own.
func saved(t testing.TB, book []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(name, book, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// What the library would pass over is refused, and the message says where.
func TestWhatTheLibraryWouldSkipIsRefused(t *testing.T) {
	book, err := os.ReadFile(written(t, filled(t)))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, says string }{
		"a row without a number":     {`<row r="3"`, `<row`, `the row "" follows row 2`},
		"a row twice":                {`<row r="3"`, `<row r="2"`, `the row "2" follows row 2`},
		"a row beyond all rows":      {`<row r="3"`, `<row r="2147483647"`, "2147483647"},
		"a cell without a reference": {`<c r="B3"`, `<c`, `the cell "" stands in row 3`},
		"a cell of another row":      {`<c r="B3"`, `<c r="B4"`, `the cell "B4" stands in row 3`},
		"a cell in small letters":    {`<c r="B3"`, `<c r="b3"`, `the cell "b3" stands in row 3`},
		"cells out of order":         {`<c r="B3"`, `<c r="A3"`, `the cell "A3" stands in row 3 after column 1`},
		"a cell far outside":         {`</row><row r="3"`, `<c r="XFD2"><v>1</v></c></row><row r="3"`, "the cell XFD2"},
		"a property that is unknown": {`<c r="B3" s="`, `<c r="B3" q="`, "the unknown property"},
		"a type that is unknown":     {`<c r="A3"`, `<c r="A3" t="u"`, "damaged"},
		"a text that is not there":   {`<sheetData>`, `<sheetData><row r="1"><c r="A1" t="s"><v>99999</v></c></row>`, `the text "99999"`},
		"a number that is none":      {`<sheetData>`, `<sheetData><row r="1"><c r="A1"><v>3O</v></c></row>`, `"3O" is a number`},
		"a value twice":              {`<sheetData>`, `<sheetData><row r="1"><c r="A1"><v>3</v><v>4</v></c></row>`, "twice"},
		"something inside a value":   {`<sheetData>`, `<sheetData><row r="1"><c r="A1"><v>3<b/></v></c></row>`, "the value of the cell A1"},
		"a text twice":               {`<sheetData>`, `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t><t>b</t></is></c></row>`, "the text of the cell A1"},
		"something among the rows":   {`<row r="3"`, `<line/><row r="3"`, "<line> stands among its rows"},
		"something among the cells":  {`<c r="B3"`, `<d/><c r="B3"`, "<d> stands in row 3"},
		"something inside a cell":    {`<sheetData>`, `<sheetData><row r="1"><c r="A1"><w/></c></row>`, "<w> stands in the cell A1"},
		"text among the rows":        {`<row r="3"`, `3<row r="3"`, "text between the cells"},
		"the rows twice":             {`</sheetData>`, `</sheetData><sheetData></sheetData>`, "its rows twice"},
		"no rows":                    {`sheetData>`, `sheetDate>`, "damaged"},
		"no sheet":                   {`<worksheet`, `<worksheat`, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := rebuilt(t, book, inSheet(c.old, c.new))
			if bytes.Equal(bad, rebuilt(t, book, nil)) {
				t.Fatalf("the sheet has no %q", c.old)
			}
			sub, ps := spreadsheet.ReadWorkbook(saved(t, bad))
			if len(ps) == 0 || len(sub.Entries) > 0 || !strings.Contains(ps.Error(), c.says) {
				t.Errorf("%d entries were read; the message does not say %q: %v", len(sub.Entries), c.says, ps)
			}
		})
	}
}

func TestPropertiesOfOtherProgramsDoNoHarm(t *testing.T) {
	b := filled(t)
	name := written(t, b)
	book, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want, ps := read(t, b, name)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	got, ps := read(t, b, saved(t, rebuilt(t, book, inSheet(`<c r="B3" `, `<c r="B3" xml:space="preserve" `))))
	if diff := cmp.Diff(want, got); diff != "" || len(ps) > 0 {
		t.Error(diff, ps)
	}
}

func TestSheetsAreFoundByTheirRelations(t *testing.T) {
	b := filled(t)
	name := written(t, b)
	want, ps := spreadsheet.ReadWorkbook(name)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	book, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	relation := func(old, new string) []byte {
		return rebuilt(t, book, func(name string, text []byte) []byte {
			if name == "xl/_rels/workbook.xml.rels" {
				return bytes.Replace(text, []byte(old), []byte(new), 1)
			}
			return text
		})
	}
	if _, ps := spreadsheet.ReadWorkbook(saved(t, relation("sheet4.xml", "sheet44.xml"))); !strings.Contains(ps.Error(), "listed, but not in the file") {
		t.Errorf("a sheet without its part: %v", ps)
	}
	if got, ps := spreadsheet.ReadWorkbook(saved(t, relation(`Target="worksheets/sheet4.xml"`, `Target="/xl/worksheets/sheet4.xml"`))); len(ps) > 0 || got.Rows != want.Rows {
		t.Errorf("an absolute relation: %d rows %v", got.Rows, ps)
	}
	twice := rebuilt(t, book, func(name string, text []byte) []byte {
		if name == "xl/workbook.xml" {
			return bytes.Replace(text, []byte(`name="Gaps"`), []byte(`name="ANSWERS"`), 1)
		}
		return text
	})
	if _, ps := spreadsheet.ReadWorkbook(saved(t, twice)); !strings.Contains(ps.Error(), "there twice") {
		t.Errorf("two sheets of answers: %v", ps)
	}
}

func filledEntries(sub vigil.Submission) int {
	n := 0
	for _, e := range sub.Entries {
		if !e.Blank() {
			n++
		}
	}
	return n
}
