package scoring_test

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"vigil/internal/catalogue"
	"vigil/internal/question"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// scoringCase is one file testdata/<case>/case.yaml, which needs no Go to add to: what was answered, and
// what must come out. The instrument is an embedded one, or one of testdata/instruments.
type scoringCase struct {
	Title         string           `yaml:"case,required"`
	Proves        string           `yaml:"proves,required"` // the rule, by its section of the method
	Questionnaire string           `yaml:"questionnaire,required"`
	Mode          vigil.Mode       `yaml:"mode"`
	Cutoff        string           `yaml:"cutoff"`
	Sector        string           `yaml:"sector"`
	Sectors       []string         `yaml:"sectors"`
	Type          string           `yaml:"type"`
	Units         []unitCase       `yaml:"units"`
	Rest          *answerCase      `yaml:"rest"` // every question that is not named
	Answers       []answerCase     `yaml:"answers"`
	Allegations   []allegationCase `yaml:"allegations"`
	Caps          []capCase        `yaml:"caps"`
	Agreement     *float64         `yaml:"agreement"`
	Want          []wanted         `yaml:"want"`
	Tries         []tryCase        `yaml:"tries"` // many short cases that differ from this one in a line
}

// tryCase is what differs from its case: answers, allegations and caps are added, or take the place of those of the
// same name.
type tryCase struct {
	Name        string           `yaml:",key"`
	Mode        vigil.Mode       `yaml:"mode"`
	Cutoff      string           `yaml:"cutoff"`
	Sector      string           `yaml:"sector"`
	Sectors     []string         `yaml:"sectors"`
	Answers     []answerCase     `yaml:"answers"`
	Allegations []allegationCase `yaml:"allegations"`
	Caps        []capCase        `yaml:"caps"`
	Agreement   *float64         `yaml:"agreement"`
	Want        []wanted         `yaml:"want,required"`
}

type unitCase struct {
	Code   string         `yaml:",key"`
	Parent string         `yaml:"parent"`
	Kind   string         `yaml:"kind"`
	Weight vigil.Rational `yaml:"weight"`
}

// answerCase is keyed by the question, or by unit/question.
type answerCase struct {
	Question string      `yaml:",key"`
	Value    string      `yaml:"value"`
	State    vigil.State `yaml:"state"`
	Grade    vigil.Grade `yaml:"grade"`
	Date     string      `yaml:"date"`
	Searched bool        `yaml:"searched"`
	Approved bool        `yaml:"approved"`
}

type allegationCase struct {
	Code            string      `yaml:",key"`
	Quarter         string      `yaml:"quarter,required"`
	Scale           int         `yaml:"scale,required"`
	Scope           int         `yaml:"scope,required"`
	Irremediability int         `yaml:"irremediability,required"`
	Credibility     string      `yaml:"credibility,required"`
	Link            string      `yaml:"link,required"`
	Continuing      bool        `yaml:"continuing"`
	Opened          string      `yaml:"opened"`
	Interim         bool        `yaml:"interim"`
	Withdrawn       string      `yaml:"withdrawn"`
	HoldFrom        string      `yaml:"hold_from"`
	Marks           vigil.Marks `yaml:"marks"`
}

type capCase struct {
	Rule       string `yaml:",key"`
	Allegation string `yaml:"allegation"`
	Project    string `yaml:"project"`
	Opened     string `yaml:"opened"`
	Confirmed  string `yaml:"confirmed"`
	Lifted     string `yaml:"lifted"`
}

// wanted is the name of a figure and what it must be: numbers must be equal, or agree to as many decimals
// as are written where that is four or more.
type wanted struct {
	Name  string `yaml:",key"`
	Value string `yaml:",value"`
}

