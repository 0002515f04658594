package vault_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"vigil/internal/vault"
	"vigil/internal/vigil"
)

// everything gives what can be found in a file by unpacking it: parts of archives, streams of a PDF, and texts in both widths.
func everything(t testing.TB, data []byte) string {
	t.Helper()
	var b strings.Builder
	b.Write(data)
	if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		b.WriteString(z.Comment)
		for _, f := range z.File {
			b.WriteString(f.Name + f.Comment + string(f.Extra))
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			part, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(part)
		}
	}
	for _, m := range regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`).FindAllSubmatch(data, -1) {
		if r, err := zlib.NewReader(bytes.NewReader(m[1])); err == nil {
			out, _ := io.ReadAll(r)
			b.Write(out)
		}
	}
	return b.String()
}

// forms are the ways in which a mark can be written.
func forms(mark string) []string {
	var wide []byte
	for _, u := range utf16.Encode([]rune(mark)) {
		wide = append(wide, byte(u>>8), byte(u))
	}
	return []string{mark, strings.ReplaceAll(mark, " ", "%20"), hex.EncodeToString([]byte(mark)), strings.ToUpper(hex.EncodeToString([]byte(mark))), string(wide), strings.ReplaceAll(mark, "-", `\055`)}
}

// TestNoMarkComesOut plants names, places and comments wherever a format has room for them, and looks for them in the copies.
func TestNoMarkComesOut(t *testing.T) {
	planted, cleaned := 0, 0
	for kind, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) {
			for _, mark := range marks {
				planted += strings.Count(everything(t, s.data), mark)
			}
			copied, removed, problem := vault.Clean(kind, s.data)
			if problem != nil {
				t.Fatal(problem)
			}
			found := everything(t, copied)
			for _, mark := range marks {
				for _, form := range forms(mark) {
					if i := strings.Index(found, form); i >= 0 {
						t.Errorf("%q comes out: ...%q", mark, found[max(0, i-80):min(len(found), i+80)])
					}
				}
			}
			if kind != vigil.TypeJPEG && kind != vigil.TypePNG && !strings.Contains(found, shownText) {
				t.Error("what everybody may read is gone")
			}
			if len(removed) == 0 != (kind == vigil.TypeText || kind == vigil.TypeCSV) {
				t.Errorf("said to be left out: %v", removed)
			}
			again, _, problem := vault.Clean(kind, copied)
			if problem != nil || !bytes.Equal(again, copied) {
				t.Errorf("the copy of the copy differs (%v)", problem)
			}
			cleaned++
		})
	}
	if planted < 60 || cleaned != 8 {
		t.Fatalf("only %d marks were planted, and %d files cleaned", planted, cleaned)
	}
	t.Logf("%d marks planted", planted)
}

func TestWhatIsLeftOutIsSaid(t *testing.T) {
	for kind, want := range map[string][]string{
		vigil.TypeJPEG: {vigil.RemovedProperties, vigil.RemovedPreviews, vigil.RemovedData},
		vigil.TypePNG:  {vigil.RemovedProperties, vigil.RemovedData},
		vigil.TypeDOCX: {vigil.RemovedProperties, vigil.RemovedComments, vigil.RemovedChanges, vigil.RemovedPreviews, vigil.RemovedData, vigil.RemovedLinks},
		vigil.TypeXLSX: {vigil.RemovedProperties, vigil.RemovedComments, vigil.RemovedAttachments},
		vigil.TypePPTX: {vigil.RemovedProperties, vigil.RemovedComments, vigil.RemovedChanges, vigil.RemovedData},
		vigil.TypePDF:  {vigil.RemovedProperties, vigil.RemovedComments, vigil.RemovedAttachments, vigil.RemovedPrograms, vigil.RemovedPreviews, vigil.RemovedSignatures, vigil.RemovedLinks},
	} {
		_, removed, _ := vault.Clean(kind, samples(t)[kind].data)
		for _, w := range want {
			if !slices.Contains(removed, w) {
				t.Errorf("%s: %q is not among %v", kind, w, removed)
			}
		}
	}
}

// The pictures are the same, and are to be turned the same way.
func TestPicturesStayAsTheyAre(t *testing.T) {
	in := jpegFile(t, 6)
	out, _, problem := vault.Clean(vigil.TypeJPEG, in)
	if problem != nil {
		t.Fatal(problem)
	}
	a, err1 := jpeg.Decode(bytes.NewReader(in))
	b, err2 := jpeg.Decode(bytes.NewReader(out))
	if err1 != nil || err2 != nil || a.Bounds() != b.Bounds() || a.At(17, 11) != b.At(17, 11) {
		t.Errorf("another picture (%v, %v)", err1, err2)
	}
	if !bytes.Contains(out, []byte{0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6}) {
		t.Error("it is no longer said how the picture is to be turned")
	}
	if upright, _, _ := vault.Clean(vigil.TypeJPEG, jpegFile(t, 1)); bytes.Contains(upright, []byte("Exif")) {
		t.Error("an upright picture keeps a block of properties")
	}
	out, _, problem = vault.Clean(vigil.TypePNG, pngFile(t))
	if problem != nil {
		t.Fatal(problem)
	}
	if p, err := png.Decode(bytes.NewReader(out)); err != nil || p.Bounds().Dx() != 20 {
		t.Errorf("another picture (%v)", err)
	}
	if !bytes.Contains(out, []byte("eXIfMM\x00*")) {
		t.Error("it is no longer said how the picture is to be turned")
	}
}

func TestOfficeCopiesHangTogether(t *testing.T) {
	for _, kind := range []string{vigil.TypeDOCX, vigil.TypeXLSX, vigil.TypePPTX} {
		out, _, problem := vault.Clean(kind, samples(t)[kind].data)
		if problem != nil {
			t.Fatal(problem)
		}
		z, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
		if err != nil {
			t.Fatal(err)
		}
		parts := map[string][]byte{}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			parts[f.Name], _ = io.ReadAll(r)
			if f.Modified.Year() != 1980 {
				t.Errorf("%s says when it was made: %v", f.Name, f.Modified)
			}
		}
		if z.File[0].Name != "[Content_Types].xml" {
			t.Errorf("the first part is %s", z.File[0].Name)
		}
		for name, part := range parts {
			if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
				continue
			}
			d := xml.NewDecoder(bytes.NewReader(part))
			for {
				tok, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v\n%s", name, err, part)
				}
				e, _ := tok.(xml.StartElement)
				for _, a := range e.Attr {
					if a.Name.Local == "PartName" && parts[strings.TrimPrefix(a.Value, "/")] == nil {
						t.Errorf("%s lists %s, which is not there", name, a.Value)
					}
					if a.Name.Local == "Target" && !strings.Contains(a.Value, ":") {
						dir := strings.TrimSuffix(filepath.Dir(name), "_rels")
						if to := filepath.Join(dir, a.Value); parts[to] == nil {
							t.Errorf("%s leads to %s, which is not there", name, to)
						}
					}
				}
			}
		}
	}
}

// A document keeps what was said, in the order in which it was said, with every change accepted.
func TestADocumentReadsAsIfChangesWereAccepted(t *testing.T) {
	out, _, problem := vault.Clean(vigil.TypeDOCX, docxFile(t))
	if problem != nil {
		t.Fatal(problem)
	}
	got := everything(t, out)
	for _, want := range []string{`<w:t xml:space="preserve">` + shownText + ` &amp; &lt;more&gt;</w:t>`, "<w:t>inserted</w:t>", `Target="https://example.org/policy"`, `Target="about:blank"`, `descr="picture"`, "<w:compat/>"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is gone", want)
		}
	}
	for _, gone := range []string{"rsid", "paraId", "w:ins", "comment", "attachedTemplate", "IMG_2031"} {
		if strings.Contains(got, gone) {
			t.Errorf("%s is still there", gone)
		}
	}
}

// A PDF can be read by another program and shows what it did.
func TestAPDFStillOpens(t *testing.T) {
	out, _, problem := vault.Clean(vigil.TypePDF, pdfFile(t))
	if problem != nil {
		t.Fatal(problem)
	}
	api.DisableConfigDir()
	ctx, err := api.ReadAndValidate(bytes.NewReader(out), model.NewDefaultConfiguration())
	if err != nil || ctx.PageCount != 1 {
		t.Fatalf("it is read as %v (%v)\n%s", ctx, err, out)
	}
	if !bytes.Contains(out, []byte("https://example.org/policy")) {
		t.Error("a link to a public page is gone")
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Fatal("pdftotext is not on this machine; `make test` installs it (on Debian: apt-get install poppler-utils)")
	}
	name := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(name, out, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(tool, name, "-").CombinedOutput()
	if err != nil || !strings.Contains(string(text), shownText) || strings.Contains(string(text), "rror") {
		t.Errorf("pdftotext: %s (%v)", text, err)
	}
}

func TestALockedPDF(t *testing.T) {
	api.DisableConfigDir()
	lock := func(user, owner string) []byte {
		conf := model.NewAESConfiguration(user, owner, 256)
		var b bytes.Buffer
		if err := api.Encrypt(bytes.NewReader(pdfFile(t)), &b, conf); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	if _, _, problem := vault.Clean(vigil.TypePDF, lock("secret", "owner")); problem == nil || !strings.Contains(problem.What.String(), "password") {
		t.Errorf("a PDF that opens with a password: %v", problem)
	}
	out, _, problem := vault.Clean(vigil.TypePDF, lock("", "owner"))
	if problem != nil {
		t.Fatalf("a PDF that everybody can open: %v", problem)
	}
	if found := everything(t, out); !strings.Contains(found, shownText) || strings.Contains(found, markAuthor) || strings.Contains(found, "/Encrypt") {
		t.Error("the copy of a PDF that everybody can open is locked, empty or not clean")
	}
}

// What cannot be cleaned is refused with the reason.
func TestWhatCannotBeCleanedIsSaid(t *testing.T) {
	with := func(kind, main string, parts ...string) []byte {
		return archive(t, append([]string{"[Content_Types].xml", types(main, kind), "_rels/.rels", rels("officeDocument", main), main, xmlHead + "<a/>"}, parts...)...)
	}
	word := func(parts ...string) []byte { return with("wordprocessingml.document", "word/document.xml", parts...) }
	sheet := func(parts ...string) []byte { return with("spreadsheetml.sheet", "xl/workbook.xml", parts...) }
	for name, c := range map[string]struct {
		kind string
		data []byte
		says string
	}{
		"macros":            {vigil.TypeDOCX, word("word/vbaProject.bin", "x"), "macros"},
		"macro type":        {vigil.TypeDOCX, archive(t, "[Content_Types].xml", `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`), "macros"},
		"embedded":          {vigil.TypeDOCX, word("word/embeddings/x.bin", "x", "word/_rels/document.xml.rels", rels("oleObject", "embeddings/x.bin")), "other files"},
		"linked books":      {vigil.TypeXLSX, sheet("xl/externalLinks/externalLink1.xml", "<a/>"), "linked to other workbooks"},
		"connections":       {vigil.TypeXLSX, sheet("xl/connections.xml", "<a/>"), "fetches data"},
		"film":              {vigil.TypePPTX, with("presentationml.presentation", "ppt/presentation.xml", "ppt/media/media1.mp4", "x"), "cannot be cleaned"},
		"unknown part":      {vigil.TypeDOCX, word("secret/notes.xml", "<a/>"), "cannot be cleaned"},
		"picture elsewhere": {vigil.TypeDOCX, word("word/_rels/document.xml.rels", rels("image", "https://example.org/track.png")), "another place"},
		"entities":          {vigil.TypeDOCX, word("word/styles.xml", `<!DOCTYPE x [<!ENTITY a "b">]><a>&a;</a>`), "defines words"},
		"broken xml":        {vigil.TypeDOCX, word("word/styles.xml", `<a><b></a>`), "no whole xml"},
		"upward name":       {vigil.TypeDOCX, word("word/../../x.xml", `<a/>`), "a name that no part has"},
		"same name":         {vigil.TypeDOCX, word("word/a.xml", `<a/>`, "word/A.xml", `<a/>`), "same name"},
		"no office file":    {vigil.TypeDOCX, archive(t, "a.txt", "x"), "is none"},
		"another kind":      {vigil.TypeDOCX, xlsxFile(t), "a workbook"},
		"cut archive":       {vigil.TypeXLSX, xlsxFile(t)[:900], "archive"},
		"cut PDF":           {vigil.TypePDF, pdfFile(t)[:300], "PDF"},
		"no PDF":            {vigil.TypePDF, []byte("%PDF-1.7\nnothing"), "PDF"},
		"cut JPEG":          {vigil.TypeJPEG, jpegFile(t, 1)[:500], "too early"},
		"cut PNG":           {vigil.TypePNG, pngFile(t)[:200], "too early"},
		"huge picture":      {vigil.TypePNG, hugePNG(t), "million"},
		"latin text":        {vigil.TypeText, []byte("se\xf1ora"), "UTF-8"},
		"unknown type":      {"text/html", []byte("<html>"), "not taken in"},
	} {
		out, _, problem := vault.Clean(c.kind, c.data)
		if problem == nil || len(out) > 0 || !strings.Contains(problem.What.String(), c.says) || problem.Do.Empty() {
			t.Errorf("%s: %d bytes, %v; want %q in it", name, len(out), problem, c.says)
		}
	}
}

func hugePNG(t testing.TB) []byte {
	t.Helper()
	out := []byte("\x89PNG\r\n\x1a\n")
	return appendChunk(out, "IHDR", "\x00\x01\x00\x00\x00\x01\x00\x00\x08\x00\x00\x00\x00")
}
