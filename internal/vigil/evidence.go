package vigil

// Grade is the strength of evidence behind an answer, E0 (statement only) to E4 (confirmed by those affected).
type Grade string

// The grades of evidence (methodology 4.7).
const (
	E0 Grade = "E0" // statement only
	E1 Grade = "E1" // internal document
	E2 Grade = "E2" // public document
	E3 Grade = "E3" // third-party audit, certificate, court or contact-point record
	E4 Grade = "E4" // confirmed by affected people or their chosen representatives, with consent
)

// Grades lists all grades, weakest first.
var Grades = []Grade{E0, E1, E2, E3, E4}

// Rank is 0 for E0 (and for no grade at all) up to 4 for E4, and -1 for a word that is no grade.
func (g Grade) Rank() int {
	if g == "" {
		return 0
	}
	for i, x := range Grades {
		if x == g {
			return i
		}
	}
	return -1
}

// Evidence is a reference to what supports an answer: a link, or a file of the organisation. One file or link can stand
// behind several answers; each has its own page, quote and dates.
type Evidence struct {
	ID           int64  `json:"id"`
	AssessmentID int64  `json:"assessment_id"`
	Unit         string `json:"unit"`
	Question     string `json:"question" validate:"required"`
	Title        string `json:"title" validate:"required,max=300" gorm:"serializer:sealed"`
	Link         string `json:"link" validate:"omitempty,url,max=2000" gorm:"serializer:sealed"`
	Grade        Grade  `json:"grade" validate:"oneof=E0 E1 E2 E3 E4"`
	Date         string `json:"date" validate:"omitempty,datetime=2006-01-02"` // effective date
	Page         string `json:"page" validate:"max=100" gorm:"serializer:sealed"`
	Quote        string `json:"quote" validate:"max=2000" gorm:"serializer:sealed"`
	Public       bool   `json:"public"`
	File         string `json:"file,omitempty" validate:"max=64"`                           // SHA-256 of the file, hex; empty for a link
	Expires      string `json:"expires,omitempty" validate:"omitempty,datetime=2006-01-02"` // last day on which it says something; empty: it does not expire
}

// Expired reports whether the last day of the evidence is over. Expiry is shown to people and changes no score: the
// method counts the effective date alone, in confidence.
func (e Evidence) Expired(today string) bool { return e.Expires != "" && e.Expires < today }

// Strongest gives the highest grade among references and the newest effective date of those that have it.
func Strongest(list []Evidence) (g Grade, date string) {
	for _, e := range list {
		switch {
		case g == "" || e.Grade.Rank() > g.Rank():
			g, date = e.Grade, e.Date
		case e.Grade == g && e.Date > date:
			date = e.Date
		}
	}
	return g, date
}

// EvidenceRule limits what an answer can score by the grade of its evidence.
type EvidenceRule struct {
	Grades         []GradeRule     `yaml:"grades,required" json:"grades"`
	Ceilings       []CeilingRule   `yaml:"ceilings,required" json:"ceilings"`
	CeilingsReadAs []ReadAsRule    `yaml:"ceilings_read_as" json:"ceilings_read_as,omitempty"`
	ReadAs         []ModeGradeRule `yaml:"read_as" json:"read_as,omitempty"`
	NeedsSearchLog []SearchRule    `yaml:"needs_search_log" json:"needs_search_log,omitempty"`
	SearchedGrade  Grade           `yaml:"searched_grade" json:"searched_grade,omitempty"` // not disclosed or refused with a search log counts as this grade in confidence
}

// GradeRule names a grade and its worth (0..4) in the mean grade.
type GradeRule struct {
	Grade Grade   `yaml:",key" json:"grade"`
	Worth float64 `yaml:"worth" json:"worth"`
	Title Text    `yaml:"title,required" json:"title"`
}

// CeilingRule holds the highest s (0..1) by grade for one kind of indicator.
type CeilingRule struct {
	Kind   string   `yaml:",key" json:"kind"`
	Grades []Valued `yaml:",fields" json:"grades"`
}

// ReadAsRule says that on a scale a ceiling reads as another (yes_partial_no has no 0.25).
type ReadAsRule struct {
	Scale    string   `yaml:",key" json:"scale"`
	Ceilings []Valued `yaml:",fields" json:"ceilings"`
}

// ModeGradeRule says that in a mode a grade reads as another (BENCH: E1 reads as E0).
type ModeGradeRule struct {
	Mode   Mode         `yaml:",key" json:"mode"`
	Grades []GradeAlias `yaml:",fields" json:"grades"`
}

// GradeAlias is a grade and what it reads as.
type GradeAlias struct {
	Grade Grade `yaml:",key" json:"grade"`
	As    Grade `yaml:",value" json:"as"`
}

// SearchRule: on a scale type, one option is accepted only with a dated search log; it then counts as a
// grade and has no ceiling, but in some modes a limit unless the evidence reaches UnlessGrade.
type SearchRule struct {
	Scale       string   `yaml:",key" json:"scale"`
	Option      string   `yaml:"option,required" json:"option"`
	Grade       Grade    `yaml:"grade,required" json:"grade"`
	AtMost      []Valued `yaml:"at_most_by_mode" json:"at_most_by_mode,omitempty"`
	UnlessGrade Grade    `yaml:"unless_grade" json:"unless_grade,omitempty"`
}
