package spreadsheet

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// stampLabels stand before the values by which import knows where a workbook belongs.
const (
	stampAssessment    = "Assessment"
	stampQuestionnaire = "Questionnaire"
	stampExport        = "Export"
	stampVersion       = "Version"
)

// readMe says what the workbook is, how to fill it in, and what must never be written into it.
func (k *book) readMe() {
	s := sheetReadMe
	k.put(s, 1, 1, k.text(k.Questionnaire.Title))
	k.dress(s, 1, 1, 1, 1, k.style.title)
	k.do(k.f.SetRowHeight(s, 1, 34))
	k.do(k.f.SetColWidth(s, "A", "A", 24))
	k.do(k.f.SetColWidth(s, "B", "B", 100))
	rows := [][2]string{
		{"Organisation", k.Organisation.Name}, {stampAssessment, k.Assessment.Code}, {stampQuestionnaire, k.Questionnaire.Ref()}, {stampExport, k.ExportID}, {stampVersion, strconv.FormatInt(k.Assessment.Version, 10)},
		{"Method", k.text(k.Methodology.Title) + ", " + k.Methodology.Ref() + ", " + k.Methodology.Status}, {"Mode", string(k.Assessment.Mode)},
		{"Period", k.Assessment.Period}, {"Evidence up to", k.Assessment.Cutoff}, {"Status", string(k.Assessment.Status)},
	}
	if k.Assessment.Status == vigil.Returned && k.Assessment.ReturnReason != "" {
		rows = append(rows, [2]string{"To change", k.Assessment.ReturnReason})
	}
	if k.Methodology.Draft() {
		rows = append(rows, [2]string{"Draft", k.Methodology.Notice("draft", k.Language)})
	}
	rows = append(rows, [2]string{"", ""})
	for i, p := range strings.Split(k.text(k.Questionnaire.Intro), "\n") {
		if p = strings.TrimSpace(p); p != "" {
			rows = append(rows, [2]string{label(i == 0, "About this form"), p})
		}
	}
	rows = append(rows, [][2]string{
		{"", ""},
		{"How to fill it in", "Go to the sheet Answers. Fill in the tinted cells only; the rest is locked without a password. Choose the answer, the evidence grade and its date, and say in the note what you found and where."},
		{"", "Leave a question empty until you answer it: an empty cell is not the lowest level. You may sort, filter, hide columns and fill in part; rows are found by their id."},
		{"", "An answer rests on as many references as you like: give the first beside the answer, or all of them on the sheet Evidence."},
		{"", "Write dates like 2026-11-23. A question with several rows below it is answered with yes or no in each of them."},
		{"Do no harm", "Never write down the name, contact, address, place, photograph or any trait of a defender, complainant, witness or community member. Text with mail addresses, telephone numbers, coordinates or long numbers is refused."},
		{"", ""},
	}...)
	if k.plans() {
		rows = append(rows, [2]string{"What if", "On the sheet " + sheetWhatIf + " you can tick steps and see what the score would be; the sheet " + sheetPlan + " says who does what by when. Neither is read when the workbook comes back."}, [2]string{"", ""})
	}
	for i, st := range vigil.States {
		rows = append(rows, [2]string{label(i == 0, "States"), string(st) + ": " + stateMeaning[st]})
	}
	if e := k.Methodology.Evidence; e != nil {
		for i, g := range e.Grades {
			rows = append(rows, [2]string{label(i == 0, "Evidence grades"), string(g.Grade) + ": " + k.text(g.Title)})
		}
	}
	rows = append(rows, [2]string{"", ""}, [2]string{"Good to know", k.Methodology.Notice("not_law", k.Language)}, [2]string{"Corrections", k.Methodology.Notice("contact", k.Language)})
	for i, r := range rows {
		k.put(s, 1, i+2, r[0], r[1])
		k.dress(s, 1, i+2, 1, i+2, k.style.label)
		k.dress(s, 2, i+2, 2, i+2, k.style.cell)
		if r[0] == "Do no harm" || r[0] == "Draft" || r[0] == "To change" {
			k.dress(s, 2, i+2, 2, i+2, k.style.warn)
		}
		k.height(s, i+2, linesOf(r[1], 104))
	}
	hide := false
	k.do(k.f.SetSheetView(s, 0, &excelize.ViewOptions{ShowGridLines: &hide}))
	k.print(s, "portrait")
}

func label(first bool, s string) string {
	if first {
		return s
	}
	return ""
}

