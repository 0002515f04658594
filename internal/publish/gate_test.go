package publish_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"html"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"vigil/internal/publish"
	"vigil/internal/vigil"
)

// ready is a publication that two people have answered for.
func ready() *vigil.Publication {
	en := func(s string) vigil.Text { return vigil.Text{"en": s} }
	check := func(who string) vigil.SafetyCheck {
		return vigil.SafetyCheck{Person: who, Date: "2026-11-20", Identifiable: "no", HarmSoon: "no", Heard: "yes", PauseBetter: "no", Answers: "the press desk"}
	}
	return &vigil.Publication{ID: "mining", Edition: "1", Title: en("Mining"), Publisher: "The Example Institute", Sector: "EXT", Form: "company-quick", Published: "2026-11-23",
		Research: vigil.Period{From: "2026-03-01", Until: "2026-09-30"}, Scope: en("Ten companies"), Selection: en("The largest"), Limits: en("Public evidence only"),
		Funding: en("Own funds"), Conflicts: en("None"), Contact: "corrections@example.org", Licence: vigil.Licence{ID: "CC-BY-4.0", Link: "https://creativecommons.org/licenses/by/4.0/"},
		Replies: []vigil.CompanyReply{{Organisation: "acme", Asked: "2026-10-01"}}, Checks: []vigil.SafetyCheck{check("first"), check("second")}}
}

func gate(private ...string) publish.Gate {
	return publish.Gate{Publication: ready(), Organisations: []string{"acme"}, Private: private}
}

const page = "<!doctype html>\n<html lang=\"en\"><head><title>T</title><link rel=\"stylesheet\" href=\"style.css\">%s</head><body>%s</body></html>\n"

func pageWith(body string) []byte { return fmt.Appendf(nil, page, "", body) }

// archive packs parts as a workbook or document is packed.
func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// workbook is a small good one; changed parts take the place of its own.
func workbook(t testing.TB, changed map[string]string) []byte {
	t.Helper()
	parts := map[string]string{
		"[Content_Types].xml":        xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":                xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`,
		"docProps/core.xml":          xmlHead + `<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:creator>Vigil</dc:creator><dc:title>Benchmark</dc:title></cp:coreProperties>`,
		"docProps/app.xml":           xmlHead + `<Properties xmlns="x"><Application>Vigil</Application><Company></Company></Properties>`,
		"xl/workbook.xml":            xmlHead + `<workbook xmlns="x"><sheets><sheet name="Companies" sheetId="1"/></sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">Companies!$1:$1</definedName></definedNames></workbook>`,
		"xl/worksheets/sheet1.xml":   xmlHead + `<worksheet xmlns="x"><cols><col min="1" max="1" width="12"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>39.912345678901</v></c></row></sheetData></worksheet>`,
		"xl/sharedStrings.xml":       xmlHead + `<sst xmlns="x"><si><t>Acme Mining plc</t></si></sst>`,
		"xl/_rels/workbook.xml.rels": xmlHead + `<Relationships xmlns="x"><Relationship Id="r1" Type="a/hyperlink" Target="https://example.org/policy" TargetMode="External"/></Relationships>`,
	}
	maps.Copy(parts, changed)
	return archive(t, parts)
}

func document(t testing.TB, changed map[string]string) []byte {
	t.Helper()
	parts := map[string]string{
		"[Content_Types].xml": xmlHead + `<Types xmlns="x"/>`,
		"word/document.xml":   xmlHead + `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>What was found</w:t></w:r></w:p></w:body></w:document>`,
		"docProps/core.xml":   xmlHead + `<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:creator></dc:creator></cp:coreProperties>`,
	}
	maps.Copy(parts, changed)
	return archive(t, parts)
}

// pngWith is a picture with one more chunk before its end.
func pngWith(kind string, body []byte, behind string) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, body []byte) {
		b = binary.BigEndian.AppendUint32(b, uint32(len(body)))
		at := len(b)
		b = append(append(b, kind...), body...)
		b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[at:]))
	}
	chunk("IHDR", make([]byte, 13))
	chunk("IDAT", []byte("x"))
	if kind != "" {
		chunk(kind, body)
	}
	chunk("IEND", nil)
	return append(b, behind...)
}

