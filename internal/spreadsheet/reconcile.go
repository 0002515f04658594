package spreadsheet

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/benchmark"
	"vigil/internal/question"
	"vigil/internal/vigil"
)

// Reconciliation is what coders differ on, on its way to a third person who settles it.
type Reconciliation struct {
	Questionnaire *vigil.Questionnaire
	Methodology   *vigil.Methodology
	Coders        []benchmark.Coder
	Disagreements []benchmark.Disagreement
	Language      string
}

// The sheets of a workbook for reconciliation, beside the first and the lists.
const (
	sheetDisagreements = "Disagreements"
	sheetCodings       = "Codings"
)

// The columns of the sheet of disagreements that are read when it comes back.
const (
	recCompany = "Company"
	recUnit    = "Unit"
	recItem    = "Item"
	recAnswer  = "Settled answer"
	recGrade   = "Settled grade"
	recDate    = "Settled evidence date"
	recReason  = "Reason"
	recBy      = "Settled by"
)

// settledColumns are those of them that are filled in.
var (
	settledColumns = []string{recAnswer, recGrade, recDate, recReason, recBy}
	settledWidths  = []float64{26, 10, 13, 44, 14}
	recRead        = append([]string{recCompany, recUnit, recItem}, settledColumns...)
)

// stampCodings stands before the digest of the sheet of codings.
const stampCodings = "Codings"

// reconciliation is the workbook while it is written.
type reconciliation struct {
	*book
	in      Reconciliation
	columns []string
	widths  []float64
}

// WriteReconciliation writes the workbook in which a third person settles what coders differ on: a row for each
// disagreement with what every coder answered, and beside it the cells for the decision; on another sheet everything
// that was coded, so that the settled answers can be made from the workbook alone.
func WriteReconciliation(w io.Writer, in Reconciliation) error {
	if in.Language == "" {
		in.Language = "en"
	}
	rows := codingRows(in.Coders)
	if len(rows) >= maxRows {
		return vigil.Errorf(vigil.Invalid, "the coders gave %d answers, and a workbook that can be read back holds %d; compare fewer companies at a time", len(rows), maxRows-1)
	}
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	r := &reconciliation{in: in, book: &book{f: f, listed: map[string]string{},
		Workbook: Workbook{Questionnaire: in.Questionnaire, Methodology: in.Methodology, Language: in.Language}}}
	r.do(f.SetSheetName("Sheet1", sheetReadMe))
	for _, name := range []string{sheetDisagreements, sheetCodings, sheetLists} {
		_, err := f.NewSheet(name)
		r.do(err)
	}
	r.makeStyles()
	r.readMe(digestRows(rows))
	r.disagreements()
	r.codings(rows)
	r.do(f.SetSheetVisible(sheetLists, false))
	r.do(f.SetDocProps(&excelize.DocProperties{Title: "Reconciliation: " + r.text(in.Questionnaire.Title), Creator: "Vigil", LastModifiedBy: "Vigil"}))
	if r.err != nil {
		return r.err
	}
	return writeBook(w, f, func(w io.Writer, _ string, part []byte) error {
		_, err := w.Write(part)
		return err
	})
}

