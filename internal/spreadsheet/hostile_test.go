package spreadsheet_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// The reader of strangers' workbooks starts this program again; the tests are that program here.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "read-workbook" {
		os.Exit(spreadsheet.Child(os.Args[2], os.Stdout))
	}
	os.Exit(m.Run())
}

// part replaces or adds one part of a workbook.
type part struct{ name, text string }

// rebuilt is a workbook with parts changed by change, and others added.
func rebuilt(t testing.TB, book []byte, change func(name string, text []byte) []byte, add ...part) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	write := func(name string, text []byte) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range z.File {
		if change == nil {
			if err := w.Copy(f); err != nil {
				t.Fatal(err)
			}
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		changed := change(f.Name, text)
		if bytes.Equal(changed, text) {
			if err := w.Copy(f); err != nil {
				t.Fatal(err)
			}
			continue
		}
		write(f.Name, changed)
	}
	for _, p := range add {
		write(p.name, []byte(p.text))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// answersPart holds the sheet of answers, the fourth.
const answersPart = "xl/worksheets/sheet4.xml"

// inSheet changes the sheet of answers.
func inSheet(old, new string) func(string, []byte) []byte {
	return func(name string, text []byte) []byte {
		if name == answersPart {
			return bytes.Replace(text, []byte(old), []byte(new), 1)
		}
		return text
	}
}

func TestHostileWorkbooksAreRefusedWithASentence(t *testing.T) {
	book, err := os.ReadFile(written(t, filled(t)))
	if err != nil {
		t.Fatal(err)
	}
	var many []part
	for i := range 300 {
		many = append(many, part{"xl/media/" + strings.Repeat("x", i+1), "x"})
	}
	zeros := strings.Repeat("0", 40<<20)
	cases := []struct {
		name, says string
		data       []byte
	}{
		{"empty.xlsx", "empty", nil},
		{"text.xlsx", "no workbook", []byte("subject,question,value\n")},
		{"encrypted.xlsx", "encrypted", append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 600)...)},
		{"quarter.xlsx", "cut off", book[:len(book)/4]},
		{"half.xlsx", "cut off", book[:len(book)/2]},
		{"last-byte.xlsx", "cut off", book[:len(book)-30]},
		{"bomb-styles.xlsx", "MiB", rebuilt(t, book, func(n string, b []byte) []byte {
			if n == "xl/styles.xml" {
				return []byte(zeros[:2<<20])
			}
			return b
		})},
		{"bomb-sheet.xlsx", "MiB", rebuilt(t, book, inSheet("<sheetData>", "<sheetData>"+strings.Repeat(" ", 9<<20)))},
		{"bomb-media.xlsx", "MiB", rebuilt(t, book, nil, part{"xl/media/a.png", zeros})},
		{"parts.xlsx", "parts", rebuilt(t, book, nil, many...)},
		{"twice.xlsx", "twice", rebuilt(t, book, nil, part{answersPart, "<worksheet/>"})},
		{"climbs.xlsx", "leads", rebuilt(t, book, nil, part{"../outside.xml", "<a/>"})},
		{"absolute.xlsx", "leads", rebuilt(t, book, nil, part{"/etc/passwd.xml", "<a/>"})},
		{"macro.xlsx", "macros", rebuilt(t, book, nil, part{"xl/vbaProject.bin", "x"})},
		{"linked.xlsx", "links", rebuilt(t, book, nil, part{"xl/externalLinks/externalLink1.xml", "<a/>"})},
		{"embedded.xlsx", "embedded", rebuilt(t, book, nil, part{"xl/embeddings/a.bin", "x"})},
		{"relation.xlsx", "links to another file", rebuilt(t, book, func(n string, b []byte) []byte {
			if n == "xl/_rels/workbook.xml.rels" {
				return bytes.Replace(b, []byte("</Relationships>"), []byte(`<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://example.org/a.png" TargetMode="External"/></Relationships>`), 1)
			}
			return b
		})},
		{"texts.xlsx", "texts of the workbook are damaged", rebuilt(t, book, func(n string, b []byte) []byte {
			if n == "xl/sharedStrings.xml" {
				return bytes.Replace(b, []byte("<t>"), []byte("<t/><t>"), 1)
			}
			return b
		})},
		{"no-list.xlsx", "list of sheets is damaged", rebuilt(t, book, func(n string, b []byte) []byte {
			if n == "xl/workbook.xml" {
				return nil
			}
			return b
		})},
		{"nested.xlsx", "inside", rebuilt(t, book, nil, part{"xl/media/a.zip", string(book)})},
		{"doctype.xlsx", "document type", rebuilt(t, book, inSheet("<worksheet", "<!DOCTYPE x [<!ENTITY e \"e\">]><worksheet"))},
		{"ampersand.xlsx", "damaged", rebuilt(t, book, inSheet("<row r=\"2\"", "& <row r=\"2\""))},
		{"unclosed.xlsx", "damaged", rebuilt(t, book, inSheet("</sheetData>", ""))},
		{"rows.xlsx", "rows", rebuilt(t, book, inSheet("</sheetData>", `<row r="20001"><c r="A20001"><v>1</v></c></row>`+"</sheetData>"))},
		{"no-answers.xlsx", "Answers", rebuilt(t, book, func(n string, b []byte) []byte {
			if n == "xl/workbook.xml" {
				return bytes.Replace(b, []byte(`name="Answers"`), []byte(`name="Replies"`), 1)
			}
			return b
		})},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), c.name)
			if err := os.WriteFile(name, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			sub, err := spreadsheet.ReadFile(context.Background(), name)
			if vigil.KindOf(err) != vigil.Invalid || len(sub.Entries) > 0 && c.name != "no-answers.xlsx" {
				t.Fatalf("it was read: %d entries, %v", len(sub.Entries), err)
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), c.name) || !strings.Contains(err.Error(), "; ") {
				t.Errorf("the message does not name the file, say %q and what to do: %s", c.says, err)
			}
			if _, ps := spreadsheet.ReadWorkbook(name); ps.Error() != err.Error() {
				t.Errorf("here it says %s, and in the child %s", ps, err)
			}
		})
	}
}

func TestFilesOfOtherKindsAreRefused(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "answers.pdf")
	if err := os.WriteFile(other, []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(dir, "absent.xlsx"), dir, other} {
		if _, err := spreadsheet.ReadFile(context.Background(), name); vigil.KindOf(err) != vigil.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAWorkbookIsReadWholeInTheChild(t *testing.T) {
	b := filled(t)
	name := written(t, b)
	inside, ps := spreadsheet.ReadWorkbook(name)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	got, err := spreadsheet.ReadFile(context.Background(), name)
	if err != nil || got.Rows != inside.Rows || len(got.Entries) != len(inside.Entries) || got.Rows == 0 {
		t.Errorf("the child read %d rows and %d entries, want %d and %d (%v)", got.Rows, len(got.Entries), inside.Rows, len(inside.Entries), err)
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"question,value\nBE.a.1,3\n", "\xef\xbb\xbfquestion;value\n\"a;b\";'=1\n", "question,value\n\"a", "", "question\tvalue\n\t\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sub, ps := spreadsheet.ReadCSV("fuzz.csv", bytes.NewReader(data))
		if len(ps) == 0 && sub.Rows < len(sub.Entries) {
			t.Fatalf("%d entries from %d rows", len(sub.Entries), sub.Rows)
		}
	})
}
