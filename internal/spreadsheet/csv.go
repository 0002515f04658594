package spreadsheet

import (
	"cmp"
	"encoding/csv"
	"io"
	"strings"

	"vigil/internal/benchmark"
	"vigil/internal/vigil"
)

// csvColumns are the columns of an answer file, in the order in which they are written.
var csvColumns = []string{"subject", "unit", "question", "value", "state", "grade", "date", "note",
	"search_date", "search_sources", "search_languages", "search_terms", "approved", "evidence_title", "evidence_link"}

var csvRequired = []string{"question", "value"}

// ReadCSV reads answers from csv, as ReadTable reads tables: columns by name in any order, what was guarded against
// formulas restored, all problems at once with line and column. The name is used in messages only.
func ReadCSV(name string, r io.Reader) (vigil.Submission, vigil.Problems) {
	sub := vigil.Submission{Source: name}
	t := &tableReader{name: name, known: csvColumns, required: csvRequired}
	t.each = func(row Row) {
		sub.Rows++
		if e := csvEntry(row); e.Question == "" {
			t.ps.Add(row.At(name, "question"), "the row names no question", "write the id of the question")
		} else {
			sub.Entries = append(sub.Entries, e)
		}
	}
	t.read(r)
	return sub, t.ps
}

// csvEntry is the raw answer in a row.
func csvEntry(row Row) vigil.Entry {
	word := func(column string) string { return strings.TrimSpace(row.Cells[column]) }
	e := vigil.Entry{
		Place: row.place["value"], Subject: word("subject"), Unit: word("unit"), Question: word("question"),
		Value: row.Cells["value"], State: word("state"), Grade: word("grade"), Date: word("date"), Note: row.Cells["note"], Approved: row.Cells["approved"],
		Search: vigil.SearchLog{Date: word("search_date"), Sources: row.Cells["search_sources"], Languages: row.Cells["search_languages"], Terms: row.Cells["search_terms"]},
		Places: row.place,
	}
	e.Evidence = evidenceOf(e, row.Cells["evidence_title"], row.Cells["evidence_link"])
	for field, column := range map[string]string{"search": "search_date", "evidence": "evidence_title", "evidence.link": "evidence_link"} {
		if p, ok := row.place[column]; ok {
			e.Places[field] = p
		}
	}
	return e
}

// evidenceOf pairs titles and links, one a line, and gives them the grade and date of the answer.
func evidenceOf(e vigil.Entry, titles, links string) []vigil.Evidence {
	if strings.TrimSpace(titles) == "" && strings.TrimSpace(links) == "" {
		return nil
	}
	t, l := strings.Split(titles, "\n"), strings.Split(links, "\n")
	var out []vigil.Evidence
	for i := range max(len(t), len(l)) {
		ev := vigil.Evidence{Unit: e.Unit, Question: e.Question, Grade: cmp.Or(vigil.Grade(e.Grade), vigil.E0), Date: e.Date}
		if i < len(t) {
			ev.Title = strings.TrimSpace(t[i])
		}
		if i < len(l) {
			ev.Link = strings.TrimSpace(l[i])
		}
		if ev.Title == "" {
			ev.Title = ev.Link
		}
		if ev.Title != "" {
			out = append(out, ev)
		}
	}
	return out
}

// WriteCSV writes answers as ReadCSV reads them, guarded against formulas, without evidence references. Subject
// fills the first column of every row.
func WriteCSV(w io.Writer, answers []vigil.Answer, subject string) error {
	rows := make([][]string, len(answers))
	for i, a := range answers {
		rows[i] = answerRow(subject, a, nil)[:13]
	}
	return writeRows(w, csvColumns[:13], rows)
}

// WriteSettledCSV writes reconciled answers as ReadCSV reads them, guarded against formulas. Of a reference its title and
// link are kept; it has the grade and date of its answer.
func WriteSettledCSV(w io.Writer, settled []benchmark.Settled) error {
	rows := make([][]string, len(settled))
	for i, x := range settled {
		rows[i] = answerRow(x.Subject, x.Answer, x.Evidence)
	}
	return writeRows(w, csvColumns, rows)
}

// answerRow is an answer in the order of csvColumns.
func answerRow(subject string, a vigil.Answer, evidence []vigil.Evidence) []string {
	titles, links := make([]string, len(evidence)), make([]string, len(evidence))
	for i, e := range evidence {
		titles[i], links[i] = strings.ReplaceAll(e.Title, "\n", " "), e.Link
	}
	return []string{subject, a.Unit, a.Question, a.Value, string(a.State), string(a.Grade), a.Date, a.Note,
		a.Search.Date, a.Search.Sources, a.Search.Languages, a.Search.Terms, a.ApprovedBy, strings.Join(titles, "\n"), strings.Join(links, "\n")}
}

func writeRows(w io.Writer, head []string, rows [][]string) error {
	c := csv.NewWriter(w)
	if err := c.Write(head); err != nil {
		return err
	}
	for _, row := range rows {
		for i := range row {
			row[i] = vigil.GuardText(row[i])
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// short cuts what somebody typed for use in a message.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
