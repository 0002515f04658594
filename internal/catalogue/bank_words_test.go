package catalogue

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigil/internal/golden"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// ours is the bank of Vigil's own instruments, with the catalogue around it.
func ours(t *testing.T) (*Catalogue, *vigil.Bank, *vigil.Methodology) {
	t.Helper()
	c, ps := Load(questionnaires.Files)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	if len(c.Banks) != 1 {
		t.Fatalf("%d banks, want one", len(c.Banks))
	}
	return c, c.Banks[0], c.Methodology(c.Banks[0].Method)
}

// Every provision is measured by at least four scored items of all four kinds in the full forms; that on armed actors in
// the monitor sheet and the forms together.
func TestEveryClauseIsMeasured(t *testing.T) {
	c, _, m := ours(t)
	counts := map[string]map[string]int{}
	for _, form := range []string{"company-full", "supplier-full", "investor", "non-state-actor", "monitor"} {
		q, _, err := c.Questionnaire(form)
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range q.Questions() {
			if !scored(m, in) {
				continue
			}
			for _, p := range in.Provisions {
				if counts[p] == nil {
					counts[p] = map[string]int{}
				}
				if key := "seen " + in.ID; counts[p][key] == 0 {
					counts[p][key] = 1
					counts[p]["all"]++
					counts[p][in.Kind]++
				}
			}
		}
	}
	for _, p := range c.Provisions {
		for _, k := range kinds {
			if counts[p.ID][k] == 0 {
				t.Errorf("%s has no %s item in the full forms", p.ID, k)
			}
		}
		if n := counts[p.ID]["all"]; n < 4 {
			t.Errorf("%s has %d scored items in the full forms, want 4", p.ID, n)
		}
	}
}

// Every pillar of every form rests on two scored items at least in every sector, and whatever the screening answers take
// out leaves two or none: no pillar stands or falls with a single answer.
func TestEveryPillarRestsOnTwoItems(t *testing.T) {
	c, b, m := ours(t)
	forms := 0
	for _, q := range c.Questionnaires {
		if q.Bank != b.Ref() {
			continue
		}
		forms++
		for _, p := range q.Pillars {
			for _, sector := range vigil.Sectors {
				if n := len(asks(m, &p, sector)); n < 2 {
					t.Errorf("%s: %s rests on %d items in sector %s", q.ID, p.ID, n, sector)
				}
			}
		}
		for _, thin := range thinned(m, q) {
			t.Errorf("%s: %s", q.ID, thin)
		}
	}
	if forms != 9 {
		t.Errorf("%d forms choose from the bank, want 9", forms)
	}
}

// asks lists the scored items of a pillar that concern a sector.
func asks(m *vigil.Methodology, p *vigil.Pillar, sector string) []*vigil.Indicator {
	var list []*vigil.Indicator
	for i := range p.Indicators {
		if in := &p.Indicators[i]; scored(m, in) && inSector(in, sector) {
			list = append(list, in)
		}
	}
	return list
}

// thinned names the pillars of a form that some set of screening answers leaves with a single item.
func thinned(m *vigil.Methodology, q *vigil.Questionnaire) []string {
	var found []string
	for _, p := range q.Pillars {
		for _, sector := range vigil.Sectors {
			list := asks(m, &p, sector)
			if always := slices.DeleteFunc(slices.Clone(list), func(in *vigil.Indicator) bool { return in.Applies != "" }); len(always) >= 2 {
				continue
			}
			for _, set := range waysToAnswer(m, q, list) {
				facts := vigil.Facts{Sectors: []string{sector}, Answers: set}
				left := slices.DeleteFunc(slices.Clone(list), func(in *vigil.Indicator) bool { return in.AppliesIf.Holds(facts) == vigil.False })
				if len(left) == 1 {
					found = append(found, fmt.Sprintf("%s rests on %s alone in sector %s when the answers are %v", p.ID, left[0].ID, sector, set))
					break
				}
			}
		}
	}
	return found
}

