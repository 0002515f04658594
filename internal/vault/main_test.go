package vault_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"vigil/internal/vault"
	"vigil/internal/vigil"
)

// TestMain is also the child that cleans files, and the S3 server of one test.
func TestMain(m *testing.M) {
	switch {
	case len(os.Args) == 3 && os.Args[1] == vault.ChildCommand:
		os.Exit(vault.Child(os.Args[2], os.Stdin, os.Stdout))
	case len(os.Args) == 2 && os.Args[1] == s3Command:
		serveS3()
	}
	os.Exit(m.Run())
}

const most = 20 << 20

func open(t testing.TB, address string) *vault.Vault {
	t.Helper()
	v, err := vault.Open(context.Background(), address, sealer{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// sealer seals whole files with a key that everybody knows.
type sealer struct{}

func (sealer) aead() cipher.AEAD {
	block, err := aes.NewCipher([]byte("a key for tests."))
	if err != nil {
		panic(err)
	}
	g, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return g
}

func (s sealer) Writer(w io.Writer, place string) (io.WriteCloser, error) {
	return &sealing{w: w, sealer: s, place: place}, nil
}

func (s sealer) Reader(r io.Reader, place string) (io.Reader, error) {
	sealed, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	plain, err := s.aead().Open(nil, nil, sealed, []byte(place))
	if err != nil {
		return iotest.ErrReader(err), nil
	}
	return bytes.NewReader(plain), nil
}

type sealing struct {
	bytes.Buffer
	w io.Writer
	sealer
	place string
}

func (s *sealing) Close() error {
	_, err := s.w.Write(s.aead().Seal(nil, nil, s.Bytes(), []byte(s.place)))
	return err
}

// The marks stand wherever a file says something about people, and must come out nowhere.
const (
	markAuthor  = "Marisol Quispe-Planted"
	markComment = "planted comment 4471"
	markPlace   = "12 34 56 planted place"
	markHidden  = "planted hidden 9083"
	shownText   = "Shown to every reader"
)

var marks = []string{markAuthor, markComment, markPlace, markHidden}

// jpegFile is a picture with where it was taken, by whom, a comment, a preview, and another file behind its end.
func jpegFile(t testing.TB, turn byte) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for x := range 40 {
		for y := range 30 {
			img.Set(x, y, color.RGBA{uint8(6 * x), uint8(8 * y), 90, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 80}); err != nil {
		t.Fatal(err)
	}
	plain := b.Bytes()
	out := append([]byte{}, plain[:2]...)
	jfif := append([]byte("JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x02\x02"), []byte(markHidden)...)
	exif := append([]byte("Exif\x00\x00"), tiff(turn)...)
	for _, s := range []struct {
		marker byte
		body   []byte
	}{
		{0xe0, jfif}, {0xe1, exif}, {0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + markAuthor + "</x:xmpmeta>")},
		{0xed, []byte("Photoshop 3.0\x008BIM" + markAuthor)}, {0xe2, []byte("ICC_PROFILE\x00\x01\x01" + markHidden)}, {0xfe, []byte(markComment)},
	} {
		out = append(out, 0xff, s.marker)
		out = binary.BigEndian.AppendUint16(out, uint16(len(s.body)+2))
		out = append(out, s.body...)
	}
	out = append(out, plain[2:]...)
	return append(out, []byte("PK\x03\x04"+markHidden)...)
}

// tiff is a block of properties with a turn and marks.
func tiff(turn byte) []byte {
	b := []byte{'I', 'I', '*', 0, 8, 0, 0, 0, 2, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0, 0x3b, 0x01, 2, 0, 22, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0}
	return append(append(b, markAuthor...), markPlace...)
}

func pngFile(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 20, 10))); err != nil {
		t.Fatal(err)
	}
	plain := b.Bytes()
	out := append([]byte{}, plain[:33]...)
	for _, c := range []struct{ kind, body string }{
		{"tEXt", "Author\x00" + markAuthor}, {"iTXt", "Comment\x00\x00\x00\x00\x00" + markComment}, {"zTXt", markHidden}, {"tIME", "\x07\xea\x01\x01\x01\x01\x01"},
		{"iCCP", markHidden}, {"eXIf", string(tiff(6))},
	} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(c.body)))
		at := len(out)
		out = append(out, c.kind+c.body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[at:]))
	}
	return append(append(out, plain[33:]...), []byte(markHidden)...)
}

// archive packs parts, in the order given.
func archive(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.SetComment(markHidden); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n<!-- " + markHidden + " -->"
	relType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	mlType  = "application/vnd.openxmlformats-officedocument."
)

