package report

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"

	"vigil/internal/vigil"
)

// NewDOCX reads the styles (docx/styles.xml and docx/numbering.xml) once and gives the format: a document with real
// headings, tables, a table of contents and page numbers, for people who must edit or quote. The same report gives the
// same bytes. No library is used: none that is tagged writes a table of contents and page numbers.
func NewDOCX(files fs.FS) (Format, error) {
	styles, err := docxStyles(files)
	if err != nil {
		return Format{}, err
	}
	return Format{Name: "docx", Extension: ".docx", Write: func(w io.Writer, r vigil.Report) error { return writeDOCX(w, styles, bidi(r)) }}, nil
}

const docxNamespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// docxPart is one file inside a document.
type docxPart struct{ name, text string }

// docxParts are the parts that are the same in every document.
var docxParts = []docxPart{
	{"[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/header.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footer.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`},
	{"_rels/.rels", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
	{"word/_rels/document.xml.rels", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header.xml"/><Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer.xml"/></Relationships>`},
	{"word/settings.xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings ` + docxNamespaces + `><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`},
}

func writeDOCX(w io.Writer, styles map[string]string, r vigil.Report) error {
	d := newDocument(r)
	d.report(r)
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	parts := slices.Concat(docxParts, []docxPart{
		{"word/styles.xml", inLanguage(styles[stylesFile], r.Language)},
		{"word/numbering.xml", styles[numberingFile]},
		{"word/header.xml", head + "<w:hdr " + docxNamespaces + ">" + d.headerLine(r) + "</w:hdr>"},
		{"word/footer.xml", head + "<w:ftr " + docxNamespaces + ">" + d.footerLine(r) + "</w:ftr>"},
		{"word/document.xml", head + "<w:document " + docxNamespaces + "><w:body>" + d.b.String() + d.page() + "</w:body></w:document>"},
		{"docProps/core.xml", head + fmt.Sprintf(`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>%s</dc:title><dc:creator>Vigil</dc:creator><dc:language>%s</dc:language></cp:coreProperties>`, escaped(r.Title), escaped(r.Language))},
	})
	out := zip.NewWriter(w)
	for _, p := range parts {
		part, err := out.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate}) // no time: the same report, the same bytes
		if err != nil {
			return err
		}
		if _, err := io.WriteString(part, p.text); err != nil {
			return err
		}
	}
	return out.Close()
}

// languageMark is where the styles say the language of the text, for spelling and for voices.
var languageMark = regexp.MustCompile(`<w:lang [^>]*/>`)

// barsLeft are the bars at the beginning of paragraphs. Borders of paragraphs, unlike those of tables, do not turn round
// by themselves.
var barsLeft = regexp.MustCompile(`<w:pBdr><w:left ([^>]*)/></w:pBdr>`)

func inLanguage(styles, language string) string {
	if rightToLeft(language) {
		styles = barsLeft.ReplaceAllString(styles, `<w:pBdr><w:right $1/></w:pBdr>`)
	}
	l := escaped(language)
	return languageMark.ReplaceAllLiteralString(styles, `<w:lang w:val="`+l+`" w:eastAsia="`+l+`" w:bidi="`+l+`"/>`)
}

// The sides of A4 between margins of 20 mm, in twentieths of a point.
const (
	docxShort  = 9638
	docxLong   = 14570
	docxMargin = 1134
)

// page is A4, upright or across, with margins of 20 mm; the header stands on every page but the first, the footer on all.
func (d *document) page() string {
	size := fmt.Sprintf(`w:w="%d" w:h="%d"`, docxShort+2*docxMargin, docxLong+2*docxMargin)
	if d.width == docxLong {
		size = fmt.Sprintf(`w:w="%d" w:h="%d" w:orient="landscape"`, docxLong+2*docxMargin, docxShort+2*docxMargin)
	}
	direction := ""
	if d.rtl {
		direction = "<w:bidi/>"
	}
	return `<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="first" r:id="rId5"/><w:pgSz ` + size + `/>` +
		fmt.Sprintf(`<w:pgMar w:top="%[1]d" w:right="%[1]d" w:bottom="%[1]d" w:left="%[1]d" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/>`, docxMargin) + direction + `</w:sectPr>`
}

func (d *document) headerLine(r vigil.Report) string {
	return d.paragraph("Header", d.run("", r.Title))
}

// footerLine has the draft mark on every page, and the number of the page on a line of its own.
func (d *document) footerLine(r vigil.Report) string {
	line := "Vigil"
	if r.Draft != "" {
		line = r.Draft
	}
	edge := "" // page 1 of 2 is read from left to right everywhere
	if d.rtl {
		edge = plainRun("", lrm)
	}
	return d.paragraph("Footer", d.run("", line)) + d.paragraph("PageNumber", edge, field("PAGE", "1"), plainRun("", " / "), field("NUMPAGES", "1"), edge)
}
