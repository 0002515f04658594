package vigil

// Bank is where indicators are written, each once; questionnaires choose from it. Several files of one id and edition
// make one bank. Like a questionnaire, an edition stays as it is once it has been used.
type Bank struct {
	ID         string      `yaml:"bank,required" json:"bank"`
	Edition    string      `yaml:"edition,required" json:"edition"`
	Method     string      `yaml:"methodology,required" json:"methodology"` // id@edition
	Languages  []string    `yaml:"languages,required" json:"languages"`
	Screening  []Indicator `yaml:"screening" json:"screening,omitempty"`
	Indicators []Indicator `yaml:"indicators" json:"indicators,omitempty"` // each with its pillar
}

// Ref is the bank's id and edition, as "id@edition".
func (b *Bank) Ref() string { return b.ID + "@" + b.Edition }

// Choice says which indicators of a bank a questionnaire asks. What is left out picks everything.
type Choice struct {
	Respondent string   `yaml:"respondent" json:"respondent,omitempty"` // those that this respondent answers
	Tiers      []string `yaml:"tiers" json:"tiers,omitempty"`           // those of these tiers
	Items      []string `yaml:"items" json:"items,omitempty"`           // exactly these
	LeaveOut   []string `yaml:"leave_out" json:"leave_out,omitempty"`   // not these
	Screening  []string `yaml:"screening" json:"screening,omitempty"`   // these screening questions; none named: all
}
