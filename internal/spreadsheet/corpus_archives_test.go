package spreadsheet_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"
	"strings"
	"testing"
)

// zipped is an archive of parts, one after the other.
func zipped(t testing.TB, parts ...part) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		f, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(p.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// raw is the workbook with one more part, whose head may lie about it.
func raw(t testing.TB, book []byte, head zip.FileHeader, data []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		if f.Name == head.Name {
			continue
		}
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	head.CompressedSize64 = uint64(len(data))
	f, err := w.CreateRaw(&head)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// mebibytes is that many MiB of blanks, packed: one block, again and again.
func mebibytes(t testing.TB, n int) []byte {
	t.Helper()
	var block, end bytes.Buffer
	w, err := flate.NewWriter(&block, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	w.Reset(&end)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return append(bytes.Repeat(block.Bytes(), n), end.Bytes()...)
}

// listed gives the offset of the entry of a part in the directory of an archive.
func listed(t testing.TB, book []byte, name string) int {
	t.Helper()
	at := bytes.Index(book, []byte("PK\x01\x02"))
	for at >= 0 && at+46 < len(book) && string(book[at:at+4]) == "PK\x01\x02" {
		n := int(binary.LittleEndian.Uint16(book[at+28:]))
		if string(book[at+46:at+46+n]) == name {
			return at
		}
		at += 46 + n + int(binary.LittleEndian.Uint16(book[at+30:])) + int(binary.LittleEndian.Uint16(book[at+32:]))
	}
	t.Fatalf("there is no part %s", name)
	return 0
}

// patched is the archive with bytes of the entry of a part changed.
func patched(t testing.TB, book []byte, name string, change func(entry []byte)) []byte {
	t.Helper()
	book = bytes.Clone(book)
	change(book[listed(t, book, name):])
	return book
}

func otherKinds(book []byte) []hostile {
	list := []hostile{
		{"empty file", "empty", nil},
		{"csv named xlsx", "no workbook", []byte("subject,question,value\n,BE.a.1,3\n")},
		{"html named xlsx", "no workbook", []byte("<html><table><tr><td>BE.a.1</td></tr></table></html>")},
		{"pdf named xlsx", "no workbook", []byte("%PDF-1.7\n")},
		{"gzip named xlsx", "no workbook", []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00")},
		{"program before the workbook", "no workbook", append([]byte("#!/bin/sh\nexit\n"), book...)},
		{"encrypted, or xls", "encrypted", append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 600)...)},
	}
	for i := 1; i < 16; i++ {
		list = append(list, hostile{fmt.Sprintf("cut off at %d/16", i), "cut off", book[:len(book)*i/16]})
	}
	return append(list, hostile{"cut off in its last bytes", "cut off", book[:len(book)-30]}, hostile{"bytes behind its end", "cut off", append(bytes.Clone(book), "MZ and more"...)})
}

func bombs(t testing.TB, book []byte) []hostile {
	blanks := func(name string, stated, mib int) []byte {
		return raw(t, book, zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: uint64(stated)}, mebibytes(t, mib))
	}
	var five []part
	for i := range 5 {
		five = append(five, part{fmt.Sprintf("xl/media/%d.png", i), strings.Repeat("0", 7<<20)})
	}
	return []hostile{
		{"bomb: styles of 1 GiB", "MiB", blanks("xl/styles.xml", 1<<30, 1024)},
		{"bomb: styles of 2 MiB", "MiB", blanks("xl/styles.xml", 2<<20, 2)},
		{"bomb: texts of 1 GiB", "MiB", blanks("xl/sharedStrings.xml", 1<<30, 1024)},
		{"bomb: sheet of 4 GiB", "MiB", blanks(answersPart, 4<<30, 4096)},
		{"bomb: picture of 4 GiB", "MiB", blanks("xl/media/a.png", 4<<30, 4096)},
		{"bomb: sheet of 1 GiB says 1 kB", "damaged", blanks(answersPart, 1000, 1024)},
		{"bomb: styles of 1 GiB say 1 kB", "damaged", blanks("xl/styles.xml", 1000, 1024)},
		{"bomb: sheet of 1 MiB says 2 MiB", "damaged", blanks(answersPart, 2<<20, 1)},
		{"bomb: five of 7 MiB", "more than 32 MiB", rebuilt(t, book, nil, five...)},
		{"archive in the archive", "inside", rebuilt(t, book, nil, part{"xl/media/a.zip", string(book)})},
		{"archive as a picture", "inside", rebuilt(t, book, nil, part{"xl/media/a.png", string(book)})},
	}
}

func archives(t testing.TB, book []byte) []hostile {
	link := zip.FileHeader{Name: "xl/media/a.png", Method: zip.Store, UncompressedSize64: 11, CRC32: crc32.ChecksumIEEE([]byte("/etc/passwd"))}
	link.SetMode(fs.ModeSymlink | 0o777)
	var many, crowd []part
	for i := range 300 {
		many = append(many, part{"xl/media/" + strings.Repeat("x", i+1), "x"})
	}
	for i := range 100_000 {
		crowd = append(crowd, part{fmt.Sprint(i), ""})
	}
	few := zipped(t, crowd[:3000]...)
	binary.LittleEndian.PutUint16(few[bytes.LastIndex(few, []byte("PK\x05\x06"))+10:], 5)
	added := rebuilt(t, book, nil, part{"xl/media/a.png", "aaaa"}, part{"xl/media/b.png", "bbbb"})
	same := patched(t, added, "xl/media/b.png", func(entry []byte) { // both entries lead to the bytes of one part
		at := listed(t, added, "xl/media/a.png")
		copy(entry[16:28], added[at+16:at+28])
		copy(entry[42:46], added[at+42:at+46])
	})
	other := bytes.Replace(added, []byte("xl/media/a.png"), []byte("xl/media/c.png"), 1) // the first one is the head of the part
	unlisted := bytes.Clone(added)
	from := listed(t, added, "xl/media/b.png")
	unlisted = append(unlisted[:from], unlisted[from+46+len("xl/media/b.png"):]...)
	end := bytes.LastIndex(unlisted, []byte("PK\x05\x06"))
	for _, at := range []int{8, 10} {
		binary.LittleEndian.PutUint16(unlisted[end+at:], binary.LittleEndian.Uint16(unlisted[end+at:])-1)
	}
	binary.LittleEndian.PutUint32(unlisted[end+12:], uint32(end-bytes.Index(unlisted, []byte("PK\x01\x02"))))
	name := func(s string) []byte { return rebuilt(t, book, nil, part{s, "<a/>"}) }
	return []hostile{
		{"300 parts", "parts", rebuilt(t, book, nil, many...)},
		{"100,000 parts", "parts", zipped(t, crowd...)},
		{"3,000 parts said to be 5", "cut off", few},
		{"a part twice", "twice", rebuilt(t, book, nil, part{answersPart, "<worksheet/>"})},
		{"a part twice in other letters", "twice", rebuilt(t, book, nil, part{"XL/worksheets/Sheet4.xml", "<worksheet/>"})},
		{"a part above the folder", "leads", name("../outside.xml")},
		{"a part above by a detour", "leads", name("xl/../../outside.xml")},
		{"a part at an absolute path", "leads", name("/etc/passwd.xml")},
		{"a part on a drive", "leads", name("C:/windows/a.xml")},
		{"a part behind backslashes", "leads", name(`xl\..\..\a.xml`)},
		{"a part with NUL in its name", "leads", name("xl/a\x00.xml")},
		{"a part that is a link", "link", raw(t, book, link, []byte("/etc/passwd"))},
		{"two parts of the same bytes", "not where it is listed", same},
		{"a part of two names", "not where it is listed", other},
		{"a part that is not listed", "not listed", unlisted},
		{"two workbooks in a row", "stands before its end", append(bytes.Clone(book), book...)},
		{"a part with a wrong sum", "damaged", patched(t, book, answersPart, func(e []byte) { e[16] ^= 1 })},
		{"a part with the sum 0", "damaged", patched(t, book, answersPart, func(e []byte) { copy(e[16:], make([]byte, 4)) })},
		{"a part with a password", "encrypted", patched(t, book, answersPart, func(e []byte) { e[8] |= 1 })},
		{"a part packed in another way", "not where it is listed", patched(t, book, answersPart, func(e []byte) { e[10] = 99 })},
		{"an archive of a csv file", "no workbook", zipped(t, part{"answers.csv", "question,value\n"})},
		{"an ods file named xlsx", "no workbook", zipped(t, part{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, part{"content.xml", "<a/>"})},
		{"a docx file named xlsx", "cannot be opened", zipped(t, part{"[Content_Types].xml", "<Types/>"}, part{"word/document.xml", "<document/>"}, part{"word/_rels/document.xml.rels", "<Relationships/>"},
			part{"_rels/.rels", `<Relationships><Relationship Id="1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>`})},
	}
}