// readMe says how to settle.
func (r *reconciliation) readMe(digest string) {
	s := sheetReadMe
	r.put(s, 1, 1, "What the coders differ on")
	r.dress(s, 1, 1, 1, 1, r.style.title)
	r.do(r.f.SetRowHeight(s, 1, 34))
	r.do(r.f.SetColWidth(s, "A", "A", 24))
	r.do(r.f.SetColWidth(s, "B", "B", 100))
	var names []string
	for _, c := range r.in.Coders {
		names = append(names, c.Name)
	}
	rows := [][2]string{
		{stampQuestionnaire, r.Questionnaire.Ref()}, {"Method", r.text(r.Methodology.Title) + ", " + r.Methodology.Ref() + ", " + r.Methodology.Status},
		{"Coders", strings.Join(names, ", ")}, {"To settle", strconv.Itoa(len(r.in.Disagreements))}, {stampCodings, digest}, {"", ""},
		{"How to settle", "Go to the sheet " + sheetDisagreements + ". Each row is one item about one company on which the coders differ. Read what each of them found, then fill in the tinted cells: the answer that holds, the grade of its evidence, why, and who decides."},
		{"", "Whoever settles is a third person, none of the coders. Look at the evidence itself; the answer may be one that no coder gave."},
		{"", "The answer may also be a state: not_disclosed (searched, nothing found), refused, withheld_for_safety (answering could put somebody in danger), not_assessed (it stays open)."},
		{"", "Where the row says that they differ in the grade, an empty answer keeps the one they share. An empty grade takes that of the coders who gave the answer, if they share it; an empty date that of the record it rests on."},
		{"", "A question with several elements is answered with the ids of those that are met, with ; between them, or - for none."},
		{"", "You may sort and filter. Change nothing on the sheet " + sheetCodings + ": it is everything that the coders answered, and the settled answers are made from it."},
		{"Back", "Every row must be settled. Then: vigil benchmark reconcile FILE.xlsx -o settled.csv"},
		{"Do no harm", "Never write down the name, contact, address, place, photograph or any trait of a defender, complainant, witness or community member. Give your short code, not your name. Text with mail addresses, telephone numbers, coordinates or long numbers is refused."},
	}
	if r.Methodology.Draft() {
		rows = append(rows, [2]string{"Draft", r.Methodology.Notice("draft", r.Language)})
	}
	for i, row := range rows {
		r.put(s, 1, i+2, row[0], row[1])
		r.dress(s, 1, i+2, 1, i+2, r.style.label)
		r.dress(s, 2, i+2, 2, i+2, r.style.cell)
		if row[0] == "Do no harm" || row[0] == "Draft" {
			r.dress(s, 2, i+2, 2, i+2, r.style.warn)
		}
		r.height(s, i+2, linesOf(row[1], 104))
	}
	hide := false
	r.do(r.f.SetSheetView(s, 0, &excelize.ViewOptions{ShowGridLines: &hide}))
	r.print(s, "portrait")
}

// disagreements writes the sheet that is filled in.
func (r *reconciliation) disagreements() {
	s := sheetDisagreements
	r.columns = []string{recCompany, recUnit, recItem, "Question", "What each answer means", "Differ in"}
	r.widths = []float64{16, 8, 11, 34, 44, 9}
	for _, side := range []struct {
		what  string
		width float64
	}{{"answer", 22}, {"evidence", 24}, {"note", 32}} { // the answers beside one another, then what they rest on
		for _, c := range r.in.Coders {
			r.columns, r.widths = append(r.columns, c.Name+": "+side.what), append(r.widths, side.width)
		}
	}
	first := len(r.columns) + 1
	r.columns, r.widths = append(r.columns, settledColumns...), append(r.widths, settledWidths...)
	last := len(r.columns)
	r.head(s, r.columns, r.widths)
	r.do(r.f.SetPanes(s, &excelize.Panes{Freeze: true, XSplit: 3, YSplit: 1, TopLeftCell: "D2", ActivePane: "bottomRight"}))
	n := len(r.in.Disagreements)
	if n == 0 {
		r.put(s, 4, 2, "The coders differ on nothing.")
		return
	}
	r.dress(s, 1, 2, first-1, n+1, r.style.locked)
	r.dress(s, first, 2, last, n+1, r.style.input)
	for i, d := range r.in.Disagreements {
		r.disagreement(i+2, first, d)
	}
	r.offerBelow(first, n+1)
	end, err := excelize.CoordinatesToCellName(last, n+1)
	r.do(err)
	r.filter(s, end)
	r.protect(s)
}

// protect locks what is not filled in, without a password.
func (r *reconciliation) protect(sheet string) {
	r.do(r.f.ProtectSheet(sheet, &excelize.SheetProtectionOptions{AutoFilter: true, Sort: true, FormatColumns: true, FormatRows: true, FormatCells: true, SelectLockedCells: true, SelectUnlockedCells: true}))
}

