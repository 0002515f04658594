// Package docxtest reads what a document of the reports says. Only tests import it.
package docxtest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// Parts gives the files inside a document, each by its name; a part that is no well-formed XML fails the test.
func Parts(t testing.TB, document []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(document), int64(len(document)))
	if err != nil {
		t.Fatalf("the document is no zip file: %v", err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		if _, twice := parts[f.Name]; twice {
			t.Errorf("%s stands in the document twice", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		walk(t, f.Name, string(text), func(xml.Token) {})
		parts[f.Name] = string(text)
	}
	return parts
}

func walk(t testing.TB, name, text string, see func(xml.Token)) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s is no well-formed XML: %v", name, err)
		}
		see(token)
	}
}

// Text is what the document says, a line each paragraph that says anything, header and footer first: [style] text. A row
// of a table is one line, with a bar between its cells, and a line break inside a text is printed as \n.
func Text(t testing.TB, document []byte) string {
	t.Helper()
	parts := Parts(t, document)
	var b strings.Builder
	for _, name := range []string{"word/header.xml", "word/footer.xml", "word/document.xml"} {
		r := reader{out: &b}
		walk(t, name, parts[name], r.see)
	}
	return b.String()
}

// reader turns the tokens of a part into lines.
type reader struct {
	out    *strings.Builder
	text   strings.Builder // of the paragraph
	style  string
	cells  []string // of the row
	depth  int      // inside a table
	inText bool
}

func (r *reader) see(token xml.Token) {
	switch e := token.(type) {
	case xml.StartElement:
		r.open(e)
	case xml.EndElement:
		r.shut(e.Name.Local)
	case xml.CharData:
		if r.inText {
			r.text.Write(e)
		}
	}
}

func (r *reader) open(e xml.StartElement) {
	switch e.Name.Local {
	case "p":
		r.text.Reset()
	case "pStyle":
		r.style = e.Attr[0].Value
	case "br":
		r.text.WriteString(`\n`)
	case "tab":
		r.text.WriteString("\t")
	case "tbl":
		r.depth++
	case "tr":
		r.cells = nil
	case "tc":
		r.cells = append(r.cells, "")
	case "t":
		r.inText = true
	case "instrText":
		r.inText = true
		r.text.WriteString("{")
	}
}

func (r *reader) shut(name string) {
	switch name {
	case "p":
		text := strings.TrimSpace(strings.ReplaceAll(r.text.String(), "\u00a0", " "))
		if r.depth > 0 {
			r.cells[len(r.cells)-1] += text
		} else if text != "" {
			fmt.Fprintf(r.out, "[%s] %s\n", r.style, text)
		}
	case "t":
		r.inText = false
	case "instrText":
		r.inText = false
		r.text.WriteString("}")
	case "tbl":
		r.depth--
	case "tr":
		if line := strings.Join(r.cells, " | "); strings.Trim(line, " |") != "" {
			fmt.Fprintln(r.out, line)
		}
	}
}
