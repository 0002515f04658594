package catalogue

import (
	"fmt"
	"strings"
	"testing"

	"vigil/internal/vigil"
)

// item is an indicator of a bank; more are further lines of it.
func item(id, pillar string, more ...string) string {
	lines := []string{"  - id: " + id, "    pillar: " + pillar, "    title: {en: Item " + id + "}", "    provisions: [X.1]", "    tier: core", "    kind: policy",
		"    scale: graded", "    respondents: [company, supplier]", "    question: {en: How far?}", "    levels: {0: {en: Not at all}, 1: {en: Some of it}, 2: {en: All of it}}",
		"    actions: {1: {en: Begin}, 2: {en: Finish}}", "    effort: S"}
	for _, m := range more {
		name, _, _ := strings.Cut(m, ":")
		for i, l := range lines {
			if strings.HasPrefix(l, "    "+name+":") {
				lines[i] = ""
			}
		}
		lines = append(lines, "    "+m)
	}
	out := ""
	for _, l := range lines {
		if l != "" {
			out += l + "\n"
		}
	}
	return out
}

func indented(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n    ") + "\n"
}

const bankHead = "bank: b\nedition: 1.0.0\nmethodology: base@1.0.0\nlanguages: [en]\n"

const chooser = "questionnaire: %s\nedition: 1.0.0\nmethodology: base@1.0.0\nlanguages: [en]\ntitle: {en: Chooser}\nbank: b@1.0.0\n"

var screening = "screening:\n  - {id: Q.1, scale: yes_no, question: {en: Any?}, no_counts_with: search_log}\n  - {id: Q.2, scale: yes_no, question: {en: More?}}\n"

func TestQuestionnairesChooseFromABank(t *testing.T) {
	files := map[string]string{
		"bank/a.yaml": bankHead + screening + "indicators:\n" + item("A.1", "P1") + item("A.2", "P1", "tier: ext", "applies: 'answers[\"Q.1\"] == \"yes\"'") + item("A.3", "P1", "respondents: [investor]"),
		"bank/b.yaml": bankHead + "indicators:\n" + item("B.1", "P1", "applies: 'answers[\"Q.2\"] == \"yes\"'") + item("B.2", "P1", "retired_by: B.1"),
		"all.yaml":    fmt.Sprintf(chooser, "all"),
		"core.yaml":   fmt.Sprintf(chooser, "core") + "choose: {respondent: supplier, tiers: [core], screening: [Q.2]}\n",
		"named.yaml":  fmt.Sprintf(chooser, "named") + "choose: {items: [B.1, A.2], leave_out: [], screening: [Q.2, Q.1]}\n",
	}
	c, ps := Load(base(t, files))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	for id, want := range map[string]string{"all": "Q.1 Q.2 | A.1 A.2 A.3 B.1", "core": "Q.2 | A.1 B.1", "named": "Q.1 Q.2 | A.2 B.1"} {
		q, _, err := c.Questionnaire(id)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, s := range q.Screening {
			got += s.ID + " "
		}
		got += "|"
		for _, in := range q.Questions() {
			got += " " + in.ID
			if in.Pillar != "" {
				t.Errorf("%s of %s still names its pillar", in.ID, id)
			}
			if in.Applies != "" && len(in.AppliesIf.Uses) == 0 {
				t.Errorf("the condition of %s was not compiled", in.ID)
			}
		}
		if got != want {
			t.Errorf("%s asks %s, want %s", id, got, want)
		}
		if len(q.Digest) != 64 {
			t.Errorf("%s has no digest", id)
		}
	}
}

