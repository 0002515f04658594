package spreadsheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"strings"

	"vigil/internal/vigil"
)

// Caps on an uploaded workbook. Styles cost about eighty times their size in memory, hence their small cap.
const (
	maxFile    = 16 << 20
	maxParts   = 200
	maxStyles  = 1 << 20
	maxStrings = 8 << 20
	maxSheet   = 8 << 20
	maxTotal   = 32 << 20
	maxDepth   = 200 // of nested elements; the charts and drawings of real programs stay below 50
)

// Where every workbook says what its parts are, and which of them is the list of sheets; in lower case.
const (
	contentTypes  = "[content_types].xml"
	rootRelations = "_rels/.rels"
)

// caps are what a workbook of one sort may unpack to, and how many rows a sheet of it may have.
type caps struct{ strings, sheet, total, rows int }

// answerCaps are for questionnaires, holdingCaps for lists of holdings, which are longer and have no pictures.
var (
	answerCaps  = caps{strings: maxStrings, sheet: maxSheet, total: maxTotal, rows: maxRows}
	holdingCaps = caps{strings: 16 << 20, sheet: 24 << 20, total: 48 << 20, rows: maxHoldings + 100}
)

const exportAgain = "export a new workbook and copy the answers into it"

// parts are the parts of a workbook by lower-case name, unpacked and within the caps.
type parts map[string][]byte

// readCapped reads at most limit bytes and fails beyond.
func readCapped(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = fmt.Errorf("it is larger than %d MiB", limit>>20)
	}
	return b, err
}

// refusal is the first reason not to look any further into a file.
type refusal struct{ what, do vigil.Message }

func (r refusal) Error() string { return r.what.String() }

func refuse(do, format string, args ...any) error {
	return refusal{vigil.Say(format, args...), vigil.Say(do)}
}

// unpack vets the zip directory before anything is unpacked, then unpacks every part within its cap and checks that
// each xml part is well formed to its end and has no document type.
func unpack(b []byte, most caps) (parts, error) {
	switch {
	case len(b) == 0:
		return nil, refuse("save it again, or export a new workbook", "the file is empty")
	case bytes.HasPrefix(b, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return nil, refuse("open it, take the password off, and save it as Excel workbook (.xlsx)", "the file is encrypted, or an old .xls workbook")
	case !marked(b, 0, zipPart):
		return nil, refuse("save it as Excel workbook (.xlsx)", "the file is no workbook, whatever its name ends in")
	}
	if n := directoryCount(b); n > maxParts {
		return nil, refuse(exportAgain, "the workbook has %d parts; %d are allowed", n, maxParts)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, refuse("copy or send it again", "the file is cut off or damaged (%v)", err)
	}
	if err := vetDirectory(z, most); err != nil {
		return nil, err
	}
	if err := vetLayout(b, z); err != nil {
		return nil, err
	}
	out, total := parts{}, 0
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		text, err := unpackPart(f, most)
		if err != nil {
			return nil, err
		}
		if total += len(text); total > most.total {
			return nil, refuse(exportAgain, "the workbook unpacks to more than %d MiB", most.total>>20)
		}
		if marked(text, 0, zipPart) {
			return nil, refuse("take embedded files out", "another file is packed inside the workbook (%s)", short(f.Name))
		}
		if err := vetXML(f.Name, text); err != nil {
			return nil, err
		}
		out[strings.ToLower(f.Name)] = text
	}
	if out[contentTypes] == nil || out[rootRelations] == nil {
		return nil, refuse("save it as Excel workbook (.xlsx)", "the file is a zip archive, but no workbook")
	}
	return out, nil
}

// directoryCount reads the number of parts that the end of the archive states, before a directory is built.
func directoryCount(b []byte) int {
	i := bytes.LastIndex(b, []byte(zipEnd))
	if i < 0 || i+12 > len(b) {
		return 0
	}
	return zipNumber(b, i+10)
}

