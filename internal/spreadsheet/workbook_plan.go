package spreadsheet

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// The columns of the plan, a single step in each row.
const (
	planID = iota + 1
	planTitle
	planStep
	planTick
	planCheck
	planAction
	planEvidence
	planEffort
	planPoints
	planCost
	planPath
	planNumber // from here on: how the figures are found
	planCounts
	planValue
	planFires
	planRank
	planColumns = planRank
)

var planHead = []string{"Id", "Item", "Step", "Tick", "Check", "What to do", "Evidence needed", "Effort", "Points", "Cost", "On the cheapest path",
	"Number of the step", "Counts", "Value after it", "Cap still in force", "Rank of the grade"}

var planWidths = []float64{11, 34, 12, 12, 22, 60, 46, 8, 9, 8, 11, 9, 9, 9, 9, 9}

// plans reports whether the workbook has the plan: there must be sheets that calculate, and steps to tick.
func (b Workbook) plans() bool { return b.calculates() && len(b.Steps) > 0 }

// whatIf writes the plan: at the top the figures as they are and as they would be with the steps ticked below. Nothing is
// ticked when it goes out, and nothing in it is read when the workbook comes back.
func (k *book) whatIf() {
	if !k.plans() {
		return
	}
	first := k.planFirst()
	last := first + len(k.Steps) - 1
	k.planFrame(first, last)
	for i, st := range k.Steps {
		k.planRow(first+i, st)
	}
	k.dress(sheetWhatIf, 1, first, planColumns, last, k.style.cell)
	k.dress(sheetWhatIf, planTick, first, planTick, last, k.style.input)
	k.dress(sheetWhatIf, planPoints, first, planPoints, last, k.style.number)
	k.planValues(first)
	k.planFigures(first, last)
}

// planFirst is the row of the first step: below the figures and the head.
func (k *book) planFirst() int { return planFiguresRow + len(k.planLines(0, 0)) + 2 }

// planFrame sets the sheet up: head, widths, frozen figures, the drop-down, and what may be changed.
func (k *book) planFrame(first, last int) {
	s, head := sheetWhatIf, first-1
	k.put(s, 1, 1, "What if")
	k.put(s, planAction, 1, "Choose yes in the tinted cells; the figures follow at once. Step 2 of an item counts only with step 1. A calculation, not a promise: nothing ticked here is an answer, and nothing of this sheet is read when the workbook comes back.")
	k.dress(s, 1, 1, 1, 1, k.style.label)
	k.planMeaning(1)
	k.height(s, 1, 2)
	for i, h := range planHead {
		k.put(s, i+1, head, h)
		k.do(k.f.SetColWidth(s, column(i+1), column(i+1), planWidths[i]))
		if i+1 >= planNumber {
			k.do(k.f.SetColOutlineLevel(s, column(i+1), 1))
		}
	}
	k.dress(s, 1, head, planColumns, head, k.style.head)
	k.height(s, head, 3)
	k.do(k.f.SetPanes(s, &excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: fmt.Sprintf("A%d", first), ActivePane: "bottomLeft"}))
	k.do(k.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", s, head, head), Scope: s}))
	k.do(k.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", s, column(planPath), last), Scope: s}))
	k.tickable(fmt.Sprintf("%s%d:%s%d", column(planTick), first, column(planTick), last))
	k.do(k.f.ProtectSheet(s, &excelize.SheetProtectionOptions{FormatColumns: true, FormatRows: true, FormatCells: true, SelectLockedCells: true, SelectUnlockedCells: true}))
	k.print(s, "landscape")
}

// tickable offers yes in some cells, and nothing else.
func (k *book) tickable(cells string) {
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	v.SetSqrefDropList(k.list("tick", []string{"yes"}))
	v.SetError(excelize.DataValidationErrorStyleStop, "Yes or nothing", "Choose yes to count this step, or leave the cell empty.")
	v.SetInput("Tick", "Choose yes to count this step, or leave it empty.")
	k.do(k.f.AddDataValidation(sheetWhatIf, v))
}

// planMeaning lets the text beside a figure run over the columns that the steps have there.
func (k *book) planMeaning(row int) {
	k.do(k.f.MergeCell(sheetWhatIf, fmt.Sprintf("%s%d", column(planAction), row), fmt.Sprintf("%s%d", column(planPath), row)))
	k.dress(sheetWhatIf, planAction, row, planPath, row, k.style.cell)
}

// planRow writes one single step.
func (k *book) planRow(row int, st scoring.SingleStep) {
	s := sheetWhatIf
	action := k.text(st.Step.Action)
	if action == "" {
		action = k.text(st.Step.Asks)
	}
	evidence := k.text(st.Step.Evidence)
	if st.Step.Grade != "" {
		evidence = "Grade " + string(st.Step.Grade) + ". " + evidence
	}
	effort := ""
	if in := k.Questionnaire.Question(st.Question); in != nil {
		effort = in.Effort
	}
	path := ""
	if k.Path != nil && slices.ContainsFunc(k.Path.Steps, func(p vigil.PathStep) bool { return p.Question == st.Question && p.Number == st.Number }) {
		path = "yes"
	}
	k.put(s, planID, row, st.Question, k.text(st.Title), fmt.Sprintf("%d of %d", st.Number, st.Of))
	k.put(s, planAction, row, action, evidence, effort, st.Step.Points, st.Cost, path, st.Number)
	k.put(s, planValue, row, st.Step.S, oneIf(st.Fires), st.Rank)
	at := func(col, row int) string { return fmt.Sprintf("$%s%d", column(col), row) }
	ticked := fmt.Sprintf(`LOWER(TRIM(%s&""))`, at(planTick, row))
	counts, first := fmt.Sprintf(`IF(%s="yes",1,0)`, ticked), `"counts"`
	if st.Number > 1 {
		counts = fmt.Sprintf(`IF(AND(%s="yes",%s=1),1,0)`, ticked, at(planCounts, row-1))
		first = fmt.Sprintf(`IF(%s=1,"counts","tick step %d first")`, at(planCounts, row), st.Number-1)
	}
	k.formula(s, planCounts, row, counts, 0)
	k.formula(s, planCheck, row, fmt.Sprintf(`IF(%s="","",IF(%s="yes",%s,"choose yes, or leave it empty"))`, ticked, ticked, first), "")
	k.height(s, row, max(1, linesOf(k.text(st.Title), planWidths[planTitle-1]), linesOf(action, planWidths[planAction-1]), linesOf(evidence, planWidths[planEvidence-1])))
}
