package spreadsheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"

	"github.com/xuri/excelize/v2"
)

// rewrite writes the part of a sheet, changed on its way into the file.
type rewrite func(w io.Writer, sheet string, part []byte) error

// zipWriter writes the parts of a workbook and lets a sheet be changed on the way.
type zipWriter struct {
	*zip.Writer
	rewrite rewrite
	names   map[string]string // sheets by the names of their parts
	name    string
	part    *bytes.Buffer
}

// writeBook writes a workbook straight to w, not to a buffer of the library first.
func writeBook(w io.Writer, f *excelize.File, change rewrite) error {
	names := map[string]string{}
	for i, name := range f.GetSheetMap() {
		names[fmt.Sprintf("xl/worksheets/sheet%d.xml", i)] = name
	}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter {
		return &zipWriter{Writer: zip.NewWriter(w), rewrite: change, names: names}
	})
	_, err := f.WriteTo(io.Discard) // the library's own buffer stays empty
	return err
}

// Create begins a part; a sheet is held back until it is whole.
func (z *zipWriter) Create(name string) (io.Writer, error) {
	if err := z.flush(); err != nil {
		return nil, err
	}
	if z.names[name] == "" {
		return z.Writer.Create(name)
	}
	z.name, z.part = name, new(bytes.Buffer)
	return z.part, nil
}

// used is where the library says that cells stand: always in A1. Programs that believe it read one row.
var used = regexp.MustCompile(`<dimension [^>]*>(</dimension>)?`)

func (z *zipWriter) flush() error {
	if z.part == nil {
		return nil
	}
	w, err := z.Writer.Create(z.name)
	if err == nil {
		err = z.rewrite(w, z.names[z.name], used.ReplaceAll(z.part.Bytes(), nil))
	}
	z.part = nil
	return err
}

// Close ends the workbook.
func (z *zipWriter) Close() error {
	if err := z.flush(); err != nil {
		return err
	}
	return z.Writer.Close()
}
