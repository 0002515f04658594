package page

import (
	"github.com/a-h/templ"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
)

// Questions is a page on which questions are answered: one, or those of one part of the questionnaire.
type Questions struct {
	Frame     ui.Frame
	Trail     []ui.Link
	Title     string // of a part; empty: the one question is the title
	TitleIn   string // the language of that title
	Form      *vigil.Questionnaire
	Nav       QuestionNav
	Units     []ui.Link // whose answers these are; empty: the method asks of the organisation as a whole
	Notices   []Notice
	Questions []Question
	Previous  string // address; empty: there is none
	Next      string
	Keys      bool // the keys of one question work here
	Editable  bool
}

// Notice is a message on a page.
type Notice struct {
	Tone     ui.Tone
	Text     string
	Typed    string // what a person wrote, below it
	Link     ui.Link
	Language string // of Typed, empty: unknown
}

// QuestionNav leads through a questionnaire, with how far each part is.
type QuestionNav struct {
	Sections []NavSection
	Jumps    []ui.Link
	Summary  string
	Comments string // address of all comments; empty: not for this reader
}

// NavSection is a part of the questionnaire.
type NavSection struct {
	Label    string
	Language string
	URL      string
	Count    string // 4/11
	Said     string // 4 of 11 answered
	Part     float64
	Whole    float64
	Here     bool
}

// Question is one question as it is answered.
type Question struct {
	Key      string // begins every id of the question on the page
	ID       string
	Unit     string
	Language string // of the texts of the questionnaire, where it is not the page's
	Meta     string
	Text     string
	URL      string // of its own page
	Save     string // addresses that forms go to
	Undo     string
	Confirm  string
	Merge    string
	Form     AnswerForm
	State    SaveState
	Problems []ui.Problem
	Status   []StatusTag
	Needs    []Notice // what to look at: returned, unconfirmed, flagged
	Aside    QuestionAside
	Conflict *AnswerConflict
	Evidence templ.Component // the evidence of the answer, nil: nothing to show
	Comments templ.Component // likewise
	Changes  []AnswerLine
	CanUndo  string // what an undo brings back; empty: nothing to undo
	Stale    int64  // version that undo and confirm act on
	Confirms bool
	Editable bool
	One      bool // alone on its page
}

// SaveState is what is said of storing.
type SaveState struct {
	Text  string
	Saved bool
}

// StatusTag says in a word where an answer stands.
type StatusTag struct {
	Tone ui.Tone
	Text string
}

// AnswerForm is what can be typed.
type AnswerForm struct {
	Version  int64
	Choices  []ui.Option // levels; Value is what is sent
	Elements []ui.Option // of a question with several; any number can be ticked
	Free     *ui.Field   // number, share, date, text
	States   []ui.Option
	Note     ui.Field
	Grades   ui.Choice
	Date     ui.Field
	Search   []ui.Field
	Log      bool // the search log is asked for, and stands open
	Wrong    string
}

// QuestionAside is the guidance beside a question.
type QuestionAside struct {
	Counts  vigil.Text
	Accepts vigil.Text
	Clauses []Clause
	Related []Related
	Why     string            // whether it is asked
	Because []templ.Component // what that rests on
	Score   vigil.Message     // how the answer counts now
}

// Clause is an expectation of the Declaration.
type Clause struct {
	Number templ.Component
	Text   vigil.Text
}

// Related are the references of another framework.
type Related struct {
	Framework  vigil.Text
	References string
}

// AnswerLine is one line of the history.
type AnswerLine struct {
	What    string
	Note    string
	Who     string
	Version int64
	Restore bool
	Saves   []AnswerLine // those before, that the same person made in one go
}

// AnswerConflict shows both sides of an answer that two people changed.
type AnswerConflict struct {
	Version int64
	Who     string
	Kept    []Hidden // what was sent, to be sent again
	Sides   []ConflictSide
}

// Hidden is a field that nobody sees.
type Hidden struct{ Name, Value string }

// ConflictSide is one field with what either side says.
type ConflictSide struct {
	Name   string
	Label  string
	Mine   string
	Theirs string
	Equal  bool
	Take   string // mine or theirs: proposed, because the other side did not touch the field
}