// stateMeaning explains the states to whoever fills the workbook in.
var stateMeaning = map[vigil.State]string{
	vigil.Answered:      "you give an answer; it counts up to what its evidence supports",
	vigil.NotApplicable: "decided by the screening questions and the sector, not by whoever answers",
	vigil.NotDisclosed:  "somebody searched or asked, and nothing was found; counts 0",
	vigil.Refused:       "the organisation was asked and declined; counts 0 and is stated",
	vigil.NotAssessed:   "nobody has looked yet; counts 0 in the score, and at its best in what the score could rise to",
	vigil.Withheld:      "answering could put somebody in danger; once a reviewer approves it costs no points",
}

const notScored = "Not scored yet."

// summary shows the result, published figures only.
func (k *book) summary() {
	c := k.Scorecard
	if c == nil {
		k.table(sheetSummary, []string{"Figure", "Value", "What it means"}, []float64{26, 24, 90}, nil, notScored)
		return
	}
	score := "not rated"
	if c.Rated {
		score = c.Final.String()
	}
	marks := []string{}
	for mark, on := range map[string]bool{"capped": c.Capped, "provisional": c.Provisional, "watch": c.Watch, "method draft": c.Draft} {
		if on {
			marks = append(marks, mark)
		}
	}
	slices.Sort(marks)
	var rows [][]any
	add := func(name string, value any, meaning string) { rows = append(rows, []any{name, value, meaning}) }
	add("Score", score, "out of 100; the published figure is a floor")
	add("Band", c.Band, c.BandReason.String())
	add("Marks", strings.Join(marks, ", "), "")
	add("Could rise to", c.High.String(), "if everything that is open turned out at its best")
	add("Coverage", c.Coverage.String(), "per cent of the weight that is assessed")
	add("Confidence", c.Confidence.Figure.String()+" "+c.Confidence.Class, "how well we know; it never changes the score")
	add("Before deduction and caps", c.Raw.String(), "raw")
	add("Deduction", c.Deduction.Points.String(), "points for open allegations")
	add("Before caps", c.Net.String(), "net")
	for _, cap := range c.Caps {
		limit := any("rating withdrawn")
		if cap.AtMost != nil {
			limit = cap.AtMost
		}
		rule, _ := k.Methodology.Cap(cap.Rule)
		add("Cap "+cap.Rule, limit, k.text(rule.Title)+": "+cap.Why.String()+". Lifted when: "+k.text(rule.LiftedWhen))
	}
	add("Geometric mean", c.Geometric.String(), "annex: strength in one pillar cannot hide weakness in another")
	add("Digest of the answers", c.Digests.Answers, "SHA-256; the same answers give the same digest")
	k.table(sheetSummary, []string{"Figure", "Value", "What it means"}, []float64{26, 24, 90}, rows, notScored)
}

// pillars shows every pillar with its weight and range.
func (k *book) pillars() {
	var rows [][]any
	if c := k.Scorecard; c != nil {
		for _, p := range k.Questionnaire.Pillars {
			n := c.Node(p.ID, "")
			if n == nil {
				continue
			}
			rule, _ := k.Methodology.Pillar(p.ID)
			title := k.text(p.Title)
			if title == "" {
				title = k.text(rule.Title)
			}
			shown := "not applicable"
			if n.Published != nil {
				shown = k.Methodology.Rounding.Format(*n.Published)
			}
			if n.CappedAt != nil && n.Value != nil && *n.CappedAt < *n.Value {
				shown += fmt.Sprintf(", capped %g", *n.CappedAt)
			}
			coverage, weight := 100*n.Coverage, rule.Weight("default").Float()
			rows = append(rows, []any{p.ID, title, shown, n.Value, n.High, &weight, &coverage})
		}
	}
	k.table(sheetPillars, []string{"Pillar", "Title", "Score", "Value", "High", "Weight", "Coverage, per cent"}, []float64{9, 40, 20, 12, 12, 10, 12}, rows, notScored)
	if n := len(rows); n > 0 {
		k.dress(sheetPillars, 4, 2, 7, n+1, k.style.number)
	}
}

// gaps lists what is missing, most urgent first.
func (k *book) gaps() {
	var rows [][]any
	if k.Gaps != nil {
		for _, g := range k.Gaps.Gaps {
			next, closure := g.Next.Points, g.Closure
			rows = append(rows, []any{g.Question, k.text(g.Title), k.priority(g.Priority), strings.Join(g.Provisions, ", "), k.text(g.FoundText), k.text(g.Next.Asks),
				k.text(g.Next.Action), k.text(g.Next.Evidence), string(g.Next.Grade), g.Effort, &next, &closure, g.Status})
		}
	}
	k.table(sheetGaps, []string{"Id", "Item", "Priority", "Clause", "Found", "The next level asks", "Action", "Evidence to close it", "Grade needed", "Effort",
		"Points of the next step", "Points of closing it", "Status"}, []float64{9, 22, 9, 8, 32, 38, 38, 28, 8, 7, 9, 9, 8}, rows, notScored)
	if n := len(rows); n > 0 {
		k.dress(sheetGaps, 11, 2, 12, n+1, k.style.number)
	}
}