// waysToAnswer lists every way to answer the screening questions that the conditions of these items ask about.
func waysToAnswer(m *vigil.Methodology, q *vigil.Questionnaire, list []*vigil.Indicator) []map[string]string {
	sets, seen := []map[string]string{{}}, map[string]bool{}
	for _, in := range list {
		for _, id := range in.AppliesIf.Uses {
			if seen[id] {
				continue
			}
			seen[id] = true
			var more []map[string]string
			for _, option := range optionsOf(m, q.Question(id)) {
				for _, set := range sets {
					set = maps.Clone(set)
					set[id] = option
					more = append(more, set)
				}
			}
			sets = more
		}
	}
	return sets
}

func TestTheShortFormsAreSubsets(t *testing.T) {
	c, _, _ := ours(t)
	for short, long := range map[string]string{"company-quick": "company-core", "company-core": "company-full", "supplier-small": "supplier-core", "supplier-core": "supplier-full"} {
		a, _, err := c.Questionnaire(short)
		if err != nil {
			t.Fatal(err)
		}
		b, _, err := c.Questionnaire(long)
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range a.Questions() {
			if b.Question(in.ID) == nil && short != "company-quick" {
				t.Errorf("%s of %s is not in %s", in.ID, short, long)
			}
		}
		if len(a.Questions()) >= len(b.Questions()) {
			t.Errorf("%s is no shorter than %s", short, long)
		}
	}
	quick, _, _ := c.Questionnaire("company-quick")
	full, _, _ := c.Questionnaire("company-full")
	for _, in := range quick.Questions() {
		if full.Question(in.ID) == nil {
			t.Errorf("%s of the quick scan is not in the full form", in.ID)
		}
	}
}

// An id is used once, for ever: whoever retires an item names its successor and leaves it in the bank. The list of ids
// only grows; `make golden` adds new ones.
func TestIdsAreNeverReused(t *testing.T) {
	_, b, _ := ours(t)
	const file = "testdata/ids.txt"
	old, err := os.ReadFile(file)
	if err != nil && !golden.Updating() {
		t.Fatal(err)
	}
	var ids []string
	for _, in := range slices.Concat(b.Screening, b.Indicators) {
		ids = append(ids, in.ID)
		if in.RetiredBy != "" && !slices.ContainsFunc(b.Indicators, func(x vigil.Indicator) bool { return x.ID == in.RetiredBy && x.RetiredBy == "" }) {
			t.Errorf("%s is retired by %q, which is no item in use", in.ID, in.RetiredBy)
		}
	}
	slices.Sort(ids)
	for _, id := range strings.Fields(string(old)) {
		if !slices.Contains(ids, id) {
			t.Errorf("the item %s is gone; bring it back and give it retired_by with its successor, because its id stands in answers", id)
		}
	}
	golden.Equal(t, file, []byte(strings.Join(ids, "\n")+"\n"))
}