// A form for small firms tells them their own steps; another form, and its digest, know nothing of these.
func TestStepsOfASmallFirm(t *testing.T) {
	steps := "small_firm_actions: {1: {en: Begin on Monday}, 2: {en: Finish on Friday}}"
	load := func(bank string) *Catalogue {
		c, ps := Load(base(t, map[string]string{"bank.yaml": bank,
			"large.yaml": fmt.Sprintf(chooser, "large"), "small.yaml": fmt.Sprintf(chooser, "small") + "small_firm: true\nowner: {en: Owner or manager}\n"}))
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		return c
	}
	form := func(c *Catalogue, id string) *vigil.Questionnaire {
		q, _, err := c.Questionnaire(id)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	c := load(bankHead + "indicators:\n" + item("A.1", "P1", steps))
	for id, want := range map[string]string{"large": "Begin", "small": "Begin on Monday"} {
		if in := form(c, id).Question("A.1"); in.Action("1").In("en") != want || len(in.SmallFirmActions) > 0 {
			t.Errorf("the %s form says %q and keeps %d other steps, want %q alone", id, in.Action("1").In("en"), len(in.SmallFirmActions), want)
		}
	}
	other := load(bankHead + "indicators:\n" + item("A.1", "P1", strings.Replace(steps, "Monday", "Tuesday", 1)))
	if form(c, "large").Digest != form(other, "large").Digest || form(c, "small").Digest == form(other, "small").Digest {
		t.Error("other steps of a small firm change the digest of the large form, or leave that of the small one")
	}
}

// A form's digest covers what it asks, and nothing else of the bank.
func TestTheDigestOfAForm(t *testing.T) {
	digest := func(more string) string {
		c, ps := Load(base(t, map[string]string{
			"bank.yaml": bankHead + screening + "indicators:\n" + item("A.1", "P1") + more,
			"form.yaml": fmt.Sprintf(chooser, "chooser") + "choose: {items: [A.1]}\n",
		}))
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		q, _, err := c.Questionnaire("chooser")
		if err != nil {
			t.Fatal(err)
		}
		return q.Digest
	}
	plain := digest("")
	if digest(item("A.2", "P1")) != plain {
		t.Error("an item that the form does not ask changes its digest")
	}
	if digest("    guidance: {en: Look again.}\n") == plain {
		t.Error("another guidance leaves the digest as it was")
	}
}

func TestBanksRefuse(t *testing.T) {
	form := func(more string) string { return fmt.Sprintf(chooser, "chooser") + more }
	good := bankHead + screening + "indicators:\n" + item("A.1", "P1") + item("A.2", "P1", "applies: 'answers[\"Q.1\"] == \"yes\"'")
	for name, c := range map[string]struct {
		bank, form string
		want       []string
	}{
		"a pillar is missing or unknown": {bankHead + "indicators:\n" + item("A.1", "P9") + strings.ReplaceAll(item("A.2", "P1"), "    pillar: P1\n", ""), "",
			[]string{`bank.yaml:7:13: there is no pillar "P9"`, "bank.yaml:18:5: A.2 has no pillar"}},
		"nobody answers":                   {bankHead + "indicators:\n" + strings.ReplaceAll(item("A.1", "P1"), "    respondents: [company, supplier]\n", ""), "", []string{"bank.yaml:6:5: A.1 has no respondents"}},
		"an id twice":                      {good + item("A.1", "P1"), "", []string{`the id "A.1" is taken`}},
		"an unknown question":              {bankHead + "indicators:\n" + item("A.1", "P1", "applies: 'answers[\"Q.9\"] == \"yes\"'"), "", []string{"Q.9"}},
		"a circle":                         {bankHead + "indicators:\n" + item("A.1", "P1", "applies: 'answers[\"A.2\"] == \"1\"'") + item("A.2", "P1", "applies: 'answers[\"A.1\"] == \"1\"'"), "", []string{"the conditions of A.1 lead back to it", "the conditions of A.2 lead back to it"}},
		"no such bank":                     {good, strings.Replace(form(""), "b@1.0.0", "b@2.0.0", 1), []string{`the bank "b@2.0.0" is not among the files`}},
		"no such item":                     {good, form("choose: {items: [A.1, A.7]}\n"), []string{`form.yaml:7:23: the bank b@1.0.0 has no "A.7"`}},
		"an item twice":                    {good, form("choose: {items: [A.1, A.1]}\n"), []string{`"A.1" occurs twice`}},
		"an item that falls out":           {good, form("choose: {items: [A.1], respondent: investor}\n"), []string{"A.1 is named here", "nothing in the bank fits this choice"}},
		"nothing fits":                     {good, form("choose: {respondent: investor}\n"), []string{"nothing in the bank fits this choice"}},
		"no such respondent or tier":       {good, form("choose: {respondent: nobody, tiers: [middle]}\n"), []string{`there is no respondent "nobody"`, `there is no tier "middle"`}},
		"a condition without its question": {good, form("choose: {screening: [Q.2]}\n"), []string{"A.2 asks for the answer to Q.1, which this form does not ask"}},
		"a bank and own items":             {good, form("pillars: [{id: P1, indicators: []}]\n"), []string{"there are a bank and indicators"}},
		"a choice without a bank":          {good, strings.Replace(form("choose: {tiers: [core]}\n"), "bank: b@1.0.0\n", "", 1), []string{"there are neither pillars nor a bank", "there is nothing to choose from"}},
		"a pillar outside of a bank": {good, strings.Replace(form(""), "bank: b@1.0.0\n", "pillars:\n  - id: P1\n    indicators:\n"+indented(item("C.1", "P1")), 1),
			[]string{"only an indicator of a bank names its pillar"}},
		"a step of a small firm without text": {good + item("A.4", "P1", "small_firm_actions: {1: {en: Begin alone}, 2: {en: \"\"}}") + item("A.5", "P1", "small_firm_actions: {1: {en: Begin alone}}"), "",
			[]string{`bank.yaml:46:52: 2 has no text in the language "en"`, `nothing says what a small firm does to reach "2" of A.5`}},
		"a step of a small firm to no level": {good + item("A.4", "P1", "small_firm_actions: {1: {en: Begin}, 2: {en: Finish}, 7: {en: Fly}}"), "", []string{`there is no option "7"; choose 0, 1 or 2`}},
		"a small firm with the steps of others": {good, form("small_firm: true\nowner: {en: Owner}\nchoose: {items: [A.1]}\n"),
			[]string{"form.yaml:7:13: the steps of A.1 are worded for firms with departments; write its small_firm_actions in the bank, or leave the item out"}},
		"a small firm in which nobody acts": {good, form("small_firm: true\nchoose: {items: [A.1]}\n"), []string{"nobody is named to take its steps"}},
		"steps of a small firm outside of a bank": {good, strings.Replace(form("small_firm: true\nowner: {en: Owner}\n"), "bank: b@1.0.0\n", "pillars:\n  - id: P1\n    indicators:\n"+indented(strings.ReplaceAll(item("C.1", "P1", "small_firm_actions: {1: {en: Begin}}"), "    pillar: P1\n", "")), 1),
			[]string{"only an indicator of a bank has small_firm_actions", "small_firm chooses among the steps of a bank"}},
		"another methodology": {strings.Replace(good, "base@1.0.0", "other@1.0.0", 1), form(""), []string{`the methodology "other@1.0.0" is not among the files`, "this questionnaire on base@1.0.0"}},
		"another language":    {good, strings.Replace(strings.Replace(form(""), "[en]", "[en, es]", 1), "{en: Chooser}", "{en: Chooser, es: Otro}", 1), []string{`bank.yaml of the bank is not written in "es"`}},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"bank.yaml": c.bank}
			if c.form != "" {
				files["form.yaml"] = c.form
			}
			_, ps := Load(base(t, files))
			all := ps.Error()
			for _, w := range c.want {
				if !strings.Contains(all, w) {
					t.Errorf("not said: %s\n%s", w, all)
				}
			}
			if len(ps) == 0 {
				t.Error("no problem was found")
			}
		})
	}
}
