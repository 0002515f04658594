package vigil

// AnswerChange is one line of the history of an answer: what it was from then on, by whom and when.
type AnswerChange struct {
	Answer          // Version is the answer's after the change; Author and UpdatedAt say who and when
	TakenOut   bool // there was no answer from then on
	Erased     bool // what people wrote was erased since; codes, grades and dates stay
	Restorable bool // its content can be brought back
}

// AnswerConflict refuses the change of an answer that somebody changed meanwhile: nothing was stored, and both sides are
// here, so that a person can choose field by field. As an error its kind is Conflict.
type AnswerConflict struct { //nolint:errname // a conflict is what the field calls it, and a page shows it as one
	Seen   int64   // the version that the change was made from; 0: none
	Base   *Answer // what both sides started from; nil: unknown, because it was erased or never there
	Mine   Answer  // what was sent; State empty: to take the answer out
	Theirs Answer  // what is on file, with who changed it and when; State empty: it was taken out
}

// Error says what happened, without a word of what either side wrote.
func (c *AnswerConflict) Error() string { return c.Unwrap().Error() }

// Unwrap gives the error of kind Conflict.
func (c *AnswerConflict) Unwrap() error {
	return Errorf(Conflict, "the answer to %q was changed by %s meanwhile, nothing was overwritten; choose for each field which of the two holds", c.Mine.Question, c.Theirs.Author)
}
