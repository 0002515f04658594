package spreadsheet

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/binary"
	"io/fs"
	"slices"

	"vigil/internal/vigil"
)

// Marks in a zip archive, and the fixed lengths of what they begin.
const (
	zipPart       = "PK\x03\x04"
	zipDescriptor = "PK\x07\x08"
	zipDirectory  = "PK\x01\x02"
	zipEnd64      = "PK\x06\x06"
	zipEnd        = "PK\x05\x06"
	zipEndSize    = 22
	zipEntrySize  = 46
	zipHeaderSize = 30
)

// vetLayout walks the archive from its first byte to its directory. Every part must follow the one before, under the
// name that the directory gives it: a file that is something else to another program, or that packs the same bytes
// many times, has gaps, overlaps or two names.
func vetLayout(b []byte, z *zip.Reader) error {
	damaged := func(why vigil.Message) error {
		return refuse(exportAgain, "the file is cut off or damaged, or two files in one: %s", why)
	}
	end := bytes.LastIndex(b, []byte(zipEnd))
	if end < 0 || end+zipEndSize > len(b) || end+zipEndSize+zipNumber(b, end+20) != len(b) {
		return damaged(vigil.Say("something follows its end"))
	}
	starts, parts := map[*zip.File]int{}, slices.Clone(z.File)
	for _, f := range parts {
		if f.Mode()&fs.ModeType&^fs.ModeDir != 0 {
			return refuse(exportAgain, "the part %q is a link or a device", short(f.Name))
		}
		start, err := f.DataOffset()
		if err != nil {
			return damaged(vigil.Say("the part %s is not where it is listed", short(f.Name)))
		}
		starts[f] = int(start)
	}
	slices.SortStableFunc(parts, func(x, y *zip.File) int { return cmp.Compare(starts[x], starts[y]) })
	at := 0
	for _, f := range parts {
		next, ok := passPart(b, at, starts[f], f)
		if !ok {
			return damaged(vigil.Say("the part %s is not where it is listed", short(f.Name)))
		}
		at = next
	}
	for range parts {
		if !marked(b, at, zipDirectory) || at+zipEntrySize > len(b) {
			return damaged(vigil.Say("it holds something that is not listed"))
		}
		at += zipEntrySize + zipNumber(b, at+28) + zipNumber(b, at+30) + zipNumber(b, at+32)
	}
	if at != end && !marked(b, at, zipEnd64) {
		return damaged(vigil.Say("something stands before its end"))
	}
	return nil
}

// zipNumber is one of the small numbers of an archive.
func zipNumber(b []byte, at int) int { return int(binary.LittleEndian.Uint16(b[at:])) }

func marked(b []byte, at int, mark string) bool {
	return at >= 0 && at <= len(b) && bytes.HasPrefix(b[at:], []byte(mark))
}

// passPart checks the head of a part at an offset and gives the offset behind it.
func passPart(b []byte, at, data int, f *zip.File) (int, bool) {
	if !marked(b, at, zipPart) || at+zipHeaderSize > data {
		return 0, false
	}
	name, extra := zipNumber(b, at+26), zipNumber(b, at+28)
	if at+zipHeaderSize+name+extra != data || string(b[at+zipHeaderSize:at+zipHeaderSize+name]) != f.Name || zipNumber(b, at+8) != int(f.Method) {
		return 0, false
	}
	if f.CompressedSize64 > uint64(len(b)-data) {
		return 0, false
	}
	at = data + int(f.CompressedSize64)
	if f.Flags&8 == 0 {
		return at, true
	}
	// The sizes stand behind the data: with or without a mark, in four or eight bytes each.
	sizes := []int{12, 20}
	if marked(b, at, zipDescriptor) {
		sizes = []int{16, 24}
	}
	for _, size := range sizes {
		if marked(b, at+size, zipPart) || marked(b, at+size, zipDirectory) {
			return at + size, true
		}
	}
	return 0, false
}
