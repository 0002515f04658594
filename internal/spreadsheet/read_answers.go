package spreadsheet

import (
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

// inputColumns are the columns of the sheet of answers that people fill in.
var inputColumns = answerColumns[firstInput-1 : lastInput]

// answerSheet gathers the rows of the sheet of answers by question.
type answerSheet struct {
	titled
	groups []*group
	byID   map[string]*group
	ps     vigil.Problems
}

// group is what stands in a workbook about one question: its own row, and a row for each element of a multi question,
// wherever they were sorted to. Rows are counted from 0; own is -1 where the row was taken out.
type group struct {
	question string
	own      int
	elements []elementRow
}

type elementRow struct {
	id  string
	row int
}

// answers reads the sheet of answers.
func (r *received) answers(file string, sub *vigil.Submission) ([]vigil.Entry, vigil.Problems) {
	place := vigil.Place{File: file, Sheet: sheetAnswers}
	cells, found, err := r.sheet(sheetAnswers)
	if err != nil {
		return nil, vigil.Problems{problemOf(file, err)}
	}
	if !found {
		return nil, vigil.Problems{{Place: vigil.Place{File: file}, What: "there is no sheet named " + sheetAnswers, Do: "keep the sheets of the workbook as they were"}}
	}
	s := &answerSheet{byID: map[string]*group{}}
	s.titled, s.ps = byTitle(place, cells, answerColumns, append([]string{colID}, inputColumns...))
	if len(s.ps) > 0 {
		return nil, s.ps
	}
	s.since1904 = r.since1904
	for row := s.head + 1; row < len(cells); row++ {
		if s.gather(row) {
			sub.Rows++
		}
	}
	entries := make([]vigil.Entry, len(s.groups))
	for i, g := range s.groups {
		entries[i] = s.entry(g)
	}
	return entries, s.ps
}

// gather puts a row to its question; false where the row names none.
func (s *answerSheet) gather(row int) bool {
	wrong := s.typed(row, append([]string{colID}, inputColumns...))
	s.ps = append(s.ps, wrong...)
	id := s.word(row, colID)
	if id == "" {
		if title, ok := s.written(row, inputColumns); ok && len(wrong) == 0 {
			s.ps.Add(s.at(row, title), "something is written in a row without an id", "restore the id of the row, or clear the row")
		}
		return false
	}
	question, el, isElement := strings.Cut(id, element)
	g := s.byID[question]
	if g == nil {
		g = &group{question: question, own: -1}
		s.byID[question] = g
		s.groups = append(s.groups, g)
	}
	if before := g.rowOf(el, isElement); before >= 0 {
		s.ps.Add(s.at(row, colID), fmt.Sprintf("%s stands here and in %s", short(id), s.at(before, colID).Cell), "keep one of the two rows")
		return true
	}
	if isElement {
		g.elements = append(g.elements, elementRow{el, row})
	} else {
		g.own = row
	}
	return true
}

// rowOf is the row of the question itself or of an element; -1 where there is none yet.
func (g *group) rowOf(el string, isElement bool) int {
	if !isElement {
		return g.own
	}
	for _, e := range g.elements {
		if e.id == el {
			return e.row
		}
	}
	return -1
}

// entry turns the rows of a question into its raw answer.
func (s *answerSheet) entry(g *group) vigil.Entry {
	row := g.own
	if row < 0 { // its own row was taken out; the elements still answer
		e := vigil.Entry{Question: g.question, Place: s.at(g.elements[0].row, colAnswer), Places: map[string]vigil.Place{"question": s.at(g.elements[0].row, colID)}}
		e.Value = s.elements(g)
		return e
	}
	e := vigil.Entry{Question: g.question, Place: s.at(row, colAnswer), Value: s.text(row, colAnswer), State: s.word(row, colState), Grade: s.word(row, colGrade),
		Date: s.day(row, colDate), Note: s.text(row, colNote), Places: s.places(row),
		Search: vigil.SearchLog{Date: s.day(row, colSearchDate), Sources: s.text(row, colSearchSources), Languages: s.text(row, colSearchLangs), Terms: s.text(row, colSearchTerms)}}
	if strings.TrimSpace(e.Value) == multiHint {
		e.Value = ""
	}
	if met := s.elements(g); met != "" {
		if e.Value != "" {
			s.ps.Add(e.Place, g.question+" is answered here and in the rows of its elements", "empty this cell")
		}
		e.Value = met
	}
	e.Evidence = s.evidence(row, e)
	return e
}

func (s *answerSheet) places(row int) map[string]vigil.Place {
	return map[string]vigil.Place{"question": s.at(row, colID), "value": s.at(row, colAnswer), "state": s.at(row, colState), "grade": s.at(row, colGrade),
		"date": s.at(row, colDate), "note": s.at(row, colNote), "evidence": s.at(row, colEvidence), "search": s.at(row, colSearchDate), "search_date": s.at(row, colSearchDate),
		"search_sources": s.at(row, colSearchSources), "search_languages": s.at(row, colSearchLangs), "search_terms": s.at(row, colSearchTerms)}
}

// evidence is the reference that stands in the row of an answer: it has the grade and the date of the answer.
func (s *answerSheet) evidence(row int, e vigil.Entry) []vigil.Evidence {
	title, link := s.text(row, colEvidence), s.word(row, colLink)
	if title == "" && link == "" {
		return nil
	}
	if title == "" {
		title = link
	}
	grade := vigil.Grade(e.Grade)
	if grade == "" {
		grade = vigil.E0
	}
	return []vigil.Evidence{{Title: title, Link: link, Grade: grade, Date: e.Date}}
}

// elements gives the value of a multi question from the rows of its elements; empty where none of them is answered.
// An empty row is not a no, so some rows without an answer among answered ones are a problem.
func (s *answerSheet) elements(g *group) string {
	var met []string
	var blank []elementRow
	for _, el := range g.elements {
		if title, ok := s.written(el.row, inputColumns[1:]); ok {
			s.ps.Add(s.at(el.row, title), "this row takes yes or no and nothing else", "move the text to the row of "+g.question)
		}
		switch answer := s.word(el.row, colAnswer); strings.ToLower(answer) {
		case "yes", "true":
			met = append(met, el.id)
		case "no", "false":
		case "":
			blank = append(blank, el)
		default:
			s.ps.Add(s.at(el.row, colAnswer), fmt.Sprintf("%q is neither yes nor no", short(answer)), "choose yes or no")
		}
	}
	switch {
	case len(blank) == len(g.elements):
		return ""
	case len(blank) > 0:
		for _, el := range blank {
			s.ps.Add(s.at(el.row, colAnswer), g.question+element+el.id+" is empty while other rows of the question are answered", "answer yes or no in every row, or in none")
		}
	}
	if len(met) == 0 {
		return vigil.NoElements
	}
	return strings.Join(met, ";")
}
