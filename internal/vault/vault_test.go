package vault_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"vigil/internal/vault"
	"vigil/internal/vigil"
)

func appendChunk(to []byte, kind, body string) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(body)))
	at := len(to)
	to = append(to, kind+body...)
	return binary.BigEndian.AppendUint32(to, crc32.ChecksumIEEE(to[at:]))
}

// lying gives every file below a folder.
func lying(t testing.TB, folder string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestEveryTypeIsKeptSealedAndGivenOutClean(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "evidence")
	v := open(t, folder)
	hashes := map[string]bool{}
	for kind, s := range samples(t) {
		kept, err := v.Put(t.Context(), s.name, most, iotest.OneByteReader(bytes.NewReader(s.data)))
		if err != nil || kept.Type != kind || kept.Size != int64(len(s.data)) {
			t.Fatalf("%s: %+v, %v", s.name, kept, err)
		}
		r, err := v.OpenCopy(t.Context(), kept.CopyHash)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		r.Close()
		want, _, _ := vault.Clean(kind, s.data)
		if err != nil || !bytes.Equal(got, want) || int64(len(got)) != kept.CopySize {
			t.Errorf("%s: the copy that comes out is another (%v)", s.name, err)
		}
		if kept.Hash != kept.CopyHash {
			if _, err := v.OpenCopy(t.Context(), kept.Hash); err == nil {
				t.Errorf("%s: the original comes out", s.name)
			}
		}
		hashes[kept.Hash], hashes[kept.CopyHash] = true, true
	}
	for _, name := range lying(t, folder) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, mark := range append([]string{shownText, "JFIF", "%PDF", "PK\x03\x04"}, marks...) {
			if bytes.Contains(text, []byte(mark)) {
				t.Errorf("%s holds %q in the open", filepath.Base(name), mark)
			}
		}
		if info, _ := os.Stat(name); info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others may read %s: %v", filepath.Base(name), info.Mode())
		}
	}
	if strays, err := v.Strays(t.Context(), hashes); err != nil || len(strays) > 0 {
		t.Errorf("strays: %v (%v)", strays, err)
	}
}

// TestEveryFlippedBitIsFound turns one bit in each of 50 files: none of them is given out any more.
func TestEveryFlippedBitIsFound(t *testing.T) {
	folder := t.TempDir()
	v := open(t, folder)
	dice := rand.New(rand.NewPCG(5, 6))
	found := 0
	for i := range 50 {
		kept, err := v.Put(t.Context(), "n.txt", most, strings.NewReader(fmt.Sprintf("file %d %s", i, strings.Repeat("x", 300*i))))
		if err != nil {
			t.Fatal(err)
		}
		kind, hash := "copies", kept.CopyHash
		if i%2 == 1 {
			kind, hash = "originals", kept.Hash
		}
		name := filepath.Join(folder, kind, hash[:2], hash)
		sealed, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sealed[dice.IntN(len(sealed))] ^= 1 << dice.IntN(8)
		if err := os.WriteFile(name, sealed, 0o600); err != nil {
			t.Fatal(err)
		}
		err = v.Check(t.Context(), kept.Hash, kept.CopyHash)
		if err == nil || !strings.Contains(err.Error(), "is not what was kept") {
			t.Errorf("file %d: %v", i, err)
			continue
		}
		if kind == "copies" {
			if r, err := v.OpenCopy(t.Context(), hash); err == nil {
				r.Close()
				t.Errorf("file %d is given out with another bit", i)
				continue
			}
		}
		found++
	}
	if found != 50 {
		t.Errorf("found %d of 50", found)
	}
}

