package benchmark

import (
	"slices"
	"strconv"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// Coder is somebody with what they answered: an input of scoring for each subject, all of one questionnaire and method.
// Evidence holds the references behind the answers; no figure rests on them, and settling keeps them with the answer.
type Coder struct {
	Name     string
	Inputs   []scoring.Input
	Evidence map[Slot][]vigil.Evidence
}

// Slot is one question about one unit of one subject: what coders are compared on.
type Slot struct {
	Subject  string `json:"subject,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Question string `json:"question"`
}

// Agreement is how far two or more coders agree (methodology 4.8).
type Agreement struct {
	Coders        []string        `json:"coders"`
	Questionnaire string          `json:"questionnaire"` // id@edition
	Methodology   string          `json:"methodology"`
	Total         Figures         `json:"total"`  // over all scored items
	Grades        Figures         `json:"grades"` // of the evidence behind answers, E0 to E4
	Pillars       []NodeAgreement `json:"pillars"`
	Items         []ItemAgreement `json:"items"` // those that somebody coded, in the order of the form
	Pairs         []PairAgreement `json:"pairs"`
	Subjects      []NodeAgreement `json:"subjects"`
	Confusions    []Confusion     `json:"confusions"` // of scored items
	Coded         []Coded         `json:"coded"`      // by coder: what was coded, and what was left out
	Disagreements []Disagreement  `json:"disagreements"`
}

// Figures are measures of agreement over some units. A measure that is undefined is nil and is printed "n/a": nothing
// was coded twice, or all codes are the same. Kappa is of two coders; of more it is the mean over all pairs for which
// it is defined (Light 1971). Kappa and nominal alpha compare codes, an answer state being a code of its own; the
// weighted kappas, ordinal and interval alpha compare s before ceilings, on which a state that counts a number has it.
type Figures struct {
	Units     int      `json:"units"`   // coded by two or more
	Compared  int      `json:"pairs"`   // pairs of codes in them
	Equal     int      `json:"equal"`   // pairs of equal codes
	Percent   *float64 `json:"percent"` // 0..100
	Kappa     *float64 `json:"kappa"`
	Linear    *float64 `json:"kappa_linear"`
	Quadratic *float64 `json:"kappa_quadratic"`
	Nominal   *float64 `json:"alpha_nominal"`
	Ordinal   *float64 `json:"alpha_ordinal"`
	Interval  *float64 `json:"alpha_interval"`
}

// NodeAgreement are the figures of a pillar or a subject.
type NodeAgreement struct {
	ID string `json:"id"`
	Figures
}

// ItemAgreement are the figures of one question. Of one that is not scored there are only those that need no s.
type ItemAgreement struct {
	ID     string `json:"id"`
	Pillar string `json:"pillar,omitempty"` // empty for a screening question
	Tier   string `json:"tier,omitempty"`
	Scored bool   `json:"scored"`
	Figures
}

// PairAgreement are the figures of two coders over all scored items.
type PairAgreement struct {
	A string `json:"a"`
	B string `json:"b"`
	Figures
}

// Confusion counts how often two codes met in a pair; Low and High are the same where coders agreed. A code is the s of
// an answer (for a question with elements: the elements), or the state.
type Confusion struct {
	Low   string `json:"low"`
	High  string `json:"high"`
	Count int    `json:"count"`
}

// Coded says how much a coder coded, which subjects others coded and this one did not, and of the rest which questions.
type Coded struct {
	Coder   string   `json:"coder"`
	Answers int      `json:"answers"`
	Absent  []string `json:"absent,omitempty"`
	Missing []Slot   `json:"missing,omitempty"`
}

// The classes of reliability (methodology 4.8).
const (
	Reliable  = "reliable"  // alpha of 0.80 or more
	Tentative = "tentative" // from 0.667
	Weak      = "weak"      // below: rewrite the item and code it again
)

// The borders of the classes, and what counts as much agreement with a low kappa.
const (
	AimAlpha       = 0.80
	TentativeAlpha = 0.667
	LeastUnits     = 5 // below so many comparisons an item is not judged: of one company alpha is 0 or undefined
	highPercent    = 80
	lowKappa       = 0.40
)

// Leading is the alpha by which the figures are judged: ordinal, or nominal where there is no order.
func (f Figures) Leading() *float64 {
	if f.Ordinal != nil {
		return f.Ordinal
	}
	return f.Nominal
}

// Class judges the leading alpha; it is empty where that is undefined.
func (f Figures) Class() string {
	a := f.Leading()
	switch {
	case a == nil:
		return ""
	case *a >= AimAlpha:
		return Reliable
	case *a >= TentativeAlpha:
		return Tentative
	}
	return Weak
}

// Rare reports much agreement beside a low kappa: one code is so common that chance alone would give most of the
// agreement, as with a red flag that is rarely raised. Neither number alone tells the truth then.
func (f Figures) Rare() bool {
	return f.Percent != nil && *f.Percent >= highPercent && f.Kappa != nil && *f.Kappa <= lowKappa
}

// KappaWord is the word of Landis and Koch (1977) for a kappa.
func KappaWord(kappa float64) string {
	switch {
	case kappa < 0:
		return "poor"
	case kappa <= 0.20:
		return "slight"
	case kappa <= 0.40:
		return "fair"
	case kappa <= 0.60:
		return "moderate"
	case kappa <= 0.80:
		return "substantial"
	}
	return "almost perfect"
}

// Of gives the agreement about one subject; false where nobody coded it.
func (a *Agreement) Of(subject string) (Figures, bool) {
	for _, s := range a.Subjects {
		if s.ID == subject {
			return s.Figures, true
		}
	}
	return Figures{}, false
}

// Confidence is the part that agreement has in the confidence of a subject's score, scoring.Input.Agreement: the ordinal
// alpha over its scored items; nil where it is undefined, which counts there as if nobody had coded twice.
func (a *Agreement) Confidence(subject string) *float64 {
	f, _ := a.Of(subject)
	return f.Ordinal
}

// WeakItems lists the scored items with enough comparisons whose alpha is below 0.667, the weakest first, ties in the order
// of the form.
func (a *Agreement) WeakItems() []ItemAgreement {
	var weak []ItemAgreement
	for _, i := range a.Items {
		if i.Scored && i.Units >= LeastUnits && i.Class() == Weak {
			weak = append(weak, i)
		}
	}
	slices.SortStableFunc(weak, func(x, y ItemAgreement) int {
		switch {
		case *x.Leading() < *y.Leading():
			return -1
		case *x.Leading() > *y.Leading():
			return 1
		}
		return 0
	})
	return weak
}

// Agree compares what coders of one questionnaire answered. Every figure is over what at least two coders coded. With fewer than two
// coders all figures are undefined.
//
// Blank, not assessed and withheld for safety are no codes: nobody has looked, or what was found is not told for the
// sake of somebody's safety, which says nothing about the company. What a coder's own screening answers take out is none
// either, as the one answer to the screening question would count many times. Not disclosed and refused are codes of
// their own, and so is not applicable where the method lets an answer say so; the first two have the s that the method
// gives them, so that a level 0 beside a not disclosed is a disagreement of codes and none of scores.
func Agree(coders []Coder) *Agreement {
	a := &Agreement{}
	for _, c := range coders {
		a.Coders = append(a.Coders, c.Name)
	}
	s := newSheet(coders)
	if s.form == nil {
		return a
	}
	a.Questionnaire, a.Methodology = s.form.Ref(), s.method.Ref()
	all, byPillar, bySubject := s.scored()
	a.Total = s.figures(all, s.everybody())
	a.Grades = s.gradeFigures(all)
	a.Confusions = confusions(all)
	for _, q := range s.questions {
		rows := s.byQuestion[q.in.ID]
		if len(rows) == 0 {
			continue
		}
		a.Items = append(a.Items, ItemAgreement{ID: q.in.ID, Pillar: q.pillar, Tier: q.in.Tier, Scored: q.scored, Figures: s.figures(rows, s.everybody())})
	}
	for _, p := range s.form.Pillars {
		if rows := byPillar[p.ID]; len(rows) > 0 {
			a.Pillars = append(a.Pillars, NodeAgreement{p.ID, s.figures(rows, s.everybody())})
		}
	}
	for _, code := range s.subjects {
		a.Subjects = append(a.Subjects, NodeAgreement{code, s.figures(bySubject[code], s.everybody())})
	}
	for i := range coders {
		for j := range coders[:i] {
			a.Pairs = append(a.Pairs, PairAgreement{coders[j].Name, coders[i].Name, s.figures(all, []int{j, i})})
		}
		a.Coded = append(a.Coded, s.coded(i))
	}
	a.Disagreements = s.disagreements()
	return a
}

// CodersOf gathers what each coder answered about the companies of a benchmark, named "coder 1" and so on, since the
// names of coders are published nowhere. Companies that nobody coded twice are in none.
func CodersOf(entries []Entry) []Coder {
	var coders []Coder
	for _, e := range entries {
		for i, answers := range e.Codings {
			if i == len(coders) {
				coders = append(coders, Coder{Name: "coder " + strconv.Itoa(i+1)})
			}
			in := e.Input
			in.Answers = answers
			coders[i].Inputs = append(coders[i].Inputs, in)
		}
	}
	return coders
}
