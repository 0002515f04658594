package spreadsheet

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"vigil/internal/vigil"
)

// jsonFile is the shape of an answer file in json.
type jsonFile struct {
	Questionnaire string       `json:"questionnaire"`
	Assessment    string       `json:"assessment"`
	Answers       []jsonAnswer `json:"answers"`
}

type jsonAnswer struct {
	Subject  string          `json:"subject"`
	Unit     string          `json:"unit"`
	Question string          `json:"question"`
	Value    json.RawMessage `json:"value"` // text or number
	State    string          `json:"state"`
	Grade    string          `json:"grade"`
	Date     string          `json:"date"`
	Note     string          `json:"note"`
	Search   vigil.SearchLog `json:"search"`
	Approved string          `json:"approved"`
	Evidence []jsonEvidence  `json:"evidence"`
}

type jsonEvidence struct {
	Title string `json:"title"`
	Link  string `json:"link"`
	Grade string `json:"grade"`
	Date  string `json:"date"`
	Page  string `json:"page"`
	Quote string `json:"quote"`
}

// readJSON reads {"questionnaire", "assessment", "answers": [{"question", "value", ...}]}; unknown fields are problems.
func readJSON(name string, b []byte) (vigil.Submission, vigil.Problems) {
	sub := vigil.Submission{Source: name}
	var ps vigil.Problems
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	var file jsonFile
	if err := d.Decode(&file); err != nil {
		ps.Say(placeOfJSON(name, b, d, err), vigil.Say("this is no answer file: %s", strings.TrimPrefix(err.Error(), "json: ")),
			vigil.Say(`write an object with "questionnaire" and "answers", a list of objects with "question" and "value"`))
		return sub, ps
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		ps.Add(placeOfJSON(name, b, d, nil), "there is something after the end of the object", "remove it")
		return sub, ps
	}
	sub.Questionnaire, sub.Assessment, sub.Rows = file.Questionnaire, file.Assessment, len(file.Answers)
	for i, a := range file.Answers {
		at := vigil.Place{File: name, Field: fmt.Sprintf("answers[%d]", i)}
		value, ok := jsonValue(a.Value)
		if !ok {
			ps.Add(at, "the value is neither text nor a number", "write the id of the option in quotation marks")
		}
		if a.Question == "" {
			ps.Add(at, "the answer names no question", "add \"question\" with its id")
			continue
		}
		e := vigil.Entry{Place: at, Subject: a.Subject, Unit: a.Unit, Question: a.Question, Value: value, State: a.State, Grade: a.Grade,
			Date: a.Date, Note: a.Note, Search: a.Search, Approved: a.Approved}
		for n, ev := range a.Evidence {
			if ev.Grade == "" {
				ev.Grade = cmp.Or(a.Grade, string(vigil.E0))
			}
			if e.Places == nil {
				e.Places = map[string]vigil.Place{}
			}
			e.Places[fmt.Sprintf("evidence[%d]", n)] = vigil.Place{File: name, Field: fmt.Sprintf("answers[%d].evidence[%d]", i, n)}
			e.Evidence = append(e.Evidence, vigil.Evidence{Unit: a.Unit, Question: a.Question, Title: ev.Title, Link: ev.Link,
				Grade: vigil.Grade(ev.Grade), Date: ev.Date, Page: ev.Page, Quote: ev.Quote})
		}
		sub.Entries = append(sub.Entries, e)
	}
	return sub, ps
}

func jsonValue(raw json.RawMessage) (string, bool) {
	text := string(bytes.TrimSpace(raw))
	if text == "" || text == "null" {
		return "", true
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s, true
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String(), true
	}
	return "", false
}

func placeOfJSON(name string, b []byte, d *json.Decoder, err error) vigil.Place {
	offset := d.InputOffset()
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	} else if errors.As(err, &kind) {
		offset = kind.Offset
	} else if errors.Is(err, io.ErrUnexpectedEOF) {
		offset = int64(len(b))
	}
	before := b[:min(int(offset), len(b))]
	line := bytes.Count(before, []byte{'\n'}) + 1
	return vigil.Place{File: name, Line: line, Column: max(1, len(before)-bytes.LastIndexByte(before, '\n')-1)}
}