// of is the cap on a part.
func (most caps) of(name string) (int, vigil.Message) {
	lower := strings.ToLower(name)
	switch {
	case strings.HasSuffix(lower, "styles.xml"):
		return maxStyles, vigil.Say("the styles unpack")
	case strings.HasSuffix(lower, "sharedstrings.xml"):
		return most.strings, vigil.Say("the texts unpack")
	}
	return most.sheet, vigil.Say("the part %s unpacks", short(name))
}

func vetDirectory(z *zip.Reader, most caps) error {
	if len(z.File) > maxParts {
		return refuse(exportAgain, "the workbook has %d parts; %d are allowed", len(z.File), maxParts)
	}
	seen, total := map[string]bool{}, uint64(0)
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		if name == "" || strings.HasPrefix(name, "/") || strings.ContainsAny(name, "\\:\x00") || path.Clean(name) != strings.TrimSuffix(name, "/") || strings.HasPrefix(name, "..") {
			return refuse(exportAgain, "a part of the workbook has a name that leads elsewhere (%q)", short(f.Name))
		}
		if seen[name] {
			return refuse(exportAgain, "the part %q is in the workbook twice", short(f.Name))
		}
		seen[name] = true
		if f.Flags&1 != 0 {
			return refuse("take the password off", "a part of the workbook is encrypted")
		}
		if strings.Contains(name, "vbaproject") || strings.Contains(name, "macrosheet") {
			return errMacros
		}
		if strings.Contains(name, "externallink") || strings.Contains(name, "/embeddings/") || strings.Contains(name, "activex") {
			return errLinks
		}
		limit, what := most.of(name)
		if f.UncompressedSize64 > uint64(limit) {
			return refuse(exportAgain, "%s to more than %d MiB", what, limit>>20)
		}
		if total += f.UncompressedSize64; total > uint64(most.total) {
			return refuse(exportAgain, "the workbook unpacks to more than %d MiB", most.total>>20)
		}
	}
	return nil
}

func unpackPart(f *zip.File, most caps) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, refuse(exportAgain, "the part %q cannot be unpacked (%v)", short(f.Name), err)
	}
	defer r.Close()
	limit, _ := most.of(f.Name)
	b, err := readCapped(r, int64(limit))
	if err == nil && crc32.ChecksumIEEE(b) != f.CRC32 { // a sum of 0 is not looked at by the library
		err = zip.ErrChecksum
	}
	if err != nil {
		return nil, refuse("copy or send it again", "the part %q is damaged (%v)", short(f.Name), err)
	}
	return b, nil
}

// vetXML walks an xml part to its end. What begins as xml is xml, whatever its name ends in, but for pictures, which
// nobody here reads.
func vetXML(name string, b []byte) error {
	lower := strings.ToLower(name)
	relations := strings.HasSuffix(lower, ".rels")
	markup := !strings.Contains(lower, "/media/") && bytes.HasPrefix(bytes.TrimLeft(b, "\xef\xbb\xbf \t\r\n"), []byte("<"))
	if !relations && !markup && !strings.HasSuffix(lower, ".xml") {
		return nil
	}
	d, depth := xml.NewDecoder(bytes.NewReader(b)), 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return refuse(exportAgain, "the part %q is damaged (%v)", short(name), err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return refuse(exportAgain, "the part %q holds a document type, which no workbook needs", short(name))
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return refuse(exportAgain, "the part %q is nested deeper than %d levels", short(name), maxDepth)
			}
			if relations || lower == contentTypes {
				if err := vetKind(t); err != nil {
					return err
				}
			}
		}
	}
}

// problemOf turns a refusal into a problem of a file.
func problemOf(name string, err error) vigil.Problem {
	var r refusal
	if errors.As(err, &r) {
		return vigil.Problem{Place: vigil.Place{File: name}, What: r.what, Do: r.do}
	}
	return vigil.Problem{Place: vigil.Place{File: name}, What: vigil.Say("the file cannot be read: %v", err), Do: vigil.Say(exportAgain)}
}
