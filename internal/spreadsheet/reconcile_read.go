package spreadsheet

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil/internal/child"
	"vigil/internal/vigil"
)

// Reconciled is a workbook for reconciliation that came back: raw text, before anything is believed.
type Reconciled struct {
	Source        string
	Questionnaire string // id@edition
	Coders        []CoderAnswers
	Settlements   vigil.Submission // a row for each disagreement; the note is the reason, approved is who settled it
}

// CoderAnswers is what one coder had answered.
type CoderAnswers struct {
	Coder      string
	Submission vigil.Submission
}

// reconcileCommand is the hidden command that reads one workbook for reconciliation.
const reconcileCommand = "read-reconciliation"

// reconciledResult is what the child prints.
type reconciledResult struct {
	Reconciled Reconciled
	Problems   vigil.Problems
}

// ReadReconciliation reads a workbook for reconciliation in a child process of the same program with limits on memory
// and time. A file that cannot be used gives vigil.Problems with every reason and what to do.
func ReadReconciliation(ctx context.Context, path string) (Reconciled, error) {
	if p := fileProblem(path); p != nil {
		return Reconciled{}, vigil.Problems{*p}
	}
	if !strings.EqualFold(filepath.Ext(path), ".xlsx") {
		return Reconciled{}, vigil.Problems{{Place: vigil.Place{File: filepath.Base(path)}, What: vigil.Say("this is no workbook by its name"), Do: vigil.Say("name the workbook that vigil benchmark agreement --disagreements wrote")}}
	}
	var res reconciledResult
	done := func() bool { return len(res.Problems) > 0 || res.Reconciled.Source != "" }
	if err := inChild(ctx, reconcileCommand, path, &res, done, vigil.Say("write the workbook anew with vigil benchmark agreement --disagreements and copy the decisions into it")); err != nil {
		return Reconciled{}, err
	}
	return res.Reconciled, res.Problems.Err()
}

// ChildReconciliation is the body of the hidden command, as Child is for answers.
func ChildReconciliation(path string, out io.Writer) int {
	if err := child.LimitSelf(limits); err != nil {
		fmt.Fprintln(os.Stderr, "limits cannot be set:", err)
		return 70
	}
	x, ps := readReconciliation(path)
	if err := json.NewEncoder(out).Encode(reconciledResult{x, ps}); err != nil {
		return 70
	}
	return 0
}

// readReconciliation reads the workbook in this process.
func readReconciliation(path string) (x Reconciled, ps vigil.Problems) {
	name := filepath.Base(path)
	defer func() {
		if r := recover(); r != nil { // a damaged file may still surprise the library
			x, ps = Reconciled{}, vigil.Problems{{Place: vigil.Place{File: name}, What: vigil.Say("the workbook cannot be read"), Do: vigil.Say("open it, save it as .xlsx and send it again")}}
		}
	}()
	f, err := os.Open(path)
	if err != nil {
		return x, vigil.Problems{unreadable(path, err)}
	}
	defer f.Close()
	in, err := receive(f)
	if err != nil {
		return x, vigil.Problems{problemOf(name, err)}
	}
	defer in.close()
	x.Source = name
	digest, ps := in.reconcileStamp(name, &x)
	if len(ps) > 0 {
		return x, ps
	}
	ps = append(ps, in.codings(name, digest, &x)...)
	ps = append(ps, in.settlements(name, &x)...)
	return x, limited(ps)
}

// reconcileStamp reads which form the workbook is of, and the digest of what was coded.
func (r *received) reconcileStamp(file string, x *Reconciled) (digest string, ps vigil.Problems) {
	cells, found, err := r.sheet(sheetReadMe)
	if err != nil {
		return "", vigil.Problems{problemOf(file, err)}
	}
	for i := range cells {
		switch cells.at(i, 0).text() {
		case stampQuestionnaire:
			x.Questionnaire = strings.TrimSpace(cells.at(i, 1).text())
		case stampCodings:
			digest = strings.TrimSpace(cells.at(i, 1).text())
		}
	}
	if !found || x.Questionnaire == "" || digest == "" {
		ps.Add(vigil.Place{File: file, Sheet: sheetReadMe}, "this is no workbook for reconciliation, or its first sheet was changed", "name the workbook that vigil benchmark agreement --disagreements wrote, with its first sheet as it was")
	}
	return digest, ps
}