// A damaged file that is uploaded again is whole again, and one that lies in the place of another is found.
func TestDamageIsHealedByAnotherUpload(t *testing.T) {
	folder := t.TempDir()
	v := open(t, folder)
	put := func(text string) vault.Kept {
		t.Helper()
		kept, err := v.Put(t.Context(), "a.txt", most, strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	a, b := put("one"), put("two")
	at := func(k vault.Kept, kind, hash string) string { return filepath.Join(folder, kind, hash[:2], hash) }
	swapped, err := os.ReadFile(at(b, "copies", b.CopyHash))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at(a, "copies", a.CopyHash), swapped, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := v.OpenCopy(t.Context(), a.CopyHash); err == nil {
		t.Error("a file in the place of another is given out")
	}
	if again := put("one"); again.Hash != a.Hash || v.Check(t.Context(), a.Hash, a.CopyHash) != nil {
		t.Error("it is not healed")
	}
	if err := v.Delete(t.Context(), a.Hash, a.CopyHash); err != nil {
		t.Fatal(err)
	}
	if err := v.Check(t.Context(), a.Hash, a.CopyHash); err == nil || !strings.Contains(err.Error(), "is not in the store") {
		t.Errorf("a deleted file: %v", err)
	}
	if err := errors.Join(v.Delete(t.Context(), a.Hash, a.CopyHash), v.Check(t.Context(), b.Hash, b.CopyHash)); err != nil {
		t.Error(err)
	}
}

// TestAnUploadThatBreaksOffLeavesNothing cuts files at many places, by an error and by a context that ends.
func TestAnUploadThatBreaksOffLeavesNothing(t *testing.T) {
	folder, temp := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	v := open(t, folder)
	data := pdfFile(t)
	for i := range 20 {
		from := io.MultiReader(bytes.NewReader(data[:i*len(data)/20]), iotest.ErrReader(io.ErrUnexpectedEOF))
		if _, err := v.Put(t.Context(), "a.pdf", most, from); !errors.Is(err, vault.ErrCut) {
			t.Errorf("cut after %d of 20 parts: %v", i, err)
		}
	}
	if left := append(lying(t, folder), lying(t, temp)...); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestFilesThatAreNotTakenIn(t *testing.T) {
	folder := t.TempDir()
	v := open(t, folder)
	pdf, picture := string(pdfFile(t)), string(jpegFile(t, 1))
	for name, c := range map[string]struct{ name, data, says string }{
		"empty":                     {"a.pdf", "", "is empty"},
		"too large":                 {"a.txt", strings.Repeat("x", 1<<20+1), "is larger than 1 MB"},
		"picture named pdf":         {"a.pdf", picture, "is named .pdf, but what is in it is a JPEG picture"},
		"pdf named docx":            {"a.docx", pdf, "is named .docx, but what is in it is a PDF"},
		"pdf named jpg":             {"x.pdf.jpg", pdf, "is named .jpg"},
		"text named pdf":            {"a.pdf", "just text", "is named .pdf"},
		"program":                   {"a.exe", "MZ\x90\x00" + strings.Repeat("\x00", 100), "not taken in"},
		"program named pdf":         {"a.pdf", "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 100), "not taken in"},
		"script named txt":          {"a.txt", "#!/bin/sh\nrm -rf /\n", "not taken in"},
		"page":                      {"a.html", "<!DOCTYPE html><script>alert(1)</script>", "not taken in"},
		"page named txt":            {"a.txt", "<html><script>alert(1)</script></html>", "not taken in"},
		"page named png":            {"a.png", "<html>", "not taken in"},
		"drawing":                   {"a.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "not taken in"},
		"drawing named txt":         {"a.txt", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`, "not taken in"},
		"gif":                       {"a.gif", "GIF89a\x01\x00\x01\x00", "not taken in"},
		"archive":                   {"a.zip", string(archive(t, "a.txt", "x")), "not taken in"},
		"archive named docx":        {"a.docx", string(archive(t, "a.txt", "x")), "but is none"},
		"workbook named docx":       {"a.docx", string(xlsxFile(t)), "workbook"},
		"old document":              {"a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), "not taken in"},
		"bytes named txt":           {"a.txt", "abc\x00\x01\x02def", ""},
		"latin text":                {"a.txt", "se\xf1ora de los r\xedos", "UTF-8"},
		"bytes late in a text":      {"a.txt", strings.Repeat("x", 100_000) + "\x00", "UTF-8"},
		"PDF behind something":      {"a.pdf", "junk\n" + pdf, "something else before it"},
		"PDF that ends":             {"a.pdf", "%PDF-1.7", "PDF"},
		"encrypted archive as docx": {"a.docx", string(docxFile(t)[:2000]), ""},
	} {
		limit := int64(1 << 20)
		kept, err := v.Put(t.Context(), c.name, limit, strings.NewReader(c.data))
		var ps vigil.Problems
		if !errors.As(err, &ps) || len(ps) != 1 || ps[0].Do.Empty() || ps[0].Place.Field != "file" || !strings.Contains(ps[0].What.String(), c.says) {
			t.Errorf("%s: %+v, %v; want %q in it", name, kept, err, c.says)
		}
	}
	if left := lying(t, folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestPolyglots takes in files that are two things at once; what comes out is one.
func TestPolyglots(t *testing.T) {
	v := open(t, t.TempDir())
	page, pack := "<html><script>alert(1)</script></html>", string(archive(t, "evil.txt", "x"))
	pdf := string(pdfFile(t))
	for name, c := range map[string]struct{ name, data, gone string }{
		"JPEG and archive":  {"a.jpg", string(jpegFile(t, 1)) + pack, "PK\x03\x04"},
		"JPEG and page":     {"a.jpg", string(jpegFile(t, 1)) + page, "<script"},
		"PNG and archive":   {"a.png", string(pngFile(t)) + pack, "PK\x03\x04"},
		"PNG and page":      {"a.png", string(pngFile(t)) + page, "<script"},
		"PDF and archive":   {"a.pdf", pdf + pack, "PK\x03\x04"},
		"PDF and page":      {"a.pdf", strings.Replace(pdf, "%PDF-1.6\n", "%PDF-1.6\n%"+page+"\n", 1), "<script"},
		"document and page": {"a.docx", string(docxFile(t)) + page, "<script"},
		"document and PDF":  {"a.docx", string(docxFile(t)) + pdf, "%PDF"},
	} {
		kept, err := v.Put(t.Context(), c.name, most, strings.NewReader(c.data))
		var ps vigil.Problems
		if errors.As(err, &ps) {
			continue // refused in words is as good
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r, err := v.OpenCopy(t.Context(), kept.CopyHash)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(r)
		r.Close()
		if bytes.Contains(got, []byte(c.gone)) {
			t.Errorf("%s: %q comes out", name, c.gone)
		}
	}
}

func TestNothingButAHashLeadsToAFile(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "secret.txt"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	v := open(t, filepath.Join(folder, "evidence"))
	for _, hash := range []string{"", "a", "../../secret.txt", "..%2f..%2fsecret.txt", strings.Repeat("a", 63), strings.Repeat("A", 64), strings.Repeat("a", 64) + "/", "../" + strings.Repeat("a", 61), strings.Repeat("\x00", 64)} {
		if r, err := v.OpenCopy(t.Context(), hash); err == nil {
			r.Close()
			t.Errorf("%q opens something", hash)
		}
		if err := v.Delete(t.Context(), hash, hash); err == nil && hash != "" {
			t.Errorf("%q deletes something", hash)
		}
	}
	if strays, err := v.Strays(t.Context(), nil); err != nil || len(strays) != 0 {
		t.Errorf("strays: %v (%v)", strays, err)
	}
	for _, name := range []string{"originals/ab/x", "copies/../note.txt", "left"} {
		to := filepath.Join(folder, "evidence", filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.WriteFile(to, []byte("x"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if strays, err := v.Strays(t.Context(), nil); err != nil || len(strays) != 3 {
		t.Errorf("strays: %v (%v)", strays, err)
	}
}

func TestAddressesThatKeepNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"", "http://example.org/x", "file:///tmp/x", "gs://bucket", file, filepath.Join(file, "below")} {
		if _, err := vault.Open(t.Context(), address, nil); vigil.KindOf(err) != vigil.Invalid {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestABombEndsOnlyTheProcessThatCleans sends what unpacks to more than a machine has.
func TestABombEndsOnlyTheProcessThatCleans(t *testing.T) {
	folder := t.TempDir()
	v := open(t, folder)
	zeros := strings.Repeat("\x00", 150<<20)
	bomb := archive(t, "[Content_Types].xml", types("word/document.xml", "wordprocessingml.document"), "word/document.xml", zeros)
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	var ps vigil.Problems
	if _, err := v.Put(t.Context(), "a.docx", most, bytes.NewReader(bomb)); !errors.As(err, &ps) || len(lying(t, folder)) > 0 {
		t.Errorf("a bomb: %v", err)
	}
	if _, err := v.Put(t.Context(), "a.txt", most, strings.NewReader("the next one")); err != nil {
		t.Errorf("the next file: %v", err)
	}
}

// swapping is a seal in a store whose keeper plays tricks: once something was read, it calls after.
type swapping struct {
	sealer
	after func()
}

// Reader reads as the seal does.
func (s *swapping) Reader(r io.Reader, place string) (io.Reader, error) {
	plain, err := s.sealer.Reader(r, place)
	if s.after != nil {
		s.after()
	}
	return plain, err
}

// TestAKeeperOfTheStoreCannotSwapFiles: whoever keeps the store has no keys. It shows the right copy while that is checked, and then
// the copy of another file in its place, or the original with all that its copy leaves out: neither comes out.
func TestAKeeperOfTheStoreCannotSwapFiles(t *testing.T) {
	folder := t.TempDir()
	seal := &swapping{sealer: sealer{}}
	v, err := vault.Open(t.Context(), folder, seal)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	put := func(text string) vault.Kept {
		kept, err := v.Put(t.Context(), "n.txt", most, strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	shown, other := put("what everybody may read"), put("what the others wrote")
	at := func(kind, hash string) string { return filepath.Join(folder, kind, hash[:2], hash) }
	for what, from := range map[string]string{"another copy": at("copies", other.CopyHash), "an original": at("originals", other.Hash)} {
		whole, err := os.ReadFile(at("copies", shown.CopyHash))
		if err != nil {
			t.Fatal(err)
		}
		swapped := false
		seal.after = func() {
			if swapped {
				return
			}
			swapped = true
			text, err := os.ReadFile(from)
			if err == nil {
				err = os.WriteFile(at("copies", shown.CopyHash), text, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if r, err := v.OpenCopy(t.Context(), shown.CopyHash); err == nil {
			text, err := io.ReadAll(r)
			r.Close()
			if err == nil || len(text) > 0 {
				t.Errorf("%s comes out: %q, %v", what, text, err)
			}
		}
		if !swapped {
			t.Errorf("%s was not put in the place of the copy", what)
		}
		seal.after = nil
		if err := os.WriteFile(at("copies", shown.CopyHash), whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
