package spreadsheet

import (
	"strings"

	"vigil/internal/vigil"
)

// answerSheet gathers the rows of the sheet of answers by question and unit.
type answerSheet struct {
	titled
	groups []*group
	bySlot map[slot]*group
	ps     vigil.Problems
}

// group is what stands in a workbook about one question of one unit: its own row, and a row for each element of a multi
// question, wherever they were sorted to. Rows are counted from 0; own is -1 where the row was taken out.
type group struct {
	slot
	own      int
	elements []elementRow
}

type elementRow struct {
	id  string
	row int
}

// answers reads the sheet of answers.
func (r *received) answers(file string, sub *vigil.Submission) (*answerSheet, vigil.Problems) {
	cells, found, err := r.sheet(sheetAnswers)
	if err != nil {
		return nil, vigil.Problems{problemOf(file, err)}
	}
	if !found {
		return nil, vigil.Problems{{Place: vigil.Place{File: file}, What: vigil.Say("there is no sheet named %s", sheetAnswers), Do: vigil.Say("keep the sheets of the workbook as they were")}}
	}
	s := &answerSheet{bySlot: map[slot]*group{}}
	s.titled, s.ps = byTitle(vigil.Place{File: file, Sheet: sheetAnswers}, cells, answerColumns, append([]string{colID, colUnit}, inputColumns...))
	if len(s.ps) > 0 {
		return nil, s.ps
	}
	s.since1904 = r.since1904
	for row := s.head + 1; row < len(cells); row++ {
		if s.gather(row) {
			sub.Rows++
		}
	}
	for _, g := range s.groups {
		sub.Entries = append(sub.Entries, s.entry(g))
	}
	return s, s.ps
}

// gather puts a row to its question; false where the row names none.
func (s *answerSheet) gather(row int) bool {
	wrong := s.typed(row, append([]string{colID, colUnit}, inputColumns...))
	s.ps = append(s.ps, wrong...)
	id := s.word(row, colID)
	if id == "" {
		if title, ok := s.written(row, append([]string{colUnit}, inputColumns...)); ok && len(wrong) == 0 {
			s.ps.Add(s.at(row, title), "something is written in a row without an id", "restore the id of the row, or clear the row")
		}
		return false
	}
	question, el, isElement := strings.Cut(id, element)
	at := slot{s.word(row, colUnit), question}
	g := s.bySlot[at]
	if g == nil {
		g = &group{slot: at, own: -1}
		s.bySlot[at] = g
		s.groups = append(s.groups, g)
	}
	if before := g.rowOf(el, isElement); before >= 0 {
		if at.unit != "" {
			id += " of the unit " + at.unit
		}
		s.ps.Say(s.at(row, colID), vigil.Say("%s stands here and in %s", short(id), s.at(before, colID).Cell), vigil.Say("keep one of the two rows"))
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
	e := vigil.Entry{Question: g.question, Unit: g.unit}
	row := g.own
	if row < 0 { // its own row was taken out; the elements still answer
		first := g.elements[0].row
		e.Partial = true
		e.Place, e.Places = s.at(first, colAnswer), map[string]vigil.Place{"question": s.at(first, colID), "unit": s.at(first, colUnit)}
		e.Value = s.elements(g)
		return e
	}
	e.Place, e.Places = s.at(row, colAnswer), s.places(row)
	e.Value, e.State, e.Grade = s.text(row, colAnswer), s.word(row, colState), s.word(row, colGrade)
	e.Date, e.Note = s.day(row, colDate), s.text(row, colNote)
	e.Search = vigil.SearchLog{Date: s.day(row, colSearchDate), Sources: s.text(row, colSearchSources), Languages: s.text(row, colSearchLangs), Terms: s.text(row, colSearchTerms)}
	if strings.TrimSpace(e.Value) == multiHint {
		e.Value = ""
	}
	if met := s.elements(g); met != "" {
		if e.Value != "" {
			s.ps.Say(e.Place, vigil.Say("%s is answered here and in the rows of its elements", g.question), vigil.Say("empty this cell"))
		}
		e.Value = met
	}
	e.Evidence = s.evidence(row, e)
	return e
}

// places says where each field of an answer stands.
func (s *answerSheet) places(row int) map[string]vigil.Place {
	out := map[string]vigil.Place{"search": s.at(row, colSearchDate), "evidence.link": s.at(row, colLink)}
	for field, title := range map[string]string{"question": colID, "unit": colUnit, "value": colAnswer, "state": colState, "grade": colGrade, "date": colDate,
		"note": colNote, "evidence": colEvidence, "search_date": colSearchDate, "search_sources": colSearchSources,
		"search_languages": colSearchLangs, "search_terms": colSearchTerms} {
		out[field] = s.at(row, title)
	}
	return out
}

// evidence is the reference that stands in the row of an answer: it has the grade and the date of the answer.
func (s *answerSheet) evidence(row int, e vigil.Entry) []vigil.Evidence {
	title, link := s.text(row, colEvidence), s.word(row, colLink)
	if strings.TrimSpace(title) == evidenceHint {
		title = ""
	}
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
	return []vigil.Evidence{{Unit: e.Unit, Question: e.Question, Title: title, Link: link, Grade: grade, Date: e.Date}}
}

// elements gives the value of a multi question from the rows of its elements; empty where none of them is answered.
// An empty row is not a no, so some rows without an answer among answered ones are a problem.
func (s *answerSheet) elements(g *group) string {
	var met []string
	var blank []elementRow
	for _, el := range g.elements {
		if title, ok := s.written(el.row, inputColumns[1:]); ok {
			s.ps.Say(s.at(el.row, title), vigil.Say("this row takes yes or no and nothing else"), vigil.Say("move the text to the row of %s", g.question))
		}
		switch answer := s.word(el.row, colAnswer); strings.ToLower(answer) {
		case "yes", "true":
			met = append(met, el.id)
		case "no", "false":
		case "":
			blank = append(blank, el)
		default:
			s.ps.Say(s.at(el.row, colAnswer), vigil.Say("%q is neither yes nor no", short(answer)), vigil.Say("choose yes or no"))
		}
	}
	if len(blank) == len(g.elements) {
		return ""
	}
	for _, el := range blank {
		s.ps.Say(s.at(el.row, colAnswer), vigil.Say("%s%s%s is empty while other rows of the question are answered", g.question, element, el.id), vigil.Say("answer yes or no in every row, or in none"))
	}
	if len(met) == 0 {
		return vigil.NoElements
	}
	return strings.Join(met, ";")
}
