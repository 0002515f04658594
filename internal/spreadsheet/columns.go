package spreadsheet

// The columns of the sheet of answers. Import finds them by these names, in any order.
const (
	colID            = "Id"
	colPillar        = "Pillar"
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
	colClause        = "Clause"
)

var answerColumns = []string{colID, colPillar, colQuestion, colMeaning, colAnswer, colState, colGrade, colDate, colNote, colEvidence, colLink,
	colSearchDate, colSearchSources, colSearchLangs, colSearchTerms, colGuidance, colClause}

var answerWidths = []float64{13, 9, 44, 52, 26, 16, 10, 12, 40, 28, 28, 12, 24, 16, 24, 60, 10}

// firstInput and lastInput are the columns that people fill in.
const firstInput, lastInput = 5, 15

// element separates a multi question from one of its elements in an id.
const element = "/"

// multiHint stands in the answer cell of a question that is answered in the rows below. It is read back as empty.
const multiHint = "answer the rows below"