// What a machine can tell of a fair question: one idea in at most 30 words, no way out, and nothing about a person.
func TestTheWordsOfTheBank(t *testing.T) {
	_, b, m := ours(t)
	vague := regexp.MustCompile(`(?i)\b(where|if|when|as) (appropriate|possible|feasible|applicable|necessary)\b|\band/or\b|\badequate(ly)?\b|\breasonable efforts?\b|\betc\b`)
	asksForAPerson := regexp.MustCompile(`(?i)\b(names?|addresses|address|phone numbers?|contact details?|photographs?|identit(y|ies)|ages?|gender|ethnicity|immigration status) of (the |a |any |each )?(human rights )?(defenders?|complainants?|witness(es)?|victims?|whistle-?blowers?|organisers?|activists?|protesters?|relatives?)\b`)
	ofADepartment := regexp.MustCompile(`(?i)\b(board|counsel|department|lead|executive|officer|management|procurement|human resources|compliance|subsidiar(y|ies)|due diligence)\b`)
	for _, in := range b.Indicators {
		q := in.Question.In("en")
		if n := len(strings.Fields(q)); n > 30 {
			t.Errorf("%s: the question has %d words", in.ID, n)
		}
		if strings.Count(q, "?") != 1 {
			t.Errorf("%s: %d question marks", in.ID, strings.Count(q, "?"))
		}
		scale, _ := m.ScaleOf(&in)
		if scale.Type == "text" || scale.Type == "date" && !strings.HasPrefix(in.ID, "SCR.") {
			t.Errorf("%s is answered by a %s: in a box for free words somebody writes a name, and a day finds a person", in.ID, scale.Type)
		}
		if in.Pillar == "P3" && (len(in.Sectors) > 0 || !strings.Contains(in.Applies, `answers["SCR.2"]`)) && in.Kind != "policy" {
			t.Errorf("%s stands in P3, which applies by SCR.2 alone", in.ID)
		}
		texts := map[string]string{"question": q}
		for _, l := range in.Levels {
			texts["level "+l.ID] = l.Text.In("en")
		}
		for _, e := range in.Elements {
			texts["element "+e.ID] = e.Text.In("en")
		}
		for _, a := range in.SmallFirmActions {
			texts["small_firm_actions "+a.ID] = a.Text.In("en")
			if w := ofADepartment.FindString(a.Text.In("en")); w != "" {
				t.Errorf("%s, small_firm_actions %s: a firm without departments has no %q", in.ID, a.ID, w)
			}
			if n := len(strings.Fields(a.Text.In("en"))); n > 55 {
				t.Errorf("%s, small_firm_actions %s: %d words are no step for Monday", in.ID, a.ID, n)
			}
		}
		for where, text := range texts {
			if w := vague.FindString(text); w != "" {
				t.Errorf("%s, %s: says %q", in.ID, where, w)
			}
			if w := asksForAPerson.FindString(text); w != "" {
				t.Errorf("%s, %s: asks for %q", in.ID, where, w)
			}
		}
		for _, need := range []struct {
			has  bool
			what string
		}{{len(in.Guidance) > 0, "guidance"}, {len(in.Evidence.Accepts) > 0, "evidence"}, {in.Effort != "", "effort"}, {len(in.Actions) > 0 || !scale.Scored(), "actions"}} {
			if !need.has {
				t.Errorf("%s has no %s", in.ID, need.what)
			}
		}
		if g := in.Guidance.In("en"); !strings.Contains(g, "nough") {
			t.Errorf("%s: the guidance does not say what is enough: %q", in.ID, g)
		}
		if msg := stepsWithoutAction(&in, scale); msg != "" {
			t.Errorf("%s: %s", in.ID, msg)
		}
	}
}

// stepsWithoutAction names a step up that says nothing on what to do.
func stepsWithoutAction(in *vigil.Indicator, scale vigil.Scale) string {
	if !scale.Scored() {
		return ""
	}
	if scale.Type == "multi" {
		if len(in.Action("element")) == 0 {
			return "no action says how to meet one element more"
		}
		return ""
	}
	for _, p := range scale.Points {
		if p.Value > 0 && len(in.Action(p.ID)) == 0 {
			return fmt.Sprintf("no action says how to reach %q", p.ID)
		}
	}
	return ""
}

// An item begins on a line of its own, and each of its fields too, so that a change of one shows as one line.
func TestTheBankIsInBlockStyle(t *testing.T) {
	files, err := fs.Glob(questionnaires.Files, "bank/*.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d files of the bank: %v", len(files), err)
	}
	_, b, _ := ours(t)
	want, begins := len(b.Screening)+len(b.Indicators), regexp.MustCompile(`(?m)^  - id: [A-Za-z]+(\.[A-Za-z0-9]+)+$`)
	got := 0
	for _, file := range files {
		text, err := fs.ReadFile(questionnaires.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		got += len(begins.FindAll(text, -1))
	}
	if got != want {
		t.Errorf("%d items begin with a line like \"  - id: BE.e.1\", but the bank has %d", got, want)
	}
}
