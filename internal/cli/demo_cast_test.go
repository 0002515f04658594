package cli

import (
	"slices"
	"strings"
	"testing"

	"vigil/demo"
	"vigil/internal/catalogue"
	"vigil/questionnaires"
)

// The cast of the demo answers every form of the method, and the module of every sector is asked of somebody in full.
func TestDemoAnswersEveryFormAndModule(t *testing.T) {
	d, err := readDemo(demo.Files)
	if err != nil {
		t.Fatal(err)
	}
	c, ps := catalogue.Load(questionnaires.Files)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	answered := map[string]int{}
	asked := map[string]bool{} // form and sector
	for _, o := range d.Organisations {
		form := (&demoRun{demoData: d}).form(o)
		answered[form]++
		for _, s := range o.Screening {
			if s.Question == "SCR.1" {
				for _, sector := range strings.Split(s.Value, ";") {
					asked[form+" "+sector] = true
				}
			}
		}
	}
	for _, form := range []string{"company-quick", "company-core", "company-full", "supplier-small", "supplier-core", "supplier-full", "investor", "non-state-actor", "monitor"} {
		if answered[form] == 0 {
			t.Errorf("no organisation answers %s", form)
		}
	}
	if n := answered["supplier-small"] + answered["supplier-core"] + answered["supplier-full"]; n < 3 {
		t.Errorf("there are %d suppliers", n)
	}
	for sector, forms := range map[string][]string{
		"EXT": {"company-full"}, "AGR": {"company-full"}, "APP": {"company-full"}, "ICT": {"company-full"}, "REN": {"company-full"}, "PRO": {"company-full"},
		"FIN": {"investor"}, "SEC": {"supplier-core", "non-state-actor"}, "CON": {"supplier-full", "monitor"}, "UNI": {"non-state-actor"}, "MED": {"non-state-actor"}, "FND": {"non-state-actor"},
	} {
		for _, form := range forms {
			q, _, err := c.Questionnaire(form)
			if err != nil {
				t.Fatal(err)
			}
			module := 0
			for _, in := range q.Questions() {
				if slices.Contains(in.Sectors, sector) {
					module++
				}
			}
			if module == 0 || !asked[form+" "+sector] {
				t.Errorf("the module of %s in %s has %d items, and asked of somebody is %v", sector, form, module, asked[form+" "+sector])
			}
		}
	}
}

// An answer to a question that the form does not have would be lost in silence.
func TestDemoNamesAnswersThatAreNotAsked(t *testing.T) {
	c, ps := catalogue.Load(questionnaires.Files)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	q, _, err := c.Questionnaire("supplier-small")
	if err != nil {
		t.Fatal(err)
	}
	o := demoOrganisation{Code: "one", Answers: []demoAnswer{{Question: "BE.a.1"}, {Question: "BE.j.3"}}}
	if err := o.unasked(q); err == nil || !strings.Contains(err.Error(), "BE.j.3") || strings.Contains(err.Error(), "BE.a.1") {
		t.Errorf("unasked says %v", err)
	}
}
