package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"vigil/internal/vigil"
)

// bank is a bank with all its files, and the form in which they are checked as one.
type bank struct {
	ref   string
	m     *vigil.Methodology
	files []loaded[*vigil.Bank]
	all   *vigil.Questionnaire // everything in it, so that conditions find each other
	uses  map[string][]string
}

// checkBanks puts the files of each bank together and looks at what they mean.
func (l *loading) checkBanks() map[string]*bank {
	banks := map[string]*bank{}
	var order []string
	for _, f := range l.banks {
		ref := f.data.Ref()
		b := banks[ref]
		if b == nil {
			b = &bank{ref: ref, all: &vigil.Questionnaire{ID: f.data.ID, Edition: f.data.Edition, Method: f.data.Method}, uses: map[string][]string{}}
			b.m = l.c.Methodology(f.data.Method)
			banks[ref] = b
			order = append(order, ref)
		}
		switch {
		case f.data.Method != b.all.Method:
			f.src.add("methodology", fmt.Sprintf("this file of the bank %s rests on %s and another one on %s", ref, f.data.Method, b.all.Method), "give all files of a bank one methodology")
		case b.m == nil && f.data.Method != "":
			f.src.add("methodology", fmt.Sprintf("the methodology %q is not among the files", f.data.Method), "write id@edition as its file gives them, or load its file too")
		}
		b.files = append(b.files, f)
	}
	for _, ref := range order {
		b := banks[ref]
		if b.m != nil {
			b.check(l.c)
		}
		l.c.Banks = append(l.c.Banks, b.whole())
	}
	return banks
}

// whole is the bank in one piece.
func (b *bank) whole() *vigil.Bank {
	first := b.files[0].data
	all := &vigil.Bank{ID: first.ID, Edition: first.Edition, Method: first.Method, Languages: first.Languages}
	for _, f := range b.files {
		all.Screening = append(all.Screening, f.data.Screening...)
		all.Indicators = append(all.Indicators, f.data.Indicators...)
	}
	return all
}

// check looks at every file with the ids of all of them in view.
func (b *bank) check(c *Catalogue) {
	pillar := vigil.Pillar{}
	for _, f := range b.files {
		b.all.Screening = append(b.all.Screening, f.data.Screening...)
		pillar.Indicators = append(pillar.Indicators, f.data.Indicators...)
	}
	b.all.Pillars = []vigil.Pillar{pillar}
	taken := map[string]bool{vigil.Total: true}
	for _, file := range b.files {
		f := newForm(file.src, b.all, b.m, c)
		f.bank, f.taken, f.uses = b.ref, taken, b.uses
		file.src.checkTexts(file.data.Languages, true)
		for i := range file.data.Screening {
			f.checkScreening(fmt.Sprintf("screening[%d]", i), &file.data.Screening[i])
		}
		for i := range file.data.Indicators {
			f.checkPlace(fmt.Sprintf("indicators[%d]", i), &file.data.Indicators[i])
		}
		f.checkIndicators("indicators", file.data.Indicators)
		f.compileList("screening", file.data.Screening, nil)
		f.compileList("indicators", file.data.Indicators, nil)
		for _, in := range slices.Concat(file.data.Screening, file.data.Indicators) {
			f.checkCircle(in.ID)
		}
	}
}

// checkPlace wants the pillar of an indicator, and who answers it, because questionnaires choose by that.
func (f *form) checkPlace(path string, in *vigil.Indicator) {
	var ids []string
	for _, r := range f.m.Pillars {
		ids = append(ids, r.ID)
	}
	f.wants(path, in.ID, in.Pillar != "", "pillar", or(ids))
	f.among(path+".pillar", "pillar", in.Pillar, ids)
	f.wants(path, in.ID, len(in.Respondents) > 0, "respondents", or(respondents))
}

// checkCircle notes conditions of one indicator that lead back to it. Every file of a bank tells of its own.
func (f *form) checkCircle(id string) {
	seen := map[string]bool{}
	var leads func(from string) bool
	leads = func(from string) bool {
		for _, next := range f.uses[from] {
			if next == id {
				return true
			}
			if !seen[next] {
				seen[next] = true
				if leads(next) {
					return true
				}
			}
		}
		return false
	}
	if leads(id) {
		f.add(f.paths[id], fmt.Sprintf("the conditions of %s lead back to it", id), "take one of these conditions out")
	}
}

// fillFrom puts the chosen indicators of a bank into the pillars of a questionnaire, in the order of the bank.
func fillFrom(banks map[string]*bank, s *source, q *vigil.Questionnaire, m *vigil.Methodology) {
	if q.Bank == "" {
		if q.Choose != nil {
			s.add("choose", "there is nothing to choose from", "name the bank, as id@edition")
		}
		return
	}
	b := banks[q.Bank]
	if b == nil {
		s.add("bank", fmt.Sprintf("the bank %q is not among the files", q.Bank), "write id@edition as its files give them, or load its files too")
		return
	}
	if len(q.Pillars) > 0 || len(q.Screening) > 0 {
		s.add("bank", "there are a bank and indicators or screening questions of its own", "write them into the bank, or leave the bank out")
		return
	}
	if b.all.Method != q.Method {
		s.add("bank", fmt.Sprintf("the bank %s rests on %s, this questionnaire on %s", q.Bank, b.all.Method, q.Method), "let both rest on one methodology")
		return
	}
	choice := vigil.Choice{}
	if q.Choose != nil {
		choice = *q.Choose
	}
	b.known(s, choice)
	if !b.choose(q, choice, m) {
		s.add("choose", "nothing in the bank fits this choice", "widen it")
	}
	b.supported(s, q)
	b.worded(s, q)
	q.Digest = digestOf(q)
}

