package spreadsheet_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vigil/internal/question"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

func TestAnyAnswersComeBackEqualFromCSV(t *testing.T) {
	form := ofUnits(t)
	rapid.Check(t, func(t *rapid.T) {
		d := assessments(form).Draw(t, "assessment")
		var out bytes.Buffer
		if err := spreadsheet.WriteCSV(&out, d.Answers, "=acme"); err != nil {
			t.Fatal(err)
		}
		sub, ps := spreadsheet.ReadCSV("answers.csv", &out)
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		readings, ps := question.ReadAll(form.Questionnaire, form.Methodology, sub)
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		var answers []vigil.Answer
		for _, r := range readings {
			if r.Subject != "=acme" {
				t.Fatalf("the subject reads %q", r.Subject)
			}
			answers = append(answers, r.Answer)
		}
		if diff := gocmp.Diff(d.Answers, answers); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Every way to write a csv file gives the same answers.
func TestCSVOfEveryProgramIsRead(t *testing.T) {
	for name, text := range map[string]string{
		"commas":             "question,value,note\nBE.a.1,3,\"a; b\"\n",
		"semicolons":         "question;value;note\r\nBE.a.1;3;\"a; b\"\r\n",
		"tabs":               "question\tvalue\tnote\nBE.a.1\t3\ta; b",
		"byte order mark":    "\xef\xbb\xbfquestion,value,note\nBE.a.1,3,a; b\n",
		"titles otherwise":   " Question ,VALUE,Note\nBE.a.1,3,a; b\n",
		"rows of separators": "\n,,\nquestion,value,note\n,,\nBE.a.1,3,a; b\n , ,\n",
		"blanks around ids":  "question,value,note\n BE.a.1 ,3,a; b\n",
		"other order":        "note,value,question\na; b,3,BE.a.1\n",
	} {
		t.Run(name, func(t *testing.T) {
			sub, ps := spreadsheet.ReadCSV("a.csv", strings.NewReader(text))
			if len(ps) > 0 || sub.Rows != 1 || len(sub.Entries) != 1 {
				t.Fatalf("%d rows, %d entries, %v", sub.Rows, len(sub.Entries), ps)
			}
			if e := sub.Entries[0]; e.Question != "BE.a.1" || e.Value != "3" || e.Note != "a; b" {
				t.Errorf("read %+v", e)
			}
		})
	}
}

// All problems of a csv file come at once with line and column, in the same words for answers and for any table.
func TestProblemsOfCSV(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":          {"", "x.csv: the file is empty; write the names of the columns into the first row and the rest below"},
		"blanks":           {"\xef\xbb\xbf \n,,\n", "x.csv: the file is empty; write the names of the columns into the first row and the rest below"},
		"utf-16":           {"\xff\xfeq\x00", "x.csv: the file is UTF-16; save it as CSV UTF-8"},
		"bytes":            {"question,value\nBE.a.1,\xe9\nBE.a.2,\x00\n", "x.csv:2:8: there are bytes that are not UTF-8; save the file as CSV UTF-8\nx.csv:3:8: there is a NUL character; remove it; the file may be damaged or no csv file"},
		"columns":          {"\nvalue,frage,value\n", "x.csv:2:7: there is no column \"frage\"; the columns are question, value\nx.csv:2:13: the column \"value\" is there twice; keep one of them\nx.csv:2: the column \"question\" is missing; add it; the first row names the columns: question, value"},
		"ragged rows":      {"question,value\nBE.a.1\nBE.a.2,3\nBE.a.3,3,4\n", "x.csv:2:1: the row has 1 cells, the first row has 2; keep empty cells; put text with separators or line breaks between quotation marks\nx.csv:4:1: the row has 3 cells, the first row has 2; keep empty cells; put text with separators or line breaks between quotation marks"},
		"quotation marks":  {"question,value\nBE.a.1,say \"no\"\nBE.a.2\n", "x.csv:2:12: a quotation mark stands where none may be, or one is not closed; put the whole cell into quotation marks and write \" inside it twice\nx.csv:3:1: the row has 1 cells, the first row has 2; keep empty cells; put text with separators or line breaks between quotation marks"},
		"an open quote":    {"question,value\n\"BE.a.1,3\n", "x.csv:2:11: a quotation mark stands where none may be, or one is not closed; put the whole cell into quotation marks and write \" inside it twice"},
		"a quote in names": {"question,\"value\"s\n", "x.csv:1:16: a quotation mark stands where none may be, or one is not closed; put the whole cell into quotation marks and write \" inside it twice"},
	} {
		t.Run(name, func(t *testing.T) {
			columns := []string{"question", "value"}
			_, rows, ps := spreadsheet.ReadTable("x.csv", strings.NewReader(c.text), columns, columns, false)
			if got := ps.Error(); got != c.want {
				t.Errorf("%d rows; it says\n%s\nand not\n%s", len(rows), got, c.want)
			}
			_, ps = spreadsheet.ReadCSV("x.csv", strings.NewReader(c.text))
			same := strings.NewReplacer("subject, unit, question, value, state, grade, date, note, search_date, search_sources, search_languages, search_terms, approved, evidence_title, evidence_link", "question, value")
			if got := same.Replace(ps.Error()); got != c.want {
				t.Errorf("of answers it says\n%s", got)
			}
		})
	}
	if _, ps := spreadsheet.ReadCSV("x.csv", strings.NewReader("question,value,unit\n,3,north\n")); ps.Error() != "x.csv:2:1: the row names no question; write the id of the question" {
		t.Error(ps)
	}
	if _, ps := spreadsheet.ReadCSV("x.csv", strings.NewReader("question,value\n"+strings.Repeat("a\n", 500))); len(ps) != 200 {
		t.Errorf("%d problems are listed", len(ps))
	}
	large := strings.NewReader("question,value\n" + strings.Repeat("BE.a.1,3\n", 8<<20))
	if _, ps := spreadsheet.ReadCSV("x.csv", large); ps.Error() != "x.csv: the file is larger than 64 MiB; split it into several files" {
		t.Error(ps)
	}
}

func TestATableOfAnyColumns(t *testing.T) {
	columns, rows, ps := spreadsheet.ReadTable("x.csv", strings.NewReader("subject;Colour\nacme;'=red\n\nrival;\n"), []string{"subject"}, []string{"subject"}, true)
	if len(ps) > 0 || fmt.Sprint(columns) != "[subject colour]" || len(rows) != 2 {
		t.Fatal(columns, rows, ps)
	}
	if r := rows[0]; r.Cells["colour"] != "=red" || r.At("x.csv", "colour").String() != "x.csv:2:6" || rows[1].Line != 4 || r.At("x.csv", "size").String() != "x.csv:2" {
		t.Errorf("%+v", rows)
	}
}

func TestReferencesInCSV(t *testing.T) {
	sub, ps := spreadsheet.ReadCSV("x.csv", strings.NewReader("question,value,grade,evidence_title,evidence_link\nBE.a.1,3,E2,\"Policy\nCharter\",\"https://example.org/p\n\nhttps://example.org/more\"\nBE.a.2,1,,Minutes,\n"))
	if len(ps) > 0 || len(sub.Entries) != 2 {
		t.Fatal(sub, ps)
	}
	want := []vigil.Evidence{{Question: "BE.a.1", Title: "Policy", Link: "https://example.org/p", Grade: vigil.E2}, {Question: "BE.a.1", Title: "Charter", Grade: vigil.E2},
		{Question: "BE.a.1", Title: "https://example.org/more", Link: "https://example.org/more", Grade: vigil.E2}}
	if diff := gocmp.Diff(want, sub.Entries[0].Evidence); diff != "" {
		t.Error(diff)
	}
	if e := sub.Entries[1].Evidence; len(e) != 1 || e[0].Grade != vigil.E0 {
		t.Errorf("a reference of an answer without a grade reads %+v", e)
	}
	if at := sub.Entries[0].EvidenceAt(2, "link").String(); at != "x.csv:3:10" {
		t.Errorf("a link stands at %s", at)
	}
}