func TestCases(t *testing.T) {
	folders, err := filepath.Glob("testdata/*/case.yaml")
	if err != nil || len(folders) == 0 {
		t.Fatal("no cases found below testdata", err)
	}
	for _, file := range folders {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			c := readCase(t, file)
			if len(c.Want) == 0 && len(c.Tries) == 0 {
				t.Fatal("the case wants nothing")
			}
			c.prove(t)
			for _, try := range c.Tries {
				t.Run(try.Name, func(t *testing.T) { try.on(c).prove(t) })
			}
		})
	}
}

// prove compares what comes out with what the case wants.
func (c scoringCase) prove(t *testing.T) {
	t.Helper()
	in := c.input(t)
	card := scoring.Score(in)
	gaps := scoring.Gaps(in, "2026-07-01")
	failed := false
	for _, w := range c.Want {
		got, ok := pick(card, w.Name)
		if !ok {
			got, ok = pickGap(gaps, w.Name)
		}
		if name, of := strings.CutPrefix(w.Name, "path "); of {
			got, ok = pickPath(scoring.CheapestPath(in), name)
		}
		if !ok {
			t.Errorf("%s: the scorecard has no %q", c.Title, w.Name)
		} else if !agrees(got, w.Value) {
			t.Errorf("%s (%s): %s is %v, want %s", c.Title, c.Proves, w.Name, got, w.Value)
			failed = true
		}
	}
	if failed {
		t.Log("\n" + scoring.Explain(card, in.Methodology))
	}
}

// on is the case with what the try changes.
func (v tryCase) on(c scoringCase) scoringCase {
	c.Title, c.Tries, c.Want = c.Title+": "+v.Name, nil, v.Want
	c.Mode, c.Cutoff, c.Sector = cmp.Or(v.Mode, c.Mode), cmp.Or(v.Cutoff, c.Cutoff), cmp.Or(v.Sector, c.Sector)
	if v.Sectors != nil {
		c.Sectors = v.Sectors
	}
	if v.Agreement != nil {
		c.Agreement = v.Agreement
	}
	c.Answers = replace(c.Answers, v.Answers, func(a answerCase) string { return a.Question })
	c.Allegations = replace(c.Allegations, v.Allegations, func(a allegationCase) string { return a.Code })
	c.Caps = replace(c.Caps, v.Caps, func(k capCase) string { return k.Rule })
	return c
}

// replace puts the new ones in the place of those of the same name, and the others behind.
func replace[T any](old, new []T, name func(T) string) []T {
	list := slices.Clone(old)
	for _, n := range new {
		if i := slices.IndexFunc(list, func(o T) bool { return name(o) == name(n) }); i >= 0 {
			list[i] = n
		} else {
			list = append(list, n)
		}
	}
	return list
}

// readCase reads a case file, strictly.
func readCase(t *testing.T, file string) scoringCase {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c scoringCase
	if ps := catalogue.Decode(file, data, &c); len(ps) > 0 {
		t.Fatal(ps)
	}
	return c
}

// instruments loads the embedded instruments and those in testdata/instruments, once.
func instruments(t testing.TB) *catalogue.Catalogue {
	t.Helper()
	c, ps := loadInstruments()
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	return c
}

var loadInstruments = sync.OnceValues(func() (*catalogue.Catalogue, vigil.Problems) {
	own := os.DirFS("testdata/instruments")
	names, err := fs.Glob(own, "*.yaml")
	if err != nil {
		panic(err)
	}
	return catalogue.Load(overlay{questionnaires.Files, own}, append(names, "provisions.yaml", "methodologies", "company-quick.yaml", "bank")...)
})

// overlay is the embedded tree with the files of a case beside it.
type overlay struct{ base, over fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	if f, err := o.base.Open(name); err == nil {
		return f, nil
	}
	return o.over.Open(name)
}

