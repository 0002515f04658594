package catalogue

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// idForm is how ids of questions, indicators, pillars and elements are written.
var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$`)

// form is a questionnaire being checked.
type form struct {
	*source
	q         *vigil.Questionnaire
	m         *vigil.Methodology
	c         *Catalogue
	reference bool            // texts may be left out
	bank      string          // the bank whose files are being checked; empty: a questionnaire
	taken     map[string]bool // ids of screening, pillars and indicators
	sections  []string
	paths     map[string]string // of screening questions and indicators, by id
	uses      map[string][]string
}

// checkQuestionnaire looks at what a questionnaire means under its methodology, and compiles its conditions.
func checkQuestionnaire(s *source, q *vigil.Questionnaire, m *vigil.Methodology, c *Catalogue) {
	f := newForm(s, q, m, c)
	s.checkTexts(q.Languages, true)
	for i, r := range q.Respondents {
		s.among(fmt.Sprintf("respondents[%d]", i), "respondent", r, respondents)
	}
	if q.SmallFirm && len(q.Owner) == 0 {
		s.add("small_firm", "a small firm has no departments, and nobody is named to take its steps", "name them by title under owner, such as Owner or manager")
	}
	if q.SmallFirm && q.Bank == "" {
		s.add("small_firm", "small_firm chooses among the steps of a bank, and this questionnaire writes its own", "write the steps for those who answer, and take the line out")
	}
	for i, x := range q.Sections {
		if slices.Contains(f.sections, x.ID) {
			s.add(fmt.Sprintf("sections[%d].id", i), fmt.Sprintf("the section %q occurs twice", x.ID), "give each its own id")
		}
		f.sections = append(f.sections, x.ID)
	}
	for i := range q.Screening {
		f.checkScreening(fmt.Sprintf("screening[%d]", i), &q.Screening[i])
	}
	for i := range q.Pillars {
		f.checkPillar(fmt.Sprintf("pillars[%d]", i), &q.Pillars[i])
	}
	if len(q.Pillars) == 0 && q.Bank == "" {
		s.add("", "there are neither pillars nor a bank", "write pillars with indicators, or name a bank to choose from")
	}
	f.compileAll()
	f.checkCircles()
}

func newForm(s *source, q *vigil.Questionnaire, m *vigil.Methodology, c *Catalogue) *form {
	return &form{source: s, q: q, m: m, c: c, reference: m.Status == "reference", taken: map[string]bool{vigil.Total: true},
		paths: map[string]string{}, uses: map[string][]string{}}
}

// take notes an id that is used again within the questionnaire.
func (f *form) take(path, id string) {
	if id == "" {
		return
	}
	if f.taken[id] {
		f.add(path+".id", fmt.Sprintf("the id %q is taken", id), "give each pillar, indicator and screening question its own id")
	}
	f.taken[id] = true
	if !idForm.MatchString(id) {
		f.add(path+".id", fmt.Sprintf("%q is no id", id), "use letters, digits, point, hyphen and underscore, at most 60")
	}
}

func (f *form) checkScreening(path string, in *vigil.Indicator) {
	f.take(path, in.ID)
	f.paths[in.ID] = path
	f.among(path+".no_counts_with", "rule for a no", in.NoCountsWith, counts)
	if len(in.Parts) > 0 {
		f.add(path+".parts", "a screening question has no parts", "ask each by itself")
	}
	f.checkQuestion(path, in)
}

func (f *form) checkPillar(path string, p *vigil.Pillar) {
	f.take(path, p.ID)
	if len(f.m.Pillars) > 0 {
		var ids []string
		for _, r := range f.m.Pillars {
			ids = append(ids, r.ID)
		}
		f.among(path+".id", "pillar", p.ID, ids)
	} else if len(p.Title) == 0 && !f.reference {
		f.add(path, fmt.Sprintf("the pillar %s has no title", p.ID), "give it one; the methodology names no pillars")
	}
	f.among(path+".aggregate", "aggregation", p.Aggregate, aggregations)
	f.checkIndicators(path+".indicators", p.Indicators)
}

func (f *form) checkIndicators(path string, list []vigil.Indicator) {
	for i := range list {
		in, at := &list[i], fmt.Sprintf("%s[%d]", path, i)
		if in.Pillar != "" && f.bank == "" {
			f.add(at+".pillar", "only an indicator of a bank names its pillar", "take it out; here the indicator stands below its pillar")
		}
		f.take(at, in.ID)
		f.checkIndicator(at, in)
		f.paths[in.ID] = at
		if in.IsQuestion() {
			f.checkQuestion(at, in)
			continue
		}
		if in.Scale != "" || len(in.Question) > 0 || len(in.Levels) > 0 {
			f.add(at, fmt.Sprintf("%s has parts and is asked as well", in.ID), "leave scale, question and levels to the parts")
		}
		f.checkIndicators(at+".parts", in.Parts)
	}
}

// checkIndicator looks at what indicators with and without parts share.
func (f *form) checkIndicator(path string, in *vigil.Indicator) {
	if in.NoCountsWith != "" {
		f.add(path+".no_counts_with", "only a screening question has no_counts_with", "take it out")
	}
	f.among(path+".section", "section", in.Section, f.sections)
	f.among(path+".tier", "tier", in.Tier, tiers(f.m))
	f.among(path+".kind", "kind", in.Kind, kinds)
	f.among(path+".effort", "effort", in.Effort, efforts)
	f.among(path+".aggregate", "aggregation", in.Aggregate, aggregations)
	if in.Direction < -1 || in.Direction > 1 {
		f.add(path+".direction", fmt.Sprintf("%d is no direction", in.Direction), "give 1, or -1 where a higher number is worse")
	}
	for i, x := range in.Sectors {
		f.among(fmt.Sprintf("%s.sectors[%d]", path, i), "sector", x, vigil.Sectors)
	}
	for i, x := range in.Respondents {
		f.among(fmt.Sprintf("%s.respondents[%d]", path, i), "respondent", x, respondents)
	}
	for i, id := range in.Provisions {
		f.checkProvision(fmt.Sprintf("%s.provisions[%d]", path, i), id, f.c)
	}
	if _, ok := f.m.Cap(in.Critical); !ok && in.Critical != "" {
		f.add(path+".critical", fmt.Sprintf("there is no cap %q", in.Critical), "name a cap of the methodology, or take the line out")
	}
	if f.reference || !in.IsQuestion() {
		return
	}
	f.wants(path, in.ID, len(in.Title) > 0, "title", "a short name for tables")
	f.wants(path, in.ID, len(in.Provisions) > 0, "provisions", "the provisions it measures")
	f.wants(path, in.ID, in.Tier != "" || len(f.m.Tiers) == 0 || in.Weight.Set(), "tier", or(tiers(f.m)))
	f.wants(path, in.ID, in.Kind != "" || f.m.Evidence == nil, "kind", or(kinds))
	f.wants(path, in.ID, in.Effort != "" || f.m.Gaps == nil, "effort", or(efforts))
}

// wants notes a field that only instruments of other organisations may leave out.
func (f *form) wants(path, id string, has bool, field, what string) {
	if !has {
		f.add(path, fmt.Sprintf("%s has no %s", id, field), "add it: "+what)
	}
}

// compileAll compiles the conditions, once all ids are known. What an indicator rests on, its parts rest on too.
func (f *form) compileAll() {
	f.compileList("screening", f.q.Screening, nil)
	for i := range f.q.Pillars {
		f.compileList(fmt.Sprintf("pillars[%d].indicators", i), f.q.Pillars[i].Indicators, nil)
	}
}

// compileList compiles the conditions of indicators and of their parts.
func (f *form) compileList(path string, list []vigil.Indicator, above []string) {
	for i := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		f.compile(at, &list[i], above)
		f.compileList(at+".parts", list[i].Parts, f.uses[list[i].ID])
	}
}

func (f *form) compile(path string, in *vigil.Indicator, above []string) {
	uses := slices.Clone(above)
	for _, c := range []struct {
		name, text string
		to         *vigil.Condition
	}{{"applies", in.Applies, &in.AppliesIf}, {"shown", in.Shown, &in.ShownIf}, {"required", in.Required, &in.RequiredIf}} {
		*c.to = f.condition(path+"."+c.name, c.text, f.options)
		uses = append(uses, c.to.Uses...)
	}
	f.uses[in.ID] = uses
}

func (f *form) options(id string) ([]string, bool) {
	in := f.q.Question(id)
	if in == nil {
		return nil, false
	}
	return optionsOf(f.m, in), true
}

// checkCircles notes conditions that lead back to their own question.
func (f *form) checkCircles() {
	done := map[string]bool{}
	var trail []string
	var visit func(id string)
	visit = func(id string) {
		if at := slices.Index(trail, id); at >= 0 {
			f.add(f.paths[id], fmt.Sprintf("the conditions of %s lead back to it", strings.Join(append(slices.Clone(trail[at:]), id), " to ")), "take one of these conditions out")
			return
		}
		if done[id] {
			return
		}
		trail = append(trail, id)
		for _, next := range f.uses[id] {
			visit(next)
		}
		trail = trail[:len(trail)-1]
		done[id] = true
	}
	for _, in := range f.q.Screening {
		visit(in.ID)
	}
	f.q.Walk(func(_ *vigil.Pillar, in *vigil.Indicator) { visit(in.ID) })
}
