package app

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// field is one cell of an answer, the smallest thing that an import takes or leaves.
type field int

const (
	answerCell   field = iota // the value with its state
	gradeCell                 // of the evidence
	dateCell                  // of the evidence
	noteCell                  //
	searchCell                // the search log as one
	evidenceCell              // the references as one list
	fields
)

// fieldNames are the words of plans and messages, and of what is kept of an export.
var fieldNames = [fields]string{"answer", "grade", "date", "note", "search", "evidence"}

// cells holds one answer with its references in a form that can be compared: equal text says the same, and empty text
// says nothing. A reader of a workbook finds in it what the writer put there, so an untouched cell stays equal.
type cells [fields]string

// cellsOf makes the cells of an answer; a zero answer without references has blank ones.
func cellsOf(x vigil.Answer, list []vigil.Evidence) cells {
	var c cells
	if x.State != "" {
		c[answerCell] = strings.TrimSpace(string(x.State) + " " + plain(x.Value))
	}
	c[gradeCell], c[dateCell], c[noteCell] = string(x.Grade), x.Date, plain(x.Note)
	if s := x.Search; !s.Empty() {
		c[searchCell] = coded([]string{s.Date, plain(s.Sources), plain(s.Languages), plain(s.Terms)})
	}
	if len(list) > 0 {
		var lines []string
		for _, e := range list {
			lines = append(lines, coded([]any{plain(e.Title), e.Link, e.Grade, e.Date, plain(e.Page), plain(e.Quote), e.Public}))
		}
		slices.Sort(lines)
		c[evidenceCell] = strings.Join(lines, "\n")
	}
	return c
}

// plain is a text as every format hands it on: one kind of line break, and blanks alone are nothing.
func plain(s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return strings.ReplaceAll(s, "\r\n", "\n")
}

func coded(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and truth values always can be
	}
	return string(b)
}

func (c cells) blank() bool { return c == cells{} }

// shown gives the cells in words for people.
func shown(x vigil.Answer, list []vigil.Evidence) cells {
	var c cells
	if c[answerCell] = string(x.State); x.State == vigil.Answered {
		c[answerCell] = x.Value
	}
	c[gradeCell], c[dateCell], c[noteCell] = string(x.Grade), x.Date, x.Note
	s := x.Search
	c[searchCell] = joined("; ", s.Date, s.Sources, s.Languages, s.Terms)
	var lines []string
	for _, e := range list {
		public := ""
		if e.Public {
			public = "public"
		}
		lines = append(lines, joined(", ", e.Title, e.Link, string(e.Grade), e.Date, e.Page, e.Quote, public))
	}
	slices.Sort(lines)
	c[evidenceCell] = strings.Join(lines, "\n")
	return c
}

// joined puts texts that are not empty behind one another; one that equals the text before it is left out.
func joined(between string, texts ...string) string {
	var out []string
	for _, t := range texts {
		if t != "" && (len(out) == 0 || out[len(out)-1] != t) {
			out = append(out, t)
		}
	}
	return strings.Join(out, between)
}

// put copies one cell from an answer to another.
func put(to *vigil.Answer, from vigil.Answer, f field) {
	switch f {
	case answerCell:
		to.Value, to.State = from.Value, from.State
	case gradeCell:
		to.Grade = from.Grade
	case dateCell:
		to.Date = from.Date
	case noteCell:
		to.Note = from.Note
	case searchCell:
		to.Search = from.Search
	}
}

// placeOf is where a cell stands in the file.
func placeOf(e vigil.Entry, f field) vigil.Place {
	if f == answerCell {
		if e.Value == "" && e.State != "" {
			return e.At("state")
		}
		return e.Place
	}
	return cmp.Or(e.At(fieldNames[f]), e.Place)
}