func rels(list ...string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(list); i += 2 {
		mode := ""
		if strings.Contains(list[i+1], ":") {
			mode = ` TargetMode="External"`
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s%s" Target="%s"%s/>`, i/2+1, relType, list[i], list[i+1], mode)
	}
	return b.String() + `</Relationships>`
}

func types(main, kind string, others ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `%s<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/%s" ContentType="%s%s.main+xml"/>`, xmlHead, main, mlType, kind)
	for _, o := range others {
		fmt.Fprintf(&b, `<Override PartName="/%s" ContentType="application/xml"/>`, o)
	}
	return b.String() + `</Types>`
}

const (
	coreProperties = xmlHead + `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>` + markAuthor + `</dc:creator><cp:lastModifiedBy>` + markAuthor + `</cp:lastModifiedBy></cp:coreProperties>`
	customXML      = xmlHead + `<x>` + markHidden + `</x>`
)

func docxFile(t testing.TB) []byte {
	t.Helper()
	return archive(t,
		"[Content_Types].xml", types("word/document.xml", "wordprocessingml.document", "docProps/core.xml", "word/comments.xml"),
		"_rels/.rels", rels("officeDocument", "word/document.xml", "metadata/core-properties", "docProps/core.xml", "custom-properties", "docProps/custom.xml", "metadata/thumbnail", "docProps/thumbnail.jpeg"),
		"docProps/core.xml", coreProperties, "docProps/custom.xml", customXML, "docProps/thumbnail.jpeg", string(jpegFile(t, 1)),
		"customXml/item1.xml", customXML, "word/comments.xml", xmlHead+`<w:comments xmlns:w="w"><w:comment w:author="`+markAuthor+`">`+markComment+`</w:comment></w:comments>`,
		"word/people.xml", xmlHead+`<w15:people xmlns:w15="w"><w15:person w15:author="`+markAuthor+`"/></w15:people>`,
		"word/_rels/document.xml.rels", rels("comments", "comments.xml", "people", "people.xml", "image", "media/image1.jpeg", "hyperlink", "file:///C:/Users/"+strings.ReplaceAll(markAuthor, " ", "%20")+"/x.docx",
			"hyperlink", "https://example.org/policy", "customXml", "../customXml/item1.xml"),
		"word/_rels/settings.xml.rels", rels("attachedTemplate", "file:///C:/Users/"+markAuthor+"/Normal.dotm"),
		"word/settings.xml", xmlHead+`<w:settings xmlns:w="w" xmlns:r="r"><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids><w:docVars><w:docVar w:name="x" w:val="`+markHidden+`"/></w:docVars><w:compat/></w:settings>`,
		"word/media/image1.jpeg", string(jpegFile(t, 6)),
		"word/document.xml", xmlHead+`<w:document xmlns:w="w" xmlns:wp="wp" xmlns:r="r" xmlns:w14="w14"><w:body><w:p w:rsidR="00AB12CD" w14:paraId="11223344"><w:pPr><w:rPr><w:ins w:id="1" w:author="`+markAuthor+`"/></w:rPr></w:pPr>`+
			`<w:permStart w:id="7" w:ed="`+markAuthor+`"/><w:permEnd w:id="7"/><w:commentRangeStart w:id="0"/><w:r w:rsidRPr="00AB12CE"><w:t xml:space="preserve">`+shownText+` &amp; &lt;more&gt;</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`+
			`<w:del w:id="2" w:author="`+markAuthor+`"><w:r><w:delText>`+markHidden+`</w:delText></w:r></w:del><w:ins w:id="3" w:author="`+markAuthor+`"><w:r><w:t>inserted</w:t></w:r></w:ins>`+
			`<w:r><w:drawing><wp:docPr id="1" name="IMG_2031.jpg" descr="C:\Users\`+markAuthor+`\IMG_2031.jpg"/></w:drawing></w:r></w:p></w:body></w:document>`,
	)
}

