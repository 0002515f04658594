package vigil

// Questionnaire is an instrument: screening questions, then pillars of indicators. An edition is immutable
// once used; an assessment keeps the edition it was made with.
type Questionnaire struct {
	ID           string      `yaml:"questionnaire,required" json:"questionnaire"`
	Edition      string      `yaml:"edition,required" json:"edition"`
	Method       string      `yaml:"methodology,required" json:"methodology"` // id@edition
	Languages    []string    `yaml:"languages,required" json:"languages"`
	Title        Text        `yaml:"title,required" json:"title"`
	Label        Text        `yaml:"label" json:"label,omitempty"`
	Intro        Text        `yaml:"intro" json:"intro,omitempty"`
	Attribution  Text        `yaml:"attribution" json:"attribution,omitempty"`
	Owner        Text        `yaml:"owner" json:"owner,omitempty"`           // who takes every step, in place of the pillars' owners: a small firm has no departments
	SmallFirm    bool        `yaml:"small_firm" json:"small_firm,omitempty"` // its answers come from a firm without departments: the steps are the bank's small_firm_actions
	Respondents  []string    `yaml:"respondents" json:"respondents,omitempty"`
	SectorFigure bool        `yaml:"sector_figure" json:"sector_figure,omitempty"`
	Sections     []Section   `yaml:"sections" json:"sections,omitempty"`
	Bank         string      `yaml:"bank" json:"bank,omitempty"`     // id@edition; loading puts its indicators into the pillars
	Choose       *Choice     `yaml:"choose" json:"choose,omitempty"` // which of them
	Screening    []Indicator `yaml:"screening" json:"screening,omitempty"`
	Pillars      []Pillar    `yaml:"pillars" json:"pillars"`
	Digest       string      `yaml:"-" json:"digest,omitempty"` // SHA-256 of the file as loaded, or of the form that was put together from a bank, hex
}

// Ref is the questionnaire's id and edition, as "id@edition".
func (q *Questionnaire) Ref() string { return q.ID + "@" + q.Edition }

// Section groups questions on pages and sheets; it has no weight.
type Section struct {
	ID    string `yaml:"id,required" json:"id"`
	Title Text   `yaml:"title,required" json:"title"`
}

// Pillar is a top group of indicators. Its weight comes from the methodology where that names pillars.
type Pillar struct {
	ID         string      `yaml:"id,required" json:"id"`
	Title      Text        `yaml:"title" json:"title,omitempty"`
	Weight     Rational    `yaml:"weight" json:"weight,omitempty"`
	Aggregate  string      `yaml:"aggregate" json:"aggregate,omitempty"`
	Indicators []Indicator `yaml:"indicators,required" json:"indicators"`
}

// Indicator is what is measured: a question with a scale, or a group of parts.
type Indicator struct {
	ID               string       `yaml:"id,required" json:"id"`
	Title            Text         `yaml:"title" json:"title,omitempty"`
	Pillar           string       `yaml:"pillar" json:"pillar,omitempty"` // in a bank: where a questionnaire puts it
	Section          string       `yaml:"section" json:"section,omitempty"`
	Provisions       []string     `yaml:"provisions" json:"provisions,omitempty"`
	Tier             string       `yaml:"tier" json:"tier,omitempty"`
	Kind             string       `yaml:"kind" json:"kind,omitempty"` // policy, process, performance, remedy
	Scale            string       `yaml:"scale" json:"scale,omitempty"`
	Respondents      []string     `yaml:"respondents" json:"respondents,omitempty"`
	Sectors          []string     `yaml:"sectors" json:"sectors,omitempty"`
	Critical         string       `yaml:"critical" json:"critical,omitempty"` // the cap it bears
	NoCap            Text         `yaml:"no_cap" json:"no_cap,omitempty"`     // a FLAG without a cap: why it has none
	Question         Text         `yaml:"question" json:"question,omitempty"`
	Guidance         Text         `yaml:"guidance" json:"guidance,omitempty"`
	Levels           []OptionText `yaml:"levels" json:"levels,omitempty"`
	Elements         []Element    `yaml:"elements" json:"elements,omitempty"`
	Evidence         EvidenceAsk  `yaml:"evidence" json:"evidence,omitempty"`
	Applies          string       `yaml:"applies" json:"applies,omitempty"`
	Shown            string       `yaml:"shown" json:"shown,omitempty"`
	Required         string       `yaml:"required" json:"required,omitempty"`
	NoCountsWith     string       `yaml:"no_counts_with" json:"no_counts_with,omitempty"`         // screening: search_log, approval
	Actions          []OptionText `yaml:"actions" json:"actions,omitempty"`                       // what to do to reach a level, or settled, clear, element
	SmallFirmActions []OptionText `yaml:"small_firm_actions" json:"small_firm_actions,omitempty"` // in a bank: the same steps for a firm without departments
	Effort           string       `yaml:"effort" json:"effort,omitempty"`                         // S, M, L
	Weight           Rational     `yaml:"weight" json:"weight,omitempty"`
	Points           []Valued     `yaml:"points" json:"points,omitempty"`
	Maximum          float64      `yaml:"maximum" json:"maximum,omitempty"`
	Direction        int          `yaml:"direction" json:"direction,omitempty"` // -1: a higher number is worse
	Scope            []string     `yaml:"scope" json:"scope,omitempty"`
	Aggregate        string       `yaml:"aggregate" json:"aggregate,omitempty"`
	Parts            []Indicator  `yaml:"parts" json:"parts,omitempty"`
	RetiredBy        string       `yaml:"retired_by" json:"retired_by,omitempty"`

	AppliesIf  Condition `yaml:"-" json:"-"`
	ShownIf    Condition `yaml:"-" json:"-"`
	RequiredIf Condition `yaml:"-" json:"-"`
}

