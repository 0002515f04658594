package app_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// quick is the quick scan of the program.
func quick(t *testing.T) (*vigil.Questionnaire, *vigil.Methodology) {
	t.Helper()
	c, ps := catalogue.Load(questionnaires.Files, "provisions.yaml", "methodologies", "bank", "company-quick.yaml")
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	q, m, err := c.Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	return q, m
}

// given is a raw answer in short: item, value or state, grade.
func given(item, value, grade string) vigil.Entry {
	e := vigil.Entry{Subject: "acme", Question: item, Value: value, Grade: grade, Note: "from the report", Place: vigil.Place{File: "b.xlsx", Sheet: "Codings"}}
	if strings.Contains(value, "_") {
		e.Value, e.State = "", value
	}
	return e
}

// decided is a row of the sheet of disagreements.
func decided(item, value, grade, reason, by string) vigil.Entry {
	at := func(column string) vigil.Place {
		return vigil.Place{File: "b.xlsx", Sheet: "Disagreements", Cell: column + item}
	}
	e := given(item, value, grade)
	e.Note, e.Approved, e.Place = reason, by, at("answer ")
	e.Places = map[string]vigil.Place{"question": at("item "), "value": at("answer "), "state": at("answer "), "grade": at("grade "), "date": at("date "), "note": at("reason "), "approved": at("by ")}
	return e
}

// settling is a workbook with three disagreements: on an answer, a grade, a state.
func settling(q *vigil.Questionnaire, rows ...vigil.Entry) spreadsheet.Reconciled {
	coder := func(name string, entries ...vigil.Entry) spreadsheet.CoderAnswers {
		return spreadsheet.CoderAnswers{Coder: name, Submission: vigil.Submission{Source: "b.xlsx", Entries: entries}}
	}
	return spreadsheet.Reconciled{Source: "b.xlsx", Questionnaire: q.Ref(), Settlements: vigil.Submission{Source: "b.xlsx", Entries: rows}, Coders: []spreadsheet.CoderAnswers{
		coder("A", given("BE.0.1", "2", "E2"), given("BE.a.1", "3", "E2"), given("BE.a.2", "1", "E2"), given("BE.a.4", "0", "E2"), given("BE.e.1", "1", "E2")),
		coder("B", given("BE.0.1", "2", "E2"), given("BE.a.1", "2", "E2"), given("BE.a.2", "1", "E3"), given("BE.a.4", "not_disclosed", "")),
	}}
}

func TestReconcile(t *testing.T) {
	q, m := quick(t)
	settled, err := app.Reconcile(q, m, settling(q, decided("BE.a.1", "3", "", "The board approved it.", "C"), decided("BE.a.2", "", "E3", "A court record.", "C"), decided("BE.a.4", "not_disclosed", "", "Nothing is public.", "C")))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range settled {
		got = append(got, strings.Join([]string{x.Subject, x.Question, x.Answer.Value, string(x.Answer.State), string(x.Answer.Grade), x.Answer.Note}, "|"))
	}
	want := []string{"acme|BE.0.1|2|answered|E2|from the report", "acme|BE.a.1|3|answered|E2|from the report\nSettled by C: The board approved it.",
		"acme|BE.a.2|1|answered|E3|from the report\nSettled by C: A court record.", "acme|BE.a.4||not_disclosed||from the report\nSettled by C: Nothing is public.", "acme|BE.e.1|1|answered|E2|from the report"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReconcileListsWhatIsLeft(t *testing.T) {
	q, m := quick(t)
	good := []vigil.Entry{decided("BE.a.1", "3", "", "Because.", "C"), decided("BE.a.2", "", "E3", "Because.", "C"), decided("BE.a.4", "0", "E2", "Because.", "C")}
	with := func(i int, e vigil.Entry) []vigil.Entry {
		rows := append([]vigil.Entry(nil), good...)
		rows[i] = e
		return rows
	}
	for _, c := range []struct {
		name string
		rows []vigil.Entry
		want string
	}{
		{"untouched", with(0, decided("BE.a.1", "", "", "", "")), "b.xlsx: Disagreements!answer BE.a.1: BE.a.1 of acme is not settled: A 3 (E2), B 2 (E2); choose the answer, and say why and who decides"},
		{"no answer", with(0, decided("BE.a.1", "", "E2", "Because.", "C")), "b.xlsx: Disagreements!answer BE.a.1: BE.a.1 of acme has no settled answer: A 3 (E2), B 2 (E2); choose the answer that holds"},
		{"all that a row may lack", with(2, decided("BE.a.4", "1", "", " ", "A")), "b.xlsx: Disagreements!reason BE.a.4: BE.a.4 of acme is settled without a reason; say why this answer holds and not the other\n" +
			"b.xlsx: Disagreements!by BE.a.4: A is one of the coders; have it settled by a third person\n" +
			"b.xlsx: Disagreements!grade BE.a.4: BE.a.4 of acme has no settled grade, and the coders do not share one for that answer: A 0 (E2), B not disclosed; choose the grade of its evidence"},
		{"a person's name", with(0, decided("BE.a.1", "3", "", "Because.", "Jane Doe")), `b.xlsx: Disagreements!by BE.a.1: "Jane Doe" is no short code; give one word of at most 30 letters and digits, not a person's name`},
		{"nobody", with(0, decided("BE.a.1", "3", "", "Because.", "")), "b.xlsx: Disagreements!by BE.a.1: BE.a.1 of acme does not say who settled it; give the short code of the person who decided"},
		{"no answer of the scale", with(0, decided("BE.a.1", "9", "E2", "Because.", "C")), `b.xlsx: Disagreements!answer BE.a.1: BE.a.1: "9" is no answer to this question; choose 0, 1, 2 or 3`},
		{"harm", with(0, decided("BE.a.1", "3", "", "Ask somebody@example.org", "C")), "b.xlsx: Disagreements!reason BE.a.1: the text seems to hold a mail address; take the address out and name the office or the role instead"},
		{"a row that is gone", good[1:], "b.xlsx: Disagreements: the row of BE.a.1 of acme is not there; put it back, and settle it"},
		{"a row that is there twice", append(good[:3:3], good[0]), "b.xlsx: Disagreements!item BE.a.1: BE.a.1 of acme stands here and in item BE.a.1; keep one of the two rows"},
		{"a row about nothing", append(good[:3:3], decided("BE.0.1", "3", "E2", "Because.", "C")), "b.xlsx: Disagreements!item BE.0.1: there is nothing to settle about BE.0.1 of acme; restore the company, unit and item of the row as they were, or take the row out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := app.Reconcile(q, m, settling(q, c.rows...))
			if err == nil || err.Error() != c.want {
				t.Errorf("got\n%v\nwant\n%s", err, c.want)
			}
		})
	}
	in := settling(q, good...)
	in.Questionnaire = "company-quick@0.0.1"
	if _, err := app.Reconcile(q, m, in); err == nil || !strings.Contains(err.Error(), "the workbook is of company-quick@0.0.1") {
		t.Errorf("another edition: %v", err)
	}
}
