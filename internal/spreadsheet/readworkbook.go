package spreadsheet

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// ReadWorkbook vets a workbook and reads its Answers sheet: columns by title, rows by id, in any order. Nothing is
// left out in silence: a workbook that the reader would show shorter than it is is refused. It reads in this process;
// for files from outside use ReadFile, which does so in a child with limits.
func ReadWorkbook(path string) (vigil.Submission, vigil.Problems) {
	name := filepath.Base(path)
	none := vigil.Submission{Source: name}
	if p := fileProblem(path); p != nil {
		return none, vigil.Problems{*p}
	}
	f, err := os.Open(path)
	if err != nil {
		return none, vigil.Problems{unreadable(path, err)}
	}
	defer f.Close()
	b, err := readCapped(f, maxFile)
	if err != nil {
		return none, vigil.Problems{unreadable(path, err)}
	}
	return readBytes(name, b)
}

func readBytes(name string, b []byte) (vigil.Submission, vigil.Problems) {
	none := vigil.Submission{Source: name}
	unpacked, err := unpack(b)
	if err != nil {
		return none, vigil.Problems{problemOf(name, err)}
	}
	sheets, err := walkAll(unpacked)
	if err != nil {
		return none, vigil.Problems{problemOf(name, err)}
	}
	x, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: maxTotal, UnzipXMLSizeLimit: maxSheet, RawCellValue: true})
	if err != nil {
		return none, vigil.Problems{problemOf(name, refuse(exportAgain, "the workbook is damaged (%v)", err))}
	}
	defer x.Close()
	r := &answerReader{file: name, sub: none}
	r.stamp(x, sheets)
	if err := r.answers(x, sheets); err != nil {
		r.ps = append(r.ps, problemOf(name, err))
	}
	if len(r.ps) > maxProblems {
		r.ps = r.ps[:maxProblems]
	}
	return r.sub, r.ps
}

// rowsOf reads all rows of a sheet and insists on finding what the walk found.
func rowsOf(x *excelize.File, sheet string, w walked) ([][]string, error) {
	rows, err := x.Rows(sheet)
	if err != nil {
		return nil, refuse(exportAgain, "the sheet %q cannot be read (%v)", sheet, err)
	}
	defer rows.Close()
	var all [][]string
	for len(all) < w.last && rows.Next() {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, refuse(exportAgain, "the sheet %q cannot be read (%v)", sheet, err)
		}
		all = append(all, cells)
	}
	if err := rows.Error(); err != nil {
		return nil, refuse(exportAgain, "the sheet %q cannot be read (%v)", sheet, err)
	}
	if len(all) != w.last {
		return nil, refuse(exportAgain, "the sheet %q has %d rows, but only %d can be read", sheet, w.last, len(all))
	}
	for i, cells := range all {
		filled := 0
		for _, c := range cells {
			if c != "" {
				filled++
			}
		}
		if filled != w.filled[i+1] {
			return nil, refuse(exportAgain, "row %d of the sheet %q has %d filled cells, but %d can be read", i+1, sheet, w.filled[i+1], filled)
		}
	}
	return all, nil
}

// stamp reads which assessment the workbook was made for. A workbook without stamp is read all the same; the
// caller names the assessment.
func (r *answerReader) stamp(x *excelize.File, sheets map[string]walked) {
	w, ok := sheets[sheetReadMe]
	if !ok {
		return
	}
	rows, err := rowsOf(x, sheetReadMe, w)
	if err != nil {
		r.ps = append(r.ps, problemOf(r.file, err))
		return
	}
	for i, cells := range rows {
		if len(cells) < 2 {
			continue
		}
		at := vigil.Place{File: r.file, Sheet: sheetReadMe, Cell: fmt.Sprintf("B%d", i+1)}
		value := strings.TrimSpace(vigil.UnguardText(cells[1]))
		switch strings.TrimSpace(cells[0]) {
		case stampCode:
			if strings.ContainsAny(value, " \n\t/\\") || len(value) > 60 {
				r.ps.Add(at, "this is no assessment code", "put back the code that was exported, or "+exportAgain)
				continue
			}
			r.sub.Assessment = value
		case stampRef:
			if id, edition, found := strings.Cut(value, "@"); !found || id == "" || edition == "" || len(value) > 100 {
				r.ps.Add(at, "this is no edition of a questionnaire", "put back what was exported, such as company-quick@0.1.0, or "+exportAgain)
				continue
			}
			r.sub.Questionnaire = value
		}
	}
}