func (c scoringCase) input(t *testing.T) scoring.Input {
	t.Helper()
	q, m, err := instruments(t).Questionnaire(c.Questionnaire)
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Methodology: m, Questionnaire: q, Mode: c.Mode, Cutoff: c.Cutoff, Agreement: c.Agreement,
		Subject: vigil.Subject{Code: "case", Name: c.Title, Sector: c.Sector, Sectors: c.Sectors, Type: c.Type}}
	if in.Mode == "" {
		in.Mode = vigil.SCREEN
	}
	if in.Cutoff == "" {
		in.Cutoff = "2026-06-30"
	}
	for _, u := range c.Units {
		in.Units = append(in.Units, vigil.Unit{Code: u.Code, Parent: u.Parent, Kind: u.Kind, Weight: u.Weight})
	}
	named := map[string]bool{}
	for _, a := range c.Answers {
		named[a.Question] = true
		a.Value = percent(t, m, q.Question(a.Question), a.Value)
		in.Answers = append(in.Answers, a.answer())
	}
	if c.Rest != nil {
		for _, asked := range q.Questions() {
			if a := *c.Rest; !named[asked.ID] {
				a.Question = asked.ID
				a.Value = restValue(m, asked, a.Value)
				in.Answers = append(in.Answers, a.answer())
			}
		}
	}
	ids := map[string]int64{}
	for i, a := range c.Allegations {
		ids[a.Code] = int64(i + 1)
		in.Allegations = append(in.Allegations, vigil.Allegation{ID: int64(i + 1), Code: a.Code, Quarter: a.Quarter, Scale: a.Scale, Scope: a.Scope,
			Irremediability: a.Irremediability, Credibility: a.Credibility, Link: a.Link, Continuing: a.Continuing, Opened: a.Opened,
			Interim: a.Interim, Withdrawn: a.Withdrawn, HoldFrom: a.HoldFrom, Marks: a.Marks})
	}
	for i, k := range c.Caps {
		if k.Allegation != "" && ids[k.Allegation] == 0 {
			t.Fatalf("cap %s names the allegation %q, which the case does not have", k.Rule, k.Allegation)
		}
		in.Caps = append(in.Caps, vigil.Cap{ID: int64(i + 1), Rule: k.Rule, AllegationID: ids[k.Allegation], Project: k.Project,
			Opened: k.Opened, Confirmed: k.Confirmed, Lifted: k.Lifted})
	}
	return in
}

// percent reads a share written with its sign as the level it reaches; everything else stays as it is.
func percent(t *testing.T, m *vigil.Methodology, q *vigil.Indicator, value string) string {
	t.Helper()
	if q == nil || !strings.HasSuffix(value, "%") {
		return value
	}
	scale, _ := m.ScaleOf(q)
	level, p := question.Read(scale, q, value)
	if p != nil {
		t.Fatal(p)
	}
	return level
}

// restValue reads "best" and "worst" on the question's scale.
func restValue(m *vigil.Methodology, q *vigil.Indicator, v string) string {
	if v != "best" && v != "worst" {
		return v
	}
	s, _ := m.ScaleOf(q)
	var ids []string
	for _, p := range s.Points {
		ids = append(ids, p.ID)
	}
	switch {
	case s.Type == "multi" && v == "worst":
		return vigil.NoElements
	case s.Type == "multi":
		return strings.Join(ids, ";")
	case v == "worst":
		return ids[0]
	}
	return ids[len(ids)-1]
}

func (a answerCase) answer() vigil.Answer {
	out := vigil.Answer{Question: a.Question, Value: a.Value, State: a.State, Grade: a.Grade, Date: a.Date}
	if unit, question, ok := strings.Cut(a.Question, "/"); ok {
		out.Unit, out.Question = unit, question
	}
	if out.State == "" {
		out.State = vigil.Answered
	}
	if a.Searched {
		out.Search = vigil.SearchLog{Date: "2026-05-01", Sources: "court registers, news", Languages: "en, es", Terms: "company name with complaint"}
	}
	if a.Approved {
		out.ApprovedBy = "reviewer"
	}
	return out
}
