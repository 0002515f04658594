package spreadsheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// line is one row of the Answers sheet.
type line struct {
	row     int
	element string
	get     map[string]string
}

// touched reports whether anything stands in the row.
func (l line) touched() bool {
	for _, v := range l.get {
		if v != "" {
			return true
		}
	}
	return false
}

// group is the row of a question with the rows of its elements, wherever they stand.
type group struct {
	question, unit string
	main           *line
	elements       []line
}

// entry turns a group into the raw answer to one question.
func (r *answerReader) entry(g *group) {
	main := g.main
	if main == nil {
		main = &line{row: g.elements[0].row, get: map[string]string{}}
	}
	get := main.get
	e := vigil.Entry{Place: r.place(main.row, "value"), Unit: g.unit, Question: g.question,
		Value: number(get["value"]), State: stateOf(get["state"]), Grade: gradeOf(get["grade"]), Date: r.date(get["date"]), Note: get["note"],
		Search: vigil.SearchLog{Date: r.date(get["search_date"]), Sources: get["search_sources"], Languages: get["search_languages"], Terms: get["search_terms"]},
		Places: map[string]vigil.Place{"state": r.place(main.row, "state"), "grade": r.place(main.row, "grade"), "date": r.place(main.row, "date"),
			"note": r.place(main.row, "note"), "search": r.place(main.row, "search_date"), "evidence": r.place(main.row, "title")}}
	e.Evidence = evidenceOf(e, get["title"], get["link"])
	if value, ok := r.elements(g); ok {
		if e.Value != "" && e.Value != value {
			r.ps.Add(e.Place, "the question is answered here and in the lines of its elements", "empty this cell")
		}
		e.Value = value
	}
	r.sub.Entries = append(r.sub.Entries, e)
}

// elements joins the elements that are met; false when no line is answered. Once one line is answered, an empty
// line means no.
func (r *answerReader) elements(g *group) (string, bool) {
	var met []string
	answered := false
	for _, l := range g.elements {
		for _, c := range answerColumns {
			if c.input && c.id != "value" && l.get[c.id] != "" {
				r.ps.Add(r.place(l.row, c.id), "this line takes yes or no only", "move the text to the line of the question "+g.question)
			}
		}
		switch strings.ToLower(l.get["value"]) {
		case "":
		case "yes", "y", "x", "1", "true", "✓":
			answered = true
			met = append(met, l.element)
		case "no", "n", "0", "false", "-", "–":
			answered = true
		default:
			r.ps.Add(r.place(l.row, "value"), fmt.Sprintf("%q is neither yes nor no", short(l.get["value"])), "choose yes or no")
		}
	}
	if answered && len(met) == 0 {
		return vigil.NoElements, true
	}
	return strings.Join(met, ";"), answered
}

// stateOf gives the id of a state for its label; other words stay as they are, for question.ReadAll to judge.
func stateOf(s string) string {
	for _, state := range vigil.States {
		if strings.EqualFold(s, stateLabel(state)) || strings.EqualFold(s, string(state)) {
			return string(state)
		}
	}
	return s
}

// stateLabel is what the drop-down shows.
func stateLabel(s vigil.State) string { return strings.ReplaceAll(string(s), "_", " ") }

// gradeOf gives E2 for "E2 – public document".
func gradeOf(s string) string {
	if len(s) > 2 && vigil.Grade(strings.ToUpper(s[:2])).Rank() >= 0 && !('0' <= s[2] && s[2] <= '9') {
		return strings.ToUpper(s[:2])
	}
	return s
}

// number takes off the binary dust that spreadsheet programs leave in decimals (0.30000000000000004).
func number(s string) string {
	if len(s) < 17 || !strings.Contains(s, ".") {
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	return strconv.FormatFloat(f, 'g', 15, 64)
}

// dateReader reads the day numbers of a spreadsheet program as 2006-01-02 and leaves everything else.
func dateReader(since1904 bool) func(string) string {
	return func(s string) string {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || f < 10_000 || f > 100_000 {
			return s
		}
		t, err := excelize.ExcelDateToTime(math.Floor(f), since1904)
		if err != nil {
			return s
		}
		return t.Format("2006-01-02")
	}
}
