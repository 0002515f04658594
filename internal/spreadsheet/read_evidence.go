package spreadsheet

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// references reads the sheet of evidence references and adds each to its answer, equal ones once, in the order of the
// file. A question that is told to have its references there must have one. Without that sheet what the file says of
// references is not all.
func (r *received) references(file string, answers *answerSheet, sub *vigil.Submission) vigil.Problems {
	cells, found, err := r.sheet(sheetEvidence)
	if err != nil {
		return vigil.Problems{problemOf(file, err)}
	}
	sub.WholeEvidence = found
	at := map[slot]int{}
	for i, e := range sub.Entries {
		at[slot{e.Unit, e.Question}] = i
	}
	var ps vigil.Problems
	if found {
		var t titled
		t, ps = byTitle(vigil.Place{File: file, Sheet: sheetEvidence}, cells, referenceColumns, referenceColumns)
		if len(ps) > 0 {
			return ps
		}
		t.since1904 = r.since1904
		for row := t.head + 1; row < len(cells); row++ {
			ps = append(ps, t.reference(row, at, sub)...)
		}
	}
	return append(ps, answers.missingReferences(found, at, sub)...)
}

// reference reads one row of the sheet of references.
func (t titled) reference(row int, at map[slot]int, sub *vigil.Submission) vigil.Problems {
	if title, ok := t.written(row, referenceColumns); !ok {
		return nil
	} else if t.word(row, refQuestion) == "" {
		return vigil.Problems{{Place: t.at(row, title), What: vigil.Say("something is written in a row without a question id"), Do: vigil.Say("write the id of the question, or clear the row")}}
	}
	ps := t.typed(row, referenceColumns)
	public, ok := yesNo(t.word(row, refPublic))
	if !ok {
		ps.Say(t.at(row, refPublic), vigil.Say("%q is neither yes nor no", short(t.word(row, refPublic))), vigil.Say("choose yes or no"))
	}
	to := slot{t.word(row, refUnit), t.word(row, refQuestion)}
	v := vigil.Evidence{Unit: to.unit, Question: to.question, Title: t.text(row, refTitle), Link: t.word(row, refLink), Grade: vigil.Grade(t.word(row, refGrade)),
		Date: t.day(row, refDate), Page: t.text(row, refPage), Quote: t.text(row, refQuote), Public: public}
	if v.Title == "" {
		v.Title = v.Link
	}
	i, known := at[to]
	if !known { // the answer's row is not in the workbook
		i = len(sub.Entries)
		at[to] = i
		sub.Entries = append(sub.Entries, vigil.Entry{Partial: true, Place: t.at(row, refQuestion), Unit: to.unit, Question: to.question, Places: map[string]vigil.Place{"unit": t.at(row, refUnit)}})
	}
	e := &sub.Entries[i]
	if slices.Contains(e.Evidence, v) {
		return ps
	}
	for field, title := range map[string]string{"": refTitle, ".title": refTitle, ".link": refLink, ".grade": refGrade, ".date": refDate, ".page": refPage, ".quote": refQuote} {
		e.Places[fmt.Sprintf("evidence[%d]%s", len(e.Evidence), field)] = t.at(row, title)
	}
	e.Evidence = append(e.Evidence, v)
	return ps
}

// missingReferences finds rows of answers that point to references which are gone.
func (s *answerSheet) missingReferences(found bool, at map[slot]int, sub *vigil.Submission) (ps vigil.Problems) {
	if s == nil {
		return nil
	}
	for _, g := range s.groups {
		if g.own < 0 || s.word(g.own, colEvidence) != evidenceHint || len(sub.Entries[at[g.slot]].Evidence) > 0 {
			continue
		}
		what, do := vigil.Say("the sheet %s has no row for %s", sheetEvidence, g.question), vigil.Say("put it back, or clear this cell to take the references out")
		if !found {
			what = vigil.Say("the references of %s stand on a sheet %s, which is not in the workbook", g.question, sheetEvidence)
			do = vigil.Say("put it back, or clear this cell to leave the references on file as they are")
		}
		ps.Say(s.at(g.own, colEvidence), what, do)
	}
	return ps
}

// yesNo reads a yes or no; empty is no.
func yesNo(word string) (yes, ok bool) {
	switch strings.ToLower(word) {
	case "yes", "true":
		return true, true
	case "", "no", "false":
		return false, true
	}
	return false, false
}
