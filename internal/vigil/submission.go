package vigil

import "fmt"

// Submission is what somebody sent in, before anything is believed: raw strings, each with the place it
// came from. Package question reads it into answers or problems.
type Submission struct {
	Source        string // file name or form
	Questionnaire string // id@edition the sender used; empty when the format does not say
	Assessment    string // code of the assessment the sender filled in; empty likewise
	Export        string // of the workbook that was sent out and came back; empty where the format has none
	Version       int64  // of the assessment when that workbook was written
	Rows          int    // rows read
	WholeEvidence bool   // references come with every field; else no page, no quote and not public mean that nothing was said
	Entries       []Entry
}

// Entry is the raw answer to one question. Fields left empty by the sender are empty strings.
type Entry struct {
	Place    Place // of the value
	Subject  string
	Unit     string
	Question string
	Value    string
	State    string
	Grade    string
	Date     string
	Note     string
	Search   SearchLog
	Approved string
	Partial  bool // the row of the answer itself was taken out: of what stood there the file says nothing
	Evidence []Evidence
	Places   map[string]Place // of the other fields: state, grade, date, note, search, evidence, evidence[0], evidence[0].title
}

// At gives the place of a field, or of the entry where the format does not tell fields apart.
func (e Entry) At(field string) Place {
	if p, ok := e.Places[field]; ok {
		return p
	}
	return e.Place
}

// EvidenceAt gives the place of a field of a reference, counted from 0, or of what the format can tell apart.
func (e Entry) EvidenceAt(n int, field string) Place {
	for _, key := range []string{fmt.Sprintf("evidence[%d].%s", n, field), fmt.Sprintf("evidence[%d]", n), "evidence." + field} {
		if p, ok := e.Places[key]; ok {
			return p
		}
	}
	return e.At("evidence")
}

// Blank reports whether the sender left the question untouched.
func (e Entry) Blank() bool {
	return e.Value == "" && e.State == "" && e.Grade == "" && e.Date == "" && e.Note == "" && e.Search.Empty() && len(e.Evidence) == 0
}
