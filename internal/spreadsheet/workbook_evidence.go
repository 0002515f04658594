package spreadsheet

import (
	"slices"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// references gives the evidence references of an answer.
func (b Workbook) references(at slot) (list []vigil.Evidence) {
	for _, e := range b.Evidence {
		if (slot{e.Unit, e.Question}) == at {
			list = append(list, e)
		}
	}
	return list
}

// inRow gives what stands in the evidence cells of an answer's row: its reference where that is the only one and says
// no more than the row can, the hint where its references stand on their own sheet, and nothing where it has none.
func (b Workbook) inRow(a vigil.Answer) (title, link string) {
	list := b.references(slot{a.Unit, a.Question})
	switch {
	case len(list) == 0:
		return "", ""
	case len(list) == 1 && a.State != "" && fitsRow(list[0], a):
		return list[0].Title, list[0].Link
	}
	return evidenceHint, ""
}

// fitsRow reports whether a reference has the grade and the date of its answer and no page, quote or publicity.
func fitsRow(e vigil.Evidence, a vigil.Answer) bool {
	grade := a.Grade
	if grade == "" {
		grade = vigil.E0
	}
	return e.Grade == grade && e.Date == a.Date && e.Page == "" && e.Quote == "" && !e.Public && strings.TrimSpace(e.Title) != evidenceHint
}

// ownSheet lists the references that do not stand in the row of their answer, in the order of the questions.
func (b Workbook) ownSheet() (list []vigil.Evidence) {
	inRows := map[slot]bool{}
	for _, a := range b.Answers {
		title, _ := b.inRow(a)
		inRows[slot{a.Unit, a.Question}] = title != "" && title != evidenceHint
	}
	for _, e := range b.Evidence {
		if !inRows[slot{e.Unit, e.Question}] {
			list = append(list, e)
		}
	}
	order := map[string]int{}
	for i, id := range b.questionIDs() {
		order[id] = i
	}
	slices.SortStableFunc(list, func(x, y vigil.Evidence) int { return order[x.Question] - order[y.Question] })
	return list
}

// questionIDs lists the ids of all questions, screening first.
func (b Workbook) questionIDs() (ids []string) {
	for i := range b.Questionnaire.Screening {
		ids = append(ids, b.Questionnaire.Screening[i].ID)
	}
	for _, in := range b.Questionnaire.Questions() {
		ids = append(ids, in.ID)
	}
	return ids
}

// evidence writes the sheet of references, with empty rows for more. It is not locked: rows may be added, sorted and
// taken out.
func (k *book) evidence() {
	s := sheetEvidence
	k.head(s, referenceColumns, referenceWidths)
	row := 2
	for _, e := range k.ownSheet() {
		public := "no"
		if e.Public {
			public = "yes"
		}
		k.put(s, 1, row, e.Question, e.Unit, e.Title, e.Link, string(e.Grade), e.Date, e.Page, e.Quote, public)
		k.height(s, row, max(linesOf(e.Title, referenceWidths[2]), linesOf(e.Link, referenceWidths[3]), linesOf(e.Quote, referenceWidths[7])))
		row++
	}
	last := row + spareRows - 1
	k.dress(s, 1, 2, len(referenceColumns), last, k.style.input)
	column := func(title string) string {
		name := string(rune('A' + number(referenceColumns, title) - 1))
		return name + "2:" + name + strconv.Itoa(last)
	}
	k.dropDown(s, column(refQuestion), k.list("Question", k.questionIDs()), refQuestion, "To add a reference, fill in one row: the id of the question first. An answer may have several.")
	k.dropDown(s, column(refUnit), "", refUnit, "Empty for the organisation as a whole")
	k.dropDown(s, column(refTitle), "", refTitle, "The document or page, as others would find it. Name no defender.")
	k.dropDown(s, column(refGrade), k.list("Grade", gradeOptions()), refGrade, "How strong this reference is")
	k.dropDown(s, column(refDate), "", refDate, "Like 2026-11-23")
	k.dropDown(s, column(refPublic), k.list("Yes or no", []string{"yes", "no"}), refPublic, "May the reference be shown to everybody? Empty is no.")
	k.filter(s, "I"+strconv.Itoa(last))
}