// jpegWith is a picture with one more segment.
func jpegWith(marker byte, body, behind string) []byte {
	b := []byte{0xff, 0xd8, 0xff, 0xe0, 0, 16}
	b = append(b, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"...)
	if marker != 0 {
		b = append(b, 0xff, marker)
		b = binary.BigEndian.AppendUint16(b, uint16(len(body)+2))
		b = append(b, body...)
	}
	b = append(b, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9)
	return append(b, behind...)
}

// pdfWith is a document with a stream and something in its list of properties.
func pdfWith(info, stream string) []byte {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write([]byte(stream))
	_ = z.Close()
	return fmt.Appendf(nil, "%%PDF-1.4\n1 0 obj\n<</Title (Report)\n/Producer (Skia) %s>>\nendobj\n2 0 obj\n<</Filter /FlateDecode>>\nstream\n%s\nendstream\nendobj\n%%%%EOF\n", info, packed.String())
}

func TestGoodFilesLeave(t *testing.T) {
	files := map[string][]byte{
		"index.html":                pageWith(`<p>Acme Mining plc: <b>39.9</b>, rank 3, seed 20261123, from 12.345678 to 60</p><a href="https://example.org/report-2025">source</a> <a href="method.html#caps">method</a> Write to corrections@example.org`),
		"style.css":                 []byte("body { color: #111; background: url(icon.svg) }\n/* light and dark */\n"),
		"scorecards/acme.svg":       []byte(`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="39.9"><title>Acme</title><path d="M0 0L10.1234567 99.7654321"/></svg>`),
		"data/companies.csv":        []byte("code,name,score,lei\nacme,Acme Mining plc,39.912345678901,5493001KJTIIGC8Y1R12\n'=x,'-1b,-3.5,\n"),
		"data/benchmark.json":       []byte(`{"code": "acme", "score": 39.912345678901, "seed": "20261123", "digest": "` + strings.Repeat("0123456789abcdef", 4) + `"}`),
		"data/benchmark.xlsx":       workbook(t, nil),
		"report.docx":               document(t, nil),
		"report.pdf":                pdfWith("/Author ()", "BT (text) Tj ET"),
		"picture.png":               pngWith("", nil, ""),
		"picture.jpg":               jpegWith(0, "", ""),
		"receipts/signing.pub":      []byte("vigil public key 1, ed25519\nQm9keSBvZiB0aGUga2V5IGlzIDMyIGJ5dGVzIGxvbmc=\n"),
		"README.txt":                []byte("Data of 2026-11-23. CC BY 4.0.\n"),
		"companies/Acme_plc-2.html": pageWith("<h1>Acme</h1>"),
	}
	files["data/benchmark.json"] = bytes.Replace(files["data/benchmark.json"], []byte(`"seed": "20261123"`), []byte(`"seed": "seed 20261123"`), 1)
	if ps := publish.Check(files, gate("Somebody Unlikely")); len(ps) > 0 {
		t.Error(ps)
	}
}

// What may not leave, file by file, with a piece of what is said of it.
func TestTheGateSaysWhatMayNotLeave(t *testing.T) {
	for _, c := range []struct{ what, file, data, says string }{
		{"unknown type", "data.exe", "MZ", "is of a type that nobody here can look into"},
		{"archive", "all.zip", "PK", "is of a type"},
		{"no ending", "README", "x", "is of a type"},
		{"empty", "a.txt", "", "is empty"},
		{"hidden file", ".htaccess", "x", "is no name for a published file"},
		{"way out", "../a.txt", "x", "is no name"},
		{"absolute", "/a.txt", "x", "is no name"},
		{"blank in a name", "Ana Lopez.txt", "x", "is no name"},
		{"number in a name", "call-5551234567.txt", "x", "its name: the text seems to hold"},
		{"wrong ending", "a.png", "GIF89a", "is not what the ending of its name says"},
		{"page that is none", "a.html", "<svg/>", "is not what the ending"},
		{"workbook that is none", "a.xlsx", "<html>", "is not what the ending"},
		{"mail in a page", "a.html", string(pageWith("<td>ana@village.example.org</td>")), "<td>: the text seems to hold a mail address"},
		{"phone in a page", "a.html", string(pageWith("<p>call +51 984 123 456</p>")), "<p>: the text seems to hold a telephone number"},
		{"position in a page", "a.html", string(pageWith("<p>at -12.04637, -77.04279</p>")), "coordinates"},
		{"mail as entities", "a.html", string(pageWith("<p>ana&#64;village.example.org</p>")), "mail address"},
		{"mail in an attribute", "a.html", string(pageWith(`<img src="a.png" alt="ana@village.example.org">`)), "<img alt>: the text seems to hold a mail"},
		{"mail link", "a.html", string(pageWith(`<a href="mailto:ana@village.example.org">x</a>`)), "is a link that is no page"},
		{"comment", "a.html", string(pageWith("<!-- draft by ana -->")), "holds a comment"},
		{"script", "a.html", string(pageWith("<script>1</script>")), "<script>: runs something"},
		{"handler", "a.html", string(pageWith(`<p onclick="x()">`)), "runs a script"},
		{"script link", "a.html", string(pageWith(`<a href="javascript:x()">`)), "is a link that is no page"},
		{"picture of others", "a.html", string(pageWith(`<img src="https://t.example.org/p.png">`)), "asks another place"},
		{"picture without scheme", "a.html", string(pageWith(`<img src="//t.example.org/p.png">`)), "asks another place"},
		{"style of others", "a.html", fmt.Sprintf(page, `<link rel="stylesheet" href="https://t.example.org/a.css">`, ""), "asks another place"},
		{"font of others", "a.css", "@font-face { src: url(https://t.example.org/f.woff2) }", "asks another place"},
		{"import of others", "a.css", `@import "a.css"`, "asks another place"},
		{"style in a page", "a.html", string(pageWith(`<p style="background:url(//t.example.org/x)">`)), "asks another place"},
		{"author", "a.html", fmt.Sprintf(page, `<meta name="author" content="Ana">`, ""), "names an author"},
		{"refresh", "a.html", fmt.Sprintf(page, `<meta http-equiv="refresh" content="0; url=x">`, ""), "leads readers elsewhere"},
		{"form", "a.html", string(pageWith(`<form></form>`)), "runs something"},
		{"frame", "a.html", string(pageWith(`<iframe src="a.html"></iframe>`)), "runs something"},
		{"script in a drawing", "a.svg", `<svg xmlns="s"><script/></svg>`, "runs something"},
		{"metadata in a drawing", "a.svg", `<svg xmlns="s"><metadata>x</metadata></svg>`, "what nobody sees"},
		{"comment in a drawing", "a.svg", `<svg xmlns="s"><!-- x --></svg>`, "holds a comment"},
		{"style sheet of a drawing", "a.svg", `<?xml version="1.0"?><?xml-stylesheet href="x"?><svg/>`, "tells other programs"},
		{"entity in a drawing", "a.svg", `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg/>`, "document type"},
		{"broken drawing", "a.svg", `<svg><g></svg>`, "is damaged"},
		{"picture in a drawing", "a.svg", `<svg xmlns:xlink="x"><image xlink:href="http://t.example.org/a.png"/></svg>`, "asks another place"},
		{"mail in a drawing", "a.svg", `<svg><desc>ana@village.example.org</desc></svg>`, "<desc>: the text seems to hold a mail"},
		{"mail in a table", "a.csv", "a,b\n1,ana@village.example.org\n", "line 2, column 2: the text seems to hold a mail"},
		{"formula in a table", "a.csv", "a\n=1+1\n", "line 2, column 1: would run as a formula"},
		{"number in a table", "a.csv", "a\n51984123456\n", "line 2, column 1: holds a long number"},
		{"broken table", "a.csv", "a\n\"b", "is damaged"},
		{"mail in data", "a.json", `{"x": [{"y": "ana@village.example.org"}]}`, "x[0].y: the text seems to hold a mail"},
		{"mail as a name in data", "a.json", `{"ana@village.example.org": 1}`, "mail address"},
		{"number in data", "a.json", `{"x": 51984123456}`, "x: holds a long number"},
		{"two values", "a.json", `{} {}`, "goes on behind its end"},
		{"broken data", "a.json", `{`, "is damaged"},
		{"mail in a text", "a.txt", "one\nana@village.example.org\n", "line 2: the text seems to hold a mail"},
		{"bytes in a text", "a.txt", "a\x00b", "is no text"},
		{"chunk of text", "a.png", string(pngWith("tEXt", []byte("Author\x00Ana"), "")), "holds metadata (tEXt)"},
		{"position of a picture", "a.png", string(pngWith("eXIf", []byte("gps"), "")), "holds metadata (eXIf)"},
		{"time of a picture", "a.png", string(pngWith("tIME", make([]byte, 7), "")), "holds metadata (tIME)"},
		{"behind a picture", "a.png", string(pngWith("", nil, "more")), "holds something behind the picture"},
		{"picture cut off", "a.png", string(pngWith("", nil, "")[:30]), "is damaged"},
		{"exif", "a.jpg", string(jpegWith(0xe1, "Exif\x00\x00gps", "")), "where and when it was taken"},
		{"comment of a picture", "a.jpg", string(jpegWith(0xfe, "by Ana", "")), "holds metadata"},
		{"photoshop", "a.jpg", string(jpegWith(0xed, "Photoshop 3.0", "")), "holds metadata"},
		{"behind a photo", "a.jpg", string(jpegWith(0, "", "more")), "holds something behind the picture"},
		{"author of a pdf", "a.pdf", string(pdfWith("/Author (Ana)", "")), "properties: say who made it"},
		{"author of a pdf, packed", "a.pdf", string(pdfWith("", "<</Author <FEFF0041>>>")), "properties: say who made it"},
		{"xmp", "a.pdf", string(pdfWith("", "<dc:creator><rdf:Seq><rdf:li>Ana</rdf:li></rdf:Seq></dc:creator>")), "properties: say who made it"},
		{"file in a pdf", "a.pdf", string(pdfWith("/EmbeddedFiles 3 0 R", "")), "/EmbeddedFiles"},
		{"script in a pdf", "a.pdf", string(pdfWith("/OpenAction <</S /JavaScript>>", "")), "/JavaScript"},
		{"note in a pdf", "a.pdf", string(pdfWith("", "<</Subtype /FreeText>>")), "holds notes"},
		{"behind a pdf", "a.pdf", string(pdfWith("", "")) + "more", "behind its end"},
	} {
		ps := publish.Check(map[string][]byte{c.file: []byte(c.data)}, gate())
		if !strings.Contains(ps.Error(), c.says) || !strings.HasPrefix(ps.Error(), c.file) {
			t.Errorf("%s: got %q, want %q in it", c.what, ps.Error(), c.says)
		}
	}
}

// The parts of a workbook or document that its pages do not show.
func TestTheGateOpensWorkbooksAndDocuments(t *testing.T) {
	sheet := func(inner string) string {
		return xmlHead + `<worksheet xmlns="x">` + inner + `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`
	}
	for _, c := range []struct {
		what, part, text, says string
		doc                    bool
	}{
		{"author", "docProps/core.xml", xmlHead + `<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:creator>Ana</dc:creator></cp:coreProperties>`, "who made it (creator)", false},
		{"last author", "docProps/core.xml", xmlHead + `<cp:coreProperties xmlns:cp="x"><cp:lastModifiedBy>Ana</cp:lastModifiedBy></cp:coreProperties>`, "who made it (lastModifiedBy)", true},
		{"company", "docProps/app.xml", xmlHead + `<Properties xmlns="x"><Company>Ana Ltd</Company></Properties>`, "who made it (Company)", false},
		{"own properties", "docProps/custom.xml", xmlHead + `<Properties xmlns="x"/>`, "properties that its pages do not show", false},
		{"comments", "xl/comments1.xml", xmlHead + `<comments xmlns="x"/>`, "holds comments", false},
		{"threaded comments", "xl/threadedComments/threadedComment1.xml", xmlHead + `<a xmlns="x"/>`, "holds comments", false},
		{"who commented", "xl/persons/person.xml", xmlHead + `<a xmlns="x"/>`, "names of those who commented", false},
		{"hidden sheet", "xl/workbook.xml", xmlHead + `<workbook xmlns="x"><sheets><sheet name="a"/><sheet name="Notes" state="hidden"/></sheets></workbook>`, `hides the sheet "Notes"`, false},
		{"very hidden sheet", "xl/workbook.xml", xmlHead + `<workbook xmlns="x"><sheets><sheet name="N" state="veryHidden"/></sheets></workbook>`, `hides the sheet "N"`, false},
		{"hidden column", "xl/worksheets/sheet1.xml", sheet(`<cols><col min="1" max="1" hidden="1"/></cols>`), "hides rows or columns", false},
		{"narrow column", "xl/worksheets/sheet1.xml", sheet(`<cols><col min="1" max="1" width="0"/></cols>`), "hides rows or columns", false},
		{"hidden row", "xl/worksheets/sheet1.xml", sheet(`<x><row hidden="1"/></x>`), "hides rows or columns", false},
		{"hidden name", "xl/workbook.xml", xmlHead + `<workbook xmlns="x"><definedNames><definedName name="n" hidden="1">1</definedName></definedNames></workbook>`, `hides the name "n"`, false},
		{"name of another file", "xl/workbook.xml", xmlHead + `<workbook xmlns="x"><definedNames><definedName name="n">[1]Sheet!A1</definedName></definedNames></workbook>`, "asks for what stands elsewhere", false},
		{"formula of another file", "xl/worksheets/sheet1.xml", sheet(`<x><c><f>'[other.xlsx]S'!A1</f></c></x>`), "asks for what stands elsewhere", false},
		{"formula of a page", "xl/worksheets/sheet1.xml", sheet(`<x><c><f>WEBSERVICE("http://a")</f></c></x>`), "asks for what stands elsewhere", false},
		{"links", "xl/externalLinks/externalLink1.xml", xmlHead + `<a xmlns="x"/>`, "is linked to other files", false},
		{"linked picture", "xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="x"><Relationship Id="r" Type="a/image" Target="https://t.example.org/a.png" TargetMode="External"/></Relationships>`, "is linked to another file", false},
		{"embedded", "xl/embeddings/a.bin", "x", "holds embedded files", false},
		{"printer", "xl/printerSettings/printerSettings1.bin", "x", "settings of somebody's printer", false},
		{"macros", "xl/vbaProject.bin", "x", "holds macros", false},
		{"pivot", "xl/pivotCache/pivotCacheRecords1.xml", xmlHead + `<a xmlns="x"/>`, "behind a pivot table", false},
		{"where it lay", "xl/workbook.xml", xmlHead + `<workbook xmlns="x"><absPath url="/home/ana/"/></workbook>`, "where it lay", false},
		{"chart cache", "xl/charts/chart1.xml", xmlHead + `<c xmlns="x"><strCache><pt><v>Village of Exemplo</v></pt></strCache></c>`, "keeps a text that no sheet shows", false},
		{"left over text", "xl/sharedStrings.xml", xmlHead + `<sst xmlns="x"><si><t>Acme</t></si><si><t>Village of Exemplo</t></si></sst>`, "keeps 1 texts that no cell shows", false},
		{"mail in a cell", "xl/sharedStrings.xml", xmlHead + `<sst xmlns="x"><si><t>ana@village.example.org</t></si></sst>`, "mail address", false},
		{"mail in a header", "xl/worksheets/sheet1.xml", sheet(`<headerFooter><oddHeader>ana@village.example.org</oddHeader></headerFooter>`), "mail address", false},
		{"mail in an alt text", "xl/drawings/drawing1.xml", xmlHead + `<a xmlns="x"><cNvPr descr="ana@village.example.org"/></a>`, "mail address", false},
		{"mail in a prompt", "xl/worksheets/sheet1.xml", sheet(`<dataValidation prompt="ana@village.example.org"/>`), "mail address", false},
		{"number in a cell", "xl/worksheets/sheet1.xml", sheet(`<x><c><v>51984123456</v></c></x>`), "holds a long number", false},
		{"comment of xml", "xl/worksheets/sheet1.xml", sheet(`<!-- Ana -->`), "holds a comment", false},
		{"exif inside", "xl/media/image1.jpg", string(jpegWith(0xe1, "Exif\x00\x00", "")), "where and when it was taken", false},
		{"text of a picture inside", "xl/media/image1.png", string(pngWith("tEXt", []byte("a"), "")), "holds metadata", false},
		{"drawing of another kind", "xl/media/image1.emf", "x", "nobody here can look into", false},
		{"preview", "docProps/thumbnail.jpeg", "x", "a picture of an earlier state", false},
		{"tracked changes", "word/document.xml", xmlHead + `<w:document xmlns:w="x"><w:ins w:author="Ana"/></w:document>`, "holds tracked changes", true},
		{"hidden text", "word/document.xml", xmlHead + `<w:document xmlns:w="x"><w:rPr><w:vanish/></w:rPr></w:document>`, "holds hidden text", true},
		{"comments", "word/comments.xml", xmlHead + `<w:comments xmlns:w="x"/>`, "holds comments", true},
		{"people", "word/people.xml", xmlHead + `<w:people xmlns:w="x"/>`, "names of those who commented", true},
		{"data", "customXml/item1.xml", xmlHead + `<a xmlns="x"/>`, "data that its pages do not show", true},
		{"broken part", "word/document.xml", `<w:document>`, "is damaged", true},
	} {
		name, data := "a.xlsx", workbook(t, map[string]string{c.part: c.text})
		if c.doc {
			name, data = "a.docx", document(t, map[string]string{c.part: c.text})
		}
		ps := publish.Check(map[string][]byte{name: data}, gate())
		if !strings.Contains(ps.Error(), name+": "+c.part) && !strings.Contains(ps.Error(), name+": xl/charts") || !strings.Contains(ps.Error(), c.says) {
			t.Errorf("%s: got %q, want %q in it", c.what, ps.Error(), c.says)
		}
	}
}

// A publication that nobody, or one person twice, has answered for lets nothing leave.
func TestNothingLeavesWithoutTwoPeople(t *testing.T) {
	files := map[string][]byte{"a.txt": []byte("x")}
	for what, c := range map[string]struct {
		change func(g *publish.Gate)
		says   string
	}{
		"no publication":   {func(g *publish.Gate) { g.Publication = nil }, "nobody has answered for this publication"},
		"one person":       {func(g *publish.Gate) { g.Publication.Checks = g.Publication.Checks[:1] }, "1 of 2 people"},
		"one person twice": {func(g *publish.Gate) { g.Publication.Checks[1].Person = " FIRST" }, "1 of 2 people"},
		"nobody":           {func(g *publish.Gate) { g.Publication.Checks = nil }, "0 of 2 people"},
		"unsure":           {func(g *publish.Gate) { g.Publication.Checks[1].HarmSoon = "unsure" }, "publication.checks[1].harm_soon"},
		"pause":            {func(g *publish.Gate) { g.Publication.Checks[0].PauseBetter = "yes" }, "pause_better"},
		"no phone":         {func(g *publish.Gate) { g.Publication.Checks[0].Answers = " " }, "nobody answers the phone"},
		"nobody was asked": {func(g *publish.Gate) { g.Organisations = append(g.Organisations, "other") }, "nothing says that other was asked"},
		"no funding":       {func(g *publish.Gate) { g.Publication.Funding = nil }, "publication.funding: is empty; say who paid"},
		"no contact":       {func(g *publish.Gate) { g.Publication.Contact = "" }, "publication.contact"},
	} {
		g := gate()
		c.change(&g)
		if ps := publish.Check(files, g); !strings.Contains(ps.Error(), c.says) {
			t.Errorf("%s: got %q, want %q in it", what, ps.Error(), c.says)
		}
	}
}

// lettersOfAFont is the canary as Chromium prints it: numbers of a font, and a table of which is which, one by one and by ranges.
func lettersOfAFont() []byte {
	const table = "begincmap\n3 beginbfchar\n<0003> <0020>\n<0010> <002D>\n<00B3> <00F1>\nendbfchar\n2 beginbfrange\n<0024> <003D> <0041>\n<0044> <005D> <0061>\nendbfrange\nendcmap"
	var page strings.Builder
	page.WriteString("BT\n")
	for i, word := range strings.SplitAfter(canary, " ") {
		code := ""
		for _, r := range word {
			n := map[rune]int{' ': 3, '-': 0x10, 'ñ': 0xb3}[r]
			switch {
			case r >= 'a' && r <= 'z':
				n = int(r) - 'a' + 0x44
			case r >= 'A' && r <= 'Z':
				n = int(r) - 'A' + 0x24
			}
			code += fmt.Sprintf("%04X", n)
		}
		fmt.Fprintf(&page, "1 0 0 -1 %d 51 Tm\n<%s> Tj\n", i, code)
	}
	both := pdfWith("", page.String())
	other := pdfWith("", table)
	return append(bytes.TrimSuffix(both, []byte("%%EOF\n")), other...)
}

const canary = "Ximena Quispe-Yañez"

// encodings are the ways in which a name could get into a file without being seen.
func encodings() map[string]string {
	wide := func(big bool) string {
		var b []byte
		for _, u := range utf16.Encode([]rune(canary)) {
			if big {
				b = append(b, byte(u>>8), byte(u))
			} else {
				b = append(b, byte(u), byte(u>>8))
			}
		}
		return string(b)
	}
	var entities, script, hexEntities strings.Builder
	for _, r := range canary {
		fmt.Fprintf(&entities, "&#%d;", r)
		fmt.Fprintf(&hexEntities, "&#x%x;", r)
		fmt.Fprintf(&script, `\u%04x`, r)
	}
	m := map[string]string{
		"plain": canary, "capitals": strings.ToUpper(canary), "without marks": "Ximena Quispe Yanez", "marks apart": "Ximena Quispe Yan\u0303ez",
		"joined": "ximena.quispe.yanez", "squeezed": "XimenaQuispeYanez", "broken": "Ximena\nQuispe\u00adYañez", "underscores": "ximena_quispe_yanez",
		"zero width": "Xi\u200bmena Qui\u200bspe Yañez", "wide letters": "Ｘｉｍｅｎａ Ｑｕｉｓｐｅ Yañez",
		"percent": url.QueryEscape(canary), "path": url.PathEscape(canary), "percent twice": url.QueryEscape(url.QueryEscape(canary)),
		"named entities": html.EscapeString(canary) + "&nbsp;", "entities": entities.String(), "hex entities": hexEntities.String(), "script": script.String(),
		"base64": base64.StdEncoding.EncodeToString([]byte(canary)), "base64 url": base64.URLEncoding.EncodeToString([]byte("x " + canary + "?>")),
		"base64 inside": base64.StdEncoding.EncodeToString([]byte("name=" + canary)), "base64 twice": base64.StdEncoding.EncodeToString([]byte(base64.StdEncoding.EncodeToString([]byte(canary)))),
		"base64 of utf-16": base64.StdEncoding.EncodeToString([]byte(wide(false))), "hex": hex.EncodeToString([]byte(canary)), "quoted printable": "Ximena=20Quispe=20Ya=C3=B1ez",
		"utf-16": wide(false), "utf-16 big": wide(true),
	}
	return m
}

// A canary name is found in every kind of file, in every place of it, in every encoding.
func TestACanaryIsFoundEverywhere(t *testing.T) {
	tried := 0
	found := func(what, name string, data []byte) {
		t.Helper()
		tried++
		ps := publish.Check(map[string][]byte{name: data}, gate("Somebody Else", canary))
		if !strings.Contains(ps.Error(), name+": holds the name of somebody who worked on this") {
			t.Errorf("%s: not found; got %q", what, ps.Error())
		}
		if strings.Contains(ps.Error(), "Quispe") && !strings.Contains(name, "Quispe") {
			t.Errorf("%s: the name is repeated: %s", what, ps.Error())
		}
	}
	xmlSafe := func(s string) string { return strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(s) }
	for how, text := range encodings() {
		found(how+" in a text", "a.txt", []byte("note: "+text+"\n"))
		found(how+" in a page", "a.html", pageWith("<p>"+text+"</p>"))
		found(how+" in a css", "a.css", []byte("p::after { content: \""+text+"\" }"))
		found(how+" in a table", "a.csv", []byte("a,b\n1,\""+strings.ReplaceAll(text, `"`, `""`)+"\"\n"))
		found(how+" in metadata of a png", "a.png", pngWith("tEXt", []byte("Author\x00"+text), ""))
		found(how+" in metadata of a jpeg", "a.jpg", jpegWith(0xe1, "Exif\x00\x00"+text, ""))
		found(how+" in a pdf", "a.pdf", pdfWith("", "BT ("+text+") Tj ET"))
		found(how+" in the properties of a pdf", "a.pdf", pdfWith("/Subject ("+text+")", ""))
		if strings.ContainsRune(text, 0) {
			continue // xml and json hold no such bytes
		}
		found(how+" in data", "a.json", fmt.Appendf(nil, `{"a": "%s"}`, strings.ReplaceAll(text, "\n", `\n`)))
		found(how+" in a drawing", "a.svg", []byte(`<svg xmlns="s"><text>`+text+`</text></svg>`))
		found(how+" in a cell", "a.xlsx", workbook(t, map[string]string{"xl/sharedStrings.xml": xmlHead + `<sst xmlns="x"><si><t>` + xmlSafe(text) + `</t></si></sst>`}))
		found(how+" in a sheet name", "a.xlsx", workbook(t, map[string]string{"xl/workbook.xml": xmlHead + `<workbook xmlns="x"><sheets><sheet name="` + xmlSafe(text) + `"/></sheets></workbook>`}))
		found(how+" in a number format", "a.xlsx", workbook(t, map[string]string{"xl/styles.xml": xmlHead + `<a xmlns="x"><numFmt formatCode="` + xmlSafe(text) + `"/></a>`}))
		found(how+" in a document", "a.docx", document(t, map[string]string{"word/footer1.xml": xmlHead + `<w:p xmlns:w="x"><w:t>` + xmlSafe(text) + `</w:t></w:p>`}))
		found(how+" in properties", "a.docx", document(t, map[string]string{"docProps/core.xml": xmlHead + `<c xmlns="x"><keywords>` + xmlSafe(text) + `</keywords></c>`}))
	}
	found("split over elements", "a.html", pageWith("<p>Xim<b>ena</b> Quis<i>pe Ya</i>ñez</p>"))
	found("split over runs", "a.docx", document(t, map[string]string{"word/document.xml": xmlHead + `<w:p xmlns:w="x"><w:t>Ximena Qui</w:t><w:t>spe Yañez</w:t></w:p>`}))
	found("split over cells", "a.csv", []byte("a,b\nXimena Quispe,Yañez\n"))
	found("in a file name", "Ximena-Quispe-Yanez.txt", []byte("x"))
	found("as letters of a font", "a.pdf", lettersOfAFont())
	found("in the name of a part", "a.xlsx", workbook(t, map[string]string{"xl/media/ximena-quispe-yanez.png": string(pngWith("", nil, ""))}))
	found("in a link", "a.html", pageWith(`<a href="https://example.org/?q=Ximena+Quispe+Ya%C3%B1ez">x</a>`))
	found("in a class", "a.html", pageWith(`<p class="ximena-quispe-yanez">x</p>`))
	t.Logf("canaries planted and found: %d places", tried)

	// and where it is not, nothing is said
	if ps := publish.Check(map[string][]byte{"a.txt": []byte("Ximena and others; Quispe Ltd; Yanez")}, gate(canary, "Ana", "x")); len(ps) > 0 {
		t.Error(ps)
	}
}
