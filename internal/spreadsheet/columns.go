package spreadsheet

import "slices"

// The columns of the sheet of answers. Import finds them by these names, in any order.
const (
	colID            = "Id"
	colUnit          = "Unit"
	colQuestion      = "Question"
	colMeaning       = "What each answer means"
	colAnswer        = "Answer"
	colState         = "State"
	colGrade         = "Evidence grade"
	colDate          = "Evidence date"
	colNote          = "Note"
	colEvidence      = "Evidence title"
	colLink          = "Evidence link"
	colSearchDate    = "Search date"
	colSearchSources = "Search sources"
	colSearchLangs   = "Search languages"
	colSearchTerms   = "Search terms"
	colGuidance      = "Guidance"
	colPillar        = "Pillar"
	colClause        = "Clause"
	colKey           = "Key" // what formulas look for: the id, or unit|id; hidden, and never read
)

var answerColumns = []string{colID, colUnit, colQuestion, colMeaning, colAnswer, colState, colGrade, colDate, colNote, colEvidence, colLink,
	colSearchDate, colSearchSources, colSearchLangs, colSearchTerms, colGuidance, colPillar, colClause, colKey}

var answerWidths = []float64{15, 8, 40, 50, 24, 13, 9, 13, 36, 28, 28, 12, 24, 16, 24, 110, 10, 10, 16}

// firstInput and lastInput are the columns that people fill in, and lastPrinted the last one on paper.
const firstInput, lastInput, lastPrinted = 5, 15, 9

// inputColumns are the columns of the sheet of answers that people fill in.
var inputColumns = answerColumns[firstInput-1 : lastInput]

// The columns of the sheet of evidence references, all of them filled in by people.
const (
	refQuestion = "Question id"
	refUnit     = "Unit"
	refTitle    = "Title"
	refLink     = "Link"
	refGrade    = "Grade"
	refDate     = "Date"
	refPage     = "Page"
	refQuote    = "Quote"
	refPublic   = "Public"
)

var (
	referenceColumns = []string{refQuestion, refUnit, refTitle, refLink, refGrade, refDate, refPage, refQuote, refPublic}
	referenceWidths  = []float64{14, 9, 36, 40, 9, 13, 12, 52, 9}
)

// number is the place of a column in a list, from 1.
func number(columns []string, title string) int { return slices.Index(columns, title) + 1 }

// element separates a multi question from one of its elements in an id.
const element = "/"

// Hints stand where a cell is not filled in because the answer or the reference stands elsewhere. They are read back
// as empty.
const (
	multiHint    = "answer the rows below"
	evidenceHint = "see sheet Evidence"
)

// slot is one question of one unit; no unit is the organisation as a whole.
type slot struct{ unit, question string }

// key finds a row of the sheet of answers in a formula.
func (s slot) key() string {
	if s.unit == "" {
		return s.question
	}
	return s.unit + "|" + s.question
}
