package spreadsheet_test

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vigil/internal/question"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// everything reads a workbook back into answers, sorted, and references by unit and question.
func everything(t rapid.TB, b spreadsheet.Workbook, name string) ([]vigil.Answer, map[string][]vigil.Evidence) {
	t.Helper()
	sub, ps := spreadsheet.ReadWorkbook(name)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	readings, ps := question.ReadAll(b.Questionnaire, b.Methodology, sub)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	var answers []vigil.Answer
	var evidence []vigil.Evidence
	for _, r := range readings {
		answers = append(answers, r.Answer)
		evidence = append(evidence, r.Evidence...)
	}
	return sorted(answers), byAnswer(evidence)
}

func sorted(list []vigil.Answer) []vigil.Answer {
	list = slices.Clone(list)
	slices.SortFunc(list, func(x, y vigil.Answer) int {
		return cmp.Or(cmp.Compare(x.Unit, y.Unit), cmp.Compare(x.Question, y.Question))
	})
	return list
}

func byAnswer(list []vigil.Evidence) map[string][]vigil.Evidence {
	out := map[string][]vigil.Evidence{}
	for _, e := range list {
		out[e.Unit+"|"+e.Question] = append(out[e.Unit+"|"+e.Question], e)
	}
	return out
}

// nasty draws text that a workbook or a csv file could mistake for something else.
func nasty() *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.SampledFrom([]string{"=", "+", "-", "@", "'", "''", "\"", "\"\"", ",", ";", "\t", "\n", "\r", "\n\n", " ", "  ", "_x000D_", "_x005F_", "_x005F_x000D_", "_xZZZZ_", "\x0b", "&amp;", "<b>",
		"]]>", "=1+1", "-1", "+5", "1,5", "E2", "true", "#REF!", "é", "\u00a0", "\u2028", "ﷺ", "😀", "see sheet Evidence", "answer the rows below", "x"}), rapid.StringMatching(`[a-zA-Z0-9 .]{1,8}`))
	return rapid.Custom(func(t *rapid.T) string {
		s := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
		s = strings.ReplaceAll(s, "\r\n", "\n") // one line break like another
		if strings.TrimSpace(s) == "" {
			return "" // blanks alone are nothing
		}
		return s
	})
}

func day() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"", "", "2026-01-15", "2025-12-31", "1999-02-28"})
}

// drawn is what a person could have on file.
type drawn struct {
	Answers  []vigil.Answer
	Evidence []vigil.Evidence
}

// assessments draws answers and references to a form: all states, grades, units, types of scale and search logs.
func assessments(b spreadsheet.Workbook) *rapid.Generator[drawn] {
	return rapid.Custom(func(t *rapid.T) (d drawn) {
		var questions []*vigil.Indicator
		for i := range b.Questionnaire.Screening {
			questions = append(questions, &b.Questionnaire.Screening[i])
		}
		questions = append(questions, b.Questionnaire.Questions()...)
		states := []vigil.State{vigil.Answered, vigil.Answered, vigil.Answered, vigil.NotDisclosed, vigil.Refused, vigil.NotAssessed, vigil.Withheld}
		grades := append([]vigil.Grade{""}, vigil.Grades...)
		for _, unit := range rapid.SampledFrom([][]string{{""}, {"", "north"}, {"north", "=south", "a b"}}).Draw(t, "units") {
			for _, in := range rapid.SliceOfNDistinct(rapid.SampledFrom(questions), 0, 12, func(in *vigil.Indicator) string { return in.ID }).Draw(t, "questions") {
				a := vigil.Answer{Unit: unit, Question: in.ID, State: rapid.SampledFrom(states).Draw(t, "state"), Grade: rapid.SampledFrom(grades).Draw(t, "grade"),
					Date: day().Draw(t, "date"), Note: nasty().Draw(t, "note")}
				if a.State == vigil.Answered {
					a.Value = value(t, b.Methodology, in)
				}
				if rapid.Bool().Draw(t, "searched") {
					a.Search = vigil.SearchLog{Date: day().Draw(t, "searched on"), Sources: nasty().Draw(t, "sources"), Languages: nasty().Draw(t, "languages"), Terms: nasty().Draw(t, "terms")}
				}
				d.Answers = append(d.Answers, a)
				for range rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3}).Draw(t, "references") {
					e := reference(t, a)
					if !slices.Contains(d.Evidence, e) {
						d.Evidence = append(d.Evidence, e)
					}
				}
			}
		}
		return d
	})
}

func value(t *rapid.T, m *vigil.Methodology, in *vigil.Indicator) string {
	scale, _ := m.ScaleOf(in)
	options := question.Options(scale, in)
	switch {
	case scale.Type == "multi":
		var ids []string
		for _, o := range options {
			if rapid.Bool().Draw(t, "met") {
				ids = append(ids, o.ID)
			}
		}
		if len(ids) == 0 {
			return vigil.NoElements
		}
		return strings.Join(ids, ";")
	case len(options) > 0:
		return rapid.SampledFrom(options).Draw(t, "option").ID
	case scale.Type == "date":
		return "2026-03-01"
	case scale.Type == "number":
		return rapid.SampledFrom([]string{"0", "-1.5", "0.3", "1000000"}).Draw(t, "number")
	}
	return "text " + rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "text")
}

// reference draws one that is like its answer, or has everything of its own.
func reference(t *rapid.T, a vigil.Answer) vigil.Evidence {
	e := vigil.Evidence{Unit: a.Unit, Question: a.Question, Grade: cmp.Or(a.Grade, vigil.E0), Date: a.Date, Title: cmp.Or(nasty().Draw(t, "title"), "a title"),
		Link: rapid.SampledFrom([]string{"", "https://example.org/a?b=1&c=\"2\""}).Draw(t, "link")}
	if rapid.Bool().Draw(t, "detailed") {
		e.Grade, e.Date = rapid.SampledFrom(vigil.Grades).Draw(t, "its grade"), day().Draw(t, "its date")
		e.Page, e.Quote, e.Public = nasty().Draw(t, "page"), nasty().Draw(t, "quote"), rapid.Bool().Draw(t, "public")
	}
	return e
}

func TestAnyAssessmentComesBackEqualFromAWorkbook(t *testing.T) {
	form := ofUnits(t)
	file := filepath.Join(t.TempDir(), "book.xlsx")
	rapid.Check(t, func(t *rapid.T) {
		d, b := assessments(form).Draw(t, "assessment"), form
		b.Answers, b.Evidence = d.Answers, d.Evidence
		var first, second bytes.Buffer
		if err := spreadsheet.WriteWorkbook(&first, b); err != nil {
			t.Fatal(err)
		}
		if err := spreadsheet.WriteWorkbook(&second, b); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Fatal("writing twice gives two workbooks")
		}
		if err := os.WriteFile(file, first.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		answers, evidence := everything(t, b, file)
		if diff := gocmp.Diff(sorted(b.Answers), answers); diff != "" {
			t.Fatal(diff)
		}
		if diff := gocmp.Diff(byAnswer(b.Evidence), evidence); diff != "" {
			t.Fatal(diff)
		}
	})
}
