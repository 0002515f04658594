package vigil

// ScreeningChange says what moved since the run before, and why. A portfolio score moves for five reasons, and the
// points of the five add up to the whole change, in whatever order they are counted.
type ScreeningChange struct {
	Number     int              `json:"number"` // of the run before
	Day        string           `json:"day"`
	AsOf       string           `json:"as_of"`
	RuleSet    ScreeningRef     `json:"rule_set"`
	RulesMoved bool             `json:"rules_moved"` // another rule set, or another edition
	Scores     []ScoreChange    `json:"scores"`      // one for each mode and form, whatever their editions
	Positions  []PositionChange `json:"positions"`   // that moved, greatest effect first
}

// ScoreChange is the change of one portfolio score. Editions of one form share a row, so that the move from one to the
// next can be told as a move of the ruler; Mixed says that on one side more than one edition took part.
type ScoreChange struct {
	Mode          Mode    `json:"mode"`
	Questionnaire string  `json:"questionnaire"` // id, without edition
	Methodology   string  `json:"methodology"`   // id, without edition
	Mixed         bool    `json:"mixed,omitempty"`
	From          *Figure `json:"from"` // nil: nothing was rated with it
	To            *Figure `json:"to"`
	Change        float64 `json:"change"` // to − from, unrounded; 0 where one of them is missing
	Effects       Effects `json:"effects"`
}

// Effects are points of a portfolio score by cause. They add up to the change.
type Effects struct {
	Company float64 `json:"company"` // the company's answers, evidence, cases or caps moved
	Ruler   float64 `json:"ruler"`   // the edition of the form or the method moved
	Untold  float64 `json:"untold"`  // it moved with both, and the old answers do not say which
	Weight  float64 `json:"weight"`  // it weighs more or less
	Entered float64 `json:"entered"` // bought, matched or rated since
	Left    float64 `json:"left"`    // sold, or no longer rated
}

// Sum adds the effects up.
func (e Effects) Sum() float64 { return e.Company + e.Ruler + e.Untold + e.Weight + e.Entered + e.Left }

// PositionChange is what moved for one position.
type PositionChange struct {
	Organisation string   `json:"organisation"`
	Name         string   `json:"name"`
	What         string   `json:"what"` // entered, left, rated, no longer rated, moved, unchanged
	ShareFrom    float64  `json:"share_from"`
	ShareTo      float64  `json:"share_to"`
	ScoreFrom    *Figure  `json:"score_from"`
	ScoreTo      *Figure  `json:"score_to"`
	Rescored     *Figure  `json:"rescored"` // the old answers under the new ruler; nil: the ruler did not move, or it cannot be told
	BandFrom     string   `json:"band_from,omitempty"`
	BandTo       string   `json:"band_to,omitempty"`
	OutcomeFrom  Outcome  `json:"outcome_from,omitempty"`
	OutcomeTo    Outcome  `json:"outcome_to,omitempty"`
	CapsNew      []string `json:"caps_new,omitempty"`
	CapsGone     []string `json:"caps_gone,omitempty"`
	Effects      Effects  `json:"effects"` // points of the portfolio score
	Why          []string `json:"why"`     // in sentences
}

// OutcomeChange is one position on which two rule sets differ; a dry run lists them.
type OutcomeChange struct {
	Key        string  `json:"key"`
	Name       string  `json:"name"`
	Share      float64 `json:"share"`
	From       Outcome `json:"from"`
	To         Outcome `json:"to"`
	ReasonFrom string  `json:"reason_from"`
	ReasonTo   string  `json:"reason_to"`
}
