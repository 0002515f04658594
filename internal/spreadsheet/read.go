package spreadsheet

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// ReadWorkbook reads the answers of a questionnaire workbook, by column name and id, never by position. The
// file is vetted first; a row that the reader does not find is a problem, so that no answer is lost in
// silence. It reads in this process: for a file from a stranger use ReadFile.
func ReadWorkbook(path string) (sub vigil.Submission, ps vigil.Problems) {
	name := filepath.Base(path)
	at := vigil.Place{File: name}
	if p := fileProblem(path); p != nil {
		return sub, vigil.Problems{*p}
	}
	defer func() {
		if r := recover(); r != nil { // a damaged file may still surprise the library
			sub, ps = vigil.Submission{}, vigil.Problems{{Place: at, What: "the workbook cannot be read", Do: "open it, save it as .xlsx and send it again"}}
		}
	}()
	data, rows, err := vetWorkbook(path)
	if err != nil {
		return sub, vigil.Problems{problemOf(name, err)}
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxTotal, UnzipXMLSizeLimit: maxSheet, RawCellValue: true})
	if err != nil {
		ps.Add(at, "the workbook cannot be opened", "save it as .xlsx without a password and send it again")
		return sub, ps
	}
	defer func() { _ = f.Close() }()
	sub.Source = name
	readStamp(f, &sub)
	for _, sheet := range f.GetSheetList() {
		table, err := sheetRows(f, sheet)
		if err != nil {
			ps.Add(vigil.Place{File: name, Sheet: sheet}, "the sheet cannot be read to its end", "save the workbook again and send it")
			continue
		}
		if part := partOf(f, sheet); part != "" && len(table) < rows[part] {
			ps.Add(vigil.Place{File: name, Sheet: sheet}, fmt.Sprintf("only %d of %d rows can be read", len(table), rows[part]), "save the workbook again and send it")
			continue
		}
		if sheet == sheetAnswers {
			ps = append(ps, readAnswerSheet(name, sheet, table, &sub)...)
		}
	}
	if i, err := f.GetSheetIndex(sheetAnswers); err == nil && i < 0 {
		ps.Add(at, "there is no sheet named "+sheetAnswers, "keep the sheets of the workbook as they were")
	}
	return sub, ps
}

// partOf names the part that holds a sheet, where the library tells.
func partOf(f *excelize.File, sheet string) string {
	for i, n := range f.GetSheetMap() {
		if n == sheet {
			return "xl/worksheets/sheet" + strconv.Itoa(i) + ".xml"
		}
	}
	return ""
}

// sheetRows reads every row of a sheet, empty ones included.
func sheetRows(f *excelize.File, sheet string) ([][]string, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out [][]string
	for rows.Next() {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		if len(out) >= maxRows || len(cells) > maxColumns {
			return nil, fmt.Errorf("more than %d rows or %d columns", maxRows, maxColumns)
		}
		out = append(out, cells)
	}
	return out, rows.Error()
}

// readStamp finds where the workbook belongs.
func readStamp(f *excelize.File, sub *vigil.Submission) {
	rows, err := sheetRows(f, sheetReadMe)
	if err != nil {
		return
	}
	for _, r := range rows {
		if len(r) < 2 {
			continue
		}
		switch r[0] {
		case stampAssessment:
			sub.Assessment = vigil.UnguardText(r[1])
		case stampQuestionnaire:
			sub.Questionnaire = vigil.UnguardText(r[1])
		}
	}
}

// readAnswerSheet turns the rows of the sheet into entries.
func readAnswerSheet(file, sheet string, rows [][]string, sub *vigil.Submission) vigil.Problems {
	var ps vigil.Problems
	head, columns := findHeader(rows)
	if head < 0 {
		ps.Add(vigil.Place{File: file, Sheet: sheet}, fmt.Sprintf("no row names the columns %q and %q", colID, colAnswer), "keep the first row of the sheet as it was")
		return ps
	}
	at := map[string]int{}   // entries by id
	own := map[string]bool{} // questions whose own row was read
	for i := head + 1; i < len(rows); i++ {
		cell := func(column string) string {
			if c, ok := columns[column]; ok && c < len(rows[i]) {
				return vigil.UnguardText(strings.TrimSpace(rows[i][c]))
			}
			return ""
		}
		place := func(column string) vigil.Place {
			p := vigil.Place{File: file, Sheet: sheet}
			if c, ok := columns[column]; ok {
				p.Cell, _ = excelize.CoordinatesToCellName(c+1, i+1)
			}
			return p
		}
		id := cell(colID)
		if id == "" {
			for _, c := range answerColumns[firstInput-1 : lastInput] {
				if cell(c) != "" {
					ps.Add(place(c), "something is written in a row without an id", "restore the id of the row, or clear the row")
					break
				}
			}
			continue
		}
		sub.Rows++
		if parent, el, ok := strings.Cut(id, element); ok {
			ps = append(ps, addElement(sub, at, parent, el, cell(colAnswer), place(colAnswer))...)
			continue
		}
		e := entry(id, cell, place)
		n, known := at[id]
		if known && !own[id] { // its elements stood above it
			gathered := sub.Entries[n]
			if e.Value == "" {
				e.Value = gathered.Value
			}
			for k, p := range gathered.Places {
				e.Places[k] = p
			}
			sub.Entries[n] = e
		} else {
			at[id] = len(sub.Entries)
			sub.Entries = append(sub.Entries, e)
		}
		own[id] = true
	}
	return append(ps, closeElements(sub)...)
}