// plan lists who does what by when; the last columns are for the people who do it.
func (k *book) plan() {
	var rows [][]any
	if k.Gaps != nil {
		for _, g := range k.Gaps.Gaps {
			rows = append(rows, []any{g.Question, k.text(g.Next.Action), k.priority(g.Priority), k.text(g.Owner), g.Interim, g.Due, g.Effort, g.Status, "", ""})
		}
	}
	k.table(sheetPlan, []string{"Id", "Action", "Priority", "Owner", "First measures by", "Due", "Effort", "Status", "Done on", "Remarks"},
		[]float64{10, 60, 11, 26, 13, 12, 8, 9, 12, 36}, rows, notScored)
}

func (k *book) priority(id string) string {
	if k.Methodology.Gaps != nil {
		for _, p := range k.Methodology.Gaps.Priorities {
			if p.ID == id {
				return k.text(p.Title)
			}
		}
	}
	return id
}

// cases lists caps and allegations with replies verbatim.
func (k *book) cases() {
	var rows [][]any
	if k.Scorecard != nil {
		for _, c := range k.Scorecard.Caps {
			rows = append(rows, []any{"Cap", c.Rule, c.Opened, c.Why.String(), k.capReply(c), ""})
		}
	}
	for _, a := range k.Allegations {
		rows = append(rows, []any{"Allegation", a.Code, a.Quarter, a.Summary, cmp.Or(a.Reply, a.ReplyState()),
			fmt.Sprintf("scale %d, scope %d, irremediability %d, credibility %s, %s", a.Scale, a.Scope, a.Irremediability, a.Credibility, a.Link)})
	}
	k.table(sheetCases, []string{"Kind", "Code", "Since", "What", "Reply, verbatim", "Judged as"}, []float64{12, 14, 12, 60, 60, 44}, rows, "No cap is in force and no allegation is on file.")
}

// capReply is the reply to a cap, verbatim, or why there is none.
func (k *book) capReply(c vigil.CapInForce) string {
	for _, record := range k.Caps {
		if record.ID == c.Record {
			return cmp.Or(record.Reply, record.ReplyState(k.Today, func(date string) string { return date }))
		}
	}
	return cmp.Or(c.Reply, label(c.Source == "record", vigil.NoReply))
}

// crosswalk lists looked-up references of other frameworks for the clauses of this form.
func (k *book) crosswalk() {
	used := map[string]bool{}
	for _, in := range k.Questionnaire.Questions() {
		for _, p := range in.Provisions {
			used[p] = true
		}
	}
	var rows [][]any
	for _, c := range k.Crosswalk.Cells {
		if c.Status != "v" || !used[c.Provision] {
			continue
		}
		for _, f := range k.Crosswalk.Frameworks {
			if f.ID == c.Framework {
				rows = append(rows, []any{c.Provision, k.text(f.Title), f.Edition, c.Reference, k.text(f.Note)})
			}
		}
	}
	k.table(sheetCrosswalk, []string{"Clause", "Framework", "Edition", "Reference", "Mind"}, []float64{10, 56, 12, 24, 70}, rows, "No reference has been looked up for these clauses.")
}

// methodology lists the weights and bands that the score rests on.
func (k *book) methodology() {
	var rows [][]any
	for _, p := range k.Methodology.Pillars {
		rows = append(rows, []any{"Pillar weight", p.ID + " " + k.text(p.Title), p.Weight("default").String(), k.text(p.Owner)})
	}
	for _, b := range k.Methodology.Bands {
		rows = append(rows, []any{"Band", b.ID + " " + k.text(b.Title), fmt.Sprintf("from %g", b.From), k.text(b.Meaning)})
	}
	for _, c := range k.Methodology.Caps {
		rows = append(rows, []any{"Cap", c.ID + " " + k.text(c.Title), "", k.text(c.Trigger) + " Lifted when: " + k.text(c.LiftedWhen)})
	}
	rows = append(rows, []any{"Digest", k.Methodology.Ref(), k.Methodology.Digest, "SHA-256 of the method's file"}, []any{"Digest", k.Questionnaire.Ref(), k.Questionnaire.Digest, "SHA-256 of the questionnaire's file"})
	k.table(sheetMethodology, []string{"Rule", "Name", "Value", "Meaning"}, []float64{16, 44, 22, 100}, rows, "")
}
