package spreadsheet

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/question"
	"vigil/internal/vigil"
)

// answers writes the sheet that people fill in: screening first, then the items by pillar, a row for each
// element of a multi question.
func (k *book) answers() {
	k.head(sheetAnswers, answerColumns, answerWidths)
	k.do(k.f.SetPanes(sheetAnswers, &excelize.Panes{Freeze: true, XSplit: 3, YSplit: 1, TopLeftCell: "D2", ActivePane: "bottomRight"}))
	states := k.list("State", stateOptions(k.Methodology))
	grades := k.list("Grade", gradeOptions())
	yesNo := k.list("Element", []string{"yes", "no"})
	row := 2
	for i := range k.Questionnaire.Screening {
		row = k.question(row, "Screening", &k.Questionnaire.Screening[i], states, grades, yesNo)
	}
	k.Questionnaire.Walk(func(p *vigil.Pillar, in *vigil.Indicator) {
		if in.IsQuestion() {
			row = k.question(row, p.ID, in, states, grades, yesNo)
		}
	})
	end, err := excelize.CoordinatesToCellName(len(answerColumns), row-1)
	k.do(err)
	k.filter(sheetAnswers, end)
	k.do(k.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: sheetAnswers,
		RefersTo: "'" + sheetAnswers + "'!$A$1:$I$" + strconv.Itoa(row-1)})) // on paper up to the note, so that it can be read
	k.do(k.f.ProtectSheet(sheetAnswers, &excelize.SheetProtectionOptions{AutoFilter: true, Sort: true, FormatColumns: true, FormatRows: true,
		FormatCells: true, SelectLockedCells: true, SelectUnlockedCells: true}))
}

// question writes the rows of one question and gives the next free row.
func (k *book) question(row int, pillar string, in *vigil.Indicator, states, grades, yesNo string) int {
	a, answered := k.answer(in.ID)
	scale, _ := k.Methodology.ScaleOf(in)
	e := k.evidence(in.ID)
	value := ""
	if answered && a.State == vigil.Answered && scale.Type != "multi" {
		value = k.shown(scale, in, a.Value)
	}
	grade := string(a.Grade)
	k.put(sheetAnswers, 1, row, in.ID, pillar, k.text(in.Question), k.meaning(scale, in), value, string(a.State), grade, a.Date, a.Note,
		e.Title, e.Link, a.Search.Date, a.Search.Sources, a.Search.Languages, a.Search.Terms, k.guidance(in), strings.Join(in.Provisions, ", "))
	k.dress(sheetAnswers, 1, row, firstInput-1, row, k.style.locked)
	k.dress(sheetAnswers, firstInput, row, lastInput, row, k.style.input)
	k.dress(sheetAnswers, lastInput+1, row, len(answerColumns), row, k.style.locked)
	k.height(row, in, scale)
	k.offer(row, colState, states, "Leave empty until you answer")
	k.offer(row, colGrade, grades, "How strong the evidence is")
	if scale.Type == "multi" {
		k.dress(sheetAnswers, firstInput, row, firstInput, row, k.style.locked)
		k.put(sheetAnswers, firstInput, row, multiHint)
		for _, el := range in.Elements {
			row++
			v := ""
			if answered && a.State == vigil.Answered {
				v = yesOrNo(a, el.ID)
			}
			k.put(sheetAnswers, 1, row, in.ID+element+el.ID, pillar, "• "+k.text(el.Text), "yes or no", v)
			k.dress(sheetAnswers, 1, row, len(answerColumns), row, k.style.element)
			k.dress(sheetAnswers, firstInput, row, firstInput, row, k.style.input)
			k.do(k.f.SetRowHeight(sheetAnswers, row, 32))
			k.offer(row, colAnswer, yesNo, "Is this met?")
		}
		return row + 1
	}
	var labels []string
	for _, o := range question.Options(scale, in) {
		labels = append(labels, k.shown(scale, in, o.ID))
	}
	if len(labels) > 0 {
		k.offer(row, colAnswer, k.list(in.ID, labels), "Choose the highest that holds in full")
	}
	return row + 1
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

// height makes a row high enough for its longest text, at about a character a unit of width.
func (k *book) height(row int, in *vigil.Indicator, scale vigil.Scale) {
	lines := 2
	for _, t := range []struct {
		text  string
		width int
	}{{k.text(in.Question), 44}, {k.meaning(scale, in), 52}, {k.guidance(in), 60}} {
		n := 0
		for _, l := range strings.Split(t.text, "\n") {
			n += 1 + len(l)/t.width
		}
		lines = max(lines, n)
	}
	k.do(k.f.SetRowHeight(sheetAnswers, row, min(409, float64(15*lines+4))))
}

// answer is the organisation's own answer to a question.
func (b Workbook) answer(question string) (vigil.Answer, bool) {
	for _, a := range b.Answers {
		if a.Question == question && a.Unit == "" {
			return a, true
		}
	}
	return vigil.Answer{}, false
}

func (b Workbook) evidence(question string) vigil.Evidence {
	for _, e := range b.Evidence {
		if e.Question == question && e.Unit == "" {
			return e
		}
	}
	return vigil.Evidence{}
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

// list writes what a drop-down offers to the hidden sheet and gives the range. A list inside the rule itself
// must not be longer than 255 characters; a range may be.
func (k *book) list(name string, options []string) string {
	k.lists++
	col, err := excelize.ColumnNumberToName(k.lists)
	k.do(err)
	k.put(sheetLists, k.lists, 1, name)
	for i, o := range options {
		k.put(sheetLists, k.lists, i+2, o)
	}
	return sheetLists + "!$" + col + "$2:$" + col + "$" + strconv.Itoa(len(options)+1)
}

// offer puts a drop-down on the cell of a column. It warns and does not block: import says what is wrong.
func (k *book) offer(row int, column, list, prompt string) {
	col := 0
	for i, c := range answerColumns {
		if c == column {
			col = i + 1
		}
	}
	cell, err := excelize.CoordinatesToCellName(col, row)
	k.do(err)
	v := excelize.NewDataValidation(true)
	v.Sqref = cell
	v.SetSqrefDropList(list)
	v.SetError(excelize.DataValidationErrorStyleWarning, "Not in the list", "Choose one of the list; anything else is refused when the workbook comes back.")
	v.SetInput(column, prompt)
	k.do(k.f.AddDataValidation(sheetAnswers, v))
}