func xlsxFile(t testing.TB) []byte {
	t.Helper()
	return archive(t,
		"[Content_Types].xml", types("xl/workbook.xml", "spreadsheetml.sheet", "xl/comments1.xml", "xl/persons/person.xml"),
		"_rels/.rels", rels("officeDocument", "xl/workbook.xml", "metadata/core-properties", "docProps/core.xml", "extended-properties", "docProps/app.xml"),
		"docProps/core.xml", coreProperties, "docProps/app.xml", xmlHead+`<Properties><Company>`+markAuthor+`</Company></Properties>`,
		"xl/_rels/workbook.xml.rels", rels("worksheet", "worksheets/sheet1.xml", "person", "persons/person.xml", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
		"xl/workbook.xml", xmlHead+`<workbook xmlns="s" xmlns:x15ac="a" xmlns:mc="m"><fileSharing userName="`+markAuthor+`"/><mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\Users\`+markAuthor+`\"/></mc:Choice></mc:AlternateContent><workbookProtection workbookHashValue="`+markHidden+`"/><sheets><sheet name="`+shownText+`" sheetId="1"/></sheets><customWorkbookViews><customWorkbookView name="`+markAuthor+` - Personal View" guid="{1}"/></customWorkbookViews></workbook>`,
		"xl/persons/person.xml", xmlHead+`<personList><person displayName="`+markAuthor+`"/></personList>`,
		"xl/comments1.xml", xmlHead+`<comments><authors><author>`+markAuthor+`</author></authors><comment>`+markComment+`</comment></comments>`,
		"xl/threadedComments/threadedComment1.xml", xmlHead+`<t>`+markComment+`</t>`,
		"xl/drawings/vmlDrawing1.vml", `<xml><div>`+markComment+`</div></xml>`,
		"xl/printerSettings/printerSettings1.bin", markPlace,
		"xl/pivotCache/pivotCacheDefinition1.xml", xmlHead+`<pivotCacheDefinition refreshedBy="`+markAuthor+`"/>`,
		"xl/worksheets/_rels/sheet1.xml.rels", rels("comments", "../comments1.xml", "vmlDrawing", "../drawings/vmlDrawing1.vml", "printerSettings", "../printerSettings/printerSettings1.bin", "drawing", "../drawings/drawing1.xml"),
		"xl/worksheets/sheet1.xml", xmlHead+`<worksheet xmlns="s" xmlns:r="r"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>`+shownText+`</t></is></c></row></sheetData><sheetProtection hashValue="`+markHidden+`"/><protectedRanges><protectedRange name="`+markAuthor+`" sqref="A1" securityDescriptor="`+markAuthor+`"/></protectedRanges><customSheetViews><customSheetView guid="{1}"/></customSheetViews><pageSetup orientation="portrait" r:id="rId3"/><drawing r:id="rId4"/><legacyDrawing r:id="rId2"/></worksheet>`,
		"xl/drawings/drawing1.xml", xmlHead+`<xdr:wsDr xmlns:xdr="x"><xdr:cNvPr id="2" name="/home/`+markAuthor+`/map.png"/></xdr:wsDr>`,
		"xl/charts/chart1.xml", xmlHead+`<c:chartSpace xmlns:c="c" xmlns:r="r"><c:chart/><c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>`,
		"xl/charts/_rels/chart1.xml.rels", rels("package", "../embeddings/Data.xlsx"), "xl/embeddings/Data.xlsx", markHidden,
	)
}

func pptxFile(t testing.TB) []byte {
	t.Helper()
	return archive(t,
		"[Content_Types].xml", types("ppt/presentation.xml", "presentationml.presentation", "ppt/commentAuthors.xml"),
		"_rels/.rels", rels("officeDocument", "ppt/presentation.xml", "metadata/core-properties", "docProps/core.xml"),
		"docProps/core.xml", coreProperties,
		"ppt/_rels/presentation.xml.rels", rels("slide", "slides/slide1.xml", "commentAuthors", "commentAuthors.xml", "changesInfo", "changesInfos/changesInfo1.xml", "tags", "tags/tag1.xml"),
		"ppt/presentation.xml", xmlHead+`<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:custDataLst><p:tags r:id="rId4"/></p:custDataLst></p:presentation>`,
		"ppt/commentAuthors.xml", xmlHead+`<p:cmAuthorLst xmlns:p="p"><p:cmAuthor name="`+markAuthor+`"/></p:cmAuthorLst>`,
		"ppt/comments/comment1.xml", xmlHead+`<p:cmLst xmlns:p="p"><p:cm>`+markComment+`</p:cm></p:cmLst>`,
		"ppt/changesInfos/changesInfo1.xml", xmlHead+`<p:chgInfo xmlns:p="p" name="`+markAuthor+`"/>`,
		"ppt/tags/tag1.xml", xmlHead+`<p:tagLst xmlns:p="p"><p:tag val="`+markHidden+`"/></p:tagLst>`,
		"ppt/slides/_rels/slide1.xml.rels", rels("comments", "../comments/comment1.xml", "image", "../media/image1.png", "image", "../media/image2.svg", "image", "../media/image3.gif"),
		"ppt/slides/slide1.xml", xmlHead+`<p:sld xmlns:p="p" xmlns:a="a"><a:t>`+shownText+`</a:t></p:sld>`,
		"ppt/media/image1.png", string(pngFile(t)),
		"ppt/media/image2.svg", `<svg xmlns="s" xmlns:inkscape="i" inkscape:export-filename="/home/`+markAuthor+`/x.png"><metadata>`+markHidden+`</metadata><script>`+markHidden+`</script><rect width="3" onload="`+markHidden+`"/></svg>`,
		"ppt/media/image3.gif", "GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00\x21\xfe\x14"+markComment+"\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b",
	)
}

// pdfFile is a PDF with properties, notes, an attached file, a program, a signature, a picture with properties, an earlier
// version of a page, and links of all kinds.
func pdfFile(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	offsets := map[int]int{}
	stream := func(dict, body string) string {
		return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(body), body)
	}
	object := func(n int, body string) {
		offsets[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, body)
	}
	b.WriteString("%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
	object(1, "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R/Names<</EmbeddedFiles<</Names[(a.txt) 6 0 R]>>/JavaScript<</Names[(x) 8 0 R]>>>>/OpenAction 8 0 R/AcroForm<</Fields[12 0 R]/XFA 20 0 R>>/PieceInfo<</X<</Private("+markHidden+")>>>>/AF[6 0 R]/Lang(en)>>")
	object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/LastModified(D:20260101)/Contents 4 0 R/Resources<</XObject<</I 13 0 R>>/Font<</F 15 0 R>>>>/Annots[9 0 R 10 0 R 11 0 R 12 0 R 14 0 R 16 0 R]/Thumb 17 0 R>>")
	object(4, stream("", "BT /F 12 Tf 20 100 Td ("+shownText+") Tj ET"))
	object(5, stream("/Type/Metadata/Subtype/XML", "<dc:creator>"+markAuthor+"</dc:creator>"))
	object(6, "<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>")
	object(7, stream("/Type/EmbeddedFile", markHidden))
	object(8, "<</S/JavaScript/JS(app.alert\\('"+markHidden+"'\\))>>")
	object(9, "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T("+markAuthor+")/Contents("+markComment+")/Popup 16 0 R>>")
	object(10, "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/M(D:2026)/NM("+markHidden+")/A<</S/URI/URI(https://example.org/policy)>>>>")
	object(11, "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(C:\\\\Users\\\\"+markAuthor+")>>>>")
	object(12, "<</Type/Annot/Subtype/Widget/FT/Sig/T(sig)/Rect[0 0 9 9]/V<</Type/Sig/Name("+markAuthor+")/Contents<00>/ByteRange[0 1 2 3]>>/AA<</E 8 0 R>>>>")
	object(13, stream("/Type/XObject/Subtype/Image/Width 40/Height 30/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode/Metadata 5 0 R", string(jpegFile(t, 1))))
	object(14, "<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 6 0 R/T("+markAuthor+")>>")
	object(15, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	object(16, "<</Type/Annot/Subtype/Popup/Rect[0 0 9 9]/Parent 9 0 R>>")
	object(17, stream("/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", markHidden))
	object(18, "<</Author("+markAuthor+")/Title("+markHidden+")/Producer(x)>>")
	object(19, stream("", "an earlier version: "+markHidden)) // nothing leads here any more
	object(20, stream("", "<xdp>"+markHidden+"</xdp>"))
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 21\n0000000000 65535 f \n")
	for n := 1; n < 21; n++ {
		fmt.Fprintf(&b, "%010d 00000 n \n", offsets[n])
	}
	fmt.Fprintf(&b, "trailer\n<</Size 21/Root 1 0 R/Info 18 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n", markHidden[:16], markHidden[:16], start)
	return b.Bytes()
}

// samples has one file of each type, with marks wherever its format has room for them.
func samples(t testing.TB) map[string]struct {
	name string
	data []byte
} {
	t.Helper()
	type sample = struct {
		name string
		data []byte
	}
	return map[string]sample{
		vigil.TypeJPEG: {"photo.JPG", jpegFile(t, 6)}, vigil.TypePNG: {"map.png", pngFile(t)}, vigil.TypeDOCX: {"policy.docx", docxFile(t)},
		vigil.TypeXLSX: {"log.xlsx", xlsxFile(t)}, vigil.TypePPTX: {"talk.pptx", pptxFile(t)}, vigil.TypePDF: {"report.pdf", pdfFile(t)},
		vigil.TypeText: {"note.txt", []byte(shownText + " – señora 漢字 שלום\n")}, vigil.TypeCSV: {"table.csv", []byte("a,b\n1," + shownText + "\n")},
	}
}
