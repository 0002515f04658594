package spreadsheet

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// answerReader gathers the rows of the Answers sheet and everything that is wrong with them.
type answerReader struct {
	file string
	sub  vigil.Submission
	ps   vigil.Problems
	at   map[string]int    // column number by id, from 0
	date func(string) string // a day as typed or as the number a spreadsheet program keeps
}

func (r *answerReader) place(row int, field string) vigil.Place {
	p := vigil.Place{File: r.file, Sheet: sheetAnswers}
	if col, ok := r.at[field]; ok {
		p.Cell, _ = excelize.CoordinatesToCellName(col+1, row)
	} else {
		p.Cell = fmt.Sprintf("A%d", row)
	}
	return p
}

func (r *answerReader) answers(x *excelize.File, sheets map[string]walked) error {
	w, ok := sheets[sheetAnswers]
	if !ok {
		return refuse("export a new workbook; keep the name of the sheet", "there is no sheet named %q", sheetAnswers)
	}
	for _, cell := range w.formulas {
		r.ps.Add(vigil.Place{File: r.file, Sheet: sheetAnswers, Cell: cell}, "there is a formula", "type the answer itself, or paste it as value")
	}
	for _, cell := range w.broken {
		r.ps.Add(vigil.Place{File: r.file, Sheet: sheetAnswers, Cell: cell}, "there is an error value", "type the answer itself")
	}
	rows, err := rowsOf(x, sheetAnswers, w)
	if err != nil {
		return err
	}
	props, err := x.GetWorkbookProps()
	if err != nil {
		return refuse(exportAgain, "the workbook is damaged (%v)", err)
	}
	r.date = dateReader(props.Date1904 != nil && *props.Date1904)
	head := r.header(rows)
	if head < 0 {
		return nil
	}
	r.rows(rows, head)
	return nil
}

// header finds the row of titles among the first twenty and checks it; -1 when there is none to work with.
func (r *answerReader) header(rows [][]string) int {
	byTitle := map[string]string{}
	for _, c := range answerColumns {
		byTitle[strings.ToLower(c.title)] = c.id
	}
	head := -1
	for i := 0; i < len(rows) && i < 20 && head < 0; i++ {
		known := 0
		for _, t := range rows[i] {
			if byTitle[strings.ToLower(strings.TrimSpace(t))] != "" {
				known++
			}
		}
		if known >= 3 {
			head = i
		}
	}
	sheet := vigil.Place{File: r.file, Sheet: sheetAnswers}
	if head < 0 {
		r.ps.Add(sheet, "no row with the titles of the columns was found", "put back the first row as it was exported")
		return -1
	}
	r.at = map[string]int{}
	wrong := false
	for col, t := range rows[head] {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		at := sheet
		at.Cell, _ = excelize.CoordinatesToCellName(col+1, head+1)
		id := byTitle[strings.ToLower(t)]
		if id == "" {
			r.ps.Add(at, fmt.Sprintf("the column %q is not known", short(t)), "put back its title, or delete the column")
			wrong = true
		} else if _, twice := r.at[id]; twice {
			r.ps.Add(at, fmt.Sprintf("the column %q is there twice", t), "delete one of them")
			wrong = true
		} else {
			r.at[id] = col
		}
	}
	for _, c := range answerColumns {
		if _, ok := r.at[c.id]; !ok && (c.input || c.id == "id") {
			r.ps.Add(sheet, fmt.Sprintf("the column %q is missing", c.title), "put it back, with its title in the first row")
			wrong = true
		}
	}
	if wrong {
		return -1
	}
	return head
}

func (r *answerReader) rows(rows [][]string, head int) {
	titled := map[int]bool{}
	for _, col := range r.at {
		titled[col] = true
	}
	groups := map[string]*group{}
	var order []*group
	for i := head + 1; i < len(rows); i++ {
		get := map[string]string{}
		for id, col := range r.at {
			if col < len(rows[i]) {
				get[id] = strings.TrimSpace(vigil.UnguardText(rows[i][col]))
			}
		}
		for col, text := range rows[i] {
			if text != "" && !titled[col] {
				at := vigil.Place{File: r.file, Sheet: sheetAnswers}
				at.Cell, _ = excelize.CoordinatesToCellName(col+1, i+1)
				r.ps.Add(at, "there is text in a column without title", "move it into the column Note, or delete it")
			}
		}
		line := line{row: i + 1, get: get}
		if get["id"] == "" {
			if line.touched() {
				r.ps.Add(r.place(i+1, "id"), "the row has no id", "put the id back as it was exported")
			}
			continue
		}
		r.sub.Rows++
		question, element, isElement := strings.Cut(get["id"], "/")
		key := get["unit"] + "\x00" + question
		g := groups[key]
		if g == nil {
			g = &group{question: question, unit: get["unit"]}
			groups[key] = g
			order = append(order, g)
		}
		r.put(g, line, element, isElement)
	}
	for _, g := range order {
		r.entry(g)
	}
}

// put adds a row to its question and notes duplicates.
func (r *answerReader) put(g *group, l line, element string, isElement bool) {
	twice := func(first int) {
		r.ps.Add(r.place(l.row, "id"), fmt.Sprintf("%s is there twice; the first is in row %d", short(l.get["id"]), first), "delete one of the two rows")
	}
	if !isElement {
		if g.main != nil {
			twice(g.main.row)
			return
		}
		g.main = &l
		return
	}
	for _, e := range g.elements {
		if e.element == element {
			twice(e.row)
			return
		}
	}
	l.element = element
	g.elements = append(g.elements, l)
}
