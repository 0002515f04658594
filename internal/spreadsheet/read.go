package spreadsheet

import (
	"os"
	"path/filepath"
	"strconv"

	"vigil/internal/vigil"
)

// ReadWorkbook reads the answers of a questionnaire workbook: columns by title and rows by id, never by position.
// The file is vetted first. A sheet that cannot be read to its last cell is refused, so that no answer is lost in
// silence; every other problem is named with its cell, all at once. It reads in this process: for a file from a
// stranger use ReadFile.
func ReadWorkbook(path string) (sub vigil.Submission, ps vigil.Problems) {
	name := filepath.Base(path)
	if p := fileProblem(path); p != nil {
		return sub, vigil.Problems{*p}
	}
	defer func() {
		if r := recover(); r != nil { // a damaged file may still surprise the library
			sub, ps = vigil.Submission{}, vigil.Problems{{Place: vigil.Place{File: name}, What: vigil.Say("the workbook cannot be read"), Do: vigil.Say("open it, save it as .xlsx and send it again")}}
		}
	}()
	f, err := os.Open(path)
	if err != nil {
		return sub, vigil.Problems{unreadable(path, err)}
	}
	defer f.Close()
	in, err := receive(f)
	if err != nil {
		return sub, vigil.Problems{problemOf(name, err)}
	}
	defer in.close()
	sub.Source = name
	if err := in.stamp(&sub); err != nil {
		ps = append(ps, problemOf(name, err))
	}
	answers, more := in.answers(name, &sub)
	ps = append(ps, more...)
	ps = append(ps, in.references(name, answers, &sub)...)
	return sub, limited(ps)
}

// limited cuts a list of problems that nobody would read to its end.
func limited(ps vigil.Problems) vigil.Problems { return ps[:min(len(ps), maxProblems)] }

// stamp reads for which assessment and edition the workbook was made, and which export it is. Without its first sheet a workbook is read all
// the same; whoever imports it names the assessment.
func (r *received) stamp(sub *vigil.Submission) error {
	cells, _, err := r.sheet(sheetReadMe)
	for i := range cells {
		switch cells.at(i, 0).text() {
		case stampAssessment:
			sub.Assessment = cells.at(i, 1).text()
		case stampQuestionnaire:
			sub.Questionnaire = cells.at(i, 1).text()
		case stampExport:
			sub.Export = cells.at(i, 1).text()
		case stampVersion:
			sub.Version, _ = strconv.ParseInt(cells.at(i, 1).text(), 10, 64) // 0, which none has, where somebody wrote over it
		}
	}
	return err
}
