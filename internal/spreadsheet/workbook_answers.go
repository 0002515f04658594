package spreadsheet

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/question"
	"vigil/internal/vigil"
)

// rows writes the rows of the sheet of answers one below the other.
type rows struct {
	*book
	next                  int    // the next free row
	states, grades, yesNo string // what the drop-downs offer
}

// answers writes the sheet that people fill in: screening first, then the items by pillar, a row for each element of a
// multi question, and below the organisation's own answer those of its units.
func (k *book) answers() {
	k.head(sheetAnswers, answerColumns, answerWidths)
	k.do(k.f.SetPanes(sheetAnswers, &excelize.Panes{Freeze: true, XSplit: 3, YSplit: 1, TopLeftCell: "D2", ActivePane: "bottomRight"}))
	r := &rows{book: k, next: 2, states: k.list("State", stateOptions(k.Methodology)), grades: k.list("Grade", gradeOptions()), yesNo: k.list("Yes or no", []string{"yes", "no"})}
	for i := range k.Questionnaire.Screening {
		r.question("Screening", &k.Questionnaire.Screening[i])
	}
	k.Questionnaire.Walk(func(p *vigil.Pillar, in *vigil.Indicator) {
		if in.IsQuestion() {
			r.question(p.ID, in)
		}
	})
	last := r.next - 1
	k.live.answerRows = last + roomBelow
	if k.Methodology.Units != nil {
		r.spare()
	}
	end, err := excelize.CoordinatesToCellName(len(answerColumns), r.next-1)
	k.do(err)
	k.filter(sheetAnswers, end)
	key, err := excelize.ColumnNumberToName(number(answerColumns, colKey))
	k.do(err)
	k.do(k.f.SetColVisible(sheetAnswers, key, false))
	printed, err := excelize.ColumnNumberToName(lastPrinted)
	k.do(err)
	k.do(k.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: sheetAnswers,
		RefersTo: "'" + sheetAnswers + "'!$A$1:$" + printed + "$" + strconv.Itoa(last)})) // on paper up to the note, so that it can be read
	k.do(k.f.ProtectSheet(sheetAnswers, &excelize.SheetProtectionOptions{AutoFilter: true, Sort: true, FormatColumns: true, FormatRows: true,
		FormatCells: true, InsertRows: true, SelectLockedCells: true, SelectUnlockedCells: true}))
}

// question writes the rows of one question: of the organisation as a whole, answered or not, then of the units that
// answered.
func (r *rows) question(pillar string, in *vigil.Indicator) {
	own := vigil.Answer{Question: in.ID}
	var units []vigil.Answer
	for _, a := range r.Answers {
		if a.Question == in.ID && a.Unit == "" {
			own = a
		} else if a.Question == in.ID {
			units = append(units, a)
		}
	}
	r.answer(pillar, in, own)
	for _, a := range units {
		r.answer(pillar, in, a)
	}
}

// answer writes the row of one answer, and below it one for each element.
func (r *rows) answer(pillar string, in *vigil.Indicator, a vigil.Answer) {
	row, at := r.next, slot{a.Unit, a.Question}
	r.next++
	if a.Unit == "" {
		r.live.answerAt[in.ID] = row
	}
	scale, _ := r.Methodology.ScaleOf(in)
	value := ""
	if a.State == vigil.Answered && scale.Type != "multi" {
		value = r.shown(scale, in, a.Value)
	}
	title, link := r.inRow(a)
	meaning, guidance := r.meaning(scale, in), r.guidance(in)
	if a.Unit != "" { // they stand beside the organisation's own row
		meaning, guidance = "", ""
	}
	r.put(sheetAnswers, 1, row, in.ID, a.Unit, r.text(in.Question), meaning, value, string(a.State), string(a.Grade), a.Date, a.Note,
		title, link, a.Search.Date, a.Search.Sources, a.Search.Languages, a.Search.Terms, guidance, pillar, strings.Join(in.Provisions, ", "), at.key())
	r.dressRow(row, r.style.locked, r.style.input)
	r.fit(row, map[string]string{colID: in.ID, colQuestion: r.text(in.Question), colMeaning: meaning, colAnswer: value, colNote: a.Note, colEvidence: title, colGuidance: guidance})
	r.offer(row, colState, r.states, "Leave empty until you answer")
	r.offer(row, colGrade, r.grades, "How strong the evidence is")
	if scale.Type == "multi" {
		r.elements(row, pillar, in, a)
		return
	}
	var labels []string
	for _, o := range question.Options(scale, in) {
		labels = append(labels, r.shown(scale, in, o.ID))
	}
	if len(labels) > 0 {
		r.offer(row, colAnswer, r.list(in.ID, labels), "Choose the highest that holds in full")
	}
}

// elements writes the rows of a multi question below its own.
func (r *rows) elements(own int, pillar string, in *vigil.Indicator, a vigil.Answer) {
	r.dress(sheetAnswers, firstInput, own, firstInput, own, r.style.locked)
	r.put(sheetAnswers, firstInput, own, multiHint)
	for _, el := range in.Elements {
		row, id := r.next, in.ID+element+el.ID
		r.next++
		v := ""
		if a.State == vigil.Answered {
			v = yesOrNo(a, el.ID)
		}
		text := "• " + r.text(el.Text)
		r.put(sheetAnswers, 1, row, id, a.Unit, text, "yes or no", v)
		r.put(sheetAnswers, number(answerColumns, colPillar), row, pillar, nil, slot{a.Unit, id}.key())
		r.dressRow(row, r.style.element, r.style.element)
		r.dress(sheetAnswers, firstInput, row, firstInput, row, r.style.input)
		r.fit(row, map[string]string{colID: id, colQuestion: text})
		r.offer(row, colAnswer, r.yesNo, "Is this met?")
	}
}

