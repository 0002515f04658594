package app

import (
	"math"
	"slices"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// Size is how many people work for an organisation, as far as the choice of a form depends on it.
type Size string

// The sizes.
const (
	SizeUnknown Size = ""
	Small       Size = "small"  // up to 49
	Middle      Size = "middle" // 50 to 249
	Large       Size = "large"  // 250 and more
)

// Sizes lists the sizes that one can say.
var Sizes = []Size{Small, Middle, Large}

// OrganisationTypes are the types that choose a form. Others are possible and are answered like companies.
var OrganisationTypes = []string{"company", "state_owned", "supplier", "investor", "university", "private_security", "media", "foundation", "association", "other"}

// Depth is how far a form asks. Results of forms of different depth are never ranked together.
type Depth string

// The depths.
const (
	Short Depth = "short" // some questions, named one by one
	Core  Depth = "core"
	Full  Depth = "full"
)

// FormProposal is a form that an organisation could be assessed with.
type FormProposal struct {
	Questionnaire *vigil.Questionnaire
	Depth         Depth
	Recommended   bool
	Why           []string     // reasons of the recommendation: Why...
	Screening     int          // questions asked first
	Least, Most   int          // other questions: if every "no" of the screening is proven, and if none is
	OfUnits       []UnitLength // what of Most each unit answers, in their order; none: the form asks the organisation as a whole
	MinutesLeast  int          // to answer them with the documents at hand
	MinutesMost   int
}

// UnitLength says how many questions of a form one unit answers.
type UnitLength struct {
	Unit      vigil.Unit
	Questions int
}

// The reasons for recommending a form.
const (
	WhyOnly       = "only"       // there is no other for this type of organisation
	WhyComparable = "comparable" // the last assessment used it, and only results of one form can be compared
	WhySmall      = "small"      // a small organisation
	WhyFirst      = "first"      // a first look at itself
	WhyStandard   = "standard"   // the form by which organisations are compared
	WhyRisk       = "risk"       // the screening found what a short form does not ask about
)

// minutes is how long one question takes with the documents at hand, by the type of its scale. The authors of two forms say
// how long theirs take: half a day for the quick scan, an hour for the small supplier's. TestMinutes holds the table to both:
// a flag takes longest for its search, a yes or no least.
var minutes = map[string]float64{"graded": 6, "yes_partial_no": 5, "flag": 10, "multi": 5, "share": 8, "number": 4, "date": 2, "text": 8}

// screeningMinutes is for a screening question: somebody knows, or a register is looked through.
const screeningMinutes = 2

// depth reads from a form how far it asks.
func depth(q *vigil.Questionnaire) Depth {
	switch {
	case q.Choose == nil:
		return Full
	case len(q.Choose.Items) > 0:
		return Short
	case len(q.Choose.Tiers) > 0:
		return Core
	}
	return Full
}

// respondents says as what an organisation answers: by its type, or by what the screening question on the type says.
func respondents(o vigil.Organisation, screening map[string]string) []string {
	types := []string{o.Type}
	if o.Type == "" || o.Type == "company" {
		if x := (vigil.Answer{Value: screening["SCR.10"]}); len(x.Elements()) > 0 {
			types = x.Elements()
		}
	}
	var list []string
	add := func(r string) {
		if !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	for _, t := range types {
		switch t {
		case "supplier", "investor":
			add(t)
		case "university", "private_security", "media", "foundation", "association":
			add("non_state_actor")
		}
	}
	if len(list) == 0 || slices.Contains(types, "company") || slices.Contains(types, "state_owned") {
		list = append([]string{"company"}, list...)
	}
	if o.Sector == "FIN" && !slices.Contains(list, "investor") {
		add("investor")
	}
	return list
}

// candidates are the newest editions of the forms for an organisation, shortest first, those of its own type before others.
func (a *App) candidates(s Start, o vigil.Organisation) []*vigil.Questionnaire {
	as := respondents(o, s.values())
	if s.Mode == vigil.BENCH {
		as = append(as, "monitor")
	}
	var list []*vigil.Questionnaire
	for _, r := range as {
		var group []*vigil.Questionnaire
		for _, q := range a.Catalogue.Questionnaires {
			newest, _, err := a.Catalogue.Questionnaire(q.ID)
			m := a.Catalogue.Methodology(q.Method)
			reference := m == nil || len(m.Attribution) > 0 // the published index of somebody else
			if err == nil && newest == q && !reference && slices.Contains(q.Respondents, r) && !slices.Contains(list, q) {
				group = append(group, q)
			}
		}
		slices.SortStableFunc(group, func(x, y *vigil.Questionnaire) int { return len(x.Questions()) - len(y.Questions()) })
		list = append(list, group...)
	}
	return list
}

// propose measures every form for an organisation and recommends one.
func (a *App) propose(s Start, o vigil.Organisation, units []vigil.Unit, last *vigil.Assessment) []FormProposal {
	var list []FormProposal
	for _, q := range a.candidates(s, o) {
		m := a.Catalogue.Methodology(q.Method)
		if m == nil {
			continue
		}
		p := FormProposal{Questionnaire: q, Depth: depth(q)}
		in := scoring.Input{Questionnaire: q, Methodology: m, Subject: subject(o), Mode: s.Mode, Cutoff: a.today(), Units: units, Answers: s.asGiven(q)}
		p.Most, p.MinutesMost, p.OfUnits = formLength(in)
		p.Screening = screeningAsked(in)
		in.Answers = a.asProven(q, in.Answers)
		p.Least, p.MinutesLeast, _ = formLength(in)
		list = append(list, p)
	}
	if i, why := recommend(list, s, o, last); i >= 0 {
		list[i].Recommended, list[i].Why = true, why
	}
	return list
}

// formLength counts the questions that apply or may apply, one that several units answer once for each, and how long they take.
func formLength(in scoring.Input) (questions, least int, ofUnits []UnitLength) {
	card := scoring.Score(in)
	total := screeningMinutes * float64(screeningAsked(in))
	of := map[string]int{}
	for _, n := range card.Nodes {
		if n.Item == nil || n.Item.Applicable == vigil.False.String() {
			continue
		}
		questions++
		of[n.Unit]++
		if x := in.Questionnaire.Question(n.Node); x != nil {
			scale, _ := in.Methodology.ScaleOf(x)
			total += minutes[scale.Type]
		}
	}
	for _, u := range in.Units {
		if of[u.Code] > 0 {
			ofUnits = append(ofUnits, UnitLength{u, of[u.Code]})
		}
	}
	return questions, int(math.Ceil(total/10)) * 10, ofUnits
}

func screeningAsked(in scoring.Input) int {
	n := 0
	for _, t := range scoring.ScreeningAsked(in) {
		if t != vigil.False {
			n++
		}
	}
	return n
}

// asProven gives the answers as they count once every no, and every box left empty, has the proof that it takes.
func (a *App) asProven(q *vigil.Questionnaire, given []vigil.Answer) []vigil.Answer {
	list := slices.Clone(given)
	for i := range list {
		list[i].Grade, list[i].ApprovedBy, list[i].Search = vigil.E2, "reviewer", vigil.SearchLog{Date: a.today(), Sources: "registers", Languages: "en", Terms: "names"}
	}
	return list
}

// recommend chooses one of the forms, and says why; -1 where there is none.
func recommend(list []FormProposal, s Start, o vigil.Organisation, last *vigil.Assessment) (int, []string) {
	if len(list) == 0 {
		return -1, nil
	}
	if last != nil {
		for i, p := range list {
			if p.Questionnaire.ID == formOf(*last) {
				return i, []string{WhyComparable}
			}
		}
	}
	first := list[0].Questionnaire.Respondents[0]
	own := slices.IndexFunc(list, func(p FormProposal) bool { return !slices.Contains(p.Questionnaire.Respondents, first) })
	if own < 0 {
		own = len(list)
	}
	if own == 1 {
		return 0, []string{WhyOnly}
	}
	find := func(d Depth) int {
		return slices.IndexFunc(list[:own], func(p FormProposal) bool { return p.Depth == d })
	}
	short, core := find(Short), find(Core)
	answers := s.values()
	risk := answers["SCR.2"] == "yes" || answers["SCR.4"] == "yes" || answers["SCR.6"] == "yes" || slices.Contains([]string{"SEC", "ICT"}, o.Sector)
	switch {
	case short >= 0 && s.Size == Small && !risk:
		return short, []string{WhySmall}
	case short >= 0 && s.Size == Small && s.Mode == vigil.SELF && !list[short].Questionnaire.SmallFirm:
		return short, []string{WhySmall, WhyFirst}
	case core >= 0 && risk:
		return core, []string{WhyRisk, WhyStandard}
	case short >= 0 && s.Mode == vigil.SELF && s.Size != Large && !list[short].Questionnaire.SmallFirm:
		return short, []string{WhyFirst}
	case core >= 0:
		return core, []string{WhyStandard}
	}
	return 0, nil
}