// Element is one box of a multi question. Points default to 1.
type Element struct {
	ID     string   `yaml:",key" json:"id"`
	Text   Text     `yaml:"text,orvalue" json:"text"`
	Points *float64 `yaml:"points" json:"points,omitempty"`
}

// EvidenceAsk says what evidence a question accepts, and the least grade for a level where the item is
// stricter than the method's ceilings.
type EvidenceAsk struct {
	Accepts Text         `yaml:"accepts" json:"accepts,omitempty"`
	Grades  []LevelGrade `yaml:"grades" json:"grades,omitempty"`
}

// LevelGrade is the least grade of evidence for an option.
type LevelGrade struct {
	Level string `yaml:",key" json:"level"`
	Grade Grade  `yaml:",value" json:"grade"`
}

// IsQuestion reports whether the indicator is asked (has no parts).
func (in *Indicator) IsQuestion() bool { return len(in.Parts) == 0 }

// Level gives the text of an option of the question.
func (in *Indicator) Level(option string) Text { return optionText(in.Levels, option) }

// Action gives what to do to reach an option, or to meet one more element.
func (in *Indicator) Action(option string) Text { return optionText(in.Actions, option) }

func optionText(list []OptionText, id string) Text {
	for _, o := range list {
		if o.ID == id {
			return o.Text
		}
	}
	return nil
}

// ScaleOf gives the scale of a question as it applies to it: the methodology's scale with the question's own
// points and maximum. For multi questions the elements are its options.
func (m *Methodology) ScaleOf(in *Indicator) (Scale, bool) {
	s, ok := m.Scale(in.Scale)
	if !ok {
		return Scale{}, false
	}
	if len(in.Points) > 0 {
		s.Points = in.Points
	}
	if s.Type == "multi" {
		s.Points = make([]Valued, len(in.Elements))
		for i, e := range in.Elements {
			s.Points[i] = Valued{ID: e.ID, Value: 1}
			if e.Points != nil {
				s.Points[i].Value = *e.Points
			}
		}
	}
	if in.Maximum > 0 {
		s.Maximum = in.Maximum
	}
	return s, true
}

// Questions lists the questions below the pillars in declared order, without the screening questions.
func (q *Questionnaire) Questions() []*Indicator {
	var all []*Indicator
	q.Walk(func(_ *Pillar, in *Indicator) {
		if in.IsQuestion() {
			all = append(all, in)
		}
	})
	return all
}

// Language is the language in which its questions are read by somebody who asks for one: that one where any question has a text
// in it, else that of the first question.
func (q *Questionnaire) Language(asked string) string {
	language := ""
	q.Walk(func(_ *Pillar, in *Indicator) {
		if own := in.Question.Language(asked); language == "" || own == asked {
			language = own
		}
	})
	return language
}

// Walk visits every indicator in declared order, a parent before its parts. The pointers stay valid.
func (q *Questionnaire) Walk(visit func(p *Pillar, in *Indicator)) {
	for i := range q.Pillars {
		p := &q.Pillars[i]
		var down func(list []Indicator)
		down = func(list []Indicator) {
			for j := range list {
				visit(p, &list[j])
				down(list[j].Parts)
			}
		}
		down(p.Indicators)
	}
}

// Question finds a question, screening questions included; nil when there is none of this id.
func (q *Questionnaire) Question(id string) *Indicator {
	for i := range q.Screening {
		if q.Screening[i].ID == id {
			return &q.Screening[i]
		}
	}
	var found *Indicator
	q.Walk(func(_ *Pillar, in *Indicator) {
		if in.ID == id && in.IsQuestion() {
			found = in
		}
	})
	return found
}

// PillarOf gives the pillar that holds an indicator; nil for screening questions and unknown ids.
func (q *Questionnaire) PillarOf(id string) *Pillar {
	var found *Pillar
	q.Walk(func(p *Pillar, in *Indicator) {
		if in.ID == id {
			found = p
		}
	})
	return found
}