// known notes words of a choice that mean nothing here.
func (b *bank) known(s *source, c vigil.Choice) {
	s.among("choose.respondent", "respondent", c.Respondent, respondents)
	for i, t := range c.Tiers {
		s.among(fmt.Sprintf("choose.tiers[%d]", i), "tier", t, tiers(b.m))
	}
	var items, screening []string
	for _, in := range b.all.Pillars[0].Indicators {
		items = append(items, in.ID)
	}
	for _, in := range b.all.Screening {
		screening = append(screening, in.ID)
	}
	for field, ids := range map[string][]string{"items": c.Items, "leave_out": c.LeaveOut, "screening": c.Screening} {
		have := items
		if field == "screening" {
			have = screening
		}
		for i, id := range ids {
			at := fmt.Sprintf("choose.%s[%d]", field, i)
			switch {
			case !slices.Contains(have, id):
				s.add(at, fmt.Sprintf("the bank %s has no %q", b.ref, id), "correct the id, or take it out")
			case slices.Index(ids, id) != i:
				s.add(at, fmt.Sprintf("%q occurs twice", id), "take one of them out")
			}
		}
	}
}

// choose fills screening and pillars; false when nothing fits.
func (b *bank) choose(q *vigil.Questionnaire, c vigil.Choice, m *vigil.Methodology) bool {
	for _, f := range b.files {
		for _, in := range f.data.Screening {
			if len(c.Screening) == 0 || slices.Contains(c.Screening, in.ID) {
				q.Screening = append(q.Screening, in)
			}
		}
	}
	for _, rule := range m.Pillars {
		p := vigil.Pillar{ID: rule.ID}
		for _, f := range b.files {
			for _, in := range f.data.Indicators {
				if in.Pillar == rule.ID && fits(c, in) {
					p.Indicators = append(p.Indicators, inForm(in, q.SmallFirm))
				}
			}
		}
		if len(p.Indicators) > 0 {
			q.Pillars = append(q.Pillars, p)
		}
	}
	return len(q.Pillars) > 0
}

// inForm is an indicator as a form has it: below its pillar, with the steps of those who answer.
func inForm(in vigil.Indicator, smallFirm bool) vigil.Indicator {
	if smallFirm && len(in.SmallFirmActions) > 0 {
		in.Actions = in.SmallFirmActions
	}
	in.Pillar, in.SmallFirmActions = "", nil
	return in
}

func fits(c vigil.Choice, in vigil.Indicator) bool {
	return in.RetiredBy == "" && (c.Respondent == "" || slices.Contains(in.Respondents, c.Respondent)) && (len(c.Tiers) == 0 || slices.Contains(c.Tiers, in.Tier)) &&
		(len(c.Items) == 0 || slices.Contains(c.Items, in.ID)) && !slices.Contains(c.LeaveOut, in.ID)
}

// supported notes items that fell out of the choice by another rule, conditions that ask for what the form does not,
// and languages that the bank lacks.
func (b *bank) supported(s *source, q *vigil.Questionnaire) {
	if q.Choose != nil {
		for i, id := range q.Choose.Items {
			if q.Question(id) == nil && slices.ContainsFunc(b.all.Pillars[0].Indicators, func(in vigil.Indicator) bool { return in.ID == id }) {
				s.add(fmt.Sprintf("choose.items[%d]", i), fmt.Sprintf("%s is named here, and respondent, tiers or leave_out leave it out", id), "take it out here, or widen the others")
			}
		}
	}
	for _, in := range slices.Concat(q.Screening, deref(q.Questions())) {
		for _, needs := range b.uses[in.ID] {
			if q.Question(needs) == nil {
				s.add("choose", fmt.Sprintf("%s asks for the answer to %s, which this form does not ask", in.ID, needs), "choose "+needs+" too, or leave "+in.ID+" out")
			}
		}
	}
	for _, f := range b.files {
		for _, lang := range q.Languages {
			if !slices.Contains(f.data.Languages, lang) {
				s.add("languages", fmt.Sprintf("%s of the bank is not written in %q", f.src.file, lang), "translate it, or take the language out")
			}
		}
	}
}

// worded notes items whose steps are not written for the small firms that answer this form.
func (b *bank) worded(s *source, q *vigil.Questionnaire) {
	if !q.SmallFirm {
		return
	}
	for _, in := range b.all.Pillars[0].Indicators {
		if q.Question(in.ID) != nil && len(in.Actions) > 0 && len(in.SmallFirmActions) == 0 {
			s.add("small_firm", fmt.Sprintf("the steps of %s are worded for firms with departments", in.ID), "write its small_firm_actions in the bank, or leave the item out")
		}
	}
}

func deref(list []*vigil.Indicator) []vigil.Indicator {
	out := make([]vigil.Indicator, len(list))
	for i, in := range list {
		out[i] = *in
	}
	return out
}

// digestOf pins a form that was put together: SHA-256 of all that it asks, hex.
func digestOf(q *vigil.Questionnaire) string {
	form := *q
	form.Digest = ""
	text, err := json.Marshal(form)
	if err != nil {
		panic(err) // strings, numbers and lists always marshal
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