// spare writes empty rows in which somebody can answer for a unit, with the id and the unit unlocked.
func (r *rows) spare() {
	for range spareRows {
		r.dressRow(r.next, r.style.locked, r.style.input)
		r.dress(sheetAnswers, 1, r.next, 2, r.next, r.style.input)
		r.offer(r.next, colState, r.states, "For a unit: write the id of the question and the unit first")
		r.offer(r.next, colGrade, r.grades, "How strong the evidence is")
		r.next++
	}
}

// roomBelow is how many rows below the last formulas look at too, for rows that people copy there.
const roomBelow = 200

// spareRows is how many empty rows are ruled for people to add something.
const spareRows = 20

// dressRow gives the cells to be filled in one style and those around them another.
func (r *rows) dressRow(row, locked, input int) {
	r.dress(sheetAnswers, 1, row, firstInput-1, row, locked)
	r.dress(sheetAnswers, firstInput, row, lastInput, row, input)
	r.dress(sheetAnswers, lastInput+1, row, len(answerColumns), row, locked)
}

func yesOrNo(a vigil.Answer, id string) string {
	for _, met := range a.Elements() {
		if met == id {
			return "yes"
		}
	}
	return "no"
}

// shown is what stands in the cell for an option: its id, with the start of its text where it has one.
func (k *book) shown(scale vigil.Scale, in *vigil.Indicator, id string) string {
	for _, o := range question.Options(scale, in) {
		if o.ID == id {
			if t := shorten(k.text(o.Text), 60); t != "" && !strings.EqualFold(t, id) {
				return id + " – " + t
			}
		}
	}
	return id
}

func shorten(s string, n int) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) <= n {
		return string(r)
	}
	cut := strings.TrimRight(string(r[:n]), " ,;.")
	if i := strings.LastIndex(cut, " "); i > n/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;.") + " …"
}

// meaning lists the criteria of every answer.
func (k *book) meaning(scale vigil.Scale, in *vigil.Indicator) string {
	if scale.Type == "multi" {
		return "Every row below that is met counts the same."
	}
	var lines []string
	if len(in.Levels) == 0 {
		for _, p := range scale.Points {
			lines = append(lines, p.ID)
		}
		return strings.Join(lines, " or ")
	}
	for _, l := range in.Levels {
		lines = append(lines, l.ID+": "+k.text(l.Text))
	}
	return strings.Join(lines, "\n")
}

func (k *book) guidance(in *vigil.Indicator) string {
	parts := []string{k.text(in.Guidance)}
	if accepts := k.text(in.Evidence.Accepts); accepts != "" {
		parts = append(parts, "Evidence: "+accepts)
	}
	return strings.Join(parts, "\n")
}

// fit makes the row of an answer high enough for its longest text.
func (r *rows) fit(row int, texts map[string]string) {
	lines := 1
	for title, text := range texts {
		lines = max(lines, linesOf(text, answerWidths[number(answerColumns, title)-1]))
	}
	r.height(sheetAnswers, row, lines)
}

// stateOptions are the states that a person may choose.
func stateOptions(m *vigil.Methodology) []string {
	var out []string
	for _, s := range vigil.States {
		if s != vigil.NotApplicable || m.NotApplicableBy == "answer" {
			out = append(out, string(s))
		}
	}
	return out
}

func gradeOptions() []string {
	var out []string
	for _, g := range vigil.Grades {
		out = append(out, string(g))
	}
	return out
}

// list writes what a drop-down offers to the hidden sheet, once for each name, and gives the range. A list inside the rule itself
// must not be longer than 255 characters; a range may be.
func (k *book) list(name string, options []string) string {
	if at, known := k.listed[name]; known {
		return at
	}
	k.lists++
	col, err := excelize.ColumnNumberToName(k.lists)
	k.do(err)
	k.put(sheetLists, k.lists, 1, name)
	for i, o := range options {
		k.put(sheetLists, k.lists, i+2, o)
	}
	k.listed[name] = sheetLists + "!$" + col + "$2:$" + col + "$" + strconv.Itoa(len(options)+1)
	return k.listed[name]
}

// offer puts a drop-down on the cell of a column.
func (k *book) offer(row int, column, list, prompt string) {
	cell, err := excelize.CoordinatesToCellName(number(answerColumns, column), row)
	k.do(err)
	k.dropDown(sheetAnswers, cell, list, column, prompt)
}

// dropDown offers a list on some cells, with a prompt. It warns and does not block: import says what is wrong.
func (k *book) dropDown(sheet, cells, list, title, prompt string) {
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	if list != "" {
		v.SetSqrefDropList(list)
		v.SetError(excelize.DataValidationErrorStyleWarning, "Not in the list", "Choose one of the list; anything else is refused when the workbook comes back.")
	}
	v.SetInput(title, prompt)
	k.do(k.f.AddDataValidation(sheet, v))
}
