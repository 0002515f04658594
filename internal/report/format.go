package report

import (
	"io"
	"io/fs"

	"vigil/internal/vigil"
)

// Format writes a report in one file format.
type Format struct {
	Name      string // html, docx, pdf, csv, json
	Extension string // with the dot
	Write     func(io.Writer, vigil.Report) error
}

// Formats gives every format of this package: html, docx and pdf (with the template and styles in files), csv and json.
// The error says which file of the template is missing or wrong.
func Formats(files fs.FS) ([]Format, error) {
	html, err := NewHTML(files)
	if err != nil {
		return nil, err
	}
	docx, err := NewDOCX(files)
	if err != nil {
		return nil, err
	}
	return []Format{html, docx, NewPDF(html), CSV(), JSON()}, nil
}