// named finds a sheet with the columns that are needed.
func (r *received) named(file, sheet string, columns []string) (titled, vigil.Problems) {
	cells, found, err := r.sheet(sheet)
	if err != nil {
		return titled{}, vigil.Problems{problemOf(file, err)}
	}
	if !found {
		return titled{}, vigil.Problems{{Place: vigil.Place{File: file}, What: vigil.Say("there is no sheet named %s", sheet), Do: vigil.Say("keep the sheets of the workbook as they were")}}
	}
	t, ps := byTitle(vigil.Place{File: file, Sheet: sheet}, cells, columns, columns)
	t.since1904 = r.since1904
	return t, ps
}

// codings reads everything that was coded, and refuses it where it is not what it was.
func (r *received) codings(file, digest string, x *Reconciled) vigil.Problems {
	t, ps := r.named(file, sheetCodings, codingColumns)
	if len(ps) > 0 {
		return ps
	}
	at := map[string]int{}
	var rows [][]string
	for row := t.head + 1; row < len(t.cells); row++ {
		if _, any := t.written(row, codingColumns); !any {
			continue
		}
		cells := Row{Cells: map[string]string{}, place: map[string]vigil.Place{}}
		texts := make([]string, len(codingColumns))
		for i, c := range codingColumns {
			texts[i] = t.text(row, c)
			cells.Cells[c], cells.place[c] = texts[i], t.at(row, c)
		}
		rows = append(rows, texts)
		i, known := at[texts[0]]
		if !known {
			i = len(x.Coders)
			at[texts[0]] = i
			x.Coders = append(x.Coders, CoderAnswers{Coder: texts[0], Submission: vigil.Submission{Source: file}})
		}
		sub := &x.Coders[i].Submission
		sub.Rows++
		sub.Entries = append(sub.Entries, csvEntry(cells))
	}
	if digestRows(rows) != digest {
		ps.Add(t.place, "the sheet is not what it was when the workbook was written", "write the workbook anew with vigil benchmark agreement --disagreements and copy the decisions into it")
	}
	return ps
}

// settlements reads the decisions, untouched rows too.
func (r *received) settlements(file string, x *Reconciled) vigil.Problems {
	t, ps := r.named(file, sheetDisagreements, recRead)
	if len(ps) > 0 {
		return ps
	}
	x.Settlements.Source = file
	for row := t.head + 1; row < len(t.cells); row++ {
		wrong := t.typed(row, recRead)
		ps = append(ps, wrong...)
		if t.word(row, recItem) == "" {
			if title, any := t.written(row, append([]string{recUnit}, settledColumns...)); any && len(wrong) == 0 {
				ps.Add(t.at(row, title), "something is written in a row without an item", "put the id of the item back, or clear the row")
			}
			continue
		}
		e := vigil.Entry{Place: t.at(row, recAnswer), Subject: t.word(row, recCompany), Unit: t.word(row, recUnit), Question: t.word(row, recItem), Value: t.text(row, recAnswer),
			Grade: t.word(row, recGrade), Date: t.day(row, recDate), Note: t.text(row, recReason), Approved: t.word(row, recBy),
			Places: map[string]vigil.Place{"question": t.at(row, recItem), "value": t.at(row, recAnswer), "state": t.at(row, recAnswer), "grade": t.at(row, recGrade), "date": t.at(row, recDate),
				"note": t.at(row, recReason), "approved": t.at(row, recBy)}}
		if state := stateIn(e.Value); state != "" {
			e.Value, e.State = "", string(state)
		}
		x.Settlements.Rows++
		x.Settlements.Entries = append(x.Settlements.Entries, e)
	}
	return ps
}

// stateIn is the state that a cell for answers names; empty where it holds an answer.
func stateIn(text string) vigil.State {
	word := vigil.State(strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(text))))
	if word != vigil.Answered && slices.Contains(vigil.States, word) {
		return word
	}
	return ""
}