// disagreement writes one row, with the drop-down of its answers.
func (r *reconciliation) disagreement(row, first int, d benchmark.Disagreement) {
	in := r.Questionnaire.Question(d.Question)
	scale, _ := r.Methodology.ScaleOf(in)
	texts := []string{d.Subject, d.Unit, d.Question, r.text(in.Question), r.criteria(scale, in), d.Kind}
	var answers, evidence, notes []string
	for i, c := range r.in.Coders {
		if a := d.Answers[i]; a != nil {
			answers, evidence, notes = append(answers, r.answered(scale, in, a)), append(evidence, found(a, c.Evidence[d.Slot])), append(notes, a.Note)
		} else {
			answers, evidence, notes = append(answers, ""), append(evidence, ""), append(notes, "")
		}
	}
	texts = slices.Concat(texts, answers, evidence, notes)
	lines := 1
	for i, text := range texts {
		r.put(sheetDisagreements, i+1, row, text)
		lines = max(lines, linesOf(text, r.widths[i]))
	}
	r.height(sheetDisagreements, row, lines)
	cell, err := excelize.CoordinatesToCellName(first, row)
	r.do(err)
	r.dropDown(sheetDisagreements, cell, r.choices(scale, in, d), recAnswer, "What holds, by the evidence")
}

// offerBelow puts drop-downs and prompts on the other columns to be filled in, down to the last row.
func (r *reconciliation) offerBelow(first, last int) {
	for i, c := range []struct{ column, list, prompt string }{
		{recGrade, r.list("Grade", gradeOptions()), "Of the evidence for that answer"}, {recDate, "", "Like 2026-11-23; empty takes that of the record that it rests on"},
		{recReason, "", "Why this and not the other. Name no defender."}, {recBy, "", "Your short code; none of the coders"},
	} {
		name, err := excelize.ColumnNumberToName(first + 1 + i)
		r.do(err)
		r.dropDown(sheetDisagreements, name+"2:"+name+strconv.Itoa(last), c.list, c.column, c.prompt)
	}
}

// criteria lists what the answers mean; of a question with elements the elements.
func (r *reconciliation) criteria(scale vigil.Scale, in *vigil.Indicator) string {
	if scale.Type != "multi" {
		return r.meaning(scale, in)
	}
	var lines []string
	for _, e := range in.Elements {
		lines = append(lines, e.ID+": "+r.text(e.Text))
	}
	return strings.Join(lines, "\n")
}

// answered is what a coder answered, as people read it.
func (r *reconciliation) answered(scale vigil.Scale, in *vigil.Indicator, a *vigil.Answer) string {
	switch {
	case a.State != vigil.Answered:
		return string(a.State)
	case scale.Type == "multi":
		return a.Value
	}
	return r.shown(scale, in, a.Value)
}

// found is what a coder's answer rests on.
func found(a *vigil.Answer, evidence []vigil.Evidence) string {
	var lines []string
	if line := strings.Trim(string(a.Grade)+", "+a.Date, ", "); line != "" {
		lines = append(lines, line)
	}
	for _, e := range evidence {
		lines = append(lines, strings.TrimSpace(e.Title+" "+e.Link))
	}
	if l := a.Search; !l.Empty() {
		lines = append(lines, fmt.Sprintf("searched %s: %s (%s): %s", l.Date, l.Sources, l.Languages, l.Terms))
	}
	return strings.Join(lines, "\n")
}

// choices is what may be chosen: the options, or for elements what the coders gave, then the states.
func (r *reconciliation) choices(scale vigil.Scale, in *vigil.Indicator, d benchmark.Disagreement) string {
	name := in.ID
	var options []string
	if scale.Type == "multi" {
		name = strings.Join([]string{d.Subject, d.Unit, d.Question}, "|")
		for _, a := range d.Answers {
			if a != nil && a.State == vigil.Answered && !slices.Contains(options, a.Value) {
				options = append(options, a.Value)
			}
		}
	}
	if scale.Type != "multi" {
		for _, o := range question.Options(scale, in) {
			options = append(options, r.shown(scale, in, o.ID))
		}
	}
	for _, s := range stateOptions(r.Methodology) {
		if s != string(vigil.Answered) {
			options = append(options, s)
		}
	}
	return r.list(name, options)
}
