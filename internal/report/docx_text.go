package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

// document is the body of a document being written.
type document struct {
	b     strings.Builder
	marks int  // bookmarks given so far
	rtl   bool // its language is written from right to left
	width int  // between the margins, in twentieths of a point
	keep  bool // what is written now stays on one page with what follows
}

func newDocument(r vigil.Report) *document {
	d := &document{rtl: rightToLeft(r.Language), width: docxShort}
	if wide(r) {
		d.width = docxLong
	}
	return d
}

// para writes a paragraph in a style; its content are runs and fields.
func (d *document) para(style string, content ...string) {
	d.b.WriteString(d.paragraph(style, content...))
}

func (d *document) paragraph(style string, content ...string) string {
	props := `<w:pStyle w:val="` + style + `"/>`
	if d.keep {
		props += "<w:keepNext/><w:keepLines/>"
	}
	if d.rtl {
		props += "<w:bidi/>"
	}
	return `<w:p><w:pPr>` + props + `</w:pPr>` + strings.Join(content, "") + `</w:p>`
}

// heading writes a heading with a bookmark, so that the table of contents can lead to it.
func (d *document) heading(style, mark, text string) {
	d.marks++
	d.para(style, fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/>`, d.marks, mark), d.run("", text), fmt.Sprintf(`<w:bookmarkEnd w:id="%d"/>`, d.marks))
}

// run is text in a character style; line breaks in it stay. In a document from right to left every stretch of text says
// its own direction, which Word wants to know.
func (d *document) run(style, text string) string {
	if text == "" {
		return ""
	}
	props := ""
	if style != "" {
		props = `<w:rStyle w:val="` + style + `"/>`
	}
	if !d.rtl {
		return plainRun(props, text)
	}
	var b strings.Builder
	for _, p := range stretches(text) {
		if p.ltr {
			b.WriteString(plainRun(props, p.text))
		} else {
			b.WriteString(plainRun(props+"<w:rtl/>", p.text))
		}
	}
	return b.String()
}

func plainRun(props, text string) string {
	if props != "" {
		props = "<w:rPr>" + props + "</w:rPr>"
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, l := range lines {
		lines[i] = `<w:t xml:space="preserve">` + escaped(l) + `</w:t>`
	}
	return `<w:r>` + props + strings.Join(lines, `<w:br/>`) + `</w:r>`
}

// shaded is text on a ground of its own, for bands and priorities, which carry their word too. From right to left it is
// kept together, and apart from what follows.
func (d *document) shaded(fill, text string) string {
	text = "\u00a0" + text + "\u00a0"
	after := ""
	if d.rtl {
		text, after = lrm+text+lrm, plainRun("<w:rtl/>", rlm)
	}
	return plainRun(`<w:b/><w:bCs/><w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="`+fill+`"/>`, text) + after
}

// field is something that the reader's program computes, with the text to show until it has. Word computes it on
// opening.
func field(code, shown string) string {
	return `<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> ` + code + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
		plainRun("", shown) + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

// escaped makes text fit for XML; characters that XML cannot hold become U+FFFD.
func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
