package spreadsheet

// Names of the sheets of a workbook.
const (
	sheetReadMe   = "Read me"
	sheetSummary  = "Summary"
	sheetPillars  = "Pillars"
	sheetAnswers  = "Answers"
	sheetGaps     = "Gaps"
	sheetPlan     = "Action plan"
	sheetCases    = "Caps and cases"
	sheetCross    = "Crosswalk"
	sheetMethod   = "Methodology"
	sheetLists    = "Lists"
	sheetReport   = "Report"
	stampCode     = "Assessment code"
	stampRef      = "Questionnaire edition"
	stampExport   = "Export id"
)

// column is one column of the Answers sheet.
type column struct {
	id    string
	title string
	width float64
	input bool // unlocked
	date  bool
}

// answerColumns are the columns of the Answers sheet as written; a reader finds them by title, in any order.
var answerColumns = []column{
	{id: "id", title: "Id", width: 15},
	{id: "unit", title: "Unit", width: 14},
	{id: "pillar", title: "Pillar", width: 16},
	{id: "question", title: "Question", width: 40},
	{id: "guidance", title: "Who and guidance", width: 50},
	{id: "levels", title: "Levels", width: 52},
	{id: "value", title: "Level or answer", width: 30, input: true},
	{id: "state", title: "State", width: 17, input: true},
	{id: "grade", title: "Evidence grade", width: 17, input: true},
	{id: "date", title: "Evidence date", width: 13, input: true, date: true},
	{id: "note", title: "Note", width: 34, input: true},
	{id: "title", title: "Evidence title", width: 28, input: true},
	{id: "link", title: "Evidence link", width: 28, input: true},
	{id: "search_date", title: "Search date", width: 13, input: true, date: true},
	{id: "search_sources", title: "Search sources", width: 26, input: true},
	{id: "search_languages", title: "Search languages", width: 16, input: true},
	{id: "search_terms", title: "Search terms", width: 26, input: true},
	{id: "clause", title: "Clause", width: 12},
}