// findHeader finds the row that names the columns.
func findHeader(rows [][]string) (int, map[string]int) {
	for i, r := range rows {
		columns := map[string]int{}
		for c, name := range r {
			if name = strings.TrimSpace(name); name != "" {
				if _, twice := columns[name]; !twice {
					columns[name] = c
				}
			}
		}
		_, id := columns[colID]
		_, answer := columns[colAnswer]
		if id && answer {
			return i, columns
		}
	}
	return -1, nil
}

// entry reads one row.
func entry(id string, cell func(string) string, place func(string) vigil.Place) vigil.Entry {
	e := vigil.Entry{Place: place(colAnswer), Question: id, Value: cell(colAnswer), State: cell(colState), Grade: cell(colGrade), Date: date(cell(colDate)), Note: cell(colNote),
		Search: vigil.SearchLog{Date: date(cell(colSearchDate)), Sources: cell(colSearchSources), Languages: cell(colSearchLangs), Terms: cell(colSearchTerms)},
		Places: map[string]vigil.Place{"question": place(colID), "value": place(colAnswer), "state": place(colState), "grade": place(colGrade), "date": place(colDate), "note": place(colNote),
			"evidence": place(colEvidence), "search_date": place(colSearchDate), "search_sources": place(colSearchSources), "search_languages": place(colSearchLangs), "search_terms": place(colSearchTerms)}}
	if e.Value == multiHint {
		e.Value = ""
	}
	if title, link := cell(colEvidence), cell(colLink); title != "" || link != "" {
		if title == "" {
			title = link
		}
		e.Evidence = []vigil.Evidence{{Title: title, Link: link, Grade: vigil.Grade(e.Grade), Date: e.Date}}
		if e.Grade == "" {
			e.Evidence[0].Grade = vigil.E0
		}
	}
	return e
}

// multiHint stands in the answer cell of a question that is answered in the rows below.
const multiHint = "answer the rows below"

// date reads a date that a spreadsheet program turned into its serial number.
func date(s string) string {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 20000 || n > 80000 {
		return s
	}
	t, err := excelize.ExcelDateToTime(n, false)
	if err != nil {
		return s
	}
	return t.Format(time.DateOnly)
}

// Elements are gathered in the value of their question as "id=yes;id=no" until all rows are read.
func addElement(sub *vigil.Submission, at map[string]int, parent, el, answer string, place vigil.Place) vigil.Problems {
	var ps vigil.Problems
	i, known := at[parent]
	if !known {
		i = len(sub.Entries)
		at[parent] = i
		sub.Entries = append(sub.Entries, vigil.Entry{Place: place, Question: parent, Places: map[string]vigil.Place{}})
	}
	e := &sub.Entries[i]
	if _, twice := e.Places[element+el]; twice {
		ps.Add(place, parent+element+el+" occurs twice", "keep one of the two rows")
		return ps
	}
	e.Places[element+el] = place
	word := strings.ToLower(answer)
	switch word {
	case "", "yes", "no":
		e.Value = strings.TrimPrefix(e.Value+";"+el+"="+word, ";")
	default:
		ps.Add(place, fmt.Sprintf("%q is neither yes nor no", answer), "choose yes or no")
	}
	return ps
}

// closeElements turns gathered elements into the canonical value. A question of which only some rows are
// answered is a problem: an empty row is not a no.
func closeElements(sub *vigil.Submission) vigil.Problems {
	var ps vigil.Problems
	for i := range sub.Entries {
		e := &sub.Entries[i]
		if !strings.Contains(e.Value, "=") || !hasElements(*e) {
			continue
		}
		var met, blank []string
		all := strings.Split(e.Value, ";")
		for _, x := range all {
			el, word, _ := strings.Cut(x, "=")
			switch word {
			case "yes":
				met = append(met, el)
			case "":
				blank = append(blank, el)
			}
		}
		switch {
		case len(blank) == len(all):
			e.Value = ""
		case len(blank) > 0:
			for _, el := range blank {
				ps.Add(e.Places[element+el], e.Question+element+el+" is empty while other rows of the question are answered", "answer yes or no in every row, or in none")
			}
			e.Value = ""
		case len(met) == 0:
			e.Value = vigil.NoElements
		default:
			e.Value = strings.Join(met, ";")
		}
	}
	return ps
}

func hasElements(e vigil.Entry) bool {
	for k := range e.Places {
		if strings.HasPrefix(k, element) {
			return true
		}
	}
	return false
}
